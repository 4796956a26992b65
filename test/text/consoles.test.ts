import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { logCommandName } from '../../src/text/wrapping/consoles.js';
import { readAll } from './collect.js';

describe('the command that printed a log', () => {
  it.each([
    ['$ kubectl logs -f rfr-redisfailover-1', 'rfr-redisfailover-1'],
    ['### $ kubectl -n prod logs redis-node-0 -c sentinel', 'redis-node-0/sentinel'],
    ['❯ kubectl logs --tail 100 -n prod redis-node-0 redis', 'redis-node-0/redis'],
    ['[root@node1 ~]# docker logs --tail=100 redis-2', 'redis-2'],
    ['oc logs redis-2-5j58f', 'redis-2-5j58f'],
    ['kubectl logs pod/redis-0 | grep -i sync', 'pod/redis-0'],
  ])('%s', (text, name) => {
    expect(logCommandName(text)).toBe(name);
  });

  it.each([
    'kubectl logs -l app=redis',
    'I ran kubectl logs and saw nothing of note in it at all',
    '1:M 23 Nov 2026 06:27:14.777 * Ready to accept connections',
    'docker compose up',
    'the logs of redis-0',
  ])('is not: %s', (text) => {
    expect(logCommandName(text)).toBeUndefined();
  });
});

const server = (role: string, day: string, second: string, text: string) => `1:${role} ${day} Feb 2025 10:47:${second} ${text}`;

describe('logs of several containers in one text', () => {
  const text = [
    '$ kubectl logs redis-0',
    server('M', '26', '19.075', '* Ready to accept connections tcp'),
    '$ kubectl logs redis-1',
    server('S', '25', '19.076', '* MASTER <-> REPLICA sync: Finished with success'),
    '$ kubectl logs redis-0 -c sentinel',
    server('X', '22', '19.077', '# Sentinel ID is 6366466b8749514241bd025f72c6901ed0d2c200'),
  ];

  it('are kept apart by what each command names', () => {
    const seen = readAll(Buffer.from(`${text.join('\n')}\n`));
    expect(seen.summary.wrapping).toBe('consoles');
    expect([...new Set(seen.lines.map((line) => line.sub))]).toEqual(['redis-0', 'redis-1', 'redis-0/sentinel']);
  });

  it('are no clock that runs backwards', async () => {
    async function* bytes(): AsyncIterable<Uint8Array> {
      yield new TextEncoder().encode(`${text.join('\n')}\n`);
    }
    const report = await analyze(['-'], { stdin: bytes() });
    expect(report.verdict.kind).toBeNull();
    expect(report.processes).toHaveLength(3);
  });

  it('stay one where one command stands', () => {
    expect(readAll(Buffer.from(`${text.slice(0, 2).join('\n')}\n`)).summary.wrapping).toBe('plain');
  });
});

describe('lines that a collector delivers several times', () => {
  const banner = [
    '1:C 28 Jul 2025 05:00:30.150 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
    '1:C 28 Jul 2025 05:00:30.150 * Redis version=7.4.5, bits=64, commit=00000000, modified=0, pid=1, just started',
  ];
  const ready = '1:M 28 Jul 2025 05:00:30.152 * Ready to accept connections tcp';
  const later = (line: string) => line.replaceAll('05:00:30.15', '05:00:41.15');

  async function processesOf(lines: string[]): Promise<[number, string | null]> {
    async function* bytes(): AsyncIterable<Uint8Array> {
      yield new TextEncoder().encode(`${lines.join('\n')}\n`);
    }
    const report = await analyze(['-'], { stdin: bytes() });
    return [report.processes.length, report.verdict.kind];
  }

  it('are one start; the same banner at another time is another one', async () => {
    expect(await processesOf([...banner, ...banner, ...banner, ready, ...banner, ready])).toEqual([1, null]);
    expect(await processesOf([...banner, ready, ...banner.map(later), later(ready)])).toEqual([2, 'exit/killed']);
  });
});
