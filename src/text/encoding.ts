/**
 * Chunks of an entry to UTF-8 pieces without long runs of NUL, still counted in offsets of the original.
 *
 * UTF-8 passes as it is, without its byte order mark. UTF-16 (PowerShell's `>` writes it) is transcoded; without a byte order
 * mark it is believed only when every second byte of the first 64 is zero and the others are ASCII. Runs of at least 16 NUL
 * bytes, left by a crashed file system or by `copytruncate`, are holes; shorter ones are text.
 * Not handled: other encodings (their bytes pass as they are), UTF-16 that begins in the middle of a file.
 */
import type { HoleKind } from '../model/text.js';
import { asBuffer } from './decode.js';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

/** Where the pieces go: the splitter. */
export interface PieceTaker {
  /** `lasting`: nobody writes into these bytes again. */
  feed(bytes: Buffer, from: number, lasting: boolean): void;
  hole(kind: HoleKind, bytes: number, offset: number): void;
}

interface Stage {
  push(bytes: Buffer): void;
  end(): void;
}

export const MIN_HOLE = 16;
const SNIFF_BYTES = 64;
const MIN_SNIFF_BYTES = 16;
const ZEROS = Buffer.alloc(MIN_HOLE);
const LF = 0x0a;

export class Decoder {
  encoding: Encoding = 'utf-8';
  private stage: Stage | undefined;
  private head = Buffer.alloc(0);

  constructor(private readonly out: PieceTaker) {}

  push(chunk: Uint8Array): void {
    const bytes = asBuffer(chunk);
    if (this.stage) {
      this.stage.push(bytes);
      return;
    }
    // A first chunk that is long enough is used where it lies, so that the kernel can read it.
    const head = this.head.length === 0 ? bytes : Buffer.concat([this.head, bytes]);
    if (head.length >= SNIFF_BYTES) this.start(head);
    else this.head = Buffer.from(head);
  }

  end(): void {
    if (!this.stage) this.start(this.head);
    this.stage?.end();
  }

  private start(head: Buffer): void {
    this.head = Buffer.alloc(0);
    this.encoding = detectEncoding(head.subarray(0, SNIFF_BYTES));
    const isWide = this.encoding === 'utf-16le' || this.encoding === 'utf-16be';
    const markLength = byteOrderMark(head)?.length ?? 0;
    this.stage = isWide ? new WideStage(this.out, markLength, this.encoding === 'utf-16be' ? 0 : 1) : new NarrowStage(this.out, markLength);
    this.stage.push(head.subarray(markLength));
  }
}

function byteOrderMark(head: Uint8Array): { encoding: Encoding; length: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8-bom', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return undefined;
}

function detectEncoding(head: Uint8Array): Encoding {
  const mark = byteOrderMark(head);
  if (mark) return mark.encoding;
  const length = head.length & ~1;
  if (length < MIN_SNIFF_BYTES) return 'utf-8';
  let little = true;
  let big = true;
  for (let i = 0; i < length; i += 2) {
    if (head[i + 1] !== 0 || !isTextByte(head[i])) little = false;
    if (head[i] !== 0 || !isTextByte(head[i + 1])) big = false;
  }
  return little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8';
}

function isTextByte(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x1b;
}

/** UTF-8 and everything unknown. A run of NULs may span chunks, so its end decides what it is. */
class NarrowStage implements Stage {
  private nuls = 0;
  private offset: number;

  constructor(
    private readonly out: PieceTaker,
    offset: number,
  ) {
    this.offset = offset;
  }

  push(bytes: Buffer): void {
    let at = 0;
    if (this.nuls > 0) {
      at = endOfNuls(bytes, 0);
      this.nuls += at;
      this.offset += at;
      if (at === bytes.length) return;
      this.endRun();
    }
    let from = at;
    for (let nul = bytes.indexOf(0, at); nul >= 0; nul = bytes.indexOf(0, nul)) {
      const stop = endOfNuls(bytes, nul);
      // A short run inside a chunk is text; one at its end may go on.
      if (stop - nul >= MIN_HOLE || stop === bytes.length) {
        this.feed(bytes, from, nul);
        this.nuls = stop - nul;
        this.offset += stop - nul;
        from = stop;
        if (stop === bytes.length) return;
        this.endRun();
      }
      nul = stop;
    }
    this.feed(bytes, from, bytes.length);
  }

  end(): void {
    if (this.nuls > 0) this.endRun();
  }

