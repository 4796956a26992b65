import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Report } from '../report/schema.js';
import { errorLine, Failure } from './failure.js';
import { addViewOptions, type ViewOptions } from './options.js';
import { addProjectOptions } from './project-file.js';
import { addRedactOptions } from './redaction.js';
import { openView, REPORT_FORMATS, showReport } from './show.js';

export function addRender(program: Command): void {
  const command = program
    .command('render')
    .description('another view of a saved report (--format json), without the inputs')
    .argument('<report>', 'REPORT.json, or - for standard input');
  addProjectOptions(addRedactOptions(addViewOptions(command, REPORT_FORMATS)))
    .option('--brief', 'at most fifteen lines (terminal, markdown, jira)')
    .action(async (file: string, options: ViewOptions) => {
      const view = openView(options, REPORT_FORMATS, [file]);
      const report = await readReport(file);
      await showReport(view.redaction ? (await view.redaction.apply([report]))[0] : report, view);
    });
}

export async function readReport(file: string): Promise<Report> {
  const value = parseJson(readText(file), file);
  const { asReport } = await import('../report/saved.js');
  try {
    return asReport(value);
  } catch (error) {
    throw new Failure(`${file} ${errorLine(error)}`, 2);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new Failure(`cannot read ${file}: ${errorLine(error)}`, 1);
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw new Failure(`${file} is not JSON: render takes a report saved with --format json`, 2);
  }
}
