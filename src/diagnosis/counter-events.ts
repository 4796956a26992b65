/** What ends what. A channel is a sort of trouble that the server tells of again and again, and the lines by which it says that it works again. */
export interface Channel {
  name: string;
  trouble: readonly string[];
  /** Lines that a server prints only when what had failed works. */
  over: readonly string[];
  /** Who prints the counter-event: the same server with its fork children, or anybody who takes part. */
  by: 'server' | 'anybody';
}

/** Ids of the log's catalogue (formats/log/catalogue). */
export const CHANNELS: readonly Channel[] = [
  {
    name: 'save',
    trouble: [
      'bgsave-error',
      'bgsave-signal',
      'rdb-write-error',
      'rdb-open-error',
      'rdb-rename-error',
      'shutdown-save-failed',
      'disk-error',
    ],
    over: ['bgsave-ok', 'rdb-saved'],
    by: 'server',
  },
  {
    name: 'append only file',
    trouble: ['aof-write-error', 'aof-short-write', 'aof-fsync-error', 'aof-truncate-error'],
    over: ['aof-write-ok'],
    by: 'server',
  },
  {
    name: 'rewrite',
    trouble: ['aofrw-error', 'aofrw-signal', 'aofrw-write-error', 'aofrw-rename-error', 'aofrw-open-error', 'aofrw-backoff'],
    over: ['aofrw-ok', 'aof-rewrite-terminated'],
    by: 'server',
  },
  {
    name: 'fork',
    trouble: ['fork-failed'],
    // the pid of a child is the proof that the fork succeeded
    over: ['bgsave-started', 'aof-rewrite-started', 'diskless-started', 'bgsave-ok', 'aofrw-ok', 'diskless-ok'],
    by: 'server',
  },
  {
    name: 'link to the master',
    trouble: [
      'master-timeout',
      'master-bulk-timeout',
      'master-connect-timeout',
      'master-lost',
      'master-connect-error',
      'master-no-answer',
      'master-ping-error',
      'master-auth-error',
      'master-aborted',
      'master-psync-reply',
      'master-sync-error',
      'master-load-error',
      'replica-write-disk-error',
    ],
    over: ['sync-ok', 'partial-sync-ok', 'master-mode', 'failover-won'],
    by: 'server',
  },
  {
    name: 'link to a replica',
    trouble: [
      'replica-lost',
      'replica-timeout',
      'replica-send-error',
      'sync-bgsave-failed',
      'diskless-error',
      'diskless-signal',
      'diskless-write-error',
      'psync-lack-of-backlog',
    ],
    over: ['replica-online', 'partial-accepted'],
    by: 'server',
  },
  { name: 'cluster', trouble: ['cluster-state-fail', 'cluster-down'], over: ['cluster-state-ok'], by: 'server' },
  {
    name: 'node',
    trouble: ['node-failing', 'fail-received', 'node-pfail', 'failover-unable', 'failover-expired', 'failover-manual-timeout'],
    over: ['failover-won', 'failover-epoch', 'node-reachable', 'cluster-state-ok'],
    by: 'anybody',
  },
  {
    name: 'sentinel',
    trouble: ['sentinel-sdown', 'sentinel-odown', 'sentinel-try-failover', 'sentinel-failover-abort'],
    over: ['sentinel-switch-master', 'sentinel-failover-end', 'sentinel-not-sdown', 'sentinel-not-odown'],
    by: 'anybody',
  },
  { name: 'tilt', trouble: ['sentinel-tilt'], over: ['sentinel-not-tilt'], by: 'server' },
  { name: 'script', trouble: ['slow-script'], over: ['script-killed'], by: 'server' },
];

const byTrouble = new Map(CHANNELS.flatMap((channel) => channel.trouble.map((id) => [id, channel] as const)));

export function channelOf(eventId: string): Channel | undefined {
  return byTrouble.get(eventId);
}
