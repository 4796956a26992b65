import { describe, expect, test } from 'vitest';
import type { LogRun } from '../../src/model/records.js';
import { crashesOf, readEntry } from './read-log.js';

const DAY = '23 Nov 2026';
const line = (time: string, text: string, pid = 7, role = 'M', level = '*'): string => `${pid}:${role} ${DAY} ${time} ${level} ${text}`;
const runsOf = (...lines: string[]): LogRun[] => readEntry(`${lines.join('\n')}\n`).runs;

describe('runs', () => {
  test('a banner opens a run, with the warnings in front of it', () => {
    const runs = runsOf(
      line('06:00:00.000', 'Ready to accept connections tcp', 1),
      line('06:00:01.000', 'WARNING Memory overcommit must be enabled! Without it, …', 1, 'M', '#'),
      line('06:00:01.001', 'oO0OoO0OoO0Oo Valkey is starting oO0OoO0OoO0Oo', 1),
      line('06:00:01.002', 'Valkey version=9.1.2, bits=64, commit=00000000, modified=1, pid=1, just started', 1),
    );
    expect(runs.map((run) => [run.pid, run.lines, run.banner])).toEqual([
      [1, 1, false],
      [1, 3, true],
    ]);
    expect(runs[1].first.line).toBe(2);
  });

  test('the same warning without a banner behind it stays where it is', () => {
    const runs = runsOf(
      line('06:00:00.000', 'Server initialized'),
      line('06:00:00.001', 'WARNING overcommit_memory is set to 0! Background save may fail', 7, 'M', '#'),
      line('06:00:00.002', 'Ready to accept connections'),
    );
    expect(runs.map((run) => run.lines)).toEqual([3]);
    expect(runs[0].events.map((event) => event.line)).toEqual([1, 2, 3]);
  });

  test('children are runs of their own', () => {
    const runs = runsOf(
      line('06:00:00.000', 'Background saving started by pid 9'),
      line('06:00:00.100', 'DB saved on disk', 9, 'C'),
      line('06:00:00.200', 'Background saving terminated with success'),
    );
    expect(runs.map((run) => [run.pid, run.roles, run.lines])).toEqual([
      [7, { M: 2 }, 2],
      [9, { C: 1 }, 1],
    ]);
    expect(runs[1].lastMain).toBeUndefined();
  });

  test('a pause of main is seen although a module and a child go on', () => {
    const [run] = runsOf(
      line('06:00:00.000', 'Accepted 127.0.0.1:5000', 7, 'M', '-'),
      line('06:00:10.000', '<search> Waiting for all nodes to connect', 7, 'M', '-'),
      line('06:00:20.000', 'DB saved on disk', 9, 'C'),
      line('06:00:30.000', 'Accepted 127.0.0.1:5001', 7, 'M', '-'),
    );
    expect(run.mainGaps[0]).toMatchObject({ durationMs: 30_000, before: { line: 1 }, after: { line: 4 } });
    expect(run.gaps[0]).toMatchObject({ durationMs: 20_000, before: { line: 2 }, after: { line: 4 } });
    expect(run.lastMain?.line).toBe(4);
  });

  test('module lines that only main prints prove it alive', () => {
    const [run] = runsOf(
      line('06:00:00.000', 'Ready to accept connections'),
      line('06:00:05.000', '<search> Successfully changed configuration for `WORKERS`'),
    );
    expect(run.lastMain?.line).toBe(2);
    expect(run.lastMain?.module).toBe('search');
  });

  test('the longest pauses are kept, longest first', () => {
    const lines = Array.from({ length: 300 }, (_, i) => {
      const second = i * 10 + (i > 100 ? 5 : 0) + (i > 200 ? 7 : 0);
      return line(
        `06:${String(Math.floor(second / 60) % 60).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}.000`,
        `Accepted 127.0.0.1:${i}`,
      );
    });
    const [run] = runsOf(...lines);
    expect(run.gaps).toHaveLength(64);
    expect(run.gaps.slice(0, 2).map((gap) => [gap.durationMs, gap.before.line])).toEqual([
      [17_000, 201],
      [15_000, 101],
    ]);
  });

  test('the heartbeat, its ticks and its absence', () => {
    const beat = (time: string): string[] => [
      line(time, 'DB 0: 10 keys (0 volatile) in 16 slots HT.', 7, 'M', '-'),
      line(time, '5 clients connected (0 replicas), 900 bytes in use', 7, 'M', '.'),
    ];
    const [run] = runsOf(...beat('06:00:00.000'), ...beat('06:00:05.000'), ...beat('06:00:10.001'), ...beat('06:01:10.000'));
    expect(run.heartbeat?.count).toBe(4);
    expect(run.heartbeat?.gaps[0]).toMatchObject({ durationMs: 59_999, before: { line: 5 }, after: { line: 7 } });
    expect(run.heartbeat?.cadence.map((count, bin) => [bin, count]).filter(([, count]) => count > 0)).toEqual([
      [12, 2],
      [15, 1],
    ]);
  });

  test('the clock runs back', () => {
    const [run] = runsOf(
      line('01:59:55.000', 'Accepted a'),
      line('01:00:00.000', 'Accepted b'),
      line('01:00:00.970', 'Accepted c'),
      line('01:00:00.940', 'Accepted d'),
    );
    expect(run.backSteps.map((step) => [step.durationMs, step.after.line])).toEqual([[-3_595_000, 2]]);
  });

  test('New Year in a log without years is no step of the clock', () => {
    const [run] = readEntry('7:M 31 Dec 23:59:59.000 * Accepted a\n7:M 01 Jan 00:00:01.000 * Accepted b\n').runs;
    expect(run.backSteps).toEqual([]);
    expect(run.gaps[0].durationMs).toBe(2000);
  });

  test('density: bins double and stay aligned', () => {
    const lines = Array.from({ length: 24 }, (_, i) =>
      line(`${String(i).padStart(2, '0')}:00:00.500`, 'Accepted x', 7, 'M', i % 2 === 0 ? '*' : '-'),
    );
    const [run] = runsOf(...lines);
    expect(run.density.counts.reduce((sum, count) => sum + count, 0)).toBe(24);
    expect(run.density.counts.length / 4).toBeLessThanOrEqual(256);
    expect(run.density.startMs % run.density.binMs).toBe(0);
    const bin = (ms: number): number => Math.floor((ms - run.density.startMs) / run.density.binMs);
    for (let hour = 0; hour < 24; hour++) {
      const at = bin(Date.UTC(2026, 10, 23, hour, 0, 0, 500)) * 4;
      expect(run.density.counts[at + (hour % 2 === 0 ? 2 : 1)]).toBeGreaterThan(0);
    }
  });

  test('first and last occurrences of an event are kept, all are counted', () => {
    const [run] = runsOf(...Array.from({ length: 100 }, (_, i) => line('06:00:00.000', `Background saving started by pid ${i + 100}`)));
    expect(run.eventCounts).toEqual({ 'bgsave-started': 100 });
    expect(run.events.map((event) => event.fields.pid)).toEqual([
      ...Array.from({ length: 20 }, (_, i) => `${i + 100}`),
      ...Array.from({ length: 20 }, (_, i) => `${i + 180}`),
    ]);
  });

  test('unknown lines are counted by template, warnings first', () => {
    const [run] = runsOf(
      ...Array.from({ length: 50 }, (_, i) => line('06:00:00.000', `odd thing ${i} happened`, 7, 'M', '#')),
      ...Array.from({ length: 400 }, (_, i) =>
        line('06:00:01.000', `note ${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))} here`),
      ),
      line('06:00:02.000', 'late warning of a new kind', 7, 'M', '#'),
    );
    expect(run.templates).toHaveLength(200);
    expect(run.templates[0]).toMatchObject({
      template: 'odd thing N happened',
      count: 50,
      level: 'warning',
      first: { line: 1 },
      last: { line: 50 },
    });
    expect(run.templates.at(-1)).toMatchObject({ template: 'late warning of a new kind', count: 1 });
  });

  test('the tail holds the last 50 lines in order', () => {
    const [run] = runsOf(...Array.from({ length: 120 }, (_, i) => line('06:00:00.000', `Accepted ${i}`)));
    expect(run.tail.map((kept) => kept.line)).toEqual(Array.from({ length: 50 }, (_, i) => i + 71));
  });

  test('a signal handler gives the zone', () => {
    const [run] = runsOf(
      line('01:20:00.900', 'Accepted a'),
      '7:signal-handler (1795414801) Received SIGTERM scheduling shutdown...',
      line('01:20:01.050', 'User requested shutdown...'),
    );
    expect(run.zoneSamples.map((sample) => Math.round((sample.utcMs - sample.wallMs) / 3_600_000))).toEqual([5, 5]);
    expect(run.events.find((event) => event.id === 'shutdown-signal')).toMatchObject({ handler: true, wallMs: 1795414801000, level: '' });
    expect(run.last.line).toBe(3);
  });
});

