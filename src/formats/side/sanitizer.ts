/**
 * Reports of the sanitizers of GCC and Clang (compiler-rt), written to stderr:
 *   ==23418==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000010 (pc 0x7fec… T0)
 *       #0 0x7fecc812b417 in bucket_refill /usr/src/ratelimit/ratelimit.c:8
 *   WARNING: ThreadSanitizer: data race (pid=4059)
 *   t_zset.c:1203:15: runtime error: signed integer overflow: …
 * Only the first stack of a report is kept: the later ones tell where memory was allocated or freed.
 * Not handled: reports without symbols beyond object and offset are kept as they are.
 */

import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import { baseName } from '../../model/origin.js';
import type { Frame, SanitizerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from './cite.js';

const MAX_FRAMES = 64;
const MAX_LINES = 5000;
const TOOLS: Record<string, SanitizerRecord['tool']> = {
  Address: 'asan',
  HWAddress: 'asan',
  Memory: 'msan',
  Leak: 'lsan',
  Thread: 'tsan',
  UndefinedBehavior: 'ubsan',
};
const HEAD = /^(?:==(\d{1,10})==\s?)?(?:ERROR|WARNING): (Address|HWAddress|Memory|Leak|Thread|UndefinedBehavior)Sanitizer: (.{1,2000})$/;
const DEADLY = /^(Address|Memory|UndefinedBehavior|Thread)Sanitizer:DEADLYSIGNAL$/;
const RUNTIME_ERROR = /^(\S{1,300}\.(?:c|h|cc|cpp|hpp|rs)):(\d{1,7}):\d{1,6}: runtime error: (.{1,1000})$/;
const FRAME = /^ {2,8}#(\d{1,4}) (?:(0x[0-9a-f]{1,16}) )?(?:in )?(.*)$/;
const SOURCE = /^(\S{1,400}\.(?:c|h|cc|cpp|hpp|S|rs)):(\d{1,7})(?::\d{1,5})?$/;
const OBJECT = /^(\S{1,400})\+(0x[0-9a-f]{1,16})$/;
/** `READ of size 8 at 0x602000000010 thread T0`, `Write of size 4 at … by thread T3`. */
const ACCESS = /^ {0,4}((?:READ|WRITE|Read|Write|Atomic read|Atomic write) of size \d{1,12})\b/;
/** Of the tools that only report, these end the process all the same. */
const DEADLY_ERROR = /^(?:SEGV|BUS|FPE|ILL|ABRT|TRAP|stack-overflow|CHECK failed|out-of-memory|allocation-size-too-big|calloc-overflow)\b/;
const BUILD_ID = / \(BuildId: [0-9a-f]{1,64}\)$/;

function parseFrame(text: string, context: LineContext): Frame | undefined {
  const found = text.length < 2000 ? FRAME.exec(text) : null;
  if (!found) return undefined;
  const frame: Frame = { line: context.line };
  if (found[2]) frame.address = found[2];
  // Clang prints function, source and object; GCC one of the two. Read from the right: function names may hold anything.
  let rest = found[3].replace(BUILD_ID, '');
  const bracket = rest.endsWith(')') ? rest.lastIndexOf('(') : -1;
  const object = bracket >= 0 ? OBJECT.exec(rest.slice(bracket + 1, -1)) : null;
  if (object) {
    Object.assign(frame, { object: baseName(object[1]), offset: object[2] });
    rest = rest.slice(0, bracket).trimEnd();
  }
  const blank = rest.lastIndexOf(' ');
  const source = SOURCE.exec(rest.slice(blank + 1));
  if (source) Object.assign(frame, { file: baseName(source[1]), fileLine: Number(source[2]) });
  if (source || rest.endsWith(' <null>')) rest = rest.slice(0, Math.max(blank, 0));
  const fn = rest.includes('(') ? rest.slice(0, rest.indexOf('(')).trim() : rest.trim();
  if (fn && fn !== '<null>') frame.fn = keep(fn, 300);
  return frame;
}

class SanitizerReader implements BlockReader {
  private readonly record: SanitizerRecord;
  private lines = 0;
  private firstStackOver = false;
  private summarised = false;

  constructor(
    tool: SanitizerRecord['tool'],
    private readonly deadly: boolean,
    /** One line of UBSan, with at most a stack below it. */
    private readonly short: boolean,
    text: string,
    context: LineContext,
  ) {
    const cite = citeOf(text, context);
    this.record = { type: 'sanitizer', tool, entry: context.entry, sub: context.sub, cite, pid: 0, error: '', frames: [] };
    this.head(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    this.lines += 1;
    if (this.lines > MAX_LINES) return 'refused';
    if (/^==\d{1,10}==ABORTING$/.test(text)) {
      this.record.fatal = true;
      return 'closed';
    }
    if (this.record.tool === 'msan' && text === 'Exiting') this.record.fatal = true;
    const access = ACCESS.exec(text);
    if (access) this.record.access ??= access[1];
    const blank = text.trim() === '';
    if (this.summarised) return blank || /^=+$/.test(text) ? 'taken' : 'refused';
    if (this.record.error !== '' && HEAD.test(text)) return 'refused';
    if (text.startsWith('SUMMARY: ')) this.summarised = true;
    const frame = parseFrame(text, context);
    if (!frame && this.short && !this.summarised && !blank) return 'refused';
    if (this.record.error === '') this.head(text, context);
    if (frame && !this.firstStackOver && this.record.frames.length < MAX_FRAMES) this.record.frames.push(frame);
    if (!frame && this.record.frames.length > 0) this.firstStackOver = true;
    return 'taken';
  }

  finish(): SanitizerRecord[] {
    return this.record.error !== '' || this.record.frames.length > 0 ? [this.record] : [];
  }

  private head(text: string, context: LineContext): void {
    const head = HEAD.exec(text);
    const error = head?.[3] ?? RUNTIME_ERROR.exec(text)?.[3];
    if (error === undefined) return;
    this.record.error = keep(error, 300);
    if (this.record.tool === 'asan' || this.deadly || DEADLY_ERROR.test(error)) this.record.fatal = true;
    this.record.cite = citeOf(text, context);
    this.record.pid = Number(head?.[1] ?? /\(pid=(\d{1,10})\)/.exec(text)?.[1] ?? 0);
  }
}

export const sanitizer: Format = {
  name: 'sanitizer',
  samples: [
    'AddressSanitizer:DEADLYSIGNAL',
    '==23418==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000010 (pc 0x7fecc812b417 bp 0x7fff4cd19050 sp 0x7fff4cd19038 T0)',
    '==77==ERROR: LeakSanitizer: detected memory leaks',
    'WARNING: ThreadSanitizer: data race (pid=4059)',
    't_zset.c:1203:15: runtime error: signed integer overflow: 9223372036854775807 + 1 cannot be represented in type long',
  ],
  open(text, context) {
    if (!text.includes('Sanitizer') && !text.includes(': runtime error: ')) return undefined;
    const deadly = DEADLY.exec(text);
    const kind = HEAD.exec(text)?.[2] ?? deadly?.[1] ?? (RUNTIME_ERROR.test(text) ? 'UndefinedBehavior' : undefined);
    const tool = kind === undefined ? undefined : TOOLS[kind];
    return tool ? new SanitizerReader(tool, deadly !== null, RUNTIME_ERROR.test(text), text, context) : undefined;
  },
};
