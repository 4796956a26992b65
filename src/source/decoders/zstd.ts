import * as zlib from 'node:zlib';
import { type ByteReader, type ByteSource, IterableSource } from '../bytes.js';
import { isZstdStart } from '../detect.js';
import { InputError } from '../errors.js';

/* RFC 8878. Frames and blocks are walked here and each goes whole to the decoder: Node's own from 22.15 on (which alone would stop after the
 * first frame), fzstd before that (which alone inflates a pushed piece at once, however much it becomes). Not handled: dictionaries. */

/** What the zstd program itself refuses without being asked. */
const WINDOW_MAX_BYTES = 128 * 1024 * 1024;
/** fzstd moves the whole window for every block. Frames of tiny blocks in a large window would keep it busy for hours. */
const MOVED_FREE_BYTES = 32 * 2 ** 30;
const MOVED_PER_OUTPUT = 2000;

/** fzstd does not begin before it has so many bytes; a frame of a few letters is followed by a skippable one to get there. */
const START_BYTES = 18;
const PADDING = Uint8Array.from([0x50, 0x2a, 0x4d, 0x18, START_BYTES, 0, 0, 0, ...new Uint8Array(START_BYTES)]);

const CUT_OFF = 'the zstd data is cut off';

interface FrameHeader {
  bytes: Uint8Array;
  windowBytes: number;
  checksum: boolean;
}

async function exactly(input: ByteReader, count: number): Promise<Uint8Array> {
  const bytes = await input.exactly(count);
  if (!bytes) throw new InputError(CUT_OFF);
  return bytes;
}

function readLittleEndian(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + bytes[start + i];
  return value;
}

async function readFrameHeader(input: ByteReader): Promise<FrameHeader> {
  const descriptor = (await input.peek(5))[4];
  if (descriptor === undefined) throw new InputError(CUT_OFF);
  const single = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3];
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? Number(single) : 1 << sizeFlag;
  const windowAt = 5;
  const sizeAt = windowAt + (single ? 0 : 1) + dictionaryBytes;
  const bytes = await exactly(input, sizeAt + sizeBytes);
  if (readLittleEndian(bytes, sizeAt - dictionaryBytes, dictionaryBytes) !== 0) {
    throw new InputError('the zstd data needs a dictionary');
  }
  let windowBytes: number;
  if (single) {
    windowBytes = readLittleEndian(bytes, sizeAt, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
  } else {
    const base = 2 ** (10 + (bytes[windowAt] >> 3));
    windowBytes = base + (base / 8) * (bytes[windowAt] & 7);
  }
  if (windowBytes > WINDOW_MAX_BYTES) {
    throw new InputError(`the zstd data needs ${Math.ceil(windowBytes / 2 ** 20)} MB of memory, more than the 128 MB it is given`);
  }
  return { bytes, windowBytes, checksum: (descriptor & 4) !== 0 };
}

/** The bytes of one frame: header, then block by block, then the checksum. */
async function* readFrame(input: ByteReader, header: FrameHeader): AsyncGenerator<Uint8Array> {
  yield header.bytes;
  for (let last = false; !last; ) {
    const mark = await input.peek(3);
    if (mark.length < 3) throw new InputError(CUT_OFF);
    const word = readLittleEndian(mark, 0, 3);
    last = (word & 1) !== 0;
    const type = (word >> 1) & 3;
    const size = word >> 3;
    if (type === 3 || size > 128 * 1024) throw new InputError('the zstd data is damaged (bad block)');
    yield await exactly(input, 3 + (type === 1 ? 1 : size));
  }
  if (header.checksum) yield await exactly(input, 4);
}

type DecodeFrame = (frame: AsyncIterable<Uint8Array>, header: FrameHeader) => AsyncGenerator<Uint8Array>;

/** Only what differs from the typings of Node 20. */
interface ZstdZlib {
  createZstdDecompress?: (options: { chunkSize: number }) => zlib.Gunzip;
}

function nativeDecoder(): DecodeFrame | undefined {
  const { createZstdDecompress } = zlib as ZstdZlib;
  if (!createZstdDecompress) return undefined;
  return async function* (frame) {
    const engine = createZstdDecompress({ chunkSize: 512 * 1024 });
    const ready: Uint8Array[] = [];
    let failure: Error | undefined;
    let wake: (() => void) | undefined;
    engine.on('data', (piece: Uint8Array) => ready.push(piece));
    engine.on('error', (error) => {
      failure = error;
      wake?.();
    });
    try {
      for await (const part of frame) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          engine.write(part, () => resolve());
        });
        while (!failure && engine.readableLength > 0) await new Promise((resolve) => setImmediate(resolve));
        yield* ready.splice(0);
        if (failure) throw new InputError(`the zstd data is damaged (${failure.message})`);
      }
    } finally {
      engine.destroy();
    }
  };
}

async function scriptDecoder(): Promise<DecodeFrame> {
  const [{ Decompress }, { Xxh64 }] = await Promise.all([import('fzstd'), import('./xxh64.js')]);
  return async function* (frame, header) {
    const ready: Uint8Array[] = [];
    const decoder = new Decompress((piece) => {
      if (piece.length > 0) ready.push(piece);
    });
    const sum = new Xxh64();
    let movedBytes = 0;
    let inputBytes = 0;
    let outputBytes = 0;
    let lastPart = header.bytes;
    const decode = (part: Uint8Array): Uint8Array[] => {
      push(decoder, part);
      for (const piece of ready) {
        outputBytes += piece.length;
        if (header.checksum) sum.update(piece);
      }
      return ready.splice(0);
    };
    for await (const part of frame) {
      lastPart = part;
      inputBytes += part.length;
      yield* decode(part);
      movedBytes += header.windowBytes;
      if (movedBytes > MOVED_FREE_BYTES + MOVED_PER_OUTPUT * outputBytes) {
        throw new InputError('the zstd data is made of very small blocks; Node 22.15 or later can read it');
      }
    }
    if (inputBytes < START_BYTES) yield* decode(PADDING);
    if (header.checksum && readLittleEndian(lastPart, 0, 4) !== sum.digest()) {
      throw new InputError('the zstd data is damaged (its checksum does not match)');
    }
  };
}

function push(decoder: { push(part: Uint8Array): void }, part: Uint8Array): void {
  try {
    decoder.push(part);
  } catch (error) {
    throw new InputError(`the zstd data is damaged (${(error as Error).message})`);
  }
}

async function* decodeFrames(input: ByteReader, notes: string[]): AsyncGenerator<Uint8Array> {
  const decode = nativeDecoder() ?? (await scriptDecoder());
  for (;;) {
    const head = await input.peek(8);
    if (head.length === 0) return;
    if (!isZstdStart(head)) {
      notes.push('bytes that are not zstd follow the end of the zstd data and were left out');
      return;
    }
    if (head[0] !== 0x28) {
      const bytes = readLittleEndian(await exactly(input, 8), 4, 4);
      if ((await input.skip(bytes)) < bytes) throw new InputError(CUT_OFF);
      continue;
    }
    const header = await readFrameHeader(input);
    yield* decode(readFrame(input, header), header);
  }
}

export function openZstd(input: ByteReader, notes: string[]): ByteSource {
  return new IterableSource(decodeFrames(input, notes));
}
