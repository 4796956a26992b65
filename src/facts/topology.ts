import type { Facts, ProcessFact, TopologyFinding } from '../model/facts.js';
import type { Cite } from '../model/origin.js';
import type { ClusterNodesRecord, InfoRecord, KeyValues } from '../model/records.js';
import type { ProcessBook } from './processes.js';
import { slotOwners } from './slots.js';

/** A server of a replica set as the inputs show it last. */
interface Member {
  label: string;
  process?: string;
  port?: number;
  isMaster: boolean;
  /** The master that it asks. */
  target?: { host: string; port: number; cite: Cite };
  linkUp: boolean;
  /** Whom it asks has no link to a master either, which is what it would answer itself. */
  isRefused?: boolean;
}

/** What no single log shows: who follows whom, and who owns which slots, over all inputs. */
export function findTopology(facts: Facts, book: ProcessBook): TopologyFinding[] {
  const members = membersOf(facts);
  return [...withoutMaster(members), ...ownMasters(members), ...twoMasters(facts), ...clusterViews(facts, book)];
}

const CONNECTS = new Set(['connecting-master', 'replicaof-enabled']);
const LINK_UP = new Set(['sync-ok', 'partial-sync-ok']);
const LINK_DOWN = new Set([
  'master-lost',
  'master-timeout',
  'master-connect-error',
  'master-aborted',
  'connecting-master',
  'replicaof-enabled',
]);

function membersOf(facts: Facts): Member[] {
  const servers = facts.processes.filter(
    (process) => process.role !== 'child' && process.role !== 'sentinel' && process.role !== 'manager' && process.runs.length > 0,
  );
  const last = servers.filter((process) => process.next === undefined);
  const logged = last.map(fromLog);
  const infos = facts.infos.filter(
    (info) => info.what === 'info' && !logged.some((member) => member.process === info.process && info.process !== undefined),
  );
  return [...logged, ...infos.flatMap(fromInfo)];
}

function fromLog(process: ProcessFact): Member {
  const events = process.runs.flatMap((run) => run.events).sort((a, b) => a.wallMs - b.wallMs || a.line - b.line);
  const connected = events.findLast((event) => CONNECTS.has(event.id) && event.fields.host !== undefined);
  const link = events.findLast((event) => LINK_UP.has(event.id) || LINK_DOWN.has(event.id));
  const role = process.runs[process.runs.length - 1]?.lastRole;
  const isMaster = role === 'M';
  return {
    label: process.entries[0] ?? process.id,
    process: process.id,
    port: process.port,
    isMaster,
    ...(isMaster || connected === undefined
      ? {}
      : { target: { host: connected.fields.host!, port: Number(connected.fields.port), cite: connected } }),
    linkUp: link === undefined ? !isMaster : LINK_UP.has(link.id),
    isRefused: events.some((event) => event.id === 'master-aborted' && NO_LINK.test(event.text)),
  };
}

function fromInfo(info: InfoRecord & { process?: string }): Member[] {
  const role = fieldOf(info.sections, 'role');
  if (role === undefined) return [];
  const host = fieldOf(info.sections, 'master_host');
  const port = Number(fieldOf(info.sections, 'master_port')?.value);
  const own = Number(fieldOf(info.sections, 'tcp_port')?.value);
  return [
    {
      label: info.entry,
      process: info.process,
      port: own > 0 ? own : undefined,
      isMaster: role.value !== 'slave',
      ...(host === undefined || !(port > 0)
        ? {}
        : {
            target: {
              host: host.value,
              port,
              cite: { entry: info.entry, line: host.line, offset: host.offset, text: `master_host:${host.value}` },
            },
          }),
      linkUp: fieldOf(info.sections, 'master_link_status')?.value === 'up',
    },
  ];
}

function fieldOf(sections: readonly KeyValues[], name: string) {
  for (const section of sections) if (Object.hasOwn(section.values, name)) return section.values[name];
  return undefined;
}

/** All that the inputs show of a set are replicas without a link, and they do not even ask the same server. */
function withoutMaster(members: readonly Member[]): TopologyFinding[] {
  const asking = members.filter((member) => member.target !== undefined && !member.isMaster && !member.linkUp);
  const targets = new Set(asking.map((member) => addressOf(member)));
  if (asking.length < 2 || targets.size < 2 || members.some((member) => member.isMaster || member.linkUp)) return [];
  const ports = new Set(asking.map((member) => member.port));
  const isCircle =
    ports.size === asking.length &&
    !ports.has(undefined) &&
    asking.every((member) => ports.has(member.target!.port) && member.target!.port !== member.port);
  return [finding(isCircle ? 'circle' : 'no-master', asking)];
}

const LOOPBACK = /^(?:127\.|::1$|\[::1\]$|localhost$)/;

/** "Can't SYNC while not connected with my master" (replication.c syncCommand). */
const NO_LINK = /Can't SYNC while not connected with my (?:master|primary)/;

/** A replica of itself: its own port at the loopback address, or a port there that answers as it would itself. */
function ownMasters(members: readonly Member[]): TopologyFinding[] {
  return members
    .filter(
      (member) =>
        member.target !== undefined &&
        !member.linkUp &&
        LOOPBACK.test(member.target.host) &&
        (member.port === member.target.port || (member.port === undefined && member.isRefused === true)),
    )
    .map((member) => finding('own-master', [member]));
}

const NO_ID = /^0*$/;

/** Outside of a cluster: one server was promoted (it has a second replication id), a replica follows it, and another one without any replica calls itself
 * master as well. That is what a failover leaves when the old master comes back and nobody tells it. */
