import type { Cite } from '../model/origin.js';
import type { CrashReport, KeyValues } from '../model/records.js';

/** Signals whose report can be sent by another process: name for people. */
export const SIGNAL_NAMES: Record<number, string> = {
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  10: 'SIGBUS',
  11: 'SIGSEGV',
  14: 'SIGALRM',
  15: 'SIGTERM',
};

export function signalName(signal: number): string {
  return SIGNAL_NAMES[signal] ?? `signal ${signal}`;
}

export function infoValue(sections: KeyValues[], key: string): { value: string; line: number; offset: number } | undefined {
  for (const section of sections) {
    // a signature may ask for any name, `constructor` too
    if (Object.hasOwn(section.values, key)) return section.values[key];
  }
  return undefined;
}

/** While main is stuck its cached clock stands still, and the report of the signal that ends the hang prints it (INFO `server_time_usec`,
 * 6.2+; src/server.c genRedisInfoString). In a genuine fault it is within a cron period of the crash. */
export function frozenClock(report: CrashReport, timeMs: number): { atMs: number; forMs: number; cite: Cite } | undefined {
  const found = infoValue(report.info, 'server_time_usec');
  if (found === undefined) return undefined;
  const atMs = Math.floor(Number(found.value) / 1000);
  if (!(atMs > 1_000_000_000_000) || Number.isNaN(timeMs)) return undefined;
  const text = `server_time_usec:${found.value}`;
  const cite = { entry: report.entry, line: found.line, offset: found.offset, text };
  // A clock that is ahead of its own report is in a zone that nothing tells.
  if (atMs > timeMs + FAST_MS) return undefined;
  return { atMs, forMs: Math.max(0, timeMs - atMs), cite };
}

/** The report's stamp may have whole seconds. */
const FAST_MS = 5000;
