import type { Report } from '../../report/schema.js';
import type { Side } from '../side.js';

type Crash = Report['crashes'][number];

const SLACK_MS = 5000;

/** The report with which the incident's own process died, or which it survived; not one of a child. */
export function crashOf(side: Side): Crash | undefined {
  const own = side.report.crashes.filter((one) => one.process === side.process?.id && one.inChild !== true);
  const { incident } = side;
  if (incident === undefined || own.length < 2) return own[0];
  const until = Date.parse(incident.to) + SLACK_MS;
  return own.findLast((one) => !(Date.parse(one.time ?? '') > until)) ?? own[0];
}

/** Waiting, dying and dispatching, which every stack has; they tell nothing about the cause. */
const COMMON =
  /^(_+|\?\?$|clock_nanosleep|nanosleep|usleep|sleep$|poll$|ppoll|epoll_|select$|futex|lll_|pthread_|syscall|raise|abort|gsignal|kill$|start_thread|clone|main$|aeMain|aeProcessEvents|call$|processCommand|processInputBuffer|readQueryFromClient|connSocketEventHandler|RedisModuleCommandDispatcher|sigsegvHandler|serverAssert|serverPanic|memcpy|memmove|strlen|read$|write$)/;

/** The innermost functions that are the program's own and have a name. */
export function ownFrames(stack: readonly string[], count = 3): string[] {
  return stack.filter((frame) => !/\+(0x)?[0-9a-f?]+$/i.test(frame) && !frame.startsWith('0x') && !COMMON.test(frame)).slice(0, count);
}

/** `signal 11 sent`, `assertion self`: how the process died, as far as the report tells. */
export function deathOf(crash: Crash): string {
  const what = crash.assertion !== undefined ? 'assertion' : crash.panic !== undefined ? 'panic' : `signal ${crash.signal ?? 'not shown'}`;
  return `${what} ${crash.origin ?? 'unknown'}`;
}

/** Where the process stopped itself or faulted. A signal sent from outside stops it wherever it happens to be. */
export function placeOf(crash: Crash): string | undefined {
  if (crash.assertion !== undefined) return `assertion ${crash.assertion.replace(/:\d+\)$/, ')')}`;
  if (crash.panic !== undefined) return `panic ${crash.panic.replace(/\d+/g, '#')}`;
  const frames = crash.origin === 'sent' ? [] : ownFrames(crash.topFrames);
  return frames.length === 0 ? undefined : frames.join(' <- ');
}
