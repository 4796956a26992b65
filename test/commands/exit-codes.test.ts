import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CRASH, HEALTHY, INCIDENT, inTemporaryFolder, run, shell } from './cli.js';

const oneLine = /^redis-forensics: [^\n]+\n$/;

describe('exit codes', () => {
  it('0: analysed, whatever was found', async () => {
    const result = await run([INCIDENT]);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(/^# /);
  });

  it('3: something at or above --fail-on, and the report all the same', async () => {
    const result = await run([CRASH, '--fail-on', 'critical']);
    expect(result.code).toBe(3);
    expect(result.stdout).toMatch(/^# /);
    expect((await run([CRASH, '--fail-on', 'none'])).code).toBe(0);
  });

  it('0: --fail-on and a healthy server', async () => {
    expect(await run([HEALTHY, '--fail-on', 'warning'])).toMatchObject({ code: 0 });
  });

  it.each([
    ['an unknown option', ['--frmt', 'json', 'x.log'], /--frmt/],
    ['an unknown format', ['x.log', '--format', 'docx'], /docx/],
    ['an unknown severity', ['x.log', '--fail-on', 'panic'], /panic/],
    ['no such time zone', ['x.log', '--timezone', 'Mars/Olympus'], /Mars/],
    ['no such time', ['fixtures', '--since', 'tomorrow'], /--since: 'tomorrow'/],
    ['no folder of signatures', ['x.log', '--signatures', '/no/such/dir'], /cannot read \/no\/such\/dir/],
    ['an output that is a directory', ['x.log', '-o', '.'], /directory/],
    ['an output in no directory', ['x.log', '-o', '/no/such/dir/report.md'], /no such directory/],
    ['a part in a format that it has not', ['stacks', 'x.log', '--format', 'sarif'], /sarif/],
    ['an unknown signature', ['explain', 'no-such-thing', 'x.log'], /no signature no-such-thing/],
    ['a comparison with nothing', ['compare', 'a'], /two sides or more/],
    ['a comparison of more than can be read', ['compare', ...'abcdefghi'], /--runs/],
    ['one run', ['compare', '--runs', 'a'], /several runs/],
    ['standard input on both sides', ['compare', '-', '-'], /only one/],
    ['explain without an id', ['explain'], /id of a signature/],
  ])('2: %s', async (_what, args, message) => {
    const result = await run(args);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(oneLine);
    expect(result.stderr).toMatch(message);
  });

  it('1: no such file', async () => {
    const result = await run(['no-such.log']);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(oneLine);
    expect(result.stderr).toMatch(/no such file.*no-such\.log/);
  });

  it('1: nothing but pictures', async () => {
    await inTemporaryFolder(async (folder) => {
      const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(2000)]);
      writeFileSync(join(folder, 'a.png'), png);
      const result = await run([folder]);
      expect(result).toMatchObject({ code: 1, stdout: '' });
      expect(result.stderr).toMatch(oneLine);
    });
  });

  it('1: an empty folder', async () => {
    await inTemporaryFolder(async (folder) => {
      mkdirSync(join(folder, 'empty'));
      expect(await run([join(folder, 'empty')])).toMatchObject({ code: 1, stdout: '' });
    });
  });

  it('0: help and version', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(await run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: redis-forensics[\s\S]*Exit codes: 0/) });
    expect(await run(['analyze', '--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('--fail-on') });
  });

  it('a name full of escapes reaches the terminal spelled out', async () => {
    const result = await run(['\x1b[31mred\n\u202e.log']);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(oneLine);
    expect(result.stderr).not.toMatch(/[\x1b\u202e]/);
  });

  it('2: a full disk behind standard output', async () => {
    const result = await shell(`$RF ${INCIDENT} > /dev/full`);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(oneLine);
  });
});
