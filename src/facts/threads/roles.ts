import type { ThreadRole } from '../../model/threads.js';
import type { Stack } from './stack.js';
import { has } from './stack.js';

/** Thread names set by Redis (bio.c, networking.c/iothread.c), jemalloc, RediSearch (deps/thpool, coord/rmr) and the kernel. */
const BY_NAME: readonly [RegExp, ThreadRole][] = [
  [/^bio_/, 'bio'],
  [/^io_thd/, 'io'],
  [/^jemalloc_bg/, 'jemalloc'],
  [/^workers-/, 'search-worker'],
  [/^coord-/, 'search-coord'],
  [/^gc-\d/, 'search-gc'],
  [/^cleanPool/, 'search-clean'],
  [/^reindex-/, 'search-reindex'],
  [/^depleter-/, 'search-depleter'],
  [/^search-uv/, 'search-uv'],
  [/^thread-pool-/, 'search-pool'],
  [/^(?:iou-(?:sqp|wrk)|kworker|io_uring)/, 'kernel-helper'],
];

/** Functions that only one kind of thread runs, for dumps without names. Order: the more specific first. */
const BY_FRAME: readonly [RegExp, ThreadRole][] = [
  [/^bioProcessBackgroundJobs$/, 'bio'],
  [/^IOThreadMain$/, 'io'],
  [/^(?:je_)?background_thread_entry$/, 'jemalloc'],
  [/^uv_run$/, 'search-uv'],
  [/^(?:threadHandleCallback|taskCallback|FGC_\w+|GCContext\w*|GCTask\w*|periodicCb)$/, 'search-gc'],
  [/^(?:Indexes_Scan\w*|IndexSpec_Scan\w*|scanIndexes|IndexesScanner_\w+)$/, 'search-reindex'],
  [
    /^(?:rpnet\w+|RPNet\w*|MRIterator_\w+|MRChannel_\w+|DistAggregate\w+|RSExecDist\w+|DistSearch\w+|RSExecDistAggregate|FlatSearch\w+|SafeRedisKeyspace\w+)$/,
    'search-coord',
  ],
  [
    /^(?:AREQ_Execute_Callback|HREQ_Execute_Callback|HybridRequest\w+|runCursor|cursorRead\w*|rpSafeLoader\w*|barrier_wait|admin_job_change_state)$/,
    'search-worker',
  ],
  [/^(?:thread_do|priority_queue_pull)$/, 'search-pool'],
];

const ENTRY = /^(?:start_thread|clone3?)$/;
const SERVER_NAME = /^(?:redis|valkey|keydb)/;

/** pthread_create made it: it is not main. */
export function wasCreated(stack: Stack): boolean {
  return has(stack, ENTRY) !== undefined;
}

export function isMain(stack: Stack, pid: number, mainTid: number | undefined): boolean {
  const { thread } = stack;
  // A guess at the process id from a dump that was cut must not make main of a thread that pthread_create made.
  if (wasCreated(stack)) return false;
  if (mainTid) return thread.tid === mainTid;
  if (pid) return thread.tid === pid;
  return false;
}

/** Functions that run on main alone (on a server thread of KeyDB), for stacks that are cut off above main(). */
const ONLY_MAIN = /^(?:aeMain|serverCron|beforeSleep|processTimeEvents|processCommand|processCommandAndResetClient)$/;

/** Known by its name or by functions of the server to be one of its helpers. */
export function isHelper(stack: Stack): boolean {
  const name = stack.thread.name ?? '';
  return BY_NAME.some(([pattern]) => pattern.test(name)) || HELPER_ENTRY.some((pattern) => has(stack, pattern) !== undefined);
}

const HELPER_ENTRY = [/^bioProcessBackgroundJobs$/, /^IOThreadMain$/, /^(?:je_)?background_thread_entry$/, /^thread_do$/, /^uv_run$/];

/** Without a pid the main thread is the one that runs main() or, cut off at depth, the event loop outside an IO thread. */
export function looksLikeMain(stack: Stack): boolean {
  // Where lines are missing two stacks run into one: frames of main below another thread's name or function.
  if (BY_NAME.some(([pattern]) => pattern.test(stack.thread.name ?? '')) || has(stack, /^bioProcessBackgroundJobs$/)) return false;
  const tail = stack.steps.slice(-6);
  if (tail.some((step) => step.name === 'main' || step.name === 'libc_start_main')) return true;
  return has(stack, ONLY_MAIN) !== undefined && has(stack, /^IOThreadMain$/) === undefined && has(stack, ENTRY) === undefined;
}

export function roleOf(stack: Stack): ThreadRole {
  const name = stack.thread.name ?? '';
  for (const [pattern, role] of BY_NAME) if (pattern.test(name)) return role;
  for (const [pattern, role] of BY_FRAME) if (has(stack, pattern)) return role;
  if (stack.steps.some((step) => /^libjemalloc/.test(step.frame.object ?? ''))) return 'jemalloc';
  if (name && !SERVER_NAME.test(name)) return 'module';
  if (stack.steps.some((step) => step.layer === 'module')) return 'module';
  return has(stack, ENTRY) && stack.rest.some((step) => step.name && !ENTRY.test(step.name)) ? 'module' : 'unknown';
}

/** `workers`, `coord`…: the pool whose barrier or queue a thread serves. */
export function poolOf(role: ThreadRole): string | undefined {
  switch (role) {
    case 'search-worker':
      return 'workers';
    case 'search-coord':
      return 'coord';
    case 'search-gc':
      return 'gc';
    case 'search-clean':
      return 'cleanPool';
    case 'search-reindex':
      return 'reindex';
    case 'search-depleter':
      return 'depleter';
    case 'search-pool':
      return 'pool';
    default:
      return undefined;
  }
}
