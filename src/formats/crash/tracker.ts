import type { Cite } from '../../model/origin.js';
import type { Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, wrapperStamp } from '../side/cite.js';
import { parseRedisFrame } from './frames.js';
import { detectHandlerDump, HandlerDumpReader } from './handler-dump.js';
import { bareSignalLine, detectEnd, detectOpeningMessage, detectStart, parseHeading } from './message-kinds.js';
import { CrashReader, type Printer } from './report.js';
import { StderrWords } from './stderr-words.js';

/** Prefixed lines of others after which an unfinished report is taken for over. */
const MAX_FOREIGN_LINES = 500;
/** Headings that only a crash report has: one without START before it begins a report whose head is missing. */
const HEADLESS = new Set([
  'STACK TRACE',
  'REGISTERS',
  'INFO OUTPUT',
  'CLIENT LIST OUTPUT',
  'CURRENT CLIENT INFO',
  'MODULES INFO OUTPUT',
  'FAST MEMORY TEST',
  'DUMPING CODE AROUND EIP',
]);
/** Only the memory test of a report prints it (debug.c memtest_test_linux_anonymous_maps). */
const MEMORY_TEST = /^\*\*\* Preparing to test memory region [0-9a-f]{1,16} \(\d+ bytes\)$/;
/** The handler says that it faulted itself (debug.c sigsegvHandler, 7.2+): the report that follows is not about the first fault. */
const RECURSIVE = 'Crashed running signal handler';
/** A report follows what was being printed when the handler faulted within so many lines. */
const MAX_PRINTING_DISTANCE = 6;
const OUT_OF_MEMORY = /^Out Of Memory allocating (\d{1,20}) bytes/;
/** The allocator's handler prints its line directly in front of the report. */
const MAX_OOM_DISTANCE = 50;

/** Follows the crash reports and handler dumps of one sub-entry: at most one of them is open. Records go to `emit`. */
export class CrashTracker {
  private crash: CrashReader | undefined;
  private dump: HandlerDumpReader | undefined;
  private foreign = 0;
  private outOfMemory: { pid: number; bytes: string; cite: Cite } | undefined;
  private lastHandler: Printer | undefined;

  private hasReported = false;
  /** What a signal handler was printing when it faulted, before the report of that fault. */
  private printing: { text: string; cite: Cite; pid: number } | undefined;
  private readonly words: StderrWords;

  constructor(private readonly emit: (record: Rec) => void) {
    this.words = new StderrWords(emit);
  }

  get active(): boolean {
    return this.crash !== undefined || this.dump !== undefined;
  }

  /** A prefixed line. True when the crash handler of an open report printed it. */
  prefixed(text: string, printer: Printer, context: LineContext): boolean {
    if (this.dump !== undefined && this.endsDump(text, printer)) return true;
    if (printer.handler) {
      this.lastHandler = printer;
      if (this.crash === undefined && text.startsWith(RECURSIVE)) this.printing = { text, cite: citeOf(text, context), pid: printer.pid };
    }
    const crash = this.crash;
    if (crash === undefined) return false;
    if (crash.prefixed(text, printer, context) === 'taken') {
      this.foreign = 0;
      return true;
    }
    if (crash.secondStart !== undefined && crash.report.pid !== 0 && printer.pid !== crash.report.pid) {
      const start = crash.secondStart;
      this.closeCrash();
      this.crash = new CrashReader(start, context);
      return this.crash.prefixed(text, printer, context) === 'taken';
    }
    if (crash.ended || ++this.foreign > MAX_FOREIGN_LINES) this.closeCrash();
    return false;
  }

  /** A prefixed line that no open report took: does it begin one? */
  opensWith(text: string, printer: Printer, context: LineContext): boolean {
    const memory = OUT_OF_MEMORY.exec(text);
    if (memory !== null) this.outOfMemory = { pid: printer.pid, bytes: memory[1], cite: citeOf(text, context) };
    if (!detectOpeningMessage(text)) return false;
    this.closeCrash();
    this.crash = new CrashReader(citeOf(text, context), context);
    return this.crash.prefixed(text, printer, context) === 'taken';
  }

  /** A line without prefix. True when it belongs to a report or a dump, or begins one. */
  raw(text: string, context: LineContext, currentPid: number): boolean {
    if (this.dump !== undefined) {
      if (this.dump.raw(text, context)) return true;
      this.closeDump();
    }
    if (this.crash !== undefined) {
      if (this.crash.raw(text, context) === 'taken') {
        this.foreign = 0;
        return true;
      }
      this.closeCrash();
    }
    return this.opensRaw(text, context, currentPid) || this.words.take(text, context, currentPid);
  }

