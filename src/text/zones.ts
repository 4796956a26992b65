/** Zones of wall clocks that carry none, and the one way a moment is printed. */
import { Memo } from '../model/memo.js';

/** Four-digit years only: what a reader, a spreadsheet and a JSON schema all accept. */
const MIN_ISO_MS = -62_167_219_200_000;
const MAX_ISO_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** ISO-8601 UTC with milliseconds; undefined for NaN and years that need more than four digits. */
export function formatIso(ms: number | undefined): string | undefined {
  if (ms === undefined || !(ms >= MIN_ISO_MS && ms <= MAX_ISO_MS)) return undefined;
  return new Date(ms).toISOString();
}

const DAY_MS = 86_400_000;
const CACHE_STEP_MS = 900_000;
const CACHE_MAX = 4096;

const formatters = new Map<string, Intl.DateTimeFormat | undefined>();
const shifts = new Memo<number>(CACHE_MAX);

/** Milliseconds to add to a naive wall clock to get UTC: `+05:30`, `-0500`, `UTC`, `Z` or an IANA name.
 * A wall clock that occurs twice (DST ends) means the first of the two; one that is skipped is read with the offset
 * before the jump. Undefined when the zone is unknown or the moment out of range. */
export function zoneShift(zone: string, wallMs: number): number | undefined {
  if (!Number.isFinite(wallMs) || !formatIso(wallMs)) return undefined;
  const name = zone.trim();
  if (/^(?:z|utc|gmt|utc[+-]0|etc\/utc)$/i.test(name)) return 0;
  const fixed = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(name);
  if (fixed) return fixedShift(fixed[1], Number(fixed[2]), Number(fixed[3] ?? 0));
  const formatter = formatterOf(name);
  if (!formatter) return undefined;
  // Offsets change at multiples of a quarter of an hour, so all moments of one quarter share the answer.
  const key = `${name} ${Math.floor(wallMs / CACHE_STEP_MS)}`;
  return shifts.get(key, () => ianaShift(formatter, wallMs));
}

function fixedShift(sign: string, hours: number, minutes: number): number | undefined {
  if (hours > 18 || minutes > 59) return undefined;
  const offsetMs = (hours * 60 + minutes) * 60_000;
  return sign === '+' ? 0 - offsetMs : offsetMs;
}

function ianaShift(formatter: Intl.DateTimeFormat, wallMs: number): number {
  const before = offsetAt(formatter, wallMs - DAY_MS);
  if (offsetAt(formatter, wallMs - before) === before) return 0 - before;
  const after = offsetAt(formatter, wallMs + DAY_MS);
  return offsetAt(formatter, wallMs - after) === after ? 0 - after : 0 - before;
}

function offsetAt(formatter: Intl.DateTimeFormat, utcMs: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(utcMs)) part[type] = Number(value);
  const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return wall - Math.floor(utcMs / 1000) * 1000;
}

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(zone)) formatters.set(zone, createFormatter(zone));
  return formatters.get(zone);
}

function createFormatter(zone: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(zone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}
