/* The 512-byte header block of tar: v7, ustar, GNU and pax write it. Written by every tar, bsdtar, Python's tarfile
 * and Go's archive/tar. Numbers are octal text or, with the top bit of the first byte set, big-endian binary. */

export const BLOCK_BYTES = 512;

/** A hole-free stretch of a sparse file: its place in the whole file, and its length. */
export interface SparseSegment {
  offset: number;
  bytes: number;
}

export interface TarHeader {
  name: Uint8Array;
  linkName: Uint8Array;
  size: number;
  /** The type flag as a character; NUL is read as '0'. */
  type: string;
  block: Uint8Array;
}

export function isZeroBlock(block: Uint8Array): boolean {
  for (let i = 0; i < BLOCK_BYTES; i++) if (block[i] !== 0) return false;
  return true;
}

function readText(block: Uint8Array, start: number, length: number): Uint8Array {
  const end = block.indexOf(0, start);
  return block.subarray(start, end === -1 || end > start + length ? start + length : end);
}

/** NaN when the field is no number or larger than any file. */
export function readNumber(block: Uint8Array, start: number, length: number): number {
  if ((block[start] & 0x80) !== 0) {
    let value = block[start] & 0x7f;
    for (let i = start + 1; i < start + length; i++) value = value * 256 + block[i];
    return value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
  }
  let value = 0;
  let seen = false;
  for (let i = start; i < start + length; i++) {
    const c = block[i];
    if (c >= 0x30 && c <= 0x37) {
      value = value * 8 + c - 0x30;
      seen = true;
    } else if (c === 0x20 && !seen) {
    } else if (c === 0x20 || c === 0) {
      break;
    } else {
      return Number.NaN;
    }
  }
  return value;
}

/** Old tars summed signed bytes; both sums are accepted, as every reader does. */
function hasChecksum(block: Uint8Array): boolean {
  const expected = readNumber(block, 148, 8);
  if (Number.isNaN(expected) || expected === 0) return false;
  let unsigned = 8 * 0x20;
  let highBytes = 0;
  for (let i = 0; i < BLOCK_BYTES; i++) {
    if (i === 148) i = 156;
    unsigned += block[i];
    if (block[i] > 127) highBytes++;
  }
  return unsigned === expected || unsigned - 256 * highBytes === expected;
}

export function isTarStart(head: Uint8Array): boolean {
  return head.length >= BLOCK_BYTES && hasChecksum(head);
}

export function parseTarHeader(block: Uint8Array): TarHeader | undefined {
  if (!hasChecksum(block)) return undefined;
  const size = readNumber(block, 124, 12);
  if (Number.isNaN(size)) return undefined;
  let name = readText(block, 0, 100);
  // GNU writes `ustar ` and has no prefix field.
  if (Buffer.from(block.subarray(257, 263)).toString('latin1') === 'ustar\0') {
    const prefix = readText(block, 345, 155);
    if (prefix.length > 0) name = Buffer.concat([prefix, Buffer.from('/'), name]);
  }
  const flag = block[156];
  const type = flag === 0 ? '0' : String.fromCharCode(flag);
  return { name, linkName: readText(block, 157, 100), size, type, block };
}

/** `LENGTH KEY=VALUE\n` records of a pax header; a record that does not fit ends the list. */
export function parsePaxRecords(bytes: Uint8Array): Array<[key: string, value: Uint8Array]> {
  const records: Array<[string, Uint8Array]> = [];
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    if (space === -1 || space - at > 10) break;
    const length = Number(Buffer.from(bytes.subarray(at, space)).toString('latin1'));
    const end = at + length;
    if (!Number.isInteger(length) || end <= space + 1 || end > bytes.length) break;
    const equals = bytes.indexOf(0x3d, space);
    if (equals !== -1 && equals < end - 1) {
      records.push([Buffer.from(bytes.subarray(space + 1, equals)).toString('latin1'), bytes.subarray(equals + 1, end - 1)]);
    }
    at = end;
  }
  return records;
}

/** Segments in an old GNU sparse header (4 from byte 386) or in one of its extension blocks (21 from byte 0). */
export function readSparseSegments(block: Uint8Array, start: number, count: number): SparseSegment[] {
  const segments: SparseSegment[] = [];
  for (let i = 0; i < count; i++) {
    const at = start + i * 24;
    if (block[at] === 0 && block[at + 12] === 0) break;
    segments.push({ offset: readNumber(block, at, 12), bytes: readNumber(block, at + 12, 12) });
  }
  return segments;
}
