import { DEFAULT_LIMITS, type SourceLimits, type SourceOptions } from '../model/source.js';
import type { BlockPool, ByteReader, ByteSource } from './bytes.js';
import { LimitError } from './errors.js';
import { NameRegister } from './names.js';

/** Short pieces of text reach any ratio; only beyond this does it mean a bomb. A hole of NULs in a rotated log stays below it. */
const RATIO_FREE_BYTES = 64 * 1024 * 1024;

/** What one call of openInputs has used up so far. */
export class Run {
  readonly limits: SourceLimits;
  readonly names = new NameRegister();
  private entries = 0;
  private decodedBytes = 0;
  private handedBytes = 0;
  private readBytes = 0;
  totalBytes: number | undefined;
  private readonly blocks: Uint8Array[];

  constructor(private readonly options: SourceOptions) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.blocks = [...(options.blocks ?? [])];
  }

  /** Memory for recycled pieces: the caller's while there is some. */
  readonly memory: BlockPool = {
    take: (bytes) => {
      const block = this.blocks.at(-1);
      if (block === undefined || block.length < bytes) return Buffer.allocUnsafeSlow(bytes);
      this.blocks.pop();
      return block.subarray(0, bytes);
    },
    giveBack: (block) => {
      if (this.options.blocks?.some(({ buffer }) => buffer === block.buffer)) this.blocks.push(block);
    },
  };

  /** False when no further entry may be listed. */
  admit(): boolean {
    if (this.isFull()) return false;
    this.entries++;
    return true;
  }

  isFull(): boolean {
    return this.entries >= this.limits.entries;
  }

  get recycles(): boolean {
    return this.options.recycle === true;
  }

  get handsOnElf(): boolean {
    return this.options.elf === true;
  }

  readonly onBytes = (count: number): void => {
    this.readBytes += count;
    this.options.onProgress?.(this.readBytes, this.totalBytes);
  };

  /** Puts the limits around what a decoder gives. `packed` is what it reads; archives inside archives also answer for their ratio. */
  meter(source: ByteSource, packed: ByteReader, isNested: boolean): ByteSource {
    const startAt = packed.consumed;
    let bytes = 0;
    return {
      next: async () => {
        this.checkTotal();
        const piece = await source.next();
        if (!piece) return undefined;
        bytes += piece.length;
        this.decodedBytes += piece.length;
        const packedBytes = packed.consumed - startAt;
        if (isNested && bytes > RATIO_FREE_BYTES && bytes > this.limits.ratio * packedBytes) {
          throw new LimitError(`unpacks to more than ${this.limits.ratio} times its size: the rest was not read`);
        }
        return piece;
      },
      recycle: (pool) => source.recycle?.(pool),
      close: () => source.close(),
    };
  }

  /** Counts what is handed on, also what no decoder meters: plain files, stored members, the holes of sparse ones. Throws when the
   * total is used up. */
  count(bytes: number): void {
    this.checkTotal();
    this.handedBytes += bytes;
  }

  private checkTotal(): void {
    if (this.decodedBytes < this.limits.totalBytes && this.handedBytes < this.limits.totalBytes) return;
    throw new LimitError(`more than ${this.limits.totalBytes} unpacked bytes in all: the rest was not read`);
  }
}
