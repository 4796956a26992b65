import { describe, expect, it } from 'vitest';
import { redactLine, redactLines } from './lines.js';

describe('files of a support package', () => {
  it.each([
    ["0 2025-11-24T11:42:01+00:00Z 65.325 [b'AUTH', b'hunter2-secret']", 'hunter2-secret'],
    ["7 2025-11-24T11:42:01+00:00Z 12.1 [b'HSET', b'customer:4711', b'mail', b'it\\'s-mine']", 'customer:4711'],
    ['8 2025-11-24T11:42:01+00:00Z 12.1 [b"SET", b"o\'brien:cart", b"x"]', "o'brien:cart"],
    ['bdb_admin_pass: s3cretvalue9', 's3cretvalue9'],
    ['"sync_source_pass": "s3cretvalue9"', 's3cretvalue9'],
  ])('%s', (line, secret) => expect(redactLine(line)).not.toContain(secret));

  it('names of commands stay', () => {
    expect(redactLine("0 2025-11-24T11:42:01+00:00Z 65.325 [b'CLUSTER', b'SYNCSLOTS']")).toContain("b'CLUSTER'");
  });

  it('a table of processes ends where its rows end: first words of other sections are no users', () => {
    const lines = [
      'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
      'alicelocal 88210  0.0  0.0 143224  9392 ?        Ssl  Dec02   3:06 /opt/redislabs/bin/redis-server-7.2 *:22840',
      'Filesystem      Size  Used Avail Use% Mounted on',
      'MemTotal:       16218976 kB',
    ];
    const redacted = redactLines(lines);
    expect(redacted[1]).not.toContain('alicelocal');
    expect(redacted.slice(2)).toEqual(lines.slice(2));
  });
});
