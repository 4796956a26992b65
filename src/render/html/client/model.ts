import type { Citation, Report } from '../../../report/schema.js';
import { epochMs } from '../../quantities.js';
import { shortEntryNames } from '../../short-entries.js';
import { type View, viewOf } from '../../view.js';
import type { Embedded } from '../embed.js';
import { type Lane, lanesOf } from './lanes.js';
import { type StoryRow, storyOf } from './story.js';

export interface Range {
  fromMs: number;
  toMs: number;
}

export interface RecordRow {
  /** NaN where the line has no time of its own. */
  ms: number;
  record: NonNullable<Report['records']>[number];
}

/** A citation with everything that rests on it. */
export interface Quote {
  citation: Citation;
  claims: string[];
}

/** All that the page shows, indexed once. */
export interface Model {
  report: Report;
  view: View;
  left: Embedded['left'];
  textCap: number;
  story: StoryRow[];
  lanes: Lane[];
  /** All of the data, and the part to begin with: the incident with its surroundings. */
  extent?: Range;
  home?: Range;
  incident?: Range;
  records: RecordRow[];
  /** Records of one entry in the order of its lines. */
  recordsByEntry: Map<string, RecordRow[]>;
  /** By evidence number, and by place for those without. */
  quotes: Map<string, Quote>;
  /** Shortest name of an entry that no other entry shares. */
  shortEntry(entry: string): string;
}

export function placeKey(citation: { entry: string; line: number }): string {
  return `${citation.entry}:${citation.line}`;
}

function isCitation(value: object): value is Citation {
  return 'entry' in value && 'line' in value && 'offset' in value && 'text' in value;
}

/** Every citation of the report, wherever it stands. */
function quotesOf(report: Report): Map<string, Quote> {
  const quotes = new Map<string, Quote>();
  const visit = (value: unknown, claim: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, claim);
      return;
    }
    if (isCitation(value)) {
      const known = quotes.get(placeKey(value)) ?? { citation: value, claims: [] };
      if (claim !== '' && known.claims.length < 12 && !known.claims.includes(claim)) known.claims.push(claim);
      quotes.set(placeKey(value), known);
      // One number may stand for several lines, and a line may have two: a number leads to the first that has it.
      if (value.ref !== undefined && !quotes.has(value.ref))
        quotes.set(value.ref, known.citation.ref === value.ref ? known : { citation: value, claims: known.claims });
      return;
    }
    const own = value as { claim?: unknown; what?: unknown; state?: unknown };
    const claimed = typeof own.claim === 'string' && own.state === 'absent' ? `not so: ${own.claim}` : own.claim;
    const said = typeof claimed === 'string' ? claimed : typeof own.what === 'string' ? own.what : claim;
    for (const [key, inner] of Object.entries(value)) if (typeof inner === 'object') visit(inner, key === 'explanations' ? '' : said);
  };
  // Incidents first: they carry the evidence numbers.
  visit(report.incidents, '');
  const { incidents: _, records: __, ...rest } = report;
  visit(rest, '');
  return quotes;
}

function recordsOf(report: Report): RecordRow[] {
  const rows = (report.records ?? []).map((record): RecordRow => ({ ms: epochMs(record.time) ?? Number.NaN, record }));
  // Lines without a time of their own stay behind the line that they follow.
  let last = Number.NEGATIVE_INFINITY;
  const keys = new Map<RecordRow, number>();
  for (const row of rows) {
    if (!Number.isNaN(row.ms)) last = row.ms;
    keys.set(row, last);
  }
  // Two of the first are minus infinity, whose difference is no number.
  return rows.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number) || 0);
}

function groupByEntry(rows: readonly RecordRow[]): Map<string, RecordRow[]> {
  const groups = new Map<string, RecordRow[]>();
  for (const row of rows) {
    const list = groups.get(row.record.entry);
    if (list) list.push(row);
    else groups.set(row.record.entry, [row]);
  }
  for (const list of groups.values()) list.sort((a, b) => a.record.line - b.record.line);
  return groups;
}

/** Shorter than this, a range cannot be told apart from a moment. */
export const SHORTEST_MS = 20;

function widened(fromMs: number, toMs: number): Range {
  const short = Math.max(0, 1000 - (toMs - fromMs)) / 2;
  return { fromMs: fromMs - short, toMs: toMs + short };
}

function extentOf(lanes: readonly Lane[], records: readonly RecordRow[], incident: Range | undefined): Range | undefined {
  let fromMs = incident?.fromMs ?? Number.POSITIVE_INFINITY;
  let toMs = incident?.toMs ?? Number.NEGATIVE_INFINITY;
  for (const lane of lanes) {
    if (lane.fromMs < fromMs) fromMs = lane.fromMs;
    if (lane.toMs > toMs) toMs = lane.toMs;
  }
  if (lanes.length === 0)
    for (const { ms } of records) {
      if (ms < fromMs) fromMs = ms;
      if (ms > toMs) toMs = ms;
    }
  if (!(fromMs <= toMs)) return undefined;
  const range = widened(fromMs, toMs);
  const margin = (range.toMs - range.fromMs) * 0.01;
  return { fromMs: range.fromMs - margin, toMs: range.toMs + margin };
}

/** What led to an incident is at most this long ago, also of one that was over at once. */
const BEFORE_MS = 30_000;

/** The incident with a quarter of its length before and after; all when that is not much more. */
function homeOf(extent: Range | undefined, incident: Range | undefined): Range | undefined {
  if (extent === undefined || incident === undefined) return extent;
  const lengthMs = Math.max(incident.toMs - incident.fromMs, 2 * BEFORE_MS);
  if (extent.toMs - extent.fromMs <= 2.5 * lengthMs) return extent;
  const margin = Math.max(lengthMs / 4, BEFORE_MS);
  return { fromMs: Math.max(extent.fromMs, incident.fromMs - margin), toMs: Math.min(extent.toMs, incident.toMs + margin) };
}

export function modelOf({ report, left, textCap }: Embedded): Model {
  const view = viewOf(report);
  const fromMs = epochMs(view.incident?.from);
  const toMs = epochMs(view.incident?.to);
  const incident = fromMs !== undefined && toMs !== undefined && toMs >= fromMs ? { fromMs, toMs } : undefined;
  const story = storyOf(view);
  const lanes = lanesOf(view, story);
  const records = recordsOf(report);
  const extent = extentOf(lanes, records, incident);
  const short = shortEntryNames(report.inputs.map((input) => input.entry));
  return {
    report,
    view,
    left,
    textCap,
    story,
    lanes,
    extent,
    home: homeOf(extent, incident),
    incident,
    records,
    recordsByEntry: groupByEntry(records),
    quotes: quotesOf(report),
    shortEntry: (entry) => short.get(entry) ?? entry,
  };
}
