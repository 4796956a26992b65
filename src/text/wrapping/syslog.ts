/**
 * Lines of syslog files and of journalctl's short forms: stamp, host, ident, pid, text.
 *
 *   Nov 23 06:26:12 vm redis[6052]: text                         RFC 3164 file, journalctl -o short
 *   Nov 23 06:26:12.123456 vm redis[6052]: text                  journalctl -o short-precise
 *   2026-11-23T06:26:12.300182+00:00 vm redis[6052]: text        rsyslog's RFC 3339 file, journalctl -o short-iso(-precise)
 *   Mon 2026-11-23 06:26:12 UTC vm redis.service[6052]: text     journalctl -o short-full, with-unit
 *   1795415172.300182 vm redis[6052]: text                       journalctl -o short-unix
 *   [ 2251.877426] vm redis[6052]: text                          journalctl -o short-monotonic
 *   Nov 23 06:26:12 vm daemon.notice redis[6052]: text           busybox syslogd
 *   2026-11-23T06:26:12.300182+00:00 local0.notice vm redis[6052]: text      rsyslog's template with facility and severity; vm may be empty
 *   <133>1 2026-11-23T06:26:18.051656+00:00 vm redis 6052 - -  text      RFC 5424 (rsyslog puts a blank before the text)
 *
 *   redis-server[6052]: text                                     the ident alone, in a paste
 *
 * `<PRI>` may precede all of them. rsyslog writes control characters as `#012`: such a line holds several lines of Redis.
 * journalctl indents the further lines of a message. Not handled: `-o verbose`, `-o export`, "message repeated" is not expanded.
 */
import type { LineContext } from '../../model/text.js';
import type { LineTaker } from '../splitter.js';
import { lastStamp, parseRedisStamp, parseSyslogStamp } from '../stamps.js';
import { COLON, findByte, isDigit, isLetter, parseDecimal, SPACE, skipDigits, skipSpaces, startsWith } from './bytes.js';
import { byShare, type HeadLine, Layer, type LayerEnvironment, type Recogniser } from './layer.js';
import { emitEscaped } from './multi-line.js';
import { levelOfSeverity, parseSeverityName } from './severity.js';
import { SyslogNames } from './syslog-names.js';

/** Result of the last parseSyslogLine. Positions are those of the line's bytes. */
const parsed = {
  level: '' as LineContext['wrapLevel'],
  wallMs: Number.NaN,
  timeMs: Number.NaN,
  hostStart: 0,
  hostEnd: 0,
  identStart: 0,
  identEnd: 0,
  pid: 0,
  text: 0,
};

const MAX_TOKEN = 256;

class SyslogLayer extends Layer {
  private readonly names: SyslogNames;
  private prefixLength = 0;

  constructor(next: LineTaker, environment: LayerEnvironment) {
    super(next, environment);
    this.names = new SyslogNames(next, environment.context);
  }

  take(bytes: Buffer, start: number, end: number): void {
    if (!parseSyslogLine(bytes, start, end)) {
      this.continuation(bytes, start, end);
      return;
    }
    const { context } = this;
    context.wrapLevel = parsed.level;
    context.wrapPid = parsed.pid;
    context.wrapWallMs = parsed.wallMs;
    context.wrapTimeMs = parsed.timeMs;
    this.prefixLength = parsed.text - start;
    const text = parsed.text;
    const name = this.names.nameOf(bytes, parsed.hostStart, parsed.hostEnd, parsed.identStart, parsed.identEnd, parsed.pid);
    if (name === undefined) this.names.hold(bytes, text, end);
    else {
      context.sub = name;
      emitEscaped(this.next, bytes, text, end);
    }
  }

  override flush(): void {
    this.names.flush();
  }

  /** journalctl indents further lines of a message by the width of the prefix. */
  private continuation(bytes: Buffer, start: number, end: number): void {
    const width = this.prefixLength;
    const isIndented = width > 0 && end - start >= width && skipSpaces(bytes, start, start + width) === start + width;
    this.next.take(bytes, isIndented ? start + width : start, end);
  }
}

