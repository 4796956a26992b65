/**
 * What applications, proxies, exporters and probes log of a Redis server, folded: one record for each server, library and error, with the first and last
 * line, a count and a few samples, however many lines there are.
 *   2024-07-08 10:00:49.479 ERROR 46878 --- [nio-8080-exec-6] o.a.c.c.C: … io.lettuce.core.RedisConnectionException: Unable to connect to 10.0.0.5:6379
 *   [2015-11-20 18:18:08,590: ERROR/MainProcess] consumer: Cannot connect to redis://localhost:6379//: Error 111 connecting to localhost:6379. Connection refused.
 *   [ioredis] Unhandled error event: Error: connect ECONNREFUSED 127.0.0.1:6379
 *   [2015-04-03 17:01:22.608] nc_core.c:237 close s 10 '192.168.1.219:6379' on event FF00FF eof 0 done 0 rb 0 sb 0: Connection refused
 * Asked last, of lines that no other format knows. Further lines of the same event (`Caused by:`, the end of a traceback) name the cause and are not counted again.
 * Not handled: errors told without any sign of Redis, and those of languages other than English.
 */
import type { ClientErrorsRecord, Stamp } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from '../side/cite.js';
import { type Address, parseAddress, parseConfiguredAddress } from './address.js';
import { isVague, parseFailure } from './failures.js';
import { type ClientLine, parseClientLine } from './line.js';
import { momentOf, ownMoment } from './moment.js';

const MAX_RECORDS = 200;
const MAX_SAMPLES = 8;
/** A stack trace is not longer. */
const MAX_TRACE_LINES = 400;
const MORE_OF_IT = /^(?:\s|Caused by: |Suppressed: |\.\.\. \d|Traceback |During handling |The above exception |--->|Inner exception)/;
const CAUSE = /^\s{0,8}(?:Caused by: |--->|Inner exception|\w+(?:\.\w+){0,8}(?:Error|Exception)\b)/;

const HEAD_CHARS = 240;

/** A digit, a bracket, `time=`, or the letter and comma of Ruby's logger. */
function mayBeginWithStamp(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || first === 0x5b || first === 0x7b || first === 0x74 || text.charCodeAt(1) === 0x2c;
}

interface Open {
  record: ClientErrorsRecord;
  said: ClientLine;
  stamp: Stamp;
  line: number;
  stamped: boolean;
}

export class ClientTracker {
  private readonly records = new Map<string, ClientErrorsRecord>();
  private open: Open | undefined;
  /** The last line that may begin with a stamp: an exception stands behind the line that a logger wrote. */
  private head: { text: string; line: number } | undefined;
  /** Where the client said that it connects to; undefined once it named two places. */
  private configured: Address | 'several' | undefined;

  constructor(
    private readonly entry: string,
    private readonly sub: string,
  ) {}

  /** Does the line speak of a Redis server? Lines of a stack trace behind one that does belong to it. */
  take(text: string, context: LineContext): boolean {
    if (mayBeginWithStamp(text)) this.head = { text: text.length > HEAD_CHARS ? text.slice(0, HEAD_CHARS) : text, line: context.line };
    if (this.isMoreOfIt(text, context)) {
      this.learn(text);
      return true;
    }
    const said = parseClientLine(text);
    this.note(text);
    if (said === undefined) {
      if (this.open !== undefined && ownMoment(text.slice(0, 80)) !== undefined) this.open = undefined;
      return false;
    }
    if (this.repeats(said, text, context)) return true;
    const stamp = this.momentOf(text, context);
    const record = this.recordFor(said, text, context, stamp);
    if (record === undefined) return true;
    this.open = { record, said, stamp, line: context.line, stamped: ownMoment(text.slice(0, 240)) !== undefined };
    return true;
  }

  finish(): ClientErrorsRecord[] {
    const { configured } = this;
    return [...this.records.values()]
      .filter((record) => record.count > 0)
      .map((record) => (record.host === undefined && typeof configured === 'object' ? { ...record, ...configured } : record));
  }

