import { describe, expect, it } from 'vitest';
import { analyzeFiles, clusterSet, HOUR, pythonStamp, redisStamp, saves, started } from './staged.js';

type Files = Record<string, string[]>;

const SHARD = { pid: 48112, port: 24113 };
const DAY_END = 12 * HOUR;

function event(ms: number, level: string, fields: object): string {
  const time = Date.UTC(2026, 2, 12) / 1000 + Math.floor(ms / 1000);
  return `${pythonStamp(ms).slice(0, 19)} ${level} EventLog: ${JSON.stringify({ ...fields, time })}`;
}

/** A run of a state machine in both prefixes that the managers have. */
function machine(name: string, object: string, states: string[], fromMs: number, prefix = 'cnm_exec MainThread: '): string[] {
  const line = (ms: number, text: string) => `${pythonStamp(ms)} INFO${prefix === '' ? ': ' : ` ${prefix}`}${text}`;
  return [
    line(fromMs, `=== [${object}] STATEMACHINE [${name}] STARTED ===`),
    ...states.flatMap((state, i) => [
      line(fromMs + 100 * i + 10, `${name}: ${object}[${state}]: entering state`),
      line(fromMs + 100 * i + 60, `${name}: ${object}[${state}]: fulfilled, calling next state.`),
    ]),
    line(fromMs + 100 * states.length + 100, `=== [${object}] STATEMACHINE [${name}] ENDED SUCCESSFULLY ===`),
  ];
}

function shardLog(): string[] {
  return [...started(SHARD), ...clusterSet(SHARD, HOUR + 4000, HOUR + 60_000), ...saves(SHARD, 2 * HOUR, DAY_END)];
}

const RLADMIN_OK = [
  'CLUSTER NODES:',
  'NODE:ID ROLE   ADDRESS      EXTERNAL_ADDRESS HOSTNAME SHARDS CORES FREE_RAM        STATUS',
  '*node:1 master 192.0.2.77                    re1      1/100  8     14.91GB/15.54GB OK',
  '',
  'DATABASES:',
  'DB:ID NAME     TYPE  STATUS SHARDS PLACEMENT REPLICATION PERSISTENCE ENDPOINT',
  'db:6  recovery redis active 1      dense     disabled    aof         redis-17002.example.com:17002',
  '',
  'SHARDS:',
  'DB:ID NAME     ID       NODE   ROLE   SLOTS   USED_MEMORY STATUS',
];

const UPDATE = ['prepare', 'flush', 'update_dns', 'update_redis', 'reshard', 'adjust_to_shards_blueprint', 'updated'];
const FAILOVER = ['prepare', 'check_slave', 'stop_wd', 'promote_slave', 'notify_dmc', 'rebind_endpoints', 'start_wd', 'done'];

describe('a healthy package stays calm', () => {
  const cases: [string, Files][] = [
    [
      'alerts that were raised and cleared, and those of a busy day',
      {
        'node_1/logs/event_log.log': [
          event(2 * HOUR, 'WARNING', { type: 'persistent_storage', object: 'node:1', state: true, threshold: '70' }),
          event(3 * HOUR, 'WARNING', { type: 'even_node_count', object: 'cluster', state: true, node_count: 2 }),
          event(3 * HOUR, 'WARNING', { type: 'high_latency', object: 'bdb:6', state: true, threshold: '5' }),
          event(4 * HOUR, 'INFO', { type: 'persistent_storage', object: 'node:1', state: false, threshold: '70' }),
        ],
      },
    ],
    ['a failover that ended well', { 'node_1/logs/cnm_exec.log': machine('SMRedisFailover', 'bdb:6', FAILOVER, 5 * HOUR) }],
    [
      'a resharding that ended well, with pid files that were not there yet',
      {
        'node_1/logs/cnm_exec.log': [
          ...machine('SMUpdateBDB', 'bdb:6', UPDATE, 5 * HOUR, ''),
          `${pythonStamp(6 * HOUR)} INFO: redis:13: pidfile error: [Errno 2] No such file or directory: '/var/run/redis/redis-13.pid'`,
        ],
      },
    ],
    [
      'an operator restarts managers',
      {
        'node_1/logs/supervisord.log': [
          `${pythonStamp(5 * HOUR)} INFO waiting for dmcproxy to stop`,
          `${pythonStamp(5 * HOUR + 900)} INFO stopped: dmcproxy (terminated by SIGTERM)`,
          `${pythonStamp(5 * HOUR + 950)} INFO spawned: 'dmcproxy' with pid 9120`,
          `${pythonStamp(5 * HOUR + 1990)} INFO success: dmcproxy entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)`,
        ],
      },
    ],
    [
      'rladmin that was taken while the shard loaded',
      { 'node_1/node_1.rladmin': [...RLADMIN_OK, 'db:6  recovery redis:13 node:1 master 0-16383 3.12MB      LOADING'] },
    ],
    [
      'one time-out of a manager, and the shard logs on',
      {
        'node_1/logs/redis_mgr.log': [
          `${pythonStamp(HOUR + 30_000)} ERROR redis_mgr MainThread: redis:13: Timeout reading from /tmp/redis-13.sock`,
        ],
      },
    ],
    [
      'a state machine that failed and succeeded an hour later',
      {
        'node_1/logs/cnm_exec.log': [
          `${pythonStamp(4 * HOUR)} INFO cnm_exec MainThread: === [bdb:6] STATEMACHINE [SMUpdateBDB] STARTED ===`,
          `${pythonStamp(4 * HOUR + 10)} INFO cnm_exec MainThread: SMUpdateBDB: bdb:6[update_redis]: entering state`,
          `${pythonStamp(4 * HOUR + 9000)} ERROR cnm_exec MainThread: SMUpdateBDB: bdb:6[update_redis]: state failed`,
          ...machine('SMUpdateBDB', 'bdb:6', UPDATE, 5 * HOUR),
        ],
      },
    ],
  ];
  it.each(cases)('%s', async (_, files) => {
    const report = await analyzeFiles({ 'node_1/logs/redis-13.log': shardLog(), ...files });
    expect([report.verdict.status, report.verdict.headline]).toEqual(['healthy', expect.any(String)]);
  });
});

