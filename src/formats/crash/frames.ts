import type { Frame } from '../../model/records.js';

/** No frame that backtrace_symbols_fd prints is longer; a longer line is something else. */
const MAX_FRAME_CHARS = 4096;

/** One frame of a stack that Redis prints with backtrace_symbols_fd (debug.c logStackTrace, writeStacktraces):
 *
 *     /opt/redis/bin/redis-server 127.0.0.1:7021 [cluster](call+0x6bc)[0x55a34db652ac]      glibc
 *     /lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416848050]                               no symbol
 *     3   redis-server          0x00000001051d6a48 sigsegvHandler + 232                     macOS
 *     0x4d4f2a <sigsegvHandler+0xaa> at /usr/local/bin/redis-server                          FreeBSD
 *
 * The object is the title of the process, which holds blanks and brackets, so the line is read from its right end. */
export function parseRedisFrame(text: string, line: number): Frame | undefined {
  if (text.length > MAX_FRAME_CHARS) return undefined;
  if (text.endsWith(']')) return parseGlibc(text, line);
  return parseMac(text, line) ?? parseBsd(text, line);
}

function parseGlibc(text: string, line: number): Frame | undefined {
  const bracket = text.lastIndexOf('[');
  if (bracket < 0) return undefined;
  const address = text.slice(bracket + 1, -1);
  if (!/^0x[0-9a-f]+$/.test(address)) return undefined;
  const before = text.slice(0, bracket).trimEnd();
  const frame: Frame = { line, address };
  if (!before.endsWith(')')) return before === '' ? frame : { ...frame, object: baseName(before) };
  const paren = before.lastIndexOf('(');
  if (paren < 0) return undefined;
  const object = baseName(before.slice(0, paren));
  if (object !== '') frame.object = object;
  const inside = before.slice(paren + 1, -1);
  const plus = inside.lastIndexOf('+');
  const name = plus < 0 ? inside : inside.slice(0, plus);
  if (name !== '') frame.fn = name;
  if (plus >= 0) frame.offset = inside.slice(plus + 1);
  return frame;
}

function parseMac(text: string, line: number): Frame | undefined {
  const match = /^\d{1,4} +(\S+) +(0x[0-9a-f]+) (\S+) \+ (\d+)$/.exec(text);
  if (match === null) return undefined;
  const [, object, address, fn, offset] = match;
  return { line, object, address, fn: fn.startsWith('0x') ? undefined : fn, offset: `0x${Number(offset).toString(16)}` };
}

function parseBsd(text: string, line: number): Frame | undefined {
  const match = /^(0x[0-9a-f]+) <([^<>+]+)\+(0x[0-9a-f]+|\d+)> at (\S+)/.exec(text);
  if (match === null) return undefined;
  const [, address, fn, offset, object] = match;
  return { line, address, fn, offset, object: baseName(object) };
}

/** `/opt/redis/bin/redis-server 127.0.0.1:7021 [cluster]` -> `redis-server`. */
function baseName(title: string): string {
  const blank = title.indexOf(' ');
  const path = blank < 0 ? title : title.slice(0, blank);
  return path.slice(path.lastIndexOf('/') + 1);
}
