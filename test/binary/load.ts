import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { type CoreFile, readCoreAt } from '../../src/binary/core/core-file.js';
import { Binaries, bytesAsFile, mappedObjects, ProcessImage } from '../../src/binary/index.js';

export const CORES = fileURLToPath(new URL('../../fixtures/cores/', import.meta.url));

/** A file of fixtures/cores, unpacked. */
export function load(name: string): Uint8Array {
  const bytes = readFileSync(CORES + name);
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

export function loadCore(name: string): CoreFile {
  return readCoreAt(bytesAsFile(load(name)));
}

export function binariesOf(names: readonly string[]): Binaries {
  const binaries = new Binaries();
  for (const name of names) if (!binaries.add(name, bytesAsFile(load(name)))) throw new Error(`${name} is no ELF file`);
  return binaries;
}

export function imageOf(core: CoreFile, binaries: Binaries): ProcessImage {
  const objects = mappedObjects(core.mappings, core.read, core.auxv.get(33));
  return new ProcessImage({ machine: core.machine, objects, read: core.read, binaries });
}
