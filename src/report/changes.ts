import type { ChangeFact, Facts } from '../model/facts.js';
import { citation, isoTime } from './cite.js';
import type { Report } from './schema.js';

const KEPT = 60;
const ORDER: Record<ChangeFact['state'], number> = { stuck: 0, running: 1, recovered: 2, succeeded: 3 };

/** Changes by the cluster manager: what stands still first, then the latest. */
export function managerChangesOf(facts: Facts): NonNullable<Report['changes']> {
  const sorted = facts.changes
    .map((change, place) => ({ change, place }))
    .sort((a, b) => ORDER[a.change.state] - ORDER[b.change.state] || b.place - a.place);
  return sorted.slice(0, KEPT).map(({ change }) => ({
    machine: change.machine,
    object: change.object,
    state: change.state,
    from: isoTime(change.timeMs),
    to: isoTime(change.endMs),
    at: change.at,
    error: change.error,
    retryState: change.retryState,
    shard: change.shard,
    failures: change.failures,
    steps: change.steps.map((step) => ({
      state: step.state,
      outcome: step.outcome,
      from: isoTime(step.fromMs),
      to: isoTime(step.toMs),
    })),
    citation: citation(change.cites[0] ?? change.cite),
  }));
}
