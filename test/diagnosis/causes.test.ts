import { describe, expect, it } from 'vitest';
import { addChain } from '../../src/diagnosis/causes.js';
import type { Kind } from '../../src/model/kinds.js';

function added(shares: Partial<Record<Kind, number>>): [string, number] {
  const map = new Map(Object.entries(shares) as [Kind, number][]);
  addChain(map);
  const [kind, share] = [...map].reduce((a, b) => (b[1] > a[1] ? b : a));
  return [kind, Math.round(share * 100) / 100];
}

describe('explanations of one chain add up', () => {
  it.each<[string, Partial<Record<Kind, number>>, [string, number]]>([
    ['the cause leads', { 'replication/link-timeout': 0.41, 'replication/resync-loop': 0.56 }, ['replication/link-timeout', 0.97]],
    ['a weak cause gives what it has', { 'exit/killed': 0.14, 'cluster/node-failure': 0.83 }, ['cluster/node-failure', 0.97]],
    ['the same death again', { 'crash/loop': 0.49, 'crash/fault': 0.49 }, ['crash/loop', 0.98]],
    ['what excludes each other shares the odds', { 'crash/fault': 0.5, 'crash/sent-signal': 0.45 }, ['crash/fault', 0.5]],
    [
      'a hang and a pause exclude each other',
      { 'hang/main-thread-stuck': 0.5, 'hang/process-paused': 0.45 },
      ['hang/main-thread-stuck', 0.5],
    ],
    ['nothing', { 'crash/fault': 0.9 }, ['crash/fault', 0.9]],
  ])('%s', (_, shares, wanted) => expect(added(shares)).toEqual(wanted));
});
