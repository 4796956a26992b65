import type { Ask, Signature } from '../model/signatures.js';
import { familyOf } from './anchors.js';
import type { Anomaly } from './anomalies/index.js';
import { askFacts } from './ask.js';
import { type FactIndex, Scope } from './scope.js';

/** Much is not logged at all (refusals at maxmemory or maxclients): there INFO is the only place where an anomaly shows. A signature
 * anchored on INFO values alone raises one for each process whose INFO meets them. */
export function fromCounters(index: FactIndex, signatures: Signature[]): Anomaly[] {
  const { facts } = index;
  const processes = new Set(facts.infos.map((info) => info.process));
  const found: Anomaly[] = [];
  for (const process of processes) {
    const scope = new Scope(index, process, Number.NaN, Number.NaN, []);
    for (const signature of signatures) {
      const family = familyOf(signature.kind);
      if (signature.advisory || family === 'death') continue;
      for (const item of signature.evidence) {
        if (!signature.anchors.includes(item.id) || !asksInfoOnly(item.ask)) continue;
        const answer = askFacts(item.ask, scope, item, new Map());
        if (answer.state !== 'observed') continue;
        found.push({
          what: 'event',
          family,
          process,
          fromMs: Number.NaN,
          toMs: Number.NaN,
          severity: signature.severity,
          label: signature.title,
          cite: answer.cites[0],
        });
      }
    }
  }
  return found;
}

function asksInfoOnly(ask: Ask): boolean {
  if ('all' in ask) return ask.all.every(asksInfoOnly);
  if ('any' in ask) return ask.any.every(asksInfoOnly);
  return 'info' in ask;
}
