import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, type ByteSource } from '../../src/source/bytes.js';
import { InflateSource, openInflate } from '../../src/source/decoders/inflate.js';
import { InflateStreamSource } from '../../src/source/decoders/inflate-stream.js';

/* There are two ways to zlib: its binding, and Node's streams where the binding is not as expected. They must not differ. */

function readerOf(bytes: Uint8Array, chunkBytes: number): ByteReader {
  let at = 0;
  return new ByteReader({
    next: async () => {
      const piece = bytes.slice(at, at + chunkBytes);
      at += piece.length;
      return piece.length > 0 ? piece : undefined;
    },
    close: async () => undefined,
  });
}

const pool = { take: (bytes: number) => Buffer.alloc(bytes), giveBack: () => undefined };

async function drain(open: (input: ByteReader) => ByteSource, bytes: Uint8Array, chunkBytes: number, recycle = false) {
  const input = readerOf(bytes, chunkBytes);
  const source = open(input);
  if (recycle) source.recycle?.(pool);
  const parts: Buffer[] = [];
  let error: string | undefined;
  try {
    for (let piece = await source.next(); piece; piece = await source.next()) parts.push(Buffer.from(piece));
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  await source.close();
  const rest = error === undefined ? Buffer.from((await input.peek(1000)) ?? []).toString('latin1') : undefined;
  return { text: Buffer.concat(parts), error, rest };
}

async function both(bytes: Uint8Array, chunkBytes: number) {
  const direct = await drain((input) => new InflateSource(input, 'gzip'), bytes, chunkBytes);
  const recycled = await drain((input) => new InflateSource(input, 'gzip'), bytes, chunkBytes, true);
  const stream = await drain((input) => new InflateStreamSource(input, 'gzip'), bytes, chunkBytes);
  // a deep comparison of a megabyte costs ten seconds
  for (const one of [direct, recycled]) {
    expect(one.text.equals(stream.text)).toBe(true);
    expect({ ...one, text: '' }).toEqual({ ...stream, text: '' });
  }
  return direct;
}

const log = Buffer.from(Array.from({ length: 30_000 }, (_, i) => `${i % 97}:M 23 Nov 2026 06:27:14.777 * line ${i * 7919}\n`).join(''));
const packed = deflateRawSync(log);

describe('inflating', () => {
  it('goes through the binding of this Node', () => expect(openInflate(readerOf(packed, 100), 'gzip')).toBeInstanceOf(InflateSource));

  it.each([1000, 65_536, 1 << 20])('finds its own end, in chunks of %i', async (chunkBytes) => {
    const { text, error, rest } = await both(Buffer.concat([packed, Buffer.from('what follows')]), chunkBytes);
    expect(text.equals(log)).toBe(true);
    expect({ error, rest }).toEqual({ error: undefined, rest: 'what follows' });
  });

  it('byte by byte', async () => {
    const small = deflateRawSync(log.subarray(0, 3000));
    expect((await both(small, 1)).text.length).toBe(3000);
  });

  it('says where it was cut off and gives what came before', { timeout: 60_000 }, async () => {
    for (const keep of [0, 1, 100, 5000]) {
      const { error, text } = await both(packed.subarray(0, keep), 4096);
      expect(error).toBe('the gzip data is cut off');
      expect(text.equals(log.subarray(0, text.length))).toBe(true);
    }
  });

  it('gives what comes before damage', { timeout: 120_000 }, async () => {
    // Winning back what was lost takes tiny steps, which are slow through streams.
    const short = deflateRawSync(log.subarray(0, 40_000));
    const edits = fc.array(fc.record({ at: fc.nat(short.length - 1), byte: fc.nat(255) }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(edits, fc.constantFrom(500, 70_000), async (changes, chunkBytes) => {
        const broken = Buffer.from(short);
        for (const { at, byte } of changes) broken[at] = byte;
        await both(broken, chunkBytes);
      }),
      { numRuns: 40, seed: 6 },
    );
  });
});
