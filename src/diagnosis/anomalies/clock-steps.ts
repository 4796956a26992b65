import type { Facts } from '../../model/facts.js';
import type { Anomaly, BenignReading } from './types.js';

const MIN_STEP_MS = 2000;

/** Time that runs backwards inside one run is the clock; an hour back in the small hours of a Sunday is the end of daylight saving time,
 * a year back in stamps without a year is New Year. */
export function clockSteps(facts: Facts, benign: BenignReading[]): Anomaly[] {
  const found: Anomaly[] = [];
  for (const process of facts.processes) {
    for (const run of process.runs) {
      for (const step of run.backSteps) {
        const back = step.before.wallMs - step.after.wallMs;
        if (back < MIN_STEP_MS) continue;
        const local = new Date(step.after.wallMs);
        if (run.stampBasis === 'yearless' && back > 300 * 86_400_000) continue;
        if (run.stampBasis === 'naive' && Math.abs(back - 3_600_000) < 60_000 && local.getUTCHours() < 4 && local.getUTCDay() === 0) {
          benign.push({
            what: 'the clock of the log goes back by one hour',
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
