// Measures the built command beside the tools that people have (tar, gzip, grep, zgrep, lnav), writes docs/benchmarks.md and the table of README.md.
// usage: npm run bench [-- MEGABYTES [RUNS]]     default: 500 MB, medians of five runs; needs GNU time and 6 GB in the temporary folder
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLogs } from './make-logs.mjs';
import { BIN, isInstalled, measureAll } from './measure.mjs';
import { writeLine, writePauses, writeThreads } from './shapes.mjs';

const MEGABYTES = Number(process.argv[2] ?? 500);
const RUNS = Number(process.argv[3] ?? 5);
const TARGET = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const SCALE_MB = [10, 100, 1000, 5000];
/** More than so much is measured less often. */
const LARGE_MB = 1000;
const STREAM_MB = [500, 5000];
const SCALE_FILES = [1, 10, 100, 1000];
const PATTERN = 'Accepted';

const work = mkdtempSync(join(tmpdir(), 'rf-bench-'));
const at = (...names) => join(work, ...names);
const here = (...args) => [process.execPath, BIN, ...args];
const sh = (script) => ['sh', '-c', script];
const megabytes = (path) => statSync(path).size / 1e6;

function run(command, ...args) {
  const done = spawnSync(command, args, { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

/** Without a format of its own for Redis logs lnav 0.11 reads them as plain text. */
function writeLnavFormat() {
  const pattern =
    '^(?<pid>\\d+):(?<role>[XCSM])\\s+(?<timestamp>\\d{1,2} [a-zA-Z]{3} \\d{4} \\d{2}:\\d{2}:\\d{2}\\.\\d{3})\\s+(?<level>[.*#-])\\s+(?<body>.*)$';
  const format = {
    title: 'Redis',
    regex: { v5: { pattern } },
    'level-field': 'level',
    level: { debug: '^\\.$', trace: '^-$', info: '^\\*$', warning: '^#$' },
    'timestamp-format': ['%d %b %Y %H:%M:%S.%L'],
    value: { pid: { kind: 'integer', identifier: true } },
    sample: [{ line: '4335:M 23 Nov 2026 02:47:19.573 - <search> All nodes connected' }],
  };
  mkdirSync(at('lnav', 'formats', 'redis'), { recursive: true });
  const schema = 'https://lnav.org/schemas/format-v1.schema.json';
  writeFileSync(at('lnav', 'formats', 'redis', 'redis.json'), JSON.stringify({ $schema: schema, bench_redis: format }));
}

function prepare() {
  const { paths, bytes } = writeLogs(at('logs'), MEGABYTES * 1e6, 12);
  run('tar', 'czf', 'flat.tar.gz', '-C', 'logs', '.');
  mkdirSync(at('cluster'));
  for (const node of [1, 2, 3]) run('tar', 'czf', `cluster/debuginfo.node-${node}.tar.gz`, '-C', 'logs', `node_${node}`);
  run('tar', 'czf', 'nested.tar.gz', '-C', 'cluster', '.');
  run('sh', '-c', `cat ${paths.map((path) => `logs/${path}`).join(' ')} > one.log`);
  run('sh', '-c', 'head -c 1000000 logs/node_1/logs/redis-2.log > small.log');
  return bytes;
}

function emptied() {
  rmSync(at('out'), { recursive: true, force: true });
  mkdirSync(at('out'));
}

const bytes = prepare();
writeLnavFormat();
const hasLnav = isInstalled('lnav');
const unpackNested = `tar xzf ${at('nested.tar.gz')} -C ${at('out')} && for f in ${at('out')}/*.tar.gz; do tar xzf "$f" -C ${at('out')}; done`;
const sql = (where) => `;SELECT count(*) FROM bench_redis${where}`;

console.log(`${(bytes / 1e6).toFixed(0)} MB, ${RUNS} runs each`);
const archive = measureAll(
  [
    { name: 'redis-forensics flat.tar.gz', argv: here(at('flat.tar.gz')) },
    { name: 'tar xzf flat.tar.gz', argv: ['tar', 'xzf', at('flat.tar.gz'), '-C', at('out')], before: emptied },
    { name: `zgrep -c ${PATTERN} flat.tar.gz`, argv: ['zgrep', '-c', PATTERN, at('flat.tar.gz')] },
    { name: 'gunzip -c flat.tar.gz', argv: sh(`gunzip -c ${at('flat.tar.gz')} > /dev/null`) },
    { name: 'redis-forensics nested.tar.gz', argv: here(at('nested.tar.gz')) },
    { name: 'tar xzf nested.tar.gz and of each archive in it', argv: sh(unpackNested), before: emptied },
  ],
  RUNS,
);
emptied();
const plain = measureAll(
  [
    { name: 'redis-forensics one.log', argv: here(at('one.log')) },
    { name: `grep -c ${PATTERN} one.log`, argv: sh(`grep -c ${PATTERN} ${at('one.log')} > ${at('count')}`) },
    ...(hasLnav
      ? ['', ` WHERE log_body LIKE '${PATTERN}%'`].map((where) => ({
          name: `lnav, count of ${where ? `lines that begin with ${PATTERN}` : 'all lines'}`,
          argv: ['lnav', '-I', at('lnav'), '-n', '-c', sql(where), at('one.log')],
        }))
      : []),
    { name: 'redis-forensics, folder of 12 logs', argv: here(at('logs')) },
  ],
  RUNS,
);
const start = measureAll(
  [
    { name: 'node -e 0', argv: [process.execPath, '-e', '0'] },
    { name: 'redis-forensics --version', argv: here('--version') },
    { name: 'redis-forensics, 1 MB log', argv: here(at('small.log')) },
  ],
  RUNS * 3,
);
rmSync(at('out'), { recursive: true, force: true });

const sizes = SCALE_MB.map((size) => {
  const folder = at(`scale-${size}`);
  const made = writeLogs(folder, size * 1e6, 1);
  const runs = size > LARGE_MB ? Math.ceil(RUNS / 2) : RUNS;
  const [row] = measureAll([{ name: `${size} MB in one log`, argv: here(join(folder, made.paths[0])) }], runs);
  rmSync(folder, { recursive: true });
  return { ...row, bytes: made.bytes };
});
const counts = SCALE_FILES.map((files) => {
  const folder = at(`files-${files}`);
  const made = writeLogs(folder, 200e6, files);
  const [row] = measureAll([{ name: `200 MB in ${files} ${files === 1 ? 'log' : 'logs'}`, argv: here(folder) }], RUNS);
  rmSync(folder, { recursive: true });
  return { ...row, bytes: made.bytes };
});
const streams = STREAM_MB.map((size) => {
  const folder = at(`stream-${size}`);
  const made = writeLogs(folder, size * 1e6, 12);
  const script = `cat ${made.paths.map((path) => join(folder, path)).join(' ')} | ${here('-').join(' ')}`;
  const [row] = measureAll([{ name: `${size} MB on a pipe (with cat)`, argv: sh(script) }], Math.ceil(RUNS / 2));
  rmSync(folder, { recursive: true });
  return { ...row, bytes: made.bytes };
});
writeThreads(at('threads.txt'), 20_000);
writePauses(at('pauses.log'), 100_000);
writeLine(at('line.log'), 2 ** 30);
const shapes = measureAll(
  [
    { name: `gdb dump of 20,000 threads (${megabytes(at('threads.txt')).toFixed(0)} MB)`, argv: here(at('threads.txt')) },
    { name: `100,000 pauses of a minute (${megabytes(at('pauses.log')).toFixed(0)} MB)`, argv: here(at('pauses.log')) },
    { name: 'one line of 1 GB', argv: here(at('line.log')) },
  ],
  RUNS,
);

const seconds = (value) => value.toFixed(2);
const rate = (row, size) => (size / 1e6 / row.cpuSec).toFixed(0);
const table = (head, rows) => [
  `| ${head.join(' | ')} |`,
  `|${head.map((_, i) => (i === 0 ? '---|' : '---:|')).join('')}`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
  '',
];
const cost = (rows) => rows.map((row) => [row.name, seconds(row.wallSec), seconds(row.cpuSec), row.rssMb.toFixed(0)]);
const COST = ['', 'wall s', 'CPU s', 'peak MB'];
const ratio = (a, b) => (a.wallSec / b.wallSec).toFixed(2);

const text = [
  '<!-- Written by scripts/bench/run.mjs (npm run bench). Do not edit. -->',
  '# Benchmarks',
  '',
  `Measured on ${cpus()[0].model.trim()}, ${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Linux ${release()}, Node.js ${process.version}; medians of ${RUNS} runs, the tools taking turns, each after the disk is quiet.`,
  `The logs are ${(bytes / 1e6).toFixed(0)} MB of verbose shard logs, made from captured ones by \`scripts/bench/make-logs.mjs\` (${megabytes(at('flat.tar.gz')).toFixed(0)} MB as a tar.gz). CPU counts every thread and process.`,
  'A figure depends on the machine and on what else it does; the ratios say more.',
  '',
  '## A support package',
  '',
  ...table(COST, cost(archive)),
  `Analysed in ${ratio(archive[0], archive[1])} of the time of tar, ${ratio(archive[0], archive[2])} of that of zgrep; nested: ${ratio(archive[4], archive[5])} of that of tar.`,
  '',
  '## Plain logs',
  '',
  ...table(COST, cost(plain)),
  `${rate(plain[0], bytes)} MB per CPU second with the full catalogue; ${ratio(plain[0], plain[1])} times the time of grep${hasLnav ? `; lnav takes ${ratio(plain[2], plain[0])} to ${ratio(plain[3], plain[0])} times as long` : ''}.`,
  '',
  '## Start',
  '',
  ...table(COST, cost(start)),
  `CPU beyond \`node -e 0\`: ${((start[1].cpuSec - start[0].cpuSec) * 1000).toFixed(0)} ms for --version, ${((start[2].cpuSec - start[0].cpuSec) * 1000).toFixed(0)} ms for a log of 1 MB (the tool that measures counts in steps of 10 ms).`,
  '',
  '## Scaling',
  '',
  ...table(
    [...COST, 'MB per CPU s'],
    [...sizes, ...streams, ...counts].map((row) => [...cost([row])[0], rate(row, row.bytes)]),
  ),
  '## Unusual shapes',
  '',
  ...table(COST, cost(shapes)),
].join('\n');
writeFileSync(TARGET, text);
const summary = table(
  COST,
  cost([archive[0], archive[1], archive[2], plain[0], plain[1], ...plain.slice(2, -1), start[2], start[0], sizes.at(-1), streams.at(-1)]),
);
const readme = readFileSync(README, 'utf8');
const block = [
  `${MEGABYTES} MB of verbose shard logs, ${cpus()[0].model.trim()}, ${availableParallelism()} cores, Node.js ${process.version}, medians of ${RUNS} runs:`,
  '',
  ...summary,
].join('\n');
writeFileSync(
  README,
  readme.replace(/(<!-- begin:bench -->\n)[\s\S]*?(<!-- end:bench -->)/, (_, begin, end) => `${begin}${block}${end}`),
);
rmSync(work, { recursive: true, force: true });
console.log(text);
