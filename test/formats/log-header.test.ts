import { describe, expect, test } from 'vitest';
import { gluedHeaderStart, LogHeader } from '../../src/formats/log/header.js';

function parse(text: string): Record<string, unknown> | undefined {
  const bytes = Buffer.from(text, 'utf8');
  const header = new LogHeader();
  if (!header.parse(bytes, 0, bytes.length)) return undefined;
  const message = Buffer.from(header.message.subarray(header.messageStart, header.messageEnd)).toString('utf8');
  const { pid, role, basis, handler, dialect, wallMs, epochMs } = header;
  return { pid, role, level: header.levelName(), basis, handler, dialect, wallMs, epochMs, message };
}

const MS = Date.UTC(2026, 10, 23, 6, 22, 0, 326);
const YEARLESS_MS = Date.UTC(1972, 10, 23, 6, 22, 0, 326);

describe('headers of all generations', () => {
  test.each([
    ['18284:M 23 Nov 2026 06:22:00.326 # text', { pid: 18284, role: 'M', level: 'warning', basis: 'naive', dialect: 'legacy', wallMs: MS }],
    ['1:C 23 Nov 2026 06:22:00.326 * text', { pid: 1, role: 'C', level: 'notice', basis: 'naive', dialect: 'legacy', wallMs: MS }],
    ['77:X 23 Nov 2026 06:22:00.326 - text', { pid: 77, role: 'X', level: 'verbose', basis: 'naive', dialect: 'legacy', wallMs: MS }],
    [
      '77:S 23 Nov 06:22:00.326 . text',
      { pid: 77, role: 'S', level: 'debug', basis: 'yearless', dialect: 'legacy-yearless', wallMs: YEARLESS_MS },
    ],
    [
      '[4311] 23 Nov 06:22:00.326 # text',
      { pid: 4311, role: '', level: 'warning', basis: 'yearless', dialect: 'legacy-2.8', wallMs: YEARLESS_MS },
    ],
    [
      '31207:31215:M 23 Nov 2026 06:22:00.326 * text',
      { pid: 31207, role: 'M', level: 'notice', basis: 'naive', dialect: 'legacy', wallMs: MS },
    ],
    ['23 Nov 06:22:00 - text', { pid: 0, role: '', level: 'verbose', basis: 'yearless', dialect: 'legacy-1.x', wallMs: YEARLESS_MS - 326 }],
    ['9:M 2026-11-23T01:22:00.326-05:00 * text', { pid: 9, role: 'M', level: 'notice', basis: 'absolute', dialect: 'iso', wallMs: MS }],
    [`9:M ${MS} * text`, { pid: 9, role: 'M', level: 'notice', basis: 'absolute', dialect: 'ms', wallMs: MS }],
    [
      'pid=9 role=primary timestamp="2026-11-23T06:22:00.326+00:00" level=info message="text"',
      { pid: 9, role: 'M', level: 'verbose', basis: 'absolute', dialect: 'logfmt', wallMs: MS },
    ],
    [
      'pid=9 role=RDB/AOF timestamp="23 Nov 2026 06:22:00.326" level=warning message="text"',
      { pid: 9, role: 'C', level: 'warning', basis: 'naive', dialect: 'logfmt', wallMs: MS },
    ],
    [
      `{"pid":9,"role":"replica","timestamp":"${MS}","level":"debug","message":"text"}`,
      { pid: 9, role: 'S', level: 'debug', basis: 'absolute', dialect: 'json', wallMs: MS },
    ],
  ])('%s', (line, expected) => {
    expect(parse(line)).toMatchObject({ ...expected, handler: false, message: 'text' });
  });

  test.each([
    ['32535:signal-handler (1795416357) Received SIGTERM scheduling shutdown...', 32535, 'Received SIGTERM scheduling shutdown...'],
    ['32535:signal-handler (1795416357) ', 32535, ''],
    ['[4938 | signal handler] (1795416357) Received SIGTERM scheduling shutdown...', 4938, 'Received SIGTERM scheduling shutdown...'],
  ])('signal handler: %s', (line, pid, message) => {
    expect(parse(line)).toMatchObject({ pid, handler: true, epochMs: 1795416357000, level: '', role: '', message });
  });

  test('an empty message, with and without its blank', () => {
    expect(parse('5:M 23 Nov 2026 06:22:00.326 # ')).toMatchObject({ message: '' });
    expect(parse('5:M 23 Nov 2026 06:22:00.326 #')).toMatchObject({ message: '' });
  });

  test('a JSON message is unescaped', () => {
    const line = String.raw`{"pid":9,"role":"primary","timestamp":"23 Nov 2026 06:22:00.326","level":"notice","message":"a \"b\" c\\d\n\u001b[0m é"}`;
    expect(parse(line)?.message).toBe('a "b" c\\d\n\u001b[0m é');
  });

  test.each([
    '',
    'Nov 23 06:22:00 host redis[5]: text',
    '5:M 31 Feb 2026 06:22:00.326 * text',
    '5:M 23 Foo 2026 06:22:00.326 * text',
    '5:M 23 Nov 2026 26:22:00.326 * text',
    '5:M 23 Nov 2026 06:22:00.326 x text',
    '5:Q 23 Nov 2026 06:22:00.326 * text',
    '12345678901234:M 23 Nov 2026 06:22:00.326 * text',
    '# Server',
    '{"pid":5,"level":"notice"}',
    '[12345.678901] Out of memory: Killed process 1',
    'M 23 Nov 2026 06:22:00.326 * text',
  ])('no header: %s', (line) => {
    expect(parse(line)).toBeUndefined();
  });

  test('the day of one line does not leak into a line without year', () => {
    const header = new LogHeader();
    const read = (text: string): string => (header.parse(Buffer.from(text), 0, text.length) ? `${header.basis} ${header.wallMs}` : 'none');
    expect(read('5:M 23 Nov 06:22:00.326 * a')).toBe(`yearless ${YEARLESS_MS}`);
    expect(read('5:M 23 Nov 2026 06:22:00.326 * a')).toBe(`naive ${MS}`);
    expect(read('5:M 23 Nov 06:22:00.326 * a')).toBe(`yearless ${YEARLESS_MS}`);
  });

  test('a header glued behind the dots of a memory test', () => {
    const line = Buffer.from('.O.O.O.20560:C 23 Nov 2026 06:22:32.505 # text');
    const at = gluedHeaderStart(line, 0, line.length);
    expect(line.subarray(at).toString()).toMatch(/^20560:C /);
    for (const text of ['.O.O.O', 'Once 5:M 23', '....', '5:M 23 Nov 2026'])
      expect(gluedHeaderStart(Buffer.from(text), 0, text.length)).toBe(-1);
  });
});
