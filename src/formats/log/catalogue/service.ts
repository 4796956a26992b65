import { core, HEARTBEAT, NOTICE, ofModule, QUIET, type Row, TROUBLE } from './define.js';

/** serverCron every 5 s: the only lines at fixed intervals, at verbose (the keyspace line) and debug (the client line, verbose before 7.0). */
const TICKS: Row[] = [
  ['heartbeat-keys', 'DB {db:d}: {keys:d} keys ({} volatile) in {} slots HT.', HEARTBEAT],
  ['heartbeat-clients', '{clients:d} clients connected ({replicas:d} replicas), {bytes:d} bytes in use', HEARTBEAT],
  ['heartbeat-clients', '{clients:d} clients connected ({replicas:d} slaves), {bytes:d} bytes in use', HEARTBEAT],
  ['heartbeat-clients', 'Total: {clients:d} clients connected ({replicas:d} replicas), {bytes:d}', HEARTBEAT],
];

/** Clients: networking.c acceptCommonHandler, freeClient, readQueryFromClient, asyncCloseClientOnOutputBufferLimitReached. */
const CLIENTS: Row[] = [
  ['client-accepted', 'Accepted ', QUIET],
  ['client-closed', 'Client closed connection', QUIET],
  ['client-read-error', 'Reading from client: {reason}', { quiet: true, tells: 'notice' }],
  ['client-write-error', 'Error writing to client: {reason}', { quiet: true, tells: 'notice' }],
  ['client-idle', 'Closing idle client', QUIET],
  ['client-protocol-error', 'Protocol error ({what}) from client: {client}', NOTICE],
  ['client-protocol-error', 'Protocol error from client: {client}', NOTICE],
  ['output-buffer-limit', 'Client id={client} scheduled to be closed ASAP for overcoming of output buffer limits.', TROUBLE],
  ['output-buffer-limit', 'Client id={client} closed for overcoming of output buffer limits.', TROUBLE],
  ['output-buffer-limit', 'Client addr={client} scheduled to be closed ASAP for overcoming of output buffer limits.', TROUBLE],
  ['query-buffer-limit', 'Closing client that reached max query buffer length: {client}', TROUBLE],
  ['client-evicted', 'Evicting client: {client}', NOTICE],
  ['client-accept-error', 'Error accepting a client connection: {reason}', TROUBLE],
  ['client-accept-error', 'Error registering fd event for the new client: {reason}', TROUBLE],
  ['client-accept-error', 'Accepting client connection: {reason}', TROUBLE],
  ['client-accept-error', 'Accepting client connection', TROUBLE],
  ['client-accept-error', 'Error accepting cluster node: {reason}', TROUBLE],
  ['tls-accept-error', 'Error accepting a client connection: error:{reason}', TROUBLE],
  ['client-paused', 'Clients paused for', NOTICE],
  ['maxclients-reached', 'max number of clients reached', TROUBLE],
];

/** Memory: zmalloc's handler serverOutOfMemoryHandler (printed before the crash report), config.c, evict.c, defrag.c. */
const MEMORY: Row[] = [
  ['oom-allocating', 'Out Of Memory allocating {bytes:d} bytes!', TROUBLE],
  // The Windows port (2.8 to 5.0).
  ['oom-allocating', 'Out Of Memory allocating {bytes:d} bytes.', TROUBLE],
  [
    'maxmemory-below-used',
    'WARNING: the new maxmemory value set via CONFIG SET ({value:d}) is smaller than the current memory usage ({used:d})',
    TROUBLE,
  ],
  ['maxmemory-below-used', 'WARNING: the new maxmemory value set via CONFIG SET is smaller than the current memory usage', TROUBLE],
  ['maxmemory-32bit', 'Warning: 32 bit instance detected but no memory limit set. Setting 3 GB maxmemory limit', NOTICE],
  ['memory-not-freed', 'Failed to free memory', { quiet: true, tells: 'notice' }],
  ['defrag', 'Starting active defrag', QUIET],
  ['defrag', 'Active defrag done in', QUIET],
  ['defrag', 'Active Defrag', QUIET],
  ['expired-key', 'key {key} expired: deleting it', QUIET],
  ['resize', 'Resizing hash table', QUIET],
];

