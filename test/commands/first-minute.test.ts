import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HANG, INCIDENT, ROOT, run } from './cli.js';

describe('demo', () => {
  it('is the report of the incident that comes with the package', async () => {
    const result = await run(['demo', '--quiet', '--format', 'markdown']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toBe((await run([INCIDENT, '--format', 'markdown'])).stdout);
  });

  it('says on stderr how to go on', async () => {
    expect((await run(['demo'])).stderr).toMatch(/^redis-forensics: [^\n]*redis-forensics FILE-OR-FOLDER\n$/);
  });
});

describe('the package', () => {
  const packed = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8' })) as {
    size: number;
    files: { path: string }[];
  }[];

  it('holds the incident of the demo and stays small', () => {
    expect(packed[0].files.map((file) => file.path)).toEqual(
      expect.arrayContaining(['fixtures/incident/debuginfo.tar.gz', 'CHANGELOG.md']),
    );
    expect(packed[0].files.filter((file) => file.path.startsWith('fixtures/')).length).toBeLessThan(4);
    expect(packed[0].size).toBeLessThan(1_500_000);
  });

  it('says where it comes from', () => {
    const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const place of [own.homepage, own.repository.url, own.bugs.url]) expect(place).toMatch(/^(git\+)?https:\/\//);
  });
});

describe('help', () => {
  const commands = 'analyze render stacks timeline explain compare signatures fixes schema score redact demo'
    .split(' ')
    .map((name) => [name]);
  const parts = ['list', 'show', 'check', 'new'].map((part) => ['signatures', part]);

  it.each([...commands, ...parts])('of %s %s shows examples', async (...names) => {
    const words = names.filter((name) => typeof name === 'string');
    const { code, stdout } = await run([...words, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`Examples:\\n {2}\\S.*redis-forensics ${words.join(' ')}|Examples:\\n {2}redis-forensics ${words.join(' ')}`),
    );
  });

  it('names every command', async () => {
    const { stdout } = await run(['--help']);
    for (const [name] of commands) expect(stdout).toContain(`\n  ${name} `);
  });
});

describe('times', () => {
  const log = join(HANG, 'redis-6379.log');
  const records = async (...args: string[]) => {
    const report = JSON.parse((await run([log, '--format', 'json', ...args])).stdout);
    return (report.records as { time?: string }[]).flatMap((record) => record.time ?? []).sort();
  };

  it('are counted back from the last line, so that the report does not depend on the day', async () => {
    const all = await records();
    const last = all[all.length - 1];
    const fromMs = Date.parse(last) - 20_000;
    const recent = await records('--last', '20s');
    expect(recent.length).toBeGreaterThan(0);
    expect(recent.length).toBeLessThan(all.length);
    expect(recent).toEqual(all.filter((time) => Date.parse(time) >= fromMs));
    expect(await records('--since', '20s')).toEqual(recent);
    expect(await records('--since', new Date(fromMs).toISOString().slice(11, 23))).toEqual(recent);
    expect(await records('--since', 'yesterday')).toEqual(all);
  });
});