function parseSyslogLine(bytes: Buffer, start: number, end: number): boolean {
  parsed.level = '';
  parsed.pid = 0;
  let at = parsePriority(bytes, start, end);
  if (startsWith(bytes, at, end, '1 ') && at > start) return parseRfc5424(bytes, at + 2, end);
  at = parseStampOfLine(bytes, at, end);
  if (at < 0) return false;
  const facilityFirst = parseFacilityName(bytes, at, end);
  if (facilityFirst > 0) at = skipSpaces(bytes, facilityFirst, end);
  const hostEnd = tokenEnd(bytes, at, end);
  if (hostEnd >= end) return parseIdent(bytes, at, hostEnd, end, at, at);
  // No host: macOS and some appliances.
  if (bytes[hostEnd - 1] === COLON) return parseIdent(bytes, at, hostEnd, end, at, at);
  let identAt = hostEnd + 1;
  const facilityEnd = parseFacilityName(bytes, identAt, end);
  if (facilityEnd > 0) identAt = facilityEnd + 1;
  return parseIdent(bytes, identAt, tokenEnd(bytes, identAt, end), end, at, hostEnd);
}

/** `<134>`, or `daemon.notice: ` of an rsyslog template. Octet counting (`123 <134>1 …`) may precede. */
function parsePriority(bytes: Buffer, start: number, end: number): number {
  let at = start;
  const counted = skipDigits(bytes, at, Math.min(end, at + 7));
  if (counted > at && bytes[counted] === SPACE && bytes[counted + 1] === 0x3c) at = counted + 1;
  if (bytes[at] === 0x3c) {
    const close = skipDigits(bytes, at + 1, Math.min(end, at + 5));
    if (close === at + 1 || bytes[close] !== 0x3e) return start;
    parsed.level = levelOfSeverity(parseDecimal(bytes, at + 1, close) & 7);
    return close + 1;
  }
  const colon = findByte(bytes, at, Math.min(end, at + 24), COLON);
  if (bytes[colon] === COLON && bytes[colon + 1] === SPACE && parseFacilityName(bytes, at, colon) === colon) return colon + 2;
  return start;
}

/** `2026-11-23T06:26:18.051656+00:00 vm redis 6052 - - text` behind `<133>1 `. */
function parseRfc5424(bytes: Buffer, start: number, end: number): boolean {
  const wallMs = parseRedisStamp(bytes, start, end);
  if (Number.isNaN(wallMs) ? !startsWith(bytes, start, end, '- ') : lastStamp.basis !== 'absolute') return false;
  setStamp(wallMs, true);
  const stampEnd = tokenEnd(bytes, start, end);
  const hostEnd = tokenEnd(bytes, stampEnd + 1, end);
  const identEnd = tokenEnd(bytes, hostEnd + 1, end);
  const pidEnd = tokenEnd(bytes, identEnd + 1, end);
  const idEnd = tokenEnd(bytes, pidEnd + 1, end);
  if (idEnd >= end) return false;
  parsed.hostStart = stampEnd + 1;
  parsed.hostEnd = hostEnd;
  parsed.identStart = hostEnd + 1;
  parsed.identEnd = identEnd;
  const isPid = skipDigits(bytes, identEnd + 1, pidEnd) === pidEnd;
  parsed.pid = isPid ? parseDecimal(bytes, identEnd + 1, pidEnd) : 0;
  let at = structuredDataEnd(bytes, idEnd + 1, end);
  if (at < 0) return false;
  if (bytes[at] === SPACE) at++;
  if (startsWith(bytes, at, end, '\xef\xbb\xbf')) at += 3;
  if (bytes[at] === SPACE) at++;
  parsed.text = Math.min(at, end);
  return true;
}

