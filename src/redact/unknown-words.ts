import type { PrivateClass } from './classes.js';
import { allMatches } from './matches.js';
import { ENDING } from './paths.js';
import { holdsText, isCardNumber, isSafePart, isSafeWord, maskText } from './safe-words.js';
import type { Span } from './spans.js';

/*
 * The last detector of a strict redaction: whatever the others left of a line is kept word by word, if it is known. A word ends at blanks, quotes,
 * brackets and the signs of lists, fields, paths and offsets; what `-`, `.`, `_` and other signs join is one word and goes as a whole, so that no
 * half of a name or password stays. Escapes are read before a word is judged: `%71%7A`, `\x71z`.
 */

/** 1: a sign inside a word; 2: a letter; 3: a digit. Everything else ends it. */
const KIND = new Uint8Array(128);
for (const sign of '_-.%~!#$^&*?\\') KIND[sign.charCodeAt(0)] = 1;
for (let code = 0x41; code <= 0x5a; code++) KIND[code] = KIND[code + 0x20] = 2;
for (let code = 0x30; code <= 0x39; code++) KIND[code] = 3;

export interface Judge {
  kept: ReadonlySet<string>;
  isToken(text: string): boolean;
}

/** A text between spans, and whether what stands before and behind it becomes a token. */
interface Part {
  start: number;
  end: number;
  isBehindToken: boolean;
  isBeforeToken: boolean;
}

/** Spans for the unknown words of a text between spans that are replaced already; those must be in order. */
export function findUnknown(text: string, replaced: readonly Span[], judge: Judge): Span[] {
  const found: Span[] = [];
  let at = 0;
  let isBehindToken = false;
  for (const span of replaced) {
    const isToken = span.cls !== undefined;
    if (span.start > at) findInPart(text, { start: at, end: span.start, isBehindToken, isBeforeToken: isToken }, judge, found);
    at = span.end;
    isBehindToken = isToken;
  }
  if (at < text.length) findInPart(text, { start: at, end: text.length, isBehindToken, isBeforeToken: false }, judge, found);
  return found;
}

function findInPart(text: string, part: Part, judge: Judge, found: Span[]): void {
  let { start, isBehindToken } = part;
  for (const shape of findUnsafeShapes(text, part.start, part.end)) {
    if (shape.start < start) continue;
    findWords(text, { start, end: shape.start, isBehindToken, isBeforeToken: true }, judge, found);
    found.push(shape);
    start = shape.end;
    isBehindToken = true;
  }
  findWords(text, { ...part, start, isBehindToken }, judge, found);
}

/** Looks at every word with a letter in it, or with more digits than a usual number has. */
function findWords(text: string, part: Part, judge: Judge, found: Span[]): void {
  const { end } = part;
  let from = -1;
  let hasLetter = false;
  let digits = 0;
  for (let at = part.start; at <= end; at++) {
    const code = at < end ? text.charCodeAt(at) : 0;
    const kind = code < 128 ? KIND[code] : 2;
    if (kind === 0) {
      if (from >= 0 && (hasLetter || digits > 12)) {
        if (isRest(text, from, at, part)) found.push({ start: from, end: at, cls: 'text', value: text.slice(from, at) });
        else judgeWord(text, from, at, judge, found);
      }
      from = -1;
      if (code === ESCAPE) at = endOfColour(text, at, end);
      continue;
    }
    if (from < 0) {
      from = at;
      hasLetter = false;
      digits = 0;
    }
    if (kind === 2) hasLetter = true;
    else if (kind === 3) digits++;
  }
}

/** The rest of a word of which a detector took a part: it says what was taken, and would run into the token. */
function isRest(text: string, from: number, to: number, part: Part): boolean {
  return (
    (part.isBehindToken && from === part.start && isWordSign(text, from)) ||
    (part.isBeforeToken && to === part.end && isWordSign(text, to - 1))
  );
}

function isWordSign(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 128 || KIND[code] > 1;
}

const ESCAPE = 0x1b;

/** `ESC [ 3 6 m`: the last place of the sequence. */
function endOfColour(text: string, at: number, end: number): number {
  if (text[at + 1] !== '[') return at;
  for (let to = at + 2; to < end && to < at + 20; to++) {
    const code = text.charCodeAt(to);
    if (code >= 0x40 && code < 0x7f) return to;
  }
  return at;
}

