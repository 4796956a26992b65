/** Where things lie in the kernel's memory: read by its AssemblyScript and by the TypeScript around it. All are addresses or lengths in bytes. */

/** What `steady` is told, and what it answers. */
export const AT_STATE = 1024;
/** What the lines of a process begin with on one day, and a module's tag. */
export const AT_DAY = 1280;
export const AT_TAG = 1344;
/** Histogram of pauses. */
export const AT_CADENCE = 1536;
/** Addresses of the heads that were hit. */
export const AT_TOUCHED = 1792;
export const MAX_TOUCHED = 64;
/** State of the digest that is being computed. */
export const AT_DIGEST = 4096;
/** For bytes that lie elsewhere. */
export const AT_SCRATCH = 5120;
export const SCRATCH_BYTES = 2048;
/** Mask of the hash table of heads, then the table; the heads, their texts and guards behind it. */
export const AT_HEADS = 8192;
export const HEAD_TABLE = 16;
/** A head: next of the slot, module, length, address of the text, main flag, hits, number of guards, their address, 256 bits of stops. */
export const HEAD_BYTES = 64;
/** Memory for what is read: blocks that sources fill directly, and one for bytes that lie elsewhere. */
export const AT_BLOCKS = 131_072;
export const BLOCK_BYTES = 262_144;
export const SOURCE_BLOCKS = 5;
export const AT_COPY = AT_BLOCKS + SOURCE_BLOCKS * BLOCK_BYTES;
/** A row for each line of the block that may be wanted at its end: clock, offset, start, end, number, mark. */
export const AT_ROWS = AT_COPY + BLOCK_BYTES + 64;
export const ROW_BYTES = 32;
export const MAX_ROWS = 16_384;
export const MEMORY_BYTES = AT_ROWS + MAX_ROWS * ROW_BYTES;
