import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { type BundleRun, redactBundle } from '../../src/commands/redact/run.js';
import { Redactor } from '../../src/redact/redactor.js';
import { tarEnd, tarHeader, tarPadding } from '../../src/redact/tar-writer.js';
import type { Report } from '../../src/report/schema.js';
import { openInputs } from '../../src/source/open.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redact-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(files: Record<string, string | Buffer>): string {
  const input = join(folder, 'case');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(input, name, '..'), { recursive: true });
    writeFileSync(join(input, name), content);
  }
  return input;
}

async function redact(input: string, options: Partial<BundleRun> = {}): Promise<string> {
  const output = options.output ?? join(folder, 'out.tar.gz');
  await redactBundle([input], { quiet: true, ...options, output });
  return output;
}

/** Entries of an archive and their text. */
async function entriesOf(file: string): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  for await (const entry of openInputs([file], {})) {
    if ('outcome' in entry) throw new Error(`${entry.name}: ${entry.why}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry.chunks) chunks.push(Buffer.from(chunk));
    entries.set(entry.name.slice(entry.name.indexOf('!/') + 2), Buffer.concat(chunks).toString());
  }
  return entries;
}

function shapeOf(report: Report) {
  return {
    verdict: [report.verdict.status, report.verdict.kind, report.verdict.signature, report.verdict.confidence],
    incidents: report.incidents.map((incident) => [
      incident.from,
      incident.to,
      incident.explanations.map((one) => [one.signature, one.status, one.confidence]),
      incident.waitGraph?.cycles,
      incident.waitGraph?.edges.length,
    ]),
    processes: report.processes.map(({ pid, port, role, end, mode }) => [pid, port, role, end, mode]),
  };
}

const CASES: [what: string, path: string][] = [
  ['deadlock, nested support package', 'fixtures/incident/debuginfo.tar.gz'],
  ['deadlock, debugger', 'fixtures/cases/redisearch/hang-kill9-restart@gdb'],
  ['deadlock, stacks of elfutils', 'fixtures/cases/redisearch/hang-standalone-nocluster@eustack'],
  ['deadlock, logs alone', 'fixtures/cases/redisearch/hang-late-gc-child-kill9@logs'],
  ['crash', 'fixtures/cases/redis-5.0.14/crash-debug-panic'],
  ['crash of a child', 'fixtures/cases/redis-7.2.6/crash-bgsave-child'],
  ['crash, wrapped', 'fixtures/cases/valkey-9.1.2/wrapped-crash-module-null-cri-containerd'],
  ['cluster', 'fixtures/cases/redis-7.4.1/cluster-kill-master'],
  ['sentinel', 'fixtures/cases/valkey-8.0.1/sentinel-failover-kill'],
  ['slow commands', 'fixtures/cases/redis-7.4.1/hang-slow-commands'],
  ['refused configuration', 'fixtures/cases/valkey-8.0.1/startup-bad-value'],
  ['kernel', 'fixtures/cases/redis-7.4.1/oom-cgroup-killer'],
  ['quoted', 'fixtures/cases/quoted/mod-11658-production'],
];

describe('redacted bundles', () => {
  it.each(CASES)('%s: analysed to the same verdict', async (_, path) => {
    const input = join(folder, 'case');
    cpSync(join(root, path), path.endsWith('.gz') ? `${input}.tar.gz` : input, { recursive: true });
    rmSync(join(input, 'truth.json'), { force: true });
    const whole = path.endsWith('.gz') ? `${input}.tar.gz` : input;
    const output = await redact(whole);
    expect(shapeOf(await analyze([output]))).toEqual(shapeOf(await analyze([whole])));
    const text = [...(await entriesOf(output)).values()].join('\n');
    const original = JSON.stringify([...(await analyze([whole])).processes]);
    for (const id of new Set(original.match(/\b[0-9a-f]{40}\b/g))) expect(text).not.toContain(id);
  });

  it('are the same bytes every time, and hold no time and of their maker only the name of the program', async () => {
    const input = join(root, 'fixtures/cases/redis-7.4.1/cluster-kill-master');
    const one = readFileSync(await redact(input));
    const two = readFileSync(await redact(input, { output: join(folder, 'two.tar.gz') }));
    expect(createHash('sha256').update(two).digest('hex')).toBe(createHash('sha256').update(one).digest('hex'));
    const tar = gunzipSync(one);
    expect(tar.subarray(136, 147).toString()).toBe('00000000000');
    // user and group: the program's name for everybody, so that an earlier bundle is known
    for (const at of [265, 297]) expect(tar.toString('latin1', at, at + 32)).toBe('redis-forensics'.padEnd(32, '\0'));
    expect(one.readUInt32LE(4)).toBe(0);
  });

  it('leave out what is no text or unknown, and name it with tokens', async () => {
    const log = '1:M 23 Nov 2026 06:20:00.000 * Ready to accept connections tcp\n';
    const input = put({
      'redis-1.log': log,
      'zoeco/dump.rdb': 'REDIS0011 secret data',
      'zoeco/appendonly.aof': '*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n',
      'zoeco/core.77': Buffer.concat([
        Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]),
        Buffer.alloc(9),
        Buffer.from([4, 0]),
        Buffer.alloc(600),
      ]),
      'zoeco/customers.csv': 'zoe,elm street 7\n',
    });
    const shown: string[] = [];
    const write = process.stdout.write;
    process.stdout.write = ((text: string) => shown.push(text) > 0) as typeof write;
    try {
      await redact(input, { quiet: false });
    } finally {
      process.stdout.write = write;
    }
    expect([...(await entriesOf(join(folder, 'out.tar.gz'))).keys()]).toEqual(['redis-1.log']);
    const summary = shown.join('');
    expect(summary).toMatch(/1 of 5 entries/);
    expect(summary.match(/left out:/g)).toHaveLength(4);
    expect(summary).toContain('append-only file: data, no log');
    expect(summary).not.toMatch(/zoeco|customers/);
  });

  it('keep the ends of lines, holes and a last line without its newline', async () => {
    const log = '1:M 23 Nov 2026 06:20:00.000 * Ready to accept connections tcp\r\n\r\n# Server\r\nredis_version:7.4.1\r\n';
    const hole = `${'\0'.repeat(600)}1:M 23 Nov 2026 06:20:01.000 * Connecting to MASTER zoebox:6379`;
    const [text] = [...(await entriesOf(await redact(put({ 'redis-1.log': log + hole })))).values()];
    expect(text).toBe(log + hole.replace('zoebox', 'host-1'));
  });

  it('write UTF-16 as UTF-8', async () => {
    const log =
      '1:M 23 Nov 2026 06:20:00.000 * Ready to accept connections tcp\n1:M 23 Nov 2026 06:20:01.000 * Connecting to MASTER zoebox:6379\n';
    const [text] = [...(await entriesOf(await redact(put({ 'redis-1.log': Buffer.from(`\ufeff${log}`, 'utf16le') })))).values()];
    expect(text).toBe(log.replace('zoebox', 'host-1'));
  });

  it('leave out a line that is too long to be judged', async () => {
    const log = `1:M 23 Nov 2026 06:20:00.000 * Ready to accept connections tcp\n${'zoe '.repeat(600_000)}\n1:M 23 Nov 2026 06:20:01.000 * Background saving started by pid 7\n`;
    const [text] = [...(await entriesOf(await redact(put({ 'redis-1.log': log })))).values()];
    expect(text.split('\n')).toHaveLength(3);
    expect(text).not.toContain('zoe');
  });

  it('give archives inside archives as folders, and keep entries of one name apart', async () => {
    const line = (second: number) => `1:M 23 Nov 2026 06:20:0${second}.000 * Ready to accept connections tcp\n`;
    const tar = (name: string, text: string) =>
      Buffer.concat([tarHeader(name, text.length), Buffer.from(text), tarPadding(text.length), tarEnd()]);
    const inner = gzipSync(tar('logs/redis-1.log', line(1)));
    const input = put({
      'node_1.tar.gz': inner,
      'zoehost.tar.gz': gzipSync(tar('redis-1.log', line(2))),
      'anne77/redis-1.log': line(3),
      'node_1/logs/redis-1.log': line(4),
    });
    const names = [...(await entriesOf(await redact(input))).keys()].sort();
    expect(names).toEqual(['node_1/logs/redis-1-2.log', 'node_1/logs/redis-1.log', 'path-1/redis-1.log', 'path-2/redis-1.log']);
  });
});

describe('whole or not at all', () => {
  const log = '1:M 23 Nov 2026 06:20:00.000 * Connecting to MASTER zoebox:6379\n';

  it('leaves the old bundle and nothing else where nothing can be redacted', async () => {
    const output = join(folder, 'out.tar.gz');
    writeFileSync(output, 'old');
    await expect(redact(put({ 'photo.txt': 'hello\n' }))).rejects.toThrow(/nothing to redact/);
    expect(readFileSync(output, 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['case', 'out.tar.gz']);
  });

  it('leaves the old bundle where the map cannot be written', async () => {
    const output = join(folder, 'out.tar.gz');
    writeFileSync(output, 'old');
    await expect(redact(put({ 'redis-1.log': log }), { redactMap: join(folder, 'none', 'map.json') })).rejects.toThrow(/cannot write/);
    expect(readFileSync(output, 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['case', 'out.tar.gz']);
  });

  it.each<[string, () => void]>([
    ['a line that was not redacted', () => vi.spyOn(Redactor.prototype, 'redact').mockImplementation((text) => text)],
    ['a name that was not redacted', () => vi.spyOn(Redactor.prototype, 'redactName').mockImplementation((name) => name)],
  ])('fails on %s, names the class and leaves the old bundle', async (_, spoil) => {
    const output = join(folder, 'out.tar.gz');
    writeFileSync(output, 'old');
    const input = put({ 'zoebox.log': log });
    spoil();
    try {
      const error = await redact(input, { redactMap: join(folder, 'map.json') }).catch((thrown: Error) => thrown);
      expect(error).toMatchObject({
        exitCode: 1,
        message: expect.stringMatching(/a value of class (?:host|path) would be left; nothing was written/),
      });
      expect(String(error)).not.toContain('zoebox');
    } finally {
      vi.restoreAllMocks();
    }
    expect(readFileSync(output, 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(['case', 'out.tar.gz']);
  });

  it('may lie in the folder that is redacted', async () => {
    const input = put({ 'redis-1.log': log });
    const output = await redact(input, { output: join(input, 'out.tar.gz') });
    expect([...(await entriesOf(output)).keys()]).toEqual(['redis-1.log']);
    expect(readdirSync(input).sort()).toEqual(['out.tar.gz', 'redis-1.log']);
  });

  it('holds what comes before the damage, and says so', async () => {
    const whole = gzipSync(
      Array.from({ length: 3000 }, (_, i) =>
        log.replace('06:20:00.000', `06:2${Math.floor(i / 600)}:${String(i % 60).padStart(2, '0')}.${String(i % 1000).padStart(3, '0')}`),
      ).join(''),
    );
    const output = await redact(put({ 'redis-1.log.1.gz': whole.subarray(0, whole.length >> 1) }));
    const [text] = [...(await entriesOf(output)).values()];
    expect(text.length).toBeGreaterThan(1000);
    expect(text).not.toContain('zoebox');
  });

  it('obeys the limits of reading, and proves all that was written', async () => {
    const output = await redact(put({ 'redis-1.log': log.repeat(50), 'redis-2.log': log.repeat(50) }), {
      limits: { totalBytes: 50 * log.length },
    });
    expect([...(await entriesOf(output)).keys()]).toEqual(['redis-1.log']);
  });

  it('writes a map for its owner alone', async () => {
    const map = join(folder, 'map.json');
    await redact(put({ 'redis-1.log': log }), { redactMap: map });
    expect(statSync(map).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(map, 'utf8'))).toEqual({
      schema: 'redis-forensics.redaction/1',
      tokens: [{ token: 'host-1', class: 'host', value: 'zoebox' }],
    });
    expect(existsSync(join(folder, 'out.tar.gz'))).toBe(true);
  });
});

describe('tar headers', () => {
  const names = [
    'a.log',
    `${'d'.repeat(60)}/${'e'.repeat(60)}/x.log`,
    `${'n'.repeat(180)}.log`,
    'f\u00fcnf/\u6f22.log',
    `${'p/'.repeat(120)}x.log`,
  ];

  it('hold names of any length and letters', async () => {
    const parts = names.flatMap((name, place) => [tarHeader(name, place + 1), Buffer.from('x'.repeat(place + 1)), tarPadding(place + 1)]);
    writeFileSync(join(folder, 'names.tar'), Buffer.concat([...parts, tarEnd()]));
    const entries = await entriesOf(join(folder, 'names.tar'));
    expect([...entries.keys()]).toEqual(names);
    expect([...entries.values()].map((text) => text.length)).toEqual([1, 2, 3, 4, 5]);
  });

  it('hold sizes beyond eight gigabytes', () => {
    const header = tarHeader('big.log', 2 ** 33 + 5);
    expect(header[124]).toBe(0x80);
    expect(header.readBigUInt64BE(128)).toBe(2n ** 33n + 5n);
    expect(tarHeader('small.log', 512).subarray(124, 136).toString('latin1')).toBe('00000001000\0');
  });
});

describe('planted values', () => {
  const word = fc.stringMatching(/^[qxz][a-z0-9]{7,12}$/).map((text) => `q${text}7z`);
  const awkward = fc
    .tuple(word, fc.constantFrom('', '.*+?', '$&', '(a|b)', ' two', '<b>', '%s', '\\d', '"x', 'e\u0301'))
    .map((parts) => parts.join(''));
  const planted = fc.record({
    host: word,
    domain: word,
    user: word,
    client: word,
    key: awkward,
    value: awkward,
    secret: word,
    file: word,
    dir: word,
    index: word,
    namespace: word,
  });

  it('none survives in a bundle, in text or in names', { timeout: 60_000 }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(planted, async (p) => {
        const stamp = '1:M 23 Nov 2026 06:20:00.000';
        const quoted = JSON.stringify(p.key);
        const text = [
          `${stamp} * Ready to accept connections tcp`,
          `${stamp} * Connecting to MASTER ${p.host}.${p.domain}.com:6379`,
          `${stamp} # Client id=7 addr=10.1.2.3:50112 laddr=127.0.0.1:6379 fd=8 name=${p.client} age=1 flags=N cmd=get user=${p.user} closed`,
          `${stamp} * <search> Scanning index ${p.index} in background`,
          `${stamp} # ${p.host} is unreachable, says ${p.user}`,
          `argv[0]: '"SET"'`,
          `argv[1]: '${quoted}'`,
          `argv[2]: '${JSON.stringify(p.value)}'`,
          `1700000000.123456 [0 10.1.2.3:50112] "HGET" ${quoted} ${JSON.stringify(p.value)}`,
          `${stamp} * DB saved on /srv/${p.dir}/dump.rdb`,
        ].join('\n');
        const input = join(folder, `case-${run}`);
        mkdirSync(join(input, p.dir), { recursive: true });
        writeFileSync(join(input, p.dir, `${p.file}_redis.log`), `${text}\n`);
        writeFileSync(
          join(input, 'docker.log'),
          text
            .split('\n')
            .map((line) => `${JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: '2026-11-23T06:21:55.339340563Z' })}\n`)
            .join(''),
        );
        writeFileSync(
          join(input, 'kube.log'),
          text
            .split('\n')
            .map((line) => `[pod/${p.namespace}-0/redis] 2026-11-23T06:27:03.293340563Z ${line}\n`)
            .join(''),
        );
        writeFileSync(
          join(input, 'redis.conf'),
          `port 6379\nmaxmemory 100mb\nrequirepass ${p.secret}\nmasterauth ${p.secret}\nuser ${p.user} on >${p.secret} ~* +@all\nreplicaof ${p.host} 6379\n`,
        );
        const tar = gunzipSync(readFileSync(await redact(input, { output: join(folder, `out-${run++}.tar.gz`) }))).toString();
        expect(tar.match(/ustar/g)).toHaveLength(4);
        for (const value of Object.values(p)) {
          for (const form of new Set([value, JSON.stringify(value).slice(1, -1), JSON.stringify(JSON.stringify(value)).slice(1, -1)])) {
            const found = tar.indexOf(form);
            expect(found < 0 ? '' : tar.slice(Math.max(0, found - 80), found + 80)).toBe('');
          }
        }
      }),
      { numRuns: 30, seed: 5, endOnFailure: true },
    );
  });
});
