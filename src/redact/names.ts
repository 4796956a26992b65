import { allMatches } from './matches.js';
import type { SpanSet } from './spans.js';
import { isGenericName, isVocabulary } from './vocabulary.js';

/*
 * Names of the net, told by their shape: `ops@acme.com`, `redis://:pw@db-7.acme.internal:6379/0`, `redis-0.redis.prod.svc.cluster.local`,
 * `ip-10-0-1-23.ec2.internal`. Bare host names have no shape; they are told by their place (`fields.ts`, `phrases.ts`).
 * Not taken for hosts: files (`redis.conf`, `libc.so.6`), module commands (`FT.SEARCH`), compiler suffixes (`job.lto_priv.0`), units (`redis.service`).
 */

const MAIL =
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+\u0080-\uffff-]{1,64}@[A-Za-z0-9\u0080-\uffff-]{1,63}(?:\.[A-Za-z0-9\u0080-\uffff-]{1,63}){1,8}/g;
const URL = /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,15}:\/\/[^\s"'<>`\\|]{1,2048}/g;
const DOTTED =
  /(?<![A-Za-z0-9_.\u0080-\uffff-])[A-Za-z0-9_\u0080-\uffff-]{1,63}(?:\.[A-Za-z0-9_\u0080-\uffff-]{1,63}){1,12}(?![A-Za-z0-9_-])/g;
const DASHED_IP = /(?<![A-Za-z0-9])ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?![A-Za-z0-9-])/g;

/** Documentation and sources that messages of the servers and this program point to. */
const PUBLIC_URL =
  /^https?:\/\/(?:(?:[a-z0-9-]+\.)?(?:redis|valkey)\.(?:io|com)(?:[/:?#]|$)|(?:www\.)?github\.com\/(?:redis|antirez|valkey-io|RediSearch|RedisJSON|RedisTimeSeries|RedisBloom|RedisLabs|RedisLabsModules|jemalloc)(?:\/|$)|code\.google\.com\/p\/redis|(?:www\.)?kernel\.org\/|bugzilla\.redhat\.com\/|sourceware\.org\/|(?:www\.)?gnu\.org\/|groups\.google\.com\/forum\/#!forum\/redis|json-schema\.org\/)/i;
/** Schemes of what is told apart by other means: the id behind `containerd://`. */
const OPAQUE_SCHEME = /^(?:containerd|docker|cri-o|docker-pullable):/;
const PUBLIC_HOST = /(?:^|\.)(?:(?:redis|valkey|kubernetes|k8s|docker|github|gnu|sourceware|kernel|debian|ubuntu)\.(?:io|com|org|net))$/i;

const FILE_ENDING =
  /\.(?:so|incr|base|manifest|c|cc|cpp|cxx|h|hpp|S|s|rs|go|py|rb|js|ts|mjs|lua|sh|pl|tcl|java|class|jar|log|conf|cfg|ini|txt|md|rst|json|jsonl|ya?ml|toml|xml|html?|csv|rdb|aof|acl|sock|pid|lock|gz|tgz|bz2|xz|zst|zip|tar|deb|rpm|pem|crt|cert|key|service|socket|slice|scope|timer|mount|target|device|swap|path|debug|core|bak|old|tmp|out|err|stdout|stderr|db|bin|exe|dll|dylib|a|o|la|ko|map|dat|sql|sarif|gdb|eu-stack)$/;
const TLD =
  /\.(?:com|net|org|io|dev|app|cloud|info|biz|edu|gov|mil|int|local|localdomain|internal|intern|lan|corp|home|intra|intranet|private|priv|arpa|svc|example|invalid|localnet|consul|test|prod|aero|name|online|site|tech|systems|services|xyz|group|bank|gmbh|[a-z]{2})$/i;

export function findNames(set: SpanSet): void {
  const { text } = set;
  if (text.includes('://')) for (const match of allMatches(URL, text)) addUrl(set, match.index, match[0]);
  if (text.includes('@')) for (const match of allMatches(MAIL, text)) addMail(set, match.index, match[0]);
  if (text.includes('.')) {
    for (const match of allMatches(DOTTED, text)) {
      const name = match[0].replace(/\.+$/, '');
      if (isHostName(name) && !isCall(text, match.index, match.index + name.length))
        set.replace(match.index, match.index + name.length, 'host');
    }
  }
  if (text.includes('ip-'))
    for (const match of allMatches(DASHED_IP, text)) set.replace(match.index, match.index + match[0].length, 'host');
}

/** `std.foo.bar(`: a function, not a host. */
function isCall(text: string, start: number, end: number): boolean {
  return (
    text[end] === '(' ||
    (text[start - 1] === '/' && text[end] === ':' && /^\d/.test(text.slice(end + 1)) && FILE_ENDING.test(text.slice(start, end)))
  );
}

function addUrl(set: SpanSet, start: number, run: string): void {
  const url = run.replace(/[).,;:\]}!?]+$/, '');
  if (OPAQUE_SCHEME.test(url)) return;
  if (PUBLIC_URL.test(url)) set.keep(start, start + url.length);
  else set.replace(start, start + url.length, 'url');
}

function addMail(set: SpanSet, start: number, mail: string): void {
  const last = mail.slice(mail.lastIndexOf('.') + 1);
  if (!/^[A-Za-z\u0080-\uffff]{2,24}$/.test(last) || FILE_ENDING.test(`.${last}`)) return;
  set.replace(start, start + mail.length, 'mail');
}

/** A dotted name that is a host by its ending, or by looking like nothing else. */
export function isHostName(name: string): boolean {
  if (FILE_ENDING.test(name) || PUBLIC_HOST.test(name)) return false;
  const labels = name.split('.');
  const last = labels[labels.length - 1];
  if (
    !/^[A-Za-z\u0080-\uffff][A-Za-z0-9\u0080-\uffff-]*$/.test(last) ||
    last.length < 2 ||
    !labels.some((label) => /[A-Za-z\u0080-\uffff]/.test(label.slice(0, 1)))
  )
    return false;
  if (name.includes('_') || /[a-z][A-Z]/.test(last) || name === name.toUpperCase()) return false;
  const isKnownName = labels.slice(0, -1).every((label) => /^[a-z]+$/i.test(label) && isVocabulary(label));
  if (TLD.test(name)) return !(isKnownName && labels.length === 2) && !(labels.length === 2 && /^[a-z]$/i.test(labels[0]));
  if (labels.length < 3 || isKnownName || /\d$/.test(last)) return false;
  if (/^(?:java|javax|com|org|io|net|python|std|core|redis)$/.test(labels[0]) && labels.length > 2 && !/\d/.test(name)) return false;
  return labels.slice(0, -1).some((label) => /[\d-]/.test(label) || !isVocabulary(label));
}

/** The parts of a full name that stand alone elsewhere: the host's first label, the domain, and what the domain says of its owner. */
export function partsOfHost(name: string): { first?: string; domain?: string; labels: string[] } {
  const labels = name.split('.');
  if (labels.length < 2) return { labels: [] };
  const inner = labels.slice(1).filter((label) => label.length > 2 && !isVocabulary(label) && !TLD.test(`.${label}`));
  return {
    first: isGenericName(labels[0]) ? undefined : labels[0],
    domain: labels.length > 2 ? labels.slice(1).join('.') : undefined,
    labels: inner,
  };
}
