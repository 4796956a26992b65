import { addressOf, doubles, ints, memory, runSteady } from '../../kernel/kernel.js';
import {
  AT_BEAT_CADENCE,
  AT_CADENCE,
  AT_DAY,
  AT_DENSITY,
  AT_PAUSES,
  AT_TAG,
  AT_TOUCHED,
  BEAT_GAPS_MIN_MS,
  BEAT_ROW,
  BEATS,
  BIN_WIDTH_MS,
  DAY_LENGTH,
  DAY_START_MS,
  DENSITY_BINS,
  DENSITY_START_MS,
  FIRST_BIN,
  FIRST_LINE,
  GAPS_MIN_MS,
  HEAD_HITS,
  IS_MAIN_ROLE,
  KEPT_BYTES,
  LAST_BEAT_MS,
  LAST_BIN,
  LAST_MAIN_MS,
  LAST_MS,
  LEVEL_LAST_MS,
  LEVELS_SEEN,
  MAIN_GAPS_MIN_MS,
  MAIN_ROW,
  MAX_LINE_BYTES,
  MAX_PAUSES,
  MISSED_BIN_MS,
  OF_LINES,
  OF_MAIN,
  OFFSET_OF_ZERO,
  PAUSE_BYTES,
  PAUSES,
  PAUSES_OF_A_LINE,
  PLAIN_MARK,
  ROWS_USED,
  TAG_LENGTH,
  TAG_MODULE,
  TAGGED_MARK,
  TAKEN,
  TOUCHED,
} from '../../kernel/layout.js';
import type { LineContext } from '../../model/text.js';
import { levelOf, markOf, moduleOf, readRow, wallMsOf } from './block-rows.js';
import type { DayHead } from './day-head.js';
import type { Cadence } from './gaps.js';
import type { ModuleTag } from './module-tag.js';
import type { PatternMatcher } from './patterns.js';
import { QUIET_BYTES, RawLine } from './raw-line.js';
import type { Tally } from './tally.js';

/** Debug, verbose, notice: a warning is always looked at. */
const LEVELS_BELOW_WARNING = 3;
const densityCounts = ints.subarray(AT_DENSITY / 4, AT_DENSITY / 4 + 4 * DENSITY_BINS);
const MIN_TAG_BYTES = 8;
const MAX_TAG_BYTES = 64;
const CADENCE_BINS = 32;

/** Takes lines in a row that need nothing but counting: of the process and day of the line before, below warning, with a message that its
 * head decides. Nine in ten lines of a verbose log are like that. What it leaves behind in a run is what
 * the same lines would have left one by one; whatever line it is not sure of it leaves to others. */
export class SteadyReader {
  /** What the last `read` did: lines taken, and the clock of the last of them. */
  taken = 0;
  lastMs = 0;
  /** The next call may take more at once: a bin was told, or room was made. */
  goesOn = false;

  /** What the kernel has been told last, by whichever reader. */
  private static day: DayHead | undefined;
  private static daySerial = 0;
  private static tagBytes: Uint8Array | undefined;

