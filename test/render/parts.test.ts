import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowing, jiraText, relativeUri, visible, xmlText } from '../../src/render/escape.js';
import { cycleSentence, foldGraph, graphOf } from '../../src/render/graph.js';
import { renderJira } from '../../src/render/jira.js';
import { confidence, duration, lineList, timeRange } from '../../src/render/quantities.js';
import { silencesAsEntries, timelineRows } from '../../src/render/timelineRows.js';
import { refsOf } from '../../src/render/view.js';
import { clip, clipStart, widthOf, wrap } from '../../src/render/width.js';
import type { Report, ReportWaitGraph, TimelineEntry } from '../../src/report/schema.js';
import { loadReport } from './reports.js';

describe('visible', () => {
  it.each([
    ['\x1b[31mred', '\\x1b[31mred'],
    ['a\u202eb\u2066c\u061c', 'a\\u202eb\\u2066c\\u061c'],
    ['line\nline\r\ttab', 'line\\nline\\r\\ttab'],
    ['\ud800x\udfff', '\ufffdx\ufffd'],
    ['\u{e0041}', '\\u{e0041}'],
    ['漢字 é 🙂', '漢字 é 🙂'],
    ['\0\x9b', '\\x00\\x9b'],
  ])('%j', (text, shown) => expect(visible(text)).toBe(shown));
  it('caps a megabyte quickly and never cuts a character', () => {
    const started = performance.now();
    expect(visible('🙂'.repeat(1_000_000))).toBe(`${'🙂'.repeat(200)}…`);
    expect(performance.now() - started).toBeLessThan(200);
  });
  it('keeps exactly as much as the cap', () => expect(visible('x'.repeat(200))).toBe('x'.repeat(200)));
});

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [250, '250 ms'],
    [999.6, '1 s'],
    [15_563, '15.6 s'],
    [59_990, '1 min'],
    [352_574, '5 min 53 s'],
    [3_599_700, '1 h'],
    [28_920_000, '8 h 2 min'],
    [277_200_000, '3 d 5 h'],
    [-1500, '−1.5 s'],
  ])('%d ms', (ms, text) => expect(duration(ms)).toBe(text));
});

describe('figures', () => {
  it('certainty is rounded down', () =>
    expect([0.999, 0.99, 1, 0.004, 0, 0.29].map(confidence)).toEqual(['0.99', '0.99', '1.00', '< 0.01', '0.00', '0.29']));
  it('lines fold into ranges', () => expect(lineList([41, 31, 32, 33, 31, 54])).toBe('31–33, 41, 54'));
  it('many lines are capped', () => expect(lineList([1, 3, 5, 7], 2)).toBe('1, 3 and 2 more'));
  it('one date is said once', () =>
    expect(timeRange('2026-11-23T06:27:14.777Z', '2026-11-23T06:33:07.351Z')).toBe('2026-11-23 06:27:14.777 – 06:33:07.351'));
  it('two dates are both said', () =>
    expect(timeRange('2026-11-23T23:59:00.000Z', '2026-11-24T00:01:00.000Z')).toBe('2026-11-23 23:59:00.000 – 2026-11-24 00:01:00.000'));
});

describe('escapers', () => {
  it('an address never gets a scheme, a host or a root', () => {
    expect(relativeUri('case.tgz!/node_1/a b#1.log')).toBe('case.tgz!/node_1/a%20b%231.log');
    expect(relativeUri('C:\\x')).toBe('C%3A%5Cx');
    expect(relativeUri('//host/share')).toBe('.//host/share');
    expect(relativeUri('\ud800')).toBe('%EF%BF%BD');
  });
  it('XML text holds no mark and no character that XML refuses', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0x10ffff })).map((codes) => String.fromCodePoint(...codes)),
        (text) => {
          expect(xmlText(text)).toMatch(/^(?:[^<>&"'\x00-\x1f\ufffe\uffff]|&(?:amp|lt|gt|quot|apos);)*$/u);
        },
      ),
    );
  });
  it('Jira text holds no mark', () => {
    fc.assert(
      fc.property(
        fc
          .array(
            fc.constantFrom(
              '{code}',
              '{',
              '}',
              '[~admin]',
              '|',
              '||',
              '*b*',
              '_i_',
              '!x.png!',
              'h1. x',
              'http://x',
              '(x)',
              ':)',
              '-',
              '\\',
              'a',
              ' ',
              '\n',
              '??',
            ),
          )
          .map((parts) => parts.join('')),
        (text) => {
          expect(jiraText(text)).not.toMatch(/[{}[\]|*!\\?]|:\/\/|^h1\. |\((x|i)\)|:\)/);
          expect(jiraText(text)).not.toMatch(/(^|\s)[_-]\S/);
        },
      ),
    );
  });
});

