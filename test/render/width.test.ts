import stringWidth from 'fast-string-width';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/render/width.js';

describe('columns of a text', () => {
  it('are those of the library for every character of the basic plane', () => {
    const different: string[] = [];
    for (let code = 0; code <= 0xffff; code++) {
      const char = String.fromCharCode(code);
      if (widthOf(char) !== stringWidth(char)) different.push(code.toString(16));
    }
    expect(different).toEqual([]);
  });

  it.each([
    '',
    'redis-1 · 91 s',
    '\x1b[31mred\x1b[39m',
    '\x1b[1;31m界\x1b[0m',
    '▶️',
    '©️ 2026',
    'e\u0301',
    '👩‍👩‍👧',
    '⚠ hang',
    '\x1b]8;;x\x07link',
    '±½§',
  ])('of %j', (text) => {
    expect(widthOf(text)).toBe(stringWidth(text));
  });
});
