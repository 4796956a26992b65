import { describe, expect, it } from 'vitest';
import { parseSyslogStamp, YEARLESS_YEAR } from '../../src/text/stamps.js';
import { readEntry } from '../formats/read-log.js';
import { readAll, texts } from './collect.js';

const READY = '1:M 02 Mar 2026 21:42:16.101 * Ready to accept connections tcp';
const SAVED = '1:M 02 Mar 2026 21:43:16.101 * Background saving terminated with success';

describe('CSV', () => {
  it.each([
    ['Grafana', `"Time","Line"\n"2026-03-02 21:42:16.101","${READY}"\n"2026-03-02 21:43:16.101","${SAVED}"\n`],
    ['semicolons', `time;message\n2026-03-02 21:42:16.101;${READY}\n2026-03-02 21:43:16.101;${SAVED}\n`],
    ['no header', `2026-03-02 21:42:16.101,${READY}\n2026-03-02 21:43:16.101,${SAVED}\n`],
    ['a name that nobody knows', `id,what\n17,"${READY}"\n18,"${SAVED}"\n`],
    ['one cell for both', `time,message\n2026-03-02 21:42:16.101,"${READY}\n${SAVED}"\n`],
  ])('%s', (_, text) => {
    const seen = readAll(text);
    expect(seen.summary.wrapping).toBe('csv');
    expect(texts(seen)).toEqual([READY, SAVED]);
  });

  it('knows process and time, and opens doubled marks', () => {
    const seen = readAll(`@timestamp,kubernetes.pod.name,message\n2026-03-02T21:42:16.101Z,redis-1,"${READY} ""x"""\n`);
    expect(seen.lines).toEqual([
      expect.objectContaining({ sub: 'redis-1', wrapTimeMs: Date.UTC(2026, 2, 2, 21, 42, 16, 101), text: `${READY} "x"` }),
    ]);
  });

  it('leaves text with commas alone', () => {
    const text = ['Dear all, hello', 'message, line, log', 'it died, we think'];
    expect(texts(readAll(`${text.join('\n')}\n`))).toEqual(text);
  });
});

describe('engine log of a managed service', () => {
  const line = (role: string, level: string, second: number, message: string) =>
    JSON.stringify({
      CacheClusterId: 'cache-001',
      CacheNodeId: '0001',
      LogLevel: level,
      Time: `14 Apr 2026 02:00:0${second}.311 UTC`,
      Role: role,
      Message: message,
    });
  const lines = [
    line('M', 'NOTICE', 0, '10000 changes in 60 seconds. Saving...'),
    line('M', 'NOTICE', 1, 'Background saving started by pid 3120'),
    line('C', 'NOTICE', 2, 'DB saved on disk'),
    line('M', 'WARNING', 3, 'Nothing that the catalogue knows'),
  ];

  it.each([
    ['as it is', lines],
    ['inside CloudWatch', lines.map((message, i) => JSON.stringify({ timestamp: 1776132000000 + i, message }))],
  ])('%s', (_, wrapped) => {
    const { runs, unknown } = readEntry(`${wrapped.join('\n')}\n`);
    expect(unknown.count).toBe(0);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({ sub: 'cache-001/0001', lines: 4, roles: { M: 3, C: 1 }, stampBasis: 'absolute' });
    expect(runs[0].first.wallMs).toBe(Date.UTC(2026, 3, 14, 2, 0, 0, 311));
    expect(runs[0].levels.warning?.count).toBe(1);
  });
});

describe('escaped text', () => {
  it('of Markdown and of HTML', () => {
    const lines = [READY.replace(' * ', ' \\* '), '1:S 02 Mar 2026 21:43:16.101 * MASTER &lt;-&gt; REPLICA sync started &amp; more'];
    expect(texts(readAll(`${lines.join('\n')}\n`))).toEqual([
      READY,
      '1:S 02 Mar 2026 21:43:16.101 * MASTER <-> REPLICA sync started & more',
    ]);
  });

  it('keeps what Redis itself escapes', () => {
    const line = '1:M 02 Mar 2026 21:42:16.101 # Failed on "\\x00\\*" &unknown;';
    expect(texts(readAll(`${line}\n${READY}\n`))).toEqual([line, READY]);
  });
});

describe('months in other languages', () => {
  it.each([
    ['Ağu 03 14:09:28', 7],
    ['дек 03 14:09:28', 11],
    ['Dez 03 14:09:28', 11],
    ['Dez. 03 14:09:28', 11],
    ['févr. 03 14:09:28', 1],
    ['août 03 14:09:28', 7],
    ['may 03 14:09:28', 4],
    ['mai 03 14:09:28', 4],
    ['Mai 03 14:09:28', 4],
    ['okt  3 14:09:28', 9],
    ['мар 03 14:09:28', 2],
    ['9月 03 14:09:28', 8],
    ['12月 03 14:09:28', 11],
    ['1월 03 14:09:28', 0],
  ])('%s', (text, month) => {
    const bytes = Buffer.from(text);
    expect(parseSyslogStamp(bytes, 0, bytes.length)).toBe(Date.UTC(YEARLESS_YEAR, month, 3, 14, 9, 28));
  });

  it.each(['13月 03 14:09:28', '9日 03 14:09:28', 'ready 03 14:09:28', 'Augen 03 14:09:28', 'abc 03 14:09:28'])('%s is none', (text) => {
    expect(parseSyslogStamp(Buffer.from(text), 0, text.length)).toBeNaN();
  });

  it('in the stamps of a journal', () => {
    const seen = readAll(`Ağu 03 14:09:28 vm redis-server[4100]: ${READY}\nAğu 03 14:09:29 vm redis-server[4100]: ${SAVED}\n`);
    expect(texts(seen)).toEqual([READY, SAVED]);
  });
});
