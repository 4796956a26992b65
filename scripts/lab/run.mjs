// usage: node scripts/lab/run.mjs TARGET [case or prefix…]     (as root, with redis-server, redis-sentinel, redis-cli, gdb, gcc)
// Captures the cases of cases/*.mjs into TARGET/CASE. A label is part of the case: it is written before any tool has seen the logs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { Lab } from './lab.mjs';

const [target, ...wanted] = process.argv.slice(2);
const scratch = process.env.LAB_SCRATCH ?? '/tmp/lab/run';
const atOnce = Number(process.env.LAB_JOBS ?? 8);
mkdirSync(scratch, { recursive: true });
const version = `redis-${/v=([\d.]+)/.exec(execFileSync('redis-server', ['--version'], { encoding: 'utf8' }))[1]}`;

const all = [];
for (const file of readdirSync(new URL('cases/', import.meta.url)).sort()) {
  const { cases } = await import(new URL(`cases/${file}`, import.meta.url));
  for (const [name, item] of Object.entries(cases)) all.push({ name, ...item });
}
const queue = all
  .map((item, index) => ({ ...item, port: 20_000 + (index % 400) * 25 }))
  .filter(
    (item) =>
      wanted.length === 0 || wanted.some((word) => item.name === word || (word.endsWith('*') && item.name.startsWith(word.slice(0, -1)))),
  );

async function worker() {
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
    const lab = new Lab(item.name, item.port, scratch);
    try {
      const more = await item.run(lab);
      lab.pack(target, { ...item.label, ...(more ?? {}) }, version);
      console.log(`${item.name}: captured`);
    } catch (error) {
      console.log(`${item.name}: FAILED ${error.stack}`);
    } finally {
      await lab.close();
    }
  }
}
await Promise.all(Array.from({ length: atOnce }, worker));
process.exit(0);
