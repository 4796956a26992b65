import { describe, expect, it } from 'vitest';
import { redactLine, redactLines } from './lines.js';

/** A line, what must be gone, what must stay. */
type Row = [line: string, gone: string[], kept: string[]];

const P = '4067:M 23 Nov 2026 06:27:30.340 *';
const ID = 'c40511b4fea71b66ebb96170683e01f10d6647ce';

const ROWS: Record<string, Row[]> = {
  addresses: [
    [`${P} Replica 10.20.30.40:6380 asks for synchronization`, ['10.20.30.40'], [':6380 asks for synchronization']],
    [`${P} Accepted [2001:db8:7::12]:50112`, ['2001:db8:7::12'], [']:50112']],
    ['id=7 addr=10.1.2.3:50112 laddr=192.168.7.9:6379 fd=8 name= age=1', ['10.1.2.3', '192.168.7.9'], [':50112', ':6379', 'name= age=1']],
    [
      `${ID} 10.1.2.3:7001@17001,db-7.acme.corp master - 0 0 1 connected 0-5460`,
      [ID, '10.1.2.3', 'db-7', 'acme'],
      [':7001@17001,', 'master', '0-5460'],
    ],
    [`${ID} 2a02:1450:4001:81b::200e:7001@17001 myself,master - 0 0 1 connected`, ['2a02:1450'], [':7001@17001 myself,master']],
    ['fe80::1ff:fe23:4567:890a%eth0 is up', ['fe80::1ff:fe23:4567:890a'], ['is up']],
    ['link/ether 02:42:ac:11:00:02 brd', ['02:42:ac:11:00:02'], ['brd']],
    ['bind 127.0.0.1 ::1 0.0.0.0', [], ['127.0.0.1 ::1 0.0.0.0']],
    ['connected from ip-10-0-1-23.ec2.internal', ['10-0-1-23', 'ec2.internal'], []],
    ['Redis version 7.4.1, module ver 2.10.20, glibc version 2.36.9.1', [], ['7.4.1', '2.10.20', '2.36.9.1']],
  ],
  hosts: [
    [`${P} Connecting to MASTER redis-7.prod.acme.com:6379`, ['redis-7', 'acme', 'prod.'], ['Connecting to MASTER ', ':6379']],
    [`${P} Connecting to MASTER dbhost7:6379`, ['dbhost7'], [':6379']],
    ['master_host:ordersdb', ['ordersdb'], ['master_host:']],
    [
      'Nov 23 06:26:12 acme-db2 redis-server[88]: Ready to accept connections',
      ['acme-db2'],
      ['redis-server[88]: Ready to accept connections'],
    ],
    ['<13>1 2026-11-23T06:26:12.300826+00:00 acme-db2 redis-server - - - Ready', ['acme-db2'], ['redis-server - - - Ready']],
    [`${P} Marking node ${ID} (orders-a) as failing (quorum reached).`, ['orders-a', ID], ['Marking node', 'as failing (quorum reached).']],
    ['redis-0.redis-headless.payments.svc.cluster.local is gone', ['payments', 'headless'], ['is gone']],
    ["Failed to resolve hostname 'cachebox'", ['cachebox'], ['Failed to resolve hostname']],
  ],
  'users and clients': [
    [
      'id=7 addr=127.0.0.1:50112 fd=8 name=billing-api age=1 idle=0 flags=N cmd=get user=alice lib-name=redis-py',
      ['billing-api', 'alice'],
      ['lib-name=redis-py', 'cmd=get', 'flags=N'],
    ],
    [
      'user alice on #5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8 ~cart:* &news:* +@all -flushall',
      ['alice', '5e884898', 'cart', 'news'],
      ['user ', ' on #', '~', '+@all -flushall'],
    ],
    [`${P} Error loading ACL rule '+@nope' for the user named 'eve'`, ["'eve'"], ['Error loading ACL rule']],
    ['[alice@acmebox ~]$ redis-cli ping', ['alice', 'acmebox'], ['redis-cli ping']],
    ['/home/jdoe42/redis/redis.conf', ['jdoe42'], ['/home/', '/redis/redis.conf']],
    ['uid=1001(jdoe42) gid=0(root)', ['jdoe42'], ['(root)']],
    ['id=3 addr=127.0.0.1:1 fd=8 name= age=0 flags=N user=default', [], ['user=default']],
  ],
  'keys and arguments': [
    ['1700000000.123456 [0 127.0.0.1:50112] "SET" "cart:4711" "4711" "EX" "60"', ['cart:4711', '"4711"'], ['"SET"', '"EX" "60"']],
    ['1700000000.123456 [0 127.0.0.1:50112] "get" "get"', ['"get" "get"'], ['"get" "key-1"']],
    ['argv[1]: \'"cart:47\\x01"\'', ['cart:47'], ['argv[1]: \'"', '"\'']],
    [`${P} Reading key 'session:9f' failed`, ['session:9f'], ["Reading key '"]],
    ["[additional info] Reading key 'basket:77'", ['basket:77'], []],
    [`${P} key 'basket:77' found in DB containing the following object:`, ['basket:77'], ['found in DB containing the following object:']],
    [`${P} # Object raw string content: "Jane Doe, Elm Street"`, ['Jane', 'Elm'], ['Object raw string content: ']],
    [
      `${P} <search> Scanning index customers in background: done (scanned=10)`,
      ['customers'],
      ['<search> Scanning index ', ' in background: done (scanned=10)'],
    ],
    ['127.0.0.1:6379> HSET cart:4711 owner zoe', ['cart:4711', 'zoe'], ['127.0.0.1:6379> HSET ']],
    ['127.0.0.1:6379> CONFIG SET maxmemory 100mb', [], ['CONFIG SET maxmemory 100mb']],
    ['127.0.0.1:6379> FT.SEARCH idx "@name:zoe" LIMIT 0 10', ['idx', 'zoe'], ['FT.SEARCH ', ' LIMIT 0 10']],
    [
      `${P} == CRITICAL == This replica is sending an error to its master: 'unknown command 'foo', with args beginning with: 'hunter22' ' after processing the command '<unknown>'`,
      ['hunter22'],
      ['== CRITICAL == This replica is sending an error'],
    ],
  ],
  secrets: [
    ['requirepass hunter2', ['hunter2'], ['requirepass ']],
    [">>> 'requirepas hunter2'", ['hunter2'], [">>> 'requirepas "]],
    ['masterauth "get"', ['"get"'], ['masterauth "']],
    ['sentinel auth-pass orders hunter2', ['orders', 'hunter2'], ['sentinel auth-pass ']],
    ['$ redis-cli -h dbhost7 -a hunter2 --user zoe GET k1', ['dbhost7', 'hunter2', 'zoe', 'k1'], ['redis-cli -h ', ' GET ']],
    ['connecting with redis://zoe:hunter2@db7.acme.com:6379/0', ['zoe', 'hunter2', 'acme'], ['connecting with ']],
    ['1700000000.123456 [0 127.0.0.1:50112] "AUTH" "zoe" "hunter2"', ['zoe', 'hunter2'], ['"AUTH"']],
    ['zoe 12 0.0 redis-server --requirepass hunter2 --port 6379', ['hunter2'], ['--requirepass ', ' --port 6379']],
    ['            "REDIS_PASSWORD=hunter2",', ['hunter2'], ['"REDIS_PASSWORD=']],
    ['subject: CN=zoebox, OU=zoeteam', ['zoebox', 'zoeteam'], ['subject: CN=']],
    ['{"message":"login","password":"get","user":"zoe"}', ['"get"', 'zoe'], ['"message":"login"']],
  ],
  'mail and URLs': [
    ['mail ops@acme-shop.com about it', ['ops@', 'acme-shop'], ['about it']],
    ['see https://wiki.acme.com/runbook?id=7.', ['acme', 'runbook'], ['see ']],
    [
      'see https://github.com/redis/redis/issues/1 and http://redis.io/topics/acl',
      [],
      ['https://github.com/redis/redis/issues/1', 'http://redis.io/topics/acl'],
    ],
    ['see https://github.com/acme/secret-repo', ['acme', 'secret-repo'], []],
    ['redis@6379.service: Main process exited', [], ['redis@6379.service']],
    ['#0 memcpy@@GLIBC_2.14 ()', [], ['memcpy@@GLIBC_2.14']],
  ],
  ids: [
    [`${P} Full resync from master: ${ID}:1234`, [ID], [':1234']],
    ['master_replid2:0000000000000000000000000000000000000000', [], ['0000000000000000000000000000000000000000']],
    ['pod 0f1e2d3c-1111-2222-3333-444455556666 evicted', ['0f1e2d3c'], ['evicted']],
    ['run_id:889c07fb5300eee1e419dfc06cfdbff610b2db45', ['889c07fb'], ['run_id:']],
  ],
  paths: [
    ['config_file:/srv/acmebank/conf/redis-3.conf', ['acmebank'], ['/srv/', '/conf/redis-3.conf']],
    [`${P} DB saved on /data/zoe-project/dump.rdb`, ['zoe-project'], ['/data/', '/dump.rdb']],
    ['dir "/srv/zoe files/x"', ['zoe files'], ['dir "/srv/']],
    ['C:\\Users\\zoe\\redis.log', ['zoe'], ['redis.log']],
    [
      '/opt/acmeco/bin/redis-server 10.9.8.7:6379(debugCommand+0x1f2)[0x55d0c0a1f75c]',
      ['acmeco', '10.9.8.7'],
      ['/bin/redis-server', '(debugCommand+0x1f2)[0x55d0c0a1f75c]'],
    ],
    [
      '#3  0x00007f in RSGlobalConfig_set (cfg=0x1, name="zoe42") at /build/acmeco/src/config.c:77',
      ['acmeco', 'zoe42'],
      ['RSGlobalConfig_set', 'config.c:77'],
    ],
  ],
};

