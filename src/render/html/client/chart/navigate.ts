import { type Model, type Range, SHORTEST_MS } from '../model.js';
import { range } from '../state.js';

/** Inside the data and not shorter than can be drawn. */
export function clamped(next: Range, extent: Range): Range {
  const wholeMs = extent.toMs - extent.fromMs;
  const lengthMs = Math.min(wholeMs, Math.max(SHORTEST_MS, next.toMs - next.fromMs));
  const middle = (next.fromMs + next.toMs) / 2;
  const fromMs = Math.min(Math.max(middle - lengthMs / 2, extent.fromMs), extent.toMs - lengthMs);
  return { fromMs, toMs: fromMs + lengthMs };
}

export function show(model: Model, next: Range | undefined): void {
  if (next !== undefined && model.extent !== undefined) range.value = clamped(next, model.extent);
}

/** Smaller than 1 zooms in; what is under `atMs` stays where it is. */
export function zoom(model: Model, factor: number, atMs?: number): void {
  const now = range.value;
  if (now === undefined) return;
  const centre = atMs ?? (now.fromMs + now.toMs) / 2;
  show(model, { fromMs: centre - (centre - now.fromMs) * factor, toMs: centre + (now.toMs - centre) * factor });
}

export function pan(model: Model, share: number): void {
  const now = range.value;
  if (now === undefined) return;
  const byMs = (now.toMs - now.fromMs) * share;
  show(model, { fromMs: now.fromMs + byMs, toMs: now.toMs + byMs });
}

/** True when the chart shows all there is: then nothing is filtered. */
export function isWhole(model: Model, now: Range | undefined): boolean {
  const { extent } = model;
  return now === undefined || extent === undefined || (now.fromMs <= extent.fromMs && now.toMs >= extent.toMs);
}
