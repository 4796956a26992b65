import type { PrivateClass } from './classes.js';
import { addValue } from './fields.js';
import type { Column, LineState } from './line-state.js';
import type { SpanSet } from './spans.js';

/*
 * Tables of other tools, told by their heading: `rladmin status` (`DB:ID NAME TYPE …`), `docker ps` (`CONTAINER ID  IMAGE … NAMES`),
 * `kubectl get` (`NAME  READY … NODE`), `ps aux` and `top` (`USER PID …`). A table ends with an empty line.
 */

const CLASS_BY_HEADING: Record<string, PrivateClass> = {
  NAME: 'name',
  NAMES: 'name',
  HOSTNAME: 'host',
  NODE: 'host',
  'NOMINATED NODE': 'host',
  NAMESPACE: 'name',
  USER: 'user',
  UID: 'user',
  IMAGE: 'name',
  'CONTAINER ID': 'id',
  ENDPOINT: 'host',
  ADDRESS: 'host',
  EXTERNAL_ADDRESS: 'host',
};

const HEADING = /^\s*\*?(?:%?[A-Z][A-Z0-9_:/+%().#-]*)(?:\s+(?:[%#]?[A-Z][A-Z0-9_:/+%().#-]*|S|\+))+\s*$/;
const MAX_LINES = 10_000;

export function findCells(set: SpanSet, from: number, state: LineState): void {
  const line = set.text.slice(from);
  const heading = line.length < 1000 && HEADING.test(line) ? columnsOf(line) : [];
  if (heading.length > 0) {
    state.table = heading;
    state.tableLines = 0;
    return;
  }
  if (!state.table) return;
  if (line.trim() === '' || ++state.tableLines > MAX_LINES || !isRow(line, state.table)) {
    state.table = undefined;
    return;
  }
  for (const column of state.table) addCell(set, from, line, column);
}

/** `ps aux` begins with user and pid; what comes behind it without an empty line (other sections of a report about a node) is no row. */
const PROCESS_ROW = /^\s*\S+\s+\d+\s/;

function isRow(line: string, table: readonly Column[]): boolean {
  return table[0]?.cls !== 'user' || table[0].start > 0 || PROCESS_ROW.test(line);
}

function columnsOf(line: string): Column[] {
  const cells = [...line.matchAll(/(?:CONTAINER ID|NOMINATED NODE|READINESS GATES|LAST SEEN|\S+)/g)];
  if (cells.length < 3) return [];
  const isDatabase = /\bDB:ID\b/.test(line);
  return cells.flatMap((cell, place) => {
    const cls = CLASS_BY_HEADING[cell[0]];
    if (!cls) return [];
    const end = cells[place + 1]?.index ?? Number.POSITIVE_INFINITY;
    return [{ cls: isDatabase && cell[0] === 'NAME' ? ('db' as const) : cls, start: place === 0 ? 0 : cell.index, end }];
  });
}

/** The word that begins in the column; a cell that is wider than its heading pushes the others to the right and is then found by its start. */
function addCell(set: SpanSet, from: number, line: string, { cls, start, end }: Column): void {
  if (start > 0 && line[start - 1] !== ' ') return;
  const cell = /^\s*(\S+)/.exec(start === 0 ? line : line.slice(start));
  if (!cell) return;
  const at = start + cell[0].length - cell[1].length;
  if (at >= end) return;
  addValue(set, cls, from + at, from + at + cell[1].length);
}