describe('classes of private values', () => {
  for (const [name, rows] of Object.entries(ROWS)) {
    it.each(rows)(`${name}: %s`, (line, gone, kept) => {
      const redacted = redactLine(line);
      for (const value of gone) expect(redacted, `${value} in ${redacted}`).not.toContain(value);
      for (const value of kept) expect(redacted).toContain(value);
    });
  }
});

describe('values that several lines give away', () => {
  it('replaces a host found in one place everywhere, in file names and stems too', () => {
    const lines = [
      'master_host:ordersdb7',
      'Timeout talking to ordersdb7 again',
      '/var/log/redis/ordersdb7_redis.log',
      '/var/log/ordersdb7.log.1.gz',
    ];
    expect(redactLines(lines)).toEqual([
      'master_host:host-1',
      'Timeout talking to host-1 again',
      '/var/log/redis/host-1_redis.log',
      '/var/log/host-1.log.1.gz',
    ]);
  });

  it('knows a host by its short name', () => {
    const lines = ['Connecting to MASTER mercury7.fra.acme.com:6379', 'mercury7 is down', 'zone fra.acme.com', 'owner acme'];
    const redacted = redactLines(lines);
    expect(redacted[0]).toContain('host-1:6379');
    expect(redacted[1]).toBe('host-1 is down');
    expect(redacted.join('\n')).not.toMatch(/mercury7|acme|fra\./);
  });

  it('reads the arguments of a crash report line by line, an argument with newlines too', () => {
    const lines = ["argv[0]: 'SET'", "argv[1]: 'get'", "argv[2]: 'first", 'second zoe', "third'", '------ INFO OUTPUT ------'];
    const redacted = redactLines(lines);
    expect(redacted[0]).toBe("argv[0]: 'SET'");
    expect(redacted[1]).toBe("argv[1]: 'key-1'");
    expect(redacted.join('\n')).not.toMatch(/first|second|zoe|third/);
    expect(redacted[5]).toBe('------ INFO OUTPUT ------');
  });

  it('keeps the setting that a crash report shows', () => {
    const lines = ['argv[0]: \'"_FT.CONFIG"\'', 'argv[1]: \'"SET"\'', 'argv[2]: \'"WORKERS"\'', 'argv[3]: \'"0"\''];
    expect(redactLines(lines)).toEqual(lines);
  });

  it('reads a slow log, as a tree and through a pipe', () => {
    const tree = [
      ' 1) 1) (integer) 14',
      '    2) (integer) 1795415035',
      '    3) (integer) 4003818',
      '    4) 1) "GET"',
      '       2) "order"',
      '    5) "10.0.0.9:44322"',
      '    6) "worker"',
    ];
    expect(redactLines(tree).slice(3)).toEqual(['    4) 1) "GET"', '       2) "key-1"', '    5) "ip-1:44322"', '    6) "client-1"']);
    const raw = ['8', '1795415035', '4003818', 'GET', 'order', '10.0.0.9:44322', 'worker', '7', '1795415031', '826703', 'KEYS', 'x*'];
    expect(redactLines(raw)).toEqual([
      '8',
      '1795415035',
      '4003818',
      'GET',
      'key-1',
      'ip-1:44322',
      'client-1',
      '7',
      '1795415031',
      '826703',
      'KEYS',
      'key-2',
    ]);
  });

  it('reads pairs: the password behind its option', () => {
    expect(redactLines(['requirepass', 'get', 'save', '3600 1'])).toEqual(['requirepass', 'secret-1', 'save', '3600 1']);
    expect(redactLines(['1) "requirepass"', '2) "get"'])).toEqual(['1) "requirepass"', '2) "secret-1"']);
    expect(redactLines(['1) "masterauth"', '2) (nil)', '3) "save"'])).toEqual(['1) "masterauth"', '2) (nil)', '3) "save"']);
  });

  it('reads tables by their heading', () => {
    const table = [
      'DATABASES:',
      'DB:ID NAME   TYPE  STATUS SHARDS ENDPOINT',
      'db:1  zoedb  redis active 1      redis-12000.zoe.acme.com:12000',
      '',
    ];
    const redacted = redactLines(table);
    expect(redacted[2]).toMatch(/^db:1 {2}db-1 {2}redis active 1 {6}host-\d:12000$/);
    const ps = ['USER       PID %CPU COMMAND', 'zoe         12  0.0 redis-server *:6379'];
    expect(redactLines(ps)[1]).toBe('user-1         12  0.0 redis-server *:6379');
  });

  it('reads lines inside JSON', () => {
    const line =
      '{"log":"4067:M 23 Nov 2026 06:27:30.340 * Connecting to MASTER 10.0.0.9:6379\\n","stream":"stdout","_HOSTNAME":"zoebox","time":"2026-11-23T06:21:55.339340563Z"}';
    expect(redactLine(line)).toBe(line.replace('10.0.0.9', 'ip-1').replace('zoebox', 'host-1'));
  });
});

