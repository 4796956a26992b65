import { Malformed, type RandomBytes, textAt, u16At, u32At, u64At } from './bytes.js';
import { type Machine, machineOf } from './machine.js';

/*
 * The ELF header and its two tables (gABI 4.1; elf.h Elf64_Ehdr, Elf64_Phdr, Elf64_Shdr). 64 bits, little endian.
 *
 *   7f 45 4c 46 02 01 01 00 …  03 00 3e 00      ELF, 64 bits, little endian, shared object, x86-64
 */

export const ELF_CORE = 4;
export const PT_LOAD = 1;
export const PT_NOTE = 4;
export const PT_GNU_EH_FRAME = 0x6474e550;
export const SHT_NOTE = 7;
export const SHT_NOBITS = 8;
export const EXECUTABLE = 1;
export const WRITABLE = 2;

/** More than 65,534 program headers: the number stands in the first section header (core.5, "PN_XNUM"). */
const PN_XNUM = 0xffff;
export const HEADER_BYTES = 64;
export const SEGMENT_BYTES = 56;
const SECTION_BYTES = 64;
/** A server with 100 GB in small mappings has some ten thousand; 1 million take 100 MB. */
const MAX_SEGMENTS = 300_000;
const MAX_SECTIONS = 65_536;
const MAX_NAMES_BYTES = 4 * 2 ** 20;

export interface ElfSegment {
  type: number;
  flags: number;
  offset: number;
  vaddr: number;
  fileBytes: number;
  memoryBytes: number;
}

export interface ElfSection {
  name: string;
  type: number;
  flags: number;
  address: number;
  offset: number;
  bytes: number;
  link: number;
}

export interface ElfHeader {
  type: number;
  machine: Machine;
  entry: number;
  segmentsAt: number;
  segmentCount: number;
  sectionsAt: number;
  sectionCount: number;
  sectionNames: number;
}

/** Throws Malformed for what is no ELF file of a machine that is known. */
export function parseElfHeader(head: Uint8Array): ElfHeader {
  if (head.length < HEADER_BYTES || u32At(head, 0) !== 0x464c457f) throw new Malformed('not an ELF file');
  if (head[4] !== 2 || head[5] !== 1) throw new Malformed('an ELF file of 32 bits or big endian, which is not read');
  const machine = machineOf(u16At(head, 18));
  if (!machine) throw new Malformed(`an ELF file of a processor that is not known (number ${u16At(head, 18)})`);
  return {
    type: u16At(head, 16),
    machine,
    entry: u64At(head, 24),
    segmentsAt: u64At(head, 32),
    segmentCount: u16At(head, 56),
    sectionsAt: u64At(head, 40),
    sectionCount: u16At(head, 60),
    sectionNames: u16At(head, 62),
  };
}

export function parseSegment(bytes: Uint8Array, at: number): ElfSegment {
  return {
    type: u32At(bytes, at),
    flags: u32At(bytes, at + 4),
    offset: u64At(bytes, at + 8),
    vaddr: u64At(bytes, at + 16),
    fileBytes: u64At(bytes, at + 32),
    memoryBytes: u64At(bytes, at + 40),
  };
}

/** Kernel cores have the notes right behind the table, so the first segment tells how long a table without a number is. */
export function countSegments(header: ElfHeader, first: ElfSegment | undefined): number {
  if (header.segmentCount !== PN_XNUM || first?.type !== PT_NOTE) return Math.min(header.segmentCount, MAX_SEGMENTS);
  const counted = Math.floor((first.offset - header.segmentsAt) / SEGMENT_BYTES);
  return counted > 0 ? Math.min(counted, MAX_SEGMENTS) : header.segmentCount;
}

export function parseSegments(table: Uint8Array): ElfSegment[] {
  const segments: ElfSegment[] = [];
  for (let at = 0; at + SEGMENT_BYTES <= table.length; at += SEGMENT_BYTES) segments.push(parseSegment(table, at));
  return segments;
}

export function readSegments(file: RandomBytes, header: ElfHeader): ElfSegment[] {
  const first = parseSegments(file.read(header.segmentsAt, SEGMENT_BYTES));
  const count = countSegments(header, first[0]);
  return parseSegments(file.read(header.segmentsAt, count * SEGMENT_BYTES));
}

/** The section table; empty where there is none, as in memory or in a stripped-down file. */
export function readSections(file: RandomBytes, header: ElfHeader): ElfSection[] {
  if (header.sectionsAt === 0) return [];
  let count = header.sectionCount;
  const first = file.read(header.sectionsAt, SECTION_BYTES);
  if (count === 0 && first.length === SECTION_BYTES) count = u64At(first, 32);
  const table = file.read(header.sectionsAt, Math.min(count, MAX_SECTIONS) * SECTION_BYTES);
  const sections: (ElfSection & { nameAt: number })[] = [];
  for (let at = 0; at + SECTION_BYTES <= table.length; at += SECTION_BYTES) {
    sections.push({
      nameAt: u32At(table, at),
      name: '',
      type: u32At(table, at + 4),
      flags: u64At(table, at + 8),
      address: u64At(table, at + 16),
      offset: u64At(table, at + 24),
      bytes: u64At(table, at + 32),
      link: u32At(table, at + 40),
    });
  }
  const strings = sections[header.sectionNames];
  const names = strings ? file.read(strings.offset, Math.min(strings.bytes, MAX_NAMES_BYTES)) : undefined;
  if (names) for (const section of sections) section.name = textAt(names, section.nameAt, 64);
  return sections;
}
