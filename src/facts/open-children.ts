import type { BoundEvent, Facts, OpenChildFact } from '../model/facts.js';
import { append } from '../model/grouping.js';

/** Lines with which a server tells that a child began and that it ended (rdb.c, aof.c, replication.c, module.c). */
const STARTS: Record<string, OpenChildFact['what']> = {
  'bgsave-started': 'save',
  'diskless-started': 'transfer',
  'aof-rewrite-started': 'rewrite',
  'module-fork-started': 'module fork',
};
const ENDS = new Set([
  ...['bgsave-ok', 'bgsave-error', 'bgsave-signal', 'diskless-ok', 'diskless-error', 'diskless-signal', 'diskless-dropped'],
  ...['aof-rewrite-terminated', 'aofrw-ok', 'aofrw-error', 'aofrw-signal', 'module-fork-exited', 'child-kill', 'shutdown-module-child'],
  // There is one child at a time: who announces the next one has none.
  ...['save-changes', 'aof-rewrite-auto', 'shutdown-requested', 'ready', 'server-starting'],
]);
/** What a child says of itself when its work is done. */
const DONE = new Set(['rdb-saved', 'fork-cow']);

/** Shortest time after which a child without an end is worth a word, with and without earlier children of the same server to compare with. */
const LONG_MS = 30 * 60_000;
const COMPARED_MS = 10 * 60_000;
const TIMES = 10;

/** The last child of each server, when its end was never logged although the log went on for far longer than its children take. */
export function findOpenChildren(facts: Facts): OpenChildFact[] {
  const found: OpenChildFact[] = [];
  const events = new Map<string, BoundEvent[]>();
  for (const bound of facts.events) {
    if (bound.process === undefined || !(bound.event.id in STARTS || ENDS.has(bound.event.id) || bound.event.id === 'fork-failed'))
      continue;
    append(events, bound.process, bound);
  }
  for (const process of facts.processes) {
    if (process.role === 'child') continue;
    const open = lastOpen(events.get(process.id) ?? []);
    if (open === undefined || !Number.isFinite(open.start.timeMs) || !Number.isFinite(process.toMs)) continue;
    const pid = Number(open.start.event.fields.pid ?? 0);
    if (childIsDone(facts, pid, open.start.timeMs)) continue;
    const lasted = process.toMs - open.start.timeMs;
    const least = open.longestMs === undefined ? LONG_MS : Math.max(COMPARED_MS, TIMES * open.longestMs);
    if (lasted < least) continue;
    found.push({
      process: process.id,
      pid,
      what: STARTS[open.start.event.id],
      fromMs: open.start.timeMs,
      toMs: process.toMs,
      longestMs: open.longestMs,
      cite: open.start.event,
      refused: open.refused.map((bound) => bound.event),
    });
  }
  return found;
}

function lastOpen(list: readonly BoundEvent[]): { start: BoundEvent; longestMs?: number; refused: BoundEvent[] } | undefined {
  let start: BoundEvent | undefined;
  let longestMs: number | undefined;
  let refused: BoundEvent[] = [];
  for (const bound of list) {
    const { id } = bound.event;
    if (id in STARTS) {
      start = bound;
      refused = [];
    } else if (id === 'fork-failed') refused.push(bound);
    else if (start !== undefined) {
      const lasted = bound.timeMs - start.timeMs;
      if (/^(?:bgsave-ok|diskless-ok|aof-rewrite-terminated|aofrw-ok|module-fork-exited)$/.test(id))
        longestMs = Math.max(longestMs ?? 0, lasted);
      start = undefined;
    }
  }
  return start === undefined ? undefined : { start, longestMs, refused };
}

function childIsDone(facts: Facts, pid: number, fromMs: number): boolean {
  if (pid <= 0) return false;
  const children = new Set(
    facts.processes.filter((process) => process.pid === pid && process.role === 'child').map((process) => process.id),
  );
  return facts.events.some((bound) => children.has(bound.process ?? '') && bound.timeMs >= fromMs - 1000 && DONE.has(bound.event.id));
}
