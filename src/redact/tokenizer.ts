import { createHash, createHmac } from 'node:crypto';
import { isLocalAddress, SHORT_ID } from './addresses.js';
import { CLASSES, type PrivateClass } from './classes.js';
import { isWorthLookingFor, KnownValues } from './known-values.js';
import { allMatches } from './matches.js';

/** `readable`: `host-2`, for reports. `formed`: of the shape of what it replaces (`192.0.2.7`, 40 hexadecimal digits), so that a
 * redacted bundle is read like the original. */
export type TokenStyle = 'readable' | 'formed';

export interface TokenizerOptions {
  style: TokenStyle;
  /** With a key tokens are the same in every run; without one they are numbered in order of appearance. */
  key?: Uint8Array;
}

/** More values than a map of a run should hold; the rest of them share one token a class. */
const MAX_VALUES = 200_000;
const MAX_TRIES = 1000;

const TOKEN_LIKE = new RegExp(`(?<![A-Za-z0-9])(?:${CLASSES.join('|')})-(?:\\d{1,7}|[0-9a-f]{10})(?![A-Za-z0-9])`, 'g');

interface Subject {
  cls: PrivateClass;
  /** What the number or the hash is made of: short names of a host share the one of its full name. */
  of: string;
  number?: string;
}

/** Private values and their tokens. First every value is noted, then tokens are asked for: so a token is never a value of the input. */
export class Tokenizer {
  readonly known = new KnownValues();
  private readonly subjects = new Map<string, Subject>();
  private readonly tokens = new Map<string, string>();
  /** Tokens and whose they are. */
  private readonly issued = new Map<string, Subject | undefined>();
  private readonly counters = new Map<string, number>();
  /** Texts of the input that look like tokens. */
  private readonly reserved = new Set<string>();
  /** Values beyond the cap: they are replaced, but told apart no longer. */
  overflow = 0;

  constructor(private readonly options: TokenizerOptions) {}

  note(cls: PrivateClass, found: string, of = found, always = false): void {
    if (found === '' || this.issued.has(found)) return;
    let value = found;
    if (!this.subjects.has(value)) {
      if (this.subjects.size >= MAX_VALUES) {
        this.overflow++;
        return;
      }
      value = detached(found);
      const owner = of === value ? undefined : this.subjects.get(of);
      this.subjects.set(value, owner && sharesNumber(owner.cls, cls) ? owner : { cls, of: of === found ? value : detached(of) });
    }
    if (always || isWorthLookingFor(cls, value)) this.known.add(cls, value);
  }

  /** Words of the input that look like a token: no token may read like them. */
  reserve(text: string): void {
    if (!text.includes('-')) return;
    for (const [word] of allMatches(TOKEN_LIKE, text)) if (this.reserved.size < MAX_VALUES) this.reserved.add(detached(word));
  }

  /** What was found, by class. */
  counts(): Map<PrivateClass, number> {
    const counts = new Map<PrivateClass, number>();
    for (const { cls } of this.subjects.values()) counts.set(cls, (counts.get(cls) ?? 0) + 1);
    return counts;
  }

  isToken(text: string): boolean {
    return this.issued.has(text);
  }

  /** Token, class and original of everything replaced so far, for the map that is kept aside. */
  *entries(): Generator<{ token: string; class: PrivateClass; value: string }> {
    for (const [value, token] of this.tokens) yield { token, class: this.subjects.get(value)?.cls ?? 'text', value };
  }

  token(cls: PrivateClass, value: string): string {
    const old = this.tokens.get(value);
    if (old !== undefined) return old;
    const subject = this.subjects.get(value) ?? (cls === 'node' ? this.subjects.get(value.slice(0, SHORT_ID)) : undefined);
    if (!subject && this.subjects.size >= MAX_VALUES) return this.issue(this.shape(cls, value, 'more', 0), subject);
    const owner = subject ?? { cls, of: value };
    if (!subject) this.subjects.set(detached(value), owner);
    const token = this.issue(this.make(owner, value), owner);
    this.tokens.set(value, token);
    return token;
  }

  private issue(token: string, subject: Subject | undefined): string {
    this.issued.set(token, subject);
    return token;
  }

