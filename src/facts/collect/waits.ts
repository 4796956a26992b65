import type { MemoryArea, Thread, ThreadDump, ThreadWait } from '../../model/records.js';
import { type Decoded, decodeFutex, type LockSurroundings } from '../threads/lock-words.js';
import { parseSystemCall, type SystemCall, waitOf } from '../threads/syscalls.js';
import { readerOf } from './memory.js';

/** The threads of one look, as they were read: with the line of their system call. */
export type Look = readonly Thread[];

export interface Observed {
  looks: readonly Look[];
  /** The words of one or two looks at the memory. */
  words: readonly (readonly MemoryArea[])[];
  arm: boolean;
  libc: 'glibc' | 'musl';
}

/** Gives each thread of a dump what it waits for. An owner that a later look at the words contradicts is not named. */
export function observeWaits(dump: ThreadDump, look: Look, seen: Observed): void {
  const inner = new Map<number, number>();
  for (const thread of dump.threads) inner.set(thread.innerTid ?? thread.tid, thread.tid);
  const around = seen.words.map((areas): LockSurroundings => ({ word: readerOf(areas), threadOf: (id) => inner.get(id), libc: seen.libc }));
  const own = callsOf(look);
  const all = seen.looks.map(callsOf);
  for (const thread of dump.threads) {
    const text = own.get(thread.tid);
    const call = text === undefined ? undefined : parseSystemCall(text);
    if (call === undefined) continue;
    const stays = all.every((calls) => calls.get(thread.tid) === text);
    const wait = waitAt(thread, call, around, stays, seen.arm);
    if (wait !== undefined) thread.wait = wait;
  }
}

function callsOf(look: Look): Map<number, string> {
  const calls = new Map<number, string>();
  for (const thread of look) {
    const args = thread.frames.find((frame) => frame.fn === 'syscall')?.args;
    if (args !== undefined) calls.set(thread.tid, args);
  }
  return calls;
}

function waitAt(
  thread: Thread,
  call: SystemCall,
  around: readonly LockSurroundings[],
  stays: boolean,
  arm: boolean,
): ThreadWait | undefined {
  if (call.number < 0 || call.args.length < 3) return undefined;
  const { kind, name } = waitOf(call, arm, thread.wchan ?? '');
  const { cite } = thread;
  const at = {
    ...cite,
    line: thread.frames[0]?.line ?? cite.line,
    offset: thread.frames[0]?.byteOffset ?? cite.offset,
    text: thread.frames[0]?.text ?? cite.text,
  };
  if (kind !== 'futex-wait') return { kind, note: name, cite: at };
  const futex = { address: Number(call.args[0]), operation: Number(call.args[1] & 0xffffffffn), value: Number(call.args[2] & 0xffffffffn) };
  const read = around.map((surroundings) => decodeFutex(futex, surroundings));
  if (read.length === 0)
    return { kind: 'futex', address: `0x${futex.address.toString(16)}`, note: 'the words of the lock were not collected', cite: at };
  const [first, ...later] = read;
  const steady = stays && later.length > 0 && later.every((other) => agrees(first, other));
  if (later.some((other) => !agrees(first, other)))
    return { ...withoutOwner(first), note: 'two looks at it disagree: it is changing hands', cite: at };
  return { ...first, steady, cite: at };
}

function agrees(a: Decoded, b: Decoded): boolean {
  return a.kind === b.kind && a.address === b.address && a.owner === b.owner && a.lostOwner === b.lostOwner;
}

function withoutOwner({ owner: _, lostOwner: __, ...rest }: Decoded): Decoded {
  return rest;
}
