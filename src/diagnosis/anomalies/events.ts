import type { Facts } from '../../model/facts.js';
import type { Signature } from '../../model/signatures.js';
import { anchorEvents } from '../anchors.js';
import type { Anomaly } from './types.js';

/** Every event that anchors a signature raises an anomaly; a user's private signature needs nothing else. */
export function fromEvents(facts: Facts, signatures: Signature[]): Anomaly[] {
  const anchors = anchorEvents(signatures);
  const witnesses = new Map(facts.witnesses.toReversed().map((witness) => [witness.cite, witness]));
  const found: Anomaly[] = [];
  for (const bound of facts.events) {
    const anchor = anchors.get(bound.event.id);
    if (anchor === undefined || bound.process === undefined) continue;
    found.push({
      what: 'event',
      family: anchor.family,
      families: anchor.families,
      process: bound.process,
      fromMs: bound.timeMs,
      toMs: bound.timeMs,
      severity: anchor.severity,
      label: bound.event.text.slice(0, 160),
      cite: bound.event,
      about: witnesses.get(bound.event)?.about,
    });
  }
  return found;
}
