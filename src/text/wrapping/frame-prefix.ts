/**
 * Frames of a crash report behind somebody else's stamp or name, in a text that holds no line of Redis which would give the prefix away:
 *
 *   2023-03-22 14:21:03 /lib/x86_64-linux-gnu/libc.so.6(abort+0x12b)[0x7f24db0b7459]          Docker Desktop
 *   cache | redis-server *:6379(call+0x6bc)[0x55a34db652ac]                                   a table, a process manager
 */
import { findByte, isDigit, isLetter } from './bytes.js';
import type { Recogniser } from './layer.js';
import { PrefixLayer } from './prefix.js';
import { isBlank } from './prefix-shape.js';
import { findRedisLine } from './redis-line.js';

const MIN_FRAMES = 3;
const MAX_PREFIX = 96;
const PROGRAMS = ['redis-', 'valkey-', 'keydb-'].map((name) => Buffer.from(name));

/** Where a frame of backtrace_symbols_fd begins: 0 at the start of the line, -1 when it is none. */
export function frameColumn(bytes: Buffer, start: number, end: number): number {
  if (end - start < 12 || bytes[end - 1] !== 0x5d || !isAddress(bytes, start, end - 1)) return -1;
  const limit = Math.min(end, start + MAX_PREFIX);
  for (let i = start; i < limit; i++) {
    if (i > start && !isBlank(bytes[i - 1])) continue;
    if (
      bytes[i] === 0x2f
        ? isLetter(bytes[i + 1])
        : PROGRAMS.some((name) => bytes.compare(name, 0, name.length, i, Math.min(end, i + name.length)) === 0)
    )
      return i - start;
  }
  return -1;
}

/** `[0x7f24db0b7459` in front of the bracket that closes the line. */
function isAddress(bytes: Buffer, start: number, close: number): boolean {
  let at = close;
  while (at > start && (isDigit(bytes[at - 1]) || (bytes[at - 1] >= 0x61 && bytes[at - 1] <= 0x66))) at--;
  return at < close && at - start >= 3 && bytes[at - 1] === 0x78 && bytes[at - 2] === 0x30 && bytes[at - 3] === 0x5b;
}

export const recogniseFramePrefix: Recogniser = (head) => {
  let prefixed = 0;
  for (const { bytes, end } of head) {
    if (findRedisLine(bytes, 0, end) >= 0) return undefined;
    const column = frameColumn(bytes, 0, end);
    if (column === 0) return undefined;
    // A path behind a mere word is an argument or a sentence: what stands before frames has a clock, a bar or a bracket.
    if (column > 0 && (findByte(bytes, 0, column, 0x3a) < column || findByte(bytes, 0, column, 0x7c) < column)) prefixed++;
  }
  if (prefixed < MIN_FRAMES || prefixed * 2 < head.length) return undefined;
  return { name: 'prefixed', open: (next, environment) => new PrefixLayer(next, environment, head, undefined, frameColumn) };
};
