import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { interruptibleStdin } from '../../src/commands/stdin.js';
import { CRASH, finished, HANG, INCIDENT, inTemporaryFolder, run, shell, start } from './cli.js';

const log = readFileSync(join(HANG, 'redis-6379.log'));

describe('standard input', () => {
  it('is read when no input is named', async () => {
    const result = await run(['--format', 'json'], { input: log });
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout).inputs).toMatchObject([{ entry: 'stdin', outcome: 'parsed' }]);
  });

  it('is read for -, beside files', async () => {
    const result = await run(['--format', 'json', '-', join(CRASH, 'redis-6379.log')], { input: log });
    const entries = JSON.parse(result.stdout).inputs.map((input: { entry: string }) => input.entry);
    expect(entries.sort()).toEqual(['redis-6379.log', 'stdin']);
  });

  it('is left alone when inputs are named', async () => {
    const child = start([INCIDENT, '--quiet']);
    const result = await finished(child); // stdin stays open: the run must end all the same
    expect(result.code).toBe(0);
  });

  it('may be an archive', async () => {
    const result = await run(['--format', 'json'], { input: readFileSync(INCIDENT) });
    const entries = JSON.parse(result.stdout).inputs.map((input: { entry: string }) => input.entry);
    expect(entries.length).toBeGreaterThan(2);
    for (const entry of entries) expect(entry).toMatch(/^stdin!\//);
  });

  it('gives the same report as the file, but for the name', async () => {
    const piped = JSON.parse((await run(['--format', 'json'], { input: log })).stdout);
    const named = JSON.parse((await run(['--format', 'json', join(HANG, 'redis-6379.log')])).stdout);
    expect(piped.verdict).toEqual(named.verdict);
  });
});

describe('Ctrl-C', () => {
  it('on standard input ends the input and prints the report of what was read', async () => {
    const child = start(['--format', 'json']);
    const result = finished(child);
    const much = Buffer.concat(Array.from({ length: Math.ceil(2e6 / log.length) }, () => log));
    // once two megabytes are through a pipe the command is reading, and its handler is in place
    await new Promise((resolve) => child.stdin?.write(much, resolve));
    child.kill('SIGINT');
    const { code, signal, stdout } = await result;
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(JSON.parse(stdout).inputs[0].bytes).toBeGreaterThan(1e6);
  });

  it('a second time quits', async () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
    const before = process.listeners('SIGINT');
    try {
      const stream = new PassThrough();
      const chunks = interruptibleStdin(() => stream);
      stream.write('first');
      expect(String((await chunks.next()).value)).toBe('first');
      const waiting = chunks.next();
      process.emit('SIGINT');
      expect(await waiting).toEqual({ done: true, value: undefined });
      expect(exit).not.toHaveBeenCalled();
      process.emit('SIGINT');
      expect(exit).toHaveBeenCalledWith(130);
    } finally {
      exit.mockRestore();
      for (const listener of process.listeners('SIGINT')) if (!before.includes(listener)) process.off('SIGINT', listener);
    }
  });

  it('is not caught any more once the input has ended', async () => {
    const before = process.listenerCount('SIGINT');
    const stream = new PassThrough();
    stream.end('all');
    const read: string[] = [];
    for await (const chunk of interruptibleStdin(() => stream)) {
      read.push(String(chunk));
      expect(process.listenerCount('SIGINT')).toBe(before + 1);
    }
    expect(read).toEqual(['all']);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});

describe('a closed pipe', () => {
  it('ends quietly', async () => {
    await inTemporaryFolder(async (cwd) => {
      const result = await shell(`$RF ${INCIDENT} --format json | head -c 5; echo "\${PIPESTATUS[0]}"`, { cwd });
      expect(result).toMatchObject({ stdout: '{\n  "0\n', stderr: '' });
    });
  });
});

describe('a terminal', () => {
  const inTerminal = (line: string) => shell(`command -v script >/dev/null || exit 77; script -qec '${line}' /dev/null < /dev/null`);

  it('2: no input', async ({ skip }) => {
    // script(1) gives its own terminal as standard input
    const result = await inTerminal('$RF; echo code $?');
    if (result.code === 77) skip();
    expect(result.stdout).toMatch(/redis-forensics: no input[^\n]*\n\s*code 2/);
  });

  it('gets the terminal view, coloured unless that is not wanted', async ({ skip }) => {
    const coloured = await inTerminal(`TERM=xterm $RF ${INCIDENT} --quiet`);
    if (coloured.code === 77) skip();
    expect(coloured.stdout).toMatch(/\x1b\[\d+m/);
    expect(coloured.stdout).not.toMatch(/^# /m);
    for (const plain of [`TERM=xterm $RF ${INCIDENT} --no-color --quiet`, `NO_COLOR=1 TERM=xterm $RF ${INCIDENT} --quiet`])
      expect((await inTerminal(plain)).stdout).not.toMatch(/\x1b\[\d+m/);
  });
});
