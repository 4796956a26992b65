import type { ThreadWait } from '../../model/records.js';
import type { ThreadRole } from '../../model/threads.js';
import type { Hold } from './holders.js';
import { MODULE_LOCK, moduleLockWait } from './locks.js';
import type { Stack } from './stack.js';
import { type Reading, reading, type Wait } from './wait.js';

/** Reads a thread whose wait the kernel and the words of the lock tell. `frames` is what its functions say. */
export function readObserved(stack: Stack, role: ThreadRole, main: boolean, frames: Reading | undefined): Reading | undefined {
  const { wait, procState } = stack.thread;
  const byStack = frames !== undefined && fits(frames, wait) ? frames : undefined;
  if (isStopped(stack)) {
    const doing = wait === undefined || wait.kind === 'events' ? 'is stopped' : `is stopped, in ${whatOf(wait)}`;
    return reading(stack, role, main, 'stopped', doing, { step: stack.steps[0] });
  }
  if (wait === undefined) {
    if (procState === 'R')
      return reading(stack, role, main, 'running', 'is on a processor or about to be', { step: stack.steps[0], trust: 'medium' });
    if (procState === 'D')
      return reading(stack, role, main, 'waiting', `is in the kernel (${stack.thread.wchan ?? 'state D'})`, { trust: 'low' });
    return stack.steps.length === 0 ? reading(stack, role, main, 'unknown', 'may not be looked at', { trust: 'low' }) : undefined;
  }
  // Functions know more than the kernel of whatever is no lock: what the thread is idle for, which file, which pool.
  const lock = wait.kind === 'mutex' || wait.kind === 'rwlock' || wait.kind === 'join' || wait.kind === 'lock' || wait.kind === 'barrier';
  if (byStack !== undefined && (!lock || byStack.state === 'idle' || byStack.wait?.pool !== undefined)) return byStack;
  return lock ? atLock(stack, role, main, wait, byStack) : elsewhere(stack, role, main, wait);
}

/** Frames without names of the C library make a waiting thread look as if it ran. */
function fits({ state }: Reading, wait: ThreadWait | undefined): boolean {
  if (state === 'running') return wait === undefined || wait.kind === 'events' || wait.kind === 'poll' || wait.kind === 'write';
  return state !== 'unknown';
}

function isStopped({ thread }: Stack): boolean {
  return /^[Tt]$/.test(thread.procState ?? '') || /^(?:do_signal_stop|ptrace_stop|__refrigerator|do_freezer_trap)/.test(thread.wchan ?? '');
}

function whatOf(wait: ThreadWait): string {
  return wait.note ?? `a wait at a ${wait.kind}`;
}

function atLock(stack: Stack, role: ThreadRole, main: boolean, wait: ThreadWait, byStack: Reading | undefined): Reading {
  // An I/O thread without work waits at its mutex, which main holds meanwhile.
  if (role === 'io' && wait.kind === 'mutex') return reading(stack, role, main, 'idle', 'waits for I/O work', { step: stack.steps[0] });
  const named = resourceOf(wait, byStack?.wait);
  const where = byStack === undefined ? '' : (/ in \S+$/.exec(byStack.doing)?.[0] ?? '');
  const doing = `${DEEDS[wait.kind] ?? 'waits for'} the ${named.label}${where}`;
  const step = byStack?.step ?? stack.steps[0];
  if (wait.kind === 'barrier')
    return reading(stack, role, main, 'arrived', `has arrived at the ${named.label}`, {
      step,
      arrived: { address: wait.address, id: named.id },
    });
  return reading(stack, role, main, 'waiting', doing, { step, wait: named });
}

const DEEDS: Partial<Record<ThreadWait['kind'], string>> = { join: 'waits for' };

function resourceOf(wait: ThreadWait, byStack: Wait | undefined): Wait {
  const { address = '?' } = wait;
  if (wait.symbol === 'moduleGIL' || byStack?.id === MODULE_LOCK) {
    const lock = moduleLockWait();
    return wait.symbolBasis === 'inferred' && byStack?.id !== MODULE_LOCK
      ? { ...lock, label: `module lock (moduleGIL, told by its place at ${address})` }
      : lock;
  }
  const where = wait.symbol ?? `at ${address}${wait.within === undefined ? '' : ` among the variables of ${wait.within}`}`;
  switch (wait.kind) {
    case 'rwlock': {
      const readers = wait.readers === undefined ? '' : `, held by ${wait.readers} ${wait.readers === 1 ? 'reader' : 'readers'}`;
      const spec = byStack?.id === 'rwlock:spec';
      const label = `${spec ? 'index spec lock (rwlock)' : 'read-write lock'} ${where}${readers}`;
      return { kind: 'rwlock', id: spec ? 'rwlock:spec' : `rwlock:${address}`, label, nature: 'lock', writing: wait.writing === true };
    }
    case 'join':
      return { kind: 'condition', id: `thread-end:${address}`, label: 'end of another thread', nature: 'arrival' };
    case 'barrier':
      return { kind: 'barrier', id: `barrier:${address}`, label: `barrier ${where}`, nature: 'arrival' };
    case 'lock':
      return byStack ?? { kind: 'mutex', id: `lock:${address}`, label: `lock ${where}`, nature: 'lock' };
    default:
      return { kind: 'mutex', id: `mutex:${address}`, label: `mutex ${where}`, nature: 'lock' };
  }
}