  private momentOf(text: string, context: LineContext): Stamp {
    const own = momentOf(text, context);
    const { head } = this;
    if (own.basis !== 'none' || head === undefined || context.line - head.line > MAX_TRACE_LINES) return own;
    return ownMoment(head.text) ?? own;
  }

  private note(text: string): void {
    const told = parseConfiguredAddress(text.slice(0, 2000));
    if (told === undefined || this.configured === 'several') return;
    const same = this.configured === undefined || (this.configured.host === told.host && this.configured.port === told.port);
    this.configured = same ? told : 'several';
  }

  private isMoreOfIt(text: string, context: LineContext): boolean {
    if (this.open === undefined || context.line - this.open.line > MAX_TRACE_LINES) return false;
    return MORE_OF_IT.test(text) && text.trim() !== '';
  }

  /** A cause that a later line of the same event names. */
  private learn(text: string): void {
    const { open } = this;
    if (open === undefined || !CAUSE.test(text)) return;
    const address = open.said.port === undefined ? parseAddress(text) : undefined;
    const error = open.said.error !== 'restored' && isVague(open.said.error) ? parseFailure(text) : undefined;
    if (address === undefined && (error === undefined || error === open.said.error)) return;
    const better: ClientLine = { ...open.said, ...address, ...(error === undefined ? {} : { error }) };
    this.move(open, better);
  }

  private move(open: Open, better: ClientLine): void {
    const { record } = open;
    const key = keyOf(better);
    if (key === keyOf(open.said)) return;
    const known = this.records.get(key);
    const last = record.samples.at(-1)?.cite.line === record.last.cite.line ? record.samples.pop() : undefined;
    const cite = last?.cite ?? record.last.cite;
    record.count--;
    if (record.count > 0 && record.samples.length > 0) record.last = record.samples.at(-1)!;
    open.said = better;
    const target = known ?? this.create(better, cite, open.stamp);
    if (target === undefined) return;
    open.record = target;
    count(target, { cite, stamp: open.stamp });
  }

  /** The end of a traceback says what the logger said above it. */
  private repeats(said: ClientLine, text: string, context: LineContext): boolean {
    const { open } = this;
    if (open === undefined || !open.stamped || open.said.error !== said.error) return false;
    if (context.line - open.line > MAX_TRACE_LINES || ownMoment(text.slice(0, 240)) !== undefined) return false;
    return said.port === undefined || open.said.port === undefined || said.port === open.said.port;
  }

  private recordFor(said: ClientLine, text: string, context: LineContext, stamp: Stamp): ClientErrorsRecord | undefined {
    const cite = citeOf(text, context);
    const record = this.records.get(keyOf(said)) ?? this.create(said, cite, stamp);
    if (record !== undefined) count(record, { cite, stamp });
    return record;
  }

  private create(said: ClientLine, cite: ClientErrorsRecord['cite'], stamp: Stamp): ClientErrorsRecord | undefined {
    if (this.records.size >= MAX_RECORDS) return undefined;
    const { library, host, port, reply, error } = said;
    const record: ClientErrorsRecord = {
      type: 'client-errors',
      entry: this.entry,
      sub: this.sub,
      cite,
      stamp,
      last: { cite, stamp },
      ...(library === undefined ? {} : { library }),
      ...(host === undefined ? {} : { host, port }),
      ...(reply === undefined ? {} : { reply: keep(reply, 200) }),
      error,
      count: 0,
      samples: [],
    };
    this.records.set(keyOf(said), record);
    return record;
  }
}

function count(record: ClientErrorsRecord, seen: ClientErrorsRecord['last']): void {
  record.count++;
  record.last = seen;
  if (record.samples.length < MAX_SAMPLES) record.samples.push(seen);
  else record.samples[MAX_SAMPLES - 1] = seen;
}

function keyOf(said: ClientLine): string {
  return `${said.error}\u0000${said.library ?? ''}\u0000${said.host ?? ''}\u0000${said.port ?? ''}`;
}
