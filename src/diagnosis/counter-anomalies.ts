import type { Ask, Evidence, Signature } from '../model/signatures.js';
import { familyOf } from './anchors.js';
import type { Anomaly } from './anomalies/index.js';
import type { Answer } from './answer.js';
import { askFacts } from './ask.js';
import { type FactIndex, Scope } from './scope.js';

/** Where a question is answered from, for those that no line of a log answers. */
type Source = 'info' | 'frames' | 'manager' | 'container' | 'change' | 'client' | 'topology';

/** Much shows in no line of a server's log: refusals at maxmemory or maxclients only in INFO, a thread that waits in the wrong place only in
 * stacks, an alert only with a manager. A signature anchored on such a fact alone raises an anomaly for each process that has it. */
export function fromCounters(index: FactIndex, signatures: Signature[]): Anomaly[] {
  const { facts } = index;
  const asked = signatures.filter((signature) => !signature.advisory).flatMap((signature) => anchorsOf(signature));
  // the stacks of a crash report belong to an incident already
  const crashed = new Set(facts.crashes.map((crash) => crash.process));
  const dumped = facts.dumps.filter((dump) => !crashed.has(dump.process));
  return [
    ...raise('info', asked, processesOf(facts.infos), index),
    ...raise('frames', asked, processesOf(dumped), index),
    ...raise('manager', asked, processesOf(facts.managers), index),
    ...raise('container', asked, processesOf(facts.containers), index),
    ...raise('change', asked, processesOf(facts.changes), index),
    ...raise('topology', asked, processesOf(facts.topology), index),
    ...raise('client', asked, processesOf(facts.clientErrors), index),
  ];
}

/** Named processes first: what belongs to one of them is not said of nobody again. */
function processesOf(records: readonly { process?: string }[]): (string | undefined)[] {
  const found = new Set(records.map((record) => record.process));
  const named = [...found].filter((process) => process !== undefined);
  return found.has(undefined) ? [...named, undefined] : named;
}

interface AskedAnchor {
  signature: Signature;
  item: Evidence;
  source: Source;
}

function anchorsOf(signature: Signature): AskedAnchor[] {
  return signature.evidence.flatMap((item) => {
    if (!signature.anchors.includes(item.id)) return [];
    const source = (['info', 'frames', 'manager', 'container', 'change', 'client', 'topology'] as const).find((name) =>
      asksOnly(item.ask, name),
    );
    return source === undefined || !isTelling(item, source) ? [] : [{ signature, item, source }];
  });
}

/** One look at a thread, or an alert of any sort, is no anomaly yet unless the signature calls it a strong sign. */
function isTelling(item: Evidence, source: Source): boolean {
  return source === 'info' || source === 'client' || source === 'topology' || item.strength === 'strong' || item.strength === 'decisive';
}

function asksOnly(ask: Ask, source: Source): boolean {
  if ('all' in ask) return ask.all.every((part) => asksOnly(part, source));
  if ('any' in ask) return ask.any.every((part) => asksOnly(part, source));
  return source in ask;
}

function raise(source: Source, asked: readonly AskedAnchor[], processes: readonly (string | undefined)[], index: FactIndex): Anomaly[] {
  const wanted = asked.filter((anchor) => anchor.source === source);
  const told = new Set<Evidence>();
  const found: Anomaly[] = [];
  for (const process of wanted.length === 0 ? [] : processes) {
    const scope = new Scope(index, process, Number.NaN, Number.NaN, []);
    for (const { signature, item } of wanted) {
      if (process === undefined && told.has(item)) continue;
      const answer = askFacts(item.ask, scope, item, new Map());
      if (answer.state !== 'observed' || answer.weaker === true) continue;
      told.add(item);
      const about = source === 'topology' ? aboutOf(answer, index) : undefined;
      found.push({ ...anomalyOf(signature, answer, source, process), ...(about === undefined ? {} : { about }) });
    }
  }
  return found;
}

/** The one server that all the views speak of. */
function aboutOf(answer: Answer, index: FactIndex): string | undefined {
  const meant = index.facts.topology.filter((finding) => finding.cites.some((cite) => answer.cites.includes(cite)));
  const about = new Set(meant.map((finding) => finding.about));
  return about.size === 1 ? [...about][0] : undefined;
}

function anomalyOf(signature: Signature, answer: Answer, source: Source, process: string | undefined): Anomaly {
  const atMs = source === 'info' ? Number.NaN : (answer.timeMs ?? Number.NaN);
  return {
    what: source === 'frames' ? 'stacks' : source === 'client' ? 'clients' : 'event',
    family: familyOf(signature.kind),
    process,
    fromMs: atMs,
    toMs: source === 'client' ? (answer.lastMs ?? atMs) : atMs,
    severity: signature.severity,
    label: signature.title,
    cite: answer.cites[0],
    isView: source === 'topology' || (source === 'info' && signature.kind.startsWith('cluster/')),
  };
}
