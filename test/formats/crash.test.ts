import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRedisFrame } from '../../src/formats/crash/frames.js';
import { unquote } from '../../src/formats/crash/sections.js';
import { crashesOf, dumpsOf, LOGS, readEntry, readFixture } from './read-log.js';

describe('frames', () => {
  test.each([
    [
      '/opt/redis/bin/redis-server 127.0.0.1:7021 [cluster](call+0x6bc)[0x55a34db652ac]',
      { object: 'redis-server', fn: 'call', offset: '0x6bc', address: '0x55a34db652ac' },
    ],
    ['/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416848050]', { object: 'libc.so.6', offset: '0x3c050', address: '0x7f4416848050' }],
    ['redis-rdb-bgsave *:6379(rdbSave+0x70) [0x556b18648a50]', { object: 'redis-rdb-bgsave', fn: 'rdbSave', offset: '0x70' }],
    ['./redis-server(main)[0x1]', { object: 'redis-server', fn: 'main', address: '0x1' }],
    ['/lib/ld.so[0x7f00]', { object: 'ld.so', address: '0x7f00' }],
    ['[0xdeadbeef]', { address: '0xdeadbeef' }],
    ['3   redis-server   0x00000001051d6a48 sigsegvHandler + 232', { object: 'redis-server', fn: 'sigsegvHandler', offset: '0xe8' }],
    ['0x4d4f2a <sigsegvHandler+0xaa> at /usr/local/bin/redis-server', { object: 'redis-server', fn: 'sigsegvHandler', offset: '0xaa' }],
    [
      '/usr/bin/keydb-server *:7001(defragScanCallback(void*, dictEntry const*)+0x9) [0x555019fb4ec9]',
      { object: 'keydb-server', fn: 'defragScanCallback', offset: '0x9' },
    ],
    ['keydb-server *:1((anonymous namespace)::Pool::run(int) const+0x9)[0x55]', { fn: '(anonymous namespace)::Pool::run', offset: '0x9' }],
    ['redis-server *:1(std::function<void ()>::operator()() const+0x9)[0x55]', { offset: '0x9' }],
    ['[(nil)]', { address: '0x0' }],
    ['0x4313f1 <???> at /usr/local/bin/redis-server', { object: 'redis-server', address: '0x4313f1' }],
    ['4   rejson.so                           0x0000000104550acc', { object: 'rejson.so', address: '0x104550acc' }],
    [
      'redis-server.exe!freeClient(c:\\release\\redis\\src\\networking.c:786)(0x00D7E690, 0x00D7FF90, 0x00000001, 0x40119CB0)',
      { object: 'redis-server.exe', fn: 'freeClient', file: 'networking.c', fileLine: 786 },
    ],
  ])('%s', (text, expected) => {
    expect(parseRedisFrame(text, 1)).toMatchObject(expected);
  });

  test.each(['', '4/4 expected stacktraces.', '18290 bio_close_file', 'id=5 addr=[::1]:5', 'x]', '(]', `${'('.repeat(5000)}]`])(
    'no frame: %s',
    (text) => {
      expect(parseRedisFrame(text, 1)).toBeUndefined();
    },
  );
});

describe('arguments', () => {
  test.each([
    [`'"SET"'`, 'SET'],
    [`"SET"`, 'SET'],
    [`'SET'`, 'SET'],
    [String.raw`'"a\x00\n\"b\\"'`, 'a\0\n"b\\'],
    [`'"cut`, 'cut'],
    [`'`, ''],
  ])('%s', (text, value) => {
    expect(unquote(text)).toBe(value);
  });
});

