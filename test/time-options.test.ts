import { describe, expect, it } from 'vitest';
import { parseRange, parseZoneRules } from '../src/time-options.js';

const LAST = Date.parse('2026-11-23T17:53:20.500Z');

function range(options: { since?: string; until?: string; last?: string }, zones: string[] = [], lastMs: number | undefined = LAST) {
  const { sinceMs, untilMs } = parseRange(options, parseZoneRules(zones))(lastMs);
  const text = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  return [text(sinceMs), text(untilMs)];
}

describe('times are counted back from the last moment of the input', () => {
  it.each([
    ['10m', '2026-11-23T17:43:20.500Z'],
    ['2h', '2026-11-23T15:53:20.500Z'],
    ['1h30m', '2026-11-23T16:23:20.500Z'],
    ['90 sec', '2026-11-23T17:51:50.500Z'],
    ['2 hours ago', '2026-11-23T15:53:20.500Z'],
    ['-1d', '2026-11-22T17:53:20.500Z'],
    ['PT10M', '2026-11-23T17:43:20.500Z'],
    ['P1DT2H', '2026-11-22T15:53:20.500Z'],
    ['17:53', '2026-11-23T17:53:00.000Z'],
    ['17:53:20', '2026-11-23T17:53:20.000Z'],
    ['17:54', '2026-11-22T17:54:00.000Z'],
    ['9:05', '2026-11-23T09:05:00.000Z'],
    ['today', '2026-11-23T00:00:00.000Z'],
    ['yesterday', '2026-11-22T00:00:00.000Z'],
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23T06:27', '2026-11-23T06:27:00.000Z'],
    ['2026-11-23 06:27:14.777', '2026-11-23T06:27:14.777Z'],
    ['2026-11-23T06:27:14,7+01:00', '2026-11-23T05:27:14.700Z'],
    ['23 Nov 2026 06:27:14.777', '2026-11-23T06:27:14.777Z'],
    ['3 feb 2026', '2026-02-03T00:00:00.000Z'],
  ])('--since %s', (since, wanted) => expect(range({ since })).toEqual([wanted, undefined]));

  it.each([
    ['17:53', '2026-11-23T17:53:59.999Z'],
    ['17:53:20', '2026-11-23T17:53:20.999Z'],
    ['yesterday', '2026-11-22T23:59:59.999Z'],
    ['2026-11-22', '2026-11-22T23:59:59.999Z'],
    ['2026-11-23T06:27:14.777Z', '2026-11-23T06:27:14.777Z'],
    ['5m', '2026-11-23T17:48:20.500Z'],
  ])('--until %s: the whole of what is named', (until, wanted) => expect(range({ until })).toEqual([undefined, wanted]));

  it('--last', () => {
    expect(range({ last: '2h' })).toEqual(['2026-11-23T15:53:20.500Z', undefined]);
    expect(range({ last: '2h', until: '1h' })).toEqual(['2026-11-23T15:53:20.500Z', '2026-11-23T16:53:20.500Z']);
  });

  it('an interval', () => {
    expect(range({ since: '17:40/17:50' })).toEqual(['2026-11-23T17:40:00.000Z', '2026-11-23T17:50:59.999Z']);
    expect(range({ since: '2026-11-22T10:00Z/2026-11-23' })).toEqual(['2026-11-22T10:00:00.000Z', '2026-11-23T23:59:59.999Z']);
  });

  it('an interval over midnight', () => {
    const lastMs = Date.parse('2026-11-23T00:30:00Z');
    expect(range({ since: '23:50', until: '00:10' }, [], lastMs)).toEqual(['2026-11-22T23:50:00.000Z', '2026-11-23T00:10:59.999Z']);
  });

  it('in the zone of the stamps', () => {
    expect(range({ since: '18:53' }, ['Europe/Berlin'])).toEqual(['2026-11-23T17:53:00.000Z', undefined]);
    expect(range({ since: 'today' }, ['-05:00'])).toEqual(['2026-11-23T05:00:00.000Z', undefined]);
    expect(range({ since: '23 Nov 2026 06:27:14' }, ['+02:00'])).toEqual(['2026-11-23T04:27:14.000Z', undefined]);
    expect(range({ since: '2026-11-23T06:27:14Z' }, ['+02:00'])).toEqual(['2026-11-23T06:27:14.000Z', undefined]);
    expect(range({ since: '17:53' }, ['node-1/*=+02:00'])).toEqual(['2026-11-23T17:53:00.000Z', undefined]);
  });

  it('an input without any time has no range', () => {
    const { sinceMs } = parseRange({ last: '2h' }, [])(undefined);
    expect(sinceMs).toBeUndefined();
  });
});

describe('what is no time', () => {
  it.each([
    [{ since: 'tomorrow' }, /--since: 'tomorrow' is no time/],
    [{ since: '' }, /is no time/],
    [{ until: '25:00' }, /--until: '25:00'/],
    [{ until: '17:60' }, /17:60/],
    [{ since: '2026-02-30' }, /2026-02-30/],
    [{ since: '2026-13-01T00:00Z' }, /2026-13-01/],
    [{ since: '45 Nov 2026 06:27:14' }, /45 Nov/],
    [{ since: '1 Foo 2026 06:27:14' }, /Foo/],
    [{ last: '17:53' }, /--last: '17:53' is no duration/],
    [{ last: '2h', since: '1h' }, /--last and --since/],
    [{ since: '1h/5m', until: '5m' }, /interval/],
    [{ since: '5m', until: '10m' }, /later than --until/],
  ])('%j', (options, message) => expect(() => range(options)).toThrow(message));
});
