// What signatures of one's own cost: a verbose log is analysed without any, with 100 and with 1,000 more signatures of anchored literals, each run in a
// process of its own, in turn; the best CPU time of each counts, since whatever else runs only adds to it. Half of the texts begin like lines of the log, so that they cannot be told apart at once.
// usage: node scripts/bench/signatures.mjs [MEGABYTES] [ROUNDS]     after npm run build
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { writeLogs } from './make-logs.mjs';

const COUNTS = [0, 100, 1000];
/** For each of them. */
const ALLOWED_MS = 0.5;
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** Beginnings of lines that verbose logs are full of. */
const HEADS = [
  'Accepted ',
  'Client closed connection ',
  'DB 0: ',
  'Total: ',
  'Background saving ',
  'Replica ',
  'Connection with ',
  'Node ',
  'Failover ',
  'Error ',
];

function signature(number) {
  const name = `own-${String(number).padStart(4, '0')}`;
  const head = number % 2 === 0 ? HEADS[(number / 2) % HEADS.length] : '';
  return {
    id: name,
    kind: 'clients/limit',
    title: name,
    severity: 'warning',
    anchors: ['line'],
    summary: name,
    evidence: [
      { id: 'line', ask: { event: { texts: [`${head}tenant ${name} lost {peer} after {n:d} s`] } }, strength: 'strong', claim: name },
    ],
    remedy: [name],
    examples: { hit: [{ from: 'written by hand', note: name }], clear: [{ from: 'written by hand', note: name }] },
  };
}

async function measureOnce(folder, count) {
  const { analyze } = await import(pathToFileURL(join(dist, 'analyze.js')).href);
  const signatures = Array.from({ length: count }, (_, number) => signature(number));
  const before = process.cpuUsage();
  const start = performance.now();
  await analyze([folder], { signatures });
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ cpuMs: (user + system) / 1000, wallMs: performance.now() - start }));
}

function inChild(...args) {
  return JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...args], { encoding: 'utf8' }));
}

/** The built-in catalogue is JSON: no YAML, no schema. */
function loadMs() {
  const code = `const s=performance.now();require(${JSON.stringify(join(dist, 'catalogue.json'))});console.log(performance.now()-s)`;
  return Number(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }));
}

async function main(megabytes, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'signatures-'));
  try {
    const { bytes } = writeLogs(folder, megabytes * 1e6, 1);
    const runs = COUNTS.map((count) => ({ count, cpuMs: [] }));
    for (let round = 0; round < rounds; round++) for (const run of runs) run.cpuMs.push(inChild('--once', folder, String(run.count)).cpuMs);
    const none = Math.min(...runs[0].cpuMs);
    console.log('| own signatures | MB per CPU second | CPU s more than with none |\n|---|---|---|');
    for (const { count, cpuMs } of runs) {
      const ms = Math.min(...cpuMs);
      console.log(`| ${count} | ${Math.round(bytes / 1e3 / ms)} | ${count === 0 ? '' : ((ms - none) / 1e3).toFixed(2)} |`);
      if (ms - none > ALLOWED_MS * count) process.exitCode = 1;
    }
    console.log(`\nloading the built-in catalogue: ${Math.min(...Array.from({ length: rounds }, loadMs)).toFixed(1)} ms`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--once') await measureOnce(rest[0], Number(rest[1]));
else await main(Number(first ?? 128), Number(rest[0] ?? 5));
