import type { LineContext } from '../../model/text.js';

/** Level of a syslog severity, as syslogLevelMap of Redis' server.c has it; 0 to 3 are never used by Redis. */
export function levelOfSeverity(severity: number): LineContext['wrapLevel'] {
  return severity <= 4 ? 'warning' : severity === 5 ? 'notice' : severity === 6 ? 'verbose' : 'debug';
}

const NAMES = new Map<string, number>([
  ['emerg', 0],
  ['panic', 0],
  ['alert', 1],
  ['crit', 2],
  ['err', 3],
  ['error', 3],
  ['warn', 4],
  ['warning', 4],
  ['notice', 5],
  ['info', 6],
  ['debug', 7],
]);

/** syslog's number for `notice`, `warn`…; undefined for other words. */
export function parseSeverityName(name: string): number | undefined {
  return NAMES.get(name);
}
