import { parentPort, workerData } from 'node:worker_threads';
import type { SourceEntry } from './model/source.js';
import { type FromReader, type ReaderSetup, SLOT_BYTES, SLOTS, type ToReader } from './reader-messages.js';
import { openInputs } from './source/open.js';

/* A thread of its own that reads, inflates and unpacks the inputs; reader-thread.ts starts it and says why. */

const { inputs, limits } = workerData as ReaderSetup;
const free = Array.from({ length: SLOTS }, () => new ArrayBuffer(SLOT_BYTES));
const PROGRESS_BYTES = 4 * 1024 * 1024;
let wake: (() => void) | undefined;
let shownBytes = 0;

parentPort?.on('message', ({ memory }: ToReader) => {
  free.push(...memory);
  wake?.();
});

function say(message: FromReader, handedOver: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, handedOver);
}

/** The memory that was parsed last is the likeliest to be still in a cache. */
async function freeSlot(): Promise<Uint8Array<ArrayBuffer>> {
  for (;;) {
    const memory = free.pop();
    if (memory !== undefined) return new Uint8Array(memory);
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

function sendSlot(slot: Uint8Array<ArrayBuffer>, bytes: number): void {
  say({ type: 'piece', memory: slot.buffer, bytes }, [slot.buffer]);
}

/** Pieces are gathered until a slot is full: a message for each small one would cost more than its bytes. */
async function sendEntry(entry: SourceEntry): Promise<void> {
  say({ type: 'entry', name: entry.name });
  let broken: string | undefined;
  let slot: Uint8Array<ArrayBuffer> | undefined;
  let filled = 0;
  try {
    for await (const chunk of entry.chunks) {
      for (let at = 0; at < chunk.length; ) {
        slot ??= await freeSlot();
        const part = chunk.subarray(at, at + SLOT_BYTES - filled);
        slot.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < SLOT_BYTES) continue;
        sendSlot(slot, filled);
        slot = undefined;
        filled = 0;
      }
    }
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
  }
  if (slot !== undefined) sendSlot(slot, filled);
  say({ type: 'end', broken, notes: entry.notes ?? [] });
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
