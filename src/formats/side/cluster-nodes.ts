/**
 * CLUSTER NODES and nodes.conf (clusterGenNodeDescription in cluster.c / cluster_legacy.c, 3.0 and later):
 *   4901e29348a2606976120012835e9610fd58ea71 127.0.0.1:7002@17002 myself,master - 0 1795416254000 2 connected 5461-10922
 * 3.0–3.2 have no `@busport`; 7.0+ may add `,hostname` and `,shard-id=…`. CLUSTER SLOTS and SHARDS are not read here.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ClusterNode, ClusterNodesRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from './cite.js';

const MAX_NODES = 2000;
const NODE =
  /^([0-9a-f]{40}) (\S{0,300}:\d{1,5}(?:@\d{1,6})?(?:,\S{0,300})?) ([a-z,?]{1,100}) (-|[0-9a-f]{40}) \d{1,20} \d{1,20} \d{1,20} (connected|disconnected)(?: (.*))?$/;
const VARS = /^vars currentEpoch \d+ lastVoteEpoch \d+$/;

export function parseNodeLine(text: string, context: LineContext): ClusterNode | undefined {
  const found = NODE.exec(text.trimEnd());
  if (!found) return undefined;
  const [, id, addr, flags, master, linkState, slots] = found;
  return { id, addr, flags: flags.split(','), master, linkState, slots: keep(slots ?? ''), cite: citeOf(text, context) };
}

class ClusterNodesReader implements BlockReader {
  private readonly record: ClusterNodesRecord;

  constructor(text: string, context: LineContext) {
    this.record = { type: 'cluster-nodes', entry: context.entry, sub: context.sub, cite: citeOf(text, context), nodes: [] };
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text === '') return 'taken';
    if (VARS.test(text)) return 'closed';
    const node = parseNodeLine(text, context);
    if (!node) return 'refused';
    if (this.record.nodes.length < MAX_NODES) this.record.nodes.push(node);
    return 'taken';
  }

  finish(): ClusterNodesRecord[] {
    return [this.record];
  }
}

export const clusterNodes: Format = {
  name: 'cluster-nodes',
  samples: [
    '4901e29348a2606976120012835e9610fd58ea71 127.0.0.1:7002@17002 myself,master - 0 1795416254000 2 connected 5461-10922',
    '45334415323989e39c123427ce4ad200803199c6 127.0.0.1:7011@17011 master,fail - 1795415352383 1795415350249 1 connected 0-5460',
  ],
  open(text, context) {
    return parseNodeLine(text, context) ? new ClusterNodesReader(text, context) : undefined;
  },
};
