import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { FORMATS, render } from '../../src/render/index.js';
import { run } from '../commands/cli.js';
import { everyNth, FIXTURES, loadCases, withFolder } from './cases.js';

const LONG_MS = 120_000;
const cases = loadCases();
const INCIDENT = join(FIXTURES, 'incident/debuginfo.tar.gz');

describe('the same bytes give the same report', () => {
  it('run after run in one process', { timeout: LONG_MS }, async () => {
    for (const subject of everyNth(cases, 3, 2)) {
      const [first, second] = await withFolder(subject.files, async (folder) => [await analyze([folder]), await analyze([folder])]);
      expect(JSON.stringify(second) === JSON.stringify(first), subject.name).toBe(true);
    }
  });

  it('in another time zone, language, folder and terminal', { timeout: LONG_MS }, async () => {
    const foreign = { TZ: 'America/New_York', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', COLUMNS: '200', TERM: 'xterm-256color' };
    const other = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', COLUMNS: '40' };
    for (const subject of everyNth(cases, 60, 4)) {
      await withFolder(subject.files, async (folder) => {
        const args = ['analyze', folder, '--format', 'json'];
        const here = `${JSON.stringify(await analyze([folder]), null, 2)}\n`;
        const there = await Promise.all([run(args, { env: foreign, cwd: tmpdir() }), run(args, { env: other, cwd: '/' })]);
        for (const { stdout } of there) expect(stdout === here, subject.name).toBe(true);
      });
    }
  });

  it('in every format', { timeout: LONG_MS }, async () => {
    const env = { TZ: 'Pacific/Kiritimati', LANG: 'ja_JP.UTF-8', LC_ALL: 'ja_JP.UTF-8' };
    const report = await analyze([INCIDENT]);
    for (const format of FORMATS) {
      const here = await render(report, format, { width: 80, color: false });
      const there = await run(['analyze', INCIDENT, '--format', format, '--no-color'], { env, cwd: tmpdir() });
      expect(here.length, format).toBeGreaterThan(500);
      expect(there.stdout === here, format).toBe(true);
    }
  });
});

describe('nothing of the machine is in the report', () => {
  it('no absolute path of the input', { timeout: LONG_MS }, async () => {
    for (const subject of everyNth(cases, 4, 1)) {
      await withFolder(subject.files, async (folder) => {
        expect(JSON.stringify(await analyze([folder])).includes(folder), subject.name).toBe(false);
      });
    }
  });
});
