import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useColor } from '../../src/commands/show.js';
import { FORMATS } from '../../src/render/index.js';
import { CRASH, INCIDENT, inTemporaryFolder, run, shell } from './cli.js';

/** The end of an earlier report: only such a file is replaced without being asked to. */
const OLD = 'old\n\nWritten by redis-forensics 0.0.9.\n';

describe('-o FILE', () => {
  it('replaces the file whole and leaves nothing beside it', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'incident.md');
      writeFileSync(file, OLD, { mode: 0o640 });
      const before = statSync(file);
      expect(await run(['analyze', CRASH, '--format', 'markdown', '-o', file])).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(readFileSync(file, 'utf8')).toMatch(/^# /);
      expect(readdirSync(folder)).toEqual(['incident.md']);
      // a new file under the old name: whoever has the old one open still sees all of it
      expect(statSync(file).ino).not.toBe(before.ino);
      expect(statSync(file).mode).toBe(before.mode);
    });
  });

  it('keeps the old file when the run is killed while it writes', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'incident.json');
      writeFileSync(file, OLD);
      // the kernel ends the process (SIGXFSZ) or fails the write at the first byte over 1 KB
      const result = await shell(`ulimit -c 0; ulimit -f 1; exec $RF ${INCIDENT} --format json -o ${file}`);
      expect(result.code).not.toBe(0);
      expect(readFileSync(file, 'utf8')).toBe(OLD);
    });
  });

  it('keeps the old file when there is nothing to report', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'incident.md');
      writeFileSync(file, OLD);
      expect((await run(['no-such.log', '-o', file])).code).toBe(1);
      expect(readFileSync(file, 'utf8')).toBe(OLD);
    });
  });

  it('writes through a link', async () => {
    await inTemporaryFolder(async (folder) => {
      mkdirSync(join(folder, 'real'));
      writeFileSync(join(folder, 'real/report.md'), OLD);
      symlinkSync('real/report.md', join(folder, 'link.md'));
      expect((await run([CRASH, '-o', join(folder, 'link.md')])).code).toBe(0);
      expect(readFileSync(join(folder, 'real/report.md'), 'utf8')).toMatch(/^# /);
    });
  });

  it('writes to a pipe', async () => {
    const result = await shell(`$RF ${CRASH} --format json -o /dev/stdout | head -c 1`);
    expect(result).toMatchObject({ stdout: '{', stderr: '' });
  });

  it('takes the format from the ending, when none is named', async () => {
    await inTemporaryFolder(async (folder) => {
      const json = join(folder, 'a.json');
      await run([CRASH, '-o', json]);
      expect(JSON.parse(readFileSync(json, 'utf8')).schema).toBe('redis-forensics.report/1');
      await run([CRASH, '-o', join(folder, 'b.txt')]);
      expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toMatch(/^# /);
    });
  });
});

describe('--format', () => {
  it('renders the same from the inputs and from the saved report', async () => {
    await inTemporaryFolder(async (folder) => {
      const saved = join(folder, 'saved.json');
      expect((await run([INCIDENT, '--format', 'json', '-o', saved])).code).toBe(0);
      for (const format of FORMATS) {
        const direct = await run([INCIDENT, '--format', format]);
        const again = await run(['render', saved, '--format', format]);
        expect(direct, format).toMatchObject({ code: 0, stderr: '' });
        expect(direct.stdout.length, format).toBeGreaterThan(200);
        expect(again.stdout === direct.stdout, `${format} is not a pure function of the report`).toBe(true);
      }
    });
  });

  it('json is the published schema', async () => {
    const { report } = await import('../../src/report/schema.js');
    const result = await run([INCIDENT, '--format', 'json']);
    const parsed = report.safeParse(JSON.parse(result.stdout));
    expect(parsed.error?.issues ?? []).toEqual([]);
  });

  it('stacks, timeline and explain show a part', async () => {
    const stacks = await run(['stacks', INCIDENT, '--format', 'json']);
    expect(JSON.parse(stacks.stdout).threadDumps.length).toBeGreaterThan(0);
    const timeline = await run(['timeline', INCIDENT, '--format', 'json']);
    expect(JSON.parse(timeline.stdout).incidents[0].timeline.length).toBeGreaterThan(0);
    for (const part of ['stacks', 'timeline'])
      for (const format of ['markdown', 'terminal']) {
        const result = await run([part, INCIDENT, '--format', format]);
        expect(result, `${part} ${format}`).toMatchObject({ code: 0, stderr: '' });
        expect(result.stdout.length).toBeGreaterThan(100);
      }
  });

  it('explain says why a signature applied, and why another did not', async () => {
    const verdict = JSON.parse((await run([INCIDENT, '--format', 'json'])).stdout).verdict;
    const applied = await run(['explain', verdict.signature, INCIDENT]);
    expect(applied.code).toBe(0);
    expect(applied.stdout).toMatch(/### For/);
    expect(applied.stdout).toMatch(/### Against/);
    const ids = JSON.parse((await run(['signatures', 'list', '--format', 'json'])).stdout);
    const foreign = ids.find((one: { kind: string }) => one.kind === 'startup/port-in-use').id;
    expect((await run(['explain', foreign, INCIDENT])).stdout).toMatch(/Not considered/);
  });
});

describe('colours', () => {
  it('--no-color, then FORCE_COLOR, then NO_COLOR, then the terminal', () => {
    expect(useColor(true, true, {})).toBe(true);
    expect(useColor(true, false, {})).toBe(false);
    expect(useColor(true, true, { TERM: 'dumb' })).toBe(false);
    expect(useColor(true, true, { NO_COLOR: '1' })).toBe(false);
    expect(useColor(true, true, { NO_COLOR: '' })).toBe(true);
    expect(useColor(true, false, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true);
    expect(useColor(true, true, { FORCE_COLOR: '0' })).toBe(false);
    expect(useColor(false, true, { FORCE_COLOR: '1' })).toBe(false);
  });
});
