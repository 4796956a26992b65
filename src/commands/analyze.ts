import { type Command, Option } from 'commander';
import { type FailOn, severityFound } from './fail-on.js';
import { refuseMistypedCommand } from './named-inputs.js';
import { addInputOptions, addViewOptions, type InputOptions, type ViewOptions } from './options.js';
import { analyzeInputs, exitCodeOf, orStdin } from './run.js';
import { openView, REPORT_FORMATS, showReport } from './show.js';

export function addAnalyze(program: Command, exitWith: (exitCode: number) => void): void {
  const command = program
    .command('analyze', { isDefault: true })
    .description('write the incident report (the default command)')
    .argument('[inputs...]', 'files, directories, archives, or - for standard input');
  addInputOptions(addViewOptions(command, REPORT_FORMATS))
    .option('--brief', 'at most fifteen lines (terminal, markdown, jira)')
    .addOption(
      new Option('--fail-on <severity>', 'exit 3 when something of this severity was found')
        .choices(['none', 'warning', 'critical'])
        .default('none'),
    )
    .action(async (inputs: string[], options: InputOptions & ViewOptions & { failOn: FailOn }) => {
      refuseMistypedCommand(inputs);
      const view = openView(options, REPORT_FORMATS, orStdin(inputs));
      const report = await analyzeInputs(inputs, options);
      await showReport(report, view);
      exitWith(severityFound(report, options.failOn) ? 3 : exitCodeOf(report));
    });
}
