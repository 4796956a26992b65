import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findCycles } from '../../src/facts/threads/cycles.js';
import { groupThreads } from '../../src/facts/threads/group.js';
import { canonicalName } from '../../src/facts/threads/names.js';
import { type DumpHints, readDump } from '../../src/facts/threads/read.js';
import type { ThreadDump } from '../../src/model/records.js';
import type { DumpReading } from '../../src/model/threads.js';
import { readBlocks } from '../formats/dumps-read.js';
import { dumpsOfReport } from './threads-report.js';

const text = (name: string): string => readFileSync(new URL(`../../fixtures/dumps/${name}`, import.meta.url), 'latin1');
const dumpOf = (name: string): ThreadDump =>
  (/report|watchdog/.test(name) ? dumpsOfReport(text(name), name) : readBlocks(text(name), name).dumps)[0];
const read = (name: string, hints: DumpHints = {}): DumpReading => readDump(dumpOf(name), hints);
const main = (reading: DumpReading) => ({ activity: reading.main?.activity, trust: reading.main?.trust });
const kinds = (reading: DumpReading, cycle: string[]) =>
  cycle.map((id) => reading.graph.resources.find((resource) => resource.id === id)?.kind ?? 'thread');

/** gdb text of a few threads, so that the scenarios read like dumps. */
function scene(...threads: [tid: number, name: string, ...frames: string[]][]): ThreadDump {
  const lines = threads.map(([tid, name, ...frames], index) => {
    const head = `Thread ${threads.length - index} (Thread 0x7f00 (LWP ${tid})${name ? ` "${name}"` : ''}):`;
    return [head, ...frames.map((frame, n) => `#${n}  0x01 in ${frame.includes(' (') ? frame : `${frame} ()`}`)].join('\n');
  });
  return readBlocks(`[New LWP 2]\n${lines.join('\n\n')}\n[Inferior 1 (process 1) detached]\n`).dumps[0];
}
const SERVE = ['call', 'processCommand', 'readQueryFromClient', 'aeProcessEvents', 'aeMain', 'main'];
const COMMAND = ['RedisModuleCommandDispatcher', ...SERVE];
const IDLE_MAIN = ['epoll_wait', 'aeApiPoll', 'aeProcessEvents', 'aeMain', 'main'];
const WANTS_LOCK = [
  '__lll_lock_wait',
  '___pthread_mutex_lock (mutex=0x55 <moduleGIL.lto_priv.0>)',
  'moduleAcquireGIL',
  'RM_ThreadSafeContextLock',
];
const START = ['start_thread', 'clone3'];
const edge = (reading: DumpReading, from: string, to: string) => reading.graph.edges.find((item) => item.from === from && item.to === to);

