import { readdirSync, readFileSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CORPUS, fixture, hasCorpus, readAll, texts, withoutEmpty } from './collect.js';

const LINES = withoutEmpty(texts(readAll(fixture('bom-crlf.log'))));

describe('real logs in each wrapping', () => {
  it.each([
    ['docker-json-file.log', 'docker-json', ''],
    ['cri-containerd.log', 'cri', ''],
    ['cloudwatch-export.jsonl', 'json-lines', ''],
    ['docker-compose.log', 'compose', 'redis-1'],
    ['docker-compose-ansi.log', 'compose', 'redis-1'],
    ['kubectl-timestamps.log', 'timestamps', ''],
    ['journalctl-short-iso.log', 'syslog', 'redis-server'],
  ])('%s holds the lines of the plain log', (name, wrapping, sub) => {
    const seen = readAll(fixture(name));
    expect(withoutEmpty(texts(seen))).toEqual(LINES);
    expect(seen.summary.wrapping).toBe(wrapping);
    expect(seen.lines[0].wrapping).toBe(wrapping);
    expect(seen.subs).toEqual([sub]);
    expect(seen.summary.lines).toBe(fixture(name).toString('latin1').split('\n').length - 1);
  });

  it('journalctl -o json and short hold the same lines', () => {
    const json = readAll(fixture('journalctl-o-json.log'));
    expect(json.summary.wrapping).toBe('journald-json');
    expect(texts(json)).toEqual(texts(readAll(fixture('journalctl-short.log'))));
    expect(texts(json)).toContain('# Server');
    expect(json.lines[0]).toMatchObject({ wrapTimeMs: 1795414925677, wrapPid: 19095, wrapLevel: '', sub: 'redis-server' });
  });

  it('keeps line numbers and offsets of the wrapped file', () => {
    const bytes = fixture('kubectl-prefix-timestamps.log');
    const seen = readAll(bytes);
    expect(seen.summary.wrapping).toBe('kubectl-prefix+timestamps');
    expect(seen.subs).toEqual(['redis-0/redis']);
    const physical = bytes.toString('utf8').split(/\r*\n/);
    for (const { line, offset, text } of seen.lines) {
      expect(physical[line - 1].endsWith(text)).toBe(true);
      expect(bytes.subarray(offset, offset + 5).toString()).toBe('[pod/');
    }
  });

  it('takes the time of the runtime', () => {
    const time = Date.parse('2026-11-23T06:21:55.339Z');
    for (const name of ['docker-json-file.log', 'cri-containerd.log', 'cloudwatch-export.jsonl', 'kubectl-timestamps.log']) {
      expect(readAll(fixture(name)).lines[0]).toMatchObject({ wrapTimeMs: time, wrapPid: 0, wrapLevel: '' });
    }
    expect(readAll(fixture('journalctl-short-iso.log')).lines[0].wrapTimeMs).toBe(time - 339);
    expect(readAll(fixture('docker-compose.log')).lines[0].wrapTimeMs).toBeNaN();
  });
});

