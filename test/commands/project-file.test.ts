import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inTemporaryFolder, run } from './cli.js';

const NAME = '.redis-forensics.yaml';
const LOG = `12:M 23 Nov 2026 06:00:00.000 * Redis version=7.4.6, bits=64, commit=00000000, modified=0, pid=12, just started
12:M 23 Nov 2026 06:00:00.020 * Ready to accept connections tcp
12:M 23 Nov 2026 06:10:03.120 # <tiering> Cannot upload segment 41 for Bluewater: 403 Forbidden
`;
const SIGNATURE = `id: licence-expired
kind: x/licence-expired
title: The licence has expired
severity: critical
anchors: [line]
summary: The bucket refuses segments.
evidence:
  - id: line
    ask: { event: { texts: ["Cannot upload segment {n:d}"], module: tiering } }
    strength: strong
    claim: "the bucket refuses ({n} times)"
remedy: [renew the licence]
examples:
  hit: [{ from: written by hand, text: "# <tiering> Cannot upload segment 41: 403 Forbidden" }]
  clear: [{ from: written by hand, text: "# <tiering> Segment 41 uploaded" }]
`;
const SETTINGS = `# shared by the team
signatures: ops/signatures
timezone: Europe/Berlin
redact-words: [bluewater]
fail-on: critical
`;

/** A project with logs two folders below its settings. */
async function inProject(settings: string, use: (project: { root: string; log: string; file: string }) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (root) => {
    const [logs, signatures] = [join(root, 'logs', 'monday'), join(root, 'ops', 'signatures')];
    for (const folder of [logs, signatures]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(logs, 'redis.log'), LOG);
    writeFileSync(join(signatures, 'licence-expired.yaml'), SIGNATURE);
    writeFileSync(join(root, NAME), settings);
    await use({ root, log: join(logs, 'redis.log'), file: join(root, NAME) });
  });
}

const json = ['--format', 'json'];

describe('the project file', () => {
  it('is found upwards from the first input, and the report says what was taken, without a path of the machine', async () => {
    await inProject(SETTINGS, async ({ root, log }) => {
      const result = await run([log, ...json, '--verbose']);
      expect(result.code).toBe(3);
      const report = JSON.parse(result.stdout);
      expect(report.verdict.kind).toBe('x/licence-expired');
      expect(report.incidents[0].from).toMatch(/^2026-11-23T05:10:03/);
      const said = `project file ${NAME}: signatures ops/signatures; timezone Europe/Berlin; fail-on critical`;
      expect(report.notes.map((one: { text: string }) => one.text)).toContain(said);
      expect(result.stdout).not.toContain(root);
      expect(result.stderr).toContain(`${said} (${join(root, NAME)})`);
      // a folder as the input, seen from within the project: the same report
      const within = await run(['logs/monday/redis.log', ...json], { cwd: root });
      expect(within).toMatchObject({ code: 3, stdout: result.stdout, stderr: '' });
    });
  });

  it('flags win over it, and --no-config takes nothing', async () => {
    await inProject(SETTINGS, async ({ log }) => {
      const flags = await run([log, ...json, '--timezone', 'UTC', '--fail-on', 'none']);
      expect(flags.code).toBe(0);
      expect(JSON.parse(flags.stdout).incidents[0].from).toMatch(/^2026-11-23T06:10:03/);
      const without = await run([log, ...json, '--no-config']);
      expect(without.code).toBe(0);
      expect(JSON.parse(without.stdout).verdict.kind).not.toBe('x/licence-expired');
      expect(without.stdout).not.toContain('project file');
    });
  });

  it('its words are redacted in reports and bundles, in any case', async () => {
    await inProject(SETTINGS, async ({ root, log, file }) => {
      const plain = await run([log, ...json]);
      expect(plain.stdout).toContain('Bluewater');
      const redacted = await run([log, ...json, '--redact']);
      expect(redacted.stdout).not.toMatch(/bluewater/i);
      expect(redacted.stdout).toContain('1 word to redact');
      const bundle = join(root, 'bundle.tar.gz');
      expect((await run(['redact', log, '-o', bundle])).code).toBe(0);
      expect((await run([bundle, ...json, '--config', file])).stdout).not.toMatch(/bluewater/i);
    });
  });

  it.each([
    ['timezones: UTC', 1, /unknown key "timezones": did you mean timezone\?/],
    ['# x\ntimezone:\n  - UTC\n  - Mars/Base', 4, /'Mars\/Base' is no time zone/],
    ['timezone: UTC\nfail-on: always', 2, /fail-on: is none, warning or critical/],
    ['redact-words: [a]', 1, /one letter/],
    ['signatures: nowhere', 1, /no such file or directory: nowhere/],
    ['signatures: /etc', 1, /lies outside the folder of the file/],
    ['- a list', 1, /./],
    ['a: &x [1]\nb: *x', 2, /aliases/],
  ])('a mistake is one line with its place: %j', async (settings, line, message) => {
    await inProject(settings, async ({ root, log, file }) => {
      const result = await run([log]);
      expect(result).toMatchObject({ code: 2, stdout: '' });
      expect(result.stderr).toMatch(message);
      expect(result.stderr.startsWith(`redis-forensics: ${file}:${line}: `), result.stderr).toBe(true);
      expect(result.stderr.trim().split('\n')).toHaveLength(1);
      expect((await run(['logs'], { cwd: root })).stderr).toContain(`redis-forensics: ${NAME}:${line}: `);
    });
  });

  it('--config names one, which may point anywhere; a name that is not there is a mistake', async () => {
    await inProject('# nothing yet\n', async ({ root, log }) => {
      expect(await run([log, ...json])).toMatchObject({ code: 0, stderr: '' });
      mkdirSync(join(root, 'settings'));
      const named = join(root, 'settings', 'prod.yaml');
      writeFileSync(named, 'signatures: [../ops/signatures]\n');
      const { verdict, notes } = JSON.parse((await run([log, ...json, '--config', named])).stdout);
      expect(verdict.kind).toBe('x/licence-expired');
      expect(notes.map((one: { text: string }) => one.text)).toContain('project file prod.yaml: signatures ../ops/signatures');
      expect(await run([log, '--config', join(root, 'no.yaml')])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('no such file'),
      });
    });
  });

  it('is no input that weighs: a folder with it in reads the same', async () => {
    await inProject('fail-on: none\n', async ({ root }) => {
      const { verdict } = JSON.parse((await run([root, ...json])).stdout);
      writeFileSync(join(root, NAME), readFileSync(join(root, NAME), 'utf8').replace('none', 'warning'));
      expect(JSON.parse((await run([root, ...json, '--no-config'])).stdout).verdict).toEqual(verdict);
    });
  });
});
