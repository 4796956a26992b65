import type { Randomness } from '../invariants/randomness.js';

/** Changes bytes as time, tools and enemies do. Each is a pure function of its input and the random numbers. */
export type Mutation = (bytes: Buffer, random: Randomness, other: Buffer) => Buffer;

const LONGEST = 400_000;

/** Words that formats look for, at the edge of what they may mean. */
export const WORDS = [
  '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
  '=== REDIS BUG REPORT END. Make sure to include from START to END. ===',
  '------ STACK TRACE ------',
  '------ INFO OUTPUT ------',
  '------ STACK TRACE DONE ------',
  '------ CLIENT LIST OUTPUT ------',
  '------ REGISTERS ------',
  'Backtrace:',
  'EIP:',
  '4/4 expected stacktraces.',
  '50/999999 expected stacktraces.',
  '--- WATCHDOG TIMER EXPIRED ---',
  'Received SIGALRM',
  'Thread 1 (Thread 0x7f (LWP 99999999999999999999) "workers-1"):',
  'Thread 0 (LWP 0):',
  '#0  0x0 in ?? ()',
  '#99999999999 0x1 in main ()',
  'TID 0:',
  'PID 1 - process',
  '==> /proc/1/task/1/comm <==',
  'format redis-collect 1',
  'snapshot 9999-99-99T99:99:99Z',
  'futex 0xffffffffffff op 0x80 at 0xfffffffffff8 tids 0 99999999999',
  'stack 0 sp 0xffffffffffff pc 0x0',
  'elf 0x0 /',
  '/proc/1/task/1/syscall:202 0xffffffffffffffff 0x80 0x2 0x0 0x0 0x0 0x0 0x0',
  'ffffffffffff-fffffffffffe rwxp ffffffff 00:00 0 /',
  '1:M 31 Dec 9999 23:59:59.999 * x',
  '1:M 29 Feb 2023 00:00:00.000 # x',
  '1:M 01 Jan 0001 00:00:00.000 # x',
  '0:C 01 Jan 1970 00:00:00.000 * x',
  '99999999999:M 23 Nov 2026 06:00:00.000 * Ready to accept connections',
  '1:signal-handler (99999999999999999999) Received SIGTERM scheduling shutdown...',
  '1:signal-handler (-1) x',
  '1:M 23 Nov 2026 06:00:00.000 # Redis 7.4.1 crashed by signal: 11, si_code: 0',
  '1:M 23 Nov 2026 06:00:00.000 # Accessing address: 0xffffffffffffffffffffffff',
  '1:M 23 Nov 2026 06:00:00.000 # Redis version=99.99.99999999999999, bits=64, pid=1, just started',
  '1:M 23 Nov 2026 06:00:00.000 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
  '{"log":"x\\n","stream":"stdout","time":"2026-11-23T06:00:00.0Z"}',
  '{"MESSAGE":[49,58,77,255,0,10],"__REALTIME_TIMESTAMP":"1795414926965979"}',
  '{"events":[{"timestamp":1,"message":"1:M"}]}',
  '[[[[[[[[[[[[[[[[[[[[',
  '{{{{{{{{{{{{{{{{{{{{',
  '2026-11-23T06:00:00Z stdout P ',
  '<134>1 2026-11-23T06:00:00Z h redis 1 - - x',
  '#012#012#015#011',
  '\x1b[31m\x1b]0;x\x07',
  '\u202e\u2066',
  'server_time_usec:99999999999999999999',
  'module:name=search,ver=99999999999,api=1',
  'uptime_in_seconds:-1',
  '__proto__:1',
  'constructor:1',
  'toString:1',
  'hasOwnProperty:1',
  '__proto__',
  'constructor',
  'process_id:0',
  'tcp_port:99999999',
  'run_id:',
  '# Server',
  'id=1 addr=:0 cmd=__proto__',
  'argv[0]: \'"',
  "argv[99999999]: 'x'",
  'argc: -1',
  'barrier … count = 0, received = -1',
  '$1 = {count = 0, received = 99}',
  '0x55 <moduleGIL>:\t2\t0\t-1\t1',
  '[New LWP 0]',
  '[Inferior 1 (process 0) detached]',
  'save ""',
  'loglevel __proto__',
  'include /etc/x',
  '*** FATAL CONFIG FILE ERROR (Redis 7.4.1) ***',
  '==1==ERROR: AddressSanitizer: SEGV on unknown address',
  '[12345.678901] Out of memory: Killed process 1 (redis-server)',
  'Nov 23 06:00:00 h kernel: x',
];

const BYTES = [
  '\x00',
  '\xff',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '\xef\xbb\xbf',
  '\xff\xfe',
  '\xfe\xff',
  '\x1f\x8b\x08',
  'PK\x03\x04',
  '\x1b[',
  '\xc3\x28',
  '\xed\xa0\x80',
  '\xf0\x9f\x92\xa9',
];
const NUMBERS = [
  '0',
  '-1',
  '1',
  '255',
  '65536',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '18446744073709551616',
  '1e309',
  'NaN',
  '00000000000000000000000001',
  '0x7fffffffffffffff',
];

