/* AssemblyScript: scripts/compile-kernel.mjs makes WebAssembly of it. The two loops that see every byte of an input.
 *
 * The same loops in TypeScript cost 0.5 s of CPU on 500 MB of logs, half of it before they are compiled well; here 0.15 s (src/README.md).
 * What a line means is not known here: it is told in numbers by what calls this, and whatever these loops are not sure of they leave to the
 * TypeScript that can read every line. Addresses are those of layout.ts. */

import {
  AT_BEAT_CADENCE,
  AT_CADENCE,
  AT_DAY,
  AT_DENSITY,
  AT_HEADS,
  AT_PAUSES,
  AT_ROWS,
  AT_SHIFTS,
  AT_TAG,
  AT_TOUCHED,
  AT_WINDOWS,
  BACK_STEP_MS,
  BEAT_GAPS_MIN_MS,
  BEAT_ROW,
  BEATS,
  BIN_WIDTH_MS,
  DAY_LENGTH,
  DAY_START_MS,
  DENSITY_BINS,
  DENSITY_START_MS,
  FIRST_BEAT,
  FIRST_BIN,
  FIRST_LINE,
  GAPS_MIN_MS,
  HEAD_GUARDS,
  HEAD_GUARDS_AT,
  HEAD_HITS,
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
  MAX_ROWS,
  MAX_TOUCHED,
  MISSED_BIN_MS,
  OF_BEATS,
  OF_LINES,
  OF_MAIN,
  OFFSET_OF_ZERO,
  PAUSE_BYTES,
  PAUSES,
  PAUSES_OF_A_LINE,
  PLAIN_MARK,
  ROW_BYTES,
  ROWS_USED,
  SAME_TICK_MS,
  TAG_LENGTH,
  TAG_MODULE,
  TAGGED_MARK,
  TAKEN,
  TEXT_LINES,
  TOUCHED,
  WINDOW_PRIME,
  WINDOW_SHIFT,
} from '../layout';

const PRIME_A: i32 = 0x9e3779b1;
const PRIME_B: i32 = 0x85ebca77;
const PRIME_C: i32 = 0xc2b2ae3d;
const PRIME_D: i32 = 0x27d4eb2f;

/** What a number of 32 bits holds. */
const MAX_GAP_MS: f64 = 2147483647;

/** Sixteen multiplicative hashes over interleaved words; `to - from` is a multiple of 64. Each step also shifts high bits down,
 * otherwise differences in the top bits of two words could cancel out. */
export function digest(from: usize, to: usize, state: usize): void {
  const primes = i32x4(PRIME_A, PRIME_B, PRIME_C, PRIME_D);
  let a = v128.load(state);
  let b = v128.load(state, 16);
  let c = v128.load(state, 32);
  let d = v128.load(state, 48);
  for (let at = from; at < to; at += 64) {
    a = i32x4.mul(v128.xor(a, v128.load(at)), primes);
    b = i32x4.mul(v128.xor(b, v128.load(at, 16)), primes);
    c = i32x4.mul(v128.xor(c, v128.load(at, 32)), primes);
    d = i32x4.mul(v128.xor(d, v128.load(at, 48)), primes);
    a = v128.xor(a, i32x4.shr_u(a, 15));
    b = v128.xor(b, i32x4.shr_u(b, 15));
    c = v128.xor(c, i32x4.shr_u(c, 15));
    d = v128.xor(d, i32x4.shr_u(d, 15));
  }
  v128.store(state, a);
  v128.store(state, b, 16);
  v128.store(state, c, 32);
  v128.store(state, d, 48);
}

/** Are the `length` bytes (at least 8) at both places the same? */
function isSame(a: usize, b: usize, length: usize): bool {
  for (let i: usize = length - 8; i > 0; i -= min<usize>(i, 8)) {
    if (load<u64>(a + i) !== load<u64>(b + i)) return false;
  }
  return load<u64>(a) === load<u64>(b);
}

