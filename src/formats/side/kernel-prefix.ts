import type { Stamp } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { NO_STAMP, wrapperStamp } from './cite.js';
import { parseCtimeStamp, parseIsoStamp, parseSyslogStamp } from './stamp.js';

/** The prefix of a kernel line: its stamp, and the message behind it. */
export interface KernelPrefix {
  stamp: Stamp;
  uptimeSec?: number;
  message: string;
}

/** `[12345.678901] `, six decimals: X.org and others print three. */
const UPTIME = /^(?:<\d{1,3}>)?\[ {0,6}(\d{1,9}\.\d{6})\](?:\[ {0,6}[TC]\d{1,9}\])? (.*)$/;
/** `dmesg -T`. Old Apache logs have the same stamp and a bracketed level behind it. */
const CTIME = /^\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\] (.*)$/;
const APACHE = /^\[(?:[a-z_]{2,20}:)?(?:emerg|alert|crit|error|warn|notice|info|debug|trace\d)\] /;
/** `dmesg --time-format iso`: a comma, six decimals and an offset. */
const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{6}[+-]\d\d:\d\d) (.*)$/;
/** kern.log, messages and journalctl -k. */
const SYSLOG =
  /^(?:<\d{1,3}>)?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) \S{1,255} kernel: (.*)$/;

/** `grep -H` and `zgrep` over rotated files put the file's name before each line. */
const GREPPED = /^[\w./+-]{1,200}:(?=[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )/;

function withUptime(stamp: Stamp, rest: string): KernelPrefix {
  const uptime = UPTIME.exec(rest);
  return uptime ? { stamp, uptimeSec: Number(uptime[1]), message: uptime[2] } : { stamp, message: rest };
}

/** The kernel's line prefix; undefined when the text has none. */
export function parseKernelPrefix(text: string, context: LineContext): KernelPrefix | undefined {
  const first = text.charCodeAt(0);
  if (first === 91 || first === 60) {
    const uptime = UPTIME.exec(text);
    if (uptime) return { stamp: wrapperStamp(context), uptimeSec: Number(uptime[1]), message: uptime[2] };
    const ctime = CTIME.exec(text);
    if (ctime && !APACHE.test(ctime[2])) return { stamp: parseCtimeStamp(ctime[1]) ?? NO_STAMP, message: ctime[2] };
  }
  const iso = first >= 48 && first <= 57 ? ISO.exec(text) : null;
  if (iso) return { stamp: parseIsoStamp(iso[1]) ?? NO_STAMP, message: iso[2] };
  // `Nov 23 06:…` or `2026-11-23T…`: places of blanks and signs first, because every unknown line comes here.
  const dated = text.charCodeAt(6) === 32 || text.charCodeAt(10) === 84 || first === 60;
  const syslog = dated && text.includes(' kernel: ') ? SYSLOG.exec(text) : null;
  if (syslog) return withUptime(parseIsoStamp(syslog[1]) ?? parseSyslogStamp(syslog[1]) ?? NO_STAMP, syslog[2]);
  const name = !dated && text.includes(' kernel: ') ? GREPPED.exec(text) : null;
  return name ? parseKernelPrefix(text.slice(name[0].length), context) : undefined;
}

/** Lines whose wrapper was removed carry the kernel's name as ident. */
export function bareKernelPrefix(text: string, context: LineContext): KernelPrefix {
  return { stamp: wrapperStamp(context), message: text };
}
