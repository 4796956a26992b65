import type { SkippedEntry, SourceLimits } from './model/source.js';

/** What the thread that parses and the thread that reads say to each other. */
export interface ReaderSetup {
  inputs: string[];
  limits: SourceLimits;
  /** Shared memory, in slots of SLOT_BYTES. */
  memory: SharedArrayBuffer;
}

export const SLOT_BYTES = 256 * 1024;
/** How far reading may run ahead of parsing: 8 MB, used again and again. */
export const SLOTS = 32;

export type FromReader =
  | { type: 'skipped'; entry: SkippedEntry }
  | { type: 'entry'; name: string }
  | { type: 'piece'; slot: number; bytes: number }
  | { type: 'end'; broken?: string; notes: string[]; digest: string }
  | { type: 'progress'; readBytes: number; totalBytes: number | undefined }
  | { type: 'over' };

/** Slots that may be filled again. Each message costs a system call, so they are told in batches; the reading thread can wait for a
 * slot only while more than a batch of them is still to be parsed. */
export type ToReader = { slots: number[] };
export const BATCH = 8;
