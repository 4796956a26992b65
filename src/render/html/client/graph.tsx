import { useMemo, useRef } from 'preact/hooks';
import { prose } from '../../document.js';
import { familySummary, foldGraph, graphOf } from '../../graph.js';
import { edgeTable, pathSection } from '../../sections/mechanism.js';
import { Blocks, Scroll, Text } from './blocks.js';
import { useModel } from './context.js';
import { type Placed, type PlacedEdge, type PlacedNode, placeGraph } from './graph-layout.js';
import { open } from './state.js';
import { plain } from './text.js';
import { useWidth } from './use-width.js';

const LINE_HEIGHT = 17;

function useMeasure(): (text: string, bold: boolean) => number {
  return useMemo(() => {
    const context = document.createElement('canvas').getContext('2d');
    const family = getComputedStyle(document.body).fontFamily;
    return (text, bold) => {
      if (context === null) return text.length * 7.5;
      context.font = `${bold ? '600 ' : ''}13px ${family}`;
      return Math.ceil(context.measureText(text).width) + 2;
    };
  }, []);
}

function Node({ placed }: { placed: PlacedNode }) {
  const { node, lines, x, y, width, height } = placed;
  const clickable = node.threads.length > 0;
  const show = () => clickable && open({ kind: 'node', node });
  const classes = [
    'node',
    node.kind,
    node.root ? 'root' : '',
    node.inCycle ? 'in-cycle' : '',
    node.arrived ? 'arrived' : '',
    clickable ? 'clickable' : '',
  ];
  return (
    <g
      class={classes.join(' ')}
      transform={`translate(${x - width / 2},${y - height / 2})`}
      role={clickable ? 'button' : 'img'}
      tabindex={clickable ? 0 : undefined}
      aria-haspopup={clickable ? 'dialog' : undefined}
      aria-label={clickable ? undefined : lines.map((line) => line.text).join(', ')}
      onClick={show}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        show();
      }}
    >
      <rect width={width} height={height} rx={node.kind === 'resource' ? height / 2 : 6} />
      {lines.map((line, at) => (
        <text key={at} class={line.kind} x={width / 2} y={10 + LINE_HEIGHT * at + 13} text-anchor="middle">
          {line.text}
        </text>
      ))}
    </g>
  );
}

function Edge({ placed }: { placed: PlacedEdge }) {
  const { edge, path, label } = placed;
  const classes = ['edge', edge.basis, edge.inCycle ? 'in-cycle' : ''];
  return (
    <g class={classes.join(' ')}>
      <path d={path} marker-end={edge.inCycle ? 'url(#arrow-cycle)' : 'url(#arrow)'} />
      <rect x={label.x - label.width / 2} y={label.y - 9} width={label.width} height={18} />
      <text x={label.x} y={label.y + 4} text-anchor="middle">
        {edge.label}
      </text>
    </g>
  );
}

function Arrow({ id }: { id: string }) {
  return (
    <marker
      id={id}
      viewBox="0 0 10 10"
      refX="9"
      refY="5"
      markerWidth="8"
      markerHeight="8"
      markerUnits="userSpaceOnUse"
      orient="auto-start-reverse"
    >
      <path d="M0 0L10 5L0 10Z" />
    </marker>
  );
}

function Picture({ placed }: { placed: Placed }) {
  return (
    <svg
      class="graph"
      viewBox={`0 0 ${placed.width} ${placed.height}`}
      width={placed.width}
      height={placed.height}
      role="group"
      aria-label="Who waits for whom"
    >
      <defs>
        <Arrow id="arrow" />
        <Arrow id="arrow-cycle" />
      </defs>
      {placed.edges.map((edge, at) => (
        <Edge key={at} placed={edge} />
      ))}
      {placed.nodes.map((node) => (
        <Node key={node.node.key} placed={node} />
      ))}
    </svg>
  );
}

const NARROW = 760;

function WaitGraph() {
  const { report, view } = useModel();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const measure = useMeasure();
  const folded = useMemo(() => {
    const graph = graphOf(report, view.incident);
    return graph === undefined ? undefined : foldGraph(graph);
  }, [report, view]);
  const placed = useMemo(
    () => (folded === undefined || width === 0 ? undefined : placeGraph(folded, width < NARROW, measure)),
    [folded, width < NARROW, width === 0, measure],
  );
  if (folded === undefined || folded.edges.length === 0) return null;
  const table = edgeTable(folded);
  return (
    <>
      <div ref={box} class="graph-box">
        {placed && (
          <Scroll label="Wait-for graph">
            <Picture placed={placed} />
          </Scroll>
        )}
      </div>
      <p class="faint">
        {folded.cycle.length > 1 && (
          <span class="key">
            <span class="stroke in-cycle" aria-hidden="true" />
            the circle of waits
          </span>
        )}
        {folded.edges.some((edge) => edge.basis !== 'observed') && (
          <span class="key">
            <span class="stroke inferred" aria-hidden="true" />
            inferred, not seen
          </span>
        )}
        Choose a thread to see its stack.
        {folded.apart.length > 0 && ` Take no part: ${plain(familySummary(folded.apart))}.`}
        {folded.leftOut > 0 && ` ${folded.leftOut} more nodes are left out of the picture.`}
      </p>
      {table && (
        <details>
          <summary>The same as a table, with the ground of each edge</summary>
          <Blocks blocks={[table]} label="Who waits for whom, as a table" />
        </details>
      )}
    </>
  );
}

/** Why: the mechanism in words, drawn, and how far the change came. */
export function Cause() {
  const { view } = useModel();
  const { lead, incident } = view;
  if (incident === undefined) return null;
  const text = lead?.mechanism ?? lead?.summary;
  const [, ...path] = pathSection(incident);
  const hasGraph = graphOf(view.report, incident) !== undefined;
  if (text === undefined && path.length === 0 && !hasGraph) return null;
  return (
    <section id="cause" aria-labelledby="cause-title">
      <h2 id="cause-title">Root cause and mechanism</h2>
      {text !== undefined && (
        <p class="measure">
          <Text inline={prose(text)} />
        </p>
      )}
      <WaitGraph />
      {lead?.whenWrong !== undefined && (
        <p class="measure">
          <strong>When this reading would be wrong: </strong>
          <Text inline={prose(lead.whenWrong)} />
        </p>
      )}
      {path.length > 0 && <h3>How far the change came</h3>}
      <Blocks blocks={path} label="Expected and actual path of the change" />
    </section>
  );
}
