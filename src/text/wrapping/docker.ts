/**
 * Docker's json-file log driver (daemon/logger/jsonfilelog):
 *
 *   {"log":"4059:M 23 Nov 2026 06:29:29.850 * Ready\n","stream":"stdout","time":"2026-11-23T06:29:29.850340563Z"}
 *
 * `attrs` (labels) may stand before `time`. Messages are cut into pieces of 16 KiB; only the last piece ends with `\n`.
 * Objects with other members behind `log` (fluentd, fluent-bit) are left to json-lines.ts.
 */
import type { LineTaker } from '../splitter.js';
import { lastStamp, parseRedisStamp } from '../stamps.js';
import { find, startsWith } from './bytes.js';
import { decoded, decodeJsonString } from './json-string.js';
import { byShare, type HeadLine, Layer, type LayerEnvironment } from './layer.js';
import { PartialLine } from './partial.js';

const HEAD = '{"log":"';
const LF = 0x0a;

class DockerLayer extends Layer {
  private readonly partials = [this.partial(), this.partial()];

  constructor(
    next: LineTaker,
    environment: LayerEnvironment,
    /** False when no message ends with a newline: then every object is a line. */
    private readonly joins: boolean,
  ) {
    super(next, environment);
  }

  take(bytes: Buffer, start: number, end: number): void {
    if (!startsWith(bytes, start, end, HEAD)) {
      this.flush();
      this.next.take(bytes, start, end);
      return;
    }
    decodeJsonString(bytes, start + HEAD.length, end);
    const partial = this.partials[decoded.closed && isStderr(bytes, decoded.next, end) ? 1 : 0];
    if (decoded.closed) this.context.wrapTimeMs = timeOf(bytes, decoded.next, end);
    const { bytes: text, start: from, end: to } = decoded;
    const ends = to > from && text[to - 1] === LF;
    const stop = ends ? to - 1 : to;
    if (partial.isOpen) {
      partial.append(text, from, stop);
      if (ends || !decoded.closed) partial.finish();
    } else if (ends || !this.joins || !decoded.closed) this.next.take(text, from, stop);
    else partial.append(text, from, stop);
    // The physical line ends inside the message: the rest is lost.
    if (!decoded.closed) this.next.hole('cut', 0);
  }

  override flush(): void {
    for (const partial of this.partials) partial.finish();
  }

  private partial(): PartialLine {
    return new PartialLine(this.next, this.context, this.environment.maxLineBytes);
  }
}

function isStderr(bytes: Buffer, at: number, end: number): boolean {
  return startsWith(bytes, at, end, ',"stream":"stderr"');
}

function timeOf(bytes: Buffer, at: number, end: number): number {
  const key = find(bytes, at, end, '"time":"');
  if (key < 0) return Number.NaN;
  const wallMs = parseRedisStamp(bytes, key + 8, end);
  return lastStamp.basis === 'absolute' ? wallMs + lastStamp.shiftMs : Number.NaN;
}

function fits({ bytes, end }: HeadLine): boolean {
  if (!startsWith(bytes, 0, end, HEAD)) return false;
  decodeJsonString(bytes, HEAD.length, end);
  if (!decoded.closed) return false;
  const next = decoded.next;
  return [',"stream":"', ',"attrs":{', ',"time":"'].some((literal) => startsWith(bytes, next, end, literal)) && bytes[end - 1] === 0x7d;
}

function endsWithNewline({ bytes, end }: HeadLine): boolean {
  if (!startsWith(bytes, 0, end, HEAD)) return false;
  decodeJsonString(bytes, HEAD.length, end);
  return decoded.end > decoded.start && decoded.bytes[decoded.end - 1] === LF;
}

export const recogniseDocker = byShare(
  'docker-json',
  0.25,
  fits,
  (next, environment, head) => new DockerLayer(next, environment, head.some(endsWithNewline)),
);
