import { isPrivateKind } from '../model/kinds.js';
import type { LogPattern } from '../model/patterns.js';
import type { Ask, Evidence, Signature } from '../model/signatures.js';

const RANK = { info: 0, warning: 1, critical: 2 } as const;

/** Families of kinds that are one story: a death and what led to it. */
const DEATH = new Set(['deadlock', 'hang', 'crash', 'exit']);

export function familyOf(kind: string): string {
  // nobody here knows what two private kinds have in common
  if (isPrivateKind(kind)) return kind;
  const word = kind.slice(0, kind.indexOf('/'));
  return DEATH.has(word) ? 'death' : word;
}

/** Id under which an inline text of a signature is known to the matcher. */
export function inlineId(text: string): string {
  return `text:${text}`;
}

export function idsOf(ask: { ids?: string[]; texts?: string[] }): string[] {
  return [...(ask.ids ?? []), ...(ask.texts ?? []).map(inlineId)];
}

export interface EventAnchor {
  family: string;
  /** Of every signature that it anchors: they compete for it. */
  families: Set<string>;
  severity: 'critical' | 'warning' | 'info';
}

/** Event ids that anchor a signature, with the family and severity of the anomaly they raise. Events of the death family are no
 * anomalies by themselves when they only describe (banners, shutdown lines): those signatures anchor on facts. */
export function anchorEvents(signatures: Signature[]): Map<string, EventAnchor> {
  const found = new Map<string, EventAnchor>();
  for (const signature of signatures) {
    if (signature.advisory) continue;
    for (const item of signature.evidence) {
      if (!isAnchor(item, signature)) continue;
      for (const id of eventIdsIn(item.ask)) {
        const known = found.get(id);
        const family = familyOf(signature.kind);
        const families = new Set([...(known?.families ?? []), family]);
        if (known === undefined || RANK[signature.severity] > RANK[known.severity])
          found.set(id, { family, families, severity: signature.severity });
        else found.set(id, { ...known, families });
      }
    }
  }
  return found;
}

/** A signature is weighed in incidents of its family. A private kind belongs to none that is known here: where no line raises an incident for it, such as
 * for the frames of a crash, any incident may be its. */
export function isWeighedIn(signature: Signature, families: ReadonlySet<string>): boolean {
  if (families.has(familyOf(signature.kind))) return true;
  return isPrivateKind(signature.kind) && !signature.evidence.some((item) => isAnchor(item, signature) && eventIdsIn(item.ask).length > 0);
}

function isAnchor(item: Evidence, signature: Signature): boolean {
  return signature.anchors.includes(item.id) && item.expect !== 'absent';
}

/** A line that only counts together with another kind of fact (`all`) raises nothing by itself: that fact does. Settings and versions
 * are no such facts, they raise nothing: there the first question is the line, and the others are its conditions. */
function eventIdsIn(ask: Ask): string[] {
  if ('event' in ask) return idsOf(ask.event);
  if ('any' in ask) return ask.any.flatMap(eventIdsIn);
  if (!('all' in ask)) return [];
  if (ask.all.every((part) => 'event' in part || 'neverReady' in part)) return ask.all.flatMap(eventIdsIn);
  const [line, ...conditions] = ask.all;
  return line !== undefined && 'event' in line && conditions.every(isCondition) ? idsOf(line.event) : [];
}

function isCondition(ask: Ask): boolean {
  if ('any' in ask) return ask.any.every(isCondition);
  if ('all' in ask) return ask.all.every(isCondition);
  return 'event' in ask || 'info' in ask || 'version' in ask || 'conf' in ask;
}

/** Lines that any process may have printed anchor a signature only in the incident to which such a line belongs. */
export function anchorsOnForeignLines(ask: Ask): string[] | undefined {
  if ('any' in ask) {
    const parts = ask.any.map(anchorsOnForeignLines);
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  return 'event' in ask && ask.event.on === 'any' ? idsOf(ask.event) : undefined;
}

/** Texts given inline in signatures, as patterns for the log reader. */
export function inlinePatterns(signatures: Signature[]): LogPattern[] {
  const patterns = new Map<string, LogPattern>();
  const visit = (ask: Ask): void => {
    if ('event' in ask)
      for (const text of ask.event.texts ?? [])
        patterns.set(`${text}\u0000${ask.event.module ?? ''}`, { id: inlineId(text), text, module: ask.event.module });
    else if ('all' in ask) ask.all.forEach(visit);
    else if ('any' in ask) ask.any.forEach(visit);
  };
  const items = (signature: Signature): Evidence[] => [...signature.evidence, ...(signature.refutes ?? [])];
  for (const signature of signatures) {
    for (const item of items(signature)) visit(item.ask);
    for (const step of signature.path ?? []) if (step.seen !== undefined) visit(step.seen);
  }
  return [...patterns.values()];
}
