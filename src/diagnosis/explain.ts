import type { Kind } from '../model/kinds.js';
import type { Cite } from '../model/origin.js';
import type { Evidence, EvidenceGroup, Signature, Strength } from '../model/signatures.js';
import { type Answer, conditionalOn, withClaim } from './answer.js';
import { askFacts } from './ask.js';
import { addChain } from './causes.js';
import { isOwnAnchor } from './foreign-lines.js';
import type { Scope } from './scope.js';
import { describeAffected, describeCondition, describeFix, versionIn, versionNamed } from './versions.js';
import { CAP_ON_WEAK_ALONE, CAP_WITHOUT_DECISIVE, LLR, posteriors, STATUS_AT } from './weigh.js';

export type Status = 'confirmed' | 'likely' | 'possible' | 'unlikely' | 'refuted' | 'not-testable';

export interface LedgerLine {
  id: string;
  claim: string;
  state: Answer['state'];
  bearing: 'supports' | 'contradicts' | 'neutral';
  strength: Strength;
  /** `absent`: the claim says that something is missing, so an observation contradicts it. */
  expected?: 'absent';
  group?: EvidenceGroup | string;
  counted: boolean;
  why?: string;
  cites: Cite[];
  timeMs?: number;
}

export interface Weighed {
  signature: Signature;
  ledger: LedgerLine[];
  /** An anchor was observed: the signature is a candidate. */
  anchored: boolean;
  score: number;
  decisive: boolean;
  /** More than weak items speak for it. */
  substantial: boolean;
  refuted: boolean;
  strongAgainst: boolean;
  affected: boolean | null;
  /** Which version that rests on, and where it is fixed. */
  affectedWhy?: string;
  /** Of an affected version: where it is fixed. */
  fix?: string;
  values: Record<string, string>;
}

export interface Explained extends Weighed {
  confidence: number;
  /** Of its kind: the sum over the signatures of the kind. */
  kindConfidence: number;
  status: Status;
}

/** Weighs one signature against the facts of one incident. */
export function weighSignature(signature: Signature, scope: Scope): Weighed {
  const answered = new Map<string, Answer>();
  const ledger: LedgerLine[] = [];
  for (const item of signature.evidence) {
    const answer = isPlaceOfDeath(signature, item, scope) ? PLACE_OF_DEATH : answerItem(item, scope, answered);
    answered.set(item.id, answer);
    ledger.push(judge(item, answer, false));
  }
  for (const item of signature.refutes ?? []) {
    const answer = answerItem(item, scope, answered);
    answered.set(item.id, answer);
    ledger.push(judge(item, answer, true));
  }
  const claims = new Map(ledger.map((line) => [line.id, line.claim]));
  for (const line of ledger) if (line.why !== undefined) line.why = withClaim(line.why, (id) => claims.get(id));
  const affected = judgeVersion(signature, scope, ledger);
  countGroups(ledger);
  const score =
    (signature.prior ?? 0) +
    ledger.reduce((sum, line) => sum + (line.counted ? (line.bearing === 'supports' ? LLR[line.strength] : -LLR[line.strength]) : 0), 0);
  const values: Record<string, string> = {};
  for (const answer of answered.values())
    if (answer.state === 'observed')
      for (const [key, value] of Object.entries(answer.values)) if (!Object.hasOwn(values, key)) values[key] = value;
  return {
    signature,
    ledger,
    score,
    affected,
    affectedWhy: describeAffected(signature, scope.victim, affected ?? undefined),
    fix: affected === true ? fixOf(signature, scope) : undefined,
    values,
    anchored: signature.evidence.some(
      (item, index) =>
        signature.anchors.includes(item.id) &&
        ledger[index]?.bearing === 'supports' &&
        (signature.advisory === true || isOwnAnchor(item, scope)),
    ),
    decisive: ledger.some((line) => line.bearing === 'supports' && line.strength === 'decisive'),
    substantial: ledger.some((line) => line.counted && line.bearing === 'supports' && line.strength !== 'weak'),
    refuted: ledger.some((line) => line.bearing === 'contradicts' && line.strength === 'decisive'),
    strongAgainst: ledger.some((line) => line.bearing === 'contradicts' && line.strength === 'strong'),
  };
}

const PLACE_OF_DEATH: Answer = {
  state: 'not-observable',
  cites: [],
  values: {},
  why: 'the only stacks are those of the report of its death: they show where main died, not that it stood there',
};

/** A hang needs stacks of a process that stood still; those of a fault show only what it did last. */
function isPlaceOfDeath(signature: Signature, item: Evidence, scope: Scope): boolean {
  return signature.kind.startsWith('hang/') && (item.group === 'threads' || item.group === 'command') && scope.showsOnlyDeath();
}

