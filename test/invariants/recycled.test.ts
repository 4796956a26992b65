import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { inlinePatterns } from '../../src/diagnosis/anchors.js';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import { sourceBlocks } from '../../src/kernel/kernel.js';
import type { EntryRecords } from '../../src/model/records.js';
import { EntryParser } from '../../src/read-entry.js';
import { CATALOGUE } from '../../src/signatures/catalogue.js';
import { FIXTURES } from './cases.js';

/* A chunk is only used while it is pushed: its memory is written over afterwards. Every reader of every format has to have copied what it keeps, so the
 * records of each fixture must be the same when the memory is wiped as when it stays. */

const MAX_BYTES = 400_000;
const patterns = new PatternMatcher([...CORE_PATTERNS, ...inlinePatterns(CATALOGUE)]);

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(path);
    return statSync(path).size > MAX_BYTES ? [] : [path];
  });
}

function whole(name: string, bytes: Uint8Array): EntryRecords {
  const parser = new EntryParser(name, patterns, 1 << 20);
  parser.push(bytes);
  return parser.finish({ notes: [] });
}

function wiped(name: string, bytes: Uint8Array, chunkBytes: number): EntryRecords {
  const [block] = sourceBlocks;
  const parser = new EntryParser(name, patterns, 1 << 20);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = block.subarray(0, Math.min(chunkBytes, bytes.length - at));
    chunk.set(bytes.subarray(at, at + chunkBytes));
    parser.push(chunk);
    block.fill(0x5a, 0, chunkBytes);
  }
  return parser.finish({ notes: [] });
}

const folders = readdirSync(FIXTURES, { withFileTypes: true }).filter((entry) => entry.isDirectory());

it.each(folders.map(({ name }) => name))('nothing of %s points into memory that is used again', { timeout: 120_000 }, (folder) => {
  for (const path of listFiles(join(FIXTURES, folder))) {
    const bytes = new Uint8Array(readFileSync(path));
    const name = relative(FIXTURES, path);
    const expected = whole(name, bytes);
    for (const chunkBytes of [777, 30_011]) expect(wiped(name, bytes, chunkBytes), name).toEqual(expected);
  }
});