/** Security: networking.c securityWarningCommand. */
const SECURITY: Row[] = [
  ['security-attack', 'Possible SECURITY ATTACK detected.{}Connection from {addr} aborted.', TROUBLE],
  ['security-attack', 'Possible SECURITY ATTACK detected.', TROUBLE],
];

/** Watchdog and SIGALRM: debug.c watchdogSignalHandler. The text follows on raw lines; the dump itself is a record. */
const WATCHDOG: Row[] = [
  ['watchdog-expired', '--- WATCHDOG TIMER EXPIRED ---{$}', TROUBLE],
  ['sigalrm-received', 'Received SIGALRM', NOTICE],
  ['crash-recursive', 'Crashed running signal handler. Providing reduced version of recursive crash report.', TROUBLE],
  ['watchdog-end', '--------', QUIET],
  ['latency-warning', 'Latency', NOTICE],
  ['debug-sleep', 'DEBUG SLEEP', QUIET],
];

/** Scripts and functions: script.c scriptInterrupt (scripting.c before 7.0); Valkey 9 prints them from its lua module. */
const SCRIPTS: Row[] = [
  [
    'slow-script',
    'Slow script detected: still in execution after {ms:d} milliseconds. You can try killing the script using the {command} command. Script name is: {script}',
    { tells: 'trouble', provesMain: true },
  ],
  [
    'slow-script',
    'Slow script detected: still in execution after {ms:d} milliseconds. You can try killing the script using the SCRIPT KILL command.',
    { tells: 'trouble', provesMain: true },
  ],
  ['slow-script', 'Lua slow script detected: still in execution after {ms:d} milliseconds', { tells: 'trouble', provesMain: true }],
  ['script-killed', 'Lua script killed by user with SCRIPT KILL.', { tells: 'notice', provesMain: true }],
  ['script-killed', 'Script killed by user with SCRIPT KILL.', { tells: 'notice', provesMain: true }],
  ['script-killed', 'Script killed by user with FUNCTION KILL.', { tells: 'notice', provesMain: true }],
  ['script-killed', 'Function killed by user', { tells: 'notice', provesMain: true }],
];

/** Crash lines outside a report that the crash reader took: a report without its head, or one line of it quoted. */
const CRASH: Row[] = [
  ['crashed-by-signal', 'Redis {version} crashed by signal: {signal:d}', TROUBLE],
  ['crashed-by-signal', 'Valkey {version} crashed by signal: {signal:d}', TROUBLE],
  ['crashed-by-signal', 'valkey {version} crashed by signal: {signal:d}', TROUBLE],
  ['assertion-failed', '=== ASSERTION FAILED', TROUBLE],
  ['assertion-failed', '=== RECURSIVE ASSERTION FAILED ===', TROUBLE],
  ['panic', 'Guru Meditation: {message}', TROUBLE],
  ['crash-detail', 'Accessing address: {address}', QUIET],
  ['crash-detail', 'Killed by PID: {pid:d}, UID: {uid:d}', QUIET],
  ['crash-detail', 'Crashed running the inst', QUIET],
  ['crash-detail', 'Bio worker thread #', QUIET],
  ['crash-detail', 'Bio thread for job type #', QUIET],
  ['crash-detail', 'IO thread(tid:', QUIET],
  ['crash-detail', 'main thread terminated', QUIET],
  ['crash-detail', 'Fast memory test PASSED', QUIET],
  ['crash-detail', 'dump of function (hexdump of', QUIET],
  ['crash-detail', 'hide-user-data-from-log is on', QUIET],
  ['memory-error', '!!! MEMORY ERROR DETECTED', TROUBLE],
  ['crash-detail', '!!! Software Failure. Press left mouse button to continue', QUIET],
];

/** Slow scripts are told by the core or, in Valkey 9, by the script engine's module. */
export const SERVICE = [
  ...core([...TICKS, ...CLIENTS, ...MEMORY, ...SECURITY, ...WATCHDOG]),
  ...core(CRASH).map((pattern) => ({ ...pattern, notMain: true })),
  ...ofModule(undefined, SCRIPTS),
];
