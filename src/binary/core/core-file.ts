import type { RandomBytes, ReadMemory } from '../bytes.js';
import {
  countSegments,
  type ElfHeader,
  type ElfSegment,
  HEADER_BYTES,
  parseElfHeader,
  parseSegments,
  readSegments,
  SEGMENT_BYTES,
} from '../elf-header.js';
import type { Machine } from '../machine.js';
import { type CoreLayout, layoutOf, mergeRanges, piecesOf, type Range } from './core-layout.js';
import { KeptMemory, memoryAt } from './core-memory.js';
import { type CoreNotes, parseCoreNotes } from './core-notes.js';
import { Forward } from './forward.js';
import { wantedRanges } from './wanted.js';

/** Notes of 10,000 threads are 40 MB. */
const MAX_NOTE_BYTES = 64 * 2 ** 20;
const MAX_KEPT_BYTES = 64 * 2 ** 20;

/** A core file as far as it could be read. */
export interface CoreFile extends CoreNotes {
  machine: Machine;
  layout: CoreLayout;
  read: ReadMemory;
  /** Bytes at the end that are not there: a limit, a full disk, a broken copy. */
  missingBytes: number;
  /** Why the packed stream broke. */
  broken?: string;
  /** Whether memory can still be asked for that nobody thought of before. */
  byPosition: boolean;
}

/** A plain core: only what is asked for is read. Throws Malformed for what is none. */
export function readCoreAt(file: RandomBytes): CoreFile {
  const header = parseElfHeader(file.read(0, HEADER_BYTES));
  const layout = layoutOf(readSegments(file, header));
  const { note } = layout;
  const notes = note ? file.read(note.offset, Math.min(note.fileBytes, MAX_NOTE_BYTES)) : new Uint8Array(0);
  return {
    ...parseCoreNotes(notes, header.machine),
    machine: header.machine,
    layout,
    read: memoryAt(file, layout.loads),
    missingBytes: Math.max(0, layout.end - file.size),
    byPosition: true,
  };
}

/** A packed core, read as it comes by. gdb writes the notes behind the memory: then it must come by twice. */
export class PassingCore {
  private head: { header: ElfHeader; layout: CoreLayout } | undefined;
  private notes: CoreNotes | undefined;
  private readonly memory = new KeptMemory();
  /** How far the bytes were read. */
  reached = 0;
  private broken: string | undefined;
  private wanted: Range[] = [];
  private collected = false;

  /** Throws Malformed for what is no core. */
  async pass(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const forward = new Forward(chunks);
    try {
      this.head ??= await readHead(forward);
      if (!this.notes) await this.readNotes(forward);
      else await this.collect(forward);
    } finally {
      this.reached = Math.max(this.reached, forward.position);
      this.broken ??= forward.broken;
      await forward.close();
    }
  }

  private async readNotes(forward: Forward): Promise<void> {
    const { header, layout } = this.head!;
    const { note } = layout;
    const there = note !== undefined && (await forward.skipTo(note.offset));
    const bytes = there ? await forward.read(Math.min(note.fileBytes, MAX_NOTE_BYTES)) : new Uint8Array(0);
    this.notes = parseCoreNotes(bytes, header.machine);
    this.want(wantedRanges(this.notes, header.machine));
    if (!layout.notesLast) await this.collect(forward);
    else await forward.skipTo(layout.end);
  }

  /** Asks for memory; it comes with the next pass. */
  want(ranges: readonly Range[]): void {
    const left = Math.max(0, MAX_KEPT_BYTES - this.memory.bytes);
    this.wanted = mergeRanges(
      ranges.filter(({ start, end }) => this.memory.read(start, end - start) === undefined),
      left,
    );
    this.collected = this.wanted.length === 0;
  }

  /** Whether the bytes must come by again before the core is what it can be. */
  get needsAnotherPass(): boolean {
    return !this.collected;
  }

  private async collect(forward: Forward): Promise<void> {
    const { layout } = this.head!;
    for (const { offset, bytes, address } of piecesOf(layout.loads, this.wanted)) {
      if (!(await forward.skipTo(offset))) break;
      this.memory.add(address, await forward.read(bytes));
    }
    this.collected = true;
    this.wanted = [];
    await forward.skipTo(layout.end);
  }

  get core(): CoreFile {
    const { header, layout } = this.head!;
    return {
      ...this.notes!,
      machine: header.machine,
      layout,
      read: this.memory.read,
      missingBytes: Math.max(0, layout.end - this.reached),
      ...(this.broken === undefined ? {} : { broken: this.broken }),
      byPosition: false,
    };
  }
}

async function readHead(forward: Forward): Promise<{ header: ElfHeader; layout: CoreLayout }> {
  const header = parseElfHeader(await forward.read(HEADER_BYTES));
  await forward.skipTo(header.segmentsAt);
  const first = await forward.read(SEGMENT_BYTES);
  const count = countSegments(header, parseSegments(first)[0]);
  const rest = await forward.read(Math.max(0, count - 1) * SEGMENT_BYTES);
  const segments: ElfSegment[] = [...parseSegments(first), ...parseSegments(rest)];
  return { header, layout: layoutOf(segments) };
}
