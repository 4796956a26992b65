import { statSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AnalyzeOptions } from '../analyze.js';
import { Failure } from './failure.js';

/** Options that say what is read and how; shared by every command that analyses inputs. */
export interface InputOptions {
  since?: string;
  until?: string;
  timezone?: string[];
  signatures?: string;
  redact?: boolean;
  quiet?: boolean;
}

/** Options that say how a report is shown and where it goes. */
export interface ViewOptions {
  format?: string;
  output?: string;
  color: boolean;
  quiet?: boolean;
}

export function addInputOptions(command: Command): Command {
  return command
    .option('--since <time>', "report nothing before: ISO-8601 or a log's own stamp")
    .option('--until <time>', 'report nothing after')
    .option('--timezone <zone>', 'zone of stamps that carry none: ZONE or ENTRY-GLOB=ZONE (repeatable, default UTC)', collectZone)
    .option('--signatures <dir>', 'further signatures (YAML)')
    .option('--redact', 'replace private values by stable tokens');
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

function collectZone(value: string, previous: string[] = []): string[] {
  const zone = value.slice(value.lastIndexOf('=') + 1);
  if (!isZone(zone)) throw new InvalidArgumentError(`'${zone}' is no time zone; examples: UTC, +02:00, Europe/Berlin.`);
  return [...previous, value];
}

function isZone(zone: string): boolean {
  if (/^[+-]([01]\d|2[0-3]):?[0-5]\d$/.test(zone)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export function toAnalyzeOptions(options: InputOptions): AnalyzeOptions {
  if (options.signatures !== undefined && !statSync(options.signatures, { throwIfNoEntry: false })?.isDirectory())
    throw new Failure(`--signatures ${options.signatures}: no such directory`, 2);
  return {
    since: options.since,
    until: options.until,
    timezones: options.timezone,
    signatureDirs: options.signatures === undefined ? undefined : [options.signatures],
    redact: options.redact,
  };
}