function answerItem(item: Evidence, scope: Scope, answered: Map<string, Answer>): Answer {
  if (item.onlyIf !== undefined && versionIn(scope.victim, item.onlyIf) !== true) {
    return { state: 'not-observable', cites: [], values: {}, why: `only for ${describeCondition(item.onlyIf)}` };
  }
  if (item.needs !== undefined && answered.get(item.needs)?.state !== 'observed') {
    return { state: 'not-observable', cites: [], values: {}, why: conditionalOn(item.needs) };
  }
  return askFacts(item.ask, scope, item, answered);
}

/** What rests on a part of what was asked is no proof by itself. */
const WEAKER: Record<Strength, Strength> = { decisive: 'strong', strong: 'moderate', moderate: 'weak', weak: 'weak' };

function judge(item: Evidence, answer: Answer, refutes: boolean): LedgerLine {
  const expected = item.expect === 'absent' ? 'absent' : 'observed';
  let bearing: LedgerLine['bearing'] = 'neutral';
  let strength = answer.weaker === true ? WEAKER[item.strength] : item.strength;
  if (answer.state === expected) bearing = refutes ? 'contradicts' : 'supports';
  else if (answer.state !== 'not-observable') {
    if (expected === 'absent') bearing = refutes ? 'neutral' : 'contradicts';
    else if (item.absenceAgainst !== undefined && !refutes) {
      bearing = 'contradicts';
      strength = item.absenceAgainst;
    }
  }
  return {
    id: item.id,
    // what was not seen has no value to tell: `main waits for a lock: {value}` is asked, not said
    claim: fill(answer.state === 'observed' ? item.claim : (item.unseen ?? item.claim.replace(/:\s*\{\w+\}$/, '')), answer.values),
    state: answer.state,
    bearing,
    strength,
    ...(expected === 'absent' ? { expected } : {}),
    group: item.group,
    counted: false,
    why: answer.why,
    cites: answer.cites,
    timeMs: answer.timeMs,
  };
}

function fixOf(signature: Signature, scope: Scope): string | undefined {
  const version = signature.affects === undefined ? undefined : versionNamed(scope.victim, signature.affects);
  return version === undefined ? undefined : describeFix(signature, version);
}

function judgeVersion(signature: Signature, scope: Scope, ledger: LedgerLine[]): boolean | null {
  if (signature.affects === undefined) return null;
  const condition = { ...signature.affects, range: signature.affects.versions };
  const inside = versionIn(scope.victim, condition);
  if (inside === undefined) return null;
  ledger.push({
    id: 'version',
    claim: inside
      ? `this version is among the affected ones (${describeCondition(condition)})`
      : `this version is not among the affected ones (${describeCondition(condition)})`,
    state: 'observed',
    bearing: inside ? 'supports' : 'contradicts',
    strength: inside ? 'weak' : 'strong',
    group: 'version',
    counted: false,
    cites: [],
  });
  return inside;
}

/** Of one independent group only the strongest item on each side counts. */
function countGroups(ledger: LedgerLine[]): void {
  for (const side of ['supports', 'contradicts'] as const) {
    const best = new Map<string, LedgerLine>();
    for (const line of ledger) {
      if (line.bearing !== side) continue;
      const key = line.group ?? `item:${line.id}`;
      const known = best.get(key);
      if (known === undefined || LLR[line.strength] > LLR[known.strength]) best.set(key, line);
    }
    for (const line of best.values()) line.counted = true;
  }
}

/** `{n}`, `{value}` and event fields in a text of a signature: `refused[: {reason}]` drops the part in brackets when a value of it is not known. What
 * was not observed has no values: then the claim is said without them. */
export function fill(claim: string, values: Record<string, string>): string {
  const isKnown = (name: string) => Object.hasOwn(values, name) && values[name] !== '' && values[name] !== '?';
  const said = withoutUnknown(
    claim.replace(/\[([^[\]]*\{\w+\}[^[\]]*)\]/g, (_, part: string) => (holesOf(part).every(isKnown) ? part : '')),
    isKnown,
  );
  return counted(said, values).replace(/\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(values, name) ? values[name]! : 'something'));
}

/** `{n} times` of one is `once`; `{n} worker(s) wait` agrees with its number. */
function counted(claim: string, values: Record<string, string>): string {
  return claim
    .replace(/\{(\w+)\} times\b/g, (part, name: string) => (values[name] === '1' ? 'once' : part))
    .replace(/\{(\w+)\} (\w+)\(s\)((?: wait| stand)\b)?/g, (_, name: string, noun: string, verb = '') =>
      values[name] === '1' ? `{${name}} ${noun}${verb === '' ? '' : `${verb}s`}` : `{${name}} ${noun}s${verb}`,
    );
}

