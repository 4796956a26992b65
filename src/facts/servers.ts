import { parseEntryName } from '../formats/side/entry-name.js';
import type { CrashFact, Facts, ProcessFact } from '../model/facts.js';
import type { Cite } from '../model/origin.js';
import type { EntryRecords, KeptLine, LogRun } from '../model/records.js';
import { LEVELS, type Level } from '../model/text.js';
import { ServerChains } from './chains.js';
import { firstEvent, groupKey } from './identity.js';
import type { Packages } from './packages.js';
import { compare, EXIT_EVENTS } from './processes.js';

/** Numbers the processes and chains the incarnations of each server: one log group, one port, one after the other. */
export function linkServers(processes: ProcessFact[], packages: Packages): void {
  processes.sort(
    (a, b) =>
      compare(a.entries[0] ?? '', b.entries[0] ?? '') ||
      orInfinity(a.fromMs) - orInfinity(b.fromMs) ||
      a.pid - b.pid ||
      compare(a.role ?? '', b.role ?? ''),
  );
  processes.forEach((process, index) => {
    process.id = `p${index + 1}`;
  });
  const chains = new ServerChains();
  for (const process of processes) if (process.role !== 'child') chains.place(groupOf(process, packages), process);
  for (const chain of chains.all()) {
    chain.sort((a, b) => a.fromMs - b.fromMs || compare(a.id, b.id));
    const port = chain.find((process) => process.port !== undefined)?.port;
    const nodeId = chain.find((process) => process.nodeId !== undefined)?.nodeId;
    for (let i = 0; i < chain.length; i++) {
      chain[i]!.previous = chain[i - 1]?.id;
      chain[i]!.next = chain[i + 1]?.id;
      chain[i]!.port ??= port;
      chain[i]!.nodeId ??= nodeId;
      chain[i]!.server = serverName(chain[0]!);
    }
  }
  tellClustersApart(processes, packages);
}

/** Two clusters both have a shard 2: the same number is another server there. */
function tellClustersApart(processes: ProcessFact[], packages: Packages): void {
  const clusters = new Map<string, Set<string>>();
  const clusterOf = (process: ProcessFact) => packages.clusterOf(process.entries[0] ?? '');
  for (const process of processes) {
    const known = clusters.get(process.server);
    if (known === undefined) clusters.set(process.server, new Set([clusterOf(process)]));
    else known.add(clusterOf(process));
  }
  for (const process of processes) {
    if (process.server === '' || (clusters.get(process.server)?.size ?? 0) < 2) continue;
    const cluster = clusterOf(process);
    const name = cluster.slice(cluster.lastIndexOf('/') + 1);
    const alone = [...(clusters.get(process.server) ?? [])].filter((other) => other.endsWith(`/${name}`) || other === name).length === 1;
    if (cluster !== '') process.server = `${process.server} in ${alone ? name : cluster}`;
  }
}

function orInfinity(value: number): number {
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
}

/** What no log tells of is known by its pid; in containers all are 1. */
function groupOf(process: ProcessFact, packages: Packages): string {
  const run = process.runs[0];
  if (run !== undefined) return groupKey(run.entry, run.sub);
  return process.pid > 1 ? `pid:${process.pid} ${packages.clusterOf(process.entries[0] ?? '')}` : `entry:${process.entries[0] ?? ''}`;
}

function serverName(process: ProcessFact): string {
  const name = parseEntryName(process.entries[0] ?? '');
  if (name.shardUid !== undefined) return `shard:${name.shardUid}`;
  if (process.port !== undefined) return `port:${process.port}`;
  return process.entries[0] !== undefined ? `file:${process.entries[0]}` : process.id;
}

/** How each process ended, from its own lines, its crash report, its successor and the kernel. */
export function decideEnds(facts: Facts): void {
  const byId = new Map(facts.processes.map((process) => [process.id, process]));
  for (const process of facts.processes) {
    const fatal = facts.crashes.find((crash) => crash.process === process.id && !crash.inChild && !crash.survived);
    const exit = lastExit(process);
    const oom = facts.kernel.find(
      (record) => record.event === 'oom-kill' && record.process === process.id && !outlived(process, record.timeMs),
    );
    const next = process.next === undefined ? undefined : byId.get(process.next);
    if (fatal !== undefined) end(process, 'crash', 'a crash report is the last that was heard of it', fatal.report.cite);
    else if (exit !== undefined) end(process, 'clean-shutdown', 'it logged its own shutdown', exit);
    else if (process.role === 'child') end(process, 'unknown', 'a fork child');
    else if (oom !== undefined) end(process, 'killed', 'the kernel names its pid', oom.cite);
    else if (hiddenEnd(facts, process, next) !== undefined)
      end(process, 'unknown', 'its end is not in the input: lines were lost there', hiddenEnd(facts, process, next));
    else if (shuttingDown(process) !== undefined)
      end(process, 'unknown', 'it had begun to shut down; the last line is missing', shuttingDown(process));
    else if (gaveUp(process) !== undefined) {
      end(process, 'unknown', 'it said that it gives up', gaveUp(process));
      process.gaveUp = true;
    } else if (portStillHeld(process, next) !== undefined)
      end(process, 'unknown', 'the next start finds its port in use: it may still run', portStillHeld(process, next));
    else if (next?.runs.some((run) => run.banner))
      end(process, 'killed', 'a new start follows without shutdown lines and without a report', next.runs.find((run) => run.banner)?.first);
    else if (seenLater(facts, process)) end(process, 'still-running', 'it was seen alive after its last line');
    else end(process, 'unknown', 'the input ends without saying');
  }
}

