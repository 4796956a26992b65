import type { ThreadWait } from '../../model/records.js';

/*
 * What a thread waits for, from the futex call that it is in and the words around the address that it waits at. The layouts are those of the headers of
 * glibc 2.25 to 2.43 (x86-64 and aarch64 alike) and musl 1.2, where every kind was tried with threads whose holder is known. Only these record an owner: glibc's
 * mutexes, writers of read-write locks and joined threads, PI and robust mutexes, musl's typed mutexes. For everything else nobody is named.
 */

/** One word of 4 bytes of the server's memory; undefined where it was not collected. */
export type ReadWord = (address: number) => number | undefined;

export interface FutexCall {
  address: number;
  operation: number;
  /** The value that the word had when the thread went to sleep. */
  value: number;
}

export interface LockSurroundings {
  word: ReadWord;
  /** The thread (by its id outside) that a number in memory names, if there is one. */
  threadOf(inner: number): number | undefined;
  libc: 'glibc' | 'musl';
}

export type Decoded = Omit<ThreadWait, 'cite' | 'steady'>;

const TID_BITS = 0x3fffffff;
const COMMAND = 0x7f;
const [WAIT, LOCK_PI, WAIT_BITSET, LOCK_PI2] = [0, 6, 9, 13];
/** A process may have 4 million threads at most (PID_MAX_LIMIT). */
const MAX_TID = 4_194_304;
/** From glibc 2.43 on a joining thread waits at a word that lies so far behind the thread's number. */
const JOIN_WORD = 0x358;

export function decodeFutex(call: FutexCall, around: LockSurroundings): Decoded {
  const { address, operation, value } = call;
  const command = operation & COMMAND;
  const at = (offset: number) => around.word(address + offset);
  const word = at(0);
  if (word === undefined) return { kind: 'futex', address: hex(address), note: 'the words of the lock could not be read' };
  if (command === LOCK_PI || command === LOCK_PI2) return owned('mutex', address, word & TID_BITS, around);
  const named = around.threadOf(value & TID_BITS);
  if (value >>> 30 !== 0 && word >>> 30 !== 0 && named !== undefined && around.threadOf(word & TID_BITS) !== undefined)
    return owned('mutex', address, word & TID_BITS, around);
  const known = around.libc === 'musl' ? ofMusl(call, at, around) : ofGlibc(call, at, around);
  return known ?? { kind: 'condition', address: hex(address), note: 'a condition, semaphore or other wait that records no owner' };
}

type At = (offset: number) => number | undefined;

function owned(kind: 'mutex' | 'rwlock' | 'join', address: number, inner: number, around: LockSurroundings): Decoded {
  const owner = around.threadOf(inner);
  if (owner !== undefined) return { kind, address: hex(address), owner };
  // The thread has ended without giving the lock back, or was one of the process that forked this one.
  if (inner > 0 && inner < MAX_TID) return { kind, address: hex(address), lostOwner: inner };
  return { kind, address: hex(address), note: 'the lock is changing hands' };
}

function ofGlibc(call: FutexCall, at: At, around: LockSurroundings): Decoded | undefined {
  return mutexOf(call, at, around) ?? rwlockOf(call, at, around) ?? joinOf(call, at, around) ?? barrierOf(call, at) ?? lesser(call, at);
}

/** pthread_mutex_t: lock, count, owner, users, kind. Three of them must fit before the owner word is believed. */
function mutexOf({ address, value }: FutexCall, at: At, around: LockSurroundings): Decoded | undefined {
  const [lock, owner, users, kind] = [at(0), at(8), at(12), at(16)];
  if ((value !== 1 && value !== 2) || (lock !== 1 && lock !== 2)) return undefined;
  if (owner === undefined || users === undefined || kind === undefined || kind >= 1024) return undefined;
  if (around.threadOf(owner) !== undefined && users >= 1 && users < 65_536) return owned('mutex', address, owner, around);
  // An owner that is no thread of the process any more; stdio's and malloc's locks have a pointer there, whose upper half is no count of users.
  const bare = [4, 24, 28, 32, 36].every((offset) => at(offset) === 0) && (kind & ~0x183) === 0;
  if (owner > 0 && owner < MAX_TID && users === 1 && bare) return owned('mutex', address, owner, around);
  return undefined;
}

