import { LEVELS, type Segment } from '../lanes.js';
import type { Range } from '../model.js';

/** Lines per second and level of each column of pixels. */
export function columnsOf(segments: readonly Segment[], range: Range, columns: number): Float64Array {
  const sums = new Float64Array(columns * LEVELS.length);
  const columnMs = (range.toMs - range.fromMs) / columns;
  for (const segment of segments) {
    const first = Math.max(0, Math.floor((range.fromMs - segment.startMs) / segment.binMs));
    const last = Math.min(segment.bins - 1, Math.floor((range.toMs - segment.startMs) / segment.binMs));
    for (let bin = first; bin <= last; bin++) {
      const startMs = segment.startMs + bin * segment.binMs;
      // A bin wider than a column fills all the columns that it covers.
      const from = Math.max(0, Math.floor((startMs - range.fromMs) / columnMs));
      const to = Math.min(columns - 1, Math.max(from, Math.ceil((startMs + segment.binMs - range.fromMs) / columnMs) - 1));
      const perSecond = 1000 / Math.max(segment.binMs, columnMs);
      for (let level = 0; level < LEVELS.length; level++) {
        const lines = segment.counts[bin * LEVELS.length + level] ?? 0;
        if (lines > 0) for (let column = from; column <= to; column++) sums[column * LEVELS.length + level] += lines * perSecond;
      }
    }
  }
  return sums;
}

export function tallest(columns: Float64Array): number {
  let top = 0;
  for (let at = 0; at < columns.length; at += LEVELS.length) {
    const sum = columns[at] + columns[at + 1] + columns[at + 2] + columns[at + 3];
    if (sum > top) top = sum;
  }
  return top;
}

/** One line beside a burst of thousands must still be seen: heights grow with the logarithm. */
export function heightOf(perSecond: number, top: number, room: number): number {
  if (perSecond <= 0) return 0;
  return Math.max(2, (Math.log1p(perSecond * 10) / Math.log1p(top * 10)) * room);
}