const cut: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1));
const tail: Mutation = (bytes, random) => bytes.subarray(random.below(bytes.length + 1));

const flip: Mutation = (bytes, random) => {
  const copy = Buffer.from(bytes);
  const times = 1 + random.below(8);
  for (let i = 0; i < times && copy.length > 0; i++) {
    const at = random.below(copy.length);
    copy[at] = random.below(2) === 0 ? copy[at]! ^ (1 << random.below(8)) : random.below(256);
  }
  return copy;
};

const noise: Mutation = (bytes, random) => {
  const length = 1 + random.below(200);
  const made = Buffer.from(Array.from({ length }, () => random.below(256)));
  return insert(bytes, random.below(bytes.length + 1), made);
};

const remove: Mutation = (bytes, random) => {
  const start = random.below(bytes.length + 1);
  const length = random.below(Math.min(2000, bytes.length - start) + 1);
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + length)]);
};

const repeat: Mutation = (bytes, random) => {
  const start = random.below(bytes.length + 1);
  const part = bytes.subarray(start, start + random.below(600));
  const times = Math.min(1 + random.below(60), Math.ceil(LONGEST / (part.length + 1)));
  return insert(bytes, start, Buffer.concat(Array.from({ length: times }, () => part)));
};

/** The head of one and the tail of another. */
const splice: Mutation = (bytes, random, other) =>
  Buffer.concat([bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1))]);

const embed: Mutation = (bytes, random, other) => {
  const start = random.below(other.length + 1);
  return insert(bytes, random.below(bytes.length + 1), other.subarray(start, start + random.below(3000)));
};

const word: Mutation = (bytes, random) => {
  const text = random.below(3) === 0 ? Buffer.from(random.pick(BYTES), 'latin1') : Buffer.from(random.pick(WORDS));
  const whole = random.below(2) === 0 ? Buffer.concat([Buffer.from('\n'), text, Buffer.from('\n')]) : text;
  return insert(bytes, random.below(bytes.length + 1), whole);
};

const number: Mutation = (bytes, random) => {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(/\d+/g)];
  if (found.length === 0) return bytes;
  const target = random.pick(found);
  return Buffer.from(text.slice(0, target.index) + random.pick(NUMBERS) + text.slice(target.index + target[0].length), 'latin1');
};

function overLines(change: (lines: string[], random: Randomness) => string[]): Mutation {
  return (bytes, random) => Buffer.from(change(bytes.toString('latin1').split('\n'), random).join('\n'), 'latin1');
}

const shuffleLines = overLines((lines, random) => {
  const start = random.below(lines.length);
  const end = Math.min(lines.length, start + 2 + random.below(40));
  return [...lines.slice(0, start), ...random.shuffled(lines.slice(start, end)), ...lines.slice(end)];
});
const dropLines = overLines((lines, random) => lines.filter(() => random.below(8) !== 0));
const moveLines = overLines((lines, random) => {
  const start = random.below(lines.length);
  const moved = lines.splice(start, 1 + random.below(60));
  lines.splice(random.below(lines.length + 1), 0, ...moved);
  return lines;
});
const doubleLines = overLines((lines, random) => lines.flatMap((line) => (random.below(6) === 0 ? [line, line] : [line])));
const joinLines = overLines((lines, random) => [
  lines.slice(0, lines.length >> 1).join(random.below(2) === 0 ? '' : '\r'),
  ...lines.slice(lines.length >> 1),
]);
const indentLines = overLines((lines, random) => {
  const prefix = random.pick([
    '    ',
    '> ',
    '| ',
    'redis-1  | ',
    '2026-11-23T06:00:00Z ',
    'redis.log:1:',
    'Nov 23 06:00:00 host redis[1]: ',
    '\t',
    '* ',
  ]);
  return lines.map((line) => prefix + line);
});
/** Sections of crash reports and dumps, missing, doubled or in another order. */
const shuffleSections = overLines((lines, random) => {
  const sections: string[][] = [[]];
  for (const line of lines) {
    if (/^------|^# [A-Z]|^Thread |^TID |^\d+ [a-z_]+ ?\*?$|BUG REPORT/.test(line)) sections.push([]);
    sections.at(-1)!.push(line);
  }
  const kept = sections.filter(() => random.below(6) !== 0).flatMap((section) => (random.below(8) === 0 ? [section, section] : [section]));
  return (random.below(2) === 0 ? random.shuffled(kept) : kept).flat();
});

function insert(bytes: Buffer, at: number, part: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
}

export const MUTATIONS: readonly Mutation[] = [
  cut,
  tail,
  flip,
  noise,
  remove,
  repeat,
  splice,
  embed,
  word,
  word,
  number,
  number,
  shuffleLines,
  dropLines,
  moveLines,
  doubleLines,
  joinLines,
  indentLines,
  shuffleSections,
];

/** A few changes, one after the other. */
export function mutate(bytes: Uint8Array, random: Randomness, other: Uint8Array): Buffer {
  let changed: Buffer = Buffer.from(bytes);
  const times = 1 + random.below(4);
  for (let i = 0; i < times; i++) changed = random.pick(MUTATIONS)(changed, random, Buffer.from(other));
  return changed.subarray(0, LONGEST);
}
