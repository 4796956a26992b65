import type { CrashFact, Facts, ProcessFact, SilenceFact } from '../model/facts.js';
import { append } from '../model/grouping.js';
import type { Gap, KeptLine, LogRun } from '../model/records.js';
import { whyBeatsEnded } from './periodic-lines.js';
import { compare } from './processes.js';
import { isZoneChange } from './zone-change.js';

/** Shorter pauses are never called silences: serverCron prints its verbose lines every 5 s. */
const MIN_SILENCE_MS = 5000;
/** A periodic line that is late by one and a half periods was missed. */
const MISSED_PERIODS = 2.5;
const KEPT_PER_PROCESS = 24;

/** Pauses of a process that its own cadence makes remarkable, and the pause before its end. */
export function findSilences(facts: Facts): SilenceFact[] {
  const found: SilenceFact[] = [];
  const surroundings = surroundingsOf(facts);
  for (const process of facts.processes) {
    if (process.runs.length === 0 || process.role === 'child') continue;
    found.push(...silencesOf(process, surroundings(process)));
  }
  found.sort((a, b) => a.fromMs - b.fromMs || compare(a.process, b.process));
  found.forEach((silence, index) => {
    silence.id = `s${index + 1}`;
  });
  return found;
}

/** The facts that lie around a process: its next incarnation, the children in its log, its reports. A log may hold thousands of processes. */
function surroundingsOf(facts: Facts): (process: ProcessFact) => Facts {
  const byId = new Map(facts.processes.map((process) => [process.id, process]));
  const children = new Map<string, ProcessFact[]>();
  const crashes = new Map<string, CrashFact[]>();
  for (const process of facts.processes) if (process.role === 'child') append(children, process.entries[0] ?? '', process);
  for (const crash of facts.crashes) if (crash.process !== undefined) append(crashes, crash.process, crash);
  return (process) => {
    const next = byId.get(process.next ?? '');
    const near = children.get(process.entries[0] ?? '') ?? [];
    return { ...facts, processes: next === undefined ? near : [next, ...near], crashes: crashes.get(process.id) ?? [] };
  };
}

interface Candidate {
  gap: { before: KeptLine; after?: KeptLine };
  fromMs: number;
  toMs: number;
  endedBy: SilenceFact['endedBy'];
  mainOnly: boolean;
}

function silencesOf(process: ProcessFact, facts: Facts): SilenceFact[] {
  const cadence = sumCadence(process.runs.map((run) => run.cadence));
  const period = heartbeatPeriod(process.runs);
  const candidates = [...pausesInside(process, facts), ...pauseBeforeEnd(process, facts)];
  const longest = candidates.map((item) => item.toMs - item.fromMs).sort((a, b) => b - a);
  const silences: SilenceFact[] = [];
  for (const item of candidates) {
    const durationMs = item.toMs - item.fromMs;
    if (durationMs < MIN_SILENCE_MS) continue;
    const maxOther = longest.find((ms) => ms < durationMs) ?? 0;
    const others = othersDuring(process, item, facts);
    const missed = period !== undefined && durationMs > MISSED_PERIODS * period && beatsAround(process, item);
    const ended =
      missed && item.endedBy === 'resumed'
        ? whyBeatsEnded(process.runs, item.gap.before.wallMs, item.gap.after?.wallMs ?? item.toMs)
        : undefined;
    const lost = missed && ended === undefined;
    const baseline = {
      medianMs: quantile(cadence, 0.5),
      p99Ms: quantile(cadence, 0.99),
      maxOtherMs: maxOther,
      heartbeatMs: period,
      lines: process.runs.reduce((n, run) => n + run.lines, 0),
    };
    silences.push({
      id: '',
      process: process.id,
      fromMs: item.fromMs,
      toMs: item.toMs,
      durationMs,
      surprise: surpriseOf(durationMs, baseline, lost, period),
      baseline,
      heartbeatLost: lost,
      endedBy: item.endedBy,
      before: item.gap.before,
      after: item.gap.after,
      mainOnly: item.mainOnly || others.length > 0,
      others,
      benign: benignReading(item, baseline, process.runs),
      beatsEnded: ended,
    });
  }
  silences.sort((a, b) => Number(b.heartbeatLost) - Number(a.heartbeatLost) || b.durationMs - a.durationMs);
  return dropNested(silences).slice(0, KEPT_PER_PROCESS);
}

/** A pause of main inside which other lines stand is kept only when no pause of the whole process covers it. */
function dropNested(silences: SilenceFact[]): SilenceFact[] {
  return silences.filter(
    (item) =>
      !silences.some(
        (other) =>
          other !== item &&
          other.fromMs <= item.fromMs &&
          other.toMs >= item.toMs &&
          (other.durationMs > item.durationMs || (!other.mainOnly && item.mainOnly)),
      ),
  );
}

