import type { PatternMatcher } from './formats/log/patterns.js';
import { FORMATS } from './formats/registry.js';
import { EntryReader } from './formats/router.js';
import type { EntryRecords } from './model/records.js';
import type { SkippedEntry, SourceEntry, SourceLimits } from './model/source.js';
import { TextReader } from './text/reader.js';

/** Reads one entry to its records. A stream that breaks (truncated or corrupt archive) gives what came before, with a note. */
export async function readEntry(entry: SourceEntry, patterns: PatternMatcher, limits: SourceLimits): Promise<EntryRecords> {
  const reader = new EntryReader(entry.name, patterns, FORMATS);
  const text = new TextReader(entry.name, (sub) => reader.sinkFor(sub), { maxLineBytes: limits.lineBytes });
  let broken: string | undefined;
  try {
    for await (const chunk of entry.chunks) text.push(chunk);
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
  }
  const summary = text.end();
  const records = reader.finish({ ...summary, cutEnd: summary.cutEnd || broken !== undefined });
  if (broken !== undefined) {
    records.notes.push(broken);
    if (records.bytes === 0) return { ...records, outcome: 'failed', why: broken };
  }
  return records;
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
    cutStart: false,
    cutEnd: false,
    notes: core ? [entry.why] : [],
  };
}
