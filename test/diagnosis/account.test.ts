import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { SIGN_SOURCES } from '../../src/diagnosis/account/sources.js';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import type { Facts } from '../../src/model/facts.js';
import type { LogPattern } from '../../src/model/patterns.js';
import type { Report } from '../../src/report/schema.js';

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

function analyzeText(text: string): Promise<Report> {
  return analyze(['-'], { stdin: bytesOf(text) });
}

const PID = 4242;
const stamp = (second: number) => {
  const date = new Date(Date.UTC(2026, 10, 23, 6, 0, 0) + second * 1000);
  const part = (value: number, width = 2) => String(value).padStart(width, '0');
  return `23 Nov 2026 ${part(date.getUTCHours())}:${part(date.getUTCMinutes())}:${part(date.getUTCSeconds())}.${part(date.getUTCMilliseconds(), 3)}`;
};
const line = (second: number, message: string, level = '*') => `${PID}:M ${stamp(second)} ${level} ${message}`;

const START = [
  line(0, 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', '#'),
  line(0.001, `Redis version=7.2.6, bits=64, commit=00000000, modified=0, pid=${PID}, just started`, '#'),
  line(0.2, 'Running mode=standalone, port=6379.'),
  line(0.3, 'Server initialized', '#'),
  line(0.4, 'Ready to accept connections tcp'),
];
/** A save every minute: a server at work. */
const work = (from: number, minutes: number) =>
  Array.from({ length: minutes }, (_, index) => from + 60 * index).flatMap((second) => [
    line(second, '100 changes in 60 seconds. Saving...'),
    line(second + 0.01, `Background saving started by pid ${9000 + second}`),
    line(second + 0.2, 'Background saving terminated with success'),
  ]);
const logOf = (middle: string[]) => `${[...START, ...work(60, 10), ...middle, ...work(900, 10)].join('\n')}\n`;

/** The pattern with plausible texts in its holes. */
function sampleOf(pattern: LogPattern): string {
  return pattern.text.replace(/\{([^}]*)\}/g, (_, hole: string) =>
    hole === '$' ? '' : hole.endsWith(':d') ? '7' : hole.endsWith(':x') ? 'a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0' : 'something',
  );
}

const trouble = CORE_PATTERNS.filter((pattern) => pattern.tells === 'trouble');

describe('a line that tells of trouble', () => {
  it('is never one that is only counted', () => {
    expect(trouble.filter((pattern) => pattern.quiet).map((pattern) => pattern.text)).toEqual([]);
  });

  it('has the same meaning in all wordings of its id', () => {
    const meanings = new Map<string, Set<string>>();
    for (const { id, tells } of CORE_PATTERNS)
      meanings.set(id, (meanings.get(id) ?? new Set()).add(tells === 'trouble' ? 'trouble' : 'other'));
    expect([...meanings].filter(([, found]) => found.size > 1).map(([id]) => id)).toEqual([]);
  });

  it.each([1, 5])('does not vanish when it is printed %i times', { timeout: 120_000 }, async (times) => {
    const lost: string[] = [];
    for (const pattern of trouble) {
      const tag = pattern.module === undefined || pattern.module === '' ? '' : `<${pattern.module}> `;
      const message = tag + sampleOf(pattern);
      const lines = Array.from({ length: times }, (_, index) => line(800 + index, message, '#'));
      const report = await analyzeText(logOf(lines));
      const first = START.length + 31;
      const seen =
        (report.account?.signs ?? []).some((sign) => sign.citations.some((cite) => cite.line >= first && cite.line < first + times)) ||
        report.crashes.length > 0;
      const vanished = !seen || (report.verdict.status === 'healthy' && report.account?.signs.every((sign) => sign.outcome !== 'cleared'));
      if (vanished) lost.push(`${pattern.id}: ${message}`);
    }
    expect(lost).toEqual([]);
  });
});

describe('unknown lines at warning level', () => {
  it('that speak of a failure stay open', async () => {
    const report = await analyzeText(logOf([line(800, 'Frobnication of the flux table failed: no such device', '#')]));
    expect(report.verdict.status).toBe('inconclusive');
    expect(report.verdict.headline).toContain('Frobnication of the flux table failed');
    expect(report.account?.signs[0]).toMatchObject({ source: 'unknown-line', outcome: 'open' });
  });

  it('that speak of nothing bad are cleared, with the reason', async () => {
    const report = await analyzeText(logOf([line(800, '<ratelimit> state written, 12 buckets', '#')]));
    expect(report.verdict.status).toBe('healthy');
    expect(report.account?.signs[0]).toMatchObject({ source: 'unknown-line', outcome: 'cleared' });
  });
});

describe('healthy', () => {
  it('is said of a server that started and works, with less than certainty at notice', async () => {
    const report = await analyzeText(logOf([]));
    expect(report.verdict).toMatchObject({ status: 'healthy' });
    expect(report.verdict.confidence).toBeLessThan(0.9);
    expect(report.account).toMatchObject({ open: 0 });
  });

  it.each([
    ['a configuration file', 'port 6379\nmaxmemory 100mb\nappendonly yes\nsave 900 1\n'],
    ['a start that does not finish', `${START.slice(0, 4).join('\n')}\n`],
    ['a line of a child', `9001:C ${stamp(1)} * DB saved on disk\n`],
    ['text that is no log', 'lorem ipsum\ndolor sit amet\nconsectetur\nadipiscing elit\nsed do\neiusmod tempor\n'],
  ])('is not said of %s', async (_what, text) => {
    expect((await analyzeText(text)).verdict.status).toBe('inconclusive');
  });

  it('is not said where most of the text was not understood', async () => {
    const strange = Array.from({ length: 200 }, (_, index) => `zork ${index} plugh xyzzy`);
    const report = await analyzeText(`${[...strange.slice(0, 100), ...START, ...strange.slice(100)].join('\n')}\n`);
    expect(report.verdict.status).toBe('inconclusive');
  });
});

