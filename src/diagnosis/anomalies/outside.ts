import type { Facts } from '../../model/facts.js';
import type { Anomaly } from './types.js';

const SLOW_MS = 1000;
/** Events of the latency monitor that are the disk or the fork, not a command (latency.c). */
const DISK_EVENT = /^(?:aof|rdb|fork)\b/;

export function slowness(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const slowlog of facts.slowlogs) {
    const slow = slowlog.items.filter((item) => item.durationUs >= SLOW_MS * 1000).sort((a, b) => b.durationUs - a.durationUs)[0];
    if (slow !== undefined) {
      const from = slow.epochSec * 1000;
      found.push({
        what: 'slow',
        family: 'death',
        process: slowlog.process,
        fromMs: from,
        toMs: from + slow.durationUs / 1000,
        severity: 'warning',
        label: `SLOWLOG: ${slow.argv[0] ?? '?'} ran ${Math.round(slow.durationUs / 1000)} ms`,
        cite: slow.cite,
      });
    }
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
          ? `kernel: hardware memory error, ${record.comm}[${record.pid}] killed`
          : `kernel: ${record.event} ${record.comm}[${record.pid}]`,
      cite: record.cite,
    });
  }
  for (const record of facts.containers) {
    if (
      !['oom-killed', 'evicted'].includes(record.event) &&
      !(record.event === 'exited' && record.exitCode !== undefined && record.exitCode !== 0)
    )
      continue;
    found.push({
      what: 'container',
      family: 'death',
      process: record.process,
      fromMs: record.timeMs,
      toMs: record.timeMs,
      severity: 'critical',
      label: `${record.name}: ${record.message}`,
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
      label: record.fields.reason ?? record.cite.text,
      cite: record.cite,
    });
  }
  for (const record of facts.managers) {
    if (!['process-fatal', 'state-machine-failed', 'not-running', 'process-killed', 'failover'].includes(record.event)) continue;
    const family = record.event === 'process-killed' && record.process !== undefined ? 'death' : 'enterprise';
    found.push({
      what: 'event',
      family,
      process: record.process,
      fromMs: record.timeMs,
      toMs: record.timeMs,
      severity: 'warning',
      label: record.cite.text.slice(0, 120),
      cite: record.cite,
    });
  }
  return found;
}
