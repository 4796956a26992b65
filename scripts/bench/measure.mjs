// Runs commands and tells what they cost. CPU time is that of the command and everything that it started.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../../bin/redis-forensics.js', import.meta.url));
/** GNU time, where it is installed: the only tool that tells the peak memory of a child. */
const TIME = '/usr/bin/time';

export function isInstalled(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

function once(command) {
  const run = spawnSync(TIME, ['-f', '%e %U %S %M', '-q', ...command], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const figures = /([\d.]+) ([\d.]+) ([\d.]+) (\d+)\s*$/.exec(run.stderr ?? '');
  if (run.error || run.status !== 0 || !figures) throw new Error(`${command.join(' ')}: ${run.error ?? run.stderr}`);
  const [wallSec, userSec, systemSec, rssKb] = figures.slice(1).map(Number);
  return { wallSec, cpuSec: userSec + systemSec, rssMb: rssKb / 1024 };
}

export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** What `run` answers for each command, `times` times each. The commands take turns, so that a busy moment of the machine hits all of them. */
export function takeTurns(commands, times, run) {
  const runs = commands.map(() => []);
  for (let round = 0; round < times; round++) for (const [i, command] of commands.entries()) runs[i].push(run(command));
  return runs;
}

/** Medians of `times` runs of each command. `before` prepares one run. Nobody pays for what the one before left to be written to the disk. */
export function measureAll(commands, times) {
  const runs = takeTurns(commands, times, ({ argv, before }) => {
    before?.();
    spawnSync('sync');
    return once(argv);
  });
  return commands.map(({ name }, i) => ({
    name,
    wallSec: median(runs[i].map((run) => run.wallSec)),
    cpuSec: median(runs[i].map((run) => run.cpuSec)),
    rssMb: Math.max(...runs[i].map((run) => run.rssMb)),
  }));
}
