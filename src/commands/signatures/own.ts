import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { DocumentedSignature } from '../../model/signatures.js';
import { parseSignatureYaml } from '../../signatures/parse.js';
import { errorLine, Failure } from '../failure.js';

/** One mistake of one file. `file` is relative to the folder that was named, so that a report does not tell where it lies. */
export interface FileFault {
  file: string;
  line: number;
  message: string;
}

export interface OwnFile {
  file: string;
  /** The path as it was named, for messages to the one who named it. */
  path: string;
  text: string;
  /** Undefined when the file has a fault. */
  signature?: DocumentedSignature;
  /** The file is one of the built-in catalogue, which holds it already. */
  builtIn?: true;
  /** 1-based line of a place in the file. */
  lineOf: (path: readonly PropertyKey[]) => number;
}

export interface OwnFolder {
  files: OwnFile[];
  faults: FileFault[];
}

const BUILT_IN = 'the built-in catalogue';
const MAX_FILES = 5000;
const MAX_DEPTH = 8;
const MAX_BYTES = 1024 * 1024;

/** Reads a folder of signatures (or one file). A file with a fault is left out and named; only a folder that cannot be read, or that
 * holds no signature at all, is a mistake of the call. */
export async function readOwnFolder(folder: string): Promise<OwnFolder> {
  const paths = listFiles(folder);
  if (paths.length === 0) throw new Failure(`no signature (*.yaml) in ${folder}`, 2);
  const { CORE_PATTERNS } = await import('../../formats/log/core-patterns.js');
  const { CATALOGUE, documentedCatalogue } = await import('../../signatures/catalogue.js');
  const knownEvents = new Set(CORE_PATTERNS.map((pattern) => pattern.id));
  const taken = new Map(CATALOGUE.map((signature) => [signature.id, BUILT_IN]));
  const own: OwnFolder = { files: [], faults: [] };
  for (const { path, file } of paths) {
    const read = readText(path);
    if ('fault' in read) {
      own.faults.push({ file, line: 1, message: read.fault });
      continue;
    }
    const parsed = parseSignatureYaml(read.text, file, { knownEvents });
    if ('errors' in parsed) {
      own.files.push({ file, path, text: read.text, lineOf: () => 1 });
      own.faults.push(...parsed.errors.map(({ line, message }) => ({ file, line, message })));
      continue;
    }
    const { signature, lineOf } = parsed;
    const owner = taken.get(signature.id);
    if (owner === BUILT_IN && isSame(signature, documentedCatalogue())) {
      own.files.push({ file, path, text: read.text, lineOf, signature, builtIn: true });
      taken.set(signature.id, file);
      continue;
    }
    if (owner !== undefined) own.faults.push({ file, line: lineOf(['id']), message: `the id ${signature.id} is taken by ${owner}` });
    else taken.set(signature.id, file);
    own.files.push({ file, path, text: read.text, lineOf, ...(owner === undefined ? { signature } : {}) });
  }
  return own;
}

export function signaturesOf(own: OwnFolder): DocumentedSignature[] {
  return own.files.flatMap((file) => (file.signature === undefined || file.builtIn ? [] : [file.signature]));
}

/** A folder of the catalogue itself may be checked too. */
function isSame(signature: DocumentedSignature, catalogue: readonly DocumentedSignature[]): boolean {
  return catalogue.some((known) => known.id === signature.id && isDeepStrictEqual(plain(known), plain(signature)));
}

/** As it is in a file: what is undefined is not there. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function readText(path: string): { text: string } | { fault: string } {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return { fault: 'is no plain file' };
    if (stats.size > MAX_BYTES) return { fault: `is larger than ${MAX_BYTES} bytes` };
    return { text: readFileSync(path, 'utf8').replace(/^\ufeff/, '') };
  } catch (error) {
    return { fault: `cannot be read: ${errorLine(error)}` };
  }
}

function listFiles(folder: string): { path: string; file: string }[] {
  try {
    if (!statSync(folder).isDirectory()) return [{ path: folder, file: folder.replace(/^.*[\\/]/, '') }];
    return listFolder(folder, '', 0).slice(0, MAX_FILES);
  } catch (error) {
    throw new Failure(`cannot read ${folder}: ${errorLine(error)}`, 2);
  }
}

function listFolder(folder: string, below: string, depth: number): { path: string; file: string }[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true }).sort(byName);
  return entries.flatMap((entry) => {
    if (entry.name.startsWith('.')) return [];
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return depth < MAX_DEPTH ? listFolder(folder, file, depth + 1) : [];
    return /\.ya?ml$/.test(entry.name) ? [{ path: join(folder, file), file }] : [];
  });
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
