import { DENSITY_BINS } from '../../kernel/layout.js';
import type { Density } from '../../model/records.js';

const LEVEL_COUNT = 4;
/** Lines whose level nobody tells are counted as notice. */
const UNTOLD_LEVEL = 2;
/** Width of a bin before any doubling. */
const FIRST_WIDTH_MS = 1000;

/** Lines per time bin and level. There are at most 256 bins; when a line falls outside, the width doubles and neighbours merge.
 * Bins are aligned to multiples of their width, so the outcome depends only on which lines there were. */
export class DensityCounter {
  widthMs = FIRST_WIDTH_MS;
  startMs = Number.NaN;
  private counts: number[] = [];
  /** Bin of the last line: the next line nearly always falls into it. */
  private binFromMs = Number.POSITIVE_INFINITY;
  private binToMs = Number.NEGATIVE_INFINITY;
  private at = 0;

  add(wallMs: number, level: number): void {
    this.moveTo(wallMs);
    this.counts[this.at + (level < 0 ? UNTOLD_LEVEL : level)]++;
  }

  /** Moves to the bin of a line, which may widen all of them. */
  moveTo(wallMs: number): void {
    if (wallMs < this.binFromMs || wallMs >= this.binToMs) this.move(wallMs);
  }

  /** Lines that were counted elsewhere, `counts[bin * 4 + level]`; the last of them at `lastMs`. */
  addBins(firstBin: number, lastBin: number, counts: Int32Array, lastMs: number): void {
    while (this.counts.length < (lastBin + 1) * LEVEL_COUNT) this.counts.push(0);
    for (let i = firstBin * LEVEL_COUNT; i < (lastBin + 1) * LEVEL_COUNT; i++) this.counts[i] += counts[i];
    this.moveTo(lastMs);
  }

  finish(): Density {
    return { binMs: this.widthMs, startMs: Number.isNaN(this.startMs) ? 0 : this.startMs, counts: this.counts };
  }

  private move(wallMs: number): void {
    if (Number.isNaN(this.startMs)) this.startMs = floorTo(wallMs, this.widthMs);
    while (wallMs < this.startMs || wallMs >= this.startMs + DENSITY_BINS * this.widthMs) this.cover(wallMs);
    const bin = Math.floor((wallMs - this.startMs) / this.widthMs);
    this.binFromMs = this.startMs + bin * this.widthMs;
    this.binToMs = this.binFromMs + this.widthMs;
    this.at = bin * LEVEL_COUNT;
    while (this.counts.length < this.at + LEVEL_COUNT) this.counts.push(0);
  }

  /** Moves the start back when the used bins still fit, else doubles the width. */
  private cover(wallMs: number): void {
    const used = this.counts.length / LEVEL_COUNT;
    if (wallMs < this.startMs) {
      const shift = Math.ceil((this.startMs - wallMs) / this.widthMs);
      if (shift + used <= DENSITY_BINS) {
        this.counts = new Array<number>(shift * LEVEL_COUNT).fill(0).concat(this.counts);
        this.startMs -= shift * this.widthMs;
        return;
      }
    }
    const widthMs = this.widthMs * 2;
    const startMs = floorTo(this.startMs, widthMs);
    const odd = Math.round((this.startMs - startMs) / this.widthMs);
    const merged = new Array<number>(Math.ceil((used + odd) / 2) * LEVEL_COUNT).fill(0);
    this.counts.forEach((count, i) => {
      merged[(((i >> 2) + odd) >> 1) * LEVEL_COUNT + (i & 3)] += count;
    });
    this.counts = merged;
    this.widthMs = widthMs;
    this.startMs = startMs;
  }
}

function floorTo(value: number, step: number): number {
  return Math.floor(value / step) * step;
}
