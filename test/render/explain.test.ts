import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import type { Signature } from '../../src/model/signatures.js';
import { renderAllExplained, renderExplained } from '../../src/render/explain.js';
import { explainAll, explainSignature, type Outcome } from '../../src/report/explained.js';
import type { LedgerItem, Report, Status } from '../../src/report/schema.js';
import { CATALOGUE } from '../../src/signatures/catalogue.js';
import { BUNDLED, PRODUCTION, reportOf } from '../compare/inputs.js';

const OPTIONS = { width: 100, color: false };
const WELL = 'fixtures/cases/redis-7.0.15/healthy-notice';

function signature(id: string): Signature {
  const found = CATALOGUE.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no signature ${id}`);
  return found;
}

async function outcome(id: string, input: string): Promise<Outcome> {
  const [first] = explainSignature(await reportOf(input), signature(id)).outcomes;
  return first;
}

async function text(id: string, input: string, format: 'markdown' | 'terminal' = 'markdown'): Promise<string> {
  return renderExplained(explainSignature(await reportOf(input), signature(id)), signature(id), format, OPTIONS);
}

describe('one signature', () => {
  it.each<[Status, string, string]>([
    ['confirmed', 'search-workers-resize-deadlock', BUNDLED],
    ['likely', 'enterprise-shard-unresponsive', PRODUCTION],
    ['unlikely', 'search-workers-resize-deadlock', PRODUCTION],
    ['refuted', 'bus-error', BUNDLED],
    ['not-testable', 'search-pool-init-deadlock', PRODUCTION],
  ])('%s: %s', async (status, id, input) => {
    const found = await outcome(id, input);
    expect(found.status).toBe(status);
    expect(found.because.length).toBeGreaterThan(10);
    expect(await text(id, input)).toContain(`**${status.replace('-', ' ')}**`);
  });

  it('cites what decided', async () => {
    const found = await outcome('search-workers-resize-deadlock', PRODUCTION);
    expect(found.because).toMatch(/^against it: the resize returned/);
    expect(found.citations[0]).toMatchObject({ entry: 'node_8/logs/redis-2.log', line: 1 });
    expect(await text('search-workers-resize-deadlock', PRODUCTION)).toContain('node_8/logs/redis-2.log:1');
  });

  it('says what would make it decidable, the strongest first, each file once', async () => {
    const { missing } = await outcome('search-pool-init-deadlock', PRODUCTION);
    expect(missing[0]).toMatchObject({
      item: 'cycle',
      strength: 'decisive',
      why: 'no stacks of this process',
      command: expect.stringMatching(/^redis-forensics collect > collect\.sh; sudo sh collect\.sh /),
    });
    expect(new Set(missing.map((one) => one.ask)).size).toBe(missing.length);
    expect(await text('search-pool-init-deadlock', PRODUCTION)).toContain('### What would make it decidable');
    expect(await text('search-workers-resize-deadlock', BUNDLED)).not.toContain('decidable');
  });

  it('names the anchors of what was no candidate, and what became of each', async () => {
    const shown = await text('search-pool-init-deadlock', PRODUCTION);
    expect(shown).toContain('Not considered');
    expect(shown).toMatch(/`main-in-init`: could not be seen/);
    expect(await text('search-workers-resize-deadlock', BUNDLED)).not.toContain('Not considered');
  });

  it('is looked for where nothing happened', async () => {
    const found = await outcome('oom-killer', WELL);
    expect(found).toMatchObject({ status: 'unlikely', considered: false, confidence: null, process: expect.stringMatching(/^p\d/) });
    expect(found.incident).toBeUndefined();
    expect(await text('oom-killer', WELL, 'terminal')).toContain('No incident');
  });

  it('reads what is there against expectation as what it is', async () => {
    const shown = await text('search-workers-resize-deadlock', PRODUCTION);
    expect(shown).toMatch(/`success-missing` \| there, against expectation/);
  });
});

describe('every signature', () => {
  it.each([BUNDLED, PRODUCTION, WELL])('has a status and a reason in one line: %s', async (input) => {
    const explained = explainAll(await reportOf(input), CATALOGUE);
    expect(explained.length).toBe(CATALOGUE.length);
    for (const one of explained) {
      expect(one.outcomes.length, one.id).toBe(1);
      expect(one.outcomes[0].because, one.id).not.toBe('');
    }
    const lines = renderAllExplained(explained, 'terminal', OPTIONS).split('\n');
    for (const { id } of CATALOGUE) expect(lines.filter((line) => line.split(/\s+/).includes(id)).length, id).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(CATALOGUE.length + 8);
  });

  it('puts what holds first and what was considered before what was not', async () => {
    const explained = explainAll(await reportOf(BUNDLED), CATALOGUE);
    expect(explained[0]).toMatchObject({ id: 'search-workers-resize-deadlock', outcomes: [{ status: 'confirmed', leads: true }] });
    const unlikely = explained.filter((one) => one.outcomes[0].status === 'unlikely').map((one) => one.outcomes[0].considered);
    expect(unlikely.lastIndexOf(true)).toBeLessThan(unlikely.indexOf(false));
  });
});

describe('hostile text', () => {
  const nasty = '<script>x</script>|`\x1b[31m\u202e[a](http://b) https://c.d';
  const item = (id: string, state: LedgerItem['state'], bearing: LedgerItem['bearing']): LedgerItem => ({
    id,
    claim: `claim ${nasty}`,
    state,
    bearing,
    strength: 'strong',
    why: nasty,
    citations: [{ entry: nasty, line: 7, offset: 0, text: nasty }],
  });
  const explanation = {
    signature: 'panic',
    kind: 'crash/panic',
    title: nasty,
    severity: 'critical',
    status: 'likely',
    confidence: 0.71,
    ledger: [
      item('one', 'observed', 'supports'),
      item('two', 'observed', 'contradicts'),
      item('three', 'not-observable', 'neutral'),
      item('four', 'absent', 'neutral'),
    ],
  };
  const report = {
    verdict: {},
    processes: [],
    incidents: [{ id: 'i1', headline: nasty, explanations: [explanation] }],
  } as unknown as Report;
  const one = explainSignature(report, signature('panic'));
  const reader = new MarkdownIt({ html: true, linkify: true });

  it.each(['one', 'all'])('%s: stays text', (which) => {
    const show = (format: 'markdown' | 'terminal') =>
      which === 'one' ? renderExplained(one, signature('panic'), format, OPTIONS) : renderAllExplained([one], format, OPTIONS);
    const tokens = reader.parse(show('markdown'), {}).flatMap((token) => [token, ...(token.children ?? [])]);
    expect(tokens.filter((token) => ['html_inline', 'html_block', 'link_open', 'image'].includes(token.type))).toEqual([]);
    for (const format of ['markdown', 'terminal'] as const) expect(show(format)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
  });

  it('a report without any ledger is no error', () => {
    const empty = explainSignature({ verdict: {}, processes: [], incidents: [] } as unknown as Report, signature('panic'));
    expect(empty.outcomes).toEqual([]);
    expect(renderExplained(empty, signature('panic'), 'markdown', OPTIONS)).toContain('no server process');
    expect(renderAllExplained([empty], 'terminal', OPTIONS)).toContain('not looked for');
  });
});
