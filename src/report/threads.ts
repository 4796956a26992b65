import { groupThreads } from '../facts/threads/group.js';
import type { DumpComparison, DumpFact, ThreadChange } from '../model/facts.js';
import type { WaitGraph } from '../model/threads.js';
import { citation, isoTime } from './cite.js';
import type { Report, ReportWaitGraph } from './schema.js';

/** Thread lists longer than this are cut in the report; the counts stay. */
const KEPT_THREADS = 400;
const KEPT_NAMES = 60;

export function waitGraphOf(graph: WaitGraph, dump?: string): ReportWaitGraph {
  const inEdges = new Set(graph.edges.flatMap((edge) => [edge.from, edge.to]));
  const threads = graph.threads.filter((thread) => inEdges.has(thread.id)).slice(0, KEPT_THREADS);
  const kept = new Set([...threads.map((thread) => thread.id), ...graph.resources.map((resource) => resource.id)]);
  return {
    ...(dump === undefined ? {} : { dump }),
    threads: threads.map(({ cite, ...thread }) => ({ ...thread, stack: thread.stack.slice(0, 40), citation: citation(cite) })),
    resources: graph.resources,
    edges: graph.edges.filter((edge) => kept.has(edge.from) && kept.has(edge.to)),
    cycles: graph.cycles.slice(0, 50),
    ...(graph.rootBlocker === undefined ? {} : { rootBlocker: graph.rootBlocker }),
  };
}

export function threadDumpsOf(dumps: DumpFact[]): NonNullable<Report['threadDumps']> {
  return dumps.slice(0, 40).map((dump) => {
    const { reading } = dump;
    const time = isoTime(dump.timeMs);
    return {
      id: dump.id,
      ...(dump.process === undefined ? {} : { process: dump.process }),
      entry: dump.dump.entry,
      line: dump.dump.cite.line,
      source: dump.dump.source,
      ...(time === undefined ? {} : { time }),
      threads: dump.dump.threads.length,
      groups: groupThreads(reading.states)
        .slice(0, 60)
        .map((group) => ({
          state: group.state,
          role: group.role,
          doing: group.doing,
          count: group.count,
          threads: group.threads.slice(0, KEPT_NAMES).map((thread) => thread.name || String(thread.tid)),
          stack: group.stack.slice(0, 40),
          idle: group.idle,
          ...(group.cite === undefined ? {} : { citation: citation(group.cite) }),
        })),
      ...(reading.main === undefined
        ? {}
        : { main: { activity: reading.main.activity, detail: reading.main.detail, citation: citation(reading.main.cite) } }),
      limits: reading.limits,
      contradictions: reading.contradictions,
      ...(reading.graph.edges.length === 0 ? {} : { waitGraph: waitGraphOf(reading.graph, dump.id) }),
    };
  });
}

const KEPT_ROWS = 60;
const WEIGHT: Record<ThreadChange, number> = { same: 0, within: 1, moved: 2, gone: 3, new: 4 };

/** Main first, then those that wait or work at the same place as before; who idles in both says nothing. */
export function comparisonsOf(pairs: readonly DumpComparison[]): NonNullable<Report['threadComparisons']> {
  return pairs.map((pair) => {
    const count = (change: ThreadChange) => pair.rows.filter((row) => row.change === change).length;
    const telling = pair.rows.filter((row) => !(row.first.state === 'idle' && (row.second?.state ?? 'idle') === 'idle'));
    const rank = (row: DumpComparison['rows'][number]) => (row.role === 'main' ? -1 : WEIGHT[row.change]);
    return {
      ...(pair.process === undefined ? {} : { process: pair.process }),
      first: pair.first,
      second: pair.second,
      ...(Number.isFinite(pair.gapMs) ? { gapMs: pair.gapMs } : {}),
      ...(pair.main === undefined ? {} : { main: pair.main }),
      same: count('same'),
      within: count('within'),
      moved: count('moved'),
      gone: count('gone'),
      new: count('new'),
      rows: [...telling]
        .sort((a, b) => rank(a) - rank(b) || a.tid - b.tid)
        .slice(0, KEPT_ROWS)
        .map((row) => ({
          thread: row.name || String(row.tid),
          role: row.role,
          change: row.change,
          first: { doing: row.first.doing, stack: row.first.stack },
          ...(row.second === undefined ? {} : { second: { doing: row.second.doing, stack: row.second.stack } }),
          citation: citation(row.cite),
        })),
    };
  });
}
