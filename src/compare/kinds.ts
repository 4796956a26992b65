import type { Explanation } from '../report/schema.js';
import { crashOf, ownFrames, placeOf } from './aspects/crashes.js';
import { circleOf, mainOf } from './aspects/stacks.js';
import type { Side } from './side.js';

/** Kinds that tell how it looked or ended, not why: any of several mechanisms can lie behind them, so another explanation on the other side is no
 * difference, and the same kind on both sides is no sameness. */
const OPEN = [
  /^hang\/main-thread-stuck$/,
  /^exit\/killed$/,
  /^crash\/(sent-signal|loop)$/,
  /^cluster\//,
  /^sentinel\//,
  /^replication\/link-timeout$/,
  /^search\/shard-unreachable$/,
];

/** Kinds of which there are as many causes as places: the same only where the place is the same. */
const PLACED = [/^crash\//, /^hang\/(main-thread-stuck|slow-command|slow-script)$/, /^deadlock\/module-lock$/];

export function leavesCauseOpen(lead: Explanation | undefined): boolean {
  return lead === undefined || OPEN.some((kind) => kind.test(lead.kind));
}

export function needsPlace(lead: Explanation): boolean {
  return leavesCauseOpen(lead) || PLACED.some((kind) => kind.test(lead.kind));
}

/** A thread that runs is somewhere else a moment later; one that waits stays. */
const PASSING = new Set(['running', 'script', 'command', 'module-command', 'idle', 'loading', 'unknown']);

/** What pins the cause down inside a kind: the assertion, the panic, the functions that faulted, the command that took so long, or where
 * main stands. */
export function markOf(side: Side): string | undefined {
  const { lead } = side;
  if (lead === undefined) return undefined;
  const crash = crashOf(side);
  if (lead.kind.startsWith('crash/')) return crash === undefined ? undefined : placeOf(crash);
  if (lead.kind.startsWith('hang/slow-')) return crash?.command;
  const main = mainOf(side);
  const frames = ownFrames(main?.stack ?? []);
  if (main === undefined || PASSING.has(main.main.activity) || frames.length === 0) return undefined;
  const circle = lead.kind.startsWith('deadlock/') ? circleOf(side) : undefined;
  return `main in ${frames.join(' <- ')}${circle === undefined ? '' : `, cycle through ${circle.kinds}`}`;
}
