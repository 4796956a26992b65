import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { ReportRedactor, redactReport } from '../../src/redact/report.js';
import { FORMATS, render } from '../../src/render/index.js';
import { type Report, report as reportSchema } from '../../src/report/schema.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CASES = [
  'fixtures/incident/debuginfo.tar.gz',
  'fixtures/cases/redis-7.0.15/cluster-kill-master',
  'fixtures/cases/redis-7.0.15/sentinel-failover-kill',
  'fixtures/cases/redis-5.0.14/crash-debug-panic',
  'fixtures/cases/redis-7.4.1/hang-slow-commands',
  'fixtures/cases/redis-7.4.1/fmt-syslog-rfc5424',
  'fixtures/cases/redisearch/other-query-timeouts',
  'fixtures/cases/valkey-8.0.1/startup-bad-aclfile',
];

/** What an incident is: everything but its words. */
function shapeOf(report: Report) {
  const { status, kind, signature, confidence, incident, word } = report.verdict;
  return {
    verdict: { status, kind, signature, confidence, incident, word },
    incidents: report.incidents.map(({ id, processes, from, to, ongoing, explanations, timeline, waitGraph }) => ({
      id,
      processes,
      from,
      to,
      ongoing,
      timeline: timeline.map(({ time, severity, type }) => [time, severity, type]),
      explanations: explanations.map((one) => [
        one.signature,
        one.kind,
        one.status,
        one.confidence,
        one.ledger.map((item) => [item.id, item.state]),
      ]),
      graph: waitGraph && {
        ...waitGraph,
        threads: waitGraph.threads.map(({ id, tid, role, state, stack }) => ({ id, tid, role, state, stack })),
        edges: waitGraph.edges.map(({ from: a, to: b, relation }) => [a, b, relation]),
        resources: waitGraph.resources.map(({ id }) => id),
      },
    })),
    processes: report.processes.map(({ id, pid, role, version, port, end, from, to, modules }) => ({
      id,
      pid,
      role,
      version,
      port,
      end,
      from,
      to,
      modules,
    })),
    silences: report.silences.map(({ from, to, surprise, endedBy }) => [from, to, surprise, endedBy]),
    inputs: report.inputs.map(({ bytes, lines, outcome, format }) => ({ bytes, lines, outcome, format })),
    crashes: report.crashes.map(({ signal, topFrames, origin, address }) => ({ signal, topFrames, origin, address })),
  };
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function analyzeFiles(files: Record<string, string>): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'redact-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return analyze([folder]);
}

describe('redacted reports', () => {
  it.each(CASES)('%s: the incident is the same, and the schema holds', async (path) => {
    const whole = await analyze([join(root, path)]);
    const redacted = redactReport(whole);
    expect(shapeOf(redacted)).toEqual(shapeOf(whole));
    expect(reportSchema.safeParse(JSON.parse(JSON.stringify(redacted))).success).toBe(true);
    expect(redactReport(whole)).toEqual(redacted);
  });

  it('leaves the report that it was given alone', async () => {
    const whole = await analyze([join(root, CASES[1])]);
    const before = JSON.stringify(whole);
    redactReport(whole);
    expect(JSON.stringify(whole)).toBe(before);
  });

  it('has no node id of the cluster left in any format, and keeps nodes apart', async () => {
    const whole = await analyze([join(root, CASES[1])]);
    const ids = [...new Set(JSON.stringify(whole).match(/\b[0-9a-f]{40}\b/g))].filter((id) => !/^0+$/.test(id));
    expect(ids.length).toBeGreaterThan(3);
    const redacted = redactReport(whole);
    for (const format of FORMATS) {
      const text = await render(redacted, format);
      for (const id of ids) expect(text.includes(id), `${format}: ${id}`).toBe(false);
      if (format !== 'html') for (const id of ids) expect(text.includes(id.slice(0, 8)), `${format}: ${id.slice(0, 8)}`).toBe(false);
    }
    const nodes = redacted.processes.flatMap(({ nodeId }) => nodeId ?? []);
    expect(new Set(nodes).size).toBe(new Set(whole.processes.flatMap(({ nodeId }) => nodeId ?? [])).size);
    expect(nodes.every((node) => /^node-\d+$/.test(node))).toBe(true);
  });

  it('gives two reports one set of tokens', async () => {
    const [a, b] = [await analyze([join(root, CASES[1])]), await analyze([join(root, CASES[1])])];
    const [x, y] = new ReportRedactor({ style: 'readable' }).redact([a, b]);
    expect(x).toEqual(y);
  });

  it('redacts a report that was redacted no further', async () => {
    const once = redactReport(await analyze([join(root, CASES[1])]));
    expect(shapeOf(redactReport(once))).toEqual(shapeOf(once));
  });
});

