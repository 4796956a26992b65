/**
 * Output of grep on a log of Redis, with the options people use:
 *
 *   123:4059:M 23 Nov 2026 06:27:14.777 * text                      grep -n
 *   redis.log:4059:M 23 Nov 2026 06:27:14.777 * text                grep -H, or several files
 *   redis.log:123:4059:M 23 Nov 2026 06:27:14.777 * text            grep -Hn
 *   syslog.1:Nov 22 02:54:15 vm kernel: text                        over system logs: syslog's stamp stands behind the name
 *   redis.log-124-text, --                                          lines of context (-A, -B, -C) and their separator
 *
 * A line of Redis itself begins with a number and a colon, so the prefix is only believed where a line of Redis stands behind
 * it. The physical line number of the entry is kept, not grep's. Not handled: file names with blanks, --color.
 */

import type { LineTaker } from '../splitter.js';
import { COLON, isDigit, isLetter, Names, parseDecimal, SPACE, skipDigits } from './bytes.js';
import { type HeadLine, Layer, type LayerEnvironment, type Recogniser } from './layer.js';
import { detectReportLine, findRedisLine, isThreaded } from './redis-line.js';

const DASH = 0x2d;
const MAX_PATH = 512;
const MAX_PATHS = 256;

interface GrepForm {
  hasPath: boolean;
  hasNumber: boolean;
}

class GrepLayer extends Layer {
  private readonly names = new Names();
  private readonly paths = new Set<string>();
  /** Only prefixes of a known length are looked up. */
  private readonly lengths = new Set<number>();

  constructor(
    next: LineTaker,
    environment: LayerEnvironment,
    private readonly form: GrepForm,
    head: readonly HeadLine[],
  ) {
    super(next, environment);
    if (form.hasPath) for (const line of head) this.learn(line.bytes, 0, line.end);
  }

  take(bytes: Buffer, start: number, end: number): void {
    if (end - start === 2 && bytes[start] === DASH && bytes[start + 1] === DASH) return;
    if (!this.form.hasPath) {
      const text = numberEnd(bytes, start, end);
      this.next.take(bytes, text < 0 ? start : text, end);
      return;
    }
    this.learn(bytes, start, end);
    const pathEnd = this.knownPathEnd(bytes, start, end);
    if (pathEnd < 0) {
      this.next.take(bytes, start, end);
      return;
    }
    this.context.sub = this.names.name(bytes, start, pathEnd);
    const text = this.form.hasNumber ? numberEnd(bytes, pathEnd + 1, end) : pathEnd + 1;
    this.next.take(bytes, text < 0 ? pathEnd + 1 : text, end);
  }

  /** A path is known once a line of Redis stood behind it. */
  private learn(bytes: Buffer, start: number, end: number): void {
    const pathEnd = pathBefore(bytes, start, findLine(bytes, start, end));
    if (pathEnd <= start || pathEnd - start > MAX_PATH || this.paths.size >= MAX_PATHS) return;
    this.paths.add(bytes.toString('latin1', start, pathEnd));
    this.lengths.add(pathEnd - start);
  }

  private knownPathEnd(bytes: Buffer, start: number, end: number): number {
    for (const length of this.lengths) {
      const stop = start + length;
      if (stop < end && isSeparator(bytes[stop]) && this.paths.has(bytes.toString('latin1', start, stop))) return stop;
    }
    return -1;
  }
}

/** Where the line of Redis begins, or a line of a system log behind the name of a file. */
function findLine(bytes: Buffer, start: number, end: number): number {
  const column = findRedisLine(bytes, start, end);
  if (column >= 0) return column;
  const stop = Math.min(end - SYSLOG_STAMP, start + MAX_PATH);
  for (let at = start + 1; at < stop && bytes[at - 1] > SPACE; at++)
    if (bytes[at - 1] === COLON && at > start + 1 && isSyslogStamp(bytes, at)) return at;
  return -1;
}

/** `Nov 22 02:54:15 ` */
const SYSLOG_STAMP = 16;

function isSyslogStamp(bytes: Buffer, at: number): boolean {
  const clock = bytes[at + 9] === COLON && bytes[at + 12] === COLON && isDigit(bytes[at + 7]) && isDigit(bytes[at + 14]);
  const blanks = bytes[at + 3] === SPACE && bytes[at + 6] === SPACE && bytes[at + 15] === SPACE;
  return clock && blanks && isLetter(bytes[at]) && isLetter(bytes[at + 1]) && isLetter(bytes[at + 2]) && isDigit(bytes[at + 5]);
}

/** Position behind `123:` or `123-`, -1 when there is none. */
function numberEnd(bytes: Buffer, start: number, end: number): number {
  const stop = skipDigits(bytes, start, Math.min(end, start + 10));
  return stop > start && stop < end && isSeparator(bytes[stop]) ? stop + 1 : -1;
}

