import type { BoundEvent, CrashFact, Facts, ProcessFact, SilenceFact, WitnessFact } from '../model/facts.js';
import type { Cite } from '../model/origin.js';
import type { Signature } from '../model/signatures.js';
import { anchorEvents } from './anchors.js';

/** Something that a careful reader would stop at. Incidents are built from anomalies before any signature is weighed. */
export interface Anomaly {
  what: 'crash' | 'child-crash' | 'killed' | 'stuck' | 'stacks' | 'slow' | 'start-failed' | 'kernel' | 'container' | 'clock' | 'event';
  /** First word of the kinds it may belong to; anomalies of one process and family belong together. */
  family: string;
  /** Families of all signatures that it anchors. */
  families?: ReadonlySet<string>;
  process?: string;
  fromMs: number;
  toMs: number;
  severity: 'critical' | 'warning' | 'info';
  label: string;
  cite?: Cite;
  /** Process that the line speaks of, where it is another one. */
  about?: string;
  /** The interval is known to be that of a standstill. */
  interval?: boolean;
}

export interface BenignReading {
  what: string;
  why: string;
  process?: string;
  cite?: Cite;
}

/** What peers say when a process does not answer. */
export const COMPLAINTS: ReadonlySet<WitnessFact['what']> = new Set([
  'node-failing', 'node-fail-received', 'master-timeout', 'replica-timeout', 'sdown', 'odown', 'socket-timeout', 'probe-timeout',
] as const);

/** A complaint counts while the silence lasts. One that is made at the moment when both go on again says nothing about who stood still. */
const INSIDE_MS = 500;
const MIN_FROZEN_MS = 3000;
const SHUTDOWN_GRACE_MS = 5000;

export function findAnomalies(facts: Facts, signatures: Signature[]): { anomalies: Anomaly[]; benign: BenignReading[] } {
  const benign: BenignReading[] = [];
  const anomalies = [
    ...deaths(facts),
    ...standstills(facts, benign),
    ...stackAnomalies(facts),
    ...scriptAndSignalAnomalies(facts),
    ...slowness(facts),
    ...outside(facts),
    ...clockSteps(facts, benign),
    ...fromEvents(facts, signatures),
  ];
  return { anomalies, benign };
}

function deaths(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const crash of facts.crashes) {
    found.push({
      what: crash.inChild ? 'child-crash' : 'crash', family: 'death', process: crash.process, fromMs: crash.timeMs, toMs: crash.timeMs, severity: crash.inChild ? 'warning' : 'critical',
      label: crashLabel(crash), cite: crash.report.lines.signal ?? crash.report.lines.assertion ?? crash.report.lines.panic ?? crash.report.cite,
    });
  }
  for (const process of facts.processes) {
    if (process.end !== 'killed' || process.role === 'child') continue;
    const restart = facts.processes.find((other) => other.id === process.next);
    found.push({ what: 'killed', family: 'death', process: process.id, fromMs: process.toMs, toMs: restart?.fromMs ?? process.toMs, severity: 'critical', label: 'ends without shutdown lines and without a report', cite: process.endCite });
  }
  for (const record of facts.sanitizers) {
    found.push({ what: 'crash', family: 'death', process: record.process, fromMs: Number.NaN, toMs: Number.NaN, severity: 'critical', label: `${record.tool}: ${record.error}`, cite: record.cite });
  }
  return found;
}

function crashLabel(crash: CrashFact): string {
  const { report } = crash;
  if (report.assertion !== undefined) return `assertion failed: ${report.assertion.expr}`;
  if (report.outOfMemory !== undefined) return 'out of memory';
  if (report.panic !== undefined) return `panic: ${report.panic.message}`;
  return `crash report${report.signal === undefined ? '' : `, signal ${report.signal}`}`;
}

