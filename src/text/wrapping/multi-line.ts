/** One physical line that holds several lines of Redis. */
import type { LineTaker } from '../splitter.js';

const HASH = 0x23;
const LF = 0x0a;
const CR = 0x0d;
/** Text only shrinks here, so a line of this buffer may be decoded into its own place. */
let scratch = Buffer.allocUnsafe(65_536);

/** Delivers the text as lines. A newline at its end does not begin another. */
export function emitLines(next: LineTaker, bytes: Buffer, start: number, end: number): void {
  let at = start;
  for (let i = start; i < end; i++) {
    if (bytes[i] !== LF) continue;
    next.take(bytes, at, i);
    at = i + 1;
  }
  if (at < end || at === start) next.take(bytes, at, end);
}

/** The same for a JavaScript string. */
export function emitText(next: LineTaker, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  emitLines(next, bytes, 0, bytes.length);
}

/** The same for text in which rsyslog has written control characters as `#` and three octal digits (`#012` is a newline). */
export function emitEscaped(next: LineTaker, bytes: Buffer, start: number, end: number): void {
  let hash = start;
  while (hash < end && !(bytes[hash] === HASH && controlAt(bytes, hash, end) >= 0)) hash++;
  if (hash >= end) {
    next.take(bytes, start, end);
    return;
  }
  if (scratch.length < end - start) scratch = Buffer.allocUnsafe(end - start);
  const out = scratch;
  bytes.copy(out, 0, start, hash);
  let length = hash - start;
  for (let i = hash; i < end; ) {
    const control = bytes[i] === HASH ? controlAt(bytes, i, end) : -1;
    // `#015#012`: INFO ends its lines with both
    if (control !== CR || !isNewlineAt(bytes, i + 4, end)) out[length++] = control >= 0 ? control : bytes[i];
    i += control >= 0 ? 4 : 1;
  }
  emitLines(next, out, 0, length);
}

function isNewlineAt(bytes: Buffer, at: number, end: number): boolean {
  return at < end && bytes[at] === HASH && controlAt(bytes, at, end) === LF;
}

function controlAt(bytes: Buffer, at: number, end: number): number {
  if (at + 4 > end) return -1;
  const high = bytes[at + 1] - 0x30;
  const middle = bytes[at + 2] - 0x30;
  const low = bytes[at + 3] - 0x30;
  if (middle < 0 || middle > 7 || low < 0 || low > 7) return -1;
  if (high === 0 && middle <= 3) return middle * 8 + low;
  return high === 1 && middle === 7 && low === 7 ? 127 : -1;
}
