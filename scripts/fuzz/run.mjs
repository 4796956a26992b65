// Mutates the fixtures for as long as told, keeps what reaches new code, and writes what breaks a promise (test/fuzz/oracle.ts) to
// test/fuzz/findings, made as small as quickly possible; the tests run these for ever after.
// usage: npm run fuzz -- [--seconds 60] [--seed 1] [--out test/fuzz/findings]
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, 'node_modules', '.cache', 'redis-forensics', 'fuzz');
const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } } });
const seconds = Number(values.seconds ?? 60);
const out = resolve(root, values.out ?? 'test/fuzz/findings');
/** Longer than any answer may take (test/fuzz/oracle.ts), so that only a hang gets here. */
const HANG_MS = 60_000;

compile();
mkdirSync(out, { recursive: true });
const known = new Set();
const total = { tried: 0, kept: 0, findings: 0 };
let seed = Number(values.seed ?? 1);
const deadline = Date.now() + seconds * 1000;
while (Date.now() < deadline) await round(seed++);
console.log(`${total.tried} inputs, ${total.kept} reached new code, ${total.findings} findings`);
process.exitCode = total.findings > 0 ? 1 : 0;

/** The fuzzer shares its code with the tests, which are TypeScript. */
function compile() {
  rmSync(built, { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const run = spawnSync(process.execPath, [tsc, '-p', join(root, 'scripts/fuzz/tsconfig.json'), '--outDir', built], { stdio: 'inherit' });
  if (run.status !== 0) throw new Error('the sources do not compile');
  for (const name of [
    'fixtures',
    'package.json',
    'src/signatures/catalogue.json',
    'src/signatures/examples.json',
    'src/known-fixes/known-fixes.json',
    'src/known-fixes/releases.json',
  ])
    symlinkSync(join(root, name), join(built, name));
}

/** One worker until the time is over, or until it hangs. */
function round(workerSeed) {
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: { built, seed: workerSeed, deadline } });
  return new Promise((resolve, reject) => {
    let current;
    let timer;
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (current) save('does not end', current.name, current.bytes);
        worker.terminate();
      }, HANG_MS);
    };
    worker.on('message', (message) => {
      watch();
      if (message.type === 'try') current = message;
      else if (message.type === 'finding') save(message.fault, message.name, message.bytes);
      else Object.assign(total, { tried: total.tried + message.tried, kept: total.kept + message.kept });
    });
    worker.on('error', (error) => {
      // Out of memory ends the worker, not the process.
      if (current) save(`${error.name}: ${error.message}`, current.name, current.bytes);
      else reject(error);
    });
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    watch();
  });
}

function save(fault, name, bytes) {
  const sort = fault.replace(/\d+/g, '#').slice(0, 200);
  if (known.has(sort)) return;
  known.add(sort);
  total.findings++;
  const file = join(out, `${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.bin`);
  writeFileSync(file, bytes);
  console.log(`${fault}\n  from ${name}, ${bytes.length} bytes: ${file}`);
}
