import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';

async function report(name: string, text: string): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'rf-fixes-'));
  try {
    writeFileSync(join(folder, name), text);
    return await analyze([folder]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const started = (version: string, date: string) => `77:C ${date} 10:00:00.000 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo
77:C ${date} 10:00:00.001 * Redis version=${version}, bits=64, commit=00000000, modified=0, pid=77, just started
77:M ${date} 10:00:00.002 * Running mode=standalone, port=6379.
77:M ${date} 10:00:00.003 * Ready to accept connections tcp
`;
const advised = (found: Report, signature: string) => (found.advisories ?? []).filter((one) => one.signature === signature);

describe('end of life', () => {
  it('is told with its day where the input is younger', async () => {
    const [found] = advised(await report('redis.log', started('7.0.15', '30 Jul 2024')), 'end-of-life');
    expect(found.why).toContain('end of life of Redis 7.0: 2024-07-29');
  });

  it('is not told of a line that still lived when the log was written', async () =>
    expect(advised(await report('redis.log', started('7.0.15', '12 Mar 2024')), 'end-of-life')).toEqual([]));
});

describe('vulnerable versions', () => {
  it('are told of Redis Open Source', async () =>
    expect(advised(await report('redis.log', started('7.4.3', '12 Mar 2026')), 'known-vulnerable-version').length).toBe(1));

  it('not of Redis Software, which takes over fixes under the same version', async () =>
    expect(
      advised(
        await report('redis-3.log', `${started('7.4.3', '12 Mar 2026')}# Server\nredis_version:7.4.3\nrlec_version:7.22.2-20\n`),
        'known-vulnerable-version',
      ),
    ).toEqual([]));
});

/** In the form that Valkey and Redis >= 7.4 print, with the frames of a public report. */
const crash = (version: string, frames: string[], head: string) => `${started(version, '12 Mar 2026').replace('77:C', '77:C')}

=== REDIS BUG REPORT START: Cut & paste starting from here ===
${head}

------ STACK TRACE ------

77 redis-server *
${frames.map((frame, at) => (frame.startsWith('/') ? frame : `redis-server *:6379(${frame}+0x${at + 10})[0x55d0c0d1e${at}00]`)).join('\n')}
redis-server *:6379(call+0x1a0)[0x55d0c0d1ea00]
redis-server *:6379(processCommand+0x9e0)[0x55d0c0d1eb00]
redis-server *:6379(main+0x3c1)[0x55d0c0d1ec00]

1/1 expected stacktraces.

------ STACK TRACE DONE ------

=== REDIS BUG REPORT END. Make sure to include from START to END. ===
`;
const SEGV = (version: string, code = 1) => `77:M 12 Mar 2026 10:05:00.000 # Redis ${version} crashed by signal: 11, si_code: ${code}
77:M 12 Mar 2026 10:05:00.000 # Accessing address: 0x18
77:M 12 Mar 2026 10:05:00.000 # Crashed running the instruction at: 0x55d0c0d1e000`;
const known = async (version: string, frames: string[], head = SEGV(version)) =>
  (await report('redis.log', crash(version, frames, head))).incidents[0]?.knownFixes;
const XADD = ['/lib/x86_64-linux-gnu/libc.so.6(+0x42520)[0x7f1]', 'streamEntryIsReferenced', 'streamTrim', 'xaddCommand'];

describe('a crash report', () => {
  it('names the fix in the window', async () => {
    expect((await known('8.2.0', XADD))?.matches).toMatchObject([
      { word: 'known', label: '#14276', fixedIn: '8.2.1', matchedBy: 'frames' },
    ]);
  });

  it('outside of it says that the index has none, with its holes, and never that the bug is new', async () => {
    const found = await known('8.2.1', XADD);
    expect(found).toMatchObject({
      asked: [{ product: 'Redis', version: '8.2.1' }],
      matches: [],
      none: expect.stringMatching(/^no match in this index of \d+ fixed bugs$/),
    });
    expect(found?.holes.join()).toContain('Redis 8');
    expect(JSON.stringify(found)).not.toMatch(/not a known bug|unknown bug|new bug/i);
  });

  it('that was ordered or sent is not compared', async () => {
    expect(await known('8.2.0', ['/lib/x86_64-linux-gnu/libc.so.6(+0x42520)[0x7f1]', 'debugCommand'])).toBeUndefined();
    expect(await known('8.2.0', ['epoll_wait', 'aeProcessEvents'], SEGV('8.2.0', 0))).toBeUndefined();
  });

  it('without names says that there is nothing to compare', async () =>
    expect((await known('8.2.0', ['/lib/x86_64-linux-gnu/libc.so.6(+0x42520)[0x7f1]']))?.none).toMatch(/^nothing to compare/));
});
