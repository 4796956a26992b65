import { Malformed, type RandomBytes } from './bytes.js';
import { ELF_CORE } from './elf-header.js';
import { ElfImage, type Unpack } from './elf-image.js';
import type { MappedObject } from './mapped-objects.js';

/** How sure it is that a file is the one that was running. */
export type BinaryTrust = 'build-id' | 'name';

export interface GivenBinary {
  name: string;
  image: ElfImage;
}

/** What is known of a mapped object from given files: code and frame information from one, names perhaps from another. */
export interface FoundBinaries {
  code?: ElfImage;
  names: ElfImage[];
  trust: BinaryTrust;
}

export interface RefusedBinary {
  name: string;
  why: string;
}

/** Programs, libraries and debug files that were given, by build id and by name. */
export class Binaries {
  readonly given: GivenBinary[] = [];
  readonly refused: RefusedBinary[] = [];
  private readonly found = new Map<string, FoundBinaries | undefined>();

  /** Opens a file; false when it is none of these. */
  add(name: string, file: RandomBytes, unpack?: Unpack): boolean {
    try {
      const image = new ElfImage(file, unpack);
      if (image.header.type === ELF_CORE) return false;
      this.given.push({ name, image });
      this.found.clear();
      return true;
    } catch (error) {
      if (error instanceof Malformed) return false;
      throw error;
    }
  }

  /** Files of an object: those with its build id; only where it has none, or where nobody knows it, those with its name. */
  of(object: Pick<MappedObject, 'path' | 'buildId'>): FoundBinaries | undefined {
    const key = `${object.buildId ?? ''} ${object.path}`;
    if (!this.found.has(key)) this.found.set(key, this.search(object));
    return this.found.get(key);
  }

  private search({ path, buildId }: Pick<MappedObject, 'path' | 'buildId'>): FoundBinaries | undefined {
    const base = plainName(path);
    const alike = this.given.filter(({ name }) => plainName(name) === base);
    if (buildId) {
      const same = this.given.filter(({ image }) => image.buildId === buildId);
      if (same.length > 0) return together(same, 'build-id');
      for (const { name, image } of alike) {
        if (!image.buildId) continue;
        this.refused.push({ name, why: `its build id is ${image.buildId}, that of the running ${base} was ${buildId}` });
      }
    }
    const nameless = alike.filter(({ image }) => !buildId || !image.buildId);
    return nameless.length > 0 ? together(nameless, 'name') : undefined;
  }
}

function together(files: readonly GivenBinary[], trust: BinaryTrust): FoundBinaries {
  const images = files.map(({ image }) => image);
  const code = images.find((image) => image.hasCode);
  // The most complete table first: a debug file has all of what the stripped program has.
  const names = [...images].sort((a, b) => b.symbols.size - a.symbols.size);
  return { ...(code ? { code } : {}), names, trust };
}

/** `redisearch.so.debug`, `/opt/x/redisearch.so`, `redisearch.so (deleted)` → `redisearch.so`. */
export function plainName(path: string): string {
  const name = path.replace(/ \(deleted\)$/, '');
  return name.slice(name.lastIndexOf('/') + 1).replace(/\.(?:debug|dbg|gz)$/, '');
}
