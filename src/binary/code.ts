import { u32At } from './bytes.js';
import type { ProcessImage } from './process-image.js';

/* Machine code, as far as it tells whether a word of a stack is a return address and of which call. Intel SDM 2, CALL and JMP;
 * Arm ARM C6.2, BL and BLR. */

const ENDBR64 = 0xfa1e0ff3;
const BND = 0xf2;
const CALL_NEAR = 0xe8;

/** Whether a call stands in front of an address; undefined where the code is not known. */
export function followsCall(image: ProcessImage, address: number): boolean | undefined {
  if (image.machine.name === 'aarch64') {
    const bytes = image.read(address - 4, 4);
    if (!bytes) return undefined;
    const word = u32At(bytes, 0);
    return word >>> 26 === 0x25 || (word & 0xfffffc1f) >>> 0 === 0xd63f0000;
  }
  const bytes = image.read(address - 7, 7);
  if (!bytes) return undefined;
  if (bytes[2] === CALL_NEAR) return true;
  for (let i = 0; i < 6; i++) if (i + indirectCallBytes(bytes, i) === 7) return true;
  return false;
}

/** Length of `call *…` at a place, 0 when it is none. */
function indirectCallBytes(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0xff || (bytes[at + 1] & 0x38) !== 0x10) return 0;
  const mode = bytes[at + 1] >> 6;
  const rm = bytes[at + 1] & 7;
  const displacement = mode === 1 ? 1 : mode === 2 || (mode === 0 && rm === 5) ? 4 : 0;
  return 2 + (mode !== 3 && rm === 4 ? 1 : 0) + displacement;
}

/** Where the direct call in front of a return address leads, through a stub of the PLT if it is one. */
export function callTarget(image: ProcessImage, returnAddress: number): number | undefined {
  if (image.machine.name === 'aarch64') {
    const bytes = image.read(returnAddress - 4, 4);
    if (!bytes) return undefined;
    const word = u32At(bytes, 0);
    return word >>> 26 === 0x25 ? returnAddress - 4 + ((word << 6) >> 6) * 4 : undefined;
  }
  const bytes = image.read(returnAddress - 5, 5);
  if (bytes?.[0] !== CALL_NEAR) return undefined;
  const target = returnAddress + (u32At(bytes, 1) | 0);
  return throughStub(image, target);
}

function throughStub(image: ProcessImage, target: number): number {
  const stub = image.read(target, 16);
  if (!stub) return target;
  let at = u32At(stub, 0) === ENDBR64 ? 4 : 0;
  if (stub[at] === BND) at++;
  if (stub[at] !== 0xff || stub[at + 1] !== 0x25) return target;
  return image.word(target + at + 6 + (u32At(stub, at + 2) | 0)) ?? target;
}

/** The start of the function that an address lies in. */
export function functionStart(image: ProcessImage, address: number, isReturn: boolean): number | undefined {
  const object = image.objectAt(address);
  if (!object || object.inMemory) return undefined;
  const at = address - object.bias - (isReturn ? 1 : 0);
  for (const cfi of image.cfiOf(object)) {
    const fde = cfi.find(at);
    if (fde) return object.bias + fde.start;
  }
  const { fn, offset } = image.nameOf(address, isReturn);
  return fn === undefined || offset === undefined ? undefined : address - offset;
}
