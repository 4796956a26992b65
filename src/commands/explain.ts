import { fstatSync } from 'node:fs';
import type { Command } from 'commander';
import type { DocumentedSignature, Signature } from '../model/signatures.js';
import type { Report } from '../report/schema.js';
import { Failure } from './failure.js';
import { addInputOptions, addViewOptions, type InputOptions, readOwnSignatures, type ViewOptions } from './options.js';
import { analyzeInputs, exitCodeOf, orStdin } from './run.js';
import { openView, PART_FORMATS, showText, type View } from './show.js';
import { findSignature, signatureText } from './signatures.js';

type ExplainOptions = InputOptions & ViewOptions & { all?: boolean };

export function addExplain(program: Command, exitWith: (exitCode: number) => void): void {
  const command = program
    .command('explain')
    .description('why a signature did or did not apply; without inputs, the signature itself')
    .argument('[id]', 'id of a signature: redis-forensics signatures list')
    .argument('[inputs...]', 'files, directories, archives, or - for standard input')
    .option('--all', 'every signature in one line; then all arguments are inputs');
  addInputOptions(addViewOptions(command, PART_FORMATS)).action(
    async (id: string | undefined, inputs: string[], options: ExplainOptions) => {
      const view = openView(options, PART_FORMATS, orStdin(options.all && id !== undefined ? [id, ...inputs] : inputs));
      const own = await readOwnSignatures(options.signatures);
      if (options.all) return exitWith(await explainEvery(id === undefined ? inputs : [id, ...inputs], own, options, view));
      if (id === undefined) throw new Failure('explain takes the id of a signature, or --all: redis-forensics signatures list', 2);
      exitWith(await explainOne(await findSignature(id, own), inputs, options, view));
    },
  );
}

async function explainOne(signature: DocumentedSignature, inputs: string[], options: ExplainOptions, view: View): Promise<number> {
  const report = inputs.length > 0 || stdinHasInput() ? await analyzeUnlessEmpty(inputs, options) : undefined;
  if (report === undefined) {
    await showText(await signatureText(signature, view.format === 'json'), view);
    return 0;
  }
  const { EXPLAIN_SCHEMA, explainSignature } = await import('../report/explained.js');
  if (view.format === 'json') {
    const { tool, verdict } = report;
    const explained = explainSignature(report, signature);
    await showText(JSON.stringify({ schema: EXPLAIN_SCHEMA, tool, verdict, ...explained, signature }, null, 2), view);
    return exitCodeOf(report);
  }
  const { renderExplained, withShortEntries } = await import('../render/explain.js');
  const explained = explainSignature(withShortEntries(report), signature);
  await showText(renderExplained(explained, signature, textFormat(view), view), view);
  return exitCodeOf(report);
}

async function explainEvery(inputs: string[], own: Signature[], options: ExplainOptions, view: View): Promise<number> {
  const report = await analyzeInputs(inputs, options, { weighAll: true });
  const { CATALOGUE } = await import('../signatures/catalogue.js');
  const { EXPLAIN_SCHEMA, explainAll } = await import('../report/explained.js');
  const all = [...own, ...CATALOGUE];
  if (view.format === 'json') {
    const { tool, verdict } = report;
    await showText(JSON.stringify({ schema: EXPLAIN_SCHEMA, tool, verdict, signatures: explainAll(report, all) }, null, 2), view);
    return exitCodeOf(report);
  }
  const { renderAllExplained, withShortEntries } = await import('../render/explain.js');
  await showText(renderAllExplained(explainAll(withShortEntries(report), all), textFormat(view), view), view);
  return exitCodeOf(report);
}

function textFormat(view: View): 'markdown' | 'terminal' {
  return view.format === 'terminal' ? 'terminal' : 'markdown';
}

/** Without inputs the signature itself is shown, unless a log is piped in: neither a terminal nor /dev/null is one. */
function stdinHasInput(): boolean {
  try {
    const stats = fstatSync(0);
    return stats.isFIFO() || stats.isFile() || stats.isSocket();
  } catch {
    return false;
  }
}

/** A pipe that nobody writes to is no input either. */
async function analyzeUnlessEmpty(inputs: string[], options: ExplainOptions): Promise<Report | undefined> {
  if (inputs.length > 0) return analyzeInputs(inputs, options, { weighAll: true });
  try {
    return await analyzeInputs(inputs, options, { weighAll: true });
  } catch (error) {
    if (error instanceof Failure && error.exitCode === 1) return undefined;
    throw error;
  }
}
