import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { packTarGz } from './packing.js';

const LONG_MS = 120_000;
const FIXTURES = 'fixtures';
let folder: string;
let inputs: string[];

/** Lines of serverCron for some hours, so that the log spans many blocks; every log tells another story at its end. */
function longLog(pid: number, lines: number, end: string): Buffer {
  const text: string[] = [];
  const stamp = (n: number) => new Date(Date.UTC(2026, 10, 23, 4) + n * 5000).toISOString().slice(11, 23);
  for (let n = 0; n < lines; n++)
    text.push(`${pid}:M 23 Nov 2026 ${stamp(n)} - ${n % 997} clients connected (0 replicas), ${870_000 + n} bytes in use`);
  text.push(`${pid}:M 23 Nov 2026 ${stamp(lines)} ${end}`, '');
  return Buffer.from(text.join('\n'));
}

const ENDS = [
  '# User requested shutdown...',
  "# Can't save in background: fork: Cannot allocate memory",
  '# Redis 7.2.6 crashed by signal: 11, si_code: 1',
  '* 10000 changes in 60 seconds. Saving...',
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rf-overlap-'));
  const made = ENDS.flatMap((end, n) => {
    const log = longLog(100 + n, 3000 + 1500 * n, end);
    const files = { 'node/redis.log': log, 'small.log': longLog(7 + n, 3, end) };
    return [
      [`long-${n}.log`, log],
      [`long-${n}.log.gz`, gzipSync(log)],
      [`pack-${n}.tar.gz`, packTarGz(new Map(Object.entries(files)))],
    ] as [string, Buffer][];
  });
  for (const [name, bytes] of made) writeFileSync(join(folder, name), bytes);
  const cases = join(FIXTURES, 'cases');
  const captured = readdirSync(cases)
    .filter((name) => statSync(join(cases, name)).isDirectory())
    .flatMap((version) => readdirSync(join(cases, version)).map((name) => join(cases, version, name)));
  const some = captured.filter((_, n) => n % Math.ceil(captured.length / 50) === 0);
  inputs = [...made.map(([name]) => join(folder, name)), join(FIXTURES, 'incident/debuginfo.tar.gz'), ...some];
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('analyses that overlap in one process', () => {
  it('give the reports that they give one after the other', { timeout: LONG_MS }, async () => {
    expect(inputs.length).toBeGreaterThanOrEqual(45);
    const alone: string[] = [];
    for (const input of inputs) alone.push(JSON.stringify(await analyze([input])));
    expect(new Set(alone).size).toBe(alone.length);
    const together = await Promise.all([...inputs, ...inputs.slice(0, 5)].map((input) => analyze([input])));
    for (const [n, report] of together.entries())
      expect(JSON.stringify(report) === alone[n % inputs.length], inputs[n % inputs.length]).toBe(true);
  });

  it('do not end one another by a mistake', async () => {
    const good = join(FIXTURES, 'incident/debuginfo.tar.gz');
    const breaks = async function* () {
      yield Buffer.from('1:M 23 Nov 2026 06:27:14.777 * Ready to accept connections\n');
      throw new Error('the pipe broke');
    };
    const [first, broken, none, last] = await Promise.all([
      analyze([good]),
      analyze(['-'], { stdin: breaks() }),
      analyze(['/no/such/file']),
      analyze([good]),
    ]);
    expect(JSON.stringify(last)).toBe(JSON.stringify(first));
    expect(broken.inputs[0].bytes).toBeGreaterThan(0);
    expect(none.inputs[0].outcome).toBe('failed');
  });
});

describe('the option redact', () => {
  it('leaves no private value in the report, and changes no verdict', async () => {
    const text = readFileSync(join(FIXTURES, 'cases/redis-7.0.15/healthy-notice', 'redis-6379.log'), 'utf8');
    const named = join(folder, 'db1.payments.example.com.log');
    writeFileSync(named, text);
    const plain = await analyze([named]);
    const report = await analyze([named], { redact: true });
    expect(JSON.stringify(plain)).toContain('payments.example.com');
    expect(JSON.stringify(report)).not.toContain('payments.example.com');
    expect(report.verdict).toEqual(plain.verdict);
  });
});
