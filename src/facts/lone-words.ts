import { applyLastWords, useCheckStack } from '../formats/crash/stderr-words.js';
import type { Facts } from '../model/facts.js';
import type { CrashReport, EntryRecords, LastWordsRecord } from '../model/records.js';
import { groupKey } from './identity.js';
import type { ProcessBook } from './processes.js';

/** Last words without a crash report: a death where the server that logged before them says nothing more, at the end of its log or before
 * the next start. Where the same process goes on (a child died, a panic was caught, another program shares the console) they are only kept. */
export function loneWords(entries: readonly EntryRecords[], book: ProcessBook): { deaths: CrashReport[]; others: LastWordsRecord[] } {
  const deaths: CrashReport[] = [];
  const others: Facts['lastWords'] = [];
  for (const entry of entries) {
    for (const record of entry.records) {
      if (record.type !== 'last-words') continue;
      const pid = deathOf(record, entry, book);
      if (pid === undefined) others.push(record);
      else deaths.push(deathReport(record, pid));
    }
  }
  return { deaths, others };
}

/** In a file with more of its own text, what a shell says is about something else. */
const MAX_OTHER_LINES = 5;

/** Pid of the server that ended with these words (0: there is no log of it), undefined when none did. */
function deathOf(record: LastWordsRecord, entry: EntryRecords, book: ProcessBook): number | undefined {
  const { program, what } = record.words;
  if (program !== undefined && !/redis|valkey|keydb|sentinel/i.test(program)) return undefined;
  const group = groupKey(record.entry, record.sub);
  const runs = book.processes
    .filter((process) => process.role !== 'child')
    .flatMap((process) => process.runs)
    .filter((run) => run.entry === record.entry && groupKey(run.entry, run.sub) === group);
  const before = runs.filter((run) => run.first.line < record.cite.line).sort((a, b) => b.first.line - a.first.line)[0];
  if (before !== undefined) return before.last.line < record.cite.line && !hasExit(before.tail) ? before.pid : undefined;
  // Without a log of a server only the program's own name, or words that stand alone, tell who died.
  if (runs.length > 0 || entry.records.some((other) => other.type === 'dump')) return undefined;
  if (program !== undefined || what === 'assertion') return 0;
  return (what === 'signal' || what === 'page-size') && entry.unknown.count <= MAX_OTHER_LINES ? 0 : undefined;
}

function hasExit(tail: readonly { text: string }[]): boolean {
  return tail.slice(-3).some((line) => /is now ready to exit, bye bye/.test(line.text));
}

function deathReport(record: LastWordsRecord, pid: number): CrashReport {
  const { words, cite } = record;
  const report: CrashReport = {
    type: 'crash',
    entry: record.entry,
    sub: record.sub,
    pid,
    role: '',
    stamp: record.stamp,
    product: 'redis',
    cite,
    endLine: cite.line,
    signal: words.signal,
    lines: {},
    nested: false,
    complete: false,
    unwritten: true,
    lastWords: [words],
    info: [],
    clients: [],
    clientCount: 0,
    modulesInfo: [],
    sections: [],
  };
  applyLastWords(report);
  useCheckStack(report);
  return report;
}
