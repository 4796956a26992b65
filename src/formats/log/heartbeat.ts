import { SAME_TICK_MS } from '../../kernel/layout.js';
import type { LogRun, StampBasis } from '../../model/records.js';
import { Cadence, LongestGaps, pause } from './gaps.js';
import { RawLine } from './raw-line.js';

/** Lines that serverCron writes every five seconds at verbose level. Those of one tick count as one. */
export class Heartbeat {
  count = 0;
  readonly cadence = new Cadence();
  readonly gaps: LongestGaps;
  last: RawLine | undefined;
  private readonly first = new RawLine();

  constructor(gapCount: number) {
    this.gaps = new LongestGaps(gapCount);
  }

  add(line: RawLine, basis: StampBasis): void {
    if (this.last === undefined) {
      this.first.copyFrom(line);
      this.last = new RawLine();
    } else {
      const gapMs = pause(this.last.wallMs, line.wallMs, basis);
      if (gapMs >= 0 && gapMs < SAME_TICK_MS) return;
      this.cadence.add(gapMs);
      if (gapMs > this.gaps.minMs) this.gaps.offer(gapMs, this.last, line);
    }
    this.count++;
    this.last.copyFrom(line);
  }

  /** Heartbeats that were counted elsewhere, up to this line. */
  passed(count: number, last: RawLine): void {
    this.count += count;
    this.last?.copyFrom(last);
  }

  finish(entry: string): LogRun['heartbeat'] {
    if (this.last === undefined) return undefined;
    return {
      count: this.count,
      cadence: this.cadence.bins,
      first: this.first.keep(entry),
      last: this.last.keep(entry),
      gaps: this.gaps.finish(entry),
    };
  }
}
