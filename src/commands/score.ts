import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { Failure } from './failure.js';
import { FORCE, openOutput } from './output.js';

interface ScoreFlags {
  only?: string;
  kind?: string;
  misses?: boolean;
  json?: boolean;
  reports?: string;
  output?: string;
  quiet?: boolean;
  force?: boolean;
}

export function addScore(program: Command): void {
  program
    .command('score')
    .description('accuracy over labelled cases (DIR/**/truth.json)')
    .argument('<dir>', 'folder of cases')
    .option('--only <text>', 'only cases whose path contains this')
    .option('--kind <globs>', 'only cases of these kinds, separated by commas')
    .option('--misses', 'name every case that is not fully right')
    .option('--json', 'figures and cases as JSON')
    .option('--reports <dir>', 'keep each report there, as CASE.json and CASE.md')
    .option('-o, --output <file>', 'write to FILE, whole or not at all')
    .option('--force', FORCE)
    .option('--quiet', 'no progress on stderr')
    .action(score);
}

async function score(folder: string, options: ScoreFlags): Promise<void> {
  const output = openOutput(options.output, { inputs: [folder], force: options.force });
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Failure(`no such directory: ${folder}`, 1);
  const [{ scoreCases }, { renderScore, summarize }] = await Promise.all([import('./score/run.js'), import('./score/summary.js')]);
  const progress = process.stderr.isTTY === true && !options.quiet;
  const rows = await scoreCases(folder, {
    only: options.only,
    kinds: options.kind?.split(','),
    reports: options.reports,
    force: options.force,
    onCase: progress ? (done, total) => process.stderr.write(`\rcase ${done + 1} of ${total}\x1b[K`) : undefined,
  });
  if (progress) process.stderr.write('\r\x1b[K');
  if (rows.length === 0) throw new Failure(`no labelled case (truth.json) under ${folder}`, 1);
  const summary = summarize(rows);
  await output.write(
    options.json ? `${JSON.stringify({ summary, rows }, null, 1)}\n` : renderScore(rows, summary, options.misses === true),
    options.json ? 'data' : 'prose',
  );
}
