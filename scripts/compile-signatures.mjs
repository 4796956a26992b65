// Checks src/signatures/<family>/*.yaml and rows.txt, and writes src/signatures/catalogue.json and examples.json (built, not committed). The schema is the program's own, so that
// no second copy of it exists. The pages for readers are written by scripts/catalogue.mjs.
//   node scripts/compile-signatures.mjs
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRows } from './catalogue/rows.mjs';
import { loadSources, root } from './catalogue/sources.mjs';
import { escapeOthers, writeWhenChanged } from './generated.mjs';

const folder = join(root, 'src', 'signatures');

function listFiles() {
  const files = [];
  for (const family of readdirSync(folder, { withFileTypes: true })) {
    if (!family.isDirectory()) continue;
    for (const name of readdirSync(join(folder, family.name))) {
      if (name.endsWith('.yaml')) files.push({ family: family.name, name, path: join(folder, family.name, name) });
    }
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readCatalogue(parseSignatureYaml) {
  const signatures = [];
  const errors = [];
  const seen = new Map();
  for (const file of listFiles()) {
    const parsed = parseSignatureYaml(readFileSync(file.path, 'utf8'), file.name);
    const shown = `src/signatures/${file.family}/${file.name}`;
    if ('errors' in parsed) {
      errors.push(...parsed.errors.map((error) => `${shown}:${error.line}: ${error.message}`));
      continue;
    }
    const { signature } = parsed;
    if (!signature.kind.startsWith(`${file.family}/`))
      errors.push(`${shown}:1: kind ${signature.kind} belongs into the folder ${signature.kind.split('/')[0]}`);
    if (seen.has(signature.id)) errors.push(`${shown}:1: the id ${signature.id} is taken by ${seen.get(signature.id)}`);
    seen.set(signature.id, shown);
    signatures.push(signature);
  }
  return { signatures, errors };
}

/** Every known fault has a signature that exists, or a reason why there is none. */
function rowErrors(signatures) {
  const known = new Set(signatures.map((signature) => signature.id));
  return readRows(join(folder, 'rows.txt')).rows.flatMap(({ signatures: ids, remark, line }) => [
    ...ids.filter((id) => !known.has(id)).map((id) => `src/signatures/rows.txt:${line}: no signature "${id}"`),
    ...(ids.length === 0 && remark === '' ? [`src/signatures/rows.txt:${line}: neither a signature nor a reason`] : []),
  ]);
}

const [{ parseSignatureYaml }] = await loadSources('signatures', 'signatures/parse');
const { signatures, errors } = readCatalogue(parseSignatureYaml);
errors.push(...rowErrors(signatures));
if (errors.length > 0) {
  console.error(errors.join('\n'));
  process.exitCode = 1;
} else {
  const withoutExamples = signatures.map(({ examples: _, ...signature }) => signature);
  writeWhenChanged(join(folder, 'catalogue.json'), escapeOthers(JSON.stringify(withoutExamples)));
  const examples = Object.fromEntries(signatures.map((signature) => [signature.id, signature.examples]));
  writeWhenChanged(join(folder, 'examples.json'), escapeOthers(JSON.stringify(examples)));
  console.log(`${signatures.length} signatures`);
}
