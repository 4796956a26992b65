import type { CrashReport, Frame, LastWords, LastWordsRecord, Stamp } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { keep, wrapperStamp } from '../side/cite.js';
import { withoutParameters } from './frames.js';
import { continueLastWords, parseLastWords } from './last-words.js';

/** Lines between what a library says and the report that its abort() causes: blank lines, a backtrace of its own, other processes. */
const MAX_DISTANCE = 40;
const MAX_PENDING = 8;
const MAX_RECORDS = 50;
/** What runtimes add to their last words. */
const REMARK =
  /^(?:note: (?:run with|Some details are omitted)|fatal runtime error: |stack backtrace:$|\*\*\* Check failure stack trace|thread panicked while |WARNING: All log messages before absl::|Aborted(?: \(core dumped\))?$|[! ]{8,}$)/;

/** Holds the last words of one sub-entry until a crash report follows, or none does. */
export class StderrWords {
  private pending: { words: LastWords; pid: number; line: number; sub: string; stamp: Stamp }[] = [];
  private records = 0;
  /** The last report, which what a shell says of the death behind it is about. */
  private reported: CrashReport | undefined;

  constructor(private readonly emit: (record: LastWordsRecord) => void) {}

  /** A line without header, outside of a report. */
  take(text: string, context: LineContext, pid: number): boolean {
    const last = this.pending.at(-1);
    if (
      last !== undefined &&
      context.line - last.line <= 6 &&
      (continueLastWords(last.words, text) || takeFrame(last.words, text, context))
    ) {
      last.line = context.line;
      return true;
    }
    const words = parseLastWords(text, context);
    if (words !== undefined && this.isKnown(words, context, last)) return true;
    if (words === undefined) return last !== undefined && context.line - last.line <= MAX_DISTANCE && REMARK.test(text);
    if (this.pending.length >= MAX_PENDING) this.release(this.pending.shift());
    this.pending.push({ words, pid, line: context.line, sub: context.sub, stamp: wrapperStamp(context) });
    return true;
  }

  /** Said again, or said by whoever ran the process, of a death that the lines before tell. */
  private isKnown(words: LastWords, context: LineContext, last: { words: LastWords; line: number; sub: string } | undefined): boolean {
    if (last !== undefined && last.sub === context.sub && context.line - last.line <= 6) {
      const again = words.what === last.words.what && words.message === last.words.message;
      if (words.what === 'signal') last.words.signal ??= words.signal;
      if (again || words.what === 'signal') {
        last.line = context.line;
        return true;
      }
    }
    const report = this.reported;
    if (words.what !== 'signal' || report === undefined || report.sub !== context.sub) return false;
    if (context.line - report.endLine > MAX_DISTANCE) return false;
    report.lastWords ??= [];
    if (report.lastWords.length < MAX_PENDING) report.lastWords.push(words);
    applyLastWords(report);
    return true;
  }

  /** A report is complete: what stands right before it was said by the process that it is about. */
  give(report: CrashReport): void {
    const near = this.pending.filter((item) => item.line <= report.cite.line && report.cite.line - item.line <= MAX_DISTANCE);
    this.pending = this.pending.filter((item) => !near.includes(item));
    this.reported = report;
    if (near.length > 0) report.lastWords = [...near.map((item) => item.words), ...(report.lastWords ?? [])];
    applyLastWords(report);
  }

  finish(): void {
    for (const item of this.pending) this.release(item);
    this.pending = [];
  }

  private release(item: { words: LastWords; pid: number; sub: string; stamp: Stamp } | undefined): void {
    if (item === undefined || this.records >= MAX_RECORDS) return;
    this.records++;
    const { words, pid, sub, stamp } = item;
    this.emit({ type: 'last-words', entry: words.cite.entry, sub, cite: words.cite, pid, stamp, words });
  }
}

const MAX_FRAMES = 64;
/** `    @     0x7a64be3dc7be  vmsdk::VerifyMainThread()` (abseil and glog symbolize.cc); `(unknown)` has no symbol. */
const CHECK_FRAME = /^ {2,8}@ +0x([0-9a-f]{4,16}) {1,4}(\S.{0,400})$/;

