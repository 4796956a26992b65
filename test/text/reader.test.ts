import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextReader } from '../../src/text/reader.js';
import { fixture, readAll, texts, withoutEmpty } from './collect.js';

describe('lines', () => {
  it('knows the number and offset of each line', () => {
    const seen = readAll('one\ntwo\n\nfour');
    expect(seen.log).toEqual([':1@0:one', ':2@4:two', ':3@8:', ':4@9:four']);
    expect(seen.summary).toMatchObject({ lines: 4, bytes: 13, wrapping: 'plain', encoding: 'utf-8', cutEnd: true, cutStart: false });
    expect(seen.ended).toBe(1);
  });

  it('takes CRLF as one terminator, several CR too, and keeps a CR inside a line', () => {
    expect(texts(readAll('a\r\nb\r\r\nc\rd\n\r\n'))).toEqual(['a', 'b', 'c\rd', '']);
  });

  it('delivers nothing for an empty entry', () => {
    const seen = readAll('');
    expect(seen.lines).toEqual([]);
    expect(seen.summary).toMatchObject({ lines: 0, bytes: 0, wrapping: 'plain', cutEnd: false });
  });

  it('gives the head of an over-long line and skips the rest', () => {
    const seen = readAll(`short\n${'x'.repeat(100)}\r\nnext\n${'y'.repeat(64)}\r\n${'z'.repeat(65)}`, { maxLineBytes: 64 });
    expect(seen.log).toEqual([
      ':1@0:short',
      `:2@6:${'x'.repeat(64)}`,
      ':2@6:<long-line 37>',
      ':3@108:next',
      `:4@113:${'y'.repeat(64)}`,
      ':4@113:<long-line 1>',
      `:5@179:${'z'.repeat(64)}`,
      ':5@179:<long-line 1>',
    ]);
  });

  it('needs linear time for a line that never ends', () => {
    const reader = new TextReader('entry', () => ({ line() {}, end() {} }));
    const chunk = Buffer.alloc(1000, 'x');
    const started = process.cpuUsage();
    for (let i = 0; i < 60_000; i++) reader.push(chunk);
    expect(reader.end()).toMatchObject({ bytes: 60_000_000, lines: 1 });
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  });
});

describe('holes', () => {
  it('reports a long run of NUL and begins a new logical line behind it', () => {
    const seen = readAll(`one\nbefore${'\0'.repeat(16)}after\n${'\0'.repeat(40)}three\nfour${'\0'.repeat(15)}text\n`);
    expect(seen.log).toEqual([
      ':1@0:one',
      ':2@4:before',
      ':2@10:<nul 16>',
      ':2@26:after',
      ':3@32:<nul 40>',
      ':3@72:three',
      `:4@78:four${'\0'.repeat(15)}text`,
    ]);
  });

  it('does not make an empty line of a newline behind a hole', () => {
    const seen = readAll(`a${'\0'.repeat(20)}\r\nb\n${'\0'.repeat(20)}`);
    expect(texts(seen)).toEqual(['a', 'b']);
    expect(seen.summary.lines).toBe(3);
  });

  it('reads on behind the hole of a real file', () => {
    const plain = withoutEmpty(texts(readAll(fixture('bom-crlf.log'))));
    const holed = readAll(fixture('hole-of-nuls.log'));
    expect(holed.holes).toEqual([{ kind: 'nul', bytes: 512, line: expect.any(Number), offset: 4463 }]);
    const lines = withoutEmpty(texts(holed));
    const at = plain.findIndex((line, index) => line !== lines[index]);
    expect(lines[at] + lines[at + 1]).toBe(plain[at]);
    expect(lines.slice(at + 2)).toEqual(plain.slice(at + 1));
  });
});

