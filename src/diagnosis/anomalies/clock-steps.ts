import { isZoneChange } from '../../facts/zone-change.js';
import type { Facts } from '../../model/facts.js';
import type { Gap, LogRun } from '../../model/records.js';
import type { Anomaly, BenignReading } from './types.js';

const MIN_STEP_MS = 2000;

/** Time that runs backwards inside one run is the clock; an hour back in the night is the end of daylight saving time,
 * a year back in stamps without a year is New Year. */
export function clockSteps(facts: Facts, benign: BenignReading[]): Anomaly[] {
  const found: Anomaly[] = [];
  // A leap forward alone looks like a silence; the way back shows that it was the clock, and then the leap was the beginning.
  for (const silence of facts.silences) {
    if (silence.benign !== 'clock-step') continue;
    found.push({
      what: 'clock',
      family: 'clock',
      process: silence.process,
      fromMs: silence.fromMs,
      toMs: silence.fromMs,
      severity: 'warning',
      label: `the clock went forward by about ${Math.round(silence.durationMs / 1000)} s`,
      cite: silence.before,
    });
  }
  for (const process of facts.processes) {
    for (const run of process.runs) {
      for (const step of run.backSteps) {
        const back = step.before.wallMs - step.after.wallMs;
        if (back < MIN_STEP_MS) continue;
        if (run.stampBasis === 'yearless' && back > 300 * 86_400_000) continue;
        if (run.stampBasis === 'naive' && isEndOfDaylightSaving(step, run)) {
          benign.push({
            what: 'the stamps repeat a part of the night',
            why: 'end of daylight saving time: the stamps are local time',
            process: process.id,
            cite: step.after,
          });
          continue;
        }
        const at = step.after.wallMs + process.zoneShiftMs;
        found.push({
          what: 'clock',
          family: 'clock',
          process: process.id,
          fromMs: at,
          toMs: at,
          severity: 'warning',
          label: `the clock went back by ${Math.round(back / 1000)} s`,
          cite: step.after,
        });
      }
    }
  }
  return found;
}

const HOUR_MS = 3_600_000;
const SLACK_MS = 60_000;
/** With fewer lines than this any pause is possible. */
const MIN_LINES = 20;

/** In the small hours of a Sunday the stamps repeat one hour: they go back by an hour less the time that passed between the two lines, which
 * is no longer than this log is silent at other times. */
function isEndOfDaylightSaving(step: Gap, run: LogRun): boolean {
  if (isZoneChange(step.before.wallMs, step.after.wallMs, SLACK_MS)) return true;
  const local = new Date(step.after.wallMs);
  if (local.getUTCDay() !== 0 || local.getUTCHours() >= 4) return false;
  const lapseMs = HOUR_MS - (step.before.wallMs - step.after.wallMs);
  if (Math.abs(lapseMs) < SLACK_MS) return true;
  const longestMs = run.lines < MIN_LINES ? HOUR_MS : (run.gaps[0]?.durationMs ?? 0);
  return lapseMs > 0 && lapseMs <= longestMs && new Date(step.before.wallMs).getUTCHours() === local.getUTCHours();
}
