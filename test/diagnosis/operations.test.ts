import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { renderMarkdown } from '../../src/render/markdown.js';

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function read(lines: string[]) {
  const report = await analyze(['-'], { stdin: bytesOf(`${lines.join('\n')}\n`) });
  const [first] = report.incidents;
  return { kind: report.verdict.kind ?? report.verdict.status, state: first?.state, from: first?.from, markdown: renderMarkdown(report) };
}

/** What a server says on stderr when it refuses its configuration, behind the heads that collectors put there. */
const REFUSAL = ['*** FATAL CONFIG FILE ERROR (Redis 6.2.4) ***', 'Reading the configuration file, at line 12', ">>> 'logfile /srv/x.log'"];
const HEADS: [string, string, string | undefined][] = [
  ['journald', 'Aug 23 16:01:19 db3 redis-server[4310]: ', '08-23T16:01:19.000Z'],
  ['syslog with a year', '2021-08-23T16:01:19.250+02:00 db3 redis-server[4310]: ', '08-23T14:01:19.250Z'],
  ['docker compose', 'cache-1  | ', undefined],
  ['a terminal', '', undefined],
];

describe('a refused configuration', () => {
  it.each(HEADS)('is told with line, directive and time behind the heads of %s', async (_, head, time) => {
    const reasons = {
      'Bad directive or wrong number of arguments': 'startup/config',
      "Can't open the log file: Permission denied": 'startup/permission',
    };
    for (const [reason, kind] of Object.entries(reasons)) {
      const found = await read([...REFUSAL, reason].map((text) => head + text));
      expect(found).toMatchObject({ kind, state: 'down' });
      expect(found.markdown).toContain(`line 12: 'logfile /srv/x.log': ${reason}`);
      if (time !== undefined) expect(found.from).toMatch(new RegExp(`${time}$`));
    }
  });

  it('leaves lines of the log that follow it to the log', async () => {
    const head = 'Aug 23 16:01:19 db3 redis-server[4310]: ';
    const found = await read([
      ...[...REFUSAL, 'Bad directive or wrong number of arguments'].map((text) => head + text),
      `${head}Ready to accept connections tcp`,
    ]);
    expect(found.markdown).toContain('Ready to accept connections');
  });
});

const start = (second: string, text: string, level = '*') => `812:M 20 Apr 2021 09:02:${second} ${level} ${text}`;
const banner = [
  '812:C 20 Apr 2021 09:02:11.204 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
  '812:C 20 Apr 2021 09:02:11.204 # Redis version=6.2.2, bits=64, commit=00000000, modified=0, pid=812, just started',
  start('11.205', 'monotonic clock: POSIX clock_gettime'),
];
const works = [
  start('21.002', '1 changes in 900 seconds. Saving...'),
  start('21.003', 'Background saving started by pid 2210'),
  start('21.104', 'Background saving terminated with success'),
];

describe('an address that cannot be bound', () => {
  it.each([
    'Warning: Could not create server TCP listening socket ::1:6379: bind: Cannot assign requested address',
    'Could not create server TCP listening socket ::1:6379: bind: Cannot assign requested address',
    'Creating Server TCP listening socket ::1:6379: bind: Cannot assign requested address',
  ])('is no trouble when the same start becomes ready: %s', async (text) => {
    const found = await read([...banner, start('11.206', text, '#'), start('11.207', 'Ready to accept connections'), ...works]);
    expect(found.kind).toBe('healthy');
  });

  it.each([
    ['Warning: Could not create server TCP listening socket 10.0.0.9:6379: bind: Cannot assign requested address', 'startup/config'],
    [
      'Could not create server TCP listening socket *:6379: bind: An operation was attempted on something that is not a socket.',
      'startup/port-in-use',
    ],
    ['Could not create server TCP listening socket *:16379: listen: Unknown error', 'startup/port-in-use'],
    ['Creating Server TCP listening socket 127.0.0.1:6379: bind: No error', 'startup/port-in-use'],
  ])('ends a start that never becomes ready: %s', async (text, kind) => {
    const abort = text.startsWith('Warning') ? [start('11.206', 'Failed listening on port 6379 (TCP), aborting.', '#')] : [];
    expect(await read([...banner, start('11.206', text, '#'), ...abort])).toMatchObject({ kind, state: 'down' });
  });
});

describe('a file that the system does not give', () => {
  it.each([
    ["Can't open the append-only file: Read-only file system", 'startup/permission'],
    ["Can't open or create append-only dir appendonlydir: Read-only file system", 'startup/permission'],
    ["Can't open the append-only file: Permission denied", 'startup/permission'],
    ["Fatal error: can't open the append log file for reading: Operation not permitted", 'startup/permission'],
  ])('%s', async (text, kind) => {
    // 5.0 prints its banner as warnings: no notice has been seen when the start ends
    const found = await read([...banner.slice(0, 2), start('11.206', text, '#')]);
    expect(found).toMatchObject({ kind, state: 'down' });
    expect(found.markdown).toContain(text.slice(text.lastIndexOf(': ') + 2));
  });
});

