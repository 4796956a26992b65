import { describe, expect, it } from 'vitest';
import { commandsOf, diedLoading } from '../../src/facts/crash-circumstances.js';
import { explainAddress, explainSize, faultCode, isHardwareCode } from '../../src/facts/crash-numbers.js';
import { originOf } from '../../src/facts/crash-origin.js';
import { crashPlace } from '../../src/facts/crash-place.js';
import type { CrashReport } from '../../src/model/records.js';
import { crashesOf, readEntry } from '../formats/read-log.js';

/** A report with these stacks, as the server prints it. */
function read(stacks: string, head = '# Redis 7.2.4 crashed by signal: 11, si_code: 1', extra = ''): CrashReport {
  const text = `=== REDIS BUG REPORT START: Cut & paste starting from here ===\n7:M 12 Jan 2025 22:05:12.666 ${head}\n${extra}\n------ STACK TRACE ------\n${stacks}\n\n------ INFO OUTPUT ------\n`;
  return crashesOf(readEntry(text))[0]!;
}
const place = (stacks: string, head?: string, extra?: string) => crashPlace(read(stacks, head, extra));

const SERVER = '/usr/bin/redis-server *:6379';
const LIBC = '/lib/x86_64-linux-gnu/libc.so.6';

describe('where it crashed', () => {
  it.each([
    [
      'the frame of the instruction, below a trampoline',
      `EIP:\n${SERVER}(dictFind+0x5)[0x55]\n\nBacktrace:\n${LIBC}(+0x3c050)[0x7f1]\n${SERVER}(dictFind+0x5)[0x55]\n${SERVER}(call+0x1)[0x56]`,
      'dictFind',
    ],
    [
      'the handler of 5.0',
      `EIP:\n${SERVER}(dictFind+0x5)[0x55]\n\nBacktrace:\n${SERVER}(logStackTrace+0x5a)[0x1]\n${SERVER}(sigsegvHandler+0xb1)[0x2]\n/lib64/libpthread.so.0(+0xf630)[0x7f1]\n${SERVER}(dictFind+0x5)[0x55]`,
      'dictFind',
    ],
    [
      'nothing but the handler',
      `EIP:\n${SERVER}(+0xa3f21)[0x55]\n\nBacktrace:\n${SERVER}(logStackTrace+0x45)[0x1]\n${SERVER}(sigsegvHandler+0xd0)[0x2]`,
      'redis-server+0xa3f21',
    ],
    [
      'a module without symbols',
      `EIP:\n/usr/lib/redisearch.so(+0xec7d7c)[0xff30]\n\n1896 bio_aof\n${LIBC}(pthread_cond_wait+0x200)[0x9]`,
      'redisearch.so+0xec7d7c',
    ],
    [
      'a function of a module',
      `EIP:\n/usr/lib/redistimeseries.so(TSDB_add+0x2b6)[0xff30]\n\n7 redis-server *\n${LIBC}(+0x3c050)[0x1]\n/usr/lib/redistimeseries.so(TSDB_add+0x2b6)[0xff30]`,
      'TSDB_add (redistimeseries.so)',
    ],
    [
      'a function of the C library',
      `EIP:\n${LIBC}(+0x15d4ea)[0xff30]\n\nBacktrace:\n${LIBC}(+0x3c050)[0x1]\n${LIBC}(+0x15d4ea)[0xff30]\n${SERVER}(sdscatlen+0x20)[0x2]`,
      'libc.so.6+0x15d4ea, called from sdscatlen',
    ],
    [
      'a call through NULL',
      `EIP:\n[(nil)]\n\nBacktrace:\n${LIBC}(+0x3c050)[0x1]\n[(nil)]\n/opt/mod.so(OnLoad+0x20)[0x2]`,
      'address 0, called from OnLoad (mod.so)',
    ],
    [
      'musl',
      `EIP:\n${SERVER}(lookupKey+0x5)[0x55]\n\nBacktrace:\n/lib/ld-musl-x86_64.so.1(+0x45a5c)[0x1]\n${SERVER}(lookupKey+0x5)[0x55]`,
      'lookupKey',
    ],
    [
      'ARM',
      `EIP:\n${SERVER}(zslInsert+0x5)[0x55]\n\nBacktrace:\nlinux-vdso.so.1(__kernel_rt_sigreturn+0x0)[0x1]\n${SERVER}(zslInsert+0x5)[0x55]`,
      'zslInsert',
    ],
    [
      '2.6 without EIP',
      `${SERVER}(logStackTrace+0x52)[0x1]\n${SERVER}[0x474617]\n/lib/libpthread.so.0(+0xfcb0)[0x7f]\n${SERVER}(tcache_bin_flush_large+0x362)[0x48]`,
      'redis-server[0x474617]',
    ],
  ])('%s', (_, stacks, expected) => expect(place(stacks).place).toBe(expected));

  it.each([
    ['serverAssert', `Backtrace:\n${SERVER}(_serverAssert+0x9)[0x1]\n${SERVER}(freeClient+0x2)[0x2]`, 'freeClient'],
    [
      'redisPanic',
      `Backtrace:\n${SERVER}(_redisPanic+0x9)[0x1]\n${SERVER}(redisOutOfMemoryHandler+0x9)[0x2]\n${SERVER}(zmalloc+0x2)[0x2]\n${SERVER}(sdsnewlen+0x2)[0x3]`,
      'zmalloc, called from sdsnewlen',
    ],
    [
      'abort',
      `EIP:\n${LIBC}(gsignal+0x12)[0x7]\n\nBacktrace:\n${LIBC}(+0x3c050)[0x1]\n${LIBC}(gsignal+0x12)[0x7]\n${LIBC}(abort+0xd3)[0x8]\n${LIBC}(+0x7f430)[0x9]\n/data/audit.so(+0x2f1c)[0xa]`,
      'audit.so+0x2f1c',
    ],
    [
      'macOS',
      'EIP:\n0   libsystem_kernel.dylib 0x0000000182837cdc __pthread_kill + 8\n\nBacktrace:\n1   libsystem_platform.dylib 0x000000018285c624 _sigtramp + 56\n2   libsystem_pthread.dylib 0x000000018280c0c0 pthread_kill + 288\n3   libsystem_c.dylib 0x0000000182b78640 abort + 180\n4   rejson.so 0x0000000104550acc json_get + 12',
      'json_get (rejson.so)',
    ],
  ])('behind what ends the process: %s', (_, stacks, expected) => expect(place(stacks).place).toBe(expected));

  it('the only thread that was printed is not the one that crashed', () => {
    const found = place(
      `EIP:\n/var/lib/falkordb.so(+0x3c04bd)[0x7f17295f32bd]\n\n5368 thread-pool-thr\n/lib/libgomp.so.1(+0x1f64e)[0x7f17]\n${LIBC}(__clone+0x40)[0x7f18]`,
    );
    expect(found).toMatchObject({ frames: ['falkordb.so+0x3c04bd'], module: 'falkordb.so' });
    expect(found.thread).toBeUndefined();
  });

  it('the thread that holds the instruction, where none is marked', () => {
    const found = place(
      `EIP:\n${SERVER}(f+0x1)[0x55]\n\n10 bio_aof\n${LIBC}(pthread_cond_wait+0x1)[0x1]\n\n11 io_thd_1\n${LIBC}(+0x3c050)[0x2]\n${SERVER}(f+0x1)[0x55]\n${SERVER}(g+0x1)[0x56]`,
    );
    expect(found).toMatchObject({ frames: ['f', 'g'], thread: { tid: 11, name: 'io_thd_1' } });
  });
});

