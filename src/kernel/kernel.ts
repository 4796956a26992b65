/** The WebAssembly of assembly/kernel.ts with its memory: one for each thread. */
import { AT_BLOCKS, AT_COPY, BLOCK_BYTES, HEAD_ROOM, MEMORY_BYTES, ROWS_USED, SOURCE_BLOCKS } from './layout.js';
import { WASM } from './wasm.js';

const PAGE_BYTES = 65_536;

interface Exports {
  digest(from: number, to: number, state: number): void;
  steady(from: number, end: number): number;
  findWindow(from: number, end: number): number;
  countLines(from: number, end: number): number;
}

/** As much of the global as is needed here; Node's types leave it to those of browsers. */
interface WebAssemblyGlobal {
  Memory: new (limits: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyGlobal };

const wasmMemory = new WebAssembly.Memory({ initial: Math.ceil(MEMORY_BYTES / PAGE_BYTES) });
const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(WASM, 'base64')), { env: { memory: wasmMemory } });
const { digest, steady, findWindow, countLines } = instance.exports as Exports;

/** Memory of the kernel. It never grows, so that these views stay. */
export const memory = Buffer.from(wasmMemory.buffer);
export const ints = new Int32Array(wasmMemory.buffer);
export const doubles = new Float64Array(wasmMemory.buffer);

export { countLines, digest as runDigest, findWindow, steady as runSteady };

/** Blocks that sources may read into, so that nothing has to be copied. */
export const sourceBlocks: readonly Uint8Array[] = Array.from({ length: SOURCE_BLOCKS }, (_, i) => {
  const at = AT_BLOCKS + i * (HEAD_ROOM + BLOCK_BYTES) + HEAD_ROOM;
  return memory.subarray(at, at + BLOCK_BYTES);
});

/** Changes with each block that is begun: what points into the last one is worth nothing then. */
export let blockSerial = 0;
let blockAt = -1;

/** Begins a block of at most BLOCK_BYTES: the bytes where they lie in the kernel's memory, or a copy there. */
export function beginBlock(bytes: Uint8Array): Buffer {
  blockSerial++;
  ints[ROWS_USED / 4] = 0;
  const address = addressOf(bytes);
  if (address < 0) memory.set(bytes, AT_COPY);
  blockAt = address < 0 ? AT_COPY : address;
  return memory.subarray(blockAt, blockAt + bytes.length);
}

/** The block together with what came just before it, in one piece: `head` is put in front of it, over bytes that nobody needs any more.
 * Undefined when there is no room, or when `bytes` are not the beginning of the block. */
export function prepend(head: Uint8Array, bytes: Uint8Array): Buffer | undefined {
  if (head.length > HEAD_ROOM || addressOf(bytes) !== blockAt) return undefined;
  const at = blockAt - head.length;
  memory.set(head, at);
  return memory.subarray(at, blockAt + bytes.length);
}

/** Address of bytes that lie in the kernel's memory, -1 for any others. */
export function addressOf(bytes: Uint8Array): number {
  return bytes.buffer === memory.buffer ? bytes.byteOffset : -1;
}
