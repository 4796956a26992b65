import type { LogRun } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';

const MAX_SAMPLES = 24;
/** A new sample is worth keeping when its difference moved by this much (DST, a step of the clock). */
const MOVED_MS = 600_000;
const HANDLER_SOURCE = 'signal-handler';

type Sample = LogRun['zoneSamples'][number];

/** Collects moments known on two axes: the line's own wall clock and UTC. A wrapper (Docker, journald…) gives one for each
 * line, of which the first few and those where the difference moves are kept; a signal handler prints UTC seconds between two
 * lines with a wall clock, of which both are kept: whichever is nearer tells the zone. */
export class ZoneSampler {
  private readonly samples: Sample[] = [];
  private lastWallMs = Number.NaN;
  private handlerMs = Number.NaN;
  private movedFromMs = Number.NaN;
  private wrapped = 0;

  stamped(line: { wallMs: number }, context: LineContext): void {
    const wallMs = line.wallMs;
    this.lastWallMs = wallMs;
    if (this.handlerMs > 0) {
      this.push(wallMs, this.handlerMs, HANDLER_SOURCE);
      this.handlerMs = Number.NaN;
    }
    const utcMs = context.wrapTimeMs;
    if (Number.isNaN(utcMs)) return;
    const differenceMs = utcMs - wallMs;
    if (this.wrapped >= 3 && Math.abs(differenceMs - this.movedFromMs) < MOVED_MS) return;
    this.wrapped++;
    this.movedFromMs = differenceMs;
    this.push(wallMs, utcMs, context.wrapping);
  }

  handler(epochMs: number): void {
    if (!Number.isNaN(this.lastWallMs)) this.push(this.lastWallMs, epochMs, HANDLER_SOURCE);
    this.handlerMs = epochMs;
  }

  /** A handler's line waits for the next one with a wall clock. */
  get isWaiting(): boolean {
    return this.handlerMs > 0;
  }

  /** Lines without a wrapper's stamp went by; this is the clock of the last of them. */
  passed(wallMs: number): void {
    this.lastWallMs = wallMs;
  }

  finish(): Sample[] {
    return this.samples;
  }

  private push(wallMs: number, utcMs: number, source: string): void {
    if (this.samples.length < MAX_SAMPLES) this.samples.push({ wallMs, utcMs, source });
  }
}
