import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patternOfLine, sampleOfLine } from '../../src/commands/signatures/line-pattern.js';
import { signatureTemplate } from '../../src/commands/signatures/template.js';
import { KINDS } from '../../src/model/kinds.js';
import { parseSignatureYaml } from '../../src/signatures/parse.js';
import { CRASH, inTemporaryFolder, run } from './cli.js';

const listed = async (...filters: string[]): Promise<{ id: string; kind: string; severity: string; modules: string[] }[]> =>
  JSON.parse((await run(['signatures', 'list', '--format', 'json', ...filters])).stdout);

const GOOD = `id: upload-refused
kind: persistence/save-failed
title: A segment could not be uploaded
severity: warning
anchors: [line]
summary: The bucket refuses segments, which stay in memory.
evidence:
  - id: line
    ask: { event: { texts: ["Cannot upload segment {n:d}"], module: tiering } }
    strength: strong
    claim: "the bucket refuses ({n} times)"
remedy: [renew the token of the bucket]
examples:
  hit: [{ from: written by hand, text: "# <tiering> Cannot upload segment 41: 403 Forbidden" }]
  clear: [{ from: written by hand, text: "# <tiering> Segment 41 uploaded" }]
`;

describe('signatures list', () => {
  it('as text and as JSON', async () => {
    const all = JSON.parse((await run(['signatures', 'list', '--format', 'json'])).stdout);
    expect(all.length).toBeGreaterThan(100);
    for (const one of all) {
      expect(Object.keys(KINDS)).toContain(one.kind);
      expect(['critical', 'warning', 'info']).toContain(one.severity);
      expect(one.examples.hit.length).toBeGreaterThan(0);
      expect(one.examples.clear.length).toBeGreaterThan(0);
    }
    const text = (await run(['signatures', 'list'])).stdout;
    expect(text.trim().split('\n').length).toBe(all.length);
  });

  it('by kind, severity and words', async () => {
    expect((await listed('--kind', 'crash/fault')).every((one) => one.kind === 'crash/fault')).toBe(true);
    const crashes = await listed('--kind', 'crash');
    expect(new Set(crashes.map((one) => one.kind)).size).toBeGreaterThan(4);
    expect((await listed('--kind', 'crash/*')).length).toBe(crashes.length);
    expect((await listed('--severity', 'info')).every((one) => one.severity === 'info')).toBe(true);
    expect((await listed('fork', 'errno')).map((one) => one.id)).toContain('fork-gc');
    expect(await listed('no', 'such-word-anywhere')).toEqual([]);
  });

  it('by module and by version of the module or the server', async () => {
    const search = await listed('--module', 'search');
    expect(search.map((one) => one.id)).toEqual(expect.arrayContaining(['search-queue-full', 'search-jobs-lost', 'shard-unreachable']));
    expect(search.map((one) => one.id)).not.toContain('disk-full');
    expect((await listed('--module', 'server')).map((one) => one.id)).toContain('disk-full');
    const old = (await listed('--module', 'search', '--version', '2.10.20')).map((one) => one.id);
    expect(old).toContain('search-workers-resize-deadlock');
    expect((await listed('--module', 'search', '--version', '2.10.25')).map((one) => one.id)).not.toContain(
      'search-workers-resize-deadlock',
    );
    expect((await listed('--version', '7.2.4')).map((one) => one.id)).toContain('client-freed-by-module-thread');
    expect((await listed('--version', '7.2.6')).map((one) => one.id)).not.toContain('client-freed-by-module-thread');
  });

  it('refuses filters that it does not know', async () => {
    for (const wrong of [
      ['--kind', 'crush'],
      ['--version', 'newest'],
      ['--severity', 'fatal'],
    ])
      expect((await run(['signatures', 'list', ...wrong])).code, wrong.join(' ')).toBe(2);
    expect(await run(['signatures', 'list', 'no', 'such-word-anywhere'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('leaves --version of the program alone', async () => {
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("kinds of one's own", () => {
  const LICENCE = GOOD.replaceAll('upload-refused', 'licence-expired')
    .replace('persistence/save-failed', 'x/licence-expired')
    .replace('title: A segment could not be uploaded', 'title: The licence has expired')
    .replace('severity: warning', 'severity: critical');
  const LOG = `12:M 23 Nov 2026 06:00:00.000 * Redis version=7.4.6, bits=64, commit=00000000, modified=0, pid=12, just started
12:M 23 Nov 2026 06:00:00.020 * Ready to accept connections tcp
12:M 23 Nov 2026 06:10:03.120 # <tiering> Cannot upload segment 41: 403 Forbidden
`;

  it('are the verdict, the kind of the report that a saved one renders, and listed', async () => {
    await inTemporaryFolder(async (folder) => {
      const mine = join(folder, 'mine');
      mkdirSync(mine);
      writeFileSync(join(mine, 'licence-expired.yaml'), LICENCE);
      writeFileSync(join(folder, 'redis.log'), LOG);
      expect((await run(['signatures', 'check', mine])).stdout).toContain('hit 1 likely, clear 1 not considered');
      const saved = join(folder, 'report.json');
      expect((await run([join(folder, 'redis.log'), '--signatures', mine, '-o', saved])).code).toBe(0);
      const { verdict } = JSON.parse(readFileSync(saved, 'utf8'));
      expect(verdict).toMatchObject({ status: 'incident', kind: 'x/licence-expired', signature: 'licence-expired' });
      expect((await run(['render', saved])).stdout).toContain('`x/licence-expired`');
      expect((await run(['signatures', 'kinds', '--signatures', mine])).stdout).toMatch(
        /^x\/licence-expired +your own: The licence has expired$/m,
      );
      expect(await listed('--kind', 'x/*', '--signatures', mine)).toHaveLength(1);
      const shown = await run(['signatures', 'show', 'licence-expired', '--signatures', mine]);
      expect(shown).toMatchObject({ code: 0 });
      expect(shown.stdout).toContain('x/licence-expired');
    });
  });

  it('may explain a death by its frames, and leave the deaths of others alone', async () => {
    await inTemporaryFolder(async (folder) => {
      const fact = GOOD.replace('{ event: { texts: ["Cannot upload segment {n:d}"], module: tiering } }', '{ crash: { what: [panic] } }')
        .replace('persistence/save-failed', 'x/panic-button')
        .replace('strength: strong', 'strength: decisive');
      writeFileSync(join(folder, 'upload-refused.yaml'), fact);
      writeFileSync(join(folder, 'licence-expired.yaml'), LICENCE);
      const report = JSON.parse((await run([CRASH, '--signatures', folder, '--format', 'json'])).stdout);
      const kinds = report.incidents[0].explanations.map((one: { kind: string }) => one.kind);
      expect(kinds).toContain('x/panic-button');
      expect(kinds).not.toContain('x/licence-expired');
    });
  });

  it.each([
    ['crash/falt', /unknown kind "crash\/falt": did you mean crash\/fault/],
    ['disk-full', /did you mean persistence\/disk-full.*x\//],
    ['licence-expired', /unknown kind "licence-expired" \(`redis-forensics signatures kinds`/],
    ['x/Licence Expired', /a kind of your own is x\/ and lower-case words/],
    ['x/', /a kind of your own is x\//],
  ])('%s is refused with what was meant', async (kind, message) => {
    expect(await run(['signatures', 'new', 'mine', '--kind', kind])).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'upload-refused.yaml'), GOOD.replace('persistence/save-failed', kind));
      expect((await run(['signatures', 'check', folder])).stdout).toMatch(new RegExp(`upload-refused\\.yaml:2: kind: .*${message.source}`));
    });
  });

  it('signatures kinds: each with when it is right, by words, as JSON', async () => {
    const text = (await run(['signatures', 'kinds'])).stdout;
    for (const [kind, when] of Object.entries(KINDS)) expect(text.replaceAll(/ {2,}/g, '  ')).toContain(`${kind}  ${when}\n`);
    expect(text.trim().split('\n')).toHaveLength(Object.keys(KINDS).length);
    expect((await run(['signatures', 'kinds', 'oom'])).stdout).toMatch(/^exit\/oom-killer +the same[^\n]*\n$/);
    expect(JSON.parse((await run(['signatures', 'kinds', '--format', 'json'])).stdout)).toContainEqual({
      kind: 'crash/panic',
      when: 'panic',
    });
    expect(await run(['signatures', 'kinds', 'no-such-word'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('an unknown event names the nearest', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(
        join(folder, 'upload-refused.yaml'),
        GOOD.replace('texts: ["Cannot upload segment {n:d}"], module: tiering', 'ids: [disk-ful]'),
      );
      expect((await run(['signatures', 'check', folder])).stdout).toMatch(/:9: .*unknown event "disk-ful": did you mean /);
    });
  });
});

describe('signatures show', () => {
  it('tells a person what it means, how it is recognised, what to do and when it is wrong', async () => {
    const { stdout } = await run(['signatures', 'show', 'search-workers-resize-deadlock']);
    for (const part of [
      'What it means',
      'How it is recognised',
      'speaks against it',
      'What it looks like',
      'What to do',
      'When this is wrong',
      '2.10.25',
    ])
      expect(stdout).toContain(part);
    expect(
      Math.max(
        ...stdout
          .split('\n')
          .filter((line) => !/^ {2}(?:\||https)/.test(line))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(110);
  });

  it('marks claims of a fix that nobody verified', async () => {
    expect((await run(['signatures', 'show', 'search-pool-init-deadlock'])).stdout).toContain('not verified');
  });

  it('prints YAML, JSON and Markdown, by the ending of the file too', async () => {
    await inTemporaryFolder(async (folder) => {
      const yaml = join(folder, 'disk-full.yaml');
      expect((await run(['signatures', 'show', 'disk-full', '-o', yaml])).code).toBe(0);
      expect(parseSignatureYaml(readFileSync(yaml, 'utf8'), yaml)).toHaveProperty('signature.id', 'disk-full');
      expect(JSON.parse((await run(['signatures', 'show', 'disk-full', '--format', 'json'])).stdout).id).toBe('disk-full');
      expect((await run(['signatures', 'show', 'disk-full', '--format', 'markdown'])).stdout).toMatch(/^# disk-full\n/);
    });
    expect(await run(['signatures', 'show', 'disk-ful'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('signatures new', () => {
  it('is valid as it stands, and check names every line that is to be filled in', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'my-own.yaml');
      await run(['signatures', 'new', 'my-own', '-o', file]);
      expect(parseSignatureYaml(readFileSync(file, 'utf8'), file)).toHaveProperty('signature.id', 'my-own');
      const marked = readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) => (line.includes('FILL-IN') ? [index + 1] : []));
      const result = await run(['signatures', 'check', folder]);
      expect(result.code).toBe(2);
      expect([...result.stdout.matchAll(/my-own\.yaml:(\d+): still to be filled in/g)].map((match) => Number(match[1]))).toEqual(marked);
      expect((await run(['signatures', 'new', 'my-own', '-o', file])).code).toBe(2);
      expect((await run(['signatures', 'new', 'my-own', '-o', join(folder, 'other.yaml')])).code).toBe(2);
    });
    expect((await run(['signatures', 'new', 'My Own'])).code).toBe(2);
    expect((await run(['signatures', 'new', 'my-own', '--kind', 'bad/kind'])).code).toBe(2);
    expect((await run(['signatures', 'new', 'my-own', '--kind', 'toString'])).code).toBe(2);
  });

  it.each([
    [
      "12:M 23 Nov 2026 06:10:03.120 # <tiering> Cannot upload segment 41 to bucket 'cold-7': 403",
      'tiering',
      "Cannot upload segment {number:d} to bucket '{name}': {number2:d}",
    ],
    ['2026-11-23T06:10:03Z stdout F 12:M 23 Nov 2026 06:10:03.120 * Lost 10.0.0.7:6379 after 30s', '', 'Lost {address} after {number:d}s'],
    ['[4018] 14 Nov 07:01:22.119 # Node 36ac86676e7fcc3f gone', '', 'Node {id:x} gone'],
    ['ok 12 of 30 at /var/lib/redis/x {json}', '', 'ok 12 of {number:d} at {path} {}json{}'],
    ['# "my key" at 0x7f16adb2', '', '"{name}" at 0x{address:x}'],
  ])('makes a pattern of %s', (line, module, pattern) => {
    const sample = sampleOfLine(line);
    expect(sample.module).toBe(module);
    expect(patternOfLine(sample.message)).toBe(pattern);
  });

  it('makes a valid template of any line', () => {
    for (const line of [
      '',
      'x',
      '{',
      '}{',
      '12',
      '# 7',
      "''",
      `a'b"c: {}`,
      '1:M 23 Nov 2026 06:10:03.120 # <true> yes: no',
      '\u0000\u001b[31mred',
      'é'.repeat(3000),
      'Ready {$} to {n:d}',
    ]) {
      const parsed = parseSignatureYaml(signatureTemplate('mine', 'crash/fault', line), 'mine.yaml');
      const errors = 'errors' in parsed ? parsed.errors.map((error) => error.message) : [];
      // only a line without enough fixed text may be refused, and then it is said why
      expect(
        errors.filter((message) => !/literal|Too small|>=1 char/.test(message)),
        JSON.stringify(line),
      ).toEqual([]);
    }
  });
});

describe('signatures check', () => {
  it('runs the examples of good files', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'upload-refused.yaml'), GOOD);
      const result = await run(['signatures', 'check', folder]);
      expect(result).toMatchObject({ code: 0 });
      expect(result.stdout).toContain('upload-refused.yaml: hit 1 likely, clear 1 not considered');
      expect(result.stdout).toMatch(/1 signature, no fault\n$/);
    });
  });

  it('names the example that does not show what it should, with its line', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'upload-refused.yaml'), GOOD.replace('Cannot upload segment {n:d}', 'Cannot upload chunk {n:d}'));
      const missed = await run(['signatures', 'check', folder]);
      expect(missed.code).toBe(2);
      expect(missed.stdout).toMatch(/upload-refused\.yaml:14: hit example 1 is not considered: not there: line/);
      writeFileSync(join(folder, 'upload-refused.yaml'), GOOD.replace('Segment 41 uploaded', 'Cannot upload segment 12, trying again'));
      const wrong = await run(['signatures', 'check', folder]);
      expect(wrong.stdout).toMatch(/upload-refused\.yaml:15: clear example 1 is likely/);
    });
  });

  it('names file and line of a fault', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'upload-refused.yaml'), GOOD.replace('severity: warning', 'severity: urgent'));
      writeFileSync(join(folder, 'broken.yaml'), 'id: [\n');
      mkdirSync(join(folder, 'more'));
      writeFileSync(join(folder, 'more', 'disk-full.yaml'), GOOD.replace('upload-refused', 'disk-full'));
      writeFileSync(
        join(folder, 'more', 'twice.yaml'),
        GOOD.replace('upload-refused', 'twice').replace('strength: strong', 'strenght: strong'),
      );
      const result = await run(['signatures', 'check', folder]);
      expect(result.code).toBe(2);
      expect(result.stdout).toMatch(/broken\.yaml:\d+: /);
      expect(result.stdout).toMatch(/upload-refused\.yaml:4: .*severity/);
      expect(result.stdout).toMatch(/more\/disk-full\.yaml:1: the id disk-full is taken by the built-in catalogue/);
      expect(result.stdout).toMatch(/more\/twice\.yaml:10: .*unknown key "strenght"/);
      expect(result.stderr).toMatch(/faults in 4 files/);
    });
  });

  it('takes commands of Redis in a remedy for what they are', async () => {
    await inTemporaryFolder(async (folder) => {
      const remedy = 'remedy: ["`CONFIG REWRITE`, then `BGREWRITEAOF`, then REWRITE the file"]';
      writeFileSync(join(folder, 'upload-refused.yaml'), GOOD.replace('remedy: [renew the token of the bucket]', remedy));
      expect(await run(['signatures', 'check', folder])).toMatchObject({ code: 0, stderr: '' });
    });
  });

  it('takes no pipe, no folder and no giant for a file', async () => {
    await inTemporaryFolder(async (folder) => {
      spawnSync('mkfifo', [join(folder, 'pipe.yaml')]);
      mkdirSync(join(folder, 'folder.yaml'));
      writeFileSync(join(folder, 'giant.yaml'), '#'.repeat(2_000_000));
      writeFileSync(join(folder, 'upload-refused.yaml'), `\ufeff${GOOD}`);
      symlinkSync('nowhere', join(folder, 'dangling.yaml'));
      const result = await run(['signatures', 'check', folder]);
      expect(result.code).toBe(2);
      expect(result.stdout).toMatch(/pipe\.yaml:1: is no plain file/);
      expect(result.stdout).toMatch(/giant\.yaml:1: is larger than/);
      expect(result.stdout).toMatch(/dangling\.yaml:1: cannot be read/);
      expect(result.stdout).toMatch(/upload-refused\.yaml: hit 1 likely/);
    });
  });

  it('says which texts are looked for in every line', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'upload-refused.yaml'), GOOD.replace('Cannot upload segment {n:d}', '{what} upload segment {n:d}'));
      const result = await run(['signatures', 'check', folder]);
      expect(result.code).toBe(0);
      expect(result.stdout).toMatch(/upload-refused\.yaml:9: remark: the text begins with a hole/);
    });
  });
});

