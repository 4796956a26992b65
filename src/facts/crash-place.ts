import type { CrashReport, Frame, Thread, ThreadDump } from '../model/records.js';

/** Where it crashed: the innermost frames that are neither the handler's nor those of abort(). */
export interface CrashPlace {
  frames: string[];
  thread?: { tid: number; name?: string };
  /** `clusterCommandSlots`, `TSDB_add (redistimeseries.so)`, `redisearch.so+0xec7d7c`, `memcpy (libc.so.6), called from addReply`. */
  place?: string;
  /** The module that the place speaks of. */
  module?: string;
  /** abort(), raise() or a trap of the program itself is on the stack: no other process sent the signal. */
  raised: boolean;
}

/** Deeper than what is shown: whether it was loading stands further out. */
const KEPT = 24;
/** Nothing that matters to the handler stands deeper. */
const HANDLER_DEPTH = 12;

/** Frames of the server that only report or end it. */
const HANDLER =
  /^_?_?(?:sigsegvHandler|logStackTrace|writeStacktraces|writeStacktracesWithPid|collect_stacktrace_data|ThreadsManager_|invoke_callback|debugPrintStack|serverAssert|serverAssertWithInfo|serverPanic|redisAssert|redisAssertWithInfo|redisPanic|RM__Assert|RedisModule__Assert|redisOutOfMemoryHandler|serverOutOfMemoryHandler|zmalloc_(?:oom|default_oom)|bugReport|printCrashReport|watchdogSignalHandler|sigalrmSignalHandler|LogStackTrace|StackTraceInfo|UnhandledExceptiontHandler|UnhandledExceptionFilter|AbortHandler)/;
/** Where the kernel returns to when a handler ends: the first frame below the handler. */
const TRAMPOLINE =
  /^(?:__restore_rt|__restore|_sigtramp|__kernel_rt_sigreturn|__kernel_sigreturn|__sigreturn|__default_rt_sa_restorer|__default_sa_restorer|killpg|__sigaction|_?_?sigaction)$/;
const ABORT =
  /^(?:__GI_)?_{0,2}(?:abort|raise|gsignal|pthread_kill|pthread_kill_implementation|pthread_kill_internal|tgkill|thr_kill|libc_message|libc_fatal|malloc_printerr|assert|assert_fail|assert_fail_base|assert_rtn|assert_perror_fail|fortify_fail|stack_chk_fail|chk_fail|cxa_throw|cxa_rethrow|terminate|rust_start_panic|rust_abort|rust_panic|rust_begin_unwind|rg_oom|rust_alloc_error_handler)$|^(?:std::terminate|std::(?:__)?terminate|__gnu_cxx::__verbose_terminate|_ZSt9terminatev|_ZN10__cxxabiv1|_ZN9__gnu_cxx27__verbose|core::panicking|core::(?:option|result)::.*failed|core::str::slice_error_fail|std::(?:panicking|panic|process::abort|sys|rt)|_ZN4core(?:9panicking|6option|6result|3str)|_ZN3std(?:9panicking|5panic|7process|3sys|2rt)|rust_panic|absl::.*log_internal|google::LogMessage|_ZN4absl.*12log_internal|_ZN6google10LogMessage)/;
/** Libraries of the system: what they do there, their caller asked for. */
const SYSTEM =
  /^(?:lib(?:c|m|dl|rt|pthread|thr|gcc_s|stdc\+\+|c\+\+|c\+\+abi|jemalloc|system_[a-z]+|sys)\b|ld-|libSystem|linux-vdso|\[vdso\]|KERNELBASE\.dll|KERNEL32\.dll|ntdll\.dll|ucrtbase\.dll|MSVCR)/i;
const MODULE = /\.(?:so|dylib)$/;
const NO_MODULE = /^lib(?:ssl|crypto|z|lz4|zstd|systemd|atomic|gomp|lua[\d.-]*|hiredis|uv)\b/;

export function crashPlace(report: CrashReport): CrashPlace {
  const eip = report.eipFrame;
  const address = normal(eip?.address ?? report.eip);
  const thread = faultingThread(report.dump, address);
  const frames = withInstruction(thread?.frames.slice(0, 64) ?? [], eip, address);
  const { start, raised } = skipEnding(frames);
  const shown = frames.slice(start, start + KEPT);
  return {
    frames: shown.map(nameOf),
    thread: thread === undefined ? undefined : { tid: thread.tid, name: thread.name },
    ...describe(shown, address),
    raised,
  };
}

/** The thread that the report marks, the one that holds the instruction, or the only one that was printed as the current one. A lone thread
 * without mark may be any: the one that crashed may have been cut off. */
function faultingThread(dump: ThreadDump | undefined, address: string | undefined): Thread | undefined {
  const marked = dump?.threads.find((thread) => thread.marked);
  if (marked !== undefined || address === undefined) return marked;
  return dump?.threads.find((thread) => thread.frames.slice(0, HANDLER_DEPTH).some((frame) => normal(frame.address) === address));
}

/** Begins at the instruction that was running; what lies above it is the handler. */
function withInstruction(frames: Frame[], eip: Frame | undefined, address: string | undefined): Frame[] {
  const at = address === undefined ? -1 : frames.findIndex((frame, i) => i <= HANDLER_DEPTH && normal(frame.address) === address);
  if (at >= 0) return frames.slice(at);
  let start = 0;
  frames.slice(0, HANDLER_DEPTH).forEach((frame, i) => {
    if (HANDLER.test(frame.fn ?? '')) start = i + 1;
  });
  if (frames[start] !== undefined && isTrampoline(frames[start]!)) start++;
  const below = frames.slice(start);
  // Old versions print the instruction apart from the stack; where both are there the stack may name it in another way.
  if (eip === undefined || (below[0] !== undefined && nameOf(below[0]) === nameOf(eip))) return below;
  return [eip, ...below];
}

