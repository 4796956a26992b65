import type { ManagerRecord } from '../../model/records.js';
import { keep, newFields } from './cite.js';

/** A message is read so far: dumps of objects can be megabytes long. */
const MAX_MESSAGE = 8192;

/** What a message of a manager says. */
export interface ManagerReading {
  event: ManagerRecord['event'];
  fields: Record<string, string>;
}

/** One expression decides whether a line below WARNING is looked at any further: most of a log of 400 MB is not. */
export const OF_INTEREST =
  /runtime config|CONFIG SET|config_set|[Tt]imeout|timed out|refused|not running|pidfile|STATEMACHINE|entering state|state done|state failed|remote action|retryable|ProvisioningError|fulfilled|retry from state|=== \[|no heartbeat|failcount|is dead|auto_recovery|[Ff]ailover|[Ff]ailing over|[Pp]romot|SIG[A-Z]|killed|died|crash|unreachable|is down/;

const PUSH = /[Uu]pdating module runtime config:? \{(.{1,4000})\}/;
const PUSH_VALUE = /['"]([^'"]{1,200})['"]: ?['"]([^'"]{1,2000})['"]/g;
const SET = /\b(?:CONFIG SET|config_set|_?FT\.CONFIG SET)(?: command)?:? \(?['"]?([\w.-]{1,80})['"]?,?[ =:]+['"]?([^'",)\s]{1,200})/i;

const RULES: [RegExp, ManagerRecord['event']][] = [
  [
    /[Tt]imeout (?:reading|connecting|writing)|(?:connection|request|command|read|socket\w*) timed out|TimeoutError|[Ss]ocket timeout/,
    'socket-timeout',
  ],
  [/[Cc]onnection refused|ECONNREFUSED|Error 111 /, 'connection-refused'],
  [/is not running|not running after|Error 2 connecting|process .{0,60}\bdied\b/, 'not-running'],
  // A manager asks for the pid file while a shard starts; only its last word is a failure.
  [/pidfile error/, 'not-running'],
  [/\bnode:\d{1,9}\b.{0,80}(?:is (?:dead|down|unreachable)|no heartbeat)|no heartbeat.{0,80}\bnode:\d{1,9}\b/, 'node-down'],
  [
    /state failed|remote action failed|setting retryable error state|ProvisioningError|STATEMACHINE \[[^\]]{1,80}\] (?:FAILED|ENDED (?:WITH|UNSUCC))/,
    'state-machine-failed',
  ],
  [/STATEMACHINE \[|entering state|state done|fulfilled, calling|retry from state/, 'state-machine'],
  [/terminated by SIG|killed by signal|\bSIGKILL\b|\bSIGSEGV\b|\bSIGABRT\b|\bwas killed\b/, 'process-killed'],
  [/[Ff]ailover|[Ff]ailing over|[Pp]romot(?:e|ing|ed)\b/, 'failover'],
];

const MACHINE = /STATEMACHINE \[(\w{1,80})\] ([A-Z ]{3,40}[A-Z])|^(SM\w{1,80}): (?:\S{1,40}\[(\w{1,80})\])?/;

/** Names of things in a message: `redis:2`, `bdb:1`, `node:8`, `/tmp/redis-2.sock`. */
export function namesIn(message: string): Record<string, string> {
  const fields = newFields();
  const socket = /(?:\/[\w.-]{1,60}){1,6}\/?redis-(\d{1,9})\.sock/.exec(message);
  if (socket) fields.socket = socket[0];
  const shard = /\b(?:redis|shard):(\d{1,9})\b/.exec(message)?.[1] ?? socket?.[1];
  if (shard) fields.shard = `redis:${shard}`;
  const database = /\bbdb:(\d{1,9})\b/.exec(message);
  if (database) fields.database = database[0];
  const node = /\bnode:(\d{1,9})\b/.exec(message);
  if (node) fields.node = node[0];
  const signal = /\bSIG[A-Z]{2,8}\b/.exec(message);
  if (signal) fields.signal = signal[0];
  const port = /\b(?:localhost|127\.0\.0\.1|\[?::1\]?):(\d{2,5})\b/.exec(message);
  if (port) fields.port = port[1];
  const pid = /\bpid[ :=]{1,2}(\d{1,10})\b/.exec(message);
  if (pid) fields.pid = pid[1];
  return fields;
}

/** `{'0c4a…': 'WORKERS 0 TIMEOUT 500'}`: names and values alternate; one reading an option. */
function readConfigPush(message: string): ManagerReading[] {
  const readings: ManagerReading[] = [];
  const push = PUSH.exec(message);
  for (const [, module, args] of push?.[1].matchAll(PUSH_VALUE) ?? []) {
    const words = args.trim().split(/\s+/, 64);
    for (let at = 0; at < words.length; at += 2) {
      readings.push({ event: 'config-push', fields: { module, option: words[at], value: words[at + 1] ?? '' } });
    }
  }
  if (push && readings.length === 0) readings.push({ event: 'config-push', fields: {} });
  const set = push || /fail|error/i.test(message) ? null : SET.exec(message);
  if (set) readings.push({ event: 'config-push', fields: { option: set[1], value: set[2] } });
  return readings;
}

const PIDFILE = RULES.find(([pattern]) => pattern.source.includes('pidfile'));

export function isGrave(level: string): boolean {
  return /^(?:ERR|ERROR|CRIT|CRITICAL|FATAL|EXCEPTION)/.test(level);
}

/** All events of a message; empty when it is of no interest. Errors that no rule knows are `other`. */
export function readManagerMessage(whole: string, level: string): ManagerReading[] {
  const message = whole.slice(0, MAX_MESSAGE);
  const pushes = readConfigPush(message);
  if (pushes.length > 0) return pushes.map((push) => ({ ...push, fields: { ...namesIn(message), ...push.fields } }));
  const rule = RULES.find(([pattern]) => pattern.test(message));
  const grave = isGrave(level);
  if (!rule && !grave) return [];
  let event = rule?.[1] ?? 'other';
  if (rule === PIDFILE && !grave) return [];
  // A failover that is spoken of is what saves a database; one that fails is the trouble.
  if (event === 'failover' && grave && /fail(?:ed|ure)\b|abort|error|timed out|cannot|could not/i.test(message))
    event = 'state-machine-failed';
  const fields: Record<string, string> = { ...namesIn(message), message: keep(message, 300) };
  const machine = MACHINE.exec(message);
  if (machine) Object.assign(fields, { machine: machine[1] ?? machine[3], state: machine[2] ?? machine[4] ?? '' });
  return [{ event, fields }];
}
