/**
 * Moments as Redis and the programs around it write them, read from bytes.
 *
 *   23 Nov 2026 06:27:14.777          Redis >= 5 and Valkey (server.c serverLogRaw, strftime "%d %b %Y %H:%M:%S.")
 *   23 Nov 06:27:14.777               Redis 2.x - 4.0, no year
 *   2026-11-23T06:53:57.546+00:00     Valkey 9 log-timestamp-format iso8601, RFC 3339 of container runtimes
 *   2026-09-30 09:29:21,310           Python logging, supervisord
 *   1795415369850                     epoch milliseconds (10 digits: seconds, 16: microseconds, 19: nanoseconds)
 *   Nov 23 06:26:12                   RFC 3164 and journalctl -o short (parseSyslogStamp), no year
 *
 * Months in other languages (journalctl and syslog of a host with another locale) are in months.ts. Not handled: 12-hour clocks,
 * zone abbreviations other than Z.
 */
import type { StampBasis } from '../model/records.js';
import { parseMonthWord } from './months.js';

export { formatIso, zoneShift } from './zones.js';

/** Yearless stamps get this year: a leap year, so that 29 Feb exists. Real stamps are never that old. */
export const YEARLESS_YEAR = 1972;
const FIRST_REAL_YEAR_MS = Date.UTC(1974, 0, 1);

/** A moment whose year nobody wrote: some wrappers give it the year 1970. */
export function isYearless(wallMs: number): boolean {
  return wallMs < FIRST_REAL_YEAR_MS;
}

/** What the last successful parse* call saw besides the value it returned; one object, so that the hot path allocates nothing. */
export const lastStamp: { length: number; basis: StampBasis; shiftMs: number } = { length: 0, basis: 'none', shiftMs: 0 };

const DAY_MS = 86_400_000;
const NOT_A_CLOCK = -1;

/** Bytes of the month that monthAt found. */
let monthLength = 3;
/** End of the clock that parseClock accepted. */
let clockEnd = 0;
/** The last `DD Mon YYYY ` seen, packed, and its day: consecutive lines nearly always share it. */
let dayKey0 = 0;
let dayKey1 = 0;
let dayKey2 = 0;
let dayMs = Number.NaN;

/** Wall-clock milliseconds (as if the wall clock were UTC) of the stamp at `start`, NaN when there is none.
 * `lastStamp` tells its length in bytes, its basis, and what to add for UTC when the stamp carries an offset. */
export function parseRedisStamp(bytes: Uint8Array, start: number, end: number): number {
  if (end - start >= 20) {
    const key0 = pack(bytes, start);
    const key1 = pack(bytes, start + 4);
    const key2 = pack(bytes, start + 8);
    if (key0 === dayKey0 && key1 === dayKey1 && key2 === dayKey2) {
      const clock = parseClock(bytes, start + 12, end);
      return clock === NOT_A_CLOCK ? Number.NaN : found(dayMs + clock, clockEnd - start, 'naive', 0);
    }
  }
  return parseAnyStamp(bytes, start, end);
}

function parseAnyStamp(bytes: Uint8Array, start: number, end: number): number {
  let digits = 0;
  while (start + digits < end && digits < 20 && isDigit(bytes[start + digits])) digits++;
  const next = start + digits < end ? bytes[start + digits] : 0;
  if (digits === 4 && next === 0x2d) return parseIso(bytes, start, end);
  if (digits >= 1 && digits <= 2 && next === 0x20) return parseDayMonth(bytes, start, end, digits);
  if (digits >= 10) return parseEpoch(bytes, start, end, digits);
  return Number.NaN;
}

/** `23 Nov 2026 06:27:14.777` and `23 Nov 06:27:14.777`. */
function parseDayMonth(bytes: Uint8Array, start: number, end: number, digits: number): number {
  const day = number(bytes, start, digits);
  const month = monthAt(bytes, start + digits + 1, end);
  let at = start + digits + 1 + monthLength;
  if (month === 0 || at >= end || bytes[at] !== 0x20) return Number.NaN;
  at++;
  const withYear = at + 4 < end && bytes[at + 4] === 0x20;
  const year = withYear ? number(bytes, at, 4) : YEARLESS_YEAR;
  if (withYear) at += 5;
  if (!isDate(year, month, day)) return Number.NaN;
  const clock = parseClock(bytes, at, end);
  if (clock === NOT_A_CLOCK) return Number.NaN;
  const dateMs = daysFromCivil(year, month, day) * DAY_MS;
  // The memory of the day is of the length that English months have.
  if (withYear && digits === 2 && monthLength === 3) {
    dayKey0 = pack(bytes, start);
    dayKey1 = pack(bytes, start + 4);
    dayKey2 = pack(bytes, start + 8);
    dayMs = dateMs;
  }
  return found(dateMs + clock, clockEnd - start, withYear ? 'naive' : 'yearless', 0);
}

