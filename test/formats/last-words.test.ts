import { describe, expect, it } from 'vitest';
import { continueLastWords, parseLastWords } from '../../src/formats/crash/last-words.js';
import { crashesOf, readEntry } from './read-log.js';

const context = {
  entry: 'redis.log',
  sub: '',
  line: 1,
  offset: 0,
  wrapTimeMs: Number.NaN,
  wrapWallMs: Number.NaN,
  wrapPid: 0,
  wrapLevel: '' as const,
};
const parse = (text: string) => parseLastWords(text, context as never);

describe('last words are read whoever says them', () => {
  it.each([
    ['free(): double free detected in tcache 2', { by: 'glibc', what: 'heap-corruption' }],
    ['free(): invalid pointer', { what: 'heap-corruption' }],
    ['double free or corruption (!prev)', { what: 'heap-corruption' }],
    ['corrupted size vs. prev_size', { what: 'heap-corruption' }],
    ['malloc(): unsorted double linked list corrupted', { what: 'heap-corruption' }],
    ['malloc_consolidate(): invalid chunk size', { what: 'heap-corruption' }],
    [
      "*** Error in `redis-server *:6379': free(): invalid pointer: 0x00007f1e8c0b2010 ***",
      { what: 'heap-corruption', program: 'redis-server' },
    ],
    ['*** stack smashing detected ***: terminated', { what: 'stack-smashing', message: 'stack smashing detected' }],
    ['*** buffer overflow detected ***: terminated', { what: 'stack-smashing' }],
    [
      "redis-server: networking.c:1999: readQueryFromClient: Assertion `c->flags' failed.",
      { what: 'assertion', program: 'redis-server', file: 'networking.c', fileLine: 1999, fn: 'readQueryFromClient', message: 'c->flags' },
    ],
    [
      "valkey-server: ../deps/foo.cc:12: void Index::Add(int, const char*): Assertion `a < b && !c' failed.",
      { what: 'assertion', file: '../deps/foo.cc', fileLine: 12, fn: 'Index::Add', message: 'a < b && !c' },
    ],
    [
      'Fatal glibc error: pthread_mutex_lock.c:94 (___pthread_mutex_lock): assertion failed: mutex->__data.__owner == 0',
      { what: 'assertion', file: 'pthread_mutex_lock.c', fileLine: 94 },
    ],
    [
      'Assertion failed: ret == 0 (raft.c: callRaftPeriodic: 1012)',
      { by: 'musl', what: 'assertion', file: 'raft.c', fileLine: 1012, fn: 'callRaftPeriodic' },
    ],
    [
      'Assertion failed: (ret == 0), function callRaftPeriodic, file raft.c, line 1012.',
      { by: 'macos', what: 'assertion', file: 'raft.c', fileLine: 1012, message: 'ret == 0' },
    ],
    ["terminate called after throwing an instance of 'std::bad_alloc'", { by: 'c++', what: 'out-of-memory' }],
    ["terminate called after throwing an instance of 'std::out_of_range'", { by: 'c++', what: 'panic', message: 'std::out_of_range' }],
    ['terminate called without an active exception', { what: 'panic' }],
    ['libc++abi: terminating due to uncaught exception of type std::bad_alloc: std::bad_alloc', { what: 'out-of-memory' }],
    [
      'F0000 00:00:1758548776.198207    1248 utils.cc:76] Check failed: !set_main_thread ',
      { by: 'glog', what: 'assertion', file: 'utils.cc', fileLine: 76 },
    ],
    ['F20260214 09:12:33.451201 31 hnsw_index.cc:210] cannot map the file', { by: 'glog', what: 'panic', fileLine: 210 }],
    [
      "thread 'main' panicked at 'index out of bounds: the len is 3', src/index.rs:12:5",
      { by: 'rust', what: 'panic', file: 'src/index.rs', fileLine: 12 },
    ],
    [
      "thread '<unnamed>' panicked at json_path/src/json_node.rs:238:24:",
      { by: 'rust', file: 'json_path/src/json_node.rs', fileLine: 238, message: '' },
    ],
    ["thread 'tokio-runtime-worker' (4242) panicked at src/lib.rs:7:1:", { by: 'rust', fileLine: 7 }],
    ['memory allocation of 8589934592 bytes failed', { by: 'rust', what: 'out-of-memory', bytes: '8589934592' }],
    [
      '<jemalloc>: src/arena.c:301: Failed assertion: "nstime_compare(decay->epoch, &time) <= 0"',
      { by: 'jemalloc', what: 'assertion', fileLine: 301 },
    ],
    ['<jemalloc>: size mismatch detected (true size 48 vs input size 64)', { by: 'jemalloc', what: 'heap-corruption' }],
    ['PANIC: unprotected error in call to Lua API (not enough memory)', { by: 'lua', what: 'out-of-memory' }],
    ['warning: got a bad length when writing to pipe.', { by: 'module', what: 'abort' }],
    ['REDIS RAFT PANIC', { by: 'raft', what: 'panic' }],
    ['<jemalloc>: Unsupported system page size', { by: 'jemalloc', what: 'page-size' }],
    [
      'zmalloc: Out of memory trying to allocate 2466055263228213039 bytes',
      { by: 'server', what: 'out-of-memory', bytes: '2466055263228213039' },
    ],
    ['Segmentation fault (core dumped)', { by: 'shell', what: 'signal', signal: 11 }],
    ['Bus error', { by: 'shell', what: 'signal', signal: 7 }],
    ['Aborted (core dumped)', { by: 'shell', what: 'signal', signal: 6 }],
    [
      '/usr/local/bin/docker-entrypoint.sh: line 12:     7 Illegal instruction     (core dumped) redis-server "$@"',
      { by: 'shell', what: 'signal', signal: 4, program: 'redis-server' },
    ],
    ['./run.sh: line 3: 4021 Floating point exception/opt/bin/worker', undefined],
    ['./run.sh: line 3: 4021 Aborted                 /opt/bin/worker --fast', { signal: 6, program: 'worker' }],
    ['qemu: uncaught target signal 11 (Segmentation fault) - core dumped', { by: 'qemu', what: 'signal', signal: 11 }],
    ['qemu: uncaught target signal 4 (Illegal instruction)', { signal: 4 }],
  ])('%s', (text, expected) => {
    if (expected === undefined) expect(parse(text)).toBeUndefined();
    else expect(parse(text)).toMatchObject(expected);
  });

  it.each([
    '1:M 01 Jan 2024 12:20:20.000 * Assertion of the plan: free(): invalid pointer',
    'worker said: free(): invalid pointer',
    'ASSERTION of equality passed',
    'thread pool panicked at no time',
    'PANIC: unprotected',
    '*** FATAL CONFIG FILE ERROR (Redis 7.2.4) ***',
    'Check failed: x',
    'memory allocation of many bytes failed',
    'Aborted',
    'Segmentation fault in the client of somebody',
    'a worker died: Segmentation fault (core dumped)',
    'qemu: uncaught target exception',
    '',
  ])('no last words: %s', (text) => expect(parse(text)).toBeUndefined());

  it('the message of the new Rust form stands on the next line', () => {
    const words = parse("thread '<unnamed>' panicked at src/a.rs:1:2:")!;
    expect(continueLastWords(words, 'called `Option::unwrap()` on a `None` value')).toBe(true);
    expect(words.message).toBe('called `Option::unwrap()` on a `None` value');
    expect(continueLastWords(words, 'another line')).toBe(false);
  });

  it('what() goes on an exception', () => {
    const words = parse("terminate called after throwing an instance of 'std::out_of_range'")!;
    expect(continueLastWords(words, '  what():  vector::_M_range_check')).toBe(true);
    expect(words.message).toBe('std::out_of_range: vector::_M_range_check');
  });
});

