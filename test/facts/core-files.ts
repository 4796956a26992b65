import { fileURLToPath } from 'node:url';
import type { EntryRecords, ThreadDump } from '../../src/model/records.js';
import { ElfBook } from '../../src/read-elf.js';
import { openInputs } from '../../src/source/open.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** Server, C library, allocator and module of the captured deadlock, in a bundle. */
export const SERVER_BINARIES = `${FIXTURES}collect/mutex-deadlock-busybox.tar.gz`;

export const coreFixture = (name: string): string => `${FIXTURES}cores/${name}`;

/** What is read of the cores among some inputs. */
export async function readCores(inputs: string[], symbols: string[] = []): Promise<EntryRecords[]> {
  const book = new ElfBook();
  const open = (paths: string[]) => openInputs(paths, { elf: true, recycle: true });
  await book.addSymbols(open(symbols));
  for await (const entry of open(inputs)) if ('chunks' in entry && entry.elf) await book.take(entry);
  return book.finish(() => open(inputs));
}

export async function dumpOf(input: string, symbols: string[] = []): Promise<ThreadDump> {
  const dumps = (await readCores([input], symbols)).flatMap(({ records }) => records.filter((record) => record.type === 'dump'));
  if (dumps.length !== 1) throw new Error(`${dumps.length} dumps in ${input}`);
  return dumps[0];
}
