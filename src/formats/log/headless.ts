/**
 * Lines of a server whose viewer took pid and date off (container consoles, tickets that were tidied up):
 *
 *   * Server initialized
 *   # The RDB file contains AUX module data I can't load: no matching module 'scdtype00'
 *   06:14:31.385 # Currently unable to failover: Waiting for votes, but majority still not reached.
 *
 * The mark of the level and a message of the catalogue are all there is to know them by. A clock without a date is no time: it cannot be put on an axis, and is
 * passed over. Not handled: lines without the mark, and unknown messages.
 */
import { LEVELS, type Level } from '../../model/text.js';

const CLOCK_BYTES = 8;
const BLANK = 0x20;
const MARKS: Readonly<Record<number, Level>> = { 46: LEVELS[0]!, 45: LEVELS[1]!, 42: LEVELS[2]!, 35: LEVELS[3]! };

/** Of the last line that was one. */
export const headless: { level: Level; message: number } = { level: 'notice', message: 0 };

/** Does a line begin with the mark of a level, perhaps behind a clock? Its message is still to be known. */
export function parseHeadless(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] === BLANK && at < start + 8) at++;
  at = clockEnd(bytes, at, end);
  const level = MARKS[bytes[at] ?? 0];
  if (level === undefined || at + 2 >= end || bytes[at + 1] !== BLANK || bytes[at + 2] === BLANK) return false;
  headless.level = level;
  headless.message = at + 2;
  return true;
}

/** Behind `06:14:31.385 `, or where the line begins. */
function clockEnd(bytes: Uint8Array, start: number, end: number): number {
  if (start + CLOCK_BYTES + 2 >= end || bytes[start + 2] !== 0x3a || bytes[start + 5] !== 0x3a) return start;
  let at = start + CLOCK_BYTES;
  for (let i = start; i < at; i++) if (i !== start + 2 && i !== start + 5 && !isDigit(bytes[i]!)) return start;
  if (bytes[at] === 0x2e || bytes[at] === 0x2c) {
    at++;
    while (at < end && isDigit(bytes[at]!)) at++;
  }
  return bytes[at] === BLANK ? at + 1 : start;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
