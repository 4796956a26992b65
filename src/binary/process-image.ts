import type { Binaries, BinaryTrust, FoundBinaries } from './binaries.js';
import { Malformed, type ReadMemory, u64At } from './bytes.js';
import { Cfi } from './cfi.js';
import { PT_GNU_EH_FRAME, parseElfHeader, readSegments } from './elf-header.js';
import type { Machine } from './machine.js';
import { isCode, type MappedObject, objectAt } from './mapped-objects.js';

export interface ProcessParts {
  machine: Machine;
  objects: MappedObject[];
  /** What was kept of the memory. */
  read: ReadMemory;
  binaries: Binaries;
}

/** What an address is called. */
export interface AddressName {
  /** Path of the object as the process had it mapped. */
  object?: string;
  /** Virtual address in the object's file. */
  relative?: number;
  fn?: string;
  /** From the start of the function. */
  offset?: number;
  /** How the file that gave the name was matched. */
  trust?: BinaryTrust;
}

const MAX_CFI_IN_MEMORY = 16 * 2 ** 20;
const ABSOLUTE_32 = 0x1b;
/** Words and instructions looked at for all stacks of a process. 400 threads need less than 100,000. */
const MAX_WORK = 30_000_000;

/** The memory of a dead or stopped process, completed by the files that it had mapped. */
export class ProcessImage {
  readonly machine: Machine;
  readonly objects: readonly MappedObject[];
  private readonly frames = new Map<MappedObject, Cfi[]>();
  private left = MAX_WORK;

  constructor(private readonly parts: ProcessParts) {
    this.machine = parts.machine;
    this.objects = [...parts.objects].sort((a, b) => a.start - b.start);
  }

  /** Memory that was made to keep a reader busy is given up; throws Malformed. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new Malformed('more work than the stacks of any server take');
  }

  objectAt(address: number): MappedObject | undefined {
    return objectAt(this.objects, address);
  }

  filesOf(object: MappedObject): FoundBinaries | undefined {
    return object.inMemory ? undefined : this.parts.binaries.of(object);
  }

  /** What an address is called; `isReturn`: the call in front of it is meant. */
  nameOf(address: number, isReturn = false): AddressName {
    const object = this.objectAt(address);
    if (!object) return {};
    const relative = address - object.bias;
    const files = this.filesOf(object);
    const at = isReturn ? relative - 1 : relative;
    for (const image of files?.names ?? []) {
      const named = image.symbols.at(at);
      if (named) return { object: object.path, relative, fn: named.name, offset: named.offset + relative - at, trust: files!.trust };
    }
    return { object: object.path, relative };
  }

  /** Address of a function or object by its name, in the first object that has it. */
  find(name: string): number | undefined {
    for (const object of this.objects) {
      for (const image of this.filesOf(object)?.names ?? []) {
        const at = image.symbols.find(name);
        if (at !== undefined) return object.bias + at;
      }
    }
    return undefined;
  }

  /** Memory first, because it may have been written to; then what read-only parts of files hold. */
  read(address: number, length: number): Uint8Array | undefined {
    const bytes = this.parts.read(address, length);
    if (bytes) return bytes;
    const object = this.objectAt(address);
    return object && this.filesOf(object)?.code?.readVirtual(address - object.bias, length);
  }

  word(address: number): number | undefined {
    const bytes = this.read(address, 8);
    return bytes && u64At(bytes, 0);
  }

  isCode(address: number): boolean {
    const object = this.objectAt(address);
    return object !== undefined && isCode(object, address);
  }

  /** Frame information of an object: of the files that were given, else what memory holds of it. */
  cfiOf(object: MappedObject): Cfi[] {
    const known = this.frames.get(object);
    if (known) return known;
    const found = this.cfiOfFiles(this.filesOf(object));
    if (found.length === 0) found.push(...this.cfiInMemory(object));
    this.frames.set(object, found);
    return found;
  }

  private cfiOfFiles(files: FoundBinaries | undefined): Cfi[] {
    const found: Cfi[] = [];
    const section = files?.code?.section('.eh_frame');
    const frames = files?.code?.data(section);
    if (section && frames) found.push(new Cfi(frames, section.address, 'eh_frame'));
    // Assembly of C libraries is often described in the debug file alone.
    for (const image of files?.names ?? []) {
      const debug = image.data(image.section('.debug_frame'));
      if (debug) found.push(new Cfi(debug, 0, 'debug_frame'));
    }
    return found;
  }

  /** .eh_frame_hdr leads to .eh_frame, which ends with a length of 0. The vdso is always there, others where file mappings were dumped. */
  private cfiInMemory(object: MappedObject): Cfi[] {
    const { read } = this.parts;
    const file = {
      size: object.end - object.start,
      read: (offset: number, length: number) => read(object.start + offset, Math.min(length, 4096 - offset)) ?? new Uint8Array(0),
    };
    try {
      const header = readSegments(file, parseElfHeader(file.read(0, 64))).find(({ type }) => type === PT_GNU_EH_FRAME);
      const start = header && this.parts.read(object.bias + header.vaddr, 8);
      if (!header || start?.[1] !== ABSOLUTE_32) return [];
      const at = header.vaddr + 4 + new DataView(start.buffer, start.byteOffset + 4, 4).getInt32(0, true);
      const bytes = this.readUntilEnd(object.bias + at);
      return bytes ? [new Cfi(bytes, at, 'eh_frame')] : [];
    } catch {
      return [];
    }
  }

  private readUntilEnd(start: number): Uint8Array | undefined {
    let bytes = 0;
    while (bytes < MAX_CFI_IN_MEMORY) {
      const head = this.parts.read(start + bytes, 4);
      const length = head ? new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true) : 0;
      if (length === 0) break;
      bytes += 4 + length;
    }
    return bytes > 0 ? this.parts.read(start, bytes) : undefined;
  }
}
