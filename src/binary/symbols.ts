import { firstAfter } from '../model/search.js';
import { textAt, u16At, u32At, u64At } from './bytes.js';

/*
 * Symbol tables (gABI 4.3; elf.h Elf64_Sym): 24 bytes an entry, names in a string table of their own.
 *
 *   3f 0d 00 00  12 00  0e 00  70 b6 04 00 00 00 00 00  5b 00 00 00 00 00 00 00      a global function of 0x5b bytes
 */

const ENTRY_BYTES = 24;
/** A module of C++ and Rust has some 300,000. */
const MAX_SYMBOLS = 2_000_000;
/** Symbols that may lie inside one another before an address is taken for nameless. */
const LOOK_BACK = 8;

const NOTYPE = 0;
const OBJECT = 1;
const FUNCTION = 2;
const IFUNC = 10;
const GLOBAL = 1;
const WEAK = 2;

export interface NamedAddress {
  name: string;
  /** From the start of the function. */
  offset: number;
}

interface Symbol {
  address: number;
  bytes: number;
  rank: number;
  names: Uint8Array;
  nameAt: number;
}

/** Functions by address, and everything by name. Names are only decoded when asked for. */
export class SymbolTable {
  private functions: Symbol[] = [];
  private objects: Symbol[] = [];
  private sorted = true;
  private found = new Map<string, number | undefined>();

  get size(): number {
    return this.functions.length;
  }

  add(entries: Uint8Array, names: Uint8Array): void {
    const count = Math.min(Math.floor(entries.length / ENTRY_BYTES), MAX_SYMBOLS - this.functions.length);
    for (let i = 0; i < count; i++) {
      const at = i * ENTRY_BYTES;
      const type = entries[at + 4] & 15;
      const bind = entries[at + 4] >> 4;
      if (u16At(entries, at + 6) === 0) continue;
      const nameAt = u32At(entries, at);
      const symbol = { address: u64At(entries, at + 8), bytes: u64At(entries, at + 16), rank: rankOf(entries, at, bind), names, nameAt };
      if (type === FUNCTION || type === IFUNC) this.functions.push(symbol);
      // Assembly without .type; local ones are labels of the compiler.
      else if (type === NOTYPE && (bind === GLOBAL || bind === WEAK)) this.functions.push({ ...symbol, rank: 0 });
      else if (type === OBJECT) this.objects.push(symbol);
    }
    this.sorted = false;
  }

  merge(other: SymbolTable): void {
    this.functions.push(...other.functions.slice(0, Math.max(0, MAX_SYMBOLS - this.functions.length)));
    this.objects.push(...other.objects.slice(0, Math.max(0, MAX_SYMBOLS - this.objects.length)));
    this.sorted = false;
    this.found.clear();
  }

  /** The function that an address lies in. */
  at(address: number): NamedAddress | undefined {
    this.sort();
    const list = this.functions;
    const next = firstAfter(list, address, addressOf);
    for (let i = next - 1; i >= 0 && i >= next - LOOK_BACK; i--) {
      const { address: start, bytes } = list[i];
      const inside = bytes > 0 ? address < start + bytes : i === next - 1 && list[i].rank === 0;
      if (inside) return { name: nameOf(list[i]), offset: address - start };
    }
    return undefined;
  }

  /** The variable that an address lies in. Tables of variables are small, and few addresses are asked for. */
  objectAt(address: number): NamedAddress | undefined {
    const found = this.objects.find((one) => address >= one.address && address < one.address + Math.max(1, one.bytes));
    return found && { name: nameOf(found), offset: address - found.address };
  }

  /** Address of the function or object with that name. */
  find(name: string): number | undefined {
    if (!this.found.has(name)) {
      const wanted = Buffer.from(name);
      const match = this.functions.find((one) => isNamed(one, wanted)) ?? this.objects.find((one) => isNamed(one, wanted));
      this.found.set(name, match?.address);
    }
    return this.found.get(name);
  }

  /** By address; of several names for one address the best comes last, where the search finds it first. */
  private sort(): void {
    if (this.sorted) return;
    this.functions.sort((a, b) => a.address - b.address || a.rank - b.rank);
    this.sorted = true;
  }
}

/** Among names of one place: with a size before without, global before weak before local. */
function rankOf(entries: Uint8Array, at: number, bind: number): number {
  return (u64At(entries, at + 16) > 0 ? 100 : 1) + (bind === GLOBAL ? 20 : bind === WEAK ? 10 : 0);
}

function nameOf({ names, nameAt }: Symbol): string {
  return textAt(names, nameAt);
}

function isNamed({ names, nameAt }: Symbol, wanted: Uint8Array): boolean {
  if (nameAt + wanted.length >= names.length || names[nameAt + wanted.length] !== 0) return false;
  for (let i = 0; i < wanted.length; i++) if (names[nameAt + i] !== wanted[i]) return false;
  return true;
}

function addressOf({ address }: Symbol): number {
  return address;
}
