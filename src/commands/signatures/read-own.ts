import type { DocumentedSignature } from '../../model/signatures.js';
import { note } from '../output.js';

export interface Own {
  signatures: DocumentedSignature[];
  notes: { text: string }[];
}

const readFolders = new Map<string, Promise<Own>>();

/** The user's own signatures. A file with a fault is named, on stderr and in the report, and left out; the run goes on. */
export async function readOwnSignatures(folders: readonly string[] | undefined): Promise<DocumentedSignature[]> {
  return (await readOwn(folders, false)).signatures;
}

export async function readOwn(folders: readonly string[] = [], quiet: boolean): Promise<Own> {
  const all: Own = { signatures: [], notes: [] };
  const taken = new Set<string>();
  for (const folder of new Set(folders)) {
    const { signatures, notes } = await readFolder(folder, quiet);
    all.notes.push(...notes);
    for (const signature of signatures) {
      if (taken.has(signature.id)) {
        const text = `signature left out: the id ${signature.id} stands in two folders`;
        if (!quiet) note(`${text}, here in ${folder}`);
        all.notes.push({ text });
      } else all.signatures.push(signature);
      taken.add(signature.id);
    }
  }
  return all;
}

function readFolder(folder: string, quiet: boolean): Promise<Own> {
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
