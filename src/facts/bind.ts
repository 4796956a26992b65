import { parseEntryName } from '../formats/side/entry-name.js';
import type { CrashFact, DumpFact, Facts, ProcessFact } from '../model/facts.js';
import { append } from '../model/grouping.js';
import type { CrashReport, ManagerRecord, Rec, ThreadDump } from '../model/records.js';
import type { ClockBook } from './clocks.js';
import { bitsOf, commandsOf, diedLoading } from './crash-circumstances.js';
import { explainSize } from './crash-numbers.js';
import { originOf } from './crash-origin.js';
import { crashPlace } from './crash-place.js';
import { frozenClock } from './crashes.js';
import { type Death, deathBySanitizer, deathIn } from './death-in-stacks.js';
import { groupKey } from './identity.js';
import { loneWords } from './lone-words.js';
import { aliveAt, compare, folderOf, type ProcessBook } from './processes.js';

/** Temporary handle until ids are given after sorting. */
const handles = new WeakMap<object, ProcessFact>();

function handleOf(owner: object, process: ProcessFact | undefined): void {
  if (process !== undefined) handles.set(owner, process);
}

export function bindReports(facts: Facts, book: ProcessBook, clocks: ClockBook): void {
  for (const entry of facts.entries) {
    for (const record of entry.records) {
      if (record.type === 'crash') addCrash(facts, book, clocks, record);
    }
  }
  const { deaths, others } = loneWords(facts.entries, book);
  for (const death of deaths) addCrash(facts, book, clocks, death);
  facts.lastWords = others;
  for (const entry of facts.entries) {
    for (const record of entry.records)
      if (record.type === 'dump') addDump(facts, book, clocks.ofStamp(record.entry, record.stamp), record, undefined);
  }
  for (const dump of facts.dumps.filter((item) => !facts.crashes.some((crash) => crash.report.dump === item.dump)))
    addDeath(facts, book, deathIn(dump.dump), dump.timeMs, handles.get(dump));
}

/** Another program's word of a death that the process itself has reported is the same death. */
function addDeath(facts: Facts, book: ProcessBook, death: Death | undefined, timeMs: number, owner: ProcessFact | undefined): void {
  if (death === undefined) return;
  const { report, ...rest } = death;
  const process =
    owner ?? book.find(report.pid, report.entry, report.sub, timeMs) ?? loneServer(book, report.entry, report.sub, report.pid);
  const told = process === undefined ? undefined : facts.crashes.find((crash) => handles.get(crash) === process && !crash.inChild);
  if (told !== undefined) {
    if (told.report.unwritten) complete(told, report, rest);
    return;
  }
  const known = process ?? book.create(report.pid, report.entry, timeMs);
  const dump = facts.dumps.find((item) => item.dump === report.dump);
  if (dump !== undefined) handleOf(dump, known);
  const crash: CrashFact = { id: '', pid: report.pid || known.pid, inChild: false, timeMs, report, ...rest, survived: false };
  handleOf(crash, known);
  facts.crashes.push(crash);
}

/** Last words say why, the debugger or the system says of which signal and where. */
function complete(crash: CrashFact, { signal, dump, lines }: CrashReport, death: Omit<Death, 'report'>): void {
  const { report } = crash;
  report.signal ??= signal;
  report.dump ??= dump;
  report.lines = { ...lines, ...report.lines };
  if (crash.topFrames.length > 0) return;
  crash.topFrames = death.topFrames;
  crash.faultingThread ??= death.faultingThread;
  crash.place ??= death.topFrames[0];
}

/** Sanitizers are read with the other records; a server in whose log one stands is the one that it speaks of. */
function bindSanitizerDeaths(facts: Facts, book: ProcessBook): void {
  for (const record of facts.sanitizers) {
    const death = deathBySanitizer(record);
    if (death === undefined) continue;
    const owner = handles.get(record) ?? loneServer(book, record.entry, record.sub, 0);
    addDeath(facts, book, death, Number.NaN, owner);
    handleOf(record, owner ?? book.find(record.pid, record.entry, record.sub));
  }
}

