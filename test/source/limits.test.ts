import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openInputs } from '../../src/source/open.js';
import { collectBytes, inPieces, isSkipped, TAR_END, tarMember } from './collect.js';

function wrap(depth: number): Buffer {
  let bytes: Buffer = Buffer.from('bottom\n');
  for (let i = 0; i < depth; i++) bytes = gzipSync(Buffer.concat([tarMember(`${i}`, bytes), TAR_END]));
  return bytes;
}

test('archives are opened six deep, a tar.gz counting once; deeper ones are named', async () => {
  expect((await collectBytes(wrap(6))).texts.get('stdin!/5!/4!/3!/2!/1!/0')).toBe('bottom\n');
  const seven = await collectBytes(wrap(7));
  expect(seven.texts.size).toBe(0);
  expect(seven.skipped).toMatchObject([
    { name: 'stdin!/6!/5!/4!/3!/2!/1', outcome: 'failed', why: 'archives nested more than 6 deep: not opened' },
  ]);
});

test('a gzip that holds a gzip without end is left at the limit', async () => {
  let bytes: Buffer = Buffer.from('x');
  for (let i = 0; i < 200; i++) bytes = gzipSync(bytes);
  const { skipped } = await collectBytes(bytes);
  expect(skipped).toMatchObject([{ name: 'stdin', outcome: 'failed', format: 'gzip' }]);
});

test('the number of entries has a limit, and what is left unread is told', async () => {
  const many = Buffer.concat([...Array.from({ length: 50 }, (_, i) => tarMember(`${i}.log`, '')), TAR_END]);
  const { names, skipped } = await collectBytes(many, { limits: { entries: 10 } });
  expect(names).toHaveLength(11);
  expect(skipped).toMatchObject([{ name: 'stdin', outcome: 'failed', why: 'more than 10 entries in all: the rest was not read' }]);
  expect((await collectBytes(many, { limits: { entries: 50 } })).skipped).toEqual([]);
});

async function countBytes(bytes: Uint8Array, limits: object): Promise<{ bytes: number; errors: string[]; skipped: string[] }> {
  const found = { bytes: 0, errors: [] as string[], skipped: [] as string[] };
  for await (const entry of openInputs(['-'], { stdin: inPieces(bytes, 65536), limits })) {
    if (isSkipped(entry)) found.skipped.push(entry.why);
    else {
      try {
        for await (const piece of entry.chunks) found.bytes += piece.length;
      } catch (error) {
        found.errors.push((error as Error).message);
      }
    }
  }
  return found;
}

test('a plain gzip of zeros streams through; inside an archive it is a bomb', async () => {
  const zeros = gzipSync(Buffer.alloc(200 * 2 ** 20), { level: 9 });
  expect(await countBytes(zeros, {})).toEqual({ bytes: 200 * 2 ** 20, errors: [], skipped: [] });
  const inside = Buffer.concat([tarMember('zeros.gz', zeros), tarMember('a.log', 'a\n'), TAR_END]);
  const nested = await countBytes(gzipSync(inside), {});
  expect(nested.errors).toEqual(['unpacks to more than 1000 times its size: the rest was not read']);
  expect(nested.bytes).toBeLessThan(100 * 2 ** 20);
  expect(nested.bytes).toBeGreaterThan(60 * 2 ** 20);
});

test('the unpacked bytes have a limit over all inputs', async () => {
  const packed = gzipSync(Buffer.alloc(5_000_000, 'x'));
  const both = await countBytes(Buffer.concat([tarMember('a.gz', packed), tarMember('b.gz', packed), TAR_END]), { totalBytes: 3_000_000 });
  expect(both.errors).toEqual(['more than 3000000 unpacked bytes in all: the rest was not read']);
  expect(both.skipped).toEqual(['more than 3000000 unpacked bytes in all: the rest was not read']);
  expect(both.bytes).toBeLessThan(4_000_000);
});

test('a name of gigabytes is not kept in memory', async () => {
  const header = tarMember('././@LongLink', '');
  header.write('L', 156);
  header.write('20000000000\0', 124);
  let sum = 8 * 32;
  header.forEach((byte, i) => {
    if (i < 148 || i > 155) sum += byte;
  });
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  async function* endless() {
    yield header;
    for (let i = 0; i < 2048; i++) yield Buffer.alloc(65536, 'n');
  }
  const before = process.memoryUsage().rss;
  const skipped: string[] = [];
  for await (const entry of openInputs(['-'], { stdin: endless() })) if (isSkipped(entry)) skipped.push(entry.why);
  expect(skipped).toEqual(['the tar archive is cut off after 0 members']);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
});
