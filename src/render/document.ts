/** A report as blocks and spans: the sections write it once, Markdown and Jira each print it in their markup. All strings are raw text: only a
 * writer escapes, exactly once. */

import { flowing } from './escape.js';

export type Span =
  | string
  | { strong: Inline }
  | { em: Inline }
  /** Quoted from a log or a name of a program: capped and never interpreted. */
  | { code: string }
  /** Evidence number of the report. */
  | { ref: string }
  | { url: string };
export type Inline = readonly Span[];

export type Block =
  | { type: 'heading'; level: 1 | 2 | 3; text: Inline }
  | { type: 'paragraph'; text: Inline }
  | { type: 'list'; ordered: boolean; items: Inline[] }
  | { type: 'table'; head: Inline[]; rows: Inline[][] }
  | { type: 'code'; language: string; lines: string[] }
  | { type: 'mermaid'; lines: string[] }
  /** Behind a line to open; the summary is the report's own words, never text of an input. */
  | { type: 'details'; summary: string; blocks: Block[] };

export const heading = (level: 1 | 2 | 3, ...text: Span[]): Block => ({ type: 'heading', level, text });
export const paragraph = (...text: Span[]): Block => ({ type: 'paragraph', text });
export const list = (items: Inline[], ordered = false): Block => ({ type: 'list', ordered, items });

/** What a reader may open, or nothing when there is nothing. */
export function details(summary: string, blocks: readonly (Block | undefined)[]): Block[] {
  const kept = blocks.filter((block): block is Block => block !== undefined);
  return kept.length === 0 ? [] : [{ type: 'details', summary, blocks: kept }];
}

function isEmpty(cell: Inline | undefined): boolean {
  return cell === undefined || cell.every((span) => span === '');
}

/** A table without the columns that are empty in every row. */
export function table(head: (string | Inline)[], rows: Inline[][]): Block {
  const used = head.flatMap((_, at) => (rows.some((row) => !isEmpty(row[at])) ? [at] : []));
  return {
    type: 'table',
    head: used.map((at): Inline => (typeof head[at] === 'string' ? [head[at]] : head[at])),
    rows: rows.map((row) => used.map((at) => row[at] ?? [])),
  };
}

export const code = (text: string): Span => ({ code: text });
export const strong = (...text: Span[]): Span => ({ strong: text });
export const em = (...text: Span[]): Span => ({ em: text });

/** A sentence of the report: what stands between single backticks is code. */
export function prose(text: string): Inline {
  const spans: Span[] = [];
  // Odd parts stand between two backticks; an unpaired last one is text.
  const whole = flowing(text);
  const parts = whole.length > 4000 ? [whole] : whole.split('`');
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    const closed = index % 2 === 1 && index < parts.length - 1;
    if (closed && part.trim() !== '') spans.push({ code: part });
    else if (index % 2 === 1) spans.push(closed ? `\`${part}\`` : `\`${part}`);
    else if (part !== '') spans.push(part);
  }
  return spans;
}

/** `a, b, c` of inline parts. */
export function joined(parts: readonly Inline[], separator = ', '): Inline {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
}

/** A section with its heading, or nothing when it has no content. */
export function section(title: string, ...blocks: (Block | undefined | false | readonly Block[])[]): Block[] {
  const content = blocks.flat().filter((block): block is Block => block !== undefined && block !== false);
  return content.length === 0 ? [] : [heading(2, title), ...content];
}
