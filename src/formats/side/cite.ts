import { type Cite, MAX_KEPT_TEXT } from '../../model/origin.js';
import type { KeyValues, Stamp } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { isYearless } from '../../text/stamps.js';

/** Above this length a kept slice is copied, because V8 would otherwise keep the whole line alive behind it. */
const COPY_ABOVE = 4096;

export function keep(text: string, max: number = MAX_KEPT_TEXT): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max);
  return text.length > COPY_ABOVE ? Buffer.from(head, 'utf16le').toString('utf16le') : head;
}

export function citeOf(text: string, context: LineContext): Cite {
  return { entry: context.entry, line: context.line, offset: context.offset, text: keep(text) };
}

export const NO_STAMP: Stamp = { wallMs: Number.NaN, basis: 'none' };

/** The stamp that the wrapper carries (journald, syslog, Docker), where the line itself has none. A wrapper's stamp
 * may carry no year. */
export function wrapperStamp(context: LineContext): Stamp {
  if (Number.isFinite(context.wrapTimeMs)) return { wallMs: context.wrapTimeMs, basis: 'absolute' };
  if (!Number.isFinite(context.wrapWallMs)) return { ...NO_STAMP };
  return { wallMs: context.wrapWallMs, basis: isYearless(context.wrapWallMs) ? 'yearless' : 'naive' };
}

/** Without a prototype, so that a key `__proto__` of a hostile input is a key like any other. */
export function newValues(): KeyValues['values'] {
  return Object.create(null) as KeyValues['values'];
}

export function newFields(): Record<string, string> {
  return Object.create(null) as Record<string, string>;
}
