import type { Frame, Thread } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from '../side/cite.js';

const MAX_FRAMES = 200;
const FIRST = /^[\w.-]{1,60}_trace: {1,8}0: (.{1,500})$/;
const NEXT = /^ {1,4}(\d{1,4}): (.{1,500})$/;
const INLINED = /^ {5,9}(?!at )(\S.{0,500})$/;
const PLACE = /^ {9,16}at (.{1,300}):(\d{1,7}):\d{1,7}$/;
/** Everything down to here is the handler that printed the report, and what the kernel put between it and the code that was running. */
const HANDLER = /^(?:sigsegvHandler|printCrashReport|logModulesInfo)$/;

/** The stack that a module in Rust writes into the modules section of a crash report (redismodule-rs, base_info_func), innermost frame first:
 *
 *     ReJSON_trace:   0: redis_module::base_info_func
 *        5: sigsegvHandler
 *                  at /usr/src/redis/src/debug.c:1831:5
 *        6: <unknown>
 *        7: dictSdsKeyCompare
 *
 * It names static functions and inlined ones too, and is all that tells the place where the stack of the report is missing. */
export class ModuleTrace {
  private thread: Thread | undefined;
  private frames: Frame[] = [];

  line(text: string, context: LineContext): boolean {
    const first = FIRST.exec(text);
    if (first !== null && this.thread === undefined) {
      this.thread = { tid: 0, frames: [], marked: true, cite: citeOf(text, context) };
      this.add(first[1], context);
      return true;
    }
    if (this.thread === undefined) return false;
    const place = PLACE.exec(text);
    const last = this.frames[this.frames.length - 1];
    if (place !== null && last !== undefined) {
      last.file ??= place[1];
      last.fileLine ??= Number(place[2]);
      return true;
    }
    const name = NEXT.exec(text)?.[2] ?? INLINED.exec(text)?.[1];
    if (name === undefined) return false;
    this.add(name, context);
    return true;
  }

  /** The thread below the handler; undefined where the trace shows no handler: then it tells of no death. */
  stack(): Thread | undefined {
    const handler = this.frames.findLastIndex((frame) => HANDLER.test(frame.fn ?? ''));
    if (this.thread === undefined || handler < 0) return undefined;
    const below = this.frames.slice(handler + 1);
    const frames = below[0]?.fn === undefined ? below.slice(1) : below;
    return frames.length === 0 ? undefined : { ...this.thread, frames };
  }

  private add(name: string, context: LineContext): void {
    if (this.frames.length >= MAX_FRAMES) return;
    const frame: Frame = { line: context.line };
    if (name !== '<unknown>') frame.fn = keep(name.replace(/::h[0-9a-f]{16}$/, ''), 200);
    this.frames.push(frame);
  }
}

const PANIC = /^(?:rust_panic\w*|rust_begin_unwind|core::panicking::.*|std::panicking::.*)$/;
/** The language's own code between a panic and the code that raised it. */
const RUNTIME = /^(?:gsignal|raise|abort|pthread_kill\w*|__\w+|std::.*|core::.*|alloc::.*|rust_\w+|<unknown>)$/;

/** The function of the module whose code panicked, undefined where the stack shows no panic. */
export function panickedIn(frames: readonly Frame[]): Frame | undefined {
  const panic = frames.findIndex((frame) => PANIC.test(frame.fn ?? ''));
  if (panic < 0) return undefined;
  return frames.slice(panic).find((frame) => frame.fn !== undefined && !RUNTIME.test(frame.fn));
}
