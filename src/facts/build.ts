import type { Binaries } from '../formats/collect/index.js';
import type { BoundEvent, DumpFact, Facts } from '../model/facts.js';
import type { EntryRecords } from '../model/records.js';
import { bindByPlace, bindRecords, bindReports, recordsOf, renameBindings, reportsOf } from './bind.js';
import { calmMended, findChanges, pairAlerts } from './changes.js';
import { findClientErrors } from './client-errors.js';
import { ClockBook, type ZoneRule } from './clocks.js';
import { joinCollected } from './collect/join.js';
import { findConfigChanges } from './config-changes.js';
import { dropCopies } from './copies.js';
import { findNovelty } from './novelty.js';
import { findOpenChildren } from './open-children.js';
import { compare, describeProcess, ProcessBook } from './processes.js';
import { decideCoverage, decideEnds, decideLevels, linkServers, markSurvivors } from './servers.js';
import { findSilences } from './silences.js';
import { nameFrames } from './symbols/name-frames.js';
import { compareDumps } from './threads/compare-dumps.js';
import { readDump } from './threads/read.js';
import { findTopology } from './topology.js';
import { findWitnesses } from './witnesses.js';

export interface FactOptions {
  zones: ZoneRule[];
  /** Programs and libraries of the inputs, which name the calls of collected stacks. */
  binaries?: Binaries;
}

/** Records of all entries to facts. Entries come sorted; the same bytes given twice count once. */
export function buildFacts(all: EntryRecords[], options: FactOptions): Facts {
  if (options.binaries) nameFrames(all, options.binaries);
  const { entries: read, notes } = dropDuplicates(joinCollected(all, options.binaries));
  const clocks = new ClockBook(read, options.zones);
  const entries = read.map((entry) => clocks.withHandlersOnWall(entry));
  const book = new ProcessBook(entries, clocks);
  const facts = emptyFacts(entries, notes);
  facts.processes = book.processes;
  for (const process of facts.processes) {
    const run = process.runs[0];
    if (run !== undefined) process.zoneShiftMs = clocks.ofRun(run, run.first.wallMs) - run.first.wallMs;
  }
  bindReports(facts, book, clocks);
  bindRecords(facts, book, clocks);
  pairAlerts(facts, book.packages);
  facts.changes = findChanges(entries, clocks, book.packages);
  calmMended(facts);
  for (const process of facts.processes) describeProcess(process, reportsOf(facts, process), recordsOf(facts, process));
  linkServers(facts.processes, book.packages);
  renameBindings(facts);
  bindByPlace(facts, book);
  facts.events = boundEvents(facts, clocks);
  markSurvivors(facts);
  readDumps(facts);
  facts.comparisons = compareDumps(facts.dumps);
  facts.collectedMs = latestMoment(facts);
  decideEnds(facts);
  decideLevels(facts);
  decideCoverage(facts);
  facts.openChildren = findOpenChildren(facts);
  facts.clientErrors = findClientErrors(facts, clocks);
  facts.topology = findTopology(facts, book);
  facts.witnesses = findWitnesses(facts, book);
  facts.silences = findSilences(facts);
  facts.configChanges = findConfigChanges(facts);
  const firstIn = new Map(facts.processes.toReversed().map((process) => [process.entries[0], process.id]));
  facts.clocks = clocks.facts().map((clock) => ({ ...clock, process: firstIn.get(clock.entry) }));
  facts.novelty = findNovelty(facts);
  facts.yearKnown = !clocks.yearMissing;
  return facts;
}

/** The same bytes given twice (a tarball and its folder) count once. */
function dropDuplicates(all: EntryRecords[]): { entries: EntryRecords[]; notes: Facts['notes'] } {
  const seen = new Map<string, string>();
  const entries: EntryRecords[] = [];
  const notes: Facts['notes'] = [];
  for (const entry of all) {
    const key = `${entry.digest}:${entry.bytes}`;
    const first = entry.bytes > 0 && entry.runs.length + entry.records.length > 0 ? seen.get(key) : undefined;
    if (first !== undefined && !isSecondSample(entry, first)) {
      notes.push({ entry: entry.entry, text: `the same bytes as ${first}: counted once` });
      entries.push({ ...entry, outcome: 'ignored', why: `the same bytes as ${first}`, runs: [], records: [] });
      continue;
    }
    seen.set(key, entry.entry);
    entries.push({ ...entry });
  }
  dropCopies(entries);
  for (const entry of entries) for (const text of entry.notes) notes.push({ entry: entry.entry, text });
  return { entries, notes };
}

