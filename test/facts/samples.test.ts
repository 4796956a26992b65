import { describe, expect, it } from 'vitest';
import { changeOf } from '../../src/facts/threads/compare-dumps.js';
import { readDump } from '../../src/facts/threads/read.js';
import type { ThreadState, ThreadStateName } from '../../src/model/threads.js';
import { readBlocks } from '../formats/dumps-read.js';

const cite = { entry: '', line: 1, offset: 0, text: '' };
const state = (stack: string[], name: ThreadStateName = 'running'): ThreadState => ({
  tid: 1,
  name: '',
  role: 'main',
  state: name,
  doing: '',
  holds: [],
  trust: 'high',
  stack,
  cite,
});
const SERVE = ['call', 'processCommand', 'readQueryFromClient', 'aeProcessEvents', 'aeMain', 'main'];
const stack = (...frames: string[]) =>
  frames.map((frame, n) => `#${n}  0x000055e8 in ${frame.includes('(') ? frame : `${frame} ()`}`).join('\n');
const mainOf = (text: string) => {
  const [dump] = readBlocks(text).dumps;
  return readDump(dump).main;
};

describe('two samples of a thread', () => {
  it.each([
    ['the same functions', ['dictScan', 'keysCommand', ...SERVE], ['dictScan', 'keysCommand', ...SERVE], 'same'],
    ['below the same command', ['dictScan', 'keysCommand', ...SERVE], ['stringmatchlen', 'keysCommand', ...SERVE], 'within'],
    ['another command', ['dictFind', 'getCommand', ...SERVE], ['dictFind', 'setCommand', ...SERVE], 'moved'],
    [
      'the same operation of the cron',
      ['a', 'activeDefragCycle', 'serverCron', 'main'],
      ['b', 'activeDefragCycle', 'serverCron', 'main'],
      'within',
    ],
    [
      'cut off, the same inner call',
      ['dictGetSomeKeys', 'srandmemberWithCountCommand'],
      ['dictGetFairRandomKey', 'srandmemberWithCountCommand'],
      'within',
    ],
  ] as const)('%s', (_, first, second, change) => {
    expect(changeOf(state([...first]), state([...second]))).toBe(change);
  });
  it('from work to idleness is a move, idle twice is none', () => {
    expect(changeOf(state(['dictScan', ...SERVE]), state(['epoll_wait', 'aeMain', 'main'], 'idle'))).toBe('moved');
    expect(changeOf(state(['a'], 'idle'), state(['b'], 'idle'))).toBe('same');
  });
});

describe('one text, several pictures', () => {
  const single = stack('dictScan', 'keysCommand', ...SERVE);
  const other = single.replace('dictScan', 'dictRehash');
  it.each([
    ['a date between them', `${single}\nThu Apr  9 07:59:31 UTC 2026\n${single}\n`, 2],
    ['an ISO date', `${single}\n\n2023-06-04T16:15:24+00:00\n${single}\n`, 2],
    ['other innermost frames', `${single}\n\n${other}\n`, 2],
    ['bt and bt full of one stop', `${single}\n${single}\n`, 1],
    ['pstack of two processes', `$ pstack 100\n${single}\n$ sudo pstack 200\n${single}\n`, 2],
  ])('%s', (_, text, count) => {
    expect(readBlocks(text).dumps).toHaveLength(count);
  });
  it('the command line of pstack gives the process', () => {
    expect(readBlocks(`[root@db1 ~]# pstack 100\n${single}\n[root@db1 ~]# pstack 200\n${single}\n`).dumps.map((dump) => dump.pid)).toEqual([
      100, 200,
    ]);
  });
  it('the same command twice under one attach is one moment', () => {
    const all = `Thread 2 (Thread 0x7f1 (LWP 8)):\n${single}\n\nThread 1 (Thread 0x7f2 (LWP 7)):\n${single}\n`;
    const attached = readBlocks(`[New LWP 8]\n${all}\n${all}`).dumps;
    expect(attached.map((dump) => dump.sameStop)).toEqual([undefined, true]);
    expect(readBlocks(`${all}\n${all}`).dumps.map((dump) => dump.sameStop)).toEqual([undefined, undefined]);
  });
});

