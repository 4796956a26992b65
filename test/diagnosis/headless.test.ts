import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { renderMarkdown } from '../../src/render/markdown.js';

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function read(lines: string[]) {
  const report = await analyze(['-'], { stdin: bytesOf(`${lines.join('\n')}\n`) });
  const [first] = report.incidents;
  return {
    kind: report.verdict.kind ?? report.verdict.status,
    state: first?.state,
    processes: report.processes.length,
    cited: first?.explanations.flatMap((one) => one.ledger).flatMap((item) => item.citations.map((cite) => cite.text)) ?? [],
    markdown: renderMarkdown(report),
  };
}

const REFUSED = [
  '# {product} version={v}, bits=64, commit=00000000, modified=0, pid=8, just started',
  '* Server initialized',
  "# The RDB file contains AUX module data I can't load: no matching module 'scdtype00'",
];
const server = (product: string, v: string) => [
  `* oO0OoO0OoO0Oo ${product} is starting oO0OoO0OoO0Oo`,
  ...REFUSED.map((line) => line.replace('{product}', product).replace('{v}', v)),
];

describe('lines without pid and date', () => {
  it.each<[string, (line: string) => string]>([
    ['as the container viewer shows them', (line) => line],
    ['behind a clock', (line) => `06:14:31.385 ${line}`],
    ['behind a clock of whole seconds', (line) => `06:14:31 ${line}`],
    ['indented', (line) => ` ${line}`],
  ])('tell why a server did not start: %s', async (_, dress) => {
    for (const lines of [server('Redis', '7.4.5'), server('Valkey', '8.0.1')]) {
      const found = await read(lines.map(dress));
      expect(found).toMatchObject({ kind: 'startup/data-version', state: 'down', processes: 1 });
      expect(found.markdown).toContain('scdtype00');
      expect(found.markdown).not.toMatch(/pid 0\b|\b19[67]\d\b|NaN/);
      // quoted as they stand there
      expect(found.cited.every((text) => lines.map(dress).some((line) => line.includes(text)))).toBe(true);
      expect(found.cited.some((text) => text.includes("# The RDB file contains AUX module data I can't load"))).toBe(true);
    }
  });

  it('tell of a fork that is refused, and of a cluster without votes', async () => {
    expect((await read(['* 1 changes in 3600 seconds. Saving...', " # Can't save in background: fork: Out of memory"])).kind).toBe(
      'persistence/fork-failed',
    );
    const votes = [
      '06:13:48.511 # Cluster state changed: fail',
      '06:14:31.385 # Currently unable to failover: Waiting for votes, but majority still not reached.',
    ];
    expect(await read(votes)).toMatchObject({ kind: 'cluster/down', state: 'going-on' });
  });

  it.each<[string, string[]]>([
    ['headings and lists of a ticket', ['# Steps', '* start the server', '- stop it', '# Background saving', '* Accepted ', '# Cluster']],
    [
      'headings of INFO',
      ['# Server', 'redis_version:7.2.4', '', '# Clients', 'connected_clients:3', '', '# Memory', 'used_memory:114398720'],
    ],
    ['a configuration file', ['# Can one save in background?', 'save 900 1', '# Ready', 'port 6379']],
  ])('are not made of %s', async (_, lines) => {
    expect((await read(lines)).kind).not.toMatch(/\//);
  });

  it('are no second server where a warning stands in front of a log with heads', async () => {
    const found = await read([
      '# WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition.',
      '1:C 09 Nov 2026 10:04:17.200 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
      '1:C 09 Nov 2026 10:04:17.200 * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=1, just started',
      '1:M 09 Nov 2026 10:04:17.206 * Ready to accept connections tcp',
    ]);
    expect(found).toMatchObject({ kind: 'healthy', processes: 1 });
  });
});

describe('words that a server survives', () => {
  const line = (second: string, level: string, text: string) => `1:S 26 Jan 2021 13:13:${second} ${level} ${text}`;
  const sync = [
    line('25.220', '*', 'MASTER <-> REPLICA sync started'),
    line('25.942', '*', 'Full resync from master: d26f602945057be0ac2ba3d2cd7c14a5ff6e3b00:21374432217'),
  ];

  it.each([
    'Opening the temp file needed for MASTER <-> REPLICA synchronization: Permission denied',
    'Failed opening the RDB file dump.rdb (in server root dir /data) for saving: Permission denied',
    'Error writing to the AOF file: Permission denied',
  ])('are no end of it: %s', async (text) => {
    expect((await read([...sync, line('30.943', '#', text)])).state).not.toBe('down');
    expect((await read([...sync, line('30.943', '#', text), line('31.242', '*', 'Connecting to MASTER 10.0.0.2:6379')])).state).not.toBe(
      'down',
    );
  });
});

const section = (fields: Record<string, string>) => [
  '# Replication',
  ...Object.entries(fields).map(([name, value]) => `${name}:${value}`),
  '',
];
const NONE = '0'.repeat(40);
const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const promoted = section({ role: 'master', connected_slaves: '1', master_replid: B, master_replid2: 'c'.repeat(40) });
const follower = section({
  role: 'slave',
  master_host: '10.0.0.2',
  master_port: '6379',
  master_link_status: 'up',
  connected_slaves: '0',
  master_replid: B,
  master_replid2: 'c'.repeat(40),
});

describe('two masters', () => {
  const alone = section({ role: 'master', connected_slaves: '0', master_replid: A, master_replid2: NONE });

  it.each([
    ['in this order', [...alone, ...promoted, ...follower]],
    ['in that order', [...promoted, ...follower, ...alone]],
  ])('are told when one was promoted and the other has nobody: %s', async (_, lines) => {
    const found = await read(lines);
    expect(found.kind).not.toBe('healthy');
    expect(found.markdown).toMatch(/Two servers (?:are masters|call themselves master)/);
  });

  it.each<[string, string[]]>([
    [
      'sets of their own',
      [...section({ role: 'master', connected_slaves: '1', master_replid: A, master_replid2: NONE }), ...promoted, ...follower],
    ],
    ['nodes of a cluster', ['# Cluster', 'cluster_enabled:1', ...alone, '# Cluster', 'cluster_enabled:1', ...promoted, ...follower]],
    ['one promoted and its replica', [...promoted, ...follower]],
  ])('are not made of %s', async (_, lines) => {
    expect((await read(lines)).markdown).not.toContain('Two servers');
  });
});

describe('CLUSTER NODES', () => {
  const id = (letter: string) => letter.repeat(40);
  const masters = [
    `${id('a')} 10.0.0.1:6379@16379 myself,master - 0 1645615636000 1 connected 0-5460`,
    `${id('b')} 10.0.0.2:6379@16379 master - 0 1645615635669 2 connected 5461-10922`,
    `${id('c')} 10.0.0.3:6379@16379 master - 0 1645615637180 3 connected 10923-16383`,
  ];

  it.each([
    [
      'a replica',
      `${id('d')} 10.0.0.4:6379@16379 slave,fail ${id('b')} 1645594785326 1645594783312 2 connected`,
      '10.0.0.4:6379 (a replica of 10.0.0.2:6379)',
    ],
    [
      'a master that was failed over',
      `${id('d')} 10.0.0.4:6379@16379 master,fail - 1645594785326 1645594783312 2 disconnected`,
      '10.0.0.4:6379',
    ],
  ])('shows %s as failed', async (_, node, said) => {
    const found = await read([...masters, node]);
    expect(found).toMatchObject({ kind: 'cluster/node-failure', state: 'going-on' });
    expect(found.markdown).toContain(said);
  });

  it('says nothing of a node that only one suspects, nor of one whose slots nobody serves: then the cluster is down', async () => {
    expect(
      (await read([...masters, `${id('d')} 10.0.0.4:6379@16379 slave,fail? ${id('b')} 1645594785326 1645594783312 2 connected`])).kind,
    ).not.toBe('cluster/node-failure');
    const down = [masters[0]!, masters[1]!, masters[2]!.replace('master - 0', 'master,fail - 1645594785326')];
    expect((await read(down)).kind).toBe('cluster/down');
  });

  it.each([
    'is reachable again and nobody is serving its slots after some time.',
    '(): is reachable again and nobody is serving its slots after some time.',
  ])('is not needed to see that slots had nobody: %s', async (text) => {
    const line = `23414:M 15 Oct 2022 01:22:03.958 * Clear FAIL state for node ${id('e')}${text.startsWith('(') ? ' ' : ': '}${text}`;
    expect((await read([line])).kind).not.toBe('healthy');
    const replica = line.replace(/is reachable again and.*/, 'replica is reachable again.');
    expect((await read([replica])).kind).not.toBe('cluster/down');
  });
});
