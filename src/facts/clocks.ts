import type { ClockFact } from '../model/facts.js';
import type { EntryRecords, KeptLine, LogRun, Stamp } from '../model/records.js';
import { zoneShift } from '../text/stamps.js';
import { zoneOfReport } from './epoch-zone.js';
import { knownMoment, nearestYear } from './known-year.js';
import { peerOffsets } from './skew.js';

/** Zones are offsets in steps of a quarter of an hour; a sample further from one than this tells nothing. */
const QUARTER_MS = 15 * 60_000;
const MAX_RESIDUAL_MS = 3 * 60_000;
const MAX_ZONE_MS = 14 * 3_600_000;

export interface ZoneRule {
  /** Glob over entry names; '*' for all. */
  glob: string;
  zone: string;
}

/** Places the stamps of every entry on one axis (UTC). Bound after the last byte: nothing read from one entry depends on another
 * having been read. Order of trust: offset in the stamp, the wrapper's absolute stamp, epochs of signal-handler lines, the user's word
 * for entries without either, UTC as an assumption that the report states. */
export class ClockBook {
  private readonly byEntry = new Map<string, ClockFact & { movedMs?: number }>();
  /** A moment of which the year is known, for stamps without one. */
  private readonly known: number | undefined;
  /** Some stamp has no year, and nothing in the inputs tells it. */
  yearMissing = false;

  constructor(
    entries: EntryRecords[],
    private readonly rules: ZoneRule[],
  ) {
    this.known = knownMoment(entries);
    for (const entry of entries) this.byEntry.set(entry.entry, this.clockOf(entry));
    this.alignPeers(entries);
  }

  facts(): ClockFact[] {
    return [...this.byEntry.values()].map(({ movedMs: _, ...clock }) => clock);
  }

  /** Events that two processes both log tell the zone of a log that says nothing of its own, and how far two clocks are apart. */
  private alignPeers(entries: EntryRecords[]): void {
    for (const pair of peerOffsets(entries, (run, wallMs) => this.ofRun(run, wallMs))) {
      const a = this.byEntry.get(pair.from);
      const b = this.byEntry.get(pair.to);
      if (a === undefined || b === undefined || pair.errorMs > MAX_RESIDUAL_MS) continue;
      // An earlier pair may have moved one of them already.
      const offset = pair.offsetMs + (b.movedMs ?? 0) - (a.movedMs ?? 0);
      const zones = Math.round(offset / QUARTER_MS) * QUARTER_MS;
      if (zones !== 0 && Math.abs(zones) <= MAX_ZONE_MS && Math.abs(offset - zones) <= MAX_RESIDUAL_MS) {
        const moved =
          b.zoneBasis === 'assumed' ? { clock: b, by: -zones } : a.zoneBasis === 'assumed' ? { clock: a, by: zones } : undefined;
        if (moved === undefined) continue;
        moved.clock.shiftMs += moved.by;
        moved.clock.movedMs = (moved.clock.movedMs ?? 0) + moved.by;
        moved.clock.zone = offsetName(-moved.clock.shiftMs);
        moved.clock.zoneBasis = 'peer-events';
      }
      const skew = offset - (zones !== 0 && Math.abs(offset - zones) <= MAX_RESIDUAL_MS ? zones : 0);
      if (Math.abs(skew) > 2 * pair.errorMs && Math.abs(skew) > Math.abs(b.skewMs ?? 0)) {
        b.skewMs = skew;
        b.skewErrorMs = pair.errorMs;
      }
    }
  }

  /** Epoch ms of a wall-clock reading of a log run. */
  ofRun(run: LogRun, wallMs: number): number {
    return this.place(run.entry, wallMs, run.stampBasis);
  }

  /** Signal handlers print UTC: such a line gets the wall clock of the lines around it, so that one shift is right for all lines of a run. */
  withHandlersOnWall(entry: EntryRecords): EntryRecords {
    if (!entry.runs.some((run) => isHandlers(run.first) || run.tail.some(isHandlers))) return entry;
    return { ...entry, runs: entry.runs.map((run) => this.onWall(run)) };
  }

  private onWall(run: LogRun): LogRun {
    const stamped = [run.last, run.lastMain, ...run.tail, ...run.events].find((line) => line !== undefined && !isHandlers(line));
    if (stamped === undefined || run.stampBasis === 'none') return isHandlers(run.first) ? { ...run, stampBasis: 'absolute' } : run;
    const shiftMs = this.ofRun(run, stamped.wallMs) - stamped.wallMs;
    const moved = <T extends KeptLine>(line: T): T => (isHandlers(line) ? { ...line, wallMs: line.wallMs - shiftMs } : line);
    return { ...run, first: moved(run.first), tail: run.tail.map(moved) };
  }

