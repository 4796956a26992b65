import type { Report } from '../../report/schema.js';
import { type Block, type Inline, list, paragraph, section, table } from '../document.js';
import { dateTime, duration, plural, timeRange } from '../quantities.js';
import { ownProcesses, type View } from '../view.js';
import { changeText } from './history.js';
import { processTable } from './inputs.js';
import { benignItems, benignSection } from './others.js';

function spanOf(report: Report): string {
  const froms = report.processes.flatMap((process) => process.from ?? []).sort();
  const tos = report.processes.flatMap((process) => process.to ?? []).sort();
  const [from, to] = [froms[0], tos.at(-1)];
  return from === undefined || to === undefined ? '' : `, ${timeRange(from, to)}`;
}

/** One calm sentence: what was read. */
export function lookedAt(report: Report): string {
  const parsed = report.inputs.filter((input) => input.outcome === 'parsed').length;
  const lines = report.inputs.reduce((sum, input) => sum + input.lines, 0);
  const own = ownProcesses(report).length;
  const children = report.processes.length - own;
  const forked = children > 0 ? ` and ${plural(children, 'fork child', 'fork children')}` : '';
  return `Looked at ${plural(own, 'process', 'processes')}${forked} in ${plural(parsed, 'entry', 'entries')}, ${plural(lines, 'line')}${spanOf(report)}.`;
}

function levels(view: View): Inline[] {
  const byLevel = new Map<string, string[]>();
  for (const process of ownProcesses(view.report)) {
    const names = byLevel.get(process.logLevel.value) ?? [];
    names.push(view.name(process.id));
    byLevel.set(process.logLevel.value, names);
  }
  return [...byLevel].slice(0, 4).map(([level, names]): Inline => {
    const who = `${names.slice(0, 4).join('; ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''}`;
    if (level === 'verbose' || level === 'debug')
      return [`${who}: logs at ${level}, with a line every 5 s while it holds keys: a freeze would have interrupted them.`];
    if (level === 'notice')
      return [`${who}: logs at notice, where an idle server is silent: a freeze that nobody noticed would look like a quiet time.`];
    if (level === 'warning') return [`${who}: logs warnings only: starts, saves and, in newer versions, failovers leave no line.`];
    return [`${who}: log level not known; silence proves nothing.`];
  });
}

/** What the input could have shown, so that "nothing wrong" has a meaning. */
function wouldHaveSeen(view: View): Inline[] {
  const { report } = view;
  if (report.processes.length === 0) return [];
  const items: Inline[] = [
    [
      'Crash reports, failed background saves and write errors are logged as warnings: they would have been seen wherever the log has no hole.',
    ],
    ...levels(view),
  ];
  const holes = (report.coverage ?? []).flatMap((one) => one.holes.map((hole) => ({ process: one.process, ...hole })));
  for (const hole of holes.slice(0, 5)) {
    const span = hole.from !== undefined && hole.to !== undefined ? `${timeRange(hole.from, hole.to)}: ` : '';
    items.push([`Not covered: ${view.name(hole.process)}, ${span}${hole.why}`]);
  }
  return items;
}

function longestSilence(view: View): Block | undefined {
  const [longest] = [...view.report.silences].sort((a, b) => b.durationMs - a.durationMs);
  if (longest === undefined) return undefined;
  const why = longest.benign === undefined ? '' : ` (${longest.benign})`;
  return paragraph(`Longest pause: ${view.name(longest.process)}, ${duration(longest.durationMs)} from ${dateTime(longest.from)}${why}.`);
}

function changes(view: View): Block | undefined {
  const { configChanges } = view.report;
  if (configChanges.length === 0) return undefined;
  const rows = configChanges
    .slice(0, 20)
    .map((change): Inline[] => [
      [change.time === undefined ? '' : dateTime(change.time)],
      [view.name(change.process)],
      [changeText(change)],
      [change.outcome],
    ]);
  return table(['time', 'process', 'change', 'outcome'], rows);
}

export function healthySections(view: View): Block[] {
  const would = wouldHaveSeen(view);
  const table = processTable(view);
  return [
    paragraph(lookedAt(view.report)),
    ...section('What was seen', table, changes(view), longestSilence(view)),
    ...(benignItems(view).length > 0 ? benignSection(view) : []),
    ...section('What would have been seen', would.length > 0 && list(would)),
  ];
}
