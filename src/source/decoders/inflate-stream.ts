import { createInflateRaw, type InflateRaw } from 'node:zlib';
import { type ByteReader, type ByteSource, copyOf } from '../bytes.js';
import { InputError } from '../errors.js';

/** zlib at its default of 16 KB needs three times the time. */
const OUTPUT_BYTES = 512 * 1024;
/** Input given at once. It bounds what one step can inflate to (at 1030:1, 64 MB). */
export const STEP_BYTES = 64 * 1024;
/** While this many pieces wait for the consumer nothing more is inflated. */
const PIECES_AHEAD = 2;
/** zlib drops what it had inflated in the step that failed. Streams up to this size are inflated again in tiny steps to get it back. */
export const REPLAY_BYTES = 2 * 1024 * 1024;
export const REPLAY_STEP_BYTES = 32;

export interface StepFailure {
  code?: string;
  message: string;
}

/** What zlib says, for readers. `what`: 'gzip' or 'zip'. */
export function inflateError(what: string, { code, message }: StepFailure): InputError {
  return new InputError(code === 'Z_BUF_ERROR' ? `the ${what} data is cut off` : `the ${what} data is damaged (${message})`);
}

function newEngine(): InflateRaw {
  return createInflateRaw({ chunkSize: OUTPUT_BYTES });
}

/** Gives one slice to zlib and waits until all that it inflates to has been emitted. */
async function step(engine: InflateRaw, slice: Uint8Array | undefined): Promise<StepFailure | undefined> {
  const failure = await new Promise<StepFailure | undefined>((resolve) => {
    engine.once('error', resolve);
    const done = () => {
      engine.off('error', resolve);
      resolve(undefined);
    };
    if (slice) engine.write(slice, (error) => (error ? resolve(error) : done()));
    else {
      engine.once('end', done);
      engine.end();
    }
  });
  while (!failure && engine.readableLength > 0) await new Promise((resolve) => setImmediate(resolve));
  return failure;
}

/** The same as InflateSource through Node's public streams, for a Node whose binding is another one. It inflates on zlib's thread while the
 * consumer works on the last piece, finds its own end and leaves the reader just behind it. */
export class InflateStreamSource implements ByteSource {
  private readonly engine = newEngine();
  private readonly queue: Uint8Array[] = [];
  private history: Uint8Array[] | undefined = [];
  private fedBytes = 0;
  private emittedBytes = 0;
  private failure: Error | undefined;
  private finished = false;
  private closed = false;
  private pumping: Promise<void> | undefined;
  private wakeConsumer: (() => void) | undefined;
  private wakePump: (() => void) | undefined;

  constructor(
    private readonly input: ByteReader,
    /** 'gzip' or 'zip', for messages. */
    private readonly what: string,
  ) {
    this.engine.on('data', (piece: Uint8Array) => this.emit(piece));
    this.engine.on('error', () => undefined);
  }

  private emit(piece: Uint8Array): void {
    this.emittedBytes += piece.length;
    this.queue.push(piece);
    this.wakeConsumer?.();
  }

  async next(): Promise<Uint8Array | undefined> {
    this.pumping ??= this.pump();
    for (;;) {
      const piece = this.queue.shift();
      if (piece) {
        if (this.queue.length < PIECES_AHEAD) this.wakePump?.();
        return piece;
      }
      if (this.failure) throw this.failure;
      if (this.finished || this.closed) return undefined;
      await new Promise<void>((resolve) => {
        this.wakeConsumer = resolve;
      });
      this.wakeConsumer = undefined;
    }
  }

  private async pump(): Promise<void> {
    try {
      while (!this.finished && !this.closed) {
        if (this.queue.length >= PIECES_AHEAD) await this.waitForConsumer();
        else await this.feed(await this.input.take(STEP_BYTES));
      }
    } catch (error) {
      this.failure = error as Error;
    }
    this.history = undefined;
    this.wakeConsumer?.();
  }

  private async waitForConsumer(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.wakePump = resolve;
    });
    this.wakePump = undefined;
  }

  private async feed(slice: Uint8Array | undefined): Promise<void> {
    if (slice) {
      this.fedBytes += slice.length;
      this.remember(slice);
    }
    const failure = await step(this.engine, slice);
    if (failure) {
      if (slice) await this.recover();
      throw inflateError(this.what, failure);
    }
    const unused = this.fedBytes - this.engine.bytesWritten;
    if (unused > 0 && slice) this.input.unread(slice.subarray(slice.length - unused));
    if (unused > 0 || !slice) this.finished = true;
  }

  private remember(slice: Uint8Array): void {
    if (this.fedBytes > REPLAY_BYTES) this.history = undefined;
    // A recycling reader writes into the slice again.
    this.history?.push(copyOf(slice));
  }

  /** Emits what lies between the last good step and the damage. */
  private async recover(): Promise<void> {
    const slices = this.history;
    if (!slices || this.closed) return;
    const engine = newEngine();
    let seenBytes = 0;
    engine.on('error', () => undefined);
    engine.on('data', (piece: Uint8Array) => {
      const known = Math.max(0, Math.min(piece.length, this.emittedBytes - seenBytes));
      seenBytes += piece.length;
      if (known < piece.length) this.emit(piece.subarray(known));
    });
    const last = slices[slices.length - 1];
    for (const slice of slices) if (slice !== last && (await step(engine, slice))) return;
    for (let at = 0; at < last.length && !this.closed; at += REPLAY_STEP_BYTES) {
      if (await step(engine, last.subarray(at, at + REPLAY_STEP_BYTES))) break;
    }
    engine.destroy();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wakePump?.();
    this.wakeConsumer?.();
    // The pump may hold the reader; whoever closes this source goes on reading there.
    await this.pumping;
    this.engine.destroy();
    this.queue.length = 0;
  }
}
