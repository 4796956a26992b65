import type { LogEvent } from '../../model/records.js';
import type { PatternMatcher } from './patterns.js';
import { QUIET } from './patterns.js';
import { RawLine } from './raw-line.js';

interface Kept {
  pattern: number;
  line: RawLine;
}

interface Slot {
  count: number;
  limit: number;
  first: Kept[];
  /** Ring of the last occurrences behind the first ones. */
  last: Kept[];
}

/** Occurrences of the catalogue's patterns in one run: all are counted, the first K and the last K of each id are kept. */
export class EventTable {
  private readonly slots: (Slot | undefined)[] = [];
  private readonly numbers: number[] = [];

  constructor(
    private readonly matcher: PatternMatcher,
    private readonly maxKeep: number,
  ) {}

  /** Occurrences of a pattern of which none is kept. */
  addQuiet(pattern: number, times: number): void {
    this.slotOf(pattern).count += times;
  }

  add(pattern: number, line: RawLine): void {
    const slot = this.slotOf(pattern);
    slot.count++;
    if (slot.limit === 0) return;
    if (slot.first.length < slot.limit) {
      slot.first.push(keep(pattern, line));
    } else if (slot.last.length < slot.limit) {
      slot.last.push(keep(pattern, line));
    } else {
      const oldest = slot.last[(slot.count - 1) % slot.limit];
      oldest.pattern = pattern;
      oldest.line.copyFrom(line);
    }
  }

  private slotOf(pattern: number): Slot {
    const number = this.matcher.slot[pattern];
    const known = number < this.slots.length ? this.slots[number] : undefined;
    if (known !== undefined) return known;
    const quiet = (this.matcher.flags[pattern] & QUIET) !== 0;
    const slot: Slot = { count: 0, limit: quiet ? 0 : Math.min(this.maxKeep, this.matcher.keep[pattern]), first: [], last: [] };
    while (this.slots.length <= number) this.slots.push(undefined);
    this.slots[number] = slot;
    this.numbers.push(number);
    return slot;
  }

  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const number of [...this.numbers].sort((a, b) => compareText(this.matcher.slotIds[a], this.matcher.slotIds[b]))) {
      counts[this.matcher.slotIds[number]] = (this.slots[number] as Slot).count;
    }
    return counts;
  }

  /** In the order of the lines; once. */
  events(entry: string): LogEvent[] {
    const kept = this.slots.flatMap((slot) => (slot === undefined ? [] : [...slot.first, ...slot.last]));
    kept.sort((a, b) => a.line.order - b.line.order || a.pattern - b.pattern);
    return kept.map(({ pattern, line }) => {
      const fields = this.matcher.fields(pattern, line.messageBytes(), line.messageStart, line.messageEnd);
      const event: LogEvent = { ...line.keep(entry), id: this.matcher.ids[pattern], fields };
      if (line.handler) event.handler = true;
      line.giveBack();
      return event;
    });
  }
}

function keep(pattern: number, line: RawLine): Kept {
  const copy = RawLine.fresh();
  copy.copyFrom(line);
  return { pattern, line: copy };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