const bare = read(`Backtrace:\n${SERVER}(call+0x1)[0x56]`);
const report = (fields: Partial<CrashReport>): CrashReport => ({
  ...bare,
  signal: undefined,
  siCode: undefined,
  dump: undefined,
  lines: {},
  ...fields,
});

describe('who raised the signal', () => {
  it.each([
    ['another process', { signal: 6, siCode: 0, killedBy: { pid: 99, uid: 0 } }, false, 'sent', /sent by a process/],
    ['the process itself through kill()', { signal: 6, siCode: 0, killedBy: { pid: 7, uid: 0 } }, false, 'self', /to itself/],
    ['pid 1', { signal: 6, siCode: 0, killedBy: { pid: 1, uid: 0 } }, false, 'sent', /init system.*WatchdogSec/],
    ['sigqueue', { signal: 11, siCode: -1, killedBy: { pid: 99, uid: 0 } }, false, 'sent', /sent/],
    ['abort()', { signal: 6, siCode: -6, killedBy: { pid: 7, uid: 0 } }, true, 'self', /abort/],
    ['abort() before 6.0', { signal: 6 }, true, 'self', /abort/],
    ['abort() where si_code is 0 without a sender', { signal: 6, siCode: 0 }, true, 'self', /abort/],
    ['kill() on FreeBSD', { signal: 11, siCode: 65537, killedBy: { pid: 99, uid: 0 } }, false, 'sent', /sent/],
    ['a code that does not exist', { signal: 11, siCode: 23 }, false, 'unknown', /does not exist/],
    ['the processor', { signal: 11, siCode: 2, address: '0x18' }, false, 'fault', /SEGV_ACCERR.*NULL/],
    ['a general protection fault', { signal: 11, siCode: 128, address: '(nil)' }, false, 'fault', /not canonical/],
    ['a signal before 6.0', { signal: 11, address: '0x18' }, false, 'unknown', /NULL.*does not print si_code/],
    ['Windows', { signal: 8, exception: 'EXCEPTION_INT_DIVIDE_BY_ZERO' }, false, 'fault', /DIVIDE_BY_ZERO/],
  ] as const)('%s', (_, fields, raised, origin, why) => {
    const found = originOf(report(fields as Partial<CrashReport>), raised);
    expect(found.origin).toBe(origin);
    expect(found.originWhy).toMatch(why);
  });

  it('si_code 0 on macOS is no proof', () => {
    const mac = read(
      'EIP:\n0   redis-server 0x0000000105 dictFind + 8\n\nBacktrace:\n1   libsystem_platform.dylib 0x18285c624 _sigtramp + 56',
      '# Redis 7.2.3 crashed by signal: 11, si_code: 0',
    );
    expect(originOf(mac, false).origin).toBe('unknown');
  });
});

