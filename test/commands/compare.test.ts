import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runFolders, sideNames } from '../../src/commands/compare/arguments.js';
import { comparison as comparisonSchema } from '../../src/compare/schema.js';
import { CASES, CRASH, HEALTHY, INCIDENT, inTemporaryFolder, ROOT, run } from './cli.js';

const PRODUCTION = join(ROOT, 'fixtures/compare/quoted-production');
const REPRODUCTION = join(CASES, 'quoted/mod-11658-test');

async function json(args: string[]) {
  const result = await run([...args, '--format', 'json']);
  expect(result).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(result.stdout);
}

describe('compare', () => {
  it('shows both lines of the contradiction', async () => {
    const result = await run(['compare', PRODUCTION, REPRODUCTION]);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toContain('Successfully changed configuration for `WORKERS`');
    expect(result.stdout).toMatch(/redis-2\.log:1\b/);
    expect(result.stdout).toMatch(/master-1\.log:\d/);
    expect(result.stdout).toMatch(/The same mechanism\? \*\*no\*\*/);
  });

  it('publishes a document that obeys its schema', async () => {
    const comparison = await json(['compare', PRODUCTION, REPRODUCTION]);
    expect(comparisonSchema.safeParse(comparison).error?.issues ?? []).toEqual([]);
    expect(comparison).toMatchObject({
      schema: 'redis-forensics.compare/1',
      mode: 'sides',
      sides: [
        { id: 'A', name: 'quoted-production' },
        { id: 'B', name: 'mod-11658-test' },
      ],
    });
  });

  it('takes saved reports and inputs alike, and standard input', () =>
    inTemporaryFolder(async (folder) => {
      const saved = join(folder, 'test.json');
      await run([REPRODUCTION, '--format', 'json', '-o', saved]);
      // as jq -S or a database would give it back: other order, one line
      const sorted = join(folder, 'sorted.json');
      const value = JSON.parse(readFileSync(saved, 'utf8'));
      writeFileSync(sorted, JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))));
      for (const side of [saved, sorted]) {
        const comparison = await json(['compare', PRODUCTION, side]);
        expect(comparison.sides[1]).toMatchObject({ source: 'saved-report', kind: 'deadlock/search-workers-resize' });
        expect(comparison.conclusion.relation).toBe('contradicted');
      }
      const log = readFileSync(join(REPRODUCTION, 'master-1.log'));
      const piped = await run(['compare', PRODUCTION, '-', '--format', 'json'], { input: log });
      expect(JSON.parse(piped.stdout)).toMatchObject({ sides: [{}, { name: 'standard input' }], conclusion: { relation: 'contradicted' } });
    }));

  it('refuses what is no report, and says which side cannot be read', () =>
    inTemporaryFolder(async (folder) => {
      const other = join(folder, 'other.json');
      writeFileSync(other, JSON.stringify({ schema: 'redis-forensics.report/99' }));
      expect(await run(['compare', other, CRASH])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('report/99') });
      expect(await run(['compare', CRASH, join(folder, 'missing')])).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining('missing'),
      });
    }));

  it('writes to a file, and does not touch it when the comparison fails', () =>
    inTemporaryFolder(async (folder) => {
      const target = join(folder, 'comparison.md');
      expect(await run(['compare', CRASH, HEALTHY, '-o', target])).toMatchObject({ code: 0, stdout: '' });
      const text = readFileSync(target, 'utf8');
      expect(text).toMatch(/^# Comparison: /);
      expect((await run(['compare', CRASH, join(folder, 'missing'), '-o', target])).code).toBe(1);
      expect(readFileSync(target, 'utf8')).toBe(text);
    }));

  it('does not depend on the folder, the zone or the language', async () => {
    const args = ['compare', PRODUCTION, REPRODUCTION, '--format', 'json'];
    const here = await run(args);
    const there = await run(args, { cwd: '/', env: { TZ: 'America/New_York', LANG: 'de_DE.UTF-8' } });
    expect(there.stdout).toBe(here.stdout);
  });
});

