/** What an entry keeps of the records of one type: the first, and the last in a ring. Dumps and sections that a script took every second for hours fill
 * gigabytes otherwise; what changes between them shows at both ends. */
import type { Rec } from '../model/records.js';

/** First and last of each type. Those with many lines of their own are few in real inputs: the most that captures hold is ten dumps. */
const ENDS: Partial<Record<Rec['type'], number>> = { dump: 24, crash: 400, info: 100 };
const OTHER_ENDS = 1000;

interface Kept {
  count: number;
  /** Places of the last ones among the entry's records. */
  places: number[];
}

export class KeptRecords {
  private readonly types = new Map<string, Kept>();

  /** Takes a record into the entry's list; of those between the first and the last only the number is kept. */
  add(records: Rec[], record: Rec): void {
    const ends = ENDS[record.type] ?? OTHER_ENDS;
    const kept = this.types.get(record.type) ?? { count: 0, places: [] };
    this.types.set(record.type, kept);
    kept.count++;
    if (kept.count <= ends) {
      records.push(record);
      return;
    }
    if (kept.places.length < ends) {
      kept.places.push(records.push(record) - 1);
      return;
    }
    // The oldest of the last ones makes room; the others move up, so that the list stays in the order of the lines.
    for (let i = 1; i < kept.places.length; i++) records[kept.places[i - 1]!] = records[kept.places[i]!]!;
    records[kept.places.at(-1)!] = record;
  }

  notes(): string[] {
    return [...this.types].flatMap(([type, { count }]) => {
      const ends = ENDS[type as Rec['type']] ?? OTHER_ENDS;
      return count > 2 * ends ? [`${count} records of one kind (${type}): the first ${ends} and the last ${ends} are used`] : [];
    });
  }
}
