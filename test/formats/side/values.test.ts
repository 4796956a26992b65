import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SIDE_FORMATS } from '../../../src/formats/side/index.js';
import type { Rec } from '../../../src/model/records.js';
import { readText } from './read.js';

type Of<T extends Rec['type']> = Extract<Rec, { type: T }>;

function recordsOf<T extends Rec['type']>(type: T, file: string, folder = 'side'): Of<T>[] {
  const { records } = readText(readFileSync(join('fixtures', folder, file), 'utf8'), SIDE_FORMATS, file);
  return records.filter((record): record is Of<T> => record.type === type);
}

function recordsIn<T extends Rec['type']>(type: T, text: string, entry = 'input.txt'): Of<T>[] {
  return readText(text, SIDE_FORMATS, entry).records.filter((record): record is Of<T> => record.type === type);
}

/** Every citation's text must stand in that line of that entry. */
function checkCites(value: unknown, lines: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const { entry, line, text } = value as { entry?: unknown; line?: number; text?: string };
  if (typeof entry === 'string' && typeof line === 'number' && typeof text === 'string') expect(lines[line - 1]).toContain(text);
  for (const inner of Object.values(value)) checkCites(inner, lines);
}

describe('kernel log', () => {
  const expected = { type: 'kernel', event: 'oom-kill', pid: 19458, comm: 'redis-server' };
  const fields = {
    scope: 'cgroup',
    'anon-rss': '83200',
    oom_memcg: '/redis.service',
    cgroupLimitKb: '81920',
    constraint: 'CONSTRAINT_MEMCG',
  };

  test('one death is one record in each of the three forms of dmesg', () => {
    const [plain, ctime, iso] = ['dmesg.txt', 'dmesg-T.txt', 'dmesg-iso.txt'].map((file) => recordsOf('kernel', file));
    for (const records of [plain, ctime, iso]) expect(records).toMatchObject([{ ...expected, fields }]);
    expect(plain[0].uptimeSec).toBe(2740.055661);
    expect(plain[0].stamp.basis).toBe('none');
    expect(ctime[0].stamp).toEqual({ wallMs: Date.UTC(2026, 10, 23, 6, 42, 8), basis: 'naive' });
    expect(iso[0].stamp).toEqual({ wallMs: Date.UTC(2026, 10, 23, 6, 42, 8, 55), basis: 'absolute' });
  });

  test('kern.log: segfault, hung task, trap and the two lines of an old kernel', () => {
    const records = recordsOf('kernel', 'kern.log');
    expect(records.map(({ event, pid }) => [event, pid])).toEqual([
      ['segfault', 4059],
      ['hung-task', 4060],
      ['trap', 4061],
      ['oom-kill', 4062],
    ]);
    expect(records[0]).toMatchObject({ fields: { address: '0x10', error: '4' }, stamp: { basis: 'yearless' }, uptimeSec: 12345.678901 });
    expect(records[1].fields).toEqual({ seconds: '120' });
    expect(records[3].fields).toMatchObject({ scope: 'system', 'anon-rss': '7983200' });
  });

  test('lines whose wrapper was removed', () => {
    const context = { sub: 'kernel', wrapTimeMs: 1795416128000 };
    const text = 'redis-server invoked oom-killer: order=0\nMemory cgroup out of memory: Killed process 7 (redis-server) total-vm:1kB';
    const { records, unknown } = readText(text, SIDE_FORMATS, 'journal.json', context);
    expect(unknown).toEqual([]);
    expect(records).toMatchObject([{ event: 'oom-kill', pid: 7, stamp: { wallMs: 1795416128000, basis: 'absolute' } }]);
  });

  test('an oom-kill line whose Killed line was cut off stands for itself', () => {
    const text = '[ 1.000000] oom-kill:constraint=CONSTRAINT_NONE,task=redis-server,pid=12,uid=0';
    expect(recordsIn('kernel', text)).toMatchObject([{ event: 'oom-kill', pid: 12, comm: 'redis-server' }]);
  });
});

