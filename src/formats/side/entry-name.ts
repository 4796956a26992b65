/** What the name of an entry tells where the layout is documented: the Redis Enterprise support package, the log folder
 * of RLTest, and the habit of naming a log by its port. It is a hint; content decides. */
export interface EntryName {
  /** Base name without rotation and compression: `redis-2.log` of `node_1/logs/redis-2.log.3.gz`. */
  stem: string;
  /** Support package: shard uid of `node_N/logs/redis-UID.log` and `redis_UID.txt`. */
  shardUid?: string;
  /** Support package: database of `database_N…`. */
  bdb?: string;
  /** Support package: node of `node_N/…` and `node_N_…`. */
  node?: string;
  /** Number in `redis-6379.log` and the like when it can be a port and the layout says nothing else. */
  port?: number;
  /** The same number when it is too small for a port: an instance or a shard. */
  index?: number;
  rltest?: { id: string; role: 'master' | 'slave'; index: number; test: string; env: string };
  /** `.log.2.gz` -> 2; 0 for the current file is absent. */
  rotation?: number;
  /** logrotate's `dateext`: `20251123` of `redis.log-20251123.gz`. */
  rotatedOn?: string;
  /** Kind of file of a support package that is not a log: its lines are known although no record comes from them. */
  supportFile?:
    | 'shard-text'
    | 'database'
    | 'sys-info'
    | 'ccs'
    | 'rladmin'
    | 'diagnostics'
    | 'node-file'
    | 'collector-error'
    | 'check'
    | 'health';
  /** Base name of a manager's log without `.log`: `redis_mgr`, `cnm_exec`. */
  manager?: string;
}

const COMPRESSED = /\.(?:gz|bz2|xz|zst)$/;
const NUMBERED = /\.(\d{1,4})$/;
const DATED = /[-.](\d{8})(?:-\d+)?$/;
const RLTEST =
  /^([\w-]{4,64})\.(master|slave)-(\d+)-(.{1,200}?)(?:-(oss-cluster|oss|enterprise-cluster|enterprise|existing-env|cluster_existing-env))?\.log$/;

/** Logs of the Redis Enterprise managers as they lie in /var/opt/redislabs/log. */
const MANAGER_LOG =
  /^(redis_mgr|redis_ctl|resource_mgr|shard_mgr|cnm_exec|cnm_http|cnm_http_ctl|cluster_wd|node_wd|alert_mgr|db_controller|crdb_coordinator|crdb_worker|stats_archiver|rladmin|rlcheck|rlutil|rl_info_provider|heartbeatd|sentinel_service|metrics_exporter|redis_exporter|mdns_server|pdns_server|persistence_mgr|job_scheduler|event_log|supervisord|authentication_service|ccs_internode|dmcproxy|envoy)[\w.-]*?\.log/;

function rotationOf(base: string): Pick<EntryName, 'stem' | 'rotation' | 'rotatedOn'> {
  const stem = base.replace(COMPRESSED, '');
  const numbered = NUMBERED.exec(stem);
  if (numbered) return { stem: stem.slice(0, numbered.index), rotation: Number(numbered[1]) };
  const dated = DATED.exec(stem);
  if (dated) return { stem: stem.slice(0, dated.index), rotatedOn: dated[1] };
  return { stem };
}

function supportFileOf(path: string, base: string): EntryName['supportFile'] {
  if (/^redis_\d+\.txt$/.test(base)) return 'shard-text';
  if (/\/diagnostics\//.test(path)) return 'diagnostics';
  if (/^node_\d+_sys_info\.txt$/.test(base)) return 'sys-info';
  if (/^ccs-redis\.json$|^node_\d+\.ccs$|^database_\d+_ccs_info\.txt$/.test(base)) return 'ccs';
  if (/^(?:node|database)_\d+\.rladmin$/.test(base)) return 'rladmin';
  if (/^database_\d+_error\.txt$/.test(base)) return 'collector-error';
  if (/^node_\d+\.rlcheck$/.test(base)) return 'check';
  if (base === 'cluster_health_report.txt' || base === 'usage_report.usg') return 'health';
  if (/^database_\d+[._](?:info|clientlist|slowlog|health|tag)/.test(base)) return 'database';
  if (/(?:^|\/)node_\d+\/conf\/|(?:^|\/)node_\d+_envoy/.test(path)) return 'node-file';
  return undefined;
}

function setShardOrPort(name: EntryName, path: string): void {
  const text = /^redis_(\d+)\.txt$/.exec(name.stem);
  if (text) name.shardUid = text[1];
  const log = /^(?:redis|valkey|sentinel|redis-server)[-_.]?(\d{1,5})(?:\.|$)/.exec(name.stem);
  if (!log || text) return;
  const value = Number(log[1]);
  if (/(?:^|\/)(?:node_\d+\/logs?|rs_pod_logs\/[^/]{1,253})\//.test(path)) name.shardUid = log[1];
  else if (value >= 1000 && value <= 65_535) name.port = value;
  else name.index = value;
}

let lastEntry: string | undefined;
let lastName: Readonly<EntryName> = { stem: '' };

/** Remembers the last answer: formats ask for the same entry line after line. */
export function parseEntryName(entry: string): Readonly<EntryName> {
  if (entry !== lastEntry) {
    lastEntry = entry;
    lastName = readEntryName(entry);
  }
  return lastName;
}

function readEntryName(entry: string): EntryName {
  const path = entry.slice(0, 4096).replaceAll('!/', '/');
  const base = path.slice(path.lastIndexOf('/') + 1);
  const name: EntryName = rotationOf(base);
  const node = /(?:^|\/)node_(\d+)(?:[/_.]|$)/.exec(path);
  if (node) name.node = node[1];
  const bdb = /(?:^|\/)database_(\d+)(?:[/_.]|$)/.exec(path);
  if (bdb) name.bdb = bdb[1];
  setShardOrPort(name, path);
  const supportFile = supportFileOf(path, base);
  if (supportFile) name.supportFile = supportFile;
  const manager = MANAGER_LOG.exec(base);
  if (manager) name.manager = manager[1];
  const rltest = RLTEST.exec(name.stem);
  if (rltest) {
    const role = rltest[2] as 'master' | 'slave';
    name.rltest = { id: rltest[1], role, index: Number(rltest[3]), test: rltest[4], env: rltest[5] ?? '' };
  }
  return name;
}
