import type { Stamp } from '../../model/records.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function wallMs(year: number, month: number, day: number, clock: string): number {
  const [hour, minute, second] = clock.split(':').map(Number);
  const inRange = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 61;
  return inRange ? Date.UTC(year, month - 1, day, hour, minute, second) : Number.NaN;
}

function fractionMs(digits: string | undefined): number {
  return digits ? Math.trunc(Number(`0.${digits}`) * 1000) : 0;
}

/** Minutes east of UTC of `Z`, `UTC`, `+05:30`, `-0500`; undefined for anything else. */
function zoneMinutes(zone: string | undefined): number | undefined {
  if (zone === 'Z' || zone === 'UTC' || zone === 'GMT') return 0;
  const parts = zone ? /^([+-])(\d\d):?(\d\d)$/.exec(zone) : null;
  if (!parts) return undefined;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return parts[1] === '-' ? -minutes : minutes;
}

function zoned(naiveMs: number, zone: string | undefined): Stamp | undefined {
  if (!Number.isFinite(naiveMs)) return undefined;
  const minutes = zoneMinutes(zone);
  return minutes === undefined ? { wallMs: naiveMs, basis: 'naive' } : { wallMs: naiveMs - minutes * 60_000, basis: 'absolute' };
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?/;

/** `2026-11-23T06:42:08,054908+00:00`, `2025-09-30 09:29:21,310`, `2026-11-23T06:29:26Z` at the start of the text. */
export function parseIsoStamp(text: string): Stamp | undefined {
  const found = ISO.exec(text);
  if (!found) return undefined;
  const naiveMs = wallMs(Number(found[1]), Number(found[2]), Number(found[3]), found[4]) + fractionMs(found[5]);
  return zoned(naiveMs, found[6]);
}

const CTIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)(?: ([A-Z]{1,5}))? (\d{4})/;

/** `Mon Nov 23 06:42:08 2026` as printed by ctime(3) and `dmesg -T`, and `Mon Nov 23 06:42:08 UTC 2026` of date(1). */
export function parseCtimeStamp(text: string): Stamp | undefined {
  const found = CTIME.exec(text);
  if (!found) return undefined;
  return zoned(wallMs(Number(found[5]), MONTHS.indexOf(found[1]) + 1, Number(found[2]), found[3]), found[4]);
}

const RFC1123 = /^[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d)(?: ([+-]\d{4}|[A-Z]{1,5}))?/;

/** `Mon, 23 Nov 2026 06:25:01 +0000` as printed by kubectl. */
export function parseRfc1123Stamp(text: string): Stamp | undefined {
  const found = RFC1123.exec(text);
  if (!found) return undefined;
  return zoned(wallMs(Number(found[3]), MONTHS.indexOf(found[2]) + 1, Number(found[1]), found[4]), found[5]);
}

const SYSLOG = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)/;

/** `Nov 23 06:25:01`: no year, so 1972, a leap year. */
export function parseSyslogStamp(text: string): Stamp | undefined {
  const found = SYSLOG.exec(text);
  if (!found) return undefined;
  const naiveMs = wallMs(1972, MONTHS.indexOf(found[1]) + 1, Number(found[2]), found[3]);
  return Number.isFinite(naiveMs) ? { wallMs: naiveMs, basis: 'yearless' } : undefined;
}