describe('probes', () => {
  test('a hung server: timeout(1) ends every command with 124', () => {
    const probes = recordsOf('probe', 'redis-cli-hung.txt');
    expect(probes.map(({ outcome, exitStatus, port }) => [outcome, exitStatus, port])).toEqual([
      ['timeout', 124, 7011],
      ['timeout', 124, 7011],
      ['timeout', 124, 7011],
      ['timeout', 124, 7011],
      ['error', 1, 7011],
    ]);
    expect(probes[0].stamp).toEqual({ wallMs: Date.UTC(2026, 10, 23, 6, 29, 26), basis: 'absolute' });
  });

  test('a busy script answers and is no timeout', () => {
    const probes = recordsOf('probe', 'redis-cli-busy.txt');
    expect(probes.map(({ outcome }) => outcome)).toEqual(['error', 'error', 'error', 'error']);
    expect(probes[0].reply).toMatch(/^BUSY /);
  });

  test('output inside is read by its own format and dated by the probe', () => {
    expect(recordsOf('probe', 'redis-cli-peer.txt').map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'timeout', 'ok']);
    const [nodes] = recordsOf('cluster-nodes', 'redis-cli-peer.txt');
    expect(nodes.nodes.map(({ addr, flags }) => [addr, flags])).toEqual([
      ['127.0.0.1:7011@17011', ['master', 'fail']],
      ['127.0.0.1:7012@17012', ['myself', 'master']],
      ['127.0.0.1:7013@17013', ['master']],
    ]);
    const [cluster, workers] = recordsOf('info', 'redis-cli-peer.txt');
    expect(cluster.sections[0].values.cluster_slots_fail.value).toBe('5461');
    expect(workers).toMatchObject({ what: 'config', stamp: { basis: 'absolute' } });
    expect(workers.sections[0]).toMatchObject({ section: 'FT.CONFIG GET', values: { WORKERS: { value: '8' } } });
  });

  test('a session at two prompts, and prose after it is nobody’s', () => {
    const text = readFileSync('fixtures/side/session.txt', 'utf8');
    const { records, unknown } = readText(text, SIDE_FORMATS);
    const probes = records.filter((record): record is Of<'probe'> => record.type === 'probe');
    expect(probes.map(({ command, outcome, port }) => [command, outcome, port])).toEqual([
      ['redis-cli -p 6380 ping', 'refused', 6380],
      ['127.0.0.1:6379> PING', 'ok', 6379],
      ['127.0.0.1:6379> CONFIG GET loglevel', 'ok', 6379],
      ['127.0.0.1:6379> FT.CONFIG GET WORKERS', 'ok', 6379],
      ['127.0.0.1:6379> SET a b', 'error', 6379],
    ]);
    const values = records.flatMap((record) => (record.type === 'info' ? record.sections.map((section) => section.values) : []));
    expect(values).toMatchObject([{ loglevel: { value: 'notice', line: 8 } }, { WORKERS: { value: '8' } }]);
    expect(unknown).toEqual(['Then everybody went home.']);
  });
});

