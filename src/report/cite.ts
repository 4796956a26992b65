import type { Cite } from '../model/origin.js';
import type { Citation } from './schema.js';

/** ISO-8601 UTC with milliseconds; undefined for moments that are not known or cannot be written. */
export function isoTime(ms: number | undefined): string | undefined {
  if (ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return undefined;
  return new Date(Math.round(ms)).toISOString();
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A date as people read it: where nothing tells the year (stamps without one lie in 1972) day and month alone, `13 Aug`. */
export function spokenDate(date: string): string {
  const found = /^197[0-3]-(\d\d)-(\d\d)$/.exec(date);
  return found === null ? date : `${Number(found[2])} ${MONTHS[Number(found[1]) - 1] ?? found[1]}`;
}

/** A report needs a moment where an undated dump has none; readers see this word instead of a wrong time. */
export const UNKNOWN_TIME = 'unknown';

export function citation(cite: Cite, timeMs?: number): Citation {
  const time = isoTime(timeMs);
  return { entry: cite.entry, line: cite.line, offset: cite.offset, text: cite.text, ...(time === undefined ? {} : { time }) };
}

export function maybeCitation(cite: Cite | undefined, timeMs?: number): Citation | undefined {
  return cite === undefined ? undefined : citation(cite, timeMs);
}

/** 5 min 53 s, 352.6 s, 8 h 2 min: units for people, no locale. */
export function span(ms: number): string {
  if (!Number.isFinite(ms)) return 'an unknown time';
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds - minutes * 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
