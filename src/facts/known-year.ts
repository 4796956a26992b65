import type { EntryRecords, KeyValues } from '../model/records.js';
import { infoValue } from './crashes.js';

const OLDEST_MS = 1_000_000_000_000;
const LATEST_MS = 4_102_444_800_000;
/** `-- Logs begin at Mon 2020-01-06 10:00:01 UTC`, `# started 2024-05-01 …`: text that no format reads may still name the year. */
const DATE = /\b(20\d\d)-(\d\d)-(\d\d)[ T]\d\d:\d\d/;
/** `Wed Sep 30 15:15:46 2026`: ctime(3), in what Sentinel says of its next failover. */
const CTIME = /\b[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) [\d:]{8} (20\d\d)\b/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment of which the year is known, near to which stamps without a year lie: wrappers, epochs of signal handlers and reports, slow logs, other
 * logs, and as a last resort dates in text that no format reads. Of several years the one that is named most often. */
export function knownMoment(entries: readonly EntryRecords[]): number | undefined {
  const told = new Years();
  const quoted = new Years();
  for (const entry of entries) {
    for (const run of entry.runs) {
      for (const sample of run.zoneSamples) told.add(sample.utcMs);
      if (run.stampBasis !== 'yearless' && run.stampBasis !== 'none') told.add(run.first.wallMs);
      for (const event of run.events) {
        if (event.handler === true) told.add(event.wallMs);
        if (event.id === 'sentinel-failover-delay') told.add(ofCtime(event.fields.time ?? event.text));
      }
    }
    for (const record of entry.records) {
      if (record.type === 'slowlog') for (const item of record.items.slice(0, 5)) told.add(item.epochSec * 1000);
      if ('stamp' in record && record.stamp.basis !== 'yearless' && record.stamp.basis !== 'none') told.add(record.stamp.wallMs);
      if (record.type === 'crash') addInfo(told, record.info);
      if (record.type === 'info') addInfo(told, record.sections);
    }
    for (const sample of entry.unknown.samples) quoted.add(ofDate(sample.text));
  }
  return told.latest() ?? quoted.latest();
}

function addInfo(years: Years, sections: KeyValues[]): void {
  years.add(Number(infoValue(sections, 'server_time_usec')?.value ?? Number.NaN) / 1000);
  for (const key of ['rdb_last_save_time', 'aof_last_rewrite_time', 'ctime'])
    years.add(Number(infoValue(sections, key)?.value ?? Number.NaN) * 1000);
}

function ofDate(text: string): number {
  const found = DATE.exec(text);
  return found === null ? Number.NaN : Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
}

function ofCtime(text: string): number {
  const found = CTIME.exec(text);
  const month = found === null ? -1 : MONTHS.indexOf(found[1]!);
  return month < 0 ? Number.NaN : Date.UTC(Number(found![3]), month, Number(found![2]));
}

class Years {
  private readonly byYear = new Map<number, { count: number; lastMs: number }>();

  add(ms: number): void {
    if (!(ms >= OLDEST_MS && ms <= LATEST_MS)) return;
    const year = new Date(ms).getUTCFullYear();
    const known = this.byYear.get(year) ?? { count: 0, lastMs: ms };
    this.byYear.set(year, { count: known.count + 1, lastMs: Math.max(known.lastMs, ms) });
  }

  /** Last moment of the year that is named most often. */
  latest(): number | undefined {
    return [...this.byYear].sort((a, b) => b[1].count - a[1].count || a[0] - b[0])[0]?.[1].lastMs;
  }
}

const HALF_YEAR_MS = 183 * 86_400_000;

/** The stamp in the year that puts it next to a known moment: December of a log that ends in January belongs to the year before. */
export function nearestYear(wallMs: number, knownMs: number): number {
  const year = new Date(knownMs).getUTCFullYear();
  const same = inYear(wallMs, year);
  if (same - knownMs > HALF_YEAR_MS) return inYear(wallMs, year - 1);
  return knownMs - same > HALF_YEAR_MS ? inYear(wallMs, year + 1) : same;
}

function inYear(wallMs: number, year: number): number {
  const date = new Date(wallMs);
  return date.setUTCFullYear(year);
}
