import type { DumpComparison, DumpFact, ThreadChange } from '../../model/facts.js';
import type { DumpSource } from '../../model/records.js';
import type { ThreadState } from '../../model/threads.js';

/** Stacks of one debugger can be compared with each other; Redis' own are another's words for the same functions. */
const FAMILIES: Partial<Record<DumpSource, string>> = {
  gdb: 'gdb',
  'gdb-info': 'gdb',
  pstack: 'gdb',
  'eu-stack': 'eu-stack',
  collector: 'collector',
  'redis-watchdog': 'redis',
  'redis-sigalrm': 'redis',
};
const MAX_PAIRS = 20;
const MAX_ROWS = 400;
/** Two pictures of a moment, taken by two commands, are one sample. */
const APART_MS = 500;
const OUTER = /^(?:main|aeMain|aeProcessEvents|processTimeEvents|beforeSleep|serverCron|databasesCron|libc_start_\w+)$/;
/** Every command passes through them: that two samples share them says nothing. */
const COMMON =
  /^(?:call|processCommand\w*|processInputBuffer|processPendingCommand\w*|readQueryFromClient|callHandler|connSocketEventHandler|RedisModuleCommandDispatcher|thread_do|moduleNotifyKeyspaceEvent)$/;

/** Two samples of one process, thread by thread: what stands, what goes on, what has moved. Dumps come in the order of the input. */
export function compareDumps(dumps: readonly DumpFact[]): DumpComparison[] {
  const series = new Map<string, DumpFact[]>();
  for (const dump of dumps) {
    const family = FAMILIES[dump.dump.source];
    if (family === undefined || dump.reading.states.length === 0 || dump.dump.sameStop === true) continue;
    const owner = dump.process ?? (dump.dump.pid > 0 ? `pid ${dump.dump.pid}` : dump.dump.entry);
    const key = `${family}\0${owner}`;
    series.set(key, [...(series.get(key) ?? []), dump]);
  }
  const found: DumpComparison[] = [];
  for (const list of series.values()) {
    list.sort((a, b) => (Number.isNaN(a.timeMs) || Number.isNaN(b.timeMs) ? 0 : a.timeMs - b.timeMs));
    for (let i = 1; i < list.length && found.length < MAX_PAIRS; i++)
      if (!(Math.abs(list[i].timeMs - list[i - 1].timeMs) < APART_MS)) found.push(compare(list[i - 1], list[i]));
  }
  return found;
}

function compare(first: DumpFact, second: DumpFact): DumpComparison {
  const before = byKey(first);
  const after = byKey(second);
  const rows: DumpComparison['rows'] = [];
  for (const [key, state] of before) {
    const later = after.get(key);
    // A thread that the second text does not show may be idle or cut off: only where all were printed it has gone.
    if (later === undefined && !(second.dump.allThreads && second.dump.incomplete.length === 0)) continue;
    rows.push(rowOf(state, later));
  }
  for (const [key, state] of after) if (!before.has(key) && first.dump.allThreads) rows.push({ ...rowOf(state, state), change: 'new' });
  tellCpu(rows, first, second);
  const main = rows.find((row) => row.role === 'main');
  return {
    ...(second.process === undefined ? {} : { process: second.process }),
    first: first.id,
    second: second.id,
    rows: rows.slice(0, MAX_ROWS),
    ...(main === undefined ? {} : { main: main.change }),
    gapMs: second.timeMs - first.timeMs,
  };
}

/** A thread that stands at one place and uses the processor works there; one that uses none waits. */
function tellCpu(rows: DumpComparison['rows'], first: DumpFact, second: DumpFact): void {
  const gapMs = second.timeMs - first.timeMs;
  if (!(gapMs > 0)) return;
  const used = new Map(first.dump.threads.flatMap((thread) => (thread.cpuMs === undefined ? [] : [[thread.tid, thread.cpuMs]])));
  for (const { cpuMs, tid } of second.dump.threads) {
    const before = used.get(tid);
    if (cpuMs === undefined || before === undefined) continue;
    const row = rows.find((item) => item.tid === tid);
    if (row?.second === undefined || row.second.state === 'idle') continue;
    const spent = Math.max(0, cpuMs - before);
    row.second = {
      ...row.second,
      doing: `${row.second.doing}; used ${(spent / 1000).toFixed(1)} s of CPU in ${(gapMs / 1000).toFixed(0)} s`,
    };
    if (row.change === 'same' && row.second.state === 'running' && spent > gapMs / 10) row.change = 'within';
  }
}

function byKey(dump: DumpFact): Map<string, ThreadState> {
  const known = new Map<string, ThreadState>();
  for (const state of dump.reading.states) {
    const key = state.role === 'main' ? 'main' : state.tid > 0 ? String(state.tid) : state.name;
    if (key !== '' && !known.has(key)) known.set(key, state);
  }
  return known;
}

function rowOf(first: ThreadState, second: ThreadState | undefined): DumpComparison['rows'][number] {
  const shown = second ?? first;
  return {
    tid: shown.tid,
    name: shown.name || first.name,
    role: shown.role,
    change: second === undefined ? 'gone' : changeOf(first, second),
    first: { state: first.state, doing: first.doing, stack: first.stack.slice(0, 12) },
    ...(second === undefined ? {} : { second: { state: second.state, doing: second.doing, stack: second.stack.slice(0, 12) } }),
    cite: shown.cite,
  };
}

/** `same`: not one function has changed. `within`: other functions below the same call, which therefore has not returned, or has been made again. */
export function changeOf(first: ThreadState, second: ThreadState): ThreadChange {
  if (first.state === 'idle' && second.state === 'idle') return 'same';
  if (first.state === 'idle' || second.state === 'idle') return 'moved';
  if (first.stack.join('\n') === second.stack.join('\n')) return 'same';
  let shared = 0;
  let telling = false;
  while (shared < first.stack.length && shared < second.stack.length && first.stack.at(-1 - shared) === second.stack.at(-1 - shared)) {
    const name = first.stack.at(-1 - shared)!;
    telling ||= !OUTER.test(name) && !COMMON.test(name) && name !== '??';
    shared++;
  }
  if (telling) return 'within';
  // A stack that was cut off has no common end: the innermost calls of both are compared.
  const inner = first.stack.slice(0, 6).filter((name) => !OUTER.test(name) && !COMMON.test(name) && name !== '??');
  const cut = ![first.stack, second.stack].every((stack) => stack.some((name) => OUTER.test(name)));
  return cut && inner.some((name) => second.stack.slice(0, 6).includes(name)) ? 'within' : 'moved';
}
