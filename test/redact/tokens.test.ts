import { describe, expect, it } from 'vitest';
import { LineState } from '../../src/redact/line-state.js';
import { Redactor } from '../../src/redact/redactor.js';
import { ReportRedactor } from '../../src/redact/report.js';
import { redactLine, redactLines } from './lines.js';

const KEY = Buffer.from('0123456789abcdef0123456789abcdef');
const P = '4067:M 23 Nov 2026 06:27:30.340 *';

describe('tokens', () => {
  it('are one for a value and another for another', () => {
    const redacted = redactLines([
      'master_host:zoebox',
      'master_host:annebox',
      'Timeout from zoebox',
      'id=1 addr=10.0.0.1:1 fd=2 name= age=0',
      'id=2 addr=10.0.0.2:1 fd=2 name= age=0',
    ]);
    expect(redacted.slice(0, 3)).toEqual(['master_host:host-1', 'master_host:host-2', 'Timeout from host-1']);
    expect(redacted[3]).toContain('addr=ip-1:1');
    expect(redacted[4]).toContain('addr=ip-2:1');
  });

  it('have the shape of what they replace in a bundle, so that it is read like the original', () => {
    const id = 'c40511b4fea71b66ebb96170683e01f10d6647ce';
    const line = redactLine(`${id} 10.1.2.3:7001@17001,db-7.acme.com master - 0 0 1 connected 0-5460`, 'formed');
    expect(line).toMatch(/^[0-9a-f]{40} 100\.64\.0\.1:7001@17001,host-1\.example master - 0 0 1 connected 0-5460$/);
    expect(redactLine('addr=[2a02:1450::200e]:6379 id=1 fd=3', 'formed')).toContain('addr=[2001:db8::1]:6379');
    expect(redactLine('pod 0f1e2d3c-1111-2222-3333-444455556666', 'formed')).toMatch(
      /^pod [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    );
    expect(redactLine('mail zoe@acme.com', 'formed')).toBe('mail mail-1@mail.example');
  });

  it('go on behind the documented addresses', () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `peer=11.0.${i >> 8}.${i & 255}`);
    const redacted = redactLines(lines, 'formed');
    expect(new Set(redacted).size).toBe(1000);
    expect(redacted[0]).toBe('peer=192.0.2.1');
    expect(redacted[762]).toMatch(/^peer=198\.1[89]\.\d+\.\d+$/);
  });

  it('leave a local address local and a public one public: whether a peer came from outside is part of what happened', () => {
    const lines = ['10.1.2.3', '172.20.1.9', '192.168.7.9', '169.254.1.1', '8.8.4.4', 'fd12:3456::7', '2a02:1450::200e'].map(
      (ip) => `peer ${ip} left`,
    );
    expect(redactLines(lines, 'formed').map((line) => line.split(' ')[1])).toEqual([
      '100.64.0.1',
      '100.64.0.2',
      '100.64.0.3',
      '100.64.0.4',
      '192.0.2.5',
      'fd00::1',
      '2001:db8::2',
    ]);
    expect(redactLines(['peer 8.8.4.4 left'], 'formed', KEY)[0]).toMatch(/^peer 198\.1[89]\./);
  });

  it('are never a value of the input', () => {
    const redacted = redactLines(
      ['master_host:host-2', 'master_host:zoebox', 'master_host:annebox', 'user=host-1 ok', 'peer=100.64.0.5', 'peer=100.64.0.6'],
      'formed',
    );
    expect(new Set(redacted.slice(0, 3)).size).toBe(3);
    expect(redacted.join('\n')).not.toMatch(/\bhost-[12]\b|100\.64\.0\.[56]\b/);
  });

  it('are the same in every run with a key, whatever came before', () => {
    const one = redactLines(['master_host:zoebox', 'peer=10.9.9.9'], 'readable', KEY);
    const two = redactLines(['user=anne x', 'peer=10.9.9.9', 'master_host:annebox', 'master_host:zoebox'], 'readable', KEY);
    expect(two).toContain(one[0]);
    expect(two).toContain(one[1]);
    expect(one[0]).toMatch(/^master_host:host-[0-9a-f]{10}$/);
    expect(redactLines(['master_host:zoebox'], 'readable', Buffer.from('another key, long enough'))[0]).not.toBe(one[0]);
    expect(redactLines(['peer=10.9.9.9'], 'formed', KEY)[0]).toMatch(/^peer=2[45]\d\.\d+\.\d+\.\d+$/);
  });

  it('are the same in a report and in a bundle but for their shape', () => {
    const [report] = redactLines(['master_host:zoebox'], 'readable', KEY);
    expect(redactLines(['master_host:zoebox'], 'formed', KEY)).toEqual([report]);
  });
});

