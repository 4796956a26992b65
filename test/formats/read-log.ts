import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import { FORMATS } from '../../src/formats/registry.js';
import { EntryReader } from '../../src/formats/router.js';
import type { CrashReport, EntryRecords, ThreadDump } from '../../src/model/records.js';
import { TextReader } from '../../src/text/reader.js';

const MATCHER = new PatternMatcher(CORE_PATTERNS);
export const LOGS = join(import.meta.dirname, '../../fixtures/logs');

/** Reads bytes as one entry, in chunks of the given size. */
export function readEntry(input: Uint8Array | string, chunkBytes = 65_536, entry = 'redis.log'): EntryRecords {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : input;
  const reader = new EntryReader(entry, MATCHER, FORMATS);
  const text = new TextReader(entry, (sub) => reader.sinkFor(sub));
  for (let at = 0; at < bytes.length; at += chunkBytes) text.push(bytes.subarray(at, at + chunkBytes));
  return reader.finish(text.end());
}

export function readFixture(name: string, chunkBytes?: number): EntryRecords {
  return readEntry(readFileSync(join(LOGS, name)), chunkBytes, name);
}

export function crashesOf(entry: EntryRecords): CrashReport[] {
  return entry.records.filter((record) => record.type === 'crash');
}

export function dumpsOf(entry: EntryRecords): ThreadDump[] {
  return entry.records.filter((record) => record.type === 'dump');
}

/** The parts of an entry that a person can check against the file. */
export function summarise(entry: EntryRecords): unknown {
  return {
    format: entry.format,
    wrapping: entry.wrapping,
    unknown: entry.unknown.count,
    notes: entry.notes,
    runs: entry.runs.map((run) => ({
      pid: run.pid,
      dialect: run.dialect,
      basis: run.stampBasis,
      banner: run.banner,
      lines: run.lines,
      roles: run.roles,
      from: `${run.first.line}: ${run.first.text.slice(0, 80)}`,
      to: `${run.last.line}: ${run.last.text.slice(0, 80)}`,
      lastMain: run.lastMain === undefined ? undefined : `${run.lastMain.line}: ${run.lastMain.text.slice(0, 80)}`,
      longestGapMs: run.gaps[0]?.durationMs,
      heartbeats: run.heartbeat?.count,
      events: run.eventCounts,
      unknown: run.templates.map((template) => `${template.count} ${template.template}`),
    })),
    crashes: crashesOf(entry).map(summariseCrash),
    dumps: dumpsOf(entry).map((dump) => ({ source: dump.source, pid: dump.pid, line: dump.cite.line, ...summariseStacks(dump) })),
  };
}

function summariseCrash(report: CrashReport): unknown {
  const {
    pid,
    role,
    product,
    version,
    signal,
    siCode,
    killedBy,
    address,
    eip,
    eipSymbol,
    assertion,
    panic,
    outOfMemory,
    nested,
    complete,
  } = report;
  return {
    pid,
    role,
    product,
    version,
    signal,
    siCode,
    killedBy,
    address,
    eip,
    eipSymbol,
    assertion,
    panic,
    outOfMemory,
    nested,
    complete,
    from: report.cite.line,
    to: report.endLine,
    lines: Object.fromEntries(Object.entries(report.lines).map(([name, cite]) => [name, cite.line])),
    sections: report.sections.map((section) => `${section.line} ${section.name}${section.complete ? '' : ' (cut)'}`),
    infoSections: report.info.map((section) => section.section),
    serverTimeUsec: report.info[0]?.values.server_time_usec?.value,
    clients: report.clientCount,
    current: report.currentClient?.argv,
    executing: report.executingClient?.argv,
    nodes: report.clusterNodes?.length,
    memoryTest: report.memoryTest,
    dump: report.dump === undefined ? undefined : summariseStacks(report.dump),
  };
}

function summariseStacks(dump: ThreadDump): Record<string, unknown> {
  return {
    all: dump.allThreads,
    expected: dump.expected,
    incomplete: dump.incomplete,
    program: dump.program,
    threads: dump.threads.map((thread) => {
      const top = thread.frames.slice(0, 3).map((frame) => frame.fn ?? `${frame.object}+${frame.offset}`);
      return `${thread.tid} ${thread.name ?? ''}${thread.marked ? ' *' : ''}: ${thread.frames.length} frames, ${top.join(' < ')}`;
    }),
  };
}
