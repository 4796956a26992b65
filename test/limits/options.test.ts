import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseSize, renderSize } from '../../src/commands/limits.js';
import { DEFAULT_LIMITS } from '../../src/model/source.js';
import { run } from '../commands/cli.js';
import { HANG, tarGz, tarMember } from './report.js';

describe('sizes', () => {
  it.each([
    ['4096', 4096],
    ['500M', 500 * 2 ** 20],
    ['64g', 64 * 2 ** 30],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['1kb', 1024],
    ['2T', 2 * 2 ** 40],
  ])('%s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '0', '-1', '5X', '1e9', '0.0', 'M', '99999999T', '1,5G'])('%j is none', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });

  it('are shown as they are given', () => {
    for (const bytes of [1, 4095, 2 ** 20, 3 * 2 ** 30, DEFAULT_LIMITS.totalBytes]) expect(parseSize(renderSize(bytes))).toBe(bytes);
  });
});

const BUNDLE = tarGz(
  tarMember('inner.tgz', tarGz(tarMember('a.log', 'deep\n'))),
  tarMember('zeros.gz', gzipSync(Buffer.alloc(80 * 2 ** 20), { level: 9 })),
  tarMember('long.log', `${'x'.repeat(5000)}\n`),
  tarMember('redis.log', HANG),
  ...Array.from({ length: 20 }, (_, i) => tarMember(`${i}.log`, `${i}\n`)),
);

/** Each option, what the report has to say when it is reached, and that the incident is found all the same. */
describe('a limit that is reached is a note, and the rest is analysed', () => {
  it.each([
    ['--max-entries', '8', 'more than 8 entries in all: the rest was not read'],
    ['--max-nesting', '1', 'archives nested more than 1 deep: not opened'],
    ['--max-ratio', '50', 'unpacks to more than 50 times its size: the rest was not read'],
    ['--max-line', '1K', 'line(s) are longer than the limit (--max-line) and were cut'],
    ['--max-bytes', '90M', undefined],
  ])('%s %s', async (option, value, told) => {
    const { code, stdout } = await run(['-', option, value, '--format', 'json', '--quiet'], { input: BUNDLE });
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.verdict.kind).toBe('hang/slow-script');
    const said = JSON.stringify([report.inputs, report.notes]);
    if (told) expect(said).toContain(told);
    else expect(said).not.toContain('unpacked bytes in all');
  });

  it('--max-bytes', async () => {
    const { code, stdout } = await run(['-', '--max-bytes', '64K', '--format', 'json'], {
      input: Buffer.concat([HANG, Buffer.alloc(1e6, 'x\n')]),
    });
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.verdict.kind).toBe('hang/slow-script');
    expect(JSON.stringify(report.notes)).toContain('more than 65536 unpacked bytes in all: the rest was not read');
  });

  it('what is no size or number is wrong usage', async () => {
    for (const args of [
      ['--max-bytes', 'much'],
      ['--max-entries', '0'],
      ['--max-ratio', '1.5'],
      ['--max-line', '-1'],
    ])
      expect(await run(['-', ...args], { input: HANG })).toMatchObject({ code: 2, stdout: '' });
  });
});