function isSeparator(byte: number): boolean {
  return byte === COLON || byte === DASH;
}

/** End of the file name in front of a line of Redis at `column`, with or without a line number between; 0 or less when none. */
function pathBefore(bytes: Buffer, start: number, column: number): number {
  if (column - start < 2 || !isSeparator(bytes[column - 1])) return -1;
  let stop = column - 1;
  let digits = stop;
  while (digits > start && isDigit(bytes[digits - 1])) digits--;
  // `name:12:` or `name-12-`; the date of a rotated log (`messages-20151122:`) is part of the name
  if (digits < stop && digits > start + 1 && bytes[digits - 1] === bytes[column - 1]) stop = digits - 1;
  else if (digits === start) return -1;
  for (let i = start; i < stop; i++) if (bytes[i] <= SPACE) return -1;
  return stop;
}

interface Found {
  hasPath: boolean;
  path: string;
  /** -1 when no number stands in front of the line. */
  number: number;
}

/** What stands in front of a line of Redis. Of two numbers the first may be grep's, or KeyDB's pid: only their order tells. */
function parseForm({ bytes, end }: HeadLine): Found | undefined {
  const column = findLine(bytes, 0, end);
  if (column < 0) return undefined;
  const second = isThreaded(bytes, column, end) ? numberAt(bytes, column, end) : -1;
  if (column === 0) return second < 0 ? undefined : { hasPath: false, path: '', number: second };
  if (column < 2 || !isSeparator(bytes[column - 1])) return undefined;
  if (numberEnd(bytes, 0, end) === column) return { hasPath: false, path: '', number: numberAt(bytes, 0, end) };
  const pathEnd = pathBefore(bytes, 0, column);
  if (pathEnd <= 0) return undefined;
  const number = pathEnd + 1 < column ? numberAt(bytes, pathEnd + 1, end) : second;
  return { hasPath: true, path: bytes.toString('latin1', 0, pathEnd), number };
}

function numberAt(bytes: Buffer, at: number, end: number): number {
  return parseDecimal(bytes, at, skipDigits(bytes, at, Math.min(end, at + 9)));
}

/** Line numbers grow from match to match (of each file); pids and thread ids repeat. */
function areLineNumbers(found: readonly Found[], { bytes, end }: HeadLine): boolean {
  const last = new Map<string, number>();
  let steps = 0;
  let grown = 0;
  for (const { path, number } of found) {
    if (number < 0) return false;
    const before = last.get(path);
    if (before !== undefined) {
      steps++;
      if (number > before) grown++;
    }
    last.set(path, number);
  }
  if (steps > 0) return grown >= steps * 0.8;
  // One line: a number of the size of the next one is a pid beside its thread.
  const column = findRedisLine(bytes, 0, end);
  if (!isThreaded(bytes, column, end)) return true;
  const second = numberAt(bytes, numberEnd(bytes, column, end), end);
  return second > found[0].number * 2 || found[0].number > second * 2;
}

export const recogniseGrep: Recogniser = (head) => {
  const lines = head.filter((line) => parseForm(line) !== undefined);
  const found = lines.map(parseForm).filter((form) => form !== undefined);
  const hasPath = found.some((form) => form.hasPath);
  const hasNumber = found.length > 0 ? areLineNumbers(found, lines[0]) : isNumberedReport(head);
  if (!hasPath && !hasNumber) return undefined;
  // Behind a file name, lines without a header cannot be told before the name is known: fewer are asked for.
  const fitting = hasPath ? found.length : found.length > 0 ? numbered(head) : head.length;
  if (fitting < head.length * (hasPath ? 0.2 : 0.5)) return undefined;
  return { name: 'grep', open: (next, environment) => new GrepLayer(next, environment, { hasPath, hasNumber }, head) };
};

/** Lines with a number in front; those where it is the pid of a line of Redis do not count. */
function numbered(head: readonly HeadLine[]): number {
  return head.filter((line) => numberEnd(line.bytes, 0, line.end) > 0 && (findRedisLine(line.bytes, 0, line.end) !== 0 || parseForm(line)))
    .length;
}

/** grep -n of a crash report only: numbers that always grow, and headings of the report behind them. */
function isNumberedReport(head: readonly HeadLine[]): boolean {
  let previous = 0;
  let isReport = false;
  for (const { bytes, end } of head) {
    const text = numberEnd(bytes, 0, end);
    const number = text > 0 ? parseDecimal(bytes, 0, text - 1) : 0;
    if (number <= previous) return false;
    previous = number;
    if (detectReportLine(bytes, text, end)) isReport = true;
  }
  return isReport && head.length >= 3;
}
