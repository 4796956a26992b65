// Bundles the page of the HTML report into src/render/html/bundle.ts: its script, its style sheet and their hashes, as string constants, so that
// the renderer needs no file system. The libraries' licences go into the script, which is what is handed on.
// usage: node scripts/build-html.mjs   (npm run build runs it before the compiler)
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { readLicence } from './bundled.mjs';
import { writeWhenChanged } from './generated.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const client = join(root, 'src', 'render', 'html', 'client');
const target = join(root, 'src', 'render', 'html', 'bundle.ts');
const CAP_BYTES = 2 * 1024 * 1024;

const shared = {
  bundle: true,
  write: false,
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
  metafile: true,
};
const script = await build({
  ...shared,
  entryPoints: [join(client, 'main.tsx')],
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  define: { 'process.env.NODE_ENV': '"production"' },
});
const style = await build({
  ...shared,
  entryPoints: [join(client, 'styles', 'main.css')],
  target: ['chrome110', 'firefox115', 'safari16'],
});

const code = `/*! ${licences(script.metafile)} */\n${script.outputFiles[0].text}`.trim();
const css = style.outputFiles[0].text.trim();
for (const [name, text, end] of [
  ['script', code, /<\/script|<!--|\r/i],
  ['style sheet', css, /<\/style|<!--|\r|url\(|@import/i],
]) {
  const found = end.exec(text);
  if (found) throw new Error(`the ${name} of the page contains ${JSON.stringify(found[0])}`);
}
const evaluating = /\beval\(|new Function\(/.exec(code);
if (evaluating) throw new Error(`the script of the page contains ${evaluating[0]}, which its policy forbids`);
if (code.length + css.length > CAP_BYTES) throw new Error(`the page has ${code.length + css.length} bytes of code, more than ${CAP_BYTES}`);

writeWhenChanged(
  target,
  `/** Written by scripts/build-html.mjs from src/render/html/client. */
export const SCRIPT = ${literal(code)};
export const SCRIPT_HASH = '${hash(code)}';
export const STYLE = ${literal(css)};
export const STYLE_HASH = '${hash(css)}';
`,
);
console.log(`page: ${Math.round(code.length / 1024)} KB of script, ${Math.round(css.length / 1024)} KB of style`);

function hash(text) {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function literal(text) {
  return JSON.stringify(text)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

/** Name, version and licence text of every package that is in the script; equal texts once. */
function licences({ inputs }) {
  const packages = new Set(
    Object.keys(inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1] ?? []),
  );
  const byText = new Map();
  for (const name of [...packages].sort()) {
    const folder = join(root, 'node_modules', ...name.split('/'));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const licence = readLicence(folder);
    if (licence === undefined) throw new Error(`${dirname(folder)}: ${name} has no licence file`);
    const text = licence.replaceAll('*/', '* /');
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
  }
  return [...byText].map(([text, names]) => `${names.join(', ')}\n\n${text}`).join('\n\n---\n\n');
}
