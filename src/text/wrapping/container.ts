/**
 * Prefixes of container tools.
 *
 *   2026-11-23T06:29:29.850340563Z stdout F text     CRI log files (containerd, CRI-O); P instead of F: a piece of a long line
 *   [pod/redis-0/redis] text                         kubectl logs --prefix
 *   redis-1  | text                                  docker compose logs, docker service logs; names in colour on a terminal
 *   2026-11-23T06:29:29.850340563Z text              --timestamps of kubectl and docker, CI runners
 *
 * Not handled: stern (its prefix has no mark), compose tables cut by a pager.
 */
import { lastStamp, parseRedisStamp } from '../stamps.js';
import { findByte, isDigit, isLetter, Names, SPACE, skipColours, skipSpaces, startsWith, trimColours } from './bytes.js';
import { byShare, type HeadLine, Layer, type Recogniser } from './layer.js';
import { PartialLine } from './partial.js';
import { detectRedisLine } from './redis-line.js';

/** Result of the last successful prefix parse. */
let textStart = 0;
let nameStart = 0;
let nameEnd = 0;
let stampMs = Number.NaN;

/** `2026-11-23T06:29:29.850340563Z ` or with an offset; returns the number of digits of the fraction, -1 when it is none. */
function parseStampPrefix(bytes: Buffer, start: number, end: number): number {
  if (end - start < 20 || !isDigit(bytes[start]) || bytes[start + 10] !== 0x54) return -1;
  const wallMs = parseRedisStamp(bytes, start, end);
  if (Number.isNaN(wallMs) || lastStamp.basis !== 'absolute') return -1;
  const next = start + lastStamp.length;
  // A comma before the fraction is dmesg --time-format=iso, which is no wrapping.
  if ((next < end && bytes[next] !== SPACE) || bytes[start + 19] === 0x2c) return -1;
  stampMs = wallMs + lastStamp.shiftMs;
  textStart = Math.min(next + 1, end);
  let digits = 0;
  if (bytes[start + 19] === 0x2e) while (isDigit(bytes[start + 20 + digits])) digits++;
  return digits;
}

class CriLayer extends Layer {
  private readonly partials = [this.partial(), this.partial()];

  take(bytes: Buffer, start: number, end: number): void {
    const kind = parseCri(bytes, start, end);
    if (kind < 0) {
      this.flush();
      this.next.take(bytes, start, end);
      return;
    }
    this.context.wrapTimeMs = stampMs;
    const partial = this.partials[kind & 1];
    const isPiece = (kind & 2) !== 0;
    if (isPiece || partial.isOpen) {
      partial.append(bytes, textStart, end);
      if (!isPiece) partial.finish();
    } else this.next.take(bytes, textStart, end);
  }

  override flush(): void {
    for (const partial of this.partials) partial.finish();
  }

  private partial(): PartialLine {
    return new PartialLine(this.next, this.context, this.environment.maxLineBytes);
  }
}

/** Bit 0: stderr, bit 1: a piece whose line goes on; -1 when it is no CRI line. */
function parseCri(bytes: Buffer, start: number, end: number): number {
  if (parseStampPrefix(bytes, start, end) < 0) return -1;
  const isStderr = startsWith(bytes, textStart, end, 'stderr ');
  if (!isStderr && !startsWith(bytes, textStart, end, 'stdout ')) return -1;
  const tag = textStart + 7;
  const isPiece = bytes[tag] === 0x50;
  if (tag >= end || (!isPiece && bytes[tag] !== 0x46)) return -1;
  // Further tags follow after a colon: `P:tag`.
  const tagEnd = findByte(bytes, tag, Math.min(end, tag + 64), SPACE);
  if (tagEnd - tag > 1 && bytes[tag + 1] !== 0x3a) return -1;
  textStart = Math.min(tagEnd + 1, end);
  return (isStderr ? 1 : 0) | (isPiece ? 2 : 0);
}

class KubectlPrefixLayer extends Layer {
  private readonly names = new Names();

  take(bytes: Buffer, start: number, end: number): void {
    const close = podPrefixEnd(bytes, start, end);
    if (close < 0) {
      this.next.take(bytes, start, end);
      return;
    }
    this.context.sub = this.names.name(bytes, start + 5, close);
    this.next.take(bytes, Math.min(close + 2, end), end);
  }
}

