import type { CrashFact, Facts } from '../../model/facts.js';
import type { Anomaly } from './types.js';

export function deaths(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const crash of facts.crashes) {
    found.push({
      what: crash.inChild ? 'child-crash' : 'crash',
      family: 'death',
      process: crash.process,
      fromMs: crash.timeMs,
      toMs: crash.timeMs,
      severity: crash.inChild ? 'warning' : 'critical',
      label: crashLabel(crash),
      cite: crash.report.lines.signal ?? crash.report.lines.assertion ?? crash.report.lines.panic ?? crash.report.cite,
    });
  }
  const byId = new Map(facts.processes.map((process) => [process.id, process]));
  for (const process of facts.processes) {
    if (process.end !== 'killed' || process.role === 'child') continue;
    const restart = byId.get(process.next ?? '');
    found.push({
      what: 'killed',
      family: 'death',
      process: process.id,
      fromMs: process.toMs,
      // Lines of both may overlap by the moment in which a supervisor starts the next one.
      toMs: restart === undefined || Number.isNaN(restart.fromMs) ? process.toMs : Math.max(process.toMs, restart.fromMs),
      severity: 'critical',
      label: 'ends without shutdown lines and without a report',
      cite: process.endCite,
    });
  }
  for (const record of facts.sanitizers) {
    found.push({
      what: 'crash',
      family: 'death',
      process: record.process,
      fromMs: Number.NaN,
      toMs: Number.NaN,
      severity: 'critical',
      label: `${record.tool}: ${record.error}`,
      cite: record.cite,
    });
  }
  return found;
}

function crashLabel(crash: CrashFact): string {
  const { report } = crash;
  if (report.assertion !== undefined) return `assertion failed: ${report.assertion.expr}`;
  if (report.outOfMemory !== undefined) return 'out of memory';
  if (report.panic !== undefined) return `panic: ${report.panic.message}`;
  return `crash report${report.signal === undefined ? '' : `, signal ${report.signal}`}`;
}
