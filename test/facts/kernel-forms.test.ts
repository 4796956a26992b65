import { describe, expect, test } from 'vitest';
import { dropCopies } from '../../src/facts/copies.js';
import { SIDE_FORMATS } from '../../src/formats/side/index.js';
import type { EntryRecords } from '../../src/model/records.js';
import { readText } from '../formats/side/read.js';

function entryOf(name: string, text: string): EntryRecords {
  const { records } = readText(`${text}\n`, SIDE_FORMATS, name);
  return { entry: name, lines: 1, runs: [], records } as unknown as EntryRecords;
}

function keptOf(...entries: EntryRecords[]): [string, number][] {
  dropCopies(entries);
  return entries.map((entry) => [entry.entry, entry.records.length]);
}

const said = (pid: number) => `Out of memory: Killed process ${pid} (redis-server) total-vm:19497288kB, anon-rss:12841672kB`;

describe('one message of the kernel in several forms', () => {
  test('counts once, in the form that dates it best', () => {
    expect(
      keptOf(
        entryOf('dmesg.txt', `[812345.123456] ${said(3496)}`),
        entryOf('dmesg-T.txt', `[Mon Sep 18 14:11:05 2023] ${said(3496)}`),
        entryOf('kern.log', `Sep 18 14:11:05 host kernel: ${said(3496)}`),
      ),
    ).toEqual([
      ['dmesg.txt', 0],
      ['dmesg-T.txt', 1],
      ['kern.log', 0],
    ]);
  });

  test.each([
    ['another process', entryOf('kern.log', `Sep 18 14:11:05 host kernel: ${said(77)}`)],
    ['the same pid at another moment', entryOf('kern.log', `Sep 18 14:31:05 host kernel: ${said(3496)}`)],
  ])('%s is another message', (_what, other) => {
    expect(keptOf(entryOf('dmesg-T.txt', `[Mon Sep 18 14:11:05 2023] ${said(3496)}`), other).map(([, count]) => count)).toEqual([1, 1]);
  });

  test('grep over rotated files puts their names in front', () => {
    const entry = entryOf('found.txt', `syslog.1:Nov 22 02:54:15 ip-10-0-0-24 kernel: [61588198.497621] ${said(6895)}`);
    expect(entry.records).toMatchObject([{ type: 'kernel', event: 'oom-kill', pid: 6895, stamp: { basis: 'yearless' } }]);
  });
});