  /** The start banner of a server: whatever was open is over. */
  banner(): void {
    this.closeCrash();
    this.closeDump();
  }

  finish(): void {
    this.closeCrash(this.foreign === 0);
    this.closeDump();
    this.words.finish();
  }

  private opensRaw(text: string, context: LineContext, currentPid: number): boolean {
    const source = detectHandlerDump(text);
    if (source !== undefined) {
      this.printing = { text, cite: citeOf(text, context), pid: this.lastHandler?.pid ?? currentPid };
      const stamp = this.lastHandler?.stamp ?? { wallMs: Number.NaN, basis: 'none' as const };
      this.dump = new HandlerDumpReader(source, citeOf(text, context), context.sub, this.lastHandler?.pid ?? currentPid, stamp);
      return true;
    }
    if (isLoneFrame(text, context)) {
      const stamp = wrapperStamp(context);
      this.dump = new HandlerDumpReader('redis-report', citeOf(text, context), context.sub, currentPid, stamp);
      this.dump.raw(text, context);
      return true;
    }
    const inLog = currentPid > 0;
    const heading = parseHeading(text);
    if (detectStart(text) || (heading !== undefined && HEADLESS.has(heading)) || (!inLog && bareSignalLine(text) !== undefined)) {
      this.crash = new CrashReader(citeOf(text, context), context, inLog);
      this.foreign = 0;
      this.crash.raw(text, context);
      return true;
    }
    // The end of a report whose beginning is not in the input; of one that was read it says nothing new.
    if (detectEnd(text) && !this.hasReported) {
      this.crash = new CrashReader(citeOf(text, context), context, inLog);
      this.crash.raw(text, context);
      return true;
    }
    if (MEMORY_TEST.test(text)) {
      this.crash = new CrashReader(citeOf(text, context), context, inLog);
      this.foreign = 0;
      this.crash.begin('FAST MEMORY TEST', context);
      return true;
    }
    return false;
  }

  private endsDump(text: string, printer: Printer): boolean {
    if (!printer.handler || this.dump === undefined) return false;
    if (/^-{8}$/.test(text)) this.dump.adopt(printer.pid, printer.stamp);
    if (printer.pid !== this.dump.pid) return false;
    const isEnd = /^-{8}$/.test(text);
    this.closeDump();
    return isEnd;
  }

  private closeDump(): void {
    const record = this.dump?.finish();
    this.dump = undefined;
    if (record !== undefined) {
      this.printing = undefined;
      this.emit(record);
    }
  }

  /** `atEnd`: the entry ends right here, so that even a lone START line is a report that was cut off. */
  private closeCrash(atEnd = false): void {
    const crash = this.crash;
    this.crash = undefined;
    this.foreign = 0;
    if (crash === undefined || (!crash.isReport && !atEnd)) return;
    const report = crash.finish();
    const memory = this.outOfMemory;
    if (
      memory !== undefined &&
      memory.pid === report.pid &&
      report.cite.line - memory.cite.line <= MAX_OOM_DISTANCE &&
      report.cite.line >= memory.cite.line
    ) {
      report.outOfMemory ??= { bytes: memory.bytes };
      report.lines.oom ??= memory.cite;
      this.outOfMemory = undefined;
    }
    const printing = this.printing;
    this.printing = undefined;
    if (printing !== undefined && printing.pid === report.pid && isRightBefore(printing.cite, report)) {
      report.nested = true;
      report.nestedFault ??= { text: printing.text, cite: printing.cite };
    }
    this.words.give(report);
    this.hasReported = true;
    this.emit(report);
  }
}

function isRightBefore(cite: Cite, report: { cite: Cite }): boolean {
  return cite.line < report.cite.line && report.cite.line - cite.line <= MAX_PRINTING_DISTANCE;
}

/** `/opt/lib/module.so(TSDB_add+0x2b6)[0x7f24d0709136]` without a heading above: somebody pasted the stack alone. */
function isLoneFrame(text: string, context: LineContext): boolean {
  if (!text.endsWith(']') || !/^(?:\/|[\w.-]{0,40}(?:redis|valkey|keydb)-)/.test(text)) return false;
  return parseRedisFrame(text, context.line)?.object !== undefined;
}
