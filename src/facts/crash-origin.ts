import { endsInAbort } from '../formats/crash/stderr-words.js';
import type { CrashFact } from '../model/facts.js';
import type { CrashReport } from '../model/records.js';
import { explainAddress, faultCode } from './crash-numbers.js';

/** `siginfo.si_addr` overlays `si_pid` and `si_uid`: with si_code <= 0 the printed address is (uid << 32 | pid) of the sender. */
export function decodeSender(address: string | undefined): { pid: number; uid: number } | undefined {
  if (address === undefined || !/^0x[0-9a-f]{1,16}$/i.test(address)) return undefined;
  const value = BigInt(address);
  const pid = Number(value & 0xffffffffn);
  const uid = Number(value >> 32n);
  return pid > 0 && pid < 4_194_304 * 4 && uid < 4_294_967_295 ? { pid, uid } : undefined;
}

type Origin = Pick<CrashFact, 'origin' | 'originWhy' | 'sender'>;

/** macOS and FreeBSD: kill() gives SI_USER 0x10001, and 0 says nothing; FreeBSD's raise() gives SI_LWP 0x10007. */
const BSD_SI_USER = 0x10001;
const BSD_SI_LWP = 0x10007;
const SI_TKILL = -6;

/** Sent from outside, a fault of its own, or cannot be told (before Redis 6.0 the report does not print si_code). */
export function originOf(report: CrashReport, raised: boolean): Origin {
  if (report.exception !== undefined)
    return { origin: 'fault', originWhy: `Windows raised ${report.exception} for an instruction of the process itself` };
  const ended = ownEnd(report, raised);
  if (ended !== undefined) return ended;
  if (report.signal === undefined) return { origin: 'unknown', originWhy: 'no signal line in the report' };
  if (report.siCode === undefined) return withoutCode(report);
  if (report.siCode === 0 || report.siCode === BSD_SI_USER) return sentOrNot(report);
  if (report.siCode < 0 && report.siCode !== SI_TKILL) return sentBy(report);
  if (report.siCode === SI_TKILL || report.siCode === BSD_SI_LWP)
    return isForeign(report) && report.siCode === SI_TKILL && report.killedBy!.pid > 1
      ? {
          origin: 'unknown',
          originWhy: `si_code ${report.siCode}: a thread was signalled, by process ${report.killedBy!.pid} or by the process itself`,
        }
      : { origin: 'self', originWhy: `si_code ${report.siCode}: raised by a thread of the process itself (abort, raise, pthread_kill)` };
  const code = faultCode(report.signal, report.siCode);
  if (code === undefined)
    return {
      origin: 'unknown',
      originWhy: `si_code ${report.siCode} does not exist for signal ${report.signal}: the line or the report is damaged`,
    };
  const address = explainAddress(report);
  const why = `si_code ${report.siCode}, ${code}: raised by the processor for an instruction of the process itself`;
  return { origin: 'fault', originWhy: address === undefined ? why : `${why}; ${address}` };
}

/** The process ended itself, and it is known why. */
function ownEnd(report: CrashReport, raised: boolean): Origin | undefined {
  const words = report.lines.words === undefined ? undefined : report.lastWords?.find((item) => item.cite === report.lines.words);
  if (words?.what === 'heap-corruption')
    return { origin: 'self', originWhy: `heap corruption: the allocator found its own data damaged and called abort(): ${words.message}` };
  if (words?.what === 'stack-smashing')
    return { origin: 'self', originWhy: `memory corruption: a write beyond a buffer was found, and abort() called: ${words.message}` };
  if (words?.what === 'page-size')
    return { origin: 'self', originWhy: `the allocator was built for smaller memory pages than this machine has: ${words.message}` };
  if (words?.what === 'signal')
    return {
      origin: words.signal === 6 ? 'self' : 'unknown',
      originWhy: `${SPEAKERS[words.by]} says what the process died of, and nothing says why: ${words.message}`,
    };
  if (words?.what === 'abort') return { origin: 'self', originWhy: `a library found an error and called abort(): ${words.message}` };
  if (words !== undefined) return { origin: 'self', originWhy: `${SPEAKERS[words.by]} said why it ends the process, before abort()` };
  if (report.assertion !== undefined || report.panic !== undefined || report.outOfMemory !== undefined)
    return { origin: 'self', originWhy: 'the server stopped itself (assertion, panic or out of memory)' };
  if (raised && (report.signal === 6 || report.signal === undefined || endsInAbort(report)) && !isForeign(report))
    return { origin: 'self', originWhy: 'abort() is on the stack: the process raised the signal itself' };
  return undefined;
}

const SPEAKERS: Record<string, string> = {
  glibc: 'the C library',
  musl: 'the C library',
  macos: 'the C library',
  'c++': 'the C++ runtime',
  rust: 'a module written in Rust',
  glog: 'a C++ module',
  jemalloc: 'the allocator',
  lua: 'Lua',
  raft: 'RedisRaft',
  v8: 'V8, in a module',
  module: 'a module',
  server: 'the server',
  shell: 'the shell that ran the server',
  qemu: 'the emulator of another processor',
};

function withoutCode(report: CrashReport): Origin {
  const sender = report.killedBy;
  if (sender !== undefined && sender.pid !== report.pid) return { origin: 'sent', originWhy: `Killed by PID ${sender.pid}`, sender };
  const address = explainAddress(report);
  const why = 'this version does not print si_code, so a sent signal and a fault look alike';
  return { origin: 'unknown', originWhy: address === undefined ? why : `${address}; ${why}` };
}

/** A sender is known, and it is not the process itself. */
function isForeign(report: CrashReport): boolean {
  return report.killedBy !== undefined && report.killedBy.pid !== report.pid;
}

function sentOrNot(report: CrashReport): Origin {
  const sender = report.killedBy ?? decodeSender(report.address);
  if (sender !== undefined && sender.pid === report.pid && report.pid > 0 && report.siCode === 0)
    return { origin: 'self', originWhy: `si_code ${report.siCode}: the process sent the signal to itself (kill)` };
  if (report.killedBy === undefined && isMac(report))
    return { origin: 'unknown', originWhy: 'si_code 0 says nothing on macOS: a fault, an abort and a sent signal look alike' };
  return sentBy(report);
}

function sentBy(report: CrashReport): Origin {
  const sender = report.killedBy ?? decodeSender(report.address);
  const init =
    sender?.pid === 1 && report.pid !== 1
      ? `; pid 1 is the init system or the first process of the container${report.signal === 6 ? ': SIGABRT from it is what systemd sends at WatchdogSec or TimeoutStopFailureMode=abort' : ''}`
      : sender?.pid === 0
        ? '; pid 0 stands for a sender outside of the container'
        : '';
  return {
    origin: 'sent',
    originWhy: `si_code ${report.siCode}: the signal was sent by a process, it is no invalid access${init}`,
    sender,
  };
}

function isMac(report: CrashReport): boolean {
  const os = report.info.find((section) => Object.hasOwn(section.values, 'os'))?.values.os?.value ?? '';
  if (os !== '') return /Darwin/i.test(os);
  const frames = [report.eipFrame, ...(report.dump?.threads.flatMap((thread) => thread.frames.slice(0, 8)) ?? [])];
  return frames.some((frame) => frame?.object?.endsWith('.dylib') || frame?.fn === '_sigtramp');
}
