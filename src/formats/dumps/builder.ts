import type { Cite } from '../../model/origin.js';
import type { DumpSource, Frame, Stamp, Thread, ThreadDump } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf } from './cite.js';

/** Linux allows 32k threads per process by default; a dump of more is cut and says so. */
const MAX_THREADS = 32_768;
/** A stack is kept as its innermost and its outermost frames: the innermost tell what it does, the outermost what it is. */
const INNER_FRAMES = 128;
const OUTER_FRAMES = 32;
/** All frames of a dump together, about 100 MB of objects at worst. */
const MAX_FRAMES = 400_000;
/** Threads beyond this many are cited by their header line only, so that a huge dump does not keep its whole text. */
const CITED_THREADS = 4096;

const NO_STAMP: Stamp = { wallMs: 0, basis: 'none' };

/** Collects the threads of one dump within fixed caps. */
export class DumpBuilder {
  readonly threads: Thread[] = [];
  readonly notes = new Set<string>();
  private frames = 0;

  add(thread: Thread): boolean {
    if (this.threads.length >= MAX_THREADS) {
      this.notes.add(`more than ${MAX_THREADS} threads: the rest was not kept`);
      return false;
    }
    this.threads.push(thread);
    return true;
  }

  push(thread: Thread, frame: Frame, text: string, context: LineContext): void {
    if (this.frames >= MAX_FRAMES) {
      this.notes.add(`more than ${MAX_FRAMES} frames: the rest was not kept`);
      return;
    }
    this.frames++;
    if (this.threads.length <= CITED_THREADS) {
      const cite = citeOf(text, context);
      frame.byteOffset = cite.offset;
      frame.text = cite.text;
    }
    pushBounded(thread.frames, frame);
    if (thread.frames.length > INNER_FRAMES) this.notes.add('very deep stacks are kept without their middle');
  }
}

/** Amortised constant: the middle is dropped in steps of OUTER_FRAMES. */
function pushBounded(frames: Frame[], frame: Frame): void {
  frames.push(frame);
  if (frames.length >= INNER_FRAMES + 2 * OUTER_FRAMES) frames.splice(INNER_FRAMES, OUTER_FRAMES);
}

export function newThread(tid: number, cite: Cite): Thread {
  return { tid, frames: [], marked: false, cite };
}

export interface DumpHead {
  source: DumpSource;
  context: Pick<LineContext, 'entry' | 'sub'>;
  cite: Cite;
  pid: number;
  allThreads: boolean;
  program?: string;
}

export function buildDump(head: DumpHead, builder: DumpBuilder): ThreadDump {
  const pid = head.pid || pidOfMain(builder.threads);
  return {
    type: 'dump',
    source: head.source,
    entry: head.context.entry,
    sub: head.context.sub,
    pid,
    stamp: { ...NO_STAMP },
    threads: builder.threads,
    incomplete: [...builder.notes],
    allThreads: head.allThreads,
    ...(head.program ? { program: head.program } : {}),
    cite: head.cite,
  };
}

/** Linux gives the main thread the process id as its thread id, so the thread that runs main() tells the pid. */
function pidOfMain(threads: readonly Thread[]): number {
  for (const thread of threads) {
    for (let i = thread.frames.length - 1; i >= 0 && i >= thread.frames.length - 5; i--) {
      if (thread.frames[i].fn === 'main') return thread.tid;
    }
  }
  return 0;
}

/** Base name of a path, without arguments. */
export function baseName(path: string): string {
  const end = path.trim();
  return end.slice(end.lastIndexOf('/') + 1).slice(0, 120);
}
