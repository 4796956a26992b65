import type { Binaries } from '../../binary/binaries.js';
import type { CoreFile } from '../../binary/core/core-file.js';
import type { CoreThread } from '../../binary/core/core-notes.js';
import { mappedObjects, ProcessImage, type UnwoundFrame, type UnwoundStack, unwind } from '../../binary/index.js';
import { ServerImage } from '../../formats/collect/index.js';
import type { Cite } from '../../model/origin.js';
import type { Frame, Thread, ThreadDump } from '../../model/records.js';
import { nameLocks } from '../collect/lock-names.js';
import { SIGNAL_NAMES } from '../crashes.js';
import { spaceOf } from './address-space.js';
import { missingFiles } from './missing-files.js';
import { objectsByEntry } from './place.js';
import { type SignalFrame, signalFrameOf } from './signal.js';
import { LockReader } from './waits.js';

/*
 * A core file as a dump of stacks: what a debugger prints of it, and besides what each thread waits for and who has it, because the words of
 * the locks are in the core. All of it is of one moment, at which nothing moved any more.
 */

const AT_SYSINFO_EHDR = 33;
/** All frames of a core together. */
const MAX_FRAMES = 400_000;
/** Signals that end a process with a core by themselves; gcore and a debugger leave others. */
const FATAL = new Set([3, 4, 6, 7, 8, 11, 31]);
const NO_STAMP = { wallMs: 0, basis: 'none' } as const;

export function imageOf(core: CoreFile, binaries: Binaries): ProcessImage {
  const objects = mappedObjects(core.mappings, core.read, core.auxv.get(AT_SYSINFO_EHDR));
  if (core.mappings.length === 0) objects.push(...objectsByEntry(core.auxv, binaries));
  return new ProcessImage({ machine: core.machine, objects, read: core.read, binaries });
}

export interface CoreReading {
  dump: ThreadDump;
  /** Addresses of memory that would tell more, and that the core did not keep when it passed by. */
  wanted: number[];
}

export function readCoreDump(entry: string, core: CoreFile, image: ProcessImage): CoreReading {
  const cite: Cite = { entry, line: 1, offset: 0, text: headline(core) };
  const stacks = new Map<CoreThread, UnwoundStack>();
  let frames = 0;
  for (const thread of core.threads) {
    const stack =
      frames < MAX_FRAMES
        ? unwind(image, thread.registers, { died: thread.signal !== 0 })
        : { frames: [], cut: 'more frames than are kept' };
    frames += stack.frames.length;
    stacks.set(thread, stack);
  }
  const died = FATAL.has(core.threads[0]?.signal ?? 0) ? core.threads[0] : undefined;
  const locks = new LockReader(core, image);
  const signals = new Map<CoreThread, SignalFrame>();
  const threads = core.threads.map((thread) => {
    const stack = stacks.get(thread)!;
    const signal = signalFrameOf(image, stack);
    if (signal) signals.set(thread, signal);
    return threadOf(thread, stack, died === thread, locks, signal, cite);
  });
  const dump: ThreadDump = {
    type: 'dump',
    source: 'elf-core',
    entry,
    sub: '',
    pid: core.process?.pid ?? 0,
    stamp: { ...NO_STAMP },
    threads,
    incomplete: incompleteness(core, image, [...stacks.values()]),
    allThreads: true,
    ...(core.process ? { program: core.process.name } : {}),
    cite,
  };
  if (died) dump.terminatedBy = deathOf(died, signals.get(died), core, cite);
  nameTheLocks(dump, core, image, locks, cite);
  return { dump, wanted: locks.unread };
}

function headline(core: CoreFile): string {
  const { process } = core;
  const who = process ? ` of ${process.name} (process ${process.pid}): ${process.args}` : '';
  return `core file${who}, ${core.threads.length} ${core.threads.length === 1 ? 'thread' : 'threads'}`;
}

function threadOf(
  thread: CoreThread,
  stack: UnwoundStack,
  died: boolean,
  locks: LockReader,
  signal: SignalFrame | undefined,
  cite: Cite,
): Thread {
  const own: Cite = { ...cite, text: `thread ${thread.tid} of the core` };
  const wait = locks.waitOf(thread, signal, own);
  return {
    tid: thread.tid,
    frames: stack.frames.map((frame, index) => frameOf(frame, index)),
    marked: died,
    ...(wait ? { wait } : {}),
    cite: own,
  };
}

