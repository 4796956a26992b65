/**
 * Any other prefix before the lines of Redis: process managers, viewers, shippers, consoles and CI runners that no module here knows, and indented text.
 *
 *   15:20:58 redis.1     | 4059:M 23 Nov 2026 06:29:29.850 * text                     foreman, overmind, honcho
 *   redis-0 redis 1:M 23 Nov 2026 06:29:29.850 * text                                 stern
 *   MASTER2 - 4100:S 17 Nov 21:23:56.779 # text                                       scripts that merge logs
 *     |   | 2026-06-18 18:27:30.025 | 1:S 18 Jun 2026 15:27:30.025 * text |           tables of log viewers
 *       4059:M 23 Nov 2026 06:29:29.850 * text
 *
 * A prefix is learnt wherever a line of Redis stands behind it (numbers may differ, blanks may be more), and removed from other lines that begin
 * so. Names in it tell the processes apart. What closes the quotation, the table cell or the object behind the text goes as well.
 */
import type { LineTaker } from '../splitter.js';
import { lastStamp, parseRedisStamp, parseSyslogStamp } from '../stamps.js';
import { ESC, SPACE, trimColours } from './bytes.js';
import { type HeadLine, Layer, type LayerEnvironment, type Recogniser } from './layer.js';
import { nameInPrefix } from './prefix-name.js';
import { isBlank, isTelling, matchShape, type Shape, shapeOf } from './prefix-shape.js';
import { detectRedisLine, findRedisLine } from './redis-line.js';

const MAX_SHAPES = 64;
const MAX_LOOSE = 8;
const MAX_NAMES = 64;
/** Prefix words at which a stamp is looked for. */
const MAX_WORDS = 6;

export class PrefixLayer extends Layer {
  private readonly strict: Shape[] = [];
  private readonly loose: Shape[] = [];
  private readonly keys = new Set<string>();
  private readonly names = new Map<string, string>();
  private hasNames = true;
  /** A line of Redis stood at the start of a line before any prefix was seen: there is none. */
  private isBare = false;

  constructor(
    next: LineTaker,
    environment: LayerEnvironment,
    head: readonly HeadLine[],
    /** Told when the first prefix is learnt from a line that is not in the head. */
    private readonly onFound: () => void = () => {},
    /** Where the text begins in lines of the head. */
    columnOf: (bytes: Buffer, start: number, end: number) => number = prefixColumn,
  ) {
    super(next, environment);
    for (const { bytes, end } of head) {
      const column = columnOf(bytes, 0, end);
      if (column > 0) this.learn(bytes, 0, column);
    }
  }

  take(bytes: Buffer, start: number, end: number): void {
    if (this.isBare) {
      this.next.take(bytes, start, end);
      return;
    }
    let text = this.knownEnd(bytes, start, end);
    // Only behind an unknown shape is a line of Redis searched: an argument in a crash report may look like one.
    if (text < 0) {
      text = prefixColumn(bytes, start, end);
      if (text === 0 && this.keys.size === 0) this.isBare = true;
      if (text > 0) {
        if (this.keys.size === 0) this.onFound();
        this.learn(bytes, start, text);
      }
    }
    if (text <= start) {
      this.next.take(bytes, start, end);
      return;
    }
    this.takeStamp(bytes, start, text);
    if (this.hasNames) this.takeName(bytes, start, text);
    this.next.take(bytes, text, suffixStart(bytes, start, text, end));
  }

  private knownEnd(bytes: Buffer, start: number, end: number): number {
    let text = -1;
    for (let i = 0; text < 0 && i < this.strict.length; i++) text = matchShape(this.strict[i], false, bytes, start, end);
    for (let i = 0; text < 0 && i < this.loose.length; i++) text = matchShape(this.loose[i], true, bytes, start, end);
    return text;
  }

  private learn(bytes: Buffer, start: number, column: number): void {
    const shape = shapeOf(bytes, start, column, false);
    if (this.keys.has(shape.key)) return;
    if (this.strict.length < MAX_SHAPES) {
      this.keys.add(shape.key);
      this.strict.push(shape);
    }
    const loose = shapeOf(bytes, start, column, true);
    if (this.loose.length < MAX_LOOSE && isTelling(loose) && !this.loose.some(({ key }) => key === loose.key)) this.loose.push(loose);
  }

