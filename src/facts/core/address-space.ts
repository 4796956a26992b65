import type { CoreFile } from '../../binary/core/core-file.js';
import { EXECUTABLE, WRITABLE } from '../../binary/elf-header.js';
import type { MapsRecord } from '../../model/records.js';
import { AddressSpace } from '../collect/memory.js';

const READABLE = 4;

/** The memory map as /proc would have shown it: access from the core's segments, paths from its list of files. */
export function spaceOf(core: CoreFile): AddressSpace {
  const files = new Map(core.mappings.map((mapping) => [mapping.start, mapping]));
  const mappings = core.layout.segments.map(({ vaddr, memoryBytes, flags }) => {
    const file = files.get(vaddr);
    const access = `${flags & READABLE ? 'r' : '-'}${flags & WRITABLE ? 'w' : '-'}${flags & EXECUTABLE ? 'x' : '-'}p`;
    return { start: vaddr, end: vaddr + memoryBytes, access, offset: file?.offset ?? 0, path: file?.path ?? '' };
  });
  const cite = { entry: '', line: 1, offset: 0, text: '' };
  const record: MapsRecord = { type: 'maps', entry: '', sub: '', cite, mappings };
  return new AddressSpace([record], programOf(core) ?? '');
}

const AT_PHDR = 3;

/** The program itself: its headers are where the kernel says. */
export function programOf(core: CoreFile): string | undefined {
  const headers = core.auxv.get(AT_PHDR);
  if (headers === undefined) return undefined;
  return core.mappings.find(({ start, end }) => headers >= start && headers < end)?.path;
}
