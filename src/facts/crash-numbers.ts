import type { CrashReport } from '../model/records.js';

/** Names of the codes that the kernel gives for a fault (asm-generic/siginfo.h). */
const FAULT_CODES: Record<number, readonly string[]> = {
  4: ['ILL_ILLOPC', 'ILL_ILLOPN', 'ILL_ILLADR', 'ILL_ILLTRP', 'ILL_PRVOPC', 'ILL_PRVREG', 'ILL_COPROC', 'ILL_BADSTK', 'ILL_BADIADDR'],
  5: ['TRAP_BRKPT', 'TRAP_TRACE', 'TRAP_BRANCH', 'TRAP_HWBKPT', 'TRAP_UNK', 'TRAP_PERF'],
  7: ['BUS_ADRALN', 'BUS_ADRERR', 'BUS_OBJERR', 'BUS_MCEERR_AR', 'BUS_MCEERR_AO'],
  8: ['FPE_INTDIV', 'FPE_INTOVF', 'FPE_FLTDIV', 'FPE_FLTOVF', 'FPE_FLTUND', 'FPE_FLTRES', 'FPE_FLTINV', 'FPE_FLTSUB'],
  11: [
    'SEGV_MAPERR',
    'SEGV_ACCERR',
    'SEGV_BNDERR',
    'SEGV_PKUERR',
    'SEGV_ACCADI',
    'SEGV_ADIDERR',
    'SEGV_ADIPERR',
    'SEGV_MTEAERR',
    'SEGV_MTESERR',
    'SEGV_CPERR',
  ],
};

const MEANINGS: Record<string, string> = {
  SEGV_MAPERR: 'nothing is mapped there',
  SEGV_ACCERR: 'the memory there must not be accessed in that way',
  BUS_ADRALN: 'an address that is not aligned',
  BUS_ADRERR: 'an address without memory behind it',
  BUS_OBJERR: 'an error of the mapped object: a file that was cut, a disk that cannot be read',
  BUS_MCEERR_AR: 'the hardware found an error in that memory that it cannot correct',
  BUS_MCEERR_AO: 'the hardware found an error in memory that it cannot correct',
  FPE_INTDIV: 'an integer was divided by zero',
  ILL_ILLOPC: 'the processor does not know the instruction',
  ILL_ILLOPN: 'the processor does not know an operand',
};

const SI_KERNEL = 128;

/** `SEGV_MAPERR (nothing is mapped there)`; undefined for a code that no fault has. */
export function faultCode(signal: number, code: number): string | undefined {
  if (code === SI_KERNEL) return 'SI_KERNEL (a general protection fault)';
  const name = FAULT_CODES[signal === 10 ? 7 : signal]?.[code - 1];
  if (name === undefined) return undefined;
  return MEANINGS[name] === undefined ? name : `${name} (${MEANINGS[name]})`;
}

/** The hardware itself reported the memory. */
export function isHardwareCode(report: CrashReport): boolean {
  return (report.signal === 7 || report.signal === 10) && (report.siCode === 4 || report.siCode === 5);
}

const PAGE = 4096n;
const TOP = 1n << 64n;
/** Frames below the stack pointer that one function may want, and the guard below them. */
const NEAR_STACK = 1n << 20n;

/** What an address says of the pointer: NULL with the offset of a member, −1, text, no address at all. */
export function explainAddress(report: CrashReport): string | undefined {
  const { signal } = report;
  if (signal !== undefined && signal !== 11 && signal !== 7 && signal !== 10) return undefined;
  if (report.lines.forced !== undefined || (report.siCode !== undefined && report.siCode <= 0)) return undefined;
  if (report.siCode === SI_KERNEL)
    return 'the kernel gives no address for it: the pointer is not canonical, as when it was overwritten by other data';
  const value = numberOf(report.address);
  if (value === undefined) return undefined;
  const top = report.bits === 32 ? 1n << 32n : TOP;
  if (value === numberOf(report.eip) && value >= PAGE)
    return 'the address is that of the instruction: the program ran into memory that is no code';
  if (value === 0n) return 'a NULL pointer';
  if (value < PAGE) return `a member at offset ${report.address} of a structure at NULL`;
  if (value === top - 1n || (value === (1n << 32n) - 1n && report.bits !== 64)) return '−1 used as a pointer';
  if (value > top - PAGE) return `−${top - value} used as a pointer: an error code or a negative index`;
  const stack = numberOf(report.stackPointer);
  if (stack !== undefined && value <= stack + PAGE * 16n && value >= stack - NEAR_STACK)
    return 'the address is at the stack pointer: the stack is used up (deep recursion), the guard page behind it was touched';
  const text = asText(value);
  if (text !== undefined) return `the bytes of the address read as text, "${text}": a pointer was overwritten by data`;
  if (report.bits !== 32 && value >= 1n << 47n && value < top - (1n << 47n))
    return 'the address is not canonical: the pointer was overwritten';
  return undefined;
}

const PETABYTE = 1n << 50n;
const TERABYTE = 1n << 40n;

export interface SizeReading {
  text: string;
  /** No machine has it: a length was damaged, and more memory does not help. */
  impossible: boolean;
}

/** Whether a size that was asked for can be meant. */
export function explainSize(bytes: string | undefined, bits: 32 | 64 | undefined): SizeReading | undefined {
  if (bytes === undefined || !/^\d{1,20}$/.test(bytes)) return undefined;
  const size = BigInt(bytes);
  const impossible = (text: string): SizeReading => ({
    text: `${text}: a corrupt length, no machine has so much memory`,
    impossible: true,
  });
  if (size >= 1n << 63n) return impossible(`2^64 − ${TOP - size}, a negative number`);
  if (bits === 32 && size >= 1n << 31n && size < 1n << 32n) return impossible(`2^32 − ${(1n << 32n) - size}, a negative number`);
  if (size >= PETABYTE / 8n) {
    const text = asText(size) ?? asText(size - 1n) ?? asText(size + 1n);
    return impossible(
      `${(size + PETABYTE / 2n) / PETABYTE} PiB${text === undefined ? '' : ` (its bytes read as text, "${text}": a key or a value stands where a length should be)`}`,
    );
  }
  if (size >= TERABYTE) return { text: `${size / TERABYTE} TiB in one piece: a corrupt length or a giant request`, impossible: false };
  if (bits === 32)
    return { text: 'a 32-bit program: its address space ends at 3 to 4 GB, whatever memory the host has', impossible: false };
  return undefined;
}

/** Six or more bytes, all printable. */
function asText(value: bigint): string | undefined {
  let text = '';
  for (let rest = value; rest > 0n; rest >>= 8n) {
    const byte = Number(rest & 0xffn);
    if (byte < 0x20 || byte > 0x7e) return undefined;
    text += String.fromCharCode(byte);
  }
  return text.length >= 6 ? text : undefined;
}

function numberOf(address: string | undefined): bigint | undefined {
  if (address === '(nil)') return 0n;
  return address !== undefined && /^0x[0-9a-f]{1,16}$/i.test(address) ? BigInt(address) : undefined;
}
