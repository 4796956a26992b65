import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInputs } from '../../src/source/open.js';
import { collect, inPieces, isSkipped, TAR_END, tarMember } from './collect.js';

let root = '';
const at = (name: string) => join(root, name);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'source-'));
  for (const folder of ['case/dump', 'case/logs', 'other/logs']) mkdirSync(at(folder), { recursive: true });
  for (const file of ['case/redis-1.log', 'case/dump/gdb.txt', 'case/logs/a.log', 'case/logs/B.log', 'other/logs/a.log']) {
    writeFileSync(at(file), `${file}\n`);
  }
  symlinkSync(at('case'), at('case/logs/up'));
  symlinkSync(at('case/redis-1.log'), at('case/current.log'));
});

afterAll(() => rmSync(root, { recursive: true }));

test('a folder gives its files in byte order, named from there', async () => {
  const { names, skipped, texts } = await collect([at('case')]);
  expect(names).toEqual(['current.log', 'dump/gdb.txt', 'logs/B.log', 'logs/a.log', 'logs/up', 'redis-1.log']);
  expect(texts.get('dump/gdb.txt')).toBe('case/dump/gdb.txt\n');
  expect(skipped.map((entry) => `${entry.name} ${entry.outcome} ${entry.why}`)).toEqual([
    'current.log ignored symbolic link, not followed',
    'logs/up ignored symbolic link, not followed',
  ]);
});

test('the longest common folder is dropped, whatever the order', async () => {
  const inputs = [at('other/logs/a.log'), at('case/logs'), at('case/redis-1.log')];
  const expected = ['case/logs/B.log', 'case/logs/a.log', 'case/logs/up', 'case/redis-1.log', 'other/logs/a.log'];
  expect((await collect(inputs)).names).toEqual(expected);
  expect((await collect(inputs.reverse())).names).toEqual(expected);
  expect((await collect([at('case/redis-1.log')])).names).toEqual(['redis-1.log']);
  expect((await collect([at('case/logs/a.log'), at('case/redis-1.log')])).names).toEqual(['logs/a.log', 'redis-1.log']);
});

test('a link that is named itself is read; a file given twice counts once', async () => {
  const linked = await collect([at('case/current.log')]);
  expect([...linked.texts]).toEqual([['current.log', 'case/redis-1.log\n']]);
  const twice = await collect([at('case/redis-1.log'), at('case')]);
  expect([...twice.texts.keys()].sort()).toEqual(['dump/gdb.txt', 'logs/B.log', 'logs/a.log', 'redis-1.log']);
  expect(twice.skipped.filter((entry) => entry.format === 'duplicate')).toHaveLength(1);
});

test('what cannot be read is listed without its path, and the rest goes on', async () => {
  const { skipped, texts } = await collect([at('case/nothing.log'), at('case/redis-1.log')]);
  expect(skipped).toEqual([{ name: 'nothing.log', outcome: 'failed', why: 'no such file or directory', bytes: 0, format: 'file' }]);
  expect(texts.size).toBe(1);
});

test('standard input comes last, under its own name', async () => {
  const { texts, names } = await collect(['-', at('case/redis-1.log'), '-'], { stdin: inPieces(Buffer.from('piped\n'), 2) });
  expect(names).toEqual(['redis-1.log', 'stdin']);
  expect(texts.get('stdin')).toBe('piped\n');
  expect((await collect(['-'])).skipped).toMatchObject([{ name: 'stdin', outcome: 'failed', why: 'standard input is not available' }]);
});

test.skipIf(process.platform === 'win32')('a pipe is read when named and left alone in a folder; devices are refused', async () => {
  mkdirSync(at('pipes'), { recursive: true });
  execFileSync('mkfifo', [at('pipes/fifo')]);
  expect((await collect([at('pipes')])).skipped).toMatchObject([{ name: 'fifo', outcome: 'ignored', why: 'named pipe' }]);
  const reading = collect([at('pipes/fifo')]);
  execFileSync('sh', ['-c', 'printf "from a pipe\\n" > "$0" &', at('pipes/fifo')], { stdio: 'ignore' });
  expect((await reading).texts.get('fifo')).toBe('from a pipe\n');
  expect((await collect(['/dev/zero'])).skipped).toMatchObject([{ name: 'zero', outcome: 'failed', why: 'device or socket, not read' }]);
});

function openHandles(): number {
  return readdirSync('/proc/self/fd').length;
}

test.skipIf(process.platform !== 'linux')('stopping early closes everything', async () => {
  const big = Buffer.concat([...Array.from({ length: 40 }, (_, i) => tarMember(`${i}.log`, Buffer.alloc(300_000, `${i}\n`))), TAR_END]);
  writeFileSync(at('big.tgz'), gzipSync(big));
  writeFileSync(at('big.tar'), big);
  writeFileSync(at('big.log'), Buffer.alloc(5_000_000, 'line\n'));
  const before = openHandles();
  for (const file of ['big.tgz', 'big.tar', 'big.log']) {
    for (const stopInside of [true, false]) {
      for await (const entry of openInputs([at(file), at('case')], {})) {
        if (!stopInside || isSkipped(entry)) break;
        for await (const piece of entry.chunks) if (piece.length > 0) break;
        break;
      }
    }
  }
  expect(openHandles()).toBe(before);
  let returned = false;
  async function* stdin() {
    try {
      for (;;) yield Buffer.from('endless\n'.repeat(1000));
    } finally {
      returned = true;
    }
  }
  for await (const entry of openInputs(['-'], { stdin: stdin() })) if (!isSkipped(entry)) break;
  expect(returned).toBe(true);
});

test('an entry that is not read, or not to its end, is stepped over', async () => {
  writeFileSync(at('members.tgz'), gzipSync(Buffer.concat([tarMember('a', Buffer.alloc(900_000, 'a')), tarMember('b', 'b\n'), TAR_END])));
  const names: string[] = [];
  for await (const entry of openInputs([at('members.tgz')], {})) names.push(entry.name);
  expect(names).toEqual(['members.tgz!/a', 'members.tgz!/b']);
});

test('progress counts the bytes read from disk', async () => {
  const seen: Array<[number, number | undefined]> = [];
  await collect([at('case')], { onProgress: (read, total) => seen.push([read, total]) });
  const total = ['case/redis-1.log', 'case/dump/gdb.txt', 'case/logs/a.log', 'case/logs/B.log'].reduce(
    (sum, name) => sum + name.length + 1,
    0,
  );
  expect(seen.at(-1)).toEqual([total, total]);
  expect(seen.every(([read], i) => i === 0 || read >= seen[i - 1][0])).toBe(true);
});
