import type { ResourceKind, ThreadRole, ThreadStateName, Trust } from '../../model/threads.js';
import type { Stack, Step } from './stack.js';

/** A resource a thread wants. Barriers and queues of a pool are bound to the pool when all threads are known. */
export interface Wait {
  kind: ResourceKind;
  id: string;
  label: string;
  /** Pool whose threads must come: its name where functions tell it, its address where gdb prints it.
   * `foreign`: no pool's barrier, but one that main itself stands at. */
  pool?: { name?: string; address?: string; expected?: number; barrier?: string; foreign?: boolean };
  /** A read-write lock wanted for writing. */
  writing?: boolean;
  /** `lock`: somebody holds it. `arrival`: somebody must come or end. `other`: the world outside the process. */
  nature: 'lock' | 'arrival' | 'other';
}

/** One thread read by itself. */
export interface Reading {
  stack: Stack;
  role: ThreadRole;
  main: boolean;
  state: ThreadStateName;
  doing: string;
  trust: Trust;
  step?: Step;
  wait?: Wait;
  /** Stands at a barrier: its address where gdb prints it. */
  arrived?: { address?: string; id?: string };
  /** An idle thread of the pool with this address, or one that works for it. */
  poolAddress?: string;
}

export function reading(
  stack: Stack,
  role: ThreadRole,
  main: boolean,
  state: ThreadStateName,
  doing: string,
  more: Partial<Reading> = {},
): Reading {
  return { stack, role, main, state, doing, trust: 'high', ...more };
}

/** The function a person would name: the first of the stack that is neither library nor lock wrapper. */
export function callerName(stack: Stack, skip?: RegExp): string {
  for (const step of stack.rest.slice(0, 8)) if (!skip?.test(step.name)) return step.shown;
  return stack.rest[0]?.shown ?? '??';
}

/** `thread_do (thpool_p=0x7f2eb5a39500)`: the pool's address. */
export function poolAddress(stack: Stack): string | undefined {
  for (const step of stack.rest) {
    if (!/thpool|thread_do|priority_queue/.test(step.name)) continue;
    const match = /\b(?:thpool_p|thpool|priority_queue_p)=(?:\w+@entry=)?(0x[0-9a-f]+)/.exec(step.frame.args ?? '');
    if (match && step.name !== 'priority_queue_pull') return match[1];
  }
  return undefined;
}
