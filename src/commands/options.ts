import { type Command, Option } from 'commander';
import type { AnalyzeOptions } from '../analyze.js';
import { addLimitOptions, type LimitOptions, toLimits } from './limits.js';
import { addRedactOptions, type RedactOptions } from './redaction.js';
import { readOwn } from './signatures/read-own.js';

/** Options that say what is read and how; shared by every command that analyses inputs. */
export interface InputOptions extends RedactOptions, LimitOptions {
  since?: string;
  until?: string;
  timezone?: string[];
  signatures?: string;
  quiet?: boolean;
}

/** Options that say how a report is shown and where it goes. */
export interface ViewOptions extends RedactOptions {
  format?: string;
  output?: string;
  color: boolean;
  quiet?: boolean;
  brief?: boolean;
}

export function addInputOptions(command: Command): Command {
  const reading = addLimitOptions(
    command
      .option('--since <time>', "report nothing before: ISO-8601 or a log's own stamp")
      .option('--until <time>', 'report nothing after')
      .option('--timezone <zone>', 'zone of stamps that carry none: ZONE or ENTRY-GLOB=ZONE (repeatable, default UTC)', collect)
      .option('--signatures <dir>', 'further signatures (YAML)'),
  );
  return addRedactOptions(reading);
}

export function addViewOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(
      new Option('--format <format>', 'default: terminal on a terminal; else by the ending of -o, else markdown').choices([...formats]),
    )
    .option('-o, --output <file>', 'write to FILE, whole or not at all')
    .option('--quiet', 'no progress and no notes on stderr')
    .option('--no-color', 'no colours (also: NO_COLOR, FORCE_COLOR)');
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

export async function toAnalyzeOptions(options: InputOptions): Promise<AnalyzeOptions> {
  const own = await readOwn(options.signatures, options.quiet === true);
  return {
    since: options.since,
    until: options.until,
    timezones: options.timezone,
    signatures: own.signatures,
    notes: own.notes,
    limits: toLimits(options),
  };
}

export { readOwnSignatures } from './signatures/read-own.js';
