import Table from 'cli-table3';

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
  const grid = new Table({ chars, colWidths: [...widths], style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] } });
  for (const row of rows) grid.push([...row]);
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
