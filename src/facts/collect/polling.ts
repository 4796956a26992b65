import type { Thread, ThreadDump } from '../../model/records.js';
import { parseSystemCall } from '../threads/syscalls.js';

/* A thread that polls sleeps for a moment, looks, and sleeps again. One look may find it awake, with no call to show; several looks find it at one place. */

const callOf = (thread: Thread) => thread.frames.find((frame) => frame.fn === 'syscall');

/** Gives a thread that was awake in one look the call that it was in whenever it was not, if that was always the same one at the same place. */
export function settleAwake(looks: readonly ThreadDump[]): void {
  for (const look of looks) {
    for (const thread of look.threads) {
      const call = callOf(thread);
      if (call?.args !== 'running') continue;
      const others = looks.flatMap((other) =>
        other.threads.filter(({ tid }) => tid === thread.tid).flatMap((one) => callOf(one)?.args ?? []),
      );
      const [first, ...more] = others.filter((args) => args !== 'running');
      const place = placeOf(first);
      if (place !== undefined && more.every((args) => placeOf(args) === place)) call.args = first;
      else thread.procState = 'R';
    }
  }
}

function placeOf(args: string | undefined): string | undefined {
  const call = args === undefined ? undefined : parseSystemCall(args);
  return call === undefined || call.number < 0 ? undefined : `${call.number} ${call.sp} ${call.pc}`;
}

/** Of threads that sleep at one place in the first and the last look: how long each of the sleeps between lasted. */
export function timeSleeps(first: ThreadDump, last: ThreadDump): void {
  const gapMs = last.stamp.wallMs - first.stamp.wallMs;
  if (!(gapMs > 0)) return;
  const before = new Map(first.threads.map((thread) => [thread.tid, thread]));
  for (const thread of last.threads) {
    const earlier = before.get(thread.tid);
    if (earlier?.wait?.kind !== 'sleep' || thread.wait?.kind !== 'sleep' || earlier.sp !== thread.sp) continue;
    const times = (thread.switches ?? 0) - (earlier.switches ?? 0);
    if (times > 1) for (const wait of [earlier.wait, thread.wait]) wait.everyMs = gapMs / times;
  }
}
