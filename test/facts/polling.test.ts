import { describe, expect, it } from 'vitest';
import { settleAwake, timeSleeps } from '../../src/facts/collect/polling.js';
import type { Thread, ThreadDump, ThreadWait } from '../../src/model/records.js';

const cite = { entry: 'threads-1.txt', line: 1, offset: 0, text: '' };
const SLEEP = '230 0x0 0x0 0x7ffe 0x0 0x0 0x0 0x7ffe0000 0x7f01';
const thread = (tid: number, call: string, more: Partial<Thread> = {}): Thread => ({
  tid,
  frames: [{ fn: 'syscall', object: '[kernel]', args: call, line: 1 }],
  marked: false,
  procState: 'S',
  cite,
  ...more,
});
const look = (wallMs: number, ...threads: Thread[]): ThreadDump => ({
  type: 'dump',
  source: 'proc',
  entry: 'threads-1.txt',
  sub: '',
  pid: 1,
  stamp: { wallMs, basis: 'absolute' },
  threads,
  incomplete: [],
  allThreads: true,
  cite,
});

describe('a thread that was awake when it was looked at', () => {
  it('polls where it sleeps in every other look', () => {
    const looks = [look(0, thread(1, 'running')), look(1000, thread(1, SLEEP)), look(2000, thread(1, SLEEP))];
    settleAwake(looks);
    expect(looks[0].threads[0].frames[0].args).toBe(SLEEP);
  });

  it.each([
    ['it is awake in all', 'running', 'running'],
    ['it sleeps at two places', SLEEP, SLEEP.replace('0x7f01', '0x7f02')],
    ['it is in no call', '-1 0x7ffe0000 0x7f01', '-1 0x7ffe0000 0x7f01'],
  ])('runs when %s', (_, second, third) => {
    const looks = [look(0, thread(1, 'running')), look(1000, thread(1, second)), look(2000, thread(1, third))];
    settleAwake(looks);
    expect(looks[0].threads[0]).toMatchObject({ procState: 'R', frames: [{ args: 'running' }] });
  });
});

describe('the length of a nap', () => {
  const nap = (): ThreadWait => ({ kind: 'sleep', cite });
  it('is the time between two looks by the times that the thread slept', () => {
    const first = look(0, thread(1, SLEEP, { sp: 8, switches: 100, wait: nap() }));
    const last = look(4000, thread(1, SLEEP, { sp: 8, switches: 2100, wait: nap() }));
    timeSleeps(first, last);
    expect(last.threads[0].wait?.everyMs).toBe(2);
    expect(first.threads[0].wait?.everyMs).toBe(2);
  });

  it.each([
    ['one long sleep', { sp: 8, switches: 101 }],
    ['another place', { sp: 16, switches: 5000 }],
    ['no count', { sp: 8 }],
  ])('is not known for %s', (_, more) => {
    const first = look(0, thread(1, SLEEP, { sp: 8, switches: 100, wait: nap() }));
    const last = look(4000, thread(1, SLEEP, { ...more, wait: nap() }));
    timeSleeps(first, last);
    expect(last.threads[0].wait?.everyMs).toBeUndefined();
  });
});