describe('compare --runs', () => {
  it('counts the runs that are named, or those in one folder', () =>
    inTemporaryFolder(async (folder) => {
      const crashes = join(folder, 'crashes');
      mkdirSync(crashes);
      cpSync(REPRODUCTION, join(crashes, 'test2'), { recursive: true });
      cpSync(REPRODUCTION, join(crashes, 'test10'), { recursive: true });
      cpSync(HEALTHY, join(crashes, 'test1'), { recursive: true });
      const inside = await json(['compare', '--runs', crashes]);
      expect(comparisonSchema.safeParse(inside).error?.issues ?? []).toEqual([]);
      expect(inside.runs.map((one: { name: string }) => one.name)).toEqual(['test1', 'test2', 'test10']);
      expect(inside.conclusion.headline).toBe('2 of 3 runs: deadlock/search-workers-resize; 1 other outcome');
      const named = await json(['compare', '--runs', join(crashes, 'test1'), join(crashes, 'test2'), join(crashes, 'test10')]);
      expect(named).toEqual(inside);
      const text = await run(['compare', '--runs', crashes]);
      expect(text.stdout).toMatch(/\| 2 of 2 \| Main thread \| pool-resize \|/);
    }));

  it('leaves out a run that cannot be read, and says so', () =>
    inTemporaryFolder(async (folder) => {
      const result = await run(['compare', '--runs', CRASH, HEALTHY, join(folder, 'missing'), '--format', 'json']);
      expect(result.code).toBe(0);
      expect(result.stderr).toContain('missing');
      expect(JSON.parse(result.stdout).notes[0]).toMatch(/^missing could not be read/);
      expect((await run(['compare', '--runs', join(folder, 'a'), join(folder, 'b')])).code).toBe(1);
    }));
});

describe('names of sides', () => {
  it.each([
    [
      ['crashes/test1', 'crashes/test2'],
      ['test1', 'test2'],
    ],
    [
      ['a/logs', 'b/logs/'],
      ['a/logs', 'b/logs'],
    ],
    [
      ['/srv/x/a/r.json', '/srv/x/b/r.json'],
      ['a/r.json', 'b/r.json'],
    ],
    [
      ['./a.log', '-'],
      ['a.log', 'standard input'],
    ],
    [
      ['a', 'a'],
      ['a', 'a (2)'],
    ],
    [
      ['a', 'a/b'],
      ['a', 'b'],
    ],
    [
      ['.', '..'],
      ['.', '..'],
    ],
  ])('%j', (args, names) => {
    expect(sideNames(args)).toEqual(names);
  });

  it('one folder without folders holds a run a file', () =>
    inTemporaryFolder(async (folder) => {
      for (const name of ['r2.log', 'r1.log', '.hidden']) writeFileSync(join(folder, name), '');
      expect(runFolders([folder])).toEqual([join(folder, 'r1.log'), join(folder, 'r2.log')]);
      expect(runFolders([join(folder, 'none')])).toEqual([join(folder, 'none')]);
    }));
});

describe('explain', () => {
  it('without inputs shows the signature', async () => {
    const shown = await run(['signatures', 'show', 'oom-killer']);
    expect(await run(['explain', 'oom-killer'])).toMatchObject({ code: 0, stdout: shown.stdout, stderr: '' });
  });

  it('reads a log from a pipe', async () => {
    const result = await run(['explain', 'panic'], { input: readFileSync(join(REPRODUCTION, 'master-1.log')) });
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('Incident i1');
  });

  it('--all takes every argument for an input and lists the catalogue', async () => {
    const ids = JSON.parse((await run(['signatures', 'list', '--format', 'json'])).stdout).map((one: { id: string }) => one.id);
    const all = await json(['explain', '--all', INCIDENT]);
    expect(all.schema).toBe('redis-forensics.explain/1');
    expect(all.signatures.map((one: { id: string }) => one.id).sort()).toEqual([...ids].sort());
    const text = await run(['explain', '--all', INCIDENT, '--format', 'terminal']);
    expect(text.stdout).toMatch(/^confirmed +0\.\d\d +search-workers-resize-deadlock/m);
  });

  it('knows the signatures of the user', () =>
    inTemporaryFolder(async (folder) => {
      const template = (await run(['signatures', 'new', 'own-fault'])).stdout;
      writeFileSync(join(folder, 'own-fault.yaml'), template);
      const result = await run(['explain', 'own-fault', INCIDENT, '--signatures', folder]);
      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(result.stdout).toMatch(/^# `own-fault`/);
      const all = await run(['explain', '--all', INCIDENT, '--signatures', folder]);
      expect(all.stdout).toContain('`own-fault`');
    }));
});
