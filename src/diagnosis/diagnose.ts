import { softwareBuildOf } from '../facts/redis-software.js';
import type { Facts, ProcessFact } from '../model/facts.js';
import type { Kind } from '../model/kinds.js';
import type { Signature } from '../model/signatures.js';
import { type Account, accountFor, isDecided } from './account/account.js';
import { type Health, proveHealth } from './account/health.js';
import { isWeighedIn } from './anchors.js';
import { type BenignReading, findAnomalies } from './anomalies/index.js';
import { fromCounters } from './counter-anomalies.js';
import { type Course, courseOf } from './course.js';
import { compete, type Explained, leadingOf, weighSignature } from './explain.js';
import { orderIncidents } from './importance.js';
import { buildIncidents, type Draft } from './incidents.js';
import { least, most } from './moments.js';
import { echoes, joinedDraft, sameReadings, withEchoes } from './same-reading.js';
import { FactIndex, Scope } from './scope.js';
import { STATUS_AT } from './weigh.js';

export interface DiagnosedIncident extends Draft {
  id: string;
  scope: Scope;
  /** Leading first; only candidates and those that were refuted or could not be tested although something was asked of them. */
  explanations: Explained[];
  course: Course;
  /** Exactly for the state `going-on`. */
  ongoing: boolean;
}

export interface Diagnosis {
  status: 'incident' | 'healthy' | 'inconclusive';
  lead?: DiagnosedIncident;
  kind?: Kind;
  confidence?: number;
  /** Those that touch the time that is asked about. */
  incidents: DiagnosedIncident[];
  /** How many others there are. */
  outOfRange: number;
  advisories: { explained: Explained; process?: string }[];
  benign: BenignReading[];
  account: Account;
  health: Health;
}

/** Part of the time that is asked about. */
export interface TimeRange {
  sinceMs?: number;
  untilMs?: number;
}

/** What nothing dates may lie in any range. */
function touches({ fromMs, toMs }: Pick<Course, 'fromMs' | 'toMs'>, { sinceMs, untilMs }: TimeRange): boolean {
  return !(sinceMs !== undefined && Math.round(toMs) < sinceMs) && !(untilMs !== undefined && Math.round(fromMs) > untilMs);
}

export function diagnose(facts: Facts, signatures: Signature[], range: TimeRange = {}): Diagnosis {
  const index = new FactIndex(facts);
  const active = signatures.filter((signature) => !signature.advisory);
  const { anomalies, benign } = findAnomalies(facts, active);
  anomalies.push(...fromCounters(index, active));
  const apart: DiagnosedIncident[] = [];
  for (const draft of buildIncidents(anomalies, facts, index.counters)) {
    const diagnosed = diagnoseDraft(draft, index, active);
    if (diagnosed.explanations.some((item) => item.anchored && item.status !== 'refuted') || hasUnexplained(diagnosed))
      apart.push(diagnosed);
  }
  const incidents = joinSame(apart, index, active);
  orderIncidents(incidents);
  const asked = incidents.filter((incident) => touches(incident.course, range));
  const others = incidents.filter((incident) => !asked.includes(incident));
  [...asked, ...others].forEach((incident, position) => {
    incident.id = `i${position + 1}`;
  });
  const account = accountFor(facts, anomalies, incidents, benign, (sign) => touches(sign, range));
  const health = proveHealth(facts, account);
  const verdict = decide(asked, account, health);
  return {
    ...verdict,
    // of a healthy input nothing is left that only might have been: its signs are cleared
    incidents: verdict.status === 'healthy' ? asked.filter(isDecided) : asked,
    outOfRange: others.length,
    benign,
    advisories: adviseOn(facts, index, signatures),
    account,
    health,
  };
}

/** Troubles of one server that read the same, a moment apart, are judged as one; so are those that say nothing new. */
function joinSame(apart: DiagnosedIncident[], index: FactIndex, signatures: Signature[]): DiagnosedIncident[] {
  const runs = sameReadings(apart);
  const gone = new Set(runs.flat());
  const joined = [
    ...apart.filter((incident) => !gone.has(incident)),
    ...runs.map((run) => diagnoseDraft(joinedDraft(run), index, signatures)),
  ];
  const repeated = echoes(joined);
  const said = new Set([...repeated.values()].flat());
  return joined
    .filter((incident) => !said.has(incident))
    .map((incident) => {
      const others = repeated.get(incident);
      return others === undefined ? incident : diagnoseDraft(withEchoes(incident, others), index, signatures);
    });
}

