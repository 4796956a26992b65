import { describe, expect, it } from 'vitest';
import { buildFacts } from '../../src/facts/build.js';
import type { Facts } from '../../src/model/facts.js';
import { readEntry } from '../formats/read-log.js';

const facts = (text: string): Facts => buildFacts([readEntry(text)], { zones: [] });
const READY = '1:M 21 Nov 2022 18:03:10.000 * Ready to accept connections\n';
const LATER = '1:M 21 Nov 2022 18:05:10.000 * 100 changes in 300 seconds. Saving...\n';
const START =
  '1:C 21 Nov 2022 18:03:12.000 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\n1:C 21 Nov 2022 18:03:12.000 # Redis version=7.0.5, bits=64, commit=00000000, modified=0, pid=1, just started\n1:M 21 Nov 2022 18:03:12.010 * Ready to accept connections\n';

const HEAD =
  '=== REDIS BUG REPORT START: Cut & paste starting from here ===\n7:M 12 Jan 2025 22:05:12.666 # Redis 7.2.4 crashed by signal: 11, si_code: 1\n';

describe('one death is told by several', () => {
  it.each([
    [
      'the allocator and the shell',
      '<jemalloc>: Unsupported system page size\n<jemalloc>: Unsupported system page size\nSegmentation fault (core dumped)\n',
      11,
    ],
    ['a library and the shell', `${READY}free(): invalid pointer\nAborted (core dumped)\n`, 6],
    [
      'a report and the emulator',
      `${HEAD}\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===\n\n       Please report the crash\nqemu: uncaught target signal 11 (Segmentation fault) - core dumped\n`,
      11,
    ],
  ])('%s', (_, text, signal) => {
    const found = facts(text);
    expect(found.crashes.map((crash) => crash.report.signal)).toEqual([signal]);
    expect(found.lastWords).toEqual([]);
  });
});

describe('last words without a report', () => {
  it.each([
    ['end the log', `${READY}redis-server: raft.c:1012: f: Assertion \`ret == 0' failed.\n`, 'assertion'],
    [
      'stand before the next start',
      `${READY}terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n${START}`,
      'outOfMemory',
    ],
    ['are all that there is, and name the program', "valkey-server: a.c:1: f: Assertion `x' failed.\n", 'assertion'],
    ['are what a shell says behind the log', `${READY}Segmentation fault (core dumped)\n`, 'signal'],
    ['name the server that a script ran', './run.sh: line 3:  77 Bus error               (core dumped) redis-server x.conf\n', 'signal'],
    ['are those of an emulator, alone', 'qemu: uncaught target signal 11 (Segmentation fault) - core dumped\n', 'signal'],
    ['end the log of a Rust module', `${READY}thread 'main' panicked at src/a.rs:1:2:\nno entry found\n`, 'panic'],
  ])('are a death: they %s', (_, text, part) => {
    const [crash, ...others] = facts(text).crashes;
    expect(others).toEqual([]);
    expect(crash.origin).toBe(part === 'signal' ? 'unknown' : 'self');
    expect(crash).toMatchObject({ survived: false, report: { unwritten: true } });
    expect(crash.report[part as 'assertion']).toBeDefined();
  });

  it.each([
    ['the server goes on', `${READY}memory allocation of 4096 bytes failed\n${LATER}`],
    ['a script ran something else', `${READY}./run.sh: line 3:  77 Aborted                 (core dumped) /opt/worker\n`],
    ['other text stands around', `${'worker is up\n'.repeat(9)}Segmentation fault (core dumped)\n`],
    ['another program says it', `${READY}python3: worker.c:12: run: Assertion \`x' failed.\n`],
    [
      'it shut down itself before',
      `${READY}1:M 21 Nov 2022 18:04:10.000 # Redis is now ready to exit, bye bye...\nfree(): invalid pointer\n`,
    ],
  ])('are none where %s, but are kept', (_, text) => {
    const found = facts(text);
    expect(found.crashes).toEqual([]);
    expect(found.lastWords).toHaveLength(1);
  });
});

describe('last words and a core of the same process', () => {
  const JOURNAL = (line: string) => `Nov 05 15:04:21 host redis-server[34522]: ${line}\n`;
  it('are one death: the words say why, the core says where', () => {
    const found = facts(
      `${JOURNAL('34522:M 05 Nov 2020 15:03:56.926 * Ready to accept connections')}${JOURNAL('double free or corruption (!prev)')}` +
        'Nov 05 15:04:21 host systemd-coredump[34611]: Process 34522 (redis-server) of user 970 dumped core.\n' +
        [
          'raise (libc.so.6 + 0x3d615)',
          'abort (libc.so.6 + 0x26862)',
          'malloc_printerr (libc.so.6 + 0x8727a)',
          'freeClientArgv (redis-server + 0x50f5e)',
        ]
          .map(
            (frame, n) =>
              `${n === 0 ? `${' '.repeat(52)}Stack trace of thread 34522:\n` : ''}${' '.repeat(52)}#${n}  0x00007f3bdb46c61${n} ${frame}\n`,
          )
          .join(''),
    );
    expect(found.crashes).toHaveLength(1);
    expect(found.crashes[0]).toMatchObject({ origin: 'self', place: 'freeClientArgv', report: { signal: 6, unwritten: true } });
    // dated by the wrapper, not by the last line of the log
    expect(found.crashes[0]!.timeMs).toBe(Date.UTC(2020, 10, 5, 15, 4, 21));
  });
});
