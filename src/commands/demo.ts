import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { PACKAGE } from '../version.js';
import { addViewOptions, type ViewOptions } from './options.js';
import { note } from './output.js';
import { analyzeInputs } from './run.js';
import { openView, REPORT_FORMATS, showReport } from './show.js';

/** The incident that comes with the package: a cluster of three, of which one stood still. */
const INCIDENT = fileURLToPath(new URL('fixtures/incident/debuginfo.tar.gz', PACKAGE));

export function addDemo(program: Command): void {
  const command = program.command('demo').description('the report of an incident that comes with the program');
  addViewOptions(command, REPORT_FORMATS).action(async (options: ViewOptions) => {
    const view = openView(options, REPORT_FORMATS, [INCIDENT]);
    const report = await analyzeInputs([INCIDENT], options);
    await showReport(report, view);
    if (!options.quiet) note('this was the incident that comes with the program; for yours: redis-forensics FILE-OR-FOLDER');
  });
}
