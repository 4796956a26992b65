import type { Stack } from './stack.js';

/** What the server does on main outside of commands, by its functions (Redis 2.8 to 8, Valkey, KeyDB): the specific before the general. */
const OPERATIONS: readonly [RegExp, string][] = [
  [/^(?:activeDefrag\w*|defrag[A-Z]\w*|moduleDefrag\w*|je_get_defrag_hint)$/, 'active defragmentation'],
  [/^(?:performEvictions|freeMemoryIfNeeded\w*|evictionPoolPopulate|evictionTimeProc)$/, 'eviction at maxmemory'],
  [/^(?:activeExpireCycle\w*|expireSlaveKeys|expireReplicaKeys|hfieldActiveExpire\w*)$/, 'the deletion of expired keys'],
  [/^(?:incrementallyRehash|_?dictRehash\w*|kvstoreIncrementallyRehash|hashtableRehash\w*|rehashStep)$/, 'the rehashing of a hash table'],
  [/^(?:tryResizeHashTables|_?dict(?:Resize|Expand|Shrink)\w*|kvstoreTryResize\w*)$/, 'the resizing of a hash table'],
  [/^(?:clusterCron|clusterBeforeSleep|clusterSaveConfig\w*|clusterProcess\w*|clusterReadHandler|clusterSend\w*)$/, 'the cluster bus'],
  [/^(?:freeClientsInAsyncFreeQueue|freeClient|unlinkClient|freeReplicaReferencedReplBuffer)$/, 'the freeing of clients and their buffers'],
  [/^(?:flushAppendOnlyFile|feedAppendOnlyFile|aofWrite|aof_background_fsync)$/, 'the writing of the AOF'],
  [
    /^(?:redisFork|aeAcquireForkLock|rewriteAppendOnlyFileBackground|rdbSaveBackground|rdbSaveTo(?:Slaves|Replicas)Sockets|RM_Fork)$/,
    'a fork',
  ],
  [/^(?:serverLogRaw|_?serverLog|redisLogRaw|redisLog)$/, 'the writing of the log'],
  [
    /^(?:emptyData|emptyDb\w*|emptyDbStructure|lazyfree\w*|freeObjAsync|dbAsyncDelete|dictEmpty|dictRelease|_dictClear)$/,
    'the freeing of data',
  ],
  [
    /^(?:syncWithMaster|syncWithPrimary|replicationCron|replicationFeed\w+|readSyncBulkPayload|masterTryPartialResync|sendBulkToSlave|slaveTryPartialResynchronization)$/,
    'replication',
  ],
  [/^(?:anetResolve\w*|anetTcpGenericConnect|getaddrinfo|gethostbyname\w*)$/, 'a name lookup or a connection'],
  [
    /^(?:moduleTimerHandler|moduleHandleBlockedClients|moduleNotifyKeyspaceEvent|moduleFireServerEvent|eventLoopHandleOneShotEvents)$/,
    'a callback of a module',
  ],
  [/^(?:handleClientsWithPendingWrites\w*|writeToClient|sendReplyToClient)$/, 'the writing of replies to clients'],
  [/^(?:readQueryFromClient|processInputBuffer)$/, "the reading of a client's query buffer"],
  [/^(?:clientsCron\w*|databasesCron|serverCron)$/, "the server's cron"],
];

const LOOP = /^(?:aeProcessEvents|aeMain|processTimeEvents|main|beforeSleep)$/;
const SHOWN = 6;

/** `active defragmentation (defragLaterStep ← activeDefragCycle ← databasesCron ← serverCron)`: what main is about outside of commands. */
export function operationOf(stack: Stack): string | undefined {
  const calls = callsOf(stack);
  for (const [pattern, label] of OPERATIONS) if (calls.some((name) => pattern.test(name))) return `${label}${chain(calls)}`;
  return undefined;
}

/** The functions from the innermost that is not the C library's up to the event loop. */
function callsOf(stack: Stack): string[] {
  const end = stack.rest.findIndex((step) => LOOP.test(step.name));
  return stack.rest.slice(0, end < 0 ? stack.rest.length : end).flatMap((step) => (step.name === '' ? [] : [step.name]));
}

function chain(calls: readonly string[]): string {
  if (calls.length < 2) return '';
  const shown = calls.length <= SHOWN ? calls : [...calls.slice(0, SHOWN - 2), '…', ...calls.slice(-2)];
  return ` (${shown.join(' ← ')})`;
}
