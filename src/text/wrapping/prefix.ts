/**
 * Any other prefix before the lines of Redis: shippers, consoles and CI runners that no module here knows, and indented text.
 *
 *   2026-11-23T06:29:29.850340+00:00 app[redis.1]: 4059:M 23 Nov 2026 06:29:29.850 * text
 *       4059:M 23 Nov 2026 06:29:29.850 * text
 *
 * The shape of the prefix (digits, letters, other bytes as they are) is learnt where a line of Redis stands behind it, and
 * removed from other lines that begin with the same shape. Not handled: prefixes whose shape changes from line to line.
 */
import type { LineTaker } from '../splitter.js';
import { lastStamp, parseRedisStamp, parseSyslogStamp } from '../stamps.js';
import { isDigit, isLetter, SPACE, TAB } from './bytes.js';
import { type HeadLine, Layer, type LayerEnvironment, type Recogniser } from './layer.js';
import { findRedisLine } from './redis-line.js';

const MAX_SHAPES = 8;
const DIGITS = 0x30;
const LETTERS = 0x61;
/** Prefix words at which a stamp is looked for. */
const MAX_WORDS = 6;

class PrefixLayer extends Layer {
  constructor(
    next: LineTaker,
    environment: LayerEnvironment,
    private readonly shapes: Uint8Array[],
  ) {
    super(next, environment);
  }

  take(bytes: Buffer, start: number, end: number): void {
    let text = -1;
    for (let i = 0; text < 0 && i < this.shapes.length; i++) text = matchShape(this.shapes[i], bytes, start, end);
    // Only behind an unknown shape is a line of Redis searched: an argument in a crash report may look like one.
    if (text < 0) text = findRedisLine(bytes, start, end);
    if (text > start) this.takeStamp(bytes, start, text);
    this.next.take(bytes, text < 0 ? start : text, end);
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

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

function isBreak(byte: number): boolean {
  return isBlank(byte) || byte === 0x5b || byte === 0x3c || byte === 0x22 || byte === 0x7c;
}

function classOf(byte: number): number {
  return isDigit(byte) ? DIGITS : isLetter(byte) ? LETTERS : byte;
}

/** Runs of digits and of letters count as one; other bytes stand for themselves. */
function shapeOf(bytes: Buffer, start: number, end: number): Uint8Array {
  const shape: number[] = [];
  for (let i = start; i < end; i++) {
    const kind = classOf(bytes[i]);
    if ((kind === DIGITS || kind === LETTERS) && shape[shape.length - 1] === kind) continue;
    shape.push(kind);
  }
  return Uint8Array.from(shape);
}

/** Position behind the shape, -1 when the line does not begin with it. */
function matchShape(shape: Uint8Array, bytes: Buffer, start: number, end: number): number {
  let at = start;
  for (let i = 0; i < shape.length; i++) {
    const kind = shape[i];
    if (at >= end) {
      // An empty line may have lost the blanks at the end of its prefix.
      return i > 0 && kind === SPACE && i === shape.length - 1 ? end : -1;
    }
    if (classOf(bytes[at]) !== kind) return -1;
    at++;
    if (kind === DIGITS || kind === LETTERS) while (at < end && classOf(bytes[at]) === kind) at++;
  }
  return at;
}

export const recognisePrefix: Recogniser = (head) => {
  const shapes = new Map<string, { shape: Uint8Array; count: number }>();
  let prefixed = 0;
  let bare = 0;
  let indent = Number.POSITIVE_INFINITY;
  for (const { bytes, end } of head) {
    const column = findRedisLine(bytes, 0, end);
    if (column === 0) bare++;
    if (column <= 0 || isDots(bytes, column)) continue;
    prefixed++;
    const shape = shapeOf(bytes, 0, column);
    indent = shape.every(isBlank) ? Math.min(indent, column) : 0;
    const key = shape.join();
    const known = shapes.get(key);
    if (known) known.count++;
    else shapes.set(key, { shape, count: 1 });
  }
  if (prefixed === 0 || bare >= prefixed) return undefined;
  if (indent > 0) return { name: 'indented', open: (next, environment) => new IndentLayer(next, environment, indent) };
  const ranked = [...shapes.values()].sort((a, b) => b.count - a.count).slice(0, MAX_SHAPES);
  if (
    !isCommon(
      ranked.map(({ shape }) => shape),
      head,
    )
  )
    return undefined;
  return {
    name: 'prefixed',
    open: (next, environment) =>
      new PrefixLayer(
        next,
        environment,
        ranked.map(({ shape }) => shape),
      ),
  };
};

/** Prose that quotes a line or two of Redis has no shape in common. */
function isCommon(shapes: Uint8Array[], head: readonly HeadLine[]): boolean {
  const matching = head.filter(({ bytes, end }) => shapes.some((shape) => matchShape(shape, bytes, 0, end) >= 0));
  return matching.length * 2 >= head.length;
}

/** Progress dots of the memory test stay in front of the next process' line; they are text of Redis. */
function isDots(bytes: Buffer, end: number): boolean {
  for (let i = 0; i < end; i++) if (bytes[i] !== 0x2e && bytes[i] !== 0x4f) return false;
  return true;
}
