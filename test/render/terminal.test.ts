import { describe, expect, it } from 'vitest';
import { renderStacksTerminal, renderTerminal, renderTimelineTerminal } from '../../src/render/index.js';
import { widthOf } from '../../src/render/width.js';
import { loadReport, NAMES } from './reports.js';

const VIEWS = { report: renderTerminal, stacks: renderStacksTerminal, timeline: renderTimelineTerminal };

describe.each(NAMES)('%s on a terminal', (name) => {
  const report = loadReport(name);
  describe.each(Object.keys(VIEWS) as (keyof typeof VIEWS)[])('%s', (view) => {
    it.each([60, 80, 120])('fits into %d columns', (width) => {
      for (const line of VIEWS[view](report, { width, color: false }).split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(width);
    });
    it('sends nothing that a terminal obeys', () => {
      expect(VIEWS[view](report, { width: 80, color: false })).not.toMatch(
        /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udfff](?![\udc00-\udfff])(?<![\ud800-\udbff].)/,
      );
    });
    it('colours only when asked, and then with colours only', () => {
      const colored = VIEWS[view](report, { width: 80, color: true });
      expect(colored.replace(/\x1b\[\d{1,2}m/g, '')).toBe(VIEWS[view](report, { width: 80, color: false }));
    });
    it('can do with ASCII', () => {
      expect(VIEWS[view](report, { width: 80, color: false, unicode: false })).toMatch(/^[\n\x20-\x7e]*$/);
    });
  });
  it.each([80, 120])('is one screen at %d columns', (width) => {
    expect(renderTerminal(report, { width, color: false }).split('\n').length - 1).toBeLessThanOrEqual(45);
  });
});

describe('the deadlock on a terminal', () => {
  it.each([80, 120])('answers what, when, how long, whether it lasts, why, how sure and what now, at %d columns', (width) => {
    const text = renderTerminal(loadReport('deadlock'), { width, color: false });
    expect(text.split('\n').length).toBeGreaterThan(24);
    for (const needed of [
      'stood still for 5 min 53 s',
      'confirmed, 0.99',
      '06:27:14.777',
      'State     over',
      '2 of 8 arrived → 6 workers',
      'Kill and restart',
      '2.10.25',
      '····',
      'Against',
      '/proc/PID/task',
    ])
      expect(text).toContain(needed);
  });
});
