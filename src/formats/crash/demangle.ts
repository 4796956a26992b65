/** Names as compilers write them into the symbol table, made readable. backtrace_symbols_fd prints them as they are:
 *
 *     _Z23Disconnect_RedisCommandP14RedisModuleCtxPP17RedisModuleStringi   -> Disconnect_RedisCommand       Itanium C++ ABI 5.1
 *     _ZN9HNSWIndexIffE11searchLayerEjPKvjm                                 -> HNSWIndex::searchLayer
 *     _ZN4core9panicking5panic17h0123456789abcdefE                          -> core::panicking::panic        Rust, legacy
 *     _RNvNtCs1a2b3c_4core9panicking5panic                                  -> core::panicking::panic        Rust, v0 (RFC 2603)
 *
 * Only the path is kept: parameters, template arguments, hashes and disambiguators say nothing to a reader. A name that is not
 * understood stays as it is. One pass, no recursion deeper than MAX_DEPTH. */
export function demangle(name: string): string {
  if (name.length > MAX_NAME || name.charCodeAt(0) !== UNDERSCORE) return name;
  const body = name.startsWith('__Z') || name.startsWith('__R') ? name.slice(1) : name;
  if (body.startsWith('_Z')) return cpp(body.slice(2)) ?? name;
  if (body.startsWith('_R')) return rustV0(body.slice(2)) ?? name;
  return name;
}

const MAX_NAME = 4000;
const MAX_DEPTH = 40;
const UNDERSCORE = 0x5f;

function cpp(text: string): string | undefined {
  const reader = new Reader(text);
  const path = text.startsWith('N') ? nested(reader) : unnested(reader);
  if (path === undefined || path.length === 0) return undefined;
  if (path.length > 1 && /^h[0-9a-f]{16}$/.test(path.at(-1)!)) path.pop();
  return path.map(rustEscapes).join('::');
}

/** `N [K] <prefix> E`, with template arguments passed over. */
function nested(reader: Reader): string[] | undefined {
  reader.skip(1);
  while (reader.take('K') || reader.take('V') || reader.take('r') || reader.take('R') || reader.take('O'));
  const path: string[] = [];
  while (!reader.done) {
    if (reader.take('E')) return path;
    if (reader.take('St')) path.push('std');
    else if (reader.peek() === 'S') {
      const known = STANDARD[reader.text.slice(reader.at, reader.at + 2)];
      if (known === undefined) return undefined;
      path.push(...known);
      reader.skip(2);
    } else if (reader.peek() === 'I') {
      if (!templateArguments(reader)) return path.length > 0 ? path : undefined;
    } else if (/[CD]/.test(reader.peek()) && /\d/.test(reader.text[reader.at + 1] ?? '')) {
      const own = path.at(-1);
      if (own === undefined) return undefined;
      path.push(reader.peek() === 'D' ? `~${own}` : own);
      reader.skip(2);
    } else {
      reader.take('L');
      const word = reader.identifier();
      // An operator, a lambda, an ABI tag: what is known so far names the place.
      if (word === undefined) return path.length > 0 ? path : undefined;
      path.push(word);
    }
  }
  return path;
}

function unnested(reader: Reader): string[] | undefined {
  const path = reader.take('St') ? ['std'] : [];
  reader.take('L');
  const word = reader.identifier();
  return word === undefined ? undefined : [...path, word];
}

const STANDARD: Record<string, string[]> = {
  Sa: ['std', 'allocator'],
  Sb: ['std', 'basic_string'],
  Ss: ['std', 'string'],
  Si: ['std', 'istream'],
  So: ['std', 'ostream'],
  Sd: ['std', 'iostream'],
};

/** Passes over `I … E`; inside, every N, I, X, L, J and F opens something that an E closes. */
function templateArguments(reader: Reader): boolean {
  let depth = 0;
  while (!reader.done) {
    const char = reader.peek();
    if (/\d/.test(char)) {
      if (reader.identifier() === undefined) return false;
      continue;
    }
    reader.skip(1);
    if (char === 'S' || char === 'T') {
      // A substitution or a parameter: `St`, `S_`, `S1_`, `T0_`.
      reader.skip(/^(?:[0-9A-Z]{0,4}_|[tabsiod])/.exec(reader.text.slice(reader.at, reader.at + 5))?.[0].length ?? 0);
    } else if (char === 'L') {
      // A literal: `Lj4E`.
      depth++;
      while (!reader.done && reader.peek() !== 'E') reader.skip(1);
    } else if (char === 'I' || char === 'N' || char === 'X' || char === 'J' || char === 'F') depth++;
    else if (char === 'E' && --depth === 0) return true;
  }
  return false;
}

