/** Names of configuration options of Redis 2.8–8, Valkey 8–9 and Sentinel (standardConfig in config.c, sentinel.c). They open
 * conf files and CONFIG GET output; once open, names that are not listed here are read too. */
const PLAIN = `
port bind save dir timeout databases hz maxclients maxmemory include loadmodule user sentinel slaveof replicaof
daemonize loglevel logfile pidfile supervised appendonly appendfilename appenddirname appendfsync dbfilename requirepass masterauth
masteruser rdbcompression rdbchecksum activerehashing activedefrag aclfile unixsocket unixsocketperm socket-mark-id
`;

const HYPHENATED = `
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

function names(list: string): string[] {
  return list.split(/\s+/).filter(Boolean);
}

/** All known option names, lower case. */
export const KNOWN_OPTIONS: ReadonlySet<string> = new Set([...names(PLAIN), ...names(HYPHENATED)]);

/** Words that other software uses as directives too: they open nothing unless their value has the right shape, and alone they
 * make no conf. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  names('port bind save dir timeout databases hz include user supervised logfile pidfile lookahead mptcp'),
);

const MODULE_OPTION = /^(?:search|ts|bf|cf|json|rejson|timeseries)-[a-z][a-z0-9-]{1,60}$/;

/** Options of the modules that are part of Redis 8 (`search-workers`). */
export function isModuleOption(name: string): boolean {
  return MODULE_OPTION.test(name);
}

/** A name that no other software's text is likely to have standing alone. */
export function isDistinctiveOption(name: string): boolean {
  return (KNOWN_OPTIONS.has(name) && !COMMON_WORDS.has(name)) || isModuleOption(name);
}
