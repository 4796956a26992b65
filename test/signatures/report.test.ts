import { describe, expect, it } from 'vitest';
import { analyzeExample } from '../../src/commands/signatures/run-examples.js';
import type { DocumentedSignature, Example } from '../../src/model/signatures.js';
import { render } from '../../src/render/index.js';
import type { Report } from '../../src/report/schema.js';
import { documentedCatalogue } from '../../src/signatures/catalogue.js';
import { exampleEntries } from '../../src/signatures/example.js';

/** What the data of a signature become in a report. */

const named = (id: string): DocumentedSignature => documentedCatalogue().find((one) => one.id === id) as DocumentedSignature;

async function reportOf(id: string, text?: string): Promise<Report> {
  const signature = named(id);
  const example: Example =
    text === undefined
      ? (signature.examples.hit.find((one) => exampleEntries(signature, one) !== undefined) as Example)
      : { from: 'test', text };
  return (await analyzeExample(signature, example, [])) as Report;
}

const SEARCH = '* <search> RediSearch version 2.10.20 (Git=v2.10.20)';

describe('a signature in the report', () => {
  it('says which claims of a fix nobody verified', async () => {
    const report = await reportOf('search-pool-init-deadlock');
    expect(report.verdict.signature).toBe('search-pool-init-deadlock');
    for (const format of ['markdown', 'terminal'] as const)
      expect(await render(report, format, { width: 100, color: false }), format).toContain('8.10.0 (not verified)');
  });

  it('says whether this server is affected, and where its line is fixed', async () => {
    const report = await reportOf('search-fork-gc-double-free');
    const found = report.incidents[0].explanations.find((one) => one.signature === 'search-fork-gc-double-free');
    expect(found).toMatchObject({ affected: true, affectedWhy: 'RediSearch 2.8.31, fixed in 2.8.32 on its line' });
  });

  it('says through what a stack was recognised', async () => {
    const report = await reportOf('search-fork-gc-double-free');
    const found = report.incidents[0].explanations.find((one) => one.signature === 'search-fork-gc-double-free');
    expect(found?.ledger.find((item) => item.id === 'frames')?.why).toMatch(/the functions call each other directly/);
  });
});

describe('advisories', () => {
  const ids = (report: Report) => (report.advisories ?? []).map((one) => one.signature);

  it('stand beside a healthy report in a few lines, each once', async () => {
    const report = await reportOf('search-workers-change-blocks', SEARCH);
    expect(report.verdict.status).toBe('healthy');
    expect(ids(report)).toEqual(['known-vulnerable-version', 'search-outdated-version', 'search-workers-change-blocks']);
    const text = await render(report, 'markdown', { width: 100, color: false });
    const section = text.slice(text.indexOf('## Worth knowing'), text.indexOf('## Inputs'));
    expect(section.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(3);
    expect(section).toContain('RediSearch 2.10.20 has MOD-11658, fixed in 2.10.25 on its line');
  });

  it('are not said again where an incident is about them', async () => {
    const report = await reportOf('search-workers-resize-deadlock');
    expect(report.verdict.signature).toBe('search-workers-resize-deadlock');
    expect(ids(report)).not.toContain('search-workers-change-blocks');
  });

  it('say nothing of a version that has the fixes', async () => {
    const report = await reportOf('disk-full', '* Redis version=8.4.9, bits=64, commit=00000000, modified=0, pid=77, just started');
    expect(ids(report)).toEqual([]);
  });
});
