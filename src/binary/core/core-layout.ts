import { firstAfter } from '../../model/search.js';
import { type ElfSegment, PT_LOAD, PT_NOTE } from '../elf-header.js';

/** A range of addresses that somebody wants to see. */
export interface Range {
  start: number;
  end: number;
}

/** Where a part of the memory lies in the file. */
export interface Piece {
  offset: number;
  bytes: number;
  address: number;
}

export interface CoreLayout {
  note?: ElfSegment;
  /** All parts of the memory, also those that were not dumped. */
  segments: ElfSegment[];
  /** By address, none over another. */
  loads: ElfSegment[];
  /** The notes stand behind the memory, as gdb writes them. */
  notesLast: boolean;
  /** Where the file ends if it is whole. */
  end: number;
}

export function layoutOf(segments: readonly ElfSegment[]): CoreLayout {
  const note = segments.find(({ type, fileBytes }) => type === PT_NOTE && fileBytes > 0);
  const loads = withoutOverlap(segments.filter(({ type, fileBytes }) => type === PT_LOAD && fileBytes > 0));
  let firstLoad = Number.POSITIVE_INFINITY;
  let end = note ? note.offset + note.fileBytes : 0;
  for (const { offset, fileBytes } of loads) {
    firstLoad = Math.min(firstLoad, offset);
    end = Math.max(end, offset + fileBytes);
  }
  return {
    ...(note ? { note } : {}),
    segments: segments.filter(({ type }) => type === PT_LOAD),
    loads,
    notesLast: note !== undefined && note.offset > firstLoad,
    end,
  };
}

/** A real core has none; one that lies must not make every question cost all segments. */
function withoutOverlap(loads: ElfSegment[]): ElfSegment[] {
  const sorted = loads.sort((a, b) => a.vaddr - b.vaddr);
  const kept: ElfSegment[] = [];
  for (const load of sorted) {
    const last = kept.at(-1);
    if (!last || load.vaddr >= last.vaddr + last.fileBytes) kept.push(load);
  }
  return kept;
}

/** The load that has an address. */
export function loadAt(loads: readonly ElfSegment[], address: number): ElfSegment | undefined {
  const load = loads[firstAfter(loads, address, vaddrOf) - 1];
  return load && address < load.vaddr + load.fileBytes ? load : undefined;
}

function vaddrOf({ vaddr }: ElfSegment): number {
  return vaddr;
}

/** Ranges sorted, those that meet made one, and as many as fit into `maxBytes`. */
export function mergeRanges(ranges: readonly Range[], maxBytes: number): Range[] {
  const sorted = [...ranges].filter(({ start, end }) => start > 0 && end > start).sort((a, b) => a.start - b.start);
  const merged: Range[] = [];
  let bytes = 0;
  for (const { start, end } of sorted) {
    const last = merged.at(-1);
    if (last && start <= last.end) {
      bytes += Math.max(0, end - last.end);
      last.end = Math.max(last.end, end);
    } else {
      bytes += end - start;
      merged.push({ start, end });
    }
    if (bytes > maxBytes) return merged;
  }
  return merged;
}

/** Parts of the file that hold the ranges, in the order of the file, none over another. */
export function piecesOf(loads: readonly ElfSegment[], ranges: readonly Range[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { start, end } of ranges) {
    for (let i = Math.max(0, firstAfter(loads, start, vaddrOf) - 1); i < loads.length && loads[i].vaddr < end; i++) {
      const { vaddr, offset, fileBytes } = loads[i];
      const from = Math.max(start, vaddr);
      const to = Math.min(end, vaddr + fileBytes);
      if (from < to) pieces.push({ offset: offset + from - vaddr, bytes: to - from, address: from });
    }
  }
  pieces.sort((a, b) => a.offset - b.offset);
  let end = 0;
  return pieces.filter(({ offset, bytes }) => {
    if (offset < end) return false;
    end = offset + bytes;
    return true;
  });
}
