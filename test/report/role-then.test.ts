import { describe, expect, it } from 'vitest';
import type { DiagnosedIncident } from '../../src/diagnosis/diagnose.js';
import type { Facts } from '../../src/model/facts.js';
import { roleThen } from '../../src/report/role-then.js';

function then(role: string, fromMs: number, lines: [number, string, string?][]): string | undefined {
  const facts = {
    processes: [{ id: 'p1', role }],
    events: lines.map(([timeMs, letter, process = 'p1']) => ({ process, timeMs, event: { role: letter } })),
  };
  return roleThen({ members: ['p1', 'p2'], fromMs } as DiagnosedIncident, facts as unknown as Facts);
}

describe('the role of the culprit when it began', () => {
  it.each([
    [
      'a master that came back as a replica',
      'replica',
      10,
      [
        [1, 'M'],
        [20, 'S'],
      ],
      'master',
    ],
    [
      'a replica that was promoted later',
      'master',
      10,
      [
        [1, 'S'],
        [20, 'M'],
      ],
      'replica',
    ],
    [
      'promoted before it began',
      'master',
      10,
      [
        [1, 'S'],
        [5, 'M'],
      ],
      undefined,
    ],
    ['the same all the time', 'master', 10, [[1, 'M']], undefined],
    [
      'lines of its child and of others tell nothing',
      'replica',
      10,
      [
        [1, 'C'],
        [2, 'M', 'p2'],
        [20, 'S'],
      ],
      undefined,
    ],
    ['nothing was logged before', 'replica', 10, [[20, 'S']], undefined],
    ['not dated', 'replica', Number.NaN, [[1, 'M']], undefined],
    ['a Sentinel has no such role', 'sentinel', 10, [[1, 'X']], undefined],
  ] as [string, string, number, [number, string, string?][], string | undefined][])('%s', (_, role, fromMs, lines, expected) => {
    expect(then(role, fromMs, lines)).toBe(expected);
  });
});
