import { parseEntryName } from '../formats/side/entry-name.js';
import { append } from '../model/grouping.js';
import type { EntryRecords, LogRun } from '../model/records.js';
import { compare } from './processes.js';

/** A log that was copied while it was written is there twice, once shorter: the collector for Kubernetes makes the cluster's package first and copies
 * all logs afterwards, people copy a log twice. The shorter copy is left out, or its process would be a second server. */
export function dropCopies(entries: EntryRecords[]): void {
  const groups = new Map<string, EntryRecords[]>();
  for (const entry of entries) {
    if (entry.runs.length === 0 || entry.runs.length > MAX_RUNS) continue;
    const first = entry.runs.reduce((a, b) => (b.first.line < a.first.line ? b : a));
    const last = entry.runs.reduce((a, b) => (b.last.line > a.last.line ? b : a));
    for (const key of [`begins ${markOf(first, first.first)}`, `ends ${markOf(last, last.last)}`]) {
      append(groups, key, entry);
    }
  }
  for (const [key, group] of groups) {
    if (group.length < 2 || group.length > MAX_COPIES) continue;
    group.sort((a, b) => linesOf(b) - linesOf(a) || compare(a.entry, b.entry));
    for (const [place, copy] of group.entries()) {
      const whole = group.slice(0, place).find((other) => other.runs.length > 0 && isPart(copy, other, key.startsWith('begins')));
      if (whole !== undefined) drop(copy, whole, key.startsWith('begins') ? 'an earlier copy' : 'the end');
    }
  }
  dropRepeatedRecords(entries);
  dropKernelForms(entries);
}

const MAX_RUNS = 1000;
const MAX_COPIES = 100;
const MIN_LINES = 2;

function markOf(run: LogRun, line: LogRun['first']): string {
  return `${run.pid}\u0000${line.wallMs}\u0000${line.text}`;
}

function linesOf(entry: EntryRecords): number {
  return entry.runs.reduce((sum, run) => sum + run.lines, 0);
}

function drop(copy: EntryRecords, whole: EntryRecords, what: string): void {
  copy.outcome = 'ignored';
  copy.why = `${what} of ${whole.entry}`;
  copy.runs = [];
  copy.records = [];
  copy.unknown = { count: 0, samples: [] };
  copy.notes = [];
}

/** Are the runs of a copy those with which the other begins (or ends)? The lines themselves are gone, what was counted and kept of them is not. */
function isPart(copy: EntryRecords, whole: EntryRecords, atBegin: boolean): boolean {
  if (linesOf(copy) < MIN_LINES || linesOf(copy) > linesOf(whole)) return false;
  const edgeOf = (run: LogRun) => `${run.sub}\u0000${markOf(run, atBegin ? run.first : run.last)}`;
  const runs = new Map(whole.runs.map((run) => [edgeOf(run), run]));
  return copy.runs.every((run) => {
    const other = runs.get(edgeOf(run));
    if (other === undefined || run.lines > other.lines) return false;
    return run.first.wallMs >= other.first.wallMs && run.last.wallMs <= other.last.wallMs && isCounted(run, other);
  });
}

/** Nothing was counted or seen in the copy that the whole does not have as well. */
function isCounted(run: LogRun, other: LogRun): boolean {
  const counted = Object.entries(run.eventCounts).every(([id, count]) => count <= (other.eventCounts[id] ?? 0));
  const seen = new Set(other.templates.map((item) => `${item.level} ${item.template}`));
  return counted && (other.templates.length >= MANY || run.templates.every((item) => seen.has(`${item.level} ${item.template}`)));
}

/** A run keeps so many templates. */
const MANY = 200;

/** Logs of managers and of the kernel that are there twice say everything twice. */
function dropRepeatedRecords(entries: EntryRecords[]): void {
  const said = new Map<string, Map<string, EntryRecords>>();
  const sorted = [...entries].sort((a, b) => b.lines - a.lines || compare(a.entry, b.entry));
  for (const entry of sorted) {
    const known = said.get(parseEntryName(entry.entry).stem) ?? new Map<string, EntryRecords>();
    said.set(parseEntryName(entry.entry).stem, known);
    entry.records = entry.records.filter((record) => {
      if (record.type !== 'manager' && record.type !== 'kernel') return true;
      if (record.stamp.basis === 'none' || !STAMPED.test(record.cite.text)) return true;
      const key = `${record.type} ${record.event} ${record.sub} ${record.stamp.wallMs} ${record.cite.text} ${Object.values(record.fields).join(' ')}`;
      const first = known.get(key);
      if (first === undefined) known.set(key, entry);
      return first === undefined || first === entry;
    });
  }
}

/** A line that carries its own moment is written once. */
const STAMPED = /\d\d:\d\d:\d\d/;

type KernelRecord = Extract<EntryRecords['records'][number], { type: 'kernel' }>;

/** The kernel's ring is collected in several forms (dmesg, dmesg -T, kern.log), whose stamps differ: one message counts once, in the form
 * that dates it best. */
function dropKernelForms(entries: EntryRecords[]): void {
  const all = entries.flatMap((entry) => entry.records.filter((record): record is KernelRecord => record.type === 'kernel'));
  const groups = new Map<string, KernelRecord[]>();
  for (const record of all) {
    const key = `${record.event} ${record.pid} ${record.comm}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  const dropped = new Set<KernelRecord>();
  for (const group of groups.values()) {
    if (group.length < 2 || group.length > MAX_COPIES) continue;
    const best = [...group].sort((a, b) => datedness(b) - datedness(a) || compare(a.entry, b.entry));
    for (const [place, record] of best.entries())
      if (best.slice(0, place).some((kept) => !dropped.has(kept) && isOtherForm(kept, record))) dropped.add(record);
  }
  if (dropped.size === 0) return;
  for (const entry of entries) entry.records = entry.records.filter((record) => !dropped.has(record as KernelRecord));
}

function datedness({ stamp }: KernelRecord): number {
  return { absolute: 3, naive: 2, yearless: 1, none: 0 }[stamp.basis as 'none'] ?? 0;
}

/** Two files say it, and nothing that both say of when contradicts. `dmesg -T` is off by the time that the machine slept. */
function isOtherForm(a: KernelRecord, b: KernelRecord): boolean {
  if (a.entry === b.entry || a.pid === 0) return false;
  if (a.uptimeSec !== undefined && b.uptimeSec !== undefined) return Math.abs(a.uptimeSec - b.uptimeSec) < 1;
  return a.stamp.basis === 'none' || b.stamp.basis === 'none' || sameMinute(a, b);
}

const FORM_SLACK_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Of a stamp without year, and one without zone, only what both have is compared. */
function sameMinute({ stamp: a }: KernelRecord, { stamp: b }: KernelRecord): boolean {
  const apart = Math.abs(a.wallMs - b.wallMs);
  return Math.min(apart % HOUR_MS, HOUR_MS - (apart % HOUR_MS)) <= FORM_SLACK_MS;
}
