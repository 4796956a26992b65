/** The WebAssembly of assembly/kernel.ts with its memory: one for each thread. */
import { AT_BLOCK, BLOCK_BYTES, SLACK_BYTES } from './layout.js';
import { WASM } from './wasm.js';

const PAGE_BYTES = 65_536;

interface Exports {
  digest(from: number, to: number, state: number): void;
  steady(from: number, end: number): number;
}

/** As much of the global as is needed here; Node's types leave it to those of browsers. */
interface WebAssemblyGlobal {
  Memory: new (limits: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyGlobal };

const wasmMemory = new WebAssembly.Memory({ initial: Math.ceil((AT_BLOCK + BLOCK_BYTES + SLACK_BYTES) / PAGE_BYTES) });
const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(WASM, 'base64')), { env: { memory: wasmMemory } });
const { digest, steady } = instance.exports as Exports;

/** Memory of the kernel. It never grows, so that these views stay. */
export const memory = Buffer.from(wasmMemory.buffer);
export const ints = new Int32Array(wasmMemory.buffer);
export const doubles = new Float64Array(wasmMemory.buffer);

export { digest as runDigest, steady as runSteady };

/** Copies at most BLOCK_BYTES into the kernel's memory; what is returned is overwritten by the next call. */
export function loadBlock(bytes: Uint8Array): Buffer {
  memory.set(bytes, AT_BLOCK);
  return memory.subarray(AT_BLOCK, AT_BLOCK + bytes.length);
}

/** Address of bytes that lie in the kernel's memory, -1 for any others. */
export function addressOf(bytes: Uint8Array): number {
  return bytes.buffer === wasmMemory.buffer ? bytes.byteOffset : -1;
}
