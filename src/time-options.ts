import type { ZoneRule } from './facts/clocks.js';
import { zoneShift } from './text/stamps.js';
import { UsageError } from './usage-error.js';

/** `+05:30`, `Europe/Berlin`, or `GLOB=ZONE` over entry names. */
export function parseZoneRules(given: string[]): ZoneRule[] {
  return given.map((text) => {
    const equals = text.lastIndexOf('=');
    const rule = equals < 0 ? { glob: '*', zone: text } : { glob: text.slice(0, equals), zone: text.slice(equals + 1) };
    if (zoneShift(rule.zone, 0) === undefined)
      throw new UsageError(`--timezone: '${rule.zone}' is no time zone (try UTC, +05:30 or Europe/Berlin)`);
    return rule;
  });
}

export interface RangeOptions {
  since?: string;
  until?: string;
  last?: string;
}

export interface Range {
  sinceMs?: number;
  untilMs?: number;
}

/** The first and the last millisecond that a time stands for: 17:53 is a whole minute. */
type Span = [firstMs: number, lastMs: number];
/** What a time means once the last moment of the input is known; undefined where it needs one and there is none. */
type Time = (lastMs: number | undefined) => Span | undefined;

const SEC = 1000;
const MIN = 60 * SEC;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;
const UNITS: Record<string, number> = { s: SEC, m: MIN, h: HOUR, d: DAY, w: 7 * DAY };

/**
 * `--since`, `--until`, `--last`. What is relative (10m, 17:53, yesterday) is counted back from the last moment of the input and never from the clock, so
 * that a report stays the same. Both ends belong to the range. Times without a zone are of the one that `--timezone` gives to all entries, else UTC.
 */
export function parseRange(options: RangeOptions, rules: readonly ZoneRule[]): (lastMs: number | undefined) => Range {
  const zone = rules.find((rule) => rule.glob === '*')?.zone ?? 'UTC';
  const { since, until, last } = withInterval(options);
  if (last !== undefined && since !== undefined) throw new UsageError('--last and --since both say where to begin: give one of them');
  const back = last === undefined ? undefined : parseDuration(last);
  if (last !== undefined && back === undefined) throw new UsageError(`--last: '${last}' is no duration (try 2h, 30m or 1h30m)`);
  const begin: Time | undefined = back === undefined ? parseTime('--since', since, zone) : before(back);
  const end = parseTime('--until', until, zone);
  return (lastMs) => {
    const sinceMs = begin?.(lastMs)?.[0];
    const untilMs = end?.(lastMs)?.[1];
    if (sinceMs !== undefined && untilMs !== undefined && sinceMs > untilMs)
      throw new UsageError(`--since is later than --until (${new Date(sinceMs).toISOString()} and ${new Date(untilMs).toISOString()})`);
    return { sinceMs, untilMs };
  };
}

/** `--since A/B` is an ISO interval: both ends in one. */
function withInterval(options: RangeOptions): RangeOptions {
  const slash = options.since?.indexOf('/') ?? -1;
  if (options.since === undefined || slash < 0) return options;
  if (options.until !== undefined) throw new UsageError(`--until: --since '${options.since}' is an interval with an end already`);
  return { ...options, since: options.since.slice(0, slash), until: options.since.slice(slash + 1) };
}

function before(ms: number): Time {
  return (lastMs) => (lastMs === undefined ? undefined : [lastMs - ms, lastMs - ms]);
}

function parseTime(option: string, given: string | undefined, zone: string): Time | undefined {
  if (given === undefined) return undefined;
  const text = given.trim();
  const back = parseDuration(text);
  if (back !== undefined) return before(back);
  const time = parseClock(text, zone) ?? parseDay(text, zone) ?? parseStamp(text, zone);
  if (time === undefined)
    throw new UsageError(`${option}: '${given}' is no time (try 10m, 17:53, yesterday, 2026-11-23T06:27:14Z or '23 Nov 2026 06:27:14')`);
  return time;
}

