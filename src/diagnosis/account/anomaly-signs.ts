import type { Anomaly } from '../anomalies/index.js';
import { isTroubleId } from './line-signs.js';
import type { Sign, SignSource } from './sign.js';

/** What each sort of anomaly is to the account. */
const SOURCES: Record<Anomaly['what'], SignSource> = {
  crash: 'crash',
  'child-crash': 'crash',
  killed: 'death',
  stuck: 'silence',
  stacks: 'stacks',
  slow: 'slow-command',
  'start-failed': 'start',
  'open-child': 'log-line',
  kernel: 'kernel',
  container: 'container',
  clock: 'clock',
  clients: 'client',
  event: 'log-line',
};

/** Everything that a careful reader would stop at is a sign, whatever signatures make of it. */
export function anomalySigns(anomalies: readonly Anomaly[], suspected: ReadonlySet<Anomaly> = new Set()): Sign[] {
  return anomalies
    .filter((item) => item.severity !== 'info' && item.cite !== undefined && (!isOrdinary(item) || suspected.has(item)))
    .map((item) => ({
      source: SOURCES[item.what],
      what: item.label,
      severity: item.severity as Sign['severity'],
      process: item.process,
      fromMs: item.fromMs,
      toMs: item.toMs,
      count: 1,
      cites: [item.cite!],
      eventId: (item.cite as { id?: string }).id,
      about: item.about,
    }));
}

/** Lines of ordinary work that mean trouble only in number (full synchronisations, failovers): their signature counts them. */
function isOrdinary(item: Anomaly): boolean {
  const { id } = item.cite as { id?: string };
  return item.what === 'event' && id !== undefined && isTroubleId(id) === false;
}
