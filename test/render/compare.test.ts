import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { compareReports, summariseRuns } from '../../src/compare/index.js';
import { type Comparison, comparison as comparisonSchema } from '../../src/compare/schema.js';
import { renderComparison, withShortNames } from '../../src/render/compare.js';
import { widthOf } from '../../src/render/width.js';
import { BUNDLED, compared, named, PRODUCTION, REPRODUCTION, ROOT } from '../compare/inputs.js';
import { loadReport, NAMES } from './reports.js';

/** `UPDATE_GOLDENS=1 npx vitest run test/render/compare` writes them anew; read the difference before you commit it. */
const update = process.env.UPDATE_GOLDENS === '1';
const WELL = 'fixtures/cases/redis-7.0.15/healthy-notice';

const OTHER_POOL = 'fixtures/cases/redisearch/hang-variantB-verify-init-notice@gdb';
const COMPARISONS: Record<string, () => Promise<Comparison>> = {
  'production-test': async () => compareReports(withShortNames(await named([PRODUCTION, REPRODUCTION]))),
  'three-sides': async () => compareReports(withShortNames(await named([REPRODUCTION, BUNDLED, WELL]))),
  runs: async () => summariseRuns(withShortNames(await named([BUNDLED, REPRODUCTION, OTHER_POOL, WELL]))),
};

const VIEWS: Record<string, (comparison: Comparison) => string> = {
  md: (comparison) => renderComparison(comparison, 'markdown', { width: 100, color: false }),
  '80.txt': (comparison) => renderComparison(comparison, 'terminal', { width: 80, color: false }),
  '120.txt': (comparison) => renderComparison(comparison, 'terminal', { width: 120, color: false }),
};

it.each([
  ['production-test', 'md'],
  ['production-test', '80.txt'],
  ['three-sides', 'md'],
  ['runs', 'md'],
  ['runs', '120.txt'],
])('%s.%s is as it was', async (name, ending) => {
  const file = join(ROOT, `fixtures/compare/golden/${name}.${ending}`);
  const text = VIEWS[ending](await COMPARISONS[name]());
  if (update) writeFileSync(file, text);
  expect(text.length).toBeGreaterThan(500);
  expect(text).not.toMatch(/\bundefined\b|\bNaN\b|\[object /);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

describe('the terminal view', () => {
  it.each([60, 80, 100, 120])('keeps to %i columns', async (width) => {
    const comparison = await compared(PRODUCTION, REPRODUCTION);
    const lines = renderComparison(comparison, 'terminal', { width, color: false }).split('\n');
    // commands to paste are not broken
    expect(lines.filter((line) => !line.startsWith('  ') && widthOf(line) > width)).toEqual([]);
  });

  it('puts the conclusion and the contradiction before the table', async () => {
    const text = renderComparison(await compared(PRODUCTION, REPRODUCTION), 'terminal', { width: 100, color: false });
    expect(text.indexOf('Successfully changed')).toBeGreaterThan(0);
    expect(text.indexOf('Successfully changed')).toBeLessThan(text.indexOf('Side by side'));
  });

  it('knows ASCII', async () => {
    const text = renderComparison(await compared(PRODUCTION, REPRODUCTION), 'terminal', { width: 100, color: false, unicode: false });
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  });
});

const reader = new MarkdownIt({ html: true, linkify: true });

type Token = ReturnType<typeof reader.parse>[number];
const flat = (tokens: Token[]): Token[] => tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);

/** Saved reports of every sort, one of them written by somebody who wants to break the reader. */
describe.each(NAMES)('hostile text of %s', (name) => {
  const report = loadReport(name);
  const sides = [report, loadReport('hostile'), loadReport('deadlock')].map((one, index) => ({
    name: `<b>|\`\x1b[31m\u202e${index}`,
    source: 'saved-report' as const,
    report: one,
  }));
  const comparisons: [string, Comparison][] = [
    ['sides', compareReports(sides)],
    ['runs', summariseRuns(sides)],
  ];

  it.each(comparisons)('%s: obeys the schema', (_mode, comparison) => {
    expect(comparisonSchema.safeParse(comparison).error?.issues ?? []).toEqual([]);
  });

  it.each(comparisons)('%s: is text in Markdown, in tables of constant width', (_mode, comparison) => {
    const text = VIEWS.md(comparison);
    const tokens = flat(reader.parse(text, {}));
    expect(tokens.filter((token) => ['html_inline', 'html_block', 'link_open', 'image'].includes(token.type))).toEqual([]);
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(20_000);
    let width = 0;
    for (const token of tokens) {
      if (token.type === 'tr_open') width = 0;
      if (token.type === 'td_open' || token.type === 'th_open') width++;
      if (token.type === 'tr_close') expect(width).toBeGreaterThan(1);
    }
  });

  it.each(comparisons)('%s: is text on a terminal', (_mode, comparison) => {
    for (const ending of ['80.txt', '120.txt'])
      expect(VIEWS[ending](comparison)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/);
  });
});
