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

export function notObservable(why: string): Answer {
  return { state: 'not-observable', cites: [], why, values: {} };
}
