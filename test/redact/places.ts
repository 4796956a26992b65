/** Where a value of somebody can stand: a line of a format, `{}` is the value. By kind, as the table of what survived is read. */
export interface Place {
  kind: string;
  file: string;
  line: string;
  /** Made instead of a word: of a certain shape. */
  shape?: Shape;
}

export type Shape =
  | 'card'
  | 'cards'
  | 'mac'
  | 'ipv6'
  | 'aws'
  | 'awsSecret'
  | 'stripe'
  | 'jwt'
  | 'account'
  | 'arn'
  | 'instance'
  | 'phone'
  | 'registers'
  | 'hexdump';

const P = '4067:M 23 Nov 2026 06:27:30.340';

function places(kind: string, file: string, lines: string[], shape?: Shape): Place[] {
  return lines.map((line) => ({ kind, file, line, shape }));
}

export const PLACES: Place[] = [
  ...places('refused directives', 'redis-7001.log', [
    ">>> 'requirepass {}'",
    '>>> \'requirepass "{} x"\'',
    ">>> 'masterauth {}'",
    ">>> 'masteruser {}'",
    ">>> 'bind {}'",
    ">>> 'replicaof {} 6379'",
    ">>> 'tls-key-file-pass {}'",
    ">>> 'tls-cert-file /etc/{}/redis.crt'",
    ">>> 'loadmodule /opt/{}/lib.so'",
    ">>> 'loadmodule /opt/modules/{}.so TOKEN {}'",
    ">>> 'rename-command CONFIG {}'",
    ">>> 'include /etc/redis/{}.conf'",
    ">>> 'aclfile /etc/redis/{}.acl'",
    ">>> 'user {} on >{} ~* +@all'",
    ">>> '{} yes'",
    ">>> 'sentinel auth-pass {} {}'",
    ">>> 'cluster-announce-hostname {}'",
    ">>> 'unixsocket /run/{}/redis.sock'",
  ]),
  ...places('search', 'redis-7001.log', [
    `${P} # <search> Query '@title:({}) @price:[0 10]' timed out`,
    `${P} * <search> Scanning index {} in background: done (scanned=10)`,
    `${P} # <module> RediSearch: index {} dropped`,
    `${P} # <search> FT.SEARCH {} "@name:{}" LIMIT 0 10 failed`,
    `${P} # <search> could not index document doc:{} of {}: field {} is no number`,
    `${P} # <search> Unknown field \`{}\` in schema`,
    `${P} * <search> Executing \`FT.AGGREGATE {} * GROUPBY 1 @{}\``,
    `${P} # <ReJSON> path $.{} not found in {}`,
  ]),
  ...places('module words', 'redis-7001.log', [
    `${P} # <ratelimit> tenant {} is over its quota of 100`,
    `${P} * <{}> started with {}=7`,
    `${P} # <redisgears_2> Failed running job on behalf of {}: TypeError: {} is not a function`,
    `${P} * <module> loaded plan {} for customer {} (id {})`,
    `${P} - <timeseries> sensor {} has no samples`,
    `${P} # {}`,
    `${P} # Warning: {}, {}; {}: {}/{}`,
  ]),
  ...places('users and clients', 'redis-7001.log', [
    `${P} # Error loading ACL rule '+@{}' for the user named '{}'`,
    `${P} # User {} is not allowed`,
    `${P} # ACL rule for {} refused: unknown user`,
    `${P} # Client id=7 addr=10.1.2.3:50112 laddr=127.0.0.1:6379 fd=8 name={} age=1 idle=0 flags=N db=0 cmd=get user={} lib-name={} lib-ver={} closed`,
  ]),
  ...places('query buffers', 'redis-7001.log', [
    `${P} # Possible SECURITY ATTACK detected: '{}'`,
    `${P} # Protocol error (invalid multibulk length) from client: id=3 addr=10.1.2.3:50112 fd=8 name= age=0 idle=0 flags=N db=0. Query buffer: '*3\\r\\n$3\\r\\nSET\\r\\n{}'s\\r\\n$4\\r\\n{}'`,
    `${P} # == CRITICAL == This replica is sending an error to its master: 'unknown command \`{}\`, with args beginning with: '{}' '{}' ' after processing the command '{}'`,
    `${P} # Error: '{}' isn't {}'s`,
  ]),
  ...places('file names', 'redis-7001.log', [
    `${P} * Background append only file rewriting: wrote {}.aof.2.incr.aof`,
    `${P} # Bad file format reading the append only file {}.aof.1.incr.aof: make a backup`,
    `${P} # Fatal error loading the DB, check server logs: {}-dump.rdb`,
    `${P} * DB saved on {}.rdb`,
    `${P} * Module '{}' loaded from /opt/redis/{}.so`,
    `${P} # Can't open the append-only file /data/{}/appendonlydir/{}.aof: No such file or directory`,
    `${P} # Fatal error, can't open config file '/etc/redis/{}.conf': No such file or directory`,
  ]),
  ...places('crash', 'redis-7001.log', [
    `${P} # === ASSERTION FAILED === {}`,
    `${P} # ==> {}.c:77 '{} != NULL' is not true`,
    `/opt/redis/{}.so({}_flush+0x1f)[0x55d0c0a1f75c]`,
    `argv[1]: '"{}"'`,
    `argv[2]: '{}'`,
    'Module: {} (base: 0x7f12a0000000)',
    '4068 {}_bg',
    'client->argv[0] = "{}" (refcount: 1)',
    'Last command: {}',
    `${P} # Redis 7.4.1 crashed by signal: 11, si_code: 1 ({})`,
  ]),
  ...places(
    'readable memory',
    'redis-7001.log',
    [`${P} # (00007ffc67291801) -> {}`, 'RAX:{} RBX:0000000000000000', 'R8 :0000000000000000 R9 :{}'],
    'registers',
  ),
  ...places('hexadecimal dumps', 'redis-7001.log', ['00000000: {}', `${P} # dump: {}`], 'hexdump'),
  ...places('INFO', 'info.txt', [
    'errorstat_{}:count=7',
    'cmdstat_{}.push:calls=7,usec=9,usec_per_call=1.29,rejected_calls=0,failed_calls=0',
    'module:name={},ver=10000,api=1,filters=0,usedby=[],using=[],options=[]',
    'search_fields_{}:Text=1',
    '{}_pending_jobs:7',
    'config_file:/etc/{}/redis.conf',
    'executable:/opt/{}/redis-server',
    'master_host:{}',
    'availability_zone:{}',
    'os:Linux 5.15.0-{}-generic x86_64',
    'slave0:ip={},port=6380,state=online,offset=1,lag=0',
    'latency_percentiles_usec_{}:p50=1.003',
    'db0_{}:keys=1',
    'server_name:{}',
    'index_{}:7',
  ]),
  ...places('certificates', 'redis-7001.log', [
    `${P} # Error accepting a client connection: certificate of /C=DE/O={}/OU={}/CN={} has expired`,
    `${P} # TLS peer subject: CN={}, OU={}, O={}, L={}, ST={}, C=US`,
    `${P} # TLS issuer: emailAddress={}@{}.com,CN={} Root`,
    `${P} # Failed to load certificate: /etc/ssl/{}.pem: error:0A00010B:SSL routines::{}`,
  ]),
  ...places('cloud', 'redis-7001.log', [`${P} # assuming role {}`, `${P} # see {} for the queue`], 'arn'),
  ...places(
    'cloud',
    'redis-7001.log',
    [`${P} # account id {} is suspended`, `${P} # pulling {}.dkr.ecr.eu-central-1.amazonaws.com/redis:7`, `${P} # accountId={}`],
    'account',
  ),
  ...places('cloud', 'redis-7001.log', [`${P} # running on {}`, `${P} # instance={}`], 'instance'),
  ...places('cloud', 'redis-7001.log', [
    `${P} # bucket s3://{}-backup/{}/dump.rdb`,
    `${P} # projects/{}/zones/europe-west1-b/instances/{}`,
    `${P} # /subscriptions/00000000-1111-2222-3333-444455556666/resourceGroups/{}/providers/Microsoft.Cache`,
  ]),
  ...places('keys', 'redis-7001.log', [`${P} # using key {}`, `${P} # AWS_ACCESS_KEY_ID={}`], 'aws'),
  ...places('keys', 'redis-7001.log', [`${P} # secret {}`, `${P} # aws_secret_access_key = {}`], 'awsSecret'),
  ...places('keys', 'redis-7001.log', [`${P} # charge failed for {}`, `${P} # authorization: Bearer {}`], 'stripe'),
  ...places('keys', 'redis-7001.log', [`${P} # token {}`, `${P} # Authorization: Bearer {}`, `${P} # {"jwt":"{}"}`], 'jwt'),
  ...places('environment', 'environ.log', [
    `${P} # env: DB_PASS={}`,
    `${P} # env: ADMIN_PWD={}`,
    `${P} # env: PROXY_AUTH={}`,
    `${P} # env: ENCRYPTION_KEY={}`,
    `${P} # env: REDIS_PASSWORD={} TENANT={}`,
    `${P} # env: DB_PASS=master{}`,
    `${P} # export PGPASSWORD='{}'`,
    `${P} # GITHUB_TOKEN: {}`,
  ]),
  ...places('cards', 'redis-7001.log', [`${P} # payment with {} refused`, `argv[3]: '"{}"'`, `${P} # card={}`], 'card'),
  ...places('cards', 'redis-7001.log', [`${P} # payment with {} refused`], 'cards'),
  ...places('telephones', 'redis-7001.log', [`${P} # call {} now`], 'phone'),
  ...places('addresses', 'redis-7001.log', [`${P} # neighbour {} is stale`, `${P} # lladdr {}`], 'mac'),
  ...places('addresses', 'redis-7001.log', [`${P} - Accepted [{}]:50112`, `${P} # peer {} is gone`], 'ipv6'),
  ...places('hosts', 'redis-7001.log', [
    `${P} # Connecting to MASTER {}.{}.internal:6379`,
    `${P} # Marking node c40511b4fea71b66ebb96170683e01f10d6647ce ({}) as failing (quorum reached).`,
    `${P} # +sdown master {} 10.1.2.3 6379`,
    `${P} # {} is unreachable`,
    `${P} # mail {}@{}.org about https://{}.example.com/{}?q={}#{}`,
    `${P} # see https://github.com/{}/{} and https://redis.io/{}`,
    `${P} # Unable to resolve {}: Name or service not known`,
  ]),
  ...places('Enterprise', 'slowlog_1.log', [
    "0 2025-11-24T11:42:01+00:00Z 65.325 [b'AUTH', b'{}']",
    "1 2025-11-24T11:42:01+00:00Z 65.325 [b'HSET', b'{}', b'{}', b'it\\'s {}']",
    "2 2025-11-24T11:42:01+00:00Z 5.3 [b'SEARCH.CLUSTERSET', b'MYID', b'1', b'ADDR', b'{}@10.0.0.7:20001']",
  ]),
  ...places('Enterprise', 'ccs-redis.log', [
    `${P} # cluster: SEARCH.CLUSTERSET MYID 1 RANGES 2 SHARD 1 SLOTRANGE 0 8191 ADDR {}@10.0.0.7:20001 MASTER`,
    `${P} # bdb_admin_pass: {}`,
    `${P} # rcp_pass:{} sync_source_pass: {}`,
    `${P} # authentication_redis_pass={}`,
    `${P} # bdb:1 name={} crdt_guid={}`,
  ]),
  ...places('tables of processes', 'ps.txt', [
    '{} 88210  0.0  0.0 143224  9392 ?        Ssl  Dec02   3:06 /opt/redislabs/bin/redis-server-7.2 *:22840',
    'redis    88211  0.0  0.0 143224  9392 ?        Ssl  Dec02   3:06 /usr/bin/{} --token {} --config /etc/{}.yml',
    'redis    88212  0.0  0.0 143224  9392 ?        Ssl  Dec02   3:06 redis-server --requirepass {} --port 7001',
    'root     88213  0.0  0.0 143224  9392 ?        Ssl  Dec02   3:06 [{}]',
  ]),
  ...places('debugger', 'gdb.txt', [
    '#3  0x00007f9b00000001 in {}_callback (ctx=0x1, name=0x55d0 "{}") at /build/{}/src/{}.c:77',
    '#4  0x00007f9b00000002 in ?? () from /opt/redis/{}.so',
    'Thread 6 (Thread 0x7f12 (LWP 15814) "{}"):',
    '$1 = {ptr = 0x55d0 "{}", name = {}}',
    '#5  0x00007f9b00000003 in redisCommand_{} (c=0x1)',
  ]),
  ...places('wrappers', 'wrapped.log', [
    `Nov 23 06:26:12 {} redis-server[4067]: ${P} * Ready to accept connections tcp`,
    `[pod/{}-0/redis] 2026-11-23T06:27:03.293340563Z ${P} * Ready to accept connections tcp`,
    `{"log":"${P} # {} is \\"{}\\"\\n","stream":"stdout","{}":"{}","time":"2026-11-23T06:21:55.339340563Z"}`,
    `{"message":"${P} * Ready","host":{"name":"{}","tags":["{}"]},"{}":7}`,
    `pid=41007 role=primary timestamp="2025-08-19T20:02:02.509+00:00" level=notice message="{} says {}" tenant={}`,
    `{}-1  | ${P} * Ready to accept connections tcp`,
  ]),
  ...places('configuration', 'redis.conf', [
    'requirepass {}',
    'masterauth "{}"',
    'user {} on >{} ~{}:* &{} +@all',
    'rename-command FLUSHALL {}',
    '# {} set this for {}',
    'proc-title-template "{} {title}"',
    'logfile "/var/log/{}.log"',
    'acme-{} yes',
    'save 3600 1 # {}',
  ]),
  ...places('replies', 'replies.txt', [
    '1700000000.123456 [0 10.1.2.3:50112] "SET" "{}" "{}"',
    '127.0.0.1:6379> HSET {} {} {}',
    '1) "{}"',
    '   2) "{}"',
    '# redis-cli -h {} -a {} --user {} GET {}',
    '(error) ERR {}',
  ]),
];
