import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { inlinePatterns } from '../../src/diagnosis/anchors.js';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import { SteadyReader } from '../../src/formats/log/steady.js';
import type { EntryRecords } from '../../src/model/records.js';
import type { Signature } from '../../src/model/signatures.js';
import { EntryParser } from '../../src/read-entry.js';
import { CATALOGUE } from '../../src/signatures/catalogue.js';
import { countTaken } from './taken.js';

/* The kernel takes lines that only have to be counted. Whatever it takes must leave the same records as when every line is looked at. */

const patterns = new PatternMatcher([...CORE_PATTERNS, ...inlinePatterns(CATALOGUE)]);
// @ts-expect-error: a script without types
const { writeLogs } = (await import('../../scripts/bench/make-logs.mjs')) as {
  writeLogs(folder: string, bytes: number, files: number): { paths: string[] };
};

/** Captured logs whose seconds of steady load are repeated. */
const folder = mkdtempSync(join(tmpdir(), 'rf-steady-'));
const [victim, second] = writeLogs(folder, 1_400_000, 2).paths.map((path) => readFileSync(join(folder, path)));
afterAll(() => rmSync(folder, { recursive: true }));

function parse(bytes: Uint8Array, chunkBytes = 65_536, matcher = patterns): { records: EntryRecords; taken: number } {
  const counter = countTaken();
  const records = read(bytes, chunkBytes, matcher);
  return { records, taken: counter.stop() };
}

function parseEveryLine(bytes: Uint8Array, matcher = patterns): EntryRecords {
  const spy = vi.spyOn(SteadyReader.prototype, 'read').mockImplementation((_bytes, from) => from);
  const records = read(bytes, 65_536, matcher);
  spy.mockRestore();
  return records;
}

function read(bytes: Uint8Array, chunkBytes: number, matcher: PatternMatcher): EntryRecords {
  const parser = new EntryParser('redis.log', matcher, 1 << 20);
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.subarray(at, at + chunkBytes));
  return parser.finish({ notes: [] });
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytes = (log: string) => Buffer.from(log, 'latin1');

afterEach(() => vi.restoreAllMocks());

