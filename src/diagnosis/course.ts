import type { BoundEvent, ProcessFact } from '../model/facts.js';
import { type Channel, channelOf } from './counter-events.js';
import type { Explained } from './explain.js';
import type { Draft } from './incidents.js';
import type { FactIndex, Scope } from './scope.js';

export type State = 'over' | 'going-on' | 'down' | 'unknown';

/** When an incident began, when it was over, and how things stand at the end of the input. */
export interface Course {
  state: State;
  fromMs: number;
  toMs: number;
}

interface Subject {
  draft: Draft;
  scope: Scope;
  index: FactIndex;
  kind: string;
}

export function courseOf(draft: Draft, scope: Scope, explanations: readonly Explained[], index: FactIndex): Course {
  const kind = explanations.find((item) => item.anchored && !item.refuted)?.signature.kind ?? '';
  const subject: Subject = { draft, scope, index, kind };
  const span = intervalOf(subject);
  const dead = lastDead(subject);
  if (dead !== undefined) return afterDeath(subject, dead, span);
  if (isHang(subject)) return { ...span, state: hangState(subject, span) };
  return afterTrouble(subject, span);
}

interface Span {
  fromMs: number;
  toMs: number;
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
const SAME_MOMENT_MS = 5000;

const READY: readonly string[] = ['ready', 'ready-port', 'ready-socket', 'sentinel-id'];

/** The last incarnation of the server that died, or refused to start, in this incident. */
function lastDead({ draft, scope, index, kind }: Subject): ProcessFact | 'unnamed' | undefined {
  if (kind === 'crash/child' || kind === 'hang/child') return undefined;
  const survived = new Set(scope.crashes.filter((crash) => crash.survived).map((crash) => crash.process));
  const fatal = draft.anomalies.filter((item) => {
    if (item.what === 'crash') return !(survived.has(item.process) && item.process !== undefined);
    return item.what === 'killed' || item.what === 'start-failed';
  });
  const own = new Set(scope.server.map((process) => process.id));
  const dead = fatal
    .map((item) => index.processes.get(item.process ?? ''))
    .filter((process): process is ProcessFact => process !== undefined && (own.has(process.id) || process.id === draft.victim));
  const last = dead.sort((a, b) => (a.toMs || 0) - (b.toMs || 0)).at(-1);
  if (last !== undefined) return last;
  const victim = scope.victim;
  if (victim !== undefined && endedWithin(victim, draft.toMs)) return victim;
  return fatal.length > 0 || /^(?:crash|exit|startup)\//.test(kind) ? 'unnamed' : undefined;
}

/** Its own last words are those of somebody who gives up, and they belong to this trouble. */
function endedWithin(process: ProcessFact, toMs: number): boolean {
  const ended = process.end === 'crash' || process.end === 'killed' || process.gaveUp === true;
  return ended && process.toMs <= toMs + SAME_MOMENT_MS;
}

function afterDeath(subject: Subject, dead: ProcessFact | 'unnamed', span: Span): Course {
  const { draft, index } = subject;
  if (dead === 'unnamed')
    return { ...span, state: draft.anomalies.some((item) => item.what === 'start-failed') ? 'down' : downUnless(subject) };
  if (dead.runs.some((run) => run.events.some((event) => READY.includes(event.id))) && subject.kind.startsWith('startup/')) {
    // It complained at its start and served all the same.
    if (dead.end !== 'crash' && dead.end !== 'killed' && dead.gaveUp !== true) return { ...span, state: 'over' };
  }
  const served = successorReady(dead, index);
  if (served === undefined) return { ...span, state: 'down' };
  return { fromMs: span.fromMs, toMs: isHang(subject) && draft.stuck !== undefined ? span.toMs : served, state: 'over' };
}

function downUnless({ scope }: Subject): State {
  return scope.crashes.length > 0 && scope.crashes.every((crash) => crash.survived) ? 'over' : 'down';
}

/** When a later incarnation was ready. */
function successorReady(dead: ProcessFact, index: FactIndex): number | undefined {
  for (let next = index.processes.get(dead.next ?? ''); next !== undefined; next = index.processes.get(next.next ?? '')) {
    const ready = index.eventsOfProcesses(READY, [next])[0];
    if (ready !== undefined) return ready.timeMs;
    // Ready lines are notices: a log that shows none shows that it works by going on.
    const quiet = next.runs.every((run) => (run.levels.notice?.count ?? 0) === 0 && (run.levels.verbose?.count ?? 0) === 0);
    if (quiet && next.end !== 'crash' && next.end !== 'killed' && next.gaveUp !== true) return next.fromMs;
  }
  return undefined;
}

function isHang({ kind, draft }: Subject): boolean {
  return /^(?:hang|deadlock)\//.test(kind) && kind !== 'hang/child' && (draft.family === 'death' || draft.stuck !== undefined);
}

function hangState({ draft, index, scope }: Subject, span: Span): State {
  const victim = scope.victim;
  if (victim === undefined) return Number.isNaN(draft.fromMs) ? 'going-on' : 'unknown';
  if (victim.next !== undefined || victim.end === 'clean-shutdown') return 'over';
  const silence = index.facts.silences.find(
    (item) => item.process === draft.victim && item.endedBy === 'end-of-log' && item.fromMs <= draft.toMs,
  );
  if (silence !== undefined || victim.runs.length === 0 || Number.isNaN(draft.fromMs)) return 'going-on';
  return livedOn(victim, span.toMs) ? 'over' : 'going-on';
}

/** Main wrote a line at or after that moment, which is not the beginning of the standstill. */
function livedOn(process: ProcessFact, toMs: number): boolean {
  return process.runs.some((run) => run.lastMain !== undefined && run.lastMain.wallMs + process.zoneShiftMs >= toMs - 1);
}

const MOMENTS = /^(?:clock\/step|security\/|persistence\/aof-truncated)/;

function afterTrouble(subject: Subject, span: Span): Course {
  const { draft, kind, scope } = subject;
  if (MOMENTS.test(kind)) return { ...span, state: 'over' };
  const channels = new Set(
    draft.anomalies.flatMap((item) => {
      const channel = channelOf((item.cite as { id?: string } | undefined)?.id ?? '');
      return channel === undefined ? [] : [channel];
    }),
  );
  if (channels.size > 0) return afterChannels(subject, span, [...channels]);
  const victim = scope.victim;
  if (victim === undefined || Number.isNaN(span.toMs)) return { ...span, state: 'unknown' };
  return { ...span, state: passed(draft, victim.toMs) ? 'over' : 'going-on' };
}

const QUIET_MS = 30_000;

/** What repeats has passed when it stays away for longer than between any two of its repetitions. */
function passed(draft: Draft, endMs: number): boolean {
  const times = draft.anomalies
    .map((item) => item.toMs)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const spacing = times.slice(1).reduce((most, ms, index) => Math.max(most, ms - times[index]!), 0);
  return endMs - (times.at(-1) ?? Number.NaN) > Math.max(QUIET_MS, 2 * spacing);
}

function afterChannels(subject: Subject, span: Span, channels: readonly Channel[]): Course {
  const ends = channels.map((channel) => counterEvent(subject, channel, span));
  const restart = restarted(subject, span.toMs);
  if (ends.every((end) => end !== undefined)) return { ...span, toMs: Math.max(...ends.map((end) => end!.timeMs)), state: 'over' };
  if (restart !== undefined) return { ...span, toMs: restart, state: 'over' };
  return { ...span, state: 'going-on' };
}

/** The first line behind the last trouble of this sort that says that it works again. */
function counterEvent({ draft, index, scope }: Subject, channel: Channel, span: Span): BoundEvent | undefined {
  const members = new Set([...draft.members, ...scope.server.map((process) => process.id)]);
  const at = (ids: readonly string[], anybody: boolean) =>
    index
      .eventsOf(ids)
      .filter((bound) => anybody || (bound.process !== undefined && (members.has(bound.process) || scope.isChildOf(bound.process))));
  const troubles = at(channel.trouble, channel.by === 'anybody').filter((bound) => !(bound.timeMs < span.fromMs));
  const last = troubles.at(-1)?.timeMs ?? span.toMs;
  return at(channel.over, channel.by === 'anybody').find((bound) => bound.timeMs >= last);
}

function restarted({ scope, index }: Subject, toMs: number): number | undefined {
  const later = scope.server.filter((process) => process.fromMs >= toMs);
  return later.map((process) => index.eventsOfProcesses(READY, [process])[0]?.timeMs).find((ms) => ms !== undefined);
}
