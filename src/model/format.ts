import type { Rec } from './records.js';
import type { LineContext } from './text.js';

/** What a block says to a line: `taken` it belongs to the block; `closed` it belongs and ends the block;
 * `refused` the block had ended before this line, which is then offered to others. */
export type BlockAnswer = 'taken' | 'closed' | 'refused';

/** Reads one block of lines that is not made of log lines: a gdb dump, INFO, a conf file, dmesg… Bounded by caps. */
export interface BlockReader {
  line(text: string, context: LineContext): BlockAnswer;
  /** Lines of it may look like messages of the log: while it is open it is asked before the log. */
  readonly ownsKnown?: boolean;
  /** Called once, when the block ended or the entry did. */
  finish(): Rec[];
}

/** One format a file. `open` looks at a line that is no Redis log line and no part of another block, and answers with a
 * reader that has already taken it, or undefined. It must be cheap and must not claim foreign text. */
export interface Format {
  /** Name in the report's `inputs`: 'gdb', 'eu-stack', 'redis-conf', 'info', 'dmesg'… */
  name: string;
  /** Real lines that open a block of this format: tests check that exactly one format claims each. */
  samples: string[];
  open(text: string, context: LineContext): BlockReader | undefined;
}
