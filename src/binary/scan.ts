import { callTarget, followsCall, functionStart } from './code.js';
import { type Registers, stripPointer } from './machine.js';
import type { ProcessImage } from './process-image.js';

/* Callers without frame information: by the chain of frame pointers, else by looking for return addresses on the stack. A word proves
 * little by itself, because stale ones lie about; one whose call leads to the current function is the right one nearly always. */

/** The way to a caller, with the registers that are known there. */
export interface Step {
  how: 'frame-pointer' | 'scan-call' | 'scan';
  /** The code in front of the return address is not known: whether it is one is a guess. */
  unproved?: true;
  registers: Registers;
}

const MAX_FRAME_BYTES = 64 * 1024;
const MAX_SCAN_BYTES = 8 * 1024;
const MAX_POINTER_SCAN_BYTES = 16 * 1024;
const MAX_LINK_BYTES = 1 << 20;

export function stepWithoutRules(image: ProcessImage, registers: Registers, isReturn: boolean): Step | undefined {
  return byFramePointer(image, registers) ?? byScanning(image, registers, isReturn);
}

/** Whether a word can be a return address: proved by a call in front of it, or possible because the code is not known. */
function returnAddress(image: ProcessImage, value: number): 'proved' | 'possible' | undefined {
  if (value === 0 || !image.isCode(value)) return undefined;
  const follows = followsCall(image, value);
  return follows === undefined ? 'possible' : follows ? 'proved' : undefined;
}

function byFramePointer(image: ProcessImage, registers: Registers): Step | undefined {
  const { machine } = image;
  const fp = registers[machine.fp];
  const sp = registers[machine.sp];
  if (fp === undefined || sp === undefined || fp < sp || fp >= sp + MAX_FRAME_BYTES || fp % 8 !== 0) return undefined;
  const up = image.word(fp);
  const back = stripPointer(machine, image.word(fp + 8) ?? 0);
  const kind = returnAddress(image, back);
  if (up === undefined || up <= fp || !kind) return undefined;
  const next = [...registers];
  next[machine.pc] = back;
  next[machine.sp] = fp + 16;
  next[machine.fp] = up;
  return { how: 'frame-pointer', registers: next, ...(kind === 'possible' ? { unproved: true } : {}) };
}

function byScanning(image: ProcessImage, registers: Registers, isReturn: boolean): Step | undefined {
  const { machine } = image;
  const sp = registers[machine.sp];
  const pc = registers[machine.pc];
  if (sp === undefined || pc === undefined) return undefined;
  const current = functionStart(image, pc, isReturn);
  let plain: Step | undefined;
  for (let at = sp; at < sp + MAX_SCAN_BYTES; at += 8) {
    image.spend(1);
    const word = image.word(at);
    if (word === undefined) break;
    const back = stripPointer(machine, word);
    const kind = returnAddress(image, back);
    if (!kind) continue;
    if (current !== undefined && callTarget(image, back) === current) return { how: 'scan-call', registers: atCaller(image, back, at) };
    plain ??= { how: 'scan', registers: atCaller(image, back, at), ...(kind === 'possible' ? { unproved: true } : {}) };
    if (current === undefined) break;
  }
  return plain;
}

/** Nothing but the place is known after a guess: stale registers made wrong frames. */
function atCaller(image: ProcessImage, back: number, at: number): Registers {
  const { machine } = image;
  const registers: Registers = new Array(machine.count).fill(undefined);
  registers[machine.pc] = back;
  registers[machine.sp] = at + 8;
  return registers;
}

/** The frame pointer of a function when no register is known: the lowest slot whose return address belongs to a call of this function,
 * else the first one whose saved frame pointer leads up. */
export function guessFramePointer(image: ProcessImage, sp: number, pc: number, isReturn: boolean): number | undefined {
  const current = functionStart(image, pc, isReturn);
  let first: number | undefined;
  for (let at = sp; at < sp + MAX_POINTER_SCAN_BYTES; at += 8) {
    image.spend(1);
    const up = image.word(at);
    const word = image.word(at + 8);
    if (up === undefined || word === undefined) continue;
    const back = stripPointer(image.machine, word);
    if (back === 0 || !image.isCode(back) || !followsCall(image, back)) continue;
    if (current !== undefined && callTarget(image, back) === current) return at;
    if (up < 4096 || (up > at && up < at + MAX_LINK_BYTES)) first ??= at;
  }
  return first;
}