describe('syslog', () => {
  const formats = ['syslog-rfc3339.log', 'syslog-rfc5424.log', 'syslog-traditional.log'].map((name) => readAll(fixture(name)));

  it('three formats of rsyslog hold the same lines of one server', () => {
    for (const seen of formats) {
      expect(seen.summary.wrapping).toBe('syslog');
      expect(texts(seen)).toEqual(texts(formats[0]));
      // The lines before openlog() have the program's name and no pid.
      expect(seen.subs).toEqual(['redis']);
      expect(seen.lines[0]).toMatchObject({ sub: 'redis', wrapPid: 6052, line: 1 });
    }
    expect(texts(formats[0]).slice(0, 2)).toEqual([
      expect.stringMatching(/^WARNING Memory overcommit must be enabled!/),
      'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
    ]);
  });

  it('opens the escaped newlines of one message', () => {
    const lines = formats[2].lines;
    const at = lines.findIndex(({ text }) => text === '# Server');
    expect(lines.slice(at, at + 3).map(({ text }) => text)).toEqual(['# Server', 'redis_version:7.4.1', 'redis_git_sha1:00000000']);
    expect(lines[at + 200].line).toBe(lines[at].line);
    expect(texts(formats[0]).some((text) => /#0(?:11|12|15)/.test(text))).toBe(false);
  });

  it('knows level, pid and time', () => {
    const find = (index: number, text: string) => formats[index].lines.find((line) => line.text === text);
    const saved = 'Background saving terminated with success';
    expect(find(1, saved)).toMatchObject({ wrapLevel: 'notice', wrapPid: 6052, wrapTimeMs: Date.parse('2026-11-23T06:26:18.152Z') });
    expect(find(1, 'DB saved on disk')?.wrapPid).toBe(6439);
    expect(find(1, 'Accepted 127.0.0.1:43252')?.wrapLevel).toBe('verbose');
    expect(find(1, 'Redis 7.4.1 crashed by signal: 11, si_code: 2')?.wrapLevel).toBe('warning');
    expect(find(0, saved)).toMatchObject({ wrapLevel: '', wrapTimeMs: Date.parse('2026-11-23T06:26:18.152Z') });
    expect(find(2, saved)).toMatchObject({ wrapTimeMs: Number.NaN, wrapWallMs: Date.UTC(1972, 10, 23, 6, 26, 18) });
  });

  it.each([
    ['Nov  3 06:26:12.123456 vm redis[6052]: text', { wrapWallMs: Date.UTC(1972, 10, 3, 6, 26, 12, 123), wrapPid: 6052 }],
    ['<132>Nov 23 06:26:12 vm redis[6052]: text', { wrapLevel: 'warning' }],
    [
      '<135>1 2026-11-23T06:26:12.5+02:00 vm redis 6052 ID1 [a@1 b="x\\]y"][c d="e"] text',
      { wrapLevel: 'debug', wrapTimeMs: Date.UTC(2026, 10, 23, 4, 26, 12, 500) },
    ],
    ['<134>1 2026-11-23T06:26:12Z vm redis 6052 - - \ufefftext', { wrapLevel: 'verbose', wrapPid: 6052 }],
    [
      '2026-11-23T06:29:29.123456+0530 vm redis[6052]: text',
      { wrapTimeMs: Date.UTC(2026, 10, 23, 0, 59, 29, 123), wrapWallMs: Date.UTC(2026, 10, 23, 6, 29, 29, 123) },
    ],
    ['Mon 2026-11-23 06:29:29 UTC vm redis.service[6052]: text', { wrapTimeMs: Date.UTC(2026, 10, 23, 6, 29, 29), sub: 'redis.service' }],
    ['Mon 2026-11-23 06:29:29 CET vm redis.service[6052]: text', { wrapTimeMs: Number.NaN, wrapWallMs: Date.UTC(2026, 10, 23, 6, 29, 29) }],
    ['1795415369.850340 vm redis[6052]: text', { wrapTimeMs: 1795415369850 }],
    ['[ 2251.877426] vm redis[6052]: text', { wrapTimeMs: Number.NaN, wrapWallMs: Number.NaN }],
    ['Nov 23 06:26:12 vm daemon.notice redis[6052]: text', { wrapLevel: 'notice', sub: 'redis' }],
    ['daemon.warning: Nov 23 06:26:12 vm redis[6052]:text', { wrapLevel: 'warning', sub: 'redis' }],
  ])('%s', (line, expected) => {
    const seen = readAll(`${line}\n`);
    expect(seen.summary.wrapping).toBe('syslog');
    expect(seen.lines).toEqual([expect.objectContaining({ text: 'text', line: 1, ...expected })]);
  });

  it('separates idents and hosts, and the kernel', () => {
    const seen = readAll(
      [
        'Nov 23 06:26:12 vm redis[6052]: one',
        'Nov 23 06:26:12 vm sshd[77]: two',
        'Nov 23 06:26:12 vm kernel: [ 2251.877426] Out of memory: Killed process 6052 (redis-server)',
        'Nov 23 06:26:12 vm2 redis[99]: four',
        '        a line that the writer did not escape',
      ].join('\n'),
    );
    expect(seen.lines.map(({ sub, text }) => [sub, text])).toEqual([
      ['redis', 'one'],
      ['sshd', 'two'],
      ['kernel', '[ 2251.877426] Out of memory: Killed process 6052 (redis-server)'],
      ['vm2/redis', 'four'],
      ['vm2/redis', '        a line that the writer did not escape'],
    ]);
  });

  it('joins the ident before and behind openlog() where every line has the pid', () => {
    const seen = readAll(
      'Nov 23 06:26:12 vm valkey-server[9]: a\nNov 23 06:26:12 vm cache[9]: b\nNov 23 06:26:13 vm cache[11]: child\nNov 23 06:26:13 vm cron[12]: c\n',
    );
    expect(seen.lines.map(({ sub }) => sub)).toEqual(['valkey-server', 'valkey-server', 'valkey-server', 'cron']);
  });

  it('gives held lines to the server whose pid they name, and keeps them when nobody has it', () => {
    const seen = readAll(
      [
        'Nov 23 06:26:12 vm redis-server: Redis version=7.4.1, pid=50, just started',
        'Nov 23 06:26:12 vm other[40]: x',
        'Nov 23 06:26:12 vm shard-b[50]: Ready',
        'Nov 23 06:26:14 vm redis-server: Redis version=7.4.1, pid=60, just started',
      ].join('\n'),
    );
    expect(seen.lines.map(({ sub, line, wrapPid }) => [sub, line, wrapPid])).toEqual([
      ['other', 2, 40],
      ['shard-b', 1, 50],
      ['shard-b', 3, 50],
      ['redis-server', 4, 60],
    ]);
  });

  it('removes the indent of further lines that journalctl prints', () => {
    const prefix = 'Nov 23 06:26:12 vm redis[6052]: ';
    expect(texts(readAll(`${prefix}first\n${' '.repeat(prefix.length)}  second\n${prefix}third\n`))).toEqual([
      'first',
      '  second',
      'third',
    ]);
  });
});

describe('pieces of long lines', () => {
  const long = 'x'.repeat(40_000);
  const time = '2026-11-23T06:29:29.850340563Z';

  it('docker: joined until the newline, with the place of the first piece', () => {
    const entry = (log: string, stream = 'stdout') => `${JSON.stringify({ log, stream, time })}\n`;
    const seen = readAll(
      entry('before\n') +
        entry(long.slice(0, 16_384)) +
        entry('other\n', 'stderr') +
        entry(long.slice(16_384, 32_768)) +
        entry(`${long.slice(32_768)}\n`) +
        entry('after\n'),
    );
    expect(texts(seen)).toEqual(['before', 'other', long, 'after']);
    expect(seen.lines.map(({ line }) => line)).toEqual([1, 3, 2, 6]);
  });

  it('CRI: P is continued, F ends', () => {
    const seen = readAll(
      `${time} stdout F before\n${time} stdout P abc\n${time} stderr F other\n${time} stdout F def\n${time} stdout F \n${time} stdout P cut`,
    );
    expect(texts(seen)).toEqual(['before', 'other', 'abcdef', '', 'cut']);
    expect(seen.lines[2].line).toBe(2);
  });

  it('are bounded', () => {
    const part = `${time} stdout P ${'y'.repeat(60)}\n`;
    const seen = readAll(part.repeat(5), { maxLineBytes: 128 });
    expect(texts(seen)).toEqual(['y'.repeat(60).repeat(3).slice(0, 128)]);
    expect(seen.holes).toEqual([expect.objectContaining({ kind: 'long-line', bytes: 300 - 128 })]);
  });

  it('docker: every object is a line when none ends with a newline', () => {
    const seen = readAll(`{"log":"a","stream":"stdout","time":"${time}"}\n{"log":"b","stream":"stdout","time":"${time}"}\n`);
    expect(texts(seen)).toEqual(['a', 'b']);
  });

  it('docker: decodes escapes and saves what is left of a cut object', () => {
    const message = '"\\/\b\f\t\u001b[31m\u2028é😀\ud800\r\n';
    const seen = readAll(`${JSON.stringify({ log: message, stream: 'stdout', time })}\n{"log":"4059:M tail \\u00e9 of`);
    expect(texts(seen)).toEqual([`"\\/\b\f\t\u001b[31m\u2028é😀\ufffd`, '4059:M tail é of']);
    expect(seen.holes).toEqual([expect.objectContaining({ kind: 'cut', line: 2 })]);
  });
});

describe('compose', () => {
  it('separates services, keeps escapes of the message', () => {
    const seen = readAll(
      'redis-1    | \x1b[31mone\nworker-12  | two\nredis-1    | three\nredis-1    |\nredis-1 exited with code 137\nworker-12  | 2026-11-23T06:29:29.850340563Z x\n',
    );
    expect(seen.lines.map(({ sub, text }) => [sub, text])).toEqual([
      ['redis-1', '\x1b[31mone'],
      ['worker-12', 'two'],
      ['redis-1', 'three'],
      ['redis-1', ''],
      ['redis-1', 'redis-1 exited with code 137'],
      ['worker-12', '2026-11-23T06:29:29.850340563Z x'],
    ]);
  });

  it.each(['\x1b[36mredis-1  |\x1b[0m text', '\x1b[36mredis-1  | \x1b[0mtext', '\x1b[1;33mredis-1  | \x1b[0mtext'])('%j', (line) => {
    const seen = readAll(`${line}\n${line}\n`);
    expect(texts(seen)).toEqual(['text', 'text']);
    expect(seen.subs).toEqual(['redis-1']);
  });

  it('with --timestamps', () => {
    const precise = readAll('redis-1  | 2026-11-23T06:29:29.850340563Z one\nredis-1  | 2026-11-23T06:29:29.950340563Z two\n');
    expect(precise.summary.wrapping).toBe('compose+timestamps');
    expect(precise.lines[1]).toMatchObject({ text: 'two', sub: 'redis-1', wrapTimeMs: Date.UTC(2026, 10, 23, 6, 29, 29, 950) });
  });

  it('leaves tables alone', () => {
    const table = 'name   | state\nalpha  | up\nbeta   | down\ngamma  | up\ndelta  | up\n';
    expect(readAll(table).summary.wrapping).toBe('plain');
  });
});

describe('exports', () => {
  const line = '4059:M 23 Nov 2026 06:29:29.850 * Ready';
  const ms = 1795415369850;

  it.each<[string, unknown, object]>([
    ['CloudWatch', { timestamp: ms, message: line, logStreamName: 's1' }, { wrapTimeMs: ms, sub: 's1' }],
    ['CloudWatch Insights', { '@timestamp': '2026-11-23 06:29:29.850', '@message': line }, { wrapWallMs: ms }],
    ['Elastic', { _index: 'i', _source: { '@timestamp': '2026-11-23T06:29:29.850Z', message: line } }, { wrapTimeMs: ms }],
    ['Elastic, original', { '@timestamp': '2026-11-23T06:29:29.850Z', event: { original: line } }, { wrapTimeMs: ms }],
    [
      'Google Cloud',
      { textPayload: line, timestamp: '2026-11-23T06:29:29.850123456Z', resource: { labels: { pod_name: 'p', container_name: 'c' } } },
      { wrapTimeMs: ms, sub: 'p/c' },
    ],
    ['Google Cloud, fields', { jsonPayload: { message: line }, timestamp: '2026-11-23T06:29:29.850Z' }, { wrapTimeMs: ms }],
    ['Loki', { stream: { pod: 'p' }, values: [[`${ms}000000`, line]] }, { wrapTimeMs: ms, sub: 'p' }],
    ['logcli', { labels: { pod: 'p', container: 'c' }, line, timestamp: '2026-11-23T06:29:29.850Z' }, { wrapTimeMs: ms, sub: 'p/c' }],
    ['fluentd', { log: line, kubernetes: { pod_name: 'p' }, time: ms / 1000 }, { wrapTimeMs: ms, sub: 'p' }],
    ['Splunk', { preview: false, result: { _raw: line, _time: '2026-11-23T06:29:29.850+00:00' } }, { wrapTimeMs: ms }],
    ['whole array', [{ timestamp: ms, message: line }], { wrapTimeMs: ms }],
    ['whole answer', { events: [{ timestamp: ms, message: line, ingestionTime: ms }] }, { wrapTimeMs: ms }],
    [
      'Loki answer',
      { status: 'success', data: { resultType: 'streams', result: [{ stream: {}, values: [[`${ms}000000`, line]] }] } },
      { wrapTimeMs: ms },
    ],
  ])('%s', (_name, value, expected) => {
    const seen = readAll(`${JSON.stringify(value)}\n`);
    expect(seen.summary.wrapping).toBe('json-lines');
    expect(seen.lines).toEqual([expect.objectContaining({ text: line, line: 1, ...expected })]);
  });

  it('turns answers round that begin with the newest line', () => {
    const values = [3, 2, 1].map((n) => [`${ms + n}000000`, `line ${n}`]);
    expect(texts(readAll(JSON.stringify({ stream: {}, values })))).toEqual(['line 1', 'line 2', 'line 3']);
  });

  it('opens newlines inside a message', () => {
    expect(texts(readAll('{"timestamp":1795415369850,"message":"a\\r\\nb\\n\\nc\\n"}\n'))).toEqual(['a', 'b', '', 'c']);
  });

  it('reads an array with one object a line', () => {
    expect(texts(readAll(`[\n{"timestamp":${ms},"message":"a"},\n{"timestamp":${ms},"message":"b"}\n]\n`))).toEqual(['a', 'b']);
    expect(texts(readAll(`[{"timestamp":${ms},"message":"a"},\n{"timestamp":${ms},"message":"b"}]\n`))).toEqual(['a', 'b']);
  });

  it('reads what aws logs get-log-events prints', () => {
    const value = {
      events: [1, 2].map((n) => ({ timestamp: ms + n, message: `line "${n}"`, ingestionTime: ms })),
      nextForwardToken: 'f/1',
    };
    const seen = readAll(`${JSON.stringify(value, undefined, 4)}\n`);
    expect(seen.summary.wrapping).toBe('json-pretty');
    expect(seen.lines.map(({ text, line: at, wrapTimeMs }) => [text, at, wrapTimeMs])).toEqual([
      ['line "1"', 5, ms + 1],
      ['line "2"', 10, ms + 2],
    ]);
  });

  it('reads journalctl -o json-pretty', () => {
    const entry =
      '{\n\t"MESSAGE" : [\n\t\t104,\n\t\t105,\n\t\t255\n\t],\n\t"_PID" : "7",\n\t"__REALTIME_TIMESTAMP" : "1795415369850340",\n\t"SYSLOG_IDENTIFIER" : "redis"\n}\n';
    const seen = readAll(entry + entry);
    expect(seen.lines.map(({ text, wrapPid, sub, wrapTimeMs }) => [text, wrapPid, sub, wrapTimeMs])).toEqual([
      ['hi\ufffd', 7, 'redis', ms],
      ['hi\ufffd', 7, 'redis', ms],
    ]);
  });

  it('journald: bytes, several messages, levels, instances', () => {
    const base = { __REALTIME_TIMESTAMP: '1795415369850340', _PID: '7', SYSLOG_IDENTIFIER: 'redis' };
    const lines = [
      { ...base, MESSAGE: [104, 105, 13] },
      { ...base, MESSAGE: ['a', 'b'] },
      { ...base, MESSAGE: null },
      { ...base, MESSAGE: 'c', PRIORITY: '4', _TRANSPORT: 'syslog' },
      { ...base, MESSAGE: 'd', PRIORITY: '6', _TRANSPORT: 'stdout', _SYSTEMD_UNIT: 'redis@6380.service' },
      { ...base, MESSAGE: 'e', CONTAINER_NAME: 'cache' },
    ];
    const seen = readAll(`${lines.map((each) => JSON.stringify(each)).join('\n')}\n`);
    expect(seen.lines.map(({ text, line, wrapLevel, sub }) => [text, line, wrapLevel, sub])).toEqual([
      ['hi', 1, '', 'redis'],
      ['a', 2, '', 'redis'],
      ['b', 2, '', 'redis'],
      ['c', 4, 'warning', 'redis'],
      ['d', 5, '', 'redis@6380'],
      ['e', 6, '', 'cache'],
    ]);
    // journalctl prints null for a message beyond its limit.
    expect(seen.holes).toEqual([expect.objectContaining({ kind: 'long-line', line: 3 })]);
  });

  it('rebuilds a line of Valkey whose fields were parsed', () => {
    const valkey = { pid: 7, role: 'primary', timestamp: '2026-11-23T06:29:29.850Z', level: 'notice', message: 'Ready' };
    expect(texts(readAll(`${JSON.stringify({ jsonPayload: valkey, timestamp: ms })}\n`))).toEqual([JSON.stringify(valkey)]);
  });

  it('survives hostile JSON', () => {
    const hostile = `${'{"message":"ok","timestamp":1}\n'.repeat(4)}${'['.repeat(100_000)}\n{"message":{"message":{}}}\n{"message":"ok","__proto__":{"x":1}}\n{"events":"x","message":7}\n`;
    expect(texts(readAll(hostile)).filter((text) => text === 'ok')).toHaveLength(5);
  });
});

it('shares one sink among the servers beyond 256', () => {
  const lines = Array.from({ length: 400 }, (_, n) => `[pod/redis-${n}/redis] line ${n}`).join('\n');
  const seen = readAll(`${lines}\n[pod/redis-0/redis] again\n`);
  expect(seen.subs).toHaveLength(256);
  expect(seen.lines).toHaveLength(401);
  expect(seen.lines[399].sub).toBe('(others)');
  expect(seen.lines[400].sub).toBe('redis-0/redis');
  expect(seen.ended).toBe(256);
});

describe.skipIf(!hasCorpus)('the corpus', () => {
  const walk = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const path = `${folder}/${name}`;
      return statSync(path).isDirectory() ? walk(path) : [path];
    });

  it('only unwraps what is wrapped', () => {
    const files = walk(CORPUS.slice(0, -1)).filter((path) => !/truth\.json$|\.(?:gz|xz)$/.test(path) && statSync(path).size < 3_000_000);
    const wrapped = files.filter((path) => readAll(readFileSync(path)).summary.wrapping !== 'plain');
    const expected = files.filter(
      (path) => /\/(?:fmt-syslog|wrapped-)/.test(path) && !/(?:crlf|utf16le-bom|cut-mid-line|hole-of-nuls)\//.test(path),
    );
    expect(wrapped).toEqual(expected);
  }, 60_000);

  it('unwraps all forms of one log to the same lines', () => {
    const groups = new Map<string, string[][]>();
    for (const path of walk(CORPUS.slice(0, -1))) {
      const match =
        /^(.*\/wrapped-.*)-(?:cloudwatch-export|cri-containerd|crlf|bom-crlf|docker-compose|docker-compose-ansi|docker-json-file|journalctl-o-json|journalctl-short|journalctl-short-iso|kubectl-timestamps|kubectl-prefix-timestamps|utf16le-bom)\/[^/]*$/.exec(
          path,
        );
      if (!match || path.endsWith('truth.json')) continue;
      groups.set(match[1].replace(/-bom$/, ''), [
        ...(groups.get(match[1].replace(/-bom$/, '')) ?? []),
        withoutEmpty(texts(readAll(readFileSync(path)))),
      ]);
    }
    expect(groups.size).toBeGreaterThan(5);
    for (const [first, ...others] of groups.values()) for (const other of others) expect(other).toEqual(first);
  }, 60_000);
});

