import type { CrashReport, KeptLine, LogRun } from '../model/records.js';
import { infoValue } from './crashes.js';

/** Local time is ahead of UTC by one of these (minutes), the common ones first where two fit: zones of the tz database, 2000 to today. */
const WHOLE_HOURS = Array.from({ length: 27 }, (_, index) => (index - 12) * 60).sort((a, b) => Math.abs(a) - Math.abs(b) || b - a);
const OTHERS = [330, 570, 345, 210, 270, 390, 630, 525, 765, 825, -210, -150, -570];
const ZONES_MS = [...WHOLE_HOURS, ...OTHERS].map((minutes) => minutes * 60_000);

/** A cron period of a server at hz 1, and the rounding of whole seconds. */
const NEAR_MS = 1500;
const SLACK_MS = 5000;

/** What a log tells of one moment on two clocks: main's cached clock in UTC, printed by a report, between two stamps of local time. */
export interface EpochPair {
  /** `server_time_usec` of the report. It stands still while main does. */
  epochMs: number;
  /** Stamp of the report. */
  wallMs: number;
  /** Last line of main before it. */
  lastMs?: number;
  /** Its start banner, and how long it had been running by its own clock. */
  startMs?: number;
  uptimeSec?: number;
}

/** How far the stamps are ahead of UTC, ms; undefined where the pair fits no zone or does not tell. A zone is never a standstill: main's clock that
 * is behind by whole hours and at most a cron period is a zone, and one that is behind by anything else has stopped. */
export function zoneOfEpoch(pair: EpochPair): number | undefined {
  const fitting = ZONES_MS.filter((zoneMs) => isPossible(pair, zoneMs));
  if (fitting.length === 0) return undefined;
  const behind = (zoneMs: number) => pair.wallMs - (pair.epochMs + zoneMs);
  if (fitting.includes(0) && behind(0) <= NEAR_MS) return 0;
  const running = fitting.find((zoneMs) => Math.abs(behind(zoneMs)) <= NEAR_MS);
  if (running !== undefined) return running;
  if (fitting.includes(0)) return 0;
  // Main stood still in another zone: its clock stopped soon after its last line.
  const { lastMs } = pair;
  if (lastMs === undefined) return fitting.length === 1 ? fitting[0] : undefined;
  const after = (zoneMs: number) => Math.abs(pair.epochMs + zoneMs - lastMs);
  return fitting.reduce((best, zoneMs) => (after(zoneMs) < after(best) - NEAR_MS ? zoneMs : best));
}

/** Main's clock is neither ahead of the report, nor long behind main's last line, nor older than the process. */
function isPossible({ epochMs, wallMs, lastMs, startMs, uptimeSec }: EpochPair, zoneMs: number): boolean {
  const localMs = epochMs + zoneMs;
  if (localMs > wallMs + NEAR_MS || (lastMs !== undefined && localMs < lastMs - SLACK_MS)) return false;
  return startMs === undefined || uptimeSec === undefined || Math.abs(localMs - uptimeSec * 1000 - startMs) <= 2 * SLACK_MS;
}

type Placer = (wallMs: number, basis: LogRun['stampBasis']) => number;

/** Zone of the stamps around a crash report that prints main's clock. */
export function zoneOfReport(report: CrashReport, runs: readonly LogRun[], place: Placer): number | undefined {
  const epochMs = Math.floor(Number(infoValue(report.info, 'server_time_usec')?.value ?? Number.NaN) / 1000);
  if (!(epochMs > 1_000_000_000_000)) return undefined;
  const run = runs.filter((item) => item.pid === report.pid && item.first.line <= report.cite.line).at(-1);
  const mains = [...(run?.events ?? []), ...(run?.tail ?? []), ...(run?.lastMain === undefined ? [] : [run.lastMain])].filter(
    (line) => line.line < report.cite.line && line.role !== 'C' && line.level !== '',
  );
  const last = mains.reduce<KeptLine | undefined>((a, b) => (a === undefined || b.line > a.line ? b : a), undefined);
  const at = (line: KeptLine | undefined) => (line === undefined || run === undefined ? undefined : place(line.wallMs, run.stampBasis));
  const uptime = Number(infoValue(report.info, 'uptime_in_seconds')?.value ?? Number.NaN);
  return zoneOfEpoch({
    epochMs,
    wallMs: place(report.stamp.wallMs, report.stamp.basis),
    lastMs: at(last),
    startMs: run?.banner === true ? at(run.first) : undefined,
    ...(Number.isFinite(uptime) ? { uptimeSec: uptime } : {}),
  });
}
