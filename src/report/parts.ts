import { templateOf } from '../formats/log/template.js';
import { parseEntryName } from '../formats/side/entry-name.js';
import type { Facts } from '../model/facts.js';
import type { KeptLine } from '../model/records.js';
import { citation, isoTime, maybeCitation } from './cite.js';
import { detailsOf, withPlace } from './crash-details.js';
import type { Report } from './schema.js';

const KEPT_RECORDS = 20_000;

export function inputsOf(facts: Facts): Report['inputs'] {
  const spans = spansOf(facts);
  return facts.entries.map((entry) => {
    const span = spans.get(entry.entry);
    const from = isoTime(span?.fromMs ?? Number.NaN);
    const to = isoTime(span?.toMs ?? Number.NaN);
    return {
      entry: entry.entry,
      format: entry.format,
      bytes: entry.bytes,
      lines: entry.lines,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      outcome: entry.outcome,
      ...(entry.why === undefined ? {} : { why: entry.why }),
      ...(entry.wrapping === 'plain' || entry.wrapping === '' ? {} : { wrapping: entry.wrapping }),
      ...(entry.unknown.count === 0 ? {} : { unknownLines: entry.unknown.count }),
    };
  });
}

/** First and last moment of the log lines of each entry. */
function spansOf(facts: Facts): Map<string, { fromMs: number; toMs: number }> {
  const spans = new Map<string, { fromMs: number; toMs: number }>();
  for (const process of facts.processes) {
    for (const run of process.runs) {
      const shift = run.stampBasis === 'absolute' ? 0 : process.zoneShiftMs;
      const span = spans.get(run.entry) ?? { fromMs: Number.POSITIVE_INFINITY, toMs: Number.NEGATIVE_INFINITY };
      span.fromMs = Math.min(span.fromMs, run.first.wallMs + shift);
      span.toMs = Math.max(span.toMs, run.last.wallMs + shift);
      spans.set(run.entry, span);
    }
  }
  return spans;
}

export function processesOf(facts: Facts, labels: Map<string, string>): Report['processes'] {
  return facts.processes.map((process) => ({
    id: process.id,
    pid: process.pid,
    entries: process.entries,
    role: process.role,
    server: process.server === '' ? undefined : process.server,
    product: process.product,
    version: process.version,
    port: process.port,
    mode: process.mode,
    nodeId: process.nodeId,
    modules: process.modules.map(({ name, version }) => ({ name, ...(version === undefined ? {} : { version }) })),
    from: isoTime(process.fromMs),
    to: isoTime(process.toMs),
    end: process.end,
    endWhy: process.endWhy,
    endCitation: maybeCitation(process.endCite),
    logLevel: { value: process.logLevel.value, basis: process.logLevel.basis },
    next: process.next,
    previous: process.previous,
    parent:
      process.parentPid === undefined
        ? undefined
        : facts.processes.find((other) => other.pid === process.parentPid && other.role !== 'child')?.id,
    lines: process.runs.reduce((sum, run) => sum + run.lines, 0),
    label: labels.get(process.id),
  }));
}

export function silencesOf(facts: Facts): Report['silences'] {
  return facts.silences
    .filter((silence) => silence.heartbeatLost || silence.benign !== undefined || silence.surprise >= 1 || silence.endedBy !== 'resumed')
    .slice(0, 500)
    .map((silence) => ({
      id: silence.id,
      process: silence.process,
      from: isoTime(silence.fromMs) ?? 'unknown',
      to: isoTime(silence.toMs) ?? 'unknown',
      durationMs: Math.round(silence.durationMs),
      surprise: silence.surprise,
      baseline: silence.baseline,
      endedBy: silence.endedBy,
      heartbeatLost: silence.heartbeatLost,
      mainOnly: silence.mainOnly,
      benign: silence.benign,
      before: citation(silence.before, silence.fromMs),
      after: maybeCitation(silence.after, silence.toMs),
    }));
}

export function changesOf(facts: Facts): Report['configChanges'] {
  return facts.configChanges.slice(0, 2000).map((change) => ({
    process: change.process,
    time: isoTime(change.timeMs),
    option: change.option,
    from: change.from,
    to: change.to,
    outcome: change.outcome === 'applied' || change.outcome === 'rejected' ? change.outcome : 'unknown',
    detail: change.outcome,
    attestedBy: change.attestedBy,
    citation: citation(change.cite, change.timeMs),
  }));
}

const MAX_FRAMES_SHOWN = 12;
const EXPECTED_SECTIONS = ['STACK TRACE', 'INFO OUTPUT', 'CLIENT LIST OUTPUT'];

export function crashesOf(facts: Facts): Report['crashes'] {
  return facts.crashes.slice(0, 500).map((crash) => {
    const { report } = crash;
    const missing =
      report.unwritten || report.by !== undefined
        ? []
        : EXPECTED_SECTIONS.filter((name) => !report.sections.some((section) => section.name.toUpperCase().includes(name)));
    return {
      process: crash.process,
      time: isoTime(crash.timeMs),
      signal: report.signal,
      siCode: report.siCode,
      sender: crash.sender,
      address: report.address,
      assertion:
        report.assertion === undefined ? undefined : withPlace(report.assertion.expr, report.assertion.file, report.assertion.line),
      panic: report.panic === undefined ? undefined : withPlace(report.panic.message, report.panic.file, report.panic.line),
      ...detailsOf(crash),
      faultingThread:
        crash.faultingThread === undefined || (crash.faultingThread.tid === 0 && crash.faultingThread.name === undefined)
          ? undefined
          : `${crash.faultingThread.tid}${crash.faultingThread.name === undefined ? '' : ` ${crash.faultingThread.name}`}`,
      topFrames: crash.topFrames.slice(0, MAX_FRAMES_SHOWN),
      complete: report.complete,
      origin: crash.origin,
      originWhy: crash.originWhy,
      inChild: crash.inChild,
      survived: crash.survived,
      command: crash.command?.argv.join(' ').slice(0, 300),
      frozenSince: crash.frozen !== undefined && crash.frozen.forMs >= 3000 ? isoTime(crash.frozen.atMs) : undefined,
      frozenForMs: crash.frozen !== undefined && crash.frozen.forMs >= 3000 ? crash.frozen.forMs : undefined,
      missingSections: missing,
      citation: citation(report.lines.signal ?? report.cite, crash.timeMs),
    };
  });
}

