/**
 * `redis-cli --cluster create|check` (redis-cli.c clusterManager*, also redis-trib.rb): claimed and counted, no records.
 *   >>> Performing hash slots allocation on 6 nodes...
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';

const OPEN =
  /^>>> (?:Performing hash slots allocation on \d+|Performing Cluster Check|Creating cluster|Check slots coverage|Check for open slots|Nodes configuration updated|Trying to optimize (?:slaves|replicas) allocation|Sending CLUSTER MEET|Assign a different config epoch|Adding node )/;
const MEMBER =
  /^(?:>>> |(?:Master|Primary)\[\d+\] -> Slots |Adding replica |Adding extra replicas|[MSPR]: [0-9a-f]{40} |\s+slots:|\s+replicates [0-9a-f]{40}|\s+\d+ additional replica|\[(?:OK|ERR|WARNING)\] |Waiting for the cluster to join|\.+$|Can I set the above configuration)/;

/** redis-cli colours its headings; the escapes stand before and after the text. */
function withoutColour(text: string): string {
  return text.length > 2000 ? text.slice(0, 2000) : text.replace(/\x1b\[[\d;]{0,12}m|^\[[\d;]{1,8}m/g, '');
}

class ClusterCreateReader implements BlockReader {
  line(text: string): BlockAnswer {
    const plain = withoutColour(text);
    return plain === '' || MEMBER.test(plain) ? 'taken' : 'refused';
  }

  finish(): [] {
    return [];
  }
}

export const clusterCreate: Format = {
  name: 'cluster-create',
  samples: ['>>> Performing hash slots allocation on 6 nodes...', '\x1b[29;1m>>> Performing Cluster Check (using node 127.0.0.1:7001)'],
  open(text) {
    return text.includes('>>> ') && OPEN.test(withoutColour(text)) ? new ClusterCreateReader() : undefined;
  },
};
