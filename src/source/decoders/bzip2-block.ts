import { InputError } from '../errors.js';

/* One block of bzip2, after the description in Julian Seward's bzip2 1.0 (decompress.c, huffman.c): Huffman codes in groups of 50 symbols, run
 * lengths, move-to-front, Burrows-Wheeler. Not handled: randomised blocks, which only bzip2 0.9 wrote. */

const FAST_BITS = 10;
const CODE_BITS_MAX = 20;
const GROUP_SYMBOLS = 50;
/** More selectors than a block can use are read and left out, as bzip2 1.0.8 does. */
const SELECTORS_MAX = 18002;

export class OutOfBits extends Error {}

const DAMAGED = 'the bzip2 data is damaged';

/** Bits from a piece of memory, most significant first. */
export class BitReader {
  private buffer = 0;
  private held = 0;
  private at: number;

  constructor(
    private readonly bytes: Uint8Array,
    startBit: number,
  ) {
    this.at = 0;
    if (startBit > 0) this.read(startBit);
  }

  /** Makes at least `count` (at most 24) bits available; zeros stand in behind the end until a code is really taken from there. */
  private fill(count: number): void {
    while (this.held < count) {
      this.buffer = ((this.buffer & 0xffffff) << 8) | (this.at < this.bytes.length ? this.bytes[this.at] : 0);
      this.at++;
      this.held += 8;
    }
  }

  peek(count: number): number {
    this.fill(count);
    return (this.buffer >>> (this.held - count)) & ((1 << count) - 1);
  }

  drop(count: number): void {
    this.held -= count;
    if (this.at * 8 - this.held > this.bytes.length * 8) throw new OutOfBits();
  }

  read(count: number): number {
    const value = this.peek(count);
    this.drop(count);
    return value;
  }

  read32(): number {
    return ((this.read(16) << 16) | this.read(16)) >>> 0;
  }

  get position(): number {
    return this.at * 8 - this.held;
  }
}

/** Canonical Huffman codes: short ones by table, long ones by first code and offset of each length. */
class HuffmanTable {
  private readonly fast = new Uint16Array(1 << FAST_BITS);
  private readonly limit = new Int32Array(CODE_BITS_MAX + 2).fill(-1);
  private readonly offset = new Int32Array(CODE_BITS_MAX + 2);
  private readonly symbols: Uint16Array;

  constructor(lengths: Uint8Array) {
    this.symbols = new Uint16Array(lengths.length);
    let code = 0;
    let index = 0;
    for (let bits = 1; bits <= CODE_BITS_MAX; bits++) {
      this.offset[bits] = index - code;
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] !== bits) continue;
        this.symbols[index++] = symbol;
        if (bits <= FAST_BITS) {
          const first = code << (FAST_BITS - bits);
          if (first < this.fast.length) this.fast.fill((symbol << 4) | bits, first, first + (1 << (FAST_BITS - bits)));
        }
        code++;
      }
      this.limit[bits] = code - 1;
      code <<= 1;
    }
  }

  decode(bits: BitReader): number {
    const hit = this.fast[bits.peek(FAST_BITS)];
    if (hit !== 0) {
      bits.drop(hit & 15);
      return hit >> 4;
    }
    for (let length = FAST_BITS + 1; length <= CODE_BITS_MAX; length++) {
      const code = bits.peek(length);
      if (code > this.limit[length]) continue;
      const index = code + this.offset[length];
      if (index < 0 || index >= this.symbols.length) break;
      bits.drop(length);
      return this.symbols[index];
    }
    // Behind the end of the input nothing decodes; that is a cut, not damage.
    bits.drop(CODE_BITS_MAX);
    throw new InputError(DAMAGED);
  }
}

export interface Bzip2Block {
  /** Low byte: the byte; the rest: where the next one stands. */
  chain: Uint32Array;
  count: number;
  start: number;
  crc: number;
}

