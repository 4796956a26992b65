/** Bytes to strings, for the few lines that somebody wants to look at. */
import { MAX_KEPT_TEXT } from '../model/origin.js';

let viewed: Uint8Array | undefined;
let view: Buffer | undefined;

/** UTF-8; invalid bytes become U+FFFD. Node's decoder takes 90 ns for a line of 230 ASCII bytes, half of what a check for
 * ASCII in JavaScript costs, so there is no path of its own for ASCII. */
export function toText(bytes: Uint8Array, start: number, end: number): string {
  return asBuffer(bytes).toString('utf8', start, end);
}

/** The same memory as a Buffer, whose methods are several times faster than those of a Uint8Array. */
export function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  if (bytes !== viewed || view === undefined) {
    viewed = bytes;
    view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return view;
}

let seen: Uint8Array | undefined;
let words: DataView | undefined;

/** The same memory as a DataView: one load of four bytes costs as much as a load of one byte from an array. */
export function viewOf(bytes: Uint8Array): DataView {
  if (bytes !== seen || words === undefined) {
    seen = bytes;
    words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return words;
}

/** Text to keep: at most MAX_KEPT_TEXT characters, copied when cut, so that no long line stays alive behind it. */
export function keepText(text: string): string {
  if (text.length <= MAX_KEPT_TEXT) return text;
  const last = text.charCodeAt(MAX_KEPT_TEXT - 1);
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff;
  return Buffer.from(text.slice(0, isHighSurrogate ? MAX_KEPT_TEXT - 1 : MAX_KEPT_TEXT), 'utf16le').toString('utf16le');
}
