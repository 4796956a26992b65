import { NAMES, type PrivateClass } from './classes.js';
import { isGenericName, isNumber, isOwnCompound, isVocabulary } from './vocabulary.js';

/** Longer values are only replaced where they were found; nobody repeats them in a sentence. */
const MAX_LOOKED_FOR = 512;

export interface Hit {
  start: number;
  end: number;
  cls: PrivateClass;
  value: string;
}

interface Bucket {
  /** Longest first: of two values that begin at one place the longer one is meant. */
  lengths: number[];
}

/**
 * Values that were found private at one place are private everywhere: a host named by `addr=` is the same host in a sentence or a file name.
 *
 * Looked for as whole words, by their first two characters and their length, so that the time does not depend on how many there are.
 * Not looked for: numbers, and words that Redis itself prints (`isWorthLookingFor`).
 */
export class KnownValues {
  private readonly values = new Map<string, PrivateClass>();
  private readonly buckets = new Map<number, Bucket>();

  get size(): number {
    return this.values.size;
  }

  add(cls: PrivateClass, value: string): void {
    if (this.values.has(value) || value.length < 2 || value.length > MAX_LOOKED_FOR) return;
    this.values.set(value, cls);
    const code = pairAt(value, 0);
    const bucket = this.buckets.get(code);
    if (!bucket) this.buckets.set(code, { lengths: [value.length] });
    else if (!bucket.lengths.includes(value.length)) {
      bucket.lengths.push(value.length);
      bucket.lengths.sort((a, b) => b - a);
    }
  }

  has(value: string): boolean {
    return this.values.has(value);
  }

  /** Every occurrence as a whole word, from left to right, without overlaps. */
  *find(text: string, without?: PrivateClass): Generator<Hit> {
    if (this.values.size === 0) return;
    const last = text.length - 1;
    for (let at = 0; at < last; ) {
      const hit = this.at(text, at, without);
      if (hit) yield hit;
      at = hit ? hit.end : at + 1;
    }
  }

  private at(text: string, at: number, without: PrivateClass | undefined): Hit | undefined {
    const bucket = this.buckets.get(pairAt(text, at));
    if (!bucket) return undefined;
    for (const length of bucket.lengths) {
      const end = at + length;
      if (end > text.length) continue;
      const value = text.slice(at, end);
      const cls = this.values.get(value);
      if (cls !== undefined && cls !== without && isWholeWord(text, at, end, NAMES.has(cls))) return { start: at, end, cls, value };
    }
    return undefined;
  }
}

function pairAt(text: string, at: number): number {
  return text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1);
}

function isLetter(code: number, underscore: boolean): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code > 0xa0 ||
    (underscore && code === 0x5f)
  );
}

/** Names of hosts and people stand in file names between underscores; keys do not. */
export function isWholeWord(text: string, start: number, end: number, isName: boolean): boolean {
  const glued = !isName;
  if (start > 0 && isLetter(text.charCodeAt(start), glued) && isLetter(text.charCodeAt(start - 1), glued)) {
    if (!isBehindEscape(text, start)) return false;
  }
  return !(end < text.length && isLetter(text.charCodeAt(end - 1), glued) && isLetter(text.charCodeAt(end), glued));
}

/** Behind a colour (`ESC [ 3 6 m`) or a printed escape (`\n`, `\x1b`) a word begins. */
function isBehindEscape(text: string, at: number): boolean {
  return /(?:\x1b\[[0-9;]{0,16}[A-Za-z]|\\(?:[nrtabfv]|x[0-9a-f]{2}|u[0-9a-f]{4}))$/.test(text.slice(Math.max(0, at - 20), at));
}

/** Worth looking for everywhere: long or odd enough that another word is not taken for it. */
export function isWorthLookingFor(cls: PrivateClass, value: string): boolean {
  if (cls === 'ip' || cls === 'mac' || cls === 'node' || cls === 'mail' || cls === 'url') return true;
  if (value.length < (NAMES.has(cls) ? 3 : 4) || isNumber(value) || !/[^\x00-\x40[-`{-~]/.test(value)) return false;
  if (NAMES.has(cls) && isGenericName(value)) return false;
  if (!isVocabulary(value)) return true;
  if (NAMES.has(cls) && cls !== 'path' && isOwnCompound(value)) return true;
  // words of Redis with a number or a separator that no word of Redis has
  return /[:@/.\\]/.test(value) ? value.length >= 6 : /\d/.test(value) && NAMES.has(cls) && cls !== 'path';
}
