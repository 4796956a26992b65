import type { ClientInfo, CrashReport } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from '../side/cite.js';
import { unquote } from './sections.js';

/** The lines of a report that say what happened, wherever they stand: signal, address, sender, assertion, panic. The first of
 * each wins, because a second one comes from a fault inside the handler. */
export function readHeadLine(text: string, context: LineContext, report: CrashReport): void {
  for (const [role, pattern, read] of HEAD_LINES) {
    const match = pattern.exec(text);
    if (match === null) continue;
    if (report.nested && report.nestedFault !== undefined && OF_THE_SIGNAL.has(role)) return;
    if (report.lines[role] === undefined) {
      report.lines[role] = citeOf(text, context);
      read(match, report, context);
    } else if (role === 'signal' || role === 'assertion') {
      noteNested(report, text, context);
    }
    return;
  }
}

/** The handler itself failed. */
export function noteNested(report: CrashReport, text: string, context: LineContext): void {
  report.nested = true;
  report.nestedFault ??= { text: keep(text.trim(), 300), cite: citeOf(text, context) };
}

/** Behind a second signal these speak of the handler's own fault. */
const OF_THE_SIGNAL = new Set(['address', 'killedBy', 'eip']);

type Read = (match: RegExpExecArray, report: CrashReport, context: LineContext) => void;

const HEAD_LINES: readonly (readonly [role: string, pattern: RegExp, read: Read])[] = [
  ['signal', /^ {0,4}(Redis|Valkey|valkey|KeyDB) (\S{1,40}) crashed by signal: (\d{1,3})(?:, si_code: (-?\d{1,6}))?/, readSignal],
  [
    'address',
    /^(?:Accessing address| {0,4}SIG\w{2,6} caused by address): (\S{1,40})/,
    (match, report) => {
      report.address = match[1];
    },
  ],
  [
    'killedBy',
    /^Killed by PID: (-?\d{1,10}), UID: (-?\d{1,10})/,
    (match, report) => {
      report.killedBy = { pid: Number(match[1]), uid: Number(match[2]) };
    },
  ],
  [
    'eip',
    /^Crashed running the inst\w{1,10} at: (\S{1,40})/,
    (match, report) => {
      report.eip = match[1];
    },
  ],
  [
    'assertion',
    /^==> (\S{1,200}):(\d{1,7}) '(.*)' is not true/,
    (match, report) => {
      report.assertion = { file: match[1], line: Number(match[2]), expr: keep(match[3], 500) };
    },
  ],
  ['failedAssertion', /^ {0,4}Failed assertion: (?!<no assertion failed>)(.*) \((\S{1,200}):(\d{1,7})\)$/, readFailedAssertion],
  ['panic', /^Guru Meditation: (.*)$/, readPanic],
  ['oom', /^Out Of Memory allocating (\d{1,20}) bytes/, readOutOfMemory],
  ['exception', /^--- (EXCEPTION_[A-Z_]{3,60}|ABORT)$/, readException],
  [
    'version',
    /^Redis version: (\d\S{0,39})$/,
    (match, report) => {
      report.version ??= match[1];
    },
  ],
  ['ioThreads', /^IO thread\(tid:\d{1,20}\) /, () => {}],
  ['forced', /^\(forcing SIGSEGV/, () => {}],
  ['client', /^client->argv\[\d{1,6}\] = "/, readAssertionArgument],
];

function readSignal(match: RegExpExecArray, report: CrashReport): void {
  report.product = /^valkey$/i.test(match[1]) ? 'valkey' : 'redis';
  report.version = match[2];
  report.signal = Number(match[3]);
  if (match[4] !== undefined) report.siCode = Number(match[4]);
}

/** Windows (win32_stacktrace.cpp exceptionDescription): the exception, and the signal that comes closest to it. */
function readException(match: RegExpExecArray, report: CrashReport): void {
  const name = match[1];
  if (name === 'ABORT') {
    report.signal ??= 6;
    return;
  }
  report.exception = name;
  const near = EXCEPTION_SIGNALS.find(([pattern]) => pattern.test(name));
  if (near !== undefined) report.signal ??= near[1];
}

const EXCEPTION_SIGNALS: readonly (readonly [pattern: RegExp, signal: number])[] = [
  [/ACCESS_VIOLATION|STACK_OVERFLOW|GUARD_PAGE|ARRAY_BOUNDS/, 11],
  [/DIVIDE_BY_ZERO|_FLT_|INT_OVERFLOW/, 8],
  [/ILLEGAL_INSTRUCTION|PRIV_INSTRUCTION/, 4],
  [/IN_PAGE_ERROR|DATATYPE_MISALIGNMENT/, 7],
  [/BREAKPOINT|SINGLE_STEP/, 5],
];

function readFailedAssertion(match: RegExpExecArray, report: CrashReport): void {
  report.assertion ??= { expr: keep(match[1], 500), file: match[2], line: Number(match[3]) };
}

function readPanic(match: RegExpExecArray, report: CrashReport): void {
  const place = / #(\S{1,200}):(\d{1,7})$/.exec(match[1].slice(-300));
  const message = keep(place === null ? match[1] : match[1].slice(0, match[1].length - place[0].length), 500);
  report.panic = place === null ? { message } : { message, file: place[1], line: Number(place[2]) };
  // `"Redis aborting for OUT OF MEMORY"` up to 6.0; since then with the size.
  const memory = /\baborting for OUT OF MEMORY(?:\. Allocating (\d{1,20}) bytes)?/.exec(message);
  if (memory !== null) report.outOfMemory = memory[1] === undefined ? {} : { bytes: memory[1] };
}

function readOutOfMemory(match: RegExpExecArray, report: CrashReport): void {
  report.outOfMemory = { bytes: match[1] };
}

/** `client->argv[0] = "DEBUG" (refcount: 1)`: the client of an assertion; `lines.client` holds the first. */
function readAssertionArgument(match: RegExpExecArray, report: CrashReport, context: LineContext): void {
  addAssertionArgument(match.input, context, report);
}

export function addAssertionArgument(text: string, context: LineContext, report: CrashReport): void {
  const match = /^client->argv\[\d{1,6}\] = (".*") \(refcount: -?\d+\)$/.exec(text);
  if (match === null) return;
  report.currentClient ??= { cite: citeOf(text, context) } satisfies ClientInfo;
  report.currentClient.argv ??= [];
  report.currentClient.argvCite ??= citeOf(text, context);
  if (report.currentClient.argv.length < 200) report.currentClient.argv.push(keep(unquote(match[1])));
}