describe('--signatures', () => {
  const LOG = [
    '12:M 23 Nov 2026 06:00:00.000 * Ready to accept connections tcp',
    '12:M 23 Nov 2026 06:10:03.120 # <tiering> Cannot upload segment 41: 403 Forbidden',
    '',
  ].join('\n');

  it('adds a private catalogue; a broken file is named and left out', async () => {
    await inTemporaryFolder(async (folder) => {
      mkdirSync(join(folder, 'mine'));
      writeFileSync(join(folder, 'redis.log'), LOG);
      writeFileSync(join(folder, 'mine', 'upload-refused.yaml'), GOOD);
      writeFileSync(join(folder, 'mine', 'broken.yaml'), 'id: broken\nkind: nope\n');
      const args = [join(folder, 'redis.log'), '--signatures', join(folder, 'mine'), '--format', 'json'];
      const result = await run(args);
      expect(result.code).toBe(0);
      const report = JSON.parse(result.stdout);
      expect(report.verdict).toMatchObject({ status: 'incident', kind: 'persistence/save-failed', signature: 'upload-refused' });
      const notes = report.notes.map((one: { text: string }) => one.text).filter((text: string) => text.includes('broken.yaml'));
      expect(notes).toHaveLength(1);
      expect(notes[0]).toMatch(/^signature file left out: broken\.yaml:\d+: /);
      expect(result.stdout).not.toContain(folder);
      expect(result.stderr).toMatch(/broken\.yaml/);
      expect((await run([...args, '--quiet'])).stderr).toBe('');
    });
  });

  it('lists and shows them too', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'upload-refused.yaml'), GOOD);
      expect((await listed('--module', 'tiering', '--signatures', folder)).map((one) => one.id)).toEqual(['upload-refused']);
      const shown = await run(['signatures', 'show', 'upload-refused', '--signatures', folder]);
      expect(shown.stdout).toContain('The bucket refuses segments, which stay in memory.');
    });
  });

  it('goes on whatever names a signature asks for', async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, 'redis.log'), LOG);
      mkdirSync(join(folder, 'mine'));
      const odd = GOOD.replace('module: tiering }', 'module: tiering, where: { toString: "*" }, same: valueOf }')
        .replace('claim: "the bucket', 'claim: "{toString} {hasOwnProperty} the bucket')
        .replace(
          'remedy:',
          '  - id: odd\n    ask: { any: [{ info: { field: constructor, op: exists, per: toString } }, { conf: { directive: toString } }] }\n    strength: weak\n    claim: odd\nremedy:',
        );
      writeFileSync(join(folder, 'mine', 'upload-refused.yaml'), odd);
      writeFileSync(join(folder, 'info.txt'), '# Server\nredis_version:7.4.1\nprocess_id:12\n');
      const result = await run([folder, '--signatures', join(folder, 'mine'), '--format', 'json']);
      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(result.stdout).not.toContain('native code');
    });
  });

  it('goes on when every file is broken, and refuses a folder without any', async () => {
    await inTemporaryFolder(async (folder) => {
      mkdirSync(join(folder, 'mine'));
      writeFileSync(join(folder, 'redis.log'), LOG);
      const args = [join(folder, 'redis.log'), '--signatures', join(folder, 'mine')];
      expect((await run(args)).code).toBe(2);
      writeFileSync(join(folder, 'mine', 'broken.yaml'), '[');
      expect((await run(args)).code).toBe(0);
    });
  });
});
