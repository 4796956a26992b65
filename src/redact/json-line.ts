import { allMatches } from './matches.js';

/*
 * Lines that are JSON objects (`{"log":"1:M 23 Nov …\n","stream":"stdout"}`): each string is looked at as the text that it stands for, with
 * the name in front of it, and written back with its escapes. Everything between the strings stays byte for byte.
 */

const STRING = /"([^"\\]*(?:\\.[^"\\]*)*)"/g;

export function isJsonLine(text: string): boolean {
  return /^\s*\{\s*"/.test(text) && /\}\s*,?\s*$/.test(text);
}

/** `replace` gets the decoded string and the name of its field. */
export function mapJsonStrings(text: string, replace: (value: string, name: string | undefined) => string): string {
  let out = '';
  let at = 0;
  let name: string | undefined;
  for (const match of allMatches(STRING, text)) {
    const end = match.index + match[0].length;
    out += text.slice(at, match.index);
    at = end;
    const isName = /^\s*:/.test(text.slice(end, end + 16));
    const value = decode(match[0]);
    if (isName) name = value ?? match[1];
    const changed = value === undefined ? undefined : replace(value, isName ? undefined : name);
    out += changed === undefined || changed === value ? match[0] : JSON.stringify(changed);
  }
  return out + text.slice(at);
}

function decode(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return literal.slice(1, -1);
  }
}
