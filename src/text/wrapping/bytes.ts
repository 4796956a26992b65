/** Small questions to bytes that every wrapping asks. All of them are bounded by `end`. */

export const SPACE = 0x20;
export const TAB = 0x09;
export const COLON = 0x3a;
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const ESC = 0x1b;

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

export function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

export function startsWith(bytes: Uint8Array, at: number, end: number, literal: string): boolean {
  if (at + literal.length > end) return false;
  for (let i = 0; i < literal.length; i++) if (bytes[at + i] !== literal.charCodeAt(i)) return false;
  return true;
}

/** Position of an ASCII literal, -1 when absent. `Buffer.indexOf` has no upper bound and would search the whole block. */
export function find(bytes: Uint8Array, at: number, end: number, literal: string): number {
  const first = literal.charCodeAt(0);
  const last = end - literal.length;
  for (let i = at; i <= last; i++) if (bytes[i] === first && startsWith(bytes, i, end, literal)) return i;
  return -1;
}

/** First position of a byte, `end` when absent. */
export function findByte(bytes: Uint8Array, at: number, end: number, byte: number): number {
  let i = at;
  while (i < end && bytes[i] !== byte) i++;
  return i;
}

export function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isDigit(bytes[i])) i++;
  return i;
}

export function skipSpaces(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && bytes[i] === SPACE) i++;
  return i;
}

/** Skips `ESC [ … m` sequences. */
export function skipColours(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i + 2 < end && bytes[i] === ESC && bytes[i + 1] === 0x5b) {
    let stop = i + 2;
    while (stop < end && stop < i + 20 && (isDigit(bytes[stop]) || bytes[stop] === 0x3b)) stop++;
    if (stop >= end || bytes[stop] !== 0x6d) return i;
    i = stop + 1;
  }
  return i;
}

/** End of the text in front of `ESC [ … m` sequences that end the line. */
export function trimColours(bytes: Uint8Array, text: number, end: number): number {
  let stop = end;
  while (stop - 3 >= text && bytes[stop - 1] === 0x6d) {
    let mark = stop - 2;
    while (mark > text && mark > stop - 12 && bytes[mark] !== ESC) mark--;
    if (bytes[mark] !== ESC || skipColours(bytes, mark, stop) !== stop) break;
    stop = mark;
  }
  return stop;
}

/** The number of at most 9 digits at [at, end), which hold only digits. */
export function parseDecimal(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let i = at; i < end && i < at + 9; i++) value = value * 10 + bytes[i] - 0x30;
  return value;
}

/** Strings of names that repeat from line to line, made once each. */
export class Names {
  private last: Uint8Array = new Uint8Array(0);
  private lastName = '';
  private readonly known = new Map<string, string>();

  name(bytes: Buffer, start: number, end: number): string {
    if (this.isLast(bytes, start, end)) return this.lastName;
    const text = bytes.toString('utf8', start, end);
    let name = this.known.get(text);
    if (name === undefined) {
      name = text;
      if (this.known.size < 1024) this.known.set(text, text);
    }
    this.last = Uint8Array.prototype.slice.call(bytes, start, end);
    this.lastName = name;
    return name;
  }

  private isLast(bytes: Uint8Array, start: number, end: number): boolean {
    const last = this.last;
    if (end - start !== last.length || last.length === 0) return false;
    for (let i = 0; i < last.length; i++) if (bytes[start + i] !== last[i]) return false;
    return true;
  }
}
