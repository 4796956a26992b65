import { Command, CommanderError } from 'commander';
import { addAnalyze } from './commands/analyze.js';
import { addCollect } from './commands/collect.js';
import { addCompare } from './commands/compare.js';
import { addDemo } from './commands/demo.js';
import { addExamples } from './commands/examples.js';
import { addExplain } from './commands/explain.js';
import { errorLine, Failure } from './commands/failure.js';
import { addFixes } from './commands/fixes.js';
import { note } from './commands/output.js';
import { applyProjectFile } from './commands/project-file.js';
import { addRedact } from './commands/redact.js';
import { joinRedactMode } from './commands/redaction.js';
import { addRender } from './commands/render.js';
import { addSchema } from './commands/schema.js';
import { addScore } from './commands/score.js';
import { addSignatures } from './commands/signatures.js';
import { addStacks } from './commands/stacks.js';
import { addTimeline } from './commands/timeline.js';
import { VERSION } from './version.js';

const EXAMPLES = `
Examples:
  redis-forensics demo
  redis-forensics debuginfo.tar.gz
  cat redis.log | redis-forensics
  redis-forensics analyze logs/ --format markdown -o incident.md

Exit codes: 0 analysed; 3 analysed, and --fail-on was met; 2 wrong usage;
1 nothing could be read or understood, or a named input does not exist (--keep-going: 0 all the same)`;

/** Runs the command line and answers with the exit code: 0 analysed, 3 analysed and `--fail-on` met, 2 wrong usage,
 * 1 nothing could be read, or not all that was named. What a command needs is imported inside its action, so that `--version` stays fast. */
export async function main(argv: string[]): Promise<number> {
  ignoreClosedPipes();
  let exitCode = 0;
  const program = buildProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(joinRedactMode(argv));
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    note(error instanceof Failure ? error.message : `internal error: ${errorLine(error)}`);
    if (!(error instanceof Failure) && process.env.REDIS_FORENSICS_DEBUG) process.stderr.write(`${(error as Error)?.stack}\n`);
    return error instanceof Failure ? error.exitCode : 1;
  }
}

function buildProgram(exitWith: (exitCode: number) => void): Command {
  const program = new Command('redis-forensics')
    .description('Reads what a dead or frozen Redis left behind and writes the incident report.')
    .version(VERSION, '-v, --version', 'print the version')
    // `signatures list --version 7.4.1` asks for something else than `--version`
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', EXAMPLES)
    .hook('preAction', (_, command) => applyProjectFile(command))
    .exitOverride()
    .configureOutput({ outputError: (text) => note(text.replace(/^error: /, '')) });
  addAnalyze(program, exitWith);
  addRender(program);
  addStacks(program, exitWith);
  addTimeline(program, exitWith);
  addExplain(program, exitWith);
  addCompare(program);
  addSignatures(program);
  addFixes(program);
  addCollect(program);
  addSchema(program);
  addScore(program);
  addRedact(program, exitWith);
  addDemo(program);
  addExamples(program);
  return program;
}

/** Errors of a write are handled where it is made; without a listener Node would print a stack trace for them. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
