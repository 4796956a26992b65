import type { ProcessImage } from '../../binary/index.js';

/* The first argument of the call with which a small function begins, where it is the address of a variable. Intel SDM 2, LEA with RIP-relative addressing and MOV
 * r32, imm32; Arm ARM C6.2, ADRP and ADD (immediate). */

/** `endbr64`, a frame and an alignment of the stack may stand in front. */
const SEARCHED_BYTES = 32;

export function firstAddressArgument(image: ProcessImage, functionAt: number): number | undefined {
  const code = image.read(functionAt, SEARCHED_BYTES);
  if (code === undefined) return undefined;
  return image.machine.name === 'aarch64' ? ofArm(code, functionAt) : ofX86(code, functionAt);
}

function ofX86(code: Uint8Array, start: number): number | undefined {
  const view = new DataView(code.buffer, code.byteOffset, code.length);
  for (let i = 0; i + 7 <= code.length; i++) {
    // lea disp32(%rip),%rdi
    if (code[i] === 0x48 && code[i + 1] === 0x8d && code[i + 2] === 0x3d) return start + i + 7 + view.getInt32(i + 3, true);
    // a call or jump: what follows is another function's business
    if (code[i] === 0xe8 || code[i] === 0xe9) return undefined;
    // mov $imm32,%edi of programs at a fixed address
    if (code[i] === 0xbf) return view.getUint32(i + 1, true);
  }
  return undefined;
}

function ofArm(code: Uint8Array, start: number): number | undefined {
  const view = new DataView(code.buffer, code.byteOffset, code.length);
  let page: number | undefined;
  for (let i = 0; i + 4 <= code.length; i += 4) {
    const word = view.getUint32(i, true);
    // adrp x0, PAGE
    if ((word & 0x9f00001f) >>> 0 === 0x90000000) {
      const immediate = (((word >>> 5) & 0x7ffff) << 2) | ((word >>> 29) & 3);
      page = Math.floor((start + i) / 4096) * 4096 + ((immediate << 11) >> 11) * 4096;
    }
    // add x0, x0, #imm
    if (page !== undefined && (word & 0xffc003ff) >>> 0 === 0x91000000) return page + ((word >>> 10) & 0xfff);
  }
  return undefined;
}
