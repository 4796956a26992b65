import { Binaries } from './binary/binaries.js';
import { bytesAsFile, Malformed, type RandomBytes } from './binary/bytes.js';
import { type CoreFile, PassingCore, readCoreAt } from './binary/core/core-file.js';
import { aroundFutex } from './binary/core/wanted.js';
import { ElfImage } from './binary/elf-image.js';
import { bytesText, imageOf, readCoreDump } from './facts/core/dump.js';
import type { EntryRecords } from './model/records.js';
import type { SkippedEntry, SourceEntry } from './model/source.js';
import { skippedEntry } from './read-entry.js';
import { unpackSection, unpackXz } from './source/unpack.js';

/** Programs that lie in archives are kept in memory. */
const MAX_MEMBER_BYTES = 256 * 2 ** 20;
const MAX_MEMBERS_BYTES = 512 * 2 ** 20;
const MAX_MINI_DEBUG_BYTES = 64 * 2 ** 20;

type Entries = AsyncIterable<SourceEntry | SkippedEntry>;

interface Core {
  name: string;
  file?: RandomBytes;
  passing?: PassingCore;
  notes: string[];
  bytes: number;
  failed?: string;
}

/** ELF files of the inputs and of --symbols: cores become dumps once everything that can name their frames is known. */
export class ElfBook {
  readonly binaries = new Binaries();
  private readonly cores: Core[] = [];
  private readonly members = new Set<string>();
  private memberBytes = 0;

  /** Programs and debug files; anything else is passed over. */
  async addSymbols(entries: Entries): Promise<void> {
    for await (const entry of entries) if ('chunks' in entry && entry.elf === 'program') await this.addProgram(entry);
  }

  /** An ELF file among the inputs. A program is listed as what it is, and in an archive read only if there is a core that it may belong to. */
  async take(entry: SourceEntry): Promise<EntryRecords[]> {
    if (entry.elf === 'core') {
      await this.takeCore(entry);
      return [];
    }
    if (entry.file) await this.add(entry.name, entry.file);
    else this.members.add(entry.name);
    const bytes = entry.file?.size ?? 0;
    return [skippedEntry({ name: entry.name, outcome: 'ignored', why: 'ELF program or library', bytes, format: 'binary' })];
  }

  private async takeCore({ name, file, chunks, notes }: SourceEntry): Promise<void> {
    const core: Core = { name, notes: [...(notes ?? [])], bytes: file?.size ?? 0 };
    this.cores.push(core);
    if (file) core.file = file;
    else await this.passOf(core, chunks);
  }

  private async passOf(core: Core, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    core.passing ??= new PassingCore();
    try {
      await core.passing.pass(chunks);
      core.bytes = core.passing.reached;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      core.failed = error.message;
    }
  }

  /** Dumps of the cores. `again` opens the inputs once more, for cores that cannot be read in one pass and for programs in archives. */
  async finish(again: () => Entries, wantsPrograms = false): Promise<EntryRecords[]> {
    if (this.cores.length === 0 && !wantsPrograms) return [];
    if (this.members.size > 0 || this.cores.some(needsPass)) await this.sweep(again());
    let read = this.cores.map((core) => this.read(core));
    if (this.cores.some(needsPass)) {
      await this.sweep(again());
      read = this.cores.map((core) => this.read(core));
    }
    return read;
  }

  private async sweep(entries: Entries): Promise<void> {
    for await (const entry of entries) {
      if (!('chunks' in entry)) continue;
      const core = entry.elf === 'core' ? this.cores.find(({ name }) => name === entry.name) : undefined;
      if (core && needsPass(core)) await this.passOf(core, entry.chunks);
      else if (this.members.delete(entry.name)) await this.addProgram(entry);
    }
  }

  private async addProgram({ name, file, chunks }: SourceEntry): Promise<void> {
    if (file) return this.add(name, file);
    const parts: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > MAX_MEMBER_BYTES || this.memberBytes + bytes > MAX_MEMBERS_BYTES) return;
        parts.push(new Uint8Array(chunk));
      }
    } catch {
      return;
    }
    this.memberBytes += bytes;
    await this.add(name, bytesAsFile(Buffer.concat(parts)));
  }

  private async add(name: string, file: RandomBytes): Promise<void> {
    if (!this.binaries.add(name, file, unpackSection)) return;
    const { image } = this.binaries.given.at(-1)!;
    // MiniDebugInfo: the names of a stripped program's functions, packed into a section (Fedora, RHEL).
    const packed = image.section('.symtab') ? undefined : image.data(image.section('.gnu_debugdata'));
    const inner = packed && (await unpackXz(packed, MAX_MINI_DEBUG_BYTES));
    if (inner) addNames(image, inner);
  }

  private read(core: Core): EntryRecords {
    try {
      if (core.failed !== undefined) return records(core, undefined, [core.failed]);
      const file = core.passing ? core.passing.core : readCoreAt(core.file!);
      const { dump, wanted } = readCoreDump(core.name, file, imageOf(file, this.binaries));
      core.passing?.want(wanted.flatMap(aroundFutex));
      return records(core, { ...dump }, notesOf(core, file, this.binaries));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      return records(core, undefined, [error.message]);
    }
  }
}

function addNames(image: ElfImage, inner: Uint8Array): void {
  try {
    image.addNamesOf(new ElfImage(bytesAsFile(inner), unpackSection));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
}

function needsPass({ passing, failed }: Core): boolean {
  return failed === undefined && passing?.needsAnotherPass === true;
}

function notesOf(core: Core, file: CoreFile, binaries: Binaries): string[] {
  const notes = [...core.notes];
  if (file.broken !== undefined) notes.push(file.broken);
  if (file.missingBytes > 0) notes.push(`the core is cut off: ${bytesText(file.missingBytes)} are missing`);
  if (needsPass(core)) notes.push('its notes stand behind the memory, and it came through a pipe: give it as a file to have its stacks');
  for (const { name, why } of binaries.refused) notes.push(`${name} was not used: ${why}`);
  return notes;
}

function records(core: Core, dump: EntryRecords['records'][number] | undefined, notes: string[]): EntryRecords {
  const cite = { entry: core.name, line: 1, offset: 0, text: '' };
  return {
    entry: core.name,
    format: 'elf-core',
    wrapping: 'plain',
    bytes: core.bytes,
    lines: 0,
    outcome: dump ? 'parsed' : 'ignored',
    ...(dump ? {} : { why: `ELF core file that cannot be read (${notes[0] ?? 'it has no notes'})` }),
    // The same core given twice, packed and plain, counts once; two cores of one size do not.
    digest:
      dump?.type === 'dump'
        ? `core ${dump.pid} ${dump.threads.map(({ tid, frames }) => `${tid}:${frames[0]?.address}`).join(' ')}`
        : `core ${core.name}`,
    runs: [],
    records: [{ type: 'core', entry: core.name, sub: '', cite, bytes: core.bytes }, ...(dump ? [dump] : [])],
    holes: [],
    unknown: { count: 0, samples: [] },
    understood: 0,
    cutStart: false,
    cutEnd: false,
    notes,
  };
}
