import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { Binaries } from '../../src/binary/index.js';
import { readDump } from '../../src/facts/threads/read.js';
import type { ThreadWait, WaitKind } from '../../src/model/records.js';
import type { Report } from '../../src/report/schema.js';
import { binariesIn, collectedDumps } from './collected.js';

const bundle = (name: string) => `fixtures/collect/${name}.tar.gz`;

/** What a thread of waits.c says of itself: `W rw_rd_on_wr tid=10284 obj=0x560761e36320 size=56 owner=10272`. */
interface Truth {
  what: string;
  tid: number;
  object: string;
  owner: number;
}

function truthOf(name: string): Truth[] {
  const text = readFileSync(`fixtures/collect/${name}.truth.txt`, 'latin1');
  return [...text.matchAll(/^W (\S+) tid=(\d+) obj=(\S+) size=\d+ owner=(\d+)/gm)].map(([, what, tid, object, owner]) => ({
    what,
    tid: Number(tid),
    object,
    owner: Number(owner),
  }));
}

/** By the beginning of the names that waits.c gives its threads; the longer ones first. */
const KINDS: readonly [string, WaitKind[]][] = [
  ['mutex', ['mutex']],
  ['rw_', ['rwlock']],
  ['cond', ['condition']],
  ['barrier', ['barrier']],
  ['sem', ['semaphore', 'condition']],
  ['join', ['join']],
  ['usleep', ['sleep']],
  ['nanosleep', ['sleep']],
  ['epoll', ['events']],
  ['poll', ['poll']],
  ['select', ['poll']],
  ['read_pipe', ['read']],
  ['write_pipe', ['write']],
  ['recv', ['read']],
  ['flock', ['file-lock']],
  ['wait4', ['child']],
  ['sigwait', ['signal']],
  ['pause', ['signal']],
  ['stdio_waits', ['lock', 'mutex', 'condition']],
];
/** musl's plain locks look like each other, its conditions and barriers wait at words on the waiter's stack. */
const ON_MUSL: readonly [string, WaitKind[]][] = [
  ['mutex', ['mutex']],
  ['rw_', ['lock']],
  ['cond', ['condition']],
  ['barrier', ['condition']],
  ['sem', ['lock', 'condition']],
];

/** glibc's FILE locks record the owner's descriptor, which is not collected. */
const NOT_DECODED = new Set(['stdio_waits']);

describe('every kind of wait, told by the words of the lock', () => {
  for (const name of ['waits-glibc-2.36', 'waits-glibc-2.43', 'waits-musl-1.2.3']) {
    const musl = name.includes('musl');
    it(`${name}: owners are right, and nobody is named where none is recorded`, async () => {
      const [dump] = await collectedDumps(bundle(name));
      const waits = new Map(dump.threads.map((thread) => [thread.tid, thread.wait]));
      const truth = truthOf(name);
      const wrong: string[] = [];
      let owners = 0;
      for (const { what, tid, owner } of truth) {
        const found = waits.get(tid)?.owner;
        if (found !== undefined && found === owner) owners++;
        else if (found !== undefined && !(musl && what.startsWith('stdio')))
          wrong.push(`${what}: ${found} instead of ${owner || 'nobody'}`);
        else if (found === undefined && owner > 0 && !musl && !NOT_DECODED.has(what)) wrong.push(`${what}: nobody instead of ${owner}`);
        if (waits.get(tid)?.lostOwner !== undefined) wrong.push(`${what}: a lost owner`);
      }
      expect(wrong).toEqual([]);
      expect(owners).toBe(musl ? 7 : 15);
    });

    it(`${name}: kinds are told apart`, async () => {
      const [dump] = await collectedDumps(bundle(name));
      const waits = new Map(dump.threads.map((thread) => [thread.tid, thread.wait]));
      const wrong = truthOf(name).flatMap(({ what, tid }) => {
        const wait = waits.get(tid);
        const expected = [...(musl ? ON_MUSL : []), ...KINDS].find(([prefix]) => what.startsWith(prefix))?.[1];
        return wait === undefined || expected === undefined || expected.includes(wait.kind) ? [] : [`${what}: ${wait.kind}`];
      });
      expect(wrong).toEqual([]);
    });
  }

  it('readers are counted and writers told from readers', async () => {
    const [dump] = await collectedDumps(bundle('waits-glibc-2.36'));
    const of = (what: string): ThreadWait =>
      dump.threads.find((thread) => thread.tid === truthOf('waits-glibc-2.36').find((row) => row.what === what)?.tid)!.wait!;
    expect(of('rw_wr_on_rd')).toMatchObject({ kind: 'rwlock', writing: true });
    expect(of('rw_wr_on_rd').readers).toBeGreaterThan(0);
    expect(of('rw_rd_on_wr')).toMatchObject({ kind: 'rwlock', writing: false });
    expect(of('rw_wr_on_wr')).toMatchObject({ kind: 'rwlock', writing: true });
    expect(of('barrier_1')).toMatchObject({ arrived: 2, expected: 5 });
    for (const row of truthOf('waits-glibc-2.36').filter(({ what }) => /^(?:mutex|rw_|barrier)/.test(what)))
      expect(`${row.what} ${of(row.what).address}`).toBe(`${row.what} ${row.object}`);
  });
});

