import type { DiagnosedIncident } from '../diagnosis/diagnose.js';
import type { BoundEvent, Facts } from '../model/facts.js';

const ROLES: Partial<Record<BoundEvent['event']['role'], 'master' | 'replica'>> = { M: 'master', S: 'replica' };

/** What the culprit was when it began, where it was another thing at its end: a master that was paused comes back as a replica. Every line tells the role
 * of that moment (server.c serverLogRaw, the letter behind the pid). */
export function roleThen({ members, fromMs }: DiagnosedIncident, { processes, events }: Facts): 'master' | 'replica' | undefined {
  const culprit = processes.find((process) => process.id === members[0]);
  if (Number.isNaN(fromMs) || (culprit?.role !== 'master' && culprit?.role !== 'replica')) return undefined;
  let then: 'master' | 'replica' | undefined;
  for (const { process, timeMs, event } of events) {
    if (process === culprit.id && timeMs <= fromMs) then = ROLES[event.role] ?? then;
  }
  return then === culprit.role ? undefined : then;
}
