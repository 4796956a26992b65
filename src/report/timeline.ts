import type { DiagnosedIncident } from '../diagnosis/diagnose.js';
import type { Facts, ProcessFact } from '../model/facts.js';
import { messageOf } from '../model/message.js';
import type { Cite } from '../model/origin.js';
import { citation, isoTime, span } from './cite.js';
import type { Severity, TimelineEntry } from './schema.js';

const BEFORE_MS = 120_000;
const AFTER_MS = 180_000;
const KEPT = 400;

interface Row {
  ms: number;
  process?: string;
  what: string;
  severity: Severity;
  type: string;
  durationMs?: number;
  cite?: Cite;
}

/** Events that tell the story of a server; everything else is in the records. */
const STORY: Record<string, string> = {
  'server-starting': 'start',
  ready: 'start',
  'ready-port': 'start',
  bye: 'stop',
  'shutdown-requested': 'stop',
  'shutdown-signal': 'signal',
  'config-changed': 'config',
  'workers-disabled': 'config',
  'workers-enabled': 'config',
  'workers-changing': 'config',
  'workers-reduce-scheduled': 'config',
  'ft-config-deprecated': 'config',
  'config-rewrite': 'config',
  'bgsave-started': 'child',
  'bgsave-ok': 'child',
  'slow-script': 'log',
  'watchdog-expired': 'log',
  'loading-done': 'log',
};

/** One timeline over all processes of the incident, gaps included. */
export function timelineOf(incident: DiagnosedIncident, facts: Facts): TimelineEntry[] {
  const members = new Set([...incident.members, ...incident.scope.server.map((process) => process.id)]);
  const inWindow = (ms: number) => Number.isNaN(incident.fromMs) || (ms >= incident.fromMs - BEFORE_MS && ms <= incident.toMs + AFTER_MS);
  const anomalies = new Map(incident.anomalies.toReversed().map((item) => [item.cite, item]));
  const cited = new Set<Cite>();
  const rows: Row[] = [];
  for (const bound of facts.events) {
    if (bound.process === undefined || !members.has(bound.process) || !inWindow(bound.timeMs)) continue;
    const story = STORY[bound.event.id];
    const anomaly = anomalies.get(bound.event);
    if (story === undefined && anomaly === undefined) continue;
    cited.add(bound.event);
    rows.push({
      ms: bound.timeMs,
      process: bound.process,
      what: messageOf(bound.event.text),
      severity: anomaly?.severity ?? 'info',
      type: story ?? 'log',
      cite: bound.event,
    });
  }
  for (const witness of facts.witnesses) {
    if (!inWindow(witness.timeMs) || witness.about === undefined || !members.has(witness.about) || witness.what === 'probe-ok') continue;
    if (cited.has(witness.cite)) continue;
    cited.add(witness.cite);
    rows.push({
      ms: witness.timeMs,
      process: witness.by,
      what: messageOf(witness.cite.text),
      severity: 'warning',
      type: 'witness',
      cite: witness.cite,
    });
  }
  addGaps(rows, incident, facts, members);
  addReports(rows, incident, members, facts);
  for (const change of facts.configChanges) {
    if (
      !inWindow(change.timeMs) ||
      (change.process !== undefined && !members.has(change.process)) ||
      change.attestedBy === 'module-line' ||
      change.attestedBy === 'deprecation-line'
    )
      continue;
    rows.push({
      ms: change.timeMs,
      process: change.process,
      what: `${change.option} set to ${change.to ?? '?'} (${change.attestedBy}, ${change.outcome})`,
      severity: 'warning',
      type: 'config',
      cite: change.cite,
    });
  }
  rows.sort(
    (a, b) =>
      (Number.isNaN(a.ms) ? 1 : Number.isNaN(b.ms) ? -1 : a.ms - b.ms) ||
      ((a.cite?.entry ?? '') < (b.cite?.entry ?? '')
        ? -1
        : (a.cite?.entry ?? '') > (b.cite?.entry ?? '')
          ? 1
          : (a.cite?.line ?? 0) - (b.cite?.line ?? 0)),
  );
  return fold(rows).slice(0, KEPT).map(toEntry);
}

