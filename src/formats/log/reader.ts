import type { Cite } from '../../model/origin.js';
import { MAX_KEPT_TEXT } from '../../model/origin.js';
import type { LogRun, StampBasis } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { toText } from '../../text/decode.js';
import type { DayHead } from './day-head.js';
import type { LogHeader } from './header.js';
import { HeldLine } from './held-line.js';
import { ModuleTag } from './module-tag.js';
import { BANNER, BEFORE_BANNER, type PatternMatcher } from './patterns.js';
import { FULL_CAPS, RunBuilder, type RunCaps, SMALL_CAPS } from './run.js';
import { SteadyReader } from './steady.js';

const CHILD_CAPS: RunCaps = { tail: 10, gaps: 4, templates: 20, keep: 20 };
/** Beyond these many runs in one entry new runs keep little, and beyond the second number nothing. */
const FULL_RUNS = 400;
const MAX_RUNS = 20_000;
const MAX_STRAYS = 20;
/** Lines held for a banner that may follow. */
const MAX_HELD = 4;
/** One process does not print two stamps this far apart around a line of somebody else. */
const FAR_MS = 86_400_000;
/** Signal handlers print UTC, other lines local time. */
const HANDLER_FAR_MS = 2 * FAR_MS;

/** Counter of runs, shared by the readers of one entry: `seq` is the order of first appearance in the entry. */
export interface RunCounter {
  next: number;
}

/** Sorts the log lines of one sub-entry into runs. A run is one pid from its start banner to its next banner; children are
 * runs of their own pid.
 *
 * A message may hold a newline, and so can forge a whole line of another process. Such a line stands alone: its pid occurs
 * nowhere else, its stamp is more than a day away from the lines around it, and it is no banner. It is held until the next
 * line shows whether the log went on where it was before; then it is counted as a stray and becomes neither process nor crash. */
export class LogReader {
  readonly strays: Cite[] = [];
  strayCount = 0;
  /** Lines beyond the cap on runs. */
  dropped = 0;

  private readonly runs: RunBuilder[] = [];
  private readonly current = new Map<number, RunBuilder>();
  private readonly tag: ModuleTag;
  private readonly steady: SteadyReader;
  private readonly versionSlot: number;
  private lastRun: RunBuilder | undefined;
  private lastPid = -1;
  private lastMs = Number.NaN;
  private lastBasis: StampBasis = 'none';
  private readonly held = new Map<number, HeldLine[]>();
  /** Runs that hold lines of the block that is being read. */
  private readonly unsettled = new Set<RunBuilder>();
  private suspect: HeldLine | undefined;

  constructor(
    private readonly entry: string,
    private readonly sub: string,
    private readonly matcher: PatternMatcher,
    private readonly counter: RunCounter,
  ) {
    this.tag = new ModuleTag(matcher);
    this.steady = new SteadyReader(matcher);
    this.versionSlot = matcher.slotIds.indexOf('version');
  }

  /** Pid of the last line that was accepted, 0 before any. */
  get currentPid(): number {
    return this.lastRun?.pid ?? 0;
  }

  get hasUnordered(): boolean {
    return this.runs.some((run) => run.isUnordered);
  }

  hasRun(pid: number): boolean {
    return this.current.has(pid);
  }

  /** A header that no process of this log can have printed at this place, judged by what came before it. */
  isImplausible(header: LogHeader): boolean {
    if (this.current.has(header.pid) || this.lastBasis === 'none' || header.handler) return false;
    return header.basis !== this.lastBasis || header.wallMs < this.lastMs - FAR_MS;
  }

  /** A pid that is new here, with a stamp more than a day away: the line is held until the next one explains it. */
  isFarAway(header: LogHeader): boolean {
    return !this.current.has(header.pid) && this.isFar(header);
  }