function pausesInside(process: ProcessFact, facts: Facts): Candidate[] {
  const found: Candidate[] = [];
  const reports = facts.crashes.filter((crash) => crash.process === process.id && !crash.inChild);
  const at = (run: LogRun, line: KeptLine) => line.wallMs + (run.stampBasis === 'absolute' ? 0 : process.zoneShiftMs);
  const add = (run: LogRun, gap: Gap, mainOnly: boolean) =>
    found.push({ gap, fromMs: at(run, gap.before), toMs: at(run, gap.after), endedBy: 'resumed', mainOnly });
  const placeOf = ({ before, after }: Gap) => `${before.line} ${after.line}`;
  process.runs.forEach((run, index) => {
    const places = new Set(run.gaps.map(placeOf));
    for (const gap of run.gaps) if (!endsInReport(gap.after, reports)) add(run, gap, false);
    for (const gap of run.mainGaps) if (!endsInReport(gap.after, reports) && !places.has(placeOf(gap))) add(run, gap, true);
    const next = process.runs[index + 1];
    if (next !== undefined && at(next, next.first) > at(run, run.last))
      add(run, { before: run.last, after: next.first, durationMs: 0 }, false);
  });
  return found;
}

/** The lines of a crash report end a silence as a crash, not as the process going on. */
function endsInReport(line: KeptLine, reports: Facts['crashes']): boolean {
  return reports.some(
    (crash) => crash.report.entry === line.entry && line.line >= crash.report.cite.line && line.line <= crash.report.endLine,
  );
}

/** What followed the last line of a process dates the silence at its end; without any such thing the log simply ends. */
function pauseBeforeEnd(process: ProcessFact, facts: Facts): Candidate[] {
  const run = process.runs[process.runs.length - 1];
  if (run === undefined) return [];
  const lastMain = run.lastMain ?? run.last;
  const shift = run.stampBasis === 'absolute' ? 0 : process.zoneShiftMs;
  const crash = facts.crashes.find((item) => item.process === process.id && !item.inChild && item.timeMs >= lastMain.wallMs + shift);
  const before = crash === undefined ? lastMain : (lastLineBefore(crash.report.cite.line, run) ?? lastMain);
  const fromMs = before.wallMs + shift;
  if (crash !== undefined)
    return [
      {
        gap: { before, after: undefined },
        fromMs,
        toMs: crash.timeMs,
        endedBy: 'crash',
        mainOnly: run.last.line > before.line && run.last.line < crash.report.cite.line,
      },
    ];
  const next = facts.processes.find((other) => other.id === process.next);
  const mainOnly = run.last !== lastMain && run.last.line > lastMain.line;
  if (process.end === 'clean-shutdown') return [];
  if (next !== undefined && next.fromMs > fromMs)
    return [{ gap: { before: lastMain, after: next.runs[0]?.first }, fromMs, toMs: next.fromMs, endedBy: 'restart', mainOnly }];
  const ignored = lastIgnoredSignal(run, lastMain);
  if (ignored !== undefined && ignored > fromMs)
    return [{ gap: { before: lastMain }, fromMs, toMs: Math.max(ignored, facts.collectedMs ?? 0), endedBy: 'end-of-log', mainOnly: true }];
  const dated = facts.collectedMs;
  if (dated !== undefined && dated > fromMs) return [{ gap: { before: lastMain }, fromMs, toMs: dated, endedBy: 'end-of-log', mainOnly }];
  return [];
}

/** serverCron acts on a request to stop within a tenth of a second: requests that go on for longer find main elsewhere. */
const IGNORED_MS = 5000;

/** The last of several requests to stop that the handler wrote down and main, which has not begun to stop, never answered. */
function lastIgnoredSignal(run: LogRun, lastMain: KeptLine): number | undefined {
  if (run.events.some((event) => event.id === 'shutdown-requested' && event.line <= lastMain.line)) return undefined;
  const signals = run.events.filter((event) => event.id === 'shutdown-signal' && event.handler === true && event.line > lastMain.line);
  const [first, last] = [signals[0], signals[signals.length - 1]];
  return first !== undefined && last !== undefined && last.wallMs - first.wallMs > IGNORED_MS ? last.wallMs : undefined;
}

function lastLineBefore(reportLine: number, run: LogRun): KeptLine | undefined {
  const lines = [...run.tail, ...run.events, ...run.gaps.map((gap) => gap.before)].filter(
    (line) => line.line < reportLine && line.wallMs > 0 && line.role !== 'C' && !/REDIS BUG REPORT|VALKEY BUG REPORT/.test(line.text),
  );
  return lines.sort((a, b) => b.line - a.line)[0];
}

function sumCadence(all: number[][]): number[] {
  const sum = new Array<number>(40).fill(0);
  for (const bins of all) for (const [bin, count] of bins.entries()) sum[bin] = (sum[bin] ?? 0) + count;
  return sum;
}

