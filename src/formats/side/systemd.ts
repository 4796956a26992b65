/**
 * What systemd says of the unit of a server (src/core/service.c), in a journal or syslog, and what a shell says of a killed job:
 *   redis-server.service: Main process exited, code=killed, status=9/KILL
 *   redis-server.service: Failed with result 'oom-kill'.
 *   redis.service: A process of this unit has been killed by the OOM killer.
 *   redis-server.service: Main process exited, code=exited, status=226/NAMESPACE
 *   redis.service: main process exited, code=exited, status=1/FAILURE        systemd <= 229
 *   Unit redis.service entered failed state.                                systemd <= 229
 *   start request repeated too quickly for redis.service                    systemd <= 229
 *   ./run.sh: line 12:  4059 Killed                  redis-server /etc/redis.conf
 *   Killed                                                                   in a terminal, right behind the last line of the server
 * Only units and jobs whose name speaks of Redis are claimed; other services are not our business.
 */
import type { BlockReader, Format } from '../../model/format.js';
import type { ManagerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newFields, wrapperStamp } from './cite.js';
import { parseIsoStamp, parseSyslogStamp } from './stamp.js';

const PREFIX =
  /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) \S{1,255} systemd(?:\[\d{1,10}\])?: /;
const REDIS_UNIT = /redis|valkey|keydb|sentinel/i;
const SHELL_JOB =
  /^(?:\S{1,200}: line \d{1,7}: +)?(?:\[\d+\][+-]? +)?(\d{1,10})? *(Killed|Aborted|Segmentation fault|Bus error|Terminated)(?: +\(core dumped\))? +((?:\S{0,200}\/)?(?:redis|valkey|keydb)-(?:server|sentinel)\b.{0,300})$/;
const SIGNALS: Record<string, string> = {
  Killed: 'SIGKILL',
  Aborted: 'SIGABRT',
  'Segmentation fault': 'SIGSEGV',
  'Bus error': 'SIGBUS',
  Terminated: 'SIGTERM',
};

interface Reading {
  event: ManagerRecord['event'];
  fields: Record<string, string>;
}

/** systemd.exec(5): codes with which its own child ends before it becomes the program (EXIT_CHDIR = 200 … EXIT_NUMA_POLICY = 242). */
function isSetupCode(code: number): boolean {
  return code >= 200 && code <= 245;
}

function readExit([, kind, code, codeName]: RegExpExecArray): Reading {
  if (kind !== 'exited') return { event: 'process-killed', fields: { code: kind, signal: `SIG${codeName ?? code}` } };
  const fields: Record<string, string> = { code: kind, exitCode: code, ...(codeName ? { codeName } : {}) };
  if (code === '0') return { event: 'other', fields };
  return { event: isSetupCode(Number(code)) ? 'setup-failed' : 'process-exited', fields };
}

const RESULTS: Record<string, ManagerRecord['event']> = {
  'oom-kill': 'process-killed',
  'start-limit-hit': 'start-limit',
  'start-limit': 'start-limit',
  timeout: 'timed-out',
  watchdog: 'process-killed',
  // Signals and cores are told by the line before.
  signal: 'process-exited',
  'core-dump': 'process-exited',
};

function readUnitText(text: string): Reading | undefined {
  const exited = /^(?:[Mm]ain|[Cc]ontrol) process exited, code=(killed|exited|dumped),? status=(\d{1,3})(?:\/(\w{1,30}))?/.exec(text);
  if (exited) return readExit(exited);
  if (/killed by the OOM killer/.test(text)) return { event: 'process-killed', fields: { reason: 'oom-kill', signal: 'SIGKILL' } };
  const failed = /^Failed with result '([\w-]{1,60})'/.exec(text);
  if (failed) return { event: RESULTS[failed[1]] ?? 'process-exited', fields: { reason: failed[1], result: failed[1] } };
  const step =
    /^Failed (?:at step ([A-Z_]{1,30}) spawning (\S{1,200})|to set up mount namespacing|to prepare filename)(?:: (.{1,300}))?/.exec(text);
  if (step) return { event: 'setup-failed', fields: { step: step[1] ?? 'NAMESPACE', reason: step[3] ?? text } };
  const killing = /^Killing process (\d{1,10}) \((.{1,64}?)\) with signal (SIG\w{1,12})/.exec(text);
  if (killing) return { event: 'process-killed', fields: { pid: killing[1], comm: killing[2], signal: killing[3] } };
  const restarts = /restart counter is at (\d{1,9})/.exec(text);
  if (restarts) return { event: 'restart', fields: { restarts: restarts[1] } };
  if (/holdoff time over, scheduling restart/.test(text)) return { event: 'restart', fields: {} };
  if (/^[Ss]tart request repeated too quickly/.test(text)) return { event: 'start-limit', fields: {} };
  const watchdog = /^[Ww]atchdog timeout(?: \(limit (\S{1,20})\))?/.exec(text);
  if (watchdog) return { event: 'timed-out', fields: { reason: 'watchdog', ...(watchdog[1] ? { limit: watchdog[1] } : {}) } };
  if (/^(?:State '\S{1,40}' timed out)|timed out\.? ?(?:Killing|Terminating|Stopping)/.test(text))
    return { event: 'timed-out', fields: {} };
  return /^(?:Unit entered failed state|entered failed state|failed\.|Start(?:ing)? |Stop(?:ping|ped)? |Consumed |Deactivated |Succeeded|Scheduled |Service |Can't open PID file|Supervising process|Found left-over process|Current command vanished|Changed )/.test(
    text,
  )
    ? { event: 'other', fields: {} }
    : undefined;
}

