/**
 * Where a line of Redis' own begins: evidence for a wrapping that has no mark of its own (grep -n, unknown shippers).
 *
 *   4059:M 23 Nov 2026 06:27:14.777 * text     Redis >= 3, Valkey (also without year, with ISO or epoch stamps)
 *   [4059] 23 Nov 06:27:14.777 * text          Redis 2.x
 *   4059:4060:M 23 Nov 2026 06:27:14.777 * text     KeyDB, with the thread
 *   4059:signal-handler (1795415234) text
 *   pid=4059 role=primary … / {"pid":4059,"role":…   Valkey 9 logfmt and json
 */
import { COLON, isDigit, isLetter, SPACE, skipDigits, startsWith } from './bytes.js';

const MAX_PREFIX = 256;

export function detectRedisLine(bytes: Uint8Array, at: number, end: number): boolean {
  const first = bytes[at];
  if (first === 0x5b) return isBracketed(bytes, at, end);
  if (first === 0x70) return startsWith(bytes, at, end, 'pid=') && hasRole(bytes, at + 4, end, ' role=');
  if (first === 0x7b) return startsWith(bytes, at, end, '{"pid":') && hasRole(bytes, at + 7, end, ',"role":');
  const colon = skipDigits(bytes, at, end);
  if (colon === at || colon - at > 8 || bytes[colon] !== COLON || colon + 10 > end) return false;
  if (startsWith(bytes, colon + 1, end, 'signal-handler (')) return true;
  return isRoled(bytes, colon, end) || isThreaded(bytes, at, end);
}

/** `31207:31215:M …`: KeyDB's thread behind the pid, a pid that two handlers wrote at once, or a number that somebody put in front of a line. */
export function isThreaded(bytes: Uint8Array, at: number, end: number): boolean {
  const colon = skipDigits(bytes, at, Math.min(end, at + 9));
  if (colon === at || bytes[colon] !== COLON) return false;
  const second = skipDigits(bytes, colon + 1, Math.min(end, colon + 9));
  if (second === colon + 1 || bytes[second] !== COLON || second + 10 > end) return false;
  return startsWith(bytes, second + 1, end, 'signal-handler (') || isRoled(bytes, second, end);
}

/** `:M 23 Nov ` */
function isRoled(bytes: Uint8Array, colon: number, end: number): boolean {
  const role = bytes[colon + 1];
  const isRole = role === 0x4d || role === 0x53 || role === 0x43 || role === 0x58;
  return isRole && bytes[colon + 2] === SPACE && isDigit(bytes[colon + 3]) && isStampStart(bytes, colon + 3, end);
}

/** Column at which a line of Redis begins, -1 when there is none near the start. */
export function findRedisLine(bytes: Uint8Array, start: number, end: number): number {
  const last = Math.min(end, start + MAX_PREFIX);
  for (let i = start; i < last; i++) {
    const byte = bytes[i];
    if (byte === COLON) {
      // The pid stands before the first colon that a role, another number or the signal handler follows.
      const next = bytes[i + 1];
      if (next !== 0x4d && next !== 0x53 && next !== 0x43 && next !== 0x58 && next !== 0x73 && !isDigit(next)) continue;
      let at = i;
      while (at > start && isDigit(bytes[at - 1])) at--;
      if (at < i && (at === start || !isLetter(bytes[at - 1])) && detectRedisLine(bytes, at, end)) return at;
    } else if ((byte === 0x5b || byte === 0x7b || byte === 0x70) && !(i > start && isWordStart(byte, bytes[i - 1]))) {
      if (detectRedisLine(bytes, i, end)) return i;
    }
  }
  return -1;
}

/** `pid=` inside a longer word is none. */
function isWordStart(byte: number, before: number): boolean {
  return byte === 0x70 && (isDigit(before) || isLetter(before));
}

/** Text that only a crash report, a stack dump or a debugger prints at the start of a line. */
export function detectReportLine(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    startsWith(bytes, at, end, '=== REDIS BUG REPORT') ||
    startsWith(bytes, at, end, '=== VALKEY BUG REPORT') ||
    startsWith(bytes, at, end, '------ ') ||
    startsWith(bytes, at, end, 'Thread 1 (') ||
    startsWith(bytes, at, end, '#0 ') ||
    startsWith(bytes, at, end, '#1 ')
  );
}

function isBracketed(bytes: Uint8Array, at: number, end: number): boolean {
  const close = skipDigits(bytes, at + 1, end);
  if (close === at + 1 || close - at > 9 || bytes[close] !== 0x5d || bytes[close + 1] !== SPACE) return false;
  return close + 12 < end && isDigit(bytes[close + 2]) && isStampStart(bytes, close + 2, end);
}

/** `23 Nov `, `2026-11-23T` or thirteen digits. */
function isStampStart(bytes: Uint8Array, at: number, end: number): boolean {
  const next = skipDigits(bytes, at, Math.min(end, at + 14));
  if (next - at <= 2) return bytes[next] === SPACE && next + 4 < end && isLetter(bytes[next + 1]) && bytes[next + 4] === SPACE;
  if (next - at === 4) return bytes[next] === 0x2d;
  return next - at === 13;
}

function hasRole(bytes: Uint8Array, at: number, end: number, literal: string): boolean {
  const next = skipDigits(bytes, at, end);
  return next > at && startsWith(bytes, next, end, literal);
}

/** True when the first line is the end of a Redis line whose beginning was cut off (`tail -c`, rotation in the middle):
 * what is left of the header is not at its start, and other lines have theirs. */
export function detectCutStart(head: readonly { bytes: Uint8Array; end: number }[]): boolean {
  if (head.length < 2) return false;
  const { bytes, end } = head[0];
  if (findRedisLine(bytes, 0, end) >= 0) return false;
  if (!detectRedisLine(head[1].bytes, 0, head[1].end)) return false;
  const first = bytes[0];
  // What Redis itself writes without a header before its first line begins with a blank, a `*`, `=` or a capital.
  return (first >= 0x61 && first <= 0x7a) || isDigit(first) || first === COLON;
}
