import type { ClockFact } from '../model/facts.js';
import type { EntryRecords, LogRun, Stamp } from '../model/records.js';
import { zoneShift } from '../text/stamps.js';
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
  private readonly year: number | undefined;

  constructor(
    entries: EntryRecords[],
    private readonly rules: ZoneRule[],
  ) {
    this.year = knownYear(entries);
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

  ofStamp(entry: string, stamp: Stamp): number {
    if (stamp.basis === 'none') return Number.NaN;
    return this.place(entry, stamp.wallMs, stamp.basis);
  }

  private place(entry: string, wallMs: number, basis: Stamp['basis']): number {
    if (!Number.isFinite(wallMs) || basis === 'absolute') return wallMs;
    const full = basis === 'yearless' && this.year !== undefined ? inYear(wallMs, this.year) : wallMs;
    const rule = this.ruleFor(entry);
    const clock = this.byEntry.get(entry);
    if (rule !== undefined && clock?.zoneBasis === 'given') return full + (zoneShift(rule.zone, full) ?? 0);
    return full + (clock?.shiftMs ?? 0);
  }

  private ruleFor(entry: string): ZoneRule | undefined {
    let found: ZoneRule | undefined;
    for (const rule of this.rules) if (rule.glob === '*' ? found === undefined : globMatches(rule.glob, entry)) found = rule;
    return found;
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
    const inferred = inferShift(runs, this.year);
    if (inferred !== undefined) return { entry: entry.entry, ...inferred, steps: [] };
    return { entry: entry.entry, zone: 'UTC', zoneBasis: 'assumed', shiftMs: 0, steps: [] };
  }
}

function inferShift(runs: LogRun[], year: number | undefined): Pick<ClockFact, 'zone' | 'zoneBasis' | 'shiftMs'> | undefined {
  let best: { shiftMs: number; residual: number; source: string } | undefined;
  for (const run of runs) {
    for (const sample of run.zoneSamples) {
      const wall = run.stampBasis === 'yearless' && year !== undefined ? inYear(sample.wallMs, year) : sample.wallMs;
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

/** `UTC-05:00` for clocks that are five hours behind UTC. */
export function offsetName(aheadMs: number): string {
  if (aheadMs === 0) return 'UTC';
  const minutes = Math.abs(aheadMs) / 60_000;
  const two = (n: number) => String(n).padStart(2, '0');
  return `UTC${aheadMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Year of the first absolute moment in the inputs (wrapper stamps, epochs in reports): the only source for stamps without a year. */
function knownYear(entries: EntryRecords[]): number | undefined {
  const years = new Map<number, number>();
  const add = (ms: number) => {
    if (!Number.isFinite(ms) || ms < 1_000_000_000_000 || ms > 4_102_444_800_000) return;
    const year = new Date(ms).getUTCFullYear();
    years.set(year, (years.get(year) ?? 0) + 1);
  };
  for (const entry of entries) {
    for (const run of entry.runs) {
      for (const sample of run.zoneSamples) add(sample.utcMs);
      if (run.stampBasis !== 'yearless') add(run.first.wallMs);
    }
    for (const record of entry.records) {
      if (record.type === 'slowlog') for (const item of record.items.slice(0, 5)) add(item.epochSec * 1000);
      if ('stamp' in record && record.stamp.basis !== 'yearless' && record.stamp.basis !== 'none') add(record.stamp.wallMs);
      if (record.type === 'crash') {
        for (const section of record.info) add(Number(section.values.server_time_usec?.value ?? Number.NaN) / 1000);
      }
    }
  }
  return [...years].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}

function inYear(wallMs: number, year: number): number {
  const date = new Date(wallMs);
  return Date.UTC(
    year,
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds(),
  );
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
