import { placeOf } from '../model/origin.js';
import type { Citation, Incident } from './schema.js';

/** Numbers the evidence E1, E2… in the order in which a reader meets it: the leading incident's leading explanation first. The same
 * line has the same number everywhere. */
export function numberEvidence(incidents: Incident[]): void {
  const numbers = new Map<string, string>();
  const give = (cite: Citation | undefined): void => {
    if (cite === undefined) return;
    const key = placeOf(cite);
    const known = numbers.get(key) ?? `E${numbers.size + 1}`;
    numbers.set(key, known);
    cite.ref = known;
  };
  for (const incident of incidents) {
    give(incident.onset?.citation);
    give(incident.trigger?.citation);
    for (const fact of incident.keyFacts ?? []) give(fact.citation);
    give(incident.end?.citation);
    for (const explanation of incident.explanations) {
      for (const bearing of ['supports', 'contradicts', 'neutral'] as const) {
        for (const item of explanation.ledger) if (item.bearing === bearing) for (const cite of item.citations) give(cite);
      }
    }
    for (const step of incident.expectedPath ?? []) give(step.citation);
    for (const item of incident.impact?.noticedBy ?? []) give(item.citation);
  }
}
