import { memory } from '../../kernel/kernel.js';
import {
  AT_BLOCKS,
  AT_HEADS,
  FIRST_BEAT,
  HEAD_BYTES,
  HEAD_GUARDS,
  HEAD_GUARDS_AT,
  HEAD_LENGTH,
  HEAD_LITERALS,
  HEAD_LITERALS_AT,
  HEAD_LONGER,
  HEAD_LONGER_AT,
  HEAD_MAIN,
  HEAD_MODULE,
  HEAD_STOPS,
  HEAD_TABLE,
  HEAD_TEXT,
} from '../../kernel/layout.js';
import { type HeadTree, hash } from './head-tree.js';
import { isOfKind, type ParsedPattern, type PatternStep } from './pattern-text.js';

/** A literal head of a pattern that is only counted, with all that could make its message something else as well. */
interface Head {
  pattern: number;
  module: number;
  bytes: Uint8Array;
  /** Of a heartbeat: what follows its head, with a number before each of them. */
  literals: Uint8Array[];
  /** How longer heads go on behind the head, in at most KEY_BYTES. */
  longer: Uint8Array[];
  /** Texts without which no shorter head and no unanchored pattern matches. */
  guards: PatternStep[];
  main: HeadPattern['main'];
}

export interface HeadPattern {
  parsed: ParsedPattern;
  /** May its lines be counted without being looked at? */
  isQuiet: boolean;
  /** Is it one of the lines of serverCron whose pauses are kept? */
  isBeat: boolean;
  /** Number of the module tag whose lines it matches, undefined for any. */
  module: number | undefined;
  /** Does its line show main at work? `role`: a line of the core does, unless a child printed it. */
  main: 'proves' | 'never' | 'role';
}

const KEY_BYTES = 8;
const MAX_GUARDS = 3;
/** Shorter ones would be found in too many lines that they do not decide, and the kernel compares eight bytes at once. */
const MIN_GUARD_BYTES = 8;

/** Messages that are decided by their head: known, only counted, and nothing else that the catalogue asks for. Verbose logs consist
 * of little else. The kernel looks them up; it says yes only where the whole look-up would have found this one pattern. */
export class QuietHeads {
  private static installed: QuietHeads | undefined;
  private readonly heads: Head[];
  private readonly image: Buffer;
  private readonly entriesAt: number;

  /** `tree` has the heads of the same patterns. */
  constructor(patterns: readonly HeadPattern[], tree: HeadTree) {
    const unanchored = patterns.flatMap(({ parsed }, index) => (parsed.head.length === 0 && parsed.steps[0].kind === 'any' ? [index] : []));
    this.heads = patterns.map((_, index) => headOf(index, patterns, tree, unanchored)).filter((head) => head !== undefined);
    const slots = 2 ** Math.ceil(Math.log2(2 * this.heads.length + 2));
    this.entriesAt = AT_HEADS + HEAD_TABLE + 4 * slots;
    this.image = drawImage(this.heads, slots, this.entriesAt);
  }

  /** Puts the heads into the kernel's memory, unless they are there. */
  install(): void {
    if (QuietHeads.installed === this) return;
    QuietHeads.installed = this;
    memory.set(this.image, AT_HEADS);
  }

  /** Pattern of the head at an address that the kernel told. */
  patternAt(address: number): number {
    return this.heads[(address - this.entriesAt) / HEAD_BYTES].pattern;
  }
}

