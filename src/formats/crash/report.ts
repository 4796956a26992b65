import type { Cite } from '../../model/origin.js';
import type { CrashReport, Frame, KeyValues, LastWords, Role, Stamp } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, NO_STAMP, newValues } from '../side/cite.js';
import { addAssertionArgument, noteNested, readHeadLine } from './head-lines.js';
import { continueLastWords, parseLastWords } from './last-words.js';
import { bareSignalLine, detectEnd, detectReportMessage, detectStart, parseHeading } from './message-kinds.js';
import { ModuleTrace, panickedIn } from './module-trace.js';
import { identify, isContentOf, readContext, readDumpedCode, readMemoryTest, readRegisters } from './report-lines.js';
import { ClientSection, KeyValueSections, readClusterNode, readConfigLine, readListedClient } from './sections.js';
import { dumpOf, StackReader } from './stacks.js';

/** Who printed a prefixed line. */
export interface Printer {
  pid: number;
  role: Role | '';
  stamp: Stamp;
  handler: boolean;
}

export type ReportAnswer = 'taken' | 'refused';

/** What a shell or an emulator says when the handler has died, in whatever section. */
const ENDS = /^(?:qemu: uncaught target signal |Segmentation fault|Illegal instruction|Bus error|Aborted \()/;
const MAX_SECTIONS = 60;
const MAX_WORDS = 4;
/** Lines of advice behind END. */
const MAX_ADVICE = 16;

/** Reads one crash report of Redis 2.8 to 8 and Valkey (debug.c sigsegvHandler, _serverAssert, _serverPanic, printCrashReport):
 *
 *     === REDIS BUG REPORT START: Cut & paste starting from here ===
 *     18284:M 23 Nov 2026 06:22:00.326 # Redis 7.4.1 crashed by signal: 11, si_code: 0
 *     ------ STACK TRACE ------
 *     …
 *     === REDIS BUG REPORT END. Make sure to include from START to END. ===
 *
 * Some lines carry the log prefix, most do not; a report may lack its START, stop anywhere (the memory test kills the process,
 * a child faults again), hold a second fault of its own handler (`nested`), and have lines of other processes in between,
 * which are refused so that they reach the log. Registers, the memory test and the code dump are passed over. */
export class CrashReader {
  readonly report: CrashReport;
  /** A START line inside this report: a nested one, or the next process' when its first prefixed line has another pid. */
  secondStart: Cite | undefined;
  ended = false;
  private section = '';
  private advice = 0;
  private readonly stacks = new StackReader();
  private nestedStacks: StackReader | undefined;
  private stackClosed = false;
  private readonly info = new KeyValueSections();
  private readonly modules = new KeyValueSections();
  private readonly trace = new ModuleTrace();
  private readonly current = new ClientSection();
  private readonly executing = new ClientSection();
  /** The function whose code the report dumps: the one that was running. */
  private code: Frame | undefined;
  private hasContent = false;
  private readonly words: LastWords[] = [];
  private wordsLine = 0;

  /** `inLog`: lines with heads stand around it, so a signal line without one is somebody's text. */
  constructor(
    start: Cite,
    context: LineContext,
    private readonly inLog = false,
  ) {
    const stamp = { ...NO_STAMP };
    const product = /VALKEY/.test(start.text) ? 'valkey' : 'redis';
    this.report = {
      type: 'crash',
      entry: start.entry,
      sub: context.sub,
      pid: 0,
      role: '',
      stamp,
      product,
      cite: start,
      endLine: start.line,
      lines: {},
      nested: false,
      complete: false,
      info: [],
      clients: [],
      clientCount: 0,
      modulesInfo: [],
      sections: [],
    };
    if (detectStart(start.text)) this.report.lines.start = start;
  }

  /** False for a START line with nothing behind it, and for raw lines alone that go on as an ordinary log: a message can hold
   * those. A report has prefixed lines of its process, unless its head is missing; then it has several sections or an END. */
  get isReport(): boolean {
    const { report } = this;
    const isWhole = report.pid !== 0 || report.complete || report.sections.length > 1 || report.signal !== undefined;
    return this.hasContent && (isWhole || this.trace.stack() !== undefined);
  }

  /** A line without log prefix. Lists in an issue indent headings by a blank. */
  raw(line: string, context: LineContext, isPrefixed = false): ReportAnswer {
    const text = /^ {1,4}(?:-{3,6} [A-Z]|Backtrace:$|EIP:$)/.test(line) ? line.trimStart() : line;
    if (this.ended) return this.readAdvice(text);
    if (detectStart(text)) {
      if (this.hasContent) this.secondStart = citeOf(text, context);
      return 'taken';
    }
    this.report.endLine = context.line;
    if (detectEnd(text)) {
      this.close(text, context);
      return 'taken';
    }
    if (!isPrefixed && this.readBare(text, context)) return 'taken';
    const heading = text === '--- ABORT' ? undefined : parseHeading(text);
    if (heading !== undefined) this.open(heading, context);
    else this.content(text, context, isPrefixed);
    return 'taken';
  }

  /** A line with log prefix (or a syslog record): taken only when the crash handler printed it. */
  prefixed(text: string, printer: Printer, context: LineContext): ReportAnswer {
    const { report } = this;
    if (this.ended) return 'refused';
    if (report.pid !== 0 && printer.pid !== report.pid) return 'refused';
    if (printer.handler) {
      if (!text.startsWith('Crashed running signal handler')) return 'refused';
      noteNested(report, text, context);
      report.endLine = context.line;
      return 'taken';
    }
    if (!detectReportMessage(text) && !isContentOf(this.section, text)) return 'refused';
    if (text === '' && report.pid === 0) return 'refused';
    this.adopt(printer);
    if (this.secondStart !== undefined) {
      noteNested(report, text, context);
      this.secondStart = undefined;
    }
    if (text.startsWith('=== RECURSIVE ASSERTION')) noteNested(report, text, context);
    return this.raw(text, context, true);
  }

  finish(): CrashReport {
    const { report } = this;
    if (this.words.length > 0) report.lastWords = this.words;
    if (this.section !== '') this.leave(false);
    report.info.push(...this.info.sections);
    report.modulesInfo.push(...this.modules.sections);
    if (this.current.client !== undefined) report.currentClient = this.current.client;
    if (this.executing.client !== undefined) report.executingClient = this.executing.client;
    identify(report);
    const stacks = this.stacks.threads.length > 0 ? this.stacks : (this.nestedStacks ?? this.stacks);
    const eip = this.stacks.eip ?? this.nestedStacks?.eip;
    if (eip !== undefined) report.eipSymbol = symbolOf(eip);
    if (eip !== undefined) report.eipFrame = eip;
    else if (this.code !== undefined) report.eipFrame = this.code;
    if (stacks.threads.length > 0) report.dump = dumpOf(report, stacks, this.stackClosed || report.complete);
    else this.useTrace();
    return report;
  }

  /** Without a stack of its own the report has the one that a module wrote. */
  private useTrace(): void {
    const { report } = this;
    const thread = this.trace.stack();
    if (thread === undefined) return;
    const stacks = new StackReader();
    stacks.threads.push(thread);
    stacks.single = true;
    report.dump = dumpOf(report, stacks, true);
    const panicked = panickedIn(thread.frames);
    const known = report.assertion ?? report.panic ?? report.outOfMemory ?? report.signal;
    if (panicked === undefined || (known !== undefined && report.signal !== 6)) return;
    report.panic ??= { message: `panic of Rust code in ${panicked.fn}` };
    report.lines.panic ??= thread.cite;
  }

  /** The input begins inside of this section. */
  begin(heading: string, context: LineContext): void {
    this.open(heading, context);
  }

  private adopt(printer: Printer): void {
    const { report } = this;
    if (report.pid !== 0) return;
    report.pid = printer.pid;
    report.role = printer.role;
    report.stamp = printer.stamp;
  }

  /** Lines of the head whose header was cut off by a collector (`19:S valkey 8.0.2 crashed by signal: 11`), and what a library
   * wrote on stderr while the handler began. */
  private readBare(text: string, context: LineContext): boolean {
    const { report } = this;
    const words = this.words.at(-1);
    if (words !== undefined && this.wordsLine === context.line - 1 && continueLastWords(words, text)) {
      this.wordsLine = context.line;
      return true;
    }
    // stderr is not buffered as the report is: the words may stand below `EIP:` or `Backtrace:`.
    if (this.section === '' || (this.section === 'STACK TRACE' && !text.endsWith(']')) || ENDS.test(text)) {
      const found = this.words.length < MAX_WORDS ? parseLastWords(text, context) : undefined;
      if (found !== undefined) {
        this.words.push(found);
        this.wordsLine = context.line;
        return true;
      }
    }
    const cut = /^(\d{1,10}):(?:\d{1,10}:)?([MSCX]) (?=\S)/.exec(text);
    const bare = this.inLog ? undefined : bareSignalLine(text);
    const message = cut === null ? bare : text.slice(cut[0].length);
    if (message === undefined || !detectReportMessage(message)) return false;
    if (cut !== null && report.pid === 0) this.adopt({ pid: Number(cut[1]), role: cut[2] as Role, stamp: { ...NO_STAMP }, handler: false });
    const heading = parseHeading(message);
    if (heading === undefined) this.content(message, context, true);
    else this.open(heading, context);
    return true;
  }

  private content(text: string, context: LineContext, isPrefixed: boolean): void {
    const { report } = this;
    if (!this.hasContent && text !== '') {
      // The head of a report is always prefixed: a raw line like one is somebody's text.
      if (!isPrefixed) return;
      readHeadLine(text, context, report);
      this.hasContent = Object.keys(report.lines).some((role) => role !== 'start') || text.startsWith('=== ');
      return;
    }
    switch (this.section) {
      case 'STACK TRACE':
        if (!(this.nestedStacks ?? this.stacks).line(text, context)) readHeadLine(text, context, report);
        return;
      case 'INFO OUTPUT':
        if (!this.info.line(text, context)) readHeadLine(text, context, report);
        return;
      case 'MODULES INFO OUTPUT':
        if (!this.trace.line(text, context) && !this.modules.line(text, context)) readHeadLine(text, context, report);
        return;
      case 'CLIENT LIST OUTPUT':
        readListedClient(text, context, report);
        return;
      case 'CURRENT CLIENT INFO':
        this.current.line(text, context);
        return;
      case 'EXECUTING CLIENT INFO':
        this.executing.line(text, context);
        return;
      case 'CLUSTER NODES OUTPUT':
        readClusterNode(text, context, report);
        return;
      case 'CONFIG DEBUG OUTPUT':
        readConfigLine(text, context, this.config());
        return;
      case 'FAST MEMORY TEST':
        readMemoryTest(text, context, report);
        return;
      case 'DUMPING CODE AROUND EIP':
        this.code = readDumpedCode(text, context, this.code);
        if (!text.startsWith('Symbol: ') && !text.startsWith('Module: ')) readHeadLine(text, context, report);
        return;
      case 'REGISTERS':
        if (!report.nested) readRegisters(text, context, report);
        else readHeadLine(text, context, report);
        return;
      default:
        readContext(text, report);
        if (report.lines.client !== undefined && text.startsWith('client->argv')) addAssertionArgument(text, context, report);
        readHeadLine(text, context, report);
    }
  }

  private config(): KeyValues {
    this.report.configDebug ??= { section: 'CONFIG DEBUG', values: newValues(), complete: false };
    return this.report.configDebug;
  }

  private open(heading: string, context: LineContext): void {
    this.hasContent = true;
    this.leave(true);
    if (heading === 'STACK TRACE DONE') {
      this.stackClosed = true;
      this.section = '';
      return;
    }
    this.section = heading;
    if (heading === 'STACK TRACE' && this.report.sections.some((section) => section.name === heading))
      this.nestedStacks ??= new StackReader();
    if (heading === 'FAST MEMORY TEST') this.report.memoryTest ??= 'started';
    if (heading === 'CONFIG DEBUG OUTPUT') this.config();
    if (this.report.sections.length < MAX_SECTIONS) this.report.sections.push({ name: heading, line: context.line, complete: false });
  }

  /** The section ends here; `whole`: another one or END follows. */
  private leave(whole: boolean): void {
    if (!whole || this.section === '') return;
    const last = this.report.sections[this.report.sections.length - 1];
    if (last !== undefined && last.name === this.section) last.complete = true;
    if (this.section === 'STACK TRACE') this.stackClosed = true;
    if (this.section === 'INFO OUTPUT') this.info.closeLast();
    if (this.section === 'MODULES INFO OUTPUT') this.modules.closeLast();
    if (this.section === 'CONFIG DEBUG OUTPUT') this.config().complete = true;
  }

  private close(text: string, context: LineContext): void {
    this.leave(true);
    this.hasContent = true;
    this.section = '';
    this.ended = true;
    this.report.complete = true;
    this.report.lines.end = citeOf(text, context);
  }

  private readAdvice(text: string): ReportAnswer {
    if (this.advice >= MAX_ADVICE || (text !== '' && !/^\s/.test(text))) return 'refused';
    this.advice++;
    return 'taken';
  }
}

function symbolOf(frame: { fn?: string; object?: string; offset?: string; address?: string }): string {
  const name = frame.fn ?? frame.object ?? frame.address ?? '';
  return frame.offset === undefined ? name : `${name}+${frame.offset}`;
}
