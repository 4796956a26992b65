import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseGdbFrame } from '../../src/formats/dumps/gdb-frame.js';
import { DUMP_FORMATS } from '../../src/formats/dumps/index.js';
import type { ProcRecord, ThreadDump } from '../../src/model/records.js';
import { lineContext, readBlocks } from './dumps-read.js';

const text = (name: string): string => readFileSync(new URL(`../../fixtures/dumps/${name}`, import.meta.url), 'latin1');
const only = (name: string): ThreadDump => {
  const { dumps } = readBlocks(text(name), name);
  expect(dumps).toHaveLength(1);
  return dumps[0];
};
const thread = (dump: ThreadDump, tid: number) => dump.threads.find((item) => item.tid === tid)!;

describe('dump formats', () => {
  test('every sample opens exactly its own format', () => {
    for (const format of DUMP_FORMATS)
      for (const sample of format.samples) {
        const claimed = DUMP_FORMATS.filter((other) => other.open(sample, lineContext()) !== undefined).map((other) => other.name);
        expect(claimed, sample).toEqual([format.name]);
      }
  });

  test('foreign text is left alone', () => {
    const foreign = [
      '4127:M 23 Nov 2026 06:27:14.777 * Ready to accept connections tcp',
      '# Server',
      'redis_version:7.4.1',
      'maxmemory 100mb',
      'warning: something of another program',
      '    #0 0x55d in foo /src/foo.c:3',
      'Thread pool started',
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      '15159 workers-0894',
      '/lib/x86_64-linux-gnu/libc.so.6(+0x8612b)[0x7f506955612b]',
      '[ 1234.5] Out of memory: Killed process 4127 (redis-server)',
      'PID: 4127',
      '==> redis.log <==',
    ];
    for (const line of foreign)
      for (const format of DUMP_FORMATS) expect(format.open(line, lineContext()), `${format.name}: ${line}`).toBeUndefined();
  });
});

