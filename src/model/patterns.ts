/** A Redis message is a printf format, so a literal head identifies nearly all of them. A pattern is that format with
 * named holes: `Background saving started by pid {pid}`. It is matched against the message (behind the header and
 * the `<module>` tag) from its first byte; what follows the pattern's end is free. A hole takes the shortest text up to the
 * next literal; a hole at the end takes the rest of the line (at most 200 characters). `{}` is a hole whose text is dropped.
 * `{port:d}` takes decimal digits, `{node:x}` hexadecimal ones, `{$}` is the end of the message. A pattern that begins with an
 * untyped hole is unanchored and goes a slower path. */
export interface LogPattern {
  /** Event id; several patterns may share one (the texts drift between versions). */
  id: string;
  text: string;
  /** What the line tells of: the ordinary course of things; something that a reader of an incident wants to know; or trouble, which
   * the account of the report must explain, clear or leave open. Every row of the catalogue says so itself. */
  tells?: 'routine' | 'notice' | 'trouble';
  /** '' = only core lines, a name = only lines with that `<name>` tag, undefined = any. */
  module?: string;
  /** The line shows the main thread at work, although it is a module's or although its id says otherwise. */
  provesMain?: boolean;
  /** A core line of role M or S that another thread of the server prints: no proof of a living main thread. */
  notMain?: boolean;
  /** Printed before the start banner of the run that it belongs to. */
  beforeBanner?: boolean;
  /** A line printed at fixed intervals (serverCron): the heartbeat of the log. */
  heartbeat?: boolean;
  /** Known and of no interest: only counted. */
  quiet?: boolean;
  /** Kept per run: first and last K occurrences (default 20). */
  keep?: number;
}