describe('captured deadlocks', () => {
  const expected: [name: string, activity: string, want: number, arrived: number, hints?: DumpHints][] = [
    ['workers-resize.gdb.txt', 'pool-resize', 2, 6],
    ['workers-resize.gdb-print.txt', 'pool-resize', 2, 6],
    ['workers-resize.eu-stack.txt', 'pool-resize', 2, 6],
    ['workers-resize-8.0.report.txt', 'pool-resize', 4, 4],
    ['workers-resize-stripped.report.txt', 'pool-resize', 6, 2, { command: ['_FT.CONFIG', 'SET', 'WORKERS', '0'] }],
    ['workers-resize-stripped.report.txt', 'barrier-wait', 6, 2],
    ['pool-init.gdb-core.txt', 'pool-init', 8, 0],
    ['pool-init-stripped.report.txt', 'pool-init', 8, 0, { command: ['FT.SEARCH', 'idx', '*'] }],
  ];
  test.each(expected)('%s: %s, %i want the module lock, %i have arrived', (name, activity, want, arrived, hints) => {
    const reading = read(name, hints);
    expect(reading.main?.activity).toBe(activity);
    expect(reading.workers).toMatchObject({ total: 8, wantModuleLock: want, arrived, idle: 0, other: 0 });
    expect(reading.graph.cycles).toHaveLength(1);
    const [cycle] = reading.graph.cycles;
    expect(kinds(reading, cycle)).toEqual(['barrier', 'thread', 'module-lock', 'thread']);
    expect(reading.graph.rootBlocker).toBe(`t${reading.main?.tid}`);
    expect(cycle).toContain(reading.graph.rootBlocker);
    expect(reading.graph.resources.find((resource) => resource.id === 'barrier:workers')).toMatchObject({
      expected: 8,
      arrived,
      missing: want,
    });
    // The event thread of the coordinator may want the lock too.
    const waiting = reading.graph.edges.filter((item) => item.to === 'module-lock').map((item) => item.from);
    expect(reading.states.filter((state) => state.role === 'search-worker' && waiting.includes(`t${state.tid}`))).toHaveLength(want);
    expect(reading.graph.edges.filter((item) => item.from === 'barrier:workers')).toHaveLength(want);
    expect(reading.contradictions).toEqual([]);
  });

  test('without symbols the barrier is an inference, and the reading says so', () => {
    const reading = read('workers-resize-stripped.report.txt');
    expect(main(reading)).toEqual({ activity: 'barrier-wait', trust: 'medium' });
    expect(reading.limits.join()).toContain('no symbols');
  });

  test("a module's own lock: by gdb's name of the mutex, or by the function that takes it", () => {
    const gdb = read('module-deadlock-7.2.6.gdb.txt');
    expect(gdb.graph.cycles).toEqual([['module-lock', 't19472', 'mutex:bucket_lock', 't20135']]);
    expect(main(gdb)).toEqual({ activity: 'lock-wait', trust: 'high' });
    expect(edge(gdb, 't19472', 'mutex:bucket_lock')).toMatchObject({ relation: 'waits', basis: 'observed' });
    expect(edge(gdb, 'mutex:bucket_lock', 't20135')).toMatchObject({ relation: 'holds', basis: 'inferred' });
    expect(edge(gdb, 'module-lock', 't19472')).toMatchObject({ relation: 'holds', basis: 'inferred' });
    expect(gdb.states.find((state) => state.tid === 20135)).toMatchObject({
      waits: 'module-lock',
      holds: ['mutex:bucket_lock'],
      role: 'module',
    });
    const eu = read('module-deadlock-7.2.6.eu-stack.txt');
    expect(eu.graph.cycles).toEqual([['module-lock', 't19472', 'mutex:taken in rl_take_cmd', 't20135']]);
  });

  test('one thread alone shows no cycle', () => {
    const reading = read('module-deadlock-6.2.16.watchdog.txt');
    expect(main(reading)).toEqual({ activity: 'lock-wait', trust: 'high' });
    expect(reading.graph.cycles).toEqual([]);
    expect(reading.limits.join()).toContain('current thread only');
  });

  test('kernel stacks tell a mutex wait and nothing about its owner', () => {
    const reading = read('module-deadlock-7.2.6.proc.txt');
    expect(main(reading)).toEqual({ activity: 'lock-wait', trust: 'low' });
    expect(reading.graph.cycles).toEqual([]);
    expect(reading.limits.join()).toContain('kernel stacks only');
  });
});

