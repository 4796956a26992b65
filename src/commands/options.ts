import { type Command, Option } from 'commander';
import type { AnalyzeOptions } from '../analyze.js';
import { addLimitOptions, type LimitOptions, toLimits } from './limits.js';
import { FORCE } from './output.js';
import { addProjectOptions, type ProjectOptions } from './project-file.js';
import { addRedactOptions, type RedactOptions } from './redaction.js';
import { readOwn } from './signatures/read-own.js';

/** Options that say what is read and how; shared by every command that analyses inputs. */
export interface InputOptions extends RedactOptions, LimitOptions, ProjectOptions {
  since?: string;
  until?: string;
  last?: string;
  timezone?: string[];
  symbols?: string[];
  signatures?: string[];
  quiet?: boolean;
  /** A named input that is not there does not change the exit code. */
  keepGoing?: boolean;
}

/** Options that say how a report is shown and where it goes. */
export interface ViewOptions extends RedactOptions {
  format?: string;
  output?: string;
  color: boolean;
  quiet?: boolean;
  brief?: boolean;
  force?: boolean;
  /** Also read, and never to be written over. */
  signatures?: string[];
}

export function addInputOptions(command: Command): Command {
  const reading = addLimitOptions(
    command
      .option('--since <time>', "report nothing before: 10m (before the input's end), 17:53, yesterday, ISO-8601, A/B, a log's own stamp")
      .option('--until <time>', 'report nothing after; 17:53 is the whole minute')
      .option('--last <duration>', 'report the last 2h, 30m, 1d of the input (counted from its last moment, not from the clock)')
      .option('--timezone <zone>', 'zone of stamps that carry none: ZONE or ENTRY-GLOB=ZONE (repeatable, default UTC)', collect)
      .option('--symbols <path>', 'programs, libraries, debug files that name frames: file, folder, archive (repeatable)', collect)
      .option('--signatures <dir>', 'further signatures (YAML; repeatable)', collect)
      .option('--keep-going', 'exit 0 although a named input does not exist'),
  );
  return addProjectOptions(addRedactOptions(reading));
}

export function addViewOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(
      new Option('--format <format>', 'default: terminal on a terminal; else by the ending of -o, else markdown').choices([...formats]),
    )
    .option('-o, --output <file>', 'write to FILE, whole or not at all')
    .option('--force', FORCE)
    .option('--quiet', 'no progress and no notes on stderr')
    .option('--no-color', 'no colours (also: NO_COLOR, FORCE_COLOR)');
}

export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

export async function toAnalyzeOptions(options: InputOptions): Promise<AnalyzeOptions> {
  const own = await readOwn(options.signatures, options.quiet === true);
  return {
    since: options.since,
    until: options.until,
    last: options.last,
    timezones: options.timezone,
    symbols: options.symbols,
    signatures: own.signatures,
    notes: [...(options.projectNotes ?? []), ...own.notes],
    limits: toLimits(options),
  };
}

export { readOwnSignatures } from './signatures/read-own.js';
