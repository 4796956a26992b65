import type { Role, StampBasis } from '../../model/records.js';
import type { Level } from '../../model/text.js';
import { viewOf } from '../../text/decode.js';
import { CLOCK_BYTES, lastStamp, parseClockMs, parseRedisStamp } from '../../text/stamps.js';
import { DayHead } from './day-head.js';

/** Everything before the message of a line that Redis or Valkey logged, read from bytes without allocation.
 *
 *     [4311] 23 Nov 08:04:35.113 * message                      Redis 2.x            redis.c redisLogRaw
 *     18284:M 23 Nov 06:22:00.326 * message                     3.0 to 4.0           server.c serverLogRaw
 *     18284:M 23 Nov 2026 06:22:00.326 # message                5.0 and later        server.c serverLogRaw
 *     [4938 | signal handler] (1795421105) message              2.6 to 3.0      redisLogFromHandler
 *     31207:31215:M 14 Jul 2025 21:50:03.117 * message                  KeyDB: pid, thread id, role
 *     22 Jan 10:00:00 - message                 Redis 1.x            redis.c redisLog: no pid, no milliseconds
 *     18284:signal-handler (1795416521) message                 3.2 and later        serverLogFromHandler
 *     18284:M 2026-11-23T01:53:54.112-05:00 * message           Valkey 8.1+ log-timestamp-format iso8601, milliseconds
 *     pid=17673 role=primary timestamp="…" level=notice message="…"     Valkey 8.1+ log-format logfmt
 *     {"pid":17531,"role":"primary","timestamp":"…","level":"warning","message":"…"}   log-format json
 *
 * Does not read raw lines (crash report bodies, the ASCII logo): those carry no header. */
export class LogHeader {
  pid = 0;
  /** '' when the notation does not tell (2.x, signal handlers). */
  role: Role | '' = '';
  /** Index into LEVELS (debug 0 … warning 3), -1 when unknown. */
  level = -1;
  /** Wall-clock milliseconds as if the wall clock were UTC; true UTC when the basis is 'absolute'. NaN for signal-handler
   * lines, whose clock is `epochMs`. */
  wallMs = Number.NaN;
  basis: StampBasis = 'none';
  handler = false;
  epochMs = Number.NaN;
  dialect = '';
  /** The line itself. */
  bytes: Uint8Array = NO_BYTES;
  start = 0;
  end = 0;
  /** Where the message stands: usually the line itself, a scratch buffer when it had to be unescaped. */
  message: Uint8Array = NO_BYTES;
  messageStart = 0;
  messageEnd = 0;
  /** Pid, role and date of the last line, as written: consecutive lines share them. */
  readonly day = new DayHead();

