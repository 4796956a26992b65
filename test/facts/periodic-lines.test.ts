import { describe, expect, it } from 'vitest';
import { whyBeatsEnded } from '../../src/facts/periodic-lines.js';
import type { KeptLine, LogRun } from '../../src/model/records.js';

const line = (second: number, text: string) => ({ wallMs: second * 1000, line: second, text }) as KeptLine;
const beat = (second: number, keys: number, volatile = 0) =>
  line(second, `1:M … - DB 0: ${keys} keys (${volatile} volatile) in 512 slots HT.`);

/** Beats every five seconds to second 20, then as given. */
function runWith(last: KeptLine, after?: KeptLine): LogRun[] {
  const gaps = after === undefined ? [] : [{ before: last, after, durationMs: after.wallMs - last.wallMs }];
  return [{ heartbeat: { count: 9, cadence: [], first: beat(5, 500), last: after ?? last, gaps } } as unknown as LogRun];
}

describe('periodic lines that end', () => {
  it('prove a standstill when they go on with the same keys', () => {
    expect(whyBeatsEnded(runWith(beat(20, 500), beat(63, 501)), 22_000, 60_000)).toBeUndefined();
  });
  it('prove nothing when they never come back', () => {
    expect(whyBeatsEnded(runWith(beat(20, 500)), 22_000, 60_000)).toBe('beats-ended');
  });
  it('prove nothing when all keys could expire', () => {
    expect(whyBeatsEnded(runWith(beat(20, 3, 3)), 22_000, 60_000)).toBe('keys-gone');
  });
  it('prove nothing when the data set was emptied meanwhile', () => {
    expect(whyBeatsEnded(runWith(beat(20, 500), beat(63, 12)), 22_000, 60_000)).toBe('keys-gone');
  });
  it('count clients too, which are always there', () => {
    const clients = (second: number) => line(second, '1:M … - 0 clients connected (0 replicas), 765 bytes in use');
    expect(whyBeatsEnded(runWith(clients(20), clients(63)), 22_000, 60_000)).toBeUndefined();
  });
});
