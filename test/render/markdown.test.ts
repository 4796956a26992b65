import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { composeReport } from '../../src/render/compose.js';
import type { Block } from '../../src/render/document.js';
import { markdownCode, markdownText, visible } from '../../src/render/escape.js';
import { markdownFrom, renderMarkdown } from '../../src/render/markdown.js';
import { renderStacksMarkdown } from '../../src/render/stacks.js';
import { renderTimelineMarkdown } from '../../src/render/timeline.js';
import { loadReport, NAMES } from './reports.js';

/** HTML and automatic links on: whatever could become markup does. */
const reader = new MarkdownIt({ html: true, linkify: true });

type Token = ReturnType<typeof reader.parse>[number];

function flat(tokens: Token[]): Token[] {
  return tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);
}

/** Text that a reader sees, code included. */
function seen(markdown: string): string {
  return flat(reader.parse(markdown, {}))
    .map((token) => (token.type === 'text' || token.type === 'code_inline' || token.type === 'text_special' ? token.content : ''))
    .join('');
}

const squeezed = (text: string) => text.replace(/\s+/g, '');

/** Words and marks that mean something to some Markdown reader. */
const nasty = fc
  .array(
    fc.constantFrom(
      ...[
        '`',
        '``',
        '|',
        '\\',
        '*',
        '**',
        '_',
        '__',
        '~~',
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '&',
        '#',
        '!',
        '-',
        '+',
        '=',
        '1.',
        '$',
        ' ',
        '\n',
        '\t',
        '\0',
      ],
      ...[
        'a',
        'word',
        'é',
        '漢',
        '\u202e',
        '\ud800',
        '<b>',
        '</td>',
        '<!--',
        '-->',
        '&lt;',
        '&#60;',
        'http://x.y/z',
        'www.x.org',
        'a@b.de',
        '@user',
        '\x1b[31m',
        '---',
        '```',
      ],
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

describe('text of a log stays text', () => {
  it('markdownText shows exactly the visible text', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(squeezed(seen(`x ${markdownText(text)}`))).toBe(`x${squeezed(visible(text, 2000))}`);
      }),
      { numRuns: 1000 },
    );
  });
  it('markdownText begins no block', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const types = reader.parse(markdownText(text).trim(), {}).map((token) => token.type);
        expect(types.filter((type) => !/^(paragraph_(open|close)|inline)$/.test(type))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
  it('markdownCode shows exactly the visible text', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(squeezed(seen(`x ${markdownCode(text)}`))).toBe(`x${squeezed(visible(text))}`);
      }),
      { numRuns: 1000 },
    );
  });
  it('neither breaks a table', () => {
    fc.assert(
      fc.property(nasty, nasty, (text, quote) => {
        const markdown = markdownFrom([{ type: 'table', head: [['a'], ['b'], ['c']], rows: [[[text], [{ code: quote }], ['end']]] }]);
        const cells = reader.parse(markdown, {}).filter((token, at, all) => token.type === 'inline' && all[at - 1].type === 'td_open');
        expect(cells.map((cell) => cell.content).length).toBe(3);
        expect(cells[2].content).toBe('end');
        expect(squeezed(seen(`x ${cells[0].content}`))).toBe(`x${squeezed(visible(text, 2000))}`);
        expect(squeezed(seen(`x ${cells[1].content}`))).toBe(`x${squeezed(visible(quote))}`);
      }),
      { numRuns: 1000 },
    );
  });
});

