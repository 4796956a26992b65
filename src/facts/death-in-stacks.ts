import type { CrashFact } from '../model/facts.js';
import type { Cite } from '../model/origin.js';
import type { CrashReport, Frame, SanitizerRecord, Thread, ThreadDump } from '../model/records.js';
import { namelessFrame } from './crash-place.js';
import { SIGNAL_NAMES } from './crashes.js';
import { canonicalName } from './threads/names.js';

/*
 * A debugger or a sanitizer knows a death too:
 *
 *   Program terminated with signal SIGSEGV, Segmentation fault.
 *   Thread 1 "redis-server" received signal SIGABRT, Aborted.
 *   #3  0x00007f… in __GI___assert_fail (assertion=0x… "a <= b", file=0x… "tsdb.c", line=629, function=…) at assert.c:101
 *   ==77==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 …
 *
 * What it tells is put into the shape of a crash report, so that everything asks one thing.
 */
export type Death = Pick<CrashFact, 'origin' | 'originWhy' | 'faultingThread' | 'topFrames'> & { report: CrashReport };

const NUMBERS = new Map(Object.entries(SIGNAL_NAMES).map(([number, name]) => [name, Number(number)]));
/** Signals that end a process with a core by themselves. gdb also stops at SIGPIPE, SIGINT and the like, which kill nobody. */
const FATAL = new Set(['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT', 'SIGSYS']);
const FAULTS = new Set(['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL']);

const ABORT = /^(?:abort|raise|gsignal|pthread_kill\w*|tgkill|kill|GI_\w+)$/;
const ASSERT = /^(?:assert_fail\w*|assert_rtn|assert_perror_fail|assert|(?:server|redis)Assert\w*|RM__?Assert|RedisModule__Assert)$/;
const PANIC = /^(?:server|redis)Panic$/;
const OUT_OF_MEMORY = /^(?:zmalloc_default_oom|zmalloc_oom|redisOutOfMemoryHandler|serverOutOfMemoryHandler)$/;
const RUST =
  /^(?:rust_panic\w*|rust_begin_unwind|rust_start_panic|core::panicking::.*|std::panicking::.*|std::rt::panic\w*|core::(?:option|result)::.*fail.*)$/;
/** The language's own code between a panic or an exception and the code that raised it. */
const RUNTIME = /^(?:std::(?:sys|rt|panicking|process|panic|alloc)::.*|core::.*|alloc::.*|cxa_\w+|rust_\w+)$/;
const CPP = /^(?:std::terminate\b.*|cxxabiv1::.*|gnu_cxx::__verbose_terminate_handler.*|cxa_(?:re)?throw)$/;
const CHECK = /^(?:absl::.*(?:LogMessage|Die|FailWithoutStackTrace).*|google::(?:LogMessage|DumpStackTrace).*)$/;
const LIBRARY_TRAP =
  /^(?:malloc_printerr|libc_message\w*|stack_chk_fail\w*|fortify_fail\w*|chk_fail|int_free\w*|free_check.*|je_safety_check_fail\w*|safety_check_fail\w*)$/;
const HANDLER = /^(?:sigsegvHandler|bugReportStart|bugReportEnd|printCrashReport|logStackTrace)$/;
const SIGNAL_FRAME = /^<signal handler called>/;
/** A thread that the kernel holds in a call cannot fault there. */
const IN_KERNEL =
  /^(?:epoll_p?wait2?|p?poll|p?select|kevent|clock_nanosleep\w*|nanosleep\w*|usleep|sleep|futex_\w*|futex|lll_lock_wait\w*|pthread_(?:cond|mutex|rwlock|barrier)_?\w*|read|recv\w*|write|send\w*|accept4?|fsync|fdatasync|wait4|waitpid|sem_wait\w*|syscall|kill|tgkill|raise|pause)$/;
const SHOWN = 12;

