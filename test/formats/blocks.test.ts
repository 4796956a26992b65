import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import { SteadyReader } from '../../src/formats/log/steady.js';
import { sourceBlocks } from '../../src/kernel/kernel.js';
import type { EntryRecords } from '../../src/model/records.js';
import { DEFAULT_LIMITS } from '../../src/model/source.js';
import { EntryParser, readEntry } from '../../src/read-entry.js';
import { openInputs } from '../../src/source/open.js';
import { countTaken } from './taken.js';

/* Sources read into memory that is used again and again, and a line that two blocks share is put together in front of the second one. Whatever
 * the way of the bytes, the records must be those of the whole log in memory of its own, with every line looked at. */

// @ts-expect-error: a script without types
const { writeLogs } = (await import('../../scripts/bench/make-logs.mjs')) as {
  writeLogs(folder: string, bytes: number, files: number): { paths: string[] };
};
const patterns = new PatternMatcher(CORE_PATTERNS);
const folder = mkdtempSync(join(tmpdir(), 'rf-blocks-'));
const expected = new Map<string, EntryRecords>();

beforeAll(() => {
  const { paths } = writeLogs(folder, 4_000_000, 3);
  const spy = vi.spyOn(SteadyReader.prototype, 'read').mockImplementation((_bytes, from) => from);
  for (const path of paths) {
    const bytes = readFileSync(join(folder, path));
    const parser = new EntryParser(path, patterns, DEFAULT_LIMITS.lineBytes);
    parser.push(bytes);
    expected.set(path, parser.finish({ notes: [] }));
    writeFileSync(join(folder, `${path}.gz`), gzipSync(bytes));
  }
  spy.mockRestore();
  const tar = (...args: string[]) => execFileSync('tar', args, { cwd: folder });
  tar('cf', 'all.tar', ...paths);
  tar('czf', 'all.tar.gz', ...paths);
  tar('czf', 'nested.tar.gz', 'all.tar', ...paths.map((path) => `${path}.gz`));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(input: string, stdin?: AsyncIterable<Uint8Array>): Promise<EntryRecords[]> {
  const all: EntryRecords[] = [];
  const options = { stdin, limits: DEFAULT_LIMITS, recycle: true, blocks: sourceBlocks };
  for await (const entry of openInputs([input], options)) {
    expect(entry).not.toHaveProperty('outcome');
    if (!('outcome' in entry)) all.push(await readEntry(entry, patterns, DEFAULT_LIMITS));
  }
  return all;
}

/** Everything but the name of the entry, which tells the way. */
function plain(records: EntryRecords): unknown {
  return JSON.parse(JSON.stringify(records).replaceAll(JSON.stringify(records.entry), '"log"'));
}

function expectAll(found: EntryRecords[], times: number): void {
  expect(found).toHaveLength(times * expected.size);
  for (const records of found) {
    const path = [...expected.keys()].find((name) => records.entry.includes(name)) ?? '';
    expect(plain(records)).toEqual(plain(expected.get(path) as EntryRecords));
  }
}

describe('a log of many blocks', () => {
  it('is taken by the kernel', async () => {
    const counter = countTaken();
    const all = await read(join(folder, 'all.tar.gz'));
    expect(counter.stop()).toBeGreaterThan(0.9 * all.reduce((sum, { lines }) => sum + lines, 0));
  });

  it('as files, packed and not', async () => {
    for (const path of expected.keys()) {
      for (const name of [path, `${path}.gz`]) {
        const [records] = await read(join(folder, name));
        expect(plain(records)).toEqual(plain(expected.get(path) as EntryRecords));
      }
    }
  });

  it('in a tar', async () => expectAll(await read(join(folder, 'all.tar')), 1));
  it('in a tar.gz', async () => expectAll(await read(join(folder, 'all.tar.gz')), 1));
  it('in archives inside an archive', async () => expectAll(await read(join(folder, 'nested.tar.gz')), 2));

  it.each([1000, 65_536, 300_000])('through a pipe, %i bytes at a time', async (highWaterMark) => {
    const [path] = expected.keys();
    const [records] = await read('-', createReadStream(join(folder, path), { highWaterMark }));
    expect(plain(records)).toEqual(plain(expected.get(path) as EntryRecords));
    expectAll(await read('-', createReadStream(join(folder, 'all.tar.gz'), { highWaterMark })), 1);
  });
});
