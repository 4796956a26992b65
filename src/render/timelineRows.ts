import type { Incident, Report, TimelineEntry } from '../report/schema.js';
import { epochMs } from './quantities.js';

export interface TimelineRow {
  kind: 'event' | 'gap' | 'left-out';
  time: string;
  process?: string;
  what: string;
  severity: TimelineEntry['severity'];
  type?: string;
  durationMs?: number;
  /** Identical entries folded into this row; for `left-out`, the entries that are missing here. */
  times: number;
  citation?: TimelineEntry['citation'];
}

export interface TimelineSelection {
  rows: TimelineRow[];
  leftOut: number;
}

export const TIMELINE_CAP = 60;
/** Two sources of one silence end within this. */
const CLOCK_SLACK_MS = 1000;

function byTime<T extends { time: string }>(entries: readonly T[]): T[] {
  return [...entries].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

function rowOf(entry: TimelineEntry): TimelineRow {
  const kind = entry.type === 'gap' ? 'gap' : 'event';
  const { time, process, what, severity, type, durationMs, citation } = entry;
  return { kind, time, process, what, severity, type, durationMs, times: entry.repeated ?? 1, citation };
}

/** Identical neighbours become one row that says how often. */
function foldRepeats(rows: readonly TimelineRow[]): TimelineRow[] {
  const folded: TimelineRow[] = [];
  for (const row of rows) {
    const last = folded.at(-1);
    if (last && last.kind === 'event' && row.kind === 'event' && last.what === row.what && last.process === row.process)
      last.times += row.times;
    else folded.push({ ...row });
  }
  return folded;
}

/** A gap inside another one of the same process is no second silence: the same again is dropped, a later moment of it becomes an event. */
function withoutNestedGaps(rows: readonly TimelineRow[]): TimelineRow[] {
  const open = new Map<string, { startMs: number; endMs: number }>();
  return rows.flatMap((row): TimelineRow[] => {
    const startMs = epochMs(row.time);
    if (row.kind !== 'gap' || row.durationMs === undefined || startMs === undefined) return [row];
    const key = row.process ?? '';
    const outer = open.get(key);
    const endMs = startMs + row.durationMs;
    if (outer === undefined || startMs >= outer.endMs || endMs > outer.endMs + CLOCK_SLACK_MS) {
      open.set(key, { startMs, endMs });
      return [row];
    }
    return startMs === outer.startMs || row.what === 'no line' ? [] : [{ ...row, kind: 'event', durationMs: undefined }];
  });
}

const TYPE_WEIGHT: Record<string, number> = {
  gap: 100,
  crash: 70,
  signal: 60,
  config: 50,
  restart: 50,
  start: 40,
  stop: 40,
  witness: 40,
  dump: 30,
  child: 20,
};
const SEVERITY_WEIGHT = { critical: 80, warning: 40, info: 0 };

/** What stays when not all can stay: the gravest, then what is nearest to the start or end of the incident. */
function weightOf(row: TimelineRow, anchorsMs: readonly number[]): number {
  const at = epochMs(row.time);
  let nearest = Number.POSITIVE_INFINITY;
  if (at !== undefined) for (const anchor of anchorsMs) nearest = Math.min(nearest, Math.abs(at - anchor));
  const closeness = Number.isFinite(nearest) ? 60 / (1 + nearest / 10_000) : 0;
  return Math.max(TYPE_WEIGHT[row.type ?? ''] ?? 0, SEVERITY_WEIGHT[row.severity]) + closeness;
}

function withMarkers(rows: readonly TimelineRow[], kept: ReadonlySet<number>): TimelineRow[] {
  const out: TimelineRow[] = [];
  for (let at = 0; at < rows.length; at++) {
    const last = out.at(-1);
    if (kept.has(at)) out.push(rows[at]);
    else if (last?.kind === 'left-out') last.times++;
    else out.push({ kind: 'left-out', time: rows[at].time, what: '', severity: 'info', times: 1 });
  }
  return out;
}

/** Rows in time order, repeats folded, at most `cap` of them including the marks that say how many are left out where. */
export function timelineRows(
  entries: readonly TimelineEntry[],
  anchors: readonly (string | undefined)[],
  cap = TIMELINE_CAP,
): TimelineSelection {
  const rows = foldRepeats(withoutNestedGaps(byTime(entries).map(rowOf)));
  if (rows.length <= cap) return { rows, leftOut: 0 };
  const anchorsMs = anchors.flatMap((anchor) => epochMs(anchor) ?? []);
  const weights = rows.map((row) => weightOf(row, anchorsMs));
  const order = rows.map((_, index) => index).sort((a, b) => weights[b] - weights[a] || a - b);
  for (let keep = cap - 1; ; keep = Math.floor(keep * 0.9)) {
    const shown = withMarkers(rows, new Set(order.slice(0, keep)));
    if (shown.length <= cap || keep <= 1) return { rows: shown, leftOut: rows.length - Math.min(keep, rows.length) };
  }
}

type Silence = Report['silences'][number];

/** Longer than the process' own habit by chance once in a thousand. */
const SURPRISING = 3;

/** A pause is drawn when it is unusual for the process, or when it fills most of an incident of that process. Every log pauses. */
function isNotable(silence: Silence, incidents: readonly Incident[]): boolean {
  if (silence.benign !== undefined) return false;
  if (silence.surprise >= SURPRISING) return true;
  return incidents.some((incident) => {
    const [fromMs, toMs, startMs, endMs] = [incident.from, incident.to, silence.from, silence.to].map(
      (time) => epochMs(time) ?? Number.NaN,
    );
    return (
      incident.processes[0] === silence.process && toMs > fromMs && Math.min(toMs, endMs) - Math.max(fromMs, startMs) >= (toMs - fromMs) / 2
    );
  });
}

/** The silences worth a word, each once: two sources may tell of the same one. */
export function notableSilences(report: Report, incidents: readonly Incident[]): Silence[] {
  const seen = new Set<string>();
  return report.silences.filter((silence) => {
    const key = JSON.stringify([silence.process, silence.from]);
    if (seen.has(key) || !isNotable(silence, incidents)) return false;
    seen.add(key);
    return true;
  });
}

/** True when an entry already draws most of this silence: its bounds may be better known than those of the log. */
function isDrawn(silence: Silence, entries: readonly TimelineEntry[]): boolean {
  const startMs = epochMs(silence.from);
  return entries.some((entry) => {
    const gapMs = epochMs(entry.time);
    if (entry.type !== 'gap' || entry.process !== silence.process || startMs === undefined || gapMs === undefined) return false;
    const common = Math.min(startMs + silence.durationMs, gapMs + (entry.durationMs ?? 0)) - Math.max(startMs, gapMs);
    return common >= silence.durationMs / 2;
  });
}

/** Gaps for the notable silences that the entries do not draw. */
export function silencesAsEntries(report: Report, incidents: readonly Incident[], entries: readonly TimelineEntry[] = []): TimelineEntry[] {
  const gaps = entries.filter((entry) => entry.type === 'gap');
  const missing = notableSilences(report, incidents).filter((silence) => !isDrawn(silence, gaps));
  return missing.map((silence) => ({
    time: silence.from,
    process: silence.process,
    what: 'no line',
    severity: 'warning' as const,
    type: 'gap',
    durationMs: silence.durationMs,
    citation: silence.before,
  }));
}
