import type { Frame } from '../../model/records.js';
import { demangle } from './demangle.js';

/** No frame that backtrace_symbols_fd prints is longer; a longer line is something else. */
const MAX_FRAME_CHARS = 4096;

/** One frame of a stack that Redis prints with backtrace_symbols_fd (debug.c logStackTrace, writeStacktraces), the Windows port with
 * StackWalk64 (win32_stacktrace.cpp LogStackTrace), KeyDB with C++ names:
 *
 *     /opt/redis/bin/redis-server 127.0.0.1:7021 [cluster](call+0x6bc)[0x55a34db652ac]      glibc
 *     /lib/x86_64-linux-gnu/libc.so.6(+0x3c050)[0x7f4416848050]                               no symbol
 *     keydb-server *:7001(defragKey(redisDb*, dictEntry*)+0x78) [0x5552752ac620]             KeyDB, and Redis 2.4
 *     [(nil)]                                                                                 a jump to NULL
 *     3   redis-server          0x00000001051d6a48 sigsegvHandler + 232                     macOS
 *     0x4d4f2a <sigsegvHandler+0xaa> at /usr/local/bin/redis-server                          FreeBSD
 *     0x4313f1 <???> at /usr/local/bin/redis-server                                           FreeBSD, no symbol
 *     redis-server.exe!freeClient(c:\release\redis\src\networking.c:786)(0x00D7E690, 0x00D7FF90, 0x00000001, 0x40119CB0)
 *
 * The object is the title of the process, which holds blanks and brackets, so the line is read from its right end. */
export function parseRedisFrame(text: string, line: number): Frame | undefined {
  if (text.length > MAX_FRAME_CHARS) return undefined;
  if (text.endsWith(']')) return parseGlibc(text, line);
  if (text.endsWith(')')) return parseWindows(text, line);
  return parseMac(text, line) ?? parseBsd(text, line);
}

function parseGlibc(text: string, line: number): Frame | undefined {
  const bracket = text.lastIndexOf('[');
  if (bracket < 0) return undefined;
  const inBrackets = text.slice(bracket + 1, -1);
  const address = inBrackets === '(nil)' ? '0x0' : inBrackets;
  if (!/^0x[0-9a-f]+$/.test(address)) return undefined;
  const before = text.slice(0, bracket).trimEnd();
  const frame: Frame = { line, address };
  if (!before.endsWith(')')) return before === '' ? frame : { ...frame, object: baseName(before) };
  const paren = openingOf(before);
  if (paren < 0) return undefined;
  const object = baseName(before.slice(0, paren));
  if (object !== '') frame.object = object;
  const inside = before.slice(paren + 1, -1);
  const plus = inside.lastIndexOf('+');
  const name = plus < 0 ? inside : inside.slice(0, plus);
  if (name !== '') frame.fn = withoutParameters(demangle(name));
  if (plus >= 0) frame.offset = inside.slice(plus + 1);
  return frame;
}

/** Where the parenthesis opens that the text ends with: C++ names hold parentheses of their own. */
function openingOf(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const char = text.charCodeAt(at);
    if (char === CLOSE) depth++;
    else if (char === OPEN && --depth === 0) return at;
  }
  return -1;
}

/** `defragKey(redisDb*, dictEntry*)` -> `defragKey`; `(anonymous namespace)::f(int)` and `operator()(int)` keep what is their name. */
export function withoutParameters(name: string): string {
  const end = name.endsWith(' const') ? name.slice(0, -6) : name;
  if (!end.endsWith(')')) return name;
  const paren = openingOf(end);
  return paren > 0 && !end.slice(0, paren).endsWith('operator') ? end.slice(0, paren) : name;
}

function parseWindows(text: string, line: number): Frame | undefined {
  const match = /^([\w.-]{1,100})!([^!()]{1,300})\((.{1,400}):(\d{1,9})\)\(0x[0-9A-Fa-f]{1,16}(?:, 0x[0-9A-Fa-f]{1,16}){0,7}\)$/.exec(text);
  if (match === null) return undefined;
  const [, object, fn, file, fileLine] = match;
  return { line, object, fn, file: file.slice(Math.max(file.lastIndexOf('\\'), file.lastIndexOf('/')) + 1), fileLine: Number(fileLine) };
}

function parseMac(text: string, line: number): Frame | undefined {
  const match = /^\d{1,4} +(\S+) +0x0*([0-9a-f]+)(?: (\S.*) \+ (\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, object, digits, name, offset] = match;
  const frame: Frame = { line, object, address: `0x${digits}` };
  if (name === undefined) return frame;
  if (name !== object && !name.startsWith('0x')) frame.fn = withoutParameters(demangle(name));
  return { ...frame, offset: `0x${Number(offset).toString(16)}` };
}

function parseBsd(text: string, line: number): Frame | undefined {
  const match = /^(?:#\d{1,3} +)?(0x[0-9a-f]+) <(?:([^<>+]+)\+(0x[0-9a-f]+|\d+)|\?\?\?)> at (\S+)/.exec(text);
  if (match === null) return undefined;
  const [, address, fn, offset, object] = match;
  return fn === undefined ? { line, address, object: baseName(object) } : { line, address, fn, offset, object: baseName(object) };
}

const OPEN = 0x28;
const CLOSE = 0x29;

/** `/opt/redis/bin/redis-server 127.0.0.1:7021 [cluster]` -> `redis-server`. */
function baseName(title: string): string {
  const blank = title.indexOf(' ');
  const path = blank < 0 ? title : title.slice(0, blank);
  return path.slice(path.lastIndexOf('/') + 1);
}
