import { describe, expect, it } from 'vitest';
import { buildFacts } from '../../src/facts/build.js';
import { originOf } from '../../src/facts/crash-origin.js';
import { crashPlace } from '../../src/facts/crash-place.js';
import type { CrashReport } from '../../src/model/records.js';
import { crashesOf, readEntry } from '../formats/read-log.js';

const LIBC = '/lib/x86_64-linux-gnu/libc.so.6';
const HEAD = '1:M 10 Apr 2020 12:51:56.915 #';

function only(lines: string[]): CrashReport {
  const reports = crashesOf(readEntry(`${lines.join('\n')}\n`));
  expect(reports).toHaveLength(1);
  return reports[0]!;
}

describe('what stderr says around the stack', () => {
  const words = [
    [
      'a C++ assertion with its whole signature',
      "keydb-server: set.h:324: bool set<T, K, SAFE>::walk(set<T, K, SAFE>::it&, const M&) [with M = int; bool SAFE = true]: Assertion `(i+1) >= v.size()' failed.",
      'set.h',
      324,
    ],
    ['a C assertion', "redis-server: /src/value.c:267: SIValue_ToString: Assertion `false' failed.", '/src/value.c', 267],
    ['a check of V8', '# Check failed: Start().', '', 0],
  ] as const;
  for (const heading of ['EIP:', 'Backtrace:'])
    it.each(words)(`below ${heading}: %s`, (_, line, file, at) => {
      const report = only([
        '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
        `${HEAD} Redis 7.0.4 crashed by signal: 6, si_code: -6`,
        '',
        '------ STACK TRACE ------',
        heading,
        line,
        `${LIBC}(abort+0x12b)[0x7ff4d6ab0859]`,
        '/opt/mod.so(doWork+0x12)[0x7ff4d6ab0111]',
      ]);
      expect(report.assertion).toMatchObject({ file, line: at });
    });

  it.each([
    ['5.0 as pid 1', 'Redis 5.0.8 crashed by signal: 11'],
    ['with si_code 128, which hlt gives', 'Redis 6.0.16 crashed by signal: 11, si_code: 128'],
  ])('abort() that went on to its trap: %s', (_, signal) => {
    const report = only([
      "redis-server: value.c:267: SIValue_ToString: Assertion `false' failed.",
      '',
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      `${HEAD} ${signal}`,
      `${HEAD} Accessing address: (nil)`,
      '',
      '------ STACK TRACE ------',
      'EIP:',
      `${LIBC}(abort+0x1fd)[0x7f2064b45611]`,
    ]);
    expect(report.assertion).toMatchObject({ file: 'value.c', line: 267 });
  });

  it('words before a fault elsewhere are only quoted', () => {
    const report = only([
      "redis-server: value.c:267: SIValue_ToString: Assertion `false' failed.",
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      `${HEAD} Redis 5.0.8 crashed by signal: 11`,
      '',
      '------ STACK TRACE ------',
      'EIP:',
      'redis-server *:6379(dictFind+0x12)[0x55d0b7b8a0d2]',
    ]);
    expect(report.assertion).toBeUndefined();
  });

  it('abort() without words, as pid 1: the process did it itself', () => {
    const report = only([
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      `${HEAD} Redis 5.0.8 crashed by signal: 11`,
      '',
      '------ STACK TRACE ------',
      'EIP:',
      `${LIBC}(abort+0x1fd)[0x7f2064b45611]`,
    ]);
    expect(originOf(report, crashPlace(report).raised).origin).toBe('self');
  });
});

