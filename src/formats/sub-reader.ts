import type { BlockReader, Format } from '../model/format.js';
import { type Cite, MAX_KEPT_TEXT } from '../model/origin.js';
import type { EntryRecords, LogRun, Rec, Stamp } from '../model/records.js';
import type { HoleKind, LineContext, LineSink } from '../model/text.js';
import { toText } from '../text/decode.js';
import { ClientTracker } from './client-log/tracker.js';
import { CrashTracker } from './crash/tracker.js';
import type { KeptRecords } from './kept-records.js';
import { gluedHeaderStart, LogHeader } from './log/header.js';
import { headless, parseHeadless } from './log/headless.js';
import { BEFORE_BANNER, type PatternMatcher } from './log/patterns.js';
import { LogReader, type RunCounter } from './log/reader.js';
import { citeOf, wrapperStamp } from './side/cite.js';
import { killedJob } from './side/systemd.js';

const MAX_UNKNOWN_SAMPLES = 8;
const MAX_HOLES = 100;
/** Crash reports of one entry that keep their sections; a crash loop repeats itself. */
const MAX_FULL_CRASHES = 200;
const LF = 0x0a;
/** Says that not every line was looked at by itself (text/foreign-gate.ts). */
const PASSED_OVER =
  'a log of something else: behind 2 MB of which nothing was understood, only text around words that tell of Redis was read, the other lines were counted';
/** Idents under which servers log through syslog; any other ident counts once its lines are known messages. */
const SERVER_NAME = /redis|valkey|sentinel|keydb/i;
const BANNER_MESSAGE = /^(?:oO0OoO0OoO0Oo |Server started, )/;
/** First characters of messages with which the crash handler begins: `Redis …`, `Valkey …`, `KeyDB …`, `===`, `!!!`, `Guru`, `Out Of Memory`,
 * `--- EXCEPTION_…` of Windows, 2.8's blanks. */
const OPENERS = new Set([...'RVvK=!GO- '].map((char) => char.charCodeAt(0)));

/** What the sub-entries of one entry share. */
export interface EntryState {
  entry: string;
  matcher: PatternMatcher;
  formats: readonly Format[];
  runs: RunCounter;
  crashes: number;
  records: Rec[];
  kept: KeptRecords;
  holes: EntryRecords['holes'];
  unknown: { count: number; samples: Cite[] };
  notes: string[];
  /** Lines that were cut at the limit. */
  longLines: number;
  /** Offset of the last line that was claimed, -1 for none. */
  claimedAt: number;
  /** Some line is one of a log of Redis. */
  hasLog: boolean;
  /** Lines claimed, by format. */
  claimed: Map<string, number>;
}

/** Routes the lines of one server's part of an entry. A line is, in this order: a line with a Redis header (the log, or the
 * crash handler of an open report), part of an open crash report or stack dump, part of an open block of another format, the
 * beginning of one of these, a message that syslog carries without header, or unknown. */
export class SubReader implements LineSink {
  private readonly header = new LogHeader();
  private readonly log: LogReader;
  private readonly crash: CrashTracker;
  private readonly clients: ClientTracker;
  private block: { reader: BlockReader; format: string } | undefined;
  private logLines = 0;
  private lastLogLine = 0;
  private unknownBeforeLog = 0;
  private sawHeader = false;
  private isServer = false;
  private syslogLine = 0;
  /** Lines without a pid are those of Redis 1.x. */
  private isOldest = false;
  /** Lines without pid and date. */
  private isHeadless = false;

  constructor(
    private readonly state: EntryState,
    sub: string,
  ) {
    this.log = new LogReader(state.entry, sub, state.matcher, state.runs);
    this.crash = new CrashTracker((record) => this.emit(record));
    this.clients = new ClientTracker(state.entry, sub);
    this.isServer = SERVER_NAME.test(sub);
  }

  line(bytes: Uint8Array, start: number, end: number, context: LineContext): void {
    if (this.header.parse(bytes, start, end) && (this.header.pid > 0 || this.isOfRedis())) {
      this.sawHeader = true;
      this.headed(context);
    } else this.unheaded(bytes, start, end, context);
  }

  steady(bytes: Buffer, at: number, context: LineContext, maxBytes: number): number {
    if (this.block !== undefined || this.crash.active) return at;
    const before = context.line;
    const next = this.log.takeSteady(bytes, at, context, this.header.day, maxBytes);
    this.logLines += context.line - before;
    if (context.line > before) this.lastLogLine = context.line;
    return next;
  }

  hole(kind: HoleKind, bytes: number, context: LineContext): void {
    if (kind === 'long-line') this.state.longLines++;
    if (this.state.holes.length < MAX_HOLES) this.state.holes.push({ kind, bytes, cite: citeOf('', context) });
  }

