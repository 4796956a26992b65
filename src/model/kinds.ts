import { namesLike } from './nearest.js';

/** The closed list behind `verdict.kind`: the class of the cause of an incident, never of its symptom. */
export const KINDS = {
  'deadlock/search-workers-resize': 'RediSearch worker pool resize blocks main, which holds the module lock that a worker needs',
  'deadlock/search-pool-init': "a thread blocks in the search pool's lazy (re)initialisation barrier",
  'deadlock/module-lock': "another cycle through the module lock or a module's own locks",
  'hang/process-paused': 'the whole process was paused and resumed: all its threads stopped at once',
  'hang/main-thread-stuck': 'the main thread alone is blocked or spins and no cycle is shown',
  'hang/slow-script': 'a script or function keeps the main thread',
  'hang/slow-command': 'a command keeps the main thread',
  'hang/child': 'a fork child never ends; the server lives',
  'crash/fault': 'the process itself faulted: memory access, illegal instruction, arithmetic, stack overflow, bus error',
  'crash/sent-signal': 'a fatal signal was sent by another process and nothing else explains the death',
  'crash/assertion': 'failed assertion',
  'crash/panic': 'panic',
  'crash/out-of-memory': 'allocation failure inside the server',
  'crash/child': 'a fork child died abnormally; the server lives',
  'crash/loop': 'the same death repeats after restarts',
  'exit/killed': 'death without a report and without shutdown lines, then a restart; no evidence who did it',
  'exit/oom-killer': "the same, with evidence of the kernel's OOM killer",
  'startup/config': 'the server refuses to start: configuration',
  'startup/port-in-use': 'the server refuses to start: port in use',
  'startup/permission': 'the server refuses to start: permission',
  'startup/module': 'the server refuses to start: module',
  'startup/data-corrupt': 'refuses to load AOF or RDB: damaged',
  'startup/data-version': 'refuses to load AOF or RDB: newer or incompatible version, or a missing module',
  'persistence/disk-full': 'writing fails: no space',
  'persistence/save-failed': 'writing fails: other error',
  'persistence/fork-failed': 'writing fails: fork refused',
  'persistence/slow-disk': 'fsync is slow',
  'persistence/aof-truncated': 'a damaged tail was cut off at load and the server went on',
  'memory/maxmemory': 'refusals or eviction pressure at maxmemory',
  'replication/link-timeout': 'the replication link timed out',
  'replication/output-buffer-limit': 'a replica was dropped at its output buffer limit',
  'replication/auth': 'the replica cannot authenticate to its master',
  'replication/resync-loop': 'repeated full resynchronisations',
  'replication/divergence': 'replicas receive what their master cannot execute, or cannot write what they apply',
  'cluster/node-failure': 'a cluster node died or was cut off and was failed over',
  'cluster/down': 'the cluster lost slots or quorum',
  'sentinel/failover': 'Sentinel failed over because the master died or was unreachable',
  'security/cross-protocol': 'possible security attack, cross-protocol or rogue replication patterns',
  'clock/step': 'the clock jumped',
  'clients/limit': 'connections refused or closed at a client limit',
  'enterprise/orchestration': 'a Redis Enterprise state machine, manager or supervised process fails',
  'advisory/configuration': 'never the verdict: a setting worth a quiet line',
  'advisory/version': 'never the verdict: a version worth a quiet line',
  'search/query-timeouts': 'RediSearch queries time out',
  'search/indexing-out-of-memory': 'RediSearch indexing stopped for memory',
  'search/shard-unreachable': 'the RediSearch coordinator cannot reach a shard',
  'search/fork-gc': 'RediSearch fork GC fails',
} as const;

/** What the list does not know, in a signature of one's own: `x/licence-expired`. The catalogue never uses this family, so a kind that is added to it
 * later cannot mean something else than a private one. */
export type PrivateKind = `x/${string}`;

export type Kind = keyof typeof KINDS | PrivateKind;

const PRIVATE = /^x\/[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_PRIVATE = 80;

export function isPrivateKind(kind: string): kind is PrivateKind {
  return kind.length <= MAX_PRIVATE && PRIVATE.test(kind);
}

export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(KINDS, kind) || isPrivateKind(kind);
}

/** When the kind is right; nobody but its author knows that of a private one. */
export function meaningOf(kind: Kind): string | undefined {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind as keyof typeof KINDS] : undefined;
}

/** Says what is wrong with a word that is no kind, and what may have been meant. */
export function describeUnknownKind(written: string): string {
  if (written.startsWith('x/'))
    return `"${written}": a kind of your own is x/ and lower-case words joined by "-", at most ${MAX_PRIVATE} characters`;
  const near = namesLike(written, Object.keys(KINDS), 3);
  const hint = near.length > 0 ? `: did you mean ${near.join(', ')}?` : '';
  return `unknown kind "${written}"${hint} (\`redis-forensics signatures kinds\` lists them; one of your own begins with x/)`;
}

/** Kinds whose incidents last: their interval is the silence or the stuck period, not a moment. */
export function isHang(kind: string): boolean {
  return kind.startsWith('hang/') || kind.startsWith('deadlock/');
}