/** Values that nothing in a log looks like by chance. */
const secret = fc
  .tuple(fc.constantFrom('qz', 'vx', 'kj', 'wq'), fc.stringMatching(/^[a-z0-9]{6,12}$/))
  .map(([head, tail]) => `${head}${tail}`);
const awkward = fc
  .tuple(
    secret,
    fc.constantFrom('.*+?', '$1$&', ':(a|b)', '[x]', '{2,}', '^y$', ' z', '%s%n', '<b>', '&amp;', '`', '\u00e9\u6f22', '__x__', '*'),
  )
  .map(([head, tail]) => `${head}${tail}`);
const octet = fc.integer({ min: 1, max: 254 });
const ip = fc.tuple(fc.constantFrom(10, 172, 203), octet, octet, octet).map((parts) => parts.join('.'));
const ip6 = fc
  .tuple(fc.integer({ min: 0x1000, max: 0xffff }), fc.integer({ min: 0x1000, max: 0xffff }))
  .map(([a, b]) => `2a02:${a.toString(16)}::1f:${b.toString(16)}`);
const host = fc.tuple(secret, secret, fc.constantFrom('com', 'internal', 'de', 'corp')).map((labels) => labels.join('.'));
const id = fc.stringMatching(/^[0-9a-f]{38}[a-f][0-9]$/);
const planted = fc.record({
  ip,
  ip6,
  host,
  bare: secret,
  user: secret,
  client: secret,
  key: awkward,
  value: awkward,
  secret,
  mail: secret,
  node: id,
  index: secret,
  dir: secret,
  file: secret,
  uuid: fc.uuid(),
  long: fc.stringMatching(/^zx[a-z0-9]{1200,1800}$/),
});
type Planted = typeof planted extends fc.Arbitrary<infer T> ? T : never;

