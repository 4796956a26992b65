import { MAX_KEPT_TEXT } from '../../model/origin.js';
import type { KeptLine, LogRun, Role, StampBasis } from '../../model/records.js';
import { LEVELS, type LineContext } from '../../model/text.js';
import { DensityCounter } from './density.js';
import { EventTable } from './events.js';
import { Cadence, LongestGaps } from './gaps.js';
import type { LogHeader } from './header.js';
import { HEARTBEAT, NOT_MAIN, type PatternMatcher, PROVES_MAIN, QUIET } from './patterns.js';
import { QUIET_BYTES, RawLine } from './raw-line.js';
import { TemplateTable } from './template.js';
import { ZoneSampler } from './zone-samples.js';

/** How much a run keeps. An entry with thousands of restarts gets the small caps from some run on. */
export interface RunCaps {
  tail: number;
  gaps: number;
  templates: number;
  keep: number;
}
export const FULL_CAPS: RunCaps = { tail: 50, gaps: 64, templates: 200, keep: 1000 };
export const SMALL_CAPS: RunCaps = { tail: 5, gaps: 2, templates: 5, keep: 2 };

const HEARTBEAT_GAPS = 16;
/** Heartbeat lines of one tick of serverCron come together. */
const SAME_TICK_MS = 1000;
const BACK_STEP_MS = -50;
const MAX_BACK_STEPS = 64;
/** A yearless clock that falls by about a year has passed New Year. 1972, the year stamps without a year get, has 366 days. */
const YEAR_MS = 366 * 86_400_000;

/** Builds one LogRun. The only per-line work is counters, a slot of a ring that points to the line, and the pattern look-up. */
export class RunBuilder {
  banner = false;
  lines = 0;
  /** No line of it lies in the block that is being read. */
  settled = true;

  private readonly first = new RawLine();
  private readonly ring: RawLine[] = [];
  private ringAt = 0;
  private readonly reportLines = [new RawLine(), new RawLine()];
  /** Slots of the ring that hold the last line with a wall clock, and the last that proves main alive. */
  private lastStamped: RawLine | undefined;
  private lastMain: RawLine | undefined;
  private lastBeat: RawLine | undefined;
  private readonly levelCounts = [0, 0, 0, 0];
  private readonly levelFirst = [0, 0, 0, 0];
  private readonly levelLast = [0, 0, 0, 0];
  private readonly roles = { M: 0, S: 0, C: 0, X: 0 };
  private lastRole: Role | '' = '';
  private readonly events: EventTable;
  private readonly gaps: LongestGaps;
  private readonly mainGaps: LongestGaps;
  private readonly beatGaps: LongestGaps;
  private readonly backSteps: { durationMs: number; before: RawLine; after: RawLine }[] = [];
  private readonly cadence = new Cadence();
  private readonly beats = new Cadence();
  private beatCount = 0;
  private firstBeat: RawLine | undefined;
  private readonly density = new DensityCounter();
  private readonly templates: TemplateTable;
  private readonly zones = new ZoneSampler();

  constructor(
    readonly entry: string,
    readonly sub: string,
    public pid: number,
    readonly seq: number,
    public basis: StampBasis,
    public dialect: string,
    private readonly matcher: PatternMatcher,
    private readonly caps: RunCaps,
  ) {
    this.events = new EventTable(matcher, caps.keep);
    this.gaps = new LongestGaps(caps.gaps);
    this.mainGaps = new LongestGaps(caps.gaps);
    this.beatGaps = new LongestGaps(Math.min(HEARTBEAT_GAPS, caps.gaps));
    this.templates = new TemplateTable(caps.templates);
  }

  /** `found` patterns of the matcher's last result belong to this line. `inReport`: written by the crash handler, which
   * proves nothing about main and is read by the crash parser. */
  add(header: LogHeader, context: LineContext, module: string, found: number, flags: number, inReport: boolean): void {
    const line = inReport ? this.reportSlot() : this.nextSlot();
    line.set(header, context, module, this.lines, (flags & QUIET) !== 0 ? QUIET_BYTES : MAX_KEPT_TEXT);
    if (this.lines++ === 0) this.first.copyFrom(line);
    const role = header.role;
    if (role === 'M') this.roles.M++;
    else if (role !== '') this.roles[role]++;
    if (role !== '') this.lastRole = role;
    if (header.handler) this.zones.handler(header.epochMs);
    else this.addStamped(line, header, context);
    if (found > 0) this.addEvents(line, found);
    else if (!inReport && !header.handler && header.messageEnd > header.messageStart) this.templates.add(line);
    // 2.x and syslog put an empty message in front of a report: the handler's, not main's.
    if (header.handler || inReport || header.messageEnd <= header.messageStart) return;
    const isCore = module === '' && role !== 'C' && (role !== '' || this.dialect === 'legacy-2.8' || this.dialect === 'syslog');
    if ((flags & PROVES_MAIN) !== 0 || (isCore && (flags & NOT_MAIN) === 0)) this.addMain(line);
    if ((flags & HEARTBEAT) !== 0) this.addBeat(line);
  }

  /** Copies what still points into the block. */
  settle(): void {
    this.settled = true;
    for (const line of this.ring) line.settle();
    for (const line of this.reportLines) line.settle();
    this.lastStamped?.settle();
    this.lastMain?.settle();
  }

