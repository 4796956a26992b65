import type { ThreadRole } from '../../model/threads.js';
import { readIdle } from './idle.js';
import { readKernel } from './kernel.js';
import { identity, readLock, readModuleLock, readStuckHandler } from './locks.js';
import { readObserved } from './observed.js';
import { readArrival, readPoolWait } from './pools.js';
import { type Call, callOf } from './primitive.js';
import { has, restHas, type Stack } from './stack.js';
import { callerName, poolAddress, type Reading, reading, type Wait } from './wait.js';

/** Reads one thread: the rows of the wait-for table in their order, the specific before the general. */
export function classify(stack: Stack, role: ThreadRole, main: boolean): Reading {
  const found = readThread(stack, role, main);
  found.poolAddress ??= found.wait?.pool ? undefined : poolAddress(stack);
  return found;
}

function readThread(stack: Stack, role: ThreadRole, main: boolean): Reading {
  const observed = stack.collected
    ? readObserved(stack, role, main, stack.rest.length > 0 ? readFrames(stack, role, main) : undefined)
    : undefined;
  return observed ?? readFrames(stack, role, main);
}

function readFrames(stack: Stack, role: ThreadRole, main: boolean): Reading {
  if (stack.steps.length === 0) {
    const stopped = stack.thread.procState === 'T';
    return reading(stack, role, main, stopped ? 'stopped' : 'unknown', stopped ? 'is stopped' : 'no stack in the dump', { trust: 'low' });
  }
  if (stack.steps.some((step) => step.layer === 'kernel')) return readKernel(stack, role, main);
  const call = callOf(stack);
  return (
    readStuckHandler(stack, role, main) ??
    readModuleLock(stack, role, main, call) ??
    readPoolWait(stack, role, main, call) ??
    readArrival(stack, role, main, call) ??
    readIdle(stack, role, main, call) ??
    readLock(stack, role, main, call) ??
    readOther(stack, role, main, call)
  );
}

function readOther(stack: Stack, role: ThreadRole, main: boolean, call: Call): Reading {
  const caller = callerName(stack);
  const waiting = (wait: Wait, doing: string, trust: Reading['trust'] = 'high') =>
    reading(stack, role, main, 'waiting', doing, { wait, step: call.step, trust });
  switch (call.primitive) {
    case 'cond':
      return readCondition(stack, role, main, call, caller);
    case 'join': {
      const wait: Wait = { kind: 'condition', id: `thread-end:in ${caller}`, label: 'end of another thread', nature: 'arrival' };
      return waiting(wait, `waits for another thread to end in ${caller}`);
    }
    case 'sync':
      return waiting({ kind: 'disk', id: 'disk', label: 'disk', nature: 'other' }, `waits for the disk (${call.step?.name}) in ${caller}`);
    case 'child':
      return waiting({ kind: 'child', id: 'child', label: 'fork child', nature: 'other' }, `waits for a child process in ${caller}`);
    case 'fork':
      return reading(stack, role, main, 'running', `forks in ${caller}`, { step: call.step });
    case 'sleep':
      return reading(stack, role, main, 'sleeping', `sleeps in ${caller}`, { step: call.step });
    case 'poll':
      if (has(stack, /^processEventsWhileBlocked$/))
        return reading(stack, role, main, 'running', 'serves events in the middle of a long operation', { step: call.step });
      return readInput(stack, role, main, call, caller);
    case 'read':
      return readInput(stack, role, main, call, caller);
    case 'write':
      return readOutput(stack, role, main, call, caller);
    case 'futex':
      return readFutex(stack, role, main, call);
    case 'yield':
      return readSpin(stack, role, main, call, caller);
    default:
      return readSpin(stack, role, main, { primitive: 'none', step: stack.rest[0] }, caller);
  }
}

function readCondition(stack: Stack, role: ThreadRole, main: boolean, call: Call, caller: string): Reading {
  const waiting = (wait: Wait, doing: string, trust: Reading['trust']) =>
    reading(stack, role, main, 'waiting', doing, { wait, step: call.step, trust });
  if (restHas(stack, /^bioDrainWorker$/, 2))
    return waiting(
      { kind: 'bio', id: 'bio', label: 'background I/O jobs', nature: 'other' },
      'waits for the background I/O jobs to be drained',
      'high',
    );
  const replies = restHas(stack, /^(?:MRChannel_\w+|MRIterator_\w+|rpnet\w+)$/, 3);
  const stripped = role === 'search-coord' && stack.rest[0]?.name === '';
  if (replies || stripped)
    return waiting(
      { kind: 'remote', id: 'remote:shards', label: 'replies of other shards', nature: 'other' },
      'waits for replies of other shards',
      replies ? 'high' : 'low',
    );
  if (role === 'search-depleter')
    return waiting(
      { kind: 'condition', id: 'condition:depletion', label: 'depletion', nature: 'arrival' },
      'waits for the depletion of results',
      'low',
    );
  const object = identity(stack, caller);
  const wait: Wait = { kind: 'condition', id: `condition:${object.id}`, label: `condition ${object.label}`, nature: 'arrival' };
  return waiting(wait, `waits for a condition in ${caller}`, 'medium');
}

