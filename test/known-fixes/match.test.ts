import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/diagnosis/traces.js';
import { askFixes } from '../../src/known-fixes/ask.js';
import { readFixes, readReleases } from '../../src/known-fixes/data.js';
import { matchFix, NameCounts, ownFrames } from '../../src/known-fixes/match.js';
import type { Subjects } from '../../src/known-fixes/subjects.js';
import type { Fix, FixProduct } from '../../src/known-fixes/types.js';
import { placeVersion } from '../../src/known-fixes/window.js';

const releases = readReleases();
const fixOf = (fields: Partial<Fix>): Fix => ({
  id: 'x-1',
  product: 'redis',
  class: 'crash',
  summary: 'x',
  url: 'redis/redis/pull/1',
  fixedIn: '7.0.9',
  ...fields,
});
const crash = (frames: string[], more: Partial<Trace> = {}): Trace => ({ what: 'crash', frames, ...more });
const match = (fix: Partial<Fix>, trace: Trace, others: Partial<Fix>[] = []) => {
  const one = fixOf(fix);
  return matchFix(one, trace, new NameCounts([one, ...others.map((other, at) => fixOf({ id: `y-${at}`, ...other }))]));
};

const BELOW = [
  'call',
  'processCommand',
  'processInputBuffer',
  'readQueryFromClient',
  'aeProcessEvents',
  'aeMain',
  'main',
  '__libc_start_main',
  '_start',
];

describe('known', () => {
  const observed = { stack: ['streamEntryIsReferenced', 'streamTrim', 'xaddCommand'] };

  it('two frames of a public report, whatever the build makes of them', () => {
    expect(match(observed, crash(['streamEntryIsReferenced', 'streamTrim', 'xaddCommand', ...BELOW]))).toMatchObject({
      word: 'known',
      by: 'frames',
    });
    expect(match(observed, crash(['libc.so.6+0x42520', 'streamEntryIsReferenced.part.0', 'streamTrim.constprop.0', ...BELOW]))?.word).toBe(
      'known',
    );
    expect(match(observed, crash(['redis-server+0x9f3c1', 'streamTrim', 'xaddCommand', ...BELOW]))?.word).toBe('known');
  });

  it('not one frame, not two below another death, not two that every stack has', () => {
    expect(match(observed, crash(['streamTrim', ...BELOW]))?.word).toBe('possibly');
    expect(match(observed, crash(['raxRemove', 'listpackSplit', 'myHelper', 'streamTrim', 'xaddCommand', ...BELOW]))).toBeUndefined();
    expect(match({ stack: ['lookupKey', 'dictFind'] }, crash(['dictFind', 'lookupKey', 'getCommand', ...BELOW]))).toBeUndefined();
    expect(
      match({ stack: ['sdscatlen', 'luaRedisGenericCommand'] }, crash(['sdscatlen', 'luaRedisGenericCommand', ...BELOW])),
    ).toBeUndefined();
  });

  it('the assertion, spaces and path apart', () => {
    const fix = { class: 'assertion', assertions: ['blocked.c:io_threads_op == IO_THREADS_OP_IDLE'] };
    expect(match(fix, crash([], { assertion: { file: 'src/blocked.c', expr: 'io_threads_op  ==  IO_THREADS_OP_IDLE' } }))?.by).toBe(
      'assertion',
    );
    expect(match(fix, crash([], { assertion: { file: 'networking.c', expr: 'io_threads_op == IO_THREADS_OP_IDLE' } }))).toBeUndefined();
  });

  it('an assertion that could stand anywhere needs a frame or the command', () => {
    const fix = {
      class: 'assertion',
      assertions: ['pubsub.c:de != NULL'],
      functions: ['pubsubUnsubscribeChannel'],
      commands: ['SSUBSCRIBE'],
    };
    const assertion = { file: 'pubsub.c', expr: 'de != NULL' };
    expect(match(fix, crash([], { assertion }))).toBeUndefined();
    expect(match(fix, crash(['pubsubUnsubscribeChannel', ...BELOW], { assertion }))?.by).toBe('assertion');
    expect(match(fix, crash([], { assertion, command: 'SSUBSCRIBE' }))?.by).toBe('assertion');
  });

  it('a vulnerability with its command and a changed function', () => {
    const fix = { class: 'security', cve: ['CVE-2025-32023'], commands: ['PFMERGE'], functions: ['hllMerge'] };
    expect(match(fix, crash(['hllMerge', 'pfmergeCommand', ...BELOW], { command: 'PFMERGE' }))).toMatchObject({
      word: 'known',
      by: 'vulnerability',
    });
    expect(match(fix, crash(['sortCommandGeneric', ...BELOW], { command: 'PFMERGE' }))).toBeUndefined();
  });
});

