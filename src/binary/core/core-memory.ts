import { firstAfter } from '../../model/search.js';
import type { RandomBytes, ReadMemory } from '../bytes.js';
import type { ElfSegment } from '../elf-header.js';
import { loadAt } from './core-layout.js';

/** Memory of a core that can be asked by position: nothing is kept but what was read last (the source caches blocks). */
export function memoryAt(file: RandomBytes, loads: readonly ElfSegment[]): ReadMemory {
  return (address, length) => {
    const parts: Uint8Array[] = [];
    for (let at = address; at < address + length; ) {
      const load = loadAt(loads, at);
      if (!load) return undefined;
      const bytes = Math.min(address + length, load.vaddr + load.fileBytes) - at;
      const part = file.read(load.offset + at - load.vaddr, bytes);
      if (part.length < bytes) return undefined;
      parts.push(part);
      at += bytes;
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  };
}

/** Parts of the memory that were kept while the core passed by. */
export class KeptMemory {
  private parts: { start: number; bytes: Uint8Array }[] = [];
  private sorted = true;

  add(start: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.parts.push({ start, bytes });
    this.sorted = false;
  }

  get bytes(): number {
    return this.parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  readonly read: ReadMemory = (address, length) => {
    if (!this.sorted) this.arrange();
    const part = this.parts[firstAfter(this.parts, address, ({ start }) => start) - 1];
    if (!part || address + length > part.start + part.bytes.length) return undefined;
    return part.bytes.subarray(address - part.start, address - part.start + length);
  };

  /** By address; parts that touch become one, so that a word across their border can be read. */
  private arrange(): void {
    this.parts.sort((a, b) => a.start - b.start || b.bytes.length - a.bytes.length);
    const groups: { start: number; end: number; parts: Uint8Array[] }[] = [];
    for (const { start, bytes } of this.parts) {
      const last = groups.at(-1);
      if (last && start + bytes.length <= last.end) continue;
      if (last && start <= last.end) {
        last.parts.push(bytes.subarray(last.end - start));
        last.end = start + bytes.length;
      } else groups.push({ start, end: start + bytes.length, parts: [bytes] });
    }
    this.parts = groups.map(({ start, parts }) => ({ start, bytes: parts.length === 1 ? parts[0] : Buffer.concat(parts) }));
    this.sorted = true;
  }
}
