import { describe, expect, it } from 'vitest';
import { LineState } from '../../src/redact/line-state.js';
import { Redactor } from '../../src/redact/redactor.js';
import { isSafeWord } from '../../src/redact/safe-words.js';
import { CATALOGUE } from '../../src/signatures/catalogue.js';
import { redactLines } from './lines.js';

const P = '4067:M 23 Nov 2026 06:27:30.340';
const strict = (...lines: string[]) => redactLines(lines, 'readable', undefined, 'strict');
const keep = (words: string[], line: string) => new Redactor({ style: 'readable', keep: words }).redact(line);

describe('what stays', () => {
  it.each([
    `${P} * Background saving started by pid 14725`,
    '4058:C 23 Nov 2026 06:26:00.166 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
    `${P} * <search> Enabled workers threadpool of size 8`,
    `${P} # <module> fork GC: could not create pipe: Too many open files`,
    "4058:M 23 Nov 2026 06:26:00.166 # ==> debug.c:528 '1 == 2' is not true",
    '/usr/lib/redis/modules/redisearch.so(someFunctionOfItsOwn_xyzzy+0x110)[0x7f12a0000000]',
    '#3  0x00007f9b00000001 in RSIndexResult_frobnicate_xq () from /opt/redis/redisearch.so',
    '/opt/redis/redis-server *:6379 [cluster](call+0xb4)[0x55d0c0a1f75c]',
    '#1  0x00007f9b in __pthread_cond_wait (cond=0x1, mutex=0x2) at pthread_cond_wait.c:638',
    'used_memory_human:1.02M',
    'maxmemory_policy:allkeys-lru',
    'cmdstat_ft.search:calls=12,usec=10,usec_per_call=0.83',
    'mem_fragmentation_ratio:1.37',
    '55e7be961000-55e7c6d77000 r-xp 00000000 fd:01 131',
    '\x1b[36mredis-1\x1b[0m  | ready',
    'Linux 5.15.0-1031-aws x86_64',
    'client-output-buffer-limit replica 256mb 64mb 60',
    'WinSock: c:\\release\\redis\\src\\networking.c:786',
    'a\\nnode is ready\\r\\n',
  ])('%s', (line) => expect(strict(line)).toEqual([line]));

  it('every word of the texts of the catalogue', () => {
    const texts = CATALOGUE.flatMap(({ id, kind, title, mechanism, remedy }) => [
      id,
      kind,
      title,
      mechanism ?? '',
      ...(remedy ?? []).map((step) => (typeof step === 'string' ? step : step.do)),
    ]);
    const words = new Set(texts.flatMap((text) => text.match(/[A-Za-z]{3,}/g) ?? []));
    expect(words.size).toBeGreaterThan(500);
    expect([...words].filter((word) => !isSafeWord(word, new Set()))).toEqual([]);
  });

  it('words that an option lists, in any capitals', () => {
    expect(keep([], 'acmebank is ready')).toBe('text-1 is ready');
    expect(keep(['AcmeBank'], 'acmebank ACMEBANK acmebank-ready other-zubrowka')).toBe('acmebank ACMEBANK acmebank-ready text-1');
  });
});

describe('what becomes a token', () => {
  it.each<[string, string]>([
    [`${P} # acmeplan of zubrowka failed`, `${P} # text-1 of text-2 failed`],
    ['zubrowka-prod_7.eu: 7', 'text-1: 7'],
    ['p4ss!w0rd#zq left', 'text-1 left'],
    ['%7a%75%62 and \\x7a\\x75 and \\u007a7', 'text-1 and text-2 and text-3'],
    ['the \u043a\u043b\u044e\u0447 is wrong', 'the text-1 is wrong'],
    ['/opt/acmeco.so(zub_flush+0x1f)[0x55d0c0a1f75c]', '/opt/path-1.so(text-1+0x1f)[0x55d0c0a1f75c]'],
    [
      '#3  0x00007f9b00000001 in zub_flush (ctx=0x1) at /srv/zub/zubro.c:77',
      '#3  0x00007f9b00000001 in text-1 (ctx=0x1) at /srv/path-1/path-2.c:77',
    ],
    ['4068 zub_flush', '4068 text-1'],
    ['wrote zubrowka.aof.2.incr.aof', 'wrote path-1.aof.2.incr.aof'],
    ['cmdstat_zubro.push:calls=1', 'text-1:calls=1'],
    ['xKqZvBwT is set', 'text-1 is set'],
    ['node a1b2c3d4e5f60718 left', 'node id-1 left'],
    ['with 4111 1111 1111 1111 and 4111111111111111 and 4111111111111112', 'with id-1 and id-2 and 4111111111111112'],
    ['role arn:aws:iam::123456789012:role/zub of account id 210987654321', 'role id-1 of account id id-2'],
    ['zub\u00fcr\n', 'text-1\n'],
  ])('%s', (line, expected) => expect(strict(line.replace(/\n$/, '')).join('')).toBe(expected.replace(/\n$/, '')));

  it('is the same token wherever it stands, and that of its class where its place told it', () => {
    expect(strict('master_host:zubrowka', `${P} # zubrowka and wkavex`, 'wkavex_1', 'wkavex')).toEqual([
      'master_host:host-1',
      `${P} # host-1 and text-1`,
      'text-2',
      'text-1',
    ]);
  });

  it('masks text that can be read in memory, and no pointer', () => {
    expect(strict(`${P} # (00007ffc67291801) -> 6f6b776f7262757a`, 'RAX:000000616b776f72 RBX:000055d0c0a1f75c')).toEqual([
      `${P} # (00007ffc67291801) -> 2a2a2a2a2a2a2a2a`,
      'RAX:0000002a2a2a2a2a RBX:000055d0c0a1f75c',
    ]);
  });

  it('also in the names of the fields of JSON, and outside of its strings', () => {
    expect(strict('{"zubrowka":{"count":7,"wkavex":"ready"}}')).toEqual(['{"text-1":{"count":7,"text-2":"ready"}}']);
  });
});

describe('the proof', () => {
  it.each([`${P} # zubrowka is here`, 'cmdstat_zubro.push:calls=1', '{"zubrowka":1}', '-> 6f6b776f7262757a', '/opt/zubro.so'])(
    'finds what was never looked for: %s',
    (line) => {
      const redactor = new Redactor({ style: 'readable' });
      expect(redactor.findLeft(line, new LineState())).toBeDefined();
      expect(new Redactor({ style: 'readable', mode: 'known' }).findLeft(`${P} # zubrowka is here`)).toBeUndefined();
    },
  );
});
