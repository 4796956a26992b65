import type { BoundEvent, Facts, ProcessFact } from '../../model/facts.js';
import { append } from '../../model/grouping.js';
import { neverGotReady } from '../anomalies/never-ready.js';
import type { Sign } from './sign.js';

/** A server that began to start, is last seen starting, and of which the input shows no later life. */
export function unfinishedStarts(facts: Facts): Sign[] {
  return facts.processes
    .filter((process) => process.mode !== 'sentinel' && neverGotReady(process))
    .map((process) => {
      const run = process.runs[process.runs.length - 1]!;
      const atMs = run.last.wallMs + process.zoneShiftMs;
      return {
        source: 'start',
        what: `the start does not finish in this log; its last line is: ${run.last.text}`,
        severity: 'warning',
        process: process.id,
        fromMs: atMs,
        toMs: atMs,
        count: 1,
        cites: [run.last],
        decide: 'the lines that follow, standard error of the process, or the exit code that its supervisor saw',
      };
    });
}

/** Work that a log shows beginning, and the lines with which it ends, well or not. */
const WORK: readonly { begins: string; ends: readonly string[]; what: string; decide: string }[] = [
  {
    begins: 'shutdown-signal',
    ends: [
      'bye',
      'sentinel-bye',
      'shutdown-requested',
      'shutdown-signal-forced',
      'shutdown-paused',
      'shutdown-refused',
      'shutdown-save-failed',
    ],
    what: 'the server was told to stop and does not',
    decide: 'stacks of all threads of the server, and what its supervisor says of it',
  },
  {
    begins: 'shutdown-requested',
    ends: ['bye', 'sentinel-bye', 'shutdown-signal-forced', 'shutdown-paused', 'shutdown-refused', 'shutdown-save-failed'],
    what: 'a shutdown begins and does not end',
    decide: 'the lines that follow, and whether the process still runs',
  },
  {
    begins: 'sync-started',
    ends: [
      'sync-ok',
      'partial-sync-ok',
      'master-mode',
      'full-resync-from',
      'sync-bio-thread',
      'replicaof-enabled',
      'shutdown-requested',
      'shutdown-signal',
    ],
    what: 'synchronisation with the master begins and does not finish',
    decide: 'the log of its master at that time, and INFO replication of both',
  },
  {
    begins: 'failover-started',
    ends: [
      'failover-won',
      'failover-expired',
      'cluster-role',
      'cluster-demoted',
      'cluster-state-ok',
      'node-reachable',
      'node-unserved',
      'failover-epoch',
    ],
    what: 'an election begins and does not end',
    decide: 'the logs of the other masters, who vote',
  },
];
/** So long the log must go on behind it, or so often it must have begun again. */
const WORK_MS = 60_000;
const WORK_TIMES = 3;

/** Work whose end the log should show and does not. */
export function unfinishedWork(facts: Facts): Sign[] {
  const byProcess = new Map<string, BoundEvent[]>();
  for (const bound of facts.events) {
    if (bound.process === undefined) continue;
    append(byProcess, bound.process, bound);
  }
  return facts.processes.flatMap((process) => WORK.flatMap((work) => unfinished(process, work, byProcess.get(process.id) ?? [])));
}

function unfinished(process: ProcessFact, work: (typeof WORK)[number], events: readonly BoundEvent[]): Sign[] {
  const lastEnd = events.findLastIndex((bound) => work.ends.includes(bound.event.id));
  const open = events.slice(lastEnd + 1).filter((bound) => bound.event.id === work.begins);
  const [first, last] = [open[0], open[open.length - 1]];
  if (first === undefined || last === undefined) return [];
  if (open.length < WORK_TIMES && !(process.toMs - first.timeMs >= WORK_MS)) return [];
  return [
    {
      source: 'start',
      what: `${work.what}${open.length > 1 ? ` (${open.length} times)` : ''}`,
      severity: 'warning',
      process: process.id,
      fromMs: first.timeMs,
      toMs: Math.max(last.timeMs, process.toMs),
      count: open.length,
      cites: first === last ? [first.event] : [first.event, last.event],
      eventId: work.begins,
      decide: work.decide,
    },
  ];
}
