import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SIDE_FORMATS } from '../../../src/formats/side/index.js';
import { claimants, readText } from './read.js';

const FOREIGN = [
  '# Heading of a document',
  '# Introduction to the system',
  'The server stopped answering at 09:29 and nobody knew why.',
  'save your work before you port the code',
  'user nginx;',
  'include /etc/nginx/mime.types;',
  'worker_processes  auto;',
  '192.0.2.7 - - [23/Nov/2026:06:25:01 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8.5.0"',
  '2026/11/23 06:25:01 [error] 1234#1234: *1 connect() failed (111: Connection refused) while connecting to upstream',
  '[Mon Nov 23 06:25:01 2026] [error] [client 192.0.2.7] File does not exist: /var/www/favicon.ico',
  '[   12.345] (II) Loading extension GLX',
  'Exception in thread "main" java.lang.NullPointerException: Cannot invoke "String.length()"',
  '\tat com.example.Main.main(Main.java:12)',
  '    at Object.<anonymous> (/srv/app/index.js:10:15)',
  '2026-11-23 06:25:01,123 ERROR django.request Thread-3: Internal Server Error: /api/items',
  '2026-11-23 06:25:01,123 INFO root MainThread: started',
  '2026-11-23 06:25:01.123 UTC [4059] LOG:  database system is ready to accept connections',
  '<!DOCTYPE html>',
  '  <meta name="viewport" content="width=device-width">',
  'int main(int argc, char **argv) {',
  'const redis = require("redis");',
  '{',
  '[',
  '{"type":"order","object":"chair","time":12}',
  '{"level":"info","msg":"listening","time":"2026-11-23T06:25:01Z"}',
  '  "Name": "value",',
  '{"name": "value", "other": "thing"}',
  '8 apples',
  '1) first do this',
  '- [ ] a task',
  'nginx.service: Main process exited, code=killed, status=9/KILL',
  './run.sh: line 3:  4059 Killed                  python3 train.py',
  'Thread 1 (Thread 0x7f0000000000 (LWP 4059) "redis-server"):',
  '#0  0x00007f5a in epoll_wait () from /lib/x86_64-linux-gnu/libc.so.6',
  '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
  '$ ls -la /var/lib/redis',
  'Usage: grep [OPTION]... PATTERNS [FILE]...',
  'count',
  '8',
  '-----BEGIN CERTIFICATE-----',
  'toString',
  '__proto__',
  'constructor yes',
  '__proto__: 1',
];

describe('claims', () => {
  test.each(SIDE_FORMATS.flatMap((format) => format.samples.map((sample) => [format.name, sample])))(
    '%s alone claims %s',
    (name, sample) => {
      expect(claimants(sample, SIDE_FORMATS)).toEqual([name]);
    },
  );

  test('every format has samples, except the one that goes by names', () => {
    expect(SIDE_FORMATS.filter((format) => format.samples.length === 0).map((format) => format.name)).toEqual(['support-package']);
    expect(new Set(SIDE_FORMATS.map((format) => format.name)).size).toBe(SIDE_FORMATS.length);
  });

  test.each(FOREIGN)('nobody claims %s', (line) => {
    expect(claimants(line, SIDE_FORMATS, 'notes.txt', 7)).toEqual([]);
  });

  test('files of a support package are known by their names, and by nothing else', () => {
    expect(claimants('Filesystem 1K-blocks Used', SIDE_FORMATS, 'case.tgz!/node_1/node_1_sys_info.txt')).toEqual(['support-package']);
    expect(claimants('Filesystem 1K-blocks Used', SIDE_FORMATS, 'sys_info.txt')).toEqual([]);
  });
});

const FIXTURES: Record<string, string> = {
  'side/dmesg.txt': 'dmesg',
  'side/dmesg-T.txt': 'dmesg',
  'side/dmesg-iso.txt': 'dmesg',
  'side/kern.log': 'dmesg',
  'side/redis-cli-hung.txt': 'redis-cli',
  'side/redis-cli-peer.txt': 'redis-cli',
  'side/redis-cli-busy.txt': 'redis-cli',
  'side/slowlog.txt': 'slowlog',
  'side/slowlog-search.txt': 'slowlog',
  'side/slowlog-tree.txt': 'redis-reply',
  'side/config-get.txt': 'redis-reply',
  'side/latency-latest.txt': 'redis-reply',
  'side/latency-latest-raw.txt': 'latency',
  'side/config-get-raw.txt': 'config-get',
  'side/latency-doctor.txt': 'doctor',
  'side/info-all.txt': 'info',
  'side/client-list.txt': 'client-list',
  'side/cluster-nodes-before.txt': 'cluster-nodes',
  'side/cluster-create.txt': 'cluster-create',
  'side/check-rdb.txt': 'redis-check',
  'side/check-aof.txt': 'redis-check',
  'side/acl-log.txt': 'config-get',
  'side/asan.stdout': 'sanitizer',
  'side/tsan.txt': 'sanitizer',
  'side/valgrind.txt': 'valgrind',
  'side/fatal-value.stdout': 'fatal-start',
  'side/bad-value.conf': 'redis-conf',
  'side/sentinel.conf': 'redis-conf',
  'side/kubectl-events.txt': 'kubectl-events',
  'enterprise/redis_mgr.log': 'enterprise-manager',
  'enterprise/cnm_exec.log': 'enterprise-manager',
  'enterprise/supervisord.log': 'supervisord',
  'enterprise/event_log.log': 'enterprise-events',
  'enterprise/rladmin.txt': 'rladmin',
};

