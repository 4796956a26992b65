import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseEntryName, SIDE_FORMATS } from '../../../src/formats/side/index.js';
import type { ManagerRecord } from '../../../src/model/records.js';
import { readText } from './read.js';

function managers(text: string, entry = 'input.log'): ManagerRecord[] {
  return readText(text, SIDE_FORMATS, entry).records.filter((record): record is ManagerRecord => record.type === 'manager');
}

function fixture(file: string): ManagerRecord[] {
  return managers(readFileSync(`fixtures/enterprise/${file}`, 'utf8'), file);
}

describe('managers', () => {
  const records = fixture('redis_mgr.log');

  test('a push of module configuration names shard, option and value', () => {
    expect(records[0]).toMatchObject({
      event: 'config-push',
      component: 'redis_mgr',
      stamp: { wallMs: Date.UTC(2025, 8, 30, 9, 29, 21, 308), basis: 'naive' },
      fields: { shard: 'redis:2', option: 'WORKERS', value: '0', thread: 'MainThread' },
    });
  });

  test('repeated timeouts are folded: the first and last twenty, and how many there were', () => {
    const timeouts = records.filter(({ event, fields }) => event === 'socket-timeout' && fields.thread === 'AOFRewriteManager');
    expect(timeouts).toHaveLength(40);
    expect(timeouts[0].cite.line).toBe(3);
    expect(timeouts.at(-1)?.cite.line).toBe(313);
    expect(timeouts.at(-1)?.fields).toMatchObject({ socket: '/tmp/redis-2.sock', shard: 'redis:2', repeated: '311' });
    expect(timeouts.map(({ cite }) => cite.line)).toEqual(timeouts.map(({ cite }) => cite.line).sort((a, b) => a - b));
  });

  test('several options of one push', () => {
    const line =
      "2025-09-30 09:29:21,308 INFO redis_mgr MainThread: redis:2: Updating module runtime config: {'a': 'WORKERS 4 TIMEOUT 500', 'b': 'X 1'}";
    expect(managers(line).map(({ fields }) => [fields.option, fields.value])).toEqual([
      ['WORKERS', '4'],
      ['TIMEOUT', '500'],
      ['X', '1'],
    ]);
  });

  test('state machines, tracebacks, refused connections', () => {
    expect(fixture('cnm_exec.log').map(({ event, component, fields }) => [event, component, fields.machine ?? fields.shard])).toEqual([
      ['state-machine', 'cnm_exec', 'SMUpdateBDB'],
      ['state-machine', 'cnm_exec', 'SMUpdateBDB'],
      ['state-machine-failed', 'cnm_exec', 'SMUpdateBDB'],
      ['state-machine-failed', 'cnm_exec', 'SMUpdateBDB'],
      ['not-running', 'cnm_exec', 'redis:4'],
      ['connection-refused', 'resource_mgr', 'redis:4'],
      ['state-machine', 'cnm_exec', 'SMUpdateBDB'],
    ]);
    expect(fixture('cnm_exec.log')[5].fields).toMatchObject({ thread: 'Thread 12 (worker)', socket: '/tmp/redis-4.sock' });
  });

  test('memory stays bounded whatever the number of kinds and lines', () => {
    let text = '';
    for (let at = 0; at < 20_000; at += 1)
      text += `2025-09-30 09:29:31,316 ERROR redis_mgr MainThread: redis:${at % 1000}: kind ${'abcdefgh'[at % 8]} failed\n`;
    expect(managers(text).length).toBeLessThanOrEqual(300 * 40);
  });
});

test('supervisord', () => {
  expect(
    fixture('supervisord.log').map(({ event, fields }) => [event, fields.program, fields.signal ?? fields.pid ?? fields.exitCode]),
  ).toEqual([
    ['process-spawned', 'redis-2', '4059'],
    ['process-killed', 'redis-2', 'SIGKILL'],
    ['process-exited', 'alert_mgr', '1'],
    ['process-fatal', 'redis-2', undefined],
  ]);
  expect(fixture('supervisord.log')[0].fields.shard).toBe('redis:2');
});