/** Place of the next newline, `end` when there is none. Up to 15 bytes behind `end` are read. */
function newlineFrom(from: usize, end: usize): usize {
  const wanted = i8x16.splat(0x0a);
  for (let at = from; at < end; at += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (mask !== 0) return min<usize>(end, at + <usize>ctz<u32>(mask));
  }
  return end;
}

/** Milliseconds since midnight of `HH:MM:SS`, -1 when there stands anything else. */
function secondsOf(at: usize): i32 {
  const h1 = <i32>load<u8>(at) - 0x30;
  const h0 = <i32>load<u8>(at, 1) - 0x30;
  const m1 = <i32>load<u8>(at, 3) - 0x30;
  const m0 = <i32>load<u8>(at, 4) - 0x30;
  const s1 = <i32>load<u8>(at, 6) - 0x30;
  const s0 = <i32>load<u8>(at, 7) - 0x30;
  if (load<u8>(at, 2) !== 0x3a || load<u8>(at, 5) !== 0x3a) return -1;
  if (<u32>h1 > 2 || <u32>h0 > 9 || <u32>m1 > 5 || <u32>m0 > 9 || <u32>s1 > 5 || <u32>s0 > 9 || h1 * 10 + h0 > 23) return -1;
  return (((h1 * 10 + h0) * 60 + m1 * 10 + m0) * 60 + s1 * 10 + s0) * 1000;
}

/** Milliseconds of `.mmm`, -1 when there stands anything else. */
function fractionOf(at: usize): i32 {
  const a = <i32>load<u8>(at, 1) - 0x30;
  const b = <i32>load<u8>(at, 2) - 0x30;
  const c = <i32>load<u8>(at, 3) - 0x30;
  if (load<u8>(at) !== 0x2e || <u32>a > 9 || <u32>b > 9 || <u32>c > 9) return -1;
  return a * 100 + b * 10 + c;
}

/** Head with which the message at `at` begins, as the address of its entry; 0 for none. */
function headOf(at: usize, end: usize, module: i32): usize {
  if (at + 8 > end) return 0;
  const key = load<u64>(at);
  const mixed = (<i32>key * 0x9e3779b1) ^ (<i32>(key >> 32) * 0x85ebca6b);
  const slot = <u32>(mixed ^ (mixed >>> 15)) & load<u32>(AT_HEADS);
  let entry = load<u32>(AT_HEADS + HEAD_TABLE + (slot << 2));
  while (entry !== 0) {
    const length = load<u32>(entry, HEAD_LENGTH);
    if (
      load<u64>(load<u32>(entry, HEAD_TEXT)) === key &&
      load<i32>(entry, HEAD_MODULE) === module &&
      at + length <= end &&
      isSame(at, load<u32>(entry, HEAD_TEXT), length)
    ) {
      return entry;
    }
    entry = load<u32>(entry);
  }
  return 0;
}

/** Behind the last literal of the heartbeat that was found last. */
let beatEnd: usize = 0;

/** Literals with a number between each two of them; the answer is where the last one ends, 0 when it is something else. */
function endOfBeat(entry: usize, from: usize, end: usize): usize {
  const literals = load<u32>(entry, HEAD_LITERALS);
  let at = from;
  for (let i: u32 = 0; i < literals; i++) {
    if (i > 0) {
      const digitsAt = at;
      while (at < end && <u32>load<u8>(at) - 0x30 < 10) at++;
      if (at === digitsAt) return 0;
    }
    const literal = load<u32>(entry, HEAD_LITERALS_AT) + (i << 3);
    const text = <usize>load<u32>(literal);
    const length = <usize>load<u32>(literal, 4);
    if (at + length > end) return 0;
    for (let k: usize = 0; k < length; k++) if (load<u8>(at + k) !== load<u8>(text + k)) return 0;
    at += length;
  }
  return at;
}

/** Heartbeat as which the message at `at` begins, as the address of its entry; 0 for none. There are a few of them only. */
function beatOf(at: usize, end: usize, module: i32): usize {
  for (let entry = <usize>load<u32>(FIRST_BEAT); entry !== 0; entry = load<u32>(entry)) {
    if (load<i32>(entry, HEAD_MODULE) !== module) continue;
    beatEnd = endOfBeat(entry, at, end);
    if (beatEnd !== 0) return entry;
  }
  return 0;
}

