import type { SkippedEntry, SourceLimits } from './model/source.js';

/** What the thread that parses and the thread that reads say to each other. */
export interface ReaderSetup {
  inputs: string[];
  limits: SourceLimits;
}

/** Memory goes to and fro between the threads. Searching 500 MB for newlines takes 0.06 s in memory that was handed over and 0.16 s in
 * shared memory, which Node's fast calls refuse; a copy out of shared memory first takes 0.09 s. */
export const SLOT_BYTES = 1024 * 1024;
/** How far reading may run ahead of parsing: 8 MB, used again and again. */
export const SLOTS = 24;

export type FromReader =
  | { type: 'skipped'; entry: SkippedEntry }
  | { type: 'entry'; name: string }
  | { type: 'piece'; memory: ArrayBuffer; bytes: number }
  | { type: 'end'; broken?: string; notes: string[] }
  | { type: 'progress'; readBytes: number; totalBytes: number | undefined }
  | { type: 'over' };

/** Memory that may be filled again. Each message costs a system call (70 µs on a virtual machine), so it is told in batches; the reading
 * thread can wait for a slot only while more than a batch of them is still to be parsed. */
export type ToReader = { memory: ArrayBuffer[] };
export const BATCH = 11;