/** A colour that was printed: `\x1b[36mredis`. */
const PRINTED_COLOUR = /(?:\\x1b|\\e|\\033|\\u001b|#033|\^)\[(?:\d{1,3};){0,4}$/i;

const MAX_REMEMBERED = 50_000;
const verdicts = new Map<string, boolean>();

function isSafe(word: string, judge: Judge): boolean {
  if (judge.kept.size > 0) return isSafeAsMeant(word, judge);
  let verdict = verdicts.get(word);
  if (verdict === undefined) {
    verdict = isSafeAsMeant(word, judge);
    if (verdicts.size >= MAX_REMEMBERED) verdicts.clear();
    // a part of a line keeps its block alive
    verdicts.set(` ${word}`.slice(1), verdict);
  }
  return verdict;
}

/** A letter or digit that is written as a number: nobody has to, so something is hidden. */
const HIDDEN = /(?:%|\\x|\\u00)(?:3\d|[46][1-9a-f]|[57][0-9a])|\\(?:06\d|07[01]|1(?:0[1-7]|[1256][0-7]|3[0-2]|4[1-7]|7[0-2]))/i;

/** A backslash may begin an escape or part the folders of Windows. */
function isSafeAsMeant(word: string, judge: Judge): boolean {
  if (!isEscaped(word)) return isSafeWord(word, judge.kept);
  if (HIDDEN.test(word)) return false;
  return isSafeWord(decoded(word), judge.kept) || (!/[%#]|\\[xu0-7]/.test(word) && isSafeWord(word, judge.kept));
}

const EDGE_START = /^[_\-.%~!#$^&*?\\]+/;
const EDGE_END = /[_\-.%~!#$^&*?\\]+$/;

function judgeWord(text: string, from: number, end: number, judge: Judge, found: Span[]): void {
  const colour = text[from - 1] === '[' ? /^\d{1,3}m/.exec(text.slice(from, from + 4)) : null;
  const start = colour && PRINTED_COLOUR.test(text.slice(Math.max(0, from - 20), from)) ? from + colour[0].length : from;
  judgeCore(text, start, end, judge, found);
}

function judgeCore(text: string, start: number, end: number, judge: Judge, found: Span[]): void {
  const word = text.slice(start, end);
  if (isSafe(word, judge)) return;
  const from = start + (isEscaped(word) ? 0 : (EDGE_START.exec(word)?.[0].length ?? 0));
  const to = end - (EDGE_END.exec(word)?.[0].length ?? 0);
  if (from >= to) return;
  const core = text.slice(from, to);
  if (judge.isToken(core) || isMadeOfTokens(core, judge)) return;
  const masked = maskedNumber(core);
  if (masked !== undefined) found.push({ start: from, end: to, cls: 'text', value: core, mask: masked });
  else if (isHexNumber(core)) found.push({ start: from, end: to, cls: 'id', value: core });
  else addNamed(core, from, judge, found);
}

/** A file keeps its endings, which tell its kind. */
function addNamed(core: string, from: number, judge: Judge, found: Span[]): void {
  const stem = core.replace(FILE_ENDING, '');
  if (stem === '' || stem === core || !isSafe(core.slice(stem.length), judge))
    found.push({ start: from, end: from + core.length, cls: 'text', value: core });
  else if (!isSafe(stem, judge) && !judge.isToken(stem)) found.push({ start: from, end: from + stem.length, cls: 'path', value: stem });
  else if (!judge.isToken(stem)) found.push({ start: from, end: from + core.length, cls: 'text', value: core });
}

const FILE_ENDING = new RegExp(
  `(?:${ENDING.source.replace(/\$$/, '')}|\\.so(?:\\.\\d{1,4})*|\\.(?:c|cc|cpp|cxx|h|hpp|rs|go|S|s|exe|dll|dylib))$`,
);

function isHexNumber(word: string): boolean {
  return word.length >= 7 && /^[0-9a-f]{7,32}$/i.test(word) && /\d/.test(word);
}

function maskedNumber(word: string): string | undefined {
  const digits = /^(0x)?([0-9a-f]{7,16})$/i.exec(word);
  if (!digits || (digits[1] === undefined && digits[2].length !== 16) || !holdsText(digits[2])) return undefined;
  const masked = `${digits[1] ?? ''}${maskText(digits[2])}`;
  return isSafePart(masked) ? masked : '2a'.repeat(8);
}

const TOKEN_IN_WORD = /[a-z]{2,6}-(?:\d{1,7}|[0-9a-f]{10}|more)(?!\d)/g;

/** `host-1_redis-6379`: tokens and safe words. */
function isMadeOfTokens(word: string, judge: Judge): boolean {
  const rest = word.replace(TOKEN_IN_WORD, (token) => (judge.isToken(token) ? '' : token));
  return rest !== word && isSafe(rest, judge);
}

function isEscaped(word: string): boolean {
  return /[%\\]|#0\d\d/.test(word);
}

const NAMED_ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', v: '\v', f: '\f', e: '\x1b', 0: '\0' };

/** The word as it is meant. What is encoded twice is read twice. */
function decoded(word: string): string {
  let text = word;
  for (let depth = 0; depth < 3 && isEscaped(text); depth++) {
    const next = text
      .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      // rsyslog's: `#012` is the end of a line
      .replace(/#(0[0-7]{2})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
      .replace(/\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|([0-7]{3})|(.))/gs, (_, x?: string, u?: string, o?: string, char?: string) => {
        if (x !== undefined || u !== undefined) return String.fromCharCode(Number.parseInt(x ?? u ?? '', 16));
        if (o !== undefined) return String.fromCharCode(Number.parseInt(o, 8) % 256);
        return NAMED_ESCAPES[char ?? ''] ?? char ?? '';
      });
    if (next === text) break;
    text = next;
  }
  return text;
}

interface Shape {
  has: RegExp;
  pattern: RegExp;
  cls: PrivateClass;
  /** The group that is private; 0 is the whole. */
  group: number;
  isUnsafe?: (text: string) => boolean;
}

const SHAPES: readonly Shape[] = [
  // numbers of cloud accounts, and what is written like them
  { has: /arn:/, pattern: /\barn:[a-z][a-z-]{1,20}:[^\s"'`<>,;()]{3,1024}/g, cls: 'id', group: 0 },
  {
    has: /\d{12}/,
    pattern: /(?<![\d.])(\d{12})(?=\.dkr\.|:(?:role|user|policy|instance|cluster|secret|table|function)\b)/g,
    cls: 'id',
    group: 1,
  },
  {
    has: /acc(?:oun)?t/i,
    pattern: /\bacc(?:oun)?t[ _-]?(?:id|number|no)?["']{0,2}[ \t]{0,4}[:=#]?[ \t]{0,4}["']?(\d[\d-]{9,18}\d)(?!\d)/gi,
    cls: 'id',
    group: 1,
  },
  // cards, by fours or without a gap, and telephone numbers with their country
  {
    has: /\d{4}[ -]\d{4}[ -]\d/,
    pattern: /(?<![\d.:-])\d{4}(?:[ -]\d{4}){2}[ -]\d{1,7}(?![\d.:-])/g,
    cls: 'id',
    group: 0,
    isUnsafe: (text) => isCardNumber(text.replace(/[ -]/g, '')),
  },
  {
    has: /\d{4}[ -]\d{6}[ -]\d{5}/,
    pattern: /(?<![\d.:-])3[47]\d\d[ -]\d{6}[ -]\d{5}(?![\d.:-])/g,
    cls: 'id',
    group: 0,
    isUnsafe: (text) => isCardNumber(text.replace(/[ -]/g, '')),
  },
  {
    has: /\+\d/,
    pattern: /(?<![\w.)\]])\+\d{1,3}[ -]\(?\d{1,4}\)?[ -]?\d{2,4}[ -]?\d{2,8}(?:[ -]\d{2,6})?(?![\w.:])/g,
    cls: 'id',
    group: 0,
  },
  { has: /\d{3}-\d{2}-\d{4}/, pattern: /(?<![\w.:-])\d{3}-\d{2}-\d{4}(?![\w.:-])/g, cls: 'id', group: 0 },
  { has: /[0-9a-f]{4}\.[0-9a-f]{4}\./i, pattern: /(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w.])/gi, cls: 'mac', group: 0 },
  // hexadecimal dumps of text, byte by byte or by two
  {
    has: /[0-9a-f]{2} [0-9a-f]{2}/i,
    pattern: /(?<![\w.:-])(?:[0-9a-f]{2}){1,4}(?: {1,2}(?:[0-9a-f]{2}){1,4}){3,40}(?![\w.:-])/gi,
    cls: 'text',
    group: 0,
    isUnsafe: isReadableDump,
  },
  // bytes as numbers, as JavaScript and Go print them
  {
    has: /\d, ?\d/,
    pattern: /(?<![\w.])\d{2,3}(?:, ?\d{2,3}){5,400}(?![\w.])|(?<=\[)\d{2,3}(?: \d{2,3}){5,400}(?=\])/g,
    cls: 'text',
    group: 0,
    isUnsafe: isByteList,
  },
];

function isReadableDump(text: string): boolean {
  const digits = text.replaceAll(' ', '');
  if (digits.length < 16 || !/[a-f]/i.test(digits)) return false;
  const readable = (digits.match(/../g) ?? []).filter((pair) => {
    const byte = Number.parseInt(pair, 16);
    return byte >= 0x20 && byte < 0x7f;
  });
  return readable.length * 2 >= digits.length * 0.8 && /(?:2[1-9a-f]|[3-7][0-9a-f]){5}/i.test(digits);
}

function isByteList(text: string): boolean {
  const bytes = text.split(/\D+/).map(Number);
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) && bytes.filter((byte) => byte > 0x60).length * 2 > bytes.length;
}

function findUnsafeShapes(text: string, start: number, end: number): Span[] {
  const part = start === 0 && end === text.length ? text : text.slice(start, end);
  const found: Span[] = [];
  if (part.length < 10) return found;
  for (const { has, pattern, cls, group, isUnsafe } of SHAPES) {
    if (!has.test(part)) continue;
    for (const match of allMatches(pattern, part)) {
      const value = match[group];
      if (isUnsafe && !isUnsafe(value)) continue;
      const at = start + match.index + (group === 0 ? 0 : match[0].lastIndexOf(value));
      found.push({ start: at, end: at + value.length, cls, value });
    }
  }
  return found.length > 1 ? found.sort((a, b) => a.start - b.start) : found;
}
