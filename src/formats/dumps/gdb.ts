import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { Frame, Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf } from './cite.js';
import { completeFrame, isUnfinished, parseGdbFrame } from './gdb-frame.js';
import {
  isGdbChatter,
  isGdbOpening,
  isSampleBoundary,
  parseDeath,
  parseInfoRow,
  parseLockWord,
  parseTarget,
  parseThreadHeader,
  parseToolCall,
} from './gdb-lines.js';
import { GdbPicture, type GdbSession, programOf } from './gdb-session.js';

/*
 * `gdb -p PID -batch -ex 'thread apply all bt'` and its relatives, live or on a core file:
 *
 *   [New LWP 16058]
 *   Thread 39 (Thread 0x7f2e9647e6c0 (LWP 17867) "workers-4065"):
 *   #0  futex_wait (private=0, expected=2, futex_word=0x55ffb0a41760 <moduleGIL.lto_priv.0>) at ../sysdeps/nptl/futex-internal.h:146
 *   #5  RM_ThreadSafeContextLock (ctx=<optimized out>) at /usr/src/redis/src/module.c:8589
 *   [Inferior 1 (process 16057) detached]
 *
 * Printed by gdb 7 to 15 (thread.c, stack.c, infcmd.c); gstack and the older pstack are gdb with the chatter removed.
 * Also read: `bt full` (locals are skipped), `info threads`, `bt` of the current thread, words of a mutex (`x/4w`), a
 * printed barrier. A repeated command gives a second dump. Not handled: registers as values, disassembly, Python frames.
 */

/** Unknown lines inside a session: two in a row are taken (a warning of a plugin, a blank), the third ends it. */
const UNKNOWN_TOLERATED = 2;
const MAX_WRAPPED = 4096;

const newSession = (): GdbSession => ({ pid: 0, core: false, lwps: 0, attached: false });

class GdbReader implements BlockReader {
  private readonly records: Rec[] = [];
  private readonly context: { entry: string; sub: string };
  private session = newSession();
  private picture: GdbPicture;
  private unknown = 0;
  private ended = false;
  /** A frame whose line gdb wrapped, waiting for its rest. */
  private wrapped: { text: string; first: string; context: LineContext } | undefined;
  private ranSince = false;
  private boundary = false;
  private print: { count?: number; received?: number } | undefined;

  constructor(text: string, context: LineContext) {
    this.context = { entry: context.entry, sub: context.sub };
    this.picture = new GdbPicture(citeOf(text, context));
  }

  line(raw: string, context: LineContext): BlockAnswer {
    if (this.ended && raw.trim() !== '') {
      if (!isGdbOpening(raw)) return 'refused';
      this.ended = false;
    }
    const text = stripPrompt(raw);
    if (this.wrapped && this.continueFrame(text)) return 'taken';
    this.flushFrame();
    if (this.recognise(text, context)) {
      this.unknown = 0;
      return 'taken';
    }
    if (raw.trim() === '' || raw.startsWith('(gdb)')) return 'taken';
    if (this.session.lwps === 0 && this.session.terminatedBy === undefined && this.picture.empty) return 'refused';
    return ++this.unknown > UNKNOWN_TOLERATED ? 'refused' : 'taken';
  }

  finish(): Rec[] {
    this.flushFrame();
    this.endPicture();
    return this.records;
  }

  private recognise(text: string, context: LineContext): boolean {
    const first = text.charCodeAt(0);
    if (first === 35 /* # */ && this.frameLine(text, context)) return true;
    if (first === 32 || first === 9 || first === 42 /* * */) return this.indented(text, context);
    if (first === 91 /* [ */ && this.bracket(text, context)) return true;
    if ((first === 84 /* T */ || first === 76) /* L */ && this.header(text, context)) return true;
    if (first === 48 /* 0 */ && this.lockWord(text, context)) return true;
    if (first === 36 /* $ */ && this.startPrint(text, context)) return true;
    if (first === 125 /* } */) {
      this.endPrint();
      return true;
    }
    if (this.isBetween(text, context)) return true;
    this.sessionLine(text, context);
    return isGdbChatter(text);
  }

