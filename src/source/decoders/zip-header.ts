/* The local header of a zip member (APPNOTE 4.3.7) with its zip64 extra field, and the data descriptor that follows members whose sizes
 * were not known when the header was written. The central directory is not used: it lies at the end, and a pipe cannot seek. */

export const LOCAL_HEADER_BYTES = 30;
export const LOCAL_MARK = [0x50, 0x4b, 0x03, 0x04] as const;
export const DESCRIPTOR_MARK = [0x50, 0x4b, 0x07, 0x08] as const;

const FLAG_ENCRYPTED = 1;
const FLAG_DESCRIPTOR = 8;
const ZIP64_FIELD = 0x0001;
const NOT_HERE = 0xffffffff;

export interface ZipHeader {
  name: Uint8Array;
  method: number;
  encrypted: boolean;
  /** CRC and sizes come behind the data; the sizes here are 0 unless the writer knew them anyway. */
  descriptor: boolean;
  crc: number;
  storedBytes: number;
  fileBytes: number;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Lengths of the name and the extra field, which follow the fixed part. */
export function readTailLengths(fixed: Uint8Array): { name: number; extra: number } {
  const view = viewOf(fixed);
  return { name: view.getUint16(26, true), extra: view.getUint16(28, true) };
}

function findField(extra: Uint8Array, wanted: number): Uint8Array | undefined {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (end > extra.length) return undefined;
    if (view.getUint16(at, true) === wanted) return extra.subarray(at + 4, end);
    at = end;
  }
  return undefined;
}

export function readZipHeader(fixed: Uint8Array, name: Uint8Array, extra: Uint8Array): ZipHeader {
  const view = viewOf(fixed);
  const flags = view.getUint16(6, true);
  const header: ZipHeader = {
    name,
    method: view.getUint16(8, true),
    encrypted: (flags & FLAG_ENCRYPTED) !== 0,
    descriptor: (flags & FLAG_DESCRIPTOR) !== 0,
    crc: view.getUint32(14, true),
    storedBytes: view.getUint32(18, true),
    fileBytes: view.getUint32(22, true),
  };
  const wide = findField(extra, ZIP64_FIELD);
  let at = 0;
  const readWide = () => {
    const value = wide && at + 8 <= wide.length ? Number(viewOf(wide).getBigUint64(at, true)) : 0;
    at += 8;
    return value;
  };
  // The field holds only the values that did not fit, in this order.
  if (header.fileBytes === NOT_HERE) header.fileBytes = readWide();
  if (header.storedBytes === NOT_HERE) header.storedBytes = readWide();
  return header;
}

const METHODS: Record<number, string> = { 1: 'shrink', 6: 'implode', 9: 'deflate64', 14: 'LZMA', 98: 'PPMd', 99: 'AES encryption' };

export function renderMethod(method: number): string {
  const name = METHODS[method];
  return name ? `${name} (method ${method})` : `method ${method}`;
}

/** Plausible enough to go on from after damage. */
export function isLikelyLocalHeader(bytes: Uint8Array): boolean {
  if (bytes.length < LOCAL_HEADER_BYTES) return false;
  const view = viewOf(bytes);
  const nameBytes = view.getUint16(26, true);
  return bytes[4] <= 63 && view.getUint16(8, true) <= 99 && nameBytes > 0 && nameBytes <= 4096;
}

/** A mark that may stand behind a member: another member, the central directory, its end or zip64 records. */
function isNextMark(bytes: Uint8Array, at: number): boolean {
  if (at === bytes.length) return true;
  if (bytes[at] !== 0x50 || bytes[at + 1] !== 0x4b) return false;
  const mark = (bytes[at + 2] << 8) | bytes[at + 3];
  return mark === 0x0304 || mark === 0x0102 || mark === 0x0506 || mark === 0x0606 || mark === 0x0608;
}

export const DESCRIPTOR_LOOK_BYTES = 28;

export interface ZipDescriptor {
  crc: number;
  bytes: number;
}

/** With or without its mark, with sizes of 4 or 8 bytes: what fits the size and what follows decides. */
export function readDescriptor(next: Uint8Array, storedBytes: number): ZipDescriptor | undefined {
  const view = viewOf(next);
  const marked = next.length >= 4 && view.getUint32(0, true) === 0x08074b50;
  for (const crcAt of marked ? [4, 0] : [0]) {
    for (const sizeBytes of [4, 8]) {
      const end = crcAt + 4 + 2 * sizeBytes;
      if (end > next.length || !isNextMark(next, end)) continue;
      const size = sizeBytes === 4 ? view.getUint32(crcAt + 4, true) : Number(view.getBigUint64(crcAt + 4, true));
      if (size === (sizeBytes === 4 ? storedBytes % 2 ** 32 : storedBytes)) return { crc: view.getUint32(crcAt, true), bytes: end };
    }
  }
  return undefined;
}
