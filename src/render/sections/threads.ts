import type { Report } from '../../report/schema.js';
import { type Block, code, heading, type Inline, list, paragraph, prose, section, strong, table } from '../document.js';
import { upperFirst } from '../evidence.js';
import { dateTime, duration, plural } from '../quantities.js';
import { cited, type ReportDump, type View } from '../view.js';

type Group = ReportDump['groups'][number];

const FRAMES = 4;
const MEMBERS = 12;

/** Frames of a stack, innermost first: enough to recognise it. */
export function stackCell(stack: readonly string[], frames = FRAMES): Inline {
  if (stack.length === 0) return ['no frames'];
  const shown = stack.slice(0, frames).join(' ← ');
  return [code(stack.length > frames ? `${shown} ← …` : shown)];
}

export function memberNames(group: Group): string {
  const shown = group.threads.slice(0, MEMBERS).join(', ');
  return group.threads.length > MEMBERS ? `${shown} and ${group.threads.length - MEMBERS} more` : shown;
}

/** Threads in the same state together, the idle ones last and in one line each role. */
export function groupTable(groups: readonly Group[]): Block | undefined {
  if (groups.length === 0) return undefined;
  const rows = groups.map((group): Inline[] => [
    [String(group.count)],
    [memberNames(group)],
    [strong(group.state), ...(group.doing === '' ? [] : [': ', ...prose(group.doing)]), ...cited(group.citation)],
    stackCell(group.stack),
  ]);
  return table(['', 'threads', 'state', 'stack, innermost first'], rows);
}

function idleSentence(groups: readonly Group[]): Inline | undefined {
  if (groups.length === 0) return undefined;
  const byRole = new Map<string, number>();
  for (const group of groups) byRole.set(group.role, (byRole.get(group.role) ?? 0) + group.count);
  const parts = [...byRole].sort((a, b) => b[1] - a[1]).map(([role, count]) => `${count} ${role}`);
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  return [`Idle, as they should be (${total}): ${parts.join(', ')}.`];
}

const SOURCES: Record<string, string> = {
  'redis-report': 'crash report',
  'redis-watchdog': 'watchdog report',
  'redis-sigalrm': 'stacks that Redis logged on SIGALRM',
  gdb: 'gdb output',
  'gdb-core': 'gdb output of a core',
  'gdb-info': 'gdb list of threads',
  'eu-stack': 'eu-stack output',
  'eu-stack-core': 'eu-stack output of a core',
  'elf-core': 'core file',
  pstack: 'pstack output',
  proc: 'threads in /proc',
  collector: 'threads and lock words of the collector',
  sanitizer: 'sanitizer report',
};

export function sourceName(dump: ReportDump): string {
  return SOURCES[dump.source] ?? dump.source;
}

export function dumpTitle(view: View, dump: ReportDump): Inline {
  const at = dump.time === undefined ? '' : `, ${dateTime(dump.time)}`;
  const owner = dump.process === undefined ? '' : ` of ${view.name(dump.process)}`;
  const source = upperFirst(sourceName(dump));
  return [`${source}${owner}${at}: ${plural(dump.threads, 'thread')} (`, code(`${dump.entry}:${dump.line}`), ')'];
}

function mainSpans(main: NonNullable<ReportDump['main']>): Inline {
  const detail = main.detail === '' ? [main.activity] : [...prose(main.detail), ` (${main.activity})`];
  return [...detail, ...cited(main.citation)];
}

export function dumpBlocks(dump: ReportDump): Block[] {
  const busy = dump.groups.filter((group) => !group.idle);
  const idle = idleSentence(dump.groups.filter((group) => group.idle));
  const blocks: (Block | undefined)[] = [
    dump.main && paragraph(strong('Main: '), ...mainSpans(dump.main)),
    groupTable(busy),
    idle && paragraph(...idle),
    dump.contradictions.length > 0
      ? list(dump.contradictions.map((text): Inline => [strong('Contradiction: '), ...prose(text)]))
      : undefined,
    dump.limits.length > 0 ? paragraph('The picture is incomplete: ', ...prose(dump.limits.join('; ')), '.') : undefined,
  ];
  return blocks.filter((block): block is Block => block !== undefined);
}

type Comparison = NonNullable<Report['threadComparisons']>[number];

const CHANGES: Record<string, string> = {
  same: 'same functions',
  within: 'goes on within the same call',
  moved: 'elsewhere',
  gone: 'gone',
  new: 'new',
};
const ROWS = 8;

function comparisonRow(row: Comparison['rows'][number]): Inline[] {
  const second: Inline = row.change === 'same' ? ['the same'] : row.second === undefined ? ['–'] : stackCell(row.second.stack, 3);
  return [
    [row.role === 'main' ? `${row.thread} (main)` : row.thread],
    [strong(CHANGES[row.change] ?? row.change)],
    stackCell(row.first.stack, 3),
    second,
  ];
}

/** Two samples side by side: whether somebody stands, works or has moved. */
export function comparisonBlocks(pair: Comparison): Block[] {
  const apart = pair.gapMs === undefined ? '' : `, ${duration(pair.gapMs)} apart`;
  const counts = [
    `${pair.same} at the same place`,
    pair.within > 0 ? `${pair.within} within the same call` : '',
    pair.moved > 0 ? `${pair.moved} elsewhere` : '',
    pair.gone > 0 ? `${pair.gone} gone` : '',
    pair.new > 0 ? `${pair.new} new` : '',
  ].filter((part) => part !== '');
  const main = pair.main === undefined ? '' : ` Main: ${CHANGES[pair.main] ?? pair.main}.`;
  const blocks: Block[] = [
    heading(3, `Two samples compared (${pair.first} and ${pair.second}${apart})`),
    paragraph(`Threads: ${counts.join(', ')}.${main}`),
  ];
  if (pair.rows.length > 0)
    blocks.push(table(['thread', 'between the two', 'first, innermost first', 'second'], pair.rows.slice(0, ROWS).map(comparisonRow)));
  return blocks;
}

const COMPARISONS = 2;
const DUMPS = 3;

export function threadSection(view: View): Block[] {
  const all = view.report.threadDumps ?? [];
  const involved = new Set(view.incident?.processes ?? []);
  const rank = (dump: ReportDump) => (dump.process !== undefined && involved.has(dump.process) ? 0 : 1);
  const dumps = [...all].sort((a, b) => rank(a) - rank(b));
  const shown = dumps.slice(0, DUMPS);
  const rest = dumps.slice(DUMPS);
  const single = dumps.length === 1;
  return section(
    'Threads',
    shown.flatMap((dump) => [single ? paragraph(...dumpTitle(view, dump)) : heading(3, ...dumpTitle(view, dump)), ...dumpBlocks(dump)]),
    (view.report.threadComparisons ?? []).slice(-COMPARISONS).flatMap(comparisonBlocks),
    rest.length > 0 && paragraph(`${plural(rest.length, 'further dump')} in the input; the view `, code('stacks'), ' shows them all.'),
  );
}
