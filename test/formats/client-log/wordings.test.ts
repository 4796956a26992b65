import { describe, expect, it } from 'vitest';
import { parseClientLine } from '../../../src/formats/client-log/line.js';

/** Lines as the libraries print them; keys and hosts are replaced. `[library and version, line, what is read]`. */
const CONNECTIONS: readonly (readonly [string, string, Record<string, unknown>])[] = [
  [
    'redis-py 3 to 5',
    'redis.exceptions.ConnectionError: Error 111 connecting to cache.internal:6379. Connection refused.',
    { error: 'refused', library: 'redis-py', host: 'cache.internal', port: 6379 },
  ],
  [
    'redis-py 4',
    'redis.exceptions.TimeoutError: Timeout reading from 10.1.2.3:6379',
    { error: 'timeout', library: 'redis-py', host: '10.1.2.3', port: 6379 },
  ],
  [
    'redis-py 3',
    'redis.exceptions.ConnectionError: Error -2 connecting to redis-master:6379. Name or service not known.',
    { error: 'unresolved', host: 'redis-master', port: 6379 },
  ],
  [
    'redis-py 4',
    "redis.exceptions.ConnectionError: Error while reading from 10.1.2.3:6380 : (104, 'Connection reset by peer')",
    { error: 'closed', host: '10.1.2.3', port: 6380 },
  ],
  [
    'Celery 5, kombu',
    '[2024-01-04 16:28:37,374: ERROR/MainProcess] consumer: Cannot connect to redis://cache:6379/0: Error 111 connecting to cache:6379. Connection refused..',
    { error: 'refused', library: 'Celery', host: 'cache', port: 6379 },
  ],
  [
    'Celery 5',
    '[2025-07-23 16:45:16,254: ERROR/MainProcess] consumer: Cannot connect to rediss://broker.internal:6380/5: Timeout connecting to server.',
    { error: 'timeout', library: 'Celery', host: 'broker.internal', port: 6380 },
  ],
  [
    'Lettuce 5, Spring Boot 2',
    '2020-12-24 10:00:00.123 ERROR 12 --- [nio-8080-exec-1] c.e.Cache : failed; nested exception is io.lettuce.core.RedisConnectionException: Unable to connect to 10.1.2.3:6379',
    { error: 'failed', library: 'Lettuce', host: '10.1.2.3', port: 6379 },
  ],
  [
    'Lettuce 6',
    'io.lettuce.core.RedisCommandTimeoutException: Command timed out after 1 minute(s)',
    { error: 'timeout', library: 'Lettuce' },
  ],
  [
    'Jedis 3',
    'redis.clients.jedis.exceptions.JedisConnectionException: Could not get a resource from the pool',
    { error: 'pool', library: 'Jedis' },
  ],
  [
    'Jedis 4',
    'redis.clients.jedis.exceptions.JedisConnectionException: java.net.SocketTimeoutException: Read timed out',
    { error: 'timeout', library: 'Jedis' },
  ],
  ['Jedis 3', 'redis.clients.jedis.exceptions.JedisConnectionException: Unexpected end of stream.', { error: 'closed', library: 'Jedis' }],
  [
    'Redisson 3',
    'org.redisson.client.RedisTimeoutException: Unable to acquire connection! Increase connection pool size. Node source: NodeSource [slot=null, client=[addr=redis://10.1.2.3:6816], nodeType=MASTER]',
    { error: 'pool', library: 'Redisson', host: '10.1.2.3', port: 6816 },
  ],
  [
    'StackExchange.Redis 2',
    'StackExchange.Redis.RedisTimeoutException: Timeout performing HMGET (5000ms), inst: 0, qu: 37, qs: 0, serverEndpoint: cache.example.net:6380, mc: 1/1/0, mgr: 10 of 10 available',
    { error: 'timeout', library: 'StackExchange.Redis', host: 'cache.example.net', port: 6380 },
  ],
  [
    'StackExchange.Redis 1',
    'StackExchange.Redis.RedisTimeoutException: Timeout performing GET key, inst: 1, serverEndpoint: Unspecified/cache.example.net:6379, keyHashSlot: 14525',
    { error: 'timeout', host: 'cache.example.net', port: 6379 },
  ],
  [
    'StackExchange.Redis 2',
    'StackExchange.Redis.RedisConnectionException: It was not possible to connect to the redis server(s). UnableToConnect on 10.1.2.3:6379/Interactive, Initializing/NotStarted, last: NONE',
    { error: 'failed', library: 'StackExchange.Redis', host: '10.1.2.3', port: 6379 },
  ],
  [
    'ioredis 4',
    '[ioredis] Unhandled error event: Error: connect ECONNREFUSED 127.0.0.1:6379',
    { error: 'refused', library: 'ioredis', host: '127.0.0.1', port: 6379 },
  ],
  ['ioredis 4', '[ioredis] Unhandled error event: Error: read ECONNRESET', { error: 'closed', library: 'ioredis' }],
  ['ioredis 5', '[ioredis] Unhandled error event: Error: getaddrinfo ENOTFOUND redis-master', { error: 'unresolved', library: 'ioredis' }],
  [
    'node-redis 2',
    'Error: Redis connection to 10.1.2.3:6379 failed - connect ETIMEDOUT 10.1.2.3:6379',
    { error: 'timeout', library: 'node-redis', host: '10.1.2.3', port: 6379 },
  ],
  [
    'go-redis 9',
    '2025/11/10 17:09:06 redis: connection pool: failed to dial after 5 attempts: dial tcp 10.1.2.3:6379: i/o timeout',
    { error: 'timeout', library: 'go-redis', host: '10.1.2.3', port: 6379 },
  ],
  [
    'go-redis 8',
    '{"level":"error","ts":1700000000.1,"caller":"cache/redis.go:51","msg":"get","error":"read tcp 10.9.9.9:43210->10.1.2.3:6379: i/o timeout"}',
    { error: 'timeout', host: '10.1.2.3', port: 6379 },
  ],
  ['redigo', 'ERRO[0003] session store: dial tcp: lookup redis-master on 10.0.0.10:53: no such host', { error: 'unresolved' }],
  [
    'redis-rb 4',
    'Redis::CannotConnectError: Error connecting to Redis on 127.0.0.1:6379 (Errno::ECONNREFUSED)',
    { error: 'refused', library: 'redis-rb', host: '127.0.0.1', port: 6379 },
  ],
  [
    'Sidekiq 5',
    '2014-10-07T16:08:54.499Z 25067 TID-ot9yxdtv8 ERROR: heartbeat: Error connecting to Redis on 10.1.2.3:6379 (ECONNREFUSED)',
    { error: 'refused', library: 'Sidekiq', host: '10.1.2.3', port: 6379 },
  ],
  [
    'Sidekiq 2',
    '2013-10-08T18:45:05Z 2 TID-17s47s ERROR: Error fetching message: Connection timed out',
    { error: 'timeout', library: 'Sidekiq' },
  ],
  [
    'Predis 1',
    'Predis\\Connection\\ConnectionException: Connection refused [tcp://10.1.2.3:6379]',
    { error: 'refused', library: 'Predis', host: '10.1.2.3', port: 6379 },
  ],
  [
    'phpredis 5',
    'PHP Fatal error:  Uncaught RedisException: read error on connection to 10.1.2.3:6379 in /srv/app/cache.php:12',
    { error: 'closed', library: 'phpredis', host: '10.1.2.3', port: 6379 },
  ],
  ['redis-rs', 'ERROR cache: redis error: Connection refused (os error 111)', { error: 'refused', library: 'redis-rs' }],
  [
    'redis_exporter 1.11',
    `time="2020-08-10T03:16:11Z" level=error msg="Couldn't connect to redis instance"`,
    { error: 'failed', library: 'redis_exporter' },
  ],
  ['redis_exporter', 'redis_up 0', { error: 'failed', library: 'redis_exporter' }],
  [
    'Twemproxy 0.4',
    "[2015-04-03 17:01:22.608] nc_core.c:237 close s 10 '10.1.2.3:6379' on event FF00FF eof 0 done 0 rb 0 sb 0: Connection refused",
    { error: 'refused', library: 'Twemproxy', host: '10.1.2.3', port: 6379 },
  ],
  [
    'HAProxy 2',
    'Server redis_back/redis1 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms.',
    { error: 'refused', library: 'HAProxy' },
  ],
  [
    'redis-cli',
    'Could not connect to Redis at 127.0.0.1:6379: Connection refused',
    { error: 'refused', library: 'redis-cli', host: '127.0.0.1', port: 6379 },
  ],
];

