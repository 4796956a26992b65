// @vitest-environment jsdom
import fc from 'fast-check';
import mermaid from 'mermaid';
import { describe, expect, it } from 'vitest';
import { foldGraph } from '../../src/render/graph.js';
import { renderMarkdown } from '../../src/render/markdown.js';
import { mermaidFlowchart } from '../../src/render/mermaid.js';
import type { ReportWaitGraph } from '../../src/report/schema.js';
import { loadReport, NAMES } from './reports.js';

function blocksOf(markdown: string): string[] {
  return [...markdown.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map((found) => found[1]);
}

const word = fc
  .array(
    fc.constantFrom(
      ...[
        '"',
        '`',
        '#',
        ';',
        '&',
        '<',
        '>',
        '[',
        ']',
        '(',
        ')',
        '{',
        '}',
        '|',
        '-->',
        '---',
        '%%',
        '%%{',
        'end',
        'subgraph',
        'click',
        'graph',
        'style',
        '@',
        ':',
        '::',
        '1. ',
        '- ',
        '\n',
        '\\',
        '$$',
        'fa:fa-ban',
        '\u202e',
        '漢',
        ' ',
        'a',
      ],
      ...['<br/>', '<script>', '#quot;', '~~~', '_x_', '*'],
    ),
    { minLength: 0, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('Mermaid itself reads the picture', () => {
  it.each(NAMES)('of %s', async (name) => {
    for (const block of blocksOf(renderMarkdown(loadReport(name))))
      await expect(mermaid.parse(block)).resolves.toMatchObject({ diagramType: 'flowchart-v2' });
  });
  it('is there for the deadlock', () => expect(blocksOf(renderMarkdown(loadReport('deadlock'))).length).toBe(1));
  it('whatever threads and locks are called', async () => {
    await fc.assert(
      fc.asyncProperty(word, word, word, async (name, label, doing) => {
        const graph: ReportWaitGraph = {
          threads: [
            { id: name, tid: 1, name, role: 'main', state: 'waiting', doing, stack: [] },
            { id: 'w', tid: 2, name: label, role: 'module', state: 'waiting', doing: name, stack: [] },
          ],
          resources: [{ id: 'r', kind: 'mutex', label }],
          edges: [
            { from: name, to: 'r', relation: 'holds', basis: 'inferred' },
            { from: 'w', to: 'r', relation: 'waits', basis: 'observed' },
          ],
          cycles: [],
          rootBlocker: name,
        };
        await expect(mermaid.parse(mermaidFlowchart(foldGraph(graph)).join('\n'))).resolves.toBeTruthy();
      }),
      { numRuns: 60 },
    );
  });
});
