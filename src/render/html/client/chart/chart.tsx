import { brushX } from 'd3-brush';
import { select } from 'd3-selection';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useModel } from '../context.js';
import type { Lane } from '../lanes.js';
import { open, paint, range } from '../state.js';
import { plain } from '../text.js';
import { useNarrow, useWidth } from '../use-width.js';
import { drawAxis } from './axis.js';
import { drawLanes, type LaneBox, NARROW_LANE, paletteOf, prepare, WIDE_LANE } from './draw.js';
import { type Hit, hitAt } from './hit.js';
import { pan, show, zoom } from './navigate.js';

interface Tip {
  hit: Hit;
  x: number;
  y: number;
}

const AXIS_HEIGHT = 26;

function useDrawing(lanes: readonly Lane[], width: number, lane: LaneBox) {
  const model = useModel();
  const canvas = useRef<HTMLCanvasElement>(null);
  const axis = useRef<SVGGElement>(null);
  const now = range.value;
  const painted = paint.value;
  useLayoutEffect(() => {
    if (width === 0 || now === undefined || canvas.current === null) return;
    const context = prepare(canvas.current, width, lanes.length * lane.height);
    if (context) drawLanes({ context, palette: paletteOf(canvas.current), range: now, width, lane }, model, lanes);
    if (axis.current) drawAxis(axis.current, now, width);
  }, [width, now, painted, lanes, lane, model]);
  return { canvas, axis };
}

/** Drag to choose a stretch of time; a click without a drag asks what is there. */
function useChoosing(width: number, height: number) {
  const model = useModel();
  const layer = useRef<SVGGElement>(null);
  useLayoutEffect(() => {
    const group = layer.current;
    if (width === 0 || group === null) return;
    const brush = brushX<unknown>()
      .extent([
        [0, 0],
        [width, height],
      ])
      // Fingers scroll the page; they have the strip below and the buttons.
      .touchable(false)
      .on('end', (event) => {
        const now = range.value;
        if (event.selection === null || !event.sourceEvent || now === undefined) return;
        const [from, to] = event.selection as [number, number];
        const perPixel = (now.toMs - now.fromMs) / width;
        brush.clear(select(group as SVGGElement) as never);
        if (to - from >= 4) show(model, { fromMs: now.fromMs + from * perPixel, toMs: now.fromMs + to * perPixel });
      });
    select(group).call(brush as never);
  }, [width, height, model]);
  return layer;
}

const PAN_SHARE = 0.2;
const ZOOM_STEP = 0.6;

export function Chart({ lanes, label }: { lanes: readonly Lane[]; label: string }) {
  const model = useModel();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const lane = useNarrow() ? NARROW_LANE : WIDE_LANE;
  const height = lanes.length * lane.height;
  const { canvas, axis } = useDrawing(lanes, width, lane);
  const layer = useChoosing(width, height);
  const [tip, setTip] = useState<Tip>();

  // Not through the element's attribute: only a listener that is not passive may keep the page from scrolling.
  useEffect(() => {
    const element = box.current;
    const onWheel = (event: WheelEvent) => {
      const now = range.value;
      if (!(event.ctrlKey || event.metaKey) || element === null || now === undefined) return;
      event.preventDefault();
      const x = event.clientX - element.getBoundingClientRect().left;
      zoom(
        model,
        Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.01),
        now.fromMs + (x / element.clientWidth) * (now.toMs - now.fromMs),
      );
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [model]);

  const find = (event: MouseEvent): Tip | undefined => {
    const now = range.value;
    const bounds = box.current?.getBoundingClientRect();
    if (now === undefined || bounds === undefined) return undefined;
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const at = Math.floor(y / lane.height);
    const hit = lanes[at] === undefined ? undefined : hitAt(lanes[at], { range: now, width }, x);
    return hit === undefined ? undefined : { hit, x, y: (at + 1) * lane.height };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const actions: Record<string, () => void> = {
      ArrowLeft: () => pan(model, -PAN_SHARE),
      ArrowRight: () => pan(model, PAN_SHARE),
      '+': () => zoom(model, ZOOM_STEP),
      '=': () => zoom(model, ZOOM_STEP),
      '-': () => zoom(model, 1 / ZOOM_STEP),
      '0': () => show(model, model.extent),
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  return (
    <div class="lanes">
      <ul class="lane-names">
        {lanes.map((lane) => (
          <li key={lane.id} class={lane.culprit ? 'culprit' : ''}>
            <span>{plain(lane.name, 40)}</span>
            {lane.detail !== '' && <small>{plain(lane.detail, 40)}</small>}
          </li>
        ))}
      </ul>
      <div
        class="plot"
        ref={box}
        role="group"
        tabIndex={0}
        aria-label={label}
        onKeyDown={onKeyDown}
        onMouseMove={(event) => setTip(event.buttons === 0 ? find(event) : undefined)}
        onMouseLeave={() => setTip(undefined)}
        onClick={(event) => {
          const found = find(event);
          if (found !== undefined && found.hit.rows.length > 0) open({ kind: 'event', rows: found.hit.rows, lane: found.hit.lane });
        }}
      >
        <canvas ref={canvas} class="canvas" style={{ height: `${height}px` }} />
        <svg class="layer" width={width} height={height + AXIS_HEIGHT} aria-hidden="true">
          <g ref={layer} class={tip !== undefined && tip.hit.rows.length > 0 ? 'over-mark' : ''} />
          <g ref={axis} class="axis" transform={`translate(0,${height})`} />
        </svg>
        {tip !== undefined && (
          <div
            class="tip"
            style={{ transform: `translate(${Math.max(0, Math.min(width - 260, tip.x - 130))}px, ${tip.y - 4}px)` }}
            aria-hidden="true"
          >
            <strong>{tip.hit.title}</strong> {plain(tip.hit.lane.name, 40)}
            <br />
            {plain(tip.hit.text, 200)}
          </div>
        )}
      </div>
    </div>
  );
}
