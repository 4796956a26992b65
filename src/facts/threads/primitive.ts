import type { Stack, Step } from './stack.js';

/** What the C library call on top of a stack does. */
export type Primitive =
  | 'mutex'
  | 'cond'
  | 'barrier'
  | 'rdlock'
  | 'wrlock'
  | 'sem'
  | 'join'
  | 'sleep'
  | 'poll'
  | 'read'
  | 'write'
  | 'sync'
  | 'child'
  | 'fork'
  | 'yield'
  | 'futex'
  | 'private-lock'
  | 'unknown-call'
  | 'none';

const PRIMITIVES: readonly [RegExp, Primitive][] = [
  [/^pthread_mutex_cond_lock$/, 'mutex'],
  [/^(?:pthread_cond_\w+|cnd_wait|psynch_cvwait|uv_cond_\w+|std::.*condition_variable.*)$/, 'cond'],
  [/^(?:pthread_barrier_wait|uv_barrier_wait)$/, 'barrier'],
  [/^(?:pthread_rwlock_(?:timed|clock)?rdlock\w*|pthread_rwlock_rdlock_full\w*|uv_rwlock_rdlock)$/, 'rdlock'],
  [/^(?:pthread_rwlock_(?:timed|clock)?wrlock\w*|pthread_rwlock_wrlock_full\w*|uv_rwlock_wrlock)$/, 'wrlock'],
  [/^(?:sem_(?:wait|timedwait|clockwait)\w*|uv_sem_wait)$/, 'sem'],
  [/^(?:pthread_(?:timed|clock)?join\w*|uv_thread_join|std::.*thread::join.*)$/, 'join'],
  [
    /^(?:pthread_mutex_\w+|lll_(?:mutex_)?lock\w*optimized|mtx_lock|psynch_mutexwait|pthread_spin_lock|uv_mutex_lock|std::.*mutex.*)$/,
    'mutex',
  ],
  [/^lll_lock_wait_private$/, 'private-lock'],
  [/^lll_lock_wait$/, 'mutex'],
  [/^(?:clock_nanosleep\w*|nanosleep\w*|usleep|sleep|thrd_sleep)$/, 'sleep'],
  [/^(?:epoll_p?wait2?|p?poll|p?select|kevent)$/, 'poll'],
  [/^(?:libc_)?(?:read|readv|pread64|recv|recvfrom|recvmsg)$/, 'read'],
  [
    /^(?:libc_)?(?:write|writev|pwrite64|send|sendto|sendmsg|sendfile(?:64)?|ftruncate(?:64)?|fallocate(?:64)?|rename|unlink|close|open|openat)$/,
    'write',
  ],
  [/^(?:fsync|fdatasync|sync_file_range|msync)$/, 'sync'],
  [/^(?:wait[34]|waitpid|waitid)$/, 'child'],
  [/^(?:libc_)?v?fork$/, 'fork'],
  [/^sched_yield$/, 'yield'],
  [/^(?:futex_\w*|futex|timedwait(?:_cp)?|syscall\w*)$/, 'futex'],
];

export interface Call {
  primitive: Primitive;
  step?: Step;
}

/** The outermost library function decides: a condition variable waits by a futex, a mutex by lll_lock_wait. Only a
 * condition variable that is taking its mutex back waits for that mutex. */
export function callOf(stack: Stack): Call {
  let best: Call = { primitive: 'none' };
  for (const step of stack.inner) {
    const found = PRIMITIVES.find(([pattern]) => pattern.test(step.name));
    if (!found) continue;
    if (step.name === 'pthread_mutex_cond_lock') return { primitive: 'mutex', step };
    const vague = found[1] === 'futex' || (found[1] === 'private-lock' && best.primitive !== 'none' && best.primitive !== 'futex');
    if (vague && best.primitive !== 'none') continue;
    best = { primitive: found[1], step };
  }
  if (best.primitive === 'none' && stack.inner.length > 0) return { primitive: 'unknown-call', step: stack.inner[0] };
  return best;
}
