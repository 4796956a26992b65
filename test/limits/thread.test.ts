import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ROOT } from '../commands/cli.js';
import { HANG, tarGz, tarMember } from './report.js';

// Threads run compiled files, so this is about the built command.
const { analyze } = (await import(join(ROOT, 'dist/analyze.js'))) as typeof import('../../src/analyze.js');

const folder = mkdtempSync(join(tmpdir(), 'rf-thread-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const big = Buffer.alloc(3_000_000, 'a line that says nothing at all\n');
const bundle = tarGz(
  tarMember('redis.log', HANG),
  tarMember('big.log', big),
  tarMember('empty.log', ''),
  tarMember('core', Buffer.from('\x7fELF\x02\x01\x01')),
);

/** Where bytes are read and where they are parsed must not show in the report. */
it.each([
  ['an archive of archives', [join(ROOT, 'fixtures/incident/debuginfo.tar.gz')]],
  ['captured cases of all kinds', [join(ROOT, 'fixtures/cases/redis-7.4.1')]],
  ['archives of all kinds', [join(ROOT, 'fixtures/archives')]],
  [
    'larger than the memory between the threads',
    [file('bundle.tgz', bundle), file('ten.log', Buffer.concat([...Array.from({ length: 10 }, () => big), HANG]))],
  ],
  ['an archive that is cut off', [file('cut.tgz', bundle.subarray(0, bundle.length - 300))]],
  ['nothing that exists', [join(folder, 'no such file')]],
])('the report is the same with and without a reading thread: %s', { timeout: 60_000 }, async (_, inputs) => {
  const there = await analyze(inputs, { thread: true });
  expect(there.inputs.length).toBeGreaterThan(0);
  expect(there).toEqual(await analyze(inputs, { thread: false }));
});

it('a limit is reached at the same place', async () => {
  const limits = { totalBytes: 2_000_000, entries: 3 };
  const inputs = [join(folder, 'bundle.tgz')];
  expect(await analyze(inputs, { thread: true, limits })).toEqual(await analyze(inputs, { thread: false, limits }));
});
