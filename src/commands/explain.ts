import type { Command } from 'commander';
import { addInputOptions, addViewOptions, type InputOptions, readOwnSignatures, type ViewOptions } from './options.js';
import { analyzeInputs } from './run.js';
import { openView, PART_FORMATS, showText } from './show.js';
import { findSignature } from './signatures.js';

export function addExplain(program: Command): void {
  const command = program
    .command('explain')
    .description('why a signature did or did not apply')
    .argument('<id>', 'id of a signature: redis-forensics signatures list')
    .argument('[inputs...]', 'files, directories, archives, or - for standard input');
  addInputOptions(addViewOptions(command, PART_FORMATS)).action(
    async (id: string, inputs: string[], options: InputOptions & ViewOptions) => {
      const view = openView(options, PART_FORMATS);
      const signature = await findSignature(id, await readOwnSignatures(options.signatures));
      const report = await analyzeInputs(inputs, options);
      const { outcomeOf, renderOutcome } = await import('./explain/view.js');
      const outcome = outcomeOf(report, signature);
      if (view.format === 'json') return showText(JSON.stringify({ schema: report.schema, ...outcome }, null, 2), view);
      await showText(renderOutcome(outcome, view.format === 'terminal' ? 'terminal' : 'markdown'), view);
    },
  );
}
