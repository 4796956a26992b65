import type { ThreadDump } from '../../model/records.js';
import type { PoolWait } from './bind.js';
import { type Hold, mainExecutes } from './holders.js';
import { MODULE_LOCK } from './locks.js';
import { callOf } from './primitive.js';
import type { Reading } from './wait.js';

/** Redis' buffer of thread ids (debug.c TIDS_MAX_SIZE). */
const REDIS_THREAD_LIMIT = 50;

/** Facts that make the picture incomplete. */
export function limitsOf(dump: ThreadDump, readings: readonly Reading[], pools: readonly PoolWait[]): string[] {
  const limits: string[] = [];
  if (!dump.allThreads) limits.push('current thread only: what the other threads do is not in the dump');
  const fromRedis = dump.source === 'redis-report' || dump.source === 'redis-watchdog' || dump.source === 'redis-sigalrm';
  if (fromRedis && Math.max(dump.expected?.of ?? 0, dump.threads.length) >= REDIS_THREAD_LIMIT)
    limits.push(`50-thread limit: Redis prints at most ${REDIS_THREAD_LIMIT} threads, a missing thread may exist`);
  if (dump.expected && dump.expected.got < dump.expected.of) limits.push(`${dump.expected.got} of ${dump.expected.of} stacks were written`);
  if (dump.source === 'proc') limits.push('kernel stacks only: they tell how a thread waits, not for what');
  const nameless = readings.filter((reading) => hasNamelessCode(reading)).length;
  if (nameless > 0) limits.push(`no symbols: ${nameless} of ${readings.length} stacks have frames of a module or program without names`);
  if (dump.threads.length > 0 && dump.allThreads && readings.every((reading) => !reading.main))
    limits.push('the main thread is not in the dump');
  for (const pool of pools) {
    const seen = pool.arrived.length + pool.missing.length;
    const expected = pool.resource.expected ?? 0;
    if (expected > seen)
      limits.push(`${expected - seen} of ${expected} threads of the pool are not in the dump: they may be missing or arrived`);
  }
  limits.push(...dump.incomplete.filter((why) => !limits.some((limit) => limit.startsWith(why))));
  return [...new Set(limits)];
}

/** Nameless library frames are usual and harmless; nameless code of the server or a module is not. */
function hasNamelessCode(reading: Reading): boolean {
  return reading.stack.rest.some(
    (step) => step.name === '' && step.layer !== 'libc' && step.layer !== 'library' && step.frame.address !== '0x0000000000000000',
  );
}

/** What does not fit together inside one dump. */
export function contradictionsOf(readings: readonly Reading[], pools: readonly PoolWait[], holds: readonly Hold[]): string[] {
  const found: string[] = [];
  for (const pool of pools) {
    const { arrived, missing, resource } = pool;
    if (resource.kind !== 'barrier' || resource.expected === undefined || arrived.length === 0 || missing.length > 0) continue;
    if (arrived.length >= resource.expected)
      found.push(`all ${arrived.length} threads have arrived at the ${resource.label}, yet it is not open`);
  }
  const wanting = readings.filter((reading) => reading.wait?.id === MODULE_LOCK);
  const main = readings.find((reading) => reading.main);
  const holders = new Set(holds.filter((hold) => hold.resource === MODULE_LOCK && hold.basis !== 'unknown').map((hold) => hold.holder));
  if (main && wanting.length > 0 && !mainExecutes(main) && main.state === 'idle' && holders.size === 0)
    found.push(`${wanting.length} threads want the module lock although main is idle and no holder is seen: they may be about to get it`);
  const observed = holds.find((hold) => hold.resource === MODULE_LOCK && hold.basis === 'observed');
  if (observed && main && !observed.holder.main && mainExecutes(main) && callOf(main.stack).primitive !== 'poll')
    found.push('the owner word gives the module lock to another thread while main executes');
  return found;
}