const WORLD: Partial<Record<ThreadWait['kind'], { wait?: Wait; doing: string }>> = {
  sync: { wait: { kind: 'disk', id: 'disk', label: 'disk', nature: 'other' }, doing: 'waits for the disk' },
  child: { wait: { kind: 'child', id: 'child', label: 'child process', nature: 'other' }, doing: 'waits for a child process' },
  'file-lock': { wait: { kind: 'disk', id: 'file-lock', label: 'lock of a file', nature: 'other' }, doing: 'waits for the lock of a file' },
};

function elsewhere(stack: Stack, role: ThreadRole, main: boolean, wait: ThreadWait): Reading {
  const step = stack.steps[0];
  const known = WORLD[wait.kind];
  if (known !== undefined)
    return reading(stack, role, main, 'waiting', known.doing, { step, ...(known.wait ? { wait: { ...known.wait } } : {}) });
  const idle = (doing: string) => reading(stack, role, main, 'idle', doing, { step, trust: 'medium' });
  switch (wait.kind) {
    case 'events':
    case 'poll':
      return idle(main && wait.kind === 'events' ? 'waits for events in its event loop' : 'waits for events');
    case 'sleep':
      return reading(stack, role, main, 'sleeping', 'sleeps', { step });
    case 'read':
    case 'write': {
      const resource: Wait = {
        kind: 'remote',
        id: `${wait.kind}:${stack.thread.tid}`,
        label: wait.kind === 'read' ? 'input' : 'output',
        nature: 'other',
      };
      return reading(stack, role, main, 'waiting', wait.kind === 'read' ? 'waits for input (read)' : 'waits to write', {
        step,
        wait: resource,
        trust: 'medium',
      });
    }
    case 'signal':
      return idle('waits for a signal');
    case 'condition':
    case 'semaphore':
    case 'futex':
      return atCondition(stack, role, main, wait);
    default:
      return reading(stack, role, main, 'sleeping', `is in ${wait.note ?? 'a system call'}`, { step, trust: 'low' });
  }
}

/** Nobody owns a condition or semaphore, and any thread may signal it, so nobody is named. A thread that is not main does so for want of work. */
function atCondition(stack: Stack, role: ThreadRole, main: boolean, wait: ThreadWait): Reading {
  const step = stack.steps[0];
  const what = wait.kind === 'futex' ? 'lock or condition' : wait.kind;
  if (!main) return reading(stack, role, main, 'idle', `waits at a ${what}, probably for work`, { step, trust: 'medium' });
  const resource: Wait = { kind: 'condition', id: `${wait.kind}:${wait.address}`, label: `${what} at ${wait.address}`, nature: 'other' };
  return reading(stack, role, main, 'waiting', `waits at a ${what}; ${wait.note ?? 'who would end it is not recorded'}`, {
    step,
    wait: resource,
  });
}

/** Who has a lock, by its owner word: seen, not inferred, when two looks agree. */
export function observedHolders(readings: readonly Reading[]): Hold[] {
  const byTid = new Map(readings.map((item) => [item.stack.thread.tid, item]));
  const holds = new Map<string, Hold>();
  for (const { wait, stack } of readings) {
    const seen = stack.thread.wait;
    if (wait === undefined || seen?.owner === undefined) continue;
    const holder = byTid.get(seen.owner);
    if (holder === undefined) continue;
    const key = `${wait.id}\0${seen.owner}`;
    const known = holds.get(key);
    if (known?.basis === 'observed') continue;
    const join = seen.kind === 'join';
    const why = `${join ? 'the thread that is waited for is named in memory' : 'the owner word of the lock names this thread'}${seen.frozen ? ', in the core' : seen.steady ? ', in two looks' : ', in one look'}`;
    holds.set(key, {
      resource: wait.id,
      holder,
      relation: join ? 'must-arrive' : 'holds',
      basis: seen.steady ? 'observed' : 'inferred',
      why,
    });
  }
  return [...holds.values()];
}

/** Waits at words in memory, which say all that is recorded of them. */
const OWNED = new Set<ThreadWait['kind']>(['mutex', 'rwlock', 'join', 'barrier', 'condition', 'semaphore', 'lock', 'futex']);

/** Of the holders that were told by what threads do, those that memory neither names better nor contradicts. Where the lock is known to record nobody, who is left
 * over by elimination is not named; of readers only when there are just as many candidates as the lock counts. */
export function withoutInvented(readings: readonly Reading[], seen: readonly Hold[], guessed: readonly Hold[]): Hold[] {
  const named = new Set(seen.map((hold) => hold.resource));
  const waits = new Map(
    readings.flatMap((item) => (item.wait && item.stack.thread.wait ? [[item.wait.id, item.stack.thread.wait] as const] : [])),
  );
  const candidates = new Map<string, number>();
  for (const hold of guessed) candidates.set(hold.resource, (candidates.get(hold.resource) ?? 0) + 1);
  return guessed.filter((hold) => {
    if (named.has(hold.resource)) return false;
    const wait = waits.get(hold.resource);
    if (wait === undefined || hold.eliminated !== true || !OWNED.has(wait.kind)) return true;
    return wait.readers !== undefined && wait.readers === candidates.get(hold.resource);
  });
}

/** Owners that are no threads any more: nobody will ever give these locks back. */
export function lostOwners(readings: readonly Reading[]): string[] {
  const lost = new Map<string, string>();
  for (const { wait, stack } of readings) {
    const tid = stack.thread.wait?.lostOwner;
    if (wait !== undefined && tid !== undefined)
      lost.set(
        wait.id,
        `the owner word of the ${wait.label} names thread ${tid}, which the process does not have: it ended with the lock, or is a thread of the process that forked this one`,
      );
  }
  return [...lost.values()];
}