/** `10m`, `1h30m`, `90 sec`, `2 hours ago`, `PT10M`. */
function parseDuration(text: string): number | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^-|\s*\bago$/g, '')
    .replace(/^p(?=[\dt])/, '')
    .replace(/^t(?=\d)|(?<=d)t(?=\d)/, '');
  if (!/^(?:\d{1,9}\s*(?:s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?|w|weeks?)\s*)+$/.test(plain)) return undefined;
  let sum = 0;
  for (const [, amount, unit] of plain.matchAll(/(\d+)\s*([a-z])/g)) sum += Number(amount) * UNITS[unit!]!;
  return sum;
}

/** `17:53`: the last one that the input reaches. */
function parseClock(text: string, zone: string): Time | undefined {
  const match = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,3}))?)?$/.exec(text);
  if (match === null) return undefined;
  const clock = clockOf(match[1]!, match[2]!, match[3], match[4]);
  if (clock === undefined) return undefined;
  return (lastMs) => {
    if (lastMs === undefined) return undefined;
    const today = startOfDay(wallOf(lastMs, zone));
    for (const wall of [today + clock.ms, today - DAY + clock.ms]) {
      const at = utcOf(wall, zone);
      if (at <= lastMs) return [at, at + clock.unit - 1];
    }
    return undefined;
  };
}

/** `today` is the day on which the input ends. */
function parseDay(text: string, zone: string): Time | undefined {
  const daysBack = ['today', 'yesterday'].indexOf(text.toLowerCase());
  if (daysBack < 0) return undefined;
  return (lastMs) => {
    if (lastMs === undefined) return undefined;
    const day = startOfDay(wallOf(lastMs, zone)) - daysBack * DAY;
    return [utcOf(day, zone), utcOf(day + DAY, zone) - 1];
  };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** ISO-8601 or a log's own stamp: `23 Nov 2026 06:27:14.777`. */
function parseStamp(text: string, zone: string): Time | undefined {
  const own = /^(\d{1,2}) ([A-Za-z]{3}) (\d{4})(?: (\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,3}))?)?)?$/.exec(text);
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(text);
  const parts = own === null ? iso : [own[0], own[3], String(MONTHS.indexOf(own[2]!.toLowerCase()) + 1), own[1], ...own.slice(4)];
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction] = parts;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC would take the 31st of February for the 3rd of March
  if (Number.isNaN(midnight) || new Date(midnight).getUTCDate() !== Number(day) || new Date(midnight).getUTCMonth() !== Number(month) - 1)
    return undefined;
  const clock = hour === undefined ? { ms: 0, unit: DAY } : clockOf(hour, minute!, second, fraction);
  if (clock === undefined) return undefined;
  const at = utcOf(midnight + clock.ms, iso?.[8] ?? zone);
  return () => [at, at + clock.unit - 1];
}

/** The time of day, and how long the smallest part lasts that was named. */
function clockOf(hour: string, minute: string, second?: string, fraction?: string): { ms: number; unit: number } | undefined {
  const [h, m, s] = [Number(hour), Number(minute), Number(second ?? '0')];
  if (h > 23 || m > 59 || s > 60) return undefined;
  const unit = fraction !== undefined ? 1 : second !== undefined ? SEC : MIN;
  return { ms: h * HOUR + m * MIN + s * SEC + Number((fraction ?? '0').slice(0, 3).padEnd(3, '0')), unit };
}

function startOfDay(wallMs: number): number {
  return Math.floor(wallMs / DAY) * DAY;
}

function utcOf(wallMs: number, zone: string): number {
  return wallMs + (zoneShift(zone, wallMs) ?? 0);
}

/** The wall clock at a moment: its shift is that of a wall clock near it. */
function wallOf(ms: number, zone: string): number {
  const near = ms - (zoneShift(zone, ms) ?? 0);
  return ms - (zoneShift(zone, near) ?? 0);
}
