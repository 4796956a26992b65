import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze, asReport, compare, NotAReport, redact, render, UsageError } from '../src/index.js';

const ROOT = join(import.meta.dirname, '..');
const LOG = join(ROOT, 'fixtures/cases');

const folder = join(LOG, 'redis-7.2.6/crash-debug-panic');
const file = readdirSync(folder).find((name) => name.endsWith('.log'))!;
const bytes = readFileSync(join(folder, file));

const verdictOf = async (...inputs: Parameters<typeof analyze>) => (await analyze(...inputs)).verdict;

describe('analyze', () => {
  it('reads bytes, a Blob and a stream as it reads the file', async () => {
    const want = JSON.stringify(await analyze([join(folder, file)]));
    const pieces = async function* () {
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    };
    for (const given of [new Uint8Array(bytes), new Blob([bytes]), pieces()])
      expect(JSON.stringify(await analyze([{ name: file, bytes: given }]))).toBe(want);
  });

  it('opens archives that are given as bytes', async () => {
    expect(await verdictOf([{ name: `${file}.gz`, bytes: gzipSync(bytes) }])).toEqual(await verdictOf([join(folder, file)]));
  });

  it('leaves the given bytes as they were', async () => {
    const own = new Uint8Array(bytes);
    await analyze([
      { name: 'a.log', bytes: own },
      { name: 'b.log', bytes: own },
    ]);
    expect(Buffer.compare(own, bytes)).toBe(0);
  });

  it('does not depend on the order of what is given', async () => {
    const given = ['x.log', '../../etc/passwd', 'x.log'].map((name) => ({ name, bytes }));
    const one = await analyze(given);
    expect(JSON.stringify(await analyze(given.toReversed()))).toBe(JSON.stringify(one));
    expect(one.inputs.map((input) => input.entry)).toEqual(['../../etc/passwd', 'x.log', 'x.log#2']);
  });

  it('gives up on a stream that never ends, with the reason of the signal', async () => {
    const silent = {
      async *[Symbol.asyncIterator]() {
        await new Promise(() => {});
        yield new Uint8Array();
      },
    };
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(analyze([{ name: 'pipe', bytes: silent }], { signal: stop.signal })).rejects.toThrow('enough');
    await expect(analyze([join(folder, file)], { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
    // and the next one reads as if nothing had been
    expect((await verdictOf([join(folder, file)])).status).toBe('incident');
  });

  it('says in one line what is wrong with an option', async () => {
    await expect(analyze([], { timezones: ['Mars/Base'] })).rejects.toThrow(UsageError);
    await expect(analyze([], { since: 'soonish' })).rejects.toThrow(UsageError);
  });
});

describe('reports', () => {
  it('are rendered, compared, redacted and checked', async () => {
    const report = await analyze([join(folder, file)]);
    expect(render(report, 'markdown')).toContain(report.incidents[0]!.headline!.slice(0, 20));
    expect(await render(report, 'html')).toContain('<!doctype html>');
    expect(() => render(report, 'pdf')).toThrow(RangeError);
    expect(
      compare([
        { name: 'a', source: 'inputs', report },
        { name: 'b', source: 'inputs', report },
      ] as Parameters<typeof compare>[0]).conclusion.relation,
    ).toBe('same');
    expect(redact(report).verdict).toEqual(report.verdict);
    expect(asReport(JSON.parse(JSON.stringify(report)))).toEqual(JSON.parse(JSON.stringify(report)));
    for (const odd of [null, 1, {}, { schema: 'other/9' }, { ...report, verdict: 7 }]) expect(() => asReport(odd)).toThrow(NotAReport);
  });
});

describe('the published package', () => {
  const place = mkdtempSync(join(tmpdir(), 'library-'));
  const installed = join(place, 'node_modules/redis-forensics');

  beforeAll(() => {
    const [{ filename }] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', place], { cwd: ROOT, encoding: 'utf8' }),
    ) as { filename: string }[];
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', join(place, filename), '--strip-components=1', '-C', installed]);
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    for (const name of Object.keys(dependencies)) symlinkSync(join(ROOT, 'node_modules', name), join(place, 'node_modules', name));
    cpSync(join(ROOT, 'docs/examples'), join(place, 'examples'), { recursive: true });
  }, 120_000);
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  const run = (args: string[], input?: Buffer) => spawnSync(process.execPath, args, { cwd: place, encoding: 'utf8', input: input ?? '' });

  it('runs the examples of the documentation', () => {
    const harness = run(['examples/test-harness.mjs', folder]);
    expect(harness.stdout).toContain('crash/');
    expect(harness.status).toBe(1);
    expect(run(['examples/bot.mjs'], bytes).stdout).toContain('crash/');
    expect(run(['examples/worker.mjs', folder]).stdout).toMatch(/^incident crash\/\S+ 0\.\d+/);
  });

  it('is typed', () => {
    writeFileSync(
      join(place, 'user.mts'),
      `import { analyze, compare, render, type Report } from 'redis-forensics';
const report: Report = await analyze([{ name: 'a', bytes: new Uint8Array() }], { signal: AbortSignal.timeout(1) });
const text: string = render(report, 'jira');
const page: string | Promise<string> = render(report, 'html');
// @ts-expect-error: no such field
report.verdict.colour;
// @ts-expect-error: a number is no input
analyze([7]);
console.log(text, page, compare([]).conclusion);
`,
    );
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const types = ['--typeRoots', join(ROOT, 'node_modules/@types'), '--types', 'node'];
    const checked = run([tsc, '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', ...types, 'user.mts']);
    expect(checked.stdout).toBe('');
  });

  it('lets nobody import what is not promised', () => {
    const deep = run(['--input-type=module', '-e', "await import('redis-forensics/dist/analyze.js')"]);
    expect(deep.stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
