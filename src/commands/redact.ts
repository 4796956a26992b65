import { type Command, Option } from 'commander';
import type { RedactMode } from '../redact/redactor.js';
import { Failure } from './failure.js';
import { addLimitOptions, type LimitOptions, toLimits } from './limits.js';
import { FORCE, openOutput } from './output.js';
import { addProjectOptions } from './project-file.js';
import { addKeyOptions, checkMapTarget, checkRereadable, REDACT_MODES, type RedactOptions, readKey } from './redaction.js';
import { noteMissing, refuseMissing } from './run.js';

interface BundleOptions extends RedactOptions, LimitOptions {
  output: string;
  mode: RedactMode;
  quiet?: boolean;
  force?: boolean;
  keepGoing?: boolean;
}

export function addRedact(program: Command, exitWith: (exitCode: number) => void): void {
  const command = program
    .command('redact')
    .description('a bundle (tar.gz) with stable tokens instead of private values; it is analysed like the original')
    .argument('<inputs...>', 'files, directories or archives')
    .requiredOption('-o, --output <file>', 'the bundle, written whole or not at all')
    .addOption(
      new Option('--mode <mode>', 'strict: all that is not known to be safe becomes a token; known: what is found to be private')
        .choices(REDACT_MODES)
        .default('strict'),
    )
    .option('--force', FORCE)
    .option('--keep-going', 'exit 0 although a named input does not exist')
    .option('--quiet', 'no progress and no summary');
  addProjectOptions(addKeyOptions(addLimitOptions(command))).action(async (inputs: string[], options: BundleOptions) => {
    checkRereadable(inputs);
    const missing = refuseMissing(inputs);
    if (options.output === '-') throw new Failure('redact writes a file: -o FILE', 2);
    const reads = options.redactKeyFile === undefined ? inputs : [...inputs, options.redactKeyFile];
    openOutput(options.output, { inputs: reads, force: options.force, kinds: 'bundle' });
    checkMapTarget(options, inputs);
    const key = readKey(options.redactKeyFile);
    const { redactBundle } = await import('./redact/run.js');
    await redactBundle(inputs, { ...options, keep: options.redactKeep, key, limits: toLimits(options) });
    if (!options.quiet) noteMissing(missing);
    exitWith(missing.length > 0 && !options.keepGoing ? 1 : 0);
  });
}
