import { MAX_KEPT_TEXT } from '../../model/origin.js';
import type { KeptLine, Role } from '../../model/records.js';
import { LEVELS } from '../../model/text.js';
import { toText } from '../../text/decode.js';
import { copyBytes, type RawLine } from './raw-line.js';

/** Numbers of a row: where the line lies in the block, its number, offset and clock, and its level and role. */
const START = 0;
const END = 1;
const LINE = 2;
const OFFSET = 3;
const WALL = 4;
const MARK = 5;
const WIDTH = 6;
/** START of a line that lies in memory of its own. */
const OWN = -1;
/** MARK is (index into ROLES) * 8 + level + 1. */
const ROLES: readonly (Role | '')[] = ['', 'M', 'S', 'C', 'X'];
const ROLE_UNIT = 8;
const MIN_OWN_BYTES = 128;

export function markOf(level: number, role: Role | ''): number {
  return ROLES.indexOf(role) * ROLE_UNIT + level + 1;
}

/** The last lines of a run. A row is a few numbers, written for every line; the bytes of those rows that outlive their block are copied
 * when the block is over (`settle`). Objects with the same content cost three times as much a line. */
export class LineRing {
  private readonly rows: Float64Array;
  private readonly modules: string[] = [];
  /** Copies of lines whose block is gone. */
  private readonly own: (Uint8Array | undefined)[] = [];
  private at = 0;
  private count = 0;
  private block: Uint8Array | undefined;

  constructor(readonly size: number) {
    this.rows = new Float64Array(size * WIDTH);
  }

  push(line: RawLine, block: Uint8Array | undefined): void {
    if (line.bytes === block && block !== this.block) this.turnTo(block);
    const row = this.next();
    this.write(row, line.start, line.end, line.line, line.offset, line.wallMs, markOf(line.level, line.role));
    this.modules[row] = line.module;
    if (line.bytes !== block) this.copy(row, line.bytes);
  }

  /** A line of `block`, told in numbers. */
  pushPlain(start: number, end: number, line: number, offset: number, wallMs: number, mark: number, module: string, block: Uint8Array): void {
    if (block !== this.block) this.turnTo(block);
    const row = this.next();
    this.write(row, start, end, line, offset, wallMs, mark);
    if (this.modules[row] !== module) this.modules[row] = module;
  }

  settle(): void {
    const { block } = this;
    this.block = undefined;
    if (block === undefined) return;
    for (let row = 0; row < this.count; row++) if (this.rows[row * WIDTH + START] !== OWN) this.copy(row, block);
  }

  /** Oldest first. */
  keep(entry: string): KeptLine[] {
    const kept: KeptLine[] = [];
    for (let i = 0; i < this.count; i++) kept.push(this.keepRow((this.at + this.size - this.count + i) % this.size, entry));
    return kept;
  }

  keepLast(entry: string): KeptLine | undefined {
    return this.count === 0 ? undefined : this.keepRow((this.at + this.size - 1) % this.size, entry);
  }

  /** Holes make several blocks of one chunk: rows of the one before are copied while it is still there. */
  private turnTo(block: Uint8Array): void {
    this.settle();
    this.block = block;
  }

  private next(): number {
    const row = this.at;
    this.at = row + 1 === this.size ? 0 : row + 1;
    if (this.count < this.size) this.count++;
    return row;
  }

  private write(row: number, start: number, end: number, line: number, offset: number, wallMs: number, mark: number): void {
    const { rows } = this;
    const at = row * WIDTH;
    rows[at + START] = start;
    rows[at + END] = end;
    rows[at + LINE] = line;
    rows[at + OFFSET] = offset;
    rows[at + WALL] = wallMs;
    rows[at + MARK] = mark;
  }

  private copy(row: number, bytes: Uint8Array): void {
    const at = row * WIDTH;
    const start = this.rows[at + START];
    const length = this.rows[at + END] - start;
    let own = this.own[row];
    if (own === undefined || own.length < length) {
      own = new Uint8Array(Math.min(MAX_KEPT_TEXT, Math.max(MIN_OWN_BYTES, length + (length >> 1))));
      this.own[row] = own;
    }
    copyBytes(bytes, start, start + length, own);
    this.rows[at + START] = OWN;
    this.rows[at + END] = length;
  }

  private keepRow(row: number, entry: string): KeptLine {
    const at = row * WIDTH;
    const mark = this.rows[at + MARK];
    const level = (mark % ROLE_UNIT) - 1;
    const start = this.rows[at + START];
    const bytes = start === OWN ? this.own[row] : this.block;
    return {
      entry,
      line: this.rows[at + LINE],
      offset: this.rows[at + OFFSET],
      text: bytes === undefined ? '' : toText(bytes, start === OWN ? 0 : start, this.rows[at + END]),
      wallMs: this.rows[at + WALL],
      level: level < 0 ? '' : LEVELS[level],
      role: ROLES[Math.floor(mark / ROLE_UNIT)],
      module: this.modules[row],
    };
  }
}
