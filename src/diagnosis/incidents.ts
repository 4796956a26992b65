import type { Facts, ProcessFact } from '../model/facts.js';
import type { Anomaly } from './anomalies/index.js';

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

/** Anomalies of one death: the standstill, the signal that ends it, the restart. */
const DEATH_SLACK_MS = 5000;
/** Failover and complaints follow a death by the timeouts of the others. */
const CONSEQUENCE_MS = 180_000;

export function buildIncidents(anomalies: Anomaly[], facts: Facts): Draft[] {
  const deaths = mergeLoops(deathDrafts(anomalies.filter((item) => item.family === 'death')), facts);
  const others = mergeShared(
    familyDrafts(
      anomalies.filter((item) => item.family !== 'death'),
      facts,
    ),
  );
  const left: Draft[] = [];
  for (const draft of others) {
    const target = deaths.find((death) => isConsequence(draft, death, facts)) ?? deaths.find((death) => isSameMoment(draft, death));
    if (target === undefined) left.push(draft);
    else absorb(target, draft);
  }
  for (const death of deaths) addComplainers(death, facts);
  return [...deaths, ...left];
}

function deathDrafts(anomalies: Anomaly[]): Draft[] {
  const byProcess = new Map<string, Anomaly[]>();
  for (const item of anomalies) {
    const key = item.process ?? '';
    const list = byProcess.get(key);
    if (list === undefined) byProcess.set(key, [item]);
    else list.push(item);
  }
  return adopt([...byProcess.values()].flatMap(deathsOfProcess));
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

function deathsOfProcess(list: Anomaly[]): Draft[] {
  const dated = list.filter((item) => !Number.isNaN(item.fromMs)).sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
  const drafts: Draft[] = [];
  for (const item of dated) {
    const open = drafts.find(
      (draft) =>
        item.fromMs <= draft.toMs + DEATH_SLACK_MS &&
        item.what !== 'child-crash' &&
        draft.anomalies.every((other) => other.what !== 'child-crash'),
    );
    if (open === undefined) drafts.push(draftOf(item));
    else add(open, item);
  }
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
  if (item.process !== undefined && !draft.members.includes(item.process)) draft.members.push(item.process);
  draft.fromMs = least(draft.fromMs, item.fromMs);
  draft.toMs = most(draft.toMs, item.toMs);
  if (item.interval)
    draft.stuck = { fromMs: least(draft.stuck?.fromMs ?? Number.NaN, item.fromMs), toMs: most(draft.stuck?.toMs ?? Number.NaN, item.toMs) };
}

function least(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b);
}
function most(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b);
}

/** Deaths of consecutive incarnations of one server are one incident. */
function mergeLoops(drafts: Draft[], facts: Facts): Draft[] {
  const byId = new Map(facts.processes.map((process) => [process.id, process]));
  const sorted = [...drafts].sort((a, b) => a.fromMs - b.fromMs);
  const merged: Draft[] = [];
  for (const draft of sorted) {
    const before = merged.find((other) => follows(other, draft, byId));
    if (before === undefined) merged.push(draft);
    else for (const item of draft.anomalies) add(before, item);
  }
  return merged;
}

/** The second death hits the incarnation that followed the first, and both are of the same sort. */
function follows(first: Draft, second: Draft, byId: Map<string, ProcessFact>): boolean {
  const later = second.victim === undefined ? undefined : byId.get(second.victim);
  if (later === undefined || second.stuck !== undefined || first.stuck !== undefined) return false;
  const fatal = (draft: Draft) =>
    draft.anomalies.filter((item) => item.what === 'crash' || item.what === 'killed').map((item) => `${item.what}:${item.label}`);
  const same = fatal(second).some((label) => fatal(first).includes(label));
  return same && later.previous !== undefined && first.members.includes(later.previous);
}

function familyDrafts(anomalies: Anomaly[], facts: Facts): Draft[] {
  const byId = new Map(facts.processes.map((process) => [process.id, process]));
  const groups = new Map<string, Draft>();
  for (const item of [...anomalies].sort((a, b) => (a.fromMs || 0) - (b.fromMs || 0))) {
    const server = item.process === undefined ? '' : (byId.get(item.process)?.server ?? item.process);
    const key = `${item.family}\u0000${server}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, draftOf(item));
    else add(known, item);
  }
  return [...groups.values()];
}

/** Several survivors speak of the same node or master. */
function mergeShared(drafts: Draft[]): Draft[] {
  const merged: Draft[] = [];
  for (const draft of drafts) {
    const shared = merged.find(
      (other) =>
        other.family === draft.family &&
        ['cluster', 'sentinel'].includes(draft.family) &&
        tokensOf(other).some((token) => tokensOf(draft).includes(token)),
    );
    if (shared === undefined) merged.push(draft);
    else for (const item of draft.anomalies) add(shared, item);
  }
  return merged;
}

function tokensOf(draft: Draft): string[] {
  return draft.anomalies.flatMap((item) => {
    const fields = (item.cite as { fields?: Record<string, string> } | undefined)?.fields ?? {};
    return [fields.node, fields.name, fields.master].filter((value): value is string => value !== undefined && value !== '');
  });
}

/** The others' trouble is about the victim, during its standstill or soon after its death. */
function isConsequence(draft: Draft, death: Draft, facts: Facts): boolean {
  const server = new Set(
    facts.processes
      .filter(
        (process) =>
          process.id === death.victim ||
          (process.server !== '' && process.server === facts.processes.find((item) => item.id === death.victim)?.server),
      )
      .map((process) => process.id),
  );
  return draft.anomalies.some(
    (item) =>
      item.about !== undefined &&
      server.has(item.about) &&
      item.fromMs >= death.fromMs - DEATH_SLACK_MS &&
      item.fromMs <= death.toMs + CONSEQUENCE_MS,
  );
}

/** Trouble of the victim itself at the moment of its death (an allocation failure before the panic) is part of it. */
function isSameMoment(draft: Draft, death: Draft): boolean {
  if (draft.victim === undefined || draft.victim !== death.victim) return false;
  return draft.anomalies.every((item) => item.fromMs >= death.fromMs - 2000 && item.fromMs <= death.toMs + 2000);
}

function absorb(target: Draft, draft: Draft): void {
  for (const item of draft.anomalies) {
    target.anomalies.push(item);
    if (item.process !== undefined && !target.members.includes(item.process)) target.members.push(item.process);
  }
}

function addComplainers(death: Draft, facts: Facts): void {
  const server = facts.processes.find((process) => process.id === death.victim)?.server;
  for (const witness of facts.witnesses) {
    const about = facts.processes.find((process) => process.id === witness.about);
    if (about === undefined || witness.by === undefined || about.server !== server || death.members.includes(witness.by)) continue;
    if (witness.timeMs >= death.fromMs - DEATH_SLACK_MS && witness.timeMs <= death.toMs + CONSEQUENCE_MS) death.members.push(witness.by);
  }
}
