import { closeSync, openSync, readSync } from 'node:fs';
import type { RandomBytes } from '../model/source.js';

/** Whoever looks at a stack asks for words one by one. */
const BLOCK_BYTES = 64 * 1024;
const MAX_BLOCKS = 64;
/** Larger questions go to the file: a section is read once. */
const MAX_CACHED_READ = 16 * 1024;

/** A regular file that is asked by position. It is opened for each read, so that a thousand symbol files need no thousand descriptors. */
export class FileAt implements RandomBytes {
  private readonly blocks = new Map<number, Uint8Array>();

  constructor(
    private readonly path: string | Buffer,
    readonly size: number,
  ) {}

  read(offset: number, length: number): Uint8Array {
    const from = Math.max(0, Math.floor(offset));
    const bytes = Math.min(length, this.size - from);
    if (!(bytes > 0) || offset < 0) return new Uint8Array(0);
    if (bytes > MAX_CACHED_READ) return this.readFile(from, bytes);
    const first = Math.floor(from / BLOCK_BYTES);
    const last = Math.floor((from + bytes - 1) / BLOCK_BYTES);
    if (first !== last) return this.readFile(from, bytes);
    const at = from - first * BLOCK_BYTES;
    return this.block(first).subarray(at, at + bytes);
  }

  private block(index: number): Uint8Array {
    const known = this.blocks.get(index);
    if (known) {
      // The least recently used one stands first.
      this.blocks.delete(index);
      this.blocks.set(index, known);
      return known;
    }
    if (this.blocks.size >= MAX_BLOCKS) this.blocks.delete(this.blocks.keys().next().value!);
    const block = this.readFile(index * BLOCK_BYTES, Math.min(BLOCK_BYTES, this.size - index * BLOCK_BYTES));
    this.blocks.set(index, block);
    return block;
  }

  /** A file that has become shorter or cannot be read any more has fewer bytes. */
  private readFile(at: number, bytes: number): Uint8Array {
    try {
      const fd = openSync(this.path, 'r');
      try {
        const buffer = Buffer.allocUnsafeSlow(bytes);
        return buffer.subarray(0, readSync(fd, buffer, 0, bytes, at));
      } finally {
        closeSync(fd);
      }
    } catch {
      return new Uint8Array(0);
    }
  }
}
