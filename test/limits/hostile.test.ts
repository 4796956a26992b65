import { createHash } from 'node:crypto';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TAR_END, tarHeader } from '../source/collect.js';
import { analyzeBytes, HANG, tarGz, tarMember, toldOf } from './report.js';

const KIND = 'hang/slow-script';
const MB = 2 ** 20;
/** `LIMITS_GB=10 npx vitest run test/limits` for the size that people send as a joke. */
const ZEROS_BYTES = process.env.LIMITS_GB ? Number(process.env.LIMITS_GB) * 1024 * MB : 256 * MB;

/** Each of these archives also holds a real incident, which has to be found; what was left out has to be told. */
describe('the incident is found beside', () => {
  it('a bomb', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(200 * MB), { level: 9 }));
    const report = await analyzeBytes(tarGz(tarMember('a.gz', bomb), tarMember('redis.log', HANG)));
    expect(report.verdict.kind).toBe(KIND);
    expect(toldOf(report)).toContain('unpacks to more than 1000 times its size: the rest was not read');
  });

  it('archives nested without end', async () => {
    let quine: Buffer = Buffer.from('x');
    for (let i = 0; i < 100; i++) quine = tarGz(tarMember('again.tgz', quine));
    const report = await analyzeBytes(tarGz(tarMember('again.tgz', quine), tarMember('redis.log', HANG)));
    expect(report.verdict.kind).toBe(KIND);
    expect(toldOf(report)).toContain('archives nested more than 6 deep: not opened');
  });

  it('thousands of empty files', async () => {
    const empty = Array.from({ length: 5000 }, (_, i) => tarMember(`${i}.log`, ''));
    const report = await analyzeBytes(tarGz(tarMember('0', HANG), ...empty), { limits: { entries: 1000 } });
    expect(report.verdict.kind).toBe(KIND);
    expect(report.inputs.length).toBeLessThanOrEqual(1001);
    expect(toldOf(report)).toContain('more than 1000 entries in all: the rest was not read');
  });

  it('names that lead elsewhere, links, devices, duplicates and names with escapes', async () => {
    const report = await analyzeBytes(
      tarGz(
        tarMember('../../etc/cron.d/x', 'a\n'),
        tarMember('/etc/passwd', 'b\n'),
        tarHeader('link', 0, '2', '/etc/shadow'),
        tarHeader('hard', 0, '1', '../../x'),
        tarHeader('sda', 0, '3'),
        tarMember('twice.log', 'c\n'),
        tarMember('twice.log', 'd\n'),
        tarMember('red\x1b[31m\nname\u202egol.log', 'e\n'),
        tarMember('redis.log', HANG),
      ),
    );
    expect(report.verdict.kind).toBe(KIND);
    const names = report.inputs.map((input) => input.entry);
    expect(new Set(names).size).toBe(9);
    expect(names.join('')).not.toMatch(/[\x00-\x1f\x7f\u202e]/);
    expect(names.filter((name) => name.startsWith('/'))).toEqual([]);
  });

  it('an archive that is cut off behind it', async () => {
    const noise = Buffer.concat(Array.from({ length: 4000 }, (_, i) => createHash('sha256').update(`${i}`).digest()));
    const whole = tarGz(tarMember('redis.log', HANG), tarMember('noise.bin', noise));
    const report = await analyzeBytes(whole.subarray(0, whole.length - 40_000));
    expect(report.verdict.kind).toBe(KIND);
    expect(toldOf(report).join()).toMatch(/cut off/);
  });
});

describe('bounded', () => {
  async function* zeros() {
    const gzip = createGzip({ level: 9 });
    const block = Buffer.alloc(16 * MB);
    const feed = async () => {
      for (let left = ZEROS_BYTES; left > 0; left -= block.length) {
        if (!gzip.write(block)) await new Promise((resolve) => gzip.once('drain', resolve));
      }
      gzip.end();
    };
    const fed = feed();
    yield* gzip;
    await fed;
  }

  it('gigabytes of zeros in a gzip that is read as a log', { timeout: 600_000 }, async () => {
    const before = process.memoryUsage().rss;
    const report = await analyzeBytes(zeros());
    expect(report.verdict.status).not.toBe('incident');
    expect(report.inputs).toHaveLength(1);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MB);
  });

  it('a line without end', async () => {
    async function* line() {
      for (let i = 0; i < 64; i++) yield Buffer.alloc(MB, 'x');
      yield Buffer.from('\n');
      yield HANG;
    }
    const report = await analyzeBytes(line());
    expect(report.verdict.kind).toBe(KIND);
    expect(toldOf(report)).toContain('1 line(s) are longer than the limit (--max-line) and were cut');
  });

  it('all bytes together, in plain files as well', async () => {
    async function* endless() {
      yield HANG;
      for (let i = 0; i < 1000; i++) yield Buffer.alloc(MB, 'nothing to see here\n');
    }
    const report = await analyzeBytes(endless(), { limits: { totalBytes: 20 * MB } });
    expect(report.verdict.kind).toBe(KIND);
    expect(toldOf(report)).toContain(`more than ${20 * MB} unpacked bytes in all: the rest was not read`);
    expect(report.inputs[0].bytes).toBeLessThan(22 * MB);
  });

  it('a sparse member that claims terabytes', async () => {
    // GNU sparse: no data, real size 8 TB, so its holes would be made of nothing.
    const header = tarHeader('huge.log', 0, 'S');
    header.write('ustar  \0', 257, 'latin1');
    header.write('100000000000000'.slice(0, 11), 483, 'latin1');
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const report = await analyzeBytes(gzipSync(Buffer.concat([header, TAR_END])), { limits: { totalBytes: 4 * MB } });
    for (const input of report.inputs) expect(input.bytes).toBeLessThan(2 ** 50);
    expect(report.verdict.status).not.toBe('incident');
  });
});