/** Something of weight that no candidate explains must not vanish: it makes the report inconclusive. */
function hasUnexplained(incident: DiagnosedIncident): boolean {
  return incident.anomalies.some(
    (item) => item.severity === 'critical' && (item.what === 'crash' || item.what === 'stuck' || item.what === 'start-failed'),
  );
}

function diagnoseDraft(draft: Draft, index: FactIndex, signatures: Signature[]): DiagnosedIncident {
  const window = draft.stuck ?? draft;
  const scope = new Scope(index, draft.victim, least(draft.fromMs, window.fromMs), most(draft.toMs, window.toMs), draft.anomalies);
  const families = new Set(draft.anomalies.flatMap((item) => [item.family, ...(item.families ?? [])]));
  const weighed = signatures.filter((signature) => isWeighedIn(signature, families)).map((signature) => weighSignature(signature, scope));
  const explanations = compete(weighed).filter(
    (item) => item.anchored || (item.refuted && isGeneric(item.signature) && item.ledger.some((line) => line.bearing === 'supports')),
  );
  const course = courseOf(draft, scope, explanations, index);
  return { ...draft, id: '', scope, explanations, course, ongoing: course.state === 'going-on' };
}

/** That a known issue was ruled out of which nothing was seen is no news; that it was no fault at all is. */
function isGeneric(signature: Signature): boolean {
  return (signature.prior ?? 0) >= 0;
}

function decide(
  incidents: DiagnosedIncident[],
  account: Account,
  health: Health,
): Pick<Diagnosis, 'status' | 'lead' | 'kind' | 'confidence'> {
  const lead = incidents[0];
  const top = leadingOf(lead?.explanations ?? []);
  if (lead !== undefined && top !== undefined && top.kindConfidence >= STATUS_AT.likely && top.signature.severity !== 'info') {
    return { status: 'incident', lead, kind: top.signature.kind, confidence: top.kindConfidence };
  }
  if (health.proved) return { status: 'healthy', confidence: health.confidence };
  return { status: 'inconclusive', lead: account.open > 0 ? incidents.find((incident) => isUnsettled(incident)) : undefined };
}

/** Something of it weighs, and nothing explains it. */
function isUnsettled(incident: DiagnosedIncident): boolean {
  return incident.anomalies.some((item) => item.severity !== 'info');
}

/** Redis Software takes over fixes under the same Redis version: what that version lacks is no advice there. A module's version still is. */
function isBackported({ signature, ledger }: Pick<Explained, 'signature' | 'ledger'>, process: ProcessFact, facts: Facts): boolean {
  if (signature.kind !== 'advisory/version' || softwareBuildOf(process, facts) === undefined) return false;
  const supporting = new Set(ledger.filter((line) => line.bearing === 'supports').map((line) => line.id));
  return signature.evidence.every((item) => !supporting.has(item.id) || !('version' in item.ask && item.ask.version.module !== undefined));
}

function adviseOn(facts: Facts, index: FactIndex, signatures: Signature[]): Diagnosis['advisories'] {
  const found: Diagnosis['advisories'] = [];
  const servers = facts.processes.filter((process) => process.role !== 'child' && process.next === undefined);
  const scopes = servers.map((process) => ({ process, scope: new Scope(index, process.id, Number.NaN, Number.NaN, []) }));
  for (const signature of signatures.filter((item) => item.advisory)) {
    for (const { process, scope } of scopes) {
      const weighed = weighSignature(signature, scope);
      if (!weighed.anchored || weighed.refuted || isBackported(weighed, process, facts)) continue;
      found.push({ explained: { ...weighed, confidence: 0, kindConfidence: 0, status: 'possible' }, process: process.id });
      break;
    }
  }
  return found;
}
