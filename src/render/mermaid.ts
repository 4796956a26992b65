import { mermaidLabel } from './escape.js';
import type { FoldedEdge, FoldedGraph, FoldedNode } from './graph.js';

const CYCLE_STYLE = 'stroke:#c0392b,stroke-width:3px';

function nodeLine(node: FoldedNode, id: string): string {
  const lines = [node.root ? `${node.title}, root blocker` : node.title, node.detail].filter(
    (line) => line.replaceAll('`', '').trim() !== '',
  );
  // Mermaid refuses an empty label.
  if (lines.length === 0) lines.push('unnamed');
  if (node.arrived) lines.push(node.threads.length === 1 ? 'arrived, blocks nobody' : 'arrived, block nobody');
  const label = `"${lines.map((line) => mermaidLabel(line.replaceAll('`', ''))).join('<br/>')}"`;
  return node.kind === 'resource' ? `  ${id}([${label}])` : `  ${id}[${label}]`;
}

function edgeLine(edge: FoldedEdge, ids: ReadonlyMap<string, string>): string {
  const label = mermaidLabel(`${edge.label} (${edge.basis})`);
  // Dotted where nobody saw it: the picture must not look surer than the evidence.
  const arrow = edge.basis === 'observed' ? ['-- "', '" -->'] : ['-. "', '" .->'];
  return `  ${ids.get(edge.from)} ${arrow[0]}${label}${arrow[1]} ${ids.get(edge.to)}`;
}

/** The wait-for graph as a Mermaid flowchart. Node ids are ours (`n0`…), labels are quoted and escaped, so the text always parses. */
export function mermaidFlowchart(folded: FoldedGraph): string[] {
  const ids = new Map(folded.nodes.map((node, index) => [node.key, `n${index}`]));
  const lines = ['flowchart LR', ...folded.nodes.map((node) => nodeLine(node, ids.get(node.key) as string))];
  for (const edge of folded.edges) lines.push(edgeLine(edge, ids));
  const inCycle = folded.edges.flatMap((edge, index) => (edge.inCycle ? [index] : []));
  if (inCycle.length > 0) lines.push(`  linkStyle ${inCycle.join(',')} ${CYCLE_STYLE}`);
  const roots = folded.nodes.filter((node) => node.root).map((node) => ids.get(node.key));
  if (roots.length > 0)
    lines.push('  classDef root fill:#fadbd8,stroke:#c0392b,stroke-width:3px,color:#000', `  class ${roots.join(',')} root`);
  const arrived = folded.nodes.filter((node) => node.arrived).map((node) => ids.get(node.key));
  if (arrived.length > 0) lines.push('  classDef arrived stroke-dasharray:4 3', `  class ${arrived.join(',')} arrived`);
  return lines;
}
