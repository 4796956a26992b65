/** Where things lie in the kernel's memory: read by its AssemblyScript and by the TypeScript around it. All are addresses or lengths in bytes. */

/** What `steady` is told, and what it answers: numbers of 64 bits first, then of 32. */
export const AT_STATE = 1024;
export const DAY_START_MS = AT_STATE;
export const LAST_MS = AT_STATE + 8;
export const LAST_MAIN_MS = AT_STATE + 16;
export const GAPS_MIN_MS = AT_STATE + 24;
export const MAIN_GAPS_MIN_MS = AT_STATE + 32;
/** Start and width of the density's bins. */
export const DENSITY_START_MS = AT_STATE + 40;
export const BIN_WIDTH_MS = AT_STATE + 48;
export const LEVEL_LAST_MS = AT_STATE + 56;
export const OFFSET_OF_ZERO = AT_STATE + 88;
export const DAY_LENGTH = AT_STATE + 96;
export const TAG_LENGTH = AT_STATE + 100;
export const TAG_MODULE = AT_STATE + 104;
export const IS_MAIN_ROLE = AT_STATE + 108;
export const MAX_LINE_BYTES = AT_STATE + 112;
export const LEVELS_SEEN = AT_STATE + 116;
export const TAKEN = AT_STATE + 120;
export const MAIN_ROW = AT_STATE + 124;
export const TOUCHED = AT_STATE + 132;
export const ROWS_USED = AT_STATE + 160;
export const FIRST_LINE = AT_STATE + 164;
export const PLAIN_MARK = AT_STATE + 168;
export const TAGGED_MARK = AT_STATE + 172;
export const KEPT_BYTES = AT_STATE + 176;
export const LAST_BEAT_MS = AT_STATE + 184;
export const BEAT_GAPS_MIN_MS = AT_STATE + 192;
/** Clock of a line that falls outside the bins; the next call takes it once they are told anew. */
export const MISSED_BIN_MS = AT_STATE + 200;
export const BEAT_ROW = AT_STATE + 208;
export const BEATS = AT_STATE + 212;
export const PAUSES = AT_STATE + 216;
/** First and last bin in which something was counted. */
export const FIRST_BIN = AT_STATE + 220;
export const LAST_BIN = AT_STATE + 224;
/** Lines with text, as `countLines` saw them. */
export const TEXT_LINES = AT_STATE + 228;
/** What the lines of a process begin with on one day, and a module's tag. */
export const AT_DAY = 1280;
export const AT_TAG = 1344;
/** A clock that falls by more than this has stepped back: such a line is always looked at. */
export const BACK_STEP_MS = -50;
/** Histogram of pauses. */
export const AT_CADENCE = 1536;
/** Addresses of the heads that were hit. */
export const AT_TOUCHED = 1792;
export const MAX_TOUCHED = 64;
/** Histogram of pauses between heartbeats. */
export const AT_BEAT_CADENCE = 2048;
/** Heartbeats nearer than this belong to one tick of serverCron. */
export const SAME_TICK_MS = 1000;
/** Pauses that may be among the longest: row behind it, row before it (-1: the last line before the call), between which lines. */
export const AT_PAUSES = 2304;
export const PAUSE_BYTES = 12;
export const MAX_PAUSES = 128;
/** A line may end a pause of all lines, of main's, and of heartbeats. */
export const PAUSES_OF_A_LINE = 3;
export const OF_LINES = 0;
export const OF_MAIN = 1;
export const OF_BEATS = 2;
/** State of the digest that is being computed. */
export const AT_DIGEST = 4096;
/** For bytes that lie elsewhere. */
export const AT_SCRATCH = 5120;
export const SCRATCH_BYTES = 2048;
/** Lines per bin and level. */
export const AT_DENSITY = 8192;
export const DENSITY_BINS = 256;
/** Mask of the hash table of heads, address of the first head of a heartbeat, then the table; the heads, their texts and guards behind it. */
export const AT_HEADS = 12_288;
export const FIRST_BEAT = AT_HEADS + 4;
export const HEAD_TABLE = 16;
/** A head: next of its slot (offset 0), then these, and 256 bits of bytes with which longer heads go on; how they go on in up to eight bytes
 * is told by pairs (mask, text). A heartbeat's head is followed by numbers with literals between and behind them, and has (address, length)
 * of all literals instead of the bytes. */
export const HEAD_BYTES = 72;
export const HEAD_MODULE = 4;
export const HEAD_LENGTH = 8;
export const HEAD_TEXT = 12;
export const HEAD_MAIN = 16;
export const HEAD_HITS = 20;
export const HEAD_GUARDS = 24;
export const HEAD_GUARDS_AT = 28;
export const HEAD_STOPS = 32;
export const HEAD_LONGER = 64;
export const HEAD_LONGER_AT = 68;
export const HEAD_LITERALS = 32;
export const HEAD_LITERALS_AT = 36;
/** Memory for what is read: blocks that sources fill directly, and one for bytes that lie elsewhere. In front of each there is room for the
 * beginning of a line whose end comes with the block. */
export const AT_BLOCKS = 131_072;
export const BLOCK_BYTES = 262_144;
export const HEAD_ROOM = 4096;
export const SOURCE_BLOCKS = 5;
export const AT_COPY = AT_BLOCKS + SOURCE_BLOCKS * (HEAD_ROOM + BLOCK_BYTES) + HEAD_ROOM;
/** A row for each line of the block that may be wanted at its end: clock, offset, start, end, number, mark. */
export const AT_ROWS = AT_COPY + BLOCK_BYTES + 64;
export const ROW_BYTES = 32;
export const MAX_ROWS = 16_384;
/** How far the search for telling words may move behind each pair of bytes, and a filter of the four bytes that may begin one. */
export const AT_SHIFTS = AT_ROWS + MAX_ROWS * ROW_BYTES;
export const SHIFTS_BYTES = 65_536;
export const AT_WINDOWS = AT_SHIFTS + SHIFTS_BYTES;
export const WINDOW_BYTES = 4;
export const WINDOW_BITS = 4096;
export const WINDOW_SHIFT = 20;
export const WINDOW_PRIME = 0x9e3779b1;
/** The piece of a foreign log that is searched for them, with room behind it. */
export const AT_FOREIGN = AT_WINDOWS + WINDOW_BITS / 8;
export const FOREIGN_BYTES = 262_144;
export const MEMORY_BYTES = AT_FOREIGN + FOREIGN_BYTES + 64;
