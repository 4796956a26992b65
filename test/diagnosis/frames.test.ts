import { describe, expect, it } from 'vitest';
import { frameName, matchFrames } from '../../src/diagnosis/frames.js';

const FLUSH = ['usleep', 'redisearch_thpool_drain', 'flushCallback', 'flushallCommand', 'call', 'processCommand'];

describe('names of frames', () => {
  it.each([
    ['__lll_lock_wait', 'lll_lock_wait'],
    ['call.constprop.0', 'call'],
    ['zunionInterDiffGenericCommand.part.0', 'zunionInterDiffGenericCommand'],
    ['VM_ThreadSafeContextLock', 'RM_ThreadSafeContextLock'],
    ['HNSWIndex<float, float>::searchLayer(unsigned int, void const*)', 'HNSWIndex::searchLayer'],
    ['_ZN9HNSWIndexIffE11searchLayerEj', 'HNSWIndex::searchLayer'],
    ['_ZNK9HNSWIndexIddE11topKVectorsEv', 'HNSWIndex::topKVectors'],
    ['_ZN15TieredHNSWIndexILb1EN6VecSim4TypeELi64EE3addEv', 'TieredHNSWIndex::add'],
    ['_ZNSt6vectorIiSaIiEE9push_backEOi', 'std::vector::push_back'],
    ['_ZN10redis_json7manager4load17h0123456789abcdefE', 'redis_json::manager::load'],
    ['redisearch.so+0x1f40', ''],
    ['libc.so.6+0x3c050', ''],
    ['redis-server+0x7c2a', ''],
    ['??', ''],
    ['0x7f16adb2', ''],
    ['', ''],
  ])('%s is %s', (raw, name) => {
    expect(frameName(raw)).toBe(name);
  });

  it('never throws and never hangs on what is no name', () => {
    for (const raw of [
      '_Z',
      '_ZN',
      '_ZN9999x',
      `_ZN${'I'.repeat(1900)}`,
      '<<<<',
      '((((',
      'a|b*',
      '_ZNK',
      '_ZN3abcI',
      'operator<',
      `_ZL${'9'.repeat(500)}`,
    ])
      expect(() => frameName(raw)).not.toThrow();
  });
});

describe('levels of likeness', () => {
  const likenessOf = (names: string[], stack: string[], depth?: number) => matchFrames(names, stack, depth)?.fit;

  it('tells direct calls from calls with other frames between', () => {
    expect(likenessOf(['redisearch_thpool_drain', 'flushCallback'], FLUSH)).toBe('adjacent');
    expect(likenessOf(['redisearch_thpool_drain', 'flushallCommand'], FLUSH)).toBe('in-order');
    expect(likenessOf(['flushallCommand', 'redisearch_thpool_drain'], FLUSH)).toBeUndefined();
    expect(likenessOf(['redisearch_thpool_drain', 'swapdbCommand'], FLUSH)).toBeUndefined();
  });

  it('takes the tightest of several matches', () => {
    expect(likenessOf(['call', 'processCommand'], ['call', 'luaCall', 'call', 'processCommand'])).toBe('adjacent');
  });

  it('knows either name, any ending and a depth', () => {
    expect(likenessOf(['free|zfree|je_*', 'FGC_*'], ['je_free_default', 'FGC_parentHandleTerms'])).toBe('adjacent');
    expect(likenessOf(['free|zfree', 'FGC_*'], ['je_free_default', 'FGC_parentHandleTerms'])).toBeUndefined();
    expect(likenessOf(['moduleTimerHandler'], ['callback', 'x', 'y', 'moduleTimerHandler'], 2)).toBeUndefined();
    expect(likenessOf(['moduleTimerHandler'], ['callback', 'moduleTimerHandler'], 2)).toBe('adjacent');
  });

  it('survives other builds: suffixes of the compiler, templates, mangled names', () => {
    expect(likenessOf(['HNSWIndex*'], ['_ZN9HNSWIndexIffE11searchLayerEj'])).toBe('adjacent');
    expect(
      likenessOf(
        ['RM_ThreadSafeContextLock', 'rpSafeLoaderNext_Accumulate'],
        ['__lll_lock_wait', 'VM_ThreadSafeContextLock.isra.0', 'rpSafeLoaderNext_Accumulate.constprop.1'],
      ),
    ).toBe('adjacent');
  });

  const EXPIRED = ['pthread_rwlock_wrlock', 'RedisSearchCtx_LockSpecWrite', 'IndexSpec_DeleteDoc', 'expireIfNeeded'];

  it('lets frames without symbols stand for names that are missing, and says so', () => {
    const stripped = [
      '__pthread_rwlock_wrlock',
      'redisearch.so+0x1f40',
      'redisearch.so+0x2a10',
      'moduleNotifyKeyspaceEvent',
      'expireIfNeeded',
    ];
    const match = matchFrames(EXPIRED, stripped);
    expect(match?.fit).toBe('partly-named');
    expect(match?.why).toBe('2 of 4 functions by name, the others stand in frames without symbols');
  });

  it('needs half of the names and as many nameless frames as names are missing', () => {
    expect(likenessOf(EXPIRED, ['redisearch.so+0x1', 'redisearch.so+0x2', 'redisearch.so+0x3', 'expireIfNeeded'])).toBeUndefined();
    expect(likenessOf(EXPIRED, ['pthread_rwlock_wrlock', 'redisearch.so+0x2', 'expireIfNeeded'])).toBeUndefined();
    expect(likenessOf(EXPIRED, ['pthread_rwlock_wrlock', 'libc.so.6+0x2', 'libc.so.6+0x3', 'expireIfNeeded'])).toBeUndefined();
    expect(likenessOf(['RedisSearchCtx_LockSpecWrite', 'expireIfNeeded'], ['redisearch.so+0x2', 'expireIfNeeded'])).toBeUndefined();
  });

  it('compares offsets only when it is asked to, and says what that is worth', () => {
    const stack = ['usleep', 'redisearch.so+0x1f40', 'redisearch.so+0x2a10', 'call'];
    const match = matchFrames(['redisearch.so+0x1f40', 'redisearch.so+0x2a10'], stack);
    expect(match?.fit).toBe('offsets');
    expect(match?.why).toMatch(/offsets only, without names: this holds for the same build/);
    expect(likenessOf(['redisearch.so+0x1f41', 'redisearch.so+0x2a10'], stack)).toBeUndefined();
    expect(likenessOf(['redisearch.so+0x1f40', 'call'], stack)).toBe('offsets');
  });
});
