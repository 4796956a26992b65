import type { CrashFact, Facts } from '../model/facts.js';
import { append } from '../model/grouping.js';
import type { Anomaly } from './anomalies/index.js';
import { Consequences, DEATH_SLACK_MS } from './consequences.js';
import { CounterEvents } from './counter-events.js';
import { least, most } from './moments.js';
import { isSameDeath } from './same-death.js';

/** Anomalies of one or more processes that belong together. Merged only on a link, never by time alone. */
export interface Draft {
  family: string;
  victim?: string;
  /** The culprit first, then those who noticed. */
  members: string[];
  fromMs: number;
  toMs: number;
  /** Interval of the standstill, when there is one: what `from` and `to` mean for a hang. */
  stuck?: { fromMs: number; toMs: number };
  anomalies: Anomaly[];
}

export function buildIncidents(anomalies: Anomaly[], facts: Facts, counters = new CounterEvents(facts)): Draft[] {
  const pauses = new Pauses(counters);
  const deaths = mergeLoops(
    deathDrafts(
      anomalies.filter((item) => item.family === 'death'),
      pauses,
    ),
    facts,
  );
  const others = mergeShared(
    familyDrafts(
      anomalies.filter((item) => item.family !== 'death'),
      pauses,
    ),
  );
  const consequences = new Consequences(deaths, facts);
  for (const death of deaths) consequences.addComplainers(death);
  const left: Draft[] = [];
  for (const draft of others) {
    const target = consequences.deathBehind(draft);
    if (target === undefined) left.push(draft);
    else absorb(target, draft);
  }
  return [...deaths, ...left];
}

/** With less time between them two troubles of one sort are one incident, whatever was well in between. */
const PAUSE_MS = 600_000;
/** Where no line tells that it works again. */
const LONG_PAUSE_MS = 3_600_000;

/** Tells what is more of the same trouble from what began anew after all was well. */
class Pauses {
  constructor(readonly counters: CounterEvents) {}

  /** The server said that it works again, and stayed well for longer than this trouble pauses by itself. */
  lieBetween(draft: Draft, item: Anomaly): boolean {
    const pause = item.fromMs - draft.toMs;
    if (!(pause > PAUSE_MS) || pause <= 3 * longestPause(draft)) return false;
    const channels = new Set(draft.anomalies.flatMap((one) => this.counters.channelOf(one.cite) ?? []));
    if (channels.size === 0) return pause > LONG_PAUSE_MS;
    const server = this.counters.serverOf(item.process);
    return [...channels].every((channel) => (this.counters.endAfter(channel, draft.toMs, server)?.timeMs ?? Number.NaN) < item.fromMs);
  }
}

function longestPause(draft: Draft): number {
  let most = 0;
  let before = Number.NaN;
  for (const { fromMs } of draft.anomalies) {
    if (fromMs - before > most) most = fromMs - before;
    if (!Number.isNaN(fromMs)) before = fromMs;
  }
  return most;
}

/** What the server says of a child that died, beside the report that the child wrote itself. */
const OF_CHILDREN: ReadonlySet<string> = new Set(['save', 'rewrite', 'transfer']);

function deathDrafts(anomalies: Anomaly[], pauses: Pauses): Draft[] {
  const byProcess = new Map<string, Anomaly[]>();
  for (const item of anomalies) {
    const key = item.process ?? '';
    append(byProcess, key, item);
  }
  return adopt([...byProcess.values()].flatMap((list) => deathsOfProcess(list, pauses)));
}

/** The output of a tool that names no process and no moment (LATENCY) belongs to the standstill, where there is only one. */
function adopt(drafts: Draft[]): Draft[] {
  const stuck = drafts.filter((draft) => draft.victim !== undefined && draft.stuck !== undefined);
  const homeless = drafts.filter(
    (draft) => draft.victim === undefined && Number.isNaN(draft.fromMs) && draft.anomalies.every((item) => item.what === 'slow'),
  );
  if (stuck.length !== 1 || homeless.length === 0) return drafts;
  for (const draft of homeless) for (const item of draft.anomalies) stuck[0]!.anomalies.push(item);
  return drafts.filter((draft) => !homeless.includes(draft));
}

