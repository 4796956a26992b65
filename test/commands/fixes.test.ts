import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INCIDENT, inTemporaryFolder, run } from './cli.js';

const json = async (...args: string[]) => JSON.parse((await run(['fixes', '--format', 'json', ...args])).stdout);

describe('fixes', () => {
  it('lists what a version lacks up to the newest of its line, with the end of life as a date', async () => {
    const found = await json('--from', '7.4.1');
    expect(found).toMatchObject({
      schema: 'redis-forensics.fixes/1',
      product: 'redis',
      from: '7.4.1',
      line: { line: '7.4', eol: '2029-12-01' },
    });
    expect(found.to).toBe(found.line.newest);
    expect(found.fixes.length).toBeGreaterThan(20);
    expect(found.fixes.every((fix: { fixedIn: string }) => /^7\.4\.\d+$/.test(fix.fixedIn))).toBe(true);
    expect(found.fixes.flatMap((fix: { cve: string[] }) => fix.cve)).toContain('CVE-2025-49844');
  });

  it('by command, function and version to reach', async () => {
    const near = await json('--from', '7.4.1', '--to', '7.4.6', '--command', 'xreadgroup');
    const far = await json('--from', '7.4.1', '--to', '7.4.11', '--command', 'XREADGROUP');
    expect(near.fixes.length).toBeLessThan(far.fixes.length);
    for (const fix of far.fixes) expect(fix.commands).toContain('XREADGROUP');
    const changed = await json('--from', '2.10.20', '--module', 'search', '--function', 'redisearch_thpool_*');
    expect(changed.fixes.map((fix: { id: string }) => fix.id)).toContain('search-7410');
  });

  it('modules and other servers by their own versions', async () => {
    expect(
      (await json('--from', '8.0.1', '--product', 'valkey', '--command', 'EVAL')).fixes.map((fix: { id: string }) => fix.id),
    ).toContain('valkey-1310');
    expect(await json('--from', '8.3.80', '--module', 'search')).toMatchObject({ product: 'search', line: { line: '8.4' } });
    expect((await json('--from', '6.3.2', '--product', 'keydb')).holes.join()).toContain('KeyDB');
  });

  it('as Markdown and on a terminal', async () => {
    const markdown = (await run(['fixes', '--from', '7.4.1', '--format', 'markdown'])).stdout;
    expect(markdown).toContain('**CVE-2025-49844');
    expect(markdown).toContain('end of life 2029-12-01');
    expect(markdown).toContain('Not in the index:');
    const terminal = await run(['fixes', '--from', '7.4.1', '--format', 'terminal'], { env: { COLUMNS: '70' } });
    expect(terminal.stdout.split('\n').every((line) => line.length <= 70 || line.includes('https://'))).toBe(true);
    expect(terminal.stdout).toContain('CVE-2025-49844');
  });

  it('says that none is listed, and what is not in the index', async () => {
    const { code, stdout } = await run(['fixes', '--from', '8.1.1', '--product', 'valkey', '--command', 'GETEX']);
    expect(code).toBe(0);
    expect(stdout).toContain('No fix in this index between Valkey 8.1.1');
    expect(stdout).toContain('Not in the index');
    expect(stdout).not.toMatch(/not a known bug/i);
  });

  it.each([
    [['--from', '2.10.99', '--module', 'search'], /no release 2\.10\.99 of RediSearch is known; the nearest are 2\.10\.\d+ and/],
    [['--from', 'seven'], /'seven' is no version; write it like \d/],
    [['--from', '7.4.6', '--to', '7.4.1'], /newer than --to/],
    [['--from', '7.4.1', '--product', 'memcached'], /Allowed choices/],
    [['--from', '8.0.1', '--product', 'valkey', '--module', 'graph'], /no module graph of valkey/],
    [[], /--from/],
  ])('%j is refused with a sentence', async (args, message) => {
    const { code, stdout, stderr } = await run(['fixes', ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n').length).toBe(1);
  });

  it('writes to a file, whole', () =>
    inTemporaryFolder(async (folder) => {
      const file = join(folder, 'fixes.json');
      expect((await run(['fixes', '--from', '7.2.4', '-o', file])).code).toBe(0);
      expect(JSON.parse(readFileSync(file, 'utf8')).from).toBe('7.2.4');
    }));
});

describe('known bugs in a report', () => {
  it('are named with version, change, what matched and why; redaction keeps them', async () => {
    const report = JSON.parse((await run([INCIDENT, '--format', 'json'])).stdout);
    const { knownFixes } = report.incidents[0];
    expect(knownFixes.matches[0]).toMatchObject({
      word: 'known',
      id: 'search-7410',
      fixedIn: '2.10.25',
      sameLine: true,
      matchedBy: 'explanation',
    });
    expect(knownFixes.matches[0].matched).toEqual(['search-workers-resize-deadlock']);
    const redacted = JSON.parse((await run([INCIDENT, '--format', 'json', '--redact'])).stdout);
    expect(redacted.incidents[0].knownFixes).toEqual(knownFixes);
    const shown = async (format: string) => (await run([INCIDENT, '--format', format])).stdout;
    for (const format of ['markdown', 'terminal']) expect(await shown(format), format).toContain('fixed in RediSearch 2.10.25');
    expect(await shown('jira')).toMatch(/Known: fixed in RediSearch 2\.10\.25 .*pull\/7410\]/);
    expect(await shown('html')).toContain('search-7410');
  }, 60_000);
});