function addCrash(facts: Facts, book: ProcessBook, clocks: ClockBook, report: CrashReport): void {
  let timeMs = clocks.ofStamp(report.entry, report.stamp);
  const found =
    book.holding(report.pid, report.entry, report.sub, report.cite.line) ??
    book.find(report.pid, report.entry, report.sub, timeMs) ??
    loneServer(book, report.entry, report.sub, report.pid);
  const parent =
    found?.role === 'child'
      ? book.processes.find((process) => process.pid === found.parentPid && process.entries.includes(report.entry))
      : undefined;
  const inChild =
    report.role === 'C' &&
    (found?.role === 'child' ||
      found === undefined ||
      found.runs.some((run) => run.pid === report.pid && !run.banner && !run.roles.M && !run.roles.S));
  const process = parent ?? found ?? book.create(report.pid, report.entry, timeMs);
  const frozen = inChild ? undefined : frozenClock(report, timeMs);
  if (Number.isFinite(timeMs)) process.toMs = Number.isFinite(process.toMs) ? Math.max(process.toMs, timeMs) : timeMs;
  else timeMs = process.toMs;
  report.bits ??= bitsOf(process);
  const { raised, frames, thread, place, module } = crashPlace(report);
  const client = report.executingClient ?? report.currentClient;
  const crash: CrashFact = {
    id: '',
    pid: report.pid,
    inChild,
    timeMs,
    report,
    ...originOf(report, raised),
    topFrames: frames,
    place,
    module,
    ...commandsOf(report, place),
    loading: diedLoading(report),
    size: explainSize(report.outOfMemory?.bytes, report.bits),
    faultingThread: thread,
    survived: false,
    frozen,
    command: client?.argv === undefined ? undefined : { argv: client.argv, cite: client.argvCite ?? client.cite, client: client.addr },
  };
  handleOf(crash, process);
  facts.crashes.push(crash);
  if (report.dump !== undefined) addDump(facts, book, timeMs, report.dump, crash);
}

/** A report without a usable pid belongs to the only server of its log. */
function loneServer(book: ProcessBook, entry: string, sub: string, pid: number): ProcessFact | undefined {
  if (pid > 0) return undefined;
  const servers = book.processes.filter(
    (process) => process.role !== 'child' && process.runs.some((run) => groupKey(run.entry, run.sub) === groupKey(entry, sub)),
  );
  return servers[servers.length - 1];
}

function addDump(facts: Facts, book: ProcessBook, timeMs: number, dump: ThreadDump, crash: CrashFact | undefined): void {
  let process = crash === undefined ? undefined : handles.get(crash);
  process ??=
    book.find(dump.pid, dump.entry, dump.sub, timeMs) ?? byThreads(facts, dump) ?? loneServer(book, dump.entry, dump.sub, dump.pid);
  process ??= sameFolder(book, dump);
  if (process === undefined && (dump.allThreads || dump.threads.length > 1))
    process = book.create(dump.pid || mainTid(dump), dump.entry, timeMs);
  const fact: DumpFact = { id: '', timeMs, dump, reading: undefined as never };
  handleOf(fact, process);
  if (process !== undefined && !process.entries.includes(dump.entry)) process.entries.push(dump.entry);
  facts.dumps.push(fact);
}

/** The process id is the id of the thread that runs main(); a dump that is cut off before it does not tell, and any other thread is not main. */
function mainTid(dump: ThreadDump): number {
  const runs = (name: RegExp) => dump.threads.find((thread) => thread.frames.some((frame) => name.test(frame.fn ?? '')));
  const begun = dump.threads.find(
    (thread) => !thread.frames.some((frame) => NOT_MAIN.test(frame.fn ?? '')) && thread.frames.some((frame) => frame.fn === 'aeMain'),
  );
  return (runs(/^main$/) ?? begun)?.tid ?? 0;
}

/** Where threads that pthread_create made begin. */
const NOT_MAIN = /^(?:IOThreadMain|start_thread|_*clone3?)$/;

/** A core or an eu-stack dump without a pid belongs to the process whose other dump has the same threads. */
function byThreads(facts: Facts, dump: ThreadDump): ProcessFact | undefined {
  const tids = new Set(dump.threads.map((thread) => thread.tid).filter((tid) => tid > 0));
  if (tids.size < 2) return undefined;
  for (const other of facts.dumps) {
    const shared = other.dump.threads.filter((thread) => tids.has(thread.tid)).length;
    if (shared >= 2 && shared * 2 > Math.min(tids.size, other.dump.threads.length)) return handles.get(other);
  }
  return undefined;
}

function sameFolder(book: ProcessBook, dump: ThreadDump): ProcessFact | undefined {
  if (dump.pid > 0 && dump.allThreads) return undefined;
  const folder = folderOf(dump.entry);
  const servers = book.processes.filter(
    (process) => process.role !== 'child' && process.role !== 'sentinel' && process.entries.some((entry) => folderOf(entry) === folder),
  );
  return new Set(servers.map((process) => process.pid)).size === 1 ? servers[0] : undefined;
}

type Bound<K extends Rec['type']> = Extract<Rec, { type: K }> & { process?: string; timeMs: number };

