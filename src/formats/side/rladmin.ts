/**
 * `rladmin status` (docs "rladmin status"): the tables are claimed; rows whose status is not OK become records.
 *   SHARDS:
 *   DB:ID    NAME       ID        NODE     ROLE     SLOTS     USED_MEMORY      STATUS
 *   db:1     db1        redis:2   node:8   master   0-8191    2.29MB           ERROR
 * Below a database stands what its state machine stopped with (seen in a published workflow of Redis' support, 2026):
 *   RETRYABLE ERROR: redis:4: cnm_exec:1 remote action failed in SMUpdateBDB:updates=… [update_redis] , setting retryable error state.
 * Words of the statuses: `DOWN, last seen 33s ago`, `ERROR: stale info`, `ERROR: NOT SLAVE`, `LOADING` (Redis' operations skills), `ERROR: timed out`
 * unproven. The table carries no time. Names of databases are words too: only what stands behind the columns counts.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ChangeRecord, ManagerRecord, Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, NO_STAMP, newFields, wrapperStamp } from './cite.js';
import { namesIn } from './manager-events.js';

const MAX_RECORDS = 200;
const TITLE = /^(?:CLUSTER NODES|DATABASES|ENDPOINTS|SHARDS):\s*$/;
const HEADER = /^(?:NODE:ID|DB:ID) +[A-Z]/;
const ROW = /^\s?\*?(node|db|endpoint|redis|crdt):(\d+)/;
const CLUSTER = /^(?:CLUSTER:|OK\. Cluster master:|ERROR\. Cluster|Cluster health:|failures\/minute)/;
const RETRYABLE = /^\s{0,8}(?:RETRYABLE )?ERROR: (.{1,4000})$/;
const MACHINE = /\bin (SM\w{1,80})(?::[^[]{0,2000})? ?\[(\w{1,80})\]/;
const WORDS = 'ERROR|DOWN|STALE|FAILED|LOADING|OUT OF SYNC|UNREACHABLE|CCS ERROR|REPLICATION LINK DOWN|TIMEOUT|recovery';
/** Behind the shard's role; a database may be called `recovery`. */
const BAD_SHARD = new RegExp(`\\bredis:\\d{1,9} +node:\\d{1,9} +\\w{1,12} .*? ((?:${WORDS})\\b.{0,80})$`);
/** The last column, a name in front of it has others behind. */
const BAD_LAST = new RegExp(`(?: |\\t)((?:${WORDS})(?:[,:] ?[\\w ,.:'-]{1,80})?)$`);
/** `NAME TYPE STATUS` of a database. */
const BAD_DATABASE = /^db:\d{1,9} +\S{1,100} +(?:redis|memcached) +(creation-failed|recovery\S{0,20}|\S{1,30}-failed)\b/;

function badStatus(kind: string, text: string): string | undefined {
  if (text.length > 4096 || /\bOK\s*$/.test(text)) return undefined;
  const row = text.trimEnd();
  if (/\bredis:\d/.test(row)) return BAD_SHARD.exec(row)?.[1];
  if (kind === 'db' && !/\bendpoint:\d/.test(row)) return BAD_DATABASE.exec(row)?.[1];
  return BAD_LAST.exec(row)?.[1];
}

class RladminReader implements BlockReader {
  private readonly records: Rec[] = [];
  private database = '';

  line(text: string, context: LineContext): BlockAnswer {
    if (text.trim() === '' || TITLE.test(text) || HEADER.test(text) || CLUSTER.test(text)) return 'taken';
    const stopped = this.database !== '' ? RETRYABLE.exec(text) : null;
    if (stopped) {
      this.add(this.change(stopped[1], text, context));
      return 'taken';
    }
    const row = ROW.exec(text);
    if (!row) return 'refused';
    this.database = row[1] === 'db' && !/\b(?:redis|endpoint):\d/.test(text) ? `bdb:${row[2]}` : '';
    const status = badStatus(row[1], text);
    if (status !== undefined) this.add(this.record(status, row[1], text, context));
    return 'taken';
  }

  finish(): Rec[] {
    return this.records;
  }

  private add(record: Rec): void {
    if (this.records.length < MAX_RECORDS) this.records.push(record);
  }

  private record(status: string, kind: string, text: string, context: LineContext): ManagerRecord {
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
    return { type: 'manager', component: 'rladmin', ...place, level: '', event: eventOf(status, kind, shard !== null), fields };
  }

  private change(error: string, text: string, context: LineContext): ChangeRecord {
    const machine = MACHINE.exec(error);
    const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context), stamp: { ...NO_STAMP } };
    const names = namesIn(error);
    return {
      type: 'change',
      source: 'rladmin',
      ...place,
      machine: machine?.[1] ?? '',
      object: this.database,
      steps: [],
      outcome: 'failed',
      error: keep(error.trim(), 300),
      errorCite: place.cite,
      ...(machine ? { failedState: machine[2] } : {}),
      ...(names.shard ? { shard: names.shard } : {}),
    };
  }
}

/** A shard that loads, and one of which the watchdog has only old news, may be well: the shard itself knows better. */
function eventOf(status: string, kind: string, isShard: boolean): ManagerRecord['event'] {
  if (/^(?:LOADING|STALE)|stale info/.test(status) || (isShard && status.startsWith('recovery'))) return 'alert-minor';
  if (isShard) return 'shard-down';
  return kind === 'node' && /DOWN|UNREACHABLE|CCS ERROR/.test(status) ? 'node-down' : 'alert';
}

export const rladmin: Format = {
  name: 'rladmin',
  samples: ['CLUSTER NODES:', 'SHARDS:', 'NODE:ID ROLE   ADDRESS      EXTERNAL_ADDRESS HOSTNAME     SHARDS CORES FREE_RAM STATUS'],
  open(text) {
    return TITLE.test(text) || HEADER.test(text) ? new RladminReader() : undefined;
  },
};