  private header(text: string, context: LineContext): boolean {
    const header = parseThreadHeader(text);
    if (!header) return false;
    if (this.picture.repeats(header)) {
      // Under one attach the process stands still: the same command again shows the same moment.
      const sameStop = this.session.attached && !this.ranSince;
      this.nextPicture(text, context);
      this.picture.sameStop = sameStop;
    }
    this.ranSince = false;
    this.boundary = false;
    if (header.process) this.session.pid ||= header.tid;
    this.picture.startThread(header, text, context);
    return true;
  }

  private frameLine(text: string, context: LineContext): boolean {
    if (!/^#\d+\s/.test(text)) return false;
    if (isUnfinished(text)) {
      this.wrapped = { text, first: text, context: { ...context } };
      return true;
    }
    this.takeFrame(text, text, context);
    return true;
  }

  private takeFrame(whole: string, first: string, context: LineContext): void {
    const parsed = parseGdbFrame(whole, context.line);
    if (!parsed) return;
    if (parsed.number === 0 && this.picture.isNextSample(parsed.frame, this.boundary)) this.nextPicture(first, context);
    this.boundary = false;
    this.picture.frame(parsed.number, parsed.frame, first, context);
    this.lastFrame = parsed.frame;
  }

  private lastFrame: Frame | undefined;

  /** gdb wraps at the terminal's width and indents the rest by four blanks; locals of `bt full` by eight. */
  private continueFrame(text: string): boolean {
    const wrapped = this.wrapped!;
    if (!text.startsWith('    ') || text.startsWith('        ') || wrapped.text.length > MAX_WRAPPED) return false;
    wrapped.text = `${wrapped.text.trimEnd()} ${text.trim()}`;
    if (!isUnfinished(wrapped.text)) this.flushFrame();
    return true;
  }

  private flushFrame(): void {
    const wrapped = this.wrapped;
    if (!wrapped) return;
    this.wrapped = undefined;
    this.takeFrame(wrapped.text, wrapped.first, wrapped.context);
  }

  private indented(text: string, context: LineContext): boolean {
    const row = parseInfoRow(text);
    if (row) {
      if (row.header.process && row.current) this.session.pid ||= row.header.tid;
      this.picture.infoRow(row.header, row.frame, row.current, text, context);
      return true;
    }
    if (this.print) this.readPrint(text);
    else if (this.lastFrame) completeFrame(this.lastFrame, text);
    return true;
  }

  private bracket(text: string, context: LineContext): boolean {
    if (text.startsWith('[New ')) {
      // Threads are announced when gdb attaches: a second list after stacks is a second session.
      if (!this.picture.empty && this.session.lwps > 0) this.nextSession(text, context);
      this.session.lwps++;
      this.session.attached = true;
      return true;
    }
    const target = /^\[(?:Switching to thread|Current thread is) (\d+) \((.*)\)\]/.exec(text);
    if (target) {
      this.picture.switchTo({ number: Number(target[1]), ...parseTarget(target[2]) }, text, context);
      return true;
    }
    const detached = /^\[Inferior \d+ \(process (\d{1,10})\) detached\]/.exec(text);
    if (detached) this.detach(Number(detached[1]));
    return isGdbChatter(text);
  }

  /** Between two samples: the next stack without a header is another picture, and behind another command perhaps of another process. */
  private isBetween(text: string, context: LineContext): boolean {
    const pid = parseToolCall(text);
    if (pid === undefined) {
      if (!isSampleBoundary(text)) return false;
      this.boundary = true;
      this.ranSince = true;
      return true;
    }
    if (!this.picture.empty) this.nextSession(text, context);
    this.session = { ...newSession(), pid };
    return true;
  }

  private sessionLine(text: string, context: LineContext): void {
    if (text.startsWith('Core was generated by')) {
      this.session.core = true;
      this.session.program = programOf(text.slice(21));
      return;
    }
    const signal = parseDeath(text);
    if (signal) {
      if (!this.picture.empty) this.nextPicture(text, context);
      this.newStop();
      this.session.terminatedBy = { signal, cite: citeOf(text, context) };
    }
    if (/^(?:Continuing|Program received|Thread \d.* received)/.test(text)) this.newStop();
    const process = /^(?:Attaching to|Detaching from)(?: program: (.*),)? process (\d{1,10})/.exec(text);
    if (!process) return;
    this.session.attached = true;
    if (process[1]) this.session.program = programOf(process[1]);
    this.session.pid = Number(process[2]);
    if (text.startsWith('Det')) this.detach(this.session.pid);
  }

  /** The process has run since the last stack: the next one is another sample. */
  private newStop(): void {
    this.ranSince = true;
  }

  private lockWord(text: string, context: LineContext): boolean {
    const word = parseLockWord(text);
    if (!word) return false;
    if (this.picture.lockWords.length < 64) this.picture.lockWords.push({ ...word, cite: citeOf(text, context) });
    return true;
  }

  private startPrint(text: string, context: LineContext): boolean {
    if (!/^\$\d+ = /.test(text)) return false;
    this.print = {};
    this.printCite = citeOf(text, context);
    this.readPrint(text);
    if (!text.endsWith('{')) this.endPrint();
    return true;
  }
  private printCite = { entry: '', line: 0, offset: 0, text: '' };

  /** RediSearch's barrier_t (deps/thpool/barrier.h): `count = 8, received = 0`. */
  private readPrint(text: string): void {
    const count = /(?:^\s*|, )count = (\d{1,6})(?:,|\}|$)/.exec(text);
    if (count) this.print!.count = Number(count[1]);
    const received = /(?:^\s*|, )received = (\d{1,6})(?:,|\}|$)/.exec(text);
    if (received) this.print!.received = Number(received[1]);
  }

  private endPrint(): void {
    const { count, received } = this.print ?? {};
    this.print = undefined;
    if (count !== undefined && received !== undefined && count > 0) this.picture.barrier = { count, received, cite: this.printCite };
  }

  private detach(pid: number): void {
    this.session.pid = pid;
    this.endPicture();
    this.session = newSession();
    this.ended = true;
  }

  private nextSession(text: string, context: LineContext): void {
    this.nextPicture(text, context);
    this.session = newSession();
  }

  private nextPicture(text: string, context: LineContext): void {
    this.endPicture();
    this.picture = new GdbPicture(citeOf(text, context));
  }

  private endPicture(): void {
    const dump = this.picture.finish(this.session, this.context);
    if (dump) this.records.push(dump);
    this.picture = new GdbPicture(this.picture.cite);
  }
}

