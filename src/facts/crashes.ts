import type { CrashFact, ProcessFact } from '../model/facts.js';
import type { Cite } from '../model/origin.js';
import type { CrashReport, KeyValues, ThreadDump } from '../model/records.js';

/** Signals whose report can be sent by another process: name for people. */
export const SIGNAL_NAMES: Record<number, string> = {
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  14: 'SIGALRM',
  15: 'SIGTERM',
};

/** `siginfo.si_addr` overlays `si_pid` and `si_uid`: with si_code <= 0 the printed address is (uid << 32 | pid) of the sender. */
export function decodeSender(address: string | undefined): { pid: number; uid: number } | undefined {
  if (address === undefined || !/^0x[0-9a-f]{1,16}$/i.test(address)) return undefined;
  const value = BigInt(address);
  const pid = Number(value & 0xffffffffn);
  const uid = Number(value >> 32n);
  return pid > 0 && pid < 4_194_304 * 4 && uid < 4_294_967_295 ? { pid, uid } : undefined;
}

/** Sent from outside, a fault of its own, or cannot be told (before Redis 6.0 the report does not print si_code). */
export function originOf(report: CrashReport): Pick<CrashFact, 'origin' | 'originWhy' | 'sender'> {
  if (report.assertion !== undefined || report.panic !== undefined || report.outOfMemory !== undefined) {
    return { origin: 'self', originWhy: 'the server stopped itself (assertion, panic or out of memory)' };
  }
  if (report.signal === undefined) return { origin: 'unknown', originWhy: 'no signal line in the report' };
  if (report.siCode === undefined) {
    const decoded = report.killedBy ?? undefined;
    if (decoded !== undefined) return { origin: 'sent', originWhy: `Killed by PID ${decoded.pid}`, sender: decoded };
    return { origin: 'unknown', originWhy: 'this version does not print si_code, so a sent signal and a fault look alike' };
  }
  if (report.siCode === 0 || (report.siCode < 0 && report.siCode !== -6)) {
    const sender = report.killedBy ?? decodeSender(report.address);
    return { origin: 'sent', originWhy: `si_code ${report.siCode}: the signal was sent by a process, it is no invalid access`, sender };
  }
  if (report.siCode === -6)
    return {
      origin: 'self',
      originWhy: 'si_code -6: raised by a thread of the process itself (abort, raise, pthread_kill)',
      sender: report.killedBy,
    };
  return { origin: 'fault', originWhy: `si_code ${report.siCode}: raised by the processor for an instruction of the process itself` };
}

/** Library and handler frames above the frame that matters. */
const HANDLER_FRAMES =
  /^(sigsegvHandler|logStackTrace|collect_stacktrace_data|ThreadsManager_|invoke_callback|debugPrintStack|_serverAssert|_serverPanic|serverAssert|__restore_rt|raise|abort|__pthread_kill|pthread_kill|gsignal|bugReport|printCrashReport)/;

export function topFrames(dump: ThreadDump | undefined): { frames: string[]; thread?: { tid: number; name?: string } } {
  const marked = dump?.threads.find((thread) => thread.marked) ?? (dump?.threads.length === 1 ? dump.threads[0] : undefined);
  if (marked === undefined) return { frames: [] };
  const names = marked.frames.map(
    (frame) => frame.fn ?? (frame.object !== undefined ? `${frame.object}+${frame.offset ?? '?'}` : (frame.address ?? '?')),
  );
  let start = 0;
  names.forEach((name, index) => {
    if (index < 8 && HANDLER_FRAMES.test(name)) start = index + 1;
  });
  // The first frame after a signal is the C library's trampoline.
  if (start === 0 && /^libc\.so\S*\+|^libpthread\S*\+/.test(names[0] ?? '')) start = 1;
  return { frames: names.slice(start, start + 12), thread: { tid: marked.tid, name: marked.name } };
}

export function infoValue(sections: KeyValues[], key: string): { value: string; line: number; offset: number } | undefined {
  for (const section of sections) {
    // a signature may ask for any name, `constructor` too
    if (Object.hasOwn(section.values, key)) return section.values[key];
  }
  return undefined;
}

/** While main is stuck its cached clock stands still, and the report of the signal that ends the hang prints it (INFO `server_time_usec`,
 * 6.2+; src/server.c genRedisInfoString). In a genuine fault it is within a cron period of the crash. */
export function frozenClock(
  report: CrashReport,
  timeMs: number,
  process: ProcessFact | undefined,
): { atMs: number; forMs: number; cite: Cite; zoneMs: number } | undefined {
  const found = infoValue(report.info, 'server_time_usec');
  if (found === undefined) return undefined;
  const atMs = Math.floor(Number(found.value) / 1000);
  if (!(atMs > 1_000_000_000_000) || Number.isNaN(timeMs)) return undefined;
  const text = `server_time_usec:${found.value}`;
  const cite = { entry: report.entry, line: found.line, offset: found.offset, text };
  const zoneMs = clockZone(atMs, timeMs, process);
  return { atMs: atMs - zoneMs, forMs: timeMs + zoneMs - atMs, cite, zoneMs };
}

/** The epoch in the report also tells the zone of the stamps around it: it cannot lie after the crash, nor long before main's last line. */
function clockZone(atMs: number, timeMs: number, process: ProcessFact | undefined): number {
  const quarter = 15 * 60_000;
  const lastMain = Math.max(
    ...(process?.runs ?? [])
      .map((run) =>
        run.lastMain === undefined || run.stampBasis !== 'naive'
          ? Number.NEGATIVE_INFINITY
          : run.lastMain.wallMs + (process?.zoneShiftMs ?? 0),
      )
      .filter((ms) => ms <= timeMs - 1),
  );
  const behind = timeMs - atMs;
  if (behind < -5000) return Math.ceil((atMs - timeMs - 5000) / quarter) * quarter;
  if (behind > quarter && lastMain > atMs + 5000) return -Math.floor((lastMain - atMs) / quarter) * quarter;
  return 0;
}