describe('captured processes without a deadlock', () => {
  test.each(['idle-search.gdb.txt', 'idle-stripped-7.0.15.gdb.txt', 'idle-valkey-9.1.2.eu-stack-core.txt'])('%s is idle', (name) => {
    const reading = read(name);
    expect(reading.main?.activity).toBe('idle');
    expect(reading.graph).toMatchObject({ cycles: [], edges: [] });
    expect(reading.states.every((state) => state.state === 'idle')).toBe(true);
  });

  test.each(['lua-under-load.gdb-print.txt', 'lua-under-load.eu-stack.txt', 'lua-under-load.report.txt'])(
    '%s: workers wait for a busy main, which waits for nobody',
    (name) => {
      const reading = read(name);
      expect(reading.main?.activity).toBe('script');
      expect(reading.workers.wantModuleLock).toBe(4);
      expect(reading.graph.cycles).toEqual([]);
      expect(reading.graph.rootBlocker).toBe(`t${reading.main?.tid}`);
      const basis = name.includes('print') ? 'observed' : 'inferred';
      expect(edge(reading, 'module-lock', `t${reading.main?.tid}`)).toMatchObject({ relation: 'holds', basis });
    },
  );

  test('a sleep is no lock', () => {
    const reading = read('debug-sleep-valkey-9.1.2.gdb.txt');
    expect(reading.main).toMatchObject({ activity: 'sleep', command: 'debugCommand', trust: 'high' });
    expect(reading.main?.cite.text).toContain('nanosleep');
  });

  test('a crash is read below the signal handler', () => {
    const reading = read('segfault-valkey-9.1.2.gdb-core.txt');
    expect(reading.main).toMatchObject({ activity: 'module-command' });
    expect(reading.main?.frames.slice(0, 2)).toEqual(['bucket_refill', 'rl_null_cmd']);
  });

  test('one frame of main does not tell what it does', () => {
    expect(main(read('workers-resize.gdb-info.txt'))).toEqual({ activity: 'unknown', trust: 'low' });
  });
});

