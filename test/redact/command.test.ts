import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BIN, CASES, CRASH, INCIDENT, inTemporaryFolder, run, shell } from '../commands/cli.js';

const CLUSTER = join(CASES, 'redis-7.4.1/cluster-kill-master');
const ids = (text: string) => [...new Set(text.match(/\b[0-9a-f]{40}\b/g))].filter((id) => !/^0+$/.test(id));

describe('--redact', () => {
  it.each(['json', 'markdown', 'terminal', 'html', 'jira', 'sarif', 'junit'])('%s: no node id, no short node id', async (format) => {
    const whole = await run([CLUSTER, '--format', 'json']);
    const known = ids(whole.stdout);
    expect(known.length).toBeGreaterThan(3);
    const redacted = await run([CLUSTER, '--format', format, '--redact']);
    expect(redacted).toMatchObject({ code: 0, stderr: '' });
    expect(redacted.stdout.length).toBeGreaterThan(500);
    for (const id of known) expect(redacted.stdout).not.toContain(format === 'html' ? id : id.slice(0, 8));
    if (format === 'json') expect(JSON.parse(redacted.stdout).verdict).toMatchObject({ kind: JSON.parse(whole.stdout).verdict.kind });
  });

  it.each([
    ['stacks', [INCIDENT]],
    ['timeline', [CLUSTER]],
    ['explain', ['node-failure', CLUSTER]],
    ['compare', [CLUSTER, CRASH]],
  ])('%s', async (command, inputs) => {
    const known = ids((await run([inputs[inputs.length - 1], '--format', 'json'])).stdout);
    const explained =
      command === 'explain' ? [JSON.parse((await run(['signatures', 'list', '--format', 'json'])).stdout)[0].id, CLUSTER] : inputs;
    const redacted = await run([command, ...explained, '--redact', '--format', 'json']);
    expect(redacted).toMatchObject({ code: 0 });
    for (const id of known) expect(redacted.stdout).not.toContain(id);
  });

  it('redacts a saved report, and compares saved reports with one set of tokens', () =>
    inTemporaryFolder(async (folder) => {
      const saved = join(folder, 'zoeco.json');
      await run([CLUSTER, '--format', 'json', '-o', saved]);
      const known = ids(readFileSync(saved, 'utf8'));
      const rendered = await run(['render', saved, '--redact', '--format', 'json']);
      expect(rendered.code).toBe(0);
      for (const id of known) expect(rendered.stdout).not.toContain(id);
      const direct = await run([CLUSTER, '--redact', '--format', 'json']);
      expect(JSON.parse(rendered.stdout)).toEqual(JSON.parse(direct.stdout));
      const compared = await run(['compare', saved, CLUSTER, '--redact', '--format', 'json']);
      expect(compared.code).toBe(0);
      for (const id of [...known, 'zoeco']) expect(compared.stdout).not.toContain(id);
    }));

  it('gives the same tokens in every run with a key, and writes a map for its owner', () =>
    inTemporaryFolder(async (folder) => {
      const key = join(folder, 'key');
      const map = join(folder, 'map.json');
      writeFileSync(key, 'a secret of sixteen bytes or more\n');
      const one = await run([CLUSTER, '--redact', '--redact-key-file', key, '--redact-map', map, '--format', 'json']);
      expect(one).toMatchObject({ code: 0 });
      expect(statSync(map).mode & 0o777).toBe(0o600);
      const { schema, tokens } = JSON.parse(readFileSync(map, 'utf8'));
      expect(schema).toBe('redis-forensics.redaction/1');
      const node = tokens.find((entry: { class: string; value: string }) => entry.class === 'node' && entry.value.length === 40);
      expect(node.token).toMatch(/^node-[0-9a-f]{10}$/);
      const again = await run([CLUSTER, CRASH, '--redact', '--redact-key-file', key, '--format', 'json']);
      expect(again.stdout).toContain(node.token);
      expect(readdirSync(folder).sort()).toEqual(['key', 'map.json']);
    }));
});

