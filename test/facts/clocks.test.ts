import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { ClockBook } from '../../src/facts/clocks.js';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import type { EntryRecords } from '../../src/model/records.js';
import { DEFAULT_LIMITS } from '../../src/model/source.js';
import { readEntry } from '../../src/read-entry.js';
import { parseStamp } from '../../src/text/stamps.js';

const CASE = 'fixtures/cases/redis-8.0.6/repl-full-partial';
const matcher = new PatternMatcher(CORE_PATTERNS);
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

async function read(name: string, text: string): Promise<EntryRecords> {
  async function* chunks() {
    yield Buffer.from(text);
  }
  return readEntry({ name, chunks: chunks() }, matcher, DEFAULT_LIMITS);
}

/** The same log as a server with another clock would have written it. */
function moved(text: string, byMs: number): string {
  return text.replace(/\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}/g, (stamp) => {
    const date = new Date((parseStamp(stamp)?.wallMs ?? 0) + byMs);
    const two = (n: number, width = 2) => String(n).padStart(width, '0');
    return `${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}.${two(date.getUTCMilliseconds(), 3)}`;
  });
}

const master = readFileSync(`${CASE}/redis-6379.log`, 'utf8').replaceAll(/^.*signal-handler.*\n/gm, '');
const replica = readFileSync(`${CASE}/redis-6380.log`, 'utf8').replaceAll(/^.*signal-handler.*\n/gm, '');

describe('zone and skew from events that two servers both log', () => {
  it('equal clocks: nothing to say', async () => {
    const clocks = new ClockBook([await read('redis-6379.log', master), await read('redis-6380.log', replica)], []).facts();
    expect(clocks.map((clock) => [clock.zoneBasis, clock.shiftMs, clock.skewMs])).toEqual([
      ['assumed', 0, undefined],
      ['assumed', 0, undefined],
    ]);
  });

  it('a replica that logs in another zone is put on the axis of its master', async () => {
    const ahead = moved(replica, 5.5 * 3_600_000);
    const clocks = new ClockBook([await read('redis-6379.log', master), await read('redis-6380.log', ahead)], []).facts();
    expect(clocks[1]).toMatchObject({ zone: 'UTC+05:30', zoneBasis: 'peer-events', shiftMs: -5.5 * 3_600_000 });
  });

  it('a clock that is a minute fast is a skew with an error bar, not a zone', async () => {
    const clocks = new ClockBook([await read('redis-6379.log', master), await read('redis-6380.log', moved(replica, 60_000))], []).facts();
    expect(clocks[1]?.zoneBasis).toBe('assumed');
    expect(clocks[1]?.skewMs).toBeGreaterThan(55_000);
    expect(clocks[1]?.skewMs).toBeLessThan(65_000);
    expect(clocks[1]?.skewErrorMs).toBeGreaterThan(0);
  });

  it('what the user says goes before what is inferred', async () => {
    const zones = [{ glob: '*6380*', zone: '+05:30' }];
    const clocks = new ClockBook(
      [await read('redis-6379.log', master), await read('redis-6380.log', moved(replica, 5.5 * 3_600_000))],
      zones,
    ).facts();
    expect(clocks[1]).toMatchObject({ zoneBasis: 'given', shiftMs: -5.5 * 3_600_000 });
  });
});

describe('--timezone, --since and --until', () => {
  it('moves the stamps of the named entries only', async () => {
    const plain = await analyze([CASE]);
    const shifted = await analyze([CASE], { timezones: ['*=+02:00'] });
    const from = (report: Awaited<ReturnType<typeof analyze>>) => Date.parse(report.processes[0]?.from ?? '');
    const basis = plain.clocks?.[0]?.basis;
    if (basis === 'assumed') expect(from(plain) - from(shifted)).toBe(2 * 3_600_000);
    else expect(from(plain) - from(shifted)).toBeGreaterThan(0);
  });

  it('limits what is reported, not what is read', async () => {
    const all = await analyze([CASE]);
    const since = all.incidents[0]?.from;
    const late = await analyze([CASE], { since });
    expect(late.verdict).toEqual(all.verdict);
    expect(late.incidents[0]?.timeline.length).toBeLessThan(all.incidents[0]?.timeline.length ?? 0);
  });

  it('refuses what is no time and no zone', async () => {
    await expect(analyze([CASE], { since: 'the day the disk was full' })).rejects.toMatchObject({ name: 'UsageError' });
    await expect(analyze([CASE], { timezones: ['Mars/Olympus'] })).rejects.toMatchObject({ name: 'UsageError' });
  });
});
