import type { Report } from '../report/schema.js';

/** Names of entries as short as they stay unambiguous among the inputs: `debuginfo.tar.gz!/node_1/logs/redis-1.log` becomes `redis-1.log` where no
 * other entry ends so. The table of inputs keeps them whole. */
export function shortEntryNames(entries: readonly string[]): Map<string, string> {
  const taken = new Map<string, number>();
  for (const entry of entries) for (const suffix of suffixes(entry)) taken.set(suffix, (taken.get(suffix) ?? 0) + 1);
  return new Map(entries.map((entry) => [entry, suffixes(entry).find((suffix) => taken.get(suffix) === 1) ?? entry]));
}

/** Shortest first. Names deeper than this are kept whole. */
const MAX_DEPTH = 40;

function suffixes(entry: string): string[] {
  const found: string[] = [];
  for (let at = entry.lastIndexOf('/'); at > 0 && found.length < MAX_DEPTH; at = entry.lastIndexOf('/', at - 1))
    found.push(entry.slice(at + 1));
  return [...found.filter((name) => name !== ''), entry];
}

/** The report with short names in every citation. Records and inputs stay as they are. */
export function withShortEntries(report: Report): Report {
  const names = shortEntryNames(report.inputs.map((input) => input.entry));
  if ([...names].every(([entry, short]) => entry === short)) return report;
  const { inputs, records, density, ...rest } = report;
  return { ...(rename(rest, names) as Omit<Report, 'inputs' | 'records' | 'density'>), inputs, records, density };
}

function rename(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === 'entry' && typeof item === 'string') return [key, names.get(item) ?? item];
      if (key === 'entries' && Array.isArray(item)) return [key, item.map((name) => names.get(name as string) ?? name)];
      return [key, rename(item, names)];
    }),
  );
}
