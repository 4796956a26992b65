import { addressOf, doubles, ints, memory, runSteady } from '../../kernel/kernel.js';
import {
  AT_CADENCE,
  AT_DAY,
  AT_TAG,
  AT_TOUCHED,
  BIN_FROM_MS,
  BIN_TO_MS,
  DAY_LENGTH,
  DAY_START_MS,
  FIRST_LINE,
  GAPS_MIN_MS,
  HEAD_HITS,
  IS_MAIN_ROLE,
  KEPT_BYTES,
  LAST_MAIN_MS,
  LAST_MS,
  LEVEL_COUNTS,
  LEVEL_LAST_MS,
  LEVELS_SEEN,
  MAIN_GAPS_MIN_MS,
  MAIN_ROW,
  MAX_LINE_BYTES,
  OFFSET_OF_ZERO,
  PLAIN_MARK,
  ROWS_USED,
  TAG_LENGTH,
  TAG_MODULE,
  TAGGED_MARK,
  TAKEN,
  TOUCHED,
} from '../../kernel/layout.js';
import type { LineContext } from '../../model/text.js';
import { levelOf, markOf, moduleOf, readRow } from './block-rows.js';
import type { DayHead } from './day-head.js';
import type { ModuleTag } from './module-tag.js';
import type { PatternMatcher } from './patterns.js';
import { QUIET_BYTES, type RawLine } from './raw-line.js';
import type { Tally } from './tally.js';

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
    ints[IS_MAIN_ROLE / 4] = isMainRole ? 1 : 0;
    ints[MAX_LINE_BYTES / 4] = maxLineBytes;
    ints[KEPT_BYTES / 4] = QUIET_BYTES;
    ints[FIRST_LINE / 4] = context.line + 1;
    ints[PLAIN_MARK / 4] = markOf(0, day.role, '');
    ints[TAGGED_MARK / 4] = ints[TAG_LENGTH / 4] > 0 ? markOf(0, day.role, tag.lastName) : 0;
    doubles[OFFSET_OF_ZERO / 8] = context.offset - base;
    const firstRow = ints[ROWS_USED / 4];
    const at = runSteady(base + from, base + bytes.length) - base;
    this.taken = ints[TAKEN / 4];
    if (this.taken === 0) return from;
    this.lastMs = doubles[LAST_MS / 8];
    this.add(bytes, base, day, tally, firstRow);
    context.line += this.taken;
    return at;
  }

  /** Patterns that were hit, each with how often; once. */
  drain(count: (pattern: number, times: number) => void): void {
    const touched = ints[TOUCHED / 4];
    for (let i = 0; i < touched; i++) {
      const head = ints[AT_TOUCHED / 4 + i];
      count(this.matcher.quietHeads.patternAt(head), ints[(head + HEAD_HITS) / 4]);
      ints[(head + HEAD_HITS) / 4] = 0;
    }
  }

  private tellDay(day: DayHead): void {
    if (day === SteadyReader.day && day.serial === SteadyReader.daySerial) return;
    SteadyReader.day = day;
    SteadyReader.daySerial = day.serial;
    memory.set(day.bytes, AT_DAY);
    ints[DAY_LENGTH / 4] = day.length;
    doubles[DAY_START_MS / 8] = day.startMs;
  }

  /** A tag as it stands in front of a message, `<search> `. */
  private tellTag({ lastBytes, lastId }: ModuleTag): void {
    if (lastBytes === SteadyReader.tagBytes) return;
    SteadyReader.tagBytes = lastBytes;
    const length = lastBytes.length + 3;
    const isUsable = lastBytes.length > 0 && length >= MIN_TAG_BYTES && length <= MAX_TAG_BYTES;
    ints[TAG_LENGTH / 4] = isUsable ? length : 0;
    if (!isUsable) return;
    memory[AT_TAG] = 0x3c;
    memory.set(lastBytes, AT_TAG + 1);
    memory[AT_TAG + length - 2] = 0x3e;
    memory[AT_TAG + length - 1] = 0x20;
    ints[TAG_MODULE / 4] = lastId;
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
      const count = ints[LEVEL_COUNTS / 4 + level];
      if (count === 0) continue;
      ints[LEVEL_COUNTS / 4 + level] = 0;
      levelCounts[level] += count;
      levelLast[level] = doubles[LEVEL_LAST_MS / 8 + level];
      density.addHere(level, count);
    }
    ring.pushRows(firstRow, firstRow + taken);
    const mainRow = ints[MAIN_ROW / 4];
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
  doubles[LAST_MS / 8] = lastStamped?.wallMs ?? Number.NaN;
  doubles[LAST_MAIN_MS / 8] = lastMain?.wallMs ?? Number.NaN;
  doubles[GAPS_MIN_MS / 8] = gaps.minMs;
  doubles[MAIN_GAPS_MIN_MS / 8] = mainGaps.minMs;
  doubles[BIN_FROM_MS / 8] = density.binFromMs;
  doubles[BIN_TO_MS / 8] = density.binToMs;
  let seen = 0;
  for (let level = 0; level < LEVELS_BELOW_WARNING; level++) if (levelCounts[level] > 0) seen |= 1 << level;
  ints[LEVELS_SEEN / 4] = seen;
}

/** A row as a line that can be pointed to. */
function point(row: number, bytes: Buffer, base: number, day: DayHead, tally: Tally, firstRow: number): RawLine {
  const slot = tally.nextSlot();
  const { start, end, line, offset, wallMs, mark } = readRow(row);
  const order = tally.lines + row - firstRow;
  slot.setPlain(bytes, start - base, end - base, line, offset, wallMs, levelOf(mark), day.role, moduleOf(mark), order);
  return slot;
}
