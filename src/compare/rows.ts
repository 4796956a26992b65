import { ASPECTS } from './aspects/index.js';
import { type Aspect, cellOf } from './cell.js';
import type { Cell, Relation, Row } from './schema.js';
import type { Side } from './side.js';

/** One row an aspect. Only what two sides could see is compared. */
export function rowsOf(sides: readonly Side[]): { rows: Row[]; unseenRows: string[] } {
  const all = ASPECTS.map((aspect) => rowOf(aspect, sides));
  const visible = all.filter((row) => row.cells.some((cell) => cell.state === 'seen'));
  return { rows: visible, unseenRows: all.filter((row) => !visible.includes(row)).map((row) => row.title) };
}

function rowOf(aspect: Aspect, sides: readonly Side[]): Row {
  const cells = sides.map((side) => cellOf(aspect, side));
  const relation = relationOf(cells, aspect.alike);
  const why = relation === 'not-comparable' ? unseenText(cells) : undefined;
  return { id: aspect.id, title: aspect.title, about: aspect.about, relation, ...(why === undefined ? {} : { why }), cells };
}

export function relationOf(cells: readonly Cell[], alike: (a: string, b: string) => boolean = (a, b) => a === b): Relation {
  const values = cells.flatMap((cell) => (cell.state === 'seen' ? [cell.value ?? ''] : []));
  if (values.length < 2) return 'not-comparable';
  return values.every((value) => alike(values[0], value)) ? 'same' : 'different';
}

function unseenText(cells: readonly Cell[]): string {
  return cells.flatMap((cell) => (cell.state === 'not-seen' ? [`${cell.side}: ${cell.why ?? 'not seen'}`] : [])).join('; ');
}
