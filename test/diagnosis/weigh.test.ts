import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAP_WITHOUT_DECISIVE, LLR, posteriors, SOMETHING_ELSE } from '../../src/diagnosis/weigh.js';

describe('posteriors', () => {
  it('one strong item alone is likely, not certain', () => {
    const [p] = posteriors([LLR.strong]);
    expect(p).toBeGreaterThan(0.9);
    expect(p).toBeLessThan(0.99);
  });

  it('two explanations that fit equally share', () => {
    const [a, b] = posteriors([LLR.strong, LLR.strong]);
    expect(a).toBeCloseTo(b!, 10);
    expect(a).toBeLessThan(0.5);
  });

  it('something else keeps its share whatever the scores', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { maxLength: 20 }), (scores) => {
        const shares = posteriors(scores);
        const sum = shares.reduce((a, b) => a + b, 0);
        expect(sum).toBeLessThanOrEqual(1 - SOMETHING_ELSE + 1e-9);
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('a higher score never has a lower share', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 2, maxLength: 10 }), (scores) => {
        const shares = posteriors(scores);
        for (let i = 0; i < scores.length; i++)
          for (let j = 0; j < scores.length; j++) if (scores[i]! > scores[j]!) expect(shares[i]).toBeGreaterThanOrEqual(shares[j]! - 1e-12);
      }),
    );
  });

  it('the cap without a decisive item lies at the edge of confirmed', () => expect(CAP_WITHOUT_DECISIVE).toBe(0.9));
});
