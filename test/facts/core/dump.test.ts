import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readDump } from '../../../src/facts/threads/read.js';
import type { ThreadDump } from '../../../src/model/records.js';
import { coreFixture, dumpOf, readCores, SERVER_BINARIES } from '../core-files.js';

type Expected = Record<string, [number, string, string][]>;

const TRAP = [coreFixture('core-kernel/trap.so'), coreFixture('core-kernel/trap.so.debug')];

function expectedOf(folder: string): Expected {
  return JSON.parse(readFileSync(coreFixture(`${folder}/expected-gdb.json`), 'utf8'));
}

/** Frames at the place where gdb has them, of all that either has. */
function agreement(dump: ThreadDump, expected: Expected): { frames: number; same: number } {
  const figures = { frames: 0, same: 0 };
  for (const { tid, frames } of dump.threads) {
    const theirs = expected[tid] ?? [];
    figures.frames += Math.max(frames.length, theirs.length);
    figures.same += frames.filter(({ address }, i) => Number(address) === theirs[i]?.[0]).length;
  }
  return figures;
}

/** `resource ← thread` for holders, `thread → resource` for waiters; addresses are left out. */
function edges(dump: ThreadDump): string[] {
  const { graph } = readDump(dump);
  const plain = (id: string) => id.replace(/:0x[0-9a-f]+$/, '');
  return graph.edges
    .map(({ from, to, relation, basis }) =>
      relation === 'waits' ? `${from} waits for ${plain(to)} (${basis})` : `${plain(from)} ${relation} ${to} (${basis})`,
    )
    .sort();
}

/** A program as it was called when it ran: the fixture has another name. */
function programAs(name: string, fixture: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'core-')), name);
  writeFileSync(path, gunzipSync(readFileSync(coreFixture(fixture))));
  return path;
}

describe('a core of a deadlocked server', () => {
  it.each([
    ['core-kernel', 46],
    ['core-gcore', 43],
  ])('%s: frames are those of gdb, with the programs out of a bundle', async (folder, frames) => {
    const dump = await dumpOf(coreFixture(`${folder}/core.gz`), [SERVER_BINARIES, ...TRAP]);
    expect(agreement(dump, expectedOf(folder))).toEqual({ frames, same: frames });
    expect(dump.threads.find(({ tid }) => tid === 13141)?.frames.map(({ fn }) => fn)).toEqual(
      expect.arrayContaining(['__pthread_mutex_lock', 'trap_mutex', 'RedisModuleCommandDispatcher', 'call', 'processCommand', 'main']),
    );
  });

  const DEADLOCK = [
    'module-lock holds t13141 (observed)',
    'mutex holds t13165 (observed)',
    't13141 waits for mutex (observed)',
    't13165 waits for module-lock (observed)',
    't13166 waits for mutex (observed)',
  ];

  it.each(['core-kernel', 'core-gcore'])('%s: every holder is observed, with the programs and without', async (folder) => {
    expect(edges(await dumpOf(coreFixture(`${folder}/core.gz`), [SERVER_BINARIES, ...TRAP]))).toEqual(DEADLOCK);
    expect(edges(await dumpOf(coreFixture(`${folder}/core.gz`)))).toEqual(DEADLOCK);
  });

  it('reads a packed core and a plain one alike', async () => {
    const plain = join(mkdtempSync(join(tmpdir(), 'core-')), 'core.gz');
    for (const folder of ['core-kernel', 'core-gcore']) {
      writeFileSync(plain, gunzipSync(readFileSync(coreFixture(`${folder}/core.gz`))));
      const packed = await dumpOf(coreFixture(`${folder}/core.gz`), [SERVER_BINARIES, ...TRAP]);
      expect(await dumpOf(plain, [SERVER_BINARIES, ...TRAP])).toEqual(packed);
    }
  });

  it('knows the true sender of the signal, with the programs and without', async () => {
    for (const symbols of [[], [SERVER_BINARIES]]) {
      const { terminatedBy, threads } = await dumpOf(coreFixture('core-kernel/core.gz'), symbols);
      expect(terminatedBy).toMatchObject({ signal: 'SIGABRT', code: 0, sender: { pid: 13081, uid: 0 } });
      expect(threads[0]).toMatchObject({ tid: 13141, marked: true, wait: { kind: 'mutex', owner: 13165 } });
    }
  });

  it('says of a core that a debugger took that nobody died', async () => {
    const dump = await dumpOf(coreFixture('core-gcore/core.gz'));
    expect(dump.terminatedBy).toBeUndefined();
    expect(dump.threads.some(({ marked }) => marked)).toBe(false);
  });

  it('names the files, by build id, that would name the frames', async () => {
    const notes = (await dumpOf(coreFixture('core-kernel/core.gz'))).incomplete.join('\n');
    expect(notes).toContain('/opt/lab/modules/trap.so (build id 710a95503d5ef8f7c77c9d93eda91402f9c5a546)');
    expect(notes).toContain('/usr/bin/redis-check-rdb (build id a50d6825e71f1473372299161f75fe50e80452de)');
    const named = (await dumpOf(coreFixture('core-kernel/core.gz'), [SERVER_BINARIES, ...TRAP])).incomplete.join('\n');
    expect(named).not.toContain('build id');
  });

  it('takes programs that lie beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'core-'));
    copyFileSync(coreFixture('core-kernel/core.gz'), join(folder, 'core.gz'));
    copyFileSync(SERVER_BINARIES, join(folder, 'bundle.tar.gz'));
    const [{ records }] = await readCores([folder]);
    const dump = records.find((record) => record.type === 'dump')!;
    expect(dump.threads[0].frames.map(({ fn }) => fn)).toContain('RedisModuleCommandDispatcher');
  });
});

