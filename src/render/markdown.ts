import type { Report } from '../report/schema.js';
import { composeReport } from './compose.js';
import type { Block, Inline, Span } from './document.js';
import { fenceFor, markdownCode, markdownText, PROSE_CAP, QUOTE_CAP, visible } from './escape.js';

const SAFE_URL = /^https?:\/\/[A-Za-z0-9][\w./~%#?&=+:;,$!()-]*$/;
/** Lines of our own code blocks: commands and charts, longer than a quote of a log. */
const CODE_LINE_CAP = 500;

function isRef(ref: string): boolean {
  return /^[A-Z]{1,2}\d{1,5}$/.test(ref);
}

function span(part: Span, inTable: boolean): string {
  if (typeof part === 'string') return markdownText(part, PROSE_CAP, inTable);
  if ('code' in part) return markdownCode(part.code, QUOTE_CAP, inTable);
  if ('ref' in part) return isRef(part.ref) ? `[${part.ref}]` : markdownText(`[${part.ref}]`, 20);
  if ('url' in part) return SAFE_URL.test(part.url) ? `<${part.url}>` : markdownCode(part.url, 400, inTable);
  const [mark, inner] = 'strong' in part ? ['**', part.strong] : ['*', part.em];
  // Blanks belong outside the marks: `** x**` is no emphasis.
  const raw = inline(inner, inTable);
  const text = raw.trim();
  if (text === '') return raw;
  return `${raw.startsWith(' ') ? ' ' : ''}${mark}${text}${mark}${raw.endsWith(' ') ? ' ' : ''}`;
}

function inline(parts: Inline, inTable = false): string {
  let out = '';
  for (const part of parts) {
    const next = span(part, inTable);
    // Neighbouring code spans would share their backticks, `[E1](` would be a link, `**a**b` no emphasis.
    const clash =
      (out.endsWith('`') && next.startsWith('`')) ||
      (out.endsWith(']') && /^[([:]/.test(next)) ||
      (out.endsWith('*') && /^[^\s\p{P}]/u.test(next));
    out += clash ? ` ${next}` : next;
  }
  return out;
}

function cell(parts: Inline): string {
  // `markdownText` leaves pipes escaped, `markdownCode` interrupts the code at them: no bare pipe is left.
  return inline(parts, true).trim();
}

function tableLines(head: Inline[], rows: Inline[][]): string[] {
  const width = head.length;
  const line = (cells: string[]) => `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`;
  return [line(head.map(cell)), `|${' --- |'.repeat(width)}`, ...rows.map((row) => line(row.map(cell)))];
}

function block(part: Block): string {
  switch (part.type) {
    case 'heading':
      return `${'#'.repeat(part.level)} ${inline(part.text).trim()}`;
    case 'paragraph':
      return inline(part.text).trim();
    case 'list':
      return part.items.map((item, index) => `${part.ordered ? `${index + 1}.` : '-'} ${inline(item).trim()}`).join('\n');
    case 'table':
      return part.rows.length === 0 ? '' : tableLines(part.head, part.rows).join('\n');
    case 'details':
      return `<details>\n<summary>${markdownText(part.summary, 200)}</summary>\n\n${part.blocks
        .map(block)
        .filter((text) => text !== '')
        .join('\n\n')}\n\n</details>`;
    case 'mermaid':
      return ['```mermaid', ...part.lines, '```'].join('\n');
    case 'code': {
      const lines = part.lines.map((line) => visible(line, CODE_LINE_CAP));
      const fence = fenceFor(lines);
      return [`${fence}${part.language}`, ...lines, fence].join('\n');
    }
  }
}

/** Blocks as GitHub-flavoured Markdown. */
export function markdownFrom(blocks: readonly Block[]): string {
  const parts = blocks.map(block).filter((text) => text !== '');
  return `${parts.join('\n\n')}\n`;
}

/** The incident report for a ticket or a repository. */
export function renderMarkdown(report: Report): string {
  return markdownFrom(composeReport(report));
}
