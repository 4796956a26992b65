import type { BoundEvent } from '../model/facts.js';
import { placeOf } from '../model/origin.js';
import { CHANNELS, type Channel } from './counter-events.js';
import type { Course, Span, Subject } from './course.js';
import { SERVES } from './course-of-deaths.js';

/** Things of a moment: nothing of them lasts. */
const MOMENTS = /^(?:clock\/step|security\/|persistence\/aof-truncated)/;
/** Trouble of one sort goes on after a pause of at most so long. */
const PAUSE_MS = 600_000;
/** How long before the first anomaly the same trouble may have shown itself in lines that raise none. */
const LEAD_MS = 120_000;
const QUIET_MS = 30_000;

/** Of trouble that a server survives: the lines by which it says that it works again end it. */
export function courseOfTrouble(subject: Subject, whole: Span): Course {
  const { kind } = subject;
  const span = { ...whole, fromMs: firstOfLead(subject) ?? whole.fromMs };
  const told = lastTold(subject);
  if (told !== undefined) return { ...span, state: told };
  const troubles = channelsOf(subject, span).map((channel) => troubleOf(subject, channel, span));
  if (troubles.length > 0) return afterTroubles(subject, span, troubles);
  if (MOMENTS.test(kind) && !comesBack(subject)) return { ...span, state: 'over' };
  return afterLast(subject, span);
}

/** Somebody who speaks the wrong protocol again and again (a health check, a scraper) does not stop by himself. */
function comesBack({ draft, kind }: Subject): boolean {
  const times = new Set(draft.anomalies.map((item) => item.fromMs).filter(Number.isFinite));
  return kind.startsWith('security/') && times.size >= MIN_RETURNS;
}
const MIN_RETURNS = 3;

/** Supervisors and managers know themselves how it stands: a program that was started again, a change that still waits. */
function lastTold({ draft }: Subject): Course['state'] | undefined {
  const knowing = draft.anomalies.filter((item) => item.state !== undefined);
  return knowing.sort((a, b) => (a.toMs || 0) - (b.toMs || 0)).at(-1)?.state;
}

/** Where the leading explanation rests on some of the lines only, it began with the first of these. */
function firstOfLead({ draft, lead }: Subject): number | undefined {
  if (lead === undefined || draft.family === 'death') return undefined;
  const cited = new Set(
    lead.ledger
      .filter((line) => line.bearing === 'supports' && lead.signature.anchors.includes(line.id))
      .flatMap((line) => line.cites.map(placeOf)),
  );
  const own = draft.anomalies.filter((item) => item.cite !== undefined && cited.has(placeOf(item.cite)) && Number.isFinite(item.fromMs));
  return own.length === 0 ? undefined : Math.min(...own.map((item) => item.fromMs));
}

/** Those that tell of this kind and had trouble in its time; where none does, those of its own lines. */
function channelsOf(subject: Subject, span: Span): Channel[] {
  const { draft, index, kind } = subject;
  const { counters } = index;
  const server = counters.serverOf(draft.victim);
  const near = CHANNELS.filter(
    (channel) =>
      channel.kinds.test(kind) &&
      counters
        .eventsOf(channel, 'trouble', server)
        .some((bound) => bound.timeMs >= span.fromMs - SLACK_MS && bound.timeMs <= span.toMs + SLACK_MS),
  );
  return near.length > 0 ? near : [...new Set(draft.anomalies.flatMap((item) => counters.channelOf(item.cite) ?? []))];
}

const SLACK_MS = 5000;

interface Trouble {
  channel: Channel;
  fromMs: number;
  lastMs: number;
  /** It worked and failed again meanwhile. */
  relapses: number;
  longestPauseMs: number;
  over?: BoundEvent;
}

function troubleOf({ draft, index }: Subject, channel: Channel, span: Span): Trouble {
  const server = index.counters.serverOf(draft.victim);
  const bad = index.counters.eventsOf(channel, 'trouble', server);
  const good = index.counters.eventsOf(channel, 'over', server);
  const worksBetween = (fromMs: number, toMs: number) => good.some((bound) => bound.timeMs > fromMs && bound.timeMs < toMs);
  // the incident may hold such lines from before those that the leading explanation rests on
  let first = bad.findIndex((bound) => bound.timeMs >= Math.min(draft.fromMs, span.fromMs) - 1);
  if (first < 0) first = bad.length - 1;
  while (first > 0 && bad[first]!.timeMs - bad[first - 1]!.timeMs <= LEAD_MS && !worksBetween(bad[first - 1]!.timeMs, bad[first]!.timeMs))
    first--;
  const trouble: Trouble = {
    channel,
    fromMs: bad[first]?.timeMs ?? span.fromMs,
    lastMs: bad[first]?.timeMs ?? span.toMs,
    relapses: 0,
    longestPauseMs: 0,
  };
  for (const bound of bad.slice(first + 1)) {
    const pause = bound.timeMs - trouble.lastMs;
    const worked = worksBetween(trouble.lastMs, bound.timeMs);
    if (worked && bound.timeMs > span.toMs && pause > PAUSE_MS) break;
    if (worked) trouble.relapses++;
    trouble.longestPauseMs = Math.max(trouble.longestPauseMs, pause);
    trouble.lastMs = bound.timeMs;
  }
  trouble.over = good.find((bound) => bound.timeMs >= trouble.lastMs);
  return trouble;
}