describe('a package with a fault says what it is', () => {
  const stuck = [
    `${pythonStamp(5 * HOUR)} INFO: === [bdb:6] STATEMACHINE [SMUpgradeBDB] STARTED ===`,
    `${pythonStamp(5 * HOUR + 10)} INFO: SMUpgradeBDB: bdb:6[prepare]: entering state`,
    `${pythonStamp(5 * HOUR + 20)} INFO: SMUpgradeBDB: bdb:6[prepare]: fulfilled, calling next state.`,
    `${pythonStamp(5 * HOUR + 30)} INFO: SMUpgradeBDB: bdb:6[bind_endpoint]: entering state`,
  ];
  const cases: [string, Files, string, RegExp][] = [
    [
      'a shard that is down',
      {
        'node_1/node_1.rladmin': [...RLADMIN_OK, 'db:6  recovery redis:13 node:1 master 0-16383 -           DOWN'],
        'node_1/logs/redis_mgr.log': [
          `${pythonStamp(DAY_END + HOUR)} ERROR redis_mgr MainThread: redis:13 is not running after all retries.`,
        ],
      },
      'enterprise/orchestration',
      /redis:13/,
    ],
    [
      'a state machine that stands still without any error',
      { 'node_1/logs/cnm_exec.log': [...stuck, ...machine('SMUpdateBDB', 'bdb:9', UPDATE, 6 * HOUR, '')] },
      'enterprise/orchestration',
      /SMUpgradeBDB of bdb:6.*bind_endpoint/s,
    ],
    [
      'a state machine whose step failed, in the other prefix',
      {
        'node_1/logs/cnm_exec.log': [
          `${pythonStamp(5 * HOUR)} INFO cnm_exec MainThread: === [bdb:6] STATEMACHINE [SMRecoverBDB] STARTED ===`,
          `${pythonStamp(5 * HOUR + 10)} INFO cnm_exec MainThread: SMRecoverBDB: bdb:6[create_redis]: entering state`,
          `${pythonStamp(5 * HOUR + 9000)} ERROR cnm_exec MainThread: SMRecoverBDB: bdb:6[create_redis]: state failed`,
          `${pythonStamp(5 * HOUR + 9001)} INFO cnm_exec MainThread: retry from state:init reason:no answer failed_state:create_redis`,
        ],
      },
      'enterprise/orchestration',
      /SMRecoverBDB of bdb:6.*create_redis/s,
    ],
    [
      'an alert that nothing cleared',
      {
        'node_1/logs/event_log.log': [
          event(5 * HOUR, 'ERROR', { type: 'insufficient_disk_aofrw', object: 'node:1', state: true, missing: 604602126 }),
        ],
      },
      'enterprise/orchestration',
      /insufficient_disk_aofrw/,
    ],
    [
      'a node that is gone',
      {
        'node_1/logs/event_log.log': [event(5 * HOUR, 'CRITICAL', { type: 'failed', object: 'node:2', state: true })],
        'node_1/logs/cluster_wd.log': [
          `${pythonStamp(5 * HOUR - 900)} WARNING cluster_wd MainThread: node:2: no heartbeat, failcount: 3`,
          `${pythonStamp(5 * HOUR - 500)} ERROR cluster_wd MainThread: node:2 is dead, last seen 3s ago`,
        ],
      },
      'cluster/node-failure',
      /node:2/,
    ],
    [
      'a manager that dies of a signal again and again',
      {
        'node_1/logs/supervisord.log': [5, 6, 7].flatMap((hour) => [
          `${pythonStamp(hour * HOUR)} INFO exited: envoy (terminated by SIGABRT (core dumped); not expected)`,
          `${pythonStamp(hour * HOUR + 1000)} INFO spawned: 'envoy' with pid ${9000 + hour}`,
        ]),
      },
      'enterprise/orchestration',
      /envoy.*SIGABRT/s,
    ],
  ];
  it.each(cases)('%s', async (_, files, kind, says) => {
    const report = await analyzeFiles({ 'node_1/logs/redis-13.log': shardLog(), ...files });
    expect(report.verdict.kind).toBe(kind);
    const lead = report.incidents[0];
    const told = [lead?.headline, ...(lead?.summary ?? []), ...(lead?.explanations[0]?.ledger ?? []).map((item) => item.claim)].join('\n');
    expect(told).toMatch(says);
  });

  it('an old line of the kernel about the same pid is not the end of a shard that logs on', async () => {
    const report = await analyzeFiles({
      'node_1/logs/redis-13.log': shardLog(),
      'node_1/logs/messages': [
        `Mar 12 0${Math.floor((2 * HOUR) / HOUR)}:30:00 re1 kernel: Out of memory: Killed process ${SHARD.pid} (redis-server-7.) total-vm:100kB, anon-rss:50kB`,
      ],
    });
    expect(report.processes.find((process) => process.pid === SHARD.pid)?.end).not.toBe('killed');
  });
});

