import type { ZoneRule } from './facts/clocks.js';
import { zoneShift } from './text/stamps.js';

function usageError(message: string): Error {
  const error = new Error(message);
  error.name = 'UsageError';
  return error;
}

/** `+05:30`, `Europe/Berlin`, or `GLOB=ZONE` over entry names. */
export function parseZoneRules(given: string[]): ZoneRule[] {
  return given.map((text) => {
    const equals = text.lastIndexOf('=');
    const rule = equals < 0 ? { glob: '*', zone: text } : { glob: text.slice(0, equals), zone: text.slice(equals + 1) };
    if (zoneShift(rule.zone, 0) === undefined)
      throw usageError(`--timezone: '${rule.zone}' is no time zone (try UTC, +05:30 or Europe/Berlin)`);
    return rule;
  });
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** ISO-8601 (read as UTC without a zone) or a log's own stamp: `23 Nov 2026 06:27:14.777`. */
export function parseMoment(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const own = /^(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d)(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (own !== null && MONTHS.includes(own[2]!.toLowerCase())) {
    return Date.UTC(
      Number(own[3]),
      MONTHS.indexOf(own[2]!.toLowerCase()),
      Number(own[1]),
      Number(own[4]),
      Number(own[5]),
      Number(own[6]),
      Number((own[7] ?? '0').padEnd(3, '0')),
    );
  }
  const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?$/.exec(text.trim());
  const ms =
    iso === null
      ? Number.NaN
      : Date.parse(`${text.trim().replace(' ', 'T').replace(',', '.')}${iso[1] === undefined && text.includes(':') ? 'Z' : ''}`);
  if (Number.isNaN(ms)) throw usageError(`${option}: '${text}' is no time (try 2026-11-23T06:27:14Z or '23 Nov 2026 06:27:14')`);
  return ms;
}
