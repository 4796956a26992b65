/**
 * Lets a log of some other program through quickly: once 2 MB (some 20,000 lines) went by of which nothing was understood, pieces that hold none of
 * the telling words are only counted, and of others what stands before the word by more than a few lines. When something is understood, all is read again, until
 * 256 KB went by without.
 *
 * Pieces end at multiples of 64 KB in the entry, so that nothing depends on how the bytes came. An entry with one line of a log of Redis is read whole
 * from there on, as is one that is wrapped, turned round or no UTF-8.
 */
import { countLines, ints, memory } from '../kernel/kernel.js';
import { AT_FOREIGN, FOREIGN_BYTES, TEXT_LINES } from '../kernel/layout.js';
import type { HoleKind } from '../model/text.js';
import type { SinkSet } from './delivery.js';
import type { PieceTaker } from './encoding.js';
import { LF, type Splitter } from './splitter.js';
import { findTelling } from './telling.js';

export const FIRST_QUIET_BYTES = 2 * 1024 * 1024;
const QUIET_BYTES = 256 * 1024;
const PIECE_BYTES = 65_536;
/** What stands before a telling word may belong to it: the line of a logger above an exception. */
const CONTEXT_BYTES = 4096;

export class ForeignGate implements PieceTaker {
  /** May lines be passed over at all? Told once the head of the entry was seen. */
  mayPass = false;
  private quietBytes = FIRST_QUIET_BYTES;
  private state: 'reading' | 'line-start' | 'counting' = 'reading';
  /** Offset of what is kept, which begins with a line, and how much there is. */
  private from = 0;
  private length = 0;

  constructor(
    private readonly splitter: Splitter,
    private readonly sinks: SinkSet,
  ) {}

  feed(bytes: Buffer, from: number, lasting: boolean): void {
    if (!this.mayPass || !lasting) {
      this.splitter.feed(bytes, from, lasting);
      return;
    }
    for (let at = 0; at < bytes.length; ) at = this.step(bytes, at, from);
  }

  hole(kind: HoleKind, bytes: number, offset: number): void {
    this.readOn();
    this.splitter.hole(kind, bytes, offset);
  }

  end(): void {
    this.readOn();
  }

  /** Deals with a part of the bytes; answers where the next one begins. */
  private step(bytes: Buffer, at: number, from: number): number {
    if (this.state === 'counting') return this.collect(bytes, at);
    if (this.state === 'line-start') return this.toLineStart(bytes, at, from);
    const border = endOfPiece(from + at);
    const stop = border <= from + bytes.length && this.isQuiet(border) ? border - from : bytes.length;
    this.read(bytes, at, stop, from);
    if (from + stop === border && this.isQuiet(border)) this.state = 'line-start';
    return stop;
  }

  private isQuiet(offset: number): boolean {
    const last = this.sinks.understoodAt();
    return last !== undefined && offset - last > this.quietBytes;
  }

  private toLineStart(bytes: Buffer, at: number, from: number): number {
    const newline = bytes.indexOf(LF, at);
    const stop = newline < 0 ? bytes.length : newline + 1;
    this.read(bytes, at, stop, from);
    if (newline >= 0) {
      this.state = this.isQuiet(from + stop) ? 'counting' : 'reading';
      this.from = from + stop;
      this.length = 0;
    }
    return stop;
  }

  private read(bytes: Buffer, start: number, stop: number, from: number): void {
    const whole = start === 0 && stop === bytes.length;
    this.splitter.feed(whole ? bytes : bytes.subarray(start, stop), from + start, true);
  }

  private collect(bytes: Buffer, at: number): number {
    const room = endOfPiece(this.from + this.length) - this.from - this.length;
    const stop = Math.min(bytes.length, at + room);
    bytes.copy(memory, AT_FOREIGN + this.length, at, stop);
    this.length += stop - at;
    if (stop - at === room) this.judge();
    return stop;
  }

  /** The end of a piece: counts or reads what is kept of it, and keeps its last lines for the next one. */
  private judge(): void {
    const end = AT_FOREIGN + this.length;
    const lastLine = memory.lastIndexOf(LF, end - 1) + 1;
    if (lastLine <= AT_FOREIGN) {
      if (this.length + PIECE_BYTES > FOREIGN_BYTES) this.readOn('line-start');
      return;
    }
    const telling = findTelling(AT_FOREIGN, lastLine);
    const near = Math.max(AT_FOREIGN, (telling < 0 ? end : telling) - CONTEXT_BYTES);
    const before = near === AT_FOREIGN ? near : Math.max(AT_FOREIGN, memory.lastIndexOf(LF, near - 1) + 1);
    if (before > AT_FOREIGN) this.count(before);
    if (telling < 0) return;
    this.splitter.feed(this.kept(lastLine - before), this.from, false);
    this.drop(lastLine - before);
    if (!this.mayPass || !this.isQuiet(this.from)) {
      this.quietBytes = QUIET_BYTES;
      this.readOn();
    }
  }

  private count(stop: number): void {
    this.splitter.passOver(countLines(AT_FOREIGN, stop));
    this.sinks.passOver(ints[TEXT_LINES / 4]);
    this.drop(stop - AT_FOREIGN);
  }

  /** Reads what is kept, and what comes next as well. */
  private readOn(state: 'reading' | 'line-start' = 'reading'): void {
    if (this.state === 'counting' && this.length > 0) this.splitter.feed(this.kept(this.length), this.from, false);
    this.length = 0;
    this.state = state;
  }

  private kept(length: number): Buffer {
    return memory.subarray(AT_FOREIGN, AT_FOREIGN + length);
  }

  private drop(bytes: number): void {
    memory.copyWithin(AT_FOREIGN, AT_FOREIGN + bytes, AT_FOREIGN + this.length);
    this.from += bytes;
    this.length -= bytes;
  }
}

function endOfPiece(offset: number): number {
  return (Math.floor(offset / PIECE_BYTES) + 1) * PIECE_BYTES;
}
