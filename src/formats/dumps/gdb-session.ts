import type { Cite } from '../../model/origin.js';
import type { Frame, LockWord, Thread, ThreadDump } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { baseName, buildDump, DumpBuilder, newThread } from './builder.js';
import { citeOf } from './cite.js';
import { parseFrameBody } from './gdb-frame.js';
import type { ThreadHeader } from './gdb-lines.js';

/** What gdb says about the process, outside the stacks. */
export interface GdbSession {
  pid: number;
  core: boolean;
  /** Threads announced when gdb attached. */
  lwps: number;
  /** gdb itself was seen to attach or to load a core, so the process stands still from here on; pstack's text does not show it. */
  attached: boolean;
  program?: string;
  terminatedBy?: { signal: string; cite: Cite };
}

/** How the stacks of a session were printed, best first. */
type Kind = 'stacks' | 'info' | 'single';

/** One picture of the process: `thread apply all bt`, `info threads`, or the current thread's `bt`. A session that prints
 * several of them is read as one picture, each thread with its fullest stack. */
export class GdbPicture {
  readonly builder = new DumpBuilder();
  private readonly byTid = new Map<number, Thread>();
  private readonly headed = new Set<number>();
  private readonly headedNumbers = new Set<number>();
  private readonly numbers = { lowest: Number.POSITIVE_INFINITY, highest: 0, count: 0 };
  private kind: Kind = 'single';
  /** The thread whose frames come next. */
  private current: Thread | undefined;
  /** The thread that `bt` without a header prints. */
  private selected: Thread | undefined;
  private building: { thread: Thread; scratch: Thread; next: number; shortened?: boolean } | undefined;
  readonly lockWords: LockWord[] = [];
  barrier: ThreadDump['barrier'];
  sameStop = false;

  constructor(readonly cite: Cite) {}

  get empty(): boolean {
    return !this.building && this.lockWords.length === 0 && this.builder.threads.every((thread) => thread.frames.length === 0);
  }

  /** A second stack of the same thread under a header means that the command was repeated. */
  repeats(header: ThreadHeader): boolean {
    return this.headed.has(keyOf(header)) || (header.number !== undefined && this.headedNumbers.has(header.number));
  }

  /** `info threads` after stacks were printed adds nothing; before them it is replaced by them. */
  startThread(header: ThreadHeader, text: string, context: LineContext): void {
    this.commit();
    this.kind = 'stacks';
    const key = keyOf(header);
    this.headed.add(key);
    if (header.number !== undefined) this.headedNumbers.add(header.number);
    this.count(header);
    const known = this.byTid.get(key);
    if (known) {
      known.name ??= header.name;
      known.cite = citeOf(text, context);
      this.current = known;
    } else this.current = this.addThread(key, header, citeOf(text, context));
  }

  infoRow(header: ThreadHeader, body: string, current: boolean, text: string, context: LineContext): void {
    if (this.kind === 'single') this.kind = 'info';
    const key = keyOf(header);
    const known = this.byTid.get(key);
    const thread = known ?? this.addThread(key, header, citeOf(text, context));
    if (!thread) return;
    thread.name ??= header.name;
    if (this.kind === 'info') this.count(header);
    if (thread.frames.length === 0 && body) this.builder.push(thread, parseFrameBody(body, context.line), text, context);
    if (current) this.switchTo(header, text, context, thread);
  }

  /** `[Switching to thread 1 (Thread 0x… (LWP 16057))]`: the next stack without a header is this thread's. */
  switchTo(header: ThreadHeader, text: string, context: LineContext, thread = this.byTid.get(keyOf(header))): void {
    this.commit();
    this.current = thread ?? this.addThread(keyOf(header), header, citeOf(text, context));
    this.selected = this.current;
  }

  frame(number: number, frame: Frame, text: string, context: LineContext): void {
    // Below a header of its own a stack may begin further out, where somebody left out its innermost frames.
    const shortened = number > 0 && number < 8 && !this.building && this.headed.size > 0 && this.current?.frames.length === 0;
    if (number === 0 || shortened) this.startStack(text, context);
    const building = this.building;
    // `frame 3` prints one frame out of order: it is no stack.
    if (!building) return;
    if (shortened) {
      building.shortened = true;
      this.builder.notes.add('stacks are shortened: some frames were left out');
    } else if (building.shortened ? number < building.next : number !== building.next) return;
    this.builder.push(building.scratch, frame, text, context);
    building.next = number + 1;
  }

