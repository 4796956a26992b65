import type { BoundEvent, Facts, ProcessFact, WitnessFact } from '../model/facts.js';
import { append } from '../model/grouping.js';
import { clientWitnesses } from './client-errors.js';
import { aliveAt, compare, type ProcessBook } from './processes.js';

/** Catalogue events by which a process speaks of another one. */
const SPEAKS_OF_NODE: Record<string, WitnessFact['what']> = {
  'node-failing': 'node-failing',
  'node-pfail': 'node-failing',
  'fail-received': 'node-fail-received',
  'node-reachable': 'node-reachable',
  'node-unserved': 'node-reachable',
  'node-fail-cleared': 'node-reachable',
};
const SPEAKS_OF_MASTER: Record<string, WitnessFact['what']> = {
  'master-timeout': 'master-timeout',
  'master-bulk-timeout': 'master-timeout',
  'master-connect-timeout': 'master-timeout',
  'master-lost': 'master-lost',
  'master-connect-error': 'connection-refused',
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
  const speakers = new Speakers(facts, book);
  for (const bound of facts.events) {
    const witness = speakers.witness(bound);
    if (witness !== undefined) found.push(witness);
  }
  for (const manager of facts.managers) {
    const what =
      manager.event === 'socket-timeout' ? 'socket-timeout' : manager.event === 'connection-refused' ? 'connection-refused' : undefined;
    if (what === undefined) continue;
    found.push({ about: manager.process, aboutLabel: shardLabel(manager.fields), timeMs: manager.timeMs, what, cite: manager.cite });
  }
  const answers = answersByProcess(facts);
  for (const probe of facts.probes) {
    const what =
      probe.outcome === 'timeout'
        ? isAmongAnswers(probe.timeMs, answers.get(probe.process ?? '') ?? [])
          ? undefined
          : 'probe-timeout'
        : probe.outcome === 'refused'
          ? 'connection-refused'
          : probe.outcome === 'ok'
            ? 'probe-ok'
            : undefined;
    if (what === undefined) continue;
    found.push({ about: probe.process, aboutLabel: `port ${probe.port ?? '?'}`, timeMs: probe.timeMs, what, cite: probe.cite });
  }
  found.push(...clientWitnesses(facts));
  return found.sort(
    (a, b) =>
      (Number.isNaN(a.timeMs) ? 1 : Number.isNaN(b.timeMs) ? -1 : a.timeMs - b.timeMs) ||
      compare(a.cite.entry, b.cite.entry) ||
      a.cite.line - b.cite.line,
  );
}

/** Of each process, when it answered a probe, in time order. */
function answersByProcess(facts: Facts): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { process, outcome, timeMs } of facts.probes) {
    if (process === undefined || outcome !== 'ok' || Number.isNaN(timeMs)) continue;
    append(found, process, timeMs);
  }
  for (const list of found.values()) list.sort((a, b) => a - b);
  return found;
}

/** As far apart as the commands of one transcript. */
const SAME_SESSION_MS = 15_000;

/** A server that answers before and after one command that got no answer works: that command waits for something else (a search that asks
 * a dead shard, BLPOP). */
function isAmongAnswers(timeMs: number, answers: readonly number[]): boolean {
  const before = answers.findLast((ms) => ms <= timeMs);
  const after = answers.find((ms) => ms >= timeMs && ms !== before);
  return before !== undefined && after !== undefined && timeMs - before <= SAME_SESSION_MS && after - timeMs <= SAME_SESSION_MS;
}

function shardLabel(fields: Record<string, string>): string {
  return fields.shard !== undefined ? `redis:${fields.shard.replace(/^redis:/, '')}` : (fields.socket ?? 'a shard');
}

/** Finds out of whom a line speaks. What is asked for again is remembered: in a large cluster everybody speaks of everybody. */
class Speakers {
  private readonly byId: ReadonlyMap<string, ProcessFact>;
  private readonly nodes = new Map<string, ProcessFact[]>();
  private readonly ports = new Map<string, ProcessFact[]>();
  /** Lines by which a process says which master it connects to, in time order. */
  private readonly connections = new Map<string, BoundEvent[]>();
  private readonly masters: ProcessFact[];