test('event log: plain, bare JSON, through syslog and with the JSON on lines of its own', () => {
  const records = fixture('event_log.log');
  expect(records.map(({ event, fields }) => [event, fields.type, fields.state])).toEqual([
    ['other', 'node_joined', undefined],
    ['alert-minor', 'high_latency', 'true'],
    ['alert-over', 'high_latency', 'false'],
    ['alert', 'ephemeral_storage', 'true'],
    ['alert', 'insufficient_disk_aofrw', 'true'],
  ]);
  expect(records[1]).toMatchObject({ stamp: { wallMs: 1763981655000, basis: 'absolute' }, fields: { database: 'bdb:1' } });
  expect(records[3]).toMatchObject({ cite: { line: 4 }, level: 'warning', fields: { node: 'node:1' } });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('rladmin status: rows that are not OK', () => {
  expect(fixture('rladmin.txt').map(({ event, fields }) => [event, fields.status, fields.node, fields.shard])).toEqual([
    ['node-down', 'DOWN', 'node:2', undefined],
    ['alert-minor', 'STALE, LAST_SEEN', 'node:2', 'redis:2'],
  ]);
});

test.each([
  [
    '2025-11-24 10:53:20,114 ERROR event_log MainThread: {"type":"oom_err","object":"bdb:3","state":true,"time":1763981600}',
    'alert',
    'bdb:3',
  ],
  [
    '[{"time":"2014-08-29T11:19:49Z","type":"bdb_name_updated","severity":"INFO","bdb_uid":"1","old_val":"a","new_val":"b"}]',
    'other',
    'bdb:1',
  ],
  ['[{"time":"2014-08-29T11:19:49Z","type":"import_failed","severity":"ERROR","bdb_uid":"2"}]', 'alert', 'bdb:2'],
  ['2025-11-24 10:53:20 CRITICAL EventLog: {"type":"failed","object":"node:2","state":true,"time":1763981600}', 'node-down', 'node:2'],
])('event log: %s', (line, event, object) => {
  expect(managers(line).map((record) => [record.event, record.fields.object])).toEqual([[event, object]]);
});

test('the store and rladmin tell of a state machine without quotes; the collector says whom it could not ask', () => {
  const store =
    'status: active-change-pending\ncnm_exec_sm: SMUpdateBDB:updates=reshard\ncnm_exec_state: error\n__sm_failed_state: update_redis\n__sm_retry_state: update_dns\n__sm_error: redis:4: cnm_exec:1 remote action failed in SMUpdateBDB [update_redis]';
  const [change] = readText(store, SIDE_FORMATS, 'database_2/database_2_ccs_info.txt').records;
  expect(change).toMatchObject({
    type: 'change',
    source: 'ccs',
    machine: 'SMUpdateBDB',
    object: 'bdb:2',
    outcome: 'failed',
    failedState: 'update_redis',
    retryState: 'update_dns',
    shard: 'redis:4',
  });
  const error = 'Traceback (most recent call last):\nredis.exceptions.TimeoutError: Timeout reading from 192.168.0.12:3333';
  expect(managers(error, 'database_2/database_2_error.txt')).toMatchObject([
    { component: 'collector', event: 'socket-timeout', fields: { database: 'bdb:2' } },
  ]);
});

test.each([
  ['WARN exited: dmcproxy (terminated by SIGSEGV (core dumped); not expected)', 'process-died', 'SIGSEGV'],
  ['WARN exited: redis-7 (terminated by SIGKILL; not expected)', 'process-killed', 'SIGKILL'],
  ['INFO stopped: dmcproxy (terminated by SIGTERM)', 'process-exited', 'SIGTERM'],
  ['WARN exited: sentinel_service (terminated by SIGABRT; not expected)', 'process-died', 'SIGABRT'],
])('supervisord: %s', (line, event, signal) => {
  expect(managers(`2026-07-09 11:14:02,180 ${line}`).map((record) => [record.event, record.fields.signal])).toEqual([[event, signal]]);
});

describe('support package', () => {
  test('redis_UID.txt: known parts are read, headings are claimed', () => {
    const text = 'CONFIG of the shard\nloglevel\nnotice\n\nINFO\n# Server\nredis_version:7.4.3\n\nno one knows this\n';
    const { records, unknown } = readText(text, SIDE_FORMATS, 'case.tgz!/node_1/redis_2.txt');
    expect(records.map((record) => (record.type === 'info' ? record.what : record.type))).toEqual(['config', 'info']);
    expect(unknown).toEqual([]);
  });

  test('CCS dump: errors of state machines', () => {
    const text = '{"bdb:1": {"status": "pending", "__sm_error": "ProvisioningError: no available nodes in cluster!"}}';
    expect(managers(text, 'node_1/ccs-redis.json')).toMatchObject([{ event: 'state-machine-failed', component: 'ccs' }]);
  });

  test.each<[string, object]>([
    ['debuginfo.tar.gz!/node_8/logs/redis-2.log', { node: '8', shardUid: '2', stem: 'redis-2.log' }],
    ['debuginfo.tar.gz!/node_8/logs/redis-2.log.3.gz', { node: '8', shardUid: '2', rotation: 3, stem: 'redis-2.log' }],
    ['node_1/redis_12.txt', { node: '1', shardUid: '12', supportFile: 'shard-text' }],
    ['database_3/database_3.clientlist', { bdb: '3', supportFile: 'database' }],
    ['node_2/node_2_sys_info.txt', { node: '2', supportFile: 'sys-info' }],
    ['node_1/logs/diagnostics/shard_info', { node: '1', supportFile: 'diagnostics' }],
    ['node_1/logs/redis_mgr.log.1', { manager: 'redis_mgr', rotation: 1 }],
    ['var/log/redis-6379.log', { port: 6379, stem: 'redis-6379.log' }],
    ['redis-2.log', { index: 2 }],
    ['redis.log-20251123.gz', { rotatedOn: '20251123', stem: 'redis.log' }],
    ['sentinel-26379.log', { port: 26379 }],
    [
      'logs/7cc4f0aa.master-1-test_config_workers-oss-cluster.log',
      { rltest: { id: '7cc4f0aa', role: 'master', index: 1, test: 'test_config_workers', env: 'oss-cluster' } },
    ],
    ['logs/7cc4f0aa.slave-2-test_x.log', { rltest: { role: 'slave', index: 2, test: 'test_x', env: '' } }],
  ])('%s', (entry, expected) => {
    expect(parseEntryName(entry)).toMatchObject(expected);
  });

  test('a plain name tells nothing but its stem', () => {
    expect(parseEntryName('notes.txt')).toEqual({ stem: 'notes.txt' });
    expect(parseEntryName('')).toEqual({ stem: '' });
  });
});
