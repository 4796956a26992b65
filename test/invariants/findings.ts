import type { Report } from '../../src/report/schema.js';
import type { Files } from './cases.js';

/** What a report says, without what may depend on how the input was packed: names of entries become those of the case's files, processes are
 * named by file, pid and start, and byte offsets and sizes are left out. */
export function findingsOf(report: Report, files: Files): unknown {
  const names = new Map(report.inputs.map(({ entry }) => [entry, fileOf(entry, files)]));
  const processes = new Map(
    report.processes.map((process) => [
      process.id,
      `${names.get(process.entries[0] ?? '') ?? ''}|${process.pid}|${process.role ?? ''}|${process.from ?? ''}`,
    ]),
  );
  const found = JSON.parse(JSON.stringify(withoutPacking(report)), (key, value: unknown) => {
    if (key === 'offset' || key === 'bytes' || key === 'ref') return undefined;
    if (typeof value !== 'string') return value;
    return processes.get(value) ?? names.get(value) ?? withoutNames(value, names);
  });
  for (const list of LISTED_BY_NAME) found[list]?.sort(compareJson);
  return found;
}

/** Parts that are listed in the order of the names of entries, which differs between `redis.log` and `redis.log.gz`. */
const LISTED_BY_NAME = ['inputs', 'processes', 'coverage', 'clocks', 'density', 'novelty', 'advisories', 'benign'];

function compareJson(a: unknown, b: unknown): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Headlines and labels are made of file names; what was noted of an archive is not found in a folder. */
function withoutPacking(report: Report): unknown {
  return {
    ...report,
    verdict: { ...report.verdict, headline: '' },
    inputs: report.inputs.filter((input) => input.outcome === 'parsed'),
    processes: report.processes.map((process) => ({ ...process, label: '', server: '' })),
    incidents: report.incidents.map((incident) => ({ ...incident, headline: '', summary: [] })),
    notes: [],
  };
}

/** Longest file name that the entry's name ends with, whatever is packed around it. */
function fileOf(entry: string, files: Files): string {
  const bare = bareName(entry);
  const fitting = [...files.keys()].map(bareName).filter((name) => bare === name || bare.endsWith(`/${name}`) || name.endsWith(`/${bare}`));
  if (fitting.length === 0 && files.size === 1) return [...files.keys()][0] as string;
  return fitting.sort((a, b) => b.length - a.length)[0] ?? entry;
}

function bareName(name: string): string {
  return name.replaceAll('!/', '/').replace(/\.gz$/, '');
}

/** Reasons name entries inside a sentence (`loglevel in redis.conf:3`). */
function withoutNames(text: string, names: ReadonlyMap<string, string>): string {
  let plain = text;
  for (const [entry, name] of names) if (entry !== name && plain.includes(entry)) plain = plain.replaceAll(entry, name);
  return plain;
}

/** Where two findings differ, one line each; a diff of two whole reports is no help to anybody. */
export function differences(wanted: unknown, found: unknown, path = '', limit = 5): string[] {
  if (Object.is(wanted, found)) return [];
  if (typeof wanted !== 'object' || typeof found !== 'object' || wanted === null || found === null) {
    return [`${path}: ${brief(wanted)} became ${brief(found)}`];
  }
  const list: string[] = [];
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
    if (list.length >= limit) break;
    list.push(
      ...differences(
        (wanted as Record<string, unknown>)[key],
        (found as Record<string, unknown>)[key],
        `${path}.${key}`,
        limit - list.length,
      ),
    );
  }
  return list;
}

function brief(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100);
}
