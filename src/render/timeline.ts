import pc from 'picocolors';
import type { Report, TimelineEntry } from '../report/schema.js';
import { type Block, heading, paragraph } from './document.js';
import { PROSE_CAP, visible } from './escape.js';
import { markdownFrom } from './markdown.js';
import { plural, stampOf } from './quantities.js';
import { commonDate, densityBlock, gapText, leftOutText, timelineTable } from './sections/timeline.js';
import { withShortEntries } from './short-entries.js';
import { asciiOnly, type TerminalOptions } from './terminalText.js';
import { silencesAsEntries, type TimelineRow, type TimelineSelection, timelineRows } from './timelineRows.js';
import { type View, viewOf } from './view.js';
import { clip, padEnd, widthOf, wrapCapped } from './width.js';

/** The view is for reading on, so it holds far more than the report's table; the JSON holds all. */
const ROWS = 1000;

const LEVELS: Record<string, TimelineEntry['severity']> = { warning: 'warning', '#': 'warning' };

/** `4059:M 23 Nov 2026 06:26:00.171 * `: process, time and level stand in their own columns. */
const LOG_HEADER = /^\S{1,24} \d\d \w{3}(?: \d{4})? \d\d:\d\d:\d\d\.\d{3} [.*#-] /;

/** Lines of one moment in the order of their file; a silence begins after the line that it follows. */
function byPlace(a: TimelineEntry, b: TimelineEntry): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  const [first, second] = [a.citation?.entry ?? '', b.citation?.entry ?? ''];
  if (first !== second) return first < second ? -1 : 1;
  const line = (entry: TimelineEntry) => (entry.citation?.line ?? 0) + (entry.type === 'gap' ? 0.5 : 0);
  return line(a) - line(b);
}

/** Entries of all incidents and the kept log lines that no entry already cites. */
function allEntries(report: Report): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const seen = new Set<string>();
  for (const incident of report.incidents) {
    for (const entry of incident.timeline) {
      const key = JSON.stringify([entry.time, entry.process, entry.what, entry.type, entry.citation?.line]);
      if (!seen.has(key)) entries.push(entry);
      seen.add(key);
    }
  }
  const cited = new Set(
    entries.flatMap((entry) => (entry.citation === undefined ? [] : [`${entry.citation.entry}:${entry.citation.line}`])),
  );
  for (const record of report.records ?? []) {
    if (record.time === undefined || cited.has(`${record.entry}:${record.line}`)) continue;
    const citation = { entry: record.entry, line: record.line, offset: 0, text: record.text };
    entries.push({
      time: record.time,
      process: record.process,
      what: record.text.replace(LOG_HEADER, ''),
      severity: LEVELS[record.level ?? ''] ?? 'info',
      type: 'log',
      citation,
    });
  }
  return [...entries, ...silencesAsEntries(report, report.incidents, entries)].sort(byPlace);
}

function select(report: Report): TimelineSelection {
  const anchors = report.incidents.flatMap((incident) => [incident.from, incident.to]);
  return timelineRows(allEntries(report), anchors.slice(0, 50), ROWS);
}

const NOTHING = 'The input holds nothing with a time.';

/** All that happened to all processes, in the order of time, the silences drawn. */
export function renderTimelineMarkdown(original: Report): string {
  const report = withShortEntries(original);
  const view = viewOf(report);
  const { rows, leftOut } = select(report);
  const blocks: (Block | undefined)[] = [
    heading(1, 'Timeline'),
    report.timeBasis === undefined ? undefined : paragraph(`Times: ${report.timeBasis}.`),
    densityBlock(view),
  ];
  blocks.push(rows.length === 0 ? paragraph(NOTHING) : timelineTable(view, rows));
  if (leftOut > 0)
    blocks.push(paragraph(`${plural(leftOut, 'entry', 'entries')} left out, the least grave and farthest from an incident first.`));
  return markdownFrom(blocks.filter((block): block is Block => block !== undefined));
}

interface Columns {
  time: number;
  name: number;
  what: number;
}

function rowLines(
  view: View,
  row: TimelineRow,
  columns: Columns,
  date: string | undefined,
  colors: ReturnType<typeof pc.createColors>,
): string[] {
  const stamp = stampOf(row.time);
  const time = row.kind === 'left-out' ? '' : date === undefined && stamp.date !== '' ? `${stamp.date} ${stamp.clock}` : stamp.clock;
  const name = row.kind === 'left-out' ? '' : view.short(row.process);
  const often = row.times > 1 ? ` (×${row.times})` : '';
  const place = row.citation === undefined ? '' : ` (${row.citation.entry}:${row.citation.line})`;
  const text = row.kind === 'left-out' ? leftOutText(row) : row.kind === 'gap' ? gapText(row) : `${row.what}${often}${place}`;
  const paint =
    row.kind === 'gap'
      ? colors.cyan
      : row.severity === 'critical'
        ? colors.red
        : row.severity === 'warning'
          ? colors.yellow
          : (line: string) => line;
  const cell = (value: string, width: number) => padEnd(clip(visible(value), width), width);
  return wrapCapped(visible(text, PROSE_CAP), columns.what, 3).map((line, index) => {
    const margin = index === 0 ? `${cell(time, columns.time)} ${cell(name, columns.name)} ` : ' '.repeat(columns.time + columns.name + 2);
    return `${margin}${paint(line)}`.trimEnd();
  });
}

export function renderTimelineTerminal(original: Report, options: TerminalOptions): string {
  const report = withShortEntries(original);
  const view = viewOf(report);
  const { rows, leftOut } = select(report);
  const date = commonDate(rows);
  const width = Math.max(60, options.width);
  const time = date === undefined ? 23 : 12;
  const name = Math.min(
    18,
    rows.reduce((most, row) => Math.max(most, widthOf(visible(view.short(row.process)))), 1),
  );
  const columns = { time, name, what: width - time - name - 2 };
  const colors = pc.createColors(options.color);
  const lines = [date ?? '', report.timeBasis === undefined ? '' : visible(report.timeBasis)].filter((part) => part !== '');
  const head = lines.length > 0 ? [clip(lines.join(', '), width), ''] : [];
  const body = rows.length === 0 ? [NOTHING] : rows.flatMap((row) => rowLines(view, row, columns, date, colors));
  const tail = leftOut > 0 ? ['', `${plural(leftOut, 'entry', 'entries')} left out, the least grave first.`] : [];
  const text = `${[...head, ...body, ...tail].join('\n')}\n`;
  return options.unicode === false ? asciiOnly(text) : text;
}