function deathsOfProcess(list: Anomaly[], pauses: Pauses): Draft[] {
  const dated = list.filter((item) => !Number.isNaN(item.fromMs)).sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
  const drafts: Draft[] = [];
  const children: Draft[] = [];
  for (const item of dated) {
    const ofChild =
      item.what === 'child-crash' || (item.what === 'event' && OF_CHILDREN.has(pauses.counters.channelOf(item.cite)?.name ?? ''));
    const near = item.what === 'child-crash' ? undefined : drafts.find((draft) => item.fromMs <= draft.toMs + DEATH_SLACK_MS);
    const last = children.at(-1);
    if (near !== undefined) add(near, item);
    else if (!ofChild) drafts.push(draftOf(item));
    else if (last !== undefined && !pauses.lieBetween(last, item)) add(last, item);
    else children.push(draftOf(item));
  }
  drafts.push(...children);
  // A dump has no clock: it belongs to the standstill of its process, the longest one if there are several.
  for (const item of list.filter((other) => Number.isNaN(other.fromMs))) {
    const longest = drafts
      .filter((draft) => draft.anomalies.some((other) => other.what !== 'child-crash'))
      .sort((a, b) => span(b) - span(a))[0];
    if (longest === undefined) drafts.push(draftOf(item));
    else add(longest, item);
  }
  return drafts;
}

function span(draft: Draft): number {
  return draft.stuck === undefined ? 0 : draft.stuck.toMs - draft.stuck.fromMs;
}

function draftOf(item: Anomaly): Draft {
  return {
    family: item.family,
    victim: item.process,
    members: item.process === undefined ? [] : [item.process],
    fromMs: item.fromMs,
    toMs: item.toMs,
    stuck: item.interval ? { fromMs: item.fromMs, toMs: item.toMs } : undefined,
    anomalies: [item],
  };
}

function add(draft: Draft, item: Anomaly): void {
  draft.anomalies.push(item);
  join(draft, item.process);
  draft.fromMs = least(draft.fromMs, item.fromMs);
  draft.toMs = most(draft.toMs, item.toMs);
  if (item.interval)
    draft.stuck = { fromMs: least(draft.stuck?.fromMs ?? Number.NaN, item.fromMs), toMs: most(draft.stuck?.toMs ?? Number.NaN, item.toMs) };
}

const joined = new WeakMap<Draft, Set<string>>();

/** A crash loop has as many members as restarts. */
function join(draft: Draft, process: string | undefined): void {
  if (process === undefined) return;
  let known = joined.get(draft);
  if (known === undefined || known.size < draft.members.length) {
    known = new Set(draft.members);
    joined.set(draft, known);
  }
  if (known.has(process)) return;
  known.add(process);
  draft.members.push(process);
}

/** Of a crash loop the first deaths tell what it dies of. */
const KEPT_DEATHS = 8;

/** Deaths of consecutive incarnations of one server are one incident: the second death hits the incarnation that followed the first, and both
 * are of the same sort. */
function mergeLoops(drafts: Draft[], facts: Facts): Draft[] {
  const previousOf = new Map(facts.processes.map((process) => [process.id, process.previous]));
  const sorted = [...drafts].sort((a, b) => a.fromMs - b.fromMs);
  const merged: Draft[] = [];
  const crashes = new Map(facts.crashes.map((crash) => [`${crash.process}@${crash.timeMs}`, crash]));
  const sortsOf = new Map<Draft, Death[]>();
  /** Deaths without a standstill before them, by the processes that died. */
  const sudden = new Map<string, Draft[]>();
  for (const draft of sorted) {
    const sorts = deathsIn(draft, crashes);
    const previous = draft.stuck === undefined ? previousOf.get(draft.victim ?? '') : undefined;
    const before = sudden
      .get(previous ?? '')
      ?.find((other) => sorts.some((sort) => sortsOf.get(other)?.some((known) => isAgain(known, sort))));
    const target = before ?? draft;
    if (before === undefined) merged.push(draft);
    else for (const item of draft.anomalies) add(before, item);
    sortsOf.set(target, [...(sortsOf.get(target) ?? []), ...sorts].slice(0, KEPT_DEATHS));
    if (draft.stuck === undefined)
      for (const member of draft.members) sudden.set(member, [...new Set([...(sudden.get(member) ?? []), target])]);
  }
  return merged;
}

