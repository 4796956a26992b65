import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import { parseSignatureYaml } from '../../src/signatures/parse.js';
import { run } from '../commands/cli.js';
import { analyzeBytes, HANG } from './report.js';

const folder = mkdtempSync(join(tmpdir(), 'rf-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DEEP = 200_000;
const PROTO = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';

/** No XML is read at all. JSON stands in logs of containers, of journald, of Valkey, in event logs and in diagnostics. */
describe('JSON in an input cannot do harm', () => {
  it.each([
    ['nested lists', `${'['.repeat(DEEP)}${']'.repeat(DEEP)}\n`],
    ['nested objects', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}\n`],
    [
      'a nested line of Docker',
      `{"log":"x\\n","stream":"stdout","time":"2026-11-23T06:29:29.8Z","attrs":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}\n`.repeat(3),
    ],
    ['prototype keys in lines', `${PROTO}\n`.repeat(50)],
    [
      'prototype keys in Docker lines',
      `{"log":"x\\n","stream":"stdout","time":"2026-11-23T06:29:29.8Z","__proto__":{"polluted":1}}\n`.repeat(50),
    ],
    ['prototype keys in docker inspect', `[{"Id":"a","State":${PROTO},"__proto__":{"polluted":1}}]\n`],
    [
      'prototype keys in the events of a cluster',
      `{"time":"2026-11-23T06:29:29Z","type":"bdb_updated","__proto__":{"polluted":1}}\n`.repeat(5),
    ],
    ['prototype keys in INFO', `# Server\r\n__proto__:1\r\nconstructor:2\r\nredis_version:7.4.1\r\n`],
    [
      'prototype names of modules',
      `1:M 23 Nov 2026 06:26:00.240 * <__proto__> text\n1:M 23 Nov 2026 06:26:00.241 # <constructor> text\n`.repeat(20),
    ],
  ])('%s', { timeout: 30_000 }, async (_, text) => {
    const report = await analyzeBytes(Buffer.from(text));
    expect(report.inputs).toHaveLength(1);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(() => JSON.stringify(report)).not.toThrow();
  });

  it('a saved report is checked before it is rendered', async () => {
    const path = join(folder, 'report.json');
    for (const text of ['['.repeat(DEEP), PROTO, '{"schema":"redis-forensics.report/1","__proto__":{}}', 'null', '']) {
      writeFileSync(path, text);
      const { code, stdout, stderr } = await run(['render', path]);
      expect([1, 2]).toContain(code);
      expect(stdout).toBe('');
      expect(stderr).not.toContain('internal error');
    }
  });
});

describe('YAML of signatures cannot do harm', () => {
  it.each([
    ['aliases', `a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nid: *c\n`],
    ['nesting', `id: ${'['.repeat(100_000)}`],
    ['size', `id: ${'x'.repeat(1_000_000)}`],
    ['prototype keys', 'id: x\n__proto__: { polluted: 1 }\n'],
    ['tags', 'id: !!js/function "function () {}"\n'],
  ])('%s', (_, text) => {
    const before = process.cpuUsage();
    expect(parseSignatureYaml(text, 'x.yaml')).toHaveProperty('errors');
    expect(process.cpuUsage(before).user).toBeLessThan(5e6);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

/** Texts of signatures are literals with holes, no regular expressions: a hole takes the shortest text, and what follows it is searched
 * once. The worst that a text and a line can do together is their lengths multiplied. */
describe('texts of signatures take time linear in the line', () => {
  const pattern = { id: 'x', text: `start${' {a}aaaab {b:d}'.repeat(20)} end` };
  const free = { id: 'y', text: '{}aaaaaaaaaaaaaaaab{}aaaaaaaaaaaaaaaab{$}' };

  function userMs(bytes: number): number {
    const matcher = new PatternMatcher([pattern, free]);
    const line = Buffer.from(`start ${'a'.repeat(bytes)}`);
    const before = process.cpuUsage();
    for (let i = 0; i < 8; i++) expect(matcher.match(line, 0, line.length, 0)).toBe(0);
    return process.cpuUsage(before).user / 1000;
  }

  it('also in the worst case', () => {
    userMs(1 << 16);
    // Eight times the line: eight times the time, not sixty-four. The bound lies far from both.
    expect(userMs(1 << 20)).toBeLessThan(24 * Math.max(5, userMs(1 << 17)));
  });

  it('regular expressions are not read as such', async () => {
    const signature = 'x{}(a+)+$';
    const matcher = new PatternMatcher([{ id: 'z', text: signature }]);
    const text = Buffer.from('xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!');
    expect(matcher.match(text, 0, text.length, 0)).toBe(0);
    const literal = Buffer.from('x and then (a+)+$');
    expect(matcher.match(literal, 0, literal.length, 0)).toBe(1);
    expect((await analyzeBytes(HANG)).verdict.status).toBe('incident');
  });
});
