import type { Command } from 'commander';
import { Failure } from './failure.js';
import { addLimitOptions, type LimitOptions, toLimits } from './limits.js';
import { openOutput } from './output.js';
import { checkPrivateTarget } from './private-file.js';
import { addKeyOptions, checkRereadable, type RedactOptions, readKey } from './redaction.js';

interface BundleOptions extends RedactOptions, LimitOptions {
  output: string;
  quiet?: boolean;
}

export function addRedact(program: Command): void {
  const command = program
    .command('redact')
    .description('a bundle (tar.gz) with stable tokens instead of private values; it is analysed like the original')
    .argument('<inputs...>', 'files, directories or archives')
    .requiredOption('-o, --output <file>', 'the bundle, written whole or not at all')
    .option('--quiet', 'no progress and no summary');
  addKeyOptions(addLimitOptions(command)).action(async (inputs: string[], options: BundleOptions) => {
    checkRereadable(inputs);
    if (options.output === '-') throw new Failure('redact writes a file: -o FILE', 2);
    openOutput(options.output);
    if (options.redactMap !== undefined) checkPrivateTarget(options.redactMap);
    const key = readKey(options.redactKeyFile);
    const { redactBundle } = await import('./redact/run.js');
    await redactBundle(inputs, { ...options, key, limits: toLimits(options) });
  });
}
