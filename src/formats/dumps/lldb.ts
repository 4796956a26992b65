import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { Frame, Rec, Thread } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { baseName, buildDump, DumpBuilder, newThread } from './builder.js';
import { citeOf } from './cite.js';

/*
 * `lldb -p PID -o 'bt all'` (lldb 10 and later; Process::DumpThreads, frame-format of the default settings):
 *
 *   * thread #1, name = 'redis-server', stop reason = signal SIGSTOP
 *     * frame #0: 0x00007ff81c4d2c42 libsystem_kernel.dylib`kevent + 10
 *       frame #1: 0x0000000102f0a3c8 redis-server`aeProcessEvents(eventLoop=0x0000600001a04000, flags=27) at ae.c:417:19 [opt]
 *     thread #2, name = 'bio_close_file'
 *
 * Thread ids are read where printed (`tid = 0x1a03`). Not handled: registers, disassembly, Python summaries.
 */

const THREAD = /^[* ] thread #(\d{1,9})(?:[,:]|$)(.*)$/;
const FRAME = /^\s+\*? ?frame #(\d{1,7}): (0x[0-9a-fA-F]+)(?: (.*))?$/;
const PROCESS = /^Process (\d{1,10}) (?:stopped|launched|detached|exited)/;

function parseFrame(text: string, line: number): { number: number; frame: Frame } | undefined {
  const match = FRAME.exec(text);
  if (!match) return undefined;
  const frame: Frame = { line, address: match[2] };
  let rest = (match[3] ?? '').replace(/ \[(?:opt|inlined|artificial)\]/g, '');
  const tick = rest.indexOf('`');
  if (tick >= 0) {
    frame.object = baseName(rest.slice(0, tick));
    rest = rest.slice(tick + 1);
  }
  const place = /^(.*) at ([^\s:]+):(\d{1,9})(?::\d+)?$/.exec(rest);
  if (place) {
    frame.file = place[2].slice(-200);
    frame.fileLine = Number(place[3]);
    rest = place[1];
  }
  const offset = /^(.*) \+ (\d{1,12})$/.exec(rest);
  if (offset) {
    frame.offset = `0x${Number(offset[2]).toString(16)}`;
    rest = offset[1];
  }
  const open = rest.indexOf('(');
  if (open > 0) frame.args = rest.slice(open + 1, rest.endsWith(')') ? -1 : undefined).slice(0, 300);
  const name = (open > 0 ? rest.slice(0, open) : rest).trim();
  if (name && !name.startsWith('___lldb_unnamed_symbol')) frame.fn = name.slice(0, 200);
  return { number: Number(match[1]), frame };
}

class LldbReader implements BlockReader {
  private readonly records: Rec[] = [];
  private builder = new DumpBuilder();
  private thread: Thread | undefined;
  private pid = 0;
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
    const process = PROCESS.exec(text);
    if (process) {
      this.pid = Number(process[1]);
      return 'taken';
    }
    const header = THREAD.exec(text);
    if (header) {
      this.startThread(Number(header[1]), header[2], text, context);
      return 'taken';
    }
    const parsed = parseFrame(text, context.line);
    if (parsed) {
      if (this.thread && parsed.number === this.thread.frames.length) this.builder.push(this.thread, parsed.frame, text, context);
      return 'taken';
    }
    return text.trim() === '' || text.startsWith('(lldb)') || text.startsWith('Target ') ? 'taken' : 'refused';
  }

  finish(): Rec[] {
    this.emit();
    return this.records;
  }

  private startThread(number: number, rest: string, text: string, context: LineContext): void {
    if (this.seen.has(number)) {
      // `Process N stopped` shows the selected thread with one frame before `bt all` shows everything.
      if (this.builder.threads.length > 1) this.emit();
      this.builder = new DumpBuilder();
      this.seen.clear();
      this.cite = citeOf(text, context);
    }
    this.seen.add(number);
    const tid = /\btid = (0x[0-9a-f]+|\d+)/.exec(rest);
    const name = /\bname = '([^']{1,64})'/.exec(rest);
    const thread = newThread(tid ? Number(tid[1]) : 0, citeOf(text, context));
    thread.number = number;
    if (name) thread.name = name[1];
    this.thread = this.builder.add(thread) ? thread : undefined;
  }

  private emit(): void {
    if (this.builder.threads.length === 0) return;
    // lldb numbers the main thread 1 and prints no id of it on Linux, where it equals the pid.
    const main = this.builder.threads.find((thread) => thread.number === 1);
    if (main && main.tid === 0) main.tid = this.pid;
    const allThreads = this.builder.threads.length > 1;
    this.records.push(buildDump({ source: 'gdb', context: this.context, cite: this.cite, pid: this.pid, allThreads }, this.builder));
  }
}

export const LLDB: Format = {
  name: 'lldb',
  samples: ["* thread #1, name = 'redis-server', stop reason = signal SIGSTOP", "  thread #2, name = 'bio_close_file'"],
  open(text, context) {
    if (!THREAD.test(text) && !text.startsWith('(lldb) ') && !PROCESS.test(text)) return undefined;
    const reader = new LldbReader(text, { entry: context.entry, sub: context.sub }, context);
    reader.line(text, context);
    return reader;
  },
};
