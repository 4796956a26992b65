import { duration } from '../../../quantities.js';
import { type Lane, LEVELS, lowerBound } from '../lanes.js';
import type { Model, Range } from '../model.js';
import type { StoryRow } from '../story.js';
import { columnsOf, heightOf, tallest } from './columns.js';
import { GLYPHS, type Mark, markOf, type Tone, toneOf, weightOf } from './glyphs.js';

/** Marks above, bars below; heights as in the style sheet. */
export interface LaneBox {
  height: number;
  markY: number;
  barTop: number;
  barBottom: number;
}

export const WIDE_LANE: LaneBox = { height: 58, markY: 15, barTop: 26, barBottom: 54 };
/** The name of the process stands above. */
export const NARROW_LANE: LaneBox = { height: 76, markY: 31, barTop: 42, barBottom: 72 };
/** Bars narrower than this cannot be seen: bins are added up to columns. */
const COLUMN = 3;
/** Marks closer than this are drawn as one. */
export const MARK_SPACE = 9;

export interface Palette {
  levels: string[];
  tones: Record<Tone, string>;
  text: string;
  muted: string;
  line: string;
  silence: string;
  silenceLine: string;
  /** Of a silence that may mean nothing. */
  pause: string;
  band: string;
  surface: string;
  font: string;
}

const PATHS = new Map<Mark, Path2D>();

function pathOf(mark: Mark): Path2D {
  const known = PATHS.get(mark) ?? new Path2D(GLYPHS[mark].path);
  PATHS.set(mark, known);
  return known;
}

/** Colours are those of the style sheet, so that themes stand in one place. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    levels: LEVELS.map((level) => color(`level-${level}`)),
    tones: { critical: color('critical'), warning: color('warning-mark'), accent: color('accent'), muted: color('muted') },
    text: color('text'),
    muted: color('muted'),
    line: color('line'),
    silence: color('silence'),
    silenceLine: color('silence-line'),
    pause: color('pause'),
    band: color('band'),
    surface: color('surface'),
    font: `11px ${style.fontFamily}`,
  };
}

export interface Frame {
  context: CanvasRenderingContext2D;
  palette: Palette;
  range: Range;
  width: number;
  lane: LaneBox;
}

/** Pixel of a moment; far outside of the picture is as good as just outside. */
export function xOf({ range, width }: Pick<Frame, 'range' | 'width'>, ms: number): number {
  const x = ((ms - range.fromMs) / (range.toMs - range.fromMs)) * width;
  return Math.max(-1e4, Math.min(1e4, x));
}

export function drawBars(
  frame: Frame,
  columns: Float64Array,
  top: number,
  box: { bottom: number; room: number },
  colors: readonly string[],
): void {
  const { context, width } = frame;
  const number = columns.length / LEVELS.length;
  const step = width / number;
  for (let column = 0; column < number; column++) {
    const at = column * LEVELS.length;
    const sum = columns[at] + columns[at + 1] + columns[at + 2] + columns[at + 3];
    if (sum <= 0) continue;
    const height = heightOf(sum, top, box.room);
    let bottom = box.bottom;
    // The gravest level at the foot, where it is seen even in a small bar.
    for (let level = LEVELS.length - 1; level >= 0; level--) {
      const share = (columns[at + level] / sum) * height;
      if (share <= 0) continue;
      context.fillStyle = colors[level];
      context.fillRect(column * step, bottom - share, Math.max(1, step - 0.5), share);
      bottom -= share;
    }
  }
}

function drawSilences(frame: Frame, lane: Lane, top: number): void {
  const { context, palette, width } = frame;
  const { barTop, barBottom } = frame.lane;
  for (const silence of lane.silences) {
    const from = Math.max(0, xOf(frame, silence.fromMs));
    const to = Math.min(width, xOf(frame, silence.toMs));
    if (to - from < 1) continue;
    context.fillStyle = silence.grave ? palette.silence : palette.pause;
    context.fillRect(from, top + barTop - 3, to - from, barBottom - barTop + 3);
    context.fillStyle = silence.grave ? palette.silenceLine : palette.muted;
    context.fillRect(from, top + barBottom - 1, to - from, 1);
    const label = `${duration(silence.row.durationMs ?? 0)} of silence`;
    const short = duration(silence.row.durationMs ?? 0);
    for (const text of [label, short]) {
      if (context.measureText(text).width + 16 > to - from) continue;
      context.fillStyle = silence.grave ? palette.text : palette.muted;
      context.textAlign = 'center';
      context.fillText(text, (from + to) / 2, top + (barTop + barBottom) / 2 + 4);
      break;
    }
  }
}