/** What it died of: deaths without a report are all alike. */
function deathsIn(draft: Draft, crashes: ReadonlyMap<string, CrashFact>): Death[] {
  const fatal = draft.anomalies.filter((item) => item.what === 'crash' || item.what === 'killed');
  return fatal.map((item) => ({ label: `${item.what}:${item.sort ?? item.label}`, crash: crashes.get(`${item.process}@${item.fromMs}`) }));
}

interface Death {
  label: string;
  crash?: CrashFact;
}

function isAgain(a: Death, b: Death): boolean {
  return a.crash !== undefined && b.crash !== undefined ? isSameDeath(a.crash, b.crash) : a.label === b.label;
}

function familyDrafts(anomalies: Anomaly[], pauses: Pauses): Draft[] {
  const drafts: Draft[] = [];
  const open = new Map<string, Draft>();
  for (const item of [...anomalies].sort((a, b) => (a.fromMs || 0) - (b.fromMs || 0))) {
    const key = `${item.family}\u0000${pauses.counters.serverOf(item.process)}`;
    const known = open.get(key);
    if (known !== undefined && !pauses.lieBetween(known, item)) {
      add(known, item);
      continue;
    }
    const draft = draftOf(item);
    drafts.push(draft);
    open.set(key, draft);
  }
  return drafts;
}

/** Lost slots are lost for all: the nodes of a cluster say so within the time that gossip takes. */
const GOSSIP_MS = 5000;

function stateFailMs(draft: Draft): number {
  return draft.anomalies.find((item) => (item.cite as { id?: string } | undefined)?.id === 'cluster-state-fail')?.fromMs ?? Number.NaN;
}

/** Several survivors speak of the same node or master. */
function mergeShared(drafts: Draft[]): Draft[] {
  const merged: Draft[] = [];
  /** Place of the first draft that speaks of a node or master, as `family token`. */
  const speaking = new Map<string, number>();
  let failed: { atMs: number; place: number } | undefined;
  for (const draft of drafts) {
    const tokens = ['cluster', 'sentinel'].includes(draft.family)
      ? [...new Set(tokensOf(draft))].map((token) => `${draft.family} ${token}`)
      : [];
    const failsAtMs = stateFailMs(draft);
    const together = failed !== undefined && Math.abs(failsAtMs - failed.atMs) <= GOSSIP_MS ? failed.place : merged.length;
    const place = Math.min(merged.length, together, ...tokens.map((token) => speaking.get(token) ?? merged.length));
    if (!Number.isNaN(failsAtMs)) failed = { atMs: failsAtMs, place };
    if (place === merged.length) merged.push(draft);
    else for (const item of draft.anomalies) add(merged[place]!, item);
    for (const token of tokens) speaking.set(token, Math.min(speaking.get(token) ?? place, place));
  }
  return merged;
}

function tokensOf(draft: Draft): string[] {
  return draft.anomalies.flatMap((item) => {
    const fields = (item.cite as { fields?: Record<string, string> } | undefined)?.fields ?? {};
    return [fields.node, fields.name, fields.master].filter((value): value is string => value !== undefined && value !== '');
  });
}

function absorb(target: Draft, draft: Draft): void {
  for (const item of draft.anomalies) {
    target.anomalies.push(item);
    join(target, item.process);
  }
}
