import { describe, expect, test } from 'vitest';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { PatternMatcher } from '../../src/formats/log/patterns.js';
import { templateOf } from '../../src/formats/log/template.js';
import type { LogPattern } from '../../src/model/patterns.js';

function matches(patterns: LogPattern[], text: string, module = ''): { id: string; fields: Record<string, string> }[] {
  const matcher = new PatternMatcher(patterns);
  const bytes = Buffer.from(text);
  const name = Buffer.from(module);
  const count = matcher.match(bytes, 0, bytes.length, module === '' ? 0 : matcher.moduleId(name, 0, name.length));
  return [...matcher.found.slice(0, count)].map((index) => ({
    id: matcher.ids[index],
    fields: matcher.fields(index, bytes, 0, bytes.length),
  }));
}

const ids = (text: string, module = ''): string[] => matches(CORE_PATTERNS, text, module).map((match) => match.id);

describe('the pattern language', () => {
  test('a module that logs without its context is known by a text of some length', () => {
    expect(ids('Timed out coordination request', 'module')).toEqual(['coord-timeout']);
    expect(ids('Successfully changed configuration for `WORKERS`', 'module')).toEqual(['config-changed']);
    // short texts and lines of the core say nothing about whose they are
    expect(ids('gc: on', 'module')).toEqual([]);
    expect(ids('User requested shutdown...', 'module')).toEqual([]);
    expect(ids('Timed out coordination request', 'rejson')).toEqual([]);
  });

  test('literals, named and dropped holes', () => {
    const found = matches([{ id: 'a', text: 'took {ms} ms on {} for {who}' }], 'took 12 ms on db0 for client 7 and more');
    expect(found).toEqual([{ id: 'a', fields: { ms: '12', who: 'client 7 and more' } }]);
  });

  test('what follows the end of a pattern is free', () => {
    expect(matches([{ id: 'a', text: 'Ready' }], 'Ready to go')).toHaveLength(1);
    expect(matches([{ id: 'a', text: 'Ready{$}' }], 'Ready to go')).toHaveLength(0);
    expect(matches([{ id: 'a', text: 'Ready{$}' }], 'Ready')).toHaveLength(1);
  });

  test('typed holes', () => {
    const patterns = [{ id: 'a', text: 'socket {host}:{port:d}: bind: {why}' }];
    expect(matches(patterns, 'socket ::1:6379: bind: in use')[0].fields).toEqual({ host: '::1', port: '6379', why: 'in use' });
    expect(matches(patterns, 'socket *:63x9: bind: in use')).toEqual([]);
    expect(matches([{ id: 'h', text: 'node {id:x}' }], 'node 00ffz')[0].fields).toEqual({ id: '00ff' });
  });

  test('a pattern that begins with digits or an id stays anchored', () => {
    const patterns = [
      { id: 'd', text: '{n:d} clients connected' },
      { id: 'x', text: '{by:x} voted for {node:x}' },
    ];
    const matcher = new PatternMatcher(patterns);
    expect(matcher.unanchored).toBe(0);
    expect(matches(patterns, '12 clients connected')[0].fields).toEqual({ n: '12' });
    expect(matches(patterns, 'have 12 clients connected')).toEqual([]);
    expect(matches(patterns, `${'ab12'.repeat(10)} voted for ${'cd34'.repeat(10)}`)[0].id).toBe('x');
  });

  test('a pattern that begins with an untyped hole is found anywhere', () => {
    const patterns = [{ id: 'u', text: '{what} is taking too long{}' }];
    expect(new PatternMatcher(patterns).unanchored).toBe(1);
    expect(matches(patterns, 'the disk is taking too long (10 s)')[0].fields).toEqual({ what: 'the disk' });
    expect(matches(patterns, 'fine')).toEqual([]);
  });

  test('modules', () => {
    const patterns = [
      { id: 'core', text: 'hello', module: '' },
      { id: 'search', text: 'hello', module: 'search' },
      { id: 'any', text: 'hello' },
    ];
    expect(matches(patterns, 'hello').map((match) => match.id)).toEqual(['core', 'any']);
    expect(matches(patterns, 'hello', 'search').map((match) => match.id)).toEqual(['search', 'any']);
    expect(matches(patterns, 'hello', 'other').map((match) => match.id)).toEqual(['any']);
  });

  test('several patterns on one line, one for each id, the one that says more', () => {
    const patterns = [
      { id: 'a', text: 'Connection lost' },
      { id: 'a', text: 'Connection lost with {who}.' },
      { id: 'b', text: 'Connection' },
    ];
    const found = matches(patterns, 'Connection lost with peer.');
    expect(found.map((match) => match.id).sort()).toEqual(['a', 'b']);
    expect(found.find((match) => match.id === 'a')?.fields).toEqual({ who: 'peer' });
  });

  test('a thousand anchored patterns find the same as one', () => {
    const many: LogPattern[] = Array.from({ length: 1000 }, (_, i) => ({ id: `p${i}`, text: `Shared head ${i} then {what}` }));
    for (const i of [0, 9, 99, 999]) expect(matches(many, `Shared head ${i} then x`).map((match) => match.id)).toEqual([`p${i}`]);
  });

  test('patterns that say nothing are left out', () => {
    expect(
      matches(
        [
          { id: 'x', text: '{a}' },
          { id: 'y', text: '' },
          { id: 'z', text: '{a}{b}' },
        ],
        'anything',
      ),
    ).toEqual([]);
  });
});