const DEBUGGERS = new Set(['gdb', 'gdb-info', 'pstack', 'eu-stack']);

/** Stacks without a clock that are equal to the byte, in a file of another name: nothing has moved, which is what a second dump was taken for. */
function isSecondSample(entry: EntryRecords, first: string): boolean {
  const base = (name: string) => name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const names = [base(entry.entry), base(first)];
  if (names[0] === names[1] || names.some((name) => /copy|\.bak|\.orig|\.old|~$/.test(name))) return false;
  return (
    entry.runs.length === 0 &&
    entry.records.some((record) => record.type === 'dump') &&
    entry.records.every((record) => record.type === 'dump' && DEBUGGERS.has(record.source) && record.stamp.basis === 'none')
  );
}

function emptyFacts(entries: EntryRecords[], notes: Facts['notes']): Facts {
  return {
    entries,
    processes: [],
    events: [],
    silences: [],
    configChanges: [],
    crashes: [],
    dumps: [],
    comparisons: [],
    openChildren: [],
    witnesses: [],
    clocks: [],
    fatalStarts: [],
    kernel: [],
    containers: [],
    managers: [],
    changes: [],
    infos: [],
    clientLists: [],
    slowlogs: [],
    latencies: [],
    confs: [],
    procs: [],
    lastWords: [],
    sanitizers: [],
    probes: [],
    clientErrors: [],
    checks: [],
    cores: [],
    clusterNodes: [],
    topology: [],
    novelty: [],
    yearKnown: true,
    notes,
  };
}

function boundEvents(facts: Facts, clocks: ClockBook): BoundEvent[] {
  const events: BoundEvent[] = [];
  for (const process of facts.processes)
    for (const run of process.runs)
      for (const event of run.events)
        events.push({ process: process.id, timeMs: event.handler ? event.wallMs : clocks.ofRun(run, event.wallMs), event });
  for (const dump of facts.dumps) if (dump.dump.source === 'redis-watchdog') events.push(watchdogEvent(dump));
  return events.sort((a, b) => a.timeMs - b.timeMs || compare(a.event.entry, b.event.entry) || a.event.line - b.event.line);
}

/** `--- WATCHDOG TIMER EXPIRED ---` stands on a line without prefix, so no pattern of the log sees it: the stacks below it are what is kept. */
function watchdogEvent(fact: DumpFact): BoundEvent {
  const { dump, timeMs } = fact;
  const line = { ...dump.cite, wallMs: timeMs, level: '' as const, role: '' as const, module: '' };
  return { process: fact.process, timeMs, event: { ...line, id: 'watchdog-expired', fields: {}, handler: true } };
}

function readDumps(facts: Facts): void {
  for (const fact of facts.dumps) {
    const process = facts.processes.find((item) => item.id === fact.process);
    const crash =
      facts.crashes.find((item) => item.report.dump === fact.dump) ??
      facts.crashes.find((item) => item.process !== undefined && item.process === fact.process && !item.inChild);
    if (crash?.report.dump === fact.dump) crash.dump = fact.id;
    const search = process?.modules.find((module) => module.name === 'search');
    const stopped = facts.procs.some(
      (record) => record.process === fact.process && record.process !== undefined && /^[Tt]/.test(record.state ?? ''),
    );
    fact.reading = readDump(fact.dump, {
      mainTid: process !== undefined && fact.dump.threads.some((thread) => thread.tid === process.pid) ? process.pid : undefined,
      command: crash?.command?.argv,
      searchVersion: search?.version,
      product: process?.product,
      serverVersion: process?.version,
      signalSent: crash?.origin === 'sent',
      stopped,
    });
  }
}

/** The last moment that anything in the inputs speaks of. */
function latestMoment(facts: Facts): number | undefined {
  let latest = Number.NEGATIVE_INFINITY;
  const see = (ms: number | undefined) => {
    if (ms !== undefined && Number.isFinite(ms) && ms > latest) latest = ms;
  };
  for (const process of facts.processes) see(process.toMs);
  for (const list of [facts.crashes, facts.dumps, facts.infos, facts.probes, facts.managers])
    for (const item of list as { timeMs: number }[]) see(item.timeMs);
  return Number.isFinite(latest) ? latest : undefined;
}