describe('scenes', () => {
  test('main waits for the module lock after its poll; the holder is the module thread in the keyspace', () => {
    const reading = readDump(
      scene(
        [2, 'mod-thread', 'dictFind', 'RM_OpenKey', 'mod_work', ...START],
        [3, 'mod-other', ...WANTS_LOCK, 'mod_work', ...START],
        [1, 'redis-server', ...WANTS_LOCK.slice(0, 3), 'afterSleep', 'aeProcessEvents', 'aeMain', 'main'],
      ),
    );
    expect(reading.main).toMatchObject({
      activity: 'lock-wait',
      detail: 'waits for the module lock after sleep, before it handles events',
    });
    expect(edge(reading, 'module-lock', 't2')).toMatchObject({ relation: 'holds', basis: 'inferred' });
    expect(reading.graph.rootBlocker).toBe('t2');
    expect(reading.graph.cycles).toEqual([]);
  });

  test('a worker that reads under the index lock wants the module lock while main wants to write under it', () => {
    const reading = readDump(
      scene(
        [2, 'workers-0001', ...WANTS_LOCK, 'loadFields', 'rpidxNext', 'sendChunk', 'thread_do', ...START],
        [3, 'workers-0002', ...WANTS_LOCK, 'rpSafeLoaderNext_Accumulate', 'rpidxNext', 'sendChunk', 'thread_do', ...START],
        [
          1,
          'redis-server',
          '__futex_abstimed_wait_common64',
          '__pthread_rwlock_wrlock_full64',
          '___pthread_rwlock_wrlock (rwlock=0x7f01)',
          'RedisSearchCtx_LockSpecWrite',
          'IndexSpec_UpdateDoc',
          'moduleNotifyKeyspaceEvent',
          ...SERVE,
        ],
      ),
    );
    expect(reading.graph.cycles).toEqual([['module-lock', 't1', 'rwlock:spec', 't2']]);
    expect(edge(reading, 'rwlock:spec', 't3')).toBeUndefined();
  });

  test('two module locks taken in opposite order need no module lock', () => {
    const lock = (name: string, address: string) => ['__lll_lock_wait', `___pthread_mutex_lock (mutex=${address} <${name}>)`];
    const reading = readDump(
      scene(
        [2, 'ta', ...lock('lock_b', '0x2b'), 'first (x=1) at /src/mod/a.c:1', ...START],
        [3, 'tb', ...lock('lock_a', '0x2a'), 'second (x=1) at /src/mod/b.c:1', ...START],
        [1, 'redis-server', ...IDLE_MAIN],
      ),
    );
    expect(reading.graph.cycles).toEqual([['mutex:lock_a', 't2', 'mutex:lock_b', 't3']]);
    expect(reading.main?.activity).toBe('idle');
  });

  test('main joins a thread of its module that wants the module lock', () => {
    const reading = readDump(
      scene(
        [2, 'mod-bg', ...WANTS_LOCK, 'flush (x=1) at /src/mod/bg.c:1', ...START],
        [
          1,
          'redis-server',
          '__futex_abstimed_wait_common64',
          '__pthread_clockjoin_ex',
          '___pthread_join',
          'stop_cmd (x=1) at /src/mod/cmd.c:2',
          ...COMMAND,
        ],
      ),
    );
    expect(reading.main?.activity).toBe('lock-wait');
    expect(reading.graph.cycles).toEqual([['module-lock', 't1', 'thread-end:in stop_cmd', 't2']]);
  });

  test('main polls in short sleeps for its module thread; a long sleep is only a sleep', () => {
    const scenes = (pause: string) =>
      readDump(
        scene(
          [2, 'mod-bg', ...WANTS_LOCK, 'flush (x=1) at /src/mod/bg.c:1', ...START],
          [1, 'redis-server', 'clock_nanosleep', `usleep (useconds=${pause})`, 'drain_cmd (x=1) at /src/mod/cmd.c:2', ...COMMAND],
        ),
      );
    expect(scenes('100').graph.cycles).toHaveLength(1);
    expect(scenes('5000000').graph.cycles).toEqual([]);
    expect(scenes('5000000').main?.activity).toBe('module-command');
  });

  test('a lock whose holder may be a running thread stays open', () => {
    const reading = readDump(
      scene(
        [2, 'mod-a', 'compute (x=1) at /src/mod/a.c:1', ...START],
        [3, 'mod-b', ...WANTS_LOCK, 'flush (x=1) at /src/mod/b.c:1', ...START],
        [
          1,
          'redis-server',
          '__lll_lock_wait',
          '___pthread_mutex_lock (mutex=0x2a <cfg_lock>)',
          'get_cmd (x=1) at /src/mod/c.c:1',
          ...COMMAND,
        ],
      ),
    );
    expect(reading.graph.cycles).toEqual([]);
    expect(edge(reading, 'mutex:cfg_lock', 't2')).toMatchObject({ basis: 'unknown' });
  });

  test('two mutexes known only by their callers may be one: no cycle of them', () => {
    const lock = (address: string) => ['__lll_lock_wait', `___pthread_mutex_lock${address}`];
    const both = (a: string, b: string) =>
      readDump(
        scene([2, 'ta', ...lock(a), 'first', ...START], [3, 'tb', ...lock(b), 'second', ...START], [1, 'redis-server', ...IDLE_MAIN]),
      ).graph.cycles;
    expect(both('', '')).toEqual([]);
    expect(both(' (mutex=0x2a)', ' (mutex=0x2a)')).toEqual([]);
    expect(both(' (mutex=0x2a)', ' (mutex=0x2b)')).toHaveLength(1);
  });

  test('a lock of another module is not this one', () => {
    const report = (object: string) =>
      dumpsOfReport(
        `1:M 23 Nov 2026 06:40:17.560 * x\n------ STACK TRACE ------\n\n2 other\n/lib/libc.so.6(+0x8612b)[0x7f01]\n/lib/libc.so.6(pthread_mutex_lock+0x112)[0x7f02]\n/r/redis-server *:1(RM_ThreadSafeContextLock+0x15)[0x55]\n/r/${object}(+0x17)[0x7f03]\n/lib/libc.so.6(+0x891f5)[0x7f04]\n\n1 redis-server *\n/lib/libc.so.6(+0x3c050)[0x7f05]\n/lib/libc.so.6(+0x8612b)[0x7f01]\n/lib/libc.so.6(pthread_mutex_lock+0x112)[0x7f02]\n/r/mine.so(+0x99)[0x7f06]\n/r/redis-server *:1(RedisModuleCommandDispatcher+0xab)[0x55]\n/r/redis-server *:1(main+0x1)[0x55]\n\n2/2 expected stacktraces.\n`,
      )[0];
    expect(readDump(report('mine.so')).graph.cycles).toHaveLength(1);
    expect(readDump(report('theirs.so')).graph.cycles).toEqual([]);
  });

  test('main stands at a barrier of a module whose thread wants the module lock', () => {
    const reading = readDump(
      scene(
        [2, 'mod-1', 'futex_wait', '___pthread_barrier_wait (barrier=0x7f10)', 'work (x=1) at /src/mod/w.c:1', ...START],
        [3, 'mod-2', ...WANTS_LOCK, 'work (x=1) at /src/mod/w.c:1', ...START],
        [1, 'redis-server', 'futex_wait', '___pthread_barrier_wait (barrier=0x7f10)', 'sync_cmd (x=1) at /src/mod/c.c:1', ...COMMAND],
      ),
    );
    expect(reading.main?.activity).toBe('barrier-wait');
    expect(reading.graph.cycles).toEqual([['barrier:0x7f10', 't3', 'module-lock', 't1']]);
    expect(reading.contradictions).toEqual([]);
  });

  test('a worker in the initialisation of its own pool waits for itself', () => {
    const arrived = ['futex_wait', '___pthread_barrier_wait (barrier=0x7ffe10)', 'barrier_wait', 'thread_do (thpool_p=0x9)', ...START];
    const reading = readDump(
      scene(
        [
          2,
          'workers-0001',
          'clock_nanosleep',
          'usleep (useconds=1)',
          'barrier_wait_and_destroy (barrier=0x7ffe10)',
          'redisearch_thpool_verify_init (thpool_p=0x9)',
          'redisearch_thpool_add_work (thpool_p=0x9)',
          'AREQ_Execute_Callback',
          'thread_do (thpool_p=0x9)',
          ...START,
        ],
        [3, 'workers-0002', ...arrived],
        [1, 'redis-server', ...IDLE_MAIN],
      ),
    );
    expect(reading.graph.cycles).toEqual([['barrier:workers', 't2']]);
    expect(reading.graph.rootBlocker).toBe('t2');
  });

  test('all have arrived, yet the barrier is closed', () => {
    const arrived = ['futex_wait', 'pthread_barrier_wait', 'barrier_wait', 'thread_do', ...START];
    const reading = readDump(
      scene(
        [2, 'workers-0001', ...arrived],
        [3, 'workers-0002', ...arrived],
        [
          1,
          'redis-server',
          'usleep',
          'barrier_wait_and_destroy',
          'redisearch_thpool_terminate_when_empty',
          'workersThreadPool_SetNumWorkers',
          'ConfigCommand',
          ...COMMAND,
        ],
      ),
    );
    expect(reading.graph.cycles).toEqual([]);
    expect(reading.contradictions.join()).toContain('all 2 threads have arrived');
  });

  test('a dump cut at 50 threads leaves missing workers unknown', () => {
    const dump = scene(
      [2, 'workers-0001', 'pthread_barrier_wait', 'barrier_wait', 'thread_do', ...START],
      [
        1,
        'redis-server',
        'usleep',
        'barrier_wait_and_destroy',
        'redisearch_thpool_broadcast_new_state (n_threads=8, thpool=0x9)',
        'workersThreadPool_SetNumWorkers',
        ...COMMAND,
      ],
    );
    Object.assign(dump, { source: 'redis-report', expected: { got: 50, of: 50 } });
    const reading = readDump(dump);
    expect(reading.graph.resources[0]).toMatchObject({ expected: 8, arrived: 1, missing: 7 });
    expect(reading.limits.join('\n')).toMatch(/50-thread limit[\s\S]*7 of 8 threads of the pool are not in the dump/);
    expect(reading.contradictions).toEqual([]);
  });

  test('main below processEventsWhileBlocked is not idle', () => {
    const reading = readDump(
      scene([
        1,
        'redis-server',
        'epoll_wait',
        'aeApiPoll',
        'aeProcessEvents',
        'processEventsWhileBlocked',
        'luaMaskCountHook',
        'luaV_execute',
        'lua_pcall',
        'evalGenericCommand',
        ...SERVE,
      ]),
    );
    expect(reading.main?.activity).toBe('script');
  });

  test('workers want the lock although main is idle', () => {
    const reading = readDump(scene([2, 'workers-0001', ...WANTS_LOCK, 'thread_do', ...START], [1, 'redis-server', ...IDLE_MAIN]));
    expect(reading.graph.cycles).toEqual([]);
    expect(reading.contradictions.join()).toContain('although main is idle');
  });

  const activities: [activity: string, ...frames: string[]][] = [
    ['disk', 'fdatasync', 'flushAppendOnlyFile', 'beforeSleep', 'aeProcessEvents', 'aeMain', 'main'],
    ['disk', '__libc_write', 'aofWrite', 'flushAppendOnlyFile', 'beforeSleep', 'aeMain', 'main'],
    ['fork-wait', 'wait4', 'killRDBChild', 'flushallCommand', ...SERVE],
    ['lock-wait', 'pthread_mutex_lock', 'bioDrainWorker', 'flushdbCommand', ...SERVE],
    ['loading', '__read', 'rioFileRead', 'rdbLoadRio', 'loadDataFromDisk', 'main'],
    ['command', 'stringmatchlen_impl', 'keysCommand', ...SERVE],
    [
      'script',
      'stringmatchlen_impl',
      'keysCommand',
      'call',
      'scriptCall',
      'luaRedisGenericCommand',
      'luaV_execute',
      'evalGenericCommand',
      ...SERVE,
    ],
    ['module-command', 'grind', 'my_cmd', ...COMMAND],
    ['running', 'activeExpireCycle', 'databasesCron', 'serverCron', 'aeProcessEvents', 'aeMain', 'main'],
    ['idle', ...IDLE_MAIN],
  ];
  test.each(activities)('main activity %s', (activity, ...frames) => {
    expect(readDump(scene([1, 'redis-server', ...frames])).main?.activity).toBe(activity);
  });

  test('a stopped process', () => {
    expect(readDump(scene([1, 'redis-server', ...IDLE_MAIN]), { stopped: true }).main?.activity).toBe('stopped');
    const [dump] = readBlocks(
      '==> /proc/7/task/7 <==\ncomm: redis-server\nwchan: do_signal_stop\nstack: [<0>] do_signal_stop+0x1/0x2\nState:\tT (stopped)\n',
    ).dumps;
    expect(readDump(dump).main?.activity).toBe('stopped');
  });

  test('threads without names: roles by their frames', () => {
    const reading = readDump(
      scene(
        [9, '', 'pthread_cond_wait', 'bioProcessBackgroundJobs', ...START],
        [8, '', 'pthread_cond_wait', 'background_thread_entry', ...START],
        [7, '', 'epoll_pwait', 'uv__io_poll', 'uv_run', ...START],
        [6, '', 'pthread_cond_wait', 'priority_queue_pull', 'thread_do', ...START],
        [5, '', ...WANTS_LOCK, 'rpSafeLoaderNext_Accumulate', 'AREQ_Execute_Callback', 'thread_do', ...START],
        [1, '', ...IDLE_MAIN],
      ),
    );
    expect(reading.states.map((state) => state.role)).toEqual(['bio', 'jemalloc', 'search-uv', 'search-pool', 'search-worker', 'main']);
  });
});

