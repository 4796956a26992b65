import { MAX_KEPT_TEXT } from '../../model/origin.js';
import type { LogRun, Role, StampBasis } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import type { DayHead } from './day-head.js';
import { EventTable } from './events.js';
import type { LogHeader } from './header.js';
import type { ModuleTag } from './module-tag.js';
import { HEARTBEAT, NOT_MAIN, type PatternMatcher, PROVES_MAIN, QUIET } from './patterns.js';
import { QUIET_BYTES, RawLine } from './raw-line.js';
import { isStartOfBanner } from './start-lines.js';
import type { SteadyReader } from './steady.js';
import { Tally } from './tally.js';
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

/** Builds one LogRun. The only per-line work is counters, a row of a ring that tells where the line lies, and the pattern look-up. */
export class RunBuilder {
  banner = false;
  /** When its banner was printed. */
  bannerMs = Number.NaN;
  /** No line of it lies in the block that is being read. */
  settled = true;

  /** It holds lines of a crash report. */
  private reported = false;
  private readonly tally: Tally;
  private readonly first = new RawLine();
  private readonly events: EventTable;
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
    caps: RunCaps,
  ) {
    this.tally = new Tally(caps.tail, caps.gaps);
    this.events = new EventTable(matcher, caps.keep);
    this.templates = new TemplateTable(caps.templates);
  }

  /** `found` patterns of the matcher's last result belong to this line. `inReport`: written by the crash handler, which
   * proves nothing about main and is read by the crash parser. */
  add(header: LogHeader, context: LineContext, module: string, found: number, flags: number, inReport: boolean): void {
    const { tally } = this;
    const line = tally.nextSlot();
    line.set(header, context, module, tally.lines, (flags & QUIET) !== 0 ? QUIET_BYTES : MAX_KEPT_TEXT);
    // Lines of a crash report stay out of the ring, which is there for what came before.
    if (inReport) this.reported = true;
    else tally.ring.push(line, context.block);
    if (tally.lines++ === 0) this.first.copyFrom(line);
    const role = header.role;
    tally.addRole(role);
    if (header.handler) this.zones.handler(header.epochMs);
    else this.addStamped(line, header, context);
    if (found > 0) this.addEvents(line, found);
    else if (!inReport && !header.handler && header.messageEnd > header.messageStart) this.templates.add(line);
    // 2.x and syslog put an empty message in front of a report: the handler's, not main's.
    if (header.handler || inReport || header.messageEnd <= header.messageStart) return;
    const isCore = module === '' && this.isMainRole(role);
    if ((flags & PROVES_MAIN) !== 0 || (isCore && (flags & NOT_MAIN) === 0)) tally.addMain(line, this.basis);
    if ((flags & HEARTBEAT) !== 0) tally.heartbeat.add(line, this.basis);
  }

  /** Are all its lines those of a start whose banner comes now? */
  isBefore(bannerMs: number): boolean {
    const { tally, first } = this;
    return !this.banner && !this.reported && isStartOfBanner(tally.lines, Object.keys(this.events.counts()), bannerMs - first.wallMs);
  }

  /** Lines in a row that only have to be counted; see SteadyReader. */
  addSteady(steady: SteadyReader, bytes: Buffer, at: number, context: LineContext, day: DayHead, tag: ModuleTag, maxBytes: number): number {
    if (this.basis !== day.basis || this.zones.isWaiting) return at;
    const isMainRole = this.isMainRole(day.role);
    let next = at;
    do {
      next = steady.read(bytes, next, context, day, tag, this.tally, isMainRole, maxBytes);
      if (steady.taken === 0) continue;
      this.zones.passed(steady.lastMs);
      steady.drain(this.countQuiet);
    } while (steady.goesOn);
    return next;
  }

  get isUnordered(): boolean {
    return this.tally.isUnordered;
  }

  settle(): void {
    this.settled = true;
    this.tally.settle();
  }

  finish(): LogRun {
    const { entry, tally } = this;
    const first = this.first.keep(entry);
    const gaps = tally.gaps.finish(entry);
    const run: LogRun = {
      entry,
      sub: this.sub,
      pid: this.pid,
      seq: this.seq,
      stampBasis: this.basis,
      first,
      last: tally.keepLast(entry) ?? first,
      banner: this.banner,
      lines: tally.lines,
      levels: tally.levels(),
      roles: tally.roleCounts(),
      lastRole: tally.lastRole,
      events: this.events.events(entry),
      eventCounts: this.events.counts(),
      gaps,
      mainGaps: tally.mainGaps.finish(entry, gaps),
      cadence: tally.cadence.bins,
      backSteps: tally.isUnordered ? [] : tally.keepBackSteps(entry),
      density: tally.density.finish(),
      templates: this.templates.finish(entry),
      tail: tally.ring.finish(entry),
      zoneSamples: this.zones.finish(),
      dialect: this.dialect,
    };
    if (tally.lastMain !== undefined) run.lastMain = tally.lastMain.keep(entry);
    const heartbeat = tally.heartbeat.finish(entry);
    if (heartbeat !== undefined) run.heartbeat = heartbeat;
    return run;
  }

  private readonly countQuiet = (pattern: number, times: number): void => this.events.addQuiet(pattern, times);

  private isMainRole(role: Role | ''): boolean {
    return role !== 'C' && (role !== '' || this.dialect !== 'legacy');
  }

  private addStamped(line: RawLine, header: LogHeader, context: LineContext): void {
    this.tally.addLevel(header.level, header.wallMs);
    if (Number.isNaN(header.wallMs)) return;
    if (this.basis === 'none') {
      // The run began with a signal handler's line.
      this.basis = header.basis;
      this.dialect = header.dialect;
    }
    if (this.basis !== 'absolute') this.zones.stamped(line, context);
    this.tally.addStamped(line, this.basis);
  }

  private addEvents(line: RawLine, found: number): void {
    for (let i = 0; i < found; i++) this.events.add(this.matcher.found[i], line);
  }
}
