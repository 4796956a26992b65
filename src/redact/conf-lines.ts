import { KNOWN_OPTIONS } from '../formats/side/known-options.js';
import { classOfAclRule, classOfOption } from './argv.js';
import type { PrivateClass } from './classes.js';
import { addHost, addValue } from './fields.js';
import { allMatches } from './matches.js';
import { addPath } from './paths.js';
import type { SpanSet } from './spans.js';
import { isGenericName, isNumber, isVocabulary } from './vocabulary.js';

/*
 * Lines of redis.conf, sentinel.conf, users.acl and nodes.conf, also as the server quotes them (`>>> 'requirepass x'`) and as CONFIG REWRITE
 * and ACL LIST print them: `user alice on #9f86… ~cart:* +@all`, `replicaof db-2.acme.com 6379`, `sentinel monitor orders 10.1.2.3 6379 2`.
 */

const LINE = /^[ \t]{0,8}(?:>>> ')?([a-z][a-z0-9-]{1,50})[ \t]+(\S.*)$/;
const ACL_USER =
  /^(?:on|off|nopass|resetpass|reset|allkeys|allchannels|allcommands|nocommands|sanitize-payload|skip-sanitize-payload|clearselectors|\(|[+\-~&%><#@])/;
const WORD = /"[^"\\]*(?:\\.[^"\\]*)*"|'[^']*'|\S+/g;

interface Word {
  start: number;
  end: number;
  text: string;
}

export function findConfLine(set: SpanSet, from: number): void {
  const line = set.text.slice(from);
  const match = LINE.exec(line);
  if (!match) return;
  const [, name, rest] = match;
  const offset = from + match[0].length - rest.length;
  const quoted = line.includes(">>> '") ? rest.replace(/'\s*$/, '') : rest;
  const words = [...allMatches(WORD, quoted)].map((word): Word => {
    const isQuoted = /^["'].*["']$/s.test(word[0]) && word[0].length > 1;
    const start = offset + word.index + (isQuoted ? 1 : 0);
    const end = offset + word.index + word[0].length - (isQuoted ? 1 : 0);
    return { start, end, text: set.text.slice(start, end) };
  });
  if (name === 'user') addAclUser(set, words);
  else if (name === 'sentinel') addSentinel(set, words);
  else if (name === 'replicaof' || name === 'slaveof') addHostIfPort(set, words);
  else addOption(set, name, words);
  if (line.includes(">>> '")) addRefused(set, from + line.indexOf(name), name, words);
}

/** A directive that the server refused is named; what is left of a known option is a setting, of an unknown one (`requirepas x`) it may be anything. */
function addRefused(set: SpanSet, start: number, name: string, words: Word[]): void {
  set.keep(start, start + name.length);
  const isKnown = KNOWN_OPTIONS.has(name);
  for (const { start: from, end, text } of words) {
    if (isKnown || isVocabulary(text) || isNumber(text)) set.keep(from, end);
    else set.replace(from, end, 'arg');
  }
}

function addAclUser(set: SpanSet, words: Word[]): void {
  const [name, ...rules] = words;
  if (!name || rules.length === 0 || !rules.every((rule, index) => index > 0 || ACL_USER.test(rule.text))) return;
  if (name.text !== 'default') set.replace(name.start, name.end, 'user');
  for (const rule of rules) {
    const cls = classOfAclRule(3, rule.text);
    const sign = /^(?:%[RW]{1,2}~|[~&><!#])/.exec(rule.text)?.[0].length ?? 0;
    if (cls) set.replace(rule.start + sign, rule.end, cls);
  }
}

const SENTINEL_ARGUMENTS =
  /^(?:monitor|down-after-milliseconds|parallel-syncs|failover-timeout|auth-pass|auth-user|known-replica|known-slave|known-sentinel|config-epoch|leader-epoch|notification-script|client-reconfig-script|rename-command|master-reboot-down-after-period)$/;

function addSentinel(set: SpanSet, words: Word[]): void {
  const [option, first, ...rest] = words;
  if (!option || !first) return;
  if (!SENTINEL_ARGUMENTS.test(option.text)) {
    const cls = classOfOption(option.text);
    if (cls) addPlain(set, cls, first);
    return;
  }
  if (!isGenericName(first.text)) set.replace(first.start, first.end, 'name');
  if (/^(?:auth-pass|rename-command)$/.test(option.text)) for (const word of rest) set.replace(word.start, word.end, 'secret');
  else if (option.text === 'auth-user') for (const word of rest) set.replace(word.start, word.end, 'user');
  else if (/^(?:monitor|known-)/.test(option.text) && rest[0]) addHost(set, rest[0].start, rest[0].end);
}

function addHostIfPort(set: SpanSet, [host, port]: Word[]): void {
  if (host && port && /^\d{1,5}$/.test(port.text)) addHost(set, host.start, host.end);
}

/** Options whose argument is one folder or file, blanks and all. */
const PATH_OPTION =
  /^(?:dir|logfile|pidfile|aclfile|include|unixsocket|cluster-config-file|appenddirname|appendfilename|dbfilename|loadmodule|tls-[a-z-]*(?:file|dir))$/;

function addOption(set: SpanSet, name: string, words: Word[]): void {
  const cls = classOfOption(name);
  const [first] = words;
  if (!first) return;
  if (cls) {
    // one word more than the option takes is prose
    if (words.length <= 2) for (const word of words) addPlain(set, cls, word);
  } else if (PATH_OPTION.test(name) && (words.length === 1 || name === 'loadmodule')) {
    addPath(set, first.start, first.text);
  }
}

function addPlain(set: SpanSet, cls: PrivateClass, word: Word): void {
  if (cls === 'host') addHost(set, word.start, word.end);
  else addValue(set, cls, word.start, word.end);
}
