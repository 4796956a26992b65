import { parseEntryName } from '../formats/side/entry-name.js';
import type { ProcessFact } from '../model/facts.js';
import { append } from '../model/grouping.js';
import type { CrashReport, EntryRecords, LogRun, Rec, Role } from '../model/records.js';
import type { ClockBook } from './clocks.js';
import { attestedChildren, CHILD_STARTS, classifyRun, firstEvent, groupKey, rotationOf } from './identity.js';
import { nearest, Packages } from './packages.js';

export interface PlacedRun {
  run: LogRun;
  group: string;
  rotation: number;
  fromMs: number;
  toMs: number;
}

/** Lines that end a log on purpose. */
export const EXIT_EVENTS = ['bye', 'sentinel-bye'];

/** Binds log runs, reports and dumps to OS processes, and processes to servers (the incarnations on one port or log). */
export class ProcessBook {
  readonly processes: ProcessFact[] = [];
  readonly packages: Packages;
  private readonly byPid = new Map<number, ProcessFact[]>();
  /** Servers of a log group, and the last process of a pid in it. */
  private readonly servers = new Map<string, ProcessFact[]>();
  private readonly lastOfPid = new Map<string, ProcessFact>();
  /** Who said that it forked a pid, and what for. */
  private readonly forks = new Map<string, { process: ProcessFact; purpose?: string }>();

  constructor(
    entries: EntryRecords[],
    private readonly clocks: ClockBook,
  ) {
    this.packages = new Packages(entries.map((entry) => entry.entry));
    const placed = entries.flatMap((entry) => entry.runs.map((run) => this.place(run)));
    placed.sort(
      (a, b) => compare(a.group, b.group) || b.rotation - a.rotation || compare(a.run.entry, b.run.entry) || a.run.seq - b.run.seq,
    );
    const attested = attestedChildren(entries);
    const children: PlacedRun[] = [];
    const launchers: PlacedRun[] = [];
    const tools = new Set(entries.filter((entry) => entry.records.some((record) => record.type === 'check')).map((entry) => entry.entry));
    for (const item of placed) {
      const kind = classifyRun(item.run, attested);
      if (kind === 'child' || (kind === 'launcher' && tools.has(item.run.entry))) children.push(item);
      else if (kind === 'launcher') launchers.push(item);
      else this.addServerRun(item);
    }
    this.collectForks();
    for (const item of children) this.addChild(item);
    for (const item of launchers) this.addLauncher(item);
  }

  /** The process of a pid that is nearest to an entry: same entry, same folder, then the only one with that pid. */
  find(pid: number, entry: string, sub: string, timeMs = Number.NaN): ProcessFact | undefined {
    if (pid <= 0) return undefined;
    const same = (this.byPid.get(pid) ?? []).filter((process) => this.packages.sameHost(process.entries[0] ?? '', entry));
    if (same.length === 0) return undefined;
    const inEntry = same.filter(
      (process) => process.entries.includes(entry) && (process.runs.length === 0 || process.runs.some((run) => run.sub === sub)),
    );
    const pool = inEntry.length > 0 ? inEntry : same.filter((process) => pid > 1 || folderOf(process.entries[0] ?? '') === folderOf(entry));
    if (pool.length <= 1 || Number.isNaN(timeMs)) return pool[0];
    return pool.filter((process) => process.fromMs <= timeMs + 1000).sort((a, b) => b.fromMs - a.fromMs)[0] ?? pool[0];
  }

  /** The incarnation in whose run a line stands: pids repeat, in containers within a second. */
  holding(pid: number, entry: string, sub: string, line: number): ProcessFact | undefined {
    let nearest: { process: ProcessFact; line: number } | undefined;
    for (const process of this.byPid.get(pid) ?? []) {
      for (const run of process.runs) {
        if (run.entry !== entry || run.sub !== sub || run.first.line > line || run.first.line <= (nearest?.line ?? 0)) continue;
        nearest = { process, line: run.first.line };
      }
    }
    return nearest?.process;
  }

