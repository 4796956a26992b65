import type { BoundEvent, CrashFact, DumpFact, Facts, ProcessFact, SilenceFact, WitnessFact } from '../model/facts.js';
import { append } from '../model/grouping.js';
import type { Cite } from '../model/origin.js';
import type { On } from '../model/signatures.js';
import { LEVELS, type Level } from '../model/text.js';
import type { Anomaly } from './anomalies/index.js';
import { CounterEvents } from './counter-events.js';

interface ServerIndex {
  processes: ProcessFact[];
  ids: Set<string>;
  children: ProcessFact[];
  witnesses: WitnessFact[];
}

const NO_SERVER: ServerIndex = { processes: [], ids: new Set(), children: [], witnesses: [] };

/** Facts of an analysis, indexed once. */
export class FactIndex {
  readonly processes: Map<string, ProcessFact>;
  /** Lists of a process or server alone: a cluster of a thousand nodes has as many scopes as facts. */
  private readonly servers = new Map<string, ServerIndex>();
  readonly crashesOf: ReadonlyMap<string, CrashFact[]>;
  readonly dumpsOf: ReadonlyMap<string, DumpFact[]>;
  readonly silencesOf: ReadonlyMap<string, SilenceFact[]>;
  private readonly events: ReadonlyMap<string, BoundEvent[]>;
  private readonly eventsByProcess: ReadonlyMap<string, BoundEvent[]>;
  private readonly merged = new Map<string, BoundEvent[]>();
  readonly counters: CounterEvents;

  constructor(readonly facts: Facts) {
    this.processes = new Map(facts.processes.map((process) => [process.id, process]));
    this.counters = new CounterEvents(facts);
    this.events = groupBy(facts.events, (bound) => bound.event.id);
    this.eventsByProcess = groupBy(facts.events, (bound) =>
      bound.process === undefined ? undefined : `${bound.process}\u0000${bound.event.id}`,
    );
    this.crashesOf = groupBy(facts.crashes, (crash) => crash.process ?? '');
    this.dumpsOf = groupBy(facts.dumps, (dump) => dump.process ?? '');
    this.silencesOf = groupBy(facts.silences, (silence) => silence.process);
    this.indexServers();
  }

  private indexServers(): void {
    for (const process of this.facts.processes) {
      if (process.role === 'child') continue;
      const known = this.servers.get(process.server) ?? { processes: [], ids: new Set<string>(), children: [], witnesses: [] };
      known.processes.push(process);
      known.ids.add(process.id);
      this.servers.set(process.server, known);
    }
    const byPid = groupBy(this.facts.processes, (process) => String(process.pid));
    for (const child of this.facts.processes) {
      if (child.role !== 'child') continue;
      const parents = (byPid.get(String(child.parentPid)) ?? []).filter((process) => isParent(process, child));
      for (const server of new Set(parents.map((process) => process.server))) this.servers.get(server)?.children.push(child);
    }
    for (const witness of this.facts.witnesses) {
      const about = this.processes.get(witness.about ?? '');
      if (about !== undefined && about.role !== 'child') this.servers.get(about.server)?.witnesses.push(witness);
    }
  }

  /** All incarnations of a process' server, and what others say of them. */
  serverOf(process: ProcessFact | undefined): ServerIndex {
    return (process === undefined ? undefined : this.servers.get(process.server)) ?? NO_SERVER;
  }

  /** Of all processes, in time order. */
  eventsOf(ids: readonly string[]): BoundEvent[] {
    if (ids.length === 1) return this.events.get(ids[0]!) ?? [];
    const key = ids.join('\u0000');
    let known = this.merged.get(key);
    if (known === undefined) {
      known = ids.flatMap((id) => this.events.get(id) ?? []).sort(byTime);
      this.merged.set(key, known);
    }
    return known;
  }

  eventsOfProcesses(ids: readonly string[], processes: readonly ProcessFact[]): BoundEvent[] {
    if (processes.length <= FEW) return this.collect(ids, processes);
    // A log of thousands of restarts is one server, and every question about it has the same answer.
    const key = `${processes[0]!.id}\u0000${processes.length}\u0000${ids.join('\u0000')}`;
    let known = this.merged.get(key);
    if (known === undefined) {
      known = this.collect(ids, processes);
      this.merged.set(key, known);
    }
    return known;
  }

  private collect(ids: readonly string[], processes: readonly ProcessFact[]): BoundEvent[] {
    const lists = processes
      .flatMap((process) => ids.map((id) => this.eventsByProcess.get(`${process.id}\u0000${id}`) ?? []))
      .filter((list) => list.length > 0);
    return lists.length <= 1 ? (lists[0] ?? []) : lists.flat().sort(byTime);
  }
}

/** The order of the facts: undated ones last. */
function compareMoments(aMs: number, a: Cite, bMs: number, b: Cite): number {
  if (Number.isNaN(aMs) || Number.isNaN(bMs)) return Number(Number.isNaN(aMs)) - Number(Number.isNaN(bMs));
  return aMs - bMs || (a.entry < b.entry ? -1 : a.entry > b.entry ? 1 : a.line - b.line);
}

function byTime(a: BoundEvent, b: BoundEvent): number {
  return a.timeMs - b.timeMs || a.event.line - b.event.line;
}

/** In the order of the list; what has no key is left out. */
function groupBy<T>(list: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    if (key === undefined) continue;
    append(groups, key, item);
  }
  return groups;
}

/** A standstill, or a refused allocation, is that of the death that follows at once. */
const CRASH_SLACK_MS = 5000;
const FEW = 8;
const STANDSTILL_MS = 3000;
/** At notice a healthy server is silent for seconds. */
const LONG_SILENCE_MS = 10_000;