describe('out of memory', () => {
  it.each([
    ['Guru Meditation: "Redis aborting for OUT OF MEMORY" #redis.c:3034', {}],
    ['Guru Meditation: Redis aborting for OUT OF MEMORY. Allocating 77 bytes! #server.c:5132', { bytes: '77' }],
    ['Guru Meditation: Valkey aborting for OUT OF MEMORY. Allocating 78 bytes! #server.c:6530', { bytes: '78' }],
    ['Guru Meditation: "Unknown object type" #rdb.c:1077', undefined],
  ])('%s', (message, expected) => {
    const report = only([
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      `${HEAD} ${message}`,
      `${HEAD} (forcing SIGSEGV in order to print the stack trace)`,
    ]);
    expect(report.outOfMemory).toEqual(expected);
  });

  it('the Windows port: its full stop, ABORT, and frames that a console broke', () => {
    const report = only([
      '[107] 12 Oct 21:28:03.447 # Out Of Memory allocating 16 bytes.',
      '[107] 12 Oct 21:28:03.447 # --- ABORT',
      '[107] 12 Oct 21:28:03.447 # --- STACK TRACE',
      'redis-server.exe!abort(f:\\dd\\vctools\\crt\\crtw32\\misc\\abort.c:82)(0xFFE97C20, 0x4',
      '013F888, 0x00000010, 0x00008000)',
      'redis-server.exe!createSharedObjects(c:\\release\\redis\\src\\redis.c:1326)(0x000000',
      '02, 0x00000000, 0x00000002, 0x00000002)',
    ]);
    expect(report.outOfMemory).toEqual({ bytes: '16' });
    expect(report.dump?.threads[0]?.frames.map((frame) => frame.fn)).toEqual(['abort', 'createSharedObjects']);
  });
});

describe('a module that called the server', () => {
  const report = (frames: string[]) =>
    only([
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      `${HEAD} Redis 7.2.4 crashed by signal: 11, si_code: 1`,
      '',
      '------ STACK TRACE ------',
      'EIP:',
      frames[0]!,
      '',
      'Backtrace:',
      ...frames,
    ]);
  it.each([
    [
      'is named',
      ['redis-server(RM_StringToLongLong+0x4)[0x1]', '/m/set.so(_Z5DoSetP3Ctx+0x8)[0x2]', 'redis-server(call+0x1)[0x3]'],
      'RM_StringToLongLong, for DoSet (set.so)',
    ],
    [
      'deeper too',
      ['redis-server(unlinkClient+0x4)[0x1]', 'redis-server(RM_FreeThreadSafeContext+0x1)[0x4]', '/m/m.so(run+0x8)[0x2]'],
      'unlinkClient, for run (m.so)',
    ],
    [
      'not across a command',
      ['redis-server(dictFind+0x4)[0x1]', 'redis-server(call+0x1)[0x4]', 'redis-server(RM_Call+0x1)[0x5]', '/m/m.so(run+0x8)[0x2]'],
      'dictFind',
    ],
    ['not without its API', ['redis-server(dictFind+0x4)[0x1]', '/m/m.so(run+0x8)[0x2]'], 'dictFind'],
  ])('%s', (_, frames, place) => {
    expect(crashPlace(report(frames)).place).toBe(place);
  });
});

describe('the end of a report', () => {
  const END = '=== REDIS BUG REPORT END. Make sure to include from START to END. ===';
  const CODE = (symbol: string, module: string) => [
    '------ DUMPING CODE AROUND EIP ------',
    `Symbol: ${symbol} (base: 0xffff89d5a9d0)`,
    `Module: ${module} (base 0xffff89a00000)`,
    '$ xxd -r -p /tmp/dump.hex /tmp/dump.bin',
    '------',
  ];
  const TEST = [
    '*** Preparing to test memory region ffff8a1c5000 (8192 bytes)',
    '.O',
    'Fast memory test PASSED, however your memory can still be broken.',
  ];

  it.each([
    [
      'a module in C++, behind the memory test',
      [...TEST, ...CODE('_ZN6spaces11Choose_SVE2Em', '/opt/lib/redisearch.so'), END],
      'spaces::Choose_SVE2 (redisearch.so)',
    ],
    ['the server', [...CODE('__ziplistDelete', 'redis-server 192.168.62.3:6379'), END], '__ziplistDelete'],
    [
      'a library',
      [...CODE('__strlen_avx2', '/lib64/libc.so.6'), `${HEAD} dump of function (hexdump of 128 bytes):`, END],
      '__strlen_avx2 (libc.so.6)',
    ],
  ])('still names the place by the code that it dumps: %s', (_, lines, place) => {
    expect(crashPlace(only(lines)).place).toBe(place);
  });

  it('gives way to the stack where the report has one', () => {
    const report = only([
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      `${HEAD} Redis 7.0.4 crashed by signal: 11, si_code: 1`,
      '------ STACK TRACE ------',
      'EIP:',
      '/opt/mod.so(inner+0x12)[0x7ff4d6ab0111]',
      '',
      ...CODE('outer', '/opt/mod.so'),
      END,
    ]);
    expect(crashPlace(report).place).toBe('inner (mod.so)');
  });
});

