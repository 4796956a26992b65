import { hexOf, u16At, u32At, u64At } from './bytes.js';
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
const REGISTERS_AT_X86 = 40;
const X86: Layout = { siginfo: 304, registers: REGISTERS_AT_X86 };
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

/** User code runs in segment 0x33 (arch/x86/include/asm/segment.h, __USER_CS). */
const USER_CS = 0x33;
const CS_AT = REGISTERS_AT_X86 + 18 * 8;
const RIP_AT = REGISTERS_AT_X86 + 16 * 8;
const RSP_AT = REGISTERS_AT_X86 + 15 * 8;
const MAX_SEARCH_BYTES = 2 * 2 ** 20;
const BLOCK_BYTES = 4096;

/** A frame that a signal left, found on the stack by its shape alone, for cores without the C library's code: a return address, a ucontext without
 * a link, whose registers name user code and a stack further out, and a siginfo of a real signal behind. x86-64 only. Answers where the ucontext is. */
export function findSignalFrame(image: ProcessImage, sp: number): { context: number; back: number } | undefined {
  if (image.machine.name !== 'x86-64') return undefined;
  for (let at = sp + ((8 - (sp % 8)) % 8); at < sp + MAX_SEARCH_BYTES; at += BLOCK_BYTES) {
    const block = blockAt(image, at);
    if (!block) return undefined;
    image.spend(BLOCK_BYTES / 8);
    for (let i = 0; i + X86.siginfo + 4 <= block.length && i < BLOCK_BYTES; i += 8) {
      if (u16At(block, i + CS_AT) === USER_CS && looksLikeContext(image, block, i, at))
        return { context: at + i, back: image.word(at + i - 8)! };
    }
  }
  return undefined;
}

/** What is left of the stack may be less than a block. */
function blockAt(image: ProcessImage, at: number): Uint8Array | undefined {
  for (let bytes = BLOCK_BYTES + 512; bytes >= 512; bytes -= 512) {
    const block = image.read(at, bytes);
    if (block) return block;
  }
  return undefined;
}

function looksLikeContext(image: ProcessImage, block: Uint8Array, i: number, at: number): boolean {
  const flags = u64At(block, i);
  const link = u64At(block, i + 8);
  const signal = u32At(block, i + X86.siginfo);
  const stack = u64At(block, i + RSP_AT);
  const back = image.word(at + i - 8);
  return (
    flags < 16 &&
    link === 0 &&
    signal >= 1 &&
    signal <= 64 &&
    stack > at + i &&
    stack < at + i + 2 ** 30 &&
    image.isCode(u64At(block, i + RIP_AT)) &&
    back !== undefined &&
    image.isCode(back)
  );
}
