import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { Frame, Rec, Stamp, Thread } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { baseName, buildDump, DumpBuilder, newThread } from './builder.js';
import { citeOf } from './cite.js';

/*
 * What the system itself keeps of a process that died:
 *
 *   Process 34522 (redis-server) of user 970 dumped core.                      systemd-coredump 215 and later (coredump.c), in the journal,
 *   Stack trace of thread 34522:                                              and as the message of `coredumpctl info`, which has
 *   #0  0x00007f3bdb46c615 raise (libc.so.6 + 0x3d615)                        `Signal: 6 (ABRT)` above
 *
 *   Process:               redis-server [4298]                                 the crash reporter of macOS up to 11 (.crash files)
 *   Date/Time:             2020-11-17 21:35:24.481 -0500
 *   Exception Type:        EXC_BAD_ACCESS (SIGSEGV)
 *   Thread 0 Crashed:: Dispatch queue: com.apple.main-thread
 *   1   redis-server                  	0x000000010e3cd0d5 createPidFile + 53
 *
 * Only processes with a name of a server are read. Not handled: the JSON of macOS 12 (.ips), registers and binary images.
 */

const SERVER = /^(?:redis|valkey|keydb)/;
const DUMPED = /^\s*(?:Message: +)?Process (\d{1,10}) \(([\w.-]{1,64})\) of user \d{1,10} dumped core\.$/;
const LISTED = /^ {6,14}PID: (\d{1,10}) \(([\w.-]{1,64})\)$/;
const MAC = /^Process: {3,}([\w.-]{1,64}) \[(\d{1,10})\]$/;
const SIGNAL = /^ {6,14}Signal: \d{1,3} \(([A-Z]{2,8})\)/;
const MAC_SIGNAL = /^Exception Type: +\w{1,40} \((SIG[A-Z]{2,8})\)/;
const MAC_TIME = /^Date\/Time: +(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d{0,6} ([+-]\d\d)(\d\d)$/;
const THREAD = /^\s*Stack trace of thread (\d{1,10}):$/;
const MAC_THREAD = /^Thread (\d{1,6})( Crashed)?:(?:: .{0,200}| *)$/;
const FRAME = /^\s*#\d{1,4} +0x([0-9a-f]{4,16}) (\S.{0,400}) \(([^()\s]{1,200}) \+ (0x[0-9a-f]{1,16})\)$/;
const MAC_FRAME = /^\d{1,4} +(\S{1,120})\s+0x0*([0-9a-f]{1,16}) (\S.{0,400}?)(?: \+ (\d{1,12}))?$/;
const MAX_LINES = 4000;

class SystemCrashReader implements BlockReader {
  private readonly builder = new DumpBuilder();
  private readonly context: { entry: string; sub: string };
  private readonly cite;
  private current: Thread | undefined;
  private signal: { signal: string; cite: ReturnType<typeof citeOf> } | undefined;
  private stamp: Stamp | undefined;
  private lines = 0;

  constructor(
    text: string,
    context: LineContext,
    private readonly pid: number,
    private readonly program: string,
    private readonly mac: boolean,
  ) {
    this.context = { entry: context.entry, sub: context.sub };
    this.cite = citeOf(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (++this.lines > MAX_LINES) return 'refused';
    if (this.mac) return this.macLine(text, context);
    const head = THREAD.exec(text);
    if (head !== null) {
      this.open(Number(head[1]), text, context, this.builder.threads.length === 0);
      return 'taken';
    }
    const signal = SIGNAL.exec(text);
    if (signal !== null) this.signal ??= { signal: `SIG${signal[1]}`, cite: citeOf(text, context) };
    const found = FRAME.exec(text);
    if (found !== null) {
      const frame: Frame = { line: context.line, address: `0x${found[1]}`, object: baseName(found[3]), offset: found[4] };
      this.push(found[2] === 'n/a' ? frame : { ...frame, fn: found[2] }, text, context);
      return 'taken';
    }
    // Nothing but indented lines belongs to it: fields of coredumpctl, modules and their build ids.
    return text.trim() === '' || /^\s{2,}/.test(text) || /^(?:Module |Found module |ELF object binary)/.test(text) ? 'taken' : 'refused';
  }

  private macLine(text: string, context: LineContext): BlockAnswer {
    if (/^Binary Images:/.test(text)) return 'closed';
    const signal = MAC_SIGNAL.exec(text);
    if (signal !== null) this.signal ??= { signal: signal[1], cite: citeOf(text, context) };
    const time = MAC_TIME.exec(text);
    const wallMs = time === null ? Number.NaN : Date.parse(`${time[1]}T${time[2]}${time[3]}:${time[4]}`);
    if (Number.isFinite(wallMs)) this.stamp = { wallMs, basis: 'absolute' };
    const head = MAC_THREAD.exec(text);
    if (head !== null) {
      this.open(0, text, context, head[2] !== undefined, Number(head[1]) + 1);
      return 'taken';
    }
    const found = this.current === undefined ? null : MAC_FRAME.exec(text);
    if (found !== null) {
      const object = found[1] === '???' ? {} : { object: found[1] };
      const frame: Frame = { line: context.line, address: `0x${found[2]}`, ...object };
      const named = found[3] !== '???' && found[3] !== found[1] && !found[3].startsWith('0x');
      const offset = found[4] === undefined ? {} : { offset: `0x${Number(found[4]).toString(16)}` };
      this.push({ ...frame, ...(named ? { fn: found[3] } : {}), ...offset }, text, context);
    }
    return 'taken';
  }

  private open(tid: number, text: string, context: LineContext, marked: boolean, number?: number): void {
    const thread = newThread(tid, citeOf(text, context));
    thread.marked = marked;
    if (number !== undefined) thread.number = number;
    this.current = this.builder.add(thread) ? thread : undefined;
  }

  private push(frame: Frame, text: string, context: LineContext): void {
    if (this.current !== undefined) this.builder.push(this.current, frame, text, context);
  }

  finish(): Rec[] {
    if (this.builder.threads.length === 0) return [];
    const { context, cite, pid, program } = this;
    const dump = buildDump({ source: 'gdb-core', context, cite, pid, program, allThreads: this.builder.threads.length > 1 }, this.builder);
    if (this.signal !== undefined) dump.terminatedBy = this.signal;
    if (this.stamp !== undefined) dump.stamp = this.stamp;
    return [dump];
  }
}

export const SYSTEM_CRASH: Format = {
  name: 'system-crash',
  samples: [
    'Process 34522 (redis-server) of user 970 dumped core.',
    'Process:               redis-server [4298]',
    '           PID: 34522 (redis-server)',
  ],
  open(text, context) {
    const mac = MAC.exec(text);
    const found = mac ?? DUMPED.exec(text) ?? LISTED.exec(text);
    if (found === null) return undefined;
    const [program, pid] = mac === null ? [found[2], found[1]] : [found[1], found[2]];
    return SERVER.test(program) ? new SystemCrashReader(text, context, Number(pid), program, mac !== null) : undefined;
  },
};
