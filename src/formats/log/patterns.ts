import type { LogPattern } from '../../model/patterns.js';
import { asBuffer } from '../../text/decode.js';
import { HeadTree } from './head-tree.js';
import { LiteralScanner } from './literal-scanner.js';
import {
  fieldText,
  type HoleKind,
  indexOfLiteral,
  isOfKind,
  matchSteps,
  type ParsedPattern,
  type PatternStep,
  parsePattern,
} from './pattern-text.js';
import { QuietHeads } from './quiet-heads.js';

/** Flags of a pattern, so that the hot path asks one small integer. */
export const QUIET = 1;
export const HEARTBEAT = 2;
export const PROVES_MAIN = 4;
export const NOT_MAIN = 8;
export const BEFORE_BANNER = 16;
export const BANNER = 32;
const MAIN_FLAGS = PROVES_MAIN | NOT_MAIN;

/** A banner opens a new run of its pid; its id is fixed by the catalogue. */
const BANNER_ID = 'server-starting';
const DEFAULT_KEEP = 20;
const MAX_PER_LINE = 16;
const MIN_TELLING_BYTES = 16;
const ANY_MODULE = -2;
/** A module that no pattern names. */
const OTHER_MODULE = -1;
const CORE = 0;
const ANONYMOUS_MODULE = 'module';

/** Finds which of the catalogue's patterns a message matches. Patterns are dispatched by their literal head; a pattern that
 * begins with digits or hexadecimal digits by what follows them; one that begins with an untyped hole by a scan of the
 * whole message (`unanchored` says how many of these there are). */
export class PatternMatcher {
  readonly ids: string[];
  readonly flags: Uint8Array;
  /** First K and last K occurrences are kept. */
  readonly keep: number[];
  /** Patterns that share an id share a slot: counts and kept lines go by slot. */
  readonly slot: Int32Array;
  readonly slotIds: string[] = [];
  readonly unanchored: number;
  /** Is one of them looked for in lines of the core? */
  private readonly unanchoredInCore: boolean;
  /** Result of the last `match`. */
  readonly found = new Int32Array(MAX_PER_LINE);

  private madeHeads: QuietHeads | undefined;

  private readonly slotNumbers = new Map<string, number>();
  private readonly parsed: ParsedPattern[];
  private readonly wanted: Int32Array;
  /** Number of the tag that a module's lines carry when they are printed without its context. */
  private readonly anonymous: number;
  /** Bytes of literal text: of two patterns of one id the one that says more is taken. */
  private readonly weight: number[];
  private readonly modules: string[] = [''];
  private readonly heads = new HeadTree();
  private readonly afterDigits = new HeadTree();
  private readonly afterHex = new HeadTree();
  private readonly anywhere = new LiteralScanner();
  private readonly candidates = new Int32Array(128);
  /** Number of each pattern's guard, -1 for none; patterns with the same guard share it. */
  private readonly guards: Int32Array;
  private readonly guardSteps: PatternStep[] = [];
  private readonly guardNumbers = new Map<string, number>();
  /** The `serial` of the message in which a guard was last found missing. */
  private readonly missing: Int32Array;
  private serial = 0;

  constructor(patterns: readonly LogPattern[]) {
    this.parsed = unique(patterns).map(parsePattern).filter(isUsable);
    const all = this.parsed.map((parsed) => parsed.pattern);
    this.ids = all.map((pattern) => pattern.id);
    this.keep = all.map((pattern) => pattern.keep ?? DEFAULT_KEEP);
    this.flags = Uint8Array.from(all, flagsOf);
    this.slot = Int32Array.from(this.ids, (id) => this.slotOf(id));
    this.weight = this.parsed.map((parsed) => parsed.steps.reduce((sum, step) => sum + step.literal.length, parsed.head.length));
    this.wanted = Int32Array.from(all, (pattern) => (pattern.module === undefined ? ANY_MODULE : this.moduleNumber(pattern.module)));
    this.anonymous = this.moduleNumber(ANONYMOUS_MODULE);
    this.guards = Int32Array.from(this.parsed, ({ guard }) => this.guardNumber(guard));
    this.missing = new Int32Array(this.guardSteps.length);
    this.parsed.forEach((parsed, index) => {
      this.place(parsed, index);
    });
    for (const tree of [this.heads, this.afterDigits, this.afterHex]) tree.freeze();
    this.anywhere.freeze();
    this.unanchored = this.anywhere.size;
    this.unanchoredInCore = this.parsed.some(
      ({ head, steps }, index) =>
        head.length === 0 && steps[0].kind === 'any' && (this.wanted[index] === CORE || this.wanted[index] === ANY_MODULE),
    );
  }

