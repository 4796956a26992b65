import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { renderMarkdown } from '../../src/render/markdown.js';

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function read(lines: string[]) {
  const report = await analyze(['-'], { stdin: bytesOf(`${lines.join('\n')}\n`) });
  const [first] = report.incidents;
  return { kind: report.verdict.kind ?? report.verdict.status, state: first?.state, markdown: renderMarkdown(report) };
}

const line = (second: string, text: string, level = '*') => `31:M 12 May 2025 07:40:${second} ${level} ${text}`;
const START = [
  '31:C 12 May 2025 07:40:01.100 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
  '31:C 12 May 2025 07:40:01.100 * Redis version=7.2.4, bits=64, commit=00000000, modified=0, pid=31, just started',
  line('01.101', 'monotonic clock: POSIX clock_gettime'),
];

/** Messages before an exit(1) in acl.c, aof.c, bio.c, cluster_legacy.c, module.c, networking.c, rdb.c, server.c, tls.c and unix.c of Redis 7.4 and Valkey 8. */
const LAST_WORDS: [string, string[]][] = [
  ['Failed to configure LOCALE for invalid locale name.', ['startup/config']],
  ['Fatal: too many I/O threads configured. The maximum number is 128.', ['startup/config']],
  [
    'Redis port number too high. Cluster communication port is 10,000 port numbers higher than your Redis port. Your Redis port number must be 55535 or less.',
    ['startup/config'],
  ],
  ['No bind address is configured, but it is required for the Cluster bus.', ['startup/config']],
  ['Failed finding TLS support.', ['startup/config']],
  ["Fatal: Can't initialize Background Jobs. Error message: Operation not permitted", ['startup/permission']],
  ["Fatal: Can't initialize Background Jobs. Error message: Resource temporarily unavailable", ['startup/config']],
  ["Can't create the pipe for module threads: Too many open files", ['startup/config']],
  ["Fatal error: can't open the AOF manifest file appendonly.aof.manifest for reading: Permission denied", ['startup/permission']],
  ['Unable to obtain the cluster node config file stat nodes.conf: Permission denied', ['startup/permission']],
  ['Fatal error: the truncated file is not the last file', ['startup/data-corrupt']],
  ['Error reading the RDB base file appendonly.aof.1.base.rdb, AOF loading aborted', ['startup/data-corrupt']],
  [
    "Error loading data from RDB (short read or EOF). Read performed by module 'ReJSON' about type 'ReJSON-RL' after reading '12' bytes of a value.",
    ['startup/data-corrupt'],
  ],
  ['Aborting Valkey startup because of ACL errors: The user appears twice', ['startup/config']],
];

describe('the last words of a start', () => {
  it.each(LAST_WORDS)('%s', async (text, kinds) => {
    const found = await read([...START, line('01.240', text, '#')]);
    expect(kinds).toContain(found.kind);
    expect(found.state).toBe('down');
  });

  it('say nothing where the same start becomes ready', async () => {
    const found = await read([...START, line('01.240', LAST_WORDS[0]![0], '#'), line('01.250', 'Ready to accept connections tcp')]);
    expect(found.kind).not.toMatch(/^startup/);
  });
});

describe('the commands of the Windows service', () => {
  const windows = (pid: number, second: string, text: string) => `[${pid}] 26 Oct 14:30:${second} # ${text}`;
  const server = [
    windows(11692, '01.876', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo'),
    windows(11692, '01.876', 'Redis version=5.0.9, bits=64, commit=9414ab9b, modified=0, pid=11692, just started'),
    '[11692] 26 Oct 14:30:01.889 * Ready to accept connections',
  ];

  it.each(['Redis successfully installed as a service.', 'Redis service successfully started.', 'Redis service successfully stopped.'])(
    'are no server that vanished: %s',
    async (text) => {
      expect((await read([windows(16016, '01.264', text), ...server])).kind).toBe('healthy');
    },
  );
});

describe('a Sentinel in tilt', () => {
  const sentinel = (second: string, text: string) => `7:X 03 Mar 2025 09:12:${second} # ${text}`;

  it('is not well before it says that it left, whatever else it prints', async () => {
    const tilts = [sentinel('05.001', '+tilt #tilt mode entered'), sentinel('11.442', '+tilt #tilt mode entered')];
    const other = sentinel('15.001', '+sdown slave 10.0.0.3:6379 10.0.0.3 6379 @ main 10.0.0.2 6379');
    expect((await read([...tilts, other])).state).toBe('going-on');
    const left = await read([...tilts, sentinel('41.500', '-tilt #tilt mode exited')]);
    expect(left).toMatchObject({ kind: 'hang/process-paused', state: 'over' });
  });

  it('is not called healthy for leaving it: that says nothing of why it came', async () => {
    const found = await read([sentinel('05.001', '+tilt #tilt mode entered'), sentinel('35.010', '-tilt #tilt mode exited')]);
    expect(found.kind).not.toBe('healthy');
    expect(found.markdown).toContain('tilt');
  });
});

describe('who speaks HTTP to the port', () => {
  const attack = (second: string, port: number) =>
    line(
      second,
      `Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. This is likely due to an attacker attempting to use Cross Protocol Scripting to compromise your Redis instance. Connection from 10.24.129.80:${port} aborted.`,
      '#',
    );

  it('is named, and goes on when he comes again and again', async () => {
    const found = await read([
      ...START,
      line('01.250', 'Ready to accept connections tcp'),
      attack('10.001', 46166),
      attack('25.010', 34262),
      attack('40.020', 41102),
    ]);
    expect(found).toMatchObject({ kind: 'security/cross-protocol', state: 'going-on' });
    expect(found.markdown).toMatch(/10\.24\.129\.80/);
  });
});
