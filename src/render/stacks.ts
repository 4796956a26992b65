import type { Report } from '../report/schema.js';
import { type Block, heading, type Inline, list, paragraph } from './document.js';
import { PROSE_CAP, visible } from './escape.js';
import { cycleSentence, foldGraph, withGroups } from './graph.js';
import { markdownFrom } from './markdown.js';
import { dateTime, plural } from './quantities.js';
import { safestFirst, stepText } from './sections/actions.js';
import { graphBlocks } from './sections/mechanism.js';
import { dumpBlocks, dumpTitle, groupTable, memberNames, sourceName } from './sections/threads.js';
import { withShortEntries } from './short-entries.js';
import { plainTable } from './terminalTable.js';
import { asciiOnly, type TerminalOptions } from './terminalText.js';
import { type ReportDump, type View, viewOf } from './view.js';
import { clip, wrap, wrapCapped } from './width.js';

const NO_DUMP = 'The input holds no thread dump: no crash report with stacks, no gdb, eu-stack or pstack output.';

/** The dump's own graph, else the one of the incident that was drawn from it. */
function graphFor(report: Report, dump: ReportDump) {
  const graph = dump.waitGraph ?? report.incidents.find((incident) => incident.waitGraph?.dump === dump.id)?.waitGraph;
  return graph === undefined ? undefined : foldGraph(withGroups(graph, dump.groups));
}

function howToGetOne(report: Report): Inline[] {
  const steps = safestFirst(report.nextSteps).filter((step) => step.command !== undefined);
  return steps.slice(0, 5).map((step): Inline => [{ code: step.command as string }, `: ${stepText(step)}`]);
}

function dumpSection(view: View, dump: ReportDump): Block[] {
  const graph = graphFor(view.report, dump);
  const idle = groupTable(dump.groups.filter((group) => group.idle));
  return [
    heading(2, ...dumpTitle(view, dump)),
    ...(graph === undefined ? [] : graphBlocks(graph)),
    ...(graph !== undefined && graph.cycle.length === 0 ? [paragraph('No wait cycle.')] : []),
    ...dumpBlocks(dump),
    ...(idle === undefined ? [] : [heading(3, 'Idle'), idle]),
  ];
}

/** Thread groups, states and the wait-for graph of every dump. */
export function renderStacksMarkdown(original: Report): string {
  const report = withShortEntries(original);
  const view = viewOf(report);
  const dumps = report.threadDumps ?? [];
  const blocks: Block[] = [heading(1, 'Threads')];
  if (dumps.length === 0) {
    const steps = howToGetOne(report);
    blocks.push(paragraph(NO_DUMP), ...(steps.length === 0 ? [] : [paragraph('Safest first:'), list(steps)]));
  }
  for (const dump of dumps) blocks.push(...dumpSection(view, dump));
  return markdownFrom(blocks);
}

function plainInline(text: Inline): string {
  return text.map((span) => (typeof span === 'string' ? span : 'code' in span ? span.code : '')).join('');
}

function groupRows(dump: ReportDump, width: number): string[] {
  const widths = [5, 12, Math.floor((width - 20) * 0.4), 0];
  widths[3] = width - widths[0] - widths[1] - widths[2] - 3;
  const groups = [...dump.groups].sort((a, b) => Number(a.idle) - Number(b.idle));
  const cell = (text: string, column: number, cap: number) => wrapCapped(visible(text, PROSE_CAP), widths[column], cap).join('\n');
  return plainTable(
    groups.map((group) => [
      `${group.count}×`,
      cell(group.state, 1, 2),
      cell(group.idle ? `${group.role}: ${group.doing}` : `${memberNames(group)}: ${group.doing}`, 2, 5),
      cell(group.stack.slice(0, group.idle ? 2 : 6).join(' ← '), 3, group.idle ? 2 : 5),
    ]),
    widths,
  );
}

function dumpLines(view: View, dump: ReportDump, width: number): string[] {
  const lines: string[] = [];
  const say = (text: string) => lines.push(...wrap(visible(text, PROSE_CAP), width));
  const at = dump.time === undefined ? '' : `, ${dateTime(dump.time)}`;
  say(
    `${sourceName(dump)} of ${view.name(dump.process) || 'a process that is not known'}${at}: ${plural(dump.threads, 'thread')} (${dump.entry}:${dump.line})`,
  );
  if (dump.main) say(`main: ${dump.main.detail} (${dump.main.activity})`);
  const graph = graphFor(view.report, dump);
  const cycle = graph === undefined ? undefined : cycleSentence(graph);
  if (cycle !== undefined) say(`cycle: ${cycle}`);
  const root = graph?.nodes.find((node) => node.root);
  if (root) say(`root blocker: ${root.title}`);
  lines.push('', ...groupRows(dump, width));
  for (const text of dump.contradictions) say(`contradiction: ${text}`);
  if (dump.limits.length > 0) say(`incomplete: ${dump.limits.join('; ')}`);
  return lines;
}

export function renderStacksTerminal(original: Report, options: TerminalOptions): string {
  const report = withShortEntries(original);
  const view = viewOf(report);
  const width = Math.max(60, options.width);
  const dumps = report.threadDumps ?? [];
  const parts = dumps.map((dump) => dumpLines(view, dump, width).join('\n'));
  if (dumps.length === 0)
    parts.push(
      [
        ...wrap(NO_DUMP, width),
        ...howToGetOne(report)
          .map((step) => clip(visible(plainInline(step), PROSE_CAP), width - 2))
          .map((step) => `  ${step}`),
      ].join('\n'),
    );
  const text = `${parts.join('\n\n')}\n`;
  return options.unicode === false ? asciiOnly(text) : text;
}
