import type { Kind } from '../model/kinds.js';

/** What leads to what. Kinds of one chain do not exclude each other: the death and the failover that follows it both happened. A prefix that ends
 * in `/` stands for all kinds of a family. */
const LEADS_TO: readonly (readonly [cause: string, effects: readonly string[]])[] = [
  ['exit/oom-killer', ['exit/killed', 'cluster/', 'sentinel/']],
  ['exit/killed', ['cluster/', 'sentinel/']],
  ['crash/fault', ['cluster/', 'sentinel/']],
  ['crash/assertion', ['cluster/', 'sentinel/']],
  ['crash/panic', ['cluster/', 'sentinel/']],
  ['crash/out-of-memory', ['cluster/', 'sentinel/']],
  // the same death again and again is that death
  ['crash/loop', ['crash/fault', 'crash/assertion', 'crash/panic', 'crash/out-of-memory', 'crash/sent-signal', 'exit/killed']],
  ['cluster/node-failure', ['cluster/down']],
  ['crash/child', ['persistence/save-failed']],
  ['persistence/disk-full', ['persistence/save-failed', 'replication/resync-loop']],
  ['persistence/fork-failed', ['persistence/save-failed', 'replication/resync-loop']],
  ['replication/output-buffer-limit', ['replication/link-timeout', 'replication/resync-loop']],
  ['replication/auth', ['replication/link-timeout', 'replication/resync-loop']],
  ['replication/link-timeout', ['replication/resync-loop']],
];

export function leadsTo(cause: string, effect: string): boolean {
  return LEADS_TO.some(
    ([from, effects]) => from === cause && effects.some((to) => (to.endsWith('/') ? effect.startsWith(to) : effect === to)),
  );
}

/** A cause leads its effect when it is at least this share as likely: effects are loud, causes say little. */
const CAUSE_SHARE = 0.25;

/** Explanations of one chain add up instead of sharing the odds: the one that leads gets what the others of its chain have. */
export function addChain(shares: Map<Kind, number>): void {
  const [top, most] = [...shares].reduce<[Kind | undefined, number]>((best, item) => (item[1] > best[1] ? item : best), [undefined, 0]);
  if (top === undefined) return;
  const causes = [...shares].filter(([kind, share]) => leadsTo(kind, top) && share >= CAUSE_SHARE * most).sort((a, b) => b[1] - a[1]);
  const leader = causes[0]?.[0] ?? top;
  const chain = [...shares].filter(
    ([kind]) => kind === leader || kind === top || leadsTo(kind, leader) || leadsTo(leader, kind) || leadsTo(kind, top),
  );
  shares.set(
    leader,
    chain.reduce((sum, [, share]) => sum + share, 0),
  );
}
