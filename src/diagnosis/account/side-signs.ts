import type { Facts } from '../../model/facts.js';
import type { Cite } from '../../model/origin.js';
import type { KeyValues } from '../../model/records.js';
import type { Sign, SignSource } from './sign.js';

export interface Seen {
  source: SignSource;
  what: string;
  cite: Cite;
  severity?: Sign['severity'];
  process?: string;
  timeMs?: number;
  decide?: string;
  harmless?: string;
}

export function sign({ source, what, cite, severity = 'warning', process, timeMs = Number.NaN, decide, harmless }: Seen): Sign {
  return {
    source,
    what,
    severity,
    process,
    fromMs: timeMs,
    toMs: timeMs,
    count: 1,
    cites: [cite],
    ...(decide === undefined ? {} : { decide }),
    ...(harmless === undefined ? {} : { harmless }),
  };
}

/** INFO and CLUSTER INFO fields whose value tells of trouble (server.c genRedisInfoString, cluster.c). */
const FIELDS: Record<string, (value: string) => boolean> = {
  rdb_last_bgsave_status: (value) => value === 'err',
  aof_last_bgrewrite_status: (value) => value === 'err',
  aof_last_write_status: (value) => value === 'err',
  master_link_status: (value) => value === 'down',
  cluster_state: (value) => value === 'fail',
  cluster_slots_fail: (value) => Number(value) > 0,
};
/** `master0:name=mymaster,status=odown,…` (sentinel.c genSentinelInfo). */
const SENTINEL_MASTER = /^master\d+$/;

function fieldSigns(sections: readonly KeyValues[], entry: string, process: string | undefined, timeMs: number): Sign[] {
  const found: Sign[] = [];
  for (const section of sections)
    for (const [name, { value, line, offset }] of Object.entries(section.values)) {
      const said = value.trim();
      const wrong = Object.hasOwn(FIELDS, name) ? FIELDS[name]!(said) : SENTINEL_MASTER.test(name) && /status=[so]down/.test(said);
      if (wrong)
        found.push(
          sign({ source: 'info', what: `${name}:${said}`, cite: { entry, line, offset, text: `${name}:${said}` }, process, timeMs }),
        );
    }
  return found;
}

export function infoSigns(facts: Facts): Sign[] {
  return facts.infos.flatMap((info) => fieldSigns(info.sections, info.entry, info.process, info.timeMs));
}

export function clusterNodeSigns(facts: Facts): Sign[] {
  return facts.clusterNodes
    .filter((node) => node.flags.some((flag) => flag === 'fail' || flag === 'fail?'))
    .map((node) => sign({ source: 'cluster-nodes', what: node.cite.text || `${node.id} ${node.flags.join(',')}`, cite: node.cite }));
}

/** What clients complain of, one sign for each sort of error and server. */
export function clientSigns(facts: Facts): Sign[] {
  return facts.clientErrors
    .filter((fact) => fact.error !== 'restored')
    .map((fact) => ({
      ...sign({
        source: 'client',
        what: fact.cite.text,
        cite: fact.cite,
        process: fact.process,
        timeMs: fact.timeMs,
        decide: 'the log of the server that the client speaks to, for the same time',
      }),
      toMs: fact.lastMs,
      count: fact.count,
      cites: fact.count > 1 ? [fact.cite, fact.last.cite] : [fact.cite],
    }));
}

export function kernelSigns(facts: Facts): Sign[] {
  return facts.kernel
    .filter((record) => record.event !== 'other')
    .map((record) =>
      sign({
        source: 'kernel',
        what: record.cite.text,
        cite: record.cite,
        severity: record.process === undefined ? 'warning' : 'critical',
        process: record.process,
        timeMs: record.timeMs,
        ...(record.process === undefined && record.comm !== '' && !SERVER.test(record.comm)
          ? { harmless: `the kernel speaks of another program (${record.comm})` }
          : {}),
      }),
    );
}

/** Names of server programs and their threads, at most 15 characters (TASK_COMM_LEN). */
const SERVER = /^(?:redis|valkey|keydb|bio_|io_thd|jemalloc|dragonfly)/;

export function fatalStartSigns(facts: Facts): Sign[] {
  return facts.fatalStarts.map((record) =>
    sign({
      source: 'start',
      what: record.fields.reason ?? record.cite.text,
      cite: record.cite,
      severity: 'critical',
      process: record.process,
      timeMs: record.timeMs,
    }),
  );
}

export function sanitizerSigns(facts: Facts): Sign[] {
  return facts.sanitizers.map((record) =>
    sign({ source: 'sanitizer', what: `${record.tool}: ${record.error}`, cite: record.cite, process: record.process }),
  );
}

