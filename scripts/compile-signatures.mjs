// Checks src/signatures/<family>/*.yaml and writes src/signatures/catalogue.ts (built, not committed) and ROWS.md.
// The schema is the program's own: it is compiled to a cache folder first, so that no second copy of it exists.
//   node scripts/compile-signatures.mjs            write
//   node scripts/compile-signatures.mjs --check    also fail when ROWS.md is not up to date
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'src', 'signatures');

/** Compiles schema.ts and parse.ts with the project's own compiler and loads them. */
async function loadParser() {
  const outDir = join(root, 'node_modules', '.cache', 'redis-forensics', 'signatures');
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = [
    '--ignoreConfig',
    '--target',
    'ES2023',
    '--module',
    'NodeNext',
    '--moduleResolution',
    'NodeNext',
    '--skipLibCheck',
    '--strict',
  ];
  const types = ['--types', 'node', '--rootDir', join(root, 'src'), '--outDir', outDir];
  const run = spawnSync(process.execPath, [tsc, ...flags, ...types, join(folder, 'parse.ts')], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the schema does not compile:\n${run.stdout}${run.stderr}`);
  mkdirSync(outDir, { recursive: true });
  writeFileSync(join(outDir, 'package.json'), '{"type":"module"}\n');
  return import(pathToFileURL(join(outDir, 'signatures', 'parse.js')).href);
}

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

/** Rows of the list of known faults: `<id> <signature>… | # why not`. */
function renderRows(signatures) {
  const known = new Map(signatures.map((signature) => [signature.id, signature]));
  const errors = [];
  const rows = [];
  const lines = readFileSync(join(folder, 'rows.txt'), 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [left, why = ''] = line.split(' # ');
    const [row, ...ids] = left.trim().split(/\s+/);
    for (const id of ids) if (!known.has(id)) errors.push(`src/signatures/rows.txt:${index + 1}: no signature "${id}"`);
    if (ids.length === 0 && why.trim() === '') errors.push(`src/signatures/rows.txt:${index + 1}: neither a signature nor a reason`);
    const links = ids.map((id) => `[${id}](${known.get(id)?.kind.split('/')[0] ?? '?'}/${id}.yaml)`);
    rows.push(`| ${row} | ${links.join('<br>') || '–'} | ${why.trim()} |`);
  }
  const text = [
    '<!-- Written by scripts/compile-signatures.mjs from rows.txt. Do not edit. -->',
    '# Known faults and the signatures that describe them',
    '',
    'RS-D hangs and deadlocks of RediSearch, RS-C its crashes, RS-O its operating trouble; R-M memory and host, R-P persistence, R-R replication, R-K cluster, R-S Sentinel,',
    'R-C clients, scripts, security, modules and life cycle of Redis and Valkey; RE Redis Enterprise.',
    '',
    '| row | signature | remark |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
  return { text, errors };
}

const { parseSignatureYaml } = await loadParser();
const { signatures, errors } = readCatalogue(parseSignatureYaml);
const rows = renderRows(signatures);
errors.push(...rows.errors);
const rowsPath = join(folder, 'ROWS.md');
if (process.argv.includes('--check') && readFileSync(rowsPath, 'utf8') !== rows.text)
  errors.push('src/signatures/ROWS.md:1: not up to date');
if (errors.length > 0) {
  console.error(errors.join('\n'));
  process.exitCode = 1;
} else {
  // JSON.parse of one string constant starts faster than an object literal of the same size.
  const json = JSON.stringify(JSON.stringify(signatures)).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  const source = `// biome-ignore-all lint: generated\n// biome-ignore-all format: generated\n// Written by scripts/compile-signatures.mjs from the YAML files beside it. Do not edit.\nimport type { Signature } from '../model/signatures.js';\n\nconst JSON_TEXT: string =\n  ${json};\n\nexport const CATALOGUE: Signature[] = JSON.parse(JSON_TEXT) as Signature[];\n`;
  writeFileSync(join(folder, 'catalogue.ts'), source);
  if (!process.argv.includes('--check')) writeFileSync(rowsPath, rows.text);
  console.log(`${signatures.length} signatures`);
}
