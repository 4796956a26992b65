import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUESTIONS } from '../../src/signatures/schema.js';
import { BIN, ROOT, type Run, shell } from '../commands/cli.js';

/** docs/own-signatures.md, followed to the letter: its files are written, its commands are run, its outputs must come. */

const guide = readFileSync(join(ROOT, 'docs/own-signatures.md'), 'utf8');

/** The code block behind `<!-- mark -->`. */
function blockOf(mark: string): string {
  const start = guide.indexOf(`<!-- ${mark} -->`);
  expect(start, mark).toBeGreaterThan(0);
  const block = /```\w*\n([\s\S]*?)```/.exec(guide.slice(start));
  return block?.[1] ?? '';
}

const SIGNATURE = 'my-signatures/tiering-upload-refused.yaml';

describe("the guide to signatures of one's own", () => {
  let folder = '';
  let path = '';
  const follow = (mark: string): Promise<Run> => shell(blockOf(`run: ${mark}`), { cwd: folder, env: { PATH: path } });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guide-'));
    mkdirSync(join(folder, 'bin'));
    const command = join(folder, 'bin', 'redis-forensics');
    writeFileSync(command, `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} ${JSON.stringify(BIN)} "$@"\n`);
    chmodSync(command, 0o755);
    path = `${join(folder, 'bin')}${delimiter}${process.env.PATH ?? ''}`;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('1: nothing in the catalogue takes the line for a fault, and it is not lost', async () => {
    const log = join(folder, 'incident/redis.log');
    mkdirSync(dirname(log), { recursive: true });
    writeFileSync(log, blockOf('file: incident/redis.log'));
    const { code, stdout } = await follow('before');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Inconclusive/);
    expect(stdout.slice(stdout.indexOf('Lines nobody has described yet'))).toContain('Cannot upload segment');
  });

  it('2 and 3: only the marked lines of the template are to be filled in', async () => {
    expect(await follow('new')).toMatchObject({ code: 0 });
    const template = readFileSync(join(folder, SIGNATURE), 'utf8').split('\n');
    const filled = blockOf(`file: ${SIGNATURE}`).split('\n');
    expect(filled.length).toBe(template.length);
    const marked = template.filter((line) => line.includes('FILL-IN'));
    expect(marked).toHaveLength(5);
    expect(guide).toContain('five lines here');
    expect(filled.filter((line, index) => line !== template[index])).toHaveLength(marked.length);
    template.forEach((line, index) => {
      if (!line.includes('FILL-IN')) expect(filled[index]).toBe(line);
    });
    writeFileSync(join(folder, SIGNATURE), filled.join('\n'));
  });

  it('4: it passes', async () => {
    expect(await follow('check')).toMatchObject({ code: 0, stdout: blockOf('output: check') });
  });

  it('5: it is the verdict', async () => {
    const { code, stdout, stderr } = await follow('analyze');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(blockOf('output: analyze').trim());
    expect(stdout).toContain('Renew the token of the bucket');
    const ledger = await shell('redis-forensics explain tiering-upload-refused incident --signatures my-signatures', {
      cwd: folder,
      env: { PATH: path },
    });
    expect(ledger.stdout).toContain('the bucket cold-7 refuses segments (2 times)');
  });

  it('describes every question of the language', () => {
    const table = guide.slice(guide.indexOf('## Questions'), guide.indexOf('## Examples'));
    expect(QUESTIONS.filter((question) => !table.includes(`\`${question}\``))).toEqual([]);
  });
});