describe('what main does', () => {
  const CRON = ['databasesCron', 'serverCron', 'aeProcessEvents', 'aeMain', 'main'];
  it.each([
    [['defragLaterStep', 'activeDefragCycle', ...CRON], 'active defragmentation'],
    [['dictRehash', 'dictRehashMilliseconds', ...CRON], 'rehashing'],
    [['evictionPoolPopulate', 'performEvictions', ...CRON], 'eviction'],
    [
      ['je_arena_dalloc_bin_locked_impl', 'zfree', 'freeClient', 'freeClientsInAsyncFreeQueue', 'serverCron', 'aeMain', 'main'],
      'freeing of clients',
    ],
    [['clusterNodeGetSlotBit', 'clusterSendPing', 'clusterCron', 'serverCron', 'aeMain', 'main'], 'cluster bus'],
    [['memcpy_x', 'sdsMakeRoomFor', 'readQueryFromClient', 'aeMain', 'main'], 'query buffer'],
  ])('%s', (frames, words) => {
    const main = mainOf(`Thread 1 (Thread 0x7f2 (LWP 7) "redis-server"):\n${stack(...frames)}\n`);
    expect(main).toMatchObject({ activity: 'running', detail: expect.stringContaining(words) });
  });
  it.each([
    ['srandmemberWithCountCommand', 'SRANDMEMBER'],
    ['zunionInterDiffGenericCommand', 'ZUNIONINTERDIFF'],
    ['keysCommand', 'KEYS'],
  ])('a script names the command that it called: %s', (inner, name) => {
    const frames = [
      'dictScan',
      inner,
      'call',
      'scriptCall',
      'luaRedisGenericCommand',
      'luaV_execute',
      'lua_pcall',
      'evalGenericCommand',
      ...SERVE,
    ];
    expect(mainOf(`Thread 1 (LWP 7):\n${stack(...frames)}\n`)).toMatchObject({ activity: 'script', detail: expect.stringContaining(name) });
  });
  it.each([
    ['rdbSaveBackground', ['rdbSaveRio', 'rdbSave'], 'child-lock'],
    ['rewriteAppendOnlyFileBackground', ['rewriteAppendOnlyFileRio', 'rewriteAppendOnlyFile'], 'child-lock'],
    ['rdbSaveToSlavesSockets', ['rdbSaveRio', 'rdbSaveRioWithEOFMark'], 'child-lock'],
    ['rdbSaveBackground', [], 'lock-wait'],
  ])('behind the fork of %s with %j: %s', (fork, work, activity) => {
    const frames = ['__lll_lock_wait', 'pthread_mutex_lock', 'serverLog', ...work, fork, 'serverCron', 'aeMain', 'main'];
    expect(mainOf(`Thread 1 (LWP 7):\n${stack(...frames)}\n`)?.activity).toBe(activity);
  });
  it.each([
    ['the current thread of bt in a module', stack('Cache_Get () from /opt/lib/mod.so', 'Cmd () from /opt/lib/mod.so'), true],
    ['the allocator on top', stack('je_malloc () from /lib/libjemalloc.so.2', 'zmalloc ()'), true],
    ['a thread that was created', stack('Cache_Get () from /opt/lib/mod.so', 'start_thread ()', 'clone ()'), false],
    ['a helper of the server', stack('fsync ()', 'bioProcessBackgroundJobs ()'), false],
  ])('whose stack it is: %s', (_, text, isMain) => {
    expect(mainOf(`${text}\n`) !== undefined).toBe(isMain);
  });
});

describe('who holds a lock', () => {
  const scene = (...threads: [number, string, ...string[]][]) =>
    threads
      .map(([tid, name, ...frames], n) => `Thread ${threads.length - n} (Thread 0x7f (LWP ${tid}) "${name}"):\n${stack(...frames)}`)
      .join('\n\n');
  const read = (text: string) => readDump(readBlocks(text).dumps[0]);
  const WORKER = ['II_ReadSorted', 'rpidxNext', 'AREQ_Execute_Callback', 'thread_do', 'start_thread'];
  const ASKS = ['pthread_rwlock_wrlock', 'RedisSearchCtx_LockSpecWrite'];

  it.each(['IndexSpec_DeleteDoc', 'Document_DeleteX', 'IndexSpec_UpdateDoc'])(
    '%s asks for the lock of an index and does not hold it',
    (fn) => {
      const reading = read(
        scene([8, 'workers-1', ...WORKER], [7, 'redis-server', ...ASKS, fn, 'HashNotificationCallback', 'delGenericCommand', ...SERVE]),
      );
      expect(reading.main?.activity).toBe('lock-wait');
      expect(reading.graph.cycles).toEqual([]);
    },
  );
  it('an expired key is deleted below the read of the same index: main waits for itself', () => {
    const expired = 'moduleNotifyKeyspaceEvent (type=256, event=0x55 "expired", key=0x7f)';
    const frames = [
      ...ASKS,
      'IndexSpec_DeleteDoc',
      expired,
      'lookupKey',
      'RM_OpenKey',
      'RLookup_LoadDocument',
      'rploaderNext',
      'RedisModuleCommandDispatcher',
      ...SERVE,
    ];
    expect(read(scene([7, 'redis-server', ...frames])).graph.cycles).toHaveLength(1);
    const deleted = frames.map((frame) => frame.replace('"expired"', '"del"'));
    expect(read(scene([7, 'redis-server', ...deleted])).graph.cycles).toEqual([]);
  });
  it('nobody is a holder for want of others where threads are missing', () => {
    const two = scene(
      [57, 'mod-w2', 'pthread_rwlock_wrlock', 'Journal_Lock () from /opt/lib/mod.so', 'start_thread'],
      [56, 'mod-w1', '__lll_lock_wait', 'pthread_mutex_lock', 'Cache_Get () from /opt/lib/mod.so', 'start_thread'],
    );
    expect(read(two.replace('Thread 2 ', 'Thread 9 ').replace('Thread 1 ', 'Thread 8 ')).graph.cycles).toEqual([]);
  });
});
