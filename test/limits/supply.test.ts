import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../commands/cli.js';

// @ts-expect-error: a script without types
const { BUNDLED } = (await import('../../scripts/bundled.mjs')) as { BUNDLED: string[] };

// On the file system of the project: the build moves its result into place.
const folder = mkdtempSync(join(ROOT, 'node_modules', '.cache-supply-'));
afterAll(() => rmSync(folder, { recursive: true }));

function node(script: string, ...args: string[]): { status: number | null; output: string } {
  const run = spawnSync(process.execPath, [join(ROOT, script), ...args], { cwd: ROOT, encoding: 'utf8' });
  return { status: run.status, output: run.stdout + run.stderr };
}

function readFolder(path: string): Map<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

describe('what a user installs', () => {
  it('has known licences and checksums, and runs nothing at installation', () => {
    expect(node('scripts/licences.mjs', '--check')).toMatchObject({ status: 0 });
  });

  it('is named with its licence for every library', () => {
    const text = readFileSync(join(ROOT, 'docs/LICENSES.md'), 'utf8');
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies).filter((name) => !text.includes(`| ${name} | `))).toEqual([]);
  });

  it('gets the licences of what is bundled', () => {
    const text = readFileSync(join(ROOT, 'dist/LICENSES.txt'), 'utf8');
    for (const name of BUNDLED) expect(text).toContain(`${name} `);
    expect(text.match(/permission notice/gi)?.length).toBeGreaterThanOrEqual(BUNDLED.length);
  });

  it('has no script of its own that npm would run', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(Object.keys(scripts).filter((name) => ['preinstall', 'install', 'postinstall', 'prepare'].includes(name))).toEqual([]);
  });
});

describe('the build', () => {
  it('gives the same files twice', { timeout: 120_000 }, () => {
    const [first, second] = ['a', 'b'].map((name) => join(folder, name));
    for (const path of [first, second]) expect(node('scripts/build.mjs', path)).toMatchObject({ status: 0 });
    const files = readFolder(first);
    expect(files.has('cli.js')).toBe(true);
    expect(readFolder(second)).toEqual(files);
    expect([...files].filter(([, text]) => text.includes(ROOT)).map(([name]) => name)).toEqual([]);
  });

  it('reaches for neither the network nor another program', () => {
    const files = readFolder(existsSync(join(folder, 'a')) ? join(folder, 'a') : join(ROOT, 'dist'));
    const forbidden =
      /\b(?:from|import|require)\s*\(?\s*["'`](?:node:)?(?:net|tls|dns|dgram|https?|http2|child_process|cluster|inspector|repl)(?:\/[\w/]+)?["'`]|["'`]node:(?:net|tls|dns|dgram|https?|http2|child_process|cluster|inspector|repl)["'`]/;
    // The page of the HTML report is the text of another program, for a browser that is told to load nothing (Content-Security-Policy).
    const own = [...files].filter(([name]) => !name.startsWith('html-'));
    expect(own.length).toBeGreaterThan(5);
    expect(own.filter(([, text]) => forbidden.test(text)).map(([name]) => name)).toEqual([]);
    expect(own.filter(([, text]) => /\b(?:fetch|XMLHttpRequest|WebSocket|EventSource)\s*\(/.test(text)).map(([name]) => name)).toEqual([]);
  });
});

it('every folder of fixtures says where its files come from', () => {
  const fixtures = join(ROOT, 'fixtures');
  const folders = readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const silent = folders.filter(({ name }) => !['PROVENANCE.md', 'README.md'].some((file) => existsSync(join(fixtures, name, file))));
  expect(silent.map(({ name }) => name)).toEqual([]);
});

it('every test that SECURITY.md names exists', () => {
  const named = [...readFileSync(join(ROOT, 'SECURITY.md'), 'utf8').matchAll(/`((?:test|fixtures)\/[^`*]+)\*?`/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
