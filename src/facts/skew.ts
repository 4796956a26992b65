import { parseEntryName } from '../formats/side/entry-name.js';
import type { EntryRecords, LogRun } from '../model/records.js';
import { rotationOf } from './identity.js';

/** How much later (ms) the clock of one entry shows the same moments than that of another, from events that both log. */
export interface PeerOffset {
  from: string;
  to: string;
  offsetMs: number;
  /** Largest distance of a pair from the median; for a single pair the time that such a message may take. */
  errorMs: number;
  pairs: number;
}

/** A message between two nodes is logged on both sides within this time. */
const MESSAGE_MS = 2000;
const MAX_ENTRIES = 200;

/** Moments that two processes log together: a full synchronisation (replication.c masterTryPartialResynchronization on the one side,
 * slaveTryPartialResynchronization on the other) and the news that a node failed (cluster.c markNodeAsFailingIfNeeded and the FAIL message). */
export function peerOffsets(entries: EntryRecords[], place: (run: LogRun, wallMs: number) => number): PeerOffset[] {
  const moments = entries
    .filter((entry) => entry.runs.length > 0 && rotationOf(entry.entry) === 0)
    .slice(0, MAX_ENTRIES)
    .map((entry) => ({ entry: entry.entry, keys: momentsOf(entry, place) }));
  const offsets: PeerOffset[] = [];
  for (let a = 0; a < moments.length; a++) {
    for (let b = a + 1; b < moments.length; b++) {
      const offset = compareMoments(moments[a]!, moments[b]!);
      if (offset !== undefined) offsets.push(offset);
    }
  }
  return offsets;
}

type Moments = { entry: string; keys: Map<string, number[]> };

/** What the master logs of a replica, and what the replica logs at the same moment. */
const ON_MASTER: Record<string, string> = { 'full-resync-requested': 'full', 'replica-asks-sync': 'asks', 'replica-online': 'online' };
const ON_REPLICA: Record<string, string> = { 'full-resync-from': 'full', 'sync-started': 'asks', 'sync-ok': 'online' };

function momentsOf(entry: EntryRecords, place: (run: LogRun, wallMs: number) => number): Map<string, number[]> {
  const keys = new Map<string, number[]>();
  const add = (key: string, ms: number) => keys.set(key, [...(keys.get(key) ?? []), ms]);
  const ownPort = portOf(entry);
  for (const run of entry.runs) {
    for (const event of run.events) {
      const ms = place(run, event.wallMs);
      if (event.id === 'node-failing' || event.id === 'fail-received') add(`fail:${event.fields.node ?? ''}`, ms);
      const { addr } = event.fields;
      if (ON_MASTER[event.id] !== undefined && addr !== undefined)
        add(`${ON_MASTER[event.id]}:${addr.slice(addr.lastIndexOf(':') + 1)}:master`, ms);
      if (ON_REPLICA[event.id] !== undefined && ownPort !== undefined) add(`${ON_REPLICA[event.id]}:${ownPort}:replica`, ms);
    }
  }
  return keys;
}

function portOf(entry: EntryRecords): string | undefined {
  for (const run of entry.runs)
    for (const event of run.events) if (event.id === 'running-mode' && event.fields.port !== undefined) return event.fields.port;
  return parseEntryName(entry.entry).port?.toString();
}

/** The other side of a synchronisation; a failed node is the same for all. */
function counterpart(key: string): string {
  if (key.endsWith(':replica')) return key.replace(/:replica$/, ':master');
  return key.endsWith(':master') ? key.replace(/:master$/, ':replica') : key;
}

function compareMoments(a: Moments, b: Moments): PeerOffset | undefined {
  const differences: number[] = [];
  for (const [key, mine] of a.keys) {
    const other = b.keys.get(counterpart(key)) ?? [];
    // Only as often on both sides: a replica that changed its master has more of them than either master.
    if (mine.length !== other.length) continue;
    for (let i = 0; i < mine.length; i++) if (Number.isFinite(mine[i]) && Number.isFinite(other[i])) differences.push(other[i]! - mine[i]!);
  }
  if (differences.length === 0) return undefined;
  differences.sort((x, y) => x - y);
  const offsetMs = differences[differences.length >> 1]!;
  const spread = Math.max(...differences.map((difference) => Math.abs(difference - offsetMs)));
  return { from: a.entry, to: b.entry, offsetMs, errorMs: Math.max(spread, MESSAGE_MS), pairs: differences.length };
}
