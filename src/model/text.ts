/** What the text layer knows of a line besides its bytes. One mutable object per entry is reused for every
 * line: a sink that wants to keep a value copies it. */
export interface LineContext {
  entry: string;
  /** 1-based physical line number. Several logical lines may share it (syslog `#012`, a JSON message with newlines). */
  line: number;
  /** Byte offset of the physical line in the decompressed entry. */
  offset: number;
  /** Epoch milliseconds of the wrapper's stamp (Docker, CRI, journald…), NaN when there is none or it has no year or zone. */
  wrapTimeMs: number;
  /** Separates servers that share one wrapped entry: pod, container, compose service, syslog ident. '' when single. */
  sub: string;
  /** Level carried by the wrapper (syslog PRI) for messages that have no Redis header; '' when unknown. */
  wrapLevel: '' | Level;
  /** Role that the wrapper tells of a line of Redis (engine log of a managed service). */
  wrapRole?: 'M' | 'S' | 'C' | 'X';
  /** Pid carried by the wrapper (syslog `redis[123]`), 0 when unknown. */
  wrapPid: number;
  /** The wrapper's own naive stamp (syslog, journald short): wall-clock ms as if UTC, NaN when none. */
  wrapWallMs: number;
  /** Bytes of the first piece of a line that was put together from several physical ones, 0 for a whole line: what is quoted stands in one line. */
  firstPiece?: number;
  /** How the entry is wrapped, for the report: 'plain', 'docker-json', 'cri', 'journald-json', 'syslog'… */
  wrapping: string;
  /** The block that is being read: a line that lies in it keeps its bytes until the sink's `settle`. A line in any other memory
   * keeps them only during the call. */
  block?: Uint8Array;
}

/** Receives lines. `bytes.subarray(start, end)` is the line without its terminator (no CR, no LF); it is only
 * valid during the call. */
export interface LineSink {
  line(bytes: Uint8Array, start: number, end: number, context: LineContext): void;
  /** Takes as many whole lines from `at` on as it can at once, none of more than `maxBytes`, and answers where the first one begins that
   * it leaves. Before the call `context.line` is the number of lines before `at` and `context.offset` the offset of `bytes[0]`;
   * afterwards `line` counts those that were taken. */
  steady?(bytes: Buffer, at: number, context: LineContext, maxBytes: number): number;
  /** A run of lost bytes (NUL hole, cut line, over-long line) seen at this place. */
  hole?(kind: HoleKind, bytes: number, context: LineContext): void;
  /** Offset of the last line of the entry that was understood, -1 for none; undefined while lines must not be passed over. */
  understoodAt?(): number | undefined;
  /** So many lines with text, none of which would have been understood, were passed over. */
  passOver?(lines: number): void;
  /** The block is over: what was kept of it must be copied now. */
  settle?(): void;
  end(): void;
}

export type HoleKind = 'nul' | 'long-line' | 'cut' | 'encoding';

export type Level = 'debug' | 'verbose' | 'notice' | 'warning';
export const LEVELS: readonly Level[] = ['debug', 'verbose', 'notice', 'warning'];
