import type { Facts, ProcessFact } from '../../model/facts.js';
import type { EntryRecords } from '../../model/records.js';
import { saidReady } from '../anomalies/never-ready.js';
import type { Account } from './account.js';
import { UNDERSTOOD_SHARE } from './side-signs.js';

/** What the confidence of *healthy* begins with, by the log level in force: what such a log could still hide. At verbose and debug a line every
 * few seconds proves that main runs; at notice a freeze that nobody noticed looks like a quiet time; at warning even restarts leave no line. */
const BY_LEVEL = { beats: 0.97, verbose: 0.93, notice: 0.88, warning: 0.78, unknown: 0.82 } as const;
/** What shows one moment, or one part, and no time: INFO, stacks of a server that waits for work, a table of a manager, files found whole. */
const MOMENT = 0.78;
/** Each hole or cut in the log could hide something. */
const PER_HOLE = 0.03;
const LEAST = 0.62;
/** Below this the missing part counts. */
const WELL_UNDERSTOOD = 0.9;
/** A log of a few lines shows a moment only. */
const SHORT_LINES = 5;
const SHORT_COST = 0.08;

/** Healthy, with the proof; or what is missing for it. */
export type Health = { proved: true; confidence: number; basis: string[] } | { proved: false; why: string };

/** Healthy is a claim: a server's own words, a start that finished or a server that ran, most lines understood, no sign open. */
export function proveHealth(facts: Facts, account: Account): Health {
  if (account.open > 0)
    return { proved: false, why: `${account.open} sign${account.open === 1 ? '' : 's'} of trouble without an explanation` };
  const logs = facts.processes.filter((process) => process.role !== 'child' && process.runs.length > 0 && isAlive(process));
  const moments = momentsOf(facts);
  if (logs.length === 0 && moments.length === 0) return { proved: false, why: 'no log or INFO of a running server is in the input' };
  const share = understoodShare(facts);
  if (share < UNDERSTOOD_SHARE) return { proved: false, why: `only ${Math.round(100 * share)} % of the lines were understood` };
  return { proved: true, ...confidenceOf(logs, moments, share) };
}

/** Statements about one moment by which a server, its stacks, its manager or its files are shown to be well. */
function momentsOf(facts: Facts): string[] {
  const found: string[] = [];
  const isServer = (name: string) => /^(?:redis|valkey)_version$|^uptime_in_seconds$/.test(name);
  if (facts.infos.some((info) => info.sections.some((section) => Object.keys(section.values).some(isServer))))
    found.push('INFO of a running server');
  const mains = facts.dumps.map((dump) => dump.reading.main?.activity);
  if (mains.length > 0 && mains.every((activity) => activity === 'idle')) found.push('stacks in which main waits for work');
  if (facts.checks.length > 0 && facts.checks.every((check) => check.ok)) found.push('data files that the check tools find whole');
  if (facts.entries.some((entry) => entry.format === 'rladmin' && entry.outcome === 'parsed')) found.push('a status table of the manager');
  return found;
}

/** It became ready, or the log begins in the middle of its life. */
function isAlive(process: ProcessFact): boolean {
  const started = process.runs.some((run) => run.banner);
  return saidReady(process) || !started || process.role === 'sentinel' || process.mode === 'sentinel' || onlyWarnings(process);
}

function onlyWarnings(process: ProcessFact): boolean {
  return process.runs.every(
    (run) => (run.levels.notice?.count ?? 0) + (run.levels.verbose?.count ?? 0) + (run.levels.debug?.count ?? 0) === 0,
  );
}

/** Of an application's log only what it says of Redis is meant to be understood. */
function isClientLog(entry: EntryRecords): boolean {
  return entry.runs.length === 0 && entry.records.every((record) => record.type === 'client-errors');
}

function understoodShare(facts: Facts): number {
  const read = facts.entries.filter(
    (entry) => entry.outcome === 'parsed' && entry.runs.length + entry.records.length > 0 && !isClientLog(entry),
  );
  const understood = read.reduce((sum, entry) => sum + entry.understood, 0);
  const unknown = read.reduce((sum, entry) => sum + entry.unknown.count, 0);
  return understood + unknown === 0 ? 0 : understood / (understood + unknown);
}

function levelOf(process: ProcessFact): keyof typeof BY_LEVEL {
  if (process.runs.some((run) => (run.heartbeat?.count ?? 0) > 2)) return 'beats';
  const { value } = process.logLevel;
  return value === 'debug' ? 'verbose' : value === 'verbose' || value === 'notice' || value === 'warning' ? value : 'unknown';
}

/** The least covered server decides. */
function confidenceOf(logs: readonly ProcessFact[], moments: readonly string[], share: number): { confidence: number; basis: string[] } {
  const basis: string[] = [];
  let confidence = logs.length === 0 ? MOMENT : 1;
  if (logs.length === 0) basis.push(...moments.map((what) => `${what}: one moment`));
  for (const process of logs) {
    const level = levelOf(process);
    confidence = Math.min(confidence, BY_LEVEL[level]);
    basis.push(`${process.id} logs at ${level === 'beats' ? 'verbose, with periodic lines' : level}`);
  }
  const holes = logs.reduce((sum, process) => sum + process.coverage.holes.length, 0);
  if (holes > 0) basis.push(`${holes} hole${holes === 1 ? '' : 's'} in the logs`);
  const lines = logs.reduce((sum, process) => sum + process.runs.reduce((all, run) => all + run.lines, 0), 0);
  const short = logs.length > 0 && lines < SHORT_LINES ? SHORT_COST : 0;
  const unread = share < WELL_UNDERSTOOD ? WELL_UNDERSTOOD - share : 0;
  if (unread > 0) basis.push(`${Math.round(100 * share)} % of the lines understood`);
  return { confidence: Math.max(LEAST, confidence - Math.min(0.15, holes * PER_HOLE) - short - unread / 2), basis: basis.slice(0, 8) };
}
