import type { Cite } from '../../model/origin.js';
import type { CrashReport, KeyValues, Role, Stamp, ThreadDump } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, NO_STAMP, newValues } from '../side/cite.js';
import { addAssertionArgument, readHeadLine } from './head-lines.js';
import { detectEnd, detectReportMessage, detectStart, parseHeading } from './message-kinds.js';
import { ClientSection, KeyValueSections, readClusterNode, readConfigLine, readListedClient } from './sections.js';
import { missingParts, StackReader } from './stacks.js';

/** Who printed a prefixed line. */
export interface Printer {
  pid: number;
  role: Role | '';
  stamp: Stamp;
  handler: boolean;
}

export type ReportAnswer = 'taken' | 'refused';

const MAX_SECTIONS = 60;
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
  private readonly current = new ClientSection();
  private readonly executing = new ClientSection();
  private hasContent = false;

  constructor(start: Cite, context: LineContext) {
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
    return this.hasContent && (this.report.pid !== 0 || this.report.complete || this.report.sections.length > 1);
  }

  /** A line without log prefix. */
  raw(text: string, context: LineContext, isPrefixed = false): ReportAnswer {
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
    const heading = parseHeading(text);
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
      report.nested = true;
      report.endLine = context.line;
      return 'taken';
    }
    if (!detectReportMessage(text) && !this.isContent(text)) return 'refused';
    if (text === '' && report.pid === 0) return 'refused';
    this.adopt(printer);
    if (this.secondStart !== undefined) {
      report.nested = true;
      this.secondStart = undefined;
    }
    return this.raw(text, context, true);
  }

  finish(): CrashReport {
    const { report } = this;
    if (this.section !== '') this.leave(false);
    report.info.push(...this.info.sections);
    report.modulesInfo.push(...this.modules.sections);
    if (this.current.client !== undefined) report.currentClient = this.current.client;
    if (this.executing.client !== undefined) report.executingClient = this.executing.client;
    this.identify();
    const stacks = this.stacks.threads.length > 0 ? this.stacks : (this.nestedStacks ?? this.stacks);
    if (stacks.eip !== undefined) report.eipSymbol = symbolOf(stacks.eip);
    if (stacks.threads.length > 0) report.dump = this.dump(stacks);
    return report;
  }

  private dump(stacks: StackReader): ThreadDump {
    const { report } = this;
    const closed = this.stackClosed || report.complete;
    const program = stacks.threads
      .flatMap((thread) => thread.frames)
      .find((frame) => /-(server|sentinel)$/.test(frame.object ?? ''))?.object;
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

  private adopt(printer: Printer): void {
    const { report } = this;
    if (report.pid !== 0) return;
    report.pid = printer.pid;
    report.role = printer.role;
    report.stamp = printer.stamp;
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
        if (!this.modules.line(text, context)) readHeadLine(text, context, report);
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
        this.readMemoryTest(text, context);
        return;
      default:
        if (report.lines.client !== undefined && text.startsWith('client->argv')) addAssertionArgument(text, context, report);
        readHeadLine(text, context, report);
    }
  }

  /** A prefixed line that the section expects although other lines look like it: syslog gives every first line of a record. */
  private isContent(text: string): boolean {
    switch (this.section) {
      case 'INFO OUTPUT':
      case 'MODULES INFO OUTPUT':
        return /^(?:# [A-Za-z]|[a-z0-9_.|-]{1,80}:)/.test(text);
      case 'CONFIG DEBUG OUTPUT':
        return /^[a-z][a-z0-9-]{1,60} \S{1,40}$/.test(text);
      case 'CLUSTER NODES OUTPUT':
        return /^[0-9a-f]{40} /.test(text);
      case 'REGISTERS':
        return /^R?[A-Z0-9 ]{2,4}:[0-9a-f]/.test(text);
      case 'DUMPING CODE AROUND EIP':
        return /^(?:Symbol: |Module: |\$ |[0-9a-f]{8,}$)/.test(text);
      default:
        return false;
    }
  }

  private config(): KeyValues {
    this.report.configDebug ??= { section: 'CONFIG DEBUG', values: newValues(), complete: false };
    return this.report.configDebug;
  }

  private readMemoryTest(text: string, context: LineContext): void {
    const { report } = this;
    report.memoryTest ??= 'started';
    if (/^Fast memory test PASSED/.test(text)) report.memoryTest = 'passed';
    else if (/MEMORY ERROR DETECTED/.test(text)) {
      report.memoryTest = 'failed';
      report.lines.memtest ??= citeOf(text, context);
    } else readHeadLine(text, context, report);
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

  /** Version and product where no signal line told them. */
  private identify(): void {
    for (const section of this.report.info) {
      const pid = Number(section.values.process_id?.value ?? 0);
      if (this.report.pid === 0 && Number.isInteger(pid)) this.report.pid = pid;
      const valkey = section.values.valkey_version?.value;
      const version = valkey ?? section.values.redis_version?.value;
      if (version !== undefined) this.report.version ??= version;
      if (valkey !== undefined || section.values.server_name?.value === 'valkey') this.report.product = 'valkey';
    }
  }
}

function symbolOf(frame: { fn?: string; object?: string; offset?: string; address?: string }): string {
  const name = frame.fn ?? frame.object ?? frame.address ?? '';
  return frame.offset === undefined ? name : `${name}+${frame.offset}`;
}
