import type { ThreadDump } from '../../model/records.js';
import type { WaitGraph } from '../../model/threads.js';
import { sameModule } from './holders.js';
import { MODULE_LOCK } from './locks.js';
import { poolOf } from './roles.js';
import type { Reading, Wait } from './wait.js';

export type Resource = WaitGraph['resources'][number];

/** A barrier or queue with the pool whose threads it needs. */
export interface PoolWait {
  resource: Resource;
  waiters: Reading[];
  members: Reading[];
  arrived: Reading[];
  missing: Reading[];
  /** Membership is known by name or address, not only by what the threads do. */
  certain: boolean;
}

/** A server has a handful of pools; every one costs a look at all threads. */
const MAX_POOLS = 16;

const LABELS: Record<string, string> = {
  workers: 'worker pool',
  coord: 'coordinator pool',
  gc: 'garbage collector pool',
  pool: 'thread pool',
};

/** Names the pool of each pool wait, gives the wait its final id and says who has come and who has not. */
export function bindPools(readings: readonly Reading[], dump: ThreadDump): PoolWait[] {
  const bound = new Map<string, PoolWait>();
  const names = new Map<string, string>();
  for (const waiter of readings) {
    const wait = waiter.wait;
    if (!wait?.pool) continue;
    const key = `${wait.pool.name}|${wait.pool.address}|${wait.pool.barrier}`;
    const name = names.get(key) ?? (names.size < MAX_POOLS ? poolNameOf(wait, waiter, readings) : 'pool');
    if (names.size < MAX_POOLS) names.set(key, name);
    const foreign = wait.pool.foreign === true;
    const id = foreign ? wait.id : `${wait.kind}:${name}`;
    wait.id = id;
    if (!foreign)
      wait.label = wait.kind === 'queue' ? `job queue of the ${LABELS[name] ?? name}` : `barrier of the ${LABELS[name] ?? name}`;
    const known = bound.get(id);
    if (known) {
      known.waiters.push(waiter);
      continue;
    }
    const members = membersOf(name, wait, waiter, readings);
    bound.set(id, pictureOf(wait, waiter, members, dump, foreign));
    if (bound.size >= MAX_POOLS) break;
  }
  return [...bound.values()];
}

function pictureOf(wait: Wait, waiter: Reading, members: Reading[], dump: ThreadDump, foreign: boolean): PoolWait {
  const arrived = members.filter((member) => member.state === 'arrived');
  for (const member of arrived) member.arrived = { ...member.arrived, id: wait.id };
  // Without names an idle pool thread belongs to another pool: one of this pool would have taken the barrier's job.
  const missing = members.filter((member) => member.state !== 'arrived' && (member.role !== 'search-pool' || member.state !== 'idle'));
  const told = (wait.kind === 'barrier' ? dump.barrier?.count : undefined) ?? wait.pool?.expected;
  const expected = foreign ? 0 : Math.max(told ?? 0, arrived.length + missing.length);
  const resource: Resource = { id: wait.id, kind: wait.kind, label: wait.label };
  if (expected > 0) Object.assign(resource, { expected, arrived: arrived.length, missing: expected - arrived.length });
  // A barrier that is polled is a counter: who has been counted is not recorded.
  const polled = waiter.stack.thread.wait?.kind === 'sleep';
  const certain =
    !foreign && !polled && members.every((member) => member.stack.thread.name !== undefined || member.poolAddress !== undefined);
  return { resource, waiters: [waiter], members, arrived, missing, certain };
}

function poolNameOf(wait: Wait, waiter: Reading, readings: readonly Reading[]): string {
  if (wait.pool?.name) return wait.pool.name;
  const at = wait.pool?.barrier;
  for (const other of readings) {
    if (other === waiter) continue;
    const sameBarrier = at !== undefined && other.arrived?.address === at;
    const samePool = wait.pool?.address !== undefined && other.poolAddress === wait.pool.address;
    const pool = sameBarrier || samePool ? poolOf(other.role) : undefined;
    if (pool && pool !== 'pool') return pool;
  }
  const arrived = readings.find((other) => other.state === 'arrived' && poolOf(other.role));
  if (arrived) return poolOf(arrived.role)!;
  return readings.some((other) => other.role === 'search-worker') ? 'workers' : 'pool';
}

function membersOf(name: string, wait: Wait, waiter: Reading, readings: readonly Reading[]): Reading[] {
  const { address, barrier, foreign } = wait.pool ?? {};
  return readings.filter((reading) => {
    if (reading.main) return false;
    // Of a barrier that is no pool's, those are missing who are kept from coming: the module's own threads that want the lock.
    if (foreign && reading.wait?.id === MODULE_LOCK) return sameModule(waiter.stack, reading.stack) !== false;
    if (address !== undefined && reading.poolAddress !== undefined) return reading.poolAddress === address;
    if (barrier !== undefined && reading.arrived?.address !== undefined) return reading.arrived.address === barrier;
    if (foreign) return barrier === undefined && reading.state === 'arrived';
    const pool = poolOf(reading.role);
    return pool === name || (name === 'workers' && pool === 'pool' && reading.state !== 'idle' && !reading.stack.thread.name);
  });
}

/** `info threads` shows only a futex: inside the barrier's memory it is the barrier, on gdb's moduleGIL the module lock. */
export function bindSingleFrames(readings: readonly Reading[]): void {
  const barriers = readings
    .flatMap((reading) => (reading.wait?.pool?.barrier ? [BigInt(reading.wait.pool.barrier)] : []))
    .slice(0, MAX_POOLS);
  if (barriers.length === 0) return;
  for (const reading of readings) {
    if (reading.main || !/^condition:0x/.test(reading.wait?.id ?? '')) continue;
    const address = BigInt(reading.wait!.id.slice(10));
    // glibc's pthread_barrier_t is 32 bytes long.
    const inside = barriers.find((barrier) => address >= barrier && address < barrier + 32n);
    if (inside === undefined) continue;
    reading.state = 'arrived';
    reading.doing = 'has arrived at the barrier';
    reading.trust = 'medium';
    reading.wait = undefined;
    reading.arrived = { address: `0x${inside.toString(16)}` };
  }
}