  private readonly before = new RawLine();
  private readonly after = new RawLine();

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
    this.taken = 0;
    this.goesOn = false;
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
    this.lastMs = doubles[LAST_MS / 8];
    if (this.taken > 0) this.add(bytes, base, day, tally, firstRow);
    context.line += this.taken;
    const missedBinMs = doubles[MISSED_BIN_MS / 8];
    if (!Number.isNaN(missedBinMs)) tally.density.moveTo(missedBinMs);
    this.goesOn = !Number.isNaN(missedBinMs) || ints[PAUSES / 4] > MAX_PAUSES - PAUSES_OF_A_LINE;
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
    const { density, heartbeat, ring, levelCounts, levelLast } = tally;
    const rows: Rows = { bytes, base, day, firstRow, firstOrder: tally.lines };
    this.offerPauses(rows, tally);
    moveCounts(AT_CADENCE, tally.cadence);
    const firstBin = ints[FIRST_BIN / 4];
    const lastBin = ints[LAST_BIN / 4];
    density.addBins(firstBin, lastBin, densityCounts, this.lastMs);
    for (let level = 0; level < LEVELS_BELOW_WARNING; level++) {
      let count = 0;
      for (let bin = firstBin; bin <= lastBin; bin++) count += densityCounts[4 * bin + level];
      if (count === 0) continue;
      levelCounts[level] += count;
      levelLast[level] = doubles[LEVEL_LAST_MS / 8 + level];
    }
    densityCounts.fill(0, 4 * firstBin, 4 * (lastBin + 1));
    ring.pushRows(firstRow, firstRow + taken);
    if (ints[BEATS / 4] > 0) {
      moveCounts(AT_BEAT_CADENCE, heartbeat.cadence);
      point(this.after, ints[BEAT_ROW / 4], rows);
      heartbeat.passed(ints[BEATS / 4], this.after);
    }
    const mainRow = ints[MAIN_ROW / 4];
    if (mainRow >= 0) tally.lastMain = point(tally.nextSlot(), mainRow, rows);
    tally.lastStamped = point(tally.nextSlot(), firstRow + taken - 1, rows);
    tally.lines += taken;
    if (day.role !== '') {
      tally.roles[day.role] += taken;
      tally.lastRole = day.role;
    }
  }

  /** Pauses that the kernel took for long enough: it does not know how the lists grew since it was called. */
  private offerPauses(rows: Rows, { gaps, mainGaps, heartbeat, lastStamped, lastMain }: Tally): void {
    const end = AT_PAUSES + ints[PAUSES / 4] * PAUSE_BYTES;
    for (let at = AT_PAUSES; at < end; at += PAUSE_BYTES) {
      const row = ints[at / 4];
      const beforeRow = ints[at / 4 + 1];
      const kind = ints[at / 4 + 2];
      const list = kind === OF_LINES ? gaps : kind === OF_MAIN ? mainGaps : heartbeat.gaps;
      const last = kind === OF_LINES ? lastStamped : kind === OF_MAIN ? lastMain : heartbeat.last;
      const durationMs = wallMsOf(row) - (beforeRow < 0 ? (last?.wallMs ?? Number.NaN) : wallMsOf(beforeRow));
      if (!(durationMs > list.minMs)) continue;
      const before = beforeRow < 0 && last !== undefined ? last : point(this.before, beforeRow, rows);
      list.offer(durationMs, before, point(this.after, row, rows));
    }
  }
}

/** Rows of one call of the kernel. */
interface Rows {
  bytes: Buffer;
  /** Address of the bytes. */
  base: number;
  day: DayHead;
  firstRow: number;
  /** Order, within the run, of the line of the first row. */
  firstOrder: number;
}

function moveCounts(from: number, { bins }: Cadence): void {
  for (let bin = 0; bin < CADENCE_BINS; bin++) {
    bins[bin] += ints[from / 4 + bin];
    ints[from / 4 + bin] = 0;
  }
}

function tellTally({ lastStamped, lastMain, heartbeat, gaps, mainGaps, density, levelCounts }: Tally): void {
  doubles[LAST_MS / 8] = lastStamped?.wallMs ?? Number.NaN;
  doubles[LAST_MAIN_MS / 8] = lastMain?.wallMs ?? Number.NaN;
  doubles[LAST_BEAT_MS / 8] = heartbeat.last?.wallMs ?? Number.NaN;
  doubles[GAPS_MIN_MS / 8] = gaps.minMs;
  doubles[MAIN_GAPS_MIN_MS / 8] = mainGaps.minMs;
  doubles[BEAT_GAPS_MIN_MS / 8] = heartbeat.gaps.minMs;
  doubles[DENSITY_START_MS / 8] = density.startMs;
  doubles[BIN_WIDTH_MS / 8] = density.widthMs;
  let seen = 0;
  for (let level = 0; level < LEVELS_BELOW_WARNING; level++) if (levelCounts[level] > 0) seen |= 1 << level;
  ints[LEVELS_SEEN / 4] = seen;
}

/** Lets `line` point to a row. */
function point(line: RawLine, row: number, { bytes, base, day, firstRow, firstOrder }: Rows): RawLine {
  const { start, end, line: number, offset, wallMs, mark } = readRow(row);
  const order = firstOrder + row - firstRow;
  line.setPlain(bytes, start - base, end - base, number, offset, wallMs, levelOf(mark), day.role, moduleOf(mark), order);
  return line;
}
