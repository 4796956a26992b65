import { OURS } from '../../formats/side/pod-record.js';
import type { ChangeFact, Facts } from '../../model/facts.js';
import type { Anomaly } from './types.js';

/** What systemd, containers' runtimes, Kubernetes and the managers of Redis Enterprise say of servers: who ended them and why is often only there. */
export function orchestrators(facts: Facts): Anomaly[] {
  return [...containers(facts), ...services(facts), ...managers(facts), ...changes(facts)];
}

type Container = Facts['containers'][number];
type Manager = Facts['managers'][number];

/** Lists name every pod of a namespace: only those that speak of Redis are ours, where any does. */
function ours(records: readonly Container[]): readonly Container[] {
  const speaks = (record: Container) => OURS.test(`${record.name} ${record.fields.image ?? ''} ${record.fields.object ?? ''}`);
  const isList = (record: Container) => record.source === 'kubectl-events' || record.source === 'kubectl-get';
  return records.some(speaks) ? records.filter((record) => !isList(record) || speaks(record) || record.event === 'node-trouble') : records;
}

function containers(facts: Facts): Anomaly[] {
  return ours(facts.containers).flatMap((record) => {
    const weight = weightOf(record);
    if (weight === undefined) return [];
    const isStart = record.event === 'cannot-start';
    return [
      {
        what: isStart ? ('start-failed' as const) : ('container' as const),
        family: isStart ? 'startup' : 'death',
        process: record.process,
        fromMs: record.timeMs,
        toMs: record.timeMs,
        severity: weight,
        label: `${record.name}: ${record.message}`,
        cite: record.cite,
      },
    ];
  });
}

/** Exit codes of a process that was asked to end: SIGTERM, SIGINT. */
const ASKED = new Set([143, 130]);
/** What a probe prints when the server answers, and the answer is a refusal. */
const REFUSAL = /\b(?:MISCONF|LOADING|MASTERDOWN|NOAUTH|BUSY|OOM command|CLUSTERDOWN|READONLY)\b|No space left|timed? ?out/;

function weightOf(record: Container): Anomaly['severity'] | undefined {
  const { event, exitCode } = record;
  if (event === 'oom-killed' || event === 'evicted' || event === 'backoff' || event === 'cannot-start') return 'critical';
  if (event === 'killing') return /probe/.test(record.message) ? 'critical' : undefined;
  if (event === 'exited') return exitCode === undefined || exitCode === 0 ? undefined : ASKED.has(exitCode) ? 'info' : 'critical';
  if (event === 'probe-failed') return REFUSAL.test(record.message) ? 'warning' : 'info';
  if (event === 'restarted') return exitCode !== undefined && exitCode !== 0 && !ASKED.has(exitCode) ? 'critical' : 'info';
  return event === 'node-trouble' ? 'warning' : undefined;
}

const OF_SERVICES = new Set<Manager['event']>(['process-exited', 'process-killed', 'setup-failed', 'start-limit', 'timed-out', 'restart']);
const STOPPED = /^SIG(?:TERM|INT)$/;

/** systemd and shells: a unit that ends with an error did not start or died. */
function services(facts: Facts): Anomaly[] {
  return facts.managers.flatMap((record) => {
    if (!isService(record) || !OF_SERVICES.has(record.event)) return [];
    if (record.event === 'process-killed' && STOPPED.test(record.fields.signal ?? '')) return [];
    const killed = record.event === 'process-killed';
    const failed = !killed && record.event !== 'restart';
    return [
      {
        what: failed ? ('start-failed' as const) : ('event' as const),
        family: failed ? 'startup' : 'death',
        families: new Set(['startup', 'death']),
        process: record.process,
        fromMs: record.timeMs,
        toMs: record.timeMs,
        severity: record.event === 'restart' ? ('warning' as const) : ('critical' as const),
        label: (record.fields.message ?? record.cite.text).slice(0, 160),
        cite: record.cite,
      },
    ];
  });
}

function isService(record: Manager): boolean {
  return record.component === 'systemd' || record.component === 'shell';
}

function managers(facts: Facts): Anomaly[] {
  const runs = new Map(facts.processes.map((process) => [process.id, process]));
  return facts.managers.flatMap((record) => {
    if (isService(record)) return [];
    const family = familyOfManager(record, facts);
    if (family === undefined) return [];
    const process = runs.get(record.process ?? '');
    // A line of long ago, or of another start, says nothing of a shard that goes on.
    if (record.event === 'not-running' && process !== undefined && process.toMs > record.timeMs) return [];
    return [
      {
        what: 'event' as const,
        family,
        process: record.process,
        fromMs: record.timeMs,
        toMs: record.timeMs,
        severity: 'warning' as const,
        label: record.cite.text.slice(0, 160),
        cite: record.cite,
        state: endOf(record, facts),
      },
    ];
  });
}

function familyOfManager(record: Manager, facts: Facts): string | undefined {
  switch (record.event) {
    case 'node-down':
      return 'cluster';
    case 'process-killed':
      return record.process === undefined ? 'enterprise' : 'death';
    // The change tells of it, with where it stopped and whether it succeeded later.
    case 'state-machine-failed':
      return facts.changes.length > 0 ? undefined : 'enterprise';
    case 'socket-timeout':
      return record.process === undefined ? 'death' : undefined;
    case 'process-fatal':
    case 'process-died':
    case 'not-running':
    case 'shard-down':
    case 'alert':
    case 'check-failed':
      return 'enterprise';
    default:
      return undefined;
  }
}

/** A supervised program that was started again is over it. */
function endOf(record: Manager, facts: Facts): Anomaly['state'] {
  if (record.event !== 'process-died' && record.event !== 'process-killed') return undefined;
  const { program } = record.fields;
  const again = facts.managers.some(
    (other) => other.event === 'process-spawned' && other.fields.program === program && other.timeMs >= record.timeMs,
  );
  return again ? 'over' : undefined;
}

const FAILOVER_MS = 600_000;

function changes(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const change of facts.changes) {
    if (change.state === 'stuck') found.push(stuckChange(change));
    const isFailover = change.machine === 'SMRedisFailover' && (change.state === 'succeeded' || change.state === 'recovered');
    const saved = isFailover
      ? facts.managers.find((record) => record.event === 'node-down' && Math.abs(change.timeMs - record.timeMs) <= FAILOVER_MS)
      : undefined;
    if (saved === undefined) continue;
    const span = { fromMs: change.timeMs, toMs: change.endMs };
    const label = `${change.machine} of ${change.object} ended successfully`;
    found.push({
      what: 'event',
      family: 'cluster',
      process: saved.process,
      ...span,
      severity: 'info',
      label,
      cite: change.cite,
      state: 'over',
    });
  }
  return found;
}

function stuckChange(change: ChangeFact): Anomaly {
  const name = change.machine === '' ? 'a state machine' : change.machine;
  return {
    what: 'event',
    family: 'enterprise',
    process: change.process,
    fromMs: change.atMs,
    toMs: Number.isNaN(change.endMs) ? change.atMs : change.endMs,
    severity: 'critical',
    label: `${name} of ${change.object} stands in ${change.at ?? '?'}${change.error === undefined ? '' : `: ${change.error}`}`,
    cite: change.cites[0] ?? change.cite,
    state: 'going-on',
  };
}
