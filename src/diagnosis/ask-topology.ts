import type { Ask } from '../model/signatures.js';
import { type Answer, absent, notObservable, observed } from './answer.js';
import type { Scope } from './scope.js';

/** What the inputs show together; a finding belongs to each server that it names, and one that names none to all. */
export function askTopology(ask: Extract<Ask, { topology: unknown }>['topology'], scope: Scope): Answer {
  const { topology, processes, clusterNodes } = scope.index.facts;
  const own = new Set(scope.server.map((process) => process.id));
  const hits = topology.filter(
    (finding) =>
      ask.what.includes(finding.what) &&
      (finding.processes.length === 0 || scope.victim === undefined || finding.processes.some((process) => own.has(process))),
  );
  const first = hits[0];
  if (first !== undefined)
    return observed(
      hits.flatMap((finding) => finding.cites),
      { value: first.value, n: String(first.n) },
    );
  return processes.length < 2 && clusterNodes.length === 0
    ? notObservable('only one server is in the input')
    : absent('the inputs together show nothing of the kind');
}
