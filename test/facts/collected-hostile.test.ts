import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Binaries, Binaries as NoBinaries } from '../../src/binary/index.js';
import { buildFacts } from '../../src/facts/build.js';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import type { EntryRecords } from '../../src/model/records.js';
import { DEFAULT_LIMITS } from '../../src/model/source.js';
import { readEntry } from '../../src/read-entry.js';
import { Randomness } from '../invariants/randomness.js';
import { binariesIn } from './collected.js';

const BUNDLE = 'fixtures/collect/mutex-deadlock-busybox.tar.gz';
const matcher = new PatternMatcher(CORE_PATTERNS);
let files: { name: string; text: string }[] = [];
let binaries: Binaries;
let dir = '';

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redis-forensics-hostile-'));
  execFileSync('tar', ['xzf', BUNDLE, '-C', dir]);
  files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txt'))
    .map((name) => ({ name, text: readFileSync(join(dir, name), 'latin1') }));
  binaries = binariesIn(BUNDLE);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function factsOf(parts: readonly { name: string; text: string }[], programs: Binaries) {
  const entries: EntryRecords[] = [];
  for (const { name, text } of parts) {
    const chunks = (async function* () {
      yield new Uint8Array(Buffer.from(text, 'latin1'));
    })();
    entries.push(await readEntry({ name, chunks }, matcher, DEFAULT_LIMITS));
  }
  return buildFacts(entries, { zones: [], binaries: programs });
}

/** Numbers that are none, lines that are missing or twice, digits that are others. */
function mutate(text: string, random: Randomness): string {
  const lines = text.split('\n');
  for (let n = 1 + random.below(12); n > 0; n--) {
    const at = random.below(lines.length);
    const line = lines[at] ?? '';
    switch (random.below(6)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines.splice(at, 0, lines[random.below(lines.length)] ?? '');
        break;
      case 2:
        lines[at] = line.replace(/\d+/, () => random.pick(['0', '4294967295', '99999999999', '1']));
        break;
      case 3:
        lines[at] = line.replace(/0x[0-9a-f]+/g, () => random.pick(['0x0', '0xffffffffffff', '0x7fffffffffffffff', '0x1']));
        break;
      case 4:
        lines[at] = line.replace(/[0-9a-f]{16}/g, (word) =>
          random.pick(['ffffffffffffffff', '0000000000000000', word, '00007fffffffffff']),
        );
        break;
      default:
        lines[at] = line.slice(0, random.below(line.length + 1));
    }
  }
  return lines.join('\n');
}

describe('a bundle that was changed', () => {
  it('never breaks the reading, and names no thread that it does not list', { timeout: 120_000 }, async () => {
    const random = new Randomness('collected');
    for (let round = 0; round < 60; round++) {
      const parts = files.map((file) => (random.below(3) === 0 ? { ...file, text: mutate(file.text, random) } : file));
      const facts = await factsOf(parts, round % 2 === 0 ? binaries : new NoBinaries());
      for (const { dump } of facts.dumps) {
        const tids = new Set(dump.threads.map((thread) => thread.tid));
        for (const thread of dump.threads) if (thread.wait?.owner !== undefined) expect(tids.has(thread.wait.owner)).toBe(true);
        expect(dump.threads.every((thread) => thread.frames.length <= 256)).toBe(true);
      }
    }
  });

  it('gains nothing by a manifest that lies', async () => {
    const manifest =
      'format redis-collect 1\nstarted 9999-99-99T99:99:99Z\npid 99999999999999\nuname x aarch64\nexe \nclk_tck 0\nunseen threads: nothing\n';
    const parts = files.map((file) => (file.name.endsWith('manifest.txt') ? { ...file, text: manifest } : file));
    const facts = await factsOf(parts, binaries);
    const looks = facts.dumps.filter(({ dump }) => dump.source === 'collector');
    expect(looks.length).toBeGreaterThan(0);
    // By another processor's numbers these calls are no futex calls: nobody waits for a lock, and nobody is said to hold one.
    for (const { reading } of looks)
      expect(reading.graph.edges.filter((edge) => edge.relation === 'holds' && edge.basis === 'observed')).toEqual([]);
  });

  it('says of an owner that no thread has that it is lost, and draws no edge to it', async () => {
    const other = (text: string) => text.replaceAll('00002d7f', '00002d70');
    const parts = files.map((file) => (/words-\d\.txt$/.test(file.name) ? { ...file, text: other(file.text) } : file));
    expect(parts.some((part, index) => part.text !== files[index].text)).toBe(true);
    const facts = await factsOf(parts, binaries);
    const look = facts.dumps.find(({ dump }) => dump.source === 'collector')!;
    expect(look.reading.contradictions).toEqual([expect.stringMatching(/names thread 11632, which the process does not have/)]);
    expect(
      look.reading.graph.edges.some((edge) => edge.relation === 'holds' && edge.basis === 'observed' && edge.from !== 'module-lock'),
    ).toBe(false);
  });
});
