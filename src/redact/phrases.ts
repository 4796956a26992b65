import { classOfOption } from './argv.js';
import type { PrivateClass } from './classes.js';
import { addHost, addValue, isPrivateValue } from './fields.js';
import { allMatches } from './matches.js';
import type { SpanSet } from './spans.js';
import { isEmptyValue, isGenericName, isNumber, isVocabulary } from './vocabulary.js';

/* Private values that only the wording around them gives away, as Redis, Valkey, Sentinel, RediSearch, the kernel and Kubernetes print them. */

interface Phrase {
  /** Cheap test before the pattern runs. */
  has: string;
  /** With the `d` flag: each group is a value. */
  pattern: RegExp;
  classes: PrivateClass[];
  /** Values made of words of Redis are part of the sentence. */
  strict?: boolean;
}

const WORD = '[^\\s\'",;()<>]{1,512}';
const HOST = '[A-Za-z0-9\\u0080-\\uffff][A-Za-z0-9._\\u0080-\\uffff:-]{0,253}';

function phrase(has: string, pattern: string, classes: PrivateClass | PrivateClass[], strict = false): Phrase {
  return { has, pattern: new RegExp(pattern, 'dgu'), classes: [classes].flat(), strict };
}

const PHRASES: readonly Phrase[] = [
  // replication.c: `Connecting to MASTER db-2:6379`, `Replica db-3:6380 asks for synchronization`, `REPLICAOF db-2:6379 enabled`
  phrase(
    ':',
    `(?:MASTER|PRIMARY|REPLICAOF|SLAVEOF|[Rr]eplica|[Ss]lave|[Mm]aster|[Pp]rimary|Accepted|replica:?|connect(?:ing|ed)? to|connection (?:to|from)|Redis at|node at|[Ss]erver|reading from|Reconnecting to) (${HOST}):\\d{1,5}(?![\\d.])`,
    'host',
  ),
  // sentinel.c: `+sdown master orders 10.1.2.3 6379`, `+slave slave 10.1.2.4:6379 10.1.2.4 6379 @ orders 10.1.2.3 6379`
  phrase(' master ', `[+-][a-z-]{3,40} master (\\S{1,200}) (${HOST}) \\d{1,5}(?!\\S)`, ['name', 'host']),
  phrase(' @ ', `[+-][a-z-]{3,40} (?:slave|replica|sentinel) (\\S{1,300}) (${HOST}) \\d{1,5} @ (\\S{1,200}) (${HOST}) \\d{1,5}(?!\\S)`, [
    'host',
    'host',
    'name',
    'host',
  ]),
  phrase('switch-master', `[+-]switch-master (\\S{1,200}) (${HOST}) \\d{1,5} (${HOST}) \\d{1,5}`, ['name', 'host', 'host']),
  phrase('config-update-from', `\\+config-update-from sentinel (\\S{1,200}) (${HOST}) \\d{1,5} @ (\\S{1,200}) (${HOST})`, [
    'host',
    'host',
    'name',
    'host',
  ]),
  // cluster.c: `Marking node <40 digits> (cache-a) as failing`; CLUSTER NODES: `ip:port@cport,hostname`
  phrase(' (', '[0-9a-f]{40} \\(([^()\\s]{1,253})\\)', 'host'),
  phrase(' shard ', '\\bof shard ([0-9a-f]{8,40})(?![0-9a-z])', 'node'),
  phrase('@', '@\\d{1,5},([A-Za-z0-9][A-Za-z0-9.-]{0,253})(?=[ ,])', 'host'),
  // rdb.c, debug.c, db.c, t_stream.c: `key 'cart:7' found in DB`, `Reading key: cart:7`
  phrase('ey', "\\b[Kk]eys?(?: name)?[:=]? ?'((?:[^'\\\\\\n]|\\\\.){1,4000})'", 'key'),
  phrase('ey', '\\b[Kk]eys?(?: name)?[:=]? ?"((?:[^"\\\\\\n]|\\\\.){1,4000})"', 'key'),
  phrase('ey', `\\b(?:[Kk]ey|[Hh]ash [Ff]ield)(?: name)?: ?(${WORD})`, 'key', true),
  // without a colon a word of small letters goes on with the sentence: `against a key holding the wrong kind of value`
  phrase('ey', `\\b[Kk]ey (?=[^\\s'",;()<>]{0,512}[^a-z\\s'",;()<>.])(${WORD})`, 'key', true),
  phrase('bject raw string content', '[Oo]bject raw string content: (.{1,8000})', 'arg'),
  phrase('Hash', 'Hash (?:field|value): (.{1,8000})', 'arg'),
  // networking.c: an error that a replica returns quotes what its client sent
  phrase('args beginning with', 'args beginning with: (.{1,4000}?)(?: after processing the command|$)', 'arg'),
  // users
  phrase('user', `\\b(?:[Uu]ser|[Uu]sername)(?: name| named)? ['"\`]([^'"\`\\n]{1,200})['"\`]`, 'user'),
  phrase('user', `\\b(?:for|by|as|invalid|unknown|ACL) (?:ACL )?user (${WORD})`, 'user', true),
  phrase('uid=', `\\b(?:e?uid|gid|groups)=\\d{1,10}\\(([^)]{1,64})\\)`, 'user'),
  phrase('sudo', `\\bsudo: +(${WORD}) : TTY=`, 'user'),
  // RediSearch: `Scanning index orders in background: done`, `index: orders`; indexer.c, spec.c, redisearch.c
  phrase(
    'ndex',
    `\\b(?:[Ss]canning|[Rr]e-?indexing|[Dd]ropp(?:ed|ing)|[Cc]reat(?:ed|ing)|[Oo]n|[Ff]or|[Tt]he) [Ii]ndex (${WORD})`,
    'name',
    true,
  ),
  phrase('ndex', `\\b[Ii]ndex(?: name)?[:=] ?(${WORD})`, 'name', true),
  phrase('ndex', `\\b[Ii]ndex ['"\`]([^'"\`\\n]{1,512})['"\`]`, 'name'),
  // kubectl, kubelet, containerd
  phrase(
    '/',
    '\\b(?:pod|deployment|statefulset|replicaset|daemonset|node|service|job|cronjob|namespace|configmap|secret|persistentvolumeclaim|pvc)s?/([a-z0-9][a-z0-9.-]{0,252})',
    'name',
  ),
  phrase('StatefulSet/', '\\b(?:StatefulSet|ReplicaSet|DaemonSet|Deployment|Job|Node|Pod)/([a-z0-9][a-z0-9.-]{0,252})', 'name'),
  phrase(' pod ', '\\b(?:in|of|to|from|for) pod "?([a-z0-9][a-z0-9._-]{0,252})', 'name', true),
  phrase('kubernetes.io/pod-name=', 'kubernetes\\.io/pod-name=([a-z0-9][a-z0-9.-]{0,252})', 'name'),
];

