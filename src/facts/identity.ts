import { parseEntryName } from '../formats/side/entry-name.js';
import type { EntryRecords, LogEvent, LogRun } from '../model/records.js';

/** Log groups: the entries that a server writes one after the other (rotation) or together (stdout beside the log file). */
export function groupKey(entry: string, sub: string): string {
  const slash = entry.lastIndexOf('/');
  const folder = slash < 0 ? '' : entry.slice(0, slash + 1);
  return `${folder}${parseEntryName(entry).stem}\u0000${sub}`;
}

const LAST_DATE = 99_999_999;

/** Rotation number of an entry (`.log.2.gz` is 2, the live log 0): older files have higher numbers, older dates (`.log-20251123`) too. */
export function rotationOf(entry: string): number {
  const { rotation, rotatedOn } = parseEntryName(entry);
  return rotation ?? (rotatedOn === undefined ? 0 : LAST_DATE - Number(rotatedOn));
}

export function eventsOf(run: LogRun, ids: readonly string[]): LogEvent[] {
  return run.events.filter((event) => ids.includes(event.id));
}

export function firstEvent(runs: LogRun[], ids: readonly string[]): LogEvent | undefined {
  for (const run of runs) for (const event of run.events) if (ids.includes(event.id)) return event;
  return undefined;
}

/** Pids that a server said it forked. */
export function attestedChildren(entries: EntryRecords[]): Set<string> {
  const found = new Set<string>();
  for (const entry of entries)
    for (const run of entry.runs)
      for (const event of run.events)
        if (CHILD_STARTS.has(event.id) && event.fields.pid !== undefined)
          found.add(`${groupKey(run.entry, run.sub)}\u0000${event.fields.pid}`);
  return found;
}

export const CHILD_STARTS = new Map([
  ['bgsave-started', 'RDB'],
  ['aof-rewrite-started', 'AOF rewrite'],
  ['diskless-started', 'diskless RDB transfer'],
  ['module-fork-started', 'module fork'],
]);

const CHILD_TEXT = /DB saved on disk|copy-on-write|Fork CoW|append only file rewrite|Concatenating|fork|SIGUSR1 in child|SIGTERM in child/i;

export type RunClass = 'server' | 'child' | 'launcher';

/** A banner or a line with role M, S or X makes a server. What prints only role C is a fork child, or main before it knows its pid
 * (Redis <= 8.0 prints C then): a launcher that daemonises goes on under another pid. */
export function classifyRun(run: LogRun, attested: Set<string>): RunClass {
  if (run.banner || run.roles.M || run.roles.S || run.roles.X) return 'server';
  if (run.events.length > 0 && run.events.every((event) => event.id === 'service-command')) return 'launcher';
  if (attested.has(`${groupKey(run.entry, run.sub)}\u0000${run.pid}`)) return 'child';
  if (!run.roles.C) return 'server';
  const texts = [...run.tail, ...run.events, run.first];
  return texts.some((line) => CHILD_TEXT.test(line.text)) ? 'child' : 'launcher';
}
