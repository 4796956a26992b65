import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { Frame, Rec, Thread } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { baseName, buildDump, DumpBuilder, newThread } from './builder.js';
import { citeOf } from './cite.js';

/*
 * `eu-stack -p PID` and `eu-stack --core FILE` (elfutils, src/stack.c):
 *
 *   PID 16057 - process
 *   TID 16057:
 *   #0  0x00007f2eb5f6a545 clock_nanosleep@GLIBC_2.2.5
 *   #1  0x00007f2eb5f6ee53 __nanosleep
 *   eu-stack: dwfl_thread_getframes tid 16058 at 0x0 in <unknown>: No DWARF information found
 *
 * Thread names and arguments are not printed, inlined frames only with -i. Also read: `-m` (` - /lib/libc.so.6` behind
 * the symbol), `-s` (a line with the source below the frame), `-v` (` - 1` behind the address), `-b` (a line with build id, base and offset below it:
 *     [93ac61ec5a8eb1396f9fbd350e3169a558528a40]@0x7f5acee1e000+0x8612b).
 */

const HEAD = /^PID (\d{1,10}) - (process|core)\s*$/;
const THREAD = /^TID (\d{1,10}):\s*$/;
const FRAME = /^#(\d{1,7})\s+(0x[0-9a-fA-F]+)(?: - 1)?(.*)$/;

const BUILD = /^ {4}\[[0-9a-f]{2,80}\]@0x[0-9a-f]{1,16}\+(0x[0-9a-f]{1,16})$/;

function parseFrame(text: string, line: number): Frame | undefined {
  const match = FRAME.exec(text);
  if (!match) return undefined;
  const frame: Frame = { line, address: match[2] };
  const rest = match[3].trim();
  const module = rest.startsWith('- ') ? 0 : rest.indexOf(' - ');
  const name = module < 0 ? rest : rest.slice(0, module);
  if (name) frame.fn = name.slice(0, 200);
  if (module >= 0) {
    const object = baseName(rest.slice(module).replace(/^\s*- /, ''));
    if (object && object !== '1') frame.object = object;
  }
  return frame;
}

class EuStackReader implements BlockReader {
  private readonly records: Rec[] = [];
  private builder = new DumpBuilder();
  private thread: Thread | undefined;
  private pid = 0;
  private core = false;
  private nextFrame = 0;
  private cite;
  private readonly seen = new Set<number>();

  constructor(
    text: string,
    private readonly context: { entry: string; sub: string },
    lineContext: LineContext,
  ) {
    this.cite = citeOf(text, lineContext);
  }

  line(text: string, context: LineContext): BlockAnswer {
    const head = HEAD.exec(text);
    if (head) {
      if (this.builder.threads.length > 0) this.nextDump(text, context);
      this.pid = Number(head[1]);
      this.core = head[2] === 'core';
      return 'taken';
    }
    const thread = THREAD.exec(text);
    if (thread) {
      this.startThread(Number(thread[1]), text, context);
      return 'taken';
    }
    if (text.startsWith('eu-stack: ')) {
      if (text.includes('maximum number of frames')) this.builder.notes.add('eu-stack cut stacks at its frame limit (-n)');
      return 'taken';
    }
    if (this.thread && text.charCodeAt(0) === 35 /* # */) return this.frameLine(text, context);
    if (this.thread && text.startsWith('    ')) return this.sourceLine(text);
    return 'refused';
  }

  finish(): Rec[] {
    this.emit();
    return this.records;
  }

  /** A number that does not grow begins the stack of a thread whose header is lost. */
  private frameLine(text: string, context: LineContext): BlockAnswer {
    const frame = parseFrame(text, context.line);
    if (!frame) return 'refused';
    const number = Number(/^#(\d+)/.exec(text)?.[1]);
    if (number < this.nextFrame) {
      this.builder.notes.add('a stack without its header: lines are missing');
      this.thread = newThread(0, citeOf(text, context));
      this.builder.add(this.thread);
    }
    this.nextFrame = number + 1;
    this.builder.push(this.thread!, frame, text, context);
    return 'taken';
  }

  /** `    ../nptl/lowlevellock.c:49:7`, printed by `-s` below a frame. */
  private sourceLine(text: string): BlockAnswer {
    const built = BUILD.exec(text);
    if (built) {
      const below = this.thread?.frames.at(-1);
      if (below && below.fn === undefined) below.offset ??= built[1];
      return 'taken';
    }
    const place = /^\s+(\S.*?):(\d{1,9})(?::\d+)?$/.exec(text.slice(0, 400));
    const frame = this.thread?.frames.at(-1);
    if (!place || !frame) return 'refused';
    frame.file = place[1].slice(-200);
    frame.fileLine = Number(place[2]);
    return 'taken';
  }

  private startThread(tid: number, text: string, context: LineContext): void {
    if (this.seen.has(tid)) this.nextDump(text, context);
    this.seen.add(tid);
    this.nextFrame = 0;
    const thread = newThread(tid, citeOf(text, context));
    this.thread = this.builder.add(thread) ? thread : undefined;
  }

  private nextDump(text: string, context: LineContext): void {
    this.emit();
    this.builder = new DumpBuilder();
    this.thread = undefined;
    this.seen.clear();
    this.cite = citeOf(text, context);
  }

  private emit(): void {
    if (this.builder.threads.length === 0) return;
    const source = this.core ? 'eu-stack-core' : 'eu-stack';
    const allThreads = this.builder.threads.length > 1;
    this.records.push(buildDump({ source, context: this.context, cite: this.cite, pid: this.pid, allThreads }, this.builder));
  }
}

export const EU_STACK: Format = {
  name: 'eu-stack',
  samples: ['PID 16057 - process', 'PID 14974 - core', 'TID 16057:'],
  open(text, context) {
    if (!HEAD.test(text) && !THREAD.test(text)) return undefined;
    const reader = new EuStackReader(text, { entry: context.entry, sub: context.sub }, context);
    reader.line(text, context);
    return reader;
  },
};
