import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAll, texts } from './collect.js';

const LINES = Array.from({ length: 90 }, (_, i) => {
  const clock = `06:${String(10 + Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.777`;
  return `4059:M 23 Nov 2026 ${clock} * DB loaded from disk: 0.0${i} seconds`;
});
const newest = [...LINES].reverse();
const iso = (line: string) => line.replace(/^\d+:M 23 Nov 2026 ([\d:.]+).*/, '2026-11-23T$1Z');

describe('exports that begin with the newest line', () => {
  it.each([
    ['plain', newest],
    ['stamped', newest.map((line) => `${iso(line)} ${line}`)],
    ['table', newest.map((line) => `| ${iso(line)} | ${line} |`)],
    ['json-lines', newest.map((line) => JSON.stringify({ timestamp: iso(line), message: line }))],
    ['docker', newest.map((line) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: iso(line) }))],
    ['compose', newest.map((line) => `redis-1  | ${line}`)],
  ])('%s', (_, lines) => {
    const seen = readAll(`${lines.join('\n')}\n`);
    expect(texts(seen)).toEqual(LINES);
    expect(seen.summary.notes).toEqual(['the newest line stands first; the lines were read in the order of time']);
    // Citations lead to the file as it is.
    expect(seen.lines[0]).toMatchObject({ line: lines.length, offset: lines.slice(0, -1).join('\n').length + 1 });
  });

  it('keeps the lines of one record in their order', () => {
    const report = ['=== REDIS BUG REPORT START: Cut & paste starting from here ===', 'Redis 7.4.1 crashed by signal: 11'];
    const records = [...newest.slice(0, 5), report.join('\n'), ...newest.slice(5, 9)];
    const lines = records.map((message, i) => JSON.stringify({ timestamp: 1_795_415_369_000 - i * 1000, message }));
    const seen = texts(readAll(`${lines.join('\n')}\n`));
    expect(seen.slice(4, 6)).toEqual(report);
    expect(seen[0]).toBe(newest[8]);
  });

  it.each([
    ['oldest first', LINES],
    ['one step of the clock', [...LINES.slice(40, 80), ...LINES.slice(0, 40)]],
    ['one moment', LINES.map(() => LINES[0])],
    ['two lines', newest.slice(0, 2)],
  ])('leaves %s alone', (_, lines) => {
    const seen = readAll(`${lines.join('\n')}\n`);
    expect(texts(seen)).toEqual(lines);
    expect(seen.summary.notes).toEqual([]);
  });

  it.each([
    [
      'a start',
      [
        '1:C 10 Jun 2037 05:58:32.000 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
        '1:C 10 Jun 2037 05:58:32.000 # Redis version=6.2.1, bits=32, commit=00000000, modified=0, pid=1, just started',
        '1:M 10 Jun 2037 05:38:16.000 # Server initialized',
        '1:M 10 Jun 2037 04:54:16.000 * Ready to accept connections',
      ],
    ],
    [
      'a report',
      [
        '1:M 10 Jun 2037 05:58:32.000 * Ready to accept connections',
        '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
        '1:M 10 Jun 2037 05:38:16.000 # Redis 6.2.1 crashed by signal: 6, si_code: -6',
        '1:M 10 Jun 2037 04:54:16.000 # Killed by PID: 1, UID: 999',
      ],
    ],
  ])('leaves %s alone whose clock runs backwards', (_, lines) => {
    expect(texts(readAll(`${lines.join('\n')}\n`))).toEqual(lines);
    // the same lines in an export that begins with the newest
    const turned = [...lines].reverse().map((line, i) => line.replace(/\d\d:\d\d:\d\d/, `0${9 - i}:00:00`));
    expect(texts(readAll(`${turned.join('\n')}\n`))).toEqual([...turned].reverse());
  });

  it('does not depend on chunks', () => {
    const text = Buffer.from(`${newest.map((line) => `${iso(line)} ${line}`).join('\n')}\n`);
    const whole = readAll(text);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 }), (chunks) => {
        expect(readAll(text, { chunks }).log).toEqual(whole.log);
      }),
      { numRuns: 20 },
    );
  });
});
