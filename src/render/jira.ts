import type { Report } from '../report/schema.js';
import { composeReport } from './compose.js';
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
    case 'mermaid':
      return '';
    case 'code':
      return ['{noformat}', ...part.lines.map((line) => jiraPreformatted(line, CODE_LINE_CAP)), '{noformat}'].join('\n');
  }
}

/** The incident report in Jira's wiki markup, cut between sections where Jira would refuse its length. */
export function renderJira(report: Report): string {
  const parts = composeReport(report)
    .map(block)
    .filter((text) => text !== '');
  let length = 0;
  const kept = parts.filter((text) => {
    length += text.length + 2;
    return length <= DESCRIPTION_CAP;
  });
  // A heading whose content was cut says nothing.
  while (kept.length < parts.length && /^h[1-3]\. /.test(kept.at(-1) ?? '')) kept.pop();
  if (kept.length < parts.length) kept.push('_The rest is too long for Jira: attach the Markdown report._');
  return `${kept.join('\n\n')}\n`;
}