  private feed(bytes: Buffer, start: number, end: number): void {
    if (end <= start) return;
    this.out.feed(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), this.offset, true);
    this.offset += end - start;
  }

  private endRun(): void {
    const length = this.nuls;
    this.nuls = 0;
    if (length >= MIN_HOLE) this.out.hole('nul', length, this.offset - length);
    else this.out.feed(ZEROS.subarray(0, length), this.offset - length, true);
  }
}

function endOfNuls(bytes: Uint8Array, at: number): number {
  let stop = at;
  while (stop < bytes.length && bytes[stop] === 0) stop++;
  return stop;
}

const WIDE_BUFFER = 65_536;

/** UTF-16. Pieces end at each newline, because an offset of the original is only known where a piece begins. */
class WideStage implements Stage {
  private readonly text = Buffer.allocUnsafe(WIDE_BUFFER);
  private length = 0;
  private textFrom = 0;
  private offset: number;
  private nuls = 0;
  private highSurrogate = 0;
  private oddByte = -1;

  constructor(
    private readonly out: PieceTaker,
    offset: number,
    /** Which byte of a pair is the high one. */
    private readonly highByte: 0 | 1,
  ) {
    this.offset = offset;
  }

  push(bytes: Buffer): void {
    let at = 0;
    if (this.oddByte >= 0 && bytes.length > 0) {
      const second = bytes[0];
      this.unit(this.highByte === 0 ? (this.oddByte << 8) | second : (second << 8) | this.oddByte);
      this.oddByte = -1;
      at = 1;
    }
    for (; at + 1 < bytes.length; at += 2) {
      this.unit((bytes[at + this.highByte] << 8) | bytes[at + 1 - this.highByte]);
    }
    if (at < bytes.length) this.oddByte = bytes[at];
  }

  end(): void {
    this.endNuls();
    this.endSurrogate();
    this.flush();
    if (this.oddByte >= 0) this.out.hole('encoding', 1, this.offset);
  }

  private unit(unit: number): void {
    if (unit === 0) {
      this.endSurrogate();
      this.nuls++;
      this.offset += 2;
      return;
    }
    this.endNuls();
    if (this.length === 0 && this.highSurrogate === 0) this.textFrom = this.offset;
    this.offset += 2;
    if (unit < 0x80) {
      this.endSurrogate();
      this.text[this.length++] = unit;
      if (unit === LF) this.flush();
    } else this.wideUnit(unit);
    if (this.length > WIDE_BUFFER - 16) this.flush();
  }

  private wideUnit(unit: number): void {
    if (unit >= 0xdc00 && unit < 0xe000 && this.highSurrogate > 0) {
      const point = 0x10000 + ((this.highSurrogate - 0xd800) << 10) + (unit - 0xdc00);
      this.highSurrogate = 0;
      this.bytes4(point);
      return;
    }
    this.endSurrogate();
    if (unit >= 0xd800 && unit < 0xdc00) this.highSurrogate = unit;
    else if (unit < 0x800) {
      this.text[this.length++] = 0xc0 | (unit >> 6);
      this.text[this.length++] = 0x80 | (unit & 0x3f);
    } else this.bytes3(unit >= 0xdc00 && unit < 0xe000 ? 0xfffd : unit);
  }

  private bytes3(point: number): void {
    this.text[this.length++] = 0xe0 | (point >> 12);
    this.text[this.length++] = 0x80 | ((point >> 6) & 0x3f);
    this.text[this.length++] = 0x80 | (point & 0x3f);
  }

  private bytes4(point: number): void {
    this.text[this.length++] = 0xf0 | (point >> 18);
    this.text[this.length++] = 0x80 | ((point >> 12) & 0x3f);
    this.text[this.length++] = 0x80 | ((point >> 6) & 0x3f);
    this.text[this.length++] = 0x80 | (point & 0x3f);
  }

  /** A high surrogate without its partner. */
  private endSurrogate(): void {
    if (this.highSurrogate === 0) return;
    this.highSurrogate = 0;
    this.bytes3(0xfffd);
  }

  private endNuls(): void {
    if (this.nuls === 0) return;
    const count = this.nuls;
    this.nuls = 0;
    if (count * 2 >= MIN_HOLE) {
      this.flush();
      this.out.hole('nul', count * 2, this.offset - count * 2);
      return;
    }
    if (this.length === 0) this.textFrom = this.offset - count * 2;
    this.text.fill(0, this.length, this.length + count);
    this.length += count;
  }

  private flush(): void {
    if (this.length === 0) return;
    const length = this.length;
    this.length = 0;
    this.out.feed(this.text.subarray(0, length), this.textFrom, false);
  }
}