describe('broken input', () => {
  const names = [
    'docker-json-file.log',
    'cri-containerd.log',
    'cloudwatch-export.jsonl',
    'docker-compose-ansi.log',
    'syslog-rfc5424.log',
    'syslog-traditional.log',
    'journalctl-o-json.log',
  ];
  const heads = names.map((name) => fixture(name).subarray(0, 12_000));
  const edit = fc.record({ at: fc.nat(12_000), drop: fc.nat(400), insert: fc.uint8Array({ maxLength: 20 }) });

  it('never throws, and does not depend on chunks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...heads),
        fc.constantFrom(...heads),
        fc.array(edit, { maxLength: 8 }),
        fc.integer({ min: 1, max: 3000 }),
        (first, second, edits, size) => {
          let bytes = Buffer.concat([first, second]);
          for (const { at, drop, insert } of edits) bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + drop)]);
          const whole = readAll(bytes, { maxLineBytes: 2048 });
          expect(whole.summary.bytes).toBe(bytes.length);
          expect(readAll(bytes, { maxLineBytes: 2048, chunks: [size] })).toEqual(whole);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('a part in another form passes as it is', () => {
    const plain = withoutEmpty(texts(readAll(fixture('syslog-rfc3339.log')))).slice(0, 20);
    const seen = readAll(`${fixture('docker-json-file.log').toString()}${plain.join('\n')}\n`);
    expect(texts(seen).slice(-20)).toEqual(plain);
    expect(seen.lines[seen.lines.length - 1]).toMatchObject({ wrapTimeMs: Number.NaN, sub: '' });
  });
});

