import type { Stamp } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { NO_STAMP, wrapperStamp } from '../side/cite.js';
import { parseCtimeStamp, parseIsoStamp } from '../side/stamp.js';

const LOOKED_AT = 240;
/** log4j `%d{ISO8601}`, Python's logging, .NET, zerolog, Rails: all write the date with dashes, somewhere near the beginning. */
const ISO_SOMEWHERE = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/;
const CTIME_SOMEWHERE = /\b[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d(?: [A-Z]{1,5})? \d{4}/;
/** Go's log package and nginx: `2022/02/21 21:39:42`. */
const SLASHES = /(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6}))?/;
/** logback `%d{dd MMM yyyy}`, php-fpm `[20-Nov-2015 15:30:55 UTC]`. */
const DAY_FIRST =
  /\b(\d{1,2})[ -/](Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[ -/](\d{4})[ :](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,6}))?/;
/** zap and pino: seconds with a fraction, or milliseconds. */
const EPOCH = /"(?:ts|time|timestamp|t|unixtime)"\s{0,2}:\s{0,2}(\d{10,13})(?:\.(\d{1,9}))?[,}\s]/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** When an application wrote a line: its own stamp, otherwise the wrapper's. */
export function momentOf(text: string, context: LineContext): Stamp {
  return ownMoment(text.slice(0, LOOKED_AT)) ?? wrapperStamp(context);
}

export function ownMoment(head: string): Stamp | undefined {
  const iso = ISO_SOMEWHERE.exec(head);
  if (iso !== null) return parseIsoStamp(head.slice(iso.index));
  const epoch = EPOCH.exec(head);
  if (epoch !== null) return { wallMs: epochMs(epoch[1]!, epoch[2]), basis: 'absolute' };
  const slashes = SLASHES.exec(head);
  if (slashes !== null) return naive(Number(slashes[1]), Number(slashes[2]), Number(slashes[3]), slashes.slice(4));
  const dayFirst = DAY_FIRST.exec(head);
  if (dayFirst !== null) return naive(Number(dayFirst[3]), MONTHS.indexOf(dayFirst[2]!) + 1, Number(dayFirst[1]), dayFirst.slice(4));
  const ctime = CTIME_SOMEWHERE.exec(head);
  return ctime === null ? undefined : parseCtimeStamp(head.slice(ctime.index));
}

function epochMs(digits: string, fraction: string | undefined): number {
  if (digits.length === 13) return Number(digits);
  return digits.length === 10 ? Number(digits) * 1000 + Math.trunc(Number(`0.${fraction ?? 0}`) * 1000) : NO_STAMP.wallMs;
}

function naive(year: number, month: number, day: number, clock: (string | undefined)[]): Stamp | undefined {
  const [hour, minute, second] = clock.map(Number) as [number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined;
  const ms = clock[3] === undefined ? 0 : Math.trunc(Number(`0.${clock[3]}`) * 1000);
  return { wallMs: Date.UTC(year, month - 1, day, hour, minute, second) + ms, basis: 'naive' };
}