describe.each(NAMES)('%s in Markdown', (name) => {
  const report = loadReport(name);
  const texts = { report: renderMarkdown(report), stacks: renderStacksMarkdown(report), timeline: renderTimelineMarkdown(report) };
  it.each(Object.entries(texts))('%s holds no HTML', (_, text) => {
    // but the folds of the report itself, whose summaries are its own plain words
    const html = flat(reader.parse(text, {})).filter((token) => token.type.startsWith('html'));
    expect(html.filter((token) => !/^(?:<details>\n<summary>[^<>&"]*<\/summary>|<\/details>)\s*$/.test(token.content))).toEqual([]);
  });
  it.each(Object.entries(texts))('%s holds no image and no link but references of the catalogue', (_, text) => {
    const tokens = flat(reader.parse(text, {}));
    expect(tokens.filter((token) => token.type === 'image')).toEqual([]);
    const allowed = new Set(report.incidents.flatMap((incident) => incident.explanations.flatMap((one) => one.references)));
    for (const link of tokens.filter((token) => token.type === 'link_open')) {
      const href = String(link.attrGet('href'));
      // Bare file names with a top-level domain (`x.sh`) are guessed by linkify; it marks them.
      if (link.markup !== 'linkify') expect(allowed).toContain(href);
      else expect(href).not.toMatch(/javascript|evil|mailto/);
    }
  });
  it.each(Object.entries(texts))('%s has rows as wide as their heads', (_, text) => {
    const widths: number[] = [];
    let fence = '';
    for (const line of text.split('\n')) {
      const mark = /^`{3,}/.exec(line)?.[0] ?? '';
      if (fence === '' && mark !== '') fence = mark;
      else if (fence !== '' && line === fence) fence = '';
      else if (fence === '' && line.startsWith('| ')) widths.push(line.match(/(?<!\\)\|/g)?.length ?? 0);
      else if (fence === '' && /^\|( --- \|)+$/.test(line)) widths.push(line.match(/\|/g)?.length ?? 0);
      else {
        expect(new Set(widths).size).toBeLessThan(2);
        widths.length = 0;
      }
    }
  });
  it('has the headings of the report and no others', () => {
    const headings = (blocks: readonly Block[]): number =>
      blocks.reduce((sum, block) => sum + (block.type === 'details' ? headings(block.blocks) : block.type === 'heading' ? 1 : 0), 0);
    const written = headings(composeReport(report));
    expect(reader.parse(texts.report, {}).filter((token) => token.type === 'heading_open').length).toBe(written);
  });
  it('has no section without content', () => {
    const blocks = reader.parse(texts.report, {}).filter((token) => token.level === 0);
    blocks.forEach((token, at) => {
      if (token.type === 'heading_close')
        expect(['heading_open', undefined].includes(blocks[at + 1]?.type) && blocks[at + 1]?.tag <= token.tag).toBe(false);
    });
  });
});

describe('what a reader needs stands there', () => {
  const text = renderMarkdown(loadReport('deadlock'));
  it('at the top: what, how sure, when, whether it lasts, what now', () => {
    const top = text.slice(0, text.indexOf('## '.concat('Root')));
    for (const needed of [
      'stood still for 5 min 53 s',
      'confirmed, 0.99',
      '2026-11-23 06:27:14.777 – 06:33:07.351',
      '| State |',
      '**Now:** Kill and restart',
      '2.10.25',
    ])
      expect(top).toContain(needed);
  });
  it('evidence for and against, with numbers and places', () => {
    expect(text).toContain('[E6]');
    expect(text).toContain('`redis-1.log:54, 103, 116, 150, 163, 176`');
    expect(text).toContain('Nothing found. Checked:');
    expect(text).toContain('### Could not be seen');
  });
  it('the gap is drawn', () => expect(text).toContain('⋯ 5 min 53 s of silence ⋯'));
  it('values over time', () => expect(text).toContain('8 → 0 → 8 → 0 → 8 → 0 → 8 → (0)'));
  it('an ongoing one asks to collect first and comments out what kills', () => {
    const ongoing = renderMarkdown(loadReport('inconclusive'));
    expect(ongoing).toContain('collect before you restart');
    expect(ongoing).toMatch(/# CAN KILL THE PROCESS.*\n# kill -SEGV PID/);
    expect(ongoing).not.toMatch(/^kill -SEGV/m);
  });
});
