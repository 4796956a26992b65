/**
 * Lines that a terminal or a window broke at its last column, and what was copied from it.
 *
 *   24117:M 06 Feb 2026 11:02:52.118 # Short read or OOM loading DB. Unrec      broken in the middle of a word: 70 columns
 *   overable error, aborting now.
 *   [2624] 12 Apr 17:16:23.371 # Short read or OOM loading DB. Unrecoverable error,      a blank stood in the last column
 *   aborting now.
 *   1:M 04 Feb 2026 08:29:43.792 # Possible SECURITY ATTACK detected. […] attempting to use Cross      broken in front of a blank
 *    Protocol Scripting to compromise your Redis instance.
 *
 * Nothing but lines of Redis begin a line here, so what follows a full one is its rest. Not handled: a log whose head shows no broken line, breaks of different
 * widths (a mail that was quoted twice), rests of which the first column is a capital and the last one was a blank.
 */
import type { LineTaker } from '../splitter.js';
import { isDigit, isLetter, SPACE } from './bytes.js';
import { type HeadLine, Layer, type LayerEnvironment, type Recogniser } from './layer.js';
import { PartialLine } from './partial.js';
import { detectRedisLine } from './redis-line.js';

const MIN_COLUMNS = 60;
const MAX_COLUMNS = 250;
/** Rests of a line that were broken in front of a blank: so many show that it is no chance. */
const MIN_BLANK_RESTS = 2;
const ONE_BLANK = Buffer.from(' ');

/** Characters, not bytes: the continuation bytes of UTF-8 take no column. */
function columnsOf(bytes: Buffer, start: number, end: number): number {
  let columns = 0;
  for (let i = start; i < end; i++) if ((bytes[i] & 0xc0) !== 0x80) columns++;
  return columns;
}

function isSmall(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || isDigit(byte);
}

/** What a rest begins with when the blank before it stood in the last column and was cut off. */
function beginsRest(byte: number): boolean {
  return isSmall(byte) || byte === 0x27 || byte === 0x28 || byte === 0x2d || byte === 0x2f || byte === 0x3e;
}

/** ` Protocol`: one blank, then a word. */
function beginsWithBlank(bytes: Buffer, start: number, end: number): boolean {
  return start + 1 < end && bytes[start] === SPACE && (isLetter(bytes[start + 1]) || isDigit(bytes[start + 1]));
}

class FoldedLayer extends Layer {
  private readonly partial: PartialLine;
  /** Columns of the piece that was taken last. */
  private last = 0;
  /** Bytes of the first one, which is what stands at the place that a quotation names. */
  private firstBytes = 0;

  constructor(
    next: LineTaker,
    environment: LayerEnvironment,
    private readonly columns: number,
    private readonly atBlanks: boolean,
  ) {
    super(next, environment);
    this.partial = new PartialLine(next, environment.context, environment.maxLineBytes);
  }

  take(bytes: Buffer, start: number, end: number): void {
    const isHead = detectRedisLine(bytes, start, end);
    if (!isHead && this.partial.isOpen && this.goesOn(bytes, start, end)) {
      if (!this.atBlanks && this.last === this.columns - 1) this.partial.append(ONE_BLANK, 0, 1);
      this.append(bytes, start, end);
      return;
    }
    this.flush();
    if (isHead && this.isFull(columnsOf(bytes, start, end))) this.append(bytes, start, end);
    else this.next.take(bytes, start, end);
  }

  override flush(): void {
    if (!this.partial.isOpen) return;
    this.context.firstPiece = this.firstBytes;
    this.partial.finish();
    this.context.firstPiece = 0;
  }

  private append(bytes: Buffer, start: number, end: number): void {
    if (!this.partial.isOpen) this.firstBytes = end - start;
    this.last = columnsOf(bytes, start, end);
    this.partial.append(bytes, start, end);
    if (!this.isFull(this.last)) this.flush();
  }

  private goesOn(bytes: Buffer, start: number, end: number): boolean {
    if (start >= end) return false;
    if (this.atBlanks) return beginsWithBlank(bytes, start, end);
    return this.last === this.columns || beginsRest(bytes[start]);
  }

  private isFull(columns: number): boolean {
    return this.atBlanks ? columns >= MIN_COLUMNS : columns >= this.columns - 1;
  }
}

interface Breaks {
  /** Width of the lines that were broken, one of them at least in the middle of a word, and how many there are. */
  columns: number;
  words: number;
  /** Lines broken in front of a blank. */
  blanks: number;
}

/** The lines of Redis that go on in the next one. */
function breaksOf(head: readonly HeadLine[]): Breaks {
  const widths = new Map<number, number>();
  const inWords = new Set<number>();
  let blanks = 0;
  for (let i = 0; i + 1 < head.length; i++) {
    const { bytes, end } = head[i];
    const rest = head[i + 1];
    if (!detectRedisLine(bytes, 0, end) || detectRedisLine(rest.bytes, 0, rest.end)) continue;
    const width = columnsOf(bytes, 0, end);
    if (width < MIN_COLUMNS) continue;
    if (beginsWithBlank(rest.bytes, 0, rest.end)) blanks++;
    if (!isSmall(rest.bytes[0])) continue;
    widths.set(width, (widths.get(width) ?? 0) + 1);
    if (isSmall(bytes[end - 1])) inWords.add(width);
  }
  const broken = [...widths].filter(([width]) => inWords.has(width));
  const [columns, words] = broken.reduce((best, item) => (item[1] > best[1] ? item : best), [0, 0]);
  return { columns, words, blanks };
}

/** Widths that terminals have when nobody sets them. */
const USUAL: ReadonlySet<number> = new Set([80, 100, 120, 132]);

/** Several breaks at one column are no chance; a single one may be, unless it is the width of a terminal, no line is longer and none of it stands alone. */
function isColumn(head: readonly HeadLine[], { columns, words }: Breaks): boolean {
  let longer = 0;
  let alone = 0;
  for (let i = 0; i < head.length; i++) {
    const { bytes, end } = head[i];
    const width = columnsOf(bytes, 0, end);
    if (width > columns) longer++;
    if (width !== columns || !detectRedisLine(bytes, 0, end)) continue;
    const rest = head[i + 1];
    if (rest === undefined || detectRedisLine(rest.bytes, 0, rest.end)) alone++;
  }
  return words === 1 ? USUAL.has(columns) && longer + alone === 0 : words >= 2 * (longer + alone);
}

export const recogniseFolded: Recogniser = (head) => {
  const breaks = breaksOf(head);
  const { columns } = breaks;
  const isFolded = breaks.words > 0 && columns <= MAX_COLUMNS && isColumn(head, breaks);
  if (!isFolded && breaks.blanks < MIN_BLANK_RESTS) return undefined;
  return { name: 'folded', open: (next, environment) => new FoldedLayer(next, environment, columns, !isFolded) };
};