  /** The incarnation that listened on a port at a time, as an entry speaks of it. */
  byPort(port: number, timeMs: number, entry = ''): ProcessFact | undefined {
    return aliveAt(nearest(entry, this.onPort(port, entry), placeOf), timeMs);
  }

  onPort(port: number, entry = ''): ProcessFact[] {
    return this.processes.filter(
      (process) => process.port === port && process.role !== 'child' && this.packages.sameCluster(process.entries[0] ?? '', entry),
    );
  }

  /** `localhost:PORT` is a port of the host whose log says it. */
  onLoopback(port: number, entry: string, timeMs: number): ProcessFact | undefined {
    const known = this.onPort(port, entry).filter((process) => this.packages.sameHost(process.entries[0] ?? '', entry));
    return aliveAt(nearest(entry, known, placeOf), timeMs);
  }

  ofNode(nodeId: string): ProcessFact[] {
    return nodeId.length < 8 ? [] : this.processes.filter((process) => process.nodeId?.startsWith(nodeId));
  }

  /** Uids are those of one cluster. */
  byShard(uid: string, timeMs: number, entry: string): ProcessFact | undefined {
    const servers = this.processes.filter(
      (process) => process.role !== 'child' && this.packages.sameCluster(process.entries[0] ?? '', entry),
    );
    const known = servers.filter((process) => process.entries.some((other) => parseEntryName(other).shardUid === uid));
    if (known.length > 0) return aliveAt(nearest(entry, known, placeOf), timeMs);
    // Files given one by one have lost the folders that tell a support package; `redis-2.log` is still shard 2 to its manager.
    const numbered = nearest(
      entry,
      servers.filter((process) => process.entries.some((other) => String(parseEntryName(other).index) === uid)),
      placeOf,
    );
    return new Set(numbered.map((process) => process.entries[0])).size === 1 ? aliveAt(numbered, timeMs) : undefined;
  }

  /** A process known only from a report, a dump or a kernel line. */
  create(pid: number, entry: string, timeMs: number): ProcessFact {
    return this.register(emptyProcess(pid, entry, timeMs, timeMs));
  }

  private place(run: LogRun): PlacedRun {
    return {
      run,
      group: groupKey(run.entry, run.sub),
      rotation: rotationOf(run.entry),
      fromMs: this.clocks.ofRun(run, run.first.wallMs),
      toMs: this.clocks.ofRun(run, run.last.wallMs),
    };
  }

  private register(process: ProcessFact, group?: string): ProcessFact {
    this.processes.push(process);
    append(this.byPid, process.pid, process);
    if (group === undefined) return process;
    this.lastOfPid.set(`${group}\u0000${process.pid}`, process);
    if (process.role !== 'child') append(this.servers, group, process);
    return process;
  }

  private addServerRun(item: PlacedRun): void {
    const { run } = item;
    const last = this.lastOfPid.get(`${item.group}\u0000${run.pid}`);
    if (last !== undefined && !run.banner) {
      last.runs.push(run);
      if (!last.entries.includes(run.entry)) last.entries.push(run.entry);
      last.toMs = Math.max(last.toMs, item.toMs);
      last.fromMs = Math.min(last.fromMs, item.fromMs);
      return;
    }
    const process = emptyProcess(run.pid, run.entry, item.fromMs, item.toMs);
    process.runs.push(run);
    this.register(process, item.group);
  }

  private addChild(item: PlacedRun): void {
    const { run } = item;
    const parent = this.parentOf(item);
    const process = emptyProcess(run.pid, run.entry, item.fromMs, item.toMs);
    process.role = 'child';
    process.runs.push(run);
    process.parentPid = parent?.process.pid;
    process.childPurpose = parent?.purpose;
    process.end = 'unknown';
    process.endWhy = 'a fork child';
    this.register(process, item.group);
  }