  finish(): LogRun {
    const entry = this.entry;
    const last = this.lastStamped ?? this.ring[(this.ringAt + this.ring.length - 1) % this.ring.length] ?? this.first;
    const levels: LogRun['levels'] = {};
    LEVELS.forEach((level, i) => {
      if (this.levelCounts[i] > 0) levels[level] = { count: this.levelCounts[i], firstMs: this.levelFirst[i], lastMs: this.levelLast[i] };
    });
    const roles: LogRun['roles'] = {};
    for (const role of ['M', 'S', 'C', 'X'] as const) if (this.roles[role] > 0) roles[role] = this.roles[role];
    const run: LogRun = {
      entry,
      sub: this.sub,
      pid: this.pid,
      seq: this.seq,
      stampBasis: this.basis,
      first: this.first.keep(entry),
      last: last.keep(entry),
      banner: this.banner,
      lines: this.lines,
      levels,
      roles,
      lastRole: this.lastRole,
      events: this.events.events(entry),
      eventCounts: this.events.counts(),
      gaps: this.gaps.finish(entry),
      mainGaps: this.mainGaps.finish(entry),
      cadence: this.cadence.bins,
      backSteps: this.backSteps.map((step) => ({
        before: step.before.keep(entry),
        after: step.after.keep(entry),
        durationMs: step.durationMs,
      })),
      density: this.density.finish(),
      templates: this.templates.finish(entry),
      tail: this.tail(),
      zoneSamples: this.zones.finish(),
      dialect: this.dialect,
    };
    if (this.lastMain !== undefined) run.lastMain = this.lastMain.keep(entry);
    if (this.firstBeat !== undefined && this.lastBeat !== undefined) {
      run.heartbeat = {
        count: this.beatCount,
        cadence: this.beats.bins,
        first: this.firstBeat.keep(entry),
        last: this.lastBeat.keep(entry),
        gaps: this.beatGaps.finish(entry),
      };
    }
    return run;
  }

  private addStamped(line: RawLine, header: LogHeader, context: LineContext): void {
    const wallMs = header.wallMs;
    const level = header.level;
    if (level >= 0) {
      if (this.levelCounts[level]++ === 0) this.levelFirst[level] = wallMs;
      this.levelLast[level] = wallMs;
    }
    if (Number.isNaN(wallMs)) return;
    if (this.basis === 'none') {
      // The run began with a signal handler's line.
      this.basis = header.basis;
      this.dialect = header.dialect;
    }
    const before = this.lastStamped;
    this.lastStamped = line;
    this.density.add(line);
    if (this.basis !== 'absolute') this.zones.stamped(line, context);
    if (before === undefined) return;
    let gapMs = wallMs - before.wallMs;
    if (gapMs < BACK_STEP_MS) gapMs = this.pause(before.wallMs, wallMs);
    this.cadence.add(gapMs);
    if (gapMs > this.gaps.minMs) this.gaps.offer(gapMs, before, line);
    else if (gapMs < BACK_STEP_MS) this.addBackStep(gapMs, before, line);
  }

  private pause(fromMs: number, toMs: number): number {
    const gapMs = toMs - fromMs;
    return gapMs < -YEAR_MS / 2 && this.basis === 'yearless' ? gapMs + YEAR_MS : gapMs;
  }

  private addBackStep(durationMs: number, before: RawLine, after: RawLine): void {
    if (this.backSteps.length >= Math.min(MAX_BACK_STEPS, this.caps.gaps)) return;
    const step = { durationMs, before: new RawLine(), after: new RawLine() };
    step.before.copyFrom(before);
    step.after.copyFrom(after);
    this.backSteps.push(step);
  }

  private addEvents(line: RawLine, found: number): void {
    for (let i = 0; i < found; i++) this.events.add(this.matcher.found[i], line);
  }

  private addMain(line: RawLine): void {
    const before = this.lastMain;
    this.lastMain = line;
    if (before === undefined) return;
    let gapMs = line.wallMs - before.wallMs;
    if (gapMs < BACK_STEP_MS) gapMs = this.pause(before.wallMs, line.wallMs);
    if (gapMs > this.mainGaps.minMs) this.mainGaps.offer(gapMs, before, line);
  }

  private addBeat(line: RawLine): void {
    if (this.lastBeat === undefined) {
      this.firstBeat = new RawLine();
      this.firstBeat.copyFrom(line);
      this.lastBeat = new RawLine();
    } else {
      const gapMs = this.pause(this.lastBeat.wallMs, line.wallMs);
      if (gapMs >= 0 && gapMs < SAME_TICK_MS) return;
      this.beats.add(gapMs);
      if (gapMs > this.beatGaps.minMs) this.beatGaps.offer(gapMs, this.lastBeat, line);
    }
    this.beatCount++;
    this.lastBeat.copyFrom(line);
  }

  /** Lines of a crash report stay out of the ring, which is there for what came before. */
  private reportSlot(): RawLine {
    this.reportLines.reverse();
    return this.reportLines[0];
  }

  /** The next slot of the ring; a slot that is still pointed to stays with its pointer and is replaced. */
  private nextSlot(): RawLine {
    const size = Math.max(2, this.caps.tail);
    if (this.ring.length < size) {
      const fresh = new RawLine();
      this.ring.push(fresh);
      return fresh;
    }
    const at = this.ringAt;
    this.ringAt = at + 1 === size ? 0 : at + 1;
    const slot = this.ring[at];
    if (slot !== this.lastStamped && slot !== this.lastMain) return slot;
    const fresh = new RawLine();
    this.ring[at] = fresh;
    return fresh;
  }

  private tail(): KeptLine[] {
    const ordered = [...this.ring.slice(this.ringAt), ...this.ring.slice(0, this.ringAt)];
    return ordered.map((line) => line.keep(this.entry));
  }
}
