import type { Report } from '../report/schema.js';
import { composeTicket } from './compose.js';
import type { Block, Inline, Span } from './document.js';
import { jiraPreformatted, jiraText, QUOTE_CAP } from './escape.js';

const SAFE_URL = /^https?:\/\/[A-Za-z0-9][\w./~%?&=+:;,-]*$/;
const CODE_LINE_CAP = 500;
/** Jira refuses descriptions above 32767 characters. */
const DESCRIPTION_CAP = 32_000;

function span(part: Span): string {
  if (typeof part === 'string') return jiraText(part);
  if ('code' in part) return part.code.trim() === '' ? '' : `{{${jiraText(part.code, QUOTE_CAP)}}}`;
  if ('ref' in part) return `(${jiraText(part.ref, 8)})`;
  if ('url' in part) return SAFE_URL.test(part.url) ? `[${part.url}]` : jiraText(part.url, 400);
  const [mark, inner] = 'strong' in part ? ['*', part.strong] : ['_', part.em];
  const raw = inline(inner);
  const text = raw.trim();
  return text === '' ? raw : `${raw.startsWith(' ') ? ' ' : ''}${mark}${text}${mark}${raw.endsWith(' ') ? ' ' : ''}`;
}

function inline(parts: Inline): string {
  return parts.map(span).join('');
}

function tableLines(head: Inline[], rows: Inline[][]): string[] {
  // An empty cell needs a blank, or Jira joins it with its neighbour.
  const cell = (parts: Inline) => inline(parts).trim() || ' ';
  const named = head.some((parts) => inline(parts).trim() !== '');
  const first = named ? [`||${head.map(cell).join('||')}||`] : [];
  return [...first, ...rows.map((row) => `|${row.map(cell).join('|')}|`)];
}

function block(part: Block): string {
  switch (part.type) {
    case 'heading':
      return `h${part.level}. ${inline(part.text).trim()}`;
    case 'paragraph':
      return inline(part.text).trim();
    case 'list':
      return part.items.map((item) => `${part.ordered ? '#' : '*'} ${inline(item).trim()}`).join('\n');
    case 'table':
      return part.rows.length === 0 ? '' : tableLines(part.head, part.rows).join('\n');
    // Jira draws no Mermaid; the table of edges that follows says the same.
    case 'details':
      return part.blocks
        .map(block)
        .filter((text) => text !== '')
        .join('\n\n');
    case 'mermaid':
      return '';
    case 'code':
      return ['{noformat}', ...part.lines.map((line) => jiraPreformatted(line, CODE_LINE_CAP)), '{noformat}'].join('\n');
  }
}

export function jiraFrom(blocks: readonly Block[]): string {
  return `${blocks
    .map(block)
    .filter((text) => text !== '')
    .join('\n\n')}\n`;
}

/** A ticket is read, not scrolled: what is longer is a matter of the Markdown report. */
export const JIRA_LINES = 60;

function isHeading(text: string): boolean {
  return /^h[1-3]\. /.test(text);
}

/** The incident report in Jira's wiki markup, cut between sections where a ticket would be too long to read or Jira would refuse its length. */
export function renderJira(report: Report): string {
  const parts = composeTicket(report)
    .map(block)
    .filter((text) => text !== '');
  let length = 0;
  let lines = 2;
  const kept: string[] = [];
  for (const text of parts) {
    length += text.length + 2;
    lines += text.split('\n').length + 1;
    if (length > DESCRIPTION_CAP || lines > JIRA_LINES) break;
    kept.push(text);
  }
  // A heading whose content was cut says nothing.
  while (kept.length < parts.length && isHeading(kept.at(-1) ?? '')) kept.pop();
  kept.push(
    kept.length < parts.length
      ? '_The rest is too long for a ticket: attach the Markdown report._'
      : '_Evidence, timeline and coverage: the Markdown report._',
  );
  return `${kept.join('\n\n')}\n`;
}