const DOUBTFUL: Partial<Record<UnwoundFrame['found'], string>> = {
  'frame-pointer': 'by its frame pointer',
  'scan-call': 'found by scanning, called from here',
  scan: 'found by scanning',
};

function frameOf(frame: UnwoundFrame, index: number): Frame {
  const address = `0x${frame.pc.toString(16).padStart(16, '0')}`;
  const object = frame.object?.slice(frame.object.lastIndexOf('/') + 1);
  const fn = frame.signal ? '<signal handler called>' : frame.fn;
  const offset = fn ? frame.offset : frame.relative;
  const doubt = DOUBTFUL[frame.found];
  const place = fn ? `${fn}${offset === undefined ? '' : `+0x${offset.toString(16)}`}` : '??';
  return {
    ...(fn ? { fn } : {}),
    ...(object ? { object } : {}),
    ...(offset === undefined ? {} : { offset: `0x${offset.toString(16)}` }),
    address,
    line: 1,
    byteOffset: 0,
    text: `#${index} ${address} ${place}${object ? ` in ${object}` : ''}${doubt ? ` (${doubt})` : ''}`,
  };
}

/** The signal as the thread got it: Redis' handler sends itself the signal again, so the core names Redis; the frame knows better. */
function deathOf(thread: CoreThread, frame: SignalFrame | undefined, core: CoreFile, cite: Cite): ThreadDump['terminatedBy'] {
  const info = frame?.info ?? thread.info;
  const signal = info && FATAL.has(info.signal) ? info.signal : thread.signal;
  const sent = info !== undefined && (info.code === 0 || info.code === -1 || info.code === -6);
  const own = core.process?.pid;
  const sender = sent && info.pid !== own && info.pid > 0 ? { pid: info.pid, uid: info.uid } : undefined;
  const name = SIGNAL_NAMES[signal] ?? `signal ${signal}`;
  const by = sender ? `, sent by process ${sender.pid} (user ${sender.uid})` : sent ? ', raised by the process itself' : '';
  const raised = sent && sender === undefined && (frame?.info !== undefined || info.code === -6);
  const where = frame ? ', says the frame that the signal left on the stack' : '';
  return {
    signal: name,
    cite: { ...cite, text: `${name}${by}${where}` },
    ...(sender ? { sender } : {}),
    ...(raised ? { raised } : {}),
    ...(info === undefined ? {} : { code: info.code }),
    ...(info !== undefined && !sent && info.code > 0 && info.code < 128 ? { address: `0x${info.address.toString(16)}` } : {}),
  };
}

/** Names of locks, and the owner of the module lock, which a core shows also when nobody waits for it. */
function nameTheLocks(dump: ThreadDump, core: CoreFile, image: ProcessImage, locks: LockReader, cite: Cite): void {
  const server = new ServerImage(image);
  nameLocks(dump, spaceOf(core), server);
  const address = server.moduleLock();
  const owner = address === undefined ? undefined : locks.ownerOfMutex(address);
  if (address === undefined || owner === undefined) return;
  const text = `0x${address.toString(16)}`;
  dump.lockWords = [
    {
      name: 'moduleGIL',
      address: text,
      ownerTid: owner,
      cite: { ...cite, text: `the owner word of moduleGIL at ${text}: ${owner || 'nobody'}` },
    },
  ];
}

function incompleteness(core: CoreFile, image: ProcessImage, stacks: readonly UnwoundStack[]): string[] {
  const notes: string[] = [];
  if (core.missingBytes > 0) {
    notes.push(`the core is cut off: ${bytesText(core.missingBytes)} of it are missing; threads and what memory there is were read`);
  }
  if (core.cut) notes.push('the notes of the core are not whole: threads or files may be missing');
  if (core.threads.length === 0) notes.push('the core names no thread: its notes are missing');
  const scanned = stacks.filter(({ frames }) => frames.some(({ found }) => found === 'scan')).length;
  if (scanned > 0) notes.push(`callers of ${scanned} of ${stacks.length} threads were found by scanning the stack: they are not sure`);
  notes.push(...missingFiles(core, image, stacks));
  return notes;
}

export function bytesText(bytes: number): string {
  if (bytes >= 2 ** 30) return `${(bytes / 2 ** 30).toFixed(1)} GB`;
  return bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MB` : `${bytes} bytes`;
}