/** The death that a debugger's text shows, undefined where it shows a living process. */
export function deathIn(dump: ThreadDump): Death | undefined {
  if (['redis-watchdog', 'redis-sigalrm', 'proc'].includes(dump.source)) return undefined;
  // A core, or what the system kept of a death, is of a process that ended, whatever the signal.
  const isDead = dump.source === 'gdb-core' || FATAL.has(dump.terminatedBy?.signal ?? '');
  const told = isDead ? dump.terminatedBy : undefined;
  const thread = dyingThread(dump, told !== undefined);
  if (thread === undefined || isClient(dump)) return undefined;
  const stack = readStack(thread);
  const reason = reasonOf(thread, stack);
  const handled = stack.names.slice(0, stack.handlerEnd).some((name) => HANDLER.test(name));
  if (told === undefined && reason === undefined && !handled) return undefined;
  const signal = told?.signal ?? signalInArguments(thread, stack) ?? (reason === undefined ? undefined : 'SIGABRT');
  const report = emptyReport(dump, told?.cite ?? thread.cite, signal);
  if (reason?.assertion) Object.assign(report, { assertion: reason.assertion });
  if (reason?.panic) Object.assign(report, { panic: reason.panic });
  if (reason?.outOfMemory) Object.assign(report, { outOfMemory: reason.outOfMemory });
  if (reason !== undefined) report.lines[reason.what] = reason.cite;
  if (told !== undefined) sayWhoSentIt(report, told);
  report.dump = dump;
  return {
    report,
    ...(originInCore(told, reason) ?? originOf(signal, stack, reason, told !== undefined)),
    ...(thread.tid === 0 && thread.name === undefined
      ? {}
      : { faultingThread: { tid: thread.tid, ...(thread.name === undefined ? {} : { name: thread.name }) } }),
    topFrames: shownFrames(thread.frames.slice(stack.start)),
  };
}

type Told = NonNullable<ThreadDump['terminatedBy']>;

/** A core has the siginfo of the signal, as the server's own report prints it. */
function sayWhoSentIt(report: CrashReport, { sender, code, address, cite }: Told): void {
  if (code !== undefined) report.siCode = code;
  if (address !== undefined) report.address = address;
  if (sender === undefined) return;
  report.killedBy = sender;
  report.lines.killedBy = cite;
}

/** Who sent the signal stands in it, whatever the stack looks like. */
function originInCore(told: Told | undefined, reason: Reason | undefined): Pick<Death, 'origin' | 'originWhy'> | undefined {
  if (told?.code === undefined || reason !== undefined) return undefined;
  if (told.raised)
    return { origin: 'self', originWhy: `${told.signal}, which the process sent to itself (abort or raise), says the signal's own data` };
  if (told.code > 0 && told.code < 128) {
    const at = told.address === undefined ? '' : ` at address ${told.address}`;
    return {
      origin: 'fault',
      originWhy: `${told.signal}${at}, si_code ${told.code}: raised by the processor for an instruction of the process itself`,
    };
  }
  // Redis' handler sends itself the signal again when it is done: that the process is the sender says nothing of the first one.
  if (told.sender === undefined)
    return told.code === 0
      ? { origin: 'unknown', originWhy: `${told.signal}; the core names the process itself, whose handler sends the signal again` }
      : undefined;
  if (told.code === -6) return undefined;
  return {
    origin: 'sent',
    originWhy: `${told.signal}, sent by process ${told.sender.pid} (user ${told.sender.uid}), says the signal's own data`,
  };
}

/** hiredis and redis-plus-plus in a program without the server's event loop: a client died. Sentinel has both. */
const CLIENT_LIBRARY =
  /^(?:redisBufferRead|redisGetReply\w*|redisv?Command\w*|redisv?AppendCommand\w*|redisAsync\w+|redisReader\w+|sw::redis::.*)$/;
const EVENT_LOOP = /^(?:aeMain|aeProcessEvents|call|processCommand\w*|bioProcessBackgroundJobs|IOThreadMain|workerThreadMain)$/;

