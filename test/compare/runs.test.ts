import { describe, expect, it } from 'vitest';
import { comparison as comparisonSchema } from '../../src/compare/schema.js';
import { BUNDLED, counted, REPRODUCTION } from './inputs.js';

const CASES = 'fixtures/cases';
const STUCK = [BUNDLED, REPRODUCTION, `${CASES}/redisearch/v8-hang-configset-notice-segv@core`];
const OTHER_POOL = `${CASES}/redisearch/hang-variantB-verify-init-notice@gdb`;
const WELL = `${CASES}/redis-7.0.15/healthy-notice`;

describe('runs of one test', () => {
  it('counts the verdicts, the most frequent first', async () => {
    const { distribution, conclusion } = await counted(OTHER_POOL, ...STUCK, WELL);
    expect(distribution.map((one) => [one.kind ?? one.status, one.runs])).toEqual([
      ['deadlock/search-workers-resize', ['R2', 'R3', 'R4']],
      ['deadlock/search-pool-init', ['R1']],
      ['healthy', ['R5']],
    ]);
    expect(conclusion.headline).toBe('3 of 5 runs: deadlock/search-workers-resize; 2 other outcomes');
    expect(conclusion.reasons[0]).toBe('4 of 5 runs failed (80 %).');
  });

  it('counts a fact only in the runs that could show it', async () => {
    const { facts } = await counted(...STUCK, WELL);
    const fact = (id: string, value: string) => facts.find((one) => one.id === id && one.value === value);
    expect(fact('main', 'pool-resize')).toMatchObject({ holds: ['R1', 'R2', 'R3'], fails: [], unseen: ['R4'], spread: 'some' });
    expect(fact('role', 'master')).toMatchObject({ holds: ['R1', 'R2', 'R4'], unseen: ['R3'] });
    for (const one of facts) expect([...one.holds, ...one.fails, ...one.unseen].sort(), one.id).toEqual(['R1', 'R2', 'R3', 'R4']);
  });

  it('tells what holds in all, in some and in one', async () => {
    const { facts } = await counted(...STUCK);
    const circle = facts.find((one) => one.id === 'circle');
    expect(circle).toMatchObject({ value: 'barrier, module-lock', spread: 'all' });
    expect(facts.some((one) => one.spread === 'some')).toBe(true);
    expect(facts.find((one) => one.id === 'command')).toMatchObject({ value: 'FT.CONFIG SET WORKERS 0', spread: 'one', holds: ['R1'] });
    expect(facts.every((one) => (one.spread === 'all') === (one.holds.length === 3))).toBe(true);
  });

  it('counts the evidence of what leads, with the numbers that differ left out', async () => {
    const { facts } = await counted(...STUCK);
    const cycle = facts.find((one) => one.id === 'search-workers-resize-deadlock/cycle');
    expect(cycle).toMatchObject({ about: 'evidence', value: 'observed', spread: 'all', example: { entry: expect.any(String) } });
    expect(cycle?.title).toMatch(/… of … workers/);
  });

  it('obeys its schema, in whatever order the runs come', async () => {
    const there = await counted(...STUCK, WELL);
    expect(comparisonSchema.safeParse(there).error?.issues ?? []).toEqual([]);
    const back = await counted(WELL, ...[...STUCK].reverse());
    const counts = (comparison: typeof there) =>
      comparison.facts.map((one) => `${one.id} ${one.value} ${one.holds.length} ${one.unseen.length}`).sort();
    expect(counts(back)).toEqual(counts(there));
  });

  it('a single readable run is still a summary', async () => {
    const { conclusion, facts } = await counted(WELL);
    expect(conclusion.headline).toBe('The only run: nothing went wrong');
    expect(facts.every((one) => one.spread === 'all')).toBe(true);
  });
});
