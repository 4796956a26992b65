import { describe, expect, it } from 'vitest';
import { DATA_CAP_BYTES, type Embedded, embeddedJson } from '../../../src/render/html/embed.js';
import type { Report, TimelineEntry } from '../../../src/report/schema.js';
import { loadReport } from '../reports.js';

const base = loadReport('deadlock');
const startMs = Date.parse(base.incidents[0].from);

function read(report: Report, capBytes?: number): Embedded {
  return JSON.parse(embeddedJson(report, capBytes));
}

function entries(count: number, severity: (index: number) => TimelineEntry['severity'] = () => 'info'): TimelineEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    time: new Date(startMs + (index - count / 2) * 1000).toISOString(),
    what: `event ${index}`,
    severity: severity(index),
  }));
}

describe('embedded report', () => {
  it('stays under the cap, whatever the report', () => {
    const timeline = entries(40_000);
    const json = embeddedJson({ ...base, incidents: [{ ...base.incidents[0], timeline }] }, 1_000_000);
    expect(json.length).toBeLessThan(1_000_000);
    expect(embeddedJson(loadReport('hostile')).length).toBeLessThan(DATA_CAP_BYTES);
  });

  it('keeps a hundred thousand timeline entries', () => {
    const { report, left } = read({ ...base, incidents: [{ ...base.incidents[0], timeline: entries(100_000) }] });
    expect(report.incidents[0].timeline).toHaveLength(100_000);
    expect(left).toEqual([]);
  });

  it('keeps what is grave and what is near to the incident, in order, and says what is left out', () => {
    const timeline = entries(40_000, (index) => (index === 7 ? 'critical' : 'info'));
    const { report, left } = read({ ...base, incidents: [{ ...base.incidents[0], timeline }] }, 1_000_000);
    const kept = report.incidents[0].timeline;
    expect(left).toEqual([{ list: 'timeline', shown: kept.length, all: 40_000 }]);
    expect(kept[0].what).toBe('event 7');
    expect(kept.some((entry) => entry.time === base.incidents[0].from)).toBe(true);
    expect(kept.map((entry) => entry.time)).toEqual(kept.map((entry) => entry.time).sort());
  });

  it('cuts long texts and no number', () => {
    const { report, textCap } = read({ ...base, verdict: { ...base.verdict, headline: 'x'.repeat(1_000_000), confidence: 0.123456 } });
    expect(report.verdict.headline.length).toBe(textCap + 1);
    expect(report.verdict.confidence).toBe(0.123456);
  });

  it('leaves out a curve rather than a part of it', () => {
    const density = [
      { process: 'p1', start: base.incidents[0].from, binMs: 1000, counts: new Array(60_000).fill(1) },
      { process: 'p1', start: base.incidents[0].from, binMs: 1000, counts: [1, 2, 3, 4] },
    ];
    const { report, left } = read({ ...base, density }, 60_000);
    expect(report.density?.every((one) => one.counts.length === 4)).toBe(true);
    expect(left).toContainEqual({ list: 'density', shown: 1, all: 2 });
  });

  it('does not change the report', () => {
    const before = JSON.stringify(base);
    embeddedJson(base, 10_000);
    expect(JSON.stringify(base)).toBe(before);
  });
});