/** Program counters of every frame by thread, as `eu-stack` printed them for the same server at the same time. */
function ofEuStack(text: string): Map<number, string[]> {
  const found = new Map<number, string[]>();
  let frames: string[] = [];
  for (const line of text.split('\n')) {
    const thread = /^TID (\d+):/.exec(line);
    if (thread) {
      frames = [];
      found.set(Number(thread[1]), frames);
    }
    const frame = /^#\d+ +(0x[0-9a-f]{16})/.exec(line);
    if (frame) frames.push(frame[1]);
  }
  return found;
}

describe('stacks that were collected without a debugger', () => {
  const withBinaries = bundle('mutex-deadlock-busybox');

  it('have the frames that eu-stack shows', async () => {
    const [dump] = await collectedDumps(withBinaries, binariesIn(withBinaries));
    const expected = ofEuStack(
      execFileSync('tar', ['xzOf', bundle('mutex-deadlock'), '--wildcards', '*/eu-stack.txt'], { encoding: 'latin1' }),
    );
    const frames = new Map(dump.threads.map((thread) => [thread.tid, thread.frames.map((frame) => frame.address)]));
    expect([...expected.values()].flat().length).toBe(61);
    expect(frames).toEqual(expected);
  });

  it('name the module lock by the code that takes it', async () => {
    const [dump] = await collectedDumps(withBinaries, binariesIn(withBinaries));
    const named = dump.threads.flatMap(({ name, wait }) =>
      wait?.symbol === undefined ? [] : [`${name} ${wait.symbol} ${wait.symbolBasis}`],
    );
    expect(named).toEqual(['workers-0000 moduleGIL observed']);
  });

  it('are what people read, with the words of the locks beside them', async () => {
    const [dump] = await collectedDumps(withBinaries, binariesIn(withBinaries));
    const { states, graph, main } = readDump(dump);
    const of = (name: string) => states.find((state) => state.name === name)?.doing;
    expect(of('workers-0000')).toBe('waits for the module lock (moduleGIL) in trap.so+0x150a');
    expect(of('workers-0001')).toMatch(/^waits for the mutex at 0x7f5acf48f1e0 among the variables of trap\.so in trap\.so\+0x14f7$/);
    expect(of('bio_lazy_free')).toBe('waits for a background job');
    expect(main?.frames).toContain('RedisModuleCommandDispatcher');
    expect(graph.cycles).toHaveLength(1);
    expect(graph.edges.every((edge) => edge.basis === 'observed')).toBe(true);
  });

  it('stop where the files are missing, and say which', async () => {
    const [dump] = await collectedDumps(withBinaries, new Binaries());
    expect(dump.threads.every((thread) => thread.frames.length === 1)).toBe(true);
    expect(dump.incomplete).toEqual([
      expect.stringMatching(/^callers are not shown without these files, or their symbols: .*libc\.so\.6 \(build id 93ac61ec/),
    ]);
    expect(dump.incomplete[0]).toMatch(/redis-check-rdb \(build id a50d6825/);
  });
});

type Dump = NonNullable<Report['threadDumps']>[number];

/** Edges of the first look, with threads by name (`main` for main): `main -> mutex@trap.so (observed)`. */
function edgesOf(dump: Dump): string[] {
  const graph = dump.waitGraph;
  if (graph === undefined) return [];
  const names = new Map<string, string>(graph.threads.map((thread) => [thread.id, thread.role === 'main' ? 'main' : thread.name]));
  const node = (id: string) => names.get(id) ?? (id === 'module-lock' ? id : id.replace(/:.*/, ''));
  return graph.edges.map((edge) => `${node(edge.from)} -> ${node(edge.to)} (${edge.basis})`).sort();
}

async function firstLook(name: string): Promise<{ report: Report; dump: Dump; looks: Dump[] }> {
  const report = await analyze([bundle(name)]);
  const looks = (report.threadDumps ?? []).filter((dump) => dump.source === 'collector');
  return { report, dump: looks[0], looks };
}

const MUTEX_DEADLOCK = [
  'main -> mutex (observed)',
  'module-lock -> main (observed)',
  'mutex -> workers-0000 (observed)',
  'workers-0000 -> module-lock (observed)',
  'workers-0001 -> mutex (observed)',
];

describe('what was done to a server comes out of its bundle', () => {
  it.each([
    ['mutex-deadlock', MUTEX_DEADLOCK],
    ['mutex-deadlock-busybox', MUTEX_DEADLOCK],
    // lock words hold ids of the namespace of the server, threads are listed by those of the host
    ['pid-namespace-from-host', MUTEX_DEADLOCK],
    ['rwlock-writer-in-read', ['main -> rwlock (observed)', 'rwlock -> workers-0000 (observed)']],
    [
      'rwlock-readers-hold',
      [
        'main -> rwlock (observed)',
        'module-lock -> main (observed)',
        'rwlock -> workers-0000 (inferred)',
        'rwlock -> workers-0001 (inferred)',
        'rwlock -> workers-0002 (inferred)',
        'workers-0000 -> module-lock (observed)',
        'workers-0001 -> module-lock (observed)',
        'workers-0002 -> module-lock (observed)',
      ],
    ],
    [
      'join-deadlock',
      [
        'main -> thread-end (observed)',
        'module-lock -> main (observed)',
        'thread-end -> workers-0000 (observed)',
        'workers-0000 -> module-lock (observed)',
      ],
    ],
    ['barrier-poll', ['module-lock -> main (observed)', 'workers-0001 -> module-lock (observed)']],
    ['idle-healthy', []],
    ['sigstop', []],
    ['unprivileged', []],
  ])('%s', async (name, edges) => {
    const { dump } = await firstLook(name);
    expect(edgesOf(dump).filter((edge) => !/ read /.test(edge))).toEqual(edges);
  });

  it.each(['mutex-deadlock', 'mutex-deadlock-busybox', 'pid-namespace-from-host', 'rwlock-readers-hold', 'join-deadlock'])(
    '%s is a deadlock',
    async (name) => {
      const { report, looks } = await firstLook(name);
      expect(report.verdict.kind).toMatch(/^deadlock\//);
      expect(looks.every((look) => look.waitGraph?.cycles.length === 1)).toBe(true);
      expect(report.threadComparisons?.some((pair) => pair.main === 'same')).toBe(true);
    },
  );

  it('a server that waits for work is healthy', async () => {
    const { report } = await firstLook('idle-healthy');
    expect(report.verdict.status).toBe('healthy');
  });

  it('a stopped server is stopped, whatever its threads were waiting for', async () => {
    const { report, dump } = await firstLook('sigstop');
    expect(report.verdict.kind).toBe('hang/process-paused');
    expect(dump.groups.every((group) => group.state === 'stopped')).toBe(true);
  });

  it('who may not look has not seen that nobody waits', async () => {
    const { report, dump } = await firstLook('unprivileged');
    expect(report.verdict.status).toBe('inconclusive');
    expect(dump.limits).toEqual([expect.stringMatching(/^may not look/)]);
    expect(dump.groups.map((group) => group.state)).toEqual(dump.groups.map(() => 'unknown'));
  });

  it('the writer that reads from a pipe is what the others wait for', async () => {
    const { report, dump } = await firstLook('rwlock-writer-in-read');
    expect(report.verdict.kind).toMatch(/^hang\//);
    expect(dump.groups.find((group) => group.threads.includes('workers-0000'))?.doing).toContain('input');
  });
});
