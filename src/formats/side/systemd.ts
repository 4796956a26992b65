/**
 * What systemd says of the unit of a server (src/core/service.c), in a journal or syslog, and what a shell says of a killed job:
 *   redis-server.service: Main process exited, code=killed, status=9/KILL
 *   redis-server.service: Failed with result 'oom-kill'.
 *   redis.service: A process of this unit has been killed by the OOM killer.
 *   ./run.sh: line 12:  4059 Killed                  redis-server /etc/redis.conf
 * Only units and jobs whose name speaks of Redis are claimed; other services are not our business.
 */
import type { BlockReader, Format } from '../../model/format.js';
import type { ManagerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newFields, wrapperStamp } from './cite.js';
import { parseIsoStamp, parseSyslogStamp } from './stamp.js';

const PREFIX =
  /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) \S{1,255} systemd(?:\[\d{1,10}\])?: /;
const UNIT = /^([\w@:.\\-]{1,250}\.service): (.{1,600})$/;
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

function readUnitText(text: string): Reading | undefined {
  const exited = /^(?:Main|Control) process exited, code=(killed|exited|dumped), status=(\d{1,3})(?:\/(\w{1,30}))?/.exec(text);
  if (exited) {
    const ended = exited[1] === 'exited';
    const fields: Record<string, string> = { code: exited[1] };
    if (ended) fields.exitCode = exited[2];
    else fields.signal = `SIG${exited[3] ?? exited[2]}`;
    return { event: ended ? 'process-exited' : 'process-killed', fields };
  }
  if (/killed by the OOM killer/.test(text)) return { event: 'process-killed', fields: { reason: 'oom-kill', signal: 'SIGKILL' } };
  const failed = /^Failed with result '([\w-]{1,60})'/.exec(text);
  if (failed) return { event: failed[1] === 'oom-kill' ? 'process-killed' : 'process-exited', fields: { reason: failed[1] } };
  const killing = /^Killing process (\d{1,10}) \((.{1,64}?)\) with signal (SIG\w{1,12})/.exec(text);
  if (killing) return { event: 'process-killed', fields: { pid: killing[1], comm: killing[2], signal: killing[3] } };
  const restarts = /restart counter is at (\d{1,9})/.exec(text);
  if (restarts) return { event: 'process-spawned', fields: { restarts: restarts[1] } };
  if (/^Start request repeated too quickly/.test(text)) return { event: 'process-fatal', fields: {} };
  if (/^(?:Watchdog timeout|State '\S{1,40}' timed out)|timed out\. (?:Killing|Terminating)/.test(text))
    return { event: 'not-running', fields: {} };
  return /^(?:Unit entered failed state|Start(?:ing)? |Stop(?:ping|ped)? |Consumed |Deactivated |Succeeded|Scheduled |Service )/.test(text)
    ? { event: 'other', fields: {} }
    : undefined;
}

function openLine(reading: Reading, component: string, text: string, context: LineContext, stamp: ManagerRecord['stamp']): BlockReader {
  const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context), stamp };
  const fields = Object.assign(newFields(), reading.fields);
  const record: ManagerRecord = { type: 'manager', component, ...place, level: '', event: reading.event, fields };
  return { line: () => 'refused', finish: () => (reading.event === 'other' ? [] : [record]) };
}

export const systemd: Format = {
  name: 'systemd',
  samples: [
    'redis-server.service: Main process exited, code=killed, status=9/KILL',
    "Nov 23 06:25:01 host systemd[1]: valkey.service: Failed with result 'oom-kill'.",
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
    if (!text.includes('.service: ')) return undefined;
    const prefix = PREFIX.exec(text);
    const unit = UNIT.exec(prefix ? text.slice(prefix[0].length) : text);
    const reading = unit && REDIS_UNIT.test(unit[1]) ? readUnitText(unit[2]) : undefined;
    if (!unit || !reading) return undefined;
    const stamp = prefix ? (parseIsoStamp(prefix[1]) ?? parseSyslogStamp(prefix[1])) : undefined;
    const fields = { unit: unit[1], message: keep(unit[2], 300), ...reading.fields };
    return openLine({ event: reading.event, fields }, 'systemd', text, context, stamp ?? wrapperStamp(context));
  },
};
