import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/model/nearest.js';
import { CRASH, inTemporaryFolder, ROOT, run } from './cli.js';

const LOG = join(CRASH, 'redis-6379.log');
const oneLine = /^redis-forensics: [^\n]+\n$/;

describe('mistakes of the command line', () => {
  it.each([
    ['a mistyped command with a folder', ['stack', CRASH], 2, /'stack'.*'stacks'/],
    ['a mistyped command alone', ['anlyze'], 2, /'analyze'/],
    ['letters swapped', ['timelien', LOG], 2, /'timeline'/],
    ['an unknown signature', ['explain', 'oom-kiler', LOG], 2, /no signature oom-kiler; did you mean oom-killer/],
    ['an unknown signature to show', ['signatures', 'show', 'dsk-full'], 2, /did you mean disk-full/],
    ['a URL', ['https://example.com/redis.log'], 1, /https:\/\/example\.com\/redis\.log is a URL and no file/],
    ['a missing file, as it was typed', ['../no/such.log'], 1, /: \.\.\/no\/such\.log\n$/],
  ])('%s', async (_what, args, code, message) => {
    const result = await run(args);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toMatch(oneLine);
    expect(result.stderr).toMatch(message);
  });

  it.each([
    ['analyze', []],
    ['stacks', ['stacks']],
    ['timeline', ['timeline']],
    ['explain', ['explain', 'killed']],
  ])('%s: a named file that is missing is exit 1, and the rest is reported', async (_what, command) => {
    const result = await run([...command, LOG, './gone/no-such.log']);
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/^#/);
    expect(result.stderr).toMatch(oneLine);
    expect(result.stderr).toContain('./gone/no-such.log');
    expect((await run([...command, LOG, './gone/no-such.log', '--keep-going'])).code).toBe(0);
    expect(await run([...command, LOG, './gone/no-such.log', '--quiet'])).toMatchObject({ code: 1, stderr: '' });
  });

  it('a missing file beside one that meets --fail-on is exit 3', async () => {
    expect((await run([LOG, 'no-such.log', '--fail-on', 'critical'])).code).toBe(3);
  });

  it('redact: a named file that is missing is exit 1, and the bundle of the rest is there', async () => {
    await inTemporaryFolder(async (folder) => {
      const result = await run(['redact', LOG, 'no-such.log', '-o', join(folder, 'x.tar.gz')]);
      expect(result).toMatchObject({ code: 1, stderr: expect.stringMatching(/no-such\.log/) });
      expect(readdirSync(folder)).toEqual(['x.tar.gz']);
    });
  });

  it('text of which not one line is understood is exit 1, with a report that says so', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'poem.txt'), 'The sea is calm to-night.\nThe tide is full, the moon lies fair\n');
      const result = await run(['poem.txt'], { cwd: folder });
      expect(result).toMatchObject({ code: 1, stderr: expect.stringMatching(/not one line was understood: poem\.txt/) });
      expect(result.stdout).toMatch(/^# /);
      expect((await run(['poem.txt', LOG], { cwd: folder })).code).toBe(0);
      // a folder may hold anything: its report says that nothing in it is a log
      expect(await run(['.'], { cwd: folder })).toMatchObject({ code: 0, stderr: expect.stringMatching(/not one line was understood/) });
    });
  });

  it('the version is printed for -v as well', async () => {
    expect(await run(['-v'])).toMatchObject({ code: 0, stdout: (await run(['--version'])).stdout });
  });
});

describe('signatures check', () => {
  it('knows the commands of Redis from what is still to be filled in', async () => {
    await inTemporaryFolder(async (folder) => {
      const template = (await run(['signatures', 'new', 'aof-too-long'])).stdout;
      const filled = template
        .replaceAll('FILL-IN', '')
        .replace('remedy:', 'remedy:\n  - run CONFIG REWRITE and BGREWRITEAOF, then restart');
      writeFileSync(join(folder, 'aof-too-long.yaml'), filled);
      expect((await run(['signatures', 'check', folder])).stdout).not.toContain('still to be filled in');
      writeFileSync(join(folder, 'aof-too-long.yaml'), template);
      expect(await run(['signatures', 'check', folder])).toMatchObject({
        code: 2,
        stdout: expect.stringContaining('still to be filled in'),
      });
    });
  });

  it('takes a folder of the built-in catalogue for what it is', async () => {
    await inTemporaryFolder(async (folder) => {
      const source = join(ROOT, 'src/signatures/clock');
      mkdirSync(join(folder, 'some'));
      const name = readdirSync(source).find((file) => file.endsWith('.yaml')) ?? '';
      copyFileSync(join(source, name), join(folder, 'some', name));
      expect((await run(['signatures', 'check', folder])).stdout).not.toContain('is taken by');
      writeFileSync(join(folder, 'some', name), readFileSync(join(source, name), 'utf8').replace(/^title: .*/m, 'title: another one'));
      expect((await run(['signatures', 'check', folder])).stdout).toContain('is taken by the built-in catalogue');
    });
  });
});

describe('the nearest names', () => {
  it.each([
    ['stack', 'stacks'],
    ['exlpain', 'explain'],
    ['comparee', 'compare'],
    ['sginatures', 'signatures'],
  ])('%s', (word, meant) => expect(nearest(word, ['stacks', 'explain', 'compare', 'signatures', 'score'], 2)).toEqual([meant]));

  it('none for another word', () => expect(nearest('production', ['stacks', 'score'], 2)).toEqual([]));
});
