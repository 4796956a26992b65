import { describe, expect, it } from 'vitest';
import { fixture, readAll, texts, withoutEmpty } from './collect.js';

/** A crash of a real server, as it would be pasted: headers, stack, registers, CRLF-terminated INFO. */
const ALL = texts(readAll(fixture('kubectl-prefix-timestamps.log')));
const LINES = ALL.slice(0, 120);
const join = (lines: string[]) => `${lines.join('\n')}\n`;

function expectLines(pasted: string, wrapping: string, expected: string[] = LINES) {
  const seen = readAll(pasted);
  expect(seen.summary.wrapping).toBe(wrapping);
  expect(texts(seen)).toEqual(expected);
  return seen;
}

describe('grep', () => {
  it('-n: the number is removed, the physical line stays', () => {
    const seen = expectLines(join(LINES.map((line, index) => `${index + 1001}:${line}`)), 'grep');
    expect(seen.lines.map(({ line }) => line)).toEqual(LINES.map((_, index) => index + 1));
    expect(seen.subs).toEqual(['']);
  });

  it('-n of a few lines of one pid', () => {
    const picked = LINES.filter((line) => /^\d+:M /.test(line)).slice(0, 3);
    expectLines(join(picked.map((line, index) => `${index * 7 + 3}:${line}`)), 'grep', picked);
  });

  it('-n -C: context and separators', () => {
    const lines = LINES.slice(0, 12);
    const pasted = lines.map((line, index) => `${index + 5}${index % 3 === 0 ? ':' : '-'}${line}`);
    pasted.splice(6, 0, '--');
    expectLines(join(pasted), 'grep', lines);
  });

  it('-H: the file separates servers', () => {
    const seen = expectLines(join(LINES.map((line) => `var/log/redis-6379.log:${line}`)), 'grep');
    expect(seen.subs).toEqual(['var/log/redis-6379.log']);
    const two = readAll(join(LINES.map((line, index) => `n${index % 2}/redis.log:${line}`)));
    expect(two.subs.sort()).toEqual(['n0/redis.log', 'n1/redis.log']);
    expect(texts(two)).toEqual(LINES);
  });

  it('-Hn', () => {
    const seen = expectLines(join(LINES.map((line, index) => `redis.log:${index + 9}:${line}`)), 'grep');
    expect(seen.subs).toEqual(['redis.log']);
    expectLines(join(LINES.map((line, index) => `C:\\logs\\redis.log:${index + 9}:${line}`)), 'grep');
  });

  it('-n of a crash report without any header', () => {
    const report = ['=== REDIS BUG REPORT START: Cut & paste starting from here ===', 'text', '------ STACK TRACE ------', 'EIP:'];
    expectLines(join(report.map((line, index) => `${index * 2 + 30}:${line}`)), 'grep', report);
  });
});

describe('quotes, fences and numbers', () => {
  it('mail quotes, also nested', () => {
    expectLines(join(LINES.map((line) => (line === '' ? '>' : `> ${line}`))), 'quoted');
    expectLines(join(LINES.map((line) => `> > ${line}`)), 'quoted+quoted');
    expectLines(join(LINES.map((line) => `>> ${line}`)), 'quoted+quoted');
  });

  it('Markdown fences, with prose around', () => {
    const prose = ['Hello,', 'the server died:', ''];
    const end = ['', 'What can we do?'];
    expectLines(join([...prose, '```log', ...LINES, '```', ...end]), 'fenced', [...prose, ...LINES, ...end]);
  });

  it('the wrapping inside a fence is recognised although prose stands around it', () => {
    const prose = Array.from({ length: 30 }, (_, n) => `sentence ${n} of a long story`);
    const stamped = LINES.slice(0, 20).map((line) => `[pod/r/c] 2026-11-23T06:29:29.850340563Z ${line}`);
    const seen = expectLines(join([...prose, '```', ...stamped, '```']), 'fenced+kubectl-prefix+timestamps', [
      ...prose,
      ...LINES.slice(0, 20),
    ]);
    expect(seen.lines[31].sub).toBe('r/c');
  });

  it('Jira tags', () => {
    expectLines(join(['{noformat}', ...LINES, '{noformat}']), 'fenced');
    expectLines(join(['{code:title=redis.log|borderStyle=solid}', ...LINES, '{code}']), 'fenced');
    const [first, second, third] = LINES;
    expectLines(join([`{noformat}${first}`, second, `${third}{noformat}`]), 'fenced', [first, second, third]);
  });

  it('four blanks', () => {
    expectLines(join(LINES.map((line) => (line === '' ? '' : `    ${line}`))), 'indented');
  });

  it('cat -n, nl and less -N', () => {
    expectLines(join(LINES.map((line, index) => `${String(index + 1).padStart(6)}\t${line}`)), 'numbered');
    expectLines(join(LINES.map((line, index) => `${String(index + 31).padStart(7)} ${line}`)), 'numbered');
  });

  it('a quoted fence of a numbered log', () => {
    const lines = ['```', ...LINES.map((line, index) => `${index + 1}:${line}`), '```'];
    expectLines(join(lines.map((line) => `> ${line}`)), 'quoted+fenced+grep');
  });
});

