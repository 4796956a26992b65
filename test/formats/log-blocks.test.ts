import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import { FORMATS } from '../../src/formats/registry.js';
import { EntryReader } from '../../src/formats/router.js';
import type { EntryRecords } from '../../src/model/records.js';
import { TextReader } from '../../src/text/reader.js';
import { LOGS } from './read-log.js';

const MATCHER = new PatternMatcher(CORE_PATTERNS);

/** Reads an entry in blocks that are overwritten as soon as they have been read. */
function readDestroyed(bytes: Uint8Array, blockBytes: number): EntryRecords {
  const reader = new EntryReader('redis.log', MATCHER, FORMATS);
  const text = new TextReader('redis.log', (sub) => reader.sinkFor(sub));
  for (let at = 0; at < bytes.length; at += blockBytes) {
    const block = Uint8Array.from(bytes.subarray(at, at + blockBytes));
    text.push(block);
    block.fill(0x21);
  }
  return reader.finish(text.end());
}

/** Lines of the block that is being read are pointed to, not copied: at its end everything kept has to be a copy. */
describe('nothing that is kept points into a block', () => {
  const names = readdirSync(LOGS).filter((name) => name.endsWith('.log'));

  it.each(names)('%s', (name) => {
    const bytes = readFileSync(join(LOGS, name));
    const whole = readDestroyed(bytes, bytes.length);
    expect(whole.lines).toBeGreaterThan(0);
    expect(JSON.stringify(whole)).not.toContain('!!!!!!!!');
    for (const blockBytes of [61, 997, 4096]) expect(readDestroyed(bytes, blockBytes)).toEqual(whole);
  });
});