/** Upper edge of the log2 bin that holds the quantile, ms. */
export function quantile(bins: number[], q: number): number {
  const total = bins.reduce((a, b) => a + b, 0);
  if (total === 0) return 0;
  let seen = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    seen += bins[bin]!;
    if (seen >= q * total) return 2 ** (bin + 1);
  }
  return 2 ** bins.length;
}

/** Spacing of the periodic lines: the fullest bin at or above one second (several databases print in the same millisecond). */
function heartbeatPeriod(runs: LogRun[]): number | undefined {
  const bins = sumCadence(runs.flatMap((run) => (run.heartbeat === undefined ? [] : [run.heartbeat.cadence])));
  let best = -1;
  for (let bin = 9; bin < 17; bin++) if ((bins[bin] ?? 0) > (bins[best] ?? 0)) best = bin;
  if (best < 0 || (bins[best] ?? 0) < 2) return undefined;
  // serverCron's lines come every 5 s (server.c run_with_period(5000)); other spacings keep the bin's upper edge.
  return best === 12 ? 5050 : 2 ** (best + 1);
}

/** The periodic lines must have been there before the pause; they are only printed for databases that hold keys. */
function beatsAround(process: ProcessFact, item: Candidate): boolean {
  return process.runs.some((run) => {
    if (run.heartbeat === undefined) return false;
    const shift = run.stampBasis === 'absolute' ? 0 : process.zoneShiftMs;
    const first = run.heartbeat.first.wallMs + shift;
    if (first > item.fromMs) return false;
    const nearest = [run.heartbeat.last, ...run.heartbeat.gaps.map((gap) => gap.before)]
      .map((line) => line.wallMs + shift)
      .filter((ms) => ms <= item.fromMs + 1);
    return nearest.length > 0 ? Math.max(...nearest) > item.fromMs - 12_000 : run.heartbeat.last.wallMs + shift > item.toMs;
  });
}

/** -log10 of the chance of such a pause, roughly: missed beats count one each; without a heartbeat the pause is compared with the
 * longest other one, and few lines make a weak baseline. */
function surpriseOf(durationMs: number, baseline: SilenceFact['baseline'], lost: boolean, period: number | undefined): number {
  if (lost && period !== undefined) return Math.min(50, Math.round((durationMs / period) * 10) / 10);
  if (baseline.lines < 20) return 0;
  // With fewer than 200 pauses the 99th percentile is the longest one itself.
  const other = Math.max(baseline.maxOtherMs, baseline.lines >= 200 ? baseline.p99Ms : 0, 1000);
  return Math.max(0, Math.min(20, Math.round(Math.log10(baseline.lines) * Math.log2(durationMs / other) * 10) / 10));
}

const HANDLER_SLACK_MS = 2000;

function othersDuring(process: ProcessFact, item: Candidate, facts: Facts): KeptLine[] {
  const cites: KeptLine[] = [];
  for (const other of facts.processes) {
    if (other.role !== 'child' || other.entries[0] !== process.entries[0]) continue;
    for (const run of other.runs)
      for (const line of run.tail)
        if (line.wallMs + process.zoneShiftMs > item.fromMs && line.wallMs + process.zoneShiftMs < item.toMs) cites.push(line);
  }
  // Its own signal handler: the process ran, main did not come to act on it. The stamp has whole seconds, in UTC.
  for (const run of process.runs)
    for (const event of run.events)
      if (event.handler === true && event.wallMs > item.fromMs + HANDLER_SLACK_MS && event.wallMs < item.toMs - HANDLER_SLACK_MS)
        cites.push(event);
  return cites.slice(0, 5);
}

/** Where the wall clock also ran backwards by a like amount, a leap forward is the clock too, not a standstill. */
const MIN_JUMP_MS = 30_000;

/** Loading prints nothing; at the change to daylight saving time the wall clock jumps by an hour, in the night. */
function benignReading(item: Candidate, baseline: SilenceFact['baseline'], runs: LogRun[]): string | undefined {
  const text = `${item.gap.before.text} ${item.gap.before.module}`;
  if (
    /Loading RDB|Loading event starts|RDB age|RDB memory usage|Reading RDB|Server initialized|Loading DB|loading the AOF|Loading AOF|sync: (Loading DB|Flushing)/i.test(
      text,
    ) &&
    item.endedBy === 'resumed'
  )
    return 'loading';
  const jump = item.toMs - item.fromMs;
  if (
    item.endedBy === 'resumed' &&
    jump >= MIN_JUMP_MS &&
    runs.some((run) => run.backSteps.some((step) => step.before.wallMs - step.after.wallMs >= jump / 2))
  )
    return 'clock-step';
  const slack = Math.max(10_000, 3 * (baseline.heartbeatMs ?? Math.min(baseline.p99Ms, 20_000)));
  if (item.endedBy === 'resumed' && isZoneChange(item.gap.before.wallMs, item.gap.before.wallMs + jump, slack)) return 'dst';
  return undefined;
}
