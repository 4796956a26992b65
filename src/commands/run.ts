import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { isatty } from 'node:tty';
import type { AnalyzeOptions } from '../analyze.js';
import type { Report } from '../report/schema.js';
import { UsageError } from '../usage-error.js';
import { errorLine, Failure } from './failure.js';
import { type Missing, missingInputs } from './named-inputs.js';
import { type InputOptions, toAnalyzeOptions } from './options.js';
import { note } from './output.js';
import { Progress } from './progress.js';
import { redactionOf } from './redaction.js';
import { interruptibleStdin } from './stdin.js';

const MAX_NOTES = 5;

/** Runs the analysis for a command: what to read, progress, and the two ways in which there is nothing to report. */
export async function analyzeInputs(inputs: string[], options: InputOptions, more: Pick<AnalyzeOptions, 'weighAll'> = {}): Promise<Report> {
  const named = inputs.length > 0 ? inputs : inputsFromPipe();
  const analyzeOptions = await toAnalyzeOptions(options);
  const progress = process.stderr.isTTY && !options.quiet ? new Progress(process.stderr) : undefined;
  const { analyze, checkOptions } = await import('../analyze.js');
  try {
    // wrong usage is told before a file that is not there
    checkOptions(analyzeOptions);
    const missing = refuseMissing(named);
    if (named.includes('-') && isatty(0) && !options.quiet)
      note('reading standard input from the terminal: Ctrl-D ends it (so does Ctrl-C)');
    const whole = await analyze(named, { ...analyzeOptions, ...more, stdin: interruptibleStdin(), onProgress: progress?.update });
    progress?.clear();
    const redaction = redactionOf(options);
    const report = redaction && !nothingRead(whole) ? (await redaction.apply([whole]))[0] : whole;
    const understood = reportUnread(report, named, missing, options.quiet === true);
    // A file that is named was meant to be a log. A folder may hold anything: that nothing in it is one is what its report says.
    if ((!understood && !named.some(isFolder)) || (missing.length > 0 && !options.keepGoing)) incomplete.add(report);
    return report;
  } catch (error) {
    progress?.clear();
    if (error instanceof UsageError) throw new Failure(errorLine(error), 2);
    throw error;
  }
}

/** Without a named input, standard input is one. */
export function orStdin(inputs: string[]): string[] {
  return inputs.length > 0 ? inputs : ['-'];
}

function inputsFromPipe(): string[] {
  if (isatty(0)) throw new Failure('no input: name a file, a directory or an archive, or pipe a log into it (--help shows how)', 2);
  return ['-'];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

const incomplete = new WeakSet<Report>();

/** 1 when the report is there, but something that was named is not in it, or no line of it was understood. */
export function exitCodeOf(report: Report): 0 | 1 {
  return incomplete.has(report) ? 1 : 0;
}

/** Named inputs that are not there, once at least one of them is. */
export function refuseMissing(named: readonly string[]): Missing[] {
  const missing = missingInputs(named);
  if (missing.length === 0 || missing.length < named.length) return missing;
  throw new Failure(`${missing[0].why}${missing.length > 1 ? ` (and ${missing.length - 1} more)` : ''}`, 1);
}

export function noteMissing(missing: readonly Missing[]): void {
  for (const { why } of missing.slice(0, MAX_NOTES)) note(why);
  if (missing.length > MAX_NOTES) note(`${missing.length - MAX_NOTES} more inputs that were named do not exist`);
}

/** Nothing could be read when every entry failed or is no text at all (a core, a picture). */
export function nothingRead(report: Report): boolean {
  return !report.inputs.some((input) => input.outcome === 'parsed' || (input.outcome === 'ignored' && input.lines > 0));
}

/** Answers whether at least one line was understood. */
function reportUnread(report: Report, named: string[], missing: readonly Missing[], quiet: boolean): boolean {
  const told = new Set(missing.map(({ input }) => basename(input)));
  const failed = report.inputs.filter((input) => input.outcome === 'failed' && !told.has(basename(input.entry)));
  if (nothingRead(report)) {
    const [first] = [...failed, ...report.inputs];
    const more = report.inputs.length > 1 ? ` (and ${report.inputs.length - 1} more)` : '';
    if (!first) throw new Failure('no entry could be read: the input is empty', 1);
    const typed = report.inputs.length === 1 && named.length === 1 && named[0] !== '-' ? named[0] : first.entry;
    throw new Failure(`${first.why ?? 'could not be read'}: ${typed}${more}`, 1);
  }
  const understood = report.inputs.some((input) => input.outcome === 'parsed');
  if (quiet) return understood;
  if (!understood)
    note(
      `not one line was understood: ${named.length === 1 && named[0] !== '-' ? named[0] : report.inputs[0].entry}; the report only lists what was read`,
    );
  noteMissing(missing);
  for (const input of failed.slice(0, MAX_NOTES)) note(`${input.why ?? 'could not be read'}: ${input.entry}`);
  if (failed.length > MAX_NOTES) note(`${failed.length - MAX_NOTES} more entries could not be read; the report lists them`);
  return understood;
}
