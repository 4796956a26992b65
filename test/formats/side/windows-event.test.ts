import { describe, expect, it } from 'vitest';
import { faultOf } from '../../../src/diagnosis/ask-world.js';
import type { KernelRecord } from '../../../src/model/records.js';
import { readEntry } from '../read-log.js';

const NAMED = 'Faulting application name: redis-server.exe, version: 7.2.4.0, time stamp: 0x65a2a9d1';
const deaths = (text: string) => readEntry(text).records.filter((record): record is KernelRecord => record.type === 'kernel');

describe('what Windows says of a program that faulted', () => {
  it.each([
    [
      'the event of the application log',
      `${NAMED}\nFaulting module name: ntdll.dll, version: 10.0.17763.1, time stamp: 0x1\nException code: 0xc0000005\nFault offset: 0x000000000009b473\nFaulting process id: 0x11ec\n`,
      'redis-server.exe',
      4588,
      '0xc0000005 (access violation) in ntdll.dll at offset 0x9b473',
    ],
    [
      'the same on one line, as older systems write it',
      'Faulting application redis-server.exe, version 0.0.0.0, time stamp 0x54ed7150, faulting module msvcrt.dll, version 6.1.7601.18247, time stamp 0x521eaf24, exception code 0xc0000374, fault offset 0x00000000000c4102, process id 0x9f8, application start time 0x01d0914890c1a1e2.\n',
      'redis-server.exe',
      2552,
      '0xc0000374 (heap corruption) in msvcrt.dll at offset 0xc4102',
    ],
    [
      'error reporting, APPCRASH',
      'Event Name: APPCRASH\nResponse: Not available\nCab Id: 0\n\nProblem signature:\nP1: redis-server.exe\nP2: 0.0.0.0\nP3: 53ed7150\nP4: redis-server.exe\nP5: 0.0.0.0\nP6: 53ed7150\nP7: c000001d\nP8: 00000000000aa1c0\nP9: \n',
      'redis-server.exe',
      0,
      '0xc000001d (illegal instruction) in redis-server.exe at offset 0xaa1c0',
    ],
    [
      'error reporting, BEX64, whose code stands last',
      'Event Name: BEX64\nP1: redis-server.exe\nP4: redis-server.exe\nP7: 00000000000aa1c0\nP8: c0000409\n',
      'redis-server.exe',
      0,
      '0xc0000409 (stack buffer overrun or fail-fast abort) in redis-server.exe at offset 0xaa1c0',
    ],
    [
      'the dialogue',
      'Problem signature:\n  Problem Event Name: APPCRASH\n  Application Name: redis-server.exe\n  Fault Module Name:    redis-server.exe\n  Exception Code:   40000015\n  Exception Offset: 0000000000033176\n',
      'redis-server.exe',
      0,
      '0x40000015 (fatal application exit (abort)) in redis-server.exe at offset 0x33176',
    ],
    ['another program', `${NAMED.replace('redis-server', 'w3wp')}\nException code: 0xe0434352\n`, 'w3wp.exe', 0, '0xe0434352'],
  ])('%s', (_, text, comm, pid, what) => {
    const found = deaths(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ event: 'segfault', comm, pid });
    expect(faultOf(found[0]!)).toBe(what);
  });

  it('ends where other text begins, and names nothing where no program is named', () => {
    expect(readEntry(`${NAMED}\nException code: 0xc0000005\nwe use it as a cache\nand it restarts\n`).unknown.count).toBe(2);
    expect(deaths('Event Name: APPCRASH\nsomething else\n')).toEqual([]);
  });
});
