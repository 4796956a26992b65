import { type Cite, MAX_KEPT_TEXT } from '../../model/origin.js';
import type { LineContext } from '../../model/text.js';

export function citeOf(text: string, context: LineContext): Cite {
  return { entry: context.entry, line: context.line, offset: context.offset, text: text.slice(0, MAX_KEPT_TEXT) };
}