/** pthread_rwlock_t: readers, writers, two words that are waited at, two of padding, the writer. */
function rwlockOf({ address, operation, value }: FutexCall, at: At, around: LockSurroundings): Decoded | undefined {
  if ((operation & COMMAND) !== WAIT_BITSET) return undefined;
  for (const base of [-8, -12, 0]) {
    const [readers, phase, queue, writer] = [at(base), at(base + 8), at(base + 12), at(base + 24)];
    if (readers === undefined || phase === undefined || queue === undefined || writer === undefined) continue;
    if (phase > 3 || queue > 3 || at(base + 16) !== 0 || at(base + 20) !== 0) continue;
    if (readers >>> 3 >= 65_536 || (readers & 7) === 0) continue;
    if (base === 0 ? value !== readers : value < 1 || value > 3) continue;
    const lock = hex(address + base);
    // Who waits for its turn among the writers, or as the first one for the readers to leave, wants to write.
    const writing = base === -12 || (base === -8 && value === 2);
    const owner = around.threadOf(writer);
    if (owner !== undefined) return { kind: 'rwlock', address: lock, owner, writing };
    if (writer === 0 && readers >>> 3 > 0)
      return {
        kind: 'rwlock',
        address: lock,
        writing,
        readers: readers >>> 3,
        note: 'it is held for reading; by whom is recorded nowhere',
      };
    if (writer > 0 && writer < MAX_TID) return { kind: 'rwlock', address: lock, writing, lostOwner: writer };
  }
  return undefined;
}

function joinOf({ address, operation, value }: FutexCall, at: At, around: LockSurroundings): Decoded | undefined {
  if (value > 0 && at(0) === value && around.threadOf(value) !== undefined) return owned('join', address, value, around);
  const inner = at(-JOIN_WORD);
  if (operation === 0x109 && value === 2 && inner !== undefined && around.threadOf(inner) !== undefined)
    return owned('join', address, inner, around);
  return undefined;
}

/** pthread_barrier_t: how many came in, the round that is waited at, how many are expected. */
function barrierOf({ address, operation, value }: FutexCall, at: At): Decoded | undefined {
  const [entered, round, expected, shared] = [at(-4), at(0), at(4), at(8)];
  if ((operation & COMMAND) !== WAIT || entered === undefined || round === undefined || expected === undefined) return undefined;
  const arrived = entered - round;
  if (value !== round || expected < 2 || expected > 65_536 || arrived < 1 || arrived >= expected || (shared !== 0 && shared !== 128))
    return undefined;
  return { kind: 'barrier', address: hex(address - 4), arrived, expected };
}

function lesser({ address, operation, value }: FutexCall, at: At): Decoded | undefined {
  if (value === 2 && at(0) === 2)
    return { kind: 'lock', address: hex(address), note: 'a lock that records no thread, or that changes hands at this moment' };
  if ((operation & COMMAND) === WAIT_BITSET && value === 0 && at(0) === 0) {
    const waiters = at(4);
    if (waiters !== undefined && waiters >= 1 && waiters < 65_536 && at(8) === 0)
      return { kind: 'semaphore', address: hex(address), note: 'a semaphore records no owner' };
  }
  return undefined;
}

/** musl 1.2: plain mutexes and read-write locks have no owner at all. */
function ofMusl({ address, value }: FutexCall, at: At, around: LockSurroundings): Decoded | undefined {
  const word = at(0) ?? 0;
  const joined = at(-8);
  if (value === 2 && word === 2 && joined !== undefined && around.threadOf(joined) !== undefined)
    return owned('join', address, joined, around);
  if (value === 0x80000010) return { kind: 'mutex', address: hex(address - 4), note: 'musl records no owner in plain mutexes' };
  if (value >>> 31 !== 0 && word >>> 31 !== 0) {
    const readers = word === 0xffffffff ? undefined : word & TID_BITS;
    return {
      kind: 'lock',
      address: hex(address),
      ...(readers === undefined || readers === 0 || readers >= 65_536 ? {} : { readers }),
      note: 'a read-write lock or semaphore; musl records no owner',
    };
  }
  return undefined;
}

function hex(address: number): string {
  return `0x${address.toString(16)}`;
}