/** Does the text between both places hold the literal? */
function holds(from: usize, end: usize, literal: usize, length: usize): bool {
  if (end - from < length) return false;
  const last = end - length;
  const first = load<u64>(literal);
  for (let at = from; at <= last; at++) {
    if (load<u64>(at) === first && isSame(at, literal, length)) return true;
  }
  return false;
}

/** Does a longer head begin with this one and the bytes behind it? */
function goesOn(entry: usize, isBeat: bool, at: usize, end: usize): bool {
  const next = at + load<u32>(entry, HEAD_LENGTH);
  if (next >= end) return false;
  const byte = load<u8>(next);
  if (!isBeat && ((load<u32>(entry + HEAD_STOPS + ((byte >> 5) << 2)) >> (byte & 31)) & 1) === 0) return false;
  const text = load<u64>(next);
  const first = load<u32>(entry, HEAD_LONGER_AT);
  const last = first + (load<u32>(entry, HEAD_LONGER) << 4);
  for (let pair = first; pair < last; pair += 16) if ((text & load<u64>(pair)) === load<u64>(pair, 8)) return true;
  return false;
}

/** No text stands in the message that could make it something else. */
function isAlone(entry: usize, at: usize, end: usize): bool {
  const guards = load<u32>(entry, HEAD_GUARDS);
  for (let i: u32 = 0; i < guards; i++) {
    const guard = load<u32>(entry, HEAD_GUARDS_AT) + (i << 3);
    if (holds(at, end, load<u32>(guard), load<u32>(guard, 4))) return false;
  }
  return true;
}

function addPause(number: i32, row: i32, before: i32, kind: i32): void {
  const at = <usize>AT_PAUSES + <usize>number * PAUSE_BYTES;
  store<i32>(at, row);
  store<i32>(at, before, 4);
  store<i32>(at, kind, 8);
}

/** One more in a histogram of durations. */
function addDuration(bins: usize, durationMs: i32): void {
  const bin = bins + ((<usize>(durationMs < 2 ? 0 : 31 - clz<i32>(durationMs))) << 2);
  store<i32>(bin, load<i32>(bin) + 1);
}

/** End of what is kept of a line: at most `most` bytes, and no part of a UTF-8 character. */
function cutEnd(from: usize, end: usize, most: usize): usize {
  if (end - from <= most) return end;
  let cut = from + most;
  while (cut > from + most - 4 && (load<u8>(cut) & 0xc0) === 0x80) cut--;
  return cut;
}