export function coverageOf(facts: Facts): NonNullable<Report['coverage']> {
  return facts.processes
    .filter((process) => process.role !== 'child')
    .map((process) => ({
      process: process.id,
      entry: process.entries[0],
      extent: process.coverage.extent,
      why: process.coverage.why,
      startsLate: process.coverage.startsLate,
      holes: process.coverage.holes
        .slice(0, 20)
        .map((hole) => ({ from: isoTime(hole.fromMs), to: isoTime(hole.toMs), why: hole.why, citation: maybeCitation(hole.cite) })),
    }));
}

export function clocksOf(facts: Facts): NonNullable<Report['clocks']> {
  return facts.clocks
    .filter((clock) => clock.process !== undefined)
    .map((clock) => ({
      entry: clock.entry,
      process: clock.process,
      zone: clock.zone,
      basis: clock.zoneBasis,
      shiftMs: clock.shiftMs,
      skewMs: clock.skewMs,
      skewErrorMs: clock.skewErrorMs,
      steps: clock.steps.map((step) => ({ time: isoTime(step.timeMs) ?? 'unknown', byMs: step.byMs, citation: citation(step.cite) })),
    }));
}

/** Log lines per bin and level, one curve a process; runs of rotated files are laid side by side in their own bins. */
export function densityOf(facts: Facts): NonNullable<Report['density']> {
  return facts.processes
    .filter((process) => process.role !== 'child')
    .flatMap((process) =>
      process.runs.map((run) => ({
        process: process.id,
        start: isoTime(run.density.startMs + (run.stampBasis === 'absolute' ? 0 : process.zoneShiftMs)) ?? 'unknown',
        binMs: run.density.binMs,
        counts: run.density.counts,
      })),
    )
    .filter((item) => item.counts.length > 0)
    .slice(0, 2000);
}

/** `isShown` is told milliseconds, NaN for a line that nothing dates. */
export function recordsOf(facts: Facts, isShown: (ms: number) => boolean): Pick<Report, 'records' | 'recordsDropped'> {
  const found: { ms: number; process: string; line: KeptLine }[] = [];
  let total = 0;
  for (const process of facts.processes) {
    const seen = new Map<string, Set<number>>();
    for (const run of process.runs) {
      total += run.lines;
      for (const line of [run.first, ...run.events, ...run.tail, ...run.gaps.flatMap((gap) => [gap.before, gap.after]), run.last]) {
        if (isKnown(seen, line)) continue;
        const ms = line.wallMs + (run.stampBasis === 'absolute' || ('handler' in line && line.handler) ? 0 : process.zoneShiftMs);
        if (isShown(ms)) found.push({ ms, process: process.id, line });
      }
    }
  }
  found.sort(
    (a, b) =>
      (Number.isNaN(a.ms) ? 1 : Number.isNaN(b.ms) ? -1 : a.ms - b.ms) ||
      (a.line.entry < b.line.entry ? -1 : a.line.entry > b.line.entry ? 1 : a.line.line - b.line.line),
  );
  // A folder of a thousand logs has a hundred thousand of them: only those that stay become rows.
  const records = found.slice(0, KEPT_RECORDS).map(({ ms, process, line }) => ({
    time: isoTime(ms),
    process,
    level: line.level === '' ? undefined : line.level,
    text: line.text,
    entry: line.entry,
    line: line.line,
    event: 'id' in line ? String(line.id) : undefined,
  }));
  return { records, recordsDropped: Math.max(0, total - records.length) };
}

/** Has this line been seen before? */
function isKnown(seen: Map<string, Set<number>>, { entry, line }: KeptLine): boolean {
  const lines = seen.get(entry);
  if (lines?.has(line)) return true;
  if (lines === undefined) seen.set(entry, new Set([line]));
  else lines.add(line);
  return false;
}

export function noveltyOf(facts: Facts): NonNullable<Report['novelty']> {
  return facts.novelty.map((item) => ({
    process: item.process,
    why: item.why,
    template: item.template.template,
    level: item.template.level === '' ? undefined : item.template.level,
    count: item.template.count,
    first: citation(item.template.first),
    last: citation(item.template.last),
  }));
}

const SHOWN_STRANGERS = 5;

/** A line that nobody knows is shown, so that somebody can say what it is. */
export function notUnderstoodIn(facts: Facts): Pick<Report, 'notUnderstood'> {
  const byTemplate = new Map<string, NonNullable<Report['notUnderstood']>[number]>();
  for (const { unknown } of facts.entries)
    for (const cite of unknown.samples) {
      const template = templateOf(cite.text.trim());
      if (byTemplate.size < SHOWN_STRANGERS && template !== '' && !byTemplate.has(template))
        byTemplate.set(template, { template, citation: citation(cite) });
    }
  return byTemplate.size === 0 ? {} : { notUnderstood: [...byTemplate.values()] };
}

export function entryStem(entry: string): string {
  return parseEntryName(entry).stem;
}
