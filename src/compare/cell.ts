import { placeOf } from '../model/origin.js';
import type { Citation } from '../report/schema.js';
import type { Cell, PlainCitation } from './schema.js';
import type { Side } from './side.js';

/** One thing that two incidents can have in common, and how a report shows it. */
export interface Aspect {
  id: string;
  title: string;
  about: 'outcome' | 'cause' | 'environment' | 'coverage';
  /** `undefined`: it does not arise on this side (there was no change, no report) and nothing is said. */
  of(side: Side): Finding;
  /** When two values count as the same; equality where it is absent. */
  alike?(a: string, b: string): boolean;
}

export type Finding = { state: 'seen'; text: string; value: string; citations: PlainCitation[] } | { state: 'not-seen'; why: string };

const KEPT_CITATIONS = 4;

export function seen(text: string, value: string, ...citations: (Citation | undefined)[]): Finding {
  return { state: 'seen', text, value, citations: plain(citations) };
}

export function notSeen(why: string): Finding {
  return { state: 'not-seen', why };
}

/** Citations without the evidence number, which belongs to their own report; each line once. */
export function plain(citations: readonly (Citation | undefined)[]): PlainCitation[] {
  const kept = new Map<string, PlainCitation>();
  for (const one of citations) {
    if (one === undefined) continue;
    const { ref: _ref, ...rest } = one;
    const key = placeOf(one);
    if (!kept.has(key)) kept.set(key, rest);
  }
  return [...kept.values()].slice(0, KEPT_CITATIONS);
}

export function cellOf(aspect: Aspect, side: Side): Cell {
  const found = aspect.of(side);
  if (found.state === 'not-seen') return { side: side.id, state: 'not-seen', text: 'not seen', why: found.why, citations: [] };
  return { side: side.id, ...found };
}
