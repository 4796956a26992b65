import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockPool, ByteReader, type ByteSource, keepPieces, SliceSource } from '../../src/source/bytes.js';

/* A source that recycles writes its next piece over the last one. Whoever keeps bytes while another piece is asked for must have copied them, and
 * `slice` copies a Uint8Array but not a Buffer: both kinds of memory are tried. */

const DATA = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 5)) & 0xff);
const pool: BlockPool = { take: (bytes) => Buffer.alloc(bytes), giveBack: () => undefined };

/** Pieces of `pieceBytes`, each in the memory of the one before. */
function recycling(pieceBytes: number, memory: Uint8Array): ByteSource {
  let at = 0;
  return {
    next: async () => {
      const piece = memory.subarray(0, Math.min(pieceBytes, DATA.length - at));
      memory.fill(0xee);
      piece.set(DATA.subarray(at, at + piece.length));
      at += piece.length;
      return piece.length > 0 ? piece : undefined;
    },
    recycle: () => undefined,
    close: async () => undefined,
  };
}

const memories: [string, (bytes: number) => Uint8Array][] = [
  ['Buffer', (bytes) => Buffer.alloc(bytes)],
  ['Uint8Array', (bytes) => new Uint8Array(bytes)],
];
const bytesOf = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : [...bytes]);

describe.each(memories)('bytes in a %s that is used again', (_, allocate) => {
  const step = fc.record({ what: fc.constantFrom('peek', 'take', 'exactly', 'skip', 'drop'), bytes: fc.integer({ min: 1, max: 700 }) });

  it('are what they were when they are looked at', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.array(step, { maxLength: 30 }), async (pieceBytes, steps) => {
        const reader = new ByteReader(recycling(pieceBytes, allocate(pieceBytes)));
        reader.recycle(pool);
        await runSteps(reader, steps, 0, DATA.length);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('also through a reader of a part of them, that does not know', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 600 }),
        fc.nat(900),
        fc.array(step, { maxLength: 30 }),
        async (pieceBytes, from, steps) => {
          const outer = new ByteReader(recycling(pieceBytes, allocate(pieceBytes)));
          outer.recycle(pool);
          await outer.skip(from);
          await runSteps(new ByteReader(new SliceSource(outer, 3000)), steps, from, from + 3000);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it('stay where they are kept', async () => {
    const reader = new ByteReader(recycling(100, allocate(100)));
    reader.recycle(pool);
    const kept = keepPieces(reader);
    const pieces: Uint8Array[] = [];
    for (let piece = await kept.take(); piece; piece = await kept.take()) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(DATA)).toBe(true);
  });

  it('stay where exactly so many were asked for', async () => {
    const reader = new ByteReader(recycling(100, allocate(100)));
    reader.recycle(pool);
    const pieces: Uint8Array[] = [];
    for (let piece = await reader.exactly(40); piece; piece = await reader.exactly(40)) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(DATA.subarray(0, 40 * pieces.length))).toBe(true);
    expect(pieces).toHaveLength(125);
  });
});

async function runSteps(reader: ByteReader, steps: { what: string; bytes: number }[], from: number, end: number): Promise<void> {
  let at = from;
  for (const { what, bytes } of steps) {
    const rest = DATA.subarray(at, end);
    if (what === 'peek' || what === 'drop') {
      const seen = await reader.peek(bytes);
      expect(bytesOf(seen)).toEqual(bytesOf(rest.subarray(0, bytes)));
      if (what === 'peek') continue;
      reader.drop(seen.length);
      at += seen.length;
    } else if (what === 'take') {
      const piece = await reader.take(bytes);
      if (piece === undefined) expect(at).toBe(end);
      else expect(bytesOf(piece)).toEqual(bytesOf(rest.subarray(0, piece.length)));
      at += piece?.length ?? 0;
    } else if (what === 'exactly') {
      const found = await reader.exactly(bytes);
      expect(bytesOf(found)).toEqual(rest.length < bytes ? undefined : bytesOf(rest.subarray(0, bytes)));
      at += found?.length ?? 0;
    } else at += await reader.skip(bytes);
  }
}