describe('the proof', () => {
  function noted(lines: string[]): Redactor {
    const redactor = new Redactor({ style: 'readable' });
    for (const line of lines) redactor.collect(line, new LineState());
    return redactor;
  }

  it('finds what was known and is still there', () => {
    const redactor = noted(['user=zoe id=1', 'peer=10.9.9.9']);
    expect(redactor.findLeft('logged in: zoe')).toBe('user');
    expect(redactor.findLeft('from 10.9.9.9')).toBe('ip');
    expect(redactor.findLeftInName('node_1/zoe.log')).toBe('user');
    expect(redactor.findLeft(redactor.redact('logged in: zoe from 10.9.9.9'))).toBeUndefined();
  });

  it('finds what was never seen before by its place', () => {
    expect(noted([]).findLeft('master_host:zoebox')).toBe('host');
    expect(noted([]).findLeft(`${P} Accepted 10.9.9.9:1`)).toBe('ip');
  });

  it('fails a report and names the class, not the value', () => {
    const redactor = new ReportRedactor({ style: 'readable' });
    redactor.redact([{ text: 'user=zoe7788 id=1' }]);
    expect(redactor.findLeftIn('{"text":"seen zoe7788 there"}')).toBe('user');
    expect(redactor.findLeftIn('{"text":"seen user-1 there"}')).toBeUndefined();
  });
});

describe('awkward values', () => {
  it.each(['.*+?^$', '$1$&$`', 'a(b[c]{2,}', '\\d+', 'key with blanks', '%s%n%x', 'x'.repeat(300), 'caf\u00e9\u6f22', '--', "it's"])(
    'key %s',
    (key) => {
      const quoted = JSON.stringify(key);
      const redacted = redactLine(`1700000000.123456 [0 127.0.0.1:1] "SET" ${quoted} "v1"`);
      expect(redacted).toBe('1700000000.123456 [0 127.0.0.1:1] "SET" "key-1" "arg-1"');
    },
  );

  it('prefers the longer of two values that begin alike', () => {
    const lines = ['user=anna id=1', 'user=annabel id=2', 'user=anna.belle id=3', 'met annabel, anna.belle and anna'];
    expect(redactLines(lines)[3]).toBe('met user-2, user-3 and user-1');
  });

  it('leaves the words of Redis alone where a key is one of them', () => {
    const lines = [
      '1700000000.123456 [0 127.0.0.1:1] "GET" "get"',
      '1700000000.123456 [0 127.0.0.1:1] "SET" "data" "master"',
      `${P} MASTER timeout: no data nor PING received...`,
      'cmd=get',
    ];
    const redacted = redactLines(lines);
    expect(redacted[0]).toContain('"GET" "key-1"');
    expect(redacted[1]).toMatch(/"SET" "key-\d" "arg-\d"$/);
    expect(redacted.slice(2)).toEqual(lines.slice(2));
  });

  it('finds values between underscores, escapes and colours', () => {
    const lines = ['user=zoe77 id=1', 'dump_zoe77_1.rdb', '\x1b[36mzoe77\x1b[0m | x', 'text "line\\nzoe77"'];
    expect(redactLines(lines).join('\n')).not.toContain('zoe77');
  });
});
