import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../commands/cli.js';
import {
  bundleIn,
  cli,
  collect,
  endLab,
  folder,
  HAS_LAB,
  HAS_SERVER,
  has,
  hungServer,
  SCRIPT,
  type Server,
  SHELLS,
  startServer,
  stateOf,
  unpack,
} from './lab.js';

const QUICK = ['--no-cli', '--no-binaries', '--no-logs'];
afterAll(endLab);

describe('the script', () => {
  it('is what the command prints', async () => {
    const { code, stdout } = await run(['collect']);
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(SCRIPT, 'utf8'));
    expect(stdout.startsWith('#!/bin/sh\n')).toBe(true);
  });

  it.skipIf(!has('shellcheck'))('passes shellcheck', () => {
    const { stdout, status } = spawnSync('shellcheck', ['-s', 'sh', SCRIPT], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  // Only what the user asked for by name may send a signal, and CONT is the only one a server ever gets.
  it('sends signals to its own processes only, but for CONT after a debugger', () => {
    const kills = readFileSync(SCRIPT, 'utf8')
      .split('\n')
      .filter((line) => /(?:^|[^-\w])kill -?/.test(line.replace(/#.*/, '')));
    const own = kills.filter((line) => /\$\(family "?\$JOB"?\)|kill "?\$WATCHER"?/.test(line));
    const rest = kills.filter((line) => !own.includes(line));
    expect(own.length).toBeGreaterThan(2);
    expect(rest.map((line) => line.trim())).toEqual(['kill -CONT "$P" && note "SIGCONT sent: the debugger left the process stopped"']);
  });

  it('says its steps with limit and risk, and does nothing', async () => {
    const dir = folder();
    const { code, stdout } = await collect(['--dry-run', '-o', dir]);
    expect(code).toBe(0);
    const rows = stdout
      .toString()
      .split('\n')
      .filter((line) => / at most +\d+ s {3}\S/.test(line));
    expect(rows.length).toBeGreaterThan(25);
    expect(stdout.toString()).not.toMatch(/gdb\.txt|STOPS THE SERVER/);
    expect(readdirSync(dir)).toEqual([]);
    const asked = (await collect(['--dry-run', '--stacks', 'gdb', '--core', '-o', dir])).stdout.toString();
    expect(asked.match(/STOPS THE SERVER/g)).toHaveLength(2);
  });

  it('refuses what it does not know', async () => {
    expect((await collect(['--nonsense'])).code).toBe(2);
    expect((await collect(['--port'])).code).toBe(2);
    expect((await collect(['--port', 'x'])).code).toBe(2);
  });
});

describe.skipIf(!HAS_LAB)('against a server whose threads hold each other', { timeout: 60_000 }, () => {
  let server: Server;
  beforeAll(async () => {
    server = await hungServer('trap.mutex');
  }, 30_000);

  for (const { name, argv, there } of SHELLS)
    it.skipIf(!there)(`collects in ${name}, within a minute, and leaves the server alone`, async () => {
      const dir = folder();
      const { code, stdout, seconds } = await collect(['-o', dir, String(server.port)], { shell: argv });
      expect(code).toBe(0);
      expect(seconds).toBeLessThan(60);
      expect(stdout.toString().trim()).toBe(bundleIn(dir));
      const files = unpack(bundleIn(dir), server.pid);
      const manifest = files.get('manifest.txt') ?? '';
      expect(manifest).toMatch(/^format redis-collect 1\n/);
      expect(manifest).toContain('unseen cli: PING got no answer');
      expect(manifest).toMatch(/\nfinished \d{4}-/);
      expect(files.get('threads-1.txt')).toMatch(new RegExp(`^/proc/${server.pid}/task/${server.pid}/syscall:202 0x`, 'm'));
      expect(files.get('words-1.txt')).toMatch(/^futex 0x[0-9a-f]+ op 0x80 at 0x[0-9a-f]+ tids {1,2}\d+/m);
      expect(files.get('stacks.txt')).toMatch(new RegExp(`^stack ${server.pid} sp 0x[0-9a-f]+ pc 0x[0-9a-f]+\n [0-9a-f]{16} `, 'm'));
      expect([...files.keys()].some((file) => file.startsWith('log-1-'))).toBe(true);
      expect(readdirSync(dir).filter((file) => file.startsWith('.'))).toEqual([]);
      expect(stateOf(server.pid)).toBe('S');
    });

  it('runs from a pipe and writes to one', async () => {
    const { code, stdout, stderr } = await collect(['-o', '-', ...QUICK, String(server.pid)], { stdin: true });
    expect(code).toBe(0);
    expect(stderr).toBe('collect: written to standard output\n');
    const file = join(folder(), 'bundle.tar.gz');
    writeFileSync(file, stdout);
    expect(unpack(file).get('manifest.txt')).toContain(`\npid ${server.pid}\n`);
  });

  it('packs what it has when it is interrupted', async () => {
    const dir = folder();
    const { code } = await collect(['-o', dir, String(server.pid)], { signalAfterMs: 2500 });
    expect(code).toBe(130);
    const files = unpack(bundleIn(dir));
    expect(files.get('manifest.txt')).toContain('\ninterrupted by a signal ');
    expect(files.has('threads-1.txt')).toBe(true);
  });

  it('does without tar, timeout and xargs', async () => {
    const [dir, tools] = [folder(), join(folder(), 'bin')];
    mkdirSync(tools);
    for (const tool of 'sh awk dd od grep sed gzip date uname id cat cut tr head tail sort ls df du basename readlink mkdir rm mv wc sleep'.split(
      ' ',
    ))
      symlinkSync(spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim(), join(tools, tool));
    const { code } = await collect(['-o', dir, ...QUICK, String(server.pid)], { env: { PATH: tools }, shell: [join(tools, 'sh')] });
    expect(code).toBe(0);
    expect(unpack(bundleIn(dir)).get('words-1.txt')).toMatch(/^futex /);
  });

  it.skipIf(process.getuid?.() !== 0)('says what another user may not see, and why', async () => {
    const dir = folder();
    const { code, stderr } = await collect(['-o', dir, ...QUICK, String(server.port)], { uid: 65534, stdin: true });
    expect(code).toBe(0);
    expect(stderr).toContain('may not look into process');
    const files = unpack(bundleIn(dir));
    expect(files.get('manifest.txt')).toMatch(
      /unseen threads: this user \(uid 65534\) may not see what the threads of process \d+ wait for/,
    );
    expect(files.get('manifest.txt')).toMatch(/unseen maps\.txt: .*denied/);
  });

  it('watches: collects when PING is not answered, at most so many times', async () => {
    const dir = folder();
    const watch = ['--watch', '--every', '1', '--patience', '1', '--times', '2', '--cool', '1'];
    const { code, stderr } = await collect([
      ...watch,
      '-o',
      dir,
      ...QUICK.filter((option) => option !== '--no-cli'),
      '--port',
      String(server.port),
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('collecting (2 of 2)');
    expect(readdirSync(dir).filter((file) => file.endsWith('.tar.gz'))).toHaveLength(2);
  });
});

describe.skipIf(!HAS_SERVER)('against a server that answers', { timeout: 60_000 }, () => {
  const SECRETS = ['hunter-two', 'private-key-name', 'private value'];

  it('brings no password, key or value', async () => {
    const server = await startServer(['--slowlog-log-slower-than', '0']);
    cli(server, 'set', `${SECRETS[1]}-1`, SECRETS[2]);
    cli(server, 'mset', ...Array.from({ length: 12 }, (_, i) => [`${SECRETS[1]}-${i}`, `${SECRETS[2]} "x) 1`]).flat());
    cli(server, 'config', 'set', 'masterauth', SECRETS[0]);
    cli(server, 'config', 'set', 'maxmemory', '123456789');
    cli(server, 'config', 'set', 'requirepass', SECRETS[0]);
    const dir = folder();
    const options = ['-o', dir, '--no-binaries', '--log', server.log, '--port', String(server.port)];
    expect((await collect(options, { env: { REDISCLI_AUTH: SECRETS[0] } })).code).toBe(0);
    const files = unpack(bundleIn(dir));
    for (const [name, text] of files) for (const secret of SECRETS) expect(`${name} ${text.includes(secret)}`).toBe(`${name} false`);
    expect(files.get('cli-info.txt')).toContain(`process_id:${server.pid}`);
    expect(files.get('cli-slowlog.txt')).toMatch(/4\) +1\) "mset"\n +2\) "\?"/);
    expect(files.get('cli-slowlog.txt')).toMatch(/1\) "config"\n +2\) "set"\n +3\) "maxmemory"\n +4\) "123456789"/);
    expect(files.get('cli-config.txt')).toMatch(/"requirepass"\n *\d+\) "\(withheld\)"/);
    expect(files.get('cli-config.txt')).toMatch(/"maxmemory"\n *\d+\) "123456789"/);
  });

  it('asks nothing of a server that wants a password', async () => {
    const server = await startServer(['--requirepass', SECRETS[0]]);
    const dir = folder();
    await collect(['-o', dir, '--no-binaries', '--no-logs', '--port', String(server.port)], { env: { REDISCLI_AUTH: '' } });
    const files = unpack(bundleIn(dir));
    expect(files.get('manifest.txt')).toContain('unseen cli: the server wants a password: set REDISCLI_AUTH');
    for (const [name, text] of files) expect(`${name} ${text.includes(SECRETS[0])}`).toBe(`${name} false`);
  });

  it.skipIf(!has('gdb'))('keeps the debugger away from a stopped server', async () => {
    const server = await startServer();
    process.kill(server.pid, 'SIGSTOP');
    const dir = folder();
    await collect(['-o', dir, ...QUICK, '--stacks', 'gdb', String(server.pid)]);
    expect(unpack(bundleIn(dir)).get('manifest.txt')).toContain('unseen gdb.txt: the process is stopped already');
    expect(stateOf(server.pid)).toBe('T');
    process.kill(server.pid, 'SIGCONT');
  });

  it.skipIf(!has('gdb'))('has gdb look only when it is asked for, and leaves the server running', async () => {
    const server = await startServer();
    const dir = folder();
    await collect(['-o', dir, ...QUICK, '--stacks', 'gdb', String(server.pid)]);
    const files = unpack(bundleIn(dir));
    expect(files.get('gdb.txt')).toContain('Thread 1 ');
    expect(files.get('manifest.txt')).toContain('state before debugger S after S');
    expect(cli(server, 'ping')).toBe('PONG\n');
  });
});