describe('replies', () => {
  test('SLOWLOG GET, raw', () => {
    const [slowlog] = recordsOf('slowlog', 'slowlog.txt');
    expect(slowlog.items.map(({ id, durationUs, argv }) => [id, durationUs, argv[0]])).toHaveLength(9);
    const first = { id: 8, epochSec: 1795415035, durationUs: 4003818, argv: ['DEBUG', 'SLEEP', '4'], client: '127.0.0.1:44322' };
    expect(slowlog.items[0]).toMatchObject(first);
    expect(slowlog.items.at(-1)).toMatchObject({ id: 0, argv: ['DEBUG', 'POPULATE', '1500000'] });
  });

  test('LATENCY LATEST, raw', () => {
    const [latency] = recordsOf('latency', 'latency-latest-raw.txt');
    expect(latency.events.map(({ name, worstMs, cite }) => [name, worstMs, cite.line])).toEqual([
      ['command', 32722, 1],
      ['aof-fsync-always', 12009, 5],
    ]);
  });

  test('SLOWLOG GET, raw, with numbers among the arguments', () => {
    const [slowlog] = recordsOf('slowlog', 'slowlog-search.txt');
    const ids = slowlog.items.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => ids[0] - index));
    expect(slowlog.items.every(({ argv, client }) => /^_?FT\.|^[A-Z]/.test(argv[0]) && client !== undefined)).toBe(true);
  });

  test('SLOWLOG GET, numbered', () => {
    const [slowlog] = recordsOf('slowlog', 'slowlog-tree.txt');
    expect(slowlog.items.map(({ cite, ...item }) => item)).toEqual([
      { id: 14, epochSec: 1795415035, durationUs: 4003818, argv: ['DEBUG', 'SLEEP', '4'], client: '127.0.0.1:44322' },
      { id: 13, epochSec: 1795415031, durationUs: 826703, argv: ['SET', 'key "quoted" \x00\xff', '1'], client: '127.0.0.1:44264' },
      { id: 12, epochSec: 1795415027, durationUs: 15, argv: ['ping'] },
    ]);
  });

  test('CONFIG GET in its forms', () => {
    const numbered = recordsOf('info', 'config-get.txt')[0].sections[0].values;
    expect(numbered).toMatchObject({
      maxmemory: { value: '0', line: 2 },
      loglevel: { value: 'notice' },
      save: { value: '3600 1 300 100' },
    });
    const raw = recordsOf('info', 'config-get-raw.txt')[0];
    expect(raw).toMatchObject({ what: 'config', sections: [{ complete: true }] });
    expect(raw.sections[0].values).toMatchObject({ loglevel: { value: 'verbose', line: 2 }, requirepass: { value: '' }, maxmemory: {} });
    const dict = recordsIn('info', "{'loglevel': 'notice', 'maxmemory': '0', '__proto__': 'x'}")[0].sections[0].values;
    expect(dict).toMatchObject({ loglevel: { value: 'notice' }, maxmemory: { value: '0' } });
    const map = recordsIn('info', '1# "loglevel" => "notice"\n2# "port" => "6379"')[0].sections[0].values;
    expect(map).toMatchObject({ loglevel: { value: 'notice' }, port: { value: '6379' } });
  });

  test('LATENCY LATEST, HISTORY and DOCTOR', () => {
    const latest = recordsOf('latency', 'latency-latest.txt')[0].events.map(({ cite, ...event }) => event);
    expect(latest).toEqual([
      { name: 'command', worstMs: 1001 },
      { name: 'fork', worstMs: 40 },
    ]);
    expect(recordsOf('latency', 'latency-history.txt')[0].events.map(({ worstMs }) => worstMs)).toEqual([251, 1001]);
    expect(recordsOf('latency', 'latency-doctor.txt')[0].events).toMatchObject([
      { name: 'command', count: 9, averageMs: 3010, worstMs: 6307, cite: { line: 3 } },
    ]);
  });

  test('a list that is no Redis reply yields nothing', () => {
    expect(readText('1) "first"\n2) "second"', SIDE_FORMATS).records).toEqual([]);
  });

  test('two replies in a row are two records', () => {
    const text = readFileSync('fixtures/side/config-get.txt', 'utf8').trimEnd();
    expect(recordsIn('info', `${text}\n${text}`)).toHaveLength(2);
  });
});

