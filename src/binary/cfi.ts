import { firstAfter } from '../model/search.js';
import { Cursor, Malformed, u32At } from './bytes.js';
import { readEncoded } from './cfi-encoding.js';
import { type CfiRow, runInstructions } from './cfi-row.js';

/*
 * Call frame information: .eh_frame (Linux Standard Base Core, 10.6) and .debug_frame (DWARF 5, 6.4.1). Entries of two kinds, each with
 * its length in front: a CIE says what many functions share, an FDE says how to undo one function's frame at each of its instructions.
 *
 *   14 00 00 00 00 00 00 00 01 7a 52 00 01 78 10 01 1b 0c 07 08 90 01 00 00      CIE "zR", code 1, data -8, return address in 16
 *   24 00 00 00 1c 00 00 00 d8 ec ff ff 60 04 00 00 00 0e 10 46 0e 18 …          FDE of a PLT
 */

/** What FDEs share. */
export interface Cie {
  codeAlign: number;
  dataAlign: number;
  returnColumn: number;
  encoding: number;
  /** `S`: the frame of a signal, whose program counter is no return address. */
  signal: boolean;
  hasLength: boolean;
  at: number;
  end: number;
}

export interface Fde {
  start: number;
  end: number;
  cie: Cie;
  at: number;
  stop: number;
}

/** A module of C++ and Rust has some 150,000. */
const MAX_FDES = 1_000_000;
const MAX_AUGMENTATION = 16;

/** One section, indexed once. */
export class Cfi {
  private readonly cies = new Map<number, Cie | undefined>();
  private readonly fdes: Fde[] = [];

  constructor(
    readonly bytes: Uint8Array,
    readonly address: number,
    private readonly kind: 'eh_frame' | 'debug_frame',
  ) {
    this.index();
    this.fdes.sort((a, b) => a.start - b.start);
  }

  get size(): number {
    return this.fdes.length;
  }

  /** The entry of the function that an address lies in. */
  find(address: number): Fde | undefined {
    const fde = this.fdes[firstAfter(this.fdes, address, ({ start }) => start) - 1];
    return fde && address < fde.end ? fde : undefined;
  }

  /** How to undo the frame at an address of the function; throws Malformed. */
  row(fde: Fde, address: number): CfiRow {
    return runInstructions(this, fde, address);
  }

  private index(): void {
    const { bytes } = this;
    for (let at = 0; at + 4 <= bytes.length && this.fdes.length < MAX_FDES; ) {
      const length = u32At(bytes, at);
      const end = at + 4 + length;
      if (length === 0 && this.kind === 'eh_frame') {
        at += 4;
        continue;
      }
      // 64-bit DWARF is not written by any compiler for a section below 4 GB.
      if (length < 4 || length >= 0xfffffff0 || end > bytes.length) return;
      this.indexEntry(at + 4, end);
      at = end;
    }
  }

  private indexEntry(idAt: number, end: number): void {
    const id = u32At(this.bytes, idAt);
    if (this.kind === 'eh_frame' ? id === 0 : id === 0xffffffff) return;
    try {
      const cie = this.cieAt(this.kind === 'eh_frame' ? idAt - id : id);
      if (!cie) return;
      const cursor = new Cursor(this.bytes, idAt + 4, end, this.address);
      const start = readEncoded(cursor, cie.encoding);
      const size = readEncoded(cursor, cie.encoding & 0x0f);
      if (cie.hasLength) cursor.skip(cursor.uleb());
      // Functions that the linker left out have an address of 0.
      if (start && size) this.fdes.push({ start, end: start + size, cie, at: cursor.at, stop: end });
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
  }

  private cieAt(at: number): Cie | undefined {
    if (!this.cies.has(at)) {
      // A second look at a broken one must not cost more than the first.
      this.cies.set(at, undefined);
      this.cies.set(at, this.readCie(at));
    }
    return this.cies.get(at);
  }

  private readCie(at: number): Cie | undefined {
    const length = u32At(this.bytes, at);
    const end = at + 4 + length;
    if (length >= 0xfffffff0 || end > this.bytes.length) return undefined;
    const cursor = new Cursor(this.bytes, at + 8, end, this.address);
    const version = cursor.u8();
    const augmentation = readAugmentation(cursor);
    if (version >= 4) cursor.skip(2);
    const cie: Cie = {
      codeAlign: cursor.uleb(),
      dataAlign: cursor.sleb(),
      returnColumn: version === 1 ? cursor.u8() : cursor.uleb(),
      encoding: 0,
      signal: false,
      hasLength: augmentation.startsWith('z'),
      at: 0,
      end,
    };
    if (cie.hasLength) {
      const bytes = cursor.uleb();
      const after = cursor.at + bytes;
      readAugmentationData(cursor, augmentation, cie);
      cursor.at = after;
    }
    cie.at = cursor.at;
    return cie.at <= end ? cie : undefined;
  }
}

function readAugmentation(cursor: Cursor): string {
  let text = '';
  for (let byte = cursor.u8(); byte !== 0; byte = cursor.u8()) {
    if (text.length >= MAX_AUGMENTATION) throw new Malformed('an augmentation that is not known');
    text += String.fromCharCode(byte);
  }
  return text;
}

function readAugmentationData(cursor: Cursor, augmentation: string, cie: Cie): void {
  for (const letter of augmentation.slice(1)) {
    if (letter === 'R') cie.encoding = cursor.u8();
    else if (letter === 'P') readEncoded(cursor, cursor.u8() & 0x7f);
    else if (letter === 'L') cursor.u8();
    else if (letter === 'S') cie.signal = true;
    // `B`: return addresses are signed with the second key; nothing follows it.
    else if (letter !== 'B') return;
  }
}
