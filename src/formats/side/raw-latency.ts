/**
 * LATENCY LATEST as redis-cli prints it to a file or a pipe (latencyCommandFillLatest in latency.c):
 *   aof-fsync-always      name of the event
 *   1795456786            seconds since 1970 of the latest spike
 *   12003                 its milliseconds
 *   12009                 the longest one, milliseconds
 * Valkey 8.1 and later print the sum and the number of spikes behind them. A name opens a reading only as the first line of an entry or
 * behind a LATENCY command. LATENCY HISTORY (pairs of numbers without a name) is not handled.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { LatencyRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf } from './cite.js';

const MAX_EVENTS = 200;
/** Events of latency.c and their callers. */
const NAME =
  /^(?:(?:fast-)?command|command-unblocking|fork|(?:aof|rdb|expire|eviction|active-defrag|module-acquire|while-blocked)-[A-Za-z-]{1,40})$/;
const NUMBER = /^\d{1,16}$/;
const EPOCH = /^\d{9,11}$/;
/** Seconds, latest, longest; with sum and count. */
const LEAST = 3;
const MOST = 5;

class RawLatencyReader implements BlockReader {
  private readonly record: LatencyRecord;
  private name = '';
  private cite: LatencyRecord['cite'];
  private numbers: string[] = [];

  constructor(text: string, context: LineContext) {
    this.cite = citeOf(text, context);
    this.record = { type: 'latency', entry: context.entry, sub: context.sub, cite: this.cite, events: [] };
    this.name = text;
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (NUMBER.test(text)) {
      if (this.numbers.length >= MOST || (this.numbers.length === 0 && !EPOCH.test(text))) return 'refused';
      this.numbers.push(text);
      return 'taken';
    }
    if (!NAME.test(text) || this.numbers.length < LEAST) return 'refused';
    this.flush();
    this.name = text;
    this.cite = citeOf(text, context);
    return 'taken';
  }

  finish(): LatencyRecord[] {
    this.flush();
    return this.record.events.length > 0 ? [this.record] : [];
  }

  private flush(): void {
    if (this.numbers.length >= LEAST && this.record.events.length < MAX_EVENTS)
      this.record.events.push({ name: this.name, worstMs: Number(this.numbers[2]), cite: this.cite });
    this.numbers = [];
  }
}

export function openRawLatency(text: string, context: LineContext): BlockReader | undefined {
  return NAME.test(text) ? new RawLatencyReader(text, context) : undefined;
}

export const rawLatency: Format = {
  name: 'latency',
  samples: ['aof-fsync-always'],
  open(text, context) {
    return context.line === 1 ? openRawLatency(text, context) : undefined;
  },
};
