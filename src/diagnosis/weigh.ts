import type { Strength } from '../model/signatures.js';

/** Log-likelihood ratios (nats) of the strengths. An item of strength `strong` makes an explanation about 20 times as likely, a decisive one about
 * 1000 times; two strong independent items beat one strong contradiction, nothing but a decisive one beats two. */
export const LLR: Record<Strength, number> = { decisive: 7, strong: 3, moderate: 1.5, weak: 0.5 };

/** Without a decisive item confidence stays at or below this. */
export const CAP_WITHOUT_DECISIVE = 0.9;
/** What rests on weak items alone stays possible, whatever its odds. */
export const CAP_ON_WEAK_ALONE = 0.55;
/** "Something else" always keeps at least this much. */
export const SOMETHING_ELSE = 0.01;

export const STATUS_AT = { confirmed: 0.9, likely: 0.6, possible: 0.2 } as const;

/** Posterior of competing explanations and of "something else" (log-odds 0). */
export function posteriors(scores: number[]): number[] {
  const top = Math.max(0, ...scores);
  const weights = scores.map((score) => Math.exp(score - top));
  const other = Math.exp(-top);
  const sum = weights.reduce((a, b) => a + b, other);
  const scale = Math.min(1, (1 - SOMETHING_ELSE) / (1 - other / sum || 1));
  return weights.map((weight) => (weight / sum) * scale);
}
