import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIso, lastStamp, parseRedisStamp, parseStamp, parseSyslogStamp, YEARLESS_YEAR, zoneShift } from '../../src/text/stamps.js';

const HOUR = 3_600_000;

function parse(text: string) {
  const bytes = Buffer.from(`>>${text}`);
  const wallMs = parseRedisStamp(bytes, 2, bytes.length);
  return Number.isNaN(wallMs) ? undefined : { wallMs, ...lastStamp };
}

describe('parseRedisStamp', () => {
  it.each([
    ['23 Nov 2026 06:27:14.777 * text', Date.UTC(2026, 10, 23, 6, 27, 14, 777), 'naive', 24, 0],
    ['29 Feb 2028 23:59:60.000', Date.UTC(2028, 1, 29, 23, 59, 60), 'naive', 24, 0],
    ['23 Nov 06:27:14.777 * text', Date.UTC(YEARLESS_YEAR, 10, 23, 6, 27, 14, 777), 'yearless', 19, 0],
    ['29 Feb 06:27:14.777', Date.UTC(YEARLESS_YEAR, 1, 29, 6, 27, 14, 777), 'yearless', 19, 0],
    ['2026-11-23T06:53:57.546+00:00', Date.UTC(2026, 10, 23, 6, 53, 57, 546), 'absolute', 29, 0],
    ['2026-11-23T06:53:57.546-05:00', Date.UTC(2026, 10, 23, 6, 53, 57, 546), 'absolute', 29, 5 * HOUR],
    ['2026-11-23T06:53:57.546000123Z x', Date.UTC(2026, 10, 23, 6, 53, 57, 546), 'absolute', 30, 0],
    ['2026-11-23T06:53:57+0530', Date.UTC(2026, 10, 23, 6, 53, 57), 'absolute', 24, -5.5 * HOUR],
    ['2026-11-23T06:53:57+02', Date.UTC(2026, 10, 23, 6, 53, 57), 'absolute', 22, -2 * HOUR],
    ['2026-11-23T06:53:57.5 x', Date.UTC(2026, 10, 23, 6, 53, 57, 500), 'naive', 21, 0],
    ['2026-09-30 09:29:21,310 INFO', Date.UTC(2026, 8, 30, 9, 29, 21, 310), 'naive', 23, 0],
    ['1795415369850 x', 1795415369850, 'absolute', 13, 0],
    ['1795415369 x', 1795415369000, 'absolute', 10, 0],
    ['1795415369.8503', 1795415369850, 'absolute', 15, 0],
    ['1795415369850340', 1795415369850, 'absolute', 16, 0],
    ['1795415369850340563', 1795415369850, 'absolute', 19, 0],
  ])('%s', (text, wallMs, basis, length, shiftMs) => {
    expect(parse(text)).toEqual({ wallMs, basis, length, shiftMs });
  });

  it.each([
    '',
    '31 Feb 2026 06:27:14.777',
    '29 Feb 2026 06:27:14.777',
    '23 Nov 2026 24:27:14.777',
    '23 Nov 2026 06:60:14.777',
    '23 Nov 2026 06:27:1',
    '23 Nov 1926 06:27:14.777',
    '23 Now 2026 06:27:14.777',
    '32 Nov 06:27:14.777',
    '2026-13-23T06:53:57',
    '2026-11-23X06:53:57',
    '2026-11-23',
    '20560:C 23 Nov',
    '1795415369:C',
    '17954153698',
    '9999999999999',
    '\0\0\0\0\0\0\0\0\0\0\0\x0006:27:14.777',
  ])('refuses %j', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it('does not read beyond the end', () => {
    const bytes = Buffer.from('23 Nov 2026 06:27:14.777');
    expect(parseRedisStamp(bytes, 0, 20)).toBe(Date.UTC(2026, 10, 23, 6, 27, 14));
    expect(parseRedisStamp(bytes, 0, 19)).toBeNaN();
    expect(parseRedisStamp(bytes, 0, 23)).toBe(Date.UTC(2026, 10, 23, 6, 27, 14, 770));
  });

  it('agrees with Date for every day, in any order', () => {
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
        const date = new Date(ms);
        const day = String(date.getUTCDate()).padStart(2, '0');
        const text = `${day} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 23)}`;
        expect(parse(text)?.wallMs).toBe(ms);
        expect(parse(text.replace(/\d{3}$/, '001'))?.wallMs).toBe(ms - (ms % 1000) + 1);
        expect(parse(date.toISOString())?.wallMs).toBe(ms);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), (bytes, start) => {
        parseRedisStamp(bytes, start, bytes.length);
        parseSyslogStamp(bytes, start, bytes.length);
      }),
    );
  });
});

