import type { Format } from '../model/format.js';
import type { EntryRecords } from '../model/records.js';
import type { LineSink } from '../model/text.js';
import { KeptRecords } from './kept-records.js';
import type { PatternMatcher } from './log/patterns.js';
import { type EntryState, SubReader } from './sub-reader.js';

/** What the text layer and the source know of an entry after its last byte. */
export interface EntryInfo {
  bytes: number;
  lines: number;
  wrapping: string;
  digest: string;
  encoding?: string;
  cutStart?: boolean;
  /** A compressed stream that ended early, or a last line without newline that is no whole record. */
  cutEnd?: boolean;
  notes?: string[];
  /** Why the entry was not read to its end. */
  why?: string;
  outcome?: EntryRecords['outcome'];
}

/** Why a text is ignored of which no reader knows a line. */
export const NOT_RECOGNISED = 'no line was recognised';

const LOG_FORMATS = new Set(['redis-log', 'redis-crash', 'redis-stdout']);

/** Reads one entry: give `sinkFor` to a TextReader, and call `finish` after its last line. */
export class EntryReader {
  private readonly state: EntryState;
  private readonly subs = new Map<string, SubReader>();

  constructor(entry: string, patterns: PatternMatcher, formats: readonly Format[]) {
    this.state = {
      entry,
      matcher: patterns,
      formats,
      runs: { next: 0 },
      crashes: 0,
      records: [],
      kept: new KeptRecords(),
      holes: [],
      unknown: { count: 0, samples: [] },
      notes: [],
      longLines: 0,
      claimedAt: -1,
      hasLog: false,
      claimed: new Map(),
    };
  }

  sinkFor(sub: string): LineSink {
    let reader = this.subs.get(sub);
    if (reader === undefined) {
      reader = new SubReader(this.state, sub);
      this.subs.set(sub, reader);
    }
    return reader;
  }

  finish(info: EntryInfo): EntryRecords {
    const { state } = this;
    const readers = [...this.subs.values()];
    const runs = readers.flatMap((reader) => reader.finish()).sort((a, b) => a.seq - b.seq);
    const format = this.format();
    const isEmpty = info.bytes === 0;
    if (state.longLines > 0) state.notes.push(`${state.longLines} line(s) are longer than the limit (--max-line) and were cut`);
    state.notes.push(...state.kept.notes());
    for (const note of info.notes ?? []) this.state.notes.push(note);
    const outcome = info.outcome ?? (format === 'unknown' ? 'ignored' : 'parsed');
    const records: EntryRecords = {
      entry: state.entry,
      format: isEmpty ? 'empty' : format,
      wrapping: info.wrapping,
      bytes: info.bytes,
      lines: info.lines,
      outcome,
      digest: info.digest,
      runs,
      records: state.records,
      holes: state.holes,
      unknown: state.unknown,
      understood: this.understood(readers),
      cutStart: (info.cutStart ?? false) || readers.some((reader) => reader.beginsCut),
      cutEnd: info.cutEnd ?? false,
      notes: state.notes,
    };
    const why = info.why ?? (outcome === 'ignored' ? (isEmpty ? 'empty' : NOT_RECOGNISED) : undefined);
    if (why !== undefined) records.why = why;
    return records;
  }

  /** Lines of no process (forged or stray) have a header, and count as unknown. */
  private understood(readers: readonly SubReader[]): number {
    let lines = 0;
    for (const count of this.state.claimed.values()) lines += count;
    for (const reader of readers) lines -= reader.strayLines;
    return Math.max(0, lines);
  }

  /** The format that claimed most lines; log lines, the reports between them and the start text on stdout are one. */
  private format(): string {
    const lines = new Map<string, number>();
    for (const [name, count] of this.state.claimed) {
      const key = LOG_FORMATS.has(name) ? 'redis-log' : name;
      lines.set(key, (lines.get(key) ?? 0) + count);
    }
    let best = 'unknown';
    let most = 0;
    for (const [name, count] of lines) {
      if (count <= most) continue;
      most = count;
      best = name;
    }
    return best;
  }
}
