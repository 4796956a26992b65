/**
 * Log exports with one JSON object a line, and journalctl -o json.
 *
 *   {"timestamp": 1795415369850, "message": "4059:M 23 Nov 2026 06:29:29.850 * Ready"}                 CloudWatch
 *   {"__REALTIME_TIMESTAMP":"1795415369850340","_PID":"4059","SYSLOG_IDENTIFIER":"redis","MESSAGE":"…"}  journald; MESSAGE may be
 *                                                                              an array of bytes, or of several messages
 *   {"stream":{"pod":"redis-0"},"values":[["1795415369850340000","…"]]}                                  Loki
 *   {"_source":{"@timestamp":"…","message":"…"}} / {"textPayload":"…","timestamp":"…"}                 Elastic, Google Cloud
 *
 * An array, or an object that holds one (`{"events":[…]}`), may stand on one line, or spread over lines of one object each.
 * Valkey's own JSON log (`{"pid":…,"role":…,"message":…}`) is no wrapping. Pretty-printed exports: json-pretty.ts. Not handled:
 * a document on one line longer than the line limit.
 */
import type { LineContext } from '../../model/text.js';
import type { LineTaker } from '../splitter.js';
import { type ExportedLine, exportedLines } from './json-events.js';
import { byShare, clearWrap, type HeadLine, Layer, type LayerEnvironment } from './layer.js';
import { emitText } from './multi-line.js';
import { PartialLine } from './partial.js';

class JsonLinesLayer extends Layer {
  private readonly partial: PartialLine;

  constructor(next: LineTaker, environment: LayerEnvironment) {
    super(next, environment);
    this.partial = new PartialLine(next, environment.context, environment.maxLineBytes);
  }

  take(bytes: Buffer, start: number, end: number): void {
    const lines = parseLine(bytes, start, end);
    if (lines === undefined) {
      if (isFrame(bytes, start, end)) return;
      this.next.take(bytes, start, end);
      return;
    }
    for (const line of lines) this.deliver(line);
    // journalctl prints `"MESSAGE":null` for a message that is too long for it.
    if (lines.length === 0) this.next.hole('long-line', 0);
  }

  override flush(): void {
    this.partial.finish();
  }

  private deliver(line: ExportedLine): void {
    clearWrap(this.context);
    applyLine(this.context, line);
    if (!line.isPiece && !this.partial.isOpen) {
      if (typeof line.text === 'string') emitText(this.next, line.text);
      else this.next.take(line.text, 0, line.text.length);
      return;
    }
    const piece = typeof line.text === 'string' ? Buffer.from(line.text, 'utf8') : line.text;
    this.partial.append(piece, 0, piece.length);
    if (!line.isPiece) this.partial.finish();
  }
}

export function applyLine(context: LineContext, line: ExportedLine): void {
  if (line.timeMs !== undefined) context.wrapTimeMs = line.timeMs;
  if (line.wallMs !== undefined) context.wrapWallMs = line.wallMs;
  if (line.pid !== undefined) context.wrapPid = line.pid;
  if (line.level !== undefined) context.wrapLevel = line.level;
  context.wrapRole = line.role;
  if (line.sub !== undefined) context.sub = line.sub;
}

/** The lines that a JSON line holds; undefined when it is none or holds no message. */
function parseLine(bytes: Buffer, start: number, end: number): ExportedLine[] | undefined {
  let from = start;
  let to = end;
  while (from < to && (bytes[from] === 0x20 || bytes[from] === 0x09 || bytes[from] === 0x2c)) from++;
  while (to > from && (bytes[to - 1] === 0x20 || bytes[to - 1] === 0x2c || bytes[to - 1] === 0x0d)) to--;
  const first = bytes[from];
  if (to - from < 8 || (first !== 0x7b && first !== 0x5b)) return undefined;
  // An array that is spread over several lines opens on its first and closes on its last one.
  const opens = first === 0x5b && bytes[to - 1] !== 0x5d;
  const closes = first === 0x7b && bytes[to - 1] === 0x5d;
  if (opens ? bytes[to - 1] !== 0x7d : !closes && bytes[to - 1] !== (first === 0x7b ? 0x7d : 0x5d)) return undefined;
  try {
    return exportedLines(JSON.parse(bytes.toString('utf8', opens ? from + 1 : from, closes ? to - 1 : to)));
  } catch {
    return undefined;
  }
}

/** `[`, `]`, `],` alone: the frame of an array with one object a line. */
function isFrame(bytes: Buffer, start: number, end: number): boolean {
  let seen = false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === 0x5b || byte === 0x5d) seen = true;
    else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x2c && byte !== 0x0d) return false;
  }
  return seen;
}

function fits({ bytes, end }: HeadLine): boolean {
  return (parseLine(bytes, 0, end)?.length ?? 0) > 0;
}

function isJournal(line: HeadLine): boolean {
  return parseLine(line.bytes, 0, line.end)?.some((each) => each.isJournal) ?? false;
}

export const recogniseJournalJson = byShare('journald-json', 0.25, isJournal, (next, environment) => new JsonLinesLayer(next, environment));
export const recogniseJsonLines = byShare('json-lines', 0.5, fits, (next, environment) => new JsonLinesLayer(next, environment));