/** Silences count when periodic lines were missed or when somebody else noticed; an idle server may be silent for hours at notice. */
function standstills(facts: Facts, benign: BenignReading[]): Anomaly[] {
  const found: Anomaly[] = [];
  for (const crash of facts.crashes) {
    if (crash.inChild || crash.frozen === undefined || crash.frozen.forMs < MIN_FROZEN_MS) continue;
    found.push({ what: 'stuck', family: 'death', process: crash.process, fromMs: crash.frozen.atMs, toMs: crash.timeMs, severity: 'critical', label: 'the clock of main had stopped before the report', cite: crash.frozen.cite, interval: true });
  }
  for (const silence of facts.silences) {
    const process = facts.processes.find((item) => item.id === silence.process);
    const complaints = complaintsAbout(facts, silence, process);
    const noticed = complaints.length > 0 && silence.endedBy !== 'restart' ? true : complaints.some((item) => item.timeMs < silence.toMs - 3000 && item.what !== 'sdown');
    if (silence.benign !== undefined && !noticed) {
      if (silence.durationMs > 30_000) benign.push({ what: `${Math.round(silence.durationMs / 1000)} s without a line`, why: BENIGN_WORDS[silence.benign] ?? silence.benign, process: silence.process, cite: silence.before });
      continue;
    }
    const lost = silence.heartbeatLost && silence.benign === undefined && !(silence.endedBy === 'restart' || silence.endedBy === 'end-of-log');
    if (lost || noticed) found.push(standstill(silence, complaints, lost));
    else if (silence.durationMs > 60_000 && silence.endedBy === 'resumed') {
      benign.push({ what: `${Math.round(silence.durationMs / 1000)} s without a line`, why: 'nothing periodic is printed at this level and nobody complained: an idle server is silent too', process: silence.process, cite: silence.before });
    }
  }
  return found;
}

const BENIGN_WORDS: Record<string, string> = {
  loading: 'a server that loads its data prints nothing until it has finished',
  'clock-step': 'the wall clock also ran backwards in this log by a like amount: it was set, the process did not stand still',
  dst: 'the wall clock moved by one hour at the change of daylight saving time; the pid went on and nothing else was missing',
};

function standstill(silence: SilenceFact, complaints: WitnessFact[], lost: boolean): Anomaly {
  return {
    what: 'stuck', family: 'death', process: silence.process, fromMs: silence.fromMs, toMs: silence.toMs, severity: 'critical', interval: true,
    label: lost ? 'periodic lines are missing' : `silent while others complain (${complaints[0]?.what})`, cite: silence.before,
  };
}

/** Complaints about a process inside one of its silences, or soon after its end. */
export function complaintsAbout(facts: Facts, silence: { process: string; fromMs: number; toMs: number }, process: ProcessFact | undefined): WitnessFact[] {
  const ids = new Set([silence.process, ...sameServer(facts, process).map((item) => item.id)]);
  return facts.witnesses.filter((item) => COMPLAINTS.has(item.what) && item.about !== undefined && ids.has(item.about) && item.timeMs >= silence.fromMs + 1000 && item.timeMs <= silence.toMs - INSIDE_MS);
}

export function sameServer(facts: Facts, process: ProcessFact | undefined): ProcessFact[] {
  return process === undefined ? [] : facts.processes.filter((item) => item.role !== 'child' && item.server === process.server);
}

/** A dump without a clock was taken while the process stood still: in its longest silence, if one stands out. */
function longestSilence(facts: Facts, process: string | undefined): SilenceFact | undefined {
  const mine = facts.silences.filter((silence) => silence.process === process && silence.benign === undefined).sort((a, b) => b.durationMs - a.durationMs);
  return mine[0] !== undefined && mine[0].durationMs >= 2 * (mine[1]?.durationMs ?? 0) ? mine[0] : undefined;
}

function stackAnomalies(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const dump of facts.dumps) {
    const { graph, main } = dump.reading;
    const cycle = graph.cycles.length > 0;
    const around = Number.isNaN(dump.timeMs) ? longestSilence(facts, dump.process) : facts.silences.find((silence) => silence.process === dump.process && silence.fromMs <= dump.timeMs && silence.toMs >= dump.timeMs - 1000);
    const inReport = dump.dump.source === 'redis-report';
    const busy = main !== undefined && !['idle', 'unknown', 'running', 'loading'].includes(main.activity);
    if (!cycle && (inReport || !busy) && !(main?.activity === 'stopped')) continue;
    found.push({
      what: 'stacks', family: 'death', process: dump.process, fromMs: around?.fromMs ?? dump.timeMs, toMs: around?.toMs ?? dump.timeMs, severity: cycle ? 'critical' : 'warning', interval: around !== undefined,
      label: cycle ? 'threads wait for each other in a circle' : `main: ${main?.detail ?? 'busy'}`, cite: main?.cite ?? dump.dump.cite,
    });
  }
  for (const record of facts.procs) {
    if (!/^[Tt]\b/.test(record.state ?? '') || record.process === undefined) continue;
    found.push({ what: 'stuck', family: 'death', process: record.process, fromMs: Number.NaN, toMs: Number.NaN, severity: 'critical', label: `process state ${record.state}`, cite: record.stateCite ?? record.cite });
  }
  return found;
}

