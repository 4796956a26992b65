import type { ServerImage } from '../../formats/collect/index.js';
import type { Thread, ThreadDump } from '../../model/records.js';
import type { AddressSpace } from './memory.js';

/** Threads of the server itself, which have mutexes of their own among the server's variables. */
const SERVERS_OWN = /^(?:bio_|io_thd|jemalloc_bg)/;

const LOCKS = new Set(['mutex', 'rwlock', 'lock', 'barrier']);

/** Gives locks their names: those of symbol tables, the module lock by the code that takes it, or by its place. */
export function nameLocks(dump: ThreadDump, space: AddressSpace, calls: ServerImage): void {
  const moduleLock = calls.moduleLock();
  for (const { wait } of dump.threads) {
    if (wait?.address === undefined || wait.kind === 'join') continue;
    const place = Number(wait.address);
    const name = place === moduleLock ? 'moduleGIL' : calls.variableAt(place);
    if (name !== undefined) Object.assign(wait, { symbol: name, symbolBasis: 'observed' });
    else if (LOCKS.has(wait.kind)) {
      const file = space.ownerOf(place);
      if (file !== undefined) wait.within = file;
    }
  }
  if (moduleLock === undefined) inferModuleLock(dump, space);
}

/** A core has no names of threads; the code that they run tells as much. */
function runsModule({ frames }: Thread): boolean {
  return frames.some(({ object }) => object !== undefined && /\.so$/.test(object) && !object.startsWith('lib'));
}

/**
 * Redis' module lock is a static mutex among the server's variables. Where its name is not known, it is told by its place and by who is at it: a thread that is none of the
 * server's own waits for a mutex there that main holds, or main and others wait for one that such a thread holds. All other mutexes there are the server's own, between
 * main and its helper threads.
 */
function inferModuleLock(dump: ThreadDump, space: AddressSpace): void {
  if (!space.known) return;
  const byTid = new Map(dump.threads.map((thread) => [thread.tid, thread]));
  const isModules = (thread: Thread | undefined) =>
    thread !== undefined && thread.tid !== dump.pid && (thread.name === undefined ? runsModule(thread) : !SERVERS_OWN.test(thread.name));
  const addresses = new Set<string>();
  for (const thread of dump.threads) {
    const { wait } = thread;
    if (wait?.kind !== 'mutex' || wait.address === undefined || wait.symbol !== undefined) continue;
    const place = Number(wait.address);
    if (!space.isServerData(place)) continue;
    const owner = wait.owner === undefined ? undefined : byTid.get(wait.owner);
    if ((isModules(thread) && (wait.owner === dump.pid || isModules(owner))) || (thread.tid === dump.pid && isModules(owner)))
      addresses.add(wait.address);
  }
  // The server has one such lock. Two would mean that the rule does not hold here.
  if (addresses.size !== 1) return;
  for (const { wait } of dump.threads) {
    if (wait?.address === undefined || !addresses.has(wait.address)) continue;
    wait.symbol = 'moduleGIL';
    wait.symbolBasis = 'inferred';
  }
}
