import { signal } from '@preact/signals';
import type { Citation } from '../../../report/schema.js';
import type { FoldedNode } from '../../graph.js';
import type { Lane } from './lanes.js';
import type { Range, RecordRow } from './model.js';
import type { StoryRow } from './story.js';

/** What the side panel shows. */
export type Detail =
  | { kind: 'quote'; citation: Citation }
  | { kind: 'record'; row: RecordRow }
  | { kind: 'event'; rows: StoryRow[]; lane?: Lane }
  | { kind: 'node'; node: FoldedNode };

/** The time that the chart shows; the lists below show the same. */
export const range = signal<Range | undefined>(undefined);
export const detail = signal<Detail | undefined>(undefined);
export const search = signal('');

export type Theme = 'auto' | 'light' | 'dark';
export const theme = signal<Theme>('auto');

/** A new value whenever colours may have changed: what is drawn on a canvas has to be drawn again. */
export const paint = signal(0);

const STORED = 'redis-forensics.theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

export function isDark(): boolean {
  return theme.value === 'auto' ? prefersDark.matches : theme.value === 'dark';
}

function applyTheme(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  paint.value++;
}

export function startTheme(): void {
  try {
    const stored = localStorage.getItem(STORED);
    if (stored === 'light' || stored === 'dark') theme.value = stored;
  } catch {
    // A browser may forbid storage to files from disk.
  }
  prefersDark.addEventListener('change', applyTheme);
  applyTheme();
}

export function setTheme(next: Theme): void {
  theme.value = next;
  applyTheme();
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // It then lasts as long as the page.
  }
}

export function open(next: Detail): void {
  detail.value = next;
}

export function openQuote(citation: Citation): void {
  open({ kind: 'quote', citation });
}
