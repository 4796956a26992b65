import type { Facts, ProcessFact } from '../../model/facts.js';
import type { KeptLine } from '../../model/records.js';
import type { Anomaly } from './types.js';

/** Lines with which a start ends well. */
export const READY: ReadonlySet<string> = new Set(['ready', 'ready-port', 'ready-socket']);
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

export function saidReady(process: ProcessFact): boolean {
  return process.runs.some((run) => run.events.some((event) => READY.has(event.id)));
}

/** Its start is in the log, its ready line is not, and such lines are logged: they are notices, at warning their absence means nothing. */
export function neverGotReady(process: ProcessFact): boolean {
  if (process.role === 'child' || process.role === 'sentinel' || process.end === 'clean-shutdown' || process.end === 'crash') return false;
  if (!process.runs.some((run) => run.banner) || saidReady(process)) return false;
  return process.runs.some((run) => (run.levels.notice?.count ?? 0) + (run.levels.verbose?.count ?? 0) > 0);
}

/** The warning with which a start ends that never became ready. */
export function lastWord(process: ProcessFact): KeptLine | undefined {
  if (!neverGotReady(process)) return undefined;
  const run = process.runs[process.runs.length - 1]!;
  const last = run.tail.findLast((line) => line.role !== 'C' && line.text.trim() !== '');
  if (last === undefined || last.level !== 'warning') return undefined;
  return run.events.some((event) => event.line === last.line && SURROUNDINGS.has(event.id)) ? undefined : last;
}