/** The heads as the kernel wants them; see layout.ts. Those for which there is no room are left out: others read their lines. */
function drawImage(heads: readonly Head[], slots: number, entriesAt: number): Buffer {
  const image = Buffer.alloc(AT_BLOCKS - AT_HEADS);
  const put = (address: number, value: number) => image.writeInt32LE(value, address - AT_HEADS);
  let free = entriesAt + heads.length * HEAD_BYTES;
  const known = new Map<string, number>();
  /** Address of a text; a guard that many heads share stands once. */
  const add = (bytes: Uint8Array): number => {
    const key = Buffer.from(bytes).toString('latin1');
    const before = known.get(key);
    if (before !== undefined) return before;
    const at = free;
    image.set(bytes, at - AT_HEADS);
    free += bytes.length;
    known.set(key, at);
    return at;
  };
  /** Writes where texts lie, and there where that is written. */
  const putTexts = (pointer: number, texts: { at: number; length: number }[]): void => {
    free = (free + 3) & ~3;
    put(pointer, free);
    for (const { at, length } of texts) {
      put(free, at);
      put(free + 4, length);
      free += 8;
    }
  };
  const slotOf = (at: number): number =>
    AT_HEADS + HEAD_TABLE + 4 * (hash(image.readInt32LE(at - AT_HEADS), image.readInt32LE(at + 4 - AT_HEADS)) & (slots - 1));
  put(AT_HEADS, slots - 1);
  heads.forEach((head, row) => {
    if (AT_BLOCKS - free < roomOf(head)) return;
    const entry = entriesAt + row * HEAD_BYTES;
    const at = add(head.bytes);
    const chain = head.literals.length > 0 ? FIRST_BEAT : slotOf(at);
    put(entry, image.readInt32LE(chain - AT_HEADS));
    put(chain, entry);
    put(entry + HEAD_MODULE, head.module);
    put(entry + HEAD_LENGTH, head.bytes.length);
    put(entry + HEAD_TEXT, at);
    put(entry + HEAD_MAIN, head.main === 'proves' ? 1 : head.main === 'never' ? 2 : 0);
    const guards = head.guards.map(({ literal }) => ({ at: add(literal), length: literal.length }));
    put(entry + HEAD_GUARDS, guards.length);
    putTexts(entry + HEAD_GUARDS_AT, guards);
    if (head.literals.length > 0) {
      const literals = [head.bytes, ...head.literals].map((literal) => ({ at: add(literal), length: literal.length }));
      put(entry + HEAD_LITERALS, literals.length);
      putTexts(entry + HEAD_LITERALS_AT, literals);
    } else for (const [byte] of head.longer) image[entry - AT_HEADS + HEAD_STOPS + (byte >> 3)] |= 1 << (byte & 7);
    free = (free + 7) & ~7;
    put(entry + HEAD_LONGER, head.longer.length);
    put(entry + HEAD_LONGER_AT, free);
    for (const text of head.longer) {
      image.fill(0xff, free - AT_HEADS, free - AT_HEADS + text.length);
      image.set(text, free + KEY_BYTES - AT_HEADS);
      free += 2 * KEY_BYTES;
    }
  });
  return image.subarray(0, free - AT_HEADS);
}

/** At most so many bytes beside the head's own entry. */
function roomOf({ bytes, literals, longer, guards }: Head): number {
  const texts = [...literals, ...guards.map(({ literal }) => literal)];
  return bytes.length + texts.reduce((sum, text) => sum + text.length + 8, 8) + 2 * KEY_BYTES * longer.length + 16;
}

/** The head of a quiet pattern, undefined when it does not decide alone or, of a heartbeat, with the numbers and literals behind it. A pattern
 * that begins with digits or an id does not begin like it. */
function headOf(index: number, patterns: readonly HeadPattern[], tree: HeadTree, unanchored: readonly number[]): Head | undefined {
  const { parsed, isQuiet, isBeat, module, main } = patterns[index];
  const bytes = parsed.head;
  if (!isQuiet || module === undefined || bytes.length === 0) return undefined;
  const isNumbered = parsed.steps.length > 0;
  if (isNumbered ? !isBeat || !areNumbers(parsed.steps) : isBeat || bytes.length < KEY_BYTES) return undefined;
  if (isOfKind('digits', bytes[0]) || bytes.subarray(0, KEY_BYTES).every((byte) => isOfKind('hex', byte))) return undefined;
  const { values, longer } = tree.around(bytes, KEY_BYTES);
  const literals = parsed.steps.map(({ literal }) => literal);
  const head: Head = { pattern: index, module, bytes: Uint8Array.from(bytes), literals, longer, guards: [], main };
  for (const i of [...values, ...unanchored]) {
    const other = patterns[i];
    if (i === index || (other.module !== undefined && other.module !== module)) continue;
    if (!keepApart(head.guards, other.parsed)) return undefined;
  }
  return head.guards.length > MAX_GUARDS ? undefined : head;
}

/** Does a number fit into every hole, and end where the literal behind it begins? */
function areNumbers(steps: readonly PatternStep[]): boolean {
  return steps.every(({ kind, literal }, i) =>
    literal.length > 0
      ? (kind === 'digits' || kind === 'any') && !isOfKind('digits', literal[0])
      : kind === 'digits' && i === steps.length - 1,
  );
}

/** Notes the text without which the other pattern, whose head fits as well, does not match; false when there is none. */
function keepApart(guards: PatternStep[], other: ParsedPattern): boolean {
  const guard = other.steps.reduce<PatternStep | undefined>(
    (best, step) => (step.literal.length > (best?.literal.length ?? 0) ? step : best),
    undefined,
  );
  if (guard === undefined || guard.literal.length < MIN_GUARD_BYTES) return false;
  if (!guards.some(({ literal }) => Buffer.compare(literal, guard.literal) === 0)) guards.push(guard);
  return true;
}
