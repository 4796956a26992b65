import { ArgvReader } from './argv.js';
import type { PrivateClass } from './classes.js';

/** A column of a table whose cells are private. */
export interface Column {
  cls: PrivateClass;
  start: number;
  /** Exclusive; Infinity for the last one. */
  end: number;
}

/** What earlier lines of an entry say about the next one. */
export class LineState {
  /** Arguments of a crash report, line by line. */
  argv = new ArgvReader();
  /** An argument with a newline in it: its rest fills the next lines. */
  openArgument: PrivateClass | undefined;
  /** Arguments in the tree that redis-cli prints: the column of their closing parenthesis. */
  tree: { column: number; reader: ArgvReader } | undefined;
  /** Lines of a slow log printed without a terminal: how many of its leading numbers were seen, then its arguments. */
  raw: { numbers: number; reader: ArgvReader; index: number; behindAddress: boolean } = {
    numbers: 0,
    reader: new ArgvReader(),
    index: 0,
    behindAddress: false,
  };
  /** The line before named the value on this one (`requirepass`, then the password). */
  pending: PrivateClass | undefined;
  table: Column[] | undefined;
  tableLines = 0;
}
