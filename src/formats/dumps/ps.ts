import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ProcRecord, Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { baseName } from './builder.js';
import { citeOf } from './cite.js';

/*
 * Tables of `ps` (procps; `ps -L`, `ps aux`, `ps -eo …`) and `top -b` with a heading that names PID and a state:
 *
 *     PID   TID STAT %CPU     TIME WCHAN                            COMMAND
 *    4127  4127 Rsl   9.8 00:00:09 -                                redis-server
 *
 * Only the state of a server process is kept (a `T` is a stopped process). Rows of threads and other programs are
 * skipped. Not handled: trees (`--forest` is skipped over), listings without a heading, BusyBox ps without a state column.
 */

/** The server, and the titles that it gives its fork children (redisSetProcTitle in rdb.c, aof.c, module.c). */
const SERVER = /^(?:redis|valkey|keydb)-(?:server|sentinel|rdb-bgsave|rdb-to-slaves|rdb-to-replicas|aof-rewrite|module-fork)/;
const STATE_NAMES: Record<string, string> = {
  R: 'R (running)',
  S: 'S (sleeping)',
  D: 'D (disk sleep)',
  T: 'T (stopped)',
  t: 't (tracing stop)',
  Z: 'Z (zombie)',
  I: 'I (idle)',
  X: 'X (dead)',
};
const MAX_RECORDS = 1024;

interface Columns {
  count: number;
  pid: number;
  tid: number;
  state: number;
  wchan: number;
}

/** The heading's words are the columns; the command is the last one and may hold blanks. */
function parseHeading(text: string): Columns | undefined {
  if (text.length > 400 || !/\bPID\b/.test(text) || !/\b(?:COMMAND|CMD|COMM|UCMD)\s*$/.test(text)) return undefined;
  const words = text.trim().split(/\s+/);
  const at = (...names: string[]) => words.findIndex((word) => names.includes(word));
  const pid = at('PID');
  const state = at('STAT', 'S', 'STATE');
  if (pid < 0 || state < 0) return undefined;
  return { count: words.length, pid, tid: at('TID', 'LWP', 'SPID'), state, wchan: at('WCHAN') };
}

class PsReader implements BlockReader {
  private readonly records: Rec[] = [];
  private readonly seen = new Set<number>();

  constructor(private readonly columns: Columns) {}

  line(text: string, context: LineContext): BlockAnswer {
    if (text.trim() === '') return 'closed';
    const { columns } = this;
    const cells = text.trim().split(/\s+/);
    if (cells.length < columns.count || !/^\d{1,10}$/.test(cells[columns.pid]) || !/^[RSDTtZIXWP][\w<+]*$/.test(cells[columns.state]))
      return 'refused';
    const pid = Number(cells[columns.pid]);
    const thread = columns.tid >= 0 && Number(cells[columns.tid]) !== pid;
    const command = cells[columns.count - 1];
    if (!thread && !this.seen.has(pid) && SERVER.test(baseName(command)) && this.records.length < MAX_RECORDS)
      this.keep(pid, cells, text, context);
    return 'taken';
  }

  finish(): Rec[] {
    return this.records;
  }

  private keep(pid: number, cells: string[], text: string, context: LineContext): void {
    this.seen.add(pid);
    const cite = citeOf(text, context);
    const letter = cells[this.columns.state][0];
    const wchan = this.columns.wchan >= 0 ? cells[this.columns.wchan] : '-';
    const record: ProcRecord = {
      type: 'proc',
      entry: context.entry,
      sub: context.sub,
      cite,
      pid,
      comm: baseName(cells[this.columns.count - 1]),
    };
    record.state = STATE_NAMES[letter] ?? letter;
    record.stateCite = cite;
    if (wchan !== '-') record.wchan = wchan;
    this.records.push(record);
  }
}

export const PS: Format = {
  name: 'ps',
  samples: [
    '  PID   TID STAT %CPU     TIME WCHAN                            COMMAND',
    'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
    '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
  ],
  open(text) {
    const columns = parseHeading(text);
    return columns ? new PsReader(columns) : undefined;
  },
};
