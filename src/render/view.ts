import type { Citation, Explanation, Incident, Report } from '../report/schema.js';
import { code, type Inline, joined, prose, type Span } from './document.js';
import { lineList, plural } from './quantities.js';

export type ReportProcess = Report['processes'][number];
export type ReportDump = NonNullable<Report['threadDumps']>[number];

/** What every section asks of the report: the leading incident, the leading explanation, names for people. */
export interface View {
  report: Report;
  incident?: Incident;
  /** Leading explanation; only where the verdict is an incident. */
  lead?: Explanation;
  /** The other explanations of the leading incident, the best first. */
  rest: Explanation[];
  culprit?: ReportProcess;
  process(id: string | undefined): ReportProcess | undefined;
  name(id: string | undefined): string;
  /** The name without port or file, where that is still unambiguous: for narrow columns. */
  short(id: string | undefined): string;
}

/** Fork children live for a moment and have a line with their parent; only as part of an incident are they of interest. */
export function ownProcesses(report: Report): ReportProcess[] {
  return report.processes.filter((process) => process.parent === undefined);
}

export function baseName(entry: string): string {
  return entry.slice(entry.lastIndexOf('/') + 1) || entry;
}

function plainName(process: ReportProcess): string {
  if (process.label !== undefined && process.label !== '') return process.label;
  const file = process.entries[0] === undefined ? undefined : baseName(process.entries[0]);
  const port = process.port === undefined ? undefined : `port ${process.port}`;
  if (file !== undefined) return port === undefined ? file : `${file} (${port})`;
  return port ?? `pid ${process.pid}`;
}

function withoutPort(name: string): string {
  return name.replace(/ \([^()]*\)$/, '') || name;
}

function processNames(report: Report): Map<string, string> {
  const uses = new Map<string, number>();
  for (const process of report.processes) uses.set(plainName(process), (uses.get(plainName(process)) ?? 0) + 1);
  const names = new Map<string, string>();
  for (const process of report.processes) {
    const name = plainName(process);
    const isShared = process.pid > 0 && (uses.get(name) ?? 0) > 1 && !name.includes(`pid ${process.pid}`);
    names.set(process.id, isShared ? `${withoutPort(name)} pid ${process.pid}` : name);
  }
  return names;
}

/** `redis-1 (port 7001)` → `redis-1`, unless two names would become the same. */
function shortNames(names: ReadonlyMap<string, string>): Map<string, string> {
  const cut = new Map([...names].map(([id, name]) => [id, withoutPort(name)]));
  const uses = new Map<string, number>();
  for (const name of cut.values()) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map([...cut].map(([id, name]) => [id, uses.get(name) === 1 ? name : (names.get(id) ?? name)]));
}

export function viewOf(report: Report): View {
  const names = processNames(report);
  const short = shortNames(names);
  const byId = new Map(report.processes.map((process) => [process.id, process]));
  const incident =
    report.verdict.status === 'healthy'
      ? undefined
      : (report.incidents.find((one) => one.id === report.verdict.incident) ?? report.incidents[0]);
  const explanations = incident?.explanations ?? [];
  const lead =
    report.verdict.status === 'incident'
      ? (explanations.find((one) => one.signature === report.verdict.signature) ?? explanations[0])
      : undefined;
  return {
    report,
    incident,
    lead,
    rest: explanations.filter((one) => one !== lead),
    culprit: incident?.processes[0] === undefined ? undefined : byId.get(incident.processes[0]),
    process: (id) => (id === undefined ? undefined : byId.get(id)),
    name: (id) => (id === undefined ? '' : (names.get(id) ?? id)),
    short: (id) => (id === undefined ? '' : (short.get(id) ?? id)),
  };
}

/** `redis-1.log:54, 103`, one code span an entry. */
export function places(citations: readonly Citation[], capEntries = 4): Inline {
  const byEntry = new Map<string, number[]>();
  for (const citation of citations) {
    const lines = byEntry.get(citation.entry) ?? [];
    lines.push(citation.line);
    byEntry.set(citation.entry, lines);
  }
  const parts: Inline[] = [...byEntry].slice(0, capEntries).map(([entry, lines]) => [code(`${entry}:${lineList(lines)}`)]);
  if (byEntry.size > capEntries) parts.push([plural(byEntry.size - capEntries, 'more entry', 'more entries')]);
  return joined(parts);
}

/** `[E1] [E3]–[E7]`: from three neighbours on a range. */
export function refsOf(citations: readonly Citation[]): Inline {
  const refs = [...new Set(citations.flatMap((citation) => citation.ref ?? []))];
  const parts: Inline[] = [];
  for (let at = 0; at < refs.length; ) {
    let end = at;
    while (end + 1 < refs.length && follows(refs[end], refs[end + 1])) end++;
    if (end - at >= 2) parts.push([{ ref: refs[at] }, '–', { ref: refs[end] }]);
    else for (const ref of refs.slice(at, end + 1)) parts.push([{ ref }]);
    at = end + 1;
  }
  const shown = parts.slice(0, 4);
  if (parts.length > 4) shown.push(['…']);
  return joined(shown, ' ');
}

function follows(ref: string, next: string): boolean {
  const [number, after] = [ref, next].map((text) => /^E(\d{1,6})$/.exec(text)?.[1]);
  return number !== undefined && after !== undefined && Number(after) === Number(number) + 1;
}

/** ` [E1]`, or the place where the report gave no number; empty without a citation. */
export function cited(citation: Citation | undefined): Inline {
  if (citation === undefined) return [];
  const place: Span = code(`${citation.entry}:${citation.line}`);
  return citation.ref === undefined ? [' (', place, ')'] : [' ', { ref: citation.ref }];
}

/** A sentence with its citation. */
export function citedProse(text: string, citation: Citation | undefined): Inline {
  return [...prose(text), ...cited(citation)];
}
