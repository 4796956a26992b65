import type { BoundEvent, ConfigChangeFact, Facts } from '../model/facts.js';
import type { ClientInfo } from '../model/records.js';
import { compare } from './processes.js';

/** A pool line and the success line of one change stand within this time of each other. */
const SAME_CHANGE_MS = 1500;
/** A manager's push and the module's success line. */
const PUSH_MS = 30_000;

/** Every attestation of a configuration change, the same change told twice folded into one. */
export function findConfigChanges(facts: Facts): ConfigChangeFact[] {
  const lines = new Map<string, BoundEvent[]>(facts.processes.map((process) => [process.id, []]));
  for (const event of facts.events) lines.get(event.process ?? '')?.push(event);
  const changes: ConfigChangeFact[] = [...lines.values()].flatMap(fromLines);
  for (const manager of facts.managers) {
    if (manager.event !== 'config-push') continue;
    const { option, value } = manager.fields;
    changes.push({
      process: manager.process,
      timeMs: manager.timeMs,
      option: (option ?? 'unknown').toUpperCase(),
      to: value,
      outcome: 'requested',
      attestedBy: 'manager',
      cite: manager.cite,
    });
  }
  for (const crash of facts.crashes) {
    const client = crash.report.executingClient ?? crash.report.currentClient;
    const set = client === undefined ? undefined : changeOfArgv(client.argv);
    if (set === undefined || client === undefined) continue;
    const atMs = crash.frozen?.atMs ?? crash.timeMs;
    changes.push({
      process: crash.process,
      timeMs: atMs,
      option: set.option,
      to: set.to,
      outcome: 'in-progress',
      attestedBy: 'crash-argv',
      cite: argvCite(client),
    });
  }
  for (const slowlog of facts.slowlogs) {
    for (const item of slowlog.items) {
      const set = changeOfArgv(item.argv);
      if (set !== undefined)
        changes.push({
          process: slowlog.process,
          timeMs: item.epochSec * 1000,
          option: set.option,
          to: set.to,
          outcome: 'unknown',
          attestedBy: 'slowlog',
          cite: item.cite,
        });
    }
  }
  changes.sort((a, b) => orLast(a.timeMs) - orLast(b.timeMs) || compare(a.cite.entry, b.cite.entry) || a.cite.line - b.cite.line);
  fillNewValues(changes);
  fillOldValues(changes);
  return changes;
}

function orLast(ms: number): number {
  return Number.isNaN(ms) ? Number.POSITIVE_INFINITY : ms;
}

function argvCite(client: ClientInfo) {
  return client.argvCite ?? client.cite;
}

/** `_FT.CONFIG SET WORKERS 0`, `FT.CONFIG SET …`, `CONFIG SET search-workers 0 …`. */
export function changeOfArgv(argv: string[] | undefined): { option: string; to?: string } | undefined {
  if (argv === undefined || argv.length < 3) return undefined;
  const name = argv[0]!.toUpperCase();
  if (argv[1]!.toUpperCase() !== 'SET') return undefined;
  if (name === 'FT.CONFIG' || name === '_FT.CONFIG' || name === 'CONFIG') return { option: optionName(argv[2]!), to: argv[3] };
  return undefined;
}

/** RediSearch 8 gives its options core names: `search-workers` is WORKERS. */
export function optionName(name: string): string {
  const upper = name.toUpperCase();
  return upper.startsWith('SEARCH-') ? upper.slice('SEARCH-'.length).replaceAll('-', '_') : upper;
}

const POOL_LINES = new Set([
  'workers-enabled',
  'workers-disabled',
  'workers-changing',
  'workers-reduce-scheduled',
  'workers-decreased',
  'workers-increased',
]);

function fromLines(events: BoundEvent[]): ConfigChangeFact[] {
  const changes: ConfigChangeFact[] = [];
  let started = false;
  for (const bound of events) {
    const { event, timeMs, process } = bound;
    if (event.id === 'ready' || event.id === 'ready-port') started = true;
    if (event.id === 'server-starting') started = false;
    const base = { process, timeMs, cite: event, attestedBy: 'module-line' as const };
    if (POOL_LINES.has(event.id)) {
      // "Enabled workers threadpool" at load is the start value, not a change.
      if (!started && event.id === 'workers-enabled') continue;
      changes.push({
        ...base,
        option: 'WORKERS',
        ...poolValues(event.id, event.fields),
        outcome: event.id === 'workers-changing' || event.id === 'workers-reduce-scheduled' ? 'requested' : 'applied',
      });
    } else if (event.id === 'config-changed') {
      const option = optionName(event.fields.option ?? 'unknown');
      const same = changes.findLast(
        (change) => change.option === option && Math.abs(change.timeMs - timeMs) < SAME_CHANGE_MS && change.cite.line < event.line,
      );
      if (same !== undefined) same.outcome = 'applied';
      else changes.push({ ...base, option, outcome: 'applied' });
    } else if (event.id === 'ft-config-deprecated') {
      changes.push({ ...base, option: optionName(event.fields.option ?? 'unknown'), outcome: 'requested', attestedBy: 'deprecation-line' });
    } else if (event.id === 'config-rewrite') {
      changes.push({ ...base, option: 'CONFIG REWRITE', outcome: 'applied', attestedBy: 'rewrite' });
    }
  }
  return foldRequests(changes);
}

function poolValues(id: string, fields: Record<string, string>): { from?: string; to?: string } {
  if (id === 'workers-disabled') return { from: fields.n, to: '0' };
  if (id === 'workers-enabled') return { from: '0', to: fields.n };
  if (id === 'workers-changing') return { from: fields.from, to: fields.to };
  return { to: fields.n };
}

/** A deprecation or "Changing" line announces the change whose completion follows. */
function foldRequests(changes: ConfigChangeFact[]): ConfigChangeFact[] {
  return changes.filter((change, index) => {
    if (change.outcome !== 'requested') return true;
    const done = changes
      .slice(index + 1)
      .find((other) => other.option === change.option && other.outcome === 'applied' && other.timeMs - change.timeMs < 30_000);
    if (done === undefined) return true;
    done.from ??= change.from;
    done.to ??= change.to;
    return false;
  });
}

/** A success line without a value completes what a manager pushed just before. */
function fillNewValues(changes: ConfigChangeFact[]): void {
  for (const change of changes) {
    if (change.to !== undefined || change.outcome !== 'applied') continue;
    change.to = changes.findLast(
      (other) =>
        other.attestedBy === 'manager' &&
        other.option === change.option &&
        other.process === change.process &&
        other.timeMs <= change.timeMs &&
        change.timeMs - other.timeMs < PUSH_MS,
    )?.to;
  }
}

/** The value before a change is the one after the change before it. */
function fillOldValues(changes: ConfigChangeFact[]): void {
  const last = new Map<string, string>();
  for (const change of changes) {
    const key = `${change.process ?? ''}\u0000${change.option}`;
    if (change.from === undefined && last.has(key)) change.from = last.get(key);
    if (change.to !== undefined && change.outcome === 'applied') last.set(key, change.to);
  }
}
