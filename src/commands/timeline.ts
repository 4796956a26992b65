import type { Command } from 'commander';
import { addInputOptions, addViewOptions, type InputOptions, type ViewOptions } from './options.js';
import { analyzeInputs, exitCodeOf, orStdin } from './run.js';
import { openView, PART_FORMATS, showText } from './show.js';

export function addTimeline(program: Command, exitWith: (exitCode: number) => void): void {
  const command = program
    .command('timeline')
    .description('the merged timeline only')
    .argument('[inputs...]', 'files, directories, archives, or - for standard input');
  addInputOptions(addViewOptions(command, PART_FORMATS)).action(async (inputs: string[], options: InputOptions & ViewOptions) => {
    const view = openView(options, PART_FORMATS, orStdin(inputs));
    const report = await analyzeInputs(inputs, options);
    exitWith(exitCodeOf(report));
    if (view.format === 'json') {
      const incidents = report.incidents.map(({ id, from, to, headline, timeline }) => ({ id, from, to, headline, timeline }));
      return showText(JSON.stringify({ schema: report.schema, incidents }, null, 2), view);
    }
    const { renderTimelineMarkdown, renderTimelineTerminal } = await import('../render/timeline.js');
    await showText(view.format === 'markdown' ? renderTimelineMarkdown(report) : renderTimelineTerminal(report, view), view);
  });
}
