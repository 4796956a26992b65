/**
 * `rladmin status` (docs "rladmin status"): the tables are claimed; rows whose status is not OK become records.
 *   SHARDS:
 *   DB:ID    NAME       ID        NODE     ROLE     SLOTS     USED_MEMORY      STATUS
 *   db:1     db1        redis:2   node:8   master   0-8191    2.29MB           ERROR
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ManagerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newFields, wrapperStamp } from './cite.js';

const MAX_RECORDS = 200;
const TITLE = /^(?:CLUSTER NODES|DATABASES|ENDPOINTS|SHARDS):\s*$/;
const HEADER = /^(?:NODE:ID|DB:ID) +[A-Z]/;
const ROW = /^\s?\*?(?:node|db|endpoint|redis|crdt):\d+/;
const CLUSTER = /^(?:CLUSTER:|OK\. Cluster master:|Cluster health:|failures\/minute)/;
const BAD = /\b(ERROR|DOWN|STALE|FAILED|LOADING|OUT OF SYNC|UNREACHABLE|recovery)\b/;

class RladminReader implements BlockReader {
  private readonly records: ManagerRecord[] = [];

  line(text: string, context: LineContext): BlockAnswer {
    if (text.trim() === '' || TITLE.test(text) || HEADER.test(text) || CLUSTER.test(text)) return 'taken';
    if (!ROW.test(text)) return 'refused';
    const bad = text.length < 4096 ? BAD.exec(text) : null;
    if (bad && !/\bOK\s*$/.test(text) && this.records.length < MAX_RECORDS) this.records.push(this.record(bad[1], text, context));
    return 'taken';
  }

  finish(): ManagerRecord[] {
    return this.records;
  }

  private record(status: string, text: string, context: LineContext): ManagerRecord {
    const fields = newFields();
    fields.status = status;
    fields.message = keep(text.trim(), 300);
    const shard = /\bredis:\d+/.exec(text);
    const database = /\bdb:(\d+)/.exec(text);
    const node = /\bnode:\d+/.exec(text);
    if (shard) fields.shard = shard[0];
    if (database) fields.database = `bdb:${database[1]}`;
    if (node) fields.node = node[0];
    const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context), stamp: wrapperStamp(context) };
    return { type: 'manager', component: 'rladmin', ...place, level: '', event: 'alert', fields };
  }
}

export const rladmin: Format = {
  name: 'rladmin',
  samples: ['CLUSTER NODES:', 'SHARDS:', 'NODE:ID ROLE   ADDRESS      EXTERNAL_ADDRESS HOSTNAME     SHARDS CORES FREE_RAM STATUS'],
  open(text) {
    return TITLE.test(text) || HEADER.test(text) ? new RladminReader() : undefined;
  },
};
