import type { BoundEvent, Facts, SilenceFact } from '../../model/facts.js';
import type { Anomaly } from './types.js';

const SHUTDOWN_GRACE_MS = 5000;

/** "Slow script detected" gives the elapsed time; a SIGTERM that is not acted on shows a stuck main. */
export function scriptAndSignalAnomalies(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const bound of facts.events) {
    const { event, timeMs, process } = bound;
    if (event.id === 'slow-script') {
      const elapsed = Number(event.fields.ms ?? 0);
      found.push({
        what: 'stuck',
        family: 'death',
        process,
        fromMs: timeMs - elapsed,
        toMs: Math.max(timeMs, nextMainLine(facts, bound), stillInScript(facts, bound)),
        severity: 'warning',
        label: 'a script keeps main',
        cite: event,
        interval: true,
      });
    } else if (event.id === 'watchdog-expired') {
      found.push({
        what: 'stuck',
        family: 'death',
        process,
        fromMs: timeMs,
        toMs: Math.max(timeMs, nextMainLine(facts, bound)),
        severity: 'warning',
        label: 'the watchdog found main in one place',
        cite: event,
      });
    } else if (event.id === 'shutdown-signal') {
      const acted = facts.events.find(
        (other) => other.process === process && other.event.id === 'shutdown-requested' && other.timeMs >= timeMs - 2000,
      );
      const until = acted?.timeMs ?? facts.crashes.find((crash) => crash.process === process && crash.timeMs >= timeMs)?.timeMs;
      if (
        until !== undefined &&
        until - timeMs > SHUTDOWN_GRACE_MS &&
        !facts.events.some((other) => other.process === process && other.event.id === 'shutdown-waiting')
      ) {
        found.push({
          what: 'stuck',
          family: 'death',
          process,
          fromMs: timeMs,
          toMs: until,
          severity: 'critical',
          label: 'SIGTERM arrived and main did not act on it',
          cite: event,
        });
      } else if (until === undefined) {
        const silence = ignoring(facts, bound);
        if (silence !== undefined && !found.some((item) => item.process === process && item.fromMs === silence.fromMs))
          found.push({
            what: 'stuck',
            family: 'death',
            process,
            fromMs: silence.fromMs,
            toMs: silence.toMs,
            severity: 'critical',
            label: 'SIGTERM arrived again and again, and main did not act on it',
            cite: event,
            interval: true,
          });
      }
    }
  }
  return found;
}

/** The silence of main at the end of a log in which its handler wrote down a request to stop. */
function ignoring(facts: Facts, { process, timeMs }: BoundEvent): SilenceFact | undefined {
  return facts.silences.find(
    (item) =>
      item.process === process &&
      item.endedBy === 'end-of-log' &&
      item.mainOnly &&
      item.fromMs <= timeMs &&
      item.toMs - timeMs > SHUTDOWN_GRACE_MS,
  );
}

/** Redis serves a few commands and its cluster bus while a script runs, so main may log; a report that still shows the script dates its end. */
function stillInScript(facts: Facts, bound: BoundEvent): number {
  const crash = facts.crashes.find((item) => item.process === bound.process && !item.inChild && item.timeMs >= bound.timeMs);
  const dump = facts.dumps.find((item) => item.id === crash?.dump);
  return crash !== undefined && (dump?.reading.main?.activity === 'script' || /^(EVAL|EVALSHA|FCALL)/i.test(crash.command?.argv[0] ?? ''))
    ? crash.timeMs
    : bound.timeMs;
}

function isOrdinary(silence: SilenceFact): boolean {
  return !silence.heartbeatLost && silence.baseline.maxOtherMs >= silence.durationMs / 2;
}

/** The next line of main ends what kept it. */
function nextMainLine(facts: Facts, bound: BoundEvent): number {
  const silence = facts.silences.find(
    (item) =>
      item.process === bound.process && item.fromMs <= bound.timeMs + 1 && item.toMs > bound.timeMs && item.endedBy !== 'end-of-log',
  );
  // A log that is silent as long at other times does not show that main stood still until its next line.
  if (silence !== undefined) return isOrdinary(silence) ? bound.timeMs : silence.toMs;
  const process = facts.processes.find((item) => item.id === bound.process);
  let next = Number.POSITIVE_INFINITY;
  for (const run of process?.runs ?? [])
    for (const line of [...run.tail, ...run.events])
      if (line.line > bound.event.line && line.entry === bound.event.entry && line.module === '' && 'handler' in line !== true)
        next = Math.min(next, line.wallMs + (process?.zoneShiftMs ?? 0));
  return Number.isFinite(next) ? next : bound.timeMs;
}
