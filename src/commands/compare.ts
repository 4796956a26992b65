import { type Command, Option } from 'commander';
import type { Comparison } from '../compare/schema.js';
import type { NamedReport } from '../compare/side.js';
import type { Report } from '../report/schema.js';
import { isSavedReport, runFolders, sideNames } from './compare/arguments.js';
import { Failure } from './failure.js';
import { addInputOptions, addViewOptions, type InputOptions, type ViewOptions } from './options.js';
import { note } from './output.js';
import { readReport } from './render.js';
import { analyzeInputs } from './run.js';
import { openView, PART_FORMATS, showText, type View } from './show.js';

type CompareOptions = InputOptions & ViewOptions & { runs?: boolean };

/** More columns than this no reader can follow; runs of one test are counted instead. */
const MAX_SIDES = 8;

export function addCompare(program: Command): void {
  const command = program
    .command('compare')
    .description('incidents side by side: what is the same, what differs, what cannot be compared, and whether the mechanism is one')
    .argument('<sides...>', 'one side each: a file, directory or archive, a report saved with --format json, or -')
    .addOption(new Option('--runs', 'each side is a run of one test (or the one folder holds the runs): in how many does each fact hold'));
  addInputOptions(addViewOptions(command, PART_FORMATS)).action(async (args: string[], options: CompareOptions) => {
    const view = openView(options, PART_FORMATS, args);
    const sides = options.runs ? runFolders(args) : args;
    checkSides(sides, options.runs === true);
    const { reports, unread } = await redactSides(await readSides(sides, options), view);
    const { compareReports, summariseRuns } = await import('../compare/index.js');
    const compare = options.runs ? summariseRuns : compareReports;
    if (view.format === 'json') return showText(JSON.stringify(withNotes(compare(reports), unread), null, 2), view);
    const { renderComparison, withShortNames } = await import('../render/compare.js');
    const comparison = withNotes(compare(withShortNames(reports)), unread);
    await showText(renderComparison(comparison, view.format === 'terminal' ? 'terminal' : 'markdown', view), view);
  });
}

interface Sides {
  reports: NamedReport[];
  unread: string[];
}

/** Names of sides are paths. */
async function redactSides(sides: Sides, { redaction }: View): Promise<Sides> {
  if (!redaction) return sides;
  const reports = await redaction.apply(sides.reports.map((side) => side.report));
  return {
    reports: sides.reports.map((side, position) => ({ ...side, name: redaction.applyToName(side.name), report: reports[position] })),
    unread: sides.unread.map((text) => redaction.applyToText(text)),
  };
}

function withNotes<T extends Comparison>(comparison: T, notes: string[]): T {
  return { ...comparison, notes: [...comparison.notes, ...notes] };
}

function checkSides(sides: string[], runs: boolean): void {
  if (sides.length < 2) {
    throw new Failure(runs ? 'compare --runs takes several runs, or one folder that holds them' : 'compare takes two sides or more', 2);
  }
  if (!runs && sides.length > MAX_SIDES) throw new Failure(`compare takes at most ${MAX_SIDES} sides; for runs of one test use --runs`, 2);
  if (sides.filter((side) => side === '-').length > 1) throw new Failure('standard input (-) can be only one of the sides', 2);
}

/** Each side on its own. Two sides of which one cannot be read are no comparison; of many runs a few may be unreadable. */
async function readSides(sides: string[], options: CompareOptions): Promise<Sides> {
  const names = sideNames(sides);
  const reports: NamedReport[] = [];
  const unread: string[] = [];
  for (const [position, side] of sides.entries()) {
    try {
      reports.push({ name: names[position], ...(await readSide(side, options)) });
    } catch (error) {
      if (!(options.runs && error instanceof Failure && error.exitCode === 1)) throw error;
      unread.push(`${names[position]} could not be read: ${error.message}`);
      if (!options.quiet) note(error.message);
    }
  }
  if (reports.length === 0) throw new Failure('none of the runs could be read', 1);
  return { reports, unread };
}

async function readSide(side: string, options: CompareOptions): Promise<Omit<NamedReport, 'name'>> {
  // all sides are redacted together, so that one value has one token in all of them
  const whole = { ...options, redact: undefined, redactKeep: undefined, redactKeyFile: undefined, redactMap: undefined };
  if (isSavedReport(side)) return { source: 'saved-report', report: slim(await readReport(side)) };
  return { source: 'inputs', report: slim(await analyzeInputs([side], whole, { weighAll: true })) };
}

/** The comparison needs neither the records nor the curves, which are the bulk of a report. */
function slim(report: Report): Report {
  return { ...report, records: undefined, density: undefined };
}
