import type { DumpSource, ThreadDump } from '../../model/records.js';
import type { DumpReading, ThreadState, WaitGraph } from '../../model/threads.js';
import { bindPools, bindSingleFrames } from './bind.js';
import { classify } from './classify.js';
import { buildGraph } from './graph.js';
import { type Hold, moduleLockHolders, otherHolders } from './holders.js';
import { inferPolling, inferPoolWait } from './infer.js';
import { contradictionsOf, limitsOf } from './limits.js';
import { MODULE_LOCK } from './locks.js';
import { isForkChild, readMain } from './main-activity.js';
import { lostOwners, observedHolders, withoutInvented } from './observed.js';
import { isHelper, isMain, looksLikeMain, roleOf, wasCreated } from './roles.js';
import { citeStep, readStack, type Stack, stackNames } from './stack.js';
import type { Reading } from './wait.js';

/** What the rest of the input knows about the moment of the dump. */
export interface DumpHints {
  mainTid?: number;
  /** Arguments of the client that main was executing, from the crash report. */
  command?: string[];
  searchVersion?: string;
  searchVersionInt?: number;
  product?: string;
  serverVersion?: string;
  signalSent?: boolean;
  /** /proc says that the whole process is stopped. */
  stopped?: boolean;
}

/** Reads a dump: what each thread does, who waits for whom, what main is about. */
export function readDump(dump: ThreadDump, hints: DumpHints = {}): DumpReading {
  const stacks = dump.threads.map((thread) => readStack(thread, dump.source));
  const main = mainStack(stacks, dump, hints);
  const readings = stacks.map((stack) => classify(stack, stack === main ? 'main' : roleOf(stack), stack === main));
  inferPoolWait(readings, hints);
  inferPolling(readings);
  bindSingleFrames(readings);
  const pools = bindPools(readings, dump);
  const seen = observedHolders(readings);
  const holds = [...seen, ...withoutInvented(readings, seen, [...moduleLockHolders(readings, dump), ...otherHolders(readings, dump)])];
  const idOf = idsOf(readings);
  const held = heldResources(holds);
  const states = readings.map((reading) => stateOf(reading, held.get(reading)));
  const graph: WaitGraph = buildGraph({ readings, states, pools, holds }, idOf);
  const mainReading = readings.find((reading) => reading.main);
  return {
    states,
    graph,
    ...(mainReading ? { main: readMain(mainReading, hints) } : {}),
    workers: countWorkers(readings, dump),
    limits: limitsOf(dump, readings, pools),
    contradictions: [...contradictionsOf(readings, pools, holds), ...lostOwners(readings)],
  };
}

function mainStack(stacks: readonly Stack[], dump: ThreadDump, hints: DumpHints): Stack | undefined {
  const known = stacks.find((stack) => isMain(stack, dump.pid, hints.mainTid));
  if (known) return known;
  // A fork child has one thread, whatever thread it was that forked.
  if (stacks.length === 1 && isForkChild(stacks[0])) return stacks[0];
  const alike = stacks.find(looksLikeMain);
  if (alike) return alike;
  // gdb numbers the thread it attached to 1; in a core that is the thread that died. A frame of a module or of the allocator makes no other of it.
  const first = stacks.find((stack) => stack.thread.number === 1);
  if (first && (dump.source === 'gdb' || dump.source === 'gdb-info') && mayBeMain(first)) return first;
  // Up to 7.2 Redis prints one stack without saying whose, and so does `bt`: it is main's unless it is known to be another's.
  const only = stacks.length === 1 && !dump.allThreads && (stacks[0].thread.number ?? 1) === 1 ? stacks[0] : undefined;
  if (only === undefined || !mayBeMain(only)) return undefined;
  return ANONYMOUS.has(dump.source) || (dump.pid === 0 && roleOf(only) === 'unknown') ? only : undefined;
}

/** Their lone stack is the one that the signal or the debugger found; the id of its thread is not printed. */
const ANONYMOUS: ReadonlySet<DumpSource> = new Set(['redis-watchdog', 'gdb', 'pstack']);

/** A thread that nobody is known to have created, with a name that a server's main thread can have. */
function mayBeMain(stack: Stack): boolean {
  const name = stack.thread.name ?? '';
  if (wasCreated(stack) || isHelper(stack) || stack.steps.length === 0) return false;
  return roleOf(stack) === 'unknown' || name === '' || /^(?:redis|valkey|keydb)/.test(name);
}

function idsOf(readings: readonly Reading[]): (reading: Reading) => string {
  const ids = new Map<Reading, string>();
  const used = new Set<string>();
  readings.forEach((reading, index) => {
    const { tid, number } = reading.stack.thread;
    let id = tid ? `t${tid}` : `t#${number ?? index}`;
    if (used.has(id)) id = `${id}.${index}`;
    used.add(id);
    ids.set(reading, id);
  });
  return (reading) => ids.get(reading)!;
}

function heldResources(holds: readonly Hold[]): Map<Reading, Set<string>> {
  const held = new Map<Reading, Set<string>>();
  for (const { holder, relation, basis, resource } of holds) {
    if (relation !== 'holds' || basis === 'unknown') continue;
    const known = held.get(holder);
    if (known) known.add(resource);
    else held.set(holder, new Set([resource]));
  }
  return held;
}

function stateOf(reading: Reading, held: ReadonlySet<string> | undefined): ThreadState {
  const { stack } = reading;
  return {
    tid: stack.thread.tid,
    name: stack.thread.name ?? '',
    role: reading.role,
    state: reading.state,
    doing: reading.doing,
    ...(reading.wait ? { waits: reading.wait.id } : {}),
    holds: [...(held ?? [])],
    ...(reading.arrived?.id ? { arrivedAt: reading.arrived.id } : {}),
    trust: reading.trust,
    stack: stackNames(stack),
    cite: citeStep(stack, reading.step),
  };
}

function countWorkers(readings: readonly Reading[], dump: ThreadDump): DumpReading['workers'] {
  const workers = readings.filter((reading) => reading.role === 'search-worker');
  const wantModuleLock = workers.filter((reading) => reading.wait?.id === MODULE_LOCK).length;
  const arrived = workers.filter((reading) => reading.state === 'arrived').length;
  // Kernel stacks do not tell an idle worker from one at a barrier.
  const idle = dump.source === 'proc' ? 0 : workers.filter((reading) => reading.state === 'idle').length;
  return { total: workers.length, wantModuleLock, arrived, idle, other: workers.length - wantModuleLock - arrived - idle };
}