  /** Of a log of Redis every line counts, and what is open may go on with any line. */
  understoodAt(): number | undefined {
    const { state } = this;
    const isBusy = state.hasLog || this.block !== undefined || this.crash.active || state.unknown.samples.length < MAX_UNKNOWN_SAMPLES;
    return isBusy ? undefined : state.claimedAt;
  }

  passOver(lines: number): void {
    this.state.unknown.count += lines;
    this.unknownBeforeLog += lines;
    this.note(PASSED_OVER);
  }

  settle(): void {
    this.log.settle();
  }

  get strayLines(): number {
    return this.log.strayCount;
  }

  /** The file's first line was cut: one unknown line, then log lines. */
  get beginsCut(): boolean {
    return this.unknownBeforeLog === 1 && this.logLines > 0;
  }

  end(): void {
    this.closeBlock();
    this.crash.finish();
    for (const record of this.clients.finish()) this.emit(record);
    if (this.logLines > 0) this.claim('redis-log', this.logLines);
  }

  finish(): LogRun[] {
    const runs = this.log.finish();
    const { unknown } = this.state;
    unknown.count += this.log.strayCount;
    for (const stray of this.log.strays) if (unknown.samples.length < MAX_UNKNOWN_SAMPLES) unknown.samples.push(stray);
    if (this.log.strayCount > 0)
      this.note(
        `${this.log.strayCount} line(s) look like log lines of another process and time and stand alone: forged or stray, not used`,
      );
    if (this.log.hasUnordered) this.note('the lines are not in the order of time: steps of their clock say nothing');
    if (this.log.dropped > 0) this.note(`${this.log.dropped} log line(s) beyond the limit on process runs were not used`);
    return runs;
  }

  private headed(context: LineContext): void {
    const header = this.header;
    if (this.block !== undefined) this.closeBlock();
    this.logLines++;
    this.state.hasLog = true;
    this.lastLogLine = context.line;
    const { message, messageStart, messageEnd } = header;
    // A JSON message may hold newlines: its further lines are raw ones.
    const newline = message === header.bytes ? -1 : message.indexOf(LF, messageStart);
    if (newline >= 0) header.messageEnd = newline;
    this.dispatch(context);
    if (newline >= 0) this.rest(message, newline + 1, messageEnd, context);
  }

  /** A stamp and a mark without a pid (Redis 1.x) are too little: another program may write the same until a message is known. */
  private isOfRedis(): boolean {
    const { header, state } = this;
    if (header.dialect !== 'legacy-1.x' || this.isOldest) return true;
    const { message, messageStart, messageEnd } = header;
    const { matcher } = state;
    this.isOldest = !this.sawHeader && matcher.match(message, messageStart, messageEnd, 0) > 0 && matcher.says(matcher.found[0]);
    return this.isOldest;
  }

  private rest(message: Uint8Array, from: number, end: number, context: LineContext): void {
    for (let at = from; at < end; ) {
      const newline = message.indexOf(LF, at);
      const stop = newline < 0 || newline > end ? end : newline;
      this.unheaded(message, at, stop, context);
      at = stop + 1;
    }
  }

  private dispatch(context: LineContext): void {
    const { header, crash } = this;
    let inReport = false;
    const first = header.message[header.messageStart];
    const mayOpen = header.level === 3 && OPENERS.has(first);
    if (crash.active || header.handler || mayOpen) {
      const text = toText(header.message, header.messageStart, header.messageEnd);
      if (crash.active && BANNER_MESSAGE.test(text)) crash.banner();
      const printer = { pid: header.pid, role: header.role, stamp: this.stamp(), handler: header.handler };
      const plausible = !this.log.isImplausible(header);
      inReport = plausible && crash.prefixed(text, printer, context);
      if (!inReport && mayOpen && plausible && (!this.log.isFarAway(header) || this.log.hasRun(header.pid)))
        inReport = crash.opensWith(text, printer, context);
    }
    // Through syslog a section begins with an empty record: no line of the log.
    if (inReport && header.dialect === 'syslog' && header.messageEnd === header.messageStart) return;
    this.log.line(header, context, inReport);
  }

  private stamp(): Stamp {
    const { header } = this;
    return header.handler ? { wallMs: header.epochMs, basis: 'absolute' } : { wallMs: header.wallMs, basis: header.basis };
  }