describe('whole files', () => {
  test.each(Object.entries(FIXTURES))('%s is read by %s to its end', (file, name) => {
    const { claimed, unknown } = readText(readFileSync(join('fixtures', file), 'utf8'), SIDE_FORMATS, file);
    expect(Object.keys(claimed)).toEqual([name]);
    expect(unknown).toEqual([]);
  });
});

describe('broken input', () => {
  const files = ['side', 'enterprise'].flatMap((folder) =>
    readdirSync(join('fixtures', folder)).map((file) => join('fixtures', folder, file)),
  );

  test.each(files)('%s cut at every line, in front or behind, and with CR LF, is read without harm', (file) => {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, 130);
    for (let at = 0; at <= lines.length; at += 1) {
      readText(lines.slice(0, at).join('\n'), SIDE_FORMATS, file);
      readText(lines.slice(at).join('\n'), SIDE_FORMATS, file);
    }
    const plain = readText(lines.join('\n'), SIDE_FORMATS, file);
    const crlf = readText(lines.join('\r\n'), SIDE_FORMATS, file);
    expect(crlf.records.map((record) => record.type)).toEqual(plain.records.map((record) => record.type));
    expect(crlf.claimed).toEqual(plain.claimed);
  });

  test.each(files)('%s with every line halved is read without harm', (file) => {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, 400);
    readText(lines.map((line) => line.slice(0, line.length >> 1)).join('\n'), SIDE_FORMATS, file);
    readText(lines.map((line) => line.slice(line.length >> 1)).join('\n'), SIDE_FORMATS, file);
  });

  const LONG: [string, string][] = [
    ['digits', '9'.repeat(1_000_000)],
    ['blanks', `x${' '.repeat(1_000_000)}y`],
    ['indices', '1) '.repeat(300_000)],
    ['open quotes', `1) "${'\\"'.repeat(500_000)}`],
    ['open brackets', '['.repeat(1_000_000)],
    ['dict', `{'loglevel': '${"', '".repeat(200_000)}`],
    ['units', `${'redis'.repeat(200_000)}.service: Main process exited, code=killed, status=9/KILL`],
    ['prompt', `$ ${'redis-cli '.repeat(100_000)}`],
    ['client', `id=1 addr=a fd=1 name= age=1 flags=N ${'a=b '.repeat(200_000)}`],
    ['kernel', `[ 1.000000] ${'Killed process '.repeat(60_000)}`],
    ['manager', `2025-09-30 09:29:31,316 ERROR redis_mgr MainThread: redis:2: ${'Updating module runtime config: {'.repeat(30_000)}`],
    ['nested json', `{"type":"x","object":"bdb:1","time":1,"a":${'['.repeat(400_000)}`],
    ['inspect', `[{"Id":"${'a'.repeat(64)}",${'{"a":'.repeat(150_000)}`],
  ];

  test.each(LONG)('a line of a megabyte of %s takes linear time', (_, line) => {
    const from = process.cpuUsage();
    for (const format of SIDE_FORMATS) format.open(line, { ...CONTEXT });
    readText(`${line}\n${line}\n`, SIDE_FORMATS);
    const { user } = process.cpuUsage(from);
    expect(user / 1000).toBeLessThan(1500);
  });
});

const CONTEXT = {
  entry: 'input.txt',
  line: 1,
  offset: 0,
  wrapTimeMs: Number.NaN,
  sub: '',
  wrapLevel: '' as const,
  wrapPid: 0,
  wrapWallMs: Number.NaN,
  wrapping: 'plain',
};

const CORPUS = '/work/shared/corpus';

describe.skipIf(!existsSync(CORPUS))('captured cases', () => {
  test('every conf, probe, reply and tool output is claimed from its first line on', () => {
    const wanted =
      /(?:\.conf|redis-cli.*\.txt|slowlog.*\.txt|latency-doctor\.txt|info-(?:all|memory)\.txt|client-list\.txt|cluster-.*\.txt|check-.*\.txt|acl-log\.txt|dmesg.*\.txt)$/;
    const missed: string[] = [];
    let seen = 0;
    for (const name of readdirSync(CORPUS, { recursive: true }) as string[]) {
      const file = join(CORPUS, name);
      if (!wanted.test(name) || !statSync(file).isFile()) continue;
      seen += 1;
      const { unknown } = readText(readFileSync(file, 'utf8'), SIDE_FORMATS, name);
      if (unknown.length > 0) missed.push(`${name}: ${unknown[0]}`);
    }
    expect(missed).toEqual([]);
    expect(seen).toBeGreaterThan(400);
  });
});