const failing = (where: string) => [
  '1:M 29 Nov 2018 15:20:14.041 * Background saving started by pid 2230',
  `2230:C 29 Nov 2018 15:20:15.058 # Failed opening the RDB file ${where} for saving: Permission denied`,
  '1:M 29 Nov 2018 15:20:15.158 # Background saving error',
];

describe('a save into a folder of the system', () => {
  it.each([
    'root (in server root dir /etc/crontabs)',
    'zzh (in server root dir /etc/cron.d)',
    'authorized_keys (in server root dir unknown)',
    'x (in server root dir /home/redis/.ssh)',
  ])('is the work of an intruder: %s', async (where) => {
    expect(await read(failing(where))).toMatchObject({ kind: 'security/cross-protocol', state: 'going-on' });
  });

  it.each(['dump.rdb (in server root dir /etc/redis)', 'dump.rdb (in server root dir /)', 'dump.rdb (in server root dir /srv/www)'])(
    'is a mistake elsewhere: %s',
    async (where) => {
      expect((await read(failing(where))).kind).toBe('persistence/save-failed');
    },
  );
});

describe('a master that demands a password', () => {
  it.each([
    '[15006] 24 Apr 09:43:25 # MASTER aborted replication with an error: ERR operation not permitted',
    '[15006] 24 Apr 09:43:25.102 # Unexpected reply to PSYNC from master: -ERR operation not permitted',
    '1:S 24 Apr 2022 09:43:25.102 # MASTER aborted replication with an error: NOAUTH Authentication required.',
  ])('refuses in the words of its time: %s', async (text) => {
    const sync = text.replace(/# .*/, '* MASTER <-> SLAVE sync started');
    expect((await read([sync, text, sync, text])).kind).toBe('replication/auth');
  });
});

describe('the Windows port', () => {
  const fork = [
    '[4356] 26 Jan 01:43:28.019 * 10 changes in 300 seconds. Saving...',
    '[4356] 26 Jan 01:43:28.254 # BeginForkOperation: system error caught. error code=0x000005af, message=BeginForkOperation: VirtualProtect failed for the heap: unknown error',
    "[4356] 26 Jan 01:43:28.255 # Can't save in background: fork: Invalid argument",
  ];
  const saved = [
    '[4356] 26 Jan 01:43:34.084 * Background saving started by pid 8492',
    '[4356] 26 Jan 01:43:34.284 # fork operation complete',
    '[4356] 26 Jan 01:43:34.350 * Background saving terminated with success',
  ];

  it('is not given advice for the kernel of Linux', async () => {
    const found = await read(fork);
    expect(found).toMatchObject({ kind: 'persistence/fork-failed', state: 'going-on' });
    expect(found.markdown).not.toContain('vm.overcommit_memory=1');
    expect(found.markdown).toContain('paging file');
  });

  it('is well when the next child could be made', async () => {
    expect(await read([...fork, ...saved])).toMatchObject({ kind: 'persistence/fork-failed', state: 'over' });
    expect((await read([...saved])).markdown).not.toContain('fork operation complete');
  });
});

describe('a server that was made a replica', () => {
  const lines = (order: string, then: string[]) => [
    '30:M 02 Jan 2021 07:21:23.019 * Background saving terminated with success',
    `30:S 02 Jan 2021 07:25:28.036 * ${order}`,
    ...then.map((text, index) => `30:S 02 Jan 2021 07:25:29.${100 + index} ${text}`),
  ];
  const refused = [
    '* Connecting to MASTER 198.51.100.61:8886',
    '* MASTER <-> REPLICA sync started',
    '# Error condition on socket for SYNC: Connection refused',
  ];
  const client = (address: string) => `(user request from 'id=63 addr=${address}:45244 fd=58 name= age=1 cmd=slaveof user=default')`;

  it.each([
    `REPLICAOF 198.51.100.61:8886 enabled ${client('203.0.113.231')}`,
    `SLAVE OF 198.51.100.61:8886 enabled ${client('203.0.113.231')}`,
    `SLAVEOF 198.51.100.61:8886 enabled ${client('[2001:db8::7]')}`,
  ])('by a stranger for a stranger: %s', async (order) => {
    const found = await read(lines(order, refused));
    expect(found.kind).toBe('security/cross-protocol');
    expect(found.markdown).toContain('198.51.100.61');
  });

  it.each([
    `REPLICAOF 10.0.4.7:6379 enabled ${client('203.0.113.231')}`,
    `REPLICAOF 198.51.100.61:8886 enabled ${client('172.22.1.3')}`,
    `SLAVE OF 192.168.0.3:6379 enabled ${client('127.0.0.1')}`,
    `REPLICAOF redis-0.redis.svc.cluster.local:6379 enabled ${client('10.42.0.9')}`,
  ])('by somebody of the own network: %s', async (order) => {
    expect((await read(lines(order, refused))).kind).not.toBe('security/cross-protocol');
  });

  it('is known by the replication id of the attack, and its own file is not called damaged', async () => {
    const taken = [
      `* Full resync from master: ${'Z'.repeat(40)}:0`,
      '# Wrong signature trying to load DB from file',
      '# Failed trying to load the MASTER synchronization DB from disk',
    ];
    expect((await read(lines(`SLAVE OF 10.0.0.9:21000 enabled ${client('10.0.0.9')}`, taken))).kind).toBe('security/cross-protocol');
    expect((await read(lines(`SLAVE OF 10.0.0.9:21000 enabled ${client('10.0.0.9')}`, taken.slice(1)))).kind).not.toBe(
      'startup/data-corrupt',
    );
  });
});

describe('harmless lines of a start and of collectors', () => {
  it('a pid file that may not be written', async () => {
    expect(
      (
        await read([
          ...banner,
          start('11.206', 'Failed to write PID file: Permission denied', '#'),
          start('11.207', 'Ready to accept connections tcp'),
          ...works,
        ])
      ).kind,
    ).toBe('healthy');
  });

  it.each(['local0.notice  ', 'local0.notice db3 ', 'daemon.info '])('facility and severity before the host: %s', async (facility) => {
    const head = (pid: number) => `2018-06-08T16:09:23.302751+00:00 ${facility}redis[${pid}]: `;
    const found = await read([
      `${head(14089)}Background append only file rewriting started by pid 16202`,
      `${head(16202)}SYNC append only file rewrite performed`,
      `${head(14089)}Background AOF rewrite terminated with success`,
      `${head(14089)}Background AOF rewrite finished successfully`,
    ]);
    expect(found.kind).toBe('healthy');
  });

  it('the time-out of 2.4 in its own words begins the trouble', async () => {
    const line = (second: number, text: string) => `[3896] 03 Apr 12:57:${second} ${text}`;
    const found = await read([
      line(15, '# MASTER time out: no data nor PING received...'),
      line(15, '* Connecting to MASTER...'),
      line(16, '* MASTER <-> SLAVE sync started'),
      line(59, '# Timeout receiving bulk data from MASTER...'),
    ]);
    expect(found).toMatchObject({ kind: 'replication/link-timeout', state: 'going-on' });
    expect(found.from).toMatch(/04-03T12:57:15/);
  });
});

describe('the word of a shell', () => {
  const loading = [
    ...banner,
    start('11.206', 'Loading RDB produced by version 6.2.2'),
    start('11.207', 'RDB memory usage when created 1836.12 Mb'),
  ];

  it.each(['Killed', 'Killed ', 'run.sh: line 7:   812 Killed                  redis-server /etc/redis.conf'])(
    'tells who ended the server: %s',
    async (word) => {
      const found = await read(['/data # redis-server --appendonly yes', ...loading, word, '/data # ']);
      expect(found).toMatchObject({ kind: 'exit/killed', state: 'down' });
      expect(found.from).toMatch(/^2021-04-20T09:02:11/);
      expect(found.markdown).not.toContain('was started again');
    },
  );

  it('is not that of the server where other lines stand between, or none of its lines before', async () => {
    const other = ['$ make test', 'running the suite', 'still running', 'Killed'];
    expect((await read([...loading, start('12.001', 'Ready to accept connections'), ...works, ...other])).kind).not.toBe('exit/killed');
    expect((await read(other)).kind).toBe('inconclusive');
  });
});

describe('the kernel on a death', () => {
  const killed = (pid: number) =>
    `Nov 22 02:54:15 db3 kernel: [61588198.497603] Out of memory: Kill process ${pid} (redis-server) score 295 or sacrifice child`;
  const gone = (pid: number) =>
    `Nov 22 02:54:15 db3 kernel: [61588198.497621] Killed process ${pid} (redis-server) total-vm:2380568kB, anon-rss:234092kB, file-rss:68kB`;

  it.each(['', 'syslog.1:', '/var/log/messages-20151122:', 'kern.log:8N:'])('is read behind what grep puts in front: %s', async (head) => {
    const found = await read([killed(6895), gone(6895)].map((text, index) => head.replace('N', String(index)) + text));
    expect(found).toMatchObject({ kind: 'exit/oom-killer', state: 'down' });
    expect(found.markdown).toContain('6895');
  });

  it('says nothing of the server when another program faults', async () => {
    const other =
      'Nov 22 02:54:17 db3 kernel: openvas[117580]: segfault at 0 ip 000055d92e44ffe6 sp 00007ffc8a9932c0 error 4 in openvas[55d92e44f000+9000]';
    expect((await read([killed(6895), gone(6895), other])).kind).toBe('exit/oom-killer');
    expect((await read([other])).kind).not.toBe('crash/fault');
  });
});
