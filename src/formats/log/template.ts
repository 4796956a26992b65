import type { TemplateCount } from '../../model/records.js';
import { LEVELS } from '../../model/text.js';
import { toText } from '../../text/decode.js';
import { RawLine } from './raw-line.js';

const MAX_TEMPLATE_BYTES = 160;
const scratch = Buffer.alloc(MAX_TEMPLATE_BYTES + 8);

interface Counted {
  template: Uint8Array;
  level: number;
  module: string;
  count: number;
  order: number;
  first: RawLine;
  last: RawLine;
}

/** Counts the lines that no pattern knows by template: numbers become `N`, hexadecimal ids `H`, quoted text `Q`. When the
 * table is full a new warning takes the place of the rarest line that is none; everything else goes uncounted here. */
export class TemplateTable {
  private readonly byKey = new Map<number, Counted[]>();
  private size = 0;

  constructor(private readonly limit: number) {}

  add(line: RawLine): void {
    const bytes = line.messageBytes();
    const length = writeTemplate(bytes, line.messageStart, line.messageEnd);
    const key = hash(length, line.level);
    const chain = this.byKey.get(key);
    if (chain !== undefined) {
      for (const counted of chain) {
        if (counted.level !== line.level || counted.module !== line.module || !isSame(counted.template, length)) continue;
        counted.count++;
        counted.last.copyFrom(line);
        return;
      }
    }
    if (this.size >= this.limit && !(line.level === 3 && this.dropRarest())) return;
    const counted: Counted = {
      template: Uint8Array.prototype.slice.call(scratch, 0, length),
      level: line.level,
      module: line.module,
      count: 1,
      order: line.order,
      first: new RawLine(),
      last: new RawLine(),
    };
    counted.first.copyFrom(line);
    counted.last.copyFrom(line);
    if (chain === undefined) this.byKey.set(key, [counted]);
    else chain.push(counted);
    this.size++;
  }

  finish(entry: string): TemplateCount[] {
    return [...this.byKey.values()]
      .flat()
      .sort((a, b) => a.order - b.order)
      .map((counted) => ({
        template: toText(counted.template, 0, counted.template.length),
        level: counted.level < 0 ? '' : LEVELS[counted.level],
        module: counted.module,
        count: counted.count,
        first: counted.first.keep(entry),
        last: counted.last.keep(entry),
      }));
  }

  private dropRarest(): boolean {
    let rarest: Counted | undefined;
    for (const chain of this.byKey.values()) {
      for (const counted of chain) {
        if (counted.level === 3) continue;
        if (rarest === undefined || counted.count < rarest.count || (counted.count === rarest.count && counted.order > rarest.order))
          rarest = counted;
      }
    }
    if (rarest === undefined) return false;
    for (const [key, chain] of this.byKey) {
      const at = chain.indexOf(rarest);
      if (at < 0) continue;
      chain.splice(at, 1);
      if (chain.length === 0) this.byKey.delete(key);
      this.size--;
      return true;
    }
    return false;
  }
}

/** Template of a text, for tests and for records that are not log lines. */
export function templateOf(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return toText(scratch, 0, writeTemplate(bytes, 0, bytes.length));
}

/** Writes the message's template into `scratch`; the answer is its length. */
function writeTemplate(bytes: Uint8Array, start: number, end: number): number {
  let to = 0;
  let i = start;
  while (i < end && to < MAX_TEMPLATE_BYTES) {
    const byte = bytes[i];
    if (isQuote(byte) && (i === start || !isWordByte(bytes[i - 1]))) {
      const close = closingQuote(bytes, i, end);
      if (close > 0) {
        scratch[to++] = byte;
        scratch[to++] = 0x51;
        scratch[to++] = byte;
        i = close + 1;
        continue;
      }
    }
    if (!isWordByte(byte)) {
      scratch[to++] = byte;
      i++;
      continue;
    }
    let stop = i + 1;
    let any = CLASS[byte];
    while (stop < end && CLASS[bytes[stop]] & WORD) any |= CLASS[bytes[stop++]];
    const digits = any & DIGIT;
    const hex = (any & NOT_HEX) === 0;
    to = digits === 0 ? copyWord(bytes, i, stop, to) : writeNumbers(bytes, i, stop, to, hex);
    i = stop;
  }
  return Math.min(to, MAX_TEMPLATE_BYTES);
}

function copyWord(bytes: Uint8Array, from: number, stop: number, at: number): number {
  let to = at;
  for (let i = from; i < stop && to < MAX_TEMPLATE_BYTES; i++) scratch[to++] = bytes[i];
  return to;
}

/** A word with digits: an id or an address as a whole, else its runs of digits. `1.5`, `127.0.0.1` become one `N`. */
function writeNumbers(bytes: Uint8Array, from: number, stop: number, at: number, hex: boolean): number {
  let to = at;
  const isAddress = bytes[from] === 0x30 && (bytes[from + 1] === 0x78 || bytes[from + 1] === 0x58) && stop - from > 2;
  if (isAddress || (hex && stop - from >= 8)) {
    scratch[to++] = 0x48;
    return to;
  }
  if (isDigit(bytes[from]) && to >= 2 && scratch[to - 1] === 0x2e && scratch[to - 2] === 0x4e) to -= 2;
  for (let i = from; i < stop && to < MAX_TEMPLATE_BYTES; ) {
    if (!isDigit(bytes[i])) {
      scratch[to++] = bytes[i++];
      continue;
    }
    scratch[to++] = 0x4e;
    while (i < stop && isDigit(bytes[i])) i++;
  }
  return to;
}

function closingQuote(bytes: Uint8Array, at: number, end: number): number {
  const quote = bytes[at];
  const limit = Math.min(end, at + 400);
  for (let i = at + 1; i < limit; i++) if (bytes[i] === quote && (i + 1 === end || !isWordByte(bytes[i + 1]))) return i;
  return -1;
}

function hash(length: number, level: number): number {
  let value = 0x811c9dc5 ^ level;
  for (let i = 0; i < length; i++) value = Math.imul(value ^ scratch[i], 0x01000193);
  return value;
}

function isSame(template: Uint8Array, length: number): boolean {
  if (template.length !== length) return false;
  for (let i = 0; i < length; i++) if (template[i] !== scratch[i]) return false;
  return true;
}

const WORD = 1;
const DIGIT = 2;
const NOT_HEX = 4;
const QUOTE = 8;

/** What a byte is, looked up because a template costs a step for each byte of a line that nobody knows. */
const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return WORD | DIGIT;
  const letter = byte | 0x20;
  if (letter >= 0x61 && letter <= 0x66) return WORD;
  if ((letter >= 0x67 && letter <= 0x7a) || byte === 0x5f || byte >= 0x80) return WORD | NOT_HEX;
  return byte === 0x27 || byte === 0x22 || byte === 0x60 ? QUOTE : 0;
});

function isQuote(byte: number): boolean {
  return (CLASS[byte] & QUOTE) !== 0;
}

function isDigit(byte: number): boolean {
  return (CLASS[byte] & DIGIT) !== 0;
}

function isWordByte(byte: number): boolean {
  return (CLASS[byte] & WORD) !== 0;
}
