import { addressOf, ints, memory, runDigest } from '../kernel/kernel.js';
import { AT_DIGEST, AT_SCRATCH, SCRATCH_BYTES } from '../kernel/layout.js';

const GROUP = 64;
const WORDS = GROUP / 4;
const STATE = AT_DIGEST / 4;
const PRIME_A = 0x9e3779b1;
const PRIME_B = 0x85ebca77;
const PRIME_C = 0xc2b2ae3d;

/**
 * Identity of an entry's decompressed bytes, so that the same file given twice counts once. Sixteen 32-bit multiplicative hashes over
 * interleaved words, folded into 64 bits. SHA-1 takes 0.3 s for 500 MB, the same loop in JavaScript 0.15 s, this 0.04 s.
 * It is no protection against somebody who builds collisions.
 */
export class Digest {
  private readonly state = new Int32Array(WORDS).map((_, i) => Math.imul(i + 1, PRIME_A));
  private total = 0;
  private readonly rest = new Uint8Array(GROUP);
  private restLength = 0;

  update(bytes: Uint8Array): void {
    this.total += bytes.length;
    let at = 0;
    if (this.restLength > 0) {
      at = Math.min(GROUP - this.restLength, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.restLength);
      this.restLength += at;
      if (this.restLength < GROUP) return;
      this.groups(this.rest);
      this.restLength = 0;
    }
    const whole = at + ((bytes.length - at) & ~(GROUP - 1));
    if (whole > at) this.groups(bytes.subarray(at, whole));
    if (whole < bytes.length) {
      this.rest.set(bytes.subarray(whole), 0);
      this.restLength = bytes.length - whole;
    }
  }

  /** 16 hexadecimal digits. */
  finish(): string {
    if (this.restLength > 0) this.groups(this.rest.fill(0, this.restLength));
    const length = Math.imul(this.total % 0x1_0000_0000, PRIME_A) ^ Math.floor(this.total / 0x1_0000_0000);
    let high = mix(length);
    let low = mix(length ^ PRIME_C);
    for (const word of this.state) {
      high = mix(high + word);
      low = mix(Math.imul(low, PRIME_B) ^ word);
    }
    return hex(mix(high + Math.imul(low, PRIME_B))) + hex(mix(low + Math.imul(high, PRIME_C)));
  }

  /** Bytes of the kernel's memory where they lie, others through a scratch area. */
  private groups(bytes: Uint8Array): void {
    const address = addressOf(bytes);
    ints.set(this.state, STATE);
    if (address >= 0) runDigest(address, address + bytes.length, AT_DIGEST);
    else {
      for (let at = 0; at < bytes.length; at += SCRATCH_BYTES) {
        const part = bytes.subarray(at, at + SCRATCH_BYTES);
        memory.set(part, AT_SCRATCH);
        runDigest(AT_SCRATCH, AT_SCRATCH + part.length, AT_DIGEST);
      }
    }
    this.state.set(ints.subarray(STATE, STATE + WORDS));
  }
}

/** Murmur3's finalizer: every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