describe('gdb', () => {
  test('thread apply all bt: names, ids, frames with arguments and places', () => {
    const dump = only('module-deadlock-7.2.6.gdb.txt');
    expect(dump).toMatchObject({ source: 'gdb', pid: 19472, allThreads: true, incomplete: [] });
    expect(dump.threads.map((item) => [item.number, item.tid, item.name])).toEqual([
      [7, 20136, 'jemalloc_bg_thd'],
      [6, 20135, 'rl_refill'],
      [5, 19476, 'jemalloc_bg_thd'],
      [4, 19475, 'bio_lazy_free'],
      [3, 19474, 'bio_aof'],
      [2, 19473, 'bio_close_file'],
      [1, 19472, 'redis-server'],
    ]);
    const refill = thread(dump, 20135);
    expect(refill.frames).toHaveLength(9);
    expect(refill.frames[5]).toMatchObject({ fn: 'RM_ThreadSafeContextLock', args: 'ctx=<optimized out>', fileLine: 8469, line: 31 });
    expect(refill.frames[6]).toMatchObject({ fn: 'refill_thread', address: '0x00007f89093f9471', file: 'ratelimit.c', fileLine: 25 });
  });

  test('a frame is cited by its own line', () => {
    const name = 'module-deadlock-7.2.6.gdb.txt';
    const raw = Buffer.from(text(name), 'latin1');
    for (const item of only(name).threads)
      for (const frame of item.frames)
        expect(raw.subarray(frame.byteOffset!, frame.byteOffset! + 200).toString('latin1')).toContain(frame.text!.slice(0, 190));
  });

  test('info threads with the current stack, a mutex word and a barrier is one picture', () => {
    const dump = only('workers-resize.gdb-print.txt');
    expect(dump).toMatchObject({ source: 'gdb-info', pid: 4127, barrier: { count: 8, received: 0 } });
    expect(dump.threads).toHaveLength(39);
    expect(thread(dump, 4127).frames).toHaveLength(22);
    expect(thread(dump, 5661).frames).toHaveLength(1);
    const lua = only('lua-under-load.gdb-print.txt');
    expect(lua.lockWords).toMatchObject([{ name: 'moduleGIL', ownerTid: 17310 }]);
  });

  test('a core file: program, signal, faulting thread, pid from the thread that runs main', () => {
    const dump = only('segfault-valkey-9.1.2.gdb-core.txt');
    expect(dump).toMatchObject({ source: 'gdb-core', program: 'valkey-server', pid: 14974, terminatedBy: { signal: 'SIGSEGV' } });
    expect(dump.threads.filter((item) => item.marked).map((item) => item.tid)).toEqual([14974]);
    expect(only('pool-init.gdb-core.txt')).toMatchObject({ source: 'gdb-core', pid: 17083, allThreads: true });
  });

  test('frames without symbols', () => {
    const main = thread(only('idle-stripped-7.0.15.gdb.txt'), 29225);
    expect(main.frames.map((frame) => frame.fn)).toEqual(['epoll_wait', undefined, 'aeMain', 'main']);
    expect(parseGdbFrame('#5  0x00007fb5f1839ad8 in ?? () from /lib/x86_64-linux-gnu/libjemalloc.so.2', 1)?.frame).toEqual({
      address: '0x00007fb5f1839ad8',
      object: 'libjemalloc.so.2',
      line: 1,
    });
    expect(parseGdbFrame('#2  <signal handler called>', 1)?.frame.fn).toBe('<signal handler called>');
    expect(parseGdbFrame('#3  0x01 in (anonymous namespace)::run (this=0x1) at /a b/x.cc:7', 1)?.frame).toMatchObject({
      fn: '(anonymous namespace)::run',
      args: 'this=0x1',
      file: '/a b/x.cc',
      fileLine: 7,
    });
  });

  test('old headers, headers of other systems', () => {
    const { dumps } = readBlocks(
      'Thread 2 (LWP 123):\n#0  0x00007f in epoll_wait () from /lib64/libc.so.6\nThread 1 (process 120):\n#0  0x00007f in epoll_wait () from /lib64/libc.so.6\n#1  0x05 in main ()\n',
    );
    expect(dumps).toHaveLength(1);
    expect(dumps[0]).toMatchObject({ pid: 120, allThreads: true });
    expect(dumps[0].threads.map((item) => item.tid)).toEqual([123, 120]);
  });

  test('frames that gdb wrapped at the width of a terminal', () => {
    const { dumps } = readBlocks(
      'Thread 1 (Thread 0x7f (LWP 9) "redis-server"):\n#0  0x00007f2eb5f6a545 in __GI___clock_nanosleep (clock_id=clock_id@entry=0, \n    flags=flags@entry=0)\n    at ../sysdeps/unix/sysv/linux/clock_nanosleep.c:48\n#1  0x01 in main () at a.c:3\n',
    );
    expect(dumps[0].threads[0].frames).toMatchObject([
      { fn: '__GI___clock_nanosleep', args: 'clock_id=clock_id@entry=0, flags=flags@entry=0', fileLine: 48, line: 2 },
      { fn: 'main', fileLine: 3 },
    ]);
  });

  test('locals of bt full are skipped', () => {
    const { dumps, unclaimed } = readBlocks(
      'Thread 1 (Thread 0x7f (LWP 9)):\n#0  f (a=1) at x.c:1\n        b = 3\n        s = {a = 1,\n          c = "#1  no (frame)"}\nNo locals.\n#1  0x02 in main () at x.c:9\nNo symbol table info available.\n',
    );
    expect(dumps[0].threads[0].frames.map((frame) => frame.fn)).toEqual(['f', 'main']);
    expect(unclaimed).toEqual([]);
  });

  test('a repeated dump is a second record, also in one session', () => {
    const one = text('module-deadlock-7.2.6.gdb.txt');
    expect(readBlocks(one + one).dumps.map((dump) => dump.threads.length)).toEqual([7, 7]);
    const body = one.slice(one.indexOf('Thread 7'), one.indexOf('[Inferior'));
    expect(readBlocks(body + body).dumps.map((dump) => [dump.threads.length, dump.pid])).toEqual([
      [7, 19472],
      [7, 19472],
    ]);
  });

  test('a dump without its end says what is missing', () => {
    const whole = text('workers-resize.gdb.txt');
    const cut = whole.slice(0, whole.indexOf('Thread 20 '));
    const [dump] = readBlocks(cut).dumps;
    expect(dump.threads).toHaveLength(19);
    expect(dump.incomplete.join()).toContain('19 of 39 threads');
  });

  test('text after the session is not swallowed', () => {
    const { unclaimed } = readBlocks(`${text('module-deadlock-7.2.6.gdb.txt')}# Server\nredis_version:7.2.6\n`);
    expect(unclaimed).toEqual(['# Server', 'redis_version:7.2.6']);
  });
});

