import { copyFileSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOwnText } from '../../src/commands/own-output.js';
import { CRASH, finished, HANG, inTemporaryFolder, run, shell, start } from './cli.js';

const LOG = readFileSync(join(CRASH, 'redis-6379.log'));
const oneLine = /^redis-forensics: [^\n]+\n$/;

/** A folder `in` with two logs, one of them under further names. */
function withLogs(use: (folder: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    mkdirSync(join(folder, 'in'));
    for (const name of ['a.log', 'b.log']) writeFileSync(join(folder, 'in', name), LOG);
    linkSync(join(folder, 'in/a.log'), join(folder, 'hard.log'));
    symlinkSync('in/a.log', join(folder, 'soft.log'));
    await use(folder);
  });
}

describe('an output that is an input', () => {
  it.each([
    ['the same file', ['in/a.log', '-o', 'in/a.log']],
    ['the same file, spelled otherwise', ['in/a.log', '-o', './in/../in/a.log']],
    ['a link to it', ['in/a.log', '-o', 'soft.log']],
    ['the file behind a link', ['soft.log', '-o', 'in/a.log']],
    ['a hard link to it', ['in/a.log', '-o', 'hard.log']],
    ['in a folder that is read', ['in', '-o', 'in/b.log']],
    ['a hard link to a file of the folder', ['in', '-o', 'hard.log']],
    ['the first of *.log, by accident of the shell', ['-o', 'in/a.log', 'in/b.log']],
    ['the first of *.log twice', ['in/a.log', 'in/b.log', '-o', 'in/a.log', 'in/b.log']],
    ['of stacks', ['stacks', 'in/a.log', '-o', 'in/a.log']],
    ['of timeline', ['timeline', 'in/a.log', '-o', 'in/a.log']],
    ['of explain', ['explain', 'killed', 'in/a.log', '-o', 'in/a.log']],
    ['of compare', ['compare', 'in/a.log', 'in/b.log', '-o', 'in/b.log']],
    ['of redact', ['redact', 'in/a.log', '-o', 'in/a.log']],
    ['a map of tokens', ['in/a.log', '--redact', '--redact-map', 'in/a.log']],
    ['a map of tokens of a bundle', ['redact', 'in', '-o', 'x.tar.gz', '--redact-map', 'in/a.log']],
  ])('is refused: %s', async (_what, args) => {
    await withLogs(async (cwd) => {
      for (const more of args[0] === '-o' ? [[]] : [[], ['--force']]) {
        const result = await run([...args, ...more], { cwd });
        expect(result).toMatchObject({ code: 2, stdout: '' });
        expect(result.stderr).toMatch(oneLine);
        expect(readFileSync(join(cwd, 'in/a.log')).equals(LOG) && readFileSync(join(cwd, 'in/b.log')).equals(LOG)).toBe(true);
      }
    });
  });

  it('is refused: standard input from the file', async () => {
    await withLogs(async (cwd) => {
      const result = await shell('$RF -o in/a.log --force < in/a.log', { cwd });
      expect(result).toMatchObject({ code: 2, stderr: expect.stringMatching(/is an input/) });
      expect(readFileSync(join(cwd, 'in/a.log')).equals(LOG)).toBe(true);
    });
  });
});

