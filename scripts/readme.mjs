#!/usr/bin/env node
// Puts the real output of the bundled incident into README.md and docs/example-report.md. `--check` fails when they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { analyze } from '../dist/analyze.js';
import { render } from '../dist/render/index.js';

const report = await analyze(['fixtures/incident/debuginfo.tar.gz']);
const screen = render(report, 'terminal', { width: 100, color: false }).trimEnd();
const example = `<!-- made by scripts/readme.mjs from fixtures/incident/debuginfo.tar.gz -->\n${render(report, 'markdown', { width: 100, color: false })}`;
const readme = readFileSync('README.md', 'utf8');
const block = /(<!-- begin:report -->\n)[\s\S]*?(\n<!-- end:report -->)/;
if (!block.test(readme)) throw new Error('README.md has no report block');
const filled = readme.replace(block, (_, begin, end) => `${begin}\`\`\`text\n${screen}\n\`\`\`${end}`);

const targets = [
  ['README.md', filled],
  ['docs/example-report.md', example],
];
let stale = 0;
for (const [path, text] of targets) {
  let current = '';
  try {
    current = readFileSync(path, 'utf8');
  } catch {}
  if (current === text) continue;
  stale++;
  if (process.argv.includes('--check')) console.error(`${path} is stale: run npm run readme`);
  else writeFileSync(path, text);
}
if (process.argv.includes('--check') && stale > 0) process.exitCode = 1;
