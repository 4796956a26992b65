import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LOGS, readEntry, readFixture, summarise } from './read-log.js';

const names = readdirSync(LOGS).filter((name) => name.endsWith('.log'));

describe('whole logs', () => {
  test('there are fixtures', () => {
    expect(names.length).toBeGreaterThan(15);
  });

  test.each(names)('%s reads as its golden says', async (name) => {
    const golden = join(LOGS, name.replace(/\.log$/, '.golden.json'));
    const text = `${JSON.stringify(summarise(readFixture(name)), undefined, 1)}\n`;
    expect(text.length).toBeGreaterThan(300);
    expect(process.env.CI === undefined || existsSync(golden)).toBe(true);
    await expect(text).toMatchFileSnapshot(golden);
  });

  test.each(names)('%s does not depend on the size of chunks', (name) => {
    const whole = JSON.stringify(readFixture(name));
    for (const chunk of [1, 97, 1000]) expect(JSON.stringify(readFixture(name, chunk))).toBe(whole);
  });

  test.each(names.filter((name) => !/argv-binary|module-lines|syslog|2\.8/.test(name)))('%s reads the same with CRLF', (name) => {
    const text = readFileSync(join(LOGS, name), 'latin1').replaceAll('\r\n', '\n');
    const plain = summarise(readEntry(Buffer.from(text, 'latin1')));
    expect(summarise(readEntry(Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1')))).toEqual(plain);
  });

  test.each(names)('%s gives citations that are found where they say', (name) => {
    const bytes = readFileSync(join(LOGS, name));
    const lines = bytes.toString('utf8').split('\n');
    const entry = readFixture(name);
    const cites = entry.runs.flatMap((run) => [
      run.first,
      run.last,
      ...run.events,
      ...run.tail,
      ...run.gaps.flatMap((gap) => [gap.before, gap.after]),
    ]);
    expect(cites.length).toBeGreaterThan(2);
    for (const cite of cites) {
      expect(lines[cite.line - 1]).toContain(cite.text.replaceAll('\t', entry.wrapping === 'syslog' ? '#011' : '\t'));
      expect(bytes.subarray(cite.offset).toString('utf8').split('\n', 1)[0]).toBe(lines[cite.line - 1]);
    }
  });
});
