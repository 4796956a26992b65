import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analyze.js';
import { coreFixture, SERVER_BINARIES } from '../core-files.js';

const TRAP = coreFixture('core-kernel/trap.so');
const DEBUG = coreFixture('core-kernel/trap.so.debug');
const FOLDER = mkdtempSync(join(tmpdir(), 'symbols-'));

/** A report as Redis 7.0 prints it, with the return addresses that the core of the same deadlock has. */
function report(frames: string[], server = '/usr/bin/redis-check-rdb *:17061'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'symbols-')), 'redis.log');
  const head = [
    '13141:M 30 Nov 2026 19:12:30.000 # === REDIS BUG REPORT START: Cut & paste starting from here ===',
    '13141:M 30 Nov 2026 19:12:30.000 # Redis 7.0.15 crashed by signal: 6, si_code: 0',
    '13141:M 30 Nov 2026 19:12:30.000 # Killed by PID: 13081, UID: 0',
    '',
    '------ STACK TRACE ------',
    'EIP:',
    '/lib/x86_64-linux-gnu/libc.so.6(+0x8612b)[0x7f23030a412b]',
    '',
    'Backtrace:',
    '/lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f230305a050]',
    '/lib/x86_64-linux-gnu/libc.so.6(+0x8612b)[0x7f23030a412b]',
    '/lib/x86_64-linux-gnu/libc.so.6(pthread_mutex_lock+0x112)[0x7f23030aa482]',
  ];
  const tail = [`${server}(call+0xdb)[0x564f5390d6fb]`, `${server}(aeMain+0x1d)[0x564f539049ed]`, '', '------ INFO OUTPUT ------', ''];
  writeFileSync(path, [...head, ...frames, ...tail].join('\n'));
  return path;
}

/** What is shown of main's stack, and what is said of the files. */
async function read(log: string, symbols: string[]): Promise<{ stack: string[]; said: string }> {
  const { threadDumps, notes } = await analyze([log], { symbols });
  return { stack: threadDumps?.[0]?.groups.flatMap(({ stack }) => stack) ?? [], said: notes.map(({ text }) => text).join('\n') };
}

function written(name: string, bytes: Uint8Array): string {
  const path = join(mkdtempSync(join(FOLDER, 'file-')), name);
  writeFileSync(path, bytes);
  return path;
}

const THREE = [
  '/opt/lab/modules/trap.so(+0x1344)[0x7f2303d56344]',
  '/opt/lab/modules/trap.so(+0x150a)[0x7f2303d5650a]',
  '/opt/lab/modules/trap.so(+0x1640)[0x7f2303d56640]',
];

describe('--symbols and text reports', () => {
  it('names frames of a stripped module; three return addresses behind calls prove the file, and it speaks for its debug file', async () => {
    const { stack, said } = await read(report(THREE), [TRAP, DEBUG]);
    expect(stack).toEqual(expect.arrayContaining(['trap_mutex', 'run_query', 'worker_main']));
    expect(said).toMatch(/3 frames of trap\.so are named by .*: a call stands before each of 3 return addresses/);
  });

  it('says that a debug file alone is not proved to be the same build', async () => {
    const { stack, said } = await read(report(THREE), [DEBUG]);
    expect(stack).toContain('trap_mutex');
    expect(said).toContain('not proved to be the same build');
  });

  it('takes them out of folders and archives, and the names of a server that exports some of its functions', async () => {
    const frames = ['/usr/bin/redis-check-rdb *:17061(+0x113b69)[0x564f539b2b69]'];
    const { stack, said } = await read(report(frames), [SERVER_BINARIES]);
    expect(stack).toContain('RedisModuleCommandDispatcher');
    expect(said).toContain('2 frames that the text names have the same names in it');
  });

  it.each([
    ['no code there', ['/opt/lab/modules/trap.so(+0x991344)[0x7f23046e7344]'], /\+0x991344 is no code of it/],
    ['no call there', ['/opt/lab/modules/trap.so(+0x1345)[0x7f2303d56345]', ...THREE], /no call stands before \+0x1345/],
    ['other places', [THREE[0], '/opt/lab/modules/trap.so(+0x150a)[0x7f2303d5750a]'], /different distances/],
    ['a named frame elsewhere', [...THREE, '/opt/lab/modules/trap.so(RedisModule_OnLoad+0x99999)[0x7f2303def000]'], /RedisModule_OnLoad/],
  ])('refuses a file that contradicts, and says so: %s', async (_, frames, why) => {
    const { stack, said } = await read(report(frames), [TRAP]);
    expect(stack).not.toContain('trap_mutex');
    expect(said).toMatch(/trap\.so was not used for names/);
    expect(said).toMatch(why);
  });

  it('refuses a server in which a named function lies elsewhere', async () => {
    const bytes = gunzipSync(readFileSync(coreFixture('tiny-x86-64/tiny.gz')));
    const { said } = await read(report(['/usr/bin/redis-check-rdb *:1(+0x401607)[0x401607]']), [written('redis-check-rdb', bytes)]);
    expect(said).toMatch(/was not used for names: it has no function call/);
  });

  it('does not choose between two builds that both fit', async () => {
    const other = Buffer.from(readFileSync(TRAP));
    other[other.indexOf(Buffer.from('710a95503d5ef8f7', 'hex'))] ^= 1;
    const { stack, said } = await read(report(THREE), [TRAP, written('trap.so', other)]);
    expect(stack).not.toContain('trap_mutex');
    expect(said).toContain('are different builds and both fit');
  });

  it('leaves everything as it was without a file of that name', async () => {
    const { stack, said } = await read(report(THREE), [coreFixture('tiny-x86-64')]);
    expect(stack).toContain('trap.so+0x1344');
    expect(said).not.toContain('named');
  });
});
