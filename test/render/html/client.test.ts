import { describe, expect, it } from 'vitest';
import { columnsOf, heightOf, tallest } from '../../../src/render/html/client/chart/columns.js';
import { lowerBound, type Segment } from '../../../src/render/html/client/lanes.js';
import { modelOf } from '../../../src/render/html/client/model.js';
import type { Report } from '../../../src/report/schema.js';
import { loadReport, NAMES } from '../reports.js';

const modelFor = (report: Report) => modelOf({ report, left: [], textCap: 4000 });
const base = loadReport('deadlock');

describe('what the page shows', () => {
  it.each(NAMES)('is found in any report: %s', (name) => {
    const model = modelFor(loadReport(name));
    for (const lane of model.lanes) {
      expect(lane.fromMs).toBeLessThanOrEqual(lane.toMs);
      expect([...lane.markMs]).toEqual([...lane.markMs].sort((a, b) => a - b));
    }
    if (model.extent && model.home) {
      expect(model.home.fromMs).toBeGreaterThanOrEqual(model.extent.fromMs);
      expect(model.home.toMs).toBeLessThanOrEqual(model.extent.toMs);
    }
  });

  it('is a lane for each process, the culprit first, its silence marked', () => {
    const { lanes, report } = modelFor(base);
    expect(lanes[0].id).toBe(report.incidents[0].processes[0]);
    expect(lanes[0].culprit).toBe(true);
    expect(lanes.filter((lane) => lane.culprit)).toHaveLength(1);
    expect(lanes[0].silences.some((silence) => silence.grave)).toBe(true);
    expect(
      lanes
        .slice(1)
        .flatMap((lane) => lane.silences)
        .some((silence) => silence.grave),
    ).toBe(false);
  });

  it('shows events of a fork child with its parent', () => {
    const parent = base.processes.find((process) => process.parent === undefined)!;
    const child = { ...parent, id: 'child', parent: parent.id };
    const timeline = [{ time: base.incidents[0].from, process: 'child', what: 'DB saved on disk', severity: 'info' as const, type: 'log' }];
    const { lanes } = modelFor({ ...base, processes: [...base.processes, child], incidents: [{ ...base.incidents[0], timeline }] });
    expect(lanes.find((lane) => lane.id === parent.id)?.marks.map((mark) => mark.what)).toContain('DB saved on disk');
    expect(lanes.some((lane) => lane.id === 'child')).toBe(false);
  });

  it('finds every citation by its number and by its place', () => {
    const { quotes, report } = modelFor(base);
    const items = report.incidents[0].explanations[0].ledger.filter((one) => one.citations.length > 0);
    expect(items.length).toBeGreaterThan(3);
    for (const item of items) {
      const [citation] = item.citations;
      const quote = quotes.get(`${citation.entry}:${citation.line}`)!;
      expect(quote.citation).toMatchObject({ entry: citation.entry, line: citation.line });
      expect(quote.claims).toContain(item.state === 'absent' ? `not so: ${item.claim}` : item.claim);
      expect(quotes.get(citation.ref!)?.citation.ref).toBe(citation.ref);
    }
  });

  it('keeps lines without a time behind the line that they follow', () => {
    const record = (line: number, time?: string) => ({ time, text: `line ${line}`, entry: 'a.log', line });
    const records = [record(1), record(2, base.incidents[0].to), record(3), record(4, base.incidents[0].from), record(5)];
    expect(modelFor({ ...base, records }).records.map((row) => row.record.line)).toEqual([1, 4, 5, 2, 3]);
  });
});

describe('bars', () => {
  const segment: Segment = { startMs: 0, binMs: 1000, bins: 4, counts: [0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1, 1] };

  it('add bins up to columns and keep the number of lines', () => {
    const columns = columnsOf([segment], { fromMs: 0, toMs: 4000 }, 2);
    // Lines per second in columns of two seconds.
    expect([...columns]).toEqual([0, 0, 3, 0, 0, 0, 0.5, 1.5]);
    expect(tallest(columns)).toBe(3);
  });

  it('fill all columns that a wide bin covers, and only those', () => {
    const columns = columnsOf([segment], { fromMs: 0, toMs: 2000 }, 8);
    const notices = [...columns].filter((_, at) => at % 4 === 2);
    expect(notices).toEqual([6, 6, 6, 6, 0, 0, 0, 0]);
  });

  it('of the time before and after are empty', () => {
    expect(tallest(columnsOf([segment], { fromMs: 10_000, toMs: 20_000 }, 10))).toBe(0);
    expect(tallest(columnsOf([segment], { fromMs: -9000, toMs: -1000 }, 10))).toBe(0);
  });

  it('show one line beside thousands', () => {
    expect(heightOf(0, 5000, 28)).toBe(0);
    expect(heightOf(0.1, 5000, 28)).toBeGreaterThanOrEqual(2);
    expect(heightOf(5000, 5000, 28)).toBe(28);
  });
});

describe('search by time', () => {
  it('finds the first that is not before', () => {
    const times = Float64Array.of(1, 2, 2, 5);
    expect([0, 1, 2, 3, 5, 6].map((ms) => lowerBound(times, ms))).toEqual([0, 0, 1, 3, 3, 4]);
  });
});