describe('reports', () => {
  const log = readFileSync(join(LOGS, 'redis-7.4-kill-segv.log'), 'utf8');
  const start = log.indexOf('=== REDIS BUG REPORT START');

  test('cut anywhere there is one report, never two, and nothing throws', () => {
    for (let at = start + 160; at < log.length; at += 61) {
      const [report, ...others] = crashesOf(readEntry(log.slice(0, at)));
      expect(others).toEqual([]);
      expect(report.signal).toBe(11);
      expect(report.complete).toBe(log.slice(0, at).includes('BUG REPORT END. Make'));
    }
  });

  test('without its beginning it is still a report', () => {
    const fromStack = crashesOf(readEntry(log.slice(log.indexOf('------ STACK TRACE'))));
    expect(fromStack).toHaveLength(1);
    expect(fromStack[0]).toMatchObject({ pid: 18284, complete: true });
    expect(fromStack[0].dump?.threads).toHaveLength(4);
    const fromSignal = crashesOf(readEntry(log.slice(log.indexOf('18284:M 23 Nov 2026 06:22:00.326 # Redis'))));
    expect(fromSignal).toMatchObject([{ pid: 18284, signal: 11, killedBy: { pid: 18125, uid: 0 } }]);
  });

  test('lines of other processes inside it reach the log', () => {
    const other = '99:M 23 Nov 2026 06:22:00.330 * Accepted 10.0.0.1:5\n';
    const own = '18284:M 23 Nov 2026 06:22:00.331 * <search> still here\n';
    const at = log.indexOf('------ INFO OUTPUT');
    const entry = readEntry(log.slice(0, at) + other + own + log.slice(at));
    expect(crashesOf(entry)).toHaveLength(1);
    expect(crashesOf(entry)[0]).toMatchObject({ complete: true, clientCount: 3 });
    expect(entry.runs.map((run) => run.pid)).toEqual([18284, 99]);
    expect(entry.runs[0].tail.map((kept) => kept.module)).toContain('search');
  });

  test('a line glued to the dots of the memory test is not lost', () => {
    const at = log.indexOf('.O.O.O');
    const entry = readEntry(`${log.slice(0, at)}.O.O.20560:C 23 Nov 2026 06:22:32.505 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\n`);
    expect(entry.runs.map((run) => [run.pid, run.banner])).toEqual([
      [18284, true],
      [20560, true],
    ]);
    expect(crashesOf(entry)).toMatchObject([{ complete: false, memoryTest: 'started' }]);
  });

  test('two reports with a restart between them are two', () => {
    const entry = readEntry(log + log.replaceAll('18284', '18999'));
    expect(crashesOf(entry).map((report) => report.pid)).toEqual([18284, 18999]);
  });

  test('a second start of the same pid without a restart is nested', () => {
    const again = log.slice(0, log.indexOf('------ INFO OUTPUT')) + log.slice(start);
    expect(crashesOf(readEntry(again))).toMatchObject([{ nested: true, complete: true, signal: 11 }]);
  });

  test('a server that lives on after its report', () => {
    const entry = readEntry(
      `${log.slice(0, log.indexOf('  Suspect RAM error'))}18284:M 23 Nov 2026 06:23:00.000 * Background saving started by pid 5\n`,
    );
    expect(crashesOf(entry)).toHaveLength(1);
    expect(entry.runs[0].lastMain?.text).toMatch(/Background saving started/);
  });

  test('lines of the handler do not prove main alive, and stay out of the tail', () => {
    const [run] = readFixture('redis-7.4-kill-segv.log').runs;
    expect(run.lastMain?.text).toMatch(/Ready to accept/);
    expect(run.last.line).toBeGreaterThan(run.lastMain?.line ?? 0);
    expect(run.tail.at(-1)?.line).toBe(run.lastMain?.line);
  });

  test('out of memory in front of the report belongs to it', () => {
    const [report] = crashesOf(readFixture('redis-7.4-oom.log'));
    expect(report.outOfMemory?.bytes).toMatch(/^\d+$/);
    expect(report.lines.oom.text).toMatch(/^Out Of Memory allocating/);
    expect(report.panic).toMatchObject({ file: 'server.c' });
  });

  test('watchdog and SIGALRM are dumps, not crashes', () => {
    const watchdog = readFixture('redis-3.2-watchdog.log');
    expect(crashesOf(watchdog)).toEqual([]);
    expect(dumpsOf(watchdog)).toMatchObject([{ source: 'redis-watchdog', pid: 3855, allThreads: false }]);
    const alarm = readFixture('redis-7.4-sigalrm.log');
    expect(crashesOf(alarm)).toEqual([]);
    expect(dumpsOf(alarm)).toMatchObject([{ source: 'redis-sigalrm', allThreads: true }, { source: 'redis-sigalrm' }]);
  });
});

const CORPUS = '/work/shared/corpus';

describe.skipIf(!existsSync(CORPUS))('all captures', () => {
  const files = readdirSync(CORPUS)
    .flatMap((version) => readdirSync(join(CORPUS, version)).map((name) => join(CORPUS, version, name)))
    .filter((path) => statSync(path).isDirectory())
    .flatMap((path) =>
      readdirSync(path)
        .filter((name) => /\.(log|stdout)$/.test(name))
        .map((name) => join(path, name)),
    )
    .filter((path) => !path.includes('big-verbose') && !path.includes('wrapped-'));

  test('every report is read, once, with its signal or its reason', { timeout: 120_000 }, () => {
    let reports = 0;
    for (const path of files) {
      const bytes = readFileSync(path);
      const text = bytes.toString('latin1');
      const starts = text.match(/^=== \w+ BUG REPORT START|#012=== \w+ BUG REPORT START/gm)?.length ?? 0;
      if (starts === 0) continue;
      const crashes = crashesOf(readEntry(bytes));
      expect(crashes.length, path).toBe(starts);
      for (const crash of crashes) {
        reports++;
        expect(crash.signal ?? crash.assertion ?? crash.panic, path).toBeDefined();
        expect(crash.pid, path).toBeGreaterThan(0);
        if (!path.includes('syslog')) expect(crash.dump?.threads.length, path).toBeGreaterThan(0);
      }
    }
    expect(reports).toBeGreaterThan(80);
  });

  test('healthy cases have no report', () => {
    for (const path of files.filter((name) => /healthy|control-|module-log-lines/.test(name)))
      expect(crashesOf(readEntry(readFileSync(path))), path).toEqual([]);
  });
});