function takeFrame(words: LastWords, text: string, context: LineContext): boolean {
  if (words.by !== 'glog') return false;
  if (/^\*\*\* Check failure stack trace/.test(text)) return true;
  const match = CHECK_FRAME.exec(text);
  if (match === null) return false;
  words.frames ??= [];
  const frame: Frame = { line: context.line, address: `0x${match[1]}` };
  if (match[2] !== '(unknown)') frame.fn = keep(withoutParameters(match[2]), 200);
  if (words.frames.length < MAX_FRAMES) words.frames.push(frame);
  return true;
}

/** Below these functions stands what the server did when its handler was called. */
const HANDLER = /^(?:modulesCollectInfo|logModulesInfo|printCrashReport|sigsegvHandler)$/;

/** The stack of a failed CHECK is that of a report that has none. A CHECK that fails in the handler hides the fault that it was called for. */
export function useCheckStack(report: CrashReport): void {
  const words = report.lastWords?.find((item) => item.frames !== undefined);
  const frames = words?.frames ?? [];
  if (words === undefined || frames.length === 0 || report.dump !== undefined) return;
  const handler = frames.findLastIndex((frame) => HANDLER.test(frame.fn ?? ''));
  const first = frames.findIndex((frame) => HANDLER.test(frame.fn ?? ''));
  const own = first < 0 ? frames : frames.slice(0, first);
  const thread = { tid: 0, frames: own, marked: true, cite: words.cite };
  if (own.length > 0)
    report.dump = {
      type: 'dump',
      source: 'redis-report',
      entry: report.entry,
      sub: report.sub,
      pid: report.pid,
      stamp: report.stamp,
      threads: [thread],
      incomplete: ['current thread only'],
      allThreads: false,
      cite: words.cite,
    };
  const fault = handler < 0 ? undefined : frames.slice(handler + 1).find((frame) => frame.fn !== undefined);
  if (fault === undefined) return;
  report.nested = true;
  report.nestedFault ??= { text: `this CHECK failed while the handler reported a fault in ${fault.fn}`, cite: words.cite };
}

/** A signal that abort() or a trap raises; for any other one the words are only quoted. */
const OF_ABORT = new Set([4, 5, 6]);

/** Where SIGABRT has no effect (pid 1 of a container, before 6.2 installed its handler) abort() goes on to an instruction that the processor
 * refuses, and the report is about SIGSEGV in abort() (glibc stdlib/abort.c ABORT_INSTRUCTION). */
export function endsInAbort(report: CrashReport): boolean {
  return report.signal === 11 && /^(?:__GI_)?abort$/.test(report.eipFrame?.fn ?? '');
}

/** An abort() after a failed assertion of the C library is an assertion, after a Rust panic a panic, after bad_alloc an allocation that failed. */
export function applyLastWords(report: CrashReport): void {
  const words = report.lastWords?.find((item) => item.what !== 'abort' && item.what !== 'signal') ?? report.lastWords?.[0];
  if (words === undefined) return;
  if (words.what === 'signal' || words.what === 'page-size') {
    const isTold =
      report.signal !== undefined || report.assertion !== undefined || report.panic !== undefined || report.outOfMemory !== undefined;
    if (isTold && !report.unwritten) return;
    report.signal ??= words.signal;
    report.lines.words = words.cite;
    return;
  }
  if (!(report.signal === undefined || OF_ABORT.has(report.signal) || endsInAbort(report))) return;
  if (report.assertion !== undefined || report.panic !== undefined || report.outOfMemory !== undefined) return;
  if (report.siCode === 0 && report.killedBy !== undefined && report.killedBy.pid !== report.pid) return;
  report.lines.words = words.cite;
  switch (words.what) {
    case 'assertion':
      report.assertion = { expr: keep(words.message, 500), file: words.file ?? '', line: words.fileLine ?? 0 };
      report.lines.assertion ??= words.cite;
      return;
    case 'panic':
      report.panic = { message: words.message, file: words.file, line: words.fileLine };
      report.lines.panic ??= words.cite;
      return;
    case 'out-of-memory':
      report.outOfMemory = { bytes: words.bytes };
      report.lines.oom ??= words.cite;
      return;
    default:
      return;
  }
}
