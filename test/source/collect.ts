import type { SkippedEntry, SourceEntry, SourceOptions } from '../../src/model/source.js';
import { openInputs } from '../../src/source/open.js';

export const ARCHIVES = new URL('../../fixtures/archives/', import.meta.url).pathname;

export interface Collected {
  /** Text of each entry as Latin-1, so that every byte counts. */
  texts: Map<string, string>;
  /** Message with which an entry's chunks ended. */
  errors: Map<string, string>;
  notes: Map<string, string[]>;
  skipped: SkippedEntry[];
  names: string[];
}

export function isSkipped(entry: SourceEntry | SkippedEntry): entry is SkippedEntry {
  return 'outcome' in entry;
}

export async function collect(inputs: string[], options: SourceOptions = {}): Promise<Collected> {
  const found: Collected = { texts: new Map(), errors: new Map(), notes: new Map(), skipped: [], names: [] };
  for await (const entry of openInputs(inputs, options)) {
    found.names.push(entry.name);
    if (isSkipped(entry)) found.skipped.push(entry);
    else {
      let text = '';
      try {
        for await (const piece of entry.chunks) text += Buffer.from(piece).toString('latin1');
      } catch (error) {
        found.errors.set(entry.name, (error as Error).message);
      }
      found.texts.set(entry.name, text);
      if (entry.notes?.length) found.notes.set(entry.name, entry.notes);
    }
  }
  return found;
}

/** Gives bytes in pieces of a fixed size, as a pipe might. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function collectBytes(bytes: Uint8Array, options: SourceOptions = {}, pieceBytes = 65536): Promise<Collected> {
  return collect(['-'], { ...options, stdin: inPieces(bytes, pieceBytes) });
}

/** A tar header with the fields that tests vary. */
export function tarHeader(name: string, size: number, type = '0', linkName = ''): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write('0000644\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(type, 156);
  block.write(linkName, 157, 100);
  block.write('ustar\x0000', 257);
  block.fill(' ', 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

export function tarMember(name: string, data: Uint8Array | string, type = '0'): Buffer {
  const bytes = Buffer.from(data);
  return Buffer.concat([tarHeader(name, bytes.length, type), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

export const TAR_END = Buffer.alloc(1024);
