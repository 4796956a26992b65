/** Lines that say that a trouble is over. Of troubles that pass by themselves (links, nodes, votes) this clears a short one; a failed write stays
 * a failed write. */
const LINK_BACK = ['sync-ok', 'partial-sync-ok', 'master-mode'];
const REPLICA_BACK = ['replica-online', 'partial-accepted', 'diskless-ok'];
const NODE_BACK = ['node-reachable', 'node-unserved', 'node-reported-back', 'cluster-state-ok', 'failover-won'];

export const PASSES_WITH: Readonly<Record<string, readonly string[]>> = {
  'master-lost': LINK_BACK,
  'master-timeout': LINK_BACK,
  'master-connect-timeout': LINK_BACK,
  'master-bulk-timeout': LINK_BACK,
  'master-connect-error': LINK_BACK,
  'master-no-answer': LINK_BACK,
  'master-ping-error': LINK_BACK,
  'master-psync-reply': LINK_BACK,
  'master-sync-error': LINK_BACK,
  'replica-lost': REPLICA_BACK,
  'replica-timeout': REPLICA_BACK,
  'psync-lack-of-backlog': REPLICA_BACK,
  'diskless-dropped': REPLICA_BACK,
  'node-pfail': NODE_BACK,
  'node-reported': NODE_BACK,
  'node-failing': NODE_BACK,
  'fail-received': NODE_BACK,
  'cluster-state-fail': ['cluster-state-ok'],
  'cluster-down': ['cluster-state-ok'],
  'failover-unable': ['failover-won', 'cluster-state-ok'],
  'failover-expired': ['failover-won', 'cluster-state-ok'],
  'sentinel-sdown': ['sentinel-not-sdown', 'sentinel-switch-master'],
  'sentinel-odown': ['sentinel-not-odown', 'sentinel-switch-master'],
  // one of several addresses (::1 on a host without IPv6) is not there, and the server serves on the others
  'bind-failed': ['ready', 'ready-port'],
  'pid-file-failed': ['ready', 'ready-port'],
};

/** What the others see of a server that is stopped. */
export const LINK_SIGNS: ReadonlySet<string> = new Set([
  'master-lost',
  'master-connect-error',
  'master-sync-error',
  'master-psync-reply',
  'replica-lost',
  'rdb-channel',
]);
