import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { classifyHead } from '../../src/source/classify.js';
import { ARCHIVES, collectBytes, TAR_END, tarMember } from './collect.js';

const LOG = readFileSync(`${ARCHIVES}redis-3.log`);

function elf(type: number, bigEndian = false): Buffer {
  const head = Buffer.alloc(4096);
  head.write('\x7fELF', 'latin1');
  head[4] = 2;
  head[5] = bigEndian ? 2 : 1;
  head[bigEndian ? 17 : 16] = type;
  return head;
}

function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

test.each<[string, Buffer]>([
  ['a log', LOG],
  ['nothing', Buffer.alloc(0)],
  ['a log that begins with a hole', Buffer.concat([Buffer.alloc(50_000), LOG])],
  ['a log with holes', Buffer.concat([LOG, Buffer.alloc(4096), LOG, Buffer.alloc(700), LOG])],
  ['only a hole: the text may come later', Buffer.alloc(65536)],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${LOG.toString()}`, 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(LOG.toString(), 'utf16le')],
  ['UTF-16, big-endian', Buffer.from(LOG.toString(), 'utf16le').swap16()],
  ['Latin-1', Buffer.from('Schlüssel größer für Prüfung ÄÖÜ\n'.repeat(50), 'latin1')],
  ['a crash report with the raw bytes of an argument', Buffer.concat([LOG, noise(600), LOG])],
  ['colours', Buffer.from('\x1b[36mredis-1  |\x1b[0m 1:M 23 Nov 2026 06:27:28.091 * Ready\r\n'.repeat(9))],
  ['an AOF manifest', Buffer.from('file appendonly.aof.1.base.rdb seq 1 type b\n')],
])('%s is text', (_, head) => {
  expect(classifyHead(head.subarray(0, 65536))).toBeUndefined();
});

test.each<[string, Buffer, string]>([
  ['an ELF core', elf(4), 'elf-core'],
  ['an ELF core of a big-endian machine', elf(4, true), 'elf-core'],
  ['an ELF program', elf(3), 'binary'],
  ['an RDB', Buffer.concat([Buffer.from('REDIS0011\xfa\x09redis-ver\x057.4.1', 'latin1'), noise(200)]), 'rdb'],
  ['an RDB of Valkey 9', Buffer.concat([Buffer.from('VALKEY080\xfa', 'latin1'), noise(200)]), 'rdb'],
  ['an AOF', Buffer.from('*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n'), 'aof'],
  ['an AOF with time notes', Buffer.from('#TS:1763879246\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n'), 'aof'],
  ['SQLite', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4000)]), 'binary'],
  ['PNG', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), noise(500)]), 'binary'],
  ['noise', noise(65536), 'binary'],
  ['a table of numbers', Buffer.from(Uint32Array.from({ length: 4096 }, (_, i) => i * 3).buffer), 'binary'],
])('%s is left out', (_, head, format) => {
  expect(classifyHead(head)).toMatchObject({ outcome: 'ignored', format });
});

test('an archive that cannot be opened is a failure, not noise', () => {
  expect(classifyHead(Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1'))).toEqual({
    outcome: 'failed',
    format: '7z',
    why: '7z archive: not supported, unpack it first',
  });
});

test('a core in an archive says how to read it, and costs the rest nothing', async () => {
  const big = Buffer.concat([elf(4), Buffer.alloc(5_000_000)]);
  const { skipped, texts } = await collectBytes(Buffer.concat([tarMember('core.17', big), tarMember('a.log', 'a\n'), TAR_END]));
  expect(skipped).toEqual([
    {
      name: 'stdin!/core.17',
      outcome: 'ignored',
      format: 'elf-core',
      bytes: big.length,
      why: "ELF core file: turn it into text with: gdb -batch -ex 'thread apply all bt' /path/to/redis-server CORE > stacks.txt",
    },
  ]);
  expect([...texts.keys()]).toEqual(['stdin!/a.log']);
});

const FIXTURES = new URL('../../fixtures/', import.meta.url).pathname;

test('no captured text is taken for something else', () => {
  const texts = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:log|txt|conf|stdout|json|jsonl)$/.test(name),
  );
  expect(texts.length).toBeGreaterThan(5);
  for (const name of texts) {
    const path = join(FIXTURES, name);
    if (existsSync(path)) expect(classifyHead(readFileSync(path).subarray(0, 65536)), name).toBeUndefined();
  }
});
