import pc from 'picocolors';
import type { Block, Inline, Span } from './document.js';
import { PROSE_CAP, QUOTE_CAP, visible } from './escape.js';
import { plainTable } from './terminalTable.js';
import { asciiOnly, type TerminalOptions } from './terminalText.js';
import { clip, widthOf, wrap, wrapCapped } from './width.js';

/** Longer lines are hard to read. */
const MAX_WIDTH = 140;
const MIN_WIDTH = 60;
const CELL_LINES = 8;

function spanText(span: Span): string {
  if (typeof span === 'string') return visible(span, PROSE_CAP);
  if ('code' in span) return visible(span.code, QUOTE_CAP);
  if ('ref' in span) return `[${visible(span.ref, 20)}]`;
  if ('url' in span) return visible(span.url, 400);
  return inlineText('strong' in span ? span.strong : span.em);
}

function inlineText(parts: Inline): string {
  return parts.map(spanText).join('');
}

/** A column of single words (ids, names of files) keeps them whole, to be copied; in prose a word of this width is still not broken. */
const WHOLE_WORD = 36;
const WHOLE_IN_PROSE = 16;

function longestWord(text: string): number {
  return text.split(' ').reduce((longest, word) => Math.max(longest, widthOf(word)), 1);
}

/** Each column gets its longest word, and what it needs as long as it fits; what is left is shared by those that need more. */
function columnWidths(cells: readonly (readonly string[])[], available: number): number[] {
  const count = Math.max(...cells.map((row) => row.length));
  const most = (measure: (text: string) => number) =>
    Array.from({ length: count }, (_, at) => Math.max(1, ...cells.map((row) => measure(row[at] ?? ''))));
  const wanted = most(widthOf);
  const least = most(longestWord).map((width, at) => Math.min(width === wanted[at] ? WHOLE_WORD : WHOLE_IN_PROSE, width));
  const room = available - (count - 1);
  const sum = (widths: readonly number[]) => widths.reduce((total, width) => total + width, 0);
  const widths = sum(least) <= room ? least : wanted.map((width) => Math.min(width, Math.max(6, Math.floor(room / count))));
  // One column after the other, so that the shares of equal needs are equal.
  for (let left = room - sum(widths), grown = true; left > 0 && grown; ) {
    grown = false;
    for (let at = 0; at < count && left > 0; at++) {
      if (widths[at] >= wanted[at]) continue;
      widths[at]++;
      left--;
      grown = true;
    }
  }
  return widths;
}

function tableLines(
  head: readonly Inline[],
  rows: readonly Inline[][],
  width: number,
  cellLines: number,
  bold: (text: string) => string,
): string[] {
  const texts = [head, ...rows].map((row) => row.map((cell) => inlineText(cell).trim()));
  const widths = columnWidths(texts, width);
  const wrapped = texts.map((row) =>
    widths.map((columns, at) =>
      wrapCapped(row[at] ?? '', columns, cellLines)
        .map((line) => clip(line, columns))
        .join('\n'),
    ),
  );
  const hasHead = head.some((cell) => inlineText(cell).trim() !== '');
  const [first, ...rest] = wrapped;
  return [...(hasHead ? plainTable([first], widths).map(bold) : []), ...rest.flatMap((row) => plainTable([row], widths))];
}

function blockLines(block: Block, width: number, colors: ReturnType<typeof pc.createColors>, cellLines: number): string[] {
  switch (block.type) {
    case 'heading':
      return wrap(inlineText(block.text), width).map((line) => colors.bold(line));
    case 'paragraph':
      return wrap(inlineText(block.text), width);
    case 'list':
      return block.items.flatMap((item, index) => {
        const mark = block.ordered ? `${index + 1}. ` : '- ';
        return wrap(inlineText(item), width - mark.length).map((line, at) => `${at === 0 ? mark : ' '.repeat(mark.length)}${line}`);
      });
    case 'table':
      return block.rows.length === 0 ? [] : tableLines(block.head, block.rows, width, cellLines, colors.bold);
    case 'details':
      return block.blocks.flatMap((inner) => [...blockLines(inner, width, colors, cellLines), '']).slice(0, -1);
    default:
      return block.lines.map((line) => `  ${visible(line, 500)}`);
  }
}

/** Blocks for a terminal: the same content as in Markdown, without markup; a cell of a table at most `cellLines` high. */
export function terminalFrom(blocks: readonly Block[], options: TerminalOptions, cellLines = CELL_LINES): string {
  const width = Math.max(MIN_WIDTH, Math.min(options.width, MAX_WIDTH));
  const colors = pc.createColors(options.color);
  const lines: string[] = [];
  blocks.forEach((block, index) => {
    const previous = blocks[index - 1];
    const close = previous?.type === 'heading' && previous.level > 1;
    const next = blockLines(block, width, colors, cellLines).map((line) => line.trimEnd());
    if (next.length > 0 && lines.length > 0 && !close) lines.push('');
    lines.push(...next);
  });
  const text = `${lines.join('\n')}\n`;
  return options.unicode === false ? asciiOnly(text) : text;
}