  /** Heads that alone decide a message; made when a log is long enough to want them. */
  get quietHeads(): QuietHeads {
    this.madeHeads ??= this.makeQuietHeads();
    return this.madeHeads;
  }

  private makeQuietHeads(): QuietHeads {
    const loud = new Set(this.parsed.flatMap((_, index) => ((this.flags[index] & QUIET) === 0 ? [this.slot[index]] : [])));
    return new QuietHeads(
      this.parsed.map((parsed, index) => ({
        parsed,
        isQuiet:
          (this.flags[index] & ~(MAIN_FLAGS | HEARTBEAT)) === QUIET && !loud.has(this.slot[index]) && this.wanted[index] !== this.anonymous,
        isBeat: (this.flags[index] & HEARTBEAT) !== 0,
        module: this.wanted[index] === ANY_MODULE ? undefined : this.wanted[index],
        main: (this.flags[index] & PROVES_MAIN) !== 0 ? 'proves' : (this.flags[index] & NOT_MAIN) !== 0 ? 'never' : 'role',
      })),
      this.heads,
    );
  }

  /** Number of a module tag for `match`: 0 for core lines. */
  moduleId(bytes: Uint8Array, start: number, end: number): number {
    for (let m = 1; m < this.modules.length; m++) if (equals(bytes, start, end, this.modules[m])) return m;
    return OTHER_MODULE;
  }

  /** Patterns of the message, in `found`; the answer is how many. */
  match(bytes: Uint8Array, start: number, end: number, module: number): number {
    const out = this.candidates;
    this.serial = (this.serial + 1) | 0;
    let count = this.accept(this.heads.find(bytes, start, end, out), 0, bytes, start, end, module, 0);
    const first = bytes[start];
    if (this.afterDigits.size > 0 && first >= 0x30 && first <= 0x39) {
      const lead = skipKind('digits', bytes, start, end);
      count = this.accept(this.afterDigits.find(bytes, lead, end, out), count, bytes, start, end, module, 1);
    }
    if (this.afterHex.size > 0 && isOfKind('hex', first)) {
      const lead = skipKind('hex', bytes, start, end);
      if (lead - start >= 8) count = this.accept(this.afterHex.find(bytes, lead, end, out), count, bytes, start, end, module, 1);
    }
    if (this.unanchored > 0 && (module !== CORE || this.unanchoredInCore)) {
      count = this.accept(this.anywhere.find(bytes, start, end, out, MAX_PER_LINE * 2), count, bytes, start, end, module, 1);
    }
    return count > 1 ? this.onePerId(count) : count;
  }

  /** Texts of the holes of a pattern that matches the message. */
  fields(index: number, bytes: Uint8Array, start: number, end: number): Record<string, string> {
    const fields: Record<string, string> = {};
    const { head, steps } = this.parsed[index];
    if (head.length > 0) {
      matchSteps(steps, 0, bytes, start + head.length, end, fields);
      return fields;
    }
    const lead = steps[0];
    let stop = skipKind(lead.kind, bytes, start, end);
    if (lead.kind === 'any') {
      const pair = new Int32Array(MAX_PER_LINE * 4);
      const count = this.anywhere.find(bytes, start, end, pair, MAX_PER_LINE * 2);
      for (let i = 0; i < count; i++) if (pair[i * 2] === index) stop = pair[i * 2 + 1] - lead.literal.length;
    }
    if (lead.name !== '') fields[lead.name] = fieldText(bytes, start, stop);
    matchSteps(steps, 1, bytes, stop + lead.literal.length, end, fields);
    return fields;
  }

