import type { ThreadRole } from '../../model/threads.js';
import type { Call } from './primitive.js';
import { awaitedObject, restHas, type Stack } from './stack.js';
import { callerName, poolAddress, type Reading, reading, type Wait } from './wait.js';

/** RediSearch deps/thpool: the caller spins here until every thread of the pool has run an admin job (row 6). */
const BARRIER_CALLER = /^barrier_wait_and_destroy$/;
/** Functions that poll until threads of the pool have ended or paused. */
const POOL_CALLER =
  /^(?:redisearch_thpool_(?:remove_threads|terminate_\w+|destroy|pause_\w+|broadcast_new_state|verify_init|add_threads|resume_\w+|schedule_\w+)|thpool_(?:wait|destroy|pause|remove_threads))$/;
const DRAIN_CALLER = /^(?:redisearch_thpool_(?:drain\w*|wait)|workersThreadPool_(?:Drain\w*|wait\w*))$/;
const IDLE_QUEUE = /^(?:priority_queue_pull\w*|jobqueue_pull|bsem_wait|thread_do|thread_hold)$/;
/** Frames of a pool thread's entry, so that `thread_do` itself does not count as work. */
const START = /^(?:thread_do|start_thread|clone3?|thread_func|worker_main)$/;

/** Rows 6 and 15: a thread that waits for the threads of a pool. */
export function readPoolWait(stack: Stack, role: ThreadRole, main: boolean, call: Call): Reading | undefined {
  if (call.primitive !== 'sleep' && call.primitive !== 'none' && call.primitive !== 'yield') return undefined;
  const barrier = restHas(stack, BARRIER_CALLER, 3);
  const direct = barrier ?? restHas(stack, POOL_CALLER, 2);
  const drain = direct ? undefined : restHas(stack, DRAIN_CALLER, 2);
  const step = direct ?? drain;
  if (!step) return undefined;
  const pool: NonNullable<Wait['pool']> = {
    name: poolName(stack),
    address: poolAddress(stack),
    expected: expectedThreads(stack),
    barrier: barrierAddress(stack),
  };
  const operation = stack.rest.find((item) => item !== barrier && item.name)?.name ?? step.name;
  if (drain) {
    const wait: Wait = { kind: 'queue', id: 'queue', label: 'job queue', nature: 'arrival', pool };
    return reading(stack, role, main, 'waiting', `waits until the pool has finished its jobs, in ${operation}`, { wait, step });
  }
  const wait: Wait = { kind: 'barrier', id: 'barrier', label: 'barrier', nature: 'arrival', pool };
  return reading(stack, role, main, 'waiting', `waits at a barrier for all threads of the pool, in ${operation}`, { wait, step });
}

/** `redisearch_thpool_broadcast_new_state (…, n_threads=8, …)`. */
function expectedThreads(stack: Stack): number | undefined {
  for (const step of stack.rest.slice(0, 4)) {
    const match = /\bn_threads=(?:\w+@entry=)?(\d{1,6})\b/.exec(step.frame.args ?? '');
    if (match && Number(match[1]) > 0) return Number(match[1]);
  }
  return undefined;
}

function barrierAddress(stack: Stack): string | undefined {
  for (const step of stack.rest.slice(0, 3)) {
    const match = /\bbarrier=(?:\w+@entry=)?(0x[0-9a-f]+)/.exec(step.frame.args ?? '');
    if (match) return match[1];
  }
  return undefined;
}

function poolName(stack: Stack): string | undefined {
  if (restHas(stack, /^(?:workersThreadPool_\w+|setWorkThreads|set_workers|workers?ThreadPool\w*)$/)) return 'workers';
  if (restHas(stack, /^(?:ConcurrentSearch_\w+|ConcurrentSearchPool\w*)$/)) return 'coord';
  if (restHas(stack, /^(?:GC_ThreadPool\w*|GCContext_\w+)$/)) return 'gc';
  if (restHas(stack, /^(?:CleanPool_\w+|CleanInProgress\w*)$/)) return 'cleanPool';
  // A query that is handed to the pool goes to the workers.
  return restHas(stack, /^(?:buildPipelineAndExecute|RSSearchCommand|RSAggregateCommand|hybridCommandHandler\w*|execCommandCommon)$/)
    ? 'workers'
    : undefined;
}

/** Row 7: a pool thread inside pthread_barrier_wait has arrived and blocks nobody. */
export function readArrival(stack: Stack, role: ThreadRole, main: boolean, call: Call): Reading | undefined {
  if (call.primitive !== 'barrier') return undefined;
  const object = awaitedObject(stack);
  const caller = callerName(stack, /^barrier_wait$/);
  if (main) {
    const id = `barrier:${object?.symbol ?? object?.address ?? `in ${caller}`}`;
    const wait: Wait = { kind: 'barrier', id, label: 'barrier', nature: 'arrival', pool: { barrier: object?.address, foreign: true } };
    return reading(stack, role, main, 'waiting', `waits at a barrier in ${caller}`, { wait, step: call.step });
  }
  return reading(stack, role, main, 'arrived', 'has arrived at the barrier', {
    step: call.step,
    arrived: { address: object?.address },
    poolAddress: poolAddress(stack),
  });
}

/** Row 8: an idle pool thread waits for a job. Stripped modules show a condition variable under exactly two frames. */
export function readIdlePool(stack: Stack, role: ThreadRole, call: Call): Reading | undefined {
  if (call.primitive !== 'cond' && call.primitive !== 'sem') return undefined;
  const named = stack.rest[0] && IDLE_QUEUE.test(stack.rest[0].name);
  const nameless = stack.rest[0]?.name === '' && role.startsWith('search-') && framesAboveStart(stack) === 2;
  if (!named && !nameless) return undefined;
  return reading(stack, role, false, 'idle', 'waits for a job', {
    step: call.step,
    trust: named ? 'high' : 'medium',
    poolAddress: poolAddress(stack),
  });
}

/** Frames between the wait and the thread's start: a stripped thread_do counts as one. */
export function framesAboveStart(stack: Stack): number {
  let count = 0;
  for (const step of stack.rest) {
    if (step.layer === 'libc' || (START.test(step.name) && step.name !== 'thread_do')) break;
    count++;
  }
  return count;
}
