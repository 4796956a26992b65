import type { Article, ArticleBlock } from './article.js';

/** An article as GitHub-flavoured Markdown; its title is a heading of the given level. */
export function articleMarkdown(article: Article, level: number): string {
  const mark = '#'.repeat(level);
  const facts = [`\`${article.kind}\` (${prose(article.kindMeans)})`, article.severity];
  if (article.affects !== undefined) facts.push(`affects ${prose(article.affects)}`);
  const lines = [`${mark} ${article.id}`, '', `**${prose(article.title)}**`, '', facts.join(' · '), ''];
  for (const { title, blocks } of article.sections) {
    lines.push(`${mark}# ${title}`, '');
    for (const block of blocks) lines.push(...blockLines(block), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function blockLines(block: ArticleBlock): string[] {
  switch (block.type) {
    case 'text':
      return [prose(block.text)];
    case 'list':
      return block.items.map((item, index) => `${block.ordered === true ? `${index + 1}.` : '-'} ${prose(item)}`);
    case 'code': {
      const fence = fenceFor(block.lines);
      return [`${fence}text`, ...block.lines, fence];
    }
    case 'table':
      return [
        `| ${block.head.map(cell).join(' | ')} |`,
        `|${block.head.map(() => '---').join('|')}|`,
        ...block.rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
      ];
    case 'links':
      return block.urls.map((url) => `- <${url}>`);
  }
}

function fenceFor(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map((run) => run[0].length)));
  return '`'.repeat(longest + 1);
}

function cell(text: string): string {
  return prose(text).replaceAll('|', '\\|');
}

/** Text between backticks stays as it is; elsewhere what Markdown would take for markup gets a backslash. */
function prose(text: string): string {
  const parts = text.replace(/\s*\n\s*/g, ' ').split('`');
  // an odd backtick at the end opens nothing
  const closed = parts.length % 2 === 1;
  return parts
    .map((part, index) => {
      const literal = index % 2 === 1 && (closed || index < parts.length - 1);
      if (literal) return part === '' ? '' : codeSpan(part);
      return escapeText(index % 2 === 1 ? `\`${part}` : part);
    })
    .join('');
}

function codeSpan(text: string): string {
  return text.startsWith(' ') || text.endsWith(' ') ? `\` ${text} \`` : `\`${text}\``;
}

function escapeText(text: string): string {
  return text.replace(/[\\*[\]<>`~]/g, (mark) => `\\${mark}`).replace(/(^|[^\w])_|_($|[^\w])/g, (match) => match.replace('_', '\\_'));
}