/** The unit and what is said of it, in the order of systemd's versions. */
const FORMS = [
  /^(?<unit>[\w@:.\\-]{1,250}\.service): (?<text>.{1,600})$/,
  /^Unit (?<unit>[\w@:.\\-]{1,250}\.service) (?<text>entered failed state\.)$/,
  /^(?<text>start request repeated too quickly) for (?<unit>[\w@:.\\-]{1,250}\.service)/,
  /^(?<unit>[\w@:.\\-]{1,250}\.service) (?<text>(?:start operation timed out\.|holdoff time over,|failed\.|watchdog timeout|start request repeated).{0,200})$/,
];

function unitOf(text: string): { unit: string; text: string } | undefined {
  for (const form of FORMS) {
    const found = form.exec(text)?.groups;
    if (found) return { unit: found.unit, text: found.text };
  }
  return undefined;
}

function openLine(reading: Reading, component: string, text: string, context: LineContext, stamp: ManagerRecord['stamp']): BlockReader {
  const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context), stamp };
  const fields = Object.assign(newFields(), reading.fields);
  const record: ManagerRecord = { type: 'manager', component, ...place, level: '', event: reading.event, fields };
  return { line: () => 'refused', finish: () => (reading.event === 'other' ? [] : [record]) };
}

/** A shell that waits for its only job says the bare word (busybox ash, dash, bash -c): whose job it was, only the lines before it tell. */
const BARE_WORD = /^Killed(?: +\(core dumped\))?\s*$/;

/** What the shell says of the server that wrote the line before. */
export function killedJob(text: string, context: LineContext, pid: number): ManagerRecord | undefined {
  if (!BARE_WORD.test(text)) return undefined;
  const fields = Object.assign(newFields(), { signal: SIGNALS.Killed, pid: String(pid) });
  const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context), stamp: wrapperStamp(context) };
  return { type: 'manager', component: 'shell', ...place, level: '', event: 'process-killed', fields };
}

export const systemd: Format = {
  name: 'systemd',
  samples: [
    'redis-server.service: Main process exited, code=killed, status=9/KILL',
    "Nov 23 06:25:01 host systemd[1]: valkey.service: Failed with result 'oom-kill'.",
    'redis-server.service: Main process exited, code=exited, status=226/NAMESPACE',
    'redis.service: main process exited, code=exited, status=1/FAILURE',
    'Unit redis.service entered failed state.',
    'start request repeated too quickly for redis.service',
    './run.sh: line 12:  4059 Killed                  redis-server /etc/redis.conf',
  ],
  open(text, context) {
    if (text.length > 1024) return undefined;
    const server = text.includes('-server') || text.includes('-sentinel');
    const job = server ? SHELL_JOB.exec(text) : null;
    if (job) {
      const fields = { signal: SIGNALS[job[2]], program: keep(job[3], 300), ...(job[1] ? { pid: job[1] } : {}) };
      return openLine({ event: 'process-killed', fields }, 'shell', text, context, wrapperStamp(context));
    }
    if (!text.includes('.service')) return undefined;
    const prefix = PREFIX.exec(text);
    const said = unitOf(prefix ? text.slice(prefix[0].length) : text);
    const reading = said && REDIS_UNIT.test(said.unit) ? readUnitText(said.text) : undefined;
    if (!said || !reading) return undefined;
    const stamp = prefix ? (parseIsoStamp(prefix[1]) ?? parseSyslogStamp(prefix[1])) : undefined;
    const fields = { unit: said.unit, message: keep(said.text, 300), ...reading.fields };
    return openLine({ event: reading.event, fields }, 'systemd', text, context, stamp ?? wrapperStamp(context));
  },
};
