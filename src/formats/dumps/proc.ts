import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ProcRecord, Rec, Stamp, Thread } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { parseIsoStamp } from '../side/stamp.js';
import { buildDump, DumpBuilder, newThread } from './builder.js';
import { citeOf } from './cite.js';
import { LABELLED, type ProcTarget, parseGrepLine, parseKernelFrame, parseProcHeader, STAT, STATUS, SYSCALL, WORD } from './proc-lines.js';

/*
 * Files of /proc/PID and /proc/PID/task/TID, printed by the kernel (fs/proc/array.c, base.c) and joined by `tail`, `grep .`
 * or a shell loop:
 *
 *   ==> /proc/4059/task/11232 <==
 *   comm: workers-0894
 *   wchan: futex_do_wait
 *   syscall: 202 0x55ffb0a41760 0x80 0x2 0x0 0x0 0x0 0x7f2ea93fa0e8 0x7f2eb5f2112b
 *   stack: [<0>] futex_do_wait+0x46/0x90
 *   State:	S (sleeping)
 *   snapshot 2026-11-30T19:10:31Z                      before each look, written by `redis-forensics collect`
 *
 * Threads become a dump of kernel frames, the process itself (`/proc/PID/status`) a ProcRecord. Not handled: maps, limits,
 * smaps and other files (skipped), cgroup and namespace files.
 */

const MAX_PROCESSES = 1024;

class ProcReader implements BlockReader {
  private readonly records: Rec[] = [];
  private readonly processes = new Map<number, ProcRecord>();
  private builder = new DumpBuilder();
  private threads = new Map<number, { thread: Thread; fields: Set<string> }>();
  private pid = 0;
  private cite;
  private target: ProcTarget = { pid: 0, tid: 0, field: '' };
  /** Unlabelled lines of a target whose header names no file come in the order of the loop that printed them. */
  private words = 0;
  private opaque = false;
  private stamp: Stamp | undefined;

  constructor(
    text: string,
    private readonly context: { entry: string; sub: string },
    lineContext: LineContext,
  ) {
    this.cite = citeOf(text, lineContext);
  }

  line(text: string, context: LineContext): BlockAnswer {
    const snapshot = SNAPSHOT.exec(text);
    if (snapshot) {
      this.emitDump();
      this.cite = citeOf(text, context);
      this.stamp = parseIsoStamp(snapshot[1]);
      return 'taken';
    }
    const header = parseProcHeader(text);
    if (header) {
      this.startTarget(header, text, context);
      return 'taken';
    }
    const grep = parseGrepLine(text);
    if (grep) {
      if (grep.target.field !== this.target.field || grep.target.tid !== this.target.tid) this.startTarget(grep.target, text, context);
      this.field(grep.target.field, grep.value, text, context);
      return 'taken';
    }
    if (text.trim() === '') {
      this.opaque = false;
      return 'taken';
    }
    return this.content(text, context) || this.opaque ? 'taken' : 'refused';
  }

  finish(): Rec[] {
    this.emitDump();
    this.records.push(...this.processes.values());
    return this.records;
  }

  private startTarget(target: ProcTarget, text: string, context: LineContext): void {
    this.target = target;
    this.words = 0;
    this.opaque = !['', 'comm', 'wchan', 'syscall', 'stack', 'status', 'stat'].includes(target.field);
    if (target.pid) this.pid ||= target.pid;
    if (target.tid === 0) return;
    const known = this.threads.get(target.tid);
    if (known?.fields.has(target.field)) {
      this.emitDump();
      this.cite = citeOf(text, context);
    }
    this.thread(target.tid, text, context)?.fields.add(target.field);
  }

  private thread(tid: number, text: string, context: LineContext): { thread: Thread; fields: Set<string> } | undefined {
    const known = this.threads.get(tid);
    if (known) return known;
    const entry = { thread: newThread(tid, citeOf(text, context)), fields: new Set<string>() };
    if (!this.builder.add(entry.thread)) return undefined;
    this.threads.set(tid, entry);
    return entry;
  }

  private content(text: string, context: LineContext): boolean {
    const labelled = LABELLED.exec(text);
    if (labelled) return this.field(labelled[1], labelled[2], text, context);
    if (this.target.field) return this.field(this.target.field, text, text, context);
    if (parseKernelFrame(text, 0)) return this.field('stack', text, text, context);
    if (SYSCALL.test(text)) return this.field('syscall', text, text, context);
    if (STATUS.test(text)) return this.field('status', text, text, context);
    if (STAT.test(text)) return this.field('stat', text, text, context);
    if (!this.target.tid || this.words >= 2 || !WORD.test(text)) return false;
    return this.field(this.words++ === 0 ? 'comm' : 'wchan', text, text, context);
  }

