import { describe, expect, it } from 'vitest';
import { dumpsOf, readEntry } from './read-log.js';

const STACK = [
  'Stack trace of thread 77:',
  '#0  0x00007f3bdb46c615 raise (libc.so.6 + 0x3d615)',
  '#1  0x0000558d0be2ab1c n/a (redis-server + 0x3fb1c)',
  '#2  0x0000558d0be33b60 aeMain (redis-server + 0x48b60)',
];
const read = (lines: string[]) =>
  dumpsOf(readEntry(`${lines.join('\n')}\n`)).map((dump) => ({
    pid: dump.pid,
    signal: dump.terminatedBy?.signal,
    at: dump.stamp.basis === 'none' ? undefined : new Date(dump.stamp.wallMs).toISOString(),
    marked: dump.threads
      .find((thread) => thread.marked)
      ?.frames.map((frame) => frame.fn ?? (frame.object === undefined ? frame.address : `${frame.object}+${frame.offset}`)),
    threads: dump.threads.length,
  }));
const INNERMOST = ['raise', 'redis-server+0x3fb1c', 'aeMain'];

describe('what the system keeps of a dead process', () => {
  it('a message of systemd-coredump', () => {
    expect(read(['Process 77 (redis-server) of user 970 dumped core.', '', ...STACK.map((line) => `                ${line}`)])).toEqual([
      { pid: 77, signal: undefined, at: undefined, marked: INNERMOST, threads: 1 },
    ]);
  });

  it('coredumpctl info, with a second thread', () => {
    const other = ['', 'Stack trace of thread 78:', '#0  0x00007f3bdb46c000 pthread_cond_wait (libc.so.6 + 0x1)'];
    const head = ['           PID: 77 (valkey-server)', '           UID: 970 (valkey)', '        Signal: 11 (SEGV)'];
    expect(
      read([
        ...head,
        '       Message: Process 77 (valkey-server) of user 970 dumped core.',
        ...[...STACK, ...other].map((line) => `                ${line}`),
      ]),
    ).toEqual([{ pid: 77, signal: 'SIGSEGV', at: undefined, marked: INNERMOST, threads: 2 }]);
  });

  it('a crash file of macOS: the crashed thread, and the time with its zone', () => {
    const lines = [
      'Process:               redis-server [4298]',
      'Date/Time:             2020-11-17 21:35:24.481 -0500',
      'Exception Type:        EXC_BAD_ACCESS (SIGSEGV)',
      '',
      'Thread 0:: Dispatch queue: com.apple.main-thread',
      '0   libsystem_kernel.dylib        \t0x00007fff20344462 kevent + 10',
      'Thread 2 Crashed:',
      '0   ???                           \t0x00007ffe95c6a9bc ???',
      '1   redis-server                  \t0x000000010e3cd0d5 createPidFile + 53',
      'Binary Images:',
    ];
    expect(read(lines)).toEqual([
      { pid: 4298, signal: 'SIGSEGV', at: '2020-11-18T02:35:24.481Z', marked: ['0x7ffe95c6a9bc', 'createPidFile'], threads: 2 },
    ]);
  });

  it.each([
    ['another program', ['Process 77 (java) of user 970 dumped core.', ...STACK]],
    [
      'another application',
      [
        'Process:               RedisInsight [4298]',
        'Exception Type:        EXC_BAD_ACCESS (SIGSEGV)',
        'Thread 0 Crashed:',
        '0   a \t0x0000000000000001 b + 1',
      ],
    ],
    ['a head without stacks', ['Process 77 (redis-server) of user 970 dumped core.']],
  ])('%s is nothing of ours', (_, lines) => {
    expect(read(lines)).toEqual([]);
  });
});
