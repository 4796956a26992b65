import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SkippedEntry, SourceEntry, SourceLimits, SourceOptions } from './model/source.js';
import { BATCH, type FromReader, type ReaderSetup, type ToReader } from './reader-messages.js';
import { openInputs } from './source/open.js';
import { hasAtLeast } from './source/walk.js';

/** Below this many bytes on disk a thread costs more than it saves. */
const MIN_BYTES = 2 * 1024 * 1024;
/** A thread runs a compiled file; where the sources run as they are (tests), this thread does everything. */
const IS_COMPILED = import.meta.url.endsWith('.js');

type Item = SourceEntry | SkippedEntry;

export interface ReaderOptions extends SourceOptions {
  limits: SourceLimits;
  /** Read on a thread of its own? Default: when there is enough to read and a second core. */
  thread?: boolean;
}

/** Entries of the inputs. Large inputs are read, inflated and unpacked on a thread of their own while this one parses; a chunk is
 * valid until the next one is asked for. The entries and their bytes are the same either way. */
export function readInputs(inputs: string[], options: ReaderOptions): AsyncGenerator<Item> {
  const wanted = options.thread ?? (availableParallelism() > 1 && hasAtLeast(inputs, MIN_BYTES));
  if (wanted && IS_COMPILED && !inputs.includes('-')) return readAside(inputs, options);
  return openInputs(inputs, { ...options, recycle: true });
}

async function* readAside(inputs: string[], { limits, onProgress }: ReaderOptions): AsyncGenerator<Item> {
  const setup: ReaderSetup = { inputs, limits };
  const reader = new Reader(new Worker(new URL('./reader-worker.js', import.meta.url), { workerData: setup }), onProgress);
  try {
    for (;;) {
      const message = await reader.next();
      if (message.type === 'over') return;
      if (message.type === 'skipped') yield message.entry;
      else if (message.type === 'entry') {
        const entry: SourceEntry = { name: message.name, notes: [], chunks: [] as never };
        entry.chunks = reader.chunks(entry);
        yield entry;
      }
    }
  } finally {
    await reader.close();
  }
}

/** The messages of the reading thread, in order. */
class Reader {
  private readonly queue: FromReader[] = [];
  private wake: (() => void) | undefined;
  private death: Error | undefined;
  /** Memory that was parsed. */
  private done: ArrayBuffer[] = [];

  constructor(
    private readonly worker: Worker,
    private readonly onProgress: SourceOptions['onProgress'],
  ) {
    worker.on('message', (message: FromReader) => this.hear(message));
    worker.on('error', (error: Error) => this.die(error));
    worker.on('exit', () => this.die(new Error('the reading thread ended')));
  }

  /** The next message; throws when the thread died, after everything that it had said. */
  async next(): Promise<FromReader> {
    for (;;) {
      const message = this.queue.shift();
      if (message) return message;
      if (this.death) throw this.death;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  async *chunks(entry: SourceEntry): AsyncGenerator<Uint8Array> {
    for (;;) {
      const message = await this.next();
      if (message.type === 'piece') {
        yield Buffer.from(message.memory, 0, message.bytes);
        this.giveBack(message.memory);
      } else if (message.type === 'end') {
        entry.notes?.push(...message.notes);
        if (message.broken !== undefined) throw new Error(message.broken);
        return;
      }
    }
  }

  private giveBack(memory: ArrayBuffer): void {
    this.done.push(memory);
    if (this.done.length < BATCH) return;
    const answer: ToReader = { memory: this.done };
    this.worker.postMessage(answer, this.done);
    this.done = [];
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private hear(message: FromReader): void {
    if (message.type === 'progress') this.onProgress?.(message.readBytes, message.totalBytes);
    else {
      this.queue.push(message);
      this.wake?.();
    }
  }

  private die(error: Error): void {
    this.death ??= error;
    this.wake?.();
  }
}