function addGaps(rows: Row[], incident: DiagnosedIncident, facts: Facts, members: Set<string>): void {
  const { stuck } = incident;
  for (const silence of facts.silences) {
    if (!members.has(silence.process) || silence.benign !== undefined) continue;
    if (stuck !== undefined && !(silence.fromMs <= stuck.toMs && silence.toMs >= stuck.fromMs)) continue;
    if (stuck === undefined && !silence.heartbeatLost) continue;
    if (silence.process !== incident.victim && !silence.heartbeatLost) continue;
    rows.push({
      ms: silence.fromMs,
      process: silence.process,
      what: `${silence.mainOnly ? 'main is silent' : 'silence'} for ${span(silence.durationMs)} (ended by: ${silence.endedBy})`,
      severity: 'warning',
      type: 'gap',
      durationMs: silence.durationMs,
      cite: silence.before,
    });
    for (const other of silence.others)
      rows.push({
        ms: other.wallMs + (facts.processes.find((process) => process.id === silence.process)?.zoneShiftMs ?? 0),
        process: silence.process,
        what: `${messageOf(other.text)} (a child or a module thread, not main)`,
        severity: 'info',
        type: 'child',
        cite: other,
      });
  }
}

function addReports(rows: Row[], incident: DiagnosedIncident, members: Set<string>, facts: Facts): void {
  for (const crash of facts.crashes) {
    if (crash.process === undefined || !members.has(crash.process)) continue;
    const anomaly = incident.anomalies.find((item) => item.fromMs === crash.timeMs && item.process === crash.process);
    if (anomaly === undefined) continue;
    if (crash.frozen !== undefined && crash.frozen.forMs > 3000)
      rows.push({
        ms: crash.frozen.atMs,
        process: crash.process,
        what: "last moment of main's clock (server_time_usec of the report)",
        severity: 'critical',
        type: 'gap',
        durationMs: crash.frozen.forMs,
        cite: crash.frozen.cite,
      });
    rows.push({
      ms: crash.timeMs,
      process: crash.process,
      what: `${anomaly.label}: ${crash.originWhy}`,
      severity: 'critical',
      type: 'crash',
      cite: crash.report.lines.signal ?? crash.report.cite,
    });
  }
  for (const item of incident.anomalies) {
    if (item.what === 'killed')
      rows.push({
        ms: item.toMs,
        process: item.process,
        what: 'a new start follows without shutdown lines and without a report',
        severity: 'critical',
        type: 'restart',
        cite: item.cite,
      });
    else if (item.what === 'kernel' || item.what === 'container' || item.what === 'clock')
      rows.push({ ms: item.fromMs, process: item.process, what: item.label, severity: item.severity, type: 'log', cite: item.cite });
  }
}

/** Equal messages of one process in a row are folded. */
function fold(rows: Row[]): (Row & { repeated?: number })[] {
  const folded: (Row & { repeated?: number })[] = [];
  for (const row of rows) {
    const last = folded[folded.length - 1];
    if (
      last !== undefined &&
      last.process === row.process &&
      last.type === row.type &&
      row.type !== 'gap' &&
      sameTemplate(last.what, row.what)
    )
      last.repeated = (last.repeated ?? 1) + 1;
    else folded.push({ ...row });
  }
  return folded;
}

function sameTemplate(a: string, b: string): boolean {
  return a.replace(/\d+/g, '#') === b.replace(/\d+/g, '#');
}

function toEntry(row: Row & { repeated?: number }): TimelineEntry {
  return {
    time: isoTime(row.ms) ?? 'unknown',
    what: row.what,
    severity: row.severity,
    type: row.type,
    ...(row.process === undefined ? {} : { process: row.process }),
    ...(row.durationMs === undefined ? {} : { durationMs: Math.round(row.durationMs) }),
    ...(row.repeated === undefined ? {} : { repeated: row.repeated }),
    ...(row.cite === undefined ? {} : { citation: citation(row.cite, row.ms) }),
  };
}

export function processName(process: ProcessFact | undefined, labels: Map<string, string>): string {
  return process === undefined ? 'an unknown process' : (labels.get(process.id) ?? `pid ${process.pid}`);
}
