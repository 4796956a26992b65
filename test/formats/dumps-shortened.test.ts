import { describe, expect, it } from 'vitest';
import { deathIn } from '../../src/facts/death-in-stacks.js';
import { classify } from '../../src/facts/threads/classify.js';
import { readStack } from '../../src/facts/threads/stack.js';
import { dumpsOf, readEntry } from './read-log.js';

describe('a dump that somebody shortened', () => {
  it.each([
    ['LWP 43 "thread-pool-thr"   — this one holds the lock', 43, 'thread-pool-thr'],
    ['LWP 7: "redis-server"', 7, 'redis-server'],
    ['LWP 8 ("bio_aof")', 8, 'bio_aof'],
  ])('%s heads a stack without its innermost frames', (head, tid, name) => {
    const main =
      'LWP 1  "main"\n#2  moduleAcquireGIL () at src/module.c:9137\n#3  afterSleep () at src/server.c:2068\n#6  aeMain () at src/ae.c:495\n';
    const dump = dumpsOf(readEntry(`${main}\n${head}\n#1  pthread_rwlock_wrlock ()\n#2  RediSearch_LockWrite ()\n`))[0];
    expect(dump?.threads.map((thread) => [thread.tid, thread.name, thread.frames.map((frame) => frame.fn)])).toEqual([
      [1, 'main', ['moduleAcquireGIL', 'afterSleep', 'aeMain']],
      [tid, name, ['pthread_rwlock_wrlock', 'RediSearch_LockWrite']],
    ]);
    expect(dump?.incomplete.join()).toContain('shortened');
  });

  it.each([
    ['#2  moduleAcquireGIL () at src/module.c:9137\n#3  afterSleep () at src/server.c:2068\n', 'waits for the module lock'],
    ['#1  RM_ThreadSafeContextLock () at module.c:8589\n#2  workerMain ()\n', 'waits for the module lock'],
    // nothing was left out here: the function that takes the lock is at work
    ['#0  moduleAcquireGIL () at src/module.c:9137\n#1  afterSleep () at src/server.c:2068\n', 'runs moduleAcquireGIL'],
  ])('what was left out is told by the function that only takes a lock: %s', (stack, doing) => {
    const dump = dumpsOf(readEntry(`LWP 1  "redis-server"\n${stack}#6  aeMain () at src/ae.c:495\n`))[0]!;
    expect(classify(readStack(dump.threads[0]!, dump.source), 'main', true).doing).toContain(doing);
  });

  it('one frame that was asked for is no stack', () => {
    const dump = dumpsOf(readEntry('Thread 1 (LWP 12):\n#0  poll ()\n#1  aeMain ()\n#3  main ()\n'))[0];
    expect(dump?.threads[0]?.frames.map((frame) => frame.fn)).toEqual(['poll', 'aeMain']);
  });
});

describe('whose death a core tells', () => {
  const stack = (names: readonly string[]) => names.map((name, i) => `#${i}  0x00007f6dc0b49a2${i} in ${name} ()`).join('\n');
  it.each([
    [
      'a client in hiredis',
      'Program terminated with signal SIGSEGV, Segmentation fault.',
      ['redisBufferRead', 'redisGetReply', 'main'],
      undefined,
    ],
    [
      'a client in redis-plus-plus',
      'Program terminated with signal SIGABRT, Aborted.',
      ['raise', 'sw::redis::Redis::get', 'main'],
      undefined,
    ],
    [
      'Sentinel, which uses hiredis',
      'Program terminated with signal SIGSEGV, Segmentation fault.',
      ['redisBufferRead', 'redisAsyncHandleRead', 'aeProcessEvents', 'aeMain', 'main'],
      11,
    ],
    [
      'a server behind a word',
      'Backtrace: Program received signal SIGSEGV, Segmentation fault.',
      ['arena_salloc', 'zmalloc', 'aeMain', 'main'],
      11,
    ],
    [
      'a server stopped by hand',
      'Thread 1 "redis-server" received signal SIGINT, Interrupt.',
      ['containsIterate', 'call', 'aeMain'],
      undefined,
    ],
  ] as const)('%s', (_, head, names, signal) => {
    const dump = dumpsOf(readEntry(`${head}\n${stack(names)}\n`))[0];
    expect(dump === undefined ? undefined : deathIn(dump)?.report.signal).toBe(signal);
  });
});
