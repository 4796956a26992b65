import type { Report } from '../report/schema.js';
import { visible } from './escape.js';
import { duration, epochMs, stampOf } from './quantities.js';
import type { View } from './view.js';

type Density = NonNullable<Report['density']>[number];

const LEVELS = 4;
/** The last moment that a date can name. */
const LAST_DATE_MS = 8.64e15;
/** Below this a picture says less than the times. */
const MIN_COLUMNS = 8;
/** Stretches of one process; more would not be seen apart. */
const SEGMENTS = 100;
const BLOCKS = '▁▂▃▄▅▆▇█';
/** Inside the time a process was covered, without a line. */
const SILENT = '·';

export interface Sparkline {
  name: string;
  bars: string;
}

export interface DensityChart {
  lines: Sparkline[];
  /** The interval of the incident under the bars, and the two ends of the axis. */
  ruler: string;
  axis: string;
}

interface Window {
  fromMs: number;
  toMs: number;
}

function extentOf(density: Density): Window | undefined {
  const fromMs = epochMs(density.start);
  const bins = Math.ceil(density.counts.length / LEVELS);
  if (fromMs === undefined || bins === 0 || !(density.binMs > 0)) return undefined;
  const toMs = fromMs + bins * density.binMs;
  return toMs < LAST_DATE_MS ? { fromMs, toMs } : undefined;
}

/** The incident with as much before and after; all of the data when that is not much more. */
function windowOf(extents: readonly Window[], incident: Window | undefined): Window {
  const all = extents.reduce((sum, one) => ({ fromMs: Math.min(sum.fromMs, one.fromMs), toMs: Math.max(sum.toMs, one.toMs) }));
  if (incident === undefined) return all;
  const lengthMs = Math.max(incident.toMs - incident.fromMs, 60_000);
  if (all.toMs - all.fromMs <= 4 * lengthMs) return all;
  return { fromMs: Math.max(all.fromMs, incident.fromMs - lengthMs / 2), toMs: Math.min(all.toMs, incident.toMs + lengthMs / 2) };
}

interface Segment {
  density: Density;
  extent: Window;
}

function addLines(perColumn: number[], { density, extent }: Segment, window: Window): void {
  const columnMs = (window.toMs - window.fromMs) / perColumn.length;
  for (let index = 0; index < density.counts.length; index++) {
    const atMs = extent.fromMs + (Math.floor(index / LEVELS) + 0.5) * density.binMs;
    const column = Math.floor((atMs - window.fromMs) / columnMs);
    if (column >= 0 && column < perColumn.length) perColumn[column] += density.counts[index];
  }
}

/** The bars of one process, whose lines may come in several stretches. */
function bars(segments: readonly Segment[], window: Window, columns: number): string {
  const perColumn = new Array<number>(columns).fill(0);
  for (const segment of segments) addLines(perColumn, segment, window);
  const columnMs = (window.toMs - window.fromMs) / columns;
  const fromMs = Math.min(...segments.map((segment) => segment.extent.fromMs));
  const toMs = Math.max(...segments.map((segment) => segment.extent.toMs));
  const top = Math.log2(1 + Math.max(...perColumn, 1));
  return perColumn
    .map((lines, column) => {
      if (lines > 0) return BLOCKS[Math.min(BLOCKS.length - 1, Math.floor((Math.log2(1 + lines) / top) * (BLOCKS.length - 1)))];
      const startMs = window.fromMs + column * columnMs;
      return startMs + columnMs > fromMs && startMs < toMs ? SILENT : ' ';
    })
    .join('');
}

/** `├── 5 min 53 s ──┤` under the columns of the incident. */
function ruler(incident: Window, window: Window, columns: number): string {
  const scale = columns / (window.toMs - window.fromMs);
  const start = Math.min(columns - 1, Math.max(0, Math.floor((incident.fromMs - window.fromMs) * scale)));
  const end = Math.min(columns, Math.max(start + 1, Math.ceil((incident.toMs - window.fromMs) * scale)));
  const label = ` ${duration(incident.toMs - incident.fromMs)} `;
  const inner = end - start - 2;
  if (inner >= label.length) {
    const left = Math.floor((inner - label.length) / 2);
    return `${' '.repeat(start)}├${'─'.repeat(left)}${label}${'─'.repeat(inner - label.length - left)}┤`;
  }
  const mark = inner >= 0 ? `├${'─'.repeat(inner)}┤` : '↑';
  return start + mark.length + label.length <= columns
    ? `${' '.repeat(start)}${mark}${label.trimEnd()}`
    : `${label.trim()} ${mark}`.padStart(start + mark.length);
}

/** Log lines over time, one row a process, the leading incident's processes first; undefined when the report carries no counts. */
export function densityChart(view: View, maxColumns: number, rows = 4): DensityChart | undefined {
  const { report, incident } = view;
  const usable = (report.density ?? []).flatMap((density) => {
    const extent = extentOf(density);
    return extent === undefined ? [] : [{ density, extent }];
  });
  if (usable.length === 0) return undefined;
  const fromMs = epochMs(incident?.from);
  const toMs = epochMs(incident?.to);
  const span = fromMs !== undefined && toMs !== undefined && toMs >= fromMs ? { fromMs, toMs } : undefined;
  const window = windowOf(
    usable.map((one) => one.extent),
    span,
  );
  // A column narrower than a bin would show silence between the bins.
  const binMs = Math.max(...usable.slice(0, 1000).map((one) => one.density.binMs));
  const columns = Math.min(maxColumns, Math.floor((window.toMs - window.fromMs) / binMs));
  if (!(columns >= MIN_COLUMNS)) return undefined;
  const rank = (id: string) => (incident?.processes.includes(id) ? incident.processes.indexOf(id) : Number.MAX_SAFE_INTEGER);
  const byProcess = new Map<string, Segment[]>();
  for (const segment of usable) {
    if (segment.extent.toMs <= window.fromMs || segment.extent.fromMs >= window.toMs) continue;
    const segments = byProcess.get(segment.density.process) ?? [];
    if (segments.length < SEGMENTS) byProcess.set(segment.density.process, [...segments, segment]);
  }
  const chosen = [...byProcess].sort((a, b) => rank(a[0]) - rank(b[0])).slice(0, rows);
  const start = stampOf(new Date(window.fromMs).toISOString());
  const end = stampOf(new Date(window.toMs).toISOString());
  const [left, right] = [start.clock.slice(0, 8), end.clock.slice(0, 8)];
  return {
    lines: chosen.map(([id, segments]) => ({ name: visible(view.short(id), 40), bars: bars(segments, window, columns) })),
    ruler: span === undefined ? '' : ruler(span, window, columns),
    axis: `${left}${' '.repeat(Math.max(1, columns - left.length - right.length))}${right}`,
  };
}
