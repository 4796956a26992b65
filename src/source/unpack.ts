import * as zlib from 'node:zlib';
import { ByteReader, IterableSource } from './bytes.js';
import { openDecoder } from './decoders/open-decoder.js';

/** Only what differs from the typings of Node 20. */
interface ZstdZlib {
  zstdDecompressSync?: (packed: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;
}

/** A compressed section of an ELF file; undefined when it is damaged, longer than it says, or Node has no decoder for it. */
export function unpackSection(kind: 'zlib' | 'zstd', packed: Uint8Array, bytes: number): Uint8Array | undefined {
  try {
    const options = { maxOutputLength: Math.max(1, bytes) };
    return kind === 'zlib' ? zlib.inflateSync(packed, options) : (zlib as ZstdZlib).zstdDecompressSync?.(packed, options);
  } catch {
    return undefined;
  }
}

/** Packed bytes at hand (.gnu_debugdata is an xz); undefined when they are damaged or become more than `max`. */
export async function unpackXz(packed: Uint8Array, max: number): Promise<Uint8Array | undefined> {
  async function* once() {
    yield packed;
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    const source = await openDecoder('xz', new ByteReader(new IterableSource(once())), []);
    for (let part = await source.next(); part; part = await source.next()) {
      bytes += part.length;
      if (bytes > max) return undefined;
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch {
    return undefined;
  }
}