function structuredDataEnd(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] === 0x2d) return start + 1;
  let at = start;
  while (at < end && bytes[at] === 0x5b) {
    let quoted = false;
    for (at++; at < end && (quoted || bytes[at] !== 0x5d); at++) {
      if (bytes[at] === 0x5c) at++;
      else if (bytes[at] === 0x22) quoted = !quoted;
    }
    at++;
  }
  return at > start && at <= end ? at : -1;
}

/** A word, also one in another script, or `9月`. */
function beginsWithMonth(bytes: Buffer, start: number): boolean {
  const first = bytes[start];
  return (
    isLetter(first) ||
    first >= 0xc0 ||
    (isDigit(first) && (bytes[start + 1] >= 0xe0 || (isDigit(bytes[start + 1]) && bytes[start + 2] >= 0xe0)))
  );
}

/** Position behind the stamp and its blank, -1 when the line does not begin with one. */
function parseStampOfLine(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start];
  if (first === 0x5b) return parseMonotonic(bytes, start, end);
  if (beginsWithMonth(bytes, start)) {
    const wallMs = parseSyslogStamp(bytes, start, end);
    if (Number.isNaN(wallMs)) return parseFullStamp(bytes, start, end);
    setStamp(wallMs, false);
  } else {
    if (!isDigit(first) || (bytes[start + 4] === 0x2d && bytes[start + 10] !== 0x54)) return -1;
    const wallMs = parseRedisStamp(bytes, start, end);
    if (Number.isNaN(wallMs) || (bytes[start + 4] !== 0x2d && bytes[start + 10] !== 0x2e)) return -1;
    setStamp(wallMs, lastStamp.basis === 'absolute');
  }
  const next = start + lastStamp.length;
  return next < end && bytes[next] === SPACE ? next + 1 : -1;
}

/** `Mon 2026-11-23 06:26:12 UTC `. */
function parseFullStamp(bytes: Buffer, start: number, end: number): number {
  if (end - start < 24 || bytes[start + 3] !== SPACE || !isDigit(bytes[start + 4])) return -1;
  const wallMs = parseRedisStamp(bytes, start + 4, end);
  if (Number.isNaN(wallMs) || lastStamp.basis !== 'naive') return -1;
  const zone = start + 4 + lastStamp.length + 1;
  const zoneEnd = tokenEnd(bytes, zone, end);
  if (zoneEnd >= end || zoneEnd - zone > 6) return -1;
  setStamp(wallMs, startsWith(bytes, zone, end, 'UTC '));
  return zoneEnd + 1;
}

function parseMonotonic(bytes: Buffer, start: number, end: number): number {
  let at = skipSpaces(bytes, start + 1, Math.min(end, start + 12));
  const dot = skipDigits(bytes, at, end);
  if (dot === at || bytes[dot] !== 0x2e) return -1;
  at = skipDigits(bytes, dot + 1, end);
  if (bytes[at] !== 0x5d || bytes[at + 1] !== SPACE) return -1;
  setStamp(Number.NaN, false);
  // dmesg looks the same up to here: only a pid in brackets tells an ident from the words of the kernel.
  const identAt = tokenEnd(bytes, at + 2, end) + 1;
  const close = tokenEnd(bytes, identAt, end);
  return bytes[close - 1] === COLON && bytes[close - 2] === 0x5d ? at + 2 : -1;
}

function setStamp(wallMs: number, isAbsolute: boolean): void {
  parsed.wallMs = wallMs;
  parsed.timeMs = isAbsolute ? wallMs + lastStamp.shiftMs : Number.NaN;
}