describe('possibly', () => {
  const changed = { functions: ['expireSlaveKeys'] };

  it('the innermost own function was changed', () =>
    expect(match(changed, crash(['__memcpy_avx', 'expireSlaveKeys', ...BELOW]))).toEqual({
      word: 'possibly',
      by: 'function',
      what: ['expireSlaveKeys'],
    }));

  it('not one further out, not behind nameless frames of its own, not one that many fixes share', () => {
    expect(match(changed, crash(['activeExpireCycleTryExpire', 'expireSlaveKeys', ...BELOW]))).toBeUndefined();
    expect(match(changed, crash(['redis-server+0x4a1b2', 'expireSlaveKeys', ...BELOW]))).toBeUndefined();
    expect(match(changed, crash(['expireSlaveKeys', ...BELOW]), [changed, changed, changed])).toBeUndefined();
  });

  it.each([
    'call',
    'processCommand',
    'zmalloc',
    'je_free',
    'sdsMakeRoomFor',
    'sdscatlen',
    'dictFind',
    'lookupKey',
    'raxGenericInsert',
    'decrRefCount',
    'moduleAcquireGIL',
    'RM_ThreadSafeContextLock',
    'pthread_mutex_lock',
    'sigsegvHandler',
    '_serverAssert',
    'evalGenericCommand',
    'addReplyBulk',
    'freeClient',
    'RedisModule_Alloc',
    'operator new',
    'epoll_wait',
  ])('never %s', (name) => expect(match({ functions: [name] }, crash([name, 'aeMain']))).toBeUndefined());

  it('a hang is no crash and a crash no hang', () => {
    const hang = { class: 'hang', functions: ['randomkeyLoop'] };
    expect(match(hang, crash(['randomkeyLoop']))).toBeUndefined();
    expect(match(hang, { what: 'stuck', frames: ['randomkeyLoop'] })?.word).toBe('possibly');
    expect(match(changed, { what: 'stuck', frames: ['expireSlaveKeys'] })).toBeUndefined();
  });
});

it('tells own frames from those that every stack has', () => {
  expect(ownFrames(['raise', 'abort', '_serverAssert', 'streamTrim', 'xaddCommand', ...BELOW])).toEqual({
    names: ['streamTrim', 'xaddCommand'],
    blind: false,
  });
  expect(ownFrames(['libc.so.6+0x42520', 'redis-server+0x9', 'streamTrim']).blind).toBe(true);
  expect(ownFrames(['epoll_wait', 'aeApiPoll', 'aeProcessEvents', 'aeMain', 'main'])).toEqual({ names: [], blind: false });
});