/** Position of the `]`, -1 when there is no `[pod/NAME/CONTAINER] `. */
function podPrefixEnd(bytes: Buffer, start: number, end: number): number {
  if (!startsWith(bytes, start, end, '[pod/')) return -1;
  const close = findByte(bytes, start + 5, Math.min(end, start + 600), 0x5d);
  if (close >= end || bytes[close] !== 0x5d) return -1;
  return close + 1 === end || bytes[close + 1] === SPACE ? close : -1;
}

class ComposeLayer extends Layer {
  private readonly names = new Names();

  take(bytes: Buffer, start: number, end: number): void {
    const bar = parseCompose(bytes, start, end);
    if (bar < 0) {
      this.next.take(bytes, start, end);
      return;
    }
    this.context.sub = this.names.name(bytes, nameStart, nameEnd);
    this.next.take(bytes, textStart, nameStart > start ? trimColours(bytes, textStart, end) : end);
  }
}

/** Column of the bar, -1 when there is no `name   | `. */
function parseCompose(bytes: Buffer, start: number, end: number): number {
  nameStart = skipColours(bytes, start, end);
  nameEnd = nameStart;
  const limit = Math.min(end, nameStart + 128);
  while (nameEnd < limit && isNameByte(bytes[nameEnd])) nameEnd++;
  if (nameEnd === nameStart || bytes[nameEnd] !== SPACE) return -1;
  const bar = skipSpaces(bytes, nameEnd, Math.min(end, nameEnd + 128));
  if (bar >= end || bytes[bar] !== 0x7c) return -1;
  let text = bar + 1;
  // The colour may be reset before or behind the blank; an escape of the message itself stays.
  const isColoured = nameStart > start;
  const reset = isColoured ? skipColours(bytes, text, end) : text;
  if (reset < end && bytes[reset] !== SPACE) return -1;
  text = Math.min(reset + 1, end);
  textStart = isColoured && reset === bar + 1 ? skipOneColour(bytes, text, end) : text;
  return bar - nameStart;
}

function skipOneColour(bytes: Buffer, at: number, end: number): number {
  return startsWith(bytes, at, end, '\x1b[0m') ? at + 4 : at;
}

function isNameByte(byte: number): boolean {
  return isLetter(byte) || isDigit(byte) || byte === 0x2d || byte === 0x5f || byte === 0x2e || byte === 0x40;
}

/** Service names repeat and the bar stands in one column; the first column of a table has neither habit. */
export const recogniseCompose: Recogniser = (head) => {
  const columns = new Map<number, number>();
  const names = new Set<string>();
  for (const { bytes, end } of head) {
    const column = parseCompose(bytes, 0, end);
    if (column < 0) continue;
    columns.set(column, (columns.get(column) ?? 0) + 1);
    names.add(bytes.toString('latin1', nameStart, nameEnd));
  }
  const aligned = Math.max(0, ...columns.values());
  if (aligned === 0 || aligned * 2 < head.length || (aligned > 3 && names.size * 2 > aligned)) return undefined;
  return { name: 'compose', open: (next, environment) => new ComposeLayer(next, environment) };
};

class TimestampsLayer extends Layer {
  take(bytes: Buffer, start: number, end: number): void {
    if (parseStampPrefix(bytes, start, end) < 0) {
      this.next.take(bytes, start, end);
      return;
    }
    this.context.wrapTimeMs = stampMs;
    this.next.take(bytes, textStart, end);
  }
}

/** Programs stamp their own lines with milliseconds or microseconds; only what stamps the lines of others writes more digits,
 * or stands before a line that has a stamp already. */
function isStampedForOthers({ bytes, end }: HeadLine): boolean {
  const digits = parseStampPrefix(bytes, 0, end);
  return digits >= 7 || (digits >= 0 && detectRedisLine(bytes, textStart, end));
}

export const recogniseCri = byShare(
  'cri',
  0.25,
  ({ bytes, end }) => parseCri(bytes, 0, end) >= 0,
  (next, environment) => new CriLayer(next, environment),
);

export const recogniseKubectlPrefix = byShare(
  'kubectl-prefix',
  0.25,
  ({ bytes, end }) => podPrefixEnd(bytes, 0, end) >= 0,
  (next, environment) => new KubectlPrefixLayer(next, environment),
);

export const recogniseTimestamps = byShare(
  'timestamps',
  0.5,
  isStampedForOthers,
  (next, environment) => new TimestampsLayer(next, environment),
);
