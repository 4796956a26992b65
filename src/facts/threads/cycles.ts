/** Cycles of a directed graph: one for each strongly connected part, the shortest, so that eight workers waiting for one
 * lock are one cycle and not eight. Every step is in sorted order, so the result depends on the graph alone. */
export function findCycles(edges: readonly { from: string; to: string }[]): string[][] {
  const next = adjacency(edges);
  const cycles: string[][] = [];
  for (const part of components(next)) {
    const members = new Set(part);
    const cycle = shortestCycle(next, members);
    if (cycle) cycles.push(rotate(cycle));
  }
  return cycles.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
}

function adjacency(edges: readonly { from: string; to: string }[]): Map<string, string[]> {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    if (!next.has(from)) next.set(from, new Set());
    if (!next.has(to)) next.set(to, new Set());
    next.get(from)!.add(to);
  }
  const names = [...next.keys()].sort();
  return new Map(names.map((name) => [name, [...next.get(name)!].sort()]));
}

/** Tarjan's algorithm with an explicit stack: a dump may have tens of thousands of threads. */
function components(next: Map<string, string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const found: string[][] = [];
  const enter = (node: string) => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    onStack.add(node);
  };
  for (const root of next.keys()) {
    if (index.has(root)) continue;
    const work: { node: string; at: number }[] = [{ node: root, at: 0 }];
    enter(root);
    while (work.length > 0) {
      const top = work[work.length - 1];
      const target = next.get(top.node)![top.at++];
      if (target === undefined) {
        work.pop();
        const parent = work[work.length - 1]?.node;
        if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(top.node)!));
        if (low.get(top.node) === index.get(top.node)) found.push(popUntil(stack, onStack, top.node));
      } else if (!index.has(target)) {
        enter(target);
        work.push({ node: target, at: 0 });
      } else if (onStack.has(target)) low.set(top.node, Math.min(low.get(top.node)!, index.get(target)!));
    }
  }
  return found;
}

function popUntil(stack: string[], onStack: Set<string>, node: string): string[] {
  const part: string[] = [];
  for (;;) {
    const member = stack.pop()!;
    onStack.delete(member);
    part.push(member);
    if (member === node) return part;
  }
}

/** Breadth first from the members with the most followers is enough: in these graphs every cycle passes through a
 * resource, and resources are few. */
function shortestCycle(next: Map<string, string[]>, members: Set<string>): string[] | undefined {
  const starts = [...members].filter((node) => !/^t\d|^t#/.test(node)).sort();
  const candidates = starts.length > 0 ? starts.slice(0, 64) : [...members].sort().slice(0, 64);
  let best: string[] | undefined;
  for (const start of candidates) {
    const cycle = cycleThrough(next, members, start);
    if (cycle && (!best || cycle.length < best.length)) best = cycle;
  }
  return best;
}

function cycleThrough(next: Map<string, string[]>, members: Set<string>, start: string): string[] | undefined {
  const parent = new Map<string, string>();
  let frontier = [start];
  while (frontier.length > 0) {
    const following: string[] = [];
    for (const node of frontier) {
      for (const target of next.get(node) ?? []) {
        if (target === start) return pathTo(parent, start, node);
        if (!members.has(target) || parent.has(target)) continue;
        parent.set(target, node);
        following.push(target);
      }
    }
    frontier = following;
  }
  return undefined;
}

function pathTo(parent: Map<string, string>, start: string, end: string): string[] {
  const path = [end];
  for (let node = end; node !== start; node = path[path.length - 1]) path.push(parent.get(node)!);
  return path.reverse();
}

function rotate(cycle: string[]): string[] {
  let smallest = 0;
  for (let i = 1; i < cycle.length; i++) if (cycle[i] < cycle[smallest]) smallest = i;
  return [...cycle.slice(smallest), ...cycle.slice(0, smallest)];
}
