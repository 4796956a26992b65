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

/** A copy of a line's bytes with what its header said. The object is reused for line after line, and becomes text only
 * when the line turns out to be worth keeping: a copy costs about 30 ns, a string ten times that. */
export class RawLine {
  bytes: Uint8Array = NO_BYTES;
  length = 0;
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

  set(
    header: LogHeader,
    bytes: Uint8Array,
    start: number,
    end: number,
    context: LineContext,
    module: string,
    order: number,
    maxBytes: number,
  ): void {
    const stop = end - start > maxBytes ? cutAtCharacter(bytes, start + maxBytes) : end;
    const length = stop - start;
    if (this.bytes.length < length) this.bytes = Buffer.allocUnsafeSlow(Math.min(MAX_KEPT_TEXT, Math.max(128, length + (length >> 1))));
    copyBytes(bytes, start, stop, this.bytes);
    this.length = length;
    if (header.message === bytes) {
      this.message = undefined;
      this.messageStart = Math.min(length, header.messageStart - start);
      this.messageEnd = Math.min(length, header.messageEnd - start);
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
  }

  copyFrom(other: RawLine): void {
    if (this.bytes.length < other.length) this.bytes = Buffer.allocUnsafeSlow(Math.max(128, other.length));
    copyBytes(other.bytes, 0, other.length, this.bytes);
    this.length = other.length;
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
  }

  messageBytes(): Uint8Array {
    return this.message ?? this.bytes;
  }

  keep(entry: string): KeptLine {
    return {
      entry,
      line: this.line,
      offset: this.offset,
      text: toText(this.bytes, 0, this.length),
      wallMs: this.wallMs,
      level: this.level < 0 ? '' : LEVELS[this.level],
      role: this.role,
      module: this.module,
    };
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
