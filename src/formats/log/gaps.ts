import type { Gap, StampBasis } from '../../model/records.js';
import { RawLine } from './raw-line.js';

/** A yearless clock that falls by about a year has passed New Year. 1972, the year stamps without a year get, has 366 days. */
const YEAR_MS = 366 * 86_400_000;

interface Slot {
  durationMs: number;
  before: RawLine;
  after: RawLine;
}

/** The K longest pauses between consecutive lines. `minMs` is the length to beat: a line that does not costs one comparison. */
export class LongestGaps {
  minMs = 0;
  private readonly slots: Slot[] = [];
  private shortest = 0;

  constructor(private readonly limit: number) {
    if (limit === 0) this.minMs = Number.POSITIVE_INFINITY;
  }

  offer(durationMs: number, before: RawLine, after: RawLine): void {
    let slot = this.slots[this.shortest];
    if (this.slots.length < this.limit) {
      slot = { durationMs, before: RawLine.fresh(), after: RawLine.fresh() };
      this.slots.push(slot);
    }
    slot.durationMs = durationMs;
    slot.before.copyFrom(before);
    slot.after.copyFrom(after);
    if (this.slots.length < this.limit) return;
    this.shortest = 0;
    for (let i = 1; i < this.slots.length; i++) if (this.slots[i].durationMs < this.slots[this.shortest].durationMs) this.shortest = i;
    this.minMs = this.slots[this.shortest].durationMs;
  }

  /** Once. Longest first; equal ones in the order of the entry. Pauses that are also among `known` share their lines: most pauses of main are
   * pauses of the whole process, and a folder of a thousand logs holds a hundred thousand of them. */
  finish(entry: string, known: readonly Gap[] = []): Gap[] {
    const shared = new Map(known.map((gap) => [gap.before.offset, gap]));
    const gaps = this.slots
      .sort((a, b) => b.durationMs - a.durationMs || a.before.order - b.before.order)
      .map((slot) => {
        const same = shared.get(slot.before.offset);
        if (same !== undefined && same.after.offset === slot.after.offset && same.durationMs === slot.durationMs) return same;
        return { before: slot.before.keep(entry), after: slot.after.keep(entry), durationMs: slot.durationMs };
      });
    for (const { before, after } of this.slots.splice(0)) {
      before.giveBack();
      after.giveBack();
    }
    return gaps;
  }
}

const BINS = 40;

/** Histogram of pauses: bin i counts [2^i, 2^(i+1)) ms, bin 0 also 0 ms. */
export class Cadence {
  readonly bins: number[] = new Array<number>(BINS).fill(0);

  add(durationMs: number): void {
    if (durationMs < 2) this.bins[0]++;
    else if (durationMs < 0x7fffffff) this.bins[31 - Math.clz32(durationMs)]++;
    else this.bins[Math.min(BINS - 1, Math.floor(Math.log2(durationMs)))]++;
  }
}

/** Milliseconds from one line's clock to the next one's. */
export function pause(fromMs: number, toMs: number, basis: StampBasis): number {
  const gapMs = toMs - fromMs;
  return gapMs < -YEAR_MS / 2 && basis === 'yearless' ? gapMs + YEAR_MS : gapMs;
}
