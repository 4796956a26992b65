import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Randomness } from '../invariants/randomness.js';
import { mutate, WORDS } from './mutations.js';
import { judge } from './oracle.js';
import { loadSeeds } from './seeds.js';

const LONG_MS = 180_000;
const FINDINGS = join(import.meta.dirname, 'findings');
const seeds = loadSeeds(60_000);

/** All views are drawn for some inputs; they cost more than the analysis. */
const formatsOf = (turn: number) => (turn % 12 === 0 ? undefined : ['json', 'terminal']);

async function faultsOf(name: string, bytes: Uint8Array, turn: number): Promise<string[]> {
  const { faults } = await judge(bytes, { formats: formatsOf(turn), pieceBytes: 1 + ((turn * 7919) % 4096) });
  return faults.map((fault) => `${name}: ${fault}`);
}

describe('whatever is given, there is an answer', () => {
  it('has seeds of every format', () => {
    expect(seeds.length).toBeGreaterThan(150);
    expect(new Set(seeds.map(({ name }) => name.split('/')[0])).size).toBeGreaterThan(5);
  });

  it('cut at any byte', { timeout: LONG_MS }, async () => {
    const small = seeds.filter(({ bytes }) => bytes.length > 40 && bytes.length < 1200);
    const faults: string[] = [];
    for (const [turn, { name, bytes }] of small.filter((_, index) => index % 16 === 3).entries()) {
      // Every byte is cut at in one of the neighbours; each file in steps of its own.
      for (let at = turn % 7; at < bytes.length; at += 7)
        faults.push(...(await faultsOf(`${name} cut at ${at}`, bytes.subarray(0, at), at)));
    }
    expect(faults).toEqual([]);
  });

  it('flipped, spliced, shuffled, doubled, emptied', { timeout: LONG_MS }, async () => {
    const faults: string[] = [];
    for (let turn = 0; turn < 300; turn++) {
      const random = new Randomness(turn);
      const seed = random.pick(seeds);
      faults.push(...(await faultsOf(`mutation ${turn} of ${seed.name}`, mutate(seed.bytes, random, random.pick(seeds).bytes), turn)));
    }
    expect(faults).toEqual([]);
  });

  it('lines put together from known words, numbers and noise', { timeout: LONG_MS }, async () => {
    const piece = fc.oneof(
      fc.constantFrom(...WORDS),
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.integer().map(String),
      fc.constantFrom('', ' ', '\t', ':', '\r'),
    );
    const header = fc.tuple(fc.nat(99_999), fc.constantFrom('M', 'S', 'C', 'X'), fc.nat(59), fc.constantFrom('.', '-', '*', '#'));
    const log = fc
      .tuple(header, piece)
      .map(
        ([[pid, role, second, level], text]) => `${pid}:${role} 23 Nov 2026 06:00:${String(second).padStart(2, '0')}.000 ${level} ${text}`,
      );
    const input = fc.array(
      fc.oneof(
        log,
        piece,
        fc.array(piece, { maxLength: 4 }).map((parts) => parts.join('')),
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(input, async (lines) => {
        expect((await judge(Buffer.from(lines.join('\n')), { formats: ['json', 'markdown'] })).faults).toEqual([]);
      }),
      { seed: 20_261_123, numRuns: 150 },
    );
  });

  it('bytes without any sense', { timeout: LONG_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        expect((await judge(bytes, { formats: ['json'] })).faults).toEqual([]);
      }),
      { seed: 20_261_123, numRuns: 60 },
    );
  });

  it.each([
    ['brackets', '['.repeat(200_000)],
    ['objects', '{"a":'.repeat(100_000)],
    ['a JSON line of nested lists', `{"log":${'['.repeat(50_000)}${']'.repeat(50_000)}}\n`],
    ['quotation marks', '> '.repeat(100_000)],
    ['one line', 'x'.repeat(3_000_000)],
    ['empty lines', '\n'.repeat(500_000)],
    ['carriage returns', '\r'.repeat(500_000)],
    ['NULs', '\0'.repeat(500_000)],
    ['a header that never ends', `1:M 23 Nov 2026 06:00:00.000 # ${'a=b '.repeat(200_000)}`],
    ['openings of gdb', 'Thread 1 (Thread 0x1 (LWP 1)):\n'.repeat(20_000)],
    ['frames', `Thread 1 (LWP 1):\n${'#0  0x1 in f ()\n'.repeat(50_000)}`],
    ['reports that begin', '=== REDIS BUG REPORT START: Cut & paste starting from here ===\n'.repeat(5000)],
    ['sections that begin', '------ INFO OUTPUT ------\n# Server\n'.repeat(20_000)],
    ['frame arguments', `#0  0x1 in f (${'a=(1, '.repeat(50_000)}\n`],
    ['spaces', `${' '.repeat(300_000)}x\n`],
    ['digits', `${'1'.repeat(300_000)}\n${'1 '.repeat(150_000)}\n`],
    ['colons and numbers', '1:'.repeat(200_000)],
    ['escapes', '\x1b[31m'.repeat(100_000)],
    ['syslog newlines', `Nov 23 06:00:00 h redis[1]: ${'#012'.repeat(100_000)}\n`],
  ])('%s', { timeout: LONG_MS }, async (_, text) => {
    const { faults, elapsedMs } = await judge(Buffer.from(text), { formats: ['json', 'terminal'] });
    expect(faults).toEqual([]);
    expect(elapsedMs).toBeLessThan(8000);
  });
});

describe('what once failed', () => {
  const names = readdirSync(FINDINGS).filter((name) => name.endsWith('.bin'));
  it.each(names)('%s', { timeout: LONG_MS }, async (name) => {
    expect((await judge(readFileSync(join(FINDINGS, name)))).faults).toEqual([]);
  });
});