it('parseSyslogStamp', () => {
  const at = (text: string) => parseSyslogStamp(Buffer.from(text), 0, text.length);
  expect(at('Nov 23 06:26:12 vm')).toBe(Date.UTC(YEARLESS_YEAR, 10, 23, 6, 26, 12));
  expect(lastStamp).toEqual({ length: 15, basis: 'yearless', shiftMs: 0 });
  expect(at('Nov  3 06:26:12.5')).toBe(Date.UTC(YEARLESS_YEAR, 10, 3, 6, 26, 12, 500));
  expect(at('Nov 3 06:26:12')).toBe(Date.UTC(YEARLESS_YEAR, 10, 3, 6, 26, 12));
  expect(at('Nov 23 2026 06:26:12')).toBe(Date.UTC(2026, 10, 23, 6, 26, 12));
  expect(lastStamp.basis).toBe('naive');
  for (const text of ['Nov', 'Nov 23', 'Nov 31 06:26:12', 'November 23 06:26:12', 'Nov xx 06:26:12']) expect(at(text)).toBeNaN();
});

it('parseStamp reads text', () => {
  expect(parseStamp('2026-11-23T06:53:57Z rest')).toEqual({
    wallMs: Date.UTC(2026, 10, 23, 6, 53, 57),
    basis: 'absolute',
    shiftMs: 0,
    length: 20,
  });
  expect(parseStamp('Nov 23 06:26:12')?.basis).toBe('yearless');
  expect(parseStamp('yesterday')).toBeUndefined();
});

it('formatIso', () => {
  expect(formatIso(1795415369850)).toBe('2026-11-23T06:29:29.850Z');
  expect(formatIso(-1)).toBe('1969-12-31T23:59:59.999Z');
  for (const ms of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 8.64e15, 253_402_300_800_000, -62_167_219_200_001])
    expect(formatIso(ms)).toBeUndefined();
});

describe('zoneShift', () => {
  const summer = Date.UTC(2026, 6, 1, 12);
  it.each([
    ['Z', 0],
    ['UTC', 0],
    ['utc', 0],
    ['+05:30', -5.5 * HOUR],
    ['-0500', 5 * HOUR],
    ['+2', -2 * HOUR],
    ['UTC+02:00', -2 * HOUR],
    ['Europe/Berlin', -2 * HOUR],
    ['America/New_York', 4 * HOUR],
    ['Asia/Kolkata', -5.5 * HOUR],
  ])('%s in July', (zone, shift) => {
    expect(zoneShift(zone, summer)).toBe(shift);
  });

  it.each(['', 'Nowhere/Land', '+25:00', '+05:75', "Europe/Berlin'; x", 'Mars'])('%j is no zone', (zone) => {
    expect(zoneShift(zone, summer)).toBeUndefined();
  });

  it('knows what a clock shows around changes', () => {
    const berlin = (...time: [number, number, number, number]) => zoneShift('Europe/Berlin', Date.UTC(2026, ...time));
    expect(berlin(9, 25, 1, 59)).toBe(-2 * HOUR);
    expect(berlin(9, 25, 2, 30)).toBe(-2 * HOUR); // occurs twice: the first one
    expect(berlin(9, 25, 3, 0)).toBe(-1 * HOUR);
    expect(berlin(2, 29, 1, 59)).toBe(-1 * HOUR);
    expect(berlin(2, 29, 2, 30)).toBe(-1 * HOUR); // never occurs: as if the clock had not been set
    expect(berlin(2, 29, 3, 0)).toBe(-2 * HOUR);
    const newYork = (...time: [number, number, number, number]) => zoneShift('America/New_York', Date.UTC(2026, ...time));
    expect(newYork(10, 1, 1, 30)).toBe(4 * HOUR);
    expect(newYork(10, 1, 2, 0)).toBe(5 * HOUR);
    expect(newYork(2, 8, 1, 59)).toBe(5 * HOUR);
    expect(newYork(2, 8, 3, 0)).toBe(4 * HOUR);
  });

  it('refuses moments that are none', () => {
    expect(zoneShift('UTC', Number.NaN)).toBeUndefined();
    expect(zoneShift('Europe/Berlin', 1e18)).toBeUndefined();
  });
});
