import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CRASH, inTemporaryFolder, run } from './cli.js';

const oneLine = /^redis-forensics: [^\n]+\n$/;

async function render(content: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'saved.json'), content);
    return run(['render', join(folder, 'saved.json'), '--format', 'json']);
  });
}

describe('render', () => {
  it.each([
    ['another schema number', '{"schema":"redis-forensics.report/2"}', /redis-forensics\.report\/2.*redis-forensics\.report\/1/],
    ['something else', '{"a":1}', /no report of redis-forensics/],
    ['null', 'null', /no report of redis-forensics/],
    ['no JSON', 'WARNING\nno JSON', /not JSON/],
    ['a report cut off', '{"schema":"redis-forensics.report/1","verdict":{}}', /damaged: /],
  ])('refuses %s in one line', async (_what, content, message) => {
    const result = await render(content);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(oneLine);
    expect(result.stderr).toMatch(message);
  });

  it('1: no such report', async () => {
    expect(await run(['render', 'no-such.json'])).toMatchObject({ code: 1, stderr: expect.stringMatching(oneLine) });
  });

  it('reads standard input, and keeps fields that it does not know', async () => {
    const report = JSON.parse((await run([CRASH, '--format', 'json'])).stdout);
    const input = JSON.stringify({ ...report, later: { kept: true } });
    const result = await run(['render', '-', '--format', 'json'], { input });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(result.stdout).later).toEqual({ kept: true });
  });
});

describe('schema', () => {
  it('is a JSON Schema that names every part of the contract', async () => {
    const result = await run(['schema']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const schema = JSON.parse(result.stdout);
    expect(schema.$schema).toMatch(/^https:\/\/json-schema\.org\//);
    expect(schema.required).toEqual(
      expect.arrayContaining([
        'schema',
        'tool',
        'verdict',
        'inputs',
        'processes',
        'incidents',
        'silences',
        'configChanges',
        'crashes',
        'nextSteps',
        'notes',
      ]),
    );
    expect(schema.properties.schema.const).toBe('redis-forensics.report/1');
  });
});