describe('widths', () => {
  it('wide characters count twice and are never halved', () => {
    expect(clip('漢字漢字', 5)).toBe('漢字…');
    expect(clipStart('漢字漢字', 5)).toBe('…漢字');
    expect(wrap('漢字漢字漢字漢字', 8)).toEqual(['漢字漢字', '漢字漢字']);
  });
  it('no line is wider than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 8, max: 60 }), (text, width) =>
        wrap(text, width).every((line) => widthOf(line) <= width),
      ),
    );
  });
});

describe('the wait-for graph', () => {
  const folded = foldGraph(loadReport('deadlock').incidents[0].waitGraph as ReportWaitGraph);
  it('folds workers that do the same', () =>
    expect(folded.nodes.map((node) => node.title)).toEqual(['main (tid 4059)', '6 workers', 'module lock', 'worker barrier', '2 workers']));
  it('tells the circle from the root blocker on', () =>
    expect(cycleSentence(folded)).toBe('main (tid 4059) → worker barrier, 2 of 8 arrived → 6 workers → module lock → main (tid 4059)'));
  it('keeps those that have arrived out of it', () =>
    expect(folded.nodes.find((node) => node.arrived)).toMatchObject({ inCycle: false, detail: '2528 9009' }));
  it('counts those that take no part', () => expect(folded.apart.length).toBe(25));
  it('reads a cycle stored the other way round', () => {
    const graph = structuredClone(loadReport('deadlock').incidents[0].waitGraph as ReportWaitGraph);
    for (const cycle of graph.cycles) cycle.reverse();
    expect(cycleSentence(foldGraph(graph))).toBe(cycleSentence(folded));
  });
  it('takes those that have arrived from the groups when the graph leaves them out', () => {
    const report = loadReport('deadlock');
    const [incident] = report.incidents;
    const graph = incident.waitGraph as ReportWaitGraph;
    const lean = { ...incident, waitGraph: { ...graph, threads: graph.threads.filter((thread) => thread.state === 'waiting') } };
    const refolded = foldGraph(graphOf(report, lean) as ReportWaitGraph);
    expect(refolded.nodes.map((node) => node.title)).toEqual(folded.nodes.map((node) => node.title));
    expect(refolded.apart.length).toBe(25);
  });
  it('stays quick with thousands of threads', () => {
    const threads = Array.from({ length: 5000 }, (_, tid) => ({
      id: `t${tid}`,
      tid,
      name: `w-${tid}`,
      role: 'module',
      state: 'waiting',
      doing: '',
      stack: [],
    }));
    const edges = threads.map(({ id }) => ({ from: id, to: 'r', relation: 'waits' as const, basis: 'observed' as const }));
    const started = performance.now();
    expect(foldGraph({ threads, edges, resources: [{ id: 'r', kind: 'mutex', label: 'm' }], cycles: [] }).nodes.length).toBe(2);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('timeline rows', () => {
  const entry = (second: number, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
    time: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
    process: 'p1',
    what: `line ${second}`,
    severity: 'info',
    ...more,
  });
  it('come in the order of time whatever the order of the entries', () => {
    const entries = [entry(3), entry(1), entry(2)];
    expect(timelineRows(entries, []).rows.map((row) => row.what)).toEqual(['line 1', 'line 2', 'line 3']);
  });
  it('fold repeats', () =>
    expect(timelineRows([entry(1, { what: 'x' }), entry(2, { what: 'x', repeated: 4 })], []).rows).toMatchObject([
      { what: 'x', times: 5 },
    ]));
  it('keep what is grave and near, and say how many are missing where', () => {
    const entries = Array.from({ length: 500 }, (_, at) => entry(at, at === 250 ? { severity: 'critical', type: 'crash' } : {}));
    const { rows, leftOut } = timelineRows(entries, [entry(400).time], 60);
    expect(rows.length).toBeLessThanOrEqual(60);
    expect(rows.some((row) => row.what === 'line 250')).toBe(true);
    expect(rows.some((row) => row.what === 'line 400')).toBe(true);
    const marked = rows.filter((row) => row.kind === 'left-out').reduce((sum, row) => sum + row.times, 0);
    expect(marked).toBe(leftOut);
    expect(marked + rows.filter((row) => row.kind !== 'left-out').length).toBe(500);
  });
});

describe('silences', () => {
  const at = (time: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
    time: `2026-01-01T00:${time}.000Z`,
    process: 'p1',
    what: 'silence',
    severity: 'critical',
    type: 'gap',
    ...more,
  });
  it('told by two sources are drawn once, and a later moment inside stays an event', () => {
    const frozen = at('00:01', { what: 'last moment of the clock', durationMs: 299_000 });
    const { rows } = timelineRows([at('00:00', { durationMs: 300_000 }), at('00:00', { durationMs: 300_000 }), frozen], []);
    expect(rows.map((row) => [row.kind, row.what])).toEqual([
      ['gap', 'silence'],
      ['event', 'last moment of the clock'],
    ]);
  });
  it('of two processes are two', () => {
    expect(timelineRows([at('00:00', { durationMs: 300_000 }), at('00:00', { durationMs: 300_000, process: 'p2' })], []).rows.length).toBe(
      2,
    );
  });
  it('ordinary pauses of a log are not drawn', () => {
    const report = structuredClone(loadReport('deadlock')) as Report;
    const [silence] = report.silences;
    report.silences = [{ ...silence, surprise: 0, from: '2026-11-23T06:26:02.000Z', to: '2026-11-23T06:27:01.000Z', durationMs: 59_000 }];
    expect(silencesAsEntries(report, report.incidents)).toEqual([]);
    report.silences = [{ ...silence, surprise: 0 }];
    expect(silencesAsEntries(report, report.incidents).length).toBe(1);
  });
});

describe('sentences of the catalogue', () => {
  it('flow over the line ends of their file', () => expect(flowing('one\n  two\nthree ')).toBe('one two three'));
  it('flow quickly, whatever the blanks', () => {
    const started = performance.now();
    flowing(`${' '.repeat(2_000_000)}\n`);
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('evidence numbers', () => {
  const cite = (ref: string) => ({ ref, entry: 'a', line: 1, offset: 0, text: '' });
  it('from three neighbours on are a range', () => {
    expect(refsOf(['E1', 'E3', 'E4', 'E5', 'E9', 'E10'].map(cite))).toEqual([
      { ref: 'E1' },
      ' ',
      { ref: 'E3' },
      '–',
      { ref: 'E5' },
      ' ',
      { ref: 'E9' },
      ' ',
      { ref: 'E10' },
    ]);
  });
});

describe('Jira', () => {
  it('stays below the length that Jira refuses', () => expect(renderJira(loadReport('hostile')).length).toBeLessThan(32_767));
  it('has no Mermaid', () => expect(renderJira(loadReport('deadlock'))).not.toMatch(/mermaid|flowchart/));
  it('has no code block that a log closes', () => {
    const marks = renderJira(loadReport('deadlock')).match(/\{noformat\}/g) ?? [];
    expect(marks.length % 2).toBe(0);
  });
});
