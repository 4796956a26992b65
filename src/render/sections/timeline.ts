import type { Incident } from '../../report/schema.js';
import { densityChart } from '../density.js';
import { type Block, code, details, type Inline, paragraph, prose, section, strong, table } from '../document.js';
import { count, duration, plural, stampOf } from '../quantities.js';
import { notableSilences, silencesAsEntries, type TimelineRow, type TimelineSelection, timelineRows } from '../timelineRows.js';
import { cited, type View } from '../view.js';
import { clip, padEnd, widthOf } from '../width.js';

/** One date for all rows is said once, above the table. */
export function commonDate(rows: readonly TimelineRow[]): string | undefined {
  const dates = new Set(rows.map((row) => stampOf(row.time).date));
  const [date] = dates;
  return dates.size === 1 && date !== '' ? date : undefined;
}

export function gapText(row: TimelineRow): string {
  return row.durationMs === undefined ? `⋯ ${row.what} ⋯` : `⋯ ${duration(row.durationMs)} of silence ⋯`;
}

export function leftOutText(row: TimelineRow): string {
  return `⋯ ${plural(row.times, 'entry', 'entries')} left out ⋯`;
}

function whatCell(row: TimelineRow): Inline {
  if (row.kind === 'gap') return [strong(gapText(row)), ...cited(row.citation)];
  const text = prose(row.what);
  const often = row.times > 1 ? [` (×${row.times})`] : [];
  return [...(row.severity === 'critical' ? [strong(...text)] : text), ...often, ...cited(row.citation)];
}

export function timelineTable(view: View, rows: readonly TimelineRow[]): Block {
  const date = commonDate(rows);
  const several = new Set(rows.map((row) => row.process ?? '')).size > 1;
  const body = rows.map((row): Inline[] => {
    if (row.kind === 'left-out') return several ? [[], [], [leftOutText(row)]] : [[], [leftOutText(row)]];
    const stamp = stampOf(row.time);
    const time: Inline = [date === undefined && stamp.date !== '' ? `${stamp.date} ${stamp.clock}` : stamp.clock];
    return several ? [time, [view.short(row.process)], whatCell(row)] : [time, whatCell(row)];
  });
  const first = date ?? 'time';
  return several ? table([first, 'process', 'what'], body) : table([first, 'what'], body);
}

export function incidentRows(view: View, incident: Incident, cap?: number): TimelineSelection {
  const entries = incident.timeline;
  const gaps = silencesAsEntries(view.report, [incident], entries);
  const anchors = [incident.from, incident.onset?.time, incident.trigger?.time, incident.to];
  return timelineRows([...entries, ...gaps], anchors, cap);
}

const CHART_COLUMNS = 72;

/** Log lines over time as text, so that the silence can be seen. */
export function densityBlock(view: View): Block | undefined {
  const chart = densityChart(view, CHART_COLUMNS);
  if (chart === undefined) return undefined;
  const width = Math.min(28, Math.max(...chart.lines.map((line) => widthOf(line.name))));
  const label = (name: string) => padEnd(clip(name, width), width);
  const lines = chart.lines.map((line) => `${label(line.name)} ${line.bars}`.trimEnd());
  if (chart.ruler !== '') lines.push(`${label('')} ${chart.ruler}`);
  lines.push(`${label('')} ${chart.axis}`);
  return { type: 'code', language: 'text', lines };
}

/** Rows that are shown at once. */
const SHORT_ROWS = 12;

/** Why a pause is one: against the process' own habit. */
function silenceSentences(view: View, incident: Incident): Block | undefined {
  const found = notableSilences(view.report, [incident])
    .filter((silence) => incident.processes.includes(silence.process))
    .slice(0, 3);
  const sentences = found.map((silence) => {
    const { medianMs, maxOtherMs, lines } = silence.baseline;
    const habit =
      lines > 2 ? `; its longest other pause was ${duration(maxOtherMs)}, the usual one ${duration(medianMs)} (${count(lines)} lines)` : '';
    const lost = silence.heartbeatLost === true ? '; regular lines are missing' : '';
    return `${view.short(silence.process)}: no line for ${duration(silence.durationMs)}${habit}${lost}.`;
  });
  return sentences.length === 0 ? undefined : paragraph(sentences.join(' '));
}

export function timelineSection(view: View, incident: Incident): Block[] {
  const selection = incidentRows(view, incident);
  if (selection.rows.length === 0) return [];
  const short = selection.rows.length > SHORT_ROWS + 4 ? incidentRows(view, incident, SHORT_ROWS) : selection;
  const left =
    selection.leftOut > 0 &&
    paragraph(
      `${plural(selection.leftOut, 'entry', 'entries')} left out of the table, the least grave and farthest from the incident first; the view `,
      code('timeline'),
      ' has all that the report keeps.',
    );
  const whole = [timelineTable(view, selection.rows), ...(left === false ? [] : [left])];
  return section(
    'Timeline',
    densityBlock(view),
    silenceSentences(view, incident),
    timelineTable(view, short === selection ? short.rows : short.rows.filter((row) => row.kind !== 'left-out')),
    short === selection ? left : details(`All ${selection.rows.length} rows of the timeline`, whole),
  );
}