describe('the catalogue', () => {
  test('ids are kebab-case and none begins with an untyped hole', () => {
    for (const pattern of CORE_PATTERNS) expect(pattern.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(new PatternMatcher(CORE_PATTERNS).unanchored).toBe(0);
  });

  test.each([
    ['oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', 'server-starting'],
    ['Server started, Redis version 2.8.24', 'server-starting'],
    ['Ready to accept connections tcp', 'ready'],
    ['Background saving terminated by signal 9', 'bgsave-signal'],
    ["Can't save in background: fork: Cannot allocate memory", 'fork-failed'],
    ['Write error saving DB on disk: No space left on device', 'rdb-write-error'],
    ['Write error while saving DB to the disk(rdbSaveRio): No space left on device', 'rdb-write-error'],
    ['MASTER <-> SLAVE sync started', 'sync-started'],
    ['PRIMARY timeout: no data nor PING received...', 'master-timeout'],
    ['Connection with slave 127.0.0.1:6380 lost.', 'replica-lost'],
    ['Disconnecting timedout replica (streaming sync): 127.0.0.1:6380', 'replica-timeout'],
    ['Cluster state changed: fail', 'cluster-state-fail'],
    ["Failover election won: I'm the new primary.", 'failover-won'],
    ['Creating Server TCP listening socket *:6379: bind: Address already in use', 'bind-failed'],
    [
      'Slow script detected: still in execution after 5003 milliseconds. You can try killing the script using the SCRIPT KILL command.',
      'slow-script',
    ],
    ['Client id=5 addr=10.0.0.1:1 flags=S scheduled to be closed ASAP for overcoming of output buffer limits.', 'output-buffer-limit'],
    ['DB 0: 243 keys (0 volatile) in 256 slots HT.', 'heartbeat-keys'],
    ['+sdown master mymaster 127.0.0.1 6379', 'sentinel-sdown'],
  ])('%s', (text, id) => {
    expect(ids(text)).toEqual([id]);
  });

  test('fields that others rely on', () => {
    const fields = (text: string, module = ''): Record<string, string> => matches(CORE_PATTERNS, text, module)[0].fields;
    expect(fields('Redis version=7.4.1, bits=64, commit=00000000, modified=1, pid=6052, just started')).toMatchObject({
      version: '7.4.1',
      pid: '6052',
    });
    expect(fields('Running mode=cluster, port=7001.')).toEqual({ mode: 'cluster', port: '7001' });
    expect(fields(`FAIL message received from ${'a'.repeat(40)} (n1) about ${'b'.repeat(40)} (n2)`)).toMatchObject({
      from: 'a'.repeat(40),
      node: 'b'.repeat(40),
    });
    expect(fields(`Marking node ${'c'.repeat(40)} () as failing (quorum reached).`)).toMatchObject({ node: 'c'.repeat(40) });
    expect(fields('+switch-master mymaster 10.0.0.1 6379 10.0.0.2 6380')).toEqual({
      name: 'mymaster',
      host: '10.0.0.1',
      port: '6379',
      newHost: '10.0.0.2',
      newPort: '6380',
    });
    expect(fields('+sdown slave 10.0.0.2:6380 10.0.0.2 6380 @ mymaster 10.0.0.1 6379')).toMatchObject({
      kind: 'slave',
      host: '10.0.0.2',
      port: '6380',
    });
    expect(fields('Successfully changed configuration for `WORKERS`', 'search')).toEqual({ option: 'WORKERS' });
    expect(fields('Changing workers threadpool size from 8 to 0', 'search')).toEqual({ from: '8', to: '0' });
    expect(fields("Module 'search' loaded from /opt/redis/lib/redisearch.so")).toEqual({
      name: 'search',
      path: '/opt/redis/lib/redisearch.so',
    });
  });

  test('lines of a module are not taken for the core', () => {
    expect(ids('!!! Warning: short read while loading the AOF file !!!', 'ratelimit')).toEqual([]);
    expect(ids('!!! Warning: short read while loading the AOF file !!!')).toEqual(['aof-short-read']);
    expect(ids('Enabled workers threadpool of size 8')).toEqual([]);
  });
});

describe('templates of unknown lines', () => {
  test.each([
    ['took 12 ms for id 7f3a9c02d1', 'took N ms for id H'],
    ['peer 127.0.0.1:6379 sent 1.5 MB', 'peer N:N sent N MB'],
    ['key \'user:17\' is "gone"', 'key \'Q\' is "Q"'],
    ["Can't do it", "Can't do it"],
    ['at 0x7ffd1234 v2', 'at H vN'],
  ])('%s', (text, template) => {
    expect(templateOf(text)).toBe(template);
  });

  test('are bounded', () => {
    expect(templateOf('word '.repeat(1000)).length).toBeLessThanOrEqual(160);
  });
});