describe('eu-stack', () => {
  test('live process', () => {
    const dump = only('workers-resize.eu-stack.txt');
    expect(dump).toMatchObject({ source: 'eu-stack', pid: 4127, allThreads: true });
    expect(dump.threads).toHaveLength(39);
    expect(dump.threads[0].frames[3]).toMatchObject({ fn: 'barrier_wait_and_destroy', address: '0x00007fba959c8d5a' });
  });

  test('core, module names, sources, activation marks', () => {
    expect(only('idle-valkey-9.1.2.eu-stack-core.txt')).toMatchObject({ source: 'eu-stack-core', pid: 14981 });
    const { dumps } = readBlocks(
      'PID 5 - process\nTID 5:\n#0  0x00007f     poll - /usr/lib/libc.so.6\n    ../poll.c:29:3\n#1  0x0000aa - 1 main - /usr/bin/redis-server\n',
    );
    expect(dumps[0].threads[0].frames).toMatchObject([
      { fn: 'poll', object: 'libc.so.6', file: '../poll.c', fileLine: 29 },
      { fn: 'main', object: 'redis-server' },
    ]);
  });
});

describe('/proc and ps', () => {
  test('threads become a dump of kernel frames, the process a record', () => {
    const { dumps, records } = readBlocks(text('module-deadlock-7.2.6.proc.txt'));
    expect(dumps).toHaveLength(1);
    const [dump] = dumps;
    expect(dump).toMatchObject({ source: 'proc', pid: 19472 });
    expect(dump.threads.map((item) => item.name)).toEqual([
      'redis-server',
      'bio_close_file',
      'bio_aof',
      'bio_lazy_free',
      'jemalloc_bg_thd',
      'rl_refill',
      'jemalloc_bg_thd',
    ]);
    expect(dump.threads[0]).toMatchObject({ wchan: 'futex_do_wait' });
    expect(dump.threads[0].frames.at(-1)).toMatchObject({ fn: 'syscall', args: expect.stringContaining('202 0x7f89093ff080') });
    expect(records.find((record) => record.type === 'proc')).toMatchObject({
      pid: 19472,
      comm: 'redis-server',
      state: 'S (sleeping)',
      threads: 7,
    });
  });

  test('files of the process with headers', () => {
    const { records } = readBlocks(text('workers-resize.proc-main.txt'));
    expect(records).toMatchObject([{ type: 'proc', pid: 4127, comm: 'redis-server', threads: 39 }]);
  });

  test('grep style and a stopped process', () => {
    const { records } = readBlocks(
      '/proc/7/task/7/comm:redis-server\n/proc/7/task/7/wchan:do_signal_stop\n/proc/7/task/7/status:State:\tT (stopped)\n/proc/7/status:State:\tT (stopped)\n',
    );
    expect(records[0]).toMatchObject({
      type: 'dump',
      threads: [{ tid: 7, name: 'redis-server', wchan: 'do_signal_stop', procState: 'T' }],
    });
    expect((records[1] as ProcRecord).state).toBe('T (stopped)');
  });

  test('ps keeps the state of servers', () => {
    expect(readBlocks(text('workers-resize.ps.txt')).records).toMatchObject([{ type: 'proc', pid: 4127, state: 'R (running)' }]);
    const table =
      'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot 12 0.0 0.1 1 1 ? Tsl 10:00 0:01 /usr/bin/redis-server *:6379\nroot 13 0.0 0.1 1 1 ? S 10:00 0:01 bash\n';
    expect(readBlocks(table).records).toMatchObject([{ pid: 12, state: 'T (stopped)', comm: 'redis-server' }]);
  });
});

