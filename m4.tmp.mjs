// src/formats/log/catalogue/define.ts
var QUIET = { quiet: true };
var HEARTBEAT = { quiet: true, heartbeat: true };
function core(rows) {
  return rows.map(([id, text2, extra]) => ({ id, text: text2, module: "", ...extra }));
}
function ofModule(module, rows) {
  return rows.map(([id, text2, extra]) => module === void 0 ? { id, text: text2, ...extra } : { id, text: text2, module, ...extra });
}
var SPELLINGS = [
  [/master|Master|MASTER/g, (word) => word === "master" ? "primary" : word === "Master" ? "Primary" : "PRIMARY"],
  [/replica|Replica|REPLICA/g, (word) => word === "replica" ? "slave" : word === "Replica" ? "Slave" : "SLAVE"]
];
function inAllSpellings(rows) {
  return rows.flatMap(([id, text2, extra]) => {
    let texts = [text2];
    for (const [word, other] of SPELLINGS) texts = [.../* @__PURE__ */ new Set([...texts, ...texts.map((known) => known.replace(word, other))])];
    return texts.map((known) => [id, known, extra]);
  });
}

// src/formats/log/catalogue/cluster.ts
var NODES = [
  ["node-failing", "Marking node {node:x} as failing (quorum reached)"],
  ["node-failing", "Marking node {node:x} ({name}) as failing (quorum reached)"],
  ["fail-received", "FAIL message received from {from:x} about {node:x}"],
  ["fail-received", "FAIL message received from {from:x} ({fromName}) about {node:x}"],
  ["node-pfail", "NODE {node:x} ({name}) possibly failing."],
  ["node-pfail", "*** NODE {node:x} possibly failing"],
  ["node-reported", "Node {from:x} ({fromName}) reported node {node:x} ({name}) as not reachable."],
  ["node-reported", "Node {from:x} reported node {node:x} as not reachable."],
  ["node-reported-back", "Node {from:x} ({fromName}) reported node {node:x} ({name}) is back online."],
  ["node-reported-back", "Node {from:x} reported node {node:x} is back online."],
  ["node-reachable", "Clear FAIL state for node {node:x}: {reason}"],
  ["node-reachable", "Clear FAIL state for node {node:x} ({name}): {reason}"],
  ["node-reachable", "Clear FAIL state for node {node:x} ({name}):{reason}"],
  ["node-link-failed", "Connection with Node {node:x} at {addr} failed: {reason}"],
  ["cluster-node-id", "No cluster configuration found, I'm {node:x}"],
  ["node-config-loaded", "Node configuration loaded, I'm {node:x}"],
  ["node-ip", "IP address for this node updated to {ip}"],
  ["cluster-meet", "Cluster meet {host}:{port:d}"],
  ["cluster-handshake", "Successfully completed handshake with {node:x}", QUIET],
  ["cluster-handshake", "Handshake: we already know node", QUIET],
  ["cluster-role", "Node {node:x} ({name}) is now a replica of node {of:x}", QUIET],
  ["cluster-role", "Node {node:x} ({name}) is now part of shard", QUIET],
  ["cluster-role", "Node {node:x} ({name}) is no longer master of shard", QUIET],
  ["cluster-role", "A failover occurred in shard"],
  ["cluster-role", "Reconfiguring node {node:x} ({name}) as master for shard"],
  ["cluster-role", "Setting myself to master in shard {shard:x} after failover"],
  ["cluster-demoted", "Configuration change detected. Reconfiguring myself as a replica of node {of:x}"],
  ["cluster-demoted", "Configuration change detected. Reconfiguring myself as a replica of {of:x}"],
  ["cluster-topology-mismatch", "Mismatch in topology information for sender node", QUIET],
  ["node-address-changed", "Address updated for node {node:x}"],
  ["node-address-changed", "Address updated for node {node:x} ({name}), now {host}:{port:d}"]
];
var STATE = [
  ["cluster-state-fail", "Cluster state changed: fail"],
  ["cluster-state-ok", "Cluster state changed: ok"],
  ["cluster-down", "Cluster is currently down: {reason}"],
  ["failover-delayed", "Start of election delayed for {ms:d} milliseconds"],
  ["failover-delayed", "This is the best ranked replica and can initiate the election immediately.", QUIET],
  ["failover-started", "Starting a failover election for epoch {epoch:d}"],
  ["failover-vote", "Failover auth granted to {node:x}"],
  ["failover-vote-denied", "Failover auth denied to {node:x}: {reason}"],
  ["failover-vote-denied", "Failover auth denied to {node:x} ({name}): {reason}"],
  ["failover-won", "Failover election won: I'm the new master."],
  ["failover-epoch", "configEpoch set to {epoch:d} after successful failover"],
  ["failover-unable", "Currently unable to failover: {reason}"],
  ["failover-quorum", "Needed quorum: {n:d}", QUIET],
  ["failover-expired", "Failover attempt expired."],
  ["failover-manual", "Manual failover requested by replica {node:x}"],
  ["failover-manual", "Manual failover user request accepted"],
  ["failover-manual", "Received replication offset for paused master manual failover"],
  ["failover-manual", "All master replication stream processed, manual failover can start."],
  ["failover-manual", "Forced failover user request accepted"],
  ["failover-manual", "Taking over the master (user request"],
  ["failover-manual-timeout", "Manual failover timed out."],
  ["cluster-epoch", "configEpoch set to {epoch:d} via CLUSTER", QUIET],
  ["cluster-epoch", "configEpoch collision with node", QUIET],
  ["cluster-epoch", "WARNING: configEpoch collision with node", QUIET],
  ["cluster-epoch", "configEpoch updated after importing slot", QUIET],
  ["cluster-reset", "Cluster reset"],
  ["cluster-config-error", "Unrecoverable error: corrupted cluster config file"],
  ["cluster-config-error", "Sorry, the cluster configuration file {path} is already used by a different"],
  ["cluster-config-error", "Can't open {path} in order to acquire a lock: {reason}"],
  ["cluster-config-error", "Failed to lock {path}: {reason}"],
  ["cluster-config-error", "Failed to open the cluster configuration file"],
  ["cluster-config-error", "Loading the cluster node config from {path}: {reason}"],
  ["cluster-config-error", "Fatal: can't update cluster config file."],
  ["cluster-config-error", "Could not open temp cluster config file: {reason}"],
  ["cluster-config-error", "Failed after writing {} bytes to tmp cluster config file"],
  ["cluster-link-freed", "Freeing {link} sending buffer memory", QUIET],
  ["cluster-link-limit", "Freeing cluster link({link}) exceeding send buffer memory limit"],
  ["cluster-link-limit", "Freeing {direction} cluster link"],
  ["slot-migration", "Slot {slot:d} is migrated from", QUIET],
  ["slot-migration", "Slot migration", QUIET],
  ["slot-lost", "I've been asked for slot", QUIET],
  ["slot-deleted", "Deleting keys in dirty slot {slot:d}"],
  ["slot-importing", "I have keys for slot {slot:d}, but the slot is assigned to another node. Deleting keys in the slot"],
  ["slot-importing", "I have keys for unassigned slot {slot:d}. Taking responsibility for it."],
  ["slot-importing", "I have keys for slot {slot:d}, but the slot is assigned to another node. Setting it to importing state."],
  ["cluster-modules", "Module '{name}' registered the cluster", QUIET]
];
var CHATTER = [
  ["cluster-chatter", "--- Processing packet of type", QUIET],
  ["cluster-chatter", "Accepting cluster node connection from", QUIET],
  ["cluster-chatter", "Accepted cluster node", QUIET],
  ["cluster-chatter", "Connecting with Node", QUIET],
  ["cluster-chatter", "Pinging node", QUIET],
  ["cluster-chatter", "GOSSIP", QUIET],
  ["cluster-chatter", "ping packet received:", QUIET],
  ["cluster-chatter", "pong packet received:", QUIET],
  ["cluster-chatter", "meet packet received:", QUIET],
  ["cluster-chatter", "Ping packet received:", QUIET],
  ["cluster-chatter", "Renaming node", QUIET],
  ["cluster-chatter", "Handshake with node", QUIET],
  ["cluster-chatter", "I/P error reading from node link", QUIET],
  ["cluster-chatter", "I/O error reading from node link", QUIET],
  ["cluster-chatter", "Removed handshake node", QUIET],
  ["cluster-chatter", "Unable to connect to Cluster Node", QUIET]
];
var VOTES = [["sentinel-vote", "{by:x} voted for {node:x} {epoch:d}"]];
var CLUSTER = core([...inAllSpellings([...NODES, ...STATE, ...CHATTER]), ...VOTES]);

// src/formats/log/catalogue/lifecycle.ts
var START = [
  ["server-starting", "oO0OoO0OoO0Oo {product} is starting oO0OoO0OoO0Oo"],
  ["server-starting", "Server started, {product} version {version}"],
  ["version", "Redis version={version}, bits={bits}, commit={commit}, modified={}, pid={pid:d}, just started"],
  ["version", "Valkey version={version}, bits={bits}, commit={commit}, modified={}, pid={pid:d}, just started"],
  ["config-loaded", "Configuration loaded"],
  ["no-config-file", "Warning: no config file specified, using the default config"],
  ["monotonic-clock", "monotonic clock: {clock}"],
  ["running-mode", "Running mode={mode}, port={port:d}"],
  ["server-initialized", "Server initialized"],
  ["server-initialized", "Server started."],
  ["ready", "Ready to accept connections"],
  ["ready-port", "The server is now ready to accept connections on port {port:d}"],
  ["ready-socket", "The server is now ready to accept connections at {path}"],
  ["sentinel-id", "Sentinel ID is {node:x}"],
  ["sentinel-id", "Sentinel runid is {node:x}"],
  ["supervised", "supervised by {manager}"],
  ["supervised", "Supervised by {manager}"],
  ["supervised", "systemd supervision requested"],
  ["pid-file-removed", "Removing the pid file."],
  ["pid-file-failed", "Failed to write PID file: {reason}"],
  ["pid-file-failed", "Failed to write PID file"],
  ["unix-socket-removed", "Removing the unix socket file."],
  ["tls-not-built", "Missing implement of connection type {type}", QUIET],
  ["databases-reduced", "WARNING: Changing databases number from {from:d} to {to:d}", { beforeBanner: true }],
  ["io-threads", "IO threads scale-up to {n:d}", QUIET],
  ["io-threads", "IO threads scale-down to {n:d}", QUIET],
  ["io-threads-failed", "Fatal: Can't initialize IO thread"],
  ["cpu-affinity-failed", "sched_setaffinity: {reason}"],
  ["restart", "Restarting the server"]
];
var SURROUNDINGS = [
  ["overcommit", "WARNING overcommit_memory is set to 0!", { beforeBanner: true }],
  ["overcommit", "WARNING Memory overcommit must be enabled!", { beforeBanner: true }],
  ["thp", "WARNING you have Transparent Huge Pages (THP) support enabled", { beforeBanner: true }],
  ["thp", "WARNING You have Transparent Huge Pages (THP) support enabled", { beforeBanner: true }],
  ["slow-clocksource", "WARNING Your system is configured to use the '{clock}' clocksource", { beforeBanner: true }],
  ["slow-clocksource", "WARNING Slow system clocksource detected", { beforeBanner: true }],
  ["kernel-warning", "WARNING Your kernel has a bug that could lead to data corruption during background save", { beforeBanner: true }],
  ["kernel-warning", "WARNING The kernel", { beforeBanner: true }],
  ["exit-data-corruption", "Redis will now exit to prevent data corruption."],
  ["exit-data-corruption", "Valkey will now exit to prevent data corruption."],
  ["backlog", "WARNING: The TCP backlog setting of {backlog:d} cannot be enforced"],
  [
    "ulimit-not-enough",
    "Your current 'ulimit -n' of {limit:d} is not enough for the server to start. Please increase your open file limit to at least {needed:d}"
  ],
  ["ulimit-not-enough", "Your current 'ulimit -n' of {limit:d} is not enough for {} to start"],
  ["maxclients-reduced", "Current maximum open files is {limit:d}. maxclients has been reduced to {to:d}"],
  ["maxclients-requested", "You requested maxclients of {n:d} requiring at least {needed:d} max file descriptors"],
  ["ulimit-refused", "Server can't set maximum open files to {n:d} because of OS error: {reason}"],
  ["ulimit-refused", "Redis can't set maximum open files to {n:d} because of OS error: {reason}"],
  ["ulimit-raised", "Increased maximum number of open files to {n:d}"],
  ["getrlimit-failed", "Unable to obtain the current NOFILE limit ({reason})"],
  ["32bit-no-limit", "Warning: 32 bit instance detected but no memory limit set"]
];
var REFUSED = [
  ["config-fatal", "Fatal error, can't open config file '{path}': {reason}"],
  ["config-fatal", "Fatal error, can't open config file '{path}'"],
  ["config-fatal", "Fatal config file error"],
  ["config-unresolved", "Unresolved Configuration(s) Detected"],
  ["config-unresolved-item", ">>> '{directive}'"],
  ["config-module-missing", "Module Configuration detected without loadmodule directive or no ApplyConfig call: aborting"],
  ["config-not-seekable", "Sentinel config file {path} is not writable: {reason}"],
  ["chdir-failed", "Can't chdir to '{path}': {reason}"],
  ["bind-failed", "Could not create server TCP listening socket {host}:{port:d}: bind: {reason}"],
  ["bind-failed", "Warning: Could not create server TCP listening socket {host}:{port:d}: bind: {reason}"],
  ["bind-failed", "Creating Server TCP listening socket {host}:{port:d}: bind: {reason}"],
  ["bind-failed", "Opening port: bind: {reason}"],
  ["listen-socket-failed", "Warning: Could not create server TCP listening socket {host}:{port:d}: {reason}", QUIET],
  ["listen-aborted", "Failed listening on port {port:d} ({transport}), aborting."],
  ["listen-aborted", "Failed listening on port {port:d}"],
  ["listen-aborted", "Configured to not listen anywhere, exiting."],
  ["cluster-bus-listen-failed", "Failed listening on cluster bus port"],
  ["cluster-bus-listen-failed", "Failed to bind to the cluster bus port"],
  ["unix-socket-failed", "Failed opening Unix socket: bind: {reason}"],
  ["unix-socket-failed", "Opening Unix socket: bind: {reason}"],
  ["acl-two-sources", "Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid."],
  ["acl-two-sources", "Configuring Valkey with users defined in valkey.conf and at the same setting an ACL file path is invalid."],
  ["acl-two-sources", "Configuring {product} with users defined in {file} and at the same setting an ACL file path is invalid."],
  ["acl-load-failed", "Aborting Redis startup because of ACL errors: {reason}"],
  ["acl-load-failed", "Aborting Valkey startup because of ACL errors: {reason}"],
  ["acl-error", "Error loading ACL rule '{rule}' for the user named '{user}': {reason}"],
  ["acl-critical", "Critical error while loading ACLs. Exiting."],
  ["acl-save-failed", "Opening temp ACL file for ACL SAVE: {reason}"],
  ["acl-save-failed", "Writing ACL file for ACL SAVE: {reason}"],
  ["tls-config-failed", "Failed to configure TLS. Check logs for more info."],
  ["tls-config-failed", "Failed to load certificate: {path}: {reason}"],
  ["tls-config-failed", "Failed to load private key: {path}: {reason}"],
  ["tls-config-failed", "Failed to load CA certificate(s) file: {path}: {reason}"],
  ["tls-config-failed", "Failed to configure CA certificate(s) file/directory"],
  ["tls-config-failed", "Failed to configure ciphers"],
  ["tls-config-failed", "No tls-cert-file configured!"],
  ["tls-config-failed", "Either tls-ca-cert-file or tls-ca-cert-dir must be specified"],
  ["tls-no-listen", "Unable to update TLS configuration. Check server logs."],
  ["log-open-failed", "Can't open the log file: {reason}"],
  ["exit-on-error", "Server aborted"]
];
var SHUTDOWN = [
  ["shutdown-signal", "Received {signal} scheduling shutdown..."],
  ["shutdown-signal-forced", "You insist... exiting now."],
  ["shutdown-signal-forced", "Received shutdown signal during loading, exiting now."],
  ["child-signal-exit", "Received SIGUSR1 in child, exiting now."],
  ["shutdown-requested", "User requested shutdown..."],
  ["shutdown-save", "Saving the final RDB snapshot before exiting."],
  ["shutdown-fsync", "Calling fsync() on the AOF file."],
  ["shutdown-waiting", "Waiting for replicas before shutting down."],
  ["shutdown-lagging", "Lagging replica {addr} reported offset {offset:d} behind"],
  ["shutdown-synced", "{n:d} of {of:d} replicas are in sync when shutting down."],
  ["shutdown-paused", "Shutdown manually aborted."],
  ["shutdown-save-failed", "Error trying to save the DB, can't exit."],
  ["shutdown-refused", "Errors trying to shut down the server. Check the logs for more information."],
  ["shutdown-refused", "SIGTERM received but errors trying to shut down the server, check the logs for more information"],
  ["shutdown-kills-child", "There is a child saving an .rdb. Killing it!"],
  ["shutdown-kills-child", "There is a child rewriting the AOF. Killing it!"],
  ["shutdown-aof-child", "Writing initial AOF, can't exit."],
  ["shutdown-module-child", "There is a module fork child. Killing it!"],
  ["bye", "Redis is now ready to exit, bye bye..."],
  ["bye", "Valkey is now ready to exit, bye bye..."],
  ["sentinel-bye", "Sentinel is now ready to exit, bye bye..."],
  ["failover-shutdown", "Saving the cluster configuration file before exiting."],
  ["config-rewrite", "CONFIG REWRITE executed with success."],
  ["config-rewrite-failed", "CONFIG REWRITE failed: {reason}"]
];
var ENGINES = [
  ["script-engine", "Registering a new scripting engine: {engine}", QUIET],
  ["static-module", "Static Module '{name}' successfully loaded", QUIET]
];
var LIFECYCLE = core([...START, ...SURROUNDINGS, ...REFUSED, ...SHUTDOWN, ...ENGINES]);

// src/formats/log/catalogue/modules.ts
var CORE_LINES = [
  ["module-loaded", "Module '{name}' loaded from {path}"],
  ["module-unloaded", "Module {name} unloaded"],
  ["module-load-failed", "Module {path} failed to load: {reason}"],
  ["module-load-failed", "Module {path} initialization failed. Module not loaded"],
  ["module-load-failed", "Module {path} could not be loaded: {reason}"],
  ["module-load-abort", "Can't load module from {path}: server aborting"],
  ["module-not-executable", "Module {path} failed to load: It does not have execute permissions."],
  ["module-no-onload", "Module {path} does not export {symbol} symbol. Module not loaded."],
  ["module-unload-failed", "Error unloading module {name}: {reason}"],
  ["module-unload-failed", "Error when trying to close the {name} module: {reason}"],
  ["module-misuse", "API misuse detected in module {name}: {reason}"],
  ["module-scan-gil", "RM_Scan callback function is releasing the GIL, which is unsafe."],
  ["module-fork-started", "Module fork started pid: {pid:d}"],
  ["module-fork-exited", "Module fork exited pid: {pid:d}, retcode: {code:d}, bysignal: {signal:d}"],
  ["module-fork-exited", "Module fork exited pid: {pid:d}"],
  ["fork-failed", "Can't fork for module: {reason}"],
  ["module-config-error", "Error applying module configuration"],
  ["module-config-error", "Failed to parse config for module"],
  ["module-auth", "Module {name} attempted to use", QUIET]
];
var ANY_MODULE = [
  ["module-panicked", "panicked at {place}"],
  ["module-panicked", "thread '{thread}' panicked at {place}"]
];
var MODULES = [...core(CORE_LINES), ...ofModule(void 0, ANY_MODULE)];

// src/formats/log/catalogue/persistence.ts
var SAVE = [
  ["save-changes", "{changes:d} changes in {seconds:d} seconds. Saving..."],
  ["bgsave-started", "Background saving started by pid {pid:d}"],
  ["bgsave-ok", "Background saving terminated with success"],
  ["bgsave-error", "Background saving error"],
  ["bgsave-signal", "Background saving terminated by signal {signal:d}"],
  ["fork-failed", "Can't save in background: fork: {reason}"],
  ["rdb-saved", "DB saved on disk"],
  ["rdb-write-error", "Write error saving DB on disk({step}): {reason}"],
  ["rdb-write-error", "Write error saving DB on disk: {reason}"],
  ["rdb-write-error", "Write error while saving DB to the disk({step}): {reason}"],
  ["rdb-write-error", "Write error while saving DB to disk({step}): {reason}"],
  ["rdb-open-error", "Failed opening the RDB file {path} (in server root dir {dir}) for saving: {reason}"],
  ["rdb-open-error", "Failed opening the temp RDB file {path} (in server root dir {dir}) for saving: {reason}"],
  ["rdb-open-error", "Failed opening .rdb for saving: {reason}"],
  ["rdb-rename-error", "Error moving temp DB file {from} on the final destination {to} (in server root dir {dir}): {reason}"],
  ["rdb-rename-error", "Error moving temp DB file on the final destination: {reason}"],
  ["fork-cow", "Fork CoW for {purpose}: current {current:d} MB, peak {peak:d} MB, average {average:d} MB"],
  ["fork-cow", "RDB: {peak:d} MB of memory used by copy-on-write"],
  ["fork-cow", "AOF rewrite: {peak:d} MB of memory used by copy-on-write"],
  ["fork-cow", "Module fork: {peak:d} MB of memory used by copy-on-write"],
  ["child-kill", "Killing running RDB child: {pid:d}"],
  ["child-kill", "Killing running AOF rewrite child: {pid:d}"],
  ["child-kill", "Killing running module fork child: {pid:d}"],
  ["child-kill-expected", "Expected child {pid:d} exited", QUIET],
  ["child-lost", "Warning, received SIGCHLD for unknown child", QUIET],
  ["child-lost", "Warning, detected child with unmatched pid: {pid:d}"],
  ["child-wait-failed", "wait3() returned an error: {reason}"],
  ["child-wait-failed", "waitpid() returned an error: {reason}"]
];
var LOAD = [
  ["loading-start", "Loading RDB produced by version {version}"],
  ["loading-start", "Loading RDB produced by {product} version {version}"],
  ["loading-detail", "RDB age {seconds:d} seconds", QUIET],
  ["loading-detail", "RDB memory usage when created", QUIET],
  ["loading-detail", "RDB is base AOF", QUIET],
  ["loading-detail", "RDB signature and version check passed", QUIET],
  ["loading-keys", "Done loading RDB, keys loaded: {keys:d}, keys expired: {expired:d}"],
  ["loading-keys", "Done loading RDB, keys loaded: {keys:d}"],
  ["loading-done", "DB loaded from disk: {seconds} seconds"],
  ["loading-done", "DB loaded from append only file: {seconds} seconds"],
  ["loading-aof-part", "DB loaded from base file {file}: {seconds} seconds"],
  ["loading-aof-part", "DB loaded from incr file {file}: {seconds} seconds"],
  ["rdb-wrong-signature", "Wrong signature trying to load DB from file"],
  ["rdb-version", "Can't handle RDB format version {version:d}"],
  ["rdb-module-missing", "The RDB file contains module data I can't load: no matching module '{name}'"],
  ["rdb-module-missing", "The RDB file contains AUX module data I can't load: no matching module '{name}'"],
  ["rdb-module-data", "The RDB file contains module data for the module type '{name}'"],
  ["rdb-module-data", "The RDB file contains AUX module data for module '{name}'"],
  ["rdb-checksum", "Wrong RDB checksum expected: ({expected}) but got ({got}). Aborting now."],
  ["rdb-checksum", "Wrong RDB checksum. Aborting now."],
  ["rdb-checksum-skipped", "RDB file was saved with checksum disabled: no check performed."],
  ["rdb-short-read", "Short read or OOM loading DB. Unrecoverable error, aborting now."],
  ["rdb-internal-error", "Internal error in RDB reading offset {offset:d}, function at {place} -> {reason}"],
  ["rdb-internal-error", "Internal error in RDB reading function at {place} -> {reason}"],
  ["rdb-terminating", "Terminating server after rdb file reading failure."],
  ["rdb-duplicate-key", "RDB has duplicated key '{key}' in DB {db:d}"],
  ["rdb-load-fatal", "Fatal error loading the DB: {reason}. Exiting."],
  ["rdb-load-fatal", "Fatal error loading the DB, check server logs. Exiting."],
  ["rdb-load-fatal", "Fatal error: can't open the RDB file {path} for reading: {reason}"],
  ["rdb-bad-db-number", "FATAL: Data file was created with a {} server configured to handle more than {n:d} databases"],
  ["rdb-unknown-aux", "Unrecognized RDB AUX field: '{field}'", QUIET]
];
var AOF = [
  ["aof-rewrite-auto", "Starting automatic rewriting of AOF on {percent:d}% growth"],
  ["aof-rewrite-started", "Background append only file rewriting started by pid {pid:d}"],
  ["aof-rewrite-step", "AOF rewrite child asks to stop sending diffs.", QUIET],
  ["aof-rewrite-step", "Parent agreed to stop sending diffs. Finalizing AOF...", QUIET],
  ["aof-rewrite-step", "Concatenating {} MB of AOF diff received from parent.", QUIET],
  ["aof-rewrite-step", "Residual parent diff successfully flushed to the rewritten AOF", QUIET],
  ["aof-rewrite-step", "SYNC append only file rewrite performed", QUIET],
  ["aof-rewrite-step", "Background AOF rewrite signal handler took {us:d}us", QUIET],
  ["aof-rewrite-step", "Background AOF buffer size: {mb:d} MB", QUIET],
  ["aof-rewrite-step", "Successfully created the temporary AOF base file {file}", QUIET],
  ["aof-rewrite-step", "Successfully renamed the temporary AOF", QUIET],
  ["aof-rewrite-step", "Removing the history file {file} in the background", QUIET],
  ["aof-file", "Creating AOF base file {file} on server start", QUIET],
  ["aof-file", "Creating AOF incr file {file} on server start", QUIET],
  ["aof-file", "Creating AOF incr file {file} on background rewrite", QUIET],
  ["aof-file", "Opening AOF incr file {file} on server start", QUIET],
  ["aof-file", "The AOF directory {dir} doesn't exist", QUIET],
  ["aof-loading", "Reading RDB base file on AOF loading...", QUIET],
  ["aof-loading", "Reading RDB preamble from AOF file...", QUIET],
  ["aof-loading", "Reading the remaining AOF tail...", QUIET],
  ["aof-rewrite-terminated", "Background AOF rewrite terminated with success"],
  ["aofrw-ok", "Background AOF rewrite finished successfully"],
  ["aofrw-error", "Background AOF rewrite terminated with error"],
  ["aofrw-signal", "Background AOF rewrite terminated by signal {signal:d}"],
  ["aofrw-backoff", "Background AOF rewrite has repeatedly failed and triggered the limit, will retry in {minutes:d} minutes"],
  ["aofrw-write-error", "Write error writing append only file on disk: {reason}"],
  ["aofrw-rename-error", "Error trying to rename the temporary AOF"],
  ["aofrw-open-error", "Unable to open the temporary AOF produced by the child: {reason}"],
  ["fork-failed", "Can't rewrite append only file in background: fork: {reason}"],
  ["aof-fsync-slow", "Asynchronous AOF fsync is taking too long (disk is busy?)."],
  ["aof-write-error", "Error writing to the AOF file: {reason}"],
  ["aof-short-write", "Short write while writing to the AOF file: (nwritten={written:d}, expected={expected:d})"],
  ["aof-write-fatal", "Can't recover from AOF write error when the AOF fsync policy is 'always'. Exiting..."],
  ["aof-fsync-fatal", "Can't persist AOF for fsync error when the AOF fsync policy is 'always': {reason}. Exiting..."],
  ["aof-fsync-error", "Fail to fsync the AOF file: {reason}"],
  ["aof-truncate-error", "Could not remove short write from the append-only file."],
  ["aof-write-ok", "AOF write error looks solved"],
  ["aof-open-error", "Can't open the append-only file: {reason}"],
  ["aof-open-error", "Can't open the append-only file {path}: {reason}"],
  ["aof-open-error", "Can't open or create append-only dir {dir}: {reason}"],
  ["aof-open-error", "Fatal error: can't open the append log file {path} for reading: {reason}"],
  ["aof-open-error", "Fatal error: can't open the append log file for reading: {reason}"],
  ["aof-bad-format", "Bad file format reading the append only file {file}: make a backup"],
  ["aof-bad-format", "Bad file format reading the append only file: make a backup"],
  ["aof-unexpected-end", "Unexpected end of file reading the append only file"],
  ["aof-read-error", "Unrecoverable error reading the append only file {file}: {reason}"],
  ["aof-read-error", "Unrecoverable error reading the append only file: {reason}"],
  ["aof-unknown-command", "Unknown command '{command}' reading the append only file"],
  ["aof-manifest-error", "*** FATAL AOF MANIFEST FILE ERROR ***"],
  ["aof-missing-file", "Unable to obtain the AOF file {file} length. {call}: {reason}"],
  ["aof-missing-file", "The AOF file {file} doesn't exist"],
  ["aof-short-read", "!!! Warning: short read while loading the AOF file"],
  ["aof-tail-cut", "!!! Truncating the AOF"],
  ["aof-tail-cut", "AOF {file} loaded anyway because aof-load-truncated is enabled"],
  ["aof-tail-cut", "AOF loaded anyway because aof-load-truncated is enabled"],
  ["aof-tail-cut-failed", "Error truncating the AOF file: {reason}"],
  ["aof-tail-cut-failed", "Error truncating the AOF file {file}: {reason}"],
  ["aof-incomplete-multi", "Revert incomplete MULTI/EXEC transaction from AOF file"],
  ["aof-rewrite-stopped", "Aborting AOF rewrite", QUIET],
  ["bio-fsync-error", "Unable to fsync", QUIET]
];
var DISK = [
  ["disk-error", "MISCONF {reason}"],
  ["disk-error", "Can't write to disk: {reason}"]
];
var PERSISTENCE = core([...SAVE, ...LOAD, ...AOF, ...DISK]);

// src/formats/log/catalogue/replication.ts
var REPLICA_SIDE = [
  ["connecting-master", "Connecting to MASTER {host}:{port:d}"],
  ["connecting-master", "Reconnecting to MASTER {host}:{port:d}"],
  ["sync-started", "MASTER <-> REPLICA sync started"],
  ["sync-step", "Non blocking connect for SYNC fired the event.", QUIET],
  ["sync-step", "Master replied to PING, replication can continue...", QUIET],
  ["sync-step", "Discarding previously cached master state.", QUIET],
  ["sync-step", "Caching the disconnected master state.", QUIET],
  ["sync-step", "Before turning into a replica, using my own master parameters to synthesize a cached master", QUIET],
  ["sync-step", "MASTER <-> REPLICA sync: receiving", QUIET],
  ["sync-step", "MASTER <-> REPLICA sync: Flushing old data", QUIET],
  ["sync-step", "MASTER <-> REPLICA sync: Discarding old data", QUIET],
  ["sync-step", "MASTER <-> REPLICA sync: Loading DB in memory", QUIET],
  ["sync-step", "MASTER <-> REPLICA sync: Keep old data", QUIET],
  ["sync-step", "MASTER <-> REPLICA sync: Swapping", QUIET],
  ["sync-step", "MASTER <-> REPLICA sync: Starting to stream replication buffer", QUIET],
  ["sync-step", "MASTER <-> REPLICA sync: Successfully streamed replication buffer", QUIET],
  ["sync-step", "Loading the RDB and finalizing master-replica sync", QUIET],
  ["sync-step", "Starting to receive RDB and replication stream in parallel", QUIET],
  ["sync-step", "PSYNC is not possible, initialize RDB channel", QUIET],
  ["sync-step", "Replica main thread creating Bio thread to save RDB", QUIET],
  ["sync-step", "Replica main thread detected RDB download completion", QUIET],
  ["sync-step", "(Non critical) Master does not understand REPLCONF", QUIET],
  ["sync-step", "Cleaning slot migration log in anticipation of a load operation", QUIET],
  ["sync-ok", "MASTER <-> REPLICA sync: Finished with success"],
  ["partial-sync-ok", "MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization."],
  ["partial-sync-ok", "Successful partial resynchronization with master."],
  ["psync-try", "Trying a partial resynchronization (request {replid}:{offset:d})"],
  ["psync-impossible", "Partial resynchronization not possible (no cached master)"],
  ["full-resync-from", "Full resync from master: {replid}:{offset:d}"],
  ["master-replid-changed", "Master replication ID changed to {replid:x}"],
  ["master-timeout", "MASTER timeout: no data nor PING received..."],
  ["master-connect-timeout", "Timeout connecting to the MASTER..."],
  ["master-bulk-timeout", "Timeout receiving bulk data from MASTER..."],
  ["master-lost", "Connection with master lost."],
  ["master-connect-error", "Error condition on socket for SYNC: {reason}"],
  ["master-connect-error", "Unable to connect to MASTER: {reason}"],
  ["master-no-answer", "Master did not respond to command during SYNC handshake"],
  ["master-no-answer", "Failed to read response from the server: {reason}"],
  ["master-ping-error", "Error reply to PING from master: '{reply}'"],
  ["master-auth-error", "Unable to AUTH to MASTER: {reason}"],
  ["master-auth-error", "MASTER requires authentication"],
  ["master-aborted", "MASTER aborted replication with an error: {reason}"],
  ["master-psync-reply", "Unexpected reply to PSYNC from master: {reply}"],
  ["master-psync-reply", "Master is currently unable to PSYNC but should be in the future: {reply}"],
  ["master-sync-error", "I/O error trying to sync with MASTER: {reason}"],
  ["master-sync-error", "I/O error reading bulk count from MASTER: {reason}"],
  ["master-sync-error", "I/O error writing to MASTER: {reason}"],
  ["master-sync-error", "Bad protocol from MASTER, the first byte is not '$'"],
  ["master-sync-error", "Replication error while receiving the RDB"],
  ["master-load-error", "Failed trying to load the MASTER synchronization DB"],
  ["master-load-error", "Failed trying to rename the temp DB into"],
  [
    "replica-write-disk-error",
    "Write error or short write writing to the DB dump file needed for MASTER <-> REPLICA synchronization: {reason}"
  ],
  ["replica-write-disk-error", "Opening the temp file needed for MASTER <-> REPLICA synchronization: {reason}"],
  ["replica-cannot-persist", "Replica is applying a command even though it is unable to write to disk"],
  ["replicaof-enabled", "REPLICAOF {host}:{port:d} enabled (user request from '{client}')"],
  ["replicaof-enabled", "REPLICAOF {host}:{port:d} enabled"],
  ["replicaof-repeated", "REPLICAOF would result into synchronization with the master we are already connected with", QUIET],
  ["master-mode", "MASTER MODE enabled (user request from '{client}')"],
  ["master-mode", "MASTER MODE enabled"],
  ["replid-secondary", "Setting secondary replication ID to {replid:x}"],
  ["divergence", "== CRITICAL == This replica is sending an error to its master: '{error}' after processing the command '{command}'"],
  ["divergence", "== CRITICAL == This master is sending an error to its replica: '{error}' after processing the command '{command}'"],
  ["divergence", "== CRITICAL == This {who} is sending an error to its {peer}: "]
];
var MASTER_SIDE = [
  ["replica-asks-sync", "Replica {addr} asks for synchronization"],
  ["full-resync-requested", "Full resync requested by replica {addr}"],
  ["partial-accepted", "Partial resynchronization request from {addr} accepted. Sending {bytes:d} bytes of backlog"],
  ["psync-refused", "Partial resynchronization not accepted: {reason}"],
  ["psync-lack-of-backlog", "Unable to partial resync with replica {addr} for lack of backlog (Replica request was: {offset:d})"],
  ["backlog-created", "Replication backlog created, my new replication IDs are"],
  ["backlog-freed", "Replication backlog freed after {seconds:d} seconds without connected replicas."],
  ["sync-bgsave", "Starting BGSAVE for SYNC with target: {target}"],
  ["sync-bgsave", "Delay next BGSAVE for diskless SYNC", QUIET],
  ["sync-bgsave", "Delay next BGSAVE for SYNC", QUIET],
  ["sync-bgsave", "Waiting for end of BGSAVE for SYNC", QUIET],
  ["sync-bgsave", "Waiting for next BGSAVE for SYNC", QUIET],
  ["sync-bgsave", "Can't attach the replica to the current BGSAVE", QUIET],
  ["sync-bgsave-failed", "BGSAVE for replication failed"],
  ["sync-bgsave-failed", "SYNC failed. BGSAVE failed."],
  ["sync-bgsave-failed", "SYNC failed. BGSAVE child returned an error"],
  ["diskless-started", "Background RDB transfer started by pid {pid:d}"],
  ["diskless-ok", "Background RDB transfer terminated with success"],
  ["diskless-error", "Background transfer error"],
  ["diskless-signal", "Background transfer terminated by signal {signal:d}"],
  ["diskless-step", "Diskless rdb transfer, done reading from pipe", QUIET],
  ["diskless-step", "Streamed RDB transfer with replica {addr} succeeded (socket)", QUIET],
  ["diskless-step", "Starting to deliver RDB and replication stream to replica", QUIET],
  ["diskless-step", "Replica {addr} is capable of rdb channel synchronization", QUIET],
  ["diskless-dropped", "Diskless rdb transfer, last replica dropped, killing fork child."],
  ["diskless-write-error", "Diskless rdb transfer, write error sending DB to replica: {reason}"],
  ["rdb-channel", "Aborting rdb channel sync"],
  ["rdb-channel", "Connection with replica (rdbchannel) {addr} lost."],
  ["replica-online", "Synchronization with replica {addr} succeeded"],
  ["replica-lost", "Connection with replica {addr} lost."],
  ["replica-lost", "Connection with replica client id #{client:d} lost."],
  ["replica-timeout", "Disconnecting timedout replica ({phase}): {addr}"],
  ["replica-timeout", "Disconnecting timedout replica: {addr}"],
  ["replica-send-error", "Write error sending RDB preamble to replica: {reason}"],
  ["replica-send-error", "Write error sending DB to replica: {reason}"],
  ["replica-send-error", "Read error sending DB to replica: {reason}"],
  ["failover-command", "FAILOVER requested to {host}:{port:d}"],
  ["failover-command", "FAILOVER requested."],
  ["failover-aborted", "Failover target rejected psync request"],
  ["failover-aborted", "FAILOVER with force"],
  ["failover-aborted", "Aborting failover"]
];
var BIO_THREAD = [["sync-bio-thread", "Replica bio thread: {text}", { quiet: true, notMain: true }]];
var REPLICATION = core([...inAllSpellings([...REPLICA_SIDE, ...MASTER_SIDE]), ...BIO_THREAD]);

// src/formats/log/catalogue/search.ts
var WORKERS = [
  ["workers-enabled", "Enabled workers threadpool of size {n:d}", { keep: 100, provesMain: true }],
  ["workers-disabled", "Disabled workers threadpool of size {n:d}", { keep: 100, provesMain: true }],
  ["workers-changing", "Changing workers threadpool size from {from:d} to {to:d}", { keep: 100, provesMain: true }],
  [
    "workers-reduce-scheduled",
    "Scheduling config_reduce_threads_job to remove all {n:d} threads when empty",
    { keep: 100, provesMain: true }
  ],
  ["workers-reduce-scheduled", "Scheduling config_reduce_threads_job to remove {n:d} threads ASAP", { keep: 100, provesMain: true }],
  ["workers-reduce-main", "Scheduling from main thread to remove {n:d} threads", { keep: 100, provesMain: true }],
  ["workers-decreased", "Thread pool size decreased to {n:d} successfully", { keep: 100 }],
  ["workers-increased", "Thread pool size increased to {n:d} successfully", { keep: 100 }],
  ["workers-draining", "Draining workers thread pool with threshold {n:d}"],
  ["pool-created", "Thread pool of size {n:d} created successfully"],
  ["pool-killing", "Killing all threads while jobqueue contains {n:d} jobs"],
  ["pool-not-empty", "Terminate threadpool's thread was called when the jobq is not empty"],
  ["pool-queue-full", "Work queue at max pending with the same head"],
  ["pool-thread", "Creating background thread: {name}", QUIET],
  ["pool-thread", "Terminating thread {name}", QUIET],
  ["pool-thread", "Thread {name} is running iteration", QUIET],
  ["pool-thread", "threadpool has {n:d} high-priority bias", QUIET]
];
var CONFIG = [
  ["config-changed", "Successfully changed configuration for `{option}`", { keep: 100, provesMain: true }],
  ["ft-config-deprecated", "FT.CONFIG is deprecated, please use CONFIG {verb} {option} instead", { keep: 100, provesMain: true }],
  ["ft-config-deprecated", "FT.CONFIG is deprecated", { keep: 100, provesMain: true }],
  ["search-args-deprecated", "`{option}` was set, but module arguments are deprecated"],
  ["search-config", "Subscribe to config changes", QUIET],
  ["search-config", "Cluster configuration:", QUIET],
  ["search-config", "gc: ", QUIET],
  ["search-config", "concurrent writes: ", QUIET],
  ["search-config-invalid", "Invalid Configurations: {reason}"],
  ["search-config-invalid", "Error parsing configuration: {reason}"]
];
var START2 = [
  ["search-version", "RediSearch version {version} (Git={git})"],
  ["search-version", "RediSearch version {version}"],
  ["search-redis-version", "Redis version found by RediSearch : {version}", QUIET],
  ["search-redis-version", "Redis version found by RedisSearch : {version}", QUIET],
  ["search-start", "Low level api version", QUIET],
  ["search-start", "Initialized thread pools!", QUIET],
  ["search-start", "Enabled role change notification", QUIET],
  ["search-start", "Register write commands", QUIET],
  ["search-start", "Registered command", QUIET],
  ["search-start", "Successfully executed", QUIET],
  ["search-start", "Created event loop thread", QUIET],
  ["search-start", "RefManager created", QUIET],
  ["search-no-acl", "Redis version does not support ACL API necessary for index protection", QUIET],
  ["search-init-failed", "Could not init search library"],
  ["search-init-failed", "Redis version is too old, please upgrade"],
  ["search-init-failed", "FATAL: aof-use-rdb-preamble required if AOF is used!"],
  ["search-no-json", "cannot operate on a JSON index as RedisJSON is not loaded"],
  ["search-loading", "Loading event starts"],
  ["search-loading", "Loading event ends"]
];
var INDEXING = [
  ["search-scan-started", "Scanning index {index} in background{$}"],
  ["search-scan-done", "Scanning index {index} in background: done (scanned={n:d})"],
  ["search-scan-oom", "Used memory is more than {percent:d} percent of max memory, cancelling the scan"],
  ["search-scan-paused", "Scanning index {index} in background: paused for {seconds:d} seconds due to OOM"],
  ["search-scan-resumed", "Scanning index {index} in background: resuming after OOM"],
  ["search-scan-cancelled", "Scanning index {index} in background: cancelled"],
  ["search-scanning", "Scanning indexes in background", QUIET],
  ["search-index-error", "Failed to create index"],
  ["search-gc-started", "Starting GC", QUIET],
  ["search-gc-child-timeout", "ForkGC - got {reason} while reading from pipe"],
  ["search-gc-child-timeout", "ForkGC - {reason} while reading from pipe"],
  ["search-gc-fork-failed", "fork failed - got errno {errno:d}, aborting fork GC"],
  ["search-gc-pipe-failed", "Couldn't create pipe - got errno {errno:d}, aborting fork GC"],
  ["search-gc-no-memory", "Not enough memory for GC fork, skipping GC job"],
  ["search-gc-broken-pipe", "GC fork: broken pipe, exiting"],
  ["search-active-query", "Active query on index {index}"],
  ["search-active-query", "There are {n:d} active queries and {cursors:d} active cursors"]
];
var COORDINATOR = [
  ["coord-chatter", "All nodes connected", QUIET],
  ["coord-chatter", "Applying new topology", QUIET],
  ["coord-chatter", "Waiting for all nodes to connect", QUIET],
  ["coord-chatter", "Setting number of partitions to", QUIET],
  ["coord-topology-failed", "Topology validation failed: {reason}"],
  ["coord-timeout", "Timed out coordination request"],
  ["coord-shard-error", "Coordinator got an error '{error}' from a shard"],
  ["coord-shard-error", "Shard error: {error}"],
  ["coord-empty-reply", "An empty reply was received from a shard"],
  ["coord-cluster-error", "Error calling CLUSTER {command}"],
  ["coord-connect-error", "Error on connection to shard"],
  ["conn-shrink", "Requesting to stop", QUIET],
  ["conn-shrink", "Switching state to Freeing", QUIET]
];
var QUERIES = [
  ["search-query-oom", "Not enough memory available to execute the query"],
  ["search-lock-deadlock", "Failed to acquire read lock on index {index}: rc={rc:d} ({reason})"],
  ["search-lock-failed", "Failed to acquire read lock on index {index}"],
  ["search-timeout", "Timeout limit was reached"]
];
var SEARCH = ofModule("search", [...WORKERS, ...CONFIG, ...START2, ...INDEXING, ...COORDINATOR, ...QUERIES]);

// src/formats/log/catalogue/sentinel.ts
var EVENTS = [
  ["sentinel-sdown", "+sdown {kind} {name} {host} {port:d}"],
  ["sentinel-not-sdown", "-sdown {kind} {name} {host} {port:d}"],
  ["sentinel-odown", "+odown {kind} {name} {host} {port:d}"],
  ["sentinel-not-odown", "-odown {kind} {name} {host} {port:d}"],
  ["sentinel-switch-master", "+switch-master {name} {host} {port:d} {newHost} {newPort:d}"],
  ["sentinel-tilt", "+tilt"],
  ["sentinel-not-tilt", "-tilt"],
  ["sentinel-monitor", "+monitor master {name} {host} {port:d} quorum {quorum:d}"],
  ["sentinel-monitor", "-monitor master {name} {host} {port:d}"],
  ["sentinel-reset", "+reset-master {kind} {name} {host} {port:d}"],
  ["sentinel-new-epoch", "+new-epoch {epoch:d}"],
  ["sentinel-vote", "+vote-for-leader {node:x} {epoch:d}"],
  ["sentinel-leader", "+elected-leader {kind} {name} {host} {port:d}"],
  ["sentinel-try-failover", "+try-failover {kind} {name} {host} {port:d}"],
  ["sentinel-failover-end", "+failover-end"],
  ["sentinel-failover-state", "+failover-state-{state} "],
  ["sentinel-failover-detected", "+failover-detected"],
  ["sentinel-failover-takeover", "+failover-takeover"],
  ["sentinel-failover-abort", "-failover-abort-{reason} "],
  ["sentinel-selected-slave", "+selected-slave {kind} {name} {host} {port:d}"],
  ["sentinel-promoted-slave", "+promoted-slave {kind} {name} {host} {port:d}"],
  ["sentinel-reconf", "+slave-reconf-{state} {kind} {name} {host} {port:d}"],
  ["sentinel-convert", "+convert-to-slave {kind} {name} {host} {port:d}"],
  ["sentinel-convert", "+demote-old-slave", QUIET],
  ["sentinel-fix-slave", "+fix-slave-config"],
  ["sentinel-slave", "+slave {kind} {name} {host} {port:d}"],
  ["sentinel-peer", "+sentinel {kind} {node} {host} {port:d}"],
  ["sentinel-peer", "+sentinel-address-switch"],
  ["sentinel-peer", "+sentinel-invalid-addr"],
  ["sentinel-peer", "-dup-sentinel"],
  ["sentinel-config-update", "+config-update-from {kind} {node} {host} {port:d}"],
  ["sentinel-reboot", "+reboot {kind} {name} {host} {port:d}"],
  ["sentinel-reboot", "+role-change"],
  ["sentinel-script", "+script-{what}", QUIET],
  ["sentinel-script", "-script-{what}"],
  ["sentinel-command-link", "+cmd-link", QUIET],
  ["sentinel-command-link", "-cmd-link", QUIET],
  ["sentinel-command-link", "+pubsub-link", QUIET],
  ["sentinel-command-link", "-pubsub-link", QUIET],
  ["sentinel-deadlink", "+slave-deadlink", QUIET]
];
var SENTENCES = [
  ["sentinel-failover-asked", "Executing user requested FAILOVER of '{name}'"],
  ["sentinel-failover-delay", "Next failover delay: I will not start a failover before {time}"],
  ["sentinel-config-saved", "Sentinel new configuration saved on disk", QUIET],
  ["sentinel-config-failed", "WARNING: Sentinel was not able to save the new configuration on disk!!!: {reason}"],
  ["sentinel-config-failed", "Sentinel was not able to save the new configuration on disk"],
  ["sentinel-no-config", "Sentinel needs config file on disk"],
  ["sentinel-no-config", "Sentinel started without a config file. Exiting..."],
  ["sentinel-no-config", "Sentinel config file {path} is not writable: {reason}. Exiting..."],
  ["sentinel-hostname", "Failed to resolve hostname '{host}'"]
];
var SENTINEL = core([...inAllSpellings(EVENTS), ...SENTENCES]);

// src/formats/log/catalogue/service.ts
var TICKS = [
  ["heartbeat-keys", "DB {db:d}: {keys:d} keys ({} volatile) in {} slots HT.", HEARTBEAT],
  ["heartbeat-clients", "{clients:d} clients connected ({replicas:d} replicas), {bytes:d} bytes in use", HEARTBEAT],
  ["heartbeat-clients", "{clients:d} clients connected ({replicas:d} slaves), {bytes:d} bytes in use", HEARTBEAT],
  ["heartbeat-clients", "Total: {clients:d} clients connected ({replicas:d} replicas), {bytes:d}", HEARTBEAT]
];
var CLIENTS = [
  ["client-accepted", "Accepted ", QUIET],
  ["client-closed", "Client closed connection", QUIET],
  ["client-read-error", "Reading from client: {reason}", QUIET],
  ["client-write-error", "Error writing to client: {reason}", QUIET],
  ["client-idle", "Closing idle client", QUIET],
  ["client-protocol-error", "Protocol error ({what}) from client: {client}"],
  ["client-protocol-error", "Protocol error from client: {client}"],
  ["output-buffer-limit", "Client id={client} scheduled to be closed ASAP for overcoming of output buffer limits."],
  ["output-buffer-limit", "Client id={client} closed for overcoming of output buffer limits."],
  ["output-buffer-limit", "Client addr={client} scheduled to be closed ASAP for overcoming of output buffer limits."],
  ["query-buffer-limit", "Closing client that reached max query buffer length: {client}"],
  ["client-evicted", "Evicting client: {client}"],
  ["client-accept-error", "Error accepting a client connection: {reason}"],
  ["client-accept-error", "Error registering fd event for the new client: {reason}"],
  ["client-accept-error", "Accepting client connection: {reason}"],
  ["client-accept-error", "Accepting client connection"],
  ["client-accept-error", "Error accepting cluster node: {reason}"],
  ["tls-accept-error", "Error accepting a client connection: error:{reason}"],
  ["client-paused", "Clients paused for"],
  ["maxclients-reached", "max number of clients reached"]
];
var MEMORY = [
  ["oom-allocating", "Out Of Memory allocating {bytes:d} bytes!"],
  [
    "maxmemory-below-used",
    "WARNING: the new maxmemory value set via CONFIG SET ({value:d}) is smaller than the current memory usage ({used:d})"
  ],
  ["maxmemory-below-used", "WARNING: the new maxmemory value set via CONFIG SET is smaller than the current memory usage"],
  ["maxmemory-32bit", "Warning: 32 bit instance detected but no memory limit set. Setting 3 GB maxmemory limit"],
  ["memory-not-freed", "Failed to free memory", QUIET],
  ["defrag", "Starting active defrag", QUIET],
  ["defrag", "Active defrag done in", QUIET],
  ["defrag", "Active Defrag", QUIET],
  ["expired-key", "key {key} expired: deleting it", QUIET],
  ["resize", "Resizing hash table", QUIET]
];
var SECURITY = [["security-attack", "Possible SECURITY ATTACK detected."]];
var WATCHDOG = [
  ["watchdog-expired", "--- WATCHDOG TIMER EXPIRED ---"],
  ["sigalrm-received", "Received SIGALRM"],
  ["crash-recursive", "Crashed running signal handler. Providing reduced version of recursive crash report."],
  ["watchdog-end", "--------", QUIET],
  ["latency-warning", "Latency"],
  ["debug-sleep", "DEBUG SLEEP", QUIET]
];
var SCRIPTS = [
  [
    "slow-script",
    "Slow script detected: still in execution after {ms:d} milliseconds. You can try killing the script using the {command} command. Script name is: {script}",
    { provesMain: true }
  ],
  [
    "slow-script",
    "Slow script detected: still in execution after {ms:d} milliseconds. You can try killing the script using the SCRIPT KILL command.",
    { provesMain: true }
  ],
  ["slow-script", "Lua slow script detected: still in execution after {ms:d} milliseconds", { provesMain: true }],
  ["script-killed", "Lua script killed by user with SCRIPT KILL.", { provesMain: true }],
  ["script-killed", "Script killed by user with SCRIPT KILL.", { provesMain: true }],
  ["script-killed", "Script killed by user with FUNCTION KILL.", { provesMain: true }],
  ["script-killed", "Function killed by user", { provesMain: true }]
];
var CRASH = [
  ["crashed-by-signal", "Redis {version} crashed by signal: {signal:d}"],
  ["crashed-by-signal", "Valkey {version} crashed by signal: {signal:d}"],
  ["crashed-by-signal", "valkey {version} crashed by signal: {signal:d}"],
  ["assertion-failed", "=== ASSERTION FAILED"],
  ["assertion-failed", "=== RECURSIVE ASSERTION FAILED ==="],
  ["panic", "Guru Meditation: {message}"],
  ["crash-detail", "Accessing address: {address}", QUIET],
  ["crash-detail", "Killed by PID: {pid:d}, UID: {uid:d}", QUIET],
  ["crash-detail", "Crashed running the inst", QUIET],
  ["crash-detail", "Bio worker thread #", QUIET],
  ["crash-detail", "Bio thread for job type #", QUIET],
  ["crash-detail", "IO thread(tid:", QUIET],
  ["crash-detail", "main thread terminated", QUIET],
  ["crash-detail", "Fast memory test PASSED", QUIET],
  ["crash-detail", "dump of function (hexdump of", QUIET],
  ["crash-detail", "hide-user-data-from-log is on", QUIET],
  ["memory-error", "!!! MEMORY ERROR DETECTED"],
  ["panic", "!!! Software Failure. Press left mouse button to continue", QUIET]
];
var SERVICE = [
  ...core([...TICKS, ...CLIENTS, ...MEMORY, ...SECURITY, ...WATCHDOG]),
  ...core(CRASH).map((pattern) => ({ ...pattern, notMain: true })),
  ...ofModule(void 0, SCRIPTS)
];

// src/formats/log/core-patterns.ts
var CORE_PATTERNS = [
  ...LIFECYCLE,
  ...PERSISTENCE,
  ...REPLICATION,
  ...CLUSTER,
  ...SENTINEL,
  ...SERVICE,
  ...MODULES,
  ...SEARCH
];

// src/model/origin.ts
var MAX_KEPT_TEXT = 1024;

// src/text/decode.ts
var viewed;
var view;
function toText(bytes, start, end) {
  return asBuffer(bytes).toString("utf8", start, end);
}
function asBuffer(bytes) {
  if (Buffer.isBuffer(bytes)) return bytes;
  if (bytes !== viewed || view === void 0) {
    viewed = bytes;
    view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return view;
}
var seen;
var words;
function viewOf(bytes) {
  if (bytes !== seen || words === void 0) {
    seen = bytes;
    words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return words;
}

// src/formats/log/head-tree.ts
var JUMP_BYTES = 8;
var HeadTree = class {
  root = { label: new Uint8Array(0), values: [], children: /* @__PURE__ */ new Map() };
  /** Labels as little-endian words of four bytes, each label from a word of its own: one load and one comparison for four bytes. */
  words = new Int32Array(0);
  wordCount = 0;
  /** For each node the length of its label, and where its words begin. */
  labelBytes = new Int32Array(0);
  labelWords = new Int32Array(0);
  values = [];
  /** For each inner node an index into `tables` (256 children each, 0 for none: the root is nobody's child), -1 for a leaf. */
  table = new Int32Array(0);
  tables = new Int32Array(0);
  /** Hashed with open addressing; at most half full. */
  jumps = [void 0];
  size = 0;
  add(head, value) {
    this.size++;
    let node = this.root;
    let at = 0;
    while (at < head.length) {
      const child = node.children.get(head[at]);
      if (child === void 0) {
        const leaf = { label: head.slice(at), values: [value], children: /* @__PURE__ */ new Map() };
        node.children.set(head[at], leaf);
        return;
      }
      let same = 0;
      while (same < child.label.length && at + same < head.length && child.label[same] === head[at + same]) same++;
      if (same < child.label.length) splitNode(child, same);
      node = child;
      at += same;
    }
    node.values.push(value);
  }
  /** Flattens the tree; call once after the last `add`. */
  freeze() {
    const nodes = [];
    const number2 = /* @__PURE__ */ new Map();
    const visit = (node) => {
      number2.set(node, nodes.length);
      nodes.push(node);
      for (const key of [...node.children.keys()].sort((a, b) => a - b)) visit(node.children.get(key));
    };
    visit(this.root);
    this.words = new Int32Array(nodes.reduce((sum, node) => sum + 2 * Math.ceil(node.label.length / 4) + 1, 0));
    this.labelBytes = Int32Array.from(nodes, (node) => node.label.length);
    this.labelWords = Int32Array.from(nodes, (node) => this.addWords(node.label, 0));
    this.values = nodes.map((node) => node.values);
    const inner = nodes.filter((node) => node.children.size > 0);
    this.table = new Int32Array(nodes.length).fill(-1);
    this.tables = new Int32Array(inner.length * 256);
    inner.forEach((node, row) => {
      this.table[number2.get(node)] = row;
      for (const [byte, child] of node.children) this.tables[row * 256 + byte] = number2.get(child);
    });
    this.freezeJumps(number2);
  }
  freezeJumps(number2) {
    const found2 = [];
    const prefix = new Uint8Array(JUMP_BYTES);
    const visit = (node, depth, before) => {
      const passed = node.values.length === 0 ? before : [...before, ...node.values.flatMap((value) => [value, depth])];
      for (const child of node.children.values()) {
        const label = child.label;
        for (let i = 0; i < label.length && depth + i < JUMP_BYTES; i++) prefix[depth + i] = label[i];
        if (depth + label.length < JUMP_BYTES) visit(child, depth + label.length, passed);
        else {
          const used = JUMP_BYTES - depth;
          const restWords = this.addWords(label, used);
          const jump = { passed, restBytes: label.length - used, restWords, node: number2.get(child) };
          found2.push({ key0: wordAt(prefix, 0, 4), key1: wordAt(prefix, 4, 8), ...jump });
        }
      }
    };
    visit(this.root, 0, []);
    this.jumps = new Array(2 ** Math.ceil(Math.log2(2 * found2.length + 2))).fill(void 0);
    for (const jump of found2) {
      let slot = hash(jump.key0, jump.key1) & this.jumps.length - 1;
      while (this.jumps[slot] !== void 0) slot = slot + 1 & this.jumps.length - 1;
      this.jumps[slot] = jump;
    }
  }
  /** Appends the words of a label from its byte `from` on; the answer is where they begin. */
  addWords(label, from) {
    const first = this.wordCount;
    for (let at = from; at < label.length; at += 4) this.words[this.wordCount++] = wordAt(label, at, label.length);
    return first;
  }
  findJump(key0, key1) {
    const { jumps } = this;
    const last = jumps.length - 1;
    for (let slot = hash(key0, key1) & last; ; slot = slot + 1 & last) {
      const jump = jumps[slot];
      if (jump === void 0 || jump.key0 === key0 && jump.key1 === key1) return jump;
    }
  }
  /** Writes (value, index behind the head) pairs into `out` and answers with how many pairs there are. */
  find(bytes, start, end, out) {
    const view2 = viewOf(bytes);
    let node = 0;
    let at = start;
    let count = 0;
    if (end - start >= JUMP_BYTES) {
      const jump = this.findJump(view2.getInt32(start, true), view2.getInt32(start + 4, true));
      if (jump !== void 0) {
        const { passed, restBytes } = jump;
        for (let i = 0; i < passed.length && count * 2 + 1 < out.length; i += 2, count++) {
          out[count * 2] = passed[i];
          out[count * 2 + 1] = start + passed[i + 1];
        }
        if (!this.isAt(view2, start + JUMP_BYTES, end, jump.restWords, restBytes)) return count;
        node = jump.node;
        at = start + JUMP_BYTES + restBytes;
      }
    }
    for (; ; ) {
      const values = this.values[node];
      for (let i = 0; i < values.length && count * 2 + 1 < out.length; i++) {
        out[count * 2] = values[i];
        out[count * 2 + 1] = at;
        count++;
      }
      const row = this.table[node];
      if (row < 0 || at >= end) return count;
      node = this.tables[row * 256 + bytes[at]];
      if (node === 0) return count;
      const length = this.labelBytes[node];
      if (!this.isAt(view2, at, end, this.labelWords[node], length)) return count;
      at += length;
    }
  }
  isAt(view2, at, end, firstWord, length) {
    if (end - at < length) return false;
    const { words: words2 } = this;
    const whole = length >> 2;
    for (let i = 0; i < whole; i++) if (view2.getInt32(at + 4 * i, true) !== words2[firstWord + i]) return false;
    const used = length & 3;
    if (used === 0) return true;
    const rest = at + 4 * whole;
    const wanted = words2[firstWord + whole];
    if (rest + 4 <= view2.byteLength) return (view2.getInt32(rest, true) & (1 << 8 * used) - 1) === wanted;
    for (let i = 0; i < used; i++) if (view2.getUint8(rest + i) !== (wanted >> 8 * i & 255)) return false;
    return true;
  }
};
function wordAt(bytes, start, end) {
  let word = 0;
  for (let i = Math.min(end, start + 4) - 1; i >= start; i--) word = word << 8 | bytes[i];
  return word;
}
function hash(key0, key1) {
  const mixed = Math.imul(key0, 2654435761) ^ Math.imul(key1, 2246822507);
  return mixed ^ mixed >>> 15;
}
function splitNode(node, at) {
  const lower = { label: node.label.slice(at), values: node.values, children: node.children };
  node.label = node.label.slice(0, at);
  node.values = [];
  node.children = /* @__PURE__ */ new Map([[lower.label[0], lower]]);
}

// src/formats/log/pattern-text.ts
var MIN_GUARD_BYTES = 16;
var NO_BYTES = new Uint8Array(0);
var HOLE = /\{(\$|[A-Za-z][A-Za-z0-9_-]*)?(?::([dx]))?\}/g;
function parsePattern(pattern) {
  const steps = [];
  let head = NO_BYTES;
  let from = 0;
  let open;
  const close = (literal) => {
    const bytes = Buffer.from(literal, "utf8");
    if (open === void 0) head = bytes;
    else open.literal = bytes;
  };
  for (const match of pattern.text.matchAll(HOLE)) {
    close(pattern.text.slice(from, match.index));
    open = { name: match[1] === "$" ? "" : match[1] ?? "", kind: kindOf(match[1], match[2]), literal: NO_BYTES, skips: NO_BYTES };
    steps.push(open);
    from = match.index + match[0].length;
  }
  close(pattern.text.slice(from));
  return { pattern, head, steps, guard: guardOf(steps) };
}
function guardOf(steps) {
  if (steps.length < 2) return void 0;
  const longest = steps.reduce((best, step) => step.literal.length > best.literal.length ? step : best);
  return longest.literal.length >= MIN_GUARD_BYTES && longest !== steps[0] ? longest : void 0;
}
function kindOf(name, type) {
  if (name === "$") return "end";
  return type === "d" ? "digits" : type === "x" ? "hex" : "any";
}
var MAX_FIELD_BYTES = 200;
var MAX_RETRIES = 64;
function matchSteps(steps, first, bytes, at, end, fields) {
  let position = at;
  for (let i = first; i < steps.length; i++) {
    const step = steps[i];
    const length = step.literal.length;
    if (step.kind === "end") {
      if (position !== end) return -1;
      continue;
    }
    let stop = length === 0 ? holeEnd(step.kind, bytes, position, end) : indexOfLiteral(step, bytes, position, end);
    if (stop < 0) return -1;
    if (step.kind === "any" && i + 1 < steps.length && isTyped(steps[i + 1].kind)) {
      for (let retry = 0; stop >= 0 && !fits(steps[i + 1], bytes, stop + length, end); retry++) {
        stop = retry < MAX_RETRIES ? indexOfLiteral(step, bytes, stop + 1, end) : -1;
      }
      if (stop < 0) return -1;
    } else if (!accepts(step.kind, bytes, position, stop)) return -1;
    if (fields !== void 0 && step.name !== "") fields[step.name] = fieldText(bytes, position, stop);
    position = stop + length;
  }
  return position;
}
function fits(step, bytes, at, end) {
  const stop = holeEnd(step.kind, bytes, at, end);
  if (stop === at || stop + step.literal.length > end) return false;
  for (let i = 0; i < step.literal.length; i++) if (bytes[stop + i] !== step.literal[i]) return false;
  return true;
}
function isTyped(kind) {
  return kind === "digits" || kind === "hex";
}
function holeEnd(kind, bytes, at, end) {
  if (kind === "any") return end;
  let i = at;
  while (i < end && isOfKind(kind, bytes[i])) i++;
  return i;
}
function accepts(kind, bytes, from, to) {
  if (kind === "any") return true;
  if (from === to) return false;
  for (let i = from; i < to; i++) if (!isOfKind(kind, bytes[i])) return false;
  return true;
}
function isOfKind(kind, byte) {
  if (byte >= 48 && byte <= 57) return true;
  return kind === "hex" && (byte >= 97 && byte <= 102 || byte >= 65 && byte <= 70);
}
function fieldText(bytes, from, to) {
  const stop = Math.min(to, from + MAX_FIELD_BYTES);
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, stop - from).toString("utf8");
}
function skipTable(literal) {
  const length = literal.length;
  const skips = new Uint8Array(256).fill(Math.max(1, Math.min(255, length)));
  for (let i = 0; i < length - 1; i++) skips[literal[i]] = Math.min(255, length - 1 - i);
  return skips;
}
function indexOfLiteral(wanted, bytes, from, end) {
  const { literal } = wanted;
  if (wanted.skips.length === 0) wanted.skips = skipTable(literal);
  const { skips } = wanted;
  const tail = literal.length - 1;
  const tailByte = literal[tail];
  for (let at = from; at + tail < end; ) {
    const byte = bytes[at + tail];
    if (byte === tailByte) {
      let k = 0;
      while (k < tail && bytes[at + k] === literal[k]) k++;
      if (k === tail) return at;
    }
    at += skips[byte];
  }
  return -1;
}

// src/formats/log/literal-scanner.ts
var MAX_LOOKS = 0.5;
var LiteralScanner = class {
  wanted = [];
  automaton;
  get size() {
    return this.wanted.length;
  }
  add(literal, value) {
    this.wanted.push({ literal, skips: new Uint8Array(0), value });
  }
  /** Call once after the last `add`. */
  freeze() {
    const looks = this.wanted.reduce((sum, { literal }) => sum + 1 / literal.length, 0);
    if (looks <= MAX_LOOKS) return;
    this.automaton = new Automaton();
    for (const { literal, value } of this.wanted) this.automaton.add(literal, value);
    this.automaton.freeze();
  }
  /** Writes (value, index behind the literal) pairs, each value once, at its first place, in the order of the places. */
  find(bytes, start, end, out, limit) {
    if (this.automaton !== void 0) return this.automaton.find(bytes, start, end, out, limit);
    let hits;
    for (const wanted of this.wanted) {
      const at = indexOfLiteral(wanted, bytes, start, end);
      if (at < 0) continue;
      hits ??= [];
      hits.push({ value: wanted.value, stop: at + wanted.literal.length, length: wanted.literal.length });
    }
    if (hits === void 0) return 0;
    hits.sort((a, b) => a.stop - b.stop || b.length - a.length);
    const count = Math.min(limit, hits.length);
    for (let i = 0; i < count; i++) {
      out[i * 2] = hits[i].value;
      out[i * 2 + 1] = hits[i].stop;
    }
    return count;
  }
};
var Automaton = class {
  next = new Int32Array(256);
  outputs = [[]];
  nodes = 1;
  add(literal, value) {
    let node = 0;
    for (const byte of literal) {
      let child = this.next[node * 256 + byte];
      if (child === 0) {
        child = this.nodes++;
        this.grow();
        this.next[node * 256 + byte] = child;
        this.outputs.push([]);
      }
      node = child;
    }
    this.outputs[node].push(value);
  }
  /** Completes the failure transitions. */
  freeze() {
    const fail = new Int32Array(this.nodes);
    const queue = [];
    for (let byte = 0; byte < 256; byte++) {
      const child = this.next[byte];
      if (child !== 0) queue.push(child);
    }
    for (let head = 0; head < queue.length; head++) {
      const node = queue[head];
      this.outputs[node].push(...this.outputs[fail[node]]);
      for (let byte = 0; byte < 256; byte++) {
        const child = this.next[node * 256 + byte];
        const fallback = this.next[fail[node] * 256 + byte];
        if (child === 0) this.next[node * 256 + byte] = fallback;
        else {
          fail[child] = fallback;
          queue.push(child);
        }
      }
    }
  }
  find(bytes, start, end, out, limit) {
    const next = this.next;
    let node = 0;
    let count = 0;
    for (let at = start; at < end; at++) {
      node = next[node * 256 + bytes[at]];
      const outputs = this.outputs[node];
      for (let i = 0; i < outputs.length && count < limit; i++) {
        let seen2 = false;
        for (let k = 0; k < count; k++) if (out[k * 2] === outputs[i]) seen2 = true;
        if (seen2) continue;
        out[count * 2] = outputs[i];
        out[count * 2 + 1] = at + 1;
        count++;
      }
    }
    return count;
  }
  grow() {
    if (this.nodes * 256 <= this.next.length) return;
    const larger = new Int32Array(this.next.length * 2);
    larger.set(this.next);
    this.next = larger;
  }
};

// src/formats/log/quiet-heads.ts
var KEY_BYTES = 8;
var MAX_GUARDS = 3;
var UNANCHORED = -1;
var QuietHeads = class {
  patterns;
  heads;
  slots;
  /** Next head with the same first bytes, -1 for none. */
  others;
  key0;
  key1;
  modules;
  lengths;
  /** Words of the heads behind the key; the last one overlaps. */
  words;
  wordsAt;
  stops;
  guards;
  constructor(patterns) {
    const byFirst = /* @__PURE__ */ new Map();
    for (const [index, { parsed: parsed2 }] of patterns.entries()) {
      const first = parsed2.head.length === 0 ? UNANCHORED : parsed2.head[0];
      const same = byFirst.get(first);
      if (same === void 0) byFirst.set(first, [index]);
      else same.push(index);
    }
    const heads = patterns.map((_, index) => headOf(index, patterns, byFirst)).filter((head) => head !== void 0);
    const views = heads.map(({ bytes }) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
    this.heads = heads;
    this.patterns = Int32Array.from(heads, (head) => head.pattern);
    this.key0 = Int32Array.from(views, (view2) => view2.getInt32(0, true));
    this.key1 = Int32Array.from(views, (view2) => view2.getInt32(4, true));
    this.modules = Int32Array.from(heads, (head) => head.module);
    this.lengths = Int32Array.from(heads, (head) => head.bytes.length);
    this.stops = new Uint8Array(heads.length * 256);
    heads.forEach((head, row) => {
      for (const byte of head.stops) this.stops[row * 256 + byte] = 1;
    });
    this.guards = heads.map((head) => head.guards);
    const words2 = [];
    this.wordsAt = Int32Array.from(views, (view2) => {
      const first = words2.length;
      for (let at = KEY_BYTES; at < view2.byteLength; at += 4) words2.push(view2.getInt32(Math.min(at, view2.byteLength - 4), true));
      return first;
    });
    this.words = Int32Array.from(words2);
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * heads.length + 2))).fill(-1);
    this.others = new Int32Array(heads.length).fill(-1);
    heads.forEach((_, row) => {
      this.place(row);
    });
  }
  get size() {
    return this.heads.length;
  }
  length(row) {
    return this.lengths[row];
  }
  /** Row of the head with which the message at `at` begins, -1 for none. `end` is where the memory ends: a head holds no newline. */
  find(view2, at, end, module) {
    if (end - at < KEY_BYTES) return -1;
    const key0 = view2.getInt32(at, true);
    const key1 = view2.getInt32(at + 4, true);
    let row = this.slots[hash2(key0, key1) & this.slots.length - 1];
    while (row >= 0) {
      if (this.key0[row] === key0 && this.key1[row] === key1 && this.modules[row] === module && this.goesOn(row, view2, at, end)) return row;
      row = this.others[row];
    }
    return -1;
  }
  /** Nothing else matches the message from `at` to `end`, whose head this is. */
  isAlone(row, bytes, at, end) {
    const next = at + this.lengths[row];
    if (next < end && this.stops[row * 256 + bytes[next]] === 1) return false;
    const guards = this.guards[row];
    for (let i = 0; i < guards.length; i++) if (indexOfLiteral(guards[i], bytes, at, end) >= 0) return false;
    return true;
  }
  goesOn(row, view2, at, end) {
    const length = this.lengths[row];
    if (end - at < length) return false;
    const { words: words2 } = this;
    let word = this.wordsAt[row];
    for (let k = KEY_BYTES; k < length; k += 4, word++) {
      if (view2.getInt32(at + (k + 4 > length ? length - 4 : k), true) !== words2[word]) return false;
    }
    return true;
  }
  /** Chained by slot: heads of one slot that differ in the key cost a comparison each. */
  place(row) {
    const slot = hash2(this.key0[row], this.key1[row]) & this.slots.length - 1;
    this.others[row] = this.slots[slot];
    this.slots[slot] = row;
  }
};
function headOf(index, patterns, byFirst) {
  const { parsed: parsed2, isQuiet, module } = patterns[index];
  const bytes = parsed2.head;
  if (!isQuiet || module === void 0 || parsed2.steps.length > 0 || bytes.length < KEY_BYTES) return void 0;
  if (isDigit(bytes[0]) || bytes.subarray(0, KEY_BYTES).every(isHex)) return void 0;
  const head = { pattern: index, module, bytes: Uint8Array.from(bytes), stops: /* @__PURE__ */ new Set(), guards: [] };
  for (const i of [...byFirst.get(bytes[0]) ?? [], ...byFirst.get(UNANCHORED) ?? []]) {
    const other = patterns[i];
    if (i === index || other.module !== void 0 && other.module !== module) continue;
    if (!keepApart(head, other.parsed)) return void 0;
  }
  return head.guards.length > MAX_GUARDS ? void 0 : head;
}
function keepApart(head, other) {
  const { bytes, stops, guards } = head;
  if (other.head.length === 0 && other.steps[0].kind !== "any") return true;
  const common = Math.min(bytes.length, other.head.length);
  for (let i = 0; i < common; i++) if (bytes[i] !== other.head[i]) return true;
  if (other.head.length > bytes.length) {
    stops.add(other.head[bytes.length]);
    return true;
  }
  const guard = other.steps.reduce(
    (best, step) => step.literal.length > (best?.literal.length ?? 0) ? step : best,
    void 0
  );
  if (guard === void 0) return false;
  if (!guards.some(({ literal }) => Buffer.compare(literal, guard.literal) === 0)) guards.push(guard);
  return true;
}
function isDigit(byte) {
  return byte >= 48 && byte <= 57;
}
function isHex(byte) {
  return isDigit(byte) || byte >= 97 && byte <= 102 || byte >= 65 && byte <= 70;
}
function hash2(key0, key1) {
  const mixed = Math.imul(key0, 2654435761) ^ Math.imul(key1, 2246822507);
  return mixed ^ mixed >>> 15;
}

// src/formats/log/patterns.ts
var QUIET2 = 1;
var HEARTBEAT2 = 2;
var PROVES_MAIN = 4;
var NOT_MAIN = 8;
var BEFORE_BANNER = 16;
var BANNER = 32;
var MAIN_FLAGS = PROVES_MAIN | NOT_MAIN;
var BANNER_ID = "server-starting";
var DEFAULT_KEEP = 20;
var MAX_PER_LINE = 16;
var MIN_TELLING_BYTES = 16;
var ANY_MODULE2 = -2;
var OTHER_MODULE = -1;
var CORE = 0;
var ANONYMOUS_MODULE = "module";
var PatternMatcher = class {
  ids;
  flags;
  /** First K and last K occurrences are kept. */
  keep;
  /** Patterns that share an id share a slot: counts and kept lines go by slot. */
  slot;
  slotIds = [];
  unanchored;
  /** Result of the last `match`. */
  found = new Int32Array(MAX_PER_LINE);
  /** Heads that alone decide a message. */
  quietHeads;
  slotNumbers = /* @__PURE__ */ new Map();
  parsed;
  wanted;
  /** Number of the tag that a module's lines carry when they are printed without its context. */
  anonymous;
  /** Bytes of literal text: of two patterns of one id the one that says more is taken. */
  weight;
  modules = [""];
  heads = new HeadTree();
  afterDigits = new HeadTree();
  afterHex = new HeadTree();
  anywhere = new LiteralScanner();
  candidates = new Int32Array(128);
  /** Number of each pattern's guard, -1 for none; patterns with the same guard share it. */
  guards;
  guardSteps = [];
  /** The `serial` of the message in which a guard was last found missing. */
  missing;
  serial = 0;
  constructor(patterns) {
    this.parsed = unique(patterns).map(parsePattern).filter(isUsable);
    const all = this.parsed.map((parsed2) => parsed2.pattern);
    this.ids = all.map((pattern) => pattern.id);
    this.keep = all.map((pattern) => pattern.keep ?? DEFAULT_KEEP);
    this.flags = Uint8Array.from(all, flagsOf);
    this.slot = Int32Array.from(this.ids, (id) => this.slotOf(id));
    this.weight = this.parsed.map((parsed2) => parsed2.steps.reduce((sum, step) => sum + step.literal.length, parsed2.head.length));
    this.wanted = Int32Array.from(all, (pattern) => pattern.module === void 0 ? ANY_MODULE2 : this.moduleNumber(pattern.module));
    this.anonymous = this.moduleNumber(ANONYMOUS_MODULE);
    this.guards = Int32Array.from(this.parsed, ({ guard }) => this.guardNumber(guard));
    this.missing = new Int32Array(this.guardSteps.length);
    this.parsed.forEach((parsed2, index) => {
      this.place(parsed2, index);
    });
    for (const tree of [this.heads, this.afterDigits, this.afterHex]) tree.freeze();
    this.anywhere.freeze();
    this.unanchored = this.anywhere.size;
    const loud = new Set(this.parsed.flatMap((_, index) => (this.flags[index] & QUIET2) === 0 ? [this.slot[index]] : []));
    this.quietHeads = new QuietHeads(
      this.parsed.map((parsed2, index) => ({
        parsed: parsed2,
        isQuiet: (this.flags[index] & ~MAIN_FLAGS) === QUIET2 && !loud.has(this.slot[index]) && this.wanted[index] !== this.anonymous,
        module: this.wanted[index] === ANY_MODULE2 ? void 0 : this.wanted[index]
      }))
    );
  }
  /** Number of a module tag for `match`: 0 for core lines. */
  moduleId(bytes, start, end) {
    for (let m = 1; m < this.modules.length; m++) if (equals(bytes, start, end, this.modules[m])) return m;
    return OTHER_MODULE;
  }
  /** Patterns of the message, in `found`; the answer is how many. */
  match(bytes, start, end, module) {
    const out = this.candidates;
    this.serial = this.serial + 1 | 0;
    let count = this.accept(this.heads.find(bytes, start, end, out), 0, bytes, start, end, module, 0);
    const first = bytes[start];
    if (this.afterDigits.size > 0 && first >= 48 && first <= 57) {
      const lead = skipKind("digits", bytes, start, end);
      count = this.accept(this.afterDigits.find(bytes, lead, end, out), count, bytes, start, end, module, 1);
    }
    if (this.afterHex.size > 0 && isOfKind("hex", first)) {
      const lead = skipKind("hex", bytes, start, end);
      if (lead - start >= 8) count = this.accept(this.afterHex.find(bytes, lead, end, out), count, bytes, start, end, module, 1);
    }
    if (this.unanchored > 0) {
      count = this.accept(this.anywhere.find(bytes, start, end, out, MAX_PER_LINE * 2), count, bytes, start, end, module, 1);
    }
    return count > 1 ? this.onePerId(count) : count;
  }
  /** Texts of the holes of a pattern that matches the message. */
  fields(index, bytes, start, end) {
    const fields = {};
    const { head, steps } = this.parsed[index];
    if (head.length > 0) {
      matchSteps(steps, 0, bytes, start + head.length, end, fields);
      return fields;
    }
    const lead = steps[0];
    let stop = skipKind(lead.kind, bytes, start, end);
    if (lead.kind === "any") {
      const pair = new Int32Array(MAX_PER_LINE * 4);
      const count = this.anywhere.find(bytes, start, end, pair, MAX_PER_LINE * 2);
      for (let i = 0; i < count; i++) if (pair[i * 2] === index) stop = pair[i * 2 + 1] - lead.literal.length;
    }
    if (lead.name !== "") fields[lead.name] = fieldText(bytes, start, stop);
    matchSteps(steps, 1, bytes, stop + lead.literal.length, end, fields);
    return fields;
  }
  accept(candidates, count, bytes, start, end, module, firstStep) {
    const out = this.candidates;
    let found2 = count;
    for (let i = 0; i < candidates && found2 < MAX_PER_LINE; i++) {
      const index = out[i * 2];
      const wanted = this.wanted[index];
      if (wanted !== module && wanted !== ANY_MODULE2 && !this.isAnonymous(index, module)) continue;
      const guard = this.guards[index];
      if (guard >= 0 && this.isMissing(guard, bytes, start, end)) continue;
      const steps = this.parsed[index].steps;
      if (steps.length > firstStep && matchSteps(steps, firstStep, bytes, out[i * 2 + 1], end) < 0) continue;
      this.found[found2++] = index;
    }
    return found2;
  }
  /** `RedisModule_Log` without a context prints `<module>` for every module: only a text of some length tells which one it was. */
  isAnonymous(index, module) {
    return module === this.anonymous && this.wanted[index] !== CORE && this.says(index);
  }
  /** A text that every match of a pattern has to hold; looked for once in a message, however many patterns ask. */
  isMissing(guard, bytes, start, end) {
    if (this.missing[guard] === this.serial) return true;
    if (indexOfLiteral(this.guardSteps[guard], bytes, start, end) >= 0) return false;
    this.missing[guard] = this.serial;
    return true;
  }
  /** Flags of the found patterns together; quiet only when all of them are. */
  flagsOfFound(count) {
    let any = 0;
    let all = QUIET2;
    for (let i = 0; i < count; i++) {
      const flags = this.flags[this.found[i]];
      any |= flags;
      all &= flags;
    }
    return any & ~QUIET2 | all;
  }
  /** Enough literal text to tell a server's message from any other program's. */
  says(index) {
    return this.weight[index] >= MIN_TELLING_BYTES;
  }
  onePerId(count) {
    const found2 = this.found;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const index = found2[i];
      let at = 0;
      while (at < kept && this.slot[found2[at]] !== this.slot[index]) at++;
      if (at === kept) found2[kept++] = index;
      else if (this.weight[index] > this.weight[found2[at]]) found2[at] = index;
    }
    return kept;
  }
  place(parsed2, index) {
    if (parsed2.head.length > 0) this.heads.add(parsed2.head, index);
    else if (parsed2.steps[0].kind === "digits") this.afterDigits.add(parsed2.steps[0].literal, index);
    else if (parsed2.steps[0].kind === "hex") this.afterHex.add(parsed2.steps[0].literal, index);
    else this.anywhere.add(parsed2.steps[0].literal, index);
  }
  guardNumber(guard) {
    if (guard === void 0) return -1;
    const known = this.guardSteps.findIndex((step) => Buffer.compare(step.literal, guard.literal) === 0);
    return known >= 0 ? known : this.guardSteps.push(guard) - 1;
  }
  slotOf(id) {
    let slot = this.slotNumbers.get(id);
    if (slot === void 0) {
      slot = this.slotIds.push(id) - 1;
      this.slotNumbers.set(id, slot);
    }
    return slot;
  }
  moduleNumber(name) {
    if (name === "") return CORE;
    const known = this.modules.indexOf(name);
    return known > 0 ? known : this.modules.push(name) - 1;
  }
};
function flagsOf(pattern) {
  return (pattern.quiet ? QUIET2 : 0) | (pattern.heartbeat ? HEARTBEAT2 : 0) | (pattern.provesMain ? PROVES_MAIN : 0) | (pattern.notMain ? NOT_MAIN : 0) | (pattern.beforeBanner ? BEFORE_BANNER : 0) | (pattern.id === BANNER_ID ? BANNER : 0);
}
function isUsable(parsed2) {
  if (parsed2.head.length > 0) return true;
  return parsed2.steps.length > 0 && parsed2.steps[0].literal.length > 0 && parsed2.steps[0].kind !== "end";
}
function unique(patterns) {
  const seen2 = /* @__PURE__ */ new Map();
  for (const pattern of patterns) {
    const key = `${pattern.id}\0${pattern.text}\0${pattern.module ?? "\0"}`;
    if (!seen2.has(key)) seen2.set(key, pattern);
  }
  return [...seen2.values()];
}
function skipKind(kind, bytes, start, end) {
  let i = start;
  while (i < end && isOfKind(kind, bytes[i])) i++;
  return i;
}
function equals(bytes, start, end, text2) {
  if (end - start !== text2.length) return false;
  for (let i = 0; i < text2.length; i++) if (bytes[start + i] !== text2.charCodeAt(i)) return false;
  return true;
}

// src/diagnosis/anchors.ts
function inlineId(text2) {
  return `text:${text2}`;
}
function inlinePatterns(signatures) {
  const patterns = /* @__PURE__ */ new Map();
  const visit = (ask) => {
    if ("event" in ask)
      for (const text2 of ask.event.texts ?? [])
        patterns.set(`${text2}\0${ask.event.module ?? ""}`, { id: inlineId(text2), text: text2, module: ask.event.module });
    else if ("all" in ask) ask.all.forEach(visit);
    else if ("any" in ask) ask.any.forEach(visit);
  };
  const items = (signature) => [...signature.evidence, ...signature.refutes ?? []];
  for (const signature of signatures) {
    for (const item of items(signature)) visit(item.ask);
    for (const step of signature.path ?? []) if (step.seen !== void 0) visit(step.seen);
  }
  return [...patterns.values()];
}

// src/signatures/catalogue.ts
var JSON_TEXT = '[{"id":"aof-always-exit","kind":"persistence/disk-full","title":"The server ended itself because it could not write its append-only file","severity":"critical","prior":-0.5,"anchors":["exit-line"],"evidence":[{"id":"exit-line","ask":{"event":{"ids":["aof-write-fatal"]}},"strength":"strong","group":"end","claim":"the server ends because appendfsync is always"},{"id":"write-error","ask":{"event":{"ids":["aof-write-error","aof-short-write"]}},"strength":"strong","group":"log","claim":"the AOF could not be written ({n} times)"},{"id":"no-space","ask":{"event":{"ids":["aof-write-error"],"where":{"reason":"No space left on device"}}},"strength":"moderate","group":"trigger","claim":"the disk is full"}],"refutes":[{"id":"other-error","ask":{"event":{"ids":["aof-write-error"],"where":{"reason":["Input/output error","Permission denied","Read-only file system"]}}},"strength":"strong","group":"log","claim":"the error is another one: {reason}"}],"summary":"With appendfsync always an acknowledged write must be on disk; when the AOF cannot be written, Redis ends itself.","remedy":["Make room on the volume of `appenddirname` / `dir`, then start again; check the file first: `redis-check-aof`.","`appendfsync everysec` keeps the server alive through a short shortage, at the price of up to a second of writes."],"collect":[{"ask":"space, quota and errors of the volume","command":"df -h DIR; df -i DIR; dmesg -T | grep -iE \'i/o error|no space\'","risk":"none","why":"tells a full volume from a broken one"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/aof.c#L1149"],"whenWrong":"The line is missing and the log just ends: then something else ended the process.","examples":{"hit":[{"from":"corpus redis-7.4.1/disk-full-aof-always","text":"28920:M 23 Nov 2026 06:24:27.375 # Short write while writing to the AOF file: (nwritten=867, expected=5032)\\n28920:M 23 Nov 2026 06:24:27.375 # Can\'t recover from AOF write error when the AOF fsync policy is \'always\'. Exiting..."}],"clear":[{"from":"corpus valkey-8.0.1/disk-full-aof","text":"AOF write error looks solved. The server can write again.","note":"everysec: the server goes on"}]}},{"id":"aof-cut-off-refused","kind":"startup/data-corrupt","title":"The append-only file ends in the middle of a command and the server refuses it","severity":"critical","prior":-0.2,"anchors":["unexpected-end"],"evidence":[{"id":"unexpected-end","ask":{"event":{"ids":["aof-unexpected-end"],"within":"run"}},"strength":"decisive","group":"log","claim":"the file ends unexpectedly ({n} starts)"},{"id":"killed-before","ask":{"restarts":{"min":1}},"strength":"weak","group":"trigger","claim":"the server was started {n} more times"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"The last write was torn, mostly by a kill or power loss. aof-load-truncated is off (or the damage is not at the end of the last file), so the server refuses.","remedy":["Copy the file away, then `redis-check-aof --fix FILE` cuts the torn command; or start once with `aof-load-truncated yes`.","At most the last second of writes is lost (appendfsync everysec)."],"collect":[{"ask":"where the file breaks off","command":"redis-check-aof FILE","risk":"none","why":"without --fix it only reads"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/aof.c#L1615"],"whenWrong":"redis-check-aof finds the damage far from the end of the file: then more than the last write is lost.","examples":{"hit":[{"from":"corpus redis-6.2.16/aof-truncated-refuse","text":"22198:M 23 Nov 2026 06:30:01.462 # Unexpected end of file reading the append only file. You can: 1) Make a backup of your AOF file"}],"clear":[{"from":"corpus redis-8.0.6/aof-corrupt-middle","text":"# Bad file format reading the append only file","note":"damage in the middle"}]}},{"id":"aof-manifest-unusable","kind":"startup/data-corrupt","title":"The manifest of the append-only files is damaged or names missing files","severity":"critical","prior":-0.2,"anchors":["manifest"],"evidence":[{"id":"manifest","ask":{"any":[{"event":{"ids":["aof-manifest-error","aof-missing-file"],"within":"run"}},{"fatalStart":{"what":["aof-manifest"]}}]},"strength":"decisive","group":"log","claim":"the manifest cannot be used"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"Since Redis 7 the append-only data are several files listed in a manifest. The manifest cannot be read, or a file that it names is gone.","remedy":["Compare `appendonlydir/*.manifest` with the files beside it; a restored backup must hold the whole folder, taken at one moment.","Base file present and complete: write a manifest that lists what exists (base first, then incr files in order), on a copy, and check it with `redis-check-aof`.","Otherwise start from the last RDB or a replica."],"collect":[{"ask":"manifest and files","command":"ls -l DIR/appendonlydir; cat DIR/appendonlydir/*.manifest","risk":"none","why":"every file named there must exist"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/aof.c#L356"],"whenWrong":"The folder is on a volume that was not mounted yet: look again after the mount.","examples":{"hit":[{"from":"written by hand","text":"# *** FATAL AOF MANIFEST FILE ERROR ***"}],"clear":[{"from":"corpus redis-8.0.6/aof-corrupt-middle","text":"# Bad file format reading the append only file appendonly.aof.1.incr.aof","note":"the file, not the manifest"}]}},{"id":"aof-rewrite-backs-off","kind":"persistence/save-failed","title":"The append-only file cannot be rewritten and grows","severity":"warning","prior":-0.3,"anchors":["backoff"],"evidence":[{"id":"backoff","ask":{"event":{"ids":["aofrw-backoff"]}},"strength":"strong","group":"trigger","claim":"the server waits before the next try"},{"id":"errors","ask":{"event":{"ids":["aofrw-error","aofrw-signal","aofrw-write-error","aofrw-open-error","aofrw-rename-error"],"within":"run"}},"strength":"strong","group":"log","claim":"rewrites failed ({n} lines)"}],"refutes":[{"id":"no-space","ask":{"event":{"ids":["rdb-write-error","aof-write-error","aofrw-write-error"],"on":"server","where":{"reason":"No space left on device"}}},"strength":"strong","group":"log","claim":"the disk is full"}],"summary":"Several rewrites in a row failed, so the server waits longer and longer before the next try; the file grows meanwhile.","remedy":["Read the line of the child just before `terminated with error`: it names the reason (space, permission, memory).","Then `redis-cli BGREWRITEAOF` by hand."],"collect":[{"ask":"state of the rewrite","command":"redis-cli INFO persistence | grep -E \'aof_last_bgrewrite|aof_current_size|aof_base_size\'","risk":"none","why":"the file grows by what the rewrite would take away"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/aof.c#L885"],"whenWrong":"A later `Background AOF rewrite terminated with success`.","examples":{"hit":[{"from":"written by hand","text":"* Background AOF rewrite has repeatedly failed and triggered the limit, will retry in 2 minutes"}],"clear":[{"from":"corpus redis-7.4.1/healthy-verbose","note":"no failed rewrite"},{"from":"written by hand","text":"* Background append only file rewriting started by pid 99\\n* Background AOF rewrite terminated with success","note":"the rewrite succeeds"}]}},{"id":"aof-truncated","kind":"persistence/aof-truncated","title":"A damaged tail of the append-only file was cut off at load","severity":"warning","anchors":["short-read","loaded-anyway"],"evidence":[{"id":"short-read","ask":{"event":{"ids":["aof-short-read","aof-tail-cut"],"within":"run"}},"strength":"strong","group":"log","claim":"the AOF ended too early and was cut"},{"id":"loaded-anyway","ask":{"event":{"ids":["aof-tail-cut"],"within":"run"}},"strength":"decisive","group":"log","claim":"the server says that it went on without the tail"},{"id":"became-ready","ask":{"event":{"ids":["ready"]}},"strength":"weak","group":"end","claim":"the server became ready"}],"refutes":[{"id":"refused","ask":{"event":{"ids":["aof-unexpected-end","aof-bad-format"],"within":"run"}},"strength":"strong","group":"log","claim":"the server refused to load the file"}],"summary":"The append-only file ended in the middle of a command, mostly after a crash or power loss. aof-load-truncated is on, so the server cut off that tail and started; the last writes are gone.","remedy":["Accept or repair: what is cut are the last writes before the crash (at most about a second with appendfsync everysec). Compare with a replica if one was in step.","Find why the earlier process ended without closing its file (kill, crash, power, full disk)."],"collect":[{"ask":"how much is cut","command":"redis-check-aof FILE","risk":"none","why":"without --fix it only reads"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/aof.c#L1591"],"whenWrong":"A large cut (many megabytes) is not a torn last write: then the file was damaged otherwise.","examples":{"hit":[{"from":"written by hand","text":"# !!! Warning: short read while loading the AOF file appendonly.aof.1.incr.aof!!!\\n# AOF appendonly.aof.1.incr.aof loaded anyway because aof-load-truncated is enabled"}],"clear":[{"from":"corpus redis-6.2.16/aof-truncated-refuse","text":"# Unexpected end of file reading the append only file."}]}},{"id":"arm64-copy-on-write-bug","kind":"startup/config","title":"The server refuses to start on a kernel that corrupts data in forks","severity":"critical","anchors":["exits"],"evidence":[{"id":"exits","ask":{"event":{"ids":["exit-data-corruption"],"within":"run"}},"strength":"decisive","group":"log","claim":"the server ends itself to protect the data"},{"id":"kernel","ask":{"event":{"ids":["kernel-warning"],"within":"run"}},"strength":"moderate","group":"trigger","claim":"the server names the fault of the kernel"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"probe","claim":"the process was ready to serve"}],"summary":"On arm64 some kernels lose writes of memory during a fork; Redis 6.2 and later tests for it at its start and ends.","remedy":["Upgrade the kernel (the fix of the arm64 copy-on-write bug is in 5.15 and in the distributions\' updates).","If saves are not used on this server: `ignore-warnings ARM64-COW-BUG`."],"collect":[{"ask":"kernel of the host","command":"uname -a","risk":"none"}],"whenWrong":"The same kernel runs other servers of this version without the line: then it was updated and this host was not restarted.","examples":{"hit":[{"from":"written by hand","text":"# Redis will now exit to prevent data corruption. Note that it is possible to suppress this warning by setting the following config: ignore-warnings ARM64-COW-BUG"}],"clear":[{"from":"corpus redis-8.0.6/healthy-verbose","text":"* Ready to accept connections tcp"}]}},{"id":"assertion","kind":"crash/assertion","title":"An assertion failed and the server ended itself","severity":"critical","anchors":["assertion"],"evidence":[{"id":"assertion","ask":{"crash":{"what":["assertion"],"inChild":false}},"strength":"decisive","group":"report","claim":"failed assertion {value}"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"panic","ask":{"crash":{"what":["panic","out-of-memory"],"inChild":false}},"strength":"moderate","group":"report","claim":"the report is a panic: {value}"}],"summary":"The server found its own data in a state that must not occur and stopped. File, line and expression identify the fault.","remedy":["Restart the server; check that its data loads.","Search the issues of Redis, Valkey or the module for the file name and expression; compare the version with the latest patch release of its line.","If it happens at the same command or key again, keep the argv of the report and avoid that command until upgraded."],"collect":[{"ask":"the whole report from START to END with the client\'s argv","why":"the object and client contexts name the key"}],"whenWrong":"DEBUG ASSERT in the argv: then somebody asked for it.","examples":{"hit":[{"from":"corpus redis-7.0.15/crash-debug-assert","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# === ASSERTION FAILED ===\\n# ==> debug.c:528 \'1 == 2\' is not true\\n\\n------ STACK TRACE ------\\n\\nBacktrace:\\n/usr/bin/redis-server *:6379(debugCommand+0x1f2)[0x55d0c0a1f75c]\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"corpus redis-7.0.15/crash-debug-panic","text":"Guru Meditation"},{"from":"written by hand","text":"* DB loaded from disk: 0.012 seconds","note":"no report"}]}},{"id":"auth-failed","kind":"replication/auth","title":"The replica cannot authenticate to its master","severity":"critical","anchors":["auth-refused","noauth"],"evidence":[{"id":"auth-refused","ask":{"any":[{"event":{"ids":["master-auth-error"],"on":"any"}},{"event":{"texts":["Error condition on socket for SYNC: -NOAUTH","MASTER aborted replication with an error: WRONGPASS","PRIMARY aborted replication with an error: WRONGPASS"],"module":"","on":"any"}}]},"strength":"decisive","group":"log","claim":"the master refuses the authentication ({n} times)"},{"id":"noauth","ask":{"event":{"texts":["Error reply to PING from master: \'-NOAUTH","Error reply to PING from master: \'-NOPERM","Error reply to PING from primary: \'-NOAUTH","Unexpected reply to PSYNC from master: -NOAUTH","Unexpected reply to PSYNC from master: -NOPERM","Unexpected reply to PSYNC from primary: -NOAUTH","MASTER aborted replication with an error: NOAUTH","MASTER aborted replication with an error: NOPERM","PRIMARY aborted replication with an error: NOAUTH"],"module":"","on":"any"}},"strength":"decisive","group":"log","claim":"the master demands an authentication ({n} times)"},{"id":"keeps-trying","ask":{"event":{"ids":["connecting-master"],"on":"any","min":3,"within":"run"}},"strength":"weak","group":"witness","claim":"the replica keeps trying ({n} attempts)"}],"refutes":[{"id":"synchronised","ask":{"event":{"ids":["sync-ok","partial-sync-ok"],"on":"any","after":"auth-refused"}},"strength":"moderate","group":"end","claim":"a later synchronisation succeeded","needs":"auth-refused"}],"summary":"The master refuses the replica\'s password or user, or demands one that the replica does not send. The replica never synchronises and serves old data or none.","remedy":["Set on the replica: `CONFIG SET masterauth PASSWORD` (and `masteruser USER` with ACLs), then CONFIG REWRITE. Sentinel and cluster members need the same on every node, since roles change.","With ACLs the user needs `+psync +replconf +ping` on the master.","After a password rotation set masterauth on all nodes first, requirepass last."],"collect":[{"ask":"users and settings","command":"redis-cli ACL LIST; redis-cli CONFIG GET masteruser","risk":"none","why":"the user needs +psync +replconf +ping"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/replication.c#L2738"],"whenWrong":"A later `sync: Finished with success` by itself.","examples":{"hit":[{"from":"written by hand","text":"# Unable to AUTH to MASTER: -WRONGPASS invalid username-password pair or user is disabled."}],"clear":[{"from":"corpus redis-7.4.1/repl-verbose","text":"* Master replied to PING, replication can continue..."}]}},{"id":"bus-error","kind":"crash/fault","title":"The process died of a bus error","severity":"critical","prior":-0.5,"anchors":["sigbus"],"evidence":[{"id":"sigbus","ask":{"crash":{"signal":[7,10],"origin":["fault","unknown"],"what":["signal"],"inChild":false}},"strength":"strong","group":"trigger","claim":"signal {signal}, address {address}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"Signal 7 that was not sent means a page that could not be provided: a mapped file that was cut (also the program or a module\'s .so replaced in place), huge pages without memory behind them, or failing hardware.","remedy":["Were the server\'s or a module\'s files replaced while it ran (package upgrade, `cp` over the .so)? Replace by renaming instead, and restart.","Check the kernel log for memory and disk errors (`dmesg -T | grep -iE \'mce|edac|i/o error\'`), and a full /dev/shm or hugetlbfs."],"collect":[{"ask":"kernel log of that minute","command":"dmesg -T | grep -iE \'mce|edac|i/o error|hugetlb\'","risk":"none","why":"hardware, a cut file or huge pages"}],"whenWrong":"The same signal with si_code 0: then it was sent.","examples":{"hit":[{"from":"written by hand","text":"# Redis 7.4.1 crashed by signal: 7, si_code: 2"}],"clear":[{"from":"corpus redis-7.0.15/crash-kill-bus","text":"# Redis 7.0.15 crashed by signal: 7, si_code: 0","note":"sent from outside"}]}},{"id":"child-died","kind":"crash/child","title":"A fork child died abnormally while the server lives","severity":"warning","anchors":["child-report","terminated-by-signal"],"evidence":[{"id":"child-report","ask":{"crash":{"inChild":true}},"strength":"decisive","group":"report","claim":"the crash report was written by a fork child: {value}"},{"id":"terminated-by-signal","ask":{"event":{"texts":["Background saving terminated by signal 1{$}","Background saving terminated by signal 2{$}","Background saving terminated by signal 3{$}","Background saving terminated by signal 4","Background saving terminated by signal 6","Background saving terminated by signal 7","Background saving terminated by signal 8","Background saving terminated by signal 9","Background saving terminated by signal 11","Background saving terminated by signal 13","Background saving terminated by signal 15","Background saving terminated by signal 24","Background saving terminated by signal 25","Background saving terminated by signal 31","Background AOF rewrite terminated by signal 1{$}","Background AOF rewrite terminated by signal 2{$}","Background AOF rewrite terminated by signal 3{$}","Background AOF rewrite terminated by signal 4","Background AOF rewrite terminated by signal 6","Background AOF rewrite terminated by signal 7","Background AOF rewrite terminated by signal 8","Background AOF rewrite terminated by signal 9","Background AOF rewrite terminated by signal 11","Background AOF rewrite terminated by signal 13","Background AOF rewrite terminated by signal 15","Background AOF rewrite terminated by signal 24","Background AOF rewrite terminated by signal 25","Background AOF rewrite terminated by signal 31","Background transfer terminated by signal 1{$}","Background transfer terminated by signal 2{$}","Background transfer terminated by signal 3{$}","Background transfer terminated by signal 4","Background transfer terminated by signal 6","Background transfer terminated by signal 7","Background transfer terminated by signal 8","Background transfer terminated by signal 9","Background transfer terminated by signal 11","Background transfer terminated by signal 13","Background transfer terminated by signal 15","Background transfer terminated by signal 24","Background transfer terminated by signal 25","Background transfer terminated by signal 31"],"module":""}},"strength":"strong","group":"end","claim":"the server says that its child died of a signal ({n} times)"},{"id":"oom-of-child","ask":{"all":[{"kernel":{"event":["oom-kill"]}},{"event":{"ids":["bgsave-signal","aofrw-signal"],"where":{"signal":"9"}}}]},"strength":"moderate","group":"kernel","claim":"the kernel\'s OOM killer was active"},{"id":"server-lives","ask":{"end":{"how":["clean-shutdown","still-running"]}},"strength":"weak","group":"end","claim":"the server itself went on"}],"refutes":[{"id":"server-died","ask":{"crash":{"inChild":false,"survived":false}},"strength":"strong","group":"report","claim":"the server itself crashed: {value}"}],"summary":"The child that saves, rewrites or collects garbage died of a signal. The server went on; that save or rewrite is lost and, for RDB with stop-writes-on-bgsave-error, writes may be refused until one succeeds.","remedy":["Run `redis-cli BGSAVE` (or BGREWRITEAOF) again and watch `rdb_last_bgsave_status`; until one succeeds the last good file on disk is older than it looks.","Signal 9: somebody or the OOM killer killed the child: leave more free memory for copy-on-write or fork at quiet times.","Signal 11, 6, 7: the child faulted: its report names the function; a corrupt object in memory crashes every save. Make a logical copy (a replica, DUMP/RESTORE, SCAN) before you restart.","If writes are refused meanwhile (MISCONF) and you accept the risk: `CONFIG SET stop-writes-on-bgsave-error no`."],"collect":[{"ask":"kernel log of that minute","command":"dmesg -T | grep -iE \'killed process|segfault\'","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/rdb.c#L3761"],"whenWrong":"Signal 10 (SIGUSR1) is the server killing its own child, for example before a full synchronisation: harmless.","examples":{"hit":[{"from":"corpus redis-8.0.6/crash-bgsave-child","text":"# Background saving terminated by signal 11"}],"clear":[{"from":"written by hand","text":"# Background saving terminated by signal 10","note":"the parent killed it"}]}},{"id":"client-freed-by-module-thread","kind":"crash/fault","title":"A client was freed while a module thread served events","severity":"critical","prior":-0.5,"affects":{"product":"redis","versions":"<7.2.6"},"anchors":["frames"],"evidence":[{"id":"frames","ask":{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["freeClient|freeClientAsync*","processEventsWhileBlocked|RM_Yield"]}},"strength":"strong","group":"threads","claim":"the faulting stack goes through it: {frames}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"RedisModule_Yield from a thread other than main lets that thread serve clients, and a client is freed twice.","remedy":["Restart; upgrade Redis to 7.2.6, 7.4 or later."],"collect":[{"ask":"the whole report, and the versions","command":"redis-cli INFO server; redis-cli MODULE LIST","risk":"none"}],"fixed":[{"version":"7.2.6","change":"redis #13265"},{"version":"7.4.0","change":"redis #13265"}],"references":["https://github.com/redis/redis/pull/13265","https://github.com/redis/redis/pull/12785"],"whenWrong":"Without processEventsWhileBlocked or RM_Yield on the stack of the thread that faulted: freeClient alone is on many stacks.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.2.4 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/usr/bin/redis-server *:6379(freeClient+0x10)[0x7f4416848000]\\n\\n87 workers-0003 *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/usr/bin/redis-server *:6379(freeClient+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(processEventsWhileBlocked+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(RM_Yield+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.2.4 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/usr/bin/redis-server *:6379(lookupKey+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/usr/bin/redis-server *:6379(lookupKey+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(processEventsWhileBlocked+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(RM_Yield+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"the same frames on top of another fault: the event loop, but no freed client"},{"from":"corpus redis-7.4.1/crash-debug-segfault","note":"the fault is in debugCommand, no module is involved"}]}},{"id":"client-output-buffer","kind":"clients/limit","title":"A client was closed because it did not read its replies","severity":"warning","anchors":["closed"],"evidence":[{"id":"closed","ask":{"event":{"texts":["Client {} flags=N {} for overcoming of output buffer limits","Client {} flags=P {} for overcoming of output buffer limits","Client {} flags=O {} for overcoming of output buffer limits"],"module":""}},"strength":"decisive","group":"log","claim":"a client was closed for its output buffer ({n} times)"}],"summary":"A Pub/Sub, MONITOR or ordinary client let its replies pile up beyond client-output-buffer-limit, and the server closed it. The server itself is well.","remedy":["Find the client: the line names its address and name. Pub/Sub subscribers must read faster than is published; MONITOR belongs into short sessions only.","`CONFIG SET client-output-buffer-limit \'pubsub 64mb 16mb 60\'` when the bursts are meant to be that large."],"collect":[{"ask":"clients and their buffers","command":"redis-cli CLIENT LIST | tr \' \' \'\\\\n\' | grep -E \'^(addr|name|omem|tot-mem)=\'","risk":"none","why":"names the slow reader"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/networking.c#L3996"],"whenWrong":"flags=S in the line: then it is a replica.","examples":{"hit":[{"from":"corpus redis-7.4.1/repl-output-buffer","text":"30852:M 23 Nov 2026 06:25:16.918 # Client id=8 \u2026 flags=P \u2026 scheduled to be closed ASAP for overcoming of output buffer limits."}],"clear":[{"from":"corpus redis-7.4.1/repl-output-buffer","text":"30852:M 23 Nov 2026 06:25:10.675 # Client id=4 \u2026 flags=S \u2026 scheduled to be closed ASAP for overcoming of output buffer limits."}]}},{"id":"cluster-alert","kind":"enterprise/orchestration","title":"Redis Enterprise raised an alert","severity":"warning","prior":-0.5,"anchors":["alert-node","alert-disk"],"evidence":[{"id":"alert-node","ask":{"any":[{"manager":{"event":["alert"],"contains":"multiple_nodes_down"}},{"manager":{"event":["alert"],"contains":"node_operation_failed"}},{"manager":{"event":["alert"],"contains":"too_few_nodes"}},{"manager":{"event":["alert"],"contains":"checks_error"}},{"manager":{"event":["alert"],"contains":"node_remove_abort"}}]},"strength":"strong","group":"log","claim":"an alert about nodes was raised ({n} times)"},{"id":"alert-disk","ask":{"any":[{"manager":{"event":["alert"],"contains":"insufficient_disk"}},{"manager":{"event":["alert"],"contains":"aof_slow_disk_io"}},{"manager":{"event":["alert"],"contains":"backup_failed"}},{"manager":{"event":["alert"],"contains":"ram_overcommit"}},{"manager":{"event":["alert"],"contains":"syncer_connection_error"}}]},"strength":"strong","group":"trigger","claim":"an alert about disk, memory or links was raised ({n} times)"}],"refutes":[{"id":"state-machine-failed","ask":{"manager":{"event":["state-machine-failed"]}},"strength":"weak","group":"end","claim":"a state machine failed: the alert tells of it"}],"summary":"The event log shows a raised alert (state true) about nodes, memory, disk, replication or backups. It tells what the cluster saw, not why.","remedy":["`rladmin status extra all` and the node\'s own logs at that time."],"collect":[{"ask":"state of the cluster","command":"rladmin status extra all","risk":"none"}],"references":["https://redis.io/docs/latest/operate/rs/clusters/logging/alerts-events/"],"whenWrong":"The same alert with `state: false` follows within minutes and nobody noticed anything.","examples":{"hit":[{"from":"written by hand","text":"2025-11-24 10:53:15 INFO EventLog: {\\"type\\":\\"multiple_nodes_down\\",\\"state\\":true}"}],"clear":[{"from":"written by hand","text":"2025-11-24 10:53:15 INFO EventLog: {\\"type\\":\\"node_joined\\"}"}]}},{"id":"cluster-config-unusable","kind":"startup/config","title":"The cluster configuration file cannot be used","severity":"critical","anchors":["config-file"],"evidence":[{"id":"config-file","ask":{"event":{"texts":["Unrecoverable error: corrupted cluster config file","Sorry, the cluster configuration file"],"module":"","within":"run"}},"strength":"decisive","group":"log","claim":"the cluster configuration file cannot be used"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"nodes.conf is damaged, or another running node holds its lock; the server ends.","remedy":["`already used by a different Redis Cluster node`: two nodes share one folder; give each its own `dir` or `cluster-config-file`.","Damaged: copy it away; restore it from a backup, or take the node\'s line from `CLUSTER NODES` of another member; an empty file makes it a new node."],"collect":[{"ask":"who holds the file","command":"fuser -v DIR/nodes.conf; head -3 DIR/nodes.conf","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/cluster_legacy.c#L652"],"whenWrong":"The other process with the same file is the old instance of this node that has not ended yet.","examples":{"hit":[{"from":"written by hand","text":"# Sorry, the cluster configuration file nodes.conf is already used by a different Redis Cluster node. Please make sure that different nodes use different cluster configuration files."}],"clear":[{"from":"corpus redis-7.4.1/cluster-kill-master","text":"* Node configuration loaded, I\'m"}]}},{"id":"cluster-link-overflow","kind":"cluster/node-failure","title":"A cluster link was dropped because its buffer reached the limit","severity":"warning","prior":-0.3,"anchors":["link-freed"],"evidence":[{"id":"link-freed","ask":{"event":{"ids":["cluster-link-limit"],"on":"any"}},"strength":"strong","group":"trigger","claim":"links were dropped ({n} times)"},{"id":"failing","ask":{"witness":{"what":["node-failing","node-fail-received"]}},"strength":"moderate","group":"witness","claim":"a node was reported as failing"}],"refutes":[{"id":"node-died","ask":{"end":{"how":["crash","killed"]}},"strength":"moderate","group":"end","claim":"the node died: the full buffer is its shadow"}],"summary":"A node did not read what the others sent on the cluster bus, so they dropped the link at cluster-link-sendbuf-limit.","remedy":["Look at the node that did not read: a stuck main thread or a saturated network.","Much Pub/Sub across the cluster fills these links: use sharded Pub/Sub; raise `cluster-link-sendbuf-limit`."],"collect":[{"ask":"links and their buffers","command":"redis-cli CLUSTER LINKS","risk":"none","why":"send-buffer-used names the link"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/cluster_legacy.c#L4590"],"whenWrong":"The receiving node was down at that time: then its death is the incident and the buffer only its shadow.","examples":{"hit":[{"from":"written by hand","text":"# Freeing cluster link(to node 3f\u2026, link=\u2026) exceeding send buffer memory limit"}],"clear":[{"from":"corpus redis-7.4.1/cluster-kill-master","note":"no such line"},{"from":"written by hand","text":"# Freeing client link of another kind\\n* Cluster state changed: ok"}]}},{"id":"config-error","kind":"startup/config","title":"The server refuses to start because of its configuration","severity":"critical","anchors":["fatal-config","fatal-lines","address","socket","no-folder","aborting"],"evidence":[{"id":"fatal-config","ask":{"fatalStart":{"what":["config","usage","acl","logfile"]}},"strength":"decisive","group":"log","claim":"the server says why it will not start"},{"id":"fatal-lines","ask":{"event":{"ids":["config-fatal","chdir-failed","acl-critical","acl-load-failed","config-module-missing","config-unresolved","cluster-config-error","sentinel-no-config","log-open-failed","rdb-bad-db-number","acl-two-sources"],"within":"run"}},"strength":"decisive","group":"log","claim":"the server says why it will not start"},{"id":"address","ask":{"event":{"ids":["bind-failed","listen-socket-failed"],"where":{"reason":["Cannot assign requested address","Name or service not known","bind: Cannot assign requested address"]},"within":"run"}},"strength":"decisive","group":"log","claim":"the address to listen on does not exist on this host"},{"id":"socket","ask":{"event":{"ids":["unix-socket-failed"],"where":{"reason":["No such file or directory*","Not a directory*","File name too long*","*path too long*"]},"within":"run"}},"strength":"decisive","group":"log","claim":"the unix socket cannot be made where the configuration wants it: {reason}"},{"id":"no-folder","ask":{"all":[{"event":{"ids":["aof-open-error","rdb-load-fatal"],"where":{"reason":["No such file or directory*","Not a directory*","Is a directory*"]},"within":"run"}},{"neverReady":{}}]},"strength":"strong","group":"log","claim":"a file of the configuration is not where or what it should be: {reason}"},{"id":"aborting","ask":{"event":{"ids":["listen-aborted"],"within":"run"}},"strength":"weak","group":"end","claim":"the server cannot listen and gave up"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"},{"id":"permission","ask":{"any":[{"fatalStart":{"contains":["Permission denied"]}},{"event":{"ids":["config-fatal","chdir-failed","acl-load-failed","log-open-failed","bind-failed","aof-open-error","rdb-load-fatal","cluster-config-error"],"where":{"reason":"Permission denied"},"within":"run"}}]},"strength":"moderate","group":"log","claim":"the reason is a permission"}],"summary":"The server read its configuration, found something it cannot use and ended. It never became ready.","remedy":["Read the line: it names the file, the line number and the directive. Correct it, or restore the last configuration that worked.","Check before a restart: `redis-server /path/redis.conf --port 0 --save \'\'` on a test host, or compare with the documentation of exactly this version: directives come and go between versions.","Directives of a module (`search-\u2026`, `bf-\u2026`) need its `loadmodule` line before them."],"collect":[{"ask":"the configuration as the service starts it","command":"systemctl cat redis; redis-server --version","risk":"none","why":"file and version must belong together"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/server.c#L2496"],"whenWrong":"A later start of the same server with the same file that succeeds.","examples":{"hit":[{"from":"corpus redis-6.2.16/startup-bad-directive","text":"*** FATAL CONFIG FILE ERROR (Redis 6.2.16) ***\\nReading the configuration file, at line 8\\n>>> \'foobarize yes\'\\nBad directive or wrong number of arguments"}],"clear":[{"from":"corpus redis-6.2.16/startup-port-owner","text":"* Ready to accept connections"}]}},{"id":"crash-loop","kind":"crash/loop","title":"The same crash repeats after every restart","severity":"critical","prior":0.5,"anchors":["repeated","repeated-restarts"],"evidence":[{"id":"repeated","ask":{"crash":{"inChild":false,"repeated":3}},"strength":"decisive","group":"report","claim":"{n} crashes with the same signature"},{"id":"repeated-restarts","ask":{"all":[{"restarts":{"min":3,"within":3600}},{"crash":{"inChild":false,"repeated":2}}]},"strength":"strong","group":"end","claim":"{n} restarts, each followed by a crash"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"strong","group":"report","claim":"the signals were sent from outside"}],"summary":"The server crashed several times in the same way, each time after a restart. Restarting does not help: its cause is in the data, the load or the build.","remedy":["Stop the automatic restart; each round may lose data.","Keep copies of dump.rdb and the AOF before anything else.","Crash while loading: check the files (`redis-check-rdb`, `redis-check-aof`) and start on a copy. Crash at a command: find the client that repeats it (argv of the report) and block it.","Start the newest patch release of the same line on a copy of the data."],"collect":[{"ask":"two of the crash reports","why":"what is equal in both is the cause, what differs is not"}],"whenWrong":"Crashes with different signals and stacks: then think of hardware first.","examples":{"hit":[{"from":"corpus redis-7.4.1/crash-loop","note":"six crashes with the same stack in 20 s"},{"from":"written by hand","text":"90:M 23 Nov 2026 06:00:00.000 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\\n90:M 23 Nov 2026 06:00:00.000 * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=90, just started\\n90:M 23 Nov 2026 06:00:00.010 * Running mode=standalone, port=6379.\\n90:M 23 Nov 2026 06:00:00.050 * Ready to accept connections tcp\\n=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n90:M 23 Nov 2026 06:00:02.000 # Redis 7.4.1 crashed by signal: 11, si_code: 1\\n90:M 23 Nov 2026 06:00:02.000 # Accessing address: 0x18\\n90:M 23 Nov 2026 06:00:02.000 # Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n\\n90 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(lookupKey+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(call+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===\\n91:M 23 Nov 2026 06:01:00.000 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\\n91:M 23 Nov 2026 06:01:00.000 * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=91, just started\\n91:M 23 Nov 2026 06:01:00.010 * Running mode=standalone, port=6379.\\n91:M 23 Nov 2026 06:01:00.050 * Ready to accept connections tcp\\n=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n91:M 23 Nov 2026 06:01:02.000 # Redis 7.4.1 crashed by signal: 11, si_code: 1\\n91:M 23 Nov 2026 06:01:02.000 # Accessing address: 0x18\\n91:M 23 Nov 2026 06:01:02.000 # Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n\\n91 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(lookupKey+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(call+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===\\n92:M 23 Nov 2026 06:02:00.000 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\\n92:M 23 Nov 2026 06:02:00.000 * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=92, just started\\n92:M 23 Nov 2026 06:02:00.010 * Running mode=standalone, port=6379.\\n92:M 23 Nov 2026 06:02:00.050 * Ready to accept connections tcp\\n=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n92:M 23 Nov 2026 06:02:02.000 # Redis 7.4.1 crashed by signal: 11, si_code: 1\\n92:M 23 Nov 2026 06:02:02.000 # Accessing address: 0x18\\n92:M 23 Nov 2026 06:02:02.000 # Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n\\n92 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(lookupKey+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(call+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(lookupKey+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(call+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"one crash"},{"from":"corpus redis-7.4.1/crash-debug-segfault","note":"one crash, one restart"}]}},{"id":"cross-protocol","kind":"security/cross-protocol","title":"Somebody speaks HTTP to Redis","severity":"warning","anchors":["attack-line"],"evidence":[{"id":"attack-line","ask":{"event":{"ids":["security-attack"],"on":"any"}},"strength":"decisive","group":"log","claim":"Redis reports a possible attack ({n} times)"},{"id":"open-to-all","ask":{"any":[{"conf":{"directive":"protected-mode","args":["no"]}},{"conf":{"directive":"bind","args":["0.0.0.0"]}}]},"strength":"weak","group":"version","claim":"the server is open to other hosts: {value}"}],"summary":"A client sent POST or Host: lines, as a browser or an HTTP library does. Redis closes such connections and warns, since web pages can be made to attack local servers that way.","remedy":["Find the sender: the line names its address and port. A load balancer\'s HTTP health check is the most frequent harmless one: give it a TCP check.","Close the port to everybody but the application: firewall, `bind` to internal addresses, `protected-mode yes`, a password or ACLs.","If the sender is unknown, look for signs of more: unknown REPLICAOF, CONFIG SET dir, modules loaded, cron or ssh keys written."],"collect":[{"ask":"who speaks to the port","command":"ss -tnp \'sport = :6379\'; redis-cli CLIENT LIST","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/networking.c#L3708","https://redis.io/docs/latest/operate/oss_and_stack/management/security/"],"whenWrong":"The address is that of your own health check.","examples":{"hit":[{"from":"corpus redis-6.2.16/security-attack","text":"# Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis."}],"clear":[{"from":"corpus redis-6.2.16/healthy-debug","note":"no such line"},{"from":"written by hand","text":"* Accepted 10.0.0.9:40112","note":"a connection like any other"}]}},{"id":"data-corrupt","kind":"startup/data-corrupt","title":"The server refuses to load its data because the file is damaged","severity":"critical","anchors":["aof-damaged","rdb-damaged","check-failed"],"evidence":[{"id":"aof-damaged","ask":{"event":{"ids":["aof-bad-format","aof-unexpected-end","aof-read-error","aof-manifest-error"],"within":"run"}},"strength":"decisive","group":"log","claim":"the append-only file cannot be read"},{"id":"rdb-damaged","ask":{"event":{"ids":["rdb-checksum","rdb-short-read","rdb-internal-error","rdb-wrong-signature","rdb-terminating"],"within":"run"}},"strength":"strong","group":"log","claim":"the RDB file cannot be read"},{"id":"aof-manifest","ask":{"fatalStart":{"what":["aof-manifest"]}},"strength":"strong","group":"log","claim":"the manifest of the append-only files is not usable"},{"id":"check-failed","ask":{"check":{"tool":["check-aof","check-rdb"],"ok":false}},"strength":"strong","group":"probe","claim":"the checking tool finds the file damaged: {value}"},{"id":"gave-up","ask":{"event":{"ids":["rdb-terminating","rdb-load-fatal"],"within":"run"}},"strength":"moderate","group":"end","claim":"the server gave up"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"},{"id":"newer-version","ask":{"event":{"ids":["rdb-version","rdb-module-missing"],"within":"run"}},"strength":"moderate","group":"log","claim":"the file was written by a newer version or needs a module"},{"id":"permission","ask":{"event":{"ids":["rdb-load-fatal","aof-open-error"],"where":{"reason":"Permission denied"},"within":"run"}},"strength":"strong","group":"log","claim":"the file could not even be opened: permission"},{"id":"ended-with-ready","ask":{"event":{"ids":["aof-tail-cut"],"within":"run"}},"strength":"strong","group":"log","claim":"the damaged tail was cut off and the server went on"}],"summary":"The RDB or AOF file is damaged or ends too early, and the server ends rather than start with half of its data.","remedy":["Copy the damaged file away before anything else, and keep the supervisor from restarting in a loop.","If a replica or a backup is whole, take it instead: make a replica the master, or copy its file here.","AOF: `redis-check-aof FILE` shows the place, `redis-check-aof --fix FILE` cuts everything after it (Redis 7 and later: on the manifest). Look at what is cut before you start.","RDB: `redis-check-rdb FILE` shows the offset and key; there is no repair: take the previous file, a replica, or read the keys before the damage with an offline tool.","Find the reason: full disk, power loss, a copy made while the file was being written, failing memory or disk."],"collect":[{"ask":"result of the checking tool","command":"redis-check-aof FILE; redis-check-rdb FILE","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/aof.c#L1615","https://github.com/redis/redis/blob/7.4.1/src/rdb.c#L3699","https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/"],"whenWrong":"The checking tool finds the file whole: then memory ran out while loading (`Short read or OOM`), or another file was read.","examples":{"hit":[{"from":"corpus redis-8.0.6/aof-corrupt-middle","text":"1070:M 23 Nov 2026 06:33:35.665 # Bad file format reading the append only file appendonly.aof.1.incr.aof: make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>"},{"from":"corpus redis-7.2.6/rdb-corrupt","text":"# Internal error in RDB reading offset 0, function at rdb.c:421 -> Invalid LZF compressed string\\n# Terminating server after rdb file reading failure."}],"clear":[{"from":"written by hand","text":"# Can\'t handle RDB format version 12"}]}},{"id":"data-version","kind":"startup/data-version","title":"The server refuses to load data of a newer version or of a missing module","severity":"critical","anchors":["rdb-version","module-data","unknown-command"],"evidence":[{"id":"rdb-version","ask":{"event":{"ids":["rdb-version"],"within":"run"}},"strength":"decisive","group":"log","claim":"the RDB format, version {version}, is newer than this server"},{"id":"module-data","ask":{"event":{"ids":["rdb-module-missing"],"texts":["The AOF contains module data I can\'t load"],"within":"run"}},"strength":"decisive","group":"log","claim":"the file needs a module that is not loaded"},{"id":"unknown-command","ask":{"event":{"ids":["aof-unknown-command"],"within":"run"}},"strength":"strong","group":"log","claim":"the append-only file holds a command this server does not know: {command}"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"},{"id":"damaged","ask":{"event":{"ids":["rdb-checksum","aof-bad-format"],"within":"run"}},"strength":"moderate","group":"log","claim":"the file is damaged"}],"summary":"The file is whole, but it was written by a newer server, or holds data of a module that is not loaded here.","remedy":["Start the version that wrote the file (the line `Loading RDB produced by version` or the old log names it), or a newer one. Downgrading with an RDB file is not supported; use replication or a logical copy instead.","Missing module: add its `loadmodule` line with at least the version that wrote the data.","Nothing is lost: the file is whole. Do not start with an empty `dir`, because the next save would overwrite it."],"collect":[{"ask":"versions","command":"redis-server --version; redis-check-rdb FILE | head -5","risk":"none","why":"redis-check-rdb prints who wrote the file"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/rdb.c#L3347"],"whenWrong":"A version of the server that should read the format refuses it too: then it is damaged.","examples":{"hit":[{"from":"written by hand","text":"# Can\'t handle RDB format version 12\\n# Fatal error loading the DB, check server logs. Exiting."}],"clear":[{"from":"corpus redis-7.2.6/rdb-corrupt","text":"# Wrong RDB checksum expected: (d1390528bd85e751) but got (d1390428bd85e751). Aborting now.","note":"one attempt of that case also shows a format version 99, written on purpose; the damage is the verdict"}]}},{"id":"demoted-without-request","kind":"cluster/node-failure","title":"This master found itself replaced by a replica","severity":"warning","prior":-1.2,"anchors":["demoted"],"evidence":[{"id":"demoted","ask":{"event":{"ids":["cluster-demoted"]}},"strength":"moderate","group":"log","claim":"it turned itself into a replica of {of}"},{"id":"others-said-so","ask":{"witness":{"what":["node-failing","node-fail-received"]}},"strength":"strong","group":"witness","claim":"the others had called it failing"}],"refutes":[{"id":"asked-for","ask":{"event":{"ids":["failover-manual"],"on":"any"}},"strength":"decisive","group":"trigger","claim":"the failover was asked for"},{"id":"restarted","ask":{"restarts":{"min":1,"within":300}},"strength":"moderate","group":"end","claim":"the node had been restarted: then that is why"}],"summary":"The node was a master and was told by the others that it is one no longer, without a request for it in its log: they had taken it for failed. Why they did not hear of it is not in its log.","remedy":["Compare with the logs of the other nodes for the minute before: `FAIL message`, `Failover election won`.","Look for what kept this node from answering: a pause of its host, a slow command, the network."],"collect":[{"ask":"logs of the other cluster nodes","why":"they date the moment from which they missed this one"}],"whenWrong":"Its last slot was moved away by a resharding: an empty master becomes a replica by itself.","examples":{"hit":[{"from":"written by hand","text":"10:M 23 Nov 2026 06:10:00.000 # Cluster state changed: ok\\n10:M 23 Nov 2026 06:12:20.000 # Configuration change detected. Reconfiguring myself as a replica of 91eb7c9ad8abbb8f20db4014500d6c97dc23877f"}],"clear":[{"from":"written by hand","text":"10:M 23 Nov 2026 06:12:19.000 # Manual failover requested by replica 91eb7c9ad8abbb8f20db4014500d6c97dc23877f.\\n10:M 23 Nov 2026 06:12:20.000 # Configuration change detected. Reconfiguring myself as a replica of 91eb7c9ad8abbb8f20db4014500d6c97dc23877f"}]}},{"id":"disk-full","kind":"persistence/disk-full","title":"Saving fails because the disk is full","severity":"critical","anchors":["no-space","short-write","short-copy"],"evidence":[{"id":"no-space","ask":{"event":{"ids":["rdb-write-error","rdb-open-error","rdb-rename-error","aof-write-error","aofrw-write-error","aof-open-error","aofrw-open-error","aof-fsync-error","replica-write-disk-error"],"on":"server","where":{"reason":"No space left on device"}}},"strength":"decisive","group":"log","claim":"no space left on the device"},{"id":"short-write","ask":{"event":{"ids":["aof-short-write"]}},"strength":"strong","group":"log","claim":"only a part of the AOF could be written"},{"id":"short-copy","ask":{"event":{"ids":["replica-write-disk-error"],"on":"server","where":{"reason":"short write"}}},"strength":"strong","group":"log","claim":"only a part of the master\'s copy could be written ({n} times)"},{"id":"aof-always-exit","ask":{"event":{"ids":["aof-write-fatal"]}},"strength":"moderate","group":"end","claim":"with appendfsync always the server ended itself"},{"id":"save-failed","ask":{"event":{"ids":["bgsave-error","aofrw-error","shutdown-save-failed"]}},"strength":"moderate","group":"log","claim":"saving failed ({n} times)"},{"id":"writes-refused","ask":{"info":{"field":"rdb_last_bgsave_status","op":"==","value":"err"}},"strength":"weak","group":"counters","claim":"the last background save is marked as failed: writes are refused unless stop-writes-on-bgsave-error is no"}],"refutes":[{"id":"other-error","ask":{"event":{"ids":["rdb-write-error","rdb-open-error","rdb-rename-error","aof-write-error","aofrw-write-error","aof-open-error","aofrw-open-error","aof-fsync-error","replica-write-disk-error"],"on":"server","where":{"reason":["Permission denied","Read-only file system","No such file or directory","Input/output error"]}}},"strength":"moderate","group":"log","claim":"another error is named: {reason}"}],"summary":"The volume that holds the RDB or AOF files has no space left. Saves fail, and with appendfsync always the server ends.","remedy":["Make room on the volume of `dir` (old dumps, rotated logs, core files); the next save or AOF write then succeeds by itself (`AOF write error looks solved`).","Check with `redis-cli BGSAVE` and `INFO persistence` (rdb_last_bgsave_status:ok).","Until then nothing new is on disk: do not restart the server, its memory is the only whole copy. Or take a copy elsewhere: `redis-cli --rdb /other/volume/dump.rdb`.","Plan at least the size of the data set twice plus the AOF for rewrites."],"collect":[{"ask":"space and inodes","command":"df -h DIR; df -i DIR; du -sh DIR/*","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/rdb.c#L1569","https://github.com/redis/redis/blob/7.4.1/src/aof.c#L1149"],"whenWrong":"`df` shows space and inodes left: then a quota or a file size limit (`ulimit -f`) stopped the write.","examples":{"hit":[{"from":"corpus redis-8.0.6/disk-full-rdb","text":"2056:C 23 Nov 2026 06:34:04.155 # Write error while saving DB to the disk(rdbSaveRio): No space left on device\\n1694:M 23 Nov 2026 06:34:04.163 # Background saving error"},{"from":"corpus redis-7.4.1/disk-full-aof-always","text":"28920:M 23 Nov 2026 06:24:27.375 # Short write while writing to the AOF file: (nwritten=867, expected=5032)"}],"clear":[{"from":"corpus redis-7.4.1/bgsave-dir-perm","note":"permission, not space"},{"from":"written by hand","text":"# Failed opening the temp RDB file temp-90.rdb (in server root dir /data) for saving: Permission denied\\n# Background saving error","note":"permission, not space"}]}},{"id":"diskless-transfer-dropped","kind":"replication/resync-loop","title":"A diskless transfer was abandoned because its replicas went away","severity":"warning","prior":0,"anchors":["dropped"],"evidence":[{"id":"dropped","ask":{"event":{"ids":["diskless-dropped"],"on":"any"}},"strength":"strong","group":"trigger","claim":"the transfer was abandoned ({n} times)"},{"id":"why","ask":{"event":{"ids":["replica-timeout","output-buffer-limit","diskless-write-error"],"on":"any"}},"strength":"moderate","group":"log","claim":"the reason of the loss ({n} lines)"}],"refutes":[{"id":"done-later","ask":{"event":{"ids":["sync-ok","replica-online"],"on":"any","after":"dropped"}},"strength":"moderate","group":"end","claim":"a later transfer succeeded","needs":"dropped"}],"summary":"The last replica of a diskless transfer dropped its connection; the master killed the child, and the next attempt begins anew.","remedy":["Raise `repl-timeout` and `client-output-buffer-limit replica`, or use `repl-diskless-load`; look at the replica\'s own log for why it left."],"collect":[{"ask":"log of the replica for the same minute","why":"says why it left"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/replication.c#L1570"],"whenWrong":"The replica was stopped on purpose in that minute.","examples":{"hit":[{"from":"written by hand","text":"# Diskless rdb transfer, last replica dropped, killing fork child."}],"clear":[{"from":"corpus redis-8.0.6/repl-full-partial","text":"* Diskless rdb transfer, done reading from pipe, 1 replicas still up."}]}},{"id":"divergence","kind":"replication/divergence","title":"Master and replica no longer hold the same data","severity":"critical","anchors":["critical-error","cannot-write"],"evidence":[{"id":"critical-error","ask":{"event":{"ids":["divergence"],"on":"any"}},"strength":"decisive","group":"log","claim":"an error was sent along the replication link ({n} times)"},{"id":"cannot-write","ask":{"event":{"ids":["replica-cannot-persist"],"on":"any"}},"strength":"strong","group":"log","claim":"the replica applies commands that it cannot write to disk"},{"id":"unexpected-errors","ask":{"info":{"field":"unexpected_error_replies","op":">=","value":1}},"strength":"strong","group":"counters","claim":"unexpected_error_replies is {value}"}],"refutes":[{"id":"no-unexpected","ask":{"info":{"field":"unexpected_error_replies","op":"==","value":0}},"strength":"moderate","group":"counters","claim":"unexpected_error_replies is 0"}],"summary":"A replica received a command that it could not execute (or applied one that it could not write to disk). From then on the two may hold different data.","remedy":["Read the line: it names the command and the error (a module missing on one side, an ACL, a script that depends on the time, memory limit of the replica).","Remove the cause, then synchronise the replica in full: `REPLICAOF NO ONE`, `REPLICAOF master port` with a fresh start, or delete its files and restart it.","Do not fail over to that replica before."],"collect":[{"ask":"both sides\' modules and versions","command":"redis-cli MODULE LIST; redis-cli INFO server","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/networking.c#L556"],"whenWrong":"The command in the line is a harmless reply (PING, REPLCONF).","examples":{"hit":[{"from":"written by hand","text":"# == CRITICAL == This replica is sending an error to its master: \'unknown command `FT.ADD`\' after processing the command \'ft.add\'"}],"clear":[{"from":"corpus redis-7.4.1/repl-verbose","note":"no such line"},{"from":"written by hand","text":"* MASTER <-> REPLICA sync: Finished with success","note":"in step"}]}},{"id":"down","kind":"cluster/down","title":"The cluster is down","severity":"critical","prior":-0.3,"anchors":["state-fail","info-fail"],"evidence":[{"id":"state-fail","ask":{"event":{"ids":["cluster-state-fail"],"on":"any"}},"strength":"strong","group":"log","claim":"the cluster state changed to fail ({n} nodes or times)"},{"id":"info-fail","ask":{"info":{"field":"cluster_state","op":"==","value":"fail"}},"strength":"strong","group":"counters","claim":"cluster_state is fail"},{"id":"not-back","ask":{"event":{"ids":["cluster-state-ok"],"on":"any","after":"state-fail","within":30}},"strength":"moderate","group":"end","claim":"it did not return to ok within 30 s","expect":"absent","printedAt":"notice","needs":"state-fail"},{"id":"no-election","ask":{"event":{"ids":["failover-unable"],"on":"any"}},"strength":"moderate","group":"trigger","claim":"no replica can take over: {reason}"},{"id":"uncovered","ask":{"info":{"field":"cluster_slots_fail","op":">=","value":1}},"strength":"moderate","group":"counters","claim":"{value} slots have no master"}],"refutes":[{"id":"failed-over","ask":{"event":{"ids":["failover-won"],"on":"any","after":"state-fail"}},"strength":"moderate","group":"trigger","claim":"a replica took over","needs":"state-fail"},{"id":"back","ask":{"event":{"ids":["cluster-state-ok"],"on":"any","after":"state-fail","within":30}},"strength":"moderate","group":"end","claim":"it returned to ok within 30 s","needs":"state-fail"},{"id":"reason-known","ask":{"any":[{"crash":{"inChild":false,"survived":false}},{"frozenClock":{"minSec":5}}]},"strength":"moderate","group":"report","claim":"a node\'s own log tells why it was gone: {value}"}],"summary":"The cluster lost slots (a master without a replica is gone) or the majority of its masters, and refuses commands (CLUSTERDOWN).","remedy":["Bring the lost masters back, or let a replica take over by hand: `redis-cli -h REPLICA CLUSTER FAILOVER TAKEOVER` (only when the master is certainly dead).","See which slots are missing: `redis-cli --cluster check HOST:PORT`.","`cluster-require-full-coverage no` lets the rest of the slots go on serving."],"collect":[{"ask":"view of every node","command":"redis-cli -h EACH CLUSTER NODES; redis-cli -h EACH CLUSTER INFO","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/cluster_legacy.c#L5105","https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/"],"whenWrong":"A new cluster prints fail for the first seconds, until its nodes have met.","examples":{"hit":[{"from":"written by hand","text":"* Marking node 3ff\u2026 as failing (quorum reached).\\n# Cluster state changed: fail"}],"clear":[{"from":"corpus redis-7.4.1/cluster-kill-master","note":"back to ok after the failover"},{"from":"written by hand","text":"# Cluster state changed: ok"}]}},{"id":"end-of-life","kind":"advisory/version","title":"This release line gets no more fixes","severity":"info","anchors":["server-line","search-line"],"evidence":[{"id":"server-line","ask":{"version":{"product":"redis","range":"<6.2.0 || >=7.0.0 <7.2.0"}},"strength":"moderate","group":"version","claim":"Redis {value} is of a line that gets no more fixes"},{"id":"search-line","ask":{"version":{"module":"search","range":">=7.99.0 <8.2.0"}},"strength":"moderate","group":"trigger","claim":"RediSearch {value} is of a line that gets no more fixes"}],"summary":"The release line that is in use is no longer maintained: known faults and vulnerabilities stay open in it.","remedy":["Plan the upgrade to a maintained line; until then read the release notes of newer lines for what stays open here."],"references":["https://github.com/redis/redis/security","https://github.com/RediSearch/RediSearch/pull/7410"],"whenWrong":"A vendor maintains this line for you (Redis Enterprise, a distribution).","advisory":true,"examples":{"hit":[{"from":"written by hand","text":"* Redis version=7.0.15, bits=64, commit=00000000, modified=0, pid=77, just started"}],"clear":[{"from":"written by hand","text":"* Redis version=7.4.6, bits=64, commit=00000000, modified=0, pid=77, just started"}]}},{"id":"enterprise-shard-unresponsive","kind":"hang/main-thread-stuck","title":"A shard of Redis Enterprise does not answer its managers","severity":"critical","prior":-0.2,"anchors":["socket-timeouts-and-silence","socket-timeouts-and-config-push"],"evidence":[{"id":"socket-timeouts","ask":{"manager":{"event":["socket-timeout"]}},"strength":"strong","group":"witness","claim":"managers got no answer from the shard ({n} times)"},{"id":"socket-timeouts-and-silence","ask":{"all":[{"manager":{"event":["socket-timeout"]}},{"silence":{"minSec":10}}]},"strength":"strong","group":"silence","claim":"managers got no answer while the shard was silent"},{"id":"socket-timeouts-and-config-push","ask":{"all":[{"manager":{"event":["config-push"]}},{"manager":{"event":["socket-timeout"],"min":2}}]},"strength":"strong","group":"trigger","claim":"the time-outs begin after a change of configuration was pushed"},{"id":"main-only","ask":{"silence":{"minSec":10,"mainOnly":true}},"strength":"moderate","group":"threads","claim":"main was silent while children of the process logged"}],"refutes":[{"id":"cycle","ask":{"any":[{"waitCycle":{"through":["module-lock"]}},{"waitCycle":{"through":["barrier"]}}]},"strength":"strong","group":"threads","claim":"the stacks show a circle of locks"},{"id":"stopped","ask":{"procState":{"state":["T"]}},"strength":"decisive","group":"threads","claim":"all threads were stopped"},{"id":"died","ask":{"end":{"how":["crash","clean-shutdown"]}},"strength":"moderate","group":"end","claim":"the shard ended: {value}"}],"summary":"The node\'s managers cannot read from the shard\'s socket any more, and the shard itself logs nothing: its main thread is stuck. Without stacks the reason stays open.","remedy":["Take stacks before anything else (`gdb -p PID -batch -ex \'thread apply all bt\'`), then restart the shard: `rlutil redis_restart redis=UID`.","A WORKERS change pushed just before points to the worker pool of RediSearch; see search-workers-resize-deadlock and search-pool-init-deadlock."],"collect":[{"ask":"stacks of the shard while it hangs","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low","why":"names what main waits for"}],"whenWrong":"The shard logs commands or saves of its own in the same minutes: then the socket or the manager is the trouble, not the shard.","examples":{"hit":[{"from":"corpus quoted/mod-11658-production","entry":"node_1/logs/redis_mgr.log","text":"2025-09-30 09:29:21,308 INFO redis_mgr MainThread: redis:2: Updating module runtime config {\'search\': \'WORKERS 0\'}\\n2025-09-30 09:29:31,316 ERROR redis_mgr MainThread: AOFRewriteManager: redis:2: config_get command failed: Timeout reading from /tmp/redis-2.sock\\n2025-09-30 09:29:52,401 ERROR redis_mgr MainThread: AOFRewriteManager: redis:2: config_get command failed: Timeout reading from /tmp/redis-2.sock\\n2025-09-30 09:30:13,512 ERROR redis_mgr MainThread: AOFRewriteManager: redis:2: config_get command failed: Timeout reading from /tmp/redis-2.sock","note":"shortened"}],"clear":[{"from":"written by hand","entry":"node_1/logs/redis_mgr.log","text":"2025-09-30 09:29:21,308 INFO redis_mgr MainThread: redis:2: config_get ok"}]}},{"id":"failover-impossible","kind":"cluster/down","title":"No replica can take over from a lost master","severity":"critical","prior":-0.2,"anchors":["too-old","no-majority"],"evidence":[{"id":"too-old","ask":{"event":{"texts":["Currently unable to failover: Disconnected from master for longer than allowed","Currently unable to failover: Disconnected from primary for longer than allowed"],"module":"","on":"any"}},"strength":"strong","group":"trigger","claim":"the replica says that its data are too old ({n} times)"},{"id":"no-majority","ask":{"event":{"ids":["failover-expired"],"on":"any"}},"strength":"strong","group":"trigger","claim":"an election got no majority in time ({n} times)"},{"id":"down","ask":{"event":{"ids":["cluster-state-fail"],"on":"any"}},"strength":"strong","group":"log","claim":"the cluster state changed to fail ({n} times)"},{"id":"still-down","ask":{"event":{"ids":["cluster-state-ok"],"on":"any","after":"down","within":30}},"strength":"moderate","group":"end","claim":"it did not return to ok within 30 s","expect":"absent","printedAt":"notice","needs":"down"},{"id":"denied","ask":{"event":{"ids":["failover-vote-denied"],"on":"any"}},"strength":"weak","group":"witness","claim":"votes were refused ({n} times): {reason}"}],"refutes":[{"id":"won","ask":{"event":{"ids":["failover-won"],"on":"any"}},"strength":"strong","group":"end","claim":"a replica took over"}],"summary":"A replica wants to take over, but its data are too old by cluster-replica-validity-factor or the other masters do not vote; the slots stay down.","remedy":["If the old master is certainly gone: `redis-cli -h REPLICA CLUSTER FAILOVER TAKEOVER`; otherwise bring it back.","`cluster-replica-validity-factor 0` lets a replica take over however old its data are.","Keep the majority of masters alive: place them on different hosts."],"collect":[{"ask":"the replica\'s view","command":"redis-cli -h REPLICA INFO replication; redis-cli -h REPLICA CLUSTER NODES","risk":"none","why":"master_link_down_since_seconds against cluster-replica-validity-factor"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/cluster_legacy.c#L4122"],"whenWrong":"A replica wins in a later attempt.","examples":{"hit":[{"from":"written by hand","text":"* Currently unable to failover: Disconnected from master for longer than allowed. Please check the \'cluster-replica-validity-factor\' configuration option."}],"clear":[{"from":"written by hand","text":"* Currently unable to failover: Waiting the delay before I can start a new failover.\\n* Start of election delayed for 512 milliseconds (rank #0, offset 81231).\\n* Failover election won: I\'m the new master.\\n* Cluster state changed: ok","note":"it only had to wait"},{"from":"corpus redis-7.4.1/cluster-kill-master","note":"a replica won the election"}]}},{"id":"failover","kind":"sentinel/failover","title":"Sentinel failed over to a replica because the master was unreachable","severity":"critical","prior":-0.2,"anchors":["switched","odown"],"evidence":[{"id":"switched","ask":{"any":[{"witness":{"what":["switch-master"]}},{"event":{"ids":["sentinel-switch-master"],"on":"any"}}]},"strength":"weak","group":"witness","claim":"Sentinel switched to a new master"},{"id":"odown","ask":{"any":[{"witness":{"what":["odown"]}},{"event":{"ids":["sentinel-odown"],"on":"any","where":{"kind":"master"}}}]},"strength":"strong","group":"log","claim":"the Sentinels agreed that the master is down"},{"id":"called-down","ask":{"event":{"ids":["sentinel-sdown","sentinel-odown"],"on":"any","where":{"kind":["master","primary"]},"within":300}},"strength":"moderate","group":"trigger","claim":"Sentinel had called the master down","absenceAgainst":"moderate"},{"id":"asked-for","ask":{"event":{"ids":["sentinel-failover-asked"],"on":"any","within":300}},"strength":"weak","group":"trigger","claim":"nobody had asked for a failover","expect":"absent"},{"id":"aborted","ask":{"event":{"ids":["sentinel-failover-abort"],"on":"any"}},"strength":"moderate","group":"end","claim":"a failover was given up: {reason}"},{"id":"vanished","ask":{"all":[{"witness":{"what":["sdown","odown","switch-master"]}},{"end":{"how":["killed","unknown"]}}]},"strength":"weak","group":"end","claim":"the master\'s own log ends without a reason or is missing"}],"refutes":[{"id":"reason-known-crash","ask":{"crash":{"inChild":false,"survived":false}},"strength":"strong","group":"report","claim":"the master\'s own log tells why: {value}"},{"id":"stood-still","ask":{"any":[{"all":[{"silence":{"minSec":5,"endedBy":["resumed"]}},{"witness":{"what":["sdown","odown","master-timeout","replica-timeout"],"inSilence":true}}]},{"frozenClock":{"minSec":5}},{"procState":{"state":["T"]}}]},"strength":"strong","group":"silence","claim":"the master\'s own log shows that it stood still: {value}"},{"id":"oom-killed","ask":{"any":[{"kernel":{"event":["oom-kill"],"ofVictim":true}},{"container":{"event":["oom-killed"]}}]},"strength":"strong","group":"kernel","claim":"the kernel killed the master"},{"id":"planned","ask":{"event":{"ids":["sentinel-sdown","sentinel-odown"],"on":"any","where":{"kind":["master","primary"]},"before":"asked-for","within":300}},"strength":"decisive","group":"trigger","claim":"somebody asked for the failover (SENTINEL FAILOVER), and no Sentinel had called the master down before","expect":"absent","printedAt":"warning"},{"id":"clean","ask":{"all":[{"witness":{"what":["sdown","odown","switch-master"]}},{"end":{"how":["clean-shutdown"]}}]},"strength":"moderate","group":"end","claim":"the master was shut down in order"}],"summary":"Enough Sentinels agreed that the master was down and promoted a replica. The input does not show why the master was gone.","remedy":["Find why the master was gone: its log, the kernel log and the supervisor at the time of +sdown minus down-after-milliseconds.","Check that the old master came back as a replica (`INFO replication`) and that clients follow the new one.","Failovers because of short pauses: raise `down-after-milliseconds` above them."],"collect":[{"ask":"log of the old master and kernel log of its host","why":"names the reason"},{"ask":"view of the Sentinels","command":"redis-cli -p 26379 SENTINEL MASTERS","risk":"none"}],"references":["https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/"],"whenWrong":"The master\'s own log shows why it was gone: then that is the incident.","examples":{"hit":[{"from":"corpus redis-7.2.6/sentinel-failover-kill","text":"# +odown master mymaster 127.0.0.1 6379 #quorum 2/2\\n# +switch-master mymaster 127.0.0.1 6379 127.0.0.1 6380"}],"clear":[{"from":"corpus valkey-9.1.2/sentinel-failover-stopped","note":"the master\'s log shows that it stood still and went on"},{"from":"written by hand","text":"77:X 23 Nov 2026 06:10:00.000 # +sdown slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379\\n77:X 23 Nov 2026 06:10:20.000 # -sdown slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379","note":"a replica was away, the master was not"}]}},{"id":"fault","kind":"crash/fault","title":"The process faulted and died of it","severity":"critical","anchors":["fault","unknown-origin","aborted","kernel-segfault","sanitizer"],"evidence":[{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"unknown-origin","ask":{"crash":{"signal":[4,7,8,10,11],"origin":["unknown"],"what":["signal"],"inChild":false}},"strength":"strong","group":"report","claim":"the process died of {value}; the report does not tell whether the signal was sent or is a fault"},{"id":"aborted","ask":{"crash":{"origin":["self"],"what":["signal"],"inChild":false}},"strength":"strong","group":"report","claim":"the process raised the signal itself, outside of an assertion of the server (abort() of a library, a module or the allocator): {value}"},{"id":"kernel-segfault","ask":{"kernel":{"event":["segfault","trap"],"ofVictim":true}},"strength":"decisive","group":"kernel","claim":"the kernel recorded the fault"},{"id":"sanitizer","ask":{"sanitizer":{}},"strength":"decisive","group":"report","claim":"the sanitizer recorded the fault: {value}"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"exit-139","ask":{"container":{"event":["exited","restarted"],"exitCode":[139,135,132,136]}},"strength":"moderate","group":"end","claim":"the container ended with {value}, which is 128 + the signal"},{"id":"restarted","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with the crash"}],"refutes":[{"id":"sent","ask":{"all":[{"crash":{"origin":["sent"],"inChild":false}}]},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"},{"id":"assertion-or-panic","ask":{"crash":{"what":["assertion","panic","out-of-memory"],"inChild":false}},"strength":"strong","group":"report","claim":"the process ended itself: {value}"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":10}},"strength":"moderate","group":"clock","claim":"main had not run for {value} before the signal"}],"summary":"The process did something that the processor or the kernel refuses: it touched memory that is not its own, ran an illegal instruction, divided by zero or used up its stack. The crash report names the instruction and the stack.","remedy":["Restart the server; check that its data loaded (`DB loaded`) and that replicas are in step.","Find the fault: the frame behind the signal handler names the function; search the issues of Redis, Valkey or the module for it and compare the version with the latest patch release.","A frame in a module\'s .so speaks for that module: upgrade it or start without it.","Different functions at each crash, or `!!! MEMORY ERROR DETECTED!`, speak for hardware: run a memory test (`redis-server --test-memory MB`, memtest86)."],"collect":[{"ask":"the whole crash report from START to END, and the log before it","why":"issues without it cannot be worked on"},{"ask":"a core dump of the next time","command":"ulimit -c unlimited (systemd: LimitCORE=infinity)","risk":"none"}],"references":["https://redis.io/docs/latest/operate/oss_and_stack/management/debugging/"],"whenWrong":"`si_code: 0` with a sender: then somebody sent the signal.","examples":{"hit":[{"from":"corpus redis-7.4.1/crash-debug-segfault","text":"# Redis 7.4.1 crashed by signal: 11, si_code: 2\\n# Accessing address: 0x7f04d2c51000\\n# Crashed running the instruction at: 0x55ec1dd7857f"},{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(lookupKey+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(call+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"corpus redis-7.4.1/crash-kill-segv","text":"# Redis 7.4.1 crashed by signal: 11, si_code: 0\\n# Killed by PID: 30000, UID: 0"},{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 0\\n# Accessing address: 0x7530\\n# Killed by PID: 30000, UID: 0\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(aeApiPoll+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(aeProcessEvents+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(aeMain+0x1c)[0x7f4416848003]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"si_code 0: the signal was sent by process 30000"}]}},{"id":"fork-child-stuck","kind":"hang/child","title":"A fork child does not end while the server lives","severity":"warning","anchors":["child-stopped","no-progress","long-save","long-rewrite","fork-gc-timeout"],"evidence":[{"id":"child-stopped","ask":{"procState":{"state":["T"],"of":"child"}},"strength":"decisive","group":"threads","claim":"the kernel reports the child {pid} as stopped: {value}"},{"id":"no-progress","ask":{"all":[{"info":{"field":"rdb_current_bgsave_time_sec","op":">=","value":30}},{"info":{"field":"current_fork_perc","op":"<","value":1}},{"info":{"field":"rdb_bgsave_in_progress","op":"==","value":1}}]},"strength":"moderate","group":"trigger","claim":"a background save of {value} s has written less than one percent of the keys"},{"id":"long-save","ask":{"all":[{"info":{"field":"rdb_current_bgsave_time_sec","op":">=","value":900}},{"info":{"field":"rdb_bgsave_in_progress","op":"==","value":1}}]},"strength":"strong","group":"counters","claim":"a background save has been running for {value} s"},{"id":"long-rewrite","ask":{"all":[{"info":{"field":"aof_current_rewrite_time_sec","op":">=","value":900}},{"info":{"field":"aof_rewrite_in_progress","op":"==","value":1}}]},"strength":"strong","group":"counters","claim":"an AOF rewrite has been running for {value} s"},{"id":"fork-gc-timeout","ask":{"event":{"ids":["search-gc-child-timeout"],"where":{"reason":["timeout","got timeout"]}}},"strength":"moderate","group":"log","claim":"the garbage collector of RediSearch waited in vain for its child ({n} times)"},{"id":"child-in-dump","ask":{"any":[{"frames":{"names":["rdbSaveRio","rdbSave"],"thread":"any"}},{"frames":{"names":["rewriteAppendOnlyFileRio"],"thread":"any"}}]},"strength":"weak","group":"threads","claim":"a dump of the child shows it still writing"},{"id":"save-begun","ask":{"event":{"ids":["bgsave-started","aof-rewrite-started","diskless-started"],"within":"run"}},"strength":"weak","group":"trigger","claim":"a child was started"},{"id":"save-end-missing","ask":{"event":{"ids":["bgsave-ok","bgsave-signal","bgsave-error","aof-rewrite-terminated","aofrw-error","aofrw-signal","aofrw-ok","diskless-ok","diskless-error"],"after":"save-begun","within":"run"}},"strength":"moderate","group":"log","claim":"the end of the child was never logged","expect":"absent","printedAt":"notice","needs":"save-begun"}],"refutes":[{"id":"server-stopped-too","ask":{"procState":{"state":["T"]}},"strength":"strong","group":"threads","claim":"the server itself is stopped too: {value}"},{"id":"main-waits-too","ask":{"main":{"activity":["lock-wait","pool-resize","pool-init","sleep","script"]}},"strength":"moderate","group":"threads","claim":"main itself is stuck: {value}"}],"summary":"A child process that saves, rewrites or collects garbage runs far longer than it should. The server goes on, but no new save or rewrite can begin and copy-on-write memory grows.","remedy":["Look at the child first: `cat /proc/CHILD/wchan; cat /proc/CHILD/io` twice shows whether it writes. A slow disk or network volume is the usual reason.","If it does not move: `kill -USR1 CHILD` ends an RDB or AOF child in the way the server itself does; the server then starts anew.","Check the free space and speed of the volume of `dir` before the next save."],"collect":[{"ask":"stack and progress of the child","command":"gdb -p CHILD -batch -ex bt; cat /proc/CHILD/io","risk":"low"}],"whenWrong":"The child\'s number of written bytes grows: then it is slow, not stuck.","examples":{"hit":[{"from":"written by hand","entry":"info.txt","text":"# Server\\nredis_version:7.4.1\\nprocess_id:77\\n# Persistence\\nloading:0\\nrdb_bgsave_in_progress:1\\nrdb_current_bgsave_time_sec:5402\\nrdb_last_bgsave_status:ok"}],"clear":[{"from":"written by hand","entry":"info.txt","text":"# Server\\nredis_version:7.4.1\\nprocess_id:77\\n# Persistence\\nloading:0\\nrdb_bgsave_in_progress:1\\nrdb_current_bgsave_time_sec:12\\nrdb_last_bgsave_status:ok","note":"twelve seconds"},{"from":"corpus redis-8.0.6/kill9-restart-rdb","note":"saves end within a second"}]}},{"id":"fork-failed","kind":"persistence/fork-failed","title":"Saving fails because the fork is refused","severity":"critical","anchors":["fork-refused"],"evidence":[{"id":"fork-refused","ask":{"event":{"texts":["Can\'t save in background: fork: {reason}","Can\'t rewrite append only file in background: fork: {reason}","Can\'t fork for module: Cannot allocate memory","Can\'t fork for module: Resource temporarily unavailable"],"module":""}},"strength":"decisive","group":"log","claim":"the fork was refused: {reason} ({n} times)"},{"id":"overcommit-warning","ask":{"event":{"ids":["overcommit"],"within":"run"}},"strength":"weak","group":"trigger","claim":"at its start the server warned that overcommit is off"},{"id":"save-error","ask":{"info":{"field":"rdb_last_bgsave_status","op":"==","value":"err"}},"strength":"weak","group":"counters","claim":"the last background save is marked as failed"}],"refutes":[{"id":"child-active","ask":{"event":{"ids":["fork-failed"],"where":{"reason":"File exists"}}},"strength":"strong","group":"log","claim":"another child was active (File exists): harmless"}],"summary":"The server could not create the child that saves: the kernel refuses it for memory (overcommit) or for the number of processes.","remedy":["`sysctl -w vm.overcommit_memory=1` (and in /etc/sysctl.d): the fork needs address space, not memory.","`Resource temporarily unavailable`: raise the number of processes (`ulimit -u`, systemd TasksMax, pids.max of the cgroup).","If memory is really short, add RAM or lower `maxmemory`: a child needs room for every page that changes while it writes."],"collect":[{"ask":"limits and memory","command":"sysctl vm.overcommit_memory; free -m; cat /proc/PID/limits","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/rdb.c#L1660","https://github.com/redis/redis/blob/7.4.1/src/module.c#L11271"],"whenWrong":"Later saves that succeed without any change: then memory was short for a moment only.","examples":{"hit":[{"from":"corpus redis-7.4.1/fork-enomem","text":"27318:M 23 Nov 2026 06:24:07.006 # Can\'t save in background: fork: Cannot allocate memory"}],"clear":[{"from":"written by hand","text":"# <search> fork failed - got errno 17, aborting fork GC","note":"EEXIST: another child is active"}]}},{"id":"fork-gc","kind":"search/fork-gc","title":"Garbage collection of the search indexes fails","severity":"warning","prior":-0.5,"anchors":["read-fault","fork-refused","pipe-refused","no-memory"],"evidence":[{"id":"read-fault","ask":{"event":{"texts":["ForkGC - got {reason} while reading from pipe"],"on":"any"}},"strength":"strong","group":"log","claim":"the child did not answer: {reason} ({n} times)"},{"id":"fork-refused","ask":{"event":{"texts":["fork failed - got errno 11, aborting","fork failed - got errno 12, aborting"],"on":"any"}},"strength":"strong","group":"log","claim":"the fork was refused ({n} times)"},{"id":"pipe-refused","ask":{"event":{"ids":["search-gc-pipe-failed"],"on":"any"}},"strength":"strong","group":"log","claim":"no pipe could be created ({n} times)"},{"id":"no-memory","ask":{"event":{"ids":["search-gc-no-memory"],"on":"any"}},"strength":"strong","group":"log","claim":"garbage collection was skipped for lack of memory ({n} times)"},{"id":"repeated","ask":{"event":{"ids":["search-gc-pipe-failed","search-gc-no-memory","search-gc-child-timeout"],"on":"any","min":3,"within":"run"}},"strength":"moderate","group":"end","claim":"it happened {n} times"}],"refutes":[{"id":"another-child","ask":{"any":[{"event":{"ids":["search-gc-fork-failed"],"on":"any","where":{"errno":"17"}}},{"event":{"ids":["fork-failed"],"on":"any","where":{"reason":"File exists"}}}]},"strength":"weak","group":"trigger","claim":"errno 17: another child was active, which is harmless"},{"id":"main-stuck","ask":{"any":[{"frozenClock":{"minSec":5}},{"main":{"activity":["pool-resize","pool-init","lock-wait","sleep","script"]}}]},"strength":"strong","group":"threads","claim":"the server itself was stuck"}],"summary":"RediSearch cleans its indexes in a fork child. The child cannot be created or does not answer, so deleted documents stay in the indexes and memory grows.","remedy":["errno 12 or lack of memory: `vm.overcommit_memory=1`, more room below maxmemory; errno 24: the process runs out of file descriptors (a known leak before 2.8.30, 2.10.23, 8.2.4).","Timeouts: the child is slow (busy disk, CPU throttling) or the index is huge; watch `gc_stats` in FT.INFO, and memory.","Collect by hand in a quiet hour: `FT.DEBUG GC_FORCEINVOKE index`."],"collect":[{"ask":"garbage collection of the index","command":"redis-cli FT.INFO INDEX | grep -A20 gc_stats","risk":"none"}],"references":["https://github.com/RediSearch/RediSearch/blob/v2.10.20/src/fork_gc.c#L97","https://github.com/RediSearch/RediSearch/blob/v2.10.20/src/fork_gc.c#L1285"],"whenWrong":"A single line at the time of a save or a shutdown is harmless.","examples":{"hit":[{"from":"written by hand","text":"# <module> ForkGC - got timeout while reading from pipe (Success)"}],"clear":[{"from":"written by hand","text":"# <search> fork failed - got errno 17, aborting fork GC"}]}},{"id":"host-settings","kind":"advisory/configuration","title":"Settings of the host that Redis warns about","severity":"info","anchors":["overcommit","huge-pages","backlog","files","clocksource"],"evidence":[{"id":"overcommit","ask":{"event":{"ids":["overcommit"],"within":"run"}},"strength":"moderate","group":"log","claim":"memory overcommit is off: a fork may be refused although memory is free"},{"id":"huge-pages","ask":{"event":{"ids":["thp"],"within":"run"}},"strength":"moderate","group":"log","claim":"transparent huge pages are on: latency and memory suffer after a fork"},{"id":"backlog","ask":{"event":{"ids":["backlog"],"within":"run"}},"strength":"weak","group":"log","claim":"the TCP backlog is cut by the kernel"},{"id":"files","ask":{"event":{"ids":["maxclients-reduced","maxclients-requested"],"within":"run"}},"strength":"weak","group":"log","claim":"fewer file descriptors than maxclients needs"},{"id":"clocksource","ask":{"event":{"ids":["slow-clocksource"],"within":"run"}},"strength":"weak","group":"log","claim":"the clock source of the host is slow"}],"summary":"At its start the server warned about settings of the host. None of them is the incident; some make incidents worse.","remedy":["Each line says what to set; `sysctl -w vm.overcommit_memory=1`, `echo madvise > /sys/kernel/mm/transparent_hugepage/enabled`, `sysctl -w net.core.somaxconn=1024`, LimitNOFILE in the service."],"references":["https://github.com/redis/redis/blob/7.4.1/src/server.c#L2352","https://redis.io/docs/latest/operate/oss_and_stack/management/admin/"],"whenWrong":"The line belongs to an earlier start of the server.","advisory":true,"examples":{"hit":[{"from":"corpus redis-7.4.1/fork-enomem","text":"27318:C 23 Nov 2026 06:23:59.942 # WARNING Memory overcommit must be enabled!"}],"clear":[{"from":"written by hand","text":"* Ready to accept connections tcp"}]}},{"id":"illegal-instruction","kind":"crash/fault","title":"The processor does not know an instruction of the program","severity":"critical","prior":-0.5,"anchors":["sigill"],"evidence":[{"id":"sigill","ask":{"crash":{"signal":[4],"origin":["fault","unknown"],"what":["signal"],"inChild":false}},"strength":"strong","group":"trigger","claim":"illegal instruction in {frame}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"Signal 4 that was not sent: the program or a module was built for a newer processor, or its code was overwritten.","remedy":["Compare `lscpu` with the build (avx2, avx512f, ARM LSE); take the generic build of the server or module, or another host type."],"collect":[{"ask":"processor and build","command":"lscpu; file MODULE.so","risk":"none"}],"whenWrong":"A breakpoint or a debugger raises signal 5, not 4; a sent signal 4 has si_code 0.","examples":{"hit":[{"from":"written by hand","text":"# Redis 7.4.1 crashed by signal: 4, si_code: 2"}],"clear":[{"from":"corpus redis-7.4.1/crash-kill-ill","text":"# Redis 7.4.1 crashed by signal: 4, si_code: 0","note":"sent from outside"}]}},{"id":"indexing-out-of-memory","kind":"search/indexing-out-of-memory","title":"Background indexing was stopped for lack of memory","severity":"warning","affects":{"module":"search","versions":">=2.10.0"},"anchors":["cancelled","paused"],"evidence":[{"id":"cancelled","ask":{"event":{"ids":["search-scan-oom","search-scan-cancelled"]}},"strength":"decisive","group":"log","claim":"the scan was cancelled ({n} times)"},{"id":"paused","ask":{"event":{"ids":["search-scan-paused"]}},"strength":"strong","group":"log","claim":"the scan was paused for memory ({n} times)"},{"id":"failures","ask":{"info":{"field":"search_OOM_indexing_failures_indexes_count","op":">=","value":1}},"strength":"strong","group":"counters","claim":"{value} index(es) stopped for memory"},{"id":"near-limit","ask":{"all":[{"info":{"field":"used_memory","op":">=","value":0.8,"per":"maxmemory"}},{"info":{"field":"maxmemory","op":">","value":0}}]},"strength":"moderate","group":"counters","claim":"used_memory is {value} of maxmemory"}],"refutes":[{"id":"resumed","ask":{"event":{"ids":["search-scan-resumed","search-scan-done"],"after":"paused"}},"strength":"moderate","group":"end","claim":"the scan went on","needs":"paused"}],"summary":"RediSearch stopped filling an index because memory use came near maxmemory. The index stays incomplete and queries miss documents.","remedy":["Make room (raise maxmemory, add shards), then create the index anew or drop and re-create it: a cancelled scan does not go on by itself.","The limit is `search-_bg-index-mem-pct-thr` (default 100 % of maxmemory, Redis Enterprise 80 %); the pause before giving up `search-_bg-index-oom-pause-time`."],"collect":[{"ask":"state of the indexes","command":"redis-cli FT._LIST; redis-cli FT.INFO INDEX | grep -A1 -E \'indexing|OOM\'","risk":"none"}],"references":["https://github.com/RediSearch/RediSearch/blob/v2.10.20/src/spec.c#L109"],"whenWrong":"A later line `done (scanned=\u2026)` for the same index.","examples":{"hit":[{"from":"written by hand","text":"# <search> Used memory is more than 80 percent of max memory, cancelling the scan"}],"clear":[{"from":"corpus redisearch/other-background-indexing","text":"* <search> Scanning index idx in background: done (scanned=20000)."}]}},{"id":"killed","kind":"exit/killed","title":"The process vanished without a word and was started again","severity":"critical","anchors":["killed-and-restarted","exit-137","supervisor-says-killed"],"evidence":[{"id":"killed-and-restarted","ask":{"end":{"how":["killed"],"restarted":true}},"strength":"strong","group":"end","claim":"the log of the process ends without shutdown lines and without a report, and another process of the same server starts"},{"id":"exit-137","ask":{"container":{"event":["exited","restarted","killing"],"exitCode":[137]}},"strength":"strong","group":"kernel","claim":"the container ended with exit code 137 (SIGKILL)"},{"id":"supervisor-says-killed","ask":{"manager":{"event":["process-killed"]}},"strength":"strong","group":"kernel","claim":"the supervisor saw the process killed"},{"id":"shutdown-lines-missing","ask":{"event":{"ids":["shutdown-requested","bye"],"on":"victim","within":30}},"strength":"moderate","group":"end","claim":"no `User requested shutdown` and no `bye bye` before the end","expect":"absent","printedAt":"notice"}],"refutes":[{"id":"clean","ask":{"end":{"how":["clean-shutdown"]}},"strength":"decisive","group":"end","claim":"the process shut down in order"},{"id":"report","ask":{"crash":{"inChild":false,"survived":false}},"strength":"decisive","group":"report","claim":"the process wrote a crash report: {value}"},{"id":"oom-killer","ask":{"any":[{"kernel":{"event":["oom-kill"],"ofVictim":true}},{"container":{"event":["oom-killed"]}}]},"strength":"strong","group":"kernel","claim":"the kernel\'s OOM killer did it"},{"id":"fatal-line","ask":{"event":{"ids":["aof-write-fatal","rdb-terminating","aof-bad-format","aof-unexpected-end","config-fatal","rdb-load-fatal","listen-aborted"],"on":"victim"}},"strength":"strong","group":"log","claim":"the server said itself why it ended"},{"id":"stuck-before","ask":{"any":[{"frozenClock":{"minSec":5}},{"main":{"activity":["pool-resize","pool-init","lock-wait","barrier-wait","sleep","script"]}}]},"strength":"strong","group":"threads","claim":"the process was stuck before it was killed: that is the incident"}],"summary":"The log stops in the middle of normal work: no shutdown lines, no crash report; then a new process starts. That is how SIGKILL and power loss look. Who did it is not in the input.","remedy":["Look for who sent SIGKILL in that minute: `dmesg -T | grep -i \'killed process\'`, `journalctl -k`, the orchestrator\'s events (`kubectl describe pod`), the supervisor\'s stop timeout, an operator\'s shell history.","Check what was lost: time of the last save or AOF fsync before the gap, and the offsets of the replicas.","Give a planned stop the time it needs (systemd TimeoutStopSec, Kubernetes terminationGracePeriodSeconds): a stop that takes longer ends as SIGKILL."],"collect":[{"ask":"kernel log of that minute","command":"dmesg -T | grep -iE \'oom|killed process\'","risk":"none","why":"decides between the OOM killer and a person"},{"ask":"exit status from the supervisor","command":"systemctl status redis; journalctl -u redis; kubectl describe pod POD","risk":"none"}],"whenWrong":"Kernel lines that name the OOM killer, or a second log file with the missing end.","examples":{"hit":[{"from":"corpus redis-8.0.6/kill9-restart-rdb","note":"no shutdown lines before the new start banner, the pid changes"},{"from":"written by hand","text":"77:M 23 Nov 2026 06:00:05.000 * 1 changes in 5 seconds. Saving...\\n77:M 23 Nov 2026 06:00:05.010 * Background saving started by pid 90\\n77:M 23 Nov 2026 06:00:05.120 * Background saving terminated with success\\n95:M 23 Nov 2026 06:00:40.000 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\\n95:M 23 Nov 2026 06:00:40.000 * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=95, just started\\n95:M 23 Nov 2026 06:00:40.010 * Running mode=standalone, port=6379.\\n95:M 23 Nov 2026 06:00:40.020 * DB loaded from disk: 0.012 seconds\\n95:M 23 Nov 2026 06:00:40.030 * Ready to accept connections tcp"}],"clear":[{"from":"corpus redis-8.0.6/healthy-verbose","text":"* User requested shutdown...\\n# Redis is now ready to exit, bye bye..."}]}},{"id":"known-vulnerable-version","kind":"advisory/version","title":"This version has a published vulnerability in its script engine","severity":"info","affects":{"product":"redis","versions":"<6.2.20 || >=7.0.0 <7.2.11 || >=7.4.0 <7.4.6 || >=8.0.0 <8.0.4 || >=8.2.0 <8.2.2"},"anchors":["version"],"evidence":[{"id":"version","ask":{"version":{"product":"redis","range":"<6.2.20 || >=7.0.0 <7.2.11 || >=7.4.0 <7.4.6 || >=8.0.0 <8.0.4 || >=8.2.0 <8.2.2"}},"strength":"strong","group":"version","claim":"Redis {value} is affected"}],"summary":"CVE-2025-49844: a Lua script can free memory that is still in use; with access to EVAL that may run code.","remedy":["Upgrade; until then take EVAL and EVALSHA from users that do not need them: `ACL SETUSER app -eval -evalsha`."],"fixed":[{"version":"6.2.20","change":"CVE-2025-49844","line":"6.2"},{"version":"7.2.11","change":"CVE-2025-49844","line":"7.2"},{"version":"7.4.6","change":"CVE-2025-49844","line":"7.4"},{"version":"8.0.4","change":"CVE-2025-49844","line":"8.0"},{"version":"8.2.2","change":"CVE-2025-49844","line":"8.2"}],"references":["https://nvd.nist.gov/vuln/detail/CVE-2025-49844"],"whenWrong":"A distribution\'s build may carry the fix under an older number.","advisory":true,"examples":{"hit":[{"from":"corpus redis-7.4.1/healthy-verbose","text":"* Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=77, just started"}],"clear":[{"from":"written by hand","text":"* Redis version=7.4.6, bits=64, commit=00000000, modified=0, pid=77, just started"}]}},{"id":"limit","kind":"clients/limit","title":"Clients are refused or closed at a limit","severity":"warning","anchors":["rejected","accept-errors","closed-for-limits","evicted-clients"],"evidence":[{"id":"rejected","ask":{"info":{"field":"rejected_connections","op":">=","value":1}},"strength":"strong","group":"counters","claim":"{value} connections were rejected"},{"id":"at-maxclients","ask":{"info":{"field":"connected_clients","op":">=","value":0.95,"per":"maxclients"}},"strength":"moderate","group":"counters","claim":"connected_clients is {value} of maxclients"},{"id":"accept-errors","ask":{"event":{"texts":["Error accepting a client connection: Too many open files","Accepting client connection: {}Too many open files","Error registering fd event for the new client"],"module":""}},"strength":"strong","group":"log","claim":"connections cannot be accepted ({n} times)"},{"id":"closed-for-limits","ask":{"event":{"ids":["query-buffer-limit"]}},"strength":"strong","group":"log","claim":"clients were closed for a query buffer of more than client-query-buffer-limit ({n} times)"},{"id":"evicted-clients","ask":{"event":{"ids":["client-evicted"]}},"strength":"strong","group":"log","claim":"clients were evicted for memory (maxmemory-clients): {n} times"},{"id":"reduced-at-start","ask":{"event":{"ids":["maxclients-reduced"],"within":"run"}},"strength":"weak","group":"trigger","claim":"at its start the server reduced maxclients for lack of file descriptors"}],"refutes":[{"id":"far-below","ask":{"info":{"field":"connected_clients","op":"<","value":0.5,"per":"maxclients"}},"strength":"weak","group":"counters","claim":"connected_clients is {value} of maxclients by now"}],"summary":"The server refuses new connections or closes clients because a limit is reached: maxclients, open files, query buffer, client memory or output buffer. Refusals at maxclients are not logged; only INFO counts them.","remedy":["See who holds the connections: `redis-cli CLIENT LIST | awk \'{print $2}\' | cut -d: -f1 | sort | uniq -c | sort -n`; leaking pools show as many idle clients of one address.","Raise `maxclients` and the descriptor limit together (`LimitNOFILE` in systemd, `ulimit -n`).","Close what nobody uses: `CONFIG SET timeout 300`, `tcp-keepalive 60`.","Output buffers: a Pub/Sub or MONITOR client that does not read; query buffers: a client that sends gigantic commands."],"collect":[{"ask":"counts and limits","command":"redis-cli INFO clients; redis-cli INFO stats | grep rejected; cat /proc/PID/limits","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/networking.c#L2749","https://redis.io/docs/latest/develop/reference/clients/"],"whenWrong":"The counter is old: compare two INFO outputs a minute apart.","examples":{"hit":[{"from":"written by hand","text":"# Closing client that reached max query buffer length: id=7 addr=10.0.0.9:40112 flags=N (qbuf initial bytes: set k)"}],"clear":[{"from":"corpus redis-7.4.1/hang-slow-commands","entry":"info-all.txt","text":"rejected_connections:0"}]}},{"id":"link-timeout","kind":"replication/link-timeout","title":"The replication link timed out","severity":"warning","prior":-0.3,"anchors":["replica-view","master-view"],"evidence":[{"id":"replica-view","ask":{"event":{"ids":["master-timeout","master-connect-timeout","master-bulk-timeout"],"on":"any"}},"strength":"strong","group":"log","claim":"the replica gave up ({n} times)"},{"id":"master-view","ask":{"event":{"ids":["replica-timeout"],"on":"any"}},"strength":"strong","group":"witness","claim":"the master gave up ({n} times)"},{"id":"repeated","ask":{"event":{"ids":["master-timeout","replica-timeout"],"on":"any","min":3,"within":"run"}},"strength":"moderate","group":"end","claim":"it happened {n} times"},{"id":"link-back","ask":{"witness":{"what":["sync-ok"]}},"strength":"weak","group":"end","claim":"the link came back"}],"refutes":[{"id":"other-side-stood-still","ask":{"any":[{"all":[{"silence":{"minSec":10}},{"witness":{"what":["master-timeout","replica-timeout"],"inSilence":true}}]},{"frozenClock":{"minSec":10}},{"procState":{"state":["T"]}}]},"strength":"strong","group":"silence","claim":"one of the two processes was silent over the same time: {value}"},{"id":"other-side-died","ask":{"any":[{"crash":{"inChild":false,"survived":false}},{"end":{"how":["killed","crash"]}}]},"strength":"strong","group":"end","claim":"one of the two processes died: {value}"},{"id":"output-buffer","ask":{"event":{"texts":["Client {} flags=S {} for overcoming of output buffer limits"],"module":"","on":"any"}},"strength":"moderate","group":"report","claim":"the master dropped the replica for its output buffer"}],"summary":"Master and replica heard nothing of each other for repl-timeout seconds and dropped the link. The input does not show that one of the two processes stood still, so the network or an overloaded side is the likely reason.","remedy":["Look at both sides in the same minute: which one was silent or busy (slow command, save, swapping), and whether packets were lost (`ss -ti`, interface errors).","Long loads, huge saves or slow links need more time: raise `repl-timeout` on both sides (default 60 s), at least three times `repl-ping-replica-period`.","Make the backlog large enough that a reconnection is partial: `repl-backlog-size` at least write rate \xD7 longest outage."],"collect":[{"ask":"log of the other side for the same time","why":"shows whether its process stood still"},{"ask":"state of the link","command":"redis-cli INFO replication (both sides)","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/replication.c#L3717"],"whenWrong":"The other side\'s log shows a silence, crash or restart at that time.","examples":{"hit":[{"from":"written by hand","text":"# MASTER timeout: no data nor PING received...\\n* Connection with master lost."}],"clear":[{"from":"corpus redis-7.4.1/repl-timeout-stopped-master","note":"the master\'s own log shows that it stood still"},{"from":"written by hand","text":"* Connection with replica 10.0.0.2:6379 lost.\\n* Replica 10.0.0.2:6379 asks for synchronization\\n* Synchronization with replica 10.0.0.2:6379 succeeded","note":"a planned restart of the replica looks like this"}]}},{"id":"lua-pattern-backtracking","kind":"hang/slow-script","title":"A Lua pattern keeps the script engine busy","severity":"critical","prior":-0.3,"anchors":["matcher"],"evidence":[{"id":"matcher","ask":{"frames":{"names":["max_expand|min_expand|do_match|str_find_aux"],"thread":"main"}},"strength":"strong","group":"trigger","claim":"main is inside the pattern matcher of Lua: {frames}"},{"id":"main-in-script","ask":{"main":{"activity":["script"]}},"strength":"strong","group":"threads","claim":"main is inside the script engine: {value}"},{"id":"executing","ask":{"executing":{"commands":["EVAL *","EVALSHA *","FCALL *"]}},"strength":"moderate","group":"command","claim":"the command in progress is a script: {value}"},{"id":"no-warning","ask":{"event":{"ids":["slow-script"]}},"strength":"weak","group":"log","claim":"no slow-script line, as expected inside the matcher","expect":"absent","printedAt":"warning"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"silence","ask":{"silence":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the process logged nothing for {value}"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"}],"refutes":[{"id":"main-idle","ask":{"main":{"activity":["idle"]}},"strength":"strong","group":"threads","claim":"main was idle in its event loop"}],"summary":"string.find, match or gsub with a pattern of several `.-` or `.*` parts takes time that grows with a power of the text\'s length. It runs inside the engine, so Redis neither warns about a slow script nor answers BUSY, and SCRIPT KILL has no effect.","remedy":["Only a restart ends it (`kill -9 PID`, or SIGTERM and patience).","Anchor patterns (`^`), avoid more than one `.-` or `.*` in one, cut the text first; or do it in the client."],"collect":[{"ask":"two dumps of main, a minute apart","command":"gdb -p PID -batch -ex bt > stack-1.txt","risk":"low","why":"the matcher twice"}],"whenWrong":"A second dump shows main in luaV_execute: then the script loops, and the matcher was only one step of it.","examples":{"hit":[{"from":"written by hand","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in max_expand ()\\n#1  0x00007f8909c8b001 in do_match ()\\n#2  0x00007f8909c8b002 in max_expand ()\\n#3  0x00007f8909c8b003 in do_match ()\\n#4  0x00007f8909c8b004 in str_find_aux ()\\n#5  0x00007f8909c8b005 in luaD_precall ()\\n#6  0x00007f8909c8b006 in luaV_execute ()\\n#7  0x00007f8909c8b007 in luaD_call ()\\n#8  0x00007f8909c8b008 in lua_pcall ()\\n#9  0x00007f8909c8b009 in luaCallFunction ()\\n#10  0x00007f8909c8b00a in evalGenericCommand ()\\n#11  0x00007f8909c8b00b in call ()\\n#12  0x00007f8909c8b00c in processCommand ()\\n#13  0x00007f8909c8b00d in readQueryFromClient ()\\n#14  0x00007f8909c8b00e in aeProcessEvents ()\\n#15  0x00007f8909c8b00f in aeMain ()\\n#16  0x00007f8909c8b010 in main ()"}],"clear":[{"from":"written by hand","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in luaV_execute ()\\n#1  0x00007f8909c8b001 in luaD_call ()\\n#2  0x00007f8909c8b002 in lua_pcall ()\\n#3  0x00007f8909c8b003 in luaCallFunction ()\\n#4  0x00007f8909c8b004 in evalGenericCommand ()\\n#5  0x00007f8909c8b005 in call ()\\n#6  0x00007f8909c8b006 in processCommand ()\\n#7  0x00007f8909c8b007 in readQueryFromClient ()\\n#8  0x00007f8909c8b008 in aeProcessEvents ()\\n#9  0x00007f8909c8b009 in aeMain ()\\n#10  0x00007f8909c8b00a in main ()","note":"a plain loop of the script: Redis warns about it and SCRIPT KILL works"}]}},{"id":"main-thread-stuck","kind":"hang/main-thread-stuck","title":"The main thread was blocked or busy and served nobody","severity":"critical","prior":-0.4,"anchors":["main-asleep","main-blocked","clock-frozen","watchdog","shutdown-unanswered","shutdown-late","main-only","silent-and-noticed","silent-at-the-end","heartbeat-stopped","silent-then-killed"],"evidence":[{"id":"main-asleep","ask":{"main":{"activity":["sleep"]}},"strength":"strong","group":"threads","claim":"main sleeps inside a command: {value}"},{"id":"main-blocked","ask":{"main":{"activity":["lock-wait","barrier-wait","disk","fork-wait","module-command","running"]}},"strength":"moderate","group":"threads","claim":"main is not in its event loop: {value}"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"strong","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"watchdog","ask":{"event":{"ids":["watchdog-expired"]}},"strength":"strong","group":"log","claim":"the watchdog fired: main did not return to its event loop in time"},{"id":"shutdown-unanswered","ask":{"all":[{"event":{"ids":["shutdown-signal"]}},{"end":{"how":["crash","killed"]}}]},"strength":"strong","group":"end","claim":"main never answered the request to shut down"},{"id":"shutdown-late","ask":{"all":[{"silence":{"minSec":5,"mainOnly":true}},{"event":{"ids":["shutdown-signal"]}},{"event":{"ids":["shutdown-requested"]}}]},"strength":"strong","group":"trigger","claim":"the handler of the shutdown signal ran, but main acted on it only after a silence of {value}"},{"id":"main-only","ask":{"silence":{"minSec":5,"mainOnly":true}},"strength":"strong","group":"silence","claim":"main was silent for {value} while children or module threads logged"},{"id":"silent-and-noticed","ask":{"all":[{"silence":{"minSec":3,"endedBy":["resumed","crash"]}},{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","sdown","odown","socket-timeout","probe-timeout"],"inSilence":true}}]},"strength":"strong","group":"silence","claim":"the process was silent for {value} and others missed it"},{"id":"silent-at-the-end","ask":{"all":[{"silence":{"minSec":3,"endedBy":["end-of-log"]}},{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","sdown","odown","socket-timeout","probe-timeout"],"inSilence":true}}]},"strength":"weak","group":"silence","claim":"its log ends, and others missed it for {value}: it may be stuck or dead"},{"id":"heartbeat-stopped","ask":{"silence":{"minSec":8,"heartbeatLost":true,"endedBy":["resumed","crash","end-of-log"]}},"strength":"strong","group":"silence","claim":"its periodic lines stopped for {value}"},{"id":"silent-then-killed","ask":{"all":[{"silence":{"minSec":10,"endedBy":["crash","restart"],"minSurprise":2}},{"end":{"how":["crash","killed"]}}]},"strength":"moderate","group":"silence","claim":"a silence of {value} preceded its end"},{"id":"ended-from-outside","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"weak","group":"report","claim":"somebody ended it with a signal"}],"refutes":[{"id":"own-fault","ask":{"crash":{"origin":["fault","self"],"inChild":false}},"strength":"strong","group":"report","claim":"main ran into a fault of its own: {value}"},{"id":"disk","ask":{"latency":{"minMs":2000,"events":["aof-fsync-always","aof-write","aof-write-alone","aof-write-active-child","aof-write-pending-fsync"]}},"strength":"strong","group":"counters","claim":"the latency monitor says that main waited for the disk: `{event}` took {ms} ms"},{"id":"stopped","ask":{"any":[{"procState":{"state":["T"]}},{"main":{"activity":["stopped"]}}]},"strength":"decisive","group":"threads","claim":"all threads were stopped, not main alone"},{"id":"lock-cycle","ask":{"any":[{"waitCycle":{"through":["module-lock"]}},{"waitCycle":{"through":["mutex"]}},{"waitCycle":{"through":["rwlock"]}},{"waitCycle":{"through":["barrier"]}}]},"strength":"strong","group":"threads","claim":"the stacks show a cycle of locks"},{"id":"pool-barrier","ask":{"main":{"activity":["pool-resize","pool-init"]}},"strength":"strong","group":"threads","claim":"main stands at the barrier of the RediSearch worker pool: {value}"},{"id":"script","ask":{"any":[{"main":{"activity":["script"]}},{"event":{"ids":["slow-script"]}}]},"strength":"strong","group":"log","claim":"a script kept main"},{"id":"main-idle","ask":{"main":{"activity":["idle"]}},"strength":"strong","group":"threads","claim":"main was idle in its event loop"}],"summary":"The main thread did not return to its event loop: it slept, waited or computed. No cycle of locks, script or single slow command is shown that would explain it better.","remedy":["If it still hangs: take the stacks of all threads twice, a minute apart, then kill and restart it (`kill -9 PID`).","If it went on: look for the command or module that main was in (SLOWLOG GET, LATENCY LATEST, the module\'s own log).","Set `latency-monitor-threshold 100` and `watchdog-period 500` (CONFIG SET) until it happens again; both cost little."],"collect":[{"ask":"stacks of all threads, twice","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low","why":"two equal stacks show that main does not move"},{"ask":"CPU time of the threads","command":"top -H -b -n 1 -p PID","risk":"none","why":"100 % is a loop, 0 % a wait"},{"ask":"slow commands","command":"redis-cli SLOWLOG GET 50; redis-cli LATENCY LATEST","risk":"none"}],"references":["https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/latency/"],"whenWrong":"A dump in which main is in epoll_wait, or peers that were not disturbed at all.","examples":{"hit":[{"from":"corpus redis-7.4.1/gdb-sleep","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in clock_nanosleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in __nanosleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in debugCommand ()\\n#3  0x00007f8909c8b003 in call ()\\n#4  0x00007f8909c8b004 in processCommand ()\\n#5  0x00007f8909c8b005 in readQueryFromClient ()\\n#6  0x00007f8909c8b006 in aeProcessEvents ()\\n#7  0x00007f8909c8b007 in aeMain ()\\n#8  0x00007f8909c8b008 in main ()","note":"shortened: main in clock_nanosleep below debugCommand"},{"from":"corpus redis-6.2.16/hang-debug-sleep-watchdog","note":"the watchdog fired: `--- WATCHDOG TIMER EXPIRED ---` with the stack of main"}],"clear":[{"from":"corpus redis-7.4.1/gdb-idle","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in aeApiPoll ()\\n#2  0x00007f8909c8b002 in aeProcessEvents ()\\n#3  0x00007f8909c8b003 in aeMain ()\\n#4  0x00007f8909c8b004 in main ()","note":"shortened: main in epoll_wait under aeMain"}]}},{"id":"master-unreachable","kind":"replication/link-timeout","title":"A replica cannot reach its master","severity":"warning","prior":-3.4,"anchors":["refused"],"evidence":[{"id":"refused","ask":{"event":{"ids":["master-connect-error"],"min":3,"within":"run"}},"strength":"moderate","group":"log","claim":"the connection to the master failed {n} times: {reason}"},{"id":"link-lost","ask":{"event":{"ids":["master-lost","master-timeout"],"before":"refused","within":"run"}},"strength":"weak","group":"trigger","claim":"an established link was lost before","absenceAgainst":"weak"},{"id":"not-back","ask":{"event":{"ids":["sync-ok","partial-sync-ok"],"after":"refused","within":"run"}},"strength":"moderate","group":"end","claim":"no synchronisation succeeded afterwards","expect":"absent","printedAt":"notice","needs":"refused"}],"refutes":[{"id":"back","ask":{"event":{"ids":["sync-ok","partial-sync-ok"],"after":"refused","within":"run"}},"strength":"strong","group":"end","claim":"the replica synchronised again later","needs":"refused"},{"id":"promoted","ask":{"event":{"ids":["master-mode","failover-won"],"after":"refused","within":"run"}},"strength":"moderate","group":"trigger","claim":"the replica became a master","needs":"refused"},{"id":"shut-down","ask":{"event":{"ids":["bye"],"on":"peer","before":"refused","within":60}},"strength":"decisive","group":"witness","claim":"another server was shut down in order just before","needs":"refused"}],"summary":"The replica lost its master and every new connection fails. The master\'s process, its host or the way to it is gone; the log of the replica alone cannot tell which.","remedy":["Look at the master: does its process run (`systemctl status`, `docker ps`), what are the last lines of its log?","`Connection refused`: the host answers and nobody listens there. `No route to host` or a timeout: host, network or firewall.","When the master stays away: promote the replica with the best offset (`REPLICAOF NO ONE`) and point the others to it."],"collect":[{"ask":"log of the master for the same time, and the kernel log of its host","why":"tells a crash from a stop and from the network"}],"whenWrong":"The master was taken down on purpose.","examples":{"hit":[{"from":"written by hand","text":"10:S 23 Nov 2026 06:10:00.000 * MASTER <-> REPLICA sync: Finished with success\\n10:S 23 Nov 2026 06:12:20.000 # Connection with master lost.\\n10:S 23 Nov 2026 06:12:20.001 * Reconnecting to MASTER 10.0.0.2:6379\\n10:S 23 Nov 2026 06:12:20.002 # Error condition on socket for SYNC: Connection refused\\n10:S 23 Nov 2026 06:12:21.002 # Error condition on socket for SYNC: Connection refused\\n10:S 23 Nov 2026 06:12:22.002 # Error condition on socket for SYNC: Connection refused\\n10:S 23 Nov 2026 06:12:23.002 # Error condition on socket for SYNC: Connection refused"}],"clear":[{"from":"written by hand","text":"10:S 23 Nov 2026 06:10:00.000 * Connecting to MASTER 10.0.0.2:6379\\n10:S 23 Nov 2026 06:10:00.001 # Error condition on socket for SYNC: Connection refused\\n10:S 23 Nov 2026 06:10:01.002 * MASTER <-> REPLICA sync: Finished with success","note":"the replica was started a moment before its master"}]}},{"id":"maxmemory","kind":"memory/maxmemory","title":"The server is at its maxmemory limit","severity":"warning","anchors":["at-limit","refusals","lowered-below-use","evictions"],"evidence":[{"id":"at-limit","ask":{"all":[{"info":{"field":"used_memory","op":">=","value":0.97,"per":"maxmemory"}},{"info":{"field":"maxmemory","op":">","value":0}}]},"strength":"strong","group":"counters","claim":"used_memory is {value} of maxmemory"},{"id":"refusals","ask":{"info":{"field":"errorstat_OOM","op":"exists"}},"strength":"strong","group":"counters","claim":"commands were refused for memory: {value}"},{"id":"evictions","ask":{"info":{"field":"evicted_keys","op":">=","value":1000}},"strength":"moderate","group":"counters","claim":"{value} keys were evicted"},{"id":"noeviction","ask":{"info":{"field":"maxmemory_policy","op":"==","value":"noeviction"}},"strength":"weak","group":"version","claim":"the policy is noeviction: writes are refused at the limit"},{"id":"lowered-below-use","ask":{"event":{"ids":["maxmemory-below-used"]}},"strength":"strong","group":"trigger","claim":"maxmemory was set below the memory in use"}],"refutes":[{"id":"no-limit","ask":{"info":{"field":"maxmemory","op":"==","value":0}},"strength":"strong","group":"counters","claim":"maxmemory is not set"}],"summary":"The data set has reached maxmemory. With noeviction, writes are refused (OOM command not allowed); with a policy, keys are evicted. The log says nothing of either.","remedy":["Raise the limit if the host has room: `CONFIG SET maxmemory 8gb` (and CONFIG REWRITE).","Find what fills it: `redis-cli --memkeys -i 0.1`, `INFO memory` (mem_clients_normal, mem_clients_slaves, used_memory_scripts), keys without a TTL (`INFO keyspace`: expires against keys).","For a cache set a policy that evicts: `CONFIG SET maxmemory-policy allkeys-lru`. For a store keep noeviction and alarm at 80 %."],"collect":[{"ask":"memory in detail","command":"redis-cli INFO memory; redis-cli MEMORY STATS; redis-cli INFO errorstats","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/config.c#L2485","https://redis.io/docs/latest/develop/reference/eviction/"],"whenWrong":"used_memory well below maxmemory in a later INFO, and no errorstat_OOM.","examples":{"hit":[{"from":"corpus redis-8.0.6/maxmemory-noeviction","entry":"info-memory.txt","text":"# Memory\\nused_memory:104857592\\nused_memory_human:100.00M\\nmaxmemory:104857600\\nmaxmemory_human:100.00M\\nmaxmemory_policy:noeviction","note":"shortened"}],"clear":[{"from":"corpus redis-7.4.1/hang-slow-commands","entry":"info-all.txt","text":"# Memory\\nused_memory:104857592\\nmaxmemory:0\\nmaxmemory_policy:noeviction","note":"shortened: no limit is set"}]}},{"id":"memory-hardware-error","kind":"crash/fault","title":"The memory test of the crash report found broken memory","severity":"critical","prior":-0.3,"anchors":["memory-error"],"evidence":[{"id":"memory-error","ask":{"crash":{"memoryTest":"failed"}},"strength":"strong","group":"trigger","claim":"the memory test failed"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"After the fault Redis tested its own memory and found cells that do not keep what is written: the hardware is defective.","remedy":["Take the host out of service; test its memory (memtest86, `edac-util -v`, mcelog).","Treat saves of this process as suspect: check them with `redis-check-rdb` and prefer a replica."],"collect":[{"ask":"machine checks of the host","command":"mcelog --client; edac-util -v; dmesg -T | grep -iE mce","risk":"none"}],"whenWrong":"The test only sees what is broken at that moment: a test that passes proves nothing, a test that fails has not been seen to be wrong.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/usr/bin/redis-server *:6379(dictFind+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/usr/bin/redis-server *:6379(dictFind+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(lookupKey+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(call+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ FAST MEMORY TEST ------\\n*** Preparing to test memory region 7f0c00000000 (4194304 bytes)\\n.O.O.E\\n!!! MEMORY ERROR DETECTED! Check your memory ASAP !!!\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/usr/bin/redis-server *:6379(dictFind+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/usr/bin/redis-server *:6379(dictFind+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(lookupKey+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(call+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ FAST MEMORY TEST ------\\n*** Preparing to test memory region 7f0c00000000 (4194304 bytes)\\n.O.O.O\\nFast memory test PASSED, however your memory can still be broken. Please run a memory test for several hours if possible.\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="},{"from":"corpus redis-7.4.1/crash-debug-segfault","text":"Fast memory test PASSED, however your memory can still be broken."}]}},{"id":"module-api-misuse","kind":"advisory/version","title":"A module uses the server in a way it must not","severity":"info","anchors":["misuse"],"evidence":[{"id":"misuse","ask":{"event":{"ids":["module-misuse"],"on":"any","within":"run"}},"strength":"strong","group":"log","claim":"module {name}: {reason} ({n} times)"}],"summary":"The server caught a module in a forbidden call. It goes on, but the module has a fault.","remedy":["Report the line to the module\'s authors; upgrade the module."],"references":["https://github.com/redis/redis/blob/7.4.1/src/module.c#L815"],"whenWrong":"Only once, at the start of a module that was just upgraded: then watch whether it comes back.","advisory":true,"examples":{"hit":[{"from":"written by hand","text":"# API misuse detected in module timeseries: RedisModule_BlockClient() called with a client that is already blocked"}],"clear":[{"from":"corpus redis-7.2.6/module-log-lines","note":"lines of a module, no misuse"},{"from":"written by hand","text":"* <timeseries> Module initialised, API version 1","note":"a line of a module, no misuse"}]}},{"id":"module-data-without-module","kind":"startup/data-version","title":"The data need a module that is not loaded","severity":"critical","prior":-0.2,"anchors":["module-missing"],"evidence":[{"id":"module-missing","ask":{"event":{"ids":["rdb-module-missing"],"within":"run"}},"strength":"decisive","group":"log","claim":"no module `{name}` is loaded"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"The RDB file holds values of a module type, and no module of that name is loaded; the server ends rather than lose them.","remedy":["Load the module with at least the version that wrote the data (`loadmodule`), then start again.","To leave the module: load the file where the module exists, delete its keys, save, and move that file."],"collect":[{"ask":"modules of the server that wrote the file","command":"redis-cli MODULE LIST","risk":"none","why":"name and version that are needed here"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/rdb.c#L3509"],"whenWrong":"The module is loaded and the line still comes: then the file was written by a newer version of the module.","examples":{"hit":[{"from":"written by hand","text":"# The RDB file contains module data I can\'t load: no matching module \'MBbloom--\'"}],"clear":[{"from":"corpus redis-7.2.6/rdb-corrupt","text":"# Can\'t handle RDB format version 99"}]}},{"id":"module-load-failed","kind":"startup/module","title":"The server refuses to start because a module does not load","severity":"critical","anchors":["aborting"],"evidence":[{"id":"load-failed","ask":{"event":{"ids":["module-load-failed","module-not-executable","module-no-onload"],"within":"run"}},"strength":"strong","group":"log","claim":"a module cannot be opened or refused to initialise: {path}"},{"id":"aborting","ask":{"event":{"ids":["module-load-abort"],"within":"run"}},"strength":"decisive","group":"log","claim":"the server gave up because of a module: {path}"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"A `loadmodule` line names a module that cannot be opened, does not fit this server or refuses to initialise; the server ends.","remedy":["Read the reason behind `failed to load`: a missing file, a missing library (`ldd MODULE.so`), a missing symbol (module built for another version) or no execute permission (Redis 7 and later want it).","Install the build of the module that belongs to this server version and architecture; or remove its `loadmodule` line, if no data of it is in RDB or AOF.","When the module itself refused, its own line stands just above: it names the argument or setting it does not accept."],"collect":[{"ask":"libraries of the module","command":"ldd MODULE.so; ls -l MODULE.so; file MODULE.so","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/module.c#L12308","https://github.com/redis/redis/blob/7.4.1/src/module.c#L12119"],"whenWrong":"A later start with the same line that succeeds.","examples":{"hit":[{"from":"corpus redis-8.0.6/startup-missing-module","text":"2398:M 23 Nov 2026 06:34:09.007 # Module /usr/lib/redis/modules/nope.so failed to load: /usr/lib/redis/modules/nope.so: cannot open shared object file: No such file or directory\\n2398:M 23 Nov 2026 06:34:09.007 # Can\'t load module from /usr/lib/redis/modules/nope.so: server aborting"}],"clear":[{"from":"corpus redisearch/control-8to0-noload-notice","text":"* Module \'search\' loaded from /opt/redis/lib/redisearch.so"}]}},{"id":"module-lock-cycle","kind":"deadlock/module-lock","title":"A module and the main thread wait for each other\'s locks","severity":"critical","anchors":["cycle","main-wants-lock","watchdog-in-lock"],"evidence":[{"id":"cycle","ask":{"any":[{"waitCycle":{"through":["module-lock","mutex"]}},{"waitCycle":{"through":["module-lock","rwlock"]}},{"waitCycle":{"through":["module-lock","condition"]}},{"waitCycle":{"through":["module-lock","queue"]}},{"waitCycle":{"through":["mutex"]}},{"waitCycle":{"through":["rwlock"]}},{"waitCycle":{"through":["module-lock"],"without":["barrier:workers"]}}]},"strength":"decisive","group":"threads","claim":"the stacks show threads that wait for each other: {cycle}"},{"id":"main-wants-lock","ask":{"main":{"activity":["lock-wait"]}},"strength":"strong","group":"threads","claim":"main waits for a lock: {value}"},{"id":"watchdog-in-lock","ask":{"all":[{"event":{"ids":["watchdog-expired"]}},{"main":{"activity":["lock-wait"]}}]},"strength":"strong","group":"threads","claim":"the watchdog found main in a lock"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"silence","ask":{"silence":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the process logged nothing for {value}"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"},{"id":"signal-unanswered","ask":{"event":{"ids":["shutdown-signal"]}},"strength":"weak","group":"end","claim":"a request to shut down was noted by the signal handler"}],"refutes":[{"id":"search-pool","ask":{"main":{"activity":["pool-resize","pool-init"]}},"strength":"decisive","group":"threads","claim":"the cycle runs through the worker pool of RediSearch: {value}"},{"id":"search-workers-barrier","ask":{"waitCycle":{"through":["module-lock","barrier:workers"]}},"strength":"strong","group":"threads","claim":"the cycle runs through the barrier of RediSearch\'s worker pool"},{"id":"main-free","ask":{"main":{"activity":["idle","script","command","sleep","stopped"]}},"strength":"strong","group":"threads","claim":"main waits for no lock: {value}"}],"summary":"The main thread holds the module lock and waits for a lock of a module, while a thread of that module holds its own lock and waits for the module lock. Neither can go on.","mechanism":"Main holds Redis\' module lock (moduleGIL) whenever it executes something. A module command that takes a lock of the module on main, and a background thread\\nthat takes the same lock first and then calls RedisModule_ThreadSafeContextLock, use two locks in opposite order. The same picture arises with a\\nread-write lock, a condition or a lock that a thread takes twice.","remedy":["Kill and restart the server (`kill -9 PID`): a cycle of locks does not end by itself.","Report the stacks of all threads to the vendor of the module whose frames stand below the lock; unload or downgrade the module if it comes back.","For the module\'s authors: take the module lock before every lock of your own, in all threads, or never hold one while asking for the other."],"collect":[{"ask":"two dumps of all threads, a minute apart","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks-1.txt","risk":"low","why":"the same stacks twice prove that nothing moves"},{"ask":"the same from Redis itself (7.4 and later)","command":"kill -ALRM PID","risk":"none","why":"on 6.2 and older SIGALRM kills the process"}],"whenWrong":"A second dump in which one of the threads of the cycle has moved on.","examples":{"hit":[{"from":"corpus redis-7.2.6/hang-module-deadlock","note":"main: rl_take_cmd in pthread_mutex_lock (bucket_lock), holds the module lock; rl_refill: RM_ThreadSafeContextLock, holds bucket_lock"},{"from":"corpus redis-7.2.6/hang-module-deadlock-gdb-only","entry":"stacks.txt","text":"Thread 2 (Thread 0x7f8907fff6c0 (LWP 20135) \\"rl_refill\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in ___pthread_mutex_lock (mutex=0x5563a7b8c0a0 <moduleGIL>) from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00005563a76b0002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f89093fd003 in refill_thread () from /opt/redis/lib/ratelimit.so\\n#4  0x00007f8909c8b004 in start_thread () from /lib/x86_64-linux-gnu/libc.so.6\\n\\nThread 1 (Thread 0x7f890a0fd740 (LWP 19472) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in ___pthread_mutex_lock (mutex=0x7f89093ff080 <bucket_lock>) from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f89093fd002 in rl_take_cmd () from /opt/redis/lib/ratelimit.so\\n#3  0x00005563a76b0003 in RedisModuleCommandDispatcher ()\\n#4  0x00005563a76b0004 in call ()\\n#5  0x00005563a76b0005 in processCommand ()\\n#6  0x00005563a76b0006 in aeMain ()\\n#7  0x00005563a76b0007 in main ()","note":"shortened: a mutex of the module and the module lock, taken in opposite order"}],"clear":[{"from":"corpus redis-7.4.1/gdb-idle","entry":"stacks.txt","text":"[New LWP 87]\\n\\nThread 2 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in aeApiPoll ()\\n#2  0x00007f8909c8b002 in aeProcessEvents ()\\n#3  0x00007f8909c8b003 in aeMain ()\\n#4  0x00007f8909c8b004 in main ()\\n\\nThread 1 (Thread 0x7f89067f16c0 (LWP 88) \\"bio_aof\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in bioProcessBackgroundJobs () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in start_thread () from /opt/redis/lib/redisearch.so","note":"shortened: background threads in pthread_cond_wait are idle, main in epoll_wait holds nothing"}]}},{"id":"module-releases-lock-in-scan","kind":"advisory/configuration","title":"A module\'s scan callback releases the module lock","severity":"info","anchors":["scan-line"],"evidence":[{"id":"scan-line","ask":{"event":{"ids":["module-scan-gil"],"on":"any","within":"run"}},"strength":"strong","group":"log","claim":"Redis warns about an unsafe scan callback ({n} times)"}],"summary":"A module lets go of Redis\' lock inside RM_Scan, which is unsafe: the table may change under the scan. It explains odd crashes later, but is none itself.","remedy":["Report it to the module\'s authors; upgrade the module."],"whenWrong":"The module is not used any more: unload it and the line stays away.","advisory":true,"examples":{"hit":[{"from":"written by hand","text":"# RM_Scan callback function is releasing the GIL, which is unsafe."}],"clear":[{"from":"written by hand","text":"* Module \'search\' loaded from /usr/lib/redis/redisearch.so"}]}},{"id":"module-rust-panic","kind":"crash/panic","title":"A module written in Rust panicked","severity":"critical","prior":-0.5,"anchors":["panicked"],"evidence":[{"id":"panicked","ask":{"event":{"ids":["module-panicked"],"on":"any"}},"strength":"strong","group":"trigger","claim":"the module says where it panicked: {place}"},{"id":"report","ask":{"any":[{"crash":{"what":["panic","assertion","signal"],"inChild":false}}]},"strength":"strong","group":"report","claim":"a crash report follows: {value}","needs":"panicked"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"A module hit a condition it cannot handle (index out of range, unwrap of nothing). File and line of the module\'s source stand in the line.","remedy":["Restart the server; search the issues of the module for the file and line; upgrade the module.","If it comes back at the same command, keep the argv of the report and avoid that command."],"collect":[{"ask":"the whole report, and the version of the module","command":"redis-cli MODULE LIST","risk":"none","why":"file and line only mean something with the version"}],"whenWrong":"The module catches the panic itself and answers the client with an error: then no report follows and the server goes on.","examples":{"hit":[{"from":"written by hand","text":"# <ReJSON> thread \'<unnamed>\' panicked at src/ivalue_manager.rs:123:45:\\n=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 6, si_code: -6\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/lib/x86_64-linux-gnu/libc.so.6(__pthread_kill+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/lib/x86_64-linux-gnu/libc.so.6(__pthread_kill+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(raise+0x14)[0x7f4416848001]\\n/opt/redis/lib/rejson.so(rust_panic_with_hook+0x18)[0x7f4416848002]\\n/opt/redis/lib/rejson.so(json_set+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x20)[0x7f4416848004]\\n/usr/bin/redis-server *:6379(call+0x24)[0x7f4416848005]\\n/usr/bin/redis-server *:6379(processCommand+0x28)[0x7f4416848006]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"corpus redis-7.0.15/crash-debug-panic","text":"# !!! Software Failure. Press left mouse button to continue\\n# Guru Meditation: Panic called from DEBUG PANIC #debug.c:523","note":"a panic of the core"}]}},{"id":"module-thread-fault","kind":"crash/fault","title":"A background thread of a module faulted","severity":"critical","prior":-0.3,"anchors":["other-thread"],"evidence":[{"id":"other-thread","ask":{"all":[{"crash":{"origin":["fault"],"inChild":false}},{"any":[{"crash":{"faultingThread":"workers-*"}},{"crash":{"faultingThread":"coord-*"}},{"crash":{"faultingThread":"gc-*"}},{"crash":{"faultingThread":"reindex-*"}},{"crash":{"faultingThread":"search-uv*"}},{"crash":{"faultingThread":"thread-pool*"}},{"crash":{"faultingThread":"depleter-*"}}]}]},"strength":"moderate","group":"threads","claim":"the fault is in thread {thread}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"The thread that faulted is neither main nor one of the server\'s own: it belongs to a module, and so does the fault.","remedy":["Restart the server without that module, or with its newest version; report the stack of that thread to its authors."],"collect":[{"ask":"the whole report, and the version of the module","command":"redis-cli MODULE LIST","risk":"none"}],"whenWrong":"A stack overflow of the thread, or memory that another thread damaged: then the thread is the victim. A sanitizer build tells.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(FGC_parentHandleFromChild+0x10)[0x7f4416848000]\\n\\n87 gc-0042 *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(FGC_parentHandleFromChild+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(periodicCb+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(thread_do+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(RSSearchCommand+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(RSSearchCommand+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(call+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(processCommand+0x1c)[0x7f4416848003]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"main faulted"},{"from":"corpus redis-7.4.1/crash-debug-segfault","note":"the fault is in debugCommand, no module is involved"}]}},{"id":"no-available-nodes","kind":"enterprise/orchestration","title":"Redis Enterprise has no node left for a shard","severity":"critical","prior":-0.2,"anchors":["no-nodes"],"evidence":[{"id":"no-nodes","ask":{"manager":{"event":["state-machine-failed","other","alert","state-machine"],"contains":"no available nodes"}},"strength":"decisive","group":"trigger","claim":"no available nodes ({n} times)"},{"id":"failed","ask":{"manager":{"event":["state-machine-failed"]}},"strength":"moderate","group":"log","claim":"a state machine failed ({n} times)"}],"refutes":[{"id":"succeeded-later","ask":{"manager":{"event":["state-machine"],"contains":"ended successfully"}},"strength":"moderate","group":"end","claim":"a state machine ended successfully"}],"summary":"A state machine could not place a shard: no node has the memory, shard slots, rack or flash that the database asks for.","remedy":["`rladmin status nodes` : free memory, shards, rack ids, quorum-only and maintenance flags; add a node or free one, then the action retries."],"collect":[{"ask":"free resources of the nodes","command":"rladmin status nodes extra all","risk":"none"}],"whenWrong":"A later attempt of the same state machine succeeds after a node came back.","examples":{"hit":[{"from":"written by hand","text":"2026-02-20 16:32:55,835 ERROR: SMUpdateBDB: bdb:2[reserve]: ProvisioningError: no available nodes in cluster!"}],"clear":[{"from":"written by hand","text":"2026-02-20 16:32:59,101 INFO: === [bdb:2] STATEMACHINE [SMUpdateBDB] ENDED SUCCESSFULLY ==="}]}},{"id":"node-failure","kind":"cluster/node-failure","title":"A cluster node was lost and failed over","severity":"critical","prior":-0.2,"anchors":["marked-failing"],"evidence":[{"id":"marked-failing","ask":{"any":[{"witness":{"what":["node-failing","node-fail-received"]}},{"event":{"ids":["node-failing","fail-received"],"on":"any"}}]},"strength":"strong","group":"witness","claim":"other nodes report the node as failing"},{"id":"failover-won","ask":{"witness":{"what":["failover-won"]}},"strength":"moderate","group":"trigger","claim":"a replica took over"},{"id":"own-election","ask":{"event":{"ids":["failover-won"],"on":"any"}},"strength":"moderate","group":"trigger","claim":"a replica won the election"},{"id":"vanished","ask":{"all":[{"witness":{"what":["node-failing","node-fail-received"]}},{"end":{"how":["killed","unknown"]}}]},"strength":"weak","group":"end","claim":"its own log ends without a reason or is missing"}],"refutes":[{"id":"reason-known-crash","ask":{"crash":{"inChild":false,"survived":false}},"strength":"strong","group":"report","claim":"the node\'s own log tells why: {value}"},{"id":"stood-still","ask":{"any":[{"all":[{"silence":{"minSec":5,"endedBy":["resumed"]}},{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout"],"inSilence":true}}]},{"frozenClock":{"minSec":5}},{"procState":{"state":["T"]}}]},"strength":"strong","group":"silence","claim":"the node\'s own log shows that it stood still: {value}"},{"id":"oom-killed","ask":{"any":[{"kernel":{"event":["oom-kill"],"ofVictim":true}},{"container":{"event":["oom-killed"]}}]},"strength":"strong","group":"kernel","claim":"the kernel killed it"},{"id":"planned","ask":{"event":{"ids":["failover-manual"],"on":"any"}},"strength":"strong","group":"trigger","claim":"the failover was asked for"},{"id":"clean","ask":{"all":[{"witness":{"what":["node-failing","node-fail-received"]}},{"end":{"how":["clean-shutdown"]}}]},"strength":"strong","group":"end","claim":"the node was shut down in order"}],"summary":"The other nodes agreed that a master no longer answers; if it had a replica, that took over. The log of the lost node is missing here or ends without a reason, so why it was lost is open.","remedy":["Look at the lost node first: its log, kernel log and supervisor at the minute of the first complaint; that decides between death, hang and network.","Check the cluster: `redis-cli --cluster check HOST:PORT`; when the node is back it is a replica of the new master.","Writes that the old master accepted after it was cut off are lost: compare the offsets in `INFO replication`."],"collect":[{"ask":"log of the lost node and kernel log of its host","why":"names the reason"},{"ask":"view of every node","command":"redis-cli -h EACH CLUSTER NODES","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/cluster_legacy.c#L1870"],"whenWrong":"The lost node\'s own log shows why it was gone: then that is the incident and the failover its consequence.","examples":{"hit":[{"from":"corpus redis-7.4.1/cluster-kill-master","text":"* Marking node 36ac86676e7fcc3f9fa6943daa36c0c6eb8f3e75 () as failing (quorum reached)."}],"clear":[{"from":"corpus redis-8.0.6/cluster-crash-segfault","note":"the node\'s own crash report says why"},{"from":"written by hand","text":"# Manual failover requested by replica 91eb7c9ad8abbb8f20db4014500d6c97dc23877f.\\n# Failover election won: I\'m the new master.","note":"somebody asked for it"}]}},{"id":"oom-killer","kind":"exit/oom-killer","title":"The kernel\'s OOM killer ended the process","severity":"critical","prior":0.3,"anchors":["kernel-oom","container-oom"],"evidence":[{"id":"kernel-oom","ask":{"kernel":{"event":["oom-kill"],"ofVictim":true}},"strength":"decisive","group":"kernel","claim":"the kernel killed the process for memory"},{"id":"container-oom","ask":{"container":{"event":["oom-killed"]}},"strength":"decisive","group":"kernel","claim":"the container runtime reports OOMKilled: {value}"},{"id":"ended-without-a-word","ask":{"end":{"how":["killed"]}},"strength":"moderate","group":"end","claim":"the log ends without shutdown lines and without a report"},{"id":"no-limit","ask":{"info":{"field":"maxmemory","op":"==","value":0}},"strength":"weak","group":"counters","claim":"maxmemory is not set: nothing kept the data set below the memory of the host or container"},{"id":"child-active","ask":{"event":{"ids":["bgsave-started","aof-rewrite-started"],"within":120}},"strength":"weak","group":"log","claim":"a fork child was active shortly before: copy-on-write needs memory"}],"refutes":[{"id":"clean","ask":{"end":{"how":["clean-shutdown"]}},"strength":"strong","group":"end","claim":"the process shut down in order"},{"id":"report","ask":{"crash":{"inChild":false,"survived":false}},"strength":"strong","group":"report","claim":"the process wrote a crash report: {value}"}],"summary":"The kernel ran out of memory, on the host or in the process\' memory cgroup, and killed the server. Redis cannot log that; kernel or container runtime do.","remedy":["Leave room: set `maxmemory` to at most 60\u201375 % of the container or host memory (fork copies pages, buffers of clients and replicas come on top).","Raise the memory limit of the container, or move other processes off the host.","Check what was lost since the last save (`rdb_last_save_time`, AOF)."],"collect":[{"ask":"the kernel\'s table of processes at the kill","command":"dmesg -T | grep -A60 \'invoked oom-killer\'","risk":"none"},{"ask":"memory of the server after the restart","command":"redis-cli INFO memory","risk":"none"}],"references":["https://redis.io/docs/latest/operate/oss_and_stack/management/admin/"],"whenWrong":"The killed pid is a fork child of the server: then the server lives and only a save was lost.","examples":{"hit":[{"from":"corpus redis-8.0.6/oom-cgroup-killer","text":"Memory cgroup out of memory: Killed process 1315 (redis-server)"},{"from":"written by hand","text":"* DB saved on disk","files":[{"entry":"dmesg.txt","text":"[Mon Nov 23 06:24:12 2026] Memory cgroup out of memory: Killed process 77 (redis-server) total-vm:8123456kB, anon-rss:4123456kB, file-rss:0kB, shmem-rss:0kB, UID:999 pgtables:812kB oom_score_adj:0"}]}],"clear":[{"from":"corpus redis-8.0.6/kill9-restart-rdb","note":"the same end without any kernel line"},{"from":"written by hand","text":"* DB saved on disk","files":[{"entry":"dmesg.txt","text":"[Mon Nov 23 06:24:12 2026] Out of memory: Killed process 4711 (java) total-vm:8123456kB, anon-rss:4123456kB"}],"note":"another process was killed"}]}},{"id":"orchestration","kind":"enterprise/orchestration","title":"A Redis Enterprise manager or state machine failed","severity":"critical","prior":-0.3,"anchors":["state-machine-failed","process-fatal","not-running","events"],"evidence":[{"id":"state-machine-failed","ask":{"manager":{"event":["state-machine-failed"]}},"strength":"strong","group":"log","claim":"a state machine failed"},{"id":"process-fatal","ask":{"manager":{"event":["process-fatal"]}},"strength":"strong","group":"end","claim":"the supervisor gave up on a process"},{"id":"not-running","ask":{"manager":{"event":["not-running"]}},"strength":"moderate","group":"end","claim":"a process is not running after all retries"},{"id":"events","ask":{"manager":{"event":["alert"],"contains":"failed"}},"strength":"moderate","group":"witness","claim":"the cluster raised an alert"},{"id":"restarts","ask":{"manager":{"event":["process-exited","process-killed"]}},"strength":"weak","group":"end","claim":"supervised processes ended"}],"refutes":[{"id":"shard-silent","ask":{"all":[{"manager":{"event":["socket-timeout"]}},{"silence":{"minSec":10}}]},"strength":"strong","group":"silence","claim":"a shard stood still: the managers only suffer from it"},{"id":"shard-crashed","ask":{"crash":{"inChild":false}},"strength":"strong","group":"report","claim":"a shard crashed: {value}"}],"summary":"The cluster manager could not finish an action (create, update, migrate, recover), or a supervised process does not stay up. The databases themselves may be well.","remedy":["`rladmin status extra all` names the failed action and its database or node; read that state machine\'s lines in cnm_exec.log from its start.","No available nodes: add or free a node (memory, shards limit), then let the action retry.","FATAL processes: `supervisorctl status`, the process\' own log, then `supervisorctl restart NAME`."],"collect":[{"ask":"a whole support package of all nodes","command":"rladmin cluster debug_info","risk":"low"}],"whenWrong":"The same action succeeds in a later attempt of the state machine.","examples":{"hit":[{"from":"written by hand","text":"2026-02-20 16:32:55,835 ERROR: SMUpdateBDB: bdb:2[update_redis]: state failed"}],"clear":[{"from":"written by hand","text":"2026-02-20 16:32:59,101 INFO: === [bdb:2] STATEMACHINE [SMUpdateBDB] ENDED SUCCESSFULLY ==="}]}},{"id":"out-of-file-descriptors","kind":"clients/limit","title":"The server has no file descriptors left for clients","severity":"warning","prior":-0.2,"anchors":["too-many-files"],"evidence":[{"id":"too-many-files","ask":{"event":{"texts":["Error accepting a client connection: Too many open files","Accepting client connection: {}Too many open files"],"module":""}},"strength":"decisive","group":"log","claim":"accepting failed ({n} times)"},{"id":"reduced","ask":{"event":{"ids":["maxclients-reduced"],"within":"run"}},"strength":"moderate","group":"trigger","claim":"at its start the server had to reduce maxclients to {to}"}],"refutes":[{"id":"whole-host","ask":{"event":{"texts":["Error accepting a client connection: Too many open files in system","Accepting client connection: {}Too many open files in system"],"module":""}},"strength":"moderate","group":"log","claim":"the whole host ran out of descriptors, not the process ({n} lines)"}],"summary":"Connections cannot be accepted because the process reached its limit of open files.","remedy":["`cat /proc/PID/limits` and `ls /proc/PID/fd | wc -l`: raise LimitNOFILE and restart; look for leaking clients or modules."],"collect":[{"ask":"limit and use","command":"cat /proc/PID/limits; ls /proc/PID/fd | wc -l; ls -l /proc/PID/fd | awk \'{print $NF}\' | cut -d: -f1 | sort | uniq -c","risk":"none","why":"sockets: clients; pipes: a leak of a module"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/networking.c#L1268"],"whenWrong":"The limit of the whole host (`fs.file-max`, `Too many open files in system`) is reached instead of the one of the process.","examples":{"hit":[{"from":"written by hand","text":"# Error accepting a client connection: Too many open files"}],"clear":[{"from":"corpus redis-7.4.1/healthy-verbose","note":"no such line"},{"from":"written by hand","text":"# Error accepting a client connection: accept: Connection reset by peer (fd: 8)","note":"another reason"}]}},{"id":"out-of-memory","kind":"crash/out-of-memory","title":"An allocation failed inside the server","severity":"critical","anchors":["out-of-memory","allocation-line"],"evidence":[{"id":"out-of-memory","ask":{"crash":{"what":["out-of-memory"],"inChild":false}},"strength":"decisive","group":"report","claim":"the report is an allocation failure: {value}"},{"id":"allocation-line","ask":{"event":{"ids":["oom-allocating"],"on":"victim"}},"strength":"strong","group":"report","claim":"the server could not allocate {bytes} bytes"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"in-child","ask":{"crash":{"what":["out-of-memory"],"inChild":true}},"strength":"strong","group":"report","claim":"the allocation failed in a fork child"}],"summary":"The allocator could not give the server the memory it asked for, and the server ended itself with a report. This is not the kernel\'s OOM killer, which leaves no report.","remedy":["Restart the server with more room: raise the limit it ran into (`ulimit -v`, container memory, overcommit) or lower `maxmemory` below it.","Look at the size in the line: a huge number (gigabytes in one piece) points to a corrupt length or a giant command, not to a full machine.","Set `vm.overcommit_memory = 1` where forks or large allocations fail although memory is free."],"collect":[{"ask":"limits and memory of the host","command":"cat /proc/PID/limits; free -m; sysctl vm.overcommit_memory","risk":"none"},{"ask":"memory of the server","command":"redis-cli INFO memory; redis-cli MEMORY DOCTOR","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/server.c#L6713"],"whenWrong":"A kernel line `Killed process` naming the pid: then it is the OOM killer.","examples":{"hit":[{"from":"corpus valkey-8.0.1/oom-ulimit","text":"1224:M 23 Nov 2026 06:46:29.434 # Out Of Memory allocating 1048588 bytes!\\n1224:M 23 Nov 2026 06:46:29.434 # Guru Meditation: Valkey aborting for OUT OF MEMORY. Allocating 1048588 bytes! #server.c:6530"}],"clear":[{"from":"corpus redis-8.0.6/oom-cgroup-killer","note":"killed by the kernel, no report"},{"from":"written by hand","text":"# Out of memory in the client\'s own log is not ours\\n* Background saving terminated with success","note":"a line that only speaks of memory"}]}},{"id":"output-buffer-limit","kind":"replication/output-buffer-limit","title":"A replica was dropped because its output buffer reached the limit","severity":"warning","anchors":["replica-closed"],"evidence":[{"id":"replica-closed","ask":{"event":{"texts":["Client {} flags=S {} for overcoming of output buffer limits"],"module":"","on":"any"}},"strength":"decisive","group":"log","claim":"the master closed a replica\'s connection for its output buffer ({n} times)"},{"id":"any-closed","ask":{"event":{"ids":["output-buffer-limit"],"on":"any"}},"strength":"weak","group":"log","claim":"a client was closed for its output buffer ({n} times)"},{"id":"lost","ask":{"event":{"ids":["replica-lost"],"on":"any"}},"strength":"weak","group":"witness","claim":"the connection with the replica was lost"},{"id":"synchronised-again","ask":{"event":{"ids":["full-resync-requested","replica-asks-sync"],"on":"any","after":"replica-closed"}},"strength":"weak","group":"end","claim":"the replica came back and asked to synchronise","needs":"replica-closed"}],"refutes":[{"id":"in-step-again","ask":{"event":{"ids":["sync-ok","partial-sync-ok"],"on":"any","after":"replica-closed"}},"strength":"weak","group":"end","claim":"the replica is in step again","needs":"replica-closed"}],"summary":"The master collected more data for a replica than client-output-buffer-limit allows, because the replica read too slowly, and closed the connection. The replica starts over, which may repeat.","remedy":["Raise the limit for replicas: `CONFIG SET client-output-buffer-limit \'replica 512mb 256mb 120\'` (and CONFIG REWRITE); it must hold all writes during a full synchronisation.","Find why the replica reads slowly: loading, a slow command, swapping, a narrow link.","Lower the write burst (large pipelines, mass deletions) while a replica synchronises."],"collect":[{"ask":"replicas and their buffers","command":"redis-cli CLIENT LIST TYPE replica; redis-cli INFO replication","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/networking.c#L3996"],"whenWrong":"flags other than S in the line: then an ordinary or Pub/Sub client was closed.","examples":{"hit":[{"from":"corpus redis-7.4.1/repl-output-buffer","text":"30852:M 23 Nov 2026 06:25:10.675 # Client id=4 addr=127.0.0.1:43562 laddr=127.0.0.1:6379 fd=11 name= age=6 idle=0 flags=S db=0 \u2026 scheduled to be closed ASAP for overcoming of output buffer limits."}],"clear":[{"from":"corpus redis-7.4.1/repl-output-buffer","text":"30852:M 23 Nov 2026 06:25:16.918 # Client id=8 \u2026 flags=P db=0 \u2026 scheduled to be closed ASAP for overcoming of output buffer limits.","note":"a Pub/Sub client, not a replica"}]}},{"id":"panic","kind":"crash/panic","title":"The server panicked and ended itself","severity":"critical","anchors":["panic"],"evidence":[{"id":"panic","ask":{"crash":{"what":["panic"],"inChild":false}},"strength":"decisive","group":"report","claim":"panic: {value}"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"out-of-memory","ask":{"any":[{"crash":{"what":["out-of-memory"],"inChild":false}},{"event":{"ids":["oom-allocating"]}}]},"strength":"decisive","group":"report","claim":"the panic is an allocation failure"}],"summary":"The server met a condition that it cannot handle and stopped with a Guru Meditation message, which names the reason and the place in the source.","remedy":["Restart the server; check that its data loads.","Read the message of the panic: it names the reason (bad data while loading, an impossible encoding, a failed system call). Search the issues for it and compare the version with the latest patch release."],"collect":[{"ask":"the whole report from START to END, and the log before it"}],"whenWrong":"DEBUG PANIC in the argv: then somebody asked for it.","examples":{"hit":[{"from":"corpus redis-7.0.15/crash-debug-panic","text":"# !!! Software Failure. Press left mouse button to continue\\n# Guru Meditation: Panic called from DEBUG PANIC"}],"clear":[{"from":"corpus valkey-8.0.1/oom-ulimit","text":"# Guru Meditation: Valkey aborting for OUT OF MEMORY. Allocating 1048588 bytes! #server.c:6530"},{"from":"written by hand","text":"* Module \'timeseries\' loaded from /opt/redis/lib/panicked.so","note":"only a name"}]}},{"id":"permission-denied","kind":"startup/permission","title":"The server refuses to start because it may not open a file, folder or port","severity":"critical","anchors":["denied-line","denied-fatal","aborting"],"evidence":[{"id":"denied-line","ask":{"event":{"ids":["aof-open-error","rdb-load-fatal","log-open-failed","chdir-failed","config-fatal","acl-load-failed","cluster-config-error"],"where":{"reason":"*Permission denied*"},"within":"run"}},"strength":"decisive","group":"log","claim":"permission denied"},{"id":"denied-fatal","ask":{"fatalStart":{"contains":["Permission denied"]}},"strength":"decisive","group":"log","claim":"permission denied"},{"id":"bind-denied","ask":{"event":{"ids":["bind-failed","unix-socket-failed"],"where":{"reason":"Permission denied"},"within":"run"}},"strength":"decisive","group":"log","claim":"the server may not open port {port}"},{"id":"aborting","ask":{"event":{"ids":["listen-aborted"],"within":"run"}},"strength":"weak","group":"end","claim":"the server cannot listen and gave up"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"The user that the server runs as may not read or write a file or folder that it needs, or may not open a port below 1024.","remedy":["Give the file or folder to the user that runs the server: `chown -R redis:redis /var/lib/redis /var/log/redis` and `chmod 750` on the folders; a restored backup often belongs to root.","With systemd also look at ReadWritePaths, ProtectSystem and the SELinux or AppArmor log (`ausearch -m avc -ts recent`).","Ports below 1024 need CAP_NET_BIND_SERVICE; use a higher port instead."],"collect":[{"ask":"owner and mode of the path and the user of the service","command":"namei -l PATH; systemctl show redis -p User","risk":"none"}],"whenWrong":"The same path opened without an error by a later start.","examples":{"hit":[{"from":"corpus redis-8.0.6/startup-dir-readonly","text":"2418:M 23 Nov 2026 06:34:09.225 # Can\'t open or create append-only dir appendonlydir: Permission denied"},{"from":"corpus redis-6.2.16/startup-rdb-perm","text":"24159:M 23 Nov 2026 06:30:23.103 # Fatal error loading the DB: Permission denied. Exiting."}],"clear":[{"from":"corpus redis-8.0.6/startup-bad-bind","text":"bind: Cannot assign requested address"}]}},{"id":"port-in-use","kind":"startup/port-in-use","title":"The server refuses to start because its port is in use","severity":"critical","anchors":["aborting","bind-fatal","bind-never-ready"],"evidence":[{"id":"bind-line","ask":{"event":{"ids":["bind-failed","unix-socket-failed","cluster-bus-listen-failed"],"where":{"reason":"Address already in use"},"within":"run"}},"strength":"decisive","group":"log","claim":"the port {port} is taken","absenceAgainst":"strong"},{"id":"bind-never-ready","ask":{"all":[{"event":{"ids":["bind-failed","unix-socket-failed","cluster-bus-listen-failed"],"where":{"reason":"Address already in use*"},"within":"run"}},{"neverReady":{}}]},"strength":"decisive","group":"log","claim":"the port is taken and the process never became ready"},{"id":"bind-fatal","ask":{"event":{"texts":["Creating Server TCP listening socket {}: bind: Address already in use","Opening port: bind: Address already in use"],"module":"","within":"run"}},"strength":"decisive","group":"log","claim":"the port is taken and the server gave up (Redis before 6)"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"weak","group":"end","claim":"the process never became ready"},{"id":"aborting","ask":{"event":{"ids":["listen-aborted"],"within":"run"}},"strength":"moderate","group":"end","claim":"the server gave up"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"Another process already listens on the address and port, mostly an older instance of the same server that was not stopped.","remedy":["Find the owner: `ss -ltnp \'sport = :PORT\'`. If it is an older instance, stop it in order (`redis-cli -p PORT SHUTDOWN`), then start again.","If two services are meant to run, give them different ports, or different addresses with `bind`.","Check that the supervisor does not start the server twice (systemd and init script, two units)."],"collect":[{"ask":"who listens","command":"ss -ltnp \'sport = :PORT\'","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/server.c#L2859"],"whenWrong":"The line names an address other than the one that clients use.","examples":{"hit":[{"from":"corpus redis-8.0.6/startup-port-in-use","text":"2429:M 23 Nov 2026 06:34:09.264 # Warning: Could not create server TCP listening socket 127.0.0.1:6379: bind: Address already in use\\n2429:M 23 Nov 2026 06:34:09.264 # Failed listening on port 6379 (tcp), aborting."}],"clear":[{"from":"corpus redis-8.0.6/startup-priv-port","text":"# Warning: Could not create server TCP listening socket 127.0.0.1:80: bind: Permission denied"}]}},{"id":"process-paused","kind":"hang/process-paused","title":"The whole process stood still and went on","severity":"critical","prior":0.9,"anchors":["stopped","noticed-and-back","silent-and-noticed","heartbeat-stopped"],"evidence":[{"id":"stopped","ask":{"any":[{"procState":{"state":["T"]}},{"main":{"activity":["stopped"]}}]},"strength":"decisive","group":"threads","claim":"the kernel reports the process as stopped: {value}"},{"id":"noticed-and-back","ask":{"all":[{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","master-lost","replica-lost","sdown","odown","socket-timeout","probe-timeout"]}},{"witness":{"what":["sync-ok","node-reachable","not-sdown","probe-ok","cluster-ok"]}},{"end":{"how":["clean-shutdown","still-running","unknown"]}}]},"strength":"moderate","group":"witness","claim":"others lost the process and found it again, without a restart of it"},{"id":"silent-and-noticed","ask":{"all":[{"silence":{"minSec":3,"endedBy":["resumed"]}},{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","sdown","odown","socket-timeout","probe-timeout"],"inSilence":true}}]},"strength":"strong","group":"silence","claim":"the process was silent for {value} and went on; others missed it meanwhile"},{"id":"heartbeat-stopped","ask":{"silence":{"minSec":8,"heartbeatLost":true,"endedBy":["resumed"]}},"strength":"strong","group":"silence","claim":"its periodic lines stopped for {value} and went on"},{"id":"tilt","ask":{"event":{"ids":["sentinel-tilt"]}},"strength":"moderate","group":"clock","claim":"Sentinel entered tilt: time jumped or the process stood still"}],"refutes":[{"id":"disk","ask":{"latency":{"minMs":2000,"events":["aof-fsync-always","aof-write","aof-write-alone","aof-write-active-child","aof-write-pending-fsync"]}},"strength":"strong","group":"counters","claim":"the latency monitor says that main waited for the disk: `{event}` took {ms} ms"},{"id":"main-busy","ask":{"main":{"activity":["script","command","sleep","module-command","lock-wait","pool-resize","pool-init","barrier-wait","disk","fork-wait"]}},"strength":"strong","group":"threads","claim":"main did something while the process was silent: {value}"},{"id":"slow-script","ask":{"event":{"ids":["slow-script"]}},"strength":"strong","group":"log","claim":"a script kept main: the process ran"},{"id":"watchdog","ask":{"event":{"ids":["watchdog-expired"]}},"strength":"strong","group":"log","claim":"the watchdog fired inside the process: it ran"},{"id":"others-went-on","ask":{"silence":{"minSec":3,"mainOnly":true}},"strength":"strong","group":"silence","claim":"children or module threads of the process logged during the silence of main"},{"id":"crashed","ask":{"crash":{"inChild":false,"survived":false}},"strength":"moderate","group":"report","claim":"the silence ended with a crash report, not with the process going on"},{"id":"restarted","ask":{"end":{"how":["killed","crash"],"restarted":true}},"strength":"strong","group":"end","claim":"the process did not go on: a new one was started"},{"id":"slow-command","ask":{"any":[{"slowlog":{"minMs":2000}},{"latency":{"minMs":2000,"events":["command","fast-command"]}}]},"strength":"moderate","group":"counters","claim":"a command that took {ms} ms is recorded"}],"summary":"All threads of the process stopped at once and later went on as if nothing had happened: a stop signal, a frozen container, a paused virtual machine or a host that gave it no time.","mechanism":"Redis does not notice a pause and logs nothing about it when it goes on; only Sentinel does (+tilt). The pause shows as a silence of the process, together with\\ncomplaints of its replicas, its master, the cluster or Sentinel that begin one timeout later and end when it is back.","remedy":["Nothing to repair in Redis: it went on. Find who stopped it: operator or debugger (SIGSTOP, gdb), `docker pause` or a cgroup freezer, live migration or snapshot of the virtual machine, CPU throttling, swapping.","Look at the same minute in: hypervisor events, `docker events`, kernel log, CPU steal (`sar -u`, `vmstat`) and swap activity.","If pauses of this length are normal where it runs, raise cluster-node-timeout, down-after-milliseconds and repl-timeout above them."],"collect":[{"ask":"state of the process while it stands","command":"grep State /proc/PID/status; cat /proc/PID/task/*/wchan","risk":"none","why":"T (stopped) or frozen tells it from a busy main thread"},{"ask":"steal time and throttling of that minute","command":"sar -u -s HH:MM:SS; cat /sys/fs/cgroup/*/cpu.stat","risk":"none"}],"whenWrong":"Any sign that a thread of the process worked during the silence: a child\'s line, a module\'s line, a stack of main in a command.","examples":{"hit":[{"from":"corpus redis-7.4.1/repl-timeout-stopped-master","note":"MASTER timeout in the replica\'s log; the master\'s own log has a silence over the same time and goes on with the same pid"},{"from":"written by hand","text":"* DB saved on disk","files":[{"entry":"proc-status.txt","text":"Name:\\tredis-server\\nUmask:\\t0022\\nState:\\tT (stopped)\\nTgid:\\t77\\nPid:\\t77\\nPPid:\\t1\\nThreads:\\t6"}],"note":"/proc/77/status beside the log"}],"clear":[{"from":"written by hand","text":"* DB saved on disk","files":[{"entry":"proc-status.txt","text":"Name:\\tredis-server\\nUmask:\\t0022\\nState:\\tS (sleeping)\\nTgid:\\t77\\nPid:\\t77\\nPPid:\\t1\\nThreads:\\t6"}]},{"from":"corpus redis-8.0.6/hang-sigstop-quiet-notice","note":"an idle server at notice is silent anyway and nobody missed it: no incident"}]}},{"id":"query-timeouts","kind":"search/query-timeouts","title":"Search queries run into their timeout","severity":"warning","anchors":["timeout-lines","slow-queries","timeout-counter"],"evidence":[{"id":"timeout-lines","ask":{"event":{"texts":["Timed out coordination request","Timeout limit was reached","Coordinator got an error \'Timeout\' from a shard","Shard error: Timeout limit was reached"],"on":"any"}},"strength":"strong","group":"log","claim":"queries were given up ({n} times)"},{"id":"timeout-counter","ask":{"any":[{"info":{"field":"search_total_query_timeouts","op":">=","value":1}},{"info":{"field":"search_shard_total_query_errors_timeout","op":">=","value":1}}]},"strength":"strong","group":"counters","claim":"{value} queries timed out"},{"id":"slow-queries","ask":{"all":[{"slowlog":{"minMs":300}},{"event":{"ids":["search-version"],"within":"run"}}]},"strength":"moderate","group":"counters","claim":"SLOWLOG records `{command}` with {ms} ms"},{"id":"policy-set","ask":{"any":[{"configChange":{"option":"TIMEOUT"}},{"configChange":{"option":"ON_TIMEOUT"}},{"configChange":{"option":"search-timeout"}}]},"strength":"moderate","group":"trigger","claim":"the timeout or its policy was changed: {value}"}],"refutes":[{"id":"main-stuck","ask":{"any":[{"frozenClock":{"minSec":5}},{"main":{"activity":["pool-resize","pool-init","lock-wait","sleep","script"]}}]},"strength":"strong","group":"threads","claim":"the server itself was stuck"}],"summary":"RediSearch ends queries that run longer than TIMEOUT (500 ms by default), and clients get partial results or errors. The server is otherwise well.","remedy":["Find the queries: `FT.PROFILE index SEARCH QUERY \u2026` shows where the time goes (wildcards, large unions, sorting without SORTABLE, big LIMIT offsets).","Raise `TIMEOUT` for the queries that may take longer, or set ON_TIMEOUT FAIL if partial results are wrong for you.","Give search more threads (WORKERS) or shards; see that no shard is overloaded."],"collect":[{"ask":"counters and slow queries","command":"redis-cli FT.INFO index; redis-cli INFO search; redis-cli SLOWLOG GET 50","risk":"none"}],"references":["https://github.com/RediSearch/RediSearch/blob/v2.10.20/coord/src/rmr/rmr.c#L143"],"whenWrong":"All queries fail at once from one moment on: then a shard is down or stuck.","examples":{"hit":[{"from":"corpus redisearch/other-query-timeouts","text":"* <module> Timed out coordination request","note":"FT.CONFIG lowered TIMEOUT; SLOWLOG shows the queries"}],"clear":[{"from":"corpus redisearch/control-8to0-noload-notice","note":"no queries at all"},{"from":"written by hand","text":"* <search> Scanning index idx in background: done (scanned=20000).","note":"no query at all"}]}},{"id":"rdb-checksum-wrong","kind":"startup/data-corrupt","title":"The RDB file does not match its checksum","severity":"critical","prior":-0.5,"anchors":["checksum"],"evidence":[{"id":"checksum","ask":{"event":{"ids":["rdb-checksum"],"within":"run"}},"strength":"decisive","group":"log","claim":"the checksum differs"},{"id":"check-failed","ask":{"check":{"tool":["check-rdb"],"ok":false}},"strength":"strong","group":"probe","claim":"redis-check-rdb finds it damaged: {value}"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"The file was changed or cut after it was written: a bad disk, a broken copy, a transfer in text mode.","remedy":["Take another copy (previous backup, replica): compare `sha256sum` on both sides of every copy.","As a last resort `rdbchecksum no` loads a file whose only fault is the checksum; check the data afterwards."],"collect":[{"ask":"the file at its source and here","command":"sha256sum FILE","risk":"none","why":"a copy that differs was damaged on its way"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/rdb.c#L3673"],"whenWrong":"The checksum is right on another host: then memory or disk of this host is at fault, not the file.","examples":{"hit":[{"from":"corpus redis-7.2.6/rdb-corrupt","text":"21008:M 23 Nov 2026 06:54:43.186 # Wrong RDB checksum expected: (d1390528bd85e751) but got (d1390428bd85e751). Aborting now."}],"clear":[{"from":"corpus redis-8.0.6/slow-load","note":"the file is whole"},{"from":"written by hand","text":"* Loading RDB produced by version 7.4.1\\n* DB loaded from disk: 0.012 seconds","note":"the file is whole"}]}},{"id":"read-lock-owned-in-report","kind":"advisory/version","title":"The crashing thread itself held the lock of an index","severity":"info","affects":{"module":"search","versions":">=2.10.26 <7.99.0 || >=8.2.7 <8.4.0 || >=8.4.3"},"anchors":["owned"],"evidence":[{"id":"owned","ask":{"event":{"ids":["search-lock-deadlock","search-lock-failed"],"on":"any","within":"run"}},"strength":"strong","group":"log","claim":"the read lock of index {index} could not be taken"}],"summary":"While the report was written, RediSearch found the lock of an index in the hands of the crashing thread. That does not explain the crash; it says where the thread was.","remedy":["Look at the stack of the crashing thread: it was working on that index."],"references":["https://github.com/redis/redis/issues/14570"],"whenWrong":"Another return code than 35: then another thread held the lock.","advisory":true,"examples":{"hit":[{"from":"written by hand","text":"# <search> Failed to acquire read lock on index idx: rc=35 (Resource deadlock avoided)"}],"clear":[{"from":"corpus redisearch/hang-notice-long-segv@logs","note":"an older version without that line"},{"from":"written by hand","text":"* <search> Loading event ends","note":"the same module, another line"}]}},{"id":"replica-cannot-load","kind":"replication/resync-loop","title":"A replica receives its copy but cannot load it","severity":"critical","prior":0,"anchors":["load-failed"],"evidence":[{"id":"load-failed","ask":{"event":{"ids":["master-load-error"],"on":"any"}},"strength":"strong","group":"trigger","claim":"the replica could not load the copy ({n} times)"},{"id":"reason","ask":{"event":{"ids":["rdb-version","rdb-module-missing","rdb-short-read","rdb-internal-error","rdb-checksum"],"on":"any"}},"strength":"strong","group":"log","claim":"the loader says why ({n} lines)"},{"id":"again","ask":{"event":{"ids":["full-resync-requested","full-resync-from"],"on":"any","min":2,"within":1800}},"strength":"moderate","group":"end","claim":"{n} full synchronisations were begun"}],"refutes":[{"id":"loaded-later","ask":{"event":{"ids":["sync-ok"],"on":"any","after":"load-failed"}},"strength":"moderate","group":"end","claim":"a later copy was loaded","needs":"load-failed"}],"summary":"The master\'s copy arrives, but the replica fails to load it and asks again: damaged transfer, a newer RDB version on the master, a missing module or too little memory.","remedy":["Read the line before `Failed trying to load`: it names the reason. Upgrade replicas before masters; load the same modules on both.","Give the replica at least the master\'s maxmemory."],"collect":[{"ask":"versions and modules of both sides","command":"redis-cli INFO server; redis-cli MODULE LIST","risk":"none","why":"the replica must be at least as new as the master"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/replication.c#L2108"],"whenWrong":"A later `MASTER <-> REPLICA sync: Finished with success` of the same replica.","examples":{"hit":[{"from":"written by hand","text":"# Can\'t handle RDB format version 12\\n# Failed trying to load the MASTER synchronization DB from socket"}],"clear":[{"from":"corpus redis-8.0.6/repl-full-partial","text":"* MASTER <-> REPLICA sync: Finished with success"}]}},{"id":"replica-cannot-persist","kind":"replication/divergence","title":"A replica applies commands that it cannot write to disk","severity":"critical","prior":0,"anchors":["cannot-persist"],"evidence":[{"id":"cannot-persist","ask":{"event":{"ids":["replica-cannot-persist"],"on":"any"}},"strength":"decisive","group":"log","claim":"the replica applies without writing ({n} times)"},{"id":"why","ask":{"event":{"ids":["aof-write-error","aof-short-write","bgsave-error","rdb-write-error"],"on":"any"}},"strength":"moderate","group":"trigger","claim":"writing fails ({n} lines)"}],"refutes":[{"id":"solved","ask":{"event":{"ids":["aof-write-ok"],"on":"any","after":"cannot-persist"}},"strength":"moderate","group":"end","claim":"the replica can write again","needs":"cannot-persist"}],"summary":"The replica\'s disk refuses its append-only file while the stream of the master goes on: its memory and its disk drift apart.","remedy":["Repair the replica\'s disk (space, permission); then `BGREWRITEAOF` there.","`replica-ignore-disk-write-errors` decides whether it goes on or ends."],"collect":[{"ask":"space and errors on the replica\'s host","command":"df -h DIR; dmesg -T | tail","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/server.c#L4081"],"whenWrong":"A later `AOF write error looks solved` of the replica: then compare the data once and go on.","examples":{"hit":[{"from":"written by hand","text":"# Replica is applying a command even though it is unable to write to disk."}],"clear":[{"from":"corpus redis-7.4.1/repl-verbose","note":"no such line"},{"from":"written by hand","text":"# Background saving error","note":"the master cannot save; no replica applies anything unwritten"}]}},{"id":"report-waits-in-module","kind":"advisory/version","title":"The crash report stops where it asks the modules for their state","severity":"info","affects":{"module":"search","versions":"<2.10.26 || >=7.99.0 <8.2.7 || >=8.4.0 <8.4.3"},"anchors":["cut-at-modules"],"evidence":[{"id":"cut-at-modules","ask":{"crash":{"complete":false,"section":"MODULES INFO OUTPUT"}},"strength":"strong","group":"report","claim":"the report is cut off at MODULES INFO OUTPUT"}],"summary":"The report ends at MODULES INFO. RediSearch before 2.10.26, 8.2.7 and 8.4.3 takes a read lock of every index there, inside the signal handler; if a thread holds the write lock, the handler waits for ever and the process neither works nor dies.","remedy":["Kill the process (`kill -9 PID`) and restart it; upgrade RediSearch to 2.10.26, 8.2.7 or 8.4.3.","Read it as a hint that some thread held or wanted the write lock of an index."],"collect":[{"ask":"what the threads of the process wait for","command":"for t in /proc/PID/task/*; do echo $(cat $t/comm) $(cat $t/wchan); done","risk":"none","why":"a process whose handler is stuck neither works nor dies"}],"fixed":[{"version":"2.10.26","change":"the report tries the lock of an index and does not wait for it","line":"2.10"},{"version":"8.2.7","change":"the report tries the lock of an index and does not wait for it","line":"8.2"},{"version":"8.4.3","change":"the report tries the lock of an index and does not wait for it","line":"8.4"}],"whenWrong":"The log was cut there (rotation, a full disk, a quoted part of it) and the process ended.","advisory":true,"examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 0\\n# Accessing address: 0x7530\\n# Killed by PID: 30000, UID: 0\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(aeApiPoll+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(aeProcessEvents+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(aeMain+0x1c)[0x7f4416848003]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ MODULES INFO OUTPUT ------","note":"the report ends there"}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 0\\n# Accessing address: 0x7530\\n# Killed by PID: 30000, UID: 0\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(aeApiPoll+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(aeProcessEvents+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(aeMain+0x1c)[0x7f4416848003]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ MODULES INFO OUTPUT ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"the report is complete"}]}},{"id":"resync-loop","kind":"replication/resync-loop","title":"Replicas synchronise in full again and again","severity":"warning","anchors":["full-resyncs","lack-of-backlog","failed-transfers"],"evidence":[{"id":"full-resyncs","ask":{"any":[{"event":{"ids":["full-resync-requested"],"on":"server","min":3,"same":"addr","within":1800}},{"event":{"ids":["full-resync-from"],"on":"server","min":3,"within":1800}}]},"strength":"strong","group":"log","claim":"{n} full synchronisations of the same replica"},{"id":"partial-refused","ask":{"event":{"ids":["psync-refused"],"on":"server","min":3,"same":"addr","within":1800}},"strength":"moderate","group":"log","claim":"a partial synchronisation was refused {n} times"},{"id":"lack-of-backlog","ask":{"event":{"ids":["psync-lack-of-backlog"],"on":"server","min":2,"within":1800}},"strength":"strong","group":"witness","claim":"the backlog no longer held what the replica missed ({n} times)"},{"id":"buffer-limit","ask":{"event":{"texts":["Client {} flags=S {} for overcoming of output buffer limits"],"module":"","on":"any"}},"strength":"moderate","group":"trigger","claim":"the replica\'s output buffer reached its limit ({n} times)"},{"id":"failed-transfers","ask":{"event":{"ids":["master-sync-error","master-load-error","master-bulk-timeout"],"on":"server","min":2,"within":1800}},"strength":"moderate","group":"trigger","claim":"transfers failed half-way ({n} times)"}],"refutes":[{"id":"restarts","ask":{"restarts":{"min":1,"within":1800}},"strength":"moderate","group":"end","claim":"the server was restarted {n} times meanwhile: a full synchronisation after each is expected"}],"summary":"A replica needs a full synchronisation every time it loses the link, because the master\'s backlog no longer holds what it missed or their histories differ. Each one costs a fork, a transfer and a load.","remedy":["`CONFIG SET repl-backlog-size 256mb` (write rate \xD7 longest outage) on all nodes.","If the transfer is cut by the output buffer: raise `client-output-buffer-limit replica`.","Find why the link breaks at all (timeouts, restarts)."],"collect":[{"ask":"backlog and offsets","command":"redis-cli INFO replication; redis-cli INFO stats | grep sync_","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/replication.c#L739","https://redis.io/docs/latest/operate/oss_and_stack/management/replication/"],"whenWrong":"Each full synchronisation belongs to a restart or a new replica.","examples":{"hit":[{"from":"written by hand","text":"1:M 23 Nov 2026 06:10:20.000 * Full resync requested by replica 10.0.0.2:6379\\n1:M 23 Nov 2026 06:12:20.000 * Unable to partial resync with replica 10.0.0.2:6379 for lack of backlog (Replica request was: 81231231).\\n1:M 23 Nov 2026 06:12:21.000 * Full resync requested by replica 10.0.0.2:6379\\n1:M 23 Nov 2026 06:14:20.000 * Unable to partial resync with replica 10.0.0.2:6379 for lack of backlog (Replica request was: 91231231).\\n1:M 23 Nov 2026 06:14:21.000 * Full resync requested by replica 10.0.0.2:6379"}],"clear":[{"from":"corpus redis-7.4.1/repl-verbose","note":"one full synchronisation at the start"},{"from":"written by hand","text":"* Full resync requested by replica 10.0.0.2:6379\\n* Synchronization with replica 10.0.0.2:6379 succeeded","note":"one full synchronisation, as after every start"}]}},{"id":"rogue-replication","kind":"security/cross-protocol","title":"An intruder turned the server into a replica and loaded a module","severity":"critical","prior":-1,"anchors":["known-payload","odd-file-names","module-refused-after"],"evidence":[{"id":"became-replica","ask":{"event":{"ids":["replicaof-enabled"],"within":"run"}},"strength":"moderate","group":"trigger","claim":"a client made the server a replica"},{"id":"module-after-replicaof","ask":{"event":{"ids":["module-loaded"],"after":"became-replica","within":600}},"strength":"strong","group":"log","claim":"a module was loaded right after","needs":"became-replica"},{"id":"module-refused-after","ask":{"event":{"ids":["module-load-failed"],"after":"became-replica","within":600}},"strength":"strong","group":"log","claim":"somebody tried to load a module right after","needs":"became-replica"},{"id":"no-rdb","ask":{"event":{"ids":["rdb-wrong-signature"],"after":"became-replica","within":600}},"strength":"strong","group":"report","claim":"what its new master sent is not an RDB file ({n} times)","needs":"became-replica"},{"id":"module-from-tmp","ask":{"event":{"texts":["Module {} loaded from /tmp/","Module {} loaded from /var/tmp/","Module {} loaded from /dev/shm/","Module {} loaded from ./"],"module":"","within":"run"}},"strength":"strong","group":"log","claim":"a module was loaded from a place that anybody can write"},{"id":"known-payload","ask":{"event":{"texts":["Module {} loaded from ./exp","Module {} loaded from ./red2","Module {} loaded from ./system.so","Module {} loaded from ./module.so","Module {} loaded from /tmp/exp","Module {} loaded from /tmp/red2","Module {} loaded from /tmp/system.so","Module {} loaded from /tmp/module.so"],"module":"","within":"run"}},"strength":"moderate","group":"counters","claim":"a module was loaded under a file name that the published attacks use"},{"id":"back-to-master","ask":{"event":{"ids":["master-mode"],"after":"became-replica"}},"strength":"moderate","group":"end","claim":"and it was turned back to a master","needs":"became-replica"},{"id":"config-rewritten","ask":{"event":{"ids":["config-rewrite"],"after":"became-replica"}},"strength":"weak","group":"log","claim":"the configuration was rewritten","needs":"became-replica"},{"id":"odd-file-names","ask":{"event":{"ids":["rdb-open-error"],"where":{"dir":["/var/spool/cron","/var/spool/cron/crontabs","/etc/cron.d","/etc","/root/.ssh"]},"within":"run"}},"strength":"strong","group":"counters","claim":"somebody tried to save the data set as a system file"}],"refutes":[{"id":"sentinel","ask":{"event":{"ids":["sentinel-switch-master","sentinel-reconf"],"on":"any"}},"strength":"moderate","group":"witness","claim":"Sentinel moved roles at that time"}],"summary":"An unknown client made the server a replica of its own host, had it load a file as a module and then turned it back. That is the known way to run code on an open Redis.","remedy":["Treat the host as taken: isolate it, keep disk and memory images, rotate all keys and passwords that were on it.","Rebuild the host; restore data from before the first unknown REPLICAOF.","Never expose Redis: bind to internal addresses, ACLs without admin commands, `enable-module-command no`, protected-mode, a firewall."],"collect":[{"ask":"loaded modules and settings","command":"redis-cli MODULE LIST; redis-cli CONFIG GET dir dbfilename","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/replication.c#L3183","https://redis.io/docs/latest/operate/oss_and_stack/management/security/"],"whenWrong":"The address of the REPLICAOF belongs to your own migration.","examples":{"hit":[{"from":"written by hand","text":"* REPLICAOF 203.0.113.9:21000 enabled (user request from \'id=9 addr=203.0.113.9:50112 \u2026\')\\n* Module \'system\' loaded from ./exp.so\\n* MASTER MODE enabled (user request from \'id=9 addr=203.0.113.9:50112 \u2026\')"}],"clear":[{"from":"corpus redis-8.0.6/repl-full-partial","text":"* REPLICAOF 127.0.0.1:6380 enabled (user request from","note":"no module is loaded"}]}},{"id":"save-child-killed","kind":"crash/child","title":"The child that saves was killed","severity":"warning","prior":-0.3,"anchors":["killed-by-9"],"evidence":[{"id":"killed-by-9","ask":{"event":{"texts":["Background saving terminated by signal 9","Background AOF rewrite terminated by signal 9","Background transfer terminated by signal 9"],"module":""}},"strength":"strong","group":"end","claim":"the child was killed by signal 9 ({n} times)"},{"id":"oom-kill","ask":{"kernel":{"event":["oom-kill"],"ofVictim":false}},"strength":"strong","group":"kernel","claim":"the kernel killed {comm}[{pid}] for memory"},{"id":"server-lives","ask":{"end":{"how":["clean-shutdown","still-running"]}},"strength":"moderate","group":"report","claim":"the server itself went on"}],"refutes":[{"id":"server-died","ask":{"crash":{"inChild":false,"survived":false}},"strength":"strong","group":"report","claim":"the server itself crashed: {value}"}],"summary":"The background save or rewrite was ended by SIGKILL: mostly the kernel\'s OOM killer, which prefers the child because its copied pages count as its own.","remedy":["Leave more memory free: lower maxmemory or raise the limit of the container; a fork needs room for every page that changes while it writes.","Save at quiet times, or on a replica only.","Run `BGSAVE` again and watch rdb_last_bgsave_status."],"collect":[{"ask":"kernel log of that minute","command":"dmesg -T | grep -iE \'oom|killed process\'","risk":"none","why":"decides between the OOM killer and a person"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/rdb.c#L3761"],"whenWrong":"A person or a script killed the child: the kernel log has no line of the OOM killer then.","examples":{"hit":[{"from":"written by hand","text":"# Background saving terminated by signal 9"}],"clear":[{"from":"corpus redis-8.0.6/crash-bgsave-child","text":"# Background saving terminated by signal 11"}]}},{"id":"save-failed","kind":"persistence/save-failed","title":"Saving fails","severity":"critical","prior":-0.2,"anchors":["error-named","save-error"],"evidence":[{"id":"error-named","ask":{"event":{"ids":["rdb-open-error","rdb-write-error","rdb-rename-error","aof-write-error","aof-open-error","aofrw-open-error","aofrw-rename-error","aofrw-write-error","aof-fsync-error","aof-fsync-fatal","replica-write-disk-error"],"on":"server"}},"strength":"strong","group":"log","claim":"the reason is named"},{"id":"denied","ask":{"event":{"ids":["rdb-open-error","rdb-write-error","rdb-rename-error","aof-open-error","aofrw-open-error"],"on":"server","where":{"reason":["Permission denied","Read-only file system","No such file or directory","Input/output error","Operation not permitted"]}}},"strength":"strong","group":"trigger","claim":"the folder cannot be written: {reason}"},{"id":"save-error","ask":{"event":{"ids":["bgsave-error","aofrw-error","shutdown-save-failed"]}},"strength":"strong","group":"end","claim":"saving failed ({n} times)"},{"id":"writes-refused","ask":{"info":{"field":"rdb_last_bgsave_status","op":"==","value":"err"}},"strength":"moderate","group":"counters","claim":"the last background save is marked as failed"}],"refutes":[{"id":"never-started","ask":{"all":[{"neverReady":{}},{"event":{"ids":["aof-open-error"]}}]},"strength":"decisive","group":"trigger","claim":"the server did not even start"},{"id":"no-space","ask":{"any":[{"event":{"ids":["rdb-write-error","rdb-open-error","rdb-rename-error","aof-write-error","aofrw-write-error","aof-open-error","aofrw-open-error","aof-fsync-error","replica-write-disk-error"],"on":"server","where":{"reason":"No space left on device"}}},{"event":{"ids":["aof-short-write"]}},{"event":{"ids":["replica-write-disk-error"],"on":"server","where":{"reason":"short write"}}}]},"strength":"strong","group":"log","claim":"the disk is full"},{"id":"fork-refused","ask":{"event":{"ids":["fork-failed"],"where":{"reason":["Cannot allocate memory","Resource temporarily unavailable"]}}},"strength":"moderate","group":"trigger","claim":"the child could not even be created: {reason}"},{"id":"child-died","ask":{"event":{"ids":["bgsave-signal","aofrw-signal"]}},"strength":"moderate","group":"end","claim":"the child died of a signal"}],"summary":"The server cannot write its RDB or AOF file. The line of the child names the reason, mostly permissions or a read-only file system.","remedy":["Give the folder of `dir` to the user that runs the server and make it writable (`chown redis:redis DIR; chmod 750 DIR`); a read-only remount shows in `mount` and `dmesg`.","Check with `redis-cli BGSAVE` and `INFO persistence` (rdb_last_bgsave_status:ok).","Until one save succeeds, memory is the only whole copy: do not restart; `redis-cli --rdb /other/volume/dump.rdb` takes one elsewhere.","Clients get MISCONF meanwhile; `CONFIG SET stop-writes-on-bgsave-error no` lets them write, at the price that a crash loses more."],"collect":[{"ask":"folder, owner and mount","command":"redis-cli CONFIG GET dir; namei -l DIR; mount | grep DIR; df -h DIR","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/rdb.c#L3756"],"whenWrong":"`dir` was changed by somebody (CONFIG SET dir): that is also how intruders write files; see security/cross-protocol.","examples":{"hit":[{"from":"corpus redis-7.4.1/bgsave-dir-perm","text":"# Failed opening the temp RDB file temp-30016.rdb (in server root dir /data) for saving: Permission denied\\n# Background saving error"}],"clear":[{"from":"corpus redis-8.0.6/disk-full-rdb","text":"Write error while saving DB to the disk(rdbSaveRio): No space left on device"}]}},{"id":"search-cluster-uninitialised","kind":"search/shard-unreachable","title":"The search coordinator has no topology","severity":"warning","prior":-0.5,"anchors":["no-topology"],"evidence":[{"id":"no-topology","ask":{"all":[{"event":{"ids":["coord-cluster-error"],"on":"any"}},{"any":[{"event":{"ids":["running-mode"],"where":{"mode":"cluster"},"within":"run"}},{"info":{"field":"cluster_enabled","op":"==","value":1}}]}]},"strength":"strong","group":"trigger","claim":"the coordinator cannot ask the cluster ({n} times), although the server is in cluster mode"},{"id":"topology-failed","ask":{"event":{"ids":["coord-topology-failed"],"on":"any"}},"strength":"moderate","group":"log","claim":"not all nodes are connected ({n} times)"}],"refutes":[{"id":"standalone","ask":{"event":{"ids":["running-mode"],"where":{"mode":"standalone"},"within":"run"}},"strength":"strong","group":"report","claim":"the server is no cluster node: there the line means nothing"}],"summary":"The coordinator cannot read the cluster\'s layout, so every query fails with `Uninitialized cluster state`. In open source it asks the cluster itself, in Redis Enterprise it is told by CLUSTERSET.","remedy":["`redis-cli CLUSTER INFO`: is the cluster formed? Then `redis-cli SEARCH.CLUSTERREFRESH` on the node.","Redis Enterprise: `rladmin status` and a restart of the shard\'s proxy endpoint; check that the module\'s version equals on all nodes."],"collect":[{"ask":"the layout as the node sees it","command":"redis-cli CLUSTER INFO; redis-cli CLUSTER SHARDS; redis-cli SEARCH.CLUSTERINFO","risk":"none"}],"whenWrong":"Only in the first seconds after a start, before the cluster is formed.","examples":{"hit":[{"from":"written by hand","text":"* Running mode=cluster, port=6379.\\n* Ready to accept connections tcp\\n# <search> Error calling CLUSTER SHARDS"}],"clear":[{"from":"corpus redisearch/hang-standalone-nocluster@logs","text":"<search> Error calling CLUSTER MYID","note":"a standalone server says it too; there it means nothing"}]}},{"id":"search-connect-stall","kind":"search/shard-unreachable","title":"Searches wait for a shard whose connection attempt never ends","severity":"warning","prior":-1,"affects":{"module":"search","versions":"<2.10.30 || >=7.99.0 <8.2.12 || >=8.4.0 <8.4.9 || >=8.6.0 <8.6.7"},"anchors":["wait-for-replies"],"evidence":[{"id":"wait-for-replies","ask":{"frames":{"names":["pthread_cond_wait*","MRChannel_Pop"],"thread":"any","dumps":2}},"strength":"strong","group":"threads","claim":"threads wait for the replies of shards in two dumps"},{"id":"peers-lost","ask":{"witness":{"what":["node-failing","node-fail-received","probe-timeout"]}},"strength":"moderate","group":"witness","claim":"a shard was lost meanwhile"},{"id":"no-topology-error","ask":{"event":{"ids":["coord-topology-failed"],"on":"any"}},"strength":"weak","group":"log","claim":"the coordinator logs no topology error","expect":"absent","printedAt":"warning"}],"refutes":[{"id":"main-stuck","ask":{"any":[{"frozenClock":{"minSec":5}},{"main":{"activity":["pool-resize","pool-init","lock-wait","barrier-wait","sleep","script"]}}]},"strength":"strong","group":"probe","claim":"the server itself was stuck"}],"summary":"After a network fault that drops packets, the coordinator\'s connection attempt has no limit of time: queries wait for replies and no topology error is logged.","remedy":["Restart the coordinating shards or break the connections (`CLIENT KILL TYPE normal` on the other side does not reach them).","Upgrade RediSearch to 2.10.30, 8.2.12, 8.4.9 or 8.6.7 and set `search-connect-timeout`."],"collect":[{"ask":"two dumps of all threads, a minute apart","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks-1.txt","risk":"low","why":"the same threads in MRChannel_Pop twice"}],"fixed":[{"version":"2.10.30","change":"RediSearch #9222 (MOD-12739)"},{"version":"8.2.12","change":"RediSearch #9222 (MOD-12739)"},{"version":"8.4.9","change":"RediSearch #9222 (MOD-12739)"},{"version":"8.6.7","change":"RediSearch #9222 (MOD-12739)"}],"references":["https://github.com/RediSearch/RediSearch/pull/9222"],"whenWrong":"A shard that is down or stuck: then its own log or stacks show it, and the coordinator is right to wait.","examples":{"hit":[{"from":"written by hand","entry":"stacks-1.txt","text":"[New LWP 87]\\n\\nThread 2 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in aeApiPoll ()\\n#2  0x00007f8909c8b002 in aeProcessEvents ()\\n#3  0x00007f8909c8b003 in aeMain ()\\n#4  0x00007f8909c8b004 in main ()\\n\\nThread 1 (Thread 0x7f89067f16c0 (LWP 88) \\"coord-0001\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in MRChannel_Pop () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in MRIterator_Next () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in rpnetNext () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so","files":[{"entry":"stacks-2.txt","text":"[New LWP 87]\\n[New LWP 88]\\n\\nThread 3 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in aeApiPoll ()\\n#2  0x00007f8909c8b002 in aeProcessEvents ()\\n#3  0x00007f8909c8b003 in aeMain ()\\n#4  0x00007f8909c8b004 in main ()\\n\\nThread 2 (Thread 0x7f89067f16c0 (LWP 88) \\"coord-0001\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in MRChannel_Pop () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in MRIterator_Next () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in rpnetNext () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 1 (Thread 0x7f89067f26c0 (LWP 89) \\"coord-0002\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in MRChannel_Pop () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in MRIterator_Next () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in rpnetNext () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so"}],"note":"two dumps, a minute apart"}],"clear":[{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n\\nThread 2 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in aeApiPoll ()\\n#2  0x00007f8909c8b002 in aeProcessEvents ()\\n#3  0x00007f8909c8b003 in aeMain ()\\n#4  0x00007f8909c8b004 in main ()\\n\\nThread 1 (Thread 0x7f89067f16c0 (LWP 88) \\"coord-0001\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in MRChannel_Pop () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in MRIterator_Next () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in rpnetNext () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so","note":"a thread that waits for a reply at one moment is what a running query looks like"},{"from":"corpus redisearch/hang-notice-long-segv@gdb","note":"coordinator threads are idle in priority_queue_pull"}]}},{"id":"search-cursor-acl-loop","kind":"hang/main-thread-stuck","title":"FT.CURSOR loops for ever for a user with ACL rules","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":"<2.6.36 || >=2.8.0 <2.8.37 || >=2.10.0 <2.10.30 || >=7.99.0 <8.2.12"},"anchors":["cursor-stuck"],"evidence":[{"id":"cursor-stuck","ask":{"all":[{"executing":{"commands":["*FT.CURSOR *"]}},{"any":[{"frozenClock":{"minSec":5}},{"main":{"activity":["module-command","running"]}}]}]},"strength":"strong","group":"command","claim":"main was stuck in {value}"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"silence","ask":{"silence":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the process logged nothing for {value}"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"}],"refutes":[{"id":"main-idle","ask":{"main":{"activity":["idle"]}},"strength":"strong","group":"threads","claim":"main was idle in its event loop"},{"id":"search-pool","ask":{"main":{"activity":["pool-resize","pool-init"]}},"strength":"strong","group":"threads","claim":"main stands at the barrier of the worker pool: {value}"}],"summary":"FT.CURSOR READ or DEL of a user whose key permissions are restricted runs in an endless loop on the main thread, at 100 % CPU.","remedy":["`redis-cli CLIENT KILL` does not help: kill and restart the server.","Upgrade RediSearch to 2.6.36, 2.8.37, 2.10.30 or 8.2.12.","Until then let only users with full key access use cursors."],"collect":[{"ask":"stacks of all threads while it hangs","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low"}],"fixed":[{"version":"2.6.36","change":"RediSearch #8948, #8949, #8950 (MOD-14479)"},{"version":"2.8.37","change":"RediSearch #8948, #8949, #8950 (MOD-14479)"},{"version":"2.10.30","change":"RediSearch #8948, #8949, #8950 (MOD-14479)"},{"version":"8.2.12","change":"RediSearch #8948, #8949, #8950 (MOD-14479)"}],"references":["https://github.com/RediSearch/RediSearch/pull/8948","https://github.com/RediSearch/RediSearch/pull/8949","https://github.com/RediSearch/RediSearch/pull/8950"],"whenWrong":"Main in a wait (futex, epoll) instead of computing.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n77:M 23 Nov 2026 06:05:00.000 # Redis 7.4.1 crashed by signal: 11, si_code: 0\\n77:M 23 Nov 2026 06:05:00.000 # Accessing address: 0x7530\\n77:M 23 Nov 2026 06:05:00.000 # Killed by PID: 30000, UID: 0\\n77:M 23 Nov 2026 06:05:00.000 # Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(ACLCheckAllUserCommandPerm+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(ACLCheckAllUserCommandPerm+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(ACLUserCheckKeyPerm+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(RSCursorCommand+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(call+0x20)[0x7f4416848004]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ INFO OUTPUT ------\\n# Server\\nredis_version:7.4.1\\nprocess_id:77\\nserver_time_usec:1795413620000000\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=ft.cursor\\nargv[0]: \'FT.CURSOR\'\\nargv[1]: \'READ\'\\nargv[2]: \'idx\'\\nargv[3]: \'42\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"the clock of main had stood still for 280 s in FT.CURSOR"}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n77:M 23 Nov 2026 06:05:00.000 # Redis 7.4.1 crashed by signal: 11, si_code: 0\\n77:M 23 Nov 2026 06:05:00.000 # Accessing address: 0x7530\\n77:M 23 Nov 2026 06:05:00.000 # Killed by PID: 30000, UID: 0\\n77:M 23 Nov 2026 06:05:00.000 # Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(rpidxNext+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(rpidxNext+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(AREQ_Execute+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(RSSearchCommand+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(call+0x20)[0x7f4416848004]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ INFO OUTPUT ------\\n# Server\\nredis_version:7.4.1\\nprocess_id:77\\nserver_time_usec:1795413620000000\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=ft.search\\nargv[0]: \'FT.SEARCH\'\\nargv[1]: \'idx\'\\nargv[2]: \'*\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"a search that takes long, not a cursor"}]}},{"id":"search-cursor-flush-crash","kind":"crash/fault","title":"RediSearch crashed on a cursor after a flush","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":"<2.6.32 || >=2.8.0 <2.8.29 || >=2.10.0 <2.10.22 || >=7.99.0 <8.2.1"},"anchors":["frames"],"evidence":[{"id":"frames","ask":{"any":[{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["Cursors_*|Cursor_Free*"],"depth":6}},{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["Cursor_*","AREQ_*"],"depth":8}}]},"strength":"strong","group":"threads","claim":"the faulting stack goes through it: {frames}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"flush","ask":{"executing":{"commands":["FLUSHALL*","FLUSHDB*","*FT.CURSOR *"]}},"strength":"moderate","group":"command","claim":"the command in progress is {value}"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"FLUSHDB or FLUSHALL with open aggregation cursors leaves cursors that point to freed indexes; the next access crashes.","remedy":["Restart; upgrade RediSearch to 2.6.32, 2.8.29, 2.10.22 or 8.2.1.","Until then delete cursors (FT.CURSOR DEL) or let them expire before a flush."],"collect":[{"ask":"the whole report, and the commands before it","command":"redis-cli SLOWLOG GET 50","risk":"none","why":"a FLUSHALL with open cursors shows there"}],"fixed":[{"version":"2.6.32","change":"RediSearch #6594 (MOD-10681)"},{"version":"2.8.29","change":"RediSearch #6594 (MOD-10681)"},{"version":"2.10.22","change":"RediSearch #6594 (MOD-10681)"},{"version":"8.2.1","change":"RediSearch #6594 (MOD-10681)"}],"references":["https://github.com/RediSearch/RediSearch/pull/6594"],"whenWrong":"No FLUSHALL or FLUSHDB and no cursor in the minutes before, or a release with the fix: then it is another fault in the same functions.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(Cursors_CollectIdle+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(Cursors_CollectIdle+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(Cursors_Reserve+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(AREQ_StartCursor+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(call+0x20)[0x7f4416848004]\\n/usr/bin/redis-server *:6379(processCommand+0x24)[0x7f4416848005]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=ft.aggregate\\nargv[0]: \'FT.AGGREGATE\'\\nargv[1]: \'idx\'\\nargv[2]: \'*\'\\nargv[3]: \'WITHCURSOR\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(RP_Next+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(RP_Next+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(AREQ_Execute+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(call+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(processCommand+0x20)[0x7f4416848004]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=ft.aggregate\\nargv[0]: \'FT.AGGREGATE\'\\nargv[1]: \'idx\'\\nargv[2]: \'*\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"a fault in a query that has no cursor"},{"from":"corpus redis-7.4.1/crash-debug-segfault","note":"the fault is in debugCommand, no module is involved"}]}},{"id":"search-dropindex-timer-hang","kind":"deadlock/module-lock","title":"FT.DROPINDEX and the garbage collector of RediSearch wait for each other","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":"<2.8.10"},"anchors":["drop-stuck"],"evidence":[{"id":"drop-stuck","ask":{"all":[{"executing":{"commands":["FT.DROPINDEX *","FT.DROP *","_FT.DROP*"]}},{"frozenClock":{"minSec":5}}]},"strength":"strong","group":"command","claim":"main was stuck in {value}"},{"id":"gc-waits","ask":{"any":[{"frames":{"names":["RM_ThreadSafeContextLock","FGC_*"],"thread":"any"}},{"frames":{"names":["RM_StopTimer","GCContext_*"],"thread":"any"}}]},"strength":"moderate","group":"trigger","claim":"the garbage collector waits for a lock"},{"id":"cycle","ask":{"any":[{"waitCycle":{"through":["module-lock"]}},{"waitCycle":{"through":["rwlock"]}},{"waitCycle":{"through":["mutex"]}},{"waitCycle":{"through":["queue"]}}]},"strength":"decisive","group":"threads","claim":"the stacks show threads that wait for each other: {cycle}"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"silence","ask":{"silence":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the process logged nothing for {value}"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"}],"refutes":[{"id":"main-idle","ask":{"main":{"activity":["idle"]}},"strength":"strong","group":"threads","claim":"main was idle in its event loop"},{"id":"search-pool","ask":{"main":{"activity":["pool-resize","pool-init"]}},"strength":"strong","group":"threads","claim":"main stands at the barrier of the worker pool: {value}"}],"summary":"The garbage collector\'s thread frees its timer under a lock that FT.DROPINDEX holds on the main thread.","remedy":["Kill and restart the server: a circle of locks does not end by itself.","Upgrade RediSearch to 2.8.10 or later; before that switch the collector off while dropping (`FT.CONFIG SET GC_POLICY` at start, NOGC)."],"collect":[{"ask":"stacks of all threads while it hangs","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low"}],"fixed":[{"version":"2.8.10","change":"RediSearch #4220 (MOD-6276)"}],"references":["https://github.com/RediSearch/RediSearch/pull/4220"],"whenWrong":"A second dump that shows main somewhere else: dropping a large index only takes long.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n77:M 23 Nov 2026 06:05:00.000 # Redis 7.4.1 crashed by signal: 11, si_code: 0\\n77:M 23 Nov 2026 06:05:00.000 # Accessing address: 0x7530\\n77:M 23 Nov 2026 06:05:00.000 # Killed by PID: 30000, UID: 0\\n77:M 23 Nov 2026 06:05:00.000 # Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/lib/x86_64-linux-gnu/libc.so.6(pthread_mutex_lock+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/lib/x86_64-linux-gnu/libc.so.6(pthread_mutex_lock+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(GCContext_Stop+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(IndexSpec_Free+0x18)[0x7f4416848002]\\n/opt/redis/lib/redisearch.so(DropIndexCommand+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x20)[0x7f4416848004]\\n/usr/bin/redis-server *:6379(call+0x24)[0x7f4416848005]\\n\\n89 gc-0042\\n/lib/x86_64-linux-gnu/libc.so.6(pthread_mutex_lock+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(RM_ThreadSafeContextLock+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(FGC_fork+0x18)[0x7f4416848002]\\n/opt/redis/lib/redisearch.so(periodicCb+0x1c)[0x7f4416848003]\\n\\n2/2 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ INFO OUTPUT ------\\n# Server\\nredis_version:7.4.1\\nprocess_id:77\\nserver_time_usec:1795413620000000\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=ft.dropindex\\nargv[0]: \'FT.DROPINDEX\'\\nargv[1]: \'idx\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n77:M 23 Nov 2026 06:05:00.000 # Redis 7.4.1 crashed by signal: 11, si_code: 0\\n77:M 23 Nov 2026 06:05:00.000 # Accessing address: 0x7530\\n77:M 23 Nov 2026 06:05:00.000 # Killed by PID: 30000, UID: 0\\n77:M 23 Nov 2026 06:05:00.000 # Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(aeApiPoll+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(aeProcessEvents+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(aeMain+0x1c)[0x7f4416848003]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ INFO OUTPUT ------\\n# Server\\nredis_version:7.4.1\\nprocess_id:77\\nserver_time_usec:1795413900000000\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=ft.dropindex\\nargv[0]: \'FT.DROPINDEX\'\\nargv[1]: \'idx\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"the clock of main was current: the command was not stuck"}]}},{"id":"search-expire-reindex","kind":"hang/slow-command","title":"EXPIRE makes RediSearch index the whole document again","severity":"warning","prior":-1,"affects":{"module":"search","versions":">=8.2.0 <8.2.13 || >=8.4.0 <8.4.10 || >=8.6.0 <8.6.8"},"anchors":["expire-reindex"],"evidence":[{"id":"expire-reindex","ask":{"any":[{"frames":{"names":["IndexSpec_UpdateDoc","expireGenericCommand"],"thread":"main"}},{"frames":{"names":["Document_Add*","expireGenericCommand"],"thread":"main"}},{"frames":{"names":["IndexSpec_*","expireGenericCommand"],"thread":"main"}}]},"strength":"strong","group":"trigger","claim":"main indexes a document inside EXPIRE"},{"id":"main-in-command","ask":{"main":{"activity":["command","module-command","running"]}},"strength":"moderate","group":"threads","claim":"main is executing a command: {value}"},{"id":"expire-slow","ask":{"any":[{"latency":{"minMs":100,"events":["command","fast-command"]}},{"slowlog":{"minMs":50}}]},"strength":"weak","group":"counters","claim":"slow commands are recorded"}],"refutes":[{"id":"main-idle","ask":{"main":{"activity":["idle"]}},"strength":"strong","group":"threads","claim":"main was idle in its event loop"}],"summary":"Each EXPIRE of an indexed key indexes the whole document anew on the main thread; heavy use of EXPIRE shows as latency.","remedy":["Upgrade RediSearch to 8.2.13, 8.4.10 or 8.6.8.","Until then set the TTL when the document is written (SET \u2026 EX, HSETEX) instead of afterwards."],"collect":[{"ask":"slow commands","command":"redis-cli SLOWLOG GET 50; redis-cli LATENCY LATEST","risk":"none","why":"EXPIRE with milliseconds is this"}],"fixed":[{"version":"8.2.13","change":"RediSearch #9356 (MOD-14930)"},{"version":"8.4.10","change":"RediSearch #9356 (MOD-14930)"},{"version":"8.6.8","change":"RediSearch #9356 (MOD-14930)"}],"references":["https://github.com/RediSearch/RediSearch/pull/9356"],"whenWrong":"SLOWLOG shows other commands: EXPIRE itself takes microseconds when nothing is indexed.","examples":{"hit":[{"from":"written by hand","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in Document_AddToIndexes () from /opt/redis/lib/redisearch.so\\n#1  0x00007f8909c8b001 in IndexSpec_UpdateDoc () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in HashNotificationCallback () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in moduleNotifyKeyspaceEvent ()\\n#4  0x00007f8909c8b004 in expireGenericCommand ()\\n#5  0x00007f8909c8b005 in call ()\\n#6  0x00007f8909c8b006 in processCommand ()\\n#7  0x00007f8909c8b007 in readQueryFromClient ()\\n#8  0x00007f8909c8b008 in aeProcessEvents ()\\n#9  0x00007f8909c8b009 in aeMain ()\\n#10  0x00007f8909c8b00a in main ()"}],"clear":[{"from":"written by hand","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in Document_AddToIndexes () from /opt/redis/lib/redisearch.so\\n#1  0x00007f8909c8b001 in IndexSpec_UpdateDoc () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in HashNotificationCallback () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in moduleNotifyKeyspaceEvent ()\\n#4  0x00007f8909c8b004 in hsetCommand () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in call ()\\n#6  0x00007f8909c8b006 in processCommand ()\\n#7  0x00007f8909c8b007 in readQueryFromClient ()\\n#8  0x00007f8909c8b008 in aeProcessEvents ()\\n#9  0x00007f8909c8b009 in aeMain ()\\n#10  0x00007f8909c8b00a in main ()","note":"a write has to index its document"}]}},{"id":"search-expired-key-self-deadlock","kind":"deadlock/module-lock","title":"A key that expired inside a query makes RediSearch wait for its own lock","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":"<2.8.10"},"anchors":["self-lock"],"evidence":[{"id":"self-lock","ask":{"any":[{"frames":{"names":["RedisSearchCtx_LockSpecWrite","IndexSpec_DeleteDoc","expireIfNeeded"],"thread":"main"}},{"frames":{"names":["RedisSearchCtx_LockSpecWrite","deleteExpiredKeyAndPropagate"],"thread":"main"}},{"frames":{"names":["pthread_rwlock_wrlock*","IndexSpec_DeleteDoc*","expireIfNeeded"],"thread":"main"}}]},"strength":"decisive","group":"trigger","claim":"main asks for the write lock of an index in the deletion of an expired key"},{"id":"rwlock-cycle","ask":{"waitCycle":{"through":["rwlock"]}},"strength":"decisive","group":"threads","claim":"the stacks show a thread that waits for its own lock: {cycle}"},{"id":"watchdog","ask":{"event":{"ids":["watchdog-expired"]}},"strength":"weak","group":"log","claim":"the watchdog fired"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"silence","ask":{"silence":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the process logged nothing for {value}"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"}],"refutes":[{"id":"main-idle","ask":{"main":{"activity":["idle"]}},"strength":"strong","group":"threads","claim":"main was idle in its event loop"},{"id":"search-pool","ask":{"main":{"activity":["pool-resize","pool-init"]}},"strength":"strong","group":"threads","claim":"main stands at the barrier of the worker pool: {value}"}],"summary":"Main reads a document under the read lock of the index; the key has expired, is deleted on the spot, and the deletion asks for the write lock of the same index.","remedy":["Kill and restart the server: a circle of locks does not end by itself.","Upgrade RediSearch to 2.8.10 or later together with Redis 7.2 or later (and RedisJSON 2.6.9)."],"collect":[{"ask":"stacks of all threads while it hangs","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low"}],"fixed":[{"version":"2.8.10","change":"RediSearch #4445, #4472"}],"references":["https://github.com/RediSearch/RediSearch/pull/4445","https://github.com/RediSearch/RediSearch/pull/4472","https://github.com/redis/redis/issues/13480"],"whenWrong":"Another thread holds the lock of the index: then main waits for that thread and not for itself.","examples":{"hit":[{"from":"written by hand","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in pthread_rwlock_wrlock () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in RedisSearchCtx_LockSpecWrite () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in IndexSpec_DeleteDoc () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in HashNotificationCallback () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in moduleNotifyKeyspaceEvent ()\\n#5  0x00007f8909c8b005 in deleteExpiredKeyAndPropagate ()\\n#6  0x00007f8909c8b006 in expireIfNeeded ()\\n#7  0x00007f8909c8b007 in lookupKey ()\\n#8  0x00007f8909c8b008 in RM_OpenKey ()\\n#9  0x00007f8909c8b009 in RLookup_LoadDocument () from /opt/redis/lib/redisearch.so\\n#10  0x00007f8909c8b00a in RedisModuleCommandDispatcher ()\\n#11  0x00007f8909c8b00b in call ()\\n#12  0x00007f8909c8b00c in processCommand ()\\n#13  0x00007f8909c8b00d in readQueryFromClient ()\\n#14  0x00007f8909c8b00e in aeProcessEvents ()\\n#15  0x00007f8909c8b00f in aeMain ()\\n#16  0x00007f8909c8b010 in main ()"}],"clear":[{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n\\nThread 2 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in pthread_rwlock_wrlock () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in RedisSearchCtx_LockSpecWrite () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in IndexSpec_UpdateDoc () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in HashNotificationCallback () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in moduleNotifyKeyspaceEvent ()\\n#5  0x00007f8909c8b005 in hsetCommand () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in call ()\\n#7  0x00007f8909c8b007 in processCommand ()\\n#8  0x00007f8909c8b008 in readQueryFromClient ()\\n#9  0x00007f8909c8b009 in aeProcessEvents ()\\n#10  0x00007f8909c8b00a in aeMain ()\\n#11  0x00007f8909c8b00b in main ()\\n\\nThread 1 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0001\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in priority_queue_pull () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in thread_do () from /opt/redis/lib/redisearch.so","note":"a write waits for the lock of the index, no key has expired"}]}},{"id":"search-explain-without-lock","kind":"crash/fault","title":"RediSearch read an index for FT.EXPLAIN without its lock","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":"<2.8.37 || >=2.10.0 <2.10.30 || >=7.99.0 <8.2.12 || >=8.4.0 <8.4.9 || >=8.6.0 <8.6.7"},"anchors":["frames"],"evidence":[{"id":"frames","ask":{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["queryExplain*|QueryExplain*|RSExplain*"]}},"strength":"strong","group":"threads","claim":"the faulting stack goes through it: {frames}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"explain-running","ask":{"executing":{"commands":["FT.EXPLAIN*"]}},"strength":"strong","group":"command","claim":"the command in progress is {value}"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"FT.EXPLAIN parses a query against an index that another thread changes at the same time.","remedy":["Restart; upgrade RediSearch to 2.8.37, 2.10.30, 8.2.12, 8.4.9 or 8.6.7.","Until then do not use FT.EXPLAIN on busy indexes."],"collect":[{"ask":"the whole report"}],"fixed":[{"version":"2.8.37","change":"RediSearch #8669 (MOD-14461)"},{"version":"2.10.30","change":"RediSearch #8669 (MOD-14461)"},{"version":"8.2.12","change":"RediSearch #8669 (MOD-14461)"},{"version":"8.4.9","change":"RediSearch #8669 (MOD-14461)"},{"version":"8.6.7","change":"RediSearch #8669 (MOD-14461)"}],"references":["https://github.com/RediSearch/RediSearch/pull/8669"],"whenWrong":"The argv of the report shows another command than FT.EXPLAIN.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(QAST_DumpExplain+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(QAST_DumpExplain+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(queryExplainCommon+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(QueryExplainCommand+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(call+0x20)[0x7f4416848004]\\n/usr/bin/redis-server *:6379(processCommand+0x24)[0x7f4416848005]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=ft.explain\\nargv[0]: \'FT.EXPLAIN\'\\nargv[1]: \'idx\'\\nargv[2]: \'@t:hello\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(QAST_Parse+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(QAST_Parse+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(buildRequest+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(RSSearchCommand+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(call+0x20)[0x7f4416848004]\\n/usr/bin/redis-server *:6379(processCommand+0x24)[0x7f4416848005]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=ft.search\\nargv[0]: \'FT.SEARCH\'\\nargv[1]: \'idx\'\\nargv[2]: \'@t:hello\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"a fault in a search, not in FT.EXPLAIN"},{"from":"corpus redis-7.4.1/crash-debug-segfault","note":"the fault is in debugCommand, no module is involved"}]}},{"id":"search-flush-drain-hang","kind":"deadlock/module-lock","title":"FLUSHALL waits for RediSearch workers that wait for it","severity":"critical","prior":-1,"affects":{"module":"search","versions":"<2.8.32 || >=2.10.0 <2.10.25 || >=7.99.0 <8.2.7 || >=8.4.0 <8.4.3"},"anchors":["main-in-drain"],"evidence":[{"id":"main-in-drain","ask":{"any":[{"frames":{"names":["redisearch_thpool_drain"],"thread":"main"}},{"frames":{"names":["redisearch_thpool_wait"],"thread":"main"}},{"frames":{"names":["workersThreadPool_Drain*"],"thread":"main"}}]},"strength":"strong","group":"trigger","claim":"main waits until the queue of the workers is empty"},{"id":"cycle","ask":{"any":[{"waitCycle":{"through":["module-lock"]}},{"waitCycle":{"through":["rwlock"]}},{"waitCycle":{"through":["mutex"]}},{"waitCycle":{"through":["queue"]}}]},"strength":"decisive","group":"threads","claim":"the stacks show threads that wait for each other: {cycle}"},{"id":"flush","ask":{"executing":{"commands":["FLUSHALL*","FLUSHDB*","SWAPDB *"]}},"strength":"moderate","group":"command","claim":"the command in progress is {value}"},{"id":"workers-want-lock","ask":{"workers":{"wantModuleLock":1}},"strength":"moderate","group":"threads","claim":"{n} worker(s) wait for the module lock"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"silence","ask":{"silence":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the process logged nothing for {value}"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"}],"refutes":[{"id":"main-idle","ask":{"main":{"activity":["idle"]}},"strength":"strong","group":"threads","claim":"main was idle in its event loop"},{"id":"search-pool","ask":{"main":{"activity":["pool-resize","pool-init"]}},"strength":"strong","group":"threads","claim":"main stands at the barrier of the worker pool: {value}"}],"summary":"FLUSHALL, FLUSHDB or a swap of the data set drains the worker pool on the main thread, which holds the module lock that a worker needs to finish its query.","remedy":["Kill and restart the server: a circle of locks does not end by itself.","Do not flush while queries run; upgrade RediSearch to 2.8.32, 2.10.25, 8.2.7 or 8.4.3."],"collect":[{"ask":"stacks of all threads while it hangs","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low"}],"fixed":[{"version":"2.8.32","change":"RediSearch #7420, #7525"},{"version":"2.10.25","change":"RediSearch #7420, #7525"},{"version":"8.2.7","change":"RediSearch #7420, #7525"},{"version":"8.4.3","change":"RediSearch #7420, #7525"}],"references":["https://github.com/RediSearch/RediSearch/pull/7420","https://github.com/RediSearch/RediSearch/pull/7525"],"whenWrong":"Workers that finish one by one: then the flush is only slow.","examples":{"hit":[{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n[New LWP 88]\\n\\nThread 3 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in clock_nanosleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in usleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in redisearch_thpool_drain () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in workersThreadPool_Drain () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in Indexes_Free () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in flushallCommand ()\\n#6  0x00007f8909c8b006 in call ()\\n#7  0x00007f8909c8b007 in processCommand ()\\n#8  0x00007f8909c8b008 in readQueryFromClient ()\\n#9  0x00007f8909c8b009 in aeProcessEvents ()\\n#10  0x00007f8909c8b00a in aeMain ()\\n#11  0x00007f8909c8b00b in main ()\\n\\nThread 2 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0001\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 1 (Thread 0x7f89067f26c0 (LWP 89) \\"workers-0002\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so"}],"clear":[{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n[New LWP 88]\\n\\nThread 3 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in clock_nanosleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in usleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in barrier_wait_and_destroy () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in redisearch_thpool_terminate_when_empty () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in workersThreadPool_SetNumWorkers () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in setWorkThreads () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in RSConfig_SetOption () from /opt/redis/lib/redisearch.so\\n#7  0x00007f8909c8b007 in ConfigCommand () from /opt/redis/lib/redisearch.so\\n#8  0x00007f8909c8b008 in RedisModuleCommandDispatcher ()\\n#9  0x00007f8909c8b009 in call ()\\n#10  0x00007f8909c8b00a in processCommand ()\\n#11  0x00007f8909c8b00b in readQueryFromClient ()\\n#12  0x00007f8909c8b00c in aeProcessEvents ()\\n#13  0x00007f8909c8b00d in aeMain ()\\n#14  0x00007f8909c8b00e in main ()\\n\\nThread 2 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0001\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 1 (Thread 0x7f89067f26c0 (LWP 89) \\"workers-0002\\"):\\n#0  0x00007f8909c8b000 in pthread_barrier_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in admin_job_change_state () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in thread_do () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in start_thread () from /opt/redis/lib/redisearch.so","note":"main waits in the resize of the pool, not in a drain"}]}},{"id":"search-fork-gc-descriptor-leak","kind":"search/fork-gc","title":"The garbage collector of RediSearch runs out of file descriptors","severity":"warning","prior":-0.5,"affects":{"module":"search","versions":"<2.8.30 || >=2.10.0 <2.10.23 || >=7.99.0 <8.2.4"},"anchors":["emfile"],"evidence":[{"id":"emfile","ask":{"event":{"texts":["Couldn\'t create pipe - got errno 24"],"on":"any"}},"strength":"strong","group":"trigger","claim":"no pipe could be created for lack of descriptors ({n} times)"},{"id":"earlier","ask":{"event":{"ids":["search-gc-fork-failed","search-gc-no-memory","search-gc-child-timeout"],"on":"any","within":"run"}},"strength":"moderate","group":"log","claim":"the collector had failed before ({n} times)"},{"id":"accept-errors","ask":{"event":{"texts":["Error accepting a client connection: Too many open files","Accepting client connection: {}Too many open files"],"module":"","within":"run"}},"strength":"moderate","group":"counters","claim":"connections fail for the same reason ({n} times)"}],"refutes":[{"id":"many-clients","ask":{"info":{"field":"connected_clients","op":">=","value":0.9,"per":"maxclients"}},"strength":"moderate","group":"probe","claim":"the clients hold the descriptors: connected_clients is {value} of maxclients"}],"summary":"Each failed cycle of the collector leaves a pipe open until the process has no file descriptors left; then connections fail too.","remedy":["Restart the shard: the leaked descriptors come back only then.","Upgrade RediSearch to 2.8.30, 2.10.23 or 8.2.4."],"collect":[{"ask":"what the descriptors are","command":"ls -l /proc/PID/fd | awk \'{print $NF}\' | cut -d: -f1 | sort | uniq -c","risk":"none","why":"many pipes are this leak"}],"fixed":[{"version":"2.8.30","change":"RediSearch #6672 (MOD-10975)"},{"version":"2.10.23","change":"RediSearch #6672 (MOD-10975)"},{"version":"8.2.4","change":"RediSearch #6672 (MOD-10975)"}],"references":["https://github.com/RediSearch/RediSearch/pull/6672"],"whenWrong":"Clients hold the descriptors: `ls -l /proc/PID/fd` shows sockets instead of pipes.","examples":{"hit":[{"from":"written by hand","text":"# <search> Couldn\'t create pipe - got errno 24, aborting fork GC"}],"clear":[{"from":"written by hand","text":"# <search> fork failed - got errno 17, aborting fork GC"}]}},{"id":"search-fork-gc-double-free","kind":"crash/fault","title":"RediSearch freed memory twice in its garbage collection","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":"<2.8.32 || >=2.10.0 <2.10.25 || >=7.99.0 <8.2.6 || >=8.4.0 <8.4.3"},"anchors":["frames"],"evidence":[{"id":"frames","ask":{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["je_*|free|zfree|RM_Free|rm_free","FGC_*"],"depth":8}},"strength":"strong","group":"threads","claim":"the faulting stack goes through it: {frames}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"gc-trouble","ask":{"event":{"ids":["search-gc-child-timeout","search-gc-fork-failed","search-gc-pipe-failed"],"within":"run"}},"strength":"moderate","group":"log","claim":"the collector had failed before ({n} times): the error path"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"On an error path of the fork garbage collector the parent frees the same memory twice.","remedy":["Restart; upgrade RediSearch to 2.8.32, 2.10.25, 8.2.6 or 8.4.3."],"collect":[{"ask":"the whole report, and the log of the hour before","why":"the failed cycle of the collector stands there"}],"fixed":[{"version":"2.8.32","change":"RediSearch #7423 (MOD-12521)"},{"version":"2.10.25","change":"RediSearch #7423 (MOD-12521)"},{"version":"8.2.6","change":"RediSearch #7423 (MOD-12521)"},{"version":"8.4.3","change":"RediSearch #7423 (MOD-12521)"}],"references":["https://github.com/RediSearch/RediSearch/pull/7423"],"whenWrong":"No failed cycle of the collector before it (`ForkGC - got \u2026`): then the freed memory was damaged by something else.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/usr/bin/redis-server *:6379(je_free_default+0x10)[0x7f4416848000]\\n\\n87 gc-0042 *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/usr/bin/redis-server *:6379(je_free_default+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(RM_Free+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(FGC_parentHandleTerms+0x18)[0x7f4416848002]\\n/opt/redis/lib/redisearch.so(FGC_parentHandleFromChild+0x1c)[0x7f4416848003]\\n/opt/redis/lib/redisearch.so(periodicCb+0x20)[0x7f4416848004]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(InvertedIndex_Repair+0x10)[0x7f4416848000]\\n\\n87 gc-0042 *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(InvertedIndex_Repair+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(FGC_parentHandleTerms+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(FGC_parentHandleFromChild+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"the collector faults where nothing is freed"},{"from":"corpus redis-7.4.1/crash-debug-segfault","note":"the fault is in debugCommand, no module is involved"}]}},{"id":"search-fork-gc-empty-tag","kind":"crash/fault","title":"RediSearch crashed collecting a TAG field with an empty value","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":"<2.10.31 || >=7.99.0 <8.2.13 || >=8.4.0 <8.9.0"},"anchors":["frames"],"evidence":[{"id":"frames","ask":{"any":[{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["deleteSuffixTrie*"],"depth":6}},{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["Suffix*|TagIndex_*","FGC_*"],"depth":8}}]},"strength":"strong","group":"threads","claim":"the faulting stack goes through it: {frames}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"A TAG field with suffix trie that holds an empty value makes the collector follow a null pointer.","remedy":["Restart; upgrade RediSearch to 2.10.31, 8.2.13 or a later patch of 8.4, 8.6 and 8.8.","Until then do not index empty tags (INDEXEMPTY) together with WITHSUFFIXTRIE."],"collect":[{"ask":"the schema of the indexes","command":"redis-cli FT._LIST; redis-cli FT.INFO INDEX","risk":"none","why":"TAG with WITHSUFFIXTRIE and INDEXEMPTY"}],"fixed":[{"version":"2.10.31","change":"RediSearch #9916 (MOD-15996)"},{"version":"8.2.13","change":"RediSearch #9916 (MOD-15996)"},{"version":"8.4, 8.6, 8.8","change":"RediSearch #9916 (MOD-15996), in the patch releases of June 2026","verified":false}],"references":["https://github.com/RediSearch/RediSearch/pull/9916"],"whenWrong":"No TAG field with WITHSUFFIXTRIE in any index (FT.INFO).","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/usr/bin/redis-server *:6379(deleteSuffixTrieMap+0x10)[0x7f4416848000]\\n\\n87 gc-0042 *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/usr/bin/redis-server *:6379(deleteSuffixTrieMap+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(FGC_parentHandleTags+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(FGC_parentHandleFromChild+0x18)[0x7f4416848002]\\n/opt/redis/lib/redisearch.so(periodicCb+0x1c)[0x7f4416848003]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(NumericRange_Free+0x10)[0x7f4416848000]\\n\\n87 gc-0042 *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(NumericRange_Free+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(FGC_parentHandleNumeric+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(FGC_parentHandleFromChild+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"the collector faults in another part of the index"},{"from":"corpus redis-7.4.1/crash-debug-segfault","note":"the fault is in debugCommand, no module is involved"}]}},{"id":"search-gc-child-orphaned","kind":"search/fork-gc","title":"A garbage collection child of RediSearch lost its parent","severity":"info","prior":-1,"anchors":["broken-pipe"],"evidence":[{"id":"broken-pipe","ask":{"event":{"ids":["search-gc-broken-pipe"],"on":"any"}},"strength":"strong","group":"log","claim":"the child found its pipe closed ({n} times)"}],"refutes":[{"id":"shut-down","ask":{"end":{"how":["clean-shutdown"]}},"strength":"moderate","group":"end","claim":"the parent was shut down in order"}],"summary":"The child of the collector found its pipe closed: the parent died or killed it. It is a consequence, not a cause.","remedy":["Look at what happened to the parent in the second before."],"collect":[{"ask":"log of the parent for the second before","why":"says why it ended or killed its child"}],"whenWrong":"It comes again and again while the parent lives: then look for who kills the child.","examples":{"hit":[{"from":"written by hand","text":"99:C 23 Nov 2026 06:24:12.960 # <search> GC fork: broken pipe, exiting"}],"clear":[{"from":"corpus redisearch/hang-late-gc-child-kill9","note":"the child ends in order"},{"from":"written by hand","text":"99:C 23 Nov 2026 06:24:12.960 * <search> Fork GC done","note":"the child ends in order"}]}},{"id":"search-gc-timer-crash","kind":"crash/fault","title":"RediSearch used timers of Redis from a background thread","severity":"critical","prior":-0.5,"anchors":["frames"],"evidence":[{"id":"frames","ask":{"any":[{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["moduleTimerHandler|usUntilEarliestTimer|RM_CreateTimer|RM_StopTimer"],"depth":1}},{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["rax*","moduleTimerHandler|usUntilEarliestTimer|RM_CreateTimer|RM_StopTimer"],"depth":5}},{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["RM_CreateTimer|RM_StopTimer"],"faultingThread":"gc-*"}}]},"strength":"strong","group":"threads","claim":"the faulting stack goes through it: {frames}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"gc-thread","ask":{"crash":{"faultingThread":"gc-*"}},"strength":"moderate","group":"trigger","claim":"the thread of the garbage collector ran the handler"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"The garbage collector\'s thread creates or stops a module timer while main walks the same tree of timers; the tree is damaged and main or the collector crashes.","remedy":["Restart. No released fix was known when this was written; watch RediSearch #10728 and #10747 (MOD-17309).","Less garbage collection makes it rarer (FORK_GC_RUN_INTERVAL up)."],"collect":[{"ask":"the whole report with all threads","why":"the other thread that touched the timers is among them"}],"references":["https://github.com/RediSearch/RediSearch/pull/10728","https://github.com/RediSearch/RediSearch/pull/10747","https://github.com/redis/redis/issues/15582","https://github.com/redis/redis/issues/14469","https://github.com/redis/redis/issues/14570"],"whenWrong":"The callback of a module\'s timer on top of moduleTimerHandler: then the callback itself faulted.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/usr/bin/redis-server *:6379(raxIteratorNextStep+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/usr/bin/redis-server *:6379(raxIteratorNextStep+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(raxSeek+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(moduleTimerHandler+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(processTimeEvents+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(aeProcessEvents+0x20)[0x7f4416848004]\\n/usr/bin/redis-server *:6379(aeMain+0x24)[0x7f4416848005]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"main walks the damaged tree of timers; more often on aarch64"},{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/usr/bin/redis-server *:6379(raxGenericInsert+0x10)[0x7f4416848000]\\n\\n87 gc-0042 *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/usr/bin/redis-server *:6379(raxGenericInsert+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(RM_CreateTimer+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(FGC_reschedule+0x18)[0x7f4416848002]\\n/opt/redis/lib/redisearch.so(periodicCb+0x1c)[0x7f4416848003]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"the collector\'s own thread"}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(refreshCache+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(refreshCache+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(moduleTimerHandler+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(processTimeEvents+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(aeProcessEvents+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(aeMain+0x20)[0x7f4416848004]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"a module\'s own timer callback faults: the tree of timers is whole"},{"from":"corpus redis-7.4.1/crash-debug-segfault","note":"the fault is in debugCommand, no module is involved"}]}},{"id":"search-hybrid-stall","kind":"search/query-timeouts","title":"FT.HYBRID queries hang in the coordinator","severity":"warning","prior":-1,"affects":{"module":"search","versions":">=8.4.0 <8.4.3"},"anchors":["hybrid-stuck","hybrid-frames"],"evidence":[{"id":"hybrid-stuck","ask":{"frames":{"names":["pthread_cond_wait*","Hybrid*"],"thread":"any","dumps":2}},"strength":"strong","group":"threads","claim":"threads wait inside hybrid queries in two dumps"},{"id":"hybrid-frames","ask":{"frames":{"names":["pthread_cond_wait*","Hybrid*"],"thread":"any"}},"strength":"moderate","group":"threads","claim":"a thread waits inside a hybrid query"},{"id":"hybrid-clients","ask":{"executing":{"commands":["*FT.HYBRID *"]}},"strength":"moderate","group":"command","claim":"a hybrid query is in progress"}],"refutes":[{"id":"main-stuck","ask":{"any":[{"frozenClock":{"minSec":5}},{"main":{"activity":["pool-resize","pool-init","lock-wait","barrier-wait","sleep","script"]}}]},"strength":"strong","group":"probe","claim":"the server itself was stuck"}],"summary":"Coordinator threads wait for the parts of FT.HYBRID queries that never come; other commands go on.","remedy":["Upgrade RediSearch to 8.4.3 or later.","Until then restart the shards that coordinate the stuck queries, and run the two halves as separate queries."],"collect":[{"ask":"two dumps of all threads, a minute apart","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks-1.txt","risk":"low","why":"the same threads in the hybrid query twice"}],"fixed":[{"version":"8.4.3","change":"RediSearch #7404 (MOD-12489)"}],"references":["https://github.com/RediSearch/RediSearch/pull/7404"],"whenWrong":"The threads stand elsewhere in a second dump: the queries are slow and do not hang.","examples":{"hit":[{"from":"written by hand","entry":"stacks-1.txt","text":"[New LWP 87]\\n\\nThread 2 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in aeApiPoll ()\\n#2  0x00007f8909c8b002 in aeProcessEvents ()\\n#3  0x00007f8909c8b003 in aeMain ()\\n#4  0x00007f8909c8b004 in main ()\\n\\nThread 1 (Thread 0x7f89067f16c0 (LWP 88) \\"coord-0003\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in MRChannel_Pop () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in rpnetNext () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in HybridRequest_executePlan () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in thread_do () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in start_thread () from /opt/redis/lib/redisearch.so","files":[{"entry":"stacks-2.txt","text":"[New LWP 87]\\n[New LWP 88]\\n\\nThread 3 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in aeApiPoll ()\\n#2  0x00007f8909c8b002 in aeProcessEvents ()\\n#3  0x00007f8909c8b003 in aeMain ()\\n#4  0x00007f8909c8b004 in main ()\\n\\nThread 2 (Thread 0x7f89067f16c0 (LWP 88) \\"coord-0003\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in MRChannel_Pop () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in rpnetNext () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in HybridRequest_executePlan () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in thread_do () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 1 (Thread 0x7f89067f26c0 (LWP 89) \\"coord-0007\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in MRChannel_Pop () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in rpnetNext () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in HybridRequest_executePlan () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in thread_do () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in start_thread () from /opt/redis/lib/redisearch.so"}],"note":"two dumps, a minute apart"}],"clear":[{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n\\nThread 2 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in aeApiPoll ()\\n#2  0x00007f8909c8b002 in aeProcessEvents ()\\n#3  0x00007f8909c8b003 in aeMain ()\\n#4  0x00007f8909c8b004 in main ()\\n\\nThread 1 (Thread 0x7f89067f16c0 (LWP 88) \\"coord-0003\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in MRChannel_Pop () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in rpnetNext () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in HybridRequest_executePlan () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in thread_do () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in start_thread () from /opt/redis/lib/redisearch.so","note":"one look at a thread that waits for shards proves nothing"},{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n\\nThread 2 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in aeApiPoll ()\\n#2  0x00007f8909c8b002 in aeProcessEvents ()\\n#3  0x00007f8909c8b003 in aeMain ()\\n#4  0x00007f8909c8b004 in main ()\\n\\nThread 1 (Thread 0x7f89067f16c0 (LWP 88) \\"coord-0003\\"):\\n#0  0x00007f8909c8b000 in pthread_cond_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in priority_queue_pull () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in thread_do () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in start_thread () from /opt/redis/lib/redisearch.so","note":"idle threads of the coordinator stand in priority_queue_pull"}]}},{"id":"search-info-without-lock","kind":"crash/fault","title":"RediSearch read an index for FT.INFO or INFO without its lock","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":"<2.8.28 || >=2.10.0 <2.10.20"},"anchors":["frames"],"evidence":[{"id":"frames","ask":{"any":[{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["IndexSpec_*","RS_moduleInfoFunc|IndexInfoCommand"],"depth":8}},{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["IndexInfoCommand"],"depth":3}}]},"strength":"strong","group":"threads","claim":"the faulting stack goes through it: {frames}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"info-running","ask":{"executing":{"commands":["FT.INFO *","_FT.INFO *","INFO*"]}},"strength":"moderate","group":"command","claim":"the command in progress is {value}"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"FT.INFO or INFO walks an index that another thread changes at the same time.","remedy":["Restart; upgrade RediSearch to 2.8.28 or 2.10.20.","Until then poll FT.INFO and INFO MODULES less often."],"collect":[{"ask":"the whole report"}],"fixed":[{"version":"2.8.28","change":"MOD-10007, MOD-9761"},{"version":"2.10.20","change":"MOD-10007, MOD-9761"}],"whenWrong":"The argv of the report shows another command than FT.INFO or INFO.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.0 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(IndexSpec_TotalMemUsage+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(IndexSpec_TotalMemUsage+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(IndexInfoCommand+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(call+0x1c)[0x7f4416848003]\\n/usr/bin/redis-server *:6379(processCommand+0x20)[0x7f4416848004]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=ft.info\\nargv[0]: \'FT.INFO\'\\nargv[1]: \'idx\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(IndexSpec_UpdateDoc+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(IndexSpec_UpdateDoc+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(Indexes_UpdateMatchingWithSchemaRules+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(HashNotificationCallback+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(moduleNotifyKeyspaceEvent+0x1c)[0x7f4416848003]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=hset\\nargv[0]: \'HSET\'\\nargv[1]: \'doc:1\'\\nargv[2]: \'t\'\\nargv[3]: \'x\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"the same function in another command"},{"from":"corpus redis-7.4.1/crash-debug-segfault","note":"the fault is in debugCommand, no module is involved"}]}},{"id":"search-init-refused","kind":"startup/module","title":"RediSearch refuses to start with this server or configuration","severity":"critical","prior":-0.5,"anchors":["refused"],"evidence":[{"id":"refused","ask":{"event":{"ids":["search-init-failed","search-config-invalid"],"on":"any","within":"run"}},"strength":"strong","group":"trigger","claim":"RediSearch says why ({n} lines)"},{"id":"aborting","ask":{"event":{"ids":["module-load-abort"],"within":"run"}},"strength":"decisive","group":"log","claim":"the server gave up because of a module: {path}"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"RediSearch checked the server\'s version, its persistence settings or its own arguments and refused; the server then ends because its module does not load.","remedy":["`aof-use-rdb-preamble yes` is required with AOF; arguments of `loadmodule` must exist in this version (`FT.CONFIG HELP *`); the server must be at least the version that the module\'s release notes name."],"collect":[{"ask":"arguments and settings of the start","command":"ps -o args= -p PID; grep -nE \'loadmodule|appendonly|aof-use\' redis.conf","risk":"none"}],"whenWrong":"Another line of the module stands directly before: it names the real reason.","examples":{"hit":[{"from":"written by hand","text":"# <search> FATAL: aof-use-rdb-preamble required if AOF is used!\\n# Module /usr/lib/redis/redisearch.so initialization failed. Module not loaded"}],"clear":[{"from":"corpus redis-8.0.6/startup-missing-module","note":"the file does not exist"},{"from":"written by hand","text":"# Module /usr/lib/redis/nope.so failed to load: /usr/lib/redis/nope.so: cannot open shared object file: No such file or directory\\n# Can\'t load module from /usr/lib/redis/nope.so: server aborting","note":"the file does not exist"}]}},{"id":"search-jobs-lost","kind":"search/query-timeouts","title":"Queries were lost when the RediSearch worker pool was resized","severity":"warning","anchors":["jobs-lost"],"evidence":[{"id":"jobs-lost","ask":{"event":{"ids":["pool-killing","pool-not-empty"],"on":"any"}},"strength":"decisive","group":"log","claim":"threads were ended with jobs in the queue ({n} times)"},{"id":"resize","ask":{"event":{"ids":["workers-disabled","workers-changing","workers-reduce-scheduled"],"on":"any"}},"strength":"moderate","group":"trigger","claim":"the pool was resized"}],"refutes":[{"id":"queue-empty","ask":{"event":{"ids":["pool-killing"],"on":"any","where":{"n":"0"}}},"strength":"moderate","group":"counters","claim":"the queue was empty"}],"summary":"The worker pool was shut down while jobs were waiting; the clients of those queries get no answer.","remedy":["Change WORKERS only without traffic; clients should repeat the lost queries."],"collect":[{"ask":"clients that still wait","command":"redis-cli CLIENT LIST | grep -E \'flags=[^ ]*b\'","risk":"none","why":"blocked clients of lost jobs never get an answer"}],"references":["https://github.com/RediSearch/RediSearch/blob/v2.10.20/deps/thpool/thpool.c#L330"],"whenWrong":"No client missed an answer: the queue held internal jobs only.","examples":{"hit":[{"from":"written by hand","text":"# <search> Killing all threads while jobqueue contains 12 jobs"}],"clear":[{"from":"corpus redisearch/control-8to0-noload-notice","text":"<search> Disabled workers threadpool of size 8"}]}},{"id":"search-json-missing","kind":"startup/module","title":"A JSON index cannot be loaded because RedisJSON is missing","severity":"critical","anchors":["json-missing"],"evidence":[{"id":"json-missing","ask":{"event":{"ids":["search-no-json"],"texts":["{}cannot operate on a JSON index as RedisJSON is not loaded"],"on":"any","within":"run"}},"strength":"decisive","group":"log","claim":"RediSearch misses RedisJSON ({n} times)"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"json-loaded","ask":{"event":{"ids":["module-loaded"],"where":{"name":"ReJSON"},"within":"run"}},"strength":"moderate","group":"probe","claim":"RedisJSON is loaded"}],"summary":"The data set holds an index over JSON documents, but RedisJSON is not loaded or is loaded after RediSearch.","remedy":["Load RedisJSON as well, before RediSearch in the configuration; then restart."],"collect":[{"ask":"order of the modules","command":"grep -n loadmodule redis.conf","risk":"none","why":"RedisJSON must stand before RediSearch"}],"whenWrong":"RedisJSON is loaded later in the same start and no JSON index is lost.","examples":{"hit":[{"from":"written by hand","text":"# <search> cannot operate on a JSON index as RedisJSON is not loaded"}],"clear":[{"from":"corpus redisearch/control-8to0-noload-notice","text":"* Module \'search\' loaded from /opt/redis/lib/redisearch.so"}]}},{"id":"search-outdated-version","kind":"advisory/version","title":"This RediSearch version has faults that leave no trace of their own","severity":"info","affects":{"module":"search","versions":"<2.8.33 || >=2.10.0 <2.10.26 || >=7.99.0 <8.2.12 || >=8.4.0 <8.4.9 || >=8.6.0 <8.6.7"},"anchors":["old"],"evidence":[{"id":"old","ask":{"version":{"module":"search","range":"<2.8.33 || >=2.10.0 <2.10.26 || >=7.99.0 <8.2.12 || >=8.4.0 <8.4.9 || >=8.6.0 <8.6.7"}},"strength":"moderate","group":"version","claim":"RediSearch {value} lacks fixes for rare crashes and wrong results"}],"summary":"Fixed in later releases and not recognisable in logs or stacks: a double unlock after the timeout of a hybrid vector query (MOD-6510), a crash when many keys expire (MOD-14500), wrong grouping and filtering of values with a NUL inside (MOD-13010), a leak of logical cursors (MOD-12807).","remedy":["Upgrade to the newest patch release of the line when there is an occasion."],"fixed":[{"version":"2.8.33","change":"RediSearch #7667 (MOD-12807), after #4496 (MOD-6510)","line":"2.8"},{"version":"2.10.26","change":"RediSearch #7765 (MOD-13010), #7667 (MOD-12807)","line":"2.10"},{"version":"8.2.12","change":"RediSearch #8708 (MOD-14500), after #7765, #7667","line":"8.2"},{"version":"8.4.9","change":"RediSearch #8708 (MOD-14500), after #7765, #7667","line":"8.4"},{"version":"8.6.7","change":"RediSearch #8708 (MOD-14500)","line":"8.6"}],"references":["https://github.com/RediSearch/RediSearch/pull/4496","https://github.com/RediSearch/RediSearch/pull/8708","https://github.com/RediSearch/RediSearch/pull/7765","https://github.com/RediSearch/RediSearch/pull/7667"],"whenWrong":"A build of a vendor that carries the fixes under an older number.","advisory":true,"examples":{"hit":[{"from":"corpus redisearch/control-8to0-noload-notice","text":"<search> RediSearch version 2.10.20 (Git=v2.10.20)"}],"clear":[{"from":"written by hand","text":"<search> RediSearch version 8.8.0 (Git=v8.8.0)"}]}},{"id":"search-pool-init-deadlock","kind":"deadlock/search-pool-init","title":"RediSearch worker pool re-initialised at a barrier while its workers need the module lock","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":">=2.10.4"},"anchors":["cycle","main-in-init","workers-cycle","search-at-barrier","toggled-then-silent"],"evidence":[{"id":"cycle","ask":{"all":[{"waitCycle":{"through":["module-lock","barrier"]}},{"main":{"activity":["pool-init"]}}]},"strength":"decisive","group":"threads","claim":"main waits at the initialisation barrier of the worker pool and holds the module lock that workers wait for"},{"id":"main-in-init","ask":{"main":{"activity":["pool-init"]}},"strength":"strong","group":"threads","claim":"main stands in the initialisation of the worker pool ({value})"},{"id":"workers-cycle","ask":{"waitCycle":{"through":["module-lock","barrier:workers"]}},"strength":"strong","group":"threads","claim":"main holds the module lock and waits at a barrier of the worker pool, and {wanting} worker(s) wait for that lock"},{"id":"search-at-barrier","ask":{"all":[{"executing":{"commands":["*FT.SEARCH *","*FT.AGGREGATE *","*FT.HYBRID *","*FT.PROFILE *"]}},{"workers":{"wantModuleLock":1}},{"frozenClock":{"minSec":5}}]},"strength":"moderate","group":"command","claim":"main was stuck in a search command while {n} worker(s) waited for the module lock"},{"id":"toggled","ask":{"event":{"ids":["workers-enabled"],"after":"lowered"}},"strength":"moderate","group":"trigger","claim":"the worker pool was switched off and on again shortly before","needs":"lowered"},{"id":"lowered","ask":{"event":{"ids":["workers-disabled"]}},"strength":"weak","group":"trigger","claim":"the worker pool was switched off"},{"id":"toggled-then-silent","ask":{"all":[{"event":{"ids":["workers-disabled"]}},{"event":{"ids":["workers-enabled"],"after":"lowered"}},{"silence":{"minSec":10}}]},"strength":"moderate","group":"silence","claim":"silence follows the pool\'s switching off and on"},{"id":"both-returned","ask":{"event":{"ids":["config-changed"],"where":{"option":"WORKERS"},"min":2}},"strength":"weak","group":"log","claim":"both changes of WORKERS returned ({n} success lines)"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"}],"refutes":[{"id":"executes-the-change","ask":{"any":[{"executing":{"commands":["*FT.CONFIG SET WORKERS *","CONFIG SET *search-workers *"]}},{"configChange":{"option":"WORKERS","outcome":["in-progress"]}},{"configChange":{"option":"search-workers","outcome":["in-progress"]}}]},"strength":"strong","group":"command","claim":"main was executing the change of WORKERS itself: that is the barrier of the resize"},{"id":"main-elsewhere","ask":{"main":{"activity":["idle","script","command","pool-resize","fork-wait","loading","stopped"]}},"strength":"strong","group":"threads","claim":"main is somewhere else: {value}"},{"id":"no-pool","ask":{"version":{"module":"search","range":"<2.10.4"}},"strength":"strong","group":"version","claim":"RediSearch {value} cannot change WORKERS at run time"}],"summary":"After WORKERS was lowered and raised again, the next search found the pool not yet initialised and waited at its barrier on the main thread. Main holds the module lock meanwhile, and a worker of the old pool needs it to finish its query.","mechanism":"WORKERS N -> 0 -> M returns both times, but leaves the pool uninitialised with old threads still draining. The next job that main submits\\n(buildPipelineAndExecute, workersThreadPool_AddWork) calls redisearch_thpool_verify_init, which waits in barrier_wait_and_destroy for all threads. A worker that\\nloads documents waits for the module lock that main holds. The fix for the resize itself does not touch this barrier.","remedy":["Kill and restart the shard: nothing else ends the wait.","Do not switch WORKERS to 0 and up again while queries run; leave a pause with no traffic between the two changes, or restart instead.","No released version is known to be free of it; RediSearch 8.8 and 8.10 narrow the window (#10337, #10671)."],"collect":[{"ask":"stacks of all threads while it hangs","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low","why":"redisearch_thpool_verify_init on main tells it from the resize"},{"ask":"the same from Redis itself (7.4 and later)","command":"kill -ALRM PID","risk":"none"}],"fixed":[{"version":"8.10.0","change":"RediSearch #10337, #10671 (partly)","line":"8.10","verified":false}],"judgedFixes":[{"fix":"the asynchronous reduction of workers (#7410)","verdict":"does-not-help","why":"verify_init still waits at the barrier on the submitting thread; reproduced on 2.10.25"}],"references":["https://github.com/RediSearch/RediSearch/pull/10337","https://github.com/RediSearch/RediSearch/pull/10671"],"whenWrong":"The argv of the command in progress decides: a change of WORKERS means the resize, a search means this.","examples":{"hit":[{"from":"corpus redisearch/hang-variantB-verify-init-notice@logs","note":"WORKERS 0 and WORKERS 8 both returned; then a search command on main, and silence until the signal"},{"from":"corpus redisearch/hang-variantB-verify-init-notice@gdb","entry":"stacks.txt","text":"[New LWP 87]\\n[New LWP 88]\\n\\nThread 3 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in clock_nanosleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in usleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in barrier_wait_and_destroy () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in redisearch_thpool_verify_init () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in redisearch_thpool_add_work () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in workersThreadPool_AddWork () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in buildPipelineAndExecute () from /opt/redis/lib/redisearch.so\\n#7  0x00007f8909c8b007 in RedisModuleCommandDispatcher ()\\n#8  0x00007f8909c8b008 in call ()\\n#9  0x00007f8909c8b009 in processCommand ()\\n#10  0x00007f8909c8b00a in readQueryFromClient ()\\n#11  0x00007f8909c8b00b in aeProcessEvents ()\\n#12  0x00007f8909c8b00c in aeMain ()\\n#13  0x00007f8909c8b00d in main ()\\n\\nThread 2 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0001\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 1 (Thread 0x7f89067f26c0 (LWP 89) \\"workers-0002\\"):\\n#0  0x00007f8909c8b000 in pthread_barrier_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in admin_job_change_state () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in thread_do () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in start_thread () from /opt/redis/lib/redisearch.so","note":"shortened"}],"clear":[{"from":"corpus redisearch/hang-notice-long-segv@logs","note":"the command in progress is the change of WORKERS itself"},{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n[New LWP 88]\\n\\nThread 3 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in clock_nanosleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in usleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in barrier_wait_and_destroy () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in redisearch_thpool_terminate_when_empty () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in workersThreadPool_SetNumWorkers () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in setWorkThreads () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in RSConfig_SetOption () from /opt/redis/lib/redisearch.so\\n#7  0x00007f8909c8b007 in ConfigCommand () from /opt/redis/lib/redisearch.so\\n#8  0x00007f8909c8b008 in RedisModuleCommandDispatcher ()\\n#9  0x00007f8909c8b009 in call ()\\n#10  0x00007f8909c8b00a in processCommand ()\\n#11  0x00007f8909c8b00b in readQueryFromClient ()\\n#12  0x00007f8909c8b00c in aeProcessEvents ()\\n#13  0x00007f8909c8b00d in aeMain ()\\n#14  0x00007f8909c8b00e in main ()\\n\\nThread 2 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0001\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 1 (Thread 0x7f89067f26c0 (LWP 89) \\"workers-0002\\"):\\n#0  0x00007f8909c8b000 in pthread_barrier_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in admin_job_change_state () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in thread_do () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in start_thread () from /opt/redis/lib/redisearch.so","note":"the same barrier inside the change of WORKERS: the resize itself"}]}},{"id":"search-pool-init-worker","kind":"deadlock/search-pool-init","title":"A worker thread re-initialises its own RediSearch pool and waits for itself","severity":"critical","prior":-1,"affects":{"module":"search","versions":">=2.10.4"},"anchors":["worker-in-init"],"evidence":[{"id":"worker-in-init","ask":{"frames":{"names":["barrier_wait_and_destroy","redisearch_thpool_verify_init"],"thread":"worker"}},"strength":"strong","group":"trigger","claim":"a worker itself waits in the initialisation of its pool"},{"id":"siblings-arrived","ask":{"workers":{"arrived":1}},"strength":"moderate","group":"threads","claim":"{n} worker(s) stand at the barrier"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"silence","ask":{"silence":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the process logged nothing for {value}"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"}],"refutes":[{"id":"main-waits","ask":{"main":{"activity":["pool-resize","pool-init"]}},"strength":"strong","group":"threads","claim":"main stands at the barrier: {value}"}],"summary":"A thread of the worker pool submits a job while the pool is uninitialised and waits at the initialisation barrier; the other workers stand in pthread_barrier_wait for a participant that never comes.","remedy":["Restart the shard; searches do not come back by themselves.","Do not switch WORKERS to 0 and up again while queries run."],"collect":[{"ask":"stacks of all threads while it hangs","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low"}],"fixed":[{"version":"8.10.0","change":"RediSearch #10337 (MOD-16667)","verified":false}],"references":["https://github.com/RediSearch/RediSearch/pull/10337"],"whenWrong":"Who waits in barrier_wait_and_destroy decides: main or a thread of the pool.","examples":{"hit":[{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n[New LWP 88]\\n\\nThread 3 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in aeApiPoll ()\\n#2  0x00007f8909c8b002 in aeProcessEvents ()\\n#3  0x00007f8909c8b003 in aeMain ()\\n#4  0x00007f8909c8b004 in main ()\\n\\nThread 2 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0007\\"):\\n#0  0x00007f8909c8b000 in clock_nanosleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in usleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in barrier_wait_and_destroy () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in redisearch_thpool_verify_init () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in redisearch_thpool_add_work () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in ConcurrentSearch_ThreadPoolRun () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in thread_do () from /opt/redis/lib/redisearch.so\\n#7  0x00007f8909c8b007 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 1 (Thread 0x7f89067f26c0 (LWP 89) \\"workers-0003\\"):\\n#0  0x00007f8909c8b000 in pthread_barrier_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in admin_job_change_state () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in thread_do () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in start_thread () from /opt/redis/lib/redisearch.so"}],"clear":[{"from":"corpus redisearch/hang-variantB-verify-init-notice","note":"main waits there, not a worker"},{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n[New LWP 88]\\n\\nThread 3 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in clock_nanosleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in usleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in barrier_wait_and_destroy () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in redisearch_thpool_verify_init () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in redisearch_thpool_add_work () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in workersThreadPool_AddWork () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in buildPipelineAndExecute () from /opt/redis/lib/redisearch.so\\n#7  0x00007f8909c8b007 in RedisModuleCommandDispatcher ()\\n#8  0x00007f8909c8b008 in call ()\\n#9  0x00007f8909c8b009 in processCommand ()\\n#10  0x00007f8909c8b00a in readQueryFromClient ()\\n#11  0x00007f8909c8b00b in aeProcessEvents ()\\n#12  0x00007f8909c8b00c in aeMain ()\\n#13  0x00007f8909c8b00d in main ()\\n\\nThread 2 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0001\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 1 (Thread 0x7f89067f26c0 (LWP 89) \\"workers-0002\\"):\\n#0  0x00007f8909c8b000 in pthread_barrier_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in admin_job_change_state () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in thread_do () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in start_thread () from /opt/redis/lib/redisearch.so","note":"main waits there, not a worker"}]}},{"id":"search-queries-leaked","kind":"advisory/version","title":"RediSearch reports queries that should have ended","severity":"info","anchors":["leak-line"],"evidence":[{"id":"leak-line","ask":{"event":{"ids":["search-active-query"],"on":"any","within":"run"}},"strength":"strong","group":"log","claim":"active queries are reported ({n} lines)"}],"summary":"When an index was dropped or the process crashed, RediSearch found active queries or cursors that it had lost count of.","remedy":["Keep the lines for a report to the maintainers; they name the index and when the query started."],"whenWrong":"The index was dropped while queries ran: then some may just be ending.","advisory":true,"examples":{"hit":[{"from":"written by hand","text":"# <search> There are 2 active queries and 0 active cursors. This is a bug"}],"clear":[{"from":"corpus redisearch/other-query-timeouts","note":"no such line"},{"from":"written by hand","text":"* <search> Scanning index idx in background: done (scanned=20000).","note":"no query is left over"}]}},{"id":"search-query-out-of-memory","kind":"memory/maxmemory","title":"Search queries are refused for lack of memory","severity":"warning","affects":{"module":"search","versions":">=8.4.0"},"anchors":["guard"],"evidence":[{"id":"guard","ask":{"event":{"ids":["search-query-oom"],"on":"any"}},"strength":"strong","group":"log","claim":"queries were refused ({n} times)"},{"id":"at-limit","ask":{"all":[{"info":{"field":"used_memory","op":">=","value":0.9,"per":"maxmemory"}},{"info":{"field":"maxmemory","op":">","value":0}}]},"strength":"moderate","group":"counters","claim":"used_memory / maxmemory is {value}"}],"refutes":[{"id":"room-left","ask":{"info":{"field":"used_memory","op":"<","value":0.5,"per":"maxmemory"}},"strength":"moderate","group":"counters","claim":"used_memory is {value} of maxmemory"}],"summary":"RediSearch 8.4 and later refuses queries when memory is at its limit (the query memory guard).","remedy":["Make room: raise maxmemory or remove data; then queries run again. `search-on-oom` decides what such a query returns."],"collect":[{"ask":"memory of every shard","command":"redis-cli INFO memory; redis-cli INFO search","risk":"none","why":"one full shard is enough to refuse a query"}],"references":["https://github.com/RediSearch/RediSearch/blob/v8.4.3/src/module.c#L190"],"whenWrong":"used_memory is far below maxmemory in INFO of the same minute: then the shard that answered was another one.","examples":{"hit":[{"from":"written by hand","text":"* <search> Not enough memory available to execute the query"}],"clear":[{"from":"corpus redis-8.0.6/maxmemory-noeviction","note":"no search module"},{"from":"written by hand","text":"* <search> Timed out coordination request","note":"refused for time, not for memory"}]}},{"id":"search-queue-full","kind":"search/query-timeouts","title":"The request queue of the search coordinator does not move","severity":"warning","prior":-0.5,"affects":{"module":"search","versions":"<2.10.30 || >=7.99.0 <8.2.12 || >=8.4.0 <8.4.9 || >=8.6.0 <8.6.7"},"anchors":["queue-line"],"evidence":[{"id":"queue-line","ask":{"event":{"ids":["pool-queue-full"],"texts":["Queue ID {id:d}: Work queue at max pending"],"on":"any"}},"strength":"strong","group":"trigger","claim":"the queue stands at its maximum ({n} times)"},{"id":"repeated","ask":{"event":{"ids":["pool-queue-full"],"on":"any","min":3}},"strength":"moderate","group":"end","claim":"it is said {n} times"},{"id":"timeouts","ask":{"event":{"ids":["coord-timeout","search-timeout"],"texts":["Coordinator got an error \'Timeout\' from a shard"],"on":"any"}},"strength":"moderate","group":"log","claim":"queries were given up ({n} times)"}],"refutes":[{"id":"main-stuck","ask":{"any":[{"frozenClock":{"minSec":5}},{"main":{"activity":["pool-resize","pool-init","lock-wait","barrier-wait","sleep","script"]}}]},"strength":"strong","group":"probe","claim":"the server itself was stuck"}],"summary":"The coordinator keeps more requests waiting than it may send, because finished ones are only counted off on the main thread. Mixed FT.SEARCH and FT.AGGREGATE load then stalls.","remedy":["Upgrade RediSearch to 2.10.30, 8.2.12, 8.4.9, 8.6.7 or 8.8.","Until then raise the threads and connections of the coordinator (SEARCH_THREADS, CONN_PER_SHARD)."],"collect":[{"ask":"the coordinator while it stalls","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low","why":"shows whether the reducers wait for main"}],"fixed":[{"version":"2.10.30","change":"RediSearch #8774, #9473 (MOD-14268)"},{"version":"8.2.12","change":"RediSearch #8774, #9473 (MOD-14268)"},{"version":"8.4.9","change":"RediSearch #8774, #9473 (MOD-14268)"},{"version":"8.6.7","change":"RediSearch #8774, #9473 (MOD-14268)"},{"version":"8.8.0","change":"RediSearch #8774, #9473 (MOD-14268)"}],"references":["https://github.com/RediSearch/RediSearch/pull/8774","https://github.com/RediSearch/RediSearch/pull/9473"],"whenWrong":"Once, at the moment of a burst: a queue that moves again is no fault.","examples":{"hit":[{"from":"written by hand","text":"# <search> Work queue at max pending with the same head"}],"clear":[{"from":"corpus redisearch/other-query-timeouts","note":"timeouts without that line"},{"from":"written by hand","text":"* <search> Timed out coordination request","note":"a timeout without that line"}]}},{"id":"search-rdb-load-yield-deadlock","kind":"deadlock/module-lock","title":"RediSearch and an RDB load wait for each other","severity":"critical","prior":-1,"affects":{"module":"search","versions":"<2.8.30 || >=2.10.0 <2.10.23 || >=7.99.0 <8.2.4"},"anchors":["yield-in-lock","silent-load"],"evidence":[{"id":"yield-in-lock","ask":{"any":[{"frames":{"names":["pthread_rwlock_*","RM_Yield"],"thread":"main"}},{"frames":{"names":["pthread_rwlock_*","processEventsWhileBlocked"],"thread":"main"}},{"frames":{"names":["RedisSearchCtx_LockSpecRead","processEventsWhileBlocked"],"thread":"main"}}]},"strength":"strong","group":"trigger","claim":"main waits for the lock of an index inside a yield of the load"},{"id":"silent-load","ask":{"all":[{"event":{"ids":["loading-start","search-loading","sync-started"]}},{"frozenClock":{"minSec":30}},{"version":{"module":"search","range":"<2.8.30 || >=2.10.0 <2.10.23 || >=7.99.0 <8.2.4"}}]},"strength":"moderate","group":"silence","claim":"the clock of main stopped during a load"},{"id":"cycle","ask":{"any":[{"waitCycle":{"through":["module-lock"]}},{"waitCycle":{"through":["rwlock"]}},{"waitCycle":{"through":["mutex"]}},{"waitCycle":{"through":["queue"]}}]},"strength":"decisive","group":"threads","claim":"the stacks show threads that wait for each other: {cycle}"},{"id":"load-begun","ask":{"event":{"ids":["loading-start"]}},"strength":"weak","group":"log","claim":"a load was going on"},{"id":"load-end-missing","ask":{"event":{"ids":["loading-done","loading-keys"],"after":"load-begun"}},"strength":"moderate","group":"silence","claim":"the end of the load was never logged","expect":"absent","printedAt":"notice","needs":"load-begun"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"}],"refutes":[{"id":"main-idle","ask":{"main":{"activity":["idle"]}},"strength":"strong","group":"threads","claim":"main was idle in its event loop"},{"id":"search-pool","ask":{"main":{"activity":["pool-resize","pool-init"]}},"strength":"strong","group":"threads","claim":"main stands at the barrier of the worker pool: {value}"}],"summary":"While the server loads an RDB, RediSearch yields to clients; an INFO or PING that is served in that moment asks for the lock of an index that the load itself holds.","remedy":["Kill and restart the server: a circle of locks does not end by itself.","Keep health checks (INFO, PING) away from the server until it is loaded, then upgrade RediSearch to 2.8.30, 2.10.23, 8.2.4 or 8.4.0."],"collect":[{"ask":"stacks of all threads while it hangs","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low"}],"fixed":[{"version":"2.8.30","change":"RediSearch #6763 (MOD-11011)"},{"version":"2.10.23","change":"RediSearch #6763 (MOD-11011)"},{"version":"8.2.4","change":"RediSearch #6763 (MOD-11011)"},{"version":"8.4.0","change":"RediSearch #6763 (MOD-11011)"}],"references":["https://github.com/RediSearch/RediSearch/pull/6763"],"whenWrong":"A later `DB loaded from disk` line: then the load was only long.","examples":{"hit":[{"from":"written by hand","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in pthread_rwlock_rdlock () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in RedisSearchCtx_LockSpecRead () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in RS_moduleInfoFunc () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in modulesCollectInfo ()\\n#4  0x00007f8909c8b004 in infoCommand () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in call ()\\n#6  0x00007f8909c8b006 in processCommand ()\\n#7  0x00007f8909c8b007 in processEventsWhileBlocked ()\\n#8  0x00007f8909c8b008 in RM_Yield ()\\n#9  0x00007f8909c8b009 in IndexSpec_RdbLoad () from /opt/redis/lib/redisearch.so\\n#10  0x00007f8909c8b00a in rdbLoadRio ()\\n#11  0x00007f8909c8b00b in rdbLoad ()\\n#12  0x00007f8909c8b00c in loadDataFromDisk ()\\n#13  0x00007f8909c8b00d in main ()","note":"INFO is served in the middle of the load"}],"clear":[{"from":"corpus redis-8.0.6/slow-load","text":"* Loading RDB produced by version 2.10.20\\n* DB loaded from disk: 41.203 seconds","note":"a long load ends by itself"},{"from":"written by hand","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in rdbLoadRio ()\\n#1  0x00007f8909c8b001 in rdbLoad ()\\n#2  0x00007f8909c8b002 in loadDataFromDisk ()\\n#3  0x00007f8909c8b003 in main ()","note":"main loads and waits for no lock"}]}},{"id":"search-spec-lock-inversion","kind":"deadlock/module-lock","title":"Main and a search worker take the module lock and the lock of an index in opposite order","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":"<8.7.91"},"anchors":["inversion"],"evidence":[{"id":"inversion","ask":{"all":[{"any":[{"frames":{"names":["RedisSearchCtx_LockSpecWrite"],"thread":"main"}},{"frames":{"names":["pthread_rwlock_wrlock*","IndexSpec_*"],"thread":"main"}}]},{"workers":{"wantModuleLock":1}}]},"strength":"strong","group":"trigger","claim":"main waits for the write lock of an index while {n} worker(s) wait for the module lock"},{"id":"both-locks","ask":{"waitCycle":{"through":["module-lock","rwlock"]}},"strength":"decisive","group":"threads","claim":"the stacks show the circle: {cycle}"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"silence","ask":{"silence":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the process logged nothing for {value}"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"}],"refutes":[{"id":"main-idle","ask":{"main":{"activity":["idle"]}},"strength":"strong","group":"threads","claim":"main was idle in its event loop"},{"id":"search-pool","ask":{"main":{"activity":["pool-resize","pool-init"]}},"strength":"strong","group":"threads","claim":"main stands at the barrier of the worker pool: {value}"}],"summary":"Main holds the module lock and waits for the write lock of an index; a worker holds the read lock of that index and waits for the module lock.","remedy":["Kill and restart the server: a circle of locks does not end by itself.","Upgrade RediSearch to a release with #9458 (8.8)."],"collect":[{"ask":"stacks of all threads while it hangs","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low"}],"fixed":[{"version":"8.7.91","change":"RediSearch #9458 (MOD-15364), a preview of 8.8"},{"version":"8.8.0","change":"RediSearch #9458 (MOD-15364)"}],"references":["https://github.com/RediSearch/RediSearch/pull/9458"],"whenWrong":"A second dump in which main or the worker has moved on.","examples":{"hit":[{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n\\nThread 2 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in pthread_rwlock_wrlock () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in RedisSearchCtx_LockSpecWrite () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in IndexSpec_UpdateDoc () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in HashNotificationCallback () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in moduleNotifyKeyspaceEvent ()\\n#5  0x00007f8909c8b005 in hsetCommand () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in call ()\\n#7  0x00007f8909c8b007 in processCommand ()\\n#8  0x00007f8909c8b008 in readQueryFromClient ()\\n#9  0x00007f8909c8b009 in aeProcessEvents ()\\n#10  0x00007f8909c8b00a in aeMain ()\\n#11  0x00007f8909c8b00b in main ()\\n\\nThread 1 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0001\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in RLookup_LoadDocument () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in rpLoaderNext () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in thread_do () from /opt/redis/lib/redisearch.so\\n#7  0x00007f8909c8b007 in start_thread () from /opt/redis/lib/redisearch.so"}],"clear":[{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n\\nThread 2 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in clock_nanosleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in usleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in barrier_wait_and_destroy () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in redisearch_thpool_terminate_when_empty () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in workersThreadPool_SetNumWorkers () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in setWorkThreads () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in RSConfig_SetOption () from /opt/redis/lib/redisearch.so\\n#7  0x00007f8909c8b007 in ConfigCommand () from /opt/redis/lib/redisearch.so\\n#8  0x00007f8909c8b008 in RedisModuleCommandDispatcher ()\\n#9  0x00007f8909c8b009 in call ()\\n#10  0x00007f8909c8b00a in processCommand ()\\n#11  0x00007f8909c8b00b in readQueryFromClient ()\\n#12  0x00007f8909c8b00c in aeProcessEvents ()\\n#13  0x00007f8909c8b00d in aeMain ()\\n#14  0x00007f8909c8b00e in main ()\\n\\nThread 1 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0001\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so","note":"main waits at a barrier, not for an index"}]}},{"id":"search-vector-crash","kind":"crash/fault","title":"RediSearch crashed in its vector library","severity":"critical","prior":-0.5,"affects":{"module":"search","versions":"<2.8.21 || >=2.10.0 <2.10.10"},"anchors":["frames"],"evidence":[{"id":"frames","ask":{"crash":{"origin":["fault","unknown"],"inChild":false,"frames":["VecSim*|HNSWIndex*|TieredHNSW*|BruteForceIndex*"],"depth":8}},"strength":"strong","group":"threads","claim":"the faulting stack goes through it: {frames}"},{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the crash report shows a fault of the process itself: {value}"},{"id":"illegal","ask":{"crash":{"signal":[4],"origin":["fault"],"inChild":false}},"strength":"moderate","group":"trigger","claim":"the fault is an illegal instruction"},{"id":"clock-running","ask":{"runningClock":{"maxSec":2}},"strength":"moderate","group":"clock","claim":"main was running when it happened: its clock was current"},{"id":"ended","ask":{"end":{"how":["crash"]}},"strength":"weak","group":"end","claim":"the process ended with it"}],"refutes":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"decisive","group":"report","claim":"the signal was sent by another process: {value}"}],"summary":"The fault is inside the vector similarity library. Several such faults were fixed; an illegal instruction there means a build for a processor with instructions that this one lacks.","remedy":["Restart; upgrade RediSearch (2.8.21, 2.10.10 or later).","Signal 4: compare the flags of the processor (`lscpu`: avx2, avx512f) with the build; take the generic build or move to another host."],"collect":[{"ask":"the whole report, the processor and the schema","command":"lscpu; redis-cli FT.INFO INDEX","risk":"none","why":"type and algorithm of the vector field"}],"fixed":[{"version":"2.8.21","change":"MOD-7643, MOD-7732: some of these faults","verified":false},{"version":"2.10.10","change":"MOD-7643, MOD-7732: some of these faults","verified":false}],"whenWrong":"Memory that ran out or was damaged elsewhere: then other functions fault at other times.","examples":{"hit":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(_ZN9HNSWIndexIffE11searchLayerEjPKvjm+0x10)[0x7f4416848000]\\n\\n87 workers-0002 *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(_ZN9HNSWIndexIffE11searchLayerEjPKvjm+0x10)[0x7f4416848000]\\n/opt/redis/lib/redisearch.so(_ZN9HNSWIndexIffE12appendVectorEPKvm+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(VecSimIndex_AddVector+0x18)[0x7f4416848002]\\n/opt/redis/lib/redisearch.so(Document_AddToIndexes+0x1c)[0x7f4416848003]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/usr/bin/redis-server *:6379(je_malloc_default+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/usr/bin/redis-server *:6379(je_malloc_default+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(RM_Alloc+0x14)[0x7f4416848001]\\n/opt/redis/lib/redisearch.so(QueryNode_Free+0x18)[0x7f4416848002]\\n/opt/redis/lib/redisearch.so(AREQ_Free+0x1c)[0x7f4416848003]\\n/opt/redis/lib/redisearch.so(RSSearchCommand+0x20)[0x7f4416848004]\\n/usr/bin/redis-server *:6379(RedisModuleCommandDispatcher+0x24)[0x7f4416848005]\\n/usr/bin/redis-server *:6379(call+0x28)[0x7f4416848006]\\n/usr/bin/redis-server *:6379(processCommand+0x2c)[0x7f4416848007]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n------ CURRENT CLIENT INFO ------\\nid=9 addr=10.0.0.7:40112 laddr=10.0.0.1:6379 fd=8 name= age=40 idle=0 flags=N db=0 cmd=ft.search\\nargv[0]: \'FT.SEARCH\'\\nargv[1]: \'idx\'\\nargv[2]: \'*=>[KNN 5 @v $q]\'\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"a vector query on the way, the fault elsewhere"},{"from":"corpus redis-7.4.1/crash-debug-segfault","note":"the fault is in debugCommand, no module is involved"}]}},{"id":"search-workers-change-blocks","kind":"advisory/version","title":"This build can freeze when WORKERS is lowered","severity":"info","affects":{"module":"search","versions":">=2.10.4 <2.10.25 || >=7.99.0 <8.2.7 || >=8.4.0 <8.4.3"},"anchors":["build"],"evidence":[{"id":"build","ask":{"version":{"module":"search","range":">=2.10.4 <2.10.25 || >=7.99.0 <8.2.7 || >=8.4.0 <8.4.3"}},"strength":"moderate","group":"version","claim":"RediSearch {value} has MOD-11658"}],"summary":"RediSearch of this version waits on the main thread for its workers when WORKERS is lowered (MOD-11658). Under load that wait may never end.","remedy":["Do not lower WORKERS while queries run: drain the traffic first, or change it in the configuration and restart."],"fixed":[{"version":"2.10.25","change":"RediSearch #7535","line":"2.10"},{"version":"8.2.7","change":"RediSearch #7534","line":"8.2"},{"version":"8.4.3","change":"RediSearch #7519","line":"8.4"},{"version":"8.6.0","change":"RediSearch #7410","line":"8.6"}],"references":["https://github.com/RediSearch/RediSearch/pull/7410"],"whenWrong":"WORKERS is never changed while the server runs: then it means nothing for you.","advisory":true,"saidBy":["search-workers-resize-deadlock","search-pool-init-deadlock","search-pool-init-worker"],"examples":{"hit":[{"from":"corpus redisearch/control-8to0-noload-notice","text":"* <search> RediSearch version 2.10.20 (Git=v2.10.20)"}],"clear":[{"from":"written by hand","text":"* <search> RediSearch version 2.10.25 (Git=v2.10.25)"}]}},{"id":"search-workers-resize-deadlock","kind":"deadlock/search-workers-resize","title":"RediSearch worker pool resized while its workers need the module lock","severity":"critical","affects":{"module":"search","versions":">=2.10.4 <2.10.25 || >=7.99.0 <8.2.7 || >=8.4.0 <8.4.3"},"anchors":["cycle","main-in-resize","workers-cycle","change-in-progress","trigger"],"evidence":[{"id":"cycle","ask":{"all":[{"waitCycle":{"through":["module-lock","barrier"]}},{"main":{"activity":["pool-resize"]}}]},"strength":"decisive","group":"threads","claim":"main waits at the barrier of a pool resize ({arrived} of {total} workers have arrived) and holds the module lock that {wanting} of them wait for"},{"id":"main-in-resize","ask":{"main":{"activity":["pool-resize"]}},"strength":"strong","group":"threads","claim":"main stands in the resize of the worker pool ({value})"},{"id":"workers-cycle","ask":{"waitCycle":{"through":["module-lock","barrier:workers"]}},"strength":"strong","group":"threads","claim":"main holds the module lock and waits at a barrier of the worker pool, and {wanting} worker(s) wait for that lock"},{"id":"workers-want-lock","ask":{"workers":{"wantModuleLock":1}},"strength":"moderate","group":"threads","claim":"{n} worker(s) wait for the module lock"},{"id":"change-in-progress","ask":{"any":[{"configChange":{"option":"WORKERS","outcome":["in-progress"]}},{"configChange":{"option":"search-workers","outcome":["in-progress"]}},{"executing":{"commands":["*FT.CONFIG SET WORKERS *","CONFIG SET *search-workers *"]}}]},"strength":"strong","group":"command","claim":"the command that main was executing and never finished is the change of WORKERS"},{"id":"trigger","ask":{"any":[{"configChange":{"option":"WORKERS","direction":"decrease","outcome":["requested","in-progress","unknown"]}},{"configChange":{"option":"search-workers","direction":"decrease","outcome":["requested","in-progress","unknown"]}}]},"strength":"moderate","group":"trigger","claim":"WORKERS was being lowered ({value})"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"moderate","group":"silence","claim":"the clock of main stood still for {value} before the report was written"},{"id":"silence","ask":{"silence":{"minSec":10}},"strength":"moderate","group":"silence","claim":"the process logged nothing for {value}"},{"id":"pool-disabled-missing","ask":{"event":{"ids":["workers-disabled"],"after":"trigger"}},"strength":"moderate","group":"silence","claim":"`Disabled workers threadpool` follows a finished change to 0, and did not come","expect":"absent","printedAt":"notice","printedBy":{"module":"search","range":">=2.10.4"},"needs":"trigger"},{"id":"success-missing","ask":{"event":{"ids":["config-changed"],"where":{"option":"WORKERS"},"after":"trigger"}},"strength":"weak","group":"silence","claim":"`Successfully changed configuration` follows when FT.CONFIG returns, and did not come (CONFIG SET search-workers never prints it)","expect":"absent","printedAt":"notice","printedBy":{"module":"search","range":">=2.6.0"},"needs":"trigger"},{"id":"earlier-resizes","ask":{"event":{"ids":["workers-disabled","workers-enabled"],"before":"trigger","within":600}},"strength":"weak","group":"log","claim":"the pool had been resized shortly before: {n} earlier resize lines"},{"id":"affected-version","ask":{"version":{"module":"search","range":">=2.10.4 <2.10.25 || >=7.99.0 <8.2.7 || >=8.4.0 <8.4.3"}},"strength":"weak","group":"version","claim":"RediSearch {value} waits for its workers in the resize"},{"id":"peers-noticed","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","socket-timeout","probe-timeout","sdown","odown"]}},"strength":"weak","group":"witness","claim":"others report that the process does not answer"}],"refutes":[{"id":"change-returned","ask":{"any":[{"event":{"ids":["workers-disabled"],"after":"trigger"}},{"event":{"ids":["config-changed"],"where":{"option":"WORKERS"},"after":"trigger"}}]},"strength":"strong","group":"log","claim":"the resize returned: its last lines were printed after the change began","needs":"trigger"},{"id":"reduced-asynchronously","ask":{"event":{"ids":["workers-reduce-scheduled"]}},"strength":"strong","group":"version","claim":"this build removes workers without waiting for them"},{"id":"fixed-version","ask":{"version":{"module":"search","range":"<2.10.4 || >=2.10.25 <7.99.0 || >=8.2.7 <8.4.0 || >=8.4.3"}},"strength":"strong","group":"version","claim":"RediSearch {value} does not wait for its workers in the resize"},{"id":"executes-a-search","ask":{"executing":{"commands":["*FT.SEARCH *","*FT.AGGREGATE *","*FT.HYBRID *","*FT.PROFILE *","*FT.CURSOR *"]}},"strength":"strong","group":"command","claim":"main was executing a search, not a change of WORKERS: the re-initialisation of the pool is the other barrier"},{"id":"main-elsewhere","ask":{"main":{"activity":["idle","script","command","pool-init","fork-wait","loading","stopped"]}},"strength":"strong","group":"threads","claim":"main is somewhere else: {value}"}],"summary":"Lowering WORKERS makes the main thread wait at a barrier until every worker has seen the change. Main holds the module lock while it waits, and at least one worker needs that lock to finish its query, so neither ever goes on.","mechanism":"workersThreadPool_SetNumWorkers runs on the main thread inside FT.CONFIG SET WORKERS or CONFIG SET search-workers. It pushes one administrative\\njob for each worker and then sleeps in barrier_wait_and_destroy (usleep in a loop, no timeout) until all of them have arrived. Main holds the module\\nlock (moduleGIL) as it always does while it executes a command. A worker in the middle of a query takes the same lock to load documents\\n(rpSafeLoaderNext_Accumulate, RM_ThreadSafeContextLock). Workers that already stand in pthread_barrier_wait have arrived and block nobody; idle coordinator\\nthreads, the uv thread and the connections to other shards are no part of the cycle.","remedy":["Kill and restart the shard: nothing else ends the wait (`kill -9 PID`; before that, take the stacks if you can).","Until upgraded, do not lower WORKERS while queries run; drain the traffic first or change it in the configuration file and restart.","Upgrade RediSearch to 2.10.25, 8.2.7, 8.4.3 or later (Redis 8.2.4 and 8.4.1 bundle a fixed one); 8.0 has no fix.","Also on fixed versions avoid WORKERS 0 followed by a rise under load: the pool\'s re-initialisation has a barrier of its own."],"workaround":["Change WORKERS only with no query running: redirect clients, wait until `search_total_active_queries` is 0, then set it."],"collect":[{"ask":"stacks of all threads while it hangs","command":"gdb -p PID -batch -ex \'thread apply all bt\' > stacks.txt","risk":"low","why":"names the barrier and the owner of the module lock"},{"ask":"the same from Redis itself (7.4 and later)","command":"kill -ALRM PID","risk":"none","why":"logs all stacks and goes on; on 6.2 and older SIGALRM kills the process"},{"ask":"what each thread waits in, without a debugger","command":"for t in /proc/PID/task/*; do echo $(cat $t/comm) $(cat $t/wchan); done","risk":"none","why":"one thread in hrtimer_nanosleep and the workers in futex is this picture"}],"fixed":[{"version":"2.10.25","change":"RediSearch #7535","line":"2.10"},{"version":"8.2.7","change":"RediSearch #7534","line":"8.2"},{"version":"8.4.3","change":"RediSearch #7519","line":"8.4"},{"version":"8.6.0","change":"RediSearch #7410","line":"8.6"}],"judgedFixes":[{"fix":"resize the connections before the pool","verdict":"does-not-help","why":"neither the uv thread nor a connection is a node of the cycle: the order removes no edge"},{"fix":"shrink the connections synchronously","verdict":"harmful","why":"adds an edge from main to the uv thread"},{"fix":"a timeout at the barrier","verdict":"harmful","why":"ends the wait but leaves administrative jobs that point to a barrier on the stack of main: the pool is undefined afterwards"},{"fix":"release the module lock around the wait","verdict":"works","why":"removes the edge from the lock to main (RediSearch #7194, not merged)"},{"fix":"do not wait: let the last worker destroy the barrier","verdict":"works","why":"removes the edge from main to the barrier (RediSearch #7410, merged)"}],"references":["https://github.com/RediSearch/RediSearch/pull/7410","https://github.com/RediSearch/RediSearch/pull/7535","https://github.com/RediSearch/RediSearch/pull/7534","https://github.com/RediSearch/RediSearch/pull/7519","https://github.com/RediSearch/RediSearch/pull/7194"],"whenWrong":"A second dump minutes later that shows main somewhere else, or `Disabled workers threadpool` after the change, would disprove it.","path":[{"step":"the command is received","seen":{"any":[{"event":{"ids":["ft-config-deprecated"]}},{"event":{"ids":["workers-changing"]}},{"configChange":{"option":"WORKERS"}},{"configChange":{"option":"search-workers"}}]},"notSeen":"RediSearch before 8.0 logs nothing on receipt; CONFIG SET never does. Then only the argv in a crash report, the client list or a manager\'s log shows it"},{"step":"the workers have arrived and the pool is resized","seen":{"event":{"ids":["workers-disabled"],"after":"trigger"}},"printedAt":"notice","printedBy":{"module":"search","range":">=2.10.4"},"notSeen":"`Disabled workers threadpool` is printed only by a change to 0; a partial shrink prints `Thread pool size decreased` at verbose"},{"step":"the connections to the other shards are adapted","seen":{"event":{"ids":["conn-shrink"],"after":"trigger"}},"printedAt":"debug","printedBy":{"module":"search","range":">=8.0.0"},"notSeen":"RediSearch before 8.0 prints this to standard error only, 8.x at level debug: its absence at notice or verbose proves nothing"},{"step":"the command returns","seen":{"event":{"ids":["config-changed"],"where":{"option":"WORKERS"},"after":"trigger"}},"printedAt":"notice","printedBy":{"module":"search","range":">=2.6.0"},"notSeen":"CONFIG SET search-workers returns without any line"}],"examples":{"hit":[{"from":"corpus redisearch/hang-notice-long-segv@logs","note":"main sleeps in the module below RedisModuleCommandDispatcher, six workers wait in RM_ThreadSafeContextLock, two stand at the barrier; argv: _FT.CONFIG SET WORKERS 0"},{"from":"corpus redisearch/hang-standalone-nocluster@gdb","entry":"stacks.txt","text":"[New LWP 87]\\n[New LWP 88]\\n[New LWP 89]\\n\\nThread 4 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in clock_nanosleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in usleep () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in barrier_wait_and_destroy () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in redisearch_thpool_terminate_when_empty () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in workersThreadPool_SetNumWorkers () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in setWorkThreads () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in RSConfig_SetOption () from /opt/redis/lib/redisearch.so\\n#7  0x00007f8909c8b007 in ConfigCommand () from /opt/redis/lib/redisearch.so\\n#8  0x00007f8909c8b008 in RedisModuleCommandDispatcher ()\\n#9  0x00007f8909c8b009 in call ()\\n#10  0x00007f8909c8b00a in processCommand ()\\n#11  0x00007f8909c8b00b in readQueryFromClient ()\\n#12  0x00007f8909c8b00c in aeProcessEvents ()\\n#13  0x00007f8909c8b00d in aeMain ()\\n#14  0x00007f8909c8b00e in main ()\\n\\nThread 3 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0001\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 2 (Thread 0x7f89067f26c0 (LWP 89) \\"workers-0002\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 1 (Thread 0x7f89067f36c0 (LWP 90) \\"workers-0003\\"):\\n#0  0x00007f8909c8b000 in pthread_barrier_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in admin_job_change_state () from /opt/redis/lib/redisearch.so\\n#2  0x00007f8909c8b002 in thread_do () from /opt/redis/lib/redisearch.so\\n#3  0x00007f8909c8b003 in start_thread () from /opt/redis/lib/redisearch.so","note":"shortened: barrier_wait_and_destroy below workersThreadPool_SetNumWorkers on main; the coordinator is not needed"}],"clear":[{"from":"corpus redisearch/control-8to0-noload-notice","text":"<search> Disabled workers threadpool of size 8\\n<search> Successfully changed configuration for `WORKERS`","note":"the change returned"},{"from":"corpus redisearch/decoy-lua-under-load","note":"workers want the module lock, but main runs a script and waits for nobody"},{"from":"written by hand","entry":"stacks.txt","text":"[New LWP 87]\\n[New LWP 88]\\n\\nThread 3 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in luaV_execute ()\\n#1  0x00007f8909c8b001 in luaD_call ()\\n#2  0x00007f8909c8b002 in lua_pcall ()\\n#3  0x00007f8909c8b003 in luaCallFunction ()\\n#4  0x00007f8909c8b004 in evalGenericCommand ()\\n#5  0x00007f8909c8b005 in call ()\\n#6  0x00007f8909c8b006 in processCommand ()\\n#7  0x00007f8909c8b007 in readQueryFromClient ()\\n#8  0x00007f8909c8b008 in aeProcessEvents ()\\n#9  0x00007f8909c8b009 in aeMain ()\\n#10  0x00007f8909c8b00a in main ()\\n\\nThread 2 (Thread 0x7f89067f16c0 (LWP 88) \\"workers-0001\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so\\n\\nThread 1 (Thread 0x7f89067f26c0 (LWP 89) \\"workers-0002\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in RM_ThreadSafeContextLock ()\\n#3  0x00007f8909c8b003 in rpSafeLoaderNext_Accumulate () from /opt/redis/lib/redisearch.so\\n#4  0x00007f8909c8b004 in AREQ_Execute () from /opt/redis/lib/redisearch.so\\n#5  0x00007f8909c8b005 in thread_do () from /opt/redis/lib/redisearch.so\\n#6  0x00007f8909c8b006 in start_thread () from /opt/redis/lib/redisearch.so","note":"workers want the module lock, but main runs a script and waits for nobody"}]}},{"id":"sent-signal","kind":"crash/sent-signal","title":"A fatal signal was sent by another process","severity":"warning","anchors":["sent"],"evidence":[{"id":"sent","ask":{"crash":{"origin":["sent"],"inChild":false}},"strength":"strong","group":"report","claim":"the signal was sent from outside: {value}"},{"id":"sent-while-well","ask":{"all":[{"crash":{"origin":["sent"],"inChild":false}},{"any":[{"runningClock":{"maxSec":2}},{"main":{"activity":["idle"]}}]}]},"strength":"decisive","group":"report","claim":"the signal was sent from outside while main was well: its clock was current, or it stood in its event loop"}],"refutes":[{"id":"fault","ask":{"crash":{"origin":["fault"],"what":["signal"],"inChild":false}},"strength":"decisive","group":"report","claim":"the process faulted by itself: {value}"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"strong","group":"clock","claim":"main had been stuck for {value} when the signal came: the hang is the incident, the signal only ended it"},{"id":"main-stuck","ask":{"main":{"activity":["pool-resize","pool-init","barrier-wait","lock-wait","script","sleep","disk","fork-wait"]}},"strength":"strong","group":"threads","claim":"main was stuck when the signal came: {value}"},{"id":"lock-cycle","ask":{"any":[{"waitCycle":{"through":["module-lock"]}},{"waitCycle":{"through":["mutex"]}},{"waitCycle":{"through":["barrier"]}},{"waitCycle":{"through":["rwlock"]}}]},"strength":"strong","group":"threads","claim":"the stacks show a cycle of locks"},{"id":"shutdown-unanswered","ask":{"all":[{"event":{"ids":["shutdown-signal"]}},{"end":{"how":["crash","killed"]}}]},"strength":"strong","group":"end","claim":"a request to shut down was noted before the signal came, and main never answered it"},{"id":"slow-script","ask":{"event":{"ids":["slow-script"]}},"strength":"strong","group":"log","claim":"a script was running before"},{"id":"silent-before","ask":{"all":[{"silence":{"minSec":10,"endedBy":["crash"],"minSurprise":2}}]},"strength":"moderate","group":"silence","claim":"a silence of {value} preceded the signal"},{"id":"missed-before","ask":{"all":[{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","sdown","odown","socket-timeout","probe-timeout"],"inSilence":true}},{"silence":{"minSec":3,"endedBy":["crash"]}}]},"strength":"moderate","group":"witness","claim":"others missed the process before the signal came"}],"summary":"The report looks like a crash, but the signal came from outside (si_code 0, with the sender\'s pid and user): a supervisor, a watchdog, a test harness or a person. Nothing else in the input explains the death.","mechanism":"For a signal that was sent, the kernel fills in the sender instead of a fault address, so \\"Accessing address\\" is the sender\'s uid and pid in disguise. The thread\\nmarked with an asterisk is only the one that happened to run the handler.","remedy":["Find the sender: the report gives its pid and uid; compare with the process list, the audit log (`ausearch -sc kill`) or the supervisor\'s configuration of that minute. Pid 0 means a sender outside the pid namespace (the container\'s host).","Ask why it sent it: a liveness probe that timed out means that the server was stuck before, and then that is the incident.","Use SIGTERM for planned stops; it saves and says so."],"collect":[{"ask":"who sent it","command":"ausearch -sc kill -ts TIME; journalctl --since TIME","risk":"none","why":"the report names pid and uid"}],"whenWrong":"Signs that main was stuck before the signal (frozen clock, silence, complaints of peers).","examples":{"hit":[{"from":"corpus redis-7.4.1/crash-kill-abrt","text":"# Redis 7.4.1 crashed by signal: 6, si_code: 0"},{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 6, si_code: 0\\n# Accessing address: 0x7530\\n# Killed by PID: 30000, UID: 0\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/lib/x86_64-linux-gnu/libc.so.6(epoll_wait+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(aeApiPoll+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(aeProcessEvents+0x18)[0x7f4416848002]\\n/usr/bin/redis-server *:6379(aeMain+0x1c)[0x7f4416848003]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ==="}],"clear":[{"from":"corpus redisearch/hang-notice-long-segv","note":"si_code 0 too, but the clock of main had been frozen for 353 s: a hang, ended by a signal"},{"from":"corpus redis-7.4.1/crash-debug-segfault","text":"# Redis 7.4.1 crashed by signal: 11, si_code: 2"},{"from":"written by hand","text":"=== REDIS BUG REPORT START: Cut & paste starting from here ===\\n# Redis 7.4.1 crashed by signal: 11, si_code: 1\\n# Accessing address: 0x18\\n# Crashed running the instruction at: 0x7f4416848000\\n\\n------ STACK TRACE ------\\nEIP:\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n\\n77 redis-server *\\n/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416c48050]\\n/opt/redis/lib/redisearch.so(sdslen+0x10)[0x7f4416848000]\\n/usr/bin/redis-server *:6379(lookupKey+0x14)[0x7f4416848001]\\n/usr/bin/redis-server *:6379(call+0x18)[0x7f4416848002]\\n\\n1/1 expected stacktraces.\\n\\n------ STACK TRACE DONE ------\\n\\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===","note":"si_code 1: a fault of the process itself"}]}},{"id":"sentinel-config-not-saved","kind":"persistence/save-failed","title":"Sentinel cannot write its configuration","severity":"warning","anchors":["not-saved"],"evidence":[{"id":"not-saved","ask":{"event":{"ids":["sentinel-config-failed"],"on":"any"}},"strength":"decisive","group":"log","claim":"the configuration could not be saved ({n} times): {reason}"}],"refutes":[{"id":"saved-later","ask":{"event":{"texts":["Sentinel new configuration saved on disk"],"on":"any","after":"not-saved"}},"strength":"moderate","group":"end","claim":"a later one was saved","needs":"not-saved"}],"summary":"Sentinel keeps votes and the current master in its configuration file. It cannot write it, so a restart would bring back old knowledge.","remedy":["Make the file and its folder writable for the user that runs Sentinel (it writes a new file beside it and renames); mount it read-write in containers."],"collect":[{"ask":"owner and mode of the file and of its folder","command":"namei -l SENTINEL.CONF","risk":"none","why":"Sentinel writes a new file beside it"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/sentinel.c#L2270"],"whenWrong":"A later line `Sentinel new configuration saved on disk`.","examples":{"hit":[{"from":"written by hand","text":"# WARNING: Sentinel was not able to save the new configuration on disk!!!: Permission denied"}],"clear":[{"from":"corpus redis-7.2.6/sentinel-failover-kill","text":"* Sentinel new configuration saved on disk"}]}},{"id":"sentinel-failover-aborted","kind":"sentinel/failover","title":"Sentinel could not finish a failover","severity":"critical","prior":-0.2,"anchors":["aborted"],"evidence":[{"id":"aborted","ask":{"event":{"ids":["sentinel-failover-abort"],"on":"any"}},"strength":"strong","group":"trigger","claim":"the failover was given up: {reason} ({n} times)"},{"id":"odown","ask":{"event":{"ids":["sentinel-odown"],"on":"any","where":{"kind":"master"}}},"strength":"moderate","group":"log","claim":"the master was agreed to be down"},{"id":"not-switched","ask":{"event":{"ids":["sentinel-switch-master"],"on":"any","after":"aborted"}},"strength":"moderate","group":"end","claim":"no new master followed","expect":"absent","printedAt":"warning","needs":"aborted"}],"refutes":[{"id":"switched-later","ask":{"event":{"ids":["sentinel-switch-master"],"on":"any","after":"aborted"}},"strength":"moderate","group":"witness","claim":"a later failover succeeded","needs":"aborted"}],"summary":"The Sentinels agreed that the master is down but found no suitable replica, lost the vote, or the promoted replica did not answer in time.","remedy":["no-good-slave: every replica is down, disconnected too long or has replica-priority 0; bring one back.","not-elected: fewer than the majority of all Sentinels are alive; start them.","Then `redis-cli -p 26379 SENTINEL FAILOVER NAME`."],"collect":[{"ask":"what the Sentinels know","command":"redis-cli -p 26379 SENTINEL REPLICAS NAME; redis-cli -p 26379 SENTINEL CKQUORUM NAME","risk":"none","why":"no-good-slave and not-elected have their reason there"}],"references":["https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/"],"whenWrong":"A later `+switch-master` of the same master: the next attempt succeeded.","examples":{"hit":[{"from":"written by hand","text":"# -failover-abort-no-good-slave master mymaster 10.0.0.1 6379"}],"clear":[{"from":"corpus redis-7.2.6/sentinel-failover-kill","text":"# +switch-master mymaster"}]}},{"id":"shard-did-not-start","kind":"enterprise/orchestration","title":"A shard did not start after all retries","severity":"critical","prior":-0.3,"anchors":["not-running"],"evidence":[{"id":"not-running","ask":{"manager":{"event":["not-running"]}},"strength":"strong","group":"end","claim":"the process is not running after all retries ({n} times)"},{"id":"fatal-line","ask":{"event":{"ids":["config-fatal","rdb-load-fatal","rdb-terminating","aof-bad-format","module-load-abort","listen-aborted"],"on":"any"}},"strength":"moderate","group":"log","claim":"a shard says why it ended"}],"refutes":[{"id":"got-ready","ask":{"event":{"ids":["ready"],"on":"any","after":"not-running"}},"strength":"moderate","group":"log","claim":"a shard got ready afterwards","needs":"not-running"}],"summary":"The manager started a shard, found no pid file or no process, and gave up.","remedy":["Read the end of that shard\'s own log (redis-UID.log); start it by hand as the manager does to see its standard error."],"collect":[{"ask":"the shard\'s own log and its standard error","command":"tail -100 /var/opt/redislabs/log/redis-UID.log","risk":"none"}],"whenWrong":"A later start of the same shard succeeds.","examples":{"hit":[{"from":"written by hand","text":"2026-02-20 16:33:10,001 ERROR redis_mgr MainThread: redis:4: pidfile error"}],"clear":[{"from":"written by hand","text":"2026-02-20 16:33:10,001 INFO redis_mgr MainThread: redis:4: started"}]}},{"id":"shard-unreachable","kind":"search/shard-unreachable","title":"The search coordinator cannot reach a shard","severity":"warning","anchors":["topology","coordinator-error"],"evidence":[{"id":"topology","ask":{"event":{"texts":["Topology validation failed","IORuntime ID {id:d}: Topology validation failed"],"on":"any"}},"strength":"strong","group":"log","claim":"not all nodes are connected ({n} times)"},{"id":"cluster-call","ask":{"event":{"ids":["coord-cluster-error"],"on":"any"}},"strength":"strong","group":"log","claim":"the coordinator cannot read the cluster\'s topology ({n} times)"},{"id":"coordinator-error","ask":{"event":{"ids":["coord-empty-reply","coord-connect-error"],"on":"any"}},"strength":"moderate","group":"log","claim":"a shard answered with an error or not at all ({n} times)"},{"id":"node-failing","ask":{"witness":{"what":["node-failing","node-fail-received","cluster-fail"]}},"strength":"weak","group":"witness","claim":"the cluster reports a node as failing"}],"refutes":[{"id":"shard-died","ask":{"any":[{"crash":{"inChild":false,"survived":false}},{"end":{"how":["killed","crash"]}},{"frozenClock":{"minSec":5}}]},"strength":"strong","group":"end","claim":"a shard died or stood still: that is the incident"}],"summary":"The coordinator of RediSearch has no connection to every shard, so queries fail or return only a part. A shard is down, refuses the connection (TLS, password) or announces an address that cannot be reached.","remedy":["`redis-cli CLUSTER NODES` on every shard: all linked? Compare the announced addresses with what the shards can reach.","TLS or password between the shards: `tls-cluster`, certificates and `masterauth`/ACL of the internal user must match on all nodes.","After a change of the topology: `SEARCH.CLUSTERREFRESH` (open source) or `SEARCH.CLUSTERSET` (Enterprise)."],"collect":[{"ask":"the coordinator\'s view","command":"redis-cli SEARCH.CLUSTERINFO; redis-cli CLUSTER SHARDS","risk":"none"}],"whenWrong":"Only during the first seconds of a start: then the connections were just not up yet.","examples":{"hit":[{"from":"written by hand","text":"# <module> Topology validation failed: not all nodes connected"}],"clear":[{"from":"corpus redisearch/control-8to0-noload-notice","text":"* Cluster state changed: ok"}]}},{"id":"slow-command","kind":"hang/slow-command","title":"A command kept the main thread","severity":"warning","anchors":["main-in-command","known-slow-frames","slowlog","latency","slow-argv","sleep-command"],"evidence":[{"id":"main-in-command","ask":{"main":{"activity":["command"]}},"strength":"strong","group":"threads","claim":"main is executing a command: {value}"},{"id":"known-slow-frames","ask":{"frames":{"names":["keysCommand|stringmatchlen|sortCommandGeneric|zunionInterDiffGenericCommand|sinterGenericCommand|sunionDiffGenericCommand|genericHgetallCommand|lrangeCommand|genericZrangebyrankCommand|smembersCommand|delGenericCommand|flushallCommand|flushdbCommand|saveCommand|lcsCommand|georadiusGeneric|bitopCommand|migrateCommand"],"thread":"main"}},"strength":"strong","group":"threads","claim":"main is in a command whose cost grows with the data: {frames}"},{"id":"query-on-main","ask":{"all":[{"executing":{"commands":["*FT.SEARCH *","*FT.AGGREGATE *","*FT.PROFILE *","*FT.HYBRID *"]}},{"main":{"activity":["module-command"]}}]},"strength":"strong","group":"threads","claim":"main executes a search query itself: {value}"},{"id":"slow-argv","ask":{"all":[{"executing":{"commands":["KEYS *","SORT *","SORT_RO *","SMEMBERS *","HGETALL *","HKEYS *","HVALS *","LRANGE *","ZRANGE *","ZREVRANGE *","ZRANGEBYSCORE *","ZUNION*","ZINTER*","ZDIFF*","SINTER*","SUNION*","SDIFF*","DEL *","FLUSHALL*","FLUSHDB*","SAVE*","MIGRATE *","RESTORE *","LCS *","BITOP *","*FT.SEARCH *","*FT.AGGREGATE *","DEBUG *"]}},{"frozenClock":{"minSec":1}}]},"strength":"strong","group":"command","claim":"the command in progress when the clock of main stopped: {value}"},{"id":"sleep-command","ask":{"any":[{"frames":{"names":["debugCommand"],"thread":"main"}},{"executing":{"commands":["DEBUG SLEEP *"]}}]},"strength":"moderate","group":"threads","claim":"main sleeps on behalf of a command (DEBUG SLEEP)"},{"id":"slowlog","ask":{"slowlog":{"minMs":1000}},"strength":"strong","group":"counters","claim":"SLOWLOG records `{command}` with {ms} ms ({n} of at least a second)"},{"id":"latency","ask":{"latency":{"minMs":1000,"events":["command","fast-command"]}},"strength":"strong","group":"counters","claim":"the latency monitor records `{event}` with up to {ms} ms"},{"id":"watchdog","ask":{"event":{"ids":["watchdog-expired"]}},"strength":"weak","group":"log","claim":"the watchdog fired while main was in one operation"},{"id":"silence","ask":{"silence":{"minSec":1}},"strength":"weak","group":"silence","claim":"the process logged nothing for {value}"}],"refutes":[{"id":"died-in-it","ask":{"crash":{"origin":["fault","self"],"inChild":false}},"strength":"strong","group":"report","claim":"the process died of a fault in what it executed: {value}"},{"id":"script","ask":{"any":[{"event":{"ids":["slow-script"]}},{"main":{"activity":["script"]}}]},"strength":"strong","group":"log","claim":"the time was spent in a script"},{"id":"waits","ask":{"main":{"activity":["pool-resize","pool-init","lock-wait","barrier-wait","stopped","idle"]}},"strength":"strong","group":"threads","claim":"main does not compute: {value}"},{"id":"stopped","ask":{"procState":{"state":["T"]}},"strength":"strong","group":"threads","claim":"the whole process was stopped"}],"summary":"Redis executes one command at a time on the main thread. A command that touches very many elements, a pattern match over all keys or a long query on main kept every other client waiting.","remedy":["Find the command and its caller: `redis-cli SLOWLOG GET 50` names both; `redis-cli LATENCY LATEST` the moments.","Replace it by its incremental form: KEYS by SCAN, SMEMBERS / HGETALL / LRANGE of big keys by SSCAN / HSCAN / paging, DEL by UNLINK, FLUSHALL by FLUSHALL ASYNC, SAVE by BGSAVE.","Forbid what nobody needs: `ACL SETUSER app -keys -flushall -debug`."],"collect":[{"ask":"slow commands and their clients","command":"redis-cli SLOWLOG GET 100","risk":"none"},{"ask":"largest keys","command":"redis-cli --bigkeys -i 0.1","risk":"low"}],"references":["https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/latency/"],"whenWrong":"A dump that shows main waiting (lock, barrier, sleep) instead of computing.","examples":{"hit":[{"from":"corpus redis-7.4.1/hang-slow-commands","note":"SLOWLOG and LATENCY show KEYS * and DEBUG SLEEP 4"},{"from":"corpus redisearch/other-segv-main-thread-in-query","note":"the query ran on main when the signal came"},{"from":"written by hand","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in stringmatchlen () from /opt/redis/lib/redisearch.so\\n#1  0x00007f8909c8b001 in keysCommand ()\\n#2  0x00007f8909c8b002 in call ()\\n#3  0x00007f8909c8b003 in processCommand ()\\n#4  0x00007f8909c8b004 in readQueryFromClient ()\\n#5  0x00007f8909c8b005 in aeProcessEvents ()\\n#6  0x00007f8909c8b006 in aeMain ()\\n#7  0x00007f8909c8b007 in main ()"}],"clear":[{"from":"written by hand","entry":"stacks.txt","text":"Thread 1 (Thread 0x7f89067f06c0 (LWP 77) \\"redis-server\\"):\\n#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6\\n#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6\\n#2  0x00007f8909c8b002 in rl_take_cmd () from /opt/redis/lib/ratelimit.so\\n#3  0x00007f8909c8b003 in RedisModuleCommandDispatcher ()\\n#4  0x00007f8909c8b004 in call ()\\n#5  0x00007f8909c8b005 in processCommand ()\\n#6  0x00007f8909c8b006 in readQueryFromClient ()\\n#7  0x00007f8909c8b007 in aeProcessEvents ()\\n#8  0x00007f8909c8b008 in aeMain ()\\n#9  0x00007f8909c8b009 in main ()","note":"main waits for a lock instead of computing"},{"from":"corpus redis-7.4.1/healthy-verbose","note":"no slow command recorded"}]}},{"id":"slow-disk","kind":"persistence/slow-disk","title":"The disk is too slow for the append-only file","severity":"warning","anchors":["fsync-slow","latency","fsync-on-main","main-in-write"],"evidence":[{"id":"fsync-slow","ask":{"event":{"ids":["aof-fsync-slow"]}},"strength":"decisive","group":"log","claim":"the fsync took too long ({n} times)"},{"id":"latency","ask":{"latency":{"minMs":1000,"events":["aof-write","aof-fsync-always","aof-write-pending-fsync","aof-write-active-child","aof-write-alone","rdb-unlink-temp-file"]}},"strength":"strong","group":"counters","claim":"the latency monitor records `{event}` with up to {ms} ms"},{"id":"fsync-on-main","ask":{"latency":{"minMs":2000,"events":["aof-fsync-always"]}},"strength":"decisive","group":"counters","claim":"main itself waited {ms} ms for the fsync (appendfsync always)"},{"id":"delayed","ask":{"info":{"field":"aof_delayed_fsync","op":">=","value":1}},"strength":"moderate","group":"counters","claim":"aof_delayed_fsync is {value}"},{"id":"main-in-write","ask":{"main":{"activity":["disk"]}},"strength":"strong","group":"threads","claim":"main waits for the disk: {value}"},{"id":"child-writing","ask":{"event":{"ids":["bgsave-started","aof-rewrite-started"],"within":120}},"strength":"weak","group":"log","claim":"a child was writing to the same disk"}],"refutes":[{"id":"disk-full","ask":{"any":[{"event":{"ids":["rdb-write-error","rdb-open-error","rdb-rename-error","aof-write-error","aofrw-write-error","aof-open-error","aofrw-open-error","aof-fsync-error","replica-write-disk-error"],"on":"server","where":{"reason":"No space left on device"}}},{"event":{"ids":["aof-short-write"]}}]},"strength":"moderate","group":"log","claim":"the disk is full"}],"summary":"The fsync of the append-only file takes longer than two seconds. Redis then writes without waiting, and the write itself may block the main thread.","remedy":["Look for what keeps the disk busy: `iostat -x 1`, other processes, a background save or rewrite, a throttled cloud volume (burst credits).","`CONFIG SET no-appendfsync-on-rewrite yes` avoids fsync while a child writes; a crash may then lose up to 30 s.","Put the AOF on a faster or dedicated volume."],"collect":[{"ask":"load of the disk","command":"iostat -x 1 10; redis-cli LATENCY LATEST","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/aof.c#L1103","https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/"],"whenWrong":"A process that was paused as a whole also finds its fsync late once it goes on.","examples":{"hit":[{"from":"corpus redis-7.4.1/aof-fsync-slow","text":"29049:M 23 Nov 2026 06:24:33.047 * Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down Redis."}],"clear":[{"from":"corpus redis-7.4.1/healthy-verbose","note":"no such line"},{"from":"written by hand","text":"* Background saving terminated with success\\n* AOF fsync is configured to everysec","note":"no fsync was late"}]}},{"id":"slow-script","kind":"hang/slow-script","title":"A script or function kept the main thread","severity":"critical","anchors":["slow-script-line","main-in-script","executing-script"],"evidence":[{"id":"slow-script-line","ask":{"event":{"ids":["slow-script"]}},"strength":"decisive","group":"log","claim":"Redis says that a script is still running after {ms} ms"},{"id":"main-in-script","ask":{"main":{"activity":["script"]}},"strength":"strong","group":"threads","claim":"main is inside the script engine: {value}"},{"id":"executing-script","ask":{"executing":{"commands":["EVAL *","EVALSHA *","EVAL_RO *","EVALSHA_RO *","FCALL *","FCALL_RO *"]}},"strength":"moderate","group":"command","claim":"the command in progress is a script: {value}"},{"id":"script-killed","ask":{"event":{"ids":["script-killed"]}},"strength":"strong","group":"end","claim":"the script was ended by SCRIPT KILL"},{"id":"clock-frozen","ask":{"frozenClock":{"minSec":5}},"strength":"weak","group":"silence","claim":"the clock of main stood still for {value}"},{"id":"slow-eval","ask":{"latency":{"minMs":5000,"events":["command"]}},"strength":"weak","group":"counters","claim":"the latency monitor records `{event}` with up to {ms} ms"}],"refutes":[{"id":"main-elsewhere","ask":{"main":{"activity":["pool-resize","pool-init","sleep","lock-wait","barrier-wait","stopped"]}},"strength":"moderate","group":"threads","claim":"main is not in a script: {value}"}],"summary":"A Lua script or function ran so long that Redis served no other client. After busy-reply-threshold (lua-time-limit) clients get BUSY; the script goes on until it ends or is killed.","remedy":["`redis-cli SCRIPT KILL` (or `FUNCTION KILL`) ends a script that has not written yet.","When the script has written, only `redis-cli SHUTDOWN NOSAVE` or killing the process ends it: the writes since the last save are lost unless AOF is on.","Make the script do less at a time: bound its loops, page with SCAN, avoid KEYS and patterns with nested wildcards inside it."],"collect":[{"ask":"the script\'s text","command":"redis-cli SCRIPT SHOW SHA (Valkey 8), or the MONITOR / application source","risk":"none","why":"the line names its SHA1"},{"ask":"slow commands","command":"redis-cli SLOWLOG GET 50","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/script.c#L132"],"whenWrong":"A script that finished after a few seconds while something else kept main afterwards.","examples":{"hit":[{"from":"corpus redis-7.4.1/hang-busy-lua","text":"21255:M 23 Nov 2026 06:22:44.160 # Slow script detected: still in execution after 1013 milliseconds. You can try killing the script using the SCRIPT KILL command."},{"from":"corpus redis-5.0.14/hang-busy-lua","text":"# Lua slow script detected: still in execution after 1002 milliseconds."}],"clear":[{"from":"corpus redis-7.4.1/hang-slow-commands","note":"plain commands, no script"},{"from":"written by hand","text":"* Script engine warmed up\\n* DB saved on disk","note":"no slow script"}]}},{"id":"step","kind":"clock/step","title":"The clock of the host jumped","severity":"warning","anchors":["stepped","tilt"],"evidence":[{"id":"stepped","ask":{"clockStep":{"minSec":5,"direction":"any"}},"strength":"strong","group":"clock","claim":"the stamps jump by {value}"},{"id":"backwards","ask":{"clockStep":{"minSec":2,"direction":"backward"}},"strength":"strong","group":"clock","claim":"the stamps run backwards by {value}"},{"id":"tilt","ask":{"event":{"ids":["sentinel-tilt"],"on":"any"}},"strength":"weak","group":"log","claim":"Sentinel entered tilt ({n} times)"}],"refutes":[{"id":"missed-by-peers","ask":{"witness":{"what":["node-failing","node-fail-received","master-timeout","replica-timeout","sdown","odown","socket-timeout","probe-timeout"]}},"strength":"moderate","group":"witness","claim":"others missed the process: it really stood still"},{"id":"restarted","ask":{"end":{"how":["killed","crash"]}},"strength":"moderate","group":"end","claim":"the process died there"}],"summary":"The wall clock of the host was set forward or back by more than a moment. Stamps before and after cannot be compared directly; expiry, Sentinel and cluster timeouts that use wall time may act up.","remedy":["Find who set the clock: `journalctl -u chronyd -u ntpd -u systemd-timesyncd`, hypervisor time sync after a resume or migration, an operator.","Let NTP slew instead of step (chrony `makestep` only at boot; `ntpd -x`).","Keys with a TTL may have expired early (forward step) or late (backward step)."],"collect":[{"ask":"clock events","command":"chronyc tracking; journalctl --since TIME | grep -iE \'time has been changed|step\'","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/sentinel.c#L5444"],"whenWrong":"A whole hour at a night of daylight saving is a change of zone, not of the clock.","examples":{"hit":[{"from":"written by hand","text":"1:M 23 Nov 2026 06:20:00.000 * 1 changes in 60 seconds. Saving...\\n1:M 23 Nov 2026 06:05:01.000 * Background saving started by pid 99"}],"clear":[{"from":"corpus valkey-9.1.2/cal-dst-back","note":"01:59:59 EDT is followed by 01:00:00 EST"},{"from":"written by hand","text":"77:M 23 Nov 2026 06:20:00.000 * 1 changes in 60 seconds. Saving...\\n77:M 23 Nov 2026 06:20:00.512 * Background saving started by pid 99","note":"time goes on"}]}},{"id":"supervised-process-fatal","kind":"enterprise/orchestration","title":"A supervised process does not stay up","severity":"critical","prior":-0.2,"anchors":["fatal"],"evidence":[{"id":"fatal","ask":{"manager":{"event":["process-fatal"]}},"strength":"decisive","group":"end","claim":"supervisord gave up on a process ({n} times)"},{"id":"exits","ask":{"manager":{"event":["process-exited","process-killed"]}},"strength":"moderate","group":"log","claim":"it had ended before ({n} times)"}],"refutes":[{"id":"runs-again","ask":{"manager":{"event":["process-spawned","other","state-machine"],"contains":"entered RUNNING state"}},"strength":"weak","group":"witness","claim":"a process stays up"}],"summary":"supervisord started a process several times, it ended at once each time, and supervisord gave up (FATAL).","remedy":["`supervisorctl tail NAME stderr` and the process\' own log for the reason; then `supervisorctl restart NAME`."],"collect":[{"ask":"the process\' own log","command":"supervisorctl tail NAME stderr","risk":"none"}],"whenWrong":"Somebody stopped it by hand, or a later `RUNNING state` line of the same process follows.","examples":{"hit":[{"from":"written by hand","text":"2025-02-07 10:42:46,023 INFO gave up: redis_mgr entered FATAL state, too many start retries too quickly"}],"clear":[{"from":"written by hand","text":"2025-02-07 10:42:46,023 INFO success: redis_mgr entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)"}]}},{"id":"tls-not-usable","kind":"startup/config","title":"The TLS settings cannot be used","severity":"critical","prior":-0.2,"anchors":["tls-line"],"evidence":[{"id":"tls-line","ask":{"event":{"ids":["tls-config-failed"],"within":"run"}},"strength":"decisive","group":"trigger","claim":"TLS cannot be configured: {reason}"},{"id":"aborting","ask":{"event":{"ids":["listen-aborted","config-fatal"],"within":"run"}},"strength":"moderate","group":"log","claim":"the server gave up"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"A certificate, key or CA file is missing, unreadable, expired or does not fit; with tls-port the server ends.","remedy":["`openssl x509 -in CERT -noout -dates -subject`, `openssl pkey -in KEY -check`, and that both belong together; the files must be readable for the user of the service.","After a renewal: `CONFIG SET tls-cert-file PATH` loads the new one without a restart."],"collect":[{"ask":"certificate and key as the service sees them","command":"sudo -u redis openssl x509 -in CERT -noout -dates -subject","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/tls.c#L226"],"whenWrong":"The files are readable and valid for the user of the service: then the directive names others.","examples":{"hit":[{"from":"written by hand","text":"# Failed to load certificate: /etc/redis/tls/redis.crt: error:0200100D:system library:fopen:Permission denied"}],"clear":[{"from":"corpus redis-7.4.1/healthy-verbose","note":"no TLS"},{"from":"written by hand","text":"* Ready to accept connections tls","note":"TLS works"}]}},{"id":"ulimit-too-low","kind":"startup/config","title":"The server refuses to start because too few files may be open","severity":"critical","anchors":["not-enough"],"evidence":[{"id":"not-enough","ask":{"event":{"ids":["ulimit-not-enough"],"within":"run"}},"strength":"decisive","group":"log","claim":"the limit of {limit} open files is not enough"},{"id":"never-ready","ask":{"neverReady":{}},"strength":"moderate","group":"end","claim":"the process never became ready"}],"refutes":[{"id":"became-ready","ask":{"event":{"ids":["ready","ready-port","ready-socket"],"within":"run"}},"strength":"decisive","group":"end","claim":"the process was ready to serve"}],"summary":"The limit of open files is too low even for the smallest number of clients, so the server ends.","remedy":["Raise the limit: `LimitNOFILE=65536` in the systemd unit, `--ulimit nofile=65536` for Docker, /etc/security/limits.conf otherwise; or lower `maxclients`."],"collect":[{"ask":"limit of the service","command":"systemctl show redis -p LimitNOFILE; ulimit -n","risk":"none"}],"references":["https://github.com/redis/redis/blob/7.4.1/src/server.c#L2352"],"whenWrong":"A supervisor sets the limit after the start; look at /proc/PID/limits of the running process.","examples":{"hit":[{"from":"written by hand","text":"# Your current \'ulimit -n\' of 32 is not enough for the server to start. Please increase your open file limit to at least 33. Exiting."}],"clear":[{"from":"corpus redis-8.0.6/startup-ulimit-files","text":"# Current maximum open files is 20000. maxclients has been reduced to 19968","note":"reduced, not refused"}]}}]';
var CATALOGUE = JSON.parse(JSON_TEXT);

// src/formats/dumps/cite.ts
function citeOf(text2, context) {
  return { entry: context.entry, line: context.line, offset: context.offset, text: text2.slice(0, MAX_KEPT_TEXT) };
}

// src/formats/dumps/builder.ts
var MAX_THREADS = 32768;
var INNER_FRAMES = 128;
var OUTER_FRAMES = 32;
var MAX_FRAMES = 4e5;
var CITED_THREADS = 4096;
var NO_STAMP = { wallMs: 0, basis: "none" };
var DumpBuilder = class {
  threads = [];
  notes = /* @__PURE__ */ new Set();
  frames = 0;
  add(thread) {
    if (this.threads.length >= MAX_THREADS) {
      this.notes.add(`more than ${MAX_THREADS} threads: the rest was not kept`);
      return false;
    }
    this.threads.push(thread);
    return true;
  }
  push(thread, frame, text2, context) {
    if (this.frames >= MAX_FRAMES) {
      this.notes.add(`more than ${MAX_FRAMES} frames: the rest was not kept`);
      return;
    }
    this.frames++;
    if (this.threads.length <= CITED_THREADS) {
      const cite = citeOf(text2, context);
      frame.byteOffset = cite.offset;
      frame.text = cite.text;
    }
    pushBounded(thread.frames, frame);
    if (thread.frames.length > INNER_FRAMES) this.notes.add("very deep stacks are kept without their middle");
  }
};
function pushBounded(frames, frame) {
  frames.push(frame);
  if (frames.length >= INNER_FRAMES + 2 * OUTER_FRAMES) frames.splice(INNER_FRAMES, OUTER_FRAMES);
}
function newThread(tid, cite) {
  return { tid, frames: [], marked: false, cite };
}
function buildDump(head, builder) {
  const pid = head.pid || pidOfMain(builder.threads);
  return {
    type: "dump",
    source: head.source,
    entry: head.context.entry,
    sub: head.context.sub,
    pid,
    stamp: { ...NO_STAMP },
    threads: builder.threads,
    incomplete: [...builder.notes],
    allThreads: head.allThreads,
    ...head.program ? { program: head.program } : {},
    cite: head.cite
  };
}
function pidOfMain(threads) {
  for (const thread of threads) {
    for (let i = thread.frames.length - 1; i >= 0 && i >= thread.frames.length - 5; i--) {
      if (thread.frames[i].fn === "main") return thread.tid;
    }
  }
  return 0;
}
function baseName(path) {
  const end = path.trim();
  return end.slice(end.lastIndexOf("/") + 1).slice(0, 120);
}

// src/formats/dumps/eu-stack.ts
var HEAD = /^PID (\d{1,10}) - (process|core)\s*$/;
var THREAD = /^TID (\d{1,10}):\s*$/;
var FRAME = /^#(\d{1,7})\s+(0x[0-9a-fA-F]+)(?: - 1)?(.*)$/;
function parseFrame(text2, line) {
  const match = FRAME.exec(text2);
  if (!match) return void 0;
  const frame = { line, address: match[2] };
  const rest = match[3].trim();
  const module = rest.startsWith("- ") ? 0 : rest.indexOf(" - ");
  const name = module < 0 ? rest : rest.slice(0, module);
  if (name) frame.fn = name.slice(0, 200);
  if (module >= 0) {
    const object = baseName(rest.slice(module).replace(/^\s*- /, ""));
    if (object && object !== "1") frame.object = object;
  }
  return frame;
}
var EuStackReader = class {
  constructor(text2, context, lineContext) {
    this.context = context;
    this.cite = citeOf(text2, lineContext);
  }
  context;
  records = [];
  builder = new DumpBuilder();
  thread;
  pid = 0;
  core = false;
  nextFrame = 0;
  cite;
  seen = /* @__PURE__ */ new Set();
  line(text2, context) {
    const head = HEAD.exec(text2);
    if (head) {
      if (this.builder.threads.length > 0) this.nextDump(text2, context);
      this.pid = Number(head[1]);
      this.core = head[2] === "core";
      return "taken";
    }
    const thread = THREAD.exec(text2);
    if (thread) {
      this.startThread(Number(thread[1]), text2, context);
      return "taken";
    }
    if (text2.startsWith("eu-stack: ")) {
      if (text2.includes("maximum number of frames")) this.builder.notes.add("eu-stack cut stacks at its frame limit (-n)");
      return "taken";
    }
    if (this.thread && text2.charCodeAt(0) === 35) return this.frameLine(text2, context);
    if (this.thread && text2.startsWith("    ")) return this.sourceLine(text2);
    return "refused";
  }
  finish() {
    this.emit();
    return this.records;
  }
  /** A number that does not grow begins the stack of a thread whose header is lost. */
  frameLine(text2, context) {
    const frame = parseFrame(text2, context.line);
    if (!frame) return "refused";
    const number2 = Number(/^#(\d+)/.exec(text2)?.[1]);
    if (number2 < this.nextFrame) {
      this.builder.notes.add("a stack without its header: lines are missing");
      this.thread = newThread(0, citeOf(text2, context));
      this.builder.add(this.thread);
    }
    this.nextFrame = number2 + 1;
    this.builder.push(this.thread, frame, text2, context);
    return "taken";
  }
  /** `    ../nptl/lowlevellock.c:49:7`, printed by `-s` below a frame. */
  sourceLine(text2) {
    const place = /^\s+(\S.*?):(\d{1,9})(?::\d+)?$/.exec(text2.slice(0, 400));
    const frame = this.thread?.frames.at(-1);
    if (!place || !frame) return "refused";
    frame.file = place[1].slice(-200);
    frame.fileLine = Number(place[2]);
    return "taken";
  }
  startThread(tid, text2, context) {
    if (this.seen.has(tid)) this.nextDump(text2, context);
    this.seen.add(tid);
    this.nextFrame = 0;
    const thread = newThread(tid, citeOf(text2, context));
    this.thread = this.builder.add(thread) ? thread : void 0;
  }
  nextDump(text2, context) {
    this.emit();
    this.builder = new DumpBuilder();
    this.thread = void 0;
    this.seen.clear();
    this.cite = citeOf(text2, context);
  }
  emit() {
    if (this.builder.threads.length === 0) return;
    const source = this.core ? "eu-stack-core" : "eu-stack";
    const allThreads = this.builder.threads.length > 1;
    this.records.push(buildDump({ source, context: this.context, cite: this.cite, pid: this.pid, allThreads }, this.builder));
  }
};
var EU_STACK = {
  name: "eu-stack",
  samples: ["PID 16057 - process", "PID 14974 - core", "TID 16057:"],
  open(text2, context) {
    if (!HEAD.test(text2) && !THREAD.test(text2)) return void 0;
    const reader = new EuStackReader(text2, { entry: context.entry, sub: context.sub }, context);
    reader.line(text2, context);
    return reader;
  }
};

// src/formats/dumps/gdb-frame.ts
var MAX_ARGS = 300;
var MAX_NAME = 200;
var NUMBER = /^#(\d{1,7})\s+/;
var ADDRESS = /^0x[0-9a-fA-F]+(?=\s)/;
var SOURCE_LINE = /^(.*):(\d{1,9})$/;
function parseGdbFrame(text2, line) {
  const head = NUMBER.exec(text2);
  if (!head) return void 0;
  const frame = parseFrameBody(text2.slice(head[0].length), line);
  return { number: Number(head[1]), frame };
}
function parseFrameBody(body, line) {
  const frame = { line };
  let rest = body.trimEnd();
  const address = ADDRESS.exec(rest);
  if (address) {
    frame.address = address[0];
    rest = rest.slice(address[0].length).trimStart();
    if (rest.startsWith("in ")) rest = rest.slice(3);
  }
  if (rest.startsWith("<")) {
    frame.fn = rest.slice(0, MAX_NAME);
    return frame;
  }
  rest = takeTail(rest, frame);
  const open = argumentsStart(rest);
  const name = (open < 0 ? rest : rest.slice(0, open)).trim();
  if (name && name !== "??" && !name.startsWith("0x")) frame.fn = name.slice(0, MAX_NAME);
  if (open >= 0) {
    const end = rest.endsWith(")") ? rest.length - 1 : rest.length;
    const args = rest.slice(open + 2, end);
    if (args) frame.args = args.slice(0, MAX_ARGS);
  }
  return frame;
}
function takeTail(rest, frame) {
  const at = rest.lastIndexOf(") at ");
  if (at >= 0) {
    const place = SOURCE_LINE.exec(rest.slice(at + 5));
    if (place) {
      frame.file = place[1].slice(-MAX_NAME);
      frame.fileLine = Number(place[2]);
    }
    return rest.slice(0, at + 1);
  }
  const from = rest.lastIndexOf(") from ");
  if (from >= 0) {
    frame.object = baseName(rest.slice(from + 7));
    return rest.slice(0, from + 1);
  }
  return rest;
}
function argumentsStart(rest) {
  let from = 0;
  for (; ; ) {
    const open = rest.indexOf(" (", from);
    if (open < 0 || !rest.startsWith("anonymous namespace)", open + 2)) return open;
    from = open + 2;
  }
}
function isUnfinished(text2) {
  if (text2.includes("<signal handler called>") || /^#\d+\s+0x[0-9a-f]+ in$/.test(text2)) return text2.endsWith(" in");
  const close = text2.lastIndexOf(")");
  return close < 0 || close < text2.lastIndexOf("(") || text2.endsWith(") at") || text2.endsWith(",");
}
var WRAPPED_PLACE = /^ {4}(?:at (\S.*):(\d{1,9})|from (\S.*))$/;
function completeFrame(frame, text2) {
  const match = frame.file || frame.object ? null : WRAPPED_PLACE.exec(text2);
  if (!match) return;
  if (match[3]) frame.object = baseName(match[3]);
  else {
    frame.file = match[1].slice(-MAX_NAME);
    frame.fileLine = Number(match[2]);
  }
}

// src/formats/dumps/gdb-lines.ts
var CHATTER2 = [
  /^\[(?:New|Thread|Switching|Current|Inferior|Detaching|Attaching|tcsetpgrp|Opening|Type|Remote)\b/,
  /^(?:warning|Warning|error|BFD): /,
  /^\d+\t/,
  /^No (?:locals|symbol|arguments|frame|threads|stack|debugging|such|source)/,
  /^\$\d+ = /,
  /^\}/,
  /^(?:Core was generated by|Program (?:terminated|received)|Using host libthread_db|Reading symbols|Reading in symbols)/,
  /^(?:Attaching to|Detaching from|Loaded symbols|Symbols already loaded|Error while|Could not|Failed to|Cannot|Can't|Unable to)/,
  /^\((?:gdb|No debugging symbols|no debugging symbols|More stack frames)/,
  /^(?:Backtrace stopped|Missing separate debuginfo|Download failed|Downloading|Enable debuginfod|This GDB|Debuginfod)/,
  /^-{2,3}Type <(?:RET|return)>/,
  /^(?:GNU gdb|Copyright|License|This is free|There is NO|Type "|This GDB was|For bug|Find the GDB|For help|<https?:)/,
  /^(?:Quit|Saved corefile|Undefined command|The program (?:is not|being)|A program is being|ptrace: |process \d+)/,
  /^(?:[re]?[a-z]{1,3}\d{0,2}|[cdefgs]s|[fg]s_base|eflags|rip|pc|sp|lr|cpsr|fpcr|fpsr)\s+(?:0x[0-9a-f]+|<unavailable>)(?:\s|$)/,
  /^0x[0-9a-f]+(?: <[^>]*>)?:?\s/,
  /^=> 0x/,
  /^(?:Dump of|End of) assembler/,
  /^(?:_?[A-Za-z_][\w:~.]*) \(.*\)(?: at | from |$)/,
  /^(?:SIG\w+|EXC_\w+)\s+(?:Yes|No)\s|^Signal\s+Stop\tPrint|^Use the "handle" command|^All other signals/,
  /^From\s+To\s+Syms Read|^\(\*\): Shared library/,
  /^The target |^Continuing|^Breakpoint |^Temporary breakpoint|^Stopped due/
];
function isGdbChatter(text2) {
  for (const pattern of CHATTER2) if (pattern.test(text2)) return true;
  return false;
}
var OPENINGS = [
  /^Thread \d+ \((?:Thread |LWP |process )/,
  /^\[New (?:LWP \d|Thread 0x|process \d)/,
  /^Using host libthread_db library |^\$\d+ = |^0x[0-9a-f]+ in \S+ \(/,
  /^\[(?:Thread debugging using libthread_db|Switching to thread|Current thread is)/,
  /^Core was generated by [`']/,
  /^Attaching to (?:process|program)\b/,
  /^GNU gdb /,
  /^\(gdb\) /,
  /^#0 +(?:0x[0-9a-f]+ in |[A-Za-z_]\S* \()/,
  /^\s+Id\s+Target Id\s.*\bFrame\b/,
  /^[* ] *\d+ +(?:Thread 0x[0-9a-f]+ \((?:LWP \d+|.*\bprocess \d)|LWP \d+ )/,
  /^0x[0-9a-f]+ <[^>+]+>:\t/,
  /^warning: (?:Can't open file .* note processing|Section `\.reg|core file may not match|exec file is newer)/
];
function isGdbOpening(text2) {
  for (const pattern of OPENINGS) if (pattern.test(text2)) return true;
  return false;
}
var HEADER = /^Thread (\d{1,9}) \((.*)\):?\s*$/;
var TID = /\bLWP (\d{1,10})/;
var PROCESS = /\bprocess (\d{1,10})/;
function parseThreadHeader(text2) {
  const match = HEADER.exec(text2);
  if (!match) return void 0;
  return { number: Number(match[1]), ...parseTarget(match[2]) };
}
function parseTarget(target) {
  const lwp = TID.exec(target);
  const process2 = lwp ? null : PROCESS.exec(target);
  const open = target.indexOf('"');
  const close = target.lastIndexOf('"');
  return {
    tid: Number(lwp?.[1] ?? process2?.[1] ?? 0),
    ...open >= 0 && close > open ? { name: target.slice(open + 1, close).slice(0, 64) } : {},
    ...process2 ? { process: true } : {}
  };
}
var INFO_ROW = /^([* ]) ?(\d{1,9}) +((?:Thread 0x[0-9a-f]+|LWP|process|Thread )\b.*)$/;
var INFO_TARGET = /^(?:Thread 0x[0-9a-f]+(?: \((?:LWP \d+|[^)]*)\))?|LWP \d+|process \d+)(?: "[^"]*")?/;
function parseInfoRow(text2) {
  const row = INFO_ROW.exec(text2);
  if (!row) return void 0;
  const target = INFO_TARGET.exec(row[3]);
  if (!target) return void 0;
  const parsed2 = parseTarget(target[0]);
  return {
    current: row[1] === "*",
    header: { number: Number(row[2]), ...parsed2 },
    frame: row[3].slice(target[0].length).trim()
  };
}
var LOCK_WORD = /^(0x[0-9a-f]+) <([^>+]+)>:\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*$/;
function parseLockWord(text2) {
  const match = LOCK_WORD.exec(text2);
  if (!match) return void 0;
  const lock = Number(match[3]);
  const owner = Number(match[5]);
  if (lock > 2 || lock > 0 !== owner > 0) return void 0;
  return { address: match[1], name: match[2].replace(/\.(?:lto_priv|constprop|isra|part|cold|llvm)\b.*$/, ""), ownerTid: owner };
}

// src/formats/dumps/gdb-session.ts
var GdbPicture = class {
  constructor(cite) {
    this.cite = cite;
  }
  cite;
  builder = new DumpBuilder();
  byTid = /* @__PURE__ */ new Map();
  headed = /* @__PURE__ */ new Set();
  numbers = { lowest: Number.POSITIVE_INFINITY, highest: 0, count: 0 };
  kind = "single";
  /** The thread whose frames come next. */
  current;
  /** The thread that `bt` without a header prints. */
  selected;
  building;
  lockWords = [];
  barrier;
  get empty() {
    return !this.building && this.lockWords.length === 0 && this.builder.threads.every((thread) => thread.frames.length === 0);
  }
  /** A second stack of the same thread under a header means that the command was repeated. */
  repeats(header) {
    return this.headed.has(keyOf(header));
  }
  /** `info threads` after stacks were printed adds nothing; before them it is replaced by them. */
  startThread(header, text2, context) {
    this.commit();
    this.kind = "stacks";
    const key = keyOf(header);
    this.headed.add(key);
    this.count(header);
    const known = this.byTid.get(key);
    if (known) {
      known.name ??= header.name;
      known.cite = citeOf(text2, context);
      this.current = known;
    } else this.current = this.addThread(key, header, citeOf(text2, context));
  }
  infoRow(header, body, current, text2, context) {
    if (this.kind === "single") this.kind = "info";
    const key = keyOf(header);
    const known = this.byTid.get(key);
    const thread = known ?? this.addThread(key, header, citeOf(text2, context));
    if (!thread) return;
    thread.name ??= header.name;
    if (this.kind === "info") this.count(header);
    if (thread.frames.length === 0 && body) this.builder.push(thread, parseFrameBody(body, context.line), text2, context);
    if (current) this.switchTo(header, text2, context, thread);
  }
  /** `[Switching to thread 1 (Thread 0x… (LWP 16057))]`: the next stack without a header is this thread's. */
  switchTo(header, text2, context, thread = this.byTid.get(keyOf(header))) {
    this.commit();
    this.current = thread ?? this.addThread(keyOf(header), header, citeOf(text2, context));
    this.selected = this.current;
  }
  frame(number2, frame, text2, context) {
    if (number2 === 0) this.startStack(text2, context);
    const building = this.building;
    if (!building || number2 !== building.next) return;
    this.builder.push(building.scratch, frame, text2, context);
    building.next++;
  }
  /** A stack without a header of its own, printed after those with headers, is the selected thread's: by default the first. */
  startStack(text2, context) {
    const repeated = this.building?.thread === this.current && this.current !== void 0 && this.headed.has(this.current.tid);
    this.commit();
    if (repeated) this.current = this.selected ?? this.builder.threads.find((thread2) => thread2.number === 1);
    const thread = this.current ?? this.addThread(0, { tid: 0 }, citeOf(text2, context));
    if (!thread) return;
    this.current = thread;
    this.building = { thread, scratch: newThread(thread.tid, thread.cite), next: 0 };
  }
  /** Of several prints of one thread the fullest is kept. */
  commit() {
    const building = this.building;
    this.building = void 0;
    if (building && building.scratch.frames.length >= building.thread.frames.length) building.thread.frames = building.scratch.frames;
  }
  finish(session, context) {
    this.commit();
    if (this.empty) return void 0;
    this.nameAnonymous(session.pid);
    this.noteMissing(session.lwps);
    const source = session.core ? "gdb-core" : this.kind === "info" ? "gdb-info" : "gdb";
    const allThreads = this.kind === "single" ? false : this.kind === "info" || this.numbers.count > 1 || session.lwps === 0;
    const dump = buildDump({ source, context, cite: this.cite, pid: session.pid, allThreads, program: session.program }, this.builder);
    if (this.lockWords.length > 0) dump.lockWords = this.lockWords;
    if (session.terminatedBy) {
      dump.terminatedBy = session.terminatedBy;
      const faulting = this.selected ?? this.builder.threads.find((thread) => thread.number === 1);
      if (faulting) faulting.marked = true;
    }
    if (this.barrier) dump.barrier = this.barrier;
    return dump;
  }
  /** The stop is announced with a frame before gdb names the thread: when the thread comes later, the frame says nothing new. */
  nameAnonymous(pid) {
    const anonymous = this.byTid.get(0);
    if (!anonymous) return;
    if (this.builder.threads.length === 1) {
      anonymous.tid = pid;
      return;
    }
    if (this.selected?.frames.length === 0) this.selected.frames = anonymous.frames;
    this.builder.threads.splice(this.builder.threads.indexOf(anonymous), 1);
  }
  /** gdb numbers threads from 1 and prints all of them, so a gap or a missing 1 means that the text was cut. */
  noteMissing(lwps) {
    if (this.kind === "single") return;
    const { lowest, highest, count } = this.numbers;
    if (this.kind === "info") this.builder.notes.add("info threads: one frame of each thread except the current one");
    const expected = Math.max(highest, lwps);
    if (count < expected && count > 0) this.builder.notes.add(`${count} of ${expected} threads printed`);
    else if (lowest > 1 && Number.isFinite(lowest)) this.builder.notes.add("the first thread is not in the text");
  }
  count(header) {
    if (header.number === void 0) return;
    this.numbers.lowest = Math.min(this.numbers.lowest, header.number);
    this.numbers.highest = Math.max(this.numbers.highest, header.number);
    this.numbers.count++;
  }
  addThread(key, header, cite) {
    const thread = newThread(header.tid, cite);
    if (header.number !== void 0) thread.number = header.number;
    if (header.name !== void 0) thread.name = header.name;
    if (!this.builder.add(thread)) return void 0;
    this.byTid.set(key, thread);
    return thread;
  }
};
function keyOf(header) {
  return header.tid || -(header.number ?? 0);
}
function programOf(text2) {
  const command = text2.replace(/[`'"]/g, " ").trim().split(/\s+/, 1)[0] ?? "";
  return baseName(command);
}

// src/formats/dumps/gdb.ts
var UNKNOWN_TOLERATED = 2;
var MAX_WRAPPED = 4096;
var newSession = () => ({ pid: 0, core: false, lwps: 0 });
var GdbReader = class {
  records = [];
  context;
  session = newSession();
  picture;
  unknown = 0;
  ended = false;
  /** A frame whose line gdb wrapped, waiting for its rest. */
  wrapped;
  print;
  constructor(text2, context) {
    this.context = { entry: context.entry, sub: context.sub };
    this.picture = new GdbPicture(citeOf(text2, context));
  }
  line(raw, context) {
    if (this.ended && raw.trim() !== "") {
      if (!isGdbOpening(raw)) return "refused";
      this.ended = false;
    }
    const text2 = stripPrompt(raw);
    if (this.wrapped && this.continueFrame(text2)) return "taken";
    this.flushFrame();
    if (this.recognise(text2, context)) {
      this.unknown = 0;
      return "taken";
    }
    if (raw.trim() === "") return "taken";
    if (this.session.lwps === 0 && this.picture.empty) return "refused";
    return ++this.unknown > UNKNOWN_TOLERATED ? "refused" : "taken";
  }
  finish() {
    this.flushFrame();
    this.endPicture();
    return this.records;
  }
  recognise(text2, context) {
    const first = text2.charCodeAt(0);
    if (first === 35) return this.frameLine(text2, context);
    if (first === 32 || first === 9 || first === 42) return this.indented(text2, context);
    if (first === 91) return this.bracket(text2, context);
    if (first === 84 && this.header(text2, context)) return true;
    if (first === 48 && this.lockWord(text2, context)) return true;
    if (first === 36) return this.startPrint(text2, context);
    if (first === 125) {
      this.endPrint();
      return true;
    }
    this.sessionLine(text2, context);
    return isGdbChatter(text2);
  }
  header(text2, context) {
    const header = parseThreadHeader(text2);
    if (!header) return false;
    if (this.picture.repeats(header)) this.nextPicture(text2, context);
    if (header.process) this.session.pid ||= header.tid;
    this.picture.startThread(header, text2, context);
    return true;
  }
  frameLine(text2, context) {
    if (!/^#\d+\s/.test(text2)) return false;
    if (isUnfinished(text2)) {
      this.wrapped = { text: text2, first: text2, context: { ...context } };
      return true;
    }
    this.takeFrame(text2, text2, context);
    return true;
  }
  takeFrame(whole, first, context) {
    const parsed2 = parseGdbFrame(whole, context.line);
    if (!parsed2) return;
    this.picture.frame(parsed2.number, parsed2.frame, first, context);
    this.lastFrame = parsed2.frame;
  }
  lastFrame;
  /** gdb wraps at the terminal's width and indents the rest by four blanks; locals of `bt full` by eight. */
  continueFrame(text2) {
    const wrapped = this.wrapped;
    if (!text2.startsWith("    ") || text2.startsWith("        ") || wrapped.text.length > MAX_WRAPPED) return false;
    wrapped.text = `${wrapped.text.trimEnd()} ${text2.trim()}`;
    if (!isUnfinished(wrapped.text)) this.flushFrame();
    return true;
  }
  flushFrame() {
    const wrapped = this.wrapped;
    if (!wrapped) return;
    this.wrapped = void 0;
    this.takeFrame(wrapped.text, wrapped.first, wrapped.context);
  }
  indented(text2, context) {
    const row = parseInfoRow(text2);
    if (row) {
      if (row.header.process && row.current) this.session.pid ||= row.header.tid;
      this.picture.infoRow(row.header, row.frame, row.current, text2, context);
      return true;
    }
    if (this.print) this.readPrint(text2);
    else if (this.lastFrame) completeFrame(this.lastFrame, text2);
    return true;
  }
  bracket(text2, context) {
    if (text2.startsWith("[New ")) {
      if (!this.picture.empty && this.session.lwps > 0) this.nextSession(text2, context);
      this.session.lwps++;
      return true;
    }
    const target = /^\[(?:Switching to thread|Current thread is) (\d+) \((.*)\)\]/.exec(text2);
    if (target) {
      this.picture.switchTo({ number: Number(target[1]), ...parseTarget(target[2]) }, text2, context);
      return true;
    }
    const detached = /^\[Inferior \d+ \(process (\d{1,10})\) detached\]/.exec(text2);
    if (detached) this.detach(Number(detached[1]));
    return isGdbChatter(text2);
  }
  sessionLine(text2, context) {
    if (text2.startsWith("Core was generated by")) {
      this.session.core = true;
      this.session.program = programOf(text2.slice(21));
      return;
    }
    const signal = /^Program terminated with signal (\w+)/.exec(text2);
    if (signal) this.session.terminatedBy = { signal: signal[1], cite: citeOf(text2, context) };
    const process2 = /^(?:Attaching to|Detaching from)(?: program: (.*),)? process (\d{1,10})/.exec(text2);
    if (!process2) return;
    if (process2[1]) this.session.program = programOf(process2[1]);
    this.session.pid = Number(process2[2]);
    if (text2.startsWith("Det")) this.detach(this.session.pid);
  }
  lockWord(text2, context) {
    const word = parseLockWord(text2);
    if (!word) return false;
    if (this.picture.lockWords.length < 64) this.picture.lockWords.push({ ...word, cite: citeOf(text2, context) });
    return true;
  }
  startPrint(text2, context) {
    if (!/^\$\d+ = /.test(text2)) return false;
    this.print = {};
    this.printCite = citeOf(text2, context);
    this.readPrint(text2);
    if (!text2.endsWith("{")) this.endPrint();
    return true;
  }
  printCite = { entry: "", line: 0, offset: 0, text: "" };
  /** RediSearch's barrier_t (deps/thpool/barrier.h): `count = 8, received = 0`. */
  readPrint(text2) {
    const count = /(?:^\s*|, )count = (\d{1,6})(?:,|\}|$)/.exec(text2);
    if (count) this.print.count = Number(count[1]);
    const received = /(?:^\s*|, )received = (\d{1,6})(?:,|\}|$)/.exec(text2);
    if (received) this.print.received = Number(received[1]);
  }
  endPrint() {
    const { count, received } = this.print ?? {};
    this.print = void 0;
    if (count !== void 0 && received !== void 0 && count > 0) this.picture.barrier = { count, received, cite: this.printCite };
  }
  detach(pid) {
    this.session.pid = pid;
    this.endPicture();
    this.session = newSession();
    this.ended = true;
  }
  nextSession(text2, context) {
    this.nextPicture(text2, context);
    this.session = newSession();
  }
  nextPicture(text2, context) {
    this.endPicture();
    this.picture = new GdbPicture(citeOf(text2, context));
  }
  endPicture() {
    const dump = this.picture.finish(this.session, this.context);
    if (dump) this.records.push(dump);
    this.picture = new GdbPicture(this.picture.cite);
  }
};
function stripPrompt(text2) {
  let rest = text2;
  while (rest.startsWith("(gdb) ")) rest = rest.slice(6);
  return rest;
}
var GDB = {
  name: "gdb",
  samples: [
    "[New LWP 16058]",
    'Thread 39 (Thread 0x7f2e9647e6c0 (LWP 17867) "workers-4065"):',
    "Thread 2 (LWP 123):",
    "Thread 1 (process 4059):",
    "#0  0x00007f8b53893545 in __GI___clock_nanosleep (clock_id=0) at ../sysdeps/unix/sysv/linux/clock_nanosleep.c:48",
    '* 1    Thread 0x7f2eb5e991c0 (LWP 16057) "redis-server"    0x00007f2eb5f6a545 in __GI___clock_nanosleep (clock_id=0)',
    "  Id   Target Id                                           Frame ",
    "Core was generated by `/opt/valkey-9.1.2/bin/valkey-server 127.0.0.1:6379            '.",
    "0x55e7be960760 <moduleGIL.lto_priv.0>:	2	0	4059	1"
  ],
  open(text2, context) {
    if (!isGdbOpening(text2)) return void 0;
    const reader = new GdbReader(text2, context);
    reader.line(text2, context);
    return reader;
  }
};

// src/formats/dumps/lldb.ts
var THREAD2 = /^[* ] thread #(\d{1,9})(?:[,:]|$)(.*)$/;
var FRAME2 = /^\s+\*? ?frame #(\d{1,7}): (0x[0-9a-fA-F]+)(?: (.*))?$/;
var PROCESS2 = /^Process (\d{1,10}) (?:stopped|launched|detached|exited)/;
function parseFrame2(text2, line) {
  const match = FRAME2.exec(text2);
  if (!match) return void 0;
  const frame = { line, address: match[2] };
  let rest = (match[3] ?? "").replace(/ \[(?:opt|inlined|artificial)\]/g, "");
  const tick = rest.indexOf("`");
  if (tick >= 0) {
    frame.object = baseName(rest.slice(0, tick));
    rest = rest.slice(tick + 1);
  }
  const place = /^(.*) at ([^\s:]+):(\d{1,9})(?::\d+)?$/.exec(rest);
  if (place) {
    frame.file = place[2].slice(-200);
    frame.fileLine = Number(place[3]);
    rest = place[1];
  }
  const offset = /^(.*) \+ (\d{1,12})$/.exec(rest);
  if (offset) {
    frame.offset = `0x${Number(offset[2]).toString(16)}`;
    rest = offset[1];
  }
  const open = rest.indexOf("(");
  if (open > 0) frame.args = rest.slice(open + 1, rest.endsWith(")") ? -1 : void 0).slice(0, 300);
  const name = (open > 0 ? rest.slice(0, open) : rest).trim();
  if (name && !name.startsWith("___lldb_unnamed_symbol")) frame.fn = name.slice(0, 200);
  return { number: Number(match[1]), frame };
}
var LldbReader = class {
  constructor(text2, context, lineContext) {
    this.context = context;
    this.cite = citeOf(text2, lineContext);
  }
  context;
  records = [];
  builder = new DumpBuilder();
  thread;
  pid = 0;
  cite;
  seen = /* @__PURE__ */ new Set();
  line(text2, context) {
    const process2 = PROCESS2.exec(text2);
    if (process2) {
      this.pid = Number(process2[1]);
      return "taken";
    }
    const header = THREAD2.exec(text2);
    if (header) {
      this.startThread(Number(header[1]), header[2], text2, context);
      return "taken";
    }
    const parsed2 = parseFrame2(text2, context.line);
    if (parsed2) {
      if (this.thread && parsed2.number === this.thread.frames.length) this.builder.push(this.thread, parsed2.frame, text2, context);
      return "taken";
    }
    return text2.trim() === "" || text2.startsWith("(lldb)") || text2.startsWith("Target ") ? "taken" : "refused";
  }
  finish() {
    this.emit();
    return this.records;
  }
  startThread(number2, rest, text2, context) {
    if (this.seen.has(number2)) {
      if (this.builder.threads.length > 1) this.emit();
      this.builder = new DumpBuilder();
      this.seen.clear();
      this.cite = citeOf(text2, context);
    }
    this.seen.add(number2);
    const tid = /\btid = (0x[0-9a-f]+|\d+)/.exec(rest);
    const name = /\bname = '([^']{1,64})'/.exec(rest);
    const thread = newThread(tid ? Number(tid[1]) : 0, citeOf(text2, context));
    thread.number = number2;
    if (name) thread.name = name[1];
    this.thread = this.builder.add(thread) ? thread : void 0;
  }
  emit() {
    if (this.builder.threads.length === 0) return;
    const main = this.builder.threads.find((thread) => thread.number === 1);
    if (main && main.tid === 0) main.tid = this.pid;
    const allThreads = this.builder.threads.length > 1;
    this.records.push(buildDump({ source: "gdb", context: this.context, cite: this.cite, pid: this.pid, allThreads }, this.builder));
  }
};
var LLDB = {
  name: "lldb",
  samples: ["* thread #1, name = 'redis-server', stop reason = signal SIGSTOP", "  thread #2, name = 'bio_close_file'"],
  open(text2, context) {
    if (!THREAD2.test(text2) && !text2.startsWith("(lldb) ") && !PROCESS2.test(text2)) return void 0;
    const reader = new LldbReader(text2, { entry: context.entry, sub: context.sub }, context);
    reader.line(text2, context);
    return reader;
  }
};

// src/formats/dumps/proc-lines.ts
var TAIL_HEADER = /^==> \/proc\/(\d{1,10})(?:\/task\/(\d{1,10}))?(?:\/(\w+))? <==$/;
var GREP_LINE = /^\/proc\/(\d{1,10})(?:\/task\/(\d{1,10}))?\/(\w+):(.*)$/;
var RULE_HEADER = /^[-=#*]{2,6} ?(?:tid|thread|task|lwp)[ :=]+(\d{1,10})\b/i;
function parseProcHeader(text2) {
  const tail = TAIL_HEADER.exec(text2);
  if (tail) return { pid: Number(tail[1]), tid: Number(tail[2] ?? 0), field: tail[3] ?? "" };
  const rule = RULE_HEADER.exec(text2);
  return rule ? { pid: 0, tid: Number(rule[1]), field: "" } : void 0;
}
function parseGrepLine(text2) {
  const match = GREP_LINE.exec(text2);
  if (!match) return void 0;
  return { target: { pid: Number(match[1]), tid: Number(match[2] ?? 0), field: match[3] }, value: match[4] };
}
var KERNEL_FRAME = /^\[<[0-9a-f]+>\] ([A-Za-z_][\w.]*)\+(0x[0-9a-f]+)\/0x[0-9a-f]+/;
function parseKernelFrame(text2, line) {
  const match = KERNEL_FRAME.exec(text2);
  return match ? { fn: match[1], offset: match[2], object: "[kernel]", line } : void 0;
}
var SYSCALL = /^(?:\d{1,4}(?: 0x[0-9a-f]+){2,8}|-1(?: 0x[0-9a-f]+){2}|running)$/;
var STAT = /^(\d{1,10}) \((.{1,64})\) ([RSDTtZXIPWK]) /;
var STATUS = /^([A-Za-z]\w{1,40}):\s*(.*)$/;
var LABELLED = /^(comm|wchan|syscall|stack): ?(.*)$/;
var WORD = /^[\w.:[\]<>@/*-]{1,64}$/;

// src/formats/dumps/proc.ts
var MAX_PROCESSES = 1024;
var ProcReader = class {
  constructor(text2, context, lineContext) {
    this.context = context;
    this.cite = citeOf(text2, lineContext);
  }
  context;
  records = [];
  processes = /* @__PURE__ */ new Map();
  builder = new DumpBuilder();
  threads = /* @__PURE__ */ new Map();
  pid = 0;
  cite;
  target = { pid: 0, tid: 0, field: "" };
  /** Unlabelled lines of a target whose header names no file come in the order of the loop that printed them. */
  words = 0;
  opaque = false;
  line(text2, context) {
    const header = parseProcHeader(text2);
    if (header) {
      this.startTarget(header, text2, context);
      return "taken";
    }
    const grep = parseGrepLine(text2);
    if (grep) {
      if (grep.target.field !== this.target.field || grep.target.tid !== this.target.tid) this.startTarget(grep.target, text2, context);
      this.field(grep.target.field, grep.value, text2, context);
      return "taken";
    }
    if (text2.trim() === "") {
      this.opaque = false;
      return "taken";
    }
    return this.content(text2, context) || this.opaque ? "taken" : "refused";
  }
  finish() {
    this.emitDump();
    this.records.push(...this.processes.values());
    return this.records;
  }
  startTarget(target, text2, context) {
    this.target = target;
    this.words = 0;
    this.opaque = !["", "comm", "wchan", "syscall", "stack", "status", "stat"].includes(target.field);
    if (target.pid) this.pid ||= target.pid;
    if (target.tid === 0) return;
    const known = this.threads.get(target.tid);
    if (known?.fields.has(target.field)) {
      this.emitDump();
      this.cite = citeOf(text2, context);
    }
    this.thread(target.tid, text2, context)?.fields.add(target.field);
  }
  thread(tid, text2, context) {
    const known = this.threads.get(tid);
    if (known) return known;
    const entry = { thread: newThread(tid, citeOf(text2, context)), fields: /* @__PURE__ */ new Set() };
    if (!this.builder.add(entry.thread)) return void 0;
    this.threads.set(tid, entry);
    return entry;
  }
  content(text2, context) {
    const labelled = LABELLED.exec(text2);
    if (labelled) return this.field(labelled[1], labelled[2], text2, context);
    if (this.target.field) return this.field(this.target.field, text2, text2, context);
    if (parseKernelFrame(text2, 0)) return this.field("stack", text2, text2, context);
    if (SYSCALL.test(text2)) return this.field("syscall", text2, text2, context);
    if (STATUS.test(text2)) return this.field("status", text2, text2, context);
    if (STAT.test(text2)) return this.field("stat", text2, text2, context);
    if (!this.target.tid || this.words >= 2 || !WORD.test(text2)) return false;
    return this.field(this.words++ === 0 ? "comm" : "wchan", text2, text2, context);
  }
  field(field, value, text2, context) {
    if (field === "status") return this.status(value, text2, context);
    if (this.target.tid === 0) return this.processField(field, value, text2, context);
    const thread = this.thread(this.target.tid, text2, context)?.thread;
    if (!thread) return true;
    if (field === "comm") thread.name ??= value.trim().slice(0, 64);
    else if (field === "wchan") thread.wchan ??= value.trim().slice(0, 64) || void 0;
    else if (field === "stat") thread.procState = STAT.exec(value)?.[3] ?? thread.procState;
    else if (field === "stack") {
      const frame = parseKernelFrame(value, context.line);
      if (!frame) return false;
      this.builder.push(thread, frame, text2, context);
    } else if (field === "syscall") {
      if (!SYSCALL.test(value)) return false;
      this.builder.push(thread, { fn: "syscall", object: "[kernel]", args: value.slice(0, 200), line: context.line }, text2, context);
    } else return false;
    return true;
  }
  processField(field, value, text2, context) {
    const process2 = this.process(this.target.pid || this.pid, text2, context);
    if (!process2) return this.opaque;
    if (field === "comm") process2.comm ??= value.trim().slice(0, 64);
    else if (field === "wchan") process2.wchan ??= value.trim().slice(0, 64);
    else if (field === "stack") return parseKernelFrame(value, 0) !== void 0;
    else if (field === "syscall") return SYSCALL.test(value);
    else return STAT.test(value);
    return true;
  }
  status(value, text2, context) {
    const match = STATUS.exec(value);
    if (!match) return false;
    const [, key, content] = match;
    if (key === "Tgid") this.pid ||= Number(content) || 0;
    if (this.target.tid) {
      if (key === "State") {
        const entry = this.thread(this.target.tid, text2, context);
        if (entry) entry.thread.procState = content.slice(0, 1);
      }
      return true;
    }
    if (key === "Name") this.pending = { comm: content.slice(0, 64) };
    if (key === "State") this.pending = { ...this.pending, state: content.slice(0, 64), stateCite: citeOf(text2, context) };
    if (key === "Pid" || this.target.pid) this.adopt(key === "Pid" ? Number(content) : this.target.pid, text2, context);
    const process2 = this.processes.get(this.statusPid);
    const amount = Number.parseInt(content, 10);
    if (process2 && key === "Threads") process2.threads = amount;
    if (process2 && key === "VmRSS") process2.vmRssKb = amount;
    if (process2 && key === "voluntary_ctxt_switches") process2.voluntarySwitches = amount;
    return true;
  }
  pending = {};
  statusPid = 0;
  adopt(pid, text2, context) {
    const process2 = this.process(pid, text2, context);
    if (!process2) return;
    this.statusPid = pid;
    Object.assign(process2, this.pending);
    this.pending = {};
  }
  process(pid, text2, context) {
    const known = this.processes.get(pid);
    if (known || !pid || this.processes.size >= MAX_PROCESSES) return known;
    const { entry, sub } = this.context;
    const record = { type: "proc", entry, sub, cite: citeOf(text2, context), pid };
    this.processes.set(pid, record);
    return record;
  }
  emitDump() {
    if (this.builder.threads.length > 0) {
      const dump = buildDump({ source: "proc", context: this.context, cite: this.cite, pid: this.pid, allThreads: true }, this.builder);
      this.records.push(dump);
    }
    this.builder = new DumpBuilder();
    this.threads = /* @__PURE__ */ new Map();
  }
};
var STATUS_OPEN = /^Name:\t\S/;
var PROC = {
  name: "proc",
  samples: [
    "==> /proc/4059/task/11232 <==",
    "==> /proc/16057/status <==",
    "Name:	redis-server",
    "/proc/4059/task/11232/comm:redis-server"
  ],
  open(text2, context) {
    if (!STATUS_OPEN.test(text2) && !parseProcHeader(text2) && !parseGrepLine(text2)) return void 0;
    const reader = new ProcReader(text2, { entry: context.entry, sub: context.sub }, context);
    reader.line(text2, context);
    return reader;
  }
};

// src/formats/dumps/ps.ts
var SERVER = /^(?:redis|valkey|keydb)-(?:server|sentinel|rdb-bgsave|rdb-to-slaves|rdb-to-replicas|aof-rewrite|module-fork)/;
var STATE_NAMES = {
  R: "R (running)",
  S: "S (sleeping)",
  D: "D (disk sleep)",
  T: "T (stopped)",
  t: "t (tracing stop)",
  Z: "Z (zombie)",
  I: "I (idle)",
  X: "X (dead)"
};
var MAX_RECORDS = 1024;
function parseHeading(text2) {
  if (text2.length > 400 || !/\bPID\b/.test(text2) || !/\b(?:COMMAND|CMD|COMM|UCMD)\s*$/.test(text2)) return void 0;
  const words2 = text2.trim().split(/\s+/);
  const at = (...names2) => words2.findIndex((word) => names2.includes(word));
  const pid = at("PID");
  const state = at("STAT", "S", "STATE");
  if (pid < 0 || state < 0) return void 0;
  return { count: words2.length, pid, tid: at("TID", "LWP", "SPID"), state, wchan: at("WCHAN") };
}
var PsReader = class {
  constructor(columns) {
    this.columns = columns;
  }
  columns;
  records = [];
  seen = /* @__PURE__ */ new Set();
  line(text2, context) {
    if (text2.trim() === "") return "closed";
    const { columns } = this;
    const cells = text2.trim().split(/\s+/);
    if (cells.length < columns.count || !/^\d{1,10}$/.test(cells[columns.pid]) || !/^[RSDTtZIXWP][\w<+]*$/.test(cells[columns.state]))
      return "refused";
    const pid = Number(cells[columns.pid]);
    const thread = columns.tid >= 0 && Number(cells[columns.tid]) !== pid;
    const command = cells[columns.count - 1];
    if (!thread && !this.seen.has(pid) && SERVER.test(baseName(command)) && this.records.length < MAX_RECORDS)
      this.keep(pid, cells, text2, context);
    return "taken";
  }
  finish() {
    return this.records;
  }
  keep(pid, cells, text2, context) {
    this.seen.add(pid);
    const cite = citeOf(text2, context);
    const letter = cells[this.columns.state][0];
    const wchan = this.columns.wchan >= 0 ? cells[this.columns.wchan] : "-";
    const record = {
      type: "proc",
      entry: context.entry,
      sub: context.sub,
      cite,
      pid,
      comm: baseName(cells[this.columns.count - 1])
    };
    record.state = STATE_NAMES[letter] ?? letter;
    record.stateCite = cite;
    if (wchan !== "-") record.wchan = wchan;
    this.records.push(record);
  }
};
var PS = {
  name: "ps",
  samples: [
    "  PID   TID STAT %CPU     TIME WCHAN                            COMMAND",
    "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND",
    "    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND"
  ],
  open(text2) {
    const columns = parseHeading(text2);
    return columns ? new PsReader(columns) : void 0;
  }
};

// src/formats/dumps/index.ts
var DUMP_FORMATS = [GDB, EU_STACK, LLDB, PROC, PS];

// src/formats/side/cite.ts
var COPY_ABOVE = 4096;
function keep(text2, max = MAX_KEPT_TEXT) {
  if (text2.length <= max) return text2;
  const head = text2.slice(0, max);
  return text2.length > COPY_ABOVE ? Buffer.from(head, "utf16le").toString("utf16le") : head;
}
function citeOf2(text2, context) {
  return { entry: context.entry, line: context.line, offset: context.offset, text: keep(text2) };
}
var NO_STAMP2 = { wallMs: Number.NaN, basis: "none" };
function wrapperStamp(context) {
  if (Number.isFinite(context.wrapTimeMs)) return { wallMs: context.wrapTimeMs, basis: "absolute" };
  if (!Number.isFinite(context.wrapWallMs)) return { ...NO_STAMP2 };
  const yearless = context.wrapWallMs < 366 * 864e5;
  return { wallMs: context.wrapWallMs, basis: yearless ? "yearless" : "naive" };
}
function newValues() {
  return /* @__PURE__ */ Object.create(null);
}
function newFields() {
  return /* @__PURE__ */ Object.create(null);
}

// src/formats/side/check-tools.ts
var RDB_LINE = /^(?:\[(?:offset \d{1,20}|info|additional info)\] |--- RDB ERROR DETECTED ---|\\o\/ RDB looks OK! \\o\/|\[?info\] |db\.\d+\.|lua\.)/;
var RDB_OPEN = /^(?:\[offset \d{1,20}\] (?:Checking RDB file|AUX FIELD|Selecting DB ID|\\o\/ RDB looks OK)|--- RDB ERROR DETECTED ---)/;
var AOF_OPEN = /^(?:0x +[0-9a-f]{1,16}: |Start checking (?:Old-Style|Multi Part) AOF|Start to check (?:BASE|INCR) AOF|AOF analyzed: |AOF (?:\S{1,300} )?is (?:not )?valid|(?:BASE|INCR) AOF \S{1,300} is (?:not )?valid|The AOF appears to start with an RDB preamble|All AOF files and manifest are valid|Reached EOF before reading EXEC for MULTI)/;
var AOF_MORE = /^(?:Checking the RDB preamble to start|RDB preamble |This will shrink the AOF|Successfully truncated AOF|Continue\? \[y\/N\]|Cannot |Failed to |Invalid AOF|AOF )/;
var BAD = /RDB ERROR DETECTED|is not valid|^0x +[0-9a-f]+: |Reached EOF|Cannot |Failed to |Unexpected|Internal error|Invalid|CRC error|Error /;
var CheckReader = class {
  constructor(tool, text2, context) {
    this.tool = tool;
    const cite = citeOf2(text2, context);
    this.record = { type: "check", tool, entry: context.entry, sub: context.sub, cite, ok: true, message: "" };
    this.line(text2, context);
  }
  tool;
  record;
  decided = false;
  failedAt = false;
  lines = 0;
  line(text2, context) {
    if (text2.trim() === "") return "taken";
    const rdb = RDB_LINE.test(text2);
    const mine = this.tool === "check-rdb" ? rdb : rdb || AOF_OPEN.test(text2) || AOF_MORE.test(text2);
    if (!mine || this.lines > 0 && this.tool === "check-rdb" && text2.includes("] Checking RDB file ")) return "refused";
    this.lines += 1;
    this.judge(text2, context);
    return "taken";
  }
  finish() {
    return this.decided ? [this.record] : [];
  }
  /** The line behind the RDB error heading and the first complaint about an AOF name the reason. */
  judge(text2, context) {
    if (/looks OK|is valid$|are valid$|is OK/.test(text2) && !/not valid/.test(text2)) this.decide(true, text2, context);
    else if (this.failedAt && this.record.message.startsWith("---")) this.setMessage(text2, context);
    else if (BAD.test(text2) && !text2.startsWith("[additional info]")) this.decide(false, text2, context);
  }
  decide(ok, text2, context) {
    this.decided = true;
    if (this.failedAt) return;
    this.record.ok = ok;
    this.failedAt = !ok;
    this.setMessage(text2, context);
  }
  setMessage(text2, context) {
    this.record.message = keep(text2.trim(), 300);
    this.record.cite = citeOf2(text2, context);
  }
};
var checkTools = {
  name: "redis-check",
  samples: [
    "[offset 0] Checking RDB file dump.rdb",
    "0x            3ebb: Expected \\r\\n, got: 0067",
    "Start checking Old-Style AOF",
    "AOF analyzed: size=32123, ok_up_to=16021, ok_up_to_line=2370, diff=16102"
  ],
  open(text2, context) {
    if (RDB_OPEN.test(text2)) return new CheckReader("check-rdb", text2, context);
    return AOF_OPEN.test(text2) ? new CheckReader("check-aof", text2, context) : void 0;
  }
};

// src/formats/side/client-list.ts
var MAX_CLIENTS = 200;
var CLIENT = /^(?:txt:)?(?:id=\d{1,20} )?addr=\S{0,200} (?:laddr=\S{0,200} )?fd=-?\d{1,10} name=/;
var FIELD = /(?:^| )([a-z][a-z-]{0,30})=([^ ]*)/g;
function detectClientLine(text2) {
  return CLIENT.test(text2) && text2.includes(" age=") && text2.includes(" flags=");
}
function parseClientLine(text2, context) {
  const client = { cite: citeOf2(text2, context) };
  for (const [, key, value] of text2.slice(0, 8192).matchAll(FIELD)) {
    if (key === "age" || key === "idle") client[key] = Number(value);
    else if (key === "id" || key === "addr" || key === "laddr" || key === "name" || key === "flags" || key === "cmd" || key === "user")
      client[key] = keep(value, 300);
  }
  return client;
}
var ClientListReader = class {
  record;
  constructor(text2, context) {
    const cite = citeOf2(text2, context);
    this.record = { type: "clients", entry: context.entry, sub: context.sub, cite, stamp: wrapperStamp(context), clients: [], count: 0 };
    this.line(text2, context);
  }
  line(text2, context) {
    if (text2 === "") return "taken";
    if (!detectClientLine(text2)) return "refused";
    this.record.count += 1;
    if (this.record.clients.length < MAX_CLIENTS) this.record.clients.push(parseClientLine(text2, context));
    return "taken";
  }
  finish() {
    return [this.record];
  }
};
var clientList = {
  name: "client-list",
  samples: [
    "id=16 addr=127.0.0.1:44544 laddr=127.0.0.1:6379 fd=11 name= age=0 idle=0 flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 watch=0 qbuf=26 cmd=client|list user=default",
    "addr=127.0.0.1:52555 fd=5 name= age=855 idle=0 flags=N db=0 sub=0 psub=0 multi=-1 qbuf=0 qbuf-free=32768 obl=0 oll=0 omem=0 events=r cmd=client"
  ],
  open(text2, context) {
    return detectClientLine(text2) ? new ClientListReader(text2, context) : void 0;
  }
};

// src/formats/side/cluster-create.ts
var OPEN = /^>>> (?:Performing hash slots allocation on \d+|Performing Cluster Check|Creating cluster|Check slots coverage|Check for open slots|Nodes configuration updated|Trying to optimize (?:slaves|replicas) allocation|Sending CLUSTER MEET|Assign a different config epoch|Adding node )/;
var MEMBER = /^(?:>>> |(?:Master|Primary)\[\d+\] -> Slots |Adding replica |Adding extra replicas|[MSPR]: [0-9a-f]{40} |\s+slots:|\s+replicates [0-9a-f]{40}|\s+\d+ additional replica|\[(?:OK|ERR|WARNING)\] |Waiting for the cluster to join|\.+$|Can I set the above configuration)/;
function withoutColour(text2) {
  return text2.length > 2e3 ? text2.slice(0, 2e3) : text2.replace(/\x1b\[[\d;]{0,12}m|^\[[\d;]{1,8}m/g, "");
}
var ClusterCreateReader = class {
  line(text2) {
    const plain = withoutColour(text2);
    return plain === "" || MEMBER.test(plain) ? "taken" : "refused";
  }
  finish() {
    return [];
  }
};
var clusterCreate = {
  name: "cluster-create",
  samples: [">>> Performing hash slots allocation on 6 nodes...", "\x1B[29;1m>>> Performing Cluster Check (using node 127.0.0.1:7001)"],
  open(text2) {
    return text2.includes(">>> ") && OPEN.test(withoutColour(text2)) ? new ClusterCreateReader() : void 0;
  }
};

// src/formats/side/cluster-nodes.ts
var MAX_NODES = 2e3;
var NODE = /^([0-9a-f]{40}) (\S{0,300}:\d{1,5}(?:@\d{1,6})?(?:,\S{0,300})?) ([a-z,?]{1,100}) (-|[0-9a-f]{40}) \d{1,20} \d{1,20} \d{1,20} (connected|disconnected)(?: (.*))?$/;
var VARS = /^vars currentEpoch \d+ lastVoteEpoch \d+$/;
function parseNodeLine(text2, context) {
  const found2 = NODE.exec(text2.trimEnd());
  if (!found2) return void 0;
  const [, id, addr, flags, master, linkState, slots] = found2;
  return { id, addr, flags: flags.split(","), master, linkState, slots: keep(slots ?? ""), cite: citeOf2(text2, context) };
}
var ClusterNodesReader = class {
  record;
  constructor(text2, context) {
    this.record = { type: "cluster-nodes", entry: context.entry, sub: context.sub, cite: citeOf2(text2, context), nodes: [] };
    this.line(text2, context);
  }
  line(text2, context) {
    if (text2 === "") return "taken";
    if (VARS.test(text2)) return "closed";
    const node = parseNodeLine(text2, context);
    if (!node) return "refused";
    if (this.record.nodes.length < MAX_NODES) this.record.nodes.push(node);
    return "taken";
  }
  finish() {
    return [this.record];
  }
};
var clusterNodes = {
  name: "cluster-nodes",
  samples: [
    "4901e29348a2606976120012835e9610fd58ea71 127.0.0.1:7002@17002 myself,master - 0 1795416254000 2 connected 5461-10922",
    "45334415323989e39c123427ce4ad200803199c6 127.0.0.1:7011@17011 master,fail - 1795415352383 1795415350249 1 connected 0-5460"
  ],
  open(text2, context) {
    return parseNodeLine(text2, context) ? new ClusterNodesReader(text2, context) : void 0;
  }
};

// src/formats/side/stamp.ts
var MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
function wallMs(year, month, day, clock) {
  const [hour, minute, second] = clock.split(":").map(Number);
  const inRange = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 61;
  return inRange ? Date.UTC(year, month - 1, day, hour, minute, second) : Number.NaN;
}
function fractionMs(digits) {
  return digits ? Math.trunc(Number(`0.${digits}`) * 1e3) : 0;
}
function zoneMinutes(zone) {
  if (zone === "Z" || zone === "UTC" || zone === "GMT") return 0;
  const parts = zone ? /^([+-])(\d\d):?(\d\d)$/.exec(zone) : null;
  if (!parts) return void 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return parts[1] === "-" ? -minutes : minutes;
}
function zoned(naiveMs, zone) {
  if (!Number.isFinite(naiveMs)) return void 0;
  const minutes = zoneMinutes(zone);
  return minutes === void 0 ? { wallMs: naiveMs, basis: "naive" } : { wallMs: naiveMs - minutes * 6e4, basis: "absolute" };
}
var ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?/;
function parseIsoStamp(text2) {
  const found2 = ISO.exec(text2);
  if (!found2) return void 0;
  const naiveMs = wallMs(Number(found2[1]), Number(found2[2]), Number(found2[3]), found2[4]) + fractionMs(found2[5]);
  return zoned(naiveMs, found2[6]);
}
var CTIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)(?: ([A-Z]{1,5}))? (\d{4})/;
function parseCtimeStamp(text2) {
  const found2 = CTIME.exec(text2);
  if (!found2) return void 0;
  return zoned(wallMs(Number(found2[5]), MONTHS.indexOf(found2[1]) + 1, Number(found2[2]), found2[3]), found2[4]);
}
var RFC1123 = /^[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d)(?: ([+-]\d{4}|[A-Z]{1,5}))?/;
function parseRfc1123Stamp(text2) {
  const found2 = RFC1123.exec(text2);
  if (!found2) return void 0;
  return zoned(wallMs(Number(found2[3]), MONTHS.indexOf(found2[2]) + 1, Number(found2[1]), found2[4]), found2[5]);
}
var SYSLOG = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d)/;
function parseSyslogStamp(text2) {
  const found2 = SYSLOG.exec(text2);
  if (!found2) return void 0;
  const naiveMs = wallMs(1972, MONTHS.indexOf(found2[1]) + 1, Number(found2[2]), found2[3]);
  return Number.isFinite(naiveMs) ? { wallMs: naiveMs, basis: "yearless" } : void 0;
}

// src/formats/side/docker-inspect.ts
var MAX_JSON = 262144;
var MAX_RECORDS2 = 200;
var ID = /^\s{0,12}"Id": "([0-9a-f]{64})",$/;
var STATE2 = /^\s{0,12}"State": \{$/;
var MEMBER2 = /^(\s{0,200})"([A-Za-z][\w.]{0,60})": (?:"(.*)"|(true|false|null|-?\d{1,20})),?$/;
var JSON_LINE = /^\s{0,200}(?:["{}[\]]|(?:true|false|null|-?\d)[^:]*$)/;
var ONE_LINE = /^\[?\{(?:"Id":"[0-9a-f]{64}",|"Status":"(?:created|running|paused|restarting|removing|exited|dead)",)/;
var WANTED = new Set(
  "Id Name Image Status Running Paused Restarting OOMKilled Dead Pid ExitCode Error StartedAt FinishedAt RestartCount Hostname".split(" ")
);
function eventOf(fields) {
  if (fields.OOMKilled === "true") return "oom-killed";
  if (fields.Status === "exited" || fields.Status === "dead") return "exited";
  if (fields.Status === "restarting" || Number(fields.RestartCount) > 0) return "restarted";
  return fields.Status === "running" || fields.Running === "true" ? "running" : "other";
}
function recordOf(fields, cite, sub) {
  if (fields.Status === void 0 && fields.OOMKilled === void 0 && fields.ExitCode === void 0) return void 0;
  const event = eventOf(fields);
  const at = event === "running" || event === "restarted" ? fields.StartedAt : fields.FinishedAt;
  const stamp = at && !at.startsWith("0001-") ? parseIsoStamp(at) : void 0;
  const parts = [fields.Status, fields.OOMKilled === "true" ? "OOMKilled" : "", `exit code ${fields.ExitCode ?? "?"}`, fields.Error];
  const record = {
    type: "container",
    source: "docker-inspect",
    entry: cite.entry,
    sub,
    cite,
    stamp: stamp ?? { ...NO_STAMP2 },
    name: (fields.Name ?? fields.Id?.slice(0, 12) ?? "").replace(/^\//, ""),
    event,
    message: keep(parts.filter(Boolean).join(", "), 500),
    fields: { ...fields }
  };
  return fields.ExitCode === void 0 || event === "running" ? record : { ...record, exitCode: Number(fields.ExitCode) };
}
var IndentedReader = class {
  records = [];
  fields = newFields();
  depth = newFields();
  cite;
  sub;
  constructor(text2, context) {
    this.cite = citeOf2(text2, context);
    this.sub = context.sub;
    this.line(text2, context);
  }
  line(text2, context) {
    if (text2.length > 65536) return JSON_LINE.test(text2.slice(0, 300)) ? "taken" : "refused";
    if (ID.test(text2) && this.fields.Id !== void 0) this.close(citeOf2(text2, context));
    const member = MEMBER2.exec(text2);
    if (member && WANTED.has(member[2])) this.set(member, text2, context);
    return member || JSON_LINE.test(text2) || text2.trim() === "" ? "taken" : "refused";
  }
  finish() {
    this.close(this.cite);
    return this.records;
  }
  set(member, text2, context) {
    const [, indent, name, quoted, bare] = member;
    if (this.fields[name] !== void 0 && Number(this.depth[name]) <= indent.length) return;
    this.fields[name] = keep(quoted ?? bare, 300);
    this.depth[name] = String(indent.length);
    if (name === "Status" || name === "OOMKilled" && bare === "true") this.cite = citeOf2(text2, context);
  }
  close(next) {
    const record = recordOf(this.fields, this.cite, this.sub);
    if (record && this.records.length < MAX_RECORDS2) this.records.push(record);
    this.fields = newFields();
    this.depth = newFields();
    this.cite = next;
  }
};
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function addScalars(fields, value) {
  if (!isObject(value)) return;
  for (const name of WANTED) {
    const member = Object.hasOwn(value, name) ? value[name] : void 0;
    if (typeof member === "string" || typeof member === "number" || typeof member === "boolean") fields[name] = keep(String(member), 300);
  }
}
function recordsOfJson(text2, context) {
  let parsed2;
  try {
    parsed2 = JSON.parse(text2);
  } catch {
    return [];
  }
  const list = Array.isArray(parsed2) ? parsed2.slice(0, MAX_RECORDS2) : [parsed2];
  return list.flatMap((item) => {
    const fields = newFields();
    addScalars(fields, item);
    if (isObject(item) && Object.hasOwn(item, "State")) addScalars(fields, item.State);
    return recordOf(fields, citeOf2(text2, context), context.sub) ?? [];
  });
}
var dockerInspect = {
  name: "docker-inspect",
  samples: [
    '        "Id": "3f1c0a5b7d9e2f4a6c8b0d1e3f5a7c9b1d3e5f7a9c0b2d4e6f8a1c3e5d7f9b0a",',
    '        "State": {',
    '{"Status":"exited","Running":false,"Paused":false,"Restarting":false,"OOMKilled":true,"Dead":false,"Pid":0,"ExitCode":137}'
  ],
  open(text2, context) {
    if (text2.length > MAX_JSON) return void 0;
    if (ONE_LINE.test(text2)) {
      const records = recordsOfJson(text2, context);
      return { line: () => "refused", finish: () => records };
    }
    return ID.test(text2) || STATE2.test(text2) ? new IndentedReader(text2, context) : void 0;
  }
};

// src/formats/side/docker-ps.ts
var MAX_RECORDS3 = 200;
var HEADER2 = /^CONTAINER ID +IMAGE +COMMAND +CREATED +STATUS +PORTS +NAMES *$/;
var ROW = /^([0-9a-f]{12}) +(\S{1,300}) +(".{0,200}?") +/;
var STATUS2 = /\b(Up [^(]{1,40}?|Exited \((\d{1,3})\) .{1,40}?|Restarting \((\d{1,3})\) .{1,40}?|Created|Dead)(?: \((healthy|unhealthy|Paused)\))?(?: {2,}|$)/;
function eventOf2(status) {
  if (status.startsWith("Exited") || status === "Dead") return "exited";
  if (status.startsWith("Restarting")) return "restarted";
  return status.startsWith("Up") ? "running" : "other";
}
var DockerPsReader = class {
  records = [];
  line(text2, context) {
    const row = text2.length < 4096 ? ROW.exec(text2) : null;
    if (!row) return text2.trim() === "" ? "taken" : "refused";
    const status = STATUS2.exec(text2.slice(row[0].length - 1));
    const name = text2.slice(text2.trimEnd().lastIndexOf(" ") + 1).trim();
    const speaks = /redis|valkey|sentinel|keydb/i.test(`${row[2]} ${row[3]} ${name}`);
    if (status && speaks && this.records.length < MAX_RECORDS3) this.records.push(this.record(row, status, name, text2, context));
    return "taken";
  }
  finish() {
    return this.records;
  }
  record(row, status, name, text2, context) {
    const code = status[2] ?? status[3];
    const health = status[4] ? { health: status[4] } : void 0;
    const record = {
      type: "container",
      source: "docker-inspect",
      entry: context.entry,
      sub: context.sub,
      cite: citeOf2(text2, context),
      stamp: { ...NO_STAMP2 },
      name: keep(name, 200),
      event: eventOf2(status[1]),
      message: keep(status[0].trim(), 200),
      fields: { via: "docker ps", id: row[1], image: row[2], command: row[3], ...health }
    };
    return code === void 0 ? record : { ...record, exitCode: Number(code) };
  }
};
var dockerPs = {
  name: "docker-ps",
  samples: ["CONTAINER ID   IMAGE         COMMAND                  CREATED        STATUS                       PORTS      NAMES"],
  open(text2) {
    return HEADER2.test(text2) ? new DockerPsReader() : void 0;
  }
};

// src/formats/side/manager-fold.ts
var KEEP = 20;
var MAX_KINDS = 300;
var ManagerFold = class {
  kinds = /* @__PURE__ */ new Map();
  dropped = 0;
  /** `template` tells which events are equal: without numbers and times. The record is made at the end, if it is kept. */
  add(template, make) {
    let kind = this.kinds.get(template);
    if (!kind) {
      if (this.kinds.size >= MAX_KINDS) {
        this.dropped += 1;
        return;
      }
      kind = { first: [], last: [], count: 0 };
      this.kinds.set(template, kind);
    }
    if (kind.count < KEEP) kind.first.push(make);
    else kind.last[(kind.count - KEEP) % KEEP] = make;
    kind.count += 1;
  }
  /** In the order of the lines. The last record of a folded kind says how often the event was seen. */
  finish() {
    const records = [];
    for (const { first, last, count } of this.kinds.values()) {
      const start = count > 2 * KEEP ? (count - KEEP) % KEEP : 0;
      const kept = [...first, ...last.slice(start), ...last.slice(0, start)].map((make) => make());
      if (count > kept.length) kept[kept.length - 1].fields.repeated = String(count);
      records.push(...kept);
    }
    records.sort((a, b) => a.cite.line - b.cite.line || a.cite.offset - b.cite.offset);
    if (this.dropped > 0 && records.length > 0) records[records.length - 1].fields.otherEvents = String(this.dropped);
    return records;
  }
};

// src/formats/side/event-log.ts
var MAX_JSON2 = 65536;
var MAX_JSON_LINES = 200;
var HEAD2 = /^(?:(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:,\d{3})? ([A-Z]{1,10}):? EventLog:)|(?:(?:\w{1,20}\.(\w{1,12}): )?.{0,300}?\bevent_log\[\d{1,10}\]:)) ?(\{.*)?$/;
var OBJECT = /^(?:cluster|user|role|ldap|license|(?:node|bdb|redis|shard|endpoint|crdb|proxy|cm|user|account)(?::[\w:-]{1,80})?)$/;
function parseEvent(text2) {
  try {
    const value = JSON.parse(text2);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return void 0;
    return value;
  } catch {
    return void 0;
  }
}
function detectEvent(event) {
  const { type, object, time } = event;
  return typeof type === "string" && typeof object === "string" && OBJECT.test(object) && time !== void 0;
}
function stampOf(event, text2, context) {
  if (typeof event.time === "number" && event.time > 1e8 && event.time < 1e11) return { wallMs: event.time * 1e3, basis: "absolute" };
  const iso = typeof event.time === "string" ? parseIsoStamp(event.time) : void 0;
  return iso ?? parseIsoStamp(text2) ?? wrapperStamp(context);
}
function scalarsOf(event) {
  const fields = newFields();
  for (const [name, value] of Object.entries(event).slice(0, 40)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      fields[keep(name, 80)] = keep(String(value), 300);
  }
  const [kind, id] = (fields.object ?? "").split(":", 2);
  if (kind === "bdb" && id) fields.database = `bdb:${id}`;
  if (kind === "node" && id) fields.node = `node:${id}`;
  if ((kind === "redis" || kind === "shard") && id) fields.shard = `redis:${id}`;
  return fields;
}
function eventOf3(event) {
  const type = String(event.type);
  if (/failover/.test(type)) return "failover";
  if (typeof event.state === "boolean" || /_failed$|_err(?:or)?$|error|down/.test(type)) return "alert";
  return "other";
}
var EventLogReader = class {
  fold = new ManagerFold();
  open;
  constructor(text2, context) {
    this.line(text2, context);
  }
  line(text2, context) {
    if (this.open) return this.more(text2, context);
    if (text2.trim() === "") return "taken";
    const head = text2.length <= MAX_JSON2 ? HEAD2.exec(text2) : null;
    if (!head && !(text2.startsWith("{") && text2.length <= MAX_JSON2)) return "refused";
    const json = head ? head[3] ?? "" : text2;
    const event = parseEvent(json);
    if (event && (head || detectEvent(event))) this.add(event, head?.[1] ?? head?.[2] ?? "", text2, context, citeOf2(text2, context));
    else if (head) this.open = { text: text2, cite: citeOf2(text2, context), json, lines: 0, level: head[1] ?? head[2] ?? "" };
    else return "refused";
    return "taken";
  }
  finish() {
    return this.fold.finish();
  }
  /** The JSON of the documentation's samples stands on lines of its own behind the head. */
  more(text2, context) {
    const open = this.open;
    if (!open) return "refused";
    open.lines += 1;
    open.json += `${text2}
`;
    if (HEAD2.test(text2) || open.lines > MAX_JSON_LINES || open.json.length > MAX_JSON2) {
      this.open = void 0;
      return this.line(text2, context);
    }
    if (text2.trimEnd().endsWith("}")) {
      const event = parseEvent(open.json);
      this.open = void 0;
      if (event) this.add(event, open.level, open.text, context, open.cite);
    }
    return "taken";
  }
  add(event, level, text2, context, cite) {
    const fields = scalarsOf(event);
    const { entry } = context;
    const place = { entry, sub: context.sub, cite, stamp: stampOf(event, text2, context) };
    const said = level || (typeof event.severity === "string" ? event.severity : "");
    const kind = eventOf3(event);
    this.fold.add(`${fields.type} ${fields.object} ${fields.state}`, () => ({
      type: "manager",
      component: "event_log",
      ...place,
      level: said,
      event: kind,
      fields
    }));
  }
};
var eventLog = {
  name: "enterprise-events",
  samples: [
    '2025-11-24 10:53:15 INFO EventLog: {"type":"node_joined","object":"node:3","time":1763981595}',
    'daemon.warning: Jun 14 14:49:20 node1 event_log[3464]:{"object":"node:1","state":true,"time":1434282560,"type":"ephemeral_storage"}',
    '{"object":"bdb:1","state":true,"time":1434282560,"type":"high_latency","threshold":"5"}',
    "daemon.err: Jun 15 13:51:23 node1 event_log[34252]: "
  ],
  open(text2, context) {
    if (text2.length > MAX_JSON2) return void 0;
    if (text2.charCodeAt(0) === 123) {
      if (!text2.includes('"type"') || !text2.includes('"object"')) return void 0;
      const event = parseEvent(text2);
      return event && detectEvent(event) ? new EventLogReader(text2, context) : void 0;
    }
    if (!text2.includes("EventLog:") && !text2.includes("event_log[")) return void 0;
    return HEAD2.test(text2) ? new EventLogReader(text2, context) : void 0;
  }
};

// src/formats/side/fatal-start.ts
var HEADING = /^\*\*\* FATAL (CONFIG FILE|AOF MANIFEST FILE|CONFIG) ERROR(?: \((Redis|Version|Valkey) ([\w.-]{1,40})\))? \*\*\*$/;
var AT_LINE = /^Reading the (?:configuration|manifest) file, at line (\d{1,9})$/;
var DIRECTIVE = /^>>> '(.*)'$/;
var SINGLE = [
  [/^(?:Fatal error, )?[Cc]an't open config file '?.{1,400}$/, "config"],
  [/^Can't open the log file: .{1,200}$/, "logfile"],
  [/^Usage: (?:\S{0,200}\/)?(?:redis|valkey)-(?:server|sentinel) \[/, "usage"],
  [
    /^(?:\S{0,200}\/)?(?:redis|valkey)-(?:server|sentinel): (?:error while loading shared libraries|symbol lookup error|\S{1,200}: version `)/,
    "other"
  ],
  [/^Fatal error loading the DB: .{1,300}$/, "other"],
  [/^Aborting (?:Redis|Valkey|server) startup because of ACL errors: .{1,400}$/, "acl"],
  [/^Sentinel (?:config file .{1,300} is not writable|started without a config file).*$/, "config"],
  [
    /^(?:Unrecoverable error: corrupted cluster config file|Sorry, the cluster configuration file .{1,300} is already used).*$/,
    "cluster-config"
  ]
];
var FIRST = new Set([..."*FCcUASrv./"].map((char) => char.charCodeAt(0)));
function newRecord(what, text2, context) {
  const cite = citeOf2(text2, context);
  const product = /valkey/i.test(text2) ? "valkey" : "redis";
  return { type: "fatal-start", what, entry: context.entry, sub: context.sub, cite, product, fields: newFields(), cites: [cite] };
}
var FatalConfigReader = class {
  record;
  constructor(heading, text2, context) {
    this.record = newRecord(heading[1] === "AOF MANIFEST FILE" ? "aof-manifest" : "config", text2, context);
    if (heading[2] && heading[2] !== "Redis") this.record.product = "valkey";
    if (heading[3]) this.record.version = heading[3];
  }
  line(text2, context) {
    if (text2.trim() === "") return "taken";
    const { fields } = this.record;
    const atLine = AT_LINE.exec(text2);
    const directive = DIRECTIVE.exec(text2);
    if (atLine && fields.line === void 0) fields.line = atLine[1];
    else if (directive && fields.directive === void 0) fields.directive = keep(directive[1]);
    else if (text2.startsWith("***") || text2.length > 2e3) return "refused";
    else return this.reason(text2, context);
    this.record.cites.push(citeOf2(text2, context));
    return "taken";
  }
  finish() {
    return [this.record];
  }
  reason(text2, context) {
    this.record.fields.reason = keep(text2.trim(), 300);
    this.record.cites.push(citeOf2(text2, context));
    if (text2.startsWith("Can't open the log file")) this.record.what = "logfile";
    if (/^(?:user|aclfile) /.test(this.record.fields.directive ?? "")) this.record.what = "acl";
    return "closed";
  }
};
var SingleReader = class {
  constructor(record) {
    this.record = record;
  }
  record;
  line(text2) {
    if (this.record.what !== "usage") return "refused";
    return text2 === "" || /^ {2,}|^Examples:|^Sentinel mode:|^Note:/.test(text2) ? "taken" : "refused";
  }
  finish() {
    return [this.record];
  }
};
var fatalStart = {
  name: "fatal-start",
  samples: [
    "*** FATAL CONFIG FILE ERROR (Redis 7.4.1) ***",
    "*** FATAL CONFIG FILE ERROR (Version 9.1.2) ***",
    "*** FATAL CONFIG FILE ERROR ***",
    "*** FATAL AOF MANIFEST FILE ERROR ***",
    "Can't open the log file: Permission denied",
    "Usage: ./redis-server [/path/to/redis.conf] [options] [-]",
    "Fatal error, can't open config file '/etc/redis/not-there.conf': No such file or directory",
    "redis-server: error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory"
  ],
  open(text2, context) {
    if (text2.length > 2e3 || !FIRST.has(text2.charCodeAt(0))) return void 0;
    const heading = text2.startsWith("*** FATAL ") ? HEADING.exec(text2.trimEnd()) : null;
    if (heading) return new FatalConfigReader(heading, text2, context);
    const single = SINGLE.find(([pattern]) => pattern.test(text2));
    if (!single) return void 0;
    const record = newRecord(single[1], text2, context);
    record.fields.reason = keep(text2.trim(), 300);
    return new SingleReader(record);
  }
};

// src/formats/side/info.ts
var MAX_KEYS = 2e4;
var HEADER3 = /^# [A-Za-z][\w.-]{0,63}$/;
var MEMBER3 = /^[A-Za-z_][^:\s]{0,200}:(?:$|[^\s])/;
var SECTIONS = new Set(
  "Server Clients Memory Persistence Stats Replication CPU Modules Commandstats Errorstats Latencystats Cluster Keyspace Keysizes Sentinel Threads Debug Hotkeys Scriptingengines Availability".split(" ")
);
var KNOWN_KEY = /^(?:redis_(?:version|git_sha1|git_dirty|build_id|mode)|valkey_(?:version|release_stage)|server_name|server_time_usec|process_id|run_id|tcp_port|uptime_in_(?:seconds|days)|lru_clock|executable|config_file|monotonic_clock|multiplexing_api|connected_(?:clients|slaves)|maxclients|blocked_clients|client_recent_max_\w+|clients_in_timeout_table|cluster_(?:state|slots_\w+|known_nodes|size|current_epoch|enabled|connections)|used_memory\w*|mem_(?:fragmentation|clients|aof|not|cluster|allocator|replica|total)\w*|allocator_\w+|rss_overhead\w*|maxmemory(?:_\w+)?|total_system_memory\w*|rdb_(?:changes|bgsave|last|current|saves)\w*|aof_(?:enabled|rewrite|last|current|base|buffer|pending|delayed)\w*|current_(?:cow|fork|save|eviction|active)\w*|async_loading|total_(?:connections|commands|net|error|reads|writes|forks|eviction|active)\w*|instantaneous_\w+|rejected_connections|sync_(?:full|partial)\w*|expired_(?:keys|stale)\w*|evicted_(?:keys|clients)|keyspace_(?:hits|misses)|pubsub_\w+|latest_fork_usec|role:(?:master|slave)|loading:[01]|master_(?:replid|repl|host|port|link|last|sync|failover)\w*|slave\d+:ip=|repl_backlog\w*|second_repl_offset|used_cpu_\w+|cmdstat_[\w|.-]+:calls=|errorstat_\w+:count=|latency_percentiles_usec_|db\d+:keys=|module:name=|io_threads?_\w+|sentinel_(?:masters|tilt|running|scripts)\w*|master\d+:name=|listener\d+:name=)/;
function isInfoHeader(text2) {
  return HEADER3.test(text2) && SECTIONS.has(text2.slice(2));
}
var InfoReader = class {
  record;
  seen = /* @__PURE__ */ new Set();
  keys = 0;
  afterBlank = false;
  constructor(text2, context) {
    const cite = citeOf2(text2, context);
    const what = text2.startsWith("cluster_") && !text2.startsWith("cluster_enabled") ? "other" : "info";
    this.record = { type: "info", entry: context.entry, sub: context.sub, cite, stamp: wrapperStamp(context), what, sections: [] };
    if (!HEADER3.test(text2)) this.addSection(what === "other" ? "CLUSTER INFO" : "");
    this.line(text2, context);
  }
  line(raw, context) {
    const text2 = raw.trimEnd();
    if (text2 === "") {
      this.closeSection();
      this.afterBlank = true;
      return "taken";
    }
    if (HEADER3.test(text2)) return this.header(text2.slice(2));
    if (!MEMBER3.test(text2) || this.afterBlank && !KNOWN_KEY.test(text2)) return "refused";
    this.afterBlank = false;
    this.addValue(text2, context);
    return "taken";
  }
  finish() {
    const sections = this.record.sections.filter((section) => Object.keys(section.values).length > 0);
    return sections.length > 0 ? [{ ...this.record, sections }] : [];
  }
  /** The same section again is the next INFO of a file that holds several. */
  header(name) {
    if (this.seen.has(name)) return "refused";
    this.closeSection();
    this.addSection(name);
    this.afterBlank = false;
    return "taken";
  }
  addSection(name) {
    this.seen.add(name);
    this.record.sections.push({ section: name, values: newValues(), complete: false });
  }
  current() {
    return this.record.sections.at(-1);
  }
  closeSection() {
    const section = this.current();
    if (section) section.complete = true;
  }
  addValue(text2, context) {
    const colon = text2.indexOf(":");
    const section = this.current();
    if (!section || this.keys >= MAX_KEYS) return;
    this.keys += 1;
    section.values[text2.slice(0, colon)] = { value: keep(text2.slice(colon + 1)), line: context.line, offset: context.offset };
  }
};
var info = {
  name: "info",
  samples: ["# Server", "# Memory", "redis_version:7.4.1", "used_memory:8403408", "cluster_state:ok", "role:master", "# Keyspace"],
  open(raw, context) {
    if (raw.length > 65536) return void 0;
    const text2 = raw.trimEnd();
    const opens = text2.charCodeAt(0) === 35 ? isInfoHeader(text2) : KNOWN_KEY.test(text2) && MEMBER3.test(text2);
    return opens ? new InfoReader(text2, context) : void 0;
  }
};

// src/formats/side/kernel-prefix.ts
var UPTIME = /^(?:<\d{1,3}>)?\[ {0,6}(\d{1,9}\.\d{6})\](?:\[ {0,6}[TC]\d{1,9}\])? (.*)$/;
var CTIME2 = /^\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\] (.*)$/;
var APACHE = /^\[(?:[a-z_]{2,20}:)?(?:emerg|alert|crit|error|warn|notice|info|debug|trace\d)\] /;
var ISO2 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{6}[+-]\d\d:\d\d) (.*)$/;
var SYSLOG2 = /^(?:<\d{1,3}>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) \S{1,255} kernel: (.*)$/;
function withUptime(stamp, rest) {
  const uptime = UPTIME.exec(rest);
  return uptime ? { stamp, uptimeSec: Number(uptime[1]), message: uptime[2] } : { stamp, message: rest };
}
function parseKernelPrefix(text2, context) {
  const first = text2.charCodeAt(0);
  if (first === 91 || first === 60) {
    const uptime = UPTIME.exec(text2);
    if (uptime) return { stamp: wrapperStamp(context), uptimeSec: Number(uptime[1]), message: uptime[2] };
    const ctime = CTIME2.exec(text2);
    if (ctime && !APACHE.test(ctime[2])) return { stamp: parseCtimeStamp(ctime[1]) ?? NO_STAMP2, message: ctime[2] };
  }
  const iso = first >= 48 && first <= 57 ? ISO2.exec(text2) : null;
  if (iso) return { stamp: parseIsoStamp(iso[1]) ?? NO_STAMP2, message: iso[2] };
  const dated = text2.charCodeAt(6) === 32 || text2.charCodeAt(10) === 84 || first === 60;
  const syslog = dated && text2.includes(" kernel: ") ? SYSLOG2.exec(text2) : null;
  if (syslog) return withUptime(parseIsoStamp(syslog[1]) ?? parseSyslogStamp(syslog[1]) ?? NO_STAMP2, syslog[2]);
  return void 0;
}
function bareKernelPrefix(text2, context) {
  return { stamp: wrapperStamp(context), message: text2 };
}

// src/formats/side/kernel.ts
var MAX_RECORDS4 = 400;
var OOM_SUMMARY = /^oom-kill:(constraint=.{1,900})$/;
var KILLED = /^(Memory cgroup out of memory: |Out of memory(?: \([\w ]+\))?: )?Kill(?:ed)? process (\d{1,10})(?:, UID \d+,)? \((.{1,64}?)\)(?:,? (?:UID:?\s?\d+,? )?(.*))?$/;
var SEGFAULT = /^(.{1,64}?)\[(\d{1,10})\]: segfault at ([0-9a-f]{1,16}) ip ([0-9a-f]{1,16}) sp ([0-9a-f]{1,16}) error (\d{1,3})(?: in (\S{1,200}))?/;
var TRAP = /^(?:traps: )?(.{1,64}?)\[(\d{1,10})\] (general protection(?: fault)?|trap [\w ]{1,40}) ip:([0-9a-f]{1,16}) sp:[0-9a-f]{1,16} error:([0-9a-f]{1,8})(?: in (\S{1,200}))?/;
var HUNG = /^INFO: task (.{1,64}):(\d{1,10}) blocked for more than (\d{1,7}) seconds\./;
var LOCKUP = /^(?:watchdog: )?BUG: soft lockup - CPU#\d{1,5} stuck for (\d{1,7})s! \[(.{1,64}):(\d{1,10})\]/;
var CGROUP_USAGE = /^memory: usage (\d{1,20})kB, limit (\d{1,20})kB, failcnt (\d{1,20})/;
var SIZE = /(total-vm|anon-rss|file-rss|shmem-rss|pgtables|oom_score_adj):(-?\d{1,20})(?:kB)?/g;
var OF_INTEREST = /oom-kill:|Kill(?:ed)? process|segfault at|general protection|trap |blocked for more than|soft lockup|memory: usage/;
var BARE = [OOM_SUMMARY, SEGFAULT, TRAP, HUNG, LOCKUP];
var BARE_START = /^(?:oom-kill:|Memory cgroup out|Out of memory|INFO: task |watchdog: BUG|BUG: soft|traps: )/;
function detectBare(message) {
  const head = message.length > 120 ? message.slice(0, 120) : message;
  const possible = BARE_START.test(head) || head.includes(": segfault at ") || head.includes("] general protection");
  return possible && OF_INTEREST.test(message) && (BARE.some((pattern) => pattern.test(message)) || (KILLED.exec(message)?.[1] ?? "") !== "");
}
var KernelReader = class {
  records = [];
  summary;
  usage = {};
  constructor(prefix, text2, context) {
    this.read(prefix, text2, context);
  }
  line(text2, context) {
    const prefix = parseKernelPrefix(text2, context);
    if (!prefix && context.sub !== "kernel" && !detectBare(text2)) return text2 === "" ? "taken" : "refused";
    this.read(prefix ?? bareKernelPrefix(text2, context), text2, context);
    return "taken";
  }
  finish() {
    this.flushSummary();
    return this.records;
  }
  read(prefix, text2, context) {
    const { message } = prefix;
    if (!OF_INTEREST.test(message)) return;
    const usage = CGROUP_USAGE.exec(message);
    if (usage) this.usage = { cgroupUsageKb: usage[1], cgroupLimitKb: usage[2], cgroupFailures: usage[3] };
    const add = (event, pid, comm, fields) => {
      this.add(event, pid, comm, fields, prefix, citeOf2(text2, context), context.sub);
    };
    this.readOom(message, add);
    const segfault = SEGFAULT.exec(message);
    if (segfault) add("segfault", segfault[2], segfault[1], faultFields(segfault[3], segfault[4], segfault[6], segfault[7]));
    const trap = segfault ? null : TRAP.exec(message);
    if (trap) add("trap", trap[2], trap[1], { trap: trap[3], ...faultFields(void 0, trap[4], trap[5], trap[6]) });
    const hung = HUNG.exec(message);
    if (hung) add("hung-task", hung[2], hung[1], { seconds: hung[3] });
    const lockup = LOCKUP.exec(message);
    if (lockup) add("other", lockup[3], lockup[2], { what: "soft lockup", seconds: lockup[1] });
  }
  readOom(message, add) {
    const summary = OOM_SUMMARY.exec(message);
    if (summary) {
      const fields = pairsOf(summary[1]);
      this.flushSummary();
      add("oom-kill", fields.pid ?? "0", fields.task ?? "", { ...fields, ...this.usage });
      this.summary = this.records.length < MAX_RECORDS4 ? this.records.pop() : void 0;
    }
    const killed = KILLED.exec(message);
    if (killed) {
      const fields = newFields();
      for (const [, name, value] of (killed[4] ?? "").matchAll(SIZE)) fields[name] = value;
      const before = this.summary?.pid === Number(killed[2]) ? this.summary : void 0;
      if (before) this.summary = void 0;
      this.flushSummary();
      const scope = killed[1]?.startsWith("Memory cgroup") ? "cgroup" : "system";
      add("oom-kill", killed[2], killed[3], { ...this.usage, ...before?.fields, ...fields, ...killed[1] ? { scope } : {} });
      this.usage = {};
    }
  }
  /** An oom-kill line whose Killed line is missing stands for itself. */
  flushSummary() {
    if (this.summary) this.records.push(this.summary);
    this.summary = void 0;
  }
  add(event, pid, comm, fields, prefix, cite, sub) {
    if (this.records.length >= MAX_RECORDS4) return;
    const { stamp, uptimeSec } = prefix;
    const record = { type: "kernel", event, entry: cite.entry, sub, cite, stamp, pid: Number(pid), comm, fields };
    if (uptimeSec !== void 0) record.uptimeSec = uptimeSec;
    const last = this.records.at(-1);
    if (event === "oom-kill" && last?.event === "oom-kill" && last.pid === record.pid) this.records.pop();
    if (last && this.records.at(-1) !== last) record.fields = { ...last.fields, ...fields };
    this.records.push(record);
  }
};
function pairsOf(text2) {
  const fields = newFields();
  for (const part of text2.split(",")) {
    const equals2 = part.indexOf("=");
    if (equals2 > 0) fields[part.slice(0, equals2)] = keep(part.slice(equals2 + 1), 300);
  }
  return fields;
}
function faultFields(address, ip, error, object) {
  return { ...address === void 0 ? {} : { address: `0x${address}` }, ip: `0x${ip}`, error, ...object ? { object } : {} };
}
var kernel = {
  name: "dmesg",
  samples: [
    "[ 2740.054908] redis-server invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
    "[Mon Nov 23 06:42:08 2026] redis-server invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
    "2026-11-23T06:42:08,054908+00:00 redis-server invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
    "Nov 23 06:25:01 host kernel: [12345.678901] redis-server[4059]: segfault at 10 ip 00005581c0a1b2c3 sp 00007ffd0a1b2c30 error 4 in redis-server[5581c0900000+1a0000]",
    "Out of memory: Killed process 4059 (redis-server) total-vm:241756kB, anon-rss:83200kB, file-rss:5324kB, shmem-rss:0kB, UID:0 pgtables:312kB oom_score_adj:0",
    "Out of memory: Kill process 4059 (redis-server) score 812 or sacrifice child",
    "INFO: task redis-server:4059 blocked for more than 120 seconds."
  ],
  open(text2, context) {
    if (text2.length > 4096) return void 0;
    const prefix = parseKernelPrefix(text2, context);
    if (prefix) return new KernelReader(prefix, text2, context);
    return context.sub === "kernel" || detectBare(text2) ? new KernelReader(bareKernelPrefix(text2, context), text2, context) : void 0;
  }
};

// src/formats/side/kubectl-events.ts
var MAX_RECORDS5 = 300;
var HEADER4 = /^(?:NAMESPACE +)?(?:LAST SEEN|FIRST SEEN|TIME|TIMESTAMP|AGE) +(?:TYPE|COUNT|FIRST SEEN|NAME|REASON) .{0,200}\bMESSAGE/;
var ROW2 = /^(?:([a-z0-9][a-z0-9-]{0,62}) +)?(\d[\w.]{0,12}(?: \(x\d{1,9} over \w{1,12}\))?|<\w+>|\d{4}-\d\d-\d\dT\S{8,30}) +(Normal|Warning) +(\w{1,60}) +([\w.-]{1,60}\/[\w.-]{1,253}|[\w.-]{1,253}) +(.*)$/;
function classifyKubeEvent(reason, message) {
  if (/^OOMKill/i.test(reason) || /OOM-?killed|OOMKilling/i.test(message)) return "oom-killed";
  if (reason === "Unhealthy" || reason === "ProbeWarning") return "probe-failed";
  if (reason === "Killing" || reason === "Preempting") return "killing";
  if (reason === "Evicted" || reason === "Preempted") return "evicted";
  if (reason === "BackOff" && /restarting failed container/.test(message)) return "restarted";
  if (reason === "Started") return "started";
  return "other";
}
var EventsReader = class {
  records = [];
  line(text2, context) {
    if (text2.trim() === "") return "taken";
    const row = text2.length < 8192 ? ROW2.exec(text2) : null;
    if (!row) return "refused";
    if (this.records.length < MAX_RECORDS5) this.records.push(this.record(row, text2, context));
    return "taken";
  }
  finish() {
    return this.records;
  }
  record(row, text2, context) {
    const [, namespace, age, type, reason, object, message] = row;
    return {
      type: "container",
      source: "kubectl-events",
      entry: context.entry,
      sub: context.sub,
      cite: citeOf2(text2, context),
      stamp: { ...NO_STAMP2 },
      name: object.replace(/^pods?\//, ""),
      event: classifyKubeEvent(reason, message),
      message: keep(message.trim(), 500),
      fields: { type, reason, age, object, ...namespace ? { namespace } : {} }
    };
  }
};
var kubectlEvents = {
  name: "kubectl-events",
  samples: [
    "LAST SEEN   TYPE      REASON      OBJECT            MESSAGE",
    "NAMESPACE   LAST SEEN   TYPE      REASON      OBJECT            MESSAGE"
  ],
  open(text2) {
    return text2.length < 400 && HEADER4.test(text2) ? new EventsReader() : void 0;
  }
};

// src/formats/side/kubectl-describe.ts
var MAX_RECORDS6 = 300;
var NAME = /^Name: {2,}([a-z0-9][a-z0-9.-]{0,253})$/;
var STATE3 = /^ {2,8}(State|Last State): {2,}(Running|Terminated|Waiting)$/;
var KEY = /^( *)([A-Z][\w ./()-]{0,60}):(?: +(.*))?$/;
var CONTAINER = /^ {2}([a-z0-9][a-z0-9-]{0,62}):$/;
var EVENT_HEADER = /^ {2}Type {2,}Reason {2,}Age {2,}From {2,}Message$/;
var EVENT = /^ {2}(Normal|Warning) {2,}(\w{1,60}) {2,}(.{1,40}?) {2,}(\S(?:.{0,120}?\S)?) {2,}(.*)$/;
function stampOf2(text2) {
  return text2 && (parseRfc1123Stamp(text2) ?? parseIsoStamp(text2)) || { ...NO_STAMP2 };
}
var DescribeReader = class {
  records = [];
  pod = newFields();
  container = newFields();
  containerName = "";
  /** The key at the margin that the indented lines belong to. */
  topKey = "";
  state;
  lines = 0;
  inEvents = false;
  sub;
  constructor(text2, context) {
    this.sub = context.sub;
    this.line(text2, context);
  }
  line(text2, context) {
    this.lines += 1;
    if (text2.trim() === "") return "taken";
    if (this.lines > 1 && NAME.test(text2)) return "refused";
    if (this.inEvents) return this.event(text2, context);
    if (EVENT_HEADER.test(text2)) {
      this.inEvents = true;
      return "taken";
    }
    return this.key(text2, context);
  }
  finish() {
    this.closeState();
    return this.lines > 1 ? this.records : [];
  }
  key(text2, context) {
    const container = this.topKey === "" || this.topKey.endsWith("Containers") ? CONTAINER.exec(text2) : null;
    if (container) {
      this.closeState();
      this.containerName = container[1];
      this.container = newFields();
      return "taken";
    }
    const state = STATE3.exec(text2);
    if (state) {
      this.closeState();
      this.state = { which: state[1], value: state[2], fields: newFields(), cite: citeOf2(text2, context) };
      return "taken";
    }
    const key = text2.length < 4096 ? KEY.exec(text2) : null;
    if (!key) return (this.pod.Namespace ? /^ {2,}\S/ : /^ {4,}\S/).test(text2) ? "taken" : "refused";
    if (this.lines === 2 && !/^(?:Namespace|Priority|Labels|Service Account|Node|Started|Reason|Exit Code)$/.test(key[2])) return "refused";
    this.value(key[1].length, key[2], key[3] ?? "", context, text2);
    return "taken";
  }
  value(indent, name, value, context, text2) {
    if (indent === 0) {
      this.closeState();
      this.topKey = name;
      this.containerName = "";
      this.container = newFields();
      this.pod[name] = keep(value, 300);
    } else if (this.state && /^(?:Reason|Exit Code|Started|Finished|Message|Signal)$/.test(name)) {
      this.state.fields[name] = keep(value, 300);
    } else if (name === "Restart Count") {
      this.closeState();
      if (Number(value) > 0) this.push("restarted", `restart count ${value}`, { restartCount: value }, citeOf2(text2, context));
    } else if (/^(?:Image|Port|Container ID|Liveness|Readiness)$/.test(name)) {
      this.container[name] = keep(value, 300);
    } else if (name === "Ready") {
      this.closeState();
    }
  }
  closeState() {
    const state = this.state;
    this.state = void 0;
    if (!state) return;
    const { fields } = state;
    const code = fields["Exit Code"];
    const message = [state.value, fields.Reason, code === void 0 ? "" : `exit code ${code}`, fields.Message].filter(Boolean).join(", ");
    const event = eventOfState(state);
    const at = state.value === "Running" ? fields.Started : fields.Finished ?? fields.Started;
    const details = { state: state.which, started: fields.Started ?? "", reason: fields.Reason ?? "" };
    this.push(event, message, details, state.cite, at, code === void 0 ? void 0 : Number(code));
  }
  event(text2, context) {
    if (/^ {2}-{4} /.test(text2)) return "taken";
    const found2 = EVENT.exec(text2);
    if (!found2) return "refused";
    const [, type, reason, age, from, message] = found2;
    const fields = { type, reason, age, from };
    this.push(classifyKubeEvent(reason, message), message, fields, citeOf2(text2, context));
    return "taken";
  }
  push(event, message, fields, cite, at, exitCode) {
    if (this.records.length >= MAX_RECORDS6) return;
    const told = {
      pod: this.pod.Name,
      namespace: this.pod.Namespace,
      container: this.containerName,
      image: this.container.Image,
      ...fields
    };
    const present = Object.fromEntries(Object.entries(told).filter(([, value]) => value));
    const record = {
      type: "container",
      source: "kubectl-describe",
      entry: cite.entry,
      sub: this.sub,
      cite,
      stamp: stampOf2(at),
      name: [this.pod.Name, this.containerName].filter(Boolean).join("/"),
      event,
      message: keep(message, 500),
      fields: present
    };
    this.records.push(exitCode === void 0 ? record : { ...record, exitCode });
  }
};
function eventOfState(state) {
  if (state.fields.Reason === "OOMKilled") return "oom-killed";
  if (state.fields.Reason === "Evicted") return "evicted";
  if (state.value === "Terminated") return "exited";
  return state.value === "Running" ? "running" : "other";
}
var kubectlDescribe = {
  name: "kubectl-describe",
  samples: [
    "Name:             redis-0",
    "    Last State:     Terminated",
    "    State:          Running",
    "  Type     Reason     Age                  From               Message"
  ],
  open(text2, context) {
    if (text2.length > 400) return void 0;
    return NAME.test(text2) || STATE3.test(text2) || EVENT_HEADER.test(text2) ? new DescribeReader(text2, context) : void 0;
  }
};

// src/formats/side/latency-text.ts
var MAX_EVENTS = 200;
var GREETING = /^(?:Dave, (?:I have observed|no latency spike)|I'm sorry, Dave, I can't do that\. Latency monitoring|(?:Hi )?Sam, (?:I detected a few issues|this instance is empty|I can't find any memory issue))/;
var EVENT2 = /^\d{1,3}\. ([a-z][\w-]{0,60}): (\d{1,12}) latency spikes? \(average (\d{1,12})ms, mean deviation \d{1,12}ms, period [\d.]{1,20} sec\)\.(?: Worst all time event (\d{1,12})ms)?/;
var MEMORY_ISSUE = /^ ?\* ([A-Z][^:]{2,60}): (.*)$/;
var ADVICE = /^(?:- |I have a few advices|I don't have any advice|While there are latency events|I'm here to keep you safe, Sam)/;
var DoctorReader = class {
  latency;
  memory;
  afterBlank = false;
  constructor(text2, context) {
    const place = { entry: context.entry, sub: context.sub, cite: citeOf2(text2, context) };
    this.latency = { type: "latency", ...place, events: [] };
    const sections = [{ section: "MEMORY DOCTOR", values: newValues(), complete: false }];
    this.memory = { type: "info", ...place, stamp: wrapperStamp(context), what: "memory", sections };
    if (!GREETING.test(text2)) this.line(text2, context);
  }
  line(text2, context) {
    if (text2.trim() === "") {
      this.afterBlank = true;
      return "taken";
    }
    const event = EVENT2.exec(text2);
    if (event) this.addEvent(event, text2, context);
    const issue = MEMORY_ISSUE.exec(text2);
    if (issue) this.memory.sections[0].values[issue[1]] = { value: keep(issue[2]), line: context.line, offset: context.offset };
    const known = event || issue || ADVICE.test(text2);
    return known || !this.afterBlank ? "taken" : "refused";
  }
  finish() {
    const records = this.latency.events.length > 0 ? [this.latency] : [];
    if (Object.keys(this.memory.sections[0].values).length > 0) records.push(this.memory);
    return records;
  }
  addEvent(event, text2, context) {
    if (this.latency.events.length >= MAX_EVENTS) return;
    const cite = citeOf2(text2, context);
    const worst = event[4] === void 0 ? {} : { worstMs: Number(event[4]) };
    this.latency.events.push({ name: event[1], count: Number(event[2]), averageMs: Number(event[3]), ...worst, cite });
  }
};
var doctor = {
  name: "doctor",
  samples: [
    "Dave, I have observed latency spikes in this Redis instance. You don't mind talking about it, do you Dave?",
    "1. command: 9 latency spikes (average 3010ms, mean deviation 1612ms, period 3.67 sec). Worst all time event 6307ms.",
    "Sam, I detected a few issues in this Redis instance memory implants:"
  ],
  open(text2, context) {
    return GREETING.test(text2) || EVENT2.test(text2) ? new DoctorReader(text2, context) : void 0;
  }
};

// src/formats/side/entry-name.ts
var COMPRESSED = /\.(?:gz|bz2|xz|zst)$/;
var NUMBERED = /\.(\d{1,4})$/;
var DATED = /[-.](\d{8})(?:-\d+)?$/;
var RLTEST = /^([\w-]{4,64})\.(master|slave)-(\d+)-(.{1,200}?)(?:-(oss-cluster|oss|enterprise-cluster|enterprise|existing-env|cluster_existing-env))?\.log$/;
var MANAGER_LOG = /^(redis_mgr|redis_ctl|resource_mgr|shard_mgr|cnm_exec|cnm_http|cnm_http_ctl|cluster_wd|node_wd|alert_mgr|db_controller|crdb_coordinator|crdb_worker|stats_archiver|rladmin|rlcheck|rlutil|rl_info_provider|heartbeatd|sentinel_service|metrics_exporter|redis_exporter|mdns_server|pdns_server|persistence_mgr|job_scheduler|event_log|supervisord|authentication_service|ccs_internode|dmcproxy|envoy)[\w.-]*?\.log/;
function rotationOf(base) {
  const stem = base.replace(COMPRESSED, "");
  const numbered = NUMBERED.exec(stem);
  if (numbered) return { stem: stem.slice(0, numbered.index), rotation: Number(numbered[1]) };
  const dated = DATED.exec(stem);
  if (dated) return { stem: stem.slice(0, dated.index), rotatedOn: dated[1] };
  return { stem };
}
function supportFileOf(path, base) {
  if (/^redis_\d+\.txt$/.test(base)) return "shard-text";
  if (/\/diagnostics\//.test(path)) return "diagnostics";
  if (/^node_\d+_sys_info\.txt$/.test(base)) return "sys-info";
  if (/^ccs-redis\.json$|^node_\d+\.ccs$|^database_\d+_ccs_info\.txt$/.test(base)) return "ccs";
  if (/^(?:node|database)_\d+\.rladmin$/.test(base)) return "rladmin";
  if (/^database_\d+[._](?:info|clientlist|slowlog|health|tag)/.test(base)) return "database";
  if (/(?:^|\/)node_\d+\/conf\/|(?:^|\/)node_\d+_envoy/.test(path)) return "node-file";
  return void 0;
}
function setShardOrPort(name, path) {
  const text2 = /^redis_(\d+)\.txt$/.exec(name.stem);
  if (text2) name.shardUid = text2[1];
  const log = /^(?:redis|valkey|sentinel|redis-server)[-_.]?(\d{1,5})(?:\.|$)/.exec(name.stem);
  if (!log || text2) return;
  const value = Number(log[1]);
  if (/(?:^|\/)node_\d+\/logs?\//.test(path)) name.shardUid = log[1];
  else if (value >= 1e3 && value <= 65535) name.port = value;
  else name.index = value;
}
var lastEntry;
var lastName = { stem: "" };
function parseEntryName(entry) {
  if (entry !== lastEntry) {
    lastEntry = entry;
    lastName = readEntryName(entry);
  }
  return lastName;
}
function readEntryName(entry) {
  const path = entry.slice(0, 4096).replaceAll("!/", "/");
  const base = path.slice(path.lastIndexOf("/") + 1);
  const name = rotationOf(base);
  const node = /(?:^|\/)node_(\d+)(?:[/_.]|$)/.exec(path);
  if (node) name.node = node[1];
  const bdb = /(?:^|\/)database_(\d+)(?:[/_.]|$)/.exec(path);
  if (bdb) name.bdb = bdb[1];
  setShardOrPort(name, path);
  const supportFile2 = supportFileOf(path, base);
  if (supportFile2) name.supportFile = supportFile2;
  const manager = MANAGER_LOG.exec(base);
  if (manager) name.manager = manager[1];
  const rltest = RLTEST.exec(name.stem);
  if (rltest) {
    const role = rltest[2];
    name.rltest = { id: rltest[1], role, index: Number(rltest[3]), test: rltest[4], env: rltest[5] ?? "" };
  }
  return name;
}

// src/formats/side/manager-events.ts
var MAX_MESSAGE = 8192;
var OF_INTEREST2 = /runtime config|CONFIG SET|config_set|[Tt]imeout|timed out|refused|not running|pidfile|STATEMACHINE|entering state|state done|state failed|remote action|retryable|ProvisioningError|[Ff]ailover|[Ff]ailing over|[Pp]romot|SIG[A-Z]|killed|died|crash|unreachable|is down/;
var PUSH = /[Uu]pdating module runtime config:? \{(.{1,4000})\}/;
var PUSH_VALUE = /['"]([^'"]{1,200})['"]: ?['"]([^'"]{1,2000})['"]/g;
var SET = /\b(?:CONFIG SET|config_set|_?FT\.CONFIG SET)(?: command)?:? \(?['"]?([\w.-]{1,80})['"]?,?[ =:]+['"]?([^'",)\s]{1,200})/i;
var RULES = [
  [
    /[Tt]imeout (?:reading|connecting|writing)|(?:connection|request|command|read|socket\w*) timed out|TimeoutError|[Ss]ocket timeout/,
    "socket-timeout"
  ],
  [/[Cc]onnection refused|ECONNREFUSED|Error 111 /, "connection-refused"],
  [/is not running|not running after|pidfile error|Error 2 connecting|process .{0,60}\bdied\b/, "not-running"],
  [
    /state failed|remote action failed|setting retryable error state|ProvisioningError|STATEMACHINE \[[^\]]{1,80}\] (?:FAILED|ENDED (?:WITH|UNSUCC))/,
    "state-machine-failed"
  ],
  [/STATEMACHINE \[|entering state|state done/, "state-machine"],
  [/terminated by SIG|killed by signal|\bSIGKILL\b|\bSIGSEGV\b|\bSIGABRT\b|\bwas killed\b/, "process-killed"],
  [/[Ff]ailover|[Ff]ailing over|[Pp]romot(?:e|ing|ed)\b/, "failover"]
];
var MACHINE = /STATEMACHINE \[(\w{1,80})\] ([A-Z ]{3,40}[A-Z])|^(SM\w{1,80}): (?:\S{1,40}\[(\w{1,80})\])?/;
function namesIn(message) {
  const fields = newFields();
  const socket = /(?:\/[\w.-]{1,60}){1,6}\/?redis-(\d{1,9})\.sock/.exec(message);
  if (socket) fields.socket = socket[0];
  const shard = /\b(?:redis|shard):(\d{1,9})\b/.exec(message)?.[1] ?? socket?.[1];
  if (shard) fields.shard = `redis:${shard}`;
  const database = /\bbdb:(\d{1,9})\b/.exec(message);
  if (database) fields.database = database[0];
  const node = /\bnode:(\d{1,9})\b/.exec(message);
  if (node) fields.node = node[0];
  const signal = /\bSIG[A-Z]{2,8}\b/.exec(message);
  if (signal) fields.signal = signal[0];
  const pid = /\bpid[ :=]{1,2}(\d{1,10})\b/.exec(message);
  if (pid) fields.pid = pid[1];
  return fields;
}
function readConfigPush(message) {
  const readings = [];
  const push = PUSH.exec(message);
  for (const [, module, args] of push?.[1].matchAll(PUSH_VALUE) ?? []) {
    const words2 = args.trim().split(/\s+/, 64);
    for (let at = 0; at < words2.length; at += 2) {
      readings.push({ event: "config-push", fields: { module, option: words2[at], value: words2[at + 1] ?? "" } });
    }
  }
  if (push && readings.length === 0) readings.push({ event: "config-push", fields: {} });
  const set = push || /fail|error/i.test(message) ? null : SET.exec(message);
  if (set) readings.push({ event: "config-push", fields: { option: set[1], value: set[2] } });
  return readings;
}
function readManagerMessage(whole, level) {
  const message = whole.slice(0, MAX_MESSAGE);
  const pushes = readConfigPush(message);
  if (pushes.length > 0) return pushes.map((push) => ({ ...push, fields: { ...namesIn(message), ...push.fields } }));
  const rule = RULES.find(([pattern]) => pattern.test(message));
  const grave = /^(?:ERR|ERROR|CRIT|CRITICAL|FATAL|EXCEPTION)/.test(level);
  if (!rule && !grave) return [];
  const fields = { ...namesIn(message), message: keep(message, 300) };
  const machine = MACHINE.exec(message);
  if (machine) Object.assign(fields, { machine: machine[1] ?? machine[3], state: machine[2] ?? machine[4] ?? "" });
  return [{ event: rule?.[1] ?? "other", fields }];
}

// src/formats/side/manager-log.ts
var LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|CRIT|FATAL|EXCEPTION):? (.*)$/;
var SUPERVISOR = /^(?:spawned|success|exited|gave up|reaped|stopped|killed|waiting for|supervisord|RPC interface|EventLog)\b/;
var HEAD3 = /^([A-Za-z_][\w.-]{0,60})(?: ([\w .()#<>-]{1,80}))?$/;
var MANAGERS = /^(?:redis_mgr|resource_mgr|shard_mgr|cnm_\w+|cluster_wd|node_wd|alert_mgr|db_controller|crdb_\w+|stats_archiver|rladmin|rlcheck|rlutil|rl_\w+|heartbeatd|persistence_mgr|job_scheduler|bdb_\w+|ccs\w*|SM[A-Z]\w+)$/;
var SPEAKS = /\b(?:redis|bdb|shard|endpoint):\d{1,9}\b|\/redis-\d{1,9}\.sock|=== \[bdb:|\bbdb:\d|STATEMACHINE|\bSM[A-Z][A-Za-z]+BDB\b/;
var CONTINUATION = /^(?:\s+\S|Traceback \(most recent call last\)|\w[\w.]{0,100}(?:Error|Exception|Timeout|Refused)\b|During handling of|The above exception)/;
var VOLATILE = /\d+|0x[0-9a-f]+/g;
var MAX_MESSAGES = 1e3;
function splitHead(rest) {
  const colon = rest.indexOf(": ");
  const head = colon > 0 && colon < 150 ? HEAD3.exec(rest.slice(0, colon)) : null;
  if (!head || /^SM[A-Z]/.test(head[1])) return { component: "", thread: "", message: rest };
  return { component: head[1], thread: head[2] ?? "", message: rest.slice(colon + 2) };
}
function detectStamp(text2) {
  return text2.charCodeAt(4) === 45 && text2.charCodeAt(10) === 32 && text2.charCodeAt(19) === 44;
}
var ManagerReader = class {
  fold = new ManagerFold();
  manager;
  messages = /* @__PURE__ */ new Map();
  constructor(text2, context) {
    this.manager = parseEntryName(context.entry).manager ?? "";
    this.line(text2, context);
  }
  line(text2, context) {
    if (!detectStamp(text2)) return text2 === "" || this.manager !== "" || CONTINUATION.test(text2) ? "taken" : "refused";
    const found2 = LINE.exec(text2);
    if (!found2) return this.manager !== "" ? "taken" : "refused";
    if (SUPERVISOR.test(found2[2])) return "refused";
    const level = found2[1];
    if ((level === "INFO" || level === "DEBUG") && !OF_INTEREST2.test(found2[2])) return "taken";
    this.read(level, found2[2], text2, context);
    return "taken";
  }
  finish() {
    return this.fold.finish();
  }
  read(level, rest, text2, context) {
    const place = { entry: context.entry, sub: context.sub };
    const cite = citeOf2(text2, context);
    for (const event of this.eventsOf(level, rest)) {
      this.fold.add(event.template, () => ({
        type: "manager",
        component: event.component,
        ...place,
        cite,
        stamp: parseIsoStamp(cite.text) ?? { ...NO_STAMP2 },
        level,
        event: event.event,
        fields: Object.assign(newFields(), event.fields)
      }));
    }
  }
  /** A manager says the same for hours: equal messages are read once. */
  eventsOf(level, rest) {
    const known = this.messages.get(rest);
    if (known) return known;
    const { component: named, thread, message } = splitHead(rest);
    const component = named || this.manager || "manager";
    const events = readManagerMessage(message, level).map(({ event, fields }) => {
      const names2 = `${fields.shard ?? ""}${fields.database ?? ""}${fields.option ?? ""}${fields.value ?? ""}`;
      const template = `${event} ${component} ${names2} ${message.slice(0, 200).replace(VOLATILE, "0")}`;
      return { template, component, event, fields: thread ? { ...fields, thread } : fields };
    });
    if (this.messages.size < MAX_MESSAGES && rest.length < 1e3) this.messages.set(rest, events);
    return events;
  }
};
var managerLog = {
  name: "enterprise-manager",
  samples: [
    "2025-09-30 09:29:31,316 ERROR redis_mgr MainThread: redis:2: Timeout reading from /tmp/redis-2.sock",
    "2025-09-30 09:29:21,308 INFO redis_mgr MainThread: redis:2: Updating module runtime config: {'0c4a772a3081aa798a07790c2c299c97': 'WORKERS 0'}",
    "2026-02-20 16:32:55,835 INFO: SMUpdateBDB: bdb:2[update_redis]: entering state",
    "2026-02-20 16:32:55,901 INFO: === [bdb:2] STATEMACHINE [SMUpdateBDB] STARTED ==="
  ],
  open(text2, context) {
    if (!detectStamp(text2)) return void 0;
    const found2 = LINE.exec(text2);
    if (!found2 || SUPERVISOR.test(found2[2])) return void 0;
    const { component } = splitHead(found2[2]);
    const ours = MANAGERS.test(component) || SPEAKS.test(found2[2].slice(0, 2e3)) || parseEntryName(context.entry).manager !== void 0;
    return ours ? new ManagerReader(text2, context) : void 0;
  }
};

// src/formats/side/probe-command.ts
var CLI = /^(?:redis|valkey|keydb)-cli$/;
var BEFORE = /^(?:sudo|time|timeout|env|nohup|watch|docker|podman|kubectl|oc|docker-compose|crictl|nerdctl)$/;
var SHELL_PROMPT = /^(?:\[[^\]]{1,120}\]|[\w.@:~/()+ -]{1,120})?[$#%❯] (.{1,4000})$/;
var CLI_PROMPT = /^(?:redis |valkey )?([\w.-]{1,253}|\[[0-9a-fA-F:]{2,45}\]):(\d{1,5})(?:\[\d{1,5}\])?(?:\(TX\)|\(subscribed mode\))?> ?(.*)$/;
var OPTIONS_WITH_VALUE = new Set("-h -p -s -a -u -n -r -i -t -d -D -X --user --pass --sni --cacert --cacertdir --cert --key".split(" "));
var MAX_WORDS = 64;
function parseShellPrompt(text2) {
  if (text2.length > 4200 || !/[$#%❯] /.test(text2.slice(0, 250))) return void 0;
  return SHELL_PROMPT.exec(text2)?.[1].trim();
}
function requestOf(words2) {
  return words2.slice(0, 3).join(" ").toUpperCase().slice(0, 200);
}
function setTarget(probe, option, value) {
  if (option === "-h") probe.host = value;
  if (option === "-p" && /^\d{1,5}$/.test(value)) probe.port = Number(value);
  const url = option === "-u" ? /^rediss?:\/\/(?:[^@/]{0,300}@)?([^:/]{1,253})(?::(\d{1,5}))?/.exec(value) : null;
  if (url) {
    probe.host = url[1];
    probe.port = Number(url[2] ?? 6379);
  }
}
function indexOfCli(words2) {
  const at = words2.findIndex((word) => CLI.test(word.slice(word.lastIndexOf("/") + 1)));
  return at <= 0 || BEFORE.test(words2[0]) || /^\w+=/.test(words2[0]) ? at : -1;
}
function parseCliCommand(command) {
  const words2 = command.split(/\s+/, MAX_WORDS);
  const at = indexOfCli(words2);
  if (at < 0) return void 0;
  const probe = { command, limited: words2.slice(0, at).includes("timeout"), request: "" };
  let next = at + 1;
  let elsewhere = false;
  for (; next < words2.length && words2[next].startsWith("-"); next += 1) {
    if (words2[next] === "-s") elsewhere = true;
    if (!OPTIONS_WITH_VALUE.has(words2[next])) continue;
    setTarget(probe, words2[next], words2[next + 1] ?? "");
    next += 1;
  }
  if (!elsewhere) {
    probe.host ??= "127.0.0.1";
    probe.port ??= 6379;
  }
  probe.request = requestOf(words2.slice(next));
  return probe;
}
function parseCliPrompt(text2) {
  if (text2.length > 4200 || !text2.includes("> ")) return void 0;
  const found2 = CLI_PROMPT.exec(text2);
  if (!found2 || !/^[A-Za-z_][\w.]*(?: |$)/.test(found2[3])) return void 0;
  const port = Number(found2[2]);
  if (port > 65535) return void 0;
  return { command: text2.trim(), host: found2[1], port, limited: false, request: requestOf(found2[3].split(/\s+/, 4)) };
}

// src/formats/side/raw-latency.ts
var MAX_EVENTS2 = 200;
var NAME2 = /^(?:(?:fast-)?command|command-unblocking|fork|(?:aof|rdb|expire|eviction|active-defrag|module-acquire|while-blocked)-[A-Za-z-]{1,40})$/;
var NUMBER2 = /^\d{1,16}$/;
var EPOCH = /^\d{9,11}$/;
var LEAST = 3;
var MOST = 5;
var RawLatencyReader = class {
  record;
  name = "";
  cite;
  numbers = [];
  constructor(text2, context) {
    this.cite = citeOf2(text2, context);
    this.record = { type: "latency", entry: context.entry, sub: context.sub, cite: this.cite, events: [] };
    this.name = text2;
  }
  line(text2, context) {
    if (NUMBER2.test(text2)) {
      if (this.numbers.length >= MOST || this.numbers.length === 0 && !EPOCH.test(text2)) return "refused";
      this.numbers.push(text2);
      return "taken";
    }
    if (!NAME2.test(text2) || this.numbers.length < LEAST) return "refused";
    this.flush();
    this.name = text2;
    this.cite = citeOf2(text2, context);
    return "taken";
  }
  finish() {
    this.flush();
    return this.record.events.length > 0 ? [this.record] : [];
  }
  flush() {
    if (this.numbers.length >= LEAST && this.record.events.length < MAX_EVENTS2)
      this.record.events.push({ name: this.name, worstMs: Number(this.numbers[2]), cite: this.cite });
    this.numbers = [];
  }
};
function openRawLatency(text2, context) {
  return NAME2.test(text2) ? new RawLatencyReader(text2, context) : void 0;
}
var rawLatency = {
  name: "latency",
  samples: ["aof-fsync-always"],
  open(text2, context) {
    return context.line === 1 ? openRawLatency(text2, context) : void 0;
  }
};

// src/formats/side/known-options.ts
var PLAIN = `
port bind save dir timeout databases hz maxclients maxmemory include loadmodule user sentinel slaveof replicaof
daemonize loglevel logfile pidfile supervised appendonly appendfilename appenddirname appendfsync dbfilename requirepass masterauth
masteruser rdbcompression rdbchecksum activerehashing activedefrag aclfile unixsocket unixsocketperm socket-mark-id
`;
var HYPHENATED = `
acl-pubsub-default acllog-max-len active-defrag-cycle-max active-defrag-cycle-min active-defrag-ignore-bytes active-defrag-max-scan-fields
active-defrag-threshold-lower active-defrag-threshold-upper active-expire-effort always-show-logo aof-disable-auto-gc aof-load-truncated
aof-load-corrupt-tail-max-size aof-rewrite-cpulist aof-rewrite-incremental-fsync aof-timestamp-enabled aof-use-rdb-preamble
auto-aof-rewrite-min-size auto-aof-rewrite-percentage availability-zone bgsave-cpulist bind-source-addr bio-cpulist busy-reply-threshold
client-output-buffer-limit client-query-buffer-limit close-on-replica-write cluster-allow-pubsubshard-when-down
cluster-allow-reads-when-down cluster-allow-replica-migration cluster-announce-bus-port cluster-announce-client-ipv4
cluster-announce-hostname cluster-announce-human-nodename cluster-announce-ip cluster-announce-port cluster-announce-tls-port
cluster-blacklist-ttl cluster-compatibility-sample-ratio cluster-config-file cluster-databases cluster-enabled cluster-link-sendbuf-limit
cluster-migration-barrier cluster-manual-failover-timeout cluster-node-timeout cluster-ping-interval cluster-port
cluster-preferred-endpoint-type cluster-replica-no-failover cluster-replica-validity-factor cluster-require-full-coverage
cluster-slave-no-failover cluster-slave-validity-factor cluster-slot-stats-enabled commandlog-execution-slower-than
commandlog-large-reply-max-len commandlog-large-request-max-len commandlog-reply-larger-than commandlog-request-larger-than
commandlog-slow-execution-max-len crash-log-enabled crash-memcheck-enabled debug-context disable-thp dual-channel-replication-enabled
dynamic-hz enable-debug-assert enable-debug-command enable-module-command enable-protected-configs events-per-io-thread extended-redis-compatibility
failover-priority hash-max-listpack-entries hash-max-listpack-value hash-max-ziplist-entries hash-max-ziplist-value
hide-user-data-from-log hll-sparse-max-bytes ignore-warnings import-mode io-threads io-threads-do-reads io_threads_num jemalloc-bg-thread
key-load-delay key-memory-histograms latency-monitor-threshold latency-tracking latency-tracking-info-percentiles lazyexpire-nested-arbitrary-keys
lazyfree-lazy-eviction lazyfree-lazy-expire lazyfree-lazy-server-del lazyfree-lazy-user-del lazyfree-lazy-user-flush lfu-decay-time
lfu-log-factor list-compress-depth list-max-listpack-size list-max-ziplist-entries list-max-ziplist-size list-max-ziplist-value
locale-collate log-format log-timestamp-format lookahead lua-enable-deprecated-api lua-time-limit max-new-connections-per-cycle
max-new-tls-connections-per-cycle maxmemory-clients maxmemory-eviction-tenacity maxmemory-policy maxmemory-samples min-io-threads-avoid-copy-reply
min-replicas-max-lag min-replicas-to-write min-slaves-max-lag min-slaves-to-write mptcp no-appendfsync-on-rewrite
notify-keyspace-events oom-score-adj oom-score-adj-values port-announce prefetch-batch-max-size proc-title-template propagation-error-behavior
proto-max-bulk-len protected-mode rdb-del-sync-files rdb-key-save-delay rdb-save-incremental-fsync rdb-version-check rdma-port
redis-compatibility rename-command repl-backlog-size repl-backlog-ttl repl-disable-tcp-nodelay repl-diskless-load repl-diskless-sync
repl-diskless-sync-delay repl-diskless-sync-max-replicas repl-diskless-sync-period repl-mptcp repl-ping-replica-period repl-ping-slave-period
repl-rdb-channel repl-timeout replica-announce-ip replica-announce-port replica-announced replica-full-sync-buffer-limit
replica-ignore-disk-write-errors replica-ignore-maxmemory replica-lazy-flush replica-priority replica-read-only replica-serve-stale-data
sanitize-dump-payload server-cpulist server_cpulist set-max-intset-entries set-max-listpack-entries set-max-listpack-value set-proc-title
shutdown-on-sigint shutdown-on-sigterm shutdown-timeout slave-announce-ip slave-announce-port slave-lazy-flush slave-priority
slave-read-only slave-serve-stale-data slot-migration-max-failover-repl-bytes slowlog-log-slower-than slowlog-max-len
stop-writes-on-bgsave-error stream-node-max-bytes stream-node-max-entries syslog-enabled syslog-facility syslog-ident tcp-backlog
tcp-keepalive tls-allowlisted-ca-certs tls-auth-clients tls-ca-cert-dir tls-ca-cert-file tls-cert-file tls-ciphers tls-ciphersuites
tls-client-cert-file tls-client-key-file tls-client-key-file-pass tls-cluster tls-dh-params-file tls-key-file tls-key-file-pass tls-port
tls-prefer-server-ciphers tls-protocols tls-replication tls-session-cache-size tls-session-cache-timeout tls-session-caching
tracking-table-max-keys unixsocket-group unixsocketgroup use-exit-on-panic watchdog-period zset-max-listpack-entries zset-max-listpack-value
zset-max-ziplist-entries zset-max-ziplist-value
`;
function names(list) {
  return list.split(/\s+/).filter(Boolean);
}
var KNOWN_OPTIONS = /* @__PURE__ */ new Set([...names(PLAIN), ...names(HYPHENATED)]);
var COMMON_WORDS = new Set(
  names("port bind save dir timeout databases hz include user supervised logfile pidfile lookahead mptcp")
);
var MODULE_OPTION = /^(?:search|ts|bf|cf|json|rejson|timeseries)-[a-z][a-z0-9-]{1,60}$/;
function isModuleOption(name) {
  return MODULE_OPTION.test(name);
}
function isDistinctiveOption(name) {
  return KNOWN_OPTIONS.has(name) && !COMMON_WORDS.has(name) || isModuleOption(name);
}

// src/formats/side/raw-pairs.ts
var MAX_PAIRS = 5e3;
var OPTION = /^[a-z][a-z0-9._-]{1,80}$/;
var MEMORY_KEY = /^[a-z][a-z-]{0,40}(?:\.[a-z0-9-]{1,40}){1,4}$/;
var QUOTED_PAIR = /^\s{0,20}(["'])([a-z][a-z0-9_-]{1,80})\1 ?[:,=] ?(["'])(.*)\3,?$/;
var DICT_PAIR = /(["'])([a-z][a-z0-9_-]{1,80})\1: ?(["'])((?:(?!\3)[^\\]|\\.){0,1000})\3/g;
var ACL_LOG_KEY = /^(?:count|reason|context|object|username|age-seconds|client-info|entry-id|timestamp-(?:created|last-updated))$/;
var KINDS = {
  config: { what: "config", section: "CONFIG GET", key: OPTION },
  search: { what: "config", section: "FT.CONFIG GET", key: /^[A-Z][A-Z0-9_]{1,80}$/ },
  memory: { what: "memory", section: "MEMORY STATS", key: MEMORY_KEY },
  "acl-log": { what: "other", section: "ACL LOG", key: ACL_LOG_KEY }
};
function newRecord2(text2, context, what, section) {
  const sections = [{ section, values: newValues(), complete: false }];
  return {
    type: "info",
    entry: context.entry,
    sub: context.sub,
    cite: citeOf2(text2, context),
    stamp: wrapperStamp(context),
    what,
    sections
  };
}
var AlternatingReader = class {
  record;
  isKey;
  key;
  pairs = 0;
  constructor(text2, context, kind) {
    this.record = newRecord2(text2, context, KINDS[kind].what, KINDS[kind].section);
    const plain = kind === "memory" ? (name) => /^(?:overhead|keys|dataset|peak|fragmentation)/.test(name) : () => false;
    this.isKey = (name) => KINDS[kind].key.test(name) || plain(name);
    this.line(text2, context);
  }
  line(text2, context) {
    const section = this.record.sections[0];
    const value = text2.trimEnd();
    if (this.key === void 0 || this.record.what === "memory" && MEMORY_KEY.test(value)) {
      if (!this.isKey(value)) return value === "" ? "taken" : "refused";
      this.key = value;
      return "taken";
    }
    this.pairs += 1;
    if (this.pairs <= MAX_PAIRS) section.values[this.key] = { value: keep(value), line: context.line, offset: context.offset };
    this.key = void 0;
    return "taken";
  }
  finish() {
    this.record.sections[0].complete = this.key === void 0;
    return this.pairs > 0 && this.record.what !== "other" ? [this.record] : [];
  }
};
var QuotedPairReader = class {
  record;
  pairs = 0;
  constructor(text2, context) {
    this.record = newRecord2(text2, context, "config", "CONFIG GET");
    this.line(text2, context);
  }
  line(text2, context) {
    const found2 = QUOTED_PAIR.exec(text2);
    if (!found2) return /^\s*[}\]]/.test(text2) ? "closed" : "refused";
    this.pairs += 1;
    if (this.pairs <= MAX_PAIRS) {
      this.record.sections[0].values[found2[2]] = { value: keep(found2[4]), line: context.line, offset: context.offset };
    }
    return "taken";
  }
  finish() {
    return [this.record];
  }
};
function openDict(text2, context) {
  const record = newRecord2(text2, context, "config", "CONFIG GET");
  const values = record.sections[0].values;
  let known = 0;
  let pairs = 0;
  for (const [, , name, , value] of text2.slice(0, 2e5).matchAll(DICT_PAIR)) {
    if (isDistinctiveOption(name)) known += 1;
    pairs += 1;
    if (pairs <= MAX_PAIRS) values[name] = { value: keep(value), line: context.line, offset: context.offset };
  }
  if (known < 2 && !(known === 1 && pairs === 1)) return void 0;
  return { line: () => "refused", finish: () => [record] };
}
function openRawConfig(text2, context) {
  const name = text2.trimEnd();
  return KNOWN_OPTIONS.has(name) || isDistinctiveOption(name) ? new AlternatingReader(text2, context, "config") : void 0;
}
function openRawSearchConfig(text2, context) {
  return KINDS.search.key.test(text2.trimEnd()) ? new AlternatingReader(text2, context, "search") : void 0;
}
var rawPairs = {
  name: "config-get",
  samples: ["loglevel", "peak.allocated", "'loglevel': 'notice',", "{'loglevel': 'notice', 'maxmemory': '0'}", "search-workers"],
  open(text2, context) {
    const first = text2.charCodeAt(0);
    if (first >= 97 && first <= 122) {
      if (text2.length > 100 || text2.includes(" ")) return void 0;
      const name = text2.trimEnd();
      if (isDistinctiveOption(name)) return new AlternatingReader(text2, context, "config");
      if (name === "peak.allocated") return new AlternatingReader(text2, context, "memory");
      return name === "count" && context.line === 1 ? new AlternatingReader(text2, context, "acl-log") : void 0;
    }
    if (first === 123 && (text2[1] === "'" || text2[1] === '"') && /["']: ?["']/.test(text2.slice(0, 300))) return openDict(text2, context);
    const pair = first === 32 || first === 39 || first === 34 ? QUOTED_PAIR.exec(text2) : null;
    return pair && isDistinctiveOption(pair[2]) ? new QuotedPairReader(text2, context) : void 0;
  }
};

// src/formats/side/raw-slowlog.ts
var MAX_ITEMS = 2e3;
var MAX_PENDING = 3 + 32 + 2 + 3;
var NUMBER3 = /^\d{1,16}$/;
var EPOCH2 = /^\d{9,11}$/;
var ADDRESS2 = /^(?:\S{1,200}:\d{1,5}|)$/;
function isHead(lines, at, before) {
  const [id, epoch, duration] = lines.slice(at, at + 3);
  if (!id || !NUMBER3.test(id.text) || before !== void 0 && Number(id.text) !== before - 1) return false;
  return (!epoch || EPOCH2.test(epoch.text)) && (!duration || NUMBER3.test(duration.text));
}
var RawSlowlogReader = class {
  record;
  pending = [];
  constructor(text2, context) {
    this.record = { type: "slowlog", entry: context.entry, sub: context.sub, cite: citeOf2(text2, context), items: [] };
    this.line(text2, context);
  }
  line(text2, context) {
    this.pending.push({ text: keep(text2), cite: citeOf2(text2, context) });
    const count = this.pending.length;
    if (count <= 3) return isHead(this.pending, 0, void 0) ? "taken" : "refused";
    if (count >= 7 && isHead(this.pending, count - 3, Number(this.pending[0].text))) {
      const next = this.pending.splice(count - 3);
      this.flush();
      this.pending = next;
    }
    return this.pending.length <= MAX_PENDING ? "taken" : "refused";
  }
  finish() {
    if (this.pending.length <= MAX_PENDING) this.flush();
    return this.record.items.length > 0 ? [this.record] : [];
  }
  flush() {
    const [id, epoch, duration, ...rest] = this.pending;
    if (rest.length === 0 || this.record.items.length >= MAX_ITEMS) return;
    const texts = rest.map((line) => line.text);
    let client;
    for (const back of [2, 1]) {
      const at = texts.length - back;
      if (at > 0 && client === void 0 && texts[at] !== "" && ADDRESS2.test(texts[at])) client = texts.splice(at)[0];
    }
    const item = { id: Number(id.text), epochSec: Number(epoch.text), durationUs: Number(duration.text), argv: texts, cite: id.cite };
    this.record.items.push(client === void 0 ? item : { ...item, client });
  }
};
function openRawSlowlog(text2, context) {
  return NUMBER3.test(text2) ? new RawSlowlogReader(text2, context) : void 0;
}
var rawSlowlog = {
  name: "slowlog",
  samples: ["8"],
  open(text2, context) {
    return context.line === 1 ? openRawSlowlog(text2, context) : void 0;
  }
};

// src/formats/side/probe.ts
var MAX_PLAIN_LINES = 200;
var EXIT = /^\[?(?:exit(?:ed)?(?:[ _]with)?(?:[ _](?:status|code))?|rc|status|\$\?)\s{0,4}[:=]?\s{0,4}(\d{1,3})\]?$/i;
var TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?$/;
var REFUSED2 = /^(?:Could not connect to .{0,300}|.{0,100}: )?(?:Connection refused|No such file or directory)$/;
var TIMED_OUT = /^(?:Could not connect to .{0,300}: (?:Connection timed out|Operation timed out|Operation now in progress|No route to host|Resource temporarily unavailable)|Error: (?:Resource temporarily unavailable|Connection timed out|I\/O error|timed? ?out.{0,60})|\^C)$/i;
var FAILED = /^(?:\(error\) .*|Could not connect to .*|Error: .*|Unrecognized option .*|(?:ERR|BUSY|LOADING|NOAUTH|WRONGPASS|MISCONF|OOM|CLUSTERDOWN|MASTERDOWN|NOPERM|READONLY|TRYAGAIN|UNKILLABLE|DENIED|AUTH failed).*)$/;
var SINGLE2 = /^(?:"?PONG"?|OK|\(integer\) -?\d+|\(nil\)|"[^"]*")$/;
var ProbeReader = class {
  constructor(probe, innerFormats, text2, context) {
    this.probe = probe;
    this.innerFormats = innerFormats;
    const place = { entry: context.entry, sub: context.sub, cite: citeOf2(text2, context), stamp: wrapperStamp(context) };
    this.record = { type: "probe", ...place, command: keep(probe.command), host: probe.host, port: probe.port, outcome: "error" };
  }
  probe;
  innerFormats;
  record;
  results = [];
  inner;
  outcome;
  plainLines = 0;
  ended = false;
  line(text2, context) {
    const exit = EXIT.exec(text2);
    if (exit) {
      this.record.exitStatus = Number(exit[1]);
      return "closed";
    }
    if (TIME.test(text2) && this.plainLines === 0 && this.record.stamp.basis === "none") {
      this.record.stamp = parseIsoStamp(text2) ?? this.record.stamp;
      return "taken";
    }
    if (this.inner && this.offerInner(text2, context)) return "taken";
    if (text2.trim() === "") {
      this.ended ||= this.plainLines > 0;
      return "taken";
    }
    if (this.ended || parseShellPrompt(text2) !== void 0 || parseCliPrompt(text2)) return "refused";
    if (this.openInner(text2, context)) return "taken";
    return this.plain(text2);
  }
  finish() {
    this.closeInner();
    const known = this.outcome !== void 0 || this.record.exitStatus !== void 0 || this.results.length > 0 || this.plainLines > 0;
    if (!known) return this.results;
    this.record.outcome = this.judge();
    for (const result of this.results) {
      if ("stamp" in result && result.stamp.basis === "none") result.stamp = { ...this.record.stamp };
    }
    return [this.record, ...this.results];
  }
  offerInner(text2, context) {
    const answer = this.inner?.line(text2, context);
    if (answer !== "taken") this.closeInner();
    return answer === "taken" || answer === "closed";
  }
  openInner(text2, context) {
    this.inner = this.openByRequest(text2, context);
    for (const format of this.inner ? [] : this.innerFormats()) {
      this.inner = format.open(text2, context);
      if (this.inner) break;
    }
    return this.inner !== void 0;
  }
  /** Answers that only the question makes clear. */
  openByRequest(text2, context) {
    if (/^(?:SLOWLOG|COMMANDLOG) GET/.test(this.probe.request)) return openRawSlowlog(text2, context);
    if (this.probe.request.startsWith("LATENCY LATEST")) return openRawLatency(text2, context);
    if (/^_?FT\.CONFIG GET/.test(this.probe.request)) return openRawSearchConfig(text2, context);
    return this.probe.request.startsWith("CONFIG GET") ? openRawConfig(text2, context) : void 0;
  }
  closeInner() {
    if (this.inner) this.results.push(...this.inner.finish());
    this.inner = void 0;
  }
  plain(text2) {
    this.plainLines += 1;
    if (this.plainLines === 1) this.record.reply = keep(text2, 200);
    if (REFUSED2.test(text2)) this.outcome ??= "refused";
    else if (TIMED_OUT.test(text2)) this.outcome ??= "timeout";
    else if (this.plainLines === 1 && FAILED.test(text2)) this.outcome ??= "error";
    this.ended = this.outcome !== void 0 || SINGLE2.test(text2) || this.plainLines >= MAX_PLAIN_LINES;
    return "taken";
  }
  judge() {
    const status = this.record.exitStatus;
    if (status === 124 || status === 137 && this.probe.limited) return "timeout";
    if (this.outcome) return this.outcome;
    return status === void 0 || status === 0 ? "ok" : "error";
  }
};
function createProbe(innerFormats) {
  return {
    name: "redis-cli",
    samples: [
      "$ timeout 5 redis-cli -h 127.0.0.1 -p 7001 PING",
      "127.0.0.1:6379> PING",
      "root@host:/data# redis-cli -p 6380 INFO",
      "[ops@node1 ~]$ /usr/bin/valkey-cli ping",
      "$ docker exec -it cache redis-cli ping"
    ],
    open(text2, context) {
      const typed = text2.includes("-cli") ? parseShellPrompt(text2) : void 0;
      const probe = (typed === void 0 ? void 0 : parseCliCommand(typed)) ?? parseCliPrompt(text2);
      return probe ? new ProbeReader(probe, innerFormats, text2, context) : void 0;
    }
  };
}

// src/formats/side/split-args.ts
var ESCAPES = { n: "\n", r: "\r", t: "	", b: "\b", a: "\x07" };
function readQuoted(text2, from) {
  let value = "";
  let at = from;
  while (at < text2.length) {
    const char = text2[at];
    if (char === '"') return { value, next: at + 1 };
    if (char === "\\" && at + 1 < text2.length) {
      const hex2 = text2[at + 1] === "x" ? text2.slice(at + 2, at + 4) : "";
      if (/^[0-9a-fA-F]{2}$/.test(hex2)) {
        value += String.fromCharCode(Number.parseInt(hex2, 16));
        at += 4;
      } else {
        value += ESCAPES[text2[at + 1]] ?? text2[at + 1];
        at += 2;
      }
    } else {
      value += char;
      at += 1;
    }
  }
  return void 0;
}
function readSingleQuoted(text2, from) {
  let value = "";
  let at = from;
  while (at < text2.length) {
    if (text2[at] === "'") return { value, next: at + 1 };
    if (text2[at] === "\\" && text2[at + 1] === "'") at += 1;
    value += text2[at];
    at += 1;
  }
  return void 0;
}
function readArgument(text2, from) {
  const quote = text2[from];
  if (quote === '"' || quote === "'") {
    const piece = quote === '"' ? readQuoted(text2, from + 1) : readSingleQuoted(text2, from + 1);
    return piece && (piece.next >= text2.length || /\s/.test(text2[piece.next])) ? piece : void 0;
  }
  let at = from;
  while (at < text2.length && !/\s/.test(text2[at])) at += 1;
  return { value: text2.slice(from, at), next: at };
}
function splitArgs(text2, max) {
  const args = [];
  let at = 0;
  while (at < text2.length && args.length < max) {
    if (/\s/.test(text2[at])) {
      at += 1;
      continue;
    }
    const piece = readArgument(text2, at);
    if (!piece) return void 0;
    args.push(piece.value);
    at = piece.next;
  }
  return args;
}

// src/formats/side/redis-conf.ts
var MAX_DIRECTIVES = 5e3;
var MAX_ARGS2 = 64;
var TITLE = /^# (?:Redis|Valkey|Example sentinel\.conf|KeyDB) ?(?:configuration file|$)/;
var NAME3 = /^[a-z][a-z0-9._-]{0,80}$/;
var PATH = /^["']?[./~]|^["']{2}$/;
var ADDRESS3 = /^-?(?:\*|localhost|::\*?|[\d.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.%\w]*)$/;
var NUMBER4 = /^\d{1,10}$/;
var SHAPES = new Map(
  Object.entries({
    port: (args) => args.length === 1 && NUMBER4.test(args[0]),
    bind: (args) => args.length > 0 && args.every((arg) => ADDRESS3.test(arg)),
    save: (args) => args.length === 1 && args[0] === "" || args.length > 0 && args.every((arg) => NUMBER4.test(arg)),
    dir: (args) => args.length === 1 && PATH.test(args[0]),
    timeout: (args) => args.length === 1 && NUMBER4.test(args[0]),
    databases: (args) => args.length === 1 && NUMBER4.test(args[0]),
    hz: (args) => args.length === 1 && NUMBER4.test(args[0]),
    include: (args) => args.length === 1 && PATH.test(args[0]) && !args[0].endsWith(";"),
    user: (args) => args.length > 1 && /^(?:on|off|nopass|resetpass|reset|[~%&+#><-].*)$/.test(args[1]),
    supervised: (args) => args.length === 1 && /^(?:no|systemd|upstart|auto)$/.test(args[0]),
    logfile: (args) => args.length === 1,
    pidfile: (args) => args.length === 1 && PATH.test(args[0]),
    loglevel: (args) => args.length === 1 && /^(?:debug|verbose|notice|warning|nothing)$/.test(args[0]),
    sentinel: (args) => /^[a-z][a-z-]+$/.test(args[0] ?? "") && args.length > 1,
    maxmemory: (args) => args.length === 1 && /^\d+[a-z]{0,2}$/i.test(args[0]),
    maxclients: (args) => args.length === 1 && NUMBER4.test(args[0]),
    mptcp: (args) => args.length === 1,
    lookahead: (args) => args.length === 1 && NUMBER4.test(args[0])
  })
);
function parseDirective(text2) {
  const args = splitArgs(text2, MAX_ARGS2);
  const name = args?.shift()?.toLowerCase();
  if (!args || !name || !NAME3.test(name)) return void 0;
  return { name, args: args.map((arg) => keep(arg)) };
}
function detectOpening(directive) {
  if (directive.args.length === 0) return false;
  const shape = SHAPES.get(directive.name);
  if (shape) return shape(directive.args);
  return KNOWN_OPTIONS.has(directive.name) || isModuleOption(directive.name);
}
function detectMember(directive) {
  const { name, args } = directive;
  if (COMMON_WORDS.has(name)) return args.length === 1 || detectOpening(directive) || name === "bind" || name === "save";
  if (KNOWN_OPTIONS.has(name) || /[._-]/.test(name)) return args.length > 0;
  return args.length === 1;
}
var ConfReader = class {
  record;
  distinctive = false;
  constructor(text2, context) {
    this.record = { type: "conf", entry: context.entry, sub: context.sub, cite: citeOf2(text2, context), directives: [] };
    this.line(text2, context);
  }
  line(text2, context) {
    if (text2 === "" || text2.trim() === "") return "taken";
    if (text2.trimStart().startsWith("#")) return isInfoHeader(text2) ? "refused" : "taken";
    const directive = parseDirective(text2);
    if (!directive || !detectMember(directive)) return "refused";
    if (isDistinctiveOption(directive.name)) this.distinctive = true;
    if (this.record.directives.length < MAX_DIRECTIVES) this.record.directives.push({ ...directive, cite: citeOf2(text2, context) });
    return "taken";
  }
  finish() {
    return this.distinctive ? [this.record] : [];
  }
};
var redisConf = {
  name: "redis-conf",
  samples: [
    "loglevel notice",
    "port 6379",
    "bind 127.0.0.1 -::1",
    'dir "/var/lib/redis/sentinel-26381"',
    "save 3600 1 300 100 60 10000",
    "sentinel monitor mymaster 127.0.0.1 6380 2",
    "user default on nopass sanitize-payload ~* &* +@all",
    "loadmodule /opt/redisearch.so WORKERS 8",
    "# Redis configuration file example.",
    "search-workers 8"
  ],
  open(text2, context) {
    if (text2.length > 4096) return void 0;
    const first = text2.charCodeAt(0);
    if (first === 35) return TITLE.test(text2) ? new ConfReader(text2, context) : void 0;
    if (first < 97 || first > 122) return void 0;
    const directive = parseDirective(text2);
    return directive && detectOpening(directive) ? new ConfReader(text2, context) : void 0;
  }
};

// src/formats/side/reply-tree.ts
var MAX_ELEMENTS = 5e4;
var MAX_DEPTH = 16;
var INDEX = / *(\d{1,9})([)#~]) /y;
var INTEGER = /^\(integer\) (-?\d{1,20})$/;
function isArray(node) {
  return node !== void 0 && "items" in node;
}
var ReplyTree = class {
  root = { items: [] };
  stack = [this.root];
  columns = [];
  elements = 0;
  /** False when the line is no element of this reply: no index, or a first index after others. */
  add(text2, context) {
    let at = 0;
    for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
      INDEX.lastIndex = at;
      const index = INDEX.exec(text2);
      if (!index) break;
      const column = INDEX.lastIndex - 2;
      if (at === 0 && this.startsAnother(column, index[1])) return false;
      this.descend(column);
      at = INDEX.lastIndex;
      if (index[2] === "#") at = this.addKey(text2, at, context);
    }
    if (at === 0) return false;
    this.push(parseLeaf(text2.slice(at).trimStart(), text2, context));
    return true;
  }
  startsAnother(column, index) {
    return index === "1" && this.root.items.length > 0 && column <= this.columns[0];
  }
  descend(column) {
    while (this.columns.length > 1 && this.columns[this.columns.length - 1] > column) {
      this.columns.pop();
      this.stack.pop();
    }
    if (this.columns.length === 0) {
      this.columns.push(column);
    } else if (this.columns[this.columns.length - 1] < column && this.stack.length < MAX_DEPTH) {
      const child = { items: [] };
      this.stack[this.stack.length - 1].items.push(child);
      this.stack.push(child);
      this.columns.push(column);
    }
  }
  /** `1# "key" => value`: the key is an element like the value behind it. */
  addKey(text2, at, context) {
    const arrow = text2.indexOf(" => ", at);
    if (arrow < 0) return at;
    this.push(parseLeaf(text2.slice(at, arrow), text2, context));
    return arrow + 4;
  }
  push(leaf) {
    this.elements += 1;
    if (this.elements <= MAX_ELEMENTS) this.stack[this.stack.length - 1].items.push(leaf);
  }
};
function parseLeaf(value, text2, context) {
  const place = { text: keep(text2), line: context.line, offset: context.offset };
  const integer = INTEGER.exec(value);
  if (integer) return { kind: "integer", value: integer[1], ...place };
  if (value.startsWith('"')) return { kind: "string", value: keep(readQuoted(value, 1)?.value ?? value.slice(1)), ...place };
  return { kind: "other", value: keep(value), ...place };
}

// src/formats/side/reply-records.ts
var MAX_SLOWLOG = 2e3;
var MAX_EVENTS3 = 500;
var MIN_EPOCH_SEC = 946684800;
function leafOf(node) {
  return node && !isArray(node) ? node : void 0;
}
function numberOf(node) {
  const leaf = leafOf(node);
  return leaf?.kind === "integer" ? Number(leaf.value) : Number.NaN;
}
function citeLeaf(place, leaf) {
  return { entry: place.entry, line: leaf.line, offset: leaf.offset, text: leaf.text };
}
function slowlogItem(node, place) {
  if (!isArray(node)) return void 0;
  const [id, epoch, duration, argv, client] = node.items;
  const first = leafOf(id);
  if (!first || !isArray(argv) || !(numberOf(epoch) >= MIN_EPOCH_SEC) || Number.isNaN(numberOf(duration))) return void 0;
  const texts = argv.items.map((item2) => leafOf(item2)?.value ?? "");
  const item = { id: numberOf(id), epochSec: numberOf(epoch), durationUs: numberOf(duration), argv: texts, cite: citeLeaf(place, first) };
  const address = leafOf(client);
  return address?.kind === "string" && address.value !== "" ? { ...item, client: address.value } : item;
}
function slowlogOf(root, place) {
  const items = root.items.slice(0, MAX_SLOWLOG).flatMap((node) => slowlogItem(node, place) ?? []);
  if (items.length === 0) return void 0;
  return { type: "slowlog", entry: place.entry, sub: place.sub, cite: items[0].cite, items };
}
function latencyEvent(node, place) {
  if (!isArray(node)) return void 0;
  const [name, epoch, last, worst, sum, count] = node.items;
  const first = leafOf(name);
  if (!first) return void 0;
  const cite = citeLeaf(place, first);
  if (numberOf(name) >= MIN_EPOCH_SEC && node.items.length === 2) return { name: "history", worstMs: numberOf(epoch), cite };
  if (first.kind !== "string" || !(numberOf(epoch) >= MIN_EPOCH_SEC) || Number.isNaN(numberOf(last))) return void 0;
  const event = { name: first.value, worstMs: numberOf(worst), cite };
  const times = numberOf(count);
  return times > 0 ? { ...event, count: times, averageMs: numberOf(sum) / times } : event;
}
function latencyOf(root, place) {
  const events = root.items.slice(0, MAX_EVENTS3).flatMap((node) => latencyEvent(node, place) ?? []);
  if (events.length === 0) return void 0;
  return { type: "latency", entry: place.entry, sub: place.sub, cite: events[0].cite, events };
}
function pairsOf2(root, place) {
  const first = leafOf(root.items[0]);
  if (first?.kind !== "string") return void 0;
  const names2 = root.items.filter((_, index) => index % 2 === 0).map((item) => leafOf(item)?.value ?? "");
  const config = names2.some(isDistinctiveOption) || names2.length > 0 && names2.every((name) => KNOWN_OPTIONS.has(name));
  const memory = !config && first.value === "peak.allocated";
  if (!config && !memory) return void 0;
  const values = newValues();
  for (let index = 0; index + 1 < root.items.length; index += 2) {
    const key = leafOf(root.items[index]);
    const value = leafOf(root.items[index + 1]);
    if (key && value) values[key.value] = { value: value.value, line: value.line, offset: value.offset };
  }
  const section = { section: config ? "CONFIG GET" : "MEMORY STATS", values, complete: root.items.length % 2 === 0 };
  const what = config ? "config" : "memory";
  return { type: "info", ...place, cite: citeLeaf(place, first), what, sections: [section] };
}
function searchConfigOf(root, place) {
  const values = newValues();
  let first;
  for (const node of root.items) {
    const [key, value] = isArray(node) ? [leafOf(node.items[0]), leafOf(node.items[1])] : [];
    if (key?.kind !== "string" || !value || !/^[A-Z][A-Z0-9_]{2,80}$/.test(key.value)) return void 0;
    first ??= key;
    values[key.value] = { value: value.value, line: value.line, offset: value.offset };
  }
  if (!first) return void 0;
  const section = { section: "FT.CONFIG GET", values, complete: true };
  return { type: "info", ...place, cite: citeLeaf(place, first), what: "config", sections: [section] };
}
function recordsOfReply(root, place) {
  const record = slowlogOf(root, place) ?? latencyOf(root, place) ?? pairsOf2(root, place) ?? searchConfigOf(root, place);
  return record ? [record] : [];
}

// src/formats/side/redis-reply.ts
var VALUE = '(?:\\(integer\\) -?\\d{1,20}|"(?:[^"\\\\]|\\\\.)*"|\\(nil\\)|\\(error\\) .*|\\((?:double|bool|big number)\\) \\S+|\\((?:true|false)\\)|\\(empty (?:array|list or set|hash|set)\\))';
var OPEN2 = new RegExp(`^ {0,12}\\d{1,9}\\) {1,8}(?:\\d{1,9}\\) {1,8}){0,6}${VALUE}$`);
var OPEN_MAP = new RegExp(`^ {0,12}\\d{1,9}# "[^"]{1,200}" => (?:\\d{1,9}[)#~] .*|${VALUE})$`);
var ReplyReader = class {
  tree = new ReplyTree();
  place;
  constructor(text2, context) {
    this.place = { entry: context.entry, sub: context.sub, stamp: wrapperStamp(context) };
    this.line(text2, context);
  }
  line(text2, context) {
    if (text2 === "") return "taken";
    return this.tree.add(text2, context) ? "taken" : "refused";
  }
  finish() {
    return recordsOfReply(this.tree.root, this.place);
  }
};
var redisReply = {
  name: "redis-reply",
  samples: [
    " 1) 1) (integer) 14",
    "1) 1) (integer) 1405067822",
    '1) "loglevel"',
    '1) 1) "command"',
    '1) "peak.allocated"',
    '1# "loglevel" => "notice"',
    '1)  1) "count"',
    '    4) 1) "ping"'
  ],
  open(text2, context) {
    if (text2.length > 65536) return void 0;
    const first = text2.charCodeAt(0);
    if (first !== 32 && !(first >= 48 && first <= 57)) return void 0;
    return OPEN2.test(text2) || OPEN_MAP.test(text2) ? new ReplyReader(text2, context) : void 0;
  }
};

// src/formats/side/redis-stdout.ts
var FIRST2 = /^ {12,20}(?:_\._|\.\+\^\+\.) *$/;
var CAPTION_COLUMN = 37;
var DRAWING = /^[\s\-_.'`|+^*"/\\&,#()@v~=]*$/;
var CAPTIONS = [
  /^(?<product>Redis|Valkey) (?:Community Edition|Open Source|(?<version>\d[\w.-]{0,30}) \()/,
  /^(?<version>\d[\w.-]{0,30}) \([0-9a-fx]{1,40}\/\d\)/,
  /^Running in (?<mode>stand ?alone|cluster|sentinel) mode$/,
  /^Port: (?<port>\d{1,5})$/,
  /^PID: (?<pid>\d{1,10})$/
];
var MAX_LINES = 24;
var LogoReader = class {
  record;
  lines = 0;
  constructor(text2, context) {
    const sections = [{ section: "logo", values: newValues(), complete: true }];
    const cite = citeOf2(text2, context);
    this.record = { type: "info", entry: context.entry, sub: context.sub, cite, stamp: wrapperStamp(context), what: "other", sections };
  }
  line(text2, context) {
    this.lines += 1;
    if (this.lines > MAX_LINES || text2.length > 120 || !DRAWING.test(text2.slice(0, CAPTION_COLUMN))) return "refused";
    this.addCaption(text2.slice(CAPTION_COLUMN).trim(), context);
    return text2.trim() === "" && this.lines > 12 ? "closed" : "taken";
  }
  finish() {
    return Object.keys(this.record.sections[0].values).length > 0 ? [this.record] : [];
  }
  addCaption(caption, context) {
    const { values } = this.record.sections[0];
    for (const pattern of CAPTIONS) {
      for (const [name, value] of Object.entries(pattern.exec(caption)?.groups ?? {})) {
        const plain = name === "product" ? value?.toLowerCase() : value?.replace(" ", "");
        if (plain !== void 0) values[name] ??= { value: plain, line: context.line, offset: context.offset };
      }
    }
  }
};
var redisStdout = {
  name: "redis-stdout",
  samples: [
    "                _._                                                  ",
    "                .+^+.                                                "
  ],
  open(text2, context) {
    return text2.charCodeAt(0) === 32 && FIRST2.test(text2) ? new LogoReader(text2, context) : void 0;
  }
};

// src/formats/side/rladmin.ts
var MAX_RECORDS7 = 200;
var TITLE2 = /^(?:CLUSTER NODES|DATABASES|ENDPOINTS|SHARDS):\s*$/;
var HEADER5 = /^(?:NODE:ID|DB:ID) +[A-Z]/;
var ROW3 = /^\s?\*?(?:node|db|endpoint|redis|crdt):\d+/;
var CLUSTER2 = /^(?:CLUSTER:|OK\. Cluster master:|Cluster health:|failures\/minute)/;
var BAD2 = /\b(ERROR|DOWN|STALE|FAILED|LOADING|OUT OF SYNC|UNREACHABLE|recovery)\b/;
var RladminReader = class {
  records = [];
  line(text2, context) {
    if (text2.trim() === "" || TITLE2.test(text2) || HEADER5.test(text2) || CLUSTER2.test(text2)) return "taken";
    if (!ROW3.test(text2)) return "refused";
    const bad = text2.length < 4096 ? BAD2.exec(text2) : null;
    if (bad && !/\bOK\s*$/.test(text2) && this.records.length < MAX_RECORDS7) this.records.push(this.record(bad[1], text2, context));
    return "taken";
  }
  finish() {
    return this.records;
  }
  record(status, text2, context) {
    const fields = newFields();
    fields.status = status;
    fields.message = keep(text2.trim(), 300);
    const shard = /\bredis:\d+/.exec(text2);
    const database = /\bdb:(\d+)/.exec(text2);
    const node = /\bnode:\d+/.exec(text2);
    if (shard) fields.shard = shard[0];
    if (database) fields.database = `bdb:${database[1]}`;
    if (node) fields.node = node[0];
    const place = { entry: context.entry, sub: context.sub, cite: citeOf2(text2, context), stamp: wrapperStamp(context) };
    return { type: "manager", component: "rladmin", ...place, level: "", event: "alert", fields };
  }
};
var rladmin = {
  name: "rladmin",
  samples: ["CLUSTER NODES:", "SHARDS:", "NODE:ID ROLE   ADDRESS      EXTERNAL_ADDRESS HOSTNAME     SHARDS CORES FREE_RAM STATUS"],
  open(text2) {
    return TITLE2.test(text2) || HEADER5.test(text2) ? new RladminReader() : void 0;
  }
};

// src/formats/side/sanitizer.ts
var MAX_FRAMES2 = 64;
var MAX_LINES2 = 5e3;
var TOOLS = {
  Address: "asan",
  HWAddress: "asan",
  Memory: "asan",
  Leak: "lsan",
  Thread: "tsan",
  UndefinedBehavior: "ubsan"
};
var HEAD4 = /^(?:==(\d{1,10})==\s?)?(?:ERROR|WARNING): (Address|HWAddress|Memory|Leak|Thread|UndefinedBehavior)Sanitizer: (.{1,2000})$/;
var DEADLY = /^(Address|Memory|UndefinedBehavior|Thread)Sanitizer:DEADLYSIGNAL$/;
var RUNTIME_ERROR = /^(\S{1,300}\.(?:c|h|cc|cpp|hpp|rs)):(\d{1,7}):\d{1,6}: runtime error: (.{1,1000})$/;
var FRAME3 = /^ {2,8}#(\d{1,4}) (?:(0x[0-9a-f]{1,16}) )?(?:in )?(.*)$/;
var SOURCE = /^(\S{1,400}\.(?:c|h|cc|cpp|hpp|S|rs)):(\d{1,7})(?::\d{1,5})?$/;
var OBJECT2 = /^(\S{1,400})\+(0x[0-9a-f]{1,16})$/;
var BUILD_ID = / \(BuildId: [0-9a-f]{1,64}\)$/;
function baseName2(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
function parseFrame3(text2, context) {
  const found2 = text2.length < 2e3 ? FRAME3.exec(text2) : null;
  if (!found2) return void 0;
  const frame = { line: context.line };
  if (found2[2]) frame.address = found2[2];
  let rest = found2[3].replace(BUILD_ID, "");
  const bracket = rest.endsWith(")") ? rest.lastIndexOf("(") : -1;
  const object = bracket >= 0 ? OBJECT2.exec(rest.slice(bracket + 1, -1)) : null;
  if (object) {
    Object.assign(frame, { object: baseName2(object[1]), offset: object[2] });
    rest = rest.slice(0, bracket).trimEnd();
  }
  const blank = rest.lastIndexOf(" ");
  const source = SOURCE.exec(rest.slice(blank + 1));
  if (source) Object.assign(frame, { file: baseName2(source[1]), fileLine: Number(source[2]) });
  if (source || rest.endsWith(" <null>")) rest = rest.slice(0, Math.max(blank, 0));
  const fn = rest.includes("(") ? rest.slice(0, rest.indexOf("(")).trim() : rest.trim();
  if (fn && fn !== "<null>") frame.fn = keep(fn, 300);
  return frame;
}
var SanitizerReader = class {
  constructor(tool, deadly, text2, context) {
    this.deadly = deadly;
    const cite = citeOf2(text2, context);
    this.record = { type: "sanitizer", tool, entry: context.entry, sub: context.sub, cite, pid: 0, error: "", frames: [] };
    this.head(text2, context);
  }
  deadly;
  record;
  lines = 0;
  firstStackOver = false;
  summarised = false;
  line(text2, context) {
    this.lines += 1;
    if (this.lines > MAX_LINES2) return "refused";
    if (/^==\d{1,10}==ABORTING$/.test(text2)) return "closed";
    const blank = text2.trim() === "";
    if (this.summarised) return blank || /^=+$/.test(text2) ? "taken" : "refused";
    if (this.record.error !== "" && HEAD4.test(text2)) return "refused";
    if (text2.startsWith("SUMMARY: ")) this.summarised = true;
    const frame = parseFrame3(text2, context);
    if (!frame && !this.deadly && this.record.tool === "ubsan" && !this.summarised && !blank) return "refused";
    if (this.record.error === "") this.head(text2, context);
    if (frame && !this.firstStackOver && this.record.frames.length < MAX_FRAMES2) this.record.frames.push(frame);
    if (!frame && this.record.frames.length > 0) this.firstStackOver = true;
    return "taken";
  }
  finish() {
    return this.record.error !== "" || this.record.frames.length > 0 ? [this.record] : [];
  }
  head(text2, context) {
    const head = HEAD4.exec(text2);
    const error = head?.[3] ?? RUNTIME_ERROR.exec(text2)?.[3];
    if (error === void 0) return;
    this.record.error = keep(error, 300);
    this.record.cite = citeOf2(text2, context);
    this.record.pid = Number(head?.[1] ?? /\(pid=(\d{1,10})\)/.exec(text2)?.[1] ?? 0);
  }
};
var sanitizer = {
  name: "sanitizer",
  samples: [
    "AddressSanitizer:DEADLYSIGNAL",
    "==23418==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000010 (pc 0x7fecc812b417 bp 0x7fff4cd19050 sp 0x7fff4cd19038 T0)",
    "==77==ERROR: LeakSanitizer: detected memory leaks",
    "WARNING: ThreadSanitizer: data race (pid=4059)",
    "t_zset.c:1203:15: runtime error: signed integer overflow: 9223372036854775807 + 1 cannot be represented in type long"
  ],
  open(text2, context) {
    if (!text2.includes("Sanitizer") && !text2.includes(": runtime error: ")) return void 0;
    const deadly = DEADLY.exec(text2);
    const kind = HEAD4.exec(text2)?.[2] ?? deadly?.[1] ?? (RUNTIME_ERROR.test(text2) ? "UndefinedBehavior" : void 0);
    const tool = kind === void 0 ? void 0 : TOOLS[kind];
    const whole = deadly !== null || !RUNTIME_ERROR.test(text2);
    return tool ? new SanitizerReader(tool, whole, text2, context) : void 0;
  }
};

// src/formats/side/supervisord.ts
var LINE2 = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|WARN|CRIT|DEBG|ERRO|TRAC) ((?:spawned|success|exited|gave up|reaped unknown pid|stopped|killing|waiting for|supervisord started|RPC interface|daemonizing|received SIG\w+|Set uid|Included|Server |Unlinking|Increased|process |captured|fd |listener).{0,600})$/;
var SPAWNED = /^spawned: '(.{1,200})' with pid (\d{1,10})/;
var EXITED = /^(?:exited|stopped): (.{1,200}?) \((?:exit status (\d{1,5})|terminated by (SIG\w{1,12}|unknown|signal \d+))(?:; (not )?expected)?\)/;
var GAVE_UP = /^gave up: (.{1,200}?) entered FATAL state(?:, (.{1,300}))?/;
var KILLING = /^killing '(.{1,200}?)' \((\d{1,10})\) with (SIG\w{1,12})/;
function readExit(found2, text2) {
  const [, program, exitCode, by] = found2;
  const expected = text2.includes("not expected") ? "no" : "yes";
  const fields = { program, expected, ...exitCode ? { exitCode } : {}, ...by ? { signal: by } : {} };
  const killed = by === "SIGKILL" || by === "SIGSEGV" || by === "SIGABRT" || by === "SIGBUS";
  return { event: killed ? "process-killed" : "process-exited", fields };
}
function readMessage(text2) {
  const spawned = SPAWNED.exec(text2);
  if (spawned) return { event: "process-spawned", fields: { program: spawned[1], pid: spawned[2] } };
  const exited = EXITED.exec(text2);
  if (exited) return readExit(exited, text2);
  const gaveUp = GAVE_UP.exec(text2);
  if (gaveUp) return { event: "process-fatal", fields: { program: gaveUp[1], reason: gaveUp[2] ?? "" } };
  const killing = KILLING.exec(text2);
  if (killing) return { event: "process-killed", fields: { program: killing[1], pid: killing[2], signal: killing[3] } };
  return void 0;
}
var SupervisorReader = class {
  fold = new ManagerFold();
  constructor(text2, context) {
    this.line(text2, context);
  }
  line(text2, context) {
    if (text2 === "") return "taken";
    const found2 = LINE2.exec(text2);
    if (!found2) return "refused";
    const reading = readMessage(found2[2]);
    if (!reading) return "taken";
    const shard = /^redis[-_:](\d{1,4})$/.exec(reading.fields.program ?? "");
    const place = { entry: context.entry, sub: context.sub, cite: citeOf2(text2, context) };
    this.fold.add(`${reading.event} ${reading.fields.program} ${reading.fields.signal ?? ""}`, () => ({
      type: "manager",
      component: "supervisord",
      ...place,
      stamp: parseIsoStamp(text2) ?? { wallMs: Number.NaN, basis: "none" },
      level: found2[1],
      event: reading.event,
      fields: Object.assign(newFields(), reading.fields, { message: keep(found2[2], 300) }, shard ? { shard: `redis:${shard[1]}` } : {})
    }));
    return "taken";
  }
  finish() {
    return this.fold.finish();
  }
};
var supervisord = {
  name: "supervisord",
  samples: [
    "2025-02-07 10:42:46,023 INFO spawned: 'redis-2' with pid 4059",
    "2025-02-07 10:42:47,024 INFO success: redis-2 entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)",
    "2025-02-07 10:43:01,501 WARN exited: redis-2 (terminated by SIGKILL; not expected)",
    "2025-02-07 10:43:05,777 INFO gave up: redis-2 entered FATAL state, too many start retries too quickly"
  ],
  open(text2, context) {
    return text2.charCodeAt(19) === 44 && LINE2.test(text2) ? new SupervisorReader(text2, context) : void 0;
  }
};

// src/formats/side/support-file.ts
var SM_ERROR = /["']?__sm_(error|failed_state)["']?\s{0,4}[:=]\s{0,4}["']([^"']{1,300})["']/g;
var MAX_SCANNED = 262144;
var MAX_RECORDS8 = 50;
function stateMachineErrors(text2, context) {
  if (!text2.includes("__sm_")) return [];
  const records = [];
  for (const [, name, value] of text2.slice(0, MAX_SCANNED).matchAll(SM_ERROR)) {
    if (records.length >= MAX_RECORDS8) break;
    const fields = newFields();
    fields[name === "error" ? "message" : "state"] = keep(value, 300);
    const place = { entry: context.entry, sub: context.sub, cite: citeOf2(text2, context), stamp: { ...NO_STAMP2 } };
    records.push({ type: "manager", component: "ccs", ...place, level: "", event: "state-machine-failed", fields });
  }
  return records;
}
var lastEntry2 = "";
var lastIsSupport = false;
function isSupportFile(entry) {
  if (entry !== lastEntry2) {
    lastEntry2 = entry;
    lastIsSupport = parseEntryName(entry).supportFile !== void 0;
  }
  return lastIsSupport;
}
var supportFile = {
  name: "support-package",
  samples: [],
  open(text2, context) {
    if (!isSupportFile(context.entry)) return void 0;
    const records = stateMachineErrors(text2, context);
    return { line: () => "refused", finish: () => records };
  }
};

// src/formats/side/systemd.ts
var PREFIX = /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) \S{1,255} systemd(?:\[\d{1,10}\])?: /;
var UNIT = /^([\w@:.\\-]{1,250}\.service): (.{1,600})$/;
var REDIS_UNIT = /redis|valkey|keydb|sentinel/i;
var SHELL_JOB = /^(?:\S{1,200}: line \d{1,7}: +)?(?:\[\d+\][+-]? +)?(\d{1,10})? *(Killed|Aborted|Segmentation fault|Bus error|Terminated)(?: +\(core dumped\))? +((?:\S{0,200}\/)?(?:redis|valkey|keydb)-(?:server|sentinel)\b.{0,300})$/;
var SIGNALS = {
  Killed: "SIGKILL",
  Aborted: "SIGABRT",
  "Segmentation fault": "SIGSEGV",
  "Bus error": "SIGBUS",
  Terminated: "SIGTERM"
};
function readUnitText(text2) {
  const exited = /^(?:Main|Control) process exited, code=(killed|exited|dumped), status=(\d{1,3})(?:\/(\w{1,30}))?/.exec(text2);
  if (exited) {
    const ended = exited[1] === "exited";
    const fields = { code: exited[1] };
    if (ended) fields.exitCode = exited[2];
    else fields.signal = `SIG${exited[3] ?? exited[2]}`;
    return { event: ended ? "process-exited" : "process-killed", fields };
  }
  if (/killed by the OOM killer/.test(text2)) return { event: "process-killed", fields: { reason: "oom-kill", signal: "SIGKILL" } };
  const failed = /^Failed with result '([\w-]{1,60})'/.exec(text2);
  if (failed) return { event: failed[1] === "oom-kill" ? "process-killed" : "process-exited", fields: { reason: failed[1] } };
  const killing = /^Killing process (\d{1,10}) \((.{1,64}?)\) with signal (SIG\w{1,12})/.exec(text2);
  if (killing) return { event: "process-killed", fields: { pid: killing[1], comm: killing[2], signal: killing[3] } };
  const restarts = /restart counter is at (\d{1,9})/.exec(text2);
  if (restarts) return { event: "process-spawned", fields: { restarts: restarts[1] } };
  if (/^Start request repeated too quickly/.test(text2)) return { event: "process-fatal", fields: {} };
  if (/^(?:Watchdog timeout|State '\S{1,40}' timed out)|timed out\. (?:Killing|Terminating)/.test(text2))
    return { event: "not-running", fields: {} };
  return /^(?:Unit entered failed state|Start(?:ing)? |Stop(?:ping|ped)? |Consumed |Deactivated |Succeeded|Scheduled |Service )/.test(text2) ? { event: "other", fields: {} } : void 0;
}
function openLine(reading, component, text2, context, stamp) {
  const place = { entry: context.entry, sub: context.sub, cite: citeOf2(text2, context), stamp };
  const fields = Object.assign(newFields(), reading.fields);
  const record = { type: "manager", component, ...place, level: "", event: reading.event, fields };
  return { line: () => "refused", finish: () => reading.event === "other" ? [] : [record] };
}
var systemd = {
  name: "systemd",
  samples: [
    "redis-server.service: Main process exited, code=killed, status=9/KILL",
    "Nov 23 06:25:01 host systemd[1]: valkey.service: Failed with result 'oom-kill'.",
    "./run.sh: line 12:  4059 Killed                  redis-server /etc/redis.conf"
  ],
  open(text2, context) {
    if (text2.length > 1024) return void 0;
    const server = text2.includes("-server") || text2.includes("-sentinel");
    const job = server ? SHELL_JOB.exec(text2) : null;
    if (job) {
      const fields2 = { signal: SIGNALS[job[2]], program: keep(job[3], 300), ...job[1] ? { pid: job[1] } : {} };
      return openLine({ event: "process-killed", fields: fields2 }, "shell", text2, context, wrapperStamp(context));
    }
    if (!text2.includes(".service: ")) return void 0;
    const prefix = PREFIX.exec(text2);
    const unit = UNIT.exec(prefix ? text2.slice(prefix[0].length) : text2);
    const reading = unit && REDIS_UNIT.test(unit[1]) ? readUnitText(unit[2]) : void 0;
    if (!unit || !reading) return void 0;
    const stamp = prefix ? parseIsoStamp(prefix[1]) ?? parseSyslogStamp(prefix[1]) : void 0;
    const fields = { unit: unit[1], message: keep(unit[2], 300), ...reading.fields };
    return openLine({ event: reading.event, fields }, "systemd", text2, context, stamp ?? wrapperStamp(context));
  }
};

// src/formats/side/valgrind.ts
var MAX_ERRORS = 20;
var MAX_FRAMES3 = 64;
var LINE3 = /^(?:==|--)(\d{1,10})(?:==|--)(?: (.*))?$/;
var OPEN3 = /^==\d{1,10}== (?:Memcheck, a |Helgrind, a |DRD, a |Invalid (?:read|write) of size|Conditional jump or move|Use of uninitialised|Process terminating with|HEAP SUMMARY|LEAK SUMMARY|ERROR SUMMARY|Syscall param|\s*(?:at|by) 0x[0-9A-F]+: )/;
var FRAME4 = /^ +(?:at|by) (0x[0-9A-Fa-f]{1,16}): (.{1,900})$/;
var ERROR = /^(?:Invalid (?:read|write|free)|Conditional jump|Use of uninitialised|Process terminating|Syscall param|Mismatched free|Possible data race|Source and destination overlap|Jump to the invalid address|Argument .* of function|Thread #\d+.*|.*(?:definitely|possibly) lost in loss record)/;
function parseFrame4(text2, context) {
  const found2 = FRAME4.exec(text2);
  if (!found2) return void 0;
  const frame = { line: context.line, address: found2[1].toLowerCase() };
  const bracket = found2[2].endsWith(")") ? found2[2].lastIndexOf(" (") : -1;
  const fn = bracket < 0 ? found2[2] : found2[2].slice(0, bracket);
  const place = bracket < 0 ? "" : found2[2].slice(bracket + 2, -1);
  if (fn !== "???") frame.fn = keep(fn, 300);
  const source = /^([^:]{1,300}):(\d{1,7})$/.exec(place);
  if (source) Object.assign(frame, { file: baseName2(source[1]), fileLine: Number(source[2]) });
  else if (place) frame.object = baseName2(place.replace(/^in /, ""));
  return frame;
}
var ValgrindReader = class {
  records = [];
  current;
  constructor(text2, context) {
    this.line(text2, context);
  }
  line(text2, context) {
    const found2 = LINE3.exec(text2);
    if (!found2) return "refused";
    const body = found2[2] ?? "";
    const frame = parseFrame4(body, context);
    if (frame) {
      if (this.current && this.current.frames.length < MAX_FRAMES3) this.current.frames.push(frame);
    } else {
      this.current = ERROR.test(body) ? this.start(Number(found2[1]), body, text2, context) : void 0;
    }
    return "taken";
  }
  finish() {
    return this.records.filter((record) => record.frames.length > 0);
  }
  start(pid, body, text2, context) {
    if (this.records.length >= MAX_ERRORS) return void 0;
    const place = { entry: context.entry, sub: context.sub, cite: citeOf2(text2, context) };
    const record = { type: "sanitizer", tool: "valgrind", ...place, pid, error: keep(body, 300), frames: [] };
    this.records.push(record);
    return record;
  }
};
var valgrind = {
  name: "valgrind",
  samples: [
    "==4059== Memcheck, a memory error detector",
    "==4059== Invalid read of size 8",
    "==4059==    at 0x1B2C3D: dictFind (dict.c:512)"
  ],
  open(text2, context) {
    return text2.startsWith("==") && OPEN3.test(text2) ? new ValgrindReader(text2, context) : void 0;
  }
};

// src/formats/side/index.ts
var OUTPUT_FORMATS = [clusterNodes, clientList, info, doctor, redisReply, rawPairs, redisConf, checkTools, fatalStart];
var SIDE_FORMATS = [
  fatalStart,
  sanitizer,
  valgrind,
  checkTools,
  redisStdout,
  kernel,
  systemd,
  supervisord,
  eventLog,
  managerLog,
  rladmin,
  kubectlDescribe,
  kubectlEvents,
  dockerInspect,
  dockerPs,
  createProbe(() => OUTPUT_FORMATS),
  clusterNodes,
  clusterCreate,
  clientList,
  doctor,
  info,
  redisReply,
  rawPairs,
  rawSlowlog,
  rawLatency,
  redisConf,
  supportFile
];

// src/formats/registry.ts
var FORMATS = [...DUMP_FORMATS, ...SIDE_FORMATS];

// src/formats/crash/message-kinds.ts
var REPORT_MESSAGE = new RegExp(
  `^(?:${[
    "(?: {4})?(?:Redis|Valkey|valkey) \\S{1,40} crashed by signal: ",
    "Accessing address: ",
    " {0,4}SIG\\w+ caused by address: ",
    "Killed by PID: ",
    "Crashed running the inst\\w+ at: ",
    " {0,4}Failed assertion: ",
    "=== (?:RECURSIVE )?ASSERTION FAILED",
    "==> \\S{1,200}:\\d+ ",
    "client->",
    "Object (?:type|encoding|refcount|raw string|size|value)",
    "(?:List|Set|Hash|Sorted set|Skiplist|Listpack|Ziplist) (?:length|size|level)",
    "\\(forcing SIG",
    "-{3,6} [A-Z]",
    "-{48}$",
    "!!! ",
    "Guru Meditation: ",
    "\\([0-9a-f]{8,16}\\) -> ",
    "hide-user-data-from-log is on",
    "client: ",
    "id=\\d+ addr=",
    "argv\\[\\d+\\]",
    "argc: ",
    "key '.{0,1000}' found in DB containing",
    "key .{0,40} found in DB",
    "Bio (?:worker )?thread ",
    "IO thread\\(tid:",
    "main thread terminated",
    "Fast memory test ",
    "Preparing to test memory",
    "dump of function ",
    "=== \\w+ BUG REPORT ",
    "hash_init_value:",
    "Cannot (?:dump|get)"
  ].join("|")})`
);
function detectReportMessage(text2) {
  return text2 === "" || REPORT_MESSAGE.test(text2);
}
var OPENING_MESSAGE = /^(?:(?: {4})?(?:Redis|Valkey|valkey) \S{1,40} crashed by signal: \d|=== (?:RECURSIVE )?ASSERTION FAILED|!!! Software Failure\. Press left mouse button|Guru Meditation: )/;
function detectOpeningMessage(text2) {
  return OPENING_MESSAGE.test(text2);
}
function detectStart(text2) {
  return /^=== [A-Z]{2,20} BUG REPORT START: /.test(text2);
}
function detectEnd(text2) {
  return /^=== [A-Z]{2,20} BUG REPORT END\b/.test(text2);
}
function parseHeading2(text2) {
  const match = /^-{3,6} ([A-Z][A-Z /]{2,40}?)(?: -{6})?$/.exec(text2);
  return match?.[1];
}

// src/formats/crash/frames.ts
var MAX_FRAME_CHARS = 4096;
function parseRedisFrame(text2, line) {
  if (text2.length > MAX_FRAME_CHARS) return void 0;
  if (text2.endsWith("]")) return parseGlibc(text2, line);
  return parseMac(text2, line) ?? parseBsd(text2, line);
}
function parseGlibc(text2, line) {
  const bracket = text2.lastIndexOf("[");
  if (bracket < 0) return void 0;
  const address = text2.slice(bracket + 1, -1);
  if (!/^0x[0-9a-f]+$/.test(address)) return void 0;
  const before = text2.slice(0, bracket).trimEnd();
  const frame = { line, address };
  if (!before.endsWith(")")) return before === "" ? frame : { ...frame, object: baseName3(before) };
  const paren = before.lastIndexOf("(");
  if (paren < 0) return void 0;
  const object = baseName3(before.slice(0, paren));
  if (object !== "") frame.object = object;
  const inside = before.slice(paren + 1, -1);
  const plus = inside.lastIndexOf("+");
  const name = plus < 0 ? inside : inside.slice(0, plus);
  if (name !== "") frame.fn = name;
  if (plus >= 0) frame.offset = inside.slice(plus + 1);
  return frame;
}
function parseMac(text2, line) {
  const match = /^\d{1,4} +(\S+) +(0x[0-9a-f]+) (\S+) \+ (\d+)$/.exec(text2);
  if (match === null) return void 0;
  const [, object, address, fn, offset] = match;
  return { line, object, address, fn: fn.startsWith("0x") ? void 0 : fn, offset: `0x${Number(offset).toString(16)}` };
}
function parseBsd(text2, line) {
  const match = /^(0x[0-9a-f]+) <([^<>+]+)\+(0x[0-9a-f]+|\d+)> at (\S+)/.exec(text2);
  if (match === null) return void 0;
  const [, address, fn, offset, object] = match;
  return { line, address, fn, offset, object: baseName3(object) };
}
function baseName3(title) {
  const blank = title.indexOf(" ");
  const path = blank < 0 ? title : title.slice(0, blank);
  return path.slice(path.lastIndexOf("/") + 1);
}

// src/formats/crash/stacks.ts
var MAX_THREADS2 = 512;
var MAX_FRAMES4 = 512;
var MAX_NOTES = 20;
var OUTERMOST = /^(?:_start|__clone|clone3?|__clone3)$/;
var StackReader = class {
  threads = [];
  notes = [];
  expected;
  eip;
  /** `Backtrace:`, or frames without any thread header. */
  single = false;
  current;
  awaitsEip = false;
  headless = false;
  /** True when the line belongs to a stack section. */
  line(text2, context) {
    if (text2 === "") {
      this.separate();
      return true;
    }
    if (text2 === "EIP:") {
      this.awaitsEip = true;
      return true;
    }
    if (text2 === "Backtrace:") {
      this.openSingle(text2, context);
      return true;
    }
    const frame = parseRedisFrame(text2, context.line);
    if (frame !== void 0) {
      this.addFrame(frame, text2, context);
      return true;
    }
    const head = /^(\d{1,10}) (\S.{0,63})$/.exec(text2);
    if (head !== null) {
      this.openThread(Number(head[1]), head[2], text2, context);
      return true;
    }
    return this.remark(text2);
  }
  remark(text2) {
    const expected = /^(\d{1,6})\/(\d{1,6}) expected stacktraces\.$/.exec(text2);
    if (expected !== null) {
      this.expected = { got: Number(expected[1]), of: Number(expected[2]) };
      this.current = void 0;
      return true;
    }
    if (/^(get_ready_to_signal_threads_tids|wait_threads|writeStacktraces|ThreadsManager_runOnThreads)\(\)/.test(text2)) {
      if (this.notes.length < MAX_NOTES) this.notes.push(text2.slice(0, 200));
      return true;
    }
    return /^Sorry: no support for backtrace/.test(text2);
  }
  openSingle(text2, context) {
    this.awaitsEip = false;
    if (this.current !== void 0 || this.threads.length > 0) return;
    this.single = true;
    this.current = { tid: 0, frames: [], marked: true, cite: citeOf2(text2, context) };
    this.threads.push(this.current);
  }
  openThread(tid, label, text2, context) {
    this.awaitsEip = false;
    if (this.single) this.noteHeadless();
    const marked = label.endsWith(" *");
    this.current = { tid, name: marked ? label.slice(0, -2) : label, frames: [], marked, cite: citeOf2(text2, context) };
    if (this.threads.length < MAX_THREADS2) this.threads.push(this.current);
  }
  addFrame(frame, text2, context) {
    if (this.awaitsEip) {
      this.eip = frame;
      this.awaitsEip = false;
      return;
    }
    if (this.current !== void 0 && OUTERMOST.test(this.current.frames.at(-1)?.fn ?? "")) this.separate();
    if (this.current === void 0) this.openSingle(text2, context);
    if (this.current === void 0) this.openHeadless(text2, context);
    if (this.current !== void 0 && this.current.frames.length < MAX_FRAMES4) this.current.frames.push(frame);
  }
  /** A thread has ended; frames without a header after it are another's. */
  separate() {
    if (!this.single && this.current !== void 0 && this.current.frames.length > 0) this.current = void 0;
  }
  /** What began like the only stack of an older version was the first of several. */
  noteHeadless() {
    if (!this.headless) this.notes.push("a stack without its header: lines are missing");
    this.headless = true;
    this.single = false;
  }
  openHeadless(text2, context) {
    if (this.single || this.expected !== void 0) return;
    this.noteHeadless();
    this.current = { tid: 0, frames: [], marked: false, cite: citeOf2(text2, context) };
    if (this.threads.length < MAX_THREADS2) this.threads.push(this.current);
  }
};
function missingParts(stacks, closed) {
  const missing = [];
  if (stacks.single) missing.push("current thread only");
  else if (stacks.expected === void 0 && stacks.threads.length > 0 && !closed) missing.push("the dump is cut off");
  if (stacks.expected !== void 0 && stacks.expected.got < stacks.expected.of) {
    missing.push(`${stacks.expected.of - stacks.expected.got} of ${stacks.expected.of} threads did not answer`);
  }
  for (const note of stacks.notes) missing.push(note.includes("Reached the limit") ? "more threads than the 50 that Redis can dump" : note);
  return missing;
}

// src/formats/crash/handler-dump.ts
var HandlerDumpReader = class {
  constructor(source, cite, sub, pid, stamp) {
    this.source = source;
    this.cite = cite;
    this.sub = sub;
    this.pid = pid;
    this.stamp = stamp;
  }
  source;
  cite;
  sub;
  pid;
  stamp;
  stacks = new StackReader();
  closed = false;
  /** True when the line belongs to the dump. */
  raw(text2, context) {
    if (this.closed) return false;
    const heading = parseHeading2(text2);
    if (heading !== void 0) {
      if (heading === "STACK TRACE DONE") this.closed = true;
      return heading.startsWith("STACK TRACE");
    }
    return this.stacks.line(text2, context);
  }
  /** `--------` from the handler ends the dump. */
  end() {
    this.closed = true;
  }
  finish() {
    const stacks = this.stacks;
    if (stacks.threads.length === 0) return void 0;
    const program = stacks.threads.flatMap((thread) => thread.frames).find((frame) => /-(server|sentinel)$/.test(frame.object ?? ""))?.object;
    return {
      type: "dump",
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
      cite: this.cite
    };
  }
};
function detectHandlerDump(text2) {
  if (/^--- WATCHDOG TIMER EXPIRED ---/.test(text2)) return "redis-watchdog";
  return /^Received SIGALRM\b/.test(text2) ? "redis-sigalrm" : void 0;
}

// src/formats/crash/sections.ts
var MAX_CLIENTS2 = 200;
var MAX_NODES2 = 1e3;
var MAX_VALUES = 5e3;
var MAX_ARGV = 200;
var KeyValueSections = class {
  sections = [];
  count = 0;
  line(text2, context) {
    if (text2 === "") return true;
    if (text2.startsWith("# ")) {
      this.closeLast();
      this.sections.push({ section: keep(text2.slice(2).trim(), 100), values: newValues(), complete: false });
      return true;
    }
    const colon = text2.indexOf(":");
    if (colon <= 0 || colon > 300) return false;
    if (this.sections.length === 0) this.sections.push({ section: "", values: newValues(), complete: false });
    if (this.count++ < MAX_VALUES) {
      const value = keep(text2.slice(colon + 1));
      this.sections[this.sections.length - 1].values[text2.slice(0, colon)] = { value, line: context.line, offset: context.offset };
    }
    return true;
  }
  closeLast() {
    const last = this.sections[this.sections.length - 1];
    if (last !== void 0) last.complete = true;
  }
};
function readConfigLine(text2, context, config) {
  const blank = text2.indexOf(" ");
  const name = blank < 0 ? text2 : text2.slice(0, blank);
  if (!/^[a-z0-9][a-z0-9_.-]{0,60}$/.test(name)) return;
  config.values[name] = { value: blank < 0 ? "" : keep(text2.slice(blank + 1)), line: context.line, offset: context.offset };
}
function readClusterNode(text2, context, report2) {
  report2.clusterNodes ??= [];
  const nodes = report2.clusterNodes;
  if (nodes.length >= MAX_NODES2) return;
  const node = parseNodeLine(text2, context);
  if (node !== void 0) nodes.push(node);
}
function readListedClient(text2, context, report2) {
  if (!/^(?:id=\d+ )?addr=/.test(text2)) return;
  report2.clientCount++;
  if (report2.clients.length < MAX_CLIENTS2) report2.clients.push(parseClientLine(text2, context));
}
var ClientSection = class {
  client;
  lastRaw = false;
  line(text2, context) {
    const line = text2.startsWith("client: ") ? text2.slice(8) : text2;
    if (/^(?:id=\d+ )?addr=/.test(line)) {
      this.client = { ...parseClientLine(line, context), cite: citeOf2(text2, context) };
      return;
    }
    if (text2.startsWith("argv[")) {
      this.readArguments(text2, context);
      return;
    }
    const argv = this.client?.argv;
    if (this.lastRaw && argv !== void 0 && argv.length > 0 && !text2.startsWith("argc")) {
      const last = argv.length - 1;
      argv[last] = keep(`${argv[last]}
${text2.endsWith("'") ? text2.slice(0, -1) : text2}`);
      this.lastRaw = !text2.endsWith("'");
    }
  }
  /** An argument cut at 1024 bytes loses its newline, and the next one is glued to it. */
  readArguments(text2, context) {
    this.client ??= { cite: citeOf2(text2, context) };
    this.client.argv ??= [];
    this.client.argvCite ??= citeOf2(text2, context);
    const starts = [0];
    if (text2.length > 900) for (const match of text2.slice(1).matchAll(/argv\[\d{1,6}\]: /g)) starts.push(match.index + 1);
    starts.forEach((from, i) => {
      this.addArgument(text2.slice(from, starts[i + 1] ?? text2.length));
    });
  }
  addArgument(text2) {
    const argv = this.client?.argv;
    const value = text2.slice(text2.indexOf("]: ") + 3);
    this.lastRaw = false;
    if (argv === void 0 || argv.length >= MAX_ARGV || /^\*redacted\*/.test(value) || /^\d+ bytes$/.test(value)) return;
    this.lastRaw = value.startsWith("'") && !value.startsWith(`'"`) && !value.endsWith("'");
    argv.push(keep(unquote(value)));
  }
};
function unquote(value) {
  let text2 = value;
  if (text2.startsWith("'")) text2 = text2.slice(1, text2.length > 1 && text2.endsWith("'") ? -1 : void 0);
  if (!text2.startsWith('"')) return text2;
  text2 = text2.slice(1, text2.length > 1 && text2.endsWith('"') ? -1 : void 0);
  return text2.replace(/\\(x[0-9a-fA-F]{2}|.)/g, (_, code) => {
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return ESCAPES2[code] ?? code;
  });
}
var ESCAPES2 = { n: "\n", r: "\r", t: "	", a: "\x07", b: "\b" };

// src/formats/crash/head-lines.ts
function readHeadLine(text2, context, report2) {
  for (const [role, pattern, read] of HEAD_LINES) {
    const match = pattern.exec(text2);
    if (match === null) continue;
    if (report2.nested && OF_THE_SIGNAL.has(role)) return;
    if (report2.lines[role] === void 0) {
      report2.lines[role] = citeOf2(text2, context);
      read(match, report2, context);
    } else if (role === "signal") {
      report2.nested = true;
    }
    return;
  }
}
var OF_THE_SIGNAL = /* @__PURE__ */ new Set(["address", "killedBy", "eip"]);
var HEAD_LINES = [
  ["signal", /^ {0,4}(Redis|Valkey|valkey) (\S{1,40}) crashed by signal: (\d{1,3})(?:, si_code: (-?\d{1,6}))?/, readSignal],
  [
    "address",
    /^(?:Accessing address| {0,4}SIG\w{2,6} caused by address): (\S{1,40})/,
    (match, report2) => {
      report2.address = match[1];
    }
  ],
  [
    "killedBy",
    /^Killed by PID: (-?\d{1,10}), UID: (-?\d{1,10})/,
    (match, report2) => {
      report2.killedBy = { pid: Number(match[1]), uid: Number(match[2]) };
    }
  ],
  [
    "eip",
    /^Crashed running the inst\w{1,10} at: (\S{1,40})/,
    (match, report2) => {
      report2.eip = match[1];
    }
  ],
  [
    "assertion",
    /^==> (\S{1,200}):(\d{1,7}) '(.*)' is not true/,
    (match, report2) => {
      report2.assertion = { file: match[1], line: Number(match[2]), expr: keep(match[3], 500) };
    }
  ],
  ["failedAssertion", /^ {0,4}Failed assertion: (?!<no assertion failed>)(.*) \((\S{1,200}):(\d{1,7})\)$/, readFailedAssertion],
  ["panic", /^Guru Meditation: (.*)$/, readPanic],
  ["oom", /^Out Of Memory allocating (\d{1,20}) bytes/, readOutOfMemory],
  ["forced", /^\(forcing SIGSEGV/, () => {
  }],
  ["client", /^client->argv\[\d{1,6}\] = "/, readAssertionArgument]
];
function readSignal(match, report2) {
  report2.product = match[1] === "Redis" ? "redis" : "valkey";
  report2.version = match[2];
  report2.signal = Number(match[3]);
  if (match[4] !== void 0) report2.siCode = Number(match[4]);
}
function readFailedAssertion(match, report2) {
  report2.assertion ??= { expr: keep(match[1], 500), file: match[2], line: Number(match[3]) };
}
function readPanic(match, report2) {
  const place = / #(\S{1,200}):(\d{1,7})$/.exec(match[1].slice(-300));
  const message = keep(place === null ? match[1] : match[1].slice(0, match[1].length - place[0].length), 500);
  report2.panic = place === null ? { message } : { message, file: place[1], line: Number(place[2]) };
  const bytes = /OUT OF MEMORY\. Allocating (\d{1,20}) bytes/.exec(message);
  if (bytes !== null) report2.outOfMemory = { bytes: bytes[1] };
}
function readOutOfMemory(match, report2) {
  report2.outOfMemory = { bytes: match[1] };
}
function readAssertionArgument(match, report2, context) {
  addAssertionArgument(match.input, context, report2);
}
function addAssertionArgument(text2, context, report2) {
  const match = /^client->argv\[\d{1,6}\] = (".*") \(refcount: -?\d+\)$/.exec(text2);
  if (match === null) return;
  report2.currentClient ??= { cite: citeOf2(text2, context) };
  report2.currentClient.argv ??= [];
  report2.currentClient.argvCite ??= citeOf2(text2, context);
  if (report2.currentClient.argv.length < 200) report2.currentClient.argv.push(keep(unquote(match[1])));
}

// src/formats/crash/report.ts
var MAX_SECTIONS = 60;
var MAX_ADVICE = 16;
var CrashReader = class {
  report;
  /** A START line inside this report: a nested one, or the next process' when its first prefixed line has another pid. */
  secondStart;
  ended = false;
  section = "";
  advice = 0;
  stacks = new StackReader();
  nestedStacks;
  stackClosed = false;
  info = new KeyValueSections();
  modules = new KeyValueSections();
  current = new ClientSection();
  executing = new ClientSection();
  hasContent = false;
  constructor(start, context) {
    const stamp = { ...NO_STAMP2 };
    const product = /VALKEY/.test(start.text) ? "valkey" : "redis";
    this.report = {
      type: "crash",
      entry: start.entry,
      sub: context.sub,
      pid: 0,
      role: "",
      stamp,
      product,
      cite: start,
      endLine: start.line,
      lines: {},
      nested: false,
      complete: false,
      info: [],
      clients: [],
      clientCount: 0,
      modulesInfo: [],
      sections: []
    };
    if (detectStart(start.text)) this.report.lines.start = start;
  }
  /** False for a START line with nothing behind it, and for raw lines alone that go on as an ordinary log: a message can hold
   * those. A report has prefixed lines of its process, unless its head is missing; then it has several sections or an END. */
  get isReport() {
    return this.hasContent && (this.report.pid !== 0 || this.report.complete || this.report.sections.length > 1);
  }
  /** A line without log prefix. */
  raw(text2, context, isPrefixed = false) {
    if (this.ended) return this.readAdvice(text2);
    if (detectStart(text2)) {
      if (this.hasContent) this.secondStart = citeOf2(text2, context);
      return "taken";
    }
    this.report.endLine = context.line;
    if (detectEnd(text2)) {
      this.close(text2, context);
      return "taken";
    }
    const heading = parseHeading2(text2);
    if (heading !== void 0) this.open(heading, context);
    else this.content(text2, context, isPrefixed);
    return "taken";
  }
  /** A line with log prefix (or a syslog record): taken only when the crash handler printed it. */
  prefixed(text2, printer, context) {
    const { report: report2 } = this;
    if (this.ended) return "refused";
    if (report2.pid !== 0 && printer.pid !== report2.pid) return "refused";
    if (printer.handler) {
      if (!text2.startsWith("Crashed running signal handler")) return "refused";
      report2.nested = true;
      report2.endLine = context.line;
      return "taken";
    }
    if (!detectReportMessage(text2) && !this.isContent(text2)) return "refused";
    if (text2 === "" && report2.pid === 0) return "refused";
    this.adopt(printer);
    if (this.secondStart !== void 0) {
      report2.nested = true;
      this.secondStart = void 0;
    }
    return this.raw(text2, context, true);
  }
  finish() {
    const { report: report2 } = this;
    if (this.section !== "") this.leave(false);
    report2.info.push(...this.info.sections);
    report2.modulesInfo.push(...this.modules.sections);
    if (this.current.client !== void 0) report2.currentClient = this.current.client;
    if (this.executing.client !== void 0) report2.executingClient = this.executing.client;
    this.identify();
    const stacks = this.stacks.threads.length > 0 ? this.stacks : this.nestedStacks ?? this.stacks;
    if (stacks.eip !== void 0) report2.eipSymbol = symbolOf(stacks.eip);
    if (stacks.threads.length > 0) report2.dump = this.dump(stacks);
    return report2;
  }
  dump(stacks) {
    const { report: report2 } = this;
    const closed = this.stackClosed || report2.complete;
    const program = stacks.threads.flatMap((thread) => thread.frames).find((frame) => /-(server|sentinel)$/.test(frame.object ?? ""))?.object;
    return {
      type: "dump",
      source: "redis-report",
      entry: report2.entry,
      sub: report2.sub,
      pid: report2.pid,
      stamp: report2.stamp,
      threads: stacks.threads,
      expected: stacks.expected,
      incomplete: missingParts(stacks, closed),
      allThreads: !stacks.single,
      program,
      cite: stacks.threads[0].cite
    };
  }
  adopt(printer) {
    const { report: report2 } = this;
    if (report2.pid !== 0) return;
    report2.pid = printer.pid;
    report2.role = printer.role;
    report2.stamp = printer.stamp;
  }
  content(text2, context, isPrefixed) {
    const { report: report2 } = this;
    if (!this.hasContent && text2 !== "") {
      if (!isPrefixed) return;
      readHeadLine(text2, context, report2);
      this.hasContent = Object.keys(report2.lines).some((role) => role !== "start") || text2.startsWith("=== ");
      return;
    }
    switch (this.section) {
      case "STACK TRACE":
        if (!(this.nestedStacks ?? this.stacks).line(text2, context)) readHeadLine(text2, context, report2);
        return;
      case "INFO OUTPUT":
        if (!this.info.line(text2, context)) readHeadLine(text2, context, report2);
        return;
      case "MODULES INFO OUTPUT":
        if (!this.modules.line(text2, context)) readHeadLine(text2, context, report2);
        return;
      case "CLIENT LIST OUTPUT":
        readListedClient(text2, context, report2);
        return;
      case "CURRENT CLIENT INFO":
        this.current.line(text2, context);
        return;
      case "EXECUTING CLIENT INFO":
        this.executing.line(text2, context);
        return;
      case "CLUSTER NODES OUTPUT":
        readClusterNode(text2, context, report2);
        return;
      case "CONFIG DEBUG OUTPUT":
        readConfigLine(text2, context, this.config());
        return;
      case "FAST MEMORY TEST":
        this.readMemoryTest(text2, context);
        return;
      default:
        if (report2.lines.client !== void 0 && text2.startsWith("client->argv")) addAssertionArgument(text2, context, report2);
        readHeadLine(text2, context, report2);
    }
  }
  /** A prefixed line that the section expects although other lines look like it: syslog gives every first line of a record. */
  isContent(text2) {
    switch (this.section) {
      case "INFO OUTPUT":
      case "MODULES INFO OUTPUT":
        return /^(?:# [A-Za-z]|[a-z0-9_.|-]{1,80}:)/.test(text2);
      case "CONFIG DEBUG OUTPUT":
        return /^[a-z][a-z0-9-]{1,60} \S{1,40}$/.test(text2);
      case "CLUSTER NODES OUTPUT":
        return /^[0-9a-f]{40} /.test(text2);
      case "REGISTERS":
        return /^R?[A-Z0-9 ]{2,4}:[0-9a-f]/.test(text2);
      case "DUMPING CODE AROUND EIP":
        return /^(?:Symbol: |Module: |\$ |[0-9a-f]{8,}$)/.test(text2);
      default:
        return false;
    }
  }
  config() {
    this.report.configDebug ??= { section: "CONFIG DEBUG", values: newValues(), complete: false };
    return this.report.configDebug;
  }
  readMemoryTest(text2, context) {
    const { report: report2 } = this;
    report2.memoryTest ??= "started";
    if (/^Fast memory test PASSED/.test(text2)) report2.memoryTest = "passed";
    else if (/MEMORY ERROR DETECTED/.test(text2)) {
      report2.memoryTest = "failed";
      report2.lines.memtest ??= citeOf2(text2, context);
    } else readHeadLine(text2, context, report2);
  }
  open(heading, context) {
    this.hasContent = true;
    this.leave(true);
    if (heading === "STACK TRACE DONE") {
      this.stackClosed = true;
      this.section = "";
      return;
    }
    this.section = heading;
    if (heading === "STACK TRACE" && this.report.sections.some((section) => section.name === heading))
      this.nestedStacks ??= new StackReader();
    if (heading === "FAST MEMORY TEST") this.report.memoryTest ??= "started";
    if (heading === "CONFIG DEBUG OUTPUT") this.config();
    if (this.report.sections.length < MAX_SECTIONS) this.report.sections.push({ name: heading, line: context.line, complete: false });
  }
  /** The section ends here; `whole`: another one or END follows. */
  leave(whole) {
    if (!whole || this.section === "") return;
    const last = this.report.sections[this.report.sections.length - 1];
    if (last !== void 0 && last.name === this.section) last.complete = true;
    if (this.section === "STACK TRACE") this.stackClosed = true;
    if (this.section === "INFO OUTPUT") this.info.closeLast();
    if (this.section === "MODULES INFO OUTPUT") this.modules.closeLast();
    if (this.section === "CONFIG DEBUG OUTPUT") this.config().complete = true;
  }
  close(text2, context) {
    this.leave(true);
    this.section = "";
    this.ended = true;
    this.report.complete = true;
    this.report.lines.end = citeOf2(text2, context);
  }
  readAdvice(text2) {
    if (this.advice >= MAX_ADVICE || text2 !== "" && !/^\s/.test(text2)) return "refused";
    this.advice++;
    return "taken";
  }
  /** Version and product where no signal line told them. */
  identify() {
    for (const section of this.report.info) {
      const pid = Number(section.values.process_id?.value ?? 0);
      if (this.report.pid === 0 && Number.isInteger(pid)) this.report.pid = pid;
      const valkey = section.values.valkey_version?.value;
      const version = valkey ?? section.values.redis_version?.value;
      if (version !== void 0) this.report.version ??= version;
      if (valkey !== void 0 || section.values.server_name?.value === "valkey") this.report.product = "valkey";
    }
  }
};
function symbolOf(frame) {
  const name = frame.fn ?? frame.object ?? frame.address ?? "";
  return frame.offset === void 0 ? name : `${name}+${frame.offset}`;
}

// src/formats/crash/tracker.ts
var MAX_FOREIGN_LINES = 500;
var HEADLESS = /* @__PURE__ */ new Set([
  "STACK TRACE",
  "REGISTERS",
  "INFO OUTPUT",
  "CLIENT LIST OUTPUT",
  "CURRENT CLIENT INFO",
  "MODULES INFO OUTPUT",
  "FAST MEMORY TEST"
]);
var OUT_OF_MEMORY = /^Out Of Memory allocating (\d{1,20}) bytes/;
var MAX_OOM_DISTANCE = 50;
var CrashTracker = class {
  constructor(emit) {
    this.emit = emit;
  }
  emit;
  crash;
  dump;
  foreign = 0;
  outOfMemory;
  lastHandler;
  get active() {
    return this.crash !== void 0 || this.dump !== void 0;
  }
  /** A prefixed line. True when the crash handler of an open report printed it. */
  prefixed(text2, printer, context) {
    if (this.dump !== void 0 && this.endsDump(text2, printer)) return true;
    if (printer.handler) this.lastHandler = printer;
    const crash = this.crash;
    if (crash === void 0) return false;
    if (crash.prefixed(text2, printer, context) === "taken") {
      this.foreign = 0;
      return true;
    }
    if (crash.secondStart !== void 0 && crash.report.pid !== 0 && printer.pid !== crash.report.pid) {
      const start = crash.secondStart;
      this.closeCrash();
      this.crash = new CrashReader(start, context);
      return this.crash.prefixed(text2, printer, context) === "taken";
    }
    if (crash.ended || ++this.foreign > MAX_FOREIGN_LINES) this.closeCrash();
    return false;
  }
  /** A prefixed line that no open report took: does it begin one? */
  opensWith(text2, printer, context) {
    const memory = OUT_OF_MEMORY.exec(text2);
    if (memory !== null) this.outOfMemory = { pid: printer.pid, bytes: memory[1], cite: citeOf2(text2, context) };
    if (!detectOpeningMessage(text2)) return false;
    this.closeCrash();
    this.crash = new CrashReader(citeOf2(text2, context), context);
    return this.crash.prefixed(text2, printer, context) === "taken";
  }
  /** A line without prefix. True when it belongs to a report or a dump, or begins one. */
  raw(text2, context, currentPid) {
    if (this.dump !== void 0) {
      if (this.dump.raw(text2, context)) return true;
      this.closeDump();
    }
    if (this.crash !== void 0) {
      if (this.crash.raw(text2, context) === "taken") {
        this.foreign = 0;
        return true;
      }
      this.closeCrash();
    }
    return this.opensRaw(text2, context, currentPid);
  }
  /** The start banner of a server: whatever was open is over. */
  banner() {
    this.closeCrash();
    this.closeDump();
  }
  finish() {
    this.closeCrash(this.foreign === 0);
    this.closeDump();
  }
  opensRaw(text2, context, currentPid) {
    const source = detectHandlerDump(text2);
    if (source !== void 0) {
      const stamp = this.lastHandler?.stamp ?? { wallMs: Number.NaN, basis: "none" };
      this.dump = new HandlerDumpReader(source, citeOf2(text2, context), context.sub, this.lastHandler?.pid ?? currentPid, stamp);
      return true;
    }
    const heading = parseHeading2(text2);
    if (detectStart(text2) || heading !== void 0 && HEADLESS.has(heading)) {
      this.crash = new CrashReader(citeOf2(text2, context), context);
      this.foreign = 0;
      this.crash.raw(text2, context);
      return true;
    }
    return false;
  }
  endsDump(text2, printer) {
    if (!printer.handler || printer.pid !== this.dump?.pid) return false;
    const isEnd = /^-{8}$/.test(text2);
    this.closeDump();
    return isEnd;
  }
  closeDump() {
    const record = this.dump?.finish();
    this.dump = void 0;
    if (record !== void 0) this.emit(record);
  }
  /** `atEnd`: the entry ends right here, so that even a lone START line is a report that was cut off. */
  closeCrash(atEnd = false) {
    const crash = this.crash;
    this.crash = void 0;
    this.foreign = 0;
    if (crash === void 0 || !crash.isReport && !atEnd) return;
    const report2 = crash.finish();
    const memory = this.outOfMemory;
    if (memory !== void 0 && memory.pid === report2.pid && report2.cite.line - memory.cite.line <= MAX_OOM_DISTANCE && report2.cite.line >= memory.cite.line) {
      report2.outOfMemory ??= { bytes: memory.bytes };
      report2.lines.oom ??= memory.cite;
      this.outOfMemory = void 0;
    }
    this.emit(report2);
  }
};

// src/text/zones.ts
var MAX_ISO_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

// src/text/stamps.ts
var YEARLESS_YEAR = 1972;
var lastStamp = { length: 0, basis: "none", shiftMs: 0 };
var DAY_MS = 864e5;
var NOT_A_CLOCK = -1;
var clockEnd = 0;
var dayKey0 = 0;
var dayKey1 = 0;
var dayKey2 = 0;
var dayMs = Number.NaN;
function parseRedisStamp(bytes, start, end) {
  if (end - start >= 20) {
    const key0 = pack(bytes, start);
    const key1 = pack(bytes, start + 4);
    const key2 = pack(bytes, start + 8);
    if (key0 === dayKey0 && key1 === dayKey1 && key2 === dayKey2) {
      const clock = parseClock(bytes, start + 12, end);
      return clock === NOT_A_CLOCK ? Number.NaN : found(dayMs + clock, clockEnd - start, "naive", 0);
    }
  }
  return parseAnyStamp(bytes, start, end);
}
function parseAnyStamp(bytes, start, end) {
  let digits = 0;
  while (start + digits < end && digits < 20 && isDigit2(bytes[start + digits])) digits++;
  const next = start + digits < end ? bytes[start + digits] : 0;
  if (digits === 4 && next === 45) return parseIso(bytes, start, end);
  if (digits >= 1 && digits <= 2 && next === 32) return parseDayMonth(bytes, start, end, digits);
  if (digits >= 10) return parseEpoch(bytes, start, end, digits);
  return Number.NaN;
}
function parseDayMonth(bytes, start, end, digits) {
  const day = number(bytes, start, digits);
  const month = monthAt(bytes, start + digits + 1, end);
  let at = start + digits + 4;
  if (month === 0 || at >= end || bytes[at] !== 32) return Number.NaN;
  at++;
  const withYear = at + 4 < end && bytes[at + 4] === 32;
  const year = withYear ? number(bytes, at, 4) : YEARLESS_YEAR;
  if (withYear) at += 5;
  if (!isDate(year, month, day)) return Number.NaN;
  const clock = parseClock(bytes, at, end);
  if (clock === NOT_A_CLOCK) return Number.NaN;
  const dateMs = daysFromCivil(year, month, day) * DAY_MS;
  if (withYear && digits === 2) {
    dayKey0 = pack(bytes, start);
    dayKey1 = pack(bytes, start + 4);
    dayKey2 = pack(bytes, start + 8);
    dayMs = dateMs;
  }
  return found(dateMs + clock, clockEnd - start, withYear ? "naive" : "yearless", 0);
}
function parseIso(bytes, start, end) {
  if (end - start < 19 || bytes[start + 7] !== 45) return Number.NaN;
  const separator = bytes[start + 10];
  if (separator !== 84 && separator !== 32) return Number.NaN;
  const year = number(bytes, start, 4);
  const month = number(bytes, start + 5, 2);
  const day = number(bytes, start + 8, 2);
  if (!isDate(year, month, day)) return Number.NaN;
  const clock = parseClock(bytes, start + 11, end);
  if (clock === NOT_A_CLOCK) return Number.NaN;
  const wallMs2 = daysFromCivil(year, month, day) * DAY_MS + clock;
  return withOffset(bytes, start, clockEnd, end, wallMs2);
}
function withOffset(bytes, start, at, end, wallMs2) {
  const sign = at < end ? bytes[at] : 0;
  if (sign === 90 || sign === 122) return found(wallMs2, at + 1 - start, "absolute", 0);
  if ((sign === 43 || sign === 45) && at + 3 <= end) {
    const hours = number(bytes, at + 1, 2);
    let next = at + 3;
    if (next < end && bytes[next] === 58) next++;
    const minutes = next + 2 <= end ? number(bytes, next, 2) : -1;
    const length = minutes >= 0 ? next + 2 - start : at + 3 - start;
    if (hours >= 0 && hours <= 18 && minutes < 60) {
      const offsetMs = (hours * 60 + Math.max(minutes, 0)) * 6e4;
      return found(wallMs2, length, "absolute", sign === 43 ? 0 - offsetMs : offsetMs);
    }
  }
  return found(wallMs2, at - start, "naive", 0);
}
function parseEpoch(bytes, start, end, digits) {
  if (digits !== 10 && digits !== 13 && digits !== 16 && digits !== 19) return Number.NaN;
  let at = start + digits;
  let fraction = 0;
  if (digits === 10 && at + 1 < end && bytes[at] === 46 && isDigit2(bytes[at + 1])) {
    at++;
    for (let scale = 100; at < end && isDigit2(bytes[at]); at++, scale = Math.trunc(scale / 10)) fraction += (bytes[at] - 48) * scale;
  }
  if (at < end && (isWord(bytes[at]) || bytes[at] === 58)) return Number.NaN;
  let value = 0;
  for (let i = 0; i < digits && i < 13; i++) value = value * 10 + (bytes[start + i] - 48);
  const ms = digits === 10 ? value * 1e3 + fraction : value;
  return ms >= 9783072e5 && ms < 41024448e5 ? found(ms, at - start, "absolute", 0) : Number.NaN;
}
function parseSyslogStamp2(bytes, start, end) {
  const month = monthAt(bytes, start, end);
  if (month === 0 || end - start < 14 || bytes[start + 3] !== 32) return Number.NaN;
  let at = start + 4;
  if (bytes[at] === 32) at++;
  const digits = isDigit2(bytes[at + 1]) ? 2 : 1;
  const day = number(bytes, at, digits);
  at += digits;
  if (day < 1 || bytes[at] !== 32) return Number.NaN;
  at++;
  const withYear = at + 5 < end && bytes[at + 4] === 32;
  const year = withYear ? number(bytes, at, 4) : YEARLESS_YEAR;
  if (withYear) at += 5;
  if (!isDate(year, month, day)) return Number.NaN;
  const clock = parseClock(bytes, at, end);
  if (clock === NOT_A_CLOCK) return Number.NaN;
  return found(daysFromCivil(year, month, day) * DAY_MS + clock, clockEnd - start, withYear ? "naive" : "yearless", 0);
}
function parseStamp(text2) {
  const bytes = Buffer.from(text2.slice(0, 64), "latin1");
  let wallMs2 = parseRedisStamp(bytes, 0, bytes.length);
  if (Number.isNaN(wallMs2)) wallMs2 = parseSyslogStamp2(bytes, 0, bytes.length);
  return Number.isNaN(wallMs2) ? void 0 : { wallMs: wallMs2, ...lastStamp };
}
function parseClock(bytes, at, end) {
  if (at + 8 > end || bytes[at + 2] !== 58 || bytes[at + 5] !== 58) return NOT_A_CLOCK;
  const hours = number(bytes, at, 2);
  const minutes = number(bytes, at + 3, 2);
  const seconds = number(bytes, at + 6, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return NOT_A_CLOCK;
  let ms = ((hours * 60 + minutes) * 60 + seconds) * 1e3;
  let next = at + 8;
  if (next + 1 < end && (bytes[next] === 46 || bytes[next] === 44) && isDigit2(bytes[next + 1])) {
    next++;
    ms += (bytes[next++] - 48) * 100;
    if (next < end && isDigit2(bytes[next])) ms += (bytes[next++] - 48) * 10;
    if (next < end && isDigit2(bytes[next])) ms += bytes[next++] - 48;
    while (next < end && isDigit2(bytes[next])) next++;
  }
  clockEnd = next;
  return ms;
}
var CLOCK_BYTES = 12;
function parseClockMs(bytes, at) {
  const h1 = bytes[at] - 48;
  const h0 = bytes[at + 1] - 48;
  const m1 = bytes[at + 3] - 48;
  const m0 = bytes[at + 4] - 48;
  const s1 = bytes[at + 6] - 48;
  const s0 = bytes[at + 7] - 48;
  const f2 = bytes[at + 9] - 48;
  const f1 = bytes[at + 10] - 48;
  const f0 = bytes[at + 11] - 48;
  if (bytes[at + 2] !== 58 || bytes[at + 5] !== 58 || bytes[at + 8] !== 46) return -1;
  const digits = isDigitValue(h0) && isDigitValue(m0) && isDigitValue(s0) && isDigitValue(f2) && isDigitValue(f1) && isDigitValue(f0);
  if (!digits || h1 < 0 || h1 > 2 || m1 < 0 || m1 > 5 || s1 < 0 || s1 > 5 || h1 * 10 + h0 > 23) return -1;
  return (((h1 * 10 + h0) * 60 + m1 * 10 + m0) * 60 + s1 * 10 + s0) * 1e3 + f2 * 100 + f1 * 10 + f0;
}
function isDigitValue(value) {
  return value >= 0 && value <= 9;
}
function found(wallMs2, length, basis, shiftMs) {
  lastStamp.length = length;
  lastStamp.basis = basis;
  lastStamp.shiftMs = shiftMs;
  return wallMs2;
}
function pack(bytes, at) {
  return bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
}
function number(bytes, at, digits) {
  let value = 0;
  for (let i = 0; i < digits; i++) {
    const digit = bytes[at + i] - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}
var MONTHS2 = new Map(
  ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].map((name, index) => [
    name.charCodeAt(0) << 16 | name.charCodeAt(1) << 8 | name.charCodeAt(2),
    index + 1
  ])
);
function monthAt(bytes, at, end) {
  return at + 3 > end ? 0 : MONTHS2.get(bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2]) ?? 0;
}
function isDate(year, month, day) {
  if (year < 1970 || year > 2200 || month < 1 || month > 12 || day < 1) return false;
  if (month === 2) return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28);
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}
function daysFromCivil(year, month, day) {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}
function isDigit2(byte) {
  return byte >= 48 && byte <= 57;
}
function isWord(byte) {
  return isDigit2(byte) || byte >= 65 && byte <= 90 || byte >= 97 && byte <= 122 || byte === 95;
}

// src/formats/log/day-head.ts
var MAX_BYTES = 28;
var MIN_BYTES = 8;
var DayHead = class {
  /** Bytes; 0 when the last line had none of this form. */
  length = 0;
  pid = 0;
  role = "";
  basis = "none";
  dialect = "";
  /** Midnight on the line's own axis. */
  startMs = 0;
  words = new DataView(new ArrayBuffer(MAX_BYTES));
  set(header, bytes, start, clockAt, startMs) {
    const length = clockAt - start;
    if (length < MIN_BYTES || length > MAX_BYTES) return;
    for (let i = 0; i < length; i++) this.words.setUint8(i, bytes[start + i]);
    this.length = length;
    this.pid = header.pid;
    this.role = header.role;
    this.basis = header.basis;
    this.dialect = header.dialect;
    this.startMs = startMs;
  }
  /** Does the line at `start` begin with it? Compared from the end, where the lines of different processes differ. */
  begins(view2, start) {
    const { length, words: words2 } = this;
    for (let i = length - 4; i > 0; i -= 4) if (view2.getInt32(start + i, true) !== words2.getInt32(i, true)) return false;
    return view2.getInt32(start, true) === words2.getInt32(0, true);
  }
};

// src/formats/log/header.ts
var LogHeader = class {
  pid = 0;
  /** '' when the notation does not tell (2.x, signal handlers). */
  role = "";
  /** Index into LEVELS (debug 0 … warning 3), -1 when unknown. */
  level = -1;
  /** Wall-clock milliseconds as if the wall clock were UTC; true UTC when the basis is 'absolute'. NaN for signal-handler
   * lines, whose clock is `epochMs`. */
  wallMs = Number.NaN;
  basis = "none";
  handler = false;
  epochMs = Number.NaN;
  dialect = "";
  /** The line itself. */
  bytes = NO_BYTES2;
  start = 0;
  end = 0;
  /** Where the message stands: usually the line itself, a scratch buffer when it had to be unescaped. */
  message = NO_BYTES2;
  messageStart = 0;
  messageEnd = 0;
  /** Pid, role and date of the last line, as written: consecutive lines share them. */
  day = new DayHead();
  /** True when the line has a header; the fields then describe it. */
  parse(bytes, start, end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    if (this.parseSameDay(bytes, start, end)) return true;
    const first = bytes[start];
    if (first >= 48 && first <= 57) return this.parsePidFirst(bytes, start, end);
    if (first === 91) return this.parseBracket(bytes, start, end);
    if (first === 112) return this.parseLogfmt(bytes, start, end);
    if (first === 123) return this.parseJson(bytes, start, end);
    return false;
  }
  /** A message that came without a header: syslog carried pid, level and time instead. */
  assume(bytes, start, end, pid, level, wallMs2, basis) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.pid = pid;
    this.role = "";
    this.level = level === "" ? -1 : LEVEL_NAMES.indexOf(level);
    this.wallMs = wallMs2;
    this.basis = basis;
    this.handler = false;
    this.epochMs = Number.NaN;
    this.dialect = "syslog";
    this.take(bytes, start, end);
  }
  levelName() {
    return this.level < 0 ? "" : LEVEL_NAMES[this.level];
  }
  /** A line that differs from the last one only behind the date: clock, level, message. */
  parseSameDay(bytes, start, end) {
    const { day } = this;
    const at = start + day.length;
    if (day.length === 0 || end - at < CLOCK_BYTES + 3 || !day.begins(viewOf(bytes), start)) return false;
    const level = levelOfChar(bytes[at + CLOCK_BYTES + 1]);
    if (level < 0 || bytes[at + CLOCK_BYTES] !== 32 || bytes[at + CLOCK_BYTES + 2] !== 32) return false;
    const clockMs = parseClockMs(bytes, at);
    if (clockMs < 0) return false;
    this.pid = day.pid;
    this.role = day.role;
    this.level = level;
    this.wallMs = day.startMs + clockMs;
    this.basis = day.basis;
    this.handler = false;
    this.dialect = day.dialect;
    this.take(bytes, at + CLOCK_BYTES + 3, end);
    return true;
  }
  /** `stampEnd` is the end of a stamp that may be `…HH:MM:SS.mmm`. */
  remember(bytes, start, stampEnd) {
    const clockAt = stampEnd - CLOCK_BYTES;
    const clockMs = this.basis === "absolute" ? -1 : parseClockMs(bytes, clockAt);
    this.day.length = 0;
    if (clockMs >= 0) this.day.set(this, bytes, start, clockAt, this.wallMs - clockMs);
  }
  take(bytes, start, end) {
    this.message = bytes;
    this.messageStart = start;
    this.messageEnd = end;
  }
  parsePidFirst(bytes, start, end) {
    let i = start;
    let pid = 0;
    for (; i < end && i - start < 10; i++) {
      const digit = bytes[i] - 48;
      if (digit < 0 || digit > 9) break;
      pid = pid * 10 + digit;
    }
    if (bytes[i] !== 58 || end - i < 4) return false;
    const letter = bytes[i + 1];
    if (letter === 115) return this.parseHandler(bytes, i + 1, end, pid);
    const role = letter === 77 ? "M" : letter === 83 ? "S" : letter === 67 ? "C" : letter === 88 ? "X" : "";
    if (role === "" || bytes[i + 2] !== 32) return false;
    if (!this.parseStampAndLevel(bytes, i + 3, end)) return false;
    this.pid = pid;
    this.role = role;
    this.handler = false;
    this.remember(bytes, start, i + 3 + lastStamp.length);
    return true;
  }
  parseBracket(bytes, start, end) {
    let i = start + 1;
    let pid = 0;
    for (; i < end && i - start < 11; i++) {
      const digit = bytes[i] - 48;
      if (digit < 0 || digit > 9) break;
      pid = pid * 10 + digit;
    }
    if (i === start + 1) return false;
    if (startsWith(bytes, i, end, OLD_HANDLER)) return this.parseHandlerTime(bytes, i + OLD_HANDLER.length, end, pid);
    if (bytes[i] !== 93 || bytes[i + 1] !== 32) return false;
    if (!this.parseStampAndLevel(bytes, i + 2, end)) return false;
    this.pid = pid;
    this.role = "";
    this.handler = false;
    this.dialect = "legacy-2.8";
    this.remember(bytes, start, i + 2 + lastStamp.length);
    return true;
  }
  /** `23 Nov 2026 06:22:00.326 # message`: an empty message may have lost its blank. */
  parseStampAndLevel(bytes, at, end) {
    const next = this.readStamp(bytes, at, end);
    if (next < 0 || bytes[next] !== 32 || next + 1 >= end) return false;
    const level = levelOfChar(bytes[next + 1]);
    if (level < 0) return false;
    let message = next + 2;
    if (message < end) {
      if (bytes[message] !== 32) return false;
      message += 1;
    }
    this.level = level;
    this.dialect = bytes[at + 2] === 32 ? this.basis === "yearless" ? "legacy-yearless" : "legacy" : bytes[at + 4] === 45 ? "iso" : "ms";
    this.take(bytes, message, end);
    return true;
  }
  parseHandler(bytes, at, end, pid) {
    return startsWith(bytes, at, end, HANDLER) && this.parseHandlerTime(bytes, at + HANDLER.length, end, pid);
  }
  /** `1795416521) message`: seconds of UTC, no role, no level. */
  parseHandlerTime(bytes, at, end, pid) {
    let i = at;
    let seconds = 0;
    const digits = i;
    for (; i < end && i - digits < 12; i++) {
      const digit = bytes[i] - 48;
      if (digit < 0 || digit > 9) break;
      seconds = seconds * 10 + digit;
    }
    if (i === digits || bytes[i] !== 41) return false;
    this.pid = pid;
    this.role = "";
    this.level = -1;
    this.wallMs = Number.NaN;
    this.basis = "none";
    this.handler = true;
    this.epochMs = seconds * 1e3;
    this.dialect = "legacy";
    const blank = bytes[i + 1] === 32 ? 2 : 1;
    this.take(bytes, Math.min(end, i + blank), end);
    return true;
  }
  parseLogfmt(bytes, start, end) {
    if (!startsWith(bytes, start, end, "pid=")) return false;
    let at = this.readNumber(bytes, start + 4, end);
    if (at < 0 || !startsWith(bytes, at, end, " role=")) return false;
    at = this.readRole(bytes, at + 6, end, 32);
    if (at < 0 || !startsWith(bytes, at, end, ' timestamp="')) return false;
    at = this.readStamp(bytes, at + 12, end);
    if (at < 0 || !startsWith(bytes, at, end, '" level=')) return false;
    at = this.readLevel(bytes, at + 8, end, 32);
    if (at < 0 || !startsWith(bytes, at, end, ' message="')) return false;
    this.handler = false;
    this.dialect = "logfmt";
    this.take(bytes, at + 10, end > at + 10 && bytes[end - 1] === 34 ? end - 1 : end);
    return true;
  }
  parseJson(bytes, start, end) {
    if (!startsWith(bytes, start, end, '{"pid":')) return false;
    let at = this.readNumber(bytes, start + 7, end);
    if (at < 0 || !startsWith(bytes, at, end, ',"role":"')) return false;
    at = this.readRole(bytes, at + 9, end, 34);
    if (at < 0 || !startsWith(bytes, at, end, '","timestamp":"')) return false;
    at = this.readStamp(bytes, at + 15, end);
    if (at < 0 || !startsWith(bytes, at, end, '","level":"')) return false;
    at = this.readLevel(bytes, at + 11, end, 34);
    if (at < 0 || !startsWith(bytes, at, end, '","message":"')) return false;
    this.handler = false;
    this.dialect = "json";
    const stop = startsWith(bytes, end - 2, end, '"}') && end - 2 >= at + 13 ? end - 2 : end;
    this.take(bytes, at + 13, stop);
    if (bytes.subarray(at + 13, stop).includes(92)) this.unescape(bytes, at + 13, stop);
    return true;
  }
  unescape(bytes, start, end) {
    const text2 = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("utf8");
    try {
      const plain = Buffer.from(JSON.parse(`"${text2}"`), "utf8");
      this.take(plain, 0, plain.length);
    } catch {
    }
  }
  readNumber(bytes, at, end) {
    let i = at;
    let value = 0;
    for (; i < end && i - at < 10; i++) {
      const digit = bytes[i] - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    this.pid = value;
    return i === at ? -1 : i;
  }
  readStamp(bytes, at, end) {
    const wallMs2 = parseRedisStamp(bytes, at, end);
    if (Number.isNaN(wallMs2)) return -1;
    this.basis = lastStamp.basis;
    this.wallMs = this.basis === "absolute" ? wallMs2 + lastStamp.shiftMs : wallMs2;
    return at + lastStamp.length;
  }
  /** Valkey: serverLogRaw prints `primary`, `replica`, `sentinel` and, for any child, `RDB/AOF`. */
  readRole(bytes, at, end, stop) {
    const close = indexWithin(bytes, at, end, stop, 16);
    if (close < 0) return -1;
    const first = bytes[at];
    this.role = first === 112 || first === 109 ? "M" : first === 114 ? "S" : first === 115 ? "X" : first === 82 ? "C" : "";
    return close;
  }
  /** Valkey calls `-` info. */
  readLevel(bytes, at, end, stop) {
    const close = indexWithin(bytes, at, end, stop, 16);
    if (close < 0) return -1;
    const first = bytes[at];
    this.level = first === 100 ? 0 : first === 105 || first === 118 ? 1 : first === 110 ? 2 : first === 119 ? 3 : -1;
    return close;
  }
};
var NO_BYTES2 = new Uint8Array(0);
var LEVEL_NAMES = ["debug", "verbose", "notice", "warning"];
var HANDLER = "signal-handler (";
var OLD_HANDLER = " | signal handler] (";
function levelOfChar(char) {
  return char === 46 ? 0 : char === 45 ? 1 : char === 42 ? 2 : char === 35 ? 3 : -1;
}
function startsWith(bytes, at, end, text2) {
  if (at < 0 || end - at < text2.length) return false;
  for (let i = 0; i < text2.length; i++) if (bytes[at + i] !== text2.charCodeAt(i)) return false;
  return true;
}
function indexWithin(bytes, at, end, byte, reach) {
  const stop = Math.min(end, at + reach);
  for (let i = at; i < stop; i++) if (bytes[i] === byte) return i;
  return -1;
}
function gluedHeaderStart(bytes, start, end) {
  let i = start;
  while (i < end && (bytes[i] === 46 || bytes[i] === 79 || bytes[i] === 69)) i++;
  if (i === start || i >= end) return -1;
  const byte = bytes[i];
  return byte >= 48 && byte <= 57 || byte === 91 || byte === 123 || byte === 112 ? i : -1;
}

// src/formats/log/held-line.ts
var HeldLine = class {
  header = new LogHeader();
  bytes;
  context;
  constructor(header, context) {
    const { bytes, start, end } = header;
    this.bytes = Uint8Array.prototype.slice.call(bytes, start, end);
    this.context = { ...context, block: void 0 };
    Object.assign(this.header, header);
    this.header.bytes = this.bytes;
    this.header.start = 0;
    this.header.end = this.bytes.length;
    if (header.message === bytes) {
      this.header.message = this.bytes;
      this.header.messageStart = header.messageStart - start;
      this.header.messageEnd = header.messageEnd - start;
    } else {
      this.header.message = header.message.slice();
    }
  }
};

// src/formats/log/module-tag.ts
var MAX_NAME2 = 64;
var ModuleTag = class {
  constructor(matcher) {
    this.matcher = matcher;
  }
  matcher;
  /** '' for core lines. */
  name = "";
  /** The matcher's number of the name. */
  id = 0;
  /** First byte behind the tag. */
  textStart = 0;
  /** The last tag that was read: its name and number. */
  lastName = "";
  lastId = 0;
  lastBytes = new Uint8Array(0);
  read(header) {
    const bytes = header.message;
    const start = header.messageStart;
    this.textStart = start;
    this.name = "";
    this.id = 0;
    if (start >= header.messageEnd || bytes[start] !== 60) return;
    const limit = Math.min(header.messageEnd - 1, start + MAX_NAME2);
    let close = start + 1;
    while (close < limit && isNameByte(bytes[close])) close++;
    if (close === start + 1 || bytes[close] !== 62 || bytes[close + 1] !== 32) return;
    this.textStart = close + 2;
    if (!this.isLast(bytes, start + 1, close)) {
      this.lastBytes = Uint8Array.prototype.slice.call(bytes, start + 1, close);
      this.lastName = toText(this.lastBytes, 0, this.lastBytes.length);
      this.lastId = this.matcher.moduleId(this.lastBytes, 0, this.lastBytes.length);
    }
    this.name = this.lastName;
    this.id = this.lastId;
  }
  /** Length of the tag at `at`, blank included, when it is the same as the last one; 0 otherwise. */
  repeats(bytes, at, end) {
    const length = this.lastBytes.length;
    const close = at + 1 + length;
    if (length === 0 || close + 1 >= end || bytes[close] !== 62 || bytes[close + 1] !== 32) return 0;
    return this.isLast(bytes, at + 1, close) ? length + 3 : 0;
  }
  isLast(bytes, start, end) {
    const last = this.lastBytes;
    if (end - start !== last.length) return false;
    for (let i = 0; i < last.length; i++) if (bytes[start + i] !== last[i]) return false;
    return true;
  }
};
function isNameByte(byte) {
  return byte >= 97 && byte <= 122 || byte >= 65 && byte <= 90 || byte >= 45 && byte <= 57 || byte === 95;
}

// src/model/text.ts
var LEVELS = ["debug", "verbose", "notice", "warning"];

// src/formats/log/raw-line.ts
var LOOP_BYTES = 128;
var QUIET_BYTES = 120;
var NO_BYTES3 = new Uint8Array(0);
var RawLine = class {
  /** `bytes[start..end)` is the line, at most as much of it as is kept. */
  bytes = NO_BYTES3;
  start = 0;
  end = 0;
  /** The message lies in `message`, or in `bytes` where that is undefined. */
  messageStart = 0;
  messageEnd = 0;
  /** The message where it is not part of the line as written (JSON escapes). */
  message;
  line = 0;
  offset = 0;
  wallMs = Number.NaN;
  level = -1;
  role = "";
  handler = false;
  module = "";
  /** Order of lines within the run; several logical lines may share a physical one. */
  order = 0;
  /** Memory of its own, as large as the longest line that was copied. */
  own = NO_BYTES3;
  set(header, context, module, order, maxBytes) {
    const { bytes, start, end } = header;
    const stop = end - start > maxBytes ? cutAtCharacter(bytes, start + maxBytes) : end;
    this.bytes = bytes;
    this.start = start;
    this.end = stop;
    if (header.message === bytes) {
      this.message = void 0;
      this.messageStart = Math.min(stop, header.messageStart);
      this.messageEnd = Math.min(stop, header.messageEnd);
    } else {
      this.message = header.message.slice(header.messageStart, Math.min(header.messageEnd, header.messageStart + MAX_KEPT_TEXT));
      this.messageStart = 0;
      this.messageEnd = this.message.length;
    }
    this.line = context.line;
    this.offset = context.offset;
    this.wallMs = header.handler ? header.epochMs : header.wallMs;
    this.level = header.level;
    this.role = header.role;
    this.handler = header.handler;
    this.module = module;
    this.order = order;
    if (bytes !== context.block) this.settle();
  }
  /** A line of the block whose message nobody will ask for, told in numbers. */
  setPlain(bytes, start, end, line, offset, wallMs2, level, role, module, order) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.message = void 0;
    this.messageStart = start;
    this.messageEnd = start;
    this.line = line;
    this.offset = offset;
    this.wallMs = wallMs2;
    this.level = level;
    this.role = role;
    this.handler = false;
    this.module = module;
    this.order = order;
  }
  /** Copies the line out of memory that belongs to somebody else. */
  settle() {
    if (this.bytes !== this.own) this.copyBytes(this.bytes, this.start, this.end);
  }
  copyFrom(other) {
    this.message = other.message;
    this.messageStart = other.messageStart;
    this.messageEnd = other.messageEnd;
    this.line = other.line;
    this.offset = other.offset;
    this.wallMs = other.wallMs;
    this.level = other.level;
    this.role = other.role;
    this.handler = other.handler;
    this.module = other.module;
    this.order = other.order;
    this.copyBytes(other.bytes, other.start, other.end);
  }
  messageBytes() {
    return this.message ?? this.bytes;
  }
  keep(entry) {
    return {
      entry,
      line: this.line,
      offset: this.offset,
      text: toText(this.bytes, this.start, this.end),
      wallMs: this.wallMs,
      level: this.level < 0 ? "" : LEVELS[this.level],
      role: this.role,
      module: this.module
    };
  }
  copyBytes(from, start, end) {
    const length = end - start;
    if (this.own.length < length) this.own = Buffer.allocUnsafeSlow(Math.min(MAX_KEPT_TEXT, Math.max(128, length + (length >> 1))));
    copyBytes(from, start, end, this.own);
    if (this.message === void 0) {
      this.messageStart -= start;
      this.messageEnd -= start;
    }
    this.bytes = this.own;
    this.start = 0;
    this.end = length;
  }
};
function cutAtCharacter(bytes, at) {
  let cut = at;
  while (cut > at - 4 && (bytes[cut] & 192) === 128) cut--;
  return cut;
}
function copyBytes(from, start, end, to) {
  if (end - start > LOOP_BYTES) {
    asBuffer(from).copy(to, 0, start, end);
    return;
  }
  for (let i = start, k = 0; i < end; i++, k++) to[k] = from[i];
}

// src/formats/log/events.ts
var EventTable = class {
  constructor(matcher, maxKeep) {
    this.matcher = matcher;
    this.maxKeep = maxKeep;
  }
  matcher;
  maxKeep;
  slots = [];
  numbers = [];
  /** Occurrences of a pattern of which none is kept. */
  addQuiet(pattern, times) {
    this.slotOf(pattern).count += times;
  }
  add(pattern, line) {
    const slot = this.slotOf(pattern);
    slot.count++;
    if (slot.limit === 0) return;
    if (slot.first.length < slot.limit) {
      slot.first.push(keep2(pattern, line));
    } else if (slot.last.length < slot.limit) {
      slot.last.push(keep2(pattern, line));
    } else {
      const oldest = slot.last[(slot.count - 1) % slot.limit];
      oldest.pattern = pattern;
      oldest.line.copyFrom(line);
    }
  }
  slotOf(pattern) {
    const number2 = this.matcher.slot[pattern];
    const known = number2 < this.slots.length ? this.slots[number2] : void 0;
    if (known !== void 0) return known;
    const quiet = (this.matcher.flags[pattern] & QUIET2) !== 0;
    const slot = { count: 0, limit: quiet ? 0 : Math.min(this.maxKeep, this.matcher.keep[pattern]), first: [], last: [] };
    while (this.slots.length <= number2) this.slots.push(void 0);
    this.slots[number2] = slot;
    this.numbers.push(number2);
    return slot;
  }
  counts() {
    const counts = {};
    for (const number2 of [...this.numbers].sort((a, b) => compareText(this.matcher.slotIds[a], this.matcher.slotIds[b]))) {
      counts[this.matcher.slotIds[number2]] = this.slots[number2].count;
    }
    return counts;
  }
  /** In the order of the lines. */
  events(entry) {
    const kept = this.slots.flatMap((slot) => slot === void 0 ? [] : [...slot.first, ...slot.last]);
    kept.sort((a, b) => a.line.order - b.line.order || a.pattern - b.pattern);
    return kept.map(({ pattern, line }) => {
      const fields = this.matcher.fields(pattern, line.messageBytes(), line.messageStart, line.messageEnd);
      const event = { ...line.keep(entry), id: this.matcher.ids[pattern], fields };
      if (line.handler) event.handler = true;
      return event;
    });
  }
};
function keep2(pattern, line) {
  const copy = new RawLine();
  copy.copyFrom(line);
  return { pattern, line: copy };
}
function compareText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// src/formats/log/gaps.ts
var LongestGaps = class {
  constructor(limit) {
    this.limit = limit;
    if (limit === 0) this.minMs = Number.POSITIVE_INFINITY;
  }
  limit;
  minMs = 0;
  slots = [];
  shortest = 0;
  offer(durationMs, before, after) {
    let slot = this.slots[this.shortest];
    if (this.slots.length < this.limit) {
      slot = { durationMs, before: new RawLine(), after: new RawLine() };
      this.slots.push(slot);
    }
    slot.durationMs = durationMs;
    slot.before.copyFrom(before);
    slot.after.copyFrom(after);
    if (this.slots.length < this.limit) return;
    this.shortest = 0;
    for (let i = 1; i < this.slots.length; i++) if (this.slots[i].durationMs < this.slots[this.shortest].durationMs) this.shortest = i;
    this.minMs = this.slots[this.shortest].durationMs;
  }
  /** Longest first; equal ones in the order of the entry. */
  finish(entry) {
    return this.slots.sort((a, b) => b.durationMs - a.durationMs || a.before.order - b.before.order).map((slot) => ({ before: slot.before.keep(entry), after: slot.after.keep(entry), durationMs: slot.durationMs }));
  }
};
var BINS = 40;
var Cadence = class {
  bins = new Array(BINS).fill(0);
  add(durationMs) {
    if (durationMs < 2) this.bins[0]++;
    else if (durationMs < 2147483647) this.bins[31 - Math.clz32(durationMs)]++;
    else this.bins[Math.min(BINS - 1, Math.floor(Math.log2(durationMs)))]++;
  }
};

// src/formats/log/density.ts
var BINS2 = 256;
var LEVEL_COUNT = 4;
var UNTOLD_LEVEL = 2;
var FIRST_WIDTH_MS = 1e3;
var DensityCounter = class {
  widthMs = FIRST_WIDTH_MS;
  startMs = Number.NaN;
  counts = [];
  /** Bin of the last line: the next line nearly always falls into it. */
  binFromMs = Number.POSITIVE_INFINITY;
  binToMs = Number.NEGATIVE_INFINITY;
  at = 0;
  add(wallMs2, level) {
    if (wallMs2 < this.binFromMs || wallMs2 >= this.binToMs) this.move(wallMs2);
    this.counts[this.at + (level < 0 ? UNTOLD_LEVEL : level)]++;
  }
  finish() {
    return { binMs: this.widthMs, startMs: Number.isNaN(this.startMs) ? 0 : this.startMs, counts: this.counts };
  }
  move(wallMs2) {
    if (Number.isNaN(this.startMs)) this.startMs = floorTo(wallMs2, this.widthMs);
    while (wallMs2 < this.startMs || wallMs2 >= this.startMs + BINS2 * this.widthMs) this.cover(wallMs2);
    const bin = Math.floor((wallMs2 - this.startMs) / this.widthMs);
    this.binFromMs = this.startMs + bin * this.widthMs;
    this.binToMs = this.binFromMs + this.widthMs;
    this.at = bin * LEVEL_COUNT;
    while (this.counts.length < this.at + LEVEL_COUNT) this.counts.push(0);
  }
  /** Moves the start back when the used bins still fit, else doubles the width. */
  cover(wallMs2) {
    const used = this.counts.length / LEVEL_COUNT;
    if (wallMs2 < this.startMs) {
      const shift = Math.ceil((this.startMs - wallMs2) / this.widthMs);
      if (shift + used <= BINS2) {
        this.counts = new Array(shift * LEVEL_COUNT).fill(0).concat(this.counts);
        this.startMs -= shift * this.widthMs;
        return;
      }
    }
    const widthMs = this.widthMs * 2;
    const startMs = floorTo(this.startMs, widthMs);
    const odd = Math.round((this.startMs - startMs) / this.widthMs);
    const merged = new Array(Math.ceil((used + odd) / 2) * LEVEL_COUNT).fill(0);
    this.counts.forEach((count, i) => {
      merged[((i >> 2) + odd >> 1) * LEVEL_COUNT + (i & 3)] += count;
    });
    this.counts = merged;
    this.widthMs = widthMs;
    this.startMs = startMs;
  }
};
function floorTo(value, step) {
  return Math.floor(value / step) * step;
}

// src/formats/log/line-ring.ts
var START3 = 0;
var END = 1;
var LINE4 = 2;
var OFFSET = 3;
var WALL = 4;
var MARK = 5;
var WIDTH = 6;
var ROLES = ["", "M", "S", "C", "X"];
var ROLE_UNIT = 8;
var MIN_OWN_BYTES = 128;
function markOf(level, role) {
  return ROLES.indexOf(role) * ROLE_UNIT + level + 1;
}
var LineRing = class {
  constructor(size2) {
    this.size = size2;
    this.rows = new Float64Array(size2 * WIDTH);
  }
  size;
  rows;
  modules = [];
  /** Copies of lines whose block is gone. */
  own = [];
  isOwn = [];
  at = 0;
  count = 0;
  block;
  push(line, block) {
    if (line.bytes === block && block !== this.block) this.turnTo(block);
    const row = this.next();
    this.write(row, line.start, line.end, line.line, line.offset, line.wallMs, markOf(line.level, line.role));
    this.modules[row] = line.module;
    this.isOwn[row] = false;
    if (line.bytes !== block) this.copy(row, line.bytes);
  }
  /** A line of `block`, told in numbers. */
  pushPlain(start, end, line, offset, wallMs2, mark, module, block) {
    if (block !== this.block) this.turnTo(block);
    const row = this.next();
    this.write(row, start, end, line, offset, wallMs2, mark);
    this.modules[row] = module;
    this.isOwn[row] = false;
  }
  settle() {
    const { block } = this;
    this.block = void 0;
    if (block === void 0) return;
    for (let row = 0; row < this.count; row++) if (!this.isOwn[row]) this.copy(row, block);
  }
  /** Oldest first. */
  keep(entry) {
    const kept = [];
    for (let i = 0; i < this.count; i++) kept.push(this.keepRow((this.at + this.size - this.count + i) % this.size, entry));
    return kept;
  }
  keepLast(entry) {
    return this.count === 0 ? void 0 : this.keepRow((this.at + this.size - 1) % this.size, entry);
  }
  /** Holes make several blocks of one chunk: rows of the one before are copied while it is still there. */
  turnTo(block) {
    this.settle();
    this.block = block;
  }
  next() {
    const row = this.at;
    this.at = row + 1 === this.size ? 0 : row + 1;
    if (this.count < this.size) this.count++;
    return row;
  }
  write(row, start, end, line, offset, wallMs2, mark) {
    const { rows } = this;
    const at = row * WIDTH;
    rows[at + START3] = start;
    rows[at + END] = end;
    rows[at + LINE4] = line;
    rows[at + OFFSET] = offset;
    rows[at + WALL] = wallMs2;
    rows[at + MARK] = mark;
  }
  copy(row, bytes) {
    const at = row * WIDTH;
    const start = this.rows[at + START3];
    const length = this.rows[at + END] - start;
    let own = this.own[row];
    if (own === void 0 || own.length < length) {
      own = new Uint8Array(Math.min(MAX_KEPT_TEXT, Math.max(MIN_OWN_BYTES, length + (length >> 1))));
      this.own[row] = own;
    }
    copyBytes(bytes, start, start + length, own);
    this.rows[at + START3] = 0;
    this.rows[at + END] = length;
    this.isOwn[row] = true;
  }
  keepRow(row, entry) {
    const at = row * WIDTH;
    const mark = this.rows[at + MARK];
    const level = mark % ROLE_UNIT - 1;
    const bytes = this.isOwn[row] ? this.own[row] : this.block;
    return {
      entry,
      line: this.rows[at + LINE4],
      offset: this.rows[at + OFFSET],
      text: bytes === void 0 ? "" : toText(bytes, this.rows[at + START3], this.rows[at + END]),
      wallMs: this.rows[at + WALL],
      level: level < 0 ? "" : LEVELS[level],
      role: ROLES[Math.floor(mark / ROLE_UNIT)],
      module: this.modules[row]
    };
  }
};

// src/formats/log/tally.ts
var BACK_STEP_MS = -50;
var YEAR_MS = 366 * 864e5;
var MAX_BACK_STEPS = 64;
var Tally = class {
  lines = 0;
  levelCounts = [0, 0, 0, 0];
  levelLast = [0, 0, 0, 0];
  roles = { M: 0, S: 0, C: 0, X: 0 };
  lastRole = "";
  gaps;
  mainGaps;
  cadence = new Cadence();
  density = new DensityCounter();
  ring;
  /** The last line with a wall clock, and the last that proves main alive. */
  lastStamped;
  lastMain;
  levelFirst = [0, 0, 0, 0];
  backSteps = [];
  maxBackSteps;
  /** One more than can be pointed to. */
  slots = [new RawLine(), new RawLine(), new RawLine()];
  constructor(tailLines, gapCount) {
    this.ring = new LineRing(Math.max(2, tailLines));
    this.gaps = new LongestGaps(gapCount);
    this.mainGaps = new LongestGaps(gapCount);
    this.maxBackSteps = Math.min(MAX_BACK_STEPS, gapCount);
  }
  /** An object for the next line: none of those that are still pointed to. */
  nextSlot() {
    for (const slot of this.slots) if (slot !== this.lastStamped && slot !== this.lastMain) return slot;
    return new RawLine();
  }
  addRole(role) {
    if (role === "") return;
    this.roles[role]++;
    this.lastRole = role;
  }
  /** A line with a wall clock of the run's own axis. */
  addStamped(line, basis) {
    const { wallMs: wallMs2 } = line;
    const before = this.lastStamped;
    this.lastStamped = line;
    this.density.add(line.wallMs, line.level);
    if (before === void 0) return;
    let gapMs = wallMs2 - before.wallMs;
    if (gapMs < BACK_STEP_MS) gapMs = pause(before.wallMs, wallMs2, basis);
    this.cadence.add(gapMs);
    if (gapMs > this.gaps.minMs) this.gaps.offer(gapMs, before, line);
    else if (gapMs < BACK_STEP_MS) this.addBackStep(gapMs, before, line);
  }
  addLevel(level, wallMs2) {
    if (level < 0) return;
    if (this.levelCounts[level]++ === 0) this.levelFirst[level] = wallMs2;
    this.levelLast[level] = wallMs2;
  }
  addMain(line, basis) {
    const before = this.lastMain;
    this.lastMain = line;
    if (before === void 0) return;
    let gapMs = line.wallMs - before.wallMs;
    if (gapMs < BACK_STEP_MS) gapMs = pause(before.wallMs, line.wallMs, basis);
    if (gapMs > this.mainGaps.minMs) this.mainGaps.offer(gapMs, before, line);
  }
  /** Copies what still points into the block. */
  settle() {
    this.ring.settle();
    this.lastStamped?.settle();
    this.lastMain?.settle();
  }
  levels() {
    const levels = {};
    LEVELS.forEach((level, i) => {
      if (this.levelCounts[i] > 0) levels[level] = { count: this.levelCounts[i], firstMs: this.levelFirst[i], lastMs: this.levelLast[i] };
    });
    return levels;
  }
  roleCounts() {
    const roles = {};
    for (const role of ["M", "S", "C", "X"]) if (this.roles[role] > 0) roles[role] = this.roles[role];
    return roles;
  }
  keepLast(entry) {
    return this.lastStamped?.keep(entry) ?? this.ring.keepLast(entry);
  }
  keepBackSteps(entry) {
    return this.backSteps.map(({ before, after, durationMs }) => ({ before: before.keep(entry), after: after.keep(entry), durationMs }));
  }
  addBackStep(durationMs, before, after) {
    if (this.backSteps.length >= this.maxBackSteps) return;
    const step = { durationMs, before: new RawLine(), after: new RawLine() };
    step.before.copyFrom(before);
    step.after.copyFrom(after);
    this.backSteps.push(step);
  }
};
function pause(fromMs, toMs, basis) {
  const gapMs = toMs - fromMs;
  return gapMs < -YEAR_MS / 2 && basis === "yearless" ? gapMs + YEAR_MS : gapMs;
}

// src/formats/log/template.ts
var MAX_TEMPLATE_BYTES = 160;
var scratch = Buffer.alloc(MAX_TEMPLATE_BYTES + 8);
var TemplateTable = class {
  constructor(limit) {
    this.limit = limit;
  }
  limit;
  byKey = /* @__PURE__ */ new Map();
  size = 0;
  add(line) {
    const bytes = line.messageBytes();
    const length = writeTemplate(bytes, line.messageStart, line.messageEnd);
    const key = hash3(length, line.level);
    const chain = this.byKey.get(key);
    if (chain !== void 0) {
      for (const counted2 of chain) {
        if (counted2.level !== line.level || counted2.module !== line.module || !isSame(counted2.template, length)) continue;
        counted2.count++;
        counted2.last.copyFrom(line);
        return;
      }
    }
    if (this.size >= this.limit && !(line.level === 3 && this.dropRarest())) return;
    const counted = {
      template: Uint8Array.prototype.slice.call(scratch, 0, length),
      level: line.level,
      module: line.module,
      count: 1,
      order: line.order,
      first: new RawLine(),
      last: new RawLine()
    };
    counted.first.copyFrom(line);
    counted.last.copyFrom(line);
    if (chain === void 0) this.byKey.set(key, [counted]);
    else chain.push(counted);
    this.size++;
  }
  finish(entry) {
    return [...this.byKey.values()].flat().sort((a, b) => a.order - b.order).map((counted) => ({
      template: toText(counted.template, 0, counted.template.length),
      level: counted.level < 0 ? "" : LEVELS[counted.level],
      module: counted.module,
      count: counted.count,
      first: counted.first.keep(entry),
      last: counted.last.keep(entry)
    }));
  }
  dropRarest() {
    let rarest;
    for (const chain of this.byKey.values()) {
      for (const counted of chain) {
        if (counted.level === 3) continue;
        if (rarest === void 0 || counted.count < rarest.count || counted.count === rarest.count && counted.order > rarest.order)
          rarest = counted;
      }
    }
    if (rarest === void 0) return false;
    for (const [key, chain] of this.byKey) {
      const at = chain.indexOf(rarest);
      if (at < 0) continue;
      chain.splice(at, 1);
      if (chain.length === 0) this.byKey.delete(key);
      this.size--;
      return true;
    }
    return false;
  }
};
function writeTemplate(bytes, start, end) {
  let to = 0;
  let i = start;
  while (i < end && to < MAX_TEMPLATE_BYTES) {
    const byte = bytes[i];
    if (isQuote(byte) && (i === start || !isWordByte(bytes[i - 1]))) {
      const close = closingQuote(bytes, i, end);
      if (close > 0) {
        scratch[to++] = byte;
        scratch[to++] = 81;
        scratch[to++] = byte;
        i = close + 1;
        continue;
      }
    }
    if (!isWordByte(byte)) {
      scratch[to++] = byte;
      i++;
      continue;
    }
    let stop = i + 1;
    let any = CLASS[byte];
    while (stop < end && CLASS[bytes[stop]] & WORD2) any |= CLASS[bytes[stop++]];
    const digits = any & DIGIT;
    const hex2 = (any & NOT_HEX) === 0;
    to = digits === 0 ? copyWord(bytes, i, stop, to) : writeNumbers(bytes, i, stop, to, hex2);
    i = stop;
  }
  return Math.min(to, MAX_TEMPLATE_BYTES);
}
function copyWord(bytes, from, stop, at) {
  let to = at;
  for (let i = from; i < stop && to < MAX_TEMPLATE_BYTES; i++) scratch[to++] = bytes[i];
  return to;
}
function writeNumbers(bytes, from, stop, at, hex2) {
  let to = at;
  const isAddress = bytes[from] === 48 && (bytes[from + 1] === 120 || bytes[from + 1] === 88) && stop - from > 2;
  if (isAddress || hex2 && stop - from >= 8) {
    scratch[to++] = 72;
    return to;
  }
  if (isDigit3(bytes[from]) && to >= 2 && scratch[to - 1] === 46 && scratch[to - 2] === 78) to -= 2;
  for (let i = from; i < stop && to < MAX_TEMPLATE_BYTES; ) {
    if (!isDigit3(bytes[i])) {
      scratch[to++] = bytes[i++];
      continue;
    }
    scratch[to++] = 78;
    while (i < stop && isDigit3(bytes[i])) i++;
  }
  return to;
}
function closingQuote(bytes, at, end) {
  const quote = bytes[at];
  const limit = Math.min(end, at + 400);
  for (let i = at + 1; i < limit; i++) if (bytes[i] === quote && (i + 1 === end || !isWordByte(bytes[i + 1]))) return i;
  return -1;
}
function hash3(length, level) {
  let value = 2166136261 ^ level;
  for (let i = 0; i < length; i++) value = Math.imul(value ^ scratch[i], 16777619);
  return value;
}
function isSame(template, length) {
  if (template.length !== length) return false;
  for (let i = 0; i < length; i++) if (template[i] !== scratch[i]) return false;
  return true;
}
var WORD2 = 1;
var DIGIT = 2;
var NOT_HEX = 4;
var QUOTE = 8;
var CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 48 && byte <= 57) return WORD2 | DIGIT;
  const letter = byte | 32;
  if (letter >= 97 && letter <= 102) return WORD2;
  if (letter >= 103 && letter <= 122 || byte === 95 || byte >= 128) return WORD2 | NOT_HEX;
  return byte === 39 || byte === 34 || byte === 96 ? QUOTE : 0;
});
function isQuote(byte) {
  return (CLASS[byte] & QUOTE) !== 0;
}
function isDigit3(byte) {
  return (CLASS[byte] & DIGIT) !== 0;
}
function isWordByte(byte) {
  return (CLASS[byte] & WORD2) !== 0;
}

// src/formats/log/zone-samples.ts
var MAX_SAMPLES = 24;
var MOVED_MS = 6e5;
var HANDLER_SOURCE = "signal-handler";
var ZoneSampler = class {
  samples = [];
  lastWallMs = Number.NaN;
  handlerMs = Number.NaN;
  movedFromMs = Number.NaN;
  wrapped = 0;
  stamped(line, context) {
    const wallMs2 = line.wallMs;
    this.lastWallMs = wallMs2;
    if (this.handlerMs > 0) {
      this.push(wallMs2, this.handlerMs, HANDLER_SOURCE);
      this.handlerMs = Number.NaN;
    }
    const utcMs = context.wrapTimeMs;
    if (Number.isNaN(utcMs)) return;
    const differenceMs = utcMs - wallMs2;
    if (this.wrapped >= 3 && Math.abs(differenceMs - this.movedFromMs) < MOVED_MS) return;
    this.wrapped++;
    this.movedFromMs = differenceMs;
    this.push(wallMs2, utcMs, context.wrapping);
  }
  handler(epochMs) {
    if (!Number.isNaN(this.lastWallMs)) this.push(this.lastWallMs, epochMs, HANDLER_SOURCE);
    this.handlerMs = epochMs;
  }
  /** A handler's line waits for the next one with a wall clock. */
  get isWaiting() {
    return this.handlerMs > 0;
  }
  /** Lines without a wrapper's stamp went by; this is the clock of the last of them. */
  passed(wallMs2) {
    this.lastWallMs = wallMs2;
  }
  finish() {
    return this.samples;
  }
  push(wallMs2, utcMs, source) {
    if (this.samples.length < MAX_SAMPLES) this.samples.push({ wallMs: wallMs2, utcMs, source });
  }
};

// src/formats/log/run.ts
var FULL_CAPS = { tail: 50, gaps: 64, templates: 200, keep: 1e3 };
var SMALL_CAPS = { tail: 5, gaps: 2, templates: 5, keep: 2 };
var HEARTBEAT_GAPS = 16;
var SAME_TICK_MS = 1e3;
var RunBuilder = class {
  constructor(entry, sub, pid, seq, basis, dialect, matcher, caps) {
    this.entry = entry;
    this.sub = sub;
    this.pid = pid;
    this.seq = seq;
    this.basis = basis;
    this.dialect = dialect;
    this.matcher = matcher;
    this.tally = new Tally(caps.tail, caps.gaps);
    this.events = new EventTable(matcher, caps.keep);
    this.beatGaps = new LongestGaps(Math.min(HEARTBEAT_GAPS, caps.gaps));
    this.templates = new TemplateTable(caps.templates);
  }
  entry;
  sub;
  pid;
  seq;
  basis;
  dialect;
  matcher;
  banner = false;
  /** No line of it lies in the block that is being read. */
  settled = true;
  tally;
  first = new RawLine();
  lastBeat;
  events;
  beatGaps;
  beats = new Cadence();
  beatCount = 0;
  firstBeat;
  templates;
  zones = new ZoneSampler();
  /** `found` patterns of the matcher's last result belong to this line. `inReport`: written by the crash handler, which
   * proves nothing about main and is read by the crash parser. */
  add(header, context, module, found2, flags, inReport) {
    const { tally } = this;
    const line = tally.nextSlot();
    line.set(header, context, module, tally.lines, (flags & QUIET2) !== 0 ? QUIET_BYTES : MAX_KEPT_TEXT);
    if (!inReport) tally.ring.push(line, context.block);
    if (tally.lines++ === 0) this.first.copyFrom(line);
    const role = header.role;
    tally.addRole(role);
    if (header.handler) this.zones.handler(header.epochMs);
    else this.addStamped(line, header, context);
    if (found2 > 0) this.addEvents(line, found2);
    else if (!inReport && !header.handler && header.messageEnd > header.messageStart) this.templates.add(line);
    if (header.handler || inReport || header.messageEnd <= header.messageStart) return;
    const isCore = module === "" && this.isMainRole(role);
    if ((flags & PROVES_MAIN) !== 0 || isCore && (flags & NOT_MAIN) === 0) tally.addMain(line, this.basis);
    if ((flags & HEARTBEAT2) !== 0) this.addBeat(line);
  }
  /** Lines in a row that only have to be counted; see SteadyReader. */
  addSteady(steady, bytes, at, context, day, tag, maxBytes) {
    if (this.basis !== day.basis || this.zones.isWaiting) return at;
    const next = steady.read(bytes, at, context, day, tag, this.tally, this.isMainRole(day.role), maxBytes);
    if (next === at) return at;
    this.zones.passed(steady.lastMs);
    steady.drain(this.countQuiet);
    return next;
  }
  settle() {
    this.settled = true;
    this.tally.settle();
  }
  finish() {
    const { entry, tally } = this;
    const first = this.first.keep(entry);
    const run = {
      entry,
      sub: this.sub,
      pid: this.pid,
      seq: this.seq,
      stampBasis: this.basis,
      first,
      last: tally.keepLast(entry) ?? first,
      banner: this.banner,
      lines: tally.lines,
      levels: tally.levels(),
      roles: tally.roleCounts(),
      lastRole: tally.lastRole,
      events: this.events.events(entry),
      eventCounts: this.events.counts(),
      gaps: tally.gaps.finish(entry),
      mainGaps: tally.mainGaps.finish(entry),
      cadence: tally.cadence.bins,
      backSteps: tally.keepBackSteps(entry),
      density: tally.density.finish(),
      templates: this.templates.finish(entry),
      tail: tally.ring.keep(entry),
      zoneSamples: this.zones.finish(),
      dialect: this.dialect
    };
    if (tally.lastMain !== void 0) run.lastMain = tally.lastMain.keep(entry);
    if (this.firstBeat !== void 0 && this.lastBeat !== void 0) {
      run.heartbeat = {
        count: this.beatCount,
        cadence: this.beats.bins,
        first: this.firstBeat.keep(entry),
        last: this.lastBeat.keep(entry),
        gaps: this.beatGaps.finish(entry)
      };
    }
    return run;
  }
  countQuiet = (pattern, times) => this.events.addQuiet(pattern, times);
  isMainRole(role) {
    return role !== "C" && (role !== "" || this.dialect === "legacy-2.8" || this.dialect === "syslog");
  }
  addStamped(line, header, context) {
    this.tally.addLevel(header.level, header.wallMs);
    if (Number.isNaN(header.wallMs)) return;
    if (this.basis === "none") {
      this.basis = header.basis;
      this.dialect = header.dialect;
    }
    if (this.basis !== "absolute") this.zones.stamped(line, context);
    this.tally.addStamped(line, this.basis);
  }
  addEvents(line, found2) {
    for (let i = 0; i < found2; i++) this.events.add(this.matcher.found[i], line);
  }
  addBeat(line) {
    if (this.lastBeat === void 0) {
      this.firstBeat = new RawLine();
      this.firstBeat.copyFrom(line);
      this.lastBeat = new RawLine();
    } else {
      const gapMs = pause(this.lastBeat.wallMs, line.wallMs, this.basis);
      if (gapMs >= 0 && gapMs < SAME_TICK_MS) return;
      this.beats.add(gapMs);
      if (gapMs > this.beatGaps.minMs) this.beatGaps.offer(gapMs, this.lastBeat, line);
    }
    this.beatCount++;
    this.lastBeat.copyFrom(line);
  }
};

// src/formats/log/steady.ts
var LF = 10;
var CR = 13;
var BLANK = 32;
var TEXT_AFTER = CLOCK_BYTES + 3;
var WARNING = 3;
var MAX_TOUCHED = 64;
var SteadyReader = class {
  constructor(matcher) {
    this.matcher = matcher;
    this.heads = matcher.quietHeads;
    this.hits = new Int32Array(this.heads.size);
  }
  matcher;
  /** What the last `read` did: lines taken, and the clock of the last of them. */
  taken = 0;
  lastMs = 0;
  heads;
  hits;
  touched = new Int32Array(MAX_TOUCHED);
  touchedCount = 0;
  /** Takes lines from `from` on; answers where the first line begins that it left. `context` stands at the line before, its `offset` is
   * that of the first byte of the memory. */
  read(bytes, from, context, day, tag, tally, isMainRole, maxLineBytes) {
    this.taken = 0;
    const { lastStamped, lastMain } = tally;
    if (lastStamped === void 0 || lastMain === void 0) return from;
    const { heads, hits, touched, matcher } = this;
    const { gaps, mainGaps, cadence, density, ring, levelCounts, levelLast } = tally;
    const view2 = viewOf(bytes);
    const size2 = bytes.length;
    const offset = context.offset;
    const roleMark = markOf(-1, day.role);
    const firstLine = context.line;
    let line = firstLine;
    let at = from;
    let lastMs = lastStamped.wallMs;
    let lastMainMs = lastMain.wallMs;
    let lastAt = -1;
    let lastEnd = 0;
    let lastLevel = 0;
    let lastModule = "";
    let mainAt = -1;
    let mainEnd = 0;
    let mainLine = 0;
    let mainLevel = 0;
    let mainModule = "";
    for (; ; ) {
      const clockAt = at + day.length;
      let textAt = clockAt + TEXT_AFTER;
      if (textAt >= size2 || !day.begins(view2, at)) break;
      const level = levelOfChar(bytes[clockAt + CLOCK_BYTES + 1]);
      if (level < 0 || level >= WARNING || levelCounts[level] === 0) break;
      if (bytes[clockAt + CLOCK_BYTES] !== BLANK || bytes[clockAt + CLOCK_BYTES + 2] !== BLANK) break;
      let module = 0;
      let moduleName = "";
      if (bytes[textAt] === 60) {
        const tagBytes = tag.repeats(bytes, textAt, size2);
        if (tagBytes === 0) break;
        textAt += tagBytes;
        module = tag.lastId;
        moduleName = tag.lastName;
      }
      const row = heads.find(view2, textAt, size2, module);
      if (row < 0) break;
      const newline = bytes.indexOf(LF, textAt + heads.length(row));
      if (newline < 0 || newline - at > maxLineBytes || bytes[newline - 1] === CR || !heads.isAlone(row, bytes, textAt, newline)) break;
      const clockMs = parseClockMs(bytes, clockAt);
      if (clockMs < 0) break;
      const wallMs2 = day.startMs + clockMs;
      const gapMs = wallMs2 - lastMs;
      if (gapMs < BACK_STEP_MS || gapMs > gaps.minMs) break;
      const flags = matcher.flags[heads.patterns[row]];
      const isMain = (flags & PROVES_MAIN) !== 0 || isMainRole && module === 0 && (flags & NOT_MAIN) === 0;
      if (isMain) {
        const mainGapMs = wallMs2 - lastMainMs;
        if (mainGapMs < BACK_STEP_MS || mainGapMs > mainGaps.minMs) break;
      }
      if (hits[row] === 0) {
        if (this.touchedCount === MAX_TOUCHED) break;
        touched[this.touchedCount++] = row;
      }
      hits[row]++;
      line++;
      const end = newline - at > QUIET_BYTES ? cutAtCharacter(bytes, at + QUIET_BYTES) : newline;
      cadence.add(gapMs);
      density.add(wallMs2, level);
      levelCounts[level]++;
      levelLast[level] = wallMs2;
      ring.pushPlain(at, end, line, offset + at, wallMs2, roleMark + level + 1, moduleName, bytes);
      lastMs = wallMs2;
      lastAt = at;
      lastEnd = end;
      lastLevel = level;
      lastModule = moduleName;
      if (isMain) {
        lastMainMs = wallMs2;
        mainAt = at;
        mainEnd = end;
        mainLine = line;
        mainLevel = level;
        mainModule = moduleName;
      }
      at = newline + 1;
    }
    if (lastAt < 0) return from;
    this.taken = line - firstLine;
    this.lastMs = lastMs;
    if (mainAt >= 0) {
      const slot2 = tally.nextSlot();
      const order = tally.lines + mainLine - firstLine - 1;
      slot2.setPlain(bytes, mainAt, mainEnd, mainLine, offset + mainAt, lastMainMs, mainLevel, day.role, mainModule, order);
      tally.lastMain = slot2;
    }
    const slot = tally.nextSlot();
    slot.setPlain(bytes, lastAt, lastEnd, line, offset + lastAt, lastMs, lastLevel, day.role, lastModule, tally.lines + this.taken - 1);
    tally.lastStamped = slot;
    this.finish(tally, day.role);
    context.line = line;
    return at;
  }
  /** Patterns that were hit, each with how often; once. */
  drain(count) {
    for (let i = 0; i < this.touchedCount; i++) {
      const row = this.touched[i];
      count(this.heads.patterns[row], this.hits[row]);
      this.hits[row] = 0;
    }
    this.touchedCount = 0;
  }
  finish(tally, role) {
    tally.lines += this.taken;
    if (role === "") return;
    tally.roles[role] += this.taken;
    tally.lastRole = role;
  }
};

// src/formats/log/reader.ts
var CHILD_CAPS = { tail: 10, gaps: 4, templates: 20, keep: 20 };
var FULL_RUNS = 400;
var MAX_RUNS = 2e4;
var MAX_STRAYS = 20;
var MAX_HELD = 4;
var FAR_MS = 864e5;
var HANDLER_FAR_MS = 2 * FAR_MS;
var LogReader = class {
  constructor(entry, sub, matcher, counter) {
    this.entry = entry;
    this.sub = sub;
    this.matcher = matcher;
    this.counter = counter;
    this.tag = new ModuleTag(matcher);
    this.steady = new SteadyReader(matcher);
    this.versionSlot = matcher.slotIds.indexOf("version");
  }
  entry;
  sub;
  matcher;
  counter;
  strays = [];
  strayCount = 0;
  /** Lines beyond the cap on runs. */
  dropped = 0;
  runs = [];
  current = /* @__PURE__ */ new Map();
  tag;
  steady;
  versionSlot;
  lastRun;
  lastPid = -1;
  lastMs = Number.NaN;
  lastBasis = "none";
  held = /* @__PURE__ */ new Map();
  /** Runs that hold lines of the block that is being read. */
  unsettled = /* @__PURE__ */ new Set();
  suspect;
  /** Pid of the last line that was accepted, 0 before any. */
  get currentPid() {
    return this.lastRun?.pid ?? 0;
  }
  hasRun(pid) {
    return this.current.has(pid);
  }
  /** A header that no process of this log can have printed at this place, judged by what came before it. */
  isImplausible(header) {
    if (this.current.has(header.pid) || this.lastBasis === "none" || header.handler) return false;
    return header.basis !== this.lastBasis || header.wallMs < this.lastMs - FAR_MS;
  }
  /** A pid that is new here, with a stamp more than a day away: the line is held until the next one explains it. */
  isFarAway(header) {
    return !this.current.has(header.pid) && this.isFar(header);
  }
  line(header, context, inReport) {
    if (this.suspect !== void 0) this.settleSuspect(header);
    const known = header.pid === this.lastPid || this.current.has(header.pid);
    let found2 = 0;
    let flags = 0;
    this.tag.read(header);
    if (!inReport) {
      found2 = this.matcher.match(header.message, this.tag.textStart, header.messageEnd, this.tag.id);
      if (found2 > 0) {
        flags = this.matcher.flagsOfFound(found2);
        if ((flags & BANNER) !== 0 && this.tag.id === 0) {
          this.openByBanner(header, context);
          return;
        }
        if ((flags & BEFORE_BANNER) !== 0 && this.hold(header, context)) return;
      }
    }
    if (this.held.size > 0 && this.held.has(header.pid)) {
      this.flushHeld(header.pid);
      this.line(header, context, inReport);
      return;
    }
    if (!known && !inReport && this.isFar(header)) {
      this.suspect = new HeldLine(header, context);
      return;
    }
    this.accept(header, context, found2, flags, inReport);
  }
  /** Lines in a row of the process of the last one that only have to be counted; answers where the first one begins that is left. */
  takeSteady(bytes, at, context, day, maxBytes) {
    const run = this.lastRun;
    if (run === void 0 || day.length === 0 || day.pid !== this.lastPid || this.suspect !== void 0 || this.held.has(day.pid)) return at;
    const next = run.addSteady(this.steady, bytes, at, context, day, this.tag, maxBytes);
    if (next === at) return at;
    this.lastMs = this.steady.lastMs;
    this.lastBasis = day.basis;
    if (run.settled) {
      run.settled = false;
      this.unsettled.add(run);
    }
    return next;
  }
  settle() {
    for (const run of this.unsettled) run.settle();
    this.unsettled.clear();
  }
  finish() {
    const suspect = this.suspect;
    this.suspect = void 0;
    if (suspect !== void 0) {
      if (this.isImplausible(suspect.header)) this.addStray(suspect);
      else this.replay(suspect);
    }
    for (const pid of [...this.held.keys()]) this.flushHeld(pid);
    return this.runs.map((run) => run.finish());
  }
  accept(header, context, found2, flags, inReport) {
    const run = this.runOf(header);
    if (run === void 0) {
      this.dropped++;
      return;
    }
    if (this.tag.id !== 0) header.messageStart = this.tag.textStart;
    if (run.settled) {
      run.settled = false;
      this.unsettled.add(run);
    }
    run.add(header, context, this.tag.name, found2, flags, inReport);
    if (!header.handler) {
      this.lastMs = header.wallMs;
      this.lastBasis = header.basis;
    }
    if (run.pid === 0 && found2 > 0) this.learnPid(run, header, found2);
  }
  runOf(header) {
    if (header.pid === this.lastPid && this.lastRun !== void 0 && this.isSameAxis(this.lastRun, header)) return this.lastRun;
    let run = this.current.get(header.pid);
    if (run === void 0 || !this.isSameAxis(run, header)) run = this.open(header, false);
    if (run !== void 0) {
      this.lastRun = run;
      this.lastPid = header.pid;
    }
    return run;
  }
  /** Valkey's log-timestamp-format can change at run time; one run has one time axis. */
  isSameAxis(run, header) {
    return header.handler || run.basis === header.basis || run.basis === "none";
  }
  open(header, banner) {
    if (this.counter.next >= MAX_RUNS) return void 0;
    const isChild = header.role === "C" && !banner && this.runs.length > 0;
    const caps = this.counter.next >= FULL_RUNS ? SMALL_CAPS : isChild ? CHILD_CAPS : FULL_CAPS;
    const run = new RunBuilder(this.entry, this.sub, header.pid, this.counter.next++, header.basis, header.dialect, this.matcher, caps);
    run.banner = banner;
    this.runs.push(run);
    this.current.set(header.pid, run);
    return run;
  }
  openByBanner(header, context) {
    const held = this.held.get(header.pid);
    this.held.delete(header.pid);
    const run = this.open(held === void 0 ? header : held[0].header, true);
    if (run !== void 0) {
      this.lastRun = run;
      this.lastPid = header.pid;
    }
    for (const line of held ?? []) this.replay(line);
    this.tag.read(header);
    const found2 = this.matcher.match(header.message, this.tag.textStart, header.messageEnd, this.tag.id);
    this.accept(header, context, found2, this.matcher.flagsOfFound(found2), false);
  }
  /** Puts a line aside that stands in front of the banner of a run, when the pid has a run that it may not belong to. */
  hold(header, context) {
    const held = this.held.get(header.pid);
    if (held !== void 0 && held.length >= MAX_HELD) return false;
    const line = new HeldLine(header, context);
    if (held === void 0) this.held.set(header.pid, [line]);
    else held.push(line);
    return true;
  }
  flushHeld(pid) {
    const held = this.held.get(pid) ?? [];
    this.held.delete(pid);
    for (const line of held) this.replay(line);
  }
  replay(line) {
    const { header, context } = line;
    this.tag.read(header);
    const found2 = this.matcher.match(header.message, this.tag.textStart, header.messageEnd, this.tag.id);
    this.accept(header, context, found2, this.matcher.flagsOfFound(found2), false);
  }
  settleSuspect(next) {
    const line = this.suspect;
    const goesOn = next.pid === line.header.pid || !next.handler && !areFar(next.wallMs, next.basis, line.header.wallMs, line.header.basis);
    this.suspect = void 0;
    if (goesOn) this.replay(line);
    else this.addStray(line);
  }
  isFar(header) {
    if (this.lastRun === void 0 || this.lastBasis === "none") return false;
    if (header.handler) return this.lastBasis !== "yearless" && Math.abs(header.epochMs - this.lastMs) > HANDLER_FAR_MS;
    return areFar(header.wallMs, header.basis, this.lastMs, this.lastBasis);
  }
  addStray(line) {
    this.strayCount++;
    if (this.strays.length >= MAX_STRAYS) return;
    const text2 = toText(line.bytes, 0, Math.min(line.bytes.length, MAX_KEPT_TEXT));
    this.strays.push({ entry: this.entry, line: line.context.line, offset: line.context.offset, text: text2 });
  }
  /** Through syslog the first lines of a server come without a pid; its version line tells it. */
  learnPid(run, header, found2) {
    for (let i = 0; i < found2; i++) {
      const pattern = this.matcher.found[i];
      if (this.matcher.slot[pattern] !== this.versionSlot) continue;
      const pid = Number(this.matcher.fields(pattern, header.message, header.messageStart, header.messageEnd).pid ?? 0);
      if (!Number.isInteger(pid) || pid <= 0) continue;
      run.pid = pid;
      this.current.set(pid, run);
    }
  }
};
function areFar(aMs, aBasis, bMs, bBasis) {
  return aBasis !== bBasis || Math.abs(aMs - bMs) > FAR_MS;
}

// src/formats/sub-reader.ts
var MAX_UNKNOWN_SAMPLES = 8;
var MAX_HOLES = 100;
var MAX_FULL_CRASHES = 200;
var LF2 = 10;
var FIRST_REAL_YEAR_MS = Date.UTC(1974, 0, 1);
var SERVER_NAME = /redis|valkey|sentinel|keydb/i;
var BANNER_MESSAGE = /^(?:oO0OoO0OoO0Oo |Server started, )/;
var OPENERS = new Set([..."RVv=!GO "].map((char) => char.charCodeAt(0)));
var SubReader = class {
  constructor(state, sub) {
    this.state = state;
    this.log = new LogReader(state.entry, sub, state.matcher, state.runs);
    this.crash = new CrashTracker((record) => this.emit(record));
    this.isServer = SERVER_NAME.test(sub);
  }
  state;
  header = new LogHeader();
  log;
  crash;
  block;
  logLines = 0;
  unknownBeforeLog = 0;
  sawHeader = false;
  isServer = false;
  syslogLine = 0;
  line(bytes, start, end, context) {
    if (this.header.parse(bytes, start, end)) {
      this.sawHeader = true;
      this.headed(context);
    } else this.unheaded(bytes, start, end, context);
  }
  steady(bytes, at, context, maxBytes) {
    if (this.block !== void 0 || this.crash.active) return at;
    const before = context.line;
    const next = this.log.takeSteady(bytes, at, context, this.header.day, maxBytes);
    this.logLines += context.line - before;
    return next;
  }
  hole(kind, bytes, context) {
    if (kind === "long-line") this.state.longLines++;
    if (this.state.holes.length < MAX_HOLES) this.state.holes.push({ kind, bytes, cite: citeOf2("", context) });
  }
  settle() {
    this.log.settle();
  }
  /** The file's first line was cut: one unknown line, then log lines. */
  get beginsCut() {
    return this.unknownBeforeLog === 1 && this.logLines > 0;
  }
  end() {
    this.closeBlock();
    this.crash.finish();
    this.claim("redis-log", this.logLines);
  }
  finish() {
    const runs = this.log.finish();
    const { unknown } = this.state;
    unknown.count += this.log.strayCount;
    for (const stray of this.log.strays) if (unknown.samples.length < MAX_UNKNOWN_SAMPLES) unknown.samples.push(stray);
    if (this.log.strayCount > 0)
      this.note(
        `${this.log.strayCount} line(s) look like log lines of another process and time and stand alone: forged or stray, not used`
      );
    if (this.log.dropped > 0) this.note(`${this.log.dropped} log line(s) beyond the limit on process runs were not used`);
    return runs;
  }
  headed(context) {
    const header = this.header;
    if (this.block !== void 0) this.closeBlock();
    this.logLines++;
    const { message, messageStart, messageEnd } = header;
    const newline = message === header.bytes ? -1 : message.indexOf(LF2, messageStart);
    if (newline >= 0) header.messageEnd = newline;
    this.dispatch(context);
    if (newline >= 0) this.rest(message, newline + 1, messageEnd, context);
  }
  rest(message, from, end, context) {
    for (let at = from; at < end; ) {
      const newline = message.indexOf(LF2, at);
      const stop = newline < 0 || newline > end ? end : newline;
      this.unheaded(message, at, stop, context);
      at = stop + 1;
    }
  }
  dispatch(context) {
    const { header, crash } = this;
    let inReport = false;
    const first = header.message[header.messageStart];
    const mayOpen = header.level === 3 && OPENERS.has(first);
    if (crash.active || header.handler || mayOpen) {
      const text2 = toText(header.message, header.messageStart, header.messageEnd);
      if (crash.active && BANNER_MESSAGE.test(text2)) crash.banner();
      const printer = { pid: header.pid, role: header.role, stamp: this.stamp(), handler: header.handler };
      const plausible = !this.log.isImplausible(header);
      inReport = plausible && crash.prefixed(text2, printer, context);
      if (!inReport && mayOpen && plausible && (!this.log.isFarAway(header) || this.log.hasRun(header.pid)))
        inReport = crash.opensWith(text2, printer, context);
    }
    if (inReport && header.dialect === "syslog" && header.messageEnd === header.messageStart) return;
    this.log.line(header, context, inReport);
  }
  stamp() {
    const { header } = this;
    return header.handler ? { wallMs: header.epochMs, basis: "absolute" } : { wallMs: header.wallMs, basis: header.basis };
  }
  unheaded(bytes, start, end, context) {
    const glued = gluedHeaderStart(bytes, start, end);
    if (glued >= 0 && this.header.parse(bytes, glued, end)) {
      this.headed(context);
      return;
    }
    const isSyslog = !this.sawHeader && (context.wrapPid > 0 || context.wrapLevel !== "");
    if (isSyslog && this.isRecordStart(context)) {
      if (this.syslogRecord(bytes, start, end, context)) return;
    }
    const text2 = toText(bytes, start, end);
    if (this.crash.raw(text2, context, this.log.currentPid)) {
      this.claim("redis-crash", 1);
      return;
    }
    if (this.block !== void 0 && this.offer(text2, context)) return;
    if (isBlank(text2)) return;
    this.open(text2, context);
  }
  isRecordStart(context) {
    if (context.line === this.syslogLine) return false;
    this.syslogLine = context.line;
    return true;
  }
  /** A message that Redis gave to syslog: header and level are the wrapper's. */
  syslogRecord(bytes, start, end, context) {
    const { matcher } = this.state;
    const known = matcher.match(bytes, start, end, 0) > 0;
    if (known && !this.isServer && matcher.says(matcher.found[0])) this.isServer = true;
    if (!this.isServer) return false;
    if (this.block !== void 0 && !known && !this.crash.active) return false;
    const stamp = syslogStamp(context);
    if (Number.isNaN(stamp.wallMs)) return false;
    if (!known && !this.crash.active && this.opens(toText(bytes, start, end), context)) return true;
    this.header.assume(bytes, start, end, context.wrapPid, context.wrapLevel, stamp.wallMs, stamp.basis);
    this.headed(context);
    return true;
  }
  offer(text2, context) {
    const block = this.block;
    if (block === void 0) return false;
    const answer = block.reader.line(text2, context);
    if (answer !== "refused") this.claim(block.format, 1);
    if (answer !== "taken") this.closeBlock();
    return answer !== "refused";
  }
  open(text2, context) {
    if (this.opens(text2, context)) return;
    const { unknown } = this.state;
    unknown.count++;
    if (this.logLines === 0) this.unknownBeforeLog++;
    if (unknown.samples.length < MAX_UNKNOWN_SAMPLES) unknown.samples.push(citeOf2(text2.slice(0, MAX_KEPT_TEXT), context));
  }
  opens(text2, context) {
    for (const format of this.state.formats) {
      const reader = format.open(text2, context);
      if (reader === void 0) continue;
      this.block = { reader, format: format.name };
      this.claim(format.name, 1);
      return true;
    }
    return false;
  }
  closeBlock() {
    const block = this.block;
    this.block = void 0;
    if (block !== void 0) for (const record of block.reader.finish()) this.emit(record);
  }
  emit(record) {
    const { records } = this.state;
    if (record.type === "crash" && ++this.state.crashes > MAX_FULL_CRASHES) {
      Object.assign(record, { info: [], clients: [], modulesInfo: [], dump: void 0, configDebug: void 0, clusterNodes: void 0 });
    }
    records.push(record);
  }
  claim(format, lines) {
    if (lines > 0) this.state.claimed.set(format, (this.state.claimed.get(format) ?? 0) + lines);
  }
  note(text2) {
    if (!this.state.notes.includes(text2)) this.state.notes.push(text2);
  }
};
function syslogStamp(context) {
  if (!Number.isNaN(context.wrapTimeMs)) return { wallMs: context.wrapTimeMs, basis: "absolute" };
  return { wallMs: context.wrapWallMs, basis: context.wrapWallMs < FIRST_REAL_YEAR_MS ? "yearless" : "naive" };
}
function isBlank(text2) {
  return text2 === "" || text2.trim() === "";
}

// src/formats/router.ts
var LOG_FORMATS = /* @__PURE__ */ new Set(["redis-log", "redis-crash", "redis-stdout"]);
var EntryReader = class {
  state;
  subs = /* @__PURE__ */ new Map();
  constructor(entry, patterns, formats) {
    this.state = {
      entry,
      matcher: patterns,
      formats,
      runs: { next: 0 },
      crashes: 0,
      records: [],
      holes: [],
      unknown: { count: 0, samples: [] },
      notes: [],
      longLines: 0,
      claimed: /* @__PURE__ */ new Map()
    };
  }
  sinkFor(sub) {
    let reader = this.subs.get(sub);
    if (reader === void 0) {
      reader = new SubReader(this.state, sub);
      this.subs.set(sub, reader);
    }
    return reader;
  }
  finish(info2) {
    const { state } = this;
    const readers = [...this.subs.values()];
    const runs = readers.flatMap((reader) => reader.finish()).sort((a, b) => a.seq - b.seq);
    const format = this.format();
    const isEmpty = info2.bytes === 0;
    if (state.longLines > 0) state.notes.push(`${state.longLines} line(s) are longer than the limit (--max-line) and were cut`);
    const outcome = info2.outcome ?? (format === "unknown" ? "ignored" : "parsed");
    const records = {
      entry: state.entry,
      format: isEmpty ? "empty" : format,
      wrapping: info2.wrapping,
      bytes: info2.bytes,
      lines: info2.lines,
      outcome,
      digest: info2.digest,
      runs,
      records: state.records,
      holes: state.holes,
      unknown: state.unknown,
      cutStart: (info2.cutStart ?? false) || readers.some((reader) => reader.beginsCut),
      cutEnd: info2.cutEnd ?? false,
      notes: state.notes
    };
    const why = info2.why ?? (outcome === "ignored" ? isEmpty ? "empty" : "no line was recognised" : void 0);
    if (why !== void 0) records.why = why;
    return records;
  }
  /** The format that claimed most lines; log lines, the reports between them and the start text on stdout are one. */
  format() {
    const lines = /* @__PURE__ */ new Map();
    for (const [name, count] of this.state.claimed) {
      const key = LOG_FORMATS.has(name) ? "redis-log" : name;
      lines.set(key, (lines.get(key) ?? 0) + count);
    }
    let best = "unknown";
    let most = 0;
    for (const [name, count] of lines) {
      if (count <= most) continue;
      most = count;
      best = name;
    }
    return best;
  }
};

// src/text/splitter.ts
var LF3 = 10;
var CR2 = 13;
var FIRST_CARRY = 4096;
var Splitter = class {
  constructor(context, maxLineBytes, target) {
    this.context = context;
    this.maxLineBytes = maxLineBytes;
    this.target = target;
  }
  context;
  maxLineBytes;
  target;
  /** The last line had no newline. */
  cutEnd = false;
  lines = 0;
  /** Start of a line whose end has not come yet. */
  carry = Buffer.allocUnsafe(FIRST_CARRY);
  carryLength = 0;
  carryOffset = 0;
  /** Bytes of the current line beyond the limit; its head has been delivered. */
  skipped = 0;
  /** Something of the current physical line has been seen. */
  open = false;
  afterHole = false;
  /** Takes bytes that begin at offset `from` of the original entry. When they are not as long as the original (UTF-16),
   * they hold at most one newline, at their end. `lasting`: they stay as they are until the block is settled. */
  feed(bytes, from, lasting) {
    const context = this.context;
    const limit = this.maxLineBytes;
    let at = this.open ? this.finishOpen(bytes, from) : 0;
    context.block = lasting ? bytes : void 0;
    while (at < bytes.length) {
      if (lasting && this.target.steady !== void 0) {
        context.line = this.lines;
        context.offset = from;
        at = this.target.steady(bytes, at, limit);
        this.lines = context.line;
      }
      const newline = bytes.indexOf(LF3, at);
      if (newline < 0) break;
      context.line = this.lines + 1;
      context.offset = from + at;
      if (newline - at > limit) {
        this.target.take(bytes, at, at + limit);
        this.target.hole("long-line", newline - at - limit);
      } else {
        let stop = newline;
        while (stop > at && bytes[stop - 1] === CR2) stop--;
        this.target.take(bytes, at, stop);
      }
      this.lines++;
      at = newline + 1;
    }
    if (at < bytes.length) {
      this.open = true;
      this.carryOffset = from + at;
      this.keep(bytes, at, bytes.length);
    }
  }
  /** Bytes were lost here: what came before is a line of its own, what follows begins another on the same physical line. */
  hole(kind, bytes, offset) {
    this.flush(true);
    this.open = true;
    this.afterHole = true;
    this.context.line = this.lines + 1;
    this.context.offset = offset;
    this.target.hole(kind, bytes);
  }
  end() {
    if (!this.open) return;
    this.cutEnd = true;
    this.flush(true);
    this.lines++;
    this.open = false;
  }
  /** Continues the open line; returns where the next one begins. */
  finishOpen(bytes, from) {
    const newline = bytes.indexOf(LF3);
    if (this.isEmpty()) this.carryOffset = from;
    this.keep(bytes, 0, newline < 0 ? bytes.length : newline);
    if (newline < 0) return bytes.length;
    this.flush(this.afterHole);
    this.afterHole = false;
    this.lines++;
    this.open = false;
    return newline + 1;
  }
  isEmpty() {
    return this.carryLength === 0 && this.skipped === 0;
  }
  keep(bytes, start, end) {
    const room = this.maxLineBytes - this.carryLength;
    const length = Math.min(end - start, room);
    this.skipped += end - start - length;
    if (length <= 0) return;
    const needed = this.carryLength + length;
    if (needed > this.carry.length) this.grow(needed);
    bytes.copy(this.carry, this.carryLength, start, start + length);
    this.carryLength = needed;
  }
  grow(needed) {
    const larger = Buffer.allocUnsafe(Math.min(Math.max(needed, this.carry.length * 2), this.maxLineBytes));
    this.carry.copy(larger, 0, 0, this.carryLength);
    this.carry = larger;
  }
  flush(dropEmpty) {
    let stop = this.carryLength;
    const skipped = this.skipped;
    if (skipped === 0) while (stop > 0 && this.carry[stop - 1] === CR2) stop--;
    this.carryLength = 0;
    this.skipped = 0;
    if (stop === 0 && dropEmpty) return;
    this.context.line = this.lines + 1;
    this.context.offset = this.carryOffset;
    this.target.take(this.carry, 0, stop);
    if (skipped > 0) this.target.hole("long-line", skipped);
  }
};

// src/text/delivery.ts
var MAX_SUBS = 256;
var OTHER_SUBS = "(others)";
var PlainDelivery = class {
  constructor(sink, context) {
    this.sink = sink;
    this.context = context;
  }
  sink;
  context;
  take(bytes, start, end) {
    this.sink.line(bytes, start, end, this.context);
  }
  steady(bytes, at, maxBytes) {
    return this.sink.steady === void 0 ? at : this.sink.steady(bytes, at, this.context, maxBytes);
  }
  hole(kind, bytes) {
    this.sink.hole?.(kind, bytes, this.context);
  }
};
var SubDelivery = class {
  constructor(sinks, context) {
    this.sinks = sinks;
    this.context = context;
  }
  sinks;
  context;
  sub;
  sink;
  take(bytes, start, end) {
    let stop = end;
    while (stop > start && bytes[stop - 1] === CR2) stop--;
    this.current().line(bytes, start, stop, this.context);
  }
  hole(kind, bytes) {
    this.current().hole?.(kind, bytes, this.context);
  }
  current() {
    const wanted = this.context.sub;
    if (this.sink === void 0 || wanted !== this.sub) {
      this.sink = this.sinks.sinkOf(wanted);
      this.sub = wanted;
    }
    this.context.sub = this.sinks.nameOf(wanted);
    if (this.context.sub !== wanted) this.sub = void 0;
    return this.sink;
  }
};
var SinkSet = class {
  constructor(makeSink) {
    this.makeSink = makeSink;
  }
  makeSink;
  sinks = /* @__PURE__ */ new Map();
  /** The name under which a server's lines are delivered. */
  nameOf(sub) {
    return this.sinks.has(sub) || this.sinks.size < MAX_SUBS - 1 ? sub : OTHER_SUBS;
  }
  sinkOf(sub) {
    const name = this.nameOf(sub);
    let sink = this.sinks.get(name);
    if (sink === void 0) {
      sink = this.makeSink(name);
      this.sinks.set(name, sink);
    }
    return sink;
  }
  settle() {
    for (const sink of this.sinks.values()) sink.settle?.();
  }
  end() {
    for (const sink of this.sinks.values()) sink.end();
  }
};

// src/text/digest.ts
var PRIME_A = 2654435761;
var PRIME_B = 2246822519;
var PRIME_C = 3266489917;
var PRIME_D = 668265263;
var BLOCK = 16;
var STRETCH = 4096;
var Digest = class {
  a = PRIME_A | 0;
  b = PRIME_B | 0;
  c = PRIME_C | 0;
  d = PRIME_D | 0;
  total = 0;
  rest = new Uint8Array(BLOCK);
  restLength = 0;
  update(bytes) {
    let at = 0;
    this.total += bytes.length;
    if (this.restLength > 0) {
      at = Math.min(BLOCK - this.restLength, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.restLength);
      this.restLength += at;
      if (this.restLength < BLOCK) return;
      this.blocks(new DataView(this.rest.buffer), 0, BLOCK);
      this.restLength = 0;
    }
    const whole = at + (bytes.length - at & ~(BLOCK - 1));
    const view2 = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (; at < whole; at += STRETCH) this.blocks(view2, at, Math.min(whole, at + STRETCH));
    if (whole < bytes.length) {
      this.rest.set(bytes.subarray(whole), 0);
      this.restLength = bytes.length - whole;
    }
  }
  blocks(view2, from, to) {
    let { a, b, c, d } = this;
    for (let i = from; i < to; i += BLOCK) {
      a = Math.imul(a ^ view2.getInt32(i, true), PRIME_A);
      a ^= a >>> 15;
      b = Math.imul(b ^ view2.getInt32(i + 4, true), PRIME_B);
      b ^= b >>> 15;
      c = Math.imul(c ^ view2.getInt32(i + 8, true), PRIME_C);
      c ^= c >>> 15;
      d = Math.imul(d ^ view2.getInt32(i + 12, true), PRIME_D);
      d ^= d >>> 15;
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }
  /** 16 hexadecimal digits. */
  finish() {
    this.rest.fill(0, this.restLength);
    if (this.restLength > 0) this.blocks(new DataView(this.rest.buffer), 0, BLOCK);
    const length = Math.imul(this.total % 4294967296, PRIME_A) ^ Math.floor(this.total / 4294967296);
    const high = mix(mix(this.a ^ length) + this.c);
    const low = mix(mix(this.b ^ length) + this.d);
    return hex(mix(high + Math.imul(low, PRIME_B))) + hex(mix(low + Math.imul(high, PRIME_C)));
  }
};
function mix(value) {
  let h = value | 0;
  h = Math.imul(h ^ h >>> 16, 2246822507);
  h = Math.imul(h ^ h >>> 13, 3266489909);
  return h ^ h >>> 16;
}
function hex(value) {
  return (value >>> 0).toString(16).padStart(8, "0");
}

// src/text/encoding.ts
var MIN_HOLE = 16;
var SNIFF_BYTES = 64;
var MIN_SNIFF_BYTES = 16;
var ZEROS = Buffer.alloc(MIN_HOLE);
var LF4 = 10;
var Decoder = class {
  constructor(out) {
    this.out = out;
  }
  out;
  encoding = "utf-8";
  stage;
  head = Buffer.alloc(0);
  push(chunk) {
    const bytes = asBuffer(chunk);
    if (this.stage) {
      this.stage.push(bytes);
      return;
    }
    this.head = this.head.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.head, bytes]);
    if (this.head.length >= SNIFF_BYTES) this.start();
  }
  end() {
    if (!this.stage) this.start();
    this.stage?.end();
  }
  start() {
    const head = this.head;
    this.head = Buffer.alloc(0);
    this.encoding = detectEncoding(head.subarray(0, SNIFF_BYTES));
    const isWide = this.encoding === "utf-16le" || this.encoding === "utf-16be";
    const markLength = byteOrderMark(head)?.length ?? 0;
    this.stage = isWide ? new WideStage(this.out, markLength, this.encoding === "utf-16be" ? 0 : 1) : new NarrowStage(this.out, markLength);
    this.stage.push(head.subarray(markLength));
  }
};
function byteOrderMark(head) {
  if (head[0] === 239 && head[1] === 187 && head[2] === 191) return { encoding: "utf-8-bom", length: 3 };
  if (head[0] === 255 && head[1] === 254) return { encoding: "utf-16le", length: 2 };
  if (head[0] === 254 && head[1] === 255) return { encoding: "utf-16be", length: 2 };
  return void 0;
}
function detectEncoding(head) {
  const mark = byteOrderMark(head);
  if (mark) return mark.encoding;
  const length = head.length & ~1;
  if (length < MIN_SNIFF_BYTES) return "utf-8";
  let little = true;
  let big = true;
  for (let i = 0; i < length; i += 2) {
    if (head[i + 1] !== 0 || !isTextByte(head[i])) little = false;
    if (head[i] !== 0 || !isTextByte(head[i + 1])) big = false;
  }
  return little ? "utf-16le" : big ? "utf-16be" : "utf-8";
}
function isTextByte(byte) {
  return byte >= 32 && byte < 127 || byte === 10 || byte === 13 || byte === 9 || byte === 27;
}
var NarrowStage = class {
  constructor(out, offset) {
    this.out = out;
    this.offset = offset;
  }
  out;
  nuls = 0;
  offset;
  push(bytes) {
    let at = 0;
    if (this.nuls > 0) {
      at = endOfNuls(bytes, 0);
      this.nuls += at;
      this.offset += at;
      if (at === bytes.length) return;
      this.endRun();
    }
    let from = at;
    for (let nul = bytes.indexOf(0, at); nul >= 0; nul = bytes.indexOf(0, nul)) {
      const stop = endOfNuls(bytes, nul);
      if (stop - nul >= MIN_HOLE || stop === bytes.length) {
        this.feed(bytes, from, nul);
        this.nuls = stop - nul;
        this.offset += stop - nul;
        from = stop;
        if (stop === bytes.length) return;
        this.endRun();
      }
      nul = stop;
    }
    this.feed(bytes, from, bytes.length);
  }
  end() {
    if (this.nuls > 0) this.endRun();
  }
  feed(bytes, start, end) {
    if (end <= start) return;
    this.out.feed(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), this.offset, true);
    this.offset += end - start;
  }
  endRun() {
    const length = this.nuls;
    this.nuls = 0;
    if (length >= MIN_HOLE) this.out.hole("nul", length, this.offset - length);
    else this.out.feed(ZEROS.subarray(0, length), this.offset - length, true);
  }
};
function endOfNuls(bytes, at) {
  let stop = at;
  while (stop < bytes.length && bytes[stop] === 0) stop++;
  return stop;
}
var WIDE_BUFFER = 65536;
var WideStage = class {
  constructor(out, offset, highByte) {
    this.out = out;
    this.highByte = highByte;
    this.offset = offset;
  }
  out;
  highByte;
  text = Buffer.allocUnsafe(WIDE_BUFFER);
  length = 0;
  textFrom = 0;
  offset;
  nuls = 0;
  highSurrogate = 0;
  oddByte = -1;
  push(bytes) {
    let at = 0;
    if (this.oddByte >= 0 && bytes.length > 0) {
      const second = bytes[0];
      this.unit(this.highByte === 0 ? this.oddByte << 8 | second : second << 8 | this.oddByte);
      this.oddByte = -1;
      at = 1;
    }
    for (; at + 1 < bytes.length; at += 2) {
      this.unit(bytes[at + this.highByte] << 8 | bytes[at + 1 - this.highByte]);
    }
    if (at < bytes.length) this.oddByte = bytes[at];
  }
  end() {
    this.endNuls();
    this.endSurrogate();
    this.flush();
    if (this.oddByte >= 0) this.out.hole("encoding", 1, this.offset);
  }
  unit(unit) {
    if (unit === 0) {
      this.endSurrogate();
      this.nuls++;
      this.offset += 2;
      return;
    }
    this.endNuls();
    if (this.length === 0 && this.highSurrogate === 0) this.textFrom = this.offset;
    this.offset += 2;
    if (unit < 128) {
      this.endSurrogate();
      this.text[this.length++] = unit;
      if (unit === LF4) this.flush();
    } else this.wideUnit(unit);
    if (this.length > WIDE_BUFFER - 16) this.flush();
  }
  wideUnit(unit) {
    if (unit >= 56320 && unit < 57344 && this.highSurrogate > 0) {
      const point = 65536 + (this.highSurrogate - 55296 << 10) + (unit - 56320);
      this.highSurrogate = 0;
      this.bytes4(point);
      return;
    }
    this.endSurrogate();
    if (unit >= 55296 && unit < 56320) this.highSurrogate = unit;
    else if (unit < 2048) {
      this.text[this.length++] = 192 | unit >> 6;
      this.text[this.length++] = 128 | unit & 63;
    } else this.bytes3(unit >= 56320 && unit < 57344 ? 65533 : unit);
  }
  bytes3(point) {
    this.text[this.length++] = 224 | point >> 12;
    this.text[this.length++] = 128 | point >> 6 & 63;
    this.text[this.length++] = 128 | point & 63;
  }
  bytes4(point) {
    this.text[this.length++] = 240 | point >> 18;
    this.text[this.length++] = 128 | point >> 12 & 63;
    this.text[this.length++] = 128 | point >> 6 & 63;
    this.text[this.length++] = 128 | point & 63;
  }
  /** A high surrogate without its partner. */
  endSurrogate() {
    if (this.highSurrogate === 0) return;
    this.highSurrogate = 0;
    this.bytes3(65533);
  }
  endNuls() {
    if (this.nuls === 0) return;
    const count = this.nuls;
    this.nuls = 0;
    if (count * 2 >= MIN_HOLE) {
      this.flush();
      this.out.hole("nul", count * 2, this.offset - count * 2);
      return;
    }
    if (this.length === 0) this.textFrom = this.offset - count * 2;
    this.text.fill(0, this.length, this.length + count);
    this.length += count;
  }
  flush() {
    if (this.length === 0) return;
    const length = this.length;
    this.length = 0;
    this.out.feed(this.text.subarray(0, length), this.textFrom, false);
  }
};

// src/text/wrapping/bytes.ts
var SPACE = 32;
var TAB = 9;
var COLON = 58;
var QUOTE2 = 34;
var BACKSLASH = 92;
var ESC = 27;
function isDigit4(byte) {
  return byte >= 48 && byte <= 57;
}
function isLetter(byte) {
  return byte >= 65 && byte <= 90 || byte >= 97 && byte <= 122;
}
function startsWith2(bytes, at, end, literal) {
  if (at + literal.length > end) return false;
  for (let i = 0; i < literal.length; i++) if (bytes[at + i] !== literal.charCodeAt(i)) return false;
  return true;
}
function find(bytes, at, end, literal) {
  const first = literal.charCodeAt(0);
  const last = end - literal.length;
  for (let i = at; i <= last; i++) if (bytes[i] === first && startsWith2(bytes, i, end, literal)) return i;
  return -1;
}
function findByte(bytes, at, end, byte) {
  let i = at;
  while (i < end && bytes[i] !== byte) i++;
  return i;
}
function skipDigits(bytes, at, end) {
  let i = at;
  while (i < end && isDigit4(bytes[i])) i++;
  return i;
}
function skipSpaces(bytes, at, end) {
  let i = at;
  while (i < end && bytes[i] === SPACE) i++;
  return i;
}
function skipColours(bytes, at, end) {
  let i = at;
  while (i + 2 < end && bytes[i] === ESC && bytes[i + 1] === 91) {
    let stop = i + 2;
    while (stop < end && stop < i + 20 && (isDigit4(bytes[stop]) || bytes[stop] === 59)) stop++;
    if (stop >= end || bytes[stop] !== 109) return i;
    i = stop + 1;
  }
  return i;
}
function parseDecimal(bytes, at, end) {
  let value = 0;
  for (let i = at; i < end && i < at + 9; i++) value = value * 10 + bytes[i] - 48;
  return value;
}
var Names = class {
  last = new Uint8Array(0);
  lastName = "";
  known = /* @__PURE__ */ new Map();
  name(bytes, start, end) {
    if (this.isLast(bytes, start, end)) return this.lastName;
    const text2 = bytes.toString("utf8", start, end);
    let name = this.known.get(text2);
    if (name === void 0) {
      name = text2;
      if (this.known.size < 1024) this.known.set(text2, text2);
    }
    this.last = Uint8Array.prototype.slice.call(bytes, start, end);
    this.lastName = name;
    return name;
  }
  isLast(bytes, start, end) {
    const last = this.last;
    if (end - start !== last.length || last.length === 0) return false;
    for (let i = 0; i < last.length; i++) if (bytes[start + i] !== last[i]) return false;
    return true;
  }
};

// src/text/wrapping/layer.ts
var Layer = class {
  constructor(next, environment) {
    this.next = next;
    this.environment = environment;
    this.context = environment.context;
  }
  next;
  environment;
  context;
  hole(kind, bytes) {
    this.flush();
    this.next.hole(kind, bytes);
  }
  /** Delivers what was held back. */
  flush() {
  }
};
function clearWrap(context) {
  context.wrapTimeMs = Number.NaN;
  context.wrapWallMs = Number.NaN;
  context.wrapLevel = "";
  context.wrapPid = 0;
}
var SavedContext = class {
  line = 0;
  offset = 0;
  sub = "";
  wrapTimeMs = Number.NaN;
  wrapWallMs = Number.NaN;
  wrapLevel = "";
  wrapPid = 0;
  copyFrom(context) {
    this.line = context.line;
    this.offset = context.offset;
    this.sub = context.sub;
    this.wrapTimeMs = context.wrapTimeMs;
    this.wrapWallMs = context.wrapWallMs;
    this.wrapLevel = context.wrapLevel;
    this.wrapPid = context.wrapPid;
    return this;
  }
  restoreTo(context) {
    context.line = this.line;
    context.offset = this.offset;
    context.sub = this.sub;
    context.wrapTimeMs = this.wrapTimeMs;
    context.wrapWallMs = this.wrapWallMs;
    context.wrapLevel = this.wrapLevel;
    context.wrapPid = this.wrapPid;
  }
};
function byShare(name, share, fits5, open) {
  return (head) => {
    let count = 0;
    for (const line of head) if (fits5(line)) count++;
    if (count === 0 || count < head.length * share) return void 0;
    return { name, open: (next, environment) => open(next, environment, head) };
  };
}

// src/text/wrapping/partial.ts
var FIRST_BYTES = 65536;
var PartialLine = class {
  constructor(next, context, maxBytes) {
    this.next = next;
    this.context = context;
    this.maxBytes = maxBytes;
  }
  next;
  context;
  maxBytes;
  buffer = Buffer.alloc(0);
  length = 0;
  dropped = 0;
  /** Where the first piece stood. */
  began = new SavedContext();
  resumed = new SavedContext();
  isOpen = false;
  append(bytes, start, end) {
    if (!this.isOpen) {
      this.isOpen = true;
      this.began.copyFrom(this.context);
    }
    const length = Math.min(end - start, this.maxBytes - this.length);
    this.dropped += end - start - length;
    if (this.length + length > this.buffer.length) this.grow(this.length + length);
    bytes.copy(this.buffer, this.length, start, start + length);
    this.length += length;
  }
  /** Delivers the joined line with the place and time of its first piece. */
  finish() {
    if (!this.isOpen) return;
    const { length, dropped } = this;
    this.isOpen = false;
    this.length = 0;
    this.dropped = 0;
    this.resumed.copyFrom(this.context);
    this.began.restoreTo(this.context);
    this.next.take(this.buffer, 0, length);
    if (dropped > 0) this.next.hole("long-line", dropped);
    this.resumed.restoreTo(this.context);
  }
  grow(needed) {
    const larger = Buffer.allocUnsafe(Math.min(Math.max(needed, this.buffer.length * 2, FIRST_BYTES), this.maxBytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
};

// src/text/wrapping/redis-line.ts
var MAX_PREFIX = 256;
function detectRedisLine(bytes, at, end) {
  const first = bytes[at];
  if (first === 91) return isBracketed(bytes, at, end);
  if (first === 112) return startsWith2(bytes, at, end, "pid=") && hasRole(bytes, at + 4, end, " role=");
  if (first === 123) return startsWith2(bytes, at, end, '{"pid":') && hasRole(bytes, at + 7, end, ',"role":');
  const colon = skipDigits(bytes, at, end);
  if (colon === at || colon - at > 8 || bytes[colon] !== COLON || colon + 10 > end) return false;
  if (startsWith2(bytes, colon + 1, end, "signal-handler (")) return true;
  const role = bytes[colon + 1];
  const isRole = role === 77 || role === 83 || role === 67 || role === 88;
  return isRole && bytes[colon + 2] === SPACE && isDigit4(bytes[colon + 3]) && isStampStart(bytes, colon + 3, end);
}
function findRedisLine(bytes, start, end) {
  const last = Math.min(end, start + MAX_PREFIX);
  for (let i = start; i < last; i++) {
    if (i > start && (isDigit4(bytes[i]) || isLetter(bytes[i])) && (isDigit4(bytes[i - 1]) || isLetter(bytes[i - 1]))) continue;
    if (detectRedisLine(bytes, i, end)) return i;
  }
  return -1;
}
function detectReportLine(bytes, at, end) {
  return startsWith2(bytes, at, end, "=== REDIS BUG REPORT") || startsWith2(bytes, at, end, "=== VALKEY BUG REPORT") || startsWith2(bytes, at, end, "------ ") || startsWith2(bytes, at, end, "Thread 1 (") || startsWith2(bytes, at, end, "#0 ") || startsWith2(bytes, at, end, "#1 ");
}
function isBracketed(bytes, at, end) {
  const close = skipDigits(bytes, at + 1, end);
  if (close === at + 1 || close - at > 9 || bytes[close] !== 93 || bytes[close + 1] !== SPACE) return false;
  return close + 12 < end && isDigit4(bytes[close + 2]) && isStampStart(bytes, close + 2, end);
}
function isStampStart(bytes, at, end) {
  const next = skipDigits(bytes, at, Math.min(end, at + 14));
  if (next - at <= 2) return bytes[next] === SPACE && next + 4 < end && isLetter(bytes[next + 1]) && bytes[next + 4] === SPACE;
  if (next - at === 4) return bytes[next] === 45;
  return next - at === 13;
}
function hasRole(bytes, at, end, literal) {
  const next = skipDigits(bytes, at, end);
  return next > at && startsWith2(bytes, next, end, literal);
}
function detectCutStart(head) {
  if (head.length < 2) return false;
  const { bytes, end } = head[0];
  if (findRedisLine(bytes, 0, end) >= 0) return false;
  if (!detectRedisLine(head[1].bytes, 0, head[1].end)) return false;
  const first = bytes[0];
  return first >= 97 && first <= 122 || isDigit4(first) || first === COLON;
}

// src/text/wrapping/container.ts
var textStart = 0;
var nameStart = 0;
var nameEnd = 0;
var stampMs = Number.NaN;
function parseStampPrefix(bytes, start, end) {
  if (end - start < 20 || !isDigit4(bytes[start]) || bytes[start + 10] !== 84) return -1;
  const wallMs2 = parseRedisStamp(bytes, start, end);
  if (Number.isNaN(wallMs2) || lastStamp.basis !== "absolute") return -1;
  const next = start + lastStamp.length;
  if (next < end && bytes[next] !== SPACE || bytes[start + 19] === 44) return -1;
  stampMs = wallMs2 + lastStamp.shiftMs;
  textStart = Math.min(next + 1, end);
  let digits = 0;
  if (bytes[start + 19] === 46) while (isDigit4(bytes[start + 20 + digits])) digits++;
  return digits;
}
var CriLayer = class extends Layer {
  partials = [this.partial(), this.partial()];
  take(bytes, start, end) {
    const kind = parseCri(bytes, start, end);
    if (kind < 0) {
      this.flush();
      this.next.take(bytes, start, end);
      return;
    }
    this.context.wrapTimeMs = stampMs;
    const partial = this.partials[kind & 1];
    const isPiece = (kind & 2) !== 0;
    if (isPiece || partial.isOpen) {
      partial.append(bytes, textStart, end);
      if (!isPiece) partial.finish();
    } else this.next.take(bytes, textStart, end);
  }
  flush() {
    for (const partial of this.partials) partial.finish();
  }
  partial() {
    return new PartialLine(this.next, this.context, this.environment.maxLineBytes);
  }
};
function parseCri(bytes, start, end) {
  if (parseStampPrefix(bytes, start, end) < 0) return -1;
  const isStderr2 = startsWith2(bytes, textStart, end, "stderr ");
  if (!isStderr2 && !startsWith2(bytes, textStart, end, "stdout ")) return -1;
  const tag = textStart + 7;
  const isPiece = bytes[tag] === 80;
  if (tag >= end || !isPiece && bytes[tag] !== 70) return -1;
  const tagEnd = findByte(bytes, tag, Math.min(end, tag + 64), SPACE);
  if (tagEnd - tag > 1 && bytes[tag + 1] !== 58) return -1;
  textStart = Math.min(tagEnd + 1, end);
  return (isStderr2 ? 1 : 0) | (isPiece ? 2 : 0);
}
var KubectlPrefixLayer = class extends Layer {
  names = new Names();
  take(bytes, start, end) {
    const close = podPrefixEnd(bytes, start, end);
    if (close < 0) {
      this.next.take(bytes, start, end);
      return;
    }
    this.context.sub = this.names.name(bytes, start + 5, close);
    this.next.take(bytes, Math.min(close + 2, end), end);
  }
};
function podPrefixEnd(bytes, start, end) {
  if (!startsWith2(bytes, start, end, "[pod/")) return -1;
  const close = findByte(bytes, start + 5, Math.min(end, start + 600), 93);
  if (close >= end || bytes[close] !== 93) return -1;
  return close + 1 === end || bytes[close + 1] === SPACE ? close : -1;
}
var ComposeLayer = class extends Layer {
  names = new Names();
  take(bytes, start, end) {
    const bar = parseCompose(bytes, start, end);
    if (bar < 0) {
      this.next.take(bytes, start, end);
      return;
    }
    this.context.sub = this.names.name(bytes, nameStart, nameEnd);
    this.next.take(bytes, textStart, end);
  }
};
function parseCompose(bytes, start, end) {
  nameStart = skipColours(bytes, start, end);
  nameEnd = nameStart;
  const limit = Math.min(end, nameStart + 128);
  while (nameEnd < limit && isNameByte2(bytes[nameEnd])) nameEnd++;
  if (nameEnd === nameStart || bytes[nameEnd] !== SPACE) return -1;
  const bar = skipSpaces(bytes, nameEnd, Math.min(end, nameEnd + 128));
  if (bar >= end || bytes[bar] !== 124) return -1;
  let text2 = bar + 1;
  const isColoured = nameStart > start;
  const reset = isColoured ? skipColours(bytes, text2, end) : text2;
  if (reset < end && bytes[reset] !== SPACE) return -1;
  text2 = Math.min(reset + 1, end);
  textStart = isColoured && reset === bar + 1 ? skipOneColour(bytes, text2, end) : text2;
  return bar - nameStart;
}
function skipOneColour(bytes, at, end) {
  return startsWith2(bytes, at, end, "\x1B[0m") ? at + 4 : at;
}
function isNameByte2(byte) {
  return isLetter(byte) || isDigit4(byte) || byte === 45 || byte === 95 || byte === 46 || byte === 64;
}
var recogniseCompose = (head) => {
  const columns = /* @__PURE__ */ new Map();
  const names2 = /* @__PURE__ */ new Set();
  for (const { bytes, end } of head) {
    const column = parseCompose(bytes, 0, end);
    if (column < 0) continue;
    columns.set(column, (columns.get(column) ?? 0) + 1);
    names2.add(bytes.toString("latin1", nameStart, nameEnd));
  }
  const aligned = Math.max(0, ...columns.values());
  if (aligned === 0 || aligned * 2 < head.length || aligned > 3 && names2.size * 2 > aligned) return void 0;
  return { name: "compose", open: (next, environment) => new ComposeLayer(next, environment) };
};
var TimestampsLayer = class extends Layer {
  take(bytes, start, end) {
    if (parseStampPrefix(bytes, start, end) < 0) {
      this.next.take(bytes, start, end);
      return;
    }
    this.context.wrapTimeMs = stampMs;
    this.next.take(bytes, textStart, end);
  }
};
function isStampedForOthers({ bytes, end }) {
  const digits = parseStampPrefix(bytes, 0, end);
  return digits >= 7 || digits >= 0 && detectRedisLine(bytes, textStart, end);
}
var recogniseCri = byShare(
  "cri",
  0.25,
  ({ bytes, end }) => parseCri(bytes, 0, end) >= 0,
  (next, environment) => new CriLayer(next, environment)
);
var recogniseKubectlPrefix = byShare(
  "kubectl-prefix",
  0.25,
  ({ bytes, end }) => podPrefixEnd(bytes, 0, end) >= 0,
  (next, environment) => new KubectlPrefixLayer(next, environment)
);
var recogniseTimestamps = byShare(
  "timestamps",
  0.5,
  isStampedForOthers,
  (next, environment) => new TimestampsLayer(next, environment)
);

// src/text/wrapping/json-string.ts
var decoded = {
  bytes: Buffer.alloc(0),
  start: 0,
  end: 0,
  /** First position behind the closing quote. */
  next: 0,
  /** False when the string was cut off. */
  closed: false
};
var scratch2 = Buffer.allocUnsafe(65536);
function decodeJsonString(bytes, at, end) {
  let i = at;
  while (i < end && bytes[i] !== QUOTE2 && bytes[i] !== BACKSLASH) i++;
  if (i >= end || bytes[i] === QUOTE2) {
    report(bytes, at, i, i < end ? i + 1 : end, i < end);
    return;
  }
  decodeEscapes(bytes, at, i, end);
}
function decodeEscapes(bytes, at, firstEscape, end) {
  if (scratch2.length < end - at) scratch2 = Buffer.allocUnsafe(end - at);
  const out = scratch2;
  bytes.copy(out, 0, at, firstEscape);
  let length = firstEscape - at;
  let i = firstEscape;
  while (i < end) {
    const byte = bytes[i];
    if (byte === QUOTE2) {
      report(out, 0, length, i + 1, true);
      return;
    }
    if (byte !== BACKSLASH) {
      out[length++] = byte;
      i++;
      continue;
    }
    if (i + 1 >= end) break;
    if (bytes[i + 1] !== 117) {
      out[length++] = simpleEscape(bytes[i + 1]);
      i += 2;
      continue;
    }
    let point = hex4(bytes, i + 2, end);
    if (point < 0) break;
    i += 6;
    if (point >= 55296 && point < 57344) {
      const low = point < 56320 && bytes[i] === BACKSLASH && bytes[i + 1] === 117 ? hex4(bytes, i + 2, end) : -1;
      if (low >= 56320 && low < 57344) {
        point = 65536 + (point - 55296 << 10) + (low - 56320);
        i += 6;
      } else point = 65533;
    }
    length = putPoint(out, length, point);
  }
  report(out, 0, length, end, false);
}
function report(bytes, start, end, next, closed) {
  decoded.bytes = bytes;
  decoded.start = start;
  decoded.end = end;
  decoded.next = next;
  decoded.closed = closed;
}
function simpleEscape(byte) {
  switch (byte) {
    case 110:
      return 10;
    case 116:
      return 9;
    case 114:
      return 13;
    case 98:
      return 8;
    case 102:
      return 12;
    default:
      return byte;
  }
}
function hex4(bytes, at, end) {
  if (at + 4 > end) return -1;
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i];
    const digit = byte >= 48 && byte <= 57 ? byte - 48 : (byte | 32) >= 97 && (byte | 32) <= 102 ? (byte | 32) - 87 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
function putPoint(out, at, point) {
  let next = at;
  if (point < 128) out[next++] = point;
  else if (point < 2048) {
    out[next++] = 192 | point >> 6;
    out[next++] = 128 | point & 63;
  } else {
    if (point < 65536) out[next++] = 224 | point >> 12;
    else {
      out[next++] = 240 | point >> 18;
      out[next++] = 128 | point >> 12 & 63;
    }
    out[next++] = 128 | point >> 6 & 63;
    out[next++] = 128 | point & 63;
  }
  return next;
}

// src/text/wrapping/docker.ts
var HEAD5 = '{"log":"';
var LF5 = 10;
var DockerLayer = class extends Layer {
  constructor(next, environment, joins) {
    super(next, environment);
    this.joins = joins;
  }
  joins;
  partials = [this.partial(), this.partial()];
  take(bytes, start, end) {
    if (!startsWith2(bytes, start, end, HEAD5)) {
      this.flush();
      this.next.take(bytes, start, end);
      return;
    }
    decodeJsonString(bytes, start + HEAD5.length, end);
    const partial = this.partials[decoded.closed && isStderr(bytes, decoded.next, end) ? 1 : 0];
    if (decoded.closed) this.context.wrapTimeMs = timeOf(bytes, decoded.next, end);
    const { bytes: text2, start: from, end: to } = decoded;
    const ends = to > from && text2[to - 1] === LF5;
    const stop = ends ? to - 1 : to;
    if (partial.isOpen) {
      partial.append(text2, from, stop);
      if (ends || !decoded.closed) partial.finish();
    } else if (ends || !this.joins || !decoded.closed) this.next.take(text2, from, stop);
    else partial.append(text2, from, stop);
    if (!decoded.closed) this.next.hole("cut", 0);
  }
  flush() {
    for (const partial of this.partials) partial.finish();
  }
  partial() {
    return new PartialLine(this.next, this.context, this.environment.maxLineBytes);
  }
};
function isStderr(bytes, at, end) {
  return startsWith2(bytes, at, end, ',"stream":"stderr"');
}
function timeOf(bytes, at, end) {
  const key = find(bytes, at, end, '"time":"');
  if (key < 0) return Number.NaN;
  const wallMs2 = parseRedisStamp(bytes, key + 8, end);
  return lastStamp.basis === "absolute" ? wallMs2 + lastStamp.shiftMs : Number.NaN;
}
function fits2({ bytes, end }) {
  if (!startsWith2(bytes, 0, end, HEAD5)) return false;
  decodeJsonString(bytes, HEAD5.length, end);
  if (!decoded.closed) return false;
  const next = decoded.next;
  return [',"stream":"', ',"attrs":{', ',"time":"'].some((literal) => startsWith2(bytes, next, end, literal)) && bytes[end - 1] === 125;
}
function endsWithNewline({ bytes, end }) {
  if (!startsWith2(bytes, 0, end, HEAD5)) return false;
  decodeJsonString(bytes, HEAD5.length, end);
  return decoded.end > decoded.start && decoded.bytes[decoded.end - 1] === LF5;
}
var recogniseDocker = byShare(
  "docker-json",
  0.25,
  fits2,
  (next, environment, head) => new DockerLayer(next, environment, head.some(endsWithNewline))
);

// src/text/wrapping/grep.ts
var DASH = 45;
var MAX_PATH = 512;
var MAX_PATHS = 256;
var GrepLayer = class extends Layer {
  constructor(next, environment, form, head) {
    super(next, environment);
    this.form = form;
    if (form.hasPath) for (const line of head) this.learn(line.bytes, 0, line.end);
  }
  form;
  names = new Names();
  paths = /* @__PURE__ */ new Set();
  /** Only prefixes of a known length are looked up. */
  lengths = /* @__PURE__ */ new Set();
  take(bytes, start, end) {
    if (end - start === 2 && bytes[start] === DASH && bytes[start + 1] === DASH) return;
    if (!this.form.hasPath) {
      const text3 = numberEnd(bytes, start, end);
      this.next.take(bytes, text3 < 0 ? start : text3, end);
      return;
    }
    this.learn(bytes, start, end);
    const pathEnd = this.knownPathEnd(bytes, start, end);
    if (pathEnd < 0) {
      this.next.take(bytes, start, end);
      return;
    }
    this.context.sub = this.names.name(bytes, start, pathEnd);
    const text2 = this.form.hasNumber ? numberEnd(bytes, pathEnd + 1, end) : pathEnd + 1;
    this.next.take(bytes, text2 < 0 ? pathEnd + 1 : text2, end);
  }
  /** A path is known once a line of Redis stood behind it. */
  learn(bytes, start, end) {
    const pathEnd = pathBefore(bytes, start, findRedisLine(bytes, start, end));
    if (pathEnd <= start || pathEnd - start > MAX_PATH || this.paths.size >= MAX_PATHS) return;
    this.paths.add(bytes.toString("latin1", start, pathEnd));
    this.lengths.add(pathEnd - start);
  }
  knownPathEnd(bytes, start, end) {
    for (const length of this.lengths) {
      const stop = start + length;
      if (stop < end && isSeparator(bytes[stop]) && this.paths.has(bytes.toString("latin1", start, stop))) return stop;
    }
    return -1;
  }
};
function numberEnd(bytes, start, end) {
  const stop = skipDigits(bytes, start, Math.min(end, start + 10));
  return stop > start && stop < end && isSeparator(bytes[stop]) ? stop + 1 : -1;
}
function isSeparator(byte) {
  return byte === COLON || byte === DASH;
}
function pathBefore(bytes, start, column) {
  if (column - start < 2 || !isSeparator(bytes[column - 1])) return -1;
  let stop = column - 1;
  let digits = stop;
  while (digits > start && isDigit4(bytes[digits - 1])) digits--;
  if (digits < stop && digits > start + 1 && isSeparator(bytes[digits - 1])) stop = digits - 1;
  else if (digits === start) return -1;
  for (let i = start; i < stop; i++) if (bytes[i] <= SPACE) return -1;
  return stop;
}
function formOf({ bytes, end }) {
  const column = findRedisLine(bytes, 0, end);
  if (column < 2 || !isSeparator(bytes[column - 1])) return void 0;
  if (numberEnd(bytes, 0, end) === column) return { hasPath: false, hasNumber: true };
  const pathEnd = pathBefore(bytes, 0, column);
  return pathEnd > 0 ? { hasPath: true, hasNumber: pathEnd + 1 < column } : void 0;
}
var recogniseGrep = (head) => {
  const forms = head.map(formOf).filter((form2) => form2 !== void 0);
  const form = forms[0] ?? (isNumberedReport(head) ? { hasPath: false, hasNumber: true } : void 0);
  if (!form) return void 0;
  const fitting = form.hasPath ? forms.length : head.filter(({ bytes, end }) => numberEnd(bytes, 0, end) > 0).length;
  if (fitting < head.length * (form.hasPath ? 0.2 : 0.5)) return void 0;
  return { name: "grep", open: (next, environment) => new GrepLayer(next, environment, form, head) };
};
function isNumberedReport(head) {
  let previous = 0;
  let isReport = false;
  for (const { bytes, end } of head) {
    const text2 = numberEnd(bytes, 0, end);
    const number2 = text2 > 0 ? parseDecimal(bytes, 0, text2 - 1) : 0;
    if (number2 <= previous) return false;
    previous = number2;
    if (detectReportLine(bytes, text2, end)) isReport = true;
  }
  return isReport && head.length >= 3;
}

// src/text/wrapping/severity.ts
function levelOfSeverity(severity) {
  return severity <= 4 ? "warning" : severity === 5 ? "notice" : severity === 6 ? "verbose" : "debug";
}
var NAMES = /* @__PURE__ */ new Map([
  ["emerg", 0],
  ["panic", 0],
  ["alert", 1],
  ["crit", 2],
  ["err", 3],
  ["error", 3],
  ["warn", 4],
  ["warning", 4],
  ["notice", 5],
  ["info", 6],
  ["debug", 7]
]);
function parseSeverityName(name) {
  return NAMES.get(name);
}

// src/text/wrapping/json-events.ts
var MAX_DEPTH2 = 4;
var MESSAGES = ["message", "log", "line", "@message", "textPayload", "_raw", "body"];
var TIMES = ["@timestamp", "timestamp", "time", "ts", "_time", "receiveTimestamp", "date"];
var ENVELOPES = ["_source", "result", "jsonPayload", "attributes", "content", "event", "fields"];
var LISTS = ["events", "result", "results", "entries", "hits", "data", "logs", "records"];
function exportedLines(value) {
  const lines = [];
  if (!collect(value, lines, 0)) return void 0;
  if (lines.length < 2) return lines;
  return timeOf2(lines[0]) > timeOf2(lines[lines.length - 1]) ? lines.reverse() : lines;
}
function timeOf2(line) {
  return line.timeMs ?? line.wallMs ?? Number.NaN;
}
function collect(value, out, depth) {
  if (depth > MAX_DEPTH2) return false;
  let found2 = false;
  if (Array.isArray(value)) {
    for (const item of value) found2 = collect(item, out, depth + 1) || found2;
    return found2;
  }
  if (!isObject2(value)) return false;
  if (Array.isArray(value.values)) return collectLoki(value, value.values, out);
  const event = parseEvent2(value);
  if (event) {
    for (const line of event) out.push(line);
    return true;
  }
  for (const name of LISTS) if (typeof value[name] === "object") found2 = collect(value[name], out, depth + 1) || found2;
  return found2;
}
function collectLoki(value, values, out) {
  const labels = isObject2(value.stream) ? value.stream : isObject2(value.metric) ? value.metric : {};
  const sub = subOf({ labels });
  const lines = [];
  for (const pair of values) {
    if (!Array.isArray(pair) || typeof pair[1] !== "string") continue;
    lines.push({ text: pair[1], sub, ...parseTime(pair[0]) });
  }
  if (lines.length > 1 && timeOf2(lines[0]) > timeOf2(lines[lines.length - 1])) lines.reverse();
  for (const line of lines) out.push(line);
  return lines.length > 0;
}
function parseEvent2(value) {
  if (isValkeyLine(value)) return void 0;
  if ("MESSAGE" in value) return parseJournal(value);
  let holder = value;
  let text2 = messageOf(value);
  for (const name of text2 === void 0 ? ENVELOPES : []) {
    const inner = value[name];
    if (!isObject2(inner)) continue;
    text2 = isValkeyLine(inner) ? JSON.stringify(inner) : messageOf(inner) ?? originalOf(inner);
    holder = inner;
    if (text2 !== void 0) break;
  }
  if (text2 === void 0) return void 0;
  const tag = value.logtag ?? value._p;
  return [{ text: text2, isPiece: tag === "P", sub: subOf(holder) ?? subOf(value), ...timeIn(holder) ?? timeIn(value) }];
}
function messageOf(value) {
  for (const name of MESSAGES) {
    const message = value[name];
    if (typeof message === "string") return message;
    if (Array.isArray(message) && typeof message[0] === "string") return message[0];
    if (isObject2(message) && typeof message.stringValue === "string") return message.stringValue;
  }
  return originalOf(value.event);
}
function originalOf(value) {
  return isObject2(value) && typeof value.original === "string" ? value.original : void 0;
}
function isValkeyLine(value) {
  return "pid" in value && "role" in value && "level" in value && "message" in value;
}
function parseJournal(value) {
  const line = {
    isJournal: "__REALTIME_TIMESTAMP" in value || "SYSLOG_IDENTIFIER" in value || "_PID" in value
  };
  Object.assign(line, parseTime(value._SOURCE_REALTIME_TIMESTAMP ?? value.__REALTIME_TIMESTAMP));
  const pid = Number(value._PID ?? value.SYSLOG_PID);
  if (Number.isSafeInteger(pid) && pid > 0) line.pid = pid;
  const severity = Number(value.PRIORITY);
  if (value._TRANSPORT !== "stdout" && value.PRIORITY !== void 0 && severity >= 0 && severity <= 7)
    line.level = levelOfSeverity(severity);
  line.sub = journalSub(value);
  return journalTexts(value.MESSAGE).map((text2) => ({ ...line, text: text2 }));
}
function journalTexts(message) {
  if (typeof message === "string") return [message];
  if (!Array.isArray(message)) return [];
  if (message.every((item) => typeof item === "number")) return [Buffer.from(message)];
  return message.flatMap((item) => Array.isArray(item) && Array.isArray(item[0]) ? [] : journalTexts(item));
}
function journalSub(value) {
  const container = text(value.CONTAINER_NAME);
  if (container) return container;
  const unit = text(value._SYSTEMD_UNIT) ?? text(value._SYSTEMD_USER_UNIT);
  if (unit && /@[^@]+\.service$/.test(unit) && !unit.startsWith("user@")) return unit.replace(/\.service$/, "");
  return text(value.SYSLOG_IDENTIFIER) ?? text(value._COMM);
}
function timeIn(value) {
  for (const name of TIMES) {
    const time = parseTime(value[name]);
    if (time) return time;
  }
  return void 0;
}
function parseTime(value) {
  if (Array.isArray(value)) return Array.isArray(value[0]) ? void 0 : parseTime(value[0]);
  if (typeof value === "number") {
    if (!(value > 1e8) || value > 4e18) return void 0;
    const ms = value > 1e17 ? value / 1e6 : value > 1e14 ? value / 1e3 : value > 1e11 ? value : value * 1e3;
    return { timeMs: Math.floor(Math.round(ms * 1e3) / 1e3) };
  }
  if (typeof value !== "string") return void 0;
  const stamp = parseStamp(value.trim());
  if (!stamp) return void 0;
  if (stamp.basis === "absolute") return { timeMs: stamp.wallMs + stamp.shiftMs };
  return stamp.basis === "naive" ? { wallMs: stamp.wallMs } : void 0;
}
function subOf(value) {
  const stream = text(value.logStreamName) ?? text(value["@logStream"]) ?? text(value.container_name);
  if (stream) return stream;
  const kubernetes = firstObject(value.kubernetes, firstObject(value.resource)?.labels, value.labels, value.stream);
  if (!kubernetes) return void 0;
  const pod = text(kubernetes.pod_name) ?? text(kubernetes.pod) ?? text(firstObject(kubernetes.pod)?.name);
  const container = text(kubernetes.container_name) ?? text(kubernetes.container) ?? text(firstObject(kubernetes.container)?.name);
  if (pod) return container ? `${pod}/${container}` : pod;
  return container ?? text(kubernetes.instance) ?? text(kubernetes.filename);
}
function firstObject(...values) {
  return values.find(isObject2);
}
function isObject2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function text(value) {
  return typeof value === "string" && value !== "" ? value.slice(0, 256) : void 0;
}

// src/text/wrapping/multi-line.ts
var HASH = 35;
var LF6 = 10;
var scratch3 = Buffer.allocUnsafe(65536);
function emitLines(next, bytes, start, end) {
  let at = start;
  for (let i = start; i < end; i++) {
    if (bytes[i] !== LF6) continue;
    next.take(bytes, at, i);
    at = i + 1;
  }
  if (at < end || at === start) next.take(bytes, at, end);
}
function emitText(next, text2) {
  const bytes = Buffer.from(text2, "utf8");
  emitLines(next, bytes, 0, bytes.length);
}
function emitEscaped(next, bytes, start, end) {
  let hash4 = start;
  while (hash4 < end && !(bytes[hash4] === HASH && controlAt(bytes, hash4, end) >= 0)) hash4++;
  if (hash4 >= end) {
    next.take(bytes, start, end);
    return;
  }
  if (scratch3.length < end - start) scratch3 = Buffer.allocUnsafe(end - start);
  const out = scratch3;
  bytes.copy(out, 0, start, hash4);
  let length = hash4 - start;
  for (let i = hash4; i < end; ) {
    const control = bytes[i] === HASH ? controlAt(bytes, i, end) : -1;
    out[length++] = control >= 0 ? control : bytes[i];
    i += control >= 0 ? 4 : 1;
  }
  emitLines(next, out, 0, length);
}
function controlAt(bytes, at, end) {
  if (at + 4 > end) return -1;
  const high = bytes[at + 1] - 48;
  const middle = bytes[at + 2] - 48;
  const low = bytes[at + 3] - 48;
  if (middle < 0 || middle > 7 || low < 0 || low > 7) return -1;
  if (high === 0 && middle <= 3) return middle * 8 + low;
  return high === 1 && middle === 7 && low === 7 ? 127 : -1;
}

// src/text/wrapping/json-lines.ts
var JsonLinesLayer = class extends Layer {
  partial;
  constructor(next, environment) {
    super(next, environment);
    this.partial = new PartialLine(next, environment.context, environment.maxLineBytes);
  }
  take(bytes, start, end) {
    const lines = parseLine(bytes, start, end);
    if (lines === void 0) {
      if (isFrame(bytes, start, end)) return;
      this.next.take(bytes, start, end);
      return;
    }
    for (const line of lines) this.deliver(line);
    if (lines.length === 0) this.next.hole("long-line", 0);
  }
  flush() {
    this.partial.finish();
  }
  deliver(line) {
    clearWrap(this.context);
    applyLine(this.context, line);
    if (!line.isPiece && !this.partial.isOpen) {
      if (typeof line.text === "string") emitText(this.next, line.text);
      else this.next.take(line.text, 0, line.text.length);
      return;
    }
    const piece = typeof line.text === "string" ? Buffer.from(line.text, "utf8") : line.text;
    this.partial.append(piece, 0, piece.length);
    if (!line.isPiece) this.partial.finish();
  }
};
function applyLine(context, line) {
  if (line.timeMs !== void 0) context.wrapTimeMs = line.timeMs;
  if (line.wallMs !== void 0) context.wrapWallMs = line.wallMs;
  if (line.pid !== void 0) context.wrapPid = line.pid;
  if (line.level !== void 0) context.wrapLevel = line.level;
  if (line.sub !== void 0) context.sub = line.sub;
}
function parseLine(bytes, start, end) {
  let from = start;
  let to = end;
  while (from < to && (bytes[from] === 32 || bytes[from] === 9 || bytes[from] === 44)) from++;
  while (to > from && (bytes[to - 1] === 32 || bytes[to - 1] === 44 || bytes[to - 1] === 13)) to--;
  const first = bytes[from];
  if (to - from < 8 || first !== 123 && first !== 91) return void 0;
  const opens = first === 91 && bytes[to - 1] !== 93;
  const closes = first === 123 && bytes[to - 1] === 93;
  if (opens ? bytes[to - 1] !== 125 : !closes && bytes[to - 1] !== (first === 123 ? 125 : 93)) return void 0;
  try {
    return exportedLines(JSON.parse(bytes.toString("utf8", opens ? from + 1 : from, closes ? to - 1 : to)));
  } catch {
    return void 0;
  }
}
function isFrame(bytes, start, end) {
  let seen2 = false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === 91 || byte === 93) seen2 = true;
    else if (byte !== 32 && byte !== 9 && byte !== 44 && byte !== 13) return false;
  }
  return seen2;
}
function fits3({ bytes, end }) {
  return (parseLine(bytes, 0, end)?.length ?? 0) > 0;
}
function isJournal(line) {
  return parseLine(line.bytes, 0, line.end)?.some((each) => each.isJournal) ?? false;
}
var recogniseJournalJson = byShare("journald-json", 0.25, isJournal, (next, environment) => new JsonLinesLayer(next, environment));
var recogniseJsonLines = byShare("json-lines", 0.5, fits3, (next, environment) => new JsonLinesLayer(next, environment));

// src/text/wrapping/json-pretty.ts
var MAX_MEMBERS = 64;
var MESSAGE_KEYS = /* @__PURE__ */ new Set(["message", "MESSAGE", "textPayload", "log", "line", "@message"]);
var EXPORT_KEYS = /* @__PURE__ */ new Set(["ingestionTime", "eventId", "logStreamName", "__REALTIME_TIMESTAMP", "textPayload", "_source", "insertId"]);
var JsonPrettyLayer = class extends Layer {
  members = {};
  count = 0;
  messageIndent = -1;
  /** Bytes of a MESSAGE that is printed as an array, one number a line. */
  array;
  place = new SavedContext();
  resumed = new SavedContext();
  constructor(next, environment) {
    super(next, environment);
  }
  take(bytes, start, end) {
    const indent = indentOf(bytes, start, end);
    const first = bytes[start + indent];
    if (this.array && this.takeNumber(bytes, start + indent, end)) return;
    const member = first === QUOTE2 ? parseMember(bytes, start + indent, end) : void 0;
    if (member) this.add(member.key, member.value, indent);
    else if (first === 125) {
      if (indent < this.messageIndent) this.flush();
      else if (this.messageIndent < 0) this.reset();
    } else if (first !== 123 && first !== 91 && first !== 93 && start + indent < end) this.next.take(bytes, start, end);
  }
  flush() {
    if (this.messageIndent < 0) return;
    this.resumed.copyFrom(this.context);
    this.place.restoreTo(this.context);
    for (const line of exportedLines(this.members) ?? []) {
      applyLine(this.context, line);
      if (typeof line.text === "string") emitText(this.next, line.text);
      else this.next.take(line.text, 0, line.text.length);
    }
    this.resumed.restoreTo(this.context);
    this.context.sub = this.place.sub;
    this.reset();
  }
  add(key, text2, indent) {
    if (MESSAGE_KEYS.has(key)) {
      if (this.messageIndent >= 0) this.flush();
      this.messageIndent = indent;
      this.place.copyFrom(this.context);
    }
    if (text2 === "[" && key === "MESSAGE") this.array = [];
    const value = parseScalar(text2);
    if (value === void 0 || Object.hasOwn(this.members, key) || this.count >= MAX_MEMBERS) return;
    this.members[key] = value;
    this.count++;
  }
  /** True while the array goes on. Anything but numbers means that its end is missing. */
  takeNumber(bytes, start, end) {
    const array = this.array ?? [];
    const text2 = bytes.toString("latin1", start, end);
    if (!/^[\d\s,]*\]?,?\s*$/.test(text2)) {
      this.array = void 0;
      return false;
    }
    for (const digits of text2.match(/\d{1,3}/g) ?? []) {
      if (array.length < this.environment.maxLineBytes) array.push(Number(digits));
    }
    if (text2.includes("]")) {
      this.members.MESSAGE = array;
      this.array = void 0;
    }
    return true;
  }
  reset() {
    this.members = {};
    this.count = 0;
    this.messageIndent = -1;
    this.array = void 0;
  }
};
function indentOf(bytes, start, end) {
  let at = start;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at - start;
}
function parseMember(bytes, start, end) {
  let close = start + 1;
  while (close < end && close < start + 130 && bytes[close] !== QUOTE2 && bytes[close] !== BACKSLASH) close++;
  if (bytes[close] !== QUOTE2) return void 0;
  const rest = bytes.toString("utf8", close + 1, end).trimStart();
  if (!rest.startsWith(":")) return void 0;
  const value = rest.slice(1).trim();
  return { key: bytes.toString("latin1", start + 1, close), value: value.endsWith(",") ? value.slice(0, -1) : value };
}
function parseScalar(text2) {
  if (text2 === "" || text2.startsWith("{") || text2.startsWith("[")) return void 0;
  try {
    return JSON.parse(text2);
  } catch {
    return void 0;
  }
}
var recogniseJsonPretty = (head) => {
  if (!isFrameOpen(head[0])) return void 0;
  let hasMessage = false;
  let isExport = false;
  for (const { bytes, end } of head) {
    const indent = indentOf(bytes, 0, end);
    const member = bytes[indent] === QUOTE2 ? parseMember(bytes, indent, end) : void 0;
    if (!member) continue;
    if (MESSAGE_KEYS.has(member.key) && (member.value.startsWith('"') || member.value === "[")) hasMessage = true;
    if (EXPORT_KEYS.has(member.key)) isExport = true;
  }
  if (!hasMessage || !isExport) return void 0;
  return { name: "json-pretty", open: (next, environment) => new JsonPrettyLayer(next, environment) };
};
function isFrameOpen({ bytes, end }) {
  return ["{", "[", "[{", '{"events": ['].some((frame) => end === frame.length && startsWith2(bytes, 0, end, frame));
}

// src/text/wrapping/pasted.ts
var QuoteLayer = class extends Layer {
  take(bytes, start, end) {
    const text2 = quoteEnd(bytes, start, end);
    this.next.take(bytes, text2 < 0 ? start : text2, end);
  }
};
function quoteEnd(bytes, start, end) {
  const mark = skipSpaces(bytes, start, Math.min(end, start + 3));
  if (mark >= end || bytes[mark] !== 62) return -1;
  return bytes[mark + 1] === SPACE ? Math.min(mark + 2, end) : mark + 1;
}
var recogniseQuote = byShare(
  "quoted",
  0.5,
  ({ bytes, end }) => quoteEnd(bytes, 0, end) >= 0,
  (next, environment) => new QuoteLayer(next, environment)
);
var FenceLayer = class extends Layer {
  inside = false;
  take(bytes, start, end) {
    if (isMarkdownFence(bytes, start, end)) {
      this.inside = !this.inside;
      return;
    }
    let from = start;
    let to = end;
    const opening = jiraTagEnd(bytes, start, end);
    if (opening > 0) {
      this.inside = !this.inside;
      from = opening;
    }
    const closing = trailingTag(bytes, from, to);
    if (closing >= 0) to = closing;
    if (from === to && (opening > 0 || closing >= 0)) {
      if (closing >= 0) this.inside = !this.inside;
      return;
    }
    this.environment.outside = !this.inside;
    this.next.take(bytes, from, to);
    if (closing >= 0) this.inside = !this.inside;
  }
};
function isMarkdownFence(bytes, start, end) {
  const mark = skipSpaces(bytes, start, Math.min(end, start + 3));
  if (!startsWith2(bytes, mark, end, "```") || end - mark > 40) return false;
  return find(bytes, mark + 3, end, " ") < 0 && bytes[end - 1] !== 96 ? true : bytes.subarray(mark, end).every((byte) => byte === 96);
}
function jiraTagEnd(bytes, start, end) {
  const at = skipSpaces(bytes, start, Math.min(end, start + 8));
  for (const name of ["{noformat", "{code"]) {
    if (!startsWith2(bytes, at, end, name)) continue;
    let close = at + name.length;
    if (bytes[close] !== 125 && bytes[close] !== COLON) continue;
    const limit = Math.min(end, close + 128);
    while (close < limit && bytes[close] !== 125) close++;
    if (close < limit) return close + 1;
  }
  return 0;
}
function trailingTag(bytes, start, end) {
  for (const tag of ["{noformat}", "{code}"])
    if (end - start >= tag.length && startsWith2(bytes, end - tag.length, end, tag)) return end - tag.length;
  return -1;
}
function isFence({ bytes, end }) {
  return isMarkdownFence(bytes, 0, end) || jiraTagEnd(bytes, 0, end) > 0;
}
var recogniseFence = (head) => head.some(isFence) ? { name: "fenced", open: (next, environment) => new FenceLayer(next, environment) } : void 0;
var lineNumber = 0;
var numberedText = 0;
var NumberedLayer = class extends Layer {
  take(bytes, start, end) {
    this.next.take(bytes, parseNumber(bytes, start, end) ? numberedText : start, end);
  }
};
function parseNumber(bytes, start, end) {
  const digits = skipSpaces(bytes, start, Math.min(end, start + 12));
  const stop = skipDigits(bytes, digits, Math.min(end, digits + 9));
  if (stop === digits) return false;
  if (stop < end && bytes[stop] !== TAB && bytes[stop] !== SPACE) return false;
  lineNumber = parseDecimal(bytes, digits, stop);
  numberedText = Math.min(stop + 1, end);
  return true;
}
var recogniseNumbered = (head) => {
  let previous = -1;
  let steps = 0;
  let numbered = 0;
  let isKnown = false;
  for (const { bytes, end } of head) {
    if (!isDigit4(bytes[0]) && bytes[0] !== SPACE) continue;
    if (!parseNumber(bytes, 0, end)) continue;
    numbered++;
    if (lineNumber === previous + 1) steps++;
    previous = lineNumber;
    if (numberedText < end && (detectRedisLine(bytes, numberedText, end) || detectReportLine(bytes, numberedText, end))) isKnown = true;
  }
  if (!isKnown || numbered * 2 < head.length || steps < (numbered - 1) * 0.8) return void 0;
  return { name: "numbered", open: (next, environment) => new NumberedLayer(next, environment) };
};

// src/text/wrapping/prefix.ts
var MAX_SHAPES = 8;
var DIGITS = 48;
var LETTERS = 97;
var MAX_WORDS2 = 6;
var PrefixLayer = class extends Layer {
  constructor(next, environment, shapes) {
    super(next, environment);
    this.shapes = shapes;
  }
  shapes;
  take(bytes, start, end) {
    let text2 = -1;
    for (let i = 0; text2 < 0 && i < this.shapes.length; i++) text2 = matchShape(this.shapes[i], bytes, start, end);
    if (text2 < 0) text2 = findRedisLine(bytes, start, end);
    if (text2 > start) this.takeStamp(bytes, start, text2);
    this.next.take(bytes, text2 < 0 ? start : text2, end);
  }
  takeStamp(bytes, start, end) {
    let words2 = 0;
    for (let i = start; i < end && words2 < MAX_WORDS2; i++) {
      if (i > start && !isBreak(bytes[i - 1])) continue;
      words2++;
      let wallMs2 = parseRedisStamp(bytes, i, end);
      if (Number.isNaN(wallMs2)) wallMs2 = parseSyslogStamp2(bytes, i, end);
      if (Number.isNaN(wallMs2)) continue;
      if (lastStamp.basis === "absolute") this.context.wrapTimeMs = wallMs2 + lastStamp.shiftMs;
      else this.context.wrapWallMs = wallMs2;
      return;
    }
  }
};
var IndentLayer = class extends Layer {
  constructor(next, environment, width) {
    super(next, environment);
    this.width = width;
  }
  width;
  take(bytes, start, end) {
    let at = start;
    while (at < end && at < start + this.width && isBlank2(bytes[at])) at++;
    this.next.take(bytes, at, end);
  }
};
function isBlank2(byte) {
  return byte === SPACE || byte === TAB;
}
function isBreak(byte) {
  return isBlank2(byte) || byte === 91 || byte === 60 || byte === 34 || byte === 124;
}
function classOf(byte) {
  return isDigit4(byte) ? DIGITS : isLetter(byte) ? LETTERS : byte;
}
function shapeOf(bytes, start, end) {
  const shape = [];
  for (let i = start; i < end; i++) {
    const kind = classOf(bytes[i]);
    if ((kind === DIGITS || kind === LETTERS) && shape[shape.length - 1] === kind) continue;
    shape.push(kind);
  }
  return Uint8Array.from(shape);
}
function matchShape(shape, bytes, start, end) {
  let at = start;
  for (let i = 0; i < shape.length; i++) {
    const kind = shape[i];
    if (at >= end) {
      return i > 0 && kind === SPACE && i === shape.length - 1 ? end : -1;
    }
    if (classOf(bytes[at]) !== kind) return -1;
    at++;
    if (kind === DIGITS || kind === LETTERS) while (at < end && classOf(bytes[at]) === kind) at++;
  }
  return at;
}
var recognisePrefix = (head) => {
  const shapes = /* @__PURE__ */ new Map();
  let prefixed = 0;
  let bare = 0;
  let indent = Number.POSITIVE_INFINITY;
  for (const { bytes, end } of head) {
    const column = findRedisLine(bytes, 0, end);
    if (column === 0) bare++;
    if (column <= 0 || isDots(bytes, column)) continue;
    prefixed++;
    const shape = shapeOf(bytes, 0, column);
    indent = shape.every(isBlank2) ? Math.min(indent, column) : 0;
    const key = shape.join();
    const known = shapes.get(key);
    if (known) known.count++;
    else shapes.set(key, { shape, count: 1 });
  }
  if (prefixed === 0 || bare >= prefixed) return void 0;
  if (indent > 0) return { name: "indented", open: (next, environment) => new IndentLayer(next, environment, indent) };
  const ranked = [...shapes.values()].sort((a, b) => b.count - a.count).slice(0, MAX_SHAPES);
  if (!isCommon(
    ranked.map(({ shape }) => shape),
    head
  ))
    return void 0;
  return {
    name: "prefixed",
    open: (next, environment) => new PrefixLayer(
      next,
      environment,
      ranked.map(({ shape }) => shape)
    )
  };
};
function isCommon(shapes, head) {
  const matching = head.filter(({ bytes, end }) => shapes.some((shape) => matchShape(shape, bytes, 0, end) >= 0));
  return matching.length * 2 >= head.length;
}
function isDots(bytes, end) {
  for (let i = 0; i < end; i++) if (bytes[i] !== 46 && bytes[i] !== 79) return false;
  return true;
}

// src/text/wrapping/syslog-names.ts
var PROGRAM = /^(?:.*\/)?(?:redis|valkey|keydb)-(?:server|sentinel)$/;
var MAX_HELD2 = 64;
var MAX_HELD_BYTES = 65536;
var MAX_EARLY_LINES = 16;
var MAX_KNOWN = 256;
var SyslogNames = class {
  constructor(next, context) {
    this.next = next;
    this.context = context;
  }
  next;
  context;
  idents = new Names();
  hosts = new Names();
  firstHost;
  held = [];
  heldBytes = 0;
  heldName = "";
  heldPid = 0;
  programs = /* @__PURE__ */ new Map();
  aliases = /* @__PURE__ */ new Map();
  resumed = new SavedContext();
  /** The server's name, or undefined when the line must be held. */
  nameOf(bytes, hostStart, hostEnd, identStart, identEnd, pid) {
    const ident = this.idents.name(bytes, identStart, identEnd);
    const name = this.qualify(hostEnd > hostStart ? this.hosts.name(bytes, hostStart, hostEnd) : "", ident);
    const isProgram = ident.length > 8 && PROGRAM.test(ident);
    if (pid === 0 && isProgram) {
      if (this.heldName !== name) this.flush();
      this.heldName = name;
      return void 0;
    }
    if (this.held.length > 0 && pid > 0 && pid === this.heldPid) this.release(name);
    return this.joined(name, pid, isProgram);
  }
  hold(bytes, start, end) {
    const pid = pidIn(bytes, start, end);
    if (pid > 0 && this.heldPid > 0) this.flush();
    if (pid > 0) this.heldPid = pid;
    this.held.push({ bytes: Buffer.from(bytes.subarray(start, end)), context: new SavedContext().copyFrom(this.context) });
    this.heldBytes += end - start;
    if (this.held.length >= MAX_HELD2 || this.heldBytes >= MAX_HELD_BYTES) this.flush();
  }
  flush() {
    this.release(this.heldName);
  }
  release(name) {
    const { held, heldPid } = this;
    if (held.length === 0) return;
    this.held = [];
    this.heldBytes = 0;
    this.heldPid = 0;
    this.resumed.copyFrom(this.context);
    for (const { bytes, context } of held) {
      context.restoreTo(this.context);
      this.context.sub = name;
      this.context.wrapPid = heldPid;
      emitEscaped(this.next, bytes, 0, bytes.length);
    }
    this.resumed.restoreTo(this.context);
  }
  /** Hosts beyond the first one qualify the ident. */
  qualify(host, ident) {
    if (host === "") return ident;
    this.firstHost ??= host;
    return host === this.firstHost ? ident : `${host}/${ident}`;
  }
  joined(name, pid, isProgram) {
    if (isProgram && pid > 1) {
      const known = this.programs.get(pid);
      if (known) known.lines++;
      else {
        if (this.programs.size >= MAX_KNOWN) this.programs.clear();
        this.programs.set(pid, { name, lines: 1 });
      }
      return name;
    }
    if (this.programs.size === 0) return name;
    const early = this.programs.get(pid);
    if (early && early.lines <= MAX_EARLY_LINES && this.aliases.size < MAX_KNOWN) this.aliases.set(name, early.name);
    return this.aliases.get(name) ?? name;
  }
};
function pidIn(bytes, start, end) {
  const at = find(bytes, start, end, "pid=");
  if (at < 0) return 0;
  const stop = skipDigits(bytes, at + 4, end);
  return stop > at + 4 ? parseDecimal(bytes, at + 4, stop) : 0;
}

// src/text/wrapping/syslog.ts
var parsed = {
  level: "",
  wallMs: Number.NaN,
  timeMs: Number.NaN,
  hostStart: 0,
  hostEnd: 0,
  identStart: 0,
  identEnd: 0,
  pid: 0,
  text: 0
};
var MAX_TOKEN = 256;
var SyslogLayer = class extends Layer {
  names;
  prefixLength = 0;
  constructor(next, environment) {
    super(next, environment);
    this.names = new SyslogNames(next, environment.context);
  }
  take(bytes, start, end) {
    if (!parseSyslogLine(bytes, start, end)) {
      this.continuation(bytes, start, end);
      return;
    }
    const { context } = this;
    context.wrapLevel = parsed.level;
    context.wrapPid = parsed.pid;
    context.wrapWallMs = parsed.wallMs;
    context.wrapTimeMs = parsed.timeMs;
    this.prefixLength = parsed.text - start;
    const text2 = parsed.text;
    const name = this.names.nameOf(bytes, parsed.hostStart, parsed.hostEnd, parsed.identStart, parsed.identEnd, parsed.pid);
    if (name === void 0) this.names.hold(bytes, text2, end);
    else {
      context.sub = name;
      emitEscaped(this.next, bytes, text2, end);
    }
  }
  flush() {
    this.names.flush();
  }
  /** journalctl indents further lines of a message by the width of the prefix. */
  continuation(bytes, start, end) {
    const width = this.prefixLength;
    const isIndented = width > 0 && end - start >= width && skipSpaces(bytes, start, start + width) === start + width;
    this.next.take(bytes, isIndented ? start + width : start, end);
  }
};
function parseSyslogLine(bytes, start, end) {
  parsed.level = "";
  parsed.pid = 0;
  let at = parsePriority(bytes, start, end);
  if (startsWith2(bytes, at, end, "1 ") && at > start) return parseRfc5424(bytes, at + 2, end);
  at = parseStampOfLine(bytes, at, end);
  if (at < 0) return false;
  const hostEnd = tokenEnd(bytes, at, end);
  if (hostEnd >= end) return parseIdent(bytes, at, hostEnd, end, at, at);
  if (bytes[hostEnd - 1] === COLON) return parseIdent(bytes, at, hostEnd, end, at, at);
  let identAt = hostEnd + 1;
  const facilityEnd = parseFacilityName(bytes, identAt, end);
  if (facilityEnd > 0) identAt = facilityEnd + 1;
  return parseIdent(bytes, identAt, tokenEnd(bytes, identAt, end), end, at, hostEnd);
}
function parsePriority(bytes, start, end) {
  let at = start;
  const counted = skipDigits(bytes, at, Math.min(end, at + 7));
  if (counted > at && bytes[counted] === SPACE && bytes[counted + 1] === 60) at = counted + 1;
  if (bytes[at] === 60) {
    const close = skipDigits(bytes, at + 1, Math.min(end, at + 5));
    if (close === at + 1 || bytes[close] !== 62) return start;
    parsed.level = levelOfSeverity(parseDecimal(bytes, at + 1, close) & 7);
    return close + 1;
  }
  const colon = findByte(bytes, at, Math.min(end, at + 24), COLON);
  if (bytes[colon] === COLON && bytes[colon + 1] === SPACE && parseFacilityName(bytes, at, colon) === colon) return colon + 2;
  return start;
}
function parseRfc5424(bytes, start, end) {
  const wallMs2 = parseRedisStamp(bytes, start, end);
  if (Number.isNaN(wallMs2) ? !startsWith2(bytes, start, end, "- ") : lastStamp.basis !== "absolute") return false;
  setStamp(wallMs2, true);
  const stampEnd = tokenEnd(bytes, start, end);
  const hostEnd = tokenEnd(bytes, stampEnd + 1, end);
  const identEnd = tokenEnd(bytes, hostEnd + 1, end);
  const pidEnd = tokenEnd(bytes, identEnd + 1, end);
  const idEnd = tokenEnd(bytes, pidEnd + 1, end);
  if (idEnd >= end) return false;
  parsed.hostStart = stampEnd + 1;
  parsed.hostEnd = hostEnd;
  parsed.identStart = hostEnd + 1;
  parsed.identEnd = identEnd;
  const isPid = skipDigits(bytes, identEnd + 1, pidEnd) === pidEnd;
  parsed.pid = isPid ? parseDecimal(bytes, identEnd + 1, pidEnd) : 0;
  let at = structuredDataEnd(bytes, idEnd + 1, end);
  if (at < 0) return false;
  if (bytes[at] === SPACE) at++;
  if (startsWith2(bytes, at, end, "\xEF\xBB\xBF")) at += 3;
  if (bytes[at] === SPACE) at++;
  parsed.text = Math.min(at, end);
  return true;
}
function structuredDataEnd(bytes, start, end) {
  if (bytes[start] === 45) return start + 1;
  let at = start;
  while (at < end && bytes[at] === 91) {
    let quoted = false;
    for (at++; at < end && (quoted || bytes[at] !== 93); at++) {
      if (bytes[at] === 92) at++;
      else if (bytes[at] === 34) quoted = !quoted;
    }
    at++;
  }
  return at > start && at <= end ? at : -1;
}
function parseStampOfLine(bytes, start, end) {
  const first = bytes[start];
  if (first === 91) return parseMonotonic(bytes, start, end);
  if (isLetter(first)) {
    const wallMs2 = parseSyslogStamp2(bytes, start, end);
    if (Number.isNaN(wallMs2)) return parseFullStamp(bytes, start, end);
    setStamp(wallMs2, false);
  } else {
    if (!isDigit4(first) || bytes[start + 4] === 45 && bytes[start + 10] !== 84) return -1;
    const wallMs2 = parseRedisStamp(bytes, start, end);
    if (Number.isNaN(wallMs2) || bytes[start + 4] !== 45 && bytes[start + 10] !== 46) return -1;
    setStamp(wallMs2, lastStamp.basis === "absolute");
  }
  const next = start + lastStamp.length;
  return next < end && bytes[next] === SPACE ? next + 1 : -1;
}
function parseFullStamp(bytes, start, end) {
  if (end - start < 24 || bytes[start + 3] !== SPACE || !isDigit4(bytes[start + 4])) return -1;
  const wallMs2 = parseRedisStamp(bytes, start + 4, end);
  if (Number.isNaN(wallMs2) || lastStamp.basis !== "naive") return -1;
  const zone = start + 4 + lastStamp.length + 1;
  const zoneEnd = tokenEnd(bytes, zone, end);
  if (zoneEnd >= end || zoneEnd - zone > 6) return -1;
  setStamp(wallMs2, startsWith2(bytes, zone, end, "UTC "));
  return zoneEnd + 1;
}
function parseMonotonic(bytes, start, end) {
  let at = skipSpaces(bytes, start + 1, Math.min(end, start + 12));
  const dot = skipDigits(bytes, at, end);
  if (dot === at || bytes[dot] !== 46) return -1;
  at = skipDigits(bytes, dot + 1, end);
  if (bytes[at] !== 93 || bytes[at + 1] !== SPACE) return -1;
  setStamp(Number.NaN, false);
  const identAt = tokenEnd(bytes, at + 2, end) + 1;
  const close = tokenEnd(bytes, identAt, end);
  return bytes[close - 1] === COLON && bytes[close - 2] === 93 ? at + 2 : -1;
}
function setStamp(wallMs2, isAbsolute) {
  parsed.wallMs = wallMs2;
  parsed.timeMs = isAbsolute ? wallMs2 + lastStamp.shiftMs : Number.NaN;
}
function parseIdent(bytes, start, tokenStop, end, hostStart, hostEnd) {
  let at = start;
  while (at < tokenStop && bytes[at] !== 91 && bytes[at] !== COLON) at++;
  if (at === start || at >= end) return false;
  parsed.hostStart = hostStart;
  parsed.hostEnd = hostEnd;
  parsed.identStart = start;
  parsed.identEnd = at;
  if (bytes[at] === 91) {
    const close = skipDigits(bytes, at + 1, end);
    if (close === at + 1 || bytes[close] !== 93) return false;
    parsed.pid = parseDecimal(bytes, at + 1, close);
    at = close + 1;
  }
  if (bytes[at] !== COLON || at >= end) return false;
  at++;
  if (parsed.pid === 0 && isDigit4(bytes[start])) return false;
  if (at < end && bytes[at] !== SPACE && parsed.pid === 0) return false;
  parsed.text = at < end && bytes[at] === SPACE ? at + 1 : at;
  return true;
}
function parseFacilityName(bytes, start, end) {
  let dot = start;
  while (dot < end && dot < start + 10 && (isLetter(bytes[dot]) || isDigit4(bytes[dot]))) dot++;
  if (dot === start || bytes[dot] !== 46) return 0;
  let stop = dot + 1;
  while (stop < end && stop < dot + 9 && isLetter(bytes[stop])) stop++;
  if (stop < end && bytes[stop] !== SPACE && bytes[stop] !== COLON) return 0;
  const severity = parseSeverityName(bytes.toString("latin1", dot + 1, stop));
  if (severity === void 0) return 0;
  parsed.level = levelOfSeverity(severity);
  return stop;
}
function tokenEnd(bytes, at, end) {
  return findByte(bytes, at, Math.min(end, at + MAX_TOKEN), SPACE);
}
function hasHost(bytes) {
  const host = bytes.toString("latin1", parsed.hostStart, Math.min(parsed.hostEnd, parsed.hostStart + 16));
  return host === "" || !(host.startsWith("[") || parseSeverityName(host.toLowerCase()) !== void 0 || /^(?:trace|fatal|critical)$/i.test(host));
}
function fits4({ bytes, end }) {
  return parseSyslogLine(bytes, 0, end) && hasHost(bytes);
}
function isCertain(line) {
  if (!fits4(line)) return false;
  return parsed.pid > 0 || parsed.level !== "" || isLetter(line.bytes[0]) || line.bytes.toString("latin1", parsed.identStart, parsed.identEnd) === "kernel";
}
var recogniseShare = byShare("syslog", 0.5, fits4, (next, environment) => new SyslogLayer(next, environment));
var recogniseSyslog = (head) => head.some(isCertain) ? recogniseShare(head) : void 0;

// src/text/unwrap.ts
var RECOGNISERS = [
  recogniseFence,
  recogniseQuote,
  recogniseDocker,
  recogniseJournalJson,
  recogniseJsonPretty,
  recogniseJsonLines,
  recogniseCri,
  recogniseKubectlPrefix,
  recogniseCompose,
  recogniseSyslog,
  recogniseTimestamps,
  recogniseGrep,
  recogniseNumbered,
  recognisePrefix
];
var MAX_LAYERS = 5;
var MAX_HEAD_LINES = 64;
var MAX_HEAD_BYTES = 262144;
var MAX_HEAD_ITEMS = 4096;
var Head = class {
  constructor(context, onFull) {
    this.context = context;
    this.onFull = onFull;
  }
  context;
  onFull;
  items = [];
  lines = 0;
  bytes = 0;
  take(bytes, start, end) {
    const { line, offset } = this.context;
    this.items.push({ bytes: Buffer.from(bytes.subarray(start, end)), line, offset });
    if (end > start) this.lines++;
    this.bytes += end - start;
    this.check();
  }
  hole(kind, count) {
    const { line, offset } = this.context;
    this.items.push({ hole: kind, count, line, offset });
    this.check();
  }
  isEmpty() {
    return this.items.length === 0;
  }
  headLines() {
    const lines = [];
    for (const item of this.items)
      if (item.hole === void 0 && item.bytes.length > 0) lines.push({ bytes: item.bytes, end: item.bytes.length });
    return lines;
  }
  replay(target) {
    const { context } = this;
    const { line, offset } = context;
    for (const item of this.items) {
      context.line = item.line;
      context.offset = item.offset;
      if (item.hole === void 0) target.take(item.bytes, 0, item.bytes.length);
      else target.hole(item.hole, item.count);
    }
    this.items.length = 0;
    context.line = line;
    context.offset = offset;
  }
  check() {
    if (this.lines >= MAX_HEAD_LINES || this.bytes >= MAX_HEAD_BYTES || this.items.length >= MAX_HEAD_ITEMS) this.onFull();
  }
};
function recogniseWrappings(head) {
  const wrappings = [];
  let lines = head;
  while (wrappings.length < MAX_LAYERS && lines.length > 0) {
    const wrapping = recogniseOne(lines, wrappings);
    if (!wrapping) break;
    wrappings.push(wrapping);
    lines = unwrapHead(lines, wrapping);
  }
  return wrappings;
}
function recogniseOne(lines, outer) {
  for (const recognise of RECOGNISERS) {
    const wrapping = recognise(lines);
    if (wrapping && (wrapping.name === "quoted" || !outer.some(({ name }) => name === wrapping.name))) return wrapping;
  }
  return void 0;
}
function unwrapHead(head, wrapping) {
  const inside = [];
  const outside = [];
  const environment = { context: emptyContext(""), maxLineBytes: MAX_HEAD_BYTES, outside: false };
  const collector = {
    take(bytes, start, end) {
      if (end === start) return;
      (environment.outside ? outside : inside).push({ bytes: Buffer.from(bytes.subarray(start, end)), end: end - start });
    },
    hole() {
    }
  };
  const layer = wrapping.open(collector, environment);
  for (const { bytes, end } of head) layer.take(bytes, 0, end);
  layer.flush();
  return inside.length > 0 ? inside : outside;
}
function emptyContext(entry) {
  return {
    entry,
    line: 0,
    offset: 0,
    sub: "",
    wrapTimeMs: Number.NaN,
    wrapWallMs: Number.NaN,
    wrapLevel: "",
    wrapPid: 0,
    wrapping: "plain"
  };
}
var Unwrapper = class {
  constructor(wrappings, target, context, maxLineBytes) {
    this.context = context;
    let next = target;
    for (let i = wrappings.length - 1; i >= 0; i--) {
      const layer = wrappings[i].open(next, { context, maxLineBytes, outside: false });
      this.layers.unshift(layer);
      next = layer;
    }
    this.first = next;
  }
  context;
  layers = [];
  first;
  take(bytes, start, end) {
    clearWrap(this.context);
    this.first.take(bytes, start, end);
  }
  hole(kind, bytes) {
    clearWrap(this.context);
    this.first.hole(kind, bytes);
  }
  flush() {
    for (const layer of this.layers) layer.flush();
  }
};

// src/text/reader.ts
var DEFAULT_MAX_LINE_BYTES = 1048576;
var TextReader = class {
  context;
  sinks;
  digest = new Digest();
  maxLineBytes;
  wantsDigest;
  head;
  splitter;
  decoder;
  unwrapper;
  started = false;
  bytes = 0;
  cutStart = false;
  constructor(entry, makeSink, options = {}) {
    this.maxLineBytes = Math.max(1, options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES);
    this.wantsDigest = options.digest ?? true;
    this.context = emptyContext(entry);
    this.sinks = new SinkSet(makeSink);
    this.head = new Head(this.context, () => this.start());
    this.splitter = new Splitter(this.context, this.maxLineBytes, this.head);
    this.decoder = new Decoder(this.splitter);
  }
  push(chunk) {
    if (chunk.length === 0) return;
    this.bytes += chunk.length;
    if (this.wantsDigest) this.digest.update(chunk);
    this.decoder.push(chunk);
    this.sinks.settle();
    this.context.block = void 0;
  }
  end() {
    this.decoder.end();
    this.splitter.end();
    if (!this.started) this.start();
    this.unwrapper?.flush();
    this.sinks.end();
    return {
      lines: this.splitter.lines,
      bytes: this.bytes,
      wrapping: this.context.wrapping,
      digest: this.wantsDigest ? this.digest.finish() : "",
      encoding: this.decoder.encoding,
      cutStart: this.cutStart,
      cutEnd: this.splitter.cutEnd
    };
  }
  /** The head is complete: decides the wrapping and lets the lines through. */
  start() {
    this.started = true;
    const head = this.head.headLines();
    const wrappings = recogniseWrappings(head);
    this.cutStart = detectCutStart(head);
    if (wrappings.length > 0) {
      this.context.wrapping = wrappings.map(({ name }) => name).join("+");
      const delivery = new SubDelivery(this.sinks, this.context);
      this.unwrapper = new Unwrapper(wrappings, delivery, this.context, this.maxLineBytes);
      this.splitter.target = this.unwrapper;
    } else if (this.head.isEmpty()) return;
    else this.splitter.target = new PlainDelivery(this.sinks.sinkOf(""), this.context);
    this.head.replay(this.splitter.target);
  }
};

// src/read-entry.ts
var EntryParser = class {
  reader;
  text;
  constructor(entry, patterns, maxLineBytes, digest = true) {
    const reader = new EntryReader(entry, patterns, FORMATS);
    this.reader = reader;
    this.text = new TextReader(entry, (sub) => reader.sinkFor(sub), { maxLineBytes, digest });
  }
  push(chunk) {
    this.text.push(chunk);
  }
  finish({ broken, notes, digest }) {
    const summary = this.text.end();
    const records = this.reader.finish({ ...summary, digest: digest ?? summary.digest, cutEnd: summary.cutEnd || broken !== void 0 });
    for (const note of broken === void 0 ? notes : [broken, ...notes]) if (!records.notes.includes(note)) records.notes.push(note);
    return broken !== void 0 && records.bytes === 0 ? { ...records, outcome: "failed", why: broken } : records;
  }
};

// ../../tmp/b/dbg4.ts
import { openSync, readSync } from "node:fs";
var size = +process.argv[2] * 1024;
var dig = process.argv[3] === "d";
for (let k = 0; k < 3; k++) {
  let t0 = performance.now();
  const m = new PatternMatcher([...CORE_PATTERNS, ...inlinePatterns(CATALOGUE)]);
  let t1 = performance.now();
  let tr = 0, tp = 0, acc = 0, cnt = 0;
  const out = [];
  const p = new EntryParser("x", m, 1 << 20, dig);
  const fd = openSync("/tmp/b/one.log", "r");
  const b = Buffer.allocUnsafeSlow(size);
  let off = 0;
  for (; ; ) {
    const s = performance.now();
    const n = readSync(fd, b, 0, b.length, off);
    const e = performance.now();
    tr += e - s;
    if (!n) break;
    off += n;
    p.push(b.subarray(0, n));
    const dt = performance.now() - e;
    tp += dt;
    acc += dt;
    if (++cnt % 80 === 0) {
      out.push(acc.toFixed(0));
      acc = 0;
    }
  }
  console.log(out.join(" "));
  let t2 = performance.now();
  const r = p.finish({ notes: [] });
  console.log("matcher", (t1 - t0).toFixed(0), "read", tr.toFixed(0), "push", tp.toFixed(0), "finish", (performance.now() - t2).toFixed(0), r.runs.length);
}