/** "Slow script detected" gives the elapsed time; a SIGTERM that is not acted on shows a stuck main. */
function scriptAndSignalAnomalies(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const bound of facts.events) {
    const { event, timeMs, process } = bound;
    if (event.id === 'slow-script') {
      const elapsed = Number(event.fields.ms ?? 0);
      found.push({ what: 'stuck', family: 'death', process, fromMs: timeMs - elapsed, toMs: Math.max(timeMs, nextMainLine(facts, bound), stillInScript(facts, bound)), severity: 'warning', label: 'a script keeps main', cite: event, interval: true });
    } else if (event.id === 'watchdog-expired') {
      found.push({ what: 'stuck', family: 'death', process, fromMs: timeMs, toMs: Math.max(timeMs, nextMainLine(facts, bound)), severity: 'warning', label: 'the watchdog found main in one place', cite: event });
    } else if (event.id === 'shutdown-signal') {
      const acted = facts.events.find((other) => other.process === process && other.event.id === 'shutdown-requested' && other.timeMs >= timeMs - 2000);
      const until = acted?.timeMs ?? facts.crashes.find((crash) => crash.process === process && crash.timeMs >= timeMs)?.timeMs;
      if (until !== undefined && until - timeMs > SHUTDOWN_GRACE_MS && !facts.events.some((other) => other.process === process && other.event.id === 'shutdown-waiting')) {
        found.push({ what: 'stuck', family: 'death', process, fromMs: timeMs, toMs: until, severity: 'critical', label: 'SIGTERM arrived and main did not act on it', cite: event });
      }
    }
  }
  return found;
}

/** Redis serves a few commands and its cluster bus while a script runs, so main may log; a report that still shows the script dates its end. */
function stillInScript(facts: Facts, bound: BoundEvent): number {
  const crash = facts.crashes.find((item) => item.process === bound.process && !item.inChild && item.timeMs >= bound.timeMs);
  const dump = facts.dumps.find((item) => item.id === crash?.dump);
  return crash !== undefined && (dump?.reading.main?.activity === 'script' || /^(EVAL|EVALSHA|FCALL)/i.test(crash.command?.argv[0] ?? '')) ? crash.timeMs : bound.timeMs;
}

/** The next line of main ends what kept it. */
function nextMainLine(facts: Facts, bound: BoundEvent): number {
  const silence = facts.silences.find((item) => item.process === bound.process && item.fromMs <= bound.timeMs + 1 && item.toMs > bound.timeMs && item.endedBy !== 'end-of-log');
  if (silence !== undefined) return silence.toMs;
  const process = facts.processes.find((item) => item.id === bound.process);
  let next = Number.POSITIVE_INFINITY;
  for (const run of process?.runs ?? [])
    for (const line of [...run.tail, ...run.events])
      if (line.line > bound.event.line && line.entry === bound.event.entry && line.module === '' && 'handler' in line !== true) next = Math.min(next, line.wallMs + (process?.zoneShiftMs ?? 0));
  return Number.isFinite(next) ? next : bound.timeMs;
}

const SLOW_MS = 1000;

function slowness(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const slowlog of facts.slowlogs) {
    const slow = slowlog.items.filter((item) => item.durationUs >= SLOW_MS * 1000).sort((a, b) => b.durationUs - a.durationUs)[0];
    if (slow !== undefined) {
      const from = slow.epochSec * 1000;
      found.push({ what: 'slow', family: 'death', process: slowlog.process, fromMs: from, toMs: from + slow.durationUs / 1000, severity: 'warning', label: `SLOWLOG: ${slow.argv[0] ?? '?'} ran ${Math.round(slow.durationUs / 1000)} ms`, cite: slow.cite });
    }
  }
  for (const latency of facts.latencies) {
    const slow = latency.events.filter((item) => (item.worstMs ?? 0) >= SLOW_MS).sort((a, b) => (b.worstMs ?? 0) - (a.worstMs ?? 0))[0];
    if (slow !== undefined) found.push({ what: 'slow', family: 'death', process: latency.process, fromMs: Number.NaN, toMs: Number.NaN, severity: 'warning', label: `LATENCY: ${slow.name} up to ${slow.worstMs} ms`, cite: slow.cite });
  }
  return found;
}