describe('lines that are not what they seem', () => {
  const log = (...middle: string[]): string[] => [
    line('06:00:00.000', 'Accepted a'),
    line('06:00:01.000', '<mod> text'),
    ...middle,
    line('06:00:02.000', 'Accepted b'),
  ];

  test('a lone line of another process and time is a stray, and no crash', () => {
    const entry = readEntry(log('more text', '1:M 01 Jan 2020 00:00:00.000 # Redis 9.9.9 crashed by signal: 11, si_code: 1').join('\n'));
    expect(entry.runs.map((run) => [run.pid, run.lines])).toEqual([[7, 3]]);
    expect(crashesOf(entry)).toEqual([]);
    expect(entry.unknown.count).toBe(2);
    expect(entry.notes.join()).toMatch(/forged or stray/);
  });

  test('a forged start of a report is no crash', () => {
    const forged = [
      '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
      'Redis 9.9.9 crashed by signal: 11, si_code: 1',
      '------ STACK TRACE ------',
      'EIP:',
      'a(b+0x1)[0x2]',
    ];
    expect(crashesOf(readEntry(log(...forged).join('\n')))).toEqual([]);
    expect(crashesOf(readEntry(log(forged[0], '1:M 01 Jan 2020 00:00:00.000 # Redis 9.9.9 crashed by signal: 11').join('\n')))).toEqual([]);
  });

  test('a child after days of silence and an older log in front are no strays', () => {
    const quiet = [
      '7:M 20 Nov 2026 06:00:00.000 * Ready to accept connections',
      '9:C 23 Nov 2026 06:00:00.000 * DB saved on disk',
      line('06:00:00.100', 'Background saving terminated with success'),
    ];
    expect(readEntry(quiet.join('\n')).runs.map((run) => run.pid)).toEqual([7, 9]);
    const joined = [
      line('06:00:00.000', 'Accepted a'),
      '5:M 20 Nov 2026 06:00:00.000 * Accepted b',
      '5:M 20 Nov 2026 06:00:01.000 * Accepted c',
    ];
    expect(readEntry(joined.join('\n')).runs.map((run) => [run.pid, run.lines])).toEqual([
      [7, 1],
      [5, 2],
    ]);
  });

  test('a cut first line is an unknown line and marks the entry', () => {
    const entry = readEntry(['saving terminated with success', line('06:00:01.000', 'Accepted a')].join('\n'));
    expect(entry.cutStart).toBe(true);
    expect(entry.unknown.count).toBe(1);
    expect(entry.runs).toHaveLength(1);
  });

  test('foreign text is unknown', () => {
    const entry = readEntry('127.0.0.1 - - [23/Nov/2026:06:00:00 +0000] "GET / HTTP/1.1" 200 5\nhello\n');
    expect(entry).toMatchObject({ format: 'unknown', outcome: 'ignored', runs: [], records: [] });
  });
});
