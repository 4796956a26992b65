import stringWidth from 'fast-string-width';

/** Characters of one column each: ASCII, Latin, punctuation, arrows, lines and blocks. */
const NARROW = /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25fc\u25ff]*$/;
const COLOUR = /\x1b\[[0-9;]*m/g;

/** Columns that the text takes on a terminal: wide characters two, combining ones none, ANSI colours none. */
export function widthOf(text: string): number {
  const plain = text.includes('\x1b') ? text.replace(COLOUR, '') : text;
  return NARROW.test(plain) ? plain.length : stringWidth(text);
}

/** Made when it is first wanted: ICU costs 15 ms of every start. */
let segmenter: Intl.Segmenter | undefined;

/** Characters as a terminal sees them, so that neither a pair of surrogates nor a combined character is cut. */
function graphemes(text: string): string[] {
  if (NARROW.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** At most `width` columns; what is cut off shows as `…`. Plain text only: colours are added afterwards. */
export function clip(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let out = '';
  let used = 0;
  for (const char of graphemes(text)) {
    const size = widthOf(char);
    if (used + size > width - 1) break;
    out += char;
    used += size;
  }
  return width > 0 ? `${out}…` : '';
}

/** The end of the text in at most `width` columns: of a long path the file is what tells. */
export function clipStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let out = '';
  let used = 1;
  for (const char of graphemes(text).reverse()) {
    used += widthOf(char);
    if (used > width) break;
    out = char + out;
  }
  return `…${out}`;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** A word longer than the line is broken where the line ends. */
function breakWord(word: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const char of graphemes(word)) {
    const size = widthOf(char);
    if (used + size > width && line !== '') {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += char;
    used += size;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** Lines of at most `width` columns, broken at blanks. */
export function wrap(text: string, width: number): string[] {
  const limit = Math.max(8, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (word === '') continue;
    const together = line === '' ? word : `${line} ${word}`;
    if (widthOf(together) <= limit) {
      line = together;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = breakWord(word, limit);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** The same, but at most `cap` lines, the last one ending in `…` when something is missing. */
export function wrapCapped(text: string, width: number, cap: number): string[] {
  const lines = wrap(text, width);
  if (lines.length <= cap) return lines;
  const last = `${lines[cap - 1]} …`;
  return [...lines.slice(0, cap - 1), widthOf(last) <= width ? last : clip(`${lines[cap - 1]}………`, width)];
}
