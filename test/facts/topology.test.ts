import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { slotOwners } from '../../src/facts/slots.js';

async function reportOf(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'topology-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), `${text}\n`);
    return await analyze([folder]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const replica = (asks: string, second: number, end: string) =>
  [
    `1:S 23 Nov 2026 06:10:0${second}.000 * Ready to accept connections tcp`,
    `1:S 23 Nov 2026 06:10:0${second}.001 * Connecting to MASTER ${asks}`,
    `1:S 23 Nov 2026 06:10:0${second}.002 * MASTER <-> REPLICA sync started`,
    `1:S 23 Nov 2026 06:10:0${second}.003 ${end}`,
  ].join('\n');

const ID = (letter: string) => letter.repeat(40);
const NODES = (third: string) =>
  [
    `${ID('a')} 10.0.0.1:7001@17001 myself,master - 0 1795416254000 1 connected 0-5460`,
    `${ID('b')} 10.0.0.2:7001@17001 master - 0 1795416254000 2 connected 5461-10922`,
    `${ID('c')} 10.0.0.3:7001@17001 ${third}`,
    `${ID('d')} 10.0.0.4:7001@17001 slave ${ID('b')} 0 1795416254000 2 connected`,
  ].join('\n');

const signaturesOf = (report: Awaited<ReturnType<typeof reportOf>>) =>
  report.incidents.flatMap((incident) =>
    incident.explanations.filter((item) => item.status === 'likely' || item.status === 'confirmed').map((item) => item.signature),
  );

describe('who follows whom, over the inputs', () => {
  it('two replicas that ask each other have no master', async () => {
    const report = await reportOf({
      'pod-0.log': replica('10.0.0.2:6379', 0, '# Error condition on socket for SYNC: Connection refused'),
      'pod-1.log': replica('10.0.0.1:6379', 5, '* Non blocking connect for SYNC fired the event.'),
    });
    expect(report.verdict).toMatchObject({ status: 'incident', kind: 'replication/link-timeout', signature: 'no-master' });
  });

  it('two replicas of one master that is away are no circle', async () => {
    const refused = '# Error condition on socket for SYNC: Connection refused';
    const report = await reportOf({ 'pod-0.log': replica('10.0.0.9:6379', 0, refused), 'pod-1.log': replica('10.0.0.9:6379', 5, refused) });
    expect(signaturesOf(report)).not.toContain('no-master');
  });

  it('a chain in step has a master somewhere', async () => {
    const report = await reportOf({
      'pod-0.log': replica('10.0.0.2:6379', 0, '* MASTER <-> REPLICA sync: Finished with success'),
      'pod-1.log': replica('10.0.0.1:6379', 5, '* Non blocking connect for SYNC fired the event.'),
    });
    expect(signaturesOf(report)).not.toContain('no-master');
  });
});

describe('who owns the slots', () => {
  it('a failed master that still owns slots leaves them unserved', async () => {
    const report = await reportOf({ 'nodes.txt': NODES('master,fail - 1795415352383 1795415350249 3 disconnected 10923-16383') });
    expect(report.verdict.kind).toBe('cluster/down');
  });

  it.each([
    ['all are served', 'master - 0 1795416254000 3 connected 10923-16383'],
    ['one is only suspected', 'master,fail? - 1795415352383 1795415350249 3 connected 10923-16383'],
  ])('%s', async (_, third) => {
    expect(signaturesOf(await reportOf({ 'nodes.txt': NODES(third) }))).not.toContain('down');
  });

  it('slots that nobody owns are named', async () => {
    const report = await reportOf({ 'nodes.txt': NODES('master - 0 1795416254000 3 connected 10923-16000') });
    expect(JSON.stringify(report)).toContain('383 of 16384 slots (16001-16383)');
  });

  it('two nodes that both claim a slot are named', async () => {
    const other = NODES('master - 0 1795416254000 3 connected 10923-16383')
      .replace('myself,', '')
      .replace(`${ID('b')} 10.0.0.2:7001@17001 master`, `${ID('b')} 10.0.0.2:7001@17001 myself,master`)
      .replace('5461-10922', '5460-10922');
    const report = await reportOf({ 'a.txt': NODES('master - 0 1795416254000 3 connected 10923-16383'), 'b.txt': other });
    expect(JSON.stringify(report)).toContain('both claim 1 slot');
  });

  it.each([
    ['', 0, 16_384, '0-16383'],
    ['0-16383', 16_384, 0, ''],
    ['0-5460 5462 [93-<-292f8b365bb7edb5e285caf0b7e6ddc7265d2f4f]', 5462, 10_922, '5461, 5463-16383'],
    ['x 99999 -1', 0, 16_384, '0-16383'],
  ])('slots of "%s"', (slots, owned, missing, ranges) => {
    expect(slotOwners([{ slots }])).toMatchObject({ owned, missing, ranges });
  });
});
