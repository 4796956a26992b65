import type { Citation, Explanation, LedgerItem } from '../report/schema.js';

export interface Evidence {
  supporting: LedgerItem[];
  against: LedgerItem[];
  /** Could not be seen, whichever way it would have counted. */
  unseen: LedgerItem[];
  /** Looked for, could have been seen, and was not there: what would have spoken against the explanation. */
  checked: LedgerItem[];
  /** Observed, without weight. */
  neutral: LedgerItem[];
}

const STRENGTHS: readonly LedgerItem['strength'][] = ['decisive', 'strong', 'moderate', 'weak'];

function byWeight(items: readonly LedgerItem[]): LedgerItem[] {
  const rank = (item: LedgerItem) => STRENGTHS.indexOf(item.strength) * 2 + (item.counted === false ? 1 : 0);
  return [...items].sort((a, b) => rank(a) - rank(b));
}

export function evidenceOf(explanation: Explanation): Evidence {
  const pick = (test: (item: LedgerItem) => boolean) => byWeight(explanation.ledger.filter(test));
  const seen = (item: LedgerItem) => item.state !== 'not-observable';
  return {
    supporting: pick((item) => seen(item) && item.bearing === 'supports'),
    against: pick((item) => seen(item) && item.bearing === 'contradicts'),
    unseen: pick((item) => !seen(item)),
    checked: pick((item) => item.state === 'absent' && item.bearing === 'neutral'),
    neutral: pick((item) => item.state === 'observed' && item.bearing === 'neutral'),
  };
}

/** The line to quote beside a claim: only where it is one line that the claim does not already contain. What is absent cites the line after which
 * it is missing, which would read like the contrary. */
export function quoteFor(item: { claim: string; state: LedgerItem['state']; citations: readonly Citation[] }): string | undefined {
  const text = item.citations[0]?.text.trim();
  if (text === undefined || text === '' || item.citations.length > 2 || item.state === 'absent') return undefined;
  return item.claim.includes(text) ? undefined : text;
}

export function lowerFirst(text: string): string {
  // Names and acronyms keep their capital: only a capital followed by a small letter or a blank is a sentence's.
  return /^[A-Z](?:[a-z]+[ ,;:.]|\s)/.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function withoutStop(text: string): string {
  return text.replace(/\.\s*$/, '');
}
