import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClientTracker } from '../../../src/formats/client-log/tracker.js';
import type { LineContext } from '../../../src/model/text.js';

function read(lines: readonly string[], wrapTimeMs = Number.NaN) {
  const tracker = new ClientTracker('app.log', '');
  let offset = 0;
  lines.forEach((text, index) => {
    const context: LineContext = {
      entry: 'app.log',
      line: index + 1,
      offset,
      wrapTimeMs,
      sub: '',
      wrapLevel: '',
      wrapPid: 0,
      wrapWallMs: Number.NaN,
      wrapping: 'plain',
    };
    offset += text.length + 1;
    tracker.take(text, context);
  });
  return tracker.finish();
}

const JAVA = [
  '2024-05-15 10:05:10.001 ERROR 12 --- [nio-8080-exec-1] c.e.Cache : cache get failed',
  'org.springframework.data.redis.RedisConnectionFailureException: Unable to connect to Redis; nested exception is io.lettuce.core.RedisConnectionException: Unable to connect to 10.1.2.3:6379',
  '\tat io.lettuce.core.RedisConnectionException.create(RedisConnectionException.java:78)',
  '\t... 64 common frames omitted',
  'Caused by: io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: /10.1.2.3:6379',
  'Caused by: java.net.ConnectException: Connection refused',
];
const PYTHON = [
  '2024-05-15 10:05:10,120 ERROR cache write failed: Error 111 connecting to redis-master:6379. Connection refused.',
  'Traceback (most recent call last):',
  '  File "/usr/lib/python3/site-packages/redis/connection.py", line 707, in connect',
  'ConnectionRefusedError: [Errno 111] Connection refused',
  '',
  'During handling of the above exception, another exception occurred:',
  'redis.exceptions.ConnectionError: Error 111 connecting to redis-master:6379. Connection refused.',
];

describe('the lines of clients, folded', () => {
  it('a stack trace is one error, its cause and the moment are those of the whole event', () => {
    const [record, ...others] = read([...JAVA, ...JAVA]);
    expect(others).toEqual([]);
    expect(record).toMatchObject({ error: 'refused', host: '10.1.2.3', port: 6379, count: 2, library: 'Lettuce' });
    expect(record?.stamp).toEqual({ wallMs: Date.UTC(2024, 4, 15, 10, 5, 10, 1), basis: 'naive' });
    expect([record?.cite.line, record?.last.cite.line]).toEqual([2, 8]);
  });

  it('the end of a traceback repeats what the logger said above it', () => {
    expect(read([...PYTHON, ...PYTHON, ...PYTHON])).toMatchObject([{ error: 'refused', host: 'redis-master', count: 3 }]);
  });

  it('without stamps each line counts', () => {
    expect(
      read(Array.from({ length: 50 }, () => '[ioredis] Unhandled error event: Error: connect ECONNREFUSED 10.1.2.3:6379')),
    ).toMatchObject([{ error: 'refused', count: 50, samples: { length: 8 } }]);
  });

  it('servers and errors are kept apart, first and last are told', () => {
    const lines = ['10.0.0.1', '10.0.0.2', '10.0.0.1'].map(
      (host, index) =>
        `2022/02/21 21:39:4${index} redis: connection pool: failed to dial after 5 attempts: dial tcp ${host}:6379: i/o timeout`,
    );
    expect(read(lines).map((record) => [record.host, record.count, record.cite.line, record.last.cite.line])).toEqual([
      ['10.0.0.1', 2, 1, 3],
      ['10.0.0.2', 1, 2, 2],
    ]);
  });

  it('a client that says once where it connects means that server', () => {
    const [record] = read([
      '4 TID-bk3qd INFO: Booting Sidekiq 5.1.1 with redis options {:url=>"redis://user:REDACTED@cache.example.net:12471/"}',
      '4 TID-1bp7xs ERROR: Error fetching job: ERR max number of clients reached',
    ]);
    expect(record).toMatchObject({
      error: 'maxclients',
      host: 'cache.example.net',
      port: 12471,
      reply: 'ERR max number of clients reached',
    });
  });

  it.each([
    ['log4j, Python', '2024-05-15 10:05:10,120 ERROR redis timed out', Date.UTC(2024, 4, 15, 10, 5, 10, 120)],
    ['Go', '2024/05/15 10:05:10 redis: i/o timeout', Date.UTC(2024, 4, 15, 10, 5, 10)],
    ['zap', '{"level":"error","ts":1715767510.25,"msg":"redis timed out"}', 1715767510250],
    ['pino', '{"level":50,"time":1715767510250,"msg":"redis timed out"}', 1715767510250],
    ['logrus', 'time="2024-05-15T10:05:10Z" level=error msg="redis timed out"', Date.UTC(2024, 4, 15, 10, 5, 10)],
    ['php-fpm', '[15-May-2024 10:05:10 UTC] PHP Fatal error: RedisException: timed out', Date.UTC(2024, 4, 15, 10, 5, 10)],
    [
      'Twemproxy',
      "[2024-05-15 10:05:10.120] nc_core.c:237 close s 10 '10.1.2.3:6379' on event FF00FF eof 0: Connection timed out",
      Date.UTC(2024, 4, 15, 10, 5, 10, 120),
    ],
    [
      'Ruby',
      'E, [2024-05-15T10:05:10.120 #12] ERROR -- : Redis::TimeoutError (Connection timed out)',
      Date.UTC(2024, 4, 15, 10, 5, 10, 120),
    ],
  ])('is dated by the stamp of %s', (_, line, wallMs) => {
    expect(read([line])[0]?.stamp.wallMs).toBe(wallMs);
  });

  it('takes the stamp of the wrapper where the line has none', () => {
    expect(read(['[ioredis] Unhandled error event: Error: read ECONNRESET'], 1715767510250)[0]?.stamp).toEqual({
      wallMs: 1715767510250,
      basis: 'absolute',
    });
  });
});

/** What applications that are well write, with and without Redis. */
const CALM = [
  'INFO  Started App in 3.1 seconds (JVM running for 4.2)',
  'INFO  redis client ready, host=cache port=6379 timeout=2000 connectTimeout=5000',
  'INFO  Connected to redis://cache:6379/0',
  'DEBUG redis: GET user:17 took 1.2 ms',
  'ERROR connect ECONNREFUSED 10.0.0.9:5432',
  'WARN  request to https://api.example.net/orders timed out after 5000 ms',
  'ERROR java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms.',
  '\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:197)',
  'ERROR kafka: client has run out of available brokers to talk to: dial tcp 10.0.0.7:9092: connect: connection refused',
  'INFO  redistributing 17 partitions',
  'ERROR disk is read only',
  'WARN  user 17 is not authenticated',
  'INFO  GET /health 200 in 3 ms',
  'NullPointerException: order is null',
  '',
];

describe('an application that has no trouble with Redis', () => {
  it('tells of none, in whatever order it writes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...CALM), fc.nat(86_400)), { maxLength: 60 }), (lines) => {
        const text = lines.map(([line, second]) => (line.startsWith('\t') ? line : `${new Date(second * 1000).toISOString()} ${line}`));
        return read(text).every((record) => record.error === 'restored');
      }),
      { numRuns: 200 },
    );
  });

  it('of arbitrary text no line of it crashes the reader', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 200 }), { maxLength: 20 }), (lines) => {
        read(lines.map((line) => `redis ${line}`));
        return true;
      }),
      { numRuns: 200 },
    );
  });
});
