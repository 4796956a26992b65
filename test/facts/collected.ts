import { joinCollected } from '../../src/facts/collect/join.js';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import type { EntryRecords, ThreadDump } from '../../src/model/records.js';
import { DEFAULT_LIMITS } from '../../src/model/source.js';
import { readEntry, skippedEntry } from '../../src/read-entry.js';
import { openInputs } from '../../src/source/open.js';

/** The dumps that a collector's bundle adds up to. */
export async function collectedDumps(bundle: string): Promise<ThreadDump[]> {
  const entries: EntryRecords[] = [];
  for await (const entry of openInputs([bundle], {}))
    entries.push('outcome' in entry ? skippedEntry(entry) : await readEntry(entry, new PatternMatcher(CORE_PATTERNS), DEFAULT_LIMITS));
  return joinCollected(entries).flatMap((entry) =>
    entry.records.filter((record): record is ThreadDump => record.type === 'dump' && record.source === 'collector'),
  );
}
