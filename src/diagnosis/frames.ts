import { canonicalName } from '../facts/threads/names.js';
import { Memo } from '../model/memo.js';

/** How well a stack fits a list of functions, best first. Only the first two are as good as the list itself. */
export type FrameFit = 'adjacent' | 'in-order' | 'partly-named' | 'offsets';

export interface FrameMatch {
  fit: FrameFit;
  /** For readers: what was compared, and what that is worth. */
  why: string;
  /** The frames that were asked for, as the stack shows them. */
  frames: string[];
}

/** Fits that rest on less than all names: an item found that way counts one strength less. */
export function isWeakFit(fit: FrameFit): boolean {
  return fit === 'partly-named' || fit === 'offsets';
}

const MAX_STACK = 64;
const MAX_NAME = 2000;
const MIN_NAMED = 2;

/** Compares a stack, innermost frame first, with the names that a signature asks for. In one name `a|b` means either and a
 * trailing `*` any rest; `redisearch.so+0x1f40` is a place in a file without symbols. With `depth` only the innermost frames are
 * looked at: a function that is merely somewhere below says little about a fault. */
export function matchFrames(names: readonly string[], stack: readonly string[], depth = MAX_STACK): FrameMatch | undefined {
  const asked = askedFrames(names);
  const frames = stack.slice(0, Math.min(depth, MAX_STACK)).map(readFrame);
  const found = tightest(asked, frames);
  if (found === undefined) return asked.some((one) => one.offset) ? undefined : matchPartly(asked, frames);
  return { ...describe(asked, found), frames: found.map((at) => frames[at].name || frames[at].text) };
}

function describe(asked: readonly AskedFrame[], found: readonly number[]): Omit<FrameMatch, 'frames'> {
  const offsets = asked.filter((one) => one.offset).length;
  if (offsets > 0) return { fit: 'offsets', why: offsetsWhy(asked.length - offsets, asked.length) };
  const between = found[found.length - 1] - found[0] + 1 - found.length;
  if (between > 0)
    return { fit: 'in-order', why: `the functions are in order, with ${between} other ${between === 1 ? 'frame' : 'frames'} between them` };
  return { fit: 'adjacent', why: asked.length === 1 ? 'the function is on the stack' : 'the functions call each other directly' };
}

function offsetsWhy(named: number, wanted: number): string {
  const what =
    named === 0
      ? 'matched through offsets only, without names'
      : `${named} of ${wanted} frames matched by name, the others through offsets`;
  return `${what}: this holds for the same build and for no other`;
}

interface AskedFrame {
  options: { text: string; prefix: boolean }[];
  offset: boolean;
}

interface StackFrame {
  text: string;
  name: string;
  /** A frame of a module or of nobody knows what, without a name. */
  hidden: boolean;
}

const askedByNames = new WeakMap<readonly string[], AskedFrame[]>();

function askedFrames(names: readonly string[]): AskedFrame[] {
  let asked = askedByNames.get(names);
  if (asked === undefined) {
    asked = names.map(askedFrame);
    askedByNames.set(names, asked);
  }
  return asked;
}

/** The same frames are compared with every signature: they are read once. */
const readFrames = new Memo<StackFrame>(20_000);

function readFrame(text: string): StackFrame {
  return readFrames.get(text, () => ({ text, name: frameName(text), hidden: isHidden(text) }));
}

function askedFrame(asked: string): AskedFrame {
  const options = asked.split('|').map((option) => {
    const prefix = option.endsWith('*');
    const text = prefix ? option.slice(0, -1) : option;
    return { text: OFFSET.test(text) ? text : frameName(text), prefix };
  });
  return { options, offset: options.every((option) => OFFSET.test(option.text)) };
}

function fits(asked: AskedFrame, frame: StackFrame): boolean {
  const text = asked.offset ? frame.text : frame.name;
  if (text === '') return false;
  return asked.options.some((option) => (option.prefix ? text.startsWith(option.text) : text === option.text));
}

/** Places of the asked frames where they stand closest together, undefined when they do not all occur in this order. */
function tightest(asked: readonly AskedFrame[], frames: readonly StackFrame[]): number[] | undefined {
  let best: number[] | undefined;
  for (let start = 0; start < frames.length; start++) {
    if (!fits(asked[0], frames[start])) continue;
    const places = [start];
    for (let i = start + 1; i < frames.length && places.length < asked.length; i++)
      if (fits(asked[places.length], frames[i])) places.push(i);
    if (places.length < asked.length) break;
    if (best === undefined || places[places.length - 1] - start < best[best.length - 1] - best[0]) best = places;
  }
  return best;
}

/** A module without symbols hides some of the names: what it does name must be in order, and a nameless frame must stand where a
 * name is missing. At least half of the names and at least two have to be there. */
