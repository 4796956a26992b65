import type { RandomBytes } from '../model/source.js';
import { InputError } from './errors.js';

/** Where bytes come from: a file, a pipe, a decoder. One consumer, one call at a time. */
export interface ByteSource {
  /** The next piece, never empty; undefined at the end. The piece stays valid: nobody writes into it again. */
  next(): Promise<Uint8Array | undefined>;
  /** The same bytes by position, also when this source is closed; sources that are no file leave it out. */
  positioned?(): RandomBytes;
  /** Jumps over at most `bytes` without reading them and says how many; sources that cannot seek leave it out. */
  skip?(bytes: number): number;
  /** From now on a piece is only valid until the next one is asked for; sources that have their own memory for each leave it out. */
  recycle?(pool: BlockPool): void;
  close(): Promise<void>;
}

/** Memory for pieces that are recycled. */
export interface BlockPool {
  take(bytes: number): Uint8Array;
  giveBack(block: Uint8Array): void;
}

export const NO_BYTES = new Uint8Array(0);

/** The same bytes in memory of their own. (`slice` of a Buffer is only a view.) */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** Reads a source with look-ahead. Everything above the sources (containers, members, entries) reads through one of these. */
export class ByteReader {
  /** Bytes handed out or skipped so far. */
  consumed = 0;
  private head: Uint8Array = NO_BYTES;
  private ended = false;
  private failure: unknown;
  private closing: Promise<void> | undefined;

  constructor(private readonly source: ByteSource) {}

  private async pull(): Promise<Uint8Array | undefined> {
    if (this.ended || this.failure !== undefined || this.closing) return undefined;
    try {
      const piece = await this.source.next();
      if (piece === undefined) this.ended = true;
      return piece;
    } catch (error) {
      this.failure = error ?? new InputError('cannot be read');
      return undefined;
    }
  }

  /** The next `count` bytes, fewer only when the input ends or fails there; throws only when it fails before the first of them. */
  async peek(count: number): Promise<Uint8Array> {
    if (this.head.length < count) await this.fill(count);
    if (this.head.length === 0 && this.failure !== undefined) throw this.failure;
    return this.head.length > count ? this.head.subarray(0, count) : this.head;
  }

  private async fill(count: number): Promise<void> {
    // The next piece may be written over this one, whoever recycles below: what is kept while another one is asked for is copied.
    const parts: Uint8Array[] = this.head.length > 0 ? [copyOf(this.head)] : [];
    let total = this.head.length;
    while (total < count) {
      const piece = await this.pull();
      if (piece === undefined) break;
      total += piece.length;
      parts.push(total < count ? copyOf(piece) : piece);
    }
    if (parts.length > 1) this.head = Buffer.concat(parts, total);
    else if (parts.length === 1) this.head = parts[0];
  }

  /** Why the input ended early, once that is known. */
  get reason(): unknown {
    return this.failure;
  }

  /** The next piece of at most `max` bytes as it lies in memory; undefined at the end. */
  async take(max = Number.POSITIVE_INFINITY): Promise<Uint8Array | undefined> {
    let piece: Uint8Array | undefined = this.head;
    if (piece.length === 0) {
      piece = await this.pull();
      if (piece === undefined) {
        if (this.failure !== undefined) throw this.failure;
        return undefined;
      }
    }
    if (piece.length > max) {
      this.head = piece.subarray(max);
      piece = piece.subarray(0, max);
    } else {
      this.head = NO_BYTES;
    }
    this.consumed += piece.length;
    return piece;
  }

  /** Exactly `count` bytes in memory of their own, or `undefined` and nothing consumed when the input ends earlier; throws when it fails earlier. */
  async exactly(count: number): Promise<Uint8Array | undefined> {
    const bytes = await this.peek(count);
    if (bytes.length < count) {
      if (this.failure !== undefined) throw this.failure;
      return undefined;
    }
    const own = copyOf(bytes);
    this.drop(count);
    return own;
  }

  /** Consumes bytes that `peek` has shown. */
  drop(count: number): void {
    this.head = this.head.subarray(count);
    this.consumed += count;
  }

  /** Gives back the tail of what was taken last. */
  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.head = this.head.length === 0 ? bytes : Buffer.concat([bytes, this.head]);
    this.consumed -= bytes.length;
  }

  /** Jumps over `count` bytes; answers how many there were. */
  async skip(count: number): Promise<number> {
    let left = count;
    while (left > 0) {
      if (this.head.length === 0 && !this.ended && this.source.skip) {
        const jumped = this.source.skip(left);
        this.consumed += jumped;
        left -= jumped;
        if (left === 0) break;
      }
      const piece = await this.take(left);
      if (piece === undefined) break;
      left -= piece.length;
    }
    return count - left;
  }

  /** The bytes by position, where they are a file. */
  positioned(): RandomBytes | undefined {
    return this.source.positioned?.();
  }

  /** Whoever takes pieces from now on is done with one before asking for the next. */
  recycle(pool: BlockPool): void {
    this.source.recycle?.(pool);
  }

  close(): Promise<void> {
    this.head = NO_BYTES;
    this.closing ??= this.source.close();
    return this.closing;
  }
}

/** The next `size` bytes of a reader, as a source of its own. Closing it leaves the reader where it is. */
export class SliceSource implements ByteSource {
  constructor(
    private readonly reader: ByteReader,
    private left: number,
  ) {}

  async next(): Promise<Uint8Array | undefined> {
    if (this.left === 0) return undefined;
    const piece = await this.reader.take(this.left);
    if (piece === undefined) throw new InputError(`the archive is cut off: ${this.left} bytes of this member are missing`);
    this.left -= piece.length;
    return piece;
  }

  recycle(pool: BlockPool): void {
    this.reader.recycle(pool);
  }

  async close(): Promise<void> {}
}

/** A reader whose pieces stay valid, over one that recycles them. */
export function keepPieces(reader: ByteReader): ByteReader {
  return new ByteReader({
    next: async () => {
      const piece = await reader.take();
      return piece && copyOf(piece);
    },
    close: () => reader.close(),
  });
}

/** Standard input, a pipe or a decoder written as a generator. Closing returns the iterator. */
export class IterableSource implements ByteSource {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private done = false;

  constructor(
    iterable: AsyncIterable<Uint8Array>,
    private readonly hooks: { onBytes?: (count: number) => void; onClose?: () => Promise<void>; signal?: AbortSignal } = {},
  ) {
    this.iterator = iterable[Symbol.asyncIterator]();
  }

  async next(): Promise<Uint8Array | undefined> {
    while (!this.done) {
      const step = await untilAborted(this.iterator.next(), this.hooks.signal);
      if (step.done) {
        this.done = true;
        break;
      }
      if (step.value.length > 0) {
        this.hooks.onBytes?.(step.value.length);
        return step.value;
      }
    }
    return undefined;
  }

  async close(): Promise<void> {
    const unfinished = !this.done;
    this.done = true;
    try {
      // An iterator that is still waiting for its next piece would not answer.
      if (unfinished && this.hooks.signal?.aborted !== true) await this.iterator.return?.();
      else if (unfinished) void this.iterator.return?.();
    } catch {
      // The input is given up either way.
    }
    await this.hooks.onClose?.();
  }
}

/** What is waited for, or the reason for which nobody waits any longer. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop!);
  }
}
