import type { ThreadRole } from '../../model/threads.js';
import type { Call } from './primitive.js';
import { awaitedObject, restHas, type Stack } from './stack.js';
import { callerName, type Reading, reading, type Wait } from './wait.js';

export const MODULE_LOCK = 'module-lock';
const MODULE_LOCK_CALL = /^(?:moduleAcquireGIL|RM_ThreadSafeContextLock|RedisModule_ThreadSafeContextLock)$/;

export function moduleLockWait(): Wait {
  return { kind: 'module-lock', id: MODULE_LOCK, label: 'module lock (moduleGIL)', nature: 'lock' };
}

/** Row 3 and 4 of the wait-for table: a mutex wait inside moduleAcquireGIL, by function or by gdb's symbol of the mutex. */
export function readModuleLock(stack: Stack, role: ThreadRole, main: boolean, call: Call): Reading | undefined {
  // Where somebody left out the innermost frames, the function that does nothing but take the lock says what they were.
  const cut = stack.thread.shortened === true && call.primitive === 'none' && MODULE_LOCK_CALL.test(stack.rest[0]?.name ?? '');
  if (!cut && call.primitive !== 'mutex' && call.primitive !== 'futex' && call.primitive !== 'unknown-call') return undefined;
  const symbol = awaitedObject(stack)?.symbol;
  const step = stack.rest.slice(0, 3).find((item) => MODULE_LOCK_CALL.test(item.name));
  if (symbol !== 'moduleGIL' && !step) return undefined;
  const caller = callerName(stack, /^(?:moduleAcquireGIL|RM_ThreadSafeContextLock|afterSleep)$/);
  const where = main ? 'after sleep, before it handles events' : caller === '??' ? '' : `in ${caller}`;
  const trust = cut || call.primitive === 'unknown-call' ? 'medium' : 'high';
  return reading(stack, role, main, 'waiting', `waits for the module lock ${where}`.trim(), { wait: moduleLockWait(), step, trust });
}

const SPEC_LOCK = /^(?:RedisSearchCtx_LockSpec(?:Read|Write)|IndexSpec_(?:Acquire|Lock)\w*|pthread_rwlock_spec\w*)$/;
const ALLOCATOR =
  /^(?:(?:je_)?malloc_mutex_lock\w*|(?:je_|z|tc_)?(?:malloc|calloc|realloc|free|dallocx|mallocx|rallocx|sdallocx)\w*|arena_\w+|tcache_\w+|je_\w+)$/;
const QUEUE_LOCK = /^(?:RQ_\w+|MRWorkQueue_\w+|rqAsyncCb|MRChannel_\w+)$/;

/** Rows 10, 11, 16, 17, 20, 24 and every other mutex or rwlock: identity by symbol, else address, else caller. */
export function readLock(stack: Stack, role: ThreadRole, main: boolean, call: Call): Reading | undefined {
  const { primitive } = call;
  const rwlock = primitive === 'rdlock' || primitive === 'wrlock';
  if (!rwlock && primitive !== 'mutex' && primitive !== 'private-lock' && primitive !== 'sem') return undefined;
  const caller = callerName(stack);
  const make = (wait: Wait, doing: string, trust: Reading['trust'] = 'high') =>
    reading(stack, role, main, 'waiting', doing, { wait, step: call.step, trust });
  if (rwlock) {
    const spec = restHas(stack, SPEC_LOCK, 3);
    const object = identity(stack, caller);
    const id = spec ? 'rwlock:spec' : `rwlock:${object.id}`;
    const label = spec ? 'index spec lock (rwlock)' : `read-write lock ${object.label}`;
    const writing = primitive === 'wrlock';
    const doing = `waits to ${writing ? 'write' : 'read'} under the ${label}, in ${caller}`;
    return make({ kind: 'rwlock', id, label, nature: 'lock', writing }, doing);
  }
  if (primitive === 'private-lock' || restHas(stack, ALLOCATOR, 2))
    return make(
      { kind: 'allocator', id: 'allocator', label: 'allocator or C library lock', nature: 'lock' },
      `waits for a lock of the allocator or C library in ${caller}`,
      'low',
    );
  if (restHas(stack, /^bioDrainWorker$/, 2))
    return make(
      { kind: 'bio', id: 'bio', label: 'background I/O jobs', nature: 'other' },
      'waits for the background I/O jobs to be drained',
    );
  if (restHas(stack, QUEUE_LOCK, 2))
    return make(
      { kind: 'mutex', id: 'mutex:search-queue', label: 'request queue mutex', nature: 'lock' },
      `waits for the request queue's mutex in ${caller}`,
      'medium',
    );
  const object = identity(stack, caller);
  if (primitive === 'sem')
    return make(
      { kind: 'condition', id: `semaphore:${object.id}`, label: `semaphore ${object.label}`, nature: 'arrival' },
      `waits at a semaphore in ${caller}`,
    );
  return make(
    { kind: 'mutex', id: `mutex:${object.id}`, label: `mutex ${object.label}`, nature: 'lock' },
    `waits for the mutex ${object.label} ${object.where}`.trimEnd(),
  );
}

/** Threads that wait for one lock have the same symbol or address; without both, the same function. */
export function identity(stack: Stack, caller: string): { id: string; label: string; where: string } {
  const object = awaitedObject(stack);
  const where = `in ${caller}`;
  if (object?.symbol) return { id: object.symbol, label: object.symbol, where };
  if (object) return { id: object.address, label: `at ${object.address}`, where };
  return { id: `taken in ${caller}`, label: `taken in ${caller}`, where: '' };
}

/** A crash handler that itself waits for a lock: the interrupted code of the same thread may hold it (malloc in a handler,
 * a module's INFO callback under its own lock). */
export function readStuckHandler(stack: Stack, role: ThreadRole, main: boolean): Reading | undefined {
  const blocked = stack.handler
    .slice(0, 4)
    .find((step) => /^(?:lll_lock_wait\w*|pthread_mutex_lock|pthread_rwlock_\w+lock\w*)$/.test(step.name));
  if (!blocked) return undefined;
  const caller = stack.handler.find((step) => step.layer !== 'libc')?.shown ?? '??';
  const wait: Wait = { kind: 'mutex', id: `mutex:taken in ${caller}`, label: `lock taken in ${caller}`, nature: 'lock' };
  return reading(stack, role, main, 'waiting', `its signal handler waits for a lock in ${caller}`, {
    wait,
    step: blocked,
    trust: 'medium',
  });
}
