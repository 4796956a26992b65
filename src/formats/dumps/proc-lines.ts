import type { Frame } from '../../model/records.js';

/** What a header names: a process or one of its threads, and possibly one file of its folder. */
export interface ProcTarget {
  pid: number;
  tid: number;
  field: string;
}

const TAIL_HEADER = /^==> \/proc\/(\d{1,10})(?:\/task\/(\d{1,10}))?(?:\/(\w+))? <==$/;
const GREP_LINE = /^\/proc\/(\d{1,10})(?:\/task\/(\d{1,10}))?\/(\w+):(.*)$/;
const RULE_HEADER = /^[-=#*]{2,6} ?(?:tid|thread|task|lwp)[ :=]+(\d{1,10})\b/i;

/** `==> /proc/4059/task/11232/comm <==` of head and tail, or a ruled line `--- tid 4059` of a shell loop. */
export function parseProcHeader(text: string): ProcTarget | undefined {
  const tail = TAIL_HEADER.exec(text);
  if (tail) return { pid: Number(tail[1]), tid: Number(tail[2] ?? 0), field: tail[3] ?? '' };
  const rule = RULE_HEADER.exec(text);
  return rule ? { pid: 0, tid: Number(rule[1]), field: '' } : undefined;
}

/** `/proc/4059/task/11232/comm:redis-server` of grep. */
export function parseGrepLine(text: string): { target: ProcTarget; value: string } | undefined {
  const match = GREP_LINE.exec(text);
  if (!match) return undefined;
  return { target: { pid: Number(match[1]), tid: Number(match[2] ?? 0), field: match[3] }, value: match[4] };
}

const KERNEL_FRAME = /^\[<[0-9a-f]+>\] ([A-Za-z_][\w.]*)\+(0x[0-9a-f]+)\/0x[0-9a-f]+/;

/** `[<0>] futex_do_wait+0x46/0x90` of /proc/PID/stack. */
export function parseKernelFrame(text: string, line: number): Frame | undefined {
  const match = KERNEL_FRAME.exec(text);
  return match ? { fn: match[1], offset: match[2], object: '[kernel]', line } : undefined;
}

/** `202 0x7f89093ff080 0x80 0x2 0x0 0x0 0x0 0x7ffd21f31108 0x7f8909c8c12b` of /proc/PID/syscall: number, arguments, sp, pc. */
export const SYSCALL = /^(?:\d{1,4}(?: 0x[0-9a-f]+){2,8}|-1(?: 0x[0-9a-f]+){2}|running)$/;
/** `16057 (redis-server) R 1 …` of /proc/PID/stat. */
export const STAT = /^(\d{1,10}) \((.{1,64})\) ([RSDTtZXIPWK]) /;
/** `State:\tS (sleeping)` and the other lines of /proc/PID/status. */
export const STATUS = /^([A-Za-z]\w{1,40}):\s*(.*)$/;
/** `comm: redis-server`, as shell loops label the files. */
export const LABELLED = /^(comm|wchan|syscall|stack): ?(.*)$/;
export const WORD = /^[\w.:[\]<>@/*-]{1,64}$/;
