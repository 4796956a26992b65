import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';
import { bundleIn, collect, endLab, folder, HAS_LAB, hungServer, type Server, startServer } from './lab.js';

/* A real server is hung in the ways in which modules hang it; the collector runs as people run it, and what it brought must name who holds what. */

afterAll(endLab);

type Dump = NonNullable<Report['threadDumps']>[number];

async function collected(server: Server): Promise<{ report: Report; looks: Dump[] }> {
  const dir = folder();
  const { code } = await collect(['-o', dir, '--no-cli', String(server.pid)]);
  expect(code).toBe(0);
  const report = await analyze([bundleIn(dir)]);
  return { report, looks: (report.threadDumps ?? []).filter((dump) => dump.source === 'collector') };
}

function edgesOf(dump: Dump): string[] {
  const names = new Map((dump.waitGraph?.threads ?? []).map((thread) => [thread.id, thread.role === 'main' ? 'main' : thread.name]));
  const node = (id: string) => names.get(id) ?? (id === 'module-lock' ? id : id.replace(/:.*/, ''));
  return (dump.waitGraph?.edges ?? []).map((edge) => `${node(edge.from)} -> ${node(edge.to)} (${edge.basis})`).sort();
}

/** Of two workers that ask for one mutex at once either may get it: who has it is called the first. */
function firstHolder(edges: string[]): string[] {
  const swapped = edges.includes('mutex -> workers-0001 (observed)');
  const other = (name: string) => (name === 'workers-0000' ? 'workers-0001' : 'workers-0000');
  return swapped ? edges.map((edge) => edge.replace(/workers-000[01]/, other)).sort() : edges;
}

const WORKERS_WANT_IT = (count: number) => Array.from({ length: count }, (_, n) => `workers-000${n} -> module-lock (observed)`);

describe.skipIf(!HAS_LAB)('a server that a module hangs', { timeout: 120_000 }, () => {
  it.each([
    [
      'trap.mutex',
      /^deadlock\//,
      [
        'main -> mutex (observed)',
        'module-lock -> main (observed)',
        'mutex -> workers-0000 (observed)',
        'workers-0000 -> module-lock (observed)',
        'workers-0001 -> mutex (observed)',
      ],
    ],
    [
      'trap.readers',
      /^deadlock\//,
      [
        'main -> rwlock (observed)',
        'module-lock -> main (observed)',
        ...[0, 1, 2].map((n) => `rwlock -> workers-000${n} (inferred)`),
        ...WORKERS_WANT_IT(3),
      ],
    ],
    [
      'trap.join',
      /^deadlock\//,
      ['main -> thread-end (observed)', 'module-lock -> main (observed)', 'thread-end -> workers-0000 (observed)', ...WORKERS_WANT_IT(1)],
    ],
    ['trap.rwlock', /^(?:hang|deadlock)\//, ['main -> rwlock (observed)', 'rwlock -> workers-0000 (observed)']],
  ])('%s: holder, waiters and kind', async (command, kind, edges) => {
    const { report, looks } = await collected(await hungServer(command));
    expect(looks).toHaveLength(2);
    for (const look of looks) expect(firstHolder(edgesOf(look).filter((edge) => !/ (?:read|remote) /.test(edge)))).toEqual(edges);
    expect(report.verdict.kind).toMatch(kind);
    expect(report.threadComparisons?.[0]?.main).toBe('same');
  });

  it('a barrier that is polled: who waits for the module lock, and that main has it', async () => {
    const { report, looks } = await collected(await hungServer('trap.poll'));
    for (const look of looks) {
      const edges = edgesOf(look);
      expect(edges).toEqual(expect.arrayContaining(['module-lock -> main (observed)', 'workers-0001 -> module-lock (observed)']));
      // The barrier is a counter that is polled: who is missing is told by the stacks alone.
      expect(edges.filter((edge) => /^(?:barrier|condition) -> .*observed/.test(edge))).toEqual([]);
      expect(look.groups.find((group) => group.role === 'main')?.state).toBe('waiting');
    }
    expect(report.verdict.kind).toMatch(/^(?:deadlock|hang)\//);
    expect(looks[0].waitGraph?.cycles).toHaveLength(1);
    expect(report.verdict.status).not.toBe('healthy');
  });

  it('a stopped server is stopped, an idle one is healthy', async () => {
    const server = await startServer();
    expect((await collected(server)).report.verdict.status).toBe('healthy');
    process.kill(server.pid, 'SIGSTOP');
    const { report, looks } = await collected(server);
    process.kill(server.pid, 'SIGCONT');
    expect(report.verdict.kind).toBe('hang/process-paused');
    expect(edgesOf(looks[0])).toEqual([]);
  });

  it('a server that computes is on a processor, and the report says how much', async () => {
    const server = await startServer(['--lua-time-limit', '1000000']);
    const script = join(folder(), 'loop.lua');
    writeFileSync(script, 'while true do end');
    const { spawn } = await import('node:child_process');
    const client = spawn('redis-cli', ['-p', String(server.port), '--eval', script], { stdio: 'ignore' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { report, looks } = await collected(server);
    client.kill();
    expect(looks[0].groups.find((group) => group.role === 'main')?.state).toBe('running');
    const main = report.threadComparisons?.[0]?.rows.find((row) => row.role === 'main');
    expect(main?.second?.doing).toMatch(/used \d+\.\d s of CPU in \d+ s/);
    expect(report.verdict.status).not.toBe('healthy');
  });
});
