import { widthOf } from './width.js';

export interface TerminalOptions {
  width: number;
  color: boolean;
  /** False where the terminal cannot show more than ASCII. */
  unicode?: boolean;
}

/** One column each, so that nothing moves. */
const REPLACEMENTS: Record<string, string> = {
  '→': '>',
  '←': '<',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '~',
  '⋯': '~',
  '·': '.',
  '×': 'x',
  '↑': '^',
  '├': '|',
  '┤': '|',
  '─': '-',
  '▁': '_',
  '▂': '.',
  '▃': ':',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '█': '#',
};

/** Our own signs become ASCII; foreign characters of a log become `?`, as wide as they were. */
export function asciiOnly(text: string): string {
  return text.replace(/[^\x00-\x7f]/gu, (char) => REPLACEMENTS[char] ?? '?'.repeat(widthOf(char)));
}
