import type { Kind } from '../model/kinds.js';
import type { Evidence, Signature } from '../model/signatures.js';
import { missingFor } from './missing.js';
import type { Citation, Explanation, LedgerItem, Report, Severity, Status } from './schema.js';

/** Why signatures did or did not apply: what `explain` publishes. */
export const EXPLAIN_SCHEMA = 'redis-forensics.explain/1';

export interface Outcome {
  /** The incident, or the server that was looked at as a whole where there is none. */
  incident?: string;
  process?: string;
  headline: string;
  leads: boolean;
  /** False for what no anchor made a candidate. */
  considered: boolean;
  status: Status;
  /** Only of what was considered. */
  confidence: number | null;
  /** The strongest reason for the status, in one sentence, with its lines. */
  because: string;
  citations: Citation[];
  explanation: Explanation;
  /** What would make it decidable, the strongest item first. */
  missing: { item: string; claim: string; strength: LedgerItem['strength']; why: string; ask: string; command?: string }[];
}

export interface ExplainedSignature {
  id: string;
  kind: Kind;
  title: string;
  severity: Severity;
  outcomes: Outcome[];
}

const STRENGTHS: readonly LedgerItem['strength'][] = ['decisive', 'strong', 'moderate', 'weak'];
/** The best that a signature reached anywhere comes first. */
export const STATUS_ORDER: readonly Status[] = ['confirmed', 'likely', 'possible', 'unlikely', 'refuted', 'not-testable'];

/** What became of one signature: in every incident, or on every server where nothing happened. The report must have been made with `weighAll`. */
export function explainSignature(report: Report, signature: Signature): ExplainedSignature {
  const { id, kind, title, severity } = signature;
  return { id, kind, title, severity, outcomes: placesOf(report).flatMap((place) => outcomeAt(report, place, signature)) };
}

/** One line a signature: in the leading incident; without one, where it came furthest. */
export function explainAll(report: Report, signatures: readonly Signature[]): ExplainedSignature[] {
  const explained = signatures.map((signature) => {
    const { outcomes, ...rest } = explainSignature(report, signature);
    const leading = report.incidents.length > 0 ? outcomes.slice(0, 1) : [...outcomes].sort(byStatus).slice(0, 1);
    return { ...rest, outcomes: leading };
  });
  return explained.sort((a, b) => byStatus(a.outcomes[0], b.outcomes[0]) || (a.id < b.id ? -1 : 1));
}

function byStatus(a: Outcome | undefined, b: Outcome | undefined): number {
  return rank(a) - rank(b) || (b?.confidence ?? -1) - (a?.confidence ?? -1);
}

function rank(outcome: Outcome | undefined): number {
  return outcome === undefined ? STATUS_ORDER.length : STATUS_ORDER.indexOf(outcome.status);
}

interface Place {
  incident?: string;
  process?: string;
  headline: string;
  explanations: Explanation[];
}

function placesOf(report: Report): Place[] {
  const rest = report.weighed ?? [];
  if (report.incidents.length > 0) {
    return report.incidents.map(({ id, headline, explanations }) => ({
      incident: id,
      headline,
      explanations: [...explanations, ...rest.filter((one) => one.incident === id).flatMap((one) => one.explanations)],
    }));
  }
  return rest.map(({ process, explanations }) => ({ process, headline: labelOf(report, process), explanations }));
}

function labelOf(report: Report, id: string | undefined): string {
  const process = report.processes.find((one) => one.id === id);
  return process?.label ?? (process === undefined ? 'a process' : `pid ${process.pid}`);
}

/** Only the incidents that were weighed in full; beyond them a signature that is no candidate has no ledger. */
function outcomeAt(report: Report, place: Place, signature: Signature): Outcome[] {
  const explanation = place.explanations.find((one) => one.signature === signature.id);
  if (explanation === undefined) return [];
  const considered = explanation.notConsidered === undefined;
  const weighed = considered && explanation.status !== 'refuted' && explanation.status !== 'not-testable';
  const { incident, process, headline } = place;
  return [
    {
      ...(incident === undefined ? {} : { incident }),
      ...(process === undefined ? {} : { process }),
      headline,
      leads: report.verdict.signature === signature.id && report.verdict.incident === incident,
      considered,
      status: explanation.status,
      confidence: weighed ? explanation.confidence : null,
      ...reasonFor(explanation),
      explanation,
      missing: missingOf(explanation, signature),
    },
  ];
}

function strongest(ledger: readonly LedgerItem[], bearing: LedgerItem['bearing']): LedgerItem | undefined {
  const items = ledger.filter((item) => item.bearing === bearing && item.state !== 'not-observable');
  return items.sort((a, b) => STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength))[0];
}

function reasonFor(explanation: Explanation): Pick<Outcome, 'because' | 'citations'> {
  const against = strongest(explanation.ledger, 'contradicts');
  const support = strongest(explanation.ledger, 'supports');
  const heavy = against !== undefined && (against.strength === 'decisive' || against.strength === 'strong');
  if (explanation.status === 'refuted' && against !== undefined) return { because: against.claim, citations: against.citations };
  if (explanation.status === 'unlikely' && heavy) return { because: `against it: ${against.claim}`, citations: against.citations };
  if (explanation.notConsidered !== undefined) return { because: explanation.notConsidered, citations: [] };
  if (support === undefined) return { because: 'nothing that speaks for it was observed', citations: [] };
  const better =
    explanation.status === 'unlikely' || explanation.status === 'possible' ? '; another explanation fits as well or better' : '';
  const doubt = heavy ? `; against it: ${against.claim}` : '';
  return { because: `${support.claim}${doubt === '' ? better : doubt}`, citations: support.citations };
}

/** Items that hang on another item are decided by that one. */
const DEPENDENT = /^(means something only when|depends on|only for) /;

function missingOf(explanation: Explanation, signature: Signature): Outcome['missing'] {
  const items = new Map<string, Evidence>([...signature.evidence, ...(signature.refutes ?? [])].map((item) => [item.id, item]));
  const open = explanation.ledger.filter((item) => item.state === 'not-observable' && !DEPENDENT.test(item.why ?? ''));
  const steps = open
    .sort((a, b) => STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength))
    .flatMap(({ id, claim, strength, why = 'not observable' }) => {
      const item = items.get(id);
      return item === undefined ? [] : [{ item: id, claim, strength, why, ...missingFor(item, why) }];
    });
  // One file answers several questions; it is asked for once, for the strongest of them.
  return steps.filter((step, index) => steps.findIndex((other) => other.ask === step.ask) === index);
}
