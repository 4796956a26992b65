import type { ThreadRole } from '../../model/threads.js';
import { readIdlePool } from './pools.js';
import type { Call } from './primitive.js';
import { has, type Stack } from './stack.js';
import { type Reading, reading } from './wait.js';

/** Main or an IO thread of 8.0+ in its event loop (row 2): the poll stands directly under aeProcessEvents. Static functions
 * between them may have no name. Below processEventsWhileBlocked main is busy with what called it. */
export function isEventLoop(stack: Stack, call: Call): boolean {
  if (call.primitive !== 'poll') return false;
  for (const step of stack.rest.slice(0, 4)) {
    if (/^ae(?:Main|ProcessEvents)$/.test(step.name)) return !has(stack, /^processEventsWhileBlocked$/);
    if (step.name !== '' && step.name !== 'aeApiPoll') return false;
  }
  return false;
}

/** Threads that wait for work, by role. Undefined: this thread is not idle, or nobody can tell. */
export function readIdle(stack: Stack, role: ThreadRole, main: boolean, call: Call): Reading | undefined {
  const idle = (doing: string, trust: Reading['trust'] = 'high') => reading(stack, role, main, 'idle', doing, { step: call.step, trust });
  if (main) {
    if (isEventLoop(stack, call)) return idle('waits for events in its event loop');
    // One frame is all that `info threads` shows.
    return call.primitive === 'poll' && stack.rest.length === 0 ? idle('polls, probably in its event loop', 'medium') : undefined;
  }
  switch (role) {
    case 'kernel-helper':
      return idle('kernel thread of io_uring');
    case 'jemalloc':
      return call.primitive === 'cond' || call.primitive === 'futex' ? idle('waits until memory is to be purged') : undefined;
    case 'bio':
      return call.primitive === 'cond' || call.primitive === 'futex' ? idle('waits for a background job') : undefined;
    case 'io':
      return isIdleIo(stack, call) ? idle('waits for I/O work') : undefined;
    case 'search-uv':
      return call.primitive === 'poll' ? idle('waits for network events') : undefined;
    default:
      return readIdlePool(stack, role, call) ?? moduleIdle(stack, role, call);
  }
}

/** Up to 7.4 an IO thread without work waits at its mutex or spins (networking.c IOThreadMain); 8.0 gave it an event loop. */
function isIdleIo(stack: Stack, call: Call): boolean {
  if (call.primitive === 'poll') return true;
  const name = stack.rest[0]?.name;
  if (call.primitive === 'mutex') return name === 'IOThreadMain' || name === '' || stack.rest.length === 0;
  return call.primitive === 'cond' || ((call.primitive === 'none' || call.primitive === 'yield') && name === 'IOThreadMain');
}

/** A module's own thread that waits close to its start function waits for work, as nearly all thread pools do. */
function moduleIdle(stack: Stack, role: ThreadRole, call: Call): Reading | undefined {
  if (call.primitive !== 'cond' && call.primitive !== 'sem' && call.primitive !== 'poll') return undefined;
  const frames = stack.rest.findIndex((step) => /^(?:start_thread|clone3?)$/.test(step.name));
  const depth = frames < 0 ? stack.rest.filter((step) => step.layer !== 'libc').length : frames;
  if (stack.rest.length === 0 || depth > 2) return undefined;
  const doing = call.primitive === 'poll' ? 'waits for events' : 'waits for work';
  return reading(stack, role, false, 'idle', doing, { step: call.step, trust: 'medium' });
}
