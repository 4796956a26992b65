import type { Command } from 'commander';
import { addInputOptions, addViewOptions, type InputOptions, type ViewOptions } from './options.js';
import { analyzeInputs, exitCodeOf, orStdin } from './run.js';
import { openView, PART_FORMATS, showText } from './show.js';

export function addStacks(program: Command, exitWith: (exitCode: number) => void): void {
  const command = program
    .command('stacks')
    .description('thread groups, states and the wait-for graph only')
    .argument('[inputs...]', 'files, directories, archives, or - for standard input');
  addInputOptions(addViewOptions(command, PART_FORMATS)).action(async (inputs: string[], options: InputOptions & ViewOptions) => {
    const view = openView(options, PART_FORMATS, orStdin(inputs));
    const report = await analyzeInputs(inputs, options);
    exitWith(exitCodeOf(report));
    if (view.format === 'json') {
      const waitGraphs = report.incidents.flatMap(({ id, waitGraph }) => (waitGraph ? [{ incident: id, waitGraph }] : []));
      return showText(JSON.stringify({ schema: report.schema, threadDumps: report.threadDumps ?? [], waitGraphs }, null, 2), view);
    }
    const { renderStacksMarkdown, renderStacksTerminal } = await import('../render/stacks.js');
    await showText(view.format === 'markdown' ? renderStacksMarkdown(report) : renderStacksTerminal(report, view), view);
  });
}
