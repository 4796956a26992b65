import { describe, expect, it } from 'vitest';
import { fill } from '../../src/diagnosis/explain.js';
import { matchFrames } from '../../src/diagnosis/frames.js';
import { versionIn } from '../../src/diagnosis/versions.js';
import { globMatches, offsetName } from '../../src/facts/clocks.js';
import { changeOfArgv, optionName } from '../../src/facts/config-changes.js';
import { decodeModuleVersion } from '../../src/facts/processes.js';
import { quantile } from '../../src/facts/silences.js';
import type { ProcessFact } from '../../src/model/facts.js';

describe('globMatches', () => {
  it.each([
    ['*', 'anything', true],
    ['redis-*.log', 'redis-1.log', true],
    ['redis-*.log', 'valkey-1.log', false],
    ['*FT.SEARCH *', '_FT.SEARCH idx *', true],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
  ])('%s against %s', (glob, text, expected) => expect(globMatches(glob, text)).toBe(expected));

  it('is linear where a regular expression would not be', () => {
    expect(globMatches(`${'*a'.repeat(200)}*b`, 'a'.repeat(20_000))).toBe(false);
  });
});

describe('changes in arguments', () => {
  it.each([
    [['_FT.CONFIG', 'SET', 'WORKERS', '0'], { option: 'WORKERS', to: '0' }],
    [['CONFIG', 'SET', 'search-workers', '4'], { option: 'WORKERS', to: '4' }],
    [['config', 'set', 'maxmemory', '1gb'], { option: 'MAXMEMORY', to: '1gb' }],
  ])('%j', (argv, change) => expect(changeOfArgv(argv)).toEqual(change));
  it.each([[['GET', 'x']], [['CONFIG', 'GET', 'maxmemory']], [undefined]])('%j is none', (argv) =>
    expect(changeOfArgv(argv)).toBeUndefined(),
  );
  it('RediSearch 8 names', () => expect(optionName('search-min-operation-workers')).toBe('MIN_OPERATION_WORKERS'));
});

describe('versions', () => {
  const process = { product: 'redis', version: '7.4.1', modules: [{ name: 'search', version: '2.10.20' }] } as ProcessFact;
  it('module integers', () => expect(decodeModuleVersion(21020)).toBe('2.10.20'));
  it.each([
    [{ module: 'search', range: '>=2.10.4 <2.10.25' }, true],
    [{ module: 'search', range: '>=2.10.25' }, false],
    [{ module: 'json', range: '>=1.0.0' }, undefined],
    [{ product: 'valkey', range: '*' }, false],
    [{ range: '<7.4.6' }, true],
    [undefined, true],
  ])('%j', (condition, expected) => expect(versionIn(process, condition)).toBe(expected));
});

describe('frames in order, gaps allowed', () => {
  const stack = ['clock_nanosleep', 'usleep', 'barrier_wait_and_destroy', 'workersThreadPool_SetNumWorkers', 'call'];
  it.each([
    [['usleep', 'call'], true],
    [['call', 'usleep'], false],
    [['workersThreadPool_*'], true],
    [['verify_init'], false],
  ])('%j', (names, expected) => expect(matchFrames(names, stack) !== undefined).toBe(expected));
});

it('a claim without a value shows that it has none', () =>
  expect(fill('{n} workers of {total}', { n: '6' })).toBe('6 workers of something'));
it('names of offsets', () =>
  expect([offsetName(0), offsetName(5.5 * 3_600_000), offsetName(-5 * 3_600_000)]).toEqual(['UTC', 'UTC+05:30', 'UTC-05:00']));
it('quantiles of log2 bins are upper edges', () => {
  const bins = new Array<number>(40).fill(0);
  bins[3] = 90;
  bins[10] = 10;
  expect([quantile(bins, 0.5), quantile(bins, 0.99), quantile([], 0.5)]).toEqual([16, 2048, 0]);
});