describe('what an address says', () => {
  it.each([
    [{ address: '(nil)' }, /^a NULL pointer/],
    [{ address: '0x84c' }, /offset 0x84c of a structure at NULL/],
    [{ address: '0xffffffffffffffff' }, /−1/],
    [{ address: '0xffffffff', bits: 32 as const }, /−1/],
    [{ address: '0xfffffffffffffff3' }, /−13/],
    [{ address: '0x3a6e616d75685f' }, /"_human:"/],
    [{ address: '0x510f0eb6867294' }, /not canonical/],
    [{ address: '0x7ffc1000', stackPointer: '0x7ffc1008' }, /stack is used up/],
    [{ address: '0x55dae6e57a64', eip: '0x55dae6e57a64' }, /no code/],
  ])('%o', (fields, expected) => expect(explainAddress(report({ signal: 11, siCode: 1, ...fields }))).toMatch(expected));

  it.each([
    [{ signal: 11, siCode: 0, address: '0x46cd' }],
    [{ signal: 8, siCode: 1, address: '0x18' }],
    [{ signal: 11, siCode: 1, address: '0x7f04d2c51000' }],
  ])('nothing is read into %o', (fields) => expect(explainAddress(report(fields))).toBeUndefined());

  it('codes have names, and what the hardware reported is told', () => {
    expect(faultCode(7, 4)).toMatch(/hardware/);
    expect(faultCode(8, 1)).toMatch(/divided by zero/);
    expect(faultCode(6, 1)).toBeUndefined();
    expect(isHardwareCode(report({ signal: 7, siCode: 4 }))).toBe(true);
    expect(isHardwareCode(report({ signal: 7, siCode: 2 }))).toBe(false);
  });
});

describe('whether a size can be meant', () => {
  it.each([
    ['18446744071563425319', 64 as const, /2\^64 − 2146126297, a negative/, true],
    ['72056490214465023', 64 as const, /63 PiB|64 PiB/, true],
    ['3472901146147829813', 64 as const, /text/, true],
    ['4294967290', 32 as const, /2\^32 − 6/, true],
    ['2199023255552', 64 as const, /2 TiB/, false],
    ['1692757', 32 as const, /32-bit/, false],
  ])('%s', (bytes, bits, text, impossible) => {
    const found = explainSize(bytes, bits);
    expect(found?.text).toMatch(text);
    expect(found?.impossible).toBe(impossible);
  });
  it.each(['1048588', '', 'x'])('nothing to say of %s', (bytes) => expect(explainSize(bytes, 64)).toBeUndefined());
});

describe('circumstances', () => {
  const client = (...argv: string[]) => report({ signal: 11, currentClient: { cite: bare.cite, argv } });
  it.each([
    [['debug', 'segfault'], { asked: 'DEBUG SEGFAULT' }],
    [['DEBUG', 'PANIC'], { asked: 'DEBUG PANIC' }],
    [
      ['eval', 'return package.loadlib("/usr/lib/liblua5.1.so.0", "luaopen_io")', '0'],
      { suspicious: expect.stringMatching(/CVE-2022-0543/) },
    ],
    [['EVAL', 'return dofile("/etc/passwd")', '0'], { suspicious: expect.stringMatching(/files of the host/) }],
    [['setbit', 'k', '18446744073709551615', '1'], { suspicious: expect.stringMatching(/offset/) }],
    [['eval', 'return redis.call("GET", KEYS[1])', '1', 'a'], { suspicious: undefined }],
    [['debug', 'sleep', '1'], { suspicious: undefined }],
  ])('%o', (argv, expected) => expect(commandsOf(client(...argv), undefined)).toEqual(expected));

  it('it died while it loaded its own data, not those of its master', () => {
    const loads = `Backtrace:\n${SERVER}(rdbLoadObject+0x1)[0x1]\n${SERVER}(rdbLoadRio+0x1)[0x2]\n${SERVER}`;
    expect(diedLoading(read(`${loads}(loadDataFromDisk+0x1)[0x3]`))).toBe(true);
    expect(diedLoading(read(`${loads}(readSyncBulkPayload+0x1)[0x3]`))).toBe(false);
    expect(diedLoading(read(`Backtrace:\n${SERVER}(rdbSaveRio+0x1)[0x1]`))).toBe(false);
  });
});
