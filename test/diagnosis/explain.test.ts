import { describe, expect, it } from 'vitest';
import { compete, type LedgerLine, type Weighed } from '../../src/diagnosis/explain.js';
import { LLR } from '../../src/diagnosis/weigh.js';
import type { Kind } from '../../src/model/kinds.js';
import type { Signature, Strength } from '../../src/model/signatures.js';

function weighed(id: string, kind: Kind, supports: Strength[], contradicts: Strength[] = [], anchored = true): Weighed {
  const line = (strength: Strength, bearing: LedgerLine['bearing'], n: number): LedgerLine => ({
    id: `${bearing}${n}`,
    claim: '',
    state: 'observed',
    bearing,
    strength,
    counted: true,
    cites: [],
  });
  const ledger = [...supports.map((s, n) => line(s, 'supports', n)), ...contradicts.map((s, n) => line(s, 'contradicts', n))];
  const signature = {
    id,
    kind,
    title: id,
    severity: 'critical',
    anchors: [],
    evidence: [],
    summary: '',
    remedy: [],
    examples: { hit: [], clear: [] },
  } as Signature;
  return {
    signature,
    ledger,
    anchored,
    affected: null,
    values: {},
    score: supports.reduce((sum, s) => sum + LLR[s], 0) - contradicts.reduce((sum, s) => sum + LLR[s], 0),
    decisive: supports.includes('decisive'),
    substantial: supports.some((s) => s !== 'weak'),
    refuted: contradicts.includes('decisive'),
    strongAgainst: contradicts.includes('strong'),
  };
}

const statusOf = (items: Weighed[]) => Object.fromEntries(compete(items).map((item) => [item.signature.id, item.status]));

describe('status words', () => {
  it('confirmed needs a decisive item', () => {
    expect(statusOf([weighed('a', 'crash/fault', ['decisive'])])).toEqual({ a: 'confirmed' });
    expect(statusOf([weighed('a', 'crash/fault', ['strong', 'strong', 'strong'])])).toEqual({ a: 'likely' });
  });

  it('weak items alone are never likely, however many and whatever else is known', () => {
    expect(statusOf([weighed('a', 'clock/step', ['weak'])])).toEqual({ a: 'possible' });
    expect(statusOf([weighed('a', 'clock/step', ['weak', 'weak', 'weak'])])).toEqual({ a: 'possible' });
    expect(statusOf([weighed('a', 'clock/step', ['weak', 'moderate'])])).toEqual({ a: 'likely' });
  });

  it('a strong contradiction takes the word confirmed away', () => {
    expect(statusOf([weighed('a', 'crash/fault', ['decisive', 'decisive'], ['strong'])])).toEqual({ a: 'likely' });
  });

  it('a decisive item against refutes, whatever speaks for it', () => {
    expect(
      statusOf([weighed('a', 'crash/fault', ['decisive', 'strong'], ['decisive']), weighed('b', 'crash/sent-signal', ['decisive'])]),
    ).toEqual({ a: 'refuted', b: 'confirmed' });
  });

  it('without an anchor there is no candidate', () => {
    expect(statusOf([weighed('a', 'crash/fault', ['strong'], [], false)])).toEqual({ a: 'unlikely' });
  });

  it('siblings of one kind do not dilute it', () => {
    const [first] = compete([weighed('a', 'crash/fault', ['decisive']), weighed('b', 'crash/fault', ['decisive'])]);
    expect(first?.kindConfidence).toBeGreaterThan(0.95);
    expect(first?.status).toBe('confirmed');
  });

  it('equal rivals are at most possible', () => {
    expect(statusOf([weighed('a', 'hang/process-paused', ['strong']), weighed('b', 'hang/main-thread-stuck', ['strong'])])).toEqual({
      a: 'possible',
      b: 'possible',
    });
  });
});
