import type { ChangeFact, Facts } from '../model/facts.js';
import type { ChangeRecord, EntryRecords } from '../model/records.js';
import type { ClockBook } from './clocks.js';
import type { Packages } from './packages.js';
import { compare } from './processes.js';

/** A machine that moved so long ago stands still: none of its states takes minutes without a line. */
const STANDS_STILL_MS = 300_000;

/** Runs of state machines: the log tells their steps, the configuration store and rladmin what they stopped with. A run that failed is mended when a later
 * run of the same machine on the same object succeeded. */
export function findChanges(entries: readonly EntryRecords[], clocks: ClockBook, packages: Packages): ChangeFact[] {
  const groups = new Map<string, ChangeFact[]>();
  const stored: { key: string; record: ChangeRecord }[] = [];
  for (const entry of entries) {
    for (const record of entry.records) {
      if (record.type !== 'change') continue;
      const key = `${packages.clusterOf(entry.entry)}\u0000${record.object}\u0000${record.machine}`;
      if (record.source !== 'log') stored.push({ key, record });
      else groups.set(key, [...(groups.get(key) ?? []), fromLog(record, clocks)]);
    }
  }
  for (const runs of groups.values()) settle(runs);
  for (const { key, record } of stored) addStored(groups, key, record);
  const all = [...groups.values()].flat();
  return all.sort((a, b) => (a.timeMs || 0) - (b.timeMs || 0) || compare(a.cite.entry, b.cite.entry) || a.cite.line - b.cite.line);
}

function fromLog(record: ChangeRecord, clocks: ClockBook): ChangeFact {
  const at = (stamp: ChangeRecord['stamp'] | undefined) => (stamp === undefined ? Number.NaN : clocks.ofStamp(record.entry, stamp));
  const steps = record.steps.map((step) => ({
    state: step.state,
    fromMs: at(step.entered),
    toMs: at(step.left),
    outcome: step.failed ? ('failed' as const) : step.left === undefined ? ('entered' as const) : ('done' as const),
    cite: step.cite,
  }));
  const last = steps.at(-1);
  const lastMs = Math.max(at(record.stamp) || 0, ...steps.flatMap((step) => [step.fromMs || 0, step.toMs || 0]));
  const failed = record.failedState === undefined ? undefined : steps.findLast((step) => step.state === record.failedState);
  const still = record.outcome === 'open' && at(record.seenUntil) - lastMs >= STANDS_STILL_MS;
  return {
    machine: record.machine,
    object: record.object,
    timeMs: at(record.stamp),
    endMs: record.outcome === 'open' ? Number.NaN : at(record.end),
    state: record.outcome === 'succeeded' ? 'succeeded' : record.outcome === 'failed' || still ? 'stuck' : 'running',
    at: record.outcome === 'succeeded' ? undefined : (record.failedState ?? last?.state),
    atMs: failed?.fromMs ?? last?.fromMs ?? at(record.stamp),
    error: record.error,
    retryState: record.retryState,
    shard: record.shard,
    heldBy: record.error !== undefined && record.errorCite !== undefined ? { text: record.error, cite: record.errorCite } : undefined,
    parameters: record.parameters,
    failures: record.outcome === 'failed' ? 1 : 0,
    steps,
    sources: ['log'],
    cite: record.cite,
    cites: [record.errorCite, failed?.cite, record.endCite, record.cite].filter((cite) => cite !== undefined),
  };
}

/** In the order of time: what failed and succeeded later is mended, what failed again and again is told with the last failure. */
function settle(runs: ChangeFact[]): void {
  runs.sort((a, b) => a.timeMs - b.timeMs);
  let failures = 0;
  for (const [place, run] of runs.entries()) {
    failures = run.state === 'succeeded' ? 0 : failures + run.failures;
    run.failures = failures;
    const later = runs.slice(place + 1);
    if (run.state === 'stuck' && later.some((other) => other.state === 'succeeded')) run.state = 'recovered';
    // A new run of a machine shows that the one before is no more.
    else if (run.state === 'running' && later.length > 0) run.state = 'recovered';
  }
}

function addStored(groups: Map<string, ChangeFact[]>, key: string, record: ChangeRecord): void {
  const runs = groups.get(key) ?? [];
  const open = runs.findLast((run) => run.state === 'stuck' || run.state === 'running');
  if (open !== undefined) {
    if (!open.sources.includes(record.source)) open.sources.push(record.source);
    open.error ??= record.error;
    open.retryState ??= record.retryState;
    open.shard ??= record.shard;
    open.at ??= record.failedState;
    if (record.errorCite !== undefined) open.cites.push(record.errorCite);
    if (record.outcome === 'failed') open.state = 'stuck';
    return;
  }
  if (record.outcome !== 'failed' && record.machine === '') return;
  runs.push({
    machine: record.machine,
    object: record.object,
    timeMs: Number.NaN,
    endMs: Number.NaN,
    state: record.outcome === 'failed' ? 'stuck' : 'running',
    at: record.failedState,
    atMs: Number.NaN,
    error: record.error,
    retryState: record.retryState,
    shard: record.shard,
    heldBy: undefined,
    parameters: record.parameters,
    failures: record.outcome === 'failed' ? 1 : 0,
    steps: [],
    sources: [record.source],
    cite: record.errorCite ?? record.cite,
    cites: [record.errorCite ?? record.cite],
  });
  groups.set(key, runs);
}

/** Lines about a run that a later run mended tell of no failure that is left. */
export function calmMended(facts: Facts): void {
  const stuck = new Set(facts.changes.filter((change) => change.state === 'stuck').map((change) => change.machine));
  const mended = new Set(
    facts.changes.filter((change) => change.state === 'recovered' && !stuck.has(change.machine)).map((change) => change.machine),
  );
  for (const record of facts.managers)
    if (record.event === 'state-machine-failed' && mended.has(record.fields.machine ?? '')) record.event = 'state-machine';
}

/** An alert that is cleared later is over; one that is raised again counts as raised. Alerts that nothing clears stay. */
export function pairAlerts(facts: Facts, packages: Packages): void {
  const open = new Map<string, Facts['managers']>();
  const dated = facts.managers.filter((record) => record.component === 'event_log').sort((a, b) => a.timeMs - b.timeMs);
  for (const record of dated) {
    const key = `${packages.clusterOf(record.entry)}\u0000${record.fields.type}\u0000${record.fields.object}`;
    if (record.fields.state === 'true') open.set(key, [...(open.get(key) ?? []), record]);
    if (record.fields.state !== 'false') continue;
    for (const raised of open.get(key) ?? []) {
      raised.event = raised.event === 'node-down' ? 'node-down' : 'alert-over';
      raised.fields.clearedMs = String(record.timeMs);
    }
    open.delete(key);
  }
}
