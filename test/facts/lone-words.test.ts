import { describe, expect, it } from 'vitest';
import { buildFacts } from '../../src/facts/build.js';
import type { Facts } from '../../src/model/facts.js';
import { readEntry } from '../formats/read-log.js';

const facts = (text: string): Facts => buildFacts([readEntry(text)], { zones: [] });
const READY = '1:M 21 Nov 2022 18:03:10.000 * Ready to accept connections\n';
const LATER = '1:M 21 Nov 2022 18:05:10.000 * 100 changes in 300 seconds. Saving...\n';
const START =
  '1:C 21 Nov 2022 18:03:12.000 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\n1:C 21 Nov 2022 18:03:12.000 # Redis version=7.0.5, bits=64, commit=00000000, modified=0, pid=1, just started\n1:M 21 Nov 2022 18:03:12.010 * Ready to accept connections\n';

describe('last words without a report', () => {
  it.each([
    ['end the log', `${READY}redis-server: raft.c:1012: f: Assertion \`ret == 0' failed.\n`, 'assertion'],
    [
      'stand before the next start',
      `${READY}terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n${START}`,
      'outOfMemory',
    ],
    ['are all that there is, and name the program', "valkey-server: a.c:1: f: Assertion `x' failed.\n", 'assertion'],
    ['end the log of a Rust module', `${READY}thread 'main' panicked at src/a.rs:1:2:\nno entry found\n`, 'panic'],
  ])('are a death: they %s', (_, text, part) => {
    const [crash, ...others] = facts(text).crashes;
    expect(others).toEqual([]);
    expect(crash).toMatchObject({ origin: 'self', survived: false, report: { unwritten: true } });
    expect(crash.report[part as 'assertion']).toBeDefined();
  });

  it.each([
    ['the server goes on', `${READY}memory allocation of 4096 bytes failed\n${LATER}`],
    ['another program says it', `${READY}python3: worker.c:12: run: Assertion \`x' failed.\n`],
    [
      'it shut down itself before',
      `${READY}1:M 21 Nov 2022 18:04:10.000 # Redis is now ready to exit, bye bye...\nfree(): invalid pointer\n`,
    ],
  ])('are none where %s, but are kept', (_, text) => {
    const found = facts(text);
    expect(found.crashes).toEqual([]);
    expect(found.lastWords).toHaveLength(1);
  });
});
