import { describe, expect, it } from 'vitest';
import { compareReports } from '../../src/compare/index.js';
import { comparison as comparisonSchema } from '../../src/compare/schema.js';
import type { Report } from '../../src/report/schema.js';
import { BUNDLED, compared, PRODUCTION, REPRODUCTION, reportOf } from './inputs.js';

const CASES = 'fixtures/cases';

describe('production against its reproduction', () => {
  it('does not call the mechanism the same because the symptom is', async () => {
    const { conclusion } = await compared(PRODUCTION, REPRODUCTION);
    expect(conclusion).toMatchObject({ relation: 'contradicted', sameMechanism: 'no' });
    expect(conclusion.alike).toContain('Silence');
    // strong evidence from an excerpt is not certainty
    expect(conclusion.word).toBe('likely');
    expect(conclusion.confidence).toBeLessThanOrEqual(0.9);
  });

  it('shows the line that excludes the circle, and the circle, each with its place', async () => {
    const { pairs } = await compared(PRODUCTION, REPRODUCTION);
    const [contradiction] = pairs[0].contradictions;
    expect(contradiction).toMatchObject({
      side: 'A',
      signature: 'search-workers-resize-deadlock',
      item: 'change-returned',
      strength: 'strong',
    });
    expect(contradiction.citations.map((one) => [one.entry, one.line])).toEqual([['node_8/logs/redis-2.log', 1]]);
    expect(contradiction.citations[0].text).toContain('Successfully changed configuration for `WORKERS`');
    expect(contradiction.shownBy).toMatchObject({ side: 'B', item: 'cycle' });
    expect(contradiction.shownBy.citations.map((one) => one.entry)).toContain('master-1.log');
    expect(contradiction.shownBy.citations.length).toBeGreaterThan(1);
  });

  it('says the same whichever side comes first', async () => {
    const [there, back] = [await compared(PRODUCTION, REPRODUCTION), await compared(REPRODUCTION, PRODUCTION)];
    expect(back.conclusion).toMatchObject({
      relation: there.conclusion.relation,
      sameMechanism: 'no',
      confidence: there.conclusion.confidence,
    });
    expect(back.pairs[0].contradictions[0]).toMatchObject({ side: 'B', item: 'change-returned', shownBy: { side: 'A', item: 'cycle' } });
  });

  it('compares only what both sides could see, and says who could not', async () => {
    const { rows, unseenRows } = await compared(PRODUCTION, REPRODUCTION);
    const row = (id: string) => rows.find((one) => one.id === id);
    expect(row('change-returned')).toMatchObject({ relation: 'different', cells: [{ value: 'yes' }, { value: 'no' }] });
    expect(row('silence')?.relation).toBe('same');
    for (const id of ['main', 'circle', 'workers'])
      expect(row(id), id).toMatchObject({ relation: 'not-comparable', cells: [{ state: 'not-seen' }, { state: 'seen' }] });
    expect(row('noticed')?.why).toMatch(/^B: no log of a peer/);
    expect(unseenRows.length).toBeGreaterThan(0);
    for (const one of rows) expect(one.why === undefined, one.id).toBe(one.relation !== 'not-comparable');
  });

  it('asks for what would decide', async () => {
    const { pairs, nextSteps } = await compared(PRODUCTION, REPRODUCTION);
    expect(pairs[0].unseen[0]).toMatchObject({ side: 'A', item: 'cycle', strength: 'decisive', why: 'no stacks of this process' });
    expect(nextSteps.some((step) => step.side === 'A' && step.command?.includes('thread apply all bt'))).toBe(true);
  });
});

describe('the same mechanism', () => {
  it('needs evidence of it on both sides', async () => {
    const { conclusion, rows } = await compared(REPRODUCTION, BUNDLED);
    expect(conclusion).toMatchObject({ relation: 'same', sameMechanism: 'yes', word: 'confirmed' });
    expect(conclusion.confidence).toBeGreaterThan(0.9);
    expect(rows.find((row) => row.id === 'circle')).toMatchObject({
      relation: 'same',
      cells: [{ value: 'barrier, module-lock' }, { value: 'barrier, module-lock' }],
    });
  });

  it('is the same assertion, not merely an assertion', async () => {
    const { conclusion } = await compared(`${CASES}/valkey-8.0.1/crash-debug-assert`, `${CASES}/redis-3.2.13/crash-debug-assert`);
    expect(conclusion).toMatchObject({ relation: 'same', sameMechanism: 'yes' });
    expect(conclusion.reasons[0]).toContain('1 == 2');
  });

  it('is not shown by a kind that only tells how it looked', async () => {
    const { conclusion } = await compared(`${CASES}/redis-7.0.15/cluster-kill-master`, `${CASES}/redis-7.4.1/cluster-kill-master`);
    expect(conclusion).toMatchObject({ relation: 'same-kind', sameMechanism: 'unknown', confidence: null });
  });
});