describe('the trace that a module in Rust writes into the report', () => {
  const INFO = '------ MODULES INFO OUTPUT ------';
  const trace = (frames: readonly string[], name = 'ReJSON') => [
    `# ${name}_trace`,
    ...['redis_module::base_info_func', 'modulesCollectInfo', 'printCrashReport', 'sigsegvHandler', '<unknown>', ...frames].map(
      (frame, n) => `${n === 0 ? `${name}_trace:` : ''}  ${String(n).padStart(2)}: ${frame}`,
    ),
  ];
  const PANIC = [
    'gsignal',
    'abort',
    'std::sys::unix::abort_internal',
    'rust_panic',
    'core::panicking::panic_fmt',
    'core::panicking::panic',
  ];

  it.each([
    ['a panic', [...PANIC, 'rejson::value::get_long', 'JSONAPI_getInt'], 'rejson::value::get_long'],
    ['a panic behind an unwrap', [...PANIC, 'core::option::unwrap_failed', 'mymod::load::h0123456789abcdef', 'call'], 'mymod::load'],
  ])('tells %s, and where', (_, frames, place) => {
    const report = only([INFO, ...trace(frames)]);
    expect(report.panic?.message).toBe(`panic of Rust code in ${place}`);
    expect(crashPlace(report)).toMatchObject({ place, raised: true });
  });

  it('tells the place of a fault, with source lines and inlined functions', () => {
    const lines = trace(['dictSdsKeyCompare', 'zunionInterDiffGenericCommand', 'call'], 'search');
    lines.splice(
      7,
      0,
      '             at /usr/src/redis/src/server.c:1259:8',
      '       dictAddRaw',
      '             at /usr/src/redis/src/dict.c:325:18',
    );
    const report = only([INFO, ...lines, 'qemu: uncaught target signal 11 (Segmentation fault) - core dumped']);
    expect(report).toMatchObject({ signal: 11 });
    expect(report.panic).toBeUndefined();
    expect(crashPlace(report).frames.slice(0, 3)).toEqual(['dictSdsKeyCompare', 'dictAddRaw', 'zunionInterDiffGenericCommand']);
  });

  it('gives way to a stack of the report, and tells nothing where no handler printed it', () => {
    const both = only([
      `${HEAD} Redis 7.0.4 crashed by signal: 11, si_code: 1`,
      '------ STACK TRACE ------',
      'Backtrace:',
      '/opt/mod.so(inner+0x12)[0x7ff4d6ab0111]',
      '',
      INFO,
      ...trace([...PANIC, 'other']),
    ]);
    expect(crashPlace(both).place).toBe('inner (mod.so)');
    expect(both.panic).toBeUndefined();
    const quiet = readEntry(`${[INFO, '# ReJSON_trace', 'ReJSON_trace:   0: infoCommand', '   1: call'].join('\n')}\n`);
    expect(crashesOf(quiet).flatMap((report) => report.dump ?? [])).toEqual([]);
  });
});