/** The gravest mark of each spot, and how many fall on it. */
export function spotsOf(lane: Lane, frame: Pick<Frame, 'range' | 'width'>): Map<number, { row: StoryRow; times: number; x: number }> {
  const spots = new Map<number, { row: StoryRow; times: number; x: number }>();
  const last = lane.markMs.length;
  for (let at = lowerBound(lane.markMs, frame.range.fromMs); at < last && lane.markMs[at] <= frame.range.toMs; at++) {
    const x = xOf(frame, lane.markMs[at]);
    const spot = Math.floor(x / MARK_SPACE);
    const known = spots.get(spot);
    if (known === undefined) spots.set(spot, { row: lane.marks[at], times: 1, x });
    else {
      known.times++;
      if (weightOf(lane.marks[at]) < weightOf(known.row)) {
        known.row = lane.marks[at];
        known.x = x;
      }
    }
  }
  return spots;
}

function drawMarks(frame: Frame, lane: Lane, top: number): void {
  const { context, palette } = frame;
  for (const { row, x } of spotsOf(lane, frame).values()) {
    const mark = markOf(row);
    const color = palette.tones[toneOf(row, mark)];
    context.save();
    context.translate(x, top + frame.lane.markY);
    if (GLYPHS[mark].hollow) {
      context.strokeStyle = color;
      context.lineWidth = 2;
      context.stroke(pathOf(mark));
    } else {
      context.fillStyle = color;
      context.fill(pathOf(mark));
    }
    context.restore();
  }
}

function drawIncident(frame: Frame, incident: Range | undefined, height: number): void {
  if (incident === undefined) return;
  const { context, palette } = frame;
  const from = xOf(frame, incident.fromMs);
  const to = xOf(frame, incident.toMs);
  context.fillStyle = palette.band;
  context.fillRect(from, 0, Math.max(1, to - from), height);
  context.fillStyle = palette.tones.critical;
  for (const x of [from, to]) context.fillRect(Math.round(x) - 0.5, 0, 1, height);
}

function drawLane(frame: Frame, lane: Lane, top: number, columns: Float64Array, highest: number): void {
  const { context, palette, width } = frame;
  const from = Math.max(0, xOf(frame, lane.fromMs));
  const to = Math.min(width, xOf(frame, lane.toMs));
  const { height, barTop, barBottom } = frame.lane;
  context.fillStyle = palette.line;
  context.fillRect(0, top + height - 1, width, 1);
  drawSilences(frame, lane, top);
  // The time in which the process was heard.
  context.fillStyle = palette.muted;
  if (to > from) context.fillRect(from, top + barBottom, Math.max(1, to - from), 1);
  drawBars(frame, columns, highest, { bottom: top + barBottom, room: barBottom - barTop }, palette.levels);
  drawMarks(frame, lane, top);
}

export function drawLanes(frame: Frame, model: Model, lanes: readonly Lane[]): void {
  const { context, palette, width, range } = frame;
  const height = lanes.length * frame.lane.height;
  context.clearRect(0, 0, width, height);
  context.font = palette.font;
  drawIncident(frame, model.incident, height);
  const number = Math.max(1, Math.floor(width / COLUMN));
  const columns = lanes.map((lane) => columnsOf(lane.segments, range, number));
  const highest = Math.max(...columns.map(tallest), 0.01);
  lanes.forEach((lane, at) => {
    drawLane(frame, lane, at * frame.lane.height, columns[at], highest);
  });
}

export function drawOverview(frame: Frame, model: Model, height: number): void {
  const { context, palette, width, range } = frame;
  context.clearRect(0, 0, width, height);
  drawIncident(frame, model.incident, height);
  const number = Math.max(1, Math.floor(width / 2));
  const columns = columnsOf(
    model.lanes.flatMap((lane) => lane.segments),
    range,
    number,
  );
  const grey = LEVELS.map((_, level) => (level === 3 ? palette.levels[3] : palette.muted));
  drawBars(frame, columns, Math.max(tallest(columns), 0.01), { bottom: height, room: height - 6 }, grey);
}

/** A canvas that is sharp on the screen at hand. */
export function prepare(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | undefined {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d') ?? undefined;
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