/** One incident as the questions see it: a victim, a window, and everybody else. */
export class Scope {
  readonly victim: ProcessFact | undefined;
  readonly server: ProcessFact[];
  private readonly serverIds: ReadonlySet<string>;
  /** Fork children of the server: what they say of a save, their server says. */
  private readonly children: readonly ProcessFact[];
  private readonly childIds: ReadonlySet<string>;
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
    const own = victimId ?? '';
    this.victim = victimId === undefined ? undefined : index.processes.get(victimId);
    const { processes, ids, children, witnesses } = index.serverOf(this.victim);
    this.server = processes;
    this.serverIds = ids;
    this.children = children;
    this.childIds = new Set(children.map((process) => process.id));
    const crashTimes = new Set(
      anomalies.filter((item) => item.what === 'crash' || item.what === 'child-crash').map((item) => `${item.process}@${item.fromMs}`),
    );
    // Without a death of its own, what the process died of later, or before, is another story.
    const isMeant = (crash: CrashFact) =>
      crashTimes.size === 0
        ? crash.process === victimId && within(crash.timeMs, fromMs - CRASH_SLACK_MS, toMs + CRASH_SLACK_MS)
        : crashTimes.has(`${crash.process}@${crash.timeMs}`);
    const owners = crashTimes.size > 1 ? [...new Set([own, ...ids])] : [own];
    this.crashes = owners
      .flatMap((id) => index.crashesOf.get(id) ?? [])
      .filter(isMeant)
      .sort((a, b) => compareMoments(a.timeMs, a.report.cite, b.timeMs, b.report.cite));
    this.dumps = (index.dumpsOf.get(own) ?? []).filter(
      (dump) =>
        (dump.dump.source === 'redis-report' || within(dump.timeMs, fromMs - 2000, toMs + 2000)) &&
        (dump.dump.source !== 'redis-report' || this.crashes.some((crash) => crash.report.dump === dump.dump)),
    );
    this.silences = (index.silencesOf.get(own) ?? []).filter(
      (silence) => silence.benign === undefined && sharesTime(silence, fromMs, toMs),
    );
    this.witnesses = witnesses.filter((item) => within(item.timeMs, fromMs - 1000, toMs + 120_000));
  }

  eventsOn(ids: readonly string[], on: On): BoundEvent[] {
    switch (on) {
      case 'victim':
        return this.victim === undefined
          ? this.index.eventsOf(ids).filter((bound) => bound.process === undefined)
          : this.index.eventsOfProcesses(ids, [this.victim]);
      case 'server':
        return this.index.eventsOfProcesses(ids, [...this.server, ...this.children]);
      case 'child':
        return this.index.eventsOf(ids).filter((bound) => this.isChild(bound.process));
      case 'peer':
        return this.index
          .eventsOf(ids)
          .filter((bound) => bound.process !== undefined && !this.serverIds.has(bound.process) && !this.childIds.has(bound.process));
      default:
        return this.index.eventsOf(ids);
    }
  }

  /** A fork child of the victim. */
  isChildOf(id: string | undefined): boolean {
    return this.victim !== undefined && this.isChild(id);
  }

  private isChild(id: string | undefined): boolean {
    const process = id === undefined ? undefined : this.index.processes.get(id);
    return process?.role === 'child' && (process.parentPid === this.victim?.pid || this.victim === undefined);
  }

  hasPeers(): boolean {
    return this.index.facts.processes.some(
      (process) => process.role !== 'child' && process.runs.length > 0 && !this.serverIds.has(process.id),
    );
  }

  /** The log begins in the middle of the victim's life, and no longer before the incident. */
  beginsWithin(leadMs: number): boolean {
    const { victim } = this;
    if (victim === undefined) return false;
    return victim.coverage.startsLate && !(victim.fromMs <= this.fromMs - leadMs);
  }

  /** All that is known of its threads and commands comes from reports of deaths that nothing shows to have ended a standstill: no signal from
   * outside, no clock that had stopped, no silence before. */
  showsOnlyDeath(): boolean {
    const dead = this.crashes.filter((crash) => !crash.survived);
    if (dead.length === 0 || this.dumps.some((dump) => !dead.some((crash) => crash.report.dump === dump.dump))) return false;
    const stoodStill = dead.some((crash) => crash.origin === 'sent' || (crash.frozen !== undefined && crash.frozen.forMs >= STANDSTILL_MS));
    return !stoodStill && !this.silences.some((silence) => silence.endedBy === 'crash' && silence.durationMs >= LONG_SILENCE_MS);
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

export function isParent(process: ProcessFact, child: ProcessFact): boolean {
  return process.role !== 'child' && process.pid === child.parentPid && process.entries.includes(child.entries[0] ?? '');
}

/** A silence that only touches the incident is another one. */
function sharesTime(silence: SilenceFact, fromMs: number, toMs: number): boolean {
  if (!(toMs - fromMs > 1000)) return overlaps(silence.fromMs, silence.toMs, fromMs - 1000, toMs + 1000);
  return Math.min(silence.toMs, toMs) - Math.max(silence.fromMs, fromMs) >= 500;
}

/** A complaint begins after the silence and counts while it lasts: one that is made when both go on again says nothing about who stood still. */
export function isInside(ms: number, silence: { fromMs: number; toMs: number }): boolean {
  return ms >= silence.fromMs + 1000 && ms <= silence.toMs - 500;
}

export function overlaps(aFrom: number, aTo: number, bFrom: number, bTo: number): boolean {
  if ([aFrom, aTo, bFrom, bTo].some(Number.isNaN)) return true;
  return aFrom <= bTo && bFrom <= aTo;
}

export function within(ms: number, from: number, to: number): boolean {
  return Number.isNaN(ms) || Number.isNaN(from) || Number.isNaN(to) || (ms >= from && ms <= to);
}
