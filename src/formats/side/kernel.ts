/**
 * Kernel log: `dmesg` in its three forms, kern.log, journalctl -k. Printed by mm/oom_kill.c, arch fault handlers, kernel/hung_task.c.
 *   [ 2740.055661] Memory cgroup out of memory: Killed process 19458 (redis-server) total-vm:241756kB, anon-rss:83200kB, …
 *   [Mon Nov 23 06:42:08 2026] oom-kill:constraint=CONSTRAINT_MEMCG,…,task=redis-server,pid=19458,uid=0
 *   2026-11-23T06:42:08,055661+00:00 redis-server[4059]: segfault at 0 ip 00007f… sp 00007f… error 4 in redis-server[55…]
 *   Nov 23 06:25:01 host kernel: INFO: task redis-server:4059 blocked for more than 120 seconds.
 *   [12345.680901] Memory failure: 0x12345: Killing redis-server:20117 due to hardware memory corruption      mm/memory-failure.c
 * The oom-kill line and the Killed line of one death become one record. Not handled: kernels before 2.6.32.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { KernelRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newFields } from './cite.js';
import { bareKernelPrefix, type KernelPrefix, parseKernelPrefix } from './kernel-prefix.js';

const MAX_RECORDS = 400;
const OOM_SUMMARY = /^oom-kill:(constraint=.{1,900})$/;
const KILLED =
  /^(Memory cgroup out of memory: |Out of memory(?: \([\w ]+\))?: )?Kill(?:ed)? process (\d{1,10})(?:, UID \d+,)? \((.{1,64}?)\)(?:,? (?:UID:?\s?\d+,? )?(.*))?$/;
const SEGFAULT =
  /^(.{1,64}?)\[(\d{1,10})\]: segfault at ([0-9a-f]{1,16}) ip ([0-9a-f]{1,16}) sp ([0-9a-f]{1,16}) error (\d{1,3})(?: in (\S{1,200}))?/;
const TRAP =
  /^(?:traps: )?(.{1,64}?)\[(\d{1,10})\] (general protection(?: fault)?|trap [\w ]{1,40}) ip:([0-9a-f]{1,16}) sp:[0-9a-f]{1,16} error:([0-9a-f]{1,8})(?: in (\S{1,200}))?/;
const HUNG = /^INFO: task (.{1,64}):(\d{1,10}) blocked for more than (\d{1,7}) seconds\./;
const LOCKUP = /^(?:watchdog: )?BUG: soft lockup - CPU#\d{1,5} stuck for (\d{1,7})s! \[(.{1,64}):(\d{1,10})\]/;
const CGROUP_USAGE = /^memory: usage (\d{1,20})kB, limit (\d{1,20})kB, failcnt (\d{1,20})/;
const SIZE = /(total-vm|anon-rss|file-rss|shmem-rss|pgtables|oom_score_adj):(-?\d{1,20})(?:kB)?/g;
/** mm/memory-failure.c kills who uses a page that the hardware reports; drivers/edac and arch/x86/kernel/cpu/mce log the report itself. */
const MEMORY_FAILURE =
  /^(?:MCE|Memory failure:) 0x[0-9a-f]{1,16}: (?:Killing (.{1,64}):(\d{1,10}) due to hardware memory corruption|.{0,120}\b(?:dirty|recovery action|Sending SIGBUS to (.{1,64}):(\d{1,10})))/i;
const EDAC = /^EDAC (?:\S{1,20}|MC\d{1,3}(?: row\d+)?): (?:(\d{1,10}) )?(UE|CE|uncorrected|corrected)\b/;
const MCE = /^(?:mce: )?\[Hardware Error\]: (.{1,300})/;
const SWAP_READ = /^(?:Read-error on swap-device|blk_update_request: I\/O error, dev .{1,60} sector|Buffer I\/O error on dev)/;
/** Cheap test before the expressions: nearly all kernel lines have none of these. */
const OF_INTEREST =
  /Hardware Error|EDAC |emory failure|MCE 0x|swap-device|oom-kill:|Kill(?:ed)? process|segfault at|general protection|trap |blocked for more than|soft lockup|memory: usage/;