const SIGABRT = (signal = 6, code = ', si_code: -6') => `
=== REDIS BUG REPORT START: Cut & paste starting from here ===
7:M 12 Jan 2025 22:05:12.666 # Redis 7.2.4 crashed by signal: ${signal}${code}
7:M 12 Jan 2025 22:05:12.666 # Crashed running the instruction at: 0x7f789640cebc

------ STACK TRACE ------
EIP:
/lib/x86_64-linux-gnu/libc.so.6(gsignal+0x12)[0x7f789640cebc]

Backtrace:
/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f7896410050]
/lib/x86_64-linux-gnu/libc.so.6(gsignal+0x12)[0x7f789640cebc]
/lib/x86_64-linux-gnu/libc.so.6(abort+0xd3)[0x7f7896410472]
/opt/lib/mod.so(+0x1234)[0x7f7890001234]

=== REDIS BUG REPORT END. Make sure to include from START to END. ===
`;

describe('what stands before a report decides what it is', () => {
  it.each([
    ["redis-server: a.c:12: f: Assertion `x > 0' failed.", 'assertion', { expr: 'x > 0', file: 'a.c', line: 12 }],
    ["thread 'main' panicked at 'oops', src/a.rs:3:4", 'panic', { message: 'oops', file: 'src/a.rs', line: 3 }],
    ["terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc", 'outOfMemory', {}],
    ['memory allocation of 99 bytes failed', 'outOfMemory', { bytes: '99' }],
    ['F0000 00:00:1758548776.198207 7 a.cc:1] Check failed: ok', 'assertion', { expr: 'ok', file: 'a.cc', line: 1 }],
  ])('%s', (words, part, expected) => {
    const [report] = crashesOf(readEntry(`7:M 12 Jan 2025 22:05:10.000 * Ready to accept connections tcp\n${words}\n${SIGABRT()}`));
    expect(report).toMatchObject({ [part]: expected, signal: 6 });
    expect(report.lastWords).toHaveLength(1);
  });

  it('a heap that the C library finds damaged is quoted and stays a signal', () => {
    const [report] = crashesOf(readEntry(`free(): invalid pointer\n${SIGABRT()}`));
    expect(report.assertion ?? report.panic ?? report.outOfMemory).toBeUndefined();
    expect(report.lines.words.text).toBe('free(): invalid pointer');
  });

  it('a fault is not explained by a panic that was caught before it', () => {
    const [report] = crashesOf(readEntry(`thread 'main' panicked at 'oops', src/a.rs:3:4\n${SIGABRT(11, ', si_code: 1')}`));
    expect(report.panic).toBeUndefined();
    expect(report.lastWords).toHaveLength(1);
  });

  it('words far above the report are not its own', () => {
    const lines = Array.from({ length: 60 }, (_, i) => `7:M 12 Jan 2025 22:05:${10 + (i % 50)}.000 * 1 changes in 3600 seconds. Saving...`);
    const [report] = crashesOf(readEntry(`thread 'main' panicked at 'oops', src/a.rs:3:4\n${lines.join('\n')}\n${SIGABRT()}`));
    expect(report.panic).toBeUndefined();
  });
});

