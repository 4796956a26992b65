// Analyses a made-up input of a given size with the built program and prints what it cost. A process of its own, so that its peak memory is known.
// usage: node test/invariants/scale/child.mjs SHAPE SIZE     (by hand: verbose 400, line 100, threads 20000, nodes 1000, restarts 16000…)
import { analyze } from '../../../dist/analyze.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const START_MS = Date.UTC(2026, 2, 3, 4);
const BLOCK_CHARS = 65_536;

function stamp(ms) {
  const date = new Date(ms);
  const two = (value) => String(value).padStart(2, '0');
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`;
  return `${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${clock}`;
}

function banner(pid, ms, port = 6379) {
  return [
    `${pid}:C ${stamp(ms)} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`,
    `${pid}:C ${stamp(ms)} * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=${pid}, just started`,
    `${pid}:M ${stamp(ms + 5)} * Running mode=standalone, port=${port}.`,
    `${pid}:M ${stamp(ms + 6)} * Ready to accept connections tcp`,
    '',
  ].join('\n');
}

function tarHeader(name, bytes) {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write('0000644\0', 100);
  block.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.fill(' ', 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function* tar(files) {
  for (const [name, text] of files) {
    const data = Buffer.from(text);
    yield tarHeader(name, data.length);
    yield data;
    yield Buffer.alloc((512 - (data.length % 512)) % 512);
  }
  yield Buffer.alloc(1024);
}

function nodeId(number) {
  return number.toString(16).padStart(40, 'a');
}

const MAIN_STACK = [
  '__GI___clock_nanosleep (clock_id=0) at clock_nanosleep.c:48',
  '__GI___usleep (useconds=1) at usleep.c:32',
  'barrier_wait_and_destroy (b=0x7f11) at barrier.c:60',
  'workersThreadPool_SetNumWorkers () at workers.c:1',
  'RedisModuleCommandDispatcher (c=0x1) at module.c:1',
  'aeMain (eventLoop=0x1) at ae.c:1',
  'main (argc=1) at server.c:1',
];
const WORKER_STACK = [
  'futex_wait (private=0, expected=2, futex_word=0x55ffb0a41760 <moduleGIL.lto_priv.0>) at futex-internal.h:146',
  '__GI___lll_lock_wait (futex=1) at lowlevellock.c:49',
  '___pthread_mutex_lock (mutex=0x55ffb0a41760 <moduleGIL.lto_priv.0>) at pthread_mutex_lock.c:93',
  'RM_ThreadSafeContextLock (ctx=1) at module.c:8589',
  'thread_do (p=1) at thpool.c:1',
  'start_thread (arg=1) at pthread_create.c:1',
];

/** Shape of an input, by its size: megabytes for the first two, a count for the others. */
const SHAPES = {
  *verbose(megabytes) {
    yield banner(100, START_MS);
    for (let turn = 0, written = 0, ms = START_MS; written < megabytes * 1e6; turn += 4) {
      ms += 21;
      const lines = [
        `100:M ${stamp(ms)} - Accepted 127.0.0.1:${10_000 + (turn % 50_000)}`,
        `100:M ${stamp(ms + 5)} - Client closed connection id=${turn} addr=127.0.0.1:${10_000 + (turn % 50_000)} laddr=127.0.0.1:6379 fd=11 name= age=0 idle=0 flags=N`,
        `100:M ${stamp(ms + 9)} . 12 clients connected (0 replicas), ${turn} bytes in use`,
        `100:M ${stamp(ms + 9)} - DB 0: ${turn} keys (0 volatile) in 16384 slots HT.\n`,
      ].join('\n');
      written += lines.length;
      yield lines;
    }
  },
  *line(megabytes) {
    yield `${banner(100, START_MS)}100:M ${stamp(START_MS + 50)} * `;
    for (let i = 0; i < megabytes; i++) yield 'x'.repeat(1e6);
    yield `\n100:M ${stamp(START_MS + 90)} * DB saved on disk\n`;
  },
  *threads(count) {
    for (let number = count; number >= 1; number--) {
      const name = number === 1 ? 'redis-server' : `workers-${number}`;
      const stack = number === 1 ? MAIN_STACK : WORKER_STACK;
      yield `Thread ${number} (Thread 0x7f0000000000 (LWP ${1000 + number}) "${name}"):\n${stack.map((frame, at) => `#${at}  0x00007f0000000000 in ${frame}\n`).join('')}\n`;
    }
  },
  *silences(count) {
    yield banner(100, START_MS);
    for (let i = 0, ms = START_MS; i < count; i++) {
      for (let burst = 0; burst < 3; burst++) yield `100:M ${stamp(ms + burst)} - Accepted 127.0.0.1:${10_000 + (i % 50_000)}\n`;
      ms += 6000 + ((i * 7919) % 500_000);
    }
  },
  *restarts(count) {
    for (let i = 0, ms = START_MS; i < count; i++, ms += 29_000) {
      yield `${banner(1000 + i, ms)}${1000 + i}:M ${stamp(ms + 20_000)} * Background saving terminated with success\n`;
    }
  },
  *children(count) {
    yield banner(100, START_MS);
    for (let i = 0, ms = START_MS; i < count; i++, ms += 6000) {
      yield `100:M ${stamp(ms)} * Background saving started by pid ${1000 + i}\n${1000 + i}:C ${stamp(ms + 3)} * DB saved on disk\n100:M ${stamp(ms + 50)} * Background saving terminated with success\n`;
    }
  },
  /** Servers that run at the same time and write to one file. */
  *shared(count) {
    for (let i = 0; i < count; i++) yield banner(1000 + i, START_MS + i);
    for (let turn = 0, ms = START_MS + 100_000; turn < 3 * count; turn++, ms += 20) {
      yield `${1000 + (turn % count)}:M ${stamp(ms)} * Background saving terminated with success\n`;
    }
  },
  *crashes(count) {
    for (let i = 0, ms = START_MS; i < count; i++, ms += 9000) {
      const pid = 1000 + i;
      yield `${banner(pid, ms)}\n\n=== REDIS BUG REPORT START: Cut & paste starting from here ===\n${pid}:M ${stamp(ms + 100)} # Redis 7.4.1 crashed by signal: 11, si_code: 1\n\n------ STACK TRACE ------\nEIP:\n/bin/redis-server *:6379(foo+0x1)[0x1]\n\n${pid} redis-server *\n/bin/redis-server *:6379(foo+0x1)[0x1]\n/bin/redis-server *:6379(main+0x1)[0x1]\n\n1/1 expected stacktraces.\n\n------ STACK TRACE DONE ------\n\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===\n`;
    }
  },
  /** The logs of a cluster in which everybody speaks of everybody. */
  *nodes(count) {
    function* logs() {
      for (let i = 0; i < count; i++) {
        let text = `${banner(1000 + i, START_MS, 7000 + i)}${1000 + i}:M ${stamp(START_MS + 7)} * Node configuration loaded, I'm ${nodeId(i)}\n`;
        for (let other = 0, ms = START_MS; other < 30; other++, ms += 1000) {
          text += `${1000 + i}:M ${stamp(ms)} * FAIL message received from ${nodeId((i + 1) % count)} () about ${nodeId((i + other) % count)} ()\n`;
        }
        yield [`n${i}/redis-${7000 + i}.log`, text];
      }
    }
    yield* tar(logs());
  },
  *files(count) {
    function* logs() {
      for (let i = 0; i < count; i++)
        yield [
          `d${i % 100}/f${i}.log`,
          `${banner(10 + i, START_MS + i * 10)}${10 + i}:M ${stamp(START_MS + i * 10 + 500)} # User requested shutdown...\n`,
        ];
    }
    yield* tar(logs());
  },
};

async function* blocks(pieces) {
  let held = [];
  let length = 0;
  for (const piece of pieces) {
    if (typeof piece !== 'string') yield piece;
    else {
      held.push(piece);
      length += piece.length;
      if (length < BLOCK_CHARS) continue;
      yield Buffer.from(held.join(''));
      held = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.from(held.join(''));
}

const [shape, size] = process.argv.slice(2);
const cpu = process.cpuUsage();
const report = await analyze(['-'], { stdin: blocks(SHAPES[shape](Number(size))) });
const { user, system } = process.cpuUsage(cpu);
const cost = {
  cpuMs: Math.round((user + system) / 1000),
  peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  reportMb: JSON.stringify(report).length / 1e6,
  bytes: report.inputs.reduce((sum, input) => sum + input.bytes, 0),
  kind: report.verdict.kind ?? report.verdict.status,
  processes: report.processes.length,
  silences: report.silences.length,
};
process.stdout.write(`${JSON.stringify(cost)}\n`);
