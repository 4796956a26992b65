import type { ManagerRecord } from '../../model/records.js';

/** Of equal events the first and the last K are kept: a manager repeats one complaint every ten seconds for hours. */
const KEEP = 20;
const MAX_KINDS = 300;

interface Kind {
  first: (() => ManagerRecord)[];
  /** Ring of the last K behind the first K. */
  last: (() => ManagerRecord)[];
  count: number;
}

/** Folds repeated events, bounded whatever the length of the log. */
export class ManagerFold {
  private readonly kinds = new Map<string, Kind>();
  private dropped = 0;

  /** `template` tells which events are equal: without numbers and times. The record is made at the end, if it is kept. */
  add(template: string, make: () => ManagerRecord): void {
    let kind = this.kinds.get(template);
    if (!kind) {
      if (this.kinds.size >= MAX_KINDS) {
        this.dropped += 1;
        return;
      }
      kind = { first: [], last: [], count: 0 };
      this.kinds.set(template, kind);
    }
    if (kind.count < KEEP) kind.first.push(make);
    else kind.last[(kind.count - KEEP) % KEEP] = make;
    kind.count += 1;
  }

  /** In the order of the lines. The last record of a folded kind says how often the event was seen. */
  finish(): ManagerRecord[] {
    const records: ManagerRecord[] = [];
    for (const { first, last, count } of this.kinds.values()) {
      const start = count > 2 * KEEP ? (count - KEEP) % KEEP : 0;
      const kept = [...first, ...last.slice(start), ...last.slice(0, start)].map((make) => make());
      if (count > kept.length) kept[kept.length - 1].fields.repeated = String(count);
      records.push(...kept);
    }
    records.sort((a, b) => a.cite.line - b.cite.line || a.cite.offset - b.cite.offset);
    if (this.dropped > 0 && records.length > 0) records[records.length - 1].fields.otherEvents = String(this.dropped);
    return records;
  }
}
