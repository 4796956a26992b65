import type { ThreadState, WaitGraph } from '../../model/threads.js';
import type { PoolWait, Resource } from './bind.js';
import { findCycles } from './cycles.js';
import type { Hold } from './holders.js';
import type { Reading } from './wait.js';

/** Nodes beyond this cannot be looked at; members of cycles and main always stay. */
const MAX_NODES = 400;

type Edge = WaitGraph['edges'][number];

export interface GraphInput {
  readings: readonly Reading[];
  states: readonly ThreadState[];
  pools: readonly PoolWait[];
  holds: readonly Hold[];
}

/** Edges read "cannot go on before": thread → resource it waits for, resource → thread that holds it or must come. */
export function buildGraph(input: GraphInput, idOf: (reading: Reading) => string): WaitGraph {
  const edges = [...waitEdges(input, idOf), ...arrivalEdges(input.pools, idOf), ...holdEdges(input, idOf)].sort(byEnds);
  const known = edges.filter((edge) => edge.basis !== 'unknown');
  const cycles = findCycles(known);
  const inCycle = new Set(cycles.flat());
  const shown = shownThreads(input, edges, inCycle, idOf);
  const kept = edges.filter((edge) => isShown(edge, shown));
  const graph: WaitGraph = {
    threads: input.readings.flatMap((reading, index) => (shown.has(idOf(reading)) ? [nodeOf(input.states[index], idOf(reading))] : [])),
    resources: resourcesOf(input, kept),
    edges: kept,
    cycles,
  };
  const root = rootOf(input, known, cycles, idOf);
  if (root) graph.rootBlocker = root;
  return graph;
}

function waitEdges({ readings }: GraphInput, idOf: (reading: Reading) => string): Edge[] {
  return readings.flatMap((reading) => {
    if (!reading.wait) return [];
    const basis = reading.trust === 'low' ? 'inferred' : 'observed';
    return [{ from: idOf(reading), to: reading.wait.id, relation: 'waits' as const, basis, why: reading.doing } satisfies Edge];
  });
}

function arrivalEdges(pools: readonly PoolWait[], idOf: (reading: Reading) => string): Edge[] {
  return pools.flatMap((pool) =>
    pool.missing.map((member) => ({
      from: pool.resource.id,
      to: idOf(member),
      relation: 'must-arrive' as const,
      basis: pool.certain ? ('observed' as const) : ('inferred' as const),
      why:
        pool.resource.kind === 'queue'
          ? 'this thread of the pool has not finished its job'
          : 'this thread of the pool has not arrived at the barrier',
    })),
  );
}

function holdEdges({ holds, readings }: GraphInput, idOf: (reading: Reading) => string): Edge[] {
  const wanted = new Set(readings.flatMap((reading) => (reading.wait ? [reading.wait.id] : [])));
  return holds
    .filter((hold) => wanted.has(hold.resource))
    .map((hold) => ({ from: hold.resource, to: idOf(hold.holder), relation: hold.relation, basis: hold.basis, why: hold.why }));
}

function byEnds(a: Edge, b: Edge): number {
  return compare(a.from, b.from) || compare(a.to, b.to) || compare(a.relation, b.relation);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Main, every thread with an edge, and those that have arrived at a barrier somebody waits at. */
function shownThreads(
  input: GraphInput,
  edges: readonly Edge[],
  inCycle: ReadonlySet<string>,
  idOf: (reading: Reading) => string,
): Set<string> {
  const ends = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const arrived = new Set(input.pools.flatMap((pool) => pool.arrived.map(idOf)));
  const shown = new Set<string>();
  for (const reading of input.readings) {
    const id = idOf(reading);
    if (reading.main || inCycle.has(id)) shown.add(id);
  }
  for (const reading of input.readings) {
    const id = idOf(reading);
    if (shown.size < MAX_NODES && (ends.has(id) || arrived.has(id))) shown.add(id);
  }
  return shown;
}

function isShown(edge: Edge, shown: ReadonlySet<string>): boolean {
  return shown.has(edge.relation === 'waits' ? edge.from : edge.to);
}

function nodeOf(state: ThreadState, id: string): WaitGraph['threads'][number] {
  const { tid, name, role, doing, stack, cite } = state;
  return { id, tid, name, role, state: state.state, doing, stack: stack.slice(0, 24), cite };
}

function resourcesOf({ readings, pools }: GraphInput, edges: readonly Edge[]): Resource[] {
  const used = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const found = new Map<string, Resource>();
  for (const pool of pools) if (used.has(pool.resource.id)) found.set(pool.resource.id, pool.resource);
  for (const { wait } of readings) {
    if (wait && used.has(wait.id) && !found.has(wait.id)) found.set(wait.id, { id: wait.id, kind: wait.kind, label: wait.label });
  }
  return [...found.values()].sort((a, b) => compare(a.id, b.id));
}

/** The thread all others wait for in the end: main in a cycle, else the end of the chain that most threads hang on. */
function rootOf(
  input: GraphInput,
  edges: readonly Edge[],
  cycles: readonly string[][],
  idOf: (reading: Reading) => string,
): string | undefined {
  const main = input.readings.find((reading) => reading.main);
  const mainId = main ? idOf(main) : undefined;
  const threads = new Set(input.readings.map(idOf));
  if (cycles.length > 0)
    return mainId && cycles.some((cycle) => cycle.includes(mainId)) ? mainId : cycles[0].find((node) => threads.has(node));
  const waits = new Set<string>();
  const waiters = new Map<string, number>();
  for (const edge of edges) {
    if (edge.relation !== 'waits') continue;
    waits.add(edge.from);
    waiters.set(edge.to, (waiters.get(edge.to) ?? 0) + 1);
  }
  const counts = new Map<string, number>();
  for (const edge of edges) {
    if (edge.relation !== 'waits' && !waits.has(edge.to)) counts.set(edge.to, (counts.get(edge.to) ?? 0) + (waiters.get(edge.from) ?? 0));
  }
  const best = [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))[0];
  return best && best[1] > 0 ? best[0] : undefined;
}
