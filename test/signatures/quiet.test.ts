import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { findCases, readTruth, staged } from '../../src/commands/score/cases.js';
import type { Report } from '../../src/report/schema.js';

/** Signatures stay quiet where nothing happened, and where it is not about Redis. */

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = [join(ROOT, 'fixtures/cases'), join(ROOT, 'fixtures/lab'), join(ROOT, '../shared/corpus')].filter((folder) =>
  existsSync(folder),
);

function fired(report: Report): string[] {
  return report.incidents
    .flatMap((incident) => incident.explanations)
    .filter((one) => one.status === 'confirmed' || one.status === 'likely')
    .map((one) => `${one.signature} ${one.status}`);
}

describe.each(FOLDERS)('healthy cases of %s', (folder) => {
  // cases that may also be read otherwise are no test of quiet
  const healthy = findCases(folder).filter((one) => readTruth(one).verdict.join() === 'healthy');

  it('are there', () => expect(healthy.length).toBeGreaterThan(3));

  it.each(healthy.map((one) => [one.slice(folder.length + 1), one] as const))('%s', async (_name, one) => {
    const report = await staged(one, (stage) => analyze([stage]));
    expect(fired(report)).toEqual([]);
    // advisories may stand beside, but not many
    expect((report.advisories ?? []).length).toBeLessThanOrEqual(4);
  });
});

const FOREIGN: Record<string, string> = {
  'nginx-error.log': [
    '2026/11/23 06:00:00 [error] 31#31: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.7',
    '2026/11/23 06:00:01 [crit] 31#31: *2 open() "/var/lib/nginx/tmp/1" failed (28: No space left on device)',
    '2026/11/23 06:00:02 [alert] 1#1: worker process 31 exited on signal 11 (core dumped)',
  ].join('\n'),
  'postgresql.log': [
    '2026-11-23 06:00:00.001 UTC [77] LOG:  database system is ready to accept connections',
    '2026-11-23 06:00:05.312 UTC [77] LOG:  server process (PID 91) was terminated by signal 9: Killed',
    '2026-11-23 06:00:05.313 UTC [77] PANIC:  could not write to file "pg_wal/xlogtemp.91": No space left on device',
  ].join('\n'),
  'app.json.log': [
    '{"time":"2026-11-23T06:00:00Z","level":"error","msg":"MASTER timeout: no data nor PING received..."}',
    '{"time":"2026-11-23T06:00:01Z","level":"error","msg":"redis: connection pool timeout"}',
    '{"time":"2026-11-23T06:00:02Z","level":"fatal","msg":"panicked at src/main.rs:12:5"}',
  ].join('\n'),
  'java.log': [
    '23 Nov 2026 06:00:00,120 ERROR [main] JedisConnectionException: Could not get a resource from the pool',
    'java.lang.OutOfMemoryError: Java heap space',
    '\tat redis.clients.jedis.Jedis.eval(Jedis.java:3105)',
    '# A fatal error has been detected by the Java Runtime Environment:',
    '#  SIGSEGV (0xb) at pc=0x00007f6d, pid=77, tid=78',
  ].join('\n'),
  'gdb-of-something-else.txt': [
    'Thread 2 (Thread 0x7f8907fff6c0 (LWP 91) "worker"):',
    '#0  0x00007f8909c8b000 in __lll_lock_wait () from /lib/x86_64-linux-gnu/libc.so.6',
    '#1  0x00007f8909c8b001 in pthread_mutex_lock () from /lib/x86_64-linux-gnu/libc.so.6',
    '#2  0x00005563a76b0002 in queue_pop ()',
    '',
    'Thread 1 (Thread 0x7f890a0fd740 (LWP 77) "postgres"):',
    '#0  0x00007f8909c8b000 in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6',
    '#1  0x00005563a76b0001 in WaitEventSetWait ()',
  ].join('\n'),
};

describe('foreign inputs', () => {
  it.each(Object.entries(FOREIGN))('%s', async (name, text) => {
    const folder = mkdtempSync(join(tmpdir(), 'foreign-'));
    try {
      writeFileSync(join(folder, name), `${text}\n`);
      expect(fired(await analyze([folder]))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
