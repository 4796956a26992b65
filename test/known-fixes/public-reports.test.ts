import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/diagnosis/traces.js';
import { askFixes, type KnownFix } from '../../src/known-fixes/ask.js';
import { readFixes, readReleases } from '../../src/known-fixes/data.js';
import { NameCounts } from '../../src/known-fixes/match.js';
import type { FixProduct } from '../../src/known-fixes/types.js';
import { placeVersion } from '../../src/known-fixes/window.js';

interface PublicReport {
  source: string;
  product: FixProduct;
  version: string;
  frames: string[];
  assertion?: [file: string, expr: string];
  command?: string;
  /** The fix that ended the report, null where the index has none or the cause lay elsewhere. */
  fix: string | null;
}

/* Version, frames and assertion of public reports that no record was filled from: what the index does with deaths that it has not seen. */
const reports = JSON.parse(readFileSync('test/known-fixes/public-reports.json', 'utf8')) as PublicReport[];
const table = readFixes();
const releases = readReleases();
const index = { table, releases, counts: new NameCounts(table.fixes) };

function named(report: PublicReport): KnownFix[] {
  const { frames, command, assertion } = report;
  const trace: Trace = { what: 'crash', frames, ...(command === undefined ? {} : { command }) };
  if (assertion !== undefined) trace.assertion = { file: assertion[0], expr: assertion[1] };
  const placed = placeVersion(report.product, report.version, releases);
  return askFixes([trace], { list: placed === undefined ? [] : [placed], unplaced: [], unknown: [] }, index).matches;
}

describe('public reports that no record was filled from', () => {
  it('were not used for the index', () => {
    const used = readFileSync('data/fixes/observed.jsonl', 'utf8');
    for (const { source } of reports) expect(used, source).not.toContain(`${source}"`);
  });

  it.each(reports.filter((one) => one.fix === null).map((one) => [one.source, one] as const))('%s: nothing is named', (_, report) =>
    expect(named(report).map((one) => `${one.word} ${one.fix.id}`)).toEqual([]),
  );

  it.each(reports.filter((one) => one.fix !== null).map((one) => [one.source, one] as const))('%s: nothing wrong is named', (_, report) =>
    expect(named(report).filter((one) => one.fix.id !== report.fix)).toEqual([]),
  );

  it('six of ten are named, docs/known-fixes.md says so', () => {
    const right = reports.filter((one) => one.fix !== null && named(one).some((match) => match.fix.id === one.fix));
    expect(right.map((one) => one.source)).toEqual([
      'valkey-io/valkey/issues/1906',
      'valkey-io/valkey/issues/2634',
      'valkey-io/valkey/issues/2769',
      'valkey-io/valkey/issues/3181',
      'redis/redis/issues/11715',
      'redis/redis/issues/5892',
    ]);
  });
});
