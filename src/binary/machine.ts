/** Processors whose registers and calling conventions are known. */
export type MachineName = 'x86-64' | 'aarch64';

/** Values by DWARF number; undefined where unknown, or where no address of a program could be. */
export type Registers = (number | undefined)[];

export interface Machine {
  name: MachineName;
  /** DWARF numbers. `pc` is x86-64's return address column, and an own number on aarch64, whose column is x30. */
  sp: number;
  pc: number;
  fp: number;
  /** Where a call leaves the return address, on machines that do not push it. */
  link?: number;
  count: number;
}

/* DWARF numbers: System V ABI AMD64, figure 3.36; DWARF for the Arm 64-bit Architecture, table 4.1. */
const X86_64: Machine = { name: 'x86-64', sp: 7, pc: 16, fp: 6, count: 17 };
const AARCH64: Machine = { name: 'aarch64', sp: 31, pc: 32, fp: 29, link: 30, count: 33 };

/** e_machine of the ELF header (elf.h: EM_X86_64, EM_AARCH64). */
const BY_ELF_NUMBER: Record<number, Machine> = { 62: X86_64, 183: AARCH64 };

export function machineOf(elfNumber: number): Machine | undefined {
  return BY_ELF_NUMBER[elfNumber];
}

export function machineByName(name: MachineName): Machine {
  return name === 'x86-64' ? X86_64 : AARCH64;
}

/** Registers of a thread of which only the stack pointer and the program counter are known (/proc/PID/task/TID/syscall). */
export function onlyStackAndPc(machine: Machine, sp: number, pc: number): Registers {
  const registers: Registers = new Array(machine.count).fill(undefined);
  registers[machine.sp] = sp;
  registers[machine.pc] = pc;
  return registers;
}

/** aarch64 signs return addresses in the bits above 48 (pointer authentication). */
export function stripPointer(machine: Machine, value: number): number {
  return machine.name === 'aarch64' ? value % 2 ** 48 : value;
}
