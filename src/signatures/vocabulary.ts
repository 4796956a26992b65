import type { TopologyFinding, WitnessFact } from '../model/facts.js';
import type { ClientError, ContainerRecord, FatalStartRecord, ManagerRecord } from '../model/records.js';
import type { MainActivity, ResourceKind } from '../model/threads.js';

/** The words that questions may use, with what they mean: a misspelt one is an error of the file, never a silent "not found". */

type Words<T extends string> = Record<T, string>;

export const ACTIVITIES: Words<MainActivity> = {
  idle: 'waits for clients in its event loop',
  'pool-resize': 'changes the size of the search worker pool',
  'pool-init': 'initialises the search worker pool',
  'barrier-wait': 'waits at a barrier',
  'lock-wait': 'waits for a lock',
  script: 'runs a script or function',
  sleep: 'sleeps',
  command: 'executes a command of the server',
  'module-command': 'executes a command of a module',
  'fork-wait': 'waits for a fork or for a child',
  disk: 'writes to or waits for the disk',
  loading: 'loads the data set',
  stopped: 'is stopped',
  'child-work': 'is a fork child at its work',
  'child-lock': 'is a fork child that waits for a lock',
  running: 'runs, in what is not known',
  unknown: 'cannot be told',
};

export const RESOURCES: Words<ResourceKind> = {
  'module-lock': 'the lock of the server that module threads take (moduleGIL)',
  barrier: 'a barrier',
  rwlock: 'a read-write lock, such as the one of an index',
  mutex: 'another lock',
  queue: 'a queue of jobs',
  condition: 'a condition',
  child: 'a child process',
  disk: 'the disk',
  bio: "the server's background threads",
  'io-threads': 'the I/O threads',
  allocator: 'a lock of the allocator or the C library',
  remote: 'an answer from elsewhere',
};

export const WITNESSES: Words<WitnessFact['what']> = {
  'node-failing': 'a cluster node marks it as failing',
  'node-fail-received': 'a cluster node is told that it fails',
  'node-reachable': 'a cluster node reaches it again',
  'failover-started': 'an election begins',
  'failover-won': 'a replica takes over',
  'master-timeout': 'a replica hears nothing from it',
  'master-lost': 'a replica loses the link to it',
  'replica-timeout': 'a master drops it for silence',
  'replica-lost': 'a master loses the link to it',
  'sync-ok': 'a replica is in step with it again',
  sdown: 'a Sentinel finds it down',
  odown: 'the Sentinels agree that it is down',
  'not-sdown': 'a Sentinel finds it up again',
  'switch-master': 'the Sentinels made another one master',
  tilt: 'a Sentinel distrusts its own clock',
  'socket-timeout': 'a manager gets no answer on its socket',
  'connection-refused': 'a connection to it is refused',
  'probe-timeout': 'a probe gets no answer',
  'probe-ok': 'a probe is answered',
  'cluster-fail': 'the cluster is down',
  'cluster-ok': 'the cluster is up again',
};

export const MANAGER_EVENTS: Words<ManagerRecord['event']> = {
  'config-push': 'a configuration is pushed to a shard',
  'socket-timeout': "a shard's socket gives no answer",
  'connection-refused': "a shard's socket refuses the connection",
  'process-spawned': 'a process is started',
  'process-exited': 'a process ended',
  'process-fatal': 'the supervisor gave up on a process',
  'process-killed': 'a process was killed',
  'state-machine-failed': 'a state machine failed',
  'state-machine': 'a state machine goes on',
  failover: 'a failover',
  alert: 'an alert of the event log that was raised and not cleared',
  'alert-over': 'an alert that was cleared, or its clearing',
  'alert-minor': 'an alert of the sort that a healthy cluster raises',
  'node-down': 'a node is down',
  'shard-down': 'a shard is down',
  'check-failed': 'a check of the installation failed',
  'start-limit': 'systemd starts a unit no more, it failed too often',
  restart: 'systemd starts a unit again',
  'process-died': 'a supervised program that is no server was ended by a signal',
  'setup-failed': 'systemd could not prepare the process',
  'timed-out': 'systemd waited in vain',
  'not-running': 'a process is not running after all retries',
  other: 'another line of level error',
};

export const CLIENT_ERRORS: Words<ClientError> = {
  refused: 'the connection is refused',
  timeout: 'no answer in time',
  closed: 'the connection is closed or reset',
  unresolved: 'its name cannot be resolved',
  unreachable: 'there is no way to its host',
  tls: 'the TLS handshake fails',
  pool: 'no connection of the pool is free',
  failed: 'the connection fails, the cause is not told',
  oom: 'OOM command not allowed',
  misconf: 'MISCONF, writes are refused because saving fails',
  readonly: 'READONLY, a replica was asked to write',
  loading: 'LOADING, the data set is being loaded',
  busy: 'BUSY, a script is running',
  noauth: 'NOAUTH, a password is demanded',
  wrongpass: 'WRONGPASS, a password or user is refused',
  noperm: 'NOPERM, the user may not do that',
  clusterdown: 'CLUSTERDOWN, slots are not served',
  masterdown: 'MASTERDOWN, a replica has no link to its master',
  noreplicas: 'NOREPLICAS, too few replicas are in step',
  maxclients: 'max number of clients reached',
  tryagain: 'TRYAGAIN, slots are being moved',
  protected: 'DENIED, protected mode',
  moved: 'MOVED or ASK reaches the application',
  execabort: 'EXECABORT, a transaction was discarded',
};

export const TOPOLOGIES: Words<TopologyFinding['what']> = {
  'no-master': 'replicas without a link that ask different masters, and no master among them',
  circle: 'replicas that ask each other in a cycle',
  'own-master': 'a server that is told to be a replica of itself',
  'two-masters': 'two servers outside of a cluster that both are master, one of them promoted',
  'owner-failed': 'a failed master that still owns slots',
  'member-failed': 'a failed node without slots',
  'slots-missing': 'slots that nobody owns',
  'two-owners': 'slots that two masters claim',
};

export const CONTAINER_EVENTS: Words<ContainerRecord['event']> = {
  'oom-killed': 'killed for memory',
  exited: 'ended',
  restarted: 'restarted',
  'probe-failed': 'a probe failed',
  killing: 'being killed',
  'cannot-start': 'its pod cannot be placed, its volume or its image is missing',
  backoff: 'it is started again and again',
  'node-trouble': 'its node is in trouble',
  evicted: 'evicted from its node',
  started: 'started',
  running: 'running',
  other: 'something else',
};

export const FATAL_STARTS: Words<FatalStartRecord['what']> = {
  config: 'a configuration that is refused',
  logfile: 'a log file that cannot be opened',
  usage: 'wrong arguments',
  'aof-manifest': 'an AOF manifest that cannot be used',
  acl: 'an ACL file that is refused',
  'cluster-config': 'a cluster configuration that cannot be used',
  other: 'something else',
};

/** First letter of a process' state in /proc, and words that mean the same. */
export const PROCESS_STATES: Words<'R' | 'S' | 'D' | 'T' | 't' | 'Z' | 'X'> = {
  R: 'running',
  S: 'sleeping',
  D: 'waiting for the disk or another device',
  T: 'stopped by a signal',
  t: 'stopped by a debugger',
  Z: 'dead and not yet collected',
  X: 'dead',
};

export function wordsOf<T extends string>(words: Words<T>): [T, ...T[]] {
  return Object.keys(words) as [T, ...T[]];
}
