/**
 * SLOWLOG GET as redis-cli prints it to a file or a pipe (slowlogGetCommand in slowlog.c, COMMANDLOG GET of Valkey 9):
 *   8                     id
 *   1795415035            seconds since 1970
 *   4003818               microseconds
 *   DEBUG                 arguments, at most 32
 *   SLEEP
 *   4
 *   127.0.0.1:44322       client address, since 4.0
 *                         client name, since 4.0
 * Entries follow each other with falling ids, which is what tells a head from arguments that are numbers.
 * A bare number opens a reading only as the first line of an entry or behind a SLOWLOG command.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { SlowlogRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from './cite.js';

const MAX_ITEMS = 2000;
/** Three numbers, 32 arguments (SLOWLOG_ENTRY_MAX_ARGC), address, name, and the next head. */
const MAX_PENDING = 3 + 32 + 2 + 3;
const NUMBER = /^\d{1,16}$/;
const EPOCH = /^\d{9,11}$/;
const ADDRESS = /^(?:\S{1,200}:\d{1,5}|)$/;

interface Line {
  text: string;
  cite: ReturnType<typeof citeOf>;
}

function isHead(lines: Line[], at: number, before: number | undefined): boolean {
  const [id, epoch, duration] = lines.slice(at, at + 3);
  if (!id || !NUMBER.test(id.text) || (before !== undefined && Number(id.text) !== before - 1)) return false;
  return (!epoch || EPOCH.test(epoch.text)) && (!duration || NUMBER.test(duration.text));
}

class RawSlowlogReader implements BlockReader {
  private readonly record: SlowlogRecord;
  private pending: Line[] = [];

  constructor(text: string, context: LineContext) {
    this.record = { type: 'slowlog', entry: context.entry, sub: context.sub, cite: citeOf(text, context), items: [] };
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    this.pending.push({ text: keep(text), cite: citeOf(text, context) });
    const count = this.pending.length;
    if (count <= 3) return isHead(this.pending, 0, undefined) ? 'taken' : 'refused';
    if (count >= 7 && isHead(this.pending, count - 3, Number(this.pending[0].text))) {
      const next = this.pending.splice(count - 3);
      this.flush();
      this.pending = next;
    }
    return this.pending.length <= MAX_PENDING ? 'taken' : 'refused';
  }

  finish(): SlowlogRecord[] {
    if (this.pending.length <= MAX_PENDING) this.flush();
    return this.record.items.length > 0 ? [this.record] : [];
  }

  private flush(): void {
    const [id, epoch, duration, ...rest] = this.pending;
    if (rest.length === 0 || this.record.items.length >= MAX_ITEMS) return;
    const texts = rest.map((line) => line.text);
    let client: string | undefined;
    for (const back of [2, 1]) {
      const at = texts.length - back;
      if (at > 0 && client === undefined && texts[at] !== '' && ADDRESS.test(texts[at])) client = texts.splice(at)[0];
    }
    const item = { id: Number(id.text), epochSec: Number(epoch.text), durationUs: Number(duration.text), argv: texts, cite: id.cite };
    this.record.items.push(client === undefined ? item : { ...item, client });
  }
}

export function openRawSlowlog(text: string, context: LineContext): BlockReader | undefined {
  return NUMBER.test(text) ? new RawSlowlogReader(text, context) : undefined;
}

export const rawSlowlog: Format = {
  name: 'slowlog',
  samples: ['8'],
  open(text, context) {
    return context.line === 1 ? openRawSlowlog(text, context) : undefined;
  },
};
