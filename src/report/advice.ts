import { type Explained, fill } from '../diagnosis/explain.js';
import { versionIn } from '../diagnosis/versions.js';
import type { ProcessFact } from '../model/facts.js';
import type { AdviceState, Remedy } from '../model/signatures.js';

export type State = AdviceState | 'unknown';

const CONDITION: Record<AdviceState, string> = {
  'going-on': 'If it still lasts: ',
  down: 'If the server is down: ',
  over: 'If it is over: ',
};

/** Advice for the state in which the input leaves the incident, for what was observed and for this version: nobody kills a process that is dead.
 * Where the state cannot be told, what is meant for one state says for which. */
export function adviceFor(
  item: Pick<Explained, 'signature' | 'ledger' | 'values'>,
  victim: ProcessFact | undefined,
  state: State,
): string[] {
  const seen = new Set(item.ledger.filter((line) => line.state === 'observed').map((line) => line.id));
  return item.signature.remedy.flatMap((remedy) => {
    if (typeof remedy !== 'string' && !isFit(remedy, seen, victim)) return [];
    const text = forState(remedy, state);
    return text === undefined ? [] : [fill(text, item.values)];
  });
}

function isFit(remedy: Exclude<Remedy, string>, seen: ReadonlySet<string>, victim: ProcessFact | undefined): boolean {
  if (remedy.seen !== undefined && !seen.has(remedy.seen)) return false;
  if (remedy.unseen !== undefined && seen.has(remedy.unseen)) return false;
  return remedy.onlyIf === undefined || versionIn(victim, remedy.onlyIf) === true;
}

function forState(remedy: Remedy, state: State): string | undefined {
  if (typeof remedy === 'string') return remedy;
  if (remedy.when === undefined) return remedy.do;
  if (state !== 'unknown') return remedy.when.includes(state) ? remedy.do : undefined;
  return `${CONDITION[remedy.when[0]!]}${remedy.do.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}`;
}
