import type { Cite } from '../../model/origin.js';
import type { Stamp, ThreadDump } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { parseHeading } from './message-kinds.js';
import { missingParts, StackReader } from './stacks.js';

const MIN_LONE_FRAMES = 3;

/** Stacks that a living server prints from a signal handler (debug.c watchdogSignalHandler):
 *
 *     32535:signal-handler (1795416357)
 *     --- WATCHDOG TIMER EXPIRED ---          or, 7.4+ after kill -ALRM: Received SIGALRM
 *     ------ STACK TRACE ------               7.4+ (older versions print EIP: and Backtrace: at once)
 *     …
 *     32535:signal-handler (1795416357) --------
 *
 * No crash: the process goes on. */
export class HandlerDumpReader {
  private readonly stacks = new StackReader();
  private closed = false;

  constructor(
    private readonly source: 'redis-watchdog' | 'redis-sigalrm' | 'redis-report',
    private readonly cite: Cite,
    private readonly sub: string,
    public pid: number,
    private stamp: Stamp,
  ) {}

  /** Where the log begins below the first line of the dump, its last one still tells whose it is and when. */
  adopt(pid: number, stamp: Stamp): void {
    if (this.pid === 0) this.pid = pid;
    if (this.pid === pid && !(this.stamp.wallMs > 0)) this.stamp = stamp;
  }

  /** True when the line belongs to the dump. */
  raw(text: string, context: LineContext): boolean {
    if (this.closed) return false;
    const heading = parseHeading(text);
    if (heading !== undefined) {
      if (heading === 'STACK TRACE DONE') this.closed = true;
      return heading.startsWith('STACK TRACE');
    }
    return this.stacks.line(text, context);
  }

  /** `--------` from the handler ends the dump. */
  end(): void {
    this.closed = true;
  }

  finish(): ThreadDump | undefined {
    const stacks = this.stacks;
    if (stacks.threads.length === 0) return undefined;
    // Two lines that look like frames may be anything.
    if (this.source === 'redis-report' && stacks.threads[0].frames.length < MIN_LONE_FRAMES) return undefined;
    const program = stacks.threads
      .flatMap((thread) => thread.frames)
      .find((frame) => /-(server|sentinel)$/.test(frame.object ?? ''))?.object;
    return {
      type: 'dump',
      source: this.source,
      entry: this.cite.entry,
      sub: this.sub,
      pid: this.pid,
      stamp: this.stamp,
      threads: stacks.threads,
      expected: stacks.expected,
      incomplete: missingParts(stacks, this.closed),
      allThreads: !stacks.single,
      program,
      cite: this.cite,
    };
  }
}

export function detectHandlerDump(text: string): 'redis-watchdog' | 'redis-sigalrm' | undefined {
  if (/^--- WATCHDOG TIMER EXPIRED ---/.test(text)) return 'redis-watchdog';
  return /^Received SIGALRM\b/.test(text) ? 'redis-sigalrm' : undefined;
}