/** `redis-server --requirepass x`, in the output of ps and in unit files. */
const ARGUMENT = /(?<!\S)--([a-z][a-z-]{2,40})[ =]"?([^\s"]{1,1024})/dg;

function findArguments(set: SpanSet): void {
  for (const match of allMatches(ARGUMENT, set.text)) {
    const cls = classOfOption(match[1]);
    const place = match.indices?.[2];
    if (cls && place && !match[2].startsWith('--')) addPhrase(set, cls, place[0], place[1], false);
  }
}

export function findPhrases(set: SpanSet): void {
  const { text } = set;
  if (text.includes('--')) findArguments(set);
  for (const { has, pattern, classes, strict } of PHRASES) {
    if (!text.includes(has)) continue;
    for (const match of allMatches(pattern, text)) {
      for (const [group, cls] of classes.entries()) {
        const place = match.indices?.[group + 1];
        if (place) addPhrase(set, cls, place[0], place[1], strict === true);
      }
    }
  }
}

function addPhrase(set: SpanSet, cls: PrivateClass, start: number, end: number, strict: boolean): void {
  const value = set.text.slice(start, end).replace(/[.:!?]+$/, '');
  const stop = start + value.length;
  if (isEmptyValue(value) || (strict && (isVocabulary(value) || isNumber(value)))) return;
  if (cls === 'host') addHost(set, start, stop);
  else if (cls === 'key' || cls === 'arg') set.replace(start, stop, cls);
  else if (cls === 'secret' || (isPrivateValue(cls, value) && !isGenericName(value))) addValue(set, cls, start, stop);
}

/** The name of a field in JSON or YAML. */
function isIdentifier(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(text);
}

/** In front of a quoted line of a log (logfmt): where every unknown word goes, the line itself stays readable. */
const MESSAGE = /(?:^|[\s,{])(?:message|msg|log|line|text|event)=$/i;
const ASSERTION = /is not true|ASSERTION|assert(?:ion)?\b|^==> /;
const SINGLE = /(?<![A-Za-z0-9\\])'([^'\n]{1,4000})'(?![A-Za-z0-9])/g;
const DOUBLE = /"((?:[^"\\\n]|\\.){1,4000})"/g;

/** Strings in quotes that are not made of known words are somebody's data, whoever printed them; the expression of an assertion is code. */
export function findQuoted(set: SpanSet, isPrivateInside: (text: string) => boolean, isByWord = false): void {
  const { text } = set;
  if (ASSERTION.test(text)) return;
  for (const [quote, pattern] of [
    ["'", SINGLE],
    ['"', DOUBLE],
  ] as const) {
    if (!text.includes(quote)) continue;
    for (const match of allMatches(pattern, text)) {
      const start = match.index + 1;
      const end = start + match[1].length;
      const isName = isIdentifier(match[1]) && /^\s{0,4}:/.test(text.slice(end + 1, end + 6));
      if (isVocabulary(match[1]) || isName || (isByWord && MESSAGE.test(text.slice(Math.max(0, match.index - 20), match.index)))) continue;
      if (set.isFree(start, end)) {
        if (isPrivateInside(match[1])) set.replace(start, end, 'text');
      } else addRest(set, start, end, isPrivateInside);
    }
  }
}

/** What other finds left of a quoted string. */
function addRest(set: SpanSet, start: number, end: number, isPrivateInside: (text: string) => boolean): void {
  for (const gap of set.gaps(start, end)) {
    const part = set.text.slice(gap.start, gap.end);
    const from = gap.start + (part.length - part.trimStart().length);
    const stop = gap.start + part.trimEnd().length;
    if (from < stop && !isVocabulary(part) && isPrivateInside(part)) set.replace(from, stop, 'text');
  }
}