function holesOf(part: string): string[] {
  return [...part.matchAll(/\{(\w+)\}/g)].map((hole) => hole[1]!);
}

/** Words that stand for a value that is not known, by the name of its hole. */
const SOME: Record<string, string> = {
  n: 'several',
  reason: 'some reason',
  ms: 'many',
  bytes: 'so many',
  port: 'in question',
  seconds: 'many',
};

/** Drops `({n} times)` and `: {value}`; what stands inside a sentence is said in general words. */
function withoutUnknown(claim: string, isKnown: (name: string) => boolean): string {
  const keep = (part: string) => (holesOf(part).every(isKnown) ? part : '');
  const inText = (hole: string, name: string) => (isKnown(name) ? hole : Object.hasOwn(SOME, name) ? SOME[name]! : 'something');
  return claim
    .replace(/ \([^(){}]*\{[^()]*\)/g, keep)
    .replace(/: [^:;(){}]*\{\w+\}[^:;(){}]*$/, keep)
    .replace(/(for|by|of) \{(value|seconds)\}(?: s\b)?/g, (part: string, word: string, name: string) =>
      isKnown(name) ? part : word === 'for' ? 'for a while' : `${word} something`,
    )
    .replace(/\{(\w+)\}/g, inText);
}

/** An explanation that is still in the running: something of its own was seen, and nothing excludes it. */
export function isCandidate(item: Pick<Weighed, 'anchored' | 'refuted'>): boolean {
  return item.anchored && !item.refuted;
}

/** The explanation that leads an incident; they are sorted. */
export function leadingOf(explanations: readonly Explained[]): Explained | undefined {
  return explanations.find(isCandidate);
}

/** Candidates of one incident compete with each other and with "something else". */
export function compete(weighed: Weighed[]): Explained[] {
  const running = weighed.filter(isCandidate);
  const shares = posteriors(running.map((item) => item.score));
  const byKind = new Map<Kind, number>();
  for (const [index, item] of running.entries()) byKind.set(item.signature.kind, (byKind.get(item.signature.kind) ?? 0) + shares[index]!);
  widen(byKind);
  addChain(byKind);
  const decisiveKinds = new Set(running.filter((item) => item.decisive).map((item) => item.signature.kind));
  const substantialKinds = new Set(running.filter((item) => item.substantial).map((item) => item.signature.kind));
  const capOf = (kind: Kind) => (decisiveKinds.has(kind) ? 1 : substantialKinds.has(kind) ? CAP_WITHOUT_DECISIVE : CAP_ON_WEAK_ALONE);
  const explained = weighed.map((item): Explained => {
    const index = running.indexOf(item);
    const raw = index < 0 ? 0 : shares[index]!;
    const cap = capOf(item.signature.kind);
    const kindConfidence = Math.min(byKind.get(item.signature.kind) ?? 0, cap);
    const confidence = Math.min(raw, cap);
    return { ...item, confidence, kindConfidence, status: 'unlikely' };
  });
  explained.sort(
    (a, b) =>
      b.kindConfidence - a.kindConfidence || b.confidence - a.confidence || b.score - a.score || (a.signature.id < b.signature.id ? -1 : 1),
  );
  const leaders = new Set<Kind>();
  for (const item of explained) {
    // The first signature of a kind speaks for the kind; its siblings keep their own share.
    const speaks = !leaders.has(item.signature.kind);
    if (isCandidate(item)) leaders.add(item.signature.kind);
    item.status = statusOf(item, speaks ? item.kindConfidence : item.confidence);
  }
  return explained;
}

const WIDE: Kind = 'hang/main-thread-stuck';

/** That main alone was stuck is what its narrower reasons say too: when none of them is likely by itself, together they make it so. */
function widen(byKind: Map<Kind, number>): void {
  if (!byKind.has(WIDE) || Math.max(...byKind.values()) >= STATUS_AT.likely) return;
  const narrower = [...byKind].filter(
    ([kind]) => kind.startsWith('deadlock/') || kind === 'hang/slow-command' || kind === 'hang/slow-script',
  );
  byKind.set(
    WIDE,
    narrower.reduce((sum, [, share]) => sum + share, byKind.get(WIDE)!),
  );
}

function statusOf(item: Weighed, confidence: number): Status {
  if (item.refuted) return 'refuted';
  if (!item.anchored) return item.ledger.every((line) => line.state === 'not-observable') ? 'not-testable' : 'unlikely';
  if (confidence >= STATUS_AT.confirmed && item.decisive && !item.strongAgainst) return 'confirmed';
  if (confidence >= STATUS_AT.likely) return 'likely';
  return confidence >= STATUS_AT.possible ? 'possible' : 'unlikely';
}
