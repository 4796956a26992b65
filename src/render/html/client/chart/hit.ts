import { duration, stampOf } from '../../../quantities.js';
import { type Lane, LEVELS, lowerBound } from '../lanes.js';
import type { Range } from '../model.js';
import type { StoryRow } from '../story.js';
import { type Frame, MARK_SPACE, xOf } from './draw.js';
import { weightOf } from './glyphs.js';

const SHOWN = 50;

export interface Hit {
  lane: Lane;
  /** The gravest first; empty over bars and silences. */
  rows: StoryRow[];
  title: string;
  text: string;
}

/** Empty for what no date can name. */
export function clockOf(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '' : stampOf(date.toISOString()).clock;
}

function marksNear(lane: Lane, frame: Pick<Frame, 'range' | 'width'>, x: number): StoryRow[] {
  const perPixel = (frame.range.toMs - frame.range.fromMs) / frame.width;
  const atMs = frame.range.fromMs + x * perPixel;
  const rows: StoryRow[] = [];
  const end = lane.markMs.length;
  for (let at = lowerBound(lane.markMs, atMs - MARK_SPACE * perPixel); at < end && rows.length < SHOWN; at++) {
    if (xOf(frame, lane.markMs[at]) > x + MARK_SPACE) break;
    rows.push(lane.marks[at]);
  }
  return rows.sort((a, b) => weightOf(a) - weightOf(b) || a.ms - b.ms);
}

function linesAt(lane: Lane, atMs: number): string | undefined {
  for (const segment of lane.segments) {
    const bin = Math.floor((atMs - segment.startMs) / segment.binMs);
    if (bin < 0 || bin >= segment.bins) continue;
    const counts = LEVELS.map((_, level) => segment.counts[bin * LEVELS.length + level] ?? 0);
    const sum = counts.reduce((total, lines) => total + lines, 0);
    if (sum === 0) continue;
    const parts = LEVELS.flatMap((level, at) => (counts[at] > 0 ? [`${counts[at]} ${level}`] : [])).reverse();
    return `${sum} ${sum === 1 ? 'line' : 'lines'} in ${duration(segment.binMs)}: ${parts.join(', ')}`;
  }
  return undefined;
}

/** What is under a point of the chart. */
export function hitAt(lane: Lane, frame: { range: Range; width: number }, x: number): Hit | undefined {
  const rows = marksNear(lane, frame, x);
  const atMs = frame.range.fromMs + (x / frame.width) * (frame.range.toMs - frame.range.fromMs);
  if (rows.length > 0) {
    const more = rows.length > 1 ? ` (and ${rows.length - 1}${rows.length === SHOWN ? ' or more' : ''} near it)` : '';
    return { lane, rows, title: clockOf(rows[0].ms), text: `${rows[0].what}${more}` };
  }
  const silence = lane.silences.find((one) => atMs >= one.fromMs && atMs <= one.toMs);
  const lines = linesAt(lane, atMs);
  if (silence !== undefined && lines === undefined)
    return {
      lane,
      rows: [silence.row],
      title: `${clockOf(silence.fromMs)} – ${clockOf(silence.toMs)}`,
      text: `${duration(silence.row.durationMs ?? 0)} of silence`,
    };
  return lines === undefined ? undefined : { lane, rows: [], title: clockOf(atMs), text: lines };
}
