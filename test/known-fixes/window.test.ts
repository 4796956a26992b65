import { describe, expect, it } from 'vitest';
import { readReleases } from '../../src/known-fixes/data.js';
import type { Fix, FixProduct } from '../../src/known-fixes/types.js';
import { compareVersions, readVersion } from '../../src/known-fixes/version-order.js';
import { exposureOf, placeVersion } from '../../src/known-fixes/window.js';

const releases = readReleases();
const at = (product: FixProduct, version: string) => {
  const placed = placeVersion(product, version, releases);
  if (placed === undefined) throw new Error(`${version} is no version`);
  return placed;
};
const fixOf = (fields: Partial<Fix>): Fix => ({
  id: 'x-1',
  product: 'redis',
  class: 'crash',
  summary: 'x',
  url: 'redis/redis/pull/1',
  ...fields,
});
const exposed = (fields: Partial<Fix>, version: string, product: FixProduct = fields.product ?? 'redis') =>
  exposureOf(fixOf(fields), at(product, version), releases);

describe('order of versions', () => {
  it('milestones, candidates, releases', () => {
    const order = ['5.0.14', '7.2-m1', '7.2-rc1', '7.2-RC2', '7.2-rc10', '7.2.0', '7.2.1', '7.2.10', '7.4-rc1', '8.0.0', '8.10.0'];
    const keys = order.map((text) => readVersion(text) as NonNullable<ReturnType<typeof readVersion>>);
    for (let i = 1; i < keys.length; i++) expect(compareVersions(keys[i - 1], keys[i]), order[i]).toBeLessThan(0);
  });

  it.each(['7.0.15-1~deb12u1', 'v7.0.15', '7.0.15 '])('%s is 7.0.15', (text) => expect(readVersion(text)).toEqual(readVersion('7.0.15')));
  it.each(['255.255.255', '999.999.999', '99.99.99', 'unstable', '', '7', '1.2.3.4'])('%j is no release', (text) =>
    expect(readVersion(text)).toBeUndefined(),
  );
});

describe('release lines', () => {
  it.each<[FixProduct, string, string]>([
    ['redis', '7.4.1', '7.4'],
    ['redis', '7.1.240', '7.2'],
    ['redis', '5.9.101', '6.0'],
    ['redis', '7.9.225', '8.0'],
    ['valkey', '7.9.240', '8.0'],
    ['search', '2.10.20', '2.10'],
    ['search', '7.99.5', '8.0'],
    ['search', '8.1.90', '8.2'],
    ['search', '8.3.80', '8.4'],
    ['search', '8.9.82', '8.10'],
    ['bloom', '7.99.90', '8.0'],
    ['search', '1.99.3', '2.0'],
  ])('%s %s is of line %s', (product, version, line) => expect(at(product, version).line).toBe(line));

  it('orders candidates with numbers of their own before the release that they became', () => {
    expect(compareVersions(at('redis', '7.1.240').key, at('redis', '7.2.0').key)).toBeLessThan(0);
    expect(compareVersions(at('redis', '7.1.241').key, at('redis', '7.2-rc1').key)).toBeGreaterThan(0);
    expect(at('redis', '7.9.226').key[3]).toBe(0);
  });

  it('says what is newer than the index', () => {
    expect(at('redis', '9.0.1').beyond).toBe(true);
    expect(at('redis', '8.10.1').beyond).toBe(false);
  });
});

describe('is a version exposed to what a fix mends', () => {
  const lines = { fixedIn: '6.2.13 7.0.12 7.2.0<7.2-rc3' };

  it('1: its line is named', () => {
    expect(exposed(lines, '7.0.11')).toMatchObject({ affected: true, fixedIn: '7.0.12', sameLine: true, doubtful: false });
    for (const version of ['7.0.12', '7.0.15', '6.2.14', '7.2.0', '7.2.4']) expect(exposed(lines, version).affected, version).toBe(false);
  });

  it('1: a pre-release of the line had it already', () => {
    expect(exposed(lines, '7.2-rc2').affected).toBe(true);
    expect(exposed(lines, '7.2-rc3').affected).toBe(false);
    expect(exposed(lines, '7.1.241').affected).toBe(true); // 7.2-rc2
    expect(exposed(lines, '7.1.242').affected).toBe(false);
    const search = { product: 'search', fixedIn: '2.10.25 8.4.0<8.3.80 8.6.0<8.5.90' } as const;
    expect(exposed(search, '8.3.80').affected).toBe(false);
    expect(exposed(search, '8.3.79').affected).toBe(true);
    expect(exposed(search, '8.5.90').affected).toBe(false);
  });

  it('2: newer than every named line', () => expect(exposed(lines, '8.2.0').affected).toBe(false));

  it('3: older than, or between, the named lines: no fix on its line', () => {
    expect(exposed(lines, '5.0.14')).toMatchObject({ affected: true, fixedIn: '6.2.13', sameLine: false });
    const gap = { product: 'search', fixedIn: '2.10.25 8.2.7' } as const;
    expect(exposed(gap, '8.0.2')).toMatchObject({ affected: true, fixedIn: '8.2.7', sameLine: false, doubtful: false });
  });

  it('3: a line that had ended before is exposed, one that went on without the fix may never have had the bug', () => {
    const late = { fixedIn: '8.2.1' };
    expect(exposed(late, '7.0.15').doubtful).toBe(false);
    expect(exposed(late, '7.4.1').doubtful).toBe(true);
  });

  it('4: older than what introduced it', () => {
    const fix = { fixedIn: '7.0.9 7.2.0', introducedIn: '7.0.6' };
    expect(exposed(fix, '7.0.5').affected).toBe(false);
    expect(exposed(fix, '7.0.6').affected).toBe(true);
    expect(exposed({ fixedIn: '6.0.4 6.2.0<6.2-rc1', introducedIn: '6.0-rc4' }, '5.9.103').affected).toBe(false);
  });

  it('merged, in no release', () =>
    expect(exposed({ product: 'search', pending: ['main'] }, '8.10.0')).toMatchObject({ affected: true, sameLine: false }));

  it('Valkey goes by the releases that inherited a fix, and by nothing where that is not known', () => {
    const inherited = { fixedIn: '7.2.5 7.4.0<7.4-rc1', valkey: '7.2.6 8.0.0<8.0.0-rc1' };
    expect(exposed(inherited, '7.2.5', 'valkey').affected).toBe(true);
    expect(exposed(inherited, '7.2.6', 'valkey').affected).toBe(false);
    expect(exposed(inherited, '8.1.0', 'valkey').affected).toBe(false);
    expect(exposed({ fixedIn: '7.4.3' }, '8.0.1', 'valkey').affected).toBe(false);
  });
});