describe('parts', () => {
  test('one name for one function', () => {
    const names = [
      '__GI___clock_nanosleep',
      'clock_nanosleep@GLIBC_2.2.5',
      '__nanosleep',
      '___pthread_mutex_lock',
      '__pthread_mutex_lock@GLIBC_2.2.5',
      'pthread_cond_wait@@GLIBC_2.3.2',
      'moduleGIL.lto_priv.0',
      'foo.constprop.0.isra.1',
      'aeProcessEvents.part.0',
      'VM_OpenKey',
      'ValkeyModuleCommandDispatcher',
      '_serverAssert',
      '__lll_lock_wait_private',
    ];
    expect(names.map(canonicalName)).toEqual([
      'clock_nanosleep',
      'clock_nanosleep',
      'nanosleep',
      'pthread_mutex_lock',
      'pthread_mutex_lock',
      'pthread_cond_wait',
      'moduleGIL',
      'foo',
      'aeProcessEvents',
      'RM_OpenKey',
      'RedisModuleCommandDispatcher',
      '_serverAssert',
      'lll_lock_wait_private',
    ]);
  });

  test('one cycle for each knot, from its smallest id, whatever the order of edges', () => {
    const edges = ['a>b', 'b>c', 'c>a', 'b>d', 'd>b', 'e>e', 'f>a', 'x>y'].map((item) => ({ from: item[0], to: item[2] }));
    expect(findCycles(edges)).toEqual([['b', 'd'], ['e']]);
    expect(findCycles([...edges].reverse())).toEqual([['b', 'd'], ['e']]);
  });

  test('groups: main and the stuck first, the idle folded and last', () => {
    const groups = groupThreads(read('workers-resize.gdb.txt').states);
    expect(groups.map((group) => [group.role, group.state, group.count])).toEqual([
      ['main', 'waiting', 1],
      ['search-worker', 'waiting', 2],
      ['search-worker', 'arrived', 6],
      ['search-coord', 'idle', 20],
      ['jemalloc', 'idle', 4],
      ['bio', 'idle', 3],
      ['kernel-helper', 'idle', 1],
      ['search-uv', 'idle', 1],
      ['search-gc', 'idle', 1],
    ]);
  });

  test('every citation is found in its line', () => {
    const name = 'workers-resize.gdb.txt';
    const lines = text(name).split('\n');
    for (const state of read(name).states) expect(lines[state.cite.line - 1].startsWith(state.cite.text)).toBe(true);
  });

  test('20,000 workers are read quickly, and the graph stays small', () => {
    const worker = (tid: number): [number, string, ...string[]] => [
      tid,
      `workers-${tid}`,
      ...WANTS_LOCK,
      'rpSafeLoaderNext_Accumulate',
      'thread_do',
      ...START,
    ];
    const dump = scene(...Array.from({ length: 20_000 }, (_, index) => worker(index + 2)), [
      1,
      'redis-server',
      'usleep',
      'barrier_wait_and_destroy',
      'redisearch_thpool_terminate_when_empty',
      'workersThreadPool_SetNumWorkers',
      ...COMMAND,
    ]);
    const began = performance.now();
    const reading = readDump(dump);
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(reading.workers.wantModuleLock).toBe(20_000);
    expect(reading.graph.cycles).toHaveLength(1);
    expect(reading.graph.threads.length).toBeLessThanOrEqual(400);
    expect(groupThreads(reading.states)).toHaveLength(2);
  });
});