describe('the index is asked', () => {
  const table = readFixes();
  const counts = new NameCounts(table.fixes);
  const subjects = (...list: [FixProduct, string][]): Subjects => ({
    list: list.flatMap(([product, version]) => placeVersion(product, version, releases) ?? []),
    unplaced: [],
    unknown: [],
  });
  const ask = (traces: Trace[], about: Subjects) => askFixes(traces, about, { table, releases, counts });
  const xadd = [crash(['streamEntryIsReferenced', 'streamTrim', 'xaddCommand', ...BELOW], { command: 'XADD' })];

  it('only about versions in the window', () => {
    expect(ask(xadd, subjects(['redis', '8.2.0'])).matches.map((one) => [one.word, one.fix.id, one.fixedIn])).toEqual([
      ['known', 'redis-14276', '8.2.1'],
    ]);
    for (const version of ['8.2.1', '8.0.3', '7.4.1', '8.4.0'])
      expect(ask(xadd, subjects(['redis', version])).matches, version).toEqual([]);
    expect(ask(xadd, subjects(['valkey', '8.0.1'])).matches).toEqual([]);
  });

  it('a module by its own version', () => {
    const stuck: Trace[] = [
      {
        what: 'stuck',
        frames: [
          'pthread_barrier_wait',
          'barrier_wait_and_destroy',
          'redisearch_thpool_broadcast_new_state',
          'redisearch_thpool_terminate_when_empty',
          'workersThreadPool_SetNumWorkers',
        ],
      },
    ];
    expect(ask(stuck, subjects(['redis', '7.4.1'], ['search', '2.10.20'])).matches.map((one) => [one.word, one.fix.id])).toEqual([
      ['known', 'search-7410'],
    ]);
    expect(ask(stuck, subjects(['redis', '7.4.1'], ['search', '2.10.25'])).matches.filter((one) => one.word === 'known')).toEqual([]);
    expect(ask(stuck, subjects(['redis', '7.4.1'])).matches).toEqual([]);
  });

  it('Redis Software may have the fix under the same Redis version', () => {
    const about: Subjects = { ...subjects(['redis', '8.2.0']), software: { build: '8.0.2-17' } };
    const [found] = ask(xadd, about).matches;
    expect(found).toMatchObject({ word: 'possibly' });
    expect(found.why).toContain('Redis Software 8.0.2-17');
    const pf = [crash(['hllSparseToDense', 'hllMerge', ...BELOW], { command: 'PFMERGE' })];
    const names = (answer: ReturnType<typeof ask>) => answer.matches.flatMap((one) => one.fix.cve ?? []);
    expect(names(ask(pf, subjects(['redis', '7.4.3'])))).toContain('CVE-2025-32023');
    expect(names(ask(pf, { ...subjects(['redis', '7.4.3']), software: { build: '7.22.2-20', cve: new Set(['CVE-2025-32023']) } }))).toEqual(
      [],
    );
    expect(names(ask(pf, { ...subjects(['redis', '7.4.3']), software: { build: '9.9.9-1' } }))).toEqual([]);
  });

  it('a command alone is reading, at most five fixes of it, and never a match', () => {
    const answer = ask([crash(BELOW, { command: 'XREADGROUP' })], subjects(['redis', '7.4.1']));
    expect(answer.matches).toEqual([]);
    expect(answer.related).toMatchObject({ command: 'XREADGROUP', product: 'redis', from: '7.4.1', to: '7.4.11' });
    expect(answer.related?.fixes.length).toBe(answer.related?.total);
    const many = ask([crash(BELOW, { command: 'EVAL' })], subjects(['redis', '6.2.6'])).related;
    expect(many?.total).toBeGreaterThan(5);
    expect(many?.fixes).toEqual([]);
  });

  it('without a version only what a public report shows, and only possibly', () => {
    const unknown: Subjects = { list: [], unplaced: [], unknown: ['redis'] };
    expect(ask(xadd, unknown).matches).toMatchObject([{ word: 'possibly', fixedIn: '8.2.1', version: 'unknown' }]);
    expect(ask([crash(['expireSlaveKeys', ...BELOW])], unknown).matches).toEqual([]);
    expect(ask(xadd, { ...unknown, unknown: ['valkey'] }).matches).toEqual([]);
  });

  it('says what it does not hold for the line', () => {
    const holes = (...list: [FixProduct, string][]) => ask(xadd, subjects(...list)).holes.join(' ');
    expect(holes(['valkey', '8.0.3'])).toContain('copies of the release notes');
    expect(holes(['redis', '7.2.9'])).toContain('incomplete');
    expect(holes(['redis', '7.0.11'])).toBe('');
    expect(holes(['keydb', '6.3.4'])).toContain('not known');
    expect(holes(['redis', '9.2.0'])).toContain('newer than the index');
  });
});
