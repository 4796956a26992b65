import { expect, it } from 'vitest';
import { MAX_KEPT_TEXT } from '../../src/model/origin.js';
import { keepText, toText } from '../../src/text/decode.js';

it('decodes UTF-8 and marks what is none', () => {
  const bytes = Uint8Array.from([0x61, 0xc3, 0xa9, 0xff, 0xf0, 0x9f, 0x98, 0x80, 0xc3]);
  expect(toText(bytes, 0, bytes.length)).toBe('aé\ufffd😀\ufffd');
  expect(toText(bytes, 1, 3)).toBe('é');
  expect(toText(bytes, 4, 4)).toBe('');
  // A view into the middle of a larger block.
  expect(toText(Buffer.concat([Buffer.from('xx'), bytes]).subarray(2), 0, 3)).toBe('aé');
});

it('cuts kept text, never inside a pair', () => {
  expect(keepText('short')).toBe('short');
  expect(keepText('x'.repeat(5000))).toBe('x'.repeat(MAX_KEPT_TEXT));
  expect(keepText(`${'x'.repeat(MAX_KEPT_TEXT - 1)}😀`)).toBe('x'.repeat(MAX_KEPT_TEXT - 1));
});
