import { firstAfter } from '../model/search.js';
import { bytesAsFile, type ReadMemory } from './bytes.js';
import { type ElfSegment, EXECUTABLE, PT_LOAD, PT_NOTE, parseElfHeader, readSegments } from './elf-header.js';
import { openElf } from './elf-image.js';
import { buildIdIn } from './elf-notes.js';

/** A part of a file in memory: a line of /proc/PID/maps or an entry of a core's NT_FILE note. */
export interface Mapping {
  start: number;
  end: number;
  /** In the file, in bytes. */
  offset: number;
  path: string;
}

/** A program or library in memory, made of the mappings of one file. */
export interface MappedObject {
  path: string;
  start: number;
  end: number;
  /** Address in memory = virtual address of the file + bias. */
  bias: number;
  buildId?: string;
  /** Where known, tells code from data. */
  segments: ElfSegment[];
  /** The vdso: no file, but whole in memory. */
  inMemory?: true;
}

/** Program headers and the note of the build id lie in the first page of nearly every file. */
const PAGE = 4096;
const LEAST = 64;
const MAX_OBJECTS = 10_000;
const VDSO_BYTES = 2 * PAGE;

/** The ELF files among the mappings, by address. `heads` are first bytes of files that the memory does not hold. */
export function mappedObjects(mappings: readonly Mapping[], read: ReadMemory, vdso?: number): MappedObject[] {
  const byPath = new Map<string, Mapping[]>();
  for (const mapping of mappings) {
    const known = byPath.get(mapping.path);
    if (known) known.push(mapping);
    else if (byPath.size < MAX_OBJECTS) byPath.set(mapping.path, [mapping]);
  }
  const objects = [...byPath.values()].flatMap((parts) => objectOf(parts, read) ?? []);
  if (vdso !== undefined) objects.push(...vdsoAt(vdso, read));
  return objects.sort((a, b) => a.start - b.start);
}

function objectOf(parts: readonly Mapping[], read: ReadMemory): MappedObject | undefined {
  const first = parts.find(({ offset }) => offset === 0);
  if (!first) return undefined;
  const head = headOf(first.start, read);
  if (!head) return undefined;
  const segments = segmentsIn(head);
  if (!segments) return undefined;
  const load = segments.find(({ type }) => type === PT_LOAD);
  const base = load ? load.vaddr - load.offset : 0;
  const buildId = buildIdAt(segments, base, first.start, head, read);
  return {
    path: first.path,
    start: Math.min(...parts.map(({ start }) => start)),
    end: Math.max(...parts.map(({ end }) => end)),
    bias: first.start - base,
    ...(buildId ? { buildId } : {}),
    segments: segments.filter(({ type }) => type === PT_LOAD),
  };
}

/** As much of the first page as is known: collectors keep 1 KB of it. */
function headOf(address: number, read: ReadMemory): Uint8Array | undefined {
  for (const length of [PAGE, 1024, LEAST]) {
    const head = read(address, length);
    if (head) return head;
  }
  return undefined;
}

function segmentsIn(head: Uint8Array): ElfSegment[] | undefined {
  try {
    return readSegments(bytesAsFile(head), parseElfHeader(head));
  } catch {
    return undefined;
  }
}

function buildIdAt(segments: readonly ElfSegment[], base: number, start: number, head: Uint8Array, read: ReadMemory): string | undefined {
  for (const { vaddr, fileBytes } of segments.filter(({ type }) => type === PT_NOTE).slice(0, 16)) {
    const at = vaddr - base;
    const bytes = Math.min(fileBytes, PAGE);
    const note = at >= 0 && at + bytes <= head.length ? head.subarray(at, at + bytes) : read(start + at, bytes);
    const found = note && buildIdIn(note);
    if (found) return found;
  }
  return undefined;
}

function vdsoAt(start: number, read: ReadMemory): MappedObject[] {
  const bytes = read(start, VDSO_BYTES) ?? read(start, PAGE);
  const image = bytes && openElf(bytesAsFile(bytes));
  if (!image) return [];
  return [{ path: '[vdso]', start, end: start + VDSO_BYTES, bias: start - image.baseAddress, segments: [], inMemory: true }];
}

/** Whether an address can be code: unknown segments do not exclude it. */
export function isCode(object: MappedObject, address: number): boolean {
  if (object.segments.length === 0) return true;
  const at = address - object.bias;
  return object.segments.some(({ flags, vaddr, memoryBytes }) => (flags & EXECUTABLE) !== 0 && at >= vaddr && at < vaddr + memoryBytes);
}

export function objectAt(objects: readonly MappedObject[], address: number): MappedObject | undefined {
  const low = firstAfter(objects, address, ({ start }) => start);
  // Parts of one file may lie around another's.
  for (let i = low - 1; i >= 0 && i >= low - 4; i--) if (address < objects[i].end) return objects[i];
  return undefined;
}
