import type { BoundEvent, CrashFact, DumpFact, Facts, ProcessFact, SilenceFact, WitnessFact } from '../model/facts.js';
import type { On } from '../model/signatures.js';
import { LEVELS, type Level } from '../model/text.js';
import type { Anomaly } from './anomalies/index.js';

/** Facts of an analysis, indexed once. */
export class FactIndex {
  readonly processes: Map<string, ProcessFact>;
  private readonly events = new Map<string, BoundEvent[]>();

  constructor(readonly facts: Facts) {
    this.processes = new Map(facts.processes.map((process) => [process.id, process]));
    for (const bound of facts.events) {
      const list = this.events.get(bound.event.id);
      if (list === undefined) this.events.set(bound.event.id, [bound]);
      else list.push(bound);
    }
  }

  eventsOf(ids: readonly string[]): BoundEvent[] {
    const lists = ids.map((id) => this.events.get(id) ?? []);
    return lists.length === 1 ? lists[0]! : lists.flat().sort((a, b) => a.timeMs - b.timeMs || a.event.line - b.event.line);
  }
}

/** One incident as the questions see it: a victim, a window, and everybody else. */
export class Scope {
  readonly victim: ProcessFact | undefined;
  readonly server: ProcessFact[];
  readonly crashes: CrashFact[];
  readonly dumps: DumpFact[];
  readonly silences: SilenceFact[];
  readonly witnesses: WitnessFact[];

  constructor(
    readonly index: FactIndex,
    victimId: string | undefined,
    readonly fromMs: number,
    readonly toMs: number,
    readonly anomalies: Anomaly[],
  ) {
    const { facts } = index;
    this.victim = victimId === undefined ? undefined : index.processes.get(victimId);
    this.server =
      this.victim === undefined
        ? []
        : facts.processes.filter((process) => process.role !== 'child' && process.server === this.victim?.server);
    const ids = new Set(this.server.map((process) => process.id));
    const crashTimes = new Set(
      anomalies.filter((item) => item.what === 'crash' || item.what === 'child-crash').map((item) => `${item.process}@${item.fromMs}`),
    );
    this.crashes = facts.crashes.filter(
      (crash) =>
        (crash.process === victimId && (crashTimes.size === 0 || crashTimes.has(`${crash.process}@${crash.timeMs}`))) ||
        (crashTimes.size > 1 && crash.process !== undefined && ids.has(crash.process)),
    );
    this.dumps = facts.dumps.filter(
      (dump) =>
        dump.process === victimId &&
        (dump.dump.source === 'redis-report' || within(dump.timeMs, fromMs - 2000, toMs + 2000)) &&
        (dump.dump.source !== 'redis-report' || this.crashes.some((crash) => crash.report.dump === dump.dump)),
    );
    this.silences = facts.silences.filter(
      (silence) => silence.process === victimId && silence.benign === undefined && sharesTime(silence, fromMs, toMs),
    );
    this.witnesses = facts.witnesses.filter(
      (item) => item.about !== undefined && ids.has(item.about) && within(item.timeMs, fromMs - 1000, toMs + 120_000),
    );
  }

  eventsOn(ids: readonly string[], on: On): BoundEvent[] {
    const all = this.index.eventsOf(ids);
    const server = new Set(this.server.map((process) => process.id));
    switch (on) {
      case 'victim':
        return all.filter((bound) => bound.process === this.victim?.id);
      case 'server':
        return all.filter((bound) => bound.process !== undefined && server.has(bound.process));
      case 'child':
        return all.filter((bound) => this.isChild(bound.process));
      case 'peer':
        return all.filter((bound) => bound.process !== undefined && !server.has(bound.process) && !this.isChild(bound.process));
      default:
        return all;
    }
  }

  private isChild(id: string | undefined): boolean {
    const process = id === undefined ? undefined : this.index.processes.get(id);
    return process?.role === 'child' && (process.parentPid === this.victim?.pid || this.victim === undefined);
  }

  hasPeers(): boolean {
    const server = new Set(this.server.map((process) => process.id));
    return this.index.facts.processes.some((process) => process.role !== 'child' && process.runs.length > 0 && !server.has(process.id));
  }

  /** Lines of this level were really logged by the victim: proven by such a line, by a more verbose one, or by its configuration. */
  levelProven(level: Level): boolean {
    const victim = this.victim;
    if (victim === undefined || victim.logLevel.value === 'unknown') return false;
    return LEVELS.indexOf(victim.logLevel.value) <= LEVELS.indexOf(level);
  }

  /** Coverage of the victim's log over the incident. */
  covered(): { ok: boolean; why: string } {
    const victim = this.victim;
    if (victim === undefined || victim.runs.length === 0) return { ok: false, why: 'no log of this process' };
    if (victim.coverage.extent === 'excerpt') return { ok: false, why: 'only an excerpt of its log' };
    const hole = victim.coverage.holes.find((item) => overlaps(item.fromMs, item.toMs, this.fromMs, this.toMs));
    if (hole !== undefined) return { ok: false, why: `a hole in the log: ${hole.why}` };
    return { ok: true, why: 'its log covers the incident without a hole' };
  }
}

/** A silence that only touches the incident is another one. */
function sharesTime(silence: SilenceFact, fromMs: number, toMs: number): boolean {
  if (!(toMs - fromMs > 1000)) return overlaps(silence.fromMs, silence.toMs, fromMs - 1000, toMs + 1000);
  return Math.min(silence.toMs, toMs) - Math.max(silence.fromMs, fromMs) >= 500;
}

export function overlaps(aFrom: number, aTo: number, bFrom: number, bTo: number): boolean {
  if ([aFrom, aTo, bFrom, bTo].some(Number.isNaN)) return true;
  return aFrom <= bTo && bFrom <= aTo;
}

export function within(ms: number, from: number, to: number): boolean {
  return Number.isNaN(ms) || Number.isNaN(from) || Number.isNaN(to) || (ms >= from && ms <= to);
}