describe('text that only frames or an ident give away', () => {
  const FRAMES = [
    '/lib/x86_64-linux-gnu/libc.so.6(gsignal+0xcb)[0x7f24db096c0b]',
    '/lib/x86_64-linux-gnu/libc.so.6(+0x22729)[0x7f24db0b7b29]',
    'redis-server *:6379(call+0x6bc)[0x55a34db652ac]',
    '/opt/lib/redistimeseries.so(TSDB_add+0x2b6)[0x7f24d0709136]',
  ];
  const prefixed = (prefix: (i: number) => string) => FRAMES.map((frame, i) => `${prefix(i)}${frame}`);

  it.each([
    ['a bare stamp', prefixed((i) => `2023-03-22 14:21:0${i} `)],
    ['a stamp with a fraction', prefixed((i) => `2023/03/22 14:21:03.${i}01 `)],
    ['the name of a process manager', prefixed((i) => `14:21:0${i} redis.1     | `)],
  ])('%s', (_, lines) => {
    expect(texts(readAll(`${lines.join('\n')}\n`))).toEqual(FRAMES);
  });

  it.each([
    ['frames without a prefix', FRAMES],
    ['paths in sentences', prefixed(() => 'see also ')],
    ['too few', prefixed(() => '14:21:03 ').slice(0, 2)],
    ['other lines of the same stamp', ['14:21:03 GET /a/b(c)[0x1', '14:21:04 GET /a [0xfg]', '14:21:05 ok']],
  ])('leaves %s alone', (_, lines) => {
    expect(texts(readAll(`${lines.join('\n')}\n`))).toEqual(lines);
  });

  it('opens the escapes behind an ident without a stamp', () => {
    const text = 'redis[105815]: #012------ INFO OUTPUT ------\nredis[105815]: # Server#015#012redis_version:5.0.7#015#012os:Linux\n';
    const seen = readAll(text);
    expect(texts(seen)).toEqual(['', '------ INFO OUTPUT ------', '# Server', 'redis_version:5.0.7', 'os:Linux']);
    expect(seen.lines[1]).toMatchObject({ line: 1 });
    expect(texts(readAll('nginx[12]: a\nnginx[12]: b\n'))).toEqual(['nginx[12]: a', 'nginx[12]: b']);
  });
});
