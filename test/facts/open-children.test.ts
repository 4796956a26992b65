import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const kindOf = async (lines: string[]) => (await analyze(['-'], { stdin: bytesOf(`${lines.join('\n')}\n`) })).verdict.kind;

const at = (minute: number, second = 0) => {
  const date = new Date(Date.UTC(2024, 2, 12, 1, minute, second));
  return `12 Mar 2024 ${date.toISOString().slice(11, 19)}.130`;
};
const parent = (minute: number, message: string, second = 0) => `77:M ${at(minute, second)} * ${message}`;
const START = [`77:M ${at(0)} * Ready to accept connections tcp`];
const save = (minute: number, took: number, pid: number) => [
  parent(minute, '10000 changes in 60 seconds. Saving...'),
  parent(minute, `Background saving started by pid ${pid}`),
  `${pid}:C ${at(minute + took, 1)} * DB saved on disk`,
  parent(minute + took, 'Background saving terminated with success', 2),
];

describe('a fork child that does not end', () => {
  it.each([
    [
      '35 minutes where saves take seconds',
      [...save(1, 0, 300), parent(5, 'Background saving started by pid 311'), parent(40, 'DB 0: 10 keys')],
      'hang/child',
    ],
    [
      'a rewrite',
      [...save(1, 0, 300), parent(5, 'Background append only file rewriting started by pid 311'), parent(90, 'DB 0: 10 keys')],
      'hang/child',
    ],
    [
      'a transfer, nothing to compare with',
      [parent(5, 'Background RDB transfer started by pid 311'), parent(90, 'DB 0: 10 keys')],
      'hang/child',
    ],
    [
      'as long as saves of this server take',
      [...save(1, 40, 300), parent(60, 'Background saving started by pid 311'), parent(95, 'DB 0: 10 keys')],
      undefined,
    ],
    [
      'the child says that it is done',
      [parent(5, 'Background saving started by pid 311'), `311:C ${at(5, 9)} * DB saved on disk`, parent(90, 'DB 0: 10 keys')],
      undefined,
    ],
    [
      'another save begins later',
      [parent(5, 'Background saving started by pid 311'), ...save(60, 0, 320), parent(120, 'DB 0: 10 keys')],
      undefined,
    ],
  ])('%s', async (_, lines, kind) => {
    const found = await kindOf([...START, ...lines]);
    if (kind === undefined) expect(found).not.toBe('hang/child');
    else expect(found).toBe(kind);
  });
});

describe('a second dump that is equal to the byte', () => {
  const dump = [
    'Thread 1 (Thread 0x7f2 (LWP 7) "redis-server"):',
    '#0  0x01 in defragLaterStep ()',
    '#1  0x02 in activeDefragCycle ()',
    '#2  0x03 in serverCron ()',
    '#3  0x04 in aeMain ()',
    '#4  0x05 in main ()',
  ].join('\n');
  it.each([
    ['of another name is a sample', ['stacks-1.txt', 'stacks-2.txt'], 1],
    ['of the same name is a copy', ['a/stacks.txt', 'b/stacks.txt'], 0],
    ['called a backup is a copy', ['stacks.txt', 'stacks.txt.bak'], 0],
  ])('%s', async (_, names, count) => {
    const { mkdtempSync, mkdirSync, writeFileSync, rmSync } = await import('node:fs');
    const { dirname, join } = await import('node:path');
    const folder = mkdtempSync(join((await import('node:os')).tmpdir(), 'samples-'));
    for (const name of names) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), `${dump}\n`);
    }
    const report = await analyze([folder], {});
    rmSync(folder, { recursive: true });
    expect(report.threadComparisons ?? []).toHaveLength(count);
  });
});