/** `2026-11-23T06:53:57.546+00:00`, `2026-09-30 09:29:21,310`, `…Z`, `…+0000`. */
function parseIso(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 19 || bytes[start + 7] !== 0x2d) return Number.NaN;
  const separator = bytes[start + 10];
  if (separator !== 0x54 && separator !== 0x20) return Number.NaN;
  const year = number(bytes, start, 4);
  const month = number(bytes, start + 5, 2);
  const day = number(bytes, start + 8, 2);
  if (!isDate(year, month, day)) return Number.NaN;
  const clock = parseClock(bytes, start + 11, end);
  if (clock === NOT_A_CLOCK) return Number.NaN;
  const wallMs = daysFromCivil(year, month, day) * DAY_MS + clock;
  return withOffset(bytes, start, clockEnd, end, wallMs);
}

function withOffset(bytes: Uint8Array, start: number, at: number, end: number, wallMs: number): number {
  const sign = at < end ? bytes[at] : 0;
  if (sign === 0x5a || sign === 0x7a) return found(wallMs, at + 1 - start, 'absolute', 0);
  if ((sign === 0x2b || sign === 0x2d) && at + 3 <= end) {
    const hours = number(bytes, at + 1, 2);
    let next = at + 3;
    if (next < end && bytes[next] === 0x3a) next++;
    const minutes = next + 2 <= end ? number(bytes, next, 2) : -1;
    const length = minutes >= 0 ? next + 2 - start : at + 3 - start;
    if (hours >= 0 && hours <= 18 && minutes < 60) {
      const offsetMs = (hours * 60 + Math.max(minutes, 0)) * 60_000;
      return found(wallMs, length, 'absolute', sign === 0x2b ? 0 - offsetMs : offsetMs);
    }
  }
  return found(wallMs, at - start, 'naive', 0);
}

/** Digits alone are an epoch only in the years 2001 to 2100, and only when no word or colon follows. */
function parseEpoch(bytes: Uint8Array, start: number, end: number, digits: number): number {
  if (digits !== 10 && digits !== 13 && digits !== 16 && digits !== 19) return Number.NaN;
  let at = start + digits;
  let fraction = 0;
  if (digits === 10 && at + 1 < end && bytes[at] === 0x2e && isDigit(bytes[at + 1])) {
    at++;
    for (let scale = 100; at < end && isDigit(bytes[at]); at++, scale = Math.trunc(scale / 10)) fraction += (bytes[at] - 0x30) * scale;
  }
  if (at < end && (isWord(bytes[at]) || bytes[at] === 0x3a)) return Number.NaN;
  // Only as many digits as milliseconds have: nanoseconds are too long for a double.
  let value = 0;
  for (let i = 0; i < digits && i < 13; i++) value = value * 10 + (bytes[start + i] - 0x30);
  const ms = digits === 10 ? value * 1000 + fraction : value;
  return ms >= 978_307_200_000 && ms < 4_102_444_800_000 ? found(ms, at - start, 'absolute', 0) : Number.NaN;
}

/** `Nov 23 06:26:12`, `Nov  3 06:26:12.123456`, `Nov 23 2026 06:26:12`. */
export function parseSyslogStamp(bytes: Uint8Array, start: number, end: number): number {
  const month = monthAt(bytes, start, end);
  if (month === 0 || end - start < 14 || bytes[start + monthLength] !== 0x20) return Number.NaN;
  let at = start + monthLength + 1;
  if (bytes[at] === 0x20) at++;
  const digits = isDigit(bytes[at + 1]) ? 2 : 1;
  const day = number(bytes, at, digits);
  at += digits;
  if (day < 1 || bytes[at] !== 0x20) return Number.NaN;
  at++;
  const withYear = at + 5 < end && bytes[at + 4] === 0x20;
  const year = withYear ? number(bytes, at, 4) : YEARLESS_YEAR;
  if (withYear) at += 5;
  if (!isDate(year, month, day)) return Number.NaN;
  const clock = parseClock(bytes, at, end);
  if (clock === NOT_A_CLOCK) return Number.NaN;
  return found(daysFromCivil(year, month, day) * DAY_MS + clock, clockEnd - start, withYear ? 'naive' : 'yearless', 0);
}