/** Without a kernel prefix only lines that nothing else can have printed. */
const BARE = [OOM_SUMMARY, SEGFAULT, TRAP, HUNG, LOCKUP];

const BARE_START = /^(?:oom-kill:|Memory cgroup out|Out of memory|INFO: task |watchdog: BUG|BUG: soft|traps: )/;

function detectBare(message: string): boolean {
  const head = message.length > 120 ? message.slice(0, 120) : message;
  const possible = BARE_START.test(head) || head.includes(': segfault at ') || head.includes('] general protection');
  return (
    possible && OF_INTEREST.test(message) && (BARE.some((pattern) => pattern.test(message)) || (KILLED.exec(message)?.[1] ?? '') !== '')
  );
}

class KernelReader implements BlockReader {
  private readonly records: KernelRecord[] = [];
  private summary: KernelRecord | undefined;
  private usage: Record<string, string> = {};

  constructor(prefix: KernelPrefix, text: string, context: LineContext) {
    this.read(prefix, text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    const prefix = parseKernelPrefix(text, context);
    if (!prefix && context.sub !== 'kernel' && !detectBare(text)) return text === '' ? 'taken' : 'refused';
    this.read(prefix ?? bareKernelPrefix(text, context), text, context);
    return 'taken';
  }

  finish(): KernelRecord[] {
    this.flushSummary();
    return this.records;
  }

  private read(prefix: KernelPrefix, text: string, context: LineContext): void {
    const { message } = prefix;
    if (!OF_INTEREST.test(message)) return;
    const usage = CGROUP_USAGE.exec(message);
    if (usage) this.usage = { cgroupUsageKb: usage[1], cgroupLimitKb: usage[2], cgroupFailures: usage[3] };
    const add = (event: KernelRecord['event'], pid: string, comm: string, fields: Record<string, string>): void => {
      this.add(event, pid, comm, fields, prefix, citeOf(text, context), context.sub);
    };
    this.readOom(message, add);
    const segfault = SEGFAULT.exec(message);
    if (segfault) add('segfault', segfault[2], segfault[1], faultFields(segfault[3], segfault[4], segfault[6], segfault[7]));
    const trap = segfault ? null : TRAP.exec(message);
    if (trap) add('trap', trap[2], trap[1], { trap: trap[3], ...faultFields(undefined, trap[4], trap[5], trap[6]) });
    const hung = HUNG.exec(message);
    if (hung) add('hung-task', hung[2], hung[1], { seconds: hung[3] });
    this.readHardware(message, add);
    const lockup = LOCKUP.exec(message);
    if (lockup) add('other', lockup[3], lockup[2], { what: 'soft lockup', seconds: lockup[1] });
  }

  /** Errors that memory corrected by itself, and machine checks that only say that something was logged, are no damage by themselves. */
  private readHardware(
    message: string,
    add: (event: KernelRecord['event'], pid: string, comm: string, fields: Record<string, string>) => void,
  ) {
    const failure = MEMORY_FAILURE.exec(message);
    if (failure)
      add('hardware', failure[2] ?? failure[4] ?? '0', failure[1] ?? failure[3] ?? '', {
        what: 'uncorrected memory error',
        detail: keep(message, 300),
      });
    else if (/^EDAC /.test(message)) {
      const edac = EDAC.exec(message);
      const uncorrected = edac !== null && /^(?:UE|uncorrected)$/.test(edac[2]);
      if (edac)
        add(uncorrected ? 'hardware' : 'other', '0', '', {
          what: uncorrected ? 'uncorrected memory error' : 'corrected memory error',
          detail: keep(message, 300),
        });
    } else if (SWAP_READ.test(message))
      add(message.startsWith('Read-error on swap') ? 'hardware' : 'other', '0', '', {
        what: 'swap cannot be read',
        detail: keep(message, 300),
      });
    else {
      const mce = MCE.exec(message);
      if (mce)
        add(/memory (?:read|write|scrub)|uncorrect|\bUC\b|PCC/i.test(mce[1]) ? 'hardware' : 'other', '0', '', {
          what: 'machine check',
          detail: keep(mce[1], 300),
        });
    }
  }

  private readOom(message: string, add: (event: KernelRecord['event'], pid: string, comm: string, fields: Record<string, string>) => void) {
    const summary = OOM_SUMMARY.exec(message);
    if (summary) {
      const fields = pairsOf(summary[1]);
      this.flushSummary();
      add('oom-kill', fields.pid ?? '0', fields.task ?? '', { ...fields, ...this.usage });
      this.summary = this.records.length < MAX_RECORDS ? this.records.pop() : undefined;
    }
    const killed = KILLED.exec(message);
    if (killed) {
      const fields = newFields();
      for (const [, name, value] of (killed[4] ?? '').matchAll(SIZE)) fields[name] = value;
      const before = this.summary?.pid === Number(killed[2]) ? this.summary : undefined;
      if (before) this.summary = undefined;
      this.flushSummary();
      const scope = killed[1]?.startsWith('Memory cgroup') ? 'cgroup' : 'system';
      add('oom-kill', killed[2], killed[3], { ...this.usage, ...before?.fields, ...fields, ...(killed[1] ? { scope } : {}) });
      this.usage = {};
    }
  }

  /** An oom-kill line whose Killed line is missing stands for itself. */
  private flushSummary(): void {
    if (this.summary) this.records.push(this.summary);
    this.summary = undefined;
  }

  private add(
    event: KernelRecord['event'],
    pid: string,
    comm: string,
    fields: Record<string, string>,
    prefix: KernelPrefix,
    cite: KernelRecord['cite'],
    sub: string,
  ): void {
    if (this.records.length >= MAX_RECORDS) return;
    const { stamp, uptimeSec } = prefix;
    const record: KernelRecord = { type: 'kernel', event, entry: cite.entry, sub, cite, stamp, pid: Number(pid), comm, fields };
    if (uptimeSec !== undefined) record.uptimeSec = uptimeSec;
    // Before 4.19 `Kill process … or sacrifice child` and `Killed process …` are two lines of one death.
    const last = this.records.at(-1);
    if (event === 'oom-kill' && last?.event === 'oom-kill' && last.pid === record.pid) this.records.pop();
    if (last && this.records.at(-1) !== last) record.fields = { ...last.fields, ...fields };
    this.records.push(record);
  }
}

function pairsOf(text: string): Record<string, string> {
  const fields = newFields();
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) fields[part.slice(0, equals)] = keep(part.slice(equals + 1), 300);
  }
  return fields;
}

