/**
 * Exports of log viewers that begin with the newest line are turned round.
 *
 * That they are shows in the head: its stamps (the wrapping's, else those of Redis) only go back. The lines are then kept, up to a limit, and
 * given on from the last one. Lines of one record (a cell, a message with newlines) stay in their order. Beyond the limit only the newest lines are read.
 */
import type { HoleKind, LineContext } from '../model/text.js';
import type { LineTaker } from './splitter.js';
import { parseRedisStamp, parseSyslogStamp } from './stamps.js';
import { isDigit, SPACE } from './wrapping/bytes.js';
import { SavedContext } from './wrapping/layer.js';
import { detectRedisLine } from './wrapping/redis-line.js';

export const MAX_TURNED_BYTES = 64 * 1024 * 1024;
const MAX_TURNED_LINES = 500_000;
const POOL_BYTES = 1024 * 1024;
const MIN_STEPS = 2;

const PAIRS = [
  [' is starting oO0OoO0', ', just started'],
  [' BUG REPORT START: ', ' crashed by signal: '],
] as const;

/** The moments of the lines of a head, in their order. */
export class OrderProbe implements LineTaker {
  private readonly wrapped: number[] = [];
  private readonly own: number[] = [];
  /** Line of the first of two lines that Redis always writes in this order, by pair. */
  private readonly begun = new Map<number, number>();
  private isInOrder = false;

  constructor(private readonly context: LineContext) {}

  take(bytes: Buffer, start: number, end: number): void {
    const { wrapTimeMs, wrapWallMs } = this.context;
    const wrap = Number.isNaN(wrapTimeMs) ? wrapWallMs : wrapTimeMs;
    if (!Number.isNaN(wrap)) this.wrapped.push(wrap);
    const own = stampOf(bytes, start, end);
    if (!Number.isNaN(own)) this.own.push(own);
    this.notePairs(bytes.subarray(start, Math.min(end, start + 400)));
  }

  hole(): void {}

  /** A clock that runs backwards looks like newest first, but a start and a report still stand in their order. Lines of one record always do. */
  private notePairs(line: Buffer): void {
    PAIRS.forEach(([first, second], pair) => {
      if (line.includes(first)) {
        if (!this.begun.has(pair)) this.begun.set(pair, this.context.line);
      } else if (line.includes(second)) {
        const at = this.begun.get(pair);
        if (at === undefined) this.begun.set(pair, Number.POSITIVE_INFINITY);
        else if (at < this.context.line) this.isInOrder = true;
      }
    });
  }

  get isNewestFirst(): boolean {
    if (this.isInOrder) return false;
    return onlyGoesBack(this.own) || (this.own.length <= MIN_STEPS && onlyGoesBack(this.wrapped));
  }
}

/** Servers whose lines are merged differ by some milliseconds, so a few steps forward say nothing. */
function onlyGoesBack(moments: readonly number[]): boolean {
  let back = 0;
  let forward = 0;
  for (let i = 1; i < moments.length; i++) {
    if (moments[i] < moments[i - 1]) back++;
    else if (moments[i] > moments[i - 1]) forward++;
  }
  return back >= MIN_STEPS && forward * 8 <= back && moments[moments.length - 1] < moments[0];
}

/** Of a line of Redis that stands at the start: its stamp, NaN when there is none. */
function stampOf(bytes: Buffer, start: number, end: number): number {
  if (!detectRedisLine(bytes, start, end)) return Number.NaN;
  const limit = Math.min(end, start + 64);
  for (let i = start + 1; i < limit; i++) {
    if (bytes[i - 1] !== SPACE && bytes[i - 1] !== 0x22) continue;
    if (!isDigit(bytes[i])) continue;
    const ms = parseRedisStamp(bytes, i, end);
    return Number.isNaN(ms) ? parseSyslogStamp(bytes, i, end) : ms;
  }
  return Number.NaN;
}

interface Item {
  place: SavedContext;
  bytes: Buffer;
  start: number;
  end: number;
  hole?: HoleKind;
  count: number;
}

export class Turner implements LineTaker {
  /** Older lines for which there was no room. */
  dropped = 0;
  private readonly items: Item[] = [];
  private bytes = 0;
  private pool = Buffer.alloc(0);
  private used = 0;

  constructor(
    private readonly target: LineTaker,
    private readonly context: LineContext,
  ) {}

  take(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.bytes + length > MAX_TURNED_BYTES || this.items.length >= MAX_TURNED_LINES) {
      this.dropped++;
      return;
    }
    if (this.used + length > this.pool.length) {
      this.pool = Buffer.allocUnsafeSlow(Math.max(length, this.bytes === 0 ? 4096 : POOL_BYTES));
      this.used = 0;
    }
    bytes.copy(this.pool, this.used, start, end);
    this.items.push({ place: this.here(), bytes: this.pool, start: this.used, end: this.used + length, count: 0 });
    this.used += length;
    this.bytes += length;
  }

  hole(kind: HoleKind, count: number): void {
    if (this.dropped === 0) this.items.push({ place: this.here(), bytes: this.pool, start: 0, end: 0, hole: kind, count });
  }

  /** Everything, from the oldest line on. */
  flush(): void {
    this.context.block = undefined;
    for (let stop = this.items.length; stop > 0; ) {
      let first = stop - 1;
      while (first > 0 && this.items[first - 1].place.line === this.items[first].place.line) first--;
      for (let i = first; i < stop; i++) this.deliver(this.items[i]);
      stop = first;
    }
    this.items.length = 0;
  }

  private deliver({ place, bytes, start, end, hole, count }: Item): void {
    place.restoreTo(this.context);
    if (hole === undefined) this.target.take(bytes, start, end);
    else this.target.hole(hole, count);
  }

  private here(): SavedContext {
    return new SavedContext().copyFrom(this.context);
  }
}