function isClient(dump: ThreadDump): boolean {
  const has = (pattern: RegExp) => dump.threads.some((thread) => thread.frames.some((frame) => pattern.test(frame.fn ?? '')));
  return !/server|sentinel/.test(dump.program ?? '') && has(CLIENT_LIBRARY) && !has(EVENT_LOOP);
}

const LIBRARY = /^lib(?:c|pthread)[-.]/;

interface ReadStack {
  names: string[];
  /** Behind the frames of the signal handler that ran, 0 without one. */
  handlerEnd: number;
  /** The first frame of the program's own. */
  start: number;
}

function readStack(thread: Thread): ReadStack {
  const names = thread.frames.map((frame) => (frame.fn?.startsWith('<signal') ? frame.fn : plainName(frame.fn)));
  let handlerEnd = 0;
  for (let i = 0; i < Math.min(names.length, 40); i++) if (SIGNAL_FRAME.test(names[i]) || HANDLER.test(names[i])) handlerEnd = i + 1;
  // backtrace() names no static function of the C library: neither the return of the signal nor what stands below abort().
  const nameless = (at: number) => thread.frames[at]?.fn === undefined && LIBRARY.test(thread.frames[at]?.object ?? '');
  if (nameless(handlerEnd)) handlerEnd++;
  let start = handlerEnd;
  while (start < names.length && (isMachinery(names[start]) || RUNTIME.test(names[start]) || (start > handlerEnd && nameless(start))))
    start++;
  return { names, handlerEnd, start: start < names.length ? start : handlerEnd };
}

function plainName(fn: string | undefined): string {
  return canonicalName(fn?.replace(/::h[0-9a-f]{16}$/, '')).replace(/^_+(?:GI_+)?(?=[a-z])|^GI_+/, '');
}

/** Functions through which a program ends itself: they say how, the frame below says where. */
function isMachinery(name: string): boolean {
  return [ABORT, ASSERT, PANIC, OUT_OF_MEMORY, RUST, CPP, CHECK, LIBRARY_TRAP].some((pattern) => pattern.test(name));
}

function dyingThread(dump: ThreadDump, told: boolean): Thread | undefined {
  const ends = (thread: Thread) => {
    const { names, handlerEnd } = readStack(thread);
    const inner = names.slice(handlerEnd, handlerEnd + 12);
    return names.slice(0, handlerEnd).some((name) => HANDLER.test(name)) || inner.some((name) => isReason(name));
  };
  const marked = told ? dump.threads.find((thread) => thread.marked && thread.frames.length > 0) : undefined;
  return (
    marked ??
    dump.threads.find(ends) ??
    (told ? dump.threads.find((thread) => thread.number === 1 || dump.threads.length === 1) : undefined)
  );
}

function isReason(name: string): boolean {
  return (
    name === 'abort' || [ASSERT, PANIC, OUT_OF_MEMORY, RUST, CHECK].some((pattern) => pattern.test(name)) || /^malloc_printerr$/.test(name)
  );
}

interface Reason {
  what: 'assertion' | 'panic' | 'oom' | 'abort';
  cite: Cite;
  assertion?: CrashReport['assertion'];
  panic?: CrashReport['panic'];
  outOfMemory?: CrashReport['outOfMemory'];
  text: string;
}

