import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneOfEpoch } from '../../src/facts/epoch-zone.js';

const HOUR = 3_600_000;
const EPOCH = Date.UTC(2026, 10, 23, 6, 33, 7, 300);
const ZONES = [-10, -8, -5, -3.5, -3, -1, 0, 1, 2, 3, 3.5, 4, 5, 5.5, 5.75, 6, 7, 8, 9, 9.5, 10, 12, 13];
const zone = fc.constantFrom(...ZONES).map((hours) => hours * HOUR);

describe('the zone of the stamps around a report that prints main\u2019s clock', () => {
  it.each(ZONES)('UTC%d h: a process that ran until the report', (hours) => {
    const wallMs = EPOCH + hours * HOUR + 40;
    expect(zoneOfEpoch({ epochMs: EPOCH, wallMs, lastMs: wallMs - 3000 })).toBe(hours * HOUR);
    expect(zoneOfEpoch({ epochMs: EPOCH, wallMs })).toBe(hours * HOUR);
    // a quiet log: the last line of main is from before the zone's difference
    expect(zoneOfEpoch({ epochMs: EPOCH, wallMs, lastMs: wallMs - 20 * HOUR })).toBe(hours * HOUR);
  });

  it('a standstill is no zone, whatever its length, and a zone adds nothing to it', () =>
    fc.assert(
      fc.property(zone, fc.integer({ min: 4_000, max: 700_000 }), fc.integer({ min: 0, max: 2_000 }), (zoneMs, stuckMs, lagMs) => {
        const pair = { epochMs: EPOCH, wallMs: EPOCH + zoneMs + stuckMs, lastMs: EPOCH + zoneMs - lagMs };
        expect(zoneOfEpoch(pair)).toBe(zoneMs);
      }),
    ));

  it('a hang of hours in a log of UTC stays one', () =>
    expect(zoneOfEpoch({ epochMs: EPOCH, wallMs: EPOCH + 2 * HOUR + 17 * 60_000, lastMs: EPOCH - 500 })).toBe(0));

  it('a process that had just begun cannot have stood still for hours', () =>
    expect(zoneOfEpoch({ epochMs: EPOCH, wallMs: EPOCH + 8 * HOUR + 3000, startMs: EPOCH + 8 * HOUR, uptimeSec: 0 })).toBe(8 * HOUR));

  it('tells nothing where no zone fits', () => expect(zoneOfEpoch({ epochMs: EPOCH, wallMs: EPOCH - 30 * HOUR })).toBeUndefined());
});
