import { CORE_PATTERNS } from '../formats/log/core-patterns.js';
import { KNOWN_OPTIONS } from '../formats/side/known-options.js';
import { CLASSES } from './classes.js';
import { DATA_COMMANDS, SETTING_COMMANDS, SYNTAX_WORDS } from './command-names.js';
import { WORDS } from './words.js';

/* What is not private: the words of Redis itself. A value that consists of them alone identifies nobody by itself, and to replace it
 * everywhere would take the report apart ("no key-3 nor PING received"); it is replaced only where its place says that it is private. */

/** Names that say what a thing is and not whose: kept even where a host, a user or a file is named. */
const GENERIC = new Set(
  `redis valkey sentinel node shard server master slave replica primary cluster db bdb database instance pod port localhost localdomain mymaster
  default root nobody daemon redislabs systemd www data tmp var opt usr lib lib64 local etc log logs run home srv mnt proc sys dev bin sbin persist
  conf config src deps main stdin stdout stderr case bundle debuginfo diagnostics redis-server redis-cli vm container app none null unknown`.split(
    /\s+/,
  ),
);

/** Folders of the sources and of systems, subcommands that tests and people use, INFO's and other tools' names. */
const FURTHER = `wrongtype holding kind noscript noreplicas busykey busygroup unblocked readonly loading masterdown misconf crossslot tryagain moved ask clusterdown
  gconv libuv hiredis rmr libnu populate segfault quicklist listpack ziplist jmap sdslen keyslot countkeysinslot getkeysinslot meet forget
  addslots delslots setslot migrating importing stable bumpepoch takeover kickoff getname setname setinfo tracking caching unpause getredir trackinginfo
  deluser getuser whoami setuser genpass dryrun cat doctor graph history latest histogram malloc stats purge usage encoding freq idletime refcount
  setslots slots shards nodes links myid myshardid replicas slaves failover reset saveconfig countfailurereports numsub numpat channels shardchannels
  digest structsize htstats htstats-key loadaof reload restart crash recover change repl id set active expire quicklist packed threshold mallctl mallctl-str
  stringmatch client eviction pause cron protocol replicate dict resizing oom assert panic error leak log sleep drop cluster packet filter
  var lib usr share local sbin bin opt srv tmp etc proc sys dev run mnt media boot root home users volumes overlay kubepods besteffort burstable slice scope
  x86 amd64 aarch64 arm64 gnu linux debian ubuntu redhat centos fedora alpine darwin macosx windows program files appdata modules module plugins build builds
  bld obj src source sources include deps vendor third party unix test tests nu rs cpp coord`;

const words = new Set<string>(WORDS.split(/\s+/));
for (const list of [DATA_COMMANDS, SETTING_COMMANDS, SYNTAX_WORDS, GENERIC]) for (const word of list) addWords(word);
addWords(FURTHER);
for (const cls of CLASSES) words.add(cls);
for (const option of KNOWN_OPTIONS.keys()) addWords(option);
for (const pattern of CORE_PATTERNS) addWords(pattern.text.replace(/\{[^}]*\}/g, ' '));

/** Words that Redis joins: `read-only`, `copy-on-write`, `maxmemory-policy`, `config_get`. */
const compounds = new Set<string>();
for (const text of [...KNOWN_OPTIONS, ...CORE_PATTERNS.map((pattern) => pattern.text.replace(/\{[^}]*\}/g, ' ')), FURTHER]) {
  for (const [compound] of text.matchAll(/[A-Za-z]+(?:[-_.][A-Za-z]+)+/g)) compounds.add(compound.toLowerCase());
}

/** A name of several words that none of the messages uses. */
export function isOwnCompound(text: string): boolean {
  return /^[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)+$/.test(text) && !compounds.has(text.toLowerCase());
}

function addWords(text: string): void {
  for (const word of text.match(/[A-Za-z]+/g) ?? []) if (word.length > 2) words.add(word.toLowerCase());
}

/** One word of letters. Two letters prove nothing and hide nothing (`in`, `db`, `ft`). */
export function isKnownWord(word: string): boolean {
  return word.length <= 2 || words.has(word.toLowerCase());
}

const CAMEL = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

function isKnownRun(run: string): boolean {
  if (isKnownWord(run)) return true;
  if (!/[a-z][A-Z]|[A-Z]{2}[a-z]/.test(run)) return false;
  return (run.match(CAMEL) ?? []).every(isKnownWord);
}

/** Dates with a time have 14 digits; longer ones are numbers of somebody or something. */
const MAX_DIGITS = 14;

/** Words with digits that are no ids: addresses (`0x55d1c3`), times (`2h3m`, `23T06`, `339Z`), sizes (`100mb`), versions (`v1rc2`). */
const MIXED =
  /^(?:0x[0-9a-f]{1,16}|(?:\d{1,6}(?:[dhm]|[mun]?s))+|\d{1,9}T\d{1,6}Z?|\d{1,9}[A-Za-z]{1,3}|v?\d{1,4}(?:rc|b|beta|el|fc)\d{1,4}|[A-Za-z]{1,2}\d{1,4})$/i;

/** Text of nothing but known words, numbers and punctuation. */
export function isVocabulary(text: string): boolean {
  if (text.length > 4096) return false;
  for (const [word] of text.matchAll(/[A-Za-z0-9]+|[^\x00-\x7f]+/g)) if (!isKnownText(word)) return false;
  return true;
}

function isKnownText(word: string): boolean {
  if (/^\d+$/.test(word)) return word.length <= MAX_DIGITS || /^0+$/.test(word);
  if (/^[A-Za-z]+$/.test(word)) return isKnownRun(word);
  if (MIXED.test(word)) return true;
  // letters and digits by turns make ids and passwords, unless every part of them is a word (`redis7search`)
  const runs = word.match(/[A-Za-z]+|\d+/g) ?? [];
  return runs.every((run) => (run.charCodeAt(0) < 0x40 ? run.length <= 8 : run.length > 2 && isKnownRun(run)));
}

const TOKEN = new RegExp(`^(?:${CLASSES.join('|')})-\\d{1,7}$`);

/** A name that belongs to nobody: product, role and number (`redis-3`, `node_1`, `sentinel-26379`). */
export function isGenericName(text: string): boolean {
  if (text.length > 64 || TOKEN.test(text) || !/^[A-Za-z0-9_.:-]*$/.test(text)) return false;
  const runs = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return runs.every((run) => GENERIC.has(run)) && !/\d{9}/.test(text);
}

const NUMBER = /^[+-]?(?:\d{1,20}(?:\.\d{1,20})?|0x[0-9a-f]{1,16})(?:[kmgt]i?b?|ms|us|s|%)?$/i;

export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** Nothing that could be anybody's: empty, masked by Redis, or a word for "none". */
const EMPTY = /^(?:\*redacted\*|\(?null\)?|<none>|<nil>|\(nil\)|n\/a|none|-|\?|\*|\d{1,12} bytes)?$/i;

export function isEmptyValue(text: string): boolean {
  return EMPTY.test(text);
}
