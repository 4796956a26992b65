import { spokenDate } from '../report/cite.js';

/** Times, durations and counts for people. No locale functions: the same report gives the same text everywhere. */

const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)?$/;

export interface Stamp {
  date: string;
  clock: string;
}

/** `2026-11-23T06:27:14.777Z` → date and clock; anything else stays as it is, in `clock`. */
export function stampOf(time: string): Stamp {
  const found = ISO.exec(time);
  if (!found) return { date: '', clock: time };
  return { date: spokenDate(found[1]), clock: `${found[2]}.${(found[3] ?? '').padEnd(3, '0').slice(0, 3)}` };
}

export function dateTime(time: string): string {
  const { date, clock } = stampOf(time);
  return date === '' ? clock : `${date} ${clock}`;
}

/** `2026-11-23 06:27:14.777 – 06:33:07.351`: the second date only when it differs. */
export function timeRange(from: string, to: string): string {
  const start = stampOf(from);
  const end = stampOf(to);
  if (from === to) return dateTime(from);
  return `${dateTime(from)} – ${start.date === end.date ? end.clock : dateTime(to)}`;
}

/** Milliseconds since the epoch, or undefined for what is no time. */
export function epochMs(time: string | undefined): number | undefined {
  if (time === undefined || !ISO.test(time)) return undefined;
  const ms = Date.parse(/Z$|\+00:00$/.test(time) ? time : `${time}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

function decimal(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}

/** `250 ms`, `15.6 s`, `5 min 53 s`, `8 h 2 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 0) return `−${duration(-ms)}`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${decimal(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(ms / 60_000);
  if (minutes < 48 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(ms / 3_600_000);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `352.6 s`: for comparing with other tools' figures. */
export function seconds(ms: number): string {
  return `${decimal(ms / 1000)} s`;
}

/** Rounded down, so that nothing but certainty reads as 1. */
export function confidence(value: number): string {
  if (value > 0 && value < 0.01) return '< 0.01';
  return (Math.floor(value * 100 + 1e-9) / 100).toFixed(2);
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = size;
  let unit = -1;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 ? decimal(value) : Math.round(value)} ${units[unit]}`;
}

/** `12 345 678` with no-break spaces would not be found by a search; thin groups only above 9999. */
export function count(value: number): string {
  const digits = String(Math.round(value));
  return digits.length <= 4 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ' ');
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `54, 103, 116–118`: sorted, without repeats, at most `cap` ranges. */
export function lineList(lines: readonly number[], cap = 8): string {
  const sorted = [...new Set(lines)].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const line of sorted) {
    const last = ranges.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  const shown = ranges.slice(0, cap).map(([start, end]) => (start === end ? `${start}` : `${start}–${end}`));
  return ranges.length > cap ? `${shown.join(', ')} and ${ranges.length - cap} more` : shown.join(', ');
}
