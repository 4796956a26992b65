import type { Machine } from '../machine.js';
import type { Range } from './core-layout.js';
import type { CoreNotes, CoreThread } from './core-notes.js';

/* What of a core's memory is kept while it passes by: stacks, words around locks, thread descriptors, first pages of mapped files. */

const STACKS_BYTES = 40 * 2 ** 20;
const STACK_BYTES = 64 * 1024;
const LEAST_STACK_BYTES = 4 * 1024;
/** The memory test of Redis' crash handler keeps 1 MB on the stack of the thread that crashed. */
const CRASHED_STACK_BYTES = 2 * 2 ** 20;
/** x86-64 keeps the innermost 128 bytes of a leaf function below the stack pointer. */
const BELOW_STACK = 256;
const PAGE = 4096;
const AT_SYSINFO_EHDR = 33;
const AT_PHDR = 3;

export const FUTEX_CALLS: Record<Machine['name'], number> = { 'x86-64': 202, aarch64: 98 };

/** From the counterpart of a join (0x358 before the word) to the end of the largest lock. */
export function aroundFutex(address: number): Range[] {
  return [
    { start: address - 64, end: address + 96 },
    { start: address - 0x358, end: address - 0x350 },
  ];
}

export function wantedRanges(notes: CoreNotes, machine: Machine): Range[] {
  const share = Math.floor(STACKS_BYTES / Math.max(1, notes.threads.length));
  const stackBytes = Math.max(LEAST_STACK_BYTES, Math.min(STACK_BYTES, share));
  const ranges = notes.threads.flatMap((thread, index) => {
    const stack = thread.registers[machine.sp];
    const bytes = index === 0 ? CRASHED_STACK_BYTES : stackBytes;
    return [...(stack === undefined ? [] : [{ start: stack - BELOW_STACK, end: stack + bytes }]), ...lockRanges(thread, machine)];
  });
  const vdso = notes.auxv.get(AT_SYSINFO_EHDR);
  if (vdso) ranges.push({ start: vdso, end: vdso + 2 * PAGE });
  const program = notes.auxv.get(AT_PHDR);
  if (program) ranges.push({ start: program - 64, end: program - 64 + PAGE });
  for (const { start, offset } of notes.mappings) if (offset === 0) ranges.push({ start, end: start + PAGE });
  return ranges;
}

function lockRanges(thread: CoreThread, machine: Machine): Range[] {
  const ranges: Range[] = [];
  const [address] = thread.call.args;
  if (thread.call.number === FUTEX_CALLS[machine.name] && address < 1n << 48n) ranges.push(...aroundFutex(Number(address)));
  const { tls } = thread;
  if (tls) ranges.push(machine.name === 'x86-64' ? { start: tls, end: tls + 0xa00 } : { start: tls - 0x800, end: tls + 0x200 });
  return ranges;
}