describe('a report of the handler itself', () => {
  it.each([
    [
      '7:signal-handler (1754297471) Crashed running signal handler. Providing reduced version of recursive crash report.',
      'Crashed running signal handler',
    ],
    ['[7 | signal handler] (1754297471)\n--- WATCHDOG TIMER EXPIRED ---', '--- WATCHDOG TIMER EXPIRED ---'],
  ])('says what was being printed: %s', (before, printing) => {
    const report = only([
      ...before.split('\n'),
      '7:M 04 Aug 2025 08:51:11.631 # Redis 7.4.2 crashed by signal: 11, si_code: 1',
      '7:M 04 Aug 2025 08:51:11.631 # Accessing address: 0x8',
    ]);
    expect(report).toMatchObject({ signal: 11, address: '0x8', nested: true });
    expect(report.nestedFault?.text).toContain(printing);
  });

  it('is none where the watchdog had finished', () => {
    const text = [
      '7:signal-handler (1754297471)',
      '--- WATCHDOG TIMER EXPIRED ---',
      'redis-server(dictNext+0x74)[0x4161a4]',
      'redis-server(keysCommand+0x5d)[0x42634d]',
      '7:signal-handler (1754297471) --------',
      '7:M 04 Aug 2025 08:51:11.631 # Redis 7.4.2 crashed by signal: 11, si_code: 1',
    ].join('\n');
    expect(crashesOf(readEntry(`${text}\n`))[0]?.nested).toBe(false);
  });

  it('of its last line alone is told once', () => {
    const END = '=== REDIS BUG REPORT END. Make sure to include from START to END. ===';
    expect(crashesOf(readEntry(`Function at 0x559f3fff94f0 is je_arena_tdata_get_hard\n\n${END}\n`))).toHaveLength(1);
    const twice = [
      `${HEAD} Redis 7.0.4 crashed by signal: 11, si_code: 1`,
      END,
      '7:M 10 Apr 2020 12:51:57.000 * Ready to accept connections',
      END,
    ];
    expect(crashesOf(readEntry(`${twice.join('\n')}\n`))).toHaveLength(1);
  });
});

describe('who called', () => {
  const SERVER = '/usr/bin/redis-server *:6379';
  const report = (frames: readonly string[]) =>
    only([
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      `${HEAD} Redis 7.2.5 crashed by signal: 11, si_code: 1`,
      '------ STACK TRACE ------',
      'Backtrace:',
      `${LIBC}(+0x3c050)[0x77e1]`,
      ...frames,
    ]);

  it('a function that is NULL', () => {
    const frames = [
      `${SERVER}(invalidFunctionWasCalled+0x0)[0x64]`,
      '/opt/libvalkeysearch.so(RedisModule_OnLoad+0x1c3c)[0x77]',
      `${SERVER}(moduleLoad+0xe8)[0x65]`,
    ];
    expect(crashPlace(report(frames))).toMatchObject({
      place: 'invalidFunctionWasCalled, called from RedisModule_OnLoad (libvalkeysearch.so)',
      module: 'libvalkeysearch.so',
    });
  });

  it('a function of the API that has no name in this build', () => {
    const frames = [
      `${SERVER}(je_malloc_usable_size+0x6d)[0x64]`,
      `${SERVER}(+0x4dbc9)[0x65]`,
      '/opt/redistimeseries.so(FreeSeries+0x9c)[0x77]',
      `${SERVER}(call+0x1)[0x66]`,
    ];
    expect(crashPlace(report(frames)).place).toBe(
      'je_malloc_usable_size, called from redis-server+0x4dbc9, for FreeSeries (redistimeseries.so)',
    );
  });
});

describe('the stack below a failed CHECK', () => {
  const CHECK = ['F0000 00:00:1740812764.478482 2923761 utils.h:76] Check failed: IsMainThread()', '*** Check failure stack trace: ***'];
  const frames = (names: readonly string[]) => names.map((name, i) => `    @     0x7a64bf691a3${i}  ${name}`);
  const crash = (names: readonly string[]) =>
    buildFacts([readEntry(`${[...CHECK, ...frames(names)].join('\n')}\n`)], { zones: [] }).crashes;

  it.each([
    ['abseil', ['absl::lts_20240722::log_internal::LogMessage::SendToLog()', 'vmsdk::VerifyMainThread()', 'valkey_search::Info()']],
    ['glog', ['google::LogMessage::Flush()', 'google::LogMessageFatal::~LogMessageFatal()', 'vmsdk::VerifyMainThread()']],
  ])('tells the place: %s', (_, names) => {
    const [found, ...others] = crash(names);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ place: 'vmsdk::VerifyMainThread', report: { assertion: { file: 'utils.h', line: 76 } } });
  });

  it('shows the fault that the handler was called for', () => {
    const names = [
      'absl::log_internal::LogMessage::Flush()',
      'vmsdk::VerifyMainThread()',
      'printCrashReport',
      'sigsegvHandler',
      '(unknown)',
      'search::SegmentTree::Add()',
    ];
    expect(crash(names)[0]?.report.nestedFault?.text).toContain('search::SegmentTree::Add');
  });
});
