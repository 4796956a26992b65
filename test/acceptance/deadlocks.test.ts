import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';

/** What was done to the servers is in truth.json under `lab`: how many workers waited for the module lock and how many stood at the barrier
 * was counted from the debugger's output when the case was captured. */
interface Truth {
  verdict: string[];
  lab?: { threads?: { workers?: Record<string, number> } };
}

const ROOTS = ['fixtures/cases', '../shared/corpus'].filter((root) => existsSync(join(root, 'redisearch')));
const CASES = ROOTS.flatMap((root) =>
  readdirSync(join(root, 'redisearch'))
    .map((name) => join(root, 'redisearch', name))
    .filter((path) => existsSync(join(path, 'truth.json'))),
);

function inputsOf(path: string): string[] {
  return readdirSync(path)
    .filter((name) => name !== 'truth.json')
    .map((name) => join(path, name));
}

function cycleKinds(report: Report): string[] {
  const graph = report.incidents.find((incident) => incident.id === report.verdict.incident)?.waitGraph;
  return (graph?.cycles[0] ?? []).flatMap((id) => graph?.resources.find((resource) => resource.id === id)?.kind ?? []).sort();
}

describe('every captured deadlock shows its cycle and its numbers', () => {
  const deadlocks = CASES.map((path) => ({ path, truth: JSON.parse(readFileSync(join(path, 'truth.json'), 'utf8')) as Truth })).filter(
    ({ truth }) => truth.verdict[0]?.startsWith('deadlock/search'),
  );

  it('there are such cases', () => expect(deadlocks.length).toBeGreaterThanOrEqual(5));

  it.each(deadlocks.map(({ path, truth }) => [path, truth] as const))('%s', async (path, truth) => {
    const report = await analyze(inputsOf(path));
    expect(report.verdict.kind).toBe(truth.verdict[0]);
    expect(report.incidents[0]?.explanations[0]?.status).toBe('confirmed');
    expect(cycleKinds(report)).toEqual(['barrier', 'module-lock']);
    const lead = report.incidents[0];
    const barrier = lead?.waitGraph?.resources.find((resource) => resource.kind === 'barrier');
    const wanting = lead?.waitGraph?.edges
      .filter((edge) => edge.relation === 'waits' && edge.to === 'module-lock')
      .map((edge) => lead.waitGraph?.threads.find((thread) => thread.id === edge.from))
      .filter((thread) => thread?.role === 'search-worker');
    const counted = truth.lab?.threads?.workers;
    if (counted === undefined) return;
    expect(wanting).toHaveLength(counted['mutex moduleGIL'] ?? 0);
    expect(barrier?.arrived ?? 0).toBe(counted.pthread_barrier_wait ?? 0);
  });
});

describe('controls and decoys show none', () => {
  const others = CASES.filter((path) => /control-|fixed-|decoy-|other-/.test(path));
  it.each(others)('%s', async (path) => {
    const report = await analyze(inputsOf(path));
    expect(report.verdict.kind ?? report.verdict.status).not.toMatch(/^deadlock/);
    expect(report.threadDumps?.flatMap((dump) => dump.waitGraph?.cycles ?? []) ?? []).toEqual([]);
    for (const incident of report.incidents)
      for (const item of incident.explanations)
        if (item.kind.startsWith('deadlock/')) expect(['unlikely', 'refuted', 'not-testable']).toContain(item.status);
  });
});

describe('the production log of MOD-11658 as it was quoted', () => {
  const path = ROOTS.map((root) => join(root, 'quoted/mod-11658-production')).find((candidate) => existsSync(candidate));
  it.skipIf(path === undefined)('contradicts the resize deadlock with both quoted lines', async () => {
    const report = await analyze(inputsOf(path!));
    expect(report.verdict.kind).not.toBe('deadlock/search-workers-resize');
    const lead = report.incidents[0]!;
    const resize = lead.explanations.find((item) => item.kind === 'deadlock/search-workers-resize')!;
    const returned = resize.ledger.find((item) => item.bearing === 'contradicts' && item.strength === 'strong')!;
    expect(returned.citations[0]?.text).toContain('Successfully changed configuration for `WORKERS`');
    const cited = lead.explanations[0]!.ledger.flatMap((item) => item.citations).map((citation) => citation.text);
    expect(cited.some((text) => text.includes('Fork CoW for Module fork'))).toBe(true);
    expect(lead.summary?.join(' ')).toContain('is contradicted');
  });
});
