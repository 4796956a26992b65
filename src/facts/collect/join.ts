import { Binaries, CollectedProcess } from '../../formats/collect/index.js';
import type { CollectRecord, EntryRecords, MapsRecord, MemoryRecord, Rec, Thread, ThreadDump } from '../../model/records.js';
import { parseSystemCall } from '../threads/syscalls.js';
import { nameLocks } from './lock-names.js';
import { AddressSpace, areasOf } from './memory.js';
import { settleAwake, timeSleeps } from './polling.js';
import { callStacks } from './stacks.js';
import { type Look, observeWaits } from './waits.js';

/*
 * A collector's bundle says in many files what one dump of another tool says in one: names, states and system calls of threads, the words of the locks, the
 * stacks, the memory map. Here the files of one process become dumps: the first look with everything, and the last one, so that the two can be compared.
 */

interface Bundle {
  manifest: CollectRecord;
  parts: EntryRecords[];
}

/** Entries in which the parts of bundles are replaced by the dumps that they add up to. */
export function joinCollected(entries: readonly EntryRecords[], binaries = new Binaries()): EntryRecords[] {
  const bundles = bundlesOf(entries);
  if (bundles.length === 0) return [...entries];
  const replaced = new Map<EntryRecords, Rec[]>();
  for (const bundle of bundles) for (const [entry, records] of join(bundle, binaries)) replaced.set(entry, records);
  return entries.map((entry) => {
    const records = replaced.get(entry);
    // Looks at a server that stands still are equal to the byte, and each counts.
    return records === undefined ? entry : { ...entry, records, digest: `${entry.digest} ${entry.entry}` };
  });
}

function bundlesOf(entries: readonly EntryRecords[]): Bundle[] {
  const found: Bundle[] = [];
  for (const entry of entries) {
    const manifest = entry.records.find((record): record is CollectRecord => record.type === 'collect');
    if (manifest === undefined) continue;
    const folder = folderOf(entry.entry);
    found.push({ manifest, parts: entries.filter((other) => folderOf(other.entry) === folder) });
  }
  return found;
}

function folderOf(entry: string): string {
  return entry.slice(0, entry.lastIndexOf('/') + 1);
}

const isLook = (entry: EntryRecords) => /(?:^|[/!])threads-\d{1,3}\.txt$/.test(entry.entry);

function join({ manifest, parts }: Bundle, binaries: Binaries): Map<EntryRecords, Rec[]> {
  const replaced = new Map<EntryRecords, Rec[]>();
  const looks: { entry: EntryRecords; dump: ThreadDump }[] = [];
  const named = new Map<number, Thread>();
  for (const part of parts) {
    const dumps = part.records.filter((record): record is ThreadDump => record.type === 'dump' && record.source === 'proc');
    if (dumps.length === 0) continue;
    if (isLook(part)) looks.push({ entry: part, dump: dumps[0] });
    else for (const thread of dumps.flatMap((dump) => dump.threads)) remember(named, thread);
    // What a dump of its own would be only half of one.
    replaced.set(
      part,
      part.records.filter((record) => !dumps.includes(record as ThreadDump)),
    );
  }
  for (const part of parts) if (/(?:^|[/!])words-\d\.txt$/.test(part.entry) && !replaced.has(part)) replaced.set(part, part.records);
  looks.sort((a, b) => (a.entry.entry.length - b.entry.entry.length || a.entry.entry < b.entry.entry ? -1 : 1));
  if (looks.length === 0) return new Map();
  const maps = recordsOf<MapsRecord>(parts, 'maps');
  const space = new AddressSpace(maps, manifest.exe);
  const areas = areasOf(recordsOf<MemoryRecord>(parts, 'memory'));
  const mappings = maps.flatMap((record) => record.mappings);
  const calls = new CollectedProcess({ machine: isArm(manifest) ? 'aarch64' : 'x86-64', mappings, areas, binaries });
  const words = parts
    .filter((part) => /(?:^|[/!])words-\d\.txt$/.test(part.entry))
    .map((part) => areasOf(recordsOf<MemoryRecord>([part], 'memory')));
  settleAwake(looks.map(({ dump }) => dump));
  const all: Look[] = looks.map(({ dump }) => dump.threads);
  const ends: ThreadDump[] = [];
  for (const [index, { entry, dump }] of looks.entries()) {
    if (index > 0 && index < looks.length - 1) continue;
    const built = buildLook(dump, manifest, named, space);
    observeWaits(built, dump.threads, { looks: all, words, arm: isArm(manifest), libc: space.libc });
    nameLocks(built, space, calls);
    callStacks(built, areas, calls);
    replaced.get(entry)!.push(built);
    ends.push(built);
  }
  if (ends.length === 2) timeSleeps(ends[0], ends[1]);
  return replaced;
}

function isArm(manifest: CollectRecord): boolean {
  return manifest.machine === 'aarch64' || manifest.machine === 'arm64';
}

function recordsOf<R extends Rec>(parts: readonly EntryRecords[], type: R['type']): R[] {
  return parts.flatMap((part) => part.records.filter((record): record is R => record.type === type));
}

/** Names and inner ids stand in one file, kernel functions in another. */
function remember(named: Map<number, Thread>, thread: Thread): void {
  const known = named.get(thread.tid);
  if (known === undefined) named.set(thread.tid, { ...thread });
  else {
    known.name ??= thread.name;
    known.innerTid ??= thread.innerTid;
  }
}

/** A look as a dump: threads by name, each with the place at which it stands. */
function buildLook(dump: ThreadDump, manifest: CollectRecord, named: ReadonlyMap<number, Thread>, space: AddressSpace): ThreadDump {
  const threads = dump.threads.map((thread): Thread => {
    const known = named.get(thread.tid);
    const call = syscallOf(thread);
    return {
      ...thread,
      ...(known?.name === undefined ? {} : { name: known.name }),
      ...(known?.innerTid === undefined ? {} : { innerTid: known.innerTid }),
      ...(thread.cpuTicks === undefined ? {} : { cpuMs: (1000 * thread.cpuTicks) / manifest.ticksPerSecond }),
      ...(call === undefined ? {} : { sp: call.sp }),
      frames: call === undefined ? [] : placeFrames(thread, call.pc, space),
    };
  });
  const unseen = manifest.unseen.find((item) => item.what === 'threads');
  const blind =
    threads.length > 0 &&
    threads.every((_, index) => dump.threads[index].frames.length === 0 && (dump.threads[index].wchan ?? '0') === '0');
  const incomplete = [...dump.incomplete];
  if (blind) incomplete.push(`may not look: ${unseen?.why ?? 'who collected had no right to see what the threads wait for'}`);
  return { ...dump, source: 'collector', pid: manifest.pid || dump.pid, threads, incomplete, allThreads: true };
}

function syscallOf(thread: Thread) {
  const args = thread.frames.find((frame) => frame.fn === 'syscall')?.args;
  return args === undefined ? undefined : parseSystemCall(args);
}

/** The place in the program at which the thread went into the kernel. Its callers are in its stack. */
function placeFrames(thread: Thread, pc: number, space: AddressSpace): Thread['frames'] {
  const line = thread.frames.find((frame) => frame.fn === 'syscall')!;
  const { byteOffset, text } = line;
  const place = space.place(pc);
  const address = `0x${pc.toString(16).padStart(16, '0')}`;
  return [
    {
      address,
      ...(place ?? {}),
      line: line.line,
      ...(byteOffset === undefined ? {} : { byteOffset }),
      ...(text === undefined ? {} : { text }),
    },
  ];
}
