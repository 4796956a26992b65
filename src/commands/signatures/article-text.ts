import { visible } from '../../render/escape.js';
import type { Article, ArticleBlock } from '../../signatures/article.js';

const WIDTH = 100;
const INDENT = '  ';

/** An article as plain text: headings at the margin, everything else indented, lines of at most 100 columns. */
export function articleText(article: Article): string {
  const facts = [article.kind, article.severity, ...(article.affects === undefined ? [] : [`affects ${article.affects}`])];
  const lines = [article.id, `${INDENT}${article.title}`, ...wrap(facts.join(' · '), INDENT), ''];
  for (const { title, blocks } of article.sections) {
    lines.push(title);
    for (const block of blocks) lines.push(...blockLines(block));
    lines.push('');
  }
  return lines.map((line) => visible(line.trimEnd(), 4000)).join('\n');
}

function blockLines(block: ArticleBlock): string[] {
  switch (block.type) {
    case 'text':
      return wrap(block.text, INDENT);
    case 'list':
      return block.items.flatMap((item, index) => {
        const mark = block.ordered === true ? `${index + 1}. ` : '- ';
        return wrap(`${mark}${item}`, INDENT, INDENT + ' '.repeat(mark.length));
      });
    case 'code':
      return block.lines.map((line) => `${INDENT}| ${line}`);
    case 'table':
      return tableLines(block.head, block.rows);
    case 'links':
      return block.urls.map((url) => `${INDENT}${url}`);
  }
}

/** A table as a list: the first column leads, the others follow below it. */
function tableLines(head: string[], rows: string[][]): string[] {
  const lines = [`${INDENT}${head[0]}`];
  for (const [first, ...rest] of rows) {
    const [second = '', ...more] = rest;
    lines.push(...wrap(`- ${first}${second === '' ? '' : ` [${second}]`}`, INDENT, `${INDENT}  `));
    for (const cell of more) if (cell !== '') lines.push(...wrap(cell, `${INDENT}    `));
  }
  return lines;
}

function wrap(text: string, first: string, next = first): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/)) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = next;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
  return lines;
}