  line(header: LogHeader, context: LineContext, inReport: boolean): void {
    if (this.suspect !== undefined) this.settleSuspect(header);
    const known = header.pid === this.lastPid || this.current.has(header.pid);
    let found = 0;
    let flags = 0;
    this.tag.read(header);
    if (!inReport) {
      found = this.matcher.match(header.message, this.tag.textStart, header.messageEnd, this.tag.id);
      if (found > 0) {
        flags = this.matcher.flagsOfFound(found);
        if ((flags & BANNER) !== 0 && this.tag.id === 0) {
          if (this.bannerOfRun(header) || this.isCopy(header)) this.accept(header, context, found, flags, false);
          else this.openByBanner(header, context);
          return;
        }
        if ((flags & BEFORE_BANNER) !== 0 && this.hold(header, context)) return;
      }
    }
    if (this.held.size > 0 && this.held.has(header.pid)) {
      this.flushHeld(header.pid);
      this.line(header, context, inReport);
      return;
    }
    if (!known && !inReport && this.isFar(header)) {
      this.suspect = new HeldLine(header, context);
      return;
    }
    this.accept(header, context, found, flags, inReport);
  }

  /** Lines in a row of the process of the last one that only have to be counted; answers where the first one begins that is left. */
  takeSteady(bytes: Buffer, at: number, context: LineContext, day: DayHead, maxBytes: number): number {
    const run = this.lastRun;
    if (run === undefined || day.length === 0 || day.pid !== this.lastPid || this.suspect !== undefined || this.held.has(day.pid))
      return at;
    const next = run.addSteady(this.steady, bytes, at, context, day, this.tag, maxBytes);
    if (next === at) return at;
    this.lastMs = this.steady.lastMs;
    this.lastBasis = day.basis;
    if (run.settled) {
      run.settled = false;
      this.unsettled.add(run);
    }
    return next;
  }

  settle(): void {
    for (const run of this.unsettled) run.settle();
    this.unsettled.clear();
  }

  finish(): LogRun[] {
    const suspect = this.suspect;
    this.suspect = undefined;
    if (suspect !== undefined) {
      // Nothing follows: a step forward is believable, a step back into another time is not.
      if (this.isImplausible(suspect.header)) this.addStray(suspect);
      else this.replay(suspect);
    }
    for (const pid of [...this.held.keys()]) this.flushHeld(pid);
    return this.runs.map((run) => run.finish());
  }

  private accept(header: LogHeader, context: LineContext, found: number, flags: number, inReport: boolean): void {
    const run = this.runOf(header);
    if (run === undefined) {
      this.dropped++;
      return;
    }
    // The tag is passed over in what a kept line calls its message.
    if (this.tag.id !== 0) header.messageStart = this.tag.textStart;
    if (run.settled) {
      run.settled = false;
      this.unsettled.add(run);
    }
    run.add(header, context, this.tag.name, found, flags, inReport);
    if (!header.handler) {
      this.lastMs = header.wallMs;
      this.lastBasis = header.basis;
    }
    if (run.pid === 0 && found > 0) this.learnPid(run, header, found);
  }

  private runOf(header: LogHeader): RunBuilder | undefined {
    if (header.pid === this.lastPid && this.lastRun !== undefined && this.isSameAxis(this.lastRun, header)) return this.lastRun;
    let run = this.current.get(header.pid);
    if (run === undefined || !this.isSameAxis(run, header)) run = this.open(header, false);
    if (run !== undefined) {
      this.lastRun = run;
      this.lastPid = header.pid;
    }
    return run;
  }

  /** Valkey's log-timestamp-format can change at run time; one run has one time axis. */
  private isSameAxis(run: RunBuilder, header: LogHeader): boolean {
    return header.handler || run.basis === header.basis || run.basis === 'none';
  }

  private open(header: LogHeader, banner: boolean): RunBuilder | undefined {
    if (this.counter.next >= MAX_RUNS) return undefined;
    const isChild = header.role === 'C' && !banner && this.runs.length > 0;
    const caps = this.counter.next >= FULL_RUNS ? SMALL_CAPS : isChild ? CHILD_CAPS : FULL_CAPS;
    const run = new RunBuilder(this.entry, this.sub, header.pid, this.counter.next++, header.basis, header.dialect, this.matcher, caps);
    run.banner = banner;
    this.runs.push(run);
    this.current.set(header.pid, run);
    return run;
  }

