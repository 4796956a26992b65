import { Malformed, type RandomBytes, u32At, u64At } from './bytes.js';
import {
  type ElfHeader,
  type ElfSection,
  type ElfSegment,
  HEADER_BYTES,
  PT_LOAD,
  PT_NOTE,
  parseElfHeader,
  readSections,
  readSegments,
  SHT_NOBITS,
  SHT_NOTE,
  WRITABLE,
} from './elf-header.js';
import { buildIdIn } from './elf-notes.js';
import { SymbolTable } from './symbols.js';

/** Sections are read whole. The largest that are asked for are line tables and names of C++ and Rust programs. */
const MAX_SECTION_BYTES = 256 * 2 ** 20;
const MAX_NOTE_BYTES = 2 ** 20;
const SHF_COMPRESSED = 0x800;
const COMPRESSION_HEADER_BYTES = 24;

/** What a compressed section needs (Elf64_Chdr: 1 is zlib, 2 is zstd); undefined when it cannot be unpacked. */
export type Unpack = (kind: 'zlib' | 'zstd', packed: Uint8Array, bytes: number) => Uint8Array | undefined;

/** A program, a library or a file of debug information. */
export class ElfImage {
  readonly header: ElfHeader;
  readonly segments: ElfSegment[];
  readonly sections: ElfSection[];
  private readonly byName = new Map<string, ElfSection>();
  private id: string | undefined | null = null;
  private table: SymbolTable | undefined;

  /** Throws Malformed for what is none. */
  constructor(
    private readonly file: RandomBytes,
    private readonly unpack?: Unpack,
  ) {
    this.header = parseElfHeader(file.read(0, HEADER_BYTES));
    this.segments = readSegments(file, this.header);
    this.sections = readSections(file, this.header);
    for (const section of this.sections) if (!this.byName.has(section.name)) this.byName.set(section.name, section);
  }

  get buildId(): string | undefined {
    if (this.id === null) this.id = this.findBuildId();
    return this.id;
  }

  private findBuildId(): string | undefined {
    const places = [
      ...this.segments.filter(({ type }) => type === PT_NOTE).map(({ offset, fileBytes }) => ({ offset, bytes: fileBytes })),
      ...this.sections.filter(({ type }) => type === SHT_NOTE),
    ];
    for (const { offset, bytes } of places.slice(0, 64)) {
      const found = buildIdIn(this.file.read(offset, Math.min(bytes, MAX_NOTE_BYTES)));
      if (found) return found;
    }
    return undefined;
  }

  section(name: string): ElfSection | undefined {
    return this.byName.get(name);
  }

  /** Content of a section; undefined where it has none (a debug file keeps the heads of code sections) or it cannot be unpacked. */
  data(section: ElfSection | undefined): Uint8Array | undefined {
    if (!section || section.type === SHT_NOBITS || section.bytes > MAX_SECTION_BYTES) return undefined;
    const raw = this.file.read(section.offset, section.bytes);
    if ((section.flags & SHF_COMPRESSED) === 0) return raw;
    if (raw.length < COMPRESSION_HEADER_BYTES) return undefined;
    const kind = u32At(raw, 0) === 1 ? 'zlib' : u32At(raw, 0) === 2 ? 'zstd' : undefined;
    const bytes = u64At(raw, 8);
    return kind && bytes <= MAX_SECTION_BYTES ? this.unpack?.(kind, raw.subarray(COMPRESSION_HEADER_BYTES), bytes) : undefined;
  }

  /** Functions and objects with a name: .symtab where it is there, and .dynsym. */
  get symbols(): SymbolTable {
    if (!this.table) {
      this.table = new SymbolTable();
      for (const name of ['.symtab', '.dynsym']) {
        const section = this.section(name);
        const entries = this.data(section);
        const names = section && this.data(this.sections[section.link]);
        if (entries && names) this.table.add(entries, names);
      }
    }
    return this.table;
  }

  /** Adds the names of another file of the same build: its debug file, or the symbols packed into .gnu_debugdata. */
  addNamesOf(other: ElfImage): void {
    this.symbols.merge(other.symbols);
  }

  /** Whether it has the code itself and not only the heads of its sections. */
  get hasCode(): boolean {
    const text = this.section('.text') ?? this.section('.eh_frame');
    return text ? text.type !== SHT_NOBITS : this.segments.some(({ type, fileBytes }) => type === PT_LOAD && fileBytes > 0);
  }

  /** Virtual address of the start of the file, were it mapped. */
  get baseAddress(): number {
    const first = this.segments.find(({ type }) => type === PT_LOAD);
    return first ? first.vaddr - first.offset : 0;
  }

  /** Bytes at a virtual address, from segments that are mapped read-only: what is written to differs from the file. */
  readVirtual(address: number, length: number): Uint8Array | undefined {
    const segment = this.segments.find(
      ({ type, flags, vaddr, fileBytes }) =>
        type === PT_LOAD && (flags & WRITABLE) === 0 && address >= vaddr && address + length <= vaddr + fileBytes,
    );
    if (!segment) return undefined;
    const bytes = this.file.read(segment.offset + address - segment.vaddr, length);
    return bytes.length === length ? bytes : undefined;
  }
}

/** Undefined for what is no ELF file that can be read. */
export function openElf(file: RandomBytes, unpack?: Unpack): ElfImage | undefined {
  try {
    return new ElfImage(file, unpack);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
