import type { Cite } from '../model/origin.js';

/** One of three answers to an evidence item's question. */
export interface Answer {
  state: 'observed' | 'absent' | 'not-observable';
  cites: Cite[];
  why?: string;
  /** Values for the `{holes}` of the claim. */
  values: Record<string, string>;
  timeMs?: number;
  /** Of a line that was seen several times. */
  lastMs?: number;
  /** Observed on less than was asked (some names of a stack, offsets of one build): counts one strength less. */
  weaker?: boolean;
}

const KEPT_CITES = 6;

export function observed(cites: (Cite | undefined)[], values: Record<string, string> = {}, timeMs?: number, why?: string): Answer {
  const kept = cites.filter((cite): cite is Cite => cite !== undefined);
  const shown = kept.length <= KEPT_CITES ? kept : [...kept.slice(0, KEPT_CITES - 1), kept[kept.length - 1]!];
  return { state: 'observed', cites: shown, values: { n: String(kept.length), ...values }, timeMs, why };
}

export function absent(why: string, cites: (Cite | undefined)[] = [], values: Record<string, string> = {}): Answer {
  return { state: 'absent', cites: cites.filter((cite): cite is Cite => cite !== undefined), why, values };
}

/** Of an item that only means something together with another one. The id is replaced by what that one claims (`withClaim`). */
export function conditionalOn(id: string): string {
  return `${CONDITIONAL}${id}`;
}

const CONDITIONAL = 'means something only together with: ';

/** It cannot be looked for by itself. */
export function isConditional(why: string | undefined): boolean {
  return why?.startsWith(CONDITIONAL) === true;
}

/** The reason with the other item's claim in the place of its id. */
export function withClaim(why: string, claimOf: (id: string) => string | undefined): string {
  const id = isConditional(why) ? why.slice(CONDITIONAL.length) : '';
  return id === '' ? why : `${CONDITIONAL}${claimOf(id) ?? id}`;
}

export function notObservable(why: string): Answer {
  return { state: 'not-observable', cites: [], why, values: {} };
}
