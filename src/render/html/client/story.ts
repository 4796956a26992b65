import type { TimelineEntry } from '../../../report/schema.js';
import { epochMs } from '../../quantities.js';
import { changeText } from '../../sections/history.js';
import { silencesAsEntries, type TimelineRow, timelineRows } from '../../timelineRows.js';
import type { View } from '../../view.js';

/** A row of the timeline with its moment. */
export interface StoryRow extends TimelineRow {
  /** NaN when the moment is not known. */
  ms: number;
}

/** What the entries do not already tell: changes and crashes outside of any incident. */
function furtherEntries(view: View, told: ReadonlySet<string>): TimelineEntry[] {
  const { report } = view;
  const isNew = (citation: TimelineEntry['citation']) => citation === undefined || !told.has(`${citation.entry}:${citation.line}`);
  const changes = report.configChanges
    .filter((change) => change.time !== undefined && isNew(change.citation))
    .map((change): TimelineEntry => {
      const { process, citation } = change;
      return { time: change.time as string, process, what: changeText(change), severity: 'info', type: 'config', citation };
    });
  const crashes = report.crashes
    .filter((crash) => crash.time !== undefined && isNew(crash.citation))
    .map((crash): TimelineEntry => {
      const { process, citation } = crash;
      const what = crash.signal === undefined ? 'crash report' : `crash report, signal ${crash.signal}`;
      return { time: crash.time as string, process, what, severity: 'critical', type: 'crash', citation };
    });
  return [...changes, ...crashes];
}

/** One story over all incidents, silences and changes, in time order, each moment once. */
export function storyOf(view: View): StoryRow[] {
  const { incidents } = view.report;
  const seen = new Set<string>();
  const entries = incidents
    .flatMap((one) => one.timeline)
    .filter((entry) => {
      // Two incidents that overlap tell of the same lines.
      if (incidents.length < 2) return true;
      const key = `${entry.time} ${entry.process ?? ''} ${entry.what}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    });
  const told = new Set(entries.flatMap((entry) => (entry.citation ? [`${entry.citation.entry}:${entry.citation.line}`] : [])));
  const gaps = silencesAsEntries(view.report, incidents, entries);
  const rows = timelineRows([...entries, ...gaps, ...furtherEntries(view, told)], [], Number.POSITIVE_INFINITY).rows;
  return rows.map((row) => ({ ...row, ms: epochMs(row.time) ?? Number.NaN }));
}
