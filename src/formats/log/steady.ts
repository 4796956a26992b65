import { addressOf, doubles, ints, memory, runSteady } from '../../kernel/kernel.js';
import { AT_CADENCE, AT_DAY, AT_LAST_ROWS, AT_STATE, AT_TAG, AT_TOUCHED, ROW_BYTES, ROWS } from '../../kernel/layout.js';
import type { LineContext } from '../../model/text.js';
import type { DayHead } from './day-head.js';
import { markOf } from './line-ring.js';
import type { ModuleTag } from './module-tag.js';
import type { PatternMatcher } from './patterns.js';
import { cutAtCharacter, QUIET_BYTES, type RawLine } from './raw-line.js';
import type { Tally } from './tally.js';

/** Indices of the numbers in AT_STATE. */
const DOUBLE = AT_STATE / 8;
const INT = AT_STATE / 4;
const DAY_START = DOUBLE;
const LAST_MS = DOUBLE + 1;
const LAST_MAIN_MS = DOUBLE + 2;
const GAPS_MIN = DOUBLE + 3;
const MAIN_GAPS_MIN = DOUBLE + 4;
const BIN_FROM = DOUBLE + 5;
const BIN_TO = DOUBLE + 6;
const LEVEL_LAST = DOUBLE + 7;
const DAY_LENGTH = INT + 24;
const TAG_LENGTH = INT + 25;
const TAG_MODULE = INT + 26;
const IS_MAIN_ROLE = INT + 27;
const MAX_LINE = INT + 28;
const LEVELS_SEEN = INT + 29;
const TAKEN = INT + 30;
const MAIN_AT = INT + 31;
const MAIN_LINE = INT + 32;
const TOUCHED = INT + 33;
const MAIN_END = INT + 34;
const MAIN_MARK = INT + 35;
const LEVEL_COUNTS = INT + 36;
/** Marks of a line: its level in three bits, and this one when it has a module's tag. */
const TAGGED = 8;
const LEVEL_BITS = 7;

/** Debug, verbose, notice: a warning is always looked at. */
const LEVELS_BELOW_WARNING = 3;
const MIN_TAG_BYTES = 8;
const MAX_TAG_BYTES = 64;
const CADENCE_BINS = 32;

/** Takes lines in a row that need nothing but counting: of the process and day of the line before, below warning, with a message that its
 * head decides, without a pause worth keeping. Nine in ten lines of a verbose log are like that. What it leaves behind in a run is what
 * the same lines would have left one by one; whatever line it is not sure of it leaves to others. */
export class SteadyReader {
  /** What the last `read` did: lines taken, and the clock of the last of them. */
  taken = 0;
  lastMs = 0;

  constructor(private readonly matcher: PatternMatcher) {}

  /** Takes lines from `from` on; answers where the first line begins that it left. `context` stands at the line before, its `offset` is
   * that of the first byte of the memory. */
  read(
    bytes: Buffer,
    from: number,
    context: LineContext,
    day: DayHead,
    tag: ModuleTag,
    tally: Tally,
    isMainRole: boolean,
    maxLineBytes: number,
  ): number {
    const base = addressOf(bytes);
    if (base < 0 || tally.lastStamped === undefined || tally.lastMain === undefined) return from;
    this.matcher.quietHeads.install();
    tellDay(day);
    tellTag(tag);
    tellTally(tally);
    ints[IS_MAIN_ROLE] = isMainRole ? 1 : 0;
    ints[MAX_LINE] = maxLineBytes;
    const at = runSteady(base + from, base + bytes.length) - base;
    this.taken = ints[TAKEN];
    if (this.taken === 0) return from;
    this.lastMs = doubles[LAST_MS];
    this.add(bytes, base, context, day, tag, tally);
    context.line += this.taken;
    return at;
  }

  /** Patterns that were hit, each with how often; once. */
  drain(count: (pattern: number, times: number) => void): void {
    const touched = ints[TOUCHED];
    for (let i = 0; i < touched; i++) {
      const head = ints[AT_TOUCHED / 4 + i];
      count(this.matcher.quietHeads.patternAt(head), ints[head / 4 + 5]);
      ints[head / 4 + 5] = 0;
    }
  }

