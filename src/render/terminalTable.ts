import { createRequire } from 'node:module';
import type Table from 'cli-table3';

/** Loaded with the first table: its dozen files cost 20 ms, and most reports go to a file. */
let loaded: typeof Table | undefined;

function tableClass(): typeof Table {
  loaded ??= createRequire(import.meta.url)('cli-table3') as typeof Table;
  return loaded;
}

const BORDERS = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
];

/** Rows in columns without borders. Cells are visible text, already wrapped to their width (`\n` between lines). */
export function plainTable(rows: readonly (readonly string[])[], widths: readonly number[]): string[] {
  if (rows.length === 0) return [];
  const chars = Object.fromEntries([...BORDERS.map((name) => [name, '']), ['middle', ' ']]);
  const grid = new (tableClass())({
    chars,
    colWidths: [...widths],
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  for (const row of rows) grid.push([...row]);
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
