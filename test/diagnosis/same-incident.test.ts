import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function reportOf(files: Record<string, string[]>): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'same-'));
  folders.push(folder);
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return analyze([folder]);
}

const LOST = 'c40511b4fea71b66ebb96170683e01f10d6647ce';
const OWN = '84db157feebd2ede8c1f3ce589a94ded5aed4e3c';
const clock = (second: number) =>
  `23 Nov 2026 06:${String(20 + Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}.000`;
const start = (pid: number, port: number, id: string) => [
  `${pid}:C ${clock(0)} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`,
  `${pid}:C ${clock(0)} * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=${pid}, just started`,
  `${pid}:M ${clock(0)} * Running mode=cluster, port=${port}.`,
  `${pid}:M ${clock(0)} * Node configuration loaded, I'm ${id}`,
  `${pid}:M ${clock(0)} * Ready to accept connections tcp`,
];
const iso = (second: number) =>
  `2026-11-23T06:${String(20 + Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}Z`;
const asked = (second: number, port: number, command: string, answer: string[], status = 0) => [
  `$ timeout 8 redis-cli -h 127.0.0.1 -p ${port} ${command}`,
  iso(second),
  ...answer,
  `exit status: ${status}`,
];
const peer = [
  ...start(4081, 7003, OWN),
  `4081:M ${clock(60)} * Background saving terminated with success`,
  `4081:M ${clock(100)} * Marking node ${LOST} () as failing (quorum reached).`,
  `4081:M ${clock(140)} * 10 changes in 300 seconds. Saving...`,
];

describe('a peer of a dead shard that leaves one command without an answer', () => {
  const search = (second: number) => asked(second, 7003, 'FT.SEARCH idx * LIMIT 0 1', [], 124);
  const ping = (second: number) => asked(second, 7003, 'PING', ['PONG']);

  it('is not called paused when it answers before and after', async () => {
    const { incidents } = await reportOf({ 'redis-3.log': peer, 'redis-cli-redis-3.txt': [...ping(128), ...search(129), ...ping(138)] });
    expect(incidents.filter((incident) => incident.explanations[0]?.kind.startsWith('hang/'))).toEqual([]);
  });

  it('is noticed where nothing was answered', async () => {
    const { incidents } = await reportOf({
      'redis-3.log': peer,
      'redis-cli-redis-3.txt': [...search(110), ...search(120), ...search(129)],
    });
    expect(incidents.some((incident) => incident.explanations[0]?.kind.startsWith('hang/'))).toBe(true);
  });
});

describe('what carries no time', () => {
  const nodes = asked(128, 7003, 'CLUSTER NODES', [
    `${LOST} 127.0.0.1:7001@17001 master,fail - 1795415234906 1795415232000 1 connected 0-5460`,
    `${OWN} 127.0.0.1:7003@17003 myself,master - 0 0 3 connected 5461-16383`,
  ]);
  const slots = asked(129, 7003, 'CLUSTER INFO', [
    'cluster_state:ok',
    'cluster_slots_assigned:16384',
    'cluster_slots_ok:10923',
    'cluster_slots_fail:5461',
  ]);
  const dead = [
    ...start(4059, 7001, LOST),
    `4059:M ${clock(80)} # === REDIS BUG REPORT START: Cut & paste starting from here ===`,
    `4059:M ${clock(80)} # Redis 7.4.1 crashed by signal: 11, si_code: 1`,
    `4059:M ${clock(80)} # Accessing address: 0x8`,
    `4059:M ${clock(80)} # Crashed running the instruction at: 0x55d0c0a1b2c3`,
  ];

  it('follows from the one death that it speaks of', async () => {
    const { incidents, account } = await reportOf({
      'redis-1.log': dead,
      'redis-3.log': peer,
      'redis-cli-redis-3.txt': [...nodes, ...slots],
    });
    expect(incidents.map((incident) => incident.explanations[0]?.kind)).toEqual(['crash/fault']);
    expect(account?.signs.filter((sign) => sign.outcome === 'open')).toEqual([]);
  });

  it('is an incident of its own where nothing died', async () => {
    const { incidents } = await reportOf({ 'redis-3.log': peer, 'redis-cli-redis-3.txt': [...nodes, ...slots] });
    expect(incidents.map((incident) => incident.explanations[0]?.kind.split('/')[0])).toEqual(['cluster']);
  });
});

describe('one trouble told twice', () => {
  it('by systemd as an end and as a restart', async () => {
    const said = (second: number, text: string) =>
      `Jul 17 15:37:${String(second).padStart(2, '0')} host systemd[1]: redis-server.service: ${text}`;
    const { incidents } = await reportOf({
      'journal.txt': [
        said(11, 'Main process exited, code=exited, status=1/FAILURE'),
        said(11, "Failed with result 'exit-code'."),
        said(11, 'Scheduled restart job, restart counter is at 1.'),
        said(12, 'Main process exited, code=exited, status=1/FAILURE'),
        said(12, "Failed with result 'exit-code'."),
        said(12, 'Scheduled restart job, restart counter is at 2.'),
      ],
    });
    expect(incidents).toHaveLength(1);
  });
});