/** Takes lines from `from` on that only have to be counted; the answer is where the first one begins that it left. See steady.ts. */
export function steady(from: usize, end: usize): usize {
  const dayLength = <usize>load<i32>(DAY_LENGTH);
  const tagLength = <usize>load<i32>(TAG_LENGTH);
  const tagModule = load<i32>(TAG_MODULE);
  const isMainRole = load<i32>(IS_MAIN_ROLE) !== 0;
  const maxLineBytes = <usize>load<i32>(MAX_LINE_BYTES);
  const levelsSeen = load<i32>(LEVELS_SEEN);
  const keptBytes = <usize>load<i32>(KEPT_BYTES);
  const dayStartMs = load<f64>(DAY_START_MS);
  const gapsMinMs = load<f64>(GAPS_MIN_MS);
  const mainGapsMinMs = load<f64>(MAIN_GAPS_MIN_MS);
  const beatGapsMinMs = load<f64>(BEAT_GAPS_MIN_MS);
  const densityStartMs = load<f64>(DENSITY_START_MS);
  const binWidthMs = load<f64>(BIN_WIDTH_MS);
  const densityEndMs = densityStartMs + binWidthMs * DENSITY_BINS;
  const offsetOfZero = load<f64>(OFFSET_OF_ZERO);
  const firstLine = load<i32>(FIRST_LINE);
  const plainMark = load<i32>(PLAIN_MARK);
  const taggedMark = load<i32>(TAGGED_MARK);
  let row = load<i32>(ROWS_USED);
  let lastMs = load<f64>(LAST_MS);
  let lastMainMs = load<f64>(LAST_MAIN_MS);
  let lastBeatMs = load<f64>(LAST_BEAT_MS);
  let taken: i32 = 0;
  let mainRow: i32 = -1;
  let beatRow: i32 = -1;
  let beats: i32 = 0;
  let pauses: i32 = 0;
  let missedBinMs = f64.NaN;
  let binFromMs = f64.NaN;
  let binToMs = f64.NaN;
  let binAt: usize = 0;
  let firstBin: i32 = DENSITY_BINS;
  let lastBin: i32 = -1;
  let touched: i32 = 0;
  let second: u64 = 0;
  let secondMs: i32 = 0;
  let at = from;
  while (at + dayLength + 23 < end && row < MAX_ROWS) {
    if (!isSame(at, AT_DAY, dayLength)) break;
    const clockAt = at + dayLength;
    const level: i32 = load<u8>(clockAt, 13) === 0x2d ? 1 : load<u8>(clockAt, 13) === 0x2a ? 2 : load<u8>(clockAt, 13) === 0x2e ? 0 : 3;
    if (((levelsSeen >> level) & 1) === 0 || load<u8>(clockAt, 12) !== 0x20 || load<u8>(clockAt, 14) !== 0x20) break;
    let textAt = clockAt + 15;
    let module: i32 = 0;
    if (load<u8>(textAt) === 0x3c) {
      if (tagLength === 0 || textAt + tagLength > end || !isSame(textAt, AT_TAG, tagLength)) break;
      textAt += tagLength;
      module = tagModule;
    }
    let head = headOf(textAt, end, module);
    const isBeat = head === 0;
    if (isBeat) head = beatOf(textAt, end, module);
    if (head === 0) break;
    const newline = newlineFrom(isBeat ? beatEnd : textAt + load<u32>(head, HEAD_LENGTH), end);
    if (newline === end || newline - at > maxLineBytes || load<u8>(newline - 1) === 0x0d) break;
    if (goesOn(head, isBeat, textAt, newline) || !isAlone(head, textAt, newline)) break;
    if (load<u64>(clockAt) !== second) {
      const ms = secondsOf(clockAt);
      if (ms < 0) break;
      second = load<u64>(clockAt);
      secondMs = ms;
    }
    const fraction = fractionOf(clockAt + 8);
    if (fraction < 0) break;
    const wallMs = dayStartMs + <f64>(secondMs + fraction);
    const gapMs = wallMs - lastMs;
    if (gapMs < BACK_STEP_MS || gapMs > MAX_GAP_MS) break;
    const isMain = load<i32>(head, HEAD_MAIN) === 1 || (isMainRole && module === 0 && load<i32>(head, HEAD_MAIN) === 0);
    const mainGapMs = wallMs - lastMainMs;
    if (isMain && mainGapMs < BACK_STEP_MS) break;
    const beatGapMs = wallMs - lastBeatMs;
    if (isBeat && !(beatGapMs >= 0 && beatGapMs <= MAX_GAP_MS)) break;
    const hits = load<i32>(head, HEAD_HITS);
    if ((hits === 0 && touched === MAX_TOUCHED) || pauses > MAX_PAUSES - PAUSES_OF_A_LINE) break;
    if (!(wallMs >= binFromMs && wallMs < binToMs)) {
      if (!(wallMs >= densityStartMs && wallMs < densityEndMs)) {
        missedBinMs = wallMs;
        break;
      }
      const bin = <i32>((wallMs - densityStartMs) / binWidthMs);
      binFromMs = densityStartMs + <f64>bin * binWidthMs;
      binToMs = binFromMs + binWidthMs;
      binAt = AT_DENSITY + ((<usize>bin) << 4);
      firstBin = min<i32>(firstBin, bin);
      lastBin = max<i32>(lastBin, bin);
    }
    // Nothing above this line has left a trace.
    if (hits === 0) {
      store<u32>(<usize>AT_TOUCHED + ((<usize>touched) << 2), <u32>head);
      touched++;
    }
    store<i32>(head, hits + 1, HEAD_HITS);
    addDuration(AT_CADENCE, <i32>gapMs);
    if (gapMs > gapsMinMs) addPause(pauses++, row, taken === 0 ? -1 : row - 1, OF_LINES);
    const counts = binAt + ((<usize>level) << 2);
    store<i32>(counts, load<i32>(counts) + 1);
    store<f64>(LEVEL_LAST_MS + (level << 3), wallMs);
    const mark = (module === 0 ? plainMark : taggedMark) + level;
    const rowAt = <usize>AT_ROWS + <usize>row * ROW_BYTES;
    store<f64>(rowAt, wallMs);
    store<f64>(rowAt, offsetOfZero + <f64>at, 8);
    store<u32>(rowAt, <u32>at, 16);
    store<u32>(rowAt, <u32>cutEnd(at, newline, keptBytes), 20);
    store<i32>(rowAt, firstLine + taken, 24);
    store<i32>(rowAt, mark, 28);
    if (isMain) {
      if (mainGapMs > mainGapsMinMs) addPause(pauses++, row, mainRow, OF_MAIN);
      lastMainMs = wallMs;
      mainRow = row;
    }
    if (isBeat && beatGapMs >= SAME_TICK_MS) {
      addDuration(AT_BEAT_CADENCE, <i32>beatGapMs);
      if (beatGapMs > beatGapsMinMs) addPause(pauses++, row, beatRow, OF_BEATS);
      lastBeatMs = wallMs;
      beatRow = row;
      beats++;
    }
    row++;
    taken++;
    lastMs = wallMs;
    at = newline + 1;
  }
  store<i32>(TAKEN, taken);
  store<i32>(MAIN_ROW, mainRow);
  store<i32>(BEAT_ROW, beatRow);
  store<i32>(BEATS, beats);
  store<i32>(PAUSES, pauses);
  store<f64>(MISSED_BIN_MS, missedBinMs);
  store<i32>(FIRST_BIN, firstBin);
  store<i32>(LAST_BIN, lastBin);
  store<i32>(TOUCHED, touched);
  store<i32>(ROWS_USED, row);
  store<f64>(LAST_MS, lastMs);
  store<f64>(LAST_MAIN_MS, lastMainMs);
  return at;
}

