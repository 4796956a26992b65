import { describe, expect, it } from 'vitest';
import { fill, type LedgerLine } from '../../src/diagnosis/explain.js';
import type { ProcessFact } from '../../src/model/facts.js';
import type { Remedy, Signature } from '../../src/model/signatures.js';
import { adviceFor, type State } from '../../src/report/advice.js';
import { CATALOGUE } from '../../src/signatures/catalogue.js';

const line = (id: string, state: LedgerLine['state']) => ({ id, state }) as LedgerLine;
const advise = (remedy: Remedy[], state: State, ledger: LedgerLine[] = [], values = {}, victim?: Partial<ProcessFact>) =>
  adviceFor({ signature: { remedy } as Signature, ledger, values }, victim as ProcessFact | undefined, state);

describe('advice', () => {
  const kill: Remedy = { when: ['going-on'], do: 'Kill it.' };
  const start: Remedy = { when: ['down'], do: 'Start it.' };
  it('fits the state', () => {
    expect(advise([kill, start, 'Upgrade.'], 'going-on')).toEqual(['Kill it.', 'Upgrade.']);
    expect(advise([kill, start, 'Upgrade.'], 'down')).toEqual(['Start it.', 'Upgrade.']);
    expect(advise([kill, start, 'Upgrade.'], 'over')).toEqual(['Upgrade.']);
  });
  it('says for which state it is where the state is not known', () => {
    expect(advise([kill, start], 'unknown')).toEqual(['If it still lasts: kill it.', 'If the server is down: start it.']);
  });
  it('fits what was observed', () => {
    const remedies: Remedy[] = [
      { seen: 'limit', do: 'Raise the limit.' },
      { unseen: 'limit', do: 'Add memory.' },
    ];
    expect(advise(remedies, 'over', [line('limit', 'observed')])).toEqual(['Raise the limit.']);
    for (const state of ['absent', 'not-observable'] as const)
      expect(advise(remedies, 'over', [line('limit', state)])).toEqual(['Add memory.']);
  });
  it('is for a version only where the version is known', () => {
    const remedies: Remedy[] = [{ onlyIf: { range: '>=7.4' }, do: 'New.' }];
    expect(advise(remedies, 'over', [], {}, { version: '7.4.1', modules: [] })).toEqual(['New.']);
    expect(advise(remedies, 'over', [], {}, { version: '6.2.16', modules: [] })).toEqual([]);
    expect(advise(remedies, 'over', [], {}, { modules: [] })).toEqual([]);
    expect(advise(remedies, 'over')).toEqual([]);
  });
  it('takes numbers from the lines, and leaves out what has none', () => {
    expect(advise(['Look[ at line {line}][: {reason}].'], 'over', [], { line: '9' })).toEqual(['Look at line 9.']);
  });
});

describe('the catalogue', () => {
  const signatures = CATALOGUE;
  it('has advice for every state', () => {
    const lacking = signatures.flatMap((signature) =>
      (['going-on', 'down', 'over', 'unknown'] as const)
        .filter((state) => adviceFor({ signature, ledger: [], values: {} }, undefined, state).length === 0)
        .map((state) => `${signature.id}: ${state}`),
    );
    expect(lacking).toEqual([]);
  });
  it('kills, or ends a script, only what still lasts', () => {
    const killing = /kill -9|\b(?:kill and restart|SCRIPT KILL\b.*ends)/i;
    for (const signature of signatures.filter((one) => !one.advisory))
      for (const state of ['down', 'over'] as const)
        for (const text of adviceFor({ signature, ledger: [], values: {} }, undefined, state))
          expect(killing.test(text) && `${signature.id} (${state}): ${text}`).toBe(false);
  });
  it('asks for SIGALRM only where the version is known to survive it, and never as what has no risk', () => {
    for (const signature of signatures)
      for (const step of signature.collect ?? [])
        if (/kill\s+-(?:SIG)?ALRM/.test(step.command ?? '')) {
          expect(step.onlyIf?.range, signature.id).toBe('>=7.4');
          expect(step.risk, signature.id).not.toBe('none');
        }
  });
});

describe('a text whose values are not known', () => {
  it.each([
    ['the fork was refused: {reason} ({n} times)', 'the fork was refused'],
    ['the process logged nothing for {value}', 'the process logged nothing for a while'],
    ['the container ended with {value}, which is 128 + the signal', 'the container ended with something, which is 128 + the signal'],
    ['a background save has been running for {value} s', 'a background save has been running for a while'],
    ['{n} worker(s) wait for the module lock', 'several worker(s) wait for the module lock'],
  ])('%s', (claim, said) => expect(fill(claim, {})).toBe(said));
  it('keeps what is known', () =>
    expect(fill('refused: {reason} ({n} times)', { reason: 'EAGAIN', n: '3' })).toBe('refused: EAGAIN (3 times)'));
});