/** Row 14, and network waits of main outside its event loop (syncio.c, blocking connect). */
function readInput(stack: Stack, role: ThreadRole, main: boolean, call: Call, caller: string): Reading {
  if (restHas(stack, /^(?:FGC_recv\w*|FGC_parent\w*|pollfd_\w+)$/, 4)) {
    const wait: Wait = { kind: 'child', id: 'child', label: 'fork child', nature: 'other' };
    return reading(stack, role, main, 'waiting', 'reads from the garbage collector child', { wait, step: call.step });
  }
  const disk =
    call.primitive === 'read' &&
    restHas(stack, /^(?:rdbLoad\w*|rio\w*|loadAppendOnlyFile\w*|loadSingleAppendOnlyFile\w*|readAppendOnly\w*|IO_\w+)$/, 4);
  if (disk) {
    const wait: Wait = { kind: 'disk', id: 'disk', label: 'disk', nature: 'other' };
    return reading(stack, role, main, 'waiting', `reads a file in ${caller}`, { wait, step: call.step });
  }
  const wait: Wait = { kind: 'remote', id: `remote:in ${caller}`, label: `input read in ${caller}`, nature: 'other' };
  return reading(stack, role, main, 'waiting', `waits for input in ${caller}`, { wait, step: call.step, trust: 'medium' });
}

const FILE_WRITER =
  /^(?:aofWrite|flushAppendOnlyFile|rdbSave\w*|rdbWrite\w*|rio\w+Write|rewriteAppendOnly\w*|feedAppendOnlyFile|writeAof\w*|serverLog\w*|clusterSaveConfig\w*|rewriteConfig\w*|IO_\w+|fflush\w*|fclose|fwrite)$/;

function readOutput(stack: Stack, role: ThreadRole, main: boolean, call: Call, caller: string): Reading {
  if (restHas(stack, FILE_WRITER, 4) || /^(?:ftruncate|fallocate|rename|unlink)/.test(call.step?.name ?? '')) {
    const wait: Wait = { kind: 'disk', id: 'disk', label: 'disk', nature: 'other' };
    return reading(stack, role, main, 'waiting', `writes to a file in ${caller}`, { wait, step: call.step });
  }
  return reading(stack, role, main, 'running', `is in ${call.step?.name ?? 'a system call'} for ${caller}`, { step: call.step });
}

/** `info threads` shows one frame: a futex with its symbol or address, and gdb's `expected`: 2 is a contended mutex. */
function readFutex(stack: Stack, role: ThreadRole, main: boolean, call: Call): Reading {
  const args = call.step?.frame.args ?? '';
  const condition = /abstimed/.test(call.step?.name ?? '');
  const mutex = !condition && /\bexpected=2\b/.test(args);
  const object = identity(stack, callerName(stack));
  if (condition && stack.rest.length === 0 && !main)
    return reading(stack, role, main, 'idle', 'waits for a condition, probably for work', {
      step: call.step,
      trust: 'low',
      arrived: undefined,
    });
  const id = mutex ? `mutex:${object.id}` : `condition:${object.id}`;
  const wait: Wait = {
    kind: mutex ? 'mutex' : 'condition',
    id,
    label: `${mutex ? 'mutex' : 'futex'} ${object.label}`,
    nature: mutex ? 'lock' : 'arrival',
  };
  return reading(stack, role, main, 'waiting', `waits at a ${wait.label}`, { wait, step: call.step, trust: 'low' });
}

/** Row 21, and threads that are on a processor. */
function readSpin(stack: Stack, role: ThreadRole, main: boolean, call: Call, caller: string): Reading {
  if (
    main &&
    restHas(stack, /^(?:pauseIOThreads?\w*|pauseIOThreadsRange|waitForClientIO|stopThreadedIO|drainIOThreadsQueue|waitIOThreads\w*)$/, 3)
  ) {
    const wait: Wait = { kind: 'io-threads', id: 'io-threads', label: 'I/O threads', nature: 'other' };
    return reading(stack, role, main, 'waiting', `waits for the I/O threads in ${caller}`, { wait, step: call.step, trust: 'medium' });
  }
  const named = stack.steps.some((step) => step.name !== '');
  return reading(stack, role, main, named ? 'running' : 'unknown', named ? `runs ${caller}` : 'no function names in its stack', {
    step: call.step,
    trust: named ? 'high' : 'low',
  });
}
