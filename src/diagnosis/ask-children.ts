import type { Ask } from '../model/signatures.js';
import { type Answer, absent, notObservable, observed } from './answer.js';
import type { Scope } from './scope.js';

const HOUR_S = 3600;

export function askOpenChild(ask: Extract<Ask, { openChild: unknown }>['openChild'], scope: Scope): Answer {
  const victim = scope.victim;
  if (victim === undefined || victim.runs.length === 0) return notObservable('no log of this process');
  const open = scope.index.facts.openChildren.find((child) => child.process === victim.id);
  if (open === undefined) return absent('every child of the log ends, or began shortly before the last line');
  const seconds = (open.toMs - open.fromMs) / 1000;
  if (seconds < ask.minSec) return absent(`the last child began ${shown(seconds)} before the last line`, [open.cite]);
  const before = open.longestMs === undefined ? '' : `; earlier ones took at most ${shown(open.longestMs / 1000)}`;
  const refused = open.refused.length === 0 ? '' : `; since then ${open.refused.length} forks were refused`;
  return observed(
    [open.cite, ...open.refused.slice(0, 2)],
    { pid: String(open.pid), what: open.what, value: `${shown(seconds)}${before}${refused}`, n: String(open.refused.length) },
    open.fromMs,
  );
}

/** `35 min`, `8.2 days`. */
function shown(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 2 * HOUR_S) return `${Math.round(seconds / 60)} min`;
  return seconds < 48 * HOUR_S ? `${(seconds / HOUR_S).toFixed(1)} h` : `${(seconds / (24 * HOUR_S)).toFixed(1)} days`;
}