/** `$LT$T$u20$as$u20$core..fmt..Debug$GT$` -> `<T as core::fmt::Debug>`. */
function rustEscapes(word: string): string {
  if (!word.includes('$') && !word.includes('..')) return word;
  return word
    .replace(/^_(?=\$)/, '')
    .replace(/\$(LT|GT|RF|BP|C|LP|RP|SP|u[0-9a-f]{1,6})\$/g, (_, code: string) =>
      code.startsWith('u') ? String.fromCodePoint(Math.min(Number.parseInt(code.slice(1), 16), 0x10ffff)) : (RUST_ESCAPES[code] ?? ''),
    )
    .replaceAll('..', '::');
}

const RUST_ESCAPES: Record<string, string> = { LT: '<', GT: '>', RF: '&', BP: '*', C: ',', LP: '(', RP: ')', SP: '@' };

function rustV0(text: string): string | undefined {
  const reader = new Reader(text);
  reader.number();
  const path = rustPath(reader, 0);
  return path === undefined || path === '' ? undefined : path;
}

/** <path> of the v0 grammar: C crate, N nested, M and X and Y implementations, I with arguments, B a back reference. */
function rustPath(reader: Reader, depth: number): string | undefined {
  if (depth > MAX_DEPTH || reader.done) return undefined;
  const tag = reader.peek();
  reader.skip(1);
  switch (tag) {
    case 'C':
      reader.disambiguator();
      return reader.identifier(true);
    case 'N': {
      const space = reader.peek();
      reader.skip(1);
      const parent = rustPath(reader, depth + 1);
      if (parent === undefined) return undefined;
      reader.disambiguator();
      const word = reader.identifier(true) ?? '';
      if (space === 'C') return `${parent}::{closure}`;
      return word === '' ? parent : `${parent}::${word}`;
    }
    case 'M':
    case 'X':
      reader.disambiguator();
      if (rustPath(reader, depth + 1) === undefined) return undefined;
      return rustType(reader, depth + 1);
    case 'Y':
      return rustType(reader, depth + 1);
    case 'I':
      return rustGeneric(reader, depth);
    case 'B':
      return rustBack(reader, depth);
    default:
      return undefined;
  }
}

function rustGeneric(reader: Reader, depth: number): string | undefined {
  const path = rustPath(reader, depth + 1);
  while (!reader.done && !reader.take('E')) {
    if (reader.take('L')) reader.base62();
    else if (rustType(reader, depth + 1) === undefined) return path;
  }
  return path;
}

/** A back reference counts from behind `_R`. */
function rustBack(reader: Reader, depth: number): string | undefined {
  const start = reader.at - 1;
  const target = reader.base62();
  if (target === undefined || target >= start) return undefined;
  const behind = reader.at;
  reader.at = target;
  const path = rustPath(reader, depth + 1);
  reader.at = behind;
  return path;
}

/** A type is named by its path; references and pointers are passed over, basic types are one letter. */
function rustType(reader: Reader, depth: number): string | undefined {
  if (depth > MAX_DEPTH || reader.done) return undefined;
  while (/[RQPOS]/.test(reader.peek())) {
    reader.skip(1);
    if (reader.take('L')) reader.base62();
  }
  if (/[CNMXYIB]/.test(reader.peek())) return rustPath(reader, depth + 1);
  if (!/[a-z]/.test(reader.peek())) return undefined;
  const letter = reader.peek();
  reader.skip(1);
  return letter;
}

class Reader {
  at = 0;
  constructor(readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  peek(): string {
    return this.text[this.at] ?? '';
  }

  skip(count: number): void {
    this.at += count;
  }

  take(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  number(): number | undefined {
    const match = /^\d{1,5}/.exec(this.text.slice(this.at, this.at + 5));
    if (match === null) return undefined;
    this.at += match[0].length;
    return Number(match[0]);
  }

  /** `<length><bytes>`; in Rust v0 with `u` in front for Punycode and `_` before bytes that begin with a digit or `_`. */
  identifier(isV0 = false): string | undefined {
    const start = this.at;
    if (isV0) this.take('u');
    const length = this.number();
    if (length === undefined) {
      this.at = start;
      return undefined;
    }
    if (isV0 && length > 0) this.take('_');
    const word = this.text.slice(this.at, this.at + length);
    this.at += length;
    return word.length === length ? word : undefined;
  }

  disambiguator(): void {
    if (this.take('s')) this.base62();
  }

  base62(): number | undefined {
    let value = 0;
    while (!this.done && !this.take('_')) {
      const digit = DIGITS.indexOf(this.peek());
      if (digit < 0) return undefined;
      value = Math.min(value * 62 + digit + 1, Number.MAX_SAFE_INTEGER);
      this.at++;
    }
    return value;
  }
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
