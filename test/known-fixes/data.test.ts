import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFixes, readReleases } from '../../src/known-fixes/data.js';
import { fixRow, holeRow, observedRow, releaseTable, softwareRow } from '../../src/known-fixes/schema.js';
import { placeVersion } from '../../src/known-fixes/window.js';

const rows = (name: string) =>
  readFileSync(`data/fixes/${name}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('the tables of data/fixes', () => {
  it('are valid', () => {
    for (const row of rows('fixes.jsonl')) expect(fixRow.safeParse(row).success, row.id).toBe(true);
    for (const row of rows('observed.jsonl')) expect(observedRow.safeParse(row).success, row.id).toBe(true);
    const whole = (name: string) => JSON.parse(readFileSync(`data/fixes/${name}`, 'utf8'));
    expect(releaseTable.safeParse(whole('releases.json')).success).toBe(true);
    expect(holeRow.array().safeParse(whole('holes.json')).success).toBe(true);
    expect(softwareRow.array().safeParse(whole('rs-versions.json')).success).toBe(true);
  });

  it('refuse a row without a release, with an odd version, class or address', () => {
    const [good] = rows('fixes.jsonl');
    for (const bad of [
      { fixedIn: [], bundledIn: undefined },
      { class: 'bug' },
      { url: 'http://x' },
      { fixedIn: [{ line: '7', version: '7.0.1' }] },
      { more: 1 },
    ])
      expect(fixRow.safeParse({ ...good, ...bad }).success, JSON.stringify(bad)).toBe(false);
  });

  it('are what was compiled', () => {
    const { fixes } = readFixes();
    expect(fixes.map((fix) => fix.id)).toEqual(rows('fixes.jsonl').map((row) => row.id));
    const observed = rows('observed.jsonl');
    for (const { id, stack, assertions } of observed) {
      const fix = fixes.find((one) => one.id === id);
      expect(fix?.stack ?? [], id).toEqual(expect.arrayContaining(stack ?? []));
      expect(fix?.assertions ?? [], id).toEqual(expect.arrayContaining(assertions ?? []));
    }
  });

  it('stay small', () => expect(statSync('src/known-fixes/known-fixes.json').size).toBeLessThan(400_000));

  it('place every release on a line that is listed', () => {
    const releases = readReleases();
    for (const [product, lines] of Object.entries(releases.products))
      for (const line of lines)
        for (const [version] of line.releases)
          expect(placeVersion(product as 'redis', version, releases)?.line, `${product} ${version}`).toBe(line.line);
  });
});
