import type { DumpFact, Facts, SilenceFact } from '../../model/facts.js';
import { cycleBroken } from '../ask-threads.js';
import type { Anomaly } from './types.js';

/** A dump without a clock was taken while the process hung: in its longest silence, if one stands out. */
function longestSilence(facts: Facts, process: string | undefined): SilenceFact | undefined {
  const mine = facts.silences
    .filter((silence) => silence.process === process && silence.benign === undefined)
    .sort((a, b) => b.durationMs - a.durationMs);
  return mine[0] !== undefined && mine[0].durationMs >= 2 * (mine[1]?.durationMs ?? 0) ? mine[0] : undefined;
}

const WAITS = new Set(['lock-wait', 'barrier-wait', 'pool-resize', 'pool-init', 'sleep', 'stopped', 'disk', 'fork-wait', 'script']);

/** Stacks in which a thread dies show what it was about, not that it stood there; a signal that was sent may have ended a wait. */
function isOfDeath(facts: Facts, dump: DumpFact): boolean {
  const crash = facts.crashes.find((item) => item.report.dump === dump.dump);
  return crash !== undefined && !(crash.origin === 'sent' && WAITS.has(dump.reading.main?.activity ?? ''));
}

export function stackAnomalies(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const dump of facts.dumps) {
    const { graph, main } = dump.reading;
    const cycle = graph.cycles.length > 0 && !cycleBroken(facts, dump);
    const around = Number.isNaN(dump.timeMs)
      ? longestSilence(facts, dump.process)
      : facts.silences.find(
          (silence) => silence.process === dump.process && silence.fromMs <= dump.timeMs && silence.toMs >= dump.timeMs - 1000,
        );
    const inReport = dump.dump.source === 'redis-report' || isOfDeath(facts, dump);
    const busy = main !== undefined && !['idle', 'unknown', 'loading'].includes(main.activity);
    if (!cycle && (inReport || !busy) && !(main?.activity === 'stopped')) continue;
    found.push({
      what: 'stacks',
      family: 'death',
      process: dump.process,
      fromMs: around?.fromMs ?? dump.timeMs,
      toMs: around?.toMs ?? dump.timeMs,
      severity: cycle ? 'critical' : 'warning',
      interval: around !== undefined,
      label: cycle ? 'threads wait for each other in a cycle' : `main: ${main?.detail ?? 'busy'}`,
      cite: main?.cite ?? dump.dump.cite,
    });
  }
  for (const record of facts.procs) {
    if (!/^[Tt]\b/.test(record.state ?? '') || record.process === undefined) continue;
    const process = facts.processes.find((item) => item.id === record.process);
    const parent =
      process?.role === 'child' ? facts.processes.find((item) => item.role !== 'child' && item.pid === process.parentPid) : undefined;
    found.push({
      what: process?.role === 'child' ? 'stacks' : 'stuck',
      family: 'death',
      process: parent?.id ?? record.process,
      fromMs: Number.NaN,
      toMs: Number.NaN,
      severity: process?.role === 'child' ? 'warning' : 'critical',
      label: `${process?.role === 'child' ? 'fork child in' : 'process'} state ${record.state}`,
      cite: record.stateCite ?? record.cite,
    });
  }
  for (const child of facts.openChildren)
    found.push({
      what: 'open-child',
      family: 'death',
      process: child.process,
      fromMs: child.fromMs,
      toMs: child.toMs,
      severity: 'warning',
      label: `the ${child.what} of child ${child.pid} does not end`,
      cite: child.cite,
    });
  return found;
}
