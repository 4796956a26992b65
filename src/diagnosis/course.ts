import type { ProcessFact } from '../model/facts.js';
import type { Cite } from '../model/origin.js';
import { courseOfClients } from './course-of-clients.js';
import { dateDeath, lastDead, outageAfter } from './course-of-deaths.js';
import { courseOfTrouble } from './course-of-troubles.js';
import { type Explained, leadingOf } from './explain.js';
import type { Draft } from './incidents.js';
import { most } from './moments.js';
import type { FactIndex, Scope } from './scope.js';

export type State = 'over' | 'going-on' | 'down' | 'unknown';

/** When an incident began, when it was over, and how things stand at the end of the input. */
export interface Course {
  state: State;
  fromMs: number;
  toMs: number;
  /** The last moment before which it surely had not begun, the first at which it surely had. */
  fromRange?: [number, number];
  fromBasis?: string;
  /** The last moment at which it surely lasted, the first at which it surely was over. */
  toRange?: [number, number];
  toBasis?: string;
  /** The line that shows its end. */
  toCite?: Cite;
  /** From the death to the moment at which the server, or what took over, served again. */
  outage?: { fromMs: number; toMs: number; fromRange?: [number, number] };
}

export interface Subject {
  draft: Draft;
  scope: Scope;
  index: FactIndex;
  kind: string;
  /** Of the explanation that leads. */
  lead?: Explained;
}

export interface Span {
  fromMs: number;
  toMs: number;
}

export function courseOf(draft: Draft, scope: Scope, explanations: readonly Explained[], index: FactIndex): Course {
  const lead = leadingOf(explanations);
  const kind = lead?.signature.kind ?? '';
  const subject: Subject = { draft, scope, index, kind, lead };
  const span = intervalOf(subject);
  if (draft.anomalies.length > 0 && draft.anomalies.every((item) => item.what === 'clients')) return courseOfClients(subject, span);
  const dead = lastDead(subject);
  if (dead !== undefined) return afterDeath(subject, dead, span);
  if (isHang(subject)) return courseOfHang(subject, span);
  return courseOfTrouble(subject, span);
}

/** A standstill's own interval, otherwise first to last anomaly. */
function intervalOf({ draft, scope, kind }: Subject): Span {
  const stuck = draft.stuck !== undefined && (kind === '' || /^(hang|deadlock|crash\/sent-signal)/.test(kind)) ? draft.stuck : undefined;
  if (stuck === undefined) return { fromMs: draft.fromMs, toMs: draft.toMs };
  // The frozen clock dates the onset better than the last line before the silence.
  const frozen = scope.crashes.find(
    (crash) => crash.frozen !== undefined && crash.frozen.atMs >= stuck.fromMs && crash.frozen.atMs < stuck.toMs,
  )?.frozen;
  return { fromMs: frozen?.forMs !== undefined && frozen.forMs >= MIN_FROZEN_MS ? frozen.atMs : stuck.fromMs, toMs: stuck.toMs };
}

const MIN_FROZEN_MS = 3000;

function isHang({ kind, draft }: Subject): boolean {
  return /^(?:hang|deadlock)\//.test(kind) && kind !== 'hang/child' && (draft.family === 'death' || draft.stuck !== undefined);
}

const FAILOVER = /^(?:sentinel\/|cluster\/)/;

function afterDeath(subject: Subject, dead: ProcessFact | 'unnamed', span: Span): Course {
  const { draft, kind, scope } = subject;
  if (dead === 'unnamed') {
    const survived = scope.crashes.length > 0 && scope.crashes.every((crash) => crash.survived);
    if (isInBackoff(subject)) return { ...span, state: 'going-on' };
    return runsAgain(subject, span) ?? { ...span, state: survived ? 'over' : 'down' };
  }
  const death = dateDeath(subject, dead);
  const outage = outageAfter(subject, dead, death);
  const stoodStill = isHang(subject) && draft.stuck !== undefined;
  const first = firstDeath(subject);
  const begin = stoodStill || first === undefined ? { fromMs: span.fromMs } : fromDeath(dateDeath(subject, first));
  const course: Course = { ...span, ...(stoodStill ? beginOfSilence(subject, span) : begin), state: 'down' };
  if (stoodStill)
    return { ...course, toMs: Math.max(span.toMs, span.fromMs), state: outage === undefined ? 'down' : 'over', outage: outage?.outage };
  if (outage === undefined) {
    const failover = FAILOVER.test(kind) ? courseOfTrouble(subject, { fromMs: course.fromMs, toMs: span.toMs }) : undefined;
    return failover?.state === 'over'
      ? { ...failover, fromMs: course.fromMs }
      : { ...course, toMs: Math.max(death.ms, span.fromMs || death.ms) };
  }
  return { ...course, toMs: outage.outage.toMs, toBasis: outage.basis, toCite: outage.cite, state: 'over', outage: outage.outage };
}

/** Kubernetes waits before it starts the container once more: nothing shows the end of the loop. */
function isInBackoff({ draft, index, kind }: Subject): boolean {
  if (kind !== 'crash/loop' && kind !== 'exit/killed') return false;
  const cites = new Set(draft.anomalies.map((item) => item.cite));
  return index.facts.containers.some((record) => record.event === 'backoff' && cites.has(record.cite));
}

