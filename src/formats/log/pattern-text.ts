import type { LogPattern } from '../../model/patterns.js';

/** What a hole accepts: any text, decimal digits, hexadecimal digits, or nothing but the end of the message. */
export type HoleKind = 'any' | 'digits' | 'hex' | 'end';

/** A hole and the literal that ends it; an empty literal: the hole takes the rest of the line. */
export interface PatternStep {
  /** Field name, '' when the text is dropped. */
  name: string;
  kind: HoleKind;
  literal: Uint8Array;
  /** How far a search may jump; made when the literal is first searched, which most never are. */
  skips: Uint8Array;
}

export interface ParsedPattern {
  pattern: LogPattern;
  /** Literal before the first hole. */
  head: Uint8Array;
  steps: PatternStep[];
  /** The longest literal behind an untyped hole, where it is long enough to refuse most lines at once. */
  guard: PatternStep | undefined;
}

const MIN_GUARD_BYTES = 16;

const NO_BYTES = new Uint8Array(0);
const HOLE = /\{(\$|[A-Za-z][A-Za-z0-9_-]*)?(?::([dx]))?\}/g;

/** Splits `Background saving started by pid {pid}` into its literals and holes. Besides `{name}` and `{}` there are `{name:d}`
 * (digits) and `{name:x}` (hexadecimal digits): a pattern that begins with one of these stays on the fast path. `{$}` is the
 * end of the message. */
export function parsePattern(pattern: LogPattern): ParsedPattern {
  const steps: PatternStep[] = [];
  let head: Uint8Array = NO_BYTES;
  let from = 0;
  let open: PatternStep | undefined;
  const close = (literal: string): void => {
    const bytes = bytesOf(literal);
    if (open === undefined) head = bytes;
    else open.literal = bytes;
  };
  for (const match of pattern.text.matchAll(HOLE)) {
    close(pattern.text.slice(from, match.index));
    open = { name: match[1] === '$' ? '' : (match[1] ?? ''), kind: kindOf(match[1], match[2]), literal: NO_BYTES, skips: NO_BYTES };
    steps.push(open);
    from = match.index + match[0].length;
  }
  close(pattern.text.slice(from));
  return { pattern, head, steps, guard: guardOf(steps) };
}

/** UTF-8. Short arrays that are made like this need no memory outside V8's heap, which is what a Buffer costs most by. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return Buffer.from(text, 'utf8');
    bytes[i] = code;
  }
  return bytes;
}

/** Only where there is a choice: the single literal of a pattern is what the match looks for anyway. */
function guardOf(steps: readonly PatternStep[]): PatternStep | undefined {
  if (steps.length < 2) return undefined;
  const longest = steps.reduce((best, step) => (step.literal.length > best.literal.length ? step : best));
  return longest.literal.length >= MIN_GUARD_BYTES && longest !== steps[0] ? longest : undefined;
}

function kindOf(name: string | undefined, type: string | undefined): HoleKind {
  if (name === '$') return 'end';
  return type === 'd' ? 'digits' : type === 'x' ? 'hex' : 'any';
}

export const MAX_FIELD_BYTES = 200;

/** How often a hole is lengthened when the typed hole behind it does not fit (`::1:6379` for `{host}:{port:d}`). */
const MAX_RETRIES = 64;

/** Tries the steps from `first` at `at`; answers with the index behind the match or -1. With `fields`, the holes' texts go
 * there. A hole takes the shortest text up to its literal, or a longer one when only that lets a typed hole behind it fit. */
export function matchSteps(
  steps: readonly PatternStep[],
  first: number,
  bytes: Uint8Array,
  at: number,
  end: number,
  fields?: Record<string, string>,
): number {
  let position = at;
  for (let i = first; i < steps.length; i++) {
    const step = steps[i];
    const length = step.literal.length;
    if (step.kind === 'end') {
      if (position !== end) return -1;
      continue;
    }
    let stop = length === 0 ? holeEnd(step.kind, bytes, position, end) : indexOfLiteral(step, bytes, position, end);
    if (stop < 0) return -1;
    if (step.kind === 'any' && i + 1 < steps.length && isTyped(steps[i + 1].kind)) {
      for (let retry = 0; stop >= 0 && !fits(steps[i + 1], bytes, stop + length, end); retry++) {
        stop = retry < MAX_RETRIES ? indexOfLiteral(step, bytes, stop + 1, end) : -1;
      }
      if (stop < 0) return -1;
    } else if (!accepts(step.kind, bytes, position, stop)) return -1;
    if (fields !== undefined && step.name !== '') fields[step.name] = fieldText(bytes, position, stop);
    position = stop + length;
  }
  return position;
}

/** A typed hole at `at`, followed by its literal. */
function fits(step: PatternStep, bytes: Uint8Array, at: number, end: number): boolean {
  const stop = holeEnd(step.kind, bytes, at, end);
  if (stop === at || stop + step.literal.length > end) return false;
  for (let i = 0; i < step.literal.length; i++) if (bytes[stop + i] !== step.literal[i]) return false;
  return true;
}

function isTyped(kind: HoleKind): boolean {
  return kind === 'digits' || kind === 'hex';
}

function holeEnd(kind: HoleKind, bytes: Uint8Array, at: number, end: number): number {
  if (kind === 'any') return end;
  let i = at;
  while (i < end && isOfKind(kind, bytes[i])) i++;
  return i;
}

function accepts(kind: HoleKind, bytes: Uint8Array, from: number, to: number): boolean {
  if (kind === 'any') return true;
  if (from === to) return false;
  for (let i = from; i < to; i++) if (!isOfKind(kind, bytes[i])) return false;
  return true;
}

/** Digits, and the letters a-f for hexadecimal ones. */
export function isOfKind(kind: HoleKind, byte: number): boolean {
  if (byte >= 0x30 && byte <= 0x39) return true;
  return kind === 'hex' && ((byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46));
}

export function fieldText(bytes: Uint8Array, from: number, to: number): string {
  const stop = Math.min(to, from + MAX_FIELD_BYTES);
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, stop - from).toString('utf8');
}

/** How far a search may move when the byte under the literal's last position is this one (Horspool). */
function skipTable(literal: Uint8Array): Uint8Array {
  const length = literal.length;
  const skips = new Uint8Array(256).fill(Math.max(1, Math.min(255, length)));
  for (let i = 0; i < length - 1; i++) skips[literal[i]] = Math.min(255, length - 1 - i);
  return skips;
}

/** First place of a literal; sublinear for long literals, at worst the line's length times the literal's. */
export function indexOfLiteral(wanted: { literal: Uint8Array; skips: Uint8Array }, bytes: Uint8Array, from: number, end: number): number {
  const { literal } = wanted;
  if (wanted.skips.length === 0) wanted.skips = skipTable(literal);
  const { skips } = wanted;
  const tail = literal.length - 1;
  const tailByte = literal[tail];
  for (let at = from; at + tail < end; ) {
    const byte = bytes[at + tail];
    if (byte === tailByte) {
      let k = 0;
      while (k < tail && bytes[at + k] === literal[k]) k++;
      if (k === tail) return at;
    }
    at += skips[byte];
  }
  return -1;
}
