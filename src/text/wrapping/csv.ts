/**
 * Tables that log viewers export as CSV: one row a line of Redis, or a cell with several of them.
 *
 *   "Time","Line"                                                                       Grafana
 *   "2026-03-02 21:42:16.101","1:M 02 Mar 2026 21:42:16.101 # Error writing to the AOF file"
 *   timestamp,message,logStreamName                                                     CloudWatch Logs Insights
 *   @timestamp;kubernetes.pod.name;message                                              Kibana
 *
 * Comma, semicolon or TAB; cells in quotation marks may hold newlines and doubled marks. The column of the messages is the one in which lines of
 * Redis begin, or that is called so. Not handled: tables whose cells are cut, other quotation marks.
 */
import type { LineTaker } from '../splitter.js';
import { lastStamp, parseRedisStamp, parseSyslogStamp } from '../stamps.js';
import { isDigit, QUOTE, SPACE, TAB } from './bytes.js';
import { type HeadLine, Layer, type LayerEnvironment, type Recogniser, SavedContext } from './layer.js';
import { emitLines } from './multi-line.js';
import { detectRedisLine } from './redis-line.js';

const LF = 0x0a;
const MAX_COLUMNS = 64;
const MESSAGE_NAME =
  /^(?:@?message|msg|line|log|_raw|raw|content|text|body|textpayload|jsonpayload\.message|log[ _]?(?:message|line|text|entry)|event)$/i;
const TIME_NAME = /^(?:@?timestamp.*|_?time.*|ts|date.*|@ingestiontime|receivetimestamp)$/i;
const PROCESS_NAME =
  /^(?:@?log_?stream(?:_?name)?|(?:kubernetes[._]|resource\.labels\.)?(?:pod|container)(?:[._]?name)?|host(?:[._]?name)?|instance|node|service)$/i;

interface Columns {
  delimiter: number;
  message: number;
  time: number;
  process: number;
  /** The first row names the columns. */
  hasHeader: boolean;
  /** The message is the last column: its delimiters need no quotation marks. */
  count: number;
}

class CsvLayer extends Layer {
  private rows = 0;
  /** A row whose quotation marks are still open. */
  private open = Buffer.alloc(0);
  private readonly began = new SavedContext();
  private readonly here = new SavedContext();

  constructor(
    next: LineTaker,
    environment: LayerEnvironment,
    private readonly columns: Columns,
  ) {
    super(next, environment);
  }

  take(bytes: Buffer, start: number, end: number): void {
    if (this.open.length === 0 && !hasOpenQuote(bytes, start, end)) {
      this.row(bytes, start, end);
      return;
    }
    if (this.open.length === 0) {
      this.began.copyFrom(this.context);
      this.open = Buffer.from(bytes.subarray(start, end));
    } else if (this.open.length + end - start < this.environment.maxLineBytes)
      this.open = Buffer.concat([this.open, Buffer.from([LF]), bytes.subarray(start, end)]);
    else this.flush();
    if (this.open.length > 0 && !hasOpenQuote(this.open, 0, this.open.length)) this.flush();
  }

  override flush(): void {
    if (this.open.length === 0) return;
    const row = this.open;
    this.open = Buffer.alloc(0);
    this.here.copyFrom(this.context);
    this.began.restoreTo(this.context);
    this.row(row, 0, row.length);
    const { sub } = this.context;
    this.here.restoreTo(this.context);
    this.context.sub = sub;
  }

  private row(bytes: Buffer, start: number, end: number): void {
    const { columns, context } = this;
    if (this.rows++ === 0 && columns.hasHeader) return;
    const cells = cellsOf(bytes, start, end, columns.delimiter, columns.message === columns.count - 1 ? columns.count : MAX_COLUMNS);
    if (columns.message >= cells.length) {
      this.next.take(bytes, start, end);
      return;
    }
    const time = cells[columns.time];
    if (time !== undefined) this.takeTime(time);
    const process = cells[columns.process];
    if (process !== undefined && process.length > 0) context.sub = process.toString('utf8', 0, 200);
    const message = cells[columns.message];
    emitLines(this.next, message, 0, message.length);
  }

  private takeTime(cell: Buffer): void {
    let wallMs = parseRedisStamp(cell, 0, cell.length);
    if (Number.isNaN(wallMs)) wallMs = parseSyslogStamp(cell, 0, cell.length);
    if (Number.isNaN(wallMs)) return;
    if (lastStamp.basis === 'absolute') this.context.wrapTimeMs = wallMs + lastStamp.shiftMs;
    else this.context.wrapWallMs = wallMs;
  }
}

