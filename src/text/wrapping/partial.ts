/** Lines that a container runtime cut into pieces of 16 KiB, joined again. */
import type { LineContext } from '../../model/text.js';
import type { LineTaker } from '../splitter.js';
import { SavedContext } from './layer.js';

const FIRST_BYTES = 65_536;

export class PartialLine {
  private buffer = Buffer.alloc(0);
  private length = 0;
  private dropped = 0;
  /** Where the first piece stood. */
  private readonly began = new SavedContext();
  private readonly resumed = new SavedContext();
  isOpen = false;

  constructor(
    private readonly next: LineTaker,
    private readonly context: LineContext,
    private readonly maxBytes: number,
  ) {}

  append(bytes: Buffer, start: number, end: number): void {
    if (!this.isOpen) {
      this.isOpen = true;
      this.began.copyFrom(this.context);
    }
    const length = Math.min(end - start, this.maxBytes - this.length);
    this.dropped += end - start - length;
    if (this.length + length > this.buffer.length) this.grow(this.length + length);
    bytes.copy(this.buffer, this.length, start, start + length);
    this.length += length;
  }

  /** Delivers the joined line with the place and time of its first piece. */
  finish(): void {
    if (!this.isOpen) return;
    const { length, dropped } = this;
    this.isOpen = false;
    this.length = 0;
    this.dropped = 0;
    this.resumed.copyFrom(this.context);
    this.began.restoreTo(this.context);
    this.next.take(this.buffer, 0, length);
    if (dropped > 0) this.next.hole('long-line', dropped);
    this.resumed.restoreTo(this.context);
  }

  private grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.min(Math.max(needed, this.buffer.length * 2, FIRST_BYTES), this.maxBytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
