import type { ClientError } from '../../model/records.js';
import { isForeignPort, isRedisPort, parseAddress } from './address.js';
import { isRestored, libraryOf, parseFailure } from './failures.js';
import { parseQuotedReply } from './replies.js';

/** What one line of an application says of a Redis server. */
export interface ClientLine {
  error: ClientError | 'restored';
  library?: string;
  host?: string;
  port?: number;
  /** The server's own words. */
  reply?: string;
}

/** Longest piece of a line that is looked at. */
const LOOKED_AT = 4000;

/** Letters that any of these lines has: everything else is passed over after one look. */
const GATE =
  /redis|valkey|jedis|lettuce|nc_core\.c|Error fetching (?:job|message)|heartbeat: |Connection to broker lost|:6379|:26379|OOM command|MISCONF|READONLY|LOADING|BUSY |NOAUTH|WRONGPASS|NOPERM|CLUSTERDOWN|MASTERDOWN|NOREPLICAS|EXECABORT|TRYAGAIN|max number of clients/i;
/** Redis by name, not `redistribute` or `rediscover`; or what only speaks to Redis. */
const NAMED = /redis(?!tribut|cover|play|patch|cuss|tric)|valkey|jedis|lettuce|Error fetching (?:job|message)|nc_core\.c:\d+\s+close s /i;
/** Where both are named it is the other one that fails. */
const OTHERS = /\bmemcached?\b|\bmysql|\bpostgres|\bkafka|\brabbitmq|\bamqps?:|\bmongo|elasticsearch|zookeeper|\betcd\b|\bs3\b/i;
const CALM = /(?:^|[\s[|"(:=])(?:DEBUG|TRACE|debug|trace|FINE|VERBOSE)(?:[\s\]|"):,]|$)/;
const INFO = /(?:^|[\s[|"(:=])(?:INFO|info|NOTICE|notice|I)(?:[\s\]|"):,]|$)/;
const COMPLAINS =
  /[Ee]xception|[Ee]rror|ERR\b|[Ff]ail|refused|[Uu]nable|[Cc]annot|[Cc]ould(?: not|n't)|lost|DOWN\b|timed[ -]?out|ETIMEDOUT/;
/** Settings, help and stack frames name the same words and complain of nothing. */
const NO_EVENT = /^\s*(?:at |#|\/\/|\*|<|\.\.\. \d+ (?:more|common)|File "|--|from \S+:\d+:in )/;

export function parseClientLine(whole: string): ClientLine | undefined {
  const text = whole.length > LOOKED_AT ? whole.slice(0, LOOKED_AT) : whole;
  if (!GATE.test(text) || NO_EVENT.test(text)) return undefined;
  const named = NAMED.test(text);
  const quoted = parseQuotedReply(text, named);
  if (quoted !== undefined) return { ...quoted, library: libraryOf(text), ...parseAddress(text) };
  return parseConnection(text, named);
}

function parseConnection(text: string, named: boolean): ClientLine | undefined {
  const address = parseAddress(text);
  if (!named && !isRedisPort(address?.port)) return undefined;
  if (isForeignPort(address?.port) || (OTHERS.test(text) && !isRedisPort(address?.port))) return undefined;
  const metric = /^redis_up(?:\{[^}]{0,300}\})? ([01])(?:\.0)?(?: \d+)?$/.exec(text);
  if (metric !== null) return { error: metric[1] === '0' ? 'failed' : 'restored', library: 'redis_exporter', ...address };
  if (isRestored(text)) return { error: 'restored', library: libraryOf(text), ...address };
  if (CALM.test(text.slice(0, 200)) || (INFO.test(text.slice(0, 200)) && !COMPLAINS.test(text))) return undefined;
  const error = parseFailure(text);
  return error === undefined ? undefined : { error, library: libraryOf(text), ...address };
}
