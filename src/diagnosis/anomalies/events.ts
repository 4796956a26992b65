import type { Facts, ProcessFact } from '../../model/facts.js';
import { messageOf } from '../../model/message.js';
import type { Signature } from '../../model/signatures.js';
import { anchorEvents } from '../anchors.js';
import { isParent } from '../scope.js';
import type { Anomaly } from './types.js';

/** Trouble that a fork child tells is that of its server. */
function ownersOf(facts: Facts): Map<string, string> {
  const byPid = new Map<number, ProcessFact[]>();
  for (const process of facts.processes) byPid.set(process.pid, [...(byPid.get(process.pid) ?? []), process]);
  return new Map(
    facts.processes.map((process) => {
      const parent = process.role === 'child' ? byPid.get(process.parentPid ?? 0)?.find((other) => isParent(other, process)) : undefined;
      return [process.id, parent?.id ?? process.id];
    }),
  );
}

/** Every event that anchors a signature raises an anomaly; a user's private signature needs nothing else. */
export function fromEvents(facts: Facts, signatures: Signature[]): Anomaly[] {
  const anchors = anchorEvents(signatures);
  const owners = ownersOf(facts);
  const witnesses = new Map(facts.witnesses.toReversed().map((witness) => [witness.cite, witness]));
  const found: Anomaly[] = [];
  for (const bound of facts.events) {
    const anchor = anchors.get(bound.event.id);
    if (anchor === undefined || bound.process === undefined) continue;
    found.push({
      what: 'event',
      family: anchor.family,
      families: anchor.families,
      process: owners.get(bound.process),
      fromMs: bound.timeMs,
      toMs: bound.timeMs,
      severity: anchor.severity,
      label: messageOf(bound.event.text).slice(0, 160),
      cite: bound.event,
      about: witnesses.get(bound.event)?.about,
    });
  }
  return found;
}