function faultFields(address: string | undefined, ip: string, error: string, object: string | undefined): Record<string, string> {
  return { ...(address === undefined ? {} : { address: `0x${address}` }), ip: `0x${ip}`, error, ...(object ? { object } : {}) };
}

export const kernel: Format = {
  name: 'dmesg',
  samples: [
    '[ 2740.054908] redis-server invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
    '[Mon Nov 23 06:42:08 2026] redis-server invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
    '2026-11-23T06:42:08,054908+00:00 redis-server invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
    'Nov 23 06:25:01 host kernel: [12345.678901] redis-server[4059]: segfault at 10 ip 00005581c0a1b2c3 sp 00007ffd0a1b2c30 error 4 in redis-server[5581c0900000+1a0000]',
    'Out of memory: Killed process 4059 (redis-server) total-vm:241756kB, anon-rss:83200kB, file-rss:5324kB, shmem-rss:0kB, UID:0 pgtables:312kB oom_score_adj:0',
    'Out of memory: Kill process 4059 (redis-server) score 812 or sacrifice child',
    'INFO: task redis-server:4059 blocked for more than 120 seconds.',
    '[12345.680901] Memory failure: 0x12345: Killing redis-server:20117 due to hardware memory corruption',
    '[12345.679901] EDAC MC0: 1 UE memory read error on CPU_SrcID#0_MC#0_Chan#1_DIMM#0',
  ],
  open(text, context) {
    if (text.length > 4096) return undefined;
    const prefix = parseKernelPrefix(text, context);
    if (prefix) return new KernelReader(prefix, text, context);
    return context.sub === 'kernel' || detectBare(text) ? new KernelReader(bareKernelPrefix(text, context), text, context) : undefined;
  },
};