function reasonOf(thread: Thread, stack: ReadStack): Reason | undefined {
  let abort: Reason | undefined;
  for (let i = stack.handlerEnd; i < Math.min(stack.names.length, stack.handlerEnd + 24); i++) {
    const name = stack.names[i];
    const frame = thread.frames[i];
    const cite = citeOf(frame, thread);
    // The frames around tell where, in words that a person would search for.
    const place = thread.frames.slice(stack.start).find((item) => item.file !== undefined) ?? {};
    const where = { file: (place as Frame).file?.replace(/^.*\//, ''), line: (place as Frame).fileLine };
    if (ASSERT.test(name)) {
      const found = assertionIn(thread.frames.slice(i, i + 3));
      const assertion = {
        expr: found.expr ?? 'the expression is not shown',
        file: found.file ?? where.file ?? '?',
        line: found.line ?? where.line ?? 0,
      };
      return { what: 'assertion', cite, assertion, text: `assertion failed: ${assertion.expr}` };
    }
    if (CHECK.test(name)) {
      const assertion = { expr: 'a CHECK of the code failed', file: where.file ?? '?', line: where.line ?? 0 };
      return { what: 'assertion', cite, assertion, text: 'a CHECK failed' };
    }
    // Out of memory is a panic of its own handler (server.c redisOutOfMemoryHandler): that frame says how much was asked for.
    if (PANIC.test(name) && !OUT_OF_MEMORY.test(stack.names[i + 1] ?? '')) {
      const message = stringArgument(frame, 'msg') ?? 'the message is not shown';
      const panic = { message, file: stringArgument(frame, 'file'), line: numberArgument(frame, 'line') };
      return { what: 'panic', cite, panic, text: `panic: ${message}` };
    }
    if (RUST.test(name)) {
      const panic = { message: `panic of Rust code (${name})`, ...where };
      return { what: 'panic', cite, panic, text: panic.message };
    }
    if (OUT_OF_MEMORY.test(name)) {
      const bytes = numberArgument(frame, 'allocation_size') ?? numberArgument(frame, 'size');
      return { what: 'oom', cite, outOfMemory: bytes === undefined ? {} : { bytes: String(bytes) }, text: 'out of memory' };
    }
    if (CPP.test(name)) abort = { what: 'abort', cite, text: 'std::terminate: an exception that nobody caught' };
    else if (LIBRARY_TRAP.test(name)) {
      const said = stringArgument(frame, 'str') ?? stringArgument(frame, 'msg') ?? abort?.text;
      abort = { what: 'abort', cite, text: said ?? `the C library stopped the process (${name})` };
    } else if (name === 'abort') abort ??= { what: 'abort', cite, text: 'abort() was called' };
  }
  return abort;
}

/** `assertion=0x… "a <= b", file=0x… "tsdb.c", line=629`: glibc and musl; `estr=` is the server's own. */
function assertionIn(frames: readonly Frame[]): { expr?: string; file?: string; line?: number } {
  for (const frame of frames) {
    const expr = stringArgument(frame, 'assertion') ?? stringArgument(frame, 'estr') ?? stringArgument(frame, 'expr');
    const file = stringArgument(frame, 'file')?.replace(/^.*\//, '');
    if (expr !== undefined || file !== undefined) return { expr, file, line: numberArgument(frame, 'line') };
  }
  return {};
}

function stringArgument(frame: Frame, name: string): string | undefined {
  const found = new RegExp(`(?:^|, )${name}=(?:${name}@entry=)?(?:0x[0-9a-f]+ )?(?:<[^>]{0,80}> )?"((?:[^"\\\\]|\\\\.){0,300})`).exec(
    frame.args ?? '',
  );
  return found?.[1];
}

function numberArgument(frame: Frame, name: string): number | undefined {
  const found = new RegExp(`(?:^|, )${name}=(?:${name}@entry=)?(\\d{1,15})\\b`).exec(frame.args ?? '');
  return found === null ? undefined : Number(found[1]);
}

/** `sigsegvHandler (sig=11, info=0x…, secret=0x…)`. */
function signalInArguments(thread: Thread, stack: ReadStack): string | undefined {
  for (const frame of thread.frames.slice(0, stack.handlerEnd)) {
    const number = numberArgument(frame, 'sig') ?? numberArgument(frame, 'signum') ?? numberArgument(frame, 'signo');
    if (number !== undefined && SIGNAL_NAMES[number] !== undefined) return SIGNAL_NAMES[number];
  }
  return undefined;
}

function originOf(
  signal: string | undefined,
  stack: ReadStack,
  reason: Reason | undefined,
  told: boolean,
): Pick<Death, 'origin' | 'originWhy'> {
  const by = told ? `${signal}, says the debugger` : `${signal ?? 'a fatal signal'}, by the stack of the dying thread`;
  if (reason !== undefined) return { origin: 'self', originWhy: `${by}: ${reason.text}` };
  const at = stack.names[stack.start] ?? '';
  const top = stack.names[stack.handlerEnd] ?? '';
  if (ABORT.test(top) && !IN_KERNEL.test(at) && signal === 'SIGABRT' && stack.handlerEnd === 0)
    return { origin: 'self', originWhy: `${by}, raised in ${at}` };
  if (signal === 'SIGABRT')
    return { origin: 'sent', originWhy: `${by}; it arrived in ${at || '??'} and was not raised there, so it was sent` };
  if (told && signal !== undefined && !FATAL.has(signal))
    return { origin: 'sent', originWhy: `${by}: no code of the server raises it, so it was sent (kill, a terminal, a supervisor)` };
  if (signal !== undefined && FAULTS.has(signal) && IN_KERNEL.test(top))
    return { origin: 'sent', originWhy: `${by}, while the thread waited in ${top}, where nothing can fault: it was sent` };
  return { origin: 'unknown', originWhy: `${by}, in ${at || '??'}` };
}

function citeOf(frame: Frame, thread: Thread): Cite {
  if (frame.text === undefined || frame.byteOffset === undefined) return thread.cite;
  return { entry: thread.cite.entry, line: frame.line, offset: frame.byteOffset, text: frame.text };
}

/** `TSDB_add (tsdb.c:801)`. */
function shownFrames(frames: readonly Frame[]): string[] {
  return frames.slice(0, SHOWN).map((frame) => {
    const place = frame.file === undefined ? '' : ` (${frame.file.replace(/^.*\//, '')}:${frame.fileLine})`;
    return `${frame.fn ?? namelessFrame(frame)}${place}`;
  });
}

function emptyReport(
  at: Pick<ThreadDump, 'entry' | 'sub' | 'pid' | 'stamp' | 'program'>,
  cite: Cite,
  signal: string | undefined,
): CrashReport {
  const number = signal === undefined ? undefined : NUMBERS.get(signal);
  return {
    type: 'crash',
    by: 'debugger',
    entry: at.entry,
    sub: at.sub,
    pid: at.pid,
    role: '',
    stamp: at.stamp,
    product: /valkey/.test(at.program ?? '') ? 'valkey' : 'redis',
    cite,
    endLine: cite.line,
    ...(number === undefined ? {} : { signal: number }),
    lines: { signal: cite },
    nested: false,
    complete: true,
    info: [],
    clients: [],
    clientCount: 0,
    modulesInfo: [],
    sections: [],
  };
}

const SANITIZER_NAMES: Record<SanitizerRecord['tool'], string> = {
  asan: 'AddressSanitizer',
  msan: 'MemorySanitizer',
  ubsan: 'UndefinedBehaviorSanitizer',
  tsan: 'ThreadSanitizer',
  lsan: 'LeakSanitizer',
  valgrind: 'Valgrind',
};

/** What a sanitizer ended the process for; a race, a leak or an undefined operation that it only reports is a finding. */
export function deathBySanitizer(record: SanitizerRecord): Death | undefined {
  if (record.fatal !== true) return undefined;
  const signal = /^(?:Process terminating with default action of signal \d+ \()?(?:SIG)?(SEGV|BUS|FPE|ILL|ABRT)\b/.exec(record.error)?.[1];
  const at = { entry: record.entry, sub: record.sub, pid: record.pid, stamp: { wallMs: 0, basis: 'none' as const } };
  const report = emptyReport(at, record.cite, signal === undefined ? undefined : `SIG${signal}`);
  report.by = 'sanitizer';
  const address = /on (?:unknown )?address (0x[0-9a-f]+)/.exec(record.error)?.[1];
  if (address !== undefined) report.address = address;
  const access = record.access === undefined ? '' : `, ${record.access}`;
  return {
    report,
    origin: 'fault',
    originWhy: `${SANITIZER_NAMES[record.tool]}: ${record.error.replace(/ on (?:unknown )?address .*$/, '')}${access}`,
    topFrames: shownFrames(record.frames),
  };
}
