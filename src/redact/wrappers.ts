import { addHost, addValue } from './fields.js';
import type { SpanSet } from './spans.js';

/*
 * What other programs write in front of a line: hosts of syslog and the journal, pods, containers and services.
 *   `Nov 23 06:26:12 db-2 redis-server[8]: …`, `<13>1 2026-11-23T06:26:12.3+00:00 db-2 redis - - - …`, `[pod/cache-0/redis] …`,
 *   `cache-1  | …` (Docker Compose, with colours), `2026-11-23T06:21:55.339Z stdout F …` (CRI)
 */

const ISO = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?';
const BSD = '[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?';
const SYSLOG = new RegExp(
  `^(?:[a-z0-9]{2,9}\\.[a-z]{2,9}: )?(?:<\\d{1,3}>)?(?:${BSD}|${ISO}) ([^\\s:\\[]{1,253}) ([^\\s:\\[]{1,128})(?:\\[\\d{1,10}\\])?: `,
  'd',
);
const SYSLOG_5424 = new RegExp(`^<\\d{1,3}>1 (?:${ISO}|-) (\\S{1,253}) \\S{1,128} \\S{1,128} \\S{1,64} `, 'd');
const POD = /^\[pod\/([^/\]]{1,253})\/([^\]]{1,253})\] /d;
const COMPOSE = /^(?:\x1b\[[0-9;]{0,16}m)?([A-Za-z0-9][A-Za-z0-9_.-]{0,127})\s{1,40}\|(?:\x1b\[[0-9;]{0,16}m)? /d;
const CRI = new RegExp(`^${ISO} (?:stdout|stderr) [FP] `);
const STAMP = new RegExp(`^${ISO} `);
const HEADER =
  /^(?:\x1b\[[0-9;]{0,16}m)?(?:\d{1,10}:[MSCX] .{8,40}? [.\-*#] |\[\d{1,10}\] \d\d [A-Z][a-z]{2} [\d:. ]{8,24} [.\-*#] |\d{1,10}:signal-handler \(\d{1,12}\) )/;

const LEVELS = /^(?:INFO|WARN|WARNING|ERROR|DEBUG|CRITICAL|TRACE|NOTICE|stdout|stderr|EventLog)$/;

/** Finds the private names of the wrappers and answers with where the line inside begins. */
export function findWrappers(set: SpanSet): number {
  let at = 0;
  for (let depth = 0; depth < 4; depth++) {
    const step = unwrapOnce(set, at);
    if (step === 0) break;
    at += step;
  }
  const header = HEADER.exec(set.text.slice(at, at + 128));
  return header ? at + header[0].length : at;
}

function unwrapOnce(set: SpanSet, at: number): number {
  const text = set.text.slice(at, at + 1024);
  const first = text.charCodeAt(0);
  if (!((first >= 0x30 && first <= 0x39) || first === 0x5b || first === 0x3c || first === 0x1b || /[A-Za-z]/.test(text[0] ?? ''))) return 0;
  if (HEADER.test(text)) return 0;
  for (const pattern of [SYSLOG_5424, SYSLOG]) {
    const match = pattern.exec(text);
    const host = match?.indices?.[1];
    if (!match || !host || LEVELS.test(match[1])) continue;
    if (match[1] !== '-') addHost(set, at + host[0], at + host[1]);
    return match[0].length;
  }
  const pod = POD.exec(text) ?? COMPOSE.exec(text);
  if (pod) {
    for (const group of pod.indices?.slice(1) ?? []) if (group) addValue(set, 'name', at + group[0], at + group[1]);
    return pod[0].length;
  }
  return (CRI.exec(text) ?? STAMP.exec(text))?.[0].length ?? 0;
}