function twoMasters(facts: Facts): TopologyFinding[] {
  const infos = facts.infos.filter((info) => info.what === 'info' && fieldOf(info.sections, 'cluster_enabled')?.value !== '1');
  const told = (name: string) => (info: InfoRecord) => fieldOf(info.sections, name)?.value ?? '';
  const masters = infos.filter((info) => told('role')(info) === 'master');
  const promoted = masters.find((info) => !NO_ID.test(told('master_replid2')(info)) && Number(told('connected_slaves')(info)) > 0);
  const id = promoted === undefined ? '' : told('master_replid')(promoted);
  const alone = masters.filter((info) => info !== promoted && told('connected_slaves')(info) === '0' && told('master_replid')(info) !== id);
  const isFollowed = infos.some((info) => told('role')(info) === 'slave' && told('master_replid')(info) === id);
  if (promoted === undefined || alone.length !== 1 || !isFollowed) return [];
  const roles = [promoted, alone[0]!].map((info) => ({ info, field: fieldOf(info.sections, 'role')! }));
  return [
    {
      what: 'two-masters',
      processes: [],
      value: `one was promoted and has ${told('connected_slaves')(promoted)} replica(s), the other has none`,
      n: 2,
      cites: roles.map(({ info, field }) => ({ entry: info.entry, line: field.line, offset: field.offset, text: 'role:master' })),
    },
  ];
}

function addressOf(member: Member): string {
  return `${member.target?.host}:${member.target?.port}`;
}

const SHOWN = 6;

function finding(what: TopologyFinding['what'], members: readonly Member[]): TopologyFinding {
  const said = members.slice(0, SHOWN).map((member) => `${member.label} asks ${addressOf(member)}`);
  return {
    what,
    process: members[0]?.process,
    processes: members.flatMap((member) => member.process ?? []),
    value: said.join(', '),
    n: members.length,
    cites: members.flatMap((member) => member.target?.cite ?? []),
  };
}

function clusterViews(facts: Facts, book: ProcessBook): TopologyFinding[] {
  const records = facts.entries.flatMap((entry) => entry.records.filter((record) => record.type === 'cluster-nodes'));
  return [...records.flatMap((record) => unservedIn(record, book)), ...twoOwners(records)];
}

/** Of one view: masters that own slots and have failed, and slots that nobody owns. */
function unservedIn(record: ClusterNodesRecord, book: ProcessBook): TopologyFinding[] {
  const owners = slotOwners(record.nodes);
  if (owners.owned === 0 || !record.nodes.some((node) => node.flags.includes('myself'))) return [];
  const found = failedIn(record, book);
  const failed = record.nodes.filter((node) => node.flags.includes('master') && node.flags.includes('fail') && node.slots.trim() !== '');
  if (failed.length > 0)
    found.push({
      what: 'owner-failed',
      processes: [],
      about: failed.length === 1 ? processOfNode(failed[0]!, record.entry, book) : undefined,
      value: failed
        .slice(0, SHOWN)
        .map((node) => `${node.addr.split('@')[0]} (${node.slots})`)
        .join(', '),
      n: failed.length,
      cites: failed.map((node) => node.cite),
    });
  if (owners.missing > 0)
    found.push({
      what: 'slots-missing',
      processes: [],
      value: `${owners.missing} of 16384 slots (${owners.ranges})`,
      n: owners.missing,
      cites: [record.cite],
    });
  return found;
}

function processOfNode({ id, addr }: ClusterNodesRecord['nodes'][number], entry: string, book: ProcessBook): string | undefined {
  const port = Number(/:(\d+)(?:@|$|,)/.exec(addr)?.[1] ?? 0);
  const known = book.ofNode(id).length > 0 ? book.ofNode(id) : book.onPort(port, entry);
  return new Set(known.map((process) => process.server)).size === 1 ? known.at(-1)!.id : undefined;
}

/** Members that the cluster agreed on having failed, and whose slots others serve: replicas, or masters that were failed over. */
function failedIn(record: ClusterNodesRecord, book: ProcessBook): TopologyFinding[] {
  const failed = record.nodes.filter((node) => node.flags.includes('fail') && node.slots.trim() === '');
  if (failed.length === 0) return [];
  const addresses = new Map(record.nodes.map((node) => [node.id, node.addr.split('@')[0]!]));
  const said = failed.slice(0, SHOWN).map((node) => {
    const of = addresses.get(node.master);
    return `${node.addr.split('@')[0]}${of === undefined ? '' : ` (a replica of ${of})`}`;
  });
  const about = failed.length === 1 ? processOfNode(failed[0]!, record.entry, book) : undefined;
  const cites = failed.map((node) => node.cite);
  return [{ what: 'member-failed', processes: [], about, value: said.join(', '), n: failed.length, cites }];
}

/** Each node knows best what it owns itself. */
function twoOwners(records: readonly ClusterNodesRecord[]): TopologyFinding[] {
  const own = new Map<string, { addr: string; cite: Cite; slots: Set<number> }>();
  for (const record of records)
    for (const node of record.nodes)
      if (node.flags.includes('myself') && node.flags.includes('master'))
        own.set(node.id, { addr: node.addr, cite: node.cite, slots: slotOwners([node]).slots });
  const nodes = [...own.values()];
  for (let a = 0; a < nodes.length; a++)
    for (let b = a + 1; b < nodes.length; b++) {
      const shared = [...nodes[a]!.slots].filter((slot) => nodes[b]!.slots.has(slot)).length;
      if (shared > 0)
        return [
          {
            what: 'two-owners',
            processes: [],
            value: `${nodes[a]!.addr.split('@')[0]} and ${nodes[b]!.addr.split('@')[0]} both claim ${shared} slot${shared === 1 ? '' : 's'}`,
            n: shared,
            cites: [nodes[a]!.cite, nodes[b]!.cite],
          },
        ];
    }
  return [];
}
