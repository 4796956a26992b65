import type { CrashReport, Frame, Thread, ThreadDump } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf } from '../side/cite.js';
import { parseRedisFrame } from './frames.js';

const MAX_THREADS = 512;
const MAX_FRAMES = 512;
const MAX_NOTES = 20;
const MAX_BROKEN = 1000;
/** Where a thread begins: nothing of the same stack can stand below. */
const OUTERMOST = /^(?:_start|__clone|clone3?|__clone3)$/;

/** The stack section of a crash report, of a watchdog report and of a SIGALRM answer (debug.c logStackTrace):
 *
 *     ------ STACK TRACE ------
 *     EIP:
 *     /lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x56)[0x7f4416914f36]
 *
 *     18290 bio_close_file
 *     …frames, innermost first…
 *
 *     4/4 expected stacktraces.
 *
 * Redis 7.4+ and Valkey print all threads, the one that runs the handler with ` *`; older versions print `Backtrace:` (2.8 and
 * 3.0 nothing) and the current thread only. These lines are written without the log prefix. */
export class StackReader {
  readonly threads: Thread[] = [];
  readonly notes: string[] = [];
  expected: { got: number; of: number } | undefined;
  eip: Frame | undefined;
  /** `Backtrace:`, or frames without any thread header. */
  single = false;
  private current: Thread | undefined;
  private awaitsEip = false;
  private headless = false;
  /** The beginning of a frame of the Windows port that a console of 80 columns broke. */
  private broken = '';

  /** True when the line belongs to a stack section. */
  line(text: string, context: LineContext): boolean {
    if (text === '') {
      this.separate();
      return true;
    }
    if (text === 'EIP:') {
      this.awaitsEip = true;
      return true;
    }
    if (text === 'Backtrace:') {
      this.openSingle(text, context);
      return true;
    }
    const whole = this.broken + text;
    this.broken = /^[\w.-]{1,100}\.(?:exe|dll)![^)]/.test(whole) && !whole.endsWith(')') && whole.length < MAX_BROKEN ? whole : '';
    if (this.broken !== '') return true;
    const frame = parseRedisFrame(whole, context.line);
    if (frame !== undefined) {
      this.addFrame(frame, text, context);
      return true;
    }
    const head = /^(\d{1,10}) (\S.{0,63})$/.exec(text);
    if (head !== null) {
      this.openThread(Number(head[1]), head[2], text, context);
      return true;
    }
    return this.remark(text);
  }

  private remark(text: string): boolean {
    const expected = /^(\d{1,6})\/(\d{1,6}) expected stacktraces\.$/.exec(text);
    if (expected !== null) {
      this.expected = { got: Number(expected[1]), of: Number(expected[2]) };
      this.current = undefined;
      return true;
    }
    if (/^(get_ready_to_signal_threads_tids|wait_threads|writeStacktraces|ThreadsManager_runOnThreads)\(\)/.test(text)) {
      if (this.notes.length < MAX_NOTES) this.notes.push(text.slice(0, 200));
      return true;
    }
    return /^Sorry: no support for backtrace/.test(text);
  }

  private openSingle(text: string, context: LineContext): void {
    this.awaitsEip = false;
    if (this.current !== undefined || this.threads.length > 0) return;
    this.single = true;
    this.current = { tid: 0, frames: [], marked: true, cite: citeOf(text, context) };
    this.threads.push(this.current);
  }

  private openThread(tid: number, label: string, text: string, context: LineContext): void {
    this.awaitsEip = false;
    if (this.single) this.noteHeadless();
    const marked = label.endsWith(' *');
    this.current = { tid, name: marked ? label.slice(0, -2) : label, frames: [], marked, cite: citeOf(text, context) };
    if (this.threads.length < MAX_THREADS) this.threads.push(this.current);
  }

  private addFrame(frame: Frame, text: string, context: LineContext): void {
    if (this.awaitsEip) {
      this.eip = frame;
      this.awaitsEip = false;
      return;
    }
    if (this.current !== undefined && OUTERMOST.test(this.current.frames.at(-1)?.fn ?? '')) this.separate();
    if (this.current === undefined) this.openSingle(text, context);
    if (this.current === undefined) this.openHeadless(text, context);
    if (this.current !== undefined && this.current.frames.length < MAX_FRAMES) this.current.frames.push(frame);
  }

  /** A thread has ended; frames without a header after it are another's. */
  private separate(): void {
    if (!this.single && this.current !== undefined && this.current.frames.length > 0) this.current = undefined;
  }

  /** What began like the only stack of an older version was the first of several. */
  private noteHeadless(): void {
    if (!this.headless) this.notes.push('a stack without its header: lines are missing');
    this.headless = true;
    this.single = false;
  }

  private openHeadless(text: string, context: LineContext): void {
    if (this.single || this.expected !== undefined) return;
    this.noteHeadless();
    this.current = { tid: 0, frames: [], marked: false, cite: citeOf(text, context) };
    if (this.threads.length < MAX_THREADS) this.threads.push(this.current);
  }
}

/** What a reader of the threads must know is missing. `closed`: the section's end was seen. */
export function missingParts(stacks: StackReader, closed: boolean): string[] {
  const missing: string[] = [];
  if (stacks.single) missing.push('current thread only');
  else if (stacks.expected === undefined && stacks.threads.length > 0 && !closed) missing.push('the dump is cut off');
  if (stacks.expected !== undefined && stacks.expected.got < stacks.expected.of) {
    missing.push(`${stacks.expected.of - stacks.expected.got} of ${stacks.expected.of} threads did not answer`);
  }
  for (const note of stacks.notes) missing.push(note.includes('Reached the limit') ? 'more threads than the 50 that Redis can dump' : note);
  return missing;
}

/** The stacks of a report as a dump like a debugger's. */
export function dumpOf(report: CrashReport, stacks: StackReader, closed: boolean): ThreadDump {
  const program = stacks.threads.flatMap((thread) => thread.frames).find((frame) => /-(server|sentinel)$/.test(frame.object ?? ''))?.object;
  return {
    type: 'dump',
    source: 'redis-report',
    entry: report.entry,
    sub: report.sub,
    pid: report.pid,
    stamp: report.stamp,
    threads: stacks.threads,
    expected: stacks.expected,
    incomplete: missingParts(stacks, closed),
    allThreads: !stacks.single,
    program,
    cite: stacks.threads[0].cite,
  };
}