  ofStamp(entry: string, stamp: Stamp): number {
    if (stamp.basis === 'none') return Number.NaN;
    return this.place(entry, stamp.wallMs, stamp.basis);
  }

  private place(entry: string, wallMs: number, basis: Stamp['basis']): number {
    if (!Number.isFinite(wallMs) || basis === 'absolute') return wallMs;
    const full = basis === 'yearless' ? this.dated(wallMs) : wallMs;
    const rule = this.ruleFor(entry);
    const clock = this.byEntry.get(entry);
    if (rule !== undefined && clock?.zoneBasis === 'given') return full + (zoneShift(rule.zone, full) ?? 0);
    return full + (clock?.shiftMs ?? 0);
  }

  private dated(wallMs: number): number {
    if (this.known !== undefined) return nearestYear(wallMs, this.known);
    this.yearMissing = true;
    return wallMs;
  }

  private ruleFor(entry: string): ZoneRule | undefined {
    let found: ZoneRule | undefined;
    for (const rule of this.rules) if (rule.glob === '*' ? found === undefined : globMatches(rule.glob, entry)) found = rule;
    return found;
  }

  /** Main's own epoch in a crash report lies between two stamps of local time. */
  private shiftOfReports(entry: EntryRecords): Pick<ClockFact, 'zone' | 'zoneBasis' | 'shiftMs'> | undefined {
    for (const record of entry.records) {
      if (record.type !== 'crash' || (record.stamp.basis !== 'naive' && record.stamp.basis !== 'yearless')) continue;
      const aheadMs = zoneOfReport(record, entry.runs, (wallMs, basis) => (basis === 'yearless' ? this.dated(wallMs) : wallMs));
      if (aheadMs !== undefined && aheadMs !== 0) return { zone: offsetName(aheadMs), zoneBasis: 'report-epoch', shiftMs: 0 - aheadMs };
    }
    return undefined;
  }

  private clockOf(entry: EntryRecords): ClockFact {
    const runs = entry.runs;
    const absolute = runs.length > 0 && runs.every((run) => run.stampBasis === 'absolute');
    if (absolute) return { entry: entry.entry, zone: 'in the stamps', zoneBasis: 'absolute', shiftMs: 0, steps: [] };
    const rule = this.ruleFor(entry.entry);
    if (rule !== undefined) {
      const at = runs[0]?.first.wallMs ?? 0;
      return { entry: entry.entry, zone: rule.zone, zoneBasis: 'given', shiftMs: zoneShift(rule.zone, at) ?? 0, steps: [] };
    }
    const inferred = inferShift(runs, this.known) ?? this.shiftOfReports(entry);
    if (inferred !== undefined) return { entry: entry.entry, ...inferred, steps: [] };
    return { entry: entry.entry, zone: 'UTC', zoneBasis: 'assumed', shiftMs: 0, steps: [] };
  }
}

function inferShift(runs: LogRun[], known: number | undefined): Pick<ClockFact, 'zone' | 'zoneBasis' | 'shiftMs'> | undefined {
  let best: { shiftMs: number; residual: number; source: string } | undefined;
  for (const run of runs) {
    for (const sample of run.zoneSamples) {
      const wall = run.stampBasis === 'yearless' && known !== undefined ? nearestYear(sample.wallMs, known) : sample.wallMs;
      const difference = sample.utcMs - wall;
      const shiftMs = Math.round(difference / QUARTER_MS) * QUARTER_MS;
      const residual = Math.abs(difference - shiftMs);
      if (Math.abs(shiftMs) > MAX_ZONE_MS || residual > MAX_RESIDUAL_MS) continue;
      if (best === undefined || residual < best.residual) best = { shiftMs, residual, source: sample.source };
    }
  }
  if (best === undefined) return undefined;
  return {
    zone: offsetName(-best.shiftMs),
    zoneBasis: best.source.includes('handler') ? 'handler-epoch' : 'wrapper',
    shiftMs: best.shiftMs,
  };
}

const HANDLERS = /^\S*\d+(?::| *\|) ?signal[- ]handler\b/;

function isHandlers(line: KeptLine): boolean {
  return line.level === '' && HANDLERS.test(line.text.replace(/^\[/, ''));
}

/** `UTC-05:00` for clocks that are five hours behind UTC. */
export function offsetName(aheadMs: number): string {
  if (aheadMs === 0) return 'UTC';
  const minutes = Math.abs(aheadMs) / 60_000;
  const two = (n: number) => String(n).padStart(2, '0');
  return `UTC${aheadMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `*` within an entry name; no other wildcard. Linear: the pieces are looked for from left to right. */
export function globMatches(glob: string, text: string): boolean {
  const pieces = glob.split('*');
  if (pieces.length === 1) return glob === text;
  const first = pieces[0]!;
  const last = pieces[pieces.length - 1]!;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