describe('modes', () => {
  it('--redact is strict and takes no input for its mode; --redact=known keeps words that nobody found; listed words stay', () =>
    inTemporaryFolder(async (folder) => {
      const log = join(folder, 'redis.log');
      const stamp = '1:M 23 Nov 2026 06:20:00.000';
      writeFileSync(log, `${stamp} * Ready to accept connections tcp\n${stamp} # zubrowka failed for acmeplan\n`);
      const text = async (...args: string[]) => (await run([...args, '--format', 'json'])).stdout;
      expect(await text('--redact', log)).not.toMatch(/zubrowka|acmeplan/);
      expect(await text(log, '--redact=known')).toContain('zubrowka failed for acmeplan');
      expect(await text('--redact', '--redact-keep', 'other,Zubrowka', log)).toMatch(/zubrowka failed for text-\d/);
      const bundles = [[], ['--mode', 'known'], ['--redact-keep', 'acmeplan']].map(async (args, at) => {
        expect(await run(['redact', log, '-o', join(folder, `${at}.tar.gz`), ...args])).toMatchObject({ code: 0 });
        return gunzipSync(readFileSync(join(folder, `${at}.tar.gz`))).toString();
      });
      const [strict, known, kept] = await Promise.all(bundles);
      expect(strict).toMatch(/# text-\d failed for text-\d/);
      expect(known).toContain('# zubrowka failed for acmeplan');
      expect(kept).toMatch(/# text-\d failed for acmeplan/);
    }));
});

describe('redact', () => {
  it('writes a bundle that is analysed to the same verdict', () =>
    inTemporaryFolder(async (folder) => {
      const output = join(folder, 'out.tar.gz');
      const redacted = await run(['redact', INCIDENT, '-o', output]);
      expect(redacted).toMatchObject({ code: 0, stderr: '' });
      expect(redacted.stdout).toMatch(/4 of 4 entries, replaced: .*\d+ node/);
      const [a, b] = await Promise.all([INCIDENT, output].map((input) => run([input, '--format', 'json'])));
      expect(JSON.parse(b.stdout).verdict).toEqual(JSON.parse(a.stdout).verdict);
      expect(readdirSync(folder)).toEqual(['out.tar.gz']);
      const listed = await shell('tar tzf out.tar.gz', { cwd: folder });
      expect(listed).toMatchObject({ code: 0, stderr: '' });
      expect(listed.stdout).toContain('node_1/logs/redis-1.log\n');
    }));

  it('leaves the old bundle or the new one when it is killed', () =>
    inTemporaryFolder(async (folder) => {
      const output = join(folder, 'out.tar.gz');
      expect((await run(['redact', CRASH, '-o', output])).code).toBe(0);
      const old = readFileSync(output);
      await shell(`timeout -s KILL 0.35 $RF redact ${INCIDENT} -o ${output}; true`);
      const left = readFileSync(output);
      expect(left.equals(old) || gunzipSync(left).length > 0).toBe(true);
    }));
});

describe('wrong usage', () => {
  it.each<[string, string[], number, RegExp]>([
    ['redact without -o', ['redact', CRASH], 2, /-o, --output/],
    ['redact to standard output', ['redact', CRASH, '-o', '-'], 2, /writes a file/],
    ['redact of standard input', ['redact', '-', '-o', '/tmp/never.tar.gz'], 2, /more than once/],
    ['redact of nothing', ['redact', 'no-such.log', '-o', '/tmp/never.tar.gz'], 1, /no such file/],
    ['a key without --redact', [CRASH, '--redact-key-file', BIN], 2, /--redact-key-file needs --redact/],
    ['a map without --redact', [CRASH, '--redact-map', '/tmp/never.json'], 2, /--redact-map needs --redact/],
    ['words without --redact', [CRASH, '--redact-keep', 'x'], 2, /--redact-keep needs --redact/],
    ['a mode that does not exist', [CRASH, '--redact=all'], 2, /--redact \[mode\].*strict, known/],
    ['no such key', [CRASH, '--redact', '--redact-key-file', '/no/such/key'], 2, /cannot read \/no\/such\/key/],
    ['an empty key', [CRASH, '--redact', '--redact-key-file', '/dev/null'], 2, /fewer than 16 bytes/],
    ['a map in no folder', [CRASH, '--redact', '--redact-map', '/no/such/map.json'], 2, /no such directory/],
  ])('%s', async (_, args, code, message) => {
    const result = await run(args);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync('/tmp/never.tar.gz')).toBe(false);
  });

  it('says where a pipe cannot be read again', () =>
    inTemporaryFolder(async (folder) => {
      mkdirSync(join(folder, 'x'));
      const result = await shell(`mkfifo ${folder}/pipe && $RF redact ${folder}/pipe -o ${folder}/out.tar.gz`);
      expect(result).toMatchObject({ code: 2, stdout: '' });
      expect(result.stderr).toMatch(/more than once/);
    }));
});