function afterTroubles(subject: Subject, span: Span, troubles: readonly Trouble[]): Course {
  const fromMs = Math.min(span.fromMs, ...troubles.map((trouble) => trouble.fromMs));
  const lastMs = Math.max(...troubles.map((trouble) => trouble.lastMs));
  const begin = beginOf(subject, fromMs, troubles);
  const ends = troubles.map((trouble) => (isLasting(subject, trouble) ? trouble.over : undefined));
  const end = ends.every((item) => item !== undefined) ? ends.reduce((a, b) => (b!.timeMs > a!.timeMs ? b : a)) : undefined;
  if (end !== undefined)
    return {
      ...begin,
      toMs: end.timeMs,
      toRange: [Math.min(lastMs, end.timeMs), end.timeMs],
      toBasis: 'a line that says that it works again',
      toCite: end.event,
      state: 'over',
    };
  const restart = readyAfter(subject, lastMs);
  if (restart !== undefined)
    return {
      ...begin,
      toMs: restart.timeMs,
      toRange: [lastMs, restart.timeMs],
      toBasis: 'the next start was ready',
      toCite: restart.event,
      state: 'over',
    };
  return { ...begin, toMs: Math.max(lastMs, span.toMs), state: 'going-on' };
}

/** What fails when it is tried had failed since some moment after the last success. */
function beginOf(
  { draft, index, scope }: Subject,
  fromMs: number,
  troubles: readonly Trouble[],
): Pick<Course, 'fromMs' | 'fromRange' | 'fromBasis'> {
  const tried = troubles.filter((trouble) => /save|rewrite|append|fork/.test(trouble.channel.name));
  if (tried.length === 0) return { fromMs };
  const server = index.counters.serverOf(draft.victim);
  const worked = tried.flatMap((trouble) => index.counters.eventsOf(trouble.channel, 'over', server).map((bound) => bound.timeMs));
  const ready = index.eventsOfProcesses(SERVES, scope.server).map((bound) => bound.timeMs);
  const before = [...worked, ...ready].filter((ms) => ms <= fromMs);
  return before.length === 0
    ? { fromMs, fromBasis: 'the first failure' }
    : { fromMs, fromBasis: 'the first failure after it had worked', fromRange: [Math.max(...before), fromMs] };
}

/** What came back again and again is only over when it stays well for longer than it was well between. */
function isLasting({ scope }: Subject, trouble: Trouble): boolean {
  if (trouble.over === undefined) return false;
  if (trouble.relapses < 2) return true;
  const endMs = Math.max(...scope.server.map((process) => process.toMs));
  return endMs - trouble.over.timeMs > Math.max(QUIET_MS, 2 * trouble.longestPauseMs);
}

function readyAfter({ scope, index }: Subject, ms: number): BoundEvent | undefined {
  return index.eventsOfProcesses(SERVES, scope.server).find((bound) => bound.timeMs > ms);
}

/** Lines without a counterpart: what repeats has passed when it stays away for longer than between any two of its repetitions, or with its server. */
function afterLast({ draft, scope }: Subject, span: Span): Course {
  const { victim } = scope;
  // A view of the whole (CLUSTER NODES, cluster_state) shows how things stand when it was taken.
  if (draft.anomalies.length > 0 && draft.anomalies.every((item) => item.isView === true)) return { ...span, state: 'going-on' };
  if (victim === undefined || Number.isNaN(span.toMs)) return { ...span, state: 'unknown' };
  if (victim.end === 'clean-shutdown' || victim.next !== undefined) return { ...span, state: 'over' };
  const times = draft.anomalies
    .map((item) => item.toMs)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const spacing = times.slice(1).reduce((most, ms, index) => Math.max(most, ms - times[index]!), 0);
  return { ...span, state: victim.toMs - span.toMs > Math.max(QUIET_MS, 2 * spacing) ? 'over' : 'going-on' };
}
