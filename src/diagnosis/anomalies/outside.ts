import type { Facts } from '../../model/facts.js';
import type { FatalStartRecord } from '../../model/records.js';
import type { Anomaly } from './types.js';

const SLOW_MS = 1000;
/** Events of the latency monitor that are the disk or the fork, not a command (latency.c). */
const DISK_EVENT = /^(?:aof|rdb|fork)\b/;

type SlowItem = Facts['slowlogs'][number]['items'][number];

/** Slow commands with less than this between them are one trouble. */
const GROUP_PAUSE_MS = 60_000;
const MAX_GROUPS = 3;

/** Redis stamps an entry when the command has ended, with whole seconds (slowlog.c slowlogCreateEntry: `time(NULL)`). */
function spanOf({ epochSec, durationUs }: SlowItem): { fromMs: number; toMs: number } {
  return { fromMs: epochSec * 1000 - durationUs / 1000, toMs: epochSec * 1000 };
}

/** Those that followed each other, the ones that held main longest first. */
function groupsOf(items: readonly SlowItem[]): SlowItem[][] {
  const groups: SlowItem[][] = [];
  for (const item of [...items].sort((a, b) => a.epochSec - b.epochSec || a.id - b.id)) {
    const last = groups.at(-1);
    if (last !== undefined && spanOf(item).fromMs - spanOf(last.at(-1)!).toMs <= GROUP_PAUSE_MS) last.push(item);
    else groups.push([item]);
  }
  const held = (group: SlowItem[]) => group.reduce((sum, item) => sum + item.durationUs, 0);
  return groups.sort((a, b) => held(b) - held(a));
}

function slowGroup(group: SlowItem[], process: string | undefined): Anomaly {
  const slowest = group.reduce((a, b) => (b.durationUs > a.durationUs ? b : a));
  const ran = `${slowest.argv[0] ?? '?'} ran ${Math.round(slowest.durationUs / 1000)} ms`;
  return {
    what: 'slow',
    family: 'death',
    process,
    fromMs: Math.min(...group.map((item) => spanOf(item).fromMs)),
    toMs: spanOf(group.at(-1)!).toMs,
    severity: 'warning',
    label: group.length === 1 ? `SLOWLOG: ${ran}` : `SLOWLOG: ${group.length} slow commands, ${ran}`,
    cite: slowest.cite,
    interval: true,
  };
}

export function slowness(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const slowlog of facts.slowlogs) {
    const slow = slowlog.items.filter((item) => item.durationUs >= SLOW_MS * 1000);
    for (const group of groupsOf(slow).slice(0, MAX_GROUPS)) found.push(slowGroup(group, slowlog.process));
  }
  for (const latency of facts.latencies) {
    const slow = latency.events.filter((item) => (item.worstMs ?? 0) >= SLOW_MS).sort((a, b) => (b.worstMs ?? 0) - (a.worstMs ?? 0))[0];
    if (slow !== undefined)
      found.push({
        what: 'slow',
        family: 'death',
        process: latency.process,
        families: new Set(DISK_EVENT.test(slow.name) ? ['death', 'persistence'] : ['death']),
        fromMs: Number.NaN,
        toMs: Number.NaN,
        severity: 'warning',
        label: `LATENCY: ${slow.name} up to ${slow.worstMs} ms`,
        cite: slow.cite,
      });
  }
  return found;
}

/** `Bad directive or wrong number of arguments (line 12: logfile /x)`: what the server said when it refused to start, in one line. */
export function refusalOf({ fields, cite }: Pick<FatalStartRecord, 'fields' | 'cite'>): string {
  const where = fields.line === undefined ? '' : `line ${fields.line}`;
  const at = [where, fields.directive ?? ''].filter((part) => part !== '').join(': ');
  return `${fields.reason ?? cite.text}${at === '' ? '' : ` (${at})`}`;
}

export function outside(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const record of facts.kernel) {
    const ours = record.process !== undefined || /^(redis|valkey|keydb)/.test(record.comm);
    if (!ours || record.event === 'other') continue;
    found.push({
      what: 'kernel',
      family: 'death',
      process: record.process,
      fromMs: record.timeMs,
      toMs: record.timeMs,
      severity: 'critical',
      label:
        record.event === 'hardware'
          ? `hardware memory error: ${record.fields.detail ?? record.cite.text}`
          : `kernel: ${record.event} ${record.comm}[${record.pid}]`,
      cite: record.cite,
    });
  }
  for (const record of facts.fatalStarts) {
    found.push({
      what: 'start-failed',
      family: 'startup',
      process: record.process,
      fromMs: record.timeMs,
      toMs: record.timeMs,
      severity: 'critical',
      label: refusalOf(record),
      cite: record.cite,
    });
  }
  return found;
}
