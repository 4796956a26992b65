const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

interface Piece {
  value: string;
  next: number;
}

/** The inside of a double-quoted string from behind its quote; undefined when it never ends. */
export function readQuoted(text: string, from: number): Piece | undefined {
  let value = '';
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === '"') return { value, next: at + 1 };
    if (char === '\\' && at + 1 < text.length) {
      const hex = text[at + 1] === 'x' ? text.slice(at + 2, at + 4) : '';
      if (/^[0-9a-fA-F]{2}$/.test(hex)) {
        value += String.fromCharCode(Number.parseInt(hex, 16));
        at += 4;
      } else {
        value += ESCAPES[text[at + 1]] ?? text[at + 1];
        at += 2;
      }
    } else {
      value += char;
      at += 1;
    }
  }
  return undefined;
}

function readSingleQuoted(text: string, from: number): Piece | undefined {
  let value = '';
  let at = from;
  while (at < text.length) {
    if (text[at] === "'") return { value, next: at + 1 };
    if (text[at] === '\\' && text[at + 1] === "'") at += 1;
    value += text[at];
    at += 1;
  }
  return undefined;
}

/** One argument: quoted parts must be followed by a blank or the end, as sdssplitargs demands. */
function readArgument(text: string, from: number): Piece | undefined {
  const quote = text[from];
  if (quote === '"' || quote === "'") {
    const piece = quote === '"' ? readQuoted(text, from + 1) : readSingleQuoted(text, from + 1);
    return piece && (piece.next >= text.length || /\s/.test(text[piece.next])) ? piece : undefined;
  }
  let at = from;
  while (at < text.length && !/\s/.test(text[at])) at += 1;
  return { value: text.slice(from, at), next: at };
}

/** Splits a line as sdssplitargs (sds.c) does; undefined for unbalanced quotes. Arguments beyond `max` are left out. */
export function splitArgs(text: string, max: number): string[] | undefined {
  const args: string[] = [];
  let at = 0;
  while (at < text.length && args.length < max) {
    if (/\s/.test(text[at])) {
      at += 1;
      continue;
    }
    const piece = readArgument(text, at);
    if (!piece) return undefined;
    args.push(piece.value);
    at = piece.next;
  }
  return args;
}
