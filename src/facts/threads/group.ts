import type { Cite } from '../../model/origin.js';
import type { ThreadRole, ThreadState, ThreadStateName } from '../../model/threads.js';

export interface ThreadGroup {
  state: ThreadStateName;
  role: ThreadRole;
  doing: string;
  count: number;
  threads: { tid: number; name: string }[];
  stack: string[];
  idle: boolean;
  cite: Cite;
}

/** Threads of a group that are listed by name; `count` is always the full number. */
const LISTED = 64;
const ORDER: Record<ThreadStateName, number> = { waiting: 0, stopped: 1, arrived: 2, running: 3, sleeping: 4, unknown: 5, idle: 6 };

/** One group per role, state and stack; main and what is stuck first, the idle last. */
export function groupThreads(states: readonly ThreadState[]): ThreadGroup[] {
  const groups = new Map<string, ThreadGroup>();
  for (const state of states) {
    // Idle threads of one role differ only in where their library parks them.
    const stack = state.state === 'idle' ? state.doing : state.stack.join('\n');
    const key = `${state.role}|${state.state}|${stack}`;
    const thread = { tid: state.tid, name: state.name };
    const known = groups.get(key);
    if (known) {
      known.count++;
      if (known.threads.length < LISTED) known.threads.push(thread);
      continue;
    }
    const { role, doing, cite } = state;
    groups.set(key, {
      state: state.state,
      role,
      doing,
      count: 1,
      threads: [thread],
      stack: state.stack,
      idle: state.state === 'idle',
      cite,
    });
  }
  return [...groups.values()].sort(byWeight);
}

function byWeight(a: ThreadGroup, b: ThreadGroup): number {
  const idle = Number(a.idle) - Number(b.idle);
  if (idle !== 0) return idle;
  const main = Number(b.role === 'main') - Number(a.role === 'main');
  return main || ORDER[a.state] - ORDER[b.state] || b.count - a.count || a.threads[0].tid - b.threads[0].tid;
}
