import type { Binaries } from '../../binary/binaries.js';
import { PT_LOAD } from '../../binary/elf-header.js';
import type { MappedObject } from '../../binary/mapped-objects.js';

const AT_PHDR = 3;
const AT_PHNUM = 5;
const AT_ENTRY = 9;

/** A core without a list of files (qemu, gdb before 7.9) still says where the program's entry point and headers were: a given program whose own
 * entry point, headers and number of headers fit is that program. */
export function objectsByEntry(auxv: ReadonlyMap<number, number>, binaries: Binaries): MappedObject[] {
  const [entry, headers, count] = [auxv.get(AT_ENTRY), auxv.get(AT_PHDR), auxv.get(AT_PHNUM)];
  if (entry === undefined || headers === undefined) return [];
  for (const { name, image } of binaries.given) {
    const { header, segments } = image;
    const bias = entry - header.entry;
    if (header.entry === 0 || bias < 0 || bias % 4096 !== 0 || header.segmentCount !== count) continue;
    if (image.baseAddress + header.segmentsAt + bias !== headers) continue;
    const loads = segments.filter(({ type }) => type === PT_LOAD);
    const start = Math.min(...loads.map(({ vaddr }) => vaddr)) + bias;
    const end = Math.max(...loads.map(({ vaddr, memoryBytes }) => vaddr + memoryBytes)) + bias;
    return [{ path: name, start, end, bias, ...(image.buildId ? { buildId: image.buildId } : {}), segments: loads }];
  }
  return [];
}