describe('a line of ordinary work', () => {
  const demoted = line(
    700,
    'Configuration change detected. Reconfiguring myself as a replica of a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0',
    '#',
  );

  it('is open where an explanation of trouble rests on it, though not likely by itself', async () => {
    const { verdict, account } = await analyzeText(logOf([demoted]));
    expect(verdict.status).toBe('inconclusive');
    expect(account?.signs.some((sign) => sign.outcome === 'open' && sign.what.includes('Configuration change detected'))).toBe(true);
  });

  it('is none where it was asked for', async () => {
    const asked = line(699, 'Manual failover requested by replica a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0.', '#');
    expect((await analyzeText(logOf([asked, demoted]))).verdict.status).toBe('healthy');
  });
});

describe('work that does not finish', () => {
  const sync = (second: number) => [
    line(second, 'Connecting to MASTER 10.0.0.9:6379'),
    line(second + 0.01, 'MASTER <-> REPLICA sync started'),
    line(second + 0.02, 'Non blocking connect for SYNC fired the event.'),
  ];
  it('is a sign', async () => {
    const report = await analyzeText(logOf([...sync(800), ...sync(861), ...sync(875)]));
    expect(report.verdict.status).not.toBe('healthy');
  });
  it('is none when it finishes', async () => {
    const report = await analyzeText(logOf([...sync(800), line(801, 'MASTER <-> REPLICA sync: Finished with success')]));
    expect(report.verdict.status).toBe('healthy');
  });
});

/** One record of each kind of fact that tells of trouble, as an input gives it. */
const OUTSIDE: Partial<Record<keyof Facts, string>> = {
  kernel:
    '[12345.678901] Out of memory: Killed process 4242 (redis-server) total-vm:1048576kB, anon-rss:524288kB, file-rss:0kB, shmem-rss:0kB\n',
  infos:
    '# Server\r\nredis_version:7.2.6\r\nuptime_in_seconds:100\r\n# Persistence\r\nrdb_last_bgsave_status:err\r\naof_last_write_status:ok\r\n',
  fatalStarts:
    "*** FATAL CONFIG FILE ERROR (Redis 7.2.6) ***\nReading the configuration file, at line 3\n>>> 'maxmemory-polcy noeviction'\nBad directive or wrong number of arguments\n",
  checks:
    "[offset 0] Checking RDB file dump.rdb\n[offset 27] AUX FIELD redis-ver = '7.2.6'\n--- RDB ERROR DETECTED ---\n[offset 104] Unexpected EOF reading RDB file\n",
  sanitizers:
    '==4242==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x0000004f1 bp 0x7ffc sp 0x7ffc\nREAD of size 8 at 0x602000000010 thread T0\n    #0 0x4f1 in freeClient /src/networking.c:1500\n',
  clusterNodes:
    'a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0 10.0.0.1:6379@16379 myself,master - 0 0 1 connected 0-8191\nb1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d1 10.0.0.2:6379@16379 master,fail - 1700000000000 1700000000000 2 disconnected 8192-16383\n',
  probes: '$ redis-cli -p 6379 PING\nCould not connect to Redis at 127.0.0.1:6379: Connection refused\nexit status 1\n',
};

describe('records that are no lines of a server', () => {
  it.each(Object.entries(OUTSIDE))('%s: a sign that does not end as healthy', async (_list, text) => {
    const report = await analyzeText(text);
    expect(report.verdict.status).not.toBe('healthy');
    expect((report.account?.signs.length ?? 0) > 0).toBe(true);
  });

  it('every list of facts says whether it holds signs, or why not', () => {
    for (const [list, source] of Object.entries(SIGN_SOURCES)) expect(typeof source === 'function' || source.length > 5, list).toBe(true);
  });
});

describe('a part of the time', () => {
  it('is judged by the signs in it', async () => {
    const text = logOf([line(800, 'Frobnication of the flux table failed: no such device', '#')]);
    const after = await analyze(['-'], { stdin: bytesOf(text), since: '2026-11-23T06:14:00Z' });
    expect(after.verdict.status).toBe('healthy');
    const around = await analyze(['-'], { stdin: bytesOf(text), since: '2026-11-23T06:13:00Z', until: '2026-11-23T06:14:00Z' });
    expect(around.verdict.status).toBe('inconclusive');
  });
});

describe('a restart on request', () => {
  const restart = [
    line(800, 'User requested shutdown...', '#'),
    line(800.1, 'Saving the final RDB snapshot before exiting.'),
    line(800.3, 'DB saved on disk'),
    line(800.4, 'Redis is now ready to exit, bye bye...', '#'),
    ...START.map((text) => text.replace(/06:00:0/, '06:13:3')),
  ];
  it('explains what replicas and clients say of it', async () => {
    const report = await analyzeText(`${[...START, ...work(60, 10), ...restart, ...work(900, 5)].join('\n')}\n`);
    expect(report.verdict.status).toBe('healthy');
    expect(report.incidents).toEqual([]);
  });
  it('that does not end is a sign', async () => {
    const told = Array.from(
      { length: 4 },
      (_, index) => `${PID}:signal-handler (${1795413600 + 800 + 30 * index}) Received SIGTERM scheduling shutdown...`,
    );
    const report = await analyzeText(`${[...START, ...work(60, 10), ...told, ...work(900, 1)].join('\n')}\n`);
    expect(report.verdict.status).not.toBe('healthy');
  });
});
