import { Memo } from '../../model/memo.js';
import type { Cite } from '../../model/origin.js';
import type { DumpSource, Frame, Thread } from '../../model/records.js';
import { canonicalName, type Layer, layerOf } from './names.js';

/** A frame by what it means: canonical name, layer, and how it is shown. */
export interface Step {
  name: string;
  shown: string;
  layer: Layer;
  frame: Frame;
}

/** A thread's stack without the frames of a signal handler. `inner` is what stands above the first frame that is not the
 * C library's, `rest` everything from there on. */
export interface Stack {
  thread: Thread;
  steps: Step[];
  inner: Step[];
  rest: Step[];
  /** Frames of the handler that was running, innermost first, when the handler itself may be stuck. */
  handler: Step[];
  /** From a collector's bundle or a core: the thread's wait is known beside its frames. */
  collected: boolean;
}

/** Functions of Redis' and Valkey's crash and watchdog handlers (debug.c, threads_mngr.c). */
const HANDLER =
  /^(?:<signal handler called>|restore_rt|kernel_rt_sigreturn|sigsegvHandler|sigtermHandler|sigShutdownHandler|watchdogSignalHandler|sigalrmSignalHandler|bugReportEnd|bugReportStart|printCrashReport|logStackTrace|writeStacktraces?|collect_stacktrace_data|writeCurrentThreadsStackTrace|ThreadsManager_\w+|invoke_callback|sigtramp)$/;
const HANDLER_DEPTH = 40;

export function readStack(thread: Thread, source: DumpSource): Stack {
  const all = thread.frames.map(stepOf);
  const cut = handlerEnd(all, thread, source);
  const steps = all.slice(cut);
  let split = 0;
  while (split < steps.length && isLibrarySide(steps, split)) split++;
  return {
    thread,
    steps,
    inner: steps.slice(0, split),
    rest: steps.slice(split),
    handler: all.slice(0, cut),
    collected: source === 'collector' || source === 'elf-core',
  };
}

/** Names and layers of frames by all that decides them: the threads of a dump share most of their functions. */
const named = new Memo<{ name: string; layer: Layer }>(10_000);

function stepOf(frame: Frame): Step {
  const { fn, object, file } = frame;
  const step = named.get(`${fn ?? ''}\0${object ?? ''}\0${file ?? ''}`, () => {
    const name = canonicalName(fn);
    return { name, layer: layerOf(object, file, name) };
  });
  return { ...step, frame, shown: step.name || shownAddress(frame) };
}

function shownAddress(frame: Frame): string {
  if (frame.object) return frame.offset ? `${frame.object}+${frame.offset}` : frame.object;
  return '??';
}

/** Only a run of library frames at the top of the stack belongs to the wait; a thread's own start is at the bottom. */
function isLibrarySide(steps: readonly Step[], index: number): boolean {
  const step = steps[index];
  if (step.layer !== 'libc') return false;
  return !/^(?:start_thread|clone3?|libc_start_\w+|start)$/.test(step.name);
}

function handlerEnd(steps: readonly Step[], thread: Thread, source: DumpSource): number {
  let end = 0;
  for (let i = 0; i < Math.min(steps.length, HANDLER_DEPTH); i++) if (HANDLER.test(steps[i].name)) end = i + 1;
  if (end > 0 || steps.length < 2) return end;
  // Redis prints the kernel's return trampoline of the signal as a nameless library frame on top of the marked thread.
  const fromRedis = source === 'redis-report' || source === 'redis-watchdog' || source === 'redis-sigalrm';
  const trampoline = fromRedis && thread.marked && steps[0].name === '' && steps[0].layer === 'libc';
  return trampoline ? 1 : 0;
}

export function has(stack: Stack, pattern: RegExp, limit = stack.steps.length): Step | undefined {
  for (let i = 0; i < stack.steps.length && i < limit; i++) if (pattern.test(stack.steps[i].name)) return stack.steps[i];
  return undefined;
}

/** First match in the frames that are not the library's. */
export function restHas(stack: Stack, pattern: RegExp, limit = stack.rest.length): Step | undefined {
  for (let i = 0; i < stack.rest.length && i < limit; i++) if (pattern.test(stack.rest[i].name)) return stack.rest[i];
  return undefined;
}

export function citeStep(stack: Stack, step: Step | undefined): Cite {
  const { thread } = stack;
  const frame = step?.frame;
  if (!frame || frame.text === undefined || frame.byteOffset === undefined) return thread.cite;
  return { entry: thread.cite.entry, line: frame.line, offset: frame.byteOffset, text: frame.text };
}

/** Names for grouping and display: no library start frames, no addresses that differ between runs of one program. */
export function stackNames(stack: Stack): string[] {
  const names: string[] = [];
  for (const step of stack.steps) {
    if (/^(?:start_thread|clone3?|libc_start_\w+|start)$/.test(step.name)) continue;
    names.push(step.shown);
    if (names.length >= 64) break;
  }
  return names;
}

const ADDRESS_ARGUMENT = /\b(?:mutex|rwlock|barrier|cond|sem|futex|futex_word|lock)=(?:\w+@entry=)?(0x[0-9a-f]+)(?: <([^>]{1,120})>)?/;

/** The object a thread waits on, from gdb's arguments: `mutex=0x7f89093ff080 <bucket_lock>`. The outermost library frame
 * names the object itself, inner ones a word inside it. */
export function awaitedObject(stack: Stack): { address: string; symbol?: string } | undefined {
  for (let i = stack.inner.length - 1; i >= 0; i--) {
    const match = ADDRESS_ARGUMENT.exec(stack.inner[i].frame.args ?? '');
    if (match) return { address: match[1], ...(match[2] ? { symbol: symbolName(match[2]) } : {}) };
  }
  return undefined;
}

/** `moduleGIL.lto_priv.0` → `moduleGIL`, `bio_mutex.lto_priv+40` → `bio_mutex+40`. */
export function symbolName(symbol: string): string {
  const plus = symbol.lastIndexOf('+');
  const offset = plus > 0 && /^\d+$/.test(symbol.slice(plus + 1)) ? symbol.slice(plus) : '';
  return canonicalName(offset ? symbol.slice(0, plus) : symbol) + offset;
}
