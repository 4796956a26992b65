import type { ByteReader, ByteSource } from '../bytes.js';
import { isBzip2Start } from '../detect.js';
import { InputError } from '../errors.js';
import { BitReader, type Bzip2Block, OutOfBits, readBlock } from './bzip2-block.js';

/* bzip2 as a stream, several streams in a row included. Own code: unbzip2-stream reads 18 MB/s and inflates all blocks that fit its input at
 * once (a bomb of 1 MB becomes a terabyte in one call); seek-bzip wants the whole file in memory. This one reads 35 to 50 MB/s, a block at a time. */

const OUTPUT_BYTES = 256 * 1024;
const BLOCK_MARK = [0x314159, 0x265359] as const;
const END_MARK = [0x177245, 0x385090] as const;

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let i = 0; i < 8; i++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

/** A block on its way out: the last stage of run lengths (four equal bytes, then a count) is undone here. */
class BlockOutput {
  private left: number;
  private at: number;
  private crc = -1;
  private run = 0;
  private previous = -1;
  private repeat = 0;

  constructor(private readonly block: Bzip2Block) {
    this.left = block.count;
    this.at = block.start;
  }

  /** Undefined when the block is at its end. */
  next(): Uint8Array | undefined {
    const piece = Buffer.allocUnsafeSlow(OUTPUT_BYTES);
    const { chain } = this.block;
    let { left, at, crc, run, previous, repeat } = this;
    let length = 0;
    while (length < OUTPUT_BYTES) {
      if (repeat > 0) {
        repeat--;
        piece[length++] = previous;
        crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ previous];
        continue;
      }
      if (left === 0) break;
      left--;
      const entry = chain[at];
      const byte = entry & 0xff;
      at = entry >>> 8;
      if (run === 4) {
        repeat = byte;
        run = 0;
        continue;
      }
      run = byte === previous ? run + 1 : 1;
      previous = byte;
      piece[length++] = byte;
      crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ byte];
    }
    Object.assign(this, { left, at, crc, run, previous, repeat });
    return length === 0 ? undefined : piece.subarray(0, length);
  }

  hasRightChecksum(): boolean {
    return ~this.crc >>> 0 === this.block.crc;
  }
}

export class Bzip2Source implements ByteSource {
  private output: BlockOutput | undefined;
  private chain: Uint32Array | undefined;
  /** Bits of the reader's first byte that are already used. */
  private usedBits = 0;
  private ended = false;

  constructor(
    private readonly input: ByteReader,
    private readonly notes: string[],
  ) {}

  async next(): Promise<Uint8Array | undefined> {
    while (!this.ended) {
      const piece = this.output?.next();
      if (piece) return piece;
      if (this.output && !this.output.hasRightChecksum()) {
        throw new InputError('the bzip2 data is damaged (the checksum of a block does not match)');
      }
      this.output = undefined;
      if (!this.chain) await this.startStream();
      else await this.startBlock(this.chain);
    }
    return undefined;
  }

  private async startStream(): Promise<void> {
    const mark = await this.input.peek(10);
    if (!isBzip2Start(mark)) {
      this.ended = true;
      if (mark.length > 0) this.notes.push('bytes that are not bzip2 follow the end of the bzip2 data and were left out');
      return;
    }
    this.chain = new Uint32Array((mark[3] - 0x30) * 100_000);
    this.usedBits = 0;
    this.input.drop(4);
  }

  private async startBlock(chain: Uint32Array): Promise<void> {
    // A block holds at most one code of 20 bits a byte, and its tables.
    const bytes = await this.input.peek(Math.ceil(chain.length * 2.5) + 64 * 1024);
    const bits = new BitReader(bytes, this.usedBits);
    try {
      const mark = [bits.read(24), bits.read(24)];
      if (mark[0] === END_MARK[0] && mark[1] === END_MARK[1]) {
        bits.read32();
        this.chain = undefined;
        this.input.drop(Math.ceil(bits.position / 8));
        return;
      }
      if (mark[0] !== BLOCK_MARK[0] || mark[1] !== BLOCK_MARK[1]) throw new InputError('the bzip2 data is damaged');
      this.output = new BlockOutput(readBlock(bits, chain));
      this.usedBits = bits.position % 8;
      this.input.drop(Math.floor(bits.position / 8));
    } catch (error) {
      if (!(error instanceof OutOfBits)) throw error;
      // The input may have failed rather than ended: then that is the reason.
      this.input.drop(bytes.length);
      await this.input.peek(1);
      throw new InputError('the bzip2 data is cut off');
    }
  }

  async close(): Promise<void> {
    this.ended = true;
    this.chain = undefined;
    this.output = undefined;
  }
}
