import { classOfAddress, SHORT_ID } from './addresses.js';
import type { PrivateClass } from './classes.js';
import { isHostName } from './names.js';
import { addPath } from './paths.js';
import type { SpanSet } from './spans.js';
import { isEmptyValue, isGenericName, isNumber, isVocabulary } from './vocabulary.js';

/*
 * Named values: `id=7 addr=10.1.2.3:50112 laddr=… name=billing-api … user=alice lib-name=jedis` (CLIENT LIST), `slave0:ip=…,port=…`,
 * `master_host:db-2` (INFO), `"Hostname": "3f1c0a5b7d9e"` (docker inspect), `Namespace:  prod` (kubectl), `password=…`. The name says what the value is.
 */

const CLASS_BY_NAME: Record<string, PrivateClass> = {};

function define(cls: PrivateClass, names: string): void {
  for (const name of names.split(/\s+/)) CLASS_BY_NAME[name] = cls;
}
define(
  'user',
  'user username user_name login logname owner acl_user masteruser auth_user ruser account sentinel_user run_as_user runasuser',
);
define('client', 'client_name clientname lib_name');
define(
  'host',
  `host hostname host_name server_name node_name nodename machine machine_name fqdn master_host announce_hostname announce_ip endpoint endpoints addr
  address laddr peer rhost remote remote_addr remote_host domainname domain external_address syslog_host sni dns_name public_addr internal_addr container_host ec2_instance`,
);
define('db', 'db_name bdb_name dbname database_name database bdb_fqdn');
define(
  'secret',
  'password passwd pass pwd secret token api_key apikey access_key secret_key auth authorization credential credentials private_key requirepass masterauth auth_pass sentinel_pass key_file_pass tls_key_file_pass bearer passphrase rcp_password',
);
define('mail', 'email mail e_mail');
define(
  'name',
  `master_name pod pod_name podname namespace pod_namespace container container_name containername service_name cluster cluster_name clustername tenant
  tenant_id customer customer_name organization organisation org company project project_id account_name account_id index_name service_account
  statefulset deployment unit_name machine_id boot_id invocation_id container_id container_tag log_group loggroup logstream log_stream logstreamname
  cn ou stack_name instance_id subscription availability_zone controlled_by image_name syslog_ident crdb_name crdt_guid`,
);
define('key', 'key keyname key_name channel');

const byName = new Map<string, PrivateClass | undefined>();
const MAX_NAMES = 10_000;

/** Names with a sign of a kind in front (`_HOSTNAME` of journald) and in any spelling (`client-name`, `clientName`). */
export function classOfField(name: string): PrivateClass | undefined {
  if (byName.has(name)) return byName.get(name);
  const cls = findClass(name);
  if (byName.size < MAX_NAMES) byName.set(name, cls);
  return cls;
}

function findClass(name: string): PrivateClass | undefined {
  const plain = name
    .replace(/^_+/, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[-. ]/g, '_');
  if (Object.hasOwn(CLASS_BY_NAME, plain)) return CLASS_BY_NAME[plain];
  // variables of the environment: `REDIS_PASSWORD`, `CACHE_HOST`
  if (/_(?:pass|pwd|pw|auth|key)$/.test(plain)) return 'secret';
  const last = /_(password|passwd|secret|token|apikey|credentials|hostname|host|username|email)$/.exec(plain);
  return last ? CLASS_BY_NAME[last[1]] : undefined;
}

/** Users, libraries and names that every installation has. */
const PUBLIC_VALUE =
  /^(?:\(superuser\)|superuser|default|redis-py|jedis|lettuce|ioredis|node-redis|redis-rb|go-redis|hiredis|stackexchange\.redis|redisson|phpredis|predis|nredisstack|rustis|redis-rs|valkey-(?:glide|py|go)|true|false|yes|no|ok|localhost|unix|internal|external|tcp|tls|ipv[46]|\?:0|:0)$/i;

/** Whether a value in a private place is private at all. Places of names also take words of Redis; sentences (`user: is busy`) must not be hit. */
export function isPrivateValue(cls: PrivateClass, value: string): boolean {
  if (isEmptyValue(value) || PUBLIC_VALUE.test(value)) return false;
  if (cls === 'secret' || classOfAddress(value)) return true;
  if (/^0x[0-9a-f]{1,16}$/i.test(value)) return false;
  if (cls === 'host' || cls === 'name' || cls === 'db') return !isNumber(value) && !isGenericName(value);
  return cls === 'client' || cls === 'user' ? !isGenericName(value) : !isVocabulary(value) && !isNumber(value);
}

