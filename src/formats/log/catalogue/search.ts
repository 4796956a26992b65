import { NOTICE, ofModule, QUIET, ROUTINE, type Row, TROUBLE } from './define.js';

/** The workers pool of RediSearch: workers.c, deps/thpool/thpool.c, config.c. Facts: which line each version prints before
 * and after the blocking call. These lines of RSConfig and of the pool come from the thread that executes the command: main. */
const WORKERS: Row[] = [
  ['workers-enabled', 'Enabled workers threadpool of size {n:d}', { tells: 'notice', keep: 100, provesMain: true }],
  ['workers-disabled', 'Disabled workers threadpool of size {n:d}', { tells: 'notice', keep: 100, provesMain: true }],
  ['workers-changing', 'Changing workers threadpool size from {from:d} to {to:d}', { tells: 'notice', keep: 100, provesMain: true }],
  [
    'workers-reduce-scheduled',
    'Scheduling config_reduce_threads_job to remove all {n:d} threads when empty',
    { tells: 'notice', keep: 100, provesMain: true },
  ],
  [
    'workers-reduce-scheduled',
    'Scheduling config_reduce_threads_job to remove {n:d} threads ASAP',
    { tells: 'notice', keep: 100, provesMain: true },
  ],
  ['workers-reduce-main', 'Scheduling from main thread to remove {n:d} threads', { tells: 'notice', keep: 100, provesMain: true }],
  ['workers-decreased', 'Thread pool size decreased to {n:d} successfully', { tells: 'notice', keep: 100 }],
  ['workers-increased', 'Thread pool size increased to {n:d} successfully', { tells: 'notice', keep: 100 }],
  ['workers-draining', 'Draining workers thread pool with threshold {n:d}', NOTICE],
  ['pool-created', 'Thread pool of size {n:d} created successfully', ROUTINE],
  ['pool-killing', 'Killing all threads while jobqueue contains {n:d} jobs', NOTICE],
  ['pool-not-empty', "Terminate threadpool's thread was called when the jobq is not empty", NOTICE],
  ['pool-queue-full', 'Work queue at max pending with the same head', TROUBLE],
  ['pool-thread', 'Creating background thread: {name}', QUIET],
  ['pool-thread', 'Terminating thread {name}', QUIET],
  ['pool-thread', 'Thread {name} is running iteration', QUIET],
  ['pool-thread', 'threadpool has {n:d} high-priority bias', QUIET],
];

/** Configuration: config.c RSConfig_SetOption (success is told after the change took effect), module arguments. */
const CONFIG: Row[] = [
  ['config-changed', 'Successfully changed configuration for `{option}`', { tells: 'notice', keep: 100, provesMain: true }],
  [
    'ft-config-deprecated',
    'FT.CONFIG is deprecated, please use CONFIG {verb} {option} instead',
    { tells: 'notice', keep: 100, provesMain: true },
  ],
  ['ft-config-deprecated', 'FT.CONFIG is deprecated', { tells: 'notice', keep: 100, provesMain: true }],
  ['search-args-deprecated', '`{option}` was set, but module arguments are deprecated', NOTICE],
  ['search-config', 'Subscribe to config changes', QUIET],
  ['search-config', 'Cluster configuration:', QUIET],
  ['search-config', 'gc: ', QUIET],
  ['search-config', 'concurrent writes: ', QUIET],
  ['search-config-invalid', 'Invalid Configurations: {reason}', TROUBLE],
  ['search-config-invalid', 'Error parsing configuration: {reason}', TROUBLE],
];

/** Module start: module-init.c, module.c RediSearch_Init. */
const START: Row[] = [
  ['search-version', 'RediSearch version {version} (Git={git})', ROUTINE],
  ['search-version', 'RediSearch version {version}', ROUTINE],
  ['search-redis-version', 'Redis version found by RediSearch : {version}', QUIET],
  ['search-redis-version', 'Redis version found by RedisSearch : {version}', QUIET],
  ['search-start', 'Low level api version', QUIET],
  ['search-start', 'Initialized thread pools!', QUIET],
  ['search-start', 'Enabled role change notification', QUIET],
  ['search-start', 'Register write commands', QUIET],
  ['search-start', 'Registered command', QUIET],
  ['search-start', 'Successfully executed', QUIET],
  ['search-start', 'Created event loop thread', QUIET],
  ['search-start', 'RefManager created', QUIET],
  ['search-no-acl', 'Redis version does not support ACL API necessary for index protection', QUIET],
  ['search-init-failed', 'Could not init search library', TROUBLE],
  ['search-init-failed', 'Redis version is too old, please upgrade', TROUBLE],
  ['search-init-failed', 'FATAL: aof-use-rdb-preamble required if AOF is used!', TROUBLE],
  ['search-no-json', 'cannot operate on a JSON index as RedisJSON is not loaded', TROUBLE],
  ['search-loading', 'Loading event starts', ROUTINE],
  ['search-loading', 'Loading event ends', ROUTINE],
];

