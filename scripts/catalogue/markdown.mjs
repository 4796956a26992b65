import { ROW_GROUPS } from './rows.mjs';

/** The catalogue as one Markdown page: an index by family, the articles, the table of known faults. */
export function catalogueMarkdown(families, rows, articleMarkdown) {
  const count = families.reduce((sum, { articles }) => sum + articles.length, 0);
  const lines = [
    '<!-- Written by scripts/catalogue.mjs from src/signatures. Do not edit: npm run catalogue -->',
    '# Catalogue of known issues',
    '',
    `${count} explanations that redis-forensics weighs, each with what speaks for and against it, what it looks like, what to do, and when it is wrong.`,
    'The same with search: [catalogue.html](catalogue.html). One of them on the command line: `redis-forensics signatures show ID`. One of your own: [own-signatures.md](own-signatures.md).',
    '',
    '## Index',
    '',
  ];
  for (const { family, articles } of families) {
    lines.push(`### ${family}`, '', '| signature | kind | severity | what |', '|---|---|---|---|');
    for (const one of articles)
      lines.push(`| [${one.id}](#${one.id}) | \`${one.kind}\` | ${one.severity} | ${one.title.replaceAll('|', '\\|')} |`);
    lines.push('');
  }
  lines.push('## Known faults, row by row', '', ...rowLines(rows, (id) => `#${id}`), '');
  for (const { family, articles } of families) {
    lines.push(`## Signatures: ${family}`, '');
    for (const article of articles) lines.push(articleMarkdown(article, 3), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The table of known faults on a page of its own, beside the signatures. */
export function rowsMarkdown(rows, familyOf) {
  return `${[
    '<!-- Written by scripts/catalogue.mjs from rows.txt. Do not edit: npm run catalogue -->',
    '# Known faults and the signatures that describe them',
    '',
    ...rowLines(rows, (id) => `${familyOf.get(id)}/${id}.yaml`),
  ].join('\n')}\n`;
}

function rowLines(rows, linkOf) {
  const cells = rows.map(({ row, signatures, remark }) => {
    const links = signatures.map((id) => `[${id}](${linkOf(id)})`).join('<br>');
    return `| ${row} | ${links || '–'} | ${remark.replaceAll('|', '\\|')} |`;
  });
  const groups = ROW_GROUPS.map(([prefix, what]) => `${prefix} ${what}`).join('; ');
  return [`Rows: ${groups}.`, '', '| row | signature | remark |', '|---|---|---|', ...cells];
}
