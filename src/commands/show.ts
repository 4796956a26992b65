import { extname } from 'node:path';
import type { Report } from '../report/schema.js';
import { Failure } from './failure.js';
import type { ViewOptions } from './options.js';
import { type Output, openOutput } from './output.js';
import { type Redaction, redactionOf } from './redaction.js';

export const REPORT_FORMATS = ['terminal', 'markdown', 'html', 'json', 'jira', 'sarif', 'junit'] as const;
/** Formats of the commands that show a part of the report. */
export const PART_FORMATS = ['terminal', 'markdown', 'json'] as const;

const PROSE: readonly string[] = ['terminal', 'markdown', 'jira'];

const FORMAT_BY_ENDING: Record<string, string> = { '.html': 'html', '.htm': 'html', '.json': 'json', '.sarif': 'sarif', '.xml': 'junit' };

export interface View {
  format: string;
  width: number;
  color: boolean;
  brief?: boolean;
  output: Output;
  redaction?: Redaction;
}

/** Opens the output first: a target that cannot be written, or that holds something of the user's, ends the run before anything is analysed. */
export function openView(options: ViewOptions, formats: readonly string[] = REPORT_FORMATS, inputs: readonly string[] = []): View {
  const { force, redactKeyFile, signatures } = options;
  const reads = [...inputs, redactKeyFile, ...(signatures ?? [])].filter((path) => path !== undefined);
  const output = openOutput(options.output, { inputs: reads, force, kinds: formats === REPORT_FORMATS ? 'report' : 'part' });
  const ending = extname(options.output ?? '').toLowerCase();
  const byEnding = FORMAT_BY_ENDING[ending];
  if (options.format === undefined && byEnding && !formats.includes(byEnding))
    throw new Failure(`${options.output}: this command writes no ${ending}; one of: ${formats.join(', ')}`, 2);
  const fallback = byEnding && formats.includes(byEnding) ? byEnding : 'markdown';
  const format = options.format ?? (output.terminal ? 'terminal' : fallback);
  return {
    format,
    width: terminalWidth(),
    color: useColor(options.color, output.terminal),
    brief: options.brief,
    output,
    redaction: redactionOf(options, inputs),
  };
}

function terminalWidth(): number {
  const width = process.stdout.columns ?? Number(process.env.COLUMNS);
  return Number.isInteger(width) && width >= 20 ? width : 80;
}

/** --no-color wins, then FORCE_COLOR, then NO_COLOR (https://no-color.org), then what the terminal is. */
export function useColor(wanted: boolean, terminal: boolean, env: NodeJS.ProcessEnv = process.env): boolean {
  if (!wanted) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.NO_COLOR) return false;
  return terminal && env.TERM !== 'dumb';
}

export async function showReport(report: Report, view: View): Promise<void> {
  const { FORMATS, render } = await import('../render/index.js');
  const format = FORMATS.find((known) => known === view.format);
  if (!format) throw new Failure(`the format ${view.format} is not available in this version`, 2);
  if (format === 'json') await checkSchema(report);
  await showText(await render(report, format, { width: view.width, color: view.color, brief: view.brief }), view);
}

/** What scripts rely on is checked before it is printed. */
async function checkSchema(report: Report): Promise<void> {
  const schema = await import('../report/schema.js');
  const checked = schema.report.safeParse(report);
  if (checked.success) return;
  const [issue] = checked.error.issues;
  throw new Failure(`internal error: the report breaks its own schema at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? ''}`, 1);
}

export async function showText(text: string, view: View): Promise<void> {
  // a page carries its program, in which a word may stand by chance; its data is the report, which was searched
  if (view.format !== 'html') view.redaction?.check(text);
  await view.output.write(text.endsWith('\n') ? text : `${text}\n`, PROSE.includes(view.format) ? 'prose' : 'data');
  view.redaction?.finish();
}