  private field(field: string, value: string, text: string, context: LineContext): boolean {
    if (field === 'status') return this.status(value, text, context);
    if (this.target.tid === 0) return this.processField(field, value, text, context);
    const thread = this.thread(this.target.tid, text, context)?.thread;
    if (!thread) return true;
    if (field === 'comm') thread.name ??= value.trim().slice(0, 64);
    else if (field === 'wchan') thread.wchan ??= value.trim().slice(0, 64) || undefined;
    else if (field === 'stat') readStat(thread, value);
    else if (field === 'stack') {
      const frame = parseKernelFrame(value, context.line);
      if (!frame) return false;
      this.builder.push(thread, frame, text, context);
    } else if (field === 'syscall') {
      if (!SYSCALL.test(value)) return false;
      this.builder.push(thread, { fn: 'syscall', object: '[kernel]', args: value.slice(0, 200), line: context.line }, text, context);
    } else return false;
    return true;
  }

  private processField(field: string, value: string, text: string, context: LineContext): boolean {
    const process = this.process(this.target.pid || this.pid, text, context);
    if (!process) return this.opaque;
    if (field === 'comm') process.comm ??= value.trim().slice(0, 64);
    else if (field === 'wchan') process.wchan ??= value.trim().slice(0, 64);
    else if (field === 'stack') return parseKernelFrame(value, 0) !== undefined;
    else if (field === 'syscall') return SYSCALL.test(value);
    else return STAT.test(value);
    return true;
  }

  private status(value: string, text: string, context: LineContext): boolean {
    const match = STATUS.exec(value);
    if (!match) return false;
    const [, key, content] = match;
    if (key === 'Tgid') this.pid ||= Number(content) || 0;
    if (this.target.tid) {
      if (key === 'State') {
        const entry = this.thread(this.target.tid, text, context);
        if (entry) entry.thread.procState = content.slice(0, 1);
      } else if (key === 'voluntary_ctxt_switches') {
        const entry = this.thread(this.target.tid, text, context);
        const count = Number(content);
        if (entry && Number.isFinite(count)) entry.thread.switches = count;
      } else if (key === 'NSpid') {
        const inner = Number(content.slice(content.lastIndexOf('\t') + 1));
        const entry = this.thread(this.target.tid, text, context);
        if (entry && inner > 0 && inner !== this.target.tid) entry.thread.innerTid = inner;
      }
      return true;
    }
    if (key === 'Name') this.pending = { comm: content.slice(0, 64) };
    if (key === 'State') this.pending = { ...this.pending, state: content.slice(0, 64), stateCite: citeOf(text, context) };
    if (key === 'Pid' || this.target.pid) this.adopt(key === 'Pid' ? Number(content) : this.target.pid, text, context);
    const process = this.processes.get(this.statusPid);
    const amount = Number.parseInt(content, 10);
    if (process && key === 'Threads') process.threads = amount;
    if (process && key === 'VmRSS') process.vmRssKb = amount;
    if (process && key === 'voluntary_ctxt_switches') process.voluntarySwitches = amount;
    return true;
  }
  private pending: Partial<ProcRecord> = {};
  private statusPid = 0;

  private adopt(pid: number, text: string, context: LineContext): void {
    const process = this.process(pid, text, context);
    if (!process) return;
    this.statusPid = pid;
    Object.assign(process, this.pending);
    this.pending = {};
  }

  private process(pid: number, text: string, context: LineContext): ProcRecord | undefined {
    const known = this.processes.get(pid);
    if (known || !pid || this.processes.size >= MAX_PROCESSES) return known;
    const { entry, sub } = this.context;
    const record: ProcRecord = { type: 'proc', entry, sub, cite: citeOf(text, context), pid };
    this.processes.set(pid, record);
    return record;
  }

  private emitDump(): void {
    if (this.builder.threads.length > 0) {
      const dump = buildDump({ source: 'proc', context: this.context, cite: this.cite, pid: this.pid, allThreads: true }, this.builder);
      if (this.stamp) dump.stamp = this.stamp;
      this.records.push(dump);
    }
    this.builder = new DumpBuilder();
    this.threads = new Map();
  }
}

/** State, and CPU time of user and kernel (fields 14 and 15), counted behind the name, which may hold blanks and brackets. */
function readStat(thread: Thread, value: string): void {
  const match = STAT.exec(value);
  if (match === null) return;
  thread.procState = match[3];
  const fields = value.slice(value.lastIndexOf(') ') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  if (Number.isFinite(ticks)) thread.cpuTicks = ticks;
}

const SNAPSHOT = /^snapshot (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/;

/** `Name:` followed by a tab opens /proc/PID/status, which no other tool prints with a tab. */
const STATUS_OPEN = /^Name:\t\S/;

export const PROC: Format = {
  name: 'proc',
  samples: [
    '==> /proc/4059/task/11232 <==',
    '==> /proc/16057/status <==',
    'Name:\tredis-server',
    '/proc/4059/task/11232/comm:redis-server',
    'snapshot 2026-11-30T19:10:31Z',
  ],
  open(text, context) {
    if (!STATUS_OPEN.test(text) && !SNAPSHOT.test(text) && !parseProcHeader(text) && !parseGrepLine(text)) return undefined;
    const reader = new ProcReader(text, { entry: context.entry, sub: context.sub }, context);
    reader.line(text, context);
    return reader;
  },
};