function readUsedBytes(bits: BitReader): Uint8Array {
  const used: number[] = [];
  const rows = bits.read(16);
  for (let row = 0; row < 16; row++) {
    if ((rows & (0x8000 >> row)) === 0) continue;
    const columns = bits.read(16);
    for (let column = 0; column < 16; column++) if ((columns & (0x8000 >> column)) !== 0) used.push(row * 16 + column);
  }
  if (used.length === 0) throw new InputError(DAMAGED);
  return Uint8Array.from(used);
}

function readSelectors(bits: BitReader, groups: number): Uint8Array {
  const count = bits.read(15);
  if (count === 0) throw new InputError(DAMAGED);
  const order = [0, 1, 2, 3, 4, 5].slice(0, groups);
  const selectors = new Uint8Array(Math.min(count, SELECTORS_MAX));
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (bits.read(1) === 1) if (++place >= groups) throw new InputError(DAMAGED);
    const [group] = order.splice(place, 1);
    order.unshift(group);
    if (i < selectors.length) selectors[i] = group;
  }
  return selectors;
}

function readTable(bits: BitReader, symbols: number): HuffmanTable {
  const lengths = new Uint8Array(symbols);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > CODE_BITS_MAX) throw new InputError(DAMAGED);
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return new HuffmanTable(lengths);
}

/** Undoes Huffman, run lengths and move-to-front; answers how many bytes there are. */
function readSymbols(bits: BitReader, selectors: Uint8Array, tables: HuffmanTable[], used: Uint8Array, into: Uint32Array): number {
  const front = Uint8Array.from(used);
  const endSymbol = used.length + 1;
  let count = 0;
  let runLength = 0;
  let runWeight = 1;
  for (let group = 0; group < selectors.length; group++) {
    const table = tables[selectors[group]];
    for (let i = 0; i < GROUP_SYMBOLS; i++) {
      const symbol = table.decode(bits);
      if (symbol <= 1) {
        runLength += runWeight << symbol;
        runWeight <<= 1;
        if (runLength > into.length) throw new InputError(DAMAGED);
        continue;
      }
      if (runLength > 0) {
        if (count + runLength > into.length) throw new InputError(DAMAGED);
        into.fill(front[0], count, count + runLength);
        count += runLength;
        runLength = 0;
        runWeight = 1;
      }
      if (symbol === endSymbol) return count;
      if (count >= into.length) throw new InputError(DAMAGED);
      const place = symbol - 1;
      const byte = front[place];
      front.copyWithin(1, 0, place);
      front[0] = byte;
      into[count++] = byte;
    }
  }
  throw new InputError(DAMAGED);
}

/** Links every byte to the one that follows it in the text. */
function linkBytes(chain: Uint32Array, count: number): void {
  const next = new Uint32Array(256);
  for (let i = 0; i < count; i++) next[chain[i] & 0xff]++;
  for (let byte = 0, sum = 0; byte < 256; byte++) {
    const these = next[byte];
    next[byte] = sum;
    sum += these;
  }
  for (let i = 0; i < count; i++) {
    const byte = chain[i] & 0xff;
    chain[next[byte]++] |= i << 8;
  }
}

/** Reads one block behind its mark. `chain` is scratch memory of the block size of the stream. */
export function readBlock(bits: BitReader, chain: Uint32Array): Bzip2Block {
  const crc = bits.read32();
  if (bits.read(1) === 1) throw new InputError('the bzip2 data is of a kind that only bzip2 0.9 wrote');
  const origin = bits.read(24);
  const used = readUsedBytes(bits);
  const groups = bits.read(3);
  if (groups < 2 || groups > 6) throw new InputError(DAMAGED);
  const selectors = readSelectors(bits, groups);
  const tables: HuffmanTable[] = [];
  for (let i = 0; i < groups; i++) tables.push(readTable(bits, used.length + 2));
  const count = readSymbols(bits, selectors, tables, used, chain);
  if (origin >= count) throw new InputError(DAMAGED);
  linkBytes(chain, count);
  return { chain, count, start: chain[origin] >>> 8, crc };
}