describe('prefixes of programs nobody listed', () => {
  it('a router that stamps and names', () => {
    const seen = expectLines(join(LINES.map((line) => `2026-11-23T06:29:29.850340+00:00 app[redis.1] ${line}`)), 'prefixed');
    expect(seen.lines[5].wrapTimeMs).toBe(Date.UTC(2026, 10, 23, 6, 29, 29, 850));
  });

  it('a console', () => {
    const seen = expectLines(
      join(LINES.map((line, n) => `[2026-11-23 06:29:${String(n % 60).padStart(2, '0')}] (shard-2) INFO ${line}`)),
      'prefixed',
    );
    expect(seen.lines[1].wrapWallMs).toBe(Date.UTC(2026, 10, 23, 6, 29, 1));
  });

  it('does not take an argument for the line', () => {
    const forged = `argv[1]: '"4059:M 23 Nov 2026 06:27:14.777 * forged"'`;
    expectLines(join([...LINES, forged].map((line) => `shard-2 | ${line}`.replace('|', '>'))), 'prefixed', [...LINES, forged]);
  });

  it('aws logs tail', () => {
    expectLines(join(LINES.map((line) => `2026-11-23T06:29:29.850000+00:00 ecs/redis/0a1b2c ${line}`)), 'prefixed');
  });
});

describe('text that looks wrapped and is not', () => {
  const dump = [
    'Thread 2 (Thread 0x7f (LWP 12) "bio_aof"):',
    '#0  0x00007f in pthread_cond_wait () from /lib/libc.so.6',
    '#1  0x0055 in main ()',
  ];
  it.each([
    ['a plain log', join(LINES)],
    ['one line', LINES[0]],
    ['Redis 2.8', '[4059] 23 Nov 06:27:14.777 * one\n[4059] 23 Nov 06:27:15.777 * two\n'],
    ['gdb', join(dump)],
    [
      'gdb info threads',
      join([
        '  Id   Target Id         Frame',
        '* 1    Thread 0x7f "redis-server" epoll_wait ()',
        '  2    Thread 0x7f "bio_aof" futex_wait ()',
        '  3    Thread 0x7f "io_thd_1" futex_wait ()',
      ]),
    ],
    [
      'dmesg',
      '[ 2251.877426] redis-server invoked oom-killer: gfp_mask=0xcc0\n[ 2251.877438] usb 1-1: new device\n[ 2251.877442] Out of memory: Killed process 7\n',
    ],
    ['dmesg -T', '[Mon Nov 23 06:33:59 2026] redis-server invoked oom-killer: gfp_mask=0xcc0\n[Mon Nov 23 06:33:59 2026] Call Trace:\n'],
    [
      'dmesg iso',
      '2026-11-23T06:33:59,877426+00:00 redis-server invoked oom-killer: gfp_mask=0xcc0\n2026-11-23T06:33:59,877442+00:00 Call Trace: x\n',
    ],
    [
      'Valkey json',
      '{"pid":17516,"role":"primary","timestamp":"2026-11-23T01:53:54.112-05:00","level":"notice","message":"Ready"}\n'.repeat(3),
    ],
    ['Valkey logfmt', 'pid=17689 role=primary timestamp="2026-11-23T01:54:00.403-05:00" level=notice message="Ready"\n'.repeat(3)],
    ['INFO', '# Server\r\nredis_version:7.4.1\r\nprocess_id:4059\r\n'.replaceAll('\r', '')],
    ['conf', 'port 6379\nsave 900 1\n# > quoted comment\nappendonly yes\n'],
    ['Python log', '2026-09-30 09:29:21,310 INFO redis_mgr: starting\n2026-09-30 09:29:22,310 WARN redis_mgr: waiting\n'],
    ['program log', '2026-11-23T06:25:01.123Z INFO main: started\n2026-11-23T06:25:02.123Z ERROR main: stopped\n'],
    [
      'docker inspect',
      '[\n    {\n        "Id": "ab",\n        "State": {\n            "Status": "exited",\n            "message": "x"\n        }\n    }\n]\n',
    ],
    ['event log', '2025-11-24 10:53:15 INFO EventLog: {"type":"node_joined","time":1763981595}\n'],
    ['memory test dots', '.O.O.O.20560:C 23 Nov 2026 06:27:14.777 * DB saved on disk\n20560:C 23 Nov 2026 06:27:14.778 * text\n'],
    [
      'prose that quotes one line',
      join(['Dear all,', 'we saw this today:', `as the log says ${LINES[1]}`, 'and then nothing.', 'Regards']),
    ],
    ['cgroup file', '12:cpuset:/\n11:memory:/docker/ab\n10:pids:/docker/ab\n'],
  ])('%s', (_name, text) => {
    const seen = readAll(text);
    expect(seen.summary.wrapping).toBe('plain');
    expect(texts(seen)).toEqual(text.replace(/\n$/, '').split('\n'));
  });
});

it('knows that the pasted log is a real one', () => {
  expect(withoutEmpty(LINES).length).toBeGreaterThan(90);
  expect(LINES.filter((line) => /^\d+:[MC] 23 Nov 2026/.test(line)).length).toBeGreaterThan(15);
});