const REPLIES: readonly (readonly [string, string, string])[] = [
  ['redis-py', "redis.exceptions.OutOfMemoryError: command not allowed when used memory > 'maxmemory'.", 'oom'],
  ['Jedis', "redis.clients.jedis.exceptions.JedisDataException: OOM command not allowed when used memory > 'maxmemory'.", 'oom'],
  [
    'phpredis',
    'RedisException: MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk.',
    'misconf',
  ],
  ['Valkey', 'ReplyError: MISCONF Valkey is configured to save RDB snapshots, but it is currently unable to persist to disk.', 'misconf'],
  ['redis-py', "redis.exceptions.ReadOnlyError: You can't write against a read only replica.", 'readonly'],
  ['node-redis', "ReplyError: READONLY You can't write against a read only slave.", 'readonly'],
  ['Lettuce', 'io.lettuce.core.RedisLoadingException: LOADING Redis is loading the dataset in memory', 'loading'],
  ['redis-py', 'redis.exceptions.BusyLoadingError: Redis is loading the dataset in memory', 'loading'],
  [
    'Lettuce',
    'io.lettuce.core.RedisBusyException: BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
    'busy',
  ],
  ['go-redis', 'cache: NOAUTH Authentication required.', 'noauth'],
  ['ioredis', 'ReplyError: WRONGPASS invalid username-password pair or user is disabled.', 'wrongpass'],
  ['redis-rb', "Redis::CommandError: NOPERM this user has no permissions to run the 'keys' command", 'noperm'],
  ['Jedis', 'redis.clients.jedis.exceptions.JedisClusterException: CLUSTERDOWN The cluster is down', 'clusterdown'],
  ['StackExchange.Redis', 'StackExchange.Redis.RedisServerException: CLUSTERDOWN Hash slot not served', 'clusterdown'],
  ['redis-py', "redis.exceptions.MasterDownError: Link with MASTER is down and replica-serve-stale-data is set to 'no'.", 'masterdown'],
  ['go-redis', 'NOREPLICAS Not enough good replicas to write.', 'noreplicas'],
  ['Sidekiq', '4 TID-1bp7xs ERROR: Error fetching job: ERR max number of clients reached', 'maxclients'],
  ['Jedis', 'JedisDataException: EXECABORT Transaction discarded because of previous errors.', 'execabort'],
];

