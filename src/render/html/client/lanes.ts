import type { Report } from '../../../report/schema.js';
import { epochMs } from '../../quantities.js';
import { ownProcesses, type View } from '../../view.js';
import type { StoryRow } from './story.js';

type Density = NonNullable<Report['density']>[number];

export const LEVELS = ['debug', 'verbose', 'notice', 'warning'] as const;

/** Stretch of a process' log with its counts: `counts[bin * 4 + level]`. */
export interface Segment {
  startMs: number;
  binMs: number;
  bins: number;
  counts: readonly number[];
}

export interface Silence {
  fromMs: number;
  toMs: number;
  /** The culprit's, in the time of the incident: what the report is about. Others may have had nothing to say. */
  grave: boolean;
  row: StoryRow;
}

/** One process over time. */
export interface Lane {
  id: string;
  name: string;
  detail: string;
  culprit: boolean;
  involved: boolean;
  /** Infinite in the wrong direction when nothing dates the process. */
  fromMs: number;
  toMs: number;
  segments: Segment[];
  silences: Silence[];
  /** Dated events in time order, and their times for the search. */
  marks: StoryRow[];
  markMs: Float64Array;
}

/** The last moment that a date can name. */
const LAST_DATE_MS = 8.64e15;

function segmentOf(density: Density): Segment | undefined {
  const startMs = epochMs(density.start);
  const bins = Math.ceil(density.counts.length / LEVELS.length);
  if (startMs === undefined || bins === 0 || !(density.binMs > 0) || startMs + bins * density.binMs > LAST_DATE_MS) return undefined;
  return { startMs, binMs: density.binMs, bins, counts: density.counts };
}

/** Neighbouring empty bins at the end of a curve are no coverage. */
function lastBinMs(segment: Segment): number {
  for (let index = segment.counts.length - 1; index >= 0; index--)
    if (segment.counts[index] > 0) return segment.startMs + (Math.floor(index / LEVELS.length) + 1) * segment.binMs;
  return segment.startMs;
}

function silenceOf(row: StoryRow, culprit: boolean, view: View): Silence {
  const [fromMs, toMs] = [row.ms, row.ms + (row.durationMs ?? 0)];
  const startMs = Math.max(fromMs, epochMs(view.incident?.from) ?? Number.NaN);
  const endMs = Math.min(toMs, epochMs(view.incident?.to) ?? Number.NaN);
  return { fromMs, toMs, grave: culprit && endMs - startMs >= (toMs - fromMs) / 2, row };
}

function within(ms: number, lane: Lane): void {
  if (ms < lane.fromMs) lane.fromMs = ms;
  if (ms > lane.toMs) lane.toMs = ms;
}

/** Those of the leading incident first, the culprit at the top; then the others as the report has them. */
export function lanesOf(view: View, story: readonly StoryRow[]): Lane[] {
  const members = view.incident?.processes ?? [];
  const ranks = new Map(members.map((id, at) => [id, at]));
  const processes = [...ownProcesses(view.report)].sort(
    (a, b) => (ranks.get(a.id) ?? members.length) - (ranks.get(b.id) ?? members.length),
  );
  const lanes = processes.map((process): Lane => {
    const port = process.port === undefined ? '' : `port ${process.port}`;
    return {
      id: process.id,
      name: view.short(process.id),
      detail: [process.role, port].filter((part) => part !== undefined && part !== '' && !view.short(process.id).includes(part)).join(', '),
      culprit: process.id === members[0],
      involved: ranks.has(process.id),
      fromMs: epochMs(process.from) ?? Number.POSITIVE_INFINITY,
      toMs: epochMs(process.to) ?? Number.NEGATIVE_INFINITY,
      segments: [],
      silences: [],
      marks: [],
      markMs: new Float64Array(0),
    };
  });
  const byId = new Map(lanes.map((lane) => [lane.id, lane]));
  // Fork children have no lane: what they say stands with their parent.
  for (const { id, parent } of view.report.processes) {
    const lane = byId.get(parent ?? '');
    if (lane !== undefined && !byId.has(id)) byId.set(id, lane);
  }
  for (const density of view.report.density ?? []) {
    const segment = segmentOf(density);
    const lane = byId.get(density.process);
    if (segment === undefined || lane === undefined) continue;
    lane.segments.push(segment);
    within(segment.startMs, lane);
    within(lastBinMs(segment), lane);
  }
  // What no process owns (a manager, the kernel) belongs to the incident as a whole.
  const elsewhere: StoryRow[] = [];
  for (const row of story) {
    if (Number.isNaN(row.ms)) continue;
    const lane = byId.get(row.process ?? '');
    if (lane === undefined) elsewhere.push(row);
    else if (row.kind === 'gap') lane.silences.push(silenceOf(row, lane.culprit, view));
    else lane.marks.push(row);
  }
  if (elsewhere.length > 0) lanes.push({ ...surroundings(), marks: elsewhere });
  for (const lane of lanes) {
    lane.markMs = Float64Array.from(lane.marks, (mark) => mark.ms);
    if (lane.markMs.length > 0) {
      within(lane.markMs[0], lane);
      within(lane.markMs[lane.markMs.length - 1], lane);
    }
  }
  return lanes.filter((lane) => lane.fromMs <= lane.toMs);
}

function surroundings(): Lane {
  return {
    id: '',
    name: 'surroundings',
    detail: 'kernel, managers',
    culprit: false,
    involved: false,
    fromMs: Number.POSITIVE_INFINITY,
    toMs: Number.NEGATIVE_INFINITY,
    segments: [],
    silences: [],
    marks: [],
    markMs: new Float64Array(0),
  };
}

/** First index whose time is not before `ms`. */
export function lowerBound(times: Float64Array, ms: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
