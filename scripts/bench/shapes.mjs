// Inputs of an unusual shape, which must stay bounded and quick.
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';

function stamp(timeMs) {
  const iso = new Date(timeMs).toISOString();
  return `${iso.slice(8, 10)} Nov 2026 ${iso.slice(11, 23)}`;
}

/** A gdb dump with so many threads, half of them waiting for a lock. */
export function writeThreads(path, count) {
  const parts = [];
  for (let i = count; i > 0; i--) {
    parts.push(
      `Thread ${i} (Thread 0x7f2e${(i * 4096).toString(16)} (LWP ${10_000 + i}) "workers-${i}"):`,
      '#0  0x00007f2ea7a91117 in __futex_abstimed_wait_common64 (private=0) at ./nptl/futex-internal.c:57',
      i % 2
        ? '#1  0x00007f2ea7a93a41 in __pthread_cond_wait_common (abstime=0x0) at ./nptl/pthread_cond_wait.c:503'
        : '#1  0x00007f2ea7a98002 in ___pthread_mutex_lock (mutex=0x55d0c8a0) at ./nptl/pthread_mutex_lock.c:93',
      '#2  0x00007f2ea4f1d6b0 in redisearch_thpool_worker () from /opt/redis/lib/redisearch.so',
      '',
    );
  }
  writeFileSync(path, parts.join('\n'));
}

/** A log whose lines come in bursts, with so many pauses of a minute between them. */
export function writePauses(path, count) {
  const file = openSync(path, 'w');
  const from = Date.UTC(2026, 10, 1);
  let block = '';
  for (let i = 0; i < count; i++) {
    const at = from + (i % 40_000) * 60_000;
    for (let k = 0; k < 3; k++)
      block += `${4127 + Math.floor(i / 40_000)}:M ${stamp(at + k)} * ${k === 0 ? 'Background saving terminated with success' : `${k} changes in 60 seconds. Saving...`}\n`;
    if (block.length > 1 << 20) {
      writeSync(file, block);
      block = '';
    }
  }
  writeSync(file, block);
  closeSync(file);
}

/** One line without end. */
export function writeLine(path, bytes) {
  const file = openSync(path, 'w');
  const block = Buffer.alloc(1 << 20, 'x');
  for (let left = bytes; left > 0; left -= block.length) writeSync(file, block);
  closeSync(file);
}