/** The C library of a distribution names its trampoline, or shows an address only. */
function isTrampoline(frame: Frame): boolean {
  if (frame.fn !== undefined) return TRAMPOLINE.test(frame.fn);
  return /^(?:libc|libpthread|ld-musl|linux-vdso|\[vdso\])\b/.test(frame.object ?? '');
}

/** Behind abort() and the code that called it because something was found wrong. */
function skipEnding(frames: readonly Frame[]): { start: number; raised: boolean } {
  let last = -1;
  let raised = false;
  for (let i = 0; i < Math.min(frames.length, HANDLER_DEPTH); i++) {
    const fn = frames[i]!.fn ?? '';
    if (ABORT.test(fn)) {
      raised = true;
      last = i;
    } else if (HANDLER.test(fn)) last = i;
    else if (!(last < i && isUnnamedSystem(frames[i]!))) break;
  }
  if (last < 0) return { start: 0, raised };
  let start = last + 1;
  while (raised && start < frames.length && isUnnamedSystem(frames[start]!)) start++;
  return { start: start < frames.length ? start : last + 1 < frames.length ? last + 1 : 0, raised };
}

function isUnnamedSystem(frame: Frame): boolean {
  return frame.fn === undefined && SYSTEM.test(frame.object ?? '');
}

function describe(frames: readonly Frame[], address: string | undefined): { place?: string; module?: string } {
  const first = frames[0];
  if (first === undefined) return address === undefined ? {} : { place: address };
  const isNull = first.fn === CALL_OF_NULL;
  const jumped = first.fn === undefined && first.object === undefined;
  const caller =
    jumped || isNull || isLibrary(first)
      ? frames.find((frame) => !isLibrary(frame) && frame.fn !== CALL_OF_NULL && (frame.fn ?? frame.object) !== undefined)
      : undefined;
  const speaking = caller ?? first;
  const user = isModule(speaking.object) ? undefined : apiUser(frames);
  const what = jumped ? (/^0x0*$/.test(first.address ?? '') ? 'address 0' : nameOf(first)) : placeOf(first);
  const chain = caller === undefined || caller === first ? what : `${what}, called from ${placeOf(caller)}`;
  return {
    place: user === undefined ? chain : `${chain}, for ${placeOf(user)}`,
    module: isModule(speaking.object) ? speaking.object : undefined,
  };
}

/** The handler puts it where a function that is NULL was called (debug.c logStackTrace, 7.0+): who called it speaks. */
const CALL_OF_NULL = 'invalidFunctionWasCalled';

/** Functions of the server that only modules call, and those with which the server calls a module or answers a client. */
const API = /^(?:RM|VM|RedisModule|ValkeyModule)_/;
const OWN_WORK = /^(?:call|processCommand\w*|RedisModuleCommandDispatcher|moduleNotifyKeyspaceEvent|moduleFireServerEvent)$/;

/** The module whose call led to a place in the server: its argument may be what is wrong. */
function apiUser(frames: readonly Frame[]): Frame | undefined {
  let isInApi = false;
  for (const frame of frames) {
    if (OWN_WORK.test(frame.fn ?? '')) return undefined;
    if (isModule(frame.object)) return isInApi ? frame : undefined;
    // only the API leads from a module to the server: a function of the server without a name is one
    if (API.test(frame.fn ?? '') || (frame.fn === undefined && isProgram(frame.object ?? ''))) isInApi = true;
  }
  return undefined;
}

function isLibrary(frame: Frame): boolean {
  return SYSTEM.test(frame.object ?? '') || /^(?:je_|zmalloc|zfree|zrealloc|zcalloc|ztry)/.test(frame.fn ?? '');
}

export function isModule(object: string | undefined): boolean {
  return object !== undefined && MODULE.test(object) && !SYSTEM.test(object) && !NO_MODULE.test(object);
}

function placeOf(frame: Frame): string {
  const source = frame.file === undefined ? '' : ` (${frame.file}:${frame.fileLine ?? '?'})`;
  const inside = frame.fn !== undefined && frame.object !== undefined && !isProgram(frame.object) ? ` (${frame.object})` : '';
  return `${nameOf(frame)}${inside}${source}`;
}

function isProgram(object: string): boolean {
  return /(?:-server|-sentinel|-rdb-bgsave|-aof-rewrite|-rdb-to-slaves|-check-\w+)(?:\.exe)?$|^(?:redis|valkey|keydb)[\w-]*$/.test(object);
}

export function nameOf(frame: Frame): string {
  if (frame.fn !== undefined) return frame.fn;
  return namelessFrame(frame);
}

/** Of a program that is always loaded at the same place the address says as much as an offset. */
export function namelessFrame(frame: Frame): string {
  if (frame.object === undefined) return frame.address ?? '?';
  return frame.offset === undefined ? `${frame.object}[${frame.address ?? '?'}]` : `${frame.object}+${frame.offset}`;
}

/** `0x00007F…` and `0x7f…` are the same; `(nil)` is 0. */
function normal(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  if (address === '(nil)') return '0x0';
  const digits = /^0x0*([0-9a-f]+)$/i.exec(address);
  return digits === null ? undefined : `0x${digits[1].toLowerCase()}`;
}
