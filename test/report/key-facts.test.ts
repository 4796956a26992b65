import { describe, expect, it } from 'vitest';
import type { CrashFact } from '../../src/model/facts.js';
import { deathOf, foreignSender, quoted } from '../../src/report/key-facts.js';

const crash = (report: Partial<CrashFact['report']>, more: Partial<CrashFact> = {}) =>
  ({ pid: 7, origin: 'fault', topFrames: [], report, ...more }) as unknown as CrashFact;

describe('how a process died, in words', () => {
  it.each([
    [
      crash({ assertion: { expr: 'c->flags & 1', file: 'networking.c', line: 12 } }),
      'failed assertion `c->flags & 1` at `networking.c:12`',
    ],
    [crash({ panic: { message: 'Unknown encoding', file: 'rdb.c', line: 9 } }), 'panic `Unknown encoding` at `rdb.c:9`'],
    [crash({ outOfMemory: { bytes: '4096' } }), 'out of memory: 4096 bytes could not be allocated'],
    [crash({ signal: 11, siCode: 1, address: '0x10' }), 'SIGSEGV (signal 11), si_code 1, address `0x10`'],
    [
      crash({ signal: 6, siCode: 0, address: '0x2a' }, { origin: 'sent', sender: { pid: 42, uid: 0 } }),
      'SIGABRT (signal 6), si_code 0, sent by pid 42 (uid 0)',
    ],
    [
      crash({ signal: 6, siCode: -6 }, { origin: 'self', sender: { pid: 7, uid: 0 } }),
      'SIGABRT (signal 6), si_code -6, raised by the process itself',
    ],
  ])('%#', (fact, text) => expect(deathOf(fact)).toBe(text));
  it('knows no sender of a signal that the process raised itself', () => {
    expect(foreignSender(crash({}, { origin: 'sent', sender: { pid: 7, uid: 0 } }))).toBeUndefined();
    expect(foreignSender(crash({}, { origin: 'self', sender: { pid: 9, uid: 0 } }))).toBeUndefined();
    expect(foreignSender(crash({}, { origin: 'sent', sender: { pid: 9, uid: 0 } }))).toEqual({ pid: 9, uid: 0 });
  });
});

describe('a quotation', () => {
  it('is one span of code, whatever the log holds', () => {
    expect(quoted('a `b`\n c')).toBe("`a 'b' c`");
    expect(quoted('x'.repeat(300), 10)).toBe(`\`${'x'.repeat(10)}…\``);
  });
});