describe('a file that holds something else', () => {
  it('is kept, unless --force', async () => {
    await withLogs(async (cwd) => {
      writeFileSync(join(cwd, 'notes.md'), '# My own notes\n');
      const targets = [
        ['in', '-o', 'notes.md'],
        ['stacks', 'in', '-o', 'notes.md'],
        ['compare', 'in/a.log', 'in/b.log', '-o', 'notes.md'],
        ['schema', '-o', 'notes.md'],
        ['fixes', '--from', '7.4.1', '-o', 'notes.md'],
        ['signatures', 'list', '-o', 'notes.md'],
        ['redact', 'in', '-o', 'notes.md'],
        ['redact', 'in', '-o', 'x.tar.gz', '--redact-map', 'notes.md'],
      ];
      for (const args of targets) {
        expect(await run(args, { cwd }), args.join(' ')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/--force/) });
        expect(readFileSync(join(cwd, 'notes.md'), 'utf8')).toBe('# My own notes\n');
      }
      expect((await run(['in', '-o', 'notes.md', '--force'], { cwd })).code).toBe(0);
      expect(readFileSync(join(cwd, 'notes.md'), 'utf8')).toMatch(/^# Incident/);
    });
  });

  it('is no earlier output: those are written again without asking, whatever they are called', async () => {
    await withLogs(async (cwd) => {
      const commands = [
        ...['terminal', 'markdown', 'html', 'json', 'jira', 'sarif', 'junit'].map((format) => ['in', '--format', format]),
        ...['terminal', 'markdown', 'json'].flatMap((format) => [
          ['stacks', 'in', '--format', format],
          ['explain', 'killed', 'in', '--format', format],
        ]),
        ['compare', 'in/a.log', 'in/b.log', '--format', 'json'],
        ['fixes', '--from', '7.4.1', '--format', 'terminal'],
        ['fixes', '--from', '7.4.1', '--format', 'json'],
        ['schema'],
        ['signatures', 'list'],
        ['signatures', 'show', 'killed'],
        ['redact', 'in'],
      ];
      for (const [n, args] of commands.entries()) {
        const file = args[0] === 'redact' ? 'bundle' : `out-${n}`;
        for (const _ of ['first', 'again']) expect(await run([...args, '-o', file], { cwd }), args.join(' ')).toMatchObject({ code: 0 });
      }
    });
  }, 120_000);

  it('is nothing to lose when it is empty', async () => {
    await withLogs(async (cwd) => {
      writeFileSync(join(cwd, 'empty.md'), '');
      expect((await run(['in', '-o', 'empty.md'], { cwd })).code).toBe(0);
    });
  });

  it('is one of two outputs of a run', async () => {
    await withLogs(async (cwd) => {
      expect(await run(['in', '--redact', '--redact-map', 'x', '-o', './x'], { cwd })).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(oneLine),
      });
    });
  });

  it.each([
    ['quotes of us', 'Somebody said: Written by redis-forensics 0.1.0.\nbut I wrote it\n', false],
    ['a report', 'x\n\nWritten by redis-forensics 0.1.0.\n', true],
    ['a JSON of somebody', '{"schema": "other.report/1"}', false],
    ['a report as JSON', '\ufeff{\n  "schema": "redis-forensics.report/1",', true],
    ['results of another tool', '<?xml version="1.0"?>\n<testsuites name="jest">', false],
  ])('%s', (_what, text, own) => expect(isOwnText(text, text)).toBe(own));
});

describe('an ending that says another kind of file', () => {
  it.each([
    [['in', '-o', 'x.pdf'], /x\.pdf.*\.html/],
    [['in', '-o', 'x.DOCX'], /\.docx.*\.md/],
    [['in', '-o', 'x.zip'], /\.zip/],
    [['redact', 'in', '-o', 'x.zip'], /\.tar\.gz/],
    [['stacks', 'in', '-o', 'x.html'], /\.html.*markdown/],
  ])('%j', async (args, message) => {
    await withLogs(async (cwd) => {
      expect(await run(args, { cwd })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
    });
  });
});

describe('SIGTERM', () => {
  it('on a pipe prints the report of what was read', async () => {
    const child = start(['--format', 'json']);
    const result = finished(child);
    const log = readFileSync(join(HANG, 'redis-6379.log'));
    const much = Buffer.concat(Array.from({ length: Math.ceil(2e6 / log.length) }, () => log));
    await new Promise((resolve) => child.stdin?.write(much, resolve));
    child.kill('SIGTERM');
    const { code, signal, stdout } = await result;
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(JSON.parse(stdout).inputs[0].bytes).toBeGreaterThan(1e6);
  });
});

describe('an earlier report in a folder that is read', () => {
  it('is written again and tells the same', async () => {
    await withLogs(async (cwd) => {
      const args = ['in', '--format', 'json', '-o', 'in/report.json'];
      expect((await run(args, { cwd })).code).toBe(0);
      copyFileSync(join(cwd, 'in/report.json'), join(cwd, 'first.json'));
      expect((await run(args, { cwd })).code).toBe(0);
      const [first, second] = ['first.json', 'in/report.json'].map((name) => JSON.parse(readFileSync(join(cwd, name), 'utf8')));
      expect(second.verdict).toEqual(first.verdict);
    });
  });
});
