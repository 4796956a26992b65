import { describe, expect, it } from 'vitest';
import { describeAffected, fixFor, versionIn } from '../../src/diagnosis/versions.js';
import type { ProcessFact } from '../../src/model/facts.js';
import type { Signature } from '../../src/model/signatures.js';
import { CATALOGUE } from '../../src/signatures/catalogue.js';

const process = (version: string | undefined, search?: string, product = 'redis') =>
  ({ product, version, modules: search === undefined ? [] : [{ name: 'search', version: search }] }) as unknown as ProcessFact;
const signature = (id: string): Signature => CATALOGUE.find((one) => one.id === id) as Signature;
const affected = (id: string, of: ProcessFact | undefined): [boolean | undefined, string | undefined] => {
  const { affects } = signature(id);
  const inside = affects === undefined ? undefined : versionIn(of, { ...affects, range: affects.versions });
  return [inside, describeAffected(signature(id), of, inside)];
};

describe('affected, not affected, not known', () => {
  it.each([
    ['search-workers-resize-deadlock', process('7.4.1', '2.10.20'), true, 'RediSearch 2.10.20, fixed in 2.10.25 on its line'],
    ['search-workers-resize-deadlock', process('8.0.2', '8.0.2'), true, 'RediSearch 8.0.2, no fix on its line is known, the next is 8.2.7'],
    [
      'search-workers-resize-deadlock',
      process('7.4.1', '2.10.25'),
      false,
      'RediSearch 2.10.25 is outside >=2.10.4 <2.10.25 || >=7.99.0 <8.2.7 || >=8.4.0 <8.4.3',
    ],
    ['search-workers-resize-deadlock', process('7.4.1', '2.10.3'), false, undefined],
    ['search-workers-resize-deadlock', process('8.4.0', '8.4.2'), true, 'RediSearch 8.4.2, fixed in 8.4.3 on its line'],
    ['search-workers-resize-deadlock', process('8.6.0', '8.6.0'), false, undefined],
    ['search-workers-resize-deadlock', process('7.4.1'), undefined, 'the version of RediSearch is not in the input'],
    [
      'search-pool-init-deadlock',
      process('7.4.1', '2.10.25'),
      true,
      'RediSearch 2.10.25, no fix on its line is known, the next is 8.10.0 (not verified)',
    ],
    ['known-vulnerable-version', process('7.4.1'), true, 'Redis 7.4.1, fixed in 7.4.6 on its line'],
    ['known-vulnerable-version', process('7.4.6'), false, undefined],
    ['known-vulnerable-version', process('7.0.15'), true, 'Redis 7.0.15, no fix on its line is known, the next is 7.2.11'],
    ['known-vulnerable-version', process('8.0.1', undefined, 'valkey'), false, 'it is no Redis'],
    ['known-vulnerable-version', process(undefined), undefined, 'the version of Redis is not in the input'],
    ['known-vulnerable-version', undefined, undefined, 'the version of Redis is not in the input'],
    ['disk-full', process('7.4.1'), undefined, undefined],
  ])('%s', (id, of, inside, why) => {
    const [found, said] = affected(id, of);
    expect(found).toBe(inside);
    if (why !== undefined || id === 'disk-full') expect(said).toBe(why);
  });

  it('takes the first later fix of the same line', () => {
    const fixes = ['8.2.7', '2.10.25', '2.8.32', '2.10.30'].map((version) => ({ version, change: version }));
    expect(fixFor(fixes, '2.10.20')).toMatchObject({ fix: { version: '2.10.25' }, sameLine: true });
    expect(fixFor(fixes, '2.10.26')).toMatchObject({ fix: { version: '2.10.30' }, sameLine: true });
    expect(fixFor(fixes, '2.9.1')).toMatchObject({ fix: { version: '2.10.25' }, sameLine: false });
    expect(fixFor(fixes, '8.4.0')).toBeUndefined();
    expect(fixFor(fixes, 'unknown')).toBeUndefined();
  });
});
