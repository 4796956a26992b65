import type { Mapping, MapsRecord, MemoryArea, MemoryRecord } from '../../model/records.js';
import type { ReadWord } from '../threads/lock-words.js';

/** The words of 4 bytes of what was collected, by their addresses. */
export function readerOf(areas: readonly MemoryArea[]): ReadWord {
  const words = new Map<number, number>();
  for (const area of areas) {
    if (area.what !== 'lock' && area.what !== 'word') continue;
    area.words.forEach((word, index) => {
      words.set(area.at + 8 * index, Number(word & 0xffffffffn));
      words.set(area.at + 8 * index + 4, Number(word >> 32n));
    });
  }
  return (address) => words.get(address);
}

export function areasOf(records: readonly MemoryRecord[]): MemoryArea[] {
  return records.flatMap((record) => record.areas);
}

/** The mappings of a process, for finding what an address belongs to. */
export class AddressSpace {
  private readonly mappings: Mapping[];
  /** Where each file begins in memory: offsets are printed from there. */
  private readonly bases = new Map<string, number>();

  constructor(
    records: readonly MapsRecord[],
    private readonly exe: string,
  ) {
    this.mappings = records.flatMap((record) => record.mappings).sort((a, b) => a.start - b.start);
    for (const { path, start, offset } of this.mappings)
      if (path.startsWith('/') && offset === 0 && !this.bases.has(path)) this.bases.set(path, start);
  }

  get known(): boolean {
    return this.mappings.length > 0;
  }

  find(address: number): Mapping | undefined {
    let [low, high] = [0, this.mappings.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const mapping = this.mappings[middle];
      if (address < mapping.start) high = middle - 1;
      else if (address >= mapping.end) low = middle + 1;
      else return mapping;
    }
    return undefined;
  }

  /** `libc.so.6` and the offset in it. */
  place(address: number): { object: string; offset: string } | undefined {
    const path = this.find(address)?.path ?? '';
    const base = this.bases.get(path);
    if (base === undefined) return path === '' ? undefined : { object: path, offset: '' };
    return { object: path.slice(path.lastIndexOf('/') + 1), offset: `0x${(address - base).toString(16)}` };
  }

  /** In the server's own variables: a writable part of the program, or the anonymous memory right behind it. */
  isServerData(address: number): boolean {
    const index = this.mappings.findIndex((mapping) => address >= mapping.start && address < mapping.end);
    const mapping = this.mappings[index];
    if (mapping === undefined || !mapping.access.startsWith('rw')) return false;
    if (mapping.path === this.exe) return true;
    const before = this.mappings[index - 1];
    return mapping.path === '' && before !== undefined && before.path === this.exe && before.end === mapping.start;
  }

  /** The file whose variables an address lies in: `trap.so`. */
  ownerOf(address: number): string | undefined {
    const index = this.mappings.findIndex((mapping) => address >= mapping.start && address < mapping.end);
    const mapping = this.mappings[index];
    if (mapping === undefined) return undefined;
    const before = this.mappings[index - 1];
    const path =
      mapping.path === '' && before !== undefined && before.end === mapping.start && before.access.startsWith('rw')
        ? before.path
        : mapping.path;
    return path.startsWith('/') ? path.slice(path.lastIndexOf('/') + 1) : undefined;
  }

  get libc(): 'glibc' | 'musl' {
    return this.mappings.some(({ path }) => /\/(?:libc\.so\.6|libc-2\.\d+\.so|ld-linux[-\w]*\.so)/.test(path)) ? 'glibc' : 'musl';
  }
}
