import { plainName } from '../../binary/binaries.js';
import { u32At } from '../../binary/bytes.js';
import type { ElfImage } from '../../binary/elf-image.js';

/*
 * Whether a file is the build whose frames a text shows. A text has no build id, so the file is tried: every offset must lie in a function of it,
 * behind a call where the file has its code; frames that have a name must have it there too, and all must agree on where the file was in memory.
 */

/** A place in an object as a text prints it. */
export interface PrintedPlace {
  /** Name and offset in the function, where the text has a name. */
  fn?: string;
  offset: number;
  /** Absolute address. */
  address?: number;
  /** The instruction itself and no return address: the frame that faulted. */
  exact: boolean;
}

export type Fit = { fits: true; proved: boolean; why: string } | { fits: false; why: string };

/** Fewer return addresses behind calls may be chance: one place in ten is behind a call. */
const ENOUGH_CALLS = 3;

export function fitOf(image: ElfImage, places: readonly PrintedPlace[]): Fit {
  const complete = image.section('.symtab') !== undefined;
  const biases = new Set<number>();
  let agreeing = 0;
  let calls = 0;
  for (const place of places) {
    const start = place.fn === undefined ? 0 : image.symbols.find(place.fn);
    if (start === undefined) {
      if (complete) return { fits: false, why: `it has no function ${place.fn}, which the text names` };
      continue;
    }
    const at = start + place.offset;
    const text = `+0x${at.toString(16)}`;
    if (place.fn !== undefined) {
      // The text's function must reach as far in the file: aliases have other names, but begin at the same place.
      const there = image.symbols.at(place.exact ? at : at - 1);
      const printed = `${place.fn}+0x${place.offset.toString(16)}`;
      if (there === undefined) return { fits: false, why: `its ${place.fn} is too short for ${printed}` };
      if (there.offset + (place.exact ? 0 : 1) !== place.offset) return { fits: false, why: `${printed} would lie in ${there.name} of it` };
      agreeing++;
    } else if (!isInCode(image, at)) return { fits: false, why: `${text} is no code of it` };
    else if (complete && image.symbols.at(place.exact ? at : at - 1) === undefined)
      return { fits: false, why: `${text} lies in no function of it` };
    if (place.address !== undefined) biases.add(place.address - at);
    if (place.exact || place.fn !== undefined) continue;
    const call = followsCall(image, at);
    if (call === false) return { fits: false, why: `no call stands before ${text} in it` };
    if (call) calls++;
  }
  // A file that is loaded twice has two places; frames of one report show one.
  if (biases.size > 1) return { fits: false, why: 'its functions would lie at different distances from where the text has them' };
  if (agreeing > 0) return { fits: true, proved: true, why: `${agreeing} frames that the text names have the same names in it` };
  if (calls >= ENOUGH_CALLS) return { fits: true, proved: true, why: `a call stands before each of ${calls} return addresses in it` };
  return { fits: true, proved: false, why: 'it matches by its name, and nothing in it contradicts' };
}

function isInCode(image: ElfImage, at: number): boolean {
  return image.segments.some(
    ({ type, flags, vaddr, memoryBytes }) => type === 1 && (flags & 1) !== 0 && at >= vaddr && at < vaddr + memoryBytes,
  );
}

/** Undefined where the file has no code (a debug file). */
function followsCall(image: ElfImage, at: number): boolean | undefined {
  if (!image.hasCode) return undefined;
  if (image.header.machine.name === 'aarch64') {
    const bytes = image.readVirtual(at - 4, 4);
    const word = bytes && u32At(bytes, 0);
    return word === undefined ? undefined : word >>> 26 === 0x25 || (word & 0xfffffc1f) >>> 0 === 0xd63f0000;
  }
  const bytes = image.readVirtual(at - 7, 7);
  return bytes && isCallEnd(bytes);
}

/** Whether the last bytes of seven are a call: e8 with four bytes, or ff /2 of two to seven bytes. */
function isCallEnd(bytes: Uint8Array): boolean {
  if (bytes[2] === 0xe8) return true;
  for (let i = 0; i < 6; i++) if (bytes[i] === 0xff && (bytes[i + 1] & 0x38) === 0x10) return true;
  return false;
}

export const sameFile = (name: string, object: string): boolean => plainName(name) === plainName(object);