function matchPartly(asked: readonly AskedFrame[], frames: readonly StackFrame[]): FrameMatch | undefined {
  const wanted = asked.length;
  if (wanted <= MIN_NAMED || !frames.some((frame) => frame.hidden)) return undefined;
  // named[i]: the most names that fit when the first i asked frames have been placed; -1 where they cannot be placed.
  let named: number[] = [0, ...new Array<number>(wanted).fill(-1)];
  for (const frame of frames) {
    const after = [...named];
    for (let i = 0; i < wanted; i++) {
      if (named[i] < 0) continue;
      if (fits(asked[i], frame)) after[i + 1] = Math.max(after[i + 1], named[i] + 1);
      else if (frame.hidden) after[i + 1] = Math.max(after[i + 1], named[i]);
    }
    named = after;
  }
  const found = named[wanted];
  if (found < MIN_NAMED || found * 2 < wanted) return undefined;
  const names = frames.filter((frame) => asked.some((one) => fits(one, frame))).map((frame) => frame.name);
  return { fit: 'partly-named', why: `${found} of ${wanted} functions by name, the others stand in frames without symbols`, frames: names };
}

/** Frames of a module without names: a function that is not found may be among them. */
export function hasHiddenFrames(stack: readonly string[]): boolean {
  return stack.some((text) => readFrame(text).hidden && text !== '??');
}

const OFFSET = /^[^\s|*]+\+0x[0-9a-f]+$/;

function isHidden(text: string): boolean {
  return text === '??' || /^0x[0-9a-f]+$/.test(text) || (/\.so[.\d]*(?:\+|$)/.test(text) && !/^(?:libc|libpthread|ld)[-.\d]/.test(text));
}

/** One name per function whatever compiler, C library or debugger makes of it; '' where there is none. Template arguments and
 * parameters are left out: `HNSWIndex<float, float>::searchLayer(unsigned)` and `_ZN9HNSWIndexIffE11searchLayerEj` are both
 * `HNSWIndex::searchLayer`. */
export function frameName(raw: string): string {
  if (raw === '' || raw === '??' || raw.startsWith('0x') || /\.so[.\d]*$/.test(raw) || raw.length > MAX_NAME) return '';
  const plus = raw.lastIndexOf('+');
  if (plus > 0 && /^0x[0-9a-f]+$|^\d+$|^\?$/.test(raw.slice(plus + 1))) {
    const before = raw.slice(0, plus);
    return /\.so[.\d]*$|^redis-|^valkey-|^libc/.test(before) ? '' : frameName(before);
  }
  if (raw.startsWith('_Z')) return mangledName(raw) ?? raw;
  return canonicalName(raw.startsWith('<') ? raw : withoutArguments(raw));
}

/** Cuts `<…>` and `(…)`; `operator<` and the like keep what they have. */
function withoutArguments(name: string): string {
  if (!/[<(]/.test(name) || name.includes('operator')) return name;
  let depth = 0;
  let out = '';
  for (const letter of name) {
    if (letter === '<' || letter === '(') depth++;
    else if (letter === '>' || letter === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) out += letter;
  }
  return out.trim();
}

/** The names in `_ZN9HNSWIndexIffE11searchLayerEj`; Rust's hash at the end is left out. Undefined for what has no plain names. */
function mangledName(raw: string): string | undefined {
  let at = 2;
  const nested = raw[at] === 'N';
  if (nested) at++;
  while (at < raw.length && 'KVrRO'.includes(raw[at])) at++;
  const parts: string[] = [];
  while (at < raw.length && raw[at] !== 'E') {
    const digits = /^\d{1,4}/.exec(raw.slice(at, at + 4));
    if (digits !== null) {
      const length = Number(digits[0]);
      at += digits[0].length;
      parts.push(raw.slice(at, at + length));
      at += length;
      if (!nested) break;
    } else if (raw.startsWith('St', at)) {
      parts.push('std');
      at += 2;
    } else if (raw[at] === 'I') at = behindArguments(raw, at);
    else break;
  }
  const names = parts.filter((part) => !/^h[0-9a-f]{16}$/.test(part));
  return names.length === 0 ? undefined : names.join('::');
}

/** Behind `I…E`: names in it are stepped over by their length. */
function behindArguments(raw: string, start: number): number {
  let depth = 0;
  for (let at = start; at < raw.length; ) {
    const digits = /^\d{1,4}/.exec(raw.slice(at, at + 4));
    if (digits !== null) {
      at += digits[0].length + Number(digits[0]);
      continue;
    }
    if (raw[at] === 'L') {
      // a literal, `Li64E`: its digits are no length
      const end = raw.indexOf('E', at);
      at = end < 0 ? raw.length : end + 1;
      continue;
    }
    if ('INXJ'.includes(raw[at])) depth++;
    else if (raw[at] === 'E' && --depth === 0) return at + 1;
    at++;
  }
  return raw.length;
}
