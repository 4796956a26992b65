import { hexOf, u32At } from './bytes.js';
import type { Registers } from './machine.js';
import type { ProcessImage } from './process-image.js';

/*
 * Where the kernel lets a thread go on behind a signal handler. x86-64 (arch/x86/include/asm/sigframe.h): the stack pointer stands at a
 * ucontext, whose registers lie at +40 and whose siginfo at +304. aarch64 (arch/arm64/kernel/signal.c, struct rt_sigframe): siginfo at +0,
 * ucontext at +128, its registers at +176, the first of which is the fault address.
 *
 *   48 c7 c0 0f 00 00 00 0f 05       mov $15,%rax; syscall        __restore_rt of glibc
 *   b8 0f 00 00 00 0f 05             mov $15,%eax; syscall        that of musl
 *   68 11 80 d2 01 00 00 d4          mov x8, #139; svc #0
 */

/** DWARF numbers in the order of REG_R8 … REG_RIP (sys/ucontext.h). */
const X86_ORDER = [8, 9, 10, 11, 12, 13, 14, 15, 5, 4, 6, 3, 1, 0, 2, 7, 16];

interface Layout {
  siginfo: number;
  registers: number;
}
const X86: Layout = { siginfo: 304, registers: 40 };
const ARM: Layout = { siginfo: 0, registers: 128 + 176 + 8 };

/** Whether the code at an address is the return from a signal handler. */
export function isSignalReturn(image: ProcessImage, address: number): boolean {
  const bytes = image.read(address, 9) ?? image.read(address, 8);
  if (!bytes) return false;
  if (image.machine.name === 'aarch64') return u32At(bytes, 0) === 0xd2801168;
  const text = hexOf(bytes);
  return text === '48c7c00f0000000f05' || text.startsWith('b80f0000000f05');
}

/** Address of the siginfo_t that a signal handler was given, by the stack pointer of its return. */
export function siginfoAt(image: ProcessImage, sp: number): number {
  return sp + (image.machine.name === 'aarch64' ? ARM : X86).siginfo;
}

/** Registers of the code that the signal interrupted. */
export function interruptedRegisters(image: ProcessImage, sp: number): Registers {
  const { machine } = image;
  const base = sp + (machine.name === 'aarch64' ? ARM : X86).registers;
  const registers: Registers = new Array(machine.count).fill(undefined);
  if (machine.name === 'x86-64') {
    X86_ORDER.forEach((register, i) => {
      registers[register] = image.word(base + 8 * i);
    });
  } else {
    // x0 to x30, sp and pc follow one another.
    for (let i = 0; i < machine.count; i++) registers[i] = image.word(base + 8 * i);
  }
  return registers;
}