  private unheaded(bytes: Uint8Array, start: number, end: number, context: LineContext): void {
    const glued = gluedHeaderStart(bytes, start, end);
    if (glued >= 0 && this.header.parse(bytes, glued, end)) {
      this.headed(context);
      return;
    }
    const isSyslog = !this.sawHeader && (context.wrapPid > 0 || context.wrapLevel !== '');
    if (isSyslog && this.isRecordStart(context)) {
      if (this.syslogRecord(bytes, start, end, context)) return;
    }
    if (!this.sawHeader && context.wrapPid === 0 && !this.crash.active && this.headlessRecord(bytes, start, end, context)) return;
    const text = toText(bytes, start, end);
    if (this.crash.raw(text, context, this.log.currentPid)) {
      this.claim('redis-crash', 1, context.offset);
      return;
    }
    if (this.block !== undefined && this.offer(text, context)) return;
    if (isBlank(text)) return;
    const killed =
      this.log.currentPid > 0 && context.line - this.lastLogLine <= 2 ? killedJob(text, context, this.log.currentPid) : undefined;
    if (killed === undefined) this.open(text, context);
    else {
      this.claim('systemd', 1, context.offset);
      this.emit(killed);
    }
  }

  private isRecordStart(context: LineContext): boolean {
    if (context.line === this.syslogLine) return false;
    this.syslogLine = context.line;
    return true;
  }

  /** A message that Redis gave to syslog: header and level are the wrapper's. */
  private syslogRecord(bytes: Uint8Array, start: number, end: number, context: LineContext): boolean {
    const { matcher } = this.state;
    const known = matcher.match(bytes, start, end, 0) > 0;
    if (known && !this.isServer && matcher.says(matcher.found[0])) this.isServer = true;
    if (context.wrapRole !== undefined) this.isServer = true;
    if (!this.isServer) return false;
    if (this.block !== undefined && (!known || this.block.reader.ownsKnown === true) && !this.crash.active) return false;
    const stamp = wrapperStamp(context);
    if (Number.isNaN(stamp.wallMs)) return false;
    if (!known && !this.crash.active && this.opens(toText(bytes, start, end), context)) return true;
    this.header.assume(bytes, start, end, context.wrapPid, context.wrapLevel, stamp.wallMs, stamp.basis);
    if (context.wrapRole !== undefined) this.header.role = context.wrapRole;
    this.headed(context);
    return true;
  }

  /** Mark and message alone: only a message of the catalogue, and the first of them must be one that no other program writes. */
  private headlessRecord(bytes: Uint8Array, start: number, end: number, context: LineContext): boolean {
    if (!parseHeadless(bytes, start, end)) return false;
    const { matcher } = this.state;
    const found = matcher.match(bytes, headless.message, end, 0);
    if (found === 0) return false;
    // Warnings about the kernel are printed without a head by servers whose log has heads.
    if (!this.isHeadless && (!matcher.says(matcher.found[0]) || (matcher.flagsOfFound(found) & BEFORE_BANNER) !== 0)) return false;
    this.isHeadless = true;
    this.header.assume(bytes, headless.message, end, 0, headless.level, Number.NaN, 'none');
    this.header.start = start;
    this.headed(context);
    return true;
  }

  private offer(text: string, context: LineContext): boolean {
    const block = this.block;
    if (block === undefined) return false;
    const answer = block.reader.line(text, context);
    if (answer !== 'refused') this.claim(block.format, 1, context.offset);
    if (answer !== 'taken') this.closeBlock();
    return answer !== 'refused';
  }

  private open(text: string, context: LineContext): void {
    if (this.opens(text, context)) return;
    if (this.clients.take(text, context)) {
      this.claim('client-log', 1, context.offset);
      return;
    }
    const { unknown } = this.state;
    unknown.count++;
    if (this.logLines === 0) this.unknownBeforeLog++;
    if (unknown.samples.length < MAX_UNKNOWN_SAMPLES) unknown.samples.push(citeOf(text.slice(0, MAX_KEPT_TEXT), context));
  }

  private opens(text: string, context: LineContext): boolean {
    for (const format of this.state.formats) {
      const reader = format.open(text, context);
      if (reader === undefined) continue;
      this.block = { reader, format: format.name };
      this.claim(format.name, 1, context.offset);
      return true;
    }
    return false;
  }

  private closeBlock(): void {
    const block = this.block;
    this.block = undefined;
    if (block !== undefined) for (const record of block.reader.finish()) this.emit(record);
  }

  private emit(record: Rec): void {
    const { records } = this.state;
    if (record.type === 'crash' && ++this.state.crashes > MAX_FULL_CRASHES) {
      Object.assign(record, { info: [], clients: [], modulesInfo: [], dump: undefined, configDebug: undefined, clusterNodes: undefined });
    }
    this.state.kept.add(records, record);
  }

  private claim(format: string, lines: number, offset = -1): void {
    if (offset > this.state.claimedAt) this.state.claimedAt = offset;
    this.state.claimed.set(format, (this.state.claimed.get(format) ?? 0) + lines);
  }

  private note(text: string): void {
    if (!this.state.notes.includes(text)) this.state.notes.push(text);
  }
}

function isBlank(text: string): boolean {
  return text === '' || text.trim() === '';
}