  private collectForks(): void {
    for (const [group, servers] of this.servers)
      for (const process of servers)
        for (const event of process.runs.flatMap((run) => run.events)) {
          const purpose = CHILD_STARTS.get(event.id);
          const key = `${group}\u0000${event.fields.pid}`;
          if (purpose !== undefined && !this.forks.has(key)) this.forks.set(key, { process, purpose });
        }
  }

  private parentOf(item: PlacedRun): { process: ProcessFact; purpose?: string } | undefined {
    const told = this.forks.get(`${item.group}\u0000${item.run.pid}`);
    if (told !== undefined) return told;
    const process = aliveAt(this.servers.get(item.group) ?? [], item.fromMs);
    return process === undefined ? undefined : { process };
  }

  /** The warnings that a daemonising parent prints belong to the start that follows them. */
  private addLauncher(item: PlacedRun): void {
    let next: ProcessFact | undefined;
    for (const process of this.servers.get(item.group) ?? []) {
      if (process.fromMs >= item.fromMs - 1000 && (next === undefined || process.fromMs < next.fromMs)) next = process;
    }
    if (next !== undefined && next.fromMs - item.toMs < 60_000) next.runs.unshift(item.run);
    else this.addServerRun(item);
  }
}

function emptyProcess(pid: number, entry: string, fromMs: number, toMs: number): ProcessFact {
  return {
    id: '',
    pid,
    entries: [entry],
    server: '',
    modules: [],
    runs: [],
    fromMs,
    toMs,
    end: 'unknown',
    endWhy: '',
    logLevel: { value: 'unknown', basis: 'no line seen', certain: false },
    coverage: { startsLate: false, holes: [], extent: 'none', why: 'no log of this process' },
    zoneShiftMs: 0,
  };
}

/** The last one that had started; before the first, the first. */
export function aliveAt(pool: readonly ProcessFact[], timeMs: number): ProcessFact | undefined {
  if (pool.length <= 1 || Number.isNaN(timeMs)) return pool[0];
  let latest: ProcessFact | undefined;
  for (const process of pool) {
    if (process.fromMs <= timeMs + 2000 && (latest === undefined || process.fromMs > latest.fromMs)) latest = process;
  }
  return latest ?? pool[0];
}

const VERSIONED = new Set(['server-starting', 'logo']);

/** Fills in what the log and the reports say of each process. */
export function describeProcess(process: ProcessFact, reports: CrashReport[], records: Rec[]): void {
  const runs = process.runs;
  // Before 4.0 the version stands in the banner, or in the line that is printed instead of the logo.
  const version =
    firstEvent(runs, ['version'])?.fields.version ??
    reports.find((report) => report.version)?.version ??
    runs.flatMap((run) => run.events).find((event) => VERSIONED.has(event.id) && /^\d+\.\d/.test(event.fields.version ?? ''))?.fields
      .version;
  if (version) process.version = version;
  const valkey = runs.some((run) =>
    run.events.some(
      (event) => /Valkey/.test(event.text) && (event.id === 'server-starting' || event.id === 'version' || event.id === 'bye'),
    ),
  );
  process.product =
    valkey || reports.some((report) => report.product === 'valkey')
      ? 'valkey'
      : runs.length > 0 || reports.length > 0
        ? 'redis'
        : undefined;
  const mode = firstEvent(runs, ['running-mode']);
  if (mode?.fields.mode) process.mode = mode.fields.mode as ProcessFact['mode'];
  const port = Number(mode?.fields.port ?? firstEvent(runs, ['ready-port'])?.fields.port ?? Number.NaN);
  if (port > 0) process.port = port;
  const node = firstEvent(runs, ['cluster-node-id', 'node-config-loaded'])?.fields.node;
  if (node) process.nodeId = node;
  for (const report of reports) describeFromReport(process, report);
  for (const record of records) {
    if (record.type === 'info') describeFromInfo(process, record.sections);
  }
  if (process.port === undefined) process.port = parseEntryName(process.entries[0] ?? '').port;
  process.role ??= roleOf(runs);
  collectModules(process, runs);
}