  /** True when the line has a header; the fields then describe it. */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    if (this.parseSameDay(bytes, start, end)) return true;
    const first = bytes[start];
    if (first >= 0x30 && first <= 0x39) return this.parsePidFirst(bytes, start, end) || this.parseNoPid(bytes, start, end);
    if (first === 0x5b) return this.parseBracket(bytes, start, end);
    if (first === 0x70) return this.parseLogfmt(bytes, start, end);
    if (first === 0x7b) return this.parseJson(bytes, start, end);
    return false;
  }

  /** A message that came without a header: syslog carried pid, level and time instead. */
  assume(bytes: Uint8Array, start: number, end: number, pid: number, level: Level | '', wallMs: number, basis: StampBasis): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.pid = pid;
    this.role = '';
    this.level = level === '' ? -1 : LEVEL_NAMES.indexOf(level);
    this.wallMs = wallMs;
    this.basis = basis;
    this.handler = false;
    this.epochMs = Number.NaN;
    this.dialect = 'syslog';
    this.take(bytes, start, end);
  }

  levelName(): Level | '' {
    return this.level < 0 ? '' : LEVEL_NAMES[this.level];
  }

  /** A line that differs from the last one only behind the date: clock, level, message. */
  private parseSameDay(bytes: Uint8Array, start: number, end: number): boolean {
    const { day } = this;
    const at = start + day.length;
    if (day.length === 0 || end - at < CLOCK_BYTES + 3 || !day.begins(viewOf(bytes), start)) return false;
    const level = levelOfChar(bytes[at + CLOCK_BYTES + 1]);
    if (level < 0 || bytes[at + CLOCK_BYTES] !== 0x20 || bytes[at + CLOCK_BYTES + 2] !== 0x20) return false;
    const clockMs = parseClockMs(bytes, at);
    if (clockMs < 0) return false;
    this.pid = day.pid;
    this.role = day.role;
    this.level = level;
    this.wallMs = day.startMs + clockMs;
    this.basis = day.basis;
    this.handler = false;
    this.dialect = day.dialect;
    this.take(bytes, at + CLOCK_BYTES + 3, end);
    return true;
  }

  /** `stampEnd` is the end of a stamp that may be `…HH:MM:SS.mmm`. */
  private remember(bytes: Uint8Array, start: number, stampEnd: number): void {
    const clockAt = stampEnd - CLOCK_BYTES;
    const clockMs = this.basis === 'absolute' ? -1 : parseClockMs(bytes, clockAt);
    this.day.length = 0;
    if (clockMs >= 0) this.day.set(this, bytes, start, clockAt, this.wallMs - clockMs);
  }

  private take(bytes: Uint8Array, start: number, end: number): void {
    this.message = bytes;
    this.messageStart = start;
    this.messageEnd = end;
  }

  private parsePidFirst(bytes: Uint8Array, start: number, end: number): boolean {
    let i = start;
    let pid = 0;
    for (; i < end && i - start < 10; i++) {
      const digit = bytes[i] - 0x30;
      if (digit < 0 || digit > 9) break;
      pid = pid * 10 + digit;
    }
    if (bytes[i] !== 0x3a || end - i < 4) return false;
    let letter = bytes[i + 1];
    if (letter >= 0x30 && letter <= 0x39) {
      i = this.skipThread(bytes, i + 1, end);
      if (i < 0) return false;
      letter = bytes[i + 1];
    }
    if (letter === 0x73) return this.parseHandler(bytes, i + 1, end, pid);
    const role = letter === 0x4d ? 'M' : letter === 0x53 ? 'S' : letter === 0x43 ? 'C' : letter === 0x58 ? 'X' : '';
    if (role === '' || bytes[i + 2] !== 0x20) return false;
    if (!this.parseStampAndLevel(bytes, i + 3, end)) return false;
    this.pid = pid;
    this.role = role;
    this.handler = false;
    this.remember(bytes, start, i + 3 + lastStamp.length);
    return true;
  }

  /** KeyDB's thread id, and the pid that stands twice where two handlers wrote at once: the colon behind it, -1 when there is none. */
  private skipThread(bytes: Uint8Array, at: number, end: number): number {
    let i = at;
    while (i < end && i - at < 10 && bytes[i] >= 0x30 && bytes[i] <= 0x39) i++;
    return bytes[i] === 0x3a && end - i >= 4 ? i : -1;
  }

  /** `22 Jan 10:00:00 - message`: a two-digit day is the first word. */
  private parseNoPid(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start + 2] !== 0x20 || !this.parseStampAndLevel(bytes, start, end)) return false;
    if (this.basis !== 'yearless' || bytes[start + lastStamp.length - 3] !== 0x3a) return false;
    this.pid = 0;
    this.role = '';
    this.handler = false;
    this.dialect = 'legacy-1.x';
    this.day.length = 0;
    return true;
  }

  private parseBracket(bytes: Uint8Array, start: number, end: number): boolean {
    let i = start + 1;
    let pid = 0;
    for (; i < end && i - start < 11; i++) {
      const digit = bytes[i] - 0x30;
      if (digit < 0 || digit > 9) break;
      pid = pid * 10 + digit;
    }
    if (i === start + 1) return false;
    if (startsWith(bytes, i, end, OLD_HANDLER)) return this.parseHandlerTime(bytes, i + OLD_HANDLER.length, end, pid);
    if (bytes[i] !== 0x5d || bytes[i + 1] !== 0x20) return false;
    if (!this.parseStampAndLevel(bytes, i + 2, end)) return false;
    this.pid = pid;
    this.role = '';
    this.handler = false;
    this.dialect = 'legacy-2.8';
    this.remember(bytes, start, i + 2 + lastStamp.length);
    return true;
  }

  /** `23 Nov 2026 06:22:00.326 # message`: an empty message may have lost its blank. */
  private parseStampAndLevel(bytes: Uint8Array, at: number, end: number): boolean {
    const next = this.readStamp(bytes, at, end);
    if (next < 0 || bytes[next] !== 0x20 || next + 1 >= end) return false;
    const level = levelOfChar(bytes[next + 1]);
    if (level < 0) return false;
    let message = next + 2;
    if (message < end) {
      if (bytes[message] !== 0x20) return false;
      message += 1;
    }
    this.level = level;
    this.dialect =
      bytes[at + 2] === 0x20 ? (this.basis === 'yearless' ? 'legacy-yearless' : 'legacy') : bytes[at + 4] === 0x2d ? 'iso' : 'ms';
    this.take(bytes, message, end);
    return true;
  }

  private parseHandler(bytes: Uint8Array, at: number, end: number, pid: number): boolean {
    return startsWith(bytes, at, end, HANDLER) && this.parseHandlerTime(bytes, at + HANDLER.length, end, pid);
  }

  /** `1795416521) message`: seconds of UTC, no role, no level. */
  private parseHandlerTime(bytes: Uint8Array, at: number, end: number, pid: number): boolean {
    let i = at;
    let seconds = 0;
    const digits = i;
    for (; i < end && i - digits < 12; i++) {
      const digit = bytes[i] - 0x30;
      if (digit < 0 || digit > 9) break;
      seconds = seconds * 10 + digit;
    }
    if (i === digits || bytes[i] !== 0x29) return false;
    this.pid = pid;
    this.role = '';
    this.level = -1;
    this.wallMs = Number.NaN;
    this.basis = 'none';
    this.handler = true;
    this.epochMs = seconds * 1000;
    this.dialect = 'legacy';
    const blank = bytes[i + 1] === 0x20 ? 2 : 1;
    this.take(bytes, Math.min(end, i + blank), end);
    return true;
  }

  private parseLogfmt(bytes: Uint8Array, start: number, end: number): boolean {
    if (!startsWith(bytes, start, end, 'pid=')) return false;
    let at = this.readNumber(bytes, start + 4, end);
    if (at < 0 || !startsWith(bytes, at, end, ' role=')) return false;
    at = this.readRole(bytes, at + 6, end, 0x20);
    if (at < 0 || !startsWith(bytes, at, end, ' timestamp="')) return false;
    at = this.readStamp(bytes, at + 12, end);
    if (at < 0 || !startsWith(bytes, at, end, '" level=')) return false;
    at = this.readLevel(bytes, at + 8, end, 0x20);
    if (at < 0 || !startsWith(bytes, at, end, ' message="')) return false;
    this.handler = false;
    this.dialect = 'logfmt';
    this.take(bytes, at + 10, end > at + 10 && bytes[end - 1] === 0x22 ? end - 1 : end);
    return true;
  }

  private parseJson(bytes: Uint8Array, start: number, end: number): boolean {
    if (!startsWith(bytes, start, end, '{"pid":')) return false;
    let at = this.readNumber(bytes, start + 7, end);
    if (at < 0 || !startsWith(bytes, at, end, ',"role":"')) return false;
    at = this.readRole(bytes, at + 9, end, 0x22);
    if (at < 0 || !startsWith(bytes, at, end, '","timestamp":"')) return false;
    at = this.readStamp(bytes, at + 15, end);
    if (at < 0 || !startsWith(bytes, at, end, '","level":"')) return false;
    at = this.readLevel(bytes, at + 11, end, 0x22);
    if (at < 0 || !startsWith(bytes, at, end, '","message":"')) return false;
    this.handler = false;
    this.dialect = 'json';
    const stop = startsWith(bytes, end - 2, end, '"}') && end - 2 >= at + 13 ? end - 2 : end;
    this.take(bytes, at + 13, stop);
    if (bytes.subarray(at + 13, stop).includes(0x5c)) this.unescape(bytes, at + 13, stop);
    return true;
  }

  private unescape(bytes: Uint8Array, start: number, end: number): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
    try {
      const plain = Buffer.from(JSON.parse(`"${text}"`) as string, 'utf8');
      this.take(plain, 0, plain.length);
    } catch {
      // A line cut inside an escape: the message stays as it is written.
    }
  }

  private readNumber(bytes: Uint8Array, at: number, end: number): number {
    let i = at;
    let value = 0;
    for (; i < end && i - at < 10; i++) {
      const digit = bytes[i] - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    this.pid = value;
    return i === at ? -1 : i;
  }

  private readStamp(bytes: Uint8Array, at: number, end: number): number {
    const wallMs = parseRedisStamp(bytes, at, end);
    if (Number.isNaN(wallMs)) return -1;
    this.basis = lastStamp.basis;
    this.wallMs = this.basis === 'absolute' ? wallMs + lastStamp.shiftMs : wallMs;
    return at + lastStamp.length;
  }

  /** Valkey: serverLogRaw prints `primary`, `replica`, `sentinel` and, for any child, `RDB/AOF`. */
  private readRole(bytes: Uint8Array, at: number, end: number, stop: number): number {
    const close = indexWithin(bytes, at, end, stop, 16);
    if (close < 0) return -1;
    const first = bytes[at];
    this.role = first === 0x70 || first === 0x6d ? 'M' : first === 0x72 ? 'S' : first === 0x73 ? 'X' : first === 0x52 ? 'C' : '';
    return close;
  }

  /** Valkey calls `-` info. */
  private readLevel(bytes: Uint8Array, at: number, end: number, stop: number): number {
    const close = indexWithin(bytes, at, end, stop, 16);
    if (close < 0) return -1;
    const first = bytes[at];
    this.level = first === 0x64 ? 0 : first === 0x69 || first === 0x76 ? 1 : first === 0x6e ? 2 : first === 0x77 ? 3 : -1;
    return close;
  }
}

const NO_BYTES = new Uint8Array(0);
const LEVEL_NAMES: readonly Level[] = ['debug', 'verbose', 'notice', 'warning'];
const HANDLER = 'signal-handler (';
const OLD_HANDLER = ' | signal handler] (';

/** Index into LEVELS of the mark that serverLogRaw prints, -1 for any other character. */
export function levelOfChar(char: number): number {
  return char === 0x2e ? 0 : char === 0x2d ? 1 : char === 0x2a ? 2 : char === 0x23 ? 3 : -1;
}

function startsWith(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (at < 0 || end - at < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function indexWithin(bytes: Uint8Array, at: number, end: number, byte: number, reach: number): number {
  const stop = Math.min(end, at + reach);
  for (let i = at; i < stop; i++) if (bytes[i] === byte) return i;
  return -1;
}

/** Start of a header glued behind the progress dots of a memory test (`.O.O.O20560:C 23 Nov 2026 …`), -1 when there is none. */
export function gluedHeaderStart(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && (bytes[i] === 0x2e || bytes[i] === 0x4f || bytes[i] === 0x45)) i++;
  if (i === start || i >= end) return -1;
  const byte = bytes[i];
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x5b || byte === 0x7b || byte === 0x70 ? i : -1;
}
