// What must never be lost, as ratios to what else runs on the same machine and far from what is measured (docs/benchmarks.md), so that a busy machine does
// not fail it: a change that makes the tool several times slower does.
// usage: node scripts/bench/floors.mjs     after npm run build; needs tar, grep and Linux
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLogs } from './make-logs.mjs';
import { BIN, isInstalled, median, takeTurns } from './measure.mjs';

const MEGABYTES = 200;
const RUNS = 3;
/** Runs the command and tells the peak memory of the process on stderr, in kilobytes. */
const TELL_MEMORY = `process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));`;

const work = mkdtempSync(join(tmpdir(), 'rf-floors-'));
const at = (name) => join(work, name);
const node = (...args) => [process.execPath, ...args];

function timed(argv) {
  const start = performance.now();
  const run = spawnSync(argv[0], argv.slice(1), { cwd: work, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(`${argv.join(' ')}: ${run.stderr}`);
  return { ms: performance.now() - start, rssMb: Number(run.stderr) / 1024 };
}

function measure(commands) {
  return takeTurns(commands, RUNS, timed).map((runs) => ({
    ms: median(runs.map(({ ms }) => ms)),
    rssMb: median(runs.map(({ rssMb }) => rssMb)),
  }));
}

const failures = [];
function floor(what, value, limit) {
  console.log(`${what}: ${value.toFixed(2)} (at most ${limit})`);
  if (!(value <= limit)) failures.push(what);
}

try {
  for (const tool of ['tar', 'gzip', 'grep']) if (!isInstalled(tool)) throw new Error(`${tool} is not installed`);
  const { paths } = writeLogs(at('logs'), MEGABYTES * 1e6, 4);
  for (const argv of [
    ['tar', 'czf', 'logs.tar.gz', 'logs'],
    ['mkdir', 'out'],
    ['sh', '-c', `cat ${paths.map((path) => `logs/${path}`).join(' ')} > one.log`],
  ])
    timed(argv);
  const told = (...args) => node('--import', `data:text/javascript,${encodeURIComponent(TELL_MEMORY)}`, BIN, ...args);
  const [archive, tar, plain, grep, version, bare] = measure([
    told('logs.tar.gz'),
    ['tar', 'xzf', 'logs.tar.gz', '-C', 'out'],
    told('one.log'),
    ['sh', '-c', 'grep -c Accepted one.log > count'],
    node(BIN, '--version'),
    node('-e', '0'),
  ]);
  floor('a tar.gz, against unpacking it', archive.ms / tar.ms, 3);
  floor('a plain log, against grep -c', plain.ms / grep.ms, 25);
  floor('--version, against node -e 0', version.ms / bare.ms, 4);
  floor('peak MB of the tar.gz', archive.rssMb, 250);
  floor('peak MB of the plain log', plain.rssMb, 250);
  if (Number(readFileSync(at('count'), 'utf8')) === 0) failures.push('grep found nothing: the logs are not what they should be');
} finally {
  rmSync(work, { recursive: true, force: true });
}
if (failures.length > 0) {
  console.error(`lost: ${failures.join('; ')}`);
  process.exitCode = 1;
}
