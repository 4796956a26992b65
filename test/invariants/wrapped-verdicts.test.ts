import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { SHAPES } from './shapes.js';

/* What a collector puts around the lines of a log, and in which order it hands them over, changes no verdict. */

const folder = mkdtempSync(join(tmpdir(), 'rf-shapes-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function verdict(text: string): Promise<string> {
  const path = join(folder, 'redis.log');
  writeFileSync(path, text);
  const { verdict } = await analyze([path]);
  return verdict.kind ?? verdict.status;
}

const LOGS: [name: string, verdict: string][] = [
  ['wrapped/bom-crlf.log', 'healthy'],
  ['logs/redis-7.4-kill-segv.log', 'crash/sent-signal'],
  ['logs/redis-7.4-sigalrm.log', 'hang/main-thread-stuck'],
  ['logs/redis-2.8-kill9-restart.log', 'exit/killed'],
];

describe.each(LOGS)('%s', (name, expected) => {
  const text = readFileSync(join(import.meta.dirname, '../../fixtures', name), 'utf8');
  const lines = text
    .replace('\ufeff', '')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);

  it('as it is', async () => {
    expect(await verdict(`${lines.join('\n')}\n`)).toBe(expected);
  });

  it.each(SHAPES.map((shape) => [shape.name, shape] as const))('%s', async (_, shape) => {
    expect(await verdict(shape.wrap(lines))).toBe(expected);
  });
});

describe('three pods whose server has pid 1', () => {
  const start = (second: number) =>
    [
      '1:C 23 Nov 2026 06:00:0S.100 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
      '1:C 23 Nov 2026 06:00:0S.100 * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=1, just started',
      '1:M 23 Nov 2026 06:00:0S.110 * Server initialized',
      '1:M 23 Nov 2026 06:00:0S.120 * Ready to accept connections tcp',
    ].map((line) => line.replace('0S.', `0${second}.`));

  it.each([
    ['stern', (pod: string, line: string) => `${pod} redis ${line}`],
    ['kubetail', (pod: string, line: string) => `[${pod}] ${line}`],
    ['foreman', (pod: string, line: string) => `06:00:00 ${pod.replace('-', '.')}    | ${line}`],
    ['merged', (pod: string, line: string) => `${pod} - ${line}`],
  ])('%s', async (_, wrap) => {
    const pods = ['redis-0', 'redis-1', 'redis-2'].map((pod, i) => start(i + 1).map((line) => wrap(pod, line)));
    const path = join(folder, 'pods.log');
    // Interleaved, as they come.
    writeFileSync(path, `${[0, 1, 2, 3].flatMap((row) => pods.map((lines) => lines[row])).join('\n')}\n`);
    const report = await analyze([path]);
    expect(report.verdict).toMatchObject({ status: 'healthy' });
    expect(report.processes.map(({ pid }) => pid)).toEqual([1, 1, 1]);
  });
});
