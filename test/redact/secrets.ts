import fc from 'fast-check';
import type { Shape } from './places.js';

/** Values of people: words of nobody's dictionary, in the forms that names, passwords and ids have. */
const syllable = fc.constantFrom(
  'zu',
  'bro',
  'wka',
  'vex',
  'tru',
  'qui',
  'jol',
  'gri',
  'kno',
  'phy',
  'dwa',
  'yst',
  'xen',
  'oth',
  'ulm',
  'fjo',
);
const stem = fc.array(syllable, { minLength: 3, maxLength: 5 }).map((parts) => parts.join(''));
const word = fc.oneof(
  stem,
  stem.map((text) => text[0].toUpperCase() + text.slice(1)),
  fc.tuple(stem, stem).map(([a, b]) => `${a}-${b}`),
  fc.tuple(stem, stem).map(([a, b]) => `${a}_${b.toUpperCase()}`),
  fc.tuple(stem, fc.integer({ min: 1, max: 9999 })).map(([a, n]) => `${a}${n}`),
  fc.tuple(stem, stem).map(([a, b]) => `${a}${b[0].toUpperCase()}${b.slice(1)}`),
  fc.tuple(stem, fc.constantFrom('.*', '!x', '%s', '$1', '~', '#', '\u00e9\u6f22')).map((parts) => parts.join('')),
  fc.tuple(stem, stem, fc.constantFrom('com', 'internal', 'local')).map((parts) => parts.join('.')),
  fc.stringMatching(/^[a-f][0-9a-f]{14}[0-9]$/),
);

function cardNumber(digits: string): string {
  const sum = [...digits].reverse().reduce((total, char, at) => {
    const digit = Number(char);
    return total + (at % 2 === 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2);
  }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}

const card = fc.stringMatching(/^4[0-9]{14}$/).map(cardNumber);
const token = (length: number) => fc.stringMatching(new RegExp(`^[A-Za-z0-9]{${length - 4}}Qz7K$`));
const hex = (text: string) => Buffer.from(text).toString('hex');

const SHAPES: Record<Shape, fc.Arbitrary<string>> = {
  card,
  cards: card.map((digits) => digits.replace(/(....)(?=.)/g, '$1 ')),
  mac: fc.stringMatching(/^[a-f]{2}(:[0-9a-f]{2}){4}:[a-f]{2}$/),
  ipv6: fc.stringMatching(/^fe80::[a-f]{4}:[a-f]{4}:[a-f]{3}$/),
  aws: fc.stringMatching(/^AKIA[A-Z2-7]{14}XQ$/),
  awsSecret: fc.tuple(token(20), token(19)).map(([a, b]) => `${a}/${b}`),
  stripe: token(24).map((text) => `sk_live_${text}`),
  jwt: fc.tuple(token(20), token(30), token(43)).map(([a, b, c]) => `eyJ${a}.eyJ${b}.${c}`),
  account: fc.stringMatching(/^[1-9][0-9]{11}$/),
  arn: fc.tuple(fc.stringMatching(/^[1-9][0-9]{11}$/), stem).map(([account, name]) => `arn:aws:iam::${account}:role/${name}`),
  instance: fc.stringMatching(/^i-0[0-9a-f]{14}a7$/),
  phone: fc.stringMatching(/^\+49 1[567][0-9] [1-9][0-9]{6}$/),
  // eight letters in a word of memory
  registers: stem.map((text) => hex(text.padEnd(8, 'q').slice(0, 8))),
  hexdump: stem.map((text) => (hex(text.padEnd(12, 'q')).match(/../g) ?? []).join(' ')),
};

export function valueFor(shape: Shape | undefined): fc.Arbitrary<string> {
  return shape ? SHAPES[shape] : word;
}

/** How a text says the same value in another way. */
export const WRITINGS: Record<string, (value: string) => string> = {
  capitals: (value) => value.toUpperCase(),
  'small letters': (value) => value.toLowerCase(),
  'percent signs': (value) => [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  escapes: (value) => [...Buffer.from(value)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  'escaped letters': (value) => [...value].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  hexadecimal: (value) => hex(value),
  base64: (value) => Buffer.from(value).toString('base64'),
  'base64 of URLs': (value) => Buffer.from(value).toString('base64url'),
};

/** Every way in which a value may still be read. Short ones are found by chance. */
export function formsOf(value: string): string[] {
  const forms = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    value.replaceAll(' ', ''),
    value.replaceAll(':', ''),
  ];
  for (const write of Object.values(WRITINGS)) forms.push(write(value));
  return [...new Set(forms)].filter((form) => form.length >= 6);
}