  private takeName(bytes: Buffer, start: number, end: number): void {
    const prefix = bytes.toString('utf8', start, end);
    let name = this.names.get(prefix);
    if (name === undefined) {
      name = nameInPrefix(prefix.replace(/\u001b\[[\d;]*m/g, ' '));
      if (this.names.size >= 4096) this.names.clear();
      this.names.set(prefix, name);
    }
    if (name !== '') this.context.sub = name;
  }

  /** Words that differ from line to line are no names. */
  forgetNames(): void {
    this.hasNames = false;
  }

  private takeStamp(bytes: Buffer, start: number, end: number): void {
    let words = 0;
    for (let i = start; i < end && words < MAX_WORDS; i++) {
      if (i > start && !isBreak(bytes[i - 1])) continue;
      words++;
      let wallMs = parseRedisStamp(bytes, i, end);
      if (Number.isNaN(wallMs)) wallMs = parseSyslogStamp(bytes, i, end);
      if (Number.isNaN(wallMs)) continue;
      if (lastStamp.basis === 'absolute') this.context.wrapTimeMs = wallMs + lastStamp.shiftMs;
      else this.context.wrapWallMs = wallMs;
      return;
    }
  }
}

/** Where a line of Redis begins behind a prefix; 0 for a line of its own, -1 for none. What somebody quotes (an argument in a report, a
 * string in a debugger) has its quotation mark right in front of it and other text before that. */
export function prefixColumn(bytes: Buffer, start: number, end: number): number {
  if (detectRedisLine(bytes, start, end)) return start;
  const column = findRedisLine(bytes, start, end);
  if (column <= start) return column;
  const mark = bytes[column - 1];
  if (mark === 0x27) return -1;
  if (mark === 0x22 && bytes[start] !== 0x22 && bytes[start] !== 0x7b && bytes[start] !== 0x5b) return -1;
  return isDots(bytes, start, column) || isProse(bytes, start, column) ? -1 : column;
}

/** Where the text ends: in front of what closes that which the prefix has opened, and of the colours of a terminal. */
function suffixStart(bytes: Buffer, start: number, text: number, end: number): number {
  const stop = trimColours(bytes, text, end);
  const opener = openerOf(bytes, start, text);
  if (opener === 0) return stop;
  let close = stop;
  while (close > text && (isBlank(bytes[close - 1]) || (opener === 0x22 && isCloser(bytes[close - 1])))) close--;
  return close > text && bytes[close - 1] === opener ? trimEnd(bytes, text, close - 1, opener) : stop;
}

function trimEnd(bytes: Buffer, text: number, end: number, opener: number): number {
  let stop = end;
  if (opener === 0x7c) while (stop > text && bytes[stop - 1] === SPACE) stop--;
  return stop;
}

/** The bar of a table that has one in front as well, or a quotation mark that is still open. */
function openerOf(bytes: Buffer, start: number, text: number): number {
  let quotes = 0;
  let bars = 0;
  for (let i = start; i < text; i++) {
    if (bytes[i] === 0x22) quotes++;
    else if (bytes[i] === 0x7c) bars++;
  }
  if (quotes % 2 === 1) return 0x22;
  return bars > 0 ? 0x7c : 0;
}

function isCloser(byte: number): boolean {
  return byte === 0x7d || byte === 0x5d || byte === 0x2c || byte === 0x3b;
}

/** Removes the blanks that the lines of Redis have in front, and no more. */
class IndentLayer extends Layer {
  constructor(
    next: LineTaker,
    environment: LayerEnvironment,
    private readonly width: number,
  ) {
    super(next, environment);
  }

  take(bytes: Buffer, start: number, end: number): void {
    let at = start;
    while (at < end && at < start + this.width && isBlank(bytes[at])) at++;
    this.next.take(bytes, at, end);
  }
}

function isBreak(byte: number): boolean {
  return isBlank(byte) || byte === 0x5b || byte === 0x3c || byte === 0x22 || byte === 0x7c;
}

export const recognisePrefix: Recogniser = (head) => {
  const names = new Set<string>();
  let prefixed = 0;
  let bare = 0;
  let indent = Number.POSITIVE_INFINITY;
  for (const { bytes, end } of head) {
    const column = prefixColumn(bytes, 0, end);
    if (column === 0) bare++;
    if (column <= 0) continue;
    prefixed++;
    indent = bytes.subarray(0, column).every(isBlank) ? Math.min(indent, column) : 0;
    names.add(nameInPrefix(bytes.toString('utf8', 0, column)));
  }
  if (prefixed === 0 || bare >= prefixed) return undefined;
  if (indent > 0) return { name: 'indented', open: (next, environment) => new IndentLayer(next, environment, indent) };
  const areNames = names.size <= Math.max(3, Math.min(MAX_NAMES, prefixed / 2));
  return {
    name: 'prefixed',
    open: (next, environment) => {
      const layer = new PrefixLayer(next, environment, head);
      if (!areNames) layer.forgetNames();
      return layer;
    },
  };
};

/** Words of a sentence in front of a quoted line: three or more, and nothing that only programs write. */
function isProse(bytes: Buffer, start: number, end: number): boolean {
  let words = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === 0x7c || byte === 0x5b || byte === 0x5d || byte === 0x3d || byte === ESC || (byte >= 0x30 && byte <= 0x39)) return false;
    if (!isBlank(byte) && (i === start || isBlank(bytes[i - 1]))) words++;
  }
  return words >= 3;
}

/** Progress dots of the memory test stay in front of the next process' line; they are text of Redis. */
function isDots(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 0x2e && bytes[i] !== 0x4f) return false;
  return true;
}
