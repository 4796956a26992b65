import { describe, expect, it } from 'vitest';
import { readEntry } from './read-log.js';

/* Redis 2.8 to 3.2 say `Server started, Redis version X` at the end of initServer, behind whatever the start had to say before. */

const BANNER = 'Server started, Redis version 3.0.7';
const READY = 'The server is now ready to accept connections on port 6379';

function log(head: (clock: string, mark: string) => string, before: string[], after: string[], clock = '10:00:'): string {
  const line = (text: string, i: number) => `${head(`${clock}${String(i).padStart(2, '0')}.100`, '*')}${text}\n`;
  return [...before, BANNER, ...after].map(line).join('');
}

const HEADS: [string, (clock: string, mark: string) => string][] = [
  ['2.8', (clock, mark) => `[4100] 10 May ${clock} ${mark} `],
  ['3.0', (clock, mark) => `4100:M 10 May ${clock} ${mark} `],
  ['container', (clock, mark) => `1:M 10 May ${clock} ${mark} `],
];
const BEFORE = [
  'Increased maximum number of open files to 10032 (it was originally set to 1024).',
  "Node configuration loaded, I'm c41e07ab9d2f5638e0b7d1a4f6c29380571be2d4",
  "No cluster configuration found, I'm c41e07ab9d2f5638e0b7d1a4f6c29380571be2d4",
  'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
  "Current maximum open files is 4096. maxclients has been reduced to 4064 to compensate for low ulimit. If you need higher maxclients increase 'ulimit -n'.",
  'Warning: 32 bit instance detected but no memory limit set. Setting 3 GB maxmemory limit with noeviction policy now.',
  'WARNING: The TCP backlog setting of 511 cannot be enforced because /proc/sys/net/core/somaxconn is set to the lower value of 128.',
  'Redis 3.0.7 (00000000/0) 64 bit, standalone mode, port 6379, pid 4100 ready to start.',
  'Module of our own says hello',
];

describe.each(HEADS)('lines before the banner, %s', (_, head) => {
  it.each(BEFORE)('%s', (text) => {
    const { runs } = readEntry(log(head, [text], [READY]));
    expect(runs).toMatchObject([{ banner: true, lines: 3 }]);
  });

  it('all of them together', () => {
    expect(readEntry(log(head, BEFORE, [READY])).runs).toMatchObject([{ banner: true, lines: BEFORE.length + 2 }]);
  });

  it.each([
    READY,
    'User requested shutdown...',
    'DB saved on disk',
    '10 changes in 300 seconds. Saving...',
    'Connection with master lost.',
    'Redis is now ready to exit, bye bye...',
  ])('a server that was up is another run: %s', (text) => {
    expect(readEntry(log(head, [text], [READY])).runs).toMatchObject([{ banner: false }, { banner: true, lines: 2 }]);
  });

  it('so is one that started before', () => {
    expect(readEntry(log(head, [], [READY]) + log(head, [], [READY], '10:05:')).runs).toMatchObject([{ lines: 2 }, { lines: 2 }]);
  });

  it('so is one whose lines are long ago', () => {
    const text = log(head, [], [READY]);
    expect(readEntry(`${head('09:00:00.000', '*')}Module of our own says hello\n${text}`).runs).toHaveLength(2);
  });
});

describe('Redis 1.x: lines without a pid', () => {
  const lines = [
    '22 Jan 10:00:00 * Server started, Redis version 1.2.6',
    '22 Jan 10:00:00 * DB loaded from disk',
    '22 Jan 10:00:00 * The server is now ready to accept connections on port 6379',
    '22 Jan 10:00:05 - DB 0: 15 keys (0 volatile) in 32 slots HT.',
    '22 Jan 10:00:05 - 2 clients connected (0 slaves), 1132156 bytes in use, 0 shared objects',
    '22 Jan 10:05:05 * 10 changes in 300 seconds. Saving...',
    '22 Jan 10:05:05 * Background saving started by pid 4107',
    '22 Jan 10:05:05 * DB saved on disk',
    '22 Jan 10:05:05 * Background saving terminated with success',
  ];

  it('are the log of one server', () => {
    const { runs, unknown, format } = readEntry(`${lines.join('\n')}\n`);
    expect(format).toBe('redis-log');
    expect(unknown.count).toBe(0);
    expect(runs).toMatchObject([{ dialect: 'legacy-1.x', banner: true, lines: lines.length, stampBasis: 'yearless' }]);
    expect(runs[0].eventCounts).toMatchObject({ 'ready-port': 1, 'bgsave-started': 1 });
  });

  it('are not taken from another program', () => {
    const other = Array.from({ length: 20 }, (_, i) => `22 Jan 10:00:${10 + i} - request ${i} served\n`).join('');
    expect(readEntry(other)).toMatchObject({ runs: [], unknown: { count: 20 }, understood: 0 });
  });
});
