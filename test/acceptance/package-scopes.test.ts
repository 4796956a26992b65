import { describe, expect, it } from 'vitest';
import { analyzeFiles, clusterSet, HOUR, pythonStamp, redisStamp, saves, started } from './staged.js';

/** redis_mgr repeats its time-out every ten seconds. */
function timeouts(uid: number, fromMs: number, count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) => `${pythonStamp(fromMs + 10_000 * i)} ERROR redis_mgr MainThread: redis:${uid}: Timeout reading from /tmp/redis-${uid}.sock`,
  );
}

const HANG = 2 * HOUR;

describe.each([
  ['two archives', 'debuginfo.paris.tar.gz', 'debuginfo.oslo.tar.gz'],
  ['two folders', 'paris/debuginfo.20260312-170000', 'oslo/debuginfo.20260312-170100'],
  ['two clusters of one name', 'a/pkg', 'b/pkg'],
])('a shard uid is that of one cluster: %s', (_, well, hung) => {
  const healthy = { pid: 901, port: 21550 };
  const stuck = { pid: 17730, port: 23019 };
  const files = {
    [`${well}/node_1/logs/redis-2.log`]: [...started(healthy), ...clusterSet(healthy, HOUR + 4000, HANG + 600_000)],
    [`${hung}/node_3/logs/redis-2.log`]: [...started(stuck), ...clusterSet(stuck, HOUR + 4000, HANG)],
    [`${hung}/node_3/logs/redis_mgr.log`]: timeouts(2, HANG + 12_000, 50),
  };
  it('the hung one leads, and the other is another server', async () => {
    const report = await analyzeFiles(files);
    expect(report.verdict.kind).toBe('hang/main-thread-stuck');
    const victim = report.processes.find((process) => process.id === report.incidents[0]?.processes[0]);
    expect(victim?.pid).toBe(17730);
    expect(new Set(report.processes.map((process) => process.server)).size).toBe(2);
    expect(report.incidents.some((incident) => incident.processes.includes('p1') && incident.processes.includes('p2'))).toBe(false);
  });
});

it('a time-out of a port of the loopback is about the shard of that node', async () => {
  const one = { pid: 501, port: 28188 };
  const two = { pid: 601, port: 28188 };
  const nodeWatchdog = Array.from(
    { length: 20 },
    (_, i) => `${pythonStamp(HANG + 12_000 + 20_000 * i)} ERROR node_wd MainThread: Timeout reading from localhost:28188`,
  );
  const report = await analyzeFiles({
    'node_1/logs/redis-5.log': [...started(one), ...clusterSet(one, HOUR + 4000, HANG + 600_000)],
    'node_2/logs/redis-6.log': [...started(two), ...clusterSet(two, HOUR + 4000, HANG)],
    'node_2/logs/node_wd.log': nodeWatchdog,
  });
  expect(report.verdict.kind).toBe('hang/main-thread-stuck');
  expect(report.processes.find((process) => process.id === report.incidents[0]?.processes[0])?.pid).toBe(601);
});

describe('a log of which the collector took a second, longer copy', () => {
  const shard = { pid: 4100, port: 24001 };
  const early = [...started(shard), ...saves(shard, 2 * HOUR, 5 * HOUR)];
  const late = [...early, ...saves(shard, 6 * HOUR, 6 * HOUR)];
  const base = 'redis_enterprise_k8s_debug_info_20260312-150000/redis';

  it('is one server', async () => {
    const report = await analyzeFiles({
      [`${base}/debuginfo.20260312-145900/node_1/logs/redis-3.log`]: early,
      [`${base}/rs_pod_logs/rec-0/redis-3.log`]: late,
    });
    expect(report.verdict.status).toBe('healthy');
    expect(report.processes.filter((process) => process.role !== 'child')).toHaveLength(1);
    expect(report.inputs.find((input) => input.why?.startsWith('an earlier copy'))?.entry).toContain('node_1');
  });

  it('is one server when it was rotated between the copies', async () => {
    const report = await analyzeFiles({
      [`${base}/debuginfo.20260312-145900/node_1/logs/redis-3.log`]: early,
      [`${base}/rs_pod_logs/rec-0/redis-3.log.1`]: late,
      [`${base}/rs_pod_logs/rec-0/redis-3.log`]: saves(shard, 7 * HOUR, 8 * HOUR),
    });
    expect(report.processes.filter((process) => process.role !== 'child')).toHaveLength(1);
  });

  it('the last lines alone are a copy as well', async () => {
    const report = await analyzeFiles({ 'a/redis.log': late, 'b/redis-tail.log': late.slice(-6) });
    expect(report.processes.filter((process) => process.role !== 'child')).toHaveLength(1);
  });

  it('another server that began in the same way is no copy', async () => {
    const other = [...started(shard), `4100:M ${redisStamp(2 * HOUR)} # WARNING Your system is configured to use the 'xen' clocksource`];
    const report = await analyzeFiles({ 'a/redis.log': late, 'b/redis.log': other });
    expect(report.processes.filter((process) => process.role !== 'child')).toHaveLength(2);
  });

  it('each line of a manager counts once', async () => {
    const failures = [
      `${pythonStamp(6 * HOUR)} ERROR redis_mgr MainThread: redis:3: cannot connect: Connection refused`,
      `${pythonStamp(6 * HOUR + 9000)} ERROR redis_mgr MainThread: redis:3: cannot connect: Connection refused`,
    ];
    const report = await analyzeFiles({
      [`${base}/debuginfo.20260312-145900/node_1/logs/redis_mgr.log`]: failures.slice(0, 1),
      [`${base}/rs_pod_logs/rec-0/redis_mgr.log`]: failures,
      [`${base}/rs_pod_logs/rec-0/redis-3.log`]: late,
    });
    const refused = report.incidents.flatMap((incident) => incident.timeline).filter((line) => line.citation?.text.includes('refused'));
    expect(refused.length).toBeLessThanOrEqual(2);
  });
});
