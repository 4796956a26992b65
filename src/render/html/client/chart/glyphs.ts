import type { StoryRow } from '../story.js';

/** Kinds of marks, the gravest first: of those that fall on one spot the first is drawn. */
export type Mark = 'crash' | 'signal' | 'restart' | 'config' | 'witness' | 'stop' | 'start' | 'dump' | 'event';
export type Tone = 'critical' | 'warning' | 'accent' | 'muted';

export interface Glyph {
  /** Around the origin, about ten units wide. */
  path: string;
  tone: Tone;
  hollow?: boolean;
  name: string;
}

export const GLYPHS: Record<Mark, Glyph> = {
  crash: { path: 'M-4-4L4 4M4-4L-4 4', tone: 'critical', hollow: true, name: 'crash' },
  signal: { path: 'M-4.5-3.5H4.5L0 4.5Z', tone: 'critical', name: 'signal' },
  restart: { path: 'M0-4.5L4.5 3.5H-4.5Z', tone: 'critical', name: 'restart' },
  config: { path: 'M0-5L5 0L0 5L-5 0Z', tone: 'accent', name: 'configuration' },
  witness: { path: 'M4 0A4 4 0 1 1-4 0A4 4 0 1 1 4 0Z', tone: 'warning', name: 'noticed by others' },
  stop: { path: 'M-3.5-3.5H3.5V3.5H-3.5Z', tone: 'muted', name: 'stop' },
  start: { path: 'M0-4.5L4.5 3.5H-4.5Z', tone: 'muted', name: 'start' },
  dump: { path: 'M-3.5-3.5H3.5V3.5H-3.5Z', tone: 'accent', hollow: true, name: 'thread dump' },
  event: { path: 'M2.6 0A2.6 2.6 0 1 1-2.6 0A2.6 2.6 0 1 1 2.6 0Z', tone: 'muted', name: 'other event' },
};

const ORDER = Object.keys(GLYPHS) as Mark[];

export function markOf(row: StoryRow): Mark {
  return row.type !== undefined && Object.hasOwn(GLYPHS, row.type) ? (row.type as Mark) : 'event';
}

export function toneOf(row: StoryRow, mark: Mark): Tone {
  if (mark !== 'event') return GLYPHS[mark].tone;
  return row.severity === 'info' ? 'muted' : row.severity;
}

const SEVERITY = { critical: 0, warning: 1, info: 2 };

/** Smaller is graver. */
export function weightOf(row: StoryRow): number {
  return SEVERITY[row.severity] * 4 + ORDER.indexOf(markOf(row));
}
