import { describe, expect, it } from 'vitest';
import { readAll, texts } from './collect.js';

/* A number and a colon in front of a line of Redis: grep's line number, KeyDB's pid, or the pid that two handlers wrote at once. */

const LINES = Array.from({ length: 6 }, (_, i) => `4059:M 23 Nov 2026 06:27:1${i}.777 * DB loaded from disk: 0.00${i} seconds`);

function read(lines: string[]): { wrapping: string; lines: string[]; subs: string[] } {
  const seen = readAll(`${lines.join('\n')}\n`);
  return { wrapping: seen.summary.wrapping, lines: texts(seen), subs: seen.subs };
}

describe('numbers in front of lines of Redis', () => {
  it.each([
    ['-n', (line: string, i: number) => `${i * 7 + 3}:${line}`],
    ['-Hn', (line: string, i: number) => `redis.log:${i * 7 + 3}:${line}`],
    ['-H', (line: string) => `redis.log:${line}`],
  ])('grep %s', (_, wrap) => {
    expect(read(LINES.map(wrap))).toMatchObject({ wrapping: 'grep', lines: LINES });
  });

  it.each([
    ['one thread', () => '31215'],
    ['several threads', (i: number) => String(31215 + (i % 3))],
    ['the main thread', () => '31207'],
  ])('KeyDB, %s', (_, thread) => {
    const lines = LINES.map((line, i) => line.replace('4059:', `31207:${thread(i)}:`));
    expect(read(lines)).toMatchObject({ wrapping: 'plain', lines });
    expect(read(lines.slice(0, 1))).toMatchObject({ wrapping: 'plain' });
    // grep -H in front of it
    expect(read(lines.map((line) => `keydb.log:${line}`))).toMatchObject({ wrapping: 'grep', lines, subs: ['keydb.log'] });
    expect(read(lines.map((line, i) => `keydb.log:${i + 5}:${line}`))).toMatchObject({ wrapping: 'grep', lines });
  });

  it.each([0, 3, 5])('two handlers wrote into line %i', (at) => {
    const lines = [...LINES];
    lines.splice(at, 0, '4059:4059:signal-handler (1779161410) Received SIGTERM scheduling shutdown...');
    expect(read(lines)).toMatchObject({ wrapping: 'plain', lines });
  });

  it('grep of a crash report', () => {
    const report = ['=== REDIS BUG REPORT START: Cut & paste starting from here ===', 'Redis 7.4.1 crashed', '------ STACK TRACE ------'];
    expect(read(report.map((line, i) => `${i + 9}:${line}`))).toMatchObject({ wrapping: 'grep', lines: report });
  });
});