export function bindRecords(facts: Facts, book: ProcessBook, clocks: ClockBook): void {
  for (const entry of facts.entries) {
    for (const record of entry.records) {
      const timeMs = 'stamp' in record ? clocks.ofStamp(record.entry, record.stamp) : Number.NaN;
      bindRecord(facts, book, record, timeMs);
    }
  }
  bindSanitizerDeaths(facts, book);
}

function bindRecord(facts: Facts, book: ProcessBook, record: Rec, timeMs: number): void {
  const keep = <K extends Rec['type']>(list: Bound<K>[], item: Extract<Rec, { type: K }>, process: ProcessFact | undefined) => {
    const bound = { ...item, timeMs } as Bound<K>;
    handleOf(bound, process);
    list.push(bound);
  };
  switch (record.type) {
    case 'info':
      keep<'info'>(facts.infos, record, byInfo(book, record));
      return;
    case 'clients':
      keep<'clients'>(facts.clientLists, record, undefined);
      return;
    case 'slowlog':
      keep<'slowlog'>(facts.slowlogs as Bound<'slowlog'>[], record, undefined);
      return;
    case 'latency':
      keep<'latency'>(facts.latencies as Bound<'latency'>[], record, undefined);
      return;
    case 'conf':
      keep<'conf'>(facts.confs as Bound<'conf'>[], record, undefined);
      return;
    case 'proc':
      keep<'proc'>(facts.procs as Bound<'proc'>[], record, book.find(record.pid, record.entry, record.sub));
      return;
    case 'sanitizer':
      keep<'sanitizer'>(facts.sanitizers as Bound<'sanitizer'>[], record, book.find(record.pid, record.entry, record.sub));
      return;
    case 'kernel':
      keep<'kernel'>(facts.kernel, record, book.find(record.pid, record.entry, record.sub));
      return;
    case 'container':
      keep<'container'>(facts.containers, record, undefined);
      return;
    case 'fatal-start':
      keep<'fatal-start'>(facts.fatalStarts, record, record.pid > 0 ? book.find(record.pid, record.entry, record.sub, timeMs) : undefined);
      return;
    case 'probe':
      keep<'probe'>(facts.probes, record, record.port === undefined ? undefined : book.byPort(record.port, timeMs, record.entry));
      return;
    case 'manager':
      keepManager(facts, book, record, timeMs);
      return;
    case 'check':
      facts.checks.push(record);
      return;
    case 'core':
      facts.cores.push(record);
      return;
    case 'cluster-nodes':
      facts.clusterNodes.push(...record.nodes);
      return;
    default:
      return;
  }
}

/** A shell speaks when its job has ended, without a clock: the last line of the server is the last that is known of it. */
function keepManager(facts: Facts, book: ProcessBook, record: ManagerRecord, timeMs: number): void {
  const process = byManager(book, record, timeMs);
  const isUndated = Number.isNaN(timeMs) && record.component === 'shell' && process !== undefined;
  const bound = { ...record, timeMs: isUndated ? process.toMs : timeMs };
  handleOf(bound, process);
  facts.managers.push(bound);
}

function byManager(book: ProcessBook, { fields, entry, component }: ManagerRecord, timeMs: number): ProcessFact | undefined {
  if (component === 'systemd' && fields.pid === undefined) return ofUnit(book, entry, timeMs);
  const uid = fields.shard?.replace(/^redis:/, '') ?? /redis-(\d+)\.sock/.exec(fields.socket ?? '')?.[1];
  const byUid = uid === undefined ? undefined : book.byShard(uid, timeMs, entry);
  if (byUid !== undefined) return byUid;
  const pid = Number(fields.pid ?? 0);
  return pid > 0 ? book.find(pid, entry, '', timeMs) : undefined;
}

/** A unit names no pid: the server whose lines stand in the same journal, or the only one there is. */
function ofUnit(book: ProcessBook, entry: string, timeMs: number): ProcessFact | undefined {
  const servers = book.processes.filter((process) => process.role !== 'child' && process.runs.length > 0);
  const here = servers.filter((process) => process.entries.includes(entry));
  const pool = here.length > 0 ? here : servers;
  const logs = new Set(pool.map((process) => groupKey(process.runs[0]!.entry, process.runs[0]!.sub)));
  return logs.size === 1 ? aliveAt(pool, timeMs) : undefined;
}

