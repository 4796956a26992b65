import type { SilenceFact } from '../model/facts.js';
import type { KeptLine, LogRun } from '../model/records.js';

/** `DB 0: 500 keys (0 volatile) in 512 slots HT.`: printed every 5 s, but only for a database that holds keys (server.c serverCron). */
const KEYS = /\bDB (\d+): (\d+) keys \((\d+) volatile\)/;

/** Two periods: by then a process that lives and still prints them has printed one. */
const RETURN_MS = 12_000;

/** Periodic lines prove a standstill only when they go on after it. When they do not, the log level was lowered or the last key is gone; when
 * they come back for a database that was emptied meanwhile, there may have been nothing to print. */
export function whyBeatsEnded(runs: LogRun[], fromWallMs: number, toWallMs: number): SilenceFact['beatsEnded'] {
  for (const run of runs) {
    const beats = run.heartbeat;
    if (beats === undefined || beats.first.wallMs > fromWallMs) continue;
    const before = lastOf([beats.last, ...beats.gaps.map((gap) => gap.before)], fromWallMs);
    const after = firstOf([beats.first, beats.last, ...beats.gaps.map((gap) => gap.after)], toWallMs);
    if (before === undefined) continue;
    if (after === undefined || after.wallMs > toWallMs + RETURN_MS) return couldExpire(before) ? 'keys-gone' : 'beats-ended';
    return couldExpire(before) || wasEmptied(before, after) ? 'keys-gone' : undefined;
  }
  return undefined;
}

function lastOf(lines: KeptLine[], wallMs: number): KeptLine | undefined {
  return lines.filter((line) => line.wallMs <= wallMs + 1).sort((a, b) => b.wallMs - a.wallMs || b.line - a.line)[0];
}

function firstOf(lines: KeptLine[], wallMs: number): KeptLine | undefined {
  return lines.filter((line) => line.wallMs >= wallMs - 1).sort((a, b) => a.wallMs - b.wallMs || a.line - b.line)[0];
}

function couldExpire(line: KeptLine): boolean {
  const found = KEYS.exec(line.text);
  return found !== null && found[2] === found[3];
}

/** A pause of the process leaves its keys where they are. */
function wasEmptied(before: KeptLine, after: KeptLine): boolean {
  const [was, is] = [KEYS.exec(before.text), KEYS.exec(after.text)];
  return was !== null && is !== null && was[1] === is[1] && Number(is[2]) < Number(was[2]) / 2;
}
