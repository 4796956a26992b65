import type { Incident } from '../../report/schema.js';
import { type Block, details, type Inline, paragraph, prose, section, strong, table } from '../document.js';
import { type FoldedGraph, type FoldedNode, familySummary, foldGraph, graphOf } from '../graph.js';
import { mermaidFlowchart } from '../mermaid.js';
import { plural } from '../quantities.js';
import { cited, citedProse, type View } from '../view.js';

const BASIS = { observed: 'seen in the stacks', inferred: 'inferred', unknown: 'not known' };

function nodeCell(node: FoldedNode | undefined, key: string): Inline {
  if (node === undefined) return [key];
  const detail = node.detail !== '' && (node.threads.length !== 1 || node.kind === 'resource') ? [` — ${node.detail}`] : [];
  return [node.root ? strong(node.title) : node.title, ...detail];
}

/** Who waits for whom, in words: for readers whose viewer draws no Mermaid, and with the ground of each edge. */
export function edgeTable(folded: FoldedGraph): Block | undefined {
  if (folded.edges.length === 0) return undefined;
  const nodes = new Map(folded.nodes.map((node) => [node.key, node]));
  const rows = folded.edges.map((edge): Inline[] => [
    nodeCell(nodes.get(edge.from), edge.from),
    [edge.label],
    nodeCell(nodes.get(edge.to), edge.to),
    edge.why === undefined || edge.why === '' ? [BASIS[edge.basis]] : [`${BASIS[edge.basis]}: `, ...prose(edge.why)],
    [edge.inCycle ? 'yes' : ''],
  ]);
  return table(['who', '', 'whom', 'how we know', 'in the cycle'], rows);
}

function graphSentences(folded: FoldedGraph): Inline[] {
  const sentences: Inline[] = [];
  const root = folded.nodes.find((node) => node.root);
  if (folded.cycle.length > 1) sentences.push(['The waits form a cycle: no thread in it can proceed without outside help.']);
  if (root) {
    const doing = root.threads[0]?.doing;
    sentences.push(['Root blocker: ', strong(root.title), ...(doing ? [', ', ...prose(doing)] : []), '.']);
  }
  const arrived = folded.nodes.filter((node) => node.arrived).reduce((sum, node) => sum + node.threads.length, 0);
  if (arrived > 0)
    sentences.push([
      `${plural(arrived, 'thread has', 'threads have')} arrived at the barrier and ${arrived === 1 ? 'blocks' : 'block'} nobody.`,
    ]);
  if (folded.apart.length > 0) sentences.push([`Take no part: ${familySummary(folded.apart)}.`]);
  if (folded.leftOut > 0) sentences.push([`${plural(folded.leftOut, 'more node')} left out of the picture.`]);
  return sentences;
}

/** Picture, sentences and table of one wait-for graph. */
export function graphBlocks(folded: FoldedGraph): Block[] {
  if (folded.edges.length === 0) return [];
  const sentences = graphSentences(folded);
  const blocks: Block[] = [{ type: 'mermaid', lines: mermaidFlowchart(folded) }];
  if (sentences.length > 0)
    blocks.push(paragraph(...sentences.flatMap((sentence, index) => (index === 0 ? sentence : [' ', ...sentence]))));
  const edges = edgeTable(folded);
  return edges === undefined ? blocks : [...blocks, ...details('The waits as a table', [edges])];
}

export function mechanismSection(view: View, incident: Incident): Block[] {
  const graph = graphOf(view.report, incident);
  const text = view.lead?.mechanism ?? view.lead?.summary;
  return section(
    'Root cause and mechanism',
    text !== undefined && text.trim() !== '' && paragraph(...prose(text)),
    graph === undefined ? [] : graphBlocks(foldGraph(graph)),
    view.lead?.whenWrong !== undefined && paragraph(strong('When this reading would be wrong: '), ...prose(view.lead.whenWrong)),
  );
}

const STATES = { reached: 'reached', 'not-reached': 'not reached', 'cannot-be-seen': 'cannot be seen' };

/** How far the change came that the process was executing. */
export function pathSection(incident: Incident): Block[] {
  const steps = incident.expectedPath ?? [];
  if (steps.length === 0) return [];
  const rows = steps.map((step, index): Inline[] => [
    [String(index + 1)],
    prose(step.step),
    step.state === 'not-reached' ? [strong(STATES[step.state])] : [STATES[step.state]],
    [...citedProse(step.why, undefined), ...cited(step.citation)],
  ]);
  return section('Expected and actual path of the change', table(['', 'step', 'state', 'how we know'], rows));
}
