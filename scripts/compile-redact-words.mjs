// Collects the words that this program itself looks for and writes: literals and patterns of src/ and the texts of the catalogue. They are safe to
// keep in a redacted text, because everybody has them. Writes src/redact/program-words.ts (built, not committed).
//   node scripts/compile-redact-words.mjs
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { parse } from 'yaml';
import { root } from './catalogue/sources.mjs';
import { writeWhenChanged } from './generated.mjs';

const FOLDERS = ['model', 'source', 'text', 'formats', 'facts', 'diagnosis', 'known-fixes', 'report', 'compare', 'render', 'commands'];
/** Other programs, and what is built. */
const NOT_READ = new Set(['client', 'assembly', 'bundle.ts', 'wasm.ts']);
/** Fields of signatures whose text is a sample of somebody's input. */
const NOT_TEXT = new Set(['examples', 'type', 'start', 'end', 'source', 'raw', 'flags']);

const words = new Set();

function addWords(text) {
  for (const [word] of text.matchAll(/[A-Za-z]{3,40}/g)) words.add(word.toLowerCase());
}

function addTree(node) {
  if (Array.isArray(node)) for (const item of node) addTree(item);
  else if (node !== null && typeof node === 'object') addNode(node);
}

function addNode(node) {
  if (node.type === 'ImportDeclaration' || node.type === 'ImportExpression') return;
  if (node.type === 'Literal') {
    if (node.regex) addWords(node.regex.pattern.replace(/\\./g, ' '));
    else if (typeof node.value === 'string') addWords(node.value);
  } else if (node.type === 'TemplateElement') addWords(node.value.cooked ?? '');
  else {
    // names of fields and kinds stand in reports
    if (node.type === 'Property' && node.key.name !== undefined) addCamel(node.key.name);
    for (const [key, value] of Object.entries(node)) if (!NOT_TEXT.has(key)) addTree(value);
  }
}

function addCamel(name) {
  addWords(name.replace(/([a-z])([A-Z])/g, '$1 $2'));
}

function addSources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (NOT_READ.has(entry.name)) continue;
    if (entry.isDirectory()) addSources(path);
    else if (entry.name.endsWith('.ts')) addTree(parseAst(readFileSync(path, 'utf8'), { lang: 'ts' }, path).body);
  }
}

function addTexts(value) {
  if (typeof value === 'string') addWords(value);
  else if (Array.isArray(value)) for (const item of value) addTexts(item);
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) if (key !== 'examples') addTexts(item);
}

function addSignatures() {
  const folder = join(root, 'src', 'signatures');
  for (const family of readdirSync(folder, { withFileTypes: true })) {
    if (!family.isDirectory()) continue;
    for (const name of readdirSync(join(folder, family.name))) {
      if (name.endsWith('.yaml')) addTexts(parse(readFileSync(join(folder, family.name, name), 'utf8')));
    }
  }
  addWords(readFileSync(join(folder, 'rows.txt'), 'utf8'));
}

for (const folder of FOLDERS) addSources(join(root, 'src', folder));
addSignatures();
const lines = [...words]
  .sort()
  .join(' ')
  .replace(/.{1,140}(?: |$)/g, (line) => `${line.trimEnd()}\n`);
writeWhenChanged(
  join(root, 'src', 'redact', 'program-words.ts'),
  `// Built by scripts/compile-redact-words.mjs.\nexport const PROGRAM_WORDS = \`\n${lines}\`;\n`,
);
process.stdout.write(`${words.size} words of the program\n`);