/** The name in front of `=` or `:`, with the quotes that JSON and YAML give it. */
const FIELD = /(?<![A-Za-z0-9_])([A-Za-z_][A-Za-z0-9_.-]{1,40})(["']?)(?::[ \t]{1,24}|[=:]|[ \t]{1,2}[=:][ \t]{0,24})/g;
/** Where a bare value ends. CLIENT LIST takes blanks only; a comma ends values of INFO and of sentences. */
const BARE = /[^\s,;"'()[\]{}<>]{1,2048}/y;
const BARE_ADDRESS = /\[[0-9A-Fa-f:.%]{2,60}\](?::\d{1,6})?|[^\s,;"'()[\]{}<>]{1,2048}/y;
const CLIENT_VALUE = /[^\s]{0,2048}/y;
const QUOTED = /"((?:[^"\\]|\\.){0,4000})"|'((?:[^'\\]|\\.){0,4000})'/y;

/** docker inspect and kubectl describe write them so; in small letters they say less. */
const CAPITALISED: Record<string, PrivateClass> = Object.assign(Object.create(null), { Name: 'name', Node: 'host' });

export function findFields(set: SpanSet): void {
  const { text } = set;
  if (!text.includes('=') && !text.includes(':')) return;
  const isClient = isClientLine(text);
  const isModule = /^module:name=|\bapi=\d+,filters=/.test(text);
  FIELD.lastIndex = 0;
  for (let match = FIELD.exec(text); match; match = FIELD.exec(text)) {
    const [whole, name] = match;
    const sign = whole.includes('=') ? '=' : ':';
    const cls = isClient && sign === '=' && name === 'name' ? 'client' : (CAPITALISED[name] ?? classOfField(name));
    const start = match.index + whole.length;
    // `a=b:c`: the next name may stand inside this match's blanks, never inside its value
    FIELD.lastIndex = Math.max(start - 1, match.index + 1);
    if (cls === undefined || isModule) continue;
    const value = valueAt(text, start, isClient && sign === '=', cls);
    if (value && name === 'Name' && !(/[-_./]/.test(text.slice(value.start, value.end)) && (value.isQuoted || / {2}$/.test(whole))))
      continue;
    if (value && isNamed(name, sign, whole, value)) addValue(set, cls, value.start, value.end);
    if (value && value.end > FIELD.lastIndex) FIELD.lastIndex = value.end;
  }
}

/** CLIENT LIST and CLIENT INFO, alone or inside a log line. */
export function isClientLine(text: string): boolean {
  return text.includes('addr=') && /\bid=\d/.test(text) && /\b(?:fd|laddr|age|flags)=/.test(text);
}

/** `user: alice` is a field; `user: is not allowed` is a sentence. A value of `:` must be quoted, glued, aligned or the last of its line. */
function isNamed(name: string, sign: string, whole: string, value: { end: number; isQuoted: boolean; isLast: boolean }): boolean {
  if (sign === '=' || value.isQuoted) return true;
  return /\S$/.test(whole) || /[ \t]{2}$/.test(whole) || value.isLast || name.includes('_');
}

function valueAt(text: string, at: number, isClient: boolean, cls: PrivateClass) {
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text);
  if (quoted) return { start: at + 1, end: at + quoted[0].length - 1, isQuoted: true, isLast: false };
  const bare = isClient ? CLIENT_VALUE : cls === 'host' ? BARE_ADDRESS : BARE;
  bare.lastIndex = at;
  const match = bare.exec(text);
  if (!match || match[0] === '') return undefined;
  const end = at + match[0].replace(/[.!?]+$/, '').length;
  return end <= at ? undefined : { start: at, end, isQuoted: false, isLast: /^\s*$/.test(text.slice(end, end + 8)) };
}

/** sentinel.c names its connections by its own id; that it was a Sentinel is part of what happened. */
const SENTINEL_CLIENT = /^sentinel-[0-9a-f]{8}-(?:cmd|pubsub)$/;

/** A value in a place for `cls`: what its shape says wins, a port stays outside. */
export function addValue(set: SpanSet, cls: PrivateClass, start: number, end: number): void {
  const value = set.text.slice(start, end);
  if (!isPrivateValue(cls, value)) return;
  const shape = classOfAddress(value);
  const sentinel = cls === 'client' ? SENTINEL_CLIENT.exec(value) : null;
  if (shape) set.replace(start, end, shape);
  else if (sentinel) set.replace(start + 9, start + 9 + SHORT_ID, 'node');
  else if (cls === 'host') addHost(set, start, end);
  else if (cls !== 'secret' && cls !== 'key' && value.startsWith('/')) addPath(set, start, value);
  else set.replace(start, end, cls);
}

/** `host`, `host:port`, `[v6]:port`, `v6:port` of old CLIENT LISTs, `/path/to.sock:0`, `host/address`. */
export function addHost(set: SpanSet, start: number, end: number): void {
  const value = set.text.slice(start, end);
  if (value.startsWith('/') || value.includes('://')) return;
  const slash = value.indexOf('/');
  if (slash > 0) {
    addHost(set, start, start + slash);
    addHost(set, start + slash + 1, end);
    return;
  }
  const bracketed = /^\[([^\]]*)\]/.exec(value);
  const port = /:\d{1,6}(?:@\d{1,6})?$/.exec(value);
  const host = bracketed ? bracketed[1] : port ? value.slice(0, port.index) : value;
  const from = bracketed ? start + 1 : start;
  if (host === '' || !isPrivateValue('host', host)) return;
  const shape = classOfAddress(host);
  if (shape) set.replace(from, from + host.length, shape);
  else if (isHostName(host) || /^[A-Za-z0-9\u0080-\uffff][A-Za-z0-9._\u0080-\uffff-]{0,253}$/.test(host)) {
    if (!/^(?:127|0)\.\d/.test(host) && !/^(?:::1?|0\.0\.0\.0)$/.test(host)) set.replace(from, from + host.length, 'host');
  }
}
