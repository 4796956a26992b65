import type { Comparison } from '../compare/schema.js';
import type { NamedReport } from '../compare/side.js';
import { terminalFrom } from './blocksTerminal.js';
import { composeRuns } from './compareRuns.js';
import { composeSides } from './compareSides.js';
import { markdownFrom } from './markdown.js';
import { withShortEntries } from './short-entries.js';
import type { TerminalOptions } from './terminalText.js';

/** A comparison as text. The terminal leaves out the ledgers: they are in the Markdown and in the JSON. */
export function renderComparison(comparison: Comparison, format: 'markdown' | 'terminal', options: TerminalOptions): string {
  const brief = format === 'terminal';
  const blocks = comparison.mode === 'sides' ? composeSides(comparison, brief) : composeRuns(comparison, brief);
  return brief ? terminalFrom(blocks, options) : markdownFrom(blocks);
}

/** For the views: entries are named within their side, as short as they stay unambiguous there. */
export function withShortNames(reports: readonly NamedReport[]): NamedReport[] {
  return reports.map((one) => ({ ...one, report: withShortEntries(one.report) }));
}
