import type { Facts } from '../model/facts.js';
import type { Signature } from '../model/signatures.js';
import type { DiagnosedIncident, Diagnosis } from './diagnose.js';
import { type Explained, type LedgerLine, type Status, type Weighed, weighSignature } from './explain.js';
import { FactIndex, Scope } from './scope.js';

/** What became of the signatures that were no candidates: in an incident, or over a whole process where there is no incident. */
export interface WeighedRest {
  incident?: string;
  process?: string;
  signatures: { explained: Explained; why: string }[];
}

const KEPT_INCIDENTS = 10;
const KEPT_PROCESSES = 20;

/** Weighs what nothing called for. It changes no verdict: somebody asks why a signature did not apply. */
export function weighRest(diagnosis: Diagnosis, facts: Facts, signatures: Signature[]): WeighedRest[] {
  if (diagnosis.incidents.length > 0) {
    return diagnosis.incidents
      .slice(0, KEPT_INCIDENTS)
      .map((incident) => ({ incident: incident.id, signatures: restOf(incident, signatures) }));
  }
  const index = new FactIndex(facts);
  const servers = facts.processes.filter((process) => process.role !== 'child' && process.next === undefined).slice(0, KEPT_PROCESSES);
  return servers.map((process) => {
    const scope = new Scope(index, process.id, Number.NaN, Number.NaN, []);
    return { process: process.id, signatures: signatures.map((signature) => outside(weighSignature(signature, scope))) };
  });
}

function restOf(incident: DiagnosedIncident, signatures: Signature[]): WeighedRest['signatures'] {
  const known = new Set(incident.explanations.map((item) => item.signature.id));
  return signatures.filter((signature) => !known.has(signature.id)).map((signature) => outside(weighSignature(signature, incident.scope)));
}

function outside(weighed: Weighed): WeighedRest['signatures'][number] {
  const anchors = weighed.ledger.filter((line) => weighed.signature.anchors.includes(line.id));
  return { explained: { ...weighed, confidence: 0, kindConfidence: 0, status: statusOf(weighed, anchors) }, why: whyNot(weighed, anchors) };
}

/** An anchor that could not be seen leaves the question open, unless something strong answers it. */
function statusOf(weighed: Weighed, anchors: LedgerLine[]): Status {
  if (weighed.refuted) return 'refuted';
  if (weighed.signature.advisory && weighed.anchored) return 'possible';
  const open = !weighed.anchored && anchors.some((line) => line.state === 'not-observable');
  return open && !weighed.strongAgainst ? 'not-testable' : 'unlikely';
}

function whyNot(weighed: Weighed, anchors: LedgerLine[]): string {
  if (weighed.signature.advisory && weighed.anchored) return 'an advisory: it is listed with the advisories and never explains an incident';
  if (weighed.anchored) return 'what speaks for it is no anomaly of this incident';
  const absent = anchors.filter((line) => line.state !== 'not-observable');
  const unseen = anchors.filter((line) => line.state === 'not-observable');
  return [reasons('not there', absent), reasons('could not be seen', unseen)].filter((part) => part !== '').join('; ');
}

/** `could not be seen: cycle, main-in-resize (no stacks of this process)`: items with the same reason together. */
function reasons(label: string, lines: LedgerLine[]): string {
  const byReason = new Map<string, string[]>();
  for (const line of lines) byReason.set(line.why ?? '', [...(byReason.get(line.why ?? '') ?? []), line.id]);
  const parts = [...byReason].map(([why, ids]) => `${ids.join(', ')}${why === '' ? '' : ` (${why})`}`);
  return parts.length === 0 ? '' : `${label}: ${parts.join(', ')}`;
}
