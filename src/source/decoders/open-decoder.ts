import type { ByteReader, ByteSource } from '../bytes.js';
import type { Container } from '../detect.js';

/** The decompressed bytes of a stream. They are loaded when the first of them turns up: start-up time is paid on every run. */
export async function openDecoder(kind: Container, input: ByteReader, notes: string[]): Promise<ByteSource> {
  switch (kind) {
    case 'bzip2':
      return new (await import('./bzip2.js')).Bzip2Source(input, notes);
    case 'xz':
      return (await import('./xz.js')).openXz(input, notes);
    case 'zstd':
      return (await import('./zstd.js')).openZstd(input, notes);
    default:
      return new (await import('./gzip.js')).GzipSource(input, notes);
  }
}
