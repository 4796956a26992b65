import type { PatternMatcher } from './formats/log/patterns.js';
import { FORMATS } from './formats/registry.js';
import { EntryReader } from './formats/router.js';
import type { EntryRecords } from './model/records.js';
import type { SkippedEntry, SourceEntry, SourceLimits } from './model/source.js';
import { TextReader } from './text/reader.js';

/** How the bytes of an entry ended. */
export interface EntryEnd {
  /** Why the stream broke (truncated or corrupt archive): what came before counts, with a note. */
  broken?: string;
  /** What is odd about the container. */
  notes: string[];
}

/** One entry, from its bytes to its records. Needs nothing that other entries read, so it runs on any thread. */
export class EntryParser {
  private readonly reader: EntryReader;
  private readonly text: TextReader;

  constructor(entry: string, patterns: PatternMatcher, maxLineBytes: number) {
    const reader = new EntryReader(entry, patterns, FORMATS);
    this.reader = reader;
    this.text = new TextReader(entry, (sub) => reader.sinkFor(sub), { maxLineBytes });
  }

  push(chunk: Uint8Array): void {
    this.text.push(chunk);
  }

  finish({ broken, notes }: EntryEnd): EntryRecords {
    const summary = this.text.end();
    const records = this.reader.finish({ ...summary, cutEnd: summary.cutEnd || broken !== undefined });
    for (const note of broken === undefined ? notes : [broken, ...notes]) if (!records.notes.includes(note)) records.notes.push(note);
    return broken !== undefined && records.bytes === 0 ? { ...records, outcome: 'failed', why: broken } : records;
  }
}

/** Reads one entry on this thread. */
export async function readEntry(entry: SourceEntry, patterns: PatternMatcher, limits: SourceLimits): Promise<EntryRecords> {
  const parser = new EntryParser(entry.name, patterns, limits.lineBytes);
  let broken: string | undefined;
  try {
    for await (const chunk of entry.chunks) parser.push(chunk);
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
  }
  return parser.finish({ broken, notes: entry.notes ?? [] });
}

/** An entry that is listed but not read. */
export function skippedEntry(entry: SkippedEntry): EntryRecords {
  const core = entry.format === 'elf-core';
  return {
    entry: entry.name,
    format: entry.format,
    wrapping: 'plain',
    bytes: entry.bytes,
    lines: 0,
    outcome: entry.outcome,
    why: entry.why,
    digest: '',
    runs: [],
    records: core
      ? [{ type: 'core', entry: entry.name, sub: '', cite: { entry: entry.name, line: 1, offset: 0, text: '' }, bytes: entry.bytes }]
      : [],
    holes: [],
    unknown: { count: 0, samples: [] },
    understood: 0,
    cutStart: false,
    cutEnd: false,
    notes: core ? [entry.why] : [],
  };
}