describe('INFO, CLIENT LIST, conf', () => {
  test('all sections with the line of each value', () => {
    const [info] = recordsOf('info', 'info-all.txt');
    const server = info.sections.find(({ section }) => section === 'Server');
    expect(server?.values.redis_version).toMatchObject({ value: '7.4.1', line: 2 });
    expect(info.sections.map(({ section }) => section)).toContain('Keyspace');
    expect(info.sections.length).toBeGreaterThan(10);
  });

  test('two INFO outputs in one file are two records', () => {
    const text = readFileSync('fixtures/side/info-all.txt', 'utf8');
    expect(recordsIn('info', `${text}\n${text}`)).toHaveLength(2);
  });

  test('a key __proto__ is a key like any other', () => {
    const [info] = recordsIn('info', '# Server\nredis_version:7.4.1\n__proto__:polluted\nconstructor:x\n');
    expect(Object.keys(info.sections[0].values)).toEqual(['redis_version', '__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('a heading without values is no INFO', () => {
    expect(recordsIn('info', '# Memory\nis what we lacked that day')).toEqual([]);
  });

  test('clients: the first 200, all counted', () => {
    const line = readFileSync('fixtures/side/client-list.txt', 'utf8').trimEnd();
    expect(recordsIn('clients', line)[0].clients[0]).toMatchObject({
      id: '16',
      addr: '127.0.0.1:44544',
      flags: 'N',
      age: 0,
      cmd: 'client|list',
    });
    const [many] = recordsIn('clients', `${line}\n`.repeat(1000));
    expect([many.count, many.clients.length]).toEqual([1000, 200]);
  });

  test('a conf with a bad value is read to its end', () => {
    const [conf] = recordsOf('conf', 'bad-value.conf');
    expect(conf.directives.map(({ name, args }) => [name, ...args])).toContainEqual(['maxmemory', 'lots']);
    expect(conf.directives.at(-1)).toMatchObject({ name: 'appendfsync', args: ['sometimes'], cite: { line: 8 } });
  });

  test('sentinel.conf: quotes, comments, blank lines', () => {
    const [conf, ...more] = recordsOf('conf', 'sentinel.conf');
    expect(more).toEqual([]);
    const find = (name: string) => conf.directives.find((directive) => directive.name === name)?.args;
    expect(find('dir')).toEqual(['/var/lib/redis/sentinel-26379']);
    expect(find('sentinel')).toEqual(['monitor', 'mymaster', '127.0.0.1', '6380', '2']);
    expect(find('user')).toEqual(['default', 'on', 'nopass', '~*', '&*', '+@all']);
  });

  test('the conf of another program yields no record', () => {
    expect(recordsIn('conf', 'port 1194\nproto udp\ndev tun\n')).toEqual([]);
  });

  test('arguments are split as Redis does', () => {
    const text = 'requirepass "a\\x41\\n\\"b"\nmasterauth \'it\\\'s\'\nlogfile ""\nmaxmemory "unbalanced\n';
    const { records, unknown } = readText(text, SIDE_FORMATS);
    expect(records[0]).toMatchObject({ directives: [{ args: ['aA\n"b'] }, { args: ["it's"] }, { args: [''] }] });
    expect(unknown).toEqual(['maxmemory "unbalanced']);
  });
});

describe('starts and checks', () => {
  test('fatal config errors', () => {
    expect(recordsOf('fatal-start', 'fatal-value.stdout')).toMatchObject([
      {
        what: 'config',
        product: 'redis',
        version: '6.2.16',
        fields: { line: '7', directive: 'maxmemory lots', reason: 'argument must be a memory value' },
      },
    ]);
    const valkey = { product: 'valkey', version: '9.1.2', fields: { line: '9', directive: 'save 900', reason: 'Invalid save parameters' } };
    expect(recordsOf('fatal-start', 'fatal-config-valkey.stdout')).toMatchObject([valkey]);
    const logfile = { what: 'logfile', fields: { reason: "Can't open the log file: Permission denied" } };
    expect(recordsOf('fatal-start', 'fatal-logfile.stdout')).toMatchObject([logfile]);
  });

  test('older spelling without version', () => {
    const text = "\n*** FATAL CONFIG FILE ERROR ***\nReading the configuration file, at line 3\n>>> 'foo bar'\nBad directive\nand more";
    const { records, unknown } = readText(text, SIDE_FORMATS);
    expect(records).toMatchObject([{ what: 'config', fields: { line: '3', directive: 'foo bar', reason: 'Bad directive' } }]);
    expect(unknown).toEqual(['and more']);
  });

  test('redis-check-rdb and redis-check-aof, alone and from the server', () => {
    const rdb = { tool: 'check-rdb', ok: false, message: expect.stringContaining('Hash ziplist integrity check failed') };
    expect(recordsOf('check', 'check-rdb.txt')).toMatchObject([rdb]);
    expect(recordsOf('check', 'check-aof.txt')).toMatchObject([{ tool: 'check-aof', ok: false }]);
    const messages = recordsOf('check', 'rdb-corrupt.stdout').map(({ message }) => message.replace(/^\[offset \d+\] /, ''));
    expect(messages.slice(1)).toEqual(['Unexpected EOF reading RDB file', 'RDB CRC error', 'Unexpected EOF reading RDB file']);
    const good = '[offset 0] Checking RDB file dump.rdb\n[offset 99] \\o/ RDB looks OK! \\o/\n[info] 3 keys read\n';
    expect(recordsIn('check', good)).toMatchObject([{ ok: true }]);
  });

  test('the logo tells version, mode, port and pid', () => {
    const section = (file: string) =>
      Object.entries(recordsOf('info', file)[0].sections[0].values).map(([key, { value }]) => `${key}=${value}`);
    expect(section('logo.log')).toEqual(['product=redis', 'version=7.2.6', 'mode=standalone', 'port=6379', 'pid=18386']);
    expect(section('logo-redis-2.8.24.log')).toContain('mode=standalone');
    expect(section('logo-redis-7.4.1.log').slice(0, 4)).toEqual(['product=redis', 'version=7.4.1', 'mode=standalone', 'port=6379']);
    expect(section('logo-redis-8.0.6.log').slice(0, 2)).toEqual(['product=redis', 'version=8.0.6']);
    expect(section('logo-valkey.log')).toEqual(['product=valkey', 'version=8.0.1', 'mode=standalone', 'port=6379', 'pid=30557']);
  });
});

describe('sanitizers', () => {
  test('ASAN', () => {
    const [report, ...more] = recordsOf('sanitizer', 'asan.stdout');
    expect(more).toEqual([]);
    expect(report).toMatchObject({ tool: 'asan', pid: 23418, cite: { line: 3 }, error: expect.stringMatching(/^SEGV on unknown address/) });
    expect(report.frames).toHaveLength(16);
    expect(report.frames[0]).toMatchObject({ fn: 'bucket_refill', file: 'ratelimit.c', fileLine: 8 });
    expect(report.frames[15]).toMatchObject({ fn: '_start', object: 'redis-server', offset: '0x122160' });
  });

  test('TSAN keeps the first stack only', () => {
    expect(recordsOf('sanitizer', 'tsan.txt')).toMatchObject([
      { tool: 'tsan', pid: 4059, frames: [{ fn: 'bioProcessBackgroundJobs' }, { fn: 'start_thread', object: 'libc.so.6' }] },
    ]);
  });

  test('UBSAN lines among other text', () => {
    const text = 'a.c:1:2: runtime error: shift exponent 64 is too large\nprose\nb.c:3:4: runtime error: null pointer passed\n';
    expect(recordsIn('sanitizer', text).map(({ tool, error }) => [tool, error])).toEqual([
      ['ubsan', 'shift exponent 64 is too large'],
      ['ubsan', 'null pointer passed'],
    ]);
  });

  test('valgrind', () => {
    expect(recordsOf('sanitizer', 'valgrind.txt')).toMatchObject([
      {
        tool: 'valgrind',
        pid: 4059,
        error: 'Invalid read of size 8',
        frames: [{ fn: 'dictFind', fileLine: 512 }, {}, { object: 'libc.so.6' }],
      },
    ]);
  });
});

describe('containers', () => {
  test('kubectl describe', () => {
    const records = recordsOf('container', 'kubectl-describe.txt');
    expect(records.map(({ name, event }) => [name, event])).toEqual([
      ['cache-redis-0/redis', 'running'],
      ['cache-redis-0/redis', 'oom-killed'],
      ['cache-redis-0/redis', 'restarted'],
      ['cache-redis-0/exporter', 'running'],
      ['cache-redis-0', 'probe-failed'],
      ['cache-redis-0', 'killing'],
      ['cache-redis-0', 'started'],
    ]);
    expect(records[1]).toMatchObject({
      exitCode: 137,
      stamp: { wallMs: Date.UTC(2026, 10, 23, 6, 42, 8), basis: 'absolute' },
      fields: { image: 'redis:7.4.1', namespace: 'prod', state: 'Last State' },
    });
    expect(records[2].fields.restartCount).toBe('3');
  });

  test('kubectl get events', () => {
    const records = recordsOf('container', 'kubectl-events.txt');
    expect(records.map(({ name, event }) => [name, event])).toEqual([
      ['cache-redis-0', 'probe-failed'],
      ['cache-redis-0', 'killing'],
      ['cache-redis-0', 'backoff'],
      ['cache-redis-1', 'evicted'],
    ]);
  });

  test('docker inspect, indented and on one line', () => {
    const text = readFileSync('fixtures/side/docker-inspect.json', 'utf8');
    const expected = { event: 'oom-killed', exitCode: 137, name: 'cache-redis', stamp: { wallMs: Date.UTC(2026, 10, 23, 6, 42, 8, 112) } };
    expect(recordsIn('container', text)).toMatchObject([expected]);
    expect(recordsIn('container', JSON.stringify(JSON.parse(text)))).toMatchObject([expected]);
    const state = JSON.stringify(JSON.parse(text)[0].State);
    expect(recordsIn('container', state)).toMatchObject([{ event: 'oom-killed', exitCode: 137 }]);
  });

  test('docker ps: rows of Redis only', () => {
    expect(recordsOf('container', 'docker-ps.txt').map(({ name, event, exitCode }) => [name, event, exitCode])).toEqual([
      ['cache-redis', 'exited', 137],
      ['cache-redis-2', 'running', undefined],
    ]);
  });

  test('systemd and shells', () => {
    const records = recordsOf('manager', 'systemd.log');
    expect(records.map(({ event, fields }) => [event, fields.unit])).toEqual([
      ['process-killed', 'redis-server.service'],
      ['process-killed', 'redis-server.service'],
      ['process-killed', 'redis-server.service'],
      ['restart', 'redis-server.service'],
    ]);
    expect(recordsIn('manager', './run.sh: line 12:  4059 Killed                  redis-server /etc/redis.conf')).toMatchObject([
      { component: 'shell', event: 'process-killed', fields: { pid: '4059', signal: 'SIGKILL' } },
    ]);
  });
});

test('citations stand where they say', () => {
  for (const [folder, file] of [
    ['side', 'dmesg.txt'],
    ['side', 'redis-cli-peer.txt'],
    ['side', 'slowlog-tree.txt'],
    ['side', 'kubectl-describe.txt'],
    ['side', 'docker-inspect.json'],
    ['enterprise', 'cnm_exec.log'],
    ['enterprise', 'event_log.log'],
  ]) {
    const text = readFileSync(join('fixtures', folder, file), 'utf8');
    const { records } = readText(text, SIDE_FORMATS, file);
    expect(records.length).toBeGreaterThan(0);
    checkCites(records, text.split('\n'));
  }
});
