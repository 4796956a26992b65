import type { ClientErrorFact } from '../model/facts.js';
import type { Course, Span, Subject } from './course.js';

/** Nobody but clients tells of it: then it is over when they say that they are connected again, or when they no longer complain although they did so often. */
export function courseOfClients({ draft, index }: Subject, span: Span): Course {
  const { clientErrors } = index.facts;
  const own = clientErrors.filter((fact) => fact.error !== 'restored' && draft.anomalies.some((item) => item.cite === fact.cite));
  const restored = clientErrors.find(
    (fact) => fact.error === 'restored' && fact.lastMs >= span.toMs && own.some((other) => sameServer(fact, other)),
  );
  if (restored === undefined || Number.isNaN(span.toMs)) return { ...span, state: 'unknown' };
  return {
    ...span,
    toMs: restored.lastMs,
    toRange: [span.toMs, restored.lastMs],
    toBasis: 'a client says that it is connected again',
    toCite: restored.last.cite,
    state: 'over',
  };
}

/** Clients that name no server speak of the one that the others of their log name. */
function sameServer(a: ClientErrorFact, b: ClientErrorFact): boolean {
  if (a.entry !== b.entry) return a.host !== undefined && a.host === b.host && a.port === b.port;
  return a.port === undefined || b.port === undefined || (a.host === b.host && a.port === b.port);
}