describe('lines that only have to be counted', () => {
  it('are most of a verbose log', () => {
    const { records, taken } = parse(victim);
    expect(taken).toBeGreaterThan(0.5 * records.lines);
  });

  const doubled = `${text(victim)}${text(second)}`;
  const interleaved = text(victim)
    .split('\n')
    .flatMap((line, i) => [line, text(second).split('\n')[i] ?? ''])
    .join('\n');
  const cases: [string, string][] = [
    ['as captured', text(victim)],
    ['two processes, one after the other', doubled],
    ['two processes in one log', interleaved],
    ['CRLF', text(victim).replaceAll('\n', '\r\n')],
    ['without the year (4.0 and older)', text(victim).replaceAll(' 2026 ', ' ')],
    ['as 2.8 wrote it', text(victim).replace(/^(\d+):\w (\d\d \w{3}) \d{4} /gm, '[$1] $2 ')],
    ['iso8601 stamps', text(victim).replace(/^(\d+:\w) 23 Nov 2026 (\d\d:\d\d:\d\d\.\d{3}) /gm, '$1 2026-11-23T$2 ')],
    ['another module at work', text(victim).replaceAll('<search>', '<timeseries>')],
    ['a tag too short for the kernel', text(victim).replaceAll('<search>', '<bf>')],
    ['an anonymous module', text(victim).replaceAll('<search>', '<module>')],
    ['a child that writes the same', text(victim).replace(/^(\d+):M/gm, '$1:C')],
    ['every line a warning', text(victim).replace(/^(\S+ \d\d \w{3} \d{4} \S+) [-*.] /gm, '$1 # ')],
    ['the clock steps back', text(victim).replace(/ 06:35:1/g, ' 06:34:1')],
    ['past midnight', text(victim).replace(/ 23 Nov 2026 06:35:/g, ' 24 Nov 2026 00:00:')],
    ['holes', text(victim).replace(/Client closed connection id=7/g, `\0${'\0'.repeat(40)}`)],
    ['short holes', text(victim).replace(/Accepted 127/g, 'Accepted\0\0\0 127')],
    ['Latin and broken UTF-8', text(victim).replaceAll('name= ', 'name=\xc3\xa4\xff\xe4\xb8 ')],
    ['heads that go on', text(victim).replaceAll('Accepted 1', 'Accepted cluster node 1')],
    ['a limit behind a head', text(victim).replaceAll('lib-ver=', 'for overcoming of output buffer limits.')],
    ['no last newline', text(victim).slice(0, -1)],
    ['heartbeats of two databases in a tick', text(victim).replace(/^(.* DB )0(: .*)\n/gm, '$10$2\n$11$2\n')],
    ['heartbeats of a node with many databases', text(victim).replace(/Accepted 127.*/g, 'DB 12: 3 keys (0 volatile) in 4 slots HT.')],
    [
      'heartbeats of newer servers',
      text(victim).replace(/ DB \d+: .*/g, ' Total: 12 clients connected (0 replicas), 1048576 bytes in use'),
    ],
    ['heartbeats that are none', text(victim).replace(/ keys \(\d+ v/g, ' keys ( v')],
    ['heartbeats that go on', text(victim).replace(/ slots HT\./g, ' slots HT. and qbuf=0')],
    ['heartbeats at night', text(victim).replace(/^(\d+:M 2)3( \w{3} \d{4}) .{12}( - DB)/gm, '$14$2 01:02:03.456$3')],
    ['only heartbeats', text(victim).replace(/ - (?!DB).*/g, ' - DB 0: 1000 keys (1 volatile) in 1024 slots HT.')],
  ];

  it.each(cases)('leave the same records: %s', (_, log) => {
    const expected = parseEveryLine(bytes(log));
    for (const chunkBytes of [65_536, 1_000_003, 4099]) expect(parse(bytes(log), chunkBytes).records).toEqual(expected);
  });

  it('leave the same records whatever the chunks', () => {
    const log = victim.subarray(0, 200_000);
    const expected = parseEveryLine(log);
    for (const chunkBytes of [7, 63, 64, 65, 511, 30_000]) expect(parse(log, chunkBytes).records).toEqual(expected);
  });

  const someBeats = bytes(
    text(victim)
      .slice(0, 300_000)
      .replace(/Accepted 127\S*9$/gm, 'DB 3: 1000 keys (1 volatile) in 1024 slots HT.'),
  );
  it.each([
    ['captured', victim.subarray(0, 300_000)],
    ['with many heartbeats', someBeats],
  ])('leave the same records whatever is broken in them: %s', { timeout: 120_000 }, (_, log) => {
    const edit = fc.record({
      at: fc.nat(log.length - 1),
      byte: fc.constantFrom(0, 9, 10, 13, 32, 35, 42, 45, 46, 48, 57, 60, 62, 65, 195, 255),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 200 }), fc.integer({ min: 5000, max: 400_000 }), (edits, chunkBytes) => {
        const broken = Buffer.from(log);
        for (const { at, byte } of edits) broken[at] = byte;
        expect(parse(broken, chunkBytes).records).toEqual(parseEveryLine(broken));
      }),
      { numRuns: 80, seed: 6 },
    );
  });

  it('are left to others where the texts of signatures leave the kernel no room', () => {
    const texts = Array.from({ length: 400 }, (_, i) => `{}${String(i % 3).repeat(1800)}${i}`);
    for (const count of [1, 3, 400]) {
      const evidence = texts.slice(0, count).map((text) => ({ ask: { event: { texts: [text] } } }));
      const own = new PatternMatcher([...CORE_PATTERNS, ...inlinePatterns([{ evidence, refutes: [] } as unknown as Signature])]);
      expect(parse(victim, 65_536, own).records).toEqual(parseEveryLine(victim, own));
    }
    const long = ['Accepted', 'Client', 'All nodes', 'Applying'].map((head) => `${head}{} ${'x'.repeat(50_000)}`);
    long.push(`Accepted{} from {a}${'x'.repeat(200_000)}{b}`);
    const evidence = [{ ask: { event: { texts: long } } }];
    const own = new PatternMatcher([...CORE_PATTERNS, ...inlinePatterns([{ evidence, refutes: [] } as unknown as Signature])]);
    expect(parse(victim, 65_536, own).records).toEqual(parseEveryLine(victim, own));
  });

  it('are left to a signature that asks for them', () => {
    const ask = (texts: string[]) => inlinePatterns([{ evidence: [{ ask: { event: { texts } } }], refutes: [] } as unknown as Signature]);
    for (const texts of [['Accepted {addr}'], ['{}qbuf=0 {rest}'], ['Client {} cmd=hset {}'], ['Accepted'], ['Acc']]) {
      const own = new PatternMatcher([...CORE_PATTERNS, ...ask(texts)]);
      const { records } = parse(victim, 65_536, own);
      expect(records).toEqual(parseEveryLine(victim, own));
      expect(records.runs.some((run) => (run.eventCounts[`text:${texts[0]}`] ?? 0) > 0)).toBe(true);
    }
  });

  it('are told from longer texts of signatures that begin like them', () => {
    const heads = ['Accepted ', 'Client closed connection ', 'Client closed connection id=', 'All nodes ', 'DB ', 'DB 0', 'DB 0: '];
    for (const tails of [['tenant {n:d}'], ['a', 'ab', 'abcdefghi'], ['{a} lost'], ['127.0.0.1:5', 'id=1', '7', '0: 1{rest} keys']]) {
      const texts = heads.flatMap((head) => tails.map((tail) => `${head}${tail}`));
      const evidence = texts.map((text) => ({ ask: { event: { texts: [text] } } }));
      const own = new PatternMatcher([...CORE_PATTERNS, ...inlinePatterns([{ evidence, refutes: [] } as unknown as Signature])]);
      const { records, taken } = parse(victim, 65_536, own);
      expect(records).toEqual(parseEveryLine(victim, own));
      if (tails[0] === 'tenant {n:d}' || tails[0] === 'a') expect(taken).toBeGreaterThan(0.5 * records.lines);
    }
  });
});
