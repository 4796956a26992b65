import { describe, expect, it } from 'vitest';
import { fill } from '../../src/diagnosis/explain.js';
import { documentedCatalogue } from '../../src/signatures/catalogue.js';

describe('a claim of a signature', () => {
  it.each([
    ['the master closed the connection ({n} times)', { n: '1' }, 'the master closed the connection (once)'],
    ['the master closed the connection ({n} times)', { n: '7' }, 'the master closed the connection (7 times)'],
    ['the master closed the connection ({n} times)', {}, 'the master closed the connection'],
    ['it timed out {n} times', { n: '1' }, 'it timed out once'],
    ['{n} worker(s) wait for the module lock', { n: '1' }, '1 worker waits for the module lock'],
    ['{n} worker(s) wait for the module lock', { n: '6' }, '6 workers wait for the module lock'],
    ['{n} worker(s) stand at the barrier', { n: '1' }, '1 worker stands at the barrier'],
    ['{n} worker(s) waited for the module lock', { n: '2' }, '2 workers waited for the module lock'],
    ['refused[: {reason}]', {}, 'refused'],
    ['refused[: {reason}]', { reason: 'no space' }, 'refused: no space'],
  ] as [string, Record<string, string>, string][])('%s with %o', (claim, values, said) => {
    expect(fill(claim, values)).toBe(said);
  });
});

describe('what was asked and not observed', () => {
  it.each(documentedCatalogue().map((signature) => [signature.id, signature] as const))('%s says it in words', (_, signature) => {
    const said = [...signature.evidence, ...(signature.refutes ?? [])].map((item) => item.unseen ?? item.claim.replace(/:\s*\{\w+\}$/, ''));
    const odd = said.filter((claim) => !claim.includes('something') && /\bsomething\b|\bmany ms\b|\bso many\b/.test(fill(claim, {})));
    expect(odd).toEqual([]);
  });
});
