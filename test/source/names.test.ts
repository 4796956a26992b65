import { expect, test } from 'vitest';
import { decodeName, NameRegister, renderSafeName } from '../../src/source/names.js';
import { collectBytes, TAR_END, tarHeader, tarMember } from './collect.js';

test('no name is absolute, has a second line or shows what it is not', () => {
  expect(renderSafeName('/etc/passwd')).toBe('etc/passwd');
  expect(renderSafeName('C:/logs/redis.log')).toBe('logs/redis.log');
  expect(renderSafeName('.//a/./b')).toBe('a/b');
  expect(renderSafeName('../../etc')).toBe('../../etc');
  expect(renderSafeName('a\x1b[31m\nb\x7f\x9b')).toBe('a\\x1b[31m\\x0ab\\x7f\\x9b');
  expect(renderSafeName('gol\u202etxt.exe')).toBe('gol\\xe2\\x80\\xaetxt.exe');
  expect(renderSafeName('a\ufeffb\u2028c\ud800')).toBe('a\\xef\\xbb\\xbfb\\xe2\\x80\\xa8c\\xef\\xbf\\xbd');
  expect(renderSafeName('日志/ redis é.log')).toBe('日志/ redis é.log');
  expect(renderSafeName('/')).toBe('unnamed');
  expect(renderSafeName('x'.repeat(1 << 20)).length).toBeLessThanOrEqual(1000);
});

test('bytes that are no UTF-8 are shown', () => {
  expect(decodeName(Buffer.from('ré', 'latin1'))).toBe('r\\xe9');
  expect(decodeName(Buffer.from('ré', 'utf8'))).toBe('ré');
});

test('entries of one name are told apart, also from one that is called like that', () => {
  const names = new NameRegister();
  expect(['a', 'a', 'a#2', 'a', 'b', 'a#2'].map((name) => names.claim(name))).toEqual(['a', 'a#2', 'a#2#2', 'a#3', 'b', 'a#2#3']);
});

test('hostile members of a tar', async () => {
  const { names, skipped } = await collectBytes(
    Buffer.concat([
      tarMember('/etc/shadow', 'x\n'),
      tarMember('../../../outside', 'x\n'),
      tarMember('a.log', 'x\n'),
      tarMember('a.log', 'y\n'),
      tarMember('line\nbreak', 'x\n'),
      tarHeader('link', 0, '2', '/etc/passwd'),
      tarHeader('hard', 0, '1', '/etc/\x1b[2Jpasswd'),
      tarHeader('tty', 0, '3'),
      tarHeader('disk', 0, '4'),
      tarHeader('pipe', 0, '6'),
      tarHeader('folder/', 0, '5'),
      TAR_END,
    ]),
  );
  expect(names.map((name) => name.replace('stdin!/', ''))).toEqual([
    'etc/shadow',
    '../../../outside',
    'a.log',
    'a.log#2',
    'line\\x0abreak',
    'link',
    'hard',
    'tty',
    'disk',
    'pipe',
  ]);
  expect(skipped.map((entry) => `${entry.outcome}: ${entry.why}`)).toEqual([
    'ignored: symbolic link, not followed',
    'ignored: hard link to etc/\\x1b[2Jpasswd',
    'ignored: device',
    'ignored: device',
    'ignored: named pipe',
  ]);
});
