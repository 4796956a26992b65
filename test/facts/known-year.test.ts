import { describe, expect, it } from 'vitest';
import { nearestYear } from '../../src/facts/known-year.js';

const at = (text: string) => Date.parse(`${text}Z`);

describe('a stamp without a year lies next to a moment whose year is known', () => {
  it.each([
    ['1972-03-11T14:22:07', '2026-03-11T14:22:31', '2026-03-11T14:22:07'],
    ['1972-12-31T23:59:00', '2026-01-01T00:00:10', '2025-12-31T23:59:00'],
    ['1972-01-01T00:00:10', '2025-12-31T23:59:00', '2026-01-01T00:00:10'],
    ['1970-08-13T11:07:41', '2013-11-23T08:04:40', '2013-08-13T11:07:41'],
    ['1972-02-29T10:00:00', '2024-03-01T00:00:00', '2024-02-29T10:00:00'],
  ])('%s near %s', (stamp, known, wanted) => expect(nearestYear(at(stamp), at(known))).toBe(at(wanted)));
});
