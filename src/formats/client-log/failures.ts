import type { ClientError } from '../../model/records.js';

/** What a client says of its connection, in the words of the languages' networks: errno names (node, Ruby), strerror (C, PHP, Go), Java and .NET. */
const FAILURES: readonly (readonly [ClientError, RegExp])[] = [
  [
    'unresolved',
    /ENOTFOUND|EAI_AGAIN|EAI_NONAME|Name or service not known|Temporary failure in name resolution|getaddrinfo|no such host|UnknownHost|UnresolvedAddress|nodename nor servname|[Cc]ould not (?:be )?resolve|Name does not resolve|No such host is known|Failed to resolve/,
  ],
  ['refused', /ECONNREFUSED|[Cc]onnection [Rr]efused|actively refused|Error (?:111|61|10061) connecting/],
  ['unreachable', /EHOSTUNREACH|ENETUNREACH|No route to host|[Nn]etwork is unreachable|[Hh]ost is unreachable/],
  [
    'pool',
    /Could not get a resource (?:from the pool|since)|connection pool timeout|Unable to (?:acquire|get) connection|Timeout waiting for (?:idle object|connection)|Waited [\d.]+ sec|connection pool exhausted|Too many connections|MaxConnectionsError|No connection available\b/,
  ],
  [
    'closed',
    /ECONNRESET|EPIPE|[Cc]onnection reset|reset by peer|[Bb]roken pipe|[Cc]onnection (?:was )?(?:closed|lost|aborted)|[Cc]losed by (?:server|remote|the remote)|closed the connection|[Uu]nexpected end of stream|SocketClosedUnexpectedly|Socket closed|went away|forcibly closed|unexpected EOF|: EOF\b|\bEOF"|read error on connection|Connection to broker lost|Disconnected from /,
  ],
  [
    'timeout',
    /ETIMEDOUT|[Tt]imed[ -]?out|TimeoutException|TimeoutError|Timeout (?:performing|reading|connecting|awaiting|waiting|in)|i\/o timeout|context deadline exceeded|Layer[47] timeout|read timeout|Operation now in progress|Resource temporarily unavailable/,
  ],
  [
    'tls',
    /x509: |certificate (?:verify failed|has expired|is not trusted)|SSLHandshakeException|[Tt][Ll][Ss] handshake|WRONG_VERSION_NUMBER|wrong version number/,
  ],
  [
    'failed',
    /[Uu]nable to (?:re)?connect|[Cc]annot connect|[Cc]ould(?: not|n't) connect|[Cc]an't connect|[Ff]ailed to (?:connect|dial)|CannotConnectError|RedisConnection(?:Failure)?Exception|JedisConnectionException|It was not possible to connect|No connection is (?:active\/)?available|Reached the max retries per request limit|upstream connect error|no healthy upstream|is DOWN\b|MasterNotFoundError|No master found for|All sentinels (?:down|are unreachable)/,
  ],
];

const NEARER: ReadonlySet<ClientError> = new Set(['pool', 'failed']);

/** The cause where a line names one, otherwise that it failed at all. A pool that is empty because the server refuses is a refusal. */
export function parseFailure(text: string): ClientError | undefined {
  for (const [error, says] of FAILURES) if (says.test(text)) return error;
  return undefined;
}

/** Says that something failed without saying why: a line behind it may. */
export function isVague(error: ClientError): boolean {
  return NEARER.has(error);
}

const LIBRARIES: readonly (readonly [string, RegExp])[] = [
  ['Redisson', /org\.redisson|redisson/i],
  ['Lettuce', /io\.lettuce|lettuce/i],
  ['Jedis', /jedis/i],
  ['Spring Data Redis', /springframework\.data\.redis|RedisConnectionFailureException/],
  ['StackExchange.Redis', /StackExchange\.Redis|SE\.Redis|serverEndpoint: |UnableToConnect on|Timeout performing \w+/],
  ['ioredis', /ioredis|MaxRetriesPerRequestError|max retries per request/],
  ['redis_exporter', /redis instance|redis_exporter|\bredis_up\b/],
  ['go-redis', /redis: (?:connection pool|client is closed|\d{4}\/)|go-redis|redis@v\d/],
  ['redigo', /redigo/],
  ['Celery', /kombu|celery|MainProcess\]|ForkPoolWorker-\d|Connection to broker lost|consumer: Cannot connect/],
  [
    'redis-py',
    /redis\.exceptions|\bResponseError\(|redis\/(?:asyncio\/)?(?:connection|client)\.py|Error -?\d+ (?:connecting to|while (?:reading|writing))|Error while reading from|Timeout (?:reading from|connecting to) (?:socket|server|\S+:\d+)/,
  ],
  ['Sidekiq', /sidekiq|\bTID-\w+|\btid=\w+|Error fetching (?:job|message)/i],
  ['redis-rb', /Redis::\w*(?:Connect|Timeout|Connection|Command|Inherited)\w*|RedisClient::|Error connecting to Redis on/],
  ['Predis', /Predis\\|predis/i],
  ['phpredis', /RedisException|Redis::p?connect\(\)|read error on connection|RedisCluster(?:Exception)?/],
  ['node-redis', /Redis connection to \S+ failed|SocketClosedUnexpectedlyError|ClientClosedError|node_modules\/(?:@redis|redis)\//],
  ['redis-rs', /redis-rs|redis::|RedisError|os error \d+/],
  ['Twemproxy', /\bnc_\w+\.c:\d+/],
  ['HAProxy', /Server \S+\/\S+ is (?:DOWN|UP)/],
  ['Envoy', /upstream (?:connect|request|reset)|no healthy upstream|envoy/],
  ['redis-cli', /Could not connect to (?:Redis|Valkey) at/],
  ['hiredis', /hiredis/],
];

export function libraryOf(text: string): string | undefined {
  return LIBRARIES.find(([, signs]) => signs.test(text))?.[0];
}

const RESTORED =
  /\b[Rr]econnected to \S|Redis is online, [\d.]+ sec downtime|[Cc]onnection (?:to redis )?(?:has been )?(?:restored|re-?established)|ConnectionRestored|Connected to (?:redis|valkey)s?:\/\/|is UP, reason|\bredis_up(?:\{[^}]{0,200}\})? 1\b/i;

/** The client says that it is connected again. */
export function isRestored(text: string): boolean {
  return RESTORED.test(text);
}
