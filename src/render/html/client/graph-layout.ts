import { graphlib, layout } from '@dagrejs/dagre';
import { visible } from '../../escape.js';
import type { FoldedEdge, FoldedGraph, FoldedNode } from '../../graph.js';

export interface PlacedNode {
  node: FoldedNode;
  x: number;
  y: number;
  width: number;
  height: number;
  lines: { text: string; kind: 'title' | 'detail' | 'badge' }[];
}

export interface PlacedEdge {
  edge: FoldedEdge;
  path: string;
  label: { x: number; y: number; width: number };
}

export interface Placed {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

const LINE_HEIGHT = 17;
const PADDING_X = 14;
const PADDING_Y = 10;
const WRAP = 28;
const LINES = 3;

/** Words to lines of about equal length; the last says that more follows. */
function wrapped(text: string, width: number, cap: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of visible(text, 160).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.length > cap ? [...lines.slice(0, cap - 1), `${lines[cap - 1]}…`] : lines;
}

function linesOf(node: FoldedNode): PlacedNode['lines'] {
  const badge = node.root ? 'root blocker' : node.arrived ? 'arrived, blocks nobody' : '';
  return [
    ...(badge === '' ? [] : [{ text: badge, kind: 'badge' as const }]),
    ...wrapped(node.title, WRAP, 2).map((text) => ({ text, kind: 'title' as const })),
    ...wrapped(node.detail, WRAP + 2, LINES).map((text) => ({ text, kind: 'detail' as const })),
  ];
}

type Point = { x: number; y: number };

/** Through the middles of the segments, rounded at the corners. */
function curve(points: readonly Point[]): string {
  const number = (value: number) => Math.round(value * 10) / 10;
  const at = ({ x, y }: Point) => `${number(x)} ${number(y)}`;
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (last === undefined) return '';
  let path = `M${at(first)}`;
  for (let index = 0; index < rest.length - 1; index++) {
    const middle = { x: (rest[index].x + rest[index + 1].x) / 2, y: (rest[index].y + rest[index + 1].y) / 2 };
    path += `Q${at(rest[index])} ${at(index === rest.length - 2 ? rest[index + 1] : middle)}`;
  }
  return rest.length === 1 ? `${path}L${at(last)}` : path;
}

/** Nodes and edges at their places; `upright` for narrow screens. */
export function placeGraph(folded: FoldedGraph, upright: boolean, measure: (text: string, bold: boolean) => number): Placed {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: upright ? 'TB' : 'LR', nodesep: 26, ranksep: upright ? 22 : 20, edgesep: 16, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  const lines = new Map(folded.nodes.map((node) => [node.key, linesOf(node)]));
  for (const node of folded.nodes) {
    const own = lines.get(node.key) ?? [];
    const width = Math.max(70, ...own.map((line) => measure(line.text, line.kind !== 'detail'))) + 2 * PADDING_X;
    graph.setNode(node.key, { width, height: own.length * LINE_HEIGHT + 2 * PADDING_Y });
  }
  folded.edges.forEach((edge, at) => {
    graph.setEdge(edge.from, edge.to, { width: measure(edge.label, false) + 12, height: 18, labelpos: 'c' }, String(at));
  });
  layout(graph);
  const size = graph.graph() as { width?: number; height?: number };
  return {
    nodes: folded.nodes.map((node) => ({
      node,
      ...(graph.node(node.key) as Point & { width: number; height: number }),
      lines: lines.get(node.key) ?? [],
    })),
    edges: folded.edges.map((edge, at) => {
      const placed = graph.edge({ v: edge.from, w: edge.to, name: String(at) }) as Point & { points: Point[]; width: number };
      return { edge, path: curve(placed.points), label: { x: placed.x, y: placed.y, width: placed.width } };
    }),
    width: size.width ?? 0,
    height: size.height ?? 0,
  };
}
