import { isatty } from 'node:tty';
import type { AnalyzeOptions } from '../analyze.js';
import type { Report } from '../report/schema.js';
import { errorLine, Failure } from './failure.js';
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
  const { analyze } = await import('../analyze.js');
  try {
    const whole = await analyze(named, { ...analyzeOptions, ...more, stdin: interruptibleStdin(), onProgress: progress?.update });
    progress?.clear();
    const redaction = redactionOf(options);
    const report = redaction && !nothingRead(whole) ? (await redaction.apply([whole]))[0] : whole;
    reportUnread(report, named, options.quiet === true);
    return report;
  } catch (error) {
    progress?.clear();
    if (error instanceof Error && error.name === 'UsageError') throw new Failure(errorLine(error), 2);
    throw error;
  }
}

function inputsFromPipe(): string[] {
  if (isatty(0)) throw new Failure('no input: name a file, a directory or an archive, or pipe a log into it (--help shows how)', 2);
  return ['-'];
}

/** Nothing could be read when every entry failed or is no text at all (a core, a picture). */
export function nothingRead(report: Report): boolean {
  return !report.inputs.some((input) => input.outcome === 'parsed' || (input.outcome === 'ignored' && input.lines > 0));
}

function reportUnread(report: Report, named: string[], quiet: boolean): void {
  const failed = report.inputs.filter((input) => input.outcome === 'failed');
  if (nothingRead(report)) {
    const [first] = [...failed, ...report.inputs];
    const more = report.inputs.length > 1 ? ` (and ${report.inputs.length - 1} more)` : '';
    if (!first) throw new Failure('no entry could be read: the input is empty', 1);
    throw new Failure(`${first.why ?? 'could not be read'}: ${first.entry}${more}${commandHint(named)}`, 1);
  }
  if (quiet) return;
  for (const input of failed.slice(0, MAX_NOTES)) note(`${input.why ?? 'could not be read'}: ${input.entry}`);
  if (failed.length > MAX_NOTES) note(`${failed.length - MAX_NOTES} more entries could not be read; the report lists them`);
}

export const COMMANDS = [
  'analyze',
  'compare',
  'render',
  'stacks',
  'timeline',
  'explain',
  'redact',
  'signatures',
  'fixes',
  'schema',
  'score',
] as const;

/** `redis-forensics anlyze x.log`: the first word is taken for a file, which is not what was meant. */
function commandHint([first]: string[]): string {
  const meant = COMMANDS.find((command) => editDistance(command, first) <= 2);
  return meant ? ` (did you mean the command '${meant}'?)` : '';
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}
