import type { LineContext } from '../../model/text.js';
import { LogHeader } from './header.js';

/** A line put aside until the next one tells where it belongs: with its own copy of bytes, header and context. */
export class HeldLine {
  readonly header = new LogHeader();
  readonly bytes: Uint8Array;
  readonly context: LineContext;

  constructor(header: LogHeader, context: LineContext) {
    const { bytes, start, end } = header;
    this.bytes = Uint8Array.prototype.slice.call(bytes, start, end);
    this.context = { ...context, block: undefined };
    Object.assign(this.header, header);
    this.header.bytes = this.bytes;
    this.header.start = 0;
    this.header.end = this.bytes.length;
    if (header.message === bytes) {
      this.header.message = this.bytes;
      this.header.messageStart = header.messageStart - start;
      this.header.messageEnd = header.messageEnd - start;
    } else {
      this.header.message = header.message.slice();
    }
  }
}