describe('units, containers and pods', () => {
  const unit = (second: number, text: string) => `Jul 17 15:37:${String(second).padStart(2, '0')} web1 systemd[1]: ${text}`;
  const events = (...rows: string[]) => ['LAST SEEN   TYPE      REASON      OBJECT        MESSAGE', ...rows];
  const cases: [string, Files, string[]][] = [
    [
      'a unit that ends with 1 again and again',
      { 'journal.txt': [11, 12, 13].map((s) => unit(s, 'valkey.service: Main process exited, code=exited, status=1/FAILURE')) },
      ['crash/loop'],
    ],
    [
      'the words of systemd 219',
      {
        messages: [
          unit(11, 'redis.service: main process exited, code=exited, status=1/FAILURE'),
          unit(11, 'Unit redis.service entered failed state.'),
          unit(12, 'redis.service: main process exited, code=exited, status=1/FAILURE'),
          unit(13, 'start request repeated too quickly for redis.service'),
        ],
      },
      ['crash/loop'],
    ],
    [
      'the sandbox of a unit',
      {
        'journal.txt': [
          unit(11, 'redis-server.service: Failed at step NAMESPACE spawning /usr/bin/redis-server: No such file or directory'),
          unit(11, 'redis-server.service: Main process exited, code=exited, status=226/NAMESPACE'),
        ],
      },
      ['startup/config'],
    ],
    [
      'killed for memory',
      {
        'journal.txt': [
          unit(11, 'redis-server.service: A process of this unit has been killed by the OOM killer.'),
          unit(12, "redis-server.service: Failed with result 'oom-kill'."),
        ],
      },
      ['exit/oom-killer'],
    ],
    [
      'a liveness probe',
      {
        'events.txt': events(
          '2m          Warning   Unhealthy   pod/redis-0   Liveness probe failed: command timed out',
          '2m          Normal    Killing     pod/redis-0   Container redis failed liveness probe, will be restarted',
        ),
      },
      ['exit/killed'],
    ],
    [
      'a volume that cannot be mounted',
      {
        'events.txt': events(
          '2m          Warning   FailedMount   pod/redis-0   Unable to attach or mount volumes: timed out waiting for the condition',
        ),
      },
      ['startup/config'],
    ],
    [
      'a crash loop',
      {
        'events.txt': events(
          '2m          Warning   BackOff     pod/redis-0   Back-off restarting failed container redis in pod redis-0_cache(1)',
        ),
      },
      ['crash/loop'],
    ],
  ];
  it.each(cases)('%s', async (_, files, kinds) => {
    const report = await analyzeFiles(files);
    expect(kinds).toContain(report.verdict.kind);
  });

  it.each([
    ['a planned stop', { 'events.txt': events('2m          Normal    Killing     pod/redis-0   Stopping container redis') }],
    [
      'a unit that was stopped',
      { 'journal.txt': [unit(11, 'Stopping Advanced key-value store...'), unit(12, 'redis-server.service: Succeeded.')] },
    ],
  ])('%s is no incident', async (_, files) => {
    const log = [
      ...started(SHARD),
      `48112:M ${redisStamp(2 * HOUR)} * User requested shutdown...`,
      `48112:M ${redisStamp(2 * HOUR + 9)} # Redis is now ready to exit, bye bye...`,
    ];
    const report = await analyzeFiles({ 'redis.log': log, ...files });
    expect(report.verdict.status).toBe('healthy');
  });

  it('another service of the journal is nobody of ours', async () => {
    const report = await analyzeFiles({
      'redis.log': shardLog(),
      'journal.txt': [unit(11, 'nginx.service: Main process exited, code=exited, status=1/FAILURE')],
    });
    expect(report.verdict.status).toBe('healthy');
  });
});
