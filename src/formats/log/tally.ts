import { BACK_STEP_MS } from '../../kernel/layout.js';
import type { KeptLine, LogRun, Role, StampBasis } from '../../model/records.js';
import { LEVELS } from '../../model/text.js';
import { DensityCounter } from './density.js';
import { Cadence, LongestGaps, pause } from './gaps.js';
import { Heartbeat } from './heartbeat.js';
import { LineRing } from './line-ring.js';
import { RawLine } from './raw-line.js';

const MAX_BACK_STEPS = 64;
const HEARTBEAT_GAPS = 16;

/** What is counted of every line of a run: levels, roles, pauses, heartbeats, density, and the last lines. Public fields are those that
 * `SteadyReader` moves for many lines at once. */
export class Tally {
  lines = 0;
  readonly levelCounts = [0, 0, 0, 0];
  readonly levelLast = [0, 0, 0, 0];
  readonly roles: Record<Role, number> = { M: 0, S: 0, C: 0, X: 0 };
  lastRole: Role | '' = '';
  readonly gaps: LongestGaps;
  readonly mainGaps: LongestGaps;
  readonly heartbeat: Heartbeat;
  readonly cadence = new Cadence();
  readonly density = new DensityCounter();
  readonly ring: LineRing;
  /** The last line with a wall clock, and the last that proves main alive. */
  lastStamped: RawLine | undefined;
  lastMain: RawLine | undefined;

  private backStepCount = 0;
  private readonly levelFirst = [0, 0, 0, 0];
  private readonly backSteps: { durationMs: number; before: RawLine; after: RawLine }[] = [];
  private readonly maxBackSteps: number;
  /** One more than can be pointed to. */
  private readonly slots = [new RawLine(), new RawLine(), new RawLine()];

  constructor(tailLines: number, gapCount: number) {
    this.ring = new LineRing(Math.max(2, tailLines));
    this.gaps = new LongestGaps(gapCount);
    this.mainGaps = new LongestGaps(gapCount);
    this.heartbeat = new Heartbeat(Math.min(HEARTBEAT_GAPS, gapCount));
    this.maxBackSteps = Math.min(MAX_BACK_STEPS, gapCount);
  }

  /** An object for the next line: none of those that are still pointed to. */
  nextSlot(): RawLine {
    for (const slot of this.slots) if (slot !== this.lastStamped && slot !== this.lastMain) return slot;
    return new RawLine();
  }

  addRole(role: Role | ''): void {
    if (role === '') return;
    this.roles[role]++;
    this.lastRole = role;
  }

  /** A line with a wall clock of the run's own axis. */
  addStamped(line: RawLine, basis: StampBasis): void {
    const { wallMs } = line;
    const before = this.lastStamped;
    this.lastStamped = line;
    this.density.add(line.wallMs, line.level);
    if (before === undefined) return;
    let gapMs = wallMs - before.wallMs;
    if (gapMs < BACK_STEP_MS) gapMs = pause(before.wallMs, wallMs, basis);
    this.cadence.add(gapMs);
    if (gapMs > this.gaps.minMs) this.gaps.offer(gapMs, before, line);
    else if (gapMs < BACK_STEP_MS) this.addBackStep(gapMs, before, line);
  }

  addLevel(level: number, wallMs: number): void {
    if (level < 0) return;
    if (this.levelCounts[level]++ === 0) this.levelFirst[level] = wallMs;
    this.levelLast[level] = wallMs;
  }

  addMain(line: RawLine, basis: StampBasis): void {
    const before = this.lastMain;
    this.lastMain = line;
    if (before === undefined) return;
    let gapMs = line.wallMs - before.wallMs;
    if (gapMs < BACK_STEP_MS) gapMs = pause(before.wallMs, line.wallMs, basis);
    if (gapMs > this.mainGaps.minMs) this.mainGaps.offer(gapMs, before, line);
  }

  /** Copies what still points into the block. */
  settle(): void {
    this.ring.settle();
    this.lastStamped?.settle();
    this.lastMain?.settle();
  }

  levels(): LogRun['levels'] {
    const levels: LogRun['levels'] = {};
    LEVELS.forEach((level, i) => {
      if (this.levelCounts[i] > 0) levels[level] = { count: this.levelCounts[i], firstMs: this.levelFirst[i], lastMs: this.levelLast[i] };
    });
    return levels;
  }

  roleCounts(): LogRun['roles'] {
    const roles: LogRun['roles'] = {};
    for (const role of ['M', 'S', 'C', 'X'] as const) if (this.roles[role] > 0) roles[role] = this.roles[role];
    return roles;
  }

  keepLast(entry: string): KeptLine | undefined {
    return this.lastStamped?.keep(entry) ?? this.ring.keepLast(entry);
  }

  /** A clock that is set goes on from there; where every few lines go back, somebody has put them in this order. */
  get isUnordered(): boolean {
    return this.backStepCount >= 3 && this.backStepCount * 4 >= this.lines;
  }

  keepBackSteps(entry: string): LogRun['backSteps'] {
    return this.backSteps.map(({ before, after, durationMs }) => ({ before: before.keep(entry), after: after.keep(entry), durationMs }));
  }

  private addBackStep(durationMs: number, before: RawLine, after: RawLine): void {
    this.backStepCount++;
    if (this.backSteps.length >= this.maxBackSteps) return;
    const step = { durationMs, before: new RawLine(), after: new RawLine() };
    step.before.copyFrom(before);
    step.after.copyFrom(after);
    this.backSteps.push(step);
  }
}