  /** Until 3.2 the banner is not the first line of a start: true when it belongs to the run that its pid has, which then has one. */
  private bannerOfRun(header: LogHeader): boolean {
    const run = this.current.get(header.pid);
    if (run === undefined || !this.isSameAxis(run, header) || !run.isBefore(header.wallMs)) return false;
    run.banner = true;
    return true;
  }

  /** A collector delivers lines twice: the banner of this very start, to the millisecond, is no other start. Whole seconds may hold two. */
  private isCopy(header: LogHeader): boolean {
    return header.wallMs % 1000 !== 0 && this.current.get(header.pid)?.bannerMs === header.wallMs;
  }

  private openByBanner(header: LogHeader, context: LineContext): void {
    const held = this.held.get(header.pid);
    this.held.delete(header.pid);
    const run = this.open(held === undefined ? header : held[0].header, true);
    if (run !== undefined) {
      run.bannerMs = header.wallMs;
      this.lastRun = run;
      this.lastPid = header.pid;
    }
    for (const line of held ?? []) this.replay(line);
    this.tag.read(header);
    const found = this.matcher.match(header.message, this.tag.textStart, header.messageEnd, this.tag.id);
    this.accept(header, context, found, this.matcher.flagsOfFound(found), false);
  }

  /** Puts a line aside that stands in front of the banner of a run, when the pid has a run that it may not belong to. */
  private hold(header: LogHeader, context: LineContext): boolean {
    const held = this.held.get(header.pid);
    if (held !== undefined && held.length >= MAX_HELD) return false;
    const line = new HeldLine(header, context);
    if (held === undefined) this.held.set(header.pid, [line]);
    else held.push(line);
    return true;
  }

  private flushHeld(pid: number): void {
    const held = this.held.get(pid) ?? [];
    this.held.delete(pid);
    for (const line of held) this.replay(line);
  }

  private replay(line: HeldLine): void {
    const { header, context } = line;
    this.tag.read(header);
    const found = this.matcher.match(header.message, this.tag.textStart, header.messageEnd, this.tag.id);
    this.accept(header, context, found, this.matcher.flagsOfFound(found), false);
  }

  private settleSuspect(next: LogHeader): void {
    const line = this.suspect as HeldLine;
    const goesOn =
      next.pid === line.header.pid || (!next.handler && !areFar(next.wallMs, next.basis, line.header.wallMs, line.header.basis));
    this.suspect = undefined;
    if (goesOn) this.replay(line);
    else this.addStray(line);
  }

  private isFar(header: LogHeader): boolean {
    if (this.lastRun === undefined || this.lastBasis === 'none') return false;
    if (header.handler) return this.lastBasis !== 'yearless' && Math.abs(header.epochMs - this.lastMs) > HANDLER_FAR_MS;
    return areFar(header.wallMs, header.basis, this.lastMs, this.lastBasis);
  }

  private addStray(line: HeldLine): void {
    this.strayCount++;
    if (this.strays.length >= MAX_STRAYS) return;
    const text = toText(line.bytes, 0, Math.min(line.bytes.length, MAX_KEPT_TEXT));
    this.strays.push({ entry: this.entry, line: line.context.line, offset: line.context.offset, text });
  }

  /** Through syslog the first lines of a server come without a pid; its version line tells it. */
  private learnPid(run: RunBuilder, header: LogHeader, found: number): void {
    for (let i = 0; i < found; i++) {
      const pattern = this.matcher.found[i];
      if (this.matcher.slot[pattern] !== this.versionSlot) continue;
      const pid = Number(this.matcher.fields(pattern, header.message, header.messageStart, header.messageEnd).pid ?? 0);
      if (!Number.isInteger(pid) || pid <= 0) continue;
      run.pid = pid;
      this.current.set(pid, run);
    }
  }
}

function areFar(aMs: number, aBasis: StampBasis, bMs: number, bBasis: StampBasis): boolean {
  return aBasis !== bBasis || Math.abs(aMs - bMs) > FAR_MS;
}
