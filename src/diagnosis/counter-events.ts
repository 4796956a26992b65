import type { BoundEvent, Facts } from '../model/facts.js';
import { append } from '../model/grouping.js';
import { type Cite, placeOf } from '../model/origin.js';

/** A sort of trouble that a server tells of again and again, and the lines by which it says that it works again. */
export interface Channel {
  name: string;
  trouble: readonly string[];
  /** Lines that are printed only when what had failed works. */
  over: readonly string[];
  /** Who prints the counter-event: the same server with its fork children, or anybody who takes part. */
  by: 'server' | 'anybody';
  /** Kinds whose course it tells. */
  kinds: RegExp;
  /** Only lines that speak of such a thing: Sentinel says the same of masters, replicas and other Sentinels. */
  where?: { field: string; value: string };
}

const WRITES = /^(?:persistence\/(?!slow-disk|aof-truncated)|crash\/child|hang\/child|search\/fork-gc)/;
const LINKS = /^replication\//;

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
    kinds: WRITES,
  },
  {
    name: 'append only file',
    trouble: ['aof-write-error', 'aof-short-write', 'aof-fsync-error', 'aof-truncate-error'],
    over: ['aof-write-ok'],
    by: 'server',
    kinds: WRITES,
  },
  {
    name: 'rewrite',
    trouble: ['aofrw-error', 'aofrw-signal', 'aofrw-write-error', 'aofrw-rename-error', 'aofrw-open-error', 'aofrw-backoff'],
    // a save with success shows the same: a child lived to its end, and the disk took it
    over: ['aofrw-ok', 'aof-rewrite-terminated', 'bgsave-ok', 'rdb-saved'],
    by: 'server',
    kinds: WRITES,
  },
  {
    name: 'fork',
    trouble: ['fork-failed'],
    // the pid of a child is the proof that the fork succeeded
    over: ['bgsave-started', 'aof-rewrite-started', 'diskless-started', 'bgsave-ok', 'aofrw-ok', 'diskless-ok'],
    by: 'server',
    kinds: WRITES,
  },
  {
    name: 'transfer',
    trouble: ['diskless-error', 'diskless-signal', 'sync-bgsave-failed', 'diskless-write-error', 'replica-send-error'],
    over: ['diskless-ok', 'replica-online'],
    by: 'server',
    kinds: /^(?:persistence\/|crash\/child|replication\/)/,
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
    kinds: LINKS,
  },
  {
    name: 'link to a replica',
    trouble: ['replica-lost', 'replica-timeout', 'psync-lack-of-backlog'],
    over: ['replica-online', 'partial-accepted'],
    by: 'server',
    kinds: LINKS,
  },
  { name: 'cluster', trouble: ['cluster-state-fail', 'cluster-down'], over: ['cluster-state-ok'], by: 'server', kinds: /^cluster\// },
  {
    name: 'node',
    trouble: ['node-failing', 'fail-received', 'node-pfail', 'failover-unable', 'failover-expired', 'failover-manual-timeout'],
    over: ['failover-won', 'failover-epoch', 'node-reachable', 'node-unserved', 'cluster-state-ok', 'cluster-demoted'],
    by: 'anybody',
    kinds: /^cluster\//,
  },
  {
    name: 'master as Sentinel sees it',
    trouble: ['sentinel-sdown', 'sentinel-odown', 'sentinel-try-failover', 'sentinel-failover-abort'],
    over: ['sentinel-switch-master', 'sentinel-failover-end', 'sentinel-not-sdown', 'sentinel-not-odown'],
    by: 'anybody',
    kinds: /^sentinel\//,
    where: { field: 'kind', value: 'master' },
  },
  { name: 'tilt', trouble: ['sentinel-tilt'], over: ['sentinel-not-tilt'], by: 'server', kinds: /^(?:clock|hang)\// },
];

const byTrouble = new Map(CHANNELS.flatMap((channel) => channel.trouble.map((id) => [id, channel] as const)));

export function speaksOf(channel: Channel, bound: BoundEvent): boolean {
  const { where } = channel;
  const told = where === undefined ? undefined : bound.event.fields[where.field];
  return told === undefined || told === where!.value;
}

/** Which sort of trouble a line tells of, whatever id a signature knows it by, and when it was over. */
export class CounterEvents {
  private readonly channels = new Map<string, Channel>();
  private readonly byId = new Map<string, BoundEvent[]>();
  /** Server of every process; what a fork child says of a save, its server says. */
  private readonly servers: ReadonlyMap<string, string>;

  constructor(facts: Facts) {
    this.servers = serversOf(facts);
    const partings = partingsOf(facts);
    for (const bound of facts.events) {
      if (partings.has(bound)) continue;
      const channel = byTrouble.get(bound.event.id);
      if (channel !== undefined && speaksOf(channel, bound)) this.channels.set(placeOf(bound.event), channel);
      append(this.byId, bound.event.id, bound);
    }
  }

  channelOf(cite: Cite | undefined): Channel | undefined {
    return cite === undefined ? undefined : this.channels.get(placeOf(cite));
  }

  serverOf(process: string | undefined): string {
    return process === undefined ? '' : (this.servers.get(process) ?? process);
  }

  /** In time order, of that server; of all where the channel is told by anybody. */
  eventsOf(channel: Channel, what: 'trouble' | 'over', server: string): BoundEvent[] {
    const lists = channel[what].map((id) => this.byId.get(id) ?? []).filter((list) => list.length > 0);
    const all = lists.length === 1 ? lists[0]! : lists.flat().sort((a, b) => a.timeMs - b.timeMs);
    return all.filter((bound) => (channel.by === 'anybody' || this.serverOf(bound.process) === server) && speaksOf(channel, bound));
  }

  /** The first line at or behind a moment that says that it works again. */
  endAfter(channel: Channel, ms: number, server: string): BoundEvent | undefined {
    return this.eventsOf(channel, 'over', server).find((bound) => bound.timeMs >= ms);
  }
}

const PARTING_MS = 2000;
const LOST: ReadonlySet<string> = new Set(['master-lost', 'replica-lost']);

/** A link that breaks because one of its two ends was shut down is no trouble. */
function partingsOf(facts: Facts): Set<BoundEvent> {
  const leaving = new Map(
    facts.processes.filter((process) => process.end === 'clean-shutdown').map((process) => [process.id, process.toMs]),
  );
  const about = new Map(facts.witnesses.map((witness) => [witness.cite, witness.about]));
  const leaves = (id: string | undefined, ms: number) => Math.abs((leaving.get(id ?? '') ?? Number.NaN) - ms) <= PARTING_MS;
  return new Set(
    facts.events.filter(
      (bound) => LOST.has(bound.event.id) && (leaves(bound.process, bound.timeMs) || leaves(about.get(bound.event), bound.timeMs)),
    ),
  );
}

function serversOf(facts: Facts): Map<string, string> {
  const parents = new Map<string, string>();
  for (const process of facts.processes)
    if (process.role !== 'child') for (const entry of process.entries) parents.set(`${entry}\u0000${process.pid}`, process.server);
  return new Map(
    facts.processes.map((process) => {
      const parent = process.role === 'child' ? parents.get(`${process.entries[0]}\u0000${process.parentPid}`) : process.server;
      return [process.id, parent || `process ${process.id}`];
    }),
  );
}
