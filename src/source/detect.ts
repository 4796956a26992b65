import { isTarStart } from './decoders/tar-header.js';

/** Containers that are opened. */
export type Container = 'gzip' | 'bzip2' | 'xz' | 'zstd' | 'zip' | 'tar';

export const COMPRESSED: ReadonlySet<Container> = new Set(['gzip', 'bzip2', 'xz', 'zstd']);

export function startsWith(bytes: Uint8Array, magic: readonly number[], at = 0): boolean {
  if (bytes.length < at + magic.length) return false;
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic[i]) return false;
  return true;
}

export const GZIP_MAGIC = [0x1f, 0x8b, 0x08] as const;
const XZ_MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] as const;
const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd] as const;
const BZIP2_BLOCK = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59] as const;
const BZIP2_END = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90] as const;

export function isBzip2Start(head: Uint8Array): boolean {
  const level = head[3];
  if (!startsWith(head, [0x42, 0x5a, 0x68]) || level < 0x31 || level > 0x39) return false;
  // A cut-off stream may end inside the block's own mark.
  return head.length < 10 || startsWith(head, BZIP2_BLOCK, 4) || startsWith(head, BZIP2_END, 4);
}

/** Skippable frames (0x184D2A50…5F) may stand before the first frame with data. */
export function isZstdStart(head: Uint8Array): boolean {
  return startsWith(head, ZSTD_MAGIC) || (startsWith(head, [0x2a, 0x4d, 0x18], 1) && (head[0] & 0xf0) === 0x50);
}

function isZipStart(head: Uint8Array): boolean {
  if (!startsWith(head, [0x50, 0x4b])) return false;
  const mark = (head[2] << 8) | head[3];
  // A local header, an empty archive, or the mark of a spanned archive before its first header.
  return mark === 0x0304 || mark === 0x0506 || (mark === 0x0708 && startsWith(head, [0x50, 0x4b, 3, 4], 4));
}

/** By content only: names lie, and members of support packages are often renamed. */
export function detectContainer(head: Uint8Array): Container | undefined {
  if (startsWith(head, GZIP_MAGIC) && (head.length < 4 || (head[3] & 0xe0) === 0)) return 'gzip';
  if (isZipStart(head)) return 'zip';
  if (isZstdStart(head)) return 'zstd';
  if (startsWith(head, XZ_MAGIC)) return 'xz';
  if (isBzip2Start(head)) return 'bzip2';
  if (isTarStart(head)) return 'tar';
  return undefined;
}
