import { addressOf, doubles, ints, memory, ROWS_NEXT, runSteady } from '../../kernel/kernel.js';
import { AT_CADENCE, AT_DAY, AT_STATE, AT_TAG, AT_TOUCHED } from '../../kernel/layout.js';
import type { LineContext } from '../../model/text.js';
import { levelOf, markOf, moduleOf, readRow } from './block-rows.js';
import type { DayHead } from './day-head.js';
import type { ModuleTag } from './module-tag.js';
import type { PatternMatcher } from './patterns.js';
import { QUIET_BYTES, type RawLine } from './raw-line.js';
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
const MAIN_ROW = INT + 31;
const TOUCHED = INT + 33;
const LEVEL_COUNTS = INT + 36;
const FIRST_LINE = INT + 41;
const PLAIN_MARK = INT + 42;
const TAGGED_MARK = INT + 43;
const KEPT_BYTES = INT + 44;
const OFFSET_OF_ZERO = DOUBLE + 11;

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

  /** What the kernel has been told last, by whichever reader. */
  private static day: DayHead | undefined;
  private static daySerial = 0;
  private static tagBytes: Uint8Array | undefined;

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
    this.tellDay(day);
    this.tellTag(tag);
    tellTally(tally);
    ints[IS_MAIN_ROLE] = isMainRole ? 1 : 0;
    ints[MAX_LINE] = maxLineBytes;
    ints[KEPT_BYTES] = QUIET_BYTES;
    ints[FIRST_LINE] = context.line + 1;
    ints[PLAIN_MARK] = markOf(0, day.role, '');
    ints[TAGGED_MARK] = ints[TAG_LENGTH] > 0 ? markOf(0, day.role, tag.lastName) : 0;
    doubles[OFFSET_OF_ZERO] = context.offset - base;
    const firstRow = ints[ROWS_NEXT];
    const at = runSteady(base + from, base + bytes.length) - base;
    this.taken = ints[TAKEN];
    if (this.taken === 0) return from;
    this.lastMs = doubles[LAST_MS];
    this.add(bytes, base, day, tally, firstRow);
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

  private tellDay(day: DayHead): void {
    if (day === SteadyReader.day && day.serial === SteadyReader.daySerial) return;
    SteadyReader.day = day;
    SteadyReader.daySerial = day.serial;
    memory.set(day.bytes, AT_DAY);
    ints[DAY_LENGTH] = day.length;
    doubles[DAY_START] = day.startMs;
  }

  /** A tag as it stands in front of a message, `<search> `. */
  private tellTag({ lastBytes, lastId }: ModuleTag): void {
    if (lastBytes === SteadyReader.tagBytes) return;
    SteadyReader.tagBytes = lastBytes;
    const length = lastBytes.length + 3;
    const isUsable = lastBytes.length > 0 && length >= MIN_TAG_BYTES && length <= MAX_TAG_BYTES;
    ints[TAG_LENGTH] = isUsable ? length : 0;
    if (!isUsable) return;
    memory[AT_TAG] = 0x3c;
    memory.set(lastBytes, AT_TAG + 1);
    memory[AT_TAG + length - 2] = 0x3e;
    memory[AT_TAG + length - 1] = 0x20;
    ints[TAG_MODULE] = lastId;
  }

  private add(bytes: Buffer, base: number, day: DayHead, tally: Tally, firstRow: number): void {
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
    ring.pushRows(firstRow, firstRow + taken);
    const mainRow = ints[MAIN_ROW];
    if (mainRow >= 0) tally.lastMain = point(mainRow, bytes, base, day, tally, firstRow);
    tally.lastStamped = point(firstRow + taken - 1, bytes, base, day, tally, firstRow);
    tally.lines += taken;
    if (day.role !== '') {
      tally.roles[day.role] += taken;
      tally.lastRole = day.role;
    }
  }
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

/** A row as a line that can be pointed to. */
function point(row: number, bytes: Buffer, base: number, day: DayHead, tally: Tally, firstRow: number): RawLine {
  const slot = tally.nextSlot();
  const { start, end, line, offset, wallMs, mark } = readRow(row);
  const order = tally.lines + row - firstRow;
  slot.setPlain(bytes, start - base, end - base, line, offset, wallMs, levelOf(mark), day.role, moduleOf(mark), order);
  return slot;
}
