import { describe, expect, it } from 'vitest';
import { readAll, texts } from './collect.js';

const head = (second: string, level = '*') => `24117:M 06 Feb 2026 11:02:${second} ${level} `;
const WHOLE = [
  `${head('47.906')}RDB memory usage when created 912.40 Mb`,
  `${head('47.907')}RDB age 88121 seconds`,
  `${head('52.118', '#')}Short read or OOM loading DB. Unrecoverable error, aborting now.`,
  `${head('52.118', '#')}Internal error in RDB reading offset 418220331, function at rdb.c:2750 -> Unexpected EOF reading RDB file`,
  `${head('52.119', '#')}Terminating server after rdb file reading failure.`,
];

const readLines = (lines: readonly string[]) => readAll(Buffer.from(`${lines.join('\n')}\n`));
/** As a terminal of so many columns shows it; what is copied from it loses blanks at the end of a line. */
const fold = (lines: readonly string[], columns: number) =>
  lines.flatMap((line) => line.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? ['']).map((line) => line.replace(/ +$/, ''));

describe('lines that a terminal broke', () => {
  it.each([70, 75, 80, 90])('are whole again at %i columns', (columns) => {
    const seen = readLines(fold(WHOLE, columns));
    expect(seen.summary.wrapping).toBe('folded');
    expect(texts(seen)).toEqual(WHOLE);
  });

  it('are whole where a wider line stands among them, and where the text goes on with another program', () => {
    const wide = [
      `${head('46.001')}${'x'.repeat(50)}`,
      ...fold(WHOLE, 70),
      '$ redis-check-rdb dump.rdb',
      '[offset 0] Checking RDB file dump.rdb',
    ];
    const found = texts(readLines(wide));
    expect(found.slice(1, 6)).toEqual(WHOLE);
    expect(found.slice(6)).toEqual(['$ redis-check-rdb dump.rdb', '[offset 0] Checking RDB file dump.rdb']);
  });

  it('are whole when a window broke them in front of a blank', () => {
    const attack = 'Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis.';
    const lines = ['01.001', '02.001', '03.001'].map((second) => `${head(second, '#')}${attack} Connection from 10.0.0.9:4011 aborted.`);
    const broken = lines.flatMap((line) => [line.slice(0, line.indexOf(' Connection')), line.slice(line.indexOf(' Connection'))]);
    expect(texts(readLines(broken))).toEqual(lines);
  });

  it('are behind other wrappings, too', () => {
    const seen = readLines(['```', ...fold(WHOLE, 80), '```']);
    expect(seen.summary.wrapping).toBe('fenced+folded');
    expect(texts(seen)).toEqual(WHOLE);
  });

  it.each<[string, string[]]>([
    ['a log that nobody broke', WHOLE],
    [
      'a script that speaks between two lines',
      [`${head('47.906')}Ready to accept connections`, 'a start script says hello', `${head('47.907')}Ready to accept connections`],
    ],
    [
      'a raw line behind the longest line',
      [...WHOLE.slice(0, 2), `${head('53.001', '#')}${'a word '.repeat(9)}ends.`, 'Killed', WHOLE[2]!],
    ],
    [
      'a line of the same width that stands alone',
      [`${head('53.001')}${'y'.repeat(40)}`, 'killed', `${head('53.002')}${'z'.repeat(40)}`, WHOLE[2]!],
    ],
  ])('are not made of %s', (_, lines) => {
    const seen = readLines(lines);
    expect(seen.summary.wrapping).toBe('plain');
    expect(texts(seen)).toEqual(lines);
  });
});
