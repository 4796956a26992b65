import type { ByteReader, ByteSource } from '../bytes.js';
import { InputError } from '../errors.js';
import { decodeName } from '../names.js';
import { BLOCK_BYTES, readNumber, readSparseSegments, type SparseSegment } from './tar-header.js';

/* A sparse file is stored as its stretches with data and a map of where they belong. `tar -S` (GNU: type 'S', or pax keys GNU.sparse.*) and
 * bsdtar (pax 1.0) write them. The holes are given back as NULs, so that offsets are those of the file. */

const SEGMENTS_MAX = 1 << 18;
const MAP_TEXT_MAX = 8 * 1024 * 1024;
const ZEROS = new Uint8Array(256 * 1024);

export interface SparseMap {
  segments: SparseSegment[];
  fileBytes: number;
}

/** Segments in order, inside the file; undefined otherwise. */
function checked(segments: SparseSegment[], fileBytes: number): SparseMap | undefined {
  let end = 0;
  for (const { offset, bytes } of segments) {
    // A negated test also refuses NaN.
    if (!(offset >= end && bytes >= 0 && offset + bytes <= fileBytes)) return undefined;
    end = offset + bytes;
  }
  return Number.isSafeInteger(fileBytes) ? { segments, fileBytes } : undefined;
}

/** Old GNU form: four segments in the header, more in extension blocks that follow it. */
export async function readGnuSparse(input: ByteReader, header: Uint8Array): Promise<SparseMap | undefined> {
  const segments = readSparseSegments(header, 386, 4);
  const fileBytes = readNumber(header, 483, 12);
  let more = header[482] !== 0;
  while (more) {
    const block = await input.exactly(BLOCK_BYTES);
    if (!block) throw new InputError('the tar archive is cut off inside the map of a sparse file');
    if (segments.length < SEGMENTS_MAX) segments.push(...readSparseSegments(block, 0, 21));
    more = block[504] !== 0;
  }
  return segments.length < SEGMENTS_MAX ? checked(segments, fileBytes) : undefined;
}

function pairUp(numbers: number[]): SparseSegment[] | undefined {
  if (numbers.length % 2 !== 0 || numbers.length > 2 * SEGMENTS_MAX) return undefined;
  const segments: SparseSegment[] = [];
  for (let i = 0; i < numbers.length; i += 2) segments.push({ offset: numbers[i], bytes: numbers[i + 1] });
  return segments;
}

function paxNumber(pax: Map<string, Uint8Array>, key: string): number {
  const value = pax.get(key);
  return value ? Number(decodeName(value)) : Number.NaN;
}

/** pax 0.0 (repeated keys), 0.1 (one key) and 1.0 (decimal lines before the data, padded to a block). */
export async function readPaxSparse(input: ByteReader, pax: Map<string, Uint8Array>, pairs: number[]): Promise<SparseMap | undefined> {
  if (paxNumber(pax, 'GNU.sparse.major') === 1) {
    const numbers = await readMapLines(input);
    const segments = numbers && pairUp(numbers);
    return segments && checked(segments, paxNumber(pax, 'GNU.sparse.realsize'));
  }
  const map = pax.get('GNU.sparse.map');
  const segments = pairUp(map ? decodeName(map).split(',').map(Number) : pairs);
  return segments && checked(segments, paxNumber(pax, 'GNU.sparse.size'));
}

async function readMapLines(input: ByteReader): Promise<number[] | undefined> {
  const numbers: number[] = [];
  let wanted = -1;
  let value = 0;
  for (let read = 0; read < MAP_TEXT_MAX; read += BLOCK_BYTES) {
    const block = await input.exactly(BLOCK_BYTES);
    if (!block) throw new InputError('the tar archive is cut off inside the map of a sparse file');
    for (const c of block) {
      if (c >= 0x30 && c <= 0x39) value = value * 10 + c - 0x30;
      else if (c !== 0x0a) return undefined;
      else {
        if (wanted === -1) wanted = value * 2;
        else numbers.push(value);
        value = 0;
        if (numbers.length === wanted) return numbers;
      }
    }
  }
  return undefined;
}

/** The whole file: data from the archive, NULs for the holes. */
export class SparseSource implements ByteSource {
  private position = 0;
  private index = 0;

  constructor(
    private readonly input: ByteReader,
    private readonly segments: SparseSegment[],
    private readonly fileBytes: number,
  ) {}

  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const segment = this.segments[this.index];
      const holeEnd = segment ? segment.offset : this.fileBytes;
      if (this.position < holeEnd) return this.zeros(holeEnd - this.position);
      if (!segment) return undefined;
      const left = segment.offset + segment.bytes - this.position;
      if (left > 0) return this.data(left);
      this.index++;
    }
  }

  private zeros(bytes: number): Uint8Array {
    const piece = bytes < ZEROS.length ? ZEROS.subarray(0, bytes) : ZEROS;
    this.position += piece.length;
    return piece;
  }

  private async data(bytes: number): Promise<Uint8Array> {
    const piece = await this.input.take(bytes);
    if (piece === undefined) throw new InputError(`the archive is cut off: ${bytes} bytes of this member are missing`);
    this.position += piece.length;
    return piece;
  }

  async close(): Promise<void> {}
}
