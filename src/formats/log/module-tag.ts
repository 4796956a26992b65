import { toText } from '../../text/decode.js';
import type { LogHeader } from './header.js';
import type { PatternMatcher } from './patterns.js';

const MAX_NAME = 64;

/** Steps over `<search> ` at the head of a message (moduleLogRaw in module.c; `<module>` when the context is detached), and
 * remembers the last tag, since a module logs in bursts. */
export class ModuleTag {
  /** '' for core lines. */
  name = '';
  /** The matcher's number of the name. */
  id = 0;
  /** First byte behind the tag. */
  textStart = 0;

  /** The last tag that was read: its name, number and bytes. */
  lastName = '';
  lastId = 0;
  lastBytes = new Uint8Array(0);

  constructor(private readonly matcher: PatternMatcher) {}

  read(header: LogHeader): void {
    const bytes = header.message;
    const start = header.messageStart;
    this.textStart = start;
    this.name = '';
    this.id = 0;
    if (start >= header.messageEnd || bytes[start] !== 0x3c) return;
    const limit = Math.min(header.messageEnd - 1, start + MAX_NAME);
    let close = start + 1;
    while (close < limit && isNameByte(bytes[close])) close++;
    if (close === start + 1 || bytes[close] !== 0x3e || bytes[close + 1] !== 0x20) return;
    this.textStart = close + 2;
    if (!this.isLast(bytes, start + 1, close)) {
      this.lastBytes = Uint8Array.prototype.slice.call(bytes, start + 1, close);
      this.lastName = toText(this.lastBytes, 0, this.lastBytes.length);
      this.lastId = this.matcher.moduleId(this.lastBytes, 0, this.lastBytes.length);
    }
    this.name = this.lastName;
    this.id = this.lastId;
  }

  private isLast(bytes: Uint8Array, start: number, end: number): boolean {
    const last = this.lastBytes;
    if (end - start !== last.length) return false;
    for (let i = 0; i < last.length; i++) if (bytes[start + i] !== last[i]) return false;
    return true;
  }
}

/** Letters, digits, `_ - . /`: module names are C identifiers in practice. */
function isNameByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x2d && byte <= 0x39) || byte === 0x5f;
}
