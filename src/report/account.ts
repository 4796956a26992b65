import type { Diagnosis } from '../diagnosis/diagnose.js';
import { citation, isoTime } from './cite.js';
import type { Report } from './schema.js';

/** The account as it is published: open signs first. */
export function accountOf({ account, health }: Diagnosis): NonNullable<Report['account']> {
  return {
    explained: account.explained,
    cleared: account.cleared,
    open: account.open,
    ...(health.proved ? { healthBasis: health.basis } : { notHealthy: health.why }),
    signs: account.signs.map((sign) => ({
      source: sign.source,
      what: sign.what.slice(0, 300),
      severity: sign.severity,
      outcome: sign.outcome,
      why: sign.why,
      count: sign.count,
      ...(sign.process === undefined ? {} : { process: sign.process }),
      ...(sign.incident === undefined ? {} : { incident: sign.incident }),
      ...(isoTime(sign.fromMs) === undefined ? {} : { from: isoTime(sign.fromMs) }),
      ...(isoTime(sign.toMs) === undefined ? {} : { to: isoTime(sign.toMs) }),
      ...(sign.decide === undefined ? {} : { decide: sign.decide }),
      citations: sign.cites.map((cite) => citation(cite)),
    })),
  };
}
