import { MAX_KEPT_TEXT } from '../../model/origin.js';
import type { KeptLine, Role } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { LEVELS } from '../../model/text.js';
import { asBuffer, toText } from '../../text/decode.js';
import type { LogHeader } from './header.js';

const LOOP_BYTES = 128;
/** A line that the catalogue calls quiet is never shown as evidence of its own: its head is enough. */
export const QUIET_BYTES = 120;

const NO_BYTES = new Uint8Array(0);

/** Each run of a log needs some three hundred lines until it is over; in a folder of a thousand logs they are the same ones. */
const spare: RawLine[] = [];
const MAX_SPARE = 1024;
const MAX_SPARE_BYTES = 512;

/** A line's bytes with what its header said. The object is reused for line after line. A line of the block that is being read is
 * pointed to and copied only when it is still wanted at the end of the block (`settle`); it becomes text only when it turns out to
 * be worth keeping. */
export class RawLine {
  /** `bytes[start..end)` is the line, at most as much of it as is kept. */
  bytes: Uint8Array = NO_BYTES;
  start = 0;
  end = 0;
  /** The message lies in `message`, or in `bytes` where that is undefined. */
  messageStart = 0;
  messageEnd = 0;
  /** The message where it is not part of the line as written (JSON escapes). */
  message: Uint8Array | undefined;
  line = 0;
  offset = 0;
  wallMs = Number.NaN;
  level = -1;
  role: Role | '' = '';
  handler = false;
  module = '';
  /** Order of lines within the run; several logical lines may share a physical one. */
  order = 0;
  /** Memory of its own, as large as the longest line that was copied. */
  private own: Uint8Array = NO_BYTES;

  set(header: LogHeader, context: LineContext, module: string, order: number, maxBytes: number): void {
    const { bytes, start, end } = header;
    const piece = context.firstPiece ?? 0;
    const whole = piece > 0 ? start + piece : end;
    const stop = whole - start > maxBytes ? cutAtCharacter(bytes, start + maxBytes) : whole;
    this.bytes = bytes;
    this.start = start;
    this.end = stop;
    if (header.message === bytes && whole === end) {
      this.message = undefined;
      this.messageStart = Math.min(stop, header.messageStart);
      this.messageEnd = Math.min(stop, header.messageEnd);
    } else {
      this.message = header.message.slice(header.messageStart, Math.min(header.messageEnd, header.messageStart + MAX_KEPT_TEXT));
      this.messageStart = 0;
      this.messageEnd = this.message.length;
    }
    this.line = context.line;
    this.offset = context.offset;
    this.wallMs = header.handler ? header.epochMs : header.wallMs;
    this.level = header.level;
    this.role = header.role;
    this.handler = header.handler;
    this.module = module;
    this.order = order;
    if (bytes !== context.block) this.settle();
  }

  /** A line of the block whose message nobody will ask for, told in numbers. */
  setPlain(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    offset: number,
    wallMs: number,
    level: number,
    role: Role | '',
    module: string,
    order: number,
  ): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.message = undefined;
    this.messageStart = start;
    this.messageEnd = start;
    this.line = line;
    this.offset = offset;
    this.wallMs = wallMs;
    this.level = level;
    this.role = role;
    this.handler = false;
    this.module = module;
    this.order = order;
  }

  /** A line to copy into: one that a finished run gave back, where there is one. */
  static fresh(): RawLine {
    return spare.pop() ?? new RawLine();
  }

  /** Nobody may use the line any more. */
  giveBack(): void {
    if (spare.length < MAX_SPARE && this.own.length <= MAX_SPARE_BYTES) spare.push(this);
  }

  /** Copies the line out of memory that belongs to somebody else. */
  settle(): void {
    if (this.bytes !== this.own) this.copyBytes(this.bytes, this.start, this.end);
  }

  copyFrom(other: RawLine): void {
    this.message = other.message;
    this.messageStart = other.messageStart;
    this.messageEnd = other.messageEnd;
    this.line = other.line;
    this.offset = other.offset;
    this.wallMs = other.wallMs;
    this.level = other.level;
    this.role = other.role;
    this.handler = other.handler;
    this.module = other.module;
    this.order = other.order;
    this.copyBytes(other.bytes, other.start, other.end);
  }

  messageBytes(): Uint8Array {
    return this.message ?? this.bytes;
  }

  keep(entry: string): KeptLine {
    return {
      entry,
      line: this.line,
      offset: this.offset,
      text: toText(this.bytes, this.start, this.end),
      wallMs: this.wallMs,
      level: this.level < 0 ? '' : LEVELS[this.level],
      role: this.role,
      module: this.module,
    };
  }

  private copyBytes(from: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.own.length < length) this.own = Buffer.allocUnsafeSlow(Math.min(MAX_KEPT_TEXT, Math.max(128, length + (length >> 1))));
    copyBytes(from, start, end, this.own);
    if (this.message === undefined) {
      this.messageStart -= start;
      this.messageEnd -= start;
    }
    this.bytes = this.own;
    this.start = 0;
    this.end = length;
  }
}

/** Moves a cut back in front of a UTF-8 character that it would split. */
function cutAtCharacter(bytes: Uint8Array, at: number): number {
  let cut = at;
  while (cut > at - 4 && (bytes[cut] & 0xc0) === 0x80) cut--;
  return cut;
}

/** A loop beats a native copy on short lines, which needs a view object for each. */
function copyBytes(from: Uint8Array, start: number, end: number, to: Uint8Array): void {
  if (end - start > LOOP_BYTES) {
    asBuffer(from).copy(to, 0, start, end);
    return;
  }
  for (let i = start, k = 0; i < end; i++, k++) to[k] = from[i];
}