describe('what stays', () => {
  it.each([
    `${P} MASTER timeout: no data nor PING received...`,
    `${P} Background saving started by pid 14725`,
    "4058:M 23 Nov 2026 06:26:00.166 # ==> debug.c:528 '1 == 2' is not true",
    `${P} <search> Enabled workers threadpool of size 8`,
    `${P} <module> API version: 1.2, 'ratelimit' module`,
    '15159 workers-0894',
    '19667 acme_flush *',
    'Thread 6 (Thread 0x7f12 (LWP 15814) "acme_flush"):',
    'TID 7 "acme_flush":',
    'Name:\tacme_flush',
    '/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f5a3c050]',
    'redisearch.so(workersThreadPool_SetNumWorkers+0x110)[0x7f12]',
    'module:name=search,ver=21020,api=1,filters=0,usedby=[],using=[],options=[handle-io-errors]',
    'maxmemory_policy:allkeys-lru',
    'cmdstat_ft.search:calls=12,usec=10,usec_per_call=0.83',
    'db0:keys=7,expires=0,avg_ttl=0',
    'executable:/usr/bin/redis-server',
    'save 3600 1 300 100',
    'client-output-buffer-limit replica 256mb 64mb 60',
    '#1  0x00007f9b in uv__io_poll (loop=0x1 <default_loop_struct>, timeout=-1) at /usr/src/libuv/src/unix/linux.c:1432',
    "Can't save in background: fork: Cannot allocate memory",
    "4067:M 23 Nov 2026 06:27:30.340 # WARNING Memory overcommit must be enabled! To fix this issue add 'vm.overcommit_memory = 1' to /etc/sysctl.conf",
  ])('%s', (line) => expect(redactLine(line)).toBe(line));
});