/** The same for text; undefined when it does not begin with a stamp. */
export function parseStamp(text: string): { wallMs: number; basis: StampBasis; shiftMs: number; length: number } | undefined {
  const bytes = Buffer.from(text.slice(0, 64), 'latin1');
  let wallMs = parseRedisStamp(bytes, 0, bytes.length);
  if (Number.isNaN(wallMs)) wallMs = parseSyslogStamp(bytes, 0, bytes.length);
  return Number.isNaN(wallMs) ? undefined : { wallMs, ...lastStamp };
}

/** `06:27:14`, with `.777`, `,310` or more digits; milliseconds of the day, further digits are cut. */
function parseClock(bytes: Uint8Array, at: number, end: number): number {
  if (at + 8 > end || bytes[at + 2] !== 0x3a || bytes[at + 5] !== 0x3a) return NOT_A_CLOCK;
  const hours = number(bytes, at, 2);
  const minutes = number(bytes, at + 3, 2);
  const seconds = number(bytes, at + 6, 2);
  // 60 is a leap second.
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return NOT_A_CLOCK;
  let ms = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  let next = at + 8;
  if (next + 1 < end && (bytes[next] === 0x2e || bytes[next] === 0x2c) && isDigit(bytes[next + 1])) {
    next++;
    ms += (bytes[next++] - 0x30) * 100;
    if (next < end && isDigit(bytes[next])) ms += (bytes[next++] - 0x30) * 10;
    if (next < end && isDigit(bytes[next])) ms += bytes[next++] - 0x30;
    while (next < end && isDigit(bytes[next])) next++;
  }
  clockEnd = next;
  return ms;
}

/** `06:27:14.777` */
export const CLOCK_BYTES = 12;

/** Milliseconds since midnight of exactly `HH:MM:SS.mmm`, -1 when there stands anything else. The caller knows that the bytes are there. */
export function parseClockMs(bytes: Uint8Array, at: number): number {
  const h1 = bytes[at] - 0x30;
  const h0 = bytes[at + 1] - 0x30;
  const m1 = bytes[at + 3] - 0x30;
  const m0 = bytes[at + 4] - 0x30;
  const s1 = bytes[at + 6] - 0x30;
  const s0 = bytes[at + 7] - 0x30;
  const f2 = bytes[at + 9] - 0x30;
  const f1 = bytes[at + 10] - 0x30;
  const f0 = bytes[at + 11] - 0x30;
  if (bytes[at + 2] !== 0x3a || bytes[at + 5] !== 0x3a || bytes[at + 8] !== 0x2e) return -1;
  const digits = isDigitValue(h0) && isDigitValue(m0) && isDigitValue(s0) && isDigitValue(f2) && isDigitValue(f1) && isDigitValue(f0);
  // A leap second is left to parseClock.
  if (!digits || h1 < 0 || h1 > 2 || m1 < 0 || m1 > 5 || s1 < 0 || s1 > 5 || h1 * 10 + h0 > 23) return -1;
  return (((h1 * 10 + h0) * 60 + m1 * 10 + m0) * 60 + s1 * 10 + s0) * 1000 + f2 * 100 + f1 * 10 + f0;
}

function isDigitValue(value: number): boolean {
  return value >= 0 && value <= 9;
}

function found(wallMs: number, length: number, basis: StampBasis, shiftMs: number): number {
  lastStamp.length = length;
  lastStamp.basis = basis;
  lastStamp.shiftMs = shiftMs;
  return wallMs;
}

function pack(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
}

/** -1 when one of the bytes is not a digit. */
function number(bytes: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let i = 0; i < digits; i++) {
    const digit = bytes[at + i] - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const MONTHS = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, index) => [
    (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2),
    index + 1,
  ]),
);

function monthAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 3 > end) return 0;
  monthLength = 3;
  const english = MONTHS.get((bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2]);
  if (english !== undefined && bytes[at + 3] === 0x20) return english;
  const word = parseMonthWord(bytes, at, end);
  if (word === undefined) return english ?? 0;
  monthLength = word.length;
  return word.month;
}

function isDate(year: number, month: number, day: number): boolean {
  if (year < 1970 || year > 2200 || month < 1 || month > 12 || day < 1) return false;
  if (month === 2) return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28);
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}

/** Days since 1970-01-01 of a Gregorian date. */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isWord(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f;
}