  /** Stacks without headers, one below the other: of one stop the innermost frame is the same in each print. */
  isNextSample(frame: Frame, boundary: boolean): boolean {
    const building = this.building;
    if (this.kind !== 'single' || building === undefined || building.thread !== this.current || building.next < 2) return false;
    const top = building.scratch.frames[0];
    return boundary || top.fn !== frame.fn || top.address !== frame.address;
  }

  /** A stack without a header of its own, printed after those with headers, is the selected thread's: by default the first. */
  private startStack(text: string, context: LineContext): void {
    const repeated = this.building?.thread === this.current && this.current !== undefined && this.headed.has(this.current.tid);
    this.commit();
    if (repeated) this.current = this.selected ?? this.builder.threads.find((thread) => thread.number === 1);
    const thread = this.current ?? this.addThread(0, { tid: 0 }, citeOf(text, context));
    if (!thread) return;
    this.current = thread;
    this.building = { thread, scratch: newThread(thread.tid, thread.cite), next: 0 };
  }

  /** Of several prints of one thread the fullest is kept. */
  private commit(): void {
    const building = this.building;
    this.building = undefined;
    if (!building || building.scratch.frames.length < building.thread.frames.length) return;
    building.thread.frames = building.scratch.frames;
    if (building.shortened) building.thread.shortened = true;
    else delete building.thread.shortened;
  }

  finish(session: GdbSession, context: { entry: string; sub: string }): ThreadDump | undefined {
    this.commit();
    if (this.empty) return undefined;
    this.nameAnonymous(session.pid);
    this.noteMissing(session.lwps);
    const source = session.core ? 'gdb-core' : this.kind === 'info' ? 'gdb-info' : 'gdb';
    const allThreads = this.kind === 'single' ? false : this.kind === 'info' || this.numbers.count > 1 || session.lwps === 0;
    const dump = buildDump({ source, context, cite: this.cite, pid: session.pid, allThreads, program: session.program }, this.builder);
    if (this.lockWords.length > 0) dump.lockWords = this.lockWords;
    if (session.terminatedBy) {
      dump.terminatedBy = session.terminatedBy;
      const faulting = this.selected ?? this.builder.threads.find((thread) => thread.number === 1);
      if (faulting) faulting.marked = true;
    }
    if (this.sameStop) dump.sameStop = true;
    if (this.barrier) dump.barrier = this.barrier;
    return dump;
  }

  /** The stop is announced with a frame before gdb names the thread: when the thread comes later, the frame says nothing new. */
  private nameAnonymous(pid: number): void {
    const anonymous = this.byTid.get(0);
    if (!anonymous) return;
    if (this.builder.threads.length === 1) {
      anonymous.tid = pid;
      return;
    }
    if (this.selected?.frames.length === 0) this.selected.frames = anonymous.frames;
    this.builder.threads.splice(this.builder.threads.indexOf(anonymous), 1);
  }

  /** gdb numbers threads from 1 and prints all of them, so a gap or a missing 1 means that the text was cut. */
  private noteMissing(lwps: number): void {
    if (this.kind === 'single') return;
    const { lowest, highest, count } = this.numbers;
    if (this.kind === 'info') this.builder.notes.add('info threads: one frame of each thread except the current one');
    const expected = Math.max(highest, lwps);
    if (count < expected && count > 0) this.builder.notes.add(`${count} of ${expected} threads printed`);
    else if (lowest > 1 && Number.isFinite(lowest)) this.builder.notes.add('the first thread is not in the text');
  }

  private count(header: ThreadHeader): void {
    if (header.number === undefined) return;
    this.numbers.lowest = Math.min(this.numbers.lowest, header.number);
    this.numbers.highest = Math.max(this.numbers.highest, header.number);
    this.numbers.count++;
  }

  private addThread(key: number, header: ThreadHeader, cite: Cite): Thread | undefined {
    const thread = newThread(header.tid, cite);
    if (header.number !== undefined) thread.number = header.number;
    if (header.name !== undefined) thread.name = header.name;
    if (!this.builder.add(thread)) return undefined;
    this.byTid.set(key, thread);
    return thread;
  }
}

/** Threads without an id are told apart by the debugger's number, kept negative. */
function keyOf(header: ThreadHeader): number {
  return header.tid || -(header.number ?? 0);
}

export function programOf(text: string): string {
  const command = text.replace(/[`'"]/g, ' ').trim().split(/\s+/, 1)[0] ?? '';
  return baseName(command);
}
