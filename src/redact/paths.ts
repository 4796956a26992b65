import { findAddresses, findIdentifiers } from './addresses.js';
import type { PrivateClass } from './classes.js';
import type { KnownValues } from './known-values.js';
import { allMatches } from './matches.js';
import { findNames } from './names.js';
import { SpanSet } from './spans.js';
import { isGenericName, isVocabulary } from './vocabulary.js';

/*
 * Paths and names of entries, folder by folder: `/srv/acme/redis-3.log` → `/srv/path-1/redis-3.log`. A part stays that is made of words of
 * Redis and of systems and of numbers; a host, an address or an id in it is replaced alone; otherwise the part becomes a token and keeps its
 * endings, which tell the kind (`.log.2.gz`). Source files, shared objects and programs keep their names, as functions do.
 */

const POSIX = /(?<![\w./\u0080-\uffff])\/(?=[^\s/])[^\s:*?"'<>|()[\],;=`{}\\]{2,4096}/g;
const WINDOWS = /(?<![A-Za-z0-9])[A-Za-z]:\\[^\s"'<>|?*;,():]{2,1024}/g;
/** Endings of files that tell their kind. */
export const ENDING =
  /(?:\.(?:log|conf|cfg|txt|json|jsonl|ya?ml|xml|html?|csv|rdb|aof|incr|base|manifest|acl|sock|pid|gz|tgz|bz2|xz|zst|zip|tar|out|err|stdout|stderr|gdb|core|md|pem|crt|key|\d{1,8}))+$/;
const CODE = /(?:\.so(?:\.\d+)*|\.(?:c|cc|cpp|cxx|h|hpp|rs|go|S|s))$/;
const HOMES = new Set(['home', 'Users']);

export function findPaths(set: SpanSet, known?: KnownValues): void {
  const { text } = set;
  if (text.includes('/')) for (const match of allMatches(POSIX, text)) addPath(set, match.index, match[0].replace(/[.!]+$/, ''), known);
  if (text.includes(':\\')) for (const match of allMatches(WINDOWS, text)) addPath(set, match.index, match[0], known, '\\');
}

/** Adds the private parts of one path that begins at `start`. */
export function addPath(set: SpanSet, start: number, path: string, known?: KnownValues, separator: '/' | '\\' = '/'): void {
  let at = start;
  let previous = '';
  for (const part of path.split(separator)) {
    addPart(set, at, part, HOMES.has(previous), known);
    previous = part;
    at += part.length + 1;
  }
}

function addPart(set: SpanSet, start: number, part: string, isOwner: boolean, known: KnownValues | undefined): void {
  if (part === '' || part.length > 1024) return;
  // an archive inside: `case.tgz!`, and the second entry of one name: `redis.log#2`
  const name = part.replace(/!$/, '').replace(/#\d{1,6}$/, '');
  if (isOwner) {
    if (!isGenericName(name)) set.replace(start, start + name.length, 'user');
    return;
  }
  if (CODE.test(name) || (isVocabulary(name) && isShortNumbered(name))) return;
  const stem = name.replace(ENDING, '');
  if (stem === '' || (isVocabulary(stem) && isShortNumbered(stem))) return;
  const inner = innerSpans(stem, known);
  if (inner.length > 0 && isVocabulary(remainder(stem, inner))) {
    for (const { start: from, end, cls } of inner) set.replace(start + from, start + end, cls);
  } else set.replace(start, start + stem.length, 'path');
}

/** Numbers of a date with its time at most. */
function isShortNumbered(name: string): boolean {
  return !/\d{15}/.test(name);
}

function innerSpans(stem: string, known: KnownValues | undefined): { start: number; end: number; cls: PrivateClass }[] {
  const set = new SpanSet(stem);
  findIdentifiers(set);
  findAddresses(set);
  findNames(set);
  for (const hit of known?.find(stem, 'path') ?? []) set.replace(hit.start, hit.end, hit.cls);
  return set.inOrder().flatMap(({ start, end, cls }) => (cls === undefined ? [] : [{ start, end, cls }]));
}

function remainder(stem: string, spans: { start: number; end: number }[]): string {
  let rest = '';
  let at = 0;
  for (const { start, end } of spans) {
    rest += `${stem.slice(at, start)} `;
    at = end;
  }
  return rest + stem.slice(at);
}
