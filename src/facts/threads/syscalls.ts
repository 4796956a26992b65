import type { WaitKind } from '../../model/records.js';

/** A line of /proc/PID/task/TID/syscall: number, six arguments, stack pointer, program counter, in their order. */
export interface SystemCall {
  number: number;
  args: bigint[];
  sp: number;
  pc: number;
}

const LINE = /^(\d{1,4}|-1)((?: 0x[0-9a-f]{1,16}){2,8})$/;

export function parseSystemCall(text: string): SystemCall | undefined {
  const match = LINE.exec(text);
  if (match === null) return undefined;
  const words = match[2].trim().split(' ').map(BigInt);
  const [sp, pc] = words.slice(-2).map(Number);
  return { number: Number(match[1]), args: words.slice(0, -2), sp, pc };
}

/** Numbers of the calls that wait, for x86-64 and aarch64 (asm/unistd_64.h, asm-generic/unistd.h). */
const CALLS: readonly [WaitKind | 'futex-wait', string, number[], number[]][] = [
  ['futex-wait', 'futex', [202], [98]],
  ['other', 'futex_waitv', [449, 455], [449, 455]],
  ['read', 'read', [0, 17, 19, 45, 47], [63, 65, 67, 207, 212]],
  ['write', 'write', [1, 18, 20, 44, 46, 40], [64, 66, 68, 206, 211, 71]],
  ['events', 'epoll_wait', [232, 281, 441], [22, 441]],
  ['poll', 'poll', [7, 271, 23, 270], [73, 72]],
  ['sleep', 'nanosleep', [35, 230], [101, 115]],
  ['sync', 'fsync', [74, 75, 277, 26, 162, 306], [82, 83, 84, 227, 81, 267]],
  ['child', 'wait4', [61, 247], [260, 95]],
  ['signal', 'sigwait', [128, 34, 130], [137, 133]],
  ['file-lock', 'flock', [73, 72], [32, 25]],
  ['other', 'io_uring_enter', [426], [426]],
  ['other', 'connect', [42], [203]],
  ['other', 'accept', [43, 288], [202, 242]],
];

/** restart_syscall goes on with a timed wait that a stop interrupted; which one it was only the kernel's place tells. */
const RESTART = { x86: 219, arm: 128 };

export function waitOf(call: SystemCall, arm: boolean, wchan: string): { kind: WaitKind | 'futex-wait'; name: string } {
  if (call.number === (arm ? RESTART.arm : RESTART.x86)) {
    if (wchan.startsWith('futex')) return { kind: 'futex-wait', name: 'futex' };
    if (/nanosleep|do_syscall_64/.test(wchan)) return { kind: 'sleep', name: 'nanosleep' };
    if (/poll/.test(wchan)) return { kind: 'poll', name: 'poll' };
    return { kind: 'other', name: 'restart_syscall' };
  }
  const found = CALLS.find(([, , x86, aarch64]) => (arm ? aarch64 : x86).includes(call.number));
  return found === undefined ? { kind: 'other', name: `system call ${call.number}` } : { kind: found[0], name: found[1] };
}