const at = (second: number) => `23 Nov 2026 06:2${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}.123`;
const quote = (text: string) =>
  JSON.stringify(text).replace(/[^\x20-\x7e]/g, (char) => [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16)}`).join(''));

/** A server that is asked for much, loses its master, and dies of a signal. */
function logOf(p: Planted): string {
  const lines = [
    `4067:C ${at(0)} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`,
    `4067:C ${at(0)} * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=4067, just started`,
    `4067:M ${at(1)} * DB loaded from disk: 0.001 seconds from /srv/${p.dir}/dump.rdb`,
    `4067:M ${at(2)} * Ready to accept connections tcp`,
    `4067:S ${at(3)} * Connecting to MASTER ${p.host}:6379`,
    `4067:S ${at(3)} * Connecting to MASTER ${p.bare}:6379`,
    `4067:S ${at(3)} # Unable to connect to MASTER: ${p.bare} is gone`,
    `4067:S ${at(4)} # MASTER timeout: no data nor PING received...`,
    `4067:M ${at(5)} # Marking node ${p.node} (${p.bare}) as failing (quorum reached).`,
    `4067:M ${at(6)} - Accepted ${p.ip}:50112`,
    `4067:M ${at(6)} - Accepted [${p.ip6}]:50113`,
    `4067:M ${at(7)} # Client id=7 addr=${p.ip}:50112 laddr=127.0.0.1:6379 fd=8 name=${p.client} age=1 idle=0 flags=N db=0 cmd=get user=${p.user} scheduled to be closed ASAP for overcoming of output buffer limits.`,
    `4067:M ${at(8)} # <search> Scanning index ${p.index} in background: cancelled (scanned=7)`,
    `4067:M ${at(8)} # Something odd: mail ${p.mail}@${p.host} or see https://${p.host}/${p.key.slice(0, 8)}?u=${p.user} (${p.uuid})`,
    `4067:M ${at(9)} # key '${p.key.replace(/'/g, '')}' found in DB containing the following object:`,
    '',
    '',
    '=== REDIS BUG REPORT START: Cut & paste starting from here ===',
    `4067:M ${at(300)} # Redis 7.4.1 crashed by signal: 11, si_code: 1`,
    `4067:M ${at(300)} # Accessing address: 0x8`,
    `4067:M ${at(300)} # Crashed running the instruction at: 0x55d0c0a1f75c`,
    '',
    '------ STACK TRACE ------',
    'EIP:',
    `/opt/${p.dir}/bin/redis-server ${p.ip}:6379(hgetallCommand+0x1f2)[0x55d0c0a1f75c]`,
    '',
    '4067 redis-server *',
    `/opt/${p.dir}/bin/redis-server ${p.ip}:6379(hgetallCommand+0x1f2)[0x55d0c0a1f75c]`,
    '',
    '1/1 expected stacktraces.',
    '------ STACK TRACE DONE ------',
    '',
    '------ INFO OUTPUT ------',
    '# Server\r',
    'redis_version:7.4.1\r',
    `config_file:/srv/${p.dir}/redis.conf\r`,
    `run_id:${p.node}\r`,
    `master_host:${p.host}\r`,
    '',
    '------ CLIENT LIST OUTPUT ------',
    `id=7 addr=${p.ip}:50112 laddr=127.0.0.1:6379 fd=8 name=${p.client} age=1 idle=0 flags=N db=0 sub=0 psub=0 cmd=hset user=${p.user}`,
    '',
    '------ CURRENT CLIENT INFO ------',
    `id=7 addr=${p.ip}:50112 laddr=127.0.0.1:6379 fd=8 name=${p.client} age=1 idle=0 flags=N db=0 sub=0 psub=0 cmd=hset user=${p.user}`,
    "argc: '5'",
    `argv[0]: '"HSET"'`,
    `argv[1]: '${quote(p.key)}'`,
    `argv[2]: '"get"'`,
    `argv[3]: '${quote(p.value)}'`,
    `argv[4]: '${quote(p.long).slice(0, 1000)}`,
    '',
    '=== REDIS BUG REPORT END. Make sure to include from START to END. ===',
  ];
  return `${lines.join('\n')}\n`;
}

function filesOf(p: Planted): Record<string, string> {
  return {
    [`${p.bare}_redis-6379.log`]: logOf(p),
    [`${p.file}.conf`]: `port 6379\nloglevel notice\nrequirepass ${p.secret}\nuser ${p.user} on >${p.secret} ~${p.index}:* +@all\nreplicaof ${p.host} 6379\ndir /srv/${p.dir}\nmaxmemory 100mb\n`,
    'slowlog.txt': `8\n1795415035\n4003818\nKEYS\n${p.index}*\n${p.ip}:44322\n${p.client}\n`,
    'slowlog-tree.txt': ` 1) 1) (integer) 14\n    2) (integer) 1795415035\n    3) (integer) 4003818\n    4) 1) "HGETALL"\n       2) ${quote(p.key)}\n    5) "${p.ip}:44322"\n    6) "${p.client}"\n`,
    'client-list.txt': `id=16 addr=${p.ip}:44544 laddr=127.0.0.1:6379 fd=11 name=${p.client} age=0 idle=0 flags=N db=0 sub=0 psub=0 cmd=client|list user=${p.user}\n`,
    'info.txt': `# Server\r\nredis_version:7.4.1\r\nos:Linux\r\n# Replication\r\nrole:slave\r\nmaster_host:${p.host}\r\nmaster_link_status:down\r\n`,
    'wrapped.log': `Nov 23 06:26:12 ${p.bare} redis-server[4067]: 4067:M ${at(20)} # Connection with replica ${p.ip}:6380 lost.\n`,
  };
}

