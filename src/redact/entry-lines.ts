import { Transform, type TransformCallback } from 'node:stream';
import split2 from 'split2';
import { Decoder } from '../text/encoding.js';

/*
 * The text of an entry as a stream of lines and back: UTF-16 becomes UTF-8, bytes that are no UTF-8 become U+FFFD, line ends stay as they are.
 * A line longer than the limit is left out, because nobody can tell what is private in half of it. Memory holds one line.
 */

/** NULs of a hole in a file are kept up to here: the hole stays recognisable and costs nothing. */
const MAX_HOLE_BYTES = 65_536;
const LF = 0x0a;

/** Bytes to UTF-8. */
class DecodeStage extends Transform {
  /** Lines seen so far; a last one without its newline counts. */
  lines = 0;
  lastByte = LF;
  private readonly decoder = new Decoder({
    feed: (bytes) => this.give(Buffer.from(bytes)),
    hole: (kind, bytes) => {
      if (kind === 'nul') this.give(Buffer.alloc(Math.min(bytes, MAX_HOLE_BYTES)));
    },
  });

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.decoder.push(chunk);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.decoder.end();
    if (this.lastByte !== LF) this.lines++;
    done();
  }

  private give(bytes: Buffer): void {
    if (bytes.length === 0) return;
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) this.lines++;
    this.lastByte = bytes[bytes.length - 1];
    this.push(bytes);
  }
}

/** Lines back to bytes, each changed by `change`. */
class LineStage extends Transform {
  lines = 0;
  private held: string | undefined;

  constructor(
    private readonly change: (line: string) => string,
    private readonly maxLineLength: number,
    private readonly endsWithNewline: () => boolean,
  ) {
    super({ writableObjectMode: true });
  }

  override _transform(line: string, _encoding: string, done: TransformCallback): void {
    this.give('\n');
    if (line.length <= this.maxLineLength) {
      this.lines++;
      this.held = line;
    }
    done();
  }

  override _flush(done: TransformCallback): void {
    this.give(this.endsWithNewline() ? '\n' : '');
    done();
  }

  /** NULs in front of a line and the CR behind it are no part of it. */
  private give(end: string): void {
    if (this.held === undefined) return;
    const [, nuls, text, cr] = /^(\0*)(.*?)(\r?)$/s.exec(this.held) ?? [];
    this.push(`${nuls}${this.change(text)}${cr}${end}`);
    this.held = undefined;
  }
}

export interface LineStages {
  stages: Transform[];
  /** Lines that were left out for their length; complete when the stream has ended. */
  leftOut(): number;
}

/** Stages for `stream.pipeline`: bytes in, bytes out. */
export function changeLines(change: (line: string) => string, maxLineLength: number): LineStages {
  const decode = new DecodeStage();
  const lines = new LineStage(change, maxLineLength, () => decode.lastByte === LF);
  // `skipOverflow` is not in split2's types
  const overflow = { maxLength: maxLineLength, skipOverflow: true };
  return { stages: [decode, split2('\n', overflow), lines], leftOut: () => decode.lines - lines.lines };
}