/** Indexing and garbage collection: spec.c, gc.c, fork_gc.c. */
const INDEXING: Row[] = [
  ['search-scan-started', 'Scanning index {index} in background{$}', ROUTINE],
  ['search-scan-done', 'Scanning index {index} in background: done (scanned={n:d})', ROUTINE],
  ['search-scan-oom', 'Used memory is more than {percent:d} percent of max memory, cancelling the scan', TROUBLE],
  ['search-scan-paused', 'Scanning index {index} in background: paused for {seconds:d} seconds due to OOM', TROUBLE],
  ['search-scan-resumed', 'Scanning index {index} in background: resuming after OOM', ROUTINE],
  ['search-scan-cancelled', 'Scanning index {index} in background: cancelled', NOTICE],
  ['search-scanning', 'Scanning indexes in background', QUIET],
  ['search-index-error', 'Failed to create index', TROUBLE],
  ['search-gc-started', 'Starting GC', QUIET],
  ['search-gc-child-timeout', 'ForkGC - got {reason} while reading from pipe', TROUBLE],
  ['search-gc-child-timeout', 'ForkGC - {reason} while reading from pipe', TROUBLE],
  ['search-gc-fork-failed', 'fork failed - got errno {errno:d}, aborting fork GC', TROUBLE],
  ['search-gc-pipe-failed', "Couldn't create pipe - got errno {errno:d}, aborting fork GC", TROUBLE],
  ['search-gc-no-memory', 'Not enough memory for GC fork, skipping GC job', TROUBLE],
  ['search-gc-broken-pipe', 'GC fork: broken pipe, exiting', NOTICE],
  ['search-active-query', 'Active query on index {index}', NOTICE],
  ['search-active-query', 'There are {n:d} active queries and {cursors:d} active cursors', NOTICE],
];

/** The coordinator: rmr/rmr.c, rmr/cluster.c, rmr/conn.c, coord/*.c. */
const COORDINATOR: Row[] = [
  ['coord-chatter', 'All nodes connected', QUIET],
  ['coord-chatter', 'Applying new topology', QUIET],
  ['coord-chatter', 'Waiting for all nodes to connect', QUIET],
  ['coord-chatter', 'Setting number of partitions to', QUIET],
  ['coord-topology-failed', 'Topology validation failed: {reason}', TROUBLE],
  ['coord-timeout', 'Timed out coordination request', TROUBLE],
  ['coord-shard-error', "Coordinator got an error '{error}' from a shard", TROUBLE],
  ['coord-shard-error', 'Shard error: {error}', TROUBLE],
  ['coord-empty-reply', 'An empty reply was received from a shard', TROUBLE],
  ['coord-cluster-error', 'Error calling CLUSTER {command}', TROUBLE],
  ['coord-connect-error', 'Error on connection to shard', TROUBLE],
  ['conn-shrink', 'Requesting to stop', QUIET],
  ['conn-shrink', 'Switching state to Freeing', QUIET],
];

/** Queries: query timeouts and the memory guard. */
const QUERIES: Row[] = [
  ['search-query-oom', 'Not enough memory available to execute the query', TROUBLE],
  ['search-lock-deadlock', 'Failed to acquire read lock on index {index}: rc={rc:d} ({reason})', TROUBLE],
  ['search-lock-failed', 'Failed to acquire read lock on index {index}', TROUBLE],
  ['search-timeout', 'Timeout limit was reached', TROUBLE],
];

export const SEARCH = ofModule('search', [...WORKERS, ...CONFIG, ...START, ...INDEXING, ...COORDINATOR, ...QUERIES]);
