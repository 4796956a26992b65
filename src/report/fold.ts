/** Lists of a report that grow with what repeats itself (restarts, children, pauses) are folded: what incidents name, the first, the last and the worst
 * stay, and a note says how many there were. Ordinary incidents have 16 processes, 19 silences and 600 kept lines at most. */
import type { Report } from './schema.js';

const MAX_PROCESSES = 120;
const MAX_SILENCES = 100;
const MAX_RECORDS = 1500;
const MAX_SIGNS = 100;

type Process = Report['processes'][number];

/** Everything else of the report stays as it is. */
export function folded(report: Report): Report {
  const silences = foldedSilences(report.silences);
  const processes = foldedProcesses(report, silences);
  const ids = new Set(processes.map(({ id }) => id));
  const isKept = (id: string | undefined) => processes === report.processes || id === undefined || ids.has(id);
  const records = foldedRecords(report.records ?? [], isKept);
  const signs = report.account === undefined ? [] : foldedSigns(report.account.signs);
  const notes = [
    told('processes', processes, report.processes, 'those that incidents name, the first and the last'),
    told('silences', silences, report.silences, 'the longest, the first and the last'),
    told('kept lines', records, report.records ?? [], 'the first, the last and warnings between'),
    told('signs of trouble', signs, report.account?.signs ?? [], 'the open ones first'),
  ].filter((text) => text !== '');
  if (notes.length === 0) return report;
  const left = (report.records?.length ?? 0) - records.length;
  return {
    ...report,
    processes,
    silences,
    ...(report.records === undefined ? {} : { records, recordsDropped: (report.recordsDropped ?? 0) + left }),
    ...(report.coverage === undefined ? {} : { coverage: report.coverage.filter(({ process }) => isKept(process)) }),
    ...(report.density === undefined ? {} : { density: report.density.filter(({ process }) => isKept(process)) }),
    ...(report.account === undefined ? {} : { account: { ...report.account, signs } }),
    notes: [...report.notes, ...notes.map((text) => ({ text }))],
  };
}

function told(what: string, kept: readonly unknown[], all: readonly unknown[], which: string): string {
  return kept.length === all.length ? '' : `${kept.length} of ${all.length} ${what} are listed: ${which}`;
}

/** The ends of a list, and what `wanted` picks between them, in their order. */
function ends<T>(items: readonly T[], most: number, wanted: (between: readonly T[], room: number) => readonly T[]): T[] {
  const side = Math.floor(most / 3);
  const between = items.slice(side, items.length - side);
  const kept = new Set(wanted(between, most - 2 * side));
  return [...items.slice(0, side), ...between.filter((item) => kept.has(item)), ...items.slice(items.length - side)];
}

function foldedSilences(silences: Report['silences']): Report['silences'] {
  if (silences.length <= MAX_SILENCES) return silences;
  return ends(silences, MAX_SILENCES, (between, room) => [...between].sort((a, b) => b.durationMs - a.durationMs).slice(0, room));
}

function foldedProcesses(report: Report, silences: Report['silences']): Report['processes'] {
  const { processes } = report;
  if (processes.length <= MAX_PROCESSES) return processes;
  const named = new Set<string>();
  for (const incident of report.incidents) for (const id of incident.processes.slice(0, MAX_PROCESSES / 3)) named.add(id);
  for (const { process } of [...report.crashes.slice(0, 20), ...silences.slice(0, 20)])
    if (process !== undefined && process !== null) named.add(process);
  const isOwn = (process: Process) => process.parent === undefined;
  return ends(processes, MAX_PROCESSES, (between, room) =>
    [...between.filter(({ id }) => named.has(id)), ...between.filter((one) => !named.has(one.id) && isOwn(one))].slice(0, room),
  );
}

function foldedRecords(
  records: NonNullable<Report['records']>,
  isKept: (id: string | undefined) => boolean,
): NonNullable<Report['records']> {
  if (records.length <= MAX_RECORDS) return records;
  const own = records.filter(({ process }) => isKept(process));
  if (own.length <= MAX_RECORDS) return own;
  return ends(own, MAX_RECORDS, (between, room) => {
    const warnings = between.filter(({ level }) => level === 'warning');
    return evenly(warnings.length > room / 2 ? warnings : between, room);
  });
}

function evenly<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, i) => items[Math.floor(i * step)]!);
}

/** They stand in the order of their weight. */
function foldedSigns<T>(signs: readonly T[]): T[] {
  return signs.slice(0, MAX_SIGNS);
}
