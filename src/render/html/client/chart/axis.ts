import { axisBottom } from 'd3-axis';
import { scaleUtc } from 'd3-scale';
import { select } from 'd3-selection';
import type { Range } from '../model.js';

/** Only as exact as the ticks are apart; a new day by its date. No locale. */
function tickText(date: Date, stepMs: number): string {
  const text = date.toISOString();
  const clock = text.slice(-13, -1);
  if (stepMs >= 86_400_000 || clock === '00:00:00.000') return text.slice(-19, -14);
  if (stepMs >= 60_000) return clock.slice(0, 5);
  return stepMs >= 1000 ? clock.slice(0, 8) : clock.slice(3);
}

const TICK_WIDTH = 84;

export function drawAxis(group: SVGGElement, range: Range, width: number): void {
  const scale = scaleUtc([new Date(range.fromMs), new Date(range.toMs)], [0, width]);
  const wanted = Math.max(2, Math.floor(width / TICK_WIDTH));
  const ticks = scale.ticks(wanted);
  const stepMs = ticks.length > 1 ? ticks[1].getTime() - ticks[0].getTime() : range.toMs - range.fromMs;
  const axis = axisBottom<Date>(scale as never)
    .tickValues(ticks)
    .tickSize(5)
    .tickPadding(4)
    .tickFormat((date) => tickText(date, stepMs));
  select(group).call(axis);
}
