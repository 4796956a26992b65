import type { Incident, Report, ReportWaitGraph } from '../report/schema.js';
import { plural } from './quantities.js';

type Thread = ReportWaitGraph['threads'][number];
type Resource = ReportWaitGraph['resources'][number];
type Edge = ReportWaitGraph['edges'][number];

export interface FoldedNode {
  key: string;
  kind: 'thread' | 'resource';
  /** `6 workers`, `main (tid 4059)`, `module lock`. */
  title: string;
  /** Short names of the members, or what the one thread does. */
  detail: string;
  threads: Thread[];
  root: boolean;
  inCycle: boolean;
  arrived: boolean;
}

export interface FoldedEdge {
  from: string;
  to: string;
  /** Read from `from` to `to`: `waits for`, `is held by`, `needs`, `have arrived at`. */
  label: string;
  basis: Edge['basis'];
  inCycle: boolean;
  why?: string;
}

export interface FoldedGraph {
  nodes: FoldedNode[];
  edges: FoldedEdge[];
  /** Nodes of the cycle in order, the root blocker first; empty without a cycle. */
  cycle: FoldedNode[];
  /** Threads that take no part: neither wait nor hold nor are waited for. */
  apart: Thread[];
  /** Nodes left out because the picture would be unreadable. */
  leftOut: number;
}

/** More nodes than this cannot be read on one screen. */
const NODE_CAP = 30;

/** The incident's own graph, else that of the first dump of its processes. */
export function graphOf(report: Report, incident: Incident | undefined): ReportWaitGraph | undefined {
  if (incident === undefined) return undefined;
  const dumps = report.threadDumps ?? [];
  const own = incident.waitGraph;
  const dump = dumps.find((one) =>
    own === undefined ? one.process !== undefined && incident.processes.includes(one.process) && one.waitGraph : one.id === own.dump,
  );
  const graph = own ?? dump?.waitGraph;
  return graph === undefined ? undefined : withGroups(graph, dump?.groups ?? []);
}

type Group = NonNullable<Report['threadDumps']>[number]['groups'][number];

/** A graph may hold only the threads that have an edge. Those that have arrived and those that are idle belong into the picture: that they block
 * nobody is part of the answer. They come from the groups of the same dump, by name. */
export function withGroups(graph: ReportWaitGraph, groups: readonly Group[]): ReportWaitGraph {
  const known = new Set(graph.threads.map((thread) => thread.name));
  const missing = groups.filter((group) => (group.idle || group.state === 'arrived') && group.threads.every((name) => !known.has(name)));
  const threads = missing.flatMap((group, at) =>
    group.threads.map((name, index): Thread => {
      const { role, state, doing, stack, citation } = group;
      return { id: `group ${at} ${index}`, tid: 0, name, role, state: group.idle ? 'idle' : state, doing, stack, citation };
    }),
  );
  return { ...graph, threads: [...graph.threads, ...threads] };
}

/** An edge read as "from cannot go on before to": a held resource depends on its holder, a barrier on those that have not come. */
interface Dependency {
  from: string;
  to: string;
  edge: Edge;
}

function dependencyOf(edge: Edge, threads: ReadonlyMap<string, Thread>): Dependency {
  const fromThread = threads.has(edge.from);
  const toThread = threads.has(edge.to);
  if (fromThread === toThread) return { from: edge.from, to: edge.to, edge };
  const [thread, resource] = fromThread ? [edge.from, edge.to] : [edge.to, edge.from];
  return edge.relation === 'waits' ? { from: thread, to: resource, edge } : { from: resource, to: thread, edge };
}

/** Threads fold into one node when they do the same: role, state, and the same edges on the same ground. */
function groupKeys(graph: ReportWaitGraph, dependencies: readonly Dependency[], alone: ReadonlySet<string>): Map<string, string> {
  const marks = new Map<string, string[]>();
  const mark = (id: string, text: string) => {
    const list = marks.get(id);
    if (list) list.push(text);
    else marks.set(id, [text]);
  };
  for (const { from, to, edge } of dependencies) {
    mark(from, `>${edge.relation}:${to}:${edge.basis}`);
    mark(to, `<${edge.relation}:${from}:${edge.basis}`);
  }
  const keys = new Map<string, string>();
  for (const thread of graph.threads) {
    const edges = (marks.get(thread.id) ?? []).sort().join(';');
    keys.set(thread.id, alone.has(thread.id) ? `t:${thread.id}` : `g:${thread.role}|${thread.state}|${edges}`);
  }
  for (const resource of graph.resources) keys.set(resource.id, `r:${resource.id}`);
  return keys;
}