describe('cores of small programs', () => {
  const HELD = [
    'mutex holds two (observed)',
    'mutex holds one (observed)',
    'rwlock holds two (observed)',
    'thread-end must-arrive one (observed)',
  ].sort();

  /** Threads by the function that started them. */
  function holders(dump: ThreadDump): string[] {
    const names = new Map(
      dump.threads.map(({ tid, frames }) => [`t${tid}`, frames.find(({ fn }) => /^(?:one|two|three|four)$/.test(fn ?? ''))?.fn ?? 'main']),
    );
    return edges(dump)
      .filter((edge) => !edge.includes(' waits for '))
      .map((edge) => edge.replace(/t\d+/, (id) => names.get(id)!))
      .sort();
  }

  it.each(['tiny-x86-64', 'tiny-aarch64'])('%s: frames of gdb and every holder', async (folder) => {
    const dump = await dumpOf(coreFixture(`${folder}/core.gz`), [programAs(folder, `${folder}/tiny.gz`)]);
    expect(agreement(dump, expectedOf(folder))).toEqual({ frames: 32, same: 32 });
    expect(holders(dump)).toEqual(HELD);
    expect(dump.terminatedBy).toMatchObject({ signal: 'SIGABRT' });
    expect(dump.terminatedBy?.sender).toBeUndefined();
  });

  it('musl without frame information: callers by scanning, marked as such, and no holder where none is recorded', async () => {
    const dump = await dumpOf(coreFixture('tiny-musl/core.gz'), [programAs('tiny-musl', 'tiny-musl/tiny.gz')]);
    expect(holders(dump)).toEqual(['thread-end must-arrive one (observed)']);
    expect(dump.threads[1].frames.map(({ fn }) => fn)).toEqual(expect.arrayContaining(['four']));
    expect(dump.incomplete.join('\n')).toContain('found by scanning');
  });
});

describe('damaged cores', () => {
  const whole = gunzipSync(readFileSync(coreFixture('core-kernel/core.gz')));
  const written = (name: string, bytes: Uint8Array): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'core-')), name);
    writeFileSync(path, bytes);
    return path;
  };

  it('a core that was cut off has its threads, says how much is missing, packed or plain', async () => {
    for (const share of [0.001, 0.3, 0.9]) {
      const part = whole.subarray(0, Math.floor(whole.length * share));
      for (const path of [written('core', part), written('core.gz', gzipSync(part))]) {
        const [entry] = await readCores([path]);
        expect(entry.notes.join('\n')).toMatch(/the core is cut off: .* missing/);
        const dump = entry.records.find((record) => record.type === 'dump')!;
        expect(dump.threads.map(({ tid }) => tid)).toEqual(share < 0.01 ? expect.any(Array) : [13141, 13148, 13149, 13150, 13165, 13166]);
      }
    }
  });

  it('nothing in it makes the reader fail', { timeout: 60_000 }, async () => {
    let state = 7;
    const random = (below: number) => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state % below;
    };
    const small = gunzipSync(readFileSync(coreFixture('tiny-x86-64/core.gz')));
    const program = programAs('tiny-x86-64', 'tiny-x86-64/tiny.gz');
    for (let round = 0; round < 60; round++) {
      const broken = Buffer.from(small);
      // The header, the tables and the notes stand in the first 8 KB.
      for (let i = 0; i < 1 + random(12); i++) broken[16 + random(8192)] = random(4) === 0 ? 0xff : random(256);
      const entries = await readCores([written('core', broken)], round % 2 === 0 ? [program] : []);
      expect(entries.length).toBeLessThanOrEqual(1);
    }
  });

  it('neither does anything in a program that is given for it', { timeout: 60_000 }, async () => {
    let state = 11;
    const random = (below: number) => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state % below;
    };
    const program = gunzipSync(readFileSync(coreFixture('tiny-x86-64/tiny.gz')));
    for (let round = 0; round < 40; round++) {
      const broken = Buffer.from(program);
      // Header and segments, the tables at the end, frame information and symbols everywhere between.
      for (let i = 0; i < 2000; i++) broken[random(broken.length)] = random(256);
      for (let i = 0; i < 3; i++) broken[broken.length - 1 - random(2200)] = 0xff;
      program.copy(broken, 0, 0, 20);
      const [{ records }] = await readCores([coreFixture('tiny-x86-64/core.gz')], [written('tiny-x86-64', broken)]);
      expect(records.some(({ type }) => type === 'dump')).toBe(true);
    }
  });

  it('lying counts and sizes cost nothing', async () => {
    const broken = Buffer.from(gunzipSync(readFileSync(coreFixture('tiny-x86-64/core.gz'))));
    broken.writeUInt16LE(0xffff, 56);
    for (let i = 0; i < 20; i++) broken.writeBigUInt64LE(0x7fff_ffff_ffffn, 64 + 56 * i + 32);
    const [entry] = await readCores([written('core', broken)]);
    expect(entry.records.length).toBeGreaterThan(0);
  });
});
