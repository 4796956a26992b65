import { memory } from '../../kernel/kernel.js';
import type { KeptLine } from '../../model/records.js';
import { addRow, levelOf, moduleOf, readRow, roleOf } from './block-rows.js';
import { RawLine } from './raw-line.js';

/** The last lines of a run. Those of the block that is being read are ranges of its rows; when the block is over (`settle`) the last of them
 * are copied. */
export class LineRing {
  /** Lines in memory of their own. */
  private readonly copies: RawLine[] = [];
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
      this.nextCopy().copyFrom(line);
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
    return [...this.copies.slice(this.at), ...this.copies.slice(0, this.at)].map((line) => line.keep(entry));
  }

  keepLast(entry: string): KeptLine | undefined {
    this.settle();
    const { copies, at } = this;
    return copies.length === 0 ? undefined : copies[(at + copies.length - 1) % copies.length].keep(entry);
  }

  private copyRow(row: number): void {
    const { start, end, line, offset, wallMs, mark } = readRow(row);
    const copy = this.nextCopy();
    copy.setPlain(memory, start, end, line, offset, wallMs, levelOf(mark), roleOf(mark), moduleOf(mark), 0);
    copy.settle();
  }

  private nextCopy(): RawLine {
    const { at } = this;
    this.at = at + 1 === this.size ? 0 : at + 1;
    if (at === this.copies.length) this.copies.push(new RawLine());
    return this.copies[at];
  }
}
