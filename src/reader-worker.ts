import { parentPort, workerData } from 'node:worker_threads';
import type { SourceEntry } from './model/source.js';
import { type FromReader, type ReaderSetup, SLOT_BYTES, SLOTS, type ToReader } from './reader-messages.js';
import { openInputs } from './source/open.js';
import { Digest } from './text/digest.js';

/* A thread of its own that reads, inflates and unpacks the inputs; reader-thread.ts starts it and says why. */

const { inputs, limits, memory } = workerData as ReaderSetup;
const shared = new Uint8Array(memory);
const free = Array.from({ length: SLOTS }, (_, slot) => slot);
const PROGRESS_BYTES = 4 * 1024 * 1024;
let wake: (() => void) | undefined;
let shownBytes = 0;

parentPort?.on('message', ({ slots }: ToReader) => {
  free.push(...slots);
  wake?.();
});

function say(message: FromReader): void {
  parentPort?.postMessage(message);
}

async function freeSlot(): Promise<number> {
  for (;;) {
    const slot = free.pop();
    if (slot !== undefined) return slot;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

/** Pieces are gathered until a slot is full: a message for each small one would cost more than its bytes. */
async function sendEntry(entry: SourceEntry): Promise<void> {
  say({ type: 'entry', name: entry.name });
  const digest = new Digest();
  let broken: string | undefined;
  let slot = -1;
  let filled = 0;
  try {
    for await (const chunk of entry.chunks) {
      digest.update(chunk);
      for (let at = 0; at < chunk.length; ) {
        if (slot < 0) slot = await freeSlot();
        const part = chunk.subarray(at, at + SLOT_BYTES - filled);
        shared.set(part, slot * SLOT_BYTES + filled);
        filled += part.length;
        at += part.length;
        if (filled < SLOT_BYTES) continue;
        say({ type: 'piece', slot, bytes: filled });
        slot = -1;
        filled = 0;
      }
    }
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
  }
  if (slot >= 0) say({ type: 'piece', slot, bytes: filled });
  say({ type: 'end', broken, notes: entry.notes ?? [], digest: digest.finish() });
}

function onProgress(readBytes: number, totalBytes: number | undefined): void {
  if (readBytes - shownBytes < PROGRESS_BYTES) return;
  shownBytes = readBytes;
  say({ type: 'progress', readBytes, totalBytes });
}

for await (const item of openInputs(inputs, { limits, recycle: true, onProgress })) {
  if ('outcome' in item) say({ type: 'skipped', entry: item });
  else await sendEntry(item);
}
say({ type: 'over' });
parentPort?.close();
