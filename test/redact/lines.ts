import { LineState } from '../../src/redact/line-state.js';
import { type RedactMode, Redactor } from '../../src/redact/redactor.js';
import type { TokenStyle } from '../../src/redact/tokenizer.js';

/** The lines of one entry, redacted and proved. */
export function redactLines(lines: string[], style: TokenStyle = 'readable', key?: Uint8Array, mode: RedactMode = 'known'): string[] {
  const redactor = new Redactor({ style, key, mode });
  let state = new LineState();
  for (const line of lines) redactor.collect(line, state);
  state = new LineState();
  const redacted = lines.map((line) => redactor.redact(line, state));
  state = new LineState();
  for (const line of redacted) {
    const left = redactor.findLeft(line, state);
    if (left) throw new Error(`${left} left in: ${line}`);
  }
  return redacted;
}

export function redactLine(line: string, style: TokenStyle = 'readable'): string {
  return redactLines([line], style)[0];
}
