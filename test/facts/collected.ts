import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Binaries, bytesAsFile } from '../../src/binary/index.js';
import { joinCollected } from '../../src/facts/collect/join.js';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import type { EntryRecords, ThreadDump } from '../../src/model/records.js';
import { DEFAULT_LIMITS } from '../../src/model/source.js';
import { readEntry, skippedEntry } from '../../src/read-entry.js';
import { openInputs } from '../../src/source/open.js';

/** The dumps that a collector's bundle adds up to. */
export async function collectedDumps(bundle: string, binaries?: Binaries): Promise<ThreadDump[]> {
  const entries: EntryRecords[] = [];
  for await (const entry of openInputs([bundle], {}))
    entries.push('outcome' in entry ? skippedEntry(entry) : await readEntry(entry, new PatternMatcher(CORE_PATTERNS), DEFAULT_LIMITS));
  return joinCollected(entries, binaries).flatMap((entry) =>
    entry.records.filter((record): record is ThreadDump => record.type === 'dump' && record.source === 'collector'),
  );
}

/** The programs that a bundle brings. */
export function binariesIn(bundle: string): Binaries {
  const dir = mkdtempSync(join(tmpdir(), 'redis-forensics-binaries-'));
  try {
    execFileSync('tar', ['xzf', bundle, '-C', dir]);
    const binaries = new Binaries();
    for (const path of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
      if (/\/binaries\/[^/]+$/.test(path)) binaries.add(path, bytesAsFile(readFileSync(join(dir, path))));
    return binaries;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