/** `workers-0894` → family `workers`, member `0894`. */
function splitName(name: string): [family: string, member: string] {
  const found = /^(.*?[^\d\W_]{2,})[-_:#./]+([0-9a-fA-F]+)$/.exec(name.slice(0, 64));
  return found ? [found[1], found[2]] : [name, ''];
}

function groupTitle(threads: readonly Thread[]): { title: string; detail: string } {
  const first = threads[0];
  if (threads.length === 1) {
    const name = first.role === 'main' ? 'main' : first.name || first.role;
    return { title: first.tid > 0 ? `${name} (tid ${first.tid})` : name, detail: first.doing };
  }
  const families = new Set(threads.map((thread) => splitName(thread.name)[0]));
  const family = families.size === 1 ? [...families][0] || first.role : first.role;
  const members = threads.map((thread) => splitName(thread.name)[1] || (thread.tid > 0 ? String(thread.tid) : thread.name));
  const shown = members.slice(0, 12).join(' ');
  const title = family.endsWith('s') ? `${threads.length} ${family}` : `${threads.length} × ${family}`;
  return { title, detail: members.length > 12 ? `${shown} +${members.length - 12}` : shown };
}

function resourceTitle(resource: Resource): { title: string; detail: string } {
  const counted = resource.expected !== undefined && resource.arrived !== undefined && !/arrived/.test(resource.label);
  return { title: resource.label, detail: counted ? `${resource.arrived} of ${resource.expected} arrived` : '' };
}

function foldNodes(graph: ReportWaitGraph, keys: ReadonlyMap<string, string>): Map<string, FoldedNode> {
  const members = new Map<string, Thread[]>();
  for (const thread of graph.threads) {
    const key = keys.get(thread.id) as string;
    const list = members.get(key);
    if (list) list.push(thread);
    else members.set(key, [thread]);
  }
  const nodes = new Map<string, FoldedNode>();
  for (const [key, threads] of members) {
    const root = graph.rootBlocker !== undefined && threads.some((thread) => thread.id === graph.rootBlocker);
    const arrived = threads[0].state === 'arrived';
    nodes.set(key, { key, kind: 'thread', ...groupTitle(threads), threads, root, inCycle: false, arrived });
  }
  for (const resource of graph.resources) {
    const key = keys.get(resource.id) as string;
    nodes.set(key, { key, kind: 'resource', ...resourceTitle(resource), threads: [], root: false, inCycle: false, arrived: false });
  }
  return nodes;
}

const LABELS: Record<Edge['relation'], [one: string, many: string]> = {
  waits: ['waits for', 'wait for'],
  holds: ['is held by', 'is held by'],
  'must-arrive': ['needs', 'needs'],
};

/** Pairs of folded nodes that follow each other in some cycle, in either direction: writers of a graph may orient a cycle as they like. */
function cyclePairs(graph: ReportWaitGraph, keys: ReadonlyMap<string, string>): Set<string> {
  const pairs = new Set<string>();
  for (const cycle of graph.cycles) {
    for (let at = 0; at < cycle.length; at++) {
      const a = keys.get(cycle[at]);
      const b = keys.get(cycle[(at + 1) % cycle.length]);
      if (a === undefined || b === undefined || a === b) continue;
      pairs.add(`${a} ${b}`);
      pairs.add(`${b} ${a}`);
    }
  }
  return pairs;
}

function foldEdges(
  dependencies: readonly Dependency[],
  keys: ReadonlyMap<string, string>,
  nodes: ReadonlyMap<string, FoldedNode>,
  pairs: ReadonlySet<string>,
): FoldedEdge[] {
  const edges = new Map<string, FoldedEdge>();
  for (const { from, to, edge } of dependencies) {
    const a = keys.get(from);
    const b = keys.get(to);
    if (a === undefined || b === undefined) continue;
    const id = `${a} ${b} ${edge.relation} ${edge.basis}`;
    if (edges.has(id)) continue;
    const many = (nodes.get(a)?.threads.length ?? 0) > 1;
    const arrived = edge.relation === 'must-arrive' && nodes.get(b)?.arrived === true;
    const label = arrived ? 'has already met' : LABELS[edge.relation][many ? 1 : 0];
    edges.set(id, { from: a, to: b, label, basis: edge.basis, inCycle: !arrived && pairs.has(`${a} ${b}`), why: edge.why });
  }
  return [...edges.values()];
}

/** Arrived threads without an edge of their own still belong into the picture: beside the one barrier there is. */
function attachArrived(
  graph: ReportWaitGraph,
  keys: ReadonlyMap<string, string>,
  nodes: Map<string, FoldedNode>,
  edges: FoldedEdge[],
): void {
  const barriers = graph.resources.filter((resource) => resource.kind === 'barrier');
  if (barriers.length !== 1) return;
  const barrier = keys.get(barriers[0].id) as string;
  for (const node of nodes.values()) {
    if (!node.arrived || edges.some((edge) => edge.from === node.key || edge.to === node.key)) continue;
    const label = node.threads.length > 1 ? 'have arrived at' : 'has arrived at';
    edges.push({ from: node.key, to: barrier, label, basis: 'observed', inCycle: false });
  }
}

function cycleNodes(
  graph: ReportWaitGraph,
  keys: ReadonlyMap<string, string>,
  nodes: Map<string, FoldedNode>,
  edges: readonly FoldedEdge[],
) {
  const first = graph.cycles[0] ?? [];
  let path = [...new Set(first.flatMap((id) => keys.get(id) ?? []))].flatMap((key) => nodes.get(key) ?? []);
  // Follow the arrows: the stored orientation may be the other one.
  if (path.length > 2 && !edges.some((edge) => edge.from === path[0].key && edge.to === path[1].key))
    path = [path[0], ...path.slice(1).reverse()];
  const start = Math.max(
    0,
    path.findIndex((node) => node.root),
  );
  return [...path.slice(start), ...path.slice(0, start)];
}

export function foldGraph(graph: ReportWaitGraph): FoldedGraph {
  const threads = new Map(graph.threads.map((thread) => [thread.id, thread]));
  const dependencies = graph.edges.map((edge) => dependencyOf(edge, threads));
  const alone = new Set(
    graph.threads.filter((thread) => thread.role === 'main' || thread.id === graph.rootBlocker).map((thread) => thread.id),
  );
  const keys = groupKeys(graph, dependencies, alone);
  const nodes = foldNodes(graph, keys);
  const edges = foldEdges(dependencies, keys, nodes, cyclePairs(graph, keys));
  attachArrived(graph, keys, nodes, edges);
  const linked = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  for (const edge of edges) {
    if (!edge.inCycle) continue;
    for (const key of [edge.from, edge.to]) (nodes.get(key) as FoldedNode).inCycle = true;
  }
  const rank = (node: FoldedNode) => (node.root ? 0 : node.inCycle ? 1 : node.arrived ? 2 : 3);
  const drawn = [...nodes.values()].filter((node) => linked.has(node.key) || node.root).sort((a, b) => rank(a) - rank(b));
  const kept = drawn.slice(0, NODE_CAP);
  const keptKeys = new Set(kept.map((node) => node.key));
  return {
    nodes: kept,
    edges: edges.filter((edge) => keptKeys.has(edge.from) && keptKeys.has(edge.to)),
    cycle: cycleNodes(graph, keys, nodes, edges),
    apart: graph.threads.filter((thread) => !linked.has(keys.get(thread.id) as string) && thread.id !== graph.rootBlocker),
    leftOut: drawn.length - kept.length,
  };
}

/** `20 coord, 3 bio, gc`: threads that take no part, by family. */
export function familySummary(threads: readonly { name: string; role: string }[]): string {
  const counts = new Map<string, number>();
  for (const thread of threads) {
    const family = splitName(thread.name)[0] || thread.role;
    counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([family, many]) => (many === 1 ? family : `${many} ${family}`));
  return parts.length > 12 ? `${parts.slice(0, 12).join(', ')} and ${plural(parts.length - 12, 'other kind')}` : parts.join(', ');
}

/** `main (tid 4059) → barrier, 2 of 8 arrived → 6 workers → module lock → main (tid 4059)`. */
export function cycleSentence(folded: FoldedGraph): string | undefined {
  if (folded.cycle.length < 2) return undefined;
  const titles = folded.cycle.map((node) =>
    node.kind === 'resource' && node.detail !== '' ? `${node.title}, ${node.detail}` : node.title,
  );
  return [...titles, folded.cycle[0].title].join(' → ');
}