  private add(bytes: Buffer, base: number, context: LineContext, day: DayHead, tag: ModuleTag, tally: Tally): void {
    const { taken } = this;
    const { cadence, density, ring, levelCounts, levelLast } = tally;
    for (let bin = 0; bin < CADENCE_BINS; bin++) {
      const count = ints[AT_CADENCE / 4 + bin];
      if (count === 0) continue;
      cadence.bins[bin] += count;
      ints[AT_CADENCE / 4 + bin] = 0;
    }
    for (let level = 0; level < LEVELS_BELOW_WARNING; level++) {
      const count = ints[LEVEL_COUNTS + level];
      if (count === 0) continue;
      ints[LEVEL_COUNTS + level] = 0;
      levelCounts[level] += count;
      levelLast[level] = doubles[LEVEL_LAST + level];
      density.addHere(level, count);
    }
    const roleMark = markOf(-1, day.role);
    const { line, offset } = context;
    for (let i = Math.max(0, taken - Math.min(ring.size, ROWS)); i < taken; i++) {
      const row = AT_LAST_ROWS + (i % ROWS) * ROW_BYTES;
      const start = ints[row / 4 + 2] - base;
      const end = cutEnd(bytes, start, ints[row / 4 + 3] - base);
      const mark = ints[row / 4 + 4];
      const module = mark >= TAGGED ? tag.lastName : '';
      ring.pushPlain(start, end, line + i + 1, offset + start, doubles[row / 8], roleMark + (mark & LEVEL_BITS) + 1, module, bytes);
    }
    const point = (order: number, wallMs: number, startAt: number, endAt: number, mark: number): RawLine => {
      const slot = tally.nextSlot();
      const start = startAt - base;
      const module = mark >= TAGGED ? tag.lastName : '';
      const end = cutEnd(bytes, start, endAt - base);
      slot.setPlain(bytes, start, end, line + order, offset + start, wallMs, mark & LEVEL_BITS, day.role, module, tally.lines + order - 1);
      return slot;
    };
    const mainLine = ints[MAIN_LINE];
    if (mainLine > 0) tally.lastMain = point(mainLine, doubles[LAST_MAIN_MS], ints[MAIN_AT], ints[MAIN_END], ints[MAIN_MARK]);
    const last = (AT_LAST_ROWS + ((taken - 1) % ROWS) * ROW_BYTES) / 4;
    tally.lastStamped = point(taken, this.lastMs, ints[last + 2], ints[last + 3], ints[last + 4]);
    tally.lines += taken;
    if (day.role !== '') {
      tally.roles[day.role] += taken;
      tally.lastRole = day.role;
    }
  }
}

function tellDay(day: DayHead): void {
  memory.set(day.bytes, AT_DAY);
  ints[DAY_LENGTH] = day.length;
  doubles[DAY_START] = day.startMs;
}

/** A tag as it stands in front of a message, `<search> `. */
function tellTag(tag: ModuleTag): void {
  const { lastBytes } = tag;
  const length = lastBytes.length + 3;
  const isUsable = lastBytes.length > 0 && length >= MIN_TAG_BYTES && length <= MAX_TAG_BYTES;
  ints[TAG_LENGTH] = isUsable ? length : 0;
  if (!isUsable) return;
  memory[AT_TAG] = 0x3c;
  memory.set(lastBytes, AT_TAG + 1);
  memory[AT_TAG + length - 2] = 0x3e;
  memory[AT_TAG + length - 1] = 0x20;
  ints[TAG_MODULE] = tag.lastId;
}

function tellTally({ lastStamped, lastMain, gaps, mainGaps, density, levelCounts }: Tally): void {
  doubles[LAST_MS] = lastStamped?.wallMs ?? Number.NaN;
  doubles[LAST_MAIN_MS] = lastMain?.wallMs ?? Number.NaN;
  doubles[GAPS_MIN] = gaps.minMs;
  doubles[MAIN_GAPS_MIN] = mainGaps.minMs;
  doubles[BIN_FROM] = density.binFromMs;
  doubles[BIN_TO] = density.binToMs;
  let seen = 0;
  for (let level = 0; level < LEVELS_BELOW_WARNING; level++) if (levelCounts[level] > 0) seen |= 1 << level;
  ints[LEVELS_SEEN] = seen;
}

function cutEnd(bytes: Uint8Array, start: number, end: number): number {
  return end - start > QUIET_BYTES ? cutAtCharacter(bytes, start + QUIET_BYTES) : end;
}
