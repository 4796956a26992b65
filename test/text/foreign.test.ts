import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import { FORMATS } from '../../src/formats/registry.js';
import { EntryReader } from '../../src/formats/router.js';
import { memory } from '../../src/kernel/kernel.js';
import { AT_FOREIGN } from '../../src/kernel/layout.js';
import type { EntryRecords } from '../../src/model/records.js';
import { TextReader } from '../../src/text/reader.js';
import { findTelling } from '../../src/text/telling.js';

const MATCHER = new PatternMatcher(CORE_PATTERNS);
const MB = 1024 * 1024;

function read(text: string, everyLine: boolean, chunkBytes = 65_536): EntryRecords {
  const bytes = Buffer.from(text);
  const reader = new EntryReader('app.log', MATCHER, FORMATS);
  const lines = new TextReader('app.log', (sub) => reader.sinkFor(sub), { everyLine });
  for (let at = 0; at < bytes.length; at += chunkBytes) lines.push(bytes.subarray(at, at + chunkBytes));
  return reader.finish(lines.end());
}

/** Lines of a web application, without a word of Redis. */
function appLines(bytes: number, seed = 1): string {
  const parts: string[] = [];
  let length = 0;
  for (let i = seed; length < bytes; i++) {
    const clock = new Date(Date.UTC(2026, 10, 23, 10) + i * 37).toISOString();
    const line = [
      `${clock.replace('T', ' ').slice(0, 23)} INFO  [exec-${i % 40}] com.acme.orders.OrderService - processed order id=${(i * 7919) % 1_000_003}\n`,
      `10.0.${i % 250}.7 - - [23/Nov/2026:10:11:12 +0000] "GET /api/items/${i}?page=2 HTTP/1.1" 302 ${i % 9000} "-" "curl/8.4"\n`,
      `${clock} DEBUG pool-${i % 9} redirect=0x${(i * 2654435761).toString(16)} retry=${i % 5} loading shared fields\n`,
      i % 3 === 0 ? '\n' : i % 3 === 1 ? '  \t\r\n' : `    at com.acme.orders.Repo.load(Repo.java:${i % 400})\r\n`,
    ][i % 4]!;
    parts.push(line);
    length += line.length;
  }
  return parts.join('');
}

const FOREIGN = appLines(2.4 * MB);
const fixture = (name: string) => readFileSync(new URL(`../../fixtures/cases/redis-7.4.1/${name}`, import.meta.url), 'utf8');
const REFUSED = '2026-11-23 10:05:00.120 ERROR [exec-3] Jedis: Connection refused: cache-1.acme.example:6379\n';
const TRACE = `2026-11-23 10:05:00.120 ERROR [exec-3] c.a.o.OrderService: cannot read\n${'  at a.b.C(D.java:1)\n'.repeat(20)}Caused by: io.lettuce.core.RedisConnectionException: Unable to connect to 10.0.0.5:6379\n`;
/** Behind a foreign log that text and more of the log, five times. */
const spread = (text: string) => FOREIGN + [...Array(5)].map((_, i) => text + appLines(300_000, i)).join('');

describe('a log of something else is passed over, and nothing that a slow reader finds is lost', () => {
  it.each([
    ['nothing of Redis', FOREIGN],
    ['no newline at the end', `${FOREIGN}the last line`],
    ['an error of a client late', `${FOREIGN}${REFUSED}${appLines(MB)}`],
    ['errors of clients again and again', spread(REFUSED)],
    ['traces whose last line names the server', spread(TRACE)],
    ['answers of a server without its name', spread('2026-11-23 10:05:00 WARN x: MISCONF Errors writing to the AOF file: No space left\n')],
    ['a log of Redis behind it', `${FOREIGN}${fixture('hang-busy-lua/redis-6379.log')}`],
    ['a log of Redis behind a prefix', `${FOREIGN}${fixture('hang-busy-lua/redis-6379.log').replaceAll(/^(?=\d+:)/gm, 'cache-1 | ')}`],
    ['lines of Redis between', spread('4059:M 23 Nov 2026 06:29:29.850 * DB saved on disk\n')],
    ['lines of Redis 2.8', spread('[4059] 23 Nov 06:29:29.850 * DB saved on disk\n')],
    [
      'a stack between',
      `${FOREIGN}Thread 2 (LWP 123):\n#0  0x00007f8b53893545 in poll () from libc.so.6\n#1  0x1 in main ()\n${appLines(MB)}`,
    ],
    ['a kernel that kills', spread('[ 2740.054908] Out of memory: Killed process 4059 (redis-server) total-vm:1kB, anon-rss:1kB\n')],
    ['a line that is longer than a piece', `${FOREIGN}${'x'.repeat(700_000)} redis\n${appLines(MB)}`],
    ['a hole', `${FOREIGN}abc${'\0'.repeat(100)}def\n${appLines(MB)}`],
  ])('%s', { timeout: 60_000 }, (_, text) => {
    const { notes: allNotes, ...slow } = read(text, true);
    const { notes, ...fast } = read(text, false, 50_001);
    expect(fast).toEqual(slow);
    const passed = notes.filter((note) => note.startsWith('a log of something else'));
    expect(passed).toHaveLength(1);
    expect(notes.filter((note) => !passed.includes(note))).toEqual(allNotes);
  });

  it('does not depend on how the bytes come', () => {
    const text = spread(TRACE);
    const wanted = read(text, false, text.length);
    for (const chunk of [997, 65_536, 300_000]) expect(read(text, false, chunk), `${chunk}`).toEqual(wanted);
  });

  it('a log of Redis and what is shorter than 2 MB are read whole', () => {
    const log = fixture('hang-busy-lua/redis-6379.log') + FOREIGN;
    for (const text of [log, appLines(1.9 * MB)]) expect(read(text, false)).toEqual(read(text, true));
  });
});

describe('telling words', () => {
  const tells = (line: string) => {
    const length = memory.write(`${line}\n`, AT_FOREIGN, 'latin1');
    return findTelling(AT_FOREIGN, AT_FOREIGN + length) >= 0;
  };
  it.each([
    '4059:M 23 Nov 2026 06:29:29.850 * DB saved on disk',
    'cache-1 | 4059:S 23 Nov 06:29:29.850 # text',
    '[4059] 23 Nov 06:29:29.850 * text',
    'pid=4059 role=primary timestamp="23 Nov 2026 06:29:29.850" level=notice message="text"',
    'connect ECONNREFUSED 127.0.0.1:6379',
    '(error) NOAUTH Authentication required.',
    'ReadOnlyError: READONLY You cannot',
    'using VALKEY now',
    'Redis',
    'reRedIS',
    '#0  0x00007f8b53893545 in poll ()',
  ])('%s', (line) => {
    expect(tells(line)).toBe(true);
  });
  it.each([
    '',
    'redirect',
    'shared edition',
    'loading',
    '12:M',
    '5:M x',
    '[12] 2026x',
    'pid=12 user=1',
    '10:11:12 * text',
    'validity of keys',
  ])('not in %j', (line) => expect(tells(line)).toBe(false));
});
