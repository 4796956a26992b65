/**
 * Text that went through a web page or a Markdown editor, or has lost its newlines.
 *
 *   [20100] 26 Nov 16:14:24.555 \* MASTER &lt;-&gt; SLAVE sync started            escapes of Markdown, entities of HTML
 *   4059:M 23 Nov 2026 06:27:14.777 * text CR 4059:M …                             line ends of old Macintosh editors: CR alone
 */
import type { LineTaker } from '../splitter.js';
import { CR } from '../splitter.js';
import { BACKSLASH, isDigit, isLetter } from './bytes.js';
import { type HeadLine, Layer, type LayerEnvironment, type Recogniser } from './layer.js';
import { detectRedisLine, findRedisLine } from './redis-line.js';

const AMPERSAND = 0x26;
const ENTITIES = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&quot;', '"'],
  ['&#34;', '"'],
  ['&#39;', "'"],
  ['&apos;', "'"],
  ['&nbsp;', ' '],
  ['&#160;', ' '],
]);
const ENTITY = /&(?:lt|gt|amp|quot|apos|nbsp|#34|#39|#160);/g;

class EscapedLayer extends Layer {
  constructor(
    next: LineTaker,
    environment: LayerEnvironment,
    private readonly isMarkdown: boolean,
    private readonly isHtml: boolean,
  ) {
    super(next, environment);
  }

  take(bytes: Buffer, start: number, end: number): void {
    const slash = this.isMarkdown ? bytes.indexOf(BACKSLASH, start) : -1;
    const entity = this.isHtml ? bytes.indexOf(AMPERSAND, start) : -1;
    if ((slash < 0 || slash >= end) && (entity < 0 || entity >= end)) {
      this.next.take(bytes, start, end);
      return;
    }
    let text = bytes.toString('latin1', start, end);
    // Markdown escapes punctuation only; `\r`, `\x00` and paths keep their backslash.
    if (this.isMarkdown) text = text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
    if (this.isHtml) text = text.replace(ENTITY, (name) => ENTITIES.get(name) ?? name);
    const plain = Buffer.from(text, 'latin1');
    this.next.take(plain, 0, plain.length);
  }
}

/** `… 16:14:24.555 \* text`: the mark of the level behind a backslash. */
function hasEscapedMark({ bytes, end }: HeadLine): boolean {
  const at = findRedisLine(bytes, 0, end);
  if (at < 0) return false;
  const limit = Math.min(end - 3, at + 60);
  for (let i = at + 8; i < limit; i++)
    if (bytes[i] === BACKSLASH && bytes[i - 1] === 0x20 && isMark(bytes[i + 1]) && bytes[i + 2] === 0x20 && isDigit(bytes[i - 2]))
      return true;
  return false;
}

function isMark(byte: number): boolean {
  return byte === 0x2a || byte === 0x23 || byte === 0x2d || byte === 0x2e;
}

function hasEntity({ bytes, end }: HeadLine): boolean {
  return findRedisLine(bytes, 0, end) >= 0 && bytes.toString('latin1', 0, end).search(ENTITY) >= 0;
}

export const recogniseEscaped: Recogniser = (head) => {
  const isMarkdown = head.some(hasEscapedMark);
  const isHtml = head.some(hasEntity);
  if (!isMarkdown && !isHtml) return undefined;
  return { name: 'escaped', open: (next, environment) => new EscapedLayer(next, environment, isMarkdown, isHtml) };
};

class CarriageLayer extends Layer {
  take(bytes: Buffer, start: number, end: number): void {
    const { offset } = this.context;
    for (let at = start; at < end; ) {
      let stop = at;
      while (stop < end && bytes[stop] !== CR) stop++;
      this.context.offset = offset + at - start;
      this.next.take(bytes, at, stop);
      at = stop + 1;
    }
    this.context.offset = offset;
  }
}

/** A CR inside a line with a line of Redis behind it. */
function hasInnerLine({ bytes, end }: HeadLine): boolean {
  for (let cr = bytes.indexOf(CR); cr >= 0 && cr < end; cr = bytes.indexOf(CR, cr + 1))
    if (cr > 0 && (detectRedisLine(bytes, cr + 1, end) || (isLetter(bytes[cr + 1]) && findRedisLine(bytes, cr + 1, end) > 0))) return true;
  return false;
}

export const recogniseCarriage: Recogniser = (head) =>
  head.some(hasInnerLine)
    ? { name: 'cr', open: (next: LineTaker, environment: LayerEnvironment) => new CarriageLayer(next, environment) }
    : undefined;
