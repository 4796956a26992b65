import { bigAt, textAt, u16At, u32At, u64At } from '../bytes.js';
import { notesOf } from '../elf-notes.js';
import type { Machine, Registers } from '../machine.js';
import type { Mapping } from '../mapped-objects.js';

/*
 * Notes of a core file (fs/binfmt_elf.c, elf_core_dump; gdb's gcore writes the same kinds): NT_PRSTATUS for each thread, the first one of the
 * thread that died; NT_PRPSINFO, NT_SIGINFO, NT_AUXV and NT_FILE once.
 *
 *   05 00 00 00 50 01 00 00 01 00 00 00 43 4f 52 45 00 …      "CORE", 336 bytes, NT_PRSTATUS
 */

const NT_PRSTATUS = 1;
const NT_PRPSINFO = 3;
const NT_AUXV = 6;
const NT_SIGINFO = 0x53494749;
const NT_FILE = 0x46494c45;
const NT_ARM_TLS = 0x401;

const MAX_THREADS = 32_768;
const MAX_FILES = 200_000;
const REGISTERS_AT = 112;

/** Place in pr_reg (sys/user.h, struct user_regs_struct) of each DWARF register of x86-64. */
const X86_PLACES = [10, 12, 11, 5, 13, 14, 4, 19, 9, 8, 7, 6, 3, 2, 1, 0, 16];
const X86_CALL = { number: 15, args: [14, 13, 12, 7, 9, 8] };
const ARM_CALL = { number: 8, args: [0, 1, 2, 3, 4, 5] };
const X86_FS_BASE = 21;

/** Why a signal came (siginfo_t): sender, or address of a fault. */
export interface SignalInfo {
  signal: number;
  /** SI_USER 0, SI_TKILL −6, SI_KERNEL 128; SEGV_MAPERR 1 … for faults. */
  code: number;
  pid: number;
  uid: number;
  address: number;
}

export interface CoreThread {
  tid: number;
  /** Signal that the thread died of or took when the core was written. */
  signal: number;
  registers: Registers;
  /** System call that it was in, as the registers tell: −1 when in none. */
  call: { number: number; args: bigint[] };
  info?: SignalInfo;
  /** Thread pointer: the C library's descriptor of the thread lies there. */
  tls?: number;
}

export interface CoreProcess {
  pid: number;
  ppid: number;
  uid: number;
  name: string;
  args: string;
}

export interface CoreNotes {
  threads: CoreThread[];
  process?: CoreProcess;
  mappings: Mapping[];
  auxv: Map<number, number>;
  /** The notes are not whole. */
  cut: boolean;
}

/** Reads what is whole. Notes that say what cannot be are left out. */
export function parseCoreNotes(bytes: Uint8Array, machine: Machine): CoreNotes {
  const found: CoreNotes = { threads: [], mappings: [], auxv: new Map(), cut: false };
  const cut = () => {
    found.cut = true;
  };
  for (const { name, type, data } of notesOf(bytes, cut)) {
    try {
      if (name === 'CORE') coreNote(found, type, data, machine);
      else if (name === 'LINUX' && type === NT_ARM_TLS) lastOf(found, (thread) => ({ tls: u64At(data, 0), ...thread }));
    } catch {
      found.cut = true;
    }
  }
  return found;
}

function coreNote(found: CoreNotes, type: number, data: Uint8Array, machine: Machine): void {
  if (type === NT_PRSTATUS && found.threads.length < MAX_THREADS) found.threads.push(parseThread(data, machine));
  else if (type === NT_PRPSINFO) found.process ??= parseProcess(data);
  else if (type === NT_SIGINFO) lastOf(found, (thread) => ({ ...thread, info: thread.info ?? parseSignalInfo(data) }));
  else if (type === NT_AUXV) readAuxv(data, found.auxv);
  else if (type === NT_FILE && found.mappings.length === 0) found.mappings = parseFiles(data);
}

/** The thread whose status stood in front. */
function lastOf(found: CoreNotes, change: (thread: CoreThread) => CoreThread): void {
  const last = found.threads.pop();
  if (last) found.threads.push(change(last));
}

/** struct elf_prstatus (linux/elfcore.h). */
function parseThread(data: Uint8Array, machine: Machine): CoreThread {
  const register = (place: number): bigint => bigAt(data, REGISTERS_AT + 8 * place);
  const x86 = machine.name === 'x86-64';
  const places = x86 ? X86_PLACES : Array.from({ length: machine.count }, (_, place) => place);
  const call = x86 ? X86_CALL : ARM_CALL;
  return {
    tid: u32At(data, 32) | 0,
    signal: u16At(data, 12),
    registers: places.map((place) => addressOf(register(place))),
    call: { number: Number(BigInt.asIntN(32, register(call.number))), args: call.args.map(register) },
    ...(x86 ? { tls: addressOf(register(X86_FS_BASE)) } : {}),
  };
}

function addressOf(value: bigint): number | undefined {
  return value < 1n << 53n ? Number(value) : undefined;
}

/** struct elf_prpsinfo. `args` is memory at arg_start, which setproctitle writes over. */
function parseProcess(data: Uint8Array): CoreProcess {
  return {
    uid: u32At(data, 16),
    pid: u32At(data, 24) | 0,
    ppid: u32At(data, 28) | 0,
    name: textAt(data, 40, 16),
    args: textAt(data, 56, 80).trimEnd(),
  };
}

export function parseSignalInfo(data: Uint8Array): SignalInfo {
  return {
    signal: u32At(data, 0),
    code: u32At(data, 8) | 0,
    pid: u32At(data, 16),
    uid: u32At(data, 20),
    address: u64At(data, 16),
  };
}

function readAuxv(data: Uint8Array, auxv: Map<number, number>): void {
  for (let at = 0; at + 16 <= data.length && auxv.size < 128; at += 16) auxv.set(u64At(data, at), u64At(data, at + 8));
}

/** count, page size, then (start, end, offset in pages) of each, then the names. gdb writes a page size of 1. */
function parseFiles(data: Uint8Array): Mapping[] {
  const pageBytes = u64At(data, 8);
  const count = Math.min(u64At(data, 0), MAX_FILES, Math.floor((data.length - 16) / 24));
  const mappings: Mapping[] = [];
  let name = 16 + count * 24;
  for (let i = 0; i < count && name < data.length; i++) {
    const at = 16 + i * 24;
    const end = data.indexOf(0, name);
    if (end < 0) break;
    const mapping = {
      start: u64At(data, at),
      end: u64At(data, at + 8),
      offset: u64At(data, at + 16) * pageBytes,
      path: textAt(data, name),
    };
    if (mapping.end > mapping.start) mappings.push(mapping);
    name = end + 1;
  }
  return mappings;
}
