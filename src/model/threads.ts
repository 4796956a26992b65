import type { Cite } from './origin.js';

/** What a thread is for, from its name (comm), its frames or its tid. */
export type ThreadRole =
  | 'main'
  | 'bio'
  | 'io'
  | 'jemalloc'
  | 'search-worker'
  | 'search-coord'
  | 'search-gc'
  | 'search-clean'
  | 'search-reindex'
  | 'search-depleter'
  | 'search-uv'
  | 'search-pool'
  | 'module'
  | 'kernel-helper'
  | 'unknown';

/** `arrived`: stands at a barrier and blocks nobody. `stopped`: SIGSTOP or frozen. `waiting`: wants a resource. */
export type ThreadStateName = 'idle' | 'running' | 'waiting' | 'arrived' | 'stopped' | 'sleeping' | 'unknown';

/** How sure a reading of a stack is: symbol names, pattern of library frames plus thread name, or a rule. */
export type Trust = 'high' | 'medium' | 'low';
export type EdgeBasis = 'observed' | 'inferred' | 'unknown';

export interface ThreadState {
  tid: number;
  name: string;
  role: ThreadRole;
  state: ThreadStateName;
  /** One line for people: `waits for the module lock in rpSafeLoaderNext_Accumulate`. */
  doing: string;
  /** Resource ids (`module-lock`, `barrier:workers`, `mutex:bucket_lock`, `rwlock:spec`, `queue:…`, `child`, `disk`). */
  waits?: string;
  holds: string[];
  arrivedAt?: string;
  trust: Trust;
  /** Innermost-first names that identify the stack for grouping: `fn` or `object+offset`, without handler frames. */
  stack: string[];
  /** The frame that decided the state. */
  cite: Cite;
}

export type ResourceKind =
  | 'module-lock'
  | 'barrier'
  | 'mutex'
  | 'rwlock'
  | 'condition'
  | 'queue'
  | 'child'
  | 'disk'
  | 'bio'
  | 'io-threads'
  | 'allocator'
  | 'remote';

export interface WaitGraph {
  threads: {
    id: string;
    tid: number;
    name: string;
    role: ThreadRole;
    state: ThreadStateName;
    doing: string;
    stack: string[];
    cite: Cite;
  }[];
  resources: {
    id: string;
    kind: ResourceKind;
    label: string /** barrier: threads expected, arrived, missing */;
    expected?: number;
    arrived?: number;
    missing?: number;
  }[];
  edges: { from: string; to: string; relation: 'waits' | 'holds' | 'must-arrive'; basis: EdgeBasis; why: string }[];
  /** Node ids in cycle order, each cycle starting at its smallest id. */
  cycles: string[][];
  /** Thread id that the others wait for in the end. */
  rootBlocker?: string;
}

/** What main does in a dump. */
export type MainActivity =
  | 'idle'
  | 'pool-resize'
  | 'pool-init'
  | 'barrier-wait'
  | 'lock-wait'
  | 'script'
  | 'sleep'
  | 'command'
  | 'module-command'
  | 'fork-wait'
  | 'disk'
  | 'loading'
  /** The stack is that of a fork child, which has main's stack and no other thread. */
  | 'child-work'
  | 'child-lock'
  | 'stopped'
  | 'running'
  | 'unknown';

/** A dump read: states, the graph, what main does. */
export interface DumpReading {
  /** Index of the dump in Facts.dumps. */
  states: ThreadState[];
  graph: WaitGraph;
  main?: { tid: number; activity: MainActivity; detail: string; command?: string; trust: Trust; cite: Cite; frames: string[] };
  /** Workers that want the module lock, and workers that have arrived at the barrier. */
  workers: { total: number; wantModuleLock: number; arrived: number; idle: number; other: number };
  /** Facts that make the picture incomplete (`50-thread limit`, `current thread only`, `no symbols`). */
  limits: string[];
  /** Contradictions seen inside the dump. */
  contradictions: string[];
}
