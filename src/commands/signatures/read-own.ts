import type { DocumentedSignature } from '../../model/signatures.js';
import { note } from '../output.js';

export interface Own {
  signatures: DocumentedSignature[];
  notes: { text: string }[];
}

const readFolders = new Map<string, Promise<Own>>();

/** The user's own signatures. A file with a fault is named, on stderr and in the report, and left out; the run goes on. */
export async function readOwnSignatures(folder: string | undefined): Promise<DocumentedSignature[]> {
  return (await readOwn(folder, false)).signatures;
}

export function readOwn(folder: string | undefined, quiet: boolean): Promise<Own> {
  if (folder === undefined) return Promise.resolve({ signatures: [], notes: [] });
  const known = readFolders.get(folder) ?? loadOwn(folder, quiet);
  readFolders.set(folder, known);
  return known;
}

const MAX_NOTED_FILES = 20;

async function loadOwn(folder: string, quiet: boolean): Promise<Own> {
  const { readOwnFolder, signaturesOf } = await import('./own.js');
  const own = await readOwnFolder(folder);
  const notes = [...new Set(own.faults.map((fault) => fault.file))].map((file) => {
    const faults = own.faults.filter((fault) => fault.file === file);
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
    return { text: `signature file left out: ${file}:${faults[0].line}: ${faults[0].message}${more}` };
  });
  if (!quiet) for (const { text } of notes.slice(0, MAX_NOTED_FILES)) note(`${text}; see: redis-forensics signatures check ${folder}`);
  return { signatures: signaturesOf(own), notes: notes.slice(0, MAX_NOTED_FILES) };
}
