import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCases, globMatches, incidentOf, type Truth } from '../../src/commands/score/cases.js';
import { checkCitations, judge } from '../../src/commands/score/judge.js';
import { type Row, renderScore, summarize } from '../../src/commands/score/summary.js';
import type { Report } from '../../src/report/schema.js';
import { BIN, CASES, inTemporaryFolder, ROOT, run, shell } from './cli.js';

const REFERENCE = join(ROOT, '../shared/tools/score.mjs');

function reportOf(kind: string | null, claims: { kind: string; status: string; severity?: string }[] = [], lead: object = {}): Report {
  const explanations = claims.map((claim) => ({ severity: 'critical', ledger: [], ...claim }));
  return {
    verdict: { status: kind ? 'incident' : 'healthy', kind, incident: kind ? 'i1' : null },
    incidents: claims.length > 0 ? [{ id: 'i1', processes: ['p1'], explanations, ...lead }] : [],
    processes: [{ id: 'p1', entries: ['node_1/redis-1.log'] }],
  } as unknown as Report;
}

const paused = { kind: 'hang/process-paused', status: 'confirmed' };

describe('judging a case', () => {
  const hang: Truth = { verdict: ['hang/process-paused'], partial: ['hang/main-thread-stuck'], mustNot: ['crash/*'] };

  it.each<[string, Truth, Report, number]>([
    ['the right kind', hang, reportOf('hang/process-paused', [paused]), 1],
    ['a weaker kind', hang, reportOf('hang/main-thread-stuck', [{ ...paused, kind: 'hang/main-thread-stuck' }]), 0.5],
    ['a wrong kind', hang, reportOf('exit/killed', [{ ...paused, kind: 'exit/killed' }]), 0],
    ['nothing seen', hang, reportOf(null), 0],
    [
      'a forbidden kind claimed beside the right one',
      hang,
      reportOf('hang/process-paused', [paused, { kind: 'crash/fault', status: 'likely' }]),
      0,
    ],
    ['a forbidden kind only considered', hang, reportOf('hang/process-paused', [paused, { kind: 'crash/fault', status: 'possible' }]), 1],
    ['the wrong process', { ...hang, process: '*redis-2.log*' }, reportOf('hang/process-paused', [paused]), 0.5],
    ['the right process', { ...hang, process: '*redis-1.log*' }, reportOf('hang/process-paused', [paused]), 1],
    ['a false alarm', { verdict: ['healthy'] }, reportOf('exit/killed', [{ kind: 'exit/killed', status: 'likely' }]), 0],
    ['a quiet remark', { verdict: ['healthy'] }, reportOf(null, [{ kind: 'clock/step', status: 'likely', severity: 'info' }]), 1],
  ])('%s', (_what, truth, report, points) => {
    expect(judge(truth, report).points).toBe(points);
  });

  it('asks for the interval of a hang', () => {
    const truth: Truth = { ...hang, gapFrom: '2026-01-01T00:00:00.000Z', gapTo: '2026-01-01T00:10:00.000Z' };
    const between = (from: string, to: string) => reportOf('hang/process-paused', [paused], { from, to });
    expect(judge(truth, between('2026-01-01T00:00:30.000Z', '2026-01-01T00:10:00.000Z')).points).toBe(1);
    expect(judge(truth, between('2026-01-01T00:05:00.000Z', '2026-01-01T00:10:00.000Z')).points).toBe(0.75);
    expect(judge(truth, between('2026-01-01T00:00:00.000Z', '2026-01-01T01:00:00.000Z')).points).toBe(0.75);
  });

  it('checks citations against the lines of the case', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'a.log'), 'first line\nsecond line\n');
      const cited = (line: number, text: string) => ({ entry: 'a.log', line, offset: 0, text });
      const ledger = [{ citations: [cited(2, 'second line'), cited(1, 'third line'), { ...cited(1, 'x'), entry: 'b.log' }] }];
      const report = { incidents: [{ explanations: [{ ledger }] }] } as unknown as Report;
      expect(checkCitations(report, folder)).toEqual({ checked: 2, found: 1 });
    });
  });
});

describe('figures', () => {
  const row = (name: string, want: string, points: number, rest: Partial<Row> = {}): Row => ({
    case: name,
    want,
    points,
    ms: 1,
    kind: want,
    confidence: 0.9,
    status: 'incident',
    ...rest,
  });

  it('count copies of one incident once, and kinds alike', () => {
    const rows = [row('r/a@gdb', 'x', 1), row('r/a@logs', 'x', 0), row('r/b', 'y', 1), row('r/wrapped-b-crlf', 'y', 1)];
    expect(summarize(rows)).toMatchObject({ cases: 4, incidents: 2, score: 0.75, perIncident: 0.75, perKind: 0.75 });
    expect(renderScore(rows, summarize(rows), true)).toMatch(/ {2}0 {2}r\/a@logs: wants x/);
  });

  it('ask of confidence that it is honest', () => {
    expect(summarize([row('a', 'x', 1, { confidence: 1 })]).brier).toBe(0);
    expect(summarize([row('a', 'x', 0, { confidence: 1 })]).brier).toBe(1);
    expect(summarize([row('a', 'x', 1, { confidence: null })]).brier).toBe(1);
    expect(summarize([row('a', 'x', 0, { confidence: null, status: 'inconclusive' })]).brier).toBe(0);
  });

  it('globs and names', () => {
    expect(globMatches('hang/*', 'hang/child')).toBe(true);
    expect(globMatches('hang.*', 'hang/child')).toBe(false);
    expect(incidentOf('redis-7.4.1/wrapped-crash-loop-journalctl-short-iso')).toBe('redis-7.4.1/crash-loop');
  });

  it('finds the bundled cases', () => {
    expect(findCases(CASES).length).toBeGreaterThan(50);
  });
});

describe('score DIR', () => {
  it('1: no such folder, no case', async () => {
    expect((await run(['score', '/no/such/dir'])).code).toBe(1);
    await inTemporaryFolder(async (folder) => {
      mkdirSync(join(folder, 'empty'));
      expect((await run(['score', folder])).code).toBe(1);
    });
  });

  it('agrees with the reference', { timeout: 60_000 }, async ({ skip }) => {
    if (!existsSync(REFERENCE)) skip();
    const withoutTime = (text: string) => text.replace(/median \d+ ms/, '');
    const args = '--only redis-7.2.6 --misses';
    const ours = await shell(`$RF score ${CASES} ${args}`);
    const theirs = await shell(`node ${REFERENCE} ${CASES} --cli ${BIN} ${args}`);
    expect(ours.stderr).toBe('');
    expect(withoutTime(ours.stdout)).toBe(withoutTime(theirs.stdout));
    expect(ours.stdout).toMatch(/^score [\d.]+ % of \d+ cases/m);
  });
});
