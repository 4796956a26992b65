import { describe, expect, it } from 'vitest';
import { isZoneChange } from '../../src/facts/zone-change.js';

const at = (text: string) => Date.parse(`${text}Z`);

describe('change between standard and daylight saving time', () => {
  const real: [string, string, string][] = [
    ['Berlin, back', '2026-10-25T02:59:57.131', '2026-10-25T02:00:03.016'],
    ['Santiago, forward at midnight', '2026-09-05T23:59:58.120', '2026-09-06T01:00:04.099'],
    ['São Paulo, back to Saturday', '2018-02-17T23:59:58.124', '2018-02-17T23:00:04.024'],
    ['Lord Howe, half an hour', '2026-04-05T01:59:58.208', '2026-04-05T01:30:04.097'],
    ['Helsinki, forward', '2026-03-29T02:59:59.000', '2026-03-29T04:00:02.000'],
  ];
  it.each(real)('%s', (_where, before, after) => expect(isZoneChange(at(before), at(after), 20_000)).toBe(true));

  it('is not a clock that is set by one hour at any other minute', () => {
    expect(isZoneChange(at('2026-10-25T02:31:57'), at('2026-10-25T01:32:01'), 20_000)).toBe(false);
    expect(isZoneChange(at('2026-10-25T14:59:58'), at('2026-10-25T14:00:01'), 20_000)).toBe(false);
  });
  it('is not a jump of another size', () => {
    expect(isZoneChange(at('2026-10-25T02:59:57'), at('2026-10-25T02:44:57'), 20_000)).toBe(false);
    expect(isZoneChange(at('2026-10-25T01:59:57'), at('2026-10-25T03:20:57'), 20_000)).toBe(false);
  });
});