function outside(facts: Facts): Anomaly[] {
  const found: Anomaly[] = [];
  for (const record of facts.kernel) {
    const ours = record.process !== undefined || /^(redis|valkey)/.test(record.comm);
    if (!ours || record.event === 'other') continue;
    found.push({ what: 'kernel', family: 'death', process: record.process, fromMs: record.timeMs, toMs: record.timeMs, severity: 'critical', label: `kernel: ${record.event} ${record.comm}[${record.pid}]`, cite: record.cite });
  }
  for (const record of facts.containers) {
    if (!['oom-killed', 'evicted'].includes(record.event) && !(record.event === 'exited' && record.exitCode !== undefined && record.exitCode !== 0)) continue;
    found.push({ what: 'container', family: 'death', process: record.process, fromMs: record.timeMs, toMs: record.timeMs, severity: 'critical', label: `${record.name}: ${record.message}`, cite: record.cite });
  }
  for (const record of facts.fatalStarts) {
    found.push({ what: 'start-failed', family: 'startup', process: record.process, fromMs: record.timeMs, toMs: record.timeMs, severity: 'critical', label: record.fields.reason ?? record.cite.text, cite: record.cite });
  }
  for (const record of facts.managers) {
    if (!['process-fatal', 'state-machine-failed', 'not-running', 'process-killed', 'failover'].includes(record.event)) continue;
    const family = record.event === 'process-killed' && record.process !== undefined ? 'death' : 'enterprise';
    found.push({ what: 'event', family, process: record.process, fromMs: record.timeMs, toMs: record.timeMs, severity: 'warning', label: record.cite.text.slice(0, 120), cite: record.cite });
  }
  return found;
}

const MIN_STEP_MS = 2000;

/** Time that runs backwards inside one run is the clock; an hour back in the small hours of a Sunday is the end of daylight saving time,
 * a year back in stamps without a year is New Year. */
function clockSteps(facts: Facts, benign: BenignReading[]): Anomaly[] {
  const found: Anomaly[] = [];
  for (const process of facts.processes) {
    for (const run of process.runs) {
      for (const step of run.backSteps) {
        const back = step.before.wallMs - step.after.wallMs;
        if (back < MIN_STEP_MS) continue;
        const local = new Date(step.after.wallMs);
        if (run.stampBasis === 'yearless' && back > 300 * 86_400_000) continue;
        if (run.stampBasis === 'naive' && Math.abs(back - 3_600_000) < 60_000 && local.getUTCHours() < 4 && local.getUTCDay() === 0) {
          benign.push({ what: 'the clock of the log goes back by one hour', why: 'end of daylight saving time: the stamps are local time', process: process.id, cite: step.after });
          continue;
        }
        const at = step.after.wallMs + process.zoneShiftMs;
        found.push({ what: 'clock', family: 'clock', process: process.id, fromMs: at, toMs: at, severity: 'warning', label: `the clock went back by ${Math.round(back / 1000)} s`, cite: step.after });
      }
    }
  }
  return found;
}

/** Every event that anchors a signature raises an anomaly; a user's private signature needs nothing else. */
function fromEvents(facts: Facts, signatures: Signature[]): Anomaly[] {
  const anchors = anchorEvents(signatures);
  const found: Anomaly[] = [];
  for (const bound of facts.events) {
    const anchor = anchors.get(bound.event.id);
    if (anchor === undefined || (bound.process === undefined)) continue;
    const witness = facts.witnesses.find((item) => item.cite === bound.event);
    found.push({
      what: 'event', family: anchor.family, families: anchor.families, process: bound.process, fromMs: bound.timeMs, toMs: bound.timeMs, severity: anchor.severity, label: bound.event.text.slice(0, 160), cite: bound.event, about: witness?.about,
    });
  }
  return found;
}