  constructor(
    private readonly facts: Facts,
    private readonly book: ProcessBook,
  ) {
    this.byId = new Map(facts.processes.map((process) => [process.id, process]));
    const masters = new Map(facts.processes.filter((process) => process.role === 'master').map((process) => [process.server, process]));
    this.masters = [...masters.values()];
    for (const bound of facts.events) {
      if (bound.process === undefined || bound.event.fields.port === undefined || !CONNECTS.has(bound.event.id)) continue;
      append(this.connections, bound.process, bound);
    }
  }

  witness(bound: BoundEvent): WitnessFact | undefined {
    const { event, timeMs } = bound;
    const base = { by: bound.process, timeMs, cite: event };
    const node = SPEAKS_OF_NODE[event.id];
    if (node !== undefined) {
      const id = event.fields.node ?? '';
      return { ...base, what: node, about: this.byNode(id, timeMs)?.id, aboutLabel: `node ${id.slice(0, 8)}` };
    }
    const master = SPEAKS_OF_MASTER[event.id];
    if (master !== undefined) {
      const about = this.masterOf(bound);
      const aboutLabel = about === undefined ? 'its master' : `the master on port ${about.port ?? '?'}`;
      return { ...base, what: master, about: about?.id, aboutLabel };
    }
    const replica = SPEAKS_OF_REPLICA[event.id];
    if (replica !== undefined) {
      const address = event.fields.addr ?? '';
      return { ...base, what: replica, about: this.byAddress(address, timeMs, bound.process)?.id, aboutLabel: `the replica ${address}` };
    }
    const sentinel = SPEAKS_AS_SENTINEL[event.id];
    if (sentinel !== undefined) {
      const address = `${event.fields.host ?? ''}:${event.fields.port ?? ''}`;
      const about = sentinel === 'tilt' ? this.byId.get(bound.process ?? '') : this.byAddress(address, timeMs, bound.process);
      return { ...base, what: sentinel, about: about?.id, aboutLabel: address };
    }
    const cluster = SPEAKS_OF_CLUSTER[event.id];
    return cluster === undefined ? undefined : { ...base, what: cluster, about: undefined, aboutLabel: 'the cluster' };
  }

  private byNode(id: string, timeMs: number): ProcessFact | undefined {
    return aliveAt(
      remembered(this.nodes, id, () => this.book.ofNode(id)),
      timeMs,
    );
  }

  private byPort(port: number, timeMs: number, by: string | undefined): ProcessFact | undefined {
    const entry = this.byId.get(by ?? '')?.entries[0] ?? '';
    const place = entry.slice(0, entry.lastIndexOf('/') + 1);
    return aliveAt(
      remembered(this.ports, `${port} ${place}`, () => this.book.onPort(port, place)),
      timeMs,
    );
  }

  private byAddress(address: string, timeMs: number, not: string | undefined): ProcessFact | undefined {
    const port = Number(address.slice(address.lastIndexOf(':') + 1));
    const found = port > 0 ? this.byPort(port, timeMs, not) : undefined;
    return found?.id === not ? undefined : found;
  }

  /** The master that a replica last connected to: told by its log or its conf; otherwise the only other server of the inputs. */
  private masterOf(bound: BoundEvent): ProcessFact | undefined {
    const told = this.connections.get(bound.process ?? '')?.findLast((other) => other.timeMs <= bound.timeMs);
    const conf = this.facts.confs
      .find((record) => record.process === bound.process)
      ?.directives.find((item) => item.name === 'replicaof' || item.name === 'slaveof');
    const port = Number(told?.event.fields.port ?? conf?.args[1] ?? Number.NaN);
    if (port > 0) return this.byPort(port, bound.timeMs, bound.process);
    const server = this.byId.get(bound.process ?? '')?.server;
    const others = this.masters.filter((process) => process.server !== server);
    return others.length === 1 ? others[0] : undefined;
  }
}

const CONNECTS: ReadonlySet<string> = new Set(['connecting-master', 'replicaof-enabled']);

function remembered<K, V>(memory: Map<K, V>, key: K, find: () => V): V {
  let known = memory.get(key);
  if (known === undefined) {
    known = find();
    memory.set(key, known);
  }
  return known;
}