describe('encodings', () => {
  const text = 'Grüße € 😀\r\nzwei\n\nvier';
  const expected = ['Grüße € 😀', 'zwei', '', 'vier'];
  const wide = Buffer.from(text, 'utf16le');
  const swapped = Buffer.from(wide).swap16();

  it.each([
    ['utf-8-bom', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), 3],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), 2],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped]), 2],
  ])('%s', (encoding, bytes, first) => {
    const seen = readAll(bytes);
    expect(texts(seen)).toEqual(expected);
    expect(seen.summary.encoding).toBe(encoding);
    expect(seen.lines[0].offset).toBe(first);
    const unit =
      encoding === 'utf-8-bom'
        ? Buffer.from('zwei')
        : encoding === 'utf-16le'
          ? Buffer.from('zwei', 'utf16le')
          : Buffer.from('zwei', 'utf16le').swap16();
    expect(bytes.subarray(seen.lines[1].offset, seen.lines[1].offset + unit.length)).toEqual(unit);
  });

  it('believes UTF-16 without a mark only when it is obvious', () => {
    const log = '4059:M 23 Nov 2026 06:27:14.777 * Ready to accept connections\n';
    expect(readAll(Buffer.from(log, 'utf16le'))).toMatchObject({ summary: { encoding: 'utf-16le' }, lines: [{ text: log.trim() }] });
    expect(readAll(Buffer.from(log, 'utf16le').swap16()).summary.encoding).toBe('utf-16be');
    expect(readAll('plain text that is long enough to be looked at\n').summary.encoding).toBe('utf-8');
  });

  it('replaces half surrogates, reports holes and a cut unit', () => {
    const body = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from('a\ud800b\n', 'utf16le'),
      Buffer.alloc(32),
      Buffer.from('c', 'utf16le'),
      Buffer.from([0x41]),
    ]);
    const seen = readAll(body);
    expect(seen.log).toEqual([':1@2:a\ufffdb', ':2@10:<nul 32>', ':2@42:c', ':2@44:<encoding 1>']);
  });
});

describe('the same result for any chunks', () => {
  const piece = fc.oneof(
    fc.constantFrom('\n', '\r\n', '\r', '\0', '\0'.repeat(16), '\0'.repeat(33), 'x'.repeat(70), 'é', '😀', '> ', '    '),
    fc.constantFrom('4059:M 23 Nov 2026 06:27:14.777 * text\n', '{"log":"a\\n","stream":"stdout","time":"2026-11-23T06:29:29.8Z"}\n'),
    fc.string({ maxLength: 12 }),
  );
  const document = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  const encodings = fc.constantFrom<'utf8' | 'utf16le'>('utf8', 'utf16le');

  it('holds for generated input', () => {
    fc.assert(
      fc.property(
        document,
        encodings,
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
        (text, encoding, mark, chunks) => {
          const bytes = Buffer.from((mark ? '\ufeff' : '') + text, encoding);
          const whole = readAll(bytes, { maxLineBytes: 64 });
          const cut = readAll(bytes, { maxLineBytes: 64, chunks });
          const single = readAll(bytes, { maxLineBytes: 64, chunks: [1] });
          expect(cut).toEqual(whole);
          expect(single).toEqual(whole);
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each(['docker-json-file.log', 'syslog-rfc5424.log', 'journalctl-o-json.log', 'kubectl-prefix-timestamps.log', 'hole-of-nuls.log'])(
    'holds for %s',
    (name) => {
      const whole = readAll(fixture(name));
      expect(readAll(fixture(name), { chunks: [1] })).toEqual(whole);
      expect(readAll(fixture(name), { chunks: [997, 3, 4096] })).toEqual(whole);
    },
  );
});

describe('digest', () => {
  it('tells small differences apart', () => {
    const base = fixture('cri-containerd.log');
    const digests = new Set([readAll(base).summary.digest]);
    let count = 1;
    for (let at = 0; at < 4000; at += 37) {
      for (const flip of [0x01, 0x80]) {
        const changed = Buffer.from(base);
        changed[at] ^= flip;
        changed[at + 16] ^= flip;
        digests.add(readAll(changed).summary.digest);
        count++;
      }
    }
    for (const length of [0, 1, 15, 16, 17, 100]) {
      digests.add(readAll(base.subarray(0, length)).summary.digest);
      digests.add(readAll(Buffer.alloc(length + 1)).summary.digest);
      count += 2;
    }
    expect(digests.size).toBe(count);
    expect([...digests].every((digest) => /^[0-9a-f]{16}$/.test(digest))).toBe(true);
  });
});

it('says when the first line has lost its beginning', () => {
  const line = '4059:M 23 Nov 2026 06:27:14.777 * Background saving started by pid 4063\n';
  expect(readAll(line.slice(12) + line).summary.cutStart).toBe(true);
  expect(readAll(line + line).summary.cutStart).toBe(false);
});
