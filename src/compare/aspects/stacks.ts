import type { Citation, Report, ReportWaitGraph } from '../../report/schema.js';
import type { Side } from '../side.js';

export type Dump = NonNullable<Report['threadDumps']>[number];

/** Dumps of the process; in an incident the one whose wait-for graph is shown comes first. */
export function dumpsOf(side: Side): Dump[] {
  const own = (side.report.threadDumps ?? []).filter((one) => one.process !== undefined && one.process === side.process?.id);
  const shown = side.incident?.waitGraph?.dump;
  return own.sort((a, b) => Number(b.id === shown) - Number(a.id === shown));
}

export function mainOf(side: Side): { dump: Dump; main: NonNullable<Dump['main']>; stack: string[] } | undefined {
  for (const dump of dumpsOf(side)) {
    if (dump.main === undefined || dump.main.activity === 'unknown') continue;
    return { dump, main: dump.main, stack: dump.groups.find((group) => group.role === 'main')?.stack ?? [] };
  }
  return undefined;
}

/** `barrier, module-lock`: what the circle runs through, whoever waits. */
export function circleOf(side: Side): { kinds: string; text: string; citations: Citation[] } | undefined {
  const graphs = [side.incident?.waitGraph, ...dumpsOf(side).map((dump) => dump.waitGraph)];
  const graph = graphs.find((one) => one !== undefined && one.cycles.length > 0);
  const cycle = graph?.cycles[0];
  if (graph === undefined || cycle === undefined) return undefined;
  const resources = graph.resources.filter((one) => cycle.includes(one.id));
  const kinds = [...new Set(resources.map((one) => one.kind))].sort();
  const threads = graph.threads.filter((one) => cycle.includes(one.id));
  return { kinds: kinds.join(', '), text: cycleText(graph, cycle), citations: threads.flatMap((one) => one.citation ?? []) };
}

function cycleText(graph: ReportWaitGraph, cycle: string[]): string {
  const named = cycle.map(
    (id) => graph.threads.find((one) => one.id === id)?.name ?? graph.resources.find((one) => one.id === id)?.label ?? id,
  );
  return [...named, named[0]].join(' -> ');
}

export function workersOf(side: Side): { waiting: number; arrived: number; total: number; citations: Citation[] } | undefined {
  for (const dump of dumpsOf(side)) {
    const groups = dump.groups.filter((group) => group.role === 'search-worker');
    if (groups.length === 0) continue;
    const sum = (state: string) => groups.filter((group) => group.state === state).reduce((total, group) => total + group.count, 0);
    const total = groups.reduce((count, group) => count + group.count, 0);
    return { waiting: sum('waiting'), arrived: sum('arrived'), total, citations: groups.flatMap((group) => group.citation ?? []) };
  }
  return undefined;
}
