#!/usr/bin/env node
// Writes docs/catalogue.md and docs/catalogue.html from the signatures of src/signatures: what `signatures show` tells, for all of them, with the table of
// known faults (rows.txt); and the list of kinds in docs/own-signatures.md. `--check` writes nothing and fails when a page is not up to date.
//   npm run catalogue
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cataloguePage } from './catalogue/html.mjs';
import { catalogueMarkdown, rowsMarkdown } from './catalogue/markdown.mjs';
import { readRows } from './catalogue/rows.mjs';
import { loadSources, root } from './catalogue/sources.mjs';

const MODULES = ['signatures/article', 'signatures/article-markdown', 'formats/log/core-patterns', 'model/kinds'];
const [{ articleOf }, { articleMarkdown }, { CORE_PATTERNS }, { KINDS }] = await loadSources('catalogue', ...MODULES);

const textsOf = (event) => CORE_PATTERNS.filter((pattern) => pattern.id === event).map((pattern) => pattern.text);
const [signatures, examples] = ['catalogue', 'examples'].map((name) =>
  JSON.parse(readFileSync(join(root, 'src', 'signatures', `${name}.json`), 'utf8')),
);
const articles = signatures.map((signature) => ({
  ...articleOf({ ...signature, examples: examples[signature.id] }, textsOf),
  modules: modulesOf(signature),
}));
const families = [...new Set(Object.keys(KINDS).map((kind) => kind.split('/')[0]))]
  .map((family) => ({ family, articles: articles.filter((article) => article.kind.startsWith(`${family}/`)).sort(byKindAndId) }))
  .filter(({ articles: own }) => own.length > 0);
const { rows } = readRows(join(root, 'src', 'signatures', 'rows.txt'));

const guide = 'docs/own-signatures.md';
const kinds = ['| kind | when |', '|---|---|', ...Object.entries(KINDS).map(([kind, when]) => `| \`${kind}\` | ${when} |`)].join('\n');
const guideText = (current(join(root, guide)) ?? '').replace(
  /(<!-- begin:kinds -->\n)[\s\S]*?(<!-- end:kinds -->)/,
  (_, begin, end) => `${begin}${kinds}\n${end}`,
);

const pages = [
  [guide, guideText],
  ['docs/catalogue.md', catalogueMarkdown(families, rows, articleMarkdown)],
  ['docs/catalogue.html', cataloguePage(families, rows)],
  ['src/signatures/ROWS.md', rowsMarkdown(rows, new Map(articles.map((article) => [article.id, article.kind.split('/')[0]])))],
];
const check = process.argv.includes('--check');
for (const [name, text] of pages) {
  if (current(join(root, name)) === text) continue;
  if (check) {
    console.error(`${name} is not up to date: npm run catalogue`);
    process.exitCode = 1;
  } else writeFileSync(join(root, name), text);
}
console.log(`${articles.length} signatures, ${rows.length} rows`);

function byKindAndId(a, b) {
  return a.kind === b.kind ? (a.id < b.id ? -1 : 1) : a.kind < b.kind ? -1 : 1;
}

function modulesOf(signature) {
  return signature.affects?.module === undefined ? [] : [signature.affects.module];
}

function current(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
