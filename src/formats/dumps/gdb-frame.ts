import type { Frame } from '../../model/records.js';
import { baseName } from './builder.js';

/** Arguments are evidence (mutex and barrier addresses) only in their first part. */
const MAX_ARGS = 500;
const MAX_NAME = 200;

const NUMBER = /^#(\d{1,7})\s+/;
const ADDRESS = /^0x[0-9a-fA-F]+(?=\s)/;
const SOURCE_LINE = /^(.*):(\d{1,9})$/;

/** `#3  0x00007f2eb49c8d5a in barrier_wait (barrier=0x7fff7e12d8a0) at /usr/src/x/barrier.c:28`,
 * `#1  0x000055e847465e51 in ?? ()`, `#5  0x… in ?? () from /lib/x86_64-linux-gnu/libjemalloc.so.2`,
 * `#2  <signal handler called>`. Printed by gdb's print_frame (stack.c), the same since gdb 7. */
export function parseGdbFrame(text: string, line: number): { number: number; frame: Frame } | undefined {
  const head = NUMBER.exec(text);
  if (!head) return undefined;
  const frame = parseFrameBody(text.slice(head[0].length), line);
  return { number: Number(head[1]), frame };
}

/** The part behind `#N`, which is also how gdb prints the current frame of `info threads`. */
export function parseFrameBody(body: string, line: number): Frame {
  const frame: Frame = { line };
  let rest = body.trimEnd();
  const address = ADDRESS.exec(rest);
  if (address) {
    frame.address = address[0];
    rest = rest.slice(address[0].length).trimStart();
    if (rest.startsWith('in ')) rest = rest.slice(3);
  }
  if (rest.startsWith('<')) {
    frame.fn = rest.slice(0, MAX_NAME);
    return frame;
  }
  rest = takeTail(rest, frame);
  const open = argumentsStart(rest);
  const name = (open < 0 ? rest : rest.slice(0, open)).trim();
  if (name && name !== '??' && !name.startsWith('0x')) frame.fn = name.slice(0, MAX_NAME);
  if (open >= 0) {
    const end = rest.endsWith(')') ? rest.length - 1 : rest.length;
    const args = rest.slice(open + 2, end);
    if (args) frame.args = args.slice(0, MAX_ARGS);
  }
  return frame;
}

/** Takes ` at FILE:LINE` or ` from OBJECT` off the end. */
function takeTail(rest: string, frame: Frame): string {
  const at = rest.lastIndexOf(') at ');
  if (at >= 0) {
    const place = SOURCE_LINE.exec(rest.slice(at + 5));
    if (place) {
      frame.file = place[1].slice(-MAX_NAME);
      frame.fileLine = Number(place[2]);
    }
    return rest.slice(0, at + 1);
  }
  const from = rest.lastIndexOf(') from ');
  if (from >= 0) {
    frame.object = baseName(rest.slice(from + 7));
    return rest.slice(0, from + 1);
  }
  return rest;
}

/** Index of the ` (` that opens the arguments. C++ names may hold `(anonymous namespace)`. */
function argumentsStart(rest: string): number {
  let from = 0;
  for (;;) {
    const open = rest.indexOf(' (', from);
    if (open < 0 || !rest.startsWith('anonymous namespace)', open + 2)) return open;
    from = open + 2;
  }
}

/** True while gdb, writing to a terminal of fixed width, has broken the frame's line: brackets are still open. */
export function isUnfinished(text: string): boolean {
  if (text.includes('<signal handler called>') || /^#\d+\s+0x[0-9a-f]+ in$/.test(text)) return text.endsWith(' in');
  const depth = openBrackets(text);
  if (depth === undefined) return true;
  const bare = text.trimEnd();
  return depth > 0 || !bare.includes(')') || bare.endsWith(') at') || bare.endsWith(',');
}

/** Brackets that are open at the end, those inside of strings left out; undefined inside a string. */
function openBrackets(text: string): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (quoted) {
      if (letter === 92 /* \ */) i++;
      else if (letter === 34) quoted = false;
    } else if (letter === 34 /* " */) quoted = true;
    else if (letter === 40 /* ( */) depth++;
    else if (letter === 41 /* ) */) depth--;
  }
  return quoted ? undefined : depth;
}

const WRAPPED_PLACE = /^ {4}(?:at (\S.*):(\d{1,9})|from (\S.*))$/;

/** The place of a frame on a line of its own: `    at ../nptl/lowlevellock.c:49`. */
export function completeFrame(frame: Frame, text: string): void {
  const match = frame.file || frame.object ? null : WRAPPED_PLACE.exec(text);
  if (!match) return;
  if (match[3]) frame.object = baseName(match[3]);
  else {
    frame.file = match[1].slice(-MAX_NAME);
    frame.fileLine = Number(match[2]);
  }
}