describe('heads of reports in other clothes', () => {
  it.each([
    ['19:S valkey 8.0.2 crashed by signal: 11, si_code: 1', { pid: 19, product: 'valkey', version: '8.0.2', signal: 11, siCode: 1 }],
    ['4401:4419:S KeyDB 6.3.4 crashed by signal: 7', { pid: 4401, version: '6.3.4', signal: 7 }],
    ['Redis 6.2.6 crashed by signal: 11, si_code: 2', { version: '6.2.6', signal: 11, siCode: 2 }],
    ['[pod/cache-0/redis] 12 # Redis 5.0.7 crashed by signal: 11', { version: '5.0.7', signal: 11 }],
  ])('%s', (head, expected) => {
    const text = `=== REDIS BUG REPORT START: Cut & paste starting from here ===\n${head}\n------ STACK TRACE ------\nEIP:\n/usr/lib64/libssl.so.3(+0x3e837)[0x7fc980c78bb4]\n`;
    expect(crashesOf(readEntry(text))).toMatchObject([{ ...expected, eipSymbol: 'libssl.so.3+0x3e837' }]);
  });

  it('a sentence about a crash begins no report', () => {
    expect(
      crashesOf(readEntry('the log said "Redis 6.2.6 crashed by signal: 11, si_code: 2" and more\nworker crashed by signal: 11\n')),
    ).toEqual([]);
  });

  it('an exception of Windows with its frames', () => {
    const text = [
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      '[3300] 14 Nov 19:34:44.740 # Redis version: 3.0.504',
      '[3300] 14 Nov 19:34:44.740 # --- EXCEPTION_ACCESS_VIOLATION',
      '[3300] 14 Nov 19:34:44.740 # --- STACK TRACE',
      'redis-server.exe!LogStackTrace(c:\\release\\redis\\src\\win32_interop\\win32_stacktrace.cpp:95)(0x00D7E690, 0x00D7FF90, 0x00000001, 0x40119CB0)',
      'redis-server.exe!freeClient(c:\\release\\redis\\src\\networking.c:786)(0x00000000, 0x00000000, 0x00000000, 0x00000001)',
      '[3300] 14 Nov 19:34:44.750 # --- INFO OUTPUT',
    ].join('\n');
    const [report] = crashesOf(readEntry(text));
    expect(report).toMatchObject({ pid: 3300, version: '3.0.504', exception: 'EXCEPTION_ACCESS_VIOLATION', signal: 11 });
    expect(report.dump?.threads[0].frames[1]).toMatchObject({
      object: 'redis-server.exe',
      fn: 'freeClient',
      file: 'networking.c',
      fileLine: 786,
    });
  });

  it('2.4 wrote its frames with the head of a log line', () => {
    const head = '[19877] 07 Oct 19:23:39 # ';
    const text = [
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      '    Redis 2.4.8 crashed by signal: 11',
      '    Failed assertion: <no assertion failed> (<no file>:0)',
      '--- STACK TRACE',
      './redis-server(dictAdd+0x142) [0x40dda2]',
      './redis-server(dbAdd+0x2c) [0x41ab9c]',
      '--- INFO OUTPUT',
    ];
    const [report] = crashesOf(readEntry(text.map((line) => head + line).join('\n')));
    expect(report).toMatchObject({ pid: 19877, signal: 11 });
    expect(report.dump?.threads[0].frames.map((frame) => frame.fn)).toEqual(['dictAdd', 'dbAdd']);
  });
});
