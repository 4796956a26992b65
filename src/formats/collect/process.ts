import {
  type Binaries,
  type MachineName,
  machineByName,
  mappedObjects,
  onlyStackAndPc,
  ProcessImage,
  plainName,
  type ReadMemory,
  unwind,
} from '../../binary/index.js';
import type { Frame, Mapping, MemoryArea } from '../../model/records.js';
import { ServerImage } from './server-image.js';

/** What was collected of a process: its memory map, and pieces of its memory. */
export interface CollectedMemory {
  machine: MachineName;
  mappings: readonly Mapping[];
  areas: readonly MemoryArea[];
  binaries: Binaries;
}

/** A collected process as one whose calls can be told: the stacks that were kept, and the files that it had mapped where they are at hand. */
export class CollectedProcess extends ServerImage {
  constructor(collected: CollectedMemory) {
    const read = readerOf(collected.areas);
    const files = collected.mappings.filter(({ path }) => path.startsWith('/'));
    super(
      new ProcessImage({
        machine: machineByName(collected.machine),
        objects: mappedObjects(files, read),
        read,
        binaries: collected.binaries,
      }),
    );
  }

  /** The calls of a thread, innermost first. What is only guessed from words of the stack is left out: without the program's files such frames leave the path. */
  framesOf(sp: number, pc: number, line: number): { frames: Frame[]; cut: boolean } {
    const stack = unwind(this.image, onlyStackAndPc(this.image.machine, sp, pc));
    const guessed = stack.frames.findIndex((frame) => frame.found === 'scan');
    const sure = guessed < 0 ? stack.frames : stack.frames.slice(0, guessed);
    const frames = sure.map(({ pc: at, fn, offset, object, relative }): Frame => {
      const place = fn === undefined ? relative : offset;
      return {
        address: `0x${at.toString(16).padStart(16, '0')}`,
        ...(fn === undefined ? {} : { fn }),
        ...(object === undefined ? {} : { object: plainName(object) }),
        ...(place === undefined ? {} : { offset: `0x${place.toString(16)}` }),
        line,
      };
    });
    return { frames, cut: guessed >= 0 || stack.cut !== undefined };
  }

  /** The program, its modules, and what of the system lies at these places, as far as their files are not at hand: `redis-server (build id 1f2e…)`. */
  missingFiles(addresses: readonly number[]): string[] {
    const at = new Set(addresses.map((address) => this.image.objectAt(address)));
    return this.image.objects
      .filter(
        (object) =>
          (at.has(object) || !/^(?:\/usr)?\/lib/.test(object.path)) && object.inMemory !== true && this.image.filesOf(object) === undefined,
      )
      .map((object) => `${plainName(object.path)}${object.buildId === undefined ? '' : ` (build id ${object.buildId})`}`)
      .sort();
  }
}

/** Pieces of memory are found by their first address; they hardly overlap. */
function readerOf(areas: readonly MemoryArea[]): ReadMemory {
  const pieces = areas.map(({ at, words }) => ({ start: at, bytes: bytesOf(words) })).sort((a, b) => a.start - b.start);
  return (address, length) => {
    let [low, high] = [0, pieces.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pieces[middle].start <= address) low = middle + 1;
      else high = middle;
    }
    for (let i = low - 1; i >= 0 && i >= low - 3; i--) {
      const { start, bytes } = pieces[i];
      if (address >= start && address + length <= start + bytes.length) return bytes.subarray(address - start, address - start + length);
    }
    return undefined;
  };
}

/** Little endian, whatever this machine is. */
function bytesOf(words: BigUint64Array): Uint8Array {
  const bytes = new Uint8Array(words.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, word] of words.entries()) view.setBigUint64(index * 8, word, true);
  return bytes;
}
