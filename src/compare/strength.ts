import type { LedgerItem } from '../report/schema.js';

type Strength = LedgerItem['strength'];

const ORDER: readonly Strength[] = ['decisive', 'strong', 'moderate', 'weak'];

/** Probability that an observation of this strength tells the truth about the mechanism: the logistic of the weights that the diagnosis uses
 * (7, 3, 1.5 and 0.5 nats). */
export const HOLDS: Record<Strength, number> = { decisive: 0.999, strong: 0.953, moderate: 0.818, weak: 0.622 };

/** Without a decisive item nothing is surer than this; the rule of the reports themselves. */
export const CAP_WITHOUT_DECISIVE = 0.9;

export function byStrength<T extends { strength: Strength }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => ORDER.indexOf(a.strength) - ORDER.indexOf(b.strength));
}

export function atLeast(strength: Strength, wanted: Strength): boolean {
  return ORDER.indexOf(strength) <= ORDER.indexOf(wanted);
}

/** The item that speaks most for an explanation. */
export function strongestFor(ledger: readonly LedgerItem[]): LedgerItem | undefined {
  return byStrength(ledger.filter((item) => item.bearing === 'supports' && item.state !== 'not-observable'))[0];
}

export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
