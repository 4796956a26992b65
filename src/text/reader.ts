/**
 * Bytes of one entry to the lines that Redis wrote: decoded, split, unwrapped, and given to the sink of their server.
 *
 * Nothing depends on how the bytes are cut into chunks. A chunk is only used during `push`.
 */
import { beginBlock } from '../kernel/kernel.js';
import { BLOCK_BYTES } from '../kernel/layout.js';
import type { HoleKind, LineContext, LineSink } from '../model/text.js';
import { PlainDelivery, SinkSet, SubDelivery } from './delivery.js';
import { Digest } from './digest.js';
import { Decoder, type Encoding } from './encoding.js';
import { ForeignGate } from './foreign-gate.js';
import { MAX_TURNED_BYTES, Turner } from './newest-first.js';
import { type LineTaker, Splitter } from './splitter.js';
import { emptyContext, Head, hasRedisLine, isNewestFirst, latePrefix, recogniseWrappings, Unwrapper } from './unwrap.js';
import type { Wrapping } from './wrapping/layer.js';
import { prefixColumn } from './wrapping/prefix.js';
import { detectCutStart } from './wrapping/redis-line.js';

export interface TextSummary {
  /** Physical lines; a last one without newline counts. */
  lines: number;
  bytes: number;
  /** `plain`, or the wrappings from the outside in: `docker-json`, `kubectl-prefix+timestamps`… */
  wrapping: string;
  /** 16 hexadecimal digits that identify the bytes. */
  digest: string;
  encoding: Encoding;
  /** The first line is the rest of one whose beginning is missing. */
  cutStart: boolean;
  /** The last line has no newline. */
  cutEnd: boolean;
  /** What a reader of the report should know of the order of the lines. */
  notes: string[];
}

export const DEFAULT_MAX_LINE_BYTES = 1_048_576;

export interface TextOptions {
  maxLineBytes?: number;
  /** Every line is given on, also those of a log of something else. */
  everyLine?: boolean;
}

export class TextReader {
  private readonly context: LineContext;
  private readonly sinks: SinkSet;
  private readonly digest = new Digest();
  private readonly maxLineBytes: number;
  private readonly everyLine: boolean;
  private readonly head: Head;
  private readonly splitter: Splitter;
  private readonly gate: ForeignGate;
  private readonly decoder: Decoder;
  private unwrapper: Unwrapper | undefined;
  private turner: Turner | undefined;
  private started = false;
  private bytes = 0;
  private cutStart = false;

  constructor(entry: string, makeSink: (sub: string) => LineSink, options: TextOptions = {}) {
    this.everyLine = options.everyLine ?? false;
    this.maxLineBytes = Math.max(1, options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES);
    this.context = emptyContext(entry);
    this.sinks = new SinkSet(makeSink);
    this.head = new Head(this.context, () => this.start());
    this.splitter = new Splitter(this.context, this.maxLineBytes, this.head);
    this.gate = new ForeignGate(this.splitter, this.sinks);
    this.decoder = new Decoder(this.gate);
  }

  push(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    for (let at = 0; at < chunk.length; at += BLOCK_BYTES) {
      const block = beginBlock(chunk.subarray(at, at + BLOCK_BYTES));
      this.digest.update(block);
      this.decoder.push(block);
      this.sinks.settle();
      this.context.block = undefined;
    }
  }

  end(): TextSummary {
    this.decoder.end();
    this.gate.end();
    this.splitter.end();
    if (!this.started) this.start();
    this.unwrapper?.flush();
    this.turner?.flush();
    this.sinks.end();
    return {
      lines: this.splitter.lines,
      bytes: this.bytes,
      wrapping: this.context.wrapping,
      digest: this.digest.finish(),
      encoding: this.decoder.encoding,
      // Of an export that was turned round the file's end is the beginning.
      cutStart: this.turner === undefined ? this.cutStart : this.turner.dropped > 0,
      cutEnd: this.turner === undefined && this.splitter.cutEnd,
      notes: this.notes(),
    };
  }

  private notes(): string[] {
    if (this.turner === undefined) return [];
    const { dropped } = this.turner;
    const turned = 'the newest line stands first; the lines were read in the order of time';
    if (dropped === 0) return [turned];
    return [`${turned}, only the newest of them: ${dropped} older line(s) beyond ${MAX_TURNED_BYTES / 1_048_576} MB were not read`];
  }

  /** The head is complete: decides the wrapping and lets the lines through. */
  private start(): void {
    this.started = true;
    const head = this.head.headLines();
    const { wrappings, inner } = recogniseWrappings(head);
    this.cutStart = detectCutStart(head);
    // Several logs behind each other are in no order.
    const isSeveral = wrappings.some(({ name }) => name === 'consoles');
    if (!isSeveral && isNewestFirst(head, wrappings)) this.turner = new Turner(new SubDelivery(this.sinks, this.context), this.context);
    if (wrappings.length > 0) {
      this.context.wrapping = wrappings.map(({ name }) => name).join('+');
      const mayFollow = !hasRedisLine(inner) && wrappings.every(({ name }) => name !== 'prefixed');
      this.splitter.target = this.unwrap(mayFollow ? [...wrappings, latePrefix(() => this.foundPrefix())] : wrappings);
    } else if (this.head.isEmpty()) return;
    else if (this.turner !== undefined) this.splitter.target = this.turner;
    else {
      const plain = new PlainDelivery(this.sinks.sinkOf(''), this.context);
      const hasRedis = hasRedisLine(head);
      this.gate.mayPass = !hasRedis && !this.everyLine && this.maxLineBytes >= DEFAULT_MAX_LINE_BYTES;
      this.splitter.target = hasRedis ? plain : new LatePlain(plain, (found) => this.decide(plain, found));
    }
    this.head.replay(this.splitter.target);
  }

  private unwrap(wrappings: readonly Wrapping[]): Unwrapper {
    const target = this.turner ?? new SubDelivery(this.sinks, this.context);
    this.unwrapper = new Unwrapper(wrappings, target, this.context, this.maxLineBytes);
    return this.unwrapper;
  }

  private foundPrefix(): void {
    this.context.wrapping = this.context.wrapping === 'plain' ? 'prefixed' : `${this.context.wrapping}+prefixed`;
  }

  /** The first line of Redis came late: it stands at the start of its line, or behind a prefix. */
  private decide(plain: PlainDelivery, found: 'plain' | 'prefixed'): LineTaker {
    this.gate.mayPass = false;
    this.splitter.target = found === 'plain' ? plain : this.unwrap([latePrefix(() => this.foundPrefix())]);
    return this.splitter.target;
  }
}

/** An entry whose head shows no line of Redis, until one comes. */
class LatePlain implements LineTaker {
  constructor(
    private readonly plain: PlainDelivery,
    private readonly decide: (found: 'plain' | 'prefixed') => LineTaker,
  ) {}

  take(bytes: Buffer, start: number, end: number): void {
    const column = prefixColumn(bytes, start, end);
    if (column < start) this.plain.take(bytes, start, end);
    else this.decide(column === start ? 'plain' : 'prefixed').take(bytes, start, end);
  }

  hole(kind: HoleKind, bytes: number): void {
    this.plain.hole(kind, bytes);
  }
}
