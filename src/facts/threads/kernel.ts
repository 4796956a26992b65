import type { ThreadRole } from '../../model/threads.js';
import type { Stack } from './stack.js';
import { type Reading, reading, type Wait } from './wait.js';

/** Reads a stack of kernel functions (/proc/PID/task/TID/stack): it tells how a thread waits, never for what in the program.
 * The syscall line gives the futex address, which is the identity of a mutex. Trust is therefore low. */
export function readKernel(stack: Stack, role: ThreadRole, main: boolean): Reading {
  const low = { trust: 'low', step: stack.steps[0] } as const;
  if (stack.thread.procState === 'T' || kernelHas(stack, /^(?:do_signal_stop|__refrigerator|do_freezer_trap|cgroup_enter_frozen)$/))
    return reading(stack, role, main, 'stopped', 'is stopped', { ...low, trust: 'high' });
  if (role === 'kernel-helper' || kernelHas(stack, /^io_sq_thread$/))
    return reading(stack, role, main, 'idle', 'kernel thread of io_uring', low);
  if (kernelHas(stack, /epoll_wait|do_sys_poll|do_select|^ep_poll$/)) return reading(stack, role, main, 'idle', 'waits for events', low);
  if (kernelHas(stack, /futex/)) return readFutexCall(stack, role, main);
  if (kernelHas(stack, /nanosleep/)) return reading(stack, role, main, 'sleeping', 'sleeps', low);
  if (kernelHas(stack, /^(?:do_wait|kernel_wait4|wait_consider_task)$/)) {
    const wait: Wait = { kind: 'child', id: 'child', label: 'fork child', nature: 'other' };
    return reading(stack, role, main, 'waiting', 'waits for a child process', { ...low, wait });
  }
  if (stack.thread.procState === 'D' || kernelHas(stack, /fsync|io_schedule|wait_on_page|jbd2|wbt_wait|folio_wait|filemap_fdatawait/)) {
    const wait: Wait = { kind: 'disk', id: 'disk', label: 'disk', nature: 'other' };
    return reading(stack, role, main, 'waiting', 'waits for the disk', { ...low, wait });
  }
  if (kernelHas(stack, /pipe_read|sock_recvmsg|unix_stream_read|tcp_recvmsg/))
    return reading(stack, role, main, 'waiting', 'waits for input', low);
  const call = stack.steps.find((step) => step.name === 'syscall')?.frame.args;
  if (call && call !== 'running' && stack.thread.procState !== 'R')
    return reading(stack, role, main, 'sleeping', `is in system call ${call.split(' ', 1)[0]}`, low);
  return reading(stack, role, main, 'running', 'is on a processor or about to be', low);
}

function kernelHas(stack: Stack, pattern: RegExp): boolean {
  if (pattern.test(stack.thread.wchan ?? '')) return true;
  return stack.steps.some((step) => step.layer === 'kernel' && pattern.test(step.name));
}

/** futex(uaddr, op, val): FUTEX_WAIT_PRIVATE with the value 2 is a contended mutex (glibc lowlevellock.h); a condition
 * variable uses FUTEX_WAIT_BITSET. */
function readFutexCall(stack: Stack, role: ThreadRole, main: boolean): Reading {
  const call = stack.steps.find((step) => step.name === 'syscall');
  const words = (call?.frame.args ?? '').split(' ');
  const operation = Number.parseInt(words[2] ?? '', 16) & 0x7f;
  const step = call ?? stack.steps[0];
  if (operation === 0 && words[3] === '0x2') {
    const wait: Wait = { kind: 'mutex', id: `mutex:${words[1]}`, label: `mutex at ${words[1]}`, nature: 'lock' };
    return reading(stack, role, main, 'waiting', `waits for the mutex at ${words[1]}`, { wait, step, trust: 'low' });
  }
  if (main) {
    const wait: Wait = { kind: 'condition', id: `condition:${words[1] ?? '?'}`, label: 'a condition', nature: 'arrival' };
    return reading(stack, role, main, 'waiting', 'waits at a futex', { wait, step, trust: 'low' });
  }
  return reading(stack, role, main, 'idle', 'waits at a futex, probably for work', { step, trust: 'low' });
}
