import { hexOf, textAt, u32At } from './bytes.js';

/*
 * Notes of an ELF file (gABI, "Note Section"): three words, a name and a description, both padded to four bytes.
 *
 *   04 00 00 00  14 00 00 00  03 00 00 00  47 4e 55 00  d3 5c …      NT_GNU_BUILD_ID of "GNU", 20 bytes
 */

export interface ElfNote {
  name: string;
  type: number;
  data: Uint8Array;
}

const NT_GNU_BUILD_ID = 3;
const MAX_BUILD_ID = 64;

/** Every whole note; `cut` is called when the last one reaches beyond the bytes. */
export function* notesOf(bytes: Uint8Array, cut?: () => void): Generator<ElfNote> {
  for (let at = 0; at + 12 <= bytes.length; ) {
    const nameBytes = u32At(bytes, at);
    const dataBytes = u32At(bytes, at + 4);
    const dataAt = at + 12 + padded(nameBytes);
    if (dataAt + dataBytes > bytes.length) {
      cut?.();
      return;
    }
    yield {
      name: textAt(bytes, at + 12, Math.min(nameBytes, 256)),
      type: u32At(bytes, at + 8),
      data: bytes.subarray(dataAt, dataAt + dataBytes),
    };
    at = dataAt + padded(dataBytes);
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

/** Hexadecimal, as file names under .build-id and debuggers write it. */
export function buildIdIn(bytes: Uint8Array): string | undefined {
  for (const { name, type, data } of notesOf(bytes)) {
    if (type === NT_GNU_BUILD_ID && name === 'GNU' && data.length > 0 && data.length <= MAX_BUILD_ID) return hexOf(data);
  }
  return undefined;
}
