import { addressOf, blockSerial, doubles, ints, memory } from '../../kernel/kernel.js';
import { AT_ROWS, MAX_ROWS, ROW_BYTES, ROWS_USED } from '../../kernel/layout.js';
import type { Role } from '../../model/records.js';
import type { RawLine } from './raw-line.js';

/* Rows of the block that is being read: for each line a few numbers that tell where it lies and what its header said. The kernel writes them
 * for the lines that it takes, `addRow` for all others. Only the few that are still wanted at the end of the block become copies. */

const ROLES: readonly (Role | '')[] = ['', 'M', 'S', 'C', 'X'];
const LEVEL_BITS = 7;
const ROLE_SHIFT = 3;
const ROLE_BITS = 7;
const NAME_SHIFT = 6;
const MAX_NAMES = 1 << 20;

/** `start` and `end`: where the line lies. */
export interface Row {
  wallMs: number;
  offset: number;
  start: number;
  end: number;
  line: number;
  mark: number;
}

/** Names of the modules whose tags stand in the block; '' is the first. */
const names: string[] = [''];
let namesSerial = -1;

/** Level, role and module of a line in one number. */
export function markOf(level: number, role: Role | '', module: string): number {
  return (level + 1) | (ROLES.indexOf(role) << ROLE_SHIFT) | (nameOf(module) << NAME_SHIFT);
}

export function levelOf(mark: number): number {
  return (mark & LEVEL_BITS) - 1;
}

export function roleOf(mark: number): Role | '' {
  return ROLES[(mark >> ROLE_SHIFT) & ROLE_BITS];
}

export function moduleOf(mark: number): string {
  return names[mark >> NAME_SHIFT];
}

function nameOf(module: string): number {
  if (namesSerial !== blockSerial) {
    namesSerial = blockSerial;
    names.length = 1;
  }
  if (module === '') return 0;
  const known = names.lastIndexOf(module);
  if (known > 0) return known;
  return names.length < MAX_NAMES ? names.push(module) - 1 : 0;
}

/** Adds a line that lies in the kernel's memory; its row, or -1 when there is no room. */
export function addRow(line: RawLine): number {
  const base = addressOf(line.bytes);
  const row = ints[ROWS_USED / 4];
  if (base < 0 || row >= MAX_ROWS) return -1;
  const at = (AT_ROWS + row * ROW_BYTES) / 4;
  doubles[at / 2] = line.wallMs;
  doubles[at / 2 + 1] = line.offset;
  ints[at + 4] = base + line.start;
  ints[at + 5] = base + line.end;
  ints[at + 6] = line.line;
  ints[at + 7] = markOf(line.level, line.role, line.module);
  ints[ROWS_USED / 4] = row + 1;
  return row;
}

/** A row as it was read last: one object, so that nothing is allocated. */
const rowRead: Row = { wallMs: 0, offset: 0, start: 0, end: 0, line: 0, mark: 0 };

export function wallMsOf(row: number): number {
  return doubles[(AT_ROWS + row * ROW_BYTES) / 8];
}

/** `start` and `end` are addresses in the kernel's memory. */
export function readRow(row: number): Row {
  return readAt(doubles, ints, (AT_ROWS + row * ROW_BYTES) / 4);
}

function readAt(doubles: Float64Array, ints: Int32Array, at: number): Row {
  rowRead.wallMs = doubles[at / 2];
  rowRead.offset = doubles[at / 2 + 1];
  rowRead.start = ints[at + 4];
  rowRead.end = ints[at + 5];
  rowRead.line = ints[at + 6] >>> 0;
  rowRead.mark = ints[at + 7];
  return rowRead;
}

/** Rows that outlive their block, with the bytes that they lie in. */
export class RowCopies {
  /** 0: none. */
  count = 0;
  bytes = Buffer.alloc(0);
  private from = 0;
  private readonly doubles: Float64Array;
  private readonly ints: Int32Array;
  private names = [''];

  constructor(rows: number) {
    this.doubles = new Float64Array((rows * ROW_BYTES) / 8);
    this.ints = new Int32Array(this.doubles.buffer);
  }

  /** Copies rows in a row; false where they lie in more than `maxBytes`. */
  copy(first: number, stop: number, maxBytes: number): boolean {
    const from = readRow(first).start;
    const length = readRow(stop - 1).end - from;
    if (length < 0 || length > maxBytes) return false;
    if (this.bytes.length < length) this.bytes = Buffer.allocUnsafeSlow(Math.min(maxBytes, 2 * length));
    memory.copy(this.bytes, 0, from, from + length);
    this.doubles.set(doubles.subarray((AT_ROWS + first * ROW_BYTES) / 8, (AT_ROWS + stop * ROW_BYTES) / 8));
    this.from = from;
    this.count = stop - first;
    if (names.some((name, i) => name !== this.names[i])) this.names = [...names];
    return true;
  }

  /** `start` and `end` are places in `bytes`. */
  read(index: number): Row {
    const row = readAt(this.doubles, this.ints, (index * ROW_BYTES) / 4);
    row.start -= this.from;
    row.end -= this.from;
    return row;
  }

  readonly moduleOf = (mark: number): string => this.names[mark >> NAME_SHIFT];
}
