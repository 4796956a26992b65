import type { DiagnosedIncident } from '../diagnosis/diagnose.js';
import { type Explained, leadingOf } from '../diagnosis/explain.js';
import { SIGNAL_NAMES } from '../facts/crashes.js';
import type { Facts, ProcessFact } from '../model/facts.js';
import { messageOf } from '../model/message.js';
import { citation, isoTime, UNKNOWN_TIME } from './cite.js';
import type { Incident } from './schema.js';

export interface StoryContext {
  facts: Facts;
  labels: Map<string, string>;
}

export function leading(incident: DiagnosedIncident): Explained | undefined {
  return leadingOf(incident.explanations);
}

export function intervalOf(incident: DiagnosedIncident): { fromMs: number; toMs: number } {
  return incident.course;
}

export function endOf(incident: DiagnosedIncident, facts: Facts): Incident['end'] {
  const crash = facts.crashes.find(
    (item) =>
      item.process === incident.victim &&
      !item.inChild &&
      incident.anomalies.some((anomaly) => anomaly.what === 'crash' && anomaly.fromMs === item.timeMs),
  );
  if (crash !== undefined) {
    const { report } = crash;
    const signal = report.signal === undefined ? 'a crash report' : `${SIGNAL_NAMES[report.signal] ?? `signal ${report.signal}`}`;
    const by =
      crash.origin === 'sent'
        ? ` sent by ${crash.sender === undefined ? 'another process' : `process ${crash.sender.pid} (uid ${crash.sender.uid})`}`
        : '';
    const where = crash.origin === 'sent' || crash.place === undefined ? '' : ` in ${crash.place}`;
    return {
      what: `${signal}${by}${where}${crash.survived ? ', which the process survived' : ''}`,
      time: isoTime(crash.timeMs),
      citation: citation(report.lines.signal ?? report.cite, crash.timeMs),
    };
  }
  const oom = facts.kernel.find(
    (record) => record.event === 'oom-kill' && record.process === incident.victim && record.process !== undefined,
  );
  if (oom !== undefined) return { what: "the kernel's OOM killer", time: isoTime(oom.timeMs), citation: citation(oom.cite, oom.timeMs) };
  const killed = incident.anomalies.find((item) => item.what === 'killed');
  if (killed !== undefined)
    return {
      what: 'a kill without any report (SIGKILL or the like), then a restart',
      time: isoTime(killed.toMs),
      ...(killed.cite === undefined ? {} : { citation: citation(killed.cite, killed.toMs) }),
    };
  const silence = facts.silences.find(
    (item) =>
      item.process === incident.victim &&
      item.endedBy === 'resumed' &&
      incident.stuck !== undefined &&
      item.toMs <= incident.stuck.toMs + 1000 &&
      item.toMs > incident.stuck.fromMs,
  );
  if (silence?.after !== undefined)
    return { what: 'the process going on by itself', time: isoTime(silence.toMs), citation: citation(silence.after, silence.toMs) };
  const { state, toBasis, toCite, toMs } = incident.course;
  if (state === 'over' && toBasis !== undefined && toCite !== undefined)
    return { what: `${toBasis}: "${messageOf(toCite.text).slice(0, 100)}"`, time: isoTime(toMs), citation: citation(toCite, toMs) };
  return undefined;
}

export function noticedBy(incident: DiagnosedIncident, context: StoryContext): NonNullable<Incident['impact']>['noticedBy'] {
  const seen = new Map<string, NonNullable<Incident['impact']>['noticedBy'][number]>();
  for (const witness of incident.scope.witnesses) {
    if (witness.by !== undefined && witness.by === incident.victim) continue;
    if (witness.what === 'probe-ok' || witness.what === 'sync-ok' || witness.what === 'node-reachable') continue;
    const key = `${witness.by ?? witness.cite.entry}:${witness.what}`;
    if (seen.has(key)) continue;
    seen.set(key, {
      process: witness.by,
      what: `${witness.what.replaceAll('-', ' ')}: ${messageOf(witness.cite.text)}`,
      time: isoTime(witness.timeMs),
      citation: citation(witness.cite, witness.timeMs),
    });
  }
  void context;
  return [...seen.values()].slice(0, 12);
}

