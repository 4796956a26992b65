import { isUtf8 } from 'node:buffer';

/** Longer names are cut in the middle: a pax header may carry a megabyte. */
const NAME_MAX = 1000;

/** C0, DEL, C1; bidirectional, invisible and line-separating characters, which make a name read as something else; lone surrogates; tags. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udfff]|[\u{e0000}-\u{e007f}]/gu;

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

function renderUnsafe(text: string): string {
  const code = text.codePointAt(0) as number;
  if (code < 0x100) return hex(code);
  return [...Buffer.from(text, 'utf8')].map(hex).join('');
}

/** File systems and archives hold bytes. Text that is no UTF-8 keeps its ASCII and shows the rest as \xNN. */
export function decodeName(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  let text = '';
  for (const byte of bytes.subarray(0, 4 * NAME_MAX)) text += byte < 0x80 ? String.fromCharCode(byte) : hex(byte);
  return text;
}

/** A name that can be shown anywhere: relative, one line, nothing invisible. `..` stays visible; nothing is ever written by name. */
export function renderSafeName(name: string): string {
  const parts = name
    .replace(/^[A-Za-z]:(?=\/)/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const safe = parts.join('/').replace(UNSAFE, renderUnsafe);
  if (safe.length <= NAME_MAX) return safe === '' ? 'unnamed' : safe;
  return `${safe.slice(0, 700)}…${safe.slice(-(NAME_MAX - 701))}`;
}

/** Tells entries of one name apart: the second becomes `name#2`. */
export class NameRegister {
  private readonly counts = new Map<string, number>();

  claim(name: string): string {
    let count = (this.counts.get(name) ?? 0) + 1;
    let unique = count === 1 ? name : `${name}#${count}`;
    while (count > 1 && this.counts.has(unique)) {
      count++;
      unique = `${name}#${count}`;
    }
    this.counts.set(name, count);
    if (unique !== name) this.counts.set(unique, 1);
    return unique;
  }
}
