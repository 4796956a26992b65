import type { RandomBytes } from '../model/source.js';

export type { RandomBytes } from '../model/source.js';

/** What a file says of itself cannot be: a size beyond its end, a loop, an unknown code. Caught where a file or a frame is given up. */
export class Malformed extends Error {}

/** Memory of a process: exactly `length` bytes, or undefined when one of them is not known. */
export type ReadMemory = (address: number, length: number) => Uint8Array | undefined;

/** Bytes at hand as a file. */
export function bytesAsFile(bytes: Uint8Array): RandomBytes {
  return {
    size: bytes.length,
    read: (offset, length) => (offset < 0 || length <= 0 ? bytes.subarray(0, 0) : bytes.subarray(offset, offset + length)),
  };
}

/** Little endian. Values above 2^53 lose their last bits: they are no addresses of a program. */
export function u64At(bytes: Uint8Array, at: number): number {
  return u32At(bytes, at) + u32At(bytes, at + 4) * 2 ** 32;
}

export function u32At(bytes: Uint8Array, at: number): number {
  if (at < 0 || at + 4 > bytes.length) throw new Malformed('reads beyond its end');
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

export function u16At(bytes: Uint8Array, at: number): number {
  if (at < 0 || at + 2 > bytes.length) throw new Malformed('reads beyond its end');
  return bytes[at] | (bytes[at + 1] << 8);
}

export function bigAt(bytes: Uint8Array, at: number): bigint {
  return BigInt(u32At(bytes, at)) | (BigInt(u32At(bytes, at + 4)) << 32n);
}

const MAX_TEXT = 4096;

/** The text up to the next NUL, at most so many bytes: names of compilers are long, but not longer. */
export function textAt(bytes: Uint8Array, at: number, max = MAX_TEXT): string {
  if (at < 0 || at >= bytes.length) return '';
  const part = bytes.subarray(at, at + max);
  const end = part.indexOf(0);
  return Buffer.from(part.buffer, part.byteOffset, end < 0 ? part.length : end).toString('utf8');
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** Reads forward through DWARF's encodings. `end` is where the entry ends: nothing is read behind it. */
export class Cursor {
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    readonly end: number = bytes.length,
    /** Virtual address of the first byte, for values that are relative to their own place. */
    readonly address = 0,
  ) {
    if (at < 0 || end > bytes.length) throw new Malformed('an entry reaches beyond its section');
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  private step(count: number): number {
    const at = this.at;
    if (count < 0 || at + count > this.end) throw new Malformed('an entry is cut off');
    this.at += count;
    return at;
  }

  u8(): number {
    return this.bytes[this.step(1)];
  }

  s8(): number {
    return (this.u8() << 24) >> 24;
  }

  u16(): number {
    return u16At(this.bytes, this.step(2));
  }

  s16(): number {
    return (this.u16() << 16) >> 16;
  }

  u32(): number {
    return u32At(this.bytes, this.step(4));
  }

  s32(): number {
    return this.u32() | 0;
  }

  u64(): number {
    return u64At(this.bytes, this.step(8));
  }

  s64(): number {
    return Number(BigInt.asIntN(64, bigAt(this.bytes, this.step(8))));
  }

  uleb(): number {
    return this.leb(false);
  }

  sleb(): number {
    return this.leb(true);
  }

  /** DWARF 5, 7.6. Ten bytes hold 64 bits. */
  private leb(signed: boolean): number {
    let value = 0;
    let unit = 1;
    for (let i = 0; i < 10; i++) {
      const byte = this.u8();
      value += (byte & 0x7f) * unit;
      unit *= 128;
      if (byte & 0x80) continue;
      return signed && byte & 0x40 ? value - unit : value;
    }
    throw new Malformed('a number is longer than 64 bits');
  }

  skip(count: number): void {
    this.step(count);
  }

  text(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0 || end >= this.end) throw new Malformed('a name has no end');
    const text = textAt(this.bytes, this.at);
    this.at = end + 1;
    return text;
  }
}