function byInfo(book: ProcessBook, record: Extract<Rec, { type: 'info' }>): ProcessFact | undefined {
  for (const section of record.sections) {
    const pid = Number(section.values.process_id?.value ?? 0);
    const found = pid > 0 ? book.find(pid, record.entry, record.sub) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

export function reportsOf(facts: Facts, process: ProcessFact): CrashReport[] {
  return facts.crashes.filter((crash) => handles.get(crash) === process && !crash.inChild).map((crash) => crash.report);
}

export function recordsOf(facts: Facts, process: ProcessFact): Rec[] {
  return facts.infos.filter((info) => handles.get(info) === process);
}

function boundLists(facts: Facts): { process?: string }[][] {
  return [
    facts.crashes,
    facts.dumps,
    facts.infos,
    facts.clientLists,
    facts.slowlogs,
    facts.latencies,
    facts.confs,
    facts.procs,
    facts.sanitizers,
    facts.kernel,
    facts.containers,
    facts.fatalStarts,
    facts.probes,
    facts.managers,
  ];
}

export function renameBindings(facts: Facts): void {
  for (const list of boundLists(facts)) for (const item of list) item.process = handles.get(item)?.id;
  facts.crashes.sort(
    (a, b) => a.timeMs - b.timeMs || compare(a.report.cite.entry, b.report.cite.entry) || a.report.cite.line - b.report.cite.line,
  );
  for (const [index, crash] of facts.crashes.entries()) crash.id = `c${index + 1}`;
  for (const [index, dump] of facts.dumps.entries()) dump.id = `d${index + 1}`;
}

/** Files that name no pid belong to the server of the same stem, then to the only server of their folder. */
export function bindByPlace(facts: Facts, book: ProcessBook): void {
  const servers = book.processes.filter((process) => process.role !== 'child');
  for (const record of facts.managers) {
    const port = Number(record.fields.port ?? 0);
    if (record.process === undefined && record.fields.shard === undefined && port > 0)
      record.process = book.onLoopback(port, record.entry, record.timeMs)?.id;
  }
  // Ports are known only now: a probe names one, and says nothing else of whom it asked.
  for (const record of facts.probes)
    if (record.process === undefined && record.port !== undefined)
      record.process = book.byPort(record.port, record.timeMs, record.entry)?.id;
  const asked = probesByEntry(facts);
  for (const list of [
    facts.infos,
    facts.clientLists,
    facts.slowlogs,
    facts.latencies,
    facts.confs,
    facts.containers,
    facts.fatalStarts,
    facts.sanitizers,
  ] as { process?: string; entry: string; sub?: string; cite?: { line: number } }[][]) {
    for (const record of list) {
      if (record.process !== undefined) continue;
      record.process =
        askedBy(asked.get(record.entry), record)?.process ?? (byLine(servers, record) ?? byStem(book, servers, record.entry))?.id;
    }
  }
}

function probesByEntry(facts: Facts): Map<string, Facts['probes']> {
  const found = new Map<string, Facts['probes']>();
  for (const probe of facts.probes) {
    append(found, probe.entry, probe);
  }
  return found;
}

/** A reply under a command of a transcript (`$ redis-cli -p 7003 CLUSTER INFO`) is that of the server that was asked. */
function askedBy(
  probes: Facts['probes'] | undefined,
  record: { sub?: string; cite?: { line: number } },
): Facts['probes'][number] | undefined {
  const line = record.cite?.line;
  return line === undefined ? undefined : probes?.findLast((probe) => probe.cite.line < line && probe.sub === (record.sub ?? ''));
}

/** A line between those of servers in one log belongs to the one whose run it stands in or follows. */
function byLine(servers: ProcessFact[], record: { entry: string; sub?: string; cite?: { line: number } }): ProcessFact | undefined {
  let nearest: { process: ProcessFact; line: number } | undefined;
  for (const process of servers) {
    for (const run of process.runs) {
      if (run.entry !== record.entry || run.first.line > (record.cite?.line ?? 0) || run.first.line <= (nearest?.line ?? -1)) continue;
      nearest = { process, line: run.first.line };
    }
  }
  return nearest?.process;
}

function byStem(book: ProcessBook, servers: ProcessFact[], entry: string): ProcessFact | undefined {
  const bare = (name: string) => parseEntryName(name).stem.replace(/\.(log|conf|stdout|txt|out|err|stderr)$/, '');
  const folder = folderOf(entry);
  const same = servers.filter((process) =>
    process.entries.some((other) => other === entry || (folderOf(other) === folder && bare(other) === bare(entry))),
  );
  if (same.length > 0) return same[same.length - 1];
  const shard = parseEntryName(entry).shardUid;
  if (shard !== undefined) return book.byShard(shard, Number.NaN, entry);
  const here = servers.filter((process) => process.entries.some((other) => folderOf(other) === folder) && process.role !== 'sentinel');
  return new Set(here.map((process) => process.server)).size === 1 ? here[here.length - 1] : undefined;
}
