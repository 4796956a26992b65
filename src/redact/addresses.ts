import type { PrivateClass } from './classes.js';
import type { KnownValues } from './known-values.js';
import { allMatches } from './matches.js';
import type { SpanSet } from './spans.js';

/*
 * Addresses and identifiers, told by their shape alone:
 *   `10.1.2.3:6379`, `[2001:db8::1]:6379`, `fe80::1%eth0`, `2001:db8::7:6379@16379` (CLUSTER NODES), `02:42:ac:11:00:02`,
 *   `c40511b4fea71b66ebb96170683e01f10d6647ce` (node, run and replication ids, 40 digits), container ids (64), UUIDs.
 * Kept: loopback and wildcard addresses, netmasks, ids of one repeated digit, version numbers of four parts behind the word "version".
 */

const IPV4 = /(?<![0-9A-Za-z.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![0-9A-Za-z]|\.\d)/g;
const IPV6 = /(?<![0-9A-Za-z:.])[0-9A-Fa-f:]{2,48}(?:(?<=:)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})?/g;
const MAC = /(?<![\w:-])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![\w:-])/g;
const HEX = /(?<![0-9A-Za-z])[0-9A-Fa-f]{32,128}(?![0-9A-Za-z])/g;
const UUID = /(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])/g;
/** Digits of an id that stand for it. */
export const SHORT_ID = 8;
const BEHIND_VERSION = /(?:\bver(?:sion)?|\bv|\brelease|\bbuild|GLIBC|glibc)[ ="':_-]{0,3}$/i;

export function isPrivateIpv4(text: string): boolean {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return false;
  return parts[0] !== '127' && text !== '0.0.0.0' && !/^255\.255\.\d+\.\d+$/.test(text);
}

/** Addresses of private, shared and link-local networks: whether a peer came from outside is part of what happened. */
export function isLocalAddress(text: string): boolean {
  const address = text.replace(/^::ffff:/i, '');
  if (address.includes(':')) return /^f[cde]/i.test(address);
  const [a, b] = address.split('.').map(Number);
  if (a === 10 || a >= 224) return true;
  return (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128);
}

/** `::1` and `::` are everybody's. Groups of letters alone may be C++ (`dead::beef`), unless the prefix is one of local networks. */
export function isPrivateIpv6(text: string): boolean {
  const [address] = text.split('%');
  if (!address || address.length < 3 || !isIpv6(address)) return false;
  if (/^[0:]*[01]?$/.test(address)) return false;
  return /\d/.test(address) || /^f[cde]/i.test(address);
}

function isIpv6(text: string): boolean {
  let body = text;
  let groups = 0;
  const tail = /(^|:)(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.exec(text);
  if (tail) {
    groups = 2;
    body = text.slice(0, -tail[2].length).replace(/([^:]):$/, '$1');
  }
  const halves = body.split('::');
  if (halves.length > 2) return false;
  for (const half of halves) {
    if (half === '') continue;
    for (const group of half.split(':')) {
      if (!/^[0-9A-Fa-f]{1,4}$/.test(group)) return false;
      groups++;
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8;
}

/** The class of a text that is an address or an identifier from end to end. */
export function classOfAddress(text: string): PrivateClass | undefined {
  if (text.length > 128) return undefined;
  if (isPrivateIpv4(text) || isPrivateIpv6(text)) return 'ip';
  if (/^[0-9A-Fa-f]{32,128}$/.test(text) && isVaried(text)) return text.length === 40 ? 'node' : 'id';
  // the short form of a container's id
  if (/^[0-9a-f]{12}$/.test(text) && /\d/.test(text) && /[a-f]/.test(text)) return 'id';
  return undefined;
}

function isVaried(text: string): boolean {
  return !/^(.)\1*$/.test(text);
}

export function findAddresses(set: SpanSet): void {
  const { text } = set;
  // the cheap question first: most lines have none
  if (text.includes('::') || /(?:[0-9A-Fa-f]{1,4}[:-]){5}/.test(text)) {
    for (const match of allMatches(MAC, text)) set.replace(match.index, match.index + match[0].length, 'mac');
    for (const match of allMatches(IPV6, text)) addIpv6(set, match.index, match[0]);
  }
  if (text.includes('.')) {
    for (const match of allMatches(IPV4, text)) {
      if (!isPrivateIpv4(match[0]) || BEHIND_VERSION.test(text.slice(Math.max(0, match.index - 12), match.index))) continue;
      set.replace(match.index, match.index + match[0].length, 'ip');
    }
  }
}

/** A port behind an address without brackets looks like one more group. */
function addIpv6(set: SpanSet, start: number, run: string): void {
  if (!run.includes('::') && (run.match(/:/g) ?? []).length < 7) return;
  let address = run.replace(/([^:]):$/, '$1');
  const next = set.text[start + run.length];
  if (next !== undefined && /[A-Za-z0-9_]/.test(next)) return;
  if (next === '@' || !isIpv6(address)) {
    const port = address.lastIndexOf(':');
    if (port > 0 && isIpv6(address.slice(0, port))) address = address.slice(0, port);
  }
  if (isPrivateIpv6(address)) set.replace(start, start + address.length, 'ip');
}

/** The beginning of an id that is known: Redis 7.4 logs shards cut at 15 digits, views print eight. */
const CUT_ID = /(?<![0-9A-Za-z])[0-9a-f]{9,39}(?![0-9A-Za-z])/g;

export function findIdentifiers(set: SpanSet, known?: KnownValues): void {
  const { text } = set;
  if (known && known.size > 0 && /[0-9a-f]{9}/.test(text)) {
    for (const match of allMatches(CUT_ID, text)) {
      if (known.has(match[0].slice(0, SHORT_ID))) set.replace(match.index, match.index + match[0].length, 'node');
    }
  }
  if (text.length < 32 || !/[0-9A-Fa-f]{8}/.test(text)) return;
  for (const match of allMatches(UUID, text)) set.replace(match.index, match.index + 36, 'id');
  if (!/[0-9A-Fa-f]{32}/.test(text)) return;
  for (const match of allMatches(HEX, text)) {
    if (isVaried(match[0])) set.replace(match.index, match.index + match[0].length, match[0].length === 40 ? 'node' : 'id');
  }
}
