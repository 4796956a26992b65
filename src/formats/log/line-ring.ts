import { memory } from '../../kernel/kernel.js';
import { MAX_KEPT_TEXT } from '../../model/origin.js';
import type { KeptLine } from '../../model/records.js';
import { LEVELS } from '../../model/text.js';
import { toText } from '../../text/decode.js';
import { addRow, levelOf, moduleOf, readRow, roleOf } from './block-rows.js';
import { copyBytes, type RawLine } from './raw-line.js';

const MIN_OWN_BYTES = 128;

/** A line in memory of its own. */
interface Copy {
  bytes: Uint8Array;
  length: number;
  line: number;
  offset: number;
  wallMs: number;
  level: number;
  role: KeptLine['role'];
  module: string;
}

/** The last lines of a run. Those of the block that is being read are ranges of its rows; when the block is over (`settle`) the last of them
 * are copied. */
export class LineRing {
  private readonly copies: Copy[] = [];
  /** Where the next copy goes: the oldest one, once there are as many as there may be. */
  private at = 0;
  /** First row of a range and the one behind its last, in pairs. */
  private readonly ranges: number[] = [];

  constructor(private readonly size: number) {}

  push(line: RawLine, block: Uint8Array | undefined): void {
    const row = line.bytes === block ? addRow(line) : -1;
    if (row >= 0) this.pushRows(row, row + 1);
    else {
      this.settle();
      const { line: number, offset, wallMs, level, role, module } = line;
      this.copy(line.bytes, line.start, line.end, number, offset, wallMs, level, role, module);
    }
  }

  pushRows(from: number, to: number): void {
    const { ranges } = this;
    if (ranges.length > 0 && ranges[ranges.length - 1] === from) ranges[ranges.length - 1] = to;
    else ranges.push(from, to);
  }

  settle(): void {
    const { ranges } = this;
    if (ranges.length === 0) return;
    let first = ranges.length;
    let wanted = this.size;
    while (first > 0 && wanted > 0) {
      first -= 2;
      wanted -= ranges[first + 1] - ranges[first];
    }
    if (wanted < 0) ranges[first] -= wanted;
    for (let i = first; i < ranges.length; i += 2) for (let row = ranges[i]; row < ranges[i + 1]; row++) this.copyRow(row);
    ranges.length = 0;
  }

  /** Oldest first. */
  keep(entry: string): KeptLine[] {
    this.settle();
    return [...this.copies.slice(this.at), ...this.copies.slice(0, this.at)].map((copy) => keepCopy(copy, entry));
  }

  keepLast(entry: string): KeptLine | undefined {
    this.settle();
    const { copies, at } = this;
    return copies.length === 0 ? undefined : keepCopy(copies[(at + copies.length - 1) % copies.length], entry);
  }

  private copyRow(row: number): void {
    const { start, end, line, offset, wallMs, mark } = readRow(row);
    this.copy(memory, start, end, line, offset, wallMs, levelOf(mark), roleOf(mark), moduleOf(mark));
  }

  private copy(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    offset: number,
    wallMs: number,
    level: number,
    role: KeptLine['role'],
    module: string,
  ): void {
    let copy = this.copies[this.at];
    const length = end - start;
    if (copy === undefined) {
      copy = { bytes: roomFor(length), length, line, offset, wallMs, level, role, module };
      this.copies.push(copy);
    } else {
      if (copy.bytes.length < length) copy.bytes = roomFor(length);
      Object.assign(copy, { length, line, offset, wallMs, level, role, module });
    }
    copyBytes(bytes, start, end, copy.bytes);
    this.at = this.at + 1 === this.size ? 0 : this.at + 1;
  }
}

function roomFor(length: number): Uint8Array {
  return new Uint8Array(Math.min(MAX_KEPT_TEXT, Math.max(MIN_OWN_BYTES, length + (length >> 1))));
}

function keepCopy(copy: Copy, entry: string): KeptLine {
  return {
    entry,
    line: copy.line,
    offset: copy.offset,
    text: toText(copy.bytes, 0, copy.length),
    wallMs: copy.wallMs,
    level: copy.level < 0 ? '' : LEVELS[copy.level],
    role: copy.role,
    module: copy.module,
  };
}
