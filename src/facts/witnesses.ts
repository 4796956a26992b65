import type { BoundEvent, Facts, ProcessFact, WitnessFact } from '../model/facts.js';
import { compare, type ProcessBook } from './processes.js';

/** Catalogue events by which a process speaks of another one. */
const SPEAKS_OF_NODE: Record<string, WitnessFact['what']> = {
  'node-failing': 'node-failing',
  'node-pfail': 'node-failing',
  'fail-received': 'node-fail-received',
  'node-reachable': 'node-reachable',
  'node-fail-cleared': 'node-reachable',
};
const SPEAKS_OF_MASTER: Record<string, WitnessFact['what']> = {
  'master-timeout': 'master-timeout',
  'master-bulk-timeout': 'master-timeout',
  'master-connect-timeout': 'master-timeout',
  'master-lost': 'master-lost',
  'sync-ok': 'sync-ok',
};
const SPEAKS_OF_REPLICA: Record<string, WitnessFact['what']> = { 'replica-timeout': 'replica-timeout', 'replica-lost': 'replica-lost' };
const SPEAKS_AS_SENTINEL: Record<string, WitnessFact['what']> = {
  'sentinel-sdown': 'sdown',
  'sentinel-odown': 'odown',
  'sentinel-not-sdown': 'not-sdown',
  'sentinel-switch-master': 'switch-master',
  'sentinel-tilt': 'tilt',
};
const SPEAKS_OF_CLUSTER: Record<string, WitnessFact['what']> = {
  'failover-won': 'failover-won',
  'failover-started': 'failover-started',
  'cluster-state-fail': 'cluster-fail',
  'cluster-state-ok': 'cluster-ok',
};

/** What replicas, masters, cluster peers, Sentinels, managers and probes say of a process: they date and locate what it could not log itself. */
export function findWitnesses(facts: Facts, book: ProcessBook): WitnessFact[] {
  const found: WitnessFact[] = [];
  const byId = new Map(facts.processes.map((process) => [process.id, process]));
  for (const bound of facts.events) {
    const witness = ofEvent(bound, book, facts, byId);
    if (witness !== undefined) found.push(witness);
  }
  for (const manager of facts.managers) {
    const what =
      manager.event === 'socket-timeout' ? 'socket-timeout' : manager.event === 'connection-refused' ? 'connection-refused' : undefined;
    if (what === undefined) continue;
    found.push({ about: manager.process, aboutLabel: shardLabel(manager.fields), timeMs: manager.timeMs, what, cite: manager.cite });
  }
  for (const probe of facts.probes) {
    const what =
      probe.outcome === 'timeout'
        ? 'probe-timeout'
        : probe.outcome === 'refused'
          ? 'connection-refused'
          : probe.outcome === 'ok'
            ? 'probe-ok'
            : undefined;
    if (what === undefined) continue;
    found.push({ about: probe.process, aboutLabel: `port ${probe.port ?? '?'}`, timeMs: probe.timeMs, what, cite: probe.cite });
  }
  return found.sort(
    (a, b) =>
      (Number.isNaN(a.timeMs) ? 1 : Number.isNaN(b.timeMs) ? -1 : a.timeMs - b.timeMs) ||
      compare(a.cite.entry, b.cite.entry) ||
      a.cite.line - b.cite.line,
  );
}

function shardLabel(fields: Record<string, string>): string {
  return fields.shard !== undefined ? `redis:${fields.shard.replace(/^redis:/, '')}` : (fields.socket ?? 'a shard');
}

function ofEvent(bound: BoundEvent, book: ProcessBook, facts: Facts, byId: Map<string, ProcessFact>): WitnessFact | undefined {
  const { event, timeMs } = bound;
  const base = { by: bound.process, timeMs, cite: event };
  const node = SPEAKS_OF_NODE[event.id];
  if (node !== undefined) {
    const id = event.fields.node ?? '';
    return { ...base, what: node, about: book.byNode(id, timeMs)?.id, aboutLabel: `node ${id.slice(0, 8)}` };
  }
  const master = SPEAKS_OF_MASTER[event.id];
  if (master !== undefined) {
    const about = masterOf(bound, facts, book, byId);
    return {
      ...base,
      what: master,
      about: about?.id,
      aboutLabel: about === undefined ? 'its master' : `the master on port ${about.port ?? '?'}`,
    };
  }
  const replica = SPEAKS_OF_REPLICA[event.id];
  if (replica !== undefined) {
    const address = event.fields.addr ?? '';
    const about = byAddress(address, timeMs, book, bound.process);
    return { ...base, what: replica, about: about?.id, aboutLabel: `the replica ${address}` };
  }
  const sentinel = SPEAKS_AS_SENTINEL[event.id];
  if (sentinel !== undefined) {
    const address = `${event.fields.host ?? ''}:${event.fields.port ?? ''}`;
    const about = sentinel === 'tilt' ? byId.get(bound.process ?? '') : byAddress(address, timeMs, book, bound.process);
    return { ...base, what: sentinel, about: about?.id, aboutLabel: address };
  }
  const cluster = SPEAKS_OF_CLUSTER[event.id];
  return cluster === undefined ? undefined : { ...base, what: cluster, about: undefined, aboutLabel: 'the cluster' };
}

function byAddress(address: string, timeMs: number, book: ProcessBook, not: string | undefined): ProcessFact | undefined {
  const port = Number(address.slice(address.lastIndexOf(':') + 1));
  const found = port > 0 ? book.byPort(port, timeMs) : undefined;
  return found?.id === not ? undefined : found;
}

/** The master that a replica last connected to: told by its log or its conf; otherwise the only other server of the inputs. */
function masterOf(bound: BoundEvent, facts: Facts, book: ProcessBook, byId: Map<string, ProcessFact>): ProcessFact | undefined {
  const self = byId.get(bound.process ?? '');
  const told = facts.events.findLast(
    (other) =>
      other.process === bound.process &&
      other.timeMs <= bound.timeMs &&
      other.event.fields.port !== undefined &&
      ['connecting-master', 'replicaof-enabled'].includes(other.event.id),
  );
  const conf = facts.confs
    .find((record) => record.process === bound.process)
    ?.directives.find((item) => item.name === 'replicaof' || item.name === 'slaveof');
  const port = Number(told?.event.fields.port ?? conf?.args[1] ?? Number.NaN);
  if (port > 0) return book.byPort(port, bound.timeMs);
  const servers = new Map(
    facts.processes
      .filter((process) => process.role === 'master' && process.server !== self?.server)
      .map((process) => [process.server, process]),
  );
  return servers.size === 1 ? [...servers.values()][0] : undefined;
}
