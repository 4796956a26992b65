/** JSON strings decoded from bytes to bytes, without a JavaScript string between them. */
import { BACKSLASH, QUOTE } from './bytes.js';

/** Result of the last decodeJsonString. */
export const decoded: { bytes: Buffer; start: number; end: number; next: number; closed: boolean } = {
  bytes: Buffer.alloc(0),
  start: 0,
  end: 0,
  /** First position behind the closing quote. */
  next: 0,
  /** False when the string was cut off. */
  closed: false,
};

let scratch = Buffer.allocUnsafe(65_536);

/** Decodes the string whose first character stands at `at` (behind the quote). Without an escape the result lies in `bytes`
 * itself, otherwise in a buffer that the next call overwrites. */
export function decodeJsonString(bytes: Buffer, at: number, end: number): void {
  let i = at;
  while (i < end && bytes[i] !== QUOTE && bytes[i] !== BACKSLASH) i++;
  if (i >= end || bytes[i] === QUOTE) {
    report(bytes, at, i, i < end ? i + 1 : end, i < end);
    return;
  }
  decodeEscapes(bytes, at, i, end);
}

function decodeEscapes(bytes: Buffer, at: number, firstEscape: number, end: number): void {
  // An escape never decodes to more bytes than it is long.
  if (scratch.length < end - at) scratch = Buffer.allocUnsafe(end - at);
  const out = scratch;
  bytes.copy(out, 0, at, firstEscape);
  let length = firstEscape - at;
  let i = firstEscape;
  while (i < end) {
    const byte = bytes[i];
    if (byte === QUOTE) {
      report(out, 0, length, i + 1, true);
      return;
    }
    if (byte !== BACKSLASH) {
      out[length++] = byte;
      i++;
      continue;
    }
    if (i + 1 >= end) break;
    if (bytes[i + 1] !== 0x75) {
      out[length++] = simpleEscape(bytes[i + 1]);
      i += 2;
      continue;
    }
    let point = hex4(bytes, i + 2, end);
    if (point < 0) break;
    i += 6;
    if (point >= 0xd800 && point < 0xe000) {
      const low = point < 0xdc00 && bytes[i] === BACKSLASH && bytes[i + 1] === 0x75 ? hex4(bytes, i + 2, end) : -1;
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        i += 6;
      } else point = 0xfffd;
    }
    length = putPoint(out, length, point);
  }
  report(out, 0, length, end, false);
}

function report(bytes: Buffer, start: number, end: number, next: number, closed: boolean): void {
  decoded.bytes = bytes;
  decoded.start = start;
  decoded.end = end;
  decoded.next = next;
  decoded.closed = closed;
}

function simpleEscape(byte: number): number {
  switch (byte) {
    case 0x6e:
      return 0x0a;
    case 0x74:
      return 0x09;
    case 0x72:
      return 0x0d;
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    default:
      return byte;
  }
}

function hex4(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1;
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i];
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66 ? (byte | 0x20) - 0x57 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function putPoint(out: Buffer, at: number, point: number): number {
  let next = at;
  if (point < 0x80) out[next++] = point;
  else if (point < 0x800) {
    out[next++] = 0xc0 | (point >> 6);
    out[next++] = 0x80 | (point & 0x3f);
  } else {
    if (point < 0x10000) out[next++] = 0xe0 | (point >> 12);
    else {
      out[next++] = 0xf0 | (point >> 18);
      out[next++] = 0x80 | ((point >> 12) & 0x3f);
    }
    out[next++] = 0x80 | ((point >> 6) & 0x3f);
    out[next++] = 0x80 | (point & 0x3f);
  }
  return next;
}