const NOT_OURS: readonly string[] = [
  'ERROR could not connect to server: Connection refused Is the server running on host "10.0.0.9" and accepting TCP/IP connections on port 5432?',
  'kombu.exceptions.OperationalError: [Errno 111] Connection refused amqp://guest@mq:5672//',
  '2024-01-01 10:00:00 ERROR connect ECONNREFUSED 10.0.0.9:27017',
  '2024-01-01 10:00:00 ERROR request to https://api.example.net/v1/redistribute timed out',
  '2024-01-01 10:00:00 INFO  redis client configured: host=cache port=6379 timeout=2000 connectTimeout=5000 retry=exponential',
  '2024-01-01 10:00:00 DEBUG redis: dial 10.1.2.3:6379 in 1.0s with dial tcp 10.1.2.3:6379: i/o timeout',
  "[2015-08-12 14:08:19.281] nc_core.c:237 close c 529 '127.0.0.1:17958' on event 00FF eof 0 done 0 rb 993790 sb 399415742: Invalid argument",
  'redis_up 1',
  '    at io.lettuce.core.RedisConnectionException.create(RedisConnectionException.java:78)',
  '# MASTERDOWN Link with MASTER is down',
  'INFO Rediscovering peers, connection refused by 3 of 7',
];

describe('what clients log', () => {
  it.each(CONNECTIONS)('%s: %s', (_, line, wanted) => {
    expect(parseClientLine(line)).toMatchObject(wanted);
  });

  it.each(REPLIES)('quoted by %s: %s', (_, line, error) => {
    const said = parseClientLine(line);
    expect(said?.error).toBe(error);
    expect(line).toContain(said?.reply);
  });

  it.each(NOT_OURS)('is not read: %s', (line) => {
    const said = parseClientLine(line);
    expect(said === undefined || said.error === 'restored').toBe(true);
  });
});