describe('other relations', () => {
  it('two deadlocks of one pool are two mechanisms', async () => {
    const { conclusion, pairs } = await compared(
      `${CASES}/redisearch/hang-kill9-restart@gdb`,
      `${CASES}/redisearch/hang-variantB-verify-init-notice@gdb`,
    );
    expect(conclusion).toMatchObject({ relation: 'different', sameMechanism: 'no' });
    expect(new Set(pairs[0].contradictions.map((one) => one.side))).toEqual(new Set(['A', 'B']));
  });

  it('reports of different deaths are different', async () => {
    const { conclusion } = await compared(`${CASES}/redis-7.4.1/crash-debug-oom`, `${CASES}/redis-8.0.6/crash-kill-abrt`);
    expect(conclusion).toMatchObject({ relation: 'different', sameMechanism: 'no' });
  });

  it('a healthy side is a control', async () => {
    const { conclusion } = await compared(`${CASES}/redis-7.0.15/healthy-notice`, BUNDLED);
    expect(conclusion).toMatchObject({ relation: 'only-one', sameMechanism: 'no' });
    const both = await compared(`${CASES}/redis-7.0.15/healthy-notice`, `${CASES}/redis-8.0.6/healthy-verbose`);
    expect(both.conclusion).toMatchObject({ relation: 'none', sameMechanism: 'unknown' });
  });

  it('of three sides, says which belong together', async () => {
    const { conclusion, pairs } = await compared(REPRODUCTION, BUNDLED, PRODUCTION);
    expect(pairs.map((pair) => pair.relation)).toEqual(['same', 'contradicted', 'contradicted']);
    expect(conclusion).toMatchObject({ relation: 'contradicted', sameMechanism: 'no' });
    expect(conclusion.headline).toMatch(/A and B .*; C /);
    const all = await compared(REPRODUCTION, BUNDLED, `${CASES}/redisearch/v8-hang-configset-notice-segv@core`);
    expect(all.conclusion).toMatchObject({ relation: 'same', sameMechanism: 'yes' });
  });
});

describe('the document', () => {
  it('obeys its schema and is the same every time', async () => {
    for (const sides of [
      [PRODUCTION, REPRODUCTION],
      [BUNDLED, `${CASES}/redis-7.0.15/healthy-notice`, PRODUCTION],
    ]) {
      const comparison = await compared(...sides);
      expect(comparisonSchema.safeParse(comparison).error?.issues ?? []).toEqual([]);
      expect(JSON.stringify(await compared(...sides))).toBe(JSON.stringify(comparison));
    }
  });

  it('cites lines without the evidence numbers of their reports', async () => {
    expect(JSON.stringify(await compared(PRODUCTION, REPRODUCTION))).not.toMatch(/"ref":/);
  });

  it('does without the ledgers of a saved report, and says so', async () => {
    const saved = (report: Report): Report => ({ ...report, weighed: undefined });
    const comparison = compareReports([
      { name: 'a', source: 'saved-report', report: saved(await reportOf(PRODUCTION)) },
      { name: 'b', source: 'saved-report', report: saved(await reportOf(REPRODUCTION)) },
    ]);
    // the success line is in the saved report of production, because the deadlock was a candidate there
    expect(comparison.conclusion.relation).toBe('contradicted');
    const enterprise = comparison.mechanisms.find((one) => one.signature === 'enterprise-shard-unresponsive');
    expect(enterprise?.sides[1]).toMatchObject({ side: 'B', confidence: null, why: expect.stringMatching(/no ledger/) });
    expect(enterprise?.items.every((item) => item.cells[1].state === 'not-asked' && item.relation === 'not-comparable')).toBe(true);
    expect(comparison.notes.length).toBe(2);
  });
});
