/**
 * What people paste into tickets and mails: quoted, fenced or numbered text.
 *
 *   > 4059:M 23 Nov 2026 06:27:14.777 * text      mail and Markdown quotes, nested ones are removed one after the other
 *   ``` … ```   {noformat} … {noformat}   {code:bash} … {code}      Markdown and Jira fences
 *        12  4059:M 23 Nov 2026 06:27:14.777 * text                  cat -n (TAB), nl, less -N
 *
 * Not handled: fences inside a longer line, numbers that start again in the middle.
 */
import type { LineTaker } from '../splitter.js';
import { COLON, find, isDigit, parseDecimal, SPACE, skipDigits, skipSpaces, startsWith, TAB } from './bytes.js';
import { byShare, type HeadLine, Layer, type LayerEnvironment, type Recogniser } from './layer.js';
import { detectRedisLine, detectReportLine } from './redis-line.js';

class QuoteLayer extends Layer {
  take(bytes: Buffer, start: number, end: number): void {
    const text = quoteEnd(bytes, start, end);
    this.next.take(bytes, text < 0 ? start : text, end);
  }
}

/** Start of the quoted text, -1 when the line is no quote. */
function quoteEnd(bytes: Buffer, start: number, end: number): number {
  const mark = skipSpaces(bytes, start, Math.min(end, start + 3));
  if (mark >= end || bytes[mark] !== 0x3e) return -1;
  return bytes[mark + 1] === SPACE ? Math.min(mark + 2, end) : mark + 1;
}

export const recogniseQuote = byShare(
  'quoted',
  0.5,
  ({ bytes, end }) => quoteEnd(bytes, 0, end) >= 0,
  (next, environment) => new QuoteLayer(next, environment),
);

class FenceLayer extends Layer {
  private inside = false;

  take(bytes: Buffer, start: number, end: number): void {
    if (isMarkdownFence(bytes, start, end)) {
      this.inside = !this.inside;
      return;
    }
    let from = start;
    let to = end;
    const opening = jiraTagEnd(bytes, start, end);
    if (opening > 0) {
      this.inside = !this.inside;
      from = opening;
    }
    const closing = trailingTag(bytes, from, to);
    if (closing >= 0) to = closing;
    if (from === to && (opening > 0 || closing >= 0)) {
      if (closing >= 0) this.inside = !this.inside;
      return;
    }
    this.environment.outside = !this.inside;
    this.next.take(bytes, from, to);
    if (closing >= 0) this.inside = !this.inside;
  }
}

function isMarkdownFence(bytes: Buffer, start: number, end: number): boolean {
  const mark = skipSpaces(bytes, start, Math.min(end, start + 3));
  if (!startsWith(bytes, mark, end, '```') || end - mark > 40) return false;
  // An info string (`log`, `text`) may follow, but no further backtick: that would be inline code.
  return find(bytes, mark + 3, end, ' ') < 0 && bytes[end - 1] !== 0x60 ? true : bytes.subarray(mark, end).every((byte) => byte === 0x60);
}

/** Position behind `{noformat}`, `{code}` or `{code:title=x}` at the start of the line, 0 when there is none. */
function jiraTagEnd(bytes: Buffer, start: number, end: number): number {
  const at = skipSpaces(bytes, start, Math.min(end, start + 8));
  for (const name of ['{noformat', '{code']) {
    if (!startsWith(bytes, at, end, name)) continue;
    let close = at + name.length;
    if (bytes[close] !== 0x7d && bytes[close] !== COLON) continue;
    const limit = Math.min(end, close + 128);
    while (close < limit && bytes[close] !== 0x7d) close++;
    if (close < limit) return close + 1;
  }
  return 0;
}

/** Start of a `{noformat}` or `{code}` that ends the line, -1 when there is none. */
function trailingTag(bytes: Buffer, start: number, end: number): number {
  for (const tag of ['{noformat}', '{code}'])
    if (end - start >= tag.length && startsWith(bytes, end - tag.length, end, tag)) return end - tag.length;
  return -1;
}

function isFence({ bytes, end }: HeadLine): boolean {
  return isMarkdownFence(bytes, 0, end) || jiraTagEnd(bytes, 0, end) > 0;
}

export const recogniseFence: Recogniser = (head) =>
  head.some(isFence)
    ? { name: 'fenced', open: (next: LineTaker, environment: LayerEnvironment) => new FenceLayer(next, environment) }
    : undefined;

/** Result of the last parseNumber. */
let lineNumber = 0;
let numberedText = 0;

class NumberedLayer extends Layer {
  take(bytes: Buffer, start: number, end: number): void {
    this.next.take(bytes, parseNumber(bytes, start, end) ? numberedText : start, end);
  }
}

function parseNumber(bytes: Buffer, start: number, end: number): boolean {
  const digits = skipSpaces(bytes, start, Math.min(end, start + 12));
  const stop = skipDigits(bytes, digits, Math.min(end, digits + 9));
  if (stop === digits) return false;
  if (stop < end && bytes[stop] !== TAB && bytes[stop] !== SPACE) return false;
  lineNumber = parseDecimal(bytes, digits, stop);
  numberedText = Math.min(stop + 1, end);
  // nl puts two blanks or a TAB; one blank is the separator, more belong to the text.
  return true;
}

/** Numbers that count up by one, and behind one of them a line of Redis or of a debugger. */
export const recogniseNumbered: Recogniser = (head) => {
  let previous = -1;
  let steps = 0;
  let numbered = 0;
  let isKnown = false;
  for (const { bytes, end } of head) {
    if (!isDigit(bytes[0]) && bytes[0] !== SPACE) continue;
    if (!parseNumber(bytes, 0, end)) continue;
    numbered++;
    if (lineNumber === previous + 1) steps++;
    previous = lineNumber;
    if (numberedText < end && (detectRedisLine(bytes, numberedText, end) || detectReportLine(bytes, numberedText, end))) isKnown = true;
  }
  if (!isKnown || numbered * 2 < head.length || steps < (numbered - 1) * 0.8) return undefined;
  return { name: 'numbered', open: (next, environment) => new NumberedLayer(next, environment) };
};