/** Where four bytes begin that may be a telling word, -1 when none do. A pair of bytes that no word holds lets it step over three. */
export function findWindow(from: usize, end: usize): i32 {
  for (let pair = from + 2; pair + 2 <= end; ) {
    const shift = load<u8>(<usize>AT_SHIFTS + <usize>load<u16>(pair));
    if (shift !== 0) {
      pair += shift;
      continue;
    }
    const bit = (load<u32>(pair - 2) * <u32>WINDOW_PRIME) >>> WINDOW_SHIFT;
    if ((load<u8>(<usize>AT_WINDOWS + (bit >>> 3)) & (1 << (bit & 7))) !== 0) return <i32>(pair - 2);
    pair++;
  }
  return -1;
}

/** Lines of whole lines; how many of them are not blank goes to TEXT_LINES. `end - from` bytes end with a newline, and a newline stands or may be
 * thought before them. */
export function countLines(from: usize, end: usize): i32 {
  let lines = 0;
  let blank = 0;
  const newline = i8x16.splat(10);
  for (let at = from; at < end; at += 16) {
    let mask = i8x16.bitmask(i8x16.eq(v128.load(at), newline));
    if (at + 16 > end) mask &= (1 << (<i32>(end - at))) - 1;
    while (mask !== 0) {
      const stop = at + <usize>ctz(mask);
      mask &= mask - 1;
      lines++;
      let before = stop;
      while (before > from && isSpace(load<u8>(before - 1))) before--;
      if (before === from || load<u8>(before - 1) === 10) blank++;
    }
  }
  store<i32>(TEXT_LINES, lines - blank);
  return lines;
}

/** A blank that is no newline. */
function isSpace(byte: u8): bool {
  return byte === 32 || byte === 9 || byte === 13 || byte === 11 || byte === 12;
}
