import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import { FORMATS } from '../../src/formats/registry.js';
import { DEFAULT_LIMITS } from '../../src/model/source.js';
import { EntryParser } from '../../src/read-entry.js';
import type { Report } from '../../src/report/schema.js';
import { analyzeBytes } from './report.js';

/* What repeats itself must not fill memory or the report: each format is read as long text of its own blocks. GROWTH_MB=20 (or 80) makes them as long
 * as that. Memory and time are not measured here. */

const MB = Number(process.env.GROWTH_MB ?? 1);
const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
const samplesOf = (name: string) => `${FORMATS.find((format) => format.name === name)!.samples.join('\n')}\n\n`;

/** One block of each format, as it is printed once. */
const BLOCKS: Record<string, () => string> = {
  'eu-stack': () => fixture('dumps/workers-resize.eu-stack.txt'),
  gdb: () => fixture('dumps/workers-resize.gdb.txt'),
  proc: () => fixture('dumps/workers-resize.proc-main.txt'),
  ps: () => fixture('dumps/workers-resize.ps.txt'),
  'client-list': () => fixture('side/client-list.txt'),
  'cluster-create': () => fixture('side/cluster-create.txt'),
  'cluster-nodes': () => fixture('side/cluster-nodes-before.txt'),
  'docker-inspect': () => fixture('side/docker-inspect.json'),
  'docker-ps': () => fixture('side/docker-ps.txt'),
  'fatal-start': () => fixture('side/fatal-value.stdout'),
  info: () => fixture('side/info-all.txt'),
  dmesg: () => fixture('side/dmesg.txt'),
  'kubectl-describe': () => fixture('side/kubectl-describe.txt'),
  'kubectl-events': () => fixture('side/kubectl-events.txt'),
  sanitizer: () => fixture('side/tsan.txt'),
  slowlog: () => fixture('side/slowlog.txt'),
  'compose-exit': () => 'redis-1 exited with code 139 (restarting)\n',
  systemd: () => fixture('side/systemd.log'),
  valgrind: () => fixture('side/valgrind.txt'),
  doctor: () => fixture('side/latency-doctor.txt'),
  latency: () => fixture('side/latency-latest-raw.txt'),
  'redis-check': () => fixture('side/check-rdb.txt'),
  'redis-cli': () => fixture('side/session.txt'),
  'redis-conf': () => fixture('side/sentinel.conf'),
  'config-get': () => fixture('side/config-get-raw.txt'),
  'redis-reply': () => fixture('side/slowlog-tree.txt'),
  'redis-stdout': () => fixture('side/logo.log'),
  'redis-log': () => fixture('logs/redis-2.8-kill9-restart.log'),
  'redis-crash': () => fixture('logs/redis-7.4-kill-segv.log'),
  'client-log': () => '2026-11-23 10:05:00.120 ERROR [exec-3] Jedis: Connection refused: cache-1.acme.example:6379\n',
};
/** Their sample lines are all that there is of a block, or the block itself. */
const BY_SAMPLES = [
  ...['lldb', 'system-crash', 'enterprise-events', 'enterprise-manager', 'kubectl-object', 'kubectl-pods', 'memory-test', 'rladmin'],
  ...['supervisord', 'support-package', 'collect-manifest', 'collect-memory', 'proc-maps', 'windows-event'],
];

function blockOf(name: string): string | undefined {
  return BLOCKS[name]?.() ?? (BY_SAMPLES.includes(name) ? samplesOf(name) : undefined);
}

const NAMES = [...new Set([...FORMATS.map((format) => format.name), ...Object.keys(BLOCKS)])];
const fill = (block: string, bytes: number) => Buffer.from(block.repeat(Math.max(2, Math.ceil(bytes / block.length))));
const sizeOf = (report: Report) => JSON.stringify(report).length;

describe('what repeats itself is bounded', () => {
  it('every format of the registry has a block here', () => {
    expect(NAMES.filter((name) => blockOf(name) === undefined)).toEqual([]);
    expect(BY_SAMPLES.filter((name) => !NAMES.includes(name))).toEqual([]);
  });

  const patterns = new PatternMatcher(CORE_PATTERNS);
  it.each(NAMES)('%s', { timeout: 120_000 }, (name) => {
    const bytes = fill(blockOf(name)!, MB * 1e6);
    const parser = new EntryParser('long.txt', patterns, DEFAULT_LIMITS.lineBytes);
    for (let at = 0; at < bytes.length; at += 65_536) parser.push(bytes.subarray(at, at + 65_536));
    const { records } = parser.finish({ notes: [] });
    const counts = new Map<string, number>();
    for (const { type } of records) counts.set(type, (counts.get(type) ?? 0) + 1);
    for (const [type, count] of counts) expect(count, type).toBeLessThanOrEqual(type === 'dump' ? 48 : type === 'info' ? 200 : 2000);
  });
});

const stamp = (ms: number) => new Date(Date.UTC(2026, 10, 23) + ms).toISOString().slice(11, 23);
const line = (pid: string, ms: number, text: string) => `${pid} 23 Nov 2026 ${stamp(ms)} * ${text}\n`;

describe('a small log makes no huge report', () => {
  it('hundreds of restarts', { timeout: 60_000 }, async () => {
    let text = '';
    for (let i = 0; i < 300; i++) {
      const [pid, ms] = [1000 + i, i * 60_000];
      text += line(`${pid}:C`, ms, 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
      text += line(`${pid}:C`, ms + 1, `Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=${pid}, just started`);
      text += line(`${pid}:M`, ms + 20, 'Server initialized') + line(`${pid}:M`, ms + 30, 'Ready to accept connections tcp');
    }
    const report = await analyzeBytes(Buffer.from(text));
    expect(sizeOf(report)).toBeLessThan(1_000_000);
    expect(report.processes.length).toBeLessThanOrEqual(120);
    expect(report.processes[0]!.pid).toBe(1000);
    expect(report.processes.at(-1)!.pid).toBe(1299);
    expect(report.notes.map((note) => note.text).join('\n')).toContain('of 300 processes are listed');
  });

  it('thousands of children', { timeout: 60_000 }, async () => {
    let text = line('1:M', 0, 'Ready to accept connections tcp');
    for (let i = 0; i < 3000; i++) {
      const [pid, ms] = [5000 + i, 1000 + i * 2000];
      text += line('1:M', ms, `Background saving started by pid ${pid}`) + line(`${pid}:C`, ms + 100, 'DB saved on disk');
      text += line('1:M', ms + 150, 'Background saving terminated with success');
    }
    const report = await analyzeBytes(Buffer.from(text));
    expect(sizeOf(report)).toBeLessThan(300_000);
    expect(report.verdict.status).toBe('healthy');
    expect(report.processes.some((process) => process.pid === 1)).toBe(true);
  });

  it('stacks that a script took every second', { timeout: 60_000 }, async () => {
    const report = await analyzeBytes(fill(fixture('dumps/workers-resize.eu-stack.txt'), 4e6));
    expect(sizeOf(report)).toBeLessThan(1_000_000);
    expect(report.notes.map((note) => note.text).join('\n')).toMatch(/records of one kind \(dump\): the first 24 and the last 24 are used/);
  });
});
