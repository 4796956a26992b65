import type { Ask, Evidence } from '../model/signatures.js';
import { idsOf } from './anchors.js';
import type { Scope } from './scope.js';

/** A line of whatever process counts as an anchor where this incident was built on such a line, not where another one was. */
export function isOwnAnchor(item: Evidence, scope: Scope): boolean {
  const ids = idsOfAnybody(item.ask);
  return ids === undefined || scope.anomalies.some((anomaly) => ids.includes((anomaly.cite as { id?: string } | undefined)?.id ?? ''));
}

/** Ids of a question about lines that any process may have printed; undefined when anything else is asked too. */
function idsOfAnybody(ask: Ask): string[] | undefined {
  if ('any' in ask) {
    const parts = ask.any.map(idsOfAnybody);
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  return 'event' in ask && ask.event.on === 'any' ? idsOf(ask.event) : undefined;
}
