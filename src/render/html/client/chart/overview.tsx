import { type BrushBehavior, brushX } from 'd3-brush';
import { select } from 'd3-selection';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useModel } from '../context.js';
import { paint, range } from '../state.js';
import { useWidth } from '../use-width.js';
import { drawOverview, paletteOf, prepare, WIDE_LANE } from './draw.js';
import { show } from './navigate.js';

const HEIGHT = 40;

/** All of the data in one strip, with the part that is shown as a frame to drag and to stretch. */
export function Overview() {
  const model = useModel();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<SVGGElement>(null);
  const brush = useRef<BrushBehavior<unknown> | undefined>(undefined);
  const width = useWidth(box);
  const extent = model.extent;
  const now = range.value;
  const painted = paint.value;

  useLayoutEffect(() => {
    if (width === 0 || extent === undefined || canvas.current === null) return;
    const context = prepare(canvas.current, width, HEIGHT);
    if (context) drawOverview({ context, palette: paletteOf(canvas.current), range: extent, width, lane: WIDE_LANE }, model, HEIGHT);
  }, [width, painted, model, extent]);

  useLayoutEffect(() => {
    if (width === 0 || extent === undefined || layer.current === null) return;
    const toMs = (x: number) => extent.fromMs + (x / width) * (extent.toMs - extent.fromMs);
    brush.current = brushX<unknown>()
      .extent([
        [0, 0],
        [width, HEIGHT],
      ])
      .on('brush', (event) => {
        if (!event.sourceEvent || event.selection === null) return;
        const [from, to] = event.selection as [number, number];
        show(model, { fromMs: toMs(from), toMs: toMs(to) });
      })
      .on('end', (event) => {
        // A click beside the frame asks for everything.
        if (event.sourceEvent && event.selection === null) show(model, { ...extent });
      });
    select(layer.current).call(brush.current as never);
  }, [width, model, extent]);

  useLayoutEffect(() => {
    if (width === 0 || extent === undefined || now === undefined || layer.current === null) return;
    const x = (ms: number) => ((ms - extent.fromMs) / (extent.toMs - extent.fromMs)) * width;
    const from = x(now.fromMs);
    // Wide enough to be taken hold of.
    select(layer.current).call(brush.current?.move as never, [from, Math.max(from + 2, x(now.toMs))]);
  }, [width, now, extent]);

  return (
    <div class="overview" ref={box} aria-hidden="true">
      <canvas ref={canvas} />
      <svg width={width} height={HEIGHT} aria-hidden="true">
        <g ref={layer} />
      </svg>
    </div>
  );
}
