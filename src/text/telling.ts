/**
 * Words at which a log of some other program may begin to speak of Redis: its names, the headers of its lines, its answers to commands, and what
 * crashes, kernels, debuggers and sanitizers write. A piece of a foreign log that holds none of them is only counted (foreign-gate.ts).
 *
 * The kernel looks for four bytes of each word and steps over most of the text; what it finds is compared here.
 * Not handled: Redis 1.x, whose lines have neither pid nor role, and tables and settings whose words are anybody's (`port 6379`, `State: Running`).
 */
import { findWindow, memory } from '../kernel/kernel.js';
import { AT_SHIFTS, AT_WINDOWS, SHIFTS_BYTES, WINDOW_BITS, WINDOW_BYTES, WINDOW_PRIME, WINDOW_SHIFT } from '../kernel/layout.js';
import { findRedisLine } from './wrapping/redis-line.js';

/** In any case of letters. */
const NAMES = ['redis', 'valkey', 'keydb', 'jedis', 'lettuce', 'sentinel', 'sanitizer'];

const WORDS = [
  ...[
    ':6379',
    '26379',
    'OOM command',
    'MISCONF ',
    'READONLY You',
    'UNKILLABLE',
    'NOAUTH',
    'WRONGPASS',
    'NOPERM',
    'CLUSTERDOWN',
    'MASTERDOWN',
  ],
  ...['NOMASTERLINK', 'NOREPLICAS', 'TRYAGAIN', 'EXECABORT', 'max number of clients', 'Hash slot', 'hash slots', 'read only replica'],
  ...['read only slave', 'RDB ', 'AOF ', 'Error fetching ', 'Connection to broker lost', 'nc_core.c:', 'signal-handler (', 'BUG REPORT'],
  ...[
    'LWP ',
    'TID ',
    'Thread 0x',
    '#0  0x',
    'thread #1',
    'oom-kill',
    'Killed process',
    'Out of memory',
    'OOMKilled',
    'segfault at',
    'dumped core',
  ],
  ...[
    'MEMORY ERROR',
    'MEMORY ADDRESSING',
    'Memcheck',
    'EventLog',
    'event_log',
    'node_wd',
    'CLUSTER NODES',
    'SHARDS:',
    'cluster_state',
    'used_memory',
  ],
  ...['loglevel', 'maxmemory', '/proc/', 'latency spikes', 'myself,', 'FATAL CONFIG', 'wait_channel', '# Server', '# Memory', ' qbuf='],
];
/** Four bytes of a header of Redis: `7:M `, `9] 2` of Redis 2, and the forms of Valkey 9. Whether it is one the whole line tells. */
const DIGITS = [...'0123456789'];
const HEADS = [
  ...DIGITS.flatMap((digit) => [...'MSCX'].map((role) => `${digit}:${role} `)),
  ...DIGITS.flatMap((digit) => [...'0123'].map((day) => `${digit}] ${day}`)),
  ...['pid=', 'pid":'],
];

interface Word {
  text: Buffer;
  folded: boolean;
  /** Place of its window in it. */
  at: number;
}

/** By the four bytes that the kernel finds, of names folded to small letters. */
let words: Map<number, Word[]> | undefined;
const heads = new Set<number>();
const LF = 0x0a;
const FOLD = 0x20;
const FOLDS = 0x20202020;

/** Where the first telling word begins in the kernel's memory, -1 when there is none. The text begins and ends with a line. */
export function findTelling(from: number, end: number): number {
  words ??= prepare();
  for (let at = from; at < end; at++) {
    at = findWindow(at, end);
    if (at < 0) return -1;
    if (isTelling(words, at, from, end)) return at;
  }
  return -1;
}

function isTelling(known: Map<number, Word[]>, at: number, from: number, end: number): boolean {
  const window = memory.readInt32LE(at);
  if (heads.has(window)) {
    let start = at;
    while (start > from && memory[start - 1] !== LF) start--;
    const stop = memory.indexOf(LF, at);
    return findRedisLine(memory, start, stop < 0 || stop > end ? end : stop) >= 0;
  }
  const candidates = known.get(window) ?? known.get(window | FOLDS);
  return candidates?.some((word) => stands(word, at - word.at, from, end)) ?? false;
}

function stands({ text, folded }: Word, at: number, from: number, end: number): boolean {
  if (at < from || at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if ((folded ? memory[at + i] | FOLD : memory[at + i]) !== text[i]) return false;
  return true;
}

function prepare(): Map<number, Word[]> {
  const found = new Map<number, Word[]>();
  memory.fill(WINDOW_BYTES - 1, AT_SHIFTS, AT_SHIFTS + SHIFTS_BYTES);
  memory.fill(0, AT_WINDOWS, AT_WINDOWS + WINDOW_BITS / 8);
  for (const text of NAMES) add(found, { text: Buffer.from(text, 'latin1'), folded: true, at: 1 });
  for (const text of WORDS) add(found, { text: Buffer.from(text, 'latin1'), folded: false, at: 0 });
  for (const text of HEADS) {
    const window = Buffer.from(text, 'latin1');
    heads.add(window.readInt32LE(0));
    tell(window);
  }
  return found;
}

function add(found: Map<number, Word[]>, word: Word): void {
  const window = word.text.subarray(word.at, word.at + WINDOW_BYTES);
  const key = window.readInt32LE(0);
  found.set(key, [...(found.get(key) ?? []), word]);
  if (!word.folded) tell(window);
  else
    for (let cases = 0; cases < 1 << WINDOW_BYTES; cases++)
      tell(Buffer.from(window.map((byte, i) => byte ^ ((cases >> i) & 1 ? FOLD : 0))));
}

/** Enters four bytes into the kernel's tables. */
function tell(window: Buffer): void {
  for (let i = 0; i + 2 <= WINDOW_BYTES; i++) {
    const cell = AT_SHIFTS + window.readUInt16LE(i);
    memory[cell] = Math.min(memory[cell], WINDOW_BYTES - 2 - i);
  }
  const bit = Math.imul(window.readInt32LE(0), WINDOW_PRIME) >>> WINDOW_SHIFT;
  memory[AT_WINDOWS + (bit >> 3)] |= 1 << (bit & 7);
}
