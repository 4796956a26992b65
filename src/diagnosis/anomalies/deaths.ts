import { signalName } from '../../facts/crashes.js';
import type { CrashFact, Facts } from '../../model/facts.js';
import type { Cite } from '../../model/origin.js';
import type { Anomaly } from './types.js';

export function deaths(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const crash of facts.crashes) {
    found.push({
      what: crash.inChild ? 'child-crash' : 'crash',
      family: 'death',
      // What dies while it loads may have damaged files: the same as a start that is refused.
      ...(crash.loading === true ? { families: new Set(['death', 'startup']) } : {}),
      process: crash.process,
      fromMs: crash.timeMs,
      toMs: crash.timeMs,
      severity: crash.inChild ? 'warning' : 'critical',
      label: crashLabel(crash),
      sort: crashSort(crash),
      cite: mostTelling(crash.report),
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
  return found;
}

/** The line that says why comes first, then the signal. */
function mostTelling(report: CrashFact['report']): Cite {
  const { lines } = report;
  return lines.words ?? lines.signal ?? lines.assertion ?? lines.panic ?? lines.oom ?? lines.exception ?? report.cite;
}

/** What happened and where: the first thing that a reader wants. */
export function crashLabel(crash: CrashFact): string {
  const { report } = crash;
  const at = (file: string | undefined, line: number | undefined) => (file === undefined || file === '' ? '' : ` (${file}:${line ?? '?'})`);
  if (report.outOfMemory !== undefined)
    return `out of memory${report.outOfMemory.bytes === undefined ? '' : `: ${report.outOfMemory.bytes} bytes asked for`}`;
  if (report.assertion !== undefined)
    return `assertion failed: ${report.assertion.expr}${at(report.assertion.file, report.assertion.line)}`;
  if (report.panic !== undefined) return `panic: ${report.panic.message}${at(report.panic.file, report.panic.line)}`;
  const words = report.lines.words === undefined ? undefined : report.lastWords?.find((item) => item.cite === report.lines.words);
  const signal = report.exception ?? (report.signal === undefined ? undefined : signalName(report.signal));
  if (words !== undefined) return `${words.message}${signal === undefined ? '' : `, ${signal}`}`;
  if (signal === undefined) return 'crash report';
  if (crash.origin === 'sent') return `${signal} sent${crash.sender === undefined ? '' : ` by process ${crash.sender.pid}`}`;
  return `${signal}${crash.place === undefined ? '' : ` in ${crash.place}`}`;
}

function crashSort(crash: CrashFact): string {
  const { report } = crash;
  if (report.assertion !== undefined) return `assertion ${report.assertion.expr}`;
  if (report.outOfMemory !== undefined) return 'out of memory';
  if (report.panic !== undefined) return `panic ${report.panic.message}`;
  return `signal ${report.signal ?? ''}`;
}