/** Commands typed at the prompt are echoed before their output in a terminal's scrollback. */
function stripPrompt(text: string): string {
  let rest = text;
  while (rest.startsWith('(gdb) ')) rest = rest.slice(6);
  return rest;
}

export const GDB: Format = {
  name: 'gdb',
  samples: [
    '[New LWP 16058]',
    'Thread 39 (Thread 0x7f2e9647e6c0 (LWP 17867) "workers-4065"):',
    'Thread 2 (LWP 123):',
    'Thread 1 (process 4059):',
    '#0  0x00007f8b53893545 in __GI___clock_nanosleep (clock_id=0) at ../sysdeps/unix/sysv/linux/clock_nanosleep.c:48',
    '* 1    Thread 0x7f2eb5e991c0 (LWP 16057) "redis-server"    0x00007f2eb5f6a545 in __GI___clock_nanosleep (clock_id=0)',
    '  Id   Target Id                                           Frame ',
    "Core was generated by `/opt/valkey-9.1.2/bin/valkey-server 127.0.0.1:6379            '.",
    '$ sudo pstack 16495',
    'Program terminated with signal SIGSEGV, Segmentation fault.',
    'Thread 1 "redis-server" received signal SIGABRT, Aborted.',
    '0x55e7be960760 <moduleGIL.lto_priv.0>:\t2\t0\t4059\t1',
  ],
  open(text, context) {
    if (!isGdbOpening(text)) return undefined;
    const reader = new GdbReader(text, context);
    reader.line(text, context);
    return reader;
  },
};