  private accept(
    candidates: number,
    count: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    module: number,
    firstStep: number,
  ): number {
    const out = this.candidates;
    let found = count;
    for (let i = 0; i < candidates && found < MAX_PER_LINE; i++) {
      const index = out[i * 2];
      const wanted = this.wanted[index];
      if (wanted !== module && wanted !== ANY_MODULE && !this.isAnonymous(index, module)) continue;
      const guard = this.guards[index];
      if (guard >= 0 && this.isMissing(guard, bytes, start, end)) continue;
      const steps = this.parsed[index].steps;
      if (steps.length > firstStep && matchSteps(steps, firstStep, bytes, out[i * 2 + 1], end) < 0) continue;
      this.found[found++] = index;
    }
    return found;
  }

  /** `RedisModule_Log` without a context prints `<module>` for every module: only a text of some length tells which one it was. */
  private isAnonymous(index: number, module: number): boolean {
    return module === this.anonymous && this.wanted[index] !== CORE && this.says(index);
  }

  /** A text that every match of a pattern has to hold; looked for once in a message, however many patterns ask. */
  private isMissing(guard: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.missing[guard] === this.serial) return true;
    if (indexOfLiteral(this.guardSteps[guard], bytes, start, end) >= 0) return false;
    this.missing[guard] = this.serial;
    return true;
  }

  /** Flags of the found patterns together; quiet only when all of them are. */
  flagsOfFound(count: number): number {
    let any = 0;
    let all = QUIET;
    for (let i = 0; i < count; i++) {
      const flags = this.flags[this.found[i]];
      any |= flags;
      all &= flags;
    }
    return (any & ~QUIET) | all;
  }

  /** Enough literal text to tell a server's message from any other program's. */
  says(index: number): boolean {
    return this.weight[index] >= MIN_TELLING_BYTES;
  }

  private onePerId(count: number): number {
    const found = this.found;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const index = found[i];
      let at = 0;
      while (at < kept && this.slot[found[at]] !== this.slot[index]) at++;
      if (at === kept) found[kept++] = index;
      else if (this.weight[index] > this.weight[found[at]]) found[at] = index;
    }
    return kept;
  }

  private place(parsed: ParsedPattern, index: number): void {
    if (parsed.head.length > 0) this.heads.add(parsed.head, index);
    else if (parsed.steps[0].kind === 'digits') this.afterDigits.add(parsed.steps[0].literal, index);
    else if (parsed.steps[0].kind === 'hex') this.afterHex.add(parsed.steps[0].literal, index);
    else this.anywhere.add(parsed.steps[0].literal, index);
  }

  private guardNumber(guard: PatternStep | undefined): number {
    if (guard === undefined) return -1;
    const text = asBuffer(guard.literal).toString('latin1');
    const known = this.guardNumbers.get(text);
    if (known !== undefined) return known;
    this.guardNumbers.set(text, this.guardSteps.length);
    return this.guardSteps.push(guard) - 1;
  }

  private slotOf(id: string): number {
    let slot = this.slotNumbers.get(id);
    if (slot === undefined) {
      slot = this.slotIds.push(id) - 1;
      this.slotNumbers.set(id, slot);
    }
    return slot;
  }

  private moduleNumber(name: string): number {
    if (name === '') return CORE;
    const known = this.modules.indexOf(name);
    return known > 0 ? known : this.modules.push(name) - 1;
  }
}

function flagsOf(pattern: LogPattern): number {
  return (
    (pattern.quiet ? QUIET : 0) |
    (pattern.heartbeat ? HEARTBEAT : 0) |
    (pattern.provesMain ? PROVES_MAIN : 0) |
    (pattern.notMain ? NOT_MAIN : 0) |
    (pattern.beforeBanner ? BEFORE_BANNER : 0) |
    (pattern.id === BANNER_ID ? BANNER : 0)
  );
}

/** A pattern made of one untyped hole, or of nothing, would match every line. */
function isUsable(parsed: ParsedPattern): boolean {
  if (parsed.head.length > 0) return true;
  return parsed.steps.length > 0 && parsed.steps[0].literal.length > 0 && parsed.steps[0].kind !== 'end';
}

function unique(patterns: readonly LogPattern[]): LogPattern[] {
  const seen = new Map<string, LogPattern>();
  for (const pattern of patterns) {
    const key = `${pattern.id}\0${pattern.text}\0${pattern.module ?? '\0'}`;
    if (!seen.has(key)) seen.set(key, pattern);
  }
  return [...seen.values()];
}

function skipKind(kind: HoleKind, bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && isOfKind(kind, bytes[i])) i++;
  return i;
}

function equals(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}
