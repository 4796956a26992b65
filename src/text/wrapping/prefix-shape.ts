/** What a prefix looks like, so that it can be told on lines that are no line of Redis: further lines of a message, crash reports, other programs. */
import { ESC, isDigit, isLetter, SPACE, skipColours, TAB } from './bytes.js';

const DIGITS = 256;
const BLANKS = 257;
const WORD = 258;

export interface Shape {
  key: string;
  codes: Uint16Array;
  /** Blanks between the last mark and the text; more of them belong to the text. */
  trailing: number;
}

/** `isLoose`: words stand for any word. Otherwise only numbers do; runs of blanks always count as one, colours as nothing. */
export function shapeOf(bytes: Uint8Array, start: number, end: number, isLoose: boolean): Shape {
  const codes: number[] = [];
  let trailing = 0;
  while (trailing < end - start && isBlank(bytes[end - 1 - trailing])) trailing++;
  for (let i = start; i < end - trailing; i++) {
    if (bytes[i] === ESC) {
      const next = skipColours(bytes, i, end);
      if (next > i) {
        i = next - 1;
        continue;
      }
    }
    const code = codeOf(bytes[i], isLoose);
    if (code >= DIGITS && codes.at(-1) === code) continue;
    codes.push(code);
  }
  return { key: `${codes.join()}+${trailing}`, codes: Uint16Array.from(codes), trailing };
}

/** Enough marks that no other line looks the same: a bar, a bracket, a clock. A mere word and a blank are not. */
export function isTelling({ codes }: Shape): boolean {
  let colons = 0;
  for (const code of codes) {
    if (code === 0x7c || code === 0x5d || code === 0x3e) return true;
    if (code === 0x3a) colons++;
  }
  return colons >= 2;
}

/** Position behind the prefix, -1 when the line does not begin with it. */
export function matchShape({ codes, trailing }: Shape, isLoose: boolean, bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (const code of codes) {
    at = skipColours(bytes, at, end);
    if (at >= end || codeOf(bytes[at], isLoose) !== code) return -1;
    at++;
    if (code >= DIGITS) while (at < end && codeOf(bytes[at], isLoose) === code) at++;
  }
  at = skipColours(bytes, at, end);
  for (let i = 0; i < trailing; i++, at++) {
    // An empty line may have lost the blanks at the end of its prefix.
    if (at >= end) return codes.length > 0 ? end : -1;
    if (!isBlank(bytes[at])) return -1;
  }
  return codes.length > 0 ? skipColours(bytes, at, end) : at;
}

export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

function codeOf(byte: number, isLoose: boolean): number {
  if (isBlank(byte)) return BLANKS;
  if (isLoose) return isWordByte(byte) ? WORD : byte;
  return isDigit(byte) ? DIGITS : byte;
}

function isWordByte(byte: number): boolean {
  return (
    isDigit(byte) || isLetter(byte) || byte >= 0x80 || byte === 0x2d || byte === 0x2e || byte === 0x2f || byte === 0x5f || byte === 0x40
  );
}