describe('lldb', () => {
  test('bt all', () => {
    const [dump] = readBlocks(
      "(lldb) bt all\n* thread #1, name = 'redis-server', stop reason = signal SIGSTOP\n  * frame #0: 0x00007ff81c4d2c42 libsystem_kernel.dylib`kevent + 10\n    frame #1: 0x0000000102f0a3c8 redis-server`aeProcessEvents(eventLoop=0x00006000, flags=27) at ae.c:417:19 [opt]\n  thread #2, name = 'bio_close_file'\n    frame #0: 0x00007ff81c4d06e6 libsystem_kernel.dylib`__psynch_cvwait + 10\n",
    ).dumps;
    expect(dump.threads.map((item) => item.name)).toEqual(['redis-server', 'bio_close_file']);
    expect(dump.threads[0].frames).toMatchObject([
      { fn: 'kevent', object: 'libsystem_kernel.dylib', offset: '0xa' },
      { fn: 'aeProcessEvents', file: 'ae.c', fileLine: 417 },
    ]);
  });
});

describe('hostile input', () => {
  const names = [
    'workers-resize.gdb-print.txt',
    'module-deadlock-7.2.6.eu-stack.txt',
    'module-deadlock-7.2.6.proc.txt',
    'segfault-valkey-9.1.2.gdb-core.txt',
  ];

  test('a cut at any place neither throws nor invents threads', () => {
    for (const name of names) {
      const whole = text(name);
      const most = Math.max(...readBlocks(whole).dumps.map((dump) => dump.threads.length));
      for (let at = 0; at < whole.length; at += 997)
        for (const dump of readBlocks(whole.slice(at)).dumps) expect(dump.threads.length).toBeLessThanOrEqual(most);
    }
  });

  test('20,000 threads and a very deep stack stay quick and bounded', () => {
    const parts: string[] = [];
    for (let n = 20_000; n > 1; n--)
      parts.push(
        `Thread ${n} (Thread 0x7f00 (LWP ${100_000 + n}) "workers-${n % 10_000}"):\n#0  futex_wait (private=0) at a.c:1\n#1  ___pthread_mutex_lock (mutex=0x55 <moduleGIL>) at b.c:2\n#2  RM_ThreadSafeContextLock () at m.c:3\n`,
      );
    parts.push('Thread 1 (Thread 0x7f00 (LWP 100001) "redis-server"):\n');
    for (let n = 0; n < 60_000; n++) parts.push(`#${n}  0x01 in recurse (n=${n}) at r.c:1\n`);
    parts.push('#60000  0x01 in main () at r.c:1\n[Inferior 1 (process 100001) detached]\n');
    const began = performance.now();
    const [dump] = readBlocks(parts.join('')).dumps;
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(dump.threads).toHaveLength(20_000);
    const main = thread(dump, 100_001);
    expect(main.frames.length).toBeLessThan(200);
    expect(main.frames.at(-1)?.fn).toBe('main');
  });

  test('very long lines', () => {
    const long = 'x'.repeat(200_000);
    const nasty = [
      `#0  0x01 in f (${'a=('.repeat(50_000)}`,
      `Thread 1 (${'('.repeat(100_000)}`,
      `$1 = {${long}`,
      `0x01 <${long}`,
      `[New LWP 1] ${long}`,
      `#1 ${' '.repeat(100_000)}`,
      `TID 1:\n#0  0x01 ${' - '.repeat(50_000)}`,
    ];
    const began = performance.now();
    for (const line of nasty) readBlocks(`[New LWP 5]\nThread 2 (LWP 5):\n${line}\n${line}\n`);
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});
