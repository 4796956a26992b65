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

/** Each column gets what it needs as long as it fits; what is left is shared by those that need more. */
function columnWidths(cells: readonly (readonly string[])[], available: number): number[] {
  const count = Math.max(...cells.map((row) => row.length));
  const wanted = Array.from({ length: count }, (_, at) => Math.max(1, ...cells.map((row) => widthOf(row[at] ?? ''))));
  const widths = new Array<number>(count).fill(0);
  let open = wanted.map((_, at) => at);
  let left = available - (count - 1);
  while (open.length > 0) {
    const share = Math.max(6, Math.floor(left / open.length));
    const fitting = open.filter((at) => wanted[at] <= share);
    for (const at of fitting.length > 0 ? fitting : open) {
      widths[at] = fitting.length > 0 ? wanted[at] : share;
      left -= widths[at];
    }
    open = fitting.length > 0 ? open.filter((at) => !fitting.includes(at)) : [];
  }
  return widths;
}

function tableLines(head: readonly Inline[], rows: readonly Inline[][], width: number, bold: (text: string) => string): string[] {
  const texts = [head, ...rows].map((row) => row.map((cell) => inlineText(cell).trim()));
  const widths = columnWidths(texts, width);
  const wrapped = texts.map((row) =>
    widths.map((columns, at) =>
      wrapCapped(row[at] ?? '', columns, CELL_LINES)
        .map((line) => clip(line, columns))
        .join('\n'),
    ),
  );
  const hasHead = head.some((cell) => inlineText(cell).trim() !== '');
  const [first, ...rest] = wrapped;
  return [...(hasHead ? plainTable([first], widths).map(bold) : []), ...rest.flatMap((row) => plainTable([row], widths))];
}

function blockLines(block: Block, width: number, colors: ReturnType<typeof pc.createColors>): string[] {
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
      return block.rows.length === 0 ? [] : tableLines(block.head, block.rows, width, colors.bold);
    default:
      return block.lines.map((line) => `  ${visible(line, 500)}`);
  }
}

/** Blocks for a terminal: the same content as in Markdown, without markup. */
export function terminalFrom(blocks: readonly Block[], options: TerminalOptions): string {
  const width = Math.max(MIN_WIDTH, Math.min(options.width, MAX_WIDTH));
  const colors = pc.createColors(options.color);
  const lines: string[] = [];
  blocks.forEach((block, index) => {
    const previous = blocks[index - 1];
    const close = previous?.type === 'heading' && previous.level > 1;
    const next = blockLines(block, width, colors).map((line) => line.trimEnd());
    if (next.length > 0 && lines.length > 0 && !close) lines.push('');
    lines.push(...next);
  });
  const text = `${lines.join('\n')}\n`;
  return options.unicode === false ? asciiOnly(text) : text;
}