export function triggerOf(incident: DiagnosedIncident): Incident['trigger'] {
  const top = leading(incident);
  const command = incident.scope.crashes.find((crash) => crash.command !== undefined)?.command;
  const cited = top?.ledger.some(
    (line) =>
      line.bearing === 'supports' && line.cites.some((cite) => cite.entry === command?.cite.entry && cite.line === command?.cite.line),
  );
  if (command !== undefined && cited) {
    const crash = incident.scope.crashes.find((item) => item.command === command);
    const what = `\`${command.argv.join(' ').slice(0, 160)}\`${command.client === undefined ? '' : `, client ${command.client}`}: in progress, it never returned`;
    return { what, time: isoTime(crash?.frozen?.atMs ?? crash?.timeMs), citation: citation(command.cite) };
  }
  for (const line of leading(incident)?.ledger ?? []) {
    if (line.group !== 'trigger' || line.state !== 'observed' || line.bearing !== 'supports') continue;
    const cite = line.cites[0];
    return { what: line.claim, time: isoTime(line.timeMs), ...(cite === undefined ? {} : { citation: citation(cite, line.timeMs) }) };
  }
  const crash = incident.scope.crashes[0];
  if (crash?.command === undefined || /^(exit|startup)/.test(leading(incident)?.signature.kind ?? '')) return undefined;
  return {
    what: `command in progress: ${crash.command.argv.join(' ').slice(0, 160)}`,
    citation: citation(crash.command.cite),
    time: isoTime(crash.frozen?.atMs ?? crash.timeMs),
  };
}

export function onsetOf(incident: DiagnosedIncident): Incident['onset'] {
  const frozen = incident.scope.crashes.find((crash) => crash.frozen !== undefined && crash.frozen.forMs >= 3000)?.frozen;
  if (frozen !== undefined)
    return {
      time: isoTime(frozen.atMs)!,
      basis: "main's clock (server_time_usec), frozen in the crash report",
      citation: citation(frozen.cite, frozen.atMs),
    };
  const { fromMs } = intervalOf(incident);
  const silence = incident.stuck === undefined ? undefined : incident.scope.silences.find((item) => Math.abs(item.fromMs - fromMs) < 1000);
  if (silence !== undefined)
    return { time: isoTime(silence.fromMs)!, basis: 'last line before the silence', citation: citation(silence.before, silence.fromMs) };
  const first = incident.anomalies.find((item) => item.fromMs === fromMs);
  const time = isoTime(fromMs);
  return time === undefined
    ? undefined
    : {
        time,
        basis: first?.label ?? incident.course.fromBasis ?? 'the first thing that anybody noticed',
        ...(first?.cite === undefined ? {} : { citation: citation(first.cite, fromMs) }),
      };
}

const FAILOVER: ReadonlySet<string> = new Set(['failover-won', 'switch-master', 'sentinel-switch-master', 'failover-end']);

export function impactOf(incident: DiagnosedIncident, context: StoryContext): Incident['impact'] {
  const { facts } = context;
  const victim = incident.scope.victim;
  const failover = facts.events.find(
    (bound) =>
      FAILOVER.has(bound.event.id) &&
      !Number.isNaN(incident.fromMs) &&
      bound.timeMs >= incident.fromMs &&
      bound.timeMs <= incident.toMs + 300_000,
  );
  const others = incident.scope.hasPeers();
  const saved = facts.events.findLast(
    (bound) =>
      ['bgsave-ok', 'rdb-saved'].includes(bound.event.id) &&
      bound.process !== undefined &&
      bound.process === victim?.id &&
      !(bound.timeMs > incident.toMs),
  );
  const values: NonNullable<Incident['impact']>['facts'] = [];
  const report = incident.scope.crashes[0]?.report;
  const info = (key: string, what: string) => {
    for (const section of report?.info ?? []) {
      const found = section.values[key];
      if (found !== undefined && report !== undefined) {
        values.push({
          what,
          value: found.value,
          citation: citation({ entry: report.entry, line: found.line, offset: found.offset, text: `${key}:${found.value}` }),
        });
        return found.value;
      }
    }
    return undefined;
  };
  const blocked = info('blocked_clients', 'clients blocked at that moment');
  info('connected_clients', 'clients connected');
  info('instantaneous_ops_per_sec', 'operations per second');
  info('used_memory_human', 'memory used');
  const offset = info('master_repl_offset', 'replication offset');
  return {
    noticedBy: noticedBy(incident, context),
    failover: failover !== undefined ? 'yes' : others ? 'no' : 'unknown',
    ...(failover === undefined ? {} : { failoverCitation: citation(failover.event, failover.timeMs) }),
    ...(saved === undefined
      ? {}
      : { lastSave: { time: isoTime(saved.timeMs) ?? UNKNOWN_TIME, citation: citation(saved.event, saved.timeMs) } }),
    ...(offset === undefined ? {} : { replicationOffset: offset }),
    ...(victim?.nodeId === undefined ? {} : { clusterId: victim.nodeId }),
    ...(blocked === undefined || !/^\d{1,15}$/.test(blocked) ? {} : { blockedClients: Number(blocked) }),
    facts: values,
  };
}

export function victimFacts(process: ProcessFact | undefined): string {
  if (process === undefined) return '';
  const modules = process.modules.filter((module) => module.version !== undefined).map((module) => `${module.name} ${module.version}`);
  return [process.product === undefined ? undefined : `${process.product} ${process.version ?? '?'}`, ...modules]
    .filter((item) => item !== undefined)
    .join(', ');
}
