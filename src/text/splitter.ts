/**
 * Bytes to physical lines. A line is (bytes, start, end) and is only valid during the call; nothing is allocated for it.
 *
 * `indexOf` is a vectorised search and does 10 GB per CPU second on lines of 230 bytes, a loop in JavaScript does 1 GB.
 * `split2` is not used here: it makes a string of every line (140-270 MB per CPU second) and needs time quadratic in the
 * length of a line that never ends. It fits where whole JSON lines are read from a stream that is trusted to have them.
 */
import { prepend } from '../kernel/kernel.js';
import type { HoleKind, LineContext } from '../model/text.js';

/** Takes the lines of one stage. `bytes.subarray(start, end)` has no line terminator. */
export interface LineTaker {
  take(bytes: Buffer, start: number, end: number): void;
  /** See LineSink. */
  steady?(bytes: Buffer, at: number, maxBytes: number): number;
  hole(kind: HoleKind, bytes: number): void;
}

export const LF = 0x0a;
export const CR = 0x0d;
const FIRST_CARRY = 4096;

export class Splitter {
  /** The last line had no newline. */
  cutEnd = false;
  lines = 0;
  /** Start of a line whose end has not come yet. */
  private carry = Buffer.allocUnsafe(FIRST_CARRY);
  private carryLength = 0;
  private carryOffset = 0;
  /** Bytes of the current line beyond the limit; its head has been delivered. */
  private skipped = 0;
  /** Something of the current physical line has been seen. */
  private open = false;
  private afterHole = false;

  constructor(
    private readonly context: LineContext,
    private readonly maxLineBytes: number,
    public target: LineTaker,
  ) {}

  /** Takes bytes that begin at offset `from` of the original entry. When they are not as long as the original (UTF-16),
   * they hold at most one newline, at their end. `lasting`: they stay as they are until the block is settled. */
  feed(bytes: Buffer, from: number, lasting: boolean): void {
    const whole = lasting && this.open ? this.joinOpen(bytes, from) : undefined;
    if (whole !== undefined) this.feedWhole(whole, this.carryOffset, true);
    else this.feedWhole(bytes, from, lasting);
  }

  private feedWhole(bytes: Buffer, from: number, lasting: boolean): void {
    const context = this.context;
    const limit = this.maxLineBytes;
    let at = this.open ? this.finishOpen(bytes, from) : 0;
    context.block = lasting ? bytes : undefined;
    while (at < bytes.length) {
      if (lasting && this.target.steady !== undefined) {
        context.line = this.lines;
        context.offset = from;
        at = this.target.steady(bytes, at, limit);
        this.lines = context.line;
      }
      const newline = bytes.indexOf(LF, at);
      if (newline < 0) break;
      context.line = this.lines + 1;
      context.offset = from + at;
      if (newline - at > limit) {
        this.target.take(bytes, at, at + limit);
        this.target.hole('long-line', newline - at - limit);
      } else {
        let stop = newline;
        while (stop > at && bytes[stop - 1] === CR) stop--;
        this.target.take(bytes, at, stop);
      }
      this.lines++;
      at = newline + 1;
    }
    if (at < bytes.length) {
      this.open = true;
      this.carryOffset = from + at;
      this.keep(bytes, at, bytes.length);
    }
  }

  /** Bytes were lost here: what came before is a line of its own, what follows begins another on the same physical line. */
  hole(kind: HoleKind, bytes: number, offset: number): void {
    this.flush(true);
    this.open = true;
    this.afterHole = true;
    this.context.line = this.lines + 1;
    this.context.offset = offset;
    this.target.hole(kind, bytes);
  }

  /** Lines that were counted elsewhere, while none is open. */
  passOver(lines: number): void {
    this.lines += lines;
  }

  end(): void {
    if (!this.open) return;
    this.cutEnd = true;
    this.flush(true);
    this.lines++;
    this.open = false;
  }

  /** Puts a short open line in front of the block, so that it is read like any other line: the bytes of both, undefined where that is not possible. */
  private joinOpen(bytes: Buffer, from: number): Buffer | undefined {
    const { carryLength } = this;
    if (this.afterHole || this.skipped > 0 || carryLength === 0 || this.carryOffset + carryLength !== from) return undefined;
    const whole = prepend(this.carry.subarray(0, carryLength), bytes);
    if (whole === undefined) return undefined;
    this.open = false;
    this.carryLength = 0;
    return whole;
  }

  /** Continues the open line; returns where the next one begins. */
  private finishOpen(bytes: Buffer, from: number): number {
    const newline = bytes.indexOf(LF);
    if (this.isEmpty()) this.carryOffset = from;
    this.keep(bytes, 0, newline < 0 ? bytes.length : newline);
    if (newline < 0) return bytes.length;
    this.flush(this.afterHole);
    this.afterHole = false;
    this.lines++;
    this.open = false;
    return newline + 1;
  }

  private isEmpty(): boolean {
    return this.carryLength === 0 && this.skipped === 0;
  }

  private keep(bytes: Buffer, start: number, end: number): void {
    const room = this.maxLineBytes - this.carryLength;
    const length = Math.min(end - start, room);
    this.skipped += end - start - length;
    if (length <= 0) return;
    const needed = this.carryLength + length;
    if (needed > this.carry.length) this.grow(needed);
    bytes.copy(this.carry, this.carryLength, start, start + length);
    this.carryLength = needed;
  }

  private grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.min(Math.max(needed, this.carry.length * 2), this.maxLineBytes));
    this.carry.copy(larger, 0, 0, this.carryLength);
    this.carry = larger;
  }

  private flush(dropEmpty: boolean): void {
    let stop = this.carryLength;
    const skipped = this.skipped;
    if (skipped === 0) while (stop > 0 && this.carry[stop - 1] === CR) stop--;
    this.carryLength = 0;
    this.skipped = 0;
    if (stop === 0 && dropEmpty) return;
    this.context.line = this.lines + 1;
    this.context.offset = this.carryOffset;
    this.target.take(this.carry, 0, stop);
    if (skipped > 0) this.target.hole('long-line', skipped);
  }
}