/** It logs on after the moment at which a pid like its own was killed: the line is an old one, of another boot or of whoever had the pid before. */
function outlived(process: ProcessFact, killedMs: number): boolean {
  return process.toMs > killedMs + 5000;
}

function end(process: ProcessFact, how: ProcessFact['end'], why: string, cite?: ProcessFact['endCite']): void {
  process.end = how;
  process.endWhy = why;
  if (cite !== undefined) process.endCite = cite;
}

/** Words of a server that ends itself: refused starts, unwritable AOF with fsync always, data it will not load. */
const GIVES_UP =
  /\b[Ee]xit(?:ing)?\b|[Aa]borting|Terminating server|Internal error in RDB|[Ff]atal error|[Cc]an't (?:open|chdir|load)|Failed (?:listening|opening)|Bad file format|Unexpected end of file|[Ss]hort read|Wrong signature|Can't handle|redis-check-|valkey-check-|[Cc]ould not (?:create|load|open)|Error loading|make a backup of your AOF|server will (?:now )?exit|Address already in use|Permission denied/;
const LAST_WORDS = 4;

/** Failures that a serving server prints in the same words, and survives: a save, the copy of a master, a file of its configuration, one client. */
const LIVES_ON: ReadonlySet<string> = new Set([
  'rdb-open-error',
  'rdb-write-error',
  'rdb-rename-error',
  'aof-write-error',
  'aofrw-open-error',
  'aofrw-write-error',
  'replica-write-disk-error',
  'rdb-socket-cut',
  'pid-file-failed',
  'config-rewrite-failed',
  'config-file-write-error',
  'acl-save-failed',
  'sentinel-config-failed',
  'client-accept-error',
  'tls-accept-error',
]);

function gaveUp(process: ProcessFact): KeptLine | undefined {
  const run = process.runs[process.runs.length - 1];
  const own = (run?.tail ?? []).filter((line) => line.role !== 'C');
  const said = own
    .slice(-LAST_WORDS)
    .find((line) => (line.level === 'warning' || line.level === '') && GIVES_UP.test(line.text) && !isSurvived(run, line));
  return said === undefined || worksAfter(own, said) ? undefined : said;
}

function isSurvived(run: LogRun | undefined, line: KeptLine): boolean {
  return run?.events.some((event) => event.line === line.line && event.entry === line.entry && LIVES_ON.has(event.id)) === true;
}

/** Who goes on with ordinary work did not give up. Within a second it may be the rest of a start. */
function worksAfter(own: readonly KeptLine[], said: KeptLine): boolean {
  return own.some((line) => line.level === 'notice' && line.line > said.line && line.wallMs > said.wallMs + 1000);
}

/** A hole between the last line of a process and the start of the next one may have swallowed its shutdown. */
function hiddenEnd(facts: Facts, process: ProcessFact, next: ProcessFact | undefined): Cite | undefined {
  const last = process.runs[process.runs.length - 1]?.last;
  const start = next?.runs[0]?.first;
  if (last === undefined || start === undefined || last.entry !== start.entry) return undefined;
  const entry = facts.entries.find((item) => item.entry === last.entry);
  return entry?.holes.find((hole) => hole.cite.line >= last.line && hole.cite.line <= start.line)?.cite;
}

/** A second start that cannot bind the port of the first speaks against its death: whoever holds the port is alive. */
function portStillHeld(process: ProcessFact, next: ProcessFact | undefined): Cite | undefined {
  const refused = next?.runs.flatMap((run) => run.events).find((event) => event.id === 'bind-failed' && IN_USE.test(event.text));
  if (refused === undefined) return undefined;
  const port = refused.fields.port;
  return port === undefined || process.port === undefined || String(process.port) === port ? refused : undefined;
}

const IN_USE = /in use|EADDRINUSE|Only one usage of each socket address/i;

/** Asked to shut down with nothing of main's work after it. */
function shuttingDown(process: ProcessFact): KeptLine | undefined {
  const run = process.runs[process.runs.length - 1];
  const asked = run?.events.findLast((event) => event.id === 'shutdown-requested');
  return asked !== undefined && run !== undefined && run.last.wallMs - asked.wallMs < 5000 ? asked : undefined;
}

function lastExit(process: ProcessFact) {
  const last = process.runs[process.runs.length - 1];
  const found = last?.events.filter((event) => EXIT_EVENTS.includes(event.id)).pop();
  return found;
}