function roleOf(runs: LogRun[]): ProcessFact['role'] {
  const last: Role | '' = runs[runs.length - 1]?.lastRole ?? '';
  const counts: Partial<Record<Role, number>> = {};
  for (const run of runs) for (const role of ['M', 'S', 'X'] as const) counts[role] = (counts[role] ?? 0) + (run.roles[role] ?? 0);
  if (counts.X) return 'sentinel';
  if (last === 'S') return 'replica';
  if (last === 'M' || counts.M) return 'master';
  return counts.S ? 'replica' : undefined;
}

function describeFromReport(process: ProcessFact, report: CrashReport): void {
  describeFromInfo(process, report.info);
  const self = report.clusterNodes?.find((node) => node.flags.includes('myself'));
  if (self) process.nodeId ??= self.id;
  if (process.role === undefined && report.role)
    process.role = report.role === 'S' ? 'replica' : report.role === 'X' ? 'sentinel' : 'master';
  for (const section of report.modulesInfo) {
    const search = section.values.search_version;
    if (search) addModule(process, 'search', search.value, undefined);
  }
}

function describeFromInfo(process: ProcessFact, sections: CrashReport['info']): void {
  for (const section of sections) {
    const value = (key: string) => section.values[key]?.value.trim();
    process.version ??= value('valkey_version') ?? value('redis_version');
    process.enterprise ??= value('rlec_version');
    process.runId ??= value('run_id');
    const port = Number(value('tcp_port') ?? Number.NaN);
    if (port > 0) process.port ??= port;
    const mode = value('redis_mode') ?? value('server_mode');
    if (mode) process.mode ??= mode as ProcessFact['mode'];
    for (const [key, item] of Object.entries(section.values)) {
      const found = /^module(?:#\d+)?$/.test(key) ? /name=([^,]+),ver=(\d+)/.exec(item.value) : undefined;
      if (found) addModule(process, found[1]!, undefined, Number(found[2]));
    }
  }
}

function collectModules(process: ProcessFact, runs: LogRun[]): void {
  for (const run of runs) {
    for (const event of run.events) {
      if (event.id === 'module-loaded' && event.fields.name) addModule(process, event.fields.name, undefined, undefined);
      if (event.id === 'enterprise-build') process.enterprise ??= enterpriseBuild(event.fields);
      if (event.id === 'search-version' && event.fields.version) addModule(process, 'search', event.fields.version, undefined);
    }
  }
}

/** RediSearch prints the build where the patch belongs: 7.28.39-0 of 7.28.0-39 (module.c scans `%d.%d.%d-%d` into major, minor, build, patch). */
function enterpriseBuild({ module, version }: Record<string, string>): string {
  const parts = module === 'RediSearch' ? /^(\d+\.\d+)\.(\d+)-(\d+)$/.exec(version ?? '') : null;
  return parts === null ? (version ?? '') : `${parts[1]}.${parts[3]}-${parts[2]}`;
}

function addModule(process: ProcessFact, name: string, version: string | undefined, versionInt: number | undefined): void {
  let module = process.modules.find((item) => item.name === name);
  if (module === undefined) {
    module = { name };
    process.modules.push(module);
  }
  if (versionInt !== undefined && module.versionInt === undefined) {
    module.versionInt = versionInt;
    module.version ??= decodeModuleVersion(versionInt);
  }
  if (version !== undefined) module.version = version;
}

/** Module versions are integers: 21020 is 2.10.20 (major * 10000 + minor * 100 + patch). */
export function decodeModuleVersion(value: number): string {
  return `${Math.floor(value / 10_000)}.${Math.floor(value / 100) % 100}.${value % 100}`;
}

function placeOf(process: ProcessFact): string {
  return process.entries[0] ?? '';
}

export function folderOf(entry: string): string {
  const slash = entry.lastIndexOf('/');
  return slash < 0 ? '' : entry.slice(0, slash);
}

export function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
