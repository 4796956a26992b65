import type { Ask, Evidence } from '../model/signatures.js';
import { LEVELS, type Level } from '../model/text.js';

/** What has to be given to the tool so that a question can be answered. */
export interface Missing {
  ask: string;
  command?: string;
}

type Key<A> = A extends unknown ? keyof A : never;
type AskName = Key<Ask>;

const STACKS: Missing = {
  ask: 'stacks of all threads while it happens',
  command: 'redis-forensics collect > collect.sh; sudo sh collect.sh PID',
};
const LOG: Missing = { ask: 'the log of the process from before the incident to its end, without cuts' };
const REPORT: Missing = { ask: 'the crash report: the log up to its last line, or the standard output of the process' };
const INFO: Missing = { ask: 'INFO of the process, best twice', command: 'redis-cli INFO everything > info.txt' };

/** Where the answer to each kind of question is found. */
const SOURCES: Partial<Record<AskName, Missing>> = {
  waitCycle: STACKS,
  main: STACKS,
  frames: STACKS,
  workers: STACKS,
  procState: { ask: 'the state of the process in the kernel', command: 'cat /proc/PID/status > status.txt' },
  crash: REPORT,
  silence: LOG,
  frozenClock: REPORT,
  runningClock: REPORT,
  configChange: {
    ask: 'what attests the change: the log of a manager, SLOWLOG, or the client list',
    command: 'redis-cli SLOWLOG GET 128 > slowlog.txt',
  },
  executing: { ask: 'the command in progress: a crash report or the client list', command: 'redis-cli CLIENT LIST > clients.txt' },
  end: LOG,
  witness: { ask: 'the logs of its replicas, cluster peers, Sentinels or managers for the same time' },
  topology: { ask: 'INFO replication of every server, or CLUSTER NODES of every node, at one moment' },
  client: { ask: 'the logs of the applications that use it, for the same time' },
  info: INFO,
  kernel: { ask: 'the kernel log of that time', command: 'journalctl -k --no-pager > kernel.txt' },
  container: { ask: 'what the container runtime says', command: 'docker inspect CONTAINER > inspect.json' },
  manager: { ask: 'the logs of the managers of that time' },
  fatalStart: { ask: 'standard output and standard error of the start' },
  check: { ask: 'the output of redis-check-aof or redis-check-rdb' },
  sanitizer: { ask: 'the output of the sanitizer on standard error' },
  slowlog: { ask: 'SLOWLOG', command: 'redis-cli SLOWLOG GET 128 > slowlog.txt' },
  latency: { ask: 'LATENCY', command: 'redis-cli LATENCY LATEST > latency.txt' },
  clockStep: LOG,
  neverReady: LOG,
  version: { ask: 'the versions', command: '{ redis-cli INFO server; redis-cli MODULE LIST; } > versions.txt' },
  conf: { ask: 'the configuration file', command: 'redis-cli CONFIG GET "*" > config.txt' },
  restarts: LOG,
};

const PEERS: Missing = { ask: 'the logs of its replicas, cluster peers or Sentinels for the same time' };
const MANAGERS: Missing = { ask: 'the logs of the managers of that time' };

/** What would answer an item that could not be observed. Of a compound question, what its first part needs. */
export function missingFor(item: Evidence, why: string): Missing {
  return sourceOf(item.ask, item.printedAt, why);
}

function sourceOf(ask: Ask, printedAt: Level | undefined, why: string): Missing {
  if ('all' in ask) return ask.all[0] === undefined ? LOG : sourceOf(ask.all[0], printedAt, why);
  if ('any' in ask) return ask.any[0] === undefined ? LOG : sourceOf(ask.any[0], printedAt, why);
  if ('event' in ask) return sourceOfEvent(ask.event.on ?? 'victim', printedAt, why);
  const [name] = Object.keys(ask) as AskName[];
  return SOURCES[name] ?? LOG;
}

/** A line that the level in force does not print needs another level, and another occurrence. */
function sourceOfEvent(on: string, printedAt: Level | undefined, why: string): Missing {
  if (on === 'peer') return PEERS;
  if (on === 'manager') return MANAGERS;
  if (why.startsWith('printed at ') && printedAt !== undefined && LEVELS.includes(printedAt)) {
    return { ask: `the log of a further occurrence at level ${printedAt}`, command: `redis-cli CONFIG SET loglevel ${printedAt}` };
  }
  return LOG;
}