  private make(subject: Subject, value: string): string {
    const shared = subject.number;
    if (shared !== undefined) {
      const token = this.shape(subject.cls, value, shared, Number.parseInt(shared, this.options.key ? 16 : 10));
      if (this.isFree(token) || this.issued.get(token) === subject) return token;
    }
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const number = this.next(subject, value, attempt);
      const token = this.shape(subject.cls, value, number, Number.parseInt(number, this.options.key ? 16 : 10));
      if (!this.isFree(token)) continue;
      subject.number ??= number;
      return token;
    }
    // an input that holds a thousand of the tokens themselves
    return `hidden-${createHash('sha256').update(`${this.issued.size}`).digest('hex').slice(0, 16)}`;
  }

  private next(subject: Subject, value: string, attempt: number): string {
    if (this.options.key) return this.hash(subject.of, attempt).slice(0, 10);
    const counter = counterOf(subject.cls, value);
    const number = (this.counters.get(counter) ?? 0) + 1;
    this.counters.set(counter, number);
    return String(number);
  }

  private hash(value: string, attempt: number): string {
    return createHmac('sha256', this.options.key ?? '')
      .update(`${attempt}\0${value}`)
      .digest('hex');
  }

  /** No token says what the input said: neither as a whole nor in a part. */
  private isFree(token: string): boolean {
    const bare = token.replace(/^https:\/\/|\.example\/?$|@mail\.example$/g, '');
    if (bare !== token && (this.reserved.has(bare) || this.subjects.has(bare))) return false;
    return !this.issued.has(token) && !this.subjects.has(token) && !this.reserved.has(token) && this.known.find(token).next().done === true;
  }

  private shape(cls: PrivateClass, value: string, number: string, count: number): string {
    const plain = `${cls}-${number}`;
    if (this.options.style === 'readable') return plain;
    const n = Number.isFinite(count) ? count : 0;
    if (cls === 'ip') return addressToken(value, n, this.options.key !== undefined);
    if (cls === 'mac') return `02:00:${hexPairs(n % 2 ** 32)}`;
    if (cls === 'mail') return `${plain}@mail.example`;
    if (cls === 'url') return `https://${plain}.example/`;
    if (cls === 'host' || cls === 'domain') return value.includes('.') ? `${plain}.example` : plain;
    if (cls === 'node' || cls === 'id') return hexToken(value, number) ?? plain;
    return plain;
  }
}

/** A part of a string keeps the whole alive: the line, and the block that the line was cut from. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}

/** A short name and the full name are one host. */
function sharesNumber(owner: PrivateClass, cls: PrivateClass): boolean {
  return owner === cls;
}

function counterOf(cls: PrivateClass, value: string): string {
  return cls === 'ip' && value.includes(':') ? 'ip6' : cls;
}

function addressToken(value: string, n: number, keyed: boolean): string {
  const isLocal = isLocalAddress(value);
  return value.includes(':') ? ipv6Token(n, isLocal) : ipv4Token(n, isLocal, keyed);
}

const DOCUMENTATION = ['192.0.2', '198.51.100', '203.0.113'];

/** A local address stays local: the shared range 100.64.0.0/10. Others: RFC 5737 first, then the range of benchmarks, 198.18.0.0/15. Hashes need more
 * room than the shared range has: 240.0.0.0/4, which no host uses. */
function ipv4Token(n: number, isLocal: boolean, keyed: boolean): string {
  if (isLocal) return dotted(keyed ? 0xf0000000 + (n % 0x0ffffffe) + 1 : 0x64400000 + (n % 0x400000));
  const block = keyed ? undefined : DOCUMENTATION[Math.floor((n - 1) / 254)];
  return block && n > 0 ? `${block}.${((n - 1) % 254) + 1}` : dotted(0xc6120000 + (n % 0x20000));
}

function dotted(n: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.');
}

function ipv6Token(n: number, isLocal: boolean): string {
  const groups = [Math.floor(n / 2 ** 32) % 65_536, Math.floor(n / 2 ** 16) % 65_536, n % 65_536].map((group) => group.toString(16));
  return `${isLocal ? 'fd00' : '2001:db8'}::${groups.join(':').replace(/^(?:0:)+/, '')}`;
}

function hexPairs(n: number): string {
  return (n.toString(16).padStart(8, '0').match(/../g) ?? []).join(':');
}

/** Of the same length, the number in front: views print the first eight digits of a node's id. */
function hexToken(value: string, number: string): string | undefined {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
  if (!uuid && !/^[0-9a-f]{8,128}$/i.test(value)) return undefined;
  const length = uuid ? 32 : value.length;
  const head = number === 'more' ? 'ffff' : /^[0-9a-f]{10}$/.test(number) ? number : number.padStart(6, '0');
  const digits = (head + '0ded'.repeat(32)).slice(0, length);
  return uuid ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : digits;
}
