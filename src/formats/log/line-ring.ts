import { memory } from '../../kernel/kernel.js';
import type { KeptLine } from '../../model/records.js';
import { addRow, levelOf, moduleOf, type Row, RowCopies, readRow, roleOf } from './block-rows.js';
import { RawLine } from './raw-line.js';

/** Last lines that lie in more than this are copied one by one. */
const MAX_FROZEN_BYTES = 65_536;

/** The last lines of a run. Those of the block that is being read are ranges of its rows; when the block is over (`settle`) the last of them
 * are copied: in one piece where they are as many as are kept, which is what nearly every block of a large log comes to. */
export class LineRing {
  /** Lines in memory of their own. */
  private readonly copies: RawLine[] = [];
  /** Where the next copy goes: the oldest one, once there are as many as there may be. */
  private at = 0;
  /** First row of a range and the one behind its last, in pairs. */
  private readonly ranges: number[] = [];
  /** The lines where they were copied in one piece; then `copies` are out of date. */
  private readonly frozen: RowCopies;

  constructor(private readonly size: number) {
    this.frozen = new RowCopies(size);
  }

  push(line: RawLine, block: Uint8Array | undefined): void {
    const row = line.bytes === block ? addRow(line) : -1;
    if (row >= 0) this.pushRows(row, row + 1);
    else {
      this.settle();
      this.thaw();
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
    const last = ranges[ranges.length - 1];
    const isEnough = last - ranges[ranges.length - 2] >= this.size;
    if (!isEnough || !this.frozen.copy(last - this.size, last, MAX_FROZEN_BYTES)) {
      this.thaw();
      this.copyRanges();
    }
    ranges.length = 0;
  }

  /** Oldest first; once. */
  finish(entry: string): KeptLine[] {
    this.settle();
    this.thaw();
    const kept = [...this.copies.slice(this.at), ...this.copies.slice(0, this.at)].map((line) => line.keep(entry));
    for (const line of this.copies.splice(0)) line.giveBack();
    return kept;
  }

  keepLast(entry: string): KeptLine | undefined {
    this.settle();
    this.thaw();
    const { copies, at } = this;
    return copies.length === 0 ? undefined : copies[(at + copies.length - 1) % copies.length].keep(entry);
  }

  private copyRanges(): void {
    const { ranges } = this;
    let first = ranges.length;
    let wanted = this.size;
    while (first > 0 && wanted > 0) {
      first -= 2;
      wanted -= ranges[first + 1] - ranges[first];
    }
    if (wanted < 0) ranges[first] -= wanted;
    for (let i = first; i < ranges.length; i += 2)
      for (let row = ranges[i]; row < ranges[i + 1]; row++) this.copy(memory, readRow(row), moduleOf);
  }

  /** Makes copies of the frozen rows. */
  private thaw(): void {
    const { frozen } = this;
    for (let i = 0; i < frozen.count; i++) this.copy(frozen.bytes, frozen.read(i), frozen.moduleOf);
    frozen.count = 0;
  }

  private copy(bytes: Uint8Array, { start, end, line, offset, wallMs, mark }: Row, nameOf: (mark: number) => string): void {
    const copy = this.nextCopy();
    copy.setPlain(bytes, start, end, line, offset, wallMs, levelOf(mark), roleOf(mark), nameOf(mark), 0);
    copy.settle();
  }

  private nextCopy(): RawLine {
    const { at } = this;
    this.at = at + 1 === this.size ? 0 : at + 1;
    if (at === this.copies.length) this.copies.push(RawLine.fresh());
    return this.copies[at];
  }
}