/** Quotation marks inside a cell are doubled, so an odd number is open. */
function hasOpenQuote(bytes: Buffer, start: number, end: number): boolean {
  let quotes = 0;
  for (let i = start; i < end; i++) if (bytes[i] === QUOTE) quotes++;
  return quotes % 2 === 1;
}

/** The cells of a row, at most `most`: the last one takes the rest. */
function cellsOf(bytes: Buffer, start: number, end: number, delimiter: number, most: number): Buffer[] {
  const cells: Buffer[] = [];
  let at = start;
  while (cells.length < MAX_COLUMNS) {
    if (bytes[at] === QUOTE && at < end) {
      const close = closingQuote(bytes, at + 1, end);
      const cell = bytes.subarray(at + 1, close);
      cells.push(cell.includes('""') ? Buffer.from(cell.toString('latin1').replaceAll('""', '"'), 'latin1') : cell);
      at = close + 1;
      while (at < end && bytes[at] !== delimiter) at++;
    } else {
      let stop = at;
      if (cells.length === most - 1) stop = end;
      else while (stop < end && bytes[stop] !== delimiter) stop++;
      cells.push(bytes.subarray(at, stop));
      at = stop;
    }
    if (at >= end) break;
    at++;
    while (at < end && bytes[at] === SPACE && delimiter !== TAB && bytes[at + 1] === QUOTE) at++;
  }
  return cells;
}

function closingQuote(bytes: Buffer, at: number, end: number): number {
  let i = at;
  while (i < end) {
    if (bytes[i] !== QUOTE) i++;
    else if (bytes[i + 1] === QUOTE && i + 1 < end) i += 2;
    else break;
  }
  return i;
}

function columnsOf(head: readonly HeadLine[], delimiter: number): Columns | undefined {
  const first = cellsOf(head[0].bytes, 0, head[0].end, delimiter, MAX_COLUMNS).map((cell) => cell.toString('utf8').trim());
  if (first.length < 2 && !(head[0].bytes[0] === QUOTE)) return undefined;
  const named = first.findIndex((name) => MESSAGE_NAME.test(name));
  const hasHeader = named >= 0 || first.every((name) => /^[@_a-z][\w .@()-]{0,40}$/i.test(name));
  const rows = head.slice(hasHeader ? 1 : 0).map(({ bytes, end }) => cellsOf(bytes, 0, end, delimiter, MAX_COLUMNS));
  let message = named;
  for (const row of rows) {
    const column = row.findIndex((cell) => detectRedisLine(cell, 0, cell.length));
    if (column < 0) continue;
    message = column;
    break;
  }
  const hasRedis = rows.some((row) => message >= 0 && row[message] !== undefined && detectRedisLine(row[message], 0, row[message].length));
  if (!hasRedis && (named < 0 || first.length < 2 || !isEven(rows, first.length))) return undefined;
  // A line of Redis in the first column is no table, unless it is quoted.
  if (message === 0 && head[hasHeader ? 1 : 0]?.bytes[0] !== QUOTE) return undefined;
  const time = hasHeader ? first.findIndex((name) => TIME_NAME.test(name)) : rows[0].findIndex((cell) => isDigit(cell[0]) && isStamp(cell));
  const process = hasHeader ? first.findIndex((name) => PROCESS_NAME.test(name)) : -1;
  const count = hasHeader ? first.length : Math.min(...rows.map((row) => row.length));
  return { delimiter, message, time, process, hasHeader, count: Math.max(count, message + 1) };
}

function isStamp(cell: Buffer): boolean {
  return !Number.isNaN(parseRedisStamp(cell, 0, cell.length));
}

/** Do most rows have as many cells as the first one has names? Rows inside an open cell have others. */
function isEven(rows: readonly Buffer[][], count: number): boolean {
  return rows.length > 0 && rows.filter((row) => row.length === count).length * 10 >= rows.length * 8;
}

export const recogniseCsv: Recogniser = (head) => {
  // JSON has commas and quotation marks as well, and so have the lines of Redis.
  const others = head.filter(({ bytes, end }) => bytes[0] === 0x7b || bytes[0] === 0x5b || detectRedisLine(bytes, 0, end));
  if (others.length * 2 > head.length) return undefined;
  for (const delimiter of [0x2c, 0x3b, TAB]) {
    if (!head[0].bytes.subarray(0, head[0].end).includes(delimiter)) continue;
    const columns = columnsOf(head, delimiter);
    if (columns) return { name: 'csv', open: (next, environment) => new CsvLayer(next, environment, columns) };
  }
  return undefined;
};
