import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ARCHIVES, collect, collectBytes } from './collect.js';

const LOG = readFileSync(`${ARCHIVES}redis-3.log`).toString('latin1');
const ROTATED = gunzipSync(readFileSync(`${ARCHIVES}redis-3.log.2.gz`)).toString('latin1');

function holesLog(): string {
  const bytes = Buffer.alloc(65536 + 5 * 131072 + LOG.length);
  for (let i = 0; i < 6; i++) bytes.write(LOG, 65536 + i * 131072, 'latin1');
  return bytes.toString('latin1');
}

const DEEP = `deep/${Array.from({ length: 9 }, (_, i) => `long-folder-name-${i + 1}/`).join('')}redis-3.log`;

/** What each fixture holds, by entry name behind the archive's own. */
const EXPECTED: Record<string, Record<string, string>> = {
  'cluster.tgz': {
    '!/node_1.tar.gz!/node_1/logs/redis-3.hard.log': LOG,
    '!/node_1.tar.gz!/node_1/logs/redis-3.log.2.gz': ROTATED,
    '!/node_1/logs/redis-3.hard.log': LOG,
    '!/node_1/logs/redis-3.log.2.gz': ROTATED,
  },
  'gnu.tar': { '!/node_1/logs/redis-3.hard.log': LOG, '!/node_1/logs/redis-3.log.2.gz': ROTATED },
  'v7.tar': { '!/node_1/logs/redis-3.log': LOG },
  'longname-gnu.tgz': { [`!/${DEEP}`]: LOG },
  'longname-pax.tgz': { [`!/${DEEP}`]: LOG },
  'sparse-gnu.tgz': { '!/holes.log': holesLog(), '!/node_1/logs/redis-3.log': LOG },
  'sparse-pax00.tgz': { '!/holes.log': holesLog(), '!/node_1/logs/redis-3.log': LOG },
  'sparse-pax01.tgz': { '!/holes.log': holesLog(), '!/node_1/logs/redis-3.log': LOG },
  'sparse-pax10.tgz': { '!/holes.log': holesLog(), '!/node_1/logs/redis-3.log': LOG },
  'redis-3.log.2.gz': { '': ROTATED },
  'two-members.gz': { '': LOG + LOG },
  'two-streams.bz2': { '': LOG + LOG },
  'two-streams.xz': { '': LOG + LOG },
  'two-frames.zst': { '': LOG + LOG },
  'xz-in-xz.tar.xz': { '!/inner.tar.xz!/node_1/logs/redis-3.log': LOG },
  'stored.zip': { '!/node_1/logs/redis-3.log': LOG },
  'deflated.zip': { '!/node_1/logs/redis-3.log': LOG },
  'encrypted.zip': { '!/node_1/logs/redis-3.log.2.gz': ROTATED },
  'descriptors.zip': { '!/redis-3.log': LOG, '!/inner.zip!/node_1/logs/redis-3.log': LOG, '!/empty.log': '' },
  'descriptors-stored.zip': { '!/redis-3.log': LOG, '!/inner.zip!/node_1/logs/redis-3.log': LOG, '!/empty.log': '' },
  'zip64.zip': { '!/a/redis-3.log': LOG, '!/b/redis-3.log': LOG },
  'zip64-descriptors.zip': { '!/redis-3.log': LOG, '!/again.log': LOG },
  'bzip2-member.zip': { '!/redis-3.log': LOG },
  'sha256.xz': {},
};

test.each(Object.entries(EXPECTED))('%s gives its members, whatever it is called and however it comes', async (file, members) => {
  const named = Object.fromEntries(Object.entries(members).map(([name, text]) => [file + name, text]));
  const fromFile = await collect([ARCHIVES + file]);
  expect(Object.fromEntries(fromFile.texts)).toEqual(named);
  expect([...fromFile.errors]).toEqual([]);
  for (const pieceBytes of [1, 509, 65536]) {
    if (pieceBytes === 1 && file.startsWith('sparse')) continue;
    const fromPipe = await collectBytes(readFileSync(ARCHIVES + file), {}, pieceBytes);
    expect([...fromPipe.texts.values()]).toEqual(Object.values(named));
    expect(fromPipe.skipped.map((entry) => entry.why)).toEqual(fromFile.skipped.map((entry) => entry.why));
  }
});

test('what is not handed on is listed with the reason', async () => {
  const { skipped } = await collect([ARCHIVES]);
  const listed = skipped.map((entry) => `${entry.outcome} ${entry.name}: ${entry.why}`);
  expect(listed).toContain('failed sha256.xz: this kind of xz (its filter, checksum or dictionary) is not supported; unpack it with xz -d');
  expect(listed).toContain('failed encrypted.zip!/node_1/logs/redis-3.log: encrypted');
  expect(listed).toContain('failed bzip2-member.zip!/lzma.log: compressed with LZMA (method 14), which is not supported');
  expect(listed).toContain('ignored gnu.tar!/node_1/logs/current.log: symbolic link, not followed');
  expect(listed).toContain('ignored gnu.tar!/node_1/logs/redis-3.log: hard link to node_1/logs/redis-3.hard.log');
  expect(listed).toHaveLength(9);
});

/** Programs that a developer's machine has; the committed archives cover the same kinds on a bare one. */
function runs(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const PACKERS: Array<[command: string, args: string[]]> = [
  ['gzip', ['-c']],
  ['bzip2', ['-c']],
  ['xz', ['-c', '-2']],
  ['zstd', ['-q', '-c', '-3']],
  ['zstd', ['-q', '-c', '-9', '--long=27']],
];

test.each(PACKERS.filter(([command]) => runs(command)))('a MB through %s %j come back the same', async (command, args) => {
  let text = '';
  for (let i = 0; text.length < 1_500_000; i++)
    text += `${1000 + (i % 7)}:M 23 Nov 2026 06:27:${i % 60}.${i % 1000} * line ${i * 2654435761}\n`;
  const folder = mkdtempSync(join(tmpdir(), 'source-'));
  try {
    const packed = execFileSync(command, args, { input: text, maxBuffer: 64 << 20 });
    writeFileSync(join(folder, 'packed'), packed);
    const { texts, errors } = await collect([join(folder, 'packed')]);
    expect([...errors]).toEqual([]);
    expect(texts.get('packed') === text).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