/** Of a container that ended, its runtime tells of the next start, where nothing is said of its process. */
function runsAgain({ draft, index }: Subject, span: Span): Course | undefined {
  const { containers } = index.facts;
  const cites = new Set(draft.anomalies.map((item) => item.cite));
  const ended = containers.filter((record) => cites.has(record.cite) && (record.event === 'exited' || record.event === 'oom-killed'));
  const names = new Set(ended.map((record) => record.name));
  const own = containers.filter((record) => names.has(record.name));
  if (own.some((record) => record.event === 'backoff' || record.event === 'cannot-start')) return undefined;
  const again = own.find((record) => record.event === 'running' && !(record.timeMs < span.fromMs));
  if (again === undefined) return undefined;
  return { ...span, toMs: most(span.toMs, again.timeMs), toBasis: 'the next start of its container', toCite: again.cite, state: 'over' };
}

function fromDeath(death: ReturnType<typeof dateDeath>): Pick<Course, 'fromMs' | 'fromRange' | 'fromBasis'> {
  return { fromMs: death.ms, fromBasis: death.basis, ...(death.range === undefined ? {} : { fromRange: death.range }) };
}

/** Of a loop the first death is the beginning. */
function firstDeath({ draft, index, scope }: Subject): ProcessFact | undefined {
  const own = new Set(scope.server.map((process) => process.id));
  const fatal = draft.anomalies.filter((item) => item.what === 'crash' || item.what === 'killed');
  const first = fatal.filter((item) => own.has(item.process ?? '')).sort((a, b) => (a.fromMs || 0) - (b.fromMs || 0))[0];
  return index.processes.get(first?.process ?? '');
}

/** It stood still some time after its last line, and before the first line that is missing or the first complaint. */
function beginOfSilence({ scope }: Subject, span: Span): Pick<Course, 'fromRange' | 'fromBasis'> {
  if (scope.crashes.some((crash) => crash.frozen?.atMs === span.fromMs)) return { fromBasis: 'the clock of main that the report shows' };
  const silence = scope.silences.find((item) => Math.abs(item.fromMs - span.fromMs) < 1000);
  if (silence === undefined) return {};
  const missed =
    silence.heartbeatLost && silence.baseline.heartbeatMs !== undefined ? silence.fromMs + silence.baseline.heartbeatMs : Number.NaN;
  const complaint = scope.witnesses.find((item) => item.timeMs > silence.fromMs)?.timeMs ?? Number.NaN;
  const latest = Math.min(...[missed, complaint, silence.toMs].filter(Number.isFinite));
  return { fromBasis: 'its last line before the silence', fromRange: [silence.fromMs, Math.max(silence.fromMs, latest)] };
}

function courseOfHang(subject: Subject, span: Span): Course {
  const { draft, index, scope } = subject;
  const begin = beginOfSilence(subject, span);
  const victim = scope.victim;
  if (onlyCores(subject)) return { ...span, ...begin, state: 'down' };
  if (victim === undefined) return { ...span, ...begin, state: Number.isNaN(draft.fromMs) ? 'going-on' : 'unknown' };
  if (victim.next !== undefined || victim.end === 'clean-shutdown') return { ...span, ...begin, state: 'over' };
  const tilt = tiltOf(subject, span);
  if (tilt !== undefined) return { ...begin, ...tilt };
  const silence = index.facts.silences.find(
    (item) => item.process === draft.victim && item.endedBy === 'end-of-log' && item.fromMs <= draft.toMs,
  );
  if (silence !== undefined || victim.runs.length === 0 || Number.isNaN(draft.fromMs)) return { ...span, ...begin, state: 'going-on' };
  return { ...span, ...begin, state: livedOn(victim, span.toMs) ? 'over' : 'going-on' };
}

/** A Sentinel that goes on printing is not well before it says that it has left tilt. */
function tiltOf({ scope, index }: Subject, span: Span): Course | undefined {
  const last = index.eventsOfProcesses(['sentinel-tilt'], scope.server).at(-1);
  if (last === undefined) return undefined;
  const left = index.eventsOfProcesses(['sentinel-not-tilt'], scope.server).find((bound) => bound.timeMs >= last.timeMs);
  if (left === undefined) return { ...span, state: 'going-on' };
  return { ...span, toMs: left.timeMs, toBasis: 'it left tilt', toCite: left.event, state: 'over' };
}

/** All that is known are cores of a process that a signal ended: whatever it did then, it does no more. */
function onlyCores({ scope, index }: Subject): boolean {
  const dumps = scope.victim === undefined ? index.facts.dumps : scope.dumps;
  return dumps.length > 0 && dumps.every((item) => item.dump.terminatedBy !== undefined) && (scope.victim?.runs.length ?? 0) === 0;
}

/** Main wrote a line at or after that moment. */
function livedOn(process: ProcessFact, toMs: number): boolean {
  return process.runs.some((run) => run.lastMain !== undefined && run.lastMain.wallMs + process.zoneShiftMs >= toMs - 1);
}