describe('planted values', () => {
  it('none survives in any format', { timeout: 120_000 }, async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(planted, async (p) => {
        const whole = await analyzeFiles(filesOf(p));
        seen += JSON.stringify(whole).includes(p.ip) ? 1 : 0;
        const redacted = redactReport(whole);
        expect(shapeOf(redacted)).toEqual(shapeOf(whole));
        const values = [...Object.values({ ...p, long: p.long.slice(0, 60), mail: `${p.mail}@` }), ...p.host.split('.').slice(0, 2)];
        for (const format of FORMATS) {
          const text = await render(redacted, format);
          for (const value of values) {
            for (const form of new Set([value, JSON.stringify(value).slice(1, -1), quote(value).slice(1, -1)])) {
              const found = text.indexOf(form);
              expect(found < 0 ? '' : `${format}: ${text.slice(Math.max(0, found - 80), found + 80)}`).toBe('');
            }
          }
        }
      }),
      { numRuns: 25, seed: 7, endOnFailure: true },
    );
    expect(seen).toBe(25);
  });
});

describe('hostile reports', () => {
  it('takes any strings without throwing, and does nothing to closed lists', async () => {
    const whole = await analyze([join(root, CASES[3])]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ maxLength: 200 }), (a, b) => {
        const report = structuredClone(whole);
        report.verdict.headline = a;
        report.notes.push({ entry: b, text: `${a}${b}` });
        for (const record of report.records ?? []) record.text = `${record.text.slice(0, 40)}${a}`;
        expect(shapeOf(redactReport(report))).toEqual(shapeOf(report));
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it.each([
    ['an endless line', 'x'.repeat(1_000_000)],
    ['quotes without end', '"'.repeat(200_001)],
    ['brackets', '['.repeat(200_000)],
    ['backslashes', `"${'\\'.repeat(200_001)}`],
    ['addresses', '10.1.2.3 '.repeat(50_000)],
    ['colons', ':'.repeat(300_000)],
    ['dots', 'a.'.repeat(200_000)],
    ['slashes', '/a'.repeat(200_000)],
    ['fields', 'user=a '.repeat(60_000)],
    ['argv', "argv[0]: 'x".repeat(20_000)],
    ['fields in quotes', "'user=a zq9z' ".repeat(40_000)],
    ['keys in quotes', 'key \'a\' "zq9 zq" '.repeat(40_000)],
    ['paths', '/zq9/zq '.repeat(60_000)],
    ['hosts', 'zq9.zq.com '.repeat(50_000)],
    ['mail', 'zq@zq.com '.repeat(50_000)],
    ['at signs', 'a@'.repeat(300_000)],
    ['blanks', `user${' '.repeat(500_000)}=`],
    ['backticks', '`GET a` '.repeat(60_000)],
    ['commands', '$ redis-cli '.repeat(60_000)],
    ['JSON', `{"a":${'"b":'.repeat(50_000)}}`],
    ['hexadecimal digits', 'a1'.repeat(300_000)],
  ])('%s takes no time', { timeout: 20_000 }, async (_, text) => {
    const whole = await analyze([join(root, CASES[3])]);
    const report = { ...whole, notes: [{ text }] };
    const startedMs = performance.now();
    redactReport(report);
    expect(performance.now() - startedMs).toBeLessThan(8000);
  });
});
