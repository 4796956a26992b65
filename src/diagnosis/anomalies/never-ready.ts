import type { Facts, ProcessFact } from '../../model/facts.js';
import type { KeptLine } from '../../model/records.js';
import type { Anomaly } from './types.js';

const READY = new Set(['ready', 'ready-port', 'ready-socket']);
/** Warnings about the surroundings that every start may print: as the last line they say nothing. */
const SURROUNDINGS = new Set([
  'overcommit',
  'thp',
  'slow-clocksource',
  'kernel-warning',
  'backlog',
  'maxclients-reduced',
  'maxclients-requested',
  'ulimit-raised',
  'ulimit-refused',
  'server-starting',
  'version',
  'config-loaded',
  'server-initialized',
  'no-config-file',
  'running-mode',
]);

/** A server that began to start, never said that it is ready, and whose last word is a warning did not start, whatever the words of the warning:
 * refusals differ between versions and modules. */
export function neverReady(facts: Facts): Anomaly[] {
  return facts.processes.flatMap((process) => {
    const last = lastWord(process);
    if (last === undefined) return [];
    const at = last.wallMs + process.zoneShiftMs;
    return [
      {
        what: 'start-failed' as const,
        family: 'startup',
        process: process.id,
        fromMs: at,
        toMs: at,
        severity: 'critical' as const,
        label: `never became ready: ${last.text.slice(0, 120)}`,
        cite: last,
      },
    ];
  });
}

/** The warning with which a start ends that never became ready. */
export function lastWord(process: ProcessFact): KeptLine | undefined {
  if (process.role === 'child' || process.role === 'sentinel' || process.end === 'clean-shutdown' || process.end === 'crash')
    return undefined;
  if (!process.runs.some((run) => run.banner) || process.runs.some((run) => run.events.some((event) => READY.has(event.id))))
    return undefined;
  // Ready lines are notices: at warning their absence means nothing.
  if (process.runs.every((run) => (run.levels.notice?.count ?? 0) === 0 && (run.levels.verbose?.count ?? 0) === 0)) return undefined;
  const run = process.runs[process.runs.length - 1]!;
  const last = run.tail.findLast((line) => line.role !== 'C' && line.text.trim() !== '');
  if (last === undefined || last.level !== 'warning') return undefined;
  return run.events.some((event) => event.line === last.line && SURROUNDINGS.has(event.id)) ? undefined : last;
}
