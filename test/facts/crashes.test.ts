import { describe, expect, it } from 'vitest';
import { decodeSender, originOf as originRaised } from '../../src/facts/crash-origin.js';
import { crashPlace } from '../../src/facts/crash-place.js';
import { frozenClock } from '../../src/facts/crashes.js';
import type { CrashReport, ThreadDump } from '../../src/model/records.js';

const originOf = (crash: CrashReport) => originRaised(crash, false);
const topFrames = (stacks: ThreadDump) => crashPlace(report({ dump: stacks }));

const cite = { entry: 'redis.log', line: 1, offset: 0, text: '' };

function report(fields: Partial<CrashReport>): CrashReport {
  return {
    type: 'crash',
    entry: 'redis.log',
    sub: '',
    pid: 1,
    role: 'M',
    stamp: { wallMs: 0, basis: 'naive' },
    product: 'redis',
    cite,
    endLine: 9,
    lines: {},
    nested: false,
    complete: true,
    info: [],
    clients: [],
    clientCount: 0,
    modulesInfo: [],
    sections: [],
    ...fields,
  };
}

describe('the sender of a signal is in the address', () => {
  // facts: 0x3e80037b4d9 is uid 0x3e8 = 1000 and pid 0x37b4d9 = 3650777; 0xf7c is pid 3964 of root.
  it.each([
    ['0x3e80037b4d9', { pid: 3650777, uid: 1000 }],
    ['0x3e80034afb5', { pid: 3452853, uid: 1000 }],
    ['0xf7c', { pid: 3964, uid: 0 }],
  ])('%s', (address, sender) => expect(decodeSender(address)).toEqual(sender));

  it.each([undefined, '(nil)', '0x', 'zebra', '0xffffffffffffffff'])('%s holds none', (address) =>
    expect(decodeSender(address)).toBeUndefined(),
  );
});

describe('who ended the process', () => {
  it('si_code 0 was sent', () =>
    expect(originOf(report({ signal: 11, siCode: 0, killedBy: { pid: 7, uid: 0 } }))).toMatchObject({
      origin: 'sent',
      sender: { pid: 7, uid: 0 },
    }));
  it('si_code 1 is a fault', () => expect(originOf(report({ signal: 11, siCode: 1 })).origin).toBe('fault'));
  it('si_code 128 is a fault too (non-canonical address)', () =>
    expect(originOf(report({ signal: 11, siCode: 128 })).origin).toBe('fault'));
  it('si_code -6 came from the process itself', () => expect(originOf(report({ signal: 6, siCode: -6 })).origin).toBe('self'));
  it('before 6.0 nobody can tell', () => expect(originOf(report({ signal: 11 })).origin).toBe('unknown'));
  it('an assertion is no fault, also where old versions force SIGSEGV', () =>
    expect(originOf(report({ signal: 11, assertion: { expr: '1 == 2', file: 'debug.c', line: 1 } })).origin).toBe('self'));
});

describe('the frozen clock', () => {
  const info = (usec: string) => [
    { section: 'Server', complete: true, values: { server_time_usec: { value: usec, line: 418, offset: 9 } } },
  ];

  it('is the onset of the hang to the millisecond', () => {
    const crashMs = Date.UTC(2026, 10, 23, 6, 33, 7, 351);
    const frozen = frozenClock(report({ info: info('1795415234777164') }), crashMs);
    expect(frozen).toMatchObject({ atMs: Date.UTC(2026, 10, 23, 6, 27, 14, 777), forMs: 352_574 });
    expect(frozen?.cite.line).toBe(418);
  });

  it('that is ahead of its own report is in a zone that nothing tells', () => {
    const crashMs = Date.UTC(2026, 10, 23, 1, 33, 7, 351);
    expect(frozenClock(report({ info: info('1795415234777164') }), crashMs)).toBeUndefined();
  });

  it('is not there without INFO', () => expect(frozenClock(report({}), 1)).toBeUndefined());
});

describe('top frames', () => {
  const dump = (names: string[]): ThreadDump => ({
    type: 'dump',
    source: 'redis-report',
    entry: 'e',
    sub: '',
    pid: 1,
    stamp: { wallMs: 0, basis: 'none' },
    allThreads: true,
    incomplete: [],
    cite,
    threads: [
      {
        tid: 5,
        name: 'redis-server',
        marked: true,
        cite,
        frames: names.map((fn) => (fn.includes('+') ? { object: fn.split('+')[0], offset: fn.split('+')[1], line: 1 } : { fn, line: 1 })),
      },
    ],
  });

  it("skip the C library's trampoline", () =>
    expect(topFrames(dump(['libc.so.6+0x3c050', 'debugCommand', 'call'])).frames[0]).toBe('debugCommand'));
  it('skip the handler of old versions', () =>
    expect(topFrames(dump(['logStackTrace', 'sigsegvHandler', '__restore_rt', 'debugCommand'])).frames[0]).toBe('debugCommand'));
  it('tell the thread', () => expect(topFrames(dump(['f'])).thread).toEqual({ tid: 5, name: 'redis-server' }));
});