const CORPUS = '/work/shared/corpus/redisearch';
describe.runIf(existsSync(CORPUS))('all captured RediSearch processes', () => {
  for (const name of existsSync(CORPUS) ? readdirSync(CORPUS).sort() : []) {
    const truth = JSON.parse(readFileSync(`${CORPUS}/${name}/truth.json`, 'utf8'));
    const counts = truth.lab?.threads?.workers;
    const dead = /^deadlock/.test(truth.verdict[0]);
    for (const [file, dump] of dumpsIn(`${CORPUS}/${name}`)) {
      test(`${name}/${file}`, () => {
        const reading = readDump(dump);
        expect(reading.graph.cycles).toHaveLength(dead ? 1 : 0);
        if (!counts) return;
        expect(reading.workers.wantModuleLock).toBe(counts['mutex moduleGIL'] ?? 0);
        expect(reading.workers.arrived).toBe(counts.pthread_barrier_wait ?? 0);
      });
    }
  }
});

function dumpsIn(folder: string): [string, ThreadDump][] {
  const found: [string, ThreadDump][] = [];
  for (const item of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = `${item.parentPath}/${item.name}`;
    if (/^(?:core-)?gdb-bt.*\.txt$|^gdb-print\.txt$|^eu-stack\.txt$/.test(item.name))
      found.push(...readBlocks(readFileSync(path, 'latin1')).dumps.map((dump): [string, ThreadDump] => [item.name, dump]));
    if (item.name.endsWith('.log'))
      found.push(...dumpsOfReport(readFileSync(path, 'latin1')).map((dump): [string, ThreadDump] => [item.name, dump]));
  }
  return found;
}
