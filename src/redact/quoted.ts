/** A quoted string of redis-cli, MONITOR or a crash report (sdscatrepr in sds.c: `\n`, `\x1b`, `\"`) as the text that it stands for. */
export function unquote(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/gs, (_, hex: string | undefined, char: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' }[char ?? ''] ?? char ?? '';
  });
}

const STRING = /"([^"\\]*(?:\\.[^"\\]*)*)(?:"|\\?$)/y;

export interface QuotedPart {
  start: number;
  end: number;
  text: string;
}

/** Strings in double quotes from a place on, apart by blanks; a last one without its end is cut off. */
export function quotedParts(text: string, from: number): QuotedPart[] {
  const parts: QuotedPart[] = [];
  for (let at = from; at < text.length; ) {
    if (text[at] === ' ') {
      at++;
      continue;
    }
    STRING.lastIndex = at;
    const match = STRING.exec(text);
    if (!match) return parts;
    parts.push({ start: at + 1, end: at + 1 + match[1].length, text: unquote(match[1]) });
    at += match[0].length;
  }
  return parts;
}