/** What a library or a module said before abort(), where no death follows it in the input. */
export function lastWordsSigns(facts: Facts): Sign[] {
  return facts.lastWords.map((record) => {
    const { program } = record.words;
    return sign({
      source: 'unknown-line',
      what: record.cite.text,
      cite: record.cite,
      process: record.process,
      decide: 'the exit status of the process that said it: abort() ends it with signal 6 (134 in a container)',
      ...(program === undefined || SERVER.test(program) ? {} : { harmless: `another program says it (${program})` }),
    });
  });
}

export function checkSigns(facts: Facts): Sign[] {
  return facts.checks
    .filter((record) => !record.ok)
    .map((record) =>
      sign({ source: 'check-tool', what: `redis-${record.tool}: ${record.message}`, cite: record.cite, severity: 'critical' }),
    );
}

export function coreSigns(facts: Facts): Sign[] {
  const fromCores = facts.dumps.filter((dump) => /-core$/.test(dump.dump.source));
  const idle =
    fromCores.length > 0 && fromCores.every(({ dump, reading }) => dump.terminatedBy === undefined && reading.main?.activity === 'idle');
  return facts.cores.map((record) =>
    sign({
      source: 'core',
      what: 'a core file: a process died and left it',
      cite: record.cite,
      severity: 'critical',
      ...(idle
        ? { harmless: 'the stacks of a core show a server that waits for work, and no signal: it was taken of a living process' }
        : {}),
      decide:
        'the programs and debug files that name the frames of the core: --symbols PATH; or its stacks: gdb -batch -ex "thread apply all bt" PROGRAM CORE',
    }),
  );
}

export function probeSigns(facts: Facts): Sign[] {
  return facts.probes
    .filter((record) => record.outcome !== 'ok')
    .map((record) =>
      sign({
        source: 'probe',
        what: `${record.command}: ${record.reply ?? record.outcome}`,
        cite: record.cite,
        process: record.process,
        timeMs: record.timeMs,
      }),
    );
}

/** Dumps that Redis itself prints because main did not come back in time, and those of a process that a signal ended. */
export function dumpSigns(facts: Facts): Sign[] {
  return facts.dumps.flatMap((fact) => {
    const { dump, reading } = fact;
    const at = { process: fact.process, timeMs: fact.timeMs };
    if (dump.source === 'redis-watchdog')
      return [
        sign({ source: 'stacks', what: `the watchdog found main in ${reading.main?.frames[0] ?? 'one place'}`, cite: dump.cite, ...at }),
      ];
    if (dump.terminatedBy !== undefined)
      return [
        sign({ source: 'crash', what: `ended by ${dump.terminatedBy.signal}`, cite: dump.terminatedBy.cite, severity: 'critical', ...at }),
      ];
    return [];
  });
}

/** Process states in which nothing runs: stopped, uninterruptible, dead (proc(5)). */
export function processStateSigns(facts: Facts): Sign[] {
  return facts.procs
    .filter((record) => /^[TtDZX]\b/.test(record.state ?? ''))
    .map((record) =>
      sign({
        source: 'process-state',
        what: `${record.comm ?? 'process'} ${record.pid || ''} in state ${record.state}`.replace('  ', ' '),
        cite: record.stateCite ?? record.cite,
        severity: 'critical',
        process: record.process,
      }),
    );
}

/** With less of its lines understood than this a part of an input, or all of it, says nothing about its health. */
export const UNDERSTOOD_SHARE = 0.5;
const MIN_LINES = 5;

export function inputSigns(facts: Facts): Sign[] {
  return facts.entries.flatMap((entry) => {
    const cite = entry.unknown.samples[0] ?? { entry: entry.entry, line: 1, offset: 0, text: '' };
    if (entry.outcome === 'failed')
      return [
        sign({
          source: 'input',
          what: `could not be read: ${entry.why ?? 'unknown reason'}`,
          cite,
          decide: `a whole copy of ${entry.entry}`,
        }),
      ];
    const all = entry.understood + entry.unknown.count;
    const claimed = entry.runs.length > 0 || entry.records.length > 0;
    if (entry.outcome !== 'parsed' || !claimed || all < MIN_LINES || entry.understood >= UNDERSTOOD_SHARE * all) return [];
    return [
      sign({
        source: 'input',
        what: `${entry.unknown.count} of ${all} lines were not understood`,
        cite,
        decide: `somebody who reads ${entry.entry}: most of it is in no known format`,
      }),
    ];
  });
}