/** `redis[6052]:`, `redis-server:`, `event_log[3464]:{…`. */
function parseIdent(bytes: Buffer, start: number, tokenStop: number, end: number, hostStart: number, hostEnd: number): boolean {
  let at = start;
  while (at < tokenStop && bytes[at] !== 0x5b && bytes[at] !== COLON) at++;
  if (at === start || at >= end) return false;
  parsed.hostStart = hostStart;
  parsed.hostEnd = hostEnd;
  parsed.identStart = start;
  parsed.identEnd = at;
  if (bytes[at] === 0x5b) {
    const close = skipDigits(bytes, at + 1, end);
    if (close === at + 1 || bytes[close] !== 0x5d) return false;
    parsed.pid = parseDecimal(bytes, at + 1, close);
    at = close + 1;
  }
  if (bytes[at] !== COLON || at >= end) return false;
  at++;
  // `usb 1-1: …` and `10:15:` are no idents; they have a digit first and no pid.
  if (parsed.pid === 0 && isDigit(bytes[start])) return false;
  if (at < end && bytes[at] !== SPACE && parsed.pid === 0) return false;
  parsed.text = at < end && bytes[at] === SPACE ? at + 1 : at;
  return true;
}

/** End of a token like `daemon.notice`, whose level it takes; 0 when it is something else. */
function parseFacilityName(bytes: Buffer, start: number, end: number): number {
  let dot = start;
  while (dot < end && dot < start + 10 && (isLetter(bytes[dot]) || isDigit(bytes[dot]))) dot++;
  if (dot === start || bytes[dot] !== 0x2e) return 0;
  let stop = dot + 1;
  while (stop < end && stop < dot + 9 && isLetter(bytes[stop])) stop++;
  if (stop < end && bytes[stop] !== SPACE && bytes[stop] !== COLON) return 0;
  const severity = parseSeverityName(bytes.toString('latin1', dot + 1, stop));
  if (severity === undefined) return 0;
  parsed.level = levelOfSeverity(severity);
  return stop;
}

function tokenEnd(bytes: Buffer, at: number, end: number): number {
  return findByte(bytes, at, Math.min(end, at + MAX_TOKEN), SPACE);
}

/** A level word where the host should be: a program's own log, `2026-11-23T06:25:01Z INFO main: text`. */
function hasHost(bytes: Buffer): boolean {
  const host = bytes.toString('latin1', parsed.hostStart, Math.min(parsed.hostEnd, parsed.hostStart + 16));
  return (
    host === '' ||
    !(host.startsWith('[') || parseSeverityName(host.toLowerCase()) !== undefined || /^(?:trace|fatal|critical)$/i.test(host))
  );
}

function fits({ bytes, end }: HeadLine): boolean {
  return parseSyslogLine(bytes, 0, end) && hasHost(bytes);
}

/** An ISO stamp and a word with a colon are too little: one line must have a pid, a priority or the yearless stamp of syslog. */
function isCertain(line: HeadLine): boolean {
  if (!fits(line)) return false;
  return (
    parsed.pid > 0 ||
    parsed.level !== '' ||
    beginsWithMonth(line.bytes, 0) ||
    line.bytes.toString('latin1', parsed.identStart, parsed.identEnd) === 'kernel'
  );
}

const recogniseShare = byShare('syslog', 0.5, fits, (next, environment) => new SyslogLayer(next, environment));

export const recogniseSyslog: Recogniser = (head) => (head.some(isCertain) ? recogniseShare(head) : undefined);

/** `redis-server[4139]: text`: the ident alone, where somebody cut the stamp and the host off. */
class TagLayer extends Layer {
  take(bytes: Buffer, start: number, end: number): void {
    if (!parseTag(bytes, start, end)) {
      this.next.take(bytes, start, end);
      return;
    }
    this.context.wrapPid = parsed.pid;
    emitEscaped(this.next, bytes, parsed.text, end);
  }
}

function parseTag(bytes: Buffer, start: number, end: number): boolean {
  parsed.pid = 0;
  const isOurs = ['redis', 'valkey', 'keydb'].some((name) => startsWith(bytes, start, end, name));
  return isOurs && parseIdent(bytes, start, tokenEnd(bytes, start, end), end, start, start) && parsed.pid > 0;
}

export const recogniseTag = byShare(
  'syslog',
  0.8,
  ({ bytes, end }) => parseTag(bytes, 0, end),
  (next, environment) => new TagLayer(next, environment),
);