function seenLater(facts: Facts, process: ProcessFact): boolean {
  const later = (item: { process?: string; timeMs: number }) => item.process === process.id && item.timeMs > process.toMs;
  if (facts.dumps.some((dump) => later(dump) && dump.dump.source !== 'gdb-core') || facts.infos.some(later)) return true;
  if (facts.procs.some((record) => record.process === process.id)) return true;
  return facts.probes.some((probe) => later(probe) && probe.outcome === 'ok');
}

/** Level in force: the conf or CONFIG GET where given, otherwise what the lines prove. */
export function decideLevels(facts: Facts): void {
  for (const process of facts.processes) {
    const conf = facts.confs
      .find((record) => record.process === process.id)
      ?.directives.filter((item) => item.name.toLowerCase() === 'loglevel')
      .pop();
    const counts = levelCounts(process.runs);
    const seen = LEVELS.find((level) => (counts[level] ?? 0) > 0);
    const config = facts.infos.find((info) => info.process === process.id && info.what === 'config');
    const told = conf?.args[0] ?? config?.sections.map((section) => section.values.loglevel?.value).find((value) => value !== undefined);
    const given = LEVELS.find((level) => level === told?.toLowerCase());
    if (given !== undefined && (seen === undefined || LEVELS.indexOf(seen) >= LEVELS.indexOf(given))) {
      process.logLevel = {
        value: given,
        basis: conf !== undefined ? `loglevel in ${conf.cite.entry}:${conf.cite.line}` : 'CONFIG GET loglevel',
        certain: true,
      };
    } else if (seen !== undefined) {
      const mark = { debug: '.', verbose: '-', notice: '*', warning: '#' }[seen];
      process.logLevel = {
        value: seen,
        basis: `the most verbose lines are ${seen} (${mark}), ${counts[seen]} of them`,
        certain: seen !== 'warning',
      };
    }
  }
}

export function levelCounts(runs: LogRun[]): Partial<Record<Level, number>> {
  const sum: Partial<Record<Level, number>> = {};
  for (const run of runs) for (const level of LEVELS) if (run.levels[level]) sum[level] = (sum[level] ?? 0) + run.levels[level].count;
  return sum;
}

/** Tools that shrink bundles keep the last 1000 lines of each log and drop rotated files. */
const KEPT_LAST_LINES = new Set([1000, 2000, 5000, 10_000]);

export function decideCoverage(facts: Facts): void {
  const byEntry = new Map(facts.entries.map((entry) => [entry.entry, entry]));
  for (const process of facts.processes) {
    const first = process.runs.find((run) => run.banner) ?? process.runs[0];
    if (first === undefined) continue;
    const started = process.runs.some((run) => run.banner) || firstEvent(process.runs, ['server-starting', 'version']) !== undefined;
    const entries = [...new Set(process.runs.map((run) => run.entry))]
      .map((name) => byEntry.get(name))
      .filter((entry): entry is EntryRecords => entry !== undefined);
    const lines = process.runs.reduce((sum, run) => sum + run.lines, 0);
    const holes = entries.flatMap((entry) => entry.holes.map((hole) => ({ entry, hole })));
    const cut = entries.some((entry) => entry.cutStart) || (!started && entries.some((entry) => KEPT_LAST_LINES.has(entry.lines)));
    process.coverage = {
      startsLate: !started,
      holes: holes.map(({ hole }) => ({
        ...holeSpan(process, hole.cite.line),
        why: `${hole.bytes} bytes lost (${hole.kind})`,
        cite: hole.cite,
      })),
      extent: started ? 'whole' : lines < 5 ? 'excerpt' : 'tail-only',
      why: started
        ? 'from its start banner to its last line'
        : cut
          ? 'the entry keeps only the last lines of a longer log'
          : lines < 5
            ? 'a few lines, not a log'
            : 'begins in the middle of the life of the process',
    };
  }
}

/** A hole lies between the kept lines around it; without them it may be anywhere in the life of the process. */
function holeSpan(process: ProcessFact, line: number): { fromMs: number; toMs: number } {
  const around = process.runs.flatMap((run) => run.gaps).find((gap) => gap.before.line <= line && gap.after.line >= line);
  if (around === undefined) return { fromMs: process.fromMs, toMs: process.toMs };
  return { fromMs: around.before.wallMs + process.zoneShiftMs, toMs: around.after.wallMs + process.zoneShiftMs };
}

/** A report is no death when the same process logs on after it (pid 1 in a container, a handler that returned). */
export function markSurvivors(facts: Facts): void {
  for (const crash of facts.crashes) {
    const process = facts.processes.find((item) => item.id === crash.process);
    if (process === undefined || crash.inChild) continue;
    crash.survived = process.runs.some(
      (run) =>
        run.entry === crash.report.entry &&
        run.lastMain !== undefined &&
        run.lastMain.line > crash.report.endLine + 1 &&
        laterThan(run.lastMain, crash),
    );
  }
}

function laterThan(line: NonNullable<LogRun['lastMain']>, crash: CrashFact): boolean {
  return line.wallMs > crash.report.stamp.wallMs + 1000;
}
